/* Lines that are no record of their table: told, or kept for whoever mends them. */
#ifndef GX_REJECT_H
#define GX_REJECT_H

#include "base/opt.h"
#include "base/tsv.h"

/* Options of a program that takes records: --skip-bad, --rejects. */
extern const struct opt_group reject_group;

/* Make the file of --rejects, if it was given.  It must not be output, which is the
 * file of --output or NULL, nor one of the operands (ended by NULL), nor what a standard
 * stream is.  Call it before there are threads; dies when that cannot be. */
void reject_start(const char *output, char *const *operands);

/*
 * The line that t is at does not fit, as *e says: tsv_next gave TSV_BAD, or the record
 * is none of its kind.  It is warned of, or counted with --skip-bad; with --rejects it
 * becomes a record of that file.  where is the address of the input.  Only one thread
 * at a time may call this, but for those that were diverted.
 */
void reject(const char *where, const struct tsv *t, const struct err *e);

/* Lines that the calling thread rejects, held until their turn.  {0} is empty; free
 * records. */
struct reject_log {
	struct buf records;
	unsigned long left_out;
};

/* From now on what the calling thread rejects goes to the log; NULL: no longer. */
void reject_divert(struct reject_log *log);

/* The turn of the log has come; it is empty then. */
void reject_take(struct reject_log *log);

/* Behind the last line of an input: say how many were left out, if --skip-bad did. */
void reject_end(const char *where);

/* The file of --rejects is whole, whatever became of the run. */
void reject_finish(void);

#endif
