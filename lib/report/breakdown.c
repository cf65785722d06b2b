/*
 * Breakdowns.  "其中" does not promise that everything is listed, and a list
 * may go on into another topic behind a semicolon.  So an end of the list that
 * makes the sum right is believed; what does not add up at any end is left to
 * the rule, with the longest list that is one for sure.
 */
#include "report/breakdown.h"

#include "report/words.h"

#define EARLIER_MAX 6 /* figures before a list that may be its whole */

bool
breakdown_same_unit(const struct figure *a, const struct figure *b)
{
	return (a->unit_is & b->unit_is & UNIT_REQUESTS) != 0 ||
	    str_eq(a->unit, b->unit);
}

static bool
is_summable(const struct figure *f)
{
	return (f->unit_is & UNIT_APART) == 0;
}

/* What stands between two figures. */
static struct str
between(const struct clause *c, size_t i, size_t j)
{
	const char *from = c->figure[i].to;

	return (struct str){from, (size_t)(c->figure[j].from - from)};
}

static bool
has(struct str s, const char *word)
{
	return str_find(s, str_of(word)) >= 0;
}

/* Does the list of parts begin between whole and the next figure? */
static bool
opens(struct str gap)
{
	ptrdiff_t at = str_find(gap, STR("其中"));
	struct str before = {gap.p, at > 0 ? (size_t)at : 0};

	if (at < 0 || at > 120)
		return false;
	/* one sentence may end between them: "66条。其中…" */
	if (has(before, "。") && !str_ends(before, STR("。")))
		return false;
	return !has(before, "；") && !has(str_skip(gap, (size_t)at), "。");
}

/* How many brackets more are opened than closed there. */
static int
depth_of(const struct clause *c, struct str s)
{
	const char *p = s.p, *end = str_end(s);
	int depth = 0;

	while ((p = clause_sign_from(c, p, end)) < end) {
		struct str rest = {p, (size_t)(end - p)};

		p++;
		depth += str_starts(rest, STR("（")) - str_starts(rest, STR("）"));
	}
	return depth;
}

/* A part among parts: its label, as far as the list goes. */
static struct str
label_of(const struct figure *f)
{
	return f->before;
}

/* How the sum of the first n parts compares with figure whole: -1, 0, 1. */
static int
compare(const struct clause *c, const struct breakdown *b, size_t n,
    size_t whole)
{
	struct dec sum = {0};

	for (size_t i = 0; i < n; i++)
		if (!dec_add(&sum, c->figure[b->part[i]].number.value))
			return 1;
	return dec_cmp(sum, c->figure[whole].number.value);
}

/* What the list is as far as it has been followed. */
struct walk {
	int depth;     /* brackets since the whole */
	bool bracket;  /* the list stands in a bracket of its own */
	size_t sure;   /* parts up to the first sign that may end the list */
	bool doubt;    /* it was broken off by something else */
};

/* May the list go on over what stands before figure i?  With a semicolon it may end
 * there: *w keeps how far it was sure. */
static bool
goes_on(const struct clause *c, const struct breakdown *b, struct walk *w, size_t i)
{
	if (w->bracket && w->depth <= 0)
		return false;
	if (c->figure[i].sentence != c->figure[i - 1].sentence)
		return false;
	if (b->n > 1 && w->sure == 0 && has(between(c, i - 1, i), "；"))
		w->sure = b->n;
	return true;
}

/* Take the next figure as a part, pass over it, or end the list. */
enum step { STEP_PART, STEP_PASS, STEP_END, STEP_DOUBT };

static enum step
look_at(const struct clause *c, const struct breakdown *b, const struct walk *w,
    size_t i)
{
	const struct figure *f = &c->figure[i], *whole = &c->figure[b->whole];
	struct str gap = i > 0 ? between(c, i - 1, i) : (struct str){0};

	if (f->unit_is & UNIT_PERCENT)
		return has(gap, "占") || has(f->before, "占") ? STEP_PASS
							      : STEP_DOUBT;
	if (w->depth > (w->bracket ? 1 : 0))
		return STEP_PASS; /* a bracket within the list: parts of a part */
	if (!breakdown_same_unit(f, whole))
		return STEP_DOUBT;
	if (b->n != 0 && words_break_list(label_of(f)))
		return STEP_DOUBT;
	if (f->about || f->before.n == 0)
		return STEP_DOUBT;
	/* a new whole begins here: "…；诉讼46件，其中" */
	if (b->n > 1 && i + 1 < c->nfigure && opens(between(c, i, i + 1)))
		return STEP_END;
	return STEP_PART;
}

static bool
is_rest(struct str label)
{
	static const char *const words[] = {"其他", "其它", "其余", "剩余"};

	return HAS_ANY(label, words);
}

/* "收到35件，结转2件，其中自然人30件，法人5件": an earlier figure of the sentence
 * that is the sum of the list is its whole. */
static bool
find_other_whole(const struct clause *c, struct breakdown *b)
{
	const struct figure *whole = &c->figure[b->whole];

	for (size_t i = b->whole; i > 0 && b->whole - i < EARLIER_MAX; i--) {
		const struct figure *f = &c->figure[i - 1];

		if (f->sentence != whole->sentence)
			return false;
		if (breakdown_same_unit(f, whole) && !f->about &&
		    compare(c, b, b->n, i - 1) == 0) {
			b->whole = i - 1;
			return true;
		}
	}
	return false;
}

/* Could the same thing be counted in several parts, as what is published on a
 * site and in an app? */
static bool
may_overlap(const struct clause *c, const struct breakdown *b)
{
	static const char *const words[] = {"通过", "网站", "网", "微信", "微博",
	    "公众号", "新媒体", "客户端", "公告栏", "公示栏", "平台", "渠道", "抖音",
	    "广播", "电视", "公报", "报"};
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		n += HAS_ANY(label_of(&c->figure[b->part[i]]), words);
	return n >= 2;
}

static bool
has_larger_part(const struct clause *c, const struct breakdown *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (dec_cmp(c->figure[b->part[i]].number.value,
			c->figure[b->whole].number.value) > 0)
			return true;
	return false;
}

/* Decide how long the list is and what it is of. */
static bool
settle(const struct clause *c, struct breakdown *b, const struct walk *w)
{
	for (size_t n = b->n; n >= 2; n--) {
		if (compare(c, b, n, b->whole) == 0) {
			b->n = n;
			return true;
		}
	}
	if (w->doubt)
		return false;
	if (w->sure != 0)
		b->n = w->sure;
	if (find_other_whole(c, b))
		return true;
	if (has_larger_part(c, b) ||
	    (compare(c, b, b->n, b->whole) > 0 && may_overlap(c, b)))
		return false;
	for (size_t i = 0; i < b->n; i++)
		b->rest |= is_rest(label_of(&c->figure[b->part[i]]));
	return b->n >= 2;
}

/* "…236条，微博392条等": the list says that it is not complete. */
static bool
is_open(const struct clause *c, const struct breakdown *b)
{
	return str_starts(clause_after(c, &c->figure[b->part[b->n - 1]]),
	    STR("等"));
}

bool
breakdown_find(const struct clause *c, size_t i, struct breakdown *b)
{
	const struct figure *whole = &c->figure[i];
	struct walk w = {0};

	b->whole = i;
	b->n = 0; /* the parts need not be zeroed */
	b->rest = false;
	if (i + 1 >= c->nfigure || whole->about || !is_summable(whole) ||
	    !opens(between(c, i, i + 1)))
		return false;
	w.bracket = depth_of(c, between(c, i, i + 1)) == 1;
	for (size_t k = i + 1; k < c->nfigure && b->n < PARTS_MAX; k++) {
		enum step step;

		w.depth += depth_of(c, between(c, k - 1, k));
		if (k > i + 1 && !goes_on(c, b, &w, k))
			break;
		step = look_at(c, b, &w, k);
		if (step == STEP_PART)
			b->part[b->n++] = k;
		w.doubt = w.doubt || step == STEP_DOUBT;
		if (step == STEP_END || step == STEP_DOUBT)
			break;
	}
	return b->n >= 2 && settle(c, b, &w) && !is_open(c, b);
}

bool
breakdown_share(const struct clause *c, size_t i, size_t *part)
{
	const struct figure *share = &c->figure[i];
	size_t k = i;
	struct str gap;

	if (!(share->unit_is & UNIT_PERCENT) || i == 0)
		return false;
	for (k = i - 1; k > 0 && (c->figure[k].unit_is & UNIT_PERCENT); k--)
		;
	/* one share for one figure */
	if (k != i - 1 || !is_summable(&c->figure[k]))
		return false;
	gap = (struct str){c->figure[k].to,
	    (size_t)(share->from - c->figure[k].to)};
	*part = k;
	return gap.n < 75 && has(gap, "占") && !has(gap, "。") &&
	    !has(gap, "；") && !has(gap, "分别") && !has(gap, "均") &&
	    !has(gap, "比上") && !has(gap, "率");
}

/* 10 to the power of -places. */
static struct dec
last_place(unsigned places)
{
	struct dec d = dec_of(1);
	struct dec tenth;

	dec_parse(STR("0.1"), &tenth);
	for (unsigned i = 0; i < places && i < 6; i++)
		dec_mul(d, tenth, &d);
	return d;
}

struct dec
breakdown_slack(const struct figure *share)
{
	struct dec slack = last_place(share->number.places);

	if (share->about)
		dec_add(&slack, dec_of(1));
	return slack;
}

bool
breakdown_fits(const struct figure *part, struct dec whole,
    const struct figure *share, struct dec *slack)
{
	struct dec left, low = share->number.value, high = low;

	*slack = breakdown_slack(share);
	return dec_mul(part->number.value, dec_of(100), &left) &&
	    dec_sub(&low, *slack) && dec_add(&high, *slack) &&
	    dec_mul(low, whole, &low) && dec_mul(high, whole, &high) &&
	    dec_cmp(left, low) > 0 && dec_cmp(left, high) < 0;
}
