/*
 * Paragraphs, images and tables out of markup.
 *
 * Takes text, breaks and the beginnings and ends of tables, rows and cells, in
 * the order of the source; gives nodes of the tree.  The rules:
 *
 *	white space	folded as a browser does.  What a browser shows at the
 *			ends of a cell (no-break and wide blanks) is kept as its
 *			padding; inside, any white space is one blank.  A line
 *			end of the source between wide characters is nothing.
 *	line ends	end a paragraph.  In a cell they are soft: nothing
 *			between Chinese, a blank between two Latin words.
 *	tables		are tables when two of their cells are not empty.  What
 *			is none is prose: a single cell, a table with a table in
 *			one of its cells, and one with a long text of several
 *			paragraphs in a cell, which all serve to lay out a page.
 *	images		stand behind the paragraph or table they are in.
 *
 * Whether a table is one shows when it ends.  Until then its paragraphs wait as
 * pieces in one buffer; cells are ranges of pieces.  A table that turns out to
 * be none gives its pieces to the cell around it.
 */
#include "read/flow.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "read/markup.h"

/* A cell with so much text in so many paragraphs holds a part of the page. */
#define PROSE_BYTES 1500
#define PROSE_PARAGRAPHS 5

/* A paragraph or an image that waits. */
struct flow_piece {
	size_t from, n;      /* in the buffer, with padding */
	size_t body, body_n; /* without; body_n 0: nothing but padding */
	unsigned long line;
	int depth;
	bool is_image;
	struct str image;
};

struct flow_cell {
	struct grid_cell at;
	size_t piece, end; /* its pieces */
	bool reaches;      /* further rows may be added to it */
};

static struct flow_table *
top(struct flow *f)
{
	return &f->open[f->nopen - 1];
}

/* Is a table open of which is not known yet what it is? */
static bool
is_waiting(struct flow *f)
{
	return f->nopen != 0 && !top(f)->layout;
}

bool
flow_in_cell(const struct flow *f)
{
	return f->nopen != 0 && f->open[f->nopen - 1].in_cell;
}

/* ---- nodes --------------------------------------------------------------- */

static void
note_once(struct flow *f, bool *told, struct str what)
{
	if (!*told)
		tree_note(f->tree, f->line, "limit", what);
	*told = true;
}

/* Are there fewer than n of them?  Says once that there are not. */
static bool
has_room(struct flow *f, size_t n)
{
	if (n < TREE_NODES_MAX)
		return true;
	note_once(f, &f->told_full,
	    STR("text dropped beyond the limit of paragraphs"));
	return false;
}

static void
put_text(struct flow *f, struct str text, unsigned long line, int depth)
{
	if (has_room(f, f->tree->n))
		tree_add(f->tree, NODE_TEXT, line,
		    arena_str(&f->tree->arena, text))
		    ->depth = depth;
}

static void
put_image(struct flow *f, struct str alt, unsigned long line)
{
	if (has_room(f, f->tree->n))
		tree_add(f->tree, NODE_IMAGE, line, alt);
}

static struct str
body_of(const struct flow *f, const struct flow_piece *p)
{
	return (struct str){f->text.p + p->body, p->body_n};
}

/* Pieces from..to are prose. */
static void
put_pieces(struct flow *f, size_t from, size_t to)
{
	for (; from < to; from++) {
		const struct flow_piece *p = &f->piece[from];

		if (p->is_image)
			put_image(f, p->image, p->line);
		else if (p->body_n != 0)
			put_text(f, body_of(f, p), p->line, p->depth);
	}
}

/* ---- text ---------------------------------------------------------------- */

/* What a byte may begin. */
enum { PLAIN, BLANK, ENTITY, LEAD };
static const unsigned char begins[256] = {['\t'] = BLANK, ['\n'] = BLANK,
    ['\v'] = BLANK, ['\f'] = BLANK, ['\r'] = BLANK, [' '] = BLANK,
    ['&'] = ENTITY, [0xc2] = LEAD, [0xe2] = LEAD, [0xe3] = LEAD,
    [0xef] = LEAD};

static bool
is_wide(uint32_t cp)
{
	return utf8_width(cp) == 2;
}

static bool
is_odd_at(const char *p, const char *end)
{
	uint32_t cp = utf8_next(&p, end);

	return utf8_is_space(cp) || utf8_is_invisible(cp);
}

/* The end of the text at p that goes into the tree as it is. */
static const char *
solid_end(const char *p, const char *end)
{
	for (; p < end; p++) {
		unsigned char what = begins[(unsigned char)*p];

		if (what != PLAIN && (what != LEAD || is_odd_at(p, end)))
			break;
	}
	return p;
}

/* Is a line end of the source, between the open text and p, nothing? */
static bool
is_joined(const struct flow *f, const char *p, size_t n)
{
	const char *end = f->text.p + f->solid;
	const char *last = utf8_before(f->text.p + f->from, end);

	return is_wide(utf8_next(&last, end)) && is_wide(utf8_next(&p, p + n));
}

/* n bytes without white space. */
static void
add_solid(struct flow *f, const char *p, size_t n)
{
	if (!f->begun) {
		f->begun = true;
		f->body = f->text.n;
		f->text_line = f->line;
		f->text_depth = f->depth;
	} else if (f->gap != GAP_NONE || f->text.n > f->solid) {
		bool blank = f->gap == GAP_BLANK || f->text.n > f->solid ||
		    !is_joined(f, p, n);

		f->text.n = f->solid;
		if (blank)
			buf_addc(&f->text, ' ');
	}
	buf_add(&f->text, p, n);
	f->solid = f->text.n;
	f->gap = GAP_NONE;
}

static void
add_blank(struct flow *f)
{
	if (f->gap == GAP_NONE)
		f->gap = GAP_BLANK;
}

static void
add_char(struct flow *f, uint32_t cp)
{
	if (cp == '\n' || cp == '\r') {
		f->gap = GAP_LINE; /* blanks around it do not count */
	} else if (cp < 0x80 && begins[cp] == BLANK && !f->hard) {
		add_blank(f);
	} else if (utf8_is_invisible(cp)) {
		return;
	} else if (utf8_is_space(cp)) {
		utf8_put(&f->text, cp < ' ' ? ' ' : cp);
	} else {
		buf_reset(&f->work);
		utf8_put(&f->work, cp);
		add_solid(f, f->work.p, f->work.n);
	}
}

void
flow_text(struct flow *f, struct str markup, bool literal)
{
	const char *p = markup.n != 0 ? markup.p : "", *end = p + markup.n;

	while (p < end) {
		const char *from = p;

		p = solid_end(p, end);
		if (p > from)
			add_solid(f, from, (size_t)(p - from));
		if (p == end)
			break;
		if (*p == ' ' && !f->hard) {
			add_blank(f);
			p++;
		} else if (*p == '&' && literal) {
			add_solid(f, p++, 1);
		} else {
			add_char(f, *p == '&' ? markup_entity(&p, end)
					      : utf8_next(&p, end));
		}
	}
}

/* ---- paragraphs ---------------------------------------------------------- */

/* Is what is open dropped?  It lies in a cell beyond the limits. */
static bool
is_lost(struct flow *f)
{
	return is_waiting(f) && top(f)->in_cell && top(f)->lost;
}

static struct flow_piece *
add_piece(struct flow *f)
{
	struct flow_piece *p;

	f->piece = xgrow(f->piece, f->npiece, &f->piece_cap, sizeof *f->piece);
	p = &f->piece[f->npiece++];
	*p = (struct flow_piece){0};
	return p;
}

static void
begin_paragraph(struct flow *f)
{
	f->from = f->body = f->solid = f->text.n;
	f->begun = false;
}

static void
take_paragraph(struct flow *f)
{
	struct str body = {f->text.p + f->body, f->solid - f->body};

	if (!is_waiting(f)) {
		if (f->begun)
			put_text(f, body, f->text_line, f->text_depth);
		f->text.n = f->from;
	} else if (!is_lost(f) && has_room(f, f->npiece)) {
		struct flow_piece *p = add_piece(f);

		p->from = f->from;
		p->n = f->text.n - f->from;
		p->body = f->begun ? f->body : f->from;
		p->body_n = f->begun ? body.n : 0;
		p->line = f->begun ? f->text_line : f->line;
		p->depth = f->text_depth;
	}
	begin_paragraph(f);
}

static void
take_image(struct flow *f, struct str alt)
{
	struct flow_piece *p;

	if (!is_waiting(f)) {
		put_image(f, alt, f->line);
	} else if (!is_lost(f) && has_room(f, f->npiece)) {
		p = add_piece(f);
		p->is_image = true;
		p->image = alt;
		p->line = f->line;
	}
}

void
flow_keep_apart(struct flow *f)
{
	const char *end, *last;
	uint32_t cp;

	if (!f->begun)
		return; /* there may be no text at all */
	end = f->text.p + f->text.n;
	last = utf8_before(f->text.p + f->body, end);
	cp = utf8_next(&last, end);
	if ((cp >= '0' && cp <= '9') || (cp >= 0xff10 && cp <= 0xff19))
		flow_text(f, STR(" "), true);
}

void
flow_break(struct flow *f)
{
	if (f->text.n > f->from)
		take_paragraph(f);
	for (size_t i = 0; i < f->nimage; i++)
		take_image(f, f->image[i]);
	f->nimage = 0;
	f->gap = GAP_NONE;
}

void
flow_image(struct flow *f, struct str alt)
{
	f->image =
	    xgrow(f->image, f->nimage, &f->image_cap, sizeof *f->image);
	f->image[f->nimage++] = alt;
}

/* ---- cells --------------------------------------------------------------- */

static bool
is_word_byte(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

/* Append the text of a piece to the cell in f->work; lead: with the padding in
 * front of it. */
static void
join_piece(struct flow *f, const struct flow_piece *p, bool lead)
{
	struct str s = body_of(f, p);
	struct buf *b = &f->work;

	if (lead)
		buf_add(b, f->text.p + p->from, p->body - p->from);
	else if (is_word_byte(b->p[b->n - 1]) && is_word_byte(s.p[0]))
		buf_addc(b, ' ');
	buf_addstr(b, s);
}

/* The text of the cell, its pieces joined. */
static struct str
cell_text(struct flow *f, const struct flow_cell *c)
{
	const struct flow_piece *last = NULL, *padding = NULL;

	buf_reset(&f->work);
	for (size_t i = c->piece; i < c->end; i++) {
		const struct flow_piece *p = &f->piece[i];

		if (p->body_n != 0) {
			join_piece(f, p, last == NULL);
			last = p;
		} else if (!p->is_image && padding == NULL) {
			padding = p;
		}
	}
	if (last != NULL)
		buf_add(&f->work, f->text.p + last->body + last->body_n,
		    last->from + last->n - last->body - last->body_n);
	else if (padding != NULL)
		buf_add(&f->work, f->text.p + padding->from, padding->n);
	return arena_str(&f->tree->arena, buf_str(&f->work));
}

/* Does the cell say something?  *prose: so much that it is a part of the page. */
static bool
is_solid(const struct flow *f, const struct flow_cell *c, bool *prose)
{
	size_t paragraphs = 0, bytes = 0;

	for (size_t i = c->piece; i < c->end; i++) {
		paragraphs += f->piece[i].body_n != 0;
		bytes += f->piece[i].body_n;
	}
	*prose |= paragraphs >= PROSE_PARAGRAPHS && bytes >= PROSE_BYTES;
	return bytes != 0;
}

/* ---- tables -------------------------------------------------------------- */

static bool
is_table(const struct flow *f, const struct flow_table *t)
{
	size_t solid = 0;
	bool prose = false;

	for (size_t i = t->cell; i < f->ncell && !prose; i++)
		solid += is_solid(f, &f->cell[i], &prose);
	return solid >= 2 && !prose;
}

static void
put_images(struct flow *f, const struct flow_cell *c)
{
	for (size_t i = c->piece; i < c->end; i++)
		if (f->piece[i].is_image)
			put_image(f, f->piece[i].image, f->piece[i].line);
}

/* The table is one: its node, then the images in its cells. */
static void
put_table(struct flow *f, const struct flow_table *t)
{
	table_begin(&f->table, f->tree, t->line);
	f->table.spans = true;
	f->table.full = t->full;
	for (size_t i = t->cell; i < f->ncell; i++) {
		const struct flow_cell *c = &f->cell[i];
		struct grid_cell *g =
		    table_cell(&f->table, c->at.line, cell_text(f, c));
		struct str text;

		if (g == NULL)
			break;
		text = g->text;
		*g = c->at;
		g->text = text;
		f->table.col = 0; /* the limit on columns is that of the grid */
	}
	table_end(&f->table);
	for (size_t i = t->cell; i < f->ncell; i++)
		put_images(f, &f->cell[i]);
}

/* Text between the cells of a table: a browser shows it above the table. */
static void
put_strays(struct flow *f, const struct flow_table *t)
{
	size_t from = t->piece;

	for (size_t i = t->cell; i < f->ncell; i++) {
		put_pieces(f, from, f->cell[i].piece);
		from = f->cell[i].end;
	}
	put_pieces(f, from, f->npiece);
}

/* Nothing waits any longer. */
static void
forget_pieces(struct flow *f)
{
	f->npiece = f->ncell = 0;
	buf_reset(&f->text);
	begin_paragraph(f);
}

/* A table was found inside: the tables around it only lay out the page. */
static void
mark_layout(struct flow *f, size_t pieces)
{
	put_pieces(f, 0, pieces);
	for (size_t i = 0; i < f->nopen; i++)
		f->open[i].layout = true;
}

/* Cut the rows that the cells of the group reach down to, to those there are. */
static void
close_group(struct flow *f)
{
	struct flow_table *t = top(f);

	for (size_t i = t->group; i < f->ncell; i++) {
		struct grid_cell *c = &f->cell[i].at;

		if (c->row + c->rowspan - 1 > t->grid.row)
			c->rowspan = t->grid.row - c->row + 1;
	}
	t->group = f->ncell;
	grid_close_rows(&t->grid);
}

void
flow_table(struct flow *f)
{
	struct flow_table *t;

	flow_break(f);
	if (f->deep == 0 && f->nopen != 0 && !top(f)->in_cell)
		flow_table_end(f); /* its end tag is missing */
	if (f->nopen == FLOW_NESTING_MAX) {
		note_once(f, &f->told_deep,
		    STR("tables nested too deep are read as text"));
		f->deep++;
		return;
	}
	f->open = xgrow(f->open, f->nopen, &f->open_cap, sizeof *f->open);
	t = &f->open[f->nopen++];
	*t = (struct flow_table){.piece = f->npiece, .cell = f->ncell,
	    .group = f->ncell, .line = f->line};
}

void
flow_table_end(struct flow *f)
{
	struct flow_table *t;

	flow_break(f);
	if (f->deep != 0) {
		f->deep--;
		return;
	}
	if (f->nopen == 0)
		return;
	flow_group(f);
	t = top(f);
	f->nopen--;
	if (t->layout)
		return;
	if (is_table(f, t)) {
		mark_layout(f, t->piece);
		put_strays(f, t);
		put_table(f, t);
		forget_pieces(f);
		return;
	}
	f->ncell = t->cell;
	if (!is_waiting(f)) {
		put_pieces(f, 0, f->npiece);
		forget_pieces(f);
	}
}

/* ---- rows and cells ------------------------------------------------------ */

/* Does what happens to rows and cells concern the innermost open table? */
static bool
is_outside(const struct flow *f)
{
	return f->nopen == 0 || f->deep != 0;
}

void
flow_cell_end(struct flow *f)
{
	struct flow_table *t;

	flow_break(f);
	if (is_outside(f))
		return;
	t = top(f);
	if (t->in_cell && !t->layout && !t->lost) {
		struct flow_cell *c = &f->cell[f->ncell - 1];

		c->end = f->npiece;
		for (size_t i = c->piece; i < c->end; i++)
			if (f->piece[i].body_n != 0) {
				c->at.line = f->piece[i].line;
				break;
			}
	}
	t->in_cell = false;
}

void
flow_row_end(struct flow *f)
{
	flow_cell_end(f);
	if (!is_outside(f))
		top(f)->in_row = false;
}

void
flow_row(struct flow *f)
{
	flow_row_end(f);
	if (is_outside(f))
		return;
	grid_row(&top(f)->grid);
	top(f)->in_row = true;
}

void
flow_group(struct flow *f)
{
	flow_row_end(f);
	if (!is_outside(f) && !top(f)->layout)
		close_group(f);
}

void
flow_cell(struct flow *f, unsigned rowspan, unsigned colspan)
{
	struct grid_cell at = {.line = f->line, .rowspan = rowspan,
	    .colspan = colspan};
	struct flow_table *t;
	bool cut = false;

	flow_cell_end(f);
	if (is_outside(f))
		return;
	t = top(f);
	if (!t->in_row)
		flow_row(f);
	t->in_cell = true;
	if (t->layout)
		return;
	t->lost = f->ncell >= TABLE_CELLS_MAX ||
	    !grid_place(&t->grid, &at, f->ncell, &cut);
	t->full |= t->lost;
	if (cut)
		note_once(f, &f->told_cut, STR("the span of a cell was cut"));
	if (t->lost)
		return;
	f->cell = xgrow(f->cell, f->ncell, &f->cell_cap, sizeof *f->cell);
	f->cell[f->ncell++] = (struct flow_cell){at, f->npiece, f->npiece, false};
}

void
flow_skip(struct flow *f, unsigned columns)
{
	if (!is_outside(f))
		grid_skip(&top(f)->grid, columns);
}

void
flow_reach(struct flow *f)
{
	if (!is_outside(f) && top(f)->in_cell && !top(f)->layout && !top(f)->lost)
		f->cell[f->ncell - 1].reaches = true;
}

bool
flow_extend(struct flow *f, unsigned colspan)
{
	struct flow_table *t;
	struct grid_cell *c;
	size_t number;

	if (is_outside(f) || !top(f)->in_row || top(f)->layout)
		return false;
	t = top(f);
	number = grid_above(&t->grid);
	if (number <= t->cell || number > f->ncell)
		return false;
	c = &f->cell[number - 1].at;
	if (!f->cell[number - 1].reaches || c->col != t->grid.col + 1 ||
	    c->row + c->rowspan != t->grid.row || c->rowspan >= TABLE_SPAN_MAX)
		return false;
	c->rowspan++;
	grid_skip(&t->grid, colspan);
	return true;
}

void
flow_end(struct flow *f)
{
	flow_break(f);
	while (f->nopen != 0)
		flow_table_end(f);
	buf_free(&f->text);
	buf_free(&f->work);
	free(f->image);
	free(f->piece);
	free(f->cell);
	free(f->open);
	*f = (struct flow){0};
}
