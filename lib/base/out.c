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
#include <sys/uio.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/msg.h"
#include "base/target.h"

#define ENOUGH ((size_t)128 * 1024)
#define FEW ((size_t)4096) /* bytes: they are copied */
#define QUEUE_MAX 16
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
static struct target target; /* of out_to_file */

static _Noreturn void
cannot_write(void)
{
	target_failed(target.name != NULL ? target.name
					  : tr("standard output", "标准输出"));
}

void
out_to_file(const char *path)
{
	target_open(&target, path);
	out_fd = target.fd;
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
	if (target.name != NULL)
		target_close(&target, ok);
	else if (close(out_fd) != 0)
		cannot_write();
	buf_free(&pending);
	while (spare.n != 0)
		buf_free(&spare.v[--spare.n]);
}
