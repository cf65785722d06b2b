/*
 * Running rules.  For each form the plans of all rules are made at its first
 * report; for each report every cell that they ask for is looked up once; then
 * the instances are judged in the order of the rules.
 *
 * What the form or the reader leaves open is unknown, never a pass: a report
 * whose tables are images gets an unknown outcome from every rule on figures.
 *
 * Here is what is judged of a report, and in which order; check_plans.c makes and
 * knows the plans, check_rule.c judges one rule, check_tell.c speaks of it.
 */
#include "check/check_run.h"

#include <stdlib.h>

static void
start(struct check *c)
{
	c->run = xcalloc(1, sizeof *c->run);
	c->run->side = xcalloc(1, sizeof *c->run->side);
	c->plans = xcalloc(2 * (c->forms->n + 1), sizeof *c->plans);
	c->count = xcalloc(c->rules->n, sizeof *c->count);
	c->run->sum = xcalloc(c->rules->n, sizeof *c->run->sum);
	for (size_t i = 0; i < c->rules->n; i++)
		if (check_is_due(&c->rules->rule[i], false) &&
		    linear_takes(&c->rules->rule[i]))
			c->run->sum[c->run->nsum++] = i;
}

bool
check_no_facts(const struct report *r)
{
	for (size_t i = r->n; i-- > 0;)
		if (str_is(r->cell[i].table, "doc"))
			return false;
	return true;
}

/* Does a rule across reports have all it looks at?  Else its outcome is told. */
static bool
has_sides(struct check *c)
{
	const struct check_run *run = c->run;

	if (!check_has_levels(c, run->rule)) {
		check_tell_rule(c, OUTCOME_SKIP,
		    tr("does not apply: the levels are not known (--tree)",
			"不适用：不知道上下级关系（--tree）"));
		return false;
	}
	for (enum ref_scope s = SCOPE_PREV; s < SCOPES; s++) {
		if ((run->rule->across & 1u << s) != 0 &&
		    run->view->side[s].outcome != OUTCOME_PASS) {
			check_tell_rule(c, run->view->side[s].outcome,
			    run->view->side[s].why);
			return false;
		}
	}
	return true;
}

/* Does the rule look at what the view is of: a report, or a unit of the tree? */
static bool
suits_view(const struct rule *r, const struct check_view *view)
{
	return view == NULL || ((r->across & ACROSS_TREE) != 0) == view->unit;
}

/* A text that is no report has nothing that a rule could judge, but for the one
 * that says so. */
static bool
is_about_recognition(const struct rule *r)
{
	for (size_t i = 0; i < r->ref.n; i++)
		if (str_is(r->ref.v[i].text, "doc.document.unrecognised"))
			return true;
	return false;
}

/* The rule on the report, and what it says of itself. */
static void
judge_due(struct check *c, size_t rule)
{
	struct check_run *run = c->run;
	bool strange = run->plans->strange->cell != NULL;

	run->rule = &c->rules->rule[rule];
	run->nunknown = 0;
	if (!suits_view(run->rule, run->view))
		return;
	if (strange && !is_about_recognition(run->rule))
		check_tell_rule(c, OUTCOME_SKIP,
		    tr("does not apply: this is not recognised as a report",
			"不适用：未识别为年度报告"));
	else if (run->view == NULL || has_sides(c))
		check_judge_rule(c, &run->plans->plan[rule]);
	if (run->nunknown != 0)
		check_tell_unjudged(c);
	check_forget_learned(run);
}

/* Take up the report.  view: of the rules across reports; NULL: the rules on one. */
static void
begin(struct check *c, const struct report *r, const struct check_view *view,
    struct check_result *result)
{
	struct check_run *run;

	if (c->run == NULL)
		start(c);
	run = c->run;
	run->report = r;
	run->view = view;
	run->located = false;
	run->result = result;
	*result = (struct check_result){0};
	run->plans = check_plans_for(c, forms_find(c->forms, r->form), view != NULL);
	check_shorten(c, run->plans);
	run->gatherer.slots = &run->plans->slots;
	run->gatherer.report = r;
	run->gatherer.among = view != NULL;
	slots_read(&run->plans->slots, &run->plans->cache.arena, r);
	run->eval = (struct eval){.report = r,
	    .no_facts = view != NULL ? view->no_facts : check_no_facts(r),
	    .prev_form = view != NULL ? view->prev_form : (struct str){0}};
	result->unknown[LEVEL_ERROR] += run->plans->strange->cell != NULL;
}

static void
judge_report(struct check *c, const struct report *r,
    const struct check_view *view, struct check_result *result)
{
	struct check_result unused;
	const struct check_plans *p;
	bool known, usual;

	begin(c, r, view, result != NULL ? result : &unused);
	p = c->run->plans;
	known = !c->all && view == NULL && p->strange->cell == NULL;
	usual = known && check_goes_usual_ways(c);
	for (struct due *d = p->due; d < p->due + p->ndue; d++) {
		if (usual && d->usual != NULL) {
			check_take(c, d->rule, d->usual);
		} else if (!known || !check_goes_known_way(c, d)) {
			judge_due(c, d->rule);
			if (known)
				check_stray(c, d);
		}
	}
}

void
check_report(struct check *c, const struct report *r,
    struct check_result *result)
{
	judge_report(c, r, NULL, result);
}

const struct operand *const *
check_watched(const struct check *c)
{
	return c->run->plans->watched;
}

void
check_across(struct check *c, const struct report *r,
    const struct check_view *view, struct check_result *result)
{
	judge_report(c, r, view, result);
}

bool
check_across_keys(struct check *c, void *ctx,
    void (*key)(void *ctx, const struct key *k))
{
	bool any = false;

	if (c->run == NULL)
		start(c);
	for (size_t i = 0; i < c->rules->n; i++)
		any = any || (c->rules->rule[i].on &&
		    c->rules->rule[i].across != 0);
	for (size_t f = 0; any && f <= c->forms->n; f++) {
		const struct check_plans *p = check_plans_for(c,
		    f < c->forms->n ? &c->forms->form[f] : NULL, true);

		for (size_t i = 0; i < p->nnamed; i++)
			key(ctx, &p->slots.v[i]->key);
	}
	return any;
}

static void
free_run(struct check_run *run)
{
	plan_free(&run->plan);
	arena_free(&run->fixed);
	arena_free(&run->bound);
	gatherer_free(&run->gatherer);
	buf_free(&run->message);
	buf_free(&run->expect);
	buf_free(&run->held);
	locate_free(&run->locate);
	free(run->sum);
	free(run);
}

void
check_free(struct check *c)
{
	if (c->run == NULL)
		return;
	for (size_t i = 0; i < 2 * (c->forms->n + 1); i++)
		check_free_plans(&c->plans[i], c->rules->n);
	free(c->plans);
	free(c->count);
	free_run(c->run->side);
	free_run(c->run);
	c->run = NULL;
}
