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

/*
 * Put what stands in the tables of the document into the cells of the form:
 * first the cells of each table in the order of the form, then for each table
 * the facts of gx-records(5): cells, rows_missing, rows_added, surplus,
 * shifted, unplaced.  A cell that cannot be placed for sure is left out.
 */
void place_cells(struct report *r, const struct source *src,
    const struct form *form);

#endif
