/* From the tree of a document to its report. */
#ifndef GX_BUILD_H
#define GX_BUILD_H

#include "read/tree.h"
#include "report/cell.h"
#include "report/form.h"

/* Set doc, org, year and form of an empty report, nothing else. */
void report_identify(struct report *r, struct tree *t,
    const struct forms *forms, struct str doc);

/* From a tree to the whole report: identity, form, cells, statements of the
 * prose, facts. */
void report_build(struct report *r, struct tree *t, const struct forms *forms,
    struct str doc);

#endif
