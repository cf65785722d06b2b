/*
 * Cells between bars, with a line end behind each bar.
 *
 * Takes such lines; gives rows of cells.  A bar alone begins a row; where there is none,
 * only padding on lines of its own tells how many cells make one.  They are counted off
 * from one padding to the next; where that is not sure, each cell is a row of its own.
 */
#include "base/utf8.h"
#include "read/text.h"

struct line *
text_take_broken_pipes(struct reader *r, struct line *l, struct line *end)
{
	while (l + 1 < end && l->is == LINE_BAR &&
	    (l[1].is == LINE_PIPE || l[1].is == LINE_BAR)) {
		table_row(&r->table);
		for (l++; l < end && l->is == LINE_PIPE; l++)
			text_add_cells(r, l, str_trim(l->text));
		if (l < end && text_goes_on(l)) {
			text_add_cells(r, l, str_trim(l->text));
			l++;
		}
	}
	return l;
}

#define COLUMNS_MAX 64 /* of a table that has lines for rows no longer */

static bool
is_padding(const struct line *l)
{
	struct str s = str_trim(l->text);

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '|')
			return false;
	return l->is == LINE_PIPE;
}

/* Does the line have its only bar at its end? */
static bool
ends_in_bar(const struct line *l)
{
	struct str s = str_trim(l->text);

	return l->is == LINE_PIPE && memchr(s.p, '|', s.n) == str_end(s) - 1;
}

size_t
text_columns_told(const struct line *l, const struct line *end)
{
	size_t n = 0;

	for (; l < end && ends_in_bar(l); l++)
		n++;
	if (n == 0 || l == end || !is_padding(l))
		return 0;
	n += str_trim(l->text).n;
	return n <= COLUMNS_MAX ? n : 0;
}

#define BROKEN_CELL_MAX 4 /* lines */

/* Behind the cell that begins at l, which may have been broken over lines;
 * NULL when none begins there. */
static struct line *
cell_end(struct line *l, const struct line *end)
{
	struct line *p = l;

	while (p < end && p - l < BROKEN_CELL_MAX && p->is == LINE_PROSE)
		p++;
	if (p == end)
		return NULL;
	if (p->is == LINE_BAR || (ends_in_bar(p) && (p == l || text_goes_on(l))))
		return p + 1;
	return NULL;
}

/* The text of the lines from l up to the bar that ends them. */
static struct str
cell_between(struct reader *r, const struct line *l, const struct line *end)
{
	buf_reset(&r->work);
	for (; l < end; l++) {
		struct str s = str_trim(l->text);

		if (s.n != 0 && s.p[s.n - 1] == '|')
			s.n--;
		text_add_joint(&r->work, s);
		text_add_folded(&r->work, s, false);
	}
	return text_keep(r);
}

#define LABEL_MIN 4 /* characters that are more than words around a number */

/* Is the cell words, as labels are, and no figure?  增加2项 is one. */
static bool
is_words(struct str s)
{
	const char *p = s.p, *end = str_end(s);
	size_t words = 0, digits = 0;
	bool marked = false, item = false; /* 2.其他 */

	while (p < end) {
		uint32_t cp = utf8_next(&p, end);
		bool digit = (cp >= '0' && cp <= '9') ||
		    (cp >= 0xff10 && cp <= 0xff19);

		digits += digit;
		if (cp == '.' || cp == 0xff0e || cp == 0x3001) {
			marked = true;
		} else if (!digit && cp > 0x7f && !utf8_is_space(cp)) {
			item |= words == 0 && digits == 1 && marked;
			words++;
		}
	}
	return words >= LABEL_MIN || (words > 1 && (digits == 0 || item));
}

/* Can the cells since the first-th be rows of so many columns?  Not when words
 * stand behind a figure: then a cell was lost, and others moved up. */
static bool
are_rows(const struct table_builder *b, size_t first, size_t columns)
{
	bool figure = false;

	for (size_t i = first; i < b->n; i++) {
		struct str s = b->cell[i].text;

		if ((i - first) % columns == 0)
			figure = false;
		if (figure && is_words(s))
			return false;
		figure |= s.n != 0 && !is_words(s);
	}
	return true;
}

/* Make rows of so many cells out of those since the first-th. */
static void
join_rows(struct table_builder *b, size_t first, size_t columns)
{
	for (size_t i = first; i < b->n; i++) {
		struct grid_cell *c = &b->cell[i];

		c->row = b->cell[first].row + (unsigned)((i - first) / columns);
		c->col = (unsigned)((i - first) % columns) + 1;
		b->row = c->row;
	}
}

/* The cells up to the next padding.  How many they are shows where rows begin;
 * where that is not sure, each cell is a row of its own. */
static struct line *
take_padded_rows(struct reader *r, struct line *l, struct line *end,
    size_t columns)
{
	size_t first = r->table.n, padding = 0;
	struct line *next;

	while (l < end && !is_padding(l) && (next = cell_end(l, end)) != NULL) {
		table_row(&r->table);
		table_cell(&r->table, text_number(r, l), cell_between(r, l, next));
		l = next;
	}
	if (l < end && is_padding(l)) {
		padding = str_trim(l->text).n;
		for (size_t i = 0; i < padding && padding < columns; i++)
			table_cell(&r->table, text_number(r, l), (struct str){0});
		l++;
	}
	if ((padding == 0 || (r->table.n - first) % columns == 0) &&
	    are_rows(&r->table, first, columns))
		join_rows(&r->table, first, columns);
	return l;
}

struct line *
text_take_bar_ends(struct reader *r, struct line *l, struct line *end, size_t columns)
{
	while (l < end) {
		struct line *next = take_padded_rows(r, l, end, columns);

		if (next == l)
			break;
		l = next;
	}
	return l;
}
