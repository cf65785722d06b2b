/*
 * Table grids to the cells of a form.
 *
 * Takes the rows of all tables of the document, in order, and the form as the
 * pattern.  Two kinds of evidence place a number.  The label at the head of its
 * row says which row of the form it is; since labels are unique in a form, it
 * does not matter in which physical table the row stands.  The order says which
 * column: a row counts only as a whole, so its numbers are placed when there is
 * one way to see as many cells as the form has columns.
 *
 * Where there are several ways, the heads of the columns decide, then the rows
 * around, then what must add up; where none does, the row stays unread.
 *
 * A table that is "across" has no row labels: its one row of numbers is known
 * by the heads of the columns above it.
 */
#include "report/place.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "report/align.h"
#include "report/fold.h"
#include "report/loose.h"
#include "report/value.h"

#define NONE SIZE_MAX
#define ADDED_MAX 500 /* rows a table may have beyond the form */

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

struct placer {
	struct report *report;
	const struct source *src;
	const struct form *form;
	const struct form_table *table;
	struct placed *placed; /* a row of the form each */
	unsigned long *split_budget; /* see loose_split */
	bool second; /* rows that are not full are placed after all others */
	size_t judged; /* the table of which is_narrow was last asked, plus one */
	bool narrow;   /* and what came of it */
	unsigned long surplus, unplaced, glued, shifted, added;
	struct buf surplus_raw, unplaced_raw, glued_raw, shifted_raw, added_raw;
	unsigned long surplus_line, unplaced_line, glued_line, shifted_line,
	    added_line;
};

/* ---- which form ------------------------------------------------------- */

/* The only form that has a label, or NULL when several have it. */
static const struct form *
only_form(const struct forms *f, uint32_t label)
{
	const struct form *form = f->label[label].form;

	for (; label != MAP_NONE; label = f->label[label].next)
		if (f->label[label].form != form)
			return NULL;
	return form;
}

/* Labels that were found, each once. */
struct label_count {
	bool *seen;
	unsigned *own; /* by form: labels that only it has */
	unsigned labels;
};

static void
count_label(struct label_count *c, const struct forms *f, uint32_t label)
{
	const struct form *only;

	if (c->seen[label])
		return;
	c->seen[label] = true;
	c->labels++;
	only = only_form(f, label);
	if (only != NULL)
		c->own[only - f->form]++;
}

#define INSIDE_MIN (4 * 3) /* bytes of a label that is looked for inside text */

/* Labels in text that has lost its tables may stand anywhere in it. */
static void
count_inside(struct label_count *c, const struct source *s)
{
	struct buf text = {0};

	for (size_t i = 0; i < s->n; i++)
		if (s->row[i].loose)
			fold_text(&text, s->row[i].cell[0].grid->text);
	for (uint32_t i = 0; i < s->forms->nlabel && text.n != 0; i++) {
		struct str folded = s->forms->label[i].folded;

		if (folded.n >= INSIDE_MIN &&
		    str_find(buf_str(&text), folded) >= 0)
			count_label(c, s->forms,
			    map_get(&s->forms->by_label, folded));
	}
	buf_free(&text);
}

static void
count_labels(struct label_count *c, const struct source *s)
{
	for (size_t i = 0; i < s->ncell; i++)
		if (s->cell[i].label != MAP_NONE)
			count_label(c, s->forms, s->cell[i].label);
	count_inside(c, s);
}

const struct form *
place_choose_form(const struct source *src, unsigned year, unsigned *own)
{
	const struct forms *forms = src->forms;
	const struct form *best = forms_for_year(forms, year);
	struct label_count c = {
	    xcalloc(forms->nlabel, sizeof *c.seen),
	    xcalloc(forms->n, sizeof *c.own), 0};

	count_labels(&c, src);
	if (best == NULL)
		best = &forms->form[forms->n - 1];
	for (size_t i = 0; i < forms->n; i++) {
		if (c.own[i] > c.own[best - forms->form])
			best = &forms->form[i];
		if (own != NULL)
			own[i] = c.own[i];
	}
	free(c.seen);
	free(c.own);
	return c.labels >= PLACE_LABELS_MIN ? best : NULL;
}

/* ---- which columns ---------------------------------------------------- */

/* The columns of the form that a row of it has. */
static size_t
columns_of(const struct form_table *t, const struct form_line *row,
    const struct form_line **col)
{
	size_t n = 0;

	for (size_t i = 0; i < t->ncol; i++)
		if (form_crosses(row, &t->col[i]))
			col[n++] = &t->col[i];
	return n;
}

/*
 * The heads of the columns as one row above gives them: known columns, NULL
 * for others.  0 when the row is not a head that names every column of want.
 */
static size_t
head_columns(const struct placer *p, const struct srow *row,
    const struct form_line **want, size_t nwant, const struct form_line **col)
{
	size_t n = 0, known = 0;

	for (size_t i = 0; i < row->n && n < TABLE_COLS_MAX; i++) {
		const struct scell *c = &row->cell[i];
		const struct form_line *line = NULL;

		if (c->what == WHAT_EMPTY ||
		    source_meaning(p->src, c, p->table, LABEL_HEAD) != NULL)
			continue;
		for (uint32_t l = c->label; l != MAP_NONE && line == NULL;
		    l = p->src->forms->label[l].next) {
			const struct form_label *m = &p->src->forms->label[l];

			if (m->table != p->table || m->kind != LABEL_COL)
				continue;
			for (size_t k = 0; k < nwant; k++)
				if (want[k] == m->line)
					line = m->line;
		}
		if (line == NULL && (n == 0 || c->what == WHAT_FIGURE))
			return 0; /* begins with something else */
		known += line != NULL;
		col[n++] = line;
	}
	return known == nwant ? n : 0;
}

/* Does a total stand between other columns?  Then two rows of heads have become
 * one, and their order says nothing. */
static bool
has_total_inside(const struct form_line *const *col, size_t n)
{
	for (size_t i = 1; i + 1 < n; i++)
		if (col[i] != NULL && str_is(col[i]->key, "total"))
			return true;
	return false;
}

/* The nearest head above the row in its table that names all the columns. */
static size_t
find_head(const struct placer *p, const struct srow *row,
    const struct form_line **want, size_t nwant, const struct form_line **col)
{
	const struct srow *first = p->src->row;

	for (const struct srow *r = row; r-- > first && r->table == row->table;) {
		size_t n = head_columns(p, r, want, nwant, col);

		if (n != 0)
			return has_total_inside(col, n) ? 0 : n;
		if (row - r > 60)
			break;
	}
	return 0;
}

static bool
has_text(const struct srow *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (row->cell[i].what == WHAT_TEXT)
			return true;
	return false;
}

/* ---- which cells of a row --------------------------------------------- */

/* Can the cell be left out of a row?  Not when a digit stands in it. */
static bool
is_slack(const struct scell *c)
{
	const char *p = c->grid->text.p, *end = p + c->grid->text.n;

	if (c->what != WHAT_TEXT)
		return c->what == WHAT_EMPTY;
	while (p < end) {
		uint32_t cp = fold_width(utf8_next(&p, end));

		if (cp >= '0' && cp <= '9')
			return false;
	}
	return true;
}

static bool
is_slack_outside(const struct scell *c, size_t n, size_t from, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if ((i < from || i >= from + len) && !is_slack(&c[i]))
			return false;
	return true;
}

static bool
is_all_empty(const struct scell *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c[i].what != WHAT_EMPTY)
			return false;
	return true;
}

static bool
same_cells(const struct scell *a, const struct scell *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!str_eq(str_trim(a[i].grid->text), str_trim(b[i].grid->text)))
			return false;
	return true;
}

static size_t cells_behind(const struct srow *row, size_t i);

/* Are all rows of the table that are placed as long as this one, padding and
 * all?  Then none of its cells was lost. */
static bool
is_as_long_as_all(const struct placer *p, const struct srow *row)
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

/* Is the total of the row empty, and are there more cells than columns?  Then it
 * may be padding, and what stands before it the total of a row that lost a
 * figure. */
static bool
is_total_padding(const struct placer *p, const struct srow *row, size_t first,
    size_t n, const struct form_line *const *col, size_t ncol)
{
	const struct form_line *last = col[ncol - 1];

	return !row->spans && n > ncol && last != NULL &&
	    str_is(last->key, "total") &&
	    row->cell[first + ncol - 1].what == WHAT_EMPTY &&
	    row->cell[first].what == WHAT_FIGURE && !is_as_long_as_all(p, row);
}

/* The depth of a row in the table: 一、 1, （一） 2, 1. 3; 0 without numeral. */
static unsigned
depth_of(const struct form_line *line)
{
	unsigned number;
	struct str rest;

	return fold_numeral(line->label, &number, &rest);
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
 * Have the rows around another number of cells?  Then an empty cell in this one
 * may be padding, and a figure may be lost.  Where bars are padded for columns
 * that were merged away, rows of one depth are equally long; else rows whose
 * label stands in the same place are the better comparison.
 */
static bool
is_of_odd_length(const struct placer *p, const struct srow *row, size_t label,
    const struct form_line *line)
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
		if (depth_of(&p->table->row[i]) == depth_of(line))
			count_like(&deep, same);
		if (o->label == label)
			count_like(&like, same);
	}
	return (deep.n > 1 && deep.same == 0) ||
	    (like.n > 1 ? like.same == 0 : all.n > 1 && all.same == 0);
}

static size_t
count_figures(const struct scell *c, size_t n)
{
	size_t figures = 0;

	for (size_t i = 0; i < n; i++)
		figures += c[i].what == WHAT_FIGURE;
	return figures;
}

/* Does each column named total hold the sum of the cells before it?  False
 * without such a column.  Used only to choose between readings that are
 * otherwise equal. */
static bool
adds_up(struct arena *a, const struct scell *c, size_t ncol, size_t len,
    const struct form_line *const *col)
{
	struct dec sum = {0};
	bool totals = false;

	for (size_t i = 0; i < len; i++) {
		struct value v = value_read(a, c[i].grid->text, TYPE_CHANGE);
		struct dec d = {0};

		if (v.number.n != 0 && !dec_parse(v.number, &d))
			return false;
		if (col[i % ncol] != NULL && str_is(col[i % ncol]->key, "total")) {
			if (dec_cmp(sum, d) != 0)
				return false;
			sum = (struct dec){0};
			totals = true;
		} else if (!dec_add(&sum, d)) {
			return false;
		}
	}
	return totals;
}

/*
 * Where among the n cells the len cells of the row of the form begin; NONE
 * when that is not sure.  start is where the heads or the rows around put it,
 * or NONE.  *surplus gets the number of figures left over.
 */
static size_t
find_window(struct arena *a, const struct scell *c, size_t n, size_t len,
    size_t start, const struct form_line *const *col, size_t ncol,
    size_t *surplus)
{
	size_t found = NONE, ways = 0, sums = 0, sum_at = NONE;

	*surplus = 0;
	if (n < len)
		return NONE;
	for (size_t i = 0; i + len <= n; i++)
		if (is_slack_outside(c, n, i, len)) {
			found = found == NONE ? i : found;
			ways++;
		}
	if (ways == 1)
		return found;
	if (ways > 1 && is_all_empty(c, n))
		return found; /* all empty: one way is as good as another */
	if (start != NONE && start + len <= n &&
	    (ways == 0 ? count_figures(c + start, len) == len
	               : is_slack_outside(c, n, start, len)))
		found = start;
	else
		found = NONE;
	for (size_t i = 0; found == NONE && i + len <= n; i++) {
		/* a figure is left over: then none of the others may be empty */
		if (ways != 0 ? !is_slack_outside(c, n, i, len)
		              : count_figures(c + i, len) != len)
			continue;
		if (sum_at != NONE && !same_cells(c + sum_at, c + i, len) &&
		    adds_up(a, c + i, ncol, len, col))
			sums++;
		else if (sum_at == NONE && adds_up(a, c + i, ncol, len, col)) {
			sums = 1;
			sum_at = i;
		}
	}
	if (found == NONE && sums == 1)
		found = sum_at;
	for (size_t i = 0; found != NONE && i < n; i++)
		*surplus += (i < found || i >= found + len) &&
		    c[i].what == WHAT_FIGURE;
	return found;
}

#define LOOSE_SURPLUS 3 /* figures of a row beyond the form that are believed */

static void count_fact(unsigned long *count, struct buf *raw,
    unsigned long *line, struct str name, unsigned long at);

/* The figures of the row outside the len cells from first on. */
static void
count_surplus(struct placer *p, const struct srow *row, size_t first, size_t len)
{
	for (size_t i = 0; i < row->n; i++)
		if ((i < first || i >= first + len) &&
		    row->cell[i].what == WHAT_FIGURE)
			count_fact(&p->surplus, &p->surplus_raw,
			    &p->surplus_line, row->cell[i].grid->text,
			    row->cell[i].grid->line);
}

/* ---- rows with labels ------------------------------------------------- */

static void
list_name(struct buf *b, struct str name)
{
	if (b->n > 300)
		return; /* enough to know what it is about */
	if (b->n != 0)
		buf_addz(b, "、");
	buf_addstr(b, str_trim(name));
}

static void
count_fact(unsigned long *count, struct buf *raw, unsigned long *line,
    struct str name, unsigned long at)
{
	if ((*count)++ == 0)
		*line = at;
	list_name(raw, name);
}

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

/* Cells of the row behind i, up to the next label; other words among them may
 * stand where a figure should. */
static size_t
cells_behind(const struct srow *row, size_t i)
{
	size_t n = i + 1;

	while (n < row->n && (row->cell[n].what != WHAT_TEXT ||
				 row->cell[n].label == MAP_NONE))
		n++;
	return n - i - 1;
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

		for (size_t i = 0; i < row->n && row->table == table; i++) {
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

/*
 * Did the table of the row lose a column?  Most of its rows are too short then,
 * and one that seems long enough counts the padding of its label as a blank
 * figure, which moves all others by one.
 */
static bool
is_narrow(struct placer *p, const struct srow *row)
{
	if (row->spans || row->loose)
		return false;
	if (p->judged != row->table + 1) {
		p->judged = row->table + 1;
		p->narrow = has_short_rows(p, row->table);
	}
	return p->narrow;
}

/* A row of the form was met: keep it, or see whether it says the same. */
static void
keep_row(struct placer *p, const struct form_line *line, struct placed found)
{
	struct placed *at = &p->placed[line - p->table->row];

	if (at->row == NULL) {
		*at = found;
		at->seen = true;
		at->seen_line = found.row->line;
		return;
	}
	if (at->ncol != found.ncol ||
	    !same_cells(at->row->cell + at->first,
		found.row->cell + found.first, at->ncol)) {
		if (!at->conflict)
			count_fact(&p->unplaced, &p->unplaced_raw,
			    &p->unplaced_line, line->label, found.row->line);
		at->conflict = true;
	}
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

/* Has the row just above or below figures but no label of its own?  Then an
 * empty row may only be the rest of a label that was broken. */
static bool
figures_beside(const struct placer *p, const struct srow *row, size_t ncol)
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

/*
 * The row with its empty cells behind the label left out.  Where there are just
 * as many figures as columns, an empty cell between them is what is left of one
 * that spanned: the heads of table 2 of 2019 span other columns than its rows.
 */
static const struct srow *
without_gaps(struct placer *p, const struct srow *row, size_t label)
{
	struct srow *made = arena_alloc(&p->report->arena, sizeof *made);

	*made = *row;
	made->cell = arena_alloc(&p->report->arena, row->n * sizeof *made->cell);
	made->n = 0;
	for (size_t i = 0; i < row->n; i++)
		if (i <= label || row->cell[i].what == WHAT_FIGURE)
			made->cell[made->n++] = row->cell[i];
	return made;
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
	nhead = find_head(p, row, col, ncol, head);
	if (nhead > ncol || (nhead == ncol && nhead > 1)) {
		memcpy(col, head, nhead * sizeof *col);
		ncol = nhead;
	}
	if (ncol == 0) /* a row of a user's form that crosses no column */
		return false;
	at = find_window(&p->report->arena, row->cell + i + 1, n, ncol,
	    p->second ? usual_start(p, row, i) : NONE, col, ncol, &surplus);
	if (!p->second &&
	    (at == NONE || count_figures(row->cell + i + 1 + at, ncol) < ncol))
		return false;
	if (at == NONE && count_figures(row->cell + i + 1, n) == ncol) {
		row = found.row = without_gaps(p, row, i);
		at = surplus = 0;
	}
	if (at == NONE || (is_all_empty(row->cell + i + 1 + at, ncol) &&
			      figures_beside(p, row, ncol)) ||
	    (count_figures(row->cell + i + 1 + at, ncol) < ncol &&
		((is_of_odd_length(p, row, i, line) &&
		     !is_as_long_as_all(p, row)) ||
		    is_narrow(p, row))) ||
	    is_total_padding(p, row, i + 1 + at, n, col, ncol) ||
	    (surplus != 0 && !adds_up(&p->report->arena,
				 row->cell + i + 1 + at, ncol, ncol, col)))
		return false;
	found.first = i + 1 + at;
	found.ncol = ncol;
	found.col = arena_alloc(&p->report->arena, ncol * sizeof *found.col);
	memcpy(found.col, col, ncol * sizeof *col);
	if (surplus != 0) {
		found.flags |= FLAG_SURPLUS;
		count_surplus(p, row, found.first, ncol);
	}
	keep_row(p, line, found);
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
	keep_row(p, line, found);
	return true;
}

/* The label of a row is there, its figures could not be told apart (yet). */
static void
see_label(struct placer *p, const struct form_line *line, unsigned long at)
{
	struct placed *o = &p->placed[line - p->table->row];

	if (!o->seen)
		o->seen_line = at;
	o->seen = true;
}

static void
count_unread_rows(struct placer *p)
{
	for (size_t i = 0; i < p->table->nrow; i++) {
		const struct placed *at = &p->placed[i];

		if (!at->seen || (at->row != NULL && !at->glued))
			continue;
		if (at->glued)
			count_fact(&p->glued, &p->glued_raw, &p->glued_line,
			    p->table->row[i].label, at->seen_line);
		else
			count_fact(&p->unplaced, &p->unplaced_raw,
			    &p->unplaced_line, p->table->row[i].label,
			    at->seen_line);
	}
}

static bool
is_placed_from(const struct placer *p, const struct form_line *line,
    const struct srow *row)
{
	const struct placed *at = &p->placed[line - p->table->row];

	return at->row != NULL && at->row->number == row->number;
}

static void
place_labelled_rows(struct placer *p)
{
	for (size_t r = 0; r < p->src->n; r++) {
		const struct srow *row = &p->src->row[r];

		if (row->loose || is_head_row(p, row))
			continue;
		for (size_t i = 0; i < row->n; i++) {
			const struct form_line *line = source_meaning(p->src, &row->cell[i], p->table, LABEL_ROW);

			if (line == NULL || cells_behind(row, i) == 0 ||
			    is_placed_from(p, line, row) ||
			    place_row(p, row, i, line, 0) || !p->second ||
			    place_cut_row(p, row, i, line))
				continue;
			see_label(p, line, row->line);
		}
	}
}

/* ---- rows of text that has lost its tables ------------------------------ */

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

/*
 * The loose row with want figures behind its text: as it is, or with figures
 * that were run together cut apart.  NULL when that is not sure.
 */
static const struct srow *
loose_figures(const struct placer *p, const struct srow *row, size_t want,
    size_t ncol, const struct form_line *const *col, unsigned *flags)
{
	struct scell *cells;
	struct srow *made;
	size_t at, surplus;

	if (row->n - 1 == want)
		return row;
	if (row->n - 1 > want && row->n - 1 <= want + LOOSE_SURPLUS) {
		at = find_window(&p->report->arena, row->cell + 1, row->n - 1,
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

/* The same, and count what is left over. */
static const struct srow *
take_loose_figures(struct placer *p, const struct srow *row, size_t want,
    size_t ncol, const struct form_line *const *col, unsigned *flags)
{
	const struct srow *found = loose_figures(p, row, want, ncol, col, flags);

	if (found != NULL && (*flags & FLAG_SURPLUS) != 0)
		count_surplus(p, row, (size_t)(found->cell - row->cell), want);
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

	for (size_t i = 0; i < f->nlabel; i++) {
		const struct form_label *l = &f->label[i];

		if (l->table == p->table && l->kind == LABEL_ROW &&
		    str_ends(folded, l->folded) &&
		    has_its_numeral(text, folded, l) &&
		    (best == NULL || l->folded.n > best->folded.n))
			best = l;
	}
	return best != NULL ? best->line : NULL;
}

/*
 * The row whose label ends the text.  First the text as it is: where a bracket
 * was left open, another label may stand behind it.
 */
static const struct form_line *
label_at_end(const struct placer *p, struct str text)
{
	const struct form_line *line;
	struct buf folded = {0};

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

/* Where the ncol figures of a row without text begin; NONE when it has fewer or
 * more, or others between them. */
static size_t
figures_start(const struct placer *p, const struct srow *row, size_t ncol)
{
	const struct form_line *col[TABLE_COLS_MAX];
	size_t surplus, at, first = 0;

	columns_of(p->table, &p->table->row[0], col);
	at = find_window(&p->report->arena, row->cell, row->n, ncol, NONE, col,
	    ncol, &surplus);
	while (first < row->n && row->cell[first].what != WHAT_FIGURE)
		first++;
	return at != NONE && surplus == 0 && at == first ? at : NONE;
}

/* Leave out the cells that could be cut apart in several ways. */
static void
drop_unread(struct placed *found)
{
	for (size_t i = 0; i < found->ncol; i++)
		if (found->row->cell[found->first + i].what == WHAT_EMPTY) {
			found->col[i] = NULL;
			found->glued = true;
		}
}

/* Keep the figures of a row without label as those of the line. */
static bool
keep_figures(struct placer *p, const struct srow *row,
    const struct form_line *line, unsigned flags)
{
	const struct form_line *col[TABLE_COLS_MAX];
	size_t ncol = columns_of(p->table, line, col);
	struct placed found = {.ncol = ncol};

	if (row->loose)
		row = take_loose_figures(p, row, ncol, ncol, col, &flags);
	if (row == NULL)
		return false;
	found.row = row;
	found.flags = flags;
	found.first = row->loose ? row->n - ncol : figures_start(p, row, ncol);
	found.col = arena_alloc(&p->report->arena, ncol * sizeof *found.col);
	memcpy(found.col, col, ncol * sizeof *col);
	if ((flags & FLAG_GLUED) != 0)
		drop_unread(&found);
	keep_row(p, line, found);
	return true;
}

/*
 * Do as many figures without a label stand right before the row?  Then the label
 * between may be theirs: columns that were printed one after the other put
 * figures before labels.  The order decides, with all of them in view.
 */
static bool
follows_figures(const struct placer *p, const struct srow *row)
{
	const struct srow *before = row - 1;

	return row->number > 0 && !row->glued && before->loose &&
	    before->sec == row->sec &&
	    before->table == row->table && before->n == row->n &&
	    label_at_end(p, before->cell[0].grid->text) == NULL;
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

static void
place_loose_rows(struct placer *p)
{
	for (size_t r = 0; r < p->src->n; r++) {
		const struct srow *row = &p->src->row[r];
		const struct form_line *line;

		if (!row->loose || row->n < 2 || row->sec != p->table->sec)
			continue;
		line = label_at_end(p, row->cell[0].grid->text);
		if (line == NULL || (!follows_figures(p, row) &&
					keep_figures(p, row, line, 0)))
			continue;
		see_label(p, line, row->line);
		if (p->placed[line - p->table->row].row == NULL)
			p->placed[line - p->table->row].glued =
			    is_run_together(p, row, line);
	}
}

/* ---- rows known by their place ------------------------------------------- */

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

/* Could the row be one of the table whose label stands elsewhere? */
static bool
is_run(const struct placer *p, const struct srow *row)
{
	const struct form_line *col[TABLE_COLS_MAX];
	size_t ncol = columns_of(p->table, &p->table->row[0], col);
	unsigned flags = 0;

	if (row->sec != p->table->sec)
		return false;
	if (row->loose && p->table->nblock != 0)
		return row->n > 1 && has_width(p->table, row->n - 1);
	if (row->loose)
		return row->n > 1 &&
		    loose_figures(p, row, ncol, ncol, col,
			&flags) != NULL;
	return p->table->nblock == 0 && !has_text(row) &&
	    figures_start(p, row, ncol) != NONE;
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
	struct buf text = {0}, label = {0};
	const struct form_line *own = run->row->loose
	    ? label_at_end(p, run->row->cell[0].grid->text)
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
		buf_reset(&label);
		fold_label(&label, p->table->row[r].label);
		score[r] = align_likeness(buf_str(&label), buf_str(&text)) / 2;
		if (own == &p->table->row[r])
			score[r] += OWN_LABEL;
		/* rows of several widths: a run could be anything */
		if (p->table->nblock != 0 && score[r] < LIKE_ENOUGH / 2)
			score[r] = ALIGN_NEVER;
	}
	buf_free(&text);
	buf_free(&label);
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
static void
place_by_order(struct placer *p)
{
	size_t nrow = p->table->nrow, n, row[ALIGN_RUNS_MAX];
	struct run *run;
	int *score;

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
			keep_figures(p, run[i].row, &p->table->row[row[i]],
			    FLAG_ORDER);
		else if (p->table->nblock != 0)
			continue; /* any number of the section */
		else if (is_complete(p))
			count_fact(&p->added, &p->added_raw, &p->added_line,
			    run[i].row->cell[0].grid->text, run[i].row->line);
		else
			count_fact(&p->unplaced, &p->unplaced_raw,
			    &p->unplaced_line, run[i].row->cell[0].grid->text,
			    run[i].row->line);
	}
	free(run);
	free(score);
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
	struct buf folded = {0}, other = {0};
	const struct form_line *best = NULL;
	size_t before, behind;

	neighbours(p, row, &before, &behind);
	fold_label(&folded, label);
	for (size_t i = 0; i < p->table->nrow; i++) {
		size_t count, far;

		if (p->placed[i].row != NULL || p->table->row[i].optional ||
		    (before < p->table->nrow && i < before) ||
		    (behind < p->table->nrow && i > behind))
			continue;
		buf_reset(&other);
		fold_label(&other, p->table->row[i].label);
		count = utf8_count(buf_str(&other));
		far = utf8_edits(buf_str(&folded), buf_str(&other));
		if (count >= 5 && far * 3 < count) {
			best = best == NULL ? &p->table->row[i] : NULL;
			if (best == NULL)
				break;
		}
	}
	buf_free(&folded);
	buf_free(&other);
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

static void
place_other_rows(struct placer *p)
{
	for (size_t r = 0; r < p->src->n && p->added < ADDED_MAX; r++) {
		const struct srow *row = &p->src->row[r];
		size_t i = unknown_label(row);
		const struct form_line *line;
		bool figures = false;

		if (row->loose || i == NONE || !is_our_table(p, row->table))
			continue;
		for (size_t k = i + 1; k < row->n; k++)
			figures |= row->cell[k].what == WHAT_FIGURE;
		if (!figures)
			continue;
		line = nearest_row(p, row, row->cell[i].grid->text);
		if (line == NULL || !place_row(p, row, i, line, FLAG_LABEL))
			count_fact(&p->added, &p->added_raw, &p->added_line,
			    row->cell[i].grid->text, row->line);
	}
}

/* ---- rows that lost or gained cells before their label ----------------- */

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
 * Mark the rows whose label stands in another column than the labels of the
 * same depth.  Only where covered cells leave an empty one behind: where they
 * leave none, the first row of a group stands further right by right.
 */
static void
mark_shifted(struct placer *p)
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
			at[depth_of(&p->table->row[i])][cells]++;
	}
	for (size_t i = 0; i < p->table->nrow; i++) {
		struct placed *o = &p->placed[i];
		unsigned *count = at[depth_of(&p->table->row[i])];
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
		count_fact(&p->shifted, &p->shifted_raw, &p->shifted_line,
		    p->table->row[i].label, o->row->line);
	}
}

/* ---- tables without row labels ---------------------------------------- */

/* How many different columns of the table the row has as heads; *first gets
 * the column of the source where they begin, *last where they end. */
static size_t
count_heads(const struct placer *p, const struct srow *row, size_t *first,
    size_t *last)
{
	size_t n = 0;

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
			drop_unread(&found);
		keep_row(p, &p->table->row[i], found);
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
	at = find_window(&p->report->arena, row->cell, row->n, len, start, col,
	    p->table->ncol, &surplus);
	if (at == NONE) {
		count_fact(&p->unplaced, &p->unplaced_raw, &p->unplaced_line,
		    p->table->label, row->line);
		return;
	}
	if (surplus != 0)
		count_surplus(p, row, at, len);
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
	row = take_loose_figures(p, row, len, p->table->ncol, col, &flags);
	if (row != NULL)
		spread_row(p, row, row->n - len, flags);
}

static void
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
		if (has_text(row)) {
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

/* ---- out -------------------------------------------------------------- */

static void
put_cell(struct placer *p, const struct form_line *row,
    const struct placed *at, size_t i)
{
	const struct form_line *col = at->col[i];
	const struct grid_cell *g = at->row->cell[at->first + i].grid;
	enum cell_type type =
	    col->type != TYPE_COUNT ? col->type : row->type;
	struct value v = value_read(&p->report->arena, g->text, type);
	struct cell *c = report_add(p->report, p->table->key, row->key, col->key);

	c->value = v.number;
	c->unit = v.unit.n != 0 ? v.unit : col->unit;
	c->raw = g->text;
	c->line = g->line;
	c->flag = value_flag_words(&p->report->arena, v.flags | at->flags);
}

/* A unit that stands in the head of the column, "采购总金额（万元）". */
static void
set_head_units(struct placer *p, size_t from)
{
	for (size_t i = 0; i < p->src->ncell; i++) {
		const struct scell *c = &p->src->cell[i];
		const struct form_line *col =
		    source_meaning(p->src, c, p->table, LABEL_COL);
		struct str unit;

		if (col == NULL)
			continue;
		unit = value_unit_of_label(c->grid->text);
		for (size_t k = from; unit.n != 0 && k < p->report->n; k++)
			if (p->report->cell[k].unit.n == 0 &&
			    str_eq(p->report->cell[k].col, col->key))
				p->report->cell[k].unit = unit;
	}
}

static size_t
put_cells(struct placer *p)
{
	size_t from = p->report->n;

	for (size_t i = 0; i < p->table->nrow; i++) {
		const struct form_line *row = &p->table->row[i];
		const struct placed *at = &p->placed[i];

		if (at->row == NULL || at->conflict)
			continue;
		for (size_t c = 0; c < p->table->ncol; c++)
			for (size_t k = 0; k < at->ncol; k++)
				if (at->col[k] == &p->table->col[c])
					put_cell(p, row, at, k);
	}
	set_head_units(p, from);
	return p->report->n - from;
}

/* ---- the facts -------------------------------------------------------- */

struct fact {
	const char *name;
	unsigned long count, line;
	struct str raw;
};

static void
put_fact(struct report *r, struct str table, const struct fact *f)
{
	struct cell *c = report_add(r, STR("doc"), table, str_of(f->name));
	struct buf b = {0};

	buf_addu(&b, f->count);
	c->value = arena_str(&r->arena, buf_str(&b));
	c->raw = arena_str(&r->arena, f->raw);
	c->line = f->line;
	buf_free(&b);
}

struct summary {
	struct fact fact[7];
	size_t n;
};

static void
add_fact(struct summary *s, struct arena *a, const char *name,
    unsigned long count, struct str raw, unsigned long line)
{
	s->fact[s->n++] = (struct fact){name, count, line, arena_str(a, raw)};
}

static void
summarise(struct placer *p, size_t cells, struct summary *s)
{
	struct arena *a = &p->report->arena;
	struct buf missing = {0};
	unsigned long count = 0, ignored;

	add_fact(s, a, "cells", cells, (struct str){0}, 0);
	if (cells == 0)
		return;
	for (size_t i = 0; i < p->table->nrow; i++)
		if (!p->table->row[i].optional && !p->placed[i].seen &&
		    !source_has_lone(p->src, p->table, &p->table->row[i]))
			count_fact(&count, &missing, &ignored,
			    p->table->row[i].label, 0);
	add_fact(s, a, "rows_missing", count, buf_str(&missing), 0);
	add_fact(s, a, "rows_added", p->added, buf_str(&p->added_raw),
	    p->added_line);
	add_fact(s, a, "surplus", p->surplus, buf_str(&p->surplus_raw),
	    p->surplus_line);
	add_fact(s, a, "shifted", p->shifted, buf_str(&p->shifted_raw),
	    p->shifted_line);
	add_fact(s, a, "unplaced", p->unplaced, buf_str(&p->unplaced_raw),
	    p->unplaced_line);
	if (p->glued != 0)
		add_fact(s, a, "glued", p->glued, buf_str(&p->glued_raw),
		    p->glued_line);
	buf_free(&missing);
}

static void
place_table(struct report *r, const struct source *src, const struct form *form,
    const struct form_table *table, struct summary *s)
{
	unsigned long split_budget = LOOSE_BUDGET;
	struct placer p = {.report = r, .src = src, .form = form, .table = table,
	    .split_budget = &split_budget};

	p.placed = arena_alloc(&r->arena, table->nrow * sizeof *p.placed);
	if (table->across) {
		place_across(&p);
	} else {
		place_labelled_rows(&p);
		p.second = true;
		place_labelled_rows(&p);
		place_loose_rows(&p);
		place_other_rows(&p);
		place_by_order(&p);
		count_unread_rows(&p);
		mark_shifted(&p);
	}
	summarise(&p, put_cells(&p), s);
	buf_free(&p.surplus_raw);
	buf_free(&p.unplaced_raw);
	buf_free(&p.glued_raw);
	buf_free(&p.shifted_raw);
	buf_free(&p.added_raw);
}

void
place_cells(struct report *r, const struct source *src, const struct form *form)
{
	struct summary *s =
	    arena_alloc(&r->arena, (form->ntable + 1) * sizeof *s);

	for (size_t i = 0; i < form->ntable; i++)
		place_table(r, src, form, &form->table[i], &s[i]);
	for (size_t i = 0; i < form->ntable; i++)
		for (size_t k = 0; k < s[i].n; k++)
			put_fact(r, form->table[i].key, &s[i].fact[k]);
}
