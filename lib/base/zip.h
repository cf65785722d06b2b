/* The members of a zip archive that is held in memory. */
#ifndef GX_ZIP_H
#define GX_ZIP_H

#include "base/msg.h"
#include "base/str.h"

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
