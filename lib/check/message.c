/*
 * The sentences of findings.
 *
 * A sum is shown with its operands, as whoever corrects the report has to look
 * at each of them.  A long one leaves out what adds nothing, and says so.
 */
#include "check/message.h"

#include "base/utf8.h"

#define TERMS_SHOWN 8   /* a longer sum leaves out zeros and blanks */
#define MISSING_SHOWN 5 /* operands that an unknown outcome names */
#define LABELS_SHOWN 8
#define RAW_SHOWN 120 /* characters of the text of a cell */

static const struct {
	const char *name;
	enum message_kind kind;
	bool ref, relation;
} placeholders[] = {
	{"left", MESSAGE_LEFT, false, true},
	{"right", MESSAGE_RIGHT, false, true},
	{"leftsum", MESSAGE_LEFTSUM, false, true},
	{"rightsum", MESSAGE_RIGHTSUM, false, true},
	{"equation", MESSAGE_EQUATION, false, true},
	{"row", MESSAGE_ROW, false, false},
	{"col", MESSAGE_COL, false, false},
	{"table", MESSAGE_TABLE, false, false},
	{"value", MESSAGE_VALUE, false, false},
	{"year", MESSAGE_YEAR, false, false},
	{"form", MESSAGE_FORM, false, false},
	{"org", MESSAGE_ORG, false, false},
	{"doc", MESSAGE_DOC, false, false},
	{"raw", MESSAGE_RAW, true, false},
	{"num", MESSAGE_NUM, true, false},
	{"blanks", MESSAGE_BLANKS, true, false},
	{"has", MESSAGE_HAS, true, false},
};

#define PLACEHOLDERS (sizeof placeholders / sizeof *placeholders)

/* The text up to one of the signs, which is taken too. */
static bool
take_until(struct scan *s, char sign, struct str *text)
{
	size_t from = s->at;

	while (s->at < s->text->s.n && s->text->s.p[s->at] != sign)
		s->at++;
	*text = (struct str){s->text->s.p + from, s->at - from};
	if (s->at == s->text->s.n)
		return scan_expected(s, sign == '|' ? "\"|\"" : "\"}\"");
	s->at++;
	return true;
}

static bool
parse_known(struct scan *s, size_t at, size_t i, bool relation,
    struct message_piece *p)
{
	p->kind = placeholders[i].kind;
	if (placeholders[i].relation && !relation)
		return scan_fail(s, at,
		    tr("{%s} needs a comparison in \"must\"",
			"{%s} 需要“must”中有比较"),
		    placeholders[i].name);
	if (placeholders[i].ref &&
	    !ref_scan(s, tr("a reference", "引用"), true, &p->ref))
		return false;
	if (p->kind == MESSAGE_HAS) {
		if (!scan_take(s, "|"))
			return scan_expected(s, "\"|\"");
		return take_until(s, '|', &p->text) &&
		    take_until(s, '}', &p->other);
	}
	return scan_take(s, "}") || scan_expected(s, "\"}\"");
}

/* The inside of {...}; s->at is behind the bracket. */
static bool
parse_placeholder(struct scan *s, bool relation, struct message_piece *p)
{
	size_t at = s->at;
	struct str word = scan_word(s);

	for (size_t i = 0; i < PLACEHOLDERS; i++)
		if (str_is(word, placeholders[i].name))
			return parse_known(s, at, i, relation, p);
	p->kind = MESSAGE_VAR;
	for (size_t i = 0; i < s->nvar; i++) {
		if (str_eq(word, s->var[i])) {
			p->var = (unsigned)i;
			return scan_take(s, "}") || scan_expected(s, "\"}\"");
		}
	}
	return scan_fail(s, at,
	    tr("no placeholder {%.*s}; there are left, right, leftsum, rightsum, "
	       "equation, row, col, table, value, year, form, org, doc, raw REF, "
	       "num REF, blanks REF, has REF|..|.. and the variables of \"each\"",
		"没有占位符 {%.*s}；可用的有 left、right、leftsum、rightsum、"
		"equation、row、col、table、value、year、form、org、doc、raw 引用、"
		"num 引用、blanks 引用、has 引用|..|.. 以及“each”的变量"),
	    (int)utf8_cut(word, 40), word.p);
}

/* Words up to the next bracket; "{{" gives its first brace to them. */
static void
parse_words(struct scan *s, struct message_piece *p)
{
	size_t from = s->at;

	while (s->at < s->text->s.n && s->text->s.p[s->at] != '{')
		s->at++;
	p->kind = MESSAGE_WORDS;
	p->text = (struct str){s->text->s.p + from, s->at - from};
	if (str_starts(str_skip(s->text->s, s->at), STR("{{"))) {
		p->text.n++;
		s->at += 2;
	}
}

bool
message_parse(struct scan *s, bool relation, struct message *m)
{
	size_t room = 1;

	for (size_t i = 0; i < s->text->s.n; i++)
		room += s->text->s.p[i] == '{' ? 2 : 0;
	m->piece = arena_alloc(s->arena, room * sizeof *m->piece);
	m->n = 0;
	while (s->at < s->text->s.n) {
		struct message_piece *p = &m->piece[m->n++];

		if (scan_peek(s) == '{' &&
		    !str_starts(str_skip(s->text->s, s->at), STR("{{"))) {
			s->at++;
			if (!parse_placeholder(s, relation, p))
				return false;
		} else {
			parse_words(s, p);
		}
	}
	return true;
}

static void
add_label(struct buf *b, const struct form_line *l, struct str key)
{
	struct str s = {0};

	if (l != NULL)
		s = msg_is_zh() || l->en.n == 0 ? l->label : l->en;
	buf_addstr(b, s.n != 0 ? s : key);
}

/* The label of a table, which no form need be known for. */
static bool
add_table(struct buf *b, const struct forms *f, struct str key)
{
	for (size_t i = f->n; i-- > 0;) {
		const struct form_table *t = form_table(&f->form[i], key);

		if (t != NULL) {
			buf_addstr(b, msg_is_zh() || t->en.n == 0 ? t->label
								  : t->en);
			return true;
		}
	}
	return false;
}

/* Rows of the table of facts: "s3" is a section, "t3" a table. */
static bool
add_fact_row(struct buf *b, const struct forms *f, struct str row)
{
	for (size_t i = 0; i < f->nsection; i++) {
		const struct form_heading *h = &f->section[i];

		if (row.n < 2 || row.p[0] != 's' ||
		    !str_eq(str_skip(row, 1), h->key))
			continue;
		buf_addf(b, tr("section %.*s (", "第%.*s部分（"), (int)h->key.n,
		    h->key.p);
		buf_addstr(b, msg_is_zh() || h->en.n == 0 ? h->label[0] : h->en);
		buf_addz(b, tr(")", "）"));
		return true;
	}
	return add_table(b, f, row);
}

static void
add_row(struct buf *b, const struct message_about *a, const struct key *k)
{
	if (!str_is(k->table, "doc") || !add_fact_row(b, a->forms, k->row))
		add_label(b, k->frow, k->row);
}

/* Text of a cell: short, and without the line ends of the source. */
static void
add_raw(struct buf *b, struct str raw)
{
	struct str s = str_trim(raw);
	const char *p = s.p, *end = s.p + s.n, *before;

	for (size_t n = 0; p < end; n++) {
		uint32_t cp;

		if (n == RAW_SHOWN) {
			buf_addz(b, "…");
			break;
		}
		before = p;
		cp = utf8_next(&p, end);
		if (cp < 0x20)
			buf_addc(b, ' ');
		else
			buf_add(b, before, (size_t)(p - before));
	}
}

/* The value of an operand as a term. */
static void
add_operand(struct buf *b, const struct operand *o)
{
	switch (o->reading) {
	case READ_NUMBER:
		buf_adddec(b, o->number);
		break;
	case READ_BLANK:
		buf_addz(b, tr("blank", "空"));
		break;
	case READ_TEXT:
		buf_addz(b, "“");
		add_raw(b, o->cell->raw);
		buf_addz(b, "”");
		break;
	case READ_UNREAD:
		buf_addz(b, tr("unreadable", "无法读取"));
		if (o->key->scope == SCOPE_CHILD) { /* whose cell it is */
			buf_addz(b, tr(": ", "："));
			add_raw(b, o->cell->raw);
		}
		break;
	case READ_ABSENT:
		buf_addz(b, tr("not there", "没有"));
		break;
	}
}

static void
add_value(struct buf *b, struct value v)
{
	switch (v.kind) {
	case VALUE_NUMBER:
		buf_adddec(b, v.number);
		break;
	case VALUE_TEXT:
		buf_addz(b, "“");
		add_raw(b, v.text);
		buf_addz(b, "”");
		break;
	case VALUE_BLANK:
		buf_addz(b, tr("blank", "空"));
		break;
	case VALUE_UNKNOWN:
		buf_addc(b, '?');
		break;
	}
}

/* A sum on its way into the buffer. */
struct sum {
	struct buf *b;
	const struct eval *v;
	size_t terms, zeros, blanks; /* of the whole sum */
	bool counting, brief;
	size_t shown;
};

static bool
is_zero(const struct operand *o)
{
	return o->reading == READ_NUMBER &&
	    dec_cmp(o->number, (struct dec){0}) == 0;
}

/* The sign before a term; a negative number after one stands in brackets. */
static bool
begin_term(struct sum *s, bool minus, bool negative)
{
	if (s->shown++ != 0)
		buf_addz(s->b, minus ? " - " : " + ");
	else if (minus)
		buf_addc(s->b, '-');
	if (negative && (minus || s->shown > 1)) {
		buf_addc(s->b, '(');
		return true;
	}
	return false;
}

static void
term(struct sum *s, bool minus, const struct operand *o)
{
	bool idle = is_zero(o) || o->reading == READ_BLANK;

	if (s->counting) {
		s->terms++;
		s->zeros += is_zero(o);
		s->blanks += o->reading == READ_BLANK;
		return;
	}
	if (s->brief && idle)
		return;
	idle = begin_term(s, minus, o->reading == READ_NUMBER &&
		dec_cmp(o->number, (struct dec){0}) < 0);
	add_operand(s->b, o);
	if (idle)
		buf_addc(s->b, ')');
}

static void add_sum(struct buf *b, const struct eval *v, const struct expr *e);

static void
other_term(struct sum *s, bool minus, const struct expr *e)
{
	struct value v;

	if (s->counting) {
		s->terms++;
		return;
	}
	if (e->kind == EXPR_MUL) {
		begin_term(s, minus, true);
		if (s->shown == 1 && !minus)
			buf_addc(s->b, '(');
		add_sum(s->b, s->v, e->a);
		buf_addz(s->b, ") × (");
		add_sum(s->b, s->v, e->b);
		buf_addc(s->b, ')');
		return;
	}
	v = eval_value(s->v, e);
	if (begin_term(s, minus, v.kind == VALUE_NUMBER &&
		    dec_cmp(v.number, (struct dec){0}) < 0)) {
		add_value(s->b, v);
		buf_addc(s->b, ')');
		return;
	}
	add_value(s->b, v);
}

static void
walk(struct sum *s, bool minus, const struct expr *e)
{
	switch (e->kind) {
	case EXPR_ADD:
	case EXPR_SUB:
		walk(s, minus, e->a);
		walk(s, minus != (e->kind == EXPR_SUB), e->b);
		break;
	case EXPR_NEG:
		walk(s, !minus, e->a);
		break;
	case EXPR_REF:
		for (size_t i = 0; i < s->v->ref[e->ref]->n; i++)
			term(s, minus, s->v->ref[e->ref]->v[i]);
		break;
	default:
		other_term(s, minus, e);
		break;
	}
}

static void
add_left_out(const struct sum *s)
{
	bool zeros = s->zeros != 0, blanks = s->blanks != 0;

	if (!zeros && !blanks)
		return;
	buf_addz(s->b, tr(" (and ", "（另有 "));
	if (zeros)
		buf_addf(s->b, tr(s->zeros == 1 ? "%zu zero" : "%zu zeros",
		    "%zu 个 0"), s->zeros);
	if (zeros && blanks)
		buf_addz(s->b, tr(", ", "、"));
	if (blanks)
		buf_addf(s->b, tr(s->blanks == 1 ? "%zu blank" : "%zu blanks",
		    "%zu 个空格"), s->blanks);
	buf_addz(s->b, tr(")", "）"));
}

static void
add_sum(struct buf *b, const struct eval *v, const struct expr *e)
{
	struct sum s = {.b = b, .v = v, .counting = true};

	walk(&s, false, e);
	s.counting = false;
	s.brief = s.terms > TERMS_SHOWN;
	if (s.terms == 0)
		buf_addz(b, tr("nothing", "无"));
	walk(&s, false, e);
	if (!s.brief)
		return;
	if (s.shown == 0) {
		buf_addz(b, s.zeros != 0 ? "0" : tr("blank", "空"));
		*(s.zeros != 0 ? &s.zeros : &s.blanks) -= 1;
	}
	add_left_out(&s);
}

static const char *
sign(enum expr_kind kind)
{
	switch (kind) {
	case EXPR_EQ:
		return " = ";
	case EXPR_NE:
		return " ≠ ";
	case EXPR_LT:
		return " < ";
	case EXPR_LE:
		return " ≤ ";
	case EXPR_GT:
		return " > ";
	default:
		return " ≥ ";
	}
}

/* The sign that is true between the two sides. */
static const char *
true_sign(const struct eval *v, const struct expr *relation)
{
	switch (eval_truth(v, relation)) {
	case TRUTH_TRUE:
		return sign(relation->kind);
	case TRUTH_FALSE:
		return sign(expr_opposite(relation->kind));
	default:
		return " ? ";
	}
}

void
message_equation(struct buf *b, const struct message_about *a)
{
	const struct expr *r = a->relation;

	add_sum(b, a->eval, r->a);
	buf_addz(b, true_sign(a->eval, r));
	add_sum(b, a->eval, r->b);
}

/* The labels of the blank cells: of their columns, or of their rows. */
static void
add_blanks(struct buf *b, const struct message_about *a, const struct operands *r)
{
	bool rows = r->n > 1 && str_eq(r->v[0]->key->col, r->v[1]->key->col);
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		if (r->v[i]->reading != READ_BLANK)
			continue;
		n++;
		if (n > LABELS_SHOWN)
			continue;
		if (n > 1)
			buf_addz(b, tr(", ", "、"));
		if (rows)
			add_row(b, a, r->v[i]->key);
		else
			add_label(b, r->v[i]->key->fcol, r->v[i]->key->col);
	}
	if (n > LABELS_SHOWN)
		buf_addf(b, tr(" and %zu more", "，另有 %zu 处"),
		    n - LABELS_SHOWN);
}

static void
add_cell_piece(struct buf *b, const struct message_piece *p,
    const struct message_about *a)
{
	const struct operands *r = a->eval->ref[p->ref];
	const struct operand *o = r->n != 0 ? r->v[0] : NULL;

	switch (p->kind) {
	case MESSAGE_BLANKS:
		add_blanks(b, a, r);
		break;
	case MESSAGE_HAS:
		for (size_t i = 0; i < r->n && o->cell == NULL; i++)
			o = r->v[i];
		buf_addstr(b, o != NULL && o->cell != NULL ? p->text : p->other);
		break;
	case MESSAGE_RAW:
		if (o != NULL && o->cell != NULL)
			add_raw(b, o->cell->raw);
		break;
	default:
		if (o != NULL && o->reading == READ_NUMBER)
			buf_adddec(b, o->number);
		else
			buf_addz(b, "–");
		break;
	}
}

/* Pieces that speak of the cell that the finding points at. */
static void
add_at_piece(struct buf *b, enum message_kind kind, const struct message_about *a)
{
	const struct operand *o = a->at;

	if (o == NULL)
		return;
	if (kind == MESSAGE_ROW)
		add_row(b, a, o->key);
	else if (kind == MESSAGE_COL)
		add_label(b, o->key->fcol, o->key->col);
	else if (kind == MESSAGE_VALUE)
		add_operand(b, o);
	else if (!add_table(b, a->forms, o->key->table))
		buf_addstr(b, o->key->table);
}

static void
add_piece(struct buf *b, const struct message_piece *p,
    const struct message_about *a)
{
	const struct report *r = a->eval->report;

	switch (p->kind) {
	case MESSAGE_WORDS:
		buf_addstr(b, p->text);
		break;
	case MESSAGE_VAR:
		buf_addstr(b, a->eval->bind[p->var]);
		break;
	case MESSAGE_LEFT:
		add_sum(b, a->eval, a->relation->a);
		break;
	case MESSAGE_RIGHT:
		add_sum(b, a->eval, a->relation->b);
		break;
	case MESSAGE_LEFTSUM:
		add_value(b, eval_value(a->eval, a->relation->a));
		break;
	case MESSAGE_RIGHTSUM:
		add_value(b, eval_value(a->eval, a->relation->b));
		break;
	case MESSAGE_EQUATION:
		message_equation(b, a);
		break;
	case MESSAGE_YEAR:
		if (r->year != 0)
			buf_addu(b, r->year);
		break;
	case MESSAGE_FORM:
		buf_addstr(b, r->form);
		break;
	case MESSAGE_ORG:
		buf_addstr(b, r->org);
		break;
	case MESSAGE_DOC:
		buf_addstr(b, r->doc);
		break;
	case MESSAGE_ROW:
	case MESSAGE_COL:
	case MESSAGE_TABLE:
	case MESSAGE_VALUE:
		add_at_piece(b, p->kind, a);
		break;
	default:
		add_cell_piece(b, p, a);
		break;
	}
}

void
message_write(struct buf *b, const struct message *m,
    const struct message_about *a)
{
	for (size_t i = 0; i < m->n; i++)
		add_piece(b, &m->piece[i], a);
}

struct missing {
	struct buf *b;
	size_t n;
	const struct key *last;
	const char *last_name;
};

static void
add_missing(void *ctx, const struct operand *o, const char *name)
{
	struct missing *m = ctx;

	if (o != NULL ? o->key == m->last : name == m->last_name)
		return; /* the same cell, asked for twice in a row */
	m->last = o != NULL ? o->key : NULL;
	m->last_name = name;
	if (++m->n > MISSING_SHOWN)
		return;
	buf_addz(m->b, m->n > 1 ? tr(", ", "、") : "");
	if (o == NULL) {
		buf_addz(m->b, name);
		buf_addz(m->b, tr(" (not there)", "（没有）"));
		return;
	}
	buf_addstr(m->b, o->key->whole);
	buf_addz(m->b, tr(" (", "（"));
	add_operand(m->b, o);
	buf_addz(m->b, tr(")", "）"));
}

void
message_unknown(struct buf *b, const struct eval *v, const struct expr *e)
{
	struct missing m = {.b = b};

	buf_addz(b, tr("cannot be judged: ", "无法判断："));
	eval_missing(v, e, &m, add_missing);
	if (m.n == 0)
		buf_addz(b, tr("the values cannot be compared", "无法比较这些值"));
	if (m.n > MISSING_SHOWN)
		buf_addf(b, tr(" and %zu more", "，另有 %zu 项"),
		    m.n - MISSING_SHOWN);
}
