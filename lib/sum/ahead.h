/* A stream of records that takes the easy ones out before they are split. */
#ifndef GX_AHEAD_H
#define GX_AHEAD_H

#include "base/stream.h"
#include "base/tsv.h"

struct totals;

/* The stream is what in reads from; set heads, read the rest only. */
struct ahead {
	struct stream stream;
	unsigned long heads; /* headers of in that t has taken */

	struct stream *source;
	struct totals *t;
	struct tsv *in;
	bool amid; /* what was handed on so far ends inside of a line */
};

/*
 * Begin to read source for t.  in is to be opened over a->stream, which adds
 * records to t as quick_add does, counts their lines in in->line, and gives in
 * all others.  All must outlive it; only one at a time reads for t.
 */
void ahead_open(struct ahead *a, struct stream *source, struct totals *t,
    struct tsv *in);

#endif
