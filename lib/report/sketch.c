/*
 * Sketches of texts by one-permutation MinHash.
 *
 * In goes the prose that a clerk writes anew each year; figures, headings,
 * tables, punctuation and the publisher's name are left out, as a copy differs
 * in them.  Every sequence of six characters is hashed; the hash chooses a bin,
 * and of the least hash in each bin eight bits are kept.  Nothing is seeded: the
 * sketch goes through pipes and has to mean the same in each program.
 */
#include "report/sketch.h"

#include "base/utf8.h"

#define SEQUENCE 6
#define BIN_SHIFT 59 /* the five bits that choose one of 32 bins */
#define FACTOR 0x9e3779b97f4a7c15u

/* FACTOR to the power of SEQUENCE: what the oldest character is worth. */
#define FACTOR_3 (FACTOR * FACTOR * FACTOR)
#define OLDEST (FACTOR_3 * FACTOR_3)

struct maker {
	uint64_t least[SKETCH_BINS];
	uint64_t sum; /* of the sequence: each character times the FACTOR once
	               * for each one from it on */
	uint32_t last[SEQUENCE]; /* in a ring */
	unsigned oldest;
	unsigned long chars;
};

static uint64_t
mix(uint64_t h)
{
	h = (h ^ (h >> 32)) * 0xd6e8feb86659fd93u;
	h = (h ^ (h >> 32)) * 0xd6e8feb86659fd93u;
	return h ^ (h >> 32);
}

static inline void
take_char(struct maker *m, uint32_t cp)
{
	uint64_t h, *least;

	m->sum = (m->sum - m->last[m->oldest] * OLDEST + cp) * FACTOR;
	m->last[m->oldest] = cp;
	m->oldest = m->oldest + 1 < SEQUENCE ? m->oldest + 1 : 0;
	if (++m->chars < SEQUENCE)
		return;
	h = mix(m->sum);
	least = &m->least[h >> BIN_SHIFT];
	h &= ((uint64_t)1 << BIN_SHIFT) - 1;
	if (h < *least)
		*least = h;
}

static void
take_chars(struct maker *m, struct str text)
{
	const char *p = text.p, *end = str_end(text);

	while (p < end) {
		uint32_t cp = utf8_next(&p, end);

		if (utf8_is_han(cp))
			take_char(m, cp);
	}
}

static void
take_text(struct maker *m, struct str text, struct str publisher)
{
	ptrdiff_t at;

	while (publisher.n != 0 && (at = str_find(text, publisher)) >= 0) {
		take_chars(m, (struct str){text.p, (size_t)at});
		text = str_skip(text, (size_t)at + publisher.n);
	}
	take_chars(m, text);
}

unsigned long
sketch_make(struct sketch *s, const struct tree *t, struct str publisher)
{
	struct maker m = {.chars = 0};

	for (unsigned i = 0; i < SKETCH_BINS; i++)
		m.least[i] = UINT64_MAX;
	for (const struct node *n = t->node; n < tree_end(t); n++)
		if (n->kind == NODE_TEXT && n->role == ROLE_TEXT &&
		    (n->sec == 1 || n->sec == 5))
			take_text(&m, n->text, publisher);
	for (unsigned i = 0; i < SKETCH_BINS; i++)
		s->bin[i] = (unsigned char)(m.least[i] >> 8 & 0xff);
	return m.chars;
}

void
sketch_write(struct buf *b, const struct sketch *s)
{
	static const char digits[] = "0123456789abcdef";

	for (unsigned i = 0; i < SKETCH_BINS; i++) {
		buf_addc(b, digits[s->bin[i] >> 4]);
		buf_addc(b, digits[s->bin[i] & 15]);
	}
}

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
sketch_parse(struct str text, struct sketch *s)
{
	if (text.n != (size_t)2 * SKETCH_BINS)
		return false;
	for (unsigned i = 0; i < SKETCH_BINS; i++) {
		int high = digit(text.p[2 * i]), low = digit(text.p[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		s->bin[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

unsigned
sketch_equal(const struct sketch *a, const struct sketch *b)
{
	unsigned n = 0;

	for (unsigned i = 0; i < SKETCH_BINS; i++)
		n += a->bin[i] == b->bin[i];
	return n;
}
