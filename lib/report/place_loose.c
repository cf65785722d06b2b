/*
 * Rows of text that has lost its tables, as loose.c makes them: text, figures.
 *
 * Takes the rows of the section of the table.  The text of a row ends in its
 * label, with whatever else stood before; its figures must be as many as the
 * form has columns, or fall into as many in one way only.
 */
#include "report/placer.h"

#include "base/utf8.h"
#include "report/fold.h"
#include "report/loose.h"
#include "report/value.h"

#define LOOSE_SURPLUS 3 /* figures of a row beyond the form that are believed */

static bool
has_total(const struct form_line *const *col, size_t ncol)
{
	for (size_t i = 0; i < ncol; i++)
		if (str_is(col[i]->key, "total"))
			return i + 1 == ncol;
	return false;
}

/* Is 00 among the figures?  No number is printed so: they are run together. */
static bool
has_leading_zero(const struct srow *row)
{
	for (size_t i = 1; i < row->n; i++)
		if (row->cell[i].grid->text.n > 1 &&
		    row->cell[i].grid->text.p[0] == '0' &&
		    row->cell[i].grid->text.p[1] != '.')
			return true;
	return false;
}

/* Does the text behind the row begin with a label?  Else what follows may be
 * part of its figures, "-68" say. */
static bool
label_follows(const struct placer *p, const struct srow *row)
{
	const struct forms *f = p->src->forms;
	const struct srow *next = row + 1;
	struct buf folded = {0};
	bool found = false;

	if (next >= p->src->row + p->src->n || !next->loose ||
	    next->sec != row->sec)
		return true;
	fold_label(&folded, next->cell[0].grid->text);
	for (size_t i = 0; i < f->nlabel && !found; i++)
		found = str_starts(buf_str(&folded), f->label[i].folded);
	buf_free(&folded);
	return found;
}

const struct srow *
place_fit_figures(const struct placer *p, const struct srow *row, size_t want,
    size_t ncol, const struct form_line *const *col, unsigned *flags)
{
	struct scell *cells;
	struct srow *made;
	size_t at, surplus;

	if (row->n - 1 == want)
		return row;
	if (row->n - 1 > want && row->n - 1 <= want + LOOSE_SURPLUS) {
		at = place_window(p, row->cell + 1, row->n - 1,
		    want, NONE, col, ncol, &surplus);
		if (at == NONE)
			return NULL;
		*flags |= FLAG_SURPLUS;
		made = arena_alloc(&p->report->arena, sizeof *made);
		*made = *row;
		made->cell += 1 + at;
		made->n = want;
		return made;
	}
	if (row->n - 1 > want || !(row->glued || has_leading_zero(row)) ||
	    !label_follows(p, row))
		return NULL;
	cells = loose_split(&p->report->arena, row->cell + 1, row->n - 1, want,
	    ncol, has_total(col, ncol), p->split_budget);
	if (cells == NULL)
		return NULL;
	*flags |= FLAG_GLUED;
	made = arena_alloc(&p->report->arena, sizeof *made);
	*made = *row;
	made->cell = cells;
	made->n = want;
	return made;
}

const struct srow *
place_take_figures(struct placer *p, const struct srow *row, size_t want,
    size_t ncol, const struct form_line *const *col, unsigned *flags)
{
	const struct srow *found =
	    place_fit_figures(p, row, want, ncol, col, flags);

	if (found != NULL && (*flags & FLAG_SURPLUS) != 0)
		placer_count_surplus(p, row, (size_t)(found->cell - row->cell),
		    want);
	return found;
}

/*
 * "2.其他" is where 2.其他法律行政法规禁止公开 was broken, not the row 3.其他: before
 * a label that the form numbers in Arabic digits no other number may stand.  A
 * label of two characters needs its number.
 */
static bool
has_its_numeral(struct str text, struct str folded, const struct form_label *l)
{
	unsigned want, first;
	struct str rest;
	size_t at = folded.n - l->folded.n;
	char before;

	if (fold_numeral(l->line->label, &want, &rest) != NUMERAL_ARABIC ||
	    want > 9)
		return true;
	if (at == 0) /* the numeral was folded away with the beginning */
		return fold_numeral(text, &first, &rest) != NUMERAL_ARABIC ||
		    first == want;
	before = folded.p[at - 1];
	if (before >= '0' && before <= '9')
		return (unsigned)(before - '0') == want;
	return l->folded.n > strlen("其他");
}

/* The row of the form whose label ends the folded text; the longest one. */
static const struct form_line *
label_ending(const struct placer *p, struct str text, struct str folded)
{
	const struct forms *f = p->src->forms;
	const struct form_label *best = NULL;

	for (size_t i = p->table->label_from; i < p->table->label_to; i++) {
		const struct form_label *l = &f->label[i];

		if (l->kind == LABEL_ROW && folded.n >= l->folded.n &&
		    folded.p[folded.n - 1] == l->folded.p[l->folded.n - 1] &&
		    str_ends(folded, l->folded) &&
		    has_its_numeral(text, folded, l) &&
		    (best == NULL || l->folded.n > best->folded.n))
			best = l;
	}
	return best != NULL ? best->line : NULL;
}

const struct form_line *
place_label_at_end(const struct placer *p, struct str text)
{
	const struct form_line *line;
	struct buf folded = {0};

	/* where a bracket was left open, another label may stand behind it */
	fold_text(&folded, text);
	line = label_ending(p, text, buf_str(&folded));
	if (line == NULL) {
		buf_reset(&folded);
		fold_label(&folded, text);
		line = label_ending(p, text, buf_str(&folded));
	}
	buf_free(&folded);
	return line;
}

size_t
place_figures_start(const struct placer *p, const struct srow *row, size_t ncol)
{
	const struct form_line *col[TABLE_COLS_MAX];
	size_t surplus, at, first = 0;

	columns_of(p->table, &p->table->row[0], col);
	at = place_window(p, row->cell, row->n, ncol, NONE, col,
	    ncol, &surplus);
	while (first < row->n && row->cell[first].what != WHAT_FIGURE)
		first++;
	return at != NONE && surplus == 0 && at == first ? at : NONE;
}

void
place_drop_unread(struct placed *found)
{
	for (size_t i = 0; i < found->ncol; i++)
		if (found->row->cell[found->first + i].what == WHAT_EMPTY) {
			found->col[i] = NULL;
			found->glued = true;
		}
}

bool
place_keep_figures(struct placer *p, const struct srow *row,
    const struct form_line *line, unsigned flags)
{
	const struct form_line *col[TABLE_COLS_MAX];
	size_t ncol = columns_of(p->table, line, col);
	struct placed found = {.ncol = ncol};

	if (row->loose)
		row = place_take_figures(p, row, ncol, ncol, col, &flags);
	if (row == NULL)
		return false;
	found.row = row;
	found.flags = flags;
	found.first = row->loose ? row->n - ncol : place_figures_start(p, row, ncol);
	found.col = arena_alloc(&p->report->arena, ncol * sizeof *found.col);
	memcpy(found.col, col, ncol * sizeof *col);
	if ((flags & FLAG_GLUED) != 0)
		place_drop_unread(&found);
	placer_keep(p, line, found);
	return true;
}

/* ---- figures before their labels ----------------------------------------- */

/* What is known of the rows above one that is looked at. */
struct above {
	const struct srow *labelled; /* the last one with a label */
	const struct srow *judged;   /* doubt_labels_from has looked up to here */
};

/* Is the row the next one of the same text? */
static bool
goes_on_with(const struct placer *p, const struct srow *row,
    const struct srow *next)
{
	return next < p->src->row + p->src->n && row->loose && next->loose &&
	    next->sec == row->sec && next->table == row->table;
}

/*
 * Do as many figures without a label stand right before the row?  Then the label
 * between may be theirs: columns that were printed one after the other put
 * figures before labels.  The order decides, with all of them in view.
 */
static bool
follows_figures(const struct placer *p, const struct srow *row,
    const struct above *above)
{
	return row->number > 0 && !row->glued && row - 1 != above->labelled &&
	    goes_on_with(p, row - 1, row) && row[-1].n == row->n;
}

#define ALIKE_BYTES 15 /* at the beginning of a label that may be broken */

/*
 * The row of the form whose label ends the text of the row.  A group that may
 * also be a row is none where its first row begins behind the figures: the label
 * of that one was broken, and they are its.
 */
static const struct form_line *
label_before_figures(const struct placer *p, const struct srow *row)
{
	const struct form_line *line =
	    place_label_at_end(p, row->cell[0].grid->text);
	struct buf folded = {0};
	struct str begins;

	if (line == NULL || !line->optional ||
	    line + 1 == p->table->row + p->table->nrow ||
	    !goes_on_with(p, row, row + 1))
		return line;
	begins = line[1].folded;
	if (begins.n > ALIKE_BYTES)
		begins.n = ALIKE_BYTES;
	fold_label(&folded, row[1].cell[0].grid->text);
	if (str_starts(buf_str(&folded), begins))
		line = NULL;
	buf_free(&folded);
	return line;
}

/* Does a label begin before the figures of the row and end behind them?  Then
 * it is theirs. */
static bool
is_inside_label(const struct placer *p, const struct srow *row)
{
	const struct forms *f = p->src->forms;
	struct buf folded = {0};
	bool found = false;
	size_t cut;

	fold_text(&folded, row->cell[0].grid->text);
	cut = folded.n;
	fold_text(&folded, row[1].cell[0].grid->text);
	for (size_t i = p->table->label_from; i < p->table->label_to && !found;
	    i++) {
		size_t reach = f->label[i].folded.n - 1;
		size_t from = cut > reach ? cut - reach : 0;
		struct str around = str_skip(buf_str(&folded), from);

		if (around.n > cut + reach - from)
			around.n = cut + reach - from;
		found = f->label[i].kind == LABEL_ROW &&
		    str_find(around, f->label[i].folded) >= 0;
	}
	buf_free(&folded);
	return found;
}

/* Does the folded label begin the text, and a numeral or nothing follow? */
static bool
begins_alone(struct str text, struct str label)
{
	static const char *const numerals = "(一二三四五六七八九0123456789";
	struct str rest;
	const char *p;

	if (!str_starts(text, label))
		return false;
	rest = str_skip(text, label.n);
	p = rest.p;
	if (rest.n == 0)
		return true;
	utf8_next(&p, str_end(rest));
	return str_find(str_of(numerals),
		   (struct str){rest.p, (size_t)(p - rest.p)}) >= 0;
}

/* Is the whole label of a row, not this one, somewhere in the text?  One of two
 * characters counts where it stands alone. */
static bool
has_row_label(const struct placer *p, struct str text,
    const struct form_line *besides)
{
	const struct forms *f = p->src->forms;
	struct buf folded = {0};
	bool found = besides == NULL && place_label_at_end(p, text) != NULL;

	fold_label(&folded, text);
	for (size_t i = p->table->label_from; i < p->table->label_to && !found;
	    i++) {
		const struct form_label *l = &f->label[i];
		struct str in = buf_str(&folded);

		found = l->kind == LABEL_ROW && l->line != besides &&
		    !l->line->optional &&
		    (l->folded.n > strlen("其他")
			    ? str_find(in, l->folded) >= 0
			    : begins_alone(in, l->folded));
	}
	buf_free(&folded);
	return found;
}

/* Has the row that many figures?  More may be those of two rows, or a page
 * number, where all rows of the table are of one width. */
static bool
has_figures_for(const struct placer *p, const struct srow *row, size_t width)
{
	return row->n - 1 == width ||
	    (p->table->nblock == 0 && row->n - 1 > width);
}

/* Does the row follow `before` in the same text, with a label for its figures
 * and no other label? */
static bool
is_next_labelled(const struct placer *p, const struct srow *before,
    const struct srow *row, size_t width)
{
	const struct form_line *line;

	if (!goes_on_with(p, before, row) || row->glued ||
	    !has_figures_for(p, row, width) || is_inside_label(p, before))
		return false;
	line = label_before_figures(p, row);
	return line != NULL &&
	    !has_row_label(p, row->cell[0].grid->text, line);
}

/*
 * From figures without a label on, each label may be that of the figures before
 * it, and the figures behind it those of the next label.  Where this ends tells:
 * a label without figures will have those before it, and then no label on the
 * way is sure.  Returns where it ends.
 */
static const struct srow *
doubt_labels_from(struct placer *p, const struct srow *first, size_t width)
{
	const struct srow *end = first + 1;

	while (is_next_labelled(p, end - 1, end, width))
		end++;
	if (end == first + 1 || !goes_on_with(p, first, end) ||
	    !has_row_label(p, end->cell[0].grid->text, NULL))
		return end;
	if (p->doubted == NULL)
		p->doubted = arena_alloc(&p->report->arena, p->src->n);
	memset(p->doubted + first->number, true, (size_t)(end - first));
	return end;
}

/* Stand figures without a label, or those of two rows, before the row? */
static bool
follows_unlabelled(const struct placer *p, const struct srow *row, size_t width,
    const struct above *above)
{
	const struct srow *before = row - 1;

	if (row->number == 0 || !goes_on_with(p, before, row) || before->glued)
		return false;
	if (before != above->labelled)
		return has_figures_for(p, before, width);
	return p->table->nblock == 0 && before->n - 1 >= 2 * width;
}

static bool
is_label_doubted(struct placer *p, const struct srow *row,
    const struct form_line *line, struct above *above)
{
	const struct form_line *col[TABLE_COLS_MAX];
	size_t width = columns_of(p->table, line, col);

	if (width != 0 && (above->judged == NULL || row > above->judged) &&
	    follows_unlabelled(p, row, width, above))
		above->judged = doubt_labels_from(p, row - 1, width);
	return place_is_doubted(p, row);
}

/* Are the figures of the row run together, with enough of them for the line?
 * That nobody can tell them apart is the layout's doing. */
static bool
is_run_together(const struct placer *p, const struct srow *row,
    const struct form_line *line)
{
	const struct form_line *col[TABLE_COLS_MAX];
	size_t ncol = columns_of(p->table, line, col), digits = 0;

	for (size_t i = 1; i < row->n; i++)
		digits += row->cell[i].grid->text.n;
	return row->glued && row->n - 1 < ncol &&
	    (digits >= ncol || !label_follows(p, row));
}

void
place_loose_rows(struct placer *p)
{
	struct above above = {0};
	bool begun = false;

	for (size_t r = 0; r < p->src->n; r++) {
		const struct srow *row = &p->src->row[r];
		const struct form_line *line;
		bool kept;

		if (!row->loose || row->n < 2 || row->sec != p->table->sec)
			continue;
		if (!begun)
			p->total_leads = place_total_leads(p, row);
		begun = true;
		line = label_before_figures(p, row);
		if (line == NULL)
			continue;
		kept = !p->total_leads && !is_label_doubted(p, row, line, &above) &&
		    !follows_figures(p, row, &above) &&
		    place_keep_figures(p, row, line, 0);
		above.labelled = row;
		if (kept)
			continue;
		placer_see(p, line, row->line);
		if (p->placed[line - p->table->row].row == NULL)
			p->placed[line - p->table->row].glued =
			    is_run_together(p, row, line);
	}
}
