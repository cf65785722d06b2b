/*
 * Cells as records.
 *
 * A report becomes some hundred records that differ in little: the columns of the
 * report stand in all of them, those of a row in all of its cells.  They are
 * rendered once and copied from the record before.  What a cell has for itself
 * is nearly always a few digits and words without anything to escape: it is
 * copied first and looked at then, all of it at once, if that is not known
 * already.
 */
#include <stdlib.h>

#include "base/wide.h"
#include "report/cell.h"

#define SHORT_MAX 240 /* bytes of the texts of a cell that are written at once:
                       * is_plain counts modulo 256 */
#define LINE_BYTES 24  /* a line with its TAB takes less */

/* Fields from col on, and those of the row in front of them. */
enum { FIELDS_OF_CELL = 6, FIELDS_OF_ROW = 2 };

struct records {
	struct buf *b;
	struct buf head;    /* the columns of the report */
	size_t from, row_n; /* the last record in b; its bytes up to row, or 0 */
	size_t line_at, line_n; /* the field of the last line number in b */
	unsigned long number;
};

/* Write the text and a TAB behind it; returns the end.  Most are short: that takes
 * no call. */
static inline char *
put_field(char *to, struct str s)
{
	char *end = to + s.n;

	if (s.n < 4) {
		if (s.n != 0) {
			to[0] = s.p[0];
			to[s.n / 2] = s.p[s.n / 2];
			end[-1] = s.p[s.n - 1];
		}
	} else if (s.n < 8) {
		memcpy(to, s.p, 4);
		memcpy(end - 4, s.p + s.n - 4, 4);
	} else if (s.n <= 16) {
		memcpy(to, s.p, 8);
		memcpy(end - 8, s.p + s.n - 8, 8);
	} else {
		memcpy(to, s.p, s.n);
	}
	*end = '\t';
	return end + 1;
}

/* The same for the line number, for which there is room for LINE_BYTES: most often
 * it is that of the record before.  What was only just written is not read. */
static char *
put_line(struct records *w, char *to, unsigned long number)
{
	if (w->line_n == 0 || w->number != number) {
		char *end = number != 0 ? put_decimal(to, number) : to;

		*end = '\t';
		w->line_n = (size_t)(end + 1 - to);
		w->number = number;
	} else {
		memmove(to, w->b->p + w->line_at, LINE_BYTES); /* takes no call */
	}
	w->line_at = (size_t)(to - w->b->p);
	return to + w->line_n;
}

/* Are the only bytes from p on that may want an escape the TABs behind so many
 * fields?  There is room for a vector at the end. */
static inline bool
is_plain(const char *p, char *end, uint64_t fields)
{
	typedef uint64_t halves __attribute__((vector_size(16)));
	const lanes filling = (lanes){0} + 'a';
	lanes v, controls = {0}, others = {0};
	halves h;

	memcpy(end, &filling, sizeof filling);
	for (; p < end; p += sizeof v) {
		memcpy(&v, p, sizeof v);
		controls -= tsv_controls(v); /* each lane counts its own */
		others |= tsv_others(v);
	}
	h = (halves)controls;
	/* the product sums up the bytes */
	return !any_lane(others) &&
	    (h[0] + h[1]) * UINT64_C(0x0101010101010101) >> 56 == fields;
}

/* Begin a record, for which there is room, up to its row; the end. */
static char *
begin_record(struct records *w, char *from, const struct cell *c, bool same_row)
{
	char *to;

	if (same_row) {
		memcpy(from, w->b->p + w->from, w->row_n);
		return from + w->row_n;
	}
	memcpy(from, w->head.p, w->head.n);
	to = put_field(from + w->head.n, c->table);
	return put_field(to, c->row);
}

/* The bytes of a record at most, but for those of its texts from col on, and as
 * many as may be written behind it. */
static size_t
room_for(const struct records *w, const struct cell *c, bool same_row)
{
	size_t begin = same_row ? w->row_n : w->head.n + c->table.n + c->row.n;

	return begin + FIELDS_OF_ROW + FIELDS_OF_CELL + LINE_BYTES +
	    2 * sizeof(lanes);
}

/* Append the record of a cell with keys. */
static void
write_plain(struct records *w, const struct cell *c)
{
	struct buf *b = w->b;
	char *to;

	buf_room(b, w->head.n + sizeof c->keys->text + 2 * c->value.n + c->unit.n +
		FIELDS_OF_CELL + LINE_BYTES);
	to = b->p + b->n;
	memcpy(to, w->head.p, w->head.n);
	to += w->head.n;
	memcpy(to, c->keys->text, sizeof c->keys->text); /* takes no call */
	to = put_field(to + c->keys->n, c->value);
	to = put_field(to, c->unit);
	to = put_field(to, c->value); /* not read back: it was just written */
	to = put_line(w, to, c->line);
	*to++ = '\t';
	b->n = (size_t)(to - b->p);
	w->row_n = 0;
}

/* The same for any other cell.  False, and nothing is appended, when it is long or
 * wants an escape. */
static bool
write_short(struct records *w, const struct cell *c, bool same_row)
{
	struct buf *b = w->b;
	size_t n = c->table.n + c->row.n + c->col.n + c->value.n + c->unit.n +
	    c->raw.n + c->flag.n;
	char *from, *of_cell, *to;

	if (n > SHORT_MAX)
		return false;
	n += room_for(w, c, same_row);
	if (b->cap - b->n < n)
		buf_reserve(b, n);
	from = b->p + b->n;
	of_cell = begin_record(w, from, c, same_row);
	to = put_field(of_cell, c->col);
	to = put_field(to, c->value);
	to = put_field(to, c->unit);
	to = put_field(to, c->raw);
	to = put_line(w, to, c->line);
	to = put_field(to, c->flag);
	if (same_row
		? !is_plain(of_cell, to, FIELDS_OF_CELL)
		: !is_plain(from + w->head.n, to, FIELDS_OF_ROW + FIELDS_OF_CELL)) {
		w->line_n = 0;
		return false;
	}
	w->from = b->n;
	w->row_n = (size_t)(of_cell - from);
	b->n += (size_t)(to - from);
	return true;
}

static void
write_any(struct records *w, const struct cell *c)
{
	struct buf *b = w->b;

	w->from = b->n;
	buf_addstr(b, buf_str(&w->head));
	tsv_field(b, c->table);
	tsv_field(b, c->row);
	w->row_n = b->n - w->from;
	tsv_field(b, c->col);
	tsv_field(b, c->value);
	tsv_field(b, c->unit);
	tsv_field(b, c->raw);
	tsv_field_line(b, c->line);
	tsv_field(b, c->flag);
}

/* Do the texts lie at the same place?  Those of a row do. */
static bool
is_in_row_of(const struct cell *a, const struct cell *b)
{
	return a->row.p == b->row.p && a->row.n == b->row.n &&
	    a->table.p == b->table.p && a->table.n == b->table.n;
}

void
report_write(struct buf *b, const struct report *r)
{
	struct records w = {.b = b};

	tsv_field(&w.head, r->doc);
	tsv_field_line(&w.head, r->year);
	tsv_field(&w.head, r->org);
	tsv_field(&w.head, r->form);
	for (size_t i = 0; i < r->n; i++) {
		const struct cell *c = &r->cell[i];

		if (c->keys != NULL)
			write_plain(&w, c);
		else if (!write_short(&w, c,
			     w.row_n != 0 && is_in_row_of(c, c - 1)))
			write_any(&w, c);
		tsv_end(b);
	}
	buf_free(&w.head);
}
