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

/* A hostile document may have rows without end that are made for nothing. */
struct srow *
placer_make_row(struct placer *p, const struct srow *row, size_t label)
{
	struct arena *a = &p->report->arena;
	struct scell *cell;

	if (p->made == NULL || p->made_room < row->n) {
		p->made = arena_alloc(a, sizeof *p->made);
		p->made->cell = arena_room(a, row->n * sizeof *p->made->cell);
		p->made_room = row->n;
	}
	cell = p->made->cell;
	memcpy(cell, row->cell, (label + 1) * sizeof *cell);
	*p->made = *row;
	p->made->cell = cell;
	p->made->n = label + 1;
	return p->made;
}

void
placer_keep(struct placer *p, const struct form_line *line, struct placed found)
{
	struct placed *at = &p->placed[line - p->table->row];

	if (at->row == NULL) {
		if (found.row == p->made)
			p->made = NULL;
		*at = found;
		at->seen = true;
		at->seen_line = found.row->line;
		return;
	}
	if (at->ncol != found.ncol ||
	    !place_same_cells(p, at->row->cell + at->first,
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

/* Read what is more than a plain number, into a cell that is filled but for that;
 * has it a unit of its own? */
static bool
read_closely(struct cell *c, struct arena *a, const struct placement *at,
    const struct grid_cell *g)
{
	enum cell_type type =
	    at->col->type != TYPE_COUNT ? at->col->type : at->row->type;
	struct value v = value_read(a, g->text, type);
	unsigned flags = v.flags | at->flags;

	c->keys = NULL;
	c->value = v.number;
	if (v.unit.n != 0)
		c->unit = v.unit;
	if (flags != 0)
		c->flag = value_flag_words(a, flags);
	return v.unit.n != 0;
}

/* Fill the new cell, plain if it holds a plain number; has it a unit of its own? */
static inline bool
fill_cell(struct cell *c, struct arena *a, const struct placement *at,
    const struct grid_cell *g, bool plain)
{
	*c = (struct cell){.table = at->table->key, .row = at->row->key,
	    .col = at->col->key, .value = g->text, .unit = at->unit,
	    .raw = g->text, .flag = {NULL, 0}, .line = g->line,
	    .keys = at->keys}; /* all: else it is zeroed first, which takes long */
	return !(at->flags == 0 && plain) &&
	    read_closely(c, a, at, g);
}

static void
put_cell(struct placer *p, const struct form_line *row,
    const struct placed *at, size_t i)
{
	struct placements *kept = p->kept;
	const struct grid_cell *g = at->row->cell[at->first + i].grid;
	struct placement *new;

	kept->v = xgrow(kept->v, kept->n, &kept->cap, sizeof *kept->v);
	kept->cell = xgrow(kept->cell, kept->n, &kept->cell_cap, sizeof *kept->cell);
	kept->cell[kept->n] = g;
	new = &kept->v[kept->n++];
	*new = (struct placement){.table = p->table, .row = row, .col = at->col[i],
	    .unit = at->col[i]->unit, .flags = at->flags};
	/* with a unit in the cell, what stands there without is not seen */
	if (fill_cell(report_add_more(p->report, p->table->key, 1),
		&p->report->arena, new, g, value_is_plain(g->text)))
		kept->repeats = false;
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
	struct str raw; /* in the arena of the report */
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

	c->value = arena_number(&r->arena, f->count);
	c->raw = f->raw;
	c->line = f->line;
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
		if (!p->table->row[i].optional && !p->placed[i].seen) {
			p->kept->repeats = false;
			if (!source_has_lone(p->src, p->table, &p->table->row[i]))
				tally_add(missing, p->table->row[i].label, 0);
		}
}

static void
list_facts(const struct placer *p, size_t cells, const struct tally *missing,
    struct arena *a, struct summary *s)
{
	add_fact(s, a, "cells", &(struct tally){.n = cells});
	if (cells == 0)
		return;
	add_fact(s, a, "rows_missing", missing);
	add_fact(s, a, "rows_added", &p->added);
	add_fact(s, a, "surplus", &p->surplus);
	add_fact(s, a, "shifted", &p->shifted);
	add_fact(s, a, "unplaced", &p->unplaced);
	if (p->glued.n != 0)
		add_fact(s, a, "glued", &p->glued);
}

static void
summarise(const struct placer *p, size_t cells, struct summary *s)
{
	struct tally missing = {0};

	if (cells != 0)
		count_missing_rows(p, &missing);
	list_facts(p, cells, &missing, &p->report->arena, s);
	buf_free(&missing.names);
}

/* Has nothing come up that is told of by number and line? */
static bool
is_without_trouble(const struct placer *p)
{
	return p->surplus.n + p->unplaced.n + p->glued.n + p->shifted.n +
	    p->added.n == 0;
}

static void
place_table(struct report *r, const struct source *src,
    const struct form_table *table, struct summary *s, struct placements *kept)
{
	unsigned long split_budget = LOOSE_BUDGET;
	struct placer p = {.report = r, .src = src, .table = table,
	    .split_budget = &split_budget, .kept = kept};

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
	kept->repeats = kept->repeats && is_without_trouble(&p);
	buf_free(&p.surplus.names);
	buf_free(&p.unplaced.names);
	buf_free(&p.glued.names);
	buf_free(&p.shifted.names);
	buf_free(&p.added.names);
}

/* Some units were only found when the cells were there. */
static void
keep_units(const struct report *r, size_t first, struct placements *kept)
{
	for (size_t i = 0; i < kept->n; i++)
		kept->v[i].unit = r->cell[first + i].unit;
}

static void
put_facts(struct report *r, const struct form *form, const struct summary *s)
{
	for (size_t i = 0; i < form->ntable; i++)
		for (size_t k = 0; k < s[i].n; k++)
			put_fact(r, form->table[i].key, &s[i].fact[k]);
}

void
place_cells(struct report *r, const struct source *src, const struct form *form,
    struct placements *kept)
{
	struct summary *s =
	    arena_alloc(&r->arena, (form->ntable + 1) * sizeof *s);
	size_t first = r->n;

	kept->n = 0;
	kept->repeats = true;
	for (size_t i = 0; i < form->ntable; i++)
		place_table(r, src, &form->table[i], &s[i], kept);
	keep_units(r, first, kept);
	put_facts(r, form, s);
	kept->fact = r->cell + first + kept->n;
	kept->nfact = r->n - first - kept->n;
}

void
place_again(struct report *r, const struct form *form,
    const struct placements *known)
{
	struct cell *c;
	size_t at = 0;

	for (size_t i = 0; i < form->ntable; i++) {
		size_t n = 0;

		while (at + n < known->n && known->v[at + n].table == &form->table[i])
			n++;
		c = report_add_more(r, form->table[i].key, n);
		for (; n != 0; n--, at++) {
			const struct grid_cell *g = known->cell[at];

			fill_cell(c++, &r->arena, &known->v[at], g,
			    known->plain ? known->v[at].figure
					 : value_is_plain(g->text));
		}
	}
	c = report_add_more(r, STR("doc"), known->nfact);
	memcpy(c, known->fact, known->nfact * sizeof *c);
}
