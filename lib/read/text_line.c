/*
 * The lines of a text, and what each of them is.
 *
 * Takes the text; gives its lines without their ends, page breaks in front and what takes
 * no room, the bars of box drawing as plain ones.  Each says by itself which layout it is
 * of: so layouts may follow one another.
 */
#include "base/utf8.h"
#include "read/text.h"

/* "- 3 -", "—3—": the number of a page, which may stand in a table. */
static bool
is_page_number(struct str s)
{
	const char *p = s.p, *end = str_end(s);
	int dashes = 0, digits = 0, after = 0;

	if (s.n > 20 || (s.p[0] != '-' && s.p[0] != '\xe2' && s.p[0] != '\xef'))
		return false;
	while (p < end) {
		uint32_t cp = utf8_next(&p, end);

		if (cp == '-' || cp == 0x2014 || cp == 0xff0d || cp == 0x2013) {
			dashes++;
			after += digits != 0;
		} else if (cp >= '0' && cp <= '9' && after == 0) {
			digits++;
		} else if (!utf8_is_space(cp)) {
			return false;
		}
	}
	return digits != 0 && after != 0 && dashes > after;
}

/* Cells between bars: one at an end of the line, or two anywhere. */
static bool
is_pipe_row(struct str s)
{
	size_t bars = 0;

	if (s.p[0] == '|')
		return true; /* as nearly every one */
	for (size_t i = 0; i < s.n && bars < 2; i++)
		bars += s.p[i] == '|' && (i == 0 || s.p[i - 1] != '\\');
	return bars > 1 || (bars == 1 && s.p[s.n - 1] == '|');
}

/* Does the text, which is not empty, begin with a Chinese character or a letter? */
static bool
begins_word(struct str s)
{
	unsigned char c = (unsigned char)s.p[0];

	return (c > 0xe3 && c < 0xef) || (c >= 'A' && c <= 'z');
}

/* classify() of a line without TAB. */
static enum line_is
classify_closely(struct str s, unsigned holds)
{
	struct str t = str_trim(s);
	enum line_is drawn = LINE_PROSE;

	if (t.n == 0 || is_page_number(t))
		return LINE_BLANK;
	if (str_is(t, "|"))
		return LINE_BAR;
	if (t.p[0] == '+' || (holds & HOLDS_DRAWN) != 0) /* as nearly no line */
		drawn = text_drawn_as(t);
	if (drawn != LINE_PROSE)
		return drawn;
	if ((holds & HOLDS_BAR) == 0)
		return LINE_PROSE;
	return is_pipe_row(t) ? LINE_PIPE : LINE_PROSE;
}

/* What a line is that holds so much. */
static inline enum line_is
classify(struct str s, unsigned holds)
{
	if ((holds & HOLDS_TAB) != 0)
		return s.p[0] == '\t' && (holds & HOLDS_TABS) == 0 ? LINE_CELL
								 : LINE_ROW;
	if (s.n == 0)
		return LINE_BLANK;
	if ((holds & (HOLDS_BAR | HOLDS_DRAWN)) == 0 && begins_word(s))
		return LINE_PROSE; /* as nearly every other line */
	return classify_closely(s, holds);
}

/* The line with the bars of box drawing, │ and ║, as plain ones. */
static struct str
with_plain_bars(struct reader *r, struct str s)
{
	static const struct str drawn[] = {{"│", 3}, {"║", 3}, {"┃", 3}};
	size_t i = 0;

	if (str_find(s, drawn[0]) < 0 && str_find(s, drawn[1]) < 0 &&
	    str_find(s, drawn[2]) < 0)
		return s;
	buf_reset(&r->work);
	while (i < s.n) {
		struct str rest = str_skip(s, i);

		if (str_starts(rest, drawn[0]) || str_starts(rest, drawn[1]) ||
		    str_starts(rest, drawn[2])) {
			buf_addc(&r->work, '|');
			i += drawn[0].n;
		} else {
			buf_addc(&r->work, s.p[i++]);
		}
	}
	return arena_str(&r->tree->arena, buf_str(&r->work));
}

/* The line without page breaks in front, which are form feeds, and what takes no room;
 * drawn bars become plain ones. */
static struct str
without_odd(struct reader *r, struct str s, unsigned *holds)
{
	while (s.n != 0 && s.p[0] == '\f')
		s = str_skip(s, 1);
	if ((*holds & HOLDS_INVISIBLE) != 0)
		s = text_without_invisible(r, s);
	if ((*holds & HOLDS_DRAWN) != 0) {
		s = with_plain_bars(r, s);
		*holds |= HOLDS_BAR;
	}
	return s;
}

void
text_cut(struct reader *r, struct str text)
{
	struct text_lines *lines = &r->tree->lines;
	const struct text_line *from, *end;
	struct line *to;
	size_t at = 0;

	text_lines(lines, text.p, text.n);
	from = lines->line;
	end = from + lines->n;
	r->n = lines->n;
	r->line = to = arena_room(&r->tree->arena, r->n * sizeof *r->line);
	for (; from < end; from++, to++) {
		unsigned holds = from->holds;
		struct str s = {text.p + at, from->end - at};

		at = from->end + 1;
		if (s.n != 0 && s.p[s.n - 1] == '\r')
			s.n--;
		if ((holds & (HOLDS_ODD_SPACE | HOLDS_DRAWN)) != 0)
			s = without_odd(r, s, &holds);
		*to = (struct line){s, holds, classify(s, holds)};
	}
}
