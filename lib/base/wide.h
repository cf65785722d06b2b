/* Loops over many bytes at once: AVX2 or AVX-512 where the machine has it, plain C where
 * not. */
#ifndef GX_WIDE_H
#define GX_WIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sixteen bytes on any machine: compilers know the instructions for them.  A
 * comparison of two gives all ones where it holds. */
typedef unsigned char lanes __attribute__((vector_size(16)));

typedef uint64_t lane_halves __attribute__((vector_size(16)));

/* Is a bit set in v? */
static inline bool
any_lane(lanes v)
{
	lane_halves h = (lane_halves)v;

	return (h[0] | h[1]) != 0;
}

/* The first lane of v in which a bit is set; there must be one. */
static inline unsigned
first_lane(lanes v)
{
	lane_halves h = (lane_halves)v;
	uint64_t half = h[0] != 0 ? h[0] : h[1];

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return (h[0] != 0 ? 0 : 8) + (unsigned)__builtin_ctzll(half) / 8;
#else
	return (h[0] != 0 ? 0 : 8) + (unsigned)__builtin_clzll(half) / 8;
#endif
}

/* A control character that text files do not use; Word's text has 07 and 0B. */
static inline bool
is_odd_control(unsigned char c)
{
	return c < 0x20 ? c < 0x07 || c > 0x0d : c == 0x7f;
}

/* Are the bytes valid UTF-8, and none of them an odd control? */
bool wide_is_clean(const char *p, size_t n);

/* Copy n bytes while they are looked at.  False: one of them stands before the blank
 * or is one of the three others. */
bool wide_copy(char *to, const char *p, size_t n, const char others[static 3]);

/* Are the bytes valid UTF-8, as utf8_valid says? */
bool wide_utf8_valid(const char *p, size_t n);

/* How many of the bytes are further ones of a character: 80 to BF. */
size_t wide_tails(const char *p, size_t n);

/* The Chinese characters (utf8_is_han) in n bytes of UTF-8, their code points into
 * to, where there is room for n / 3 + HAN_SPARE; how many they are. */
#define HAN_SPARE 32
size_t wide_han(uint32_t *to, const char *p, size_t n);

/* For tests: no vectors of 64 bytes, and the same without AVX2. */
extern bool wide_is_narrow;
bool wide_copy_plain(char *to, const char *p, size_t n,
    const char others[static 3]);
bool wide_is_clean_plain(const char *p, size_t n);
size_t wide_tails_plain(const char *p, size_t n);
size_t wide_han_plain(uint32_t *to, const char *p, size_t n);

/* What the machine has for them, each with what stands before it: AVX2, vectors of 64
 * bytes, any bytes chosen out of those.  Found before main, as it is asked some hundred
 * times a report. */
enum wide_level { WIDE_NONE, WIDE_HERE, WIDE_WIDER, WIDE_WIDEST };
extern enum wide_level wide_level;

static inline bool
wide_is_here(void)
{
	return wide_level >= WIDE_HERE;
}

static inline bool
wide_is_wider(void)
{
	return wide_level >= WIDE_WIDER && !wide_is_narrow;
}

static inline bool
wide_is_widest(void)
{
	return wide_level >= WIDE_WIDEST && !wide_is_narrow;
}

#endif
