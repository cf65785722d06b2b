/* A few keys that are known once and for all, each found at one look. */
#ifndef GX_PERFECT_H
#define GX_PERFECT_H

#include <stdint.h>

#define PERFECT_MAX 255
#define PERFECT_PLACES 4096

/* Keys and their numbers, from 1 in the order in which they were added.  No two
 * share a place.  {0} has none. */
struct perfect {
	uint64_t key[PERFECT_MAX + 1]; /* by number; 0 for none */
	unsigned n;
	uint64_t factor;
	unsigned char number[PERFECT_PLACES];
};

/* The number of the key, which is not 0; it is added if it is not there. */
unsigned perfect_add(struct perfect *p, uint64_t key);

/* To be called when all have been added, before any is looked for. */
void perfect_settle(struct perfect *p);

static inline unsigned char *
perfect_place(struct perfect *p, uint64_t key)
{
	return &p->number[key * p->factor / (UINT64_MAX / PERFECT_PLACES + 1)];
}

/* The number of the key, 0 for none: without a jump. */
static inline unsigned
perfect_find(const struct perfect *p, uint64_t key)
{
	unsigned n = *perfect_place((struct perfect *)p, key);

	return n & -(unsigned)(p->key[n] == key);
}

#endif
