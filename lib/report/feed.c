/* From inputs to reports, one at a time; see feed.h. */
#include "report/feed.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/msg.h"
#include "read/blocks.h"
#include "read/read.h"
#include "report/facts.h"
#include "report/gridcells.h"

const struct tsv_kind *const feed_kinds[] = {&block_kind, &cell_kind, NULL};

/* Records of one stream on their way to reports. */
struct collector {
	struct feed *feed;
	const char *addr;
	struct blocks blocks;
	struct str doc; /* whose records are being collected; NULL: none */
	bool passed_over; /* they are not wanted */
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

static void
clear_desk(struct feed *f, struct desk *desk)
{
	if (desk->slot != NULL && f->slot_free != NULL)
		f->slot_free(f->ctx, desk->slot);
	tree_free(&desk->tree);
	report_free(&desk->report);
}

void
feed_desk_free(void *feed, void *desk)
{
	clear_desk(feed, desk);
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

/* The document whose records were collected is complete. */
static void
end_document(struct collector *c)
{
	struct feed *f = c->feed;

	if (c->doc.p == NULL)
		return;
	if (c->blocks.tree != NULL) {
		blocks_end(&c->blocks);
		hand_over_tree(f, &f->desk, c->doc);
		c->blocks.tree = NULL;
	} else if (f->desk.report.n != 0) {
		hand_over(f, &f->desk);
	}
	if (f->merge != NULL)
		f->merge(f->ctx, f->desk.slot);
	c->doc = (struct str){0};
}

/* Records of another document begin. */
static void
begin_document(struct collector *c, const struct tsv *t, struct str doc)
{
	struct feed *f = c->feed;
	uint32_t number = (uint32_t)f->seen.n;

	end_document(c);
	c->doc = arena_str(&f->names, doc);
	c->passed_over = map_put(&f->seen, c->doc, number) != number;
	if (c->passed_over)
		warn(c->addr, t->line,
		    tr("records of %.*s come in several places; sort the "
		       "stream by doc first",
			"%.*s 的记录分散在多处；请先按 doc 排序"),
		    (int)(doc.n < 200 ? doc.n : 200), doc.p);
	else if (t->kind == &block_kind)
		c->blocks.tree = &f->desk.tree;
}

static void
take_record(struct collector *c, const struct tsv *t)
{
	bool is_block = t->kind == &block_kind;
	struct str doc = tsv_col(t, is_block ? (size_t)BLOCK_DOC : CELL_DOC);
	struct err e;
	bool ok;

	if (c->doc.p == NULL || !str_eq(doc, c->doc) ||
	    (!c->passed_over && is_block != (c->blocks.tree != NULL)))
		begin_document(c, t, doc);
	if (c->passed_over)
		return;
	ok = is_block ? blocks_take(&c->blocks, t, &e)
	              : report_take(&c->feed->desk.report, t, &e);
	if (!ok)
		warn_err(c->addr, &e);
}

void
feed_records(struct feed *f, const char *addr, struct stream *s)
{
	struct collector c = {.feed = f, .addr = addr};
	struct tsv t;
	struct err e;
	int got;

	if (f->desk.slot == NULL && f->slot_new != NULL)
		f->desk.slot = f->slot_new(f->ctx);
	tsv_open(&t, s, addr, feed_kinds, false);
	while ((got = tsv_next(&t, &e)) != TSV_END && got != TSV_FAIL) {
		if (got == TSV_RECORD)
			take_record(&c, &t);
		else
			warn_err(addr, &e);
	}
	if (got == TSV_FAIL)
		warn_err(addr, &e);
	end_document(&c);
	blocks_free(&c.blocks);
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
	clear_desk(f, &f->desk);
	map_free(&f->seen);
	arena_free(&f->names);
}
