/* Numbers by texts that lie elsewhere. */
#ifndef GX_IDS_H
#define GX_IDS_H

#include <stdint.h>

#include "base/str.h"

#define IDS_NONE UINT32_MAX

/*
 * What struct map does in a quarter of its memory, for texts that are large or in
 * a file: the owner says whether a number stands for a text, which is asked
 * nearly always when it does.  Set the members of the first part, leave the
 * others zero.
 */
struct ids {
	bool (*is)(void *owner, uint32_t id, struct str text);
	void *owner;

	uint64_t *slot; /* 0: free */
	size_t n, cap;
	unsigned bits; /* cap is 2 to the power of it, or 0 */
};

/* The number stored under the text, or IDS_NONE. */
uint32_t ids_get(const struct ids *s, struct str text);

/*
 * Store the number, which is not IDS_NONE, under the text unless there is one
 * already.  Returns the number that is now stored: id, or the older one.
 */
uint32_t ids_put(struct ids *s, struct str text, uint32_t id);

void ids_free(struct ids *s);

#endif
