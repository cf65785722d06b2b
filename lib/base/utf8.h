/* UTF-8: decoding that never leaves the buffer, validity, white space, width. */
#ifndef GX_UTF8_H
#define GX_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/wide.h"

#define UTF8_BAD 0xFFFDu

/* utf8_next for anything but the commonest: see there. */
uint32_t utf8_next_any(const char **p, const char *end);

/*
 * The code point at *p, which must be before end; *p moves behind it.  A byte
 * that begins no valid sequence gives U+FFFD and moves by one.
 */
static inline uint32_t
utf8_next(const char **p, const char *end)
{
	const unsigned char *s = (const unsigned char *)*p;

	if (s[0] < 0x80) {
		*p += 1;
		return s[0];
	}
	/* three bytes from U+1000 to U+CFFF: nearly all Chinese text */
	if (s[0] > 0xe0 && s[0] < 0xed && end - *p >= 3 &&
	    (s[1] & 0xc0) == 0x80 && (s[2] & 0xc0) == 0x80) {
		*p += 3;
		return (s[0] & 0x0fu) << 12 | (s[1] & 0x3fu) << 6 |
		    (s[2] & 0x3fu);
	}
	return utf8_next_any(p, end);
}

/* The character at p when it is one of three bytes, as nearly all Chinese ones
 * are; 0 when another stands there, or no whole one before end.  Overlong forms
 * and surrogates are not told off: none of them is Chinese. */
static inline uint32_t
utf8_three_bytes(const char *p, const char *end)
{
	const unsigned char *s = (const unsigned char *)p;
	unsigned further;

	if (end - p < 3)
		return 0;
	further = s[1] | (unsigned)s[2] << 8; /* one load */
	if ((s[0] & 0xf0u) != 0xe0 || (further & 0xc0c0u) != 0x8080)
		return 0;
	return (s[0] & 0xfu) << 12 | (further & 0x3fu) << 6 |
	    (further >> 8 & 0x3fu);
}

/* Where the character before p begins; p must be behind begin. */
const char *utf8_before(const char *begin, const char *p);

/* How many bytes of s, most of them at the most, end with a whole character: for
 * texts that are cut to fit. */
size_t utf8_cut(struct str s, size_t most);

/* Append the code point (U+FFFD for what is no scalar value). */
void utf8_put(struct buf *b, uint32_t cp);

/* Is all of s valid UTF-8 (no surrogates, no overlong forms)? */
bool utf8_valid(struct str s);

/* ASCII white space, U+00A0, U+2000-200B, U+2028, U+2029, U+202F, U+3000, U+FEFF. */
static inline bool
utf8_is_space(uint32_t cp)
{
	if (cp <= 0x20)
		return cp == ' ' || (cp >= '\t' && cp <= '\r');
	if (cp > 0x3000)
		return cp == 0xfeff; /* nearly all text */
	return cp == 0xa0 || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200b) ||
	    cp == 0x2028 || cp == 0x2029 || cp == 0x202f;
}

/* utf8_is_han for all but the commonest block. */
bool utf8_is_rare_han(uint32_t cp);

/* A character that takes no room on the page: U+00AD, U+200B-200F, U+202A-202E,
 * U+2060, U+FEFF. */
bool utf8_is_invisible(uint32_t cp);

/* Behind the white space at p. */
const char *utf8_skip_space(const char *p, const char *end);

/* A Chinese character: CJK ideographs and their extensions, radicals. */
static inline bool
utf8_is_han(uint32_t cp)
{
	return (cp >= 0x4e00 && cp <= 0x9fff) || (cp >= 0x80 && utf8_is_rare_han(cp));
}

/* Columns of a terminal that the character takes: 0, 1 or 2. */
int utf8_width(uint32_t cp);

/* The sum of utf8_width over s. */
size_t utf8_columns(struct str s);

/* Number of characters in s. */
size_t utf8_count(struct str s);

/* The same where s is known to be valid. */
static inline size_t
utf8_count_valid(struct str s)
{
	return s.n - wide_tails(s.p, s.n);
}

#define UTF8_BYTES_MAX 4 /* of one character */

/* Are there more than max characters in s, which is known to be valid?  Long texts
 * are not counted. */
static inline bool
utf8_is_longer(struct str s, size_t max)
{
	return s.n > max &&
	    (s.n / UTF8_BYTES_MAX > max || utf8_count_valid(s) > max);
}

/* The first max code points of s into cp; how many they are. */
size_t utf8_decode(struct str s, uint32_t *cp, size_t max);

#define UTF8_EDITS_MAX 200 /* characters of a text that utf8_edits looks at */

/* How many characters must be added, dropped or replaced to make b of a. */
size_t utf8_edits(struct str a, struct str b);

/* The same when they are max at most, else max + 1. */
size_t utf8_edits_within(struct str a, struct str b, size_t max);

#endif
