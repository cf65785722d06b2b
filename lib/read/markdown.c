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

static bool
is_escape(const char *p, const char *end)
{
	return *p == '\\' && p + 1 < end && is_sign(p[1]);
}

/* Do two stars stand at p? */
static bool
is_bold_mark(const char *p, const char *end)
{
	return *p == '*' && p + 1 < end && p[1] == '*';
}

/* Can bold type begin at p?  Not before a blank or what closes or parts: names are
 * masked so, "张**、李**". */
static bool
begins_bold(const char *p, const char *end)
{
	static const char behind[] = " 、，。；：！？）》”";
	ptrdiff_t n;

	if (p == end)
		return false;
	n = *p == ' ' ? 1 : 3;
	return end - p < n ||
	    str_find(STR(behind), (struct str){p, (size_t)n}) < 0;
}

/* How many marks of bold type from p on are no text: the last of an odd number is. */
static size_t
count_bold_marks(const char *p, const char *end)
{
	size_t n = 0;

	while (p < end) {
		bool mark = is_bold_mark(p, end);

		if (mark && n % 2 == 0 && !begins_bold(p + 2, end))
			break;
		n += mark;
		p += mark || is_escape(p, end) ? 2 : 1;
	}
	return n - n % 2;
}

bool
markdown_decode(struct buf *b, struct str s, bool paragraph)
{
	const char *p = s.n != 0 ? s.p : "", *end = p + s.n, *behind;
	size_t marks = paragraph ? count_bold_marks(p, end) : 0;
	bool any = marks != 0;

	while (p < end) {
		if (marks != 0 && is_bold_mark(p, end)) {
			marks--;
			p += 2;
			continue;
		}
		behind = *p == '&' ? add_entity(b, p, end) : NULL;
		any |= behind != NULL;
		if (behind != NULL) {
			p = behind;
			continue;
		}
		if (is_escape(p, end)) {
			p++;
			any = true;
		}
		buf_addc(b, *p++);
	}
	return any;
}

#define RULE_MIN 3

bool
markdown_is_rule(struct str s)
{
	size_t run = 0;

	if (s.n < RULE_MIN || (s.p[0] != '-' && s.p[0] != '='))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ' ' && run < RULE_MIN && run != 0)
			return false;
		if (s.p[i] != ' ' && s.p[i] != s.p[0])
			return false;
		run = s.p[i] != ' ' ? run + 1 : 0;
	}
	return run >= RULE_MIN;
}

/* Do words begin s, or the number of an item, "（一）", "1. " or "2、"? */
static bool
begins_item(struct str s)
{
	const char *p = s.p;
	size_t digits = 0;

	if (s.n == 0)
		return false;
	if (str_starts(s, STR("（")) || utf8_is_han(utf8_next(&p, str_end(s))))
		return true;
	while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9')
		digits++;
	s = str_skip(s, digits);
	if (digits == 0)
		return false;
	if (str_starts(s, STR("\\")))
		s = str_skip(s, 1);
	return str_starts(s, STR("、")) || str_starts(s, STR(". ")) ||
	    str_starts(s, STR(".**"));
}

struct str
markdown_without_bullet(struct str s)
{
	struct str rest, words;

	if (s.n < 3 || (s.p[0] != '-' && s.p[0] != '*') || s.p[1] != ' ')
		return s;
	rest = words = str_trim(str_skip(s, 1));
	if (str_starts(words, STR("**"))) /* bold type */
		words = str_skip(words, strlen("**"));
	return begins_item(words) ? rest : s;
}
