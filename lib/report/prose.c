/*
 * Statements of the prose.
 *
 * The way of a paragraph: pieces that a page break tore apart are joined, the
 * text is folded and its figures are found (clause.c); each figure is tried as a
 * count of something (words.c); figures behind 其中 become parts of a whole and
 * percentages shares (breakdown.c); what is said not to have happened is looked
 * for clause by clause.
 *
 * What surrounds a figure decides more than its own words: 答复 answers requests
 * only where requests were told of just before, 维持 is an outcome of the
 * proceeding named before it.  struct teller keeps that much of what was said.
 */
#include "report/prose.h"

#include "base/utf8.h"
#include "report/breakdown.h"
#include "report/clause.h"
#include "report/date.h"
#include "report/fold.h"
#include "report/publisher.h"
#include "report/words.h"

#define TORN_MIN 60    /* bytes; a shorter text is no torn paragraph */
#define RAW_MAX 240    /* bytes of a clause that is kept as raw */
#define SUBJECT_MAX 90 /* bytes in front of a statement that something is not */
#define CHANNELS_MAX 200

enum { CASE_REVIEW, CASE_SUIT, CASE_DIRECT, CASE_AFTER, CASES };
static const char *const case_key[] = {"review", "suit", "suit_direct",
    "suit_after"};

/* "微博392条": how much was published through which channels. */
struct published {
	unsigned channels;
	struct dec n;
	struct str raw;
	unsigned long line;
};

struct teller {
	struct report *r;
	size_t first; /* cells before those of the prose */
	struct clause clause;
	size_t sums, shares, pairs, lists;

	/* of the paragraph so far */
	const char *sentence;        /* of the figure before */
	bool of_requests;            /* the figure before tells of requests */
	bool told;                   /* the one before told of something */
	unsigned cases;              /* proceedings since the last outcome */
	bool outcome;                /* the figure before was an outcome */
	const struct figure *of_case[CASES], *answered, *received;
	unsigned outcomes;           /* kinds of results since answered */
	size_t result[8], nresult;   /* figures of them */

	struct published published[CHANNELS_MAX];
	size_t npublished;
};

static bool
has(struct str s, const char *word)
{
	return str_find(s, str_of(word)) >= 0;
}

static struct str
slice(const char *from, const char *to)
{
	return (struct str){from, (size_t)(to - from)};
}

/* ---- cells --------------------------------------------------------------- */

static struct str
keep_number(struct arena *a, struct dec d)
{
	struct buf b = {0};
	struct str s;

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

static bool
is_full(const struct teller *t)
{
	return t->r->n - t->first >= PROSE_CELLS_MAX;
}

static struct cell *
add_cell(struct teller *t, struct str row, struct str col, struct str clause)
{
	struct arena *a = &t->r->arena;
	struct cell *c = report_add(t->r, STR("s1"), arena_str(a, row),
	    arena_str(a, col));

	c->raw = arena_str(a, shorten(clause_source(&t->clause, clause)));
	c->line = clause_line(&t->clause, clause.p + clause.n -
		(clause.n != 0));
	return c;
}

/* The number of the next statement of the row: how many there are, and one. */
static struct str
next_col(const struct teller *t, struct str row, struct buf *b)
{
	unsigned long n = 1;

	for (size_t i = t->first; i < t->r->n; i++)
		n += str_eq(t->r->cell[i].row, row);
	buf_reset(b);
	buf_addu(b, n);
	return buf_str(b);
}

static void
set_figure(struct teller *t, struct cell *c, const struct figure *f)
{
	struct dec d = f->number.value;

	c->unit = arena_str(&t->r->arena, f->unit);
	if (str_is(f->unit, "万元") && dec_mul(d, dec_of(10000), &d))
		c->unit = STR("元");
	c->value = keep_number(&t->r->arena, d);
	if (f->about)
		c->flag = STR("about");
}

/* The clause in which the figure stands, up to its unit. */
static struct str
clause_of(const struct figure *f)
{
	return slice(f->before.p, f->to);
}

static void
add_count(struct teller *t, struct str key, const struct figure *f)
{
	struct buf b = {0};
	struct str raw = clause_of(f);

	if (is_full(t))
		return;
	if (f->after.n != 0 && f->after.n < 60)
		raw.n += f->after.n;
	set_figure(t, add_cell(t, key, next_col(t, key, &b), raw), f);
	buf_free(&b);
}

/* A statement that there was none. */
static void
add_none(struct teller *t, const char *key, struct str clause)
{
	struct buf b = {0};
	struct cell *c;

	if (is_full(t))
		return;
	c = add_cell(t, str_of(key), next_col(t, str_of(key), &b), clause);
	c->value = STR("0");
	buf_free(&b);
}

/* "sum3" */
static struct str
numbered(struct buf *b, const char *head, size_t n)
{
	buf_reset(b);
	buf_addf(b, "%s%zu", head, n);
	return buf_str(b);
}

static void
add_role(struct teller *t, struct str row, const char *col,
    const struct figure *f)
{
	set_figure(t, add_cell(t, row, str_of(col), clause_of(f)), f);
}

/* ---- whose, and of which year -------------------------------------------- */

/* The last year that the words name is another one. */
static bool
is_other_year(const struct teller *t, struct str words)
{
	struct date d;
	unsigned last = 0;

	while (date_find_year(words, &d)) {
		last = d.year;
		words = str_skip(words,
		    (size_t)(d.printed.p - words.p) + d.printed.n);
	}
	return last != 0 && t->r->year != 0 && last != t->r->year;
}

/* Does what is said at "at" speak of this publisher and the whole year? */
static bool
is_own(const struct teller *t, const char *sentence, const char *at)
{
	struct str words = slice(sentence, at);

	if (words.n > 600)
		words = str_skip(words, words.n - 600);
	return !is_other_year(t, words) && !words_part_of_year(words) &&
	    publisher_speaks_of_itself(t->r->org, words) &&
	    !((has(words, "截至") || has(words, "截止")) && has(words, "累计"));
}

/* ---- counts ---------------------------------------------------------------- */

static bool
is_case_unit(struct str unit)
{
	return breakdown_same_unit(unit, STR("件")) || str_is(unit, "例") ||
	    str_is(unit, "条") || str_is(unit, "个") || str_is(unit, "次");
}

static bool
is_money(struct str unit)
{
	return str_is(unit, "元") || str_is(unit, "万元");
}

/* The words of the sentence so far, and of the one before. */
static struct str
said_before(const struct teller *t, const struct figure *f)
{
	const char *from = t->clause.text.p;

	if (f->from - from > 600)
		from = f->from - 600;
	return slice(from, f->from);
}

/* The sentence in front of the figure, from the last semicolon on. */
static struct str
part_of_sentence(const struct figure *f)
{
	struct str s = slice(f->sentence, f->from);
	ptrdiff_t at;

	while ((at = str_find(s, STR(";"))) >= 0)
		s = str_skip(s, (size_t)at + 1);
	return s;
}

/* Is what the kind needs around it there? */
static bool
is_needed_there(const struct teller *t, const struct count_kind *k,
    const struct figure *f, unsigned mean)
{
	bool same = t->sentence == f->sentence;
	unsigned after;

	if (k->need & NEED_WORD && !(mean & MEAN_REQUEST) &&
	    !(words_are_plain(f->after, &after) && after & MEAN_REQUEST))
		return false;
	if (k->need & NEED_REQUEST && !(mean & MEAN_REQUEST) &&
	    !(t->of_requests && same) &&
	    !(k->need & MAY_FOLLOW && has(said_before(t, f), "申请")))
		return false;
	if (k->need & NEED_REQUESTS && !t->of_requests)
		return false;
	if (k->need & NEED_OGI && !(mean & MEAN_OGI) && !t->told &&
	    !has(slice(f->sentence, f->from), "信息公开") &&
	    !has(f->after, "信息公开"))
		return false;
	return !(k->need & NOT_A_PART) || !has(part_of_sentence(f), "其中");
}

/* Does the clause name two proceedings for one number? */
static bool
is_joint(const struct figure *f)
{
	return has(f->before, "复议") && has(f->before, "诉讼");
}

/* Whose number is it?  Those of 司法局 are of all proceedings it handles. */
static bool
is_handled_for_others(const struct count_kind *k, struct str clause)
{
	static const char *const verbs[] = {"受理", "办理", "审结", "审理", "收到",
	    "代理", "应诉", "立案", "接到", "答复"};

	return k->need & OF_CASES && HAS_ANY(clause, verbs);
}

/* Does the figure count what kind k counts?  *mean gets what its words say. */
static bool
is_count(const struct teller *t, const struct count_kind *k,
    const struct figure *f, unsigned *mean)
{
	const char *head = NULL;
	struct str subject = f->before;

	if (k->need & NEED_FEE_UNIT ? !is_money(f->unit)
				    : !is_case_unit(f->unit))
		return false;
	if (words_head(k, f->before, &head, mean) != NULL)
		subject = slice(f->before.p, head);
	else if (!(k->need & MAY_FOLLOW) || !words_follow(k, f->after, mean))
		return false;
	if (words_restrict(subject) || is_handled_for_others(k, f->before) ||
	    (k->need & OF_CASES && is_joint(f) && head != NULL &&
		!has(slice(head, f->from), "复议后")))
		return false;
	return is_needed_there(t, k, f, *mean) &&
	    is_own(t, f->sentence, head != NULL ? head : f->from);
}

static int
case_of(const char *key)
{
	for (int i = 0; i < CASES; i++)
		if (strcmp(key, case_key[i]) == 0)
			return i;
	return -1;
}

/* Which proceeding an outcome belongs to: named in its clause, or the only one
 * before it in the sentence. */
static int
case_of_outcome(const struct teller *t, const struct figure *f)
{
	if (has(f->before, "复议") != has(f->before, "诉讼"))
		return has(f->before, "复议") ? CASE_REVIEW : CASE_SUIT;
	if (t->sentence != f->sentence || has(f->before, "复议"))
		return -1;
	for (int i = 0; i < CASES; i++)
		if (t->cases == 1u << i &&
		    !has(slice(t->of_case[i]->to, f->from),
			i == CASE_REVIEW ? "诉讼" : "复议"))
			return i;
	return -1;
}

static bool
tell_outcome(struct teller *t, const struct count_kind *k,
    const struct figure *f)
{
	int which = case_of_outcome(t, f);
	struct buf b = {0};

	if (which < 0)
		return false;
	buf_addf(&b, "%s.%s", case_key[which],
	    strcmp(k->key, "other_outcome") == 0 ? "other" : k->key);
	add_count(t, buf_str(&b), f);
	buf_free(&b);
	t->outcome = true;
	return true;
}

/* "复议7件，诉讼9件，均获维持": every one of those just named. */
static void
tell_all_upheld(struct teller *t, size_t i)
{
	const struct figure *f = &t->clause.figure[i];
	const char *end = i + 1 < t->clause.nfigure
	    ? t->clause.figure[i + 1].from
	    : t->clause.text.p + t->clause.text.n;
	struct str s = slice(f->to, end);
	ptrdiff_t stop = str_find(s, STR("。"));
	struct buf b = {0};

	if (stop >= 0)
		s.n = (size_t)stop;
	if (!has(s, "均获维持") && !has(s, "均维持") && !has(s, "均予维持") &&
	    !has(s, "全部维持") && !has(s, "均为维持") &&
	    !has(s, "均被维持") && !has(s, "结果均为维持"))
		return;
	for (int k = 0; k < CASES; k++) {
		if (!(t->cases >> k & 1) || t->of_case[k] == NULL)
			continue;
		buf_reset(&b);
		buf_addf(&b, "%s.upheld", case_key[k]);
		add_count(t, buf_str(&b), t->of_case[k]);
	}
	buf_free(&b);
}

static void
tell_case(struct teller *t, int which, size_t i)
{
	const struct figure *f = &t->clause.figure[i];

	if (t->outcome || t->sentence != f->sentence)
		t->cases = 0;
	t->outcome = false;
	t->cases |= 1u << which;
	t->of_case[which] = f;
	tell_all_upheld(t, i);
}

/* The results of requests, in the order of the form; granted_partial is both
 * of the first two. */
static const char *const result_key[] = {"granted", "partial", "denied",
    "unavailable", "not_processed", "other", "granted_partial"};
#define RESULTS_ALL 0x3fu

static void
note_result(struct teller *t, const char *key, size_t i)
{
	for (unsigned k = 0; k < 7; k++) {
		if (strcmp(key, result_key[k]) != 0)
			continue;
		if (t->nresult == sizeof t->result / sizeof *t->result ||
		    (t->outcomes >> k & 1)) {
			t->outcomes = 0x100; /* said twice: no list */
			return;
		}
		t->outcomes |= k == 6 ? 3u : 1u << k;
		t->result[t->nresult++] = i;
	}
}

static bool
is_key(const struct count_kind *k, const char *key)
{
	return strcmp(k->key, key) == 0;
}

/* What the sentence says next: of a number of requests handled that includes
 * those of last year, it is the number received. */
static bool
includes_last_year(const struct figure *f)
{
	static const char *const words[] = {"(含上年", "(含上一年", "(包括上年",
	    "(其中上年", "(包含上年"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strncmp(f->to, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

static void
remember(struct teller *t, const struct count_kind *k, size_t i)
{
	const struct figure *f = &t->clause.figure[i];

	if (is_key(k, "answered")) {
		t->answered = f;
		t->outcomes = 0;
		t->nresult = 0;
	}
	if (is_key(k, "received") || is_key(k, "handled"))
		t->received = f;
	note_result(t, k->key, i);
}

/* Find what figure i counts.  Returns whether it counts anything known. */
static bool
tell_count(struct teller *t, size_t i)
{
	const struct figure *f = &t->clause.figure[i];

	if (!words_may_end(f->before) && !words_may_begin(f->after))
		return false;
	for (size_t n = 0; n < count_kinds_n; n++) {
		const struct count_kind *k = &count_kinds[n];
		int which = case_of(k->key);
		unsigned mean;

		if (!is_count(t, k, f, &mean))
			continue;
		if (k->need & NEED_CASE)
			return tell_outcome(t, k, f);
		add_count(t, is_key(k, "handled") && includes_last_year(f)
			? STR("received") : str_of(k->key), f);
		if (which >= 0)
			tell_case(t, which, i);
		else
			remember(t, k, i);
		t->of_requests = k->need & (OF_REQUESTS | NEED_REQUESTS);
		return true;
	}
	return false;
}

static void
tell_counts(struct teller *t)
{
	t->sentence = NULL;
	t->of_requests = t->told = t->outcome = false;
	t->cases = t->outcomes = 0;
	t->nresult = 0;
	t->answered = t->received = NULL;
	for (size_t i = 0; i < t->clause.nfigure; i++) {
		const struct figure *f = &t->clause.figure[i];
		bool counts;

		if (str_is(f->unit, "%"))
			continue;
		counts = tell_count(t, i);
		if (!counts) {
			t->of_requests = false;
			t->outcome = true;
		}
		t->told = counts;
		t->sentence = f->sentence;
	}
}

/* ---- documents of table 2 -------------------------------------------------- */

static const struct {
	const char *key, *verbs[4];
} document_kinds[] = {
	{"in_force", {"现行有效"}},
	{"repealed", {"废止"}},
	{"issued", {"制发", "制定", "出台", "制定出台"}},
};

/* "制发行政规范性文件5件": rules.issued, normative.in_force, … */
static void
tell_documents(struct teller *t, const struct figure *f)
{
	static const char *const heads[][2] = {{"rules", "规章"},
	    {"normative", "规范性文件"}};
	struct str before = f->before;
	struct buf b = {0};
	unsigned mean;

	if (!is_case_unit(f->unit) && !str_is(f->unit, "部") &&
	    !str_is(f->unit, "项"))
		return;
	for (size_t h = 0; h < 2; h++) {
		ptrdiff_t at = str_find(before, str_of(heads[h][1]));
		struct str gap;

		if (at < 0)
			continue;
		gap = str_skip(before, (size_t)at + strlen(heads[h][1]));
		before.n = (size_t)at;
		if (!words_are_plain(gap, &mean) || words_restrict(before) ||
		    !is_own(t, f->sentence, f->from))
			return;
		for (size_t v = 0; v < 3 * 4; v++) {
			const char *verb = document_kinds[v / 4].verbs[v % 4];

			if (verb == NULL || !has(before, verb))
				continue;
			buf_addf(&b, "%s.%s", heads[h][0],
			    document_kinds[v / 4].key);
			add_count(t, buf_str(&b), f);
			buf_free(&b);
			return;
		}
	}
}

/* ---- sums and shares -------------------------------------------------------- */

static void
add_breakdown(struct teller *t, const struct breakdown *b)
{
	const struct clause *c = &t->clause;
	struct buf row = {0}, col = {0};

	if (is_full(t))
		return;
	numbered(&row, "sum", ++t->sums);
	add_role(t, buf_str(&row), "whole", &c->figure[b->whole]);
	if (b->rest)
		add_role(t, buf_str(&row), "rest", &c->figure[b->part[b->n - 1]]);
	buf_addz(&row, ".part");
	for (size_t i = 0; i < b->n; i++)
		add_role(t, buf_str(&row), numbered(&col, "", i + 1).p,
		    &c->figure[b->part[i]]);
	buf_free(&row);
	buf_free(&col);
}

/* All six results are told of: they are the parts of what was answered. */
static bool
results_as_parts(const struct teller *t, struct breakdown *b)
{
	if (t->answered == NULL || t->outcomes != RESULTS_ALL)
		return false;
	*b = (struct breakdown){.whole =
	    (size_t)(t->answered - t->clause.figure), .rest = true};
	for (size_t i = 0; i < t->nresult; i++) {
		if (t->clause.figure[t->result[i]].about)
			return false;
		b->part[b->n++] = t->result[i];
	}
	return !t->answered->about;
}

static bool
is_result(const struct teller *t, size_t figure)
{
	for (size_t i = 0; i < t->nresult; i++)
		if (t->result[i] == figure)
			return true;
	return false;
}

/* Any figure of the paragraph of which the share would be right? */
static const struct figure *
fitting_whole(const struct clause *c, size_t part, const struct figure *share)
{
	struct dec slack;

	for (size_t i = 0; i < c->nfigure && i < 300; i++) {
		const struct figure *f = &c->figure[i];

		if (i != part && breakdown_same_unit(f->unit,
			c->figure[part].unit) &&
		    dec_cmp(f->number.value, (struct dec){0}) > 0 &&
		    breakdown_fits(&c->figure[part], f->number.value, share,
			&slack))
			return f;
	}
	return NULL;
}

static void
add_share(struct teller *t, const struct figure *part,
    const struct figure *whole, const struct figure *share)
{
	struct buf row = {0};
	struct cell *c;
	struct dec slack;

	if (is_full(t))
		return;
	numbered(&row, "pct", ++t->shares);
	breakdown_fits(part, whole->number.value, share, &slack);
	add_role(t, buf_str(&row), "part", part);
	add_role(t, buf_str(&row), "of", whole);
	add_role(t, buf_str(&row), "percent", share);
	c = add_cell(t, buf_str(&row), STR("slack"), clause_of(share));
	c->value = keep_number(&t->r->arena, slack);
	c->unit = STR("%");
	buf_free(&row);
}

/* A share of something in the paragraph; of_part[i] is the whole of part i. */
static void
tell_share(struct teller *t, size_t i, const size_t *of_part)
{
	const struct clause *c = &t->clause;
	const struct figure *whole;
	size_t part;

	if (!breakdown_share(c, i, &part) || c->figure[part].about)
		return;
	whole = fitting_whole(c, part, &c->figure[i]);
	if (whole == NULL && of_part[part] != SIZE_MAX)
		whole = &c->figure[of_part[part]];
	if (whole == NULL && is_result(t, part))
		whole = t->answered;
	if (whole != NULL && !whole->about)
		add_share(t, &c->figure[part], whole, &c->figure[i]);
}

static void
tell_sums(struct teller *t)
{
	struct clause *c = &t->clause;
	struct arena a = {0};
	size_t *of_part = arena_alloc(&a, (c->nfigure + 1) * sizeof *of_part);
	struct breakdown b;

	for (size_t i = 0; i < c->nfigure; i++)
		of_part[i] = SIZE_MAX;
	for (size_t i = 0; i < c->nfigure; i++) {
		if (!breakdown_find(c, i, &b))
			continue;
		add_breakdown(t, &b);
		for (size_t k = 0; k < b.n; k++)
			of_part[b.part[k]] = i;
	}
	if (results_as_parts(t, &b))
		add_breakdown(t, &b);
	for (size_t i = 0; i < c->nfigure; i++)
		tell_share(t, i, of_part);
	arena_free(&a);
}

/* ---- lists ------------------------------------------------------------------ */

/* "教育、供水、供电等3个领域" */
static void
tell_list(struct teller *t, const struct figure *f)
{
	static const char *const doubt[] = {"和", "及", "与", "《", "以"};
	struct str rest = f->before;
	unsigned long listed = 1;
	struct buf row = {0};
	struct cell *c;
	ptrdiff_t at;

	if (!str_ends(rest, STR("等")) || !str_is(f->unit, "个") || f->about ||
	    HAS_ANY(rest, doubt) || is_full(t))
		return;
	while ((at = str_find(rest, STR("、"))) >= 0) {
		listed++;
		rest = str_skip(rest, (size_t)at + strlen("、"));
	}
	if (listed < 3)
		return;
	numbered(&row, "list", ++t->lists);
	c = add_cell(t, buf_str(&row), STR("listed"), clause_of(f));
	c->value = keep_number(&t->r->arena, dec_of((long)listed));
	add_role(t, buf_str(&row), "stated", f);
	buf_free(&row);
}

/* ---- the same number twice ------------------------------------------------- */

static const char *const channel_words[] = {"微博", "微信", "网站", "抖音",
    "公报"};

/* "通过微信及微博累计公开各类信息628条": the channels it names, 0 when it is
 * about something else than all that was published there. */
static unsigned
channels_of(const struct figure *f)
{
	static const char *const general[] = {"公开信息", "各类信息", "政府信息",
	    "公开政府信息", "政务信息", "发布信息"};
	static const char *const special[] = {"政策", "解读", "重点领域", "回应",
	    "其他", "动态", "公告", "转发", "原创", "涉及", "平均", "阅读",
	    "同比", "等", "户", "栏目"};
	struct str s = f->before;
	unsigned mask = 0;

	if (!str_is(f->unit, "条") || f->about || !HAS_ANY(s, general) ||
	    HAS_ANY(s, special) || words_part_of_year(s))
		return 0;
	for (size_t i = 0; i < sizeof channel_words / sizeof *channel_words; i++)
		if (has(s, channel_words[i]))
			mask |= 1u << i;
	return mask;
}

static void
note_published(struct teller *t)
{
	for (size_t i = 0; i < t->clause.nfigure; i++) {
		const struct figure *f = &t->clause.figure[i];
		unsigned channels = channels_of(f);
		struct str raw;

		if (channels == 0 || t->npublished == CHANNELS_MAX ||
		    is_other_year(t, slice(f->sentence, f->from)))
			continue;
		raw = shorten(clause_source(&t->clause, clause_of(f)));
		t->published[t->npublished++] = (struct published){channels,
		    f->number.value, arena_str(&t->r->arena, raw),
		    clause_line(&t->clause, f->from)};
	}
}

static struct cell *
add_published(struct teller *t, struct str row, struct str col,
    const struct published *p)
{
	struct arena *a = &t->r->arena;
	struct cell *c = report_add(t->r, STR("s1"), arena_str(a, row),
	    arena_str(a, col));

	c->value = keep_number(a, p->n);
	c->unit = STR("条");
	c->raw = p->raw;
	c->line = p->line;
	return c;
}

/* The only statement about one channel alone; NULL when there are several. */
static const struct published *
single(const struct teller *t, unsigned channel)
{
	const struct published *found = NULL;

	for (size_t i = 0; i < t->npublished; i++) {
		const struct published *p = &t->published[i];

		if (p->channels != channel)
			continue;
		if (found != NULL && dec_cmp(found->n, p->n) != 0)
			return NULL;
		found = p;
	}
	return found;
}

/* What was said of several channels together, where each of them has a number
 * of its own elsewhere. */
static void
tell_twice(struct teller *t, const struct published *p)
{
	const struct published *part[8];
	size_t n = 0, bits = sizeof channel_words / sizeof *channel_words;
	struct buf row = {0}, col = {0};

	for (unsigned k = 0; k < bits; k++) {
		if (!(p->channels >> k & 1))
			continue;
		part[n] = single(t, 1u << k);
		if (part[n++] == NULL)
			return;
	}
	if (n < 2 || is_full(t))
		return;
	numbered(&row, "same", ++t->pairs);
	add_published(t, buf_str(&row), STR("again"), p);
	buf_addz(&row, ".part");
	for (size_t i = 0; i < n; i++)
		add_published(t, buf_str(&row), numbered(&col, "", i + 1),
		    part[i]);
	buf_free(&row);
	buf_free(&col);
}

/* ---- what did not happen ----------------------------------------------------- */

/* The subject of such a statement: a time, 我局, a name, and nothing that makes
 * it conditional or a part. */
static bool
is_plain_subject(const struct teller *t, struct str s)
{
	static const char *const words[] = {"对", "因", "虽", "若", "部分",
	    "通过", "网", "渠道", "信函", "个别", "科", "处", "所", "后", "前",
	    "不", "原因", "未", "如", "其他", "主动", "关于"};
	ptrdiff_t org;

	if (s.n > SUBJECT_MAX)
		return false;
	org = t->r->org.n != 0 ? str_find(s, t->r->org) : -1;
	if (org >= 0)
		s = str_skip(s, (size_t)org + t->r->org.n);
	return !words_restrict(s) && !HAS_ANY(s, words);
}

/* The clause behind 未收到: nothing but plain words about an object. */
static void
tell_object(struct teller *t, struct str clause, struct str object)
{
	static const struct {
		unsigned mean;
		const char *key;
	} none[] = {{MEAN_REVIEW, "none.review"}, {MEAN_SUIT, "none.suit"},
	    {MEAN_FEE, "none.fee"}, {MEAN_CARRIED_IN, "none.carried_in"},
	    {MEAN_CARRIED_OUT, "none.carried_out"}};
	unsigned mean;
	bool any = false;

	if (!words_are_plain_object(object, &mean))
		return;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		if (!(mean & none[i].mean))
			continue;
		add_none(t, none[i].key, clause);
		any = true;
	}
	if (!any && mean & MEAN_REQUEST)
		add_none(t, "none.requests", clause);
}

static void
tell_not(struct teller *t, const char *sentence, struct str clause)
{
	static const char *const heads[] = {"未收到", "没有收到", "未受理",
	    "未接到", "未发生", "没有发生", "未收取", "没有收取", "未产生",
	    "未出现", "不存在", "没有", "无"};
	static const char *const marks[] = {"未", "没有", "无", "不存在"};

	if (!HAS_ANY(clause, marks))
		return;
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		ptrdiff_t at = str_find(clause, str_of(heads[i]));
		struct str object;

		if (at < 0)
			continue;
		object = str_skip(clause, (size_t)at + strlen(heads[i]));
		if (object.n != 0 &&
		    is_plain_subject(t, (struct str){clause.p, (size_t)at}) &&
		    is_own(t, sentence, clause.p + at))
			tell_object(t, clause, object);
		return;
	}
}

/* Go through the clauses. */
static void
tell_nothings(struct teller *t)
{
	const char *p = t->clause.text.p, *end = p + t->clause.text.n;
	const char *from = p, *sentence = p;
	static const char *const marks[] = {"未", "没有", "无", "不存在"};

	if (!HAS_ANY(buf_str(&t->clause.text), marks))
		return;
	while (p <= end && from < end) {
		struct str rest = slice(p, end);
		size_t sign = p < end ? clause_sign(rest) : 1;
		bool stop = p < end && str_starts(rest, STR("。"));

		if (sign == 0) {
			utf8_next(&p, end);
			continue;
		}
		if (p > from && p - from < 300)
			tell_not(t, sentence, slice(from, p));
		p += sign;
		from = p;
		if (stop)
			sentence = p;
	}
}

/* ---- paragraphs ------------------------------------------------------------- */

static bool
is_prose(const struct node *n)
{
	return n->kind == NODE_TEXT && n->role != ROLE_TITLE &&
	    n->role != ROLE_ORG && n->role != ROLE_DATE && n->text.n != 0;
}

static bool
ends_paragraph(struct str s)
{
	static const char *const ends[] = {"。", "；", ";", "：", ":", "！", "）"};

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_ends(str_trim(s), str_of(ends[i])))
			return true;
	return false;
}

/* Does the text begin with a sign that no paragraph begins with? */
static bool
begins_with_sign(struct str s)
{
	static const char *const signs[] = {"，", ",", "、", "；", "。", "）", ")"};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (str_starts(str_trim(s), str_of(signs[i])))
			return true;
	return false;
}

/* A first line such as "（一）主动公开情况。全年公开" looks like a heading. */
static bool
may_be_torn(const struct node *n)
{
	return n->text.n >= TORN_MIN &&
	    (n->role == ROLE_TEXT || has(n->text, "。"));
}

/* Is b the rest of paragraph a, torn off by a page or line end? */
static bool
continues(const struct node *a, const struct node *b)
{
	unsigned number;
	struct str rest;

	if (!is_prose(b) || b->role != ROLE_TEXT || a->sec != b->sec ||
	    b->depth != 0)
		return false;
	if (begins_with_sign(b->text))
		return true;
	return may_be_torn(a) && !ends_paragraph(a->text) &&
	    fold_numeral(b->text, &number, &rest) == NUMERAL_NONE;
}

static void
tell_paragraph(struct teller *t)
{
	clause_read(&t->clause);
	tell_nothings(t);
	tell_counts(t);
	for (size_t i = 0; i < t->clause.nfigure; i++)
		tell_documents(t, &t->clause.figure[i]);
	for (size_t i = 0; i < t->clause.nfigure; i++)
		tell_list(t, &t->clause.figure[i]);
	tell_sums(t);
	note_published(t);
}

void
prose_add(struct report *r, const struct tree *tree)
{
	struct teller t = {.r = r, .first = r->n};

	for (size_t i = 0; i < tree->n && !is_full(&t); i++) {
		const struct node *n = &tree->node[i];

		if (!is_prose(n))
			continue;
		clause_reset(&t.clause);
		clause_add(&t.clause, n->text, n->line);
		while (i + 1 < tree->n &&
		    continues(&tree->node[i], &tree->node[i + 1]) &&
		    clause_add(&t.clause, tree->node[i + 1].text,
			tree->node[i + 1].line))
			i++;
		tell_paragraph(&t);
	}
	for (size_t i = 0; i < t.npublished; i++)
		tell_twice(&t, &t.published[i]);
	clause_free(&t.clause);
}
