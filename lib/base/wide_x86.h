/* What loops over many bytes at once are made of, where the machine is x86-64: AVX2, and
 * AVX-512 where it has that, too.  Whoever calls a function marked so has asked
 * wide_is_here(), wide_is_wider() or wide_is_widest(). */
#ifndef GX_WIDE_X86_H
#define GX_WIDE_X86_H

#include "base/wide.h"

#define B(bits) ((char)(unsigned char)(bits))

#if defined(__x86_64__)

#include <immintrin.h>

#define WIDE __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define WIDER \
	__attribute__((target("avx2,bmi,bmi2,popcnt,avx512bw,avx512dq,avx512vl")))
#define WIDEST \
	__attribute__((target("avx2,bmi,bmi2,popcnt,avx512bw,avx512dq,avx512vl," \
			      "avx512vbmi,avx512vbmi2")))
#define WORD ((size_t)64)
#define TWICE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)
#define FOUR_TIMES(...) _mm512_broadcast_i32x4(_mm_setr_epi8(__VA_ARGS__))

/* 0, 1, ... 63: compressed by a mask they are the places of its bits. */
extern const unsigned char wide_places[64];

/* Bit i: byte i of the 64 in a and b is c. */
WIDE static inline uint64_t
bits_of(__m256i a, __m256i b)
{
	return (uint32_t)_mm256_movemask_epi8(a) |
	    (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

WIDE static inline __m256i
is_byte(__m256i v, char c)
{
	return _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c));
}

WIDE static inline __m256i
load(const char *p)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

/* Bytes of v from low to high, unsigned. */
WIDE static inline __m256i
is_between(__m256i v, unsigned char low, unsigned char high)
{
	__m256i above = _mm256_sub_epi8(v, _mm256_set1_epi8((char)low));

	return _mm256_cmpeq_epi8(above,
	    _mm256_min_epu8(above, _mm256_set1_epi8((char)(high - low))));
}

WIDE static inline __m256i
all_of(__m256i a, __m256i b)
{
	return _mm256_and_si256(a, b);
}

WIDE static inline __m256i
any_of(__m256i a, __m256i b)
{
	return _mm256_or_si256(a, b);
}

/* Bit i: byte i of the 64 at p is from low to high.  Where a vector takes them all, a
 * comparison gives that at once. */
WIDER static inline uint64_t
bytes_at(const char *p, unsigned char low, unsigned char high)
{
	__m512i v = _mm512_loadu_si512(p);

	if (low == high)
		return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)low));
	return _mm512_cmple_epu8_mask(
	    _mm512_sub_epi8(v, _mm512_set1_epi8((char)low)),
	    _mm512_set1_epi8((char)(high - low)));
}

WIDER static inline uint64_t
bytes_of(const char *p, unsigned char c)
{
	return bytes_at(p, c, c);
}

/* The kinds of the bytes of v, a bit each: those that the tables, of 16 entries four
 * times, have for both halves of a byte. */
WIDER static inline __m512i
kinds_of(__m512i v, __m512i upper, __m512i lower)
{
	const __m512i half = _mm512_set1_epi8(15);

	return _mm512_and_si512(
	    _mm512_shuffle_epi8(upper,
		_mm512_and_si512(_mm512_srli_epi16(v, 4), half)),
	    _mm512_shuffle_epi8(lower, _mm512_and_si512(v, half)));
}

#endif

#endif
