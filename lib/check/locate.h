/* Which cell is wrong: the smallest changes that would make all sums hold. */
#ifndef GX_LOCATE_H
#define GX_LOCATE_H

#include "check/linear.h"

#define LOCATE_SETS_MAX 5    /* shown for one group of sums */
#define LOCATE_CHANGES_MAX 48 /* in one set; more than two only for a pattern */
#define LOCATE_STEPS_MAX ((size_t)1 << 22) /* terms looked at in one report */

/* {0} is ready for use.  system is filled by the caller, after locate_begin. */
struct locate {
	struct linear system;
	struct locate_group *group; /* by number, see linear_cell */
	size_t ngroup, cap;
	bool solved;
};

/* Forget the report before. */
void locate_begin(struct locate *l);

/*
 * What would mend the sums of the report that fail, when the cell is one of
 * those to be changed: a text in the user's language, else an empty one.  The
 * first call works it out.  The text is valid until locate_begin.
 *
 * Sums are joined in groups by the cells they share.  For each group are tried
 * one cell; two cells, a row moved by one column, blanks to be filled in; and,
 * when nothing mends all that fails in it, one cell that mends two sums or more
 * and spoils none.  Of several sets those with a known pattern come first.
 */
struct str locate_hint(struct locate *l, const struct key *k);

void locate_free(struct locate *l);

#endif
