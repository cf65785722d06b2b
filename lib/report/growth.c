/*
 * Growth against the year before: "收到申请12件，比上年增加2件，增长20%", and the
 * number of last year where it stands there, too: "上年为10件".
 *
 * What grew is the figure before, in the same sentence, with nothing between it
 * and the growth but the words of a comparison.  Anything else is another
 * matter, and left alone: an increase of something that has no number here, of
 * percentage points, since another year.
 */
#include "report/breakdown.h"
#include "report/date.h"
#include "report/teller.h"
#include "report/words.h"

#define GROWTHS_MAX 100 /* of one report */

/* The figure that grew, and what has been said of its growth. */
struct grown {
	const struct figure *now, *before, *percent, *count;
	bool less_percent, less_count; /* it became less */
	const char *key; /* what it counts, or NULL */
};

static bool
take(struct str *s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_starts(*s, str_of(words[i]))) {
			*s = str_skip(*s, strlen(words[i]));
			return true;
		}
	return false;
}
#define TAKE(s, words) take(s, words, sizeof(words) / sizeof *(words))

static void
take_signs(struct str *s)
{
	static const char *const signs[] = {",", "，", "、", "（", "）"};

	while (TAKE(s, signs))
		;
}

/* "上年", "2022年" for a report of 2023. */
static bool
take_last_year(const struct teller *t, struct str *s)
{
	static const char *const words[] = {"上一年度", "上一年", "上年度", "上年",
	    "去年", "前一年"};
	static const char *const behind[] = {"度", "同期", "的"};
	struct date d;

	if (!TAKE(s, words)) {
		if (!date_begins_year(*s, &d) || d.year + 1 != t->r->year)
			return false;
		*s = str_skip(*s, d.printed.n);
	}
	while (TAKE(s, behind))
		;
	return true;
}

/* "比上年", "与2022年相比", "同比" */
static bool
take_comparison(const struct teller *t, struct str *s)
{
	static const char *const than[] = {"相比", "相较于", "相较", "较之", "比", "较",
	    "与", "同"};
	static const char *const alone[] = {"同比"};
	static const char *const behind[] = {"相比", "相较"};
	struct str rest = *s;

	if (TAKE(s, alone))
		return true;
	if (!TAKE(&rest, than) || !take_last_year(t, &rest))
		return false;
	TAKE(&rest, behind);
	take_signs(&rest);
	*s = rest;
	return true;
}

/* "增加", "下降了".  Is what follows by how much, and not what was reached, "下降为5件"? */
static bool
take_change(struct str *s, bool *less, bool *by)
{
	static const char *const more[] = {"增长", "增加", "上升", "提高", "提升",
	    "增多", "增幅", "多"};
	static const char *const fewer[] = {"下降", "减少", "降低", "下滑", "降幅",
	    "少"};
	static const char *const extent[] = {"率", "幅度"};
	static const char *const reached[] = {"为", "达", "共"};
	struct str word = *s;

	*less = TAKE(s, fewer);
	if (!*less && !TAKE(s, more))
		return false;
	word.n -= s->n;
	*by = str_ends(word, STR("幅"));
	if (str_starts(*s, STR("了")))
		*s = str_skip(*s, strlen("了"));
	while (TAKE(s, extent))
		*by = true;
	if (!TAKE(s, reached))
		*by = true;
	while (TAKE(s, reached))
		;
	return true;
}

/* The words between the end of the figure before and f: how many bytes, is there a
 * comparison, and what is behind that. */
struct gap {
	size_t n;
	bool compares;
	struct str rest;
};

/* Does f follow closely on what was said of the figure that grew? */
static bool
follows(const struct teller *t, const struct grown *g, const struct figure *f,
    struct gap *gap)
{
	if (g->now == NULL || f->sentence != g->now->sentence)
		return false;
	gap->rest = teller_slice(f[-1].to, f->from);
	gap->n = gap->rest.n;
	if (gap->n > 90)
		return false;
	take_signs(&gap->rest);
	gap->compares = take_comparison(t, &gap->rest);
	return true;
}

/* Does f say by how much the figure grew?  A comparison is needed unless it was
 * made already. */
static bool
is_growth(const struct teller *t, const struct grown *g, const struct gap *gap,
    const struct figure *f, bool *less)
{
	struct str s = gap->rest;
	bool made = g->before != NULL || g->percent != NULL || g->count != NULL;
	bool by;

	if (!(f->unit_is & UNIT_PERCENT ? g->percent == NULL
		: g->count == NULL && breakdown_same_unit(f, g->now)))
		return false;
	/* a share is none of what is counted */
	return (gap->compares || made) && take_change(&s, less, &by) && s.n == 0 &&
	    (by || f->unit_is & UNIT_PERCENT) &&
	    !str_starts(clause_after(&t->clause, f), STR("百分点"));
}

/* "…12件，上年为10件", "…12件，较上年的10件增加" */
static bool
is_last_years(const struct teller *t, const struct grown *g,
    const struct gap *gap, const struct figure *f)
{
	static const char *const behind[] = {"为", "是", "共", "收到"};
	struct str s = gap->rest;

	if (g->before != NULL || g->percent != NULL || g->count != NULL ||
	    gap->n > 60 || !breakdown_same_unit(f, g->now))
		return false;
	if (!gap->compares && !take_last_year(t, &s))
		return false;
	while (TAKE(&s, behind))
		;
	take_signs(&s);
	return s.n == 0;
}

/* "2022年收到10件，2023年收到12件": is before the number of last year, and f that
 * of this one? */
static bool
is_year_pair(const struct teller *t, const struct figure *before,
    const struct figure *f)
{
	static const char *const now[] = {"本年", "今年", "本年度"};
	static const char *const other[] = {"结转", "转入"};
	struct str s = f->before, last;
	struct date d;

	if (before == NULL || before + 1 != f ||
	    before->sentence != f->sentence ||
	    !breakdown_same_unit(before, f))
		return false;
	last = before->before;
	return take_last_year(t, &last) && !HAS_ANY(before->before, other) &&
	    (TAKE(&s, now) ||
		(date_begins_year(s, &d) && d.year == t->r->year));
}

static void
add_signed(struct teller *t, struct str row, const char *col,
    const struct figure *f, bool less)
{
	struct dec minus = {0};
	struct cell *c;

	teller_role(t, row, col, f);
	c = &t->r->cell[t->r->n - 1];
	if (less && dec_sub(&minus, f->number.value))
		c->value = teller_number(&t->r->arena, minus);
}

static void
add_row(struct teller *t, struct str row, const char *now, const struct grown *g)
{
	struct cell *c;

	teller_role(t, row, now, g->now);
	if (g->count != NULL)
		add_signed(t, row, "by", g->count, g->less_count);
	if (g->percent == NULL)
		return;
	add_signed(t, row, "by_percent", g->percent, g->less_percent);
	c = teller_add(t, row, STR("slack"), teller_clause(g->percent));
	c->value = teller_number(&t->r->arena, breakdown_slack(g->percent));
	c->unit = STR("%");
}

static bool
is_exact(const struct grown *g)
{
	return g->now != NULL && !g->now->about &&
	    (g->before == NULL || !g->before->about) &&
	    (g->percent == NULL || !g->percent->about) &&
	    (g->count == NULL || !g->count->about);
}

/* What can be held against something: two numbers that give a third, and the
 * first growth of a quantity, of which last year's report may have the number. */
static void
end_growth(struct teller *t, const struct grown *g)
{
	int told = (g->before != NULL) + (g->percent != NULL) + (g->count != NULL);
	struct buf row = {0};

	if (told == 0 || (g->percent == NULL && g->count == NULL) ||
	    !is_exact(g) || teller_is_full(t) || t->growths == GROWTHS_MAX ||
	    !teller_is_own(t, g->now->sentence, g->now->from))
		return;
	if (told > 1) {
		teller_numbered(&row, "growth", ++t->growths);
		add_row(t, buf_str(&row), "now", g);
		if (g->before != NULL)
			teller_role(t, buf_str(&row), "before", g->before);
	}
	buf_reset(&row);
	buf_addf(&row, "growth.%s", g->key != NULL ? g->key : "");
	if (g->key != NULL && report_find(t->r, STR("s1"), buf_str(&row),
				  STR("number")) == NULL)
		add_row(t, buf_str(&row), "number", g);
	buf_free(&row);
}

/* Does the paragraph speak of a year in words, or in digits? */
static bool
names_year(const struct clause *c)
{
	return c->marks & MARK_YEAR ||
	    (c->marks & MARK_BEFORE_YEAR && teller_has(c->text, "20"));
}

void
teller_growth(struct teller *t)
{
	struct grown g = {0};

	if (t->clause.nfigure < 2 || !(t->clause.marks & MARK_GROWTH) ||
	    !names_year(&t->clause))
		return;
	for (size_t i = 0; i < t->clause.nfigure; i++) {
		const struct figure *f = &t->clause.figure[i];
		struct gap gap;
		bool near = follows(t, &g, f, &gap), less;

		if (near && is_growth(t, &g, &gap, f, &less)) {
			bool percent = f->unit_is & UNIT_PERCENT;

			*(percent ? &g.percent : &g.count) = f;
			*(percent ? &g.less_percent : &g.less_count) = less;
		} else if (near && is_last_years(t, &g, &gap, f)) {
			g.before = f;
		} else {
			const struct figure *last = g.now;
			bool alone = g.percent == NULL && g.count == NULL;

			end_growth(t, &g);
			g = (struct grown){.key = f->counts};
			g.now = f->unit_is & UNIT_PERCENT ? NULL : f;
			if (alone && is_year_pair(t, last, f))
				g.before = last;
		}
	}
	end_growth(t, &g);
}
