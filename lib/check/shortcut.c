/*
 * Shortcuts, see shortcut.h.  Nearly all cells of nearly all reports hold a count,
 * and nearly all rules are kept: whether one is comes to adding a few integers.
 * In go the conditions of an instance, out comes what is enough for them to be
 * true.  Where one of several is enough, it is the one that is so in the report at
 * hand, or else the first that can be asked for; a report that goes another way is
 * judged without the shortcut.
 */
#include "check/shortcut.h"

#include <limits.h>
#include <stdlib.h>

#include "check/matches.h"

#define FOLLOWED_MAX 64 /* instances; with more, to follow them takes long */
#define TERMS_MAX 1000 /* with more, to look at them is the work itself */
#define JOINED_MAX 10000
#define COEF_MAX 1000000
#define NUMBER_MAX 1000000000

/* The instance, and what its outcome hangs on so far. */
struct maker {
	const struct shortcut_context *x;
	const struct instance *instance; /* NULL: any */
	const struct eval *eval; /* of the report whose way is found, or NULL */
	struct shortcut to;
	struct {
		size_t word, names, unflagged, term, sum, set;
	} cap;
	size_t first_word, first_names; /* that may be changed */
};

/* ---- cells ------------------------------------------------------------------ */

/* All cells that a reference may stand for in any report.  Where a group is
 * meant, they are its rows: they are there, if all of them are counts. */
struct all_cells {
	const struct operand *const *v;
	size_t n;
	struct str table;
	bool known, group;
	const struct key *pattern; /* what is there, whatever that is */
};

static const struct gathered *
find_varying(const struct plan_refs *refs, const struct operands *o)
{
	for (size_t i = 0; i < refs->nvarying; i++)
		if (&refs->varying[i]->now == o)
			return refs->varying[i];
	return NULL;
}

static void
add_term(struct maker *m, const struct operand *o, long coef)
{
	struct shortcut *s = &m->to;

	s->term = xgrow(s->term, s->nterm, &m->cap.term, sizeof *s->term);
	s->term[s->nterm++] =
	    (struct shortcut_term){.count = &o->count, .coef = coef};
}

static void
add_word(struct maker *m, struct shortcut_word w)
{
	struct shortcut *s = &m->to;

	for (size_t i = m->first_word; i < s->nword; i++) {
		if (s->word[i].number == w.number) {
			s->word[i].set.there |= w.set.there;
			s->word[i].set.plain |= w.set.plain;
			s->word[i].absent |= w.absent;
			return;
		}
	}
	s->word = xgrow(s->word, s->nword, &m->cap.word, sizeof *s->word);
	s->word[s->nword++] = w;
}

static void
add_names(struct maker *m, struct shortcut_names names)
{
	struct shortcut *s = &m->to;

	for (size_t i = m->first_names; i < s->nnames; i++) {
		if (s->names[i].number == names.number) {
			s->names[i].absent |= names.absent;
			return;
		}
	}
	s->names = xgrow(s->names, s->nnames, &m->cap.names, sizeof *s->names);
	s->names[s->nnames++] = names;
}

static void
add_unflagged(struct maker *m, const struct operand *o)
{
	struct shortcut *s = &m->to;

	s->unflagged = xgrow(s->unflagged, s->nunflagged, &m->cap.unflagged,
	    sizeof *s->unflagged);
	s->unflagged[s->nunflagged++] = o;
}

static void
add_bounds(struct maker *m, struct shortcut_sum sum)
{
	struct shortcut *s = &m->to;

	s->sum = xgrow(s->sum, s->nsum, &m->cap.sum, sizeof *s->sum);
	s->sum[s->nsum++] = sum;
}

static void
add_set(struct maker *m, struct shortcut_set set)
{
	struct shortcut *s = &m->to;

	s->set = xgrow(s->set, s->nset, &m->cap.set, sizeof *s->set);
	s->set[s->nset++] = set;
}

/* Ask for the cell of that key: what of its slot is to be so? */
enum asked { ASK_THERE, ASK_PLAIN, ASK_ABSENT };
static void
ask(struct maker *m, const struct key *k, enum asked what)
{
	uint64_t bit = (uint64_t)1 << k->slot % 64;

	add_word(m, (struct shortcut_word){.number = k->slot / 64,
	    .set = {.there = what == ASK_THERE ? bit : 0,
		.plain = what == ASK_PLAIN ? bit : 0},
	    .absent = what == ASK_ABSENT ? bit : 0});
}

static bool
require_none(struct maker *m, const struct key *pattern)
{
	if (!pattern->named)
		return false;
	add_names(m, (struct shortcut_names){pattern->name / 64,
	    (uint64_t)1 << pattern->name % 64});
	return true;
}

/* Of the cells that match, those of the report at hand, and no others. */
static bool
require_these(struct maker *m, const struct key *pattern)
{
	struct slots *slots = m->x->slots;
	struct matches *known;

	/* across, only cells were kept that rules name */
	if (!pattern->named || slots->odd || m->x->rule->across != 0)
		return false;
	if (!key_may_match(pattern, slots))
		return require_none(m, pattern);
	known = matches_find(slots, pattern);
	for (size_t i = 0; i < known->n; i++)
		ask(m, &known->v[i].slot->key,
		    known->v[i].place != MAP_NONE ? ASK_THERE : ASK_ABSENT);
	add_set(m, (struct shortcut_set){known, pattern, known->n});
	return true;
}

/* What matches the pattern: on the way of a report, that which it has. */
static struct all_cells
cells_that_match(struct maker *m, const struct key *pattern)
{
	struct all_cells c = {.table = pattern->table, .pattern = pattern};
	const struct matches *found;

	if (m->eval == NULL || !key_may_match(pattern, m->x->slots) ||
	    !require_these(m, pattern))
		return c;
	found = matches_find(m->x->slots, pattern);
	return (struct all_cells){.v = found->found, .n = found->nfound,
	    .table = pattern->table, .known = found->nfound != 0,
	    .pattern = found->nfound == 0 ? pattern : NULL};
}

static struct all_cells
cells_of(struct maker *m, unsigned ref)
{
	const struct plan_refs *own =
	    m->instance != NULL ? &m->instance->ref : m->x->fixed;
	const struct operands *o = own->v[ref];
	const struct gathered *varying = find_varying(m->x->fixed, o);

	if (varying == NULL)
		varying = find_varying(own, o);
	if (varying == NULL)
		return (struct all_cells){.v = o->v, .n = o->n,
		    .table = o->table, .known = !o->unknown && o->n != 0};
	if (varying->cells->present)
		return cells_that_match(m, varying->cells->pattern);
	return (struct all_cells){.v = varying->v, .n = varying->n,
	    .table = o->table, .known = !o->unknown && varying->n != 0,
	    .group = true};
}

static bool
require_plain(struct maker *m, struct all_cells c)
{
	if (!c.known || c.n > TERMS_MAX)
		return false;
	for (size_t i = 0; i < c.n; i++)
		ask(m, c.v[i]->key, ASK_PLAIN);
	return true;
}

static bool
add_terms(struct maker *m, struct all_cells c, long coef)
{
	if (!c.known || m->to.nterm + c.n > TERMS_MAX)
		return false;
	for (size_t i = 0; i < c.n; i++)
		add_term(m, c.v[i], coef);
	return require_plain(m, c);
}

/* Without any facts, that one is not there says nothing. */
static void
require_facts(struct maker *m, struct str table)
{
	m->to.facts |= str_is(table, "doc");
}

static bool
require_there(struct maker *m, struct all_cells c)
{
	const struct key *k = c.known ? c.v[0]->key : NULL;

	/* what the form has not, the report has hardly */
	if (k == NULL || (k->form != NULL && (k->frow == NULL || k->fcol == NULL)))
		return false;
	ask(m, k, ASK_THERE);
	return true;
}

static bool
require_absent(struct maker *m, struct all_cells c)
{
	require_facts(m, c.table);
	if (c.pattern != NULL) /* across, only cells were kept that rules name */
		return m->x->rule->across == 0 && require_none(m, c.pattern);
	if (!c.known || c.group || c.n > TERMS_MAX)
		return false;
	for (size_t i = 0; i < c.n; i++)
		ask(m, c.v[i]->key, ASK_ABSENT);
	return true;
}

static bool
require_unflagged(struct maker *m, struct all_cells c)
{
	if (!c.known || c.group || c.n > TERMS_MAX)
		return false;
	for (size_t i = 0; i < c.n; i++)
		add_unflagged(m, c.v[i]);
	require_facts(m, c.table);
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

/* What the condition is in every report; unknown: it depends. */
static enum truth
always(const struct maker *m, const struct expr *e)
{
	switch (e->kind) {
	case EXPR_NOT:
		return truth_not(always(m, e->a));
	case EXPR_AND:
	case EXPR_OR:
		return truth_either(always(m, e->a), always(m, e->b),
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
		add_term(m, m->x->year, coef);
		m->to.year = true;
		return true;
	case EXPR_REF:
		return add_terms(m, cells_of(m, e->ref), coef);
	case EXPR_COUNT:
		c = cells_of(m, e->ref);
		*constant += coef * (long)c.n;
		require_facts(m, c.table);
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

	if (order == EXPR_NE || number <= -NUMBER_MAX || number >= NUMBER_MAX)
		return false;
	if (n == 0)
		return least <= 0 && most >= 0;
	if (n == 1 && m->to.term[m->to.nterm - 1].coef == 1 && least <= 0 &&
	    most == INT_MAX)
		m->to.nterm--; /* all counts are */
	else
		add_bounds(m, (struct shortcut_sum){n, (int)least, (int)most});
	return true;
}

/* On which side of the number is the sum of the n last terms in the report at hand? */
static enum expr_kind
side_of(const struct maker *m, size_t n, long number)
{
	long sum = 0;

	for (size_t i = m->to.nterm - n; i < m->to.nterm; i++)
		sum += m->to.term[i].coef * *m->to.term[i].count;
	return sum > number ? EXPR_GT : EXPR_LT;
}

static bool
require_order(struct maker *m, const struct expr *e, enum expr_kind order)
{
	size_t before = m->to.nterm, terms;
	long constant = 0;
	int n;

	if (e->a->kind == EXPR_FLAG)
		return order == EXPR_EQ && small_number(e->b, &n) && n == 0 &&
		    require_unflagged(m, cells_of(m, e->a->ref));
	if (!add_sum(m, e->a, 1, &constant) || !add_sum(m, e->b, -1, &constant))
		return false;
	terms = m->to.nterm - before;
	if (order == EXPR_NE && m->eval != NULL)
		order = side_of(m, terms, -constant);
	return set_bounds(m, terms, order, -constant);
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

/* Forget what was added since then. */
static void
go_back(struct maker *m, const struct shortcut *then)
{
	m->to.nword = then->nword;
	m->to.nnames = then->nnames;
	m->to.nunflagged = then->nunflagged;
	m->to.nterm = then->nterm;
	m->to.nsum = then->nsum;
	m->to.nset = then->nset;
	m->to.facts = then->facts;
	m->to.year = then->year;
}

/* One of the two is enough. */
static bool
require_one(struct maker *m, const struct expr *e, bool want)
{
	struct shortcut before = m->to;
	size_t first_word = m->first_word, first_names = m->first_names;
	bool other = m->eval != NULL &&
	    eval_truth(m->eval, e->a) != truth_of(want), good;

	m->first_word = before.nword; /* what is there already stays as it is */
	m->first_names = before.nnames;
	good = require(m, other ? e->b : e->a, want);
	m->first_word = first_word;
	m->first_names = first_names;
	if (good)
		return true;
	go_back(m, &before);
	return require(m, other ? e->a : e->b, want);
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
		m->to.year |= want && e->a->kind == EXPR_YEAR;
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

/* Find an outcome and what it hangs on.  A condition that is false decides by
 * itself, whatever the others are. */
static bool
decide(struct maker *m)
{
	const struct rule *r = m->x->rule;

	if (require_all(m, r)) {
		m->to.pass = 1;
		return true;
	}
	m->to.skip = 1;
	for (size_t i = 0; i < r->ncond; i++) {
		go_back(m, &(struct shortcut){0});
		if (r->cond[i].vars && require(m, r->cond[i].expr, false))
			return true;
	}
	return false;
}

/* ---- shortcuts -------------------------------------------------------------------- */

/* Append what the other one asks for; false where there is none, or it is too much. */
static bool
append(struct maker *m, const struct shortcut *s)
{
	if (s == NULL || m->to.nterm >= JOINED_MAX ||
	    m->to.nunflagged >= JOINED_MAX)
		return false;
	for (size_t i = 0; i < s->nword; i++)
		add_word(m, s->word[i]);
	for (size_t i = 0; i < s->nnames; i++)
		add_names(m, s->names[i]);
	for (size_t i = 0; i < s->nunflagged; i++)
		add_unflagged(m, s->unflagged[i]);
	for (size_t i = 0; i < s->nterm; i++) {
		m->to.term = xgrow(m->to.term, m->to.nterm, &m->cap.term,
		    sizeof *m->to.term);
		m->to.term[m->to.nterm++] = s->term[i];
	}
	for (size_t i = 0; i < s->nsum; i++)
		add_bounds(m, s->sum[i]);
	for (size_t i = 0; i < s->nset; i++)
		add_set(m, s->set[i]);
	m->to.facts |= s->facts;
	m->to.year |= s->year;
	m->to.pass += s->pass;
	m->to.skip += s->skip;
	return true;
}

/* A copy in the arena, or NULL; the maker is empty then. */
static struct shortcut *
finish(struct maker *m, bool good)
{
	struct arena *a = m->x->arena;
	struct shortcut *s = NULL;

	if (good) {
		s = arena_copy(a, &m->to, sizeof *s);
		s->word = arena_copy(a, s->word, s->nword * sizeof *s->word);
		s->names = arena_copy(a, s->names, s->nnames * sizeof *s->names);
		s->unflagged = arena_copy(a, s->unflagged,
		    s->nunflagged * sizeof *s->unflagged);
		s->term = arena_copy(a, s->term, s->nterm * sizeof *s->term);
		s->sum = arena_copy(a, s->sum, s->nsum * sizeof *s->sum);
		s->set = arena_copy(a, s->set, s->nset * sizeof *s->set);
	}
	free(m->to.word);
	free(m->to.names);
	free(m->to.unflagged);
	free(m->to.term);
	free(m->to.sum);
	free(m->to.set);
	return s;
}

struct shortcut *
shortcut_make(const struct shortcut_context *x, const struct instance *i)
{
	struct maker m = {.x = x, .instance = i};

	return finish(&m, decide(&m));
}

size_t
shortcut_size(const struct shortcut *s)
{
	return s->nword + s->nnames + s->nunflagged + s->nterm + s->nsum + s->nset;
}

static bool
require_conds(struct maker *m, const struct plan_conds *conds)
{
	for (size_t i = 0; i < conds->n; i++)
		if (!require(m, conds->v[i]->expr, true))
			return false;
	return true;
}

struct shortcut *
shortcut_join(const struct shortcut_context *x, const struct plan_conds *conds,
    struct instance *const *v, size_t n)
{
	struct maker m = {.x = x};
	bool good = n != 0 && require_conds(&m, conds);

	for (size_t i = 0; good && i < n; i++)
		good = append(&m, v[i]->shortcut);
	return finish(&m, good);
}

struct shortcut *
shortcut_unite(const struct shortcut_context *x, const struct shortcut *const *v,
    size_t n)
{
	struct maker m = {.x = x};
	bool good = n != 0;

	for (size_t i = 0; good && i < n; i++)
		good = append(&m, v[i]);
	return finish(&m, good);
}

/* Ask for the conditions as they are in the report at hand. */
static bool
follow_conds(struct maker *m, const struct plan_conds *conds, bool *apply)
{
	*apply = true;
	for (size_t i = 0; *apply && i < conds->n; i++) {
		*apply = eval_truth(m->eval, conds->v[i]->expr) != TRUTH_FALSE;
		if (!*apply && !require(m, conds->v[i]->expr, false))
			return false;
	}
	m->to.skip += !*apply;
	return !*apply || require_conds(m, conds);
}

static bool
follow_instance(struct maker *m, const struct plan *made)
{
	bool apply;

	if (!follow_conds(m, &made->var_cond, &apply))
		return false;
	if (!apply)
		return true;
	m->to.pass++;
	return require(m, m->x->rule->must.expr, true);
}

/* Ask for what gives the instances that the report has. */
static bool
follow_branches(struct maker *m, const struct plan *made)
{
	if (!made->branched || made->present + 1 != m->x->rule->neach)
		return false;
	for (size_t i = 0; i < made->nbranch; i++) {
		const struct key *pattern = made->branch[i].values->pattern;

		if (pattern != NULL && !require_these(m, pattern))
			return false;
	}
	return true;
}

static bool
follow(struct maker *m, const struct shortcut_way *way)
{
	const struct plan *made = way->made, *p = way->plan;
	bool apply;

	if (!follow_conds(m, &made->cond, &apply))
		return false;
	if (!apply)
		return true;
	if (p == NULL || p->no_form || p->too_many || p->lacking != 0 ||
	    p->n > FOLLOWED_MAX || (made->by_report && !follow_branches(m, made)))
		return false;
	if (p->n == 0) {
		m->to.skip++;
		m->to.facts = true;
	}
	for (size_t i = 0; i < p->n; i++) {
		m->instance = p->v[i];
		way->use(way->ctx, p->v[i]);
		if (!follow_instance(m, made))
			return false;
	}
	return true;
}

struct shortcut *
shortcut_follow(const struct shortcut_context *x, const struct shortcut_way *way)
{
	struct maker m = {.x = x, .eval = way->eval};
	bool good = follow(&m, way) && shortcut_fits(&m.to, x->slots, way->eval);

	return finish(&m, good);
}

bool
shortcut_holds(const struct expr *e, const struct form *form)
{
	const struct shortcut_context x = {.form = form};
	const struct maker m = {.x = &x};

	return always(&m, e) == TRUTH_TRUE;
}

/* Are the slots and names as they are to be? */
static bool
bits_fit(const struct shortcut *s, struct slots *slots)
{
	for (size_t i = 0; i < s->nword; i++) {
		const struct shortcut_word *w = &s->word[i];
		struct slots_bits b = slots->bits[w->number];

		if (((~b.plain & w->set.plain) | (~b.there & w->set.there) |
			(b.there & w->absent)) != 0)
			return false;
	}
	for (size_t i = 0; i < s->nset; i++)
		if (slots->odd ||
		    matches_known(s->set[i].matches, slots, s->set[i].pattern) !=
			s->set[i].n)
			return false;
	for (size_t i = 0; i < s->nnames; i++)
		if ((slots->names[s->names[i].number] & s->names[i].absent) != 0)
			return false;
	return true;
}

static bool
sums_fit(const struct shortcut *s)
{
	const struct shortcut_term *t = s->term;

	for (size_t i = 0; i < s->nsum; i++) {
		long sum = 0;

		for (size_t n = s->sum[i].nterm; n != 0; n--, t++)
			sum += t->coef * *t->count;
		if (sum < s->sum[i].least || sum > s->sum[i].most)
			return false;
	}
	return true;
}

bool
shortcut_fits(const struct shortcut *s, struct slots *slots,
    const struct eval *v)
{
	if ((s->facts && v->no_facts) || (s->year && v->report->year == 0) ||
	    !bits_fit(s, slots))
		return false;
	for (size_t i = 0; i < s->nunflagged; i++)
		if (s->unflagged[i]->cell != NULL &&
		    s->unflagged[i]->cell->flag.n != 0)
			return false;
	return sums_fit(s);
}
