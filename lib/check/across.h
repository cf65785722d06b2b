/* Rules across reports: over the years, over the levels, over all of a run. */
#ifndef GX_ACROSS_H
#define GX_ACROSS_H

#include "check/check.h"
#include "check/tree.h"

/* Of the rules of level error on a report. */
struct across_state {
	bool failed, unknown;
};

/*
 * Keeps of each report what the rules across reports ask for, some hundred
 * bytes, and judges those rules when all reports have come.  Set the members of
 * the first part, leave the others zero; after across_begin read aliases and
 * tree into units.
 *
 * Rules with "prev." look at the report of the same publisher for the year
 * before, rules with "child." at the sums over the units below.  The tables
 * "across" and "tree" tell of the run:
 *
 *	across.report.number	1 for the first report of its publisher and year,
 *				2 for the next; its raw text: where the first is
 *	across.copy.share	percent of its text that stands in another one too;
 *				raw text: where that is
 *	across.copy.own		there if that one is of the same publisher
 *	tree.unit.reports	reports of a unit for a year in which its parent,
 *				or half of the units beside it, have one; raw
 *				text: its parent
 */
struct across {
	struct check *check; /* across_begin sets levels and watched */
	struct units units;
	const char *tree; /* name of the file that units were read from */
	bool folders;     /* the folders of the documents are the tree */
	size_t memory;    /* bytes of what is kept; more goes to a temporary file */
	void *ctx;
	/* What a report came to by itself, and what the rules across added.  NULL:
	 * these are of a unit of the tree, which is no report. */
	void (*judged)(void *ctx, const struct across_state *alone,
	    const struct check_result *added);

	struct across_run *run;
};

/* Before the first report; the rules must be chosen by now. */
void across_begin(struct across *a);

/* Append to b what must be kept of the report that judge, which watches what
 * a->check does, judged last.  Any thread may do so, after across_begin. */
void across_note(const struct across *a, const struct check *judge,
    const struct report *r, const struct check_result *result, struct buf *b);

/* Keep what across_note appended for one report: in the order of the inputs. */
void across_take(struct across *a, struct str note);

/* Judge all that was kept: first the reports in the order in which they came,
 * then the units of the tree. */
void across_end(struct across *a);

void across_free(struct across *a);

#endif
