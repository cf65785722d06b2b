/* The rows of a document in which figures stand, from tables and from text. */
#ifndef GX_SOURCE_H
#define GX_SOURCE_H

#include "read/tree.h"
#include "report/form.h"

#define LABEL_MAX 300 /* bytes; a longer text is no label */

/* What stands in a cell of the source. */
enum what { WHAT_EMPTY, WHAT_FIGURE, WHAT_TEXT };

struct scell {
	const struct grid_cell *grid;
	enum what what;
	uint32_t label; /* first meaning in forms->label, or MAP_NONE */
};

/*
 * One row: of a table, or made of the text where no table is left (loose): then
 * one text cell, all that stands before the figures, and the figures, which may
 * still be run together.
 */
struct srow {
	struct scell *cell;
	size_t n;
	size_t number; /* its place among the rows of the document */
	unsigned long line;
	uint64_t tables, columns; /* bits of those that its labels concern */
	size_t table; /* which table of the document; loose rows: of the text */
	int sec;      /* section, -1 cannot tell */
	bool spans, loose;
	bool ends;  /* the document ends in it, in a table */
	bool caption; /* of a table: one text fills each of its cells */
	bool glued; /* loose: in its paragraph text stands against figures */
};

struct source {
	const struct forms *forms;
	struct arena *arena; /* of the cells that are made here */
	struct srow *row;
	size_t n, cap;
	struct scell *cell;
	size_t ncell, cell_cap;
	struct lone { /* a paragraph that is a label and nothing else */
		uint32_t label; /* as in scell */
		int sec;
	} *lone;
	size_t nlone, lone_cap;
	struct buf folded; /* a label that is looked up */
};

/* Collect the rows of the tree, in reading order.  The tree and the arena must
 * outlive the source. */
void source_begin(struct source *s, const struct tree *t,
    const struct forms *forms, struct arena *a);
void source_free(struct source *s);

/* Begin a row; cells are then added to it.  For source.c and loose.c. */
void source_add_row(struct source *s, struct srow row);
void source_add_cell(struct source *s, const struct grid_cell *grid);

/* A paragraph without figures: is it a label? */
void source_add_paragraph(struct source *s, int sec, struct str text);

/* Does the label of the row stand for itself in the section of its table? */
bool source_has_lone(const struct source *s, const struct form_table *table,
    const struct form_line *row);

/* The meaning of the cell as a line of that kind in the table, or NULL. */
const struct form_line *source_label_meaning(const struct source *s,
    uint32_t label, const struct form_table *table, enum label_kind kind);

/* May some cell of the row mean something in the table, or be a name of its
 * columns?  False is sure. */
static inline bool
source_may_concern(const struct srow *row, const struct form_table *table)
{
	return (row->tables & table->bit) != 0;
}

static inline bool
source_may_name_columns(const struct srow *row, const struct form_table *table)
{
	return (row->columns & table->bit) != 0;
}

static inline const struct form_line *
source_meaning(const struct source *s, const struct scell *c,
    const struct form_table *table, enum label_kind kind)
{
	if (c->label == MAP_NONE || /* as of every figure */
	    (s->forms->label[c->label].in[kind] & table->bit) == 0)
		return NULL;
	return source_label_meaning(s, c->label, table, kind);
}

#endif
