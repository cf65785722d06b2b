/*
 * The short way.  In a line without a backslash each field stands as it is, so a
 * group is found by the bytes of its key in the line, and nothing is cut out,
 * unescaped or copied.  Before that there is a guess: records of reports
 * come in the same order again and again, so one of the two groups that
 * followed the last one before will mostly follow it again; guess.c even knows
 * most of the line.
 *
 * What needs a closer look goes to totals_add: this module only ever adds what
 * that would add in the same way.
 */
#include "sum/quick.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sum/quick_line.h"

#define GUESSES 1024 /* after so many it is seen whether guessing pays */
#define NO_GUESSES 4 /* times so many it is not tried, when it does not */
#define BLOCK ((size_t)64 * 1024) /* bytes that are cut at once */

/* The fields with a TAB between, as in a line where they stand together. */
static inline struct str
text_of(const struct quick_columns *c, const struct quick_line *l, struct buf *b)
{
	if (c->together) {
		uint32_t start = l->at[(ptrdiff_t)c->place[0] - 1] + 1;

		return (struct str){l->block + start,
		    l->at[c->place[c->n - 1]] - start};
	}
	buf_reset(b);
	for (size_t i = 0; i < c->n; i++) {
		if (i != 0)
			buf_addc(b, '\t');
		if (c->place[i] != SIZE_MAX)
			buf_addstr(b, quick_field(*l, c->place[i]));
	}
	return buf_str(b);
}

static bool
stand_together(const size_t *place, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (place[i] == SIZE_MAX || place[i] + 1 != place[i + 1])
			return false;
	return n != 0 && place[n - 1] != SIZE_MAX;
}

static void
take_place(struct quick *q, size_t place)
{
	if (place != SIZE_MAX && place > q->last_place)
		q->last_place = place;
}

static void
set_columns(struct quick *q, struct quick_columns *c, const size_t *place,
    size_t n)
{
	*c = (struct quick_columns){place, n, stand_together(place, n)};
	for (size_t i = 0; i < n; i++)
		take_place(q, place[i]);
}

/* The last column that each kind needs; false: there are too many kinds. */
static bool
set_signs(struct quick *q, const struct tsv_kind *const *kinds)
{
	for (q->nsign = 0; kinds != NULL && *kinds != NULL; kinds++) {
		if (q->nsign == QUICK_KINDS)
			return false;
		for (size_t i = 0; i < (*kinds)->ncol; i++)
			if (((*kinds)->need >> i & 1) != 0)
				q->sign[q->nsign] = str_of((*kinds)->col[i]);
		q->nsign++;
	}
	return true;
}

/* Guesses go on where they were if it is the same header as before. */
static void
set_head(struct quick *q, const struct totals *t, const struct tsv *in)
{
	buf_reset(&q->key_text);
	for (size_t i = 0; i < in->nhead; i++) {
		if (i != 0)
			buf_addc(&q->key_text, '\t');
		buf_addstr(&q->key_text, in->head[i]);
	}
	guess_forget(&q->guess);
	if (q->nhead == in->nhead && q->named == q->was_named &&
	    str_eq(buf_str(&q->head), buf_str(&q->key_text)))
		return;
	q->nhead = in->nhead;
	q->was_named = q->named;
	buf_reset(&q->head);
	buf_addstr(&q->head, buf_str(&q->key_text));
	guess_head(q, t);
}

void
quick_head(struct quick *q, const struct totals *t, const struct tsv *in)
{
	const struct totals_places *p = &t->places;

	q->last = GROUP_NONE;
	q->last_place = 0;
	q->whole = (struct quick_wager){0};
	q->usable = p->usable && in->all_doc && in->null.n == 0 &&
	    set_signs(q, in->kinds);
	q->cells_only = p->cells && !t->facts;
	q->named = p->cells && t->nleft != 0;
	if (q->cells_only)
		take_place(q, p->table);
	set_columns(q, &q->key, p->group, t->spec.ngroup);
	set_columns(q, &q->name, p->left, q->named ? t->nleft : 0);
	for (size_t i = 0; i < t->spec.nmeasure; i++) {
		take_place(q, p->measure[i]);
		q->usable &= !t->spec.measure[i].texts;
	}
	set_head(q, t, in);
}

static uint32_t
look_up(const struct quick *q, struct str key)
{
	uint32_t number = group_find(&q->known, key, str_hash(key));

	return number != GROUP_NONE ? q->group_of[number] : GROUP_NONE;
}

/* See now and then whether guessing pays. */
static void
count(struct quick_wager *w, unsigned tries, unsigned hits)
{
	w->tries += tries;
	w->hits += hits;
	if (w->tries <= GUESSES)
		return;
	if (!w->off) {
		w->off = w->hits * 2 < w->tries;
		w->rest = NO_GUESSES * GUESSES;
	} else if (w->rest > w->tries) {
		w->rest -= w->tries;
	} else {
		w->off = false;
	}
	w->tries = w->hits = 0;
}

/* One of the groups that followed before, if it is the one, or GROUP_NONE. */
static inline uint32_t
follower(const struct quick *q, struct str key)
{
	const uint32_t *next = q->group[q->last].next;

	for (size_t i = 0; i < 2; i++)
		if (next[i] != GROUP_NONE && str_eq(q->group[next[i]].key, key))
			return next[i];
	return GROUP_NONE;
}

static inline uint32_t
find(struct quick *q, struct str key)
{
	uint32_t group;

	if (q->last == GROUP_NONE)
		return look_up(q, key);
	group = follower(q, key);
	if (group == GROUP_NONE)
		group = look_up(q, key);
	if (group != GROUP_NONE)
		quick_follow(&q->group[q->last], group);
	return group;
}

bool
quick_measure_all(struct totals *t, uint32_t group, struct quick_line l,
    const size_t *place)
{
	size_t n = t->spec.nmeasure;
	struct stat_state *state = &t->state[group * n];
	struct dec number[SPEC_MAX];

	for (size_t i = 0; i < n; i++) {
		struct str text = quick_field(l, place[i]);

		number[i] = (struct dec){0};
		if (text.n != 0 && t->spec.measure[i].numeric &&
		    !quick_number(text, &number[i]))
			return false;
	}
	for (size_t i = 0; i < n; i++) {
		if (quick_field(l, place[i]).n == 0)
			state[i].blank++;
		else if (t->spec.measure[i].numeric)
			stat_add(&state[i], number[i]);
	}
	return true;
}

/* May a line with a field "d?c" be a header?  Then another name of it stands
 * there, too. */
static bool
may_be_header(const struct quick *q, const struct quick_line *l)
{
	for (size_t k = 0; k < q->nsign; k++)
		for (size_t i = 0; i < l->n; i++)
			if (str_eq(quick_field(*l, i), q->sign[k]))
				return true;
	return false;
}

static inline bool
has_cr(const struct quick_line *l)
{
	struct str last = quick_field(*l, l->n - 1);

	return last.n != 0 && last.p[last.n - 1] == '\r';
}

/* Is the line a record under the header, and nothing else? */
static inline bool
is_record(const struct quick *q, const struct quick_line *l, uint32_t told)
{
	bool cr = has_cr(l);
	struct str line = {l->block + (uint32_t)(l->at[-1] + 1), 0};

	line.n = (size_t)(l->block + l->at[l->n - 1] - line.p) - cr;
	if (line.n == 0 || (cr && (told & CUT_DOC) != 0))
		return false; /* empty, or another header in disguise */
	if (line.n == q->head.n && memcmp(line.p, q->head.p, line.n) == 0)
		return false;
	return (told & CUT_DOC) == 0 || !may_be_header(q, l);
}

/* Do the fields that are looked at stand in the line as they are? */
static inline bool
is_plain(const struct quick *q, const struct quick_line *l, uint32_t told)
{
	return (told & CUT_ESCAPED) == 0 &&
	    (q->last_place + 1 != l->n || !has_cr(l));
}

/* Add the line, or return false. */
static inline bool
add_line(struct quick *q, struct totals *t, const struct quick_line *l)
{
	const struct quick_group *g;
	struct str key;
	uint32_t group;

	if (q->cells_only && str_eq(quick_field(*l, t->places.table), STR("doc")))
		return true;
	key = text_of(&q->key, l, &q->key_text);
	group = find(q, key);
	if (group == GROUP_NONE)
		return false;
	g = &q->group[group];
	if (q->named && !g->any_name && (g->name.p == NULL ||
	    !str_eq(g->name, text_of(&q->name, l, &q->name_text))))
		return false;
	if (!quick_measures(t, group, *l, t->places.measure))
		return false;
	t->info[group].records++;
	q->last = group;
	if (!q->whole.off)
		guess_learn(q, t, l, group);
	return true;
}

static bool
is_guessing(const struct quick *q)
{
	return q->guess.plan.usable && !q->whole.off;
}

/* Add lines that are as expected.  Returns how many. */
static unsigned
add_guesses(struct quick *q, struct totals *t)
{
	unsigned lines;

	q->from += guess_add(q, t, str_skip(buf_str(&q->text), q->from),
	    &lines);
	count(&q->whole, lines, lines);
	return lines;
}

/* Cut the lines that come next, one only if the others may be guessed; false when
 * there is none. */
static bool
cut_more(struct quick *q)
{
	const char *p = q->text.p + q->from, *end = NULL;
	size_t n = q->text.n - q->from;

	if (n == 0)
		return false;
	if (is_guessing(q))
		end = memchr(p, '\n', n);
	else
		end = memrchr(p, '\n', n > BLOCK ? BLOCK : n);
	if (end == NULL && n > BLOCK)
		end = memchr(p + BLOCK, '\n', n - BLOCK);
	if (end == NULL)
		return false;
	n = (size_t)(end - p) + 1;
	q->cut_text = p;
	q->cut_valid = wide_utf8_valid(p, n);
	cut_block(&q->cut, p, n);
	q->next = 0;
	return true;
}

/* Add a record about which something is new. */
static void
add_new(struct quick *q, struct totals *t, const struct quick_line *l,
    const struct tsv *in)
{
	struct str field[TSV_FIELDS_MAX];
	uint32_t group;

	for (size_t i = 0; i < l->n; i++)
		field[i] = quick_field(*l, i);
	field[l->n - 1].n -= has_cr(l);
	for (size_t i = 0; i < l->n; i++)
		field[i].n = tsv_unescape(
		    q->text.p + (field[i].p - q->text.p), field[i].n);
	group = totals_add(t, field, in->name, in->line);
	if (group != GROUP_NONE)
		quick_learn(q, t, group);
}

/* Add lines that are cut, as many as can be. */
static void
add_cut(struct quick *q, struct totals *t, struct tsv *in)
{
	struct quick_line l = {.block = q->cut_text, .n = q->nhead};
	uint32_t first = 0;

	if (!q->cut_valid)
		return;
	if (q->next != 0)
		first = (q->cut.end[q->next - 1] & CUT_ORDINAL) + 1;
	for (; q->next < q->cut.nend; q->next++) {
		uint32_t told = q->cut.end[q->next], end = told & CUT_ORDINAL;

		l.at = q->cut.at + first;
		if (end - first + 1 != l.n || !is_record(q, &l, told))
			break;
		in->line++;
		if (!is_plain(q, &l, told) || !add_line(q, t, &l))
			add_new(q, t, &l, in);
		first = end + 1;
	}
	if (first != 0)
		q->from = (size_t)(q->cut_text - q->text.p) +
		    q->cut.at[first - 1] + 1;
}

void
quick_add(struct quick *q, struct totals *t, struct tsv *in)
{
	do {
		size_t before;

		if (q->next == q->cut.nend && is_guessing(q))
			in->line += add_guesses(q, t);
		if (q->next == q->cut.nend && !cut_more(q))
			break;
		before = q->next;
		add_cut(q, t, in);
		count(&q->whole, (unsigned)(q->next - before), 0);
	} while (q->next == q->cut.nend);
}

void
quick_pass(struct quick *q)
{
	q->next += q->next < q->cut.nend;
}

void
quick_forget(struct quick *q)
{
	q->next = q->cut.nend = 0;
}

/* The fields of a key with a TAB between; false when one of them cannot stand
 * so in a line. */
static bool
as_in_line(struct str key, struct buf *b)
{
	struct str one;

	buf_reset(b);
	for (bool first = true; group_key_next(&key, &one); first = false) {
		if (!first)
			buf_addc(b, '\t');
		for (size_t i = 0; i < one.n; i++)
			if (one.p[i] == '\\' || one.p[i] == '\t' ||
			    one.p[i] == '\n')
				return false;
		buf_addstr(b, one);
	}
	return true;
}

static void
make_room(struct quick *q, uint32_t group)
{
	size_t room = q->room != 0 ? q->room : 64;

	if (group < q->room)
		return;
	while (room <= group)
		room *= 2;
	q->group = xrealloc(q->group, room * sizeof *q->group);
	for (size_t i = q->room; i < room; i++)
		q->group[i] = (struct quick_group){
		    .next = {GROUP_NONE, GROUP_NONE}};
	q->room = room;
}

static void
learn_key(struct quick *q, const struct totals *t, uint32_t group)
{
	struct str key;
	uint32_t number;

	if (!as_in_line(group_key(&t->table, group), &q->key_text))
		return;
	key = buf_str(&q->key_text);
	number = group_add(&q->known, key, str_hash(key));
	q->group_of = xgrow(q->group_of, number, &q->known_room,
	    sizeof *q->group_of);
	q->group_of[number] = group;
	q->group[group].key = group_key(&q->known, number);
}

static void
learn_name(struct quick *q, const struct totals *t, uint32_t group)
{
	const struct group_info *info = &t->info[group];
	struct quick_group *g = &q->group[group];

	if (g->any_name != info->mixed)
		g->hint = NULL;
	g->any_name = info->mixed;
	if (g->name.p != NULL || info->one == GROUP_NONE || info->mixed ||
	    !as_in_line(group_key(&t->names, info->one), &q->name_text))
		return;
	g->name = arena_str(&q->names, buf_str(&q->name_text));
}

void
quick_learn(struct quick *q, const struct totals *t, uint32_t group)
{
	if (!q->usable)
		return;
	make_room(q, group);
	if (q->group[group].key.p == NULL)
		learn_key(q, t, group);
	if (q->named)
		learn_name(q, t, group);
	if (q->group[group].key.p == NULL) {
		q->last = GROUP_NONE;
		return;
	}
	if (q->last != GROUP_NONE)
		quick_follow(&q->group[q->last], group);
	q->last = group;
}

void
quick_free(struct quick *q)
{
	arena_free(&q->names);
	free(q->group);
	group_free(&q->known);
	guess_free(&q->guess);
	free(q->group_of);
	buf_free(&q->text);
	cut_free(&q->cut);
	buf_free(&q->key_text);
	buf_free(&q->name_text);
	buf_free(&q->head);
	*q = (struct quick){0};
}
