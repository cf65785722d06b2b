/* Rows of figures in text that has lost its tables. */
#ifndef GX_LOOSE_H
#define GX_LOOSE_H

#include "report/source.h"

/*
 * Add rows for the nodes from t->node[i] up to the next table, of those that
 * stand in a section that has a table in some form (or in none that is known).
 * Each row is the text since the last figures, then the figures up to the next
 * text.  number is the table number the rows get.  Returns the index of the
 * node behind.
 */
size_t loose_rows(struct source *s, const struct tree *t, size_t i,
    size_t number);

/* The steps that loose_split may take for one table in all. */
#define LOOSE_BUDGET 2000000ul

/*
 * Split figures that are run together into want numbers, of which each block of
 * ncol ends in the sum of the others when total is set.  cell are the n pieces
 * as they stand between blanks.  Returns want new cells in the arena, of which
 * those are empty (WHAT_EMPTY) that differ from way to way; or NULL when there
 * is no way or all of them do.  *budget is what the search may cost; it loses
 * what it did cost, and at 0 there is NULL.
 *
 * Adding up only chooses between ways: where the digits can be cut in one way
 * alone, that way counts even if it does not add up.
 */
struct scell *loose_split(struct arena *a, const struct scell *cell, size_t n,
    size_t want, size_t ncol, bool total, unsigned long *budget);

#endif
