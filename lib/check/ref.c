/*
 * References: scanning them, and finding out for a form which cells they mean.
 *
 * A star in the row's place stands for the rows that the form has under the
 * group; where the form prints the group itself as a row ("other" in 2019),
 * for that row.  So one rule serves several forms.  In a table that no form
 * has ("doc", or one of somebody else) it stands for what the report has.
 */
#include "check/ref.h"

#include <stdlib.h>

#include "base/utf8.h"

struct str
scope_word(enum ref_scope scope)
{
	static const char *const word[SCOPES] = {"", "prev.", "child."};

	return str_of(word[scope]);
}

static enum ref_scope
scope_named(struct str word)
{
	for (enum ref_scope s = SCOPE_PREV; s < SCOPES; s++)
		if (str_eq(word, (struct str){scope_word(s).p,
			scope_word(s).n - 1}))
			return s;
	return SCOPE_REPORT;
}

enum ref_scope
scope_take(struct str *key)
{
	struct str rest = *key, first;
	enum ref_scope s;

	if (!str_split(&rest, '.', &first))
		return SCOPE_REPORT;
	s = scope_named(first);
	if (s != SCOPE_REPORT)
		*key = rest;
	return s;
}

#define PARTS_MAX 12
#define REFS_MAX 2000

static bool
scan_part(struct scan *s, const struct ref *r, struct ref_part *p,
    const char *what)
{
	size_t from = s->at;

	*p = (struct ref_part){0};
	if (scan_peek(s) == '$') {
		s->at++;
		p->kind = PART_VAR;
		p->word = scan_word(s);
		return scan_var(s, from, p->word, &p->var);
	}
	if (scan_peek(s) == '*' && r->n > 0) {
		s->at++;
		p->kind = PART_STAR;
		p->word = STR("*");
		return true;
	}
	p->word = scan_word(s);
	if (p->word.n != 0)
		return true;
	return scan_expected(s, r->n == 0 ? what
	    : tr("a part of a reference: a key, $name or *",
		"引用的一部分：键、$变量 或 *"));
}

static bool
check_parts(struct scan *s, size_t from, const struct ref *r)
{
	struct str scope = scope_word(r->scope);

	if (r->n < (scope.n != 0 ? 4 : 3) && !r->vars)
		return scan_fail(s, from,
		    tr("expected a reference %.*stable.row.column, found \"%.*s\"",
			"应为引用 %.*s表.行.列，却是“%.*s”"),
		    (int)scope.n, scope.p,
		    (int)utf8_cut(r->text, 40), r->text.p);
	for (size_t i = 0; i + 2 < r->n; i++)
		if (r->part[i].kind == PART_STAR)
			return scan_fail(s, from, "%s",
			    tr("* may only end the row or be the column",
				"* 只能位于行的末尾或作为列"));
	return true;
}

static bool
add_ref(struct scan *s, const struct ref *r, unsigned *number)
{
	struct ref_list *l = s->refs;

	for (*number = 0; *number < l->n; ++*number)
		if (str_eq(l->v[*number].text, r->text)) {
			l->v[*number].asked |= r->asked;
			return true;
		}
	if (l->n == REFS_MAX)
		return scan_fail(s, s->at, "%s",
		    tr("too many references in one rule", "一条规则中引用过多"));
	l->v = xgrow(l->v, l->n, &l->cap, sizeof *l->v);
	l->v[l->n] = *r;
	l->v[l->n].part = arena_alloc(s->arena, r->n * sizeof *r->part);
	memcpy(l->v[l->n].part, r->part, r->n * sizeof *r->part);
	l->n++;
	return true;
}

bool
ref_scan(struct scan *s, const char *what, bool asked, unsigned *number)
{
	struct ref_part part[PARTS_MAX];
	struct ref r = {.part = part, .asked = asked};
	size_t from;

	scan_space(s);
	from = s->at;
	do {
		if (r.n == PARTS_MAX)
			return scan_fail(s, from, "%s",
			    tr("a reference has too many parts",
				"引用的部分过多"));
		if (!scan_part(s, &r, &part[r.n], what))
			return false;
		r.vars = r.vars || part[r.n].kind == PART_VAR;
		r.n++;
	} while (scan_peek(s) == '.' && s->at++ < s->text->s.n);
	r.text = (struct str){s->text->s.p + from, s->at - from};
	scan_place(s->text, from, &r.line, &r.col);
	if (part[0].kind == PART_WORD)
		r.scope = scope_named(part[0].word);
	if (!check_parts(s, from, &r))
		return false;
	return add_ref(s, &r, number);
}

void
key_join(struct buf *b, struct str table, struct str row, struct str col)
{
	buf_addstr(b, table);
	buf_addc(b, '.');
	buf_addstr(b, row);
	buf_addc(b, '.');
	buf_addstr(b, col);
}

/* The place of the key in the form.  The texts of one that stands for a cell of the
 * report are then those of the form itself, as are the cell's. */
static void
place_in_form(struct key *k, const struct form *form)
{
	if (form != NULL)
		k->form = form_table(form, k->table);
	if (k->form != NULL) {
		k->frow = form_row(k->form, k->row);
		k->fcol = form_col(k->form, k->col,
		    k->frow != NULL ? k->frow->block : 0);
	}
	if (k->frow == NULL || k->fcol == NULL || k->scope != SCOPE_REPORT)
		return;
	k->table = k->form->key;
	k->row = k->frow->key;
	k->col = k->fcol->key;
}

/* Its texts, cut from the whole; its place in the form. */
static void
fill_key(struct key *k, const struct form *form)
{
	k->table.p = k->whole.p + scope_word(k->scope).n;
	k->row.p = k->table.p + k->table.n + 1;
	k->col.p = k->row.p + k->row.n + 1;
	place_in_form(k, form);
}

void
key_complete(struct key *k, const struct form *form)
{
	struct str own = k->whole;

	k->scope = scope_take(&own);
	if (cell_key_split(own, &k->table, &k->row, &k->col))
		place_in_form(k, form);
}

/* Only what is outside of the tables of the form is known by its names. */
static void
set_name(struct key *k)
{
	struct str name = key_is_star(k->row) ? k->col : k->row;

	k->named = k->form == NULL && !key_is_star(name);
	k->name = slots_name(name);
}

static const struct key *
make_key(struct resolver *x, struct str table, struct str row, struct str col)
{
	struct str scope = scope_word(x->scope);
	struct key like = {.scope = x->scope, .table = table, .row = row,
	    .col = col};
	struct buf *b = &x->slots->key;

	buf_reset(b);
	buf_addstr(b, scope);
	key_join(b, table, row, col);
	like.slot = map_get(&x->slots->map, buf_str(b));
	x->keys++;
	if (like.slot != MAP_NONE)
		return &x->slots->v[like.slot]->key;
	like.whole = arena_str(x->arena, buf_str(b));
	fill_key(&like, x->form);
	set_name(&like);
	like.slot = slots_add(x->slots, &like, x->report);
	return &x->slots->v[like.slot]->key;
}

/* "denied.*" -> "denied." */
static struct str
without_star(struct str s)
{
	s.n--;
	return s;
}

/* "denied." -> "denied" */
static struct str
group_of(struct str prefix)
{
	if (prefix.n != 0)
		prefix.n--;
	return prefix;
}

static bool
any_form_has(const struct forms *f, struct str table)
{
	for (size_t i = 0; i < f->n; i++)
		if (form_table(&f->form[i], table) != NULL)
			return true;
	return false;
}

/* One key as it is, found or not. */
static void
resolve_one(struct resolver *x, const struct key *k, struct cells *out)
{
	out->strand = arena_alloc(x->arena, sizeof *out->strand);
	out->n = 1;
	out->strand->key = arena_alloc(x->arena, sizeof *out->strand->key);
	out->strand->key[0] = make_key(x, k->table, k->row, k->col);
	out->strand->n = 1;
}

/* The cells of one column. */
static void
resolve_rows(struct resolver *x, const struct form_table *t, const struct key *k,
    struct str col, struct strand *out)
{
	struct str prefix = without_star(k->row);
	const struct form_line *own = form_row(t, group_of(prefix));

	out->key = arena_alloc(x->arena, (t->nrow + 1) * sizeof *out->key);
	for (size_t i = 0; i < t->nrow; i++)
		if (str_starts(t->row[i].key, prefix) &&
		    !t->row[i].optional &&
		    form_col(t, col, t->row[i].block) != NULL)
			out->key[out->n++] =
			    make_key(x, k->table, t->row[i].key, col);
	if (prefix.n == 0)
		return;
	if (out->n != 0)
		out->group = make_key(x, k->table, group_of(prefix), col);
	else
		out->key[out->n++] = make_key(x, k->table,
		    own != NULL ? group_of(prefix) : k->row, col);
}

/* The columns of the form that the row has, each as a strand. */
static void
resolve_cols(struct resolver *x, const struct form_table *t, const struct key *k,
    struct cells *out)
{
	bool star = key_is_star(k->row);
	const struct form_line *row = star ? NULL : form_row(t, k->row);

	out->strand = arena_alloc(x->arena, (t->ncol + 1) * sizeof *out->strand);
	for (size_t i = 0; i < t->ncol; i++) {
		struct strand *s = &out->strand[out->n];

		if (!form_has_col(t, row, &t->col[i]))
			continue;
		if (star) {
			resolve_rows(x, t, k, t->col[i].key, s);
		} else {
			s->key = arena_alloc(x->arena, sizeof *s->key);
			s->key[s->n++] =
			    make_key(x, k->table, k->row, t->col[i].key);
		}
		out->n++;
	}
}

/* The key that the parts make, put together where the resolver keeps it; where they
 * make none, each of table, row and column is all of it. */
static struct key
expand(struct resolver *x, const struct ref *r, const struct str *bind)
{
	struct buf *b = &x->slots->parts;
	size_t first = r->scope != SCOPE_REPORT;
	struct key k = {0};
	struct str own;

	x->scope = r->scope;
	buf_reset(b);
	for (size_t i = first; i < r->n; i++) {
		if (i != first)
			buf_addc(b, '.');
		buf_addstr(b, r->part[i].kind == PART_VAR
			? bind[r->part[i].var] : r->part[i].word);
	}
	own = buf_str(b);
	if (r->scoped)
		x->scope = scope_take(&own);
	if (!cell_key_split(own, &k.table, &k.row, &k.col))
		k.table = k.row = k.col = own;
	return k;
}

const struct key *
ref_resolve_one(struct resolver *x, const struct ref *r, const struct str *bind)
{
	struct key k = expand(x, r, bind);

	return key_is_star(k.row) || key_is_star(k.col)
	    ? NULL : make_key(x, k.table, k.row, k.col);
}

const struct key *
ref_pattern(struct resolver *x, const struct ref *r, const struct str *bind)
{
	struct key k = expand(x, r, bind);

	return key_is_star(k.row) || key_is_star(k.col)
	    ? make_key(x, k.table, k.row, k.col) : NULL;
}

void
ref_resolve(struct resolver *x, const struct ref *r, const struct str *bind,
    struct cells *out)
{
	const struct form_table *t;
	struct key k = expand(x, r, bind);

	*out = (struct cells){0};
	t = x->form != NULL ? form_table(x->form, k.table) : NULL;
	if (!key_is_star(k.row) && !key_is_star(k.col)) {
		resolve_one(x, &k, out);
	} else if (t == NULL) {
		out->unknown_star = x->scope != SCOPE_REPORT ||
		    (x->form == NULL && any_form_has(x->forms, k.table));
		out->present = !out->unknown_star;
		if (out->unknown_star)
			resolve_one(x, &k, out);
		out->pattern = make_key(x, k.table, k.row, k.col);
	} else if (key_is_star(k.col)) {
		resolve_cols(x, t, &k, out);
	} else {
		out->strand = arena_alloc(x->arena, sizeof *out->strand);
		out->n = 1;
		resolve_rows(x, t, &k, k.col, out->strand);
	}
}

static bool
fits(struct str pattern, struct str s)
{
	if (!key_is_star(pattern))
		return str_eq(pattern, s);
	pattern = without_star(pattern);
	return s.n > pattern.n && str_starts(s, pattern);
}

bool
key_covers(const struct key *pattern, struct str table, struct str row,
    struct str col)
{
	return fits(pattern->row, row) && fits(pattern->col, col) &&
	    str_eq(pattern->table, table);
}

bool
key_matches(const struct key *pattern, const struct key *k)
{
	return k->scope == SCOPE_REPORT &&
	    key_covers(pattern, k->table, k->row, k->col);
}

size_t
key_next(const struct key *pattern, const struct report *r, size_t i, size_t end)
{
	/* one of the two is mostly without a star, and differs in most cells */
	bool by_col = key_is_star(pattern->row), is_any;
	struct str exact = by_col ? pattern->col : pattern->row;

	is_any = key_is_star(exact);
	for (; i < end; i++) {
		const struct cell *c = &r->cell[i];

		if ((is_any || str_eq(by_col ? c->col : c->row, exact)) &&
		    key_covers(pattern, c->table, c->row, c->col))
			break;
	}
	return i;
}

struct str
key_star(const struct key *pattern, struct str row, struct str col)
{
	if (key_is_star(pattern->row))
		return str_skip(row, pattern->row.n - 1);
	return col;
}
