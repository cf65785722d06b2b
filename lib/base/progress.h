/* How far the work is: a line on the terminal, and the answer to SIGUSR1. */
#ifndef GX_PROGRESS_H
#define GX_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum progress_when {
	PROGRESS_AUTO, /* standard error is a terminal, the output is none */
	PROGRESS_ALWAYS,
	PROGRESS_NEVER,
};

/*
 * Begin to count, and answer SIGUSR1 with a line from now on.  to_terminal: the
 * records go to a terminal, where a line that comes and goes would disturb them.
 */
void progress_init(enum progress_when when, bool to_terminal);

/*
 * The inputs are known.  expected is their bytes in all, 0 when that cannot be
 * said.  piped: all of it comes through a pipe; then only PROGRESS_ALWAYS shows
 * a line, since the program before in the pipe has one.
 *
 * A line appears when the work has lasted two seconds, and is renewed four times
 * a second on a terminal, once a second in a file.
 */
void progress_begin(uint64_t expected, bool piped);

/* n more bytes of the inputs were read; one more document.  Any thread may call
 * these, they cost nothing to speak of. */
void progress_bytes(size_t n);
void progress_document(void);

/* n of the bytes that were counted come a second time. */
void progress_in_vain(uint64_t n);

/* What to write before anything else goes to standard error: it wipes the line
 * that may stand on the terminal.  "" when there is none. */
const char *progress_wipe(void);

/* The work is done: wipe the line or, with PROGRESS_ALWAYS, leave a last one. */
void progress_end(void);

#endif
