/*
 * Tables that are "across": no row has a label.
 *
 * Takes rows that are nothing but figures and empty cells, and under all heads
 * those with words among them.  One that stands under the heads of the columns, or
 * in the section of the table, and is long enough holds the cells of all rows of
 * the form side by side.
 */
#include "report/placer.h"

#include "report/value.h"

/* How many different columns of the table the row has as heads; *first gets
 * the column of the source where they begin, *last where they end. */
static size_t
count_heads(const struct placer *p, const struct srow *row, size_t *first,
    size_t *last)
{
	size_t n = 0;

	if (!source_may_name_columns(row, p->table))
		return 0;
	for (size_t i = 0; i < row->n; i++) {
		const struct scell *c = &row->cell[i];

		if (source_meaning(p->src, c, p->table, LABEL_COL) == NULL)
			continue;
		if (*first == NONE || c->grid->col < *first)
			*first = c->grid->col;
		if (*last == NONE || c->grid->col > *last)
			*last = c->grid->col;
		n++;
	}
	return n;
}

/* Spread the cells of the one printed row over the rows of the form. */
static void
spread_row(struct placer *p, const struct srow *row, size_t first,
    unsigned flags)
{
	for (size_t i = 0; i < p->table->nrow; i++) {
		struct placed found = {.row = row, .flags = flags,
		    .first = first + i * p->table->ncol,
		    .ncol = p->table->ncol};

		found.label = found.first;
		found.col = arena_alloc(&p->report->arena,
		    found.ncol * sizeof *found.col);
		columns_of(p->table, &p->table->row[i], found.col);
		if ((flags & FLAG_GLUED) != 0)
			place_drop_unread(&found);
		placer_keep(p, &p->table->row[i], found);
	}
}

static void
place_across_row(struct placer *p, const struct srow *row, size_t heads,
    size_t first_col)
{
	const struct form_line *col[TABLE_COLS_MAX];
	size_t len = p->table->nrow * p->table->ncol, start = NONE, at, surplus;

	columns_of(p->table, &p->table->row[0], col);
	if (heads == len)
		for (size_t i = 0; i < row->n; i++)
			if (row->cell[i].grid->col == first_col)
				start = i;
	at = place_window(p, row->cell, row->n, len, start, col,
	    p->table->ncol, &surplus);
	if (at == NONE) {
		tally_add(&p->unplaced, p->table->label, row->line);
		return;
	}
	if (surplus != 0)
		placer_count_surplus(p, row, at, len);
	spread_row(p, row, at, surplus != 0 ? FLAG_SURPLUS : 0);
}

/* Text of the section with just as many figures as the table has cells. */
static void
place_loose_across(struct placer *p, const struct srow *row)
{
	const struct form_line *col[TABLE_COLS_MAX];
	size_t len = p->table->nrow * p->table->ncol;
	unsigned flags = 0;

	if (row->sec != p->table->sec || row->n < 2)
		return;
	columns_of(p->table, &p->table->row[0], col);
	row = place_take_figures(p, row, len, p->table->ncol, col, &flags);
	if (row != NULL)
		spread_row(p, row, row->n - len, flags);
}

/* Does the row hold the cells under all heads of the table, with words before
 * them ("件数") or in one that cannot be read? */
static bool
is_worded_row(const struct placer *p, const struct srow *row, size_t heads)
{
	size_t len = p->table->nrow * p->table->ncol;

	return heads == len && row->n >= len && row->columns == 0 &&
	    count_figures(row->cell, row->n) > len / 2;
}

void
place_across(struct placer *p)
{
	size_t table = NONE, heads = 0, first = NONE, last = NONE;

	for (size_t r = 0; r < p->src->n; r++) {
		const struct srow *row = &p->src->row[r];

		if (row->loose) {
			place_loose_across(p, row);
			continue;
		}
		if (row->table != table) {
			table = row->table;
			heads = 0;
			first = last = NONE;
		}
		if (has_text(row) && !is_worded_row(p, row, heads)) {
			heads += count_heads(p, row, &first, &last);
			continue;
		}
		if ((heads < 3 && (row->sec != p->table->sec ||
				      is_all_empty(row->cell, row->n))) ||
		    row->n < p->table->nrow * p->table->ncol)
			continue;
		/* the heads must lie side by side to say where a row begins */
		place_across_row(p, row,
		    last != NONE && last - first + 1 == heads ? heads : 0, first);
	}
}
