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

/*
 * What a character is to the folded text, by its code point: nothing more than
 * itself, as nearly all Chinese ones; or where a number or a mark may begin; a
 * full stop; a traditional one; or one of those that fold() looks at one by one.
 */
#define SEEN_FOLDED SPOTS_ODD
_Static_assert((STOP_ANY & WORDS_KINDS) == 0 &&
	((STOP_ANY | WORDS_KINDS) & (SPOTS_ODD | SPOTS_PAIR)) == 0,
    "each has its bits");

#define CHARS 0x10000
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

/* Learnt once, as the words of words.c. */
static struct spots seen;

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
see_staying(uint32_t first, uint32_t last)
{
	for (uint32_t cp = first; cp <= last; cp++)
		if (stays(cp))
			seen.kinds[cp] = 0;
}

static void
learn_seen(void)
{
	memset(seen.kinds, SEEN_FOLDED, sizeof seen.kinds);
	memset(seen.kinds + HAN_FIRST, 0, HAN_LAST - HAN_FIRST + 1);
	seen.kinds['\0'] = 0; /* of the end of a paragraph */
	see_staying(' ', '~');
	see_staying(SIGN_FIRST, SIGN_LAST);
	see_staying(WIDE_FIRST, WIDE_LAST);
	fold_list_traditional(seen.kinds, STOP_TRADITIONAL);
	seen.kinds[FULL_STOP] = STOP_FULL;
	number_list_first(seen.kinds, STOP_NUMBER);
	words_list_spots(&seen);
	spots_learn(&seen);
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

	pthread_once(&once, learn_seen);
}

void
clause_make_room(struct clause *c)
{
	c->spot_cap = c->stops.cap = 512;
	c->spot = xmalloc(c->spot_cap * sizeof *c->spot);
	c->stops.v = xmalloc(c->stops.cap * sizeof *c->stops.v);
	c->figure_cap = c->run_cap = c->piece_cap = c->paragraph_cap = 64;
	c->figure = xmalloc(c->figure_cap * sizeof *c->figure);
	c->run = xmalloc(c->run_cap * sizeof *c->run);
	c->piece = xmalloc(c->piece_cap * sizeof *c->piece);
	c->paragraph = xmalloc(c->paragraph_cap * sizeof *c->paragraph);
	buf_reserve(&c->source, CLAUSE_BYTES);
}

void
clause_reset(struct clause *c)
{
	buf_reset(&c->source);
	buf_reset(&c->folded);
	c->npiece = c->nparagraph = c->nrun = c->nspot = 0;
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

/* The character cp stands at byte at of the folded text. */
static void
note_spot(struct clause *c, size_t at, uint32_t cp)
{
	if (cp >= CHARS || !(seen.kinds[cp] & ~SEEN_FOLDED))
		return;
	c->spot = xgrow(c->spot, c->nspot, &c->spot_cap, sizeof *c->spot);
	c->spot[c->nspot++] = at;
}

/* Append the character cp for what stands at from. */
static void
put(struct clause *c, uint32_t cp, const char *from)
{
	note_place(c, from);
	note_spot(c, c->folded.n, cp);
	utf8_put(&c->folded, cp);
}

/* Note the first of the n spots in the text, up to one that is odd; how many they are.
 * What they were found in is or will be at byte at of the folded text. */
static size_t
note_spots(struct clause *c, const uint16_t *spot, size_t n, size_t at)
{
	size_t *to, i;

	while (c->spot_cap - c->nspot < n)
		c->spot = xgrow_more(c->spot, &c->spot_cap, sizeof *c->spot);
	to = c->spot + c->nspot;
	for (i = 0; i < n && !(spot[i] & SPOT_ODD); i++)
		to[i] = at + spot[i];
	c->nspot += i;
	return i;
}

/* See to it that what stands at any place of the text may be read as far as
 * words_mark, number_digits and spots_list do. */
static void
end_text(struct buf *b)
{
	buf_reserve(b, SPOTS_READ_BYTES);
	memset(b->p + b->n, 0, MARK_READ_BYTES);
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
		bool thousands = ends_in_digit(&c->folded) &&
		    is_digit_at(utf8_skip_space(*p, end), end);

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
		note_spot(c, c->folded.n + (size_t)(from - f->run), cp);
		f->behind = p;
		return;
	}
	put_run(c, f->run, from);
	put_folded(c, cp, from, &p, end);
	f->run = f->behind = p;
}

/* Fold what stands at the n spots in the source from p on, and note those that stay. */
static void
fold_spots(struct clause *c, const char *p, const uint16_t *spot, size_t n,
    struct progress *f)
{
	for (size_t i = 0; i < n; i++) {
		const char *odd;

		i += note_spots(c, spot + i, n - i,
		    c->folded.n + (size_t)(p - f->run));
		if (i == n)
			break;
		odd = p + (spot[i] & ~SPOT_ODD);
		if (odd >= f->behind)
			fold_char(c, odd, f);
	}
}

static void
fold(struct clause *c)
{
	uint16_t spot[SPOTS_ROOM];
	struct progress f;
	struct str source;

	end_text(&c->source);
	source = buf_str(&c->source);
	f.run = f.behind = source.p;
	for (size_t at = 0; at < source.n; at += SPOTS_TEXT) {
		const char *p = source.p + at;

		fold_spots(c, p, spot, spots_list(&seen, source, p, spot), &f);
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

const char *
clause_begin(const char *from, const char *end, size_t max)
{
	const char *p = end;

	while (p > from && (size_t)(end - p) < max) {
		bool three = p - from >= HAN_BYTES && (p[-HAN_BYTES] & 0xf0) == 0xe0;
		const char *q = three ? p - HAN_BYTES : utf8_before(from, p);

		if (three && clause_begins_han(*q)) {
			p = q;
			continue;
		}
		if (clause_sign((struct str){q, (size_t)(p - q)}) != 0)
			break;
		p = q;
	}
	return p;
}

/* The clause that ends at end and begins at or behind from. */
static struct str
clause_before(const char *from, const char *end)
{
	static const char *const joints[] = {"、", "和", "及", "与", "并"};
	const char *p = clause_begin(from, end, BEFORE_MAX);
	struct str s = {p, (size_t)(end - p)};

	for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
		if ((i == 0 || p == from) && str_starts(s, str_of(joints[i])))
			s = str_skip(s, strlen(joints[i]));
	return s;
}

/* Behind the digits at p, or the numeral. */
static const char *
skip_digits(const char *p)
{
	size_t digits = number_digits(p);

	return p + (digits != 0 ? digits : HAN_BYTES);
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

/* Add the figure at the stop, whose number and unit have been put behind the others;
 * before begins what may be the clause before. */
static void
add_figure(struct clause *c, const struct clause_stop *stop, const char *before,
    const char *sentence)
{
	struct figure *f = &c->figure[c->nfigure++];
	struct str rest;

	f->stop = (size_t)(stop - c->stop);
	f->from = f->number.printed.p;
	f->to = str_end(f->unit);
	f->sentence = sentence;
	f->before = clause_before(before, f->from);
	rest = (struct str){f->to, (size_t)(str_end(c->text) - f->to)};
	f->about = f->number.about || str_starts(rest, STR("左右")) ||
	    str_starts(rest, STR("以上"));
	f->counts = NULL;
	f->whole = NULL;
	c->units |= f->unit_is;
}

/* The figures, and the marks of the other numbers: most have no unit.  The stops of
 * the paragraph are those from c->stop on up to its end. */
static void
find_figures(struct clause *c)
{
	const char *text = c->text.p, *end = str_end(c->text);
	const char *p = text;    /* looked at up to here */
	const char *last = text; /* the end of the figure before */
	const char *from = text; /* what is no number before may begin here */
	const char *sentence = text;
	struct clause_stop *s;

	c->nfigure = 0;
	c->units = c->marks = c->kinds = 0;
	for (s = c->stop; s->p < end; s++) {
		const char *stop = s->p, *q;
		struct figure *f;
		unsigned what;

		c->kinds |= s->is;
		c->marks |= s->marks;
		if (s->is & STOP_FULL)
			sentence = stop + HAN_BYTES;
		if (!(s->is & STOP_NUMBER))
			continue;
		q = skip_digits(stop);
		what = what_is_behind(q);
		s->marks |= (what & BEHIND_MARKS) << BEHIND_SHIFT;
		c->marks |= s->marks;
		if (stop < p)
			continue;
		p = q;
		if (!(what & (BEHIND_UNIT | BEHIND_PART)) ||
		    c->nfigure == FIGURES_MAX)
			continue;
		p = stop;
		c->figure = xgrow(c->figure, c->nfigure, &c->figure_cap,
		    sizeof *c->figure);
		f = &c->figure[c->nfigure];
		if (!number_at((struct str){from, (size_t)(p - from)}, &p, end,
			&f->number))
			continue;
		if (take_unit(&p, f)) {
			add_figure(c, s, last, sentence);
			last = p;
		}
		from = p;
	}
	c->nstop = (size_t)(s - c->stop);
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

/* Make stops of what was noted of the text, and one behind them all. */
static void
mark_stops(const struct clause *c, struct str text, struct clause_stops *list)
{
	size_t n;

	while (list->cap <= c->nspot)
		list->v = xgrow_more(list->v, &list->cap, sizeof *list->v);
	n = words_mark(text.p, seen.kinds, c->spot, c->nspot, list->v);
	list->v[n].p = str_end(text);
}

void
clause_read(struct clause *c)
{
	fold(c);
	bound_paragraphs(c);
	mark_stops(c, c->all, &c->stops);
	c->next = 0;
	c->next_stop = c->stops.v;
}

/* Put simplified characters and words for traditional ones, which have as many bytes. */
static void
simplify(struct buf *b)
{
	const char *p = b->p, *end = p + b->n;

	while (p < end) {
		char *from = b->p + (p - b->p);
		uint32_t cp = utf8_next(&p, end);

		if (fold_simplify(cp) != cp)
			han_put(from, fold_simplify(cp));
	}
	fold_converted(b->p, b->n);
}

/* Note the spots of the text. */
static void
see(struct clause *c, struct str text)
{
	const char *end = str_end(text);
	uint16_t spot[SPOTS_ROOM];

	c->nspot = 0;
	for (size_t at = 0; at < text.n; at += SPOTS_TEXT) {
		size_t n = spots_list(&seen, text, text.p + at, spot);

		for (size_t i = 0; i < n; i++) {
			size_t place = at + (spot[i] & ~SPOT_ODD);
			const char *p = text.p + place;

			note_spot(c, place, utf8_next(&p, end));
		}
	}
}

/* Put in hand what the paragraph is in simplified characters. */
static void
read_simplified(struct clause *c)
{
	buf_reset(&c->simplified);
	buf_addstr(&c->simplified, c->text);
	end_text(&c->simplified);
	simplify(&c->simplified);
	c->text = buf_str(&c->simplified);
	see(c, c->text);
	mark_stops(c, c->text, &c->own_stops);
	c->stop = c->own_stops.v;
	find_figures(c);
}

bool
clause_next(struct clause *c)
{
	if (c->next == c->nparagraph)
		return false;
	c->now = &c->paragraph[c->next++];
	c->text = (struct str){c->all.p + c->now->from, c->now->n};
	c->stop = c->next_stop;
	find_figures(c);
	c->next_stop = c->stop + c->nstop;
	if (c->kinds & STOP_TRADITIONAL)
		read_simplified(c);
	return true;
}

unsigned
clause_marks(const struct clause *c, size_t stop, struct str s,
    const struct clause_stop **year)
{
	unsigned marks = 0;

	*year = NULL;
	while (stop-- > 0 && c->stop[stop].p >= s.p) {
		const struct clause_stop *i = &c->stop[stop];

		if (i->p >= str_end(s))
			continue;
		marks |= i->marks;
		if (*year == NULL && i->marks & MARK_BEFORE_YEAR)
			*year = i;
	}
	return marks;
}

struct str
clause_after(const struct clause *c, const struct figure *f)
{
	const char *p = f->to, *end = f + 1 < c->figure + c->nfigure
	    ? f[1].from : str_end(c->text);

	while ((p = clause_skip_han(p, end)) < end) {
		struct str s = {p, (size_t)(end - p)};

		if (clause_sign(s) != 0 || str_starts(s, STR("、")))
			break;
		utf8_next(&p, end);
	}
	return (struct str){f->to, (size_t)(p - f->to)};
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

void
clause_free(struct clause *c)
{
	buf_free(&c->source);
	buf_free(&c->folded);
	buf_free(&c->simplified);
	free(c->run);
	free(c->piece);
	free(c->paragraph);
	free(c->spot);
	free(c->stops.v);
	free(c->own_stops.v);
	free(c->figure);
	*c = (struct clause){0};
}
