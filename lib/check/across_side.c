/*
 * What others have beside a report: the one of the year before, and the sums over
 * the units below.  In goes a kept report; into the one that is put together go the
 * cells of the others, "prev.t3" and so on being the table, and into the view
 * whether there is anything, or why not.
 *
 * Where several reports would fit (two of one publisher for the year before),
 * they must agree in all that was kept, else the rule cannot be judged.
 */
#include "check/across_run.h"

#include <stdlib.h>

#include "base/utf8.h"

#define NAMES_SHOWN 5 /* of missing units */
#define TERMS_SHOWN 6 /* of a sum over units */

/* ---- putting a report together ------------------------------------------ */

static void
add_cell(struct report *r, struct str table, const struct wanted *w,
    const struct kept_cell *k)
{
	struct cell *c;

	if (k->kind == KEPT_ABSENT)
		return;
	c = report_add(r, table, w->row, w->col);
	c->line = k->line;
	if (k->kind == KEPT_COUNT)
		c->value = arena_number(&r->arena, k->count);
	else if (k->kind == KEPT_TEXT)
		c->value = k->text;
	else
		c->flag = k->kind == KEPT_BLANK ? STR("blank") : STR("unread");
	c->raw = c->value;
}

void
across_add_cells(struct across_run *run, const struct kept *k,
    enum ref_scope scope)
{
	struct kept_reader reader = across_cells(run, k);

	for (size_t i = 0; i < run->nwanted; i++) {
		struct kept_cell c = kept_next(&reader);

		if ((run->wanted[i].scopes & 1u << scope) != 0)
			add_cell(&run->report, run->wanted[i].scoped[scope],
			    &run->wanted[i], &c);
	}
}

struct cell *
across_add_fact(struct across_run *run, const char *table, const char *row,
    const char *col, unsigned long value, struct str raw)
{
	struct cell *c = report_add(&run->report, str_of(table), str_of(row),
	    str_of(col));

	c->value = arena_number(&run->report.arena, value);
	c->raw = raw;
	return c;
}

/* The text stays until the next report. */
static void
set_side(struct check_view *view, enum ref_scope scope, enum outcome outcome,
    struct buf *why)
{
	buf_addc(why, '\0');
	why->n--; /* the text may be used again */
	view->side[scope].outcome = outcome;
	view->side[scope].why = why->p;
}

static void
add_str(struct buf *b, const char *fmt, struct str s)
{
	buf_addf(b, fmt, (int)utf8_cut(s, 200), s.p);
}

/* ---- which of several reports -------------------------------------------- */

/* Do two reports agree in the cells that are named in that scope? */
static bool
two_agree(struct across_run *run, const struct kept *one,
    const struct kept *other, enum ref_scope scope)
{
	struct kept_reader a = across_cells(run, one), b = across_cells(run, other);

	if (one->form != other->form)
		return false;
	for (size_t k = 0; k < run->nwanted; k++) {
		struct kept_cell x = kept_next(&a), y = kept_next(&b);

		if ((run->wanted[k].scopes & 1u << scope) != 0 &&
		    !kept_eq(&x, &y))
			return false;
	}
	return true;
}

/* Do the reports all agree?  There may be many of them, and many may ask: what
 * came of it is kept with the first one. */
static bool
agree(struct across_run *run, struct found f, enum ref_scope scope)
{
	struct kept *first = &run->kept[f.v[0]];
	unsigned asked = scope == SCOPE_PREV ? FLAG_PREV_ASKED : FLAG_CHILD_ASKED,
	    do_agree = scope == SCOPE_PREV ? FLAG_PREV_AGREE : FLAG_CHILD_AGREE;
	size_t same = 1;

	if ((first->flags & asked) == 0) {
		while (same < f.n &&
		    two_agree(run, first, &run->kept[f.v[same]], scope))
			same++;
		first->flags |= (uint8_t)(asked | (same == f.n ? do_agree : 0));
	}
	return (first->flags & do_agree) != 0;
}

/* ---- the year before ---------------------------------------------------- */

void
across_add_prev(struct across *a, const struct kept *k, struct check_view *view)
{
	struct across_run *run = a->run;
	struct buf *why = &run->why;
	struct found f;

	buf_reset(why);
	if (k->unit == UNIT_NONE || k->year == 0) {
		buf_addz(why, tr("cannot be judged: the publisher or the year "
				 "of the report is not known",
		    "无法判断：不知道报告的机关或年度"));
		set_side(view, SCOPE_PREV, OUTCOME_UNKNOWN, why);
		return;
	}
	f = across_find(run, k->unit, k->year - 1u);
	if (f.n == 0) {
		buf_addz(why, tr("does not apply: the report for the year "
				 "before is not among the inputs",
		    "不适用：输入中没有上一年度的报告"));
		set_side(view, SCOPE_PREV, OUTCOME_SKIP, why);
		return;
	}
	if (!agree(run, f, SCOPE_PREV)) {
		add_str(why, tr("cannot be judged: there are several reports for "
				"the year before, with other figures: %.*s",
		    "无法判断：上一年度有几份数字不同的报告：%.*s"),
		    across_doc(run, &run->kept[f.v[0]]));
		add_str(why, tr(", %.*s", "、%.*s"), across_doc(run, &run->kept[f.v[1]]));
		set_side(view, SCOPE_PREV, OUTCOME_UNKNOWN, why);
		return;
	}
	across_add_cells(run, &run->kept[f.v[0]], SCOPE_PREV);
	if (across_form(a, &run->kept[f.v[0]]) != NULL)
		view->prev_form = across_form(a, &run->kept[f.v[0]])->name;
	set_side(view, SCOPE_PREV, OUTCOME_PASS, why);
}

/* ---- the units below ---------------------------------------------------- */

/* A unit below, with its report. */
struct below {
	struct str name;
	struct kept_reader reader;
};

/* The same cell of all of them on its way into a sum. */
struct level_sum {
	struct dec sum;
	size_t numbers, blanks, shown;
	struct str lost; /* a unit of which the cell is not known */
	struct buf *terms;
};

static void
add_term(struct level_sum *s, const struct below *b, struct str value)
{
	if (++s->shown > TERMS_SHOWN + 1)
		return;
	buf_addz(s->terms, s->shown > 1 ? " + " : "");
	if (s->shown > TERMS_SHOWN) {
		buf_addz(s->terms, "…");
		return;
	}
	buf_addstr(s->terms, value);
	add_str(s->terms, tr(" (%.*s)", "（%.*s）"), b->name);
}

static void
add_to_sum(struct level_sum *s, const struct below *b, const struct kept_cell *c)
{
	struct str value = c->text;
	struct buf count = {0};
	struct dec d;

	if (c->kind == KEPT_BLANK) {
		s->blanks++;
		return;
	}
	if (c->kind == KEPT_COUNT) {
		buf_addu(&count, c->count);
		value = buf_str(&count);
	}
	if (!dec_parse(value, &d) || !dec_add(&s->sum, d)) {
		if (s->lost.n == 0)
			s->lost = b->name;
	} else {
		s->numbers++;
		if (!str_is(value, "0"))
			add_term(s, b, value);
	}
	buf_free(&count);
}

static void
add_sum_cell(struct report *r, const struct wanted *w, const struct level_sum *s)
{
	struct cell *c = report_add(r, w->scoped[SCOPE_CHILD], w->row, w->col);
	struct buf b = {0};

	c->raw = arena_str(&r->arena, buf_str(s->terms));
	if (s->lost.n != 0) {
		c->flag = STR("unread");
		c->raw = s->lost;
	} else if (s->numbers == 0) {
		c->flag = STR("blank");
	} else {
		buf_adddec(&b, s->sum);
		c->value = arena_str(&r->arena, buf_str(&b));
	}
	buf_free(&b);
}

static void
add_sums(struct across_run *run, struct report *to, struct below *below, size_t n)
{
	for (size_t k = 0; k < run->nwanted; k++) {
		struct level_sum s = {.terms = &run->text};

		buf_reset(&run->text);
		for (size_t i = 0; i < n; i++) {
			struct kept_cell c = kept_next(&below[i].reader);

			add_to_sum(&s, &below[i], &c);
		}
		if ((run->wanted[k].scopes & 1u << SCOPE_CHILD) != 0)
			add_sum_cell(to, &run->wanted[k], &s);
	}
}

/* The reports of the units below k's.  Returns how many; *missing counts the
 * others, whose names go to names. */
static size_t
gather_below(struct across *a, const struct kept *k, struct below **below,
    struct buf *names, size_t *missing)
{
	struct across_run *run = a->run;
	size_t n = 0, cap = 0;

	for (uint32_t c = a->units.v[k->unit].child; c != UNIT_NONE;
	     c = a->units.v[c].next) {
		struct found f = across_find(run, c, k->year);
		struct str name = units_name(&a->units, c);

		if (a->units.v[c].nameless && f.n == 0)
			continue; /* its report is for another year */
		if (f.n != 0 && agree(run, f, SCOPE_CHILD)) {
			*below = xgrow(*below, n, &cap, sizeof **below);
			(*below)[n++] = (struct below){name,
			    across_cells(run, &run->kept[f.v[0]])};
			continue;
		}
		if (++*missing > NAMES_SHOWN)
			continue;
		buf_addz(names, *missing > 1 ? tr(", ", "、") : "");
		add_str(names, f.n == 0 ? "%.*s"
			: tr("%.*s (several, with other figures)",
			    "%.*s（有几份，数字不同）"), name);
	}
	return n;
}

/* What the units below k's have for its year. */
static void
sum_below(struct across *a, const struct kept *k, struct subtotal *s)
{
	struct buf *why = &s->why;
	struct below *below = NULL;
	size_t missing = 0, n = 0;

	buf_reset(why);
	report_reset(&s->sums);
	s->outcome = OUTCOME_PASS;
	if (k->unit != UNIT_NONE && k->year != 0) {
		buf_addz(why, tr("cannot be judged: of the units below, there is "
				 "no report of ",
		    "无法判断：下级中没有以下单位的报告："));
		n = gather_below(a, k, &below, why, &missing);
	}
	if (missing > NAMES_SHOWN)
		buf_addf(why, tr(" and %zu more", " 等另外 %zu 个"),
		    missing - NAMES_SHOWN);
	if (missing != 0) {
		s->outcome = OUTCOME_UNKNOWN;
	} else if (n == 0) {
		buf_reset(why);
		buf_addz(why, tr("does not apply: no units below it are known",
		    "不适用：没有已知的下级"));
		s->outcome = OUTCOME_SKIP;
	} else {
		buf_reset(why);
		add_sums(a->run, &s->sums, below, n);
	}
	free(below);
}

static struct subtotal *
subtotal_of(struct across *a, const struct kept *k)
{
	struct across_run *run = a->run;
	struct found f = across_find(run, k->unit, k->year);
	uint32_t asked = f.n != 0 ? f.v[0] + 1 : 0;
	struct subtotal *s = &run->subtotal[asked % SUBTOTALS];

	if (asked == 0 || s->asked != asked)
		sum_below(a, k, s);
	s->asked = asked;
	return s;
}

void
across_add_below(struct across *a, const struct kept *k, struct check_view *view)
{
	struct subtotal *s = subtotal_of(a, k);

	for (size_t i = 0; i < s->sums.n; i++) {
		const struct cell *c = &s->sums.cell[i];

		*report_add(&a->run->report, c->table, c->row, c->col) = *c;
	}
	set_side(view, SCOPE_CHILD, s->outcome, &s->why);
}
