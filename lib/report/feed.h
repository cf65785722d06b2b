/* From whatever a program is given to reports: documents, blocks, cells. */
#ifndef GX_FEED_H
#define GX_FEED_H

#include "base/map.h"
#include "input/input.h"
#include "read/tree.h"
#include "report/cell.h"
#include "report/form.h"

/*
 * Collects until a report is complete and hands it to report(), which may read
 * it until it returns.  Set the first five members, leave the others zero.
 */
struct feed {
	const struct forms *forms;
	void *ctx;
	void (*report)(void *ctx, const struct report *r);
	/* Kinds of records that are known but not taken, ended by NULL; or NULL. */
	const struct tsv_kind *const *refused;
	bool grid; /* every table as plain cells instead of the forms' tables */

	struct tree tree;
	struct report made;
	struct map seen; /* documents that are complete */
	struct arena names;
};

/* The kinds of records that feed_records takes: blocks and cells. */
extern const struct tsv_kind *const feed_kinds[];

/* Read one document and hand over its report.  What cannot be read is warned
 * of. */
void feed_document(struct feed *f, const struct document *d);

/*
 * Read a stream of block or cell records.  The records of a document must
 * follow one another: when a document comes back after another one, that is
 * warned of and its records are passed over, since half a report must not be
 * judged.  Lines that do not fit are warned of and passed over.
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
