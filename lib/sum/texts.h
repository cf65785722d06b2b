/* Sets of different texts, one for each group and column. */
#ifndef GX_TEXTS_H
#define GX_TEXTS_H

#include "sum/group.h"

/* A set: how many texts, and a chain of them in the order in which they came. */
struct text_set {
	uint64_t n;
	uint32_t first, last; /* in texts.member; not valid when n is 0 */
};

/* One text of one set. */
struct text_member {
	uint64_t set;  /* the number of the set, given by the caller */
	uint32_t text; /* in texts.all */
	uint32_t next; /* in texts.member */
};

/* {0} is empty. */
struct texts {
	struct group_table all; /* each text once */
	struct text_member *member;
	size_t n, cap;
	uint32_t *slot; /* number of the member + 1; 0: free */
	size_t nslot;
};

/* Put the text into the set.  False when it is not valid UTF-8. */
bool texts_add(struct texts *t, struct text_set *set, uint64_t number,
    struct str text);

/* The i-th member's text, and the member behind it. */
struct str texts_at(const struct texts *t, uint32_t member, uint32_t *next);

void texts_free(struct texts *t);

#endif
