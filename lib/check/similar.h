/* Which texts of many are nearly equal, in time that grows with their number. */
#ifndef GX_SIMILAR_H
#define GX_SIMILAR_H

#include "report/sketch.h"

#define SIMILAR_NONE UINT32_MAX

/*
 * sketch gives that of text i, or NULL when it has none; it lasts until the next
 * call.  All texts are asked for in the order of their numbers, several times over.
 * score says how well an earlier text fits, 0 for not at all and best, below 256,
 * for as well as any can.
 */
struct similar {
	void *ctx;
	const struct sketch *(*sketch)(void *ctx, uint32_t i);
	unsigned (*score)(void *ctx, uint32_t i, uint32_t earlier);
	unsigned best;
};

/*
 * For each of n texts find the one before it in that order that has the best
 * score, into nearest by the number of the text, SIMILAR_NONE for none.  order has
 * all n numbers; those of texts without a sketch are taken out.  Texts with three of
 * four bins alike are found as good as always, those with half of them mostly.
 */
void similar_find(const struct similar *s, uint32_t *order, uint32_t n,
    uint32_t *nearest);

#endif
