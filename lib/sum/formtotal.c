/*
 * Totals by form.  A report goes into the totals with every cell that it has in
 * an official table; which of its tables are incomplete is kept, because a
 * total over reports that are not all there must say so.  The same cell of a
 * report counts once, and cells outside the form do not count.
 *
 * Numbers in different units are kept apart.  No unit means the unit of the
 * form.  A measure word behind a count (件, 项, 条) is no unit, since the column
 * says what is counted; one that multiplies (万件) is.
 */
#include "sum/formtotal.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/msg.h"
#include "base/reject.h"
#include "base/tsv.h"
#include "base/utf8.h"
#include "sum/group.h"

/* A cell on its way into the totals. */
struct item {
	struct str doc, year, form, table, row, col, value, unit;
	const char *where;
	unsigned long line;
};

static struct str
join(struct buf *b, struct str x, struct str y, struct str z)
{
	const struct str part[] = {x, y, z};

	buf_reset(b);
	for (size_t i = 0; i < 3; i++)
		group_key_add(b, part[i]);
	return buf_str(b);
}

static void
add_places(struct form_totals *f, struct form_shape *s, uint32_t table)
{
	const struct form_table *t = &s->form->table[table];

	for (uint32_t r = 0; r < t->nrow; r++)
		for (uint32_t c = 0; c < t->ncol; c++) {
			struct str key;

			if (!form_crosses(&t->row[r], &t->col[c]))
				continue;
			key = arena_str(&f->arena,
			    join(&f->key, t->key, t->row[r].key, t->col[c].key));
			map_put(&s->index, key, (uint32_t)s->n);
			s->place[s->n++] = (struct form_place){table, r, c};
		}
}

static struct form_shape *
shape_of(struct form_totals *f, struct str name)
{
	const struct form *form = forms_find(f->forms, name);
	struct form_shape *s;
	size_t n = 0;

	if (form == NULL)
		return NULL;
	for (size_t i = 0; i < f->nshape; i++)
		if (f->shape[i]->form == form)
			return f->shape[i];
	s = arena_alloc(&f->arena, sizeof *s);
	s->form = form;
	for (size_t i = 0; i < form->ntable; i++)
		n += form->table[i].nrow * form->table[i].ncol;
	s->place = arena_alloc(&f->arena, n * sizeof *s->place);
	for (uint32_t i = 0; i < form->ntable; i++)
		add_places(f, s, i);
	f->shape = xgrow(f->shape, f->nshape, &f->cap_shape, sizeof *f->shape);
	return f->shape[f->nshape++] = s;
}

static uint32_t
sheet_of(struct form_totals *f, struct str year, struct str form)
{
	uint32_t at = map_get(&f->sheets, join(&f->key, year, form, STR("")));
	struct form_sheet *s;

	if (at != MAP_NONE)
		return at;
	at = (uint32_t)f->nsheet;
	map_put(&f->sheets, arena_str(&f->arena, buf_str(&f->key)), at);
	f->sheet = xgrow(f->sheet, f->nsheet, &f->cap_sheet, sizeof *f->sheet);
	s = &f->sheet[f->nsheet++];
	*s = (struct form_sheet){.year = arena_str(&f->arena, year),
	    .form = arena_str(&f->arena, form), .first = FORM_NONE,
	    .last = FORM_NONE};
	s->shape = shape_of(f, form);
	if (s->shape == NULL)
		return at;
	s->cell = arena_alloc(&f->arena, s->shape->n * sizeof *s->cell);
	for (size_t i = 0; i < s->shape->n; i++)
		s->cell[i] = FORM_NONE;
	return at;
}

/* The new document becomes the last one of its sheet. */
static void
add_doc(struct form_totals *f, const struct item *c)
{
	uint32_t at = (uint32_t)f->ndoc;
	uint32_t number = sheet_of(f, c->year, c->form);
	struct form_sheet *s = &f->sheet[number];
	struct form_doc *d;

	if (f->ndoc >= FORM_NONE - 1)
		die("%s", tr("too many documents", "文档过多"));
	f->doc = xgrow(f->doc, f->ndoc, &f->cap_doc, sizeof *f->doc);
	d = &f->doc[f->ndoc++];
	*d = (struct form_doc){.name = arena_str(&f->arena, c->doc),
	    .next = FORM_NONE, .sheet = number};
	if (s->shape != NULL) {
		d->seen = arena_alloc(&f->arena, s->shape->n / 8 + 1);
		d->part = arena_alloc(&f->arena,
		    s->shape->form->ntable * sizeof *d->part);
	}
	if (s->last == FORM_NONE)
		s->first = at;
	else
		f->doc[s->last].next = at;
	s->last = at;
	s->ndoc++;
}

static bool
is_doc(const struct form_totals *f, uint32_t at, const struct item *c)
{
	const struct form_sheet *s;

	if (at >= f->ndoc)
		return false;
	s = &f->sheet[f->doc[at].sheet];
	return str_eq(f->doc[at].name, c->doc) && str_eq(s->year, c->year) &&
	    str_eq(s->form, c->form);
}

/* A report that shows no form, having no tables, belongs to those of its year. */
static struct str
form_by_year(const struct form_totals *f, struct str year)
{
	unsigned long number;
	const struct form *form = NULL;

	if (str_to_ulong(year, &number) && number <= 9999)
		form = forms_for_year(f->forms, (unsigned)number);
	return form != NULL ? form->name : STR("");
}

static struct form_doc *
doc_of(struct form_totals *f, struct item *c)
{
	uint32_t at;

	if (c->form.n == 0)
		c->form = form_by_year(f, c->year);

	if (is_doc(f, f->now, c))
		return &f->doc[f->now];
	at = map_get(&f->docs, join(&f->key, c->doc, c->year, c->form));
	if (at == MAP_NONE) {
		at = (uint32_t)f->ndoc;
		map_put(&f->docs, arena_str(&f->arena, buf_str(&f->key)), at);
		add_doc(f, c);
	}
	f->now = at;
	return &f->doc[at];
}

static bool
multiplies(struct str unit)
{
	return str_starts(unit, STR("十")) || str_starts(unit, STR("百")) ||
	    str_starts(unit, STR("千")) || str_starts(unit, STR("万")) ||
	    str_starts(unit, STR("亿"));
}

static bool
is_amount(const struct form_shape *s, size_t place)
{
	const struct form_place *p = &s->place[place];
	const struct form_table *t = &s->form->table[p->table];

	return t->col[p->col].type == TYPE_AMOUNT ||
	    t->row[p->row].type == TYPE_AMOUNT;
}

struct str
form_unit(const struct form_shape *s, size_t place)
{
	const struct form_place *p = &s->place[place];
	const struct form_table *t = &s->form->table[p->table];
	struct str unit = t->col[p->col].unit;

	return unit.n != 0 ? unit : t->row[p->row].unit;
}

/* The unit under which the number is added up. */
static struct str
unit_of(const struct form_shape *s, size_t place, struct str unit)
{
	if (unit.n == 0 || (!is_amount(s, place) && !multiplies(unit)))
		return form_unit(s, place);
	return unit;
}

/* The sum of the place in that unit, or FORM_NONE; its key is in f->key. */
static uint32_t
find_sum(struct form_totals *f, uint32_t sheet, uint32_t place, struct str unit)
{
	const uint32_t where[2] = {sheet, place};
	uint32_t first = f->sheet[sheet].cell[place];

	if (first == FORM_NONE || str_eq(f->sum[first].unit, unit))
		return first;
	return map_get(&f->sums,
	    join(&f->key, (struct str){(const char *)where, sizeof where}, unit,
		STR("")));
}

/* Append a sum to those of the place. */
static void
add_sum(struct form_totals *f, uint32_t *first, struct str unit, struct dec d)
{
	uint32_t at = (uint32_t)f->nsum;

	f->sum = xgrow(f->sum, f->nsum, &f->cap_sum, sizeof *f->sum);
	f->sum[f->nsum++] = (struct form_sum){.sum = d,
	    .unit = arena_str(&f->arena, unit), .next = FORM_NONE, .last = at};
	if (*first == FORM_NONE) {
		*first = at;
		return;
	}
	map_put(&f->sums, arena_str(&f->arena, buf_str(&f->key)), at);
	f->sum[f->sum[*first].last].next = at;
	f->sum[*first].last = at;
}

static void
add_number(struct form_totals *f, uint32_t sheet, uint32_t place,
    struct str unit, struct dec d)
{
	uint32_t at = find_sum(f, sheet, place, unit);

	if (at == FORM_NONE)
		add_sum(f, &f->sheet[sheet].cell[place], unit, d);
	else if (!dec_add(&f->sum[at].sum, d))
		f->sum[at].overflow = true;
}

/* The value goes into the totals.  Returns whether it is a number. */
static bool
add_value(struct form_totals *f, uint32_t sheet, uint32_t place,
    const struct item *c)
{
	const struct form_shape *shape = f->sheet[sheet].shape;
	struct dec d;

	if (c->value.n == 0)
		return false;
	if (!dec_parse(c->value, &d)) {
		warn(c->where, c->line,
		    tr("value is not a number and is not added: \"%.*s\"",
			"value 不是数字，未计入：“%.*s”"),
		    (int)utf8_cut(c->value, 60), c->value.p);
		return false;
	}
	add_number(f, sheet, place, unit_of(shape, place, c->unit), d);
	return true;
}

static bool
has_number(const struct form_doc *d, size_t ntable)
{
	for (size_t i = 0; i < ntable; i++)
		if (d->part[i].number != 0)
			return true;
	return false;
}

static void
add_cell(struct form_totals *f, struct form_doc *d, size_t table,
    const struct item *c)
{
	struct form_sheet *s = &f->sheet[d->sheet];
	struct form_part *part = &d->part[table];
	uint32_t place =
	    map_get(&s->shape->index, join(&f->key, c->table, c->row, c->col));
	uint8_t bit = (uint8_t)(1u << (place % 8));
	bool first = !has_number(d, s->shape->form->ntable);

	if (place == MAP_NONE) {
		part->strange++;
	} else if ((d->seen[place / 8] & bit) != 0) {
		part->again++;
	} else {
		d->seen[place / 8] |= bit;
		if (!add_value(f, d->sheet, place, c)) {
			part->blank++;
			return;
		}
		part->number++;
		s->counted += first;
	}
}

/* The number of the table with that key in the form; ntable when none has. */
static size_t
table_at(const struct form *form, struct str key)
{
	size_t i = 0;

	while (i < form->ntable && !str_eq(form->table[i].key, key))
		i++;
	return i;
}

static void
add_fact(struct form_doc *d, const struct form *form, const struct item *c)
{
	size_t table = table_at(form, c->row);
	unsigned long images;

	if (table < form->ntable && str_is(c->col, "images") &&
	    str_to_ulong(c->value, &images))
		d->part[table].images =
		    (uint32_t)(images < UINT32_MAX ? images : UINT32_MAX);
}

static void
add_item(struct form_totals *f, struct item *c)
{
	struct form_doc *d = doc_of(f, c);
	const struct form_shape *shape = f->sheet[d->sheet].shape;
	size_t table;

	if (shape == NULL)
		return;
	table = table_at(shape->form, c->table);
	if (table < shape->form->ntable)
		add_cell(f, d, table, c);
	else if (str_is(c->table, "doc"))
		add_fact(d, shape->form, c);
}

void
form_totals_report(struct form_totals *f, const struct report *r)
{
	char year[24] = "", *name = xstrdup_str(r->doc);
	struct item c = {.doc = r->doc, .form = r->form, .where = name};

	if (r->year != 0)
		snprintf(year, sizeof year, "%u", r->year);
	c.year = str_of(year);
	doc_of(f, &c);
	for (const struct cell *cell = r->cell; cell < r->cell + r->n; cell++) {
		c.table = cell->table;
		c.row = cell->row;
		c.col = cell->col;
		c.value = cell->value;
		c.unit = cell->unit;
		c.line = cell->line;
		add_item(f, &c);
	}
	free(name);
}

void
form_totals_read(struct form_totals *f, const char *where, struct stream *s)
{
	static const struct tsv_kind *const kinds[] = {&cell_kind, NULL};
	struct tsv in;
	int got;

	tsv_open(&in, s, where, kinds, false);
	do {
		struct err why = {0};

		got = tsv_next(&in, &why);
		if (got == TSV_BAD)
			reject(where, &in, &why);
		else if (got == TSV_FAIL)
			warn_err(where, &why);
		if (got != TSV_RECORD)
			continue;
		add_item(f,
		    &(struct item){tsv_col(&in, CELL_DOC),
			tsv_col(&in, CELL_YEAR), tsv_col(&in, CELL_FORM),
			tsv_col(&in, CELL_TABLE), tsv_col(&in, CELL_ROW),
			tsv_col(&in, CELL_COL), tsv_col(&in, CELL_VALUE),
			tsv_col(&in, CELL_UNIT), where, in.line});
	} while (got == TSV_RECORD || got == TSV_BAD);
	reject_end(where);
	tsv_close(&in);
}

void
form_totals_free(struct form_totals *f)
{
	for (size_t i = 0; i < f->nshape; i++)
		map_free(&f->shape[i]->index);
	map_free(&f->sheets);
	map_free(&f->docs);
	map_free(&f->sums);
	free(f->shape);
	free(f->sheet);
	free(f->doc);
	free(f->sum);
	buf_free(&f->key);
	arena_free(&f->arena);
	*f = (struct form_totals){0};
}
