/* Bytes that are put away until all have come, and then read in any order. */
#ifndef GX_SPILL_H
#define GX_SPILL_H

#include <stdint.h>

#include "base/paged.h"
#include "base/str.h"

/*
 * Up to bound bytes stay in memory; all of more than that goes to a temporary file
 * without a name, and the memory is given back but for a little, so that it does not
 * grow with what is put away.  Set bound, leave the others zero.  The program ends when
 * the file cannot be written.
 */
struct spill {
	size_t bound;

	struct buf last; /* what is in no file yet */
	uint64_t written;
	int fd; /* if written is not 0 */
	struct paged all; /* settled: everything, if written is not 0 */
};

/* Put the bytes away; returns where they begin. */
uint64_t spill_add(struct spill *s, struct str bytes);

/* All have come. */
void spill_settle(struct spill *s);

/* What was put away, from byte at on; valid until spill_free.  After
 * spill_settle. */
const char *spill_at(struct spill *s, uint64_t at);

/* Copy n bytes from at on to to: for many looks at few bytes.  Before spill_settle
 * they are of one piece, after it of any number that follow one another. */
void spill_copy(const struct spill *s, uint64_t at, void *to, size_t n);

void spill_free(struct spill *s);

#endif
