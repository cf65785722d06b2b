/* Dates in Chinese text, see date.h. */
#include "report/date.h"

#include "base/utf8.h"
#include "base/wide.h"
#include "report/fold.h"

#define NO_DIGIT 99

/* 0-9 for a digit in any style, 10 for 十, NO_DIGIT for anything else. */
static unsigned
digit_of(uint32_t cp)
{
	unsigned han;

	if (cp < 0x80)
		return cp >= '0' && cp <= '9' ? cp - '0' : NO_DIGIT;
	if (cp >= 0xff10 && cp <= 0xff19)
		return cp - 0xff10;
	switch (cp) {
	case 0x3007: /* 〇 ○ ◯ 零 */
	case 0x25cb:
	case 0x25ef:
	case 0x96f6:
		return 0;
	case 0x5341:
		return 10;
	default:
		han = fold_han_digit(cp);
		return han != 0 ? han : NO_DIGIT;
	}
}

static void
skip_space(const char **p, const char *end)
{
	while (*p < end) {
		const char *q = *p;

		if (!utf8_is_space(utf8_next(&q, end)))
			return;
		*p = q;
	}
}

/* A number of up to max digits, 十一 and 二十五 included; false for none. */
static bool
take_number(const char **p, const char *end, int max, unsigned *value)
{
	unsigned v = 0, before = NO_DIGIT;
	int digits = 0;

	skip_space(p, end);
	while (*p < end && digits < max) {
		const char *q = *p;
		unsigned d = digit_of(utf8_next(&q, end));

		if (d == NO_DIGIT)
			break;
		if (d == 10)
			v = v != 0 ? v * 10 : 10;
		else if (before == 10)
			v += d;
		else
			v = v * 10 + d;
		before = d;
		*p = q;
		digits++;
	}
	*value = v;
	return digits != 0;
}

/* What may stand behind a year, a month and a day; 0 is the end. */
static const uint32_t behind_year[] = {0x5e74 /* 年 */, '-', '/', '.', 0xff0d, 0};
static const uint32_t behind_year_alone[] = {0x5e74, 0};
static const uint32_t behind_month[] = {0x6708 /* 月 */, '-', '/', '.', 0xff0d, 0};
static const uint32_t behind_day[] = {0x65e5 /* 日 */, 0x53f7 /* 号 */, 0};

/* One of the characters of set, with blanks before it. */
static bool
take_one(const char **p, const char *end, const uint32_t *set)
{
	const char *q = *p;
	uint32_t cp;

	skip_space(&q, end);
	if (q >= end)
		return false;
	cp = utf8_next(&q, end);
	while (*set != 0 && *set != cp)
		set++;
	if (*set == 0)
		return false;
	*p = q;
	return true;
}

#define YEAR_DIGITS 4

static bool
is_space_at(const char *p, const char *end)
{
	return p < end && utf8_is_space(utf8_next(&p, end));
}

/* "2 0 2 3": the digits of a year with a blank between any two of them. */
static bool __attribute__((noinline)) /* hardly ever called */
take_parted_year(const char **p, const char *end, unsigned *year)
{
	const char *q = *p;
	unsigned v = 0;

	for (int i = 0; i < YEAR_DIGITS; i++) {
		const char *from = q;
		unsigned d;

		skip_space(&q, end);
		if (q == end || (i != 0 && q == from))
			return false;
		d = digit_of(utf8_next(&q, end));
		if (d > 9)
			return false;
		v = v * 10 + d;
	}
	*p = q;
	*year = v;
	return true;
}

/* A year of four digits at p, and what must stand behind it. */
static bool
take_year(const char **p, const char *end, const uint32_t *behind,
    unsigned *year)
{
	const char *from = *p, *q = from;

	if (digit_of(utf8_next(&q, end)) > 9)
		return false;
	if (is_space_at(q, end)) {
		if (!take_parted_year(p, end, year))
			return false;
		behind = behind_year_alone; /* "2 0 2 1 - 3" are figures */
	} else if (!take_number(p, end, YEAR_DIGITS, year)) {
		return false;
	}
	if (*year < 1949 || *year > 2099)
		return false;
	q = *p;
	if (q < end && digit_of(utf8_next(&q, end)) <= 9)
		return false; /* a longer number */
	return take_one(p, end, behind);
}

/* Does the day only end behind more digits, "1月2 5日"?  What it is then is a guess. */
static bool
day_is_torn(const char *p, const char *end)
{
	unsigned rest;

	return take_number(&p, end, 3, &rest) && take_one(&p, end, behind_day);
}

static unsigned
days_of(unsigned year, unsigned month)
{
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31};

	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

static bool
date_at(const char *p, const char *end, struct date *d)
{
	const char *from = p;

	if (!take_year(&p, end, behind_year, &d->year) ||
	    !take_number(&p, end, 3, &d->month) ||
	    !take_one(&p, end, behind_month) || !take_number(&p, end, 3, &d->day))
		return false;
	if (!take_one(&p, end, behind_day) && day_is_torn(p, end))
		return false;
	if (d->month < 1 || d->month > 12 || d->day < 1 ||
	    d->day > days_of(d->year, d->month))
		return false;
	d->printed = (struct str){from, (size_t)(p - from)};
	return true;
}

static bool
year_at(const char *p, const char *end, struct date *d)
{
	const char *from = p;

	if (!take_year(&p, end, behind_year_alone, &d->year))
		return false;
	d->month = d->day = 0;
	d->printed = (struct str){from, (size_t)(p - from)};
	return true;
}

/* Does the character begin a year?  From 1949 to 2099, that is a 1 or a 2. */
static bool
is_first_digit(const char *p, const char *end)
{
	switch ((unsigned char)*p) {
	case '1':
	case '2':
		return true;
	case 0xe4: /* 一 二 */
		return end - p >= 3 && (memcmp(p + 1, "\xb8\x80", 2) == 0 ||
		    memcmp(p + 1, "\xba\x8c", 2) == 0);
	case 0xef: /* １ ２ */
		return end - p >= 3 && p[1] == '\xbc' &&
		    (p[2] == '\x91' || p[2] == '\x92');
	default:
		return false;
	}
}

/* The next place from p on where the character may begin a year; end for none.
 * Most text has none for a while. */
static const char *
next_first_digit(const char *p, const char *end)
{
	lanes a, b, c, digit;

	for (; end - p >= (ptrdiff_t)sizeof a + 2; p += sizeof a) {
		memcpy(&a, p, sizeof a);
		memcpy(&b, p + 1, sizeof b);
		memcpy(&c, p + 2, sizeof c);
		/* as is_first_digit has them */
		digit = (lanes)((a == '1') | (a == '2') |
		    ((a == 0xe4) & (((b == 0xb8) & (c == 0x80)) |
				       ((b == 0xba) & (c == 0x8c)))) |
		    ((a == 0xef) & (b == 0xbc) & ((c == 0x91) | (c == 0x92))));
		if (any_lane(digit))
			return p + first_lane(digit);
	}
	while (p < end && !is_first_digit(p, end))
		p++;
	return p;
}

/* Is the digit at p one of a longer number, also of one with blanks between? */
static bool
is_in_number(const char *begin, const char *p, const char *end)
{
	const char *before, *q;
	uint32_t cp;

	if (p == begin)
		return false;
	q = before = utf8_before(begin, p);
	cp = utf8_next(&q, end);
	if (utf8_is_space(cp) && before != begin) {
		utf8_next(&p, end);
		q = utf8_before(begin, before);
		if (is_space_at(p, end))
			cp = utf8_next(&q, end);
	}
	return digit_of(cp) <= 9;
}

static bool
find(struct str s, struct date *d,
    bool (*at)(const char *p, const char *end, struct date *d))
{
	const char *end = str_end(s);

	for (const char *p = s.p; (p = next_first_digit(p, end)) < end; p++)
		if (!is_in_number(s.p, p, end) && at(p, end, d))
			return true;
	return false;
}

bool
date_find(struct str s, struct date *d)
{
	return find(s, d, date_at);
}

bool
date_find_year(struct str s, struct date *d)
{
	return str_find(s, STR("年")) >= 0 && find(s, d, year_at);
}

bool
date_begins_year(struct str s, struct date *d)
{
	return s.n != 0 && is_first_digit(s.p, str_end(s)) &&
	    year_at(s.p, str_end(s), d);
}

unsigned long
date_number(const struct date *d)
{
	if (d->month == 0 || d->day == 0)
		return 0;
	return (unsigned long)d->year * 10000 + d->month * 100 + d->day;
}
