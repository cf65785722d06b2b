/*
 * What goes on with what stands before it: a line with a cell, a paragraph with another.
 *
 * Takes lines and the paragraphs of the tree; gives those that a page or a soft line end
 * cut as one.  A sentence that stops without a mark goes on in the next paragraph, unless
 * that one opens an item or the text is short, as titles and rows of figures are.
 */
#include "base/utf8.h"
#include "read/text.h"

#define JOIN_MIN 24 /* characters */
#define REST_MIN 8

static bool
is_word_byte(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

bool
text_wants_blank(struct str last, struct str next)
{
	struct str t;

	if (last.n == 0 || !is_word_byte(last.p[last.n - 1]))
		return false; /* as nearly always */
	t = str_trim(next);
	return t.n != 0 && is_word_byte(t.p[0]);
}

void
text_add_joint(struct buf *b, struct str next)
{
	if (text_wants_blank(buf_str(b), next))
		buf_addc(b, ' ');
}

/* Does s begin with one of the numerals and the mark, "一、"? */
static bool
begins_numbered(struct str s, struct str numerals, const char mark[static 3])
{
	return s.n >= 6 && memcmp(s.p + 3, mark, 3) == 0 &&
	    str_find(numerals, (struct str){s.p, 3}) >= 0;
}

bool
text_opens_section(const struct line *l)
{
	struct str s = str_trim(l->text);

	return s.p[0] == '#' || begins_numbered(s, STR("一二三四五六"), "、");
}

/* Does the text end in two numbers or more?  Then it is a row of figures. */
static bool
ends_in_figures(struct str s)
{
	const char *p = s.p + s.n;
	int numbers = 0;
	bool digit = false;

	while (p > s.p && numbers < 2) {
		const char *q = p = utf8_before(s.p, p);
		uint32_t cp = utf8_next(&q, s.p + s.n);

		if (cp == ' ')
			numbers += digit;
		else if (!(cp >= '0' && cp <= '9') &&
		    !(cp >= 0xff10 && cp <= 0xff19) && cp != '.')
			return false;
		digit = cp != ' ';
	}
	return numbers >= 2;
}

/* Does the text stop in the middle of a sentence?  A short line may end where
 * it likes, unless it goes on with a longer one. */
static bool
is_unfinished(struct str s, bool joined)
{
	static const struct str ends = STR_INIT("。！？：；”）….!?:;)》】|");
	/* a title stands for itself, so does the way to a page */
	static const struct str words[] = {STR_INIT("报告"), STR_INIT("年报"),
	    STR_INIT("正文")};
	const char *last;

	if (!joined && !utf8_is_longer(s, JOIN_MIN - 1))
		return false;
	last = utf8_before(s.p, str_end(s));
	if (str_find(ends, (struct str){last, (size_t)(str_end(s) - last)}) >= 0)
		return false;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ends(s, words[i]))
			return false;
	return !ends_in_figures(s);
}

/* Can the text be the rest of a sentence?  Not when it opens an item. */
static bool
is_rest(struct str s)
{
	return utf8_is_longer(s, REST_MIN - 1) &&
	    !(s.p[0] >= '0' && s.p[0] <= '9') && s.p[0] != '(' &&
	    !str_starts(s, STR("（")) && !str_starts(s, STR("第")) &&
	    !begins_numbered(s, STR("一二三四五六"), "、") &&
	    !begins_numbered(s, STR("一二三四五"), "是");
}

/* Was a date cut behind "自", its year or its month?  "自2023年", "1月1日起至…". */
static bool
is_rest_of_date(struct str last, struct str s)
{
	static const struct {
		const char *end, *unit;
		size_t most; /* digits */
	} cut[] = {{"年", "月", 2}, {"月", "日", 2}, {"自", "年", 4},
	    {"至", "年", 4}};
	size_t digits = 0;
	struct str unit;

	while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9')
		digits++;
	unit = str_skip(s, digits);
	for (size_t i = 0; i < sizeof cut / sizeof *cut && digits != 0; i++)
		if (str_ends(last, str_of(cut[i].end)) &&
		    str_starts(unit, str_of(cut[i].unit)))
			return digits <= cut[i].most;
	return false;
}

/* "…，公布本年度报告" is no title when the next line begins with "。". */
static bool
is_no_title(struct str last, struct str s)
{
	return str_ends(last, STR("报告")) &&
	    (str_starts(s, STR("。")) || str_starts(s, STR("，")));
}

/* Does s go on where the last line stops? */
static bool
is_continued(struct str last, bool joined, struct str s)
{
	return is_no_title(last, s) || (is_unfinished(last, joined) &&
					   (is_rest(s) || is_rest_of_date(last, s)));
}

/* Does paragraph b go on with a, whose last line is that? */
static bool
goes_on_in(const struct node *a, struct str last, bool joined, const struct node *b)
{
	return a->kind == NODE_TEXT && a->depth == 0 && b->kind == NODE_TEXT &&
	    b->depth == 0 && is_continued(last, joined, b->text);
}

/* Join n with the paragraphs up to end that go on with it; the first that does not. */
static const struct node *
join_paragraph(struct reader *r, struct node *n, const struct node *next,
    const struct node *end)
{
	struct str last = n->text;
	bool joined = false;

	for (; next < end && goes_on_in(n, last, joined, next); next++) {
		if (!joined) {
			buf_reset(&r->work);
			buf_addstr(&r->work, n->text);
		}
		last = next->text;
		text_add_joint(&r->work, last);
		buf_addstr(&r->work, last);
		joined = true;
	}
	if (joined)
		n->text = text_keep(r);
	return next;
}

void
text_join(struct reader *r, size_t first)
{
	struct node *to, *end = tree_end(r->tree);

	if (first == r->tree->n)
		return;
	to = r->tree->node + first;
	for (const struct node *n = to; n < end; to++) {
		if (to != n) /* as where none was joined yet */
			*to = *n;
		n = join_paragraph(r, to, n + 1, end);
	}
	r->tree->n = (size_t)(to - r->tree->node);
}
