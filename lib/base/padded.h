/* The parts of a text that stand between separators, with blanks around them. */
#ifndef GX_PADDED_H
#define GX_PADDED_H

#include "base/str.h"

#define PADDED_MAX 64 /* parts that are cut off at once */

/*
 * Cut parts that end before c off *rest, PADDED_MAX at most, and return how many; what
 * they are goes into part, without the blanks at their ends.  *rest keeps what is behind
 * the last of them, and becomes {NULL, 0} at the end, as with str_split.  *odd is set when
 * two blanks stand together inside a part, or a backslash is the last byte before a c;
 * else it is left alone.
 */
size_t padded_cut(struct str *rest, char c, struct str part[static PADDED_MAX], bool *odd);

#endif
