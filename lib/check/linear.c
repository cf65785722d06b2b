/*
 * Linear equations from the rules of a report: in go instances of rules whose
 * relation is a plain "=" between sums, out comes a system that can be asked
 * what a change would do.
 *
 * An equation whose cells cannot all be read is left out.  One that does not
 * apply because cells are blank is kept apart: whoever fills such a blank must
 * satisfy it too.
 */
#include "check/linear.h"

#include <stdlib.h>

#define COEF_MAX 1000

#define MODERATE ((dec_int)100000000000000000 * 100000000000000000)

/* So large a gap times COEF_MAX, twice, still fits. */
static bool
is_moderate(struct dec d)
{
	return d.n > -MODERATE && d.n < MODERATE;
}

/* ---- which rules ---- */

static bool
is_sum(const struct expr *e, const struct ref_list *refs, bool *cells)
{
	switch (e->kind) {
	case EXPR_NUMBER:
		return true;
	case EXPR_REF:
		*cells = true;
		return refs->v[e->ref].scope == SCOPE_REPORT;
	case EXPR_NEG:
		return is_sum(e->a, refs, cells);
	case EXPR_ADD:
	case EXPR_SUB:
		return is_sum(e->a, refs, cells) && is_sum(e->b, refs, cells);
	default:
		return false;
	}
}

bool
linear_takes(const struct rule *r)
{
	const struct expr *e = r->must.expr;
	bool left = false, right = false;

	return e != NULL && e->kind == EXPR_EQ && is_sum(e->a, &r->ref, &left) &&
	    is_sum(e->b, &r->ref, &right) && left && right;
}

/* ---- reading an equation ---- */

/* The equation that is being read, and what is known of it so far. */
struct reader {
	struct linear *l;
	const struct eval *eval;
	struct linear_equation q;
	bool blanks, prose;
};

/* The cell that came with the slot, or LINEAR_NONE. */
static uint32_t
find_slot(const struct linear *l, uint32_t slot)
{
	uint32_t number = slot < l->nslot ? l->by_slot[slot] : LINEAR_NONE;

	/* what stands there may be of an earlier system */
	return number < l->ncell && l->cell[number].key->slot == slot
	    ? number : LINEAR_NONE;
}

static void
remember_slot(struct linear *l, uint32_t slot, uint32_t number)
{
	size_t had = l->nslot;

	while (slot >= l->nslot)
		l->by_slot = xgrow_more(l->by_slot, &l->nslot,
		    sizeof *l->by_slot);
	for (size_t i = had; i < l->nslot; i++)
		l->by_slot[i] = LINEAR_NONE;
	l->by_slot[slot] = number;
}

uint32_t
linear_find_text(struct linear *l, struct str whole)
{
	for (; l->nkeyed < l->ncell; l->nkeyed++)
		map_put(&l->by_key, l->cell[l->nkeyed].key->whole,
		    (uint32_t)l->nkeyed);
	return map_get(&l->by_key, whole);
}

uint32_t
linear_find(struct linear *l, const struct key *k)
{
	uint32_t number = find_slot(l, k->slot);

	/* one key has one slot, but a cell may have come without it */
	return number != LINEAR_NONE || (k->slot != MAP_NONE && !l->unslotted)
	    ? number : linear_find_text(l, k->whole);
}

static uint32_t
cell_of(struct linear *l, const struct operand *o)
{
	uint32_t number = linear_find(l, o->key);

	if (number != LINEAR_NONE)
		return number;
	number = (uint32_t)l->ncell;
	l->cell = xgrow(l->cell, l->ncell, &l->cell_cap, sizeof *l->cell);
	l->cell[l->ncell++] = (struct linear_cell){.key = o->key,
	    .value = o->number, .blank = o->reading == READ_BLANK,
	    .term = LINEAR_NONE};
	if (o->key->slot != MAP_NONE)
		remember_slot(l, o->key->slot, number);
	else
		l->unslotted = true;
	return number;
}

/* Does the cell belong to what the prose says, or to the facts? */
static bool
is_prose(const struct key *k)
{
	return k->form == NULL && (str_is(k->table, "doc") ||
	    (k->table.n >= 2 && k->table.p[0] == 's' && k->table.p[1] >= '0' &&
		k->table.p[1] <= '9'));
}

static bool
add_cell(struct reader *r, const struct operand *o, int sign)
{
	struct linear *l = r->l;
	uint32_t number;
	struct linear_cell *c;

	if ((o->reading != READ_NUMBER && o->reading != READ_BLANK) ||
	    l->nterm == LINEAR_TERMS_MAX)
		return false;
	number = cell_of(l, o);
	c = &l->cell[number];
	r->blanks = r->blanks || c->blank;
	r->prose = r->prose || is_prose(c->key);
	if (c->seen != l->reads) {
		c->seen = l->reads;
		c->seen_term = (uint32_t)l->nterm;
		l->term = xgrow(l->term, l->nterm, &l->term_cap,
		    sizeof *l->term);
		l->term[l->nterm++] = (struct linear_term){.cell = number,
		    .equation = (uint32_t)l->nequation};
	}
	l->term[c->seen_term].coef += sign;
	if (abs(l->term[c->seen_term].coef) > COEF_MAX)
		return false;
	return sign > 0 ? dec_add(&r->q.gap, c->value)
			: dec_sub(&r->q.gap, c->value);
}

static bool
add_cells(struct reader *r, const struct operands *o, int sign)
{
	if (o->unknown || o->n == 0)
		return false;
	for (size_t i = 0; i < o->n; i++)
		if (!add_cell(r, o->v[i], sign))
			return false;
	return true;
}

static bool
add_side(struct reader *r, const struct expr *e, int sign)
{
	switch (e->kind) {
	case EXPR_NUMBER:
		return sign > 0 ? dec_add(&r->q.gap, *e->number)
				: dec_sub(&r->q.gap, *e->number);
	case EXPR_REF:
		return add_cells(r, r->eval->ref[e->ref], sign);
	case EXPR_NEG:
		return add_side(r, e->a, -sign);
	case EXPR_ADD:
	case EXPR_SUB:
		return add_side(r, e->a, sign) &&
		    add_side(r, e->b, e->kind == EXPR_SUB ? -sign : sign);
	default:
		return false;
	}
}

/* The cell that is the whole of this side. */
static uint32_t
lone_cell(const struct reader *r, const struct expr *e)
{
	if (e->kind != EXPR_REF || r->eval->ref[e->ref]->n != 1)
		return LINEAR_NONE;
	return linear_find(r->l, r->eval->ref[e->ref]->v[0]->key);
}

static void
find_total(struct reader *r, const struct expr *must)
{
	uint32_t a = lone_cell(r, must->a), b = lone_cell(r, must->b);

	r->q.total = a == LINEAR_NONE ? b : b == LINEAR_NONE ? a : LINEAR_NONE;
}

/* Drop cells that stand on both sides, and hang the others on their chains. */
static void
keep_terms(struct linear *l, struct linear_equation *q)
{
	size_t n = q->from;

	for (size_t i = q->from; i < l->nterm; i++) {
		struct linear_term *t = &l->term[n];

		if (l->term[i].coef == 0)
			continue;
		*t = l->term[i];
		t->next = l->cell[t->cell].term;
		l->cell[t->cell].term = (uint32_t)n++;
	}
	l->nterm = n;
	q->n = (uint32_t)(n - q->from);
}

/* What is known of it now?  False: nothing that is of use. */
static bool
find_kind(struct reader *r, const struct expr *must, bool applies)
{
	if (r->prose)
		r->q.kind = LINEAR_SOFT;
	else if (applies && (!r->blanks || /* numbers alone leave nothing open */
		     eval_truth(r->eval, must) != TRUTH_UNKNOWN))
		r->q.kind = LINEAR_HARD;
	else
		r->q.kind = LINEAR_LATENT;
	return is_moderate(r->q.gap) &&
	    (r->q.kind == LINEAR_LATENT ? r->blanks : applies);
}

void
linear_add(struct linear *l, const struct eval *v, const struct expr *must,
    bool applies)
{
	struct reader r = {.l = l, .eval = v};

	l->reads++;
	r.q.from = (uint32_t)l->nterm;
	r.q.seen = LINEAR_NONE;
	if (!add_side(&r, must->a, 1) || !add_side(&r, must->b, -1) ||
	    !find_kind(&r, must, applies)) {
		l->nterm = r.q.from;
		return;
	}
	find_total(&r, must);
	keep_terms(l, &r.q);
	l->equation = xgrow(l->equation, l->nequation, &l->equation_cap,
	    sizeof *l->equation);
	l->equation[l->nequation++] = r.q;
}

/* ---- groups ---- */

static uint32_t
root(uint32_t *parent, uint32_t i)
{
	while (parent[i] != i) {
		parent[i] = parent[parent[i]];
		i = parent[i];
	}
	return i;
}

size_t
linear_group(struct linear *l)
{
	size_t n = 0;

	if (l->parent_cap < l->ncell) {
		l->parent_cap = l->ncell;
		l->parent = xrealloc(l->parent, l->ncell * sizeof *l->parent);
	}
	for (uint32_t i = 0; i < l->ncell; i++)
		l->parent[i] = i;
	for (size_t i = 0; i < l->nequation; i++) {
		const struct linear_equation *q = &l->equation[i];

		for (uint32_t k = 1; q->kind != LINEAR_SOFT && k < q->n; k++)
			l->parent[root(l->parent, l->term[q->from + k].cell)] =
			    root(l->parent, l->term[q->from].cell);
	}
	for (uint32_t i = 0; i < l->ncell; i++)
		if (l->parent[i] == i)
			l->cell[i].group = (uint32_t)n++;
	for (uint32_t i = 0; i < l->ncell; i++)
		l->cell[i].group = l->cell[root(l->parent, i)].group;
	return n;
}

/* ---- changes ---- */

bool
linear_divide(dec_int n, long by, struct dec *d)
{
	if (by == 0 || n % by != 0)
		return false;
	d->n = n / by;
	return true;
}

/* Add up in each equation what the change moves. */
static bool
move(struct linear *l, const struct linear_change *c)
{
	const struct linear_cell *cell = &l->cell[c->cell];
	struct dec by = c->value, moved;

	if (!dec_sub(&by, cell->value))
		return false;
	for (uint32_t i = cell->term; i != LINEAR_NONE; i = l->term[i].next) {
		struct linear_equation *q = &l->equation[l->term[i].equation];

		l->steps++;
		if (q->seen != l->tries) {
			q->seen = l->tries;
			q->moved = q->gap;
		}
		if (!dec_mul(by, dec_of(l->term[i].coef), &moved) ||
		    !dec_add(&q->moved, moved))
			return false;
	}
	return true;
}

/* Does the equation hold now?  Counts it once. */
static bool
settle(struct linear *l, struct linear_equation *q, bool filled,
    struct linear_effect *effect)
{
	bool counted = q->seen != l->tries;

	if (q->kind == LINEAR_SOFT) {
		effect->agreed += !counted && q->gap.n != 0 && q->moved.n == 0;
		effect->disagreed += !counted && q->gap.n == 0 && q->moved.n != 0;
	} else {
		if (q->moved.n != 0 && (q->kind == LINEAR_HARD || filled))
			return false;
		effect->mended += !counted && linear_fails(q);
	}
	/* another number than that of any try still to come means "counted" */
	q->seen = l->tries - 1;
	return true;
}

bool
linear_try(struct linear *l, const struct linear_change *c, size_t n,
    struct linear_effect *effect)
{
	*effect = (struct linear_effect){0};
	l->tries += 2;
	for (size_t i = 0; i < n; i++)
		if (!key_takes(l->cell[c[i].cell].key, c[i].value) ||
		    !move(l, &c[i]))
			return false;
	for (size_t i = 0; i < n; i++) {
		const struct linear_cell *cell = &l->cell[c[i].cell];

		for (uint32_t k = cell->term; k != LINEAR_NONE;
		    k = l->term[k].next)
			if (!settle(l, &l->equation[l->term[k].equation],
				cell->blank, effect))
				return false;
	}
	return true;
}

void
linear_reset(struct linear *l)
{
	l->ncell = l->nterm = l->nequation = l->nkeyed = 0;
	l->unslotted = false;
	l->steps = 0;
	l->reads = l->tries = 0;
	map_reset(&l->by_key);
}

void
linear_free(struct linear *l)
{
	free(l->cell);
	free(l->term);
	free(l->equation);
	free(l->parent);
	map_free(&l->by_key);
	free(l->by_slot);
	*l = (struct linear){0};
}
