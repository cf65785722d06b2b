/*
 * What of a paragraph or a cell is text, and what stands there for something else.
 *
 * Takes the text of a line, the cells of a table, or the paragraphs of the tree; gives
 * nodes and cells whose text is what a reader sees.  [image: ] and ![](x) become images,
 * [bookmark: x] becomes a note, '#' marks a heading.  In cells between bars <br> is a
 * line end and ** bold type.  In these, and in all paragraphs where a heading with '#' or
 * a line |---|---| shows that they are Markdown, \. stands for a dot and &nbsp; for a
 * blank: so paragraphs are read when there are no more lines.
 */
#include <strings.h>

#include "read/markdown.h"
#include "read/text.h"

#define MARK_MAX ((size_t)1024) /* bytes of one [image: ] */

/* Behind the address at p of an image that is written out in it, as long as it is; NULL
 * when nothing closes it before the next mark. */
static const char *
behind_data(const char *p, const char *end)
{
	while (p < end && *p != ')' && *p != '[')
		p++;
	return p < end && *p == ')' ? p + 1 : NULL;
}

/* The mark that begins at s, "[image: …]" say: its length, or 0.  *is_image
 * tells which it is, *detail gets what stands behind the colon. */
static size_t
mark_at(struct str s, bool *is_image, struct str *detail)
{
	static const struct str image = {"[image:", 7}, book = {"[bookmark:", 10},
				markdown = {"![", 2};
	const char *end = str_end(s);
	struct str behind;

	if (s.n > MARK_MAX)
		s.n = MARK_MAX;
	*is_image = !str_starts(s, book);
	if (str_starts(s, image))
		behind = str_skip(s, image.n);
	else if (str_starts(s, book))
		behind = str_skip(s, book.n);
	else if (str_starts(s, markdown)) {
		ptrdiff_t at = str_find(s, STR("]("));

		if (at < 0)
			return 0;
		behind = str_skip(s, (size_t)at + 2);
		if (str_starts(behind, STR("data:"))) {
			end = behind_data(behind.p, end);
			*detail = (struct str){0};
			return end != NULL ? (size_t)(end - s.p) : 0;
		}
		end = behind.n != 0 ? memchr(behind.p, ')', behind.n) : NULL;
		if (end == NULL)
			return 0;
		*detail = (struct str){behind.p, (size_t)(end - behind.p)};
		return (size_t)(end - s.p) + 1;
	} else {
		return 0;
	}
	end = behind.n != 0 ? memchr(behind.p, ']', behind.n) : NULL;
	if (end == NULL)
		return 0;
	*detail = str_trim((struct str){behind.p, (size_t)(end - behind.p)});
	return (size_t)(end - s.p) + 1;
}

static void
add_mark(struct reader *r, unsigned long line, bool is_image, struct str detail)
{
	if (is_image)
		tree_add(r->tree, NODE_IMAGE, line, detail);
	else
		tree_note(r->tree, line, "bookmark", detail);
}

/*
 * Append to out the text without the marks in it.  Marks go to the tree when
 * tell is set.  Returns whether there was one.
 */
static bool
drop_marks(struct reader *r, unsigned long line, struct str s, struct buf *out,
    bool tell)
{
	bool any = false, is_image;
	struct str detail;

	for (size_t i = 0, n; i < s.n; i += n != 0 ? n : 1) {
		n = s.p[i] == '[' || s.p[i] == '!'
		    ? mark_at(str_skip(s, i), &is_image, &detail)
		    : 0;
		if (n == 0) {
			buf_addc(out, s.p[i]);
			continue;
		}
		any = true;
		if (tell)
			add_mark(r, line, is_image, detail);
	}
	return any;
}

void
text_take_prose(struct reader *r, const struct line *l, struct str text)
{
	unsigned long line = text_number(r, l);
	unsigned holds = l->holds;
	struct buf plain = {0};
	struct str s = text;
	size_t first = r->tree->n;
	int depth = 0;
	bool any = (holds & HOLDS_MARK) != 0 &&
	    drop_marks(r, line, s, &plain, false);

	if (any)
		s = buf_str(&plain);
	s = str_trim(s);
	while (depth < 6 && (size_t)depth < s.n && s.p[depth] == '#')
		depth++;
	if ((size_t)depth < s.n && s.p[depth] == ' ') {
		s = str_skip(s, (size_t)depth);
		r->markdown = true; /* depth is not 0: s is trimmed */
	} else {
		depth = 0;
	}
	/* blanks on either side of a mark are together now; what is odd is mostly
	 * the white space before a paragraph, which is gone */
	if (any || (holds & HOLDS_ODD_SPACE) != 0)
		holds = text_holds(s.p, s.n);
	s = text_fold(r, holds, s, false);
	if (s.n != 0) {
		if (any)
			s = arena_str(&r->tree->arena, s);
		tree_add(r->tree, NODE_TEXT, line, s);
		r->tree->node[first].depth = depth;
	}
	buf_reset(&plain);
	if (any)
		drop_marks(r, line, text, &plain, true);
	buf_free(&plain);
}

static void
unmark_cells(struct reader *r, struct table *t)
{
	struct buf plain = {0};

	for (struct grid_cell *c = t->cell; c < t->cell + t->n; c++) {
		buf_reset(&plain);
		if (drop_marks(r, c->line, c->text, &plain, true))
			c->text = arena_str(&r->tree->arena, buf_str(&plain));
	}
	buf_free(&plain);
}

/* What stands between the marks of bold type: 12 of "**12**". */
static struct str
without_bold(struct str s)
{
	static const struct str mark = STR_INIT("**");
	struct str t;

	if (s.n <= 2 * mark.n || !str_starts(s, mark) || !str_ends(s, mark))
		return s;
	t = (struct str){s.p + mark.n, s.n - 2 * mark.n};
	return str_find(t, mark) < 0 ? str_trim(t) : s;
}

/* Behind the <br>, <BR/> or <br /> that begins s; NULL when it is none. */
static const char *
behind_break(struct str s)
{
	const char *p = s.p + strlen("<br"), *end = str_end(s);

	if (s.n <= strlen("<br") || strncasecmp(s.p, "<br", strlen("<br")) != 0)
		return NULL;
	while (p < end && (*p == ' ' || *p == '/'))
		p++;
	return p < end && *p == '>' ? p + 1 : NULL;
}

/* Append a line of a cell to its text; any: there was one. */
static void
add_line(struct reader *r, bool *any, struct str s)
{
	s = without_bold(str_trim(s));
	if (!*any)
		buf_reset(&r->work);
	*any = true;
	text_add_joint(&r->work, s);
	text_add_folded(&r->work, s, false);
}

/* The text of a cell in Markdown, where it is bold or has line ends. */
static struct str
plain_cell(struct reader *r, struct str s)
{
	struct str rest = without_bold(s), part = rest;
	const char *p = rest.p, *end = str_end(rest), *behind;
	bool any = false;

	while (rest.n != 0 && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		behind = behind_break((struct str){p, (size_t)(end - p)});
		if (behind == NULL) {
			p++;
			continue;
		}
		part.n = (size_t)(p - part.p);
		add_line(r, &any, part);
		part = (struct str){behind, (size_t)(end - behind)};
		p = behind;
	}
	if (!any)
		return rest;
	add_line(r, &any, part);
	return text_keep(r);
}

static void
plain_cells(struct reader *r, struct table *t)
{
	for (struct grid_cell *c = t->cell; c < t->cell + t->n; c++)
		c->text = plain_cell(r, c->text);
}

/* The text of a cell or a paragraph of Markdown, with escapes and entities as what they
 * stand for; where none is, as it was. */
static struct str
decoded(struct reader *r, struct str s, bool paragraph)
{
	struct buf plain = {0};
	unsigned holds;

	if (markdown_decode(&plain, s, paragraph)) {
		s = arena_str(&r->tree->arena, buf_str(&plain));
		holds = text_holds(s.p, s.n);
		if ((holds & HOLDS_INVISIBLE) != 0)
			s = text_without_invisible(r, s);
		s = text_fold(r, holds, s, false);
	}
	buf_free(&plain);
	return s;
}

static void
decode_cells(struct reader *r, struct table *t)
{
	for (struct grid_cell *c = t->cell; c < t->cell + t->n; c++)
		c->text = decoded(r, c->text, false);
}

void
text_clean_cells(struct reader *r, struct table *t, bool markdown)
{
	if (markdown)
		plain_cells(r, t);
	unmark_cells(r, t);
	if (markdown)
		decode_cells(r, t);
}

/* The text without the backslash of a hard line end behind it. */
static struct str
without_line_end(struct str s)
{
	if (s.n > 1 && s.p[s.n - 1] == '\\' && s.p[s.n - 2] != '\\')
		s.n--;
	return str_trim(s);
}

/* What the paragraph says; nothing where it is a line that is drawn. */
static struct str
plain_paragraph(struct reader *r, const struct node *n)
{
	struct str s = n->text;

	if (markdown_is_rule(s))
		return (struct str){0};
	s = markdown_without_bullet(s);
	return (r->line[n->line - 1].holds & HOLDS_MARK) != 0
	    ? decoded(r, without_line_end(s), true)
	    : s;
}

/* Is the node text as it stands, as nearly all are? */
static bool
is_plain(const struct reader *r, const struct node *n)
{
	return n->kind != NODE_TEXT ||
	    ((r->line[n->line - 1].holds & HOLDS_MARK) == 0 &&
		n->text.p[0] != '-' && n->text.p[0] != '=');
}

/* Was the line of the paragraph drawn right below another?  Then that one is a heading,
 * or the last row of a table, and nothing goes on with it. */
static bool
is_below_line(const struct reader *r, const struct node *n)
{
	return n->line > 1 && r->line[n->line - 2].is == LINE_PROSE &&
	    markdown_is_rule(n->text);
}

bool
text_decode_paragraphs(struct reader *r, size_t first)
{
	struct tree *t = r->tree;
	size_t kept = first;
	bool any = false;

	for (size_t i = first; i < t->n; i++) {
		struct node *n = &t->node[i];
		bool plain = is_plain(r, n), below = !plain && is_below_line(r, n);

		if (!plain)
			n->text = plain_paragraph(r, n);
		if (!plain && n->text.n == 0 && !below)
			continue;
		any |= below;
		if (kept != i) /* as where none was left out yet */
			t->node[kept] = *n;
		kept++;
	}
	t->n = kept;
	return any;
}

void
text_drop_empty(struct tree *t, size_t first)
{
	size_t kept = first;

	for (size_t i = first; i < t->n; i++)
		if (t->node[i].kind != NODE_TEXT || t->node[i].text.n != 0)
			t->node[kept++] = t->node[i];
	t->n = kept;
}
