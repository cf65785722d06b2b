/*
 * What a stream of bytes is decides its content, never its name:
 *
 *	compressed	what it holds, under the same address
 *	archive		each member, under address/member
 *	records		passed on as a stream, whatever their length
 *	anything else	one document, in memory
 *
 * A zip that is a Word file is a document.  The nesting is bounded by an option,
 * so the recursion is too.
 *
 * --include is asked for documents and records alone.  What holds others, and
 * cannot be read, is told whatever it says; what is not known to be the one or
 * the other is told when it is included or has the name of an archive.
 */
#include "input/deliver.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/progress.h"
#include "input/encoding.h"
#include "input/gzip.h"
#include "input/name.h"
#include "input/parcel.h"
#include "input/pre.h"

#define LINE_LOOK ((size_t)1 << 20)  /* a first line longer than this is no record */
#define ZIP_LOOK ((size_t)256 * 1024) /* where parts of a document are looked for */

/* Where in the nesting a stream stands. */
struct place {
	struct str wanted;    /* path inside it, empty: all */
	struct guard *guard;  /* of what it comes out of, NULL: nothing */
	size_t archives;      /* around it */
	bool from_compressed; /* it comes straight out of a compressed file */
	bool *found;          /* something under the wanted path */
};

/* The address so far, ended by NUL; valid until it is changed. */
static const char *
address(struct job *j)
{
	buf_reserve(&j->addr, 1);
	j->addr.p[j->addr.n] = '\0';
	return j->addr.p;
}

void
job_tell(struct job *j, const struct err *e)
{
	if (j->sink->problem != NULL)
		j->sink->problem(j->sink->ctx, address(j), e);
	else
		warn_err(address(j), e);
	if (j->parcels != NULL)
		parcels_said(j->parcels);
}

void
job_merge(struct job *j)
{
	if (j->sink->merge != NULL)
		j->sink->merge(j->sink->ctx, j->slot);
	j->waiting = 0;
}

static const char *
path_below(struct job *j)
{
	const char *addr = address(j);

	return j->addr.n > j->below ? addr + j->below + 1 : NULL;
}

bool
job_is_excluded(struct job *j, bool is_folder)
{
	const char *path = path_below(j);

	if (path == NULL || !globs_match(j->exclude, path))
		return false;
	if (is_folder || name_is_of_archive(path))
		j->exclude->unsure = true; /* nobody looks into it */
	return true;
}

/* Does --include let the current address through?  The operand itself is always
 * let through; what is excluded was passed over before. */
static bool
is_included(struct job *j)
{
	const char *path = path_below(j);

	return path == NULL || j->o->include.n == 0 ||
	    globs_match(j->include, path);
}

bool
job_may_want(struct job *j)
{
	return is_included(j) || name_is_of_archive(address(j));
}

void
job_tell_errno(struct job *j, int error)
{
	struct err e;

	err_set(&e, tr("cannot open: %s", "无法打开：%s"), strerror(error));
	job_tell(j, &e);
}

void
job_free(struct job *j)
{
	buf_free(&j->addr);
	buf_free(&j->raw);
	buf_free(&j->text);
}

/* Tell why the current address could not be read, unless the reason is a limit
 * of something around it, which is told there. */
static void
tell_unread(struct job *j, const struct place *at, const struct err *e)
{
	if (at->guard == NULL || !guard_is_broken(at->guard))
		job_tell(j, e);
}

/* The same where it is not known whether there is a document or what else. */
static void
tell_unknown(struct job *j, const struct place *at, const struct err *e)
{
	if (job_may_want(j))
		tell_unread(j, at, e);
}

static void
tell_text(struct job *j, const struct place *at, const char *text)
{
	struct err e;

	err_set(&e, "%s", text);
	tell_unknown(j, at, &e);
}

static void
set_empty(struct err *e)
{
	err_set(e, "%s", tr("empty input", "输入为空"));
}

static void
tell_replaced(struct job *j, const struct document *d)
{
	struct err e;

	err_set(&e,
	    tr("%zu characters could not be decoded as %s; they are U+FFFD now",
		"有 %zu 个字符无法按 %s 解码，已换成 U+FFFD"),
	    d->replaced, d->encoding);
	job_tell(j, &e);
}

/* Put what the user's converter makes of *raw in its place. */
static bool
convert(struct job *j, struct str *raw, struct err *e)
{
	const char *path = address(j), *command;
	struct buf made = {0};

	if (j->o->pre.n == 0)
		return true;
	if (path_below(j) != NULL)
		path = path_below(j);
	command = pre_command(&j->o->pre, path);
	if (command == NULL)
		return true;
	if (!pre_run(command, path, *raw, j->o->max_document,
		j->o->pre_timeout, &made, e)) {
		buf_free(&made);
		return false;
	}
	buf_free(&j->raw);
	j->raw = made;
	*raw = buf_str(&made);
	return true;
}

void
deliver_bytes(struct job *j, struct str raw)
{
	struct document d = {0};
	struct str text;
	struct err e;

	buf_reset(&j->text);
	if (!convert(j, &raw, &e)) {
		job_tell(j, &e);
		return;
	}
	d.bytes = raw;
	d.binary = !encoding_decode(raw, &j->text, &text, &d.encoding,
	    &d.replaced);
	if (!d.binary)
		d.bytes = text;
	if (d.bytes.n == 0) {
		set_empty(&e);
		job_tell(j, &e);
		return;
	}
	if (d.replaced != 0)
		tell_replaced(j, &d);
	d.addr = address(j);
	progress_document();
	j->waiting += d.bytes.n;
	j->sink->document(j->sink->ctx, j->slot, &d);
	if (j->parcel == NULL || parcel_is_in_turn(j->parcel))
		job_merge(j);
}

/* The rest of the stream as the raw bytes of a document, which lie in the stream;
 * false, with the reason told, when they cannot be had. */
static bool
read_rest(struct job *j, struct stream *s, const struct place *at, struct str *raw)
{
	size_t max = j->o->max_document;
	struct err e;

	if (stream_peek(s, max < SIZE_MAX ? max + 1 : max, false, raw, &e)) {
		if (raw->n <= max)
			return true;
		err_set(&e,
		    tr("larger than %zu bytes (--max-document)%s",
			"大于 %zu 字节（--max-document）%s"),
		    max, j->sink->way_out != NULL ? j->sink->way_out(*raw) : "");
	}
	tell_unread(j, at, &e);
	return false;
}

static void
deliver_document(struct job *j, struct stream *s, const struct place *at)
{
	struct str raw;

	/* not straight into a parcel: while the stream waits for the rest of the
	 * document, the parcel may be given away */
	if (!read_rest(j, s, at, &raw))
		return;
	if (j->parcels != NULL)
		parcels_add_bytes(j->parcels, j, raw);
	else
		deliver_bytes(j, raw);
}

static void
deliver_records(struct job *j, struct stream *s)
{
	if (j->parcels != NULL)
		parcels_pause(j->parcels);
	j->sink->records(j->sink->ctx, address(j), s);
	if (j->parcels != NULL)
		parcels_go_on(j->parcels);
}

/* Records that make no sense here must not be read as a text. */
static bool
is_refused(struct job *j, struct stream *s, const struct place *at)
{
	const struct input_sink *sink = j->sink;
	const struct tsv_kind *kind;
	struct str head;
	struct err e;

	if (sink->refused == NULL || !stream_peek(s, LINE_LOOK, true, &head, &e))
		return false;
	kind = tsv_recognise(head, sink->refused);
	if (kind != NULL)
		err_set(&e, tr("records of kind %s: not taken here",
		    "%s 类记录：此处不接受"), kind->name);
	else if (tsv_recognise(head, sink->kinds) != NULL ||
	    (!tsv_lacks_column(head, sink->refused, &e) &&
		!tsv_lacks_column(head, sink->kinds, &e)))
		return false;
	tell_unread(j, at, &e);
	return true;
}

/* Is it what was asked for, or in it, not only on the way there?  Then that is found. */
static bool
is_wanted(const struct place *at)
{
	if (at->wanted.n == 0)
		*at->found = true;
	return at->wanted.n == 0;
}

static void dispatch(struct job *j, const struct source *src,
    const struct place *at);

/* A limit of g was passed: say so under the address of what it guards. */
static void
tell_broken(struct job *j, struct guard *g)
{
	if (g->broken && !g->told)
		job_tell(j, &g->why);
	g->told = true;
}

static bool
nests_too_deep(struct job *j, const struct place *at, size_t archives)
{
	struct err e;

	if (archives <= j->o->max_nesting)
		return false;
	err_set(&e,
	    tr("nested in more than %zu archives (--max-nesting)",
		"压缩包嵌套超过 %zu 层（--max-nesting）"),
	    j->o->max_nesting);
	tell_unread(j, at, &e);
	return true;
}

static void
deliver_compressed(struct job *j, const struct source *src, const char *format,
    const struct place *at)
{
	struct guard guard = {.o = j->o, .outer = at->guard};
	struct place inside = *at;
	struct source out = {.fd = -1};

	inside.guard = &guard;
	inside.from_compressed = true;
	inside.archives += at->from_compressed;
	if (nests_too_deep(j, at, inside.archives))
		return;
	if (strcmp(format, "gzip") == 0) {
		struct gzip *g = gzip_open(src->stream, &guard);

		out.stream = gzip_stream(g);
		dispatch(j, &out, &inside);
		gzip_close(g);
	} else {
		struct unpack *u = unpack_open_compressed(src, format, &guard);

		out.stream = unpack_stream(u);
		dispatch(j, &out, &inside);
		unpack_close(u);
	}
	tell_broken(j, &guard);
}

static void
tell_hardlink(struct job *j, const struct place *at)
{
	tell_text(j, at,
	    tr("a hard link to another member: not read a second time",
		"是另一成员的硬链接：不重复读取"));
}

/* The member whose name is the end of the current address. */
static void
deliver_member(struct job *j, struct unpack *u, const struct member *m,
    const struct place *at)
{
	struct source src = {.stream = unpack_stream(u), .fd = -1};

	if (m->kind == MEMBER_OTHER || job_is_excluded(j, false))
		return;
	if (m->kind == MEMBER_HARDLINK) {
		tell_hardlink(j, at);
		return;
	}
	if (m->encrypted) {
		tell_text(j, at,
		    tr("encrypted: unpack it with its password first",
			"已加密：请先用密码解包"));
		return;
	}
	dispatch(j, &src, at);
}

/* Put the member's name behind the address and see whether it is wanted.  False
 * when it is not, or no file. */
static bool
take_member(struct job *j, struct unpack *u, const struct member *m,
    const struct place *archive)
{
	struct place at = *archive;
	enum name_relation relation;
	struct str name;
	size_t from;

	buf_addc(&j->addr, '/');
	from = j->addr.n;
	name_add_clean(&j->addr, m->name, j->o->name_charset);
	if (j->addr.n == from && m->kind != MEMBER_FOLDER)
		buf_addf(&j->addr, "#%zu", archive->guard->members);
	name = str_skip(buf_str(&j->addr), from);
	relation = name_relate(name, archive->wanted, &at.wanted);
	if (relation == NAME_APART)
		return false;
	if (relation == NAME_WITHIN &&
	    name_is_hidden(str_skip(name, archive->wanted.n))) {
		job_is_excluded(j, false); /* its glob has matched something */
		return false;
	}
	if (relation == NAME_WITHIN && name.n != 0)
		*at.found = true;
	if (m->kind == MEMBER_FOLDER || m->kind == MEMBER_OTHER)
		return false;
	deliver_member(j, u, m, &at);
	return true;
}

/* An operand was found, and no file in it: it may be the wrong one. */
static void
tell_no_file(struct job *j, struct str folder)
{
	size_t length = j->addr.n;
	struct err e;

	err_set(&e, "%s", folder.n != 0
		? tr("no file in this folder", "该文件夹中没有文件")
		: tr("no file in this archive", "该压缩包中没有文件"));
	if (folder.n != 0)
		buf_addc(&j->addr, '/');
	buf_addstr(&j->addr, folder);
	job_tell(j, &e);
	j->addr.n = length;
}

static void
deliver_members(struct job *j, struct unpack *u, const struct place *inside)
{
	size_t length = j->addr.n;
	bool any = false;
	struct member m;
	struct err e;

	while (!guard_is_broken(inside->guard)) {
		int got = unpack_next(u, &m, &e);

		if (got == UNPACK_END && !any && *inside->found &&
		    path_below(j) == NULL)
			tell_no_file(j, inside->wanted);
		if (got == UNPACK_END)
			return;
		any |= got != UNPACK_MEMBER || take_member(j, u, &m, inside);
		j->addr.n = length;
		if (got == UNPACK_MEMBER)
			continue;
		if (!guard_is_broken(inside->guard))
			job_tell(j, &e);
		if (got == UNPACK_OVER)
			return;
	}
}

/*
 * zip and 7z are better read from their directory: what comes as a stream is
 * held in memory for that, up to the limit of a document.  A longer zip can be
 * read as it comes; a 7z cannot.
 */
static bool
hold(struct job *j, struct source *src, enum sniff kind, const struct place *at)
{
	size_t max = j->o->max_document;
	struct str all;
	struct err e;
	bool ok;

	if (kind == SNIFF_TAR || src->fd >= 0 || src->bytes.p != NULL)
		return true;
	ok = stream_peek(src->stream, max < SIZE_MAX ? max + 1 : max, false,
	    &all, &e);
	if (ok && all.n <= max) {
		src->bytes = all;
		return true;
	}
	if (kind == SNIFF_ZIP)
		return true;
	if (ok)
		err_set(&e,
		    tr("7z from a pipe or archive and larger than %zu bytes "
		       "(--max-document): unpack it to a file first",
			"来自管道或压缩包的 7z 大于 %zu 字节（--max-document）："
			"请先解出为文件"),
		    max);
	tell_unread(j, at, &e);
	return false;
}

static void
deliver_archive(struct job *j, const struct source *src, enum sniff kind,
    const struct place *at)
{
	struct guard guard = {.o = j->o, .outer = at->guard};
	struct place inside = *at;
	struct source held = *src;
	struct unpack *u;

	inside.guard = &guard;
	inside.archives++;
	inside.from_compressed = false;
	if (nests_too_deep(j, at, inside.archives) || !hold(j, &held, kind, at))
		return;
	if (at->wanted.n == 0)
		*at->found = true;
	u = unpack_open(&held, kind, &guard);
	deliver_members(j, u, &inside);
	unpack_close(u);
	tell_broken(j, &guard);
}

static bool
is_zip_document(struct stream *s)
{
	struct str head;
	struct err e;

	stream_peek(s, ZIP_LOOK, false, &head, &e);
	return sniff_is_zip_document(head);
}

static void
tell_foreign(struct job *j, const struct place *at, const char *format)
{
	struct err e;

	err_set(&e,
	    tr("%s archives cannot be read: unpack it first",
		"无法读取 %s 压缩包：请先解包"),
	    format);
	if (is_wanted(at))
		tell_unread(j, at, &e);
}

/*
 * Look at the first bytes.  A line is enough for records, which may come slowly
 * through a pipe; only when it is none, more is waited for.  False, with the
 * reason told, when there is nothing to go on with.
 */
static bool
look(struct job *j, struct stream *s, const struct place *at, enum sniff *kind,
    const char **format, bool *records)
{
	const struct tsv_kind *const *kinds = j->sink->kinds;
	struct str head;
	struct err e;
	bool ok = stream_peek(s, kinds != NULL ? LINE_LOOK : SNIFF_BYTES,
	    kinds != NULL, &head, &e);

	*kind = sniff(head, format);
	*records = *kind == SNIFF_NOTHING && ok && kinds != NULL &&
	    head.n != 0 && tsv_recognise(head, kinds) != NULL;
	if (*kind == SNIFF_NOTHING && ok && !*records && head.n < SNIFF_BYTES) {
		ok = stream_peek(s, SNIFF_BYTES, false, &head, &e);
		*kind = sniff(head, format);
	}
	if (!ok && (*kind == SNIFF_NOTHING || *kind == SNIFF_BINARY)) {
		tell_unknown(j, at, &e);
		return false;
	}
	if (head.n != 0)
		return true;
	set_empty(&e);
	if (at->wanted.n == 0)
		tell_unknown(j, at, &e);
	return false;
}

static bool
is_container(enum sniff kind)
{
	return kind == SNIFF_COMPRESSED || kind == SNIFF_TAR ||
	    kind == SNIFF_ZIP || kind == SNIFF_7Z;
}

static void
dispatch(struct job *j, const struct source *src, const struct place *at)
{
	const char *format;
	enum sniff kind;
	bool records;

	if (!look(j, src->stream, at, &kind, &format, &records))
		return;
	if (kind == SNIFF_ZIP && is_zip_document(src->stream))
		kind = SNIFF_BINARY;
	if (j->parcel != NULL && (records || is_container(kind)))
		parcel_take_turn(j); /* what comes out may be of any size */
	switch (kind) {
	case SNIFF_COMPRESSED:
		deliver_compressed(j, src, format, at);
		break;
	case SNIFF_TAR:
	case SNIFF_ZIP:
	case SNIFF_7Z:
		deliver_archive(j, src, kind, at);
		break;
	case SNIFF_FOREIGN:
		tell_foreign(j, at, format);
		break;
	default:
		if (!is_wanted(at) || !is_included(j) ||
		    is_refused(j, src->stream, at))
			break;
		if (records)
			deliver_records(j, src->stream);
		else
			deliver_document(j, src->stream, at);
	}
}

bool
deliver(struct job *j, const struct source *src, struct str wanted)
{
	bool found = false;
	struct place at = {.wanted = wanted, .found = &found};

	dispatch(j, src, &at);
	return found;
}

bool
deliver_fd(struct job *j, int fd, bool regular, struct str wanted)
{
	struct stream s;
	struct source src = {.stream = &s, .fd = regular ? fd : -1};
	bool found;

	stream_of_fd(&s, fd);
	s.prompt = regular;
	found = deliver(j, &src, wanted);
	stream_free(&s);
	return found;
}

void
deliver_file(struct job *j, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0) {
		int error = errno;

		if (job_may_want(j))
			job_tell_errno(j, error);
		return;
	}
	deliver_fd(j, fd, true, (struct str){0});
	close(fd);
}
