/* The totals of reports as the official form has them: printing. */
#ifndef GX_FORMTABLE_H
#define GX_FORMTABLE_H

#include "sum/formtotal.h"

/*
 * Append, as Markdown, for each year and form the official tables with the
 * totals in them, and the list of the reports that are missing from them in
 * whole or in part, each with the reason.  commit, if not NULL, is called
 * between tables: b may then be emptied.
 */
void form_print(struct buf *b, const struct form_totals *f,
    void (*commit)(void));

#endif
