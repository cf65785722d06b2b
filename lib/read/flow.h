/* What a reader of tags finds, to the tree: paragraphs, images and tables. */
#ifndef GX_FLOW_H
#define GX_FLOW_H

#include "read/grid.h"
#include "read/tree.h"

#define FLOW_NESTING_MAX 16 /* tables in tables */

/* What stood between two pieces of text. */
enum flow_gap { GAP_NONE, GAP_LINE, GAP_BLANK };

struct flow_piece;
struct flow_cell;

/* A table that is not complete. */
struct flow_table {
	struct grid grid;
	size_t piece, cell; /* the first of its pieces and cells */
	size_t group;       /* the first cell of its group of rows */
	unsigned long line;
	bool in_row, in_cell;
	bool lost;   /* the cell lies outside the limits: its text is dropped */
	bool full;   /* there was such a cell */
	bool layout; /* it only places things on the page */
};

/*
 * Set tree, and hard when every blank of the source is meant (DOCX); the rest is
 * {0} to begin with.  Before text, a cell or a table set line, before text of a
 * heading depth.
 */
struct flow {
	struct tree *tree;
	unsigned long line;
	int depth;
	bool hard;

	/* the paragraph that is open: text from here on in the buffer */
	struct buf text;
	size_t from, body, solid; /* its start, its text without padding */
	bool begun;               /* it has more than white space */
	enum flow_gap gap;
	unsigned long text_line;
	int text_depth;
	struct str *image; /* that stand in it */
	size_t nimage, image_cap;

	/* what waits until it is known whether its table is one */
	struct flow_piece *piece;
	size_t npiece, piece_cap;
	struct flow_cell *cell;
	size_t ncell, cell_cap;

	struct flow_table *open;
	size_t nopen, open_cap, deep; /* deep: tables beyond the limit */
	struct table_builder table;
	struct buf work;
	bool told_deep, told_cut, told_full;
};

/*
 * Text as written in markup, entities and all; literal: without entities.  White
 * space is folded, characters without width are dropped.
 */
void flow_text(struct flow *f, struct str markup, bool literal);

/* What follows is no part of a figure that ends here: a raised 1 behind 12 does not
 * make it 121. */
void flow_keep_apart(struct flow *f);

/* The paragraph, or line of it, ends. */
void flow_break(struct flow *f);

/* An image; alt stays valid as long as the tree. */
void flow_image(struct flow *f, struct str alt);

/*
 * Tables.  A cell needs no row before it, and what is open inside something is
 * closed with it.  rowspan 0 reaches to the end of the group.
 */
void flow_table(struct flow *f);
void flow_table_end(struct flow *f);
void flow_group(struct flow *f); /* a group of rows begins or ends */
void flow_row(struct flow *f);
void flow_row_end(struct flow *f);
void flow_cell(struct flow *f, unsigned rowspan, unsigned colspan);
void flow_cell_end(struct flow *f);

/* Leave columns of the row empty. */
void flow_skip(struct flow *f, unsigned columns);

/* The cell that just began may reach down into the rows that follow: flow_extend. */
void flow_reach(struct flow *f);

/* The cell above reaches down into this row; false when there is none that may. */
bool flow_extend(struct flow *f, unsigned colspan);

/* Is a cell open in the innermost table? */
bool flow_in_cell(const struct flow *f);

/* The document is complete: close what is open, free what is not the tree's. */
void flow_end(struct flow *f);

#endif
