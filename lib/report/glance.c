/*
 * One look at a paragraph.  It tells what is not in nearly all of them: 32 or 64
 * bytes are looked at together where the machine can, else one by one.
 */
#include "report/glance.h"

#include <string.h>

#include "base/wide_x86.h"

/* The third bytes of 一 to 六, each at the place that its lower half says, and the
 * first ones at the same places. */
#define NUMERAL_THIRD \
	B(0x80), 0, 0, 0, B(0x94), 0, 0, 0, 0, B(0x89), 0, B(0x9b), B(0x8c), \
	    B(0xad), 0, 0
#define NUMERAL_FIRST \
	B(0xe4), 0, 0, 0, B(0xe4), 0, 0, 0, 0, B(0xe4), 0, B(0xe5), B(0xe4), \
	    B(0xe5), 0, 0

#define WORD_BYTES ((size_t)3)

/* The second bytes, of numeral and mark, are not looked at. */
static bool
is_numeral(const char *p)
{
	static const char first[] = {NUMERAL_FIRST}, third[] = {NUMERAL_THIRD};

	return p[0] == first[p[2] & 15] && p[2] == third[p[2] & 15] &&
	    p[3] == B(0xe3) && p[5] == B(0x81);
}

bool
glance_numeral_plain(struct str s)
{
	for (; s.n >= NUMERAL_BYTES; s = str_skip(s, 1))
		if (is_numeral(s.p))
			return true;
	return false;
}

unsigned
glance_words_plain(struct str s)
{
	bool sign = str_find(s, STR("号")) >= 0 || str_find(s, STR("號")) >= 0;

	return (sign ? SEES_SIGN : 0) | (str_find(s, STR("费")) >= 0 ? SEES_FEE : 0);
}

#if defined(__x86_64__)

/* All ones where a numeral may begin in the 32 bytes at p. */
WIDE static inline __m256i
numerals(const char *p)
{
	__m256i third = load(p + 2), which, is;

	which = _mm256_and_si256(third, _mm256_set1_epi8(15));
	is = all_of(_mm256_cmpeq_epi8(load(p),
			_mm256_shuffle_epi8(TWICE(NUMERAL_FIRST), which)),
	    _mm256_cmpeq_epi8(third,
		_mm256_shuffle_epi8(TWICE(NUMERAL_THIRD), which)));
	return all_of(is,
	    all_of(is_byte(load(p + 3), B(0xe3)), is_byte(load(p + 5), B(0x81))));
}

/* Where the character of the bytes a, b and c stands. */
WIDE static inline __m256i
is_char(const char *p, unsigned a, unsigned b, unsigned c)
{
	return all_of(is_byte(load(p), B(a)),
	    all_of(is_byte(load(p + 1), B(b)), is_byte(load(p + 2), B(c))));
}

/* What was found of two kinds. */
struct found {
	__m256i first, second;
};

/* Add what is found at the 32 places at p. */
typedef void look(struct found *f, const char *p);

WIDE static inline void
look_for_numerals(struct found *f, const char *p)
{
	f->first = any_of(f->first, numerals(p));
}

WIDE static inline void
look_for_words(struct found *f, const char *p)
{
	f->first = any_of(f->first, any_of(is_char(p, 0xe5, 0x8f, 0xb7),
	    is_char(p, 0xe8, 0x99, 0x9f)));
	f->second = any_of(f->second, is_char(p, 0xe8, 0xb4, 0xb9));
}

/* Look at all places of a text; bytes from each on are looked at. */
WIDE static inline __attribute__((always_inline)) struct found
look_wide(struct str s, size_t bytes, look *at)
{
	struct found f = {_mm256_setzero_si256(), _mm256_setzero_si256()};
	char rest[64];
	size_t i = 0;

	for (; s.n - i >= 32 + bytes - 1; i += 32)
		at(&f, s.p + i);
	for (; i < s.n; i += 32) { /* once or twice */
		memset(rest, 0, sizeof rest);
		memcpy(rest, s.p + i, s.n - i);
		at(&f, rest);
	}
	return f;
}

WIDE static inline bool
is_any(__m256i v)
{
	return _mm256_testz_si256(v, v) == 0;
}

WIDE static bool
numeral_wide(struct str s)
{
	return is_any(look_wide(s, NUMERAL_BYTES, look_for_numerals).first);
}

WIDE static unsigned
words_wide(struct str s)
{
	struct found f = look_wide(s, WORD_BYTES, look_for_words);

	return (is_any(f.first) ? SEES_SIGN : 0) | (is_any(f.second) ? SEES_FEE : 0);
}

/* The same where a vector takes a word, of which only the places left are looked at. */
struct found_wider {
	__mmask64 first, second;
};

typedef void look_wider(struct found_wider *f, const char *p, __mmask64 left);

/* Which of the bytes from p on that are left are c? */
WIDER static inline __mmask64
equal(const char *p, __mmask64 left, unsigned char c)
{
	return _mm512_mask_cmpeq_epi8_mask(left, _mm512_maskz_loadu_epi8(left, p),
	    _mm512_set1_epi8((char)c));
}

WIDER static inline void
look_wider_for_numerals(struct found_wider *f, const char *p, __mmask64 left)
{
	__m512i third = _mm512_maskz_loadu_epi8(left, p + 2);
	__m512i which = _mm512_and_si512(third, _mm512_set1_epi8(15));
	__mmask64 is;

	is = _mm512_mask_cmpeq_epi8_mask(left, _mm512_maskz_loadu_epi8(left, p),
	    _mm512_shuffle_epi8(FOUR_TIMES(NUMERAL_FIRST), which));
	is = _mm512_mask_cmpeq_epi8_mask(is, third,
	    _mm512_shuffle_epi8(FOUR_TIMES(NUMERAL_THIRD), which));
	f->first |= is & equal(p + 3, left, 0xe3) & equal(p + 5, left, 0x81);
}

WIDER static inline void
look_wider_for_words(struct found_wider *f, const char *p, __mmask64 left)
{
	__mmask64 e8 = equal(p, left, 0xe8);

	f->first |= (equal(p, left, 0xe5) & equal(p + 1, left, 0x8f) &
			equal(p + 2, left, 0xb7)) |
	    (e8 & equal(p + 1, left, 0x99) & equal(p + 2, left, 0x9f));
	f->second |= e8 & equal(p + 1, left, 0xb4) & equal(p + 2, left, 0xb9);
}

WIDER static inline __attribute__((always_inline)) struct found_wider
look_through(struct str s, size_t bytes, look_wider *at)
{
	struct found_wider f = {0, 0};
	size_t places;

	if (s.n < bytes)
		return f;
	for (places = s.n - bytes + 1; places > WORD; s.p += WORD, places -= WORD)
		at(&f, s.p, ~UINT64_C(0));
	at(&f, s.p, _bzhi_u64(~UINT64_C(0), (unsigned)places));
	return f;
}

WIDER static bool
numeral_wider(struct str s)
{
	return look_through(s, NUMERAL_BYTES, look_wider_for_numerals).first != 0;
}

WIDER static unsigned
words_wider(struct str s)
{
	struct found_wider f = look_through(s, WORD_BYTES, look_wider_for_words);

	return (f.first != 0 ? SEES_SIGN : 0) | (f.second != 0 ? SEES_FEE : 0);
}

#endif

bool
glance_numeral(struct str s)
{
#if defined(__x86_64__)
	if (wide_is_wider())
		return numeral_wider(s);
	if (wide_is_here())
		return numeral_wide(s);
#endif
	return glance_numeral_plain(s);
}

unsigned
glance_words(struct str s)
{
#if defined(__x86_64__)
	if (wide_is_wider())
		return words_wider(s);
	if (wide_is_here())
		return words_wide(s);
#endif
	return glance_words_plain(s);
}
