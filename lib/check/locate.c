/*
 * Error localisation in the sense of Fellegi and Holt: of all changes that make
 * every sum hold, those of the fewest cells are the likeliest.  In goes the
 * system of equations of a report, out come sets of cells with the values that
 * they would need.  Values are never changed, only proposed.
 *
 * Sets of one cell are found exactly: such a cell stands in every equation that
 * fails.  For two cells, one stands in the smallest failing equation; the other
 * in a failing equation that the first does not touch, or else in one that it
 * does.  Two unknowns need two equations, the others confirm.
 *
 * Cells count alike.  Where several sets are equally small, marks that clerks
 * leave (digits swapped, figures in the neighbouring column) put one first.
 */
#include "check/locate.h"

#include <stdlib.h>

#define NAMED_MAX 3 /* changes that a text spells out when there are many */

/* What the change of a set looks like. */
enum pattern {
	PATTERN_NONE, PATTERN_SWAPPED, PATTERN_SHIFTED, PATTERN_BLANKS,
	PATTERN_TRANSPOSED, PATTERN_LOST, PATTERN_DOUBLED, PATTERN_EXTRA,
	PATTERN_ROW, PATTERN_COL, PATTERN_FOLLOWS, PATTERN_DIFFERENCE,
	PATTERN_TOTAL, PATTERN_NOTOTAL
};

static const struct {
	const char *en, *zh;
	int score;
} patterns[] = {
	[PATTERN_NONE] = {"", "", 0},
	[PATTERN_SWAPPED] = {"two values swapped", "两数互换", 40},
	[PATTERN_SHIFTED] = {"the row is moved by one column", "整行错一列", 60},
	[PATTERN_BLANKS] = {"left blank", "漏填", 50},
	[PATTERN_TRANSPOSED] = {"digits swapped", "数字颠倒", 30},
	[PATTERN_LOST] = {"a digit lost", "漏写一位数字", 20},
	[PATTERN_DOUBLED] = {"a digit doubled", "一位数字重复", 22},
	[PATTERN_EXTRA] = {"a digit too many", "多写一位数字", 18},
	[PATTERN_ROW] = {"moved between two columns of a row", "同一行两列之间错位",
	    12},
	[PATTERN_COL] = {"moved between two rows of a column", "同一列两行之间错位",
	    12},
	[PATTERN_FOLLOWS] = {"a cell and the total that follows it",
	    "一格有误，合计随之有误", 10},
	[PATTERN_DIFFERENCE] = {"the cell is the difference", "该数恰为差额", 8},
	[PATTERN_TOTAL] = {"total not updated", "合计未更新", 4},
	[PATTERN_NOTOTAL] = {"total left at 0", "合计仍为 0", 18},
};

#define SCORE_AGREED 15 /* for a statement of the prose */
#define SCORE_ZERO (-6) /* a zero that would not be one */
#define SCORE_NEGATIVE (-30)

struct set {
	struct linear_change change[LOCATE_CHANGES_MAX];
	size_t n;
	enum pattern pattern;
	int score;
	size_t mended;
};

/* Cells joined by equations, and what would mend them. */
struct locate_group {
	uint32_t *failing; /* equations, the shortest first */
	size_t nfailing, cap;
	struct set *set; /* the best first */
	size_t nset;
	struct buf text;
};

/* ---- patterns ---- */

static bool
same_digits(struct str a, struct str b)
{
	int count[256] = {0};

	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++) {
		count[(unsigned char)a.p[i]]++;
		count[(unsigned char)b.p[i]]--;
	}
	for (size_t i = 0; i < 256; i++)
		if (count[i] != 0)
			return false;
	return true;
}

/* Where the longer text has one character more than the other, or -1. */
static ptrdiff_t
inserted(struct str longer, struct str shorter)
{
	size_t i = 0;

	if (longer.n != shorter.n + 1)
		return -1;
	while (i < shorter.n && longer.p[i] == shorter.p[i])
		i++;
	return memcmp(longer.p + i + 1, shorter.p + i, shorter.n - i) == 0
	    ? (ptrdiff_t)i : -1;
}

static enum pattern
digit_pattern(struct dec old, struct dec new)
{
	struct buf a = {0}, b = {0};
	enum pattern p = PATTERN_NONE;
	ptrdiff_t at;

	buf_adddec(&a, old);
	buf_adddec(&b, new);
	if (same_digits(buf_str(&a), buf_str(&b)))
		p = PATTERN_TRANSPOSED;
	else if (old.n != 0 && inserted(buf_str(&b), buf_str(&a)) >= 0)
		p = PATTERN_LOST;
	else if ((at = inserted(buf_str(&a), buf_str(&b))) >= 0)
		p = at > 0 && a.p[at] == a.p[at - 1] ? PATTERN_DOUBLED
						     : PATTERN_EXTRA;
	buf_free(&a);
	buf_free(&b);
	return p;
}

/* Is the cell one side by itself in an equation that fails? */
static bool
is_total(const struct linear *s, uint32_t cell)
{
	for (uint32_t i = s->cell[cell].term; i != LINEAR_NONE;
	    i = s->term[i].next) {
		const struct linear_equation *q =
		    &s->equation[s->term[i].equation];

		if (q->total == cell && linear_fails(q))
			return true;
	}
	return false;
}

/* Is the cell one side by itself in an equation that has the part? */
static bool
follows(const struct linear *s, uint32_t cell, uint32_t part)
{
	for (uint32_t i = s->cell[part].term; i != LINEAR_NONE;
	    i = s->term[i].next)
		if (s->equation[s->term[i].equation].total == cell)
			return true;
	return false;
}

static enum pattern
one_pattern(const struct linear *s, const struct linear_change *c)
{
	const struct linear_cell *cell = &s->cell[c->cell];
	enum pattern p = digit_pattern(cell->value, c->value);

	if (cell->blank)
		return PATTERN_BLANKS;
	if (p != PATTERN_NONE)
		return p;
	if (c->value.n == 0)
		return PATTERN_DIFFERENCE;
	if (!is_total(s, c->cell))
		return PATTERN_NONE;
	return cell->value.n == 0 ? PATTERN_NOTOTAL : PATTERN_TOTAL;
}

static bool
in_one_row(const struct key *a, const struct key *b)
{
	return str_eq(a->table, b->table) && str_eq(a->row, b->row);
}

static bool
in_one_col(const struct key *a, const struct key *b)
{
	return str_eq(a->table, b->table) && str_eq(a->col, b->col);
}

static enum pattern
two_pattern(const struct linear *s, const struct linear_change *c)
{
	const struct linear_cell *a = &s->cell[c[0].cell],
				 *b = &s->cell[c[1].cell];
	bool row = in_one_row(a->key, b->key), col = in_one_col(a->key, b->key);
	dec_int da = c[0].value.n - a->value.n, db = c[1].value.n - b->value.n;

	if (a->blank && b->blank)
		return PATTERN_BLANKS;
	if (!row && !col)
		return PATTERN_NONE;
	if (dec_cmp(c[0].value, b->value) == 0 &&
	    dec_cmp(c[1].value, a->value) == 0)
		return PATTERN_SWAPPED;
	if (da == -db)
		return row ? PATTERN_ROW : PATTERN_COL;
	if (da == db && (follows(s, c[0].cell, c[1].cell) ||
			    follows(s, c[1].cell, c[0].cell)))
		return PATTERN_FOLLOWS;
	return PATTERN_NONE;
}

/* In the order of the form: a row is read from left to right. */
static bool
stands_before(const struct linear *s, uint32_t a, uint32_t b)
{
	const struct key *x = s->cell[a].key, *y = s->cell[b].key;

	if (x->form != NULL && x->form == y->form && x->frow != NULL &&
	    y->frow != NULL && x->fcol != NULL && y->fcol != NULL)
		return x->frow != y->frow ? x->frow < y->frow : x->fcol < y->fcol;
	return a < b;
}

static void
put_in_order(const struct linear *s, struct set *set)
{
	for (size_t i = 1; i < set->n; i++) {
		struct linear_change c = set->change[i];
		size_t at = i;

		while (at > 0 &&
		    stands_before(s, c.cell, set->change[at - 1].cell)) {
			set->change[at] = set->change[at - 1];
			at--;
		}
		set->change[at] = c;
	}
}

static void
rate(const struct linear *s, struct set *set, const struct linear_effect *effect)
{
	if (set->pattern == PATTERN_NONE)
		set->pattern = set->n == 1 ? one_pattern(s, set->change)
		    : set->n == 2 ? two_pattern(s, set->change) : PATTERN_NONE;
	set->mended = effect->mended;
	set->score = patterns[set->pattern].score +
	    SCORE_AGREED * ((int)effect->agreed - (int)effect->disagreed);
	for (size_t i = 0; i < set->n && set->n <= 2; i++) {
		const struct linear_cell *c = &s->cell[set->change[i].cell];

		if (c->value.n == 0 && !c->blank)
			set->score += SCORE_ZERO;
		if (set->n == 2 && set->change[i].value.n == 0)
			set->score += patterns[PATTERN_DIFFERENCE].score / 2;
		if (set->change[i].value.n < 0 && c->value.n >= 0)
			set->score += SCORE_NEGATIVE;
	}
}

/* ---- collecting sets ---- */

static bool
same_set(const struct set *a, const struct set *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		size_t k = 0;

		while (k < b->n && b->change[k].cell != a->change[i].cell)
			k++;
		if (k == b->n)
			return false;
	}
	return true;
}

/* Before another: with a better score, or the cells that come first. */
static bool
precedes(const struct set *a, const struct set *b)
{
	if (a->mended != b->mended)
		return a->mended > b->mended;
	if (a->score != b->score)
		return a->score > b->score;
	return a->change[0].cell < b->change[0].cell;
}

/* Keep the set if it works and is one of the best. */
static void
propose(struct linear *s, struct locate_group *g, struct set *set, size_t mends)
{
	struct linear_effect effect;
	size_t at;

	for (size_t i = 0; i < set->n; i++)
		if (dec_cmp(set->change[i].value,
			s->cell[set->change[i].cell].value) == 0)
			return;
	if (!linear_try(s, set->change, set->n, &effect) ||
	    effect.mended < mends)
		return;
	put_in_order(s, set);
	rate(s, set, &effect);
	for (at = 0; at < g->nset; at++)
		if (same_set(&g->set[at], set))
			return;
	if (g->set == NULL)
		g->set = xcalloc(LOCATE_SETS_MAX + 1, sizeof *g->set);
	while (at > 0 && precedes(set, &g->set[at - 1])) {
		g->set[at] = g->set[at - 1];
		at--;
	}
	g->set[at] = *set;
	if (g->nset < LOCATE_SETS_MAX)
		g->nset++;
}

static bool
is_over(const struct linear *s)
{
	return s->steps > LOCATE_STEPS_MAX;
}

/* ---- one cell ---- */

/* Where the cell stands in the equation: its coefficient, or 0. */
static int
coef_in(struct linear *s, uint32_t cell, uint32_t equation)
{
	for (uint32_t i = s->cell[cell].term; i != LINEAR_NONE;
	    i = s->term[i].next) {
		s->steps++;
		if (s->term[i].equation == equation)
			return s->term[i].coef;
	}
	return 0;
}

/* The value that the cell needs for the equation, beside the changes of the
 * set. */
static bool
needed(struct linear *s, const struct set *set, uint32_t cell,
    uint32_t equation, struct dec *value)
{
	struct dec rest = s->equation[equation].gap;

	for (size_t i = 0; i < set->n; i++) {
		const struct linear_change *c = &set->change[i];
		struct dec by = c->value, term;

		if (!dec_sub(&by, s->cell[c->cell].value) ||
		    !dec_mul(by, dec_of(coef_in(s, c->cell, equation)), &term) ||
		    !dec_add(&rest, term))
			return false;
	}
	*value = (struct dec){0};
	return linear_divide(-rest.n, coef_in(s, cell, equation), value) &&
	    dec_add(value, s->cell[cell].value);
}

static void
try_one_each(struct linear *s, struct locate_group *g, uint32_t equation,
    size_t mends)
{
	const struct linear_equation *q = &s->equation[equation];

	for (uint32_t i = 0; i < q->n && !is_over(s); i++) {
		struct set set = {0};
		struct linear_change *c = &set.change[0];

		c->cell = s->term[q->from + i].cell;
		if (!needed(s, &set, c->cell, equation, &c->value))
			continue;
		set.n = 1;
		propose(s, g, &set, mends);
	}
}

/* ---- two cells ---- */

/* a * x + b * y = c */
struct line {
	long a, b;
	dec_int c;
};

/* The equations of x and those of y alone, one after the other. */
struct walk {
	struct linear *s;
	uint32_t x, y, at;
	bool second;
};

static bool
next_line(struct walk *w, struct line *l)
{
	struct linear *s = w->s;

	for (;;) {
		const struct linear_term *t;
		uint32_t e;

		if (w->at == LINEAR_NONE) {
			if (w->second)
				return false;
			w->second = true;
			w->at = s->cell[w->y].term;
			continue;
		}
		t = &s->term[w->at];
		w->at = t->next;
		e = t->equation;
		if (s->equation[e].kind != LINEAR_HARD)
			continue;
		l->c = -s->equation[e].gap.n;
		l->a = w->second ? coef_in(s, w->x, e) : t->coef;
		l->b = w->second ? t->coef : coef_in(s, w->y, e);
		if (!w->second || l->a == 0)
			return true;
	}
}

/* The only changes of x and y that two of their equations allow. */
static bool
solve_two(struct linear *s, uint32_t x, uint32_t y, struct linear_change *c)
{
	struct walk w = {.s = s, .x = x, .y = y, .at = s->cell[x].term};
	struct line one, two;
	long det;

	if (!next_line(&w, &one))
		return false;
	do {
		if (!next_line(&w, &two))
			return false;
		det = one.a * two.b - two.a * one.b;
	} while (det == 0);
	c[0].cell = x;
	c[1].cell = y;
	return linear_divide(one.c * two.b - two.c * one.b, det, &c[0].value) &&
	    linear_divide(one.a * two.c - two.a * one.c, det, &c[1].value) &&
	    dec_add(&c[0].value, s->cell[x].value) &&
	    dec_add(&c[1].value, s->cell[y].value);
}

static void
try_with(struct linear *s, struct locate_group *g, uint32_t x, uint32_t equation)
{
	const struct linear_equation *q = &s->equation[equation];

	for (uint32_t i = 0; i < q->n && !is_over(s); i++) {
		struct set set = {.n = 2};
		uint32_t y = s->term[q->from + i].cell;

		if (y != x && solve_two(s, x, y, set.change))
			propose(s, g, &set, g->nfailing);
	}
}

/* The first failing equation without the cell. */
static uint32_t
untouched(struct linear *s, const struct locate_group *g, uint32_t cell)
{
	for (size_t i = 0; i < g->nfailing && !is_over(s); i++)
		if (coef_in(s, cell, g->failing[i]) == 0)
			return g->failing[i];
	return LINEAR_NONE;
}

static void
try_two(struct linear *s, struct locate_group *g)
{
	const struct linear_equation *q = &s->equation[g->failing[0]];

	for (uint32_t i = 0; i < q->n && !is_over(s); i++) {
		uint32_t x = s->term[q->from + i].cell,
			 other = untouched(s, g, x);

		if (other != LINEAR_NONE) {
			try_with(s, g, x, other);
			continue;
		}
		for (uint32_t k = s->cell[x].term; k != LINEAR_NONE;
		    k = s->term[k].next)
			if (s->equation[s->term[k].equation].kind == LINEAR_HARD)
				try_with(s, g, x, s->term[k].equation);
	}
}

/* ---- a row moved by one column ---- */

/* Add the change; to the present value it is none. */
static bool
add_change(const struct linear *s, struct set *set, uint32_t cell,
    struct dec value)
{
	if (dec_cmp(s->cell[cell].value, value) == 0)
		return true;
	if (set->n == LOCATE_CHANGES_MAX)
		return false;
	set->change[set->n++] = (struct linear_change){cell, value};
	return true;
}

/* The cells of the row in the order of the form's columns; 0 when one of them
 * is not in any sum. */
static size_t
row_cells(struct linear *s, const struct key *k,
    uint32_t cell[LOCATE_CHANGES_MAX])
{
	struct buf name = {0};
	size_t n = 0;

	for (size_t i = 0; i < k->form->ncol; i++) {
		const struct form_line *col = &k->form->col[i];

		if (!form_crosses(k->frow, col))
			continue;
		buf_reset(&name);
		key_join(&name, k->table, k->row, col->key);
		if (n == LOCATE_CHANGES_MAX ||
		    (cell[n] = linear_find_text(s, buf_str(&name))) ==
			LINEAR_NONE) {
			n = 0;
			break;
		}
		n++;
	}
	buf_free(&name);
	return n;
}

/* The equation of these cells and no others, or LINEAR_NONE. */
static uint32_t
row_equation(struct linear *s, const uint32_t *cell, size_t n)
{
	for (uint32_t i = s->cell[cell[0]].term; i != LINEAR_NONE;
	    i = s->term[i].next) {
		uint32_t e = s->term[i].equation;
		size_t k = 0;

		if (s->equation[e].n != n || s->equation[e].kind != LINEAR_HARD)
			continue;
		while (k < n && coef_in(s, cell[k], e) != 0)
			k++;
		if (k == n)
			return e;
	}
	return LINEAR_NONE;
}

/* The row with its figures one column on, or back: what falls off must be
 * nothing, the cell that becomes free gets what the sum of the row wants. */
static void
try_moved(struct linear *s, struct locate_group *g, const uint32_t *cell,
    size_t n, bool back)
{
	struct set set = {.pattern = PATTERN_SHIFTED};
	uint32_t fallen = cell[back ? 0 : n - 1], open = cell[back ? n - 1 : 0],
	         equation = row_equation(s, cell, n);
	struct dec value;

	if (equation == LINEAR_NONE || s->cell[fallen].value.n != 0)
		return;
	for (size_t i = 1; i < n; i++)
		if (!add_change(s, &set, cell[back ? i - 1 : i],
			s->cell[cell[back ? i : i - 1]].value))
			return;
	if (needed(s, &set, open, equation, &value) &&
	    add_change(s, &set, open, value) && set.n > 2)
		propose(s, g, &set, g->nfailing);
}

/* A row that explains all must have a cell in each failing equation. */
static void
try_rows(struct linear *s, struct locate_group *g)
{
	const struct linear_equation *q = &s->equation[g->failing[0]];
	const struct key *before = NULL;
	uint32_t cell[LOCATE_CHANGES_MAX];

	for (uint32_t i = 0; i < q->n && !is_over(s); i++) {
		const struct key *k = s->cell[s->term[q->from + i].cell].key;
		size_t n;

		if (k->form == NULL || k->frow == NULL ||
		    (before != NULL && in_one_row(before, k)))
			continue;
		before = k;
		n = row_cells(s, k, cell);
		if (n > 2) {
			try_moved(s, g, cell, n, false);
			try_moved(s, g, cell, n, true);
		}
	}
}

/* ---- blanks ---- */

/* The only blank of the equation, or LINEAR_NONE. */
static uint32_t
only_blank(const struct linear *s, const struct linear_equation *q)
{
	uint32_t found = LINEAR_NONE;

	for (uint32_t i = 0; i < q->n; i++) {
		uint32_t cell = s->term[q->from + i].cell;

		if (!s->cell[cell].blank)
			continue;
		if (found != LINEAR_NONE)
			return LINEAR_NONE;
		found = cell;
	}
	return found;
}

/* Each blank that alone stands between its sum and the truth, filled in. */
static void
try_blanks(struct linear *s, struct locate_group *g, uint32_t group)
{
	struct set set = {.pattern = PATTERN_BLANKS};

	for (uint32_t i = 0; i < s->nequation && !is_over(s); i++) {
		uint32_t cell;
		struct dec value;

		s->steps++;
		if (s->equation[i].kind != LINEAR_LATENT ||
		    (cell = only_blank(s, &s->equation[i])) == LINEAR_NONE ||
		    s->cell[cell].group != group)
			continue;
		if (!needed(s, &(struct set){0}, cell, i, &value) ||
		    !add_change(s, &set, cell, value))
			return;
	}
	if (set.n > 0)
		propose(s, g, &set, g->nfailing);
}

/* ---- texts ---- */

static void
add_value(struct buf *b, const struct linear_cell *c)
{
	if (c->blank)
		buf_addz(b, tr("(blank)", "（空）"));
	else
		buf_adddec(b, c->value);
}

static void
add_changes(struct buf *b, const struct linear *s, const struct set *set)
{
	for (size_t i = 0; i < set->n; i++) {
		const struct linear_cell *c = &s->cell[set->change[i].cell];

		if (set->n > NAMED_MAX + 1 && i == NAMED_MAX) {
			buf_addf(b, tr(" and %zu more", "等 %zu 格"),
			    msg_is_zh() ? set->n : set->n - i);
			return;
		}
		if (i != 0)
			buf_addz(b, i + 1 == set->n ? tr(" and ", "、")
						    : tr(", ", "、"));
		buf_addstr(b, c->key->whole);
		buf_addc(b, ' ');
		add_value(b, c);
		buf_addz(b, " → ");
		buf_adddec(b, set->change[i].value);
	}
}

static void
add_mended(struct buf *b, size_t mended, size_t failing)
{
	if (mended < failing)
		buf_addf(b,
		    tr(" would make %zu of the %zu failing relations hold",
			" 可使 %zu 条关系成立（共 %zu 条不成立）"),
		    mended, failing);
	else if (failing == 1)
		buf_addz(b, tr(" would make the relation hold", " 可使该关系成立"));
	else
		buf_addf(b, tr(" would make all %zu failing relations hold",
		    " 可使 %zu 条不成立的关系全部成立"), failing);
}

static void
write_text(const struct linear *s, struct locate_group *g)
{
	for (size_t i = 0; i < g->nset; i++) {
		const struct set *set = &g->set[i];

		if (i != 0)
			buf_addz(&g->text, tr("; or ", "；或 "));
		add_changes(&g->text, s, set);
		if (i == 0 || set->mended != g->set[i - 1].mended)
			add_mended(&g->text, set->mended, g->nfailing);
		if (set->pattern != PATTERN_NONE)
			buf_addf(&g->text, tr(" (%s)", "（%s）"),
			    tr(patterns[set->pattern].en,
				patterns[set->pattern].zh));
	}
}

/* ---- all groups ---- */

static void
solve_group(struct locate *l, uint32_t number)
{
	struct linear *s = &l->system;
	struct locate_group *g = &l->group[number];

	try_one_each(s, g, g->failing[0], g->nfailing);
	if (g->nset == 0) {
		try_two(s, g);
		try_rows(s, g);
		try_blanks(s, g, number);
	}
	if (g->nset == 0)
		for (size_t i = 0; i < g->nfailing; i++)
			try_one_each(s, g, g->failing[i], 2);
	write_text(s, g);
}

static void
add_failing(struct linear *s, struct locate_group *g, uint32_t equation)
{
	size_t at = g->nfailing;

	g->failing = xgrow(g->failing, g->nfailing, &g->cap,
	    sizeof *g->failing);
	g->failing[g->nfailing++] = equation;
	/* only the shortest must be first */
	if (s->equation[equation].n < s->equation[g->failing[0]].n) {
		g->failing[at] = g->failing[0];
		g->failing[0] = equation;
	}
}

static void
solve(struct locate *l)
{
	struct linear *s = &l->system;

	l->solved = true;
	l->ngroup = linear_group(s);
	if (l->cap < l->ngroup) {
		l->group = xrealloc(l->group, l->ngroup * sizeof *l->group);
		memset(l->group + l->cap, 0,
		    (l->ngroup - l->cap) * sizeof *l->group);
		l->cap = l->ngroup;
	}
	for (uint32_t i = 0; i < s->nequation; i++)
		if (linear_fails(&s->equation[i]) && s->equation[i].n != 0)
			add_failing(s,
			    &l->group[s->cell[s->term[s->equation[i].from].cell]
					  .group],
			    i);
	for (uint32_t i = 0; i < l->ngroup; i++)
		if (l->group[i].nfailing != 0 && !is_over(s))
			solve_group(l, i);
}

static bool
changes(const struct locate_group *g, uint32_t cell)
{
	for (size_t i = 0; i < g->nset; i++)
		for (size_t k = 0; k < g->set[i].n; k++)
			if (g->set[i].change[k].cell == cell)
				return true;
	return false;
}

struct str
locate_hint(struct locate *l, const struct key *k)
{
	uint32_t cell;
	const struct locate_group *g;

	if (!l->solved)
		solve(l);
	cell = linear_find(&l->system, k);
	if (cell == LINEAR_NONE)
		return (struct str){0};
	g = &l->group[l->system.cell[cell].group];
	return changes(g, cell) ? buf_str(&g->text) : (struct str){0};
}

void
locate_begin(struct locate *l)
{
	linear_reset(&l->system);
	for (size_t i = 0; i < l->ngroup; i++) {
		l->group[i].nfailing = l->group[i].nset = 0;
		buf_reset(&l->group[i].text);
	}
	l->ngroup = 0;
	l->solved = false;
}

void
locate_free(struct locate *l)
{
	for (size_t i = 0; i < l->cap; i++) {
		free(l->group[i].failing);
		free(l->group[i].set);
		buf_free(&l->group[i].text);
	}
	free(l->group);
	linear_free(&l->system);
	*l = (struct locate){0};
}
