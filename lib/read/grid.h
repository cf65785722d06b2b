/* Where the cells of a table lie when some of them span rows and columns. */
#ifndef GX_GRID_H
#define GX_GRID_H

#include "read/tree.h"

/* The columns of one table.  Start with grid_begin. */
struct grid {
	unsigned row, col; /* the current row; the column behind its last cell */
	unsigned width;    /* columns that were ever used */
	unsigned free[TABLE_COLS_MAX]; /* the first row that it is free in */
	size_t owner[TABLE_COLS_MAX];  /* the last cell that began there, + 1 */
};

void grid_begin(struct grid *g);

/* The next row begins; cells follow from its first free column on. */
void grid_row(struct grid *g);

/*
 * Put a cell, known to the caller by its number, into the next free columns of
 * the current row.  c->rowspan and c->colspan are given, 0 rows meaning all that
 * follow; they are cut to what a table may have.  Sets c->row and c->col.  False
 * when it lies outside the limits; *cut is set when a span was cut.
 */
bool grid_place(struct grid *g, struct grid_cell *c, size_t number, bool *cut);

/* Leave n columns of the row empty. */
void grid_skip(struct grid *g, unsigned n);

/* The number + 1 of the last cell that begins in the next column, 0 for none. */
size_t grid_above(const struct grid *g);

/* No cell reaches into the rows that follow. */
void grid_close_rows(struct grid *g);

#endif
