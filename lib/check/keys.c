/*
 * Keys against forms, and against the facts and statements that reports have.  A
 * cell that none can have is unknown in every report, so a rule with a misspelt
 * key would judge nothing and never say why.
 *
 * A reference with names from lists is tried with all their words.  Not each of
 * them need be a cell, as an "if" may have sent the others away; but where none
 * is one, or where one is nearly one, something is misspelt.
 */
#include "check/keys.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "report/known.h"

#define TRIES_MAX 10000 /* combinations of words that are tried */
#define NEAR 2          /* edits that make a slip of the pen */

struct checker {
	const struct forms *forms;
	const struct rule *rule;
	const struct ref *ref;
	struct str bind[RULE_EACH_MAX];
	bool open[RULE_EACH_MAX]; /* stands for what only a report can say */
	size_t tries;
	struct str whole, table, row, col; /* the key in hand, and its parts */
	bool of_forms, found; /* its table is one of forms; it is a cell */
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

/* The first number in s, or "1". */
static struct str
number_in(struct str s)
{
	size_t from = 0, n = 0;

	while (from < s.n && (s.p[from] < '0' || s.p[from] > '9'))
		from++;
	while (from + n < s.n && s.p[from + n] >= '0' && s.p[from + n] <= '9')
		n++;
	return n != 0 ? (struct str){s.p + from, n} : STR("1");
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
	for (size_t i = 0; i < key.n; i++)
		if (key.p[i] == '#')
			buf_addstr(b, number_in(pattern));
		else
			buf_addc(b, key.p[i]);
	buf_addz(b, star ? ".*" : "");
}

static void
set_near(struct checker *c, struct str table, struct str row, struct str col)
{
	buf_reset(&c->near);
	buf_addstr(&c->near, table);
	buf_addc(&c->near, '.');
	add_right(&c->near, c->row, row);
	buf_addc(&c->near, '.');
	add_right(&c->near, c->col, col);
	buf_reset(&c->of);
	buf_addstr(&c->of, c->whole);
}

/* Keep the cell of the table nearest to the key, if none nearer is known. */
static void
look_near(struct checker *c, const struct form_table *t)
{
	for (size_t i = 0; i < t->nrow; i++) {
		const struct form_line *row = &t->row[i];
		size_t by_row = edits(c->row, row->key);

		for (size_t k = 0; by_row < c->edits && k < t->ncol; k++) {
			size_t by = by_row + edits(c->col, t->col[k].key);

			if (by >= c->edits || !form_crosses(row, &t->col[k]))
				continue;
			c->edits = by;
			set_near(c, t->key, row->key, t->col[k].key);
		}
	}
}

/* ---- facts and statements ---- */

/* Append s with each number in it as "#". */
static void
add_numberless(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			buf_addc(b, s.p[i]);
		else if (i == 0 || s.p[i - 1] < '0' || s.p[i - 1] > '9')
			buf_addc(b, '#');
}

/* The edits from the part of the key to that of a known key; 0: it is that. */
static size_t
edits_known(struct str part, struct str known)
{
	struct buf b = {0};
	size_t as_it_is, without;

	if (is_open(part) || str_is(known, "*"))
		return 0;
	add_numberless(&b, part);
	as_it_is = fits(part, known) ? 0 : edits(part, known);
	without = fits(buf_str(&b), known) ? 0 : edits(buf_str(&b), known);
	buf_free(&b);
	return as_it_is < without ? as_it_is : without;
}

static void
find_known(void *ctx, struct str row, struct str col)
{
	struct checker *c = ctx;

	c->found = c->found || (edits_known(c->row, row) == 0 &&
				   edits_known(c->col, col) == 0);
}

/* Keep the key nearest to the one in hand, if none nearer is known. */
static void
look_near_known(void *ctx, struct str row, struct str col)
{
	struct checker *c = ctx;
	size_t by = edits_known(c->row, row) + edits_known(c->col, col);

	if (by >= c->edits || str_is(col, "*"))
		return;
	c->edits = by;
	set_near(c, c->table, row, col);
}

/* ---- one key ---- */

/* Does some form have the table? */
static bool
is_of_forms(const struct checker *c)
{
	for (size_t i = 0; i < c->forms->n; i++)
		if (form_table(&c->forms->form[i], c->table) != NULL)
			return true;
	return false;
}

static void
find_in_forms(struct checker *c)
{
	for (size_t i = 0; i < c->forms->n && !c->found; i++) {
		const struct form_table *t =
		    form_table(&c->forms->form[i], c->table);

		c->found = t != NULL && has_cell(t, c->row, c->col);
	}
}

static void
look_near_in_forms(struct checker *c)
{
	for (size_t i = 0; i < c->forms->n; i++) {
		const struct form_table *t =
		    form_table(&c->forms->form[i], c->table);

		if (t != NULL)
			look_near(c, t);
	}
}

static void
note_absent(struct checker *c, struct str whole)
{
	if (!c->none)
		buf_addstr(&c->absent, whole);
	c->none = true;
}

/* Can a report have a cell for the text of the reference?  A table that neither
 * forms nor facts know is of records of another kind. */
static void
try_key(struct checker *c, struct str whole)
{
	c->whole = whole;
	c->found = false;
	if (!cell_key_split(whole, &c->table, &c->row, &c->col)) {
		c->of_forms = true;
		if (!is_open(whole)) /* a word of a list has too few parts */
			note_absent(c, whole);
		return;
	}
	if (is_open(c->table))
		return;
	c->of_forms = is_of_forms(c);
	if (c->of_forms)
		find_in_forms(c);
	else if (!known_keys(c->forms, c->table, c, find_known))
		c->found = true;
	c->any |= c->found;
	if (c->found)
		return;
	note_absent(c, whole);
	if (c->of_forms)
		look_near_in_forms(c);
	else
		known_keys(c->forms, c->table, c, look_near_known);
}

/* ---- one reference ---------------------------------------------------------- */

static void
try_bound(struct checker *c)
{
	const struct ref *r = c->ref;
	size_t first = r->scope != SCOPE_REPORT;
	struct buf b = {0};
	struct str own;

	for (size_t i = first; i < r->n; i++) {
		const struct ref_part *p = &r->part[i];
		bool var = p->kind == PART_VAR;

		if (i != first)
			buf_addc(&b, '.');
		buf_addz(&b, var && c->open[p->var] ? "$" : "");
		buf_addstr(&b, var && !c->open[p->var] ? c->bind[p->var]
						       : p->word);
	}
	own = buf_str(&b);
	if (r->scoped)
		scope_take(&own);
	try_key(c, own.n != 0 ? own : buf_str(&b));
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
		    c->of_forms ? tr("no form has a cell %.*s",
				      "没有表式有单元格 %.*s")
				: tr("no report has a cell %.*s",
				      "任何报告都没有单元格 %.*s"),
		    (int)key.n, key.p);
	return err_at(e, c->ref->line, c->ref->col,
	    c->of_forms ? tr("no form has a cell %.*s; did you mean %.*s?",
			      "没有表式有单元格 %.*s；是否指 %.*s？")
			: tr("no report has a cell %.*s; did you mean %.*s?",
			      "任何报告都没有单元格 %.*s；是否指 %.*s？"),
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
