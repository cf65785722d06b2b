/* What every program does at its start and at its end, and the options for it. */
#ifndef GX_COMMON_H
#define GX_COMMON_H

#include <stdbool.h>

#include "base/opt.h"
#include "base/tsv.h"

/* Set by the options of common_group. */
struct common_options {
	const char *output; /* -o; NULL: standard output */
	bool no_header, line_buffered, quiet;
	const char *progress; /* "progress", "no-progress"; NULL: neither */
	size_t jobs; /* threads, at least 1 */
	size_t max_warnings;
};
extern struct common_options common_options;
extern const struct opt_group common_group;

/*
 * Start a program: its name, its language, its options, its output.
 * Returns the operands, ended by NULL.
 */
char **common_start(const struct tool *t, int argc, char **argv);

/* Write the header of a kind, unless --no-header was given. */
void common_header(const struct tsv_kind *kind);

/* For programs whose threads make records: a slot that is a struct buf, made,
 * freed, and sent to the output.  ctx is not used. */
void *common_slot_new(void *ctx);
void common_slot_free(void *ctx, void *slot);
void common_slot_send(void *ctx, void *slot);

/*
 * End a program: close the output, print what is left to say.  Returns the exit
 * status: trouble if anything went wrong, else the given one.
 */
int common_finish(int status);

#endif
