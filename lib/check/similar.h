/* Which texts of many are nearly equal, in time that grows with their number. */
#ifndef GX_SIMILAR_H
#define GX_SIMILAR_H

#include "report/sketch.h"

#define SIMILAR_NONE UINT32_MAX

/* sketch gives that of text i, or NULL when it has none; it lasts until the next
 * call.  score says how well an earlier text fits the one whose sketch was asked
 * for last, 0 for not at all. */
struct similar {
	void *ctx;
	const struct sketch *(*sketch)(void *ctx, uint32_t i);
	unsigned (*score)(void *ctx, uint32_t i, uint32_t earlier);
};

/*
 * For each of n texts find the one with a lower number that has the best score,
 * into nearest[i], SIMILAR_NONE for none.  Texts with three of four bins alike
 * are found as good as always, those with half of them mostly.
 */
void similar_find(const struct similar *s, uint32_t n, uint32_t *nearest);

#endif
