/*
 * Cells in few bytes.  Most cells of a report are 0 and stand as far below the
 * one before as that one did, so that runs of equal cells are written as one:
 *
 *	head	bits 0-2 kind, bit 3: with a new step, bits 4-7 times - 1
 *	step	(of lines, zigzag) if new
 *	value	a number; or length and bytes
 *
 * Numbers are in groups of seven bits, the lowest first.
 */
#include "check/kept.h"

static void
add_number(struct buf *b, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		buf_addc(b, (char)(n | 0x80));
	buf_addc(b, (char)n);
}

static uint64_t
take_number(const unsigned char **p)
{
	uint64_t n = 0;
	unsigned shift = 0, byte;

	do {
		byte = *(*p)++;
		n |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	} while ((byte & 0x80) != 0);
	return n;
}

static struct kept_cell
cell_of(const struct operand *o)
{
	struct kept_cell k = {.kind = KEPT_UNREAD};

	if (o->cell == NULL)
		return (struct kept_cell){.kind = KEPT_ABSENT};
	k.line = o->cell->line;
	if (o->plain) {
		k.kind = KEPT_COUNT;
		k.count = (unsigned long)o->count;
	} else if (o->reading == READ_BLANK) {
		k.kind = KEPT_BLANK;
	} else if (o->reading == READ_NUMBER) {
		k.kind = str_to_ulong(o->cell->value, &k.count) ? KEPT_COUNT
								: KEPT_TEXT;
		if (k.kind == KEPT_TEXT)
			k.text = o->cell->value;
	}
	return k;
}

bool
kept_eq(const struct kept_cell *a, const struct kept_cell *b)
{
	return a->kind == b->kind && a->count == b->count &&
	    str_eq(a->text, b->text);
}

static void
flush(struct kept_writer *w)
{
	bool moved = w->step != w->last_step;

	if (w->times == 0)
		return;
	buf_addc(w->to, (char)((unsigned)w->same.kind | (moved ? 8u : 0) |
	    (w->times - 1) << 4));
	if (moved) /* zigzag: small steps of either sign are small numbers */
		add_number(w->to, w->step << 1 ^ (0 - (w->step >> 63)));
	w->last_step = w->step;
	if (w->same.kind == KEPT_COUNT)
		add_number(w->to, w->same.count);
	if (w->same.kind == KEPT_TEXT) {
		add_number(w->to, w->same.text.n);
		buf_addstr(w->to, w->same.text);
	}
	w->times = 0;
}

void
kept_add(struct kept_writer *w, const struct operand *o)
{
	struct kept_cell k = cell_of(o);
	uint64_t step = k.kind != KEPT_ABSENT ? (uint64_t)k.line - w->line
					      : w->last_step;

	if (w->times == 16 || !kept_eq(&k, &w->same) || step != w->step)
		flush(w);
	if (k.kind == KEPT_ABSENT)
		step = w->last_step; /* which a flush may have changed */
	else
		w->line = k.line;
	w->same = k;
	w->step = step;
	w->times++;
}

void
kept_end(struct kept_writer *w)
{
	flush(w);
}

struct kept_cell
kept_next(struct kept_reader *r)
{
	if (r->times == 0) {
		unsigned head = *r->p++;
		unsigned long line = r->same.line;

		r->times = (head >> 4) + 1;
		if ((head & 8) != 0) {
			uint64_t z = take_number(&r->p);

			r->step = z >> 1 ^ (0 - (z & 1));
		}
		r->same = (struct kept_cell){.kind = head & 7, .line = line};
		if (r->same.kind == KEPT_COUNT)
			r->same.count = take_number(&r->p);
		if (r->same.kind == KEPT_TEXT) {
			r->same.text.n = take_number(&r->p);
			r->same.text.p = (const char *)r->p;
			r->p += r->same.text.n;
		}
	}
	r->times--;
	if (r->same.kind != KEPT_ABSENT)
		r->same.line += (unsigned long)r->step;
	return r->same;
}
