/* The ordinary tar: its members where they lie, as they come. */
#ifndef GX_UNTAR_H
#define GX_UNTAR_H

#include "input/archive.h"

struct untar;

/*
 * Begin to read the tar in src, through room for UNTAR_PIECE bytes; what comes out
 * is charged to guard.  All of them must outlive it.
 */
#define UNTAR_PIECE ((size_t)256 * 1024)
struct untar *untar_open(struct stream *src, char *room, struct guard *guard);

/* As unpack_next; or UNTAR_ODD: what comes is nothing ordinary, and libarchive has
 * to go on with what untar_read gives. */
enum { UNTAR_ODD = 2 };
int untar_next(struct untar *u, struct member *m, struct err *e);

struct stream *untar_stream(struct untar *u);

/*
 * The tar from the place on where untar_next found something odd, piece by piece,
 * each valid until the next call.  Where members were read, an ordinary empty one is
 * put before it, by which the rest is known for a tar.  Bytes, 0 at the end, -1
 * with *e.
 */
ssize_t untar_read(struct untar *u, const char **p, struct err *e);

/* Zeros end a tar.  False: it was read to its end, and there were none. */
bool untar_has_end(const struct untar *u);

bool untar_has_begun(const struct untar *u); /* were members read? */

void untar_close(struct untar *u);

#endif
