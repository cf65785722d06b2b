/*
 * Document tree to sections.
 *
 * Takes a tree of paragraphs and tables; sets for each node which section it
 * stands in, its item number, and whether it is a title, a heading, the
 * publisher or a date.  Headings are known by what they say: numerals are
 * repeated or wrong in real reports, and Markdown depths drift.
 */
#include "report/section.h"

#include <assert.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "report/date.h"
#include "report/fold.h"
#include "report/glance.h"

#define HEADING_MAX 45 /* characters; a longer paragraph is no heading */
#define TITLE_MAX 80
#define TITLE_NODES 12 /* so many paragraphs may hold the title */
#define SUBHEAD_MAX 30
#define SIGNATURE_MAX 40
#define META_MAX 120 /* characters of a line with the date and more */
#define DAMAGED_MIN 10 /* characters of a label that is known with damage: */
#define DAMAGED_PART 8 /* one in so many may be wrong, added or lost */

static bool
is_text(const struct node *n)
{
	return n->kind == NODE_TEXT;
}

/* The section whose label the folded text is but for little damage: a heading
 * may have a character too many. */
static const struct form_heading *
near_heading(const struct forms *f, struct str folded)
{
	size_t least = SIZE_MAX, chars = utf8_count(folded);
	const struct form_heading *best = NULL;

	for (const struct form_heading *h = f->section;
	    h < f->section + f->nsection; h++)
		for (size_t k = 0; k < h->nlabel; k++) {
			size_t count = h->chars[k], far;
			size_t slack = count / DAMAGED_PART;

			if (count < DAMAGED_MIN || chars + slack < count ||
			    chars > count + slack)
				continue;
			far = utf8_edits_within(folded, h->folded[k], slack);
			if (far <= slack && far < least) {
				least = far;
				best = h;
			}
		}
	return best;
}

/* The heading that is there for the body of a heading, or NULL: then folded has it
 * folded.  Most are printed as they would be folded. */
static const struct form_heading *
find_heading(const struct heading_index *index, const struct form_heading *h,
    struct str body, struct buf *folded)
{
	uint32_t at = map_get(&index->by_label, body);

	if (at == MAP_NONE) {
		fold_label_body(folded, body);
		at = map_get(&index->by_label, buf_str(folded));
	}
	return at != MAP_NONE ? &h[at] : NULL;
}

/* Set the numeral of the node and the text behind it. */
static void
mark_numeral(struct node *n)
{
	n->numeral = (int)fold_numeral(n->text, &n->number, &n->body);
}

/* The key of the section that the node, whose numeral is known, opens; 0 for none.
 * marked: the source says that it is a heading. */
static int
section_opened(const struct forms *f, const struct node *n, bool marked)
{
	const struct form_heading *h;
	struct buf folded = {0};
	unsigned long key = 0;

	if (n->chars > HEADING_MAX)
		return 0;
	/* （一）主动公开情况 is a topic of section 1, 二、主动公开情况 a section */
	if (n->numeral == NUMERAL_BRACKET && !marked)
		return 0;
	if (n->body.n == 0 || (n->numeral != NUMERAL_HAN &&
				  !forms_may_be_heading(&f->sections, n->body)))
		return 0;
	h = find_heading(&f->sections, f->section, n->body, &folded);
	if (h == NULL && n->numeral == NUMERAL_HAN)
		h = near_heading(f, buf_str(&folded));
	if (h != NULL && !str_to_ulong(h->key, &key))
		key = 0;
	buf_free(&folded);
	return (int)key;
}

int
section_of_heading(const struct forms *f, struct str text, int depth)
{
	struct node n = {.text = text, .depth = depth};

	n.chars = utf8_count_valid(n.text);
	mark_numeral(&n);
	return section_opened(f, &n, depth > 0);
}

/* The first sentence or clause of a paragraph, "（一）主动公开情况。今年…"; false
 * when it is too long for a heading. */
static bool
opening(struct str s, struct str *head)
{
	const char *p = s.p, *end = str_end(s);
	size_t count = 0;

	for (*head = s; p < end; count++) {
		const char *from = p;
		uint32_t cp = utf8_next(&p, end);

		if (cp == 0x3002 || cp == 0xff1a || cp == ':' || cp == ' ') {
			head->n = (size_t)(from - s.p);
			return true;
		}
		if (count == HEADING_MAX)
			return false;
	}
	return true;
}

const struct form_heading *
section_topic(const struct forms *f, const struct node *n)
{
	const struct form_heading *found;
	struct str head, body = n->body;
	struct buf folded = {0};

	if (body.n == 0 || !forms_may_be_heading(&f->topics, body) ||
	    !opening(n->text, &head) || str_end(head) <= body.p)
		return NULL;
	body.n = (size_t)(str_end(head) - body.p);
	found = find_heading(&f->topics, f->topic, body, &folded);
	buf_free(&folded);
	return found;
}

/* Joined text of the nodes i..j without white space, for looking into it. */
static void
join_nodes(struct buf *b, const struct tree *t, size_t i, size_t j)
{
	buf_reset(b);
	for (; i <= j; i++)
		fold_text(b, t->node[i].text);
}

static bool
has(struct str s, const char *what)
{
	return str_find(s, str_of(what)) >= 0;
}

static bool
says_report(struct str s)
{
	return has(s, "信息公开") &&
	    (has(s, "年度报告") || has(s, "年报") || has(s, "工作报告"));
}

/* A short line without punctuation: the first line of a title, a signature. */
static bool
is_name(struct str s, size_t max)
{
	static const char *const marks[] = {"。", "，", "：", "；", "、", "？",
	    ":", ",", ";", "|"};

	if (utf8_is_longer(s, max) || !utf8_is_longer(s, 2))
		return false;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (has(s, marks[i]))
			return false;
	return true;
}

/* Does the title begin with the publisher, not with the year or the subject? */
static bool
names_publisher(struct str title)
{
	struct date d;
	struct str rest = title;

	if (date_begins_year(title, &d))
		rest = str_skip(title, d.printed.n);
	while (str_starts(rest, STR("度")))
		rest = str_skip(rest, 3);
	return !str_starts(rest, STR("政府信息公开")) &&
	    !str_starts(rest, STR("信息公开"));
}

/* "您的位置：首页 > 政务公开 > 政府信息公开年报": where the page is in its site. */
static bool
is_way_to_page(struct str s)
{
	return has(s, ">") || has(s, "»") || has(s, "首页") || has(s, "当前位置");
}

static bool
is_title(const struct tree *t, size_t i, size_t j, struct buf *joined)
{
	for (size_t k = i; k <= j; k++)
		if (!is_text(&t->node[k]) || t->node[k].role != ROLE_TEXT)
			return false;
	if (has(t->node[j].text, "。"))
		return false;
	join_nodes(joined, t, i, j);
	return !utf8_is_longer(buf_str(joined), TITLE_MAX) &&
	    says_report(buf_str(joined)) && !is_way_to_page(buf_str(joined));
}

/* Mark the title among the paragraphs before the first section: the fewest
 * lines that together name the report, and the line of the publisher above. */
static void
mark_title(struct tree *t, size_t before)
{
	struct buf joined = {0};

	for (size_t len = 1; len <= 3; len++) {
		for (size_t i = 0; i + len <= before && i < TITLE_NODES; i++) {
			size_t j = i + len - 1;

			if (!is_title(t, i, j, &joined))
				continue;
			if (i > 0 && !names_publisher(buf_str(&joined)) &&
			    is_text(&t->node[i - 1]) &&
			    is_name(t->node[i - 1].text, SIGNATURE_MAX))
				i--;
			for (; i <= j; i++)
				t->node[i].role = ROLE_TITLE;
			buf_free(&joined);
			return;
		}
	}
	buf_free(&joined);
}

/* A paragraph that is a date and little else. */
static bool
is_date_line(const struct node *n)
{
	struct date d;
	struct str before;

	if (n->chars > META_MAX || !date_find(n->text, &d))
		return false;
	before = str_trim((struct str){n->text.p,
	    (size_t)(d.printed.p - n->text.p)});
	if (before.n == 0)
		return n->chars <= SIGNATURE_MAX;
	return !utf8_is_longer(before, SIGNATURE_MAX) &&
	    (has(before, "日期") || has(before, "时间"));
}

/* "发布机构：…": a content system names the publisher above the text. */
static bool
is_publisher_line(struct str s)
{
	static const char *const words[] = {"发布机构", "发布单位", "发文机关",
	    "发文单位", "信息来源", "公开主体", "责任部门"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct str word = str_of(words[i]), rest;

		if (!str_starts(s, word))
			continue;
		rest = str_trim(str_skip(s, word.n));
		return rest.n > strlen("：") && !utf8_is_longer(s, SIGNATURE_MAX) &&
		    (str_starts(rest, STR("：")) || rest.p[0] == ':');
	}
	return false;
}

/* The signature: the last date line of the report, and the name above it. */
static void
mark_signature(struct tree *t)
{
	struct node *last = NULL;

	for (size_t i = t->n; i-- > 0;) {
		struct node *n = &t->node[i];

		if (!is_text(n) || n->role != ROLE_TEXT)
			continue;
		if (is_date_line(n)) {
			n->role = ROLE_DATE;
			last = n;
		} else {
			break;
		}
	}
	if (last == NULL || last == t->node)
		return;
	last--;
	if (is_text(last) && last->role == ROLE_TEXT &&
	    is_name(last->text, SIGNATURE_MAX))
		last->role = ROLE_ORG;
}

/* Lines under the title: the date and the publisher as a page gives them. */
static void
mark_early_lines(struct tree *t, size_t before)
{
	for (size_t i = 0; i < before; i++) {
		struct node *n = &t->node[i];

		if (!is_text(n) || n->role != ROLE_TEXT)
			continue;
		if (is_date_line(n))
			n->role = ROLE_DATE;
		else if (is_publisher_line(n->text))
			n->role = ROLE_ORG;
	}
}

/* Where the items of a section stand: （一） is "1", 1. under it "1.1". */
struct items {
	unsigned outer, inner;
};

static struct str
item_text(struct tree *t, const struct items *at)
{
	char item[2 * PUT_NUMBER_MAX + 1], *to = item;

	if (at->outer == 0 && at->inner == 0)
		return (struct str){0};
	if (at->outer != 0)
		to = put_decimal(to, at->outer);
	if (at->outer != 0 && at->inner != 0)
		*to++ = '.';
	if (at->inner != 0)
		to = put_decimal(to, at->inner);
	return arena_str(&t->arena, (struct str){item, (size_t)(to - item)});
}

static bool
ends_sentence(struct str s)
{
	return str_ends(s, STR("。")) || str_ends(s, STR("；")) ||
	    str_ends(s, STR("："));
}

/* Item and, for a short numbered line, the role of a heading inside. */
static void
mark_item(struct tree *t, struct node *n, struct items *at)
{
	if (n->numeral == NUMERAL_BRACKET)
		*at = (struct items){.outer = n->number};
	else if (n->numeral == NUMERAL_ARABIC)
		at->inner = n->number;
	n->item = item_text(t, at);
	if (n->role == ROLE_TEXT && (n->numeral != NUMERAL_NONE || n->depth > 0) &&
	    n->chars <= SUBHEAD_MAX && !ends_sentence(n->text))
		n->role = ROLE_HEAD;
}

/* Is the node, of block records, a heading of a section there?  Those inside of one
 * belong to an item. */
static bool
is_told(const struct tree *t, const struct node *n)
{
	return t->sectioned && n->role == ROLE_HEAD && n->item.n == 0;
}

#define SECTIONS_NUMBERED 100 /* no table may be in a later section */

/* Does the i-th node open a section as 一、?  Not in a table of contents, where the next
 * one or the first of all stands behind it. */
static bool
opens_numbered(const struct tree *t, size_t i)
{
	const struct node *n = &t->node[i];

	return n->opens > 0 && n->opens < SECTIONS_NUMBERED &&
	    n->numeral == NUMERAL_HAN &&
	    (i + 1 == t->n || n[1].opens == 0 ||
		(n[1].numeral == NUMERAL_BRACKET && n[1].opens > n->opens));
}

/* What is numbered （一） and marked as a heading is that of a topic where one that is
 * numbered 一、 opens the section. */
static void
unmark_topics(struct tree *t)
{
	bool numbered[SECTIONS_NUMBERED] = {false};

	for (size_t i = 0; i < t->n; i++)
		if (opens_numbered(t, i))
			numbered[t->node[i].opens] = true;
	for (size_t i = 0; i < t->n; i++) {
		struct node *n = &t->node[i];

		if (n->numeral == NUMERAL_BRACKET && n->opens > 0 &&
		    n->opens < SECTIONS_NUMBERED && numbered[n->opens])
			n->opens = 0;
	}
}

static void
mark_openings(struct tree *t, const struct forms *f)
{
	bool bracket = false;

	for (size_t i = 0; i < t->n; i++) {
		struct node *n = &t->node[i];

		if (!is_text(n))
			continue;
		mark_numeral(n);
		n->opens = section_opened(f, n, n->depth > 0 || is_told(t, n));
		bracket |= n->opens != 0 && n->numeral == NUMERAL_BRACKET;
	}
	if (bracket)
		unmark_topics(t);
}

/* First node that is a heading of a section; t->n for none. */
static size_t
first_section(const struct tree *t)
{
	size_t i = 0;

	while (i < t->n && t->node[i].opens == 0)
		i++;
	return i;
}

/* ---- headings that run on in a paragraph ---------------------------------- */

/* 一 to 六 */
static bool
is_section_number(const char *p, const char *end)
{
	unsigned digit = fold_han_digit(utf8_next(&p, end));

	return digit != 0 && digit <= 6;
}

/* The next "三、" at or behind p that could open a heading: NULL for none. */
static const char *
next_numeral(const char *p, const char *end)
{
	struct str rest = {p, (size_t)(end - p)};
	ptrdiff_t at;

	for (; (at = str_find(rest, STR("、"))) >= 0;
	    rest = str_skip(rest, (size_t)at + 3)) {
		const char *numeral = rest.p + at - 3;

		if (numeral >= p && end - numeral > NUMERAL_BYTES &&
		    is_section_number(numeral, end))
			return numeral;
	}
	return NULL;
}

/* Does what stands behind a label show that it is only one of a list? */
static bool
goes_on_as_list(struct str behind)
{
	static const char *const marks[] = {"、", "，", "；", ";", ",", "和", "及",
	    "”", "》", "等"};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_starts(behind, str_of(marks[i])))
			return true;
	return false;
}

/* The folded text behind a numeral, and where each character of it ends. */
struct lookahead {
	struct buf folded;
	size_t count;               /* of characters in folded */
	size_t bytes[HEADING_MAX];  /* of folded, up to and with character i */
	size_t source[HEADING_MAX]; /* of the source, the same */
};

static void
look_ahead(struct lookahead *l, const char *p, const char *end)
{
	const char *from = p;

	l->count = 0;
	buf_reset(&l->folded);
	while (p < end && l->count < HEADING_MAX && p - from < HEADING_MAX * 8) {
		const char *q = p;
		size_t n = l->folded.n;

		utf8_next(&q, end);
		fold_text(&l->folded, (struct str){p, (size_t)(q - p)});
		p = q;
		if (l->folded.n == n)
			continue;
		l->bytes[l->count] = l->folded.n;
		l->source[l->count++] = (size_t)(p - from);
	}
}

/*
 * How many characters of the text ahead the label, of count characters, is like,
 * and how far from it: SIZE_MAX when it is not.  Its first two characters must be
 * there: that tells most labels off without a closer look.
 */
static size_t
label_ahead(const struct lookahead *l, struct str label, size_t count,
    size_t *chars)
{
	size_t least = SIZE_MAX;
	size_t slack = count >= DAMAGED_MIN ? count / DAMAGED_PART : 0;

	if (l->count + slack < count || count < 2 || label.n < l->bytes[1] ||
	    !str_starts(buf_str(&l->folded), (struct str){label.p, l->bytes[1]}))
		return SIZE_MAX;
	for (size_t n = count - slack; n <= count + slack && n <= l->count; n++) {
		struct str text = {l->folded.p, l->bytes[n - 1]};
		size_t far = str_eq(text, label) ? 0
		    : slack != 0 ? utf8_edits_within(text, label, slack)
				 : SIZE_MAX;

		if (far <= slack && far < least) {
			least = far;
			*chars = n;
		}
	}
	return least;
}

/*
 * The length of the heading at p, numeral included: the longest label of a
 * section that the text goes on with, blanks and small damage allowed.  0 when
 * there is none.
 */
static size_t
heading_length(const struct forms *f, struct lookahead *l, const char *p,
    const char *end)
{
	size_t best = 0, best_count = 0, least = SIZE_MAX;

	look_ahead(l, p + NUMERAL_BYTES, end);
	for (const struct form_heading *h = f->section;
	    l->count >= 2 && h < f->section + f->nsection; h++)
		for (size_t k = 0; k < h->nlabel; k++) {
			size_t chars = 0, count = h->chars[k];
			size_t far = label_ahead(l, h->folded[k], count, &chars);

			if (far == SIZE_MAX || count < best_count ||
			    (count == best_count && far >= least))
				continue;
			best = NUMERAL_BYTES + l->source[chars - 1];
			best_count = count;
			least = far;
		}
	if (best != 0 &&
	    goes_on_as_list(str_trim((struct str){p + best,
		(size_t)(end - p) - best})))
		return 0;
	return best;
}

/* Add a piece of the paragraph, unless it is blank. */
static void
add_piece(struct tree *out, const struct node *n, const char *from,
    const char *end)
{
	struct str piece = str_trim((struct str){from, (size_t)(end - from)});

	if (piece.n != 0)
		tree_add(out, NODE_TEXT, n->line, piece)->chars =
		    utf8_count_valid(piece);
}

/* Add the pieces of a paragraph in which headings of sections stand. */
static void
split_paragraph(struct tree *out, const struct node *n, const struct forms *f)
{
	const char *p = n->text.p, *end = p + n->text.n, *from = p;
	struct lookahead ahead = {0};

	assert(p != NULL); /* it is longer than a heading */
	while ((p = next_numeral(p, end)) != NULL) {
		size_t len = heading_length(f, &ahead, p, end);

		if (len == 0) {
			p += NUMERAL_BYTES;
			continue;
		}
		add_piece(out, n, from, p);
		add_piece(out, n, p, p + len);
		from = p += len;
	}
	add_piece(out, n, from, end);
	buf_free(&ahead.folded);
}

/* Is it a longer paragraph in which some could open a heading? */
static bool
may_hold_headings(const struct node *n)
{
	return n->chars > HEADING_MAX && glance_numeral(n->text) &&
	    next_numeral(n->text.p, n->text.p + n->text.n) != NULL;
}

/* Cut paragraphs at the headings in them: a page may have lost its line ends. */
static void
split_paragraphs(struct tree *t, const struct forms *f)
{
	struct tree out = {0};
	bool any = false;

	for (const struct node *n = t->node; n < tree_end(t) && !any; n++)
		any = may_hold_headings(n);
	if (!any)
		return;
	for (const struct node *n = t->node; n < tree_end(t); n++) {
		if (is_text(n) && n->chars > HEADING_MAX)
			split_paragraph(&out, n, f);
		else
			*tree_add(&out, n->kind, n->line, n->text) = *n;
	}
	free(t->node);
	t->node = out.node;
	t->n = out.n;
	t->cap = out.cap;
}

void
section_mark(struct tree *t, const struct forms *f)
{
	struct items at = {0};
	size_t first;
	int sec = 0;

	for (struct node *n = t->node; n < tree_end(t); n++)
		if (is_text(n))
			n->chars = utf8_count_valid(n->text);
	if (t->sectioned) {
		mark_openings(t, f);
		return;
	}
	split_paragraphs(t, f);
	mark_openings(t, f);
	first = first_section(t);
	mark_title(t, first);
	mark_early_lines(t, first);
	mark_signature(t);
	for (struct node *n = t->node; n < tree_end(t); n++) {
		bool heading = n->role == ROLE_TEXT && n->opens != 0;

		if (heading) {
			sec = n->opens;
			at = (struct items){0};
			n->role = ROLE_HEAD;
		}
		n->sec = sec;
		if (is_text(n) && n->role == ROLE_TEXT && !heading)
			mark_item(t, n, &at);
	}
	/* nothing says where the sections are: no section can be told */
	if (first == t->n)
		for (size_t i = 0; i < t->n; i++)
			t->node[i].sec = -1;
	t->sectioned = true;
}

struct str
section_text(struct tree *t, enum node_role role, unsigned long *line)
{
	struct buf b = {0};
	struct str s;

	*line = 0;
	for (const struct node *n = t->node; n < tree_end(t); n++) {
		if (!is_text(n) || n->role != role)
			continue;
		if (*line == 0)
			*line = n->line;
		buf_addstr(&b, n->text);
	}
	s = arena_str(&t->arena, buf_str(&b));
	buf_free(&b);
	return s;
}
