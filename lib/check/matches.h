/* The cells of a report that match a pattern, found by their slots. */
#ifndef GX_MATCHES_H
#define GX_MATCHES_H

#include "check/slots.h"

/*
 * A pattern is a key whose row or column is or ends with "*".  Each slot is held
 * against it once, and not in each report again.
 */
struct matches {
	struct match {
		const struct key_slot *slot;
		uint32_t place;  /* of the cell in the report; MAP_NONE: it has none */
		uint32_t number; /* the same until slots are forgotten */
	} *v;
	size_t n, cap;
	const struct operand **found; /* those that the report has */
	size_t nfound;

	size_t seen;    /* slots that were looked at ... */
	size_t forgets; /* ... since the slots were forgotten for that time */
	size_t round;   /* of the report that found is of */
};

/*
 * The cells that match, of the report that was read last and is not odd, in the
 * order in which they stand there.  In v, others may stand between them.  Valid
 * until the next report is read.
 */
struct matches *matches_find(struct slots *s, const struct key *pattern);

/* Look at slots that are new. */
void matches_complete(struct matches *m, struct slots *s,
    const struct key *pattern);

/* How many slots match the pattern, of which these are the matches, whatever the
 * report has. */
static inline size_t
matches_known(struct matches *m, struct slots *s, const struct key *pattern)
{
	if (m->seen != s->filled || m->forgets != s->forgets)
		matches_complete(m, s, pattern);
	return m->n;
}

/* Find the numbers of the cells of r that match, in its order; of two with one key, both.  It
 * is the report that was read last, and may be odd. */
void matches_cells(struct slots *s, const struct report *r, const struct key *pattern,
    struct order_found *found);

void matches_free(struct matches *m);

#endif
