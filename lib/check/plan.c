/*
 * Plans.  Reports of one form ask for the same cells again and again, so that
 * the names of the cells are put together once a form and not once a report.
 * Only a rule over what happens to be present has to wait for the report.
 */
#include "check/plan.h"

#include <stdlib.h>

#define KEYS_MAX ((size_t)1 << 20) /* cells that one rule may ask for */

struct builder {
	struct plan *plan;
	const struct rule *rule;
	const struct cells *fixed;
	struct resolver *x;
	const struct report *report;
	struct str bind[RULE_EACH_MAX];
	size_t most;
};

static void
add_instance(struct builder *b)
{
	const struct rule *r = b->rule;
	struct plan *p = b->plan;
	struct instance *i;

	if (p->n == b->most || b->x->keys > KEYS_MAX) {
		p->too_many = true;
		return;
	}
	p->v = xgrow(p->v, p->n, &p->cap, sizeof *p->v);
	i = &p->v[p->n++];
	i->bind = arena_alloc(b->x->arena, sizeof b->bind);
	memcpy(i->bind, b->bind, sizeof b->bind);
	i->ref = arena_alloc(b->x->arena, (r->ref.n + 1) * sizeof *i->ref);
	for (size_t k = 0; k < r->ref.n; k++) {
		if (r->ref.v[k].vars)
			ref_resolve(b->x, &r->ref.v[k], i->bind, &i->ref[k]);
		else
			i->ref[k] = b->fixed[k];
	}
}

static void bind_next(struct builder *b, size_t i);

static void
bind_value(struct builder *b, size_t i, struct str value)
{
	if (b->plan->too_many)
		return;
	b->bind[i] = value;
	bind_next(b, i + 1);
}

static struct str
table_of(const struct builder *b, const struct each *e)
{
	return e->table.kind == PART_VAR ? b->bind[e->table.var] : e->table.word;
}

/* The row or column of the same table that an earlier variable stands for. */
static bool
bound_line(const struct builder *b, size_t i, enum set_kind kind, struct str *key)
{
	const struct each *each = b->rule->each;

	for (size_t j = 0; j < i; j++) {
		if (each[j].kind == kind &&
		    str_eq(table_of(b, &each[j]), table_of(b, &each[i]))) {
			*key = b->bind[j];
			return true;
		}
	}
	return false;
}

static bool
came_before(const struct form_line *v, const struct form_line *l)
{
	for (; v < l; v++)
		if (str_eq(v->key, l->key))
			return true;
	return false;
}

/* Rows; after a column, only those that have a cell in it. */
static void
bind_rows(struct builder *b, size_t i, const struct form_table *t)
{
	struct str col;
	bool bound = bound_line(b, i, SET_COLS, &col);

	for (const struct form_line *l = t->row; l < t->row + t->nrow; l++)
		if (!l->optional &&
		    (!bound || form_col(t, col, l->block) != NULL))
			bind_value(b, i, l->key);
}

/* Columns, each once; after a row, only those that have a cell in it. */
static void
bind_cols(struct builder *b, size_t i, const struct form_table *t)
{
	struct str key;
	const struct form_line *row = NULL;

	if (bound_line(b, i, SET_ROWS, &key))
		row = form_row(t, key);
	for (const struct form_line *l = t->col; l < t->col + t->ncol; l++)
		if (row != NULL ? form_crosses(row, l)
				: !came_before(t->col, l))
			bind_value(b, i, l->key);
}

static void
bind_form(struct builder *b, size_t i, const struct each *e)
{
	const struct form_table *t;

	if (b->x->form == NULL) {
		b->plan->no_form = true;
		return;
	}
	t = form_table(b->x->form, table_of(b, e));
	if (t == NULL)
		b->plan->lacking++;
	else if (e->kind == SET_ROWS)
		bind_rows(b, i, t);
	else
		bind_cols(b, i, t);
}

/* What stands for the star in the cells of the report, each once. */
static void
bind_present(struct builder *b, size_t i, const struct each *e)
{
	struct cells cells;
	struct resolver x = *b->x;
	struct map seen = {0};
	struct cell_range range;

	ref_resolve(&x, &b->rule->ref.v[e->ref], b->bind, &cells);
	if (cells.pattern == NULL)
		return;
	range = report_range(b->report, cells.pattern->table);
	for (size_t k = range.from; k < range.to && !b->plan->too_many; k++) {
		const struct cell *c = &b->report->cell[k];
		struct str star;

		if (!key_matches(cells.pattern, c))
			continue;
		star = key_star(cells.pattern, c);
		if (map_get(&seen, star) != MAP_NONE)
			continue;
		map_put(&seen, star, 0);
		bind_value(b, i, star);
	}
	map_free(&seen);
}

static void
bind_next(struct builder *b, size_t i)
{
	const struct each *e = &b->rule->each[i];

	if (i == b->rule->neach) {
		add_instance(b);
		return;
	}
	switch (e->kind) {
	case SET_LIST:
		for (size_t k = 0; k < e->n; k++)
			bind_value(b, i, e->list[k]);
		break;
	case SET_PRESENT:
		bind_present(b, i, e);
		break;
	default:
		bind_form(b, i, e);
		break;
	}
}

void
plan_make(struct plan *p, const struct rule *r, struct resolver *x, size_t most)
{
	struct builder b = {.plan = p, .rule = r, .x = x, .most = most};

	*p = (struct plan){0};
	x->keys = 0;
	p->fixed = arena_alloc(x->arena, (r->ref.n + 1) * sizeof *p->fixed);
	for (size_t k = 0; k < r->ref.n; k++)
		if (!r->ref.v[k].vars)
			ref_resolve(x, &r->ref.v[k], NULL, &p->fixed[k]);
	for (size_t i = 0; i < r->neach; i++)
		p->by_report = p->by_report || r->each[i].kind == SET_PRESENT;
	b.fixed = p->fixed;
	if (!p->by_report)
		bind_next(&b, 0);
}

void
plan_instances(struct plan *p, const struct rule *r, const struct cells *fixed,
    struct resolver *x, const struct report *report, size_t most)
{
	struct builder b = {.plan = p, .rule = r, .fixed = fixed, .x = x,
	    .report = report, .most = most};

	p->n = p->lacking = 0;
	p->no_form = p->too_many = false;
	x->keys = 0;
	bind_next(&b, 0);
}

void
plan_free(struct plan *p)
{
	free(p->v);
	*p = (struct plan){0};
}
