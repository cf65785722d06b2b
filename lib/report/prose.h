/* What the prose of a report states, as cells of table "s1". */
#ifndef GX_PROSE_H
#define GX_PROSE_H

#include "read/tree.h"
#include "report/cell.h"

/*
 * Add the statements of the prose of a sectioned tree to the report, whose
 * publisher and year are set.  gx-records(5) lists the rows and columns.
 *
 * A statement is only added when every word between its verb and its number is
 * understood and it speaks of this publisher and this year: what is left over
 * is not "none", it is unread.
 */
void prose_add(struct report *r, const struct tree *t);

#endif
