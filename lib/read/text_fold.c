/*
 * White space in plain text, which says nothing.
 *
 * Takes a cell, a paragraph or a part of one.  Gives it with each run of white space as
 * one blank and without that at its ends, which stays in cells between TABs: the tree has
 * their padding.  What takes no room goes from whole lines, before they are looked at.
 * Nearly all text is as it should be and is not copied: what its line holds tells how
 * closely to look.
 */
#include "base/utf8.h"
#include "read/text.h"

struct str
text_without_invisible(struct reader *r, struct str s)
{
	const char *p = s.p, *end = str_end(s);

	buf_reset(&r->work);
	while (p < end) {
		const char *from = p;

		if (!utf8_is_invisible(utf8_next(&p, end)))
			buf_add(&r->work, from, (size_t)(p - from));
	}
	return r->work.n != s.n ? arena_str(&r->tree->arena, buf_str(&r->work)) : s;
}

/* The first white space at or behind p; end when there is none. */
static const char *
next_space(const char *p, const char *end)
{
	while (p < end) {
		const char *from = p;

		if (is_solid_byte((unsigned char)*p))
			p++; /* or a byte inside a character, which is none */
		else if (((unsigned char)*p & 0xc0) == 0x80)
			p++;
		else if (utf8_is_space(utf8_next(&p, end)))
			return from;
	}
	return end;
}

void
text_add_folded(struct buf *b, struct str s, bool padding)
{
	struct str body = str_trim(s);
	const char *p = body.p, *end = str_end(body);

	if (padding)
		buf_add(b, s.p, body.n != 0 ? (size_t)(body.p - s.p) : s.n);
	while (p < end) {
		const char *space = next_space(p, end);

		buf_add(b, p, (size_t)(space - p));
		p = utf8_skip_space(space, end);
		if (p < end)
			buf_addc(b, ' ');
	}
	if (padding && body.n != 0)
		buf_add(b, end, (size_t)(s.p + s.n - end));
}

/* Is white space in s, but for its ends, single blanks only? */
static bool
is_folded(struct str s)
{
	const char *p = s.p, *end = str_end(s);

	while ((p = next_space(p, end)) < end) {
		const char *from = p;

		p = utf8_skip_space(p, end);
		if (p - from != 1 || *from != ' ')
			return false;
	}
	return true;
}

/* Do two blanks stand together in s, not at its ends?  Most cells are shorter. */
static bool
has_blanks(struct str s)
{
	return s.n >= strlen("a  b") && str_find(s, STR("  ")) >= 0;
}

struct str
text_fold_closely(struct reader *r, bool blanks_only, struct str s, bool padding)
{
	struct str body = blanks_only ? text_without_blanks(s) : str_trim(s);

	if (blanks_only ? !has_blanks(body) : is_folded(body))
		return padding ? s : body;
	buf_reset(&r->work);
	text_add_folded(&r->work, s, padding);
	return text_keep(r);
}
