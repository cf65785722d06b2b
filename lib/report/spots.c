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
#define CIRCLES 0x25c0u /* and with E2 97 */

/* What a character of those rows is, by its last six bits. */
enum {
	SIGN_3 = 1, SIGN_3_STOP = 2, SIGN_3_NUMBER = 4, SIGN_3_ODD = 8,
	SIGN_F = 16, SIGN_F_ODD = 32
};

static bool
is_kind(const struct spots *s, uint32_t cp, unsigned kinds)
{
	return (s->kinds[cp] & kinds) != 0;
}

/* What tells of the two characters at p: which row, and which bit of it. */
static size_t
pair_row(const char *p)
{
	return (size_t)((p[2] & 0x3f) | (p[1] & 1) << 6);
}

static unsigned char
pair_bit(const char *p)
{
	return (unsigned char)(1u << (p[HAN_BYTES + 2] >> 3 & 7));
}

void
spots_add_pair(struct spots *s, const char *p)
{
	s->kinds[han_at(p)] |= SPOTS_PAIR;
	s->pair[pair_row(p)] |= pair_bit(p);
}

static void
learn_sign(struct spots *s, unsigned i)
{
	s->sign[i] = (unsigned char)(
	    (is_kind(s, ROW_3 + i, SPOTS_SIGN) ? SIGN_3 : 0) |
	    (is_kind(s, ROW_3 + i, SPOTS_STOP) ? SIGN_3_STOP : 0) |
	    (is_kind(s, ROW_3 + i, SPOTS_NUMBER) ? SIGN_3_NUMBER : 0) |
	    (is_kind(s, ROW_3 + i, SPOTS_ODD) ? SIGN_3_ODD : 0) |
	    (is_kind(s, ROW_F + i, SPOTS_SIGN) ? SIGN_F : 0) |
	    (is_kind(s, ROW_F + i, SPOTS_ODD) ? SIGN_F_ODD : 0));
}

void
spots_learn(struct spots *s)
{
	for (uint32_t cp = HAN_FIRST; cp <= HAN_LAST; cp++) {
		unsigned a = cp >> 12, b = cp >> 6 & 0x3f, c = cp & 0x3f;
		unsigned third = c | (a & 2) << 5;

		if (s->kinds[cp] == 0)
			continue;
		s->second[b | (a & 1) << 6] |= (unsigned char)(1u << (c >> 3));
		if (is_kind(s, cp, SPOTS_NUMBER))
			s->number[third] |= (unsigned char)(1u << (b >> 3));
		if (is_kind(s, cp, SPOTS_WORD))
			s->word[third] |= (unsigned char)(1u << (b >> 3));
	}
	for (unsigned i = 0; i < SPOTS_SIGNS; i++)
		learn_sign(s, i);
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

/* Does an odd character begin at p? */
static bool
is_odd_at(const struct spots *s, const char *p)
{
	const unsigned char *q = (const unsigned char *)p;
	unsigned last = q[2] & 0x3fu;

	if (*q < 0x80)
		return is_kind(s, *q, SPOTS_ODD);
	if (*q < 0xc0 || (*q >= 0xe4 && *q <= 0xe9))
		return false;
	if (q[0] == 0xe3 && q[1] == 0x80)
		return is_kind(s, ROW_3 + last, SPOTS_ODD);
	return q[0] != 0xef || q[1] != 0xbc ||
	    is_kind(s, ROW_F + last, SPOTS_ODD);
}

size_t
spots_odd_plain(const struct spots *s, struct str text, const char *p,
    uint16_t spot[static SPOTS_ROOM])
{
	const char *from = p, *end = p + bytes_to_list(text, p);
	size_t n = 0;

	while (p < end) {
		uint32_t cp = han_at(p);

		spot[n] = (uint16_t)(p - from);
		if (cp != 0) { /* most are */
			n += (cp < 0x800) | is_kind(s, cp, SPOTS_ODD); /* overlong */
			p += HAN_BYTES;
		} else {
			n += is_odd_at(s, p++);
		}
	}
	return n;
}

static bool
is_han(uint32_t cp)
{
	return cp >= HAN_FIRST && cp <= HAN_LAST;
}

/* Does a word begin at p, where the character cp of three bytes stands? */
static bool
begins_word(const struct spots *s, uint32_t cp, const char *p)
{
	bool may = is_han(cp) | ((cp | 0x3f) == (CIRCLES | 0x3f));
	bool pair = (s->pair[pair_row(p)] & pair_bit(p)) != 0;
	unsigned any = is_kind(s, cp, SPOTS_WORD), of_pair = is_kind(s, cp, SPOTS_PAIR);

	return may & (any | (of_pair & pair)); /* no branch */
}

/* And a number? */
static bool
begins_number(const struct spots *s, uint32_t cp)
{
	bool may = is_han(cp) | ((cp | 0x3f) == (ROW_3 | 0x3f));

	return may & is_kind(s, cp, SPOTS_NUMBER);
}

/* List what stands at p, byte "at" of what is looked at; its bytes.  What it is is no
 * branch: that is hard to foretell. */
static size_t
list_one(const struct spots *s, const char *p, size_t at, struct spots_list *list)
{
	uint32_t cp = han_at(p);
	size_t bytes = cp != 0 ? HAN_BYTES : 1;

	if (cp == 0 && is_digit(*p)) {
		list->number[list->numbers++] = (uint16_t)at;
		return number_digits(p);
	}
	if (cp == 0 && *p == ',')
		list->sign[at / 64] |= UINT64_C(1) << at % 64;
	if (cp < 0x800 || (s->kinds[cp] & ~SPOTS_ODD) == 0) /* most are nothing */
		return bytes;
	list->number[list->numbers] = list->word[list->words] = (uint16_t)at;
	list->numbers += begins_number(s, cp);
	list->words += begins_word(s, cp, p);
	list->sign[at / 64] |= (uint64_t)is_kind(s, cp, SPOTS_SIGN) << at % 64;
	list->stop[at / 64] |= (uint64_t)is_kind(s, cp, SPOTS_STOP) << at % 64;
	return bytes;
}

void
spots_list_plain(const struct spots *s, struct str text, const char *p,
    struct spots_list *list)
{
	size_t n = bytes_to_list(text, p), at = 0;

	list->words = list->numbers = 0;
	memset(list->sign, 0, SPOTS_TEXT / 64 * sizeof *list->sign);
	memset(list->stop, 0, SPOTS_TEXT / 64 * sizeof *list->stop);
	if (p != text.p && is_digit(p[-1]))
		while (at < n && is_digit(p[at]))
			at++;
	while (at < n)
		at += list_one(s, p + at, at, list);
}

#if defined(__x86_64__)

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

/* Bit i: byte i of v is c. */
WIDEST static inline uint64_t
equal(__m512i v, unsigned char c)
{
	return _mm512_cmpeq_epi8_mask(v, lanes_of(c));
}

/* Bit i: byte i of v is from 80 to BF, which are the lowest with a sign. */
WIDEST static inline uint64_t
continues(__m512i v)
{
	return _mm512_cmplt_epi8_mask(v, lanes_of(0xc0));
}

/* Bit i: byte i of v is from low to high. */
WIDEST static inline uint64_t
within(__m512i v, unsigned char low, unsigned char high)
{
	return _mm512_cmple_epu8_mask(_mm512_sub_epi8(v, lanes_of(low)),
	    lanes_of((unsigned char)(high - low)));
}

/* Bit i: a bit of kinds is set in byte i of v. */
WIDEST static inline uint64_t
has_kind(__m512i v, unsigned char kinds)
{
	return _mm512_test_epi8_mask(v, lanes_of(kinds));
}

/* The places from at on, of which 32 bytes say how far behind. */
WIDEST static inline __m512i
places_at(size_t at, __m256i bytes)
{
	return _mm512_add_epi16(_mm512_cvtepu8_epi16(bytes),
	    _mm512_set1_epi16((short)at));
}

/* List the spots, there is room for 64, in the 64 bytes at byte at; how many they are. */
WIDEST static inline size_t
store_places(uint16_t *to, uint64_t spots, size_t at)
{
	__m512i v = _mm512_maskz_compress_epi8(spots, _mm512_loadu_si512(wide_places));
	size_t n = (size_t)__builtin_popcountll(spots);

	_mm512_storeu_si512(to, places_at(at, _mm512_castsi512_si256(v)));
	if (n > 32) /* hardly ever */
		_mm512_storeu_si512(to + 32,
		    places_at(at, _mm512_extracti64x4_epi64(v, 1)));
	return n;
}

/* ---- odd characters ----------------------------------------------------------- */

struct odd_tables {
	__m512i ascii[2], sign;
};

/* Bit i: an odd character begins at p + i. */
WIDEST static inline uint64_t
find_odd(const struct odd_tables *t, const char *p)
{
	__m512i a = _mm512_loadu_si512(p), b = _mm512_loadu_si512(p + 1);
	__m512i sign = _mm512_permutexvar_epi8(_mm512_loadu_si512(p + 2), t->sign);
	uint64_t ascii = ~(uint64_t)_mm512_movepi8_mask(a);
	uint64_t fine_3 = equal(a, 0xe3) & equal(b, 0x80) &
	    _mm512_testn_epi8_mask(sign, lanes_of(SIGN_3_ODD));
	uint64_t fine_f = equal(a, 0xef) & equal(b, 0xbc) &
	    _mm512_testn_epi8_mask(sign, lanes_of(SIGN_F_ODD));
	uint64_t fine = continues(a) | within(a, 0xe4, 0xe9) | fine_3 | fine_f;

	return (ascii & has_kind(_mm512_permutex2var_epi8(t->ascii[0], a, t->ascii[1]),
	    SPOTS_ODD)) | ~(ascii | fine);
}

WIDEST static size_t
odd_widest(const struct spots *s, struct str text, const char *p, uint16_t *spot)
{
	size_t bytes = bytes_to_list(text, p), n = 0;
	struct odd_tables t;

	load_pair(t.ascii, s->kinds);
	t.sign = _mm512_loadu_si512(s->sign);
	for (size_t i = 0; i < bytes; i += 64)
		n += store_places(spot + n, find_odd(&t, p + i), i);
	return n;
}

/* ---- words, numbers, signs ------------------------------------------------------ */

struct tables {
	__m512i second[2], number[2], word[2], pair[2], sign;
};

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

/* Of 64 bytes: where words and numbers begin, and signs and stops stand. */
struct found {
	uint64_t words, numbers, signs, stops;
};

/* Look at the 64 bytes at p; *digit is whether one stands before. */
WIDEST static inline struct found
find_spots(const struct tables *t, const char *p, uint64_t *digit)
{
	__m512i a = _mm512_loadu_si512(p), b = _mm512_loadu_si512(p + 1);
	__m512i c = _mm512_loadu_si512(p + 2);
	__m512i next_c = _mm512_loadu_si512(p + HAN_BYTES + 2);
	__m512i sign = _mm512_permutexvar_epi8(c, t->sign);
	__m512i a_5 = _mm512_slli_epi16(a, 5), a_6 = _mm512_slli_epi16(a, 6);
	uint64_t three = continues(b) & continues(c);
	uint64_t row_3 = three & equal(a, 0xe3) & equal(b, 0x80);
	uint64_t row_f = three & equal(a, 0xef) & equal(b, 0xbc);
	uint64_t circles = three & equal(a, 0xe2) & equal(b, 0x97);
	uint64_t digits = within(a, '0', '9');
	uint64_t han = three & within(a, 0xe4, 0xe9) & has_bit(t->second, b, a_6, c);
	uint64_t word = has_bit(t->word, c, a_5, b) |
	    has_bit(t->pair, c, _mm512_slli_epi16(b, 6), next_c);
	struct found found = {
	    .words = (han & word) | circles,
	    .numbers = (digits & ~(digits << 1 | *digit)) |
		(han & has_bit(t->number, c, a_5, b)) |
		(row_3 & has_kind(sign, SIGN_3_NUMBER)),
	    .signs = (row_3 & has_kind(sign, SIGN_3)) |
		(row_f & has_kind(sign, SIGN_F)) | equal(a, ','),
	    .stops = row_3 & has_kind(sign, SIGN_3_STOP)};

	*digit = digits >> 63;
	return found;
}

WIDEST static void
list_widest(const struct spots *s, struct str text, const char *p,
    struct spots_list *list)
{
	size_t bytes = bytes_to_list(text, p), words = 0, numbers = 0;
	uint64_t digit = p != text.p && is_digit(p[-1]);
	struct tables t;

	load_pair(t.second, s->second);
	load_pair(t.number, s->number);
	load_pair(t.word, s->word);
	load_pair(t.pair, s->pair);
	t.sign = _mm512_loadu_si512(s->sign);
	for (size_t i = 0; i < bytes; i += 64) {
		struct found found = find_spots(&t, p + i, &digit);

		words += store_places(list->word + words, found.words, i);
		numbers += store_places(list->number + numbers, found.numbers, i);
		list->sign[i / 64] = found.signs;
		list->stop[i / 64] = found.stops;
	}
	list->words = words;
	list->numbers = numbers;
}

#endif

size_t
spots_odd(const struct spots *s, struct str text, const char *p,
    uint16_t spot[static SPOTS_ROOM])
{
#if defined(__x86_64__)
	if (wide_is_widest())
		return odd_widest(s, text, p, spot);
#endif
	return spots_odd_plain(s, text, p, spot);
}

void
spots_list(const struct spots *s, struct str text, const char *p,
    struct spots_list *list)
{
#if defined(__x86_64__)
	if (wide_is_widest()) {
		list_widest(s, text, p, list);
		return;
	}
#endif
	spots_list_plain(s, text, p, list);
}
