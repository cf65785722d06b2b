/*
 * What input_each finds, one line each, for input.bats:
 *
 *	address TAB encoding TAB bytes TAB replaced TAB hash TAB first line
 *	address TAB records TAB lines
 *
 * With --records, a first line "a TAB b" begins records.
 */
#include <inttypes.h>

#include "base/common.h"
#include "base/msg.h"
#include "base/out.h"
#include "input/input.h"

static bool take_records, address_only;

static const struct opt options[] = {
	{0, "records", OPT_FLAG, NULL, &take_records, "take records", "记录"},
	{0, "addresses", OPT_FLAG, NULL, &address_only, "no more than addresses",
	    "仅地址"},
};

static const struct opt_group test_group =
    OPT_GROUP("Test", "测试", options);

static const struct opt_group *const groups[] = {
	&test_group, &input_group, &common_group, NULL};

static bool
fits_nothing(const struct str *field)
{
	(void)field;
	return false;
}

static const char *const columns[] = {"a", "b"};
static const struct tsv_kind kind = {"test", columns, 2, 3, fits_nothing};
static const struct tsv_kind *const kinds[] = {&kind, NULL};

/* The same in every run, unlike str_hash. */
static uint64_t
hash(struct str s)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return h;
}

static void
do_document(void *ctx, void *slot, const struct document *d)
{
	struct buf *b = slot;
	struct str rest = d->bytes, line = {0};

	(void)ctx;
	tsv_fieldz(b, d->addr);
	if (!address_only) {
		buf_addf(b, "%s%s\t%zu\t%zu\t%016" PRIx64 "\t",
		    d->binary ? "binary " : "", d->encoding, d->bytes.n,
		    d->replaced, hash(d->bytes));
		str_split(&rest, '\n', &line);
		tsv_field(b, d->binary ? (struct str){0} : line);
	}
	tsv_end(b);
}

static void
do_records(void *ctx, const char *addr, struct stream *s)
{
	unsigned long n = 0;
	struct tsv t;
	struct err e;
	int got;

	(void)ctx;
	tsv_open(&t, s, addr, kinds, false);
	while ((got = tsv_next(&t, &e)) == TSV_RECORD || got == TSV_BAD)
		n += got == TSV_RECORD;
	if (got == TSV_FAIL)
		warn_err(addr, &e);
	tsv_close(&t);
	tsv_fieldz(out_buf(), addr);
	tsv_fieldz(out_buf(), "records");
	buf_addf(out_buf(), "%lu\t", n);
	tsv_end(out_buf());
	out_commit();
}

int
main(int argc, char **argv)
{
	const struct tool tool = {
		.usage = "[FILE ...]",
		.en = "List the documents in the inputs.",
		.zh = "列出输入中的文档。",
		.status_en = "0 all well, 2 trouble",
		.status_zh = "0 正常，2 有问题",
		.group = groups,
	};
	char **operands = common_start(&tool, argc, argv);
	const struct input_sink sink = {
		.kinds = take_records ? kinds : NULL,
		.slot_new = common_slot_new,
		.slot_free = common_slot_free,
		.document = do_document,
		.merge = common_slot_send,
		.records = do_records,
	};

	input_each(operands, &input_options, &sink);
	return common_finish(STATUS_OK);
}
