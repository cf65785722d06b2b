/* A file of records by several threads, each a range of it at a time. */
#ifndef GX_RANGES_H
#define GX_RANGES_H

#include <stdint.h>

#include "sum/totals.h"

/*
 * Add all records of the file at fd from the byte from to its size.  The first
 * header has been read: it is in->head, and t->places fit it.
 *
 * False, and nothing is added, when the file is too small for this, no more than
 * one thread is wanted, or there is anything in it that is not quite plain: what
 * has to be told, another header, texts to be counted, mixed groups.  It is then
 * to be read from the start to the end.  True: as if that had been done.
 */
bool ranges_add(struct totals *t, const struct tsv *in, int fd, uint64_t from,
    uint64_t size);

#endif
