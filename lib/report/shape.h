/* Tables that have the same shape as those of a document before. */
#ifndef GX_SHAPE_H
#define GX_SHAPE_H

#include "read/tree.h"
#include "report/place.h"

/* Which cell of which table. */
struct shape_place {
	size_t table, cell;
};

/*
 * What the tables of a document look like without their figures, and where in
 * them the cells of the form are.  form is what was chosen by the counts own, as
 * place_choose_form has them.
 */
struct shape {
	const struct forms *forms;
	const struct form *form;
	unsigned *own;
	struct shape_table *table;
	size_t ntable;
	struct shape_cell *cell; /* those of all tables */
	bool ends; /* the document ends in a table */
	struct shape_place differs; /* where the last document differed that did */
	struct buf text; /* of all words in the cells */
	struct placements placed;
	struct shape_place *place; /* of the placements: which of the cells */
	struct cell_keys *keys; /* theirs */
	struct cell *fact; /* of the tables, */
	char *numbers;     /* and the texts of their values */
};

/* The tables of the document in hand. */
struct shape_tables {
	const struct node **v;
	size_t n, cap;
	bool at_end; /* the document ends in the last */
};

/* The shapes that came last, a bounded number, the latest first.  They belong to
 * one thread at a time.  {0} is none. */
struct shapes {
	struct shape **v;
	size_t n;
	struct shape_tables tables;
	struct placements kept; /* of the document in hand */
};

/*
 * The shape of the document, which is sectioned, where one like it is known that
 * repeats (place.h) and has the same form, chosen for that year; else NULL.  The
 * placements are those in this document then.  Valid until the next call.
 */
const struct shape *shapes_find(struct shapes *s, const struct tree *t,
    const struct forms *forms, unsigned year);

/* Keep the shape of the document that was looked for last, the rows of which are src,
 * if it repeats, with the placements kept. */
void shapes_keep(struct shapes *s, const struct source *src, const struct form *form,
    const unsigned *own);

void shapes_free(struct shapes *s);

#endif
