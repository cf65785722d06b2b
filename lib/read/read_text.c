/*
 * Plain text to document tree.
 *
 * Takes the text layouts in which reports are kept; each line says by itself
 * what it is, so that layouts may follow one another in a document:
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
 * To add a layout: a value in enum line_is, a line in classify(), a function
 * like text_take_rows() that fills the table builder.
 */
#include <stdlib.h>

#include "base/lines.h"
#include "base/utf8.h"
#include "read/read.h"
#include "read/text.h"

static bool
is_blank(struct str s)
{
	return str_trim(s).n == 0;
}

/* "- 3 -", "—3—": the number of a page, which may stand in a table. */
static bool
is_page_number(struct str s)
{
	const char *p = s.p, *end = str_end(s);
	int dashes = 0, digits = 0, after = 0;

	if (s.n > 20 || (s.p[0] != '-' && s.p[0] != '\xe2' && s.p[0] != '\xef'))
		return false;
	while (p < end) {
		uint32_t cp = utf8_next(&p, end);

		if (cp == '-' || cp == 0x2014 || cp == 0xff0d || cp == 0x2013) {
			dashes++;
			after += digits != 0;
		} else if (cp >= '0' && cp <= '9' && after == 0) {
			digits++;
		} else if (!utf8_is_space(cp)) {
			return false;
		}
	}
	return digits != 0 && after != 0 && dashes > after;
}

/* Cells between bars: one at an end of the line, or two anywhere. */
static bool
is_pipe_row(struct str s)
{
	size_t bars = 0;

	if (s.p[0] == '|')
		return true; /* as nearly every one */
	for (size_t i = 0; i < s.n && bars < 2; i++)
		bars += s.p[i] == '|' && (i == 0 || s.p[i - 1] != '\\');
	return bars > 1 || (bars == 1 && s.p[s.n - 1] == '|');
}

/* Does the text, which is not empty, begin with a Chinese character or a letter? */
static bool
begins_word(struct str s)
{
	unsigned char c = (unsigned char)s.p[0];

	return (c > 0xe3 && c < 0xef) || (c >= 'A' && c <= 'z');
}

/* classify() of a line without TAB. */
static enum line_is
classify_closely(struct str s, unsigned holds)
{
	struct str t = str_trim(s);
	enum line_is drawn = LINE_PROSE;

	if (t.n == 0 || is_page_number(t))
		return LINE_BLANK;
	if (str_is(t, "|"))
		return LINE_BAR;
	if (t.p[0] == '+' || (holds & HOLDS_DRAWN) != 0) /* as nearly no line */
		drawn = text_drawn_as(t);
	if (drawn != LINE_PROSE)
		return drawn;
	if ((holds & HOLDS_BAR) == 0)
		return LINE_PROSE;
	return is_pipe_row(t) ? LINE_PIPE : LINE_PROSE;
}

/* What a line is that holds so much. */
static inline enum line_is
classify(struct str s, unsigned holds)
{
	if ((holds & HOLDS_TAB) != 0)
		return s.p[0] == '\t' && (holds & HOLDS_TABS) == 0 ? LINE_CELL
								 : LINE_ROW;
	if (s.n == 0)
		return LINE_BLANK;
	if ((holds & (HOLDS_BAR | HOLDS_DRAWN)) == 0 && begins_word(s))
		return LINE_PROSE; /* as nearly every other line */
	return classify_closely(s, holds);
}

/* The line with the bars of box drawing, │ and ║, as plain ones. */
static struct str
with_plain_bars(struct reader *r, struct str s)
{
	static const struct str drawn[] = {{"│", 3}, {"║", 3}, {"┃", 3}};
	size_t i = 0;

	if (str_find(s, drawn[0]) < 0 && str_find(s, drawn[1]) < 0 &&
	    str_find(s, drawn[2]) < 0)
		return s;
	buf_reset(&r->work);
	while (i < s.n) {
		struct str rest = str_skip(s, i);

		if (str_starts(rest, drawn[0]) || str_starts(rest, drawn[1]) ||
		    str_starts(rest, drawn[2])) {
			buf_addc(&r->work, '|');
			i += drawn[0].n;
		} else {
			buf_addc(&r->work, s.p[i++]);
		}
	}
	return arena_str(&r->tree->arena, buf_str(&r->work));
}

/* The line without page breaks in front, which are form feeds, and what takes no room;
 * drawn bars become plain ones. */
static struct str
without_odd(struct reader *r, struct str s, unsigned *holds)
{
	while (s.n != 0 && s.p[0] == '\f')
		s = str_skip(s, 1);
	if ((*holds & HOLDS_INVISIBLE) != 0)
		s = text_without_invisible(r, s);
	if ((*holds & HOLDS_DRAWN) != 0) {
		s = with_plain_bars(r, s);
		*holds |= HOLDS_BAR;
	}
	return s;
}

/* Cut into lines; a CR before the line end is no part of one. */
static void
cut_lines(struct reader *r, struct str text)
{
	struct text_lines *lines = &r->tree->lines;
	const struct text_line *from, *end;
	struct line *to;
	size_t at = 0;

	text_lines(lines, text.p, text.n);
	from = lines->line;
	end = from + lines->n;
	r->n = lines->n;
	r->line = to = arena_room(&r->tree->arena, r->n * sizeof *r->line);
	for (; from < end; from++, to++) {
		unsigned holds = from->holds;
		struct str s = {text.p + at, from->end - at};

		at = from->end + 1;
		if (s.n != 0 && s.p[s.n - 1] == '\r')
			s.n--;
		if ((holds & (HOLDS_ODD_SPACE | HOLDS_DRAWN)) != 0)
			s = without_odd(r, s, &holds);
		*to = (struct line){s, holds, classify(s, holds)};
	}
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

static void
read_lines(struct tree *t, struct str text, bool markdown)
{
	struct reader r = {.tree = t, .markdown = markdown};
	struct line *l, *end;
	size_t first = t->n;
	bool drawn;

	cut_lines(&r, text);
	for (l = r.line, end = r.line + r.n; l < end;) {
		if (t->n >= TREE_NODES_MAX) {
			tree_note(t, text_number(&r, l), "limit",
			    STR("text dropped beyond the limit of paragraphs"));
			break;
		}
		bool bar_alone = l->is == LINE_BAR &&
		    (l + 1 == end || l[1].is != LINE_PIPE);

		bool rule_alone = l->is == LINE_RULE &&
		    (l + 1 == end || l[1].is != LINE_PIPE);
		bool part_alone = l->is == LINE_PART &&
		    (l + 1 == end || !text_is_of_grid(l + 1));

		if (l->is == LINE_BLANK || bar_alone || rule_alone)
			l++;
		else if (l->is == LINE_PROSE || part_alone)
			l = take_prose(&r, l);
		else
			l = take_table(&r, l, end);
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
