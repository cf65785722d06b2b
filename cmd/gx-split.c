/*
 * gx-split: reports in, blocks out.
 *
 * Reads documents of any layout, from files, folders and archives, and prints
 * one record a paragraph, table cell or image, with the section it stands in.
 */
#include <stdlib.h>

#include "base/common.h"
#include "base/mem.h"
#include "base/out.h"
#include "check/finding.h"
#include "input/input.h"
#include "read/blocks.h"
#include "read/read.h"
#include "report/cell.h"
#include "report/section.h"
#include "sum/partial.h"

static const char *forms_dir;

static const struct opt options[] = {
	{0, "forms", OPT_TEXT, "DIR", &forms_dir,
	    "headings and forms from DIR instead of the built-in ones",
	    "使用 DIR 中的标题和表式，而非内置的"},
};

static const struct opt_group reading = OPT_GROUP("Reading", "读取", options);
static const struct opt_group *const groups[] = {&reading, &input_group,
    &common_group, NULL};

static const struct tool tool = {
    .usage = "[OPTION ...] [FILE ...]",
    .en = "Cut annual reports into blocks: a record a paragraph, table cell or "
          "image,\nwith its section.  FILE may be a folder, an archive or a "
          "place in one.",
    .zh = "把年度报告切成块：每个段落、表格单元格或图片一条记录，并注明所在章节。\n"
          "FILE 可以是文件夹、压缩包或其中的位置。",
    .status_en = "0 all well, 2 something could not be read or written.",
    .status_zh = "0 一切正常，2 有内容无法读取或写入。",
    .group = groups,
};

/* Where one thread splits: a tree, and the records made of it. */
struct slot {
	struct tree tree;
	struct buf blocks;
};

static void *
slot_new(void *ctx)
{
	(void)ctx;
	return xcalloc(1, sizeof(struct slot));
}

static void
slot_free(void *ctx, void *slot)
{
	struct slot *s = slot;

	(void)ctx;
	tree_free(&s->tree);
	buf_free(&s->blocks);
	free(s);
}

static void
split_document(void *ctx, void *slot, const struct document *d)
{
	const struct forms *forms = ctx;
	struct slot *s = slot;
	struct err e;

	if (read_document(&s->tree, d->bytes, d->binary, &e)) {
		section_mark(&s->tree, forms);
		blocks_write(&s->blocks, str_of(d->addr), &s->tree);
	} else {
		warn_err(d->addr, &e);
	}
	tree_reset(&s->tree);
}

static void
send_blocks(void *ctx, void *slot)
{
	(void)ctx;
	out_send(&((struct slot *)slot)->blocks);
}

/* Records are no reports. */
static const struct tsv_kind *const refused[] = {&finding_kind, &block_kind,
    &cell_kind, &partial_kind, NULL};

int
main(int argc, char **argv)
{
	char **operands = common_start(&tool, argc, argv);
	const struct input_sink sink = {
		.ctx = (void *)(uintptr_t)forms_open(forms_dir), /* read only */
		.refused = refused,
		.slot_new = slot_new,
		.slot_free = slot_free,
		.document = split_document,
		.merge = send_blocks,
	};

	common_header(&block_kind);
	input_each(operands, &input_options, &sink);
	return common_finish(STATUS_OK);
}
