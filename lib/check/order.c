/*
 * Order, see order.h.  A rule that gathers a pattern for each of thousands of rows
 * would go through all cells as often.  A pattern leaves the end of the row open, or that
 * of the column, and keys are sorted both ways: those that match stand side by side in
 * one of the two.  To sort is worth it only if many patterns are asked for.
 */
#include "check/order.h"

#include <stdlib.h>

#include "base/mem.h"
#include "check/ref.h"

#define DUE_AFTER 64 /* times that all were looked through: ordinary rules do not */

struct order_key {
	struct str table, first, second; /* row and column, or the other way round */
	uint32_t number;
};

void
order_add(struct order *o, struct str table, struct str row, struct str col,
    uint32_t number)
{
	if (o->n == o->cap) {
		o->by_row = xgrow_more(o->by_row, &o->cap, sizeof *o->by_row);
		o->by_col = xrealloc(o->by_col, o->cap * sizeof *o->by_col);
	}
	o->by_row[o->n] = (struct order_key){table, row, col, number};
	o->by_col[o->n++] = (struct order_key){table, col, row, number};
}

static int
by_text(const void *a, const void *b)
{
	const struct order_key *x = a, *y = b;
	int c = str_cmp(x->table, y->table);

	if (c == 0)
		c = str_cmp(x->first, y->first);
	return c != 0 ? c : str_cmp(x->second, y->second);
}

void
order_sort(struct order *o, size_t upto)
{
	o->upto = upto;
	o->looked = 0;
	if (o->n == 0)
		return;
	qsort(o->by_row, o->n, sizeof *o->by_row, by_text);
	qsort(o->by_col, o->n, sizeof *o->by_col, by_text);
}

bool
order_is_due(struct order *o, size_t n, size_t all)
{
	o->looked += n;
	return o->upto < all && o->looked / DUE_AFTER > all;
}

/* The order of the text among those that begin as the pattern does, if it has a star:
 * they are all the same. */
static int
cmp_open(struct str s, struct str pattern)
{
	if (!key_is_star(pattern))
		return str_cmp(s, pattern);
	pattern.n--;
	if (s.n > pattern.n)
		s.n = pattern.n;
	return str_cmp(s, pattern);
}

static int
cmp_key(const struct order_key *k, const struct order_key *pattern)
{
	int c = str_cmp(k->table, pattern->table);

	if (c == 0)
		c = cmp_open(k->first, pattern->first);
	return c != 0 || key_is_star(pattern->first)
	    ? c : cmp_open(k->second, pattern->second);
}

/* How many keys stand before those of the pattern, or before those behind them? */
static size_t
count_before(const struct order_key *v, size_t n, const struct order_key *pattern,
    bool behind)
{
	size_t from = 0;

	while (from < n) {
		size_t mid = from + (n - from) / 2;
		int c = cmp_key(&v[mid], pattern);

		if (c < 0 || (behind && c == 0))
			from = mid + 1;
		else
			n = mid;
	}
	return from;
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

void
order_push(struct order_found *found, uint32_t number)
{
	found->v = xgrow(found->v, found->n, &found->cap, sizeof *found->v);
	found->v[found->n++] = number;
}

void
order_find(const struct order *o, const struct key *pattern,
    struct order_found *found)
{
	bool by_col = key_is_star(pattern->row) && !key_is_star(pattern->col);
	struct order_key like = {.table = pattern->table,
	    .first = by_col ? pattern->col : pattern->row,
	    .second = by_col ? pattern->row : pattern->col};
	const struct order_key *v = by_col ? o->by_col : o->by_row;
	size_t end = count_before(v, o->n, &like, true);

	found->n = 0;
	for (size_t i = count_before(v, end, &like, false); i < end; i++) {
		struct str row = by_col ? v[i].second : v[i].first,
			   col = by_col ? v[i].first : v[i].second;

		/* a star stands for one byte at least */
		if (key_covers(pattern, v[i].table, row, col))
			order_push(found, v[i].number);
	}
	if (found->n != 0)
		qsort(found->v, found->n, sizeof *found->v, by_number);
}

void
order_reset(struct order *o)
{
	o->n = o->upto = o->looked = 0;
}

void
order_free(struct order *o)
{
	free(o->by_row);
	free(o->by_col);
	*o = (struct order){0};
}
