/* What the parts of read_text.c share: the text that is being read, line by line. */
#ifndef GX_TEXT_H
#define GX_TEXT_H

#include "read/tree.h"

/* What a line says by itself. */
enum line_is {
	LINE_BLANK,
	LINE_CELL, /* a TAB, a cell */
	LINE_ROW,  /* cells between TABs */
	LINE_PIPE, /* cells between bars */
	LINE_BAR,  /* a bar alone */
	LINE_RULE, /* a line drawn between rows */
	LINE_PART, /* the same with text: of a cell beside it that spans rows */
	LINE_PROSE
};

/* A line of the source without its end, page breaks before it and what takes no room; the
 * bars of box drawing are plain ones. */
struct line {
	struct str text;
	unsigned holds; /* HOLDS_... */
	enum line_is is;
};

/* All text lies in the document or in the arena of the tree. */
struct reader {
	struct tree *tree;
	struct line *line; /* line[i] is line i + 1 of the source */
	size_t n;
	struct table_builder table; /* the one that is being built */
	struct buf work; /* text that is being put together; whoever gets the reader may
	                  * put another there */
	bool markdown; /* a heading or a table showed that it is */
};

/* The line of the source that l is.  Each row asks: without a call. */
static inline unsigned long
text_number(const struct reader *r, const struct line *l)
{
	return (unsigned long)(l - r->line) + 1;
}

/* The text that was put together in r->work, copied. */
static inline struct str
text_keep(const struct reader *r)
{
	return arena_str(&r->tree->arena, buf_str(&r->work));
}

/* ---- text_line.c: what each line is ------------------------------------ */

/* Cut the text into r->line, and say what each is. */
void text_cut(struct reader *r, struct str text);

/* ---- layouts of tables ------------------------------------------------- */

/*
 * Each text_take_... takes the lines from l on, the first of which is of its layout, as
 * rows of the table that was begun.  Returns the first line behind them, at most end.
 */

/* ---- text_tabs.c: cells behind and between TABs ------------------------ */

/* One cell a line. */
struct line *text_take_cells(struct reader *r, struct line *l, struct line *end);

/* Rows of cells separated by TABs; a page break leaves blank lines. */
struct line *text_take_rows(struct reader *r, struct line *l, struct line *end);

/* ---- text_pipes.c: cells between bars ---------------------------------- */

/* The next cell of l, a line with bars, folded; \| is a bar in the text.  False behind
 * the last. */
bool text_pipe_cell(struct reader *r, const struct line *l, struct str_parts *rest,
    struct str *cell);

/* Add the cells of s, all of line l or its rest, to the row that is open, up to its last
 * bar or its end. */
void text_add_cells(struct reader *r, const struct line *l, struct str s);

/* Rows, a line each; or, then *list is set, cells below one another with a bar behind
 * each, so that it is lost what a row was. */
struct line *text_take_pipes(struct reader *r, struct line *l, struct line *end,
    bool *list);

/* ---- text_grid.c: drawn grids ------------------------------------------ */

/* "+-----+====+", "├──┼──┤", "│甲├──┤", "+---+ 甲 |": a line drawn between the rows of a
 * grid, LINE_RULE, or in part, LINE_PART; LINE_PROSE when it is none.  It is trimmed
 * and not empty; only one that begins with '+' or has HOLDS_DRAWN need be asked about. */
enum line_is text_drawn_as(struct str s);

/* Can the line stand in a drawn grid? */
bool text_is_of_grid(const struct line *l);

/* A row for what stands between two drawn lines. */
struct line *text_take_grid(struct reader *r, struct line *l, struct line *end);

/* ---- text_bars.c: a line end behind each bar --------------------------- */

/* A bar alone begins a row, and a cell without a bar ends it.  Where a row ends in a bar,
 * an empty cell may stand behind it or one may have been lost: none is made up. */
struct line *text_take_broken_pipes(struct reader *r, struct line *l, struct line *end);

/* Columns of a table that has a line end behind each bar, also the last of a row, where
 * the padding of its first row tells; 0 when it is none. */
size_t text_columns_told(const struct line *l, const struct line *end);

/* That table.  The padding of a row is a line of bars. */
struct line *text_take_bar_ends(struct reader *r, struct line *l, struct line *end,
    size_t columns);

/* ---- text_plain.c: what of a paragraph or a cell is text --------------- */

/* Take text of line l as prose: a paragraph, or a heading where '#' marks it, and behind
 * it the images and bookmarks that stood in it. */
void text_take_prose(struct reader *r, const struct line *l, struct str text);

/* Take images and bookmarks out of the cells of a table, which is the last node of the
 * tree, to behind it; where they are Markdown, read its signs. */
void text_clean_cells(struct reader *r, struct table *t, bool markdown);

/* Read the signs of Markdown in the paragraphs from the first-th node on; those that were
 * nothing else are left out.  A line drawn right below another stays, without text, until
 * paragraphs were joined, since nothing goes on behind it: is there one? */
bool text_decode_paragraphs(struct reader *r, size_t first);

/* Leave out paragraphs without text, from the first-th node on. */
void text_drop_empty(struct tree *t, size_t first);

/* ---- text_fold.c: white space ------------------------------------------ */

/* The text without what takes no room (utf8_is_invisible), itself where there is none. */
struct str text_without_invisible(struct reader *r, struct str s);

/* Append s with each run of inner white space as one blank; the white space at its ends
 * stays only with padding. */
void text_add_folded(struct buf *b, struct str s, bool padding);

/* text_fold() for a part that may hold more than single blanks; blanks_only: but no other
 * white space. */
struct str text_fold_closely(struct reader *r, bool blanks_only, struct str s,
    bool padding);

/* The text without the blanks at its ends. */
static inline struct str
text_without_blanks(struct str s)
{
	const char *p = s.p, *end = str_end(s);

	while (p < end && *p == ' ')
		p++;
	while (p < end && end[-1] == ' ')
		end--;
	return (struct str){p, (size_t)(end - p)};
}

/* s, a part of a line that holds so much, as text_add_folded() gives it: of the document,
 * where nothing changes.  It stands here because each cell between TABs asks: a call
 * would cost more than what there is to do in nearly all of them. */
static inline struct str
text_fold(struct reader *r, unsigned holds, struct str s, bool padding)
{
	/* where padding stays, s is what stands between two TABs */
	unsigned other = padding ? HOLDS_ODD_SPACE : HOLDS_ODD_SPACE | HOLDS_TAB;

	if ((holds & (other | HOLDS_BLANKS)) == 0)
		return padding ? s : text_without_blanks(s);
	return text_fold_closely(r, (holds & other) == 0, s, padding);
}

/* ---- text_join.c: what goes on with what ------------------------------- */

/* Is a line of prose marked as a heading or numbered like a section? */
bool text_opens_section(const struct line *l);

/* Does a line go on with the cell above it?  Not when it opens a section: then the blank
 * line between table and heading was lost.  It stands here because behind each cell the
 * next line is asked, which is nearly always another. */
static inline bool
text_goes_on(const struct line *l)
{
	return l->is == LINE_PROSE && !text_opens_section(l);
}

/* Does a line end between the two stand for a blank, as in Latin?  In Chinese it stands
 * for nothing. */
bool text_wants_blank(struct str last, struct str next);

/* Append that blank where it has to stand between the text in b and next. */
void text_add_joint(struct buf *b, struct str next);

/* Join paragraphs, from the first-th node on, that a page or line end cut in the middle
 * of a sentence.  What stands before is of other parts of the document. */
void text_join(struct reader *r, size_t first);

#endif
