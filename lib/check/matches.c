/*
 * Matches, see matches.h.  A pattern stands for few of all the cells that were ever
 * seen, and mostly for one: to ask whether that is there is quicker than to go
 * through the cells of the report.
 */
#include "check/matches.h"

#include <stdlib.h>

#include "base/mem.h"
#include "check/order.h"
#include "check/ref.h"

static void
add(struct matches *m, const struct key_slot *slot)
{
	if (m->n == m->cap) {
		m->v = xgrow_more(m->v, &m->cap, sizeof *m->v);
		m->found = xrealloc(m->found, m->cap * sizeof *m->found);
	}
	/* what a report has is known before the first match is asked for: a slot that
	 * comes later is none of its cells */
	m->v[m->n] = (struct match){slot, MAP_NONE, (uint32_t)m->n};
	m->n++;
}

static void
sort_slots(struct slots *s)
{
	order_reset(&s->order);
	for (size_t i = 0; i < s->filled; i++) {
		const struct key *k = &s->v[i]->key;

		if (k->scope == SCOPE_REPORT)
			order_add(&s->order, k->table, k->row, k->col, (uint32_t)i);
	}
	order_sort(&s->order, s->filled);
}

/* Those slots that are in order need not be looked at one by one. */
static void
take_in_order(struct matches *m, struct slots *s, const struct key *pattern)
{
	struct order *o = &s->order;
	struct order_found *found = &s->found;

	if (order_is_due(o, s->filled - m->seen, s->filled))
		sort_slots(s);
	if (m->seen >= o->upto)
		return;
	order_find(o, pattern, found);
	for (size_t i = 0; i < found->n; i++)
		if (found->v[i] >= m->seen)
			add(m, s->v[found->v[i]]);
	m->seen = o->upto;
}

void
matches_complete(struct matches *m, struct slots *s, const struct key *pattern)
{
	if (m->forgets != s->forgets) {
		m->n = m->seen = 0;
		m->forgets = s->forgets;
	}
	take_in_order(m, s, pattern);
	for (; m->seen < s->filled; m->seen++)
		if (key_matches(pattern, &s->v[m->seen]->key))
			add(m, s->v[m->seen]);
}

/* Find the places; returns whether they are in order. */
static bool
find_places(struct matches *m, const struct slots *s)
{
	bool in_order = true;
	uint32_t last = 0;

	for (struct match *one = m->v; one < m->v + m->n; one++) {
		one->place = MAP_NONE;
		if (one->slot->round != s->round)
			continue;
		one->place = one->slot->place;
		in_order = in_order && last <= one->place;
		last = one->place;
	}
	return in_order;
}

static int
by_place(const void *a, const void *b)
{
	uint32_t x = ((const struct match *)a)->place,
		 y = ((const struct match *)b)->place;

	return x < y ? -1 : x > y;
}

struct matches *
matches_find(struct slots *s, const struct key *pattern)
{
	struct key_slot *own = s->v[pattern->slot];
	struct matches *m = own->matches;

	if (m == NULL)
		own->matches = m = xcalloc(1, sizeof *m);
	if (m->round == s->round)
		return m;
	m->round = s->round;
	matches_complete(m, s, pattern);
	if (!find_places(m, s))
		qsort(m->v, m->n, sizeof *m->v, by_place);
	m->nfound = 0;
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].place != MAP_NONE)
			m->found[m->nfound++] = &m->v[i].slot->operand;
	return m;
}

static void
sort_cells(struct slots *s, const struct report *r)
{
	for (size_t i = 0; i < r->n; i++)
		order_add(&s->cells, r->cell[i].table, r->cell[i].row,
		    r->cell[i].col, (uint32_t)i);
	order_sort(&s->cells, r->n);
}

void
matches_cells(struct slots *s, const struct report *r, const struct key *pattern,
    struct order_found *found)
{
	struct cell_range range = report_range(r, pattern->table);
	struct order *o = &s->cells;

	if (order_is_due(o, range.to - range.from, r->n))
		sort_cells(s, r);
	if (o->upto != 0) {
		order_find(o, pattern, found);
		return;
	}
	found->n = 0;
	for (size_t i = range.from;
	    (i = key_next(pattern, r, i, range.to)) < range.to; i++)
		order_push(found, (uint32_t)i);
}

void
matches_free(struct matches *m)
{
	if (m == NULL)
		return;
	free(m->v);
	free(m->found);
	free(m);
}
