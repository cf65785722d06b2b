/*
 * Streams of records, by several threads.  In goes a stream; it is cut into parts, the
 * records of some documents each; out come the reports of the parts, in order.
 *
 * Whoever cuts looks at little: a line that begins as the last record did is of the
 * same document, if it cannot be a header.  Every other line is read as any record is,
 * so that what is cut here and what is read from a part later never differ about where
 * a document ends.  A part begins with the header that is in force, and its lines keep
 * their numbers.
 *
 * A document has to be whole, with all that stands between its records.  If that is more
 * than any report is, the stream is read on by one thread, which keeps nothing.
 *
 * Were the records read here and only the reports made elsewhere, each tree would go
 * from one cache to another and back, which may take as long as to make it.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/common.h"
#include "base/mem.h"
#include "base/msg.h"
#include "base/out.h"
#include "base/pool.h"
#include "base/reject.h"
#include "report/feed_run.h"

#define PIECE ((size_t)256 * 1024)
#define ENOUGH ((size_t)256 * 1024) /* bytes, for one part */
#define LONG ((size_t)16 << 20) /* bytes of a document that are too many */
#define LINE 64 /* bytes that a line takes besides, if it is rejected */
#define SPARE 2 /* parts more than there are threads */
#define SEEN_BOUND ((size_t)16 << 20) /* bytes about documents that came */

/* Where a document begins: the header in force, as tsv_again wants it; the number of
 * the line before. */
struct mark {
	struct buf head;
	unsigned long line;
};

/* The lines of some documents; and who makes their reports. */
struct part {
	struct buf text; /* empty while nothing is packed */
	struct mark start;
	struct buf came; /* as in struct collector */

	struct collector collector;
	bool any; /* something came of it */
	struct msg_log log;
	struct reject_log rejects;
};

struct relay {
	struct pool *pool; /* NULL: there is one thread, and one part, for its collector */
	struct part **part;
	size_t n;
};

/* ---- cutting ------------------------------------------------------------- */

/*
 * A stream that is cut.  In text are, one behind the other, what was given away while
 * more was read; whole documents; from "from" on, the lines of one that may go on; from
 * "at" on, lines that were not looked at.
 */
struct cutter {
	struct feed *feed;
	struct stream *stream;

	struct buf text;
	size_t given, from, at, searched;
	struct mark start, last; /* of the next part; of the document at from */
	struct buf came; /* for each document from start on, see struct collector */
	size_t whole;    /* so many of them are before from */
	bool at_end;

	struct tsv tsv; /* takes the lines that must be looked at */
	struct subject subject;
	struct buf begin; /* as lines of the document begin; empty: as no line does */
	size_t may_head;  /* lines that end there or before are no header */
	struct buf head;
	unsigned long heads;

	struct err why;
	bool failed;
	bool too_long; /* the document at from */
};

static void
mark_copy(struct mark *to, const struct buf *head, unsigned long line)
{
	buf_reset(&to->head);
	buf_addstr(&to->head, buf_str(head));
	to->line = line;
}

/* A part for the documents that are whole, which begin at the start. */
static struct part *
take_part(struct cutter *c)
{
	struct part *p = pool_take(c->feed->relay->pool);

	p->collector.tsv.name = c->tsv.name;
	buf_reset(&p->came);
	if (c->whole != 0) {
		buf_add(&p->came, c->came.p, c->whole);
		c->came.n -= c->whole;
		memmove(c->came.p, c->came.p + c->whole, c->came.n);
		c->whole = 0;
	}
	mark_copy(&p->start, &c->start.head, c->start.line);
	mark_copy(&c->start, &c->last.head, c->last.line);
	return p;
}

/* The first n bytes of the text are gone. */
static void
shift(struct cutter *c, size_t n)
{
	c->from -= n;
	c->at -= n;
	c->searched -= n;
	c->may_head -= c->may_head < n ? c->may_head : n;
}

/* Give away the documents that are whole.  The text goes with them, what is behind
 * them moves. */
static void
give(struct cutter *c)
{
	struct buf whole = c->text;
	struct part *p;

	if (c->from == 0)
		return;
	p = take_part(c);
	c->text = p->text;
	buf_addstr(&c->text, str_skip(buf_str(&whole), c->from));
	p->text = whole;
	p->text.n = c->from;
	shift(c, c->from);
	pool_give(c->feed->relay->pool);
}

/* The same while the text must stay where it is. */
static void
give_copy(struct cutter *c)
{
	if (c->from == c->given)
		return;
	buf_add(&take_part(c)->text, c->text.p + c->given, c->from - c->given);
	c->given = c->from;
	pool_give(c->feed->relay->pool);
}

/* The document at c->from ends before c->at, where another one begins, or nothing. */
static void
end_document(struct cutter *c)
{
	c->from = c->at;
	c->whole = c->came.n;
	mark_copy(&c->last, &c->head, c->tsv.line - 1);
	if (c->from >= ENOUGH)
		give(c);
}

/* A header has a column of that name; were it the first one, the line would begin with
 * it, which set_begin excludes. */
#define HEAD_SIGN "\tdoc"

/* Where the first sign of a header is from there on; where the text ends if there is
 * none. */
static size_t
find_head(const struct cutter *c, size_t from)
{
	ptrdiff_t at = str_find(str_skip(buf_str(&c->text), from), STR(HEAD_SIGN));

	return at >= 0 ? from + (size_t)at : c->text.n;
}

/* Read more behind the text; false when that fails. */
static bool
read_more(struct cutter *c)
{
	size_t end = c->text.n;
	ssize_t got;

	buf_reserve(&c->text, PIECE);
	got = stream_read(c->stream, c->text.p + end, PIECE, &c->why);
	c->failed = got < 0;
	c->at_end = got == 0;
	c->text.n += got > 0 ? (size_t)got : 0;
	if (c->may_head == end) /* no sign of one up to here */
		c->may_head = find_head(c,
		    end - (end < strlen(HEAD_SIGN) ? end : strlen(HEAD_SIGN)));
	if (c->given != 0) {
		c->text.n -= c->given;
		memmove(c->text.p, c->text.p + c->given, c->text.n);
		shift(c, c->given);
		c->given = 0;
	}
	if (c->failed)
		c->why.line = c->tsv.line + 1;
	return !c->failed;
}

/* Is too much in memory of the document at c->from? */
static bool
is_too_long(const struct cutter *c)
{
	return c->text.n - c->from + (c->tsv.line - c->last.line) * LINE > LONG;
}

/* The line at c->at; the one behind it begins at c->searched.  False at the end, or when
 * no more can be read. */
static bool
next_line(struct cutter *c, struct str *line)
{
	const char *lf = NULL;

	for (;;) {
		if (c->text.n != c->searched)
			lf = memchr(c->text.p + c->searched, '\n',
			    c->text.n - c->searched);
		if (lf != NULL || c->at_end)
			break;
		c->searched = c->text.n;
		c->too_long = is_too_long(c);
		if (c->too_long || !read_more(c))
			return false; /* what there is of a line is none */
	}
	*line = str_skip(buf_str(&c->text), c->at);
	if (lf != NULL)
		line->n = (size_t)(lf - line->p);
	c->searched = c->at + line->n + (lf != NULL);
	return c->searched != c->at;
}

/* The header is another one. */
static void
set_head(struct cutter *c)
{
	const struct tsv *t = &c->tsv;

	c->heads = t->heads;
	buf_reset(&c->head);
	for (size_t i = 0; i < t->nhead; i++) {
		buf_addz(&c->head, i != 0 ? "\t" : "");
		buf_addstr(&c->head, t->head[i]);
	}
	buf_addc(&c->head, '\r');
}

/* How lines of the document begin, if it is named first.  Not as a header may, nor as
 * the first line, where a byte order mark is none of the name. */
static void
set_begin(struct cutter *c, struct str line)
{
	const char *tab = memchr(line.p, '\t', line.n);

	buf_reset(&c->begin);
	if (subject_column(&c->tsv) != 0 || tab == NULL || c->tsv.line == 1)
		return;
	buf_add(&c->begin, line.p, (size_t)(tab + 1 - line.p));
	if (str_is(buf_str(&c->begin), "doc\t"))
		buf_reset(&c->begin);
}

/* Does the line begin as others of its document, and is it no header? */
static bool
is_like_others(struct cutter *c, struct str line)
{
	size_t end = c->at + line.n;

	if (c->begin.n == 0 || !str_starts(line, buf_str(&c->begin)))
		return false;
	if (end <= c->may_head)
		return true;
	c->may_head = find_head(c, end);
	return false;
}

/* The line is a record.  Does another document begin with it? */
static void
take_record(struct cutter *c, struct str line)
{
	const struct tsv *t = &c->tsv;

	set_begin(c, line);
	if (subject_goes_on(&c->subject, t))
		return;
	if (c->subject.doc.n != 0)
		end_document(c); /* and the line may be elsewhere */
	subject_set(&c->subject, t, seen_before(&c->feed->seen, subject_of(t)));
	buf_addc(&c->came, c->subject.came);
}

/* Look at the line more closely; false when there can be no records. */
static bool
look_at(struct cutter *c, struct str line)
{
	int got = tsv_take(&c->tsv, line, &c->why);

	if (c->tsv.heads != c->heads) {
		set_head(c);
		buf_reset(&c->begin);
	}
	if (got == TSV_RECORD)
		take_record(c, line);
	return got != TSV_FAIL;
}

static void
cut(struct cutter *c)
{
	struct str line;

	while (next_line(c, &line)) {
		if (is_like_others(c, line)) {
			c->tsv.line++;
		} else if (!look_at(c, line)) {
			c->failed = true;
			break;
		}
		c->at = c->searched;
	}
	if (!c->too_long)
		end_document(c);
	give(c);
}

/* ---- threads ------------------------------------------------------------- */

static void
work(void *ctx, void *slot)
{
	struct part *p = slot;
	struct collector *c = &p->collector;

	(void)ctx;
	msg_divert(&p->log);
	reject_divert(&p->rejects);
	tsv_again(&c->tsv, buf_str(&p->start.head), p->start.line, NULL, &p->text);
	collect_again(c, p->came.p, p->came.n);
	while (collect(c))
		p->any = true;
	reject_divert(NULL);
	msg_divert(NULL);
}

static void
merge(struct part *p)
{
	const struct feed *f = p->collector.feed;

	if (f->merge != NULL)
		f->merge(f->ctx, p->collector.desk->slot);
}

static void
finish(void *ctx, void *slot)
{
	struct part *p = slot;

	(void)ctx;
	msg_take_turns(&p->log);
	if (p->any)
		merge(p);
	p->any = false;
	msg_take_turns(NULL);
	msg_print(&p->log);
	reject_take(&p->rejects);
}

static void
send_pending(void *ctx)
{
	(void)ctx;
	out_flush();
}

static void
before_waiting(void *cutter)
{
	struct cutter *c = cutter;

	give_copy(c);
	pool_rest(c->feed->relay->pool);
}

/* ---- one thread ---------------------------------------------------------- */

/* Read the stream from the mark on, where documents begin of which it may be known
 * whether they came before. */
static void
read_stream(struct feed *f, const char *addr, struct stream *s,
    const struct mark *start, struct str came)
{
	struct part *p = f->relay->part[0];
	struct collector *c = &p->collector;

	c->tsv.name = addr;
	c->seen = &f->seen;
	tsv_again(&c->tsv, buf_str(&start->head), start->line, s, NULL);
	collect_again(c, came.p, came.n);
	while (collect(c))
		merge(p);
	if (c->end == TSV_FAIL)
		warn_err(addr, &c->why);
	c->seen = NULL; /* parts are told */
}

/* Read on from c->from; all before is done. */
static void
read_rest(struct cutter *c)
{
	stream_unread(c->stream, str_skip(buf_str(&c->text), c->from));
	read_stream(c->feed, c->tsv.name, c->stream, &c->start,
	    buf_str(&c->came));
}

/* ---- any number of them -------------------------------------------------- */

static void
cut_stream(struct feed *f, const char *addr, struct stream *s)
{
	struct cutter c = {.feed = f, .stream = s};
	struct stream_wait before = stream_on_wait(before_waiting, &c);

	tsv_open(&c.tsv, NULL, addr, feed_kinds, false);
	assert(c.tsv.all_doc); /* for HEAD_SIGN */
	cut(&c);
	pool_drain(f->relay->pool);
	stream_on_wait(before.wait, before.ctx);
	if (c.failed)
		warn_err(addr, &c.why);
	if (c.too_long)
		read_rest(&c);
	tsv_close(&c.tsv);
	buf_free(&c.text);
	buf_free(&c.came);
	buf_free(&c.subject.doc);
	buf_free(&c.begin);
	buf_free(&c.head);
	buf_free(&c.start.head);
	buf_free(&c.last.head);
}

static struct part *
part_new(struct feed *f)
{
	struct part *p = xcalloc(1, sizeof *p);
	struct collector *c = &p->collector;

	c->feed = f;
	c->desk = feed_desk_new(f);
	tsv_open(&c->tsv, NULL, "", feed_kinds, false);
	return p;
}

static void
part_free(struct part *p)
{
	feed_desk_free(p->collector.feed, p->collector.desk);
	collect_free(&p->collector);
	buf_free(&p->text);
	buf_free(&p->came);
	buf_free(&p->start.head);
	buf_free(&p->log.lines);
	buf_free(&p->rejects.records);
	free(p);
}

static struct relay *
relay_new(struct feed *f)
{
	const struct pool_job job = {.work = work, .finish = finish,
	    .idle = send_pending};
	size_t threads = f->slot_new != NULL ? common_options.jobs : 1;
	struct relay *r = xcalloc(1, sizeof *r);

	r->n = threads > 1 ? threads + SPARE : 1;
	r->part = xcalloc(r->n, sizeof *r->part);
	for (size_t i = 0; i < r->n; i++)
		r->part[i] = part_new(f);
	if (threads > 1)
		r->pool = pool_start(&job, (unsigned)threads,
		    (void *const *)r->part, r->n);
	return r;
}

void
relay_free(struct relay *r)
{
	if (r == NULL)
		return;
	pool_end(r->pool);
	for (size_t i = 0; i < r->n; i++)
		part_free(r->part[i]);
	free(r->part);
	free(r);
}

void
feed_records(struct feed *f, const char *addr, struct stream *s)
{
	const struct mark start = {0};

	if (f->relay == NULL) {
		f->relay = relay_new(f);
		f->seen.bound = SEEN_BOUND;
	}
	if (f->relay->pool != NULL)
		cut_stream(f, addr, s);
	else
		read_stream(f, addr, s, &start, (struct str){0});
	reject_end(addr);
}
