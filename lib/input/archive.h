/* Archives and compressed files: bytes in, members or bytes out. */
#ifndef GX_ARCHIVE_H
#define GX_ARCHIVE_H

#include "base/stream.h"
#include "input/guard.h"
#include "input/sniff.h"

/*
 * Where the bytes of an archive come from.  bytes or fd, if there, hold the same
 * as stream would give; zip and 7z are then read from their directory.
 */
struct source {
	struct stream *stream;
	struct str bytes; /* all of it in memory; p NULL: not */
	int fd;           /* an open regular file; -1: not */
};

enum member_kind { MEMBER_FILE, MEMBER_FOLDER, MEMBER_HARDLINK, MEMBER_OTHER };

struct member {
	struct str name; /* as stored, any bytes; valid until the next member */
	enum member_kind kind;
	bool encrypted;
};

struct unpack;

/*
 * Begin to read an archive of the given kind (SNIFF_TAR, SNIFF_ZIP, SNIFF_7Z).
 * Never fails: what is wrong is told by the first unpack_next.  src and guard
 * must outlive it; what comes out is charged to guard.
 */
struct unpack *unpack_open(const struct source *src, enum sniff kind,
    struct guard *guard);

enum { UNPACK_OVER = -2, UNPACK_BAD = -1, UNPACK_END = 0, UNPACK_MEMBER = 1 };

/*
 * The next member.  UNPACK_MEMBER; UNPACK_END; UNPACK_BAD: this one cannot be
 * read, *e says why, the next call goes on; UNPACK_OVER: no further member can
 * be read, *e says why, in few words when the stream of the last one said it.
 */
int unpack_next(struct unpack *u, struct member *m, struct err *e);

/* The bytes of the current member; the stream belongs to u and ends with it.  A
 * wrong checksum or length is a failed read behind the last byte. */
struct stream *unpack_stream(struct unpack *u);

void unpack_close(struct unpack *u);

/*
 * The same for a compressed file other than gzip (which gzip.h reads): it has
 * one member, and unpack_stream is ready at once.  format is the name that sniff
 * gave.
 */
struct unpack *unpack_open_compressed(const struct source *src,
    const char *format, struct guard *guard);

#endif
