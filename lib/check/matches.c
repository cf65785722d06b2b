/*
 * Matches, see matches.h.  A pattern stands for few of all the cells that were ever
 * seen, and mostly for one: to ask whether that is there is quicker than to go
 * through the cells of the report.
 */
#include "check/matches.h"

#include <stdlib.h>

#include "base/mem.h"
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

void
matches_complete(struct matches *m, const struct slots *s, const struct key *pattern)
{
	if (m->forgets != s->forgets) {
		m->n = m->seen = 0;
		m->forgets = s->forgets;
	}
	for (; m->seen < s->n; m->seen++)
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

void
matches_free(struct matches *m)
{
	if (m == NULL)
		return;
	free(m->v);
	free(m->found);
	free(m);
}
