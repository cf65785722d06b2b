/*
 * Near-duplicates by bands: texts that agree in all bins of a band share a
 * bucket and are compared, others never meet.  A bucket shows only its latest
 * members, so that ten thousand copies of one text cost no more than as many
 * different ones.  One band is done after the other, to need the memory for one.
 */
#include "check/similar.h"

#include <stdlib.h>

#include "base/mem.h"

#define BAND 3 /* bins */
#define BANDS (SKETCH_BINS / BAND)
#define LOOKS_MAX 16

static uint32_t
bucket(const struct sketch *s, unsigned band, uint32_t mask)
{
	uint32_t h = 0;

	for (unsigned i = 0; i < BAND; i++)
		h = (h ^ s->bin[band * BAND + i]) * 0x9e3779b1u;
	return (h ^ h >> 15) & mask;
}

/* Compare text i with those of its bucket; to is one of them. */
static void
look(const struct similar *s, uint32_t i, uint32_t to, const uint32_t *next,
    uint32_t *nearest)
{
	unsigned best =
	    nearest[i] != SIMILAR_NONE ? s->score(s->ctx, i, nearest[i]) : 0;

	for (unsigned n = 0; n < LOOKS_MAX && to != SIMILAR_NONE; n++) {
		unsigned score = s->score(s->ctx, i, to);

		if (score > best) {
			best = score;
			nearest[i] = to;
		}
		to = next[to];
	}
}

void
similar_find(const struct similar *s, uint32_t n, uint32_t *nearest)
{
	uint32_t mask = 63, *head, *next = xcalloc(n, sizeof *next);

	while (mask < n && mask < UINT32_MAX / 2)
		mask = 2 * mask + 1;
	head = xmalloc(((size_t)mask + 1) * sizeof *head);
	for (uint32_t i = 0; i < n; i++)
		nearest[i] = SIMILAR_NONE;
	for (unsigned band = 0; band < BANDS; band++) {
		for (size_t i = 0; i <= mask; i++)
			head[i] = SIMILAR_NONE;
		for (uint32_t i = 0; i < n; i++) {
			const struct sketch *sketch = s->sketch(s->ctx, i);
			uint32_t *at;

			if (sketch == NULL)
				continue;
			at = &head[bucket(sketch, band, mask)];
			look(s, i, *at, next, nearest);
			next[i] = *at;
			*at = i;
		}
	}
	free(head);
	free(next);
}
