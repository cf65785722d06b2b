/*
 * Open addressing with linear probing; the stored hash saves most comparisons.
 * A slot is in use when it was filled in the present round, so that a map is
 * emptied for the next document without a walk over its slots.
 */
#include "base/map.h"

#include <stdlib.h>

#include "base/mem.h"

struct map_slot {
	struct str key;
	uint32_t hash, value;
	uint32_t round; /* 0: never filled */
};

static bool
is_used(const struct map *m, const struct map_slot *s)
{
	return s->round == m->round;
}

static struct map_slot *
find(const struct map *m, struct str key, uint32_t hash)
{
	size_t i = hash & (m->cap - 1);

	while (is_used(m, &m->slot[i]) &&
	    (m->slot[i].hash != hash || !str_eq(m->slot[i].key, key)))
		i = (i + 1) & (m->cap - 1);
	return &m->slot[i];
}

uint32_t
map_get(const struct map *m, struct str key)
{
	const struct map_slot *s;

	if (m->n == 0)
		return MAP_NONE;
	s = find(m, key, (uint32_t)str_hash(key));
	return is_used(m, s) ? s->value : MAP_NONE;
}

static void
refill(struct map *m, const struct map_slot *from)
{
	struct map_slot *s = find(m, from->key, from->hash);

	*s = *from;
	s->round = m->round;
}

static void
grow(struct map *m)
{
	struct map bigger = {.cap = m->cap != 0 ? m->cap * 2 : 32, .n = m->n,
	    .round = 1};

	bigger.slot = xcalloc(bigger.cap, sizeof *bigger.slot);
	for (size_t i = 0; i < m->cap; i++)
		if (is_used(m, &m->slot[i]))
			refill(&bigger, &m->slot[i]);
	free(m->slot);
	*m = bigger;
}

uint32_t
map_put(struct map *m, struct str key, uint32_t value)
{
	uint32_t hash = (uint32_t)str_hash(key);
	struct map_slot *s;

	if (m->n * 2 >= m->cap)
		grow(m);
	s = find(m, key, hash);
	if (!is_used(m, s)) {
		*s = (struct map_slot){key, hash, value, m->round};
		m->n++;
	}
	return s->value;
}

void
map_reset(struct map *m)
{
	if (m->cap != 0 && ++m->round == 0) {
		memset(m->slot, 0, m->cap * sizeof *m->slot);
		m->round = 1;
	}
	m->n = 0;
}

void
map_free(struct map *m)
{
	free(m->slot);
	*m = (struct map){0};
}
