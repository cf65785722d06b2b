/* Has this text come before?  For any number of texts. */
#ifndef GX_SEEN_H
#define GX_SEEN_H

#include <stdint.h>

#include "base/paged.h"
#include "base/str.h"

/* Up to bound bytes are in memory, more are in a temporary file without a name.
 * Set bound, leave the others zero. */
struct seen {
	size_t bound;

	uint64_t *slot; /* 0: free */
	size_t n, cap;
	unsigned bits; /* cap is 2 to the power of it, or 0 */
	struct paged file; /* where the slots are when they are many */
};

/* Remember the text; returns whether it came before.  Two texts are taken for
 * one with the odds of two equal random numbers of 64 bits: see seen.c. */
bool seen_before(struct seen *s, struct str text);

void seen_free(struct seen *s);

#endif
