/* Many words looked for at once, in one pass over the text. */
#ifndef GX_NEEDLES_H
#define GX_NEEDLES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define NEEDLES_FILTER 4096

/*
 * Words of UTF-8, each with bits that say what it means to the caller.  {0} has
 * none.  Once all are added nothing changes any more, so that several threads
 * may look at the same time.
 */
struct needles {
	struct needles_step *step; /* a hash table, size is a power of two */
	size_t size;
	uint32_t nstate;
	unsigned char filter[NEEDLES_FILTER]; /* first characters, see there */
};

/* Add a word, which is not empty; one that is there already gets the bits, too, of which
 * the highest is not used. */
void needles_add(struct needles *ns, struct str word, unsigned bits);

/* The bits of all words that stand anywhere in s. */
unsigned needles_in(const struct needles *ns, struct str s);

/* The bytes of the longest word that s begins with, 0 for none; *bits gets its. */
size_t needles_longest(const struct needles *ns, struct str s, unsigned *bits);

#endif
