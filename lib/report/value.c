/*
 * Cell values.  What is printed is kept in raw by the caller; here the number
 * is read from it, and every liberty taken is flagged.
 */
#include "report/value.h"

#include "base/dec.h"
#include "base/utf8.h"
#include "report/fold.h"

#define CELL_MAX 64 /* bytes; a longer text is no figure */

#define W STR_INIT

static const struct str units[] = {W("万元"), W("亿元"), W("元"), W("件"), W("条"),
    W("项"), W("个"), W("次"), W("人次"), W("宗"), W("份"), W("篇"), W("起"), W("家"),
    W("部"), W("笔")};

static const struct str placeholders[] = {W("/"), W("-"), W("--"), W("---"), W("—"),
    W("——"), W("－"), W("–"), W("\\"), W("无"), W("不适用"), W("N/A"), W("n/a"),
    W("NA")};

/* Words before the number of a change, and its sign. */
static const struct {
	struct str word;
	bool minus;
} changes[] = {{W("增加"), false}, {W("新增"), false}, {W("增"), false},
    {W("减少"), true}, {W("减"), true}, {W("下降"), true}};

static const char *const flag_word[] = {"blank", "slash", "unread", "shifted",
    "surplus", "label", "order", "glued", "unit", "text", "comma", "width", "padding",
    "about"};

struct str
value_flag_words(struct arena *a, unsigned flags)
{
	struct buf b = {0};
	struct str s;

	if (flags == 0)
		return (struct str){0};
	for (size_t i = 0; i < sizeof flag_word / sizeof *flag_word; i++) {
		if ((flags >> i & 1) == 0)
			continue;
		if (b.n != 0)
			buf_addc(&b, ',');
		buf_addz(&b, flag_word[i]);
	}
	s = arena_str(a, buf_str(&b));
	buf_free(&b);
	return s;
}

const char *
value_nearest_flag(struct str word)
{
	const char *nearest = NULL;
	size_t least = SIZE_MAX;

	for (size_t i = 0; i < sizeof flag_word / sizeof *flag_word; i++) {
		size_t by = utf8_edits(word, str_of(flag_word[i]));

		if (by < least) {
			least = by;
			nearest = flag_word[i];
		}
	}
	return nearest;
}

static bool
is_one_of(struct str s, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(s, list[i]))
			return true;
	return false;
}

#define IS_ONE_OF(s, list) is_one_of(s, list, sizeof(list) / sizeof *(list))

/* The text in half width; whether anything was full-width. */
static bool
narrow(struct buf *b, struct str s)
{
	const char *p = s.p, *end = str_end(s);
	bool wide = false;

	while (p < end) {
		uint32_t cp = utf8_next(&p, end), half = fold_width(cp);

		wide |= half != cp && cp != 0x3000 && cp != 0xa0;
		utf8_put(b, half);
	}
	return wide;
}

/* Digits at s, thousands commas dropped; how many bytes they take, or 0. */
static size_t
take_digits(struct str s, struct buf *digits, bool *comma)
{
	size_t i = 0, group = 0, from = digits->n;

	*comma = false;
	for (; i < s.n; i++, group++) {
		if (s.p[i] == ',' && i > 0 && (group == 3 || (!*comma && group < 3))) {
			*comma = true;
			group = (size_t)-1;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9')
			break;
		buf_addc(digits, s.p[i]);
	}
	if (*comma && group != 3)
		return 0;
	if (digits->n > from + 1 && digits->p[from] == '0')
		return 0; /* 000: cells run together */
	if (i + 1 < s.n && s.p[i] == '.' && s.p[i + 1] >= '0' &&
	    s.p[i + 1] <= '9') {
		buf_addc(digits, s.p[i++]);
		for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
			buf_addc(digits, s.p[i]);
	}
	return i;
}

/* Cut a word that tells the direction of a change off *s. */
static bool
take_change(struct str *s, bool *minus)
{
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
		if (str_starts(*s, changes[i].word)) {
			*s = str_trim(str_skip(*s, changes[i].word.n));
			*minus = changes[i].minus;
			return true;
		}
	return false;
}

static struct str
keep_number(struct arena *a, struct dec d)
{
	struct buf b = {0};
	struct str s;

	buf_adddec(&b, d);
	s = arena_str(a, buf_str(&b));
	buf_free(&b);
	return s;
}

/* Read the half-width text; false when it is not understood as a whole. */
static bool
read_number(struct arena *a, struct str s, enum cell_type type, struct value *v)
{
	struct buf digits = {0};
	bool minus = false, comma = false, ok;
	struct dec d;
	size_t n;

	if (type == TYPE_CHANGE && take_change(&s, &minus))
		v->flags |= FLAG_TEXT;
	else if (s.n != 0 && (s.p[0] == '-' || s.p[0] == '+')) {
		minus = s.p[0] == '-';
		if (!minus)
			v->flags |= FLAG_TEXT;
		s = str_skip(s, 1);
	}
	if (minus)
		buf_addc(&digits, '-');
	n = take_digits(s, &digits, &comma);
	s = str_trim(str_skip(s, n));
	ok = n != 0 && (s.n == 0 || IS_ONE_OF(s, units)) &&
	    dec_parse(buf_str(&digits), &d);
	buf_free(&digits);
	if (!ok)
		return false;
	v->number = keep_number(a, d);
	if (comma)
		v->flags |= FLAG_COMMA;
	if (s.n != 0) {
		v->unit = arena_str(a, s);
		v->flags |= FLAG_UNIT;
	}
	return true;
}

struct value
value_read(struct arena *a, struct str text, enum cell_type type)
{
	struct value v = {0};
	struct str s = str_trim(text);
	struct buf half = {0};

	if (s.n == 0) {
		v.flags = FLAG_BLANK;
		return v;
	}
	if (s.n != text.n)
		v.flags |= FLAG_PADDING;
	if (value_is_plain(s)) {
		v.number = s;
		return v;
	}
	if (s.n > CELL_MAX) {
		v.flags |= FLAG_UNREAD;
		return v;
	}
	if (narrow(&half, s))
		v.flags |= FLAG_WIDTH;
	if (IS_ONE_OF(s, placeholders) || IS_ONE_OF(buf_str(&half), placeholders))
		v = (struct value){.flags = FLAG_SLASH};
	else if (!read_number(a, buf_str(&half), type, &v))
		v = (struct value){.flags = FLAG_UNREAD};
	buf_free(&half);
	return v;
}

bool
value_are_plain_places(struct str s)
{
	if (s.n == 0 || s.n > DEC_FRAC_DIGITS || s.p[s.n - 1] == '0')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

#define UNIT_BYTES_MAX 6

/* Does more stand behind the digits than a unit, as in "1.属于国家秘密"? */
static bool
is_numbered_text(struct str s)
{
	size_t i = 0;

	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return i != 0 && i + 1 + UNIT_BYTES_MAX < s.n && s.p[i] == '.' &&
	    is_solid_byte((unsigned char)s.p[i + 1]) &&
	    (unsigned char)s.p[i + 1] >= 0x80;
}

/* Most labels can be told from a figure by their first character: a figure
 * begins with a digit, a sign, a word of change or a placeholder. */
static bool
may_be_figure(struct str s)
{
	const char *p = s.p, *end = str_end(s);
	uint32_t cp = utf8_next(&p, end);

	if (cp == 0xff08 || cp == '(' || is_numbered_text(s))
		return false;
	if (cp < 0x4e00 || cp > 0x9fff)
		return true;
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
		if (str_starts(s, changes[i].word))
			return true;
	return IS_ONE_OF(s, placeholders);
}

bool
value_is_figure(struct str text)
{
	struct arena a = {0};
	struct str s = str_trim(text);
	bool is;

	if (value_is_plain(s))
		return true;
	if (s.n == 0 || s.n > CELL_MAX)
		return false;
	if (!may_be_figure(s))
		return false;
	if (IS_ONE_OF(s, placeholders))
		return true;
	is = (value_read(&a, s, TYPE_CHANGE).flags & FLAG_UNREAD) == 0;
	arena_free(&a);
	return is;
}

struct str
value_unit_of_label(struct str label)
{
	struct buf half = {0};
	struct str found = {0}, s = str_trim(label);

	if (!str_ends(s, STR(")")) && !str_ends(s, STR("）")))
		return found;
	narrow(&half, s);
	s = str_trim((struct str){half.p, half.n - 1});
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		struct str unit = units[i], before;

		if (!str_ends(s, unit))
			continue;
		before = str_trim((struct str){s.p, s.n - unit.n});
		if (str_ends(before, STR("(")) || str_ends(before, STR(":")))
			found = unit;
	}
	buf_free(&half);
	return found;
}
