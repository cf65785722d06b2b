/* The cells of a report that are kept, in few bytes. */
#ifndef GX_KEPT_H
#define GX_KEPT_H

#include "check/slots.h"

enum kept_kind {
	KEPT_ABSENT,
	KEPT_UNREAD, /* words, too: no rule across reports compares them */
	KEPT_BLANK,
	KEPT_COUNT, /* a whole number, not negative */
	KEPT_TEXT,  /* any other number, as it is written */
};

struct kept_cell {
	enum kept_kind kind;
	unsigned long count;
	struct str text; /* KEPT_TEXT: lies in the kept bytes */
	unsigned long line;
};

/* Append n cells to b, in an order that the reader knows. */
void kept_write(struct buf *b, const struct operand *const *v, size_t n);

/* Reading: as many cells as were written. */
struct kept_reader {
	const unsigned char *p;
	unsigned long line, step;
};
struct kept_cell kept_next(struct kept_reader *r);

/* Is the same said, wherever it stands?  Of numbers: is it the same one? */
bool kept_eq(const struct kept_cell *a, const struct kept_cell *b);

#endif
