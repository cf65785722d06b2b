/*
 * Facts about a document, as cells of table "doc".
 *
 * Takes the sectioned tree; gives what can be said of the document as a whole:
 * who published it when and for which year, which sections, topics and laws
 * occur, which tables are only images.  gx-records(5) lists the facts.
 */
#include "report/facts.h"

#include <limits.h>

#include "base/utf8.h"
#include "report/fold.h"
#include "report/glance.h"
#include "report/publisher.h"
#include "report/section.h"
#include "report/sketch.h"

/* ---- adding facts ------------------------------------------------------ */

static struct cell *
add_text(struct report *r, struct str row, const char *col, struct str raw,
    unsigned long line)
{
	struct cell *c = report_add(r, STR("doc"), row, str_of(col));

	c->raw = raw;
	c->line = line;
	return c;
}

static struct cell *
add_number(struct report *r, struct str row, const char *col, unsigned long n,
    struct str raw, unsigned long line)
{
	struct cell *c = add_text(r, row, col, raw, line);

	c->value = arena_number(&r->arena, n);
	return c;
}

/* "s3", "topic.proactive" */
static struct str
row_name(struct report *r, const char *head, struct str tail)
{
	size_t n = strlen(head);
	char *p = arena_alloc(&r->arena, n + tail.n + 1);

	memcpy(p, head, n);
	if (tail.n != 0)
		memcpy(p + n, tail.p, tail.n);
	return (struct str){p, n + tail.n};
}

#define DATE_BYTES 40 /* at the end of a text, that a date may take up */

/* ---- title, years, publisher ------------------------------------------ */

static bool
is_text(const struct node *n)
{
	return n->kind == NODE_TEXT;
}

/* What stands behind the last colon: a content system prints "标题：…". */
static struct str
behind_colon(struct str s)
{
	struct str rest = s;
	ptrdiff_t at;

	while ((at = str_find(rest, STR("："))) >= 0)
		rest = str_skip(rest, (size_t)at + strlen("："));
	while ((at = str_find(rest, STR(":"))) >= 0)
		rest = str_skip(rest, (size_t)at + 1);
	return rest.n != s.n ? str_trim(rest) : s;
}

/* The publisher in a title: what is left of it in front of 政府信息公开 without
 * the year. */
static struct str
publisher_of(struct tree *t, struct str title)
{
	static const char *const subject[] = {"政府信息公开", "政府信息公開",
	    "政府資訊公開", "信息公开", "政务公开"};
	ptrdiff_t end = -1;
	struct buf b = {0};
	struct str rest, s;

	for (size_t i = 0; end < 0 && i < sizeof subject / sizeof *subject; i++)
		end = str_find(title, str_of(subject[i]));
	if (end < 0)
		return (struct str){0};
	rest = behind_colon((struct str){title.p, (size_t)end});
	while (rest.n != 0) {
		struct date d;
		const char *p = rest.p;

		if (date_begins_year(rest, &d)) {
			rest = str_skip(rest, d.printed.n);
			if (str_starts(rest, STR("度")))
				rest = str_skip(rest, strlen("度"));
			continue;
		}
		if (!utf8_is_space(utf8_next(&p, rest.p + rest.n)))
			buf_add(&b, rest.p, (size_t)(p - rest.p));
		rest = str_skip(rest, (size_t)(p - rest.p));
	}
	s = arena_str(&t->arena, buf_str(&b));
	buf_free(&b);
	return s;
}

/* "…至12月31日" near the start of s, where the year does not stand again. */
static bool
find_year_end(struct str s, unsigned year, struct date *to)
{
	static const char *const words[] = {"12月31日", "12 月 31 日"};

	if (s.n > 40)
		s.n = 40;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		ptrdiff_t at = str_find(s, str_of(words[i]));

		if (at < 0)
			continue;
		*to = (struct date){year, 12, 31,
		    {s.p + at, strlen(words[i])}};
		return true;
	}
	return false;
}

/* A statement "1 January to 31 December" in the text: the period covered. */
static bool
find_period(struct str text, struct date *from, struct date *to)
{
	struct str rest = text;

	while (date_find(rest, from)) {
		rest = str_skip(rest,
		    (size_t)(from->printed.p - rest.p) + from->printed.n);
		if (from->month != 1 || from->day != 1)
			continue;
		if (date_find(rest, to) && to->month == 12 && to->day == 31 &&
		    to->printed.p - rest.p < 20)
			return true;
		if (find_year_end(rest, from->year, to))
			return true;
	}
	return false;
}

/* The text of the node and of the one behind it, where a line end tore them. */
static struct str
with_next(struct tree *t, const struct node *n)
{
	struct buf b = {0};
	struct str s;

	buf_addstr(&b, str_trim(n->text));
	buf_addstr(&b, str_trim(n[1].text));
	s = arena_str(&t->arena, buf_str(&b));
	buf_free(&b);
	return s;
}

/* The period the report says it covers. */
static bool
find_stated_period(struct tree *t, struct date *from, struct date *to,
    unsigned long *line)
{
	for (const struct node *n = t->node; n < tree_end(t); n++) {
		const struct node *next = n + 1;

		if (!is_text(n) || n->sec > 1)
			continue;
		*line = n->line;
		if (str_find(n->text, STR("1")) < 0)
			continue;
		if (find_period(n->text, from, to))
			return true;
		if (next < tree_end(t) && is_text(next) &&
		    next->sec == n->sec && next->role == ROLE_TEXT &&
		    date_find(n->text, from) &&
		    find_period(with_next(t, n), from, to))
			return true;
	}
	return false;
}

/* Text that has lost its lines ends with the date that stood under it. */
static const struct node *
date_at_end(const struct tree *t, struct date *d)
{
	for (size_t i = t->n; i-- > 0;) {
		const struct node *n = &t->node[i];
		struct str rest = n->text, end = str_trim(n->text);
		bool last = false;

		if (!is_text(n) || end.n == 0)
			continue;
		if (rest.n > DATE_BYTES)
			rest = str_skip(rest, rest.n - DATE_BYTES);
		while (!last && date_find(rest, d)) {
			rest = str_skip(rest, (size_t)(d->printed.p - rest.p) +
				d->printed.n);
			last = str_trim(rest).n == 0;
		}
		return last ? n : NULL;
	}
	return NULL;
}

/* The last date that stands alone; where that is one over the report, a date
 * that ends its text is under it. */
static const struct node *
publication_date(const struct tree *t, struct date *d)
{
	const struct node *end;
	struct date at_end;

	for (size_t i = t->n; i-- > 0;) {
		const struct node *n = &t->node[i];

		if (!is_text(n) || n->role != ROLE_DATE || !date_find(n->text, d))
			continue;
		end = n->sec <= 0 ? date_at_end(t, &at_end) : NULL;
		if (end == NULL || end == n)
			return n;
		*d = at_end;
		return end;
	}
	return date_at_end(t, d);
}

/* How often the year stands in the prose, "2020年". */
static unsigned
count_year(const struct tree *t, unsigned year)
{
	unsigned count = 0;

	for (const struct node *n = t->node; n < tree_end(t); n++) {
		struct str rest = n->text;
		struct date d;

		if (!is_text(n) || n->role == ROLE_DATE)
			continue;
		while (date_find_year(rest, &d)) {
			count += d.year == year;
			rest = str_skip(rest,
			    (size_t)(d.printed.p - rest.p) + d.printed.n);
		}
	}
	return count;
}

/* Where no year is stated: the year before publication, if the text speaks of
 * it more than of the year of publication itself. */
static unsigned
infer_year(const struct tree *t)
{
	struct date d;

	if (publication_date(t, &d) == NULL)
		return 0;
	return count_year(t, d.year - 1) > count_year(t, d.year) ? d.year - 1 : 0;
}

void
facts_identify(struct tree *t, struct identity *id)
{
	struct date d;
	unsigned long line;

	*id = (struct identity){0};
	id->title = section_text(t, ROLE_TITLE, &id->title_line);
	id->org = id->title_org = publisher_of(t, id->title);
	if (id->org.n == 0)
		id->org = behind_colon(section_text(t, ROLE_ORG, &line));
	if (date_find_year(id->title, &d))
		id->title_year = d.year;
	if (!find_stated_period(t, &id->from, &id->to, &id->period_line))
		id->from.year = 0;
	else if (id->from.year == id->to.year)
		id->period_year = id->from.year;
	id->year = id->title_year != 0 ? id->title_year : id->period_year;
	if (id->year == 0) {
		id->year = infer_year(t);
		id->inferred = id->year != 0;
	}
}

/* What kind of organ the name is that of. */
static void
add_kind(struct report *r, const struct identity *id)
{
	const char *kind = publisher_kind_name(publisher_kind(id->org));

	if (kind != NULL)
		add_text(r, STR("publisher"), "kind", str_of(kind),
		    id->title_line);
	if (publisher_is_below_city(id->org))
		add_text(r, STR("publisher"), "below_city", id->org,
		    id->title_line);
}

static void
add_identity(struct report *r, struct tree *t, const struct identity *id)
{
	struct date d;
	unsigned long line;
	struct str sign;
	const struct node *n;

	if (id->title.n != 0)
		add_text(r, STR("title"), "text", id->title, id->title_line);
	if (id->title_year != 0)
		add_number(r, STR("title"), "year", id->title_year, id->title,
		    id->title_line);
	if (id->from.year != 0) {
		add_number(r, STR("period"), "from", date_number(&id->from),
		    id->from.printed, id->period_line);
		add_number(r, STR("period"), "to", date_number(&id->to),
		    id->to.printed, id->period_line);
		if (id->period_year != 0)
			add_number(r, STR("period"), "year", id->period_year,
			    id->from.printed, id->period_line);
	}
	if (id->inferred)
		add_number(r, STR("inferred"), "year", id->year, (struct str){0},
		    0);
	n = publication_date(t, &d);
	if (n != NULL)
		add_number(r, STR("published"), "date", date_number(&d), n->text,
		    n->line);
	if (id->title_org.n != 0)
		add_text(r, STR("publisher"), "title", id->title_org,
		    id->title_line);
	sign = behind_colon(section_text(t, ROLE_ORG, &line));
	if (sign.n != 0)
		add_text(r, STR("publisher"), "sign", sign, line);
	add_kind(r, id);
}

/* ---- sections and topics ---------------------------------------------- */

#define NOTHING_MAX 30 /* characters */

static bool
says_nothing(const struct node *n)
{
	return n->chars <= NOTHING_MAX &&
	    (str_starts(n->text, STR("无")) ||
		str_find(n->text, STR("无其他")) >= 0 ||
		str_find(n->text, STR("没有其他")) >= 0);
}

/* What is said of one section of the forms. */
struct section_sum {
	unsigned long key;         /* ULONG_MAX: no number */
	const struct node *head;   /* its first heading, or NULL */
	unsigned long rank, count; /* of that among all; so many there are */
	unsigned long chars;
	unsigned long nothing, fees, line; /* nothing: 1 when that is all it says */
	struct str none;
};

static void
sum_text(struct section_sum *s, const struct node *n)
{
	s->chars += n->chars;
	if (n->role != ROLE_TEXT)
		return;
	s->line = n->line;
	s->fees += (n->sees & SEES_FEE) != 0;
	s->nothing = s->nothing == 0 && says_nothing(n) ? 1 : 2;
	s->none = n->text;
}

static void
sum_heading(struct section_sum *s, const struct node *n, unsigned long rank)
{
	if (s->count++ != 0)
		return;
	s->head = n;
	s->rank = rank;
}

/* The sums of the sections, in the order of the forms. */
static struct section_sum *
sum_sections(struct report *r, const struct tree *t, const struct forms *forms)
{
	struct section_sum *sum =
	    arena_alloc(&r->arena, (forms->nsection + 1) * sizeof *sum);
	struct section_sum *end = sum + forms->nsection;
	unsigned long headings = 0;

	for (size_t i = 0; i < forms->nsection; i++)
		if (!str_to_ulong(forms->section[i].key, &sum[i].key))
			sum[i].key = ULONG_MAX;
	for (const struct node *n = t->node; n < tree_end(t); n++) {
		bool heading = n->role == ROLE_HEAD && n->opens != 0;
		bool text = !heading && is_text(n) && n->sec >= 0 &&
		    (n->role == ROLE_TEXT || n->role == ROLE_HEAD);
		unsigned long key = (unsigned long)(heading ? n->opens : n->sec);

		headings += heading;
		if (!heading && !text)
			continue;
		for (struct section_sum *s = sum; s < end; s++) {
			if (s->key != key)
				continue;
			if (heading)
				sum_heading(s, n, headings);
			else
				sum_text(s, n);
		}
	}
	return sum;
}

static void
add_section(struct report *r, const struct section_sum *s, struct str name)
{
	const struct node *head = s->head;
	struct str row;

	if (head == NULL || s->key == ULONG_MAX)
		return;
	row = row_name(r, "s", name);
	add_number(r, row, "order", s->rank, head->text, head->line);
	add_number(r, row, "count", s->count, head->text, head->line);
	if (head->numeral != NUMERAL_NONE)
		add_number(r, row, "numeral", head->number, head->text,
		    head->line);
	add_number(r, row, "chars", s->chars, (struct str){0}, head->line);
	if (s->nothing == 1)
		add_number(r, row, "none", 1, s->none, s->line);
	if (s->fees != 0)
		add_number(r, row, "fees", s->fees, (struct str){0}, s->line);
}

/* The label of the first of the wordings, one of which stands in the text. */
static struct str
first_cited(const struct form_heading *h, struct str folded)
{
	size_t i = 0;

	while (i + 1 < h->nlabel && str_find(folded, h->folded[i]) < 0)
		i++;
	return h->label[i];
}

/* Of how many topics that have no heading a label stands in section 1. */
static unsigned long
count_mentioned(const struct tree *t, const struct forms *forms,
    const bool *headed)
{
	struct buf folded = {0};
	unsigned long count = 0;

	for (const struct node *n = t->node; n < tree_end(t); n++)
		if (is_text(n) && n->sec == 1)
			fold_text(&folded, n->text);
	for (size_t i = 0; i < forms->ntopic; i++)
		count += !headed[i] &&
		    form_is_mentioned(&forms->topic[i], buf_str(&folded));
	buf_free(&folded);
	return count;
}

static void
add_topics(struct report *r, const struct tree *t, const struct forms *forms)
{
	unsigned long order = 0;
	bool *headed = arena_alloc(&r->arena, forms->ntopic + 1);

	for (const struct node *n = t->node;
	    n < tree_end(t) && order < forms->ntopic; n++) {
		const struct form_heading *h = is_text(n) && n->sec == 1
		    ? section_topic(forms, n)
		    : NULL;

		if (h == NULL || headed[h - forms->topic])
			continue;
		headed[h - forms->topic] = true;
		add_number(r, row_name(r, "topic.", h->key), "order", ++order,
		    h->label[0], n->line);
	}
	if (report_find(r, STR("doc"), STR("s1"), STR("order")) == NULL)
		return;
	if (order < forms->ntopic)
		order += count_mentioned(t, forms, headed);
	add_number(r, STR("s1"), "topics", order, (struct str){0}, 0);
}

/* ---- laws -------------------------------------------------------------- */

/* Where a law is cited first, and in how many paragraphs. */
struct citation {
	unsigned long count, line;
	struct str wording;
};

/* Which laws may the node cite, as forms_laws_in has them?  Without a sign it has no
 * number. */
static uint64_t
laws_in(const struct forms *forms, const struct node *n)
{
	bool may = forms->laws_numbered ? (n->sees & SEES_SIGN) != 0 : is_text(n);

	return may ? forms_laws_in(forms, n->text) : 0;
}

/* Does the text cite the law, and in which wording?  It is folded for that, unless it
 * has been, if the official wording does not just stand there, as it nearly always
 * does. */
static bool
cites(struct str text, const struct form_heading *law, struct buf *folded,
    struct str *wording)
{
	if (law->kept && str_find(text, law->folded[0]) >= 0) {
		*wording = law->label[0];
		return true;
	}
	if (folded->n == 0)
		fold_text(folded, text);
	if (!form_is_mentioned(law, buf_str(folded)))
		return false;
	*wording = first_cited(law, buf_str(folded));
	return true;
}

static void
find_laws(const struct tree *t, const struct forms *forms, struct citation *c)
{
	struct buf folded = {0};

	for (const struct node *n = t->node; n < tree_end(t); n++) {
		uint64_t may = laws_in(forms, n);

		if (may == 0)
			continue;
		buf_reset(&folded);
		for (size_t i = 0; i < forms->nlaw; i++) {
			struct str wording;

			if (!(may >> i % 64 & 1) ||
			    !cites(n->text, &forms->law[i], &folded, &wording) ||
			    c[i].count++ != 0)
				continue;
			c[i].wording = wording;
			c[i].line = n->line;
		}
	}
	buf_free(&folded);
}

static void
add_laws(struct report *r, const struct tree *t, const struct forms *forms)
{
	struct citation *c =
	    arena_alloc(&r->arena, (forms->nlaw + 1) * sizeof *c);

	find_laws(t, forms, c);
	for (size_t i = 0; i < forms->nlaw; i++)
		if (c[i].count != 0)
			add_number(r, STR("law"),
			    arena_str(&r->arena, forms->law[i].key).p, c[i].count,
			    c[i].wording, c[i].line);
}

/* ---- tables ------------------------------------------------------------ */

static bool
is_content(const struct node *n, const struct node *head)
{
	return n != head && n->kind != NODE_NOTE && n->role != ROLE_HEAD;
}

/* The first node behind n that stands in another section. */
static const struct node *
end_of_section(const struct tree *t, const struct node *n)
{
	const struct node *end = n;

	while (end < tree_end(t) && end->sec == n->sec)
		end++;
	return end;
}

unsigned long
facts_images(const struct tree *t, int sec, unsigned long *line)
{
	const struct node *n = t->node, *last = tree_end(t);
	unsigned long images = 0;
	bool content = false;

	while (n < last && n->sec != sec)
		n++;
	/* headings in a row with nothing between share the images behind them */
	while (n < last && !content) {
		const struct node *end = end_of_section(t, n);

		for (const struct node *i = n; i < end; i++) {
			if (i->kind == NODE_IMAGE && images++ == 0)
				*line = i->line;
			content |= is_content(i, n);
		}
		n = end;
	}
	return images;
}

static unsigned long
heading_line(const struct tree *t, int sec)
{
	for (const struct node *n = t->node; n < tree_end(t); n++)
		if (n->sec == sec)
			return n->line;
	return 0;
}

/* Of each table of which nothing was found: that, and whether there are images
 * in its place. */
static void
add_images(struct report *r, const struct tree *t, const struct form *form)
{
	for (size_t i = 0; i < form->ntable; i++) {
		const struct form_table *table = &form->table[i];
		const struct cell *cells =
		    report_find(r, STR("doc"), table->key, STR("cells"));
		unsigned long line = heading_line(t, table->sec), images;

		if (cells != NULL && !str_is(cells->value, "0"))
			continue;
		images = facts_images(t, table->sec, &line);
		if (cells == NULL)
			add_number(r, table->key, "cells", 0, (struct str){0},
			    line);
		if (images != 0)
			add_number(r, table->key, "images", images,
			    (struct str){0}, line);
	}
}

/* Labels that only one form has, for the check of mixed forms. */
static void
add_own_labels(struct report *r, const struct forms *forms, const unsigned *own)
{
	for (size_t i = 0; i < forms->n; i++)
		if (own[i] != 0)
			add_number(r, STR("form"),
			    row_name(r, "labels_", forms->form[i].name).p,
			    own[i], (struct str){0}, 0);
}

void
facts_add_tables(struct report *r, const struct tree *t,
    const struct forms *forms, const struct form *expected,
    const unsigned *own)
{
	add_images(r, t, expected);
	add_own_labels(r, forms, own);
}

/* ---- notes ------------------------------------------------------------- */

/* One kind of note: "bookmark: _GoBack" counts for note.bookmark. */
struct note_kind {
	struct str what, detail;
	unsigned long count, line;
};

#define NOTE_KINDS 16

static bool
is_word(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 'a' || s.p[i] > 'z')
			return false;
	return s.n != 0 && s.n < 32;
}

static void
add_notes(struct report *r, const struct tree *t)
{
	struct note_kind kind[NOTE_KINDS];
	size_t n = 0, k;

	for (const struct node *i = t->node; i < tree_end(t); i++) {
		struct str rest = i->text, what;

		if (i->kind != NODE_NOTE || !str_split(&rest, ':', &what) ||
		    !is_word(what))
			continue;
		for (k = 0; k < n && !str_eq(kind[k].what, what); k++)
			;
		if (k == n && n < NOTE_KINDS)
			kind[n++] = (struct note_kind){what, str_trim(rest), 0,
			    i->line};
		if (k < n)
			kind[k].count++;
	}
	for (k = 0; k < n; k++)
		add_number(r, STR("note"),
		    arena_str(&r->arena, kind[k].what).p, kind[k].count,
		    kind[k].detail, kind[k].line);
}

static void
add_sketch(struct report *r, const struct tree *t, struct str publisher)
{
	struct sketch s;
	struct buf b = {0};
	unsigned long chars = sketch_make(&s, &r->arena, t, publisher);

	if (chars >= SKETCH_CHARS_MIN) {
		sketch_write(&b, &s);
		add_number(r, STR("text"), "sketch", chars,
		    arena_str(&r->arena, buf_str(&b)), 0);
	}
	buf_free(&b);
}

static void
look_at_texts(struct tree *t)
{
	for (struct node *n = t->node; n < tree_end(t); n++)
		if (is_text(n))
			n->sees = glance_words(n->text);
}

void
facts_add(struct report *r, struct tree *t, const struct forms *forms,
    const struct identity *id)
{
	const struct section_sum *sum;

	look_at_texts(t);
	add_identity(r, t, id);
	add_laws(r, t, forms);
	sum = sum_sections(r, t, forms);
	for (size_t i = 0; i < forms->nsection; i++)
		add_section(r, &sum[i], forms->section[i].key);
	add_topics(r, t, forms);
	add_notes(r, t);
	add_sketch(r, t, id->org);
}
