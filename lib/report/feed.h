/* From whatever a program is given to reports: documents, blocks, cells. */
#ifndef GX_FEED_H
#define GX_FEED_H

#include "base/seen.h"
#include "input/input.h"
#include "read/tree.h"
#include "report/cell.h"
#include "report/form.h"

/*
 * Where one thread makes reports: the memory for one at a time, and the slot in
 * which the program leaves what comes of them.
 */
struct desk {
	struct tree tree;
	struct report report;
	void *slot;
};

/*
 * Collects until a report is complete and hands it to the program.  Set the
 * members up to grid, leave the others zero.
 *
 * report is called in any thread, with a slot of that thread; it may read the
 * report until it returns, or take it and leave an empty one.  merge is called
 * in input order, one at a time, for a slot that holds what came of one report
 * or several.  Without slot_new there is one thread and slots are NULL.  See
 * struct input_sink.
 */
struct feed {
	const struct forms *forms;
	void *ctx;
	void *(*slot_new)(void *ctx);
	void (*slot_free)(void *ctx, void *slot);
	void (*report)(void *ctx, void *slot, struct report *r);
	void (*merge)(void *ctx, void *slot); /* or NULL */
	/* Kinds of records that are known but not taken, ended by NULL; or NULL. */
	const struct tsv_kind *const *refused;
	bool grid; /* every table as plain cells instead of the forms' tables */

	struct relay *relay; /* for records */
	struct seen seen;    /* documents that came as records */
};

/* The kinds of records that feed_records takes: blocks and cells. */
extern const struct tsv_kind *const feed_kinds[];

/* Make and free a desk, with a slot of the program on it: for the slots of an
 * input_sink. */
void *feed_desk_new(void *feed);
void feed_desk_free(void *feed, void *desk);

/* Read one document and hand over its report.  What cannot be read is warned
 * of. */
void feed_document(struct feed *f, struct desk *desk, const struct document *d);

/*
 * Read a stream of block or cell records.  The records of a document must
 * follow one another: when a document comes back after another one, that is
 * warned of and its records are passed over, since half a report must not be
 * judged.  Lines that do not fit are rejected (reject.h).  With several threads
 * (--jobs) the calling one cuts the stream, and all of them read the records.
 */
void feed_records(struct feed *f, const char *addr, struct stream *s);

/*
 * All that the operands name, in order; with the options of input_group.
 * Convenience over input_each for a program that takes documents, blocks and
 * cells.
 */
void feed_each(struct feed *f, char *const *operands);

void feed_free(struct feed *f);

#endif
