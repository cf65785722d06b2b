/* What signs in the text of Markdown stand for. */
#ifndef GX_MARKDOWN_H
#define GX_MARKDOWN_H

#include "base/str.h"

/*
 * Append s, part of a paragraph or a cell, with each escape, "\." say, as the sign that
 * it stands for, and each entity, "&nbsp;" or "&#160;", as its character: control
 * characters as blanks.  Of a paragraph the marks of bold type, two stars at either end,
 * are left out.  False when there was nothing of that; then what is appended is s.
 */
bool markdown_decode(struct buf *b, struct str s, bool paragraph);

/* Is the line, which is trimmed, drawn below a heading or between parts, "-----", or
 * around tables that are set with blanks?  One or two dashes may be a cell. */
bool markdown_is_rule(struct str s);

/* The trimmed paragraph without the mark of an item of a list, "- （一）…".  A dash before
 * anything but words or the number of an item may be a cell. */
struct str markdown_without_bullet(struct str s);

#endif
