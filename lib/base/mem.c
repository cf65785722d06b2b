/*
 * Memory.  Running out of it is not an input error: the program says so and
 * ends, and no caller has to ask.
 *
 * An arena hands out pieces of large blocks.  Under the address sanitizer each
 * piece gets a block of its own, so that a read past its end is still seen.
 */
#include "base/mem.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/msg.h"

#define BLOCK_SIZE ((size_t)64 * 1024)
#define KEEP_MAX ((size_t)1024 * 1024)

#if defined(__SANITIZE_ADDRESS__)
#define ONE_PIECE_A_BLOCK 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ONE_PIECE_A_BLOCK 1
#endif
#endif

struct arena_block {
	struct arena_block *next;
	size_t size;
	alignas(max_align_t) char data[];
};

void
mem_none(void)
{
	die("%s", tr("out of memory", "内存不足"));
}

void
mem_keep_apart(void)
{
#ifdef __GLIBC__
	/* a bound that is set stays: else it grows with the largest one freed */
	mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}

void *
xmalloc(size_t n)
{
	void *p = malloc(n != 0 ? n : 1);

	if (p == NULL)
		mem_none();
	return p;
}

void *
xaligned(size_t align, size_t n)
{
	void *p = aligned_alloc(align, n);

	if (p == NULL)
		mem_none();
	return p;
}

void *
xcalloc(size_t count, size_t size)
{
	void *p = calloc(count != 0 ? count : 1, size != 0 ? size : 1);

	if (p == NULL)
		mem_none();
	return p;
}

void *
xrealloc(void *p, size_t n)
{
	p = realloc(p, n != 0 ? n : 1);
	if (p == NULL)
		mem_none();
	return p;
}

char *
xstrdup_str(struct str s)
{
	char *p = xmalloc(s.n + 1);

	if (s.n != 0)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return p;
}

void *
xgrow_more(void *array, size_t *cap, size_t size)
{
	*cap = *cap != 0 ? *cap * 2 : 8;
	if (*cap > SIZE_MAX / size)
		mem_none();
	return xrealloc(array, *cap * size);
}

static struct arena_block *
new_block(size_t n)
{
	struct arena_block *b;

	if (n > SIZE_MAX - sizeof *b)
		mem_none();
	b = xmalloc(sizeof *b + n);
	b->next = NULL;
	b->size = n;
	return b;
}

void *
arena_more(struct arena *a, size_t n)
{
	struct arena_block *b = NULL, *next = NULL;

#ifdef ONE_PIECE_A_BLOCK
	const size_t least = n;
#else
	const size_t least = BLOCK_SIZE;

	b = next = a->now != NULL ? a->now->next : a->first;
#endif
	if (b == NULL || b->size < n) {
		b = new_block(n > least ? n : least);
		b->next = next;
		if (a->now != NULL)
			a->now->next = b;
		else
			a->first = b;
	}
	a->now = b;
	a->at = b->data + n;
	a->left = b->size - n;
	return b->data;
}

void *
arena_room(struct arena *a, size_t n)
{
	size_t pad = -(uintptr_t)a->at % alignof(max_align_t);
	char *p = a->at;

	if (a->left < pad || a->left - pad < n || p == NULL)
		return arena_more(a, n);
	a->at += pad + n;
	a->left -= pad + n;
	return p + pad;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	void *p = arena_room(a, n);

	return n != 0 ? memset(p, 0, n) : p;
}

void *
arena_copy(struct arena *a, const void *from, size_t n)
{
	void *p = arena_room(a, n);

	return n != 0 ? memcpy(p, from, n) : p;
}

struct str
arena_number(struct arena *a, unsigned long n)
{
	static const char few[] = "0123456789";
	char digits[20]; /* of 2^64 */
	struct buf b = {digits, 0, sizeof digits};

	if (n < 10)
		return (struct str){few + n, 1};
	buf_addu(&b, n);
	return arena_str(a, buf_str(&b));
}

void
arena_reset(struct arena *a)
{
	size_t kept = 0;

#ifdef ONE_PIECE_A_BLOCK
	arena_free(a);
#endif
	for (const struct arena_block *b = a->first; b != NULL; b = b->next)
		kept += b->size;
	if (kept > KEEP_MAX)
		arena_free(a);
	a->now = NULL;
	a->at = NULL;
	a->left = 0;
}

void
arena_free(struct arena *a)
{
	struct arena_block *next;

	for (struct arena_block *b = a->first; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	*a = (struct arena){0};
}
