/* Memory: allocation that dies when there is none, and arenas. */
#ifndef GX_MEM_H
#define GX_MEM_H

#include <stddef.h>

#include "base/str.h"

/* As malloc, calloc and realloc, but the program ends when there is no memory. */
void *xmalloc(size_t n);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *p, size_t n);

/* For a library that found no memory: die as these functions do. */
_Noreturn void mem_none(void);

/* From now on arrays of 1 MiB and more have pages of their own, where the system can: they
 * grow without a second copy, and what is freed is given back at once. */
void mem_keep_apart(void);

/* n bytes that begin at a multiple of align, a power of 2 that divides n. */
void *xaligned(size_t align, size_t n);

/* A copy of s with a NUL behind it; the caller frees it. */
char *xstrdup_str(struct str s);

/*
 * Make room for one more element in an array that grows by doubling:
 * n elements are in use, *cap fit, each has size bytes.  Returns the array.
 * xgrow_more does so when there is none.
 */
void *xgrow_more(void *array, size_t *cap, size_t size);

static inline void *
xgrow(void *array, size_t n, size_t *cap, size_t size)
{
	return n < *cap ? array : xgrow_more(array, cap, size);
}

/*
 * An arena: what is taken from it lives until it is reset or freed, all at
 * once.  {0} is an empty arena.  Blocks are kept over a reset, up to 1 MiB.
 */
struct arena {
	struct arena_block *first, *now;
	char *at;    /* in now: what is taken next */
	size_t left; /* bytes there */
};

/* n bytes of another block, not aligned further than a block is. */
void *arena_more(struct arena *a, size_t n);

/* n bytes, aligned for any type, with anything in them. */
void *arena_room(struct arena *a, size_t n);

/* The same, zeroed. */
void *arena_alloc(struct arena *a, size_t n);

/* A copy of n bytes, aligned for any type. */
void *arena_copy(struct arena *a, const void *from, size_t n);

/* A copy of s in the arena, with a NUL behind it. */
static inline struct str
arena_str(struct arena *a, struct str s)
{
	char *p = a->at;

	if (a->left > s.n) {
		a->at += s.n + 1;
		a->left -= s.n + 1;
	} else {
		p = arena_more(a, s.n + 1);
	}
	if (s.n != 0)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct str){p, s.n};
}

/* The number in digits, in the arena if it has more than one. */
struct str arena_number(struct arena *a, unsigned long n);

void arena_reset(struct arena *a);
void arena_free(struct arena *a);

#endif
