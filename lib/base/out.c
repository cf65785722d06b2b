/*
 * Output.  Every write and the final close are checked: a full disk must not
 * look like an empty result.
 */
#include "base/out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/mem.h"
#include "base/msg.h"
#include "base/temporary.h"

#define ENOUGH ((size_t)128 * 1024)

static struct buf pending;
static int out_fd = STDOUT_FILENO;
static bool each_record;
static const char *temporary;
static const char *target;

static _Noreturn void
cannot_write(void)
{
	int why = errno;

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

void
out_to_file(const char *path)
{
	struct stat st;
	struct buf name = {0};

	target = path;
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
		/* a device or a pipe: written in place */
		out_fd = open(path, O_WRONLY | O_CLOEXEC);
		if (out_fd < 0)
			cannot_write();
		return;
	}
	buf_addz(&name, path);
	buf_addz(&name, ".XXXXXX");
	buf_addc(&name, '\0');
	out_fd = mkstemp(name.p);
	if (out_fd < 0)
		cannot_write();
	temporary = name.p;
	atexit(drop_temporary);
	cleanup_add(drop_temporary);
	if (fchmod(out_fd, usual_mode()) != 0)
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
	if (pending.n >= ENOUGH || each_record)
		out_flush();
}

bool
out_pending(void)
{
	return pending.n != 0;
}

static void
write_all(struct buf *b)
{
	if (!write_whole(out_fd, buf_str(b)))
		cannot_write();
	buf_reset(b);
}

void
out_flush(void)
{
	write_all(&pending);
}

void
out_send(struct buf *b)
{
	if (b->n < ENOUGH) {
		buf_addstr(&pending, buf_str(b));
		buf_reset(b);
		out_commit();
		return;
	}
	out_flush();
	write_all(b); /* not worth a copy */
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
	else if (temporary != NULL && rename(temporary, target) != 0)
		cannot_write();
	buf_free(&pending);
}
