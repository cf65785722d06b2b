/*
 * Any bytes as a document, through its blocks to its report.
 *
 * The texts of the tree are valid UTF-8; the blocks, read again, give the same
 * blocks and the same report; a value is a decimal that something printed
 * stands behind, and a flag is one of the documented words.
 */
#include <assert.h>

#include "base/utf8.h"
#include "input/encoding.h"
#include "read/blocks.h"
#include "read/read.h"
#include "report/build.h"
#include "report/section.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const flag_words[] = {"blank", "slash", "unread", "shifted",
    "surplus", "label", "order", "glued", "split", "unit", "text", "comma",
    "width", "padding", "about"};

static void
check_tree(const struct tree *t)
{
	for (const struct node *n = t->node; n < t->node + t->n; n++) {
		assert(utf8_valid(n->text) && utf8_valid(n->item));
		assert((n->kind == NODE_TABLE) == (n->table != NULL));
		for (size_t i = 0; n->table != NULL && i < n->table->n; i++)
			assert(utf8_valid(n->table->cell[i].text));
	}
}

static bool
is_flag_word(struct str word)
{
	for (size_t i = 0; i < sizeof flag_words / sizeof *flag_words; i++)
		if (str_is(word, flag_words[i]))
			return true;
	return false;
}

static void
check_cell(const struct cell *c)
{
	struct str rest = c->flag, word;
	struct dec d;

	assert(c->value.n == 0 || dec_parse(c->value, &d));
	if (c->value.n != 0 && !str_is(c->table, "doc"))
		assert(c->raw.n != 0);
	assert(utf8_valid(c->raw) && utf8_valid(c->unit));
	while (c->flag.n != 0 && str_split(&rest, ',', &word))
		assert(is_flag_word(word));
}

/* The report of a sectioned tree, checked and as records. */
static void
put_report(struct buf *b, struct tree *t)
{
	struct report r = {0};

	report_build(&r, t, forms_builtin(), STR("fuzz.txt"));
	assert(utf8_valid(r.org));
	for (size_t i = 0; i < r.n; i++)
		check_cell(&r.cell[i]);
	report_write(b, &r);
	report_free(&r);
}

/* Read blocks into a tree; every one of them must be taken. */
static void
take_blocks(struct tree *t, struct str text)
{
	static const struct tsv_kind *const kinds[] = {&block_kind, NULL};
	struct stream s;
	struct blocks blocks = {.tree = t};
	struct tsv tsv;
	struct err e;
	int got;

	stream_of_bytes(&s, &text);
	tsv_open(&tsv, &s, "blocks", kinds, false);
	while ((got = tsv_next(&tsv, &e)) == TSV_RECORD)
		assert(blocks_take(&blocks, &tsv, &e));
	assert(got == TSV_END);
	blocks_end(&blocks);
	tsv_close(&tsv);
	stream_free(&s);
}

static void
check_pipe(struct tree *t)
{
	struct buf blocks = {0}, again = {0}, report = {0}, other = {0};
	struct tree copy = {0};

	tsv_header(&blocks, &block_kind);
	blocks_write(&blocks, STR("fuzz.txt"), t);
	take_blocks(&copy, buf_str(&blocks));
	tsv_header(&again, &block_kind);
	blocks_write(&again, STR("fuzz.txt"), &copy);
	assert(str_eq(buf_str(&blocks), buf_str(&again)));
	put_report(&report, t);
	put_report(&other, &copy);
	assert(str_eq(buf_str(&report), buf_str(&other)));
	tree_free(&copy);
	buf_free(&blocks);
	buf_free(&again);
	buf_free(&report);
	buf_free(&other);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = {(const char *)data, size}, text = in;
	struct buf out = {0};
	struct tree t = {0};
	const char *encoding;
	size_t replaced;
	struct err e;
	bool binary =
	    !encoding_decode(in, &out, &text, &encoding, &replaced);

	if (read_document(&t, binary ? in : text, binary, &e)) {
		check_tree(&t);
		section_mark(&t, forms_builtin());
		check_pipe(&t);
	}
	tree_free(&t);
	buf_free(&out);
	return 0;
}
