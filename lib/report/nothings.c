/*
 * What the prose says did not happen: 未收到, 未发生, 无.
 *
 * Such a sentence overrules nothing, yet a rule of level error rests on it, so
 * that it must be plain from its first word to its last.
 */
#include <limits.h>

#include "base/utf8.h"
#include "report/publisher.h"
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
	return !words_restrict(s) && !HAS_ANY(s, words) &&
	    !(words_name_body(s) && publisher_names_others(t->r->org, s));
}

/* Does the clause that ends there in 的 say what there was not, "没有收到申请的。", and not
 * what to do if so, "没有申请的，不需填写"? */
static bool
is_statement(const struct teller *t, const char *end)
{
	static const char *const goes_on[] = {"。", "；", "，也", "，亦", "，且", "，同时"};
	struct str rest = teller_slice(end, str_end(t->clause.text));

	for (size_t i = 0; i < sizeof goes_on / sizeof *goes_on; i++)
		if (str_starts(rest, str_of(goes_on[i])))
			return true;
	return rest.n == 0;
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

	if ((str_ends(object, STR("的")) && !is_statement(t, str_end(clause))) ||
	    !words_are_plain_object(object, &mean))
		return;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		if (!(mean & none[i].mean))
			continue;
		teller_say(t, none[i].key, clause, STR("0"));
		any = true;
	}
	if (!any && mean & MEAN_REQUEST && !words_are_of_one_sort(mean))
		teller_say(t, "none.requests", clause, STR("0"));
}

/* The word, from number i on, in the clause that counts first; c->nword for none.
 * *object gets what stands behind it. */
static size_t
find_not(const struct clause *c, size_t i, struct str clause, struct str *object)
{
	unsigned first = UINT_MAX, rank;
	size_t found = c->nword;

	for (; i < c->nword; i++) {
		const char *place = c->word[i].p;
		struct str rest;
		size_t n;

		if (place >= str_end(clause))
			break;
		rest = teller_slice(place, str_end(clause));
		n = c->word[i].marks & MARK_NOT ? words_nothing(rest, &rank) : 0;
		if (n == 0 || rank >= first)
			continue;
		first = rank;
		found = i;
		*object = str_skip(rest, n);
	}
	return found;
}

/* The clause around a place in the paragraph, between signs. */
static struct str
clause_around(const struct clause *c, const char *place)
{
	return teller_slice(clause_begin(c, c->text.p, place, SIZE_MAX),
	    clause_sign_from(c, place, str_end(c->text)));
}

/* The clause of a sentence with a word of MARK_NOT, the word number i. */
static void
tell_not(struct teller *t, const char *sentence, struct str clause, size_t i)
{
	const struct clause *c = &t->clause;
	struct str object = {0};
	const char *place;

	i = find_not(c, i, clause, &object);
	if (i == c->nword || object.n == 0)
		return;
	place = c->word[i].p;
	if (is_plain_subject(t, teller_slice(clause.p, place)) &&
	    teller_is_own(t, sentence, place))
		tell_object(t, clause, object);
}

/* Look at the clauses with words of MARK_NOT. */
void
teller_nothings(struct teller *t)
{
	const struct clause *c = &t->clause;
	const char *sentence = c->text.p, *behind = sentence, *seen = sentence;

	if (!(t->clause.marks & MARK_NOT))
		return;
	for (size_t i = 0; i < c->nword; i++) {
		const char *place = c->word[i].p, *begin;
		struct str clause;

		if (!(c->word[i].marks & MARK_NOT) || place < behind)
			continue;
		begin = clause_sentence(c, seen, place);
		if (begin != seen) /* else it is that of the clause before */
			sentence = begin;
		seen = place;
		clause = clause_around(c, place);
		if (clause.n < CLAUSE_MAX)
			tell_not(t, sentence, clause, i);
		behind = str_end(clause);
	}
}
