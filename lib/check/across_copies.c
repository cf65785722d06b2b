/*
 * Texts that stand in several reports.  In go the sketches of all, out comes for
 * each the report before it whose text is the most similar one.
 */
#include "check/across_run.h"

#include <stdlib.h>

#include "check/similar.h"

#define SHARE_MIN 30 /* percent; less is never worth a look */

/* The sketches of reports, on their way to be compared. */
struct texts {
	struct across_run *run;
	struct sketch some[1024]; /* that follow one another */
	uint32_t first, n;
	struct sketch one; /* that others are compared with */
	uint32_t number;   /* of its text, or SIMILAR_NONE */
};

/* n sketches from report i on. */
static void
read_sketches(const struct across_run *run, size_t i, struct sketch *to, size_t n)
{
	spill_copy(&run->sketches, i * sizeof *to, to, n * sizeof *to);
}

static const struct sketch *
text_sketch(void *ctx, uint32_t i)
{
	struct texts *t = ctx;

	if ((t->run->kept[i].flags & FLAG_SKETCH) == 0)
		return NULL;
	if (i - t->first >= t->n) {
		size_t left = t->run->n - i, most = sizeof t->some / sizeof *t->some;

		t->first = i;
		t->n = (uint32_t)(left < most ? left : most);
		read_sketches(t->run, i, t->some, t->n);
	}
	return &t->some[i - t->first];
}

/* Percent of the sketches that is equal, of text j and of another. */
static unsigned
share_with(const struct across_run *run, const struct sketch *one, size_t j)
{
	struct sketch other;

	read_sketches(run, j, &other, 1);
	return sketch_equal(one, &other) * 100 / SKETCH_BINS;
}

static unsigned
share(const struct across_run *run, size_t i, size_t j)
{
	struct sketch one;

	read_sketches(run, i, &one, 1);
	return share_with(run, &one, j);
}

/* Two reports of one publisher for one year are no copy: across.report.number
 * tells of them.  Of two equal texts a publisher's own is the likelier source. */
static unsigned
text_score(void *ctx, uint32_t i, uint32_t earlier)
{
	struct texts *t = ctx;
	const struct across_run *run = t->run;
	const struct kept *a = &run->kept[i], *b = &run->kept[earlier];
	bool own = a->unit == b->unit && a->unit != UNIT_NONE;
	unsigned s;

	if (own && a->year == b->year)
		return 0;
	if (t->number != i) { /* several are compared with it, one after the other */
		read_sketches(run, i, &t->one, 1);
		t->number = i;
	}
	s = share_with(run, &t->one, earlier);
	return s < SHARE_MIN ? 0 : 2 * s + own;
}

void
across_find_copies(struct across_run *run)
{
	uint32_t *order = across_by_year(run); /* a copy is the later one */
	struct texts *texts = xcalloc(1, sizeof *texts);
	const struct similar similar = {.ctx = texts, .sketch = text_sketch,
	    .score = text_score, .best = 2 * 100 + 1};

	texts->run = run;
	texts->number = SIMILAR_NONE;
	run->nearest = xcalloc(run->n, sizeof *run->nearest);
	similar_find(&similar, order, (uint32_t)run->n, run->nearest);
	free(texts);
	free(order);
}

void
across_add_copy(struct across_run *run, size_t i)
{
	const struct kept *k = &run->kept[i], *other;

	if (run->nearest == NULL || (k->flags & FLAG_SKETCH) == 0)
		return;
	if (run->nearest[i] == SIMILAR_NONE) {
		across_add_fact(run, "across", "copy", "share", 0, (struct str){0});
		return;
	}
	other = &run->kept[run->nearest[i]];
	across_add_fact(run, "across", "copy", "share",
	    share(run, i, run->nearest[i]), across_doc(run, other));
	if (other->unit == k->unit && k->unit != UNIT_NONE)
		across_add_fact(run, "across", "copy", "own", other->year,
		    (struct str){0});
}
