/*
 * Plain text to document tree.
 *
 * Takes the text layouts in which reports are kept, and gives each to the part
 * that reads it (text.h).  Each line says by itself what it is, so that layouts
 * may follow one another in a document:
 *
 *	one cell a line	a TAB, then the cell; a line without TAB right behind
 *			goes on with the cell; a blank line ends the row
 *	rows		cells separated by TABs; blank lines (page breaks) may
 *			stand between rows
 *	pipes		cells between bars, with or without a bar at either end;
 *			|---|---| is passed over, <br> in a cell is a line end
 *	drawn grids	the same with lines drawn between the rows (+---+, ├─┼─┤):
 *			the lines of text between two of them are one row; text
 *			in such a line is of the row above it
 *	broken pipes	the same with a line end behind each bar: a bar alone
 *			begins a row
 *	bar ends	the same without that bar: padding on lines of its own tells
 *			how many cells make a row
 *	list		one cell and a bar a line, rows not marked: paragraphs
 *	prose		anything else, a paragraph a line; '#' marks a heading
 *
 * A table needs two cells that are not empty, else its lines are prose (a
 * title may stand behind a TAB).  Prose that a page or line end cut in the
 * middle of a sentence is joined.
 *
 * To add a layout: a value in enum line_is (text.h), a line in classify()
 * (text_line.c), a function like text_take_rows() (text_tabs.c) that fills the
 * table builder, a line in take_table().
 */
#include "read/read.h"
#include "read/text.h"

static bool
is_blank(struct str s)
{
	return str_trim(s).n == 0;
}

static struct line *
take_prose(struct reader *r, struct line *l)
{
	text_take_prose(r, l, l->text);
	return l + 1;
}

/* Two cells that are not empty make a table. */
static bool
is_table(const struct table_builder *b)
{
	size_t solid = 0;

	for (size_t i = 0; i < b->n && solid < 2; i++)
		solid += !is_blank(b->cell[i].text);
	return solid == 2;
}

/* The cells of a list become paragraphs, with the lines of their own. */
static void
add_list(struct reader *r)
{
	table_note(&r->table);
	for (size_t i = 0; i < r->table.n; i++) {
		const struct grid_cell *c = &r->table.cell[i];

		if (c->text.n != 0)
			text_take_prose(r, &r->line[c->line - 1], c->text);
	}
}

static struct line *
take_table(struct reader *r, struct line *l, struct line *end)
{
	struct line *from = l;
	struct node *n;
	size_t columns;
	unsigned holds = 0;
	bool list = false, tabs = l->is == LINE_ROW || l->is == LINE_CELL;

	table_begin(&r->table, r->tree, text_number(r, l));
	if (l->is == LINE_RULE || l->is == LINE_PART)
		l = text_take_grid(r, l, end);
	else if ((columns = text_columns_told(l, end)) != 0)
		l = text_take_bar_ends(r, l, end, columns);
	else if (l->is == LINE_PIPE)
		l = text_take_pipes(r, l, end, &list);
	else if (l->is == LINE_BAR)
		l = text_take_broken_pipes(r, l, end);
	else if (l->is == LINE_ROW)
		l = text_take_rows(r, l, end);
	else
		l = text_take_cells(r, l, end);
	if (list) {
		add_list(r);
		return l;
	}
	if (!is_table(&r->table)) {
		for (; from < l; from++)
			if (!is_blank(from->text))
				text_take_prose(r, from, from->text);
		return l;
	}
	n = table_end(&r->table);
	for (; from < l; from++)
		holds |= from->holds;
	if ((holds & HOLDS_MARK) == 0)
		return l;
	text_clean_cells(r, n->table, !tabs);
	return l;
}

/* Does a bar or a drawn line stand alone, with nothing of a table behind it? */
static bool
stands_alone(const struct line *l, const struct line *end)
{
	if (l->is == LINE_PART)
		return l + 1 == end || !text_is_of_grid(l + 1);
	return (l->is == LINE_BAR || l->is == LINE_RULE) &&
	    (l + 1 == end || l[1].is != LINE_PIPE);
}

static struct line *
take_next(struct reader *r, struct line *l, struct line *end)
{
	if (l->is == LINE_PROSE)
		return take_prose(r, l);
	if (l->is == LINE_BLANK)
		return l + 1;
	if (stands_alone(l, end))
		return l->is == LINE_PART ? take_prose(r, l) : l + 1;
	return take_table(r, l, end);
}

static void
read_lines(struct tree *t, struct str text, bool markdown)
{
	struct reader r = {.tree = t, .markdown = markdown};
	struct line *l, *end;
	size_t first = t->n;
	bool drawn;

	text_cut(&r, text);
	for (l = r.line, end = r.line + r.n; l < end;) {
		if (t->n >= TREE_NODES_MAX) {
			tree_note(t, text_number(&r, l), "limit",
			    STR("text dropped beyond the limit of paragraphs"));
			break;
		}
		l = take_next(&r, l, end);
	}
	drawn = r.markdown && text_decode_paragraphs(&r, first);
	text_join(&r, first);
	if (drawn)
		text_drop_empty(t, first);
	buf_free(&r.work);
}

void
read_text(struct tree *t, struct str text)
{
	read_lines(t, text, false);
}

void
read_markdown(struct tree *t, struct str text)
{
	read_lines(t, text, true);
}
