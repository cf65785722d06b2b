/*
 * Running rules.  For each form the plans of all rules are made at its first
 * report; for each report every cell that they ask for is looked up once; then
 * the instances are judged in the order of the rules.
 *
 * What the form or the reader leaves open is unknown, never a pass: a report
 * whose tables are images gets an unknown outcome from every rule on figures.
 */
#include "check/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "check/locate.h"
#include "check/plan.h"
#include "check/shortcut.h"

#define WAYS 4 /* that reports went with a rule, which are kept */
#define UNITE_FROM 32 /* reports: then it is known which ways are usual */
#define CACHE_MAX 4096 /* bindings that reports had */

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
static bool
is_due(const struct rule *r, bool across)
{
	return r->on && (r->across != 0) == across;
}

/* Are the levels known, if the rule asks for them? */
static bool
has_levels(const struct check *c, const struct rule *r)
{
	return c->levels || (r->across & (ACROSS_CHILD | ACROSS_TREE)) == 0;
}

/* What each report will have for that key. */
static const struct operand *
watch(struct check_plans *p, struct str whole)
{
	struct key k = {.whole = whole};
	uint32_t at = map_get(&p->slots.map, whole);

	if (at == MAP_NONE) {
		key_complete(&k, p->form);
		at = slots_add(&p->slots, &k, NULL);
	}
	return &p->slots.v[at]->operand;
}

static void
watch_all(const struct check *c, struct check_plans *p)
{
	p->watched = arena_alloc(&p->arena, c->nwatched * sizeof *p->watched);
	for (size_t i = 0; i < c->nwatched; i++)
		p->watched[i] = watch(p, c->watched[i]);
	p->strange = watch(p, STR("doc.document.unrecognised"));
}

static struct resolver
resolver_for(const struct check *c, struct check_plans *p)
{
	return (struct resolver){.forms = c->forms, .form = p->form,
	    .arena = &p->arena, .slots = &p->slots};
}

/* Ways are made in the arena of the cache, but for the one of the plan. */
static void
forget_ways(struct check_plans *p)
{
	for (struct due *d = p->due; d < p->due + p->ndue; d++) {
		d->way[0] = (struct way){p->plan[d->rule].all, 0};
		d->nway = d->way[0].shortcut != NULL;
		d->strayed = 0;
		d->usual = NULL;
	}
	p->usual = NULL;
	p->united = p->reports;
	p->usually = 0;
	p->wait = UNITE_FROM;
}

/* From the second report on, shortcuts are worth it. */
static void
shorten(const struct check *c, struct check_plans *p)
{
	struct resolver x = resolver_for(c, p);
	size_t size = 0;

	if (++p->reports != 2)
		return;
	for (size_t i = 0; i < p->ndue; i++)
		plan_shorten(&p->plan[p->due[i].rule],
		    &c->rules->rule[p->due[i].rule], &x, &size);
	forget_ways(p);
}

static struct check_plans *
plans_for(struct check *c, const struct form *form, bool across)
{
	size_t i = form != NULL ? (size_t)(form - c->forms->form) : c->forms->n;
	struct check_plans *p = &c->plans[i + (across ? c->forms->n + 1 : 0)];
	struct resolver x;

	if (p->made)
		return p;
	p->made = true;
	p->form = p->slots.form = form;
	x = resolver_for(c, p);
	p->plan = xcalloc(c->rules->n, sizeof *p->plan);
	p->due = arena_alloc(&p->arena, c->rules->n * sizeof *p->due);
	for (size_t k = 0; k < c->rules->n; k++) {
		const struct rule *r = &c->rules->rule[k];

		if (!is_due(r, across))
			continue;
		p->due[p->ndue++].rule = k;
		if (has_levels(c, r))
			plan_make(&p->plan[k], r, &x, CHECK_INSTANCES_MAX);
	}
	p->nnamed = p->slots.n;
	watch_all(c, p);
	slots_keep(&p->slots);
	forget_ways(p);
	return p;
}

static void
start(struct check *c)
{
	c->run = xcalloc(1, sizeof *c->run);
	c->run->side = xcalloc(1, sizeof *c->run->side);
	c->plans = xcalloc(2 * (c->forms->n + 1), sizeof *c->plans);
	c->count = xcalloc(c->rules->n, sizeof *c->count);
	c->run->sum = xcalloc(c->rules->n, sizeof *c->run->sum);
	for (size_t i = 0; i < c->rules->n; i++)
		if (is_due(&c->rules->rule[i], false) &&
		    linear_takes(&c->rules->rule[i]))
			c->run->sum[c->run->nsum++] = i;
}

/* Judge with these operands now; what they need is made in the arena. */
static void
use_refs(struct check_run *run, const struct plan_refs *refs, struct arena *a)
{
	run->gatherer.arena = a;
	for (size_t i = 0; i < refs->nvarying; i++)
		gather_update(refs->varying[i], &run->gatherer);
	run->eval.ref = refs->v;
}

static const struct operand *
first_blank(const struct operands *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i]->reading == READ_BLANK)
			return r->v[i];
	return NULL;
}

/* The cell that a finding points at. */
static const struct operand *
place(const struct check_run *run, const struct expr *relation)
{
	const struct rule *rule = run->rule;
	const struct operands *r;
	const struct operand *o = NULL;
	unsigned ref;

	if (rule->has_at)
		ref = rule->at;
	else if ((relation == NULL || !expr_first_ref(relation->b, &ref)) &&
	    !expr_first_ref(relation, &ref) &&
	    !expr_first_ref(rule->must.expr, &ref))
		return NULL;
	r = run->eval.ref[ref];
	if (rule->has_at && rule->at_blank)
		o = first_blank(r);
	for (size_t i = 0; i < r->n && o == NULL; i++)
		if (r->v[i]->cell != NULL)
			o = r->v[i];
	return o != NULL || r->n == 0 ? o : r->v[0];
}

/* The table of the cell, "prev.t3" when it is not the report's own. */
static struct str
table_in_scope(const struct key *k)
{
	if (k->scope == SCOPE_REPORT)
		return k->table;
	return (struct str){k->whole.p, scope_word(k->scope).n + k->table.n};
}

static void
point_at(struct finding *f, const struct operand *o)
{
	if (o == NULL)
		return;
	f->table = table_in_scope(o->key);
	f->row = o->key->row;
	f->col = o->key->col;
	if (o->cell != NULL) {
		f->value = o->cell->value;
		f->line = o->key->scope == SCOPE_REPORT ? o->cell->line : 0;
	}
}

static struct finding
finding_for(const struct check_run *run, enum outcome o)
{
	return (struct finding){.doc = run->report->doc,
	    .org = run->report->org, .year = run->report->year,
	    .rule = run->rule, .outcome = o};
}

/* Is the finding waived?  Then that is its outcome. */
static bool
set_aside(struct check *c, struct finding *f)
{
	if (c->waived == NULL || !c->waived(c->ctx, f))
		return false;
	f->outcome = OUTCOME_WAIVED;
	c->run->result->waived = true;
	return true;
}

/* Count the outcome and tell of it; the message is in run->message. */
static void
hand_over(struct check *c, struct finding *f)
{
	struct check_run *run = c->run;

	f->message = buf_str(&run->message);
	if (f->outcome == OUTCOME_FAIL ||
	    (f->outcome == OUTCOME_UNKNOWN && c->all))
		set_aside(c, f);
	c->count[run->rule - c->rules->rule][f->outcome]++;
	if (f->outcome == OUTCOME_FAIL)
		run->result->failed[run->rule->level]++;
	if (f->outcome == OUTCOME_UNKNOWN && run->nunknown++ == 0 && !c->all) {
		run->unknown = *f;
		buf_reset(&run->held);
		buf_addstr(&run->held, f->message);
	}
	if (c->finding != NULL && (f->outcome == OUTCOME_FAIL || c->all))
		c->finding(c->ctx, f);
}

/* Outcomes that nobody reads are many, and only counted.  Is this one? */
static bool
is_only_counted(struct check *c, enum outcome o)
{
	bool only = !c->all || (c->finding == NULL && o != OUTCOME_UNKNOWN);

	if (only)
		c->count[c->run->rule - c->rules->rule][o]++;
	return only;
}

/* An outcome of the rule as a whole. */
static void
whole_rule_says(struct check *c, enum outcome o, struct str text)
{
	struct finding f;

	if (o == OUTCOME_SKIP && is_only_counted(c, o))
		return;
	f = finding_for(c->run, o);
	buf_reset(&c->run->message);
	buf_addstr(&c->run->message, text);
	hand_over(c, &f);
}

static void
whole_rule(struct check *c, enum outcome o, const char *text)
{
	whole_rule_says(c, o, str_of(text));
}

static void
skip(struct check *c, const struct condition *why)
{
	struct finding f;
	struct buf *b = &c->run->message;

	if (is_only_counted(c, OUTCOME_SKIP))
		return;
	f = finding_for(c->run, OUTCOME_SKIP);
	buf_reset(b);
	buf_addz(b, tr("does not apply, as this is not so: ",
	    "不适用，条件不成立："));
	buf_addstr(b, why->text);
	hand_over(c, &f);
}

static void
unknown(struct check *c, const struct condition *why)
{
	struct check_run *run = c->run;
	struct finding f;

	/* the first one stands for all */
	if (run->nunknown != 0 && is_only_counted(c, OUTCOME_UNKNOWN)) {
		run->nunknown++;
		return;
	}
	f = finding_for(run, OUTCOME_UNKNOWN);
	buf_reset(&run->message);
	point_at(&f, place(run, expr_first_comparison(run->rule->must.expr)));
	if (c->finding != NULL)
		message_unknown(&run->message, &run->eval, why->expr);
	hand_over(c, &f);
}

static void
pass(struct check *c)
{
	struct check_run *run = c->run;
	const struct condition *must = &run->rule->must;
	struct message_about about = {.eval = &run->eval, .forms = c->forms,
	    .relation = must->expr};
	struct finding f;

	if (is_only_counted(c, OUTCOME_PASS))
		return;
	f = finding_for(run, OUTCOME_PASS);
	buf_reset(&run->message);
	point_at(&f, place(run, expr_first_comparison(must->expr)));
	if (expr_is_comparison(must->expr))
		message_equation(&run->message, &about);
	else
		buf_addstr(&run->message, must->text);
	hand_over(c, &f);
}

/* ---- which cell may be wrong ---- */

/* Do the conditions with variables, or those without, all hold? */
static bool
hold(const struct check_run *run, bool vars)
{
	for (size_t i = 0; i < run->rule->ncond; i++)
		if (run->rule->cond[i].vars == vars &&
		    eval_truth(&run->eval, run->rule->cond[i].expr) !=
			TRUTH_TRUE)
			return false;
	return true;
}

/* The plan, made for the report if it has to be. */
static const struct plan *
plan_for_report(const struct check *c, struct check_run *run,
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

/* The instances of a rule on sums, once its conditions without variables are known
 * to hold; NULL: they do not. */
static const struct plan *
begin_sums(const struct check *c, struct check_run *side, size_t number)
{
	const struct plan *made = &side->plans->plan[number];

	side->rule = &c->rules->rule[number];
	side->eval.bind = NULL;
	use_refs(side, &made->fixed, &side->fixed);
	return hold(side, false) ? plan_for_report(c, side, made) : NULL;
}

static void
begin_instance(struct check_run *side, const struct instance *i)
{
	use_refs(side, &i->ref, &side->fixed);
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
		if (hold(side, true) &&
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
		    side->rule->must.expr, hold(side, true));
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

/* A hint for the failed instance, or nothing. */
static struct str
hint(struct check *c, const struct operand *at)
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

/* Say of the failed instance what is wrong, what would be right, and what else may
 * be the mistake.  What it says is valid until the next one. */
static void
explain(struct check *c, struct finding *f, const struct message_about *about)
{
	struct check_run *run = c->run;
	const struct rule *rule = run->rule;
	const struct message *m = msg_is_zh() ? &rule->zh : &rule->en;
	struct dec value;

	if (m->n == 0)
		m = msg_is_zh() ? &rule->en : &rule->zh;
	if (m->n != 0)
		message_write(&run->message, m, about);
	else if (about->relation != NULL)
		message_equation(&run->message, about);
	else
		buf_addstr(&run->message, rule->must.text);
	if (about->at != NULL &&
	    eval_expected(&run->eval, rule->must.expr, about->at, &value)) {
		buf_reset(&run->expect);
		buf_adddec(&run->expect, value);
		f->expect = buf_str(&run->expect);
	}
	f->hint = hint(c, about->at);
}

static void
fail(struct check *c)
{
	struct check_run *run = c->run;
	struct finding f = finding_for(run, OUTCOME_FAIL);
	struct message_about about = {.eval = &run->eval, .forms = c->forms,
	    .relation = eval_relation(&run->eval, run->rule->must.expr)};

	about.at = place(run, about.relation);
	point_at(&f, about.at);
	buf_reset(&run->message);
	if (c->finding != NULL)
		explain(c, &f, &about);
	hand_over(c, &f);
}

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
			skip(c, cond);
			return false;
		}
		if (t == TRUTH_UNKNOWN && open == NULL)
			open = cond;
	}
	if (open != NULL)
		unknown(c, open);
	return open == NULL;
}

/* The report has what the shortcut asks for. */
static inline void
take(struct check *c, size_t rule, const struct shortcut *s)
{
	c->count[rule][OUTCOME_PASS] += s->pass;
	c->count[rule][OUTCOME_SKIP] += s->skip;
}

static void
use_instance(void *ctx, const struct instance *i)
{
	struct check_run *run = ctx;

	if (i->ref.nvarying != 0)
		arena_reset(&run->bound);
	use_refs(run, &i->ref, &run->bound);
	run->eval.bind = i->bind;
}

static void
judge(struct check *c, const struct plan *p, const struct instance *i)
{
	struct check_run *run = c->run;

	/* outcomes that are only counted may be known at once */
	if (i->shortcut != NULL && !c->all &&
	    shortcut_fits(i->shortcut, run->gatherer.slots, &run->eval)) {
		take(c, (size_t)(run->rule - c->rules->rule), i->shortcut);
		return;
	}
	use_instance(run, i);
	if (!applies(c, &p->var_cond))
		return;
	switch (eval_truth(&run->eval, run->rule->must.expr)) {
	case TRUTH_TRUE:
		pass(c);
		break;
	case TRUTH_FALSE:
		fail(c);
		break;
	default:
		unknown(c, &run->rule->must);
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
			whole_rule(c, OUTCOME_UNKNOWN,
			    tr("cannot be judged: doc.*.* (not there)",
				"无法判断：doc.*.*（没有）"));
			return;
		}
	}
	whole_rule(c, OUTCOME_SKIP,
	    tr("does not apply: nothing of the kind is there",
		"不适用：没有这类内容"));
}

static void
no_form(struct check *c)
{
	struct check_run *run = c->run;
	struct buf b = {0};

	if (run->report->form.n == 0) {
		whole_rule(c, OUTCOME_UNKNOWN,
		    tr("cannot be judged: no table of a known form could be read",
			"无法判断：没有读到任何已知格式的表格"));
		return;
	}
	buf_addz(&b, tr("cannot be judged: no form \"", "无法判断：未知的格式“"));
	buf_addstr(&b, run->report->form); /* of a record: any bytes */
	buf_addz(&b, tr("\" is known", "”"));
	whole_rule_says(c, OUTCOME_UNKNOWN, buf_str(&b));
	buf_free(&b);
}

/* Judge with the operands of the plan now. */
static void
use_plan(struct check_run *run, const struct plan *made)
{
	run->eval.bind = NULL;
	if (made->fixed.nvarying != 0)
		arena_reset(&run->fixed);
	use_refs(run, &made->fixed, &run->fixed);
}

/* The rule on the report; what it says of itself is told by the caller. */
static void
judge_rule(struct check *c, const struct plan *made)
{
	struct check_run *run = c->run;
	const struct plan *p;

	use_plan(run, made);
	if (!applies(c, &made->cond))
		return;
	p = plan_for_report(c, run, made);
	if (p->no_form) {
		no_form(c);
		return;
	}
	if (p->too_many) {
		whole_rule(c, OUTCOME_UNKNOWN,
		    tr("cannot be judged: the rule has too many instances",
			"无法判断：规则的实例过多"));
		return;
	}
	for (size_t i = 0; i < p->lacking; i++)
		whole_rule(c, OUTCOME_SKIP,
		    tr("does not apply: the form has no such table",
			"不适用：该格式没有此表"));
	if (p->n == 0 && p->lacking == 0)
		no_instance(c);
	for (size_t i = 0; i < p->n; i++)
		judge(c, made, p->v[i]);
}

/* One finding for all instances that could not be judged, of which the first is
 * set aside or not for all. */
static void
tell_unknown(struct check *c)
{
	struct check_run *run = c->run;
	unsigned long *count = c->count[run->rule - c->rules->rule];

	if (run->nunknown == 0)
		return;
	if (!c->all) {
		if (run->nunknown > 1)
			buf_addf(&run->held, tr(" (%zu instances)", "（共 %zu 处）"),
			    run->nunknown);
		run->unknown.message = buf_str(&run->held);
		if (set_aside(c, &run->unknown)) {
			count[OUTCOME_UNKNOWN] -= run->nunknown;
			count[OUTCOME_WAIVED] += run->nunknown;
			return;
		}
	}
	run->result->unknown[run->rule->level]++;
	if (!c->all && run->rule->level == LEVEL_ERROR && c->finding != NULL)
		c->finding(c->ctx, &run->unknown);
}

/* Does a rule across reports have all it looks at?  Else its outcome is told. */
static bool
has_sides(struct check *c)
{
	const struct check_run *run = c->run;

	if (!has_levels(c, run->rule)) {
		whole_rule(c, OUTCOME_SKIP,
		    tr("does not apply: the levels are not known (--tree)",
			"不适用：不知道上下级关系（--tree）"));
		return false;
	}
	for (enum ref_scope s = SCOPE_PREV; s < SCOPES; s++) {
		if ((run->rule->across & 1u << s) != 0 &&
		    run->view->side[s].outcome != OUTCOME_PASS) {
			whole_rule(c, run->view->side[s].outcome,
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

bool
check_no_facts(const struct report *r)
{
	for (size_t i = r->n; i-- > 0;)
		if (str_is(r->cell[i].table, "doc"))
			return false;
	return true;
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

/* Reports with strange cells must not fill the memory. */
static void
forget_learned(struct check_run *run)
{
	struct check_plans *p = run->plans;

	if (!slots_are_many(&p->slots) && p->cache.n < CACHE_MAX)
		return;
	slots_forget(&p->slots);
	plan_cache_reset(&p->cache);
	forget_ways(p);
	slots_read(&p->slots, &p->cache.arena, run->report);
	run->located = false; /* it had keys of the cache */
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
		whole_rule(c, OUTCOME_SKIP,
		    tr("does not apply: this is not recognised as a report",
			"不适用：未识别为年度报告"));
	else if (run->view == NULL || has_sides(c))
		judge_rule(c, &run->plans->plan[rule]);
	tell_unknown(c);
	forget_learned(run);
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
	run->plans = plans_for(c, forms_find(c->forms, r->form), view != NULL);
	shorten(c, run->plans);
	run->gatherer.slots = &run->plans->slots;
	run->gatherer.report = r;
	run->gatherer.among = view != NULL;
	slots_read(&run->plans->slots, &run->plans->cache.arena, r);
	run->eval = (struct eval){.report = r,
	    .no_facts = view != NULL ? view->no_facts : check_no_facts(r),
	    .prev_form = view != NULL ? view->prev_form : (struct str){0}};
	result->unknown[LEVEL_ERROR] += run->plans->strange->cell != NULL;
}

/* ---- ways ---- */

/* Does the report go one of the known ways? */
static bool
goes_known_way(struct check *c, struct due *d)
{
	for (size_t i = 0; i < d->nway; i++) {
		struct way way = d->way[i];

		if (!shortcut_fits(way.shortcut, &c->run->plans->slots,
			&c->run->eval))
			continue;
		take(c, d->rule, way.shortcut);
		way.gone++;
		memmove(d->way + 1, d->way, i * sizeof way);
		d->way[0] = way;
		return true;
	}
	return false;
}

/* The way that nearly all of the reports went, all but four and one in 32, or NULL.
 * Counts anew. */
static const struct shortcut *
usual_way(struct due *d, size_t reports, size_t usually)
{
	const struct shortcut *usual = NULL;

	for (struct way *w = d->way; w < d->way + d->nway; w++) {
		if (w->shortcut == d->usual)
			w->gone += usually;
		if (w->gone + 4 + reports / 32 >= reports)
			usual = w->shortcut;
		w->gone = 0;
	}
	return usual;
}

/* Unite the ways that nearly all reports went since the last time. */
static void
unite_ways(struct check_plans *p)
{
	struct shortcut_context x = {.arena = &p->cache.arena};
	const struct shortcut **way =
	    arena_alloc(x.arena, p->ndue * sizeof *way);
	size_t n = 0;

	for (struct due *d = p->due; d < p->due + p->ndue; d++) {
		d->usual = usual_way(d, p->reports - p->united, p->usually);
		if (d->usual != NULL)
			way[n++] = d->usual;
	}
	p->usual = shortcut_unite(&x, way, n);
	p->united = p->reports;
	p->usually = 0;
	p->wait *= 2;
}

/* Does the report go all of them? */
static bool
goes_usual_ways(const struct check *c)
{
	struct check_plans *p = c->run->plans;
	bool does;

	if (p->reports - p->united >= p->wait)
		unite_ways(p);
	does = p->usual != NULL &&
	    shortcut_fits(p->usual, &p->slots, &c->run->eval);
	p->usually += does;
	return does;
}

/* The way that the report went, or NULL. */
static const struct shortcut *
find_way(const struct check *c, size_t rule)
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
	if (hold(run, false))
		way.plan = plan_for_report(c, run, made);
	return shortcut_follow(&x, &way);
}

/* The report went none of the known ways.  Another one is found now and then: that
 * takes longer than to judge one, and may come to nothing. */
static void
stray(struct check *c, struct due *d)
{
	const struct shortcut *way;

	d->strayed++;
	if (d->strayed < 2 || (d->strayed & (d->strayed - 1)) != 0)
		return;
	way = find_way(c, d->rule);
	if (way == NULL)
		return;
	d->nway += d->nway < WAYS;
	d->way[d->nway - 1] = (struct way){way, 1};
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
	usual = known && goes_usual_ways(c);
	for (struct due *d = p->due; d < p->due + p->ndue; d++) {
		if (usual && d->usual != NULL) {
			take(c, d->rule, d->usual);
		} else if (!known || !goes_known_way(c, d)) {
			judge_due(c, d->rule);
			if (known)
				stray(c, d);
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
		const struct check_plans *p = plans_for(c,
		    f < c->forms->n ? &c->forms->form[f] : NULL, true);

		for (size_t i = 0; i < p->nnamed; i++)
			key(ctx, &p->slots.v[i]->key);
	}
	return any;
}

static void
free_plans(struct check_plans *p, size_t nrule)
{
	for (size_t i = 0; p->made && i < nrule; i++)
		plan_free(&p->plan[i]);
	free(p->plan);
	slots_free(&p->slots);
	plan_cache_free(&p->cache);
	arena_free(&p->arena);
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
		free_plans(&c->plans[i], c->rules->n);
	free(c->plans);
	free(c->count);
	free_run(c->run->side);
	free_run(c->run);
	c->run = NULL;
}
