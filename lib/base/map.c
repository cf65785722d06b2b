/* Open addressing with linear probing; the stored hash saves most comparisons. */
#include "base/map.h"

#include <stdlib.h>

#include "base/mem.h"

struct map_slot {
	struct str key;
	uint64_t hash;
	uint32_t value;
	bool used;
};

static struct map_slot *
find(const struct map *m, struct str key, uint64_t hash)
{
	size_t i = (size_t)hash & (m->cap - 1);

	while (m->slot[i].used &&
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
	s = find(m, key, str_hash(key));
	return s->used ? s->value : MAP_NONE;
}

static void
grow(struct map *m)
{
	struct map bigger = {.cap = m->cap != 0 ? m->cap * 2 : 32, .n = m->n};

	bigger.slot = xcalloc(bigger.cap, sizeof *bigger.slot);
	for (size_t i = 0; i < m->cap; i++)
		if (m->slot[i].used)
			*find(&bigger, m->slot[i].key, m->slot[i].hash) =
			    m->slot[i];
	free(m->slot);
	*m = bigger;
}

uint32_t
map_put(struct map *m, struct str key, uint32_t value)
{
	uint64_t hash = str_hash(key);
	struct map_slot *s;

	if (m->n * 2 >= m->cap)
		grow(m);
	s = find(m, key, hash);
	if (!s->used) {
		*s = (struct map_slot){key, hash, value, true};
		m->n++;
	}
	return s->value;
}

void
map_reset(struct map *m)
{
	if (m->cap != 0)
		memset(m->slot, 0, m->cap * sizeof *m->slot);
	m->n = 0;
}

void
map_free(struct map *m)
{
	free(m->slot);
	*m = (struct map){0};
}
