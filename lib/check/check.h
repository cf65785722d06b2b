/* Running rules over reports. */
#ifndef GX_CHECK_H
#define GX_CHECK_H

#include "check/finding.h"

/* Instances of one rule in one report; with more it cannot be judged. */
#define CHECK_INSTANCES_MAX 10000

/*
 * Judges reports one after another.  Set the members down to waived, leave the
 * others zero; rules and forms must outlive it and stay as they are.
 *
 * finding is told of every failed instance of a rule that is on, and, once for
 * a rule of level error and a report, that it could not be judged; with all, of
 * every outcome of every instance.  It may read the finding until it returns.
 * With NULL for it outcomes are only counted.
 */
struct check {
	const struct rules *rules;
	const struct forms *forms;
	bool all;
	bool levels; /* it is known which reports are below others (across.h) */
	const struct str *watched; /* whole keys of cells for check_watched */
	size_t nwatched;
	void *ctx;
	void (*finding)(void *ctx, const struct finding *f);
	/* Is the failed or unknown finding waived?  It may be given a hint that
	 * says why.  NULL: none is. */
	bool (*waived)(void *ctx, struct finding *f);

	unsigned long (*count)[OUTCOMES]; /* by number of the rule */

	/* one for each form, one for none; then the same for rules across */
	struct check_plans *plans;
	struct check_run *run;
};

/*
 * Judge the report.  result, when it is not NULL, gets by level how many
 * instances failed and how many rules could not be judged; and whether a finding
 * was waived.
 */
struct check_result {
	unsigned long failed[LEVEL_ERROR + 1], unknown[LEVEL_ERROR + 1];
	bool waived;
};
void check_report(struct check *c, const struct report *r,
    struct check_result *result);

/* The watched cells, as the report has them that was judged last; valid until the
 * next one is judged. */
const struct operand *const *check_watched(const struct check *c);

/*
 * Rules across reports are judged apart, when both sides are known: on a report
 * that holds, beside its own cells, those of the others that the rules name,
 * "prev.t3" and so on being the table.
 *
 * side says of each scope whether there is anything: OUTCOME_PASS, or the
 * outcome that its rules have, and why.  With unit, r stands for a unit of the
 * tree, and the rules on table "tree" are judged; else the others.
 */
struct check_view {
	struct {
		enum outcome outcome;
		const char *why;
	} side[SCOPES];
	struct str prev_form;
	bool no_facts, unit;
};
void check_across(struct check *c, const struct report *r,
    const struct check_view *view, struct check_result *result);

/* Call key for every cell that the rules across reports name, whatever the
 * form; the same cell may come more than once.  Returns whether there is such
 * a rule. */
bool check_across_keys(struct check *c, void *ctx,
    void (*key)(void *ctx, const struct key *k));

/* Does the report say nothing at all about its document? */
bool check_no_facts(const struct report *r);

void check_free(struct check *c);

#endif
