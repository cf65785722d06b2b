/* Streams, see stream.h. */
#include "base/stream.h"

#include <errno.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/out.h"
#include "base/progress.h"

#define PIECE ((size_t)256 * 1024)
#define LITTLE ((size_t)16 * 1024)

static _Thread_local struct stream_wait before;

struct stream_wait
stream_on_wait(void (*wait)(void *ctx), void *ctx)
{
	struct stream_wait last = before;

	before = (struct stream_wait){wait, ctx};
	return last;
}

void
stream_just_wait(void *ctx)
{
	(void)ctx;
}

void
stream_before_wait(void)
{
	if (before.wait != NULL)
		before.wait(before.ctx);
	else
		out_flush();
}

static void
get_ready_to_wait(int fd)
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};

	if (before.wait == stream_just_wait ||
	    (before.wait == NULL && !out_pending()) || poll(&wait, 1, 0) != 0)
		return;
	stream_before_wait();
}

static ssize_t
read_fd(struct stream *s, char *p, size_t n, struct err *e)
{
	ssize_t got;

	if (!s->prompt)
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

bool
stream_is_file(const struct stream *s, uint64_t *at, uint64_t *size)
{
	struct stat st;
	off_t next;

	if (s->read != read_fd || fstat(s->fd, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	next = lseek(s->fd, 0, SEEK_CUR);
	if (next < 0 || st.st_size < next)
		return false;
	*at = (uint64_t)next - (s->held.n - s->held_from);
	*size = (uint64_t)st.st_size;
	return true;
}

ssize_t
stream_read_at(int fd, char *p, size_t n, uint64_t at, struct err *e)
{
	ssize_t got;

	do
		got = pread(fd, p, n, (off_t)at);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		err_set(e, tr("cannot read: %s", "无法读取：%s"),
		    strerror(errno));
	return got;
}

/* Go to the first line that begins in the range: the byte before it is LF. */
static bool
skip_to_line(struct stream *s, struct stream_range *r, char *p, size_t n,
    struct err *e)
{
	for (r->at--;;) {
		ssize_t got = stream_read_at(s->fd, p, n, r->at, e);
		const char *end;

		if (got <= 0)
			return got == 0;
		end = memchr(p, '\n', (size_t)got);
		r->at += end != NULL ? (size_t)(end - p) + 1 : (size_t)got;
		if (end != NULL || r->at >= r->to)
			return true;
	}
}

static ssize_t
read_range(struct stream *s, char *p, size_t n, struct err *e)
{
	struct stream_range *r = s->ctx;
	ssize_t got;

	if (!r->begun && r->at != 0 && !skip_to_line(s, r, p, n, e))
		return -1;
	r->over |= !r->begun && r->at >= r->to;
	r->begun = true;
	if (r->over)
		return 0;
	got = stream_read_at(s->fd, p, n, r->at, e);
	if (got > 0 && r->at + (size_t)got >= r->to) {
		/* the last line holds the byte to - 1 */
		size_t sure = r->at < r->to ? (size_t)(r->to - 1 - r->at) : 0;
		const char *end = memchr(p + sure, '\n', (size_t)got - sure);

		r->over = end != NULL;
		if (end != NULL)
			got = end + 1 - p;
	}
	if (got > 0) {
		r->at += (size_t)got;
		r->given += (size_t)got;
		progress_bytes((size_t)got);
	}
	return got;
}

void
stream_of_range(struct stream *s, int fd, struct stream_range *range)
{
	*s = (struct stream){.read = read_range, .ctx = range, .fd = fd};
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

/* Have something lent.  Its length, 0 at the end, -1. */
static ssize_t
borrow(struct stream *s, struct err *e)
{
	ssize_t got;

	if (s->lent.n != 0)
		return (ssize_t)s->lent.n;
	got = s->lend(s, &s->lent.p, e);
	s->lent.n = got > 0 ? (size_t)got : 0;
	return got;
}

/* Cut up to n bytes off *from, which has some. */
static ssize_t
cut_off(struct str *from, size_t n, const char **p)
{
	if (n > from->n)
		n = from->n;
	*p = from->p;
	*from = str_skip(*from, n);
	return (ssize_t)n;
}

ssize_t
stream_get(struct stream *s, char *room, size_t n, const char **p, struct err *e)
{
	struct str held = str_skip(buf_str(&s->held), s->held_from);
	ssize_t got;

	if (held.n != 0) {
		got = cut_off(&held, n, p);
		s->held_from += (size_t)got;
		return got;
	}
	if (s->lend != NULL) {
		got = borrow(s, e);
		return got > 0 ? cut_off(&s->lent, n, p) : got;
	}
	*p = room;
	return s->read != NULL ? s->read(s, room, n, e) : 0;
}

ssize_t
stream_read(struct stream *s, char *p, size_t n, struct err *e)
{
	const char *from = p;
	ssize_t got = stream_get(s, p, n, &from, e);

	if (got > 0 && from != p)
		memcpy(p, from, (size_t)got);
	return got;
}

/* Room for a piece behind what b holds; what is left of the last one will do, so
 * that most documents are read into one. */
static void
make_room(struct buf *b)
{
	if (b->cap - b->n < LITTLE)
		buf_reserve(b, PIECE);
}

/* Get more behind what is held. */
static ssize_t
hold_more(struct stream *s, struct err *e)
{
	struct buf *b = &s->held;
	ssize_t got;

	if (s->lend != NULL) {
		got = borrow(s, e);
		buf_addstr(b, s->lent);
		s->lent.n = 0;
		return got;
	}
	make_room(b);
	got = s->read(s, b->p + b->n, b->cap - b->n, e);
	b->n += got > 0 ? (size_t)got : 0;
	return got;
}

bool
stream_peek(struct stream *s, size_t n, bool a_line, struct str *head,
    struct err *e)
{
	bool ok = true;

	while (s->held.n - s->held_from < n &&
	    (s->read != NULL || s->lend != NULL)) {
		ssize_t got;

		if (a_line && s->held.n > s->held_from &&
		    memchr(s->held.p + s->held_from, '\n',
			s->held.n - s->held_from) != NULL)
			break;
		got = hold_more(s, e);
		ok = got >= 0;
		if (got <= 0)
			break;
	}
	*head = str_skip(buf_str(&s->held), s->held_from);
	if (head->n > n)
		head->n = n;
	return ok;
}

void
stream_unread(struct stream *s, struct str bytes)
{
	struct buf held = {0};

	buf_addstr(&held, bytes);
	buf_addstr(&held, str_skip(buf_str(&s->held), s->held_from));
	buf_free(&s->held);
	s->held = held;
	s->held_from = 0;
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
