/*
 * Archives: an ordinary zip by unzip.c, all others by libarchive.  What is known
 * about that stands here.
 *
 * Formats and filters are named one by one, never "all": each one more is a
 * parser more that hostile input can reach, and some would start programs.
 * WARN: a name may be odd, what was read is usable; but of data it says that the
 * checksum or length is wrong, and then they are not.  RETRY: where a header should
 * be there is none, it may come behind.  FAILED: this member is not usable, the next
 * may be.  FATAL: the archive is over.  An error may come without a text, or with a
 * line end, or speak of calls in the wrong order.
 *
 * Names come as UTF-8 only while LC_CTYPE is a UTF-8 locale; common_start sees
 * to that.
 */
#include "input/archive.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/le.h"
#include "base/mem.h"
#include "base/progress.h"
#include "base/zip.h"
#include "input/libarchive.h"
#include "input/unzip.h"

#define PIECE ((size_t)256 * 1024)
#define TAR_BLOCK ((size_t)512)
#define ZIP_TAIL (ZIP_END_SIZE + ZIP_COMMENT_MAX) /* where the last record of a zip is */
#define REOPEN_MAX 20 /* bad members of a zip */

struct unpack {
	struct unzip *zip; /* reads it all; NULL: libarchive does */
	const struct libarchive *lib; /* NULL: not to be had */
	struct archive *a;
	const struct source *src;
	struct guard *guard;
	char *piece;     /* what libarchive looks at */
	off_t at, size;  /* in and of src->fd */
	bool random;     /* src->bytes or src->fd is used */
	enum sniff kind;
	bool end_missing; /* the last record of a zip, the zeros of a tar */
	char *last;           /* of a stream, the last bytes so far: ... */
	size_t nlast;         /* as many of them, zeros in front of the first */
	bool read_up;         /* there are no more */
	struct str seen;      /* what came last from the stream */
	size_t given;         /* bytes of all that came */
	bool over;       /* nothing more can be read, why says the reason */
	bool said;       /* and the member's stream has given it */
	bool bad_input;  /* the reason came from src */
	bool astray;     /* the last header was none */
	struct archive_entry *entry; /* the last header */
	size_t headers;  /* read so far */
	size_t stated;   /* how many a zip says it has; 0: it does not */
	bool reopen;     /* a bad member of a zip is to be passed over */
	unsigned reopened;
	struct err why;

	struct stream stream; /* the current member */
	const char *block;    /* what is left of its last block */
	size_t left;
	off_t offset; /* bytes lent so far */
	off_t hole;   /* zeros before the block, in a sparse file */
	bool doubtful; /* its checksum or length is wrong */
	struct err doubt;
};

static bool
say(struct unpack *u, struct err *e)
{
	const char *text = u->lib->archive_error_string(u->a);

	if (u->bad_input || u->guard->broken) {
		if (e != NULL)
			*e = u->bad_input ? u->why : u->guard->why;
		return false;
	}
	/* not archive_read_has_encrypted_entries: libarchive 3.6 crashes in it
	 * when it has not recognised the format */
	if (text != NULL &&
	    (strstr(text, "ncrypt") != NULL || strstr(text, "Crypto") != NULL))
		return err_set(e, "%s",
		    tr("encrypted: unpack it with its password first",
			"已加密：请先用密码解包"));
	if (text == NULL || strncmp(text, "INTERNAL", 8) == 0)
		text = tr("no further details", "无详细信息");
	return err_set(e, tr("damaged or cut off: %.*s", "已损坏或不完整：%.*s"),
	    (int)strcspn(text, "\n"), text);
}

/* The archive is over; say why, and remember it. */
static int
end_here(struct unpack *u, struct err *e)
{
	struct err why = {0};

	say(u, &why);
	u->over = true;
	u->why = why;
	*e = why;
	return UNPACK_OVER;
}

/* Keep the last bytes of what was read. */
static void
keep_last(struct unpack *u, struct str piece)
{
	size_t n = piece.n < u->nlast ? piece.n : u->nlast;

	if (n == 0)
		return;
	memmove(u->last, u->last + n, u->nlast - n);
	memcpy(u->last + u->nlast - n, piece.p + piece.n - n, n);
}

static la_ssize_t
read_stream(struct archive *a, void *ctx, const void **block)
{
	struct unpack *u = ctx;
	const char *p = u->piece;
	ssize_t got = stream_get(u->src->stream, u->piece, PIECE, &p, &u->why);

	*block = p;
	if (got < 0) {
		u->bad_input = true;
		u->lib->archive_set_error(a, EIO, "%s", u->why.text);
		return ARCHIVE_FATAL;
	}
	u->guard->in += (size_t)got;
	u->seen = (struct str){p, (size_t)got};
	u->given += (size_t)got;
	u->read_up = got == 0;
	keep_last(u, u->seen);
	return got;
}

static la_ssize_t
read_file(struct archive *a, void *ctx, const void **block)
{
	struct unpack *u = ctx;
	ssize_t got = stream_read_at(u->src->fd, u->piece, PIECE,
	    (uint64_t)u->at, &u->why);

	*block = u->piece;
	if (got < 0) {
		u->bad_input = true;
		u->lib->archive_set_error(a, EIO, "%s", u->why.text);
		return ARCHIVE_FATAL;
	}
	u->at += got;
	progress_bytes((size_t)got);
	return got;
}

static la_int64_t
seek_file(struct archive *a, void *ctx, la_int64_t offset, int whence)
{
	struct unpack *u = ctx;
	off_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? u->at : u->size;

	(void)a;
	if (offset < -base || offset > u->size - base)
		return ARCHIVE_FATAL;
	u->at = base + offset;
	return u->at;
}

/* The last bytes of a zip. */
static struct str
zip_tail(struct unpack *u)
{
	off_t from = u->size > (off_t)ZIP_TAIL ? u->size - (off_t)ZIP_TAIL : 0;
	ssize_t got;

	if (!u->random)
		return (struct str){u->last, u->nlast};
	if (u->src->bytes.p != NULL)
		return str_skip(u->src->bytes, (size_t)from);
	got = stream_read_at(u->src->fd, u->piece, ZIP_TAIL, (uint64_t)from,
	    &u->why);
	return (struct str){u->piece, got > 0 ? (size_t)got : 0};
}

/* Is the last record of a zip there, whole, with its comment?  It says how many
 * members there are, but for more than fit. */
static bool
find_zip_end(struct unpack *u)
{
	struct str tail = zip_tail(u);
	size_t at = zip_end_record(tail);

	if (at == tail.n)
		return false;
	u->stated = le16(tail.p + at + 10);
	if (u->stated == UINT16_MAX)
		u->stated = 0;
	return true;
}

/*
 * libarchive takes the end of the input for that of a tar.  Zeros end one; when
 * there were none, it was cut between two members.
 */
static bool
has_tar_end(const struct unpack *u)
{
	static const char zeros[TAR_BLOCK];

	return !u->read_up || memcmp(u->last, zeros, u->nlast) == 0;
}

static int
open_random(struct unpack *u)
{
	if (u->src->bytes.p != NULL)
		return u->lib->archive_read_open_memory(u->a, u->src->bytes.p,
		    u->src->bytes.n);
	u->at = 0;
	u->lib->archive_read_set_callback_data(u->a, u);
	u->lib->archive_read_set_read_callback(u->a, read_file);
	u->lib->archive_read_set_seek_callback(u->a, seek_file);
	return u->lib->archive_read_open1(u->a);
}

static struct unpack *
begin(const struct source *src, struct guard *guard)
{
	struct unpack *u = xcalloc(1, sizeof *u);

	*u = (struct unpack){.src = src, .guard = guard};
	return u;
}

static void
new_reader(struct unpack *u)
{
	u->a = u->lib->archive_read_new();
	if (u->a == NULL)
		mem_none();
}

/* Get libarchive, a reader of it, and room for what it looks at. */
static void
load(struct unpack *u)
{
	u->piece = xmalloc(PIECE);
	u->lib = libarchive(&u->why);
	u->over = u->lib == NULL;
	if (!u->over)
		new_reader(u);
}

static void
open_archive(struct unpack *u)
{
	int r;

	if (u->kind == SNIFF_TAR) {
		u->lib->archive_read_support_format_tar(u->a);
	} else if (u->kind == SNIFF_7Z) {
		u->lib->archive_read_support_format_7zip(u->a);
	} else {
		u->lib->archive_read_support_format_zip_streamable(u->a);
		u->lib->archive_read_support_format_zip_seekable(u->a);
	}
	if (u->random)
		r = open_random(u);
	else
		r = u->lib->archive_read_open(u->a, u, NULL, read_stream, NULL);
	if (r < ARCHIVE_WARN) {
		struct err e;

		end_here(u, &e);
	}
}

/* zip and 7z have a directory at their end; a tar is read as it comes. */
struct unpack *
unpack_open(const struct source *src, enum sniff kind, struct guard *guard)
{
	struct unpack *u = begin(src, guard);
	struct stat st;

	u->kind = kind;
	u->random =
	    kind != SNIFF_TAR && (src->bytes.p != NULL || src->fd >= 0);
	if (u->random) {
		u->size = (off_t)src->bytes.n;
		if (src->bytes.p == NULL && fstat(src->fd, &st) == 0)
			u->size = st.st_size;
		guard->in += (size_t)u->size;
		if (kind == SNIFF_ZIP)
			u->zip = unzip_open(src, (size_t)u->size, guard);
	}
	if (u->zip != NULL)
		return u;
	if (!u->random) {
		u->nlast = kind == SNIFF_TAR ? TAR_BLOCK : ZIP_TAIL;
		u->last = xcalloc(1, u->nlast);
	}
	load(u);
	u->end_missing = u->random && kind == SNIFF_ZIP && !find_zip_end(u);
	if (!u->over)
		open_archive(u);
	return u;
}

static const char *
name_of(const struct libarchive *lib, struct archive_entry *entry)
{
	const char *name = lib->archive_entry_pathname(entry);

	return name != NULL ? name : lib->archive_entry_pathname_utf8(entry);
}

/* Read as many headers as were read before.  False when the last is not of that
 * name: it stands elsewhere. */
static bool
find_again(struct unpack *u, struct str name)
{
	for (size_t i = 0; i < u->headers && !u->over; i++) {
		int r = u->lib->archive_read_next_header(u->a, &u->entry);
		struct err e;

		if (r == ARCHIVE_FATAL)
			end_here(u, &e);
		if (r == ARCHIVE_EOF)
			return false;
	}
	return u->over || str_eq(str_of(name_of(u->lib, u->entry)), name);
}

/*
 * libarchive gives up a zip at the first member whose data is wrong.  Read the
 * directory again and go on behind that member.  Where libarchive has found no
 * directory, it goes by the lengths that members state when they are not read;
 * with a wrong one it does not come to where it was.
 */
static void
reopen(struct unpack *u)
{
	char *name = xstrdup_str(str_of(name_of(u->lib, u->entry)));

	u->reopen = false;
	u->reopened++;
	u->lib->archive_read_free(u->a);
	new_reader(u);
	open_archive(u);
	if (!find_again(u, str_of(name)))
		u->over = u->said = true;
	free(name);
}

/* What follows the end of a tar, block by block. */
struct behind {
	char block[TAR_BLOCK];
	size_t n;
	bool tar; /* one of them is the first of another tar */
};

static void
look_behind(struct behind *b, struct str piece)
{
	const char *format;

	while (piece.n != 0 && !b->tar) {
		size_t n = TAR_BLOCK - b->n < piece.n ? TAR_BLOCK - b->n : piece.n;

		memcpy(b->block + b->n, piece.p, n);
		piece = str_skip(piece, n);
		b->n = (b->n + n) % TAR_BLOCK;
		b->tar = b->n == 0 && b->block[0] != '\0' &&
		    sniff((struct str){b->block, TAR_BLOCK}, &format) == SNIFF_TAR;
	}
}

/* Look at what libarchive was given and has no use for.  Of more than a block no more
 * is there than what came last: that may begin inside of a block. */
static void
look_at_left_over(struct behind *b, const struct unpack *u)
{
	size_t n = u->given - (size_t)u->lib->archive_filter_bytes(u->a, 0);

	if (n <= TAR_BLOCK) {
		look_behind(b, (struct str){u->last + u->nlast - n, n});
	} else if (n <= u->seen.n) {
		look_behind(b, str_skip(u->seen, u->seen.n - n));
	} else {
		b->n = (n - u->seen.n) % TAR_BLOCK;
		look_behind(b, u->seen);
	}
}

/* Read a stream on to its end, where a damaged compressed one shows its damage, or to
 * another tar that was put behind the first. */
static bool
read_on(struct unpack *u, struct behind *behind, struct err *e)
{
	ssize_t got = 1;

	if (u->kind == SNIFF_TAR)
		look_at_left_over(behind, u);
	while (got != 0 && !behind->tar) {
		got = stream_read(u->src->stream, u->piece, PIECE, e);
		if (got < 0)
			return false;
		keep_last(u, (struct str){u->piece, (size_t)got});
		if (u->kind == SNIFF_TAR)
			look_behind(behind, (struct str){u->piece, (size_t)got});
	}
	return true;
}

/* Is all there of a stream that was read on to its end? */
static bool
is_all(struct unpack *u, struct err *e)
{
	struct behind behind = {0};

	if (!read_on(u, &behind, e))
		return false;
	if (behind.tar)
		return err_set(e, "%s",
		    tr("another tar follows its end: not read",
			"末尾之后还有另一个 tar：未读取"));
	if (u->kind == SNIFF_ZIP)
		u->end_missing = !find_zip_end(u);
	if (u->headers < u->stated)
		return err_set(e,
		    tr("%zu of its %zu members were not found: the length that "
		       "another one states is wrong",
			"有 %zu 个成员（共 %zu 个）未找到：另有成员所写的长度不符"),
		    u->stated - u->headers, u->stated);
	return true;
}

static int
finish(struct unpack *u, struct err *e)
{
	if (!u->random && !is_all(u, e))
		return UNPACK_OVER;
	if (!u->end_missing)
		return UNPACK_END;
	err_set(e, "%s",
	    u->kind == SNIFF_TAR
		? tr("cut off: the end of the tar is missing",
		      "不完整：tar 的末尾缺失")
		: tr("cut off: the end of the zip is missing",
		      "不完整：zip 的末尾缺失"));
	return UNPACK_OVER;
}

/*
 * Where a tar has no header, libarchive tries each block behind: what is lost
 * until there is one again counts as one bad member.
 */
static int
next_header(struct unpack *u)
{
	int r;

	do
		r = u->lib->archive_read_next_header(u->a, &u->entry);
	while (r == ARCHIVE_RETRY && u->astray);
	u->astray = r == ARCHIVE_RETRY;
	return r;
}

static enum member_kind
kind_of(const struct libarchive *lib, struct archive_entry *entry)
{
	if (lib->archive_entry_hardlink(entry) != NULL &&
	    lib->archive_entry_size(entry) == 0)
		return MEMBER_HARDLINK;
	switch (lib->archive_entry_filetype(entry)) {
	case AE_IFREG:
	case 0: /* some zips do not say */
		return MEMBER_FILE;
	case AE_IFDIR:
		return MEMBER_FOLDER;
	default:
		return MEMBER_OTHER;
	}
}

static void
describe(const struct libarchive *lib, struct archive_entry *entry,
    struct member *m)
{
	m->name = str_of(name_of(lib, entry));
	m->kind = kind_of(lib, entry);
	m->encrypted = lib->archive_entry_is_data_encrypted(entry) > 0;
}

static int
not_read_up(struct err *e)
{
	err_set(e, "%s", tr("not read to its end", "未能读完"));
	return UNPACK_OVER;
}

static ssize_t lend_block(struct stream *s, const char **p, struct err *e);

static void
begin_member(struct unpack *u)
{
	stream_free(&u->stream);
	u->stream = (struct stream){.lend = lend_block, .ctx = u};
	u->left = 0;
	u->offset = u->hole = 0;
	u->doubtful = false;
}

int
unpack_next(struct unpack *u, struct member *m, struct err *e)
{
	int r;

	if (u->zip != NULL)
		return unzip_next(u->zip, m, e);
	*m = (struct member){0};
	if (u->reopen)
		reopen(u);
	if (u->over) {
		*e = u->why;
		return u->said ? not_read_up(e) : UNPACK_OVER;
	}
	r = next_header(u);
	if (r == ARCHIVE_EOF && u->reopened != 0 && u->headers < u->stated)
		return not_read_up(e);
	if (r == ARCHIVE_EOF) {
		u->end_missing |= u->kind == SNIFF_TAR && !has_tar_end(u);
		return finish(u, e);
	}
	if (r == ARCHIVE_FATAL)
		return end_here(u, e);
	u->headers++;
	if (!guard_member(u->guard, e))
		return UNPACK_OVER;
	if (r < ARCHIVE_WARN || r == ARCHIVE_RETRY) {
		say(u, e);
		return UNPACK_BAD;
	}
	describe(u->lib, u->entry, m);
	begin_member(u);
	return UNPACK_MEMBER;
}

static void
fail_member(struct unpack *u, bool fatal, struct err *e)
{
	say(u, e);
	if (!fatal)
		return;
	if (u->random && u->kind == SNIFF_ZIP && !u->end_missing &&
	    u->reopened < REOPEN_MAX) {
		u->reopen = true;
	} else {
		u->over = true;
		u->said = true;
	}
	if (e != NULL)
		u->why = *e;
}

/* Get the next block of the member.  1, 0 at its end, -1. */
static int
next_block(struct unpack *u, struct err *e)
{
	const void *block = NULL;
	la_int64_t offset = 0;
	int r = u->lib->archive_read_data_block(u->a, &block, &u->left, &offset);
	bool back = u->left != 0 && offset < u->offset;

	if (r == ARCHIVE_EOF) {
		u->left = 0;
		if (u->doubtful && e != NULL)
			*e = u->doubt;
		return u->doubtful ? -1 : 0;
	}
	if (r == ARCHIVE_WARN && !back) {
		u->doubtful = true;
		say(u, &u->doubt);
	} else if (r != ARCHIVE_OK || back) {
		u->left = 0;
		fail_member(u, r == ARCHIVE_FATAL, e);
		return -1;
	}
	u->block = block;
	if (u->left != 0)
		u->hole = offset - u->offset;
	return 1;
}

static ssize_t
lend_block(struct stream *s, const char **p, struct err *e)
{
	static const char zeros[4096];
	struct unpack *u = s->ctx;
	size_t n;

	if (guard_is_broken(u->guard)) {
		guard_bytes(u->guard, 0, e);
		return -1;
	}
	if (u->over || u->reopen) {
		if (e != NULL)
			*e = u->why;
		u->said = true;
		return -1;
	}
	while (u->left == 0) {
		int more = next_block(u, e);

		if (more <= 0)
			return more;
	}
	if (u->hole != 0) {
		n = u->hole < (off_t)sizeof zeros ? (size_t)u->hole : sizeof zeros;
		u->hole -= (off_t)n;
		*p = zeros;
	} else {
		n = u->left;
		u->left = 0;
		*p = u->block;
	}
	u->offset += (off_t)n;
	return guard_bytes(u->guard, n, e) ? (ssize_t)n : -1;
}

struct stream *
unpack_stream(struct unpack *u)
{
	return u->zip != NULL ? unzip_stream(u->zip) : &u->stream;
}

void
unpack_close(struct unpack *u)
{
	stream_free(&u->stream);
	if (u->zip != NULL)
		unzip_close(u->zip);
	if (u->lib != NULL)
		u->lib->archive_read_free(u->a);
	free(u->piece);
	free(u->last);
	free(u);
}

/* A filter that libarchive was built without would start a program: refused. */
static bool
add_filter(const struct unpack *u, const char *format)
{
	const struct libarchive *lib = u->lib;
	const struct {
		const char *format;
		int (*add)(struct archive *);
	} filters[] = {
		{"bzip2", lib->archive_read_support_filter_bzip2},
		{"xz", lib->archive_read_support_filter_xz},
		{"lzma", lib->archive_read_support_filter_lzma},
		{"zstd", lib->archive_read_support_filter_zstd},
		{"lz4", lib->archive_read_support_filter_lz4},
		{"compress", lib->archive_read_support_filter_compress},
	};

	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
		if (strcmp(format, filters[i].format) == 0)
			return filters[i].add != NULL &&
			    filters[i].add(u->a) == ARCHIVE_OK;
	return false;
}

struct unpack *
unpack_open_compressed(const struct source *src, const char *format,
    struct guard *guard)
{
	struct unpack *u = begin(src, guard);
	struct archive_entry *entry;
	int r;

	load(u);
	begin_member(u);
	if (u->over)
		return u;
	if (!add_filter(u, format)) {
		u->over = true;
		err_set(&u->why,
		    tr("%s is not supported by the libarchive installed here",
			"此处安装的 libarchive 不支持 %s"),
		    format);
		return u;
	}
	u->lib->archive_read_support_format_raw(u->a);
	u->lib->archive_read_support_format_empty(u->a);
	r = u->lib->archive_read_open(u->a, u, NULL, read_stream, NULL);
	if (r >= ARCHIVE_WARN)
		r = u->lib->archive_read_next_header(u->a, &entry);
	if (r == ARCHIVE_EOF) {
		u->stream = (struct stream){0};
	} else if (r < ARCHIVE_WARN) {
		struct err e;

		end_here(u, &e);
	}
	return u;
}
