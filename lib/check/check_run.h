/* What the parts of check.c share: plans, and the report and rule at hand. */
#ifndef GX_CHECK_RUN_H
#define GX_CHECK_RUN_H

#include "check/check.h"
#include "check/locate.h"
#include "check/plan.h"
#include "check/shortcut.h"

#define WAYS 4 /* that reports went with a rule, which are kept */

/* A rule that is due, and the ways that reports went with it: the last one first. */
struct due {
	size_t rule; /* its number */
	struct way {
		const struct shortcut *shortcut;
		size_t gone; /* by so many reports since ways were united */
	} way[WAYS];
	size_t nway;
	size_t strayed; /* reports that went none of them */
	const struct shortcut *usual; /* of the way that was united with those of
	                               * other rules, or NULL */
};

/* All plans for one form.  The slots have what the current report holds. */
struct check_plans {
	bool made;
	size_t reports; /* that were judged with them */
	const struct form *form;
	struct arena arena;
	struct slots slots;
	size_t nnamed; /* the first slots: of keys that rules name */
	struct plan *plan; /* by number of the rule */
	struct due *due; /* those of rules that are judged with them */
	size_t ndue;
	const struct shortcut *usual; /* of all ways that were united, or NULL */
	size_t united;  /* reports that were judged before they were ... */
	size_t usually; /* that went all of them since ... */
	size_t wait;    /* and after which ways are united anew */
	struct plan_cache cache;
	const struct operand **watched;
	const struct operand *strange; /* tells of a text that is no report */
};

/* The report and rule that are being judged. */
struct check_run {
	struct check_plans *plans;
	const struct report *report;
	const struct check_view *view; /* NULL: rules on one report */
	struct check_result *result;

	const struct rule *rule;
	struct eval eval;
	struct gatherer gatherer;
	struct arena fixed, bound; /* operands of a rule, and of one instance */
	struct plan plan;         /* of a rule that is by_report */

	struct buf message, expect, held;
	struct finding unknown; /* the first one, its message in held */
	size_t nunknown;

	struct check_run *side; /* to judge the same report for its sums */
	size_t *sum; /* numbers of the rules that linear_takes */
	size_t nsum;
	struct locate locate;
	bool located; /* the sums of the report are in locate */
};


/* Is the rule judged with others of its kind? */
static inline bool
check_is_due(const struct rule *r, bool across)
{
	return r->on && (r->across != 0) == across;
}

/* The report has what the shortcut asks for: count what that means for the rule of
 * that number.  Inline, as nearly every rule of every report comes to this. */
static inline void
check_take(struct check *c, size_t rule, const struct shortcut *s)
{
	c->count[rule][OUTCOME_PASS] += s->pass;
	c->count[rule][OUTCOME_SKIP] += s->skip;
}

/* ---- check_plans.c: plans, and the ways that reports went ---------------- */

/* The plans for that form, which may be NULL: of rules across reports, or of the
 * others.  They are made when they are first asked for, and live as long as c. */
struct check_plans *check_plans_for(struct check *c, const struct form *form,
    bool across);

/* Another report is judged with them: from the second one on shortcuts are worth it,
 * and are made. */
void check_shorten(const struct check *c, struct check_plans *p);

/* Are the levels known, if the rule asks for them?  Else its plan is empty. */
bool check_has_levels(const struct check *c, const struct rule *r);

/* When reports have taught too much, forget that; between two rules, as their
 * operands go with it. */
void check_forget_learned(struct check_run *run);

/* Free what p holds, plans for nrule rules. */
void check_free_plans(struct check_plans *p, size_t nrule);

/* Does the report go the usual ways of all rules that have one (d->usual)?  To be
 * asked once a report. */
bool check_goes_usual_ways(const struct check *c);

/* Does it go one of the known ways of the rule?  Then its outcomes are counted. */
bool check_goes_known_way(struct check *c, struct due *d);

/* It went none of them, and the rule was judged: find the way that it went, now and
 * then. */
void check_stray(struct check *c, struct due *d);

/* ---- check_rule.c: one rule, run->rule ----------------------------------- */

/* Judge with these operands now; what they need is made in the arena. */
void check_use_refs(struct check_run *run, const struct plan_refs *refs,
    struct arena *a);

/* Do the conditions with variables, or those without, all hold? */
bool check_hold(const struct check_run *run, bool vars);

/* The plan p, or the one that is made of it for the report if it has to be: then it
 * is valid until the next one is. */
const struct plan *check_plan_for_report(const struct check *c,
    struct check_run *run, const struct plan *p);

/* The rule on the report; what it says of itself is told by the caller
 * (check_tell_unjudged). */
void check_judge_rule(struct check *c, const struct plan *made);

/* The way that the report went with the rule of that number, or NULL.  It lives as
 * long as what reports have taught. */
const struct shortcut *check_find_way(const struct check *c, size_t rule);

/* ---- check_tell.c: outcomes of run->rule --------------------------------- */

/* An outcome of the rule as a whole, and why. */
void check_tell_rule(struct check *c, enum outcome o, const char *text);
void check_tell_rule_str(struct check *c, enum outcome o, struct str text);

/* An outcome of the instance, or of the rule, whose operands are used now: the
 * condition why does not hold, or cannot be judged; or the rule holds, or does
 * not. */
void check_tell_skip(struct check *c, const struct condition *why);
void check_tell_unknown(struct check *c, const struct condition *why);
void check_tell_pass(struct check *c);
void check_tell_fail(struct check *c);

/* One finding for all instances that could not be judged, of which the first is
 * set aside or not for all.  There are some, nunknown, and the last was told of. */
void check_tell_unjudged(struct check *c);

/* ---- check_hint.c: which cell may be wrong ------------------------------- */

/* A hint for the failed instance, which points at that cell, or NULL; empty: there is
 * none.  Valid until the next report, or check_forget_learned. */
struct str check_hint(struct check *c, const struct operand *at);

#endif
