/*
 * Layouts of plain text in which cells are told apart by tabs, bars or line
 * ends, or not at all.
 */
#include "gen.h"

#include <stdlib.h>

void
add_folded(struct buf *b, const char *text, const char *fold)
{
	for (; *text != '\0'; text++) {
		size_t n = strcspn(text, "\n");

		buf_add(b, text, n);
		text += n;
		if (*text == '\0')
			return;
		buf_addz(b, fold);
	}
}

/* Text taken out of a word processor: a cell a line behind a tab, a blank line
 * after each row; a cell merged downwards stays as an empty one. */
static void
cells_table(struct buf *b, const struct grid *g)
{
	for (unsigned row = 0; row < g->nrow; row++) {
		for (unsigned col = 0; col < g->ncol; col++) {
			const struct gcell *c = &g->cell[row][col];

			if (c->covered != OWN && c->covered != UNDER)
				continue;
			buf_addc(b, '\t');
			buf_addz(b, c->text);
			buf_addc(b, '\n');
		}
		buf_addc(b, '\n');
	}
	buf_addc(b, '\n');
}

void
lay_cells(struct buf *b, struct doc *d)
{
	struct rng r = rng_part(d, P_LAYOUT);
	const char *after = chance(&r, 50) ? "\n" : "\n\n";

	for (size_t i = 0; i < d->nblock; i++) {
		const struct block *k = &d->block[i];

		if (k->grid != NULL) {
			cells_table(b, k->grid);
			continue;
		}
		buf_addz(b, k->text);
		buf_addz(b, k->kind == B_PARA || k->kind == B_TITLE ? after : "\n");
	}
}

/* What a cell of a full grid shows; a shifted row begins with its label. */
static const char *
grid_text(const struct grid *g, unsigned row, unsigned col)
{
	if (g->shifted == 0 || row != g->shifted)
		return g->cell[row][col].text;
	return col + 2 < g->ncol ? g->cell[row][col + 2].text : "";
}

/* A row in tabs.  ragged: a merged label takes a column less than it should,
 * and a blank cell ends the row. */
static void
tsv_row(struct buf *b, const struct grid *g, unsigned row, bool ragged)
{
	bool less = false;

	ragged = ragged && row >= g->head && row != g->shifted;
	for (unsigned col = 0; col < g->ncol; col++) {
		const struct gcell *c = &g->cell[row][col];

		if (ragged && !less && c->covered == RIGHT && c->num == NULL) {
			less = true;
			continue;
		}
		if (col != 0)
			buf_addc(b, '\t');
		add_folded(b, grid_text(g, row, col), "");
	}
	if (less)
		buf_addc(b, '\t');
	buf_addc(b, '\n');
}

static void
tsv_table(struct buf *b, const struct grid *g, struct rng *r, bool ragged)
{
	unsigned torn = g->nrow > 20 && ragged ? between(r, 9, 14) : 0;
	bool before = chance(r, 50);

	if (g->shifted != 0)
		torn = before ? g->shifted : g->shifted + 1;
	for (unsigned row = 0; row < g->nrow; row++) {
		if (torn != 0 && row == torn)
			buf_addc(b, '\n');
		tsv_row(b, g, row, ragged && g->ncol == 10 && row < 7);
	}
	buf_addc(b, '\n');
}

/* A Markdown heading; the depth wanders as it does in real ones. */
static void
mark_heading(struct buf *b, const struct block *k, unsigned depth)
{
	if (k->kind == B_TITLE)
		depth = 1;
	if (k->kind == B_TITLE || k->kind == B_HEAD) {
		for (unsigned i = 0; i < depth; i++)
			buf_addc(b, '#');
		buf_addc(b, ' ');
	}
}

void
lay_tsv(struct buf *b, struct doc *d)
{
	struct rng r = rng_part(d, P_LAYOUT);
	unsigned depth = 2;

	buf_addz(b, "\n\n");
	for (size_t i = 0; i < d->nblock; i++) {
		const struct block *k = &d->block[i];

		if (k->grid != NULL) {
			tsv_table(b, k->grid, &r, d->ragged);
			continue;
		}
		if (k->kind == B_HEAD && depth < 4 && chance(&r, 30))
			depth++;
		mark_heading(b, k, depth);
		buf_addz(b, k->text);
		if (i + 1 < d->nblock)
			buf_addz(b, "\n\n");
	}
}

static void
pipe_table(struct buf *b, const struct grid *g)
{
	for (unsigned row = 0; row < g->nrow; row++) {
		for (unsigned col = 0; col < g->ncol; col++) {
			buf_addz(b, "| ");
			add_folded(b, grid_text(g, row, col), " ");
			buf_addc(b, ' ');
		}
		buf_addz(b, "|\n");
		if (row != 0)
			continue;
		for (unsigned col = 0; col < g->ncol; col++)
			buf_addz(b, "| --- ");
		buf_addz(b, "|\n");
	}
	buf_addc(b, '\n');
}

void
lay_pipe(struct buf *b, struct doc *d)
{
	for (size_t i = 0; i < d->nblock; i++) {
		const struct block *k = &d->block[i];

		if (k->grid != NULL) {
			pipe_table(b, k->grid);
			continue;
		}
		mark_heading(b, k, 2);
		buf_addz(b, k->text);
		buf_addz(b, "\n\n");
	}
}

/* ---- layouts with bars ---- */

/* Bars between cells, none for merged ones; padded: a bar before the row, and
 * at its end one for each column that was merged away. */
static void
bars_table(struct buf *b, const struct grid *g, bool padded)
{
	for (unsigned row = 0; row < g->nrow; row++) {
		unsigned own = 0;

		if (padded)
			buf_addz(b, "| ");
		for (unsigned col = 0; col < g->ncol; col++) {
			const struct gcell *c = &g->cell[row][col];

			if (c->covered != OWN)
				continue;
			if (!padded && own++ != 0)
				buf_addc(b, ' ');
			add_folded(b, c->text, " ");
			buf_addz(b, padded ? " | " : " |");
		}
		for (unsigned i = grid_merged(g, row); padded && i != 0; i--)
			buf_addc(b, '|');
		buf_addc(b, '\n');
	}
}

/* A cell a line and a bar behind it, on the same line or on its own; with the
 * bar on the same line a lone bar begins the row. */
static void
barlines_table(struct buf *b, const struct grid *g, bool same)
{
	for (unsigned row = 0; row < g->nrow; row++) {
		unsigned extra = grid_merged(g, row);

		if (same)
			buf_addz(b, "|\n");
		for (unsigned col = 0; col < g->ncol; col++) {
			const struct gcell *c = &g->cell[row][col];

			if (c->covered != OWN)
				continue;
			add_folded(b, c->text, same ? " " : "\n");
			buf_addz(b, !same ? "\n|\n" : *c->text != '\0' ? " |" : "|");
			if (same && col + c->colspan >= g->ncol && extra != 0)
				buf_addc(b, ' ');
			while (same && col + c->colspan >= g->ncol && extra-- != 0)
				buf_addc(b, '|');
			buf_addz(b, same ? "\n" : "");
		}
	}
}

/* A cell a line and a bar behind it; merged cells leave bars or nothing. */
static void
barends_table(struct buf *b, const struct grid *g, bool merged)
{
	for (unsigned row = 0; row < g->nrow; row++)
		for (unsigned col = 0; col < g->ncol; col++) {
			const struct gcell *c = &g->cell[row][col];

			if (c->covered != OWN)
				continue;
			add_folded(b, c->text, " ");
			buf_addz(b, " |");
			for (unsigned i = 1; merged && i < c->colspan; i++)
				buf_addz(b, i == 1 ? " |" : "|");
			buf_addc(b, '\n');
		}
}

/* A bar behind each cell and a line end behind the bar; a row is padded with
 * bars on one line to as many cells as there are columns, but for the last. */
static void
barpads_table(struct buf *b, const struct grid *g, bool stripped)
{
	for (unsigned row = 0; row < g->nrow; row++) {
		unsigned extra = 0;

		for (unsigned col = 0; col < g->ncol; col++) {
			const struct gcell *c = &g->cell[row][col];

			if (c->covered != OWN) {
				extra++;
				continue;
			}
			add_folded(b, c->text, " ");
			buf_addz(b, *c->text != '\0' ? " |\n" : "|\n");
		}
		if (extra == 0 || (stripped && row + 1 == g->nrow))
			continue;
		while (extra-- != 0)
			buf_addc(b, '|');
		buf_addc(b, '\n');
	}
}

/* A cell a paragraph. */
static void
para_table(struct buf *b, const struct grid *g, bool unused)
{
	(void)unused;
	for (unsigned row = 0; row < g->nrow; row++)
		for (unsigned col = 0; col < g->ncol; col++)
			if (g->cell[row][col].covered == OWN) {
				buf_addz(b, g->cell[row][col].text);
				buf_addz(b, "\n\n");
			}
}

/* Paragraphs, and tables by the given function in one of its two ways. */
static void
lay_plain(struct buf *b, const struct doc *d, const char *after,
    void (*table)(struct buf *, const struct grid *, bool))
{
	struct rng r = rng_part(d, P_LAYOUT);
	bool way = chance(&r, 50);

	for (size_t i = 0; i < d->nblock; i++) {
		const struct block *k = &d->block[i];

		if (k->grid != NULL) {
			table(b, k->grid, way);
			continue;
		}
		buf_addz(b, k->text);
		buf_addz(b, after);
	}
}

void
lay_bars(struct buf *b, struct doc *d)
{
	lay_plain(b, d, "\n", bars_table);
}

void
lay_barlines(struct buf *b, struct doc *d)
{
	lay_plain(b, d, "\n", barlines_table);
}

void
lay_barends(struct buf *b, struct doc *d)
{
	lay_plain(b, d, "\n", barends_table);
}

void
lay_barpads(struct buf *b, struct doc *d)
{
	lay_plain(b, d, "\n", barpads_table);
}

void
lay_para(struct buf *b, struct doc *d)
{
	lay_plain(b, d, "\n\n", para_table);
}

/* ---- cells without a separator ---- */

/* Digits that are read as whole numbers without leading zeros in all ways. */
struct splits {
	const char *end;      /* of the digits */
	unsigned k;           /* so many numbers */
	bool add;             /* the first ones must add up to the last */
	long want[GRID_COLS]; /* the numbers that were printed */
	long now[GRID_COLS];  /* those of the way that is looked at */
	bool other[GRID_COLS]; /* in some way it is another number */
};

static void
try_splits(struct splits *s, const char *p, unsigned i, long sum)
{
	long value = 0;

	for (const char *q = p; q < s->end && q - p < 9; q++) {
		value = value * 10 + (*q - '0');
		if (q > p && *p == '0')
			return;
		s->now[i] = value;
		if (i + 1 < s->k) {
			try_splits(s, q + 1, i + 1, sum + value);
			continue;
		}
		if (q + 1 != s->end || (s->add && value != sum))
			continue;
		for (unsigned c = 0; c < s->k; c++)
			s->other[c] |= s->now[c] != s->want[c];
	}
}

/* Mark the numbers of a row as lost that nobody can tell apart. */
static void
lose_row(const struct grid *g, unsigned row)
{
	struct num *n[GRID_COLS];
	struct buf digits = {0};
	struct splits s = {0};
	bool plain = true;
	long sum = 0;

	for (unsigned col = 0; col < g->ncol; col++) {
		struct num *number = g->cell[row][col].num;

		if (number == NULL)
			continue;
		n[s.k] = number;
		buf_addz(&digits, number->text);
		plain = plain && number->text[0] != '\0';
		s.want[s.k] = strtol(number->text, NULL, 10);
		sum += s.k < 6 ? s.want[s.k] : 0;
		s.k++;
	}
	buf_addc(&digits, '\0');
	plain = plain && strspn(digits.p, "0123456789") == digits.n - 1 &&
	    (s.k != COLS3 || s.want[6] == sum);
	s.end = digits.p + digits.n - 1;
	s.add = s.k == COLS3;
	if (plain && s.k > 1)
		try_splits(&s, digits.p, 0, 0);
	for (unsigned i = 0; i < s.k && s.k > 1; i++)
		n[i]->lost |= !plain || s.other[i];
	buf_free(&digits);
}

static void
glued_table(struct buf *b, const struct grid *g)
{
	bool apart = g->ncol > 10; /* the numbers of table 4 are spaced out */

	for (unsigned row = 0; row < g->nrow; row++) {
		for (unsigned col = 0; col < g->ncol; col++) {
			const struct gcell *c = &g->cell[row][col];

			if (c->covered != OWN)
				continue;
			if (apart && row >= g->head)
				buf_addc(b, ' ');
			add_folded(b, c->text, " ");
			if (c->num == NULL && row >= g->head && g->head != 0)
				buf_addc(b, ' ');
		}
		if (!apart)
			lose_row(g, row);
	}
	buf_addc(b, ' ');
}

void
lay_glued(struct buf *b, struct doc *d)
{
	for (size_t i = 0; i < d->nblock; i++) {
		const struct block *k = &d->block[i];

		if (k->grid != NULL) {
			glued_table(b, k->grid);
			continue;
		}
		buf_addz(b, k->text);
		buf_addz(b, k->kind == B_TITLE ? "\n" : " ");
	}
	buf_addc(b, '\n');
}
