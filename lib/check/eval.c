/*
 * Evaluation in the logic of Kleene: what cannot be known stays unknown, unless
 * the rest decides the matter alone.
 *
 * In a sum a blank counts as 0, as people who fill the forms leave out zeros;
 * a side of a comparison that is nothing but blanks says nothing.
 */
#include "check/eval.h"

static bool
is_lost(const struct operand *o)
{
	return o->reading == READ_ABSENT || o->reading == READ_UNREAD;
}

static struct value
number_value(struct dec d)
{
	return (struct value){.kind = VALUE_NUMBER, .number = d};
}

static struct value
text_value(struct str s)
{
	return (struct value){.kind = VALUE_TEXT, .text = s};
}

/* Sums keep their kind: blank + blank is blank, blank + 3 is 3. */
static struct value
combine(enum expr_kind kind, struct value a, struct value b)
{
	struct value sum = {.number = a.number};
	bool fits;

	if (a.kind == VALUE_UNKNOWN || b.kind == VALUE_UNKNOWN ||
	    a.kind == VALUE_TEXT || b.kind == VALUE_TEXT)
		return (struct value){0};
	if (kind == EXPR_MUL) {
		sum.kind = a.kind == VALUE_BLANK || b.kind == VALUE_BLANK
		    ? VALUE_BLANK : VALUE_NUMBER;
		fits = dec_mul(a.number, b.number, &sum.number);
	} else {
		sum.kind = a.kind == VALUE_BLANK && b.kind == VALUE_BLANK
		    ? VALUE_BLANK : VALUE_NUMBER;
		fits = kind == EXPR_ADD ? dec_add(&sum.number, b.number)
					: dec_sub(&sum.number, b.number);
	}
	return fits ? sum : (struct value){0};
}

static struct value
operand_value(const struct operand *o)
{
	switch (o->reading) {
	case READ_NUMBER:
		return number_value(o->number);
	case READ_BLANK:
		return (struct value){.kind = VALUE_BLANK};
	case READ_TEXT:
		return text_value(o->cell->raw);
	default:
		return (struct value){0};
	}
}

static struct value
ref_value(const struct operands *r)
{
	struct value sum = {.kind = VALUE_BLANK};

	if (r->unknown || r->n == 0)
		return (struct value){0};
	if (r->n == 1)
		return operand_value(r->v[0]);
	for (size_t i = 0; i < r->n; i++) { /* as combine does, but quickly */
		const struct operand *o = r->v[i];

		if (o->reading == READ_BLANK)
			continue;
		if (o->reading != READ_NUMBER || !dec_add(&sum.number, o->number))
			return (struct value){0};
		sum.kind = VALUE_NUMBER;
	}
	return sum;
}

/* Is there nothing known about the cells, so that none can be counted? */
static bool
is_unknowable(const struct eval *v, const struct operands *r)
{
	return r->unknown || (v->no_facts && str_is(r->table, "doc"));
}

static struct value
count(const struct eval *v, const struct operands *r, const struct expr *e)
{
	long n = 0;

	if (is_unknowable(v, r))
		return (struct value){0};
	for (size_t i = 0; i < r->n; i++)
		n += r->v[i]->cell != NULL && (e->kind == EXPR_COUNT ||
		    cell_has_flag(r->v[i]->cell, e->flag));
	return number_value(dec_of(n));
}

/* The text of the first of the cells that is there. */
static struct value
raw(const struct operands *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i]->cell != NULL)
			return text_value(r->v[i]->cell->raw);
	return (struct value){0};
}

/* A sum or product.  Where the left side cannot be told, the right does not matter. */
static struct value
operation(const struct eval *v, const struct expr *e)
{
	struct value a = eval_value(v, e->a);

	return a.kind != VALUE_UNKNOWN ? combine(e->kind, a, eval_value(v, e->b))
				       : a;
}

static struct value
negated(struct value a)
{
	struct value zero = {.kind = VALUE_BLANK};

	return combine(EXPR_SUB, zero, a);
}

struct value
eval_value(const struct eval *v, const struct expr *e)
{
	switch (e->kind) {
	case EXPR_NUMBER:
		return number_value(*e->number);
	case EXPR_TEXT:
		return text_value(*e->text);
	case EXPR_VAR:
		return text_value(v->bind[e->var]);
	case EXPR_YEAR:
		return v->report->year != 0
		    ? number_value(dec_of((long)v->report->year))
		    : (struct value){0};
	case EXPR_FORM:
		return text_value(v->report->form);
	case EXPR_PREV_FORM:
		return text_value(v->prev_form);
	case EXPR_ORG:
		return text_value(v->report->org);
	case EXPR_DOC:
		return text_value(v->report->doc);
	case EXPR_REF:
		return ref_value(v->ref[e->ref]);
	case EXPR_COUNT:
	case EXPR_FLAG:
		return count(v, v->ref[e->ref], e);
	case EXPR_RAW:
		return raw(v->ref[e->ref]);
	case EXPR_NEG:
		return negated(eval_value(v, e->a));
	case EXPR_ADD:
	case EXPR_SUB:
	case EXPR_MUL:
		return operation(v, e);
	default:
		return (struct value){0};
	}
}

static enum truth
order(enum expr_kind kind, int c)
{
	switch (kind) {
	case EXPR_EQ:
		return truth_of(c == 0);
	case EXPR_NE:
		return truth_of(c != 0);
	case EXPR_LT:
		return truth_of(c < 0);
	case EXPR_LE:
		return truth_of(c <= 0);
	case EXPR_GT:
		return truth_of(c > 0);
	default:
		return truth_of(c >= 0);
	}
}

/* A text that is compared with a number counts as the number it spells. */
static bool
as_number(const struct value *a, struct dec *d)
{
	if (a->kind == VALUE_TEXT)
		return dec_parse(a->text, d);
	*d = a->number;
	return true;
}

/* The number that e is, if all in it are numbers: as eval_value finds it, but
 * quickly.  Most sides of most comparisons are so. */
static bool
is_plain_number(const struct eval *v, const struct expr *e, struct dec *d)
{
	const struct operands *r;
	struct dec b;

	switch (e->kind) {
	case EXPR_NUMBER:
		*d = *e->number;
		return true;
	case EXPR_REF:
		r = v->ref[e->ref];
		*d = (struct dec){0};
		for (size_t i = 0; i < r->n; i++)
			if (r->v[i]->reading != READ_NUMBER ||
			    !dec_add(d, r->v[i]->number))
				return false;
		return r->n != 0 && !r->unknown;
	case EXPR_ADD:
		return is_plain_number(v, e->a, d) &&
		    is_plain_number(v, e->b, &b) && dec_add(d, b);
	default:
		return false;
	}
}

/* Compare what may be no plain numbers.  Few are, and so the others need not pay
 * for its many variables. */
static enum truth __attribute__((noinline))
compare_values(const struct eval *v, const struct expr *e)
{
	struct value a = eval_value(v, e->a), b;
	struct dec x, y;

	if (a.kind <= VALUE_BLANK)
		return TRUTH_UNKNOWN;
	b = eval_value(v, e->b);
	if (b.kind <= VALUE_BLANK)
		return TRUTH_UNKNOWN;
	if (a.kind == VALUE_TEXT && b.kind == VALUE_TEXT)
		return order(e->kind, str_cmp(a.text, b.text));
	if (!as_number(&a, &x) || !as_number(&b, &y))
		return TRUTH_UNKNOWN;
	return order(e->kind, dec_cmp(x, y));
}

/* Neither need the conditions around it pay for its variables. */
static enum truth __attribute__((noinline))
compare(const struct eval *v, const struct expr *e)
{
	struct dec x, y;

	if (is_plain_number(v, e->b, &y) && is_plain_number(v, e->a, &x))
		return order(e->kind, dec_cmp(x, y));
	return compare_values(v, e);
}

/* ~ looks into the text of cells, whatever they hold. */
static struct value
haystack(const struct eval *v, const struct expr *e)
{
	return e->kind == EXPR_REF ? raw(v->ref[e->ref]) : eval_value(v, e);
}

static enum truth
like(const struct eval *v, const struct expr *e)
{
	struct value a = haystack(v, e->a), b = haystack(v, e->b);

	if (a.kind != VALUE_TEXT || b.kind != VALUE_TEXT)
		return TRUTH_UNKNOWN;
	return truth_of(str_find(a.text, b.text) >= 0);
}

/* Is any of the cells a blank? */
static enum truth
any_blank(const struct operands *r)
{
	enum truth t = r->unknown ? TRUTH_UNKNOWN : TRUTH_FALSE;

	for (size_t i = 0; i < r->n; i++) {
		if (r->v[i]->reading == READ_BLANK)
			return TRUTH_TRUE;
		if (is_lost(r->v[i]))
			t = TRUTH_UNKNOWN;
	}
	return t;
}

static enum truth
is_whole(const struct operand *o)
{
	return truth_of(o->reading == READ_NUMBER && dec_is_int(o->number));
}

/* Does the number suit the type that the form gives to its column? */
static enum truth
suits(const struct operand *o)
{
	if (o->key->fcol == NULL)
		return TRUTH_UNKNOWN;
	return truth_of(o->reading == READ_NUMBER &&
	    key_takes(o->key, o->number));
}

/* Do all of the cells pass the test?  Blanks and lost cells cannot tell. */
static enum truth
all(const struct operands *r, enum truth (*test)(const struct operand *))
{
	enum truth t =
	    r->unknown || r->n == 0 ? TRUTH_UNKNOWN : TRUTH_TRUE;

	for (size_t i = 0; i < r->n; i++) {
		const struct operand *o = r->v[i];
		enum truth one = is_lost(o) || o->reading == READ_BLANK
		    ? TRUTH_UNKNOWN : test(o);

		if (one == TRUTH_FALSE)
			return TRUTH_FALSE;
		if (one == TRUTH_UNKNOWN)
			t = TRUTH_UNKNOWN;
	}
	return t;
}

static enum truth
has(const struct eval *v, const struct operands *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i]->cell != NULL)
			return TRUTH_TRUE;
	return is_unknowable(v, r) ? TRUTH_UNKNOWN : TRUTH_FALSE;
}

static enum truth
known(const struct eval *v, const struct expr *name)
{
	struct value a = eval_value(v, name);

	return truth_of(a.kind == VALUE_NUMBER || a.text.n != 0);
}

/* and, or: the second operand need not be asked where the first decides. */
static enum truth
either(const struct eval *v, const struct expr *e, enum truth so)
{
	enum truth a = eval_truth(v, e->a);

	return a == so ? a : truth_either(a, eval_truth(v, e->b), so);
}

enum truth
eval_truth(const struct eval *v, const struct expr *e)
{
	switch (e->kind) {
	case EXPR_HAS:
		return has(v, v->ref[e->ref]);
	case EXPR_KNOWN:
		return known(v, e->a);
	case EXPR_BLANK:
		return any_blank(v->ref[e->ref]);
	case EXPR_ISINT:
		return all(v->ref[e->ref], is_whole);
	case EXPR_FITS:
		return all(v->ref[e->ref], suits);
	case EXPR_LIKE:
		return like(v, e);
	case EXPR_NOT:
		return truth_not(eval_truth(v, e->a));
	case EXPR_AND:
		return either(v, e, TRUTH_FALSE);
	case EXPR_OR:
		return either(v, e, TRUTH_TRUE);
	default:
		return compare(v, e);
	}
}

/* The comparison that makes e, which is false, false; NULL when none does. */
static const struct expr *
culprit(const struct eval *v, const struct expr *e)
{
	const struct expr *c;

	if (expr_is_comparison(e))
		return e;
	if (e->kind == EXPR_AND)
		return culprit(v,
		    eval_truth(v, e->a) == TRUTH_FALSE ? e->a : e->b);
	if (e->kind == EXPR_OR) {
		c = culprit(v, e->a);
		return c != NULL ? c : culprit(v, e->b);
	}
	return e->kind == EXPR_NOT ? expr_first_comparison(e->a) : NULL;
}

const struct expr *
eval_relation(const struct eval *v, const struct expr *e)
{
	const struct expr *c = culprit(v, e);

	return c != NULL ? c : expr_first_comparison(e);
}

/* Where a cell stands in a sum: how often, and with which sign. */
struct place {
	const struct key *key;
	size_t times;
	bool negative;
};

static void
find_term(const struct eval *v, const struct expr *e, bool negative,
    struct place *p)
{
	const struct operands *r;
	size_t before = p->times;

	switch (e->kind) {
	case EXPR_REF:
		r = v->ref[e->ref];
		for (size_t i = 0; i < r->n; i++) {
			if (r->v[i]->key == p->key ||
			    str_eq(r->v[i]->key->whole, p->key->whole)) {
				p->times++;
				p->negative = negative;
			}
		}
		break;
	case EXPR_MUL: /* a factor is no term: it must not be there */
		find_term(v, e->a, negative, p);
		find_term(v, e->b, negative, p);
		p->times += p->times - before == 1;
		break;
	case EXPR_NEG:
		find_term(v, e->a, !negative, p);
		break;
	case EXPR_ADD:
	case EXPR_SUB:
		find_term(v, e->a, negative, p);
		find_term(v, e->b, negative != (e->kind == EXPR_SUB), p);
		break;
	default:
		break;
	}
}

bool
eval_expected(const struct eval *v, const struct expr *e,
    const struct operand *cell, struct dec *value)
{
	struct place p = {.key = cell->key};
	struct value a, b;

	if (e == NULL || e->kind != EXPR_EQ || is_lost(cell) ||
	    cell->reading == READ_TEXT)
		return false;
	find_term(v, e->a, true, &p);
	find_term(v, e->b, false, &p);
	a = eval_value(v, e->a);
	b = eval_value(v, e->b);
	if (p.times != 1 || a.kind != VALUE_NUMBER || b.kind != VALUE_NUMBER)
		return false;
	/* the side with the cell must grow by what the other has more */
	if (!dec_sub(&a.number, b.number))
		return false;
	*value = cell->number;
	return (p.negative ? dec_sub(value, a.number)
			   : dec_add(value, a.number)) &&
	    key_takes(cell->key, *value); /* if not, another one is wrong */
}

/* What eval_missing looks for, and whom it tells. */
struct search {
	const struct eval *v;
	void *ctx;
	void (*seen)(void *ctx, const struct operand *o, const char *name);
	bool blanks; /* only blanks are left to be the reason */
	size_t n;
};

static void
tell(struct search *s, const struct operand *o, const char *name)
{
	s->n++;
	s->seen(s->ctx, o, name);
}

/* as_text: its text is asked for, and each cell that is there has one. */
static void
search_ref(struct search *s, const struct expr *e, bool as_text)
{
	const struct operands *r = s->v->ref[e->ref];

	if (s->v->no_facts && str_is(r->table, "doc")) {
		if (!s->blanks)
			tell(s, NULL, "doc.*.*");
		return;
	}
	if (e->kind == EXPR_HAS || e->kind == EXPR_COUNT || e->kind == EXPR_FLAG) {
		if (!r->unknown)
			return;
	}
	if (as_text && raw(r).kind != VALUE_UNKNOWN)
		return;
	for (size_t i = 0; i < r->n; i++) {
		const struct operand *o = r->v[i];
		bool wanted = s->blanks ? o->reading == READ_BLANK
		    : is_lost(o) || o->reading == READ_TEXT;

		if (wanted)
			tell(s, o, NULL);
	}
}

/* as_text: e is a side of a ~, which asks for the text of a cell. */
static void
search(struct search *s, const struct expr *e, bool as_text)
{
	if (e == NULL || e->kind == EXPR_KNOWN)
		return;
	if (e->kind == EXPR_YEAR && s->v->report->year == 0 && !s->blanks)
		tell(s, NULL, "year");
	search(s, e->a, e->kind == EXPR_LIKE);
	search(s, e->b, e->kind == EXPR_LIKE);
	if (expr_has_ref(e))
		search_ref(s, e,
		    e->kind == EXPR_RAW || (as_text && e->kind == EXPR_REF));
}

void
eval_missing(const struct eval *v, const struct expr *e, void *ctx,
    void (*seen)(void *ctx, const struct operand *o, const char *name))
{
	struct search s = {.v = v, .ctx = ctx, .seen = seen};

	search(&s, e, false);
	if (s.n != 0)
		return;
	s.blanks = true;
	search(&s, e, false);
}
