/* The document tree: nodes in reading order, tables as lists of cells. */
#include "read/tree.h"

#include <stdlib.h>

#include "base/msg.h"

/* Room is made for so many, or twice as many as a table has that is full: most documents
 * have fewer in all. */
#define CELLS_FIRST ((size_t)512)
#define LINES_KEPT ((size_t)64 * 1024) /* of a document; the memory of more is not */

struct node *
tree_add(struct tree *t, enum node_kind kind, unsigned long line,
    struct str text)
{
	struct node *n;

	t->node = xgrow(t->node, t->n, &t->cap, sizeof *t->node);
	n = &t->node[t->n++];
	*n = (struct node){.kind = kind, .line = line, .text = text, .sec = -1};
	return n;
}

void
tree_note(struct tree *t, unsigned long line, const char *what,
    struct str detail)
{
	struct buf b = {0};

	buf_addz(&b, what);
	buf_addz(&b, ": ");
	buf_addstr(&b, detail);
	tree_add(t, NODE_NOTE, line, arena_str(&t->arena, buf_str(&b)));
	buf_free(&b);
}

/* The table goes on in the room of the tree. */
static void
take_room(struct table_builder *b)
{
	size_t n = b->tree->nroom;

	b->cell = b->tree->room;
	b->cap = n < TABLE_CELLS_MAX ? n : TABLE_CELLS_MAX;
}

/* Make room for more cells than the table has. */
static void
make_room(struct table_builder *b)
{
	struct tree *t = b->tree;

	t->nroom = 2 * b->n > CELLS_FIRST ? 2 * b->n : CELLS_FIRST;
	t->room = arena_room(&t->arena, t->nroom * sizeof *t->room);
	if (b->n != 0)
		memcpy(t->room, b->cell, b->n * sizeof *b->cell);
	take_room(b);
}

void
table_begin(struct table_builder *b, struct tree *t, unsigned long line)
{
	b->tree = t;
	b->line = line;
	b->n = 0;
	b->row = b->col = 0;
	b->spans = b->full = false;
	take_room(b);
}

void
table_row(struct table_builder *b)
{
	b->row++;
	b->col = 0;
}

struct grid_cell *
table_cell_more(struct table_builder *b)
{
	if (b->n >= TABLE_CELLS_MAX || b->col >= TABLE_COLS_MAX) {
		b->full = true;
		return NULL;
	}
	if (b->n == b->cap)
		make_room(b);
	return &b->cell[b->n++];
}

void
table_note(const struct table_builder *b)
{
	if (b->full)
		tree_note(b->tree, b->line, "limit",
		    STR("table cells dropped beyond the limit"));
}

struct node *
table_end(struct table_builder *b)
{
	struct table *table;
	struct node *n;

	if (b->n == 0)
		return NULL;
	table_note(b);
	table = arena_alloc(&b->tree->arena, sizeof *table);
	table->cell = b->cell;
	table->n = b->n;
	b->tree->room += b->n;
	b->tree->nroom -= b->n;
	table->spans = b->spans;
	n = tree_add(b->tree, NODE_TABLE, b->line, (struct str){0});
	n->table = table;
	b->n = 0;
	return n;
}

void
tree_reset(struct tree *t)
{
	arena_reset(&t->arena);
	t->n = 0;
	t->room = NULL;
	t->nroom = 0;
	if (t->lines.cap > LINES_KEPT) {
		free(t->lines.line);
		t->lines = (struct text_lines){0};
	}
	t->sectioned = false;
}

void
tree_free(struct tree *t)
{
	arena_free(&t->arena);
	free(t->node);
	free(t->lines.line);
	*t = (struct tree){0};
}
