/*
 * Layouts of pages, as pdftotext makes them out of a PDF: lines of a fixed
 * length, labels folded in their cells, page numbers in the middle of tables.
 */
#include "gen.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/utf8.h"

#define PAGE_LINES 38

/* Lines that know how full the page is. */
struct pages {
	struct buf *b;
	unsigned line, page;
	bool raw; /* page number behind the form feed, not before it */
};

static void
page_line(struct pages *p, struct str text)
{
	buf_addstr(p->b, text);
	buf_addc(p->b, '\n');
	if (++p->line < PAGE_LINES)
		return;
	p->line = 0;
	p->page++;
	if (p->raw)
		buf_addf(p->b, "\f- %u -\n", p->page + 1);
	else
		buf_addf(p->b, "\n%*s-%u-\n\f", p->page % 2 == 0 ? 6 : 60, "",
		    p->page);
}

/* Cut a line of up to n characters off *text: it ends at a line end, and does
 * not break a number. */
static struct str
cut_line(const char **text, size_t n)
{
	const char *from = *text, *p = from, *end = from + strlen(from);
	struct str line;

	while (p < end && *p != '\n' && n-- != 0)
		utf8_next(&p, end);
	while (p > from && p < end && isdigit((unsigned char)p[-1]) &&
	    isdigit((unsigned char)*p))
		p++;
	line = (struct str){from, (size_t)(p - from)};
	*text = p + (p < end && *p == '\n');
	return line;
}

/* A paragraph in lines of so many characters, the first one indented. */
static void
page_paragraph(struct pages *p, const char *text, size_t width,
    const char *indent)
{
	struct buf line = {0};

	buf_addz(&line, indent);
	while (*text != '\0') {
		buf_addstr(&line, cut_line(&text, width));
		page_line(p, buf_str(&line));
		buf_reset(&line);
	}
	buf_free(&line);
}

/* Is the label too long for its cell? */
static bool
is_long(const char *label)
{
	return strlen(label) > (size_t)3 * 16;
}

/* Reading order: labels fold in their cells, a row's numbers on one line. */
static void
raw_row(struct pages *p, const struct grid *g, unsigned row)
{
	struct buf line = {0};

	for (unsigned col = 0; col < g->ncol; col++) {
		const struct gcell *c = &g->cell[row][col];

		if (c->covered != OWN || (c->num != NULL && *c->text == '\0'))
			continue;
		if (c->num == NULL && c->rowspan > 1 && row >= g->head) {
			page_paragraph(p, c->text,
			    c->rowspan > 9 ? 1 : c->rowspan > 2 ? 4 : 40, "");
			continue;
		}
		if (c->num == NULL && is_long(c->text)) {
			page_paragraph(p, c->text, 14, "");
			continue;
		}
		if (line.n != 0)
			buf_addc(&line, ' ');
		add_folded(&line, c->text, " ");
	}
	if (line.n != 0)
		page_line(p, buf_str(&line));
	buf_free(&line);
}

/* The cells of the rows of a header, each on lines of its own. */
static void
raw_head(struct pages *p, const struct grid *g)
{
	for (unsigned row = 0; row < g->head; row++)
		for (unsigned col = 0; col < g->ncol; col++) {
			const struct gcell *c = &g->cell[row][col];

			if (c->covered == OWN && *c->text != '\0')
				page_paragraph(p, c->text,
				    c->colspan > 1 ? 22 : row != 0 ? 3 : 8, "");
		}
}

static void
raw_table(struct pages *p, const struct grid *g)
{
	raw_head(p, g);
	for (unsigned row = g->head; row < g->nrow; row++)
		raw_row(p, g, row);
}

/* A text at a place of the page; columns count as a terminal shows them. */
struct piece {
	unsigned line, col;
	struct str text;
};

struct canvas {
	struct piece *piece;
	size_t n, cap;
	unsigned line;
};

static void
place(struct canvas *c, unsigned line, unsigned col, struct str text)
{
	c->piece = xgrow(c->piece, c->n, &c->cap, sizeof *c->piece);
	c->piece[c->n++] = (struct piece){line, col, text};
}

/* A text folded over several lines, so many characters on each.  Returns the
 * line after them. */
static unsigned
place_folded(struct canvas *c, unsigned line, unsigned col, const char *text,
    size_t width)
{
	while (*text != '\0')
		place(c, line++, col, cut_line(&text, width));
	return line;
}

static unsigned
columns(struct str s)
{
	unsigned n = 0;
	const char *p = s.p, *end = s.p + s.n;

	while (p < end)
		n += utf8_next(&p, end) >= 0x1100 ? 2 : 1;
	return n;
}

static int
piece_order(const void *a, const void *b)
{
	const struct piece *p = a, *q = b;

	if (p->line != q->line)
		return p->line < q->line ? -1 : 1;
	return p->col < q->col ? -1 : p->col > q->col;
}

/* Print the pieces at their places; one is pushed on when it would overlap. */
static void
canvas_print(struct canvas *c, struct pages *p)
{
	struct buf line = {0};
	size_t i = 0;

	if (c->n != 0)
		qsort(c->piece, c->n, sizeof *c->piece, piece_order);
	for (unsigned at = 0; at < c->line; at++) {
		unsigned width = 0;

		buf_reset(&line);
		for (; i < c->n && c->piece[i].line == at; i++) {
			do {
				buf_addc(&line, ' ');
				width++;
			} while (width < c->piece[i].col);
			buf_addstr(&line, c->piece[i].text);
			width += columns(c->piece[i].text);
		}
		page_line(p, buf_str(&line));
	}
	buf_free(&line);
	free(c->piece);
}

/* Where the columns of a table stand on the page. */
static unsigned
column_at(const struct grid *g, unsigned col)
{
	if (g->ncol == 4)
		return 4 + col * 18;
	if (g->ncol == 10)
		return col < 3 ? 2 + col * 8 : 50 + (col - 3) * 9;
	return 2 + col * 8;
}

/* A row and the lines it takes: a long label stands above, beside and below its
 * numbers. */
static void
layout_row(struct canvas *c, const struct grid *g, unsigned row)
{
	unsigned numbers = c->line, last = c->line + 1;

	for (unsigned col = 0; col < g->ncol; col++) {
		const struct gcell *k = &g->cell[row][col];

		if (k->covered == OWN && k->num == NULL && k->rowspan == 1 &&
		    is_long(k->text)) {
			last = place_folded(c, c->line, column_at(g, col), k->text,
			    14);
			numbers = c->line + (last - c->line) / 2;
		}
	}
	for (unsigned col = 0; col < g->ncol; col++) {
		const struct gcell *k = &g->cell[row][col];

		if (k->covered != OWN || *k->text == '\0')
			continue;
		if (k->num == NULL && k->rowspan > 1 && row >= g->head)
			place_folded(c, numbers + (k->rowspan > 2),
			    column_at(g, col), k->text,
			    k->rowspan > 9 ? 1 : k->rowspan > 2 ? 4 : 8);
		else if (k->num == NULL && !is_long(k->text) &&
		    strchr(k->text, '\n') != NULL)
			place_folded(c, numbers, column_at(g, col), k->text, 12);
		else if (k->num != NULL || !is_long(k->text))
			place(c, numbers, column_at(g, col), str_of(k->text));
	}
	c->line = last + 1;
}

static void
layout_table(struct pages *p, const struct grid *g)
{
	struct canvas c = {0};

	for (unsigned row = 0; row < g->nrow; row++)
		layout_row(&c, g, row);
	canvas_print(&c, p);
}

static void
lay_pages(struct buf *b, struct doc *d, bool raw)
{
	struct pages p = {b, 0, 0, raw};

	for (size_t i = 0; i < d->nblock; i++) {
		const struct block *k = &d->block[i];

		if (k->grid != NULL && raw)
			raw_table(&p, k->grid);
		else if (k->grid != NULL)
			layout_table(&p, k->grid);
		else
			page_paragraph(&p, k->text, 28,
			    raw || k->kind == B_TITLE ? "" : "      ");
	}
	buf_addc(b, '\f');
}

void
lay_raw(struct buf *b, struct doc *d)
{
	lay_pages(b, d, true);
}

void
lay_layout(struct buf *b, struct doc *d)
{
	lay_pages(b, d, false);
}
