/*
 * Many words at once.  The words are a trie of characters whose steps lie in one
 * hash table; state 0 is its root.  Nearly every character of a text begins no
 * word, and a table that fits into the first cache tells so.
 */
#include "base/needles.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

/* From a state over a character to the next state.  A place with next 0 is free. */
struct needles_step {
	uint32_t state, cp, next;
	uint32_t bits : 31, is_word : 1; /* one ends there */
};

#define SIZE_FIRST 64

/* The step, or the free place where it would be. */
static struct needles_step *
find_step(const struct needles *ns, uint32_t state, uint32_t cp)
{
	uint64_t h = ((uint64_t)state << 32 | cp) * 0x9e3779b97f4a7c15u;
	size_t i = (size_t)(h >> 32) & (ns->size - 1);

	while (ns->step[i].next != 0 &&
	    (ns->step[i].state != state || ns->step[i].cp != cp))
		i = (i + 1) & (ns->size - 1);
	return &ns->step[i];
}

/* At most an eighth of the places are taken: how far a step is from its place is what a
 * machine cannot foretell. */
static void
make_room(struct needles *ns)
{
	struct needles old = *ns;

	if (ns->size != 0 && ns->nstate < ns->size / 8)
		return;
	ns->size = ns->size != 0 ? ns->size * 2 : SIZE_FIRST;
	ns->step = xcalloc(ns->size, sizeof *ns->step);
	for (size_t i = 0; i < old.size; i++)
		if (old.step[i].next != 0)
			*find_step(ns, old.step[i].state, old.step[i].cp) =
			    old.step[i];
	free(old.step);
}

/* Characters that agree in their last twelve bits share a byte, by the three
 * bits before those: of the planes that Chinese is written in, few are taken
 * for each other. */
static bool
may_begin(const struct needles *ns, uint32_t cp)
{
	return ns->filter[cp % NEEDLES_FILTER] >> (cp / NEEDLES_FILTER & 7) & 1;
}

void
needles_add(struct needles *ns, struct str word, unsigned bits)
{
	const char *p = word.p, *end = str_end(word);
	uint32_t state = 0;

	while (p < end) {
		uint32_t cp = utf8_next(&p, end);
		struct needles_step *step;

		if (state == 0)
			ns->filter[cp % NEEDLES_FILTER] |= (unsigned char)(
			    1u << (cp / NEEDLES_FILTER & 7));
		make_room(ns);
		step = find_step(ns, state, cp);
		if (step->next == 0)
			*step = (struct needles_step){
			    .state = state, .cp = cp, .next = ++ns->nstate};
		if (p == end) {
			step->is_word = true;
			step->bits |= bits & 0x7fffffff;
		}
		state = step->next;
	}
}

/* The bits of all words that begin with the character cp, which ends at p. */
static unsigned
words_at(const struct needles *ns, uint32_t cp, const char *p, const char *end)
{
	const struct needles_step *step = find_step(ns, 0, cp);
	unsigned bits = 0;

	while (step->next != 0) {
		bits |= step->bits;
		if (p == end)
			break;
		step = find_step(ns, step->next, utf8_next(&p, end));
	}
	return bits;
}

/* Behind the characters of three bytes at p that begin no word: may_begin, asked
 * of their bytes, of which the last two are the twelve bits. */
static const char *
skip_others(const struct needles *ns, const char *p, const char *end)
{
	const unsigned char *q = (const unsigned char *)p;

	for (; end - p >= 3; p += 3, q += 3) {
		unsigned second = q[1] ^ 0x80u, third = q[2] ^ 0x80u;

		if (q[0] <= 0xe0 || q[0] >= 0xed || (second | third) >= 0x40 ||
		    (ns->filter[second << 6 | third] >> (q[0] & 7) & 1))
			break;
	}
	return p;
}

unsigned
needles_in(const struct needles *ns, struct str s)
{
	const char *p = s.p, *end = str_end(s);
	unsigned bits = 0;

	while ((p = skip_others(ns, p, end)) < end) {
		uint32_t cp = utf8_next(&p, end);

		if (may_begin(ns, cp))
			bits |= words_at(ns, cp, p, end);
	}
	return bits;
}

size_t
needles_longest(const struct needles *ns, struct str s, unsigned *bits)
{
	const char *p = s.p, *end = str_end(s), *behind = p;
	uint32_t state = 0, of_word = 0;

	while (p < end && ns->size != 0) {
		const struct needles_step *step =
		    find_step(ns, state, utf8_next(&p, end));

		if (step->next == 0)
			break;
		behind = step->is_word ? p : behind;
		of_word = step->is_word ? step->bits : of_word;
		state = step->next;
	}
	if (behind != s.p)
		*bits = of_word;
	return (size_t)(behind - s.p);
}
