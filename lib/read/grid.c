/*
 * The columns of a table.
 *
 * Takes rows and cells in the order of the source, gives each cell its row and
 * its true column: the next one that no cell from a row above covers.  Cells
 * that overlap, where spans do not line up, keep their places, as in a browser.
 * For each column one number says from which row on it is free, so that a row
 * costs nothing in itself.
 */
#include "read/grid.h"

void
grid_begin(struct grid *g)
{
	*g = (struct grid){0};
}

void
grid_row(struct grid *g)
{
	g->row++;
	g->col = 0;
}

/* Cut n to 1..max; 0 means as many as there are. */
static unsigned
limit(unsigned n, unsigned max, bool *cut)
{
	*cut |= n > max;
	return n == 0 || n > max ? max : n;
}

bool
grid_place(struct grid *g, struct grid_cell *c, size_t number, bool *cut)
{
	unsigned col = g->col;

	while (col < g->width && g->free[col] > g->row)
		col++;
	if (col >= TABLE_COLS_MAX || g->row == 0 || g->row > TABLE_CELLS_MAX) {
		g->col = col;
		return false;
	}
	c->row = g->row;
	c->col = col + 1;
	c->rowspan = limit(c->rowspan, TABLE_SPAN_MAX, cut);
	c->colspan = c->colspan == 0
	    ? 1
	    : limit(c->colspan, TABLE_COLS_MAX - col, cut);
	g->owner[col] = number + 1;
	g->col = col + c->colspan;
	if (g->col > g->width)
		g->width = g->col;
	for (; c->rowspan > 1 && col < g->col; col++)
		if (g->free[col] < g->row + c->rowspan)
			g->free[col] = g->row + c->rowspan;
	return true;
}

void
grid_skip(struct grid *g, unsigned n)
{
	g->col = n < TABLE_COLS_MAX - g->col ? g->col + n : TABLE_COLS_MAX;
	if (g->col > g->width)
		g->width = g->col;
}

size_t
grid_above(const struct grid *g)
{
	return g->col < TABLE_COLS_MAX ? g->owner[g->col] : 0;
}

void
grid_close_rows(struct grid *g)
{
	for (unsigned i = 0; i < g->width; i++)
		g->free[i] = 0;
}
