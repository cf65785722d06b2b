/*
 * Statements of the prose.
 *
 * The way of a paragraph: pieces that a page break tore apart are joined, the
 * text is folded and its figures are found (clause.c); each figure is tried as a
 * count of something (words.c); figures behind 其中 become parts of a whole and
 * percentages shares (sums.c); what is said not to have happened is looked for
 * clause by clause (nothings.c).
 *
 * What surrounds a figure decides more than its own words: 答复 answers requests
 * only where requests were told of just before, 维持 is an outcome of the
 * proceeding named before it.  struct teller keeps that much of what was said.
 */
#include "report/prose.h"

#include <stdlib.h>

#include "base/mem.h"
#include "report/breakdown.h"
#include "report/date.h"
#include "report/fold.h"
#include "report/han.h"
#include "report/publisher.h"
#include "report/teller.h"
#include "report/words.h"

#define KEPT_MAX (1 << 20) /* bytes of text of a report of which memory is kept */
#define AROUND_MAX 240 /* bytes on either side of a number that are looked at */
#define TORN_MIN 60 /* bytes; a shorter text is no torn paragraph */

static const char *const case_key[] = {"review", "suit", "suit_direct",
    "suit_after"};

/* ---- counts ---------------------------------------------------------------- */

/* The words of the sentence so far, and of the one before. */
static struct str
said_before(const struct teller *t, const struct figure *f)
{
	const char *from = t->clause.text.p;

	if (f->from - from > 600)
		from = f->from - 600;
	return teller_slice(from, f->from);
}

/* The sentence in front of the figure, from the last semicolon on. */
static struct str
part_of_sentence(const struct figure *f)
{
	struct str s = teller_slice(f->sentence, f->from);
	ptrdiff_t at;

	while ((at = str_find(s, STR("；"))) >= 0)
		s = str_skip(s, (size_t)at + strlen("；"));
	return s;
}

/* "加强政府信息公开，全年行政复议30件": is disclosure named as a part of the work only, so
 * that these are all proceedings there were? */
static bool
is_of_all_work(struct str said)
{
	static const char *const efforts[] = {"加强", "重视", "推进", "推动", "做好",
	    "提升", "提高", "强化", "深化", "落实", "围绕", "扎实"};
	static const char *const over_it[] = {"引起", "引发", "涉及", "公开行政复议",
	    "公开行政诉讼", "公开复议", "公开诉讼", "公开类", "申请"};

	return HAS_ANY(said, efforts) && !HAS_ANY(said, over_it);
}

/* Is the number, of proceedings, said to be one over disclosure? */
static bool
is_over_disclosure(const struct teller *t, const struct figure *f, struct str after,
    unsigned mean)
{
	struct str said = teller_slice(f->sentence, f->from);

	if (mean & MEAN_OGI || t->told || teller_has(after, "信息公开") ||
	    teller_has(f->before, "信息公开"))
		return true;
	/* none at all are none over it */
	return teller_has(said, "信息公开") &&
	    (f->number.value.n == 0 || !is_of_all_work(said));
}

/* Is what the kind needs around it there? */
static bool
is_needed_there(const struct teller *t, const struct count_kind *k,
    const struct figure *f, struct str after, unsigned mean)
{
	bool same = t->sentence == f->sentence;
	unsigned also;

	if (k->need & NEED_WORD && !(mean & MEAN_REQUEST) &&
	    !(words_are_plain(after, &also) && also & MEAN_REQUEST))
		return false;
	if (k->need & NEED_REQUEST && !(mean & MEAN_REQUEST) &&
	    !(t->of_requests && same) &&
	    !(k->need & MAY_FOLLOW && teller_has(said_before(t, f), "申请")))
		return false;
	if (k->need & NEED_REQUESTS && !t->of_requests)
		return false;
	if (k->need & NEED_OGI && !is_over_disclosure(t, f, after, mean))
		return false;
	return !(k->need & NOT_A_PART) || !teller_has(part_of_sentence(f), "其中");
}

/* Does the clause name two proceedings for one number? */
static bool
is_joint(const struct figure *f)
{
	return teller_has(f->before, "复议") && teller_has(f->before, "诉讼");
}

/* "不予公开、无法提供共3件": is another result named in front of the head, so that the
 * number is not that of the last? */
static bool
is_of_several(const struct count_kind *k, const struct heads *before, const char *head)
{
	unsigned like = k->need & (NEED_REQUESTS | NEED_CASE);

	if (like == 0 || head == NULL || (before->kinds & (before->kinds - 1)) == 0)
		return false;
	return (words_heads_before(before, head) & words_kinds_with(like) &
	    ~(1u << (k - count_kinds))) != 0;
}

/* Whose number is it?  Those of 司法局 are of all proceedings it handles. */
static bool
is_handled_for_others(const struct count_kind *k, struct str clause)
{
	static const char *const verbs[] = {"受理", "办理", "审结", "审理", "收到",
	    "代理", "应诉", "立案", "接到", "答复"};

	return k->need & OF_CASES && HAS_ANY(clause, verbs);
}

/* "由5件增至8件", "5件至8件": what was before, or the lower end. */
static bool
leads_to_another(const struct figure *f, struct str after)
{
	static const char *const becomes[] = {"增至", "增到", "增为", "增加至",
	    "增加到", "增加为", "增长至", "增长到", "减至", "减到", "减为", "减少至",
	    "减少到", "减少为", "降至", "降到", "降为", "下降至", "下降到", "下降为",
	    "升至", "升到", "升为", "上升至", "上升到", "上升为"};

	if (str_ends(f->before, STR("由")))
		return true;
	for (size_t i = 0; after.n != 0 && i < sizeof becomes / sizeof *becomes; i++)
		if (str_starts(after, str_of(becomes[i])))
			return true;
	/* "5件至今均已答复" is no span */
	return str_starts(after, STR("至")) && !str_starts(after, STR("至今"));
}

/* Is the first number in s a nought? */
static bool
counts_none(struct str s)
{
	bool zero = false;

	while (s.n != 0 && (*s.p < '0' || *s.p > '9'))
		s = str_skip(s, 1);
	for (; s.n != 0 && (*s.p == '0' || *s.p == '.'); s = str_skip(s, 1))
		zero = true;
	return zero && (s.n == 0 || *s.p < '0' || *s.p > '9');
}

/* Does a clause say that there was none of what is named between the two: "未发生减免
 * 情况", "减免0元"? */
static bool
is_denied(struct str before, struct str behind)
{
	static const char *const none[] = {"未发生", "未出现", "未产生", "没有", "不存在",
	    "不涉及"};
	static const char *const directly[] = {"无", "未", "未予", "未有", "无任何"};

	for (size_t i = 0; i < sizeof directly / sizeof *directly; i++)
		if (str_ends(before, str_of(directly[i])))
			return true;
	return counts_none(behind) || (before.n != 0 && HAS_ANY(before, none));
}

/* Does the clause say that money did not come in, "申请人未缴纳", "已退还"?  "未收取其他
 * 费用" is about other money. */
static bool
says_not_taken(struct str clause)
{
	static const char *const words[] = {"未缴", "未交", "未支付", "未收", "未到账",
	    "逾期", "减免", "免收", "免除", "免缴", "退还", "退回", "退费"};
	static const char *const other[] = {"其他", "其它", "任何", "投诉", "申请", "举报"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		ptrdiff_t at = str_find(clause, str_of(words[i]));
		struct str before, behind;

		if (at < 0)
			continue;
		before = (struct str){clause.p, (size_t)at};
		behind = str_skip(clause, (size_t)at + strlen(words[i]));
		if (!is_denied(before, behind) &&
		    (!str_is(str_of(words[i]), "未收") || behind.n == 0 ||
			!HAS_ANY(behind, other)))
			return true;
	}
	return false;
}

/* What the sentence says behind a number. */
static struct str
rest_of_sentence(const struct teller *t, const struct figure *f)
{
	struct str rest = teller_slice(f->to, str_end(t->clause.text));
	ptrdiff_t stop;

	if (rest.n > AROUND_MAX)
		rest.n = AROUND_MAX;
	stop = str_find(rest, STR("。"));
	if (stop >= 0)
		rest.n = (size_t)stop;
	return rest;
}

/* "300元，申请人未缴纳": does the sentence go on about money that did not come in? */
static bool
is_not_taken(const struct teller *t, const struct figure *f)
{
	struct str rest = rest_of_sentence(t, f);
	const char *p = rest.p, *end = str_end(rest);

	while (p < end) {
		const char *sign = clause_sign_from(&t->clause, p, end);

		if (sign > p && says_not_taken(teller_slice(p, sign)))
			return true;
		p = sign < end ? sign + clause_sign(teller_slice(sign, end)) : end;
	}
	return false;
}

/* "发出收费通知3件，涉及信息处理费300元": money that was asked for, and not said to have
 * come in. */
static bool
is_asked_for(const struct figure *f)
{
	static const char *const asks[] = {"费通知", "缴款通知", "通知书", "通知单",
	    "收费决定", "应收"};
	static const char *const comes[] = {"收取", "实收", "收到", "缴纳", "收缴",
	    "征收", "到账", "入库"};
	struct str said = teller_slice(f->sentence, f->before.p);

	return f->number.value.n != 0 && said.n != 0 && HAS_ANY(said, asks) &&
	    (f->before.n == 0 || !HAS_ANY(f->before, comes));
}

/* "推进政务服务，受理申请300件", "受理各类申请300件": may the applications, which the words
 * around their number do not say to be for disclosure, be for licences and the like?  Not
 * where the sentence, or what is in front of 各类, speaks of 公开. */
static bool
is_of_other_applications(const struct teller *t, const struct figure *f,
    struct str after, unsigned mean)
{
	static const char *const services[] = {"政务服务", "放管服", "营商环境",
	    "行政审批", "行政许可", "不动产登记", "大厅", "救助", "仲裁", "法律援助"};
	struct str said = teller_slice(f->sentence, f->from);
	unsigned also;

	if (mean & MEAN_OGI)
		return false;
	if (words_are_plain(after, &also))
		mean |= also;
	if (mean & MEAN_OGI || teller_has(said, "公开"))
		return false;
	return HAS_ANY(said, services) || (mean & MEAN_EVERY &&
		!teller_has(said_before(t, f), "公开") &&
		!teller_has(clause_paragraph_before(&t->clause), "公开"));
}

/* "收到法人申请3件": requests of one sort of applicants.  公民 alone is anybody, unless the
 * sentence names others. */
static bool
is_of_one_sort(const struct teller *t, const struct figure *f, unsigned mean)
{
	static const char *const bodies[] = {"法人", "组织", "企业"};
	struct str rest, before = teller_slice(f->sentence, f->from);

	if (!words_are_of_one_sort(mean))
		return false;
	if (mean & MEAN_BODY)
		return true;
	rest = rest_of_sentence(t, f);
	if (before.n > AROUND_MAX)
		before = str_skip(before, before.n - AROUND_MAX);
	return HAS_ANY(before, bodies) || (rest.n != 0 && HAS_ANY(rest, bodies));
}

/* "行政审批办结300件": the words say what was answered, and do not say requests. */
static bool
is_of_other_matter(const struct teller *t, const struct count_kind *k,
    struct str subject, unsigned mean)
{
	static const char *const cases[] = {"复议", "诉讼"};
	struct date d;

	if (subject.n == 0)
		return false;
	if (k->need & OF_REQUESTS && HAS_ANY(subject, cases))
		return true;
	if (k->what != COUNTS_ANSWERED || mean & MEAN_REQUEST)
		return false;
	if (t->r->org.n != 0 && str_starts(subject, t->r->org))
		subject = str_skip(subject, t->r->org.n);
	if (date_begins_year(subject, &d))
		subject = str_skip(subject, d.printed.n);
	return !words_are_manner(subject);
}

/* "全部公开信息500条", "全部公开15件政策文件": what was published, not the result of a
 * request. */
static bool
is_of_documents(const struct teller *t, const struct figure *f, struct str after)
{
	static const char *const words[] = {"文件", "公文", "政策", "目录", "提案",
	    "建议", "事项"};

	const struct figure *whole = t->received != NULL ? t->received : t->answered;

	if (f->unit_is & UNIT_ITEMS &&
	    (whole == NULL || !(whole->unit_is & UNIT_ITEMS)))
		return true;
	return after.n != 0 && HAS_ANY(after, words);
}

/* "在专栏公开行政复议30件": papers that were published, and not proceedings over
 * 信息公开. */
static bool
is_published(struct str subject)
{
	static const char *const names[] = {"信息公开", "申请公开", "政务公开"};
	static const char *const verbs[] = {"公开", "公布", "发布", "公示", "推送"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_ends(subject, str_of(names[i])))
			return false;
	for (size_t i = 0; subject.n != 0 && i < sizeof verbs / sizeof *verbs; i++)
		if (str_ends(subject, str_of(verbs[i])))
			return true;
	return false;
}

/* "诉讼共3次开庭", "旁听行政诉讼3次": how often somebody was there.  head is where the
 * proceeding is named before the figure, or NULL. */
static bool
is_of_hearings(const struct figure *f, const char *head, struct str after)
{
	static const char *const there[] = {"开庭", "出庭", "庭审", "旁听", "听证",
	    "参加"};
	unsigned mean;

	return str_is(f->unit, "次") && (HAS_ANY(f->before, there) ||
	    (head != NULL && !words_are_plain(after, &mean)));
}

/* "各市（州）收到5件", "局属单位收到5件": does the clause in front of the figure, whose
 * subject is that, name others?  A bracket may stand in the middle of it. */
static bool
is_of_other_bodies(const struct teller *t, const struct figure *f, struct str subject)
{
	struct str said = teller_slice(f->sentence, subject.p);
	const char *end = str_end(subject), *from = subject.p;

	if (str_ends(said, STR("）")) && said.n <= AROUND_MAX) {
		while (said.n != 0 && !str_ends(said, STR("（")))
			said.n--;
		if (said.n != 0)
			from = clause_begin(&t->clause, f->sentence,
			    str_end(said) - strlen("（"), AROUND_MAX);
	}
	return words_name_body(teller_slice(from, end)) &&
	    publisher_names_others(t->r->org, teller_slice(from, end));
}

/* Is the figure, whose words are those of kind k, of something else all the same?  head is
 * where they name the kind, or NULL when they do so behind it; subject what stands before. */
static bool
is_of_others(const struct teller *t, const struct count_kind *k, const struct figure *f,
    const struct heads *before, const char *head, struct str subject, unsigned mean)
{
	struct str after = clause_after(&t->clause, f);

	return leads_to_another(f, after) || words_restrict(subject) ||
	    is_of_other_bodies(t, f, subject) ||
	    is_handled_for_others(k, f->before) || is_of_several(k, before, head) ||
	    (k->need & OF_REQUESTS && is_of_one_sort(t, f, mean)) ||
	    (k->need & NEED_WORD && is_of_other_applications(t, f, after, mean)) ||
	    is_of_other_matter(t, k, subject, mean) ||
	    (k->need & NEED_REQUESTS && is_of_documents(t, f, after)) ||
	    (k->need & NEED_FEE_UNIT && (is_not_taken(t, f) || is_asked_for(f))) ||
	    (k->need & OF_CASES && head != NULL && is_published(subject)) ||
	    (k->need & OF_CASES && is_of_hearings(f, head, after)) ||
	    (k->need & OF_CASES && is_joint(f) && head != NULL &&
		!teller_has(teller_slice(head, f->from), "复议后"));
}

/* Does the figure, with those heads before it, count what kind k counts?  *mean gets what
 * its words say. */
static bool
is_count(const struct teller *t, const struct count_kind *k,
    const struct figure *f, const struct heads *before, unsigned *mean)
{
	const char *head = NULL;
	struct str subject = f->before, after = clause_after(&t->clause, f);

	if (words_head(k, before, f->before, &head, mean) != NULL)
		subject = teller_slice(f->before.p, head);
	else if (!(k->need & MAY_FOLLOW) ||
	    !words_follow(k, after, mean))
		return false;
	if (str_ends(subject, STR("约"))) /* "大约收到5件" */
		*mean |= MEAN_ABOUT;
	if (is_of_others(t, k, f, before, head, subject, *mean))
		return false;
	return is_needed_there(t, k, f, after, *mean) &&
	    teller_is_own(t, f->sentence, head != NULL ? head : f->from);
}

/* Which proceeding an outcome belongs to: named in its clause, or the only one
 * before it in the sentence. */
static int
case_of_outcome(const struct teller *t, const struct figure *f)
{
	if (teller_has(f->before, "复议") != teller_has(f->before, "诉讼"))
		return teller_has(f->before, "复议") ? CASE_REVIEW : CASE_SUIT;
	if (t->sentence != f->sentence || teller_has(f->before, "复议"))
		return -1;
	for (int i = 0; i < CASES; i++)
		if (t->cases == 1u << i &&
		    !teller_has(teller_slice(t->of_case[i]->to, f->from),
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
	teller_count(t, buf_str(&b), f);
	buf_free(&b);
	t->outcome = true;
	return true;
}

/* "复议N件，诉讼N件，均维持": every one of those just named. */
static void
tell_all_upheld(struct teller *t, size_t i)
{
	const struct figure *f = &t->clause.figure[i];
	const char *end = i + 1 < t->clause.nfigure
	    ? t->clause.figure[i + 1].from
	    : t->clause.text.p + t->clause.text.n;
	struct str s = teller_slice(f->to, end);
	ptrdiff_t stop = str_find(s, STR("。"));
	struct buf b = {0};

	if (stop >= 0)
		s.n = (size_t)stop;
	if (!teller_has(s, "均获维持") && !teller_has(s, "均维持") && !teller_has(s, "均予维持") &&
	    !teller_has(s, "全部维持") && !teller_has(s, "均为维持") &&
	    !teller_has(s, "均被维持") && !teller_has(s, "结果均为维持"))
		return;
	for (int k = 0; k < CASES; k++) {
		if (!(t->cases >> k & 1) || t->of_case[k] == NULL)
			continue;
		buf_reset(&b);
		buf_addf(&b, "%s.upheld", case_key[k]);
		teller_count(t, buf_str(&b), t->of_case[k]);
	}
	buf_free(&b);
}

static void
tell_case(struct teller *t, unsigned which, size_t i)
{
	const struct figure *f = &t->clause.figure[i];

	if (t->outcome || t->sentence != f->sentence)
		t->cases = 0;
	t->outcome = false;
	t->cases |= 1u << which;
	t->of_case[which] = f;
	tell_all_upheld(t, i);
}

static void
note_result(struct teller *t, enum count_what what, size_t i)
{
	unsigned k = (unsigned)what - COUNTS_GRANTED;

	if (what < COUNTS_GRANTED || what > COUNTS_GRANTED_PARTIAL)
		return;
	if (t->nresult == sizeof t->result / sizeof *t->result ||
	    (t->outcomes >> k & 1)) {
		t->outcomes = 0x100; /* said twice: no list */
		return;
	}
	t->outcomes |= what == COUNTS_GRANTED_PARTIAL ? 3u : 1u << k;
	t->result[t->nresult++] = i;
}

/* What the sentence says next: of a number of requests handled that includes
 * those of last year, it is the number received. */
static bool
includes_last_year(const struct figure *f)
{
	static const char *const words[] = {"（含上年", "（含上一年", "（包括上年",
	    "（其中上年", "（包含上年"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strncmp(f->to, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

static void
remember(struct teller *t, const struct count_kind *k, size_t i)
{
	const struct figure *f = &t->clause.figure[i];

	if (k->what == COUNTS_ANSWERED) {
		t->answered = f;
		t->outcomes = 0;
		t->nresult = 0;
	}
	if (k->what == COUNTS_RECEIVED || k->what == COUNTS_HANDLED)
		t->received = f;
	note_result(t, k->what, i);
}

/* The kinds that the figure may be a count of: its unit is theirs, and one of their
 * words is on a side of it where such a word, or a plain one, may be next to it.
 * *before gets those in front of it. */
static unsigned
kinds_near(const struct teller *t, const struct figure *f, struct heads *before)
{
	const char *end = str_end(t->clause.text);
	bool cases = f->unit_is & UNIT_CASES, money = f->unit_is & UNIT_MONEY;
	struct heads after;

	before->kinds = after.kinds = 0;
	before->n = 0;
	if (!cases && !money)
		return 0;
	if (words_may_end(f->before))
		words_heads(f->before, before);
	if (words_may_begin(teller_slice(f->to, end)))
		words_heads(clause_after(&t->clause, f), &after);
	return (before->kinds | (after.kinds & t->following)) &
	    ((money ? t->fees : 0) | (cases ? ~t->fees : 0));
}

/* Find what figure i counts.  Returns whether it counts anything known. */
static bool
tell_count(struct teller *t, size_t i)
{
	const struct figure *f = &t->clause.figure[i];
	struct heads before;

	for (unsigned kinds = kinds_near(t, f, &before); kinds != 0;
	    kinds &= kinds - 1) {
		const struct count_kind *k = &count_kinds[__builtin_ctz(kinds)];
		unsigned mean;

		if (!is_count(t, k, f, &before, &mean))
			continue;
		t->clause.figure[i].counts = k->key;
		t->clause.figure[i].about |= (mean & MEAN_ABOUT) != 0;
		if (k->need & NEED_CASE)
			return tell_outcome(t, k, f);
		teller_count(t, k->what == COUNTS_HANDLED && includes_last_year(f)
			? STR("received") : str_of(k->key), f);
		if (k->what >= COUNTS_REVIEW && k->what <= COUNTS_SUIT_AFTER)
			tell_case(t, k->what - COUNTS_REVIEW, i);
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

		if (f->unit_is & UNIT_PERCENT)
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

/* Are the documents, with those words before them, not only made or repealed, or by others:
 * "废止和修改", "审查乡镇制定"?  Who makes some "经审查" has them checked. */
static bool
is_of_more(struct str before)
{
	static const char *const also[] = {"修改", "修订", "提请"};
	static const char *const checked[] = {"审查", "审核"};

	return before.n != 0 && (HAS_ANY(before, also) ||
	    (HAS_ANY(before, checked) && !teller_has(before, "经")));
}

/* "累计制定5件": may it be those of all years?  It is this one's where that is named
 * before. */
static bool
is_of_all_years(const struct teller *t, const struct figure *f)
{
	return teller_has(f->before, "累计") && !teller_names_this_year(t,
		teller_slice(t->clause.text.p, f->from));
}

/* The fact that documents of the kind are, by the verb in the words before them; NULL for
 * none. */
static const char *
find_document_kind(struct str before)
{
	for (size_t k = 0; k < sizeof document_kinds / sizeof *document_kinds; k++)
		for (size_t v = 0; v < 4 && document_kinds[k].verbs[v] != NULL; v++)
			if (teller_has(before, document_kinds[k].verbs[v]))
				return document_kinds[k].key;
	return NULL;
}

/* "制发行政规范性文件5件": rules.issued, normative.in_force, … */
static void
tell_documents(struct teller *t, struct figure *f)
{
	static const char *const heads[][2] = {{"rules", "规章"},
	    {"normative", "规范性文件"}}; /* both with MARK_DOCUMENTS */
	struct str before = f->before;
	struct buf b = {0};
	const char *kind;
	unsigned mean;

	if (!(f->unit_is & (UNIT_CASES | UNIT_DOCUMENTS)))
		return;
	for (size_t h = 0; h < 2; h++) {
		ptrdiff_t at = str_find(before, str_of(heads[h][1]));
		struct str gap;

		if (at < 0)
			continue;
		gap = str_skip(before, (size_t)at + strlen(heads[h][1]));
		before.n = (size_t)at;
		/* "规范性文件和规章共2件": one number for both */
		if (teller_has(before, heads[1 - h][1]) ||
		    !words_are_plain(gap, &mean) || words_restrict(before) ||
		    is_of_other_bodies(t, f, before) ||
		    is_of_more(before) ||
		    !teller_is_own(t, f->sentence, f->from))
			return;
		kind = find_document_kind(before);
		if (kind == NULL ||
		    (strcmp(kind, "in_force") != 0 && is_of_all_years(t, f)))
			continue;
		f->about |= (mean & MEAN_ABOUT) != 0;
		buf_addf(&b, "%s.%s", heads[h][0], kind);
		teller_count(t, buf_str(&b), f);
		buf_free(&b);
		return;
	}
}

/* ---- paragraphs ------------------------------------------------------------- */

static bool
is_prose(const struct node *n)
{
	const unsigned others = 1u << ROLE_TITLE | 1u << ROLE_ORG | 1u << ROLE_DATE;

	return (n->kind == NODE_TEXT) & (n->text.n != 0) & !(others >> n->role & 1);
}

static bool
ends_paragraph(struct str s)
{
	switch (han_last(str_trim(s))) {
	case ';': case ':':
	case 0x3002: /* 。 */
	case 0xff01: /* ！ */
	case 0xff09: /* ） */
	case 0xff1a: /* ： */
	case 0xff1b: /* ； */
		return true;
	default:
		return false;
	}
}

/* Does the text begin with a sign that no paragraph begins with? */
static bool
begins_with_sign(struct str s)
{
	s = str_trim(s);
	switch (s.n != 0 ? utf8_next(&s.p, str_end(s)) : 0) {
	case ',': case ')':
	case 0x3001: /* 、 */
	case 0x3002: /* 。 */
	case 0xff09: /* ） */
	case 0xff0c: /* ， */
	case 0xff1b: /* ； */
		return true;
	default:
		return false;
	}
}

/* A first line such as "（一）主动公开情况。全年公开" looks like a heading. */
static bool
may_be_torn(const struct node *n)
{
	return n->text.n >= TORN_MIN &&
	    (n->role == ROLE_TEXT || teller_has(n->text, "。"));
}

/* Is b the rest of paragraph a, torn off by a page or line end? */
static bool
continues(const struct node *a, const struct node *b)
{
	unsigned number;
	struct str rest;

	if (!is_prose(b) || b->role != ROLE_TEXT || a->sec != b->sec)
		return false;
	if (begins_with_sign(b->text))
		return true;
	return may_be_torn(a) && !ends_paragraph(a->text) &&
	    fold_numeral(b->text, &number, &rest) == NUMERAL_NONE;
}

/* Those that tell something in a paragraph without figures. */
#define MARKS_TOLD (MARK_NOT | MARK_LOST | MARK_PARTS | MARK_OFFICE | MARK_REGION | \
	MARK_BEFORE_YEAR | MARK_BEFORE_DAY)

static void
tell_paragraph(struct teller *t)
{
	if (t->clause.nfigure == 0 && !(t->clause.marks & MARKS_TOLD))
		return;
	t->sec = t->clause.now->sec;
	teller_nothings(t);
	tell_counts(t);
	if (t->clause.marks & MARK_DOCUMENTS)
		for (size_t i = 0; i < t->clause.nfigure; i++)
			tell_documents(t, &t->clause.figure[i]);
	teller_sums(t);
	teller_growth(t);
	teller_slips(t);
}

/* Take paragraphs from node i on into the clauses, as many as are read at once;
 * the node behind them. */
static size_t
take_paragraphs(struct clause *c, const struct tree *tree, size_t i)
{
	clause_reset(c);
	for (; i < tree->n && c->source.n < CLAUSE_BYTES; i++) {
		const struct node *n = &tree->node[i];

		if (!is_prose(n))
			continue;
		clause_begin_paragraph(c, n->sec, n->text, n->line);
		while (i + 1 < tree->n &&
		    continues(&tree->node[i], &tree->node[i + 1]) &&
		    clause_add(c, tree->node[i + 1].text,
			tree->node[i + 1].line))
			i++;
	}
	return i;
}

/* The clauses of the report before, of which nothing but the memory is left. */
static struct clause
take_memory(struct report *r)
{
	struct clause c;

	if (r->clauses == NULL) {
		clause_learn();
		r->clauses = xcalloc(1, sizeof *r->clauses);
	}
	c = *r->clauses;
	*r->clauses = (struct clause){0};
	return c;
}

/* Keep the memory for the next report, if it is not much. */
static void
leave_memory(struct report *r, struct clause *c)
{
	if (c->source.cap > KEPT_MAX)
		clause_free(c);
	*r->clauses = *c;
}

void
prose_add(struct report *r, const struct tree *tree)
{
	struct teller t = {.r = r, .first = r->n, .clause = take_memory(r),
	    .fees = words_kinds_with(NEED_FEE_UNIT),
	    .following = words_kinds_with(MAY_FOLLOW)};

	for (size_t i = 0; i < tree->n && !teller_is_full(&t);) {
		i = take_paragraphs(&t.clause, tree, i);
		clause_read(&t.clause);
		while (!teller_is_full(&t) && clause_next(&t.clause))
			tell_paragraph(&t);
	}
	teller_twice(&t);
	teller_office(&t);
	leave_memory(r, &t.clause);
	free(t.published);
}
