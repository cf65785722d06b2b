/*
 * The ordinary zip, read from its directory.
 *
 * libarchive would read it, too, but takes twice the time, and is through with
 * the archive at the first damaged member.  It gets those that are not ordinary:
 * without a directory, in several volumes, or with methods other than deflate.
 *
 * Members come in the order in which they lie in the file.  The directory is not
 * believed but checked: place, length, checksum.  No byte is read for two members,
 * since many that lie in one another make a bomb of a small file.
 */
#include "input/unzip.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/inflate.h"
#include "base/le.h"
#include "base/mem.h"
#include "base/progress.h"
#include "base/utf8.h"
#include "base/zip.h"

#define PIECE ((size_t)256 * 1024)
#define DIRECTORY_MAX ((size_t)256 << 20)

/* What stands for a number that is too large for its place; where it stands. */
#define ELSEWHERE_16 0xffffu
#define ELSEWHERE_32 0xffffffffu
#define EXTRA_ZIP64 0x0001
#define EXTRA_UTF8_NAME 0x7075
#define LOCATOR_SIZE ((size_t)20) /* right before the end record */
#define ZIP64_END_SIZE ((size_t)56)

/* What the end of the file says of the directory. */
struct stated {
	uint64_t at, n, count;
	size_t end; /* what begins behind it */
};

struct unzip {
	const struct source *src;
	struct guard *guard;
	size_t size;
	struct buf piece; /* of a file, what was read last */
	size_t piece_at;
	struct buf bytes;      /* of a file, its directory */
	struct str directory;
	size_t directory_at;
	const char **entry; /* in the directory, by place of the members */
	size_t n, next;
	size_t free_from; /* nothing that lies before is read any more */

	struct stream stream; /* the current member */
	struct zip_entry now;
	struct buf name;
	size_t at, left; /* its packed bytes: where they go on, how many */
	size_t out;      /* bytes that came out of it */
	uint32_t crc;
	z_stream z;
	bool over, failed;
	bool said; /* why it failed */
	bool lost; /* the file cannot be read any further */
	struct err why;
};

/* ---- bytes of the file --------------------------------------------------- */

static bool
ends_early(struct unzip *u)
{
	u->lost = u->failed = true;
	return err_set(&u->why, "%s",
	    tr("damaged or cut off: the zip ends too early",
		"已损坏或不完整：zip 提前结束"));
}

static bool
read_piece(struct unzip *u, size_t at)
{
	ssize_t r;

	buf_reset(&u->piece);
	buf_reserve(&u->piece, PIECE);
	r = stream_read_at(u->src->fd, u->piece.p, PIECE, at, &u->why);
	if (r < 0) {
		u->lost = u->failed = true;
		return false;
	}
	progress_bytes((size_t)r);
	u->piece.n = (size_t)r;
	u->piece_at = at;
	return true;
}

/* From least, not more than PIECE, to most bytes from at on; valid until the next
 * call.  False, and the file is lost, when they cannot be had. */
static bool
bytes_at(struct unzip *u, size_t at, size_t least, size_t most, struct str *got)
{
	if (u->src->bytes.p != NULL) {
		*got = str_skip(u->src->bytes, at);
	} else {
		if ((at < u->piece_at || at - u->piece_at > u->piece.n ||
			u->piece.n - (at - u->piece_at) < least) &&
		    !read_piece(u, at))
			return false;
		*got = str_skip(buf_str(&u->piece), at - u->piece_at);
	}
	if (got->n > most)
		got->n = most;
	return got->n >= least || ends_early(u);
}

/* ---- the directory ------------------------------------------------------- */

/* The field of that kind among the extra ones; empty when it is not there. */
static struct str
extra_field(const struct zip_entry *d, unsigned kind)
{
	struct str rest = d->extra;

	while (rest.n >= 4) {
		size_t n = le16(rest.p + 2);

		if (n > rest.n - 4)
			break;
		if (le16(rest.p) == kind)
			return (struct str){rest.p + 4, n};
		rest = str_skip(rest, 4 + n);
	}
	return (struct str){0};
}

/* Take the number from the zip64 field if it stands there. */
static bool
take_wide(struct str *field, size_t *n)
{
	uint64_t wide;

	if (*n != ELSEWHERE_32)
		return true;
	if (field->n < 8 || (wide = le64(field->p)) > SIZE_MAX / 2)
		return false;
	*n = (size_t)wide;
	*field = str_skip(*field, 8);
	return true;
}

/* The entry at p; false when it is damaged. */
static bool
entry_at(const struct unzip *u, const char *p, struct zip_entry *d)
{
	struct str rest = str_skip(u->directory, (size_t)(p - u->directory.p));
	struct str wide;

	if (!zip_next_entry(&rest, d))
		return false;
	wide = extra_field(d, EXTRA_ZIP64);
	return take_wide(&wide, &d->full) && take_wide(&wide, &d->packed) &&
	    take_wide(&wide, &d->at);
}

static bool
is_ordinary(const struct unzip *u, const struct zip_entry *d)
{
	bool encrypted = (d->flags & ZIP_ENCRYPTED) != 0;
	bool stored = d->method == ZIP_STORED && d->packed == d->full;

	return (encrypted || stored || d->method == ZIP_DEFLATED) &&
	    (d->flags & ZIP_MASKED) == 0 && d->at < u->directory_at &&
	    u->directory_at - d->at >= ZIP_HEAD_SIZE;
}

/* A member, for sorting. */
struct place {
	size_t at;
	const char *entry;
};

static int
by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->at != y->at)
		return x->at > y->at ? 1 : -1;
	return (x->entry > y->entry) - (x->entry < y->entry);
}

static void
sort_entries(struct unzip *u)
{
	struct place *place = xmalloc(u->n * sizeof *place);

	for (size_t i = 0; i < u->n; i++) {
		struct zip_entry d;

		entry_at(u, u->entry[i], &d);
		place[i] = (struct place){d.at, u->entry[i]};
	}
	qsort(place, u->n, sizeof *place, by_place);
	for (size_t i = 0; i < u->n; i++)
		u->entry[i] = place[i].entry;
	free(place);
}

static bool
list_entries(struct unzip *u, size_t count)
{
	struct str rest = u->directory;
	struct zip_entry d;
	bool sorted = true;
	size_t last = 0;

	u->entry = xmalloc(count * sizeof *u->entry);
	for (; u->n < count; u->n++) {
		u->entry[u->n] = rest.p;
		if (!zip_next_entry(&rest, &d) ||
		    !entry_at(u, u->entry[u->n], &d) || !is_ordinary(u, &d))
			return false;
		sorted &= d.at >= last;
		last = d.at;
	}
	if (!sorted)
		sort_entries(u);
	return rest.n == 0;
}

/* Large numbers stand in a record of their own, which a locator before the end
 * record tells of. */
static bool
find_zip64(struct unzip *u, struct stated *s)
{
	struct str got;
	const char *p;

	if (s->end < LOCATOR_SIZE + ZIP64_END_SIZE ||
	    !bytes_at(u, s->end - LOCATOR_SIZE, LOCATOR_SIZE, LOCATOR_SIZE, &got) ||
	    memcmp(got.p, "PK\6\7", 4) != 0 || le32(got.p + 4) != 0 ||
	    le64(got.p + 8) > s->end - LOCATOR_SIZE - ZIP64_END_SIZE)
		return false;
	s->end = (size_t)le64(got.p + 8);
	if (!bytes_at(u, s->end, ZIP64_END_SIZE, ZIP64_END_SIZE, &got))
		return false;
	p = got.p;
	s->count = le64(p + 32);
	s->n = le64(p + 40);
	s->at = le64(p + 48);
	return memcmp(p, "PK\6\6", 4) == 0 && le32(p + 16) == 0 &&
	    le32(p + 20) == 0 && le64(p + 24) == s->count;
}

static bool
find_end(struct unzip *u, struct stated *s)
{
	size_t most = ZIP_END_SIZE + ZIP_COMMENT_MAX;
	size_t from = u->size > most ? u->size - most : 0;
	struct str tail;
	const char *p;

	if (u->size == 0 ||
	    !bytes_at(u, from, u->size - from, u->size - from, &tail) ||
	    (s->end = zip_end_record(tail)) == tail.n)
		return false;
	p = tail.p + s->end;
	s->end += from;
	s->count = le16(p + 10);
	s->n = le32(p + 12);
	s->at = le32(p + 16);
	if (le16(p + 4) != 0 || le16(p + 6) != 0 || le16(p + 8) != s->count)
		return false; /* one of several volumes */
	return (s->count != ELSEWHERE_16 && s->n != ELSEWHERE_32 &&
		   s->at != ELSEWHERE_32) || find_zip64(u, s);
}

/* All of the directory, in memory that lasts. */
static bool
read_directory(struct unzip *u, const struct stated *s)
{
	struct str part;

	if (s->n > s->end || s->at != s->end - s->n ||
	    s->count > s->n / ZIP_ENTRY_SIZE)
		return false;
	u->directory_at = (size_t)s->at;
	if (u->src->bytes.p != NULL) {
		u->directory = (struct str){u->src->bytes.p + s->at, (size_t)s->n};
		return true;
	}
	if (s->n > DIRECTORY_MAX)
		return false;
	while (u->bytes.n < s->n) {
		if (!bytes_at(u, u->directory_at + u->bytes.n, 1,
			(size_t)s->n - u->bytes.n, &part))
			return false;
		buf_addstr(&u->bytes, part);
	}
	u->directory = buf_str(&u->bytes);
	return true;
}

struct unzip *
unzip_open(const struct source *src, size_t size, struct guard *guard)
{
	struct unzip *u = xcalloc(1, sizeof *u);
	struct stated s = {0};

	u->src = src;
	u->guard = guard;
	u->size = size;
	if (inflateInit2(&u->z, -MAX_WBITS) != Z_OK)
		mem_none();
	if (find_end(u, &s) && read_directory(u, &s) &&
	    list_entries(u, (size_t)s.count))
		return u;
	unzip_close(u);
	return NULL;
}

void
unzip_close(struct unzip *u)
{
	stream_free(&u->stream);
	inflateEnd(&u->z);
	buf_free(&u->bytes);
	buf_free(&u->piece);
	buf_free(&u->name);
	free(u->entry);
	free(u);
}

/* ---- members ------------------------------------------------------------- */

/* The name in UTF-8 that an extra field has, if it belongs to the plain one. */
static struct str
name_in_utf8(const struct zip_entry *d)
{
	struct str s = extra_field(d, EXTRA_UTF8_NAME), name;

	if (s.n <= 5 || s.p[0] != 1 ||
	    le32(s.p + 1) != crc_add(0, d->name))
		return d->name;
	name = str_skip(s, 5);
	return utf8_valid(name) ? name : d->name;
}

/* The name, with slashes where a program of Windows wrote backslashes only. */
static struct str
name_of(struct unzip *u)
{
	struct str name = name_in_utf8(&u->now);

	if (str_find(name, STR("/")) >= 0 || str_find(name, STR("\\")) < 0 ||
	    !utf8_valid(name)) /* a byte of a GBK character may be one */
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
	mode_t format =
	    d->system == 3 ? (mode_t)(d->attributes >> 16) & S_IFMT : 0;

	if (str_ends(name, STR("/")) || format == S_IFDIR ||
	    (d->system == 0 && (d->attributes & 0x10) != 0))
		return MEMBER_FOLDER;
	/* zip calls so what it read from a pipe */
	return format == 0 || format == S_IFREG || format == S_IFIFO
	    ? MEMBER_FILE : MEMBER_OTHER;
}

static bool
fail(struct unzip *u, const char *reason)
{
	u->failed = true;
	return err_set(&u->why,
	    tr("damaged or cut off: %s", "已损坏或不完整：%s"), reason);
}

/* Some packed bytes for zlib. */
static bool
feed(struct unzip *u)
{
	struct str part;

	if (u->left == 0)
		return fail(u, tr("the member ends too early", "成员提前结束"));
	if (!bytes_at(u, u->at, 1, u->left < PIECE ? u->left : PIECE, &part))
		return false;
	u->at += part.n;
	u->left -= part.n;
	u->z.next_in = (z_const Bytef *)(uintptr_t)part.p;
	u->z.avail_in = (uInt)part.n;
	return true;
}

/* Inflate all of the member to p, which has room for n bytes.  False when it is
 * larger, or damaged: then it is begun anew, piece by piece, for what can be read
 * of it. */
static bool
inflate_member(struct unzip *u, char *p, size_t n)
{
	struct str packed;
	size_t used;

	if (u->now.full >= n || u->left > PIECE ||
	    !bytes_at(u, u->at, u->left, u->left, &packed) ||
	    !inflate_whole(packed, p, u->now.full, &used) || used != packed.n)
		return false;
	u->at += packed.n;
	u->left = 0;
	u->over = true;
	return true;
}

/* Inflate to p until there is something, or the end. */
static size_t
inflate_some(struct unzip *u, char *p, size_t n)
{
	if (u->out == 0 && u->z.total_in == 0 && inflate_member(u, p, n))
		return u->now.full;
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
	if (n != 0) { /* else there may be no next_in */
		memcpy(p, u->z.next_in, n);
		u->z.next_in += n;
		u->z.avail_in -= (uInt)n;
	}
	u->over = u->z.avail_in == 0 && u->left == 0;
	return n;
}

/* What came out, and at the end all of it: is that the member? */
static void
verify(struct unzip *u, const char *p, size_t n)
{
	bool behind = u->left != 0 || u->z.avail_in != 0;

	u->crc = crc_add(u->crc, (struct str){p, n});
	u->out += n;
	if (u->failed)
		return;
	if (u->out > u->now.full ||
	    (u->over && (behind || u->out != u->now.full)))
		fail(u, tr("its length is wrong", "长度不符"));
	else if (u->over && u->crc != u->now.crc)
		fail(u, tr("its checksum is wrong", "校验和不符"));
}

static ssize_t
read_member(struct stream *s, char *p, size_t n, struct err *e)
{
	struct unzip *u = s->ctx;
	size_t got = 0;

	if (n == 0 || guard_is_broken(u->guard))
		return guard_bytes(u->guard, 0, e) ? 0 : -1;
	if (n > INT_MAX)
		n = INT_MAX;
	if (!u->failed && !u->over) {
		got = u->now.method == ZIP_STORED ? copy_some(u, p, n)
						  : inflate_some(u, p, n);
		verify(u, p, got);
	}
	if (u->failed && got == 0) {
		u->said = true;
		if (e != NULL)
			*e = u->why;
		return -1;
	}
	return guard_bytes(u->guard, got, e) ? (ssize_t)got : -1;
}

/* Find the bytes of the member. */
static void
find_data(struct unzip *u)
{
	const struct zip_entry *d = &u->now;
	size_t length, room = u->directory_at - d->at;
	struct str head;

	u->left = 0;
	if (d->at < u->free_from) {
		u->failed = true;
		err_set(&u->why, "%s",
		    tr("lies in another member: not read",
			"与其他成员重叠：不予读取"));
		return;
	}
	if (!bytes_at(u, d->at, ZIP_HEAD_SIZE, ZIP_HEAD_SIZE, &head))
		return;
	length = zip_head_length(head.p);
	if (length == 0 || length > room || d->packed > room - length) {
		fail(u, tr("it is not where the directory says",
			    "不在目录所说的位置"));
		return;
	}
	u->at = d->at + length;
	u->left = d->packed;
	if (d->packed == 0 && d->full == 0) /* not even an empty block */
		u->now.method = ZIP_STORED;
}

/* Behind what was read of the current member. */
static void
leave_member(struct unzip *u)
{
	size_t behind = u->at - u->z.avail_in;

	if (behind > u->free_from)
		u->free_from = behind;
	stream_free(&u->stream);
	u->stream = (struct stream){.read = read_member, .ctx = u};
	u->out = 0;
	u->crc = 0;
	u->over = u->failed = u->said = false;
	inflateReset(&u->z);
	u->z.avail_in = 0;
}

/* Some directories name a member twice. */
static bool
is_same(const struct zip_entry *a, const struct zip_entry *b)
{
	return a->at == b->at && str_eq(a->name, b->name);
}

int
unzip_next(struct unzip *u, struct member *m, struct err *e)
{
	struct zip_entry last = u->now;

	*m = (struct member){0};
	if (u->lost) {
		*e = u->why;
		if (u->said)
			err_set(e, "%s", tr("not read to its end", "未能读完"));
		return UNPACK_OVER;
	}
	do {
		if (u->next == u->n)
			return UNPACK_END;
		entry_at(u, u->entry[u->next++], &u->now);
		if (!guard_member(u->guard, e))
			return UNPACK_OVER;
	} while (u->next > 1 && is_same(&u->now, &last));
	leave_member(u);
	find_data(u);
	m->name = name_of(u);
	m->kind = kind_of(&u->now, m->name);
	m->encrypted = (u->now.flags & ZIP_ENCRYPTED) != 0;
	return UNPACK_MEMBER;
}

struct stream *
unzip_stream(struct unzip *u)
{
	return &u->stream;
}
