/*
 * Cells in few bytes.  Most cells of a report are small numbers, and stand as far
 * below the one before as that one did:
 *
 *	head	bits 0-2 kind, bit 3: with a new step, bits 4-7 the number, or
 *		NUMBER_FOLLOWS
 *	step	(of lines, zigzag) if new
 *	value	a number that is not in the head; or length and bytes
 *
 * Numbers are in groups of seven bits, the lowest first.
 */
#include "check/kept.h"

#include <limits.h>

#define NUMBER_FOLLOWS 15u
#define NUMBER_BYTES 10 /* at most */

static char *
put_number(char *to, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		*to++ = (char)(n | 0x80);
	*to++ = (char)n;
	return to;
}

/* The number, if it is to be there: for small ones, as nearly all are, without a
 * branch that could not be foretold. */
static inline char *
put_if(char *to, uint64_t n, bool is_there)
{
	if (n >= 0x80)
		return is_there ? put_number(to, n) : to;
	*to = (char)n;
	return to + is_there;
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

static inline struct kept_cell
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

static bool
number_of(const struct kept_cell *k, struct dec *d)
{
	if (k->kind == KEPT_TEXT)
		return dec_parse(k->text, d);
	*d = dec_of((long)k->count);
	return k->kind == KEPT_COUNT && k->count <= LONG_MAX;
}

/* One number, perhaps written in two ways: 2 and 2.0. */
static bool
are_one_number(const struct kept_cell *a, const struct kept_cell *b)
{
	struct dec x, y;

	return number_of(a, &x) && number_of(b, &y) && dec_cmp(x, y) == 0;
}

bool
kept_eq(const struct kept_cell *a, const struct kept_cell *b)
{
	if (a->kind == KEPT_TEXT || b->kind == KEPT_TEXT)
		return are_one_number(a, b);
	return a->kind == b->kind && a->count == b->count;
}

/* Small steps of either sign as small numbers, and back. */
static uint64_t
zigzag(uint64_t step)
{
	return step << 1 ^ (0 - (step >> 63));
}

static uint64_t
step_of(uint64_t zigzag)
{
	return zigzag >> 1 ^ (0 - (zigzag & 1));
}

/* Room for n cells and their texts. */
static void
make_room(struct buf *b, const struct operand *const *v, size_t n)
{
	size_t room = n * (1 + 2 * NUMBER_BYTES);

	for (size_t i = 0; i < n; i++)
		if (v[i]->cell != NULL && !v[i]->plain)
			room += v[i]->cell->value.n;
	buf_room(b, room);
}

void
kept_write(struct buf *b, const struct operand *const *v, size_t n)
{
	unsigned long line = 0, step = 0;
	char *to;

	make_room(b, v, n);
	to = b->p + b->n;
	for (size_t i = 0; i < n; i++) {
		struct kept_cell k = cell_of(v[i]);
		bool there = k.kind != KEPT_ABSENT, moved,
		     follows = k.count >= NUMBER_FOLLOWS;
		unsigned long before = step;

		step = there ? k.line - line : step;
		line = there ? k.line : line;
		moved = step != before;
		*to++ = (char)((unsigned)k.kind | (unsigned)moved << 3 |
		    (follows ? NUMBER_FOLLOWS : (unsigned)k.count) << 4);
		to = put_if(to, zigzag(step), moved);
		to = put_if(to, k.count, follows);
		if (k.kind == KEPT_TEXT) {
			to = put_number(to, k.text.n);
			memcpy(to, k.text.p, k.text.n);
			to += k.text.n;
		}
	}
	b->n = (size_t)(to - b->p);
}

struct kept_cell
kept_next(struct kept_reader *r)
{
	unsigned head = *r->p++;
	struct kept_cell k = {.kind = head & 7, .count = head >> 4};

	if ((head & 8) != 0)
		r->step = step_of(take_number(&r->p));
	if (k.count == NUMBER_FOLLOWS)
		k.count = take_number(&r->p);
	if (k.kind == KEPT_TEXT) {
		k.text.n = take_number(&r->p);
		k.text.p = (const char *)r->p;
		r->p += k.text.n;
	}
	if (k.kind != KEPT_ABSENT)
		r->line += r->step;
	k.line = r->line;
	return k;
}
