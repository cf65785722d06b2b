/*
 * A rule on a report.  In goes its plan, with the operands that the report has; each
 * instance is judged, and its outcome told.
 */
#include "check/check_run.h"

/* ---- operands ------------------------------------------------------------ */

void
check_use_refs(struct check_run *run, const struct plan_refs *refs,
    struct arena *a)
{
	run->gatherer.arena = a;
	for (size_t i = 0; i < refs->nvarying; i++)
		gather_update(refs->varying[i], &run->gatherer);
	run->eval.ref = refs->v;
}

/* Judge with the operands of the plan now. */
static void
use_plan(struct check_run *run, const struct plan *made)
{
	run->eval.bind = NULL;
	if (made->fixed.nvarying != 0)
		arena_reset(&run->fixed);
	check_use_refs(run, &made->fixed, &run->fixed);
}

static void
use_instance(void *ctx, const struct instance *i)
{
	struct check_run *run = ctx;

	if (i->ref.nvarying != 0)
		arena_reset(&run->bound);
	check_use_refs(run, &i->ref, &run->bound);
	run->eval.bind = i->bind;
}

bool
check_hold(const struct check_run *run, bool vars)
{
	for (size_t i = 0; i < run->rule->ncond; i++)
		if (run->rule->cond[i].vars == vars &&
		    eval_truth(&run->eval, run->rule->cond[i].expr) !=
			TRUTH_TRUE)
			return false;
	return true;
}

const struct plan *
check_plan_for_report(const struct check *c, struct check_run *run,
    const struct plan *p)
{
	struct check_plans *plans = run->plans;
	struct resolver x;

	if (!p->by_report)
		return p;
	x = (struct resolver){.forms = c->forms, .form = plans->form,
	    .arena = &plans->cache.arena, .slots = &plans->slots,
	    .report = run->report};
	plan_instances(&run->plan, run->rule, p, &x, &plans->cache,
	    CHECK_INSTANCES_MAX);
	return &run->plan;
}

/* ---- judging ------------------------------------------------------------- */

/* Ask the conditions.  Returns whether the rule goes on; otherwise the outcome has
 * been told. */
static bool
applies(struct check *c, const struct plan_conds *conds)
{
	const struct condition *open = NULL;

	for (size_t i = 0; i < conds->n; i++) {
		const struct condition *cond = conds->v[i];
		enum truth t = eval_truth(&c->run->eval, cond->expr);

		if (t == TRUTH_FALSE) {
			check_tell_skip(c, cond);
			return false;
		}
		if (t == TRUTH_UNKNOWN && open == NULL)
			open = cond;
	}
	if (open != NULL)
		check_tell_unknown(c, open);
	return open == NULL;
}

static void
judge(struct check *c, const struct plan *p, const struct instance *i)
{
	struct check_run *run = c->run;

	/* outcomes that are only counted may be known at once */
	if (i->shortcut != NULL && !c->all &&
	    shortcut_fits(i->shortcut, run->gatherer.slots, &run->eval)) {
		check_take(c, (size_t)(run->rule - c->rules->rule), i->shortcut);
		return;
	}
	use_instance(run, i);
	if (!applies(c, &p->var_cond))
		return;
	switch (eval_truth(&run->eval, run->rule->must.expr)) {
	case TRUTH_TRUE:
		check_tell_pass(c);
		break;
	case TRUTH_FALSE:
		check_tell_fail(c);
		break;
	default:
		check_tell_unknown(c, &run->rule->must);
		break;
	}
}

/* Nothing to judge: why? */
static void
no_instance(struct check *c)
{
	const struct rule *rule = c->run->rule;

	for (size_t i = 0; i < rule->neach; i++) {
		const struct each *e = &rule->each[i];

		if (e->kind == SET_PRESENT && c->run->eval.no_facts &&
		    str_starts(rule->ref.v[e->ref].text, STR("doc."))) {
			check_tell_rule(c, OUTCOME_UNKNOWN,
			    tr("cannot be judged: doc.*.* (not there)",
				"无法判断：doc.*.*（没有）"));
			return;
		}
	}
	check_tell_rule(c, OUTCOME_SKIP,
	    tr("does not apply: nothing of the kind is there",
		"不适用：没有这类内容"));
}

static void
no_form(struct check *c)
{
	struct check_run *run = c->run;
	struct buf b = {0};

	if (run->report->form.n == 0) {
		check_tell_rule(c, OUTCOME_UNKNOWN,
		    tr("cannot be judged: no table of a known form could be read",
			"无法判断：没有读到任何已知格式的表格"));
		return;
	}
	buf_addz(&b, tr("cannot be judged: no form \"", "无法判断：未知的格式“"));
	buf_addstr(&b, run->report->form); /* of a record: any bytes */
	buf_addz(&b, tr("\" is known", "”"));
	check_tell_rule_str(c, OUTCOME_UNKNOWN, buf_str(&b));
	buf_free(&b);
}

void
check_judge_rule(struct check *c, const struct plan *made)
{
	struct check_run *run = c->run;
	const struct plan *p;

	use_plan(run, made);
	if (!applies(c, &made->cond))
		return;
	p = check_plan_for_report(c, run, made);
	if (p->no_form) {
		no_form(c);
		return;
	}
	if (p->too_many) {
		check_tell_rule(c, OUTCOME_UNKNOWN,
		    tr("cannot be judged: the rule has too many instances",
			"无法判断：规则的实例过多"));
		return;
	}
	for (size_t i = 0; i < p->lacking; i++)
		check_tell_rule(c, OUTCOME_SKIP,
		    tr("does not apply: the form has no such table",
			"不适用：该格式没有此表"));
	if (p->n == 0 && p->lacking == 0)
		no_instance(c);
	for (size_t i = 0; i < p->n; i++)
		judge(c, made, p->v[i]);
}

const struct shortcut *
check_find_way(const struct check *c, size_t rule)
{
	struct check_run *run = c->run;
	struct check_plans *plans = run->plans;
	const struct plan *made = &plans->plan[rule];
	struct shortcut_context x = {.arena = &plans->cache.arena,
	    .rule = &c->rules->rule[rule], .form = plans->form,
	    .fixed = &made->fixed, .year = &plans->slots.year,
	    .slots = &plans->slots};
	struct shortcut_way way = {.made = made, .eval = &run->eval, .ctx = run,
	    .use = use_instance};

	use_plan(run, made);
	if (check_hold(run, false))
		way.plan = check_plan_for_report(c, run, made);
	return shortcut_follow(&x, &way);
}
