/*
 * Paragraphs to clauses and figures.
 *
 * Whatever looks for a statement wants plain text: layouts put blanks around
 * numbers, and mix full and half width.  The way back to the source is kept, so
 * that a record shows what is printed.
 */
#include "report/clause.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/le.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "report/fold.h"
#include "report/han.h"
#include "report/spots.h"
#include "report/words.h"

#define BEFORE_MAX 180 /* bytes of a clause that are looked at */
#define PIECES_MAX 16  /* of a paragraph */

/* Those that begin with one character stand together, longer ones first. */
#define UNIT(text, is) {STR_INIT(text), is}
static const struct {
	struct str text;
	unsigned is;
} units[] = {
    UNIT("亿元", UNIT_APART), UNIT("万元", UNIT_MONEY | UNIT_APART),
    UNIT("万次", 0), UNIT("元", UNIT_MONEY | UNIT_APART), UNIT("件次", 0),
    UNIT("件", UNIT_REQUESTS | UNIT_CASES), UNIT("条", UNIT_CASES | UNIT_ITEMS),
    UNIT("份", UNIT_REQUESTS | UNIT_CASES),
    UNIT("宗", UNIT_REQUESTS | UNIT_CASES),
    UNIT("起", UNIT_REQUESTS | UNIT_CASES), UNIT("例", UNIT_CASES),
    UNIT("篇", 0), UNIT("项", UNIT_DOCUMENTS), UNIT("次", UNIT_CASES),
    UNIT("期", 0), UNIT("场", 0), UNIT("部", UNIT_DOCUMENTS),
    UNIT("个", UNIT_CASES | UNIT_PIECES), UNIT("批", 0), UNIT("户", 0), UNIT("家", 0),
    UNIT("名", UNIT_APART), UNIT("人次", 0), UNIT("人", 0), UNIT("册", 0),
    UNIT("幅", 0), UNIT("本", 0), UNIT("笔", 0), UNIT("处", UNIT_APART),
    UNIT("%", UNIT_PERCENT | UNIT_APART)};

#define UNITS (sizeof units / sizeof *units)

#define CHARS 0x10000
#define E4_FIRST 0x4000 /* what begins with E4 to E9: none of it is folded */
#define E9_LAST 0x9fff
#define SIGN_FIRST 0x3001 /* 、 */
#define SIGN_LAST 0x301f
#define FULL_STOP 0x3002 /* 。 */
#define WIDE_FIRST 0xff01 /* ！, ASCII in full width */
#define WIDE_LAST 0xff5e

static bool
is_quote(uint32_t cp)
{
	return cp == '"' || cp == '\'' || cp == 0x2018 || cp == 0x2019 ||
	    cp == 0x201c || cp == 0x201d || cp == 0x300c || cp == 0x300d;
}

/* The sign that parts clauses or stands around one, in full width; 0 for others. */
static uint32_t
wide_sign(uint32_t cp)
{
	uint32_t narrow = fold_width(cp);

	switch (narrow) {
	case ',': case ';': case ':': case '(': case ')': case '!': case '?':
		return narrow + (WIDE_FIRST - '!');
	default:
		return 0;
	}
}

/* Stands the character in the folded text just as in the source? */
static bool
stays(uint32_t cp)
{
	if (is_quote(cp) || utf8_is_space(cp) || fold_simplify(cp) != cp)
		return false;
	if (wide_sign(cp) != 0)
		return wide_sign(cp) == cp;
	return cp > ' ' && fold_width(cp) == cp;
}

/* What characters are, learnt once, as the words of words.c.  Odd are those that fold()
 * looks at one by one. */
static struct spots spots;

/* What a character is right behind a digit or a numeral: the first unit that begins
 * so, from 1; another part of the number; or neither, and most numbers that have no
 * unit, as those of years and 一 in many a word, end there.  The two last bits are
 * marks. */
#define BEHIND_UNIT 0x1f
#define BEHIND_PART 0x20
#define BEHIND_MARKS 0xc0
#define BEHIND_SHIFT 5
#define YEAR 0x5e74 /* 年 */
#define DAY 0x65e5  /* 日 */
static unsigned char behind_number[CHARS];
static uint64_t unit_bytes[UNITS]; /* of each of them, the first lowest */

_Static_assert(UNITS <= BEHIND_UNIT &&
	MARK_BEFORE_YEAR == 0x40 << BEHIND_SHIFT &&
	MARK_BEFORE_DAY == 0x80 << BEHIND_SHIFT, "each has its bits");

/* Those of the characters that stay are nothing more, unless that is learnt later. */
static void
keep_staying(uint32_t first, uint32_t last)
{
	for (uint32_t cp = first; cp <= last; cp++)
		if (stays(cp))
			spots.kinds[cp] = 0;
}

static void
learn_spots(void)
{
	memset(spots.kinds, SPOTS_ODD, sizeof spots.kinds);
	memset(spots.kinds + E4_FIRST, 0, E9_LAST - E4_FIRST + 1);
	spots.kinds['\0'] = 0; /* of the end of a paragraph */
	keep_staying(' ', '~');
	keep_staying(SIGN_FIRST, SIGN_LAST);
	keep_staying(WIDE_FIRST, WIDE_LAST);
	for (uint32_t cp = WIDE_FIRST; cp <= WIDE_LAST; cp++)
		if (wide_sign(cp) == cp)
			spots.kinds[cp] |= SPOTS_SIGN;
	spots.kinds[FULL_STOP] |= SPOTS_SIGN | SPOTS_STOP;
	number_list_first(spots.kinds, SPOTS_NUMBER);
	words_list_spots(&spots);
	spots_learn(&spots);
	for (size_t i = UNITS; i > 0; i--) {
		struct str unit = units[i - 1].text;
		char bytes[sizeof *unit_bytes] = {0};

		memcpy(bytes, unit.p, unit.n);
		unit_bytes[i - 1] = le64(bytes);
		behind_number[utf8_next(&unit.p, str_end(unit))] =
		    (unsigned char)i;
	}
	number_list_parts(behind_number, BEHIND_PART);
	behind_number[YEAR] = MARK_BEFORE_YEAR >> BEHIND_SHIFT;
	behind_number[DAY] = MARK_BEFORE_DAY >> BEHIND_SHIFT;
}

void
clause_learn(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, learn_spots);
}

void
clause_reset(struct clause *c)
{
	buf_reset(&c->source);
	buf_reset(&c->folded);
	c->npiece = c->nparagraph = c->nrun = 0;
}

/* Append text to the source, and the end of the last paragraph. */
static void
add_piece(struct clause *c, struct str text, unsigned long line)
{
	struct clause_paragraph *last = &c->paragraph[c->nparagraph - 1];

	c->piece = xgrow(c->piece, c->npiece, &c->piece_cap, sizeof *c->piece);
	c->piece[c->npiece++] = (struct clause_piece){c->source.n, line};
	last->npiece++;
	buf_addstr(&c->source, text);
	last->source_end = c->source.n;
	buf_addc(&c->source, '\0');
}

void
clause_begin_paragraph(struct clause *c, int sec, struct str text,
    unsigned long line)
{
	c->paragraph = xgrow(c->paragraph, c->nparagraph, &c->paragraph_cap,
	    sizeof *c->paragraph);
	c->paragraph[c->nparagraph++] =
	    (struct clause_paragraph){.sec = sec, .piece = c->npiece};
	add_piece(c, text, line);
}

bool
clause_add(struct clause *c, struct str text, unsigned long line)
{
	if (c->paragraph[c->nparagraph - 1].npiece == PIECES_MAX)
		return false;
	c->source.n--; /* it does not end there */
	add_piece(c, text, line);
	return true;
}

static bool
is_digit_at(const char *p, const char *end)
{
	uint32_t cp = p < end ? fold_width(utf8_next(&p, end)) : 0;

	return cp >= '0' && cp <= '9';
}

static bool
ends_in_digit(const struct buf *b)
{
	return b->n != 0 && b->p[b->n - 1] >= '0' && b->p[b->n - 1] <= '9';
}

/* What is appended next stands at from: see to it that the runs say so. */
static void
note_place(struct clause *c, const char *from)
{
	size_t source = (size_t)(from - c->source.p);
	const struct clause_run *last;

	if (c->nrun != 0) {
		last = &c->run[c->nrun - 1];
		if (source - last->source == c->folded.n - last->at)
			return;
	}
	c->run = xgrow(c->run, c->nrun, &c->run_cap, sizeof *c->run);
	c->run[c->nrun++] = (struct clause_run){c->folded.n, source};
}

/* Append the character cp for what stands at from. */
static void
put(struct clause *c, uint32_t cp, const char *from)
{
	note_place(c, from);
	utf8_put(&c->folded, cp);
}

/* See to it that what stands at any place of the text may be read as far as words_mark
 * and number_digits do, and that there are no spots behind it. */
static void
end_text(struct buf *b)
{
	buf_reserve(b, SPOTS_READ_BYTES);
	memset(b->p + b->n, 0, SPOTS_READ_BYTES);
}

/* Append what stands between two places of the source, as it is. */
static void
put_run(struct clause *c, const char *from, const char *to)
{
	if (from == to)
		return;
	note_place(c, from);
	buf_add(&c->folded, from, (size_t)(to - from));
}

/* Append the character that stands at from, and does not stay; *p is behind it, and
 * moves behind white space. */
static void
put_folded(struct clause *c, uint32_t cp, const char *from, const char **p,
    const char *end)
{
	if (utf8_is_space(cp)) {
		*p = utf8_skip_space(*p, end);
		if (ends_in_digit(&c->folded) && is_digit_at(*p, end))
			put(c, ' ', from);
	} else if (wide_sign(cp) != 0) {
		/* "120, 130" are two numbers */
		bool thousands = ends_in_digit(&c->folded) &&
		    is_digit_at(*p, end);

		put(c, cp == ',' && thousands ? cp : wide_sign(cp), from);
	} else if (!is_quote(cp)) {
		put(c, fold_width(cp), from);
	}
}

/* The text is the source, or what was folded up to run and the rest of the source. */
static void
settle_text(struct clause *c, const char *run)
{
	if (run == c->source.p) {
		note_place(c, run);
		c->all = buf_str(&c->source);
		return;
	}
	put_run(c, run, str_end(buf_str(&c->source)));
	end_text(&c->folded);
	c->all = buf_str(&c->folded);
}

/* How far the source has been folded: it stays as it is from run on, which is to be
 * appended; what is looked at next is not in front of behind. */
struct progress {
	const char *run, *behind;
};

/* Look at the character at from, which may have to be folded. */
static void
fold_char(struct clause *c, const char *from, struct progress *f)
{
	const char *p = from, *end = str_end(buf_str(&c->source));
	uint32_t cp = utf8_next(&p, end);

	if (stays(cp)) {
		f->behind = p;
		return;
	}
	put_run(c, f->run, from);
	put_folded(c, cp, from, &p, end);
	f->run = f->behind = p;
}

static void
fold(struct clause *c)
{
	uint16_t odd[SPOTS_ROOM];
	struct progress f;
	struct str source;

	end_text(&c->source);
	source = buf_str(&c->source);
	f.run = f.behind = source.p;
	for (size_t at = 0; at < source.n; at += SPOTS_TEXT) {
		const char *p = source.p + at;
		size_t n = spots_odd(&spots, source, p, odd);

		for (size_t i = 0; i < n; i++)
			if (p + odd[i] >= f.behind)
				fold_char(c, p + odd[i], &f);
	}
	settle_text(c, f.run);
}

size_t
clause_sign(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	const char *q = s.p;

	if (s.n < HAN_BYTES || (p[0] != 0xef && p[0] != 0xe3))
		return s.n != 0 && p[0] == ',' ? 1 : 0;
	if (p[0] == 0xe3)
		return str_starts(s, STR("。")) ? HAN_BYTES : 0;
	return wide_sign(utf8_next(&q, str_end(s))) != 0 ? HAN_BYTES : 0;
}

/* The last place from "from" on and before end of which the bit is set; NULL for none. */
static const char *
last_place(const struct clause *c, const uint64_t *bits, const char *from,
    const char *end)
{
	const char *text = c->in->text;
	size_t at = (size_t)(end - text), i = at / 64;
	uint64_t here = bits[i] & ((UINT64_C(1) << at % 64) - 1);
	const char *place;

	while (here == 0 && i > (size_t)(from - text) / 64)
		here = bits[--i];
	if (here == 0)
		return NULL;
	place = text + i * 64 + 63 - __builtin_clzll(here);
	return place >= from ? place : NULL;
}

const char *
clause_sign_from(const struct clause *c, const char *from, const char *end)
{
	const char *text = c->in->text;
	size_t at = (size_t)(from - text), i = at / 64;
	uint64_t here = c->in->sign[i] & ~UINT64_C(0) << at % 64;
	const char *place;

	while (here == 0 && i < (size_t)(end - text) / 64)
		here = c->in->sign[++i];
	if (here == 0)
		return end;
	place = text + i * 64 + __builtin_ctzll(here);
	return place < end ? place : end;
}

const char *
clause_sentence(const struct clause *c, const char *from, const char *end)
{
	const char *place = last_place(c, c->in->full_stop, from, end);

	return place != NULL ? place + HAN_BYTES : from;
}

const char *
clause_begin(const struct clause *c, const char *from, const char *end, size_t max)
{
	const char *p = from, *sign;

	if ((size_t)(end - from) > max)
		for (p = end - max; p > from && (*p & 0xc0) == 0x80; p--)
			;
	sign = last_place(c, c->in->sign, p, end);
	return sign == NULL ? p : sign + (*sign == ',' ? 1 : HAN_BYTES);
}

/* The clause that ends at end and begins at or behind from. */
static struct str
clause_before(const struct clause *c, const char *from, const char *end)
{
	static const char *const joints[] = {"、", "和", "及", "与", "并"};
	const char *p = clause_begin(c, from, end, BEFORE_MAX);
	struct str s = {p, (size_t)(end - p)};

	for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
		if ((i == 0 || p == from) && str_starts(s, str_of(joints[i])))
			s = str_skip(s, strlen(joints[i]));
	return s;
}

/* What stands at p, right behind a digit or a numeral: see behind_number. */
static unsigned
what_is_behind(const char *p)
{
	return behind_number[(unsigned char)*p < 0x80 ? (unsigned char)*p
						      : han_at(p)];
}

/* Take the unit at *p, and move behind it; false when there is none. */
static bool
take_unit(const char **p, struct figure *f)
{
	uint64_t bytes = le64(*p);

	for (size_t i = what_is_behind(*p) & BEHIND_UNIT; i != 0 && i <= UNITS; i++) {
		size_t n = units[i - 1].text.n;

		if (bytes << (64 - 8 * n) != unit_bytes[i - 1] << (64 - 8 * n))
			continue;
		f->unit = (struct str){*p, n};
		f->unit_is = units[i - 1].is;
		*p += n;
		return true;
	}
	return false;
}

/* "一件也没有": the one that there was not. */
static bool
is_none_at_all(const struct figure *f, struct str behind)
{
	return dec_cmp(f->number.value, dec_of(1)) == 0 &&
	    (str_starts(behind, STR("也")) || str_starts(behind, STR("都")));
}

/* Is it a time or a share that the unit is of, "60个工作日"? */
static bool
is_measure(struct str behind)
{
	return str_starts(behind, STR("月")) || str_starts(behind, STR("工作日")) ||
	    str_starts(behind, STR("百分点"));
}

/* Is it a price, or so many each time: "12元/件", "3次每月", "100元一件"?  "15件/次" is one
 * unit made of two. */
static bool
is_rate(const struct figure *f, struct str behind)
{
	static const char *const of[] = {"年", "季", "月", "周", "天", "日", "人", "户",
	    "件", "份", "宗", "条", "次", "页", "张"};
	const size_t each = 8; /* so many of them, but for money */
	size_t n = f->unit_is & UNIT_MONEY ? sizeof of / sizeof *of : each;
	struct str rest;

	if (*behind.p == '/') /* the end is a NUL */
		rest = str_skip(behind, 1);
	else if (f->unit_is & UNIT_MONEY && str_starts(behind, STR("一")))
		rest = str_skip(behind, HAN_BYTES);
	else
		return str_starts(behind, STR("每"));
	for (size_t i = 0; i < n; i++)
		if (str_starts(rest, str_of(of[i])))
			return true;
	return false;
}

/* Take what the number of f counts, at *p; false when it is no figure. */
static bool
take_counted(const char **p, const char *end, struct figure *f)
{
	struct str behind;

	if (!take_unit(p, f))
		return false;
	behind = (struct str){*p, (size_t)(end - *p)};
	if (f->unit_is & UNIT_PIECES && is_measure(behind))
		f->unit_is = UNIT_APART;
	return !is_none_at_all(f, behind) && !is_rate(f, behind);
}

static bool
begins_with_any(struct str s, const struct str *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_starts(s, words[i]))
			return true;
	return false;
}

#define BEGINS(s, words) begins_with_any(s, words, sizeof(words) / sizeof *(words))

/* Do the words behind a unit make its number an approximate one? */
static bool
begins_about(struct str behind)
{
	static const struct str words[] = {STR_INIT("左右"), STR_INIT("以上"),
	    STR_INIT("以下"), STR_INIT("以内"), STR_INIT("之内"), STR_INIT("上下"),
	    STR_INIT("有余")};
	static const struct str in_brackets[] = {STR_INIT("约）"), STR_INIT("左右）"),
	    STR_INIT("估算"), STR_INIT("预估"), STR_INIT("不完全统计")};

	if ((unsigned char)*behind.p <= 0xe3)
		return false; /* a sign, or the end */
	if (*behind.p == '\xef') /* a sign, too, as most are */
		return behind.p[2] == "（"[2] &&
		    BEGINS(str_skip(behind, HAN_BYTES), in_brackets);
	return BEGINS(behind, words);
}

/* How many of the n stops are before p. */
static size_t
stops_before(const struct clause_stop *stop, size_t n, const char *p)
{
	size_t low = 0;

	while (n > low) {
		size_t middle = low + (n - low) / 2;

		if (stop[middle].p < p)
			low = middle + 1;
		else
			n = middle;
	}
	return low;
}

/* The marks of the words that begin in s. */
static unsigned
word_marks(const struct clause *c, struct str s)
{
	unsigned marks = 0;

	for (size_t i = stops_before(c->word, c->nword, s.p);
	     i < c->nword && c->word[i].p < str_end(s); i++)
		marks |= c->word[i].marks;
	return marks;
}

/* "据不完全统计，收到": does the sentence say in front of the number at end that not all
 * were counted? */
static bool
is_estimated(const struct clause *c, const char *sentence, const char *end)
{
	struct str s = {sentence, (size_t)(end - sentence)};

	return c->marks & MARK_ABOUT && word_marks(c, s) & MARK_ABOUT;
}

/* Add the figure whose number and unit have been put behind the others; before begins
 * what may be the clause before, and *sentence where the figure before has its own. */
static void
add_figure(struct clause *c, const char *before, const char **sentence)
{
	struct figure *f = &c->figure[c->nfigure++];
	const char *stop;
	struct str rest;

	f->from = f->number.printed.p;
	f->to = str_end(f->unit);
	stop = last_place(c, c->in->full_stop, before, f->from);
	if (stop != NULL)
		*sentence = stop + HAN_BYTES;
	f->sentence = *sentence;
	f->before = clause_before(c, before, f->from);
	rest = (struct str){f->to, (size_t)(str_end(c->text) - f->to)};
	f->about = f->number.about || begins_about(rest) ||
	    is_estimated(c, *sentence, f->from);
	f->counts = NULL;
	f->whole = NULL;
	c->units |= f->unit_is;
}

/* The figures, and the marks of all numbers: those of the paragraph are from c->number
 * on up to its end. */
static void
find_figures(struct clause *c)
{
	const char *text = c->text.p, *end = str_end(c->text);
	const char *p = text;    /* looked at up to here */
	const char *last = text; /* the end of the figure before */
	const char *from = text; /* what is no number before may begin here */
	const char *sentence = text;
	const struct clause_stop *n;

	c->nfigure = 0;
	c->units = 0;
	for (n = c->number; n->p < end; n++) {
		const char *whole = n->what & BEHIND_PART ? NULL : n->to;
		struct figure *f;

		c->marks |= n->marks;
		if (n->p < p)
			continue;
		p = n->to;
		if (!(n->what & (BEHIND_UNIT | BEHIND_PART)) ||
		    c->nfigure == FIGURES_MAX)
			continue;
		p = n->p;
		c->figure = xgrow(c->figure, c->nfigure, &c->figure_cap,
		    sizeof *c->figure);
		f = &c->figure[c->nfigure];
		if (!number_at((struct str){from, (size_t)(p - from)}, &p, whole,
			end, &f->number))
			continue;
		if (take_counted(&p, end, f)) {
			add_figure(c, last, &sentence);
			last = p;
		}
		from = p;
	}
	c->nnumber = (size_t)(n - c->number);
}

/* Note the numbers that may begin at the n spots behind p, with something behind them;
 * how many they are. */
static size_t
note_numbers(const char *p, const uint16_t *spot, size_t n, struct clause_stop *stop)
{
	struct clause_stop *to = stop;

	for (size_t i = 0; i < n; i++) {
		const char *from = p + spot[i];
		size_t digits = number_digits(from);
		const char *end = from + (digits != 0 ? digits : HAN_BYTES);
		bool numeral = spots.kinds[han_of(han_word(from))] & SPOTS_NUMBER;
		unsigned what = what_is_behind(end);

		*to = (struct clause_stop){from, end,
		    (what & BEHIND_MARKS) << BEHIND_SHIFT, what};
		to += (what != 0) & ((digits != 0) | numeral);
	}
	return (size_t)(to - stop);
}

/* Make room for n more stops and one behind them. */
static struct clause_stop *
room_for(struct clause_stops *list, size_t used, size_t n)
{
	while (list->cap - used <= n)
		list->v = xgrow_more(list->v, &list->cap, sizeof *list->v);
	return list->v + used;
}

/* Make room for the bits of a text of n bytes. */
static void
room_for_bits(struct clause_seen *s, size_t n)
{
	size_t need = (n / SPOTS_TEXT + 1) * (SPOTS_TEXT / 64);

	if (need <= s->cap)
		return;
	free(s->sign);
	s->cap = need > CLAUSE_BYTES / 64 ? need : CLAUSE_BYTES / 64;
	s->sign = xmalloc(2 * s->cap * sizeof *s->sign);
	s->full_stop = s->sign + s->cap;
}

/* Find what there is in the text. */
static void
see(struct clause_seen *s, struct str text)
{
	struct spots_list list;
	size_t words = 0, numbers = 0;

	s->text = text.p;
	room_for_bits(s, text.n);
	for (size_t at = 0; at < text.n; at += SPOTS_TEXT) {
		const char *p = text.p + at;

		list.sign = s->sign + at / 64;
		list.stop = s->full_stop + at / 64;
		spots_list(&spots, text, p, &list);
		words += words_mark(p, spots.kinds, list.word, list.words,
		    room_for(&s->words, words, list.words));
		numbers += note_numbers(p, list.number, list.numbers,
		    room_for(&s->numbers, numbers, list.numbers));
	}
	room_for(&s->words, words, 0)->p = str_end(text);
	room_for(&s->numbers, numbers, 0)->p = str_end(text);
}

/* The paragraphs end in the folded text where the source has its NUL, which stays. */
static void
bound_paragraphs(struct clause *c)
{
	const struct clause_run *run = c->run, *last = run + c->nrun - 1;
	size_t from = 0;

	for (size_t i = 0; i < c->nparagraph; i++) {
		struct clause_paragraph *g = &c->paragraph[i];

		g->run = (size_t)(run - c->run);
		while (run < last && run[1].source <= g->source_end)
			run++;
		g->nrun = (size_t)(run - c->run) - g->run + 1;
		g->from = from;
		g->n = run->at + (g->source_end - run->source) - from;
		from += g->n + 1;
	}
}

void
clause_read(struct clause *c)
{
	fold(c);
	bound_paragraphs(c);
	see(&c->seen, c->all);
	c->next = 0;
	c->next_word = c->seen.words.v;
	c->next_number = c->seen.numbers.v;
}

/* The words of the text in hand begin at c->word, their marks are those of the text. */
static void
gather_words(struct clause *c)
{
	const struct clause_stop *w;
	const char *end = str_end(c->text);

	c->marks = 0;
	for (w = c->word; w->p < end; w++)
		c->marks |= w->marks;
	c->nword = (size_t)(w - c->word);
}

/* Put in hand what the paragraph is in simplified characters and words, which have as
 * many bytes. */
static void
simplify(struct clause *c)
{
	struct buf *b = &c->simplified;
	const char *end = str_end(c->text);

	while (c->next_number->p < end)
		c->next_number++;
	buf_reset(b);
	buf_addstr(b, c->text);
	end_text(b);
	for (size_t i = 0; i < c->nword; i++) {
		const char *p = c->word[i].p;

		if (c->word[i].marks & MARK_TRADITIONAL)
			han_put(b->p + (p - c->text.p), fold_simplify(han_at(p)));
	}
	fold_converted(b->p, b->n);
	c->text = buf_str(b);
	see(&c->own, c->text);
	c->in = &c->own;
	c->word = c->own.words.v;
	c->number = c->own.numbers.v;
	gather_words(c);
}

bool
clause_next(struct clause *c)
{
	if (c->next == c->nparagraph)
		return false;
	c->now = &c->paragraph[c->next++];
	c->text = (struct str){c->all.p + c->now->from, c->now->n};
	c->in = &c->seen;
	c->word = c->next_word;
	c->number = c->next_number;
	gather_words(c);
	c->next_word = c->word + c->nword;
	if (c->marks & MARK_TRADITIONAL)
		simplify(c);
	find_figures(c);
	if (c->in == &c->seen)
		c->next_number = c->number + c->nnumber;
	return true;
}

unsigned
clause_marks(const struct clause *c, struct str s, const struct clause_stop **year)
{
	size_t number = stops_before(c->number, c->nnumber, str_end(s));

	*year = NULL;
	while (*year == NULL && number-- > 0 && c->number[number].p >= s.p)
		if (c->number[number].marks & MARK_BEFORE_YEAR)
			*year = &c->number[number];
	return word_marks(c, s);
}

struct str
clause_after(const struct clause *c, const struct figure *f)
{
	const char *end = f + 1 < c->figure + c->nfigure ? f[1].from : str_end(c->text);
	struct str s = {f->to, (size_t)(clause_sign_from(c, f->to, end) - f->to)};
	ptrdiff_t at = str_find(s, STR("、"));

	return (struct str){s.p, at >= 0 ? (size_t)at : s.n};
}

struct str
clause_paragraph_before(const struct clause *c)
{
	if (c->now == c->paragraph)
		return (struct str){0};
	return (struct str){c->all.p + c->now[-1].from, c->now[-1].n};
}

static size_t
source_at(const struct clause *c, const char *p)
{
	size_t i = c->now->from + (size_t)(p - c->text.p);
	size_t low = c->now->run, high = low + c->now->nrun;

	while (high - low > 1) { /* the last run that begins at or before i */
		size_t middle = low + (high - low) / 2;

		if (c->run[middle].at <= i)
			low = middle;
		else
			high = middle;
	}
	return c->run[low].source + (i - c->run[low].at);
}

struct str
clause_source(const struct clause *c, struct str s)
{
	size_t from = source_at(c, s.p), to = source_at(c, s.p + s.n);

	return str_trim((struct str){c->source.p + from, to - from});
}

unsigned long
clause_line(const struct clause *c, const char *p)
{
	size_t at = source_at(c, p), i = c->now->npiece;
	const struct clause_piece *piece = &c->piece[c->now->piece];

	while (i > 1 && piece[i - 1].from > at)
		i--;
	return piece[i - 1].line;
}

static void
free_seen(struct clause_seen *s)
{
	free(s->words.v);
	free(s->numbers.v);
	free(s->sign);
}

void
clause_free(struct clause *c)
{
	buf_free(&c->source);
	buf_free(&c->folded);
	buf_free(&c->simplified);
	free(c->run);
	free(c->piece);
	free(c->paragraph);
	free_seen(&c->seen);
	free_seen(&c->own);
	free(c->figure);
	*c = (struct clause){0};
}
