/*
 * Any bytes as a document, through its blocks to its report.
 *
 * The texts of the tree are valid UTF-8; the blocks, read again, give the same
 * blocks and the same report; a value is a decimal that something printed
 * stands behind, and a flag is one of the documented words.  Loops over many bytes
 * at once give what those over single ones give.
 */
#include <assert.h>

#include "base/utf8.h"
#include "base/wide.h"
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

/* Put the blocks and the report of the document; false when it is none. */
static bool
put_document(struct buf *b, struct str in, bool check)
{
	struct str text = in;
	struct buf out = {0};
	struct tree t = {0};
	const char *encoding;
	size_t replaced;
	struct err e;
	bool binary =
	    !encoding_decode(in, &out, &text, &encoding, &replaced);
	bool is = read_document(&t, binary ? in : text, binary, &e);

	if (is) {
		if (check)
			check_tree(&t);
		section_mark(&t, forms_builtin());
		if (check)
			check_pipe(&t);
		blocks_write(b, STR("fuzz.txt"), &t);
		put_report(b, &t);
	}
	tree_free(&t);
	buf_free(&out);
	return is;
}

/* Is it the same document on machines that have less than this one? */
static void
check_levels(struct str in, struct str want)
{
	const enum wide_level here = wide_level;
	struct buf b = {0};

	for (wide_level = WIDE_NONE; wide_level < here; wide_level++) {
		buf_reset(&b);
		assert(put_document(&b, in, false));
		assert(str_eq(buf_str(&b), want));
	}
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = {(const char *)data, size};
	struct buf b = {0};

	if (put_document(&b, in, true))
		check_levels(in, buf_str(&b));
	buf_free(&b);
	return 0;
}
