/*
 * Which cell may be wrong.  In go all sums of a report in which one does not hold,
 * judged at the side of the rule at hand; out comes a hint at the cell that, with
 * another value, would make them hold (locate.h).
 */
#include "check/check_run.h"

/* The instances of a rule on sums, once its conditions without variables are known
 * to hold; NULL: they do not. */
static const struct plan *
begin_sums(const struct check *c, struct check_run *side, size_t number)
{
	const struct plan *made = &side->plans->plan[number];

	side->rule = &c->rules->rule[number];
	side->eval.bind = NULL;
	check_use_refs(side, &made->fixed, &side->fixed);
	return check_hold(side, false) ? check_plan_for_report(c, side, made) : NULL;
}

static void
begin_instance(struct check_run *side, const struct instance *i)
{
	check_use_refs(side, &i->ref, &side->fixed);
	side->eval.bind = i->bind;
}

/* Is any of the sums wrong?  If none is, there is no cell to be found. */
static bool
sums_fail(struct check_run *side, const struct plan *p)
{
	for (size_t i = 0; i < p->n && !p->too_many; i++) {
		if (p->v[i]->shortcut != NULL &&
		    shortcut_fits(p->v[i]->shortcut, side->gatherer.slots,
			&side->eval))
			continue;
		begin_instance(side, p->v[i]);
		if (check_hold(side, true) &&
		    eval_truth(&side->eval, side->rule->must.expr) == TRUTH_FALSE)
			return true;
	}
	return false;
}

/* Take the instances into the sums of the report. */
static void
collect_sums(struct check *c, struct check_run *side, const struct plan *p)
{
	for (size_t i = 0; i < p->n && !p->too_many; i++) {
		begin_instance(side, p->v[i]);
		linear_add(&c->run->locate.system, &side->eval,
		    side->rule->must.expr, check_hold(side, true));
	}
}

static void
collect(struct check *c)
{
	struct check_run *run = c->run, *side = run->side;
	const struct plan *p;
	bool wrong = false;

	locate_begin(&run->locate);
	arena_reset(&side->fixed);
	side->gatherer.slots = run->gatherer.slots;
	side->gatherer.report = run->report;
	side->plans = run->plans;
	side->report = run->report;
	side->eval = run->eval;
	for (size_t i = 0; i < run->nsum && !wrong; i++)
		wrong = (p = begin_sums(c, side, run->sum[i])) != NULL &&
		    sums_fail(side, p);
	for (size_t i = 0; i < run->nsum && wrong; i++)
		if ((p = begin_sums(c, side, run->sum[i])) != NULL)
			collect_sums(c, side, p);
	run->located = true;
}

/* A hint for one of the operands of the references with variables, or of those
 * without. */
static struct str
hint_of_refs(struct check_run *run, bool vars)
{
	struct str text = {0};

	for (size_t k = 0; k < run->rule->ref.n; k++) {
		const struct operands *r = run->eval.ref[k];

		for (size_t i = 0; i < r->n && text.n == 0; i++)
			if (run->rule->ref.v[k].vars == vars)
				text = locate_hint(&run->locate, r->v[i]->key);
	}
	return text;
}

struct str
check_hint(struct check *c, const struct operand *at)
{
	struct check_run *run = c->run;
	struct str text = {0};

	if (run->view != NULL)
		return text;
	if (!run->located)
		collect(c);
	if (!linear_takes(run->rule))
		return at != NULL ? locate_hint(&run->locate, at->key) : text;
	text = hint_of_refs(run, false);
	return text.n != 0 ? text : hint_of_refs(run, true);
}
