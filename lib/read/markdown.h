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

#endif
