/*
 * The text of Markdown as a reader of it sees it.
 *
 * Converters put a backslash before signs that could mean something else, "1\. " where
 * a line might become an item of a list, and write some characters as entities.  As
 * CommonMark has it, a backslash before anything but a sign of ASCII stands for itself,
 * and so does '&' where no entity with a semicolon follows.
 */
#include "read/markdown.h"

#include <ctype.h>

#include "base/utf8.h"
#include "read/markup.h"

static bool
is_sign(char c)
{
	return (unsigned char)c < 0x80 && ispunct((unsigned char)c) != 0;
}

/* Append what the entity at p stands for; where it ends, NULL when it is none. */
static const char *
add_entity(struct buf *b, const char *p, const char *end)
{
	const char *from = p;
	uint32_t cp = markup_entity(&p, end);

	if (p - from == 1 || p[-1] != ';')
		return NULL;
	utf8_put(b, cp < ' ' ? ' ' : cp);
	return p;
}

bool
markdown_decode(struct buf *b, struct str s)
{
	const char *p = s.n != 0 ? s.p : "", *end = p + s.n, *behind;
	bool any = false;

	while (p < end) {
		behind = *p == '&' ? add_entity(b, p, end) : NULL;
		any |= behind != NULL;
		if (behind != NULL) {
			p = behind;
			continue;
		}
		if (*p == '\\' && p + 1 < end && is_sign(p[1])) {
			p++;
			any = true;
		}
		buf_addc(b, *p++);
	}
	return any;
}
