/*
 * The rows of a document: from its tables as they are, from the text of the
 * sections that should have tables as loose.c finds them.
 */
#include "report/source.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "report/fold.h"
#include "report/loose.h"
#include "report/value.h"

static uint32_t
label_of(struct source *s, struct str text)
{
	if (text.n == 0 || text.n > LABEL_MAX)
		return MAP_NONE;
	buf_reset(&s->folded);
	fold_label(&s->folded, text);
	return map_get(&s->forms->by_label, buf_str(&s->folded));
}

void
source_add_cell(struct source *s, const struct grid_cell *grid)
{
	struct str text = str_trim(grid->text);
	struct srow *row = &s->row[s->n - 1];
	struct scell *c;

	s->cell = xgrow(s->cell, s->ncell, &s->cell_cap, sizeof *s->cell);
	c = &s->cell[s->ncell++];
	*c = (struct scell){grid, WHAT_TEXT, MAP_NONE};
	if (text.n == 0)
		c->what = WHAT_EMPTY;
	else if (value_is_plain(text))
		c->what = WHAT_FIGURE;
	else if (text.n <= LABEL_MAX)
		c->label = map_get(&s->forms->by_print, text);
	if (c->what == WHAT_TEXT && c->label == MAP_NONE) {
		if (value_is_figure(text))
			c->what = WHAT_FIGURE;
		else
			c->label = label_of(s, text);
	}
	if (c->label != MAP_NONE) {
		row->tables |= s->forms->label[c->label].tables;
		row->columns |= s->forms->label[c->label].in[LABEL_COL];
	}
	row->n++;
}

void
source_add_row(struct source *s, struct srow row)
{
	s->row = xgrow(s->row, s->n, &s->cap, sizeof *s->row);
	s->row[s->n++] = row;
}

void
source_add_paragraph(struct source *s, int sec, struct str text)
{
	uint32_t label = label_of(s, str_trim(text));

	if (label == MAP_NONE)
		return;
	s->lone = xgrow(s->lone, s->nlone, &s->lone_cap, sizeof *s->lone);
	s->lone[s->nlone++] = (struct lone){label, sec};
}

const struct form_line *
source_label_meaning(const struct source *s, uint32_t label,
    const struct form_table *table, enum label_kind kind)
{
	const struct form_label *l = s->forms->label;

	for (; label != MAP_NONE; label = l[label].next)
		if (l[label].table == table && l[label].kind == kind)
			return l[label].line;
	return NULL;
}

bool
source_has_lone(const struct source *s, const struct form_table *table,
    const struct form_line *row)
{
	for (size_t i = 0; i < s->nlone; i++) {
		const struct lone *l = &s->lone[i];

		if (l->sec == table->sec &&
		    source_label_meaning(s, l->label, table, LABEL_ROW) == row &&
		    source_label_meaning(s, l->label, table, LABEL_COL) == NULL)
			return true; /* 其他 is the name of a column, too */
	}
	return false;
}

static void
add_table(struct source *s, const struct node *n, size_t number)
{
	const struct table *t = n->table;

	for (size_t i = 0; i < t->n; i++) {
		if (i == 0 || t->cell[i].row != t->cell[i - 1].row)
			source_add_row(s, (struct srow){.line = t->cell[i].line,
			    .table = number, .sec = n->sec, .spans = t->spans});
		source_add_cell(s, &t->cell[i]);
	}
}

#define CAPTION_CELLS 3 /* at least */
#define CAPTION_LONG 4  /* characters, more than "不适用" in each cell has */

/* Is the row one text, in each of its cells? */
static bool
is_caption(const struct srow *row)
{
	struct str text;

	if (row->loose || row->n < CAPTION_CELLS || row->cell[0].what != WHAT_TEXT)
		return false;
	text = row->cell[0].grid->text;
	for (size_t i = 1; i < row->n; i++)
		if (!str_eq(row->cell[i].grid->text, text))
			return false;
	return utf8_is_longer(text, CAPTION_LONG);
}

void
source_begin(struct source *s, const struct tree *t, const struct forms *forms,
    struct arena *a)
{
	size_t tables = 0, at = 0;

	*s = (struct source){.forms = forms, .arena = a};
	for (size_t i = 0; i < t->n;) {
		if (t->node[i].kind == NODE_TABLE)
			add_table(s, &t->node[i++], tables++);
		else
			i = loose_rows(s, t, i, tables++);
	}
	for (size_t i = 0; i < s->n; i++) { /* the array has stopped moving */
		s->row[i].number = i;
		s->row[i].cell = s->cell + at;
		s->row[i].caption = is_caption(&s->row[i]);
		at += s->row[i].n;
	}
	if (s->n != 0)
		s->row[s->n - 1].ends = t->node[t->n - 1].kind == NODE_TABLE;
}

void
source_free(struct source *s)
{
	free(s->row);
	free(s->cell);
	free(s->lone);
	buf_free(&s->folded);
}
