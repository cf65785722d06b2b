/*
 * Where fields and lines of a block end: 64 bytes are looked at together where the
 * machine can, else one by one.
 */
#include "base/cut.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/wide_x86.h"

#define UNROLLED 8 /* separators that are written at once */

static void
make_room(struct cut *c, size_t n)
{
	assert(n <= CUT_MAX); /* ordinals leave room for CUT_... */
	c->nat = c->nend = 0;
	if (n <= c->room && c->memory != NULL)
		return;
	free(c->memory);
	c->room = n;
	c->memory = xmalloc((2 * n + 2 + UNROLLED) * sizeof *c->memory);
	c->at = c->memory + 1;
	c->end = c->at + n + UNROLLED;
	c->at[-1] = UINT32_MAX;
}

void
cut_free(struct cut *c)
{
	free(c->memory);
	*c = (struct cut){0};
}

static bool
begins_doc(const char *p, size_t i, size_t n)
{
	return p[i] == 'd' && n - i > 2 && p[i + 2] == 'c' &&
	    (i == 0 || p[i - 1] == '\t' || p[i - 1] == '\n');
}

static void
cut_bytes(struct cut *c, const char *p, size_t n)
{
	uint32_t told = 0; /* of the line */

	for (size_t i = 0; i < n; i++) {
		if (p[i] == '\\')
			told |= CUT_ESCAPED;
		if (begins_doc(p, i, n))
			told |= CUT_DOC;
		if (p[i] != '\t' && p[i] != '\n')
			continue;
		if (p[i] == '\n') {
			c->end[c->nend++] = (uint32_t)c->nat | told;
			told = 0;
		}
		c->at[c->nat++] = (uint32_t)i;
	}
}

void
cut_block_plain(struct cut *c, const char *p, size_t n)
{
	make_room(c, n);
	cut_bytes(c, p, n);
}

#if defined(__x86_64__)

/* Write down where the bits of word stand, which begins at byte base. */
WIDE static inline void
put_bits(struct cut *c, uint64_t word, uint32_t base)
{
	uint32_t *at = c->at + c->nat;
	size_t n = (size_t)__builtin_popcountll(word);

	for (size_t i = 0; i < UNROLLED; i++) {
		at[i] = base + (uint32_t)_tzcnt_u64(word);
		word = _blsr_u64(word);
	}
	for (size_t i = UNROLLED; i < n; i++) {
		at[i] = base + (uint32_t)_tzcnt_u64(word);
		word = _blsr_u64(word);
	}
	c->nat += n;
}

/* A word: where in it separators, line ends, backslashes and "d?c" are. */
struct word {
	uint64_t separator, lf, slash, doc;
};

/* Write down its lines; returns what is told of the line that goes on. */
WIDE static inline uint32_t
put_ends(struct cut *c, struct word w, uint32_t told)
{
	for (; w.lf != 0; w.lf = _blsr_u64(w.lf)) {
		uint64_t before = (w.lf & -w.lf) - 1;

		told |= (w.slash & before) != 0 ? CUT_ESCAPED : 0;
		told |= (w.doc & before) != 0 ? CUT_DOC : 0;
		c->end[c->nend++] = told |
		    (uint32_t)(c->nat +
			(size_t)__builtin_popcountll(w.separator & before));
		w.slash &= ~before;
		w.doc &= ~before;
		told = 0;
	}
	told |= w.slash != 0 ? CUT_ESCAPED : 0;
	return told | (w.doc != 0 ? CUT_DOC : 0);
}

/* What the words so far tell of the next one. */
struct edge {
	uint64_t at_start; /* bit 0: a field begins with it */
	uint32_t told;     /* of the line that goes on */
};

/* The word at p, of which two bytes more may be read; it is at byte base. */
WIDE static inline void
cut_word(struct cut *c, const char *p, uint32_t base, struct edge *e)
{
	__m256i a = load(p), b = load(p + 32);
	__m256i a2 = load(p + 2), b2 = load(p + 34);
	__m256i lf_a = is_byte(a, '\n'), lf_b = is_byte(b, '\n');
	struct word w;

	w.lf = bits_of(lf_a, lf_b);
	w.separator = bits_of(_mm256_or_si256(lf_a, is_byte(a, '\t')),
	    _mm256_or_si256(lf_b, is_byte(b, '\t')));
	w.slash = bits_of(is_byte(a, '\\'), is_byte(b, '\\'));
	w.doc = bits_of(_mm256_and_si256(is_byte(a, 'd'), is_byte(a2, 'c')),
	    _mm256_and_si256(is_byte(b, 'd'), is_byte(b2, 'c')));
	w.doc &= w.separator << 1 | e->at_start;
	e->at_start = w.separator >> 63;
	e->told = put_ends(c, w, e->told);
	put_bits(c, w.separator, base);
}

/* Words that reach behind the end are filled up with zeros, which are nothing. */
WIDE static void
cut_block_wide(struct cut *c, const char *p, size_t n)
{
	struct edge edge = {1, 0};
	size_t i = 0;

	for (; n - i >= WORD + 2; i += WORD)
		cut_word(c, p + i, (uint32_t)i, &edge);
	for (; i < n; i += WORD) {
		char word[WORD + 2] = {0};

		memcpy(word, p + i, n - i < sizeof word ? n - i : sizeof word);
		cut_word(c, word, (uint32_t)i, &edge);
	}
}

#endif

void
cut_block(struct cut *c, const char *p, size_t n)
{
	make_room(c, n);
#if defined(__x86_64__)
	if (wide_is_here()) {
		cut_block_wide(c, p, n);
		return;
	}
#endif
	cut_bytes(c, p, n);
}
