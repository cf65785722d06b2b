/*
 * gx-table: reports or blocks in, cells out.
 *
 * Reads documents, or the blocks of gx-split, and prints one record a figure of
 * the official tables and a fact about the document.
 */
#include "base/common.h"
#include "base/reject.h"
#include "check/finding.h"
#include "report/feed.h"
#include "sum/partial.h"

static const char *forms_dir;
static bool grid;

static const struct opt options[] = {
	{0, "forms", OPT_TEXT, "DIR", &forms_dir,
	    "forms from DIR instead of the built-in ones",
	    "使用 DIR 中的表式，而非内置的"},
	{'g', "grid", OPT_FLAG, NULL, &grid,
	    "every table as plain cells (g1 r1 c1), whatever it is about",
	    "把每个表格按普通单元格输出（g1 r1 c1），不论内容"},
};

static const struct opt_group reading = OPT_GROUP("Reading", "读取", options);
static const struct opt_group *const groups[] = {&reading, &input_group,
    &reject_group, &common_group, NULL};

static const struct tool tool = {
    .usage = "[OPTION ...] [FILE ...]",
    .en = "Read the official tables of annual reports: a record a figure, and a "
          "record\na fact about the document.  Takes documents and the blocks of "
          "gx-split.",
    .zh = "读取年度报告的官方表格：每个数字一条记录，关于文档的每个事实一条记录。\n"
          "输入可以是文档，也可以是 gx-split 的块记录。",
    .status_en = "0 all well, 2 something could not be read or written.",
    .status_zh = "0 一切正常，2 有内容无法读取或写入。",
    .group = groups,
};

/* A slot is a buffer of records. */
static void
print_report(void *ctx, void *slot, struct report *r)
{
	(void)ctx;
	report_write(slot, r);
}

int
main(int argc, char **argv)
{
	char **operands = common_start(&tool, argc, argv);
	static const struct tsv_kind *const refused[] = {&finding_kind,
	    &partial_kind, NULL};
	struct feed feed = {.refused = refused, .forms = forms_open(forms_dir),
	    .slot_new = common_slot_new, .slot_free = common_slot_free,
	    .report = print_report, .merge = common_slot_send, .grid = grid};

	common_header(&cell_kind);
	feed_each(&feed, operands);
	feed_free(&feed);
	return common_finish(STATUS_OK);
}
