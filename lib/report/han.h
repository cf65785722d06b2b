/* Characters of three bytes, as nearly all of a report has, read at once. */
#ifndef GX_HAN_H
#define GX_HAN_H

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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
han_at(const char *p)
{
	const unsigned char *s = (const unsigned char *)p;
	uint32_t w = s[0] | (uint32_t)s[1] << 8 | (uint32_t)s[2] << 16 |
	    (uint32_t)s[3] << 24; /* one load */

	if ((w & 0xc0c0f0u) != 0x8080e0u)
		return 0;
	return (w & 0xfu) << 12 | (w >> 2 & 0xfc0u) | (w >> 16 & 0x3fu);
}

/*
 * How many characters of the commonest block stand at p, as far as HAN_RUN of them
 * go; they are put into to, where there is room for HAN_RUN, and what is behind
 * them is undefined.  HAN_RUN_BYTES can be read at p.
 */
#define HAN_RUN 4
#define HAN_RUN_BYTES 13
#ifdef __SSE2__
static inline int
han_load(const char *p)
{
	int w;

	memcpy(&w, p, sizeof w);
	return w;
}

static inline unsigned
han_run(const char *p, uint32_t *to)
{
	__m128i w = _mm_set_epi32(han_load(p + 9), han_load(p + 6),
	    han_load(p + 3), han_load(p));
	__m128i three = _mm_cmpeq_epi32(
	    _mm_and_si128(w, _mm_set1_epi32(0xc0c0f0)),
	    _mm_set1_epi32(0x8080e0));
	__m128i first = _mm_slli_epi32(_mm_and_si128(w, _mm_set1_epi32(0xf)), 12),
		second = _mm_and_si128(_mm_srli_epi32(w, 2),
		    _mm_set1_epi32(0xfc0)),
		third = _mm_and_si128(_mm_srli_epi32(w, 16),
		    _mm_set1_epi32(0x3f));
	__m128i cp = _mm_or_si128(_mm_or_si128(first, second), third);
	__m128i common = _mm_and_si128(
	    _mm_cmpgt_epi32(cp, _mm_set1_epi32((int)HAN_FIRST - 1)),
	    _mm_cmplt_epi32(cp, _mm_set1_epi32((int)HAN_LAST + 1)));
	unsigned are = (unsigned)_mm_movemask_ps(
	    _mm_castsi128_ps(_mm_and_si128(three, common)));

	_mm_storeu_si128((__m128i *)(void *)to, cp);
	return (unsigned)__builtin_ctz(~are);
}
#else
static inline unsigned
han_run(const char *p, uint32_t *to)
{
	unsigned n = 0;

	for (; n < HAN_RUN; n++) {
		to[n] = han_at(p + (size_t)n * HAN_BYTES);
		if (to[n] < HAN_FIRST || to[n] > HAN_LAST)
			break;
	}
	return n;
}
#endif

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
