/* A line whose ends of fields are known, and what is added up of it. */
#ifndef GX_QUICK_LINE_H
#define GX_QUICK_LINE_H

#include "base/dec.h"
#include "sum/totals.h"

/* Field i is the bytes of block from at[i - 1] + 1 to at[i]. */
struct quick_line {
	const char *block;
	const uint32_t *at;
	size_t n;
};

static inline struct str
quick_field(struct quick_line l, size_t i)
{
	uint32_t start = l.at[(ptrdiff_t)i - 1] + 1;

	return (struct str){l.block + start, l.at[i] - start};
}

/* One to eight digits that end before end; the eight bytes there can be read. */
static inline bool
quick_digits(const char *end, size_t n, uint64_t *number)
{
	const uint64_t zeros = 0x3030303030303030u;
	uint64_t w;

	memcpy(&w, end - 8, 8); /* the last digit is in the highest byte */
	w = (w ^ zeros) >> (64 - 8 * n) << (64 - 8 * n);
	if (((w | (w + 0x7676767676767676u)) & 0x8080808080808080u) != 0)
		return false;
	w = (w * 10 + (w >> 8)) & 0x00ff00ff00ff00ffu;
	w = (w * 100 + (w >> 16)) & 0x0000ffff0000ffffu;
	*number = (w * 10000 + (w >> 32)) & 0xffffffffu;
	return true;
}

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define QUICK_HAS_DIGITS true
#else
#define QUICK_HAS_DIGITS false
#endif

/* As dec_parse; bytes from readable on may be read. */
static inline bool
quick_number(struct str s, const char *readable, struct dec *d)
{
	uint64_t n;

	if (QUICK_HAS_DIGITS && s.n <= 8 && s.p + s.n - readable >= 8 &&
	    quick_digits(s.p + s.n, s.n, &n)) {
		*d = dec_of((long)n);
		return true;
	}
	return dec_parse(s, d);
}

/* As quick_measures, when there are several. */
bool quick_measure_all(struct totals *t, uint32_t group, struct quick_line l,
    const size_t *place, const char *readable);

/* Add what the statistics read, measure i in the field place[i]; false, and
 * nothing added, when a number is none. */
static inline bool
quick_measures(struct totals *t, uint32_t group, struct quick_line l,
    const size_t *place, const char *readable)
{
	struct stat_state *s;
	struct str text;
	struct dec d;

	if (t->spec.nmeasure != 1)
		return quick_measure_all(t, group, l, place, readable);
	s = &t->state[group];
	text = quick_field(l, place[0]);
	if (text.n == 0) {
		s->blank++;
	} else if (t->spec.measure[0].numeric) {
		if (!quick_number(text, readable, &d))
			return false;
		stat_add(s, d);
	}
	return true;
}

#endif
