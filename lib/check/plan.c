/*
 * Plans.  Reports of one form ask for the same cells again and again, so that
 * the names of the cells are put together once a form and not once a report.
 * A rule over what happens to be present has to wait for the report; what is
 * made for it then is kept, as the next report has mostly the same.
 */
#include "check/plan.h"

#include <stdlib.h>

#include "check/matches.h"
#include "check/shortcut.h"

#define KEYS_MAX ((size_t)1 << 20) /* cells that one rule may ask for */
#define BRANCHES_MAX 1000
#define SHORTENED_MAX ((size_t)1 << 20) /* some 16 MiB */

struct builder {
	struct plan *plan;
	const struct rule *rule;
	const struct plan_refs *fixed;
	struct resolver *x;
	struct plan_cache *cache; /* NULL while the form is planned */
	struct str bind[RULE_EACH_MAX];
	size_t most;
};

/* Resolve the references of the rule that have variables, or those that have
 * none; the others are those of like, or stand for nothing.  So do those that
 * only give values to a variable: in each instance the whole table would be
 * gathered for them. */
static void
make_refs(struct resolver *x, const struct rule *r, const struct str *bind,
    const struct plan_refs *like, struct plan_refs *out)
{
	static const struct operands none;
	bool vars = like != NULL;

	out->v = arena_alloc(x->arena, r->ref.n * sizeof *out->v);
	out->varying = arena_alloc(x->arena, r->ref.n * sizeof *out->varying);
	for (size_t k = 0; k < r->ref.n; k++) {
		const struct key *one;
		struct cells *cells;
		struct gathered *g;

		out->v[k] = like != NULL ? like->v[k] : &none;
		if (r->ref.v[k].vars != vars || !r->ref.v[k].asked)
			continue;
		one = ref_resolve_one(x, &r->ref.v[k], bind);
		if (one != NULL) {
			out->v[k] = &x->slots->v[one->slot]->alone;
			continue;
		}
		cells = arena_alloc(x->arena, sizeof *cells);
		g = arena_alloc(x->arena, sizeof *g);
		ref_resolve(x, &r->ref.v[k], bind, cells);
		if (gather_make(g, x->arena, x->slots, cells))
			out->varying[out->nvarying++] = g;
		out->v[k] = &g->now;
	}
}

static struct shortcut_context
context_of(const struct resolver *x, const struct rule *r,
    const struct plan_refs *fixed)
{
	return (struct shortcut_context){.arena = x->arena, .rule = r,
	    .form = x->form, .fixed = fixed, .year = &x->slots->year,
	    .slots = x->slots};
}

/* The shortcut of an instance, as long as all of them are not too much memory. */
static struct shortcut *
shorten(const struct shortcut_context *x, const struct instance *i, size_t *size)
{
	struct shortcut *s = *size < SHORTENED_MAX ? shortcut_make(x, i) : NULL;

	if (s != NULL)
		*size += shortcut_size(s);
	return s;
}

static struct instance *
make_instance(struct builder *b)
{
	struct arena *a = b->x->arena;
	struct instance *i = arena_alloc(a, sizeof *i);
	size_t before = b->x->keys;
	struct shortcut_context x;

	i->bind = arena_alloc(a, sizeof b->bind);
	for (size_t k = 0; k < b->rule->neach; k++)
		i->bind[k] = b->cache != NULL ? arena_str(a, b->bind[k])
					      : b->bind[k];
	make_refs(b->x, b->rule, i->bind, b->fixed, &i->ref);
	i->keys = b->x->keys - before;
	if (b->cache != NULL) {
		x = context_of(b->x, b->rule, b->fixed);
		i->shortcut = shorten(&x, i, &b->cache->shortened);
	}
	return i;
}

/* What was learned for the rule under the first n values: empty at first. */
static struct plan_learned *
learned(struct builder *b, size_t n)
{
	struct plan_cache *c = b->cache;
	struct str name;
	uint32_t at;

	buf_reset(&c->name);
	buf_add(&c->name, &b->rule, sizeof b->rule);
	buf_add(&c->name, &n, sizeof n);
	for (size_t i = 0; i < n; i++) {
		buf_add(&c->name, &b->bind[i].n, sizeof b->bind[i].n);
		buf_addstr(&c->name, b->bind[i]);
	}
	name = buf_str(&c->name);
	at = map_get(&c->map, name);
	if (at != MAP_NONE)
		return &c->v[at];
	map_put(&c->map, arena_str(&c->arena, name), (uint32_t)c->n);
	c->v = xgrow(c->v, c->n, &c->cap, sizeof *c->v);
	c->v[c->n] = (struct plan_learned){0};
	return &c->v[c->n++];
}

/* The instance under the present binding, made now or for an earlier report. */
static struct instance *
find_instance(struct builder *b)
{
	struct plan_learned *l;

	if (b->cache == NULL)
		return make_instance(b);
	l = learned(b, b->rule->neach);
	if (l->instance == NULL)
		l->instance = make_instance(b);
	else
		b->x->keys += l->instance->keys;
	return l->instance;
}

/* May the plan get one more? */
static bool
has_room(struct builder *b)
{
	struct plan *p = b->plan;

	p->too_many = p->n == b->most || b->x->keys > KEYS_MAX;
	return !p->too_many;
}

static void
add_instance(struct builder *b, struct instance *i)
{
	struct plan *p = b->plan;

	p->v = xgrow(p->v, p->n, &p->cap, sizeof *p->v);
	p->v[p->n++] = i;
}

/* Room for the instances of n matches; what is there is of the present slots. */
static void
make_room(struct plan_values *v, size_t n, size_t forgets)
{
	struct instance **old = v->instance;

	if (v->forgets != forgets && v->n != 0)
		memset(old, 0, v->n * sizeof *old);
	v->forgets = forgets;
	if (v->n >= n)
		return;
	v->instance = arena_alloc(v->arena, 2 * n * sizeof *v->instance);
	if (v->n != 0)
		memcpy(v->instance, old, v->n * sizeof *old);
	v->n = 2 * n;
}

/* The match gave the last variable its value: it has the same instance in each
 * report. */
static void
add_instance_of(struct builder *b, struct instance **known)
{
	if (!has_room(b))
		return;
	if (*known == NULL)
		*known = find_instance(b);
	else
		b->x->keys += (*known)->keys;
	add_instance(b, *known);
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
		if (form_has_col(t, row, l))
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

/* What gives variable i its values, under these values of the others. */
static struct plan_values *
make_values(const struct builder *b, size_t i)
{
	struct resolver x = *b->x;
	struct plan_values *v = arena_alloc(x.arena, sizeof *v);
	const struct ref *r = &b->rule->ref.v[b->rule->each[i].ref];

	v->pattern = ref_pattern(&x, r, b->bind);
	v->arena = x.arena;
	return v;
}

/* The same, made now or for an earlier report. */
static struct plan_values *
find_values(struct builder *b, size_t i)
{
	struct plan_learned *l = learned(b, i);

	if (l->values == NULL)
		l->values = make_values(b, i);
	return l->values;
}

/* Variable i will get its values from each report; all before it have them. */
static void
add_branch(struct builder *b, size_t i)
{
	struct plan *p = b->plan;
	struct plan_branch *branch;

	if (p->nbranch == BRANCHES_MAX) {
		p->too_many = true;
		return;
	}
	p->branch = xgrow(p->branch, p->nbranch, &p->branch_cap,
	    sizeof *p->branch);
	branch = &p->branch[p->nbranch++];
	branch->bind = arena_copy(b->x->arena, b->bind, i * sizeof *b->bind);
	branch->values = make_values(b, i);
}

/* Is there anything that could stand for the star?  Mostly there is not. */
static inline bool
may_match(const struct builder *b, const struct plan_values *v)
{
	return v->pattern != NULL && key_may_match(v->pattern, b->x->slots);
}

/* What stands for the star in the cells of the report, each once. */
static void
bind_cells(struct builder *b, size_t i, const struct key *pattern)
{
	const struct report *r = b->x->report;
	struct map *seen = &b->cache->seen[i];
	struct order_found *found = &b->cache->found[i];

	matches_cells(b->x->slots, r, pattern, found);
	if (seen->n != 0)
		map_reset(seen);
	for (size_t k = 0; !b->plan->too_many && k < found->n; k++) {
		const struct cell *c = &r->cell[found->v[k]];
		struct str star = key_star(pattern, c->row, c->col);

		if (map_get(seen, star) != MAP_NONE)
			continue;
		map_put(seen, star, 0);
		bind_value(b, i, star);
	}
}

/* The same by the slots of the cells: with one star, each stands for another text. */
static void
bind_matches(struct builder *b, size_t i, struct plan_values *v)
{
	const struct matches *m = matches_find(b->x->slots, v->pattern);
	bool last = i + 1 == b->rule->neach;

	if (last)
		make_room(v, m->n, m->forgets);
	for (size_t k = 0; !b->plan->too_many && k < m->n; k++) {
		const struct match *one = &m->v[k];

		if (one->place == MAP_NONE)
			continue;
		b->bind[i] = key_star(v->pattern, one->slot->key.row,
		    one->slot->key.col);
		if (last)
			add_instance_of(b, &v->instance[one->number]);
		else
			bind_next(b, i + 1);
	}
}

static void
bind_present(struct builder *b, size_t i, struct plan_values *v)
{
	if (b->x->slots->odd || !v->pattern->named)
		bind_cells(b, i, v->pattern);
	else
		bind_matches(b, i, v);
}

static void
bind_next(struct builder *b, size_t i)
{
	const struct each *e = &b->rule->each[i];
	struct plan_values *v;

	if (i == b->rule->neach) {
		if (has_room(b))
			add_instance(b, find_instance(b));
		return;
	}
	switch (e->kind) {
	case SET_LIST:
		for (size_t k = 0; k < e->n; k++)
			bind_value(b, i, e->list[k]);
		break;
	case SET_PRESENT:
		if (b->cache == NULL)
			add_branch(b, i);
		else if (may_match(b, v = find_values(b, i)))
			bind_present(b, i, v);
		break;
	default:
		bind_form(b, i, e);
		break;
	}
}

/* The conditions with variables, or those without. */
static void
list_conds(struct plan_conds *to, const struct rule *r, struct resolver *x,
    bool vars)
{
	to->v = arena_alloc(x->arena, r->ncond * sizeof *to->v);
	for (size_t i = 0; i < r->ncond; i++)
		if (r->cond[i].vars == vars &&
		    !shortcut_holds(r->cond[i].expr, x->form))
			to->v[to->n++] = &r->cond[i];
}

void
plan_make(struct plan *p, const struct rule *r, struct resolver *x, size_t most)
{
	struct builder b = {.plan = p, .rule = r, .x = x, .most = most};

	*p = (struct plan){0};
	x->keys = 0;
	make_refs(x, r, NULL, NULL, &p->fixed);
	list_conds(&p->cond, r, x, false);
	list_conds(&p->var_cond, r, x, true);
	while (p->present < r->neach && r->each[p->present].kind != SET_PRESENT)
		p->present++;
	p->by_report = p->present < r->neach;
	b.fixed = &p->fixed;
	bind_next(&b, 0);
	if (!p->by_report)
		return;
	p->branched = !p->too_many;
	p->too_many = false;
}

void
plan_shorten(struct plan *p, const struct rule *r, struct resolver *x,
    size_t *size)
{
	struct shortcut_context c = context_of(x, r, &p->fixed);

	for (size_t i = 0; i < p->n; i++)
		p->v[i]->shortcut = shorten(&c, p->v[i], size);
	/* unless something is to be said of the rule as a whole */
	if (!p->no_form && !p->too_many && p->lacking == 0)
		p->all = shortcut_join(&c, &p->cond, p->v, p->n);
}

void
plan_instances(struct plan *p, const struct rule *r, const struct plan *made,
    struct resolver *x, struct plan_cache *cache, size_t most)
{
	struct builder b = {.plan = p, .rule = r, .fixed = &made->fixed, .x = x,
	    .cache = cache, .most = most};
	size_t i = made->present;

	p->n = p->lacking = 0;
	p->no_form = p->too_many = false;
	x->keys = 0;
	if (!made->branched) {
		bind_next(&b, 0);
		return;
	}
	p->lacking = made->lacking;
	p->no_form = made->no_form;
	for (size_t k = 0; k < made->nbranch; k++) {
		const struct plan_branch *branch = &made->branch[k];

		if (!may_match(&b, branch->values))
			continue;
		memcpy(b.bind, branch->bind, i * sizeof *b.bind);
		bind_present(&b, i, branch->values);
	}
}

void
plan_free(struct plan *p)
{
	free(p->v);
	free(p->branch);
	*p = (struct plan){0};
}

void
plan_cache_reset(struct plan_cache *c)
{
	map_reset(&c->map);
	arena_reset(&c->arena);
	c->n = c->shortened = 0;
}

void
plan_cache_free(struct plan_cache *c)
{
	map_free(&c->map);
	arena_free(&c->arena);
	free(c->v);
	buf_free(&c->name);
	for (size_t i = 0; i < RULE_EACH_MAX; i++)
		map_free(&c->seen[i]);
	for (size_t i = 0; i < RULE_EACH_MAX; i++)
		free(c->found[i].v);
	*c = (struct plan_cache){0};
}
