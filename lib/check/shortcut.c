/*
 * Shortcuts, see shortcut.h.  Nearly all cells of nearly all reports hold a count,
 * and nearly all rules are kept: whether one is comes to adding a few integers.
 * In go the conditions of an instance, out comes what is enough for them to be
 * true.  Where one of several ways is enough, the first that can be asked for is
 * taken; a report that goes another way is judged without the shortcut.
 */
#include "check/shortcut.h"

#include <limits.h>
#include <stdlib.h>

#define TERMS_MAX 1000 /* with more, to look at them is the work itself */
#define JOINED_MAX 10000
#define COEF_MAX 1000000
#define NUMBER_MAX 1000000000

/* The instance, and what its outcome hangs on so far. */
struct maker {
	const struct shortcut_context *x;
	const struct instance *instance; /* NULL: any */
	struct shortcut to;
	size_t plain_cap, term_cap, test_cap;
	size_t first_plain; /* that may be changed */
};

/* ---- cells ------------------------------------------------------------------ */

/* All cells that a reference may stand for in any report.  Where a group is
 * meant, they are its rows: they are there, if all of them are counts. */
struct all_cells {
	const struct operand *const *v;
	size_t n;
	struct str table;
	bool known, group;
	const struct operands *pattern; /* what is there, whatever that is */
};

static const struct gathered *
find_varying(const struct plan_refs *refs, const struct operands *o)
{
	for (size_t i = 0; i < refs->nvarying; i++)
		if (&refs->varying[i]->now == o)
			return refs->varying[i];
	return NULL;
}

static struct all_cells
cells_of(const struct maker *m, unsigned ref)
{
	const struct plan_refs *own =
	    m->instance != NULL ? &m->instance->ref : m->x->fixed;
	const struct operands *o = own->v[ref];
	const struct gathered *g = find_varying(m->x->fixed, o), *varying = g;

	if (varying == NULL)
		varying = find_varying(own, o);
	if (varying == NULL)
		return (struct all_cells){.v = o->v, .n = o->n,
		    .table = o->table, .known = !o->unknown && o->n != 0};
	if (varying->cells->present) /* those of instances are gathered late */
		return (struct all_cells){.table = o->table,
		    .pattern = g != NULL ? o : NULL};
	return (struct all_cells){.v = varying->v, .n = varying->n,
	    .table = o->table, .known = !o->unknown && varying->n != 0,
	    .group = true};
}

static void
add_term(struct maker *m, const struct operand *o, int coef)
{
	struct shortcut *s = &m->to;

	s->term = xgrow(s->term, s->nterm, &m->term_cap, sizeof *s->term);
	s->term[s->nterm++] =
	    (struct shortcut_term){.operand = o, .coef = coef};
}

static void
add_plain(struct maker *m, struct shortcut_plain plain)
{
	struct shortcut *s = &m->to;

	for (size_t i = m->first_plain; i < s->nplain; i++) {
		if (s->plain[i].word == plain.word) {
			s->plain[i].bits |= plain.bits;
			return;
		}
	}
	s->plain = xgrow(s->plain, s->nplain, &m->plain_cap, sizeof *s->plain);
	s->plain[s->nplain++] = plain;
}

static bool
require_plain(struct maker *m, struct all_cells c)
{
	if (!c.known || c.n > TERMS_MAX)
		return false;
	for (size_t i = 0; i < c.n; i++)
		add_plain(m, (struct shortcut_plain){
		    c.v[i]->key->slot / 64,
		    (uint64_t)1 << c.v[i]->key->slot % 64});
	return true;
}

static bool
add_terms(struct maker *m, struct all_cells c, int coef)
{
	if (!c.known || m->to.nterm + c.n > TERMS_MAX)
		return false;
	for (size_t i = 0; i < c.n; i++)
		add_term(m, c.v[i], coef);
	return require_plain(m, c);
}

static void
add_test(struct maker *m, struct shortcut_test test)
{
	struct shortcut *s = &m->to;

	s->test = xgrow(s->test, s->ntest, &m->test_cap, sizeof *s->test);
	s->test[s->ntest++] = test;
}

/* Without any facts, that one is not there says nothing. */
static void
add_facts(struct maker *m, struct str table)
{
	if (str_is(table, "doc"))
		add_test(m, (struct shortcut_test){.kind = TEST_FACTS});
}

static bool
require_there(struct maker *m, struct all_cells c)
{
	const struct key *k = c.known ? c.v[0]->key : NULL;

	/* what the form has not, the report has hardly */
	if (k == NULL || (k->form != NULL && (k->frow == NULL || k->fcol == NULL)))
		return false;
	add_test(m, (struct shortcut_test){.kind = TEST_THERE,
	    .operand = c.v[0]});
	return true;
}

static bool
require_absent(struct maker *m, struct all_cells c)
{
	if (c.pattern == NULL && (!c.known || c.group || c.n > TERMS_MAX))
		return false;
	if (c.pattern != NULL)
		add_test(m, (struct shortcut_test){.kind = TEST_NONE,
		    .operands = c.pattern});
	for (size_t i = 0; i < c.n; i++)
		add_test(m, (struct shortcut_test){.kind = TEST_ABSENT,
		    .operand = c.v[i]});
	add_facts(m, c.table);
	return true;
}

static bool
require_unflagged(struct maker *m, struct all_cells c)
{
	if (!c.known || c.group || c.n > TERMS_MAX)
		return false;
	for (size_t i = 0; i < c.n; i++)
		add_test(m, (struct shortcut_test){.kind = TEST_UNFLAGGED,
		    .operand = c.v[i]});
	add_facts(m, c.table);
	return true;
}

/* ---- what does not hang on cells --------------------------------------------- */

static bool
is_const(const struct maker *m, const struct expr *e)
{
	return e->kind == EXPR_TEXT ||
	    (e->kind == EXPR_VAR && m->instance != NULL) ||
	    (e->kind == EXPR_FORM && m->x->form != NULL);
}

/* The comparison of what is_const. */
static enum truth
compare_consts(const struct maker *m, const struct expr *e)
{
	const struct form *form = m->x->form;
	const struct report any = {
	    .form = form != NULL ? form->name : (struct str){0}};
	const struct eval eval = {.report = &any,
	    .bind = m->instance != NULL ? m->instance->bind : NULL};

	return eval_truth(&eval, e);
}

static enum truth
truth_of(bool b)
{
	return b ? TRUTH_TRUE : TRUTH_FALSE;
}

/* and, or: as they are evaluated. */
static enum truth
either(enum truth a, enum truth b, enum truth so)
{
	if (a == so || b == so)
		return so;
	return a == TRUTH_UNKNOWN ? a : b;
}

/* What the condition is in every report; unknown: it depends. */
static enum truth
always(const struct maker *m, const struct expr *e)
{
	enum truth a;

	switch (e->kind) {
	case EXPR_NOT:
		a = always(m, e->a);
		return a == TRUTH_UNKNOWN ? a : truth_of(a == TRUTH_FALSE);
	case EXPR_AND:
	case EXPR_OR:
		return either(always(m, e->a), always(m, e->b),
		    e->kind == EXPR_AND ? TRUTH_FALSE : TRUTH_TRUE);
	default:
		return expr_is_comparison(e) && is_const(m, e->a) &&
			is_const(m, e->b)
		    ? compare_consts(m, e) : TRUTH_UNKNOWN;
	}
}

/* ---- comparisons --------------------------------------------------------------- */

static bool
small_number(const struct expr *e, int *n)
{
	if (e->kind != EXPR_NUMBER || e->number->n % DEC_ONE != 0 ||
	    e->number->n / DEC_ONE > NUMBER_MAX ||
	    e->number->n / DEC_ONE < -NUMBER_MAX)
		return false;
	*n = (int)(e->number->n / DEC_ONE);
	return true;
}

static bool add_sum(struct maker *m, const struct expr *e, long coef,
    long *constant);

static bool
add_product(struct maker *m, const struct expr *e, long coef, long *constant)
{
	int n;

	if (small_number(e->b, &n))
		return add_sum(m, e->a, coef * n, constant);
	return small_number(e->a, &n) && add_sum(m, e->b, coef * n, constant);
}

/* The terms of the sum, coef times, and what is to be added to them. */
static bool
add_sum(struct maker *m, const struct expr *e, long coef, long *constant)
{
	struct all_cells c;
	int n;

	if (coef < -COEF_MAX || coef > COEF_MAX)
		return false;
	switch (e->kind) {
	case EXPR_NUMBER:
		if (!small_number(e, &n))
			return false;
		*constant += coef * n;
		return true;
	case EXPR_YEAR:
		add_term(m, m->x->year, (int)coef);
		add_test(m, (struct shortcut_test){.kind = TEST_YEAR});
		return true;
	case EXPR_REF:
		return add_terms(m, cells_of(m, e->ref), (int)coef);
	case EXPR_COUNT:
		c = cells_of(m, e->ref);
		*constant += coef * (long)c.n;
		add_facts(m, c.table);
		return require_plain(m, c);
	case EXPR_NEG:
		return add_sum(m, e->a, -coef, constant);
	case EXPR_ADD:
	case EXPR_SUB:
		return add_sum(m, e->a, coef, constant) &&
		    add_sum(m, e->b, e->kind == EXPR_SUB ? -coef : coef,
			constant);
	case EXPR_MUL:
		return add_product(m, e, coef, constant);
	default:
		return false;
	}
}

/* The n last terms add up to what is so to the number. */
static bool
set_bounds(struct maker *m, size_t n, enum expr_kind order, long number)
{
	long least = order == EXPR_EQ || order == EXPR_GE ? number
	    : order == EXPR_GT ? number + 1 : INT_MIN;
	long most = order == EXPR_EQ || order == EXPR_LE ? number
	    : order == EXPR_LT ? number - 1 : INT_MAX;
	struct shortcut_term *last;

	if (order == EXPR_NE || number <= -NUMBER_MAX || number >= NUMBER_MAX)
		return false;
	if (n == 0)
		return least <= 0 && most >= 0;
	last = &m->to.term[m->to.nterm - 1];
	last->last = true;
	last->least = (int)least;
	last->most = (int)most;
	if (n == 1 && last->coef == 1 && least <= 0 && most == INT_MAX)
		m->to.nterm--; /* all counts are */
	return true;
}

static bool
require_order(struct maker *m, const struct expr *e, enum expr_kind order)
{
	size_t before = m->to.nterm;
	long constant = 0;
	int n;

	if (e->a->kind == EXPR_FLAG)
		return order == EXPR_EQ && small_number(e->b, &n) && n == 0 &&
		    require_unflagged(m, cells_of(m, e->a->ref));
	return add_sum(m, e->a, 1, &constant) &&
	    add_sum(m, e->b, -1, &constant) &&
	    set_bounds(m, m->to.nterm - before, order, -constant);
}

/* ---- conditions ------------------------------------------------------------------ */

/* Do counts suit the columns of all the cells? */
static bool
fit(struct all_cells c)
{
	for (size_t i = 0; i < c.n; i++)
		if (c.v[i]->key->fcol == NULL)
			return false;
	return true;
}

static bool require(struct maker *m, const struct expr *e, bool want);

/* One of the two is enough. */
static bool
require_one(struct maker *m, const struct expr *e, bool want)
{
	struct shortcut before = m->to;
	size_t first = m->first_plain;
	bool good;

	m->first_plain = before.nplain; /* what is there already stays as it is */
	good = require(m, e->a, want);
	m->first_plain = first;
	if (good)
		return true;
	m->to.nplain = before.nplain;
	m->to.nterm = before.nterm;
	m->to.ntest = before.ntest;
	return require(m, e->b, want);
}

/* Add what is enough for the condition to be true, or false.  Returns whether there is
 * anything; if not, something may have been added. */
static bool
require(struct maker *m, const struct expr *e, bool want)
{
	enum truth known = always(m, e);

	if (known != TRUTH_UNKNOWN)
		return (known == TRUTH_TRUE) == want;
	switch (e->kind) {
	case EXPR_NOT:
		return require(m, e->a, !want);
	case EXPR_AND:
	case EXPR_OR:
		return (e->kind == EXPR_OR) == want ? require_one(m, e, want)
		    : require(m, e->a, want) && require(m, e->b, want);
	case EXPR_HAS:
		return want ? require_there(m, cells_of(m, e->ref))
			    : require_absent(m, cells_of(m, e->ref));
	case EXPR_KNOWN:
		if (want && e->a->kind == EXPR_YEAR)
			add_test(m, (struct shortcut_test){.kind = TEST_YEAR});
		return want && e->a->kind == EXPR_YEAR;
	case EXPR_BLANK:
		return !want && require_plain(m, cells_of(m, e->ref));
	case EXPR_ISINT:
		return want && require_plain(m, cells_of(m, e->ref));
	case EXPR_FITS:
		return want && fit(cells_of(m, e->ref)) &&
		    require_plain(m, cells_of(m, e->ref));
	default:
		return expr_is_comparison(e) &&
		    require_order(m, e, want ? e->kind : expr_opposite(e->kind));
	}
}

static bool
require_all(struct maker *m, const struct rule *r)
{
	for (size_t i = 0; i < r->ncond; i++)
		if (r->cond[i].vars && !require(m, r->cond[i].expr, true))
			return false;
	return require(m, r->must.expr, true);
}

static void
forget(struct maker *m)
{
	m->to.nplain = m->to.nterm = m->to.ntest = 0;
}

/* Find an outcome and what it hangs on.  A condition that is false decides by
 * itself, whatever the others are. */
static bool
decide(struct maker *m)
{
	const struct rule *r = m->x->rule;

	if (require_all(m, r)) {
		m->to.count[OUTCOME_PASS] = 1;
		return true;
	}
	m->to.count[OUTCOME_SKIP] = 1;
	for (size_t i = 0; i < r->ncond; i++) {
		forget(m);
		if (r->cond[i].vars && require(m, r->cond[i].expr, false))
			return true;
	}
	return false;
}

/* ---- shortcuts -------------------------------------------------------------------- */

/* Append what the other one asks for. */
static void
append(struct maker *m, const struct shortcut *s)
{
	for (size_t i = 0; i < s->nplain; i++)
		add_plain(m, s->plain[i]);
	for (size_t i = 0; i < s->nterm; i++) {
		add_term(m, NULL, 0);
		m->to.term[m->to.nterm - 1] = s->term[i];
	}
	for (size_t i = 0; i < s->ntest; i++)
		add_test(m, s->test[i]);
	for (size_t k = 0; k < OUTCOMES; k++)
		m->to.count[k] += s->count[k];
}

/* A copy in the arena, or NULL; the maker is empty then. */
static struct shortcut *
finish(struct maker *m, bool good)
{
	struct arena *a = m->x->arena;
	struct shortcut *s = NULL;

	if (good) {
		s = arena_copy(a, &m->to, sizeof *s);
		s->plain = arena_copy(a, s->plain, s->nplain * sizeof *s->plain);
		s->term = arena_copy(a, s->term, s->nterm * sizeof *s->term);
		s->test = arena_copy(a, s->test, s->ntest * sizeof *s->test);
	}
	free(m->to.plain);
	free(m->to.term);
	free(m->to.test);
	return s;
}

struct shortcut *
shortcut_make(const struct shortcut_context *x, const struct instance *i)
{
	struct maker m = {.x = x, .instance = i};

	return finish(&m, decide(&m));
}

struct shortcut *
shortcut_join(const struct shortcut_context *x, const struct plan_conds *conds,
    struct instance *const *v, size_t n)
{
	struct maker m = {.x = x};
	bool good = n != 0;

	for (size_t i = 0; good && i < conds->n; i++)
		good = require(&m, conds->v[i]->expr, true);
	for (size_t i = 0; good && i < n; i++) {
		good = v[i]->shortcut != NULL && m.to.nterm < JOINED_MAX &&
		    m.to.ntest < JOINED_MAX;
		if (good)
			append(&m, v[i]->shortcut);
	}
	return finish(&m, good);
}

bool
shortcut_holds(const struct expr *e, const struct form *form)
{
	const struct shortcut_context x = {.form = form};
	const struct maker m = {.x = &x};

	return always(&m, e) == TRUTH_TRUE;
}

static bool
test_fits(const struct shortcut_test *t, const struct eval *v)
{
	switch (t->kind) {
	case TEST_THERE:
		return t->operand->cell != NULL;
	case TEST_ABSENT:
		return t->operand->cell == NULL;
	case TEST_UNFLAGGED:
		return t->operand->cell == NULL || t->operand->cell->flag.n == 0;
	case TEST_NONE:
		return t->operands->n == 0 && !t->operands->unknown;
	case TEST_FACTS:
		return !v->no_facts;
	default:
		return v->report->year != 0;
	}
}

bool
shortcut_fits(const struct shortcut *s, const struct slots *slots,
    const struct eval *v)
{
	const struct shortcut_term *end = s->term + s->nterm;
	long sum = 0;

	for (size_t i = 0; i < s->ntest; i++)
		if (!test_fits(&s->test[i], v))
			return false;
	for (size_t i = 0; i < s->nplain; i++)
		if (~slots->plain[s->plain[i].word] & s->plain[i].bits)
			return false;
	for (const struct shortcut_term *t = s->term; t < end; t++) {
		sum += t->coef * t->operand->count;
		if (!t->last)
			continue;
		if (sum < t->least || sum > t->most)
			return false;
		sum = 0;
	}
	return true;
}
