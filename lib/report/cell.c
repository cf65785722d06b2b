/* Cell records and the report that holds them, see cell.h. */
#include "report/cell.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "report/clause.h"
#include "report/shape.h"

#define RANGES_MAX 64 /* tables of a range each; a hostile report has any number */
#define FEW_CELLS 300 /* are looked through sooner than put into an index */

struct cell_index {
	struct map map; /* "table.row.col" -> number of the first such cell */
	struct arena keys;
	size_t n; /* so many cells are in it */
};

static const char *const columns[CELL_COLUMNS] = {"doc", "year", "org", "form",
    "table", "row", "col", "value", "unit", "raw", "line", "flag"};

static bool
is_number_or_empty(struct str s)
{
	struct dec d;

	return s.n == 0 || dec_parse(s, &d);
}

static bool
is_line_or_empty(struct str s)
{
	unsigned long line;

	return s.n == 0 || str_to_ulong(s, &line);
}

/* Keys are lower-case words with digits, '_' and '.'. */
static bool
is_key(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789_.", s.p[i]) ==
			NULL || s.p[i] == '\0')
			return false;
	return s.n != 0;
}

static bool
fits(const struct str *f)
{
	return f[CELL_DOC].n != 0 && is_line_or_empty(f[CELL_YEAR]) &&
	    f[CELL_YEAR].n <= 4 && is_key(f[CELL_TABLE]) && is_key(f[CELL_ROW]) &&
	    is_key(f[CELL_COL]) && is_number_or_empty(f[CELL_VALUE]) &&
	    is_line_or_empty(f[CELL_LINE]);
}

const struct tsv_kind cell_kind = {"cell", columns, CELL_COLUMNS,
    1u << CELL_DOC | 1u << CELL_FORM | 1u << CELL_TABLE | 1u << CELL_ROW | 1u << CELL_COL |
	1u << CELL_VALUE,
    fits};

/* "table.row.col", the key of the index, into room for it. */
static struct str
join_key(char *p, struct str table, struct str row, struct str col)
{
	const struct str part[] = {table, row, col};
	size_t n = 0;

	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		if (i != 0)
			p[n++] = '.';
		if (part[i].n != 0)
			memcpy(p + n, part[i].p, part[i].n);
		n += part[i].n;
	}
	return (struct str){p, n};
}

/* The same text at the same place, that is; others may be equal, too. */
static bool
is_same_text(struct str a, struct str b)
{
	return a.p == b.p && a.n == b.n;
}

static size_t
joined_bytes(struct str table, struct str row, struct str col)
{
	return table.n + row.n + col.n + 2;
}

/* The range of the table, or NULL.  When there are very many tables, the last range
 * is that of all others, too. */
static struct cell_range *
find_range(const struct report *r, struct str table)
{
	for (size_t i = r->nrange; i-- > 0;) {
		struct cell_range *range = &r->range[i];

		if (is_same_text(range->table, table) ||
		    str_eq(range->table, table))
			return range;
	}
	return r->nrange == RANGES_MAX ? &r->range[RANGES_MAX - 1] : NULL;
}

struct cell_range
report_range(const struct report *r, struct str table)
{
	const struct cell_range *range = find_range(r, table);

	return range != NULL ? *range : (struct cell_range){.table = table};
}

/* The n cells to come are of the table. */
static void
widen_range(struct report *r, struct str table, size_t n)
{
	struct cell_range *range = find_range(r, table);

	if (range == NULL) {
		r->range = xgrow(r->range, r->nrange, &r->range_cap,
		    sizeof *r->range);
		range = &r->range[r->nrange++];
		*range = (struct cell_range){.table = table, .from = r->n};
	}
	range->to = r->n + n;
}

struct cell *
report_add_more(struct report *r, struct str table, size_t n)
{
	if (n == 0)
		return r->cell;
	if (r->index == NULL)
		r->index = xcalloc(1, sizeof *r->index);
	widen_range(r, table, n);
	while (r->cap - r->n < n)
		r->cell = xgrow_more(r->cell, &r->cap, sizeof *r->cell);
	r->n += n;
	return &r->cell[r->n - n];
}

struct cell *
report_add(struct report *r, struct str table, struct str row, struct str col)
{
	struct cell *c = report_add_more(r, table, 1);

	*c = (struct cell){.table = table, .row = row, .col = col,
	    .value = {NULL, 0}, .unit = {NULL, 0}, .raw = {NULL, 0},
	    .flag = {NULL, 0}, .line = 0, .keys = NULL}; /* all: see fill_cell */
	return c;
}

/* Most reports are written or judged without it, so that no cell is put into
 * the index before one is looked for. */
static void
complete_index(struct cell_index *index, const struct report *r)
{
	for (; index->n < r->n; index->n++) {
		const struct cell *c = &r->cell[index->n];
		char *key = arena_alloc(&index->keys,
		    joined_bytes(c->table, c->row, c->col));

		map_put(&index->map, join_key(key, c->table, c->row, c->col),
		    (uint32_t)index->n);
	}
}

const struct cell *
report_find_key(const struct report *r, struct str key)
{
	uint32_t at;

	if (r->n == 0)
		return NULL;
	complete_index(r->index, r);
	at = map_get(&r->index->map, key);
	return at != MAP_NONE ? &r->cell[at] : NULL;
}

static const struct cell *
look_through(const struct report *r, const struct cell_range *range,
    struct str table, struct str row, struct str col)
{
	for (size_t i = range->from; i < range->to; i++) {
		const struct cell *c = &r->cell[i];

		if (str_eq(c->col, col) && str_eq(c->row, row) &&
		    str_eq(c->table, table))
			return c;
	}
	return NULL;
}

const struct cell *
report_find(const struct report *r, struct str table, struct str row,
    struct str col)
{
	const struct cell_range *range = find_range(r, table);
	size_t n = joined_bytes(table, row, col);
	char room[256], *key = room;
	const struct cell *c;

	if (range == NULL)
		return NULL;
	if (range->to - range->from <= FEW_CELLS)
		return look_through(r, range, table, row, col);
	if (n > sizeof room)
		key = xmalloc(n);
	c = report_find_key(r, join_key(key, table, row, col));
	if (key != room)
		free(key);
	return c;
}

bool
cell_key_split(struct str key, struct str *table, struct str *row,
    struct str *col)
{
	size_t first = 0, last = key.n;

	while (first < key.n && key.p[first] != '.')
		first++;
	while (last > first && key.p[last - 1] != '.')
		last--;
	if (first == 0 || last < first + 3 || last == key.n)
		return false;
	*table = (struct str){key.p, first};
	*row = (struct str){key.p + first + 1, last - first - 2};
	*col = str_skip(key, last);
	return true;
}

bool
cell_has_flag(const struct cell *c, const char *word)
{
	struct str rest = c->flag, one;

	if (c->flag.n == 0)
		return false;
	while (str_split(&rest, ',', &one))
		if (str_is(one, word))
			return true;
	return false;
}

bool
cell_number(const struct cell *c, struct dec *d)
{
	return dec_parse(c->value, d);
}

static bool
take_number(const struct tsv *t, size_t col, unsigned long *n, struct err *e)
{
	struct str s = tsv_col(t, col);

	*n = 0;
	if (s.n == 0 || str_to_ulong(s, n))
		return true;
	return err_at(e, t->line, 0,
	    tr("%s is not a number: \"%.*s\"", "%s 不是数字：“%.*s”"),
	    columns[col], (int)utf8_cut(s, 40), s.p);
}

bool
report_take(struct report *r, const struct tsv *t, struct err *e)
{
	struct str value = tsv_col(t, CELL_VALUE);
	unsigned long year, line;
	struct cell *c;

	if (!take_number(t, CELL_YEAR, &year, e) ||
	    !take_number(t, CELL_LINE, &line, e))
		return false;
	if (!is_number_or_empty(value))
		return err_at(e, t->line, 0,
		    tr("value is not a number: \"%.*s\"",
			"value 不是数字：“%.*s”"),
		    (int)utf8_cut(value, 40), value.p);
	if (r->n == 0) {
		r->doc = arena_str(&r->arena, tsv_col(t, CELL_DOC));
		r->org = arena_str(&r->arena, tsv_col(t, CELL_ORG));
		r->form = arena_str(&r->arena, tsv_col(t, CELL_FORM));
		r->year = (unsigned)year;
	}
	c = report_add(r, arena_str(&r->arena, tsv_col(t, CELL_TABLE)),
	    arena_str(&r->arena, tsv_col(t, CELL_ROW)),
	    arena_str(&r->arena, tsv_col(t, CELL_COL)));
	c->value = arena_str(&r->arena, value);
	c->unit = arena_str(&r->arena, tsv_col(t, CELL_UNIT));
	c->raw = arena_str(&r->arena, tsv_col(t, CELL_RAW));
	c->flag = arena_str(&r->arena, tsv_col(t, CELL_FLAG));
	c->line = line;
	return true;
}

static void
reset_index(struct cell_index *index)
{
	map_reset(&index->map);
	arena_reset(&index->keys);
	index->n = 0;
}

static void
free_index(struct cell_index *index)
{
	if (index == NULL)
		return;
	map_free(&index->map);
	arena_free(&index->keys);
	free(index);
}

void
report_reset(struct report *r)
{
	arena_reset(&r->arena);
	if (r->index != NULL && r->index->n != 0)
		reset_index(r->index);
	r->doc = r->org = r->form = (struct str){0};
	r->year = 0;
	r->n = r->nrange = 0;
}

void
report_free(struct report *r)
{
	arena_free(&r->arena);
	free_index(r->index);
	free(r->cell);
	free(r->range);
	if (r->shapes != NULL)
		shapes_free(r->shapes);
	free(r->shapes);
	if (r->clauses != NULL)
		clause_free(r->clauses);
	free(r->clauses);
	*r = (struct report){0};
}

static void
own_texts(struct report *r)
{
	struct str *const own[] = {&r->doc, &r->org, &r->form};

	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		*own[i] = arena_str(&r->arena, *own[i]);
	for (size_t i = 0; i < r->nrange; i++)
		r->range[i].table = arena_str(&r->arena, r->range[i].table);
	for (size_t i = 0; i < r->n; i++) {
		struct cell *c = &r->cell[i];
		struct str *const text[] = {&c->table, &c->row, &c->col,
		    &c->value, &c->unit, &c->raw, &c->flag};

		for (size_t k = 0; k < sizeof text / sizeof *text; k++)
			if (text[k]->n != 0)
				*text[k] = arena_str(&r->arena, *text[k]);
		c->keys = NULL;
	}
}

void
reports_take(struct reports *list, struct report *r)
{
	struct report spare;

	if (list->n == list->cap) {
		size_t old = list->cap;

		list->v = xgrow(list->v, list->n, &list->cap, sizeof *list->v);
		memset(list->v + old, 0, (list->cap - old) * sizeof *list->v);
	}
	own_texts(r);
	spare = list->v[list->n];
	spare.shapes = r->shapes; /* what is known stays with who reads */
	r->shapes = NULL;
	spare.clauses = r->clauses;
	r->clauses = NULL;
	list->v[list->n++] = *r;
	*r = spare;
}

void
reports_reset(struct reports *list)
{
	for (size_t i = 0; i < list->n; i++)
		report_reset(&list->v[i]);
	list->n = 0;
}

void
reports_free(struct reports *list)
{
	for (size_t i = 0; i < list->cap; i++)
		report_free(&list->v[i]);
	free(list->v);
	*list = (struct reports){0};
}
