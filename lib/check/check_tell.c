/*
 * Outcomes as findings.  In goes what came of a rule or of an instance of it; it is
 * counted, and where somebody reads it a finding goes out: the cell it points at,
 * what is wrong, what would be right, and what else may be the mistake.
 */
#include "check/check_run.h"

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

void
check_tell_rule_str(struct check *c, enum outcome o, struct str text)
{
	struct finding f;

	if (o == OUTCOME_SKIP && is_only_counted(c, o))
		return;
	f = finding_for(c->run, o);
	buf_reset(&c->run->message);
	buf_addstr(&c->run->message, text);
	hand_over(c, &f);
}

void
check_tell_rule(struct check *c, enum outcome o, const char *text)
{
	check_tell_rule_str(c, o, str_of(text));
}

void
check_tell_skip(struct check *c, const struct condition *why)
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

void
check_tell_unknown(struct check *c, const struct condition *why)
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

void
check_tell_pass(struct check *c)
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
	f->hint = check_hint(c, about->at);
}

void
check_tell_fail(struct check *c)
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

void
check_tell_unjudged(struct check *c)
{
	struct check_run *run = c->run;
	unsigned long *count = c->count[run->rule - c->rules->rule];

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
