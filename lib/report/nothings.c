/*
 * What the prose says did not happen: 未收到, 未发生, 无.
 *
 * Such a sentence overrules nothing, yet a rule of level error rests on it, so
 * that it must be plain from its first word to its last.
 */
#include "base/utf8.h"
#include "report/teller.h"
#include "report/words.h"

#define SUBJECT_MAX 90 /* bytes in front of the negation */

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
		teller_say(t, none[i].key, clause, STR("0"));
		any = true;
	}
	if (!any && mean & MEAN_REQUEST)
		teller_say(t, "none.requests", clause, STR("0"));
}

static void
tell_not(struct teller *t, const char *sentence, struct str clause)
{
	/* each with a word of MARK_NOT in it */
	static const char *const heads[] = {"未收到", "没有收到", "未受理",
	    "未接到", "未发生", "没有发生", "未收取", "没有收取", "未产生",
	    "未出现", "不存在", "没有", "无"};

	if (!(clause_marks(&t->clause, clause.p, str_end(clause)) & MARK_NOT))
		return;
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		ptrdiff_t at = str_find(clause, str_of(heads[i]));
		struct str object;

		if (at < 0)
			continue;
		object = str_skip(clause, (size_t)at + strlen(heads[i]));
		if (object.n != 0 &&
		    is_plain_subject(t, (struct str){clause.p, (size_t)at}) &&
		    teller_is_own(t, sentence, clause.p + at))
			tell_object(t, clause, object);
		return;
	}
}

/* Go through the clauses. */
void
teller_nothings(struct teller *t)
{
	const char *p = t->clause.text.p, *end = str_end(buf_str(&t->clause.text));
	const char *from = p, *sentence = p;

	if (!(t->marks & MARK_NOT))
		return;
	while ((p = clause_skip_han(p, end)) <= end && from < end) {
		struct str rest = teller_slice(p, end);
		size_t sign = p < end ? clause_sign(rest) : 1;
		bool stop = p < end && str_starts(rest, STR("。"));

		if (sign == 0) {
			utf8_next(&p, end);
			continue;
		}
		if (p > from && p - from < 300)
			tell_not(t, sentence, teller_slice(from, p));
		p += sign;
		from = p;
		if (stop)
			sentence = p;
	}
}
