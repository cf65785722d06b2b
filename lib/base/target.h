/* A file that appears when all of it is written. */
#ifndef GX_TARGET_H
#define GX_TARGET_H

#include <stdbool.h>

#include "base/str.h"

/* For reading only.  {0} is none. */
struct target {
	const char *name; /* as the user names it */
	int fd;           /* to write to */
	const char *temporary; /* NULL: written in place */
	struct buf place; /* the name of the file itself, ended by NUL */
};

/*
 * Begin to write the file.  A temporary file beside it (".NAME.XXXXXX") takes what is
 * written to fd and is renamed by target_close, so that a failed run leaves no
 * half-written target; it has the access rights of an older file.  A link stays, and
 * what it leads to is the file.  What is no regular file, or has no name but a
 * descriptor's (/dev/stdout), is written in place.  Dies when it cannot be made.  name
 * must outlive target_close.  At most TARGETS_MAX in a program, all before it
 * starts a thread.
 */
#define TARGETS_MAX 2
void target_open(struct target *t, const char *name);

/* Close it, and rename (ok) or drop the temporary file.  Dies when the last bytes
 * cannot be written. */
void target_close(struct target *t, bool ok);

/* Would two targets with these names take one another's place?  Dies when that cannot
 * be found out. */
bool target_same(const char *one, const char *other);

/* End the program, as errno says why name, as the user calls it, takes no more. */
_Noreturn void target_failed(const char *name);

#endif
