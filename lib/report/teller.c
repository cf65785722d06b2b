/*
 * Statements as cells, and whether one is this publisher's: what every part of
 * the reader of the prose needs.
 */
#include "report/teller.h"

#include <limits.h>

#include "base/utf8.h"
#include "report/date.h"
#include "report/fold.h"
#include "report/han.h"
#include "report/publisher.h"
#include "report/value.h"
#include "report/words.h"

#define RAW_MAX 240  /* bytes of a clause that is kept as raw */
#define SAID_MAX 600 /* bytes of what is said before that are looked at */
#define YEAR_DIGITS 4

/* ---- cells --------------------------------------------------------------- */

struct str
teller_number(struct arena *a, struct dec d)
{
	const dec_int one = dec_of(1).n, whole = d.n / one;
	struct buf b = {0};
	struct str s;

	if (whole >= 0 && whole <= LONG_MAX && whole * one == d.n)
		return arena_number(a, (unsigned long)whole);
	buf_adddec(&b, d);
	s = arena_str(a, buf_str(&b));
	buf_free(&b);
	return s;
}

/* At most RAW_MAX bytes of s, whole characters, its end. */
static struct str
shorten(struct str s)
{
	while (s.n > RAW_MAX) {
		const char *p = s.p;

		utf8_next(&p, s.p + s.n);
		s = str_skip(s, (size_t)(p - s.p));
	}
	return s;
}

struct str
teller_raw(const struct teller *t, struct str clause)
{
	return shorten(clause_source(&t->clause, clause));
}

bool
teller_is_full(const struct teller *t)
{
	return t->r->n - t->first >= TELLER_CELLS_MAX;
}

struct cell *
teller_add(struct teller *t, struct str row, struct str col, struct str clause)
{
	struct arena *a = &t->r->arena;
	struct cell *c = report_add(t->r, STR("s1"), arena_str(a, row),
	    arena_str(a, col));

	c->raw = arena_str(a, teller_raw(t, clause));
	c->line = clause_line(&t->clause, clause.p + clause.n -
		(clause.n != 0));
	return c;
}

/* The number of the next statement of the row: how many there are, and one. */
static struct str
next_col(struct teller *t, struct str row)
{
	unsigned long n = 1;

	for (size_t i = t->first; i < t->r->n; i++)
		n += str_eq(t->r->cell[i].row, row);
	return arena_number(&t->r->arena, n);
}

static void
set_figure(struct teller *t, struct cell *c, const struct figure *f)
{
	c->unit = arena_str(&t->r->arena, f->unit);
	c->value = teller_number(&t->r->arena, f->number.value);
	if (f->about)
		c->flag = value_flag_words(&t->r->arena, FLAG_ABOUT);
}

/* The clause in which the figure stands, up to its unit. */
struct str
teller_clause(const struct figure *f)
{
	return teller_slice(f->before.p, f->to);
}

/* "fee_wan" */
static struct str
in_wan(struct teller *t, struct str key)
{
	struct buf b = {0};
	struct str s;

	buf_addstr(&b, key);
	buf_addz(&b, "_wan");
	s = arena_str(&t->r->arena, buf_str(&b));
	buf_free(&b);
	return s;
}

void
teller_count(struct teller *t, struct str key, const struct figure *f)
{
	struct str raw = teller_clause(f), after;

	if (teller_is_full(t))
		return;
	after = clause_after(&t->clause, f);
	if (after.n < 60)
		raw.n += after.n;
	/* amounts of two units are two quantities: nothing is converted */
	if (str_is(f->unit, "万元"))
		key = in_wan(t, key);
	set_figure(t, teller_add(t, key, next_col(t, key), raw), f);
}

void
teller_say(struct teller *t, const char *key, struct str clause,
    struct str value)
{
	struct cell *c;

	if (teller_is_full(t))
		return;
	c = teller_add(t, str_of(key), next_col(t, str_of(key)), clause);
	c->value = arena_str(&t->r->arena, value);
}

/* "sum3" */
struct str
teller_numbered(struct buf *b, const char *head, size_t n)
{
	buf_reset(b);
	buf_addz(b, head);
	buf_addu(b, n);
	buf_addc(b, '\0');
	b->n--;
	return buf_str(b);
}

void
teller_role(struct teller *t, struct str row, const char *col,
    const struct figure *f)
{
	set_figure(t, teller_add(t, row, str_of(col), teller_clause(f)), f);
}

/* ---- whose, and of which year -------------------------------------------- */

/* Does another year end right there? */
static bool
ends_in_year(struct str s)
{
	if (str_ends(s, STR("年")))
		return true;
	for (size_t i = 0; i < YEAR_DIGITS; i++)
		if (i == s.n || s.p[s.n - 1 - i] < '0' || s.p[s.n - 1 - i] > '9')
			return false;
	return true;
}

/* The last year that is printed in the words, 0 for none; *place gets where, and *behind
 * what follows it. */
static unsigned
last_year(struct str words, const char **place, struct str *behind)
{
	struct date d;
	unsigned last = 0;

	*behind = words;
	while (date_find_year(*behind, &d)) {
		last = d.year;
		*place = d.printed.p;
		*behind = teller_slice(str_end(d.printed), str_end(words));
	}
	return last;
}

/* Is the year, which stands at p in the words, the last of several, "2021至2023年" or
 * "2021年1月1日至2023年", so that it is not the one they speak of? */
static bool
ends_span(struct str words, const char *p, unsigned long year)
{
	static const char *const joints[] = {"和", "、"};
	struct str before = teller_slice(words.p, p), behind;
	unsigned first;

	for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
		if (str_ends(before, str_of(joints[i]))) {
			before.n -= strlen(joints[i]);
			return ends_in_year(before);
		}
	for (size_t i = 0; i < words_until_n; i++) {
		if (!str_ends(before, words_until[i]))
			continue;
		before.n -= words_until[i].n;
		first = last_year(before, &p, &behind);
		return ends_in_year(before) || (first != 0 && first != year);
	}
	return false;
}

/* The digits right in front of end, "22" or "二二", as *year; false when there are more
 * or fewer than two. */
static bool
takes_short_year(const char *begin, const char *end, unsigned long *year)
{
	const char *p = end;
	unsigned digit[3] = {0};
	size_t n;

	while (p > begin && p[-1] >= '0' && p[-1] <= '9')
		p--;
	if (end - p == 2)
		return str_to_ulong(teller_slice(p, end), year);
	if (p != end)
		return false;
	for (n = 0; n < 3 && p > begin; n++, p -= HAN_BYTES) {
		digit[n] = fold_han_digit(han_last(teller_slice(begin, p)));
		if (digit[n] == 0)
			break;
	}
	*year = 10 * digit[1] + digit[0];
	return n == 2;
}

/* Does another year stand there with its last two digits alone, "22年"?  It may be so
 * many years as well: neither is the year of the report. */
static bool
names_short_year(const struct teller *t, struct str words)
{
	struct str rest = words;
	ptrdiff_t at;

	while ((at = str_find(rest, STR("年"))) >= 0) {
		unsigned long year;

		if (takes_short_year(words.p, rest.p + at, &year) &&
		    year != t->r->year % 100)
			return true;
		rest = str_skip(rest, (size_t)at + strlen("年"));
	}
	return false;
}

/* The last year that the words name is another one, or the last of several. */
bool
teller_is_other_year(const struct teller *t, struct str words)
{
	const char *place = NULL;
	struct str behind;
	unsigned last = last_year(words, &place, &behind);

	if (last != 0 && ends_span(words, place, last))
		return true;
	return t->r->year != 0 &&
	    ((last != 0 && last != t->r->year) || names_short_year(t, behind));
}

/* Do the words, with one of MARK_SPAN, speak of a part of the year, or of all that
 * was before? */
static bool
is_of_span(struct str words)
{
	return words_part_of_year(words) ||
	    ((teller_has(words, "截至") || teller_has(words, "截止")) &&
		teller_has(words, "累计"));
}

bool
teller_names_this_year(const struct teller *t, struct str s)
{
	static const char *const words[] = {"今年", "本年", "全年", "年内", "当年", "报告期"};
	struct str behind;
	const char *place;

	return HAS_ANY(s, words) || (t->r->year != 0 &&
		last_year(s, &place, &behind) == t->r->year);
}

/* "去年，我局收到": does the sentence begin with another time, in a clause of its own,
 * and not name this year behind it?  The number of an item may stand in front. */
static bool
is_of_other_time(const struct teller *t, struct str words)
{
	const char *end = str_end(words);

	for (const char *p = words.p; p < end;) {
		const char *sign = clause_sign_from(&t->clause, p, end);
		struct str s = teller_slice(p, sign);

		if (sign == end)
			return false;
		if (words_are_other_time(s))
			return !teller_names_this_year(t, teller_slice(p, end));
		if (s.n > strlen("十一"))
			return false;
		p = sign + clause_sign(teller_slice(sign, end));
	}
	return false;
}

/* The same of words that name a year at that number and none behind it. */
static bool
is_other_year_at(const struct teller *t, struct str words,
    const struct clause_stop *number)
{
	const char *p = number->p;
	bool apart = number == t->clause.number || number[-1].p + HAN_BYTES != p;
	unsigned long year;

	if (!apart || number->to != p + YEAR_DIGITS ||
	    number->to + strlen("年") > str_end(words) ||
	    !str_to_ulong((struct str){p, YEAR_DIGITS}, &year) ||
	    year < 1949 || year > 2099)
		return teller_is_other_year(t, words);
	return (t->r->year != 0 && year != t->r->year) || ends_span(words, p, year);
}

bool
teller_is_own(const struct teller *t, const char *sentence, const char *at)
{
	struct str words = teller_slice(sentence, at);
	const struct clause_stop *year;
	bool other_year, other_time;
	unsigned marks;

	if (words.n > SAID_MAX) {
		words = str_skip(words, words.n - SAID_MAX);
		marks = clause_marks(&t->clause, words, &year);
		/* a number that is cut may be another one */
		other_year = teller_is_other_year(t, words);
	} else {
		marks = clause_marks(&t->clause, words, &year);
		other_year = marks & MARK_BEFORE_YEAR
		    ? teller_is_other_year(t, words)
		    : year != NULL && is_other_year_at(t, words, year);
	}
	/* "近5年", "三年来": some years, and not the one of four digits */
	other_time = marks & (MARK_SPAN | MARK_YEAR) ||
	    (year != NULL && year->to - year->p < YEAR_DIGITS);
	return !other_year && !(other_time && is_of_other_time(t, words)) &&
	    !(marks & MARK_SPAN ? is_of_span(words) : words_name_month(words)) &&
	    (!(marks & MARK_OTHERS) ||
		publisher_speaks_of_itself(t->r->org, words));
}
