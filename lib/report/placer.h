/* What the parts of place.c share: the table that is being filled. */
#ifndef GX_PLACER_H
#define GX_PLACER_H

#include "report/place.h"

#define NONE SIZE_MAX

/* Where the cells of one row of the form were found. */
struct placed {
	const struct srow *row;  /* NULL: not found */
	size_t label, first;     /* cells of the row */
	const struct form_line **col; /* the form's column of each cell */
	size_t ncol;
	unsigned flags;
	bool conflict; /* found twice with different contents */
	bool seen;     /* its label was found, whether or not its figures were */
	bool glued;    /* they were run together, in more ways than one; some
	                * may be certain nevertheless */
	unsigned long seen_line;
};

/* A fact in the making: how many, the first names, the line of the first. */
struct tally {
	unsigned long n, line;
	struct buf names;
};

/* What a row of heads says of the columns of a block; most rows have the heads of
 * the row before. */
struct heads {
	const struct srow *row;
	unsigned block;
	bool goes_on;
	size_t n;
	const struct form_line *col[TABLE_COLS_MAX];
};

/* One table of the form on its way through the rows of the document. */
struct placer {
	struct report *report;
	const struct source *src;
	const struct form_table *table;
	struct placed *placed; /* a row of the form each */
	unsigned long *split_budget; /* see loose_split */
	bool *doubted; /* a row of the source each: figures whose label may stand
	                * behind them; NULL: none */
	bool total_leads; /* loose rows have it first: their columns are unsure */
	bool second; /* rows that are not full are placed after all others */
	size_t judged; /* the table of which place_is_narrow was last asked, plus
	                * one */
	bool narrow;   /* and what came of it */
	struct heads heads; /* that place_heads found last */
	struct srow *made; /* by placer_make_row, and not kept; NULL: none */
	size_t made_room;  /* cells */
	struct placements *kept; /* what comes of it, and how */
	struct tally surplus, unplaced, glued, shifted, added;
};

void tally_add(struct tally *t, struct str name, unsigned long line);

/* A row of the form was met: keep it, or see whether it says the same as where
 * it was met before; if not, it is unplaced. */
void placer_keep(struct placer *p, const struct form_line *line,
    struct placed found);

/* Begin a row that is made of another: its cells up to the label, and room for the rest
 * of them.  It lives as long as the report where placer_keep() takes it, else until the
 * next is made. */
struct srow *placer_make_row(struct placer *p, const struct srow *row, size_t label);

/* The label of a row is there, its figures could not be told apart (yet). */
void placer_see(struct placer *p, const struct form_line *line, unsigned long at);

/* Count the figures of the row outside the len cells from first on. */
void placer_count_surplus(struct placer *p, const struct srow *row, size_t first,
    size_t len);

/* ---- the ways to place, one after the other ------------------------------ */

/* place_label.c: rows that begin with their label, then those whose label is
 * damaged or that the form does not have. */
void place_labelled_rows(struct placer *p);
void place_other_rows(struct placer *p);

/* place_loose.c: rows of text that has lost its tables. */
void place_loose_rows(struct placer *p);

/* place_order.c: rows whose label is torn apart or stands elsewhere. */
void place_by_order(struct placer *p);

/* place_across.c: the one printed row of a table without row labels. */
void place_across(struct placer *p);

/* ---- place_window.c: which cells of a row, which columns ----------------- */

/*
 * The columns as the nearest head above the row gives them, in its table or one
 * of the section that this may go on: known ones and NULL for others.  0 when no
 * head there names all nwant columns of the line, or when its order says nothing.
 */
size_t place_heads(struct placer *p, const struct srow *row,
    const struct form_line *line, size_t nwant, const struct form_line **col);

/*
 * Where among the n cells the len cells of the row of the form begin; NONE
 * when that is not sure.  start is where the heads or the rows around put it,
 * or NONE.  *surplus gets the number of figures left over.
 */
size_t place_window(const struct placer *p, const struct scell *c, size_t n,
    size_t len, size_t start, const struct form_line *const *col, size_t ncol,
    size_t *surplus);

/* Can the cell be left out of a row?  Not when a digit stands in it. */
bool place_is_slack(const struct scell *c);

/* Does each column named total hold the sum of the cells before it?  False
 * without such a column.  Used only to choose between readings that are
 * otherwise equal. */
bool place_adds_up(const struct placer *p, const struct scell *c, size_t ncol,
    size_t len, const struct form_line *const *col);

/* Do the n cells hold the same text, but for white space around it? */
bool place_same_cells(const struct placer *p, const struct scell *a,
    const struct scell *b, size_t n);

/* ---- place_lead.c -------------------------------------------------------- */

/* Stands the total before the other columns in loose text?  row is its first
 * row with figures in the section of the table. */
bool place_total_leads(const struct placer *p, const struct srow *row);

/* ---- place_padding.c: may a row have lost or gained a cell? -------------- */

/* Are all rows of the table that are placed as long as this one, padding and
 * all?  Then none of its cells was lost. */
bool place_is_as_long_as_all(const struct placer *p, const struct srow *row);

/* Is the total of the row, whose figures begin with cell first of n, empty, and
 * are there more cells than columns?  Then it may be padding, and what stands
 * before it the total of a row that lost a figure. */
bool place_is_total_padding(const struct placer *p, const struct srow *row,
    size_t first, size_t n, const struct form_line *const *col, size_t ncol);

/* Have the rows around another number of cells behind their label?  Then an
 * empty cell in this one may be padding, and a figure may be lost. */
bool place_is_of_odd_length(const struct placer *p, const struct srow *row,
    size_t label, const struct form_line *line);

/*
 * Did the table of the row lose a column?  Most of its rows are too short then,
 * and one that seems long enough counts the padding of its label as a blank
 * figure, which moves all others by one.
 */
bool place_is_narrow(struct placer *p, const struct srow *row);

/* Has the row just above or below figures but no label of its own?  Then an
 * empty row may only be the rest of a label that was broken. */
bool place_has_figures_beside(const struct placer *p, const struct srow *row,
    size_t ncol);

/* Mark the placed rows whose label stands in another column than the labels of
 * the same depth. */
void place_mark_shifted(struct placer *p);

/* ---- place_filled.c: a cell that spans stands in each of its columns ------ */

/* Is the table of the row written so, by the caption of a block near it? */
bool place_is_filled(const struct placer *p, const struct srow *row);

/* The row with ncol cells behind its label, copies left out; NULL when that is not
 * sure: 2 2 3 3 may be 2 2 3 and 2 3 3.  The row itself where only so its total is the
 * sum: then a column more stands beside those of the form.  col: as in place_window. */
const struct srow *place_without_copies(struct placer *p, const struct srow *row,
    size_t label, const struct form_line *const *col, size_t ncol);

/* ---- place_loose.c: rows made of text ------------------------------------ */

/*
 * The loose row with want figures behind its text: as it is, or with figures
 * that were run together cut apart, or without a few too many (*flags tells).
 * NULL when that is not sure.
 */
const struct srow *place_fit_figures(const struct placer *p,
    const struct srow *row, size_t want, size_t ncol,
    const struct form_line *const *col, unsigned *flags);

/* The same, and count what is left over. */
const struct srow *place_take_figures(struct placer *p, const struct srow *row,
    size_t want, size_t ncol, const struct form_line *const *col,
    unsigned *flags);

/* Leave out the cells that could be cut apart in several ways. */
void place_drop_unread(struct placed *found);

/* Where the ncol figures of a row without text begin; NONE when it has fewer or
 * more, or others between them. */
size_t place_figures_start(const struct placer *p, const struct srow *row,
    size_t ncol);

/* The row of the form whose label ends the text; the longest one, or NULL. */
const struct form_line *place_label_at_end(const struct placer *p,
    struct str text);

/* Keep the figures of a row without label as those of the line; false when they
 * are not sure. */
bool place_keep_figures(struct placer *p, const struct srow *row,
    const struct form_line *line, unsigned flags);

/* ---- small questions about a row ----------------------------------------- */

/* The columns of the form that a row of it has; col has room for
 * TABLE_COLS_MAX.  Returns how many. */
static inline size_t
columns_of(const struct form_table *t, const struct form_line *row,
    const struct form_line **col)
{
	size_t n = 0;

	for (size_t i = 0; i < t->ncol; i++)
		if (form_crosses(row, &t->col[i]))
			col[n++] = &t->col[i];
	return n;
}

static inline bool
place_is_doubted(const struct placer *p, const struct srow *row)
{
	return p->doubted != NULL && p->doubted[row->number];
}

static inline bool
has_text(const struct srow *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (row->cell[i].what == WHAT_TEXT)
			return true;
	return false;
}

static inline bool
is_all_empty(const struct scell *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c[i].what != WHAT_EMPTY)
			return false;
	return true;
}

static inline size_t
count_figures(const struct scell *c, size_t n)
{
	size_t figures = 0;

	for (size_t i = 0; i < n; i++)
		figures += c[i].what == WHAT_FIGURE;
	return figures;
}

/* Cells of the row behind i, up to the next label; other words among them may
 * stand where a figure should. */
static inline size_t
cells_behind(const struct srow *row, size_t i)
{
	size_t n = i + 1;

	while (n < row->n && (row->cell[n].what != WHAT_TEXT ||
				 row->cell[n].label == MAP_NONE))
		n++;
	return n - i - 1;
}

#endif
