/* A source of bytes that comes piece by piece: a file, a pipe, an archive member. */
#ifndef GX_STREAM_H
#define GX_STREAM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/msg.h"
#include "base/str.h"

/*
 * read fills up to n bytes at p and returns how many, 0 at the end, -1 with *e
 * filled when reading failed.  Where bytes lie in memory already, lend stands in
 * its place: it tells where the next ones are, valid until it is called again.
 * held keeps what was looked at before its turn.  {0} gives no bytes.  Use
 * stream_read, not the members.
 */
struct stream {
	ssize_t (*read)(struct stream *s, char *p, size_t n, struct err *e);
	ssize_t (*lend)(struct stream *s, const char **p, struct err *e);
	void *ctx;
	int fd;
	bool prompt; /* fd never waits: no need to look whether it will */
	struct buf held;
	size_t held_from;
	struct str lent; /* what is left of what was lent, behind what is held */
};

/* A stream over a file descriptor, which stays the caller's.  Before it waits
 * for input it sends on what is pending on standard output, so that a filter
 * in a slow pipe passes each record along at once. */
void stream_of_fd(struct stream *s, int fd);

/* Is it a stream over a regular file?  Then *size is that of the file, and *at
 * the place in it of the byte that is read next. */
bool stream_is_file(const struct stream *s, uint64_t *at, uint64_t *size);

/* Up to n bytes from that place in a file: fewer before its end only, 0 there, -1
 * for failure. */
ssize_t stream_read_at(int fd, char *p, size_t n, uint64_t at, struct err *e);

/*
 * A stream over a part of a file, which may be read in several threads: the
 * lines that begin at a byte from..to-1, read up to their end.  The range is the
 * caller's and must outlive the stream.
 */
struct stream_range {
	uint64_t at, to;
	uint64_t given; /* bytes so far */
	bool begun, over;
};
void stream_of_range(struct stream *s, int fd, struct stream_range *range);

/* A stream over bytes in memory.  *left is what has not been read; both must
 * outlive it. */
void stream_of_bytes(struct stream *s, struct str *left);

/* What is called before a stream waits; NULL: as above. */
struct stream_wait {
	void (*wait)(void *ctx);
	void *ctx;
};

/* In the calling thread, call that from now on; stream_just_wait does nothing.
 * Returns what was to be called before. */
struct stream_wait stream_on_wait(void (*wait)(void *ctx), void *ctx);
void stream_just_wait(void *ctx);

/* The thread is going to wait for input in another way: do what stream_on_wait was
 * told to do before that. */
void stream_before_wait(void);

/* Up to n bytes, at least one unless the end is reached (0) or -1 for failure. */
ssize_t stream_read(struct stream *s, char *p, size_t n, struct err *e);

/* The same, without a copy where the bytes lie in memory: *p says where they are,
 * valid until the next call on s.  Else they are read to room. */
ssize_t stream_get(struct stream *s, char *room, size_t n, const char **p,
    struct err *e);

/*
 * Look at the first bytes without taking them: *head gets up to n bytes, fewer
 * only when the stream is shorter; valid until the next call on s.  With
 * a_line, a line end among them is enough.  False when reading failed; *head
 * then has what could be read.
 */
bool stream_peek(struct stream *s, size_t n, bool a_line, struct str *head,
    struct err *e);

/* Put back bytes that were read last, before what comes next. */
void stream_unread(struct stream *s, struct str bytes);

/*
 * The rest of the stream, appended to b.  False when reading failed or there
 * are more than max bytes; b then has what came before that.
 */
bool stream_slurp(struct stream *s, struct buf *b, size_t max, struct err *e);

/* Free what the stream itself holds; the source stays as it is. */
void stream_free(struct stream *s);

#endif
