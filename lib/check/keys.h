/* Keys that a rule names and no report has: slips of the pen in a rule file. */
#ifndef GX_KEYS_H
#define GX_KEYS_H

#include "check/rule.h"
#include "report/form.h"

/*
 * Look at the rules that came from the last file that rules_parse read, and
 * tell mistake of each reference to a table of the forms whose row or column no
 * form has, to facts or statements that no report can have, with its place and
 * the nearest key, and of rows() and cols() of a table that no form has.  In
 * references another table may have any rows: it is of records of another kind.
 * Returns whether there was no mistake.
 */
bool keys_check(const struct rules *r, const struct forms *f, void *ctx,
    void (*mistake)(void *ctx, const struct err *e));

#endif
