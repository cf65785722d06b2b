/*
 * Table grids to the cells of a form.
 *
 * Takes the rows of all tables of the document, in order, and the form as the
 * pattern.  Two kinds of evidence place a number.  The label at the head of its
 * row says which row of the form it is; since labels are unique in a form, it
 * does not matter in which physical table the row stands.  The order says which
 * column: a row counts only as a whole, so its numbers are placed when there is
 * one way to see as many cells as the form has columns.
 *
 * The ways to place are files of their own, from the surest on: place_label.c,
 * place_loose.c, place_order.c; place_across.c for tables without row labels.
 * They share place_window.c (which cells of a row), place_padding.c (is one of
 * them missing) and place_lead.c (are the columns of text in another order).  Here
 * is what they have in common, what they keep and what is counted, and how it
 * becomes cells and facts.
 */
#include "report/placer.h"

#include "report/loose.h"
#include "report/value.h"

static void
list_name(struct buf *b, struct str name)
{
	if (b->n > 300)
		return; /* enough to know what it is about */
	if (b->n != 0)
		buf_addz(b, "、");
	buf_addstr(b, str_trim(name));
}

void
tally_add(struct tally *t, struct str name, unsigned long line)
{
	if (t->n++ == 0)
		t->line = line;
	list_name(&t->names, name);
}

void
placer_count_surplus(struct placer *p, const struct srow *row, size_t first,
    size_t len)
{
	for (size_t i = 0; i < row->n; i++)
		if ((i < first || i >= first + len) &&
		    row->cell[i].what == WHAT_FIGURE)
			tally_add(&p->surplus, row->cell[i].grid->text,
			    row->cell[i].grid->line);
}

void
placer_keep(struct placer *p, const struct form_line *line, struct placed found)
{
	struct placed *at = &p->placed[line - p->table->row];

	if (at->row == NULL) {
		*at = found;
		at->seen = true;
		at->seen_line = found.row->line;
		return;
	}
	if (at->ncol != found.ncol ||
	    !place_same_cells(at->row->cell + at->first,
		found.row->cell + found.first, at->ncol)) {
		if (!at->conflict)
			tally_add(&p->unplaced, line->label, found.row->line);
		at->conflict = true;
	}
}

void
placer_see(struct placer *p, const struct form_line *line, unsigned long at)
{
	struct placed *o = &p->placed[line - p->table->row];

	if (!o->seen)
		o->seen_line = at;
	o->seen = true;
}

/* ---- out -------------------------------------------------------------- */

static void
put_cell(struct placer *p, const struct form_line *row,
    const struct placed *at, size_t i)
{
	const struct form_line *col = at->col[i];
	const struct grid_cell *g = at->row->cell[at->first + i].grid;
	enum cell_type type =
	    col->type != TYPE_COUNT ? col->type : row->type;
	struct value v = {.number = g->text};
	unsigned flags;
	struct cell *c = report_add(p->report, p->table->key, row->key, col->key);

	if (!value_is_plain(g->text)) /* few */
		v = value_read(&p->report->arena, g->text, type);
	flags = v.flags | at->flags;
	c->value = v.number;
	c->unit = v.unit.n != 0 ? v.unit : col->unit;
	c->raw = g->text;
	c->line = g->line;
	if (flags != 0)
		c->flag = value_flag_words(&p->report->arena, flags);
}

static void
set_unit(struct report *r, size_t from, const struct form_line *col,
    struct str unit)
{
	for (size_t i = from; i < r->n; i++)
		if (r->cell[i].unit.n == 0 && str_eq(r->cell[i].col, col->key))
			r->cell[i].unit = unit;
}

/* A unit that stands in the head of the column, "采购总金额（万元）". */
static void
set_head_units(struct placer *p, size_t from)
{
	for (size_t r = 0; r < p->src->n; r++) {
		const struct srow *row = &p->src->row[r];

		if (!source_may_name_columns(row, p->table))
			continue;
		for (size_t i = 0; i < row->n; i++) {
			const struct form_line *col = source_meaning(p->src,
			    &row->cell[i], p->table, LABEL_COL);
			struct str unit = {0};

			if (col != NULL)
				unit = value_unit_of_label(row->cell[i].grid->text);
			if (unit.n != 0)
				set_unit(p->report, from, col, unit);
		}
	}
}

/* Do the cells stand in the order of the form?  Nearly always. */
static bool
is_in_order(const struct placed *at)
{
	for (size_t i = 0; i < at->ncol; i++)
		if (at->col[i] == NULL || (i != 0 && at->col[i] <= at->col[i - 1]))
			return false;
	return true;
}

/* The cells of one row, in the order of the columns of the form. */
static void
put_row(struct placer *p, const struct form_line *row, const struct placed *at)
{
	if (is_in_order(at)) {
		for (size_t i = 0; i < at->ncol; i++)
			put_cell(p, row, at, i);
		return;
	}
	for (size_t c = 0; c < p->table->ncol; c++)
		for (size_t i = 0; i < at->ncol; i++)
			if (at->col[i] == &p->table->col[c])
				put_cell(p, row, at, i);
}

static size_t
put_cells(struct placer *p)
{
	size_t from = p->report->n;

	for (size_t i = 0; i < p->table->nrow; i++) {
		const struct placed *at = &p->placed[i];

		if (at->row != NULL && !at->conflict)
			put_row(p, &p->table->row[i], at);
	}
	set_head_units(p, from);
	return p->report->n - from;
}

/* ---- the facts -------------------------------------------------------- */

struct fact {
	const char *name;
	unsigned long count, line;
	struct str raw;
};

static void
count_unread_rows(struct placer *p)
{
	for (size_t i = 0; i < p->table->nrow; i++) {
		const struct placed *at = &p->placed[i];

		if (!at->seen || (at->row != NULL && !at->glued))
			continue;
		if (at->glued)
			tally_add(&p->glued, p->table->row[i].label, at->seen_line);
		else
			tally_add(&p->unplaced, p->table->row[i].label,
			    at->seen_line);
	}
}

static void
put_fact(struct report *r, struct str table, const struct fact *f)
{
	struct cell *c = report_add(r, STR("doc"), table, str_of(f->name));
	struct buf b = {0};

	buf_addu(&b, f->count);
	c->value = arena_str(&r->arena, buf_str(&b));
	c->raw = arena_str(&r->arena, f->raw);
	c->line = f->line;
	buf_free(&b);
}

struct summary {
	struct fact fact[7];
	size_t n;
};

static void
add_fact(struct summary *s, struct arena *a, const char *name,
    const struct tally *t)
{
	s->fact[s->n++] = (struct fact){name, t->n, t->line,
	    arena_str(a, buf_str(&t->names))};
}

static void
count_missing_rows(const struct placer *p, struct tally *missing)
{
	for (size_t i = 0; i < p->table->nrow; i++)
		if (!p->table->row[i].optional && !p->placed[i].seen &&
		    !source_has_lone(p->src, p->table, &p->table->row[i]))
			tally_add(missing, p->table->row[i].label, 0);
}

static void
summarise(struct placer *p, size_t cells, struct summary *s)
{
	struct arena *a = &p->report->arena;
	struct tally missing = {0};

	add_fact(s, a, "cells", &(struct tally){.n = cells});
	if (cells == 0)
		return;
	count_missing_rows(p, &missing);
	add_fact(s, a, "rows_missing", &missing);
	add_fact(s, a, "rows_added", &p->added);
	add_fact(s, a, "surplus", &p->surplus);
	add_fact(s, a, "shifted", &p->shifted);
	add_fact(s, a, "unplaced", &p->unplaced);
	if (p->glued.n != 0)
		add_fact(s, a, "glued", &p->glued);
	buf_free(&missing.names);
}

static void
place_table(struct report *r, const struct source *src,
    const struct form_table *table, struct summary *s)
{
	unsigned long split_budget = LOOSE_BUDGET;
	struct placer p = {.report = r, .src = src, .table = table,
	    .split_budget = &split_budget};

	p.placed = arena_alloc(&r->arena, table->nrow * sizeof *p.placed);
	if (table->across) {
		place_across(&p);
	} else {
		place_labelled_rows(&p);
		place_loose_rows(&p);
		place_other_rows(&p);
		place_by_order(&p);
		count_unread_rows(&p);
		place_mark_shifted(&p);
	}
	summarise(&p, put_cells(&p), s);
	buf_free(&p.surplus.names);
	buf_free(&p.unplaced.names);
	buf_free(&p.glued.names);
	buf_free(&p.shifted.names);
	buf_free(&p.added.names);
}

void
place_cells(struct report *r, const struct source *src, const struct form *form)
{
	struct summary *s =
	    arena_alloc(&r->arena, (form->ntable + 1) * sizeof *s);

	for (size_t i = 0; i < form->ntable; i++)
		place_table(r, src, &form->table[i], &s[i]);
	for (size_t i = 0; i < form->ntable; i++)
		for (size_t k = 0; k < s[i].n; k++)
			put_fact(r, form->table[i].key, &s[i].fact[k]);
}
