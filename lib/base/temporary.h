/* Temporary files, and writing to a file all there is to write. */
#ifndef GX_TEMPORARY_H
#define GX_TEMPORARY_H

#include "base/str.h"

/* Open a new file for reading and writing, in the folder that $TMPDIR names, else
 * in /tmp; its name ends in suffix and goes to name, ended by NUL.  -1, with errno,
 * when there can be none. */
int temporary_open(const char *suffix, struct buf *name);

/* The same without a name: it is gone when it is closed. */
int temporary_nameless(void);

/* Write all of s; false, with errno, when some of it could not be written. */
bool write_whole(int fd, struct str s);

#endif
