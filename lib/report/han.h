/* Characters of three bytes, as nearly all of a report has, read at once. */
#ifndef GX_HAN_H
#define GX_HAN_H

#include <stdint.h>

#include "base/utf8.h"

#define HAN_BYTES 3       /* of such a character */
#define HAN_FIRST 0x4e00u /* the commonest block */
#define HAN_LAST 0x9fffu

/*
 * What utf8_three_bytes gives for the character at p, where HAN_READ_BYTES can be
 * read: a text that is followed by a NUL byte for each of them needs no other
 * check for its end.
 */
#define HAN_READ_BYTES 4
static inline uint32_t
han_word(const char *p)
{
	const unsigned char *s = (const unsigned char *)p;

	return s[0] | (uint32_t)s[1] << 8 | (uint32_t)s[2] << 16 |
	    (uint32_t)s[3] << 24; /* one load */
}

/* Do those bytes begin with such a character?  And which one is it, if they do? */
static inline bool
han_is_one(uint32_t word)
{
	return (word & 0xc0c0f0u) == 0x8080e0u;
}

static inline uint32_t
han_of(uint32_t word)
{
	return (word & 0xfu) << 12 | (word >> 2 & 0xfc0u) | (word >> 16 & 0x3fu);
}

static inline uint32_t
han_at(const char *p)
{
	uint32_t word = han_word(p);

	return han_is_one(word) ? han_of(word) : 0;
}

/* Write such a character at p. */
static inline void
han_put(char *p, uint32_t cp)
{
	p[0] = (char)(0xe0 | cp >> 12);
	p[1] = (char)(0x80 | (cp >> 6 & 0x3f));
	p[2] = (char)(0x80 | (cp & 0x3f));
}

/* The last character of the text; 0 for none, and for those of two bytes or four. */
static inline uint32_t
han_last(struct str s)
{
	const char *end = str_end(s);

	if (s.n == 0)
		return 0;
	if ((unsigned char)end[-1] < 0x80)
		return (unsigned char)end[-1];
	return s.n >= HAN_BYTES ? utf8_three_bytes(end - HAN_BYTES, end) : 0;
}

#endif
