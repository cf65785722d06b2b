/*
 * Bytes that are put away, see spill.h.
 *
 * The file is mapped, so that all of it has addresses that stay, and pages that
 * were looked at are given back every so often.  To read with pread needs a place
 * for each piece, but is less than half the work.
 */
#include "base/spill.h"

#include <errno.h>
#include <unistd.h>

#include "base/msg.h"
#include "base/stream.h"
#include "base/temporary.h"

/* Written at once: systems keep larger pieces together, and bring in all of one
 * for any byte of it. */
#define PIECE ((size_t)64 * 1024)
#define ENOUGH (4 * PIECE) /* to wait for, where there is a file already */

static _Noreturn void
fail(void)
{
	die(tr("cannot put data away in a temporary file: %s (TMPDIR says where)",
		"无法把数据存入临时文件：%s（位置由 TMPDIR 指定）"),
	    strerror(errno));
}

static void
write_last(struct spill *s)
{
	size_t n = s->last.n;

	if (s->written == 0 && (s->fd = temporary_nameless()) < 0)
		fail();
	for (size_t i = 0; i < n; i += PIECE) {
		struct str rest = str_skip(buf_str(&s->last), i);

		if (rest.n > PIECE)
			rest.n = PIECE;
		if (!write_whole(s->fd, rest))
			fail();
	}
	if (s->written == 0 && n > ENOUGH)
		buf_free(&s->last); /* as much will not wait again */
	else
		buf_reset(&s->last);
	s->written += n;
}

/* How many bytes may wait to be written. */
static size_t
most_waiting(const struct spill *s)
{
	return s->written != 0 && s->bound > ENOUGH ? ENOUGH : s->bound;
}

uint64_t
spill_add(struct spill *s, struct str bytes)
{
	uint64_t at = s->written + s->last.n;

	buf_addstr(&s->last, bytes);
	if (s->last.n > most_waiting(s))
		write_last(s);
	return at;
}

void
spill_settle(struct spill *s)
{
	if (s->written == 0)
		return;
	write_last(s);
	buf_free(&s->last);
	errno = EFBIG; /* for a machine that cannot have so many addresses */
	if ((size_t)s->written != s->written)
		fail();
	if (!paged_open(&s->all, s->fd, (size_t)s->written, false))
		fail();
}

const char *
spill_at(struct spill *s, uint64_t at)
{
	if (s->written == 0)
		return s->last.p + at;
	paged_use(&s->all, (size_t)at);
	return (const char *)s->all.p + at;
}

void
spill_copy(const struct spill *s, uint64_t at, void *to, size_t n)
{
	if (at >= s->written) {
		memcpy(to, s->last.p + (at - s->written), n);
		return;
	}
	errno = EIO; /* where there are fewer, nothing else says why */
	if (stream_read_at(s->fd, to, n, at, NULL) != (ssize_t)n)
		fail();
}

void
spill_free(struct spill *s)
{
	paged_close(&s->all);
	if (s->written != 0)
		close(s->fd);
	buf_free(&s->last);
	*s = (struct spill){.bound = s->bound};
}
