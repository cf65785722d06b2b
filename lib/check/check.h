/* Running rules over reports. */
#ifndef GX_CHECK_H
#define GX_CHECK_H

#include "check/finding.h"

/* Instances of one rule in one report; with more it cannot be judged. */
#define CHECK_INSTANCES_MAX 10000

/*
 * Judges reports one after another.  Set the first five members, leave the
 * others zero; rules and forms must outlive it and stay as they are.
 *
 * finding is told of every failed instance of a rule that is on, and, once for
 * a rule of level error and a report, that it could not be judged; with all, of
 * every outcome of every instance.  It may read the finding until it returns.
 */
struct check {
	const struct rules *rules;
	const struct forms *forms;
	bool all;
	void *ctx;
	void (*finding)(void *ctx, const struct finding *f);

	unsigned long (*count)[OUTCOMES]; /* by number of the rule */

	struct check_plans *plans; /* one for each form, one for none */
	struct check_run *run;
};

/*
 * Judge the report.  outcome, by level, gets how many instances failed and how
 * many rules could not be judged, when it is not NULL.
 */
struct check_result {
	unsigned long failed[LEVEL_ERROR + 1], unknown[LEVEL_ERROR + 1];
};
void check_report(struct check *c, const struct report *r,
    struct check_result *result);

void check_free(struct check *c);

#endif
