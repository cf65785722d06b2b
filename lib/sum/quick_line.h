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

/* As dec_parse; most numbers are counts. */
static inline bool
quick_number(struct str s, struct dec *d)
{
	long count;

	if (!dec_parse_count(s, &count))
		return dec_parse(s, d);
	*d = dec_of(count);
	return true;
}

/* As quick_measures, when there are several. */
bool quick_measure_all(struct totals *t, uint32_t group, struct quick_line l,
    const size_t *place);

/* Add what the statistics read, measure i in the field place[i]; false, and
 * nothing added, when a number is none. */
static inline bool
quick_measures(struct totals *t, uint32_t group, struct quick_line l,
    const size_t *place)
{
	struct stat_state *s;
	struct str text;
	struct dec d;

	if (t->spec.nmeasure != 1)
		return quick_measure_all(t, group, l, place);
	s = &t->state[group];
	text = quick_field(l, place[0]);
	if (text.n == 0) {
		s->blank++;
	} else if (t->spec.measure[0].numeric) {
		if (!quick_number(text, &d))
			return false;
		stat_add(s, d);
	}
	return true;
}

#endif
