/*
 * The spots of a text, 64 bytes at a time where the machine can.
 *
 * Of a character of three bytes tables of 1,024 bits tell whether it may matter, which
 * is one instruction for 64 bytes each.  Each has a bit for many characters; all bits
 * are set for hardly any that does not matter.
 */
#include "report/spots.h"

#include <stdbool.h>

#include "base/wide_x86.h"
#include "report/number.h"

#define ROW_3 0x3000u /* characters that begin with E3 80 */
#define ROW_F 0xff00u /* and with EF BC */

/* What a character of those rows is, by its last six bits. */
enum { SIGN_3 = 1, SIGN_3_ODD = 2, SIGN_F_ODD = 4 };

static bool
is_odd(const struct spots *s, uint32_t cp)
{
	return (s->kinds[cp] & SPOTS_ODD) != 0;
}

/* What tells of the two characters at p: which row, and which bit of it. */
static unsigned char *
pair_row(struct spots *s, const char *p)
{
	return &s->pair[(p[2] & 0x3f) | (p[1] & 1) << 6];
}

static unsigned
pair_bit(const char *p)
{
	return 1u << (p[HAN_BYTES + 2] >> 3 & 7);
}

void
spots_add_pair(struct spots *s, const char *p)
{
	s->kinds[han_at(p)] |= SPOTS_PAIR;
	*pair_row(s, p) |= (unsigned char)pair_bit(p);
}

void
spots_learn(struct spots *s)
{
	for (uint32_t cp = HAN_FIRST; cp <= HAN_LAST; cp++) {
		unsigned a = cp >> 12, b = cp >> 6 & 0x3f, c = cp & 0x3f;

		if (s->kinds[cp] == 0)
			continue;
		s->second[b | (a & 1) << 6] |= (unsigned char)(1u << (c >> 3));
		if (s->kinds[cp] != SPOTS_PAIR)
			s->third[c | (a & 2) << 5] |= (unsigned char)(1u << (b >> 3));
	}
	for (unsigned i = 0; i < SPOTS_SIGNS; i++)
		s->sign[i] = (unsigned char)(
		    (s->kinds[ROW_3 + i] != 0 ? SIGN_3 : 0) |
		    (is_odd(s, ROW_3 + i) ? SIGN_3_ODD : 0) |
		    (is_odd(s, ROW_F + i) ? SIGN_F_ODD : 0));
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t
bytes_to_list(struct str text, const char *p)
{
	size_t n = (size_t)(str_end(text) - p);

	return n < SPOTS_TEXT ? n : SPOTS_TEXT;
}

/* Is what begins at p, the character cp of three bytes or one of another length, odd? */
static bool
is_odd_at(const struct spots *s, const char *p)
{
	uint32_t cp = han_at(p);
	unsigned char c = (unsigned char)*p;

	return cp != 0 ? cp < 0x800 || is_odd(s, cp) /* overlong */
		       : c >= 0x80 || is_odd(s, c);
}

/* Does the character of three bytes at p matter? */
static bool
matters(const struct spots *s, const char *p)
{
	unsigned char kinds = s->kinds[han_at(p)];

	if (kinds != SPOTS_PAIR)
		return kinds != 0;
	return (*pair_row((struct spots *)s, p) & pair_bit(p)) != 0 ||
	    is_odd_at(s, p + HAN_BYTES);
}

size_t
spots_list_plain(const struct spots *s, struct str text, const char *p,
    uint16_t spot[static SPOTS_ROOM])
{
	const char *from = p, *end = p + bytes_to_list(text, p);
	size_t n = 0;

	if (p != text.p && is_digit(p[-1]))
		p += number_digits(p);
	while (p < end) {
		bool three = han_at(p) != 0, odd = is_odd_at(s, p);

		spot[n] = (uint16_t)((size_t)(p - from) | (odd ? SPOT_ODD : 0));
		n += odd || is_digit(*p) || (three && matters(s, p));
		if (three)
			p += HAN_BYTES;
		else
			p += is_digit(*p) ? number_digits(p) : 1;
	}
	return n;
}

#if defined(__x86_64__)

struct tables {
	__m512i ascii[2], second[2], third[2], pair[2], sign;
};

/* Of the 64 bytes before: is the last a digit, and which of these belong to a character
 * that began there? */
struct carry {
	uint64_t digit, tails;
};

WIDEST static inline void
load_pair(__m512i pair[static 2], const unsigned char *p)
{
	pair[0] = _mm512_loadu_si512(p);
	pair[1] = _mm512_loadu_si512(p + 64);
}

WIDEST static inline __m512i
lanes_of(unsigned char c)
{
	return _mm512_set1_epi8((char)c);
}

/* Bit i: byte i of v is from low to high. */
WIDEST static inline uint64_t
within(__m512i v, unsigned char low, unsigned char high)
{
	return _mm512_cmple_epu8_mask(_mm512_sub_epi8(v, lanes_of(low)),
	    lanes_of((unsigned char)(high - low)));
}

/* Bit i: of the row that byte i of low and bit 6 of byte i of high choose the bit is set
 * that bits 3 to 5 of byte i of bit choose. */
WIDEST static inline uint64_t
has_bit(const __m512i rows[static 2], __m512i low, __m512i high, __m512i bit)
{
	const __m512i powers = _mm512_set1_epi64((long long)0x8040201008040201u);
	__m512i row = _mm512_or_si512(_mm512_and_si512(low, lanes_of(0x3f)),
	    _mm512_and_si512(high, lanes_of(0x40)));

	bit = _mm512_and_si512(_mm512_srli_epi16(bit, 3), lanes_of(7));
	return _mm512_test_epi8_mask(
	    _mm512_permutex2var_epi8(rows[0], row, rows[1]),
	    _mm512_shuffle_epi8(powers, bit));
}

/* Spots in 64 bytes, and which of them are odd. */
struct found {
	uint64_t spots, odd;
};

/* Find the spots in the 64 bytes at p. */
WIDEST static inline struct found
find_spots(const struct tables *t, const char *p, struct carry *carry)
{
	__m512i a = _mm512_loadu_si512(p), b = _mm512_loadu_si512(p + 1);
	__m512i c = _mm512_loadu_si512(p + 2);
	__m512i next_c = _mm512_loadu_si512(p + HAN_BYTES + 2);
	__m512i sign = _mm512_permutexvar_epi8(c, t->sign);
	uint64_t ascii = ~(uint64_t)_mm512_movepi8_mask(a);
	uint64_t digit = within(a, '0', '9');
	uint64_t three = within(a, 0xe0, 0xef) & within(b, 0x80, 0xbf) &
	    within(c, 0x80, 0xbf);
	uint64_t row_3 = within(a, 0xe3, 0xe3) & within(b, 0x80, 0x80);
	uint64_t row_f = within(a, 0xef, 0xef) & within(b, 0xbc, 0xbc);
	uint64_t han = within(a, 0xe4, 0xe9) &
	    ~(within(a, 0xe4, 0xe4) & within(b, 0x80, 0xb7));
	uint64_t fine = (row_3 & _mm512_testn_epi8_mask(sign, lanes_of(SIGN_3_ODD))) |
	    (row_f & _mm512_testn_epi8_mask(sign, lanes_of(SIGN_F_ODD))) | han;
	uint64_t first = han & has_bit(t->second, b, _mm512_slli_epi16(a, 6), c);
	uint64_t alone = has_bit(t->third, c, _mm512_slli_epi16(a, 5), b);
	uint64_t pair = has_bit(t->pair, c, _mm512_slli_epi16(b, 6), next_c);
	uint64_t odd_ascii = ascii & _mm512_test_epi8_mask(
	    _mm512_permutex2var_epi8(t->ascii[0], a, t->ascii[1]),
	    lanes_of(SPOTS_ODD));
	uint64_t others = ~(ascii | three | three << 1 | three << 2 | carry->tails);
	uint64_t odd = (three & ~fine) | odd_ascii | others;
	uint64_t odd_next = odd >> HAN_BYTES | (uint64_t)7 << 61; /* or not known */
	uint64_t matters = (first & (alone | pair | odd_next)) |
	    (row_3 & _mm512_test_epi8_mask(sign, lanes_of(SIGN_3)));
	uint64_t numbers = digit & ~(digit << 1 | carry->digit);

	carry->digit = digit >> 63;
	carry->tails = three >> 63 | three >> 62;
	return (struct found){(three & matters) | numbers | odd, odd};
}

/* The places from at on, of which 32 bytes say how far behind and, by bit 7, if odd. */
WIDEST static inline __m512i
places_at(size_t at, __m256i bytes)
{
	__m512i v = _mm512_cvtepu8_epi16(bytes);
	__m512i odd = _mm512_slli_epi16(v, 8);

	v = _mm512_add_epi16(_mm512_and_si512(v, _mm512_set1_epi16(0x3f)),
	    _mm512_set1_epi16((short)at));
	/* v, and bit 15 of odd */
	return _mm512_ternarylogic_epi32(v, odd,
	    _mm512_set1_epi16((short)SPOT_ODD), 0xf8);
}

/* List the spots, there is room for 64, in the 64 bytes at byte at. */
WIDEST static inline void
store_places(uint16_t *to, struct found found, size_t at)
{
	static const unsigned char place[64] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
	    11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
	    29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46,
	    47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
	__m512i v = _mm512_loadu_si512(place);

	v = _mm512_mask_add_epi8(v, found.odd, v, lanes_of(0x80));
	v = _mm512_maskz_compress_epi8(found.spots, v);
	_mm512_storeu_si512(to, places_at(at, _mm512_castsi512_si256(v)));
	_mm512_storeu_si512(to + 32,
	    places_at(at, _mm512_extracti64x4_epi64(v, 1)));
}

WIDEST static size_t
list_widest(const struct spots *s, struct str text, const char *p, uint16_t *spot)
{
	size_t bytes = bytes_to_list(text, p), n = 0;
	struct carry carry = {.digit = p != text.p && is_digit(p[-1])};
	struct tables t;

	load_pair(t.ascii, s->kinds);
	load_pair(t.second, s->second);
	load_pair(t.third, s->third);
	load_pair(t.pair, s->pair);
	t.sign = _mm512_loadu_si512(s->sign);
	for (size_t i = 0; i < bytes; i += 64) {
		struct found found = find_spots(&t, p + i, &carry);

		if (bytes - i < 64)
			found.spots = _bzhi_u64(found.spots, (unsigned)(bytes - i));
		store_places(spot + n, found, i);
		n += (size_t)__builtin_popcountll(found.spots);
	}
	return n;
}

#endif

size_t
spots_list(const struct spots *s, struct str text, const char *p,
    uint16_t spot[static SPOTS_ROOM])
{
#if defined(__x86_64__)
	if (wide_is_widest())
		return list_widest(s, text, p, spot);
#endif
	return spots_list_plain(s, text, p, spot);
}
