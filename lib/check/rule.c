/*
 * Rule files: stanzas of "word text" lines, set apart by blank lines.
 *
 * A stanza is first gathered and then read in a fixed order, so that the words
 * may stand in any order in the file although a condition needs the variables
 * of "each".  After a mistake the next word is read, so that one run shows all
 * that is wrong.
 */
#include "check/rule.h"

#include <fnmatch.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "base/wide.h"

#define ID_MAX 64
#define RULES_MAX 5000
#define LIST_MAX 1000

enum word {
	WORD_RULE, WORD_LEVEL, WORD_EACH, WORD_IF, WORD_MUST, WORD_AT, WORD_EN,
	WORD_ZH, WORD_TITLE, WORD_TITLE_ZH, WORD_BASIS, WORD_BASIS_ZH,
	WORD_EXAMPLE, WORD_EXAMPLE_ZH, WORDS
};

static const char *const words[WORDS] = {"rule", "level", "each", "if", "must",
    "at", "en", "zh", "title", "title_zh", "basis", "basis_zh", "example",
    "example_zh"};

/* One "word text" with its continuation lines. */
struct entry {
	enum word word;
	unsigned long line;
	struct rule_text text;
	size_t cap;
	struct buf s;
};

struct parser {
	struct rules *rules;
	struct entry *entry; /* of this stanza; more with memory of others before */
	size_t n, made, cap;
	bool bad;  /* a mistake in this stanza */
	bool lost; /* the last word was none, so its text means nothing */
	bool any; /* a mistake anywhere */
	bool valid; /* all of the text is UTF-8 */
	unsigned long line;
	void *ctx;
	void (*mistake)(void *ctx, const struct err *e);
};

static void
complain(struct parser *p, const struct err *e)
{
	p->bad = p->any = true;
	p->mistake(p->ctx, e);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A line, or the rest of one, becomes part of the entry's text. */
static void
add_text(struct entry *e, struct str line, size_t from, unsigned long number)
{
	struct str rest = str_skip(line, from);
	struct text_piece *piece;

	while (rest.n != 0 && is_blank(rest.p[0]))
		rest = str_skip(rest, 1);
	while (rest.n != 0 && is_blank(rest.p[rest.n - 1]))
		rest.n--;
	if (e->s.n != 0)
		buf_addc(&e->s, ' ');
	e->text.piece = xgrow(e->text.piece, e->text.npiece, &e->cap,
	    sizeof *e->text.piece);
	piece = &e->text.piece[e->text.npiece++];
	piece->at = e->s.n;
	piece->line = number;
	piece->col = 1 + (unsigned long)utf8_count((struct str){line.p,
	    (size_t)(rest.p - line.p)});
	buf_addstr(&e->s, rest);
}

static void
unknown_word(struct parser *p, struct str word)
{
	struct err e;
	struct buf all = {0};
	for (size_t i = 0; i < WORDS; i++)
		buf_addf(&all, "%s%s", i != 0 ? ", " : "", words[i]);
	err_at(&e, p->line, 1,
	    tr("no word \"%.*s\"; there are %.*s", "没有“%.*s”这个词；可用的有 %.*s"),
	    (int)utf8_cut(word, 40), word.p, (int)all.n, all.p);
	buf_free(&all);
	complain(p, &e);
}

static void
begin_entry(struct parser *p, struct str line)
{
	struct entry *e;
	size_t n = 0, w = 0;

	while (n < line.n && !is_blank(line.p[n]))
		n++;
	while (w < WORDS && !str_is((struct str){line.p, n}, words[w]))
		w++;
	p->lost = w == WORDS;
	if (p->lost) {
		unknown_word(p, (struct str){line.p, n});
		return;
	}
	if (p->n == p->made) {
		p->entry = xgrow(p->entry, p->n, &p->cap, sizeof *p->entry);
		p->entry[p->made++] = (struct entry){0};
	}
	e = &p->entry[p->n++];
	e->word = (enum word)w;
	e->line = p->line;
	e->text.npiece = 0;
	buf_reset(&e->s);
	add_text(e, line, n, p->line);
}

/* A scanner over the text of an entry, for the rule r. */
static struct scan
scan_of(struct parser *p, const struct entry *e, struct rule *r, struct err *err)
{
	return (struct scan){.text = &e->text, .arena = &p->rules->arena,
	    .var = r->var, .nvar = r->neach, .refs = &r->ref, .e = err};
}

static bool
is_id(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-')
			return false;
	}
	return s.n != 0 && s.n <= ID_MAX;
}

static bool
read_id(struct parser *p, struct scan *s, struct rule *r)
{
	const struct rule *old;

	r->id = s->text->s;
	if (!is_id(r->id))
		return scan_expected(s,
		    tr("an id of letters, digits, \".\", \"_\" and \"-\"",
			"由字母、数字、“.”、“_”、“-”组成的编号"));
	old = rules_find(p->rules, r->id);
	if (old == NULL && p->rules->n == RULES_MAX)
		return scan_fail(s, 0, tr("more than %d rules",
		    "规则超过 %d 条"), RULES_MAX);
	if (old != NULL && old->file == p->rules->files)
		return scan_fail(s, 0,
		    tr("the rule %.*s is already in this file",
			"规则 %.*s 在本文件中已有"),
		    (int)r->id.n, r->id.p);
	return true;
}

static bool
read_level(struct scan *s, struct rule *r)
{
	return level_parse(s->text->s, &r->level) ||
	    scan_expected(s,
		tr("error, warning, note or off", "error、warning、note 或 off"));
}

/* A word of a list: keys with dots in them are welcome. */
static bool
list_word(struct scan *s, struct str *word)
{
	size_t from;

	scan_space(s);
	from = s->at;
	if (scan_word(s).n == 0)
		return scan_expected(s, tr("a word or \"}\"", "词或“}”"));
	while (scan_peek(s) == '.') {
		s->at++;
		if (scan_word(s).n == 0)
			return scan_fail(s, s->at - 1, "%s",
			    tr("no part of the word stands behind this dot",
				"此点之后没有词的其余部分"));
	}
	*word = (struct str){s->text->s.p + from, s->at - from};
	return true;
}

static bool
has_text(const struct str *v, size_t n, struct str word)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i], word))
			return true;
	return false;
}

static bool
read_list(struct scan *s, struct each *each)
{
	size_t cap = 0;
	struct str *v = NULL;
	bool ok = true;

	while (ok && !scan_take(s, "}")) {
		struct str word;

		ok = list_word(s, &word);
		if (ok && each->n == LIST_MAX)
			ok = scan_fail(s, s->at, "%s",
			    tr("the list is too long", "列表过长"));
		if (ok && has_text(v, each->n, word))
			ok = scan_fail(s, s->at - word.n, "%s",
			    tr("this word is in the list already",
				"列表中已有该词"));
		if (!ok)
			break;
		v = xgrow(v, each->n, &cap, sizeof *v);
		v[each->n++] = word;
	}
	if (ok && each->n == 0)
		ok = scan_expected(s, tr("a list that is not empty", "非空列表"));
	if (ok && v != NULL) {
		each->list = arena_alloc(s->arena, each->n * sizeof *v);
		memcpy(each->list, v, each->n * sizeof *v);
	}
	free(v);
	return ok;
}

/* The table of rows() or cols(): a key or $name. */
static bool
read_table(struct scan *s, struct each *each)
{
	size_t from;
	bool var;

	scan_space(s);
	from = s->at;
	scan_place(s->text, from, &each->line, &each->col);
	var = scan_take(s, "$");
	each->table.kind = var ? PART_VAR : PART_WORD;
	each->table.word = scan_word(s);
	if (each->table.word.n == 0)
		return scan_expected(s,
		    tr("the key of a table", "表格的键"));
	return !var ||
	    scan_var(s, from, each->table.word, &each->table.var);
}

static bool
read_present(struct scan *s, const struct rule *r, struct each *each)
{
	size_t stars = 0, from;

	scan_space(s);
	from = s->at;
	if (!ref_scan(s, tr("a reference", "引用"), false, &each->ref))
		return false;
	for (size_t i = 0; i < r->ref.v[each->ref].n; i++)
		stars += r->ref.v[each->ref].part[i].kind == PART_STAR;
	return stars == 1 ||
	    scan_fail(s, from, "%s",
		tr("present() wants a reference with one *",
		    "present() 需要含一个 * 的引用"));
}

static bool
read_set(struct scan *s, const struct rule *r, struct each *each)
{
	if (scan_take(s, "{")) {
		each->kind = SET_LIST;
		return read_list(s, each);
	}
	if (scan_take(s, "rows(")) {
		each->kind = SET_ROWS;
		if (!read_table(s, each))
			return false;
	} else if (scan_take(s, "cols(")) {
		each->kind = SET_COLS;
		if (!read_table(s, each))
			return false;
	} else if (scan_take(s, "present(")) {
		each->kind = SET_PRESENT;
		if (!read_present(s, r, each))
			return false;
	} else {
		return scan_expected(s,
		    tr("rows(...), cols(...), present(...) or {...}",
			"rows(...)、cols(...)、present(...) 或 {...}"));
	}
	return scan_take(s, ")") || scan_expected(s, "\")\"");
}

static bool
read_each(struct scan *s, struct rule *r)
{
	struct each *each = &r->each[r->neach];
	unsigned old;

	if (r->neach == RULE_EACH_MAX)
		return scan_fail(s, 0, tr("more than %d \"each\"",
		    "“each”超过 %d 个"), RULE_EACH_MAX);
	*each = (struct each){.text = s->text->s};
	scan_space(s);
	each->var = scan_word(s);
	if (each->var.n == 0)
		return scan_expected(s, tr("a name", "名称"));
	for (old = 0; old < r->neach; old++)
		if (str_eq(r->var[old], each->var))
			return scan_fail(s, 0, "%s",
			    tr("this name is already taken", "名称已被使用"));
	if (!scan_keyword(s, "in"))
		return scan_expected(s, "\"in\"");
	scan_space(s);
	if (!read_set(s, r, each))
		return false;
	if (!scan_end(s))
		return scan_expected(s, tr("the end", "结尾"));
	r->var[r->neach++] = each->var;
	return true;
}

static bool
read_condition(struct scan *s, struct condition *c, const struct rule *r)
{
	c->text = s->text->s;
	c->expr = expr_condition(s);
	if (c->expr == NULL)
		return false;
	c->vars = expr_has_vars(c->expr, &r->ref);
	return true;
}

static bool
read_if(struct scan *s, struct rule *r, size_t most)
{
	if (r->cond == NULL)
		r->cond = arena_alloc(s->arena, most * sizeof *r->cond);
	return read_condition(s, &r->cond[r->ncond++], r);
}

static bool
read_at(struct scan *s, struct rule *r)
{
	r->has_at = true;
	scan_space(s);
	r->at_blank = scan_take(s, "blank(");
	if (!ref_scan(s, tr("a reference", "引用"), true, &r->at))
		return false;
	if (r->at_blank && !scan_take(s, ")"))
		return scan_expected(s, "\")\"");
	return scan_end(s) || scan_expected(s, tr("the end", "结尾"));
}

static bool
read_text(struct scan *s, struct str *to)
{
	if (s->text->s.n == 0)
		return scan_expected(s, tr("a text", "文字"));
	*to = s->text->s;
	return true;
}

static bool
read_message(struct scan *s, const struct rule *r, struct message *m)
{
	if (s->text->s.n == 0)
		return scan_expected(s, tr("a text", "文字"));
	/* without a condition the rule is lost anyway: no second complaint */
	return message_parse(s,
	    r->must.expr == NULL || expr_first_comparison(r->must.expr) != NULL,
	    m);
}

static bool
read_entry(struct parser *p, struct scan *s, enum word word, struct rule *r)
{
	switch (word) {
	case WORD_RULE:
		return read_id(p, s, r);
	case WORD_LEVEL:
		return read_level(s, r);
	case WORD_EACH:
		return read_each(s, r);
	case WORD_IF:
		return read_if(s, r, p->n);
	case WORD_MUST:
		return read_condition(s, &r->must, r);
	case WORD_AT:
		return read_at(s, r);
	case WORD_EN:
		return read_message(s, r, &r->en);
	case WORD_ZH:
		return read_message(s, r, &r->zh);
	case WORD_TITLE:
		return read_text(s, &r->title);
	case WORD_TITLE_ZH:
		return read_text(s, &r->title_zh);
	case WORD_BASIS:
		return read_text(s, &r->basis);
	case WORD_BASIS_ZH:
		return read_text(s, &r->basis_zh);
	case WORD_EXAMPLE:
		return read_text(s, &r->example);
	default:
		return read_text(s, &r->example_zh);
	}
}

static bool
may_repeat(enum word w)
{
	return w == WORD_EACH || w == WORD_IF;
}

/* Read the entries of one word, in the order of the file. */
static void
read_word(struct parser *p, enum word word, struct rule *r)
{
	bool met = false;

	for (size_t i = 0; i < p->n; i++) {
		struct entry *e = &p->entry[i];
		struct err err;
		struct scan s;

		if (e->word != word)
			continue;
		s = scan_of(p, e, r, &err);
		if (met && word == WORD_RULE) {
			err_at(&err, e->line, 1, "%s",
			    tr("a rule begins behind an empty line",
				"规则之间要有空行"));
			complain(p, &err);
		} else if (met && !may_repeat(word)) {
			err_at(&err, e->line, 1,
			    tr("a second \"%s\" in one rule",
				"同一规则中有两个“%s”"), words[word]);
			complain(p, &err);
		} else if (!read_entry(p, &s, word, r)) {
			complain(p, &err);
		}
		met = true;
	}
}

static bool
has_word(const struct parser *p, enum word word)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->entry[i].word == word)
			return true;
	return false;
}

/* What a reference that begins so looks at beside one report. */
static unsigned
across_bit(struct str head)
{
	enum ref_scope scope = scope_take(&head);
	struct str table = {0};

	if (scope != SCOPE_REPORT)
		return 1u << scope;
	str_split(&head, '.', &table);
	if (str_is(table, "across"))
		return ACROSS_RUN;
	return str_is(table, "tree") ? ACROSS_TREE : 0;
}

/* The same of one that begins with a $name: what the words of its list say. */
static unsigned
across_bits_of_words(struct ref *ref, const struct each *e)
{
	unsigned bits = 0;

	for (size_t i = 0; e->kind == SET_LIST && i < e->n; i++)
		bits |= across_bit(e->list[i]);
	ref->scoped = (bits & (ACROSS_PREV | ACROSS_CHILD)) != 0;
	return bits;
}

static unsigned
across_bits(struct rule *r)
{
	unsigned bits = expr_has_prev_form(r->must.expr) ? ACROSS_PREV : 0;

	for (size_t i = 0; i < r->ncond; i++)
		bits |= expr_has_prev_form(r->cond[i].expr) ? ACROSS_PREV : 0;
	for (size_t i = 0; i < r->ref.n; i++) {
		struct ref *ref = &r->ref.v[i];
		const struct ref_part *first = &ref->part[0];

		bits |= first->kind == PART_VAR
		    ? across_bits_of_words(ref, &r->each[first->var])
		    : across_bit(first->word);
	}
	return bits;
}

/* Of other reports only the cells that the rules name are kept. */
static void
check_across_sets(struct parser *p, const struct rule *r)
{
	struct err e;

	for (size_t i = 0; i < r->neach && r->across != 0; i++) {
		if (r->each[i].kind != SET_PRESENT)
			continue;
		err_at(&e, p->entry[0].line, 1, "%s",
		    tr("present() and other reports do not go together in one rule",
			"同一规则不能同时使用 present() 和其他报告"));
		complain(p, &e);
	}
}

/* A rule that is not off needs something that must hold. */
static void
check_complete(struct parser *p, const struct rule *r)
{
	struct err e;

	for (enum word w = WORD_RULE; w <= WORD_MUST; w++) {
		if ((w != WORD_RULE && w != WORD_LEVEL && w != WORD_MUST) ||
		    (w == WORD_MUST && r->level == LEVEL_OFF) || has_word(p, w))
			continue;
		err_at(&e, p->entry[0].line, 1,
		    tr("the rule lacks \"%s\"", "规则缺少“%s”"), words[w]);
		complain(p, &e);
	}
}

static void
keep(struct rules *rules, const struct rule *r)
{
	struct rule *old = rules_find(rules, r->id);

	if (old != NULL) {
		free(old->ref.v);
	} else {
		rules->rule = xgrow(rules->rule, rules->n, &rules->cap,
		    sizeof *rules->rule);
		old = &rules->rule[rules->n++];
	}
	*old = *r;
	old->on = r->level != LEVEL_OFF;
}

static void
end_stanza(struct parser *p)
{
	struct rule r = {.file = p->rules->files};

	for (size_t i = 0; i < p->n; i++) {
		struct entry *e = &p->entry[i];

		e->text.s = arena_str(&p->rules->arena, buf_str(&e->s));
	}
	for (enum word w = 0; w < WORDS && p->n != 0; w++)
		read_word(p, w, &r);
	if (p->n != 0 && !p->bad) {
		r.across = across_bits(&r);
		check_across_sets(p, &r);
		check_complete(p, &r);
	}
	if (p->n != 0 && !p->bad)
		keep(p->rules, &r);
	else
		free(r.ref.v);
	p->n = 0;
	p->bad = p->lost = false;
}

static void
take_line(struct parser *p, struct str line)
{
	size_t from = 0;
	struct err e;

	if (line.n != 0 && line.p[line.n - 1] == '\r')
		line.n--;
	while (from < line.n && is_blank(line.p[from]))
		from++;
	if (from == line.n) {
		end_stanza(p);
	} else if (line.p[from] == '#') {
		return;
	} else if (!p->valid && !utf8_valid(line)) {
		err_at(&e, p->line, 0, "%s", tr("not valid UTF-8",
		    "不是有效的 UTF-8"));
		complain(p, &e);
	} else if (from == 0) {
		begin_entry(p, line);
	} else if (p->lost) {
		return;
	} else if (p->n != 0) {
		add_text(&p->entry[p->n - 1], line, from, p->line);
	} else if (!p->bad) {
		err_at(&e, p->line, 1, "%s",
		    tr("a line that goes on, with none before it",
			"续行之前没有内容"));
		complain(p, &e);
	}
}

bool
rules_parse(struct rules *r, struct str text, void *ctx,
    void (*mistake)(void *ctx, const struct err *e))
{
	struct parser p = {.rules = r, .ctx = ctx, .mistake = mistake,
	    .valid = wide_utf8_valid(text.p, text.n)};
	struct str line;

	r->files++;
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_skip(text, 3);
	while (str_split(&text, '\n', &line)) {
		p.line++;
		take_line(&p, line);
	}
	end_stanza(&p);
	for (size_t i = 0; i < p.made; i++) {
		free(p.entry[i].text.piece);
		buf_free(&p.entry[i].s);
	}
	free(p.entry);
	return !p.any;
}

struct rule *
rules_find(const struct rules *r, struct str id)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->rule[i].id, id))
			return &r->rule[i];
	return NULL;
}

const struct rule *
rules_nearest(const struct rules *r, struct str id)
{
	const struct rule *best = NULL;
	size_t least = id.n / 2 + 1;

	for (size_t i = 0; i < r->n && id.n <= ID_MAX; i++) {
		size_t d = utf8_edits(id, r->rule[i].id);

		if (d < least) {
			least = d;
			best = &r->rule[i];
		}
	}
	return best;
}

size_t
rules_switch(struct rules *r, const char *glob, bool on)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		struct rule *rule = &r->rule[i];
		char *id = xstrdup_str(rule->id);

		if (fnmatch(glob, id, 0) == 0) {
			rule->on = on && rule->level != LEVEL_OFF;
			n++;
		}
		free(id);
	}
	return n;
}

static const char *const level_names[] = {"off", "note", "warning", "error"};

const char *
level_name(enum level l)
{
	return level_names[l];
}

const char *
level_word(enum level l)
{
	static const char *const zh[] = {"关闭", "提示", "警告", "错误"};

	return tr(level_names[l], zh[l]);
}

bool
level_parse(struct str s, enum level *l)
{
	for (size_t i = 0; i < sizeof level_names / sizeof *level_names; i++) {
		if (str_is(s, level_names[i])) {
			*l = (enum level)i;
			return true;
		}
	}
	return false;
}

void
rules_free(struct rules *r)
{
	for (size_t i = 0; i < r->n; i++)
		free(r->rule[i].ref.v);
	free(r->rule);
	arena_free(&r->arena);
	*r = (struct rules){0};
}
