/* Slices and buffers; see str.h. */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/mem.h"
#include "base/utf8.h"
#include "base/wide_x86.h"

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n != 0 ? memcmp(a.p, b.p, n) : 0;

	if (order != 0)
		return order;
	return (a.n > b.n) - (a.n < b.n);
}

/* Words of a few characters are looked for in sentences: memmem would spend its
 * time on getting ready.  The first and the last byte of the needle are compared
 * at 16 places at once, the last ones some of them again; or at 64, where bytes that
 * are not of the text can be left out. */
#define FIND_NEEDLE_MAX 64

#ifdef __SSE2__
#define FIND_WIDTH 16

/* Where the needle begins at one of the 16 places from p on, or NULL. */
static inline const char *
find_here(const char *p, struct str needle, __m128i first, __m128i last)
{
	__m128i a = _mm_loadu_si128((const void *)p),
		b = _mm_loadu_si128((const void *)(p + needle.n - 1));
	unsigned hits = (unsigned)_mm_movemask_epi8(
	    _mm_and_si128(_mm_cmpeq_epi8(a, first), _mm_cmpeq_epi8(b, last)));

	for (; hits != 0; hits &= hits - 1) {
		const char *hit = p + __builtin_ctz(hits);

		if (memcmp(hit, needle.p, needle.n) == 0)
			return hit;
	}
	return NULL;
}

/* In a text with 16 places for it or more. */
static const char *
find_short(struct str s, struct str needle)
{
	const __m128i first = _mm_set1_epi8(needle.p[0]),
		      last = _mm_set1_epi8(needle.p[needle.n - 1]);
	const char *p = s.p, *limit = s.p + s.n - (needle.n - 1) - FIND_WIDTH;

	for (; p < limit; p += FIND_WIDTH) {
		const char *hit = find_here(p, needle, first, last);

		if (hit != NULL)
			return hit;
	}
	return find_here(limit, needle, first, last);
}
#endif

#if defined(__x86_64__)

/* In a text that is not shorter. */
WIDER static ptrdiff_t
find_wider(struct str s, struct str needle)
{
	const __m512i first = _mm512_set1_epi8(needle.p[0]);
	const __m512i last = _mm512_set1_epi8(needle.p[needle.n - 1]);
	const size_t places = s.n - needle.n + 1;

	for (size_t i = 0; i < places; i += WORD) {
		const char *p = s.p + i;
		size_t n = places - i < WORD ? places - i : WORD;
		__mmask64 there = _bzhi_u64(~UINT64_C(0), (unsigned)n);
		__m512i a = _mm512_maskz_loadu_epi8(there, p);
		__m512i b = _mm512_maskz_loadu_epi8(there, p + needle.n - 1);
		uint64_t hits = _mm512_mask_cmpeq_epi8_mask(
		    _mm512_mask_cmpeq_epi8_mask(there, a, first), b, last);

		for (; hits != 0; hits = _blsr_u64(hits)) {
			const char *hit = p + _tzcnt_u64(hits);

			if (memcmp(hit, needle.p, needle.n) == 0)
				return hit - s.p;
		}
	}
	return -1;
}

#endif

ptrdiff_t
str_find(struct str s, struct str needle)
{
	const char *hit = NULL;

	if (needle.n == 0)
		return 0;
	if (s.n < needle.n)
		return -1;
#if defined(__x86_64__)
	if (needle.n <= FIND_NEEDLE_MAX && wide_is_wider())
		return find_wider(s, needle);
#endif
#ifdef __SSE2__
	if (needle.n <= FIND_NEEDLE_MAX) {
		const char *end = s.p + s.n - needle.n;

		if (s.n >= needle.n - 1 + FIND_WIDTH)
			hit = find_short(s, needle);
		else
			for (const char *p = s.p; p <= end && hit == NULL; p++)
				if (*p == needle.p[0] &&
				    memcmp(p, needle.p, needle.n) == 0)
					hit = p;
		return hit != NULL ? hit - s.p : -1;
	}
#endif
	hit = memmem(s.p, s.n, needle.p, needle.n);
	return hit != NULL ? hit - s.p : -1;
}

struct str
str_trim_ends(struct str s)
{
	const char *end = str_end(s);

	/* blanks are by far the commonest */
	while (s.n != 0 && s.p[0] == ' ')
		s = str_skip(s, 1);
	while (s.n != 0 && !is_solid_byte((unsigned char)s.p[0])) {
		const char *p = s.p;

		if (!utf8_is_space(utf8_next(&p, end)))
			break;
		s = str_skip(s, (size_t)(p - s.p));
	}
	while (s.n != 0 && s.p[s.n - 1] == ' ')
		s.n--;
	while (s.n != 0 && !has_solid_end(s)) {
		const char *p = utf8_before(s.p, s.p + s.n), *q = p;

		if (!utf8_is_space(utf8_next(&q, s.p + s.n)))
			break;
		s.n = (size_t)(p - s.p);
	}
	return s;
}

/* memchr for what is near more often than not, so that a call costs more. */
static inline const char *
find_near(struct str s, char c)
{
#ifdef __SSE2__
	if (s.n >= FIND_WIDTH) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)s.p);
		unsigned hits = (unsigned)_mm_movemask_epi8(
		    _mm_cmpeq_epi8(v, _mm_set1_epi8(c)));

		if (hits != 0)
			return s.p + __builtin_ctz(hits);
		s = str_skip(s, FIND_WIDTH);
	}
#endif
	return s.n != 0 ? memchr(s.p, c, s.n) : NULL;
}

bool
str_split(struct str *rest, char c, struct str *part)
{
	const char *hit;

	if (rest->p == NULL)
		return false;
	hit = find_near(*rest, c);
	if (hit == NULL) {
		*part = *rest;
		*rest = (struct str){0};
		return true;
	}
	part->p = rest->p;
	part->n = (size_t)(hit - rest->p);
	*rest = str_skip(*rest, part->n + 1);
	return true;
}

#ifdef __SSE2__
/* Where c stands among the 16 bytes at p. */
static inline uint64_t
hits_of_16(const char *p, char c)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);

	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(c)));
}
#endif

uint64_t
str_hits(const char *p, size_t n, char c)
{
	uint64_t hits = 0;
	size_t i = 0;

#ifdef __SSE2__
	if (n >= 64)
		return hits_of_16(p, c) | hits_of_16(p + 16, c) << 16 |
		    hits_of_16(p + 32, c) << 32 | hits_of_16(p + 48, c) << 48;
	for (; n - i >= 16; i += 16)
		hits |= hits_of_16(p + i, c) << i;
	if (n >= 16 && i < n) /* some of them again */
		return hits | hits_of_16(p + n - 16, c) << (n - 16);
#endif
	for (; i < n && i < 64; i++)
		hits |= (uint64_t)(p[i] == c) << i;
	return hits;
}

bool
str_to_ulong(struct str s, unsigned long *value)
{
	unsigned long v = 0;

	if (s.n == 0 || s.n > 18)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (unsigned long)(s.p[i] - '0');
	}
	*value = v;
	return true;
}

static uint64_t
seed(void)
{
	static uint64_t value;

	if (value == 0) {
		if (getrandom(&value, sizeof value, GRND_NONBLOCK) !=
		    (ssize_t)sizeof value)
			value = (uint64_t)time(NULL) * 0x9e3779b97f4a7c15u;
		value |= 1;
	}
	return value;
}

static uint64_t
mix(uint64_t a, uint64_t b)
{
	__extension__ unsigned __int128 wide = (unsigned __int128)a * b;

	return (uint64_t)wide ^ (uint64_t)(wide >> 64);
}

uint64_t
str_hash(struct str s)
{
	uint64_t h = seed() ^ (s.n * 0xa0761d6478bd642fu), word;

	while (s.n >= 8) {
		memcpy(&word, s.p, 8);
		h = mix(h ^ word, 0xe7037ed1a0b428dbu);
		s = str_skip(s, 8);
	}
	if (s.n != 0) {
		word = 0;
		memcpy(&word, s.p, s.n);
		h = mix(h ^ word, 0x8ebc6af09c88c6e3u);
	}
	return mix(h, 0x589965cc75374cc3u);
}

void
buf_reserve(struct buf *b, size_t n)
{
	if (b->cap - b->n >= n)
		return;
	if (n < b->cap)
		n = b->cap;
	b->p = xrealloc(b->p, b->n + n + 64);
	b->cap = b->n + n + 64;
}

char *
put_digits(char *to, unsigned long number)
{
	static const char pairs[200] =
	    "00010203040506070809101112131415161718192021222324"
	    "25262728293031323334353637383940414243444546474849"
	    "50515253545556575859606162636465666768697071727374"
	    "75767778798081828384858687888990919293949596979899";

	if (number >= 100) {
		to = put_decimal(to, number / 100);
		number %= 100;
	}
	memcpy(to, pairs + 2 * number, 2);
	return to + 2;
}

void
buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n <= 0)
		return;
	buf_reserve(b, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}

void
buf_free(struct buf *b)
{
	free(b->p);
	*b = (struct buf){0};
}
