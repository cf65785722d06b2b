/*
 * Shortcuts, see shortcut.h.  Nearly all cells of nearly all reports hold a
 * count, and nearly all sums are right: a rule that asks cell by cell whether it
 * is a whole number, blank or there has the same outcome for every such report,
 * and an equation comes to adding a few integers.  In go the conditions of an
 * instance, out comes what they are if no more is known of the cells than that
 * they are counts.
 */
#include "check/shortcut.h"

#define TERMS_MAX 1000 /* with more, to look at them is the work itself */
#define JOINED_MAX 10000

/* The instance, and what its outcome hangs on so far. */
struct maker {
	const struct rule *rule;
	const struct form *form;
	const struct plan_refs *fixed;
	const struct instance *instance; /* NULL: any */
	bool *used; /* by reference: its cells must be counts */
	struct shortcut *to;
};

/* All cells that a reference may stand for in any report.  Where a group is
 * meant, they are its rows: they are there, if all of them are counts. */
struct all_cells {
	const struct operand *const *v;
	size_t n;
	struct str table;
	bool known;
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
	const struct operands *o;
	const struct gathered *g;

	if (m->instance == NULL)
		return (struct all_cells){0};
	o = m->instance->ref.v[ref];
	g = find_varying(&m->instance->ref, o);
	if (g == NULL)
		g = find_varying(m->fixed, o);
	if (g == NULL)
		return (struct all_cells){o->v, o->n, o->table,
		    !o->unknown && o->n != 0};
	return (struct all_cells){g->v, g->n, o->table, !o->unknown &&
	    g->n != 0 && !g->cells->present};
}

static bool
is_const(const struct maker *m, const struct expr *e)
{
	return e->kind == EXPR_TEXT ||
	    (e->kind == EXPR_VAR && m->instance != NULL) ||
	    (e->kind == EXPR_FORM && m->form != NULL);
}

/* The comparison of what is_const. */
static enum truth
compare_consts(const struct maker *m, const struct expr *e)
{
	const struct report any = {
	    .form = m->form != NULL ? m->form->name : (struct str){0}};
	const struct eval eval = {.report = &any,
	    .bind = m->instance != NULL ? m->instance->bind : NULL};

	return eval_truth(&eval, e);
}

static enum truth
truth_of(bool b)
{
	return b ? TRUTH_TRUE : TRUTH_FALSE;
}

/* Do counts suit the columns of all the cells? */
static enum truth
fits(struct all_cells c)
{
	for (size_t i = 0; i < c.n; i++)
		if (c.v[i]->key->fcol == NULL)
			return TRUTH_UNKNOWN;
	return TRUTH_TRUE;
}

static enum truth
compare(const struct maker *m, const struct expr *e)
{
	const struct expr *a = e->a, *b = e->b;
	struct all_cells cells;

	if (is_const(m, a) && is_const(m, b))
		return compare_consts(m, e);
	if (b->kind != EXPR_NUMBER || b->number->n != 0 || !expr_has_ref(a))
		return TRUTH_UNKNOWN;
	cells = cells_of(m, a->ref);
	if (!cells.known)
		return TRUTH_UNKNOWN;
	if (a->kind == EXPR_REF)
		return e->kind == EXPR_GE ? TRUTH_TRUE : TRUTH_UNKNOWN;
	/* whether facts can be counted depends on what else is in the report */
	return a->kind == EXPR_COUNT && e->kind == EXPR_GT &&
		!str_is(cells.table, "doc")
	    ? TRUTH_TRUE : TRUTH_UNKNOWN;
}

/* and, or: as they are evaluated. */
static enum truth
either(enum truth a, enum truth b, enum truth so)
{
	if (a == so || b == so)
		return so;
	return a == TRUTH_UNKNOWN ? a : b;
}

/* What the condition is when the cells are counts; unknown: it depends. */
static enum truth
truth_with_counts(const struct maker *m, const struct expr *e)
{
	struct all_cells c = {0};
	enum truth a;

	if (expr_has_ref(e) && !(c = cells_of(m, e->ref)).known)
		return TRUTH_UNKNOWN;
	switch (e->kind) {
	case EXPR_HAS:
	case EXPR_ISINT:
		return TRUTH_TRUE;
	case EXPR_BLANK:
		return TRUTH_FALSE;
	case EXPR_FITS:
		return fits(c);
	case EXPR_NOT:
		a = truth_with_counts(m, e->a);
		return a == TRUTH_UNKNOWN ? a : truth_of(a == TRUTH_FALSE);
	case EXPR_AND:
	case EXPR_OR:
		return either(truth_with_counts(m, e->a),
		    truth_with_counts(m, e->b),
		    e->kind == EXPR_AND ? TRUTH_FALSE : TRUTH_TRUE);
	default:
		return expr_is_comparison(e) ? compare(m, e) : TRUTH_UNKNOWN;
	}
}

static void
use_refs_of(struct maker *m, const struct expr *e)
{
	if (e == NULL)
		return;
	if (expr_has_ref(e))
		m->used[e->ref] = true;
	use_refs_of(m, e->a);
	use_refs_of(m, e->b);
}

/* How many terms has the sum?  0: it is no sum of cells that are known. */
static size_t
count_terms(const struct maker *m, const struct expr *e)
{
	struct all_cells c;
	size_t a, b;

	switch (e->kind) {
	case EXPR_REF:
		c = cells_of(m, e->ref);
		return c.known ? c.n : 0;
	case EXPR_ADD:
	case EXPR_SUB:
		a = count_terms(m, e->a);
		b = count_terms(m, e->b);
		return a != 0 && b != 0 ? a + b : 0;
	default:
		return 0;
	}
}

static void
add_terms(struct maker *m, unsigned ref, long coef)
{
	struct all_cells c = cells_of(m, ref);
	struct shortcut *s = m->to;

	for (size_t i = 0; c.known && i < c.n; i++)
		s->term[s->n++] = (struct shortcut_term){c.v[i], coef};
}

static void
add_sum(struct maker *m, const struct expr *e, long sign)
{
	if (e->kind == EXPR_REF) {
		m->used[e->ref] = false; /* the term asks for a count, too */
		add_terms(m, e->ref, sign);
		return;
	}
	add_sum(m, e->a, sign);
	add_sum(m, e->b, e->kind == EXPR_SUB ? -sign : sign);
}

/* Whether the instance applies when the cells are counts. */
static enum truth
applies(struct maker *m)
{
	enum truth all = TRUTH_TRUE;

	for (size_t i = 0; i < m->rule->ncond; i++) {
		const struct condition *c = &m->rule->cond[i];
		enum truth t =
		    c->vars ? truth_with_counts(m, c->expr) : TRUTH_TRUE;

		if (t == TRUTH_FALSE) { /* by itself, whatever the others are */
			memset(m->used, 0, m->rule->ref.n * sizeof *m->used);
			use_refs_of(m, c->expr);
			return t;
		}
		if (t == TRUTH_UNKNOWN)
			all = t;
		if (c->vars)
			use_refs_of(m, c->expr);
	}
	return all;
}

/* Find the outcome and what it hangs on; false when counts do not decide it. */
static bool
decide(struct maker *m)
{
	const struct expr *must = m->rule->must.expr;
	enum truth t = applies(m);

	m->to->outcome = t == TRUTH_FALSE ? OUTCOME_SKIP : OUTCOME_PASS;
	if (t != TRUTH_TRUE)
		return t == TRUTH_FALSE;
	if (truth_with_counts(m, must) == TRUTH_TRUE) {
		use_refs_of(m, must);
		return true;
	}
	m->to->sum = must->kind == EXPR_EQ && count_terms(m, must->a) != 0 &&
	    count_terms(m, must->b) != 0;
	return m->to->sum;
}

/* Room for the terms; false when they are too many. */
static bool
make_room(struct maker *m, struct arena *a)
{
	const struct expr *must = m->rule->must.expr;
	size_t n = m->to->sum
	    ? count_terms(m, must->a) + count_terms(m, must->b) : 0;

	for (unsigned k = 0; k < m->rule->ref.n; k++)
		n += m->used[k] ? cells_of(m, k).n : 0;
	if (n <= TERMS_MAX)
		m->to->term = arena_alloc(a, n * sizeof *m->to->term);
	return n <= TERMS_MAX;
}

struct shortcut *
shortcut_make(struct arena *a, const struct rule *r, const struct form *form,
    const struct plan_refs *fixed, const struct instance *i)
{
	struct maker m = {.rule = r, .form = form, .fixed = fixed, .instance = i,
	    .used = arena_alloc(a, r->ref.n * sizeof *m.used),
	    .to = arena_alloc(a, sizeof *m.to)};

	if (!decide(&m) || !make_room(&m, a))
		return NULL;
	if (m.to->sum) {
		add_sum(&m, r->must.expr->a, 1);
		add_sum(&m, r->must.expr->b, -1);
	}
	for (unsigned k = 0; k < r->ref.n; k++)
		if (m.used[k])
			add_terms(&m, k, 0);
	return m.to;
}

struct shortcut *
shortcut_join(struct arena *a, struct instance *const *v, size_t n)
{
	struct shortcut *all;
	size_t terms = 0;

	for (size_t i = 0; i < n; i++) {
		const struct shortcut *s = v[i]->shortcut;

		if (s == NULL || s->sum || s->outcome != v[0]->shortcut->outcome)
			return NULL;
		terms += s->n;
	}
	if (n == 0 || terms > JOINED_MAX)
		return NULL;
	all = arena_alloc(a, sizeof *all);
	all->outcome = v[0]->shortcut->outcome;
	all->term = arena_alloc(a, terms * sizeof *all->term);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < v[i]->shortcut->n; k++)
			all->term[all->n++] = v[i]->shortcut->term[k];
	return all;
}

bool
shortcut_holds(const struct expr *e, const struct form *form)
{
	const struct maker m = {.form = form};

	return truth_with_counts(&m, e) == TRUTH_TRUE;
}
