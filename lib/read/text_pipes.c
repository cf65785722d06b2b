/*
 * Cells between bars, a row a line.
 *
 * Takes lines with bars; gives rows of cells, as ragged as they are.  |---|---| between
 * head and body is no row, and shows that the text is Markdown.  Where no row has two
 * cells it is a list, a cell and a bar a line, and its rows are not known.
 */
#include "base/padded.h"
#include "read/text.h"

/* Was the bar that ends the cell, before rest, escaped?  Two backslashes before it are
 * one that was escaped. */
static bool
is_escaped_bar(const struct str_parts *rest, struct str cell)
{
	size_t signs = 0;

	while (signs < cell.n && cell.p[cell.n - 1 - signs] == '\\')
		signs++;
	return signs % 2 != 0 && rest->rest.p != NULL;
}

/* The rest of a cell that goes on behind the bar at its end, since that is \|. */
static struct str
escaped_cell(struct reader *r, struct str_parts *rest, struct str cell)
{
	buf_reset(&r->work);
	do {
		buf_add(&r->work, cell.p, cell.n - 1);
		buf_addc(&r->work, '|');
		str_next_part(rest, &cell);
	} while (is_escaped_bar(rest, cell));
	buf_addstr(&r->work, cell);
	return text_keep(r);
}

bool
text_pipe_cell(struct reader *r, const struct line *l, struct str_parts *rest,
    struct str *cell)
{
	if (!str_next_part(rest, cell))
		return false;
	if (is_escaped_bar(rest, *cell))
		*cell = escaped_cell(r, rest, *cell);
	*cell = text_fold(r, l->holds, *cell, false);
	return true;
}

/* |---|:-:| between head and body.  Further down one or two dashes in a cell say that
 * there is nothing. */
static bool
is_pipe_rule(struct str s, bool is_behind_head)
{
	bool dash = false;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		dash |= c == '-';
		if (c != '|' && c != ' ' && c != '-' && c != ':')
			return false;
	}
	return dash && (is_behind_head || str_find(s, STR("---")) >= 0);
}

/* Add the cells of s, one by one. */
static void
add_odd_cells(struct reader *r, const struct line *l, struct str s)
{
	struct str_parts parts = str_parts_of(s, '|');
	struct str cell;

	while (text_pipe_cell(r, l, &parts, &cell))
		table_cell(&r->table, text_number(r, l), cell);
}

void
text_add_cells(struct reader *r, const struct line *l, struct str s)
{
	unsigned long line = text_number(r, l);
	bool odd = (l->holds & (HOLDS_ODD_SPACE | HOLDS_TAB)) != 0;
	struct str cell[PADDED_MAX], rest = s;

	if (s.n != 0 && s.p[s.n - 1] == '|')
		rest.n--;
	while (rest.p != NULL) {
		struct str from = rest;
		size_t n = odd ? 0 : padded_cut(&rest, '|', cell, &odd);

		if (odd) {
			add_odd_cells(r, l, from);
			return;
		}
		for (size_t i = 0; i < n; i++)
			table_cell(&r->table, line, cell[i]);
	}
}

static struct line *
take_pipes(struct reader *r, struct line *l, struct line *end)
{
	for (; l < end && l->is == LINE_PIPE; l++) {
		struct str s = str_trim(l->text);

		if (is_pipe_rule(s, r->table.row <= 1)) {
			r->markdown = true;
			continue;
		}
		if (s.p[0] == '|')
			s = str_skip(s, 1);
		table_row(&r->table);
		text_add_cells(r, l, s);
	}
	return l;
}

/* Does no row of the table, from its first-th cell on, have two cells that are
 * not empty? */
static bool
has_single_cells(const struct table_builder *b, size_t first)
{
	const struct grid_cell *last = NULL;

	for (size_t i = first; i < b->n; i++) {
		const struct grid_cell *c = &b->cell[i];

		if (c->text.n == 0)
			continue;
		if (last != NULL && last->row == c->row)
			return false;
		last = c;
	}
	return true;
}

#define LIST_MIN 8 /* cells, behind which a bar alone is an empty one */

struct line *
text_take_pipes(struct reader *r, struct line *l, struct line *end, bool *list)
{
	size_t first = 0;

	for (*list = true; *list; l++) {
		l = take_pipes(r, l, end);
		*list = has_single_cells(&r->table, first);
		first = r->table.n;
		if (!*list || first < LIST_MIN || l == end || l->is != LINE_BAR)
			break;
	}
	return l;
}
