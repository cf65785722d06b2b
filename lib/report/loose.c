/*
 * Text without tables to rows of figures.
 *
 * Takes the paragraphs of the sections that should hold tables: output of
 * pdftotext, one cell a paragraph, cells run together.  What is left there is
 * the order: text, figures, text, figures.  A row is cut wherever text follows
 * figures; which row of the form it is, is not decided here.
 *
 * A number counts as a figure unless it is part of the text: the numeral of a
 * label ("2.其他…"), a year, a number in a sentence.
 */
#include "report/loose.h"

#include <limits.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "report/fold.h"

#define TEXT_MAX 1500 /* bytes of text before figures that can matter */
#define SPLIT_STEPS 300000
#define SPLIT_DIGITS 60

struct loose {
	struct source *src;
	size_t number;
	int sec;
	struct buf text;
	unsigned long line;
	struct grid_cell **figure;
	size_t nfigure, cap;
	bool glued;
};

static struct grid_cell *
new_cell(struct arena *a, struct str text, unsigned long line)
{
	struct grid_cell *g = arena_alloc(a, sizeof *g);

	*g = (struct grid_cell){.text = text, .line = line, .row = 1, .col = 1,
	    .rowspan = 1, .colspan = 1};
	return g;
}

static void
flush(struct loose *l)
{
	struct arena *a = l->src->arena;

	if (l->text.n == 0 && l->nfigure == 0)
		return;
	source_add_row(l->src, (struct srow){.line = l->line,
	    .table = l->number, .sec = l->sec, .loose = true,
	    .glued = l->glued});
	source_add_cell(l->src,
	    new_cell(a, arena_str(a, buf_str(&l->text)), l->line));
	for (size_t i = 0; i < l->nfigure; i++)
		source_add_cell(l->src, l->figure[i]);
	buf_reset(&l->text);
	l->nfigure = 0;
	l->glued = false;
}

static void
add_text(struct loose *l, struct str s, unsigned long line)
{
	if (str_trim(s).n == 0)
		return;
	if (l->nfigure != 0 || l->text.n > TEXT_MAX)
		flush(l);
	if (l->text.n == 0)
		l->line = line;
	buf_addstr(&l->text, s);
}

static void
add_figure(struct loose *l, struct str s, unsigned long line)
{
	if (l->nfigure >= TABLE_COLS_MAX)
		flush(l);
	if (l->text.n == 0 && l->nfigure == 0)
		l->line = line;
	l->figure = xgrow(l->figure, l->nfigure, &l->cap, sizeof *l->figure);
	l->figure[l->nfigure++] = new_cell(l->src->arena, s, line);
}

/* ---- what is a figure ---------------------------------------------------- */

static bool
is_digit(uint32_t cp)
{
	cp = fold_width(cp);
	return cp >= '0' && cp <= '9';
}

static uint32_t
peek(const char *p, const char *end)
{
	return p < end ? utf8_next(&p, end) : ' ';
}

/* Characters behind a number that make it part of a sentence. */
static bool
is_counted(uint32_t cp)
{
	static const char set[] = "年月日号％%章款名次届度期季时人楼室";
	const char *p = set, *end = set + sizeof set - 1;

	while (p < end)
		if (utf8_next(&p, end) == cp)
			return true;
	return (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
}

/* A unit at p that belongs to the number before it: its length, or 0; *counted
 * is set when it rather goes on as a sentence. */
static size_t
unit_at(const char *p, const char *end, bool *counted)
{
	static const char *const units[] = {"万元", "元", "件", "项", "条"};
	struct str s = {p, (size_t)(end - p)};

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		struct str unit = str_of(units[i]), rest;
		uint32_t next;

		if (!str_starts(s, unit))
			continue;
		rest = str_skip(s, unit.n);
		next = peek(rest.p, end);
		if (rest.n == 0 || utf8_is_space(next) || is_digit(next) ||
		    str_starts(rest, STR("第")) || str_starts(rest, STR("三、")))
			return unit.n;
		*counted = true;
		return 0;
	}
	return 0;
}

/* The digits at p, with point and thousands commas inside. */
static const char *
digits_end(const char *p, const char *end)
{
	while (p < end) {
		const char *q = p;
		uint32_t cp = fold_width(utf8_next(&q, end));

		if (!is_digit(cp) &&
		    !((cp == '.' || cp == ',') && is_digit(peek(q, end))))
			break;
		p = q;
	}
	return p;
}

static const char *
last_digit(const char *from, const char *p)
{
	return utf8_before(from, p);
}

/*
 * A number begins at p.  Gives where the figure ends (p when it is none) and
 * where to go on.
 */
static const char *
figure_end(const char *p, const char *end, uint32_t before)
{
	const char *q = digits_end(p, end);
	uint32_t next = peek(q, end);
	bool counted = false;
	size_t unit;

	if (before == '(' || before == 0xff08 || before == 0x7b2c /* 第 */ ||
	    before == '[' || before == 0x3014)
		return p;
	/* the numeral of the next label: "00000002.其他" is seven zeros */
	if ((next == '.' || next == 0x3001 || next == 0xff0e) && q < end)
		return last_digit(p, q);
	if (is_counted(next))
		return p;
	unit = unit_at(q, end, &counted);
	return counted ? p : q + unit;
}

/* A placeholder that stands alone between blanks. */
static size_t
placeholder_at(const char *p, const char *end, bool after_blank)
{
	static const char *const words[] = {"/", "—", "——", "--", "-", "－"};
	struct str s = {p, (size_t)(end - p)};

	for (size_t i = 0; after_blank && i < sizeof words / sizeof *words; i++) {
		struct str w = str_of(words[i]);

		if (str_starts(s, w) &&
		    utf8_is_space(peek(p + w.n, end)))
			return w.n;
	}
	return 0;
}

/* What may stand before the digits of a figure: a sign, "减少".  Its length. */
static size_t
sign_at(const char *p, const char *end)
{
	static const char *const words[] = {"-", "－", "增加", "减少", "增", "减"};
	struct str s = {p, (size_t)(end - p)};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct str w = str_of(words[i]);

		if (str_starts(s, w) && is_digit(peek(p + w.n, end)))
			return w.n;
	}
	return 0;
}

/* Where the figure at p ends; p when there is none.  before is the character
 * in front of it. */
static const char *
take_figure(const char *p, const char *end, uint32_t before)
{
	bool after_blank = utf8_is_space(before);
	size_t sign = after_blank ? sign_at(p, end) : 0;
	const char *stop;

	if (!is_digit(peek(p + sign, end)))
		return p + placeholder_at(p, end, after_blank);
	stop = figure_end(p + sign, end, before);
	return stop > p + sign ? stop : p;
}

/* May a figure begin with cp, behind before?  False is sure: most characters
 * need no closer look. */
static bool
may_begin_figure(uint32_t cp, uint32_t before)
{
	if (is_digit(cp))
		return true;
	switch (cp) { /* as of sign_at and placeholder_at */
	case '/':
	case '-':
	case 0x2014: /* — */
	case 0xff0d: /* － */
	case 0x589e: /* 增 */
	case 0x51cf: /* 减 */
		return utf8_is_space(before);
	default:
		return false;
	}
}

/* Behind the Chinese characters at p: behind one of them no other begins a
 * figure.  *before gets the last. */
static const char *
skip_chinese(const char *p, const char *end, uint32_t *before)
{
	const char *last = NULL;

	while (end - p >= 3 && (unsigned char)p[0] >= 0xe4 &&
	    (unsigned char)p[0] <= 0xe9 && (p[1] & 0xc0) == 0x80 &&
	    (p[2] & 0xc0) == 0x80) {
		last = p;
		p += 3;
	}
	if (last != NULL)
		*before = utf8_next(&last, end);
	return p;
}

static void
take_paragraph(struct loose *l, const struct node *n)
{
	const char *p = n->text.p, *end = p + n->text.n, *from = p;
	size_t first = l->src->n;
	uint32_t before = ' ';
	bool glued = false;

	while (p < end) {
		const char *stop, *q = p;
		uint32_t cp = utf8_next(&q, end);

		if (!may_begin_figure(cp, before)) {
			p = q;
			before = cp;
			if (!utf8_is_space(cp))
				p = skip_chinese(p, end, &before);
			continue;
		}
		stop = take_figure(p, end, before);
		if (stop > p) {
			add_text(l, (struct str){from, (size_t)(p - from)},
			    n->line);
			add_figure(l, (struct str){p, (size_t)(stop - p)},
			    n->line);
			glued |= !utf8_is_space(before) ||
			    !utf8_is_space(peek(stop, end));
			from = p = stop;
			before = '0';
			/* a numeral taken off the figure is text */
			if (p < end && is_digit(peek(p, end))) {
				utf8_next(&p, end);
				before = '.';
			}
			continue;
		}
		if (is_digit(cp))
			q = digits_end(p, end);
		p = q;
		before = cp;
	}
	add_text(l, (struct str){from, (size_t)(end - from)}, n->line);
	if (from == n->text.p)
		source_add_paragraph(l->src, n->sec, n->text);
	/* where one row has lost its blanks the whole paragraph may have */
	l->glued |= glued;
	for (; glued && first < l->src->n; first++)
		l->src->row[first].glued = true;
}

/* Does some form have a table in the section? */
static bool
has_table(const struct forms *f, int sec)
{
	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < f->form[i].ntable; k++)
			if (f->form[i].table[k].sec == sec)
				return true;
	return sec == -1;
}

static bool
is_prose(struct str s)
{
	return str_find(s, STR("。")) >= 0;
}

size_t
loose_rows(struct source *s, const struct tree *t, size_t i, size_t number)
{
	struct loose l = {.src = s, .number = number, .sec = -2};
	bool may_have_rows = false;

	for (; i < t->n && t->node[i].kind != NODE_TABLE; i++) {
		const struct node *n = &t->node[i];

		if (n->sec != l.sec) {
			flush(&l);
			l.sec = n->sec;
			may_have_rows = has_table(s->forms, n->sec);
		}
		if (!may_have_rows || n->kind != NODE_TEXT ||
		    n->role == ROLE_TITLE || n->opens != 0 ||
		    is_prose(n->text))
			continue;
		take_paragraph(&l, n);
	}
	flush(&l);
	buf_free(&l.text);
	free(l.figure);
	return i;
}

/* ---- figures that are run together --------------------------------------- */

/* The search for ways to cut the digits. */
struct split {
	char digit[SPLIT_DIGITS];
	bool hard[SPLIT_DIGITS + 1]; /* a blank stands before this digit */
	size_t n, want, ncol;
	size_t cut[TABLE_COLS_MAX];   /* end of each number, now */
	unsigned long long number[TABLE_COLS_MAX]; /* what they are */
	size_t found[TABLE_COLS_MAX]; /* of the first way */
	bool open[TABLE_COLS_MAX];    /* another way has another number there */
	size_t nopen;
	unsigned ways, enough; /* so many need not be known */
	unsigned long steps; /* that may still be taken */
};

static unsigned long long
number_at(const struct split *s, size_t from, size_t to)
{
	unsigned long long v = 0;

	for (size_t i = from; i < to; i++)
		v = v * 10 + (unsigned long long)(s->digit[i] - '0');
	return v;
}

/* Does number k, which ends its block, hold the sum of the others? */
static bool
block_adds_up(const struct split *s, size_t k)
{
	unsigned long long sum = 0;

	for (size_t i = k + 1 - s->ncol; i < k; i++)
		sum += s->number[i];
	return s->number[k] == sum;
}

static void
keep_way(struct split *s)
{
	if (s->ways++ == 0) {
		memcpy(s->found, s->cut, sizeof s->found);
		return;
	}
	for (size_t k = 0; k < s->want; k++)
		if (!s->open[k] && s->number[k] != number_at(s,
		    k != 0 ? s->found[k - 1] : 0, s->found[k])) {
			s->open[k] = true;
			s->nopen++;
		}
}

static void
search(struct split *s, size_t k, size_t from, bool sums)
{
	bool ends = sums && (k + 1) % s->ncol == 0;

	if (s->nopen == s->want || s->ways == s->enough || s->steps == 0)
		return;
	s->steps--;
	if (k == s->want) {
		if (from == s->n)
			keep_way(s);
		return;
	}
	s->number[k] = 0;
	for (size_t to = from + 1; to <= s->n && to - from <= 9; to++) {
		if (s->n - to < s->want - k - 1)
			break; /* too few digits left */
		s->cut[k] = to;
		s->number[k] = s->number[k] * 10 +
		    (unsigned long long)(s->digit[to - 1] - '0');
		if (!ends || block_adds_up(s, k))
			search(s, k + 1, to, sums);
		if (s->digit[from] == '0' || (to < s->n && s->hard[to]))
			break; /* no number begins with 0 or has a blank inside */
	}
}

/* The ways, up to enough; false when there is none, or the search too long. */
static bool
search_ways(struct split *s, bool sums, unsigned enough, unsigned long *budget)
{
	unsigned long most = *budget < SPLIT_STEPS ? *budget : SPLIT_STEPS;

	memset(s->open, 0, sizeof s->open);
	s->nopen = s->ways = 0;
	s->enough = enough;
	s->steps = most;
	search(s, 0, 0, sums);
	*budget -= most - s->steps;
	return s->ways != 0 && s->steps != 0;
}

static bool
load(struct split *s, const struct scell *cell, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str t = cell[i].grid->text;

		s->hard[s->n] = true;
		for (size_t k = 0; k < t.n; k++) {
			if (t.p[k] < '0' || t.p[k] > '9' || s->n == SPLIT_DIGITS)
				return false;
			s->digit[s->n++] = t.p[k];
		}
	}
	return true;
}

struct scell *
loose_split(struct arena *a, const struct scell *cell, size_t n, size_t want,
    size_t ncol, bool total, unsigned long *budget)
{
	struct split s = {.want = want, .ncol = ncol};
	struct scell *out;

	if (want > TABLE_COLS_MAX || !load(&s, cell, n) || s.n < want)
		return NULL;
	if (!search_ways(&s, false, total ? 2 : UINT_MAX, budget) ||
	    (s.ways > 1 && total &&
		!search_ways(&s, true, UINT_MAX, budget)) ||
	    s.nopen == want)
		return NULL;
	out = arena_alloc(a, want * sizeof *out);
	for (size_t i = 0; i < want; i++) {
		size_t from = i != 0 ? s.found[i - 1] : 0;
		struct str text = {s.digit + from,
		    s.open[i] ? 0 : s.found[i] - from};

		out[i] = (struct scell){
		    new_cell(a, arena_str(a, text), cell[0].grid->line),
		    s.open[i] ? WHAT_EMPTY : WHAT_FIGURE, MAP_NONE};
	}
	return out;
}
