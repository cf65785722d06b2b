/* The keys that facts and statements of the prose may have. */
#ifndef GX_KNOWN_H
#define GX_KNOWN_H

#include "report/form.h"

/*
 * Tell of each row and column that a report may have in table doc (facts) or s1
 * (statements), with forms f.  In them "#" stands for a number, "*" for any
 * word.  The texts last until key returns.  False, and nothing is told, when the
 * table is another one.
 */
bool known_keys(const struct forms *f, struct str table, void *ctx,
    void (*key)(void *ctx, struct str row, struct str col));

#endif
