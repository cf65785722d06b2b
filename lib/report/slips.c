/*
 * Slips of who wrote the report: another year where the report speaks of its
 * own, a number that was never filled in, a date without its month, a list of
 * parts that is shorter than it says, an office that reports for itself under the
 * name of its government.
 *
 * Each is taken only where hardly anything else can be meant: a report may speak
 * of the years around its own in many ways.
 */
#include "base/utf8.h"
#include "report/publisher.h"
#include "report/teller.h"
#include "report/words.h"

#define SLIPS_MAX 50 /* of one paragraph */
#define NEAR 200     /* bytes around a sentence: the ones before and behind it */

/* ---- another year --------------------------------------------------------- */

/* The sentence around a place in the paragraph. */
static struct str
sentence_around(const struct teller *t, struct str word)
{
	struct str text = t->clause.text, s;
	const char *from = text.p;
	ptrdiff_t at;

	s = teller_slice(from, word.p);
	while ((at = str_find(s, STR("。"))) >= 0) {
		s = str_skip(s, (size_t)at + strlen("。"));
		from = s.p;
	}
	s = teller_slice(from, str_end(text));
	at = str_find(s, STR("。"));
	if (at >= 0)
		s.n = (size_t)at;
	return s;
}

/* Does the sentence tell what was done, or was not, in the year before it? */
static bool
tells_of_work(const struct teller *t, struct str s)
{
	static const char *const work[] = {"收到", "新收", "受理", "公开政府信息",
	    "公开信息", "发布信息", "答复"};
	static const char *const nothing[] = {"未收到", "没有收到", "未发生", "未受理"};
	static const char *const other[] = {"较", "同比", "相比", "比上", "比去", "将",
	    "拟", "计划", "明年", "力争", "以前", "历年", "根据", "按照", "印发",
	    "《", "〔", "号", "截至", "累计", "整改", "以来", "自", "要求", "至"};

	if (HAS_ANY(s, other))
		return false;
	if (HAS_ANY(s, nothing) && teller_has(s, "申请"))
		return true;
	if (!HAS_ANY(s, work))
		return false;
	for (size_t i = 0; i < t->clause.nfigure; i++) {
		const struct figure *f = &t->clause.figure[i];

		if (f->from > s.p && f->from < str_end(s) &&
		    (str_is(f->unit, "件") || str_is(f->unit, "条")))
			return true;
	}
	return false;
}

/* "2022年", "我局2022年": does the sentence begin with the year, or with who
 * reports?  A heading may be glued to it. */
static bool
begins_with(const struct teller *t, struct str sentence, struct str word)
{
	struct str head = teller_slice(sentence.p, word.p);
	struct str org = t->r->org;

	if (str_ends(head, STR("情况")) || str_ends(head, STR("方面")))
		return true;
	if (org.n != 0 && str_starts(head, org))
		head = str_skip(head, org.n);
	else if (str_starts(head, STR("我")) || str_starts(head, STR("本")))
		return head.n <= strlen("我街道");
	return head.n == 0;
}

/* "现将2022年政府信息公开工作年度报告公布如下" */
static bool
names_this_report(const struct teller *t, struct str sentence, struct str rest)
{
	static const char *const verbs[] = {"现将", "现公布", "编制本", "特编制",
	    "现发布"};
	static const char *const names[] = {"政府信息公开工作年度报告",
	    "政府信息公开年度报告", "政府信息公开工作报告", "年度报告"};

	if (t->sec > 0 || !HAS_ANY(teller_slice(sentence.p, rest.p), verbs))
		return false;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_starts(rest, str_of(names[i])))
			return true;
	return false;
}

/* Is the report's own year named near the sentence, so that the two may be
 * compared? */
static bool
is_compared(const struct teller *t, struct str sentence)
{
	struct str text = t->clause.text, near;
	const char *from = text.p, *to = str_end(text);
	struct buf own = {0};
	bool named;

	if (sentence.p - from > NEAR)
		from = sentence.p - NEAR;
	if (to - str_end(sentence) > NEAR)
		to = str_end(sentence) + NEAR;
	near = teller_slice(from, to);
	buf_addu(&own, t->r->year);
	named = str_find(near, buf_str(&own)) >= 0;
	buf_free(&own);
	return named;
}

static void
find_year(struct teller *t, unsigned year)
{
	struct str rest = t->clause.text, word, sentence;
	struct buf name = {0};
	ptrdiff_t at;

	buf_addu(&name, year);
	buf_addz(&name, "年");
	for (int n = 0; n < SLIPS_MAX && (at = str_find(rest, buf_str(&name))) >= 0;
	    n++) {
		word = (struct str){rest.p + at, name.n};
		rest = str_skip(rest, (size_t)at + name.n);
		sentence = sentence_around(t, word);
		if (str_starts(rest, STR("度")))
			rest = str_skip(rest, strlen("度"));
		if (rest.n == 0 || (rest.p[0] >= '0' && rest.p[0] <= '9') ||
		    !(names_this_report(t, sentence, rest) ||
			(begins_with(t, sentence, word) &&
			    tells_of_work(t, sentence) &&
			    !is_compared(t, sentence))))
			continue;
		name.n -= strlen("年");
		teller_say(t, "other_year", sentence, buf_str(&name));
		break;
	}
	buf_free(&name);
}

static size_t
digits_at(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n;
}

/* Is a number named that ends as the years around that of the report do?  Most
 * paragraphs name no year, or the report's own. */
static bool
may_name_other_year(const struct teller *t)
{
	const struct clause *c = &t->clause;

	for (size_t i = 0; i < c->nnumber; i++) {
		struct str rest = teller_slice(c->number[i].p, str_end(c->text));
		size_t digits;
		unsigned long year;

		if (!(c->number[i].marks & MARK_BEFORE_YEAR))
			continue;
		digits = number_digits(rest.p);
		if (digits >= 4 &&
		    str_to_ulong((struct str){rest.p + digits - 4, 4}, &year) &&
		    (year + 1 == t->r->year || year == t->r->year + 1))
			return true;
	}
	return false;
}

static void
find_other_years(struct teller *t)
{
	if (t->r->year == 0 || !(t->clause.marks & MARK_BEFORE_YEAR) ||
	    !may_name_other_year(t) || !teller_has(t->clause.text, "20"))
		return;
	find_year(t, t->r->year - 1);
	find_year(t, t->r->year + 1);
}

/* ---- what is missing ------------------------------------------------------ */

/* Stands the word where the text begins, and no number behind it? */
static bool
lacks_number(struct str text, struct str word)
{
	struct str rest = str_skip(text, word.n);

	return str_starts(text, word) && (rest.n == 0 || clause_sign(rest) != 0);
}

/* Is there any such word?  The Regulation, 公开条例, begins with one. */
static bool
may_lack_number(const struct clause *c)
{
	for (size_t i = 0; i < c->nword; i++) {
		struct str rest = teller_slice(c->word[i].p, str_end(c->text));

		if (!(c->word[i].marks & MARK_LOST))
			continue;
		for (size_t k = 0; k < words_lost_n; k++)
			if (lacks_number(rest, words_rare_end(words_lost[k])))
				return true;
	}
	return false;
}

/* "全年共公开条，" */
static void
find_lost_numbers(struct teller *t)
{
	struct str text = t->clause.text;

	if (!(t->clause.marks & MARK_LOST) || !may_lack_number(&t->clause))
		return;
	for (size_t i = 0; i < words_lost_n; i++) {
		ptrdiff_t at = str_find(text, words_lost[i]);
		struct str rest;

		if (at < 0)
			continue;
		rest = str_skip(text, (size_t)at);
		if (lacks_number(rest, words_lost[i]))
			teller_say(t, "broken", teller_slice(
				sentence_around(t, (struct str){rest.p, 0}).p,
				rest.p + words_lost[i].n), (struct str){0});
	}
}

/* "2018年11日": a year, digits, and a day. */
static void
find_lost_months(struct teller *t)
{
	const struct clause *c = &t->clause;

	if (!(c->marks & MARK_BEFORE_DAY))
		return;
	for (size_t i = 0; i < c->nnumber; i++) {
		struct str year = teller_slice(c->text.p, c->number[i].p);
		const char *day = year.p + year.n;

		if (!(c->number[i].marks & MARK_BEFORE_DAY) ||
		    !str_ends(year, STR("年")))
			continue;
		year.n -= strlen("年");
		year = str_skip(year, year.n > 4 ? year.n - 4 : 0);
		if (digits_at(year) != 4 || number_digits(day) == 0)
			continue;
		teller_say(t, "broken", teller_slice(year.p,
			day + number_digits(day) + strlen("日")), (struct str){0});
		return;
	}
}

/* ---- parts of the report -------------------------------------------------- */

static unsigned
parts_named(struct str s)
{
	static const char *const part[][3] = {{"总体", "概述", "概况"},
	    {"主动公开", NULL, NULL}, {"申请", NULL, NULL}, {"复议", "诉讼", NULL},
	    {"问题", "不足", NULL}, {"其他", "其它", "需要报告"}};
	unsigned named = 0;

	for (size_t i = 0; i < sizeof part / sizeof *part; i++)
		for (size_t k = 0; k < 3 && part[i][k] != NULL; k++)
			if (teller_has(s, part[i][k])) {
				named++;
				break;
			}
	return named;
}

/* "…等六部分", "六个部分组成": the parts before it, in the introduction. */
static void
find_parts(struct teller *t)
{
	static const struct {
		const char *words; /* with that of MARK_PARTS in them */
		long n;
	} stated[] = {{"六部分", 6}, {"六个部分", 6}, {"6部分", 6}, {"6个部分", 6},
	    {"五部分", 5}, {"五个部分", 5}, {"5个部分", 5}, {"七部分", 7},
	    {"七个部分", 7}};
	struct str text = t->clause.text;

	if (t->sec > 0 || !(t->clause.marks & MARK_PARTS))
		return;
	for (size_t i = 0; i < sizeof stated / sizeof *stated; i++) {
		ptrdiff_t at = str_find(text, str_of(stated[i].words));
		struct str list;
		unsigned named;

		if (at < 0 || teller_is_full(t) || t->listed)
			continue;
		list = sentence_around(t, (struct str){text.p + at, 0});
		named = parts_named(list);
		if (named < 3 || !teller_has(list, "、"))
			continue;
		t->listed = true;
		teller_add(t, STR("parts"), STR("named"), list)->value =
		    teller_number(&t->r->arena, dec_of((long)named));
		teller_add(t, STR("parts"), STR("all"), list)->value =
		    teller_number(&t->r->arena, dec_of(stated[i].n));
	}
}

/* ---- for whom a government reports ---------------------------------------- */

/* The first clause of a sentence that has the office as its subject. */
static struct str
office_speaks(struct str s)
{
	for (size_t i = 0; i < words_office_n; i++) {
		ptrdiff_t at = str_find(s, words_office[i]);
		struct str behind;

		if (at < 0)
			continue;
		behind = str_skip(s, (size_t)at + words_office[i].n);
		if (!str_starts(behind, STR("法")) && !str_starts(behind, STR("理")))
			return (struct str){s.p + at, words_office[i].n};
	}
	return (struct str){0};
}

static void
look_for_office(struct teller *t)
{
	struct str office;

	if (!(t->clause.marks & (MARK_REGION | MARK_OFFICE)) ||
	    publisher_kind(t->r->org) != PUBLISHER_GOVERNMENT)
		return;
	t->region = t->region || (t->clause.marks & MARK_REGION) != 0;
	office = office_speaks(t->clause.text);
	if (office.n == 0 || t->region || t->office.n != 0)
		return;
	office = sentence_around(t, office);
	t->office = arena_str(&t->r->arena, teller_raw(t, office));
	t->office_line = clause_line(&t->clause, office.p);
}

void
teller_slips(struct teller *t)
{
	find_other_years(t);
	find_lost_numbers(t);
	find_lost_months(t);
	find_parts(t);
	look_for_office(t);
}

void
teller_office(struct teller *t)
{
	struct cell *c;

	if (t->office.n == 0 || t->region || teller_is_full(t))
		return;
	c = report_add(t->r, STR("s1"), STR("office"), STR("1"));
	c->raw = t->office;
	c->line = t->office_line;
}
