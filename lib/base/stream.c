/* Streams, see stream.h. */
#include "base/stream.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "base/out.h"
#include "base/progress.h"

#define PIECE ((size_t)256 * 1024)

static _Thread_local void (*before_wait)(void *ctx);
static _Thread_local void *wait_ctx;

void
stream_on_wait(void (*wait)(void *ctx), void *ctx)
{
	before_wait = wait;
	wait_ctx = ctx;
}

void
stream_just_wait(void *ctx)
{
	(void)ctx;
}

static void
get_ready_to_wait(int fd)
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};

	if (before_wait == stream_just_wait ||
	    (before_wait == NULL && !out_pending()) || poll(&wait, 1, 0) != 0)
		return;
	if (before_wait != NULL)
		before_wait(wait_ctx);
	else
		out_flush();
}

static ssize_t
read_fd(struct stream *s, char *p, size_t n, struct err *e)
{
	ssize_t got;

	get_ready_to_wait(s->fd);
	do
		got = read(s->fd, p, n);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		err_set(e, tr("cannot read: %s", "无法读取：%s"),
		    strerror(errno));
	else
		progress_bytes((size_t)got);
	return got;
}

void
stream_of_fd(struct stream *s, int fd)
{
	*s = (struct stream){.read = read_fd, .fd = fd};
}

static ssize_t
read_bytes(struct stream *s, char *p, size_t n, struct err *e)
{
	struct str *left = s->ctx;

	(void)e;
	if (n > left->n)
		n = left->n;
	if (n != 0)
		memcpy(p, left->p, n);
	*left = str_skip(*left, n);
	return (ssize_t)n;
}

void
stream_of_bytes(struct stream *s, struct str *left)
{
	*s = (struct stream){.read = read_bytes, .ctx = left};
}

ssize_t
stream_read(struct stream *s, char *p, size_t n, struct err *e)
{
	size_t held = s->held.n - s->held_from;

	if (held != 0) {
		if (n > held)
			n = held;
		memcpy(p, s->held.p + s->held_from, n);
		s->held_from += n;
		return (ssize_t)n;
	}
	return s->read != NULL ? s->read(s, p, n, e) : 0;
}

bool
stream_peek(struct stream *s, size_t n, bool a_line, struct str *head,
    struct err *e)
{
	bool ok = true;

	while (s->held.n - s->held_from < n && s->read != NULL) {
		ssize_t got;

		if (a_line && s->held.n > s->held_from &&
		    memchr(s->held.p + s->held_from, '\n',
			s->held.n - s->held_from) != NULL)
			break;
		buf_reserve(&s->held, PIECE);
		got = s->read(s, s->held.p + s->held.n, PIECE, e);
		ok = got >= 0;
		if (got <= 0)
			break;
		s->held.n += (size_t)got;
	}
	*head = str_skip(buf_str(&s->held), s->held_from);
	if (head->n > n)
		head->n = n;
	return ok;
}

bool
stream_slurp(struct stream *s, struct buf *b, size_t max, struct err *e)
{
	size_t start = b->n;

	for (;;) {
		ssize_t got;

		buf_reserve(b, PIECE);
		got = stream_read(s, b->p + b->n, PIECE, e);
		if (got <= 0)
			return got == 0;
		b->n += (size_t)got;
		if (b->n - start > max) {
			b->n = start + max;
			return err_set(e,
			    tr("larger than the limit of %zu bytes",
				"超过大小上限 %zu 字节"),
			    max);
		}
	}
}

void
stream_free(struct stream *s)
{
	buf_free(&s->held);
	*s = (struct stream){0};
}
