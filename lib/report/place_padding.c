/*
 * Cells that a row may have lost or gained.
 *
 * Takes a row that could be placed and the rows that are placed for sure, and
 * says whether an empty cell in it may be padding, with a figure lost elsewhere.
 * The rule is always the same: rows of one table that are alike are equally
 * long, and their labels stand in one column.
 */
#include "report/placer.h"

#include "report/value.h"

bool
place_is_as_long_as_all(const struct placer *p, const struct srow *row)
{
	size_t n = 0;

	for (size_t i = 0; i < p->table->nrow; i++) {
		const struct srow *o = p->placed[i].row;

		if (o == NULL || o->table != row->table)
			continue;
		if (o->n != row->n)
			return false;
		n++;
	}
	return n > 1;
}

bool
place_is_total_padding(const struct placer *p, const struct srow *row,
    size_t first, size_t n, const struct form_line *const *col, size_t ncol)
{
	const struct form_line *last = col[ncol - 1];

	return !row->spans && n > ncol && last != NULL &&
	    str_is(last->key, "total") &&
	    row->cell[first + ncol - 1].what == WHAT_EMPTY &&
	    row->cell[first].what == WHAT_FIGURE &&
	    !place_is_as_long_as_all(p, row);
}

/* Rows that a row is compared with, and how many of them are as long. */
struct likes {
	size_t n, same;
};

static void
count_like(struct likes *l, bool same)
{
	l->n++;
	l->same += same;
}

/*
 * Where bars are padded for columns that were merged away, rows of one depth are
 * equally long; else rows whose label stands in the same place are the better
 * comparison.
 */
bool
place_is_of_odd_length(const struct placer *p, const struct srow *row,
    size_t label, const struct form_line *line)
{
	size_t n = cells_behind(row, label);
	struct likes deep = {0}, like = {0}, all = {0};

	for (size_t i = 0; i < p->table->nrow && !row->spans; i++) {
		const struct placed *o = &p->placed[i];
		bool same;

		if (o->row == NULL || o->row->table != row->table)
			continue;
		same = cells_behind(o->row, o->label) == n;
		count_like(&all, same);
		if (p->table->row[i].depth == line->depth)
			count_like(&deep, same);
		if (o->label == label)
			count_like(&like, same);
	}
	return (deep.n > 1 && deep.same == 0) ||
	    (like.n > 1 ? like.same == 0 : all.n > 1 && all.same == 0);
}

/* Are there more labelled rows in the table in which a column has no room than
 * rows in which all have? */
static bool
has_short_rows(const struct placer *p, size_t table)
{
	const struct form_line *col[TABLE_COLS_MAX];
	size_t narrow = 0, wide = 0;

	for (size_t r = 0; r < p->src->n; r++) {
		const struct srow *row = &p->src->row[r];

		if (row->table != table || !source_may_concern(row, p->table))
			continue;
		for (size_t i = 0; i < row->n; i++) {
			const struct form_line *line = source_meaning(p->src,
			    &row->cell[i], p->table, LABEL_ROW);
			size_t n = cells_behind(row, i);

			if (line == NULL || n == 0)
				continue;
			if (n < columns_of(p->table, line, col))
				narrow++;
			else
				wide++;
			break;
		}
	}
	return narrow > wide;
}

bool
place_is_narrow(struct placer *p, const struct srow *row)
{
	if (row->spans || row->loose)
		return false;
	if (p->judged != row->table + 1) {
		p->judged = row->table + 1;
		p->narrow = has_short_rows(p, row->table);
	}
	return p->narrow;
}

bool
place_has_figures_beside(const struct placer *p, const struct srow *row,
    size_t ncol)
{
	for (int step = -1; step <= 1; step += 2) {
		const struct srow *o = row + step;
		size_t figures = 0;
		bool labelled = false;

		if (o < p->src->row || o >= p->src->row + p->src->n ||
		    o->table != row->table)
			continue;
		for (size_t i = 0; i < o->n; i++) {
			figures += o->cell[i].what == WHAT_FIGURE;
			labelled |= source_meaning(p->src, &o->cell[i], p->table,
					LABEL_ROW) != NULL;
		}
		if (figures >= ncol && !labelled)
			return true;
	}
	return false;
}

/* Cells before the label, and how many of them say something. */
static void
cells_before(const struct placed *at, size_t *cells, size_t *solid)
{
	*cells = at->label;
	*solid = 0;
	for (size_t i = 0; i < at->label; i++)
		*solid += at->row->cell[i].what != WHAT_EMPTY;
}

/*
 * Only where covered cells leave an empty one behind: where they leave none, the
 * first row of a group stands further right by right.
 */
void
place_mark_shifted(struct placer *p)
{
	enum { DEPTHS = 4, COLS = 8 };
	unsigned at[DEPTHS][COLS] = {{0}};
	size_t cells, solid;

	for (size_t i = 0; i < p->table->nrow; i++) {
		const struct placed *o = &p->placed[i];

		if (o->row == NULL || o->row->spans || o->row->loose)
			continue;
		cells_before(o, &cells, &solid);
		if (cells < COLS)
			at[p->table->row[i].depth][cells]++;
	}
	for (size_t i = 0; i < p->table->nrow; i++) {
		struct placed *o = &p->placed[i];
		unsigned *count = at[p->table->row[i].depth];
		size_t usual = 0;

		if (o->row == NULL || o->row->spans || o->row->loose)
			continue;
		for (size_t c = 0; c < COLS; c++)
			if (count[c] > count[usual])
				usual = c;
		cells_before(o, &cells, &solid);
		if (cells == usual || (cells < COLS && count[cells] == count[usual]) ||
		    (usual == 0 && cells == solid))
			continue;
		o->flags |= FLAG_SHIFTED;
		tally_add(&p->shifted, p->table->row[i].label, o->row->line);
	}
}
