/*
 * Groups by open addressing with linear probing.  A slot is eight bytes, a tag
 * of the hash and the number of the group: a probe that fails on the tag, which
 * nearly all do, never leaves the slot array.  Memory is taken only when a
 * group is new.
 *
 * In a key each field stands behind its length, four bytes, so that no byte in
 * a field needs an escape.
 */
#include "sum/group.h"

#include <stdlib.h>

#include "base/msg.h"

#define TAG (~(uint64_t)UINT32_MAX)

/* The slot where the key is, or the free one where it belongs. */
static size_t
probe(const struct group_table *t, struct str key, uint64_t hash)
{
	size_t mask = t->nslot - 1, i = (size_t)hash & mask;

	for (; t->slot[i] != 0; i = (i + 1) & mask) {
		uint32_t number = (uint32_t)t->slot[i] - 1;

		if ((t->slot[i] & TAG) == (hash & TAG) &&
		    str_eq(group_key(t, number), key))
			break;
	}
	return i;
}

uint32_t
group_find(const struct group_table *t, struct str key, uint64_t hash)
{
	size_t i;

	if (t->n == 0)
		return GROUP_NONE;
	i = probe(t, key, hash);
	return t->slot[i] != 0 ? (uint32_t)t->slot[i] - 1 : GROUP_NONE;
}

static void
grow(struct group_table *t)
{
	size_t n = t->nslot != 0 ? t->nslot * 2 : 256, mask = n - 1;

	free(t->slot);
	t->slot = xcalloc(n, sizeof *t->slot);
	t->nslot = n;
	for (size_t g = 0; g < t->n; g++) {
		uint64_t hash = t->group[g].hash;
		size_t i = (size_t)hash & mask;

		while (t->slot[i] != 0)
			i = (i + 1) & mask;
		t->slot[i] = (hash & TAG) | (g + 1);
	}
}

uint32_t
group_add(struct group_table *t, struct str key, uint64_t hash)
{
	uint32_t number = (uint32_t)t->n;

	if (t->n >= GROUP_NONE - 1)
		die("%s", tr("too many groups", "分组过多"));
	if (t->n * 2 >= t->nslot)
		grow(t);
	t->slot[probe(t, key, hash)] = (hash & TAG) | (number + UINT64_C(1));
	t->group = xgrow(t->group, t->n, &t->cap, sizeof *t->group);
	t->group[t->n++] = (struct group){
	    arena_str(&t->keys, key).p, hash, (uint32_t)key.n};
	return number;
}

void
group_free(struct group_table *t)
{
	arena_free(&t->keys);
	free(t->group);
	free(t->slot);
	*t = (struct group_table){0};
}

void
group_key_add(struct buf *key, struct str field)
{
	uint32_t n = (uint32_t)field.n;

	buf_add(key, &n, sizeof n);
	buf_add(key, field.p, n);
}

bool
group_key_next(struct str *key, struct str *field)
{
	uint32_t n;

	if (key->n < sizeof n)
		return false;
	memcpy(&n, key->p, sizeof n);
	*field = (struct str){key->p + sizeof n, n};
	*key = str_skip(*key, sizeof n + n);
	return true;
}
