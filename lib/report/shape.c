/*
 * Shapes of tables.
 *
 * An archive has thousands of reports, and nearly all that one office or one
 * system made have tables that differ in their figures only.  Where the cells of
 * such tables are was found with much care; that care is taken once.  A shape is
 * all that placing looks at: the sections, rows and columns, the texts of the
 * cells that have words, byte by byte, and which of the others are figures and
 * which empty.  Where anything else had a say, what figures add up to or text that
 * has lost its tables, no shape is kept.
 */
#include "report/shape.h"

#include <stdlib.h>

#include "report/loose.h"
#include "report/value.h"

#define SHAPES_MAX 32
#define CELLS_MAX 2000
#define TEXT_MAX ((size_t)64 * 1024) /* bytes of the words in the cells */

struct shape_table {
	int sec;
	bool spans;
	size_t n;
};

struct shape_cell {
	unsigned row, col;
	enum what what;
	struct str text; /* of words */
	/* of the document that was compared last: the cell, and whether it is a plain
	 * number */
	const struct grid_cell *grid;
	bool plain;
};

/* ---- is it like one that is known? ---------------------------------------- */

/* At a glance: a figure that is not plain is taken for one, and counted. */
static bool
is_cell_alike(struct shape_cell *s, const struct grid_cell *g, size_t *odd)
{
	if (s->row != g->row || s->col != g->col)
		return false;
	s->grid = g;
	if (s->what == WHAT_TEXT)
		return str_eq(s->text, g->text);
	s->plain = s->what == WHAT_FIGURE && value_is_plain(g->text);
	if (s->plain)
		return true;
	*odd += s->what == WHAT_FIGURE;
	return (str_trim(g->text).n == 0) == (s->what == WHAT_EMPTY);
}

static bool
is_table_alike(const struct shape_table *s, struct shape_cell *cell,
    const struct node *n, size_t *odd)
{
	const struct table *t = n->table;

	if (s->sec != n->sec || s->spans != t->spans || s->n != t->n)
		return false;
	for (size_t i = 0; i < t->n; i++)
		if (!is_cell_alike(&cell[i], &t->cell[i], odd))
			return false;
	return true;
}

static bool
is_in_table_at_end(const struct tree *t)
{
	return t->n != 0 && t->node[t->n - 1].kind == NODE_TABLE;
}

static bool
are_tables_alike(const struct shape *s, const struct tree *t, size_t *odd)
{
	size_t table = 0, cell = 0;

	for (const struct node *n = t->node; n < tree_end(t); n++) {
		if (n->kind != NODE_TABLE)
			continue;
		if (table == s->ntable ||
		    !is_table_alike(&s->table[table], &s->cell[cell], n, odd))
			return false;
		cell += s->table[table++].n;
	}
	return table == s->ntable;
}

/* Are the odd figures what is_cell_alike took for one?  Most documents have hardly
 * any. */
static bool
are_figures(const struct shape *s, size_t odd)
{
	for (const struct shape_cell *c = s->cell; odd != 0; c++) {
		if (c->what != WHAT_FIGURE || c->plain)
			continue;
		if (!value_is_figure(c->grid->text))
			return false;
		odd--;
	}
	return true;
}

/* Figures are read last: most shapes that differ do so in their words. */
static bool
is_like(const struct shape *s, const struct tree *t)
{
	size_t odd = 0;

	return s->ends == is_in_table_at_end(t) && are_tables_alike(s, t, &odd) &&
	    are_figures(s, odd);
}

/* Are there rows of figures in the text, or is it not known? */
static bool
has_loose_rows(const struct tree *t, const struct forms *forms)
{
	struct arena a = {0};
	struct source s = {.forms = forms, .arena = &a};
	bool has;

	for (size_t i = 0; i < t->n && s.n == 0;)
		i = t->node[i].kind == NODE_TABLE ? i + 1
						  : loose_rows(&s, t, i, 0);
	has = s.n != 0;
	source_free(&s);
	arena_free(&a);
	return has;
}

/* Let the placements be those of the document that it was found like. */
static void
point_to_last(struct shape *s)
{
	for (size_t i = 0; i < s->placed.n; i++) {
		const struct shape_cell *c = &s->cell[s->place[i]];

		s->placed.v[i].grid = c->grid;
		s->placed.v[i].number = c->plain;
	}
}

/* Make the i-th shape the first. */
static struct shape *
bring_forward(struct shapes *s, size_t i)
{
	struct shape *found = s->v[i];

	memmove(s->v + 1, s->v, i * sizeof(struct shape *));
	s->v[0] = found;
	return found;
}

const struct shape *
shapes_find(struct shapes *s, const struct tree *t, const struct forms *forms,
    unsigned year)
{
	size_t i = 0;
	struct shape *found;

	while (i < s->n && !(s->v[i]->forms == forms && is_like(s->v[i], t) &&
		    place_form_with_most(forms, year, s->v[i]->own) ==
			s->v[i]->form))
		i++;
	if (i == s->n || has_loose_rows(t, forms))
		return NULL;
	found = bring_forward(s, i);
	point_to_last(found);
	return found;
}

/* ---- keeping one ----------------------------------------------------------- */

static void
forget(struct shape *s)
{
	free(s->own);
	free(s->table);
	free(s->cell);
	free(s->placed.v);
	free(s->place);
	free(s->keys);
	buf_free(&s->text);
	*s = (struct shape){0};
}

/* Take over the tables; false when they have too many cells. */
static bool
take_tables(struct shape *s, const struct tree *t)
{
	size_t cells = 0, cap = 0;

	for (const struct node *n = t->node; n < tree_end(t); n++) {
		if (n->kind != NODE_TABLE)
			continue;
		s->table = xgrow(s->table, s->ntable, &cap, sizeof *s->table);
		s->table[s->ntable++] = (struct shape_table){n->sec,
		    n->table->spans, n->table->n};
		cells += n->table->n;
	}
	return cells <= CELLS_MAX;
}

/* Take over the cells: without loose rows those of the source are those of the
 * tables.  False when there is too much text. */
static bool
take_cells(struct shape *s, const struct source *src)
{
	size_t at = 0;

	s->ncell = src->ncell;
	s->cell = xcalloc(s->ncell, sizeof *s->cell);
	for (size_t i = 0; i < s->ncell; i++) {
		const struct scell *c = &src->cell[i];

		s->cell[i] = (struct shape_cell){.row = c->grid->row,
		    .col = c->grid->col, .what = c->what};
		if (c->what != WHAT_TEXT)
			continue;
		s->cell[i].text.n = c->grid->text.n;
		buf_addstr(&s->text, c->grid->text);
		if (s->text.n > TEXT_MAX)
			return false;
	}
	for (size_t i = 0; i < s->ncell; i++) {
		if (s->cell[i].what != WHAT_TEXT)
			continue;
		s->cell[i].text.p = s->text.p + at;
		at += s->cell[i].text.n;
	}
	return true;
}

/* Which of all cells it is; false for one that was made. */
static bool
find_place(const struct tree *t, const struct grid_cell *g, size_t *place)
{
	*place = 0;
	for (const struct node *n = t->node; n < tree_end(t); n++) {
		if (n->kind != NODE_TABLE)
			continue;
		if (g >= n->table->cell && g < n->table->cell + n->table->n) {
			*place += (size_t)(g - n->table->cell);
			return true;
		}
		*place += n->table->n;
	}
	return false;
}

/* The keys of the cell, put into room; NULL when they are long, or something in them
 * or in the unit is to be escaped. */
static const struct cell_keys *
keys_of(const struct placement *at, struct cell_keys *room)
{
	const struct str text[] = {at->table->key, at->row->key, at->col->key,
	    at->unit};
	struct buf b = {0};
	size_t n = 0, keys = 0;
	bool plain;

	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		keys = b.n;
		tsv_field(&b, text[i]);
		n += text[i].n + 1;
	}
	plain = b.n == n && keys <= sizeof room->text;
	if (plain) {
		memcpy(room->text, b.p, keys);
		room->n = (unsigned char)keys;
	}
	buf_free(&b);
	return plain ? room : NULL;
}

static bool
take_placements(struct shape *s, const struct tree *t,
    const struct placements *kept)
{
	s->placed = *kept;
	s->placed.v = xcalloc(kept->n, sizeof *kept->v);
	s->place = xcalloc(kept->n, sizeof *s->place);
	s->keys = xcalloc(kept->n, sizeof *s->keys);
	for (size_t i = 0; i < kept->n; i++) {
		s->placed.v[i] = kept->v[i];
		s->placed.v[i].keys = keys_of(&kept->v[i], &s->keys[i]);
		if (!find_place(t, kept->v[i].grid, &s->place[i]))
			return false;
	}
	return true;
}

/* A shape to fill, which becomes the first. */
static struct shape *
make_room(struct shapes *s)
{
	if (s->v == NULL)
		s->v = xcalloc(SHAPES_MAX, sizeof(struct shape *));
	if (s->n < SHAPES_MAX)
		s->v[s->n++] = xcalloc(1, sizeof(struct shape));
	else
		forget(s->v[s->n - 1]);
	return bring_forward(s, s->n - 1);
}

static bool
has_loose(const struct source *src)
{
	for (size_t i = 0; i < src->n; i++)
		if (src->row[i].loose)
			return true;
	return false;
}

void
shapes_keep(struct shapes *s, const struct tree *t, const struct source *src,
    const struct form *form, const unsigned *own)
{
	const struct forms *forms = src->forms;
	struct shape *new;

	if (!s->kept.repeats || has_loose(src))
		return;
	new = make_room(s);
	new->forms = forms;
	new->form = form;
	new->ends = is_in_table_at_end(t);
	new->own = xcalloc(forms->n, sizeof *own);
	memcpy(new->own, own, forms->n * sizeof *own);
	if (!take_tables(new, t) || !take_cells(new, src) ||
	    !take_placements(new, t, &s->kept))
		forget(new); /* without forms it is like nothing */
}

void
shapes_free(struct shapes *s)
{
	for (size_t i = 0; i < s->n; i++) {
		forget(s->v[i]);
		free(s->v[i]);
	}
	free(s->v);
	free(s->kept.v);
	*s = (struct shapes){0};
}
