/*
 * Numbers in Chinese prose.
 *
 * Takes text, gives the numbers in it as exact decimals.  Half of the work is
 * not to see a number where there is none: in dates of laws, in telephone
 * numbers, in 一般 and 万一.  Whether what is found counts anything is seen by
 * the unit behind it, which is the matter of the caller.
 */
#include "report/number.h"

#include "report/han.h"

#define DIGITS_MAX 15

/* What a Chinese numeral stands for: a digit, or a power of ten to multiply. */
struct numeral {
	uint32_t cp;
	int digit; /* -1: none */
	long times;
};

static const struct numeral numerals[] = {
	{0x96f6, 0, 0}, {0x3007, 0, 0}, {0x4e00, 1, 0}, {0x4e8c, 2, 0},
	{0x4e24, 2, 0}, {0x4e09, 3, 0}, {0x56db, 4, 0}, {0x4e94, 5, 0},
	{0x516d, 6, 0}, {0x4e03, 7, 0}, {0x516b, 8, 0}, {0x4e5d, 9, 0},
	{0x5341, -1, 10}, {0x767e, -1, 100}, {0x5343, -1, 1000},
	{0x4e07, -1, 10000}, {0x4ebf, -1, 100000000},
};

/* By code point, learnt once by number_list_first: which of the numerals the
 * character is, from 1; and whether it means something in front of a number.  Others,
 * as most that a clause ends with, leave digits what they are. */
#define CHARS 0x10000
static unsigned char numeral_number[CHARS];
static unsigned char in_front[CHARS];

static const struct numeral *
numeral_of(uint32_t cp)
{
	unsigned n = cp < CHARS ? numeral_number[cp] : 0;

	return n != 0 ? &numerals[n - 1] : NULL;
}

/* The numeral at p, or NULL. */
static const struct numeral *
numeral_at(const char *p, const char *end)
{
	return p < end ? numeral_of(utf8_next(&p, end)) : NULL;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_digit_at(const char *p, const char *end)
{
	return p < end && is_digit(*p);
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static const char *
behind(const char *p, const char *end)
{
	utf8_next(&p, end);
	return p;
}

/* Before and behind the point; one more than is allowed. */
struct digits {
	char p[2 * (DIGITS_MAX + 1) + 1];
	size_t n;
	long whole; /* those before the point */
};

/* Digits at *p, commas of thousands dropped: "1234,567" are two numbers. */
static void
take_digits(const char **p, const char *end, struct digits *d)
{
	const char *group = *p;

	while (d->n <= DIGITS_MAX) {
		if (is_digit_at(*p, end)) {
			d->whole = d->whole * 10 + (**p - '0');
			d->p[d->n++] = *(*p)++;
		} else if (end - *p > 3 && **p == ',' && d->n != 0 &&
		    *p - group <= 3 && is_digit((*p)[1]) &&
		    is_digit((*p)[2]) && is_digit((*p)[3]) &&
		    !is_digit_at(*p + 4, end)) {
			group = ++*p;
		} else {
			return;
		}
	}
}

/* Multiply by 千, 万, 亿 behind the digits: 1.2万; but 万元 and 亿元 are units. */
static bool
take_power(const char **p, const char *end, struct number *n)
{
	const struct numeral *m;

	while ((m = numeral_at(*p, end)) != NULL && m->times >= 1000) {
		const char *next = behind(*p, end);

		if (m->times >= 10000 && str_starts((struct str){next,
			(size_t)(end - next)}, STR("元")))
			break;
		if (!dec_mul(n->value, dec_of(m->times), &n->value))
			return false;
		n->about = n->about || n->places != 0;
		*p = next;
	}
	return true;
}

/* 3119, 1,234, 33.9, 1.2万 */
static bool
arabic(const char **p, const char *end, struct number *n)
{
	struct digits d;
	size_t whole;

	d.n = 0;
	d.whole = 0;
	take_digits(p, end, &d);
	whole = d.n;
	if (*p < end && **p == '.' && is_digit_at(*p + 1, end)) {
		d.p[d.n++] = *(*p)++;
		while (is_digit_at(*p, end) && d.n <= whole + DIGITS_MAX) {
			d.p[d.n++] = *(*p)++;
			n->places++;
		}
	}
	if (whole > DIGITS_MAX || (whole > 1 && d.p[0] == '0'))
		return false;
	if (n->places == 0)
		n->value = dec_of(d.whole);
	else if (!dec_parse((struct str){d.p, d.n}, &n->value))
		return false;
	return numeral_at(*p, end) == NULL || take_power(p, end, n);
}

/* 二〇二: digits only, one behind the other.  Two without a zero are a guess: 两三,
 * 三五. */
static bool
digits_only(const char *p, const char *to, long *value)
{
	size_t n = 0;
	bool zero = false;

	*value = 0;
	while (p < to) {
		const struct numeral *m = numeral_of(utf8_next(&p, to));

		if (m->digit < 0 || ++n > 9)
			return false;
		*value = *value * 10 + m->digit;
		zero |= m->digit == 0;
	}
	return n == 1 || ((n > 2 || (n == 2 && zero)) && *value >= 10);
}

/* 三百二十一, 一千零五, 两万三千; but 一百二 is spoken for 120 and written for 102. */
static bool
with_powers(const char *p, const char *to, long *value)
{
	long total = 0, part = 0, last = 0;
	long before = 0; /* the power right before the digit */
	int digit = -1;

	while (p < to) {
		const struct numeral *m = numeral_of(utf8_next(&p, to));

		if (m->digit == 0) {
			if (digit > 0)
				return false;
			before = 0;
			continue;
		}
		if (m->digit > 0) {
			if (digit > 0)
				return false;
			digit = m->digit;
		} else if (m->times >= 10000) {
			part += digit > 0 ? digit : 0;
			if (part == 0 || total != 0 || part > 9999)
				return false;
			total = part * m->times;
			part = last = 0;
			before = m->times;
			digit = -1;
		} else {
			if ((digit < 0 && (m->times != 10 || part != 0)) ||
			    (last != 0 && m->times >= last))
				return false;
			part += (digit > 0 ? digit : 1) * m->times;
			last = before = m->times;
			digit = -1;
		}
	}
	if (digit > 0 && before > 10)
		return false;
	*value = total + part + (digit > 0 ? digit : 0);
	return true;
}

/* 三百二十一, 二〇, 十二; ordinary words such as 一一 are refused. */
static bool
chinese(const char **p, const char *end, struct number *n)
{
	const char *from = *p;
	long value;

	while (numeral_at(*p, end) != NULL && *p - from < 60)
		*p = behind(*p, end);
	if (!digits_only(from, *p, &value) && !with_powers(from, *p, &value))
		return false;
	n->value = dec_of(value);
	return true;
}

static bool
take_word(const char **p, const char *end, const struct str *words, size_t count)
{
	struct str s = {*p, (size_t)(end - *p)};

	for (size_t i = 0; s.n != 0 && i < count; i++)
		if (words[i].p[0] == s.p[0] && str_starts(s, words[i])) {
			*p += words[i].n;
			return true;
		}
	return false;
}

static bool
ends_in(struct str s, const struct str *words, size_t count)
{
	char last = s.n != 0 ? s.p[s.n - 1] : '\0';

	for (size_t i = 0; i < count; i++)
		if (words[i].p[words[i].n - 1] == last && str_ends(s, words[i]))
			return true;
	return false;
}

#define TAKE(p, end, words) take_word(p, end, words, sizeof(words) / sizeof *(words))
#define ENDS(s, words) ends_in(s, words, sizeof(words) / sizeof *(words))

#define W STR_INIT
static const struct str about_before[] = {W("约"), W("近"), W("超过"), W("超"),
    W("逾"), W("大约"), W("将近"), W("约为"), W("近乎"), W("突破"),
    W("达到近")};
static const struct str about_behind[] = {W("余"), W("多"), W("来"), W("左右"),
    W("以上"), W("几")};
/* "二十多条", "5500余条", and then "万": "3余万" */

/* A sign that joins two numbers. */
static bool
is_range_sign(uint32_t cp)
{
	switch (cp) {
	case '-': case '~':
	case 0x2013: /* – */
	case 0x2014: /* — */
	case 0x81f3: /* 至 */
	case 0xff5e: /* ～ */
		return true;
	default:
		return false;
	}
}

/* May one of about_before end in the character? */
static bool
ends_about(uint32_t cp)
{
	switch (cp) {
	case 0x4e3a: /* 为 */
	case 0x4e4e: /* 乎 */
	case 0x7834: /* 破 */
	case 0x7ea6: /* 约 */
	case 0x8d85: /* 超 */
	case 0x8fc7: /* 过 */
	case 0x8fd1: /* 近 */
	case 0x903e: /* 逾 */
		return true;
	default:
		return false;
	}
}

/* Is what ends in the character before a number all one with it? */
static bool
is_joined(uint32_t before)
{
	switch (before) {
	case '/': case '_': case '@': case '#': case '.':
	case 0x2116: /* № */
	case 0x7b2c: /* 第 */
		return true;
	default:
		return is_range_sign(before) ||
		    (before < 0x80 && is_letter((char)before));
	}
}

/* Is the number that ends at p a piece of something else, by what is behind it? */
static bool
goes_on(const char *p, const char *end)
{
	const char *q = p;

	if (p == end)
		return false;
	if (is_range_sign(utf8_next(&q, end)) &&
	    (is_digit_at(q, end) || numeral_at(q, end) != NULL))
		return true;
	return is_letter(*p) || is_digit(*p);
}

/* "数十", "几十": nobody has counted them. */
static bool
is_vague(uint32_t before, const char *p, const char *end)
{
	const struct numeral *m = numeral_at(p, end);

	return m != NULL && m->digit < 0 &&
	    (before == 0x6570 /* 数 */ || before == 0x51e0 /* 几 */);
}

static void
learn_chars(void)
{
	static const char signs[] = "—–～至№第", harmless[] = "%();:!?";
	const char *p = signs, *end = signs + sizeof signs - 1;

	memset(in_front, true, 0x80);
	for (size_t i = 0; i < sizeof harmless - 1; i++)
		in_front[(unsigned char)harmless[i]] = false;
	in_front[0] = false;
	while (p < end)
		in_front[utf8_next(&p, end)] = true;
	for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++) {
		in_front[numerals[i].cp] = true;
		numeral_number[numerals[i].cp] = (unsigned char)(i + 1);
	}
	for (size_t i = 0; i < sizeof about_before / sizeof *about_before; i++)
		in_front[han_last(about_before[i])] = true;
}

/* The number of up to eight digits at p. */
#define PLAIN_MAX 8
static long
digits_value(const char *p, size_t digits)
{
	uint64_t v = le64(p) << 8 * (PLAIN_MAX - digits) & 0x0f0f0f0f0f0f0f0fu;

	v = v * (10 * (1 << 8) + 1) >> 8 & 0x00ff00ff00ff00ffu; /* of two each */
	v = v * (100 * (1 << 16) + 1) >> 16 & 0x0000ffff0000ffffu;
	return (long)(v * (10000 * ((uint64_t)1 << 32) + 1) >> 32);
}

/* Take what ends at "to" when it is digits alone, with nothing before them that means
 * anything; last is the character there.  False: it takes a closer look. */
static bool
take_plain(uint32_t last, const char **p, const char *to, struct number *n)
{
	const char *from = *p;
	size_t digits = (size_t)(to - from);

	if (!is_digit(*from) || digits > PLAIN_MAX || (*from == '0' && digits > 1) ||
	    (last != ',' && (last >= CHARS || in_front[last])))
		return false;
	*n = (struct number){.value = dec_of(digits_value(from, digits)),
	    .printed = {from, digits}};
	*p = to;
	return true;
}

bool
number_at(struct str before, const char **p, const char *whole, const char *end,
    struct number *n)
{
	const char *from = *p;
	uint32_t last = han_last(before);
	bool read;

	if (whole != NULL && take_plain(last, p, whole, n))
		return true;
	*n = (struct number){0};
	read = is_digit_at(from, end) ? arabic(p, end, n)
				      : chinese(p, end, n);
	if (*p == from)
		*p = behind(*p, end);
	n->printed = (struct str){from, (size_t)(*p - from)};
	if (!read || is_joined(last) || is_vague(last, from, end) ||
	    goes_on(*p, end)) {
		while (is_digit_at(*p, end))
			++*p;
		return false;
	}
	if (ends_about(last) && ENDS(before, about_before))
		n->about = true;
	if (TAKE(p, end, about_behind)) {
		n->about = true;
		if (!take_power(p, end, n))
			return false;
	}
	return true;
}

void
number_list_parts(unsigned char *by_char, unsigned char bit)
{
	static const char signs[] = ".,0123456789";

	for (size_t i = 0; i < sizeof signs - 1; i++)
		by_char[(unsigned char)signs[i]] |= bit;
	for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++)
		by_char[numerals[i].cp] |= bit;
	for (size_t i = 0; i < sizeof about_behind / sizeof *about_behind; i++) {
		const char *p = about_behind[i].p;

		by_char[utf8_next(&p, str_end(about_behind[i]))] |= bit;
	}
}

void
number_list_first(unsigned char *by_char, unsigned char bit)
{
	learn_chars();
	for (unsigned char c = '0'; c <= '9'; c++)
		by_char[c] |= bit;
	for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++)
		by_char[numerals[i].cp] |= bit;
}
