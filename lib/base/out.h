/* The output of a program: one buffer, checked to the end. */
#ifndef GX_OUT_H
#define GX_OUT_H

#include <stdbool.h>

#include "base/str.h"

/* Write to the file instead of standard output, as target.h has it.  path must outlive
 * out_close.  Call it at most once. */
void out_to_file(const char *path);

/* Where to append.  Call out_commit when a record is complete. */
struct buf *out_buf(void);

/* A record is complete: it may be sent when enough has gathered. */
void out_commit(void);

/* Send what b holds, complete records, behind what was appended; b is empty
 * then, and its memory may be another, or none. */
void out_send(struct buf *b);

/* Is there anything not yet written? */
bool out_pending(void);

/* Write what is pending; dies when that fails. */
void out_flush(void);

/* Send every record at once from now on. */
void out_set_line_buffered(void);

/* Flush, check and close; with out_to_file, rename (ok) or drop the file.
 * Dies when the last bytes cannot be written. */
void out_close(bool ok);

#endif
