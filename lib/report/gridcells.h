/* Every table of a document as plain cells, whatever it is about. */
#ifndef GX_GRIDCELLS_H
#define GX_GRIDCELLS_H

#include "read/tree.h"
#include "report/cell.h"
#include "report/form.h"

/*
 * Add to the report a cell for each cell of each table: table g1, g2 … in
 * reading order, row r1 …, column c1 … counted from 1 in the source; value when
 * the text is a number.  Empty cells are left out.  Sets doc, org, year and form
 * as report_build does.
 */
void report_build_grid(struct report *r, struct tree *t,
    const struct forms *forms, struct str doc);

#endif
