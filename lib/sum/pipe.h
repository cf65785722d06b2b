/* A Markdown pipe table, its columns padded so that it reads well as text. */
#ifndef GX_PIPE_H
#define GX_PIPE_H

#include "base/mem.h"
#include "base/str.h"

/* {0} is an empty table.  The first row is the heading; its cells tell how many
 * columns there are, other rows may be shorter. */
struct pipe {
	struct arena arena;
	struct pipe_cell *cell;
	size_t n, cap, nrow;
};

/* Begin a row; append a cell to it.  The text is copied, with bars escaped. */
void pipe_row(struct pipe *p);
void pipe_cell(struct pipe *p, struct str text);

/* Append the table to b; the first column is aligned left, others right. */
void pipe_print(struct buf *b, const struct pipe *p);

/* Forget the rows, keep the memory. */
void pipe_reset(struct pipe *p);
void pipe_free(struct pipe *p);

#endif
