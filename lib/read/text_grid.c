/*
 * Drawn grids: cells between bars, with lines drawn between the rows (+---+, ├─┼─┤).
 *
 * Takes lines with bars and drawn ones; gives a row for what stands between two drawn
 * lines, the lines of each cell put together.  A cell that spans rows leaves its text in
 * a line that is drawn in part: it is of the row above it.
 */
#include "base/utf8.h"
#include "read/text.h"

static bool
is_stroke(uint32_t cp)
{
	return cp == 0x2500 || cp == 0x2501 || cp == 0x2550;
}

/* The bytes of "+---" at p when a plus follows; 0 when no such line is drawn there. */
static size_t
drawn_piece(const char *p, const char *end)
{
	const char *q = p;

	if (*q++ != '+')
		return 0;
	while (q < end && (*q == '-' || *q == '='))
		q++;
	return q < end && *q == '+' && q - p > 3 ? (size_t)(q - p) : 0;
}

enum line_is
text_drawn_as(struct str s)
{
	const char *p = s.p, *end = str_end(s);
	size_t strokes = 0, drawn = 0, corners = 0;
	bool other = false;

	while (p < end) {
		uint32_t cp = utf8_next(&p, end);

		if (is_stroke(cp))
			drawn++;
		else if (cp >= 0x2500 && cp <= 0x257f)
			corners++;
		else if (cp == '-' || cp == '=')
			strokes++;
		else
			other |= cp >= 0x80 || strchr("+: |", (int)cp) == NULL;
	}
	if (drawn >= 2 && corners != 0)
		return other ? LINE_PART : LINE_RULE;
	if (strokes < 3 || s.p[0] != '+')
		return LINE_PROSE;
	if (other)
		return drawn_piece(s.p, end) != 0 ? LINE_PART : LINE_PROSE;
	return LINE_RULE;
}

/* A line drawn in part as the cells of the row above it.  ┬ is between cells of the
 * row below only. */
static struct str
without_strokes(struct reader *r, struct str s)
{
	const char *p = s.p, *end = str_end(s);
	size_t piece = 0;

	buf_reset(&r->work);
	while (p < end) {
		const char *from = p;
		bool behind = piece != 0;
		uint32_t cp;

		piece = drawn_piece(p, end);
		if (behind || piece != 0) {
			buf_addc(&r->work, '|');
			p += piece != 0 ? piece : 1;
			continue;
		}
		cp = utf8_next(&p, end);
		if (is_stroke(cp) || (cp >= 0x252c && cp <= 0x2533) ||
		    (cp >= 0x2564 && cp <= 0x2566))
			continue;
		if (cp >= 0x2500 && cp <= 0x257f)
			buf_addc(&r->work, '|');
		else
			buf_add(&r->work, from, (size_t)(p - from));
	}
	return text_keep(r);
}

/* Add empty cells to the row until the table has more than i; false at the limit. */
static bool
pad_cells(struct reader *r, unsigned long line, size_t i)
{
	while (r->table.n <= i)
		if (table_cell(&r->table, line, (struct str){0}) == NULL)
			return false;
	return true;
}

/* A row of a drawn grid whose lines are being read. */
struct grid_row {
	size_t first; /* of its cells */
	struct {
		char *p;  /* the text of the cell; NULL: as the first line has it */
		size_t n; /* bytes that have room there */
	} text[TABLE_COLS_MAX];
};

static void
begin_row(struct grid_row *row, struct reader *r)
{
	size_t cells = r->table.n - row->first;

	for (size_t i = 0; i < cells; i++)
		row->text[i].p = NULL;
	row->first = r->table.n;
	table_row(&r->table);
}

/* Append to the text of the i-th cell of the row.  Its room doubles: a line costs what
 * it adds. */
static void
extend_cell(struct reader *r, struct grid_row *row, size_t i, struct str part)
{
	struct str *s = &r->table.cell[row->first + i].text;
	bool blank = text_wants_blank(*s, part);
	size_t n = s->n + blank + part.n;
	char *p = row->text[i].p;

	if (p == NULL || n > row->text[i].n) {
		row->text[i].n = 2 * n;
		p = row->text[i].p = arena_room(&r->tree->arena, 2 * n);
		if (s->n != 0)
			memcpy(p, s->p, s->n);
	}
	if (blank)
		p[s->n] = ' ';
	memcpy(p + s->n + blank, part.p, part.n);
	*s = (struct str){p, n};
}

/* Go on with the cells of the row: l is a further line of text between two drawn lines,
 * s its cells. */
static void
extend_cells(struct reader *r, struct grid_row *row, const struct line *l, struct str s)
{
	struct str_parts parts;
	struct str part;
	size_t i = 0;

	if (s.n != 0 && s.p[s.n - 1] == '|')
		s.n--;
	parts = str_parts_of(s, '|');
	for (; text_pipe_cell(r, l, &parts, &part); i++) {
		if (part.n == 0)
			continue;
		if (!pad_cells(r, text_number(r, l), row->first + i))
			return;
		extend_cell(r, row, i, part);
	}
}

/* Lines of one row; so many of text without a drawn line between them are no
 * grid, and each further one is a row of its own. */
#define GRID_LINES_MAX 100

bool
text_is_of_grid(const struct line *l)
{
	return l->is == LINE_RULE || l->is == LINE_PART || l->is == LINE_PIPE;
}

/* Is a line of text in a grid drawn in part?  "| 甲 +---+" */
static bool
has_drawn_piece(struct str s)
{
	const char *p = s.p, *end = str_end(s);

	for (; (p = memchr(p, '+', (size_t)(end - p))) != NULL; p++)
		if (drawn_piece(p, end) != 0)
			return true;
	return false;
}

struct line *
text_take_grid(struct reader *r, struct line *l, struct line *end)
{
	struct grid_row row = {0};
	size_t lines = 0;
	bool open = false;

	for (; l < end && text_is_of_grid(l); l++) {
		struct str s = str_trim(l->text);
		bool part = l->is == LINE_PART ||
		    (l->is == LINE_PIPE && has_drawn_piece(s));

		if (l->is == LINE_RULE) {
			open = false;
			continue;
		}
		if (part)
			s = without_strokes(r, s);
		if (s.p[0] == '|')
			s = str_skip(s, 1);
		if (!open)
			lines = 0;
		if (open && lines++ < GRID_LINES_MAX) {
			extend_cells(r, &row, l, s);
		} else {
			begin_row(&row, r);
			text_add_cells(r, l, s);
		}
		open = !part;
	}
	return l;
}
