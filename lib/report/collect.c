/*
 * In go records, those of a document behind one another; out come reports, one after
 * the other.
 */
#include "base/msg.h"
#include "base/reject.h"
#include "base/utf8.h"
#include "report/feed_run.h"

/* ---- the document -------------------------------------------------------- */

static bool
is_block(const struct tsv *t)
{
	return t->kind == &block_kind;
}

size_t
subject_column(const struct tsv *t)
{
	return t->where[is_block(t) ? (size_t)BLOCK_DOC : CELL_DOC];
}

struct str
subject_of(const struct tsv *t)
{
	return tsv_col(t, is_block(t) ? (size_t)BLOCK_DOC : CELL_DOC);
}

static struct str
address(const struct subject *s)
{
	return (struct str){s->doc.p, s->doc.n - 1};
}

bool
subject_goes_on(const struct subject *s, const struct tsv *t)
{
	return s->doc.n != 0 && str_eq(subject_of(t), address(s)) &&
	    (s->came || s->blocks == is_block(t));
}

void
subject_set(struct subject *s, const struct tsv *t, bool came)
{
	buf_reset(&s->doc);
	buf_addstr(&s->doc, subject_of(t));
	buf_addc(&s->doc, '\0'); /* messages want it */
	s->blocks = is_block(t);
	s->came = came;
}

/* ---- its records --------------------------------------------------------- */

/* Read the next record that fits; false when none comes any more. */
static bool
next_record(struct collector *c)
{
	while ((c->end = tsv_next(&c->tsv, &c->why)) == TSV_BAD)
		reject(c->tsv.name, &c->tsv, &c->why);
	c->over = c->end != TSV_RECORD;
	return !c->over;
}

/* Did the next document come before? */
static bool
came(struct collector *c, struct str doc)
{
	if (c->ncame == 0)
		return c->seen != NULL && seen_before(c->seen, doc);
	c->ncame--;
	return *c->came++ != 0;
}

static void
begin_document(struct collector *c)
{
	struct str doc = subject_of(&c->tsv);

	subject_set(&c->subject, &c->tsv, came(c, doc));
	if (c->subject.came)
		warn(c->tsv.name, c->tsv.line,
		    tr("records of %.*s come in several places; sort the "
		       "stream by doc first",
			"%.*s 的记录分散在多处；请先按 doc 排序"),
		    (int)utf8_cut(doc, 200), doc.p);
	c->blocks.tree = &c->desk->tree;
}

static void
take_record(struct collector *c)
{
	struct err e;
	bool ok;

	if (c->subject.came)
		return;
	ok = c->subject.blocks
	    ? blocks_take(&c->blocks, &c->tsv, &e)
	    : report_take(&c->desk->report, &c->tsv, &e);
	if (!ok)
		reject(c->tsv.name, &c->tsv, &e);
}

static void
end_document(struct collector *c)
{
	if (c->subject.came)
		return;
	if (c->subject.blocks) {
		blocks_end(&c->blocks);
		feed_hand_over_tree(c->feed, c->desk, address(&c->subject));
	} else if (c->desk->report.n != 0) {
		feed_hand_over(c->feed, c->desk);
	}
}

bool
collect(struct collector *c)
{
	if (c->over || (!c->is_ahead && !next_record(c)))
		return false;
	begin_document(c);
	do
		take_record(c);
	while (next_record(c) && subject_goes_on(&c->subject, &c->tsv));
	c->is_ahead = true;
	end_document(c);
	return true;
}

void
collect_again(struct collector *c, const char *came_before, size_t n)
{
	c->is_ahead = c->over = false;
	c->came = came_before;
	c->ncame = n;
}

void
collect_free(struct collector *c)
{
	tsv_close(&c->tsv);
	buf_free(&c->subject.doc);
}
