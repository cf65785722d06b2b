/* What came of judging reports, kept until their turn comes. */
#ifndef GX_VERDICT_H
#define GX_VERDICT_H

#include "check/across.h"

/*
 * Reports are judged by several threads, each with verdicts of its own, and what
 * came of them is used in the order of the inputs.  The verdict on a report: what
 * it came to, its findings, how often each rule had which outcome, and the note
 * that the rules across reports ask for.
 */
struct verdicts {
	struct check check; /* of this thread: its finding member is taken */
	const struct across *across;
	bool each; /* outcomes are counted for each report, else for all of them */
	struct verdict {
		struct str doc;
		struct check_result result;
		size_t findings; /* those up to here, from the first report on */
		size_t notes;    /* and bytes of notes */
	} *v;
	size_t n, cap;
	struct finding *finding;
	size_t nfinding, finding_cap;
	struct buf notes;
	unsigned long (*count)[OUTCOMES]; /* with each, rules->n a report */
	size_t count_cap;                 /* reports that have room there */
	struct arena arena;               /* texts of verdicts and findings */
};

/* Start with the settings of like, which are not its counts; findings are kept if it
 * wants any.  What like->waived does must be fit for several threads at once.
 * Outcomes are counted in v->check.count, or report by report in v->count if each is
 * set. */
void verdicts_begin(struct verdicts *v, const struct check *like,
    const struct across *across, bool each);

/* Judge the report. */
void verdicts_add(struct verdicts *v, const struct report *r);

/* Forget the verdicts and counts, keep the memory. */
void verdicts_reset(struct verdicts *v);
void verdicts_free(struct verdicts *v);

#endif
