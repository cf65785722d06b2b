/* From a stream of bytes to documents, through archives and compression. */
#ifndef GX_DELIVER_H
#define GX_DELIVER_H

#include "input/archive.h"
#include "input/input.h"
#include "input/name.h"

struct parcels;
struct parcel;

/*
 * What lasts over all operands.  Start from {.o = ..., .sink = ..., .include =
 * ..., .exclude = ...}, and the slot that the sink made.  With parcels, this is the
 * walker, and documents are packed; with a parcel, it is whoever opens that one,
 * see parcel.h.
 */
struct job {
	const struct input_options *o;
	const struct input_sink *sink;
	struct globs *include, *exclude; /* those of o; all threads share them */
	void *slot;
	struct parcels *parcels;
	struct parcel *parcel;
	size_t waiting;  /* bytes of documents whose results are in the slot */
	struct buf addr; /* of what is being looked at */
	size_t below;    /* what addr has beyond this lies below the operand */
	struct buf raw, text;
};

/* Tell sink->problem about the current address; or that it cannot be opened. */
void job_tell(struct job *j, const struct err *e);
void job_tell_errno(struct job *j, int error);

/* Is there something of interest at the current address, as far as can be said
 * without its bytes: is it included, or an archive by its name? */
bool job_may_want(struct job *j);

/* Does --exclude keep the current address out, that of a folder or of anything
 * else?  Never the operand itself. */
bool job_is_excluded(struct job *j, bool is_folder);

/*
 * Hand all documents and records in src to the sink.  The address of src is the
 * current one; it is the same again afterwards.  With wanted not empty, only
 * what lies under that path inside src.  Returns whether there was anything
 * under that path.
 */
bool deliver(struct job *j, const struct source *src, struct str wanted);

/*
 * Hand over the raw bytes of a document, whose address is the current one: run
 * the user's converter, decode, call the sink.  Why that cannot be done is told.
 */
void deliver_bytes(struct job *j, struct str raw);

/* Everything in an open file, or what lies under wanted; false when nothing
 * lies there.  regular: it can be read from any place. */
bool deliver_fd(struct job *j, int fd, bool regular, struct str wanted);

/* The same for the regular file at path, which is the current address. */
void deliver_file(struct job *j, const char *path);

/* Let the sink use what is in the slot of j. */
void job_merge(struct job *j);

void job_free(struct job *j);

#endif
