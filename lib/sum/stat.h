/* What is kept of the numbers of one column in one group. */
#ifndef GX_STAT_H
#define GX_STAT_H

#include <stdint.h>

#include "base/dec.h"
#include "base/str.h"

/* {0}: nothing yet.  sum, min and max count only when count is not 0. */
struct stat_state {
	struct dec sum, min, max;
	uint64_t count, blank; /* numbers; empty fields */
	bool overflow;         /* the sum has left its range; it is 0 then */
};

/* Set min and max so that the two numbers lie between them. */
static inline void
stat_bounds(struct stat_state *s, struct dec low, struct dec high)
{
	if (s->count == 0 || low.n < s->min.n)
		s->min = low;
	if (s->count == 0 || high.n > s->max.n)
		s->max = high;
}

/* Add to the sum, unless that is out of range. */
void stat_add_far(struct stat_state *s, struct dec d);

/* The same; most sums are far from the limits. */
static inline void
stat_add_sum(struct stat_state *s, struct dec d)
{
	const uint64_t limit = UINT64_C(1) << 62; /* of the upper half */
	dec_int n;

	if (s->overflow || __builtin_add_overflow(s->sum.n, d.n, &n) ||
	    (uint64_t)(n >> 64) + limit >= 2 * limit)
		stat_add_far(s, d);
	else
		s->sum.n = n;
}

/* One more number. */
static inline void
stat_add(struct stat_state *s, struct dec d)
{
	stat_bounds(s, d, d);
	stat_add_sum(s, d);
	s->count++;
}

/* All that other has seen.  False, and *s unchanged, when the counts have no
 * room for it. */
bool stat_merge(struct stat_state *s, const struct stat_state *other);

/* *n += m; false, and *n unchanged, when it has no room. */
bool stat_count(uint64_t *n, uint64_t m);

/* Append a sum, and read it back: as dec_parse, with room for every sum. */
void stat_put_sum(struct buf *b, const struct stat_state *s);
bool stat_get_sum(struct str text, struct stat_state *s);

#endif
