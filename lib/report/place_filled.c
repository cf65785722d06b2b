/*
 * Rows of tables in which a cell that spans stands in each of the columns it spans.
 *
 * Some converters to Markdown or HTML write them so: the caption of a block in all columns, the
 * one figure of a row three times.  Takes such a row and leaves one of each, where there
 * is one way to do that only.
 */
#include "report/placer.h"

#define CAPTION_NEAR 10 /* rows, at most, from one to a caption of its table */

static bool
is_copy(const struct scell *c, const struct scell *of)
{
	return c->what == of->what && str_eq(c->grid->text, of->grid->text);
}

/* Is r a row of the table in which row is, and as long? */
static bool
is_beside(const struct placer *p, const struct srow *r, const struct srow *row)
{
	return r >= p->src->row && r < p->src->row + p->src->n &&
	    r->table == row->table && r->n == row->n;
}

/* Are there names of columns in the row, and an empty cell?  What spans was not copied
 * into that one. */
static bool
is_head_with_gaps(const struct placer *p, const struct srow *row)
{
	if (!source_may_name_columns(row, p->table))
		return false;
	for (size_t i = 0; i < row->n; i++)
		if (row->cell[i].what == WHAT_EMPTY)
			return true;
	return false;
}

bool
place_is_filled(const struct placer *p, const struct srow *row)
{
	if (row->loose)
		return false;
	row = &p->src->row[row->number]; /* and not one that was made of it */
	for (const struct srow *r = row; is_beside(p, r, row) &&
	    row - r <= CAPTION_NEAR; r--) {
		if (r->caption)
			return true;
		if (is_head_with_gaps(p, r))
			return false;
	}
	/* a page end may have cut the table behind the caption */
	for (const struct srow *r = row + 1; is_beside(p, r, row) &&
	    r - row <= CAPTION_NEAR; r++)
		if (r->caption)
			return true;
	return false;
}

/* Of the n cells, how many differ from the one before; *repeated gets how many of those
 * have a copy behind them. */
static size_t
count_different(const struct scell *c, size_t n, size_t *repeated)
{
	size_t different = 0;

	*repeated = 0;
	for (size_t i = 0; i < n; i++) {
		bool first = i == 0 || !is_copy(&c[i], &c[i - 1]);

		different += first;
		*repeated += first && i + 1 < n && is_copy(&c[i + 1], &c[i]);
	}
	return different;
}

static bool
has_slack(const struct scell *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (place_is_slack(&c[i]))
			return true;
	return false;
}

/* The row with ncol of the cells behind its label; NULL when that can be done in several
 * ways, or an empty cell would be left where there are figures enough for all columns:
 * it may be of a column more. */
static const struct srow *
leave_out_copies(struct placer *p, const struct srow *row, size_t label, size_t ncol)
{
	const struct scell *c = row->cell + label + 1;
	size_t n = cells_behind(row, label), repeated;
	size_t different = count_different(c, n, &repeated);
	size_t copies = ncol - different; /* that are figures of their own */
	struct srow *made;

	if (different > ncol || (different < ncol && repeated > 1) ||
	    (count_figures(c, n) >= ncol && has_slack(c, n)))
		return NULL;
	made = placer_make_row(p, row, label);
	for (size_t i = 0; i < n; i++) {
		bool copy = i != 0 && is_copy(&c[i], &c[i - 1]);

		if (!copy || copies != 0)
			made->cell[made->n++] = c[i];
		copies -= copy && copies != 0;
	}
	return made;
}

const struct srow *
place_without_copies(struct placer *p, const struct srow *row, size_t label,
    const struct form_line *const *col, size_t ncol)
{
	const struct scell *c = row->cell + label + 1, *left;
	size_t n = cells_behind(row, label), surplus;
	size_t at = place_window(p, c, n, ncol, NONE, col, ncol, &surplus);
	const struct srow *made = leave_out_copies(p, row, label, ncol);

	p->kept->repeats = false;
	if (at == NONE || !place_adds_up(p, c + at, ncol, ncol, col))
		return made;
	if (made == NULL)
		return row;
	left = made->cell + label + 1;
	if (place_same_cells(p, c + at, left, ncol))
		return made;
	return place_adds_up(p, left, ncol, ncol, col) ? NULL : row;
}
