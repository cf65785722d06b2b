/*
 * Statistics that can be added up: of two parts of a group, the states together
 * are the state of the whole.  Sums are exact, so the order and the cut do not
 * matter.  A sum may use 126 of the 128 bits: two more are room for the
 * rounding of the mean; 85 million of the largest numbers fit.
 */
#include "sum/stat.h"

#define SUM_MAX ((dec_int)1 << 126)

void
stat_add_far(struct stat_state *s, struct dec d)
{
	if (s->overflow)
		return;
	if (dec_add(&s->sum, d) && s->sum.n <= SUM_MAX && s->sum.n >= -SUM_MAX)
		return;
	s->overflow = true;
	s->sum = (struct dec){0};
}

bool
stat_count(uint64_t *n, uint64_t m)
{
	uint64_t sum;

	if (__builtin_add_overflow(*n, m, &sum) || sum > INT64_MAX)
		return false;
	*n = sum;
	return true;
}

bool
stat_merge(struct stat_state *s, const struct stat_state *other)
{
	uint64_t count = s->count, blank = s->blank;

	if (!stat_count(&count, other->count) ||
	    !stat_count(&blank, other->blank))
		return false;
	if (other->count != 0) {
		stat_bounds(s, other->min, other->max);
		stat_add_sum(s, other->sum);
	}
	if (other->overflow) {
		s->overflow = true;
		s->sum = (struct dec){0};
	}
	s->count = count;
	s->blank = blank;
	return true;
}

void
stat_put_sum(struct buf *b, const struct stat_state *s)
{
	if (s->overflow)
		buf_addz(b, "overflow");
	else if (s->count != 0)
		buf_adddec(b, s->sum);
}

/* n = n * 10 + digit within SUM_MAX. */
static bool
shift_in(dec_int *n, int digit)
{
	if (*n > (SUM_MAX - digit) / 10)
		return false;
	*n = *n * 10 + digit;
	return true;
}

bool
stat_get_sum(struct str text, struct stat_state *s)
{
	struct str part = text;
	bool minus = text.n != 0 && text.p[0] == '-';
	size_t whole, places = 0;
	dec_int n = 0;

	if (str_is(text, "overflow"))
		return s->overflow = true;
	part = str_skip(part, minus);
	for (whole = 0; whole < part.n && part.p[whole] != '.'; whole++)
		if (part.p[whole] < '0' || part.p[whole] > '9' ||
		    !shift_in(&n, part.p[whole] - '0'))
			return false;
	if (whole == 0 || whole + 1 == part.n)
		return false;
	for (size_t i = whole + 1; i < part.n; i++, places++)
		if (part.p[i] < '0' || part.p[i] > '9' ||
		    places == DEC_FRAC_DIGITS || !shift_in(&n, part.p[i] - '0'))
			return false;
	for (; places < DEC_FRAC_DIGITS; places++)
		if (!shift_in(&n, 0))
			return false;
	s->sum.n = minus ? -n : n;
	return true;
}
