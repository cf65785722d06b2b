/*
 * Scanning the texts of a rule file, see scan.h.  A text may run over several
 * lines; its pieces tell where each of them began, so that a mistake is shown
 * at its own line and column.
 */
#include "check/scan.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

#define FOUND_MAX 24 /* bytes of the text that a message shows */

void
scan_place(const struct rule_text *t, size_t at, unsigned long *line,
    unsigned long *col)
{
	const struct text_piece *p = t->piece;

	while (p + 1 < t->piece + t->npiece && p[1].at <= at)
		p++;
	*line = p->line;
	*col = p->col +
	    (unsigned long)utf8_count((struct str){t->s.p + p->at, at - p->at});
}

bool
scan_fail(struct scan *s, size_t at, const char *fmt, ...)
{
	va_list ap;

	scan_place(s->text, at, &s->e->line, &s->e->col);
	va_start(ap, fmt);
	vsnprintf(s->e->text, sizeof s->e->text, fmt, ap);
	va_end(ap);
	return false;
}

static bool
is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_';
}

/* The word or the one character that stands at s->at. */
static struct str
found(const struct scan *s)
{
	struct str rest = str_skip(s->text->s, s->at);
	const char *p = rest.p;
	size_t n = 0;

	while (n < rest.n && n < FOUND_MAX && is_word_char(rest.p[n]))
		n++;
	if (n == 0) {
		utf8_next(&p, rest.p + rest.n);
		n = (size_t)(p - rest.p);
	}
	return (struct str){rest.p, n};
}

bool
scan_expected(struct scan *s, const char *what)
{
	struct str word;

	scan_space(s);
	if (s->at >= s->text->s.n)
		return scan_fail(s, s->at,
		    tr("expected %s, found the end", "应为%s，却到了结尾"), what);
	word = found(s);
	return scan_fail(s, s->at,
	    tr("expected %s, found \"%.*s\"", "应为%s，却是“%.*s”"), what,
	    (int)word.n, word.p);
}

void
scan_space(struct scan *s)
{
	while (s->at < s->text->s.n &&
	    (s->text->s.p[s->at] == ' ' || s->text->s.p[s->at] == '\t'))
		s->at++;
}

char
scan_peek(const struct scan *s)
{
	return s->at < s->text->s.n ? s->text->s.p[s->at] : '\0';
}

bool
scan_take(struct scan *s, const char *sign)
{
	scan_space(s);
	if (scan_peek(s) != *sign) /* mostly another one is there */
		return false;
	if (!str_starts(str_skip(s->text->s, s->at), str_of(sign)))
		return false;
	s->at += strlen(sign);
	return true;
}

bool
scan_keyword(struct scan *s, const char *word)
{
	size_t from;

	scan_space(s);
	from = s->at;
	if (str_is(scan_word(s), word) && scan_peek(s) != '.')
		return true;
	s->at = from;
	return false;
}

struct str
scan_word(struct scan *s)
{
	size_t from = s->at;

	while (s->at < s->text->s.n && is_word_char(s->text->s.p[s->at]))
		s->at++;
	return (struct str){s->text->s.p + from, s->at - from};
}

bool
scan_end(struct scan *s)
{
	scan_space(s);
	return s->at >= s->text->s.n;
}

bool
scan_var(struct scan *s, size_t at, struct str name, unsigned *var)
{
	for (size_t i = 0; i < s->nvar; i++) {
		if (str_eq(s->var[i], name)) {
			*var = (unsigned)i;
			return true;
		}
	}
	return scan_fail(s, at,
	    tr("no \"each\" gives $%.*s a value", "没有“each”给 $%.*s 赋值"),
	    (int)utf8_cut(name, 40), name.p);
}
