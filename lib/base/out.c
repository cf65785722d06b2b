/*
 * Output.  Every write and the final close are checked: a full disk must not
 * look like an empty result.
 *
 * What a document gives is not copied, if it is not little: its buffer waits in a queue
 * until enough has gathered, and whoever handed it over goes on with another.  Few
 * buffers are in use in turn, so that they stay in the cache.
 */
#include "base/out.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/mem.h"
#include "base/msg.h"
#include "base/temporary.h"
#include "base/utf8.h"

#define ENOUGH ((size_t)128 * 1024)
#define FEW ((size_t)4096) /* bytes: they are copied */
#define QUEUE_MAX 16
#define NAME_SHOWN 200 /* bytes of the target's name in that of the temporary file */
#define SPARE_MAX ((size_t)8 * 1024 * 1024) /* bytes of all buffers that are kept */

struct bufs {
	struct buf v[QUEUE_MAX];
	size_t n;
};

static struct buf pending; /* behind what is in the queue */
static struct bufs queue, spare;
static size_t queued, kept; /* bytes that wait; that the spare ones have room for */
static int out_fd = STDOUT_FILENO;
static bool each_record;
static const char *temporary;
static const char *target; /* as the user names it */
static struct buf place;   /* the name of the file itself, ended by NUL */
static bool is_descriptor; /* the place is /proc/self/fd/1 or the like */

static _Noreturn void
cannot_write(void)
{
	int why = errno;

	if (why == EPIPE)
		cleanup_broken_pipe();
	die(tr("cannot write %s: %s", "无法写入 %s：%s"),
	    target != NULL ? target : tr("standard output", "标准输出"),
	    strerror(why));
}

/* The program ends without out_close: leave nothing behind. */
static void
drop_temporary(void)
{
	if (temporary != NULL)
		unlink(temporary);
}

/* The access rights a file would get that is made the ordinary way. */
static mode_t
usual_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

/* /proc/self/fd/1 and the like lead to something that is open, not to a name. */
static bool
is_of_proc(const struct stat *link)
{
	struct stat proc;

	return lstat("/proc/self", &proc) == 0 && link->st_dev == proc.st_dev;
}

/* Put what the link says into the place of its name. */
static void
follow_link(struct buf *name)
{
	char to[PATH_MAX];
	ssize_t n = readlink(name->p, to, sizeof to);
	const char *slash = strrchr(name->p, '/');

	if (n < 0)
		cannot_write();
	name->n = slash != NULL && to[0] != '/' ? (size_t)(slash + 1 - name->p) : 0;
	buf_add(name, to, (size_t)n);
	buf_addc(name, '\0');
}

/* Find the place that the target names through links, and what is there: a
 * regular file, or nothing yet.  False when it is something else. */
static bool
find_place(struct stat *old)
{
	buf_addz(&place, target);
	buf_addc(&place, '\0');
	/* links in circles, and those that the system does not trust */
	if (stat(target, old) != 0 && errno != ENOENT)
		cannot_write();
	while (lstat(place.p, old) == 0) {
		if (S_ISREG(old->st_mode))
			return true;
		is_descriptor = S_ISLNK(old->st_mode) && is_of_proc(old);
		if (!S_ISLNK(old->st_mode) || is_descriptor)
			return false;
		follow_link(&place);
	}
	old->st_mode = 0;
	return true;
}

/* Is what the place names open here for writing?  *fd gets the descriptor. */
static bool
is_open_here(unsigned long *fd)
{
	const char *slash = strrchr(place.p, '/');
	struct stat own, there;

	return is_descriptor && slash != NULL &&
	    str_to_ulong(str_of(slash + 1), fd) && *fd <= INT_MAX &&
	    fstat((int)*fd, &own) == 0 && stat(place.p, &there) == 0 &&
	    own.st_dev == there.st_dev && own.st_ino == there.st_ino &&
	    (fcntl((int)*fd, F_GETFL) & O_ACCMODE) != O_RDONLY;
}

/* Open a device or a pipe.  For what is open here already that descriptor is
 * taken, so that what others write to it too comes in its order. */
static int
open_in_place(void)
{
	unsigned long fd;

	if (is_open_here(&fd))
		return fcntl((int)fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	return open(place.p, O_WRONLY | O_APPEND | O_CLOEXEC);
}

/* Give the temporary file to whom the old one belongs, as far as that is
 * allowed, with its access rights. */
static void
take_rights(const struct stat *old)
{
	mode_t mode = old->st_mode & 0777;

	if (old->st_mode == 0)
		mode = usual_mode();
	else if (fchown(out_fd, old->st_uid, old->st_gid) != 0)
		/* another group: its members are others to that of the file */
		mode = (mode & ~(mode_t)S_IRWXG) | (mode & S_IRWXO) << 3;
	if (fchmod(out_fd, mode) != 0)
		cannot_write();
}

/* Its name is one that is passed over in a folder that is read: it may be the
 * target's. */
static void
open_temporary(void)
{
	const char *slash = strrchr(place.p, '/');
	const char *last = slash != NULL ? slash + 1 : place.p;
	struct buf name = {0};

	buf_add(&name, place.p, (size_t)(last - place.p));
	buf_addf(&name, ".%.*s.XXXXXX",
	    (int)utf8_cut(str_of(last), NAME_SHOWN), last);
	buf_addc(&name, '\0');
	out_fd = mkostemp(name.p, O_CLOEXEC);
	if (out_fd < 0)
		cannot_write();
	temporary = name.p;
	atexit(drop_temporary);
	cleanup_add(drop_temporary);
}

void
out_to_file(const char *path)
{
	struct stat old;

	target = path;
	if (find_place(&old)) {
		open_temporary();
		take_rights(&old);
		return;
	}
	out_fd = open_in_place();
	if (out_fd < 0)
		cannot_write();
}

struct buf *
out_buf(void)
{
	return &pending;
}

void
out_commit(void)
{
	if (queued + pending.n >= ENOUGH || each_record)
		out_flush();
}

bool
out_pending(void)
{
	return queued + pending.n != 0;
}

/* The first part that has not been written whole, without those of n bytes that have. */
static struct iovec *
skip_written(struct iovec *part, const struct iovec *end, size_t n)
{
	for (; part < end && n >= part->iov_len; part++)
		n -= part->iov_len;
	if (part < end) {
		part->iov_base = (char *)part->iov_base + n;
		part->iov_len -= n;
	}
	return part;
}

static void
write_parts(struct iovec *part, const struct iovec *end)
{
	while (part < end) {
		ssize_t n = writev(out_fd, part, (int)(end - part));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			cannot_write();
		part = skip_written(part, end, (size_t)n);
	}
}

/* The buffer, which was written, may be used again. */
static void
give_back(struct buf *b)
{
	buf_reset(b);
	if (b->cap > SPARE_MAX - kept || spare.n == QUEUE_MAX) {
		buf_free(b);
		return;
	}
	kept += b->cap;
	spare.v[spare.n++] = *b;
}

/* An empty buffer. */
static struct buf
take_spare(void)
{
	struct buf b = {0};

	if (spare.n != 0)
		b = spare.v[--spare.n];
	kept -= b.cap;
	return b;
}

static void
add_part(struct iovec **end, const struct buf *b)
{
	if (b->n != 0)
		*(*end)++ = (struct iovec){b->p, b->n};
}

void
out_flush(void)
{
	struct iovec part[QUEUE_MAX + 1], *end = part;

	for (size_t i = 0; i < queue.n; i++)
		add_part(&end, &queue.v[i]);
	add_part(&end, &pending);
	write_parts(part, end);
	for (size_t i = 0; i < queue.n; i++) /* the last one is used first */
		give_back(&queue.v[i]);
	queue.n = queued = 0;
	buf_reset(&pending);
}

/* Put the buffer into the queue, which has room for it, and leave an empty one. */
static void
enqueue(struct buf *b)
{
	if (b->n == 0)
		return;
	queued += b->n;
	queue.v[queue.n++] = *b;
	*b = take_spare();
}

void
out_send(struct buf *b)
{
	if (b->n < FEW) {
		buf_addstr(&pending, buf_str(b));
		buf_reset(b);
	} else {
		if (queue.n + 2 > QUEUE_MAX)
			out_flush();
		enqueue(&pending);
		enqueue(b);
	}
	out_commit();
}

void
out_set_line_buffered(void)
{
	each_record = true;
}

void
out_close(bool ok)
{
	out_flush();
	if (close(out_fd) != 0)
		cannot_write();
	if (temporary != NULL && !ok)
		unlink(temporary);
	else if (temporary != NULL && rename(temporary, place.p) != 0)
		cannot_write();
	buf_free(&pending);
	while (spare.n != 0)
		buf_free(&spare.v[--spare.n]);
}
