/*
 * From inputs to reports; see feed.h.  A document becomes a report here, in the thread
 * that read it; records do in collect.c, streams of them in relay.c.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "read/read.h"
#include "report/build.h"
#include "report/feed_run.h"
#include "report/gridcells.h"

const struct tsv_kind *const feed_kinds[] = {&block_kind, &cell_kind, NULL};

void
feed_hand_over(struct feed *f, struct desk *desk)
{
	f->report(f->ctx, desk->slot, &desk->report);
	report_reset(&desk->report);
}

void
feed_hand_over_tree(struct feed *f, struct desk *desk, struct str doc)
{
	if (f->grid)
		report_build_grid(&desk->report, &desk->tree, f->forms, doc);
	else
		report_build(&desk->report, &desk->tree, f->forms, doc);
	feed_hand_over(f, desk);
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
	feed_hand_over_tree(f, desk, str_of(d->addr));
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
	relay_free(f->relay);
	seen_free(&f->seen);
}
