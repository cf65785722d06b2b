/* The page that a Word file has inside. */
#ifndef GX_CHUNK_H
#define GX_CHUNK_H

#include "base/str.h"

/*
 * The HTML of a chunk, valid UTF-8: the chunk itself, or the page of a message in MIME
 * (MHT).  It lies in the chunk, or in out when it had to be decoded, where it begins at
 * the old end.  Empty when the chunk is something else, or in another encoding.
 */
struct str chunk_page(struct str chunk, struct buf *out);

#endif
