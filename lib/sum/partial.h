/* The exact state of totals as records, and adding such records up. */
#ifndef GX_PARTIAL_H
#define GX_PARTIAL_H

#include "sum/totals.h"

/* The records that partial_print writes: known by the first column. */
extern const struct tsv_kind partial_kind;

/* Append the header, and the state of every group.  commit as in totals.h.
 * totals must be bound. */
void partial_header(struct buf *b, const struct totals *t);
void partial_print(struct buf *b, const struct totals *t,
    void (*commit)(void));

/*
 * Read such records and add them to t, whose groups and stats come from the
 * first header.  Lines that do not fit are warned of and passed over, and so is
 * the stream from another header on.
 */
void partial_read(struct totals *t, const char *where, struct stream *s);

#endif
