/*
 * The text of Markdown as a reader of it sees it.
 *
 * Converters put a backslash before signs that could mean something else, "1\. " where
 * a line might become an item of a list.  As CommonMark has it, a backslash before
 * anything but a sign of ASCII stands for itself.
 */
#include "read/markdown.h"

#include <ctype.h>

static bool
is_sign(char c)
{
	return (unsigned char)c < 0x80 && ispunct((unsigned char)c) != 0;
}

bool
markdown_decode(struct buf *b, struct str s)
{
	const char *p = s.n != 0 ? s.p : "", *end = p + s.n;
	bool any = false;

	while (p < end) {
		if (*p == '\\' && p + 1 < end && is_sign(p[1])) {
			p++;
			any = true;
		}
		buf_addc(b, *p++);
	}
	return any;
}
