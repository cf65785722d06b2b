/* UTF-8, see utf8.h.  Table 3-7 of the Unicode standard is the rule for validity. */
#include "base/utf8.h"

#include "base/wide.h"

static bool
is_tail(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

/* Length of the valid sequence at p, which has n bytes, or 0. */
static size_t
sequence(const unsigned char *p, size_t n)
{
	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2)
		return 0;
	if (p[0] < 0xe0)
		return n >= 2 && is_tail(p[1]) ? 2 : 0;
	if (p[0] < 0xf0) {
		if (n < 3 || !is_tail(p[1]) || !is_tail(p[2]))
			return 0;
		if (p[0] == 0xe0 && p[1] < 0xa0)
			return 0;
		if (p[0] == 0xed && p[1] >= 0xa0)
			return 0;
		return 3;
	}
	if (p[0] > 0xf4 || n < 4 || !is_tail(p[1]) || !is_tail(p[2]) ||
	    !is_tail(p[3]))
		return 0;
	if (p[0] == 0xf0 && p[1] < 0x90)
		return 0;
	if (p[0] == 0xf4 && p[1] >= 0x90)
		return 0;
	return 4;
}

uint32_t
utf8_next_any(const char **p, const char *end)
{
	const unsigned char *s = (const unsigned char *)*p;
	size_t n = sequence(s, (size_t)(end - *p));

	*p += n != 0 ? n : 1;
	switch (n) {
	case 1:
		return s[0];
	case 2:
		return (s[0] & 0x1fu) << 6 | (s[1] & 0x3fu);
	case 3:
		return (s[0] & 0x0fu) << 12 | (s[1] & 0x3fu) << 6 |
		    (s[2] & 0x3fu);
	case 4:
		return (s[0] & 0x07u) << 18 | (s[1] & 0x3fu) << 12 |
		    (s[2] & 0x3fu) << 6 | (s[3] & 0x3fu);
	default:
		return UTF8_BAD;
	}
}

const char *
utf8_before(const char *begin, const char *p)
{
	const char *end = p;

	for (int i = 0; i < 4 && p > begin; i++) {
		p--;
		if (!is_tail((unsigned char)*p)) {
			const char *q = p;

			utf8_next(&q, end);
			if (q == end)
				return p;
			break;
		}
	}
	return end - 1;
}

size_t
utf8_cut(struct str s, size_t most)
{
	size_t n = most;

	if (s.n <= most)
		return s.n;
	while (n != 0 && is_tail((unsigned char)s.p[n]))
		n--;
	return n;
}

void
utf8_put(struct buf *b, uint32_t cp)
{
	char s[4];
	size_t n;

	if (cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
		cp = UTF8_BAD;
	if (cp < 0x80) {
		s[0] = (char)cp;
		n = 1;
	} else if (cp < 0x800) {
		s[0] = (char)(0xc0 | cp >> 6);
		s[1] = (char)(0x80 | (cp & 0x3f));
		n = 2;
	} else if (cp < 0x10000) {
		s[0] = (char)(0xe0 | cp >> 12);
		s[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		s[2] = (char)(0x80 | (cp & 0x3f));
		n = 3;
	} else {
		s[0] = (char)(0xf0 | cp >> 18);
		s[1] = (char)(0x80 | (cp >> 12 & 0x3f));
		s[2] = (char)(0x80 | (cp >> 6 & 0x3f));
		s[3] = (char)(0x80 | (cp & 0x3f));
		n = 4;
	}
	buf_add(b, s, n);
}

bool
utf8_valid(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p, *end;

	if (s.n == 0)
		return true;
	for (end = p + s.n; p < end;) {
		uint64_t eight;
		size_t n;

		if (end - p >= 8) { /* eight ASCII bytes at once */
			memcpy(&eight, p, 8);
			if ((eight & 0x8080808080808080u) == 0) {
				p += 8;
				continue;
			}
		}
		/* most characters of a report have three bytes: E1 to EC may be
		 * followed by any two of the kind 80 to BF */
		if (end - p >= 3 && p[0] - 0xe1u < 0xcu && is_tail(p[1]) &&
		    is_tail(p[2])) {
			p += 3;
			continue;
		}
		n = sequence(p, (size_t)(end - p));
		if (n == 0)
			return false;
		p += n;
	}
	return true;
}

const char *
utf8_skip_space(const char *p, const char *end)
{
	for (const char *next = p; p < end; p = next)
		if (!utf8_is_space(utf8_next(&next, end)))
			break;
	return p;
}

bool
utf8_is_invisible(uint32_t cp)
{
	return cp == 0xad || (cp >= 0x200b && cp <= 0x200f) ||
	    (cp >= 0x202a && cp <= 0x202e) || cp == 0x2060 || cp == 0xfeff;
}

bool
utf8_is_rare_han(uint32_t cp)
{
	return (cp >= 0x3400 && cp <= 0x4dbf) ||
	    (cp >= 0x20000 && cp <= 0x323af) || (cp >= 0xf900 && cp <= 0xfaff) ||
	    (cp >= 0x2e80 && cp <= 0x2fd5) || cp == 0x3007;
}

int
utf8_width(uint32_t cp)
{
	if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
		return 0;
	if (cp < 0x300)
		return 1;
	if (cp <= 0x36f || (cp >= 0x200b && cp <= 0x200f) || cp == 0xfeff ||
	    (cp >= 0xfe00 && cp <= 0xfe0f))
		return 0;
	if ((cp >= 0x1100 && cp <= 0x115f) ||
	    (cp >= 0x2e80 && cp <= 0x303e) || (cp >= 0x3041 && cp <= 0xa4cf) ||
	    (cp >= 0xac00 && cp <= 0xd7a3) || (cp >= 0xf900 && cp <= 0xfaff) ||
	    (cp >= 0xfe30 && cp <= 0xfe6f) || (cp >= 0xff00 && cp <= 0xff60) ||
	    (cp >= 0xffe0 && cp <= 0xffe6) || (cp >= 0x1f300 && cp <= 0x1faff) ||
	    (cp >= 0x20000 && cp <= 0x3fffd))
		return 2;
	return 1;
}

size_t
utf8_columns(struct str s)
{
	const char *p = s.p, *end = str_end(s);
	size_t columns = 0;

	while (p < end)
		columns += (size_t)utf8_width(utf8_next(&p, end));
	return columns;
}

#define LONG_TEXT 64 /* bytes; worth to be looked at twice */

size_t
utf8_count(struct str s)
{
	size_t count = 0;

	if (s.n >= LONG_TEXT && wide_is_here() && wide_utf8_valid(s.p, s.n))
		return utf8_count_valid(s);
	for (const char *p = s.p, *end = str_end(s); p < end; count++)
		utf8_next(&p, end);
	return count;
}

size_t
utf8_decode(struct str s, uint32_t *cp, size_t max)
{
	const char *p = s.p, *end = str_end(s);
	size_t count = 0;

	while (p < end && count < max)
		cp[count++] = utf8_next(&p, end);
	return count;
}

static size_t
least_of(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * row[j]: the edits of the characters of a so far to the first j of b.  Where
 * they differ in more than max characters in number they differ in more edits,
 * too: nothing else of the row is looked at.
 */
size_t
utf8_edits_within(struct str a, struct str b, size_t max)
{
	uint32_t x[UTF8_EDITS_MAX], y[UTF8_EDITS_MAX];
	size_t row[UTF8_EDITS_MAX + 1];
	size_t nx = utf8_decode(a, x, UTF8_EDITS_MAX),
	       ny = utf8_decode(b, y, UTF8_EDITS_MAX);

	if (nx > ny + max || ny > nx + max)
		return max + 1;
	for (size_t j = 0; j <= ny; j++)
		row[j] = j;
	for (size_t i = 1; i <= nx; i++) {
		size_t from = i > max ? i - max : 1;
		size_t to = least_of(ny, i + max);
		size_t before = row[from - 1], least;

		least = row[from - 1] = from == 1 ? i : max + 1;
		for (size_t j = from; j <= to; j++) {
			size_t best = before + (x[i - 1] != y[j - 1]);

			before = row[j];
			best = least_of(best, row[j] + 1);
			row[j] = least_of(best, row[j - 1] + 1);
			least = least_of(least, row[j]);
		}
		if (least > max)
			return max + 1;
	}
	return least_of(row[ny], max + 1);
}

size_t
utf8_edits(struct str a, struct str b)
{
	return utf8_edits_within(a, b, UTF8_EDITS_MAX);
}
