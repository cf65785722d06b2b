/*
 * Keys against forms.  A cell that no form has is unknown in every report, so a
 * rule with a misspelt key would judge nothing and never say why.
 *
 * A reference with names from lists is tried with all their words.  Not each of
 * them need be a cell, as an "if" may have sent the others away; but where none
 * is one, or where one is nearly one, something is misspelt.
 */
#include "check/keys.h"

#include <stdlib.h>

#include "base/utf8.h"

#define TRIES_MAX 10000 /* combinations of words that are tried */
#define NEAR 2          /* edits that make a slip of the pen */

struct checker {
	const struct forms *forms;
	const struct rule *rule;
	const struct ref *ref;
	struct str bind[RULE_EACH_MAX];
	bool open[RULE_EACH_MAX]; /* stands for what only a report can say */
	size_t tries;
	struct str row, col; /* of the key in hand */
	bool any, none;    /* some cell is there, some is not */
	struct buf absent; /* the first of those that are not */
	struct buf near, of; /* the nearest key to one, and to which */
	size_t edits;
};

/* ---- one key ---------------------------------------------------------------- */

static bool
is_open(struct str s)
{
	return str_find(s, STR("$")) >= 0;
}

/* Does the key, of a row say, fit the pattern, which may end with a star? */
static bool
fits(struct str pattern, struct str key)
{
	if (is_open(pattern) || str_is(pattern, "*"))
		return true;
	if (!str_ends(pattern, STR("*")))
		return str_eq(pattern, key);
	pattern.n--;
	/* "other.*" is also the row "other", where the form prints the group */
	return str_starts(key, pattern) ||
	    (pattern.n == key.n + 1 && str_starts(pattern, key));
}

static bool
has_cell(const struct form_table *t, struct str row, struct str col)
{
	for (size_t r = 0; r < t->nrow; r++)
		for (size_t c = 0; c < t->ncol; c++)
			if (fits(row, t->row[r].key) && fits(col, t->col[c].key) &&
			    form_crosses(&t->row[r], &t->col[c]))
				return true;
	return false;
}

/* What a pattern with a star has in front of it, and of a key as much. */
static struct str
without_star(struct str pattern, struct str *key)
{
	struct str rest = *key, part;
	size_t dots = 0;

	pattern.n -= strlen("*");
	for (size_t i = 0; i < pattern.n; i++)
		dots += pattern.p[i] == '.';
	while (dots-- != 0 && str_split(&rest, '.', &part))
		key->n = (size_t)(str_end(part) - key->p);
	pattern.n -= pattern.n != 0;
	return pattern;
}

/* The edits that make of the pattern a key, or the group of one. */
static size_t
edits(struct str pattern, struct str key)
{
	if (is_open(pattern) || str_is(pattern, "*"))
		return 0;
	if (str_ends(pattern, STR("*")))
		pattern = without_star(pattern, &key);
	return utf8_edits(pattern, key);
}

/* Append what the pattern would be if it were right. */
static void
add_right(struct buf *b, struct str pattern, struct str key)
{
	bool star = str_ends(pattern, STR("*"));

	if (is_open(pattern) || str_is(pattern, "*")) {
		buf_addstr(b, pattern);
		return;
	}
	if (star)
		without_star(pattern, &key);
	buf_addstr(b, key);
	buf_addz(b, star ? ".*" : "");
}

static void
set_near(struct checker *c, struct str table, struct str row, struct str col,
    struct str whole)
{
	buf_reset(&c->near);
	buf_addstr(&c->near, table);
	buf_addc(&c->near, '.');
	add_right(&c->near, c->row, row);
	buf_addc(&c->near, '.');
	add_right(&c->near, c->col, col);
	buf_reset(&c->of);
	buf_addstr(&c->of, whole);
}

/* Keep the cell of the table nearest to the key, if none nearer is known. */
static void
look_near(struct checker *c, const struct form_table *t, struct str whole)
{
	for (size_t i = 0; i < t->nrow; i++) {
		const struct form_line *row = &t->row[i];
		size_t by_row = edits(c->row, row->key);

		for (size_t k = 0; by_row < c->edits && k < t->ncol; k++) {
			size_t by = by_row + edits(c->col, t->col[k].key);

			if (by >= c->edits || !form_crosses(row, &t->col[k]))
				continue;
			c->edits = by;
			set_near(c, t->key, row->key, t->col[k].key, whole);
		}
	}
}

/* Is there a cell for the text of the reference in some form? */
static void
try_key(struct checker *c, struct str whole)
{
	struct str table;
	bool known = false, found = false;

	if (!cell_key_split(whole, &table, &c->row, &c->col) || is_open(table))
		return;
	for (size_t i = 0; i < c->forms->n; i++) {
		const struct form_table *t = form_table(&c->forms->form[i], table);

		known |= t != NULL;
		found |= t != NULL && has_cell(t, c->row, c->col);
	}
	c->any |= found || !known;
	if (found || !known)
		return;
	if (!c->none)
		buf_addstr(&c->absent, whole);
	c->none = true;
	for (size_t i = 0; i < c->forms->n; i++) {
		const struct form_table *t = form_table(&c->forms->form[i], table);

		if (t != NULL)
			look_near(c, t, whole);
	}
}

/* ---- one reference ---------------------------------------------------------- */

static void
try_bound(struct checker *c)
{
	const struct ref *r = c->ref;
	size_t first = r->scope != SCOPE_REPORT;
	struct buf b = {0};

	for (size_t i = first; i < r->n; i++) {
		const struct ref_part *p = &r->part[i];
		bool var = p->kind == PART_VAR;

		if (i != first)
			buf_addc(&b, '.');
		buf_addz(&b, var && c->open[p->var] ? "$" : "");
		buf_addstr(&b, var && !c->open[p->var] ? c->bind[p->var]
						       : p->word);
	}
	try_key(c, buf_str(&b));
	buf_free(&b);
}

static bool
names(const struct ref *r, size_t var)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->part[i].kind == PART_VAR && r->part[i].var == var)
			return true;
	return false;
}

/* Try all words of the lists that the reference names. */
static void
try_words(struct checker *c, size_t i)
{
	const struct each *e = &c->rule->each[i];

	if (c->tries == TRIES_MAX)
		return;
	if (i == c->rule->neach) {
		c->tries++;
		try_bound(c);
		return;
	}
	c->open[i] = e->kind != SET_LIST;
	if (c->open[i] || !names(c->ref, i)) {
		try_words(c, i + 1);
		return;
	}
	for (size_t k = 0; k < e->n; k++) {
		c->bind[i] = e->list[k];
		try_words(c, i + 1);
	}
}

/* False, and *e says why, when something is wrong with the reference. */
static bool
is_right(struct checker *c, struct err *e)
{
	struct str key = buf_str(&c->absent), near = buf_str(&c->near);

	if (!c->none || (c->any && c->edits > NEAR))
		return true;
	if (c->any)
		key = buf_str(&c->of);
	if (near.n == 0 || c->edits > key.n / 3)
		return err_at(e, c->ref->line, c->ref->col,
		    tr("no form has a cell %.*s", "没有表式有单元格 %.*s"),
		    (int)key.n, key.p);
	return err_at(e, c->ref->line, c->ref->col,
	    tr("no form has a cell %.*s; did you mean %.*s?",
		"没有表式有单元格 %.*s；是否指 %.*s？"),
	    (int)key.n, key.p, (int)near.n, near.p);
}

static bool
check_ref(const struct forms *f, const struct rule *rule, const struct ref *ref,
    struct err *e)
{
	struct checker c = {.forms = f, .rule = rule, .ref = ref,
	    .edits = SIZE_MAX};
	bool right;

	try_words(&c, 0);
	right = is_right(&c, e);
	buf_free(&c.absent);
	buf_free(&c.near);
	buf_free(&c.of);
	return right;
}

/* rows() and cols() of a table that no form has would be empty for ever. */
static bool
check_set(const struct forms *f, const struct each *e, struct err *err)
{
	struct str table = e->table.word;

	if ((e->kind != SET_ROWS && e->kind != SET_COLS) ||
	    e->table.kind != PART_WORD)
		return true;
	for (size_t i = 0; i < f->n; i++)
		if (form_table(&f->form[i], table) != NULL)
			return true;
	return err_at(err, e->line, e->col,
	    tr("no form has a table %.*s", "没有表式有表格 %.*s"),
	    (int)table.n, table.p);
}

static bool
check_rule(const struct rule *rule, const struct forms *f, void *ctx,
    void (*mistake)(void *ctx, const struct err *e))
{
	bool good = true;
	struct err e;

	for (size_t i = 0; i < rule->neach; i++) {
		if (check_set(f, &rule->each[i], &e))
			continue;
		mistake(ctx, &e);
		good = false;
	}
	for (size_t i = 0; i < rule->ref.n; i++) {
		if (check_ref(f, rule, &rule->ref.v[i], &e))
			continue;
		mistake(ctx, &e);
		good = false;
	}
	return good;
}

bool
keys_check(const struct rules *r, const struct forms *f, void *ctx,
    void (*mistake)(void *ctx, const struct err *e))
{
	bool good = true;

	for (size_t i = 0; i < r->n; i++)
		if (r->rule[i].file == r->files)
			good = check_rule(&r->rule[i], f, ctx, mistake) && good;
	return good;
}
