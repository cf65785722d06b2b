/*
 * From inputs to reports; see feed.h.
 *
 * A document becomes a report in the thread that read it.  Records are read by one
 * thread, which puts those of a document on a desk and gives the desk to a pool when
 * they are complete: making the report takes several times as long as reading its
 * records.
 */
#include "report/feed.h"

#include <stdlib.h>

#include "base/common.h"
#include "base/mem.h"
#include "base/msg.h"
#include "base/out.h"
#include "base/pool.h"
#include "base/reject.h"
#include "base/utf8.h"
#include "read/blocks.h"
#include "read/read.h"
#include "report/build.h"
#include "report/gridcells.h"

const struct tsv_kind *const feed_kinds[] = {&block_kind, &cell_kind, NULL};

/* Records of one document, on a desk of their own. */
struct sheaf {
	struct feed *feed;
	struct desk *desk;
	struct str doc; /* whose they are; NULL: nobody's */
	struct buf name; /* where doc lies */
	bool blocks;    /* they went into the tree of the desk; else its report */
	struct msg_log log;
};

#define SEEN_BOUND ((size_t)16 << 20) /* bytes about documents that came */
#define SPARE 14 /* sheaves more than there are threads: more would leave the cache */
#define RECORDS_ENOUGH 256 /* for a thread to be woken */

/* Sheaves in turn, the threads that make reports of them.  Without threads there
 * is one sheaf. */
struct relay {
	struct pool *pool; /* or NULL */
	struct sheaf **sheaf;
	size_t n;
};

/* Records of one stream on their way to reports. */
struct collector {
	struct feed *feed;
	const char *addr;
	struct blocks blocks;
	struct sheaf *now;
	bool passed_over; /* its records are not wanted */
	size_t records;   /* since pool_give */
	struct stream_wait waiting; /* what was done before */
};

static void
hand_over(struct feed *f, struct desk *desk)
{
	f->report(f->ctx, desk->slot, &desk->report);
	report_reset(&desk->report);
}

static void
hand_over_tree(struct feed *f, struct desk *desk, struct str doc)
{
	if (f->grid)
		report_build_grid(&desk->report, &desk->tree, f->forms, doc);
	else
		report_build(&desk->report, &desk->tree, f->forms, doc);
	hand_over(f, desk);
	tree_reset(&desk->tree);
}

void *
feed_desk_new(void *feed)
{
	struct feed *f = feed;
	struct desk *desk = xcalloc(1, sizeof *desk);

	if (f->slot_new != NULL)
		desk->slot = f->slot_new(f->ctx);
	return desk;
}

void
feed_desk_free(void *feed, void *which)
{
	struct feed *f = feed;
	struct desk *desk = which;

	if (desk->slot != NULL && f->slot_free != NULL)
		f->slot_free(f->ctx, desk->slot);
	tree_free(&desk->tree);
	report_free(&desk->report);
	free(desk);
}

void
feed_document(struct feed *f, struct desk *desk, const struct document *d)
{
	struct err e;

	if (!read_document(&desk->tree, d->bytes, d->binary, &e)) {
		warn_err(d->addr, &e);
		tree_reset(&desk->tree);
		return;
	}
	hand_over_tree(f, desk, str_of(d->addr));
}

/* ---- sheaves of records -------------------------------------------------- */

static void
make_report(struct sheaf *s)
{
	if (s->blocks)
		hand_over_tree(s->feed, s->desk, s->doc);
	else if (s->desk->report.n != 0)
		hand_over(s->feed, s->desk);
	s->doc = (struct str){0};
	s->blocks = false;
}

static void
merge(struct sheaf *s)
{
	if (s->feed->merge != NULL)
		s->feed->merge(s->feed->ctx, s->desk->slot);
}

static void
work(void *ctx, void *slot)
{
	struct sheaf *s = slot;

	(void)ctx;
	msg_divert(&s->log); /* behind what was said of its records */
	make_report(s);
	msg_divert(NULL);
}

static void
finish(void *ctx, void *slot)
{
	struct sheaf *s = slot;

	(void)ctx;
	msg_take_turns(&s->log);
	merge(s);
	msg_take_turns(NULL);
	msg_print(&s->log);
}

static void
send_pending(void *ctx)
{
	(void)ctx;
	out_flush();
}

static struct relay *
relay_new(struct feed *f)
{
	const struct pool_job job = {.work = work, .finish = finish,
	    .idle = send_pending};
	size_t threads = f->slot_new != NULL ? common_options.jobs : 1;
	struct relay *r = xcalloc(1, sizeof *r);

	r->n = threads > 1 ? threads + SPARE : 1;
	r->sheaf = xcalloc(r->n, sizeof *r->sheaf);
	for (size_t i = 0; i < r->n; i++) {
		r->sheaf[i] = xcalloc(1, sizeof **r->sheaf);
		r->sheaf[i]->feed = f;
		r->sheaf[i]->desk = feed_desk_new(f);
	}
	if (threads > 1)
		r->pool = pool_start(&job, (unsigned)threads,
		    (void *const *)r->sheaf, r->n);
	return r;
}

static void
relay_free(struct feed *f, struct relay *r)
{
	if (r == NULL)
		return;
	pool_end(r->pool);
	for (size_t i = 0; i < r->n; i++) {
		feed_desk_free(f, r->sheaf[i]->desk);
		buf_free(&r->sheaf[i]->log.lines);
		buf_free(&r->sheaf[i]->name);
		free(r->sheaf[i]);
	}
	free(r->sheaf);
	free(r);
}

/* An empty sheaf; what is said from now on goes with it. */
static struct sheaf *
next_sheaf(struct relay *r)
{
	struct sheaf *s = r->sheaf[0];

	if (r->pool != NULL) {
		s = pool_take(r->pool);
		msg_divert(&s->log);
	}
	return s;
}

static void
before_waiting(void *relay)
{
	pool_rest(((struct relay *)relay)->pool);
}

/* ---- records ------------------------------------------------------------- */

/* The document whose records were collected is complete. */
static void
end_document(struct collector *c)
{
	struct relay *r = c->feed->relay;

	if (c->now->doc.p == NULL)
		return;
	if (c->blocks.tree != NULL)
		blocks_end(&c->blocks);
	c->blocks.tree = NULL;
	if (r->pool == NULL) {
		make_report(c->now);
		merge(c->now);
		return;
	}
	if (c->records < RECORDS_ENOUGH) {
		pool_give_small(r->pool);
	} else {
		pool_give(r->pool);
		c->records = 0;
	}
	c->now = next_sheaf(r);
}

static void
name_sheaf(struct sheaf *s, struct str doc)
{
	buf_reset(&s->name);
	buf_addstr(&s->name, doc);
	buf_addc(&s->name, '\0'); /* messages want it */
	s->doc = (struct str){s->name.p, doc.n};
}

/* Records of another document begin. */
static void
begin_document(struct collector *c, const struct tsv *t, struct str doc)
{
	struct feed *f = c->feed;

	end_document(c);
	name_sheaf(c->now, doc);
	c->passed_over = seen_before(&f->seen, doc);
	if (c->passed_over)
		warn(c->addr, t->line,
		    tr("records of %.*s come in several places; sort the "
		       "stream by doc first",
			"%.*s 的记录分散在多处；请先按 doc 排序"),
		    (int)utf8_cut(doc, 200), doc.p);
	else if (t->kind == &block_kind)
		c->blocks.tree = &c->now->desk->tree;
	c->now->blocks = c->blocks.tree != NULL;
}

static void
take_record(struct collector *c, const struct tsv *t)
{
	bool is_block = t->kind == &block_kind;
	struct str doc = tsv_col(t, is_block ? (size_t)BLOCK_DOC : CELL_DOC);
	struct err e;
	bool ok;

	if (c->now->doc.p == NULL || !str_eq(doc, c->now->doc) ||
	    (!c->passed_over && is_block != (c->blocks.tree != NULL)))
		begin_document(c, t, doc);
	if (c->passed_over)
		return;
	c->records++;
	ok = is_block ? blocks_take(&c->blocks, t, &e)
	              : report_take(&c->now->desk->report, t, &e);
	if (!ok)
		reject(c->addr, t, &e);
}

static void
start_relay(struct collector *c)
{
	struct feed *f = c->feed;

	if (f->relay == NULL) {
		f->relay = relay_new(f);
		f->seen.bound = SEEN_BOUND;
	}
	if (f->relay->pool != NULL)
		c->waiting = stream_on_wait(before_waiting, f->relay);
	c->now = next_sheaf(f->relay);
}

/* Everything is made and merged; messages go straight out again. */
static void
stop_relay(struct collector *c)
{
	if (c->feed->relay->pool == NULL)
		return;
	pool_drain(c->feed->relay->pool);
	msg_divert(NULL);
	msg_print(&c->now->log);
	stream_on_wait(c->waiting.wait, c->waiting.ctx);
}

void
feed_records(struct feed *f, const char *addr, struct stream *s)
{
	struct collector c = {.feed = f, .addr = addr};
	struct tsv t;
	struct err e;
	int got;

	start_relay(&c);
	tsv_open(&t, s, addr, feed_kinds, false);
	while ((got = tsv_next(&t, &e)) != TSV_END && got != TSV_FAIL) {
		if (got == TSV_RECORD)
			take_record(&c, &t);
		else
			reject(addr, &t, &e);
	}
	if (got == TSV_FAIL)
		warn_err(addr, &e);
	reject_end(addr);
	end_document(&c);
	stop_relay(&c);
	tsv_close(&t);
}

static void
on_document(void *ctx, void *desk, const struct document *d)
{
	feed_document(ctx, desk, d);
}

static void
on_merge(void *ctx, void *desk)
{
	struct feed *f = ctx;

	if (f->merge != NULL)
		f->merge(f->ctx, ((struct desk *)desk)->slot);
}

static void
on_records(void *ctx, const char *addr, struct stream *s)
{
	feed_records(ctx, addr, s);
}

void
feed_each(struct feed *f, char *const *operands)
{
	const struct input_sink sink = {.ctx = f, .kinds = feed_kinds,
	    .refused = f->refused, .slot_new = feed_desk_new,
	    .slot_free = feed_desk_free, .document = on_document,
	    .merge = on_merge, .records = on_records};

	input_each(operands, &input_options, &sink);
}

void
feed_free(struct feed *f)
{
	relay_free(f, f->relay);
	seen_free(&f->seen);
}
