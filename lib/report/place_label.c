/*
 * Rows of tables that begin with a label.
 *
 * Takes the rows as they were printed and keeps the figures behind each label of
 * the form.  It goes through twice: rows that are full first, since the others
 * are compared with them.  Then the rows whose label is in no form: the one row
 * that is missing there if the label is nearly its own, else an added row.
 */
#include "report/placer.h"

#include "base/utf8.h"
#include "report/fold.h"
#include "report/value.h"

#define NEAR_MIN 5 /* characters of a label that is known with damage */
#define ADDED_MAX 500 /* rows a table may have beyond the form */

/* Is the row a head of columns?  Then "总计" in it is no row. */
static bool
is_head_row(const struct placer *p, const struct srow *row)
{
	size_t cols = 0;

	for (size_t i = 0; i < row->n; i++) {
		const struct scell *c = &row->cell[i];

		if (c->what == WHAT_FIGURE)
			return false;
		if (source_meaning(p->src, c, p->table, LABEL_HEAD) != NULL)
			return true;
		cols += source_meaning(p->src, c, p->table, LABEL_COL) != NULL;
	}
	return cols >= 2;
}

/* Where the rows of the same depth around begin their figures, seen from their
 * label: NONE unless all that are sure agree. */
static size_t
usual_start(const struct placer *p, const struct srow *row, size_t label)
{
	size_t start = NONE;

	for (size_t i = 0; i < p->table->nrow; i++) {
		const struct placed *o = &p->placed[i];

		if (o->row == NULL || o->row->table != row->table ||
		    o->label != label)
			continue;
		if (start != NONE && start != o->first - o->label - 1)
			return NONE;
		start = o->first - o->label - 1;
	}
	return start;
}

/*
 * The row with its empty cells behind the label left out.  Where there are just
 * as many figures as columns, an empty cell between them is what is left of one
 * that spanned: the heads of table 2 of 2019 span other columns than its rows.
 */
static const struct srow *
without_gaps(struct placer *p, const struct srow *row, size_t label)
{
	struct srow *made = placer_make_row(p, row, label);

	for (size_t i = label + 1; i < row->n; i++)
		if (row->cell[i].what == WHAT_FIGURE)
			made->cell[made->n++] = row->cell[i];
	return made;
}

/* Can that be done with the n cells?  Each of them that is no figure must be a gap. */
static bool
has_gaps_only(const struct scell *c, size_t n, size_t ncol)
{
	for (size_t i = 0; i < n; i++)
		if (c[i].what != WHAT_FIGURE && !place_is_slack(&c[i]))
			return false;
	return count_figures(c, n) == ncol;
}

/* Place the row whose label is cell i; false when its figures stay unread. */
static bool
place_row(struct placer *p, const struct srow *row, size_t i,
    const struct form_line *line, unsigned flags)
{
	const struct form_line *col[TABLE_COLS_MAX], *head[TABLE_COLS_MAX];
	size_t n = cells_behind(row, i), ncol, nhead, at, surplus;
	struct placed found = {.row = row, .label = i, .flags = flags};

	ncol = columns_of(p->table, line, col);
	nhead = place_heads(p, row, line, ncol, head);
	if (nhead > ncol || (nhead == ncol && nhead > 1)) {
		memcpy(col, head, nhead * sizeof *col);
		ncol = nhead;
	}
	if (ncol == 0) /* a row of a user's form that crosses no column */
		return false;
	if (n > ncol && place_is_filled(p, row)) {
		row = found.row = place_without_copies(p, row, i, col, ncol);
		if (row == NULL)
			return false;
		n = cells_behind(row, i);
	}
	at = place_window(p, row->cell + i + 1, n, ncol,
	    p->second ? usual_start(p, row, i) : NONE, col, ncol, &surplus);
	if (!p->second &&
	    (at == NONE || count_figures(row->cell + i + 1 + at, ncol) < ncol))
		return false;
	if (at == NONE && has_gaps_only(row->cell + i + 1, n, ncol)) {
		row = found.row = without_gaps(p, row, i);
		at = surplus = 0;
	}
	if (at == NONE || (is_all_empty(row->cell + i + 1 + at, ncol) &&
			      place_has_figures_beside(p, row, ncol)) ||
	    (count_figures(row->cell + i + 1 + at, ncol) < ncol &&
		((place_is_of_odd_length(p, row, i, line) &&
		     !place_is_as_long_as_all(p, row)) ||
		    place_is_narrow(p, row))) ||
	    place_is_total_padding(p, row, i + 1 + at, n, col, ncol) ||
	    (surplus != 0 && !place_adds_up(p, row->cell + i + 1 + at, ncol, ncol, col)))
		return false;
	found.first = i + 1 + at;
	found.ncol = ncol;
	found.col = arena_alloc(&p->report->arena, ncol * sizeof *found.col);
	memcpy(found.col, col, ncol * sizeof *col);
	if (surplus != 0) {
		found.flags |= FLAG_SURPLUS;
		placer_count_surplus(p, row, found.first, ncol);
	}
	placer_keep(p, line, found);
	return true;
}

/* Do all rows of the table that are placed begin right behind their label? */
static bool
all_begin_at_label(const struct placer *p, const struct srow *row)
{
	size_t n = 0;

	for (size_t i = 0; i < p->table->nrow; i++) {
		const struct placed *o = &p->placed[i];

		if (o->row == NULL || o->row->table != row->table)
			continue;
		if (o->first != o->label + 1 || o->flags != 0)
			return false;
		n++;
	}
	return n > 1;
}

/*
 * Place what is left of a row in which the document was cut off, but for its last
 * figure: that may have lost digits.  Not the last row of the form, where a
 * table may end for itself and a cell be lost before.
 */
static bool
place_cut_row(struct placer *p, const struct srow *row, size_t i,
    const struct form_line *line)
{
	const struct form_line *col[TABLE_COLS_MAX];
	size_t n = row->n - i - 1, ncol = columns_of(p->table, line, col);
	struct placed found = {.row = row, .label = i, .first = i + 1};

	if (!row->ends || row->spans || n < 2 || n >= ncol ||
	    line == &p->table->row[p->table->nrow - 1] ||
	    count_figures(row->cell + i + 1, n) < n ||
	    !all_begin_at_label(p, row))
		return false;
	found.ncol = n - 1;
	found.col = arena_alloc(&p->report->arena, n * sizeof *found.col);
	memcpy(found.col, col, n * sizeof *col);
	placer_keep(p, line, found);
	return true;
}

static bool
is_placed_from(const struct placer *p, const struct form_line *line,
    const struct srow *row)
{
	const struct placed *at = &p->placed[line - p->table->row];

	return at->row != NULL && at->row->number == row->number;
}

/* One way through the rows; was each of them placed? */
static bool
place_rows(struct placer *p)
{
	bool all = true;

	for (size_t r = 0; r < p->src->n; r++) {
		const struct srow *row = &p->src->row[r];

		if (row->loose || !source_may_concern(row, p->table) ||
		    is_head_row(p, row))
			continue;
		for (size_t i = 0; i < row->n; i++) {
			const struct form_line *line = source_meaning(p->src,
			    &row->cell[i], p->table, LABEL_ROW);

			if (line == NULL || cells_behind(row, i) == 0 ||
			    is_placed_from(p, line, row))
				continue;
			if (!place_row(p, row, i, line, 0) && p->second &&
			    !place_cut_row(p, row, i, line))
				placer_see(p, line, row->line);
			all &= is_placed_from(p, line, row);
		}
	}
	return all;
}

void
place_labelled_rows(struct placer *p)
{
	bool all = place_rows(p);

	p->second = true;
	if (!all)
		place_rows(p);
}

/* ---- rows whose label is damaged, or that the form does not have ------- */

/* The rows of the form that were found next before and behind a row of the
 * source; nrow when there is none. */
static void
neighbours(const struct placer *p, const struct srow *row, size_t *before,
    size_t *behind)
{
	*before = *behind = p->table->nrow;
	for (size_t i = 0; i < p->table->nrow; i++) {
		const struct srow *o = p->placed[i].row;

		if (o == NULL || o->table != row->table)
			continue;
		if (o->number < row->number &&
		    (*before == p->table->nrow ||
			o->number > p->placed[*before].row->number))
			*before = i;
		if (o->number > row->number &&
		    (*behind == p->table->nrow ||
			o->number < p->placed[*behind].row->number))
			*behind = i;
	}
}

/*
 * The row of the form that a damaged label means: the only one that is missing
 * between the neighbours and is less than a third away, or NULL.
 */
static const struct form_line *
nearest_row(const struct placer *p, const struct srow *row, struct str label)
{
	struct buf folded = {0};
	const struct form_line *best = NULL;
	size_t before, behind;

	neighbours(p, row, &before, &behind);
	fold_label(&folded, label);
	for (size_t i = 0; i < p->table->nrow; i++) {
		struct str known = p->table->row[i].folded;
		size_t count;

		if (p->placed[i].row != NULL || p->table->row[i].optional ||
		    (before < p->table->nrow && i < before) ||
		    (behind < p->table->nrow && i > behind))
			continue;
		count = utf8_count(known);
		if (count >= NEAR_MIN && utf8_edits_within(buf_str(&folded),
			known, (count - 1) / 3) <= (count - 1) / 3) {
			best = best == NULL ? &p->table->row[i] : NULL;
			if (best == NULL)
				break;
		}
	}
	buf_free(&folded);
	return best;
}

/* The last text of the row before figures, when nothing else is known of it. */
static size_t
unknown_label(const struct srow *row)
{
	for (size_t i = row->n; i-- > 0;) {
		if (row->cell[i].what != WHAT_TEXT)
			continue;
		return row->cell[i].label == MAP_NONE && i + 1 < row->n &&
			row->cell[i].grid->text.n <= LABEL_MAX
		    ? i
		    : NONE;
	}
	return NONE;
}

/* Does a physical table have rows of this table of the form? */
static bool
is_our_table(const struct placer *p, size_t table)
{
	for (size_t i = 0; i < p->table->nrow; i++)
		if (p->placed[i].row != NULL && p->placed[i].row->table == table)
			return true;
	return false;
}

/* Is the cell one of those that were taken for a row of the form?  Then it is no label,
 * whatever it says. */
static bool
is_placed_cell(const struct placer *p, const struct srow *row, size_t cell)
{
	const struct grid_cell *grid = row->cell[cell].grid;

	for (size_t i = 0; i < p->table->nrow; i++) {
		const struct placed *at = &p->placed[i];

		if (at->row == NULL || at->row->number != row->number)
			continue;
		for (size_t k = at->first; k < at->first + at->ncol; k++)
			if (at->row->cell[k].grid == grid)
				return true;
	}
	return false;
}

void
place_other_rows(struct placer *p)
{
	for (size_t r = 0; r < p->src->n && p->added.n < ADDED_MAX; r++) {
		const struct srow *row = &p->src->row[r];
		size_t i = unknown_label(row);
		const struct form_line *line;
		bool figures = false;

		if (row->loose || i == NONE || !is_our_table(p, row->table))
			continue;
		for (size_t k = i + 1; k < row->n; k++)
			figures |= row->cell[k].what == WHAT_FIGURE;
		if (!figures || is_placed_cell(p, row, i))
			continue;
		line = nearest_row(p, row, row->cell[i].grid->text);
		if (line == NULL || !place_row(p, row, i, line, FLAG_LABEL))
			tally_add(&p->added, row->cell[i].grid->text, row->line);
	}
}
