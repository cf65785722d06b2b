/*
 * Folding of labels.  Listing variants will not do: a label is printed with
 * other widths, spaces in the middle (a line broke there), other numerals and
 * quotes, and local glosses behind it.  Both sides of a comparison go through
 * here.  Traditional characters become simplified ones.  NFKC is not used: it would turn ① into 1 and … into three points.
 */
#include "report/fold.h"

#include "base/utf8.h"
#include "base/wide.h"
#include "report/han.h"

uint32_t
fold_width_any(uint32_t cp)
{
	if (cp >= 0xff01 && cp <= 0xff5e)
		return cp - 0xfee0;
	switch (cp) {
	case 0x3014: /* 〔 */
	case 0x3010: /* 【 */
		return '[';
	case 0x3015:
	case 0x3011:
		return ']';
	case 0x3000:
	case 0xa0:
		return ' ';
	default:
		return cp;
	}
}

/*
 * Traditional characters of the labels and of what is looked for in titles,
 * each before its simplified form.  Reports are mirrored in both.
 */
static const char traditional[] =
    "來来係系個个傢家傳传價价億亿優优內内動动務务區区員员問问單单國国埰采執执報报寀采實实審审專专對对導导屬属廢废廳厅強强後后從从"
    "復复徵征應应捲卷採采據据數数於于時时書书會会東东査查條条業业構构標标機机檔档檢检權权歸归決决沒没況况減减準准為为無无爲为獎奖"
    "獲获現现環环產产當当發发監监眾众確确祕秘穩稳筆笔箇个範范簡简糾纠紀纪約约納纳級级組组結结給给統统經经維维網网縣县總总織织繫系"
    "繳缴繼继續续罰罚聯联臨临臺台與与舉举萬万處处號号補补製制複复覆复覈核見见規规計计訊讯記记訟讼訪访設设許许訴诉評评詢询話话認认"
    "語语說说請请論论證证議议護护讀读財财責责費费資资購购踰逾轉转辦办農农這这進进過过適适選选鄉乡錄录鎮镇長长門门開开間间關关際际"
    "順顺佈布僅仅兩两"
    "隻只電电項项預预領领題题額额類类體体點点";

/* 0: as it is.  Filled when the forms fold their labels, which is before a
 * second thread starts. */
static uint16_t simplified[HAN_LAST - HAN_FIRST + 1];

/* Which of them are not 0, a bit each: a table that fits into the first cache. */
static uint64_t unsettled[(HAN_LAST - HAN_FIRST) / 64 + 1];

static bool
is_unsettled(uint32_t at)
{
	return unsettled[at / 64] >> at % 64 & 1;
}

static void
learn_simplified(void)
{
	const char *p = traditional, *end = p + sizeof traditional - 1;

	if (simplified[0x570b - HAN_FIRST] != 0) /* 國 */
		return;
	while (p < end) {
		uint32_t from = utf8_next(&p, end), to = utf8_next(&p, end);

		from -= HAN_FIRST;
		simplified[from] = (uint16_t)to;
		unsettled[from / 64] |= UINT64_C(1) << from % 64;
	}
}

void
fold_list_traditional(unsigned char *by_char, unsigned char bit)
{
	const char *p = traditional, *end = p + sizeof traditional - 1;

	learn_simplified();
	while (p < end) {
		by_char[utf8_next(&p, end)] |= bit;
		utf8_next(&p, end);
	}
}

uint32_t
fold_simplify(uint32_t cp)
{
	uint32_t at = cp - HAN_FIRST;

	return at <= HAN_LAST - HAN_FIRST && is_unsettled(at) ? simplified[at] : cp;
}

/* Words that a converter chooses for traditional text, not only characters. */
static const struct {
	const char *from, *to;
} converted[] = {{"资讯", "信息"}, {"档案", "文件"}, {"专案", "项目"}};

void
fold_converted(char *p, size_t n)
{
	for (size_t i = 0; i < sizeof converted / sizeof *converted; i++) {
		struct str word = str_of(converted[i].from);
		char *from = p;
		ptrdiff_t at;

		while ((at = str_find((struct str){from, n - (size_t)(from - p)},
			    word)) >= 0) {
			memcpy(from + at, converted[i].to, word.n);
			from += (size_t)at + word.n;
		}
	}
}

static bool
is_dropped(uint32_t cp)
{
	switch (cp) {
	case '"':
	case '\'':
	case ',':
	case '.':
	case ';':
	case ':':
	case '#':
	case '*':
	case 0x2018: /* ‘ */
	case 0x2019:
	case 0x201c: /* “ */
	case 0x201d:
	case 0x300c: /* 「 */
	case 0x300d:
	case 0x300e: /* 『 */
	case 0x300f:
	case 0x3001: /* 、 */
	case 0x3002: /* 。 */
	case 0xff61:
	case 0xff64:
		return true;
	default:
		return utf8_is_space(cp);
	}
}

/* Behind the Chinese characters at p that stay as they are: nearly all do. */
static const char *
skip_settled(const char *p, const char *end)
{
	for (;; p += 3) {
		uint32_t at = utf8_three_bytes(p, end) - HAN_FIRST;

		if (at > HAN_LAST - HAN_FIRST || is_unsettled(at))
			return p;
	}
}

#define READING_MAX 7 /* letters: zhuāng, and one more */

/* Behind the reading of a character in brackets, 規(guī), which begins at p; p when
 * there is none. */
static const char *
skip_reading(const char *p, const char *end)
{
	const char *q = p;
	int letters = 0;

	if (q == end || *q++ != '(')
		return p;
	while (q < end && *q != ')' && letters <= READING_MAX) {
		uint32_t cp = utf8_next(&q, end);

		/* with the marks of tones, ā to ǜ */
		if (!(cp >= 'a' && cp <= 'z') && !(cp >= 0xe0 && cp <= 0x1dc))
			return p;
		letters++;
	}
	return q < end && letters != 0 && letters <= READING_MAX ? q + 1 : p;
}

void
fold_text(struct buf *out, struct str s)
{
	const char *p = s.p, *end = str_end(s);
	size_t from = out->n;
	bool was_traditional = false;

	learn_simplified();
	while (p < end) {
		const char *run = p;
		uint32_t cp, simple;

		p = skip_settled(p, end);
		if (p != run)
			buf_add(out, run, (size_t)(p - run));
		if (p == end)
			break;
		if (*p == '(' && out->n > from && out->p[out->n - 1] < 0 &&
		    (run = skip_reading(p, end)) != p) {
			p = run;
			continue;
		}
		cp = fold_width(utf8_next(&p, end));
		if (is_dropped(cp))
			continue;
		simple = fold_simplify(cp);
		was_traditional |= simple != cp;
		if (simple < 0x80)
			buf_addc(out, (char)simple);
		else
			utf8_put(out, simple);
	}
	if (was_traditional)
		fold_converted(out->p + from, out->n - from);
}

/* Has one of the words that are converted the character? */
static bool
may_be_converted(struct str character)
{
	for (size_t i = 0; i < sizeof converted / sizeof *converted; i++)
		if (str_find(str_of(converted[i].from), character) >= 0)
			return true;
	return false;
}

bool
fold_keeps(struct str s)
{
	const char *p = s.p, *end = str_end(s);

	learn_simplified();
	while (p < end) {
		struct str one = {p, 0};
		uint32_t cp = utf8_next(&p, end), at = cp - HAN_FIRST;

		one.n = (size_t)(p - one.p);
		if (cp >= '0' && cp <= '9')
			continue;
		if (at > HAN_LAST - HAN_FIRST || is_unsettled(at) ||
		    may_be_converted(one))
			return false;
	}
	return true;
}

/* The value of 一 … 十 (also 十一, 二十), moving *p behind it; 0 for none. */
static inline unsigned
han_number(const char **p, const char *end)
{
	unsigned value = 0, ones = 0;

	while (*p < end) {
		const char *q = *p;
		uint32_t cp = utf8_next(&q, end);
		unsigned d = fold_han_digit(cp);

		if (cp == 0x5341) { /* 十 */
			value = (ones != 0 ? ones : 1) * 10;
			ones = 0;
		} else if (d != 0 && ones == 0) {
			ones = d;
		} else {
			break;
		}
		*p = q;
	}
	return value + ones;
}

static unsigned
arabic_number(const char **p, const char *end)
{
	unsigned value = 0;

	for (int digits = 0; *p < end && digits < 3; digits++) {
		const char *q = *p;
		uint32_t cp = fold_width(utf8_next(&q, end));

		if (cp < '0' || cp > '9')
			break;
		value = value * 10 + (cp - '0');
		*p = q;
	}
	return value;
}

/* The next character that is no white space, width folded; 0 at the end. */
static inline uint32_t
next_solid(const char **p, const char *end)
{
	while (*p < end) {
		uint32_t cp = utf8_next(p, end);

		if (!utf8_is_space(cp))
			return fold_width(cp);
	}
	return 0;
}

/* Behind white space and Markdown's marks. */
static inline struct str
skip_marks(struct str s)
{
	const char *p = s.p, *end = str_end(s);

	if (s.n != 0 && is_solid_byte((unsigned char)*p) && *p != '#' && *p != '*')
		return s; /* nearly always */
	while (p < end) {
		const char *q = p;
		uint32_t cp = utf8_next(&q, end);

		if (!utf8_is_space(cp) && cp != '#' && cp != '*')
			break;
		p = q;
	}
	return str_skip(s, (size_t)(p - s.p));
}

/* Does a Chinese character begin the text that is no numeral?  Most do. */
static bool
begins_with_word(struct str s)
{
	const char *p = s.p;
	uint32_t cp = utf8_next(&p, str_end(s));

	return cp >= HAN_FIRST && cp <= HAN_LAST && cp != 0x5341 /* 十 */ &&
	    fold_han_digit(cp) == 0;
}

enum numeral_style
fold_numeral(struct str s, unsigned *number, struct str *rest)
{
	struct str body = skip_marks(s);
	const char *p = body.p, *end = str_end(body), *q;
	enum numeral_style style = NUMERAL_NONE;
	uint32_t cp;

	*rest = body;
	*number = 0;
	if (body.n == 0 || begins_with_word(body))
		return NUMERAL_NONE;
	q = p;
	if (next_solid(&q, end) == '(') {
		p = q;
		while (p < end && utf8_is_space((q = p, utf8_next(&q, end))))
			p = q;
		*number = han_number(&p, end);
		if (*number == 0)
			*number = arabic_number(&p, end);
		if (*number != 0 && next_solid(&p, end) == ')')
			style = NUMERAL_BRACKET;
	} else if ((*number = han_number(&p, end)) != 0) {
		cp = next_solid(&p, end);
		if (cp == 0x3001 || cp == '.' || cp == ',' || cp == 0xff64)
			style = NUMERAL_HAN;
	} else if ((*number = arabic_number(&p, end)) != 0) {
		const char *before = p;

		cp = next_solid(&p, end);
		if (cp == 0x3001 || cp == '.' || cp == 0xff64) {
			const char *after = p;

			/* 1.5 is a number, not item one */
			if (cp != '.' || p == end ||
			    (cp = fold_width(utf8_next(&after, end))) < '0' ||
			    cp > '9')
				style = NUMERAL_ARABIC;
		}
		if (style == NUMERAL_NONE)
			p = before;
	}
	if (style == NUMERAL_NONE) {
		*number = 0;
		return style;
	}
	*rest = skip_marks(str_skip(body, (size_t)(p - body.p)));
	return style;
}

/* Where the gloss in brackets begins that ends the folded text; n for none. */
static size_t
gloss_at(const char *p, size_t n)
{
	size_t at = n;
	int depth = 0;

	if (n == 0 || memchr(p, '(', n) == NULL)
		return n;
	if (p[n - 1] == ')') {
		for (size_t i = n; i-- > 0;) {
			if (p[i] == ')')
				depth++;
			else if (p[i] == '(' && --depth == 0) {
				at = i;
				break;
			}
		}
		return at;
	}
	/* a bracket that a page or line break left open */
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '(' && depth++ == 0)
			at = i;
		else if (p[i] == ')' && depth > 0 && --depth == 0)
			at = n;
	}
	return at;
}

void
fold_label_body(struct buf *out, struct str body)
{
	size_t from = out->n, at;

	fold_text(out, body);
	if (out->n == from)
		return;
	at = gloss_at(out->p + from, out->n - from);
	if (at != 0)
		out->n = from + at;
}

void
fold_label(struct buf *out, struct str s)
{
	struct str rest;
	unsigned number;

	fold_numeral(s, &number, &rest);
	fold_label_body(out, rest.n != 0 ? rest : s);
}

uint32_t
fold_first(struct str s)
{
	const char *p = s.p;
	uint32_t cp = fold_simplify(utf8_next(&p, str_end(s)));

	if (cp < HAN_FIRST || cp > HAN_LAST)
		return 0;
	for (size_t i = 0; i < sizeof converted / sizeof *converted; i++)
		if (han_at(converted[i].from) == cp)
			return 0;
	return cp;
}

static bool
is_behind_han(const char *begin, const char *p)
{
	const char *before;

	if (p == begin)
		return false;
	before = utf8_before(begin, p);
	return utf8_is_han(utf8_next(&before, p));
}

/* The ASCII digits that end at p. */
static struct str
digits_before(const char *begin, const char *p)
{
	const char *from = p;

	while (from > begin && from[-1] >= '0' && from[-1] <= '9')
		from--;
	return (struct str){from, (size_t)(p - from)};
}

/* Does 号 or 號 stand at p, behind which two bytes more may be read? */
static bool
is_number_sign(const char *p)
{
	return memcmp(p, "号", 3) == 0 || memcmp(p, "號", 3) == 0;
}

/* The next of them; NULL for none. */
static const char *
next_number_sign(const char *p, const char *end)
{
	lanes b, c, sign;

	while (end - p >= (ptrdiff_t)sizeof b + 2) {
		memcpy(&b, p + 1, sizeof b);
		memcpy(&c, p + 2, sizeof c);
		/* the further bytes of is_number_sign: hardly another has them */
		sign = (lanes)(((b == 0x8f) & (c == 0xb7)) |
		    ((b == 0x99) & (c == 0x9f)));
		if (!any_lane(sign)) {
			p += sizeof b;
			continue;
		}
		p += first_lane(sign);
		if (is_number_sign(p))
			return p;
		p++;
	}
	while (end - p >= 3 && !is_number_sign(p))
		p++;
	return end - p >= 3 ? p : NULL;
}

bool
fold_next_number(struct str s, const char **from, struct str *digits)
{
	const char *p = *from;

	while ((p = next_number_sign(p, str_end(s))) != NULL) {
		*digits = digits_before(s.p, p);
		*from = p + 3;
		if (!is_behind_han(s.p, p))
			return true;
		p = *from;
	}
	return false;
}

bool
fold_may_be_number(struct str digits, struct str number)
{
	return digits.n < number.n ? str_ends(number, digits)
				   : str_ends(digits, number);
}
