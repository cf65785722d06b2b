/*
 * Numbers by texts, see ids.h.
 *
 * Open addressing.  A slot holds half of the hash, which says where it belongs in
 * a table of any size, above the number and one, so that a table can grow without
 * a look at the texts.
 */
#include "base/ids.h"

#include <stdlib.h>

#include "base/mem.h"

#define BITS_MIN 6
#define BITS_MAX 32 /* more slots than there are numbers */

static size_t
place(const struct ids *s, uint32_t hash)
{
	return hash >> (32 - s->bits);
}

static size_t
next_place(const struct ids *s, size_t i)
{
	return (i + 1) & (s->cap - 1);
}

static uint32_t
hash_of(struct str text)
{
	return (uint32_t)(str_hash(text) >> 32);
}

static uint32_t
id_at(const struct ids *s, size_t i)
{
	return (uint32_t)s->slot[i] - 1;
}

/* The slot of the text, or the free one where it belongs. */
static size_t
find(const struct ids *s, struct str text, uint32_t hash)
{
	size_t i = place(s, hash);

	while (s->slot[i] != 0 && (s->slot[i] >> 32 != hash ||
	    !s->is(s->owner, id_at(s, i), text)))
		i = next_place(s, i);
	return i;
}

uint32_t
ids_get(const struct ids *s, struct str text)
{
	size_t i;

	if (s->n == 0)
		return IDS_NONE;
	i = find(s, text, hash_of(text));
	return s->slot[i] != 0 ? id_at(s, i) : IDS_NONE;
}

/* Put a full slot of another table into the first free one. */
static void
move(struct ids *to, uint64_t slot)
{
	size_t i = place(to, (uint32_t)(slot >> 32));

	while (to->slot[i] != 0)
		i = next_place(to, i);
	to->slot[i] = slot;
}

static void
grow(struct ids *s)
{
	struct ids was = *s;

	s->bits = was.bits != 0 ? was.bits + 1 : BITS_MIN;
	s->cap = (size_t)1 << s->bits;
	s->slot = xcalloc(s->cap, sizeof *s->slot);
	for (size_t i = 0; i < was.cap; i++)
		if (was.slot[i] != 0)
			move(s, was.slot[i]);
	free(was.slot);
}

uint32_t
ids_put(struct ids *s, struct str text, uint32_t id)
{
	uint32_t hash = hash_of(text);
	size_t i;

	if (s->n >= s->cap / 8 * 7 && s->bits < BITS_MAX)
		grow(s);
	i = find(s, text, hash);
	if (s->slot[i] != 0)
		return id_at(s, i);
	s->slot[i] = (uint64_t)hash << 32 | ((uint64_t)id + 1);
	s->n++;
	return id;
}

void
ids_free(struct ids *s)
{
	free(s->slot);
	*s = (struct ids){.is = s->is, .owner = s->owner};
}
