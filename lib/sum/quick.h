/* The short way for records: most of them, without taking the line apart. */
#ifndef GX_QUICK_H
#define GX_QUICK_H

#include "base/tsv.h"
#include "sum/group.h"
#include "sum/guess.h"

#define QUICK_KINDS 8 /* that may be known */

struct totals;

/* What the short way knows of a group. */
struct quick_group {
	struct str key;  /* in known; p NULL: not known there */
	struct str name; /* of its first cell, as it stands in a line; the same */
	uint32_t next[2]; /* groups that came behind it, the last one first */
	bool any_name;    /* it is mixed already */
	const struct guess_hint *hint; /* NULL: not made yet */
};

/* The group came behind g. */
static inline void
quick_follow(struct quick_group *g, uint32_t group)
{
	if (g->next[0] == group)
		return;
	g->next[1] = g->next[0];
	g->next[0] = group;
}

/* Something is tried as long as it succeeds often enough; else, after a while, it
 * is tried again.  {0}: it is tried. */
struct quick_wager {
	bool off;
	unsigned tries, hits, rest;
};

/* Fields side by side, or not, that make up one text. */
struct quick_columns {
	const size_t *place;
	size_t n;
	bool together; /* one follows another, in this order */
};

/* {0} is an empty one. */
struct quick {
	struct arena names;
	struct quick_group *group; /* by the number of the group */
	size_t room;
	struct group_table known; /* by the fields as they stand in a line */
	uint32_t *group_of;       /* by the number in known */
	size_t known_room;

	/* bytes of the stream at hand; those before from are done with */
	struct buf text;
	size_t from;
	struct cut cut; /* lines of it that come next */
	const char *cut_text;
	size_t next; /* of those, the one at from */
	bool cut_valid; /* they are UTF-8 */

	bool usable; /* for the header at hand */
	bool cells_only, named, was_named;
	size_t nhead;
	size_t last_place; /* of the fields that are looked at */
	struct quick_columns key, name;
	struct buf key_text, name_text, head;
	struct str sign[QUICK_KINDS]; /* a column of each kind's header */
	size_t nsign;

	uint32_t last; /* the group of the record before, or GROUP_NONE */
	struct guess guess;
	struct quick_wager whole; /* guesses of lines */
};

/* A header has come: find out what can be done for records under it. */
void quick_head(struct quick *q, const struct totals *t, const struct tsv *in);

/*
 * Add the records that come next in q->text, up to a line that is none, or may
 * be none: that is left to tsv_next.  in->line grows by those that were added,
 * and is their number in what is told of them; q->from moves behind them.  What
 * comes of it is the same as if tsv_next and totals_add had taken them.  Only
 * when q->usable.
 */
void quick_add(struct quick *q, struct totals *t, struct tsv *in);

/* The line at q->from, which has an end, is about to be left to tsv_next. */
void quick_pass(struct quick *q);

/* Forget what is known of the bytes behind q->from: they move. */
void quick_forget(struct quick *q);

/* totals_add has put a record into the group: the next one may come here. */
void quick_learn(struct quick *q, const struct totals *t, uint32_t group);

void quick_free(struct quick *q);

#endif
