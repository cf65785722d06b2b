/*
 * One look at a paragraph.  It is taken of every paragraph and tells what is not in
 * nearly all of them: 32 or 64 bytes are looked at together where the machine can,
 * else one by one.
 */
#include "report/glance.h"

#include <string.h>

#include "base/str.h"
#include "base/wide_x86.h"

/* The third bytes of 一 to 六, each at the place that its lower half says, and the
 * first ones at the same places. */
#define NUMERAL_THIRD \
	B(0x80), 0, 0, 0, B(0x94), 0, 0, 0, 0, B(0x89), 0, B(0x9b), B(0x8c), \
	    B(0xad), 0, 0
#define NUMERAL_FIRST \
	B(0xe4), 0, 0, 0, B(0xe4), 0, 0, 0, 0, B(0xe4), 0, B(0xe5), B(0xe4), \
	    B(0xe5), 0, 0

static unsigned
seen_at(struct str s)
{
	static const char first[] = {NUMERAL_FIRST}, third[] = {NUMERAL_THIRD};

	if (str_starts(s, STR("号")) || str_starts(s, STR("號")))
		return SEES_SIGN;
	if (str_starts(s, STR("费")))
		return SEES_FEE;
	if (s.n >= 6 && s.p[0] == first[s.p[2] & 15] &&
	    s.p[2] == third[s.p[2] & 15] && str_starts(str_skip(s, 3), STR("、")))
		return SEES_NUMERAL;
	return 0;
}

struct glance
glance_plain(const char *p, size_t n)
{
	struct glance g = {0};

	for (size_t i = 0; i < n; i++) {
		g.chars += (p[i] & 0xc0) != 0x80;
		g.sees |= seen_at((struct str){p + i, n - i});
	}
	return g;
}

#if defined(__x86_64__)

#define GLANCE_AHEAD 5 /* bytes that are read behind those looked at */

struct sights {
	__m256i sign, fee, numeral;
	size_t tails; /* bytes that begin no character */
};

/* Where the character of the bytes a, b and c stands. */
WIDE static inline __m256i
is_char(const char *p, unsigned a, unsigned b, unsigned c)
{
	return all_of(is_byte(load(p), B(a)),
	    all_of(is_byte(load(p + 1), B(b)), is_byte(load(p + 2), B(c))));
}

WIDE static inline void
glance_at(struct sights *s, const char *p)
{
	__m256i v = load(p), third = load(p + 2), which, numeral;

	which = _mm256_and_si256(third, _mm256_set1_epi8(15));
	numeral = all_of(
	    _mm256_cmpeq_epi8(v,
		_mm256_shuffle_epi8(TWICE(NUMERAL_FIRST), which)),
	    _mm256_cmpeq_epi8(third,
		_mm256_shuffle_epi8(TWICE(NUMERAL_THIRD), which)));
	s->numeral = any_of(s->numeral,
	    all_of(numeral, is_char(p + 3, 0xe3, 0x80, 0x81)));
	s->sign = any_of(s->sign, any_of(is_char(p, 0xe5, 0x8f, 0xb7),
	    is_char(p, 0xe8, 0x99, 0x9f)));
	s->fee = any_of(s->fee, is_char(p, 0xe8, 0xb4, 0xb9));
	s->tails += (size_t)__builtin_popcount((unsigned)_mm256_movemask_epi8(
	    _mm256_cmpgt_epi8(_mm256_set1_epi8(B(0xc0)), v)));
}

WIDE static inline unsigned
sees(__m256i v, unsigned what)
{
	return _mm256_testz_si256(v, v) == 0 ? what : 0;
}

WIDE static struct glance
glance_wide(const char *p, size_t n)
{
	const __m256i none = _mm256_setzero_si256();
	struct sights s = {none, none, none, 0};
	char rest[2 * 32 + GLANCE_AHEAD] = {0};
	size_t i = 0;

	for (; n - i >= 32 + GLANCE_AHEAD; i += 32)
		glance_at(&s, p + i);
	if (n != i)
		memcpy(rest, p + i, n - i);
	glance_at(&s, rest);
	if (n - i > 32)
		glance_at(&s, rest + 32);
	return (struct glance){n - s.tails, sees(s.sign, SEES_SIGN) |
		sees(s.fee, SEES_FEE) | sees(s.numeral, SEES_NUMERAL)};
}

/* The same where a vector takes a word. */
struct wider_sights {
	__mmask64 sign, fee, numeral;
	size_t tails;
};

/* The word at p + k; zeros behind the left bytes that there are from p on. */
WIDER static inline __m512i
word_ahead(const char *p, size_t left, size_t k)
{
	size_t n = left > k ? left - k : 0;

	if (n >= WORD)
		return _mm512_loadu_si512(p + k);
	return _mm512_maskz_loadu_epi8(_bzhi_u64(~UINT64_C(0), (unsigned)n), p + left - n);
}

/* Which of the bytes in among are c in v? */
WIDER static inline __mmask64
equal_among(__mmask64 among, __m512i v, unsigned char c)
{
	return _mm512_mask_cmpeq_epi8_mask(among, v, _mm512_set1_epi8((char)c));
}

WIDER static inline __attribute__((always_inline)) void
glance_wider_at(struct wider_sights *s, const char *p, size_t left)
{
	const __mmask64 all = ~UINT64_C(0);
	const __m512i v = word_ahead(p, left, 0), second = word_ahead(p, left, 1);
	const __m512i third = word_ahead(p, left, 2);
	__m512i which = _mm512_and_si512(third, _mm512_set1_epi8(15));
	__mmask64 e8 = equal_among(all, v, 0xe8), numeral;

	numeral = _mm512_cmpeq_epi8_mask(v,
	    _mm512_shuffle_epi8(FOUR_TIMES(NUMERAL_FIRST), which));
	numeral = _mm512_mask_cmpeq_epi8_mask(numeral, third,
	    _mm512_shuffle_epi8(FOUR_TIMES(NUMERAL_THIRD), which));
	numeral = equal_among(numeral, word_ahead(p, left, 3), 0xe3);
	numeral = equal_among(numeral, word_ahead(p, left, 4), 0x80);
	s->numeral |= equal_among(numeral, word_ahead(p, left, 5), 0x81);
	s->sign |= equal_among(
	    equal_among(equal_among(all, v, 0xe5), second, 0x8f), third, 0xb7);
	s->sign |= equal_among(equal_among(e8, second, 0x99), third, 0x9f);
	s->fee |= equal_among(equal_among(e8, second, 0xb4), third, 0xb9);
	s->tails += (size_t)__builtin_popcountll(
	    _mm512_cmplt_epi8_mask(v, _mm512_set1_epi8(B(0xc0))));
}

WIDER static struct glance
glance_wider(const char *p, size_t n)
{
	struct wider_sights s = {0, 0, 0, 0};
	size_t i = 0;

	for (; n - i >= WORD + GLANCE_AHEAD; i += WORD)
		glance_wider_at(&s, p + i, SIZE_MAX);
	for (; i < n; i += WORD) /* once or twice */
		glance_wider_at(&s, p + i, n - i);
	return (struct glance){n - s.tails, (s.sign != 0 ? SEES_SIGN : 0) |
		(s.fee != 0 ? SEES_FEE : 0) |
		(s.numeral != 0 ? SEES_NUMERAL : 0)};
}

#endif

struct glance
glance_at_text(const char *p, size_t n)
{
#if defined(__x86_64__)
	if (wide_is_wider())
		return glance_wider(p, n);
	if (wide_is_here())
		return glance_wide(p, n);
#endif
	return glance_plain(p, n);
}
