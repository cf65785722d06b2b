/* What must hold for a tree that a reader made, whatever it read. */
#ifndef TREE_CHECK_H
#define TREE_CHECK_H

#include <assert.h>

#include "base/utf8.h"
#include "read/blocks.h"

static void
check_cells(const struct table *t)
{
	unsigned row = 0, col = 0;

	assert(t->n >= 2);
	for (const struct grid_cell *c = t->cell; c < t->cell + t->n; c++) {
		assert(utf8_valid(c->text));
		assert(c->line != 0);
		assert(c->row > row || (c->row == row && c->col > col));
		assert(c->rowspan >= 1 && c->rowspan <= TABLE_SPAN_MAX);
		assert(c->colspan >= 1 && c->col >= 1);
		assert(c->col + c->colspan - 1 <= TABLE_COLS_MAX);
		row = c->row;
		col = c->col;
	}
}

static void
check_nodes(const struct tree *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct node *n = &t->node[i];

		assert(n->text.n == 0 || utf8_valid(n->text));
		assert(n->depth >= 0 && n->depth <= 9);
		if (n->kind == NODE_TABLE)
			check_cells(n->table);
		if (n->kind == NODE_TEXT)
			assert(n->text.n != 0 &&
			    str_trim(n->text).n == n->text.n);
	}
}

static ssize_t
read_memory(struct stream *s, char *p, size_t n, struct err *e)
{
	struct str *left = s->ctx;

	(void)e;
	if (n > left->n)
		n = left->n;
	if (n != 0)
		memcpy(p, left->p, n);
	*left = str_skip(*left, n);
	return (ssize_t)n;
}

/* As block records and back again the tree is the same. */
static void
check_records(const struct tree *t)
{
	static const struct tsv_kind *const kinds[] = {&block_kind, NULL};
	struct buf once = {0}, twice = {0};
	struct tree copy = {0};
	struct blocks blocks = {.tree = &copy};
	struct str left;
	struct stream s = {.read = read_memory, .ctx = &left};
	struct tsv tsv;
	struct err e;
	int got;

	tsv_header(&once, &block_kind);
	blocks_write(&once, STR("d"), t);
	left = buf_str(&once);
	tsv_open(&tsv, &s, "blocks", kinds, false);
	while ((got = tsv_next(&tsv, &e)) != TSV_END) {
		assert(got == TSV_RECORD);
		assert(blocks_take(&blocks, &tsv, &e));
	}
	blocks_end(&blocks);
	tsv_header(&twice, &block_kind);
	blocks_write(&twice, STR("d"), &copy);
	assert(str_eq(buf_str(&once), buf_str(&twice)));
	tsv_close(&tsv);
	stream_free(&s);
	tree_free(&copy);
	buf_free(&once);
	buf_free(&twice);
}

static void
check_tree(const struct tree *t)
{
	check_nodes(t);
	if (t->n != 0)
		check_records(t);
}

#endif
