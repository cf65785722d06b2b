/*
 * Loops over many bytes, 32 or 64 at a time: is it text in UTF-8, does it hold odd
 * controls, how many and which Chinese characters are in it?  The plain loops give the
 * same answers on any machine.
 *
 * UTF-8 is judged as Keiser and Lemire describe it ("Validating UTF-8 in less
 * than one instruction per byte"): each kind of error shows in two neighbouring
 * bytes, so three tables of 16 entries, over the halves of a byte and the upper
 * half of the next one, tell which errors a pair may be part of.  What is left is
 * whether a third or fourth byte of a sequence stands where one must.
 */
#include "base/wide.h"

#include <string.h>

#include "base/utf8.h"
#include "base/wide_x86.h"

const unsigned char wide_places[64] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36,
    37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57,
    58, 59, 60, 61, 62, 63};
bool wide_is_narrow;
enum wide_level wide_level;

size_t
wide_han_plain(uint32_t *to, const char *p, size_t n)
{
	const char *end = p + n;
	size_t count = 0;

	while (p < end) {
		uint32_t cp = utf8_next(&p, end);

		if (utf8_is_han(cp))
			to[count++] = cp;
	}
	return count;
}

#if defined(__x86_64__)

static void __attribute__((constructor))
find_level(void)
{
	__builtin_cpu_init();
	if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") ||
	    !__builtin_cpu_supports("bmi2") || !__builtin_cpu_supports("popcnt"))
		return;
	wide_level = WIDE_HERE;
	if (!__builtin_cpu_supports("avx512bw") || !__builtin_cpu_supports("avx512dq") ||
	    !__builtin_cpu_supports("avx512vl"))
		return;
	wide_level = WIDE_WIDER;
	if (__builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2"))
		wide_level = WIDE_WIDEST;
}

/* All ones where an odd control stands. */
WIDE static inline __m256i
odd_controls(__m256i v)
{
	__m256i control = _mm256_andnot_si256(is_between(v, 0x07, 0x0d),
	    is_between(v, 0, 0x1f));

	return any_of(control, is_byte(v, 0x7f));
}

/* At least a word. */
WIDER static bool
copy_wider(char *to, const char *p, size_t n, const char others[static 3])
{
	const __m512i a = _mm512_set1_epi8(others[0]);
	const __m512i b = _mm512_set1_epi8(others[1]);
	const __m512i c = _mm512_set1_epi8(others[2]);
	const __m512i blank = _mm512_set1_epi8(' ');
	uint64_t found = 0;

	for (size_t i = 0; i < n; i += WORD) {
		__m512i v;

		if (n - i < WORD)
			i = n - WORD; /* some of it again */
		v = _mm512_loadu_si512(p + i);
		_mm512_storeu_si512(to + i, v);
		found |= _mm512_cmplt_epu8_mask(v, blank) |
		    _mm512_cmpeq_epi8_mask(v, a) | _mm512_cmpeq_epi8_mask(v, b) |
		    _mm512_cmpeq_epi8_mask(v, c);
	}
	return found == 0;
}

/* Errors that a pair of bytes may be part of. */
enum {
	TOO_SHORT = 1,   /* a first byte, or none, where a further one must be */
	TOO_LONG = 2,    /* a further byte behind ASCII */
	OVERLONG_3 = 4,  /* E0 and less than A0 */
	TOO_LARGE = 8,   /* F4 and more than 8F, F5 to FF and more than 8F */
	SURROGATE = 16,  /* ED and A0 or more */
	OVERLONG_2 = 32, /* C0, C1 */
	BEYOND_4 = 64,   /* F0 and less than 90; F5 to FF and less than 90 */
	FURTHER_2 = 128, /* two further bytes: wrong unless asked for */
	ANY_LOW = TOO_SHORT | TOO_LONG | FURTHER_2
};

WIDE static inline __m256i
upper_half(__m256i v)
{
	return _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(15));
}

/* Which errors each byte of v and the one before it show; zero for none. */
WIDE static inline __m256i
errors_of(__m256i v, __m256i before)
{
	const char further = B(TOO_LONG | OVERLONG_2 | FURTHER_2);
	const char no = B(TOO_SHORT), large = B(ANY_LOW | TOO_LARGE | BEYOND_4);
	const __m256i first_upper = TWICE(B(TOO_LONG), B(TOO_LONG), B(TOO_LONG),
	    B(TOO_LONG), B(TOO_LONG), B(TOO_LONG), B(TOO_LONG), B(TOO_LONG),
	    B(FURTHER_2), B(FURTHER_2), B(FURTHER_2), B(FURTHER_2),
	    B(TOO_SHORT | OVERLONG_2), no, B(TOO_SHORT | OVERLONG_3 | SURROGATE),
	    B(TOO_SHORT | TOO_LARGE | BEYOND_4));
	const __m256i first_lower =
	    TWICE(B(ANY_LOW | OVERLONG_3 | OVERLONG_2 | BEYOND_4),
		B(ANY_LOW | OVERLONG_2), B(ANY_LOW), B(ANY_LOW),
		B(ANY_LOW | TOO_LARGE), large, large, large, large, large, large,
		large, large, B(large | SURROGATE), large, large);
	const __m256i second_upper = TWICE(no, no, no, no, no, no, no, no,
	    B(further | OVERLONG_3 | BEYOND_4),
	    B(further | OVERLONG_3 | TOO_LARGE),
	    B(further | SURROGATE | TOO_LARGE),
	    B(further | SURROGATE | TOO_LARGE), no, no, no, no);
	const __m256i last = _mm256_permute2x128_si256(before, v, 0x21);
	const __m256i one = _mm256_alignr_epi8(v, last, 15);
	const __m256i two = _mm256_alignr_epi8(v, last, 14);
	const __m256i three = _mm256_alignr_epi8(v, last, 13);
	__m256i pair, asked;

	pair = _mm256_and_si256(
	    _mm256_and_si256(_mm256_shuffle_epi8(first_upper, upper_half(one)),
		_mm256_shuffle_epi8(first_lower,
		    _mm256_and_si256(one, _mm256_set1_epi8(15)))),
	    _mm256_shuffle_epi8(second_upper, upper_half(v)));
	/* bit 7 where E0 or more stands two before, F0 or more three before */
	asked = _mm256_or_si256(
	    _mm256_subs_epu8(two, _mm256_set1_epi8(0xe0 - 0x80)),
	    _mm256_subs_epu8(three, _mm256_set1_epi8(0xf0 - 0x80)));
	return _mm256_xor_si256(pair,
	    _mm256_and_si256(asked, _mm256_set1_epi8(B(0x80))));
}

/* Is it valid UTF-8, and with clean without odd controls? */
WIDE static inline bool
is_valid(const char *p, size_t n, bool clean)
{
	__m256i before = _mm256_setzero_si256(), errors = before, v;
	char rest[32];
	size_t i = 0;

	for (; n - i >= 32; i += 32) {
		v = load(p + i);
		if (clean)
			errors = any_of(errors, odd_controls(v));
		/* ASCII behind ASCII is right */
		if (_mm256_movemask_epi8(_mm256_or_si256(v, before)) != 0)
			errors = _mm256_or_si256(errors, errors_of(v, before));
		before = v;
	}
	/* ASCII behind the end: a sequence that is cut off is too short */
	memset(rest, ' ', sizeof rest);
	if (n != i)
		memcpy(rest, p + i, n - i);
	v = load(rest);
	if (clean)
		errors = any_of(errors, odd_controls(v));
	errors = _mm256_or_si256(errors, errors_of(v, before));
	return _mm256_testz_si256(errors, errors) != 0;
}

WIDE static bool
utf8_valid_wide(const char *p, size_t n)
{
	return is_valid(p, n, false);
}

WIDE static bool
is_clean_wide(const char *p, size_t n)
{
	return is_valid(p, n, true);
}

/* What the words of a text show; two and three are those of the last one. */
struct shown {
	uint64_t two, three; /* where characters of two bytes or more, of three begin */
	uint64_t amiss;      /* 0: no further byte of one is missing or too many */
	__m512i special;     /* bytes that are not zero: special_kinds */
};

/* Bytes that hardly any text has: odd controls, and with which a character begins
 * that has four bytes or that not all others may follow.  Each kind has a bit, which
 * both halves of the byte must have. */
enum {
	LOWEST = 1,    /* 00 to 06, 0E, 0F */
	LOW = 2,       /* 10 to 1F */
	DELETE = 4,    /* 7F */
	OVERLONG = 8,  /* C0, C1 */
	BOUND = 16,    /* E0, ED */
	LONG = 32,     /* F0 to FF */
	ANY_SPECIAL = LOW | LONG
};

WIDER static inline __m512i
special_kinds(__m512i v)
{
	const __m512i upper = FOUR_TIMES(LOWEST, LOW, 0, 0, 0, 0, 0, DELETE, 0, 0, 0, 0,
	    OVERLONG, 0, BOUND, LONG);
	const __m512i lower = FOUR_TIMES(ANY_SPECIAL | LOWEST | OVERLONG | BOUND,
	    ANY_SPECIAL | LOWEST | OVERLONG, ANY_SPECIAL | LOWEST,
	    ANY_SPECIAL | LOWEST, ANY_SPECIAL | LOWEST, ANY_SPECIAL | LOWEST,
	    ANY_SPECIAL | LOWEST, ANY_SPECIAL, ANY_SPECIAL, ANY_SPECIAL, ANY_SPECIAL,
	    ANY_SPECIAL, ANY_SPECIAL, ANY_SPECIAL | BOUND, ANY_SPECIAL | LOWEST,
	    ANY_SPECIAL | LOWEST | DELETE);

	return kinds_of(v, upper, lower);
}

WIDER static inline void
add_word(struct shown *s, const char *p)
{
	const __m512i v = _mm512_loadu_si512(p);
	uint64_t two = _mm512_cmpge_epu8_mask(v, _mm512_set1_epi8(B(0xc0)));
	uint64_t three = _mm512_cmpge_epu8_mask(v, _mm512_set1_epi8(B(0xe0)));
	uint64_t further = _mm512_movepi8_mask(v) & ~two;

	s->amiss |= further ^
	    ((two << 1 | s->two >> 63) | (three << 2 | s->three >> 62));
	s->special = _mm512_or_si512(s->special, special_kinds(v));
	s->two = two;
	s->three = three;
}

WIDER static inline bool
is_plainly_clean(const struct shown *s)
{
	return s->amiss == 0 && _mm512_test_epi8_mask(s->special, s->special) == 0;
}

#define CLEAN_LOOK (64 * WORD) /* after so many bytes it is asked what was shown */

/* What hardly any text has is left to is_clean_wide, from the start. */
WIDER static bool
is_clean_wider(const char *p, size_t n)
{
	struct shown s = {.special = _mm512_setzero_si512()};
	char end[WORD];
	size_t i = 0;

	for (; n - i >= CLEAN_LOOK; i += CLEAN_LOOK) {
		for (size_t k = 0; k < CLEAN_LOOK; k += WORD)
			add_word(&s, p + i + k);
		if (!is_plainly_clean(&s))
			return is_clean_wide(p, n);
	}
	for (; n - i >= WORD; i += WORD)
		add_word(&s, p + i);
	memset(end, ' ', sizeof end);
	if (n != i)
		memcpy(end, p + i, n - i);
	add_word(&s, end);
	return is_plainly_clean(&s) || is_clean_wide(p, n);
}

/* Of one word, of which n bytes count. */
WIDER static inline size_t
tails_of(const char *p, size_t n)
{
	__m512i v = _mm512_maskz_loadu_epi8(_bzhi_u64(~UINT64_C(0), (unsigned)n), p);

	return (size_t)__builtin_popcountll(
	    _mm512_cmplt_epi8_mask(v, _mm512_set1_epi8(B(0xc0))));
}

WIDER static size_t
tails_wider(const char *p, size_t n)
{
	size_t count = 0;

	for (; n > WORD; p += WORD, n -= WORD)
		count += tails_of(p, WORD);
	return count + tails_of(p, n);
}

/* Lanes of v from low to high. */
WIDE static inline __m256i
is_within(__m256i v, int low, int high)
{
	return all_of(_mm256_cmpgt_epi32(v, _mm256_set1_epi32(low - 1)),
	    _mm256_cmpgt_epi32(_mm256_set1_epi32(high + 1), v));
}

/* utf8_is_han() says so, of characters of three bytes. */
WIDE static inline __m256i
is_han(__m256i cp)
{
	__m256i is = any_of(is_within(cp, 0x3400, 0x4dbf),
	    is_within(cp, 0x4e00, 0x9fff));

	is = any_of(is, is_within(cp, 0xf900, 0xfaff));
	is = any_of(is, is_within(cp, 0x2e80, 0x2fd5));
	return any_of(is, _mm256_cmpeq_epi32(cp, _mm256_set1_epi32(0x3007)));
}

/* A bit for each lane, all of which or nothing is set. */
WIDE static inline unsigned
bits_of_lanes(__m256i v)
{
	return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(v));
}

/* Store the lanes of v that bits choose side by side, and what there is behind them;
 * returns where they end. */
WIDE static inline uint32_t *
store_chosen(uint32_t *to, __m256i v, unsigned bits)
{
	uint64_t bytes = _pdep_u64(bits, 0x0101010101010101u) * 0xff;
	uint64_t chosen = _pext_u64(0x0706050403020100u, bytes);
	__m256i lane = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((long long)chosen));

	_mm256_storeu_si256((__m256i *)(void *)to,
	    _mm256_permutevar8x32_epi32(v, lane));
	return to + __builtin_popcount(bits);
}

/* The characters of three bytes that may stand at p.  28 bytes can be read there. */
WIDE static inline __m256i
three_bytes_each(const char *p)
{
	return _mm256_shuffle_epi8(
	    _mm256_loadu2_m128i((const __m128i *)(const void *)(p + 12),
		(const __m128i *)(const void *)p),
	    TWICE(0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1));
}

/* Behind ASCII at p, of which eight bytes are looked at, or behind another character,
 * which is taken if it is Chinese. */
WIDE static inline const char *
pass_others(uint32_t **to, const char *p, const char *end)
{
	unsigned other = (unsigned)_mm_movemask_epi8(
	    _mm_loadl_epi64((const __m128i *)(const void *)p));
	size_t n = _tzcnt_u32(other | 1u << 8);

	if (n != 0)
		return p + n;
	**to = utf8_next(&p, end);
	*to += utf8_is_han(**to);
	return p;
}

/* Take the Chinese characters up to limit, or a little further; returns up to where.
 * 32 bytes can be read at limit; the text ends at end. */
WIDE static const char *
take_han(uint32_t **to, const char *p, const char *limit, const char *end)
{
	while (p < limit) {
		__m256i w = three_bytes_each(p), cp;
		unsigned three = bits_of_lanes(
		    _mm256_cmpeq_epi32(all_of(w, _mm256_set1_epi32(0xc0c0f0)),
			_mm256_set1_epi32(0x8080e0)));
		unsigned han;
		size_t n;

		cp = all_of(_mm256_slli_epi32(w, 12), _mm256_set1_epi32(0xf000));
		cp = any_of(cp,
		    all_of(_mm256_srli_epi32(w, 2), _mm256_set1_epi32(0xfc0)));
		cp = any_of(cp,
		    all_of(_mm256_srli_epi32(w, 16), _mm256_set1_epi32(0x3f)));
		han = bits_of_lanes(is_han(cp));
		if (three == 0xff) { /* foretold: the next load need not wait */
			*to = store_chosen(*to, cp, han);
			p += 24;
			continue;
		}
		n = _tzcnt_u32(~three);
		*to = store_chosen(*to, cp, han & ((1u << n) - 1));
		p += 3 * n;
		if (p < end)
			p = pass_others(to, p, end);
	}
	return p;
}

WIDE static size_t
han_wide(uint32_t *to, const char *p, size_t n)
{
	const char *end = p + n;
	uint32_t *out = to;
	char rest[64] = {0};

	if (n > 32)
		p = take_han(&out, p, end - 32, end);
	n = (size_t)(end - p);
	memcpy(rest, p, n);
	take_han(&out, rest, rest + n, rest + n);
	return (size_t)(out - to);
}

/* Which second bytes make a character of three Chinese, as utf8_is_han() says: from, to,
 * and the one behind which it is otherwise.  The lower six bits of the first byte say
 * where they stand.  E3 80 87 is Chinese, nothing is behind E4 B7. */
static const unsigned char han_from[WORD] = {[0x22] = 0xba, [0x23] = 0x90, [0x24] = 0x80,
    [0x25] = 0x80, [0x26] = 0x80, [0x27] = 0x80, [0x28] = 0x80, [0x29] = 0x80,
    [0x2f] = 0xa4};
static const unsigned char han_to[WORD] = {[0x22] = 0xbf, [0x23] = 0xbf, [0x24] = 0xbf,
    [0x25] = 0xbf, [0x26] = 0xbf, [0x27] = 0xbf, [0x28] = 0xbf, [0x29] = 0xbf,
    [0x2f] = 0xab};
static const unsigned char han_but[WORD] = {[0x23] = 0x80, [0x24] = 0xb7};

/* What the table has for each byte of v. */
WIDEST static inline __m512i
entries_for(__m512i v, const unsigned char table[static WORD])
{
	return _mm512_permutexvar_epi8(v, _mm512_loadu_si512(table));
}

/* The bytes of v from low on. */
WIDER static inline uint64_t
bytes_from(__m512i v, unsigned char low)
{
	return _mm512_cmpge_epu8_mask(v, _mm512_set1_epi8((char)low));
}

/* Where Chinese characters of three bytes begin in the word at p, and end in it.  False:
 * it has what hardly any text has, radicals or characters of four bytes. */
WIDEST static inline bool
find_han(const char *p, uint64_t *han)
{
	const __m512i v = _mm512_loadu_si512(p);
	const __m512i second = _mm512_maskz_loadu_epi8(UINT64_MAX >> 1, p + 1);
	uint64_t first = bytes_from(v, 0xe0), further = bytes_at(p, 0x80, 0xbf);
	uint64_t within, but;

	within = _mm512_mask_cmpge_epu8_mask(first, second, entries_for(v, han_from));
	within = _mm512_mask_cmple_epu8_mask(within, second, entries_for(v, han_to));
	but = _mm512_mask_cmpeq_epi8_mask(first, second, entries_for(v, han_but));
	*han = ((within & ~but) | (but & ~within & bytes_of(p, 0x87) >> 2)) &
	    further >> 1 & further >> 2;
	return (bytes_from(v, 0xf0) | (within & bytes_of(p, 0xe2))) == 0;
}

/* The characters of three bytes each that stand side by side in v, 16 of them, the bytes
 * of which are listed: last, second, first. */
WIDEST static inline __m512i
characters_of(__m512i v, __m512i bytes)
{
	v = _mm512_and_si512(_mm512_permutexvar_epi8(bytes, v),
	    _mm512_set1_epi32(0x000f3f3f));
	v = _mm512_maddubs_epi16(v, _mm512_set1_epi32(0x00014001)); /* 64 * second */
	return _mm512_madd_epi16(v, _mm512_set1_epi32(0x10000001)); /* 4096 * first */
}

#define THREE(i) (0x00000102 + (i) * 0x00030303) /* of the i-th character */

/* Store the characters of three bytes that begin in the word at p where bits are set;
 * returns behind them. */
WIDEST static inline uint32_t *
store_han(uint32_t *to, const char *p, uint64_t bits)
{
	const __m512i bytes = _mm512_setr_epi32(THREE(0), THREE(1), THREE(2), THREE(3),
	    THREE(4), THREE(5), THREE(6), THREE(7), THREE(8), THREE(9), THREE(10),
	    THREE(11), THREE(12), THREE(13), THREE(14), THREE(15));
	__m512i v = _mm512_maskz_compress_epi8(bits | bits << 1 | bits << 2,
	    _mm512_loadu_si512(p));

	_mm512_storeu_si512(to, characters_of(v, bytes));
	_mm512_storeu_si512(to + 16, characters_of(v,
	    _mm512_add_epi8(bytes, _mm512_set1_epi8(48))));
	return to + __builtin_popcountll(bits);
}

/* At least a word.  What hardly any text has is left to han_wide, from there on. */
WIDEST static size_t
han_wider(uint32_t *to, const char *p, size_t n)
{
	uint32_t *out = to;

	/* what begins in the last two bytes of a word is left to the next one */
	for (size_t i = 0; i + 2 < n; i += WORD - 2) {
		size_t again = n - i < WORD ? WORD - (n - i) : 0;
		const char *word = p + i - again;
		uint64_t han;

		if (!find_han(word, &han))
			return (size_t)(out - to) + han_wide(out, p + i, n - i);
		out = store_han(out, word, han & UINT64_MAX << again);
	}
	return (size_t)(out - to);
}

#endif

size_t
wide_han(uint32_t *to, const char *p, size_t n)
{
#if defined(__x86_64__)
	if (wide_is_here())
		return n >= WORD && wide_is_widest() ? han_wider(to, p, n)
						 : han_wide(to, p, n);
#endif
	return wide_han_plain(to, p, n);
}

bool
wide_copy_plain(char *to, const char *p, size_t n, const char others[static 3])
{
	lanes v, found = {0};
	size_t i = 0;

	for (; n - i >= sizeof v; i += sizeof v) {
		memcpy(&v, p + i, sizeof v);
		memcpy(to + i, &v, sizeof v);
		found |= (lanes)(v < ' ') | (lanes)(v == (unsigned char)others[0]) |
		    (lanes)(v == (unsigned char)others[1]) |
		    (lanes)(v == (unsigned char)others[2]);
	}
	for (; i < n; i++) {
		to[i] = p[i];
		found[0] |= (unsigned char)p[i] < ' ' || p[i] == others[0] ||
		    p[i] == others[1] || p[i] == others[2];
	}
	return !any_lane(found);
}

bool
wide_copy(char *to, const char *p, size_t n, const char others[static 3])
{
#if defined(__x86_64__)
	if (n >= WORD && wide_is_wider())
		return copy_wider(to, p, n, others);
#endif
	return wide_copy_plain(to, p, n, others);
}

#define COUNTED_MAX 15 /* looks after which the lanes may still be summed up */

size_t
wide_tails_plain(const char *p, size_t n)
{
	size_t count = 0, i = 0;

	while (n - i >= sizeof(lanes)) {
		lanes v, tails = {0};
		lane_halves h;

		for (int k = 0; k < COUNTED_MAX && n - i >= sizeof v; k++) {
			memcpy(&v, p + i, sizeof v);
			tails -= (lanes)((v & 0xc0) == 0x80);
			i += sizeof v;
		}
		h = (lane_halves)tails;
		/* the product sums up the bytes */
		count += (h[0] + h[1]) * UINT64_C(0x0101010101010101) >> 56;
	}
	for (; i < n; i++)
		count += ((unsigned char)p[i] & 0xc0) == 0x80;
	return count;
}

size_t
wide_tails(const char *p, size_t n)
{
#if defined(__x86_64__)
	if (wide_is_wider())
		return tails_wider(p, n);
#endif
	return wide_tails_plain(p, n);
}

bool
wide_utf8_valid(const char *p, size_t n)
{
#if defined(__x86_64__)
	if (wide_is_here())
		return utf8_valid_wide(p, n);
#endif
	return utf8_valid((struct str){p, n});
}

bool
wide_is_clean_plain(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_odd_control((unsigned char)p[i]))
			return false;
	return utf8_valid((struct str){p, n});
}

bool
wide_is_clean(const char *p, size_t n)
{
#if defined(__x86_64__)
	if (wide_is_here())
		return wide_is_wider() ? is_clean_wider(p, n) : is_clean_wide(p, n);
#endif
	return wide_is_clean_plain(p, n);
}
