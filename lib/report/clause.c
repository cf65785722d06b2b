/*
 * Paragraphs to clauses and figures.
 *
 * Whatever looks for a statement wants plain text: layouts put blanks around
 * numbers, and mix full and half width.  The way back to the source is kept, so
 * that a record shows what is printed.
 */
#include "report/clause.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "report/fold.h"

#define BEFORE_MAX 180 /* bytes of a clause that are looked at */
#define HAN_BYTES 3    /* of one Chinese character */

/* Longer ones before those that they begin with. */
#define UNIT STR_INIT
static const struct str units[] = {
    UNIT("亿元"), UNIT("万元"), UNIT("元"), UNIT("件次"), UNIT("人次"),
    UNIT("件"), UNIT("条"), UNIT("份"), UNIT("宗"), UNIT("起"), UNIT("例"),
    UNIT("篇"), UNIT("项"), UNIT("次"), UNIT("期"), UNIT("场"), UNIT("部"),
    UNIT("个"), UNIT("批"), UNIT("户"), UNIT("家"), UNIT("名"), UNIT("人"),
    UNIT("册"), UNIT("幅"), UNIT("本"), UNIT("笔"), UNIT("处"), UNIT("万次"),
    UNIT("%")};

void
clause_reset(struct clause *c)
{
	buf_reset(&c->source);
	buf_reset(&c->text);
	c->npiece = c->nfigure = c->nrun = 0;
}

bool
clause_add(struct clause *c, struct str text, unsigned long line)
{
	if (c->npiece == sizeof c->piece / sizeof *c->piece)
		return false;
	c->piece[c->npiece].from = c->source.n;
	c->piece[c->npiece++].line = line;
	buf_addstr(&c->source, text);
	return true;
}

static bool
is_quote(uint32_t cp)
{
	return cp == '"' || cp == '\'' || cp == 0x2018 || cp == 0x2019 ||
	    cp == 0x201c || cp == 0x201d || cp == 0x300c || cp == 0x300d;
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
		if (source - last->source == c->text.n - last->at)
			return;
	}
	c->run = xgrow(c->run, c->nrun, &c->run_cap, sizeof *c->run);
	c->run[c->nrun++] = (struct clause_run){c->text.n, source};
}

/* Append the character cp, which is the n bytes at from unless it was folded to
 * ASCII. */
static void
put(struct clause *c, uint32_t cp, const char *from, size_t n)
{
	note_place(c, from);
	if (cp < 0x80)
		buf_addc(&c->text, (char)cp);
	else
		buf_add(&c->text, from, n);
}

/* The brackets that fold to ASCII do; any other character stays as it is. */
static void
put_folded(struct clause *c, uint32_t cp, const char *from, size_t n)
{
	uint32_t half = fold_width(cp);

	put(c, half < 0x80 ? half : cp, from, n);
}

static void
fold(struct clause *c)
{
	const char *p = c->source.p, *end = str_end(buf_str(&c->source));

	buf_reserve(&c->text, c->source.n); /* folding makes no text longer */
	while (p < end) {
		const char *from = p;
		uint32_t cp;
		size_t n;

		p = clause_skip_han(p, end);
		if (p != from) {
			note_place(c, from);
			buf_add(&c->text, from, (size_t)(p - from));
			continue;
		}
		cp = utf8_next(&p, end);
		n = (size_t)(p - from);

		if (utf8_is_space(cp)) {
			p = utf8_skip_space(p, end);
			if (ends_in_digit(&c->text) && is_digit_at(p, end))
				put(c, ' ', from, 1);
		} else if (cp == 0xff0c && ends_in_digit(&c->text) &&
		    is_digit_at(p, end)) {
			put(c, cp, from, n); /* no comma of thousands */
		} else if (!is_quote(cp)) {
			put_folded(c, cp, from, n);
		}
	}
	fold_simplify(c->text.p, c->text.n);
}

size_t
clause_sign(struct str s)
{
	if (s.n == 0)
		return 0;
	switch (s.p[0]) {
	case ',': case ';': case ':': case '(': case ')': case '!': case '?':
		return 1;
	case '\xef':
		return str_starts(s, STR("，")) ? 3 : 0;
	case '\xe3':
		return str_starts(s, STR("。")) ? 3 : 0;
	default:
		return 0;
	}
}

/* The clause that ends at end: behind the last sign at or behind from. */
static struct str
clause_before(const char *from, const char *end)
{
	static const char *const joints[] = {"、", "和", "及", "与", "并"};
	const char *p = end;
	struct str s;

	while (p > from && end - p < BEFORE_MAX) {
		const char *q;

		if (p - from >= HAN_BYTES && clause_begins_han(p[-HAN_BYTES])) {
			p -= HAN_BYTES;
			continue;
		}
		q = utf8_before(from, p);
		if (clause_sign((struct str){q, (size_t)(end - q)}) != 0)
			break;
		p = q;
	}
	s = (struct str){p, (size_t)(end - p)};
	for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
		if ((i == 0 || p == from) && str_starts(s, str_of(joints[i])))
			s = str_skip(s, strlen(joints[i]));
	return s;
}

/* What follows p up to a sign, 、 or end. */
static struct str
clause_after(const char *p, const char *end)
{
	const char *q = p;

	while ((q = clause_skip_han(q, end)) < end) {
		struct str s = {q, (size_t)(end - q)};

		if (clause_sign(s) != 0 || str_starts(s, STR("、")))
			break;
		utf8_next(&q, end);
	}
	return (struct str){p, (size_t)(q - p)};
}

static bool
take_unit(struct str *rest, struct str *unit)
{
	for (size_t i = 0; rest->n != 0 && i < sizeof units / sizeof *units; i++)
		if (units[i].p[0] == rest->p[0] && str_starts(*rest, units[i])) {
			*unit = (struct str){rest->p, units[i].n};
			*rest = str_skip(*rest, unit->n);
			return true;
		}
	return false;
}

/* The beginning of the sentence at p, looked for from the last known one. */
static const char *
sentence_of(const char *known, const char *p)
{
	const char *from = known;
	ptrdiff_t at;

	while ((at = str_find((struct str){from, (size_t)(p - from)},
		    STR("。"))) >= 0)
		from += (size_t)at + strlen("。");
	return from;
}

static void
find_figures(struct clause *c)
{
	struct str text = buf_str(&c->text), rest = text;
	const char *last = text.p, *sentence = text.p;
	struct number n;

	while (c->nfigure < FIGURES_MAX && number_find(rest, &n)) {
		struct figure *f;
		struct str unit;

		rest = n.rest;
		if (!take_unit(&rest, &unit))
			continue;
		c->figure = xgrow(c->figure, c->nfigure, &c->figure_cap,
		    sizeof *c->figure);
		f = &c->figure[c->nfigure++];
		sentence = sentence_of(sentence, n.printed.p);
		*f = (struct figure){.number = n, .unit = unit,
		    .from = n.printed.p, .to = rest.p, .sentence = sentence};
		f->before = clause_before(last, f->from);
		f->about = n.about || str_starts(rest, STR("左右")) ||
		    str_starts(rest, STR("以上"));
		last = rest.p;
	}
	for (size_t i = 0; i < c->nfigure; i++) {
		const char *end = i + 1 < c->nfigure ? c->figure[i + 1].from
						     : text.p + text.n;

		c->figure[i].after = clause_after(c->figure[i].to, end);
	}
}

void
clause_read(struct clause *c)
{
	fold(c);
	find_figures(c);
}

static size_t
source_at(const struct clause *c, const char *p)
{
	size_t i = (size_t)(p - c->text.p), low = 0, high = c->nrun;

	if (i >= c->text.n)
		return c->source.n;
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
	size_t at = source_at(c, p), i = c->npiece;

	while (i > 1 && c->piece[i - 1].from > at)
		i--;
	return i != 0 ? c->piece[i - 1].line : 0;
}

void
clause_free(struct clause *c)
{
	buf_free(&c->source);
	buf_free(&c->text);
	free(c->run);
	free(c->figure);
	*c = (struct clause){0};
}
