/*
 * The shortest way.  Cells of one document follow one another, so the first
 * columns of a line are mostly those of the line before; and they come in the
 * order of the form, so the next ones are those of a group that came next
 * before.  Whoever finds these bytes again where they are expected knows how many
 * fields they are, that they are UTF-8 without escapes, and which group it is.
 * Only the tail of the line, with the figures, is looked at.
 *
 * As in quick.c, what is added here is what totals_add would add in the same
 * way, and all else is left alone: a field "doc", since the line may be a header
 * or a fact, so any d in the tail; a backslash; a CR; a tail of more than 64 bytes.
 */
#include "sum/guess.h"

#include <stdlib.h>

#include "base/wide_x86.h"
#include "sum/quick_line.h"

#define VECTOR ((size_t)32)     /* bytes */
#define TAIL_MAX ((size_t)64)   /* the same, LF and all */
#define LEAD_MAX ((size_t)4096) /* the same */

/* Texts are filled up to whole vectors, those of the tail to one. */
struct guess_hint {
	uint32_t lead;   /* its number */
	uint32_t middle; /* bytes of it, with the TAB behind it */
	uint32_t nsame, same[GUESS_SAME]; /* bytes of columns of the tail */
	uint32_t tail; /* where their texts begin */
	char text[];   /* the middle, then those columns */
};

/* A group of which nothing is expected. */
static const struct guess_hint no_hint = {.lead = GROUP_NONE - 1};

/* ---- lines ----------------------------------------------------------------- */

#if defined(__x86_64__)

static bool
is_here(void)
{
	return wide_is_here() && __builtin_cpu_supports("bmi2");
}

WIDE static inline uint32_t
bits_of_one(__m256i v)
{
	return (uint32_t)_mm256_movemask_epi8(v);
}

/* The bytes that differ of the first n, 32 at most, of two vectors. */
WIDE static inline uint32_t
differing(const char *a, const char *b, size_t n)
{
	return _bzhi_u32(
	    ~bits_of_one(_mm256_cmpeq_epi8(load(a), load(b))), (uint32_t)n);
}

/* Are the n bytes the same?  Whole vectors may be read. */
WIDE static inline bool
same_bytes(const char *a, const char *b, size_t n)
{
	for (; n > VECTOR; a += VECTOR, b += VECTOR, n -= VECTOR)
		if (differing(a, b, VECTOR) != 0)
			return false;
	return differing(a, b, n) == 0;
}

/* What stands in a tail: bit i tells of byte i. */
struct tail {
	uint64_t lf, separator, odd, high;
};

/* odd: TAB, LF, CR, a backslash, or d.  Their lower halves differ, so one table
 * by these tells them all. */
WIDE static inline struct tail
look_at(const char *p)
{
	const __m256i table = _mm256_broadcastsi128_si256(_mm_setr_epi8(1, 0,
	    0, 0, 'd', 0, 0, 0, 0, '\t', '\n', 0, '\\', '\r', 0, 0));
	__m256i v = load(p), tab = is_byte(v, '\t'), lf = is_byte(v, '\n');

	return (struct tail){
	    .lf = bits_of_one(lf),
	    .separator = bits_of_one(_mm256_or_si256(lf, tab)),
	    .odd = bits_of_one(
		_mm256_cmpeq_epi8(v, _mm256_shuffle_epi8(table, v))),
	    .high = bits_of_one(v),
	};
}

/* The same of 64 bytes, when the first half has no LF. */
WIDE static inline struct tail
look_further(const char *p, struct tail a)
{
	struct tail b = look_at(p + VECTOR);

	return (struct tail){
	    .lf = a.lf | b.lf << 32,
	    .separator = a.separator | b.separator << 32,
	    .odd = a.odd | b.odd << 32,
	    .high = a.high | b.high << 32,
	};
}

/* The tail at p, up to its LF.  False: it must be looked at more closely. */
WIDE static inline bool
take_tail(const char *p, size_t ncol, struct tail *tail)
{
	struct tail w = look_at(p);
	uint64_t line;

	if (w.lf == 0)
		w = look_further(p, w);
	line = w.lf ^ (w.lf - 1);
	w.separator &= line;
	w.high &= line;
	*tail = w;
	return w.lf != 0 && (w.odd & line) == w.separator &&
	    (size_t)__builtin_popcountll(w.separator) == ncol;
}

/* Are the columns that the group settles as they should be, and all of it UTF-8?
 * Behind the tail a vector more may be read. */
WIDE static inline bool
fits(const struct guess_plan *plan, const struct guess_hint *h,
    struct quick_line l, const struct tail *tail)
{
	const char *text = h->text + h->tail;

	for (size_t i = 0; i < h->nsame; i++, text += VECTOR) {
		size_t n = h->same[i];
		const uint32_t *at = l.at + plan->same[i];
		uint32_t start = at[-1] + 1;

		if (*at - start != n ||
		    differing(l.block + start, text, n) != 0)
			return false;
	}
	return tail->high == 0 || wide_utf8_valid(l.block, _tzcnt_u64(tail->lf));
}

/* Where the first n columns end. */
WIDE static inline void
cut_tail(uint64_t separator, size_t n, uint32_t *at)
{
	for (size_t i = 0; i < n; i++) {
		at[i] = (uint32_t)_tzcnt_u64(separator);
		separator = _blsr_u64(separator);
	}
}

/* Does the middle at p say that it is this group? */
WIDE static inline bool
is_group(const struct quick *q, uint32_t group, const char *p, size_t left)
{
	const struct guess_hint *h;

	if (group == GROUP_NONE)
		return false;
	h = q->group[group].hint;
	return h != NULL && h->lead == q->guess.number && h->middle <= left &&
	    same_bytes(p, h->text, h->middle);
}

/* The group of the line at p, if it is one of those that are expected and its
 * tail begins at limit or before, or GROUP_NONE. */
WIDE static inline uint32_t
expect(struct quick *q, const char *p, const char *limit)
{
	struct quick_group *last = &q->group[q->last];
	size_t lead = q->guess.lead_n, left = (size_t)(limit - p);

	if (lead > left || !same_bytes(p, q->guess.lead.p, lead))
		return GROUP_NONE;
	if (is_group(q, last->next[0], p + lead, left - lead))
		return last->next[0];
	if (!is_group(q, last->next[1], p + lead, left - lead))
		return GROUP_NONE;
	quick_follow(last, last->next[1]);
	return last->next[0];
}

/* Add the line at p, which is of that group if its tail fits.  Returns its bytes,
 * or 0.  It is inlined: much of it stays the same from line to line. */
__attribute__((always_inline)) WIDE static inline size_t
add_expected(struct quick *q, struct totals *t, uint32_t group, const char *p)
{
	const struct guess *g = &q->guess;
	const struct guess_hint *h = q->group[group].hint;
	size_t n = g->lead_n + h->middle;
	uint32_t at[1 + TAIL_MAX];
	struct quick_line l = {.block = p + n, .at = at + 1};
	struct tail tail;

	if (!take_tail(l.block, g->plan.ntail, &tail))
		return 0;
	n += _tzcnt_u64(tail.lf);
	if (n == q->head.n) /* perhaps the header */
		return 0;
	at[0] = UINT32_MAX;
	cut_tail(tail.separator, g->plan.last, at + 1);
	if (!fits(&g->plan, h, l, &tail) ||
	    !quick_measures(t, group, l, g->plan.measure))
		return 0;
	t->info[group].records++;
	return n + 1;
}

WIDE static size_t
add_wide(struct quick *q, struct totals *t, struct str text,
    unsigned *lines)
{
	const char *p = text.p, *limit = str_end(text) - TAIL_MAX - VECTOR;
	unsigned count = 0;

	while (p < limit) {
		uint32_t group = expect(q, p, limit);
		size_t n;

		if (group == GROUP_NONE)
			break;
		n = add_expected(q, t, group, p);
		if (n == 0)
			break;
		q->last = group;
		p += n;
		count++;
	}
	*lines = count;
	return (size_t)(p - text.p);
}

#else

static bool
is_here(void)
{
	return false;
}

#endif

/* ---- the plan ------------------------------------------------------------- */

/* Which of n columns stands in that place; n: none. */
static size_t
column_at(const size_t *place, size_t n, size_t wanted)
{
	size_t i = 0;

	while (i < n && place[i] != wanted)
		i++;
	return i;
}

/* The middle: key columns side by side, the last ones before any measure. */
static void
choose_middle(struct guess_plan *p, const struct totals *t, size_t ncol)
{
	const struct totals_places *at = &t->places;
	size_t limit = ncol;

	for (size_t i = 0; i < t->spec.nmeasure; i++)
		if (at->measure[i] < limit)
			limit = at->measure[i];
	for (size_t i = 0; i < t->spec.ngroup; i++)
		if (at->group[i] < limit && at->group[i] >= p->to)
			p->to = at->group[i] + 1;
	p->from = p->to;
	while (p->from != 0 &&
	    column_at(at->group, t->spec.ngroup, p->from - 1) != t->spec.ngroup)
		p->from--;
	p->ntail = ncol - p->to;
}

static size_t
in_tail(struct guess_plan *p, size_t place)
{
	size_t col = place - p->to;

	if (col + 1 > p->last)
		p->last = col + 1;
	return col;
}

/* A column of the tail that the group settles.  False: there are too many. */
static bool
add_same(struct guess_plan *p, size_t place)
{
	if (p->nsame == GUESS_SAME)
		return false;
	p->same[p->nsame++] = in_tail(p, place);
	return true;
}

static bool
plan_tail(struct guess_plan *p, const struct totals *t, bool named)
{
	const struct totals_places *at = &t->places;

	for (size_t i = 0; i < t->spec.nmeasure; i++)
		p->measure[i] = in_tail(p, at->measure[i]);
	for (size_t i = 0; i < t->spec.ngroup; i++)
		if (at->group[i] >= p->to && !add_same(p, at->group[i]))
			return false;
	for (size_t i = 0; named && i < t->nleft; i++) {
		if (at->left[i] == SIZE_MAX || at->left[i] < p->to)
			p->unsure = true;
		else if (!add_same(p, at->left[i]))
			return false;
	}
	return true;
}

/* Of the groups that have hints only: headers may come as often as records. */
static void
drop_hints(struct quick *q)
{
	struct guess *g = &q->guess;

	for (size_t i = 0; i < g->nhinted; i++)
		q->group[g->hinted[i]].hint = NULL;
	g->nhinted = 0;
	arena_reset(&g->hints);
}

void
guess_head(struct quick *q, const struct totals *t)
{
	struct guess *g = &q->guess;
	struct guess_plan *p = &g->plan;

	guess_forget(g);
	drop_hints(q);
	group_free(&g->leads);
	*p = (struct guess_plan){0};
	choose_middle(p, t, q->nhead);
	/* with two columns no line is empty */
	p->usable = is_here() && q->nhead > 1 && p->ntail != 0 &&
	    p->ntail <= TAIL_MAX && plan_tail(p, t, q->named);
}

void
guess_forget(struct guess *g)
{
	g->number = GROUP_NONE;
}

/* ---- what is learned ------------------------------------------------------- */

static void
fill_up(struct buf *b)
{
	while (b->n % VECTOR != 0)
		buf_addc(b, '\0');
}

/* Does the field stand in a line as it is? */
static bool
is_plain(struct str s)
{
	return s.n == 0 ||
	    (memchr(s.p, '\\', s.n) == NULL && memchr(s.p, '\t', s.n) == NULL &&
		memchr(s.p, '\n', s.n) == NULL);
}

static bool
write_middle(struct guess *g, const struct totals *t, const struct str *key,
    struct guess_hint *h)
{
	const struct guess_plan *p = &g->plan;

	for (size_t i = p->from; i < p->to; i++) {
		struct str s =
		    key[column_at(t->places.group, t->spec.ngroup, i)];

		if (!is_plain(s) || str_is(s, "doc"))
			return false;
		buf_addstr(&g->text, s);
		buf_addc(&g->text, '\t');
	}
	h->middle = (uint32_t)g->text.n;
	fill_up(&g->text);
	h->tail = (uint32_t)g->text.n;
	return true;
}

static bool
write_same(struct guess *g, struct str s, struct guess_hint *h)
{
	if (!is_plain(s) || s.n >= VECTOR)
		return false;
	h->same[h->nsame++] = (uint32_t)s.n;
	buf_addstr(&g->text, s);
	buf_addc(&g->text, '\0');
	fill_up(&g->text);
	return true;
}

/* The number of the lead with these key columns. */
static uint32_t
lead_of(struct guess *g, const struct totals *t, const struct str *key)
{
	struct buf b = {0};
	uint32_t number;
	uint64_t hash;

	for (size_t i = 0; i < t->spec.ngroup; i++)
		if (t->places.group[i] < g->plan.from)
			group_key_add(&b, key[i]);
	hash = str_hash(buf_str(&b));
	number = group_find(&g->leads, buf_str(&b), hash);
	if (number == GROUP_NONE)
		number = group_add(&g->leads, buf_str(&b), hash);
	buf_free(&b);
	return number;
}

/* Fill *h, and g->text with its texts.  False: nothing can be expected. */
static bool
write_hint(struct guess *g, const struct quick *q, const struct totals *t,
    uint32_t group, struct guess_hint *h)
{
	const struct group_info *info = &t->info[group];
	struct str left = group_key(&t->table, group), name;
	struct str key[SPEC_MAX] = {0};

	for (size_t i = 0; i < t->spec.ngroup; i++)
		if (!group_key_next(&left, &key[i]))
			return false;
	buf_reset(&g->text);
	if (!write_middle(g, t, key, h))
		return false;
	for (size_t i = 0; i < t->spec.ngroup; i++)
		if (t->places.group[i] >= g->plan.to &&
		    !write_same(g, key[i], h))
			return false;
	h->lead = lead_of(g, t, key);
	if (!q->named || info->mixed)
		return true;
	if (g->plan.unsure || info->one == GROUP_NONE)
		return false;
	left = group_key(&t->names, info->one);
	while (group_key_next(&left, &name))
		if (!write_same(g, name, h))
			return false;
	return true;
}

static const struct guess_hint *
make_hint(struct guess *g, const struct quick *q, const struct totals *t,
    uint32_t group)
{
	struct guess_hint head = {0}, *h;

	if (!write_hint(g, q, t, group, &head))
		return &no_hint;
	h = arena_alloc(&g->hints, sizeof *h + g->text.n + VECTOR);
	*h = head;
	if (g->text.n > 0)
		memcpy(h->text, g->text.p, g->text.n);
	return h;
}

/* The columns before the middle, with the TAB behind them. */
static struct str
lead_in(const struct guess_plan *p, const struct quick_line *l)
{
	uint32_t start = l->at[-1] + 1;

	if (p->from == 0)
		return (struct str){0};
	return (struct str){
	    l->block + start, l->at[p->from - 1] + 1 - start};
}

static bool
holds_doc(const struct guess_plan *p, const struct quick_line *l)
{
	for (size_t i = 0; i < p->from; i++)
		if (str_is(quick_field(*l, i), "doc"))
			return true;
	return false;
}

void
guess_learn(struct quick *q, const struct totals *t,
    const struct quick_line *l, uint32_t group)
{
	struct guess *g = &q->guess;
	struct str lead = lead_in(&g->plan, l);
	const struct guess_hint *h;

	if (!g->plan.usable)
		return;
	if (q->group[group].hint == NULL) {
		q->group[group].hint = make_hint(g, q, t, group);
		g->hinted = xgrow(g->hinted, g->nhinted, &g->hinted_cap,
		    sizeof *g->hinted);
		g->hinted[g->nhinted++] = group;
	}
	h = q->group[group].hint;
	guess_forget(g);
	if (h == &no_hint || lead.n > LEAD_MAX || holds_doc(&g->plan, l))
		return;
	g->number = h->lead;
	g->lead_n = lead.n;
	buf_reset(&g->lead);
	buf_addstr(&g->lead, lead);
	buf_reserve(&g->lead, VECTOR);
	memset(g->lead.p + g->lead.n, 0, VECTOR);
}

void
guess_free(struct guess *g)
{
	arena_free(&g->hints);
	free(g->hinted);
	group_free(&g->leads);
	buf_free(&g->text);
	buf_free(&g->lead);
}

size_t
guess_add(struct quick *q, struct totals *t, struct str text,
    unsigned *lines)
{
	*lines = 0;
#if defined(__x86_64__)
	if (q->guess.number != GROUP_NONE && q->last != GROUP_NONE &&
	    text.n > TAIL_MAX + VECTOR)
		return add_wide(q, t, text, lines);
#else
	(void)q, (void)t, (void)text;
#endif
	return 0;
}
