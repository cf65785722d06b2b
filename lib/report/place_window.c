/*
 * Which cells of a row are the cells of the form, and of which columns.
 *
 * Takes the cells behind a label and how many columns the form has there.  A row
 * counts only as a whole: the columns are a window that is moved along the row,
 * and what stays outside must be empty or words.  Where there are several ways,
 * the heads of the columns or the rows around decide, then what must add up;
 * where none does, there is no answer.
 */
#include "report/placer.h"

#include "base/utf8.h"
#include "report/fold.h"
#include "report/value.h"

/* The column of the table that crosses the line and that the cell names. */
static const struct form_line *
column_named(const struct placer *p, const struct scell *c,
    const struct form_line *line)
{
	const struct form_label *label = p->src->forms->label;

	if (c->label == MAP_NONE ||
	    (label[c->label].in[LABEL_COL] & p->table->bit) == 0)
		return NULL;
	for (uint32_t i = c->label; i != MAP_NONE; i = label[i].next)
		if (label[i].table == p->table && label[i].kind == LABEL_COL &&
		    form_crosses(line, label[i].line))
			return label[i].line;
	return NULL;
}

/*
 * The heads of the columns as one row above gives them: known columns, NULL
 * for others.  0 when the row is not a head that names all nwant of the line.
 */
static size_t
head_columns(const struct placer *p, const struct srow *row,
    const struct form_line *line, size_t nwant, const struct form_line **col)
{
	bool filled = place_is_filled(p, row);
	size_t n = 0, known = 0;

	for (size_t i = 0; i < row->n && n < TABLE_COLS_MAX; i++) {
		const struct scell *c = &row->cell[i];
		const struct form_line *named;

		if (c->what == WHAT_EMPTY ||
		    source_meaning(p->src, c, p->table, LABEL_HEAD) != NULL)
			continue;
		named = column_named(p, c, line);
		if (named == NULL && (n == 0 || c->what == WHAT_FIGURE))
			return 0; /* begins with something else */
		if (filled && named != NULL && n != 0 && named == col[n - 1])
			continue;
		known += named != NULL;
		col[n++] = named;
	}
	return known == nwant ? n : 0;
}

static bool
is_head(const struct placer *p, const struct scell *c)
{
	return source_meaning(p->src, c, p->table, LABEL_HEAD) != NULL;
}

/* Append the columns that the row names, and those that the row below does at
 * the place of cell `at`.  False when one of the names is no column, or stands
 * there twice, or there are more than nwant. */
static bool
join_columns(const struct placer *p, const struct srow *row, size_t at,
    const struct form_line *line, size_t nwant, const struct form_line **col,
    size_t *n)
{
	for (size_t i = 0; i < row->n; i++) {
		const struct scell *c = &row->cell[i];
		const struct form_line *named;

		if (i == at && !join_columns(p, row + 1, NONE, line, nwant, col, n))
			return false;
		if (c->what == WHAT_EMPTY || is_head(p, c))
			continue;
		named = column_named(p, c, line);
		for (size_t k = 0; k < *n; k++)
			if (col[k] == named)
				return false;
		if (named == NULL || *n == nwant)
			return false;
		col[(*n)++] = named;
	}
	return true;
}

/*
 * The columns as two rows of heads give them: names of the lower one stand below
 * one cell of the upper one, the last there that is no name of a column itself.
 * 0 unless together they name each column once, and nothing else.
 */
static size_t
joined_columns(const struct placer *p, const struct srow *upper,
    const struct form_line *line, size_t nwant, const struct form_line **col)
{
	size_t n = 0, at = upper->n;

	while (at > 0 && !is_head(p, &upper->cell[at - 1]))
		at--;
	return at > 0 && source_may_name_columns(upper, p->table) &&
		join_columns(p, upper, at - 1, line, nwant, col, &n) &&
		n == nwant
	    ? n
	    : 0;
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

#define HEADS_ABOVE 60 /* rows, at most, above one that they are heads of */

/* Does the row, alone or with the one above it, say which the columns are, or
 * that their order says nothing (*n is 0 then)?  goes_on: of a table before. */
static bool
are_heads(const struct placer *p, const struct srow *r, bool goes_on,
    const struct form_line *line, size_t nwant, const struct form_line **col,
    size_t *n)
{
	*n = head_columns(p, r, line, nwant, col);
	if (*n != 0 && !(goes_on && *n != nwant)) {
		if (has_total_inside(col, *n))
			*n = 0;
		return true;
	}
	if (r > p->src->row && r[-1].table == r->table)
		*n = joined_columns(p, r - 1, line, nwant, col);
	else
		*n = 0;
	return *n != 0;
}

size_t
place_heads(struct placer *p, const struct srow *row,
    const struct form_line *line, size_t nwant, const struct form_line **col)
{
	const struct srow *first = p->src->row;
	struct heads *last = &p->heads;

	for (const struct srow *r = row; r-- > first && r->sec == row->sec &&
	    row - r <= HEADS_ABOVE;) {
		/* a table that a page end cut may go on without heads */
		bool goes_on = r->table != row->table;
		size_t n;

		if (r->loose || !source_may_name_columns(r, p->table))
			continue;
		if (last->row == r && last->block == line->block &&
		    last->goes_on == goes_on) {
			memcpy(col, last->col, last->n * sizeof *col);
			return last->n;
		}
		if (!are_heads(p, r, goes_on, line, nwant, col, &n))
			continue;
		last->row = r;
		last->block = line->block;
		last->goes_on = goes_on;
		last->n = n;
		memcpy(last->col, col, n * sizeof *col);
		return n;
	}
	return 0;
}

bool
place_is_slack(const struct scell *c)
{
	const char *p = c->grid->text.p, *end = str_end(c->grid->text);

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
		if ((i < from || i >= from + len) && !place_is_slack(&c[i]))
			return false;
	return true;
}

bool
place_same_cells(const struct placer *p, const struct scell *a,
    const struct scell *b, size_t n)
{
	p->kept->repeats = false;
	for (size_t i = 0; i < n; i++)
		if (!str_eq(str_trim(a[i].grid->text), str_trim(b[i].grid->text)))
			return false;
	return true;
}

bool
place_adds_up(const struct placer *p, const struct scell *c, size_t ncol,
    size_t len, const struct form_line *const *col)
{
	struct dec sum = {0};
	bool totals = false;

	p->kept->repeats = false;
	for (size_t i = 0; i < len; i++) {
		struct value v = value_read(&p->report->arena, c[i].grid->text,
		    TYPE_CHANGE);
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

size_t
place_window(const struct placer *p, const struct scell *c, size_t n,
    size_t len, size_t start, const struct form_line *const *col, size_t ncol,
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
		if (sum_at != NONE &&
		    !place_same_cells(p, c + sum_at, c + i, len) &&
		    place_adds_up(p, c + i, ncol, len, col))
			sums++;
		else if (sum_at == NONE &&
		    place_adds_up(p, c + i, ncol, len, col)) {
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
