/*
 * Rows known by their place: their label is torn apart or stands elsewhere.
 *
 * Takes the rows of figures of the section that have no label yet, runs, with
 * those that are placed as anchors between them.  Each run is scored against each
 * row of the form by how much of the label stands around it, and align.c finds
 * which runs are which rows in the order of the form.
 */
#include "report/placer.h"

#include <stdlib.h>

#include "report/align.h"
#include "report/fold.h"
#include "report/value.h"

/* A row of figures on its way to a row of the form. */
struct run {
	const struct srow *row;
	size_t anchor;  /* row of the form that it is for sure, or NONE */
	size_t text_to; /* row of the source of the next run */
};

static size_t
anchor_of(const struct placer *p, const struct srow *row)
{
	for (size_t i = 0; i < p->table->nrow; i++)
		if (p->placed[i].row != NULL &&
		    p->placed[i].row->line == row->line &&
		    p->placed[i].row->table == row->table &&
		    p->placed[i].row->sec == row->sec)
			return i;
	return NONE;
}

static size_t
width_of(const struct form_table *t, const struct form_line *row)
{
	const struct form_line *col[TABLE_COLS_MAX];

	return columns_of(t, row, col);
}

/* Has some row of the table that many columns? */
static bool
has_width(const struct form_table *t, size_t width)
{
	for (size_t i = 0; i < t->nrow; i++)
		if (width_of(t, &t->row[i]) == width)
			return true;
	return false;
}

/* At a glance: false is sure. */
static bool
may_be_run(const struct placer *p, const struct srow *row)
{
	if (row->sec != p->table->sec)
		return false;
	if (row->loose)
		return row->n > 1 && !p->total_leads;
	return p->table->nblock == 0 && !has_text(row) &&
	    count_figures(row->cell, row->n) != 0;
}

/* Could the row be one of the table whose label stands elsewhere? */
static bool
is_run(const struct placer *p, const struct srow *row)
{
	const struct form_line *col[TABLE_COLS_MAX];
	size_t ncol = columns_of(p->table, &p->table->row[0], col);
	unsigned flags = 0;

	if (!may_be_run(p, row))
		return false;
	if (row->loose && p->table->nblock != 0)
		return has_width(p->table, row->n - 1);
	if (row->loose)
		return place_fit_figures(p, row, ncol, ncol, col, &flags) != NULL;
	return place_figures_start(p, row, ncol) != NONE;
}

/* May there be a run that is not placed yet?  In a table that is whole there is
 * none, and nothing to do. */
static bool
may_have_open_run(const struct placer *p)
{
	for (size_t r = 0; r < p->src->n; r++) {
		if (!may_be_run(p, &p->src->row[r]))
			continue;
		p->kept->repeats = false; /* lines matter */
		if (anchor_of(p, &p->src->row[r]) == NONE)
			return true;
	}
	return false;
}

/* All runs of the section in order, those that are placed as anchors. */
static size_t
collect_runs(const struct placer *p, struct run *run)
{
	size_t n = 0;

	for (size_t r = 0; r < p->src->n && n < ALIGN_RUNS_MAX; r++) {
		const struct srow *row = &p->src->row[r];
		size_t anchor = anchor_of(p, row);

		if (anchor == NONE && !is_run(p, row))
			continue;
		if (n != 0)
			run[n - 1].text_to = r;
		run[n++] = (struct run){row, anchor, p->src->n};
	}
	return n;
}

#define NEAR_BYTES 240 /* of folded text on each side of a run: 80 characters */

/* Append the text cells of the row, folded. */
static void
add_row_text(struct buf *text, const struct srow *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (row->cell[i].what == WHAT_TEXT)
			fold_text(text, row->cell[i].grid->text);
}

/* Keep at most NEAR_BYTES of what stands in text from `from` on: its end, or
 * its beginning.  Characters stay whole. */
static void
keep_near(struct buf *text, size_t from, bool at_end)
{
	size_t n = text->n - from, cut;

	if (n <= NEAR_BYTES)
		return;
	cut = at_end ? n - NEAR_BYTES : NEAR_BYTES;
	while (cut > 0 && ((unsigned char)text->p[from + cut] & 0xc0) == 0x80)
		cut--;
	if (at_end) {
		memmove(text->p + from, text->p + from + cut, n - cut);
		text->n -= cut;
	} else {
		text->n = from + cut;
	}
}

/*
 * The text around a run, folded: a label may stand before its figures, behind
 * them, or begin before and go on behind.  What stands between two runs is
 * evidence for both.
 */
static void
text_around(const struct placer *p, const struct run *run, struct buf *text)
{
	size_t from;

	buf_reset(text);
	if (run->row->loose)
		add_row_text(text, run->row);
	keep_near(text, 0, true);
	from = text->n;
	for (size_t r = run->row->number + 1;
	    r <= run->text_to && r < p->src->n && text->n < from + NEAR_BYTES;
	    r++) {
		const struct srow *row = &p->src->row[r];

		if (row->sec == p->table->sec && row->loose)
			add_row_text(text, row);
	}
	keep_near(text, from, false);
}

#define OWN_LABEL 30   /* the whole label stands right before the figures */
#define LIKE_ENOUGH 80 /* of a label that must stand around a lone run */

static void
score_run(const struct placer *p, const struct run *run, int *score)
{
	struct buf text = {0};
	const struct form_line *own =
	    run->row->loose && !place_is_doubted(p, run->row)
	    ? place_label_at_end(p, run->row->cell[0].grid->text)
	    : NULL;

	text_around(p, run, &text);
	for (size_t r = 0; r < p->table->nrow; r++) {
		score[r] = ALIGN_NEVER;
		if (run->anchor != NONE) {
			score[r] = run->anchor == r ? 100 : ALIGN_NEVER;
			continue;
		}
		if (p->placed[r].row != NULL || p->table->row[r].optional)
			continue;
		if (p->table->nblock != 0 &&
		    width_of(p->table, &p->table->row[r]) != run->row->n - 1)
			continue;
		score[r] = align_likeness(p->table->row[r].folded,
			       buf_str(&text)) / 2;
		if (own == &p->table->row[r])
			score[r] += OWN_LABEL;
		/* rows of several widths: a run could be anything */
		if (p->table->nblock != 0 && score[r] < LIKE_ENOUGH / 2)
			score[r] = ALIGN_NEVER;
	}
	buf_free(&text);
}

/* Are all rows of the form there?  Then what is left over was added. */
static bool
is_complete(const struct placer *p)
{
	for (size_t i = 0; i < p->table->nrow; i++)
		if (!p->table->row[i].optional && p->placed[i].row == NULL)
			return false;
	return true;
}

/* Is the row of the source one of the runs that are some row of the form? */
static bool
is_known_run(const struct run *run, size_t n, const size_t *row,
    const struct srow *r)
{
	for (size_t i = 0; i < n; i++)
		if (run[i].row == r)
			return run[i].anchor != NONE || row[i] != ALIGN_NONE;
	return false;
}

/*
 * In a table whose rows differ in width, figures that belong to no row, right
 * before or behind a run, show that columns were torn apart: then the run may
 * be a piece of one.  Where all rows are of one width, the width has shown it.
 */
static bool
is_among_known(const struct placer *p, const struct run *run, size_t n,
    const size_t *row, size_t i)
{
	const struct srow *first = p->src->row, *last = first + p->src->n - 1;

	if (p->table->nblock == 0)
		return true;
	for (const struct srow *r = run[i].row; r-- > first;)
		if (r->sec == run[i].row->sec && r->loose && r->n > 1) {
			if (!is_known_run(run, n, row, r))
				return false;
			break;
		}
	for (const struct srow *r = run[i].row; r++ < last;)
		if (r->sec == run[i].row->sec && r->loose && r->n > 1)
			return is_known_run(run, n, row, r);
	return true;
}

/*
 * Rows whose label is torn apart or stands elsewhere: the order of the form
 * says which they are, with what is left of the labels as evidence.
 */
void
place_by_order(struct placer *p)
{
	size_t nrow = p->table->nrow, n, row[ALIGN_RUNS_MAX];
	struct run *run;
	int *score;

	if (!may_have_open_run(p))
		return;
	run = xcalloc(ALIGN_RUNS_MAX, sizeof *run);
	n = collect_runs(p, run);
	score = xcalloc(n * nrow, sizeof *score);
	for (size_t i = 0; i < n; i++)
		score_run(p, &run[i], score + i * nrow);
	align_runs(score, n, nrow, row);
	for (size_t i = 0; i < n; i++) {
		if (run[i].anchor != NONE)
			continue;
		if (row[i] != ALIGN_NONE && is_among_known(p, run, n, row, i))
			place_keep_figures(p, run[i].row, &p->table->row[row[i]],
			    FLAG_ORDER);
		else if (p->table->nblock != 0)
			continue; /* any number of the section */
		else if (is_complete(p))
			tally_add(&p->added, run[i].row->cell[0].grid->text, run[i].row->line);
		else
			tally_add(&p->unplaced, run[i].row->cell[0].grid->text,
			    run[i].row->line);
	}
	free(run);
	free(score);
}
