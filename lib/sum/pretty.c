/*
 * Columns for people.  In: records, twice, first to be measured and then to be
 * printed, so that none need be kept.  Out: each column as wide as its widest
 * field, numbers at the right of it, two blanks between columns and none at the
 * end of a line.
 *
 * Widths are those of wcwidth, not of utf8_width: no program reads these lines,
 * and the C library knows the marks of every script that is written on top of a
 * letter.  It knows nothing where there is no UTF-8 locale, nor of characters newer
 * than itself: then utf8_width does.
 */
#include "sum/pretty.h"

#include <stdlib.h>
#include <wchar.h>

#include "base/mem.h"
#include "base/utf8.h"

#define GAP "  "

struct pretty_column {
	size_t width; /* places on a terminal */
	bool is_text; /* some field is no number */
};

static size_t
width_of(struct str s)
{
	const char *p = s.p, *end = s.p + s.n;
	size_t places = 0;

	while (p < end) {
		uint32_t cp = utf8_next(&p, end);
		int n = cp < 0x80 ? 1 : wcwidth((wchar_t)cp);

		places += (size_t)(n >= 0 ? n : utf8_width(cp));
	}
	return places;
}

/* Sums may have more digits than dec_parse takes. */
static bool
is_number(struct str s)
{
	size_t digits = 0, points = 0, sign = s.n != 0 && s.p[0] == '-';

	for (size_t i = sign; i < s.n; i++) {
		digits += s.p[i] >= '0' && s.p[i] <= '9';
		points += s.p[i] == '.';
	}
	return digits != 0 && points <= 1 && sign + digits + points == s.n;
}

void
pretty_measure(struct pretty *p, const struct buf *b, size_t from,
    bool is_header)
{
	struct str record = {b->p + from, b->n - from - 1}, field;

	for (size_t i = 0; str_split(&record, '\t', &field); i++) {
		size_t width = width_of(field);

		if (i == p->n) {
			p->col = xgrow(p->col, p->n, &p->cap, sizeof *p->col);
			p->col[p->n++] = (struct pretty_column){0};
		}
		/* else one long field would fill every line with blanks */
		if (width > PRETTY_WIDTH_MAX)
			width = PRETTY_WIDTH_MAX;
		if (p->col[i].width < width)
			p->col[i].width = width;
		if (!is_header && field.n != 0 && !is_number(field))
			p->col[i].is_text = true;
	}
}

static void
put_field(struct buf *b, const struct pretty_column *col, struct str field)
{
	size_t width = width_of(field);
	size_t blanks = width < col->width ? col->width - width : 0;

	if (!col->is_text)
		buf_blanks(b, blanks);
	buf_addstr(b, field);
	if (col->is_text)
		buf_blanks(b, blanks);
}

/* The line ends: the blanks at its end are not seen. */
static void
end_line(struct buf *b, size_t from)
{
	while (b->n > from && b->p[b->n - 1] == ' ')
		b->n--;
	buf_addc(b, '\n');
}

void
pretty_line(struct pretty *p, struct buf *b, size_t from)
{
	struct str record, field;

	buf_reset(&p->record);
	buf_add(&p->record, b->p + from, b->n - from - 1);
	b->n = from;
	record = buf_str(&p->record);
	for (size_t i = 0; str_split(&record, '\t', &field); i++) {
		if (i != 0)
			buf_addz(b, GAP);
		put_field(b, &p->col[i], field);
	}
	end_line(b, from);
}

void
pretty_rule(const struct pretty *p, struct buf *b)
{
	for (size_t i = 0; i < p->n; i++) {
		if (i != 0)
			buf_addz(b, GAP);
		for (size_t k = 0; k < p->col[i].width; k++)
			buf_addc(b, '-');
	}
	buf_addc(b, '\n');
}

void
pretty_free(struct pretty *p)
{
	free(p->col);
	buf_free(&p->record);
	*p = (struct pretty){0};
}
