/*
 * Near-duplicates by bands: texts that agree in all bins of a band are compared,
 * others never meet.  A text is compared with the last few of those only, so that
 * ten thousand copies of one text cost no more than as many different ones.  One
 * band is done after the other, to need the memory for one.
 *
 * The texts of a band are brought together by sorting, digit by digit, which keeps
 * equal ones in their order and takes the same time whatever the texts are.
 * Buckets of a hash were slower: they show texts that agree in nothing, too, and
 * to tell those by their sketches means to fetch them from a file one by one.
 */
#include "check/similar.h"

#include <stdlib.h>

#include "base/mem.h"

#define BAND 3 /* bins */
#define BANDS (SKETCH_BINS / BAND)
#define LOOKS_MAX 16

/* Of a band: all its bins, or NO_KEY. */
#define KEY_BITS (8 * BAND)
#define NO_KEY UINT32_MAX
_Static_assert(KEY_BITS < 32, "no band is NO_KEY");

/* What texts are sorted by at once. */
#define DIGIT_BITS (KEY_BITS / 2)
#define DIGITS (1u << DIGIT_BITS)

/* Texts by number, and numbers of texts in the order of a sort. */
struct band {
	uint32_t *key;
	uint32_t *order, *sorted;
	unsigned char *score; /* of the nearest */
	size_t n; /* texts that have a key */
};

static uint32_t
key_of(const struct sketch *s, unsigned band)
{
	uint32_t key = 0;

	for (unsigned i = 0; i < BAND; i++)
		key = key << 8 | s->bin[band * BAND + i];
	return key;
}

/* Sort from by the digit of the key that stands at shift, into to. */
static void
sort_digit(const struct band *b, const uint32_t *from, uint32_t *to, unsigned shift)
{
	uint32_t place[DIGITS] = {0}, sum = 0;

	for (size_t i = 0; i < b->n; i++)
		place[b->key[from[i]] >> shift & (DIGITS - 1)]++;
	for (size_t i = 0; i < DIGITS; i++) {
		uint32_t n = place[i];

		place[i] = sum;
		sum += n;
	}
	for (size_t i = 0; i < b->n; i++)
		to[place[b->key[from[i]] >> shift & (DIGITS - 1)]++] = from[i];
}

/* Compare a text with those before it that have its key. */
static void
look_back(const struct similar *s, const struct band *b, const uint32_t *at,
    uint32_t *nearest)
{
	uint32_t i = *at;

	for (unsigned n = 0; n < LOOKS_MAX && at > b->sorted; n++) {
		unsigned score;

		if (b->key[*--at] != b->key[i] || b->score[i] >= s->best)
			return;
		score = s->score(s->ctx, i, *at);
		if (score > b->score[i]) {
			b->score[i] = (unsigned char)score;
			nearest[i] = *at;
		}
	}
}

/* Texts without a sketch go from the order. */
static void
drop_keyless(struct band *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		if (b->key[b->order[i]] != NO_KEY)
			b->order[n++] = b->order[i];
	b->n = n;
}

void
similar_find(const struct similar *s, uint32_t *order, uint32_t n,
    uint32_t *nearest)
{
	struct band b = {.order = order, .n = n,
	    .key = xcalloc(n, sizeof *b.key),
	    .sorted = xcalloc(n, sizeof *b.sorted),
	    .score = xcalloc(n, 1)};
	uint32_t *half = xcalloc(n, sizeof *half);

	for (uint32_t i = 0; i < n; i++)
		nearest[i] = SIMILAR_NONE;
	for (unsigned band = 0; band < BANDS; band++) {
		for (uint32_t i = 0; i < n; i++) {
			const struct sketch *sketch = s->sketch(s->ctx, i);

			b.key[i] = sketch != NULL ? key_of(sketch, band) : NO_KEY;
		}
		if (band == 0)
			drop_keyless(&b);
		sort_digit(&b, b.order, half, 0);
		sort_digit(&b, half, b.sorted, DIGIT_BITS);
		for (size_t i = 0; i < b.n; i++)
			look_back(s, &b, &b.sorted[i], nearest);
	}
	free(half);
	free(b.key);
	free(b.sorted);
	free(b.score);
}
