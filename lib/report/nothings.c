/*
 * What the prose says did not happen: 未收到, 未发生, 无.
 *
 * Such a sentence overrules nothing, yet a rule of level error rests on it, so
 * that it must be plain from its first word to its last.
 */
#include "base/utf8.h"
#include "report/teller.h"
#include "report/words.h"

#define CLAUSE_MAX 300 /* bytes of a clause that is looked at are fewer */
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

/* The clause around a place in the paragraph, between signs. */
static struct str
clause_around(const struct clause *c, const char *place)
{
	const char *text = c->text.p, *end = str_end(c->text);
	const char *from = place, *to = place;

	while (from > text) {
		const char *before = utf8_before(text, from);

		if (clause_sign(teller_slice(before, end)) != 0)
			break;
		from = before;
	}
	while ((to = clause_skip_han(to, end)) < end &&
	    clause_sign(teller_slice(to, end)) == 0)
		utf8_next(&to, end);
	return teller_slice(from, to);
}

/* Look at the clauses with words of MARK_NOT. */
void
teller_nothings(struct teller *t)
{
	const struct clause *c = &t->clause;
	const char *text = c->text.p, *sentence = text, *behind = text;

	if (!(t->clause.marks & MARK_NOT))
		return;
	for (size_t i = 0; i < c->nstop; i++) {
		const char *place = text + c->stop[i].at;
		struct str clause;

		if (c->stop[i].is & STOP_FULL)
			sentence = place + strlen("。");
		if (!(c->stop[i].marks & MARK_NOT) || place < behind)
			continue;
		clause = clause_around(c, place);
		if (clause.n < CLAUSE_MAX)
			tell_not(t, sentence, clause);
		behind = str_end(clause);
	}
}
