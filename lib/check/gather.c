/*
 * Gathering operands, see gather.h.  Where the rows of a group are meant, which
 * cells stand for it depends on what the report has; where a star stands for
 * what happens to be there, everything does.
 */
#include "check/gather.h"

#include <stdlib.h>

#include "check/matches.h"

static void
add_strand(struct gathered *g, const struct slots *s, size_t i)
{
	const struct strand *from = &g->cells->strand[i];

	for (size_t k = 0; k < from->n; k++)
		g->v[g->n++] = &s->v[from->key[k]->slot]->operand;
	if (from->group != NULL)
		g->group[i] = &s->v[from->group->slot]->operand;
}

bool
gather_make(struct gathered *g, struct arena *a, struct slots *s,
    const struct cells *c)
{
	size_t n = 0, ngroup = 0;

	*g = (struct gathered){.cells = c};
	for (size_t i = 0; i < c->n; i++) {
		n += c->strand[i].n;
		ngroup += c->strand[i].group != NULL;
	}
	g->v = arena_alloc(a, n * sizeof *g->v);
	if (ngroup != 0) {
		g->group = arena_alloc(a, c->n * sizeof *g->group);
		g->some = arena_alloc(a, n * sizeof *g->some);
	}
	for (size_t i = 0; i < c->n; i++)
		add_strand(g, s, i);
	g->now = (struct operands){.v = g->v, .n = g->n,
	    .unknown = c->unknown_star,
	    .table = c->pattern != NULL ? c->pattern->table
		: c->n != 0 && c->strand[0].n != 0
		? c->strand[0].key[0]->table : (struct str){0}};
	return c->present || g->group != NULL;
}

static struct str
whole_key(struct gatherer *from, size_t i)
{
	const struct cell *c = &from->report->cell[i];
	uint32_t at = from->slots->at.v[i];
	struct buf *b = &from->slots->key;

	if (at != MAP_NONE)
		return from->slots->v[at]->key.whole;
	buf_reset(b);
	key_join(b, c->table, c->row, c->col);
	return arena_str(from->arena, buf_str(b));
}

static const struct key *
key_of_cell(struct gatherer *from, size_t i)
{
	const struct cell *c = &from->report->cell[i];
	struct key *k = arena_alloc(from->arena, sizeof *k);

	*k = (struct key){.table = c->table, .row = c->row, .col = c->col,
	    .whole = whole_key(from, i), .slot = from->slots->at.v[i]};
	return k;
}

/* Every cell that matches of a report that is odd; of two with one key, the first. */
static void
look_through(struct gathered *g, struct gatherer *from)
{
	const struct report *r = from->report;
	const struct operand **v;
	size_t n = 0;

	matches_cells(from->slots, r, g->cells->pattern, &from->found);
	v = arena_alloc(from->arena, from->found.n * sizeof *v);
	for (size_t k = 0; k < from->found.n; k++) {
		size_t i = from->found.v[k];
		struct operand *o;

		if (!slots_is_first(from->slots, r, i))
			continue;
		o = arena_alloc(from->arena, sizeof *o);
		*o = operand_of(key_of_cell(from, i), &r->cell[i]);
		v[n++] = o;
	}
	g->now.v = v;
	g->now.n = n;
}

/* Every cell of the report that matches. */
static void
gather_present(struct gathered *g, struct gatherer *from)
{
	const struct key *pattern = g->cells->pattern;
	const struct matches *m;

	g->now.n = 0;
	if (!key_may_match(pattern, from->slots))
		return;
	if (from->slots->odd) {
		look_through(g, from);
		return;
	}
	m = matches_find(from->slots, pattern);
	g->now.v = m->found;
	g->now.n = m->nfound;
}

/* Does the whole group stand for its rows? */
static bool
is_whole(const struct operand *group, const struct operand *const *row, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (row[i]->cell != NULL)
			return false;
	return group != NULL && group->cell != NULL;
}

static void
gather_groups(struct gathered *g)
{
	size_t at = 0, n = 0;

	for (size_t i = 0; i < g->cells->n; i++) {
		size_t rows = g->cells->strand[i].n;

		if (is_whole(g->group[i], g->v + at, rows))
			g->some[n++] = g->group[i];
		else
			for (size_t k = 0; k < rows; k++)
				g->some[n++] = g->v[at + k];
		at += rows;
	}
	g->now.v = g->some;
	g->now.n = n;
}

void
gather_update(struct gathered *g, struct gatherer *from)
{
	if (g->cells->present) {
		/* of the others only the cells were kept that rules name */
		g->now.unknown = from->among;
		if (!from->among)
			gather_present(g, from);
		return;
	}
	if (g->group != NULL)
		gather_groups(g);
}

void
gatherer_free(struct gatherer *from)
{
	free(from->found.v);
	from->found = (struct order_found){0};
}
