/*
 * gx-sum: totals.
 *
 * In: records of any kind (cells, blocks, findings, or any TSV with a header),
 * reports as documents, whose cells are counted, or, with --merge, the output
 * of gx-sum --partial.
 *
 * Out: a record for each group, in the order in which the groups appear: the
 * columns of -g, then one column a statistic.  "sum:line" is the statistic sum
 * of the column line, and its column is sum_line; without a name it is the
 * column value:
 *
 *	sum       of the numbers, exact
 *	count     of the records whose field is a number; in records that have no
 *	          column value, "count" without a name is the same as records
 *	blank     of the records whose field is empty, which is not zero
 *	min, max  by number
 *	mean      sum / count, rounded to six places
 *	distinct  how many different texts that are not empty
 *	records   all records of the group
 *
 * Where a group has no number its sum, min, max and mean are empty.  For cells
 * the groups are by default year, form, table, row, col and unit, and facts
 * about documents (table doc) are left out.  A group of different cells is not
 * added up, since some may be parts of others, unless --mixed allows it.
 *
 * --partial prints the exact state instead, as lib/sum/partial.c describes it.
 * --form prints the official tables of the totals, see lib/sum/formtable.c;
 * --pretty columns for people, see lib/sum/pretty.c.
 */
#include <stdlib.h>

#include "base/common.h"
#include "base/mem.h"
#include "base/msg.h"
#include "base/out.h"
#include "base/reject.h"
#include "base/utf8.h"
#include "check/finding.h"
#include "input/input.h"
#include "report/feed.h"
#include "sum/foreign.h"
#include "sum/formtable.h"
#include "sum/partial.h"
#include "sum/totals.h"

#define KINDS_MAX 8

static struct totals totals;
static struct form_totals form_totals;
static struct feed feed;
static const char *forms_dir;
static bool partial, merge, form, as_records, pretty;

/* The kinds that are known; and the same with one more that any text fits. */
static const struct tsv_kind *known[KINDS_MAX], *accepted[KINDS_MAX];

static const struct opt options[] = {
	{'g', "group", OPT_ANY, "COL,COL", &totals.groups,
	    "group by these columns (-g '' makes one group)",
	    "按这些列分组（-g '' 为一组）"},
	{'s', "stats", OPT_TEXT, "STAT[:COL],...", &totals.stats,
	    "sum, count, blank, min, max, mean, distinct, records",
	    "统计量：sum、count、blank、min、max、mean、distinct、records"},
	{0, "forms", OPT_TEXT, "DIR", &forms_dir,
	    "forms from DIR instead of the built-in ones",
	    "使用 DIR 中的表式，而非内置的"},
	{0, "mixed", OPT_FLAG, NULL, &totals.mixed_ok,
	    "add up different cells where -g does not keep them apart",
	    "允许把 -g 未区分的不同单元格相加"},
	{0, "facts", OPT_FLAG, NULL, &totals.facts,
	    "count facts about documents (table doc) too",
	    "也计入文档事实（表 doc）"},
	{0, "records", OPT_FLAG, NULL, &as_records,
	    "read every input as records, none as a report",
	    "所有输入均按记录读取，不作为报告"},
	{0, "columns", OPT_TEXT, "COL,COL", &totals.columns,
	    "these are the columns of tables without a header",
	    "无表头的表格，其各列依次为这些"},
	{0, "null", OPT_TEXT, "TEXT", &totals.null,
	    "a field that says TEXT is blank", "内容为 TEXT 的字段视为空"},
	{0, "pretty", OPT_FLAG, NULL, &pretty,
	    "columns that line up on a terminal, for people",
	    "输出在终端上对齐的列，供人阅读"},
	{0, "form", OPT_FLAG, NULL, &form,
	    "print the totals of cells as the official tables (Markdown)",
	    "把单元格合计输出为规定表格（Markdown）"},
	{0, "partial", OPT_FLAG, NULL, &partial,
	    "print the exact state, for --merge", "输出精确状态，供 --merge 使用"},
	{0, "merge", OPT_FLAG, NULL, &merge,
	    "add up outputs of --partial", "合并 --partial 的输出"},
};

static bool
never(const struct str *field)
{
	(void)field;
	return false;
}

/* It needs no column, so every first line is a header of this kind. */
static const struct tsv_kind any_kind = {"records", NULL, 0, 0, never};

static void
refuse(bool both, const char *one, const char *other, const char *en,
    const char *zh)
{
	if (both)
		die(tr("--%s and --%s exclude each other: %s",
			"--%s 与 --%s 不能同用：%s"),
		    one, other, tr(en, zh));
}

static void
check_merge(void)
{
	const char *en = "what was grouped is told by the input";
	const char *zh = "分组方式由输入说明";

	refuse(merge && totals.groups != NULL, "merge", "group", en, zh);
	refuse(merge && totals.stats != NULL, "merge", "stats", en, zh);
	refuse(merge && totals.facts, "merge", "facts", en, zh);
	refuse(merge && as_records, "merge", "records",
	    "only outputs of --partial are read", "只读取 --partial 的输出");
	refuse(merge && totals.columns != NULL, "merge", "columns", en, zh);
	refuse(merge && totals.null != NULL, "merge", "null", en, zh);
	refuse(partial && common_options.no_header, "partial", "no-header",
	    "the header says what the records are", "记录的含义由表头说明");
	refuse(partial && pretty, "partial", "pretty",
	    "--merge reads records only", "--merge 只读取记录");
}

static void
check_form(void)
{
	const char *en = "the form says what is added up";
	const char *zh = "相加的内容由格式规定";

	refuse(form && partial, "form", "partial",
	    "the tables name documents, which partial totals do not keep",
	    "表格要列出文档，而部分合计不保存文档");
	refuse(form && merge, "form", "merge",
	    "the tables name documents, which partial totals do not keep",
	    "表格要列出文档，而部分合计不保存文档");
	refuse(form && totals.groups != NULL, "form", "group", en, zh);
	refuse(form && totals.stats != NULL, "form", "stats", en, zh);
	refuse(form && totals.mixed_ok, "form", "mixed", en, zh);
	refuse(form && totals.facts, "form", "facts", en, zh);
	refuse(form && totals.columns != NULL, "form", "columns", en, zh);
	refuse(form && totals.null != NULL, "form", "null", en, zh);
	refuse(form && pretty, "form", "pretty",
	    "the tables line up as they are", "表格本身已对齐");
	refuse(form && as_records, "form", "records",
	    "only reports and their cells have a form",
	    "只有报告及其单元格才有格式");
}

/* The names of --columns, by which every input is a table. */
static void
check_columns(void)
{
	struct str name[TSV_FIELDS_MAX], rest;
	size_t n = 0;

	if (totals.columns == NULL)
		return;
	rest = str_of(totals.columns);
	if (!utf8_valid(rest))
		die("--columns: %s", tr("not valid UTF-8", "不是有效的 UTF-8"));
	while (str_split(&rest, ',', &name[n])) {
		if (name[n].n == 0)
			die("--columns: %s", tr("a column without a name", "有一列没有名称"));
		for (size_t i = 0; i < n; i++)
			if (str_eq(name[i], name[n]))
				die(tr("--columns: \"%.*s\" stands twice",
					"--columns：“%.*s”出现两次"),
				    (int)name[n].n, name[n].p);
		if (++n == TSV_FIELDS_MAX)
			die(tr("--columns: more than %d columns",
				"--columns：超过 %d 列"),
			    TSV_FIELDS_MAX - 1);
	}
	as_records = true;
}

/* The first header cannot be used: nothing will come of this run. */
static _Noreturn void
bad_columns(const char *addr, const struct err *e)
{
	die("%s: %s", addr, e->text);
}

static void
add_report(const struct report *r)
{
	struct err e;

	if (form) {
		form_totals_report(&form_totals, r);
		return;
	}
	if (totals_report(&totals, r, &e))
		return;
	if (!totals.bound)
		die(tr("%.*s: %s (read as a report; --records reads every "
		       "input as records)",
			"%.*s：%s（按报告读取；--records 则按记录读取）"),
		    (int)r->doc.n, r->doc.p, e.text);
	warn(NULL, 0, "%.*s: %s", (int)r->doc.n, r->doc.p, e.text);
}

static void
add_records(void *ctx, const char *addr, struct stream *s)
{
	struct err e;

	(void)ctx;
	if (merge)
		partial_read(&totals, addr, s);
	else if (!totals_read(&totals, addr, s, &e))
		bad_columns(addr, &e);
}

/* Blocks become reports first; cells may stand in any order. */
static void
add_form_records(void *ctx, const char *addr, struct stream *s)
{
	static const struct tsv_kind *const cells[] = {&cell_kind, NULL};
	struct str head;
	struct err e;

	(void)ctx;
	if (!stream_peek(s, TSV_LINE_MAX, true, &head, &e)) {
		warn_err(addr, &e);
		return; /* not even the first line is whole */
	}
	if (tsv_recognise(head, cells) != NULL)
		form_totals_read(&form_totals, addr, s);
	else
		feed_records(&feed, addr, s);
}

/*
 * A slot: what was read, in the order of the documents, until its turn to be
 * added comes.  Each piece is a report, or the text of a document that is a
 * table of records of some other program.
 */
struct slot {
	struct reports reports;
	struct piece {
		char *addr, *text; /* NULL: the next of the reports */
		size_t n;
		size_t said; /* before it was read: comes out before it is added */
	} *piece;
	size_t n, cap;
};

static void *
slot_new(void *ctx)
{
	(void)ctx;
	return xcalloc(1, sizeof(struct slot));
}

static struct piece *
add_piece(struct slot *s)
{
	s->piece = xgrow(s->piece, s->n, &s->cap, sizeof *s->piece);
	s->piece[s->n] = (struct piece){.said = msg_said()};
	return &s->piece[s->n++];
}

static void
keep_report(void *ctx, void *slot, struct report *r)
{
	(void)ctx;
	add_piece(slot);
	reports_take(&((struct slot *)slot)->reports, r);
}

static bool
is_partial(const struct document *d)
{
	static const struct tsv_kind *const partials[] = {&partial_kind, NULL};

	return !d->binary && tsv_recognise(d->bytes, partials) != NULL;
}

/* What --records could not take for records is not read as a report either. */
static void
tell_no_records(const struct document *d)
{
	if (d->binary)
		warn(d->addr, 0, "%s", tr("not a text of records",
		    "不是记录文本"));
	else
		warn(d->addr, 1, tr("more than %d fields", "字段数超过 %d"),
		    TSV_FIELDS_MAX - 1);
}

static void
keep_document(void *ctx, void *desk, const struct document *d)
{
	struct slot *slot = ((struct desk *)desk)->slot;

	(void)ctx;
	if (merge) {
		warn(d->addr, 0, "%s",
		    tr("not an output of gx-sum --partial",
			"不是 gx-sum --partial 的输出"));
	} else if (as_records) {
		tell_no_records(d);
	} else if (is_partial(d)) {
		warn(d->addr, 0, "%s",
		    tr("an output of gx-sum --partial: only --merge takes it",
			"gx-sum --partial 的输出：只能用 --merge 读取"));
	} else if (!form && !d->binary && foreign_is_records(d->bytes)) {
		struct piece *p = add_piece(slot);

		p->addr = xstrdup_str(str_of(d->addr));
		p->text = xstrdup_str(d->bytes);
		p->n = d->bytes.n;
	} else {
		feed_document(&feed, desk, d);
	}
}

/* A table of some other program need not be held in memory if it is known for one. */
static const char *
way_out(struct str bytes)
{
	if (form || merge || !foreign_is_records(bytes))
		return "";
	return tr("; --records reads tables of any size",
	    "；--records 可读取任意大小的表格");
}

static void
add_text(struct piece *p)
{
	struct str left = {p->text, p->n};
	struct stream s;

	stream_of_bytes(&s, &left);
	add_records(NULL, p->addr, &s);
	stream_free(&s);
	free(p->addr);
	free(p->text);
}

static void
add_slot(void *ctx, void *slot)
{
	struct slot *s = slot;
	size_t report = 0;

	(void)ctx;
	for (size_t i = 0; i < s->n; i++) {
		msg_print_to(s->piece[i].said);
		if (s->piece[i].text != NULL)
			add_text(&s->piece[i]);
		else
			add_report(&s->reports.v[report++]);
	}
	reports_reset(&s->reports);
	s->n = 0;
}

static void
add_desk(void *ctx, void *desk)
{
	add_slot(ctx, ((struct desk *)desk)->slot);
}

static void
slot_free(void *ctx, void *slot)
{
	struct slot *s = slot;

	(void)ctx;
	reports_free(&s->reports);
	free(s->piece);
	free(s);
}

/* Findings have no figures for the official tables. */
static const struct tsv_kind *const refused[] = {&finding_kind, NULL};

/* Which records the program takes. */
static void
choose_kinds(void)
{
	size_t n = 1;

	/* first: a header of findings has every column that cells need, too */
	known[0] = accepted[0] = &finding_kind;
	for (; feed_kinds[n - 1] != NULL && n < KINDS_MAX - 2; n++)
		known[n] = accepted[n] = feed_kinds[n - 1];
	if (merge)
		accepted[0] = &partial_kind, accepted[1] = NULL;
	else if (as_records)
		accepted[n] = &any_kind;
	totals.kinds = known;
}

static void
print(void)
{
	struct buf *b = out_buf();

	if (form) {
		form_print(b, &form_totals, out_commit);
	} else if (totals.bound && partial) {
		partial_header(b, &totals);
		partial_print(b, &totals, out_commit);
	} else if (totals.bound && pretty) {
		totals_print_pretty(b, &totals, !common_options.no_header,
		    out_commit);
	} else if (totals.bound) {
		if (!common_options.no_header)
			totals_header(b, &totals);
		totals_print(b, &totals, out_commit);
	}
	out_commit();
}

static const struct opt_group own_group = OPT_GROUP("Totals", "合计", options);
static const struct opt_group *const groups[] = {
    &own_group, &input_group, &reject_group, &common_group, NULL};

static const struct tool tool = {
    .usage = "[-g COL,...] [-s STAT[:COL],...] [OPTION ...] [FILE ...]",
    .en = "Group records by columns and print totals: of figures of reports, "
	  "of findings,\nof any TSV.",
    .zh = "按列对记录分组并输出合计：报告数字、检查结果或任意 TSV。",
    .status_en = "0 all well, 2 something could not be read or added.",
    .status_zh = "0 一切正常，2 有内容未能读取或相加。",
    .group = groups,
};

int
main(int argc, char **argv)
{
	struct input_sink sink = {.ctx = &feed, .kinds = accepted,
	    .slot_new = feed_desk_new, .slot_free = feed_desk_free,
	    .document = keep_document, .merge = add_desk,
	    .records = add_records, .way_out = way_out};
	char **operands = common_start(&tool, argc, argv);

	check_merge();
	check_form();
	check_columns();
	choose_kinds();
	totals.threads = (unsigned)common_options.jobs;
	feed.forms = form_totals.forms = forms_open(forms_dir);
	feed.slot_new = slot_new;
	feed.slot_free = slot_free;
	feed.report = keep_report;
	feed.merge = add_slot;
	if (form) {
		sink.records = add_form_records;
		sink.refused = refused;
	}
	input_each(operands, &input_options, &sink);
	print();
	feed_free(&feed);
	totals_free(&totals);
	form_totals_free(&form_totals);
	return common_finish(STATUS_OK);
}
