/* Records that are just what was expected: nothing else is looked at. */
#ifndef GX_GUESS_H
#define GX_GUESS_H

#include "base/mem.h"
#include "base/tsv.h"
#include "sum/group.h"
#include "sum/spec.h"

#define GUESS_SAME 4 /* columns of the tail that a group may settle */

struct quick;
struct quick_line;
struct totals;

/*
 * A line has three parts.  The lead, columns before the middle, is expected to be
 * that of the line before; the middle, key columns side by side, what the group
 * says that came next last time.  The tail, from the column to on, is cut.
 * Columns in it are counted from 0.
 */
struct guess_plan {
	bool usable;
	bool unsure; /* names stand before the tail: only groups that need none */
	size_t from, to, ntail;
	size_t last; /* of the tail's columns that are looked at */
	size_t nsame, same[GUESS_SAME]; /* key columns, then names */
	size_t measure[SPEC_MAX];
};

/* {0} is an empty one. */
struct guess {
	struct guess_plan plan;
	struct arena hints;
	struct group_table leads; /* the key columns of leads */
	struct buf text, lead;
	size_t lead_n;   /* bytes of lead that count */
	uint32_t number; /* of lead in leads; GROUP_NONE: nothing is expected */
	uint32_t *hinted; /* groups that got a hint since the header */
	size_t nhinted, hinted_cap;
};

/* What is expected of the next record of a group. */
struct guess_hint;

/* A header has come that q knows already; it is another one than before, or its
 * names are. */
void guess_head(struct quick *q, const struct totals *t);

/* The line before is none that was added. */
void guess_forget(struct guess *g);

/* The line l was added to the group. */
void guess_learn(struct quick *q, const struct totals *t,
    const struct quick_line *l, uint32_t group);

/*
 * Add the lines at the start of text that are as expected.  Returns their bytes,
 * and how many they are in *lines.  Only when the plan is usable.
 */
size_t guess_add(struct quick *q, struct totals *t, struct str text,
    unsigned *lines);

void guess_free(struct guess *g);

#endif
