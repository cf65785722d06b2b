/* What came of judging reports, kept until their turn comes. */
#ifndef GX_VERDICT_H
#define GX_VERDICT_H

#include "check/check.h"

/*
 * Reports are judged by several threads, each with verdicts of its own, and what
 * came of them is used in the order of the inputs.  The verdict on report number
 * i of the list: the report, what it came to, its findings, and how often each
 * rule had which outcome.
 */
struct verdicts {
	struct check check; /* of this thread: its finding member is taken */
	struct reports reports;
	struct verdict {
		struct check_result result;
		size_t findings; /* those up to here, from the first report on */
	} *v;
	size_t cap;
	struct finding *finding;
	size_t nfinding, finding_cap;
	unsigned long (*count)[OUTCOMES]; /* rules->n for each report */
	size_t count_cap;                 /* reports that have room there */
	struct arena arena;               /* texts of the findings */
};

/* Start with the settings of like, which are not its findings and counts.  What
 * like->waived does must be fit for several threads at once. */
void verdicts_begin(struct verdicts *v, const struct check *like);

/* Judge the report and keep it: r is an empty one then. */
void verdicts_add(struct verdicts *v, struct report *r);

/* Forget the reports, keep the memory. */
void verdicts_reset(struct verdicts *v);
void verdicts_free(struct verdicts *v);

#endif
