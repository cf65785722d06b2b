/* A map from text to a number, for names, labels and groups. */
#ifndef GX_MAP_H
#define GX_MAP_H

#include <stdint.h>

#include "base/str.h"

#define MAP_NONE UINT32_MAX

/*
 * Open addressing over keys that the caller keeps alive and unchanged.  {0} is
 * an empty map.  The hash is seeded: keys may come from outside.
 */
struct map {
	struct map_slot *slot;
	size_t n, cap;
	uint32_t round; /* counts the times that all keys were forgotten */
};

/* The number stored under key, or MAP_NONE. */
uint32_t map_get(const struct map *m, struct str key);

/*
 * Store value under key unless the key is there already.  Returns the number
 * that is now stored: value, or the older one.
 */
uint32_t map_put(struct map *m, struct str key, uint32_t value);

/* Forget all keys, keep the memory. */
void map_reset(struct map *m);
void map_free(struct map *m);

#endif
