/* Block records: the document tree as lines, out of gx-split and back. */
#ifndef GX_BLOCKS_H
#define GX_BLOCKS_H

#include "base/tsv.h"
#include "read/tree.h"

/* The columns of a block record, in their fixed order. */
enum {
	BLOCK_DOC, BLOCK_LINE, BLOCK_SEC, BLOCK_ITEM, BLOCK_KIND, BLOCK_AT,
	BLOCK_TEXT, BLOCK_COLUMNS
};
extern const struct tsv_kind block_kind;

/* Append the whole tree, which is sectioned, as records of document doc. */
void blocks_write(struct buf *b, struct str doc, const struct tree *t);

/* Collects block records into a tree.  {0} to begin with. */
struct blocks {
	struct tree *tree;
	struct table_builder table;
	unsigned long at_table; /* number of the table that is being built, 0: none */
	int sec;                /* its section */
};

/*
 * Take the current record of t into b->tree, copying it.  False, with *e, when
 * its kind, line, section or address of a cell is none.
 */
bool blocks_take(struct blocks *b, const struct tsv *t, struct err *e);

/* The document is complete: end the last table, mark the tree as sectioned. */
void blocks_end(struct blocks *b);

#endif
