/*
 * Perfect hashing by trial: with so many more places than keys, one factor in a few
 * dozens parts them all.
 */
#include "base/perfect.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#define FACTOR 0x9e3779b97f4a7c15u

unsigned
perfect_add(struct perfect *p, uint64_t key)
{
	assert(key != 0);
	for (unsigned i = 1; i <= p->n; i++)
		if (p->key[i] == key)
			return i;
	assert(p->n < PERFECT_MAX);
	p->key[++p->n] = key;
	return p->n;
}

/* Put all into their places; false when two share one. */
static bool
place_all(struct perfect *p)
{
	memset(p->number, 0, sizeof p->number);
	for (unsigned i = 1; i <= p->n; i++) {
		unsigned char *place = perfect_place(p, p->key[i]);

		if (*place != 0)
			return false;
		*place = (unsigned char)i;
	}
	return true;
}

void
perfect_settle(struct perfect *p)
{
	p->factor = FACTOR;
	while (!place_all(p))
		p->factor *= FACTOR;
}
