/* Exact decimal numbers. */
#ifndef GX_DEC_H
#define GX_DEC_H

#include <stdbool.h>

#include "base/str.h"

#define DEC_INT_DIGITS 18  /* before the point, leading zeros apart */
#define DEC_FRAC_DIGITS 12 /* behind the point, trailing zeros apart */

__extension__ typedef __int128 dec_int;

#define DEC_ONE ((dec_int)1000000000000) /* 10 to the power of DEC_FRAC_DIGITS */

/*
 * n times 10 to the power of -12.  One fixed scale keeps addition free of
 * rounding and so of the order of its terms; 128 bits hold the sum of a
 * hundred million of the largest numbers that dec_parse takes.
 * {0} is zero.
 */
struct dec {
	dec_int n;
};

/*
 * Read -?[0-9]+(\.[0-9]+)? and nothing else.  False for other text, and for
 * more digits than DEC_INT_DIGITS and DEC_FRAC_DIGITS: such a number is not
 * rounded but refused.
 */
bool dec_parse(struct str s, struct dec *d);

/* The integer as a decimal. */
static inline struct dec
dec_of(long value)
{
	return (struct dec){value * DEC_ONE};
}

/* Read [0-9]+ of at most COUNT_DIGITS digits and nothing else, as most numbers are.
 * A million of them can be added up in a long. */
#define COUNT_DIGITS 9
static inline bool
dec_parse_count(struct str s, long *count)
{
	long n = 0;

	if (s.n == 0 || s.n > COUNT_DIGITS)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		n = n * 10 + (s.p[i] - '0');
	}
	*count = n;
	return true;
}

/* *sum += d or -= d; false, and *sum unchanged, when it does not fit. */
static inline bool
dec_add(struct dec *sum, struct dec d)
{
	dec_int n;

	if (__builtin_add_overflow(sum->n, d.n, &n))
		return false;
	sum->n = n;
	return true;
}

static inline bool
dec_sub(struct dec *sum, struct dec d)
{
	dec_int n;

	if (__builtin_sub_overflow(sum->n, d.n, &n))
		return false;
	sum->n = n;
	return true;
}

/* a * b; false when the exact product has no room. */
bool dec_mul(struct dec a, struct dec b, struct dec *product);

/* -1, 0 or 1. */
static inline int
dec_cmp(struct dec a, struct dec b)
{
	return (a.n > b.n) - (a.n < b.n);
}

/* Is there nothing behind the point? */
bool dec_is_int(struct dec d);

/* sum / count, rounded to six places, half away from zero; count is not 0. */
struct dec dec_mean(struct dec sum, unsigned long count);

/* Append the number: no exponent, no needless zeros, 0.5 rather than .5. */
void buf_adddec(struct buf *b, struct dec d);

#endif
