/*
 * Sums in the prose: wholes and their parts, shares, lists with their number,
 * and what was published through several channels, told once together and once
 * one by one.
 */
#include "base/mem.h"
#include "report/breakdown.h"
#include "report/teller.h"
#include "report/words.h"

/* The results of requests that make up all answers, by number of their kind. */
#define RESULTS_ALL 0x3fu

/* ---- sums and shares -------------------------------------------------------- */

static void
add_breakdown(struct teller *t, const struct breakdown *b)
{
	const struct clause *c = &t->clause;
	struct buf row = {0}, col = {0};

	if (teller_is_full(t))
		return;
	teller_numbered(&row, "sum", ++t->sums);
	teller_role(t, buf_str(&row), "whole", &c->figure[b->whole]);
	if (b->rest)
		teller_role(t, buf_str(&row), "rest", &c->figure[b->part[b->n - 1]]);
	buf_addz(&row, ".part");
	for (size_t i = 0; i < b->n; i++)
		teller_role(t, buf_str(&row), teller_numbered(&col, "", i + 1).p,
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

		if (i != part && breakdown_same_unit(f,
			&c->figure[part]) &&
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

	if (teller_is_full(t))
		return;
	teller_numbered(&row, "pct", ++t->shares);
	breakdown_fits(part, whole->number.value, share, &slack);
	teller_role(t, buf_str(&row), "part", part);
	teller_role(t, buf_str(&row), "of", whole);
	teller_role(t, buf_str(&row), "percent", share);
	c = teller_add(t, buf_str(&row), STR("slack"), teller_clause(share));
	c->value = teller_number(&t->r->arena, slack);
	c->unit = STR("%");
	buf_free(&row);
}

/* A share of something in the paragraph. */
static void
tell_share(struct teller *t, size_t i)
{
	const struct clause *c = &t->clause;
	const struct figure *whole;
	size_t part;

	if (!breakdown_share(c, i, &part) || c->figure[part].about)
		return;
	whole = fitting_whole(c, part, &c->figure[i]);
	if (whole == NULL)
		whole = c->figure[part].whole;
	if (whole == NULL && is_result(t, part))
		whole = t->answered;
	if (whole != NULL && !whole->about)
		add_share(t, &c->figure[part], whole, &c->figure[i]);
}

static void
tell_breakdown(struct teller *t, size_t whole)
{
	struct clause *c = &t->clause;
	struct breakdown b;

	if (!breakdown_find(c, whole, &b))
		return;
	add_breakdown(t, &b);
	for (size_t k = 0; k < b.n; k++)
		c->figure[b.part[k]].whole = &c->figure[whole];
}

/* Look at the figures that have 其中 behind them, before the next one. */
static void
tell_breakdowns(struct teller *t)
{
	const struct clause *c = &t->clause;
	size_t next = 0, told = 0; /* behind the figure in hand, and what was told */

	for (size_t i = 0; i < c->nword; i++) {
		const char *place = c->word[i].p;

		if (!(c->word[i].marks & MARK_AMONG))
			continue;
		while (next < c->nfigure && c->figure[next].to <= place)
			next++;
		if (next != told)
			tell_breakdown(t, next - 1);
		told = next;
	}
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

	if (!(f->unit_is & UNIT_PIECES) || !str_ends(rest, STR("等")) || f->about ||
	    HAS_ANY(rest, doubt) || teller_is_full(t))
		return;
	while ((at = str_find(rest, STR("、"))) >= 0) {
		listed++;
		rest = str_skip(rest, (size_t)at + strlen("、"));
	}
	if (listed < 3)
		return;
	teller_numbered(&row, "list", ++t->lists);
	c = teller_add(t, buf_str(&row), STR("listed"), teller_clause(f));
	c->value = teller_number(&t->r->arena, dec_of((long)listed));
	teller_role(t, buf_str(&row), "stated", f);
	buf_free(&row);
}

/* ---- the same number twice ------------------------------------------------- */

static const char *const channel_words[] = {"微博", "微信", "网站", "抖音",
    "公报"};

/* "微信、微博累计发布信息N条": the channels it names, 0 when it is
 * about something else than all that was published there. */
static unsigned
channels_of(const struct figure *f)
{
	/* with 信息 in each */
	static const char *const general[] = {"公开信息", "各类信息", "政府信息",
	    "公开政府信息", "政务信息", "发布信息"};
	static const char *const special[] = {"政策", "解读", "重点领域", "回应",
	    "其他", "动态", "公告", "转发", "原创", "涉及", "平均", "阅读",
	    "同比", "等", "户", "栏目"};
	struct str s = f->before;
	unsigned mask = 0;

	if (!(f->unit_is & UNIT_ITEMS) || f->about || !teller_has(s, "信息") ||
	    !HAS_ANY(s, general) ||
	    HAS_ANY(s, special) || words_part_of_year(s))
		return 0;
	for (size_t i = 0; i < sizeof channel_words / sizeof *channel_words; i++)
		if (teller_has(s, channel_words[i]))
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
		    teller_is_other_year(t, teller_slice(f->sentence, f->from)))
			continue;
		raw = teller_raw(t, teller_clause(f));
		t->published = xgrow(t->published, t->npublished,
		    &t->published_cap, sizeof *t->published);
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

	c->value = teller_number(a, p->n);
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
	if (n < 2 || teller_is_full(t))
		return;
	teller_numbered(&row, "same", ++t->pairs);
	add_published(t, buf_str(&row), STR("again"), p);
	buf_addz(&row, ".part");
	for (size_t i = 0; i < n; i++)
		add_published(t, buf_str(&row), teller_numbered(&col, "", i + 1),
		    part[i]);
	buf_free(&row);
	buf_free(&col);
}

void
teller_sums(struct teller *t)
{
	const struct clause *c = &t->clause;
	struct breakdown b;

	for (size_t i = 0; c->units & UNIT_PIECES && i < c->nfigure; i++)
		tell_list(t, &c->figure[i]);
	if (c->marks & MARK_AMONG)
		tell_breakdowns(t);
	if (results_as_parts(t, &b))
		add_breakdown(t, &b);
	for (size_t i = 0; c->units & UNIT_PERCENT && i < c->nfigure; i++)
		tell_share(t, i);
	if (c->units & UNIT_ITEMS)
		note_published(t);
}

void
teller_twice(struct teller *t)
{
	for (size_t i = 0; i < t->npublished; i++)
		tell_twice(t, &t->published[i]);
}
