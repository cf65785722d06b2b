/* Is a text a table of records of some other program? */
#ifndef GX_FOREIGN_H
#define GX_FOREIGN_H

#include <stdbool.h>

#include "base/str.h"

/*
 * True when the first line can be a header of TSV: two names or more, each
 * filled, different from the others, at most 64 bytes long and without Chinese
 * sentence punctuation; and the second line, if there is one, has as many
 * fields.  A report begins with its title, which has no TAB, or with a cell
 * behind an empty field.
 */
bool foreign_is_records(struct str text);

#endif
