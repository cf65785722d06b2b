/* Exact decimals of one fixed scale; see dec.h for why. */
#include "base/dec.h"

#define ONE ((dec_int)1000000000000) /* 10 to the power of DEC_FRAC_DIGITS */

bool
dec_parse(struct str s, struct dec *d)
{
	bool minus = s.n != 0 && s.p[0] == '-';
	size_t i = minus, places = 0;
	dec_int n = 0;

	if (i == s.n)
		return false;
	for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++) {
		n = n * 10 + (s.p[i] - '0');
		if (n >= (dec_int)1000000 * ONE) /* 10^18 */
			return false;
	}
	if (i == (size_t)minus)
		return false;
	if (i < s.n) {
		if (s.p[i++] != '.' || i == s.n)
			return false;
		for (; i < s.n; i++, places++) {
			if (s.p[i] < '0' || s.p[i] > '9')
				return false;
			if (places < DEC_FRAC_DIGITS)
				n = n * 10 + (s.p[i] - '0');
			else if (s.p[i] != '0')
				return false;
		}
	}
	for (; places < DEC_FRAC_DIGITS; places++)
		n *= 10;
	d->n = minus ? -n : n;
	return true;
}

struct dec
dec_of(long value)
{
	return (struct dec){value * ONE};
}

bool
dec_add(struct dec *sum, struct dec d)
{
	dec_int n;

	if (__builtin_add_overflow(sum->n, d.n, &n))
		return false;
	sum->n = n;
	return true;
}

bool
dec_sub(struct dec *sum, struct dec d)
{
	dec_int n;

	if (__builtin_sub_overflow(sum->n, d.n, &n))
		return false;
	sum->n = n;
	return true;
}

bool
dec_mul(struct dec a, struct dec b, struct dec *product)
{
	dec_int whole = b.n / ONE, part = b.n % ONE, n, m;

	if (__builtin_mul_overflow(a.n, whole, &n) ||
	    __builtin_mul_overflow(a.n, part, &m) || m % ONE != 0 ||
	    __builtin_add_overflow(n, m / ONE, &n))
		return false;
	product->n = n;
	return true;
}

int
dec_cmp(struct dec a, struct dec b)
{
	return (a.n > b.n) - (a.n < b.n);
}

bool
dec_is_int(struct dec d)
{
	return d.n % ONE == 0;
}

struct dec
dec_mean(struct dec sum, unsigned long count)
{
	const dec_int step = ONE / 1000000; /* the sixth place */
	dec_int divisor = (dec_int)count * step;
	dec_int quotient = sum.n / divisor, rest = sum.n % divisor;

	if (rest * 2 >= divisor)
		quotient++;
	else if (-rest * 2 >= divisor)
		quotient--;
	return (struct dec){quotient * step};
}

void
buf_adddec(struct buf *b, struct dec d)
{
	__extension__ unsigned __int128 n =
	    d.n < 0 ? -(unsigned __int128)d.n : (unsigned __int128)d.n;
	char digits[48];
	size_t at = sizeof digits;
	int places = 0;

	for (; places < DEC_FRAC_DIGITS && n % 10 == 0; places++)
		n /= 10;
	for (; places < DEC_FRAC_DIGITS; places++) {
		digits[--at] = (char)('0' + (int)(n % 10));
		n /= 10;
		if (places == DEC_FRAC_DIGITS - 1)
			digits[--at] = '.';
	}
	do
		digits[--at] = (char)('0' + (int)(n % 10));
	while ((n /= 10) != 0);
	if (d.n < 0)
		digits[--at] = '-';
	buf_add(b, digits + at, sizeof digits - at);
}
