/* Table grids to the cells of a form. */
#ifndef GX_PLACE_H
#define GX_PLACE_H

#include "report/cell.h"
#include "report/form.h"
#include "report/source.h"

/*
 * Which form the tables of the document follow, by the labels that only one
 * form has; with as many of each, the form for the year.  NULL when fewer than
 * PLACE_LABELS_MIN labels of any form stand in its tables.
 *
 * own, when not NULL, has room for forms->n counts: how many different labels
 * were found that only this form has.
 */
#define PLACE_LABELS_MIN 3
const struct form *place_choose_form(const struct source *src, unsigned year,
    unsigned *own);

/* The form that is chosen for that year when so many labels were found that only
 * each of them has. */
const struct form *place_form_with_most(const struct forms *forms, unsigned year,
    const unsigned *own);

/* What is known of a cell that is one of the form: the unit is that of the form or of
 * the heads of the table, the flags are those of the place; keys, if they are there:
 * nothing in them and the unit is escaped in a record; figure: it is one wherever it is
 * known from another document. */
struct placement {
	const struct form_table *table;
	const struct form_line *row, *col;
	struct str unit;
	unsigned flags;
	const struct cell_keys *keys;
	bool figure;
};

/*
 * The cells of a document that were placed.  repeats: nothing was missing, odd or
 * left over, and all was decided by labels and by where figures stand, not by what
 * they are nor in which lines; so a document with the same labels and with
 * figures in the same cells of its tables gets the same.
 */
struct placements {
	struct placement *v;
	const struct grid_cell **cell; /* of the document, as many */
	size_t n, cap, cell_cap;
	const struct cell *fact; /* what is told of the tables, valid until another is */
	size_t nfact;
	bool plain; /* all figures are plain numbers */
	bool repeats;
};

/*
 * Put what stands in the tables of the document into the cells of the form:
 * first the cells of each table in the order of the form, then for each table
 * the facts of gx-records(5): cells, rows_missing, rows_added, surplus,
 * shifted, unplaced.  A cell that cannot be placed for sure is left out.
 * The placements in kept, which is {0} or was in use before, are put in place of
 * those that it has.
 */
void place_cells(struct report *r, const struct source *src,
    const struct form *form, struct placements *kept);

/* Do the same where it is known from another document that repeats; the cells of
 * the placements are those of this one. */
void place_again(struct report *r, const struct form *form,
    const struct placements *known);

#endif
