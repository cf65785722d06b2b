/*
 * The ordinary zip, read from its directory.
 *
 * libarchive would read it, too, but takes twice the time, and is through with
 * the archive at the first damaged member.  It gets those that are not ordinary:
 * without a directory, in several volumes, over 4 GB (zip64), with other bytes in
 * front or with methods other than deflate.
 *
 * Members come in the order in which they lie in the file.  The directory is not
 * believed but checked: place, length, checksum; a member that lies in another
 * one is refused, since many of them make a bomb of a small file.
 */
#include "input/unzip.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/le.h"
#include "base/mem.h"
#include "base/progress.h"
#include "base/utf8.h"
#include "base/zip.h"

#define PIECE ((size_t)256 * 1024)
#define DIRECTORY_MAX ((size_t)128 << 20)
#define ZIP64 0xffffffffu /* the number stands elsewhere */
#define UTF8_NAME 0x7075  /* extra field: the name again, in UTF-8 */

struct unzip {
	const struct source *src;
	struct guard *guard;
	size_t size;
	struct buf directory, piece; /* of a file */
	size_t piece_at;
	struct str *entry; /* by place: from that entry to the directory's end */
	size_t n, next;
	size_t free_from; /* what lies before was read */

	struct stream stream; /* the current member */
	struct zip_entry now;
	struct buf name;
	size_t at, left; /* its packed bytes: where they go on, how many */
	size_t out;      /* bytes that came out of it */
	uLong crc;
	z_stream z;
	bool over, failed;
	struct err why;
};

/* ---- bytes of the file --------------------------------------------------- */

/* Up to n bytes from at on, at least one; valid until the next call. */
static bool
bytes_at(struct unzip *u, size_t at, size_t n, struct str *got, struct err *e)
{
	if (u->src->bytes.p != NULL) {
		*got = str_skip(u->src->bytes, at);
	} else if (at >= u->piece_at && at - u->piece_at < u->piece.n &&
	    u->piece.n - (at - u->piece_at) >= n) {
		*got = str_skip(buf_str(&u->piece), at - u->piece_at);
	} else {
		ssize_t r;

		buf_reset(&u->piece);
		buf_reserve(&u->piece, PIECE);
		r = pread(u->src->fd, u->piece.p, PIECE, (off_t)at);
		if (r < 0)
			return err_set(e, tr("cannot read: %s", "无法读取：%s"),
			    strerror(errno));
		progress_bytes((size_t)r);
		u->piece.n = (size_t)r;
		u->piece_at = at;
		*got = buf_str(&u->piece);
	}
	if (got->n > n)
		got->n = n;
	return got->n != 0 ||
	    err_set(e, "%s",
		tr("damaged or cut off: the zip ends too early",
		    "已损坏或不完整：zip 提前结束"));
}

/* All n bytes from at on; they last. */
static bool
read_directory(struct unzip *u, size_t at, size_t n, struct str *all)
{
	struct str part;
	struct err e;

	if (u->src->bytes.p != NULL) {
		*all = (struct str){u->src->bytes.p + at, n};
		return true;
	}
	if (n > DIRECTORY_MAX)
		return false;
	while (u->directory.n < n) {
		size_t more = n - u->directory.n;

		if (!bytes_at(u, at + u->directory.n, more < PIECE ? more : PIECE,
			&part, &e))
			return false;
		buf_addstr(&u->directory, part);
	}
	*all = buf_str(&u->directory);
	return true;
}

/* ---- the directory ------------------------------------------------------- */

static bool
is_ordinary(const struct zip_entry *d, size_t directory_at)
{
	bool encrypted = (d->flags & ZIP_ENCRYPTED) != 0;
	bool stored = d->method == ZIP_STORED && d->packed == d->full;

	return (encrypted || stored || d->method == ZIP_DEFLATED) &&
	    (d->flags & ZIP_MASKED) == 0 && d->full < ZIP64 &&
	    d->packed < ZIP64 && d->at < directory_at &&
	    d->packed + ZIP_HEAD_SIZE <= directory_at - d->at;
}

static size_t
place_of(struct str entry)
{
	struct zip_entry d;

	zip_next_entry(&entry, &d);
	return d.at;
}

static int
by_place(const void *a, const void *b)
{
	size_t x = place_of(*(const struct str *)a);
	size_t y = place_of(*(const struct str *)b);

	return (x > y) - (x < y);
}

static bool
list_entries(struct unzip *u, struct str directory, size_t at, size_t count)
{
	struct zip_entry d;
	bool sorted = true;
	size_t last = 0;

	u->entry = xmalloc(count * sizeof *u->entry);
	while (u->n < count) {
		u->entry[u->n++] = directory;
		if (!zip_next_entry(&directory, &d) || !is_ordinary(&d, at))
			return false;
		sorted &= d.at >= last;
		last = d.at;
	}
	if (!sorted)
		qsort(u->entry, u->n, sizeof *u->entry, by_place);
	return directory.n == 0;
}

/* Find the directory; false where it is not that of an ordinary zip. */
static bool
find_directory(struct unzip *u)
{
	size_t most = ZIP_END_SIZE + ZIP_COMMENT_MAX, end, at, n, count;
	size_t from = u->size > most ? u->size - most : 0;
	struct str tail, directory;
	const char *p;
	struct err e;

	if (!bytes_at(u, from, u->size - from, &tail, &e) ||
	    tail.n < u->size - from ||
	    (end = zip_end_record(tail)) == tail.n)
		return false;
	p = tail.p + end;
	count = le16(p + 10);
	n = le32(p + 12);
	at = le32(p + 16);
	end += from;
	return le32(p + 4) == 0 && le16(p + 8) == count && count < 0xffff &&
	    at < ZIP64 && n <= end && at == end - n &&
	    read_directory(u, at, n, &directory) &&
	    list_entries(u, directory, at, count);
}

struct unzip *
unzip_open(const struct source *src, size_t size, struct guard *guard)
{
	struct unzip *u = xcalloc(1, sizeof *u);

	u->src = src;
	u->guard = guard;
	u->size = size;
	if (inflateInit2(&u->z, -MAX_WBITS) != Z_OK)
		die("%s", tr("out of memory", "内存不足"));
	if (find_directory(u))
		return u;
	unzip_close(u);
	return NULL;
}

void
unzip_close(struct unzip *u)
{
	stream_free(&u->stream);
	inflateEnd(&u->z);
	buf_free(&u->directory);
	buf_free(&u->piece);
	buf_free(&u->name);
	free(u->entry);
	free(u);
}

/* ---- members ------------------------------------------------------------- */

/* The name in UTF-8 from the extra fields, if it belongs to the plain one. */
static bool
utf8_name(const struct zip_entry *d, struct str *name)
{
	struct str rest = d->extra;

	while (rest.n >= 4) {
		unsigned id = le16(rest.p);
		size_t n = le16(rest.p + 2);
		const char *p = rest.p + 4;

		if (n > rest.n - 4)
			break;
		if (id == UTF8_NAME && n > 5 && p[0] == 1 &&
		    le32(p + 1) == crc32(0, (const Bytef *)d->name.p,
				       (uInt)d->name.n)) {
			*name = (struct str){p + 5, n - 5};
			return utf8_valid(*name);
		}
		rest = str_skip(rest, 4 + n);
	}
	return false;
}

/* Programs of Windows write C:\ paths now and then. */
static bool
has_backslashes(const struct zip_entry *d, struct str name)
{
	return d->system == 0 && str_find(name, STR("/")) < 0 &&
	    str_find(name, STR("\\")) >= 0 && utf8_valid(name);
}

static struct str
name_of(struct unzip *u)
{
	struct str name = u->now.name;

	utf8_name(&u->now, &name);
	if (!has_backslashes(&u->now, name))
		return name;
	buf_reset(&u->name);
	buf_addstr(&u->name, name);
	for (size_t i = 0; i < name.n; i++)
		if (u->name.p[i] == '\\')
			u->name.p[i] = '/';
	return buf_str(&u->name);
}

static enum member_kind
kind_of(const struct zip_entry *d, struct str name)
{
	bool is_unix = d->system == 3;
	mode_t format = is_unix ? (mode_t)(d->attributes >> 16) & S_IFMT : 0;

	if (str_ends(name, STR("/")) || format == S_IFDIR ||
	    (!is_unix && (d->attributes & 0x10) != 0))
		return MEMBER_FOLDER;
	return format == 0 || format == S_IFREG ? MEMBER_FILE : MEMBER_OTHER;
}

static bool
fail(struct unzip *u, const char *reason)
{
	u->failed = true;
	return err_set(&u->why,
	    tr("damaged or cut off: %s", "已损坏或不完整：%s"), reason);
}

/* Some packed bytes for zlib; false, remembered, when they cannot be had. */
static bool
feed(struct unzip *u)
{
	struct str part;

	if (u->left == 0)
		return fail(u, tr("the member ends too early", "成员提前结束"));
	if (!bytes_at(u, u->at, u->left < PIECE ? u->left : PIECE, &part,
		&u->why)) {
		u->failed = true;
		return false;
	}
	u->at += part.n;
	u->left -= part.n;
	u->z.next_in = (z_const Bytef *)(uintptr_t)part.p;
	u->z.avail_in = (uInt)part.n;
	return true;
}

/* Inflate to p until there is something, or the end. */
static size_t
inflate_some(struct unzip *u, char *p, size_t n)
{
	u->z.next_out = (Bytef *)p;
	u->z.avail_out = (uInt)n;
	while (u->z.avail_out == n && !u->over) {
		int r;

		if (u->z.avail_in == 0 && !feed(u))
			break;
		r = inflate(&u->z, Z_NO_FLUSH);
		u->over = r == Z_STREAM_END;
		if (r != Z_OK && r != Z_STREAM_END && r != Z_BUF_ERROR) {
			fail(u, u->z.msg != NULL ? u->z.msg : "zlib");
			break;
		}
	}
	return n - u->z.avail_out;
}

static size_t
copy_some(struct unzip *u, char *p, size_t n)
{
	if (u->z.avail_in == 0 && u->left != 0 && !feed(u))
		return 0;
	if (n > u->z.avail_in)
		n = u->z.avail_in;
	if (n != 0)
		memcpy(p, u->z.next_in, n);
	u->z.next_in += n;
	u->z.avail_in -= (uInt)n;
	u->over = u->z.avail_in == 0 && u->left == 0;
	return n;
}

/* What came out, and at the end all of it: is that the member? */
static void
verify(struct unzip *u, const char *p, size_t n)
{
	u->crc = crc32(u->crc, (const Bytef *)p, (uInt)n);
	u->out += n;
	if (u->failed)
		return;
	if (u->out > u->now.full || (u->over && u->out != u->now.full))
		fail(u, tr("its length is wrong", "长度不符"));
	else if (u->over && u->crc != u->now.crc)
		fail(u, tr("its checksum is wrong", "校验和不符"));
}

static ssize_t
read_member(struct stream *s, char *p, size_t n, struct err *e)
{
	struct unzip *u = s->ctx;
	size_t got = 0;

	if (n > INT_MAX)
		n = INT_MAX;
	if (!u->failed && !u->over) {
		got = u->now.method == ZIP_STORED ? copy_some(u, p, n)
						  : inflate_some(u, p, n);
		verify(u, p, got);
	}
	if (u->failed && got == 0) {
		if (e != NULL)
			*e = u->why;
		return -1;
	}
	return guard_bytes(u->guard, got, e) ? (ssize_t)got : -1;
}

/* Find the bytes of the member. */
static bool
begin_member(struct unzip *u, struct err *e)
{
	const struct zip_entry *d = &u->now;
	struct str head;
	size_t length;

	if (d->at < u->free_from)
		return err_set(e, "%s",
		    tr("a member that lies in another one is not read",
			"与其他成员重叠的成员不予读取"));
	if (!bytes_at(u, d->at, ZIP_HEAD_SIZE, &head, e))
		return false;
	length = head.n == ZIP_HEAD_SIZE ? zip_head_length(head.p) : 0;
	if (length == 0 || length > u->size - d->at ||
	    d->packed > u->size - d->at - length)
		return err_set(e, "%s",
		    tr("damaged or cut off: a member is not where the directory says",
			"已损坏或不完整：成员不在目录所说的位置"));
	u->at = d->at + length;
	u->left = d->packed;
	u->free_from = u->at + d->packed;
	if (d->packed == 0 && d->full == 0) /* not even an empty block */
		u->now.method = ZIP_STORED;
	return true;
}

int
unzip_next(struct unzip *u, struct member *m, struct err *e)
{
	struct str entry;

	*m = (struct member){0};
	if (u->next == u->n)
		return UNPACK_END;
	entry = u->entry[u->next++];
	zip_next_entry(&entry, &u->now);
	if (!guard_member(u->guard, e))
		return UNPACK_OVER;
	if (!begin_member(u, e))
		return UNPACK_BAD;
	m->name = name_of(u);
	m->kind = kind_of(&u->now, m->name);
	m->encrypted = (u->now.flags & ZIP_ENCRYPTED) != 0;
	stream_free(&u->stream);
	u->stream = (struct stream){.read = read_member, .ctx = u};
	u->out = 0;
	u->crc = 0;
	u->over = u->failed = false;
	inflateReset(&u->z);
	u->z.avail_in = 0;
	return UNPACK_MEMBER;
}

struct stream *
unzip_stream(struct unzip *u)
{
	return &u->stream;
}
