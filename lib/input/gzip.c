/*
 * gzip through zlib, and not through libarchive, which reads the checksum at the
 * end without looking at it: a flipped bit would change a figure unnoticed.
 *
 * zlib is told not to make the checksum: crc_add is several times as fast.  The
 * trailer of a part is then the last bytes that zlib took.  The checksum that the
 * header may have of itself is not looked at, as nothing in it is used.
 */
#include "input/gzip.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/inflate.h"
#include "base/le.h"
#include "base/mem.h"

#define PIECE ((size_t)256 * 1024)
#define GZIP_WINDOW (15 + 16) /* the largest window, and a gzip header */
#define TRAILER ((size_t)8)   /* checksum, length modulo 2^32 */

struct gzip {
	struct stream stream, *src;
	struct guard *guard;
	z_stream z;
	uint32_t crc, length; /* of what came out of the part */
	bool between;  /* at the end of a part: another may follow */
	bool at_end;   /* of the last part */
	bool failed;
	struct err why;
	char piece[TRAILER + PIECE]; /* the end of the last one, then this one */
};

static bool
fail(struct gzip *g, const char *reason)
{
	g->failed = true;
	return err_set(&g->why,
	    tr("damaged or cut off: %s", "已损坏或不完整：%s"), reason);
}

/* Have at least one byte of input.  1, 0 at the end, -1. */
static int
fill(struct gzip *g)
{
	ssize_t got;

	if (g->z.avail_in != 0)
		return 1;
	memmove(g->piece, g->z.next_in - TRAILER, TRAILER);
	g->z.next_in = (Bytef *)g->piece + TRAILER;
	got = stream_read(g->src, g->piece + TRAILER, PIECE, &g->why);
	if (got < 0) {
		g->failed = true;
		return -1;
	}
	g->guard->in += (size_t)got;
	g->z.avail_in = (uInt)got;
	return got != 0;
}

/* Behind a part: another one, zeros (of a tape or a disk block), or the end. */
static bool
next_part(struct gzip *g)
{
	for (;;) {
		int more = fill(g);

		if (more <= 0) {
			g->at_end = true;
			return more == 0;
		}
		if (*g->z.next_in != 0)
			break;
		g->z.next_in++;
		g->z.avail_in--;
	}
	if (*g->z.next_in != 0x1f)
		return fail(g, tr("other bytes behind the gzip data",
		    "gzip 数据之后有其他字节"));
	g->between = false;
	g->crc = g->length = 0;
	return inflateReset(&g->z) == Z_OK ||
	    fail(g, tr("out of memory", "内存不足"));
}

/* Is the part, whose end zlib has just taken, what its trailer says? */
static bool
end_part(struct gzip *g)
{
	const char *trailer = (const char *)g->z.next_in - TRAILER;

	g->between = true;
	if (le32(trailer) != g->crc)
		return fail(g, tr("incorrect data check", "数据校验和不符"));
	return le32(trailer + 4) == g->length ||
	    fail(g, tr("incorrect length check", "数据长度不符"));
}

/* Run zlib once; false when the data is wrong. */
static bool
step(struct gzip *g)
{
	struct str out = {(const char *)g->z.next_out, 0};
	int more = fill(g), r;

	if (more < 0)
		return false;
	r = inflate(&g->z, Z_NO_FLUSH);
	out.n = (size_t)((const char *)g->z.next_out - out.p);
	g->crc = crc_add(g->crc, out);
	g->length += (uint32_t)out.n;
	if (r == Z_STREAM_END)
		return end_part(g);
	if (r == Z_OK)
		return true;
	if (r == Z_BUF_ERROR)
		return more != 0 ||
		    fail(g, tr("the gzip data ends too early", "gzip 数据提前结束"));
	return fail(g, g->z.msg != NULL ? g->z.msg : "zlib");
}

static ssize_t
read_gzip(struct stream *s, char *p, size_t n, struct err *e)
{
	struct gzip *g = s->ctx;
	size_t got;

	g->z.next_out = (Bytef *)p;
	g->z.avail_out = n < INT_MAX ? (uInt)n : INT_MAX;
	n = g->z.avail_out;
	while (!g->failed && !g->at_end && g->z.avail_out == n)
		if (g->between ? !next_part(g) : !step(g))
			break;
	got = n - g->z.avail_out;
	if (g->failed && got == 0) {
		if (e != NULL)
			*e = g->why;
		return -1;
	}
	return guard_bytes(g->guard, got, e) ? (ssize_t)got : -1;
}

struct gzip *
gzip_open(struct stream *src, struct guard *guard)
{
	struct gzip *g = xmalloc(sizeof *g);

	g->stream = (struct stream){.read = read_gzip, .ctx = g};
	g->src = src;
	g->guard = guard;
	g->z = (z_stream){0};
	g->z.next_in = (Bytef *)g->piece + TRAILER;
	g->crc = g->length = 0;
	g->between = g->at_end = g->failed = false;
	if (inflateInit2(&g->z, GZIP_WINDOW) != Z_OK ||
	    inflateValidate(&g->z, 0) != Z_OK)
		mem_none();
	return g;
}

struct stream *
gzip_stream(struct gzip *g)
{
	return &g->stream;
}

void
gzip_close(struct gzip *g)
{
	stream_free(&g->stream);
	inflateEnd(&g->z);
	free(g);
}
