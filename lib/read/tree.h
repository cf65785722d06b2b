/* The document tree that every reader fills, whatever the layout was. */
#ifndef GX_TREE_H
#define GX_TREE_H

#include "base/lines.h"
#include "base/mem.h"
#include "base/str.h"

/* Limits that no real report comes near; a reader says so when one is hit. */
#define TREE_NODES_MAX ((size_t)1 << 20)
#define TABLE_CELLS_MAX ((size_t)1 << 20)
#define TABLE_COLS_MAX 256
#define TABLE_SPAN_MAX 1000

enum node_kind {
	NODE_TEXT,  /* a paragraph, or one that is marked as heading (depth > 0) */
	NODE_TABLE,
	NODE_IMAGE, /* text: what stands for it in the source, may be empty */
	NODE_NOTE,  /* something the reader dropped or noticed; text: "what: detail" */
};

/* What a paragraph is for the report; set by report/section.c, or known from
 * block records. */
enum node_role { ROLE_TEXT, ROLE_TITLE, ROLE_HEAD, ROLE_ORG, ROLE_DATE };

/*
 * One cell of a table.  Rows and columns count from 1.  Where the layout shows
 * no spans (text), cells stand in the order in which they were met, and an
 * empty cell may stand for one that is covered by a span.
 */
struct grid_cell {
	struct str text;    /* as it stands: padding kept, line ends folded */
	unsigned long line; /* in the source */
	unsigned row, col, rowspan, colspan;
};

struct table {
	struct grid_cell *cell; /* ordered by row, then column */
	size_t n;
	bool spans; /* columns and spans are those of the source (HTML, DOCX) */
};

struct node {
	enum node_kind kind;
	enum node_role role;
	unsigned long line; /* in the source; paragraph number in a DOCX */
	int depth;          /* 1..: marked as a heading of this depth; 0: not */
	int numeral;        /* style of the numeral in front, 0: none */
	unsigned number;    /* its value */
	struct str body;    /* the text behind it */
	int opens;          /* section that this heading begins, 0: none */
	int sec;            /* 0 before the first section, 1-6; -1 cannot tell */
	struct str item;    /* numbered place in the section: "1.2", or empty */
	struct str text;
	size_t chars;       /* of the text of a paragraph */
	unsigned sees;      /* for the facts: SEES_… of report/glance.h */
	struct table *table; /* NODE_TABLE */
};

/*
 * The document in reading order.  All text lies in arena or in the document's
 * own bytes, which must outlive the tree.  {0} is an empty tree.
 */
struct tree {
	struct arena arena;
	struct node *node;
	size_t n, cap;
	struct grid_cell *room; /* in arena: cells that no table has yet */
	size_t nroom;
	struct text_lines lines; /* memory of the reader of text */
	bool sectioned; /* sec, item and role are set */
};

/* Behind the last node; NULL + 0 is not defined, so not for an empty tree. */
static inline struct node *
tree_end(const struct tree *t)
{
	return t->n != 0 ? t->node + t->n : t->node;
}

/* Append a node of the kind; the text is kept as given, not copied. */
struct node *tree_add(struct tree *t, enum node_kind kind, unsigned long line,
    struct str text);

/* Append a note: "what: detail", copied. */
void tree_note(struct tree *t, unsigned long line, const char *what,
    struct str detail);

/*
 * Build a table cell by cell.  begin, then rows of cells, then end, which
 * appends it to the tree (nothing when it has no cell).  Cells beyond the
 * limits are dropped and a note says so.  One table of a tree is built at a time.
 */
struct table_builder {
	struct tree *tree;
	struct grid_cell *cell; /* in the room of the tree: they stay there */
	size_t n, cap;
	unsigned row, col;
	unsigned long line;
	bool spans, full;
};
void table_begin(struct table_builder *b, struct tree *t, unsigned long line);
void table_row(struct table_builder *b);
struct grid_cell *table_cell_more(struct table_builder *b);
void table_note(const struct table_builder *b); /* for cells that become no table */
struct node *table_end(struct table_builder *b);

/* The next cell of the row; NULL: beyond the limits.  Valid until the next one. */
static inline struct grid_cell *
table_cell(struct table_builder *b, unsigned long line, struct str text)
{
	struct grid_cell *c = b->n < b->cap && b->col < TABLE_COLS_MAX
	    ? &b->cell[b->n++]
	    : table_cell_more(b);

	if (c != NULL)
		*c = (struct grid_cell){.text = text, .line = line,
		    .row = b->row, .col = ++b->col, .rowspan = 1, .colspan = 1};
	return c;
}

/* Forget the document, keep the memory. */
void tree_reset(struct tree *t);
void tree_free(struct tree *t);

#endif
