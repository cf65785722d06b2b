/*
 * Parsing conditions by recursive descent.
 *
 *	or      = and {"or" and}
 *	and     = not {"and" not}
 *	not     = "not" not | compare
 *	compare = sum [("=" | "!=" | "<" | "<=" | ">" | ">=" | "~") sum]
 *	sum     = product {("+" | "-") product}
 *	product = factor {"*" factor}
 *	factor  = "-" factor | "(" or ")" | number | 'text' | $name | name |
 *	          function "(" ... ")" | reference
 *
 * Conditions and values share the grammar, since a bracket may begin either;
 * each operator asks its operands what they are.  Depth and size are bounded,
 * as everything else that walks the tree does so by recursion.
 */
#include "check/expr.h"

#include "base/utf8.h"
#include "report/value.h"

static struct expr *parse_or(struct scan *s);

static struct expr *
node(struct scan *s, enum expr_kind kind, const struct expr *a,
    const struct expr *b)
{
	struct expr *e;

	if (++s->nodes > EXPR_NODES_MAX) {
		scan_fail(s, s->at, "%s",
		    tr("the condition is too long", "条件过长"));
		return NULL;
	}
	e = arena_alloc(s->arena, sizeof *e);
	e->kind = kind;
	e->a = a;
	e->b = b;
	return e;
}

static struct expr *
fail(struct scan *s, size_t at, const char *text)
{
	scan_fail(s, at, "%s", text);
	return NULL;
}

static struct expr *
expected(struct scan *s, const char *what)
{
	scan_expected(s, what);
	return NULL;
}

static bool
enter(struct scan *s)
{
	return ++s->depth <= EXPR_DEPTH_MAX ||
	    scan_fail(s, s->at, "%s", tr("nested too deeply", "嵌套过深"));
}

static struct expr *
parse_number(struct scan *s)
{
	size_t from = s->at;
	struct expr *e = node(s, EXPR_NUMBER, NULL, NULL);
	struct dec number;

	while (scan_peek(s) >= '0' && scan_peek(s) <= '9')
		s->at++;
	if (scan_peek(s) == '.') {
		s->at++;
		while (scan_peek(s) >= '0' && scan_peek(s) <= '9')
			s->at++;
	}
	if (e == NULL)
		return NULL;
	if (!dec_parse((struct str){s->text->s.p + from, s->at - from}, &number))
		return fail(s, from, tr("not a number, or one with too many digits",
		    "不是数字，或位数过多"));
	e->number = arena_copy(s->arena, &number, sizeof number);
	return e;
}

/* The text between quotes; s->at is behind the first of them. */
static bool
quoted(struct scan *s, struct str *text)
{
	size_t from = s->at;

	while (s->at < s->text->s.n && s->text->s.p[s->at] != '\'')
		s->at++;
	if (s->at == s->text->s.n)
		return scan_fail(s, from - 1, "%s",
		    tr("the quotation has no end", "引号没有结束"));
	*text = (struct str){s->text->s.p + from, s->at - from};
	s->at++;
	return true;
}

static const struct {
	const char *name;
	enum expr_kind kind;
} functions[] = {{"has", EXPR_HAS}, {"blank", EXPR_BLANK},
    {"isint", EXPR_ISINT}, {"fits", EXPR_FITS}, {"count", EXPR_COUNT},
    {"flag", EXPR_FLAG}, {"text", EXPR_RAW}};

static const struct {
	const char *name;
	enum expr_kind kind;
} names[] = {{"year", EXPR_YEAR}, {"form", EXPR_FORM}, {"org", EXPR_ORG},
    {"doc", EXPR_DOC}};

#define FUNCTIONS (sizeof functions / sizeof *functions)
#define NAMES (sizeof names / sizeof *names)

/* The form of the report for the year before. */
static bool
takes_prev_form(struct scan *s)
{
	static const struct str name = {"prev.form", 9};
	struct str rest = str_skip(s->text->s, s->at);
	size_t from = s->at;

	if (!str_starts(rest, name))
		return false;
	s->at += name.n;
	if (scan_word(s).n == 0 && scan_peek(s) != '.')
		return true;
	s->at = from;
	return false;
}

/* A name that is not the beginning of a reference. */
static struct expr *
parse_name(struct scan *s)
{
	size_t from = s->at;
	struct str word;

	if (takes_prev_form(s))
		return node(s, EXPR_PREV_FORM, NULL, NULL);
	word = scan_word(s);
	if (scan_peek(s) != '.')
		for (size_t i = 0; i < NAMES; i++)
			if (str_is(word, names[i].name))
				return node(s, names[i].kind, NULL, NULL);
	s->at = from;
	return NULL;
}

/* ", 'word'" of flag(). */
static bool
parse_flag_word(struct scan *s, struct expr *e)
{
	struct str word;
	size_t from;

	if (!scan_take(s, ",") || !scan_take(s, "'"))
		return scan_expected(s, tr(", and a 'word'", ", 和 '词'"));
	from = s->at - 1;
	if (!quoted(s, &word))
		return false;
	e->flag = value_nearest_flag(word);
	return str_is(word, e->flag) ||
	    scan_fail(s, from,
		tr("no cell has the flag '%.*s'; did you mean '%s'?",
		    "没有标记 '%.*s'；是否指 '%s'？"),
		(int)word.n, word.p, e->flag);
}

/* The inside of function(...), after the bracket. */
static struct expr *
parse_call(struct scan *s, enum expr_kind kind)
{
	struct expr *e = node(s, kind, NULL, NULL);

	if (e == NULL)
		return NULL;
	scan_space(s);
	if (kind == EXPR_HAS && (e->a = parse_name(s)) != NULL)
		e->kind = EXPR_KNOWN;
	else if (!ref_scan(s, tr("a reference", "引用"), true, &e->ref))
		return NULL;
	if (kind == EXPR_FLAG && !parse_flag_word(s, e))
		return NULL;
	return scan_take(s, ")") ? e : expected(s, "\")\"");
}

/* $name alone is its value; with parts behind it, a reference. */
static struct expr *
parse_var(struct scan *s)
{
	size_t from = s->at++;
	struct str word = scan_word(s);
	struct expr *e;

	if (scan_peek(s) == '.') {
		s->at = from;
		return NULL;
	}
	e = node(s, EXPR_VAR, NULL, NULL);
	if (e == NULL || !scan_var(s, from, word, &e->var))
		return NULL;
	return e;
}

static struct expr *
parse_ref(struct scan *s)
{
	struct expr *e = node(s, EXPR_REF, NULL, NULL);

	if (e == NULL ||
	    !ref_scan(s,
		tr("a reference, a number, a 'text' or a function",
		    "引用、数字、'文字' 或函数"),
		true, &e->ref))
		return NULL;
	return e;
}

static struct expr *
parse_word(struct scan *s)
{
	size_t from = s->at;
	struct str word = scan_word(s);
	struct expr *e;

	if (scan_peek(s) == '(' && word.n != 0) {
		for (size_t i = 0; i < FUNCTIONS; i++) {
			if (str_is(word, functions[i].name)) {
				s->at++;
				return parse_call(s, functions[i].kind);
			}
		}
		scan_fail(s, from,
		    tr("no function \"%.*s\"; there are has, blank, isint, fits, "
		       "count, flag, text",
			"没有函数“%.*s”；可用的有 has、blank、isint、fits、"
			"count、flag、text"),
		    (int)utf8_cut(word, 40), word.p);
		return NULL;
	}
	s->at = from;
	e = parse_name(s);
	return e != NULL ? e : parse_ref(s);
}

static struct expr *
parse_bracket(struct scan *s)
{
	struct expr *e;

	if (!enter(s))
		return NULL;
	e = parse_or(s);
	s->depth--;
	if (e != NULL && !scan_take(s, ")"))
		return expected(s, "\")\"");
	return e;
}

static bool
is_value(struct scan *s, size_t at, const struct expr *e)
{
	return !expr_is_condition(e) ||
	    scan_fail(s, at, "%s",
		tr("expected a number, a text or a reference, found a condition",
		    "应为数字、文字或引用，却是条件"));
}

static bool
is_condition(struct scan *s, size_t at, const struct expr *e)
{
	return expr_is_condition(e) ||
	    scan_fail(s, at, "%s",
		tr("expected a condition, found a value; compare it with something",
		    "应为条件，却是值；请与另一个值比较"));
}

static bool
is_number(struct scan *s, size_t at, const struct expr *e)
{
	if (e->kind == EXPR_TEXT || e->kind == EXPR_VAR || e->kind == EXPR_RAW ||
	    e->kind == EXPR_FORM || e->kind == EXPR_PREV_FORM ||
	    e->kind == EXPR_ORG || e->kind == EXPR_DOC)
		return scan_fail(s, at, "%s",
		    tr("expected a number or a reference, found a text",
			"应为数字或引用，却是文字"));
	return is_value(s, at, e);
}

/* Behind the first quote. */
static struct expr *
parse_text(struct scan *s)
{
	struct expr *e = node(s, EXPR_TEXT, NULL, NULL);
	struct str text;

	if (e == NULL || !quoted(s, &text))
		return NULL;
	e->text = arena_copy(s->arena, &text, sizeof text);
	return e;
}

static struct expr *
parse_factor(struct scan *s)
{
	size_t at;
	struct expr *e;

	scan_space(s);
	at = s->at;
	if (scan_take(s, "-")) {
		if (!enter(s))
			return NULL;
		at = s->at;
		e = parse_factor(s);
		s->depth--;
		return e != NULL && is_number(s, at, e)
		    ? node(s, EXPR_NEG, e, NULL) : NULL;
	}
	if (scan_take(s, "("))
		return parse_bracket(s);
	if (scan_peek(s) >= '0' && scan_peek(s) <= '9')
		return parse_number(s);
	if (scan_take(s, "'"))
		return parse_text(s);
	if (scan_peek(s) == '$') {
		e = parse_var(s);
		return e != NULL || s->at != at ? e : parse_ref(s);
	}
	return parse_word(s);
}

/* a <sign> b for a sign that wants numbers on both sides. */
static struct expr *
arithmetic(struct scan *s, enum expr_kind kind, size_t at, const struct expr *a,
    struct expr *(*next)(struct scan *))
{
	size_t right;
	struct expr *b;

	if (!is_number(s, at, a))
		return NULL;
	scan_space(s);
	right = s->at;
	b = next(s);
	if (b == NULL || !is_number(s, right, b))
		return NULL;
	return node(s, kind, a, b);
}

static struct expr *
parse_product(struct scan *s)
{
	size_t at;
	struct expr *e;

	scan_space(s);
	at = s->at;
	e = parse_factor(s);
	while (e != NULL && scan_take(s, "*"))
		e = arithmetic(s, EXPR_MUL, at, e, parse_factor);
	return e;
}

static struct expr *
parse_sum(struct scan *s)
{
	size_t at;
	struct expr *e;

	scan_space(s);
	at = s->at;
	e = parse_product(s);
	while (e != NULL) {
		if (scan_take(s, "+"))
			e = arithmetic(s, EXPR_ADD, at, e, parse_product);
		else if (scan_take(s, "-"))
			e = arithmetic(s, EXPR_SUB, at, e, parse_product);
		else
			break;
	}
	return e;
}

static const struct {
	const char *sign;
	enum expr_kind kind;
} comparisons[] = {{"!=", EXPR_NE}, {"<=", EXPR_LE}, {">=", EXPR_GE},
    {"=", EXPR_EQ}, {"<", EXPR_LT}, {">", EXPR_GT}, {"~", EXPR_LIKE}};

#define COMPARISONS (sizeof comparisons / sizeof *comparisons)

static struct expr *
parse_compare(struct scan *s)
{
	size_t at, right, i;
	struct expr *a, *b;

	scan_space(s);
	at = s->at;
	a = parse_sum(s);
	if (a == NULL)
		return NULL;
	for (i = 0; i < COMPARISONS && !scan_take(s, comparisons[i].sign);)
		i++;
	if (i == COMPARISONS)
		return a;
	if (!is_value(s, at, a))
		return NULL;
	scan_space(s);
	right = s->at;
	b = parse_sum(s);
	if (b == NULL || !is_value(s, right, b))
		return NULL;
	return node(s, comparisons[i].kind, a, b);
}

static struct expr *
parse_not(struct scan *s)
{
	size_t at;
	struct expr *e;

	if (!scan_keyword(s, "not"))
		return parse_compare(s);
	if (!enter(s))
		return NULL;
	scan_space(s);
	at = s->at;
	e = parse_not(s);
	s->depth--;
	return e != NULL && is_condition(s, at, e)
	    ? node(s, EXPR_NOT, e, NULL) : NULL;
}

/* One level of and/or. */
static struct expr *
chain(struct scan *s, const char *word, enum expr_kind kind,
    struct expr *(*next)(struct scan *))
{
	size_t at, right;
	struct expr *a, *b;

	scan_space(s);
	at = s->at;
	a = next(s);
	while (a != NULL && scan_keyword(s, word)) {
		if (!is_condition(s, at, a))
			return NULL;
		scan_space(s);
		right = s->at;
		b = next(s);
		if (b == NULL || !is_condition(s, right, b))
			return NULL;
		a = node(s, kind, a, b);
	}
	return a;
}

static struct expr *
parse_and(struct scan *s)
{
	return chain(s, "and", EXPR_AND, parse_not);
}

static struct expr *
parse_or(struct scan *s)
{
	return chain(s, "or", EXPR_OR, parse_and);
}

const struct expr *
expr_condition(struct scan *s)
{
	size_t at;
	const struct expr *e;

	s->depth = s->nodes = 0;
	scan_space(s);
	at = s->at;
	e = parse_or(s);
	if (e == NULL)
		return NULL;
	if (!scan_end(s))
		return expected(s,
		    tr("an operator or the end", "运算符或结尾"));
	return is_condition(s, at, e) ? e : NULL;
}

const struct expr *
expr_first_comparison(const struct expr *e)
{
	const struct expr *found;

	if (e == NULL || expr_is_comparison(e))
		return e;
	if (!expr_is_condition(e))
		return NULL;
	found = expr_first_comparison(e->a);
	return found != NULL ? found : expr_first_comparison(e->b);
}

enum expr_kind
expr_opposite(enum expr_kind comparison)
{
	switch (comparison) {
	case EXPR_EQ:
		return EXPR_NE;
	case EXPR_NE:
		return EXPR_EQ;
	case EXPR_LT:
		return EXPR_GE;
	case EXPR_LE:
		return EXPR_GT;
	case EXPR_GT:
		return EXPR_LE;
	default:
		return EXPR_LT;
	}
}

bool
expr_has_prev_form(const struct expr *e)
{
	return e != NULL && (e->kind == EXPR_PREV_FORM ||
	    expr_has_prev_form(e->a) || expr_has_prev_form(e->b));
}

bool
expr_has_ref(const struct expr *e)
{
	switch (e->kind) {
	case EXPR_REF:
	case EXPR_COUNT:
	case EXPR_FLAG:
	case EXPR_RAW:
	case EXPR_HAS:
	case EXPR_BLANK:
	case EXPR_ISINT:
	case EXPR_FITS:
		return true;
	default:
		return false;
	}
}

bool
expr_first_ref(const struct expr *e, unsigned *ref)
{
	if (e == NULL)
		return false;
	if (expr_has_ref(e)) {
		*ref = e->ref;
		return true;
	}
	return expr_first_ref(e->a, ref) || expr_first_ref(e->b, ref);
}

bool
expr_has_vars(const struct expr *e, const struct ref_list *refs)
{
	if (e == NULL)
		return false;
	if (e->kind == EXPR_VAR || (expr_has_ref(e) && refs->v[e->ref].vars))
		return true;
	return expr_has_vars(e->a, refs) || expr_has_vars(e->b, refs);
}
