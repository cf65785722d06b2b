/*
 * Pipe tables.  A column is as wide as its widest cell on a terminal, where a
 * Chinese character takes two places.
 */
#include "sum/pipe.h"

#include <stdlib.h>

#include "base/utf8.h"

struct pipe_cell {
	struct str text;
	size_t row, col; /* from 0 */
};

void
pipe_row(struct pipe *p)
{
	p->nrow++;
}

/* A copy with each bar written as \|, since a bare one ends the cell. */
static struct str
without_bars(struct arena *arena, struct str text)
{
	struct buf b = {0};
	struct str copy;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '|')
			buf_addc(&b, '\\');
		buf_addc(&b, text.p[i]);
	}
	copy = arena_str(arena, buf_str(&b));
	buf_free(&b);
	return copy;
}

void
pipe_cell(struct pipe *p, struct str text)
{
	size_t row = p->nrow - 1, col = 0;

	if (p->n != 0 && p->cell[p->n - 1].row == row)
		col = p->cell[p->n - 1].col + 1;
	p->cell = xgrow(p->cell, p->n, &p->cap, sizeof *p->cell);
	p->cell[p->n++] =
	    (struct pipe_cell){without_bars(&p->arena, text), row, col};
}

static size_t
heading_columns(const struct pipe *p)
{
	size_t n = 0;

	while (n < p->n && p->cell[n].row == 0)
		n++;
	return n;
}

static void
put_cell(struct buf *b, const struct pipe_cell *c, size_t width)
{
	size_t used = utf8_columns(c->text);
	size_t padding = used < width ? width - used : 0;

	buf_addz(b, c->col == 0 ? "| " : " ");
	if (c->col != 0)
		buf_blanks(b, padding);
	buf_addstr(b, c->text);
	if (c->col == 0)
		buf_blanks(b, padding);
	buf_addz(b, " |");
}

static void
put_rule(struct buf *b, const size_t *width, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_addz(b, i == 0 ? "| " : " ");
		for (size_t k = i != 0; k < width[i]; k++)
			buf_addc(b, '-');
		buf_addz(b, i == 0 ? " |" : ": |");
	}
	buf_addc(b, '\n');
}

void
pipe_print(struct buf *b, const struct pipe *p)
{
	size_t n = heading_columns(p);
	size_t *width = xcalloc(n, sizeof *width);

	for (size_t i = 0; i < n; i++)
		width[i] = 3; /* what a rule needs */
	for (size_t i = 0; i < p->n; i++) {
		const struct pipe_cell *c = &p->cell[i];

		if (c->col < n && utf8_columns(c->text) > width[c->col])
			width[c->col] = utf8_columns(c->text);
	}
	for (size_t i = 0; i < p->n; i++) {
		const struct pipe_cell *c = &p->cell[i];

		put_cell(b, c, c->col < n ? width[c->col] : 0);
		if (i + 1 == p->n || p->cell[i + 1].row != c->row)
			buf_addc(b, '\n');
		if (i + 1 == n)
			put_rule(b, width, n);
	}
	free(width);
}

void
pipe_reset(struct pipe *p)
{
	arena_reset(&p->arena);
	p->n = p->nrow = 0;
}

void
pipe_free(struct pipe *p)
{
	arena_free(&p->arena);
	free(p->cell);
	*p = (struct pipe){0};
}
