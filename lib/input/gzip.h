/* gzip files: a stream of what they hold. */
#ifndef GX_GZIP_H
#define GX_GZIP_H

#include "base/stream.h"
#include "input/guard.h"

struct gzip;

/* src and guard must outlive it; what comes out is charged to guard. */
struct gzip *gzip_open(struct stream *src, struct guard *guard);

/* The text, of all parts of the file one after the other.  It ends with g. */
struct stream *gzip_stream(struct gzip *g);

void gzip_close(struct gzip *g);

#endif
