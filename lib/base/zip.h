/* The records of a zip archive; and its members, when it is held in memory. */
#ifndef GX_ZIP_H
#define GX_ZIP_H

#include "base/msg.h"
#include "base/str.h"

#define ZIP_END_SIZE ((size_t)22)   /* of the end record without its comment */
#define ZIP_COMMENT_MAX ((size_t)65535)
#define ZIP_ENTRY_SIZE ((size_t)46) /* of a directory entry without its name */
#define ZIP_HEAD_SIZE ((size_t)30)  /* of a local header without its name */

enum { ZIP_STORED = 0, ZIP_DEFLATED = 8 };
enum { ZIP_ENCRYPTED = 1, ZIP_MASKED = 1 << 13 }; /* flags */

/* What the directory says of a member. */
struct zip_entry {
	struct str name, extra;
	unsigned system; /* it was made on: 0 FAT, 3 Unix */
	unsigned flags, method;
	size_t attributes; /* of that system */
	size_t crc, packed, full;
	size_t at; /* its local header */
};

/* Where the end record begins: the last one whose comment fits into the bytes.
 * They are the end of a zip; bytes.n when there is none. */
size_t zip_end_record(struct str bytes);

/* Cut the next entry off the directory; false, with *d as it was, at its end, or
 * where it is damaged. */
bool zip_next_entry(struct str *directory, struct zip_entry *d);

/* The length of the local header, of which ZIP_HEAD_SIZE bytes are at p; 0 when it
 * is none. */
size_t zip_head_length(const char *p);

/* A zip with its directory found. */
struct zip {
	struct str bytes;
	struct str directory; /* all entries, one after the other */
	size_t budget;        /* bytes that may still come out of it */
};

/* Find the directory.  max is what zip_member may give in all.  False, with *e,
 * when there is none: the file is cut off or no zip. */
bool zip_open(struct zip *z, struct str bytes, size_t max, struct err *e);

/*
 * Append the member of that name, in which case and kind of slash do not count,
 * to out.  False, with *e, when it is not there, is not what the directory says
 * of it, or is larger than the budget; out is then as it was.
 */
bool zip_member(struct zip *z, struct str name, struct buf *out, struct err *e);

/* Is there a member of that name? */
bool zip_has(const struct zip *z, struct str name);

#endif
