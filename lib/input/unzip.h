/* The ordinary zip: its members one after the other, by its directory. */
#ifndef GX_UNZIP_H
#define GX_UNZIP_H

#include "input/archive.h"

struct unzip;

/*
 * Begin to read the zip in src->bytes or src->fd, of size bytes; what comes out is
 * charged to guard, and both must outlive it.  NULL when it is none of the
 * ordinary ones, see unzip.c: libarchive has to read it.
 */
struct unzip *unzip_open(const struct source *src, size_t size,
    struct guard *guard);

/* As unpack_next, unpack_stream, unpack_close. */
int unzip_next(struct unzip *u, struct member *m, struct err *e);
struct stream *unzip_stream(struct unzip *u);
void unzip_close(struct unzip *u);

#endif
