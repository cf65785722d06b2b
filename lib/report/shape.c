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
	size_t n, first; /* so many cells, and which of all is the first */
};

struct shape_cell {
	unsigned row, col;
	enum what what;
	unsigned from, n; /* of words: where they are in the text */
};

static const struct grid_cell *
grid_cell_at(const struct shape_tables *t, struct shape_place at)
{
	return &t->v[at.table]->table->cell[at.cell];
}

static const struct shape_cell *
shape_cell_at(const struct shape *s, struct shape_place at)
{
	return &s->cell[s->table[at.table].first + at.cell];
}

static void
list_tables(struct shape_tables *list, const struct tree *t)
{
	list->n = 0;
	list->at_end = t->n != 0 && t->node[t->n - 1].kind == NODE_TABLE;
	for (const struct node *n = t->node; n < tree_end(t); n++) {
		if (n->kind != NODE_TABLE)
			continue;
		list->v = xgrow(list->v, list->n, &list->cap, sizeof *list->v);
		list->v[list->n++] = n;
	}
}

/* ---- is it like one that is known? ---------------------------------------- */

static bool
are_as_large(const struct shape *s, const struct shape_tables *t)
{
	if (s->ntable != t->n || s->ends != t->at_end)
		return false;
	for (size_t i = 0; i < t->n; i++) {
		const struct shape_table *known = &s->table[i];
		const struct node *n = t->v[i];

		if (known->n != n->table->n || known->sec != n->sec ||
		    known->spans != n->table->spans)
			return false;
	}
	return true;
}

/* At a glance: a figure that is not plain is taken for one, and counted. */
static inline bool
is_cell_alike(const struct shape *s, const struct shape_cell *c,
    const struct grid_cell *g, size_t *odd)
{
	if (c->row != g->row || c->col != g->col)
		return false;
	if (c->what == WHAT_FIGURE && value_is_plain(g->text))
		return true;
	if (c->what == WHAT_TEXT)
		return g->text.n == c->n &&
		    str_same(s->text.p + c->from, g->text.p, c->n);
	*odd += c->what == WHAT_FIGURE;
	return (str_trim(g->text).n == 0) == (c->what == WHAT_EMPTY);
}

/* From where the last document differed that did, around to there: most that differ do
 * so in the same place. */
static bool
are_cells_alike(struct shape *s, const struct shape_tables *t, size_t *odd)
{
	const struct shape_place begin = s->differs;

	*odd = 0;
	for (size_t k = 0; k <= t->n; k++) {
		size_t table = begin.table + k < t->n ? begin.table + k
						      : begin.table + k - t->n;
		size_t end = k == t->n ? begin.cell : s->table[table].n;
		const struct shape_cell *c = &s->cell[s->table[table].first];
		const struct grid_cell *g = t->v[table]->table->cell;
		size_t i = k == 0 ? begin.cell : 0;

		while (i < end && is_cell_alike(s, &c[i], &g[i], odd))
			i++;
		if (i < end) {
			s->differs = (struct shape_place){table, i};
			return false;
		}
	}
	return true;
}

/* Are the odd figures what is_cell_alike took for one?  Most documents have hardly
 * any. */
static bool
are_figures(const struct shape *s, const struct shape_tables *t, size_t odd)
{
	for (size_t k = 0; odd != 0; k++) {
		const struct shape_cell *c = &s->cell[s->table[k].first];
		const struct table *table = t->v[k]->table;

		for (size_t i = 0; i < table->n; i++) {
			if (c[i].what != WHAT_FIGURE || value_is_plain(table->cell[i].text))
				continue;
			if (!value_is_figure(table->cell[i].text))
				return false;
			odd--;
		}
	}
	return true;
}

/* Figures are read last: most shapes that differ do so in their words. */
static bool
is_like(struct shape *s, const struct shape_tables *t)
{
	size_t odd = 0;
	bool like = are_as_large(s, t) && are_cells_alike(s, t, &odd) &&
	    are_figures(s, t, odd);

	s->placed.plain = odd == 0;
	return like;
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

	list_tables(&s->tables, t);
	while (i < s->n && !(s->v[i]->forms == forms && is_like(s->v[i], &s->tables) &&
		    place_form_with_most(forms, year, s->v[i]->own) ==
			s->v[i]->form))
		i++;
	if (i == s->n || has_loose_rows(t, forms))
		return NULL;
	found = bring_forward(s, i);
	for (size_t k = 0; k < found->placed.n; k++)
		found->placed.cell[k] = grid_cell_at(&s->tables, found->place[k]);
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
	free(s->placed.cell);
	free(s->place);
	free(s->keys);
	free(s->fact);
	free(s->numbers);
	buf_free(&s->text);
	*s = (struct shape){0};
}

/* Take over the tables; false when there are none or they have too many cells. */
static bool
take_tables(struct shape *s, const struct shape_tables *t)
{
	size_t cells = 0;

	s->ntable = t->n;
	s->ends = t->at_end;
	s->table = xcalloc(t->n, sizeof *s->table);
	for (size_t i = 0; i < t->n; i++) {
		const struct node *n = t->v[i];

		s->table[i] = (struct shape_table){n->sec, n->table->spans,
		    n->table->n, cells};
		cells += n->table->n;
	}
	return cells != 0 && cells <= CELLS_MAX;
}

/* Take over the cells: without loose rows those of the source are those of the
 * tables.  False when there is too much text. */
static bool
take_cells(struct shape *s, const struct source *src)
{
	s->cell = xcalloc(src->ncell, sizeof *s->cell);
	for (size_t i = 0; i < src->ncell; i++) {
		const struct scell *c = &src->cell[i];

		s->cell[i] = (struct shape_cell){.row = c->grid->row,
		    .col = c->grid->col, .what = c->what};
		if (c->what != WHAT_TEXT)
			continue;
		if (c->grid->text.n > TEXT_MAX - s->text.n)
			return false;
		s->cell[i].from = (unsigned)s->text.n;
		s->cell[i].n = (unsigned)c->grid->text.n;
		buf_addstr(&s->text, c->grid->text);
	}
	return true;
}

/* Which cell it is; false for one that was made. */
static bool
find_place(const struct shape_tables *t, const struct grid_cell *g,
    struct shape_place *place)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct table *table = t->v[i]->table;

		if (g >= table->cell && g < table->cell + table->n) {
			*place = (struct shape_place){i, (size_t)(g - table->cell)};
			return true;
		}
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
take_placements(struct shape *s, const struct shape_tables *t,
    const struct placements *kept)
{
	s->placed = *kept;
	s->placed.v = xcalloc(kept->n, sizeof *kept->v);
	s->placed.cell = xcalloc(kept->n, sizeof *kept->cell);
	s->place = xcalloc(kept->n, sizeof *s->place);
	s->keys = xcalloc(kept->n, sizeof *s->keys);
	for (size_t i = 0; i < kept->n; i++) {
		s->placed.v[i] = kept->v[i];
		s->placed.v[i].keys = keys_of(&kept->v[i], &s->keys[i]);
		if (!find_place(t, kept->cell[i], &s->place[i]))
			return false;
		s->placed.v[i].figure =
		    shape_cell_at(s, s->place[i])->what == WHAT_FIGURE;
	}
	return true;
}

/* Take over the facts, which are numbers alone where nothing is odd. */
static void
take_facts(struct shape *s, const struct placements *kept)
{
	size_t n = kept->nfact;

	s->fact = xcalloc(n, sizeof *s->fact);
	s->numbers = xcalloc(n, PUT_NUMBER_MAX);
	for (size_t i = 0; i < n; i++) {
		char *number = s->numbers + i * PUT_NUMBER_MAX;

		s->fact[i] = kept->fact[i];
		s->fact[i].raw = (struct str){0};
		s->fact[i].value.p = memcpy(number, kept->fact[i].value.p,
		    kept->fact[i].value.n);
	}
	s->placed.fact = s->fact;
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
shapes_keep(struct shapes *s, const struct source *src, const struct form *form,
    const unsigned *own)
{
	const struct forms *forms = src->forms;
	struct shape *new;

	if (!s->kept.repeats || has_loose(src))
		return;
	new = make_room(s);
	new->forms = forms;
	new->form = form;
	new->own = xcalloc(forms->n, sizeof *own);
	memcpy(new->own, own, forms->n * sizeof *own);
	if (take_tables(new, &s->tables) && take_cells(new, src) &&
	    take_placements(new, &s->tables, &s->kept))
		take_facts(new, &s->kept);
	else
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
	free(s->tables.v);
	free(s->kept.v);
	free(s->kept.cell);
	*s = (struct shapes){0};
}
