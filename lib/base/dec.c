/* Exact decimals of one fixed scale; see dec.h for why. */
#include "base/dec.h"

/* A run of digits from *p on, as a number below 10^18; false: it is larger. */
static bool
take_digits(const char **p, const char *end, uint64_t *number)
{
	uint64_t n = 0;

	for (; *p < end && **p >= '0' && **p <= '9'; ++*p) {
		n = n * 10 + (uint64_t)(**p - '0');
		if (n >= 1000000 * (uint64_t)DEC_ONE)
			return false;
	}
	*number = n;
	return true;
}

/* Digits behind the point, up to the end, as a number of DEC_FRAC_DIGITS. */
static bool
take_places(const char *p, const char *end, uint64_t *number)
{
	uint64_t n = 0;
	size_t places = 0;

	for (; p < end && places < DEC_FRAC_DIGITS; p++, places++) {
		if (*p < '0' || *p > '9')
			return false;
		n = n * 10 + (uint64_t)(*p - '0');
	}
	while (p < end && *p == '0')
		p++;
	for (; places < DEC_FRAC_DIGITS; places++)
		n *= 10;
	*number = n;
	return p == end;
}

bool
dec_parse(struct str s, struct dec *d)
{
	bool minus = s.n != 0 && *s.p == '-';
	struct str number = str_skip(s, minus);
	const char *p = number.p, *end = str_end(number), *digits = p;
	uint64_t whole, part = 0;
	dec_int n;

	if (!take_digits(&p, end, &whole) || p == digits)
		return false;
	if (p < end && (*p++ != '.' || p == end || !take_places(p, end, &part)))
		return false;
	n = (dec_int)whole * DEC_ONE + part;
	d->n = minus ? -n : n;
	return true;
}

bool
dec_mul(struct dec a, struct dec b, struct dec *product)
{
	dec_int whole = b.n / DEC_ONE, part = b.n % DEC_ONE, n, m;

	if (__builtin_mul_overflow(a.n, whole, &n) ||
	    __builtin_mul_overflow(a.n, part, &m) || m % DEC_ONE != 0 ||
	    __builtin_add_overflow(n, m / DEC_ONE, &n))
		return false;
	product->n = n;
	return true;
}

bool
dec_is_int(struct dec d)
{
	return d.n % DEC_ONE == 0;
}

struct dec
dec_mean(struct dec sum, unsigned long count)
{
	const dec_int step = DEC_ONE / 1000000; /* the sixth place */
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
