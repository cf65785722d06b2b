/* A command of the user's that makes a readable document of one that is not. */
#ifndef GX_PRE_H
#define GX_PRE_H

#include <limits.h>

#include "base/msg.h"
#include "base/opt.h"
#include "base/str.h"

/*
 * The command for a document, from options GLOB=COMMAND: that of the first
 * whose glob matches the path, or NULL.  Globs match as those of --include.
 */
const char *pre_command(const struct opt_list *pre, const char *path);

/* Is the option of the form GLOB=COMMAND, with neither part empty? */
bool pre_is_valid(const char *option);

#define PRE_TIMEOUT_MAX ((size_t)INT_MAX / 1000) /* seconds; poll counts in ms */

/* Before the first pre_run, and before another thread starts: when the program
 * dies, commands that run are killed and their files dropped.  SIGCHLD is no
 * longer ignored if it was. */
void pre_start(void);

/*
 * Run the command on the bytes and append what it prints to out.
 *
 * The command is split at blanks; no shell sees it or the file's name.  The
 * bytes stand in a temporary file with the suffix of path, whose name takes the
 * place of each word {}, or is the last word when there is none.  Standard input
 * is empty; what the command says on standard error is passed on.
 *
 * False, with *e, when it cannot be run, ends with another status than 0, runs
 * longer than the given seconds (PRE_TIMEOUT_MAX at most; 0: as long as it wants),
 * or prints more than max bytes; it is killed then, with all it started.
 */
bool pre_run(const char *command, const char *path, struct str bytes,
    size_t max, size_t seconds, struct buf *out, struct err *e);

#endif
