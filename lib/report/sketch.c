/*
 * Sketches of texts by one-permutation MinHash.
 *
 * In goes the prose that a clerk writes anew each year; figures, headings,
 * tables, punctuation and the publisher's name are left out, as a copy differs
 * in them.  Every sequence of six characters is hashed; the hash chooses a bin,
 * and of the least hash in each bin eight bits are kept.  Nothing is seeded: the
 * sketch goes through pipes and has to mean the same in each program.
 */
#include "report/sketch.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/wide_x86.h"

#define SEQUENCE 6
#define HALF (SEQUENCE / 2)
#define BLOCK 256 /* sequences that are hashed before the least are taken, at most, */
#define BLOCK_FIRST 64 /* and of the first ones */
#define BIN_SHIFT 59 /* the five bits that choose one of 32 bins */
#define FACTOR 0x9e3779b97f4a7c15u
#define FACTOR_2 (FACTOR * FACTOR)
#define FACTOR_3 (FACTOR_2 * FACTOR)

static inline __attribute__((always_inline)) uint64_t
mix(uint64_t h)
{
	h = (h ^ (h >> 32)) * 0xd6e8feb86659fd93u;
	h = (h ^ (h >> 32)) * 0xd6e8feb86659fd93u;
	return h ^ (h >> 32);
}

/* The Chinese characters of the text without the name of the publisher; how many
 * they are. */
static size_t
take_text(uint32_t *to, struct str text, struct str publisher)
{
	size_t n = 0;
	ptrdiff_t at;

	while (publisher.n != 0 && (at = str_find(text, publisher)) >= 0) {
		n += wide_han(to + n, text.p, (size_t)at);
		text = str_skip(text, (size_t)at + publisher.n);
	}
	return n + wide_han(to + n, text.p, text.n);
}

/*
 * The hashes of the n sequences that begin at c: the sum of their characters, each
 * times the FACTOR once for each one from it on, mixed.  No step of a loop waits for
 * another, so that compilers take many at once.
 */
static inline __attribute__((always_inline)) void
hash_sequences(uint64_t *hash, const uint32_t *c, size_t n)
{
	uint64_t one[BLOCK + SEQUENCE], half[BLOCK + HALF];

	for (size_t i = 0; i < n + SEQUENCE - 1; i++)
		one[i] = c[i] * FACTOR;
	for (size_t i = 0; i < n + HALF; i++)
		half[i] = (one[i] + c[i + 1]) * FACTOR_2 + one[i + 2];
	for (size_t i = 0; i < n; i++)
		hash[i] = mix(half[i] * FACTOR_3 + half[i + HALF]);
}

static void
hash_plain(uint64_t *hash, const uint32_t *c, size_t n)
{
	hash_sequences(hash, c, n);
}

#if defined(__x86_64__)
WIDER static void
hash_wider(uint64_t *hash, const uint32_t *c, size_t n)
{
	hash_sequences(hash, c, n);
}

/* The upper halves of the 16 hashes at h. */
WIDER static inline __m512i
upper_halves(const uint64_t *h)
{
	return _mm512_permutex2var_epi32(_mm512_loadu_si512(h),
	    _mm512_setr_epi32(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31),
	    _mm512_loadu_si512(h + 8));
}

/* Put those of the 8 hashes h that bits choose at to; returns behind them. */
WIDER static inline uint64_t *
put_chosen(uint64_t *to, __m512i h, unsigned bits)
{
	_mm512_storeu_si512(to, _mm512_maskz_compress_epi64((__mmask8)bits, h));
	return to + __builtin_popcount(bits & 0xff);
}

/* Leave only those of the n hashes that may be less than the least in their bins, by
 * their upper halves; how many they are.  What stands behind them is overwritten. */
WIDER static size_t
choose_less(uint64_t *hash, size_t n, const uint64_t *least)
{
	const __m512i bins = upper_halves(least), more_bins = upper_halves(least + 16);
	uint64_t *to = hash;

	for (size_t i = 0; i < n; i += 16) {
		__m512i a = _mm512_loadu_si512(hash + i), b = _mm512_loadu_si512(hash + i + 8);
		__m512i upper = upper_halves(hash + i);
		unsigned less = _mm512_cmple_epu32_mask(upper,
		    _mm512_permutex2var_epi32(bins,
			_mm512_srli_epi32(upper, BIN_SHIFT - 32), more_bins));

		if (n - i < 16)
			less &= (1u << (n - i)) - 1;
		to = put_chosen(to, a, less);
		to = put_chosen(to, b, less >> 8);
	}
	return (size_t)(to - hash);
}
#endif

/* Keep the least hash in each bin.  They come in no order, so that no branch could be
 * foretold. */
static void
take_least(uint64_t *least, const uint64_t *hash, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t *bin = &least[hash[i] >> BIN_SHIFT];

		/* with the bits of the bin, which are equal */
		*bin = hash[i] < *bin ? hash[i] : *bin;
	}
}

/* Take the n sequences that begin at c; hash is room for them. */
static void
take_block(uint64_t *least, uint64_t *hash, const uint32_t *c, size_t n)
{
#if defined(__x86_64__)
	if (wide_is_wider()) {
		hash_wider(hash, c, n);
		take_least(least, hash, choose_less(hash, n, least));
		return;
	}
#endif
	hash_plain(hash, c, n);
	take_least(least, hash, n);
}

/* The least hash in each bin of all sequences of the n characters at c.  The first
 * blocks are small: what is less than their least is little. */
static void
take_sequences(uint64_t *least, const uint32_t *c, size_t n)
{
	uint64_t hash[BLOCK];
	size_t some = BLOCK_FIRST;

	for (size_t i = 0; i + SEQUENCE <= n; i += some) {
		size_t left = n - SEQUENCE + 1 - i;

		if (i > some && some < BLOCK)
			some *= 2;
		if (some > left)
			some = left;
		take_block(least, hash, c + i, some);
	}
}

static bool
is_prose(const struct node *n)
{
	return n->kind == NODE_TEXT && n->role == ROLE_TEXT &&
	    (n->sec == 1 || n->sec == 5);
}

unsigned long
sketch_make(struct sketch *s, struct arena *a, const struct tree *t,
    struct str publisher)
{
	uint64_t least[SKETCH_BINS];
	size_t bytes = 0, n = 0;
	uint32_t *c;

	for (const struct node *i = t->node; i < tree_end(t); i++)
		bytes += is_prose(i) ? i->text.n : 0;
	c = arena_room(a, (bytes / 3 + HAN_SPARE) * sizeof *c);
	for (const struct node *i = t->node; i < tree_end(t); i++)
		if (is_prose(i))
			n += take_text(c + n, i->text, publisher);
	for (unsigned i = 0; i < SKETCH_BINS; i++)
		least[i] = UINT64_MAX;
	take_sequences(least, c, n);
	for (unsigned i = 0; i < SKETCH_BINS; i++)
		s->bin[i] = (unsigned char)(least[i] >> 8 & 0xff);
	return n;
}

void
sketch_write(struct buf *b, const struct sketch *s)
{
	static const char digits[] = "0123456789abcdef";

	for (unsigned i = 0; i < SKETCH_BINS; i++) {
		buf_addc(b, digits[s->bin[i] >> 4]);
		buf_addc(b, digits[s->bin[i] & 15]);
	}
}

/* The digit; *good becomes false where it is none.  Digits and letters come in no
 * order, so that no branch could be foretold. */
static unsigned
digit(char c, bool *good)
{
	unsigned d = (unsigned char)c;

	*good &= (d - '0' <= 9) | (d - 'a' <= 5);
	return (d & 15) + 9 * (d >> 6);
}

bool
sketch_parse(struct str text, struct sketch *s)
{
	bool good = text.n == (size_t)2 * SKETCH_BINS;

	for (unsigned i = 0; good && i < SKETCH_BINS; i++)
		s->bin[i] = (unsigned char)(digit(text.p[2 * i], &good) << 4 |
		    digit(text.p[2 * i + 1], &good));
	return good;
}

unsigned
sketch_equal(const struct sketch *a, const struct sketch *b)
{
	unsigned n = 0;

	for (unsigned i = 0; i < SKETCH_BINS; i++)
		n += a->bin[i] == b->bin[i];
	return n;
}
