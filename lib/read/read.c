/* Which reader takes a document: decided by its first bytes. */
#include "read/read.h"

#include <strings.h>

/* What a file that is not read here is, and what makes text of it. */
static const struct {
	const char *magic;
	size_t n;
	const char *en, *zh;
} foreign[] = {
	{"%PDF-", 5,
	    "a PDF; make text of it first: pdftotext -layout FILE.pdf FILE.txt",
	    "这是 PDF；请先转成文本：pdftotext -layout FILE.pdf FILE.txt"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8,
	    "an old Word file; make DOCX of it first: "
	    "soffice --convert-to docx FILE.doc",
	    "这是旧版 Word 文件；请先转成 DOCX："
	    "soffice --convert-to docx FILE.doc"},
	{"\x89PNG", 4, "an image: there is no text in it",
	    "这是图片，其中没有文本"},
	{"\xff\xd8\xff", 3, "an image: there is no text in it",
	    "这是图片，其中没有文本"},
	{"GIF8", 4, "an image: there is no text in it",
	    "这是图片，其中没有文本"},
};

/* The text behind comments that it begins with, if there are any. */
static struct str
behind_comments(struct str text)
{
	struct str s = str_trim(text);

	if (!str_starts(s, STR("<!--")))
		return text;
	while (str_starts(s, STR("<!--"))) {
		ptrdiff_t end = str_find(s, STR("-->"));

		if (end < 0)
			return text;
		s = str_trim(str_skip(s, (size_t)end + strlen("-->")));
	}
	return s;
}

/* Is it Markdown behind comments, with which some converters begin it, as where an
 * image was?  Then no tag follows, and a line is a heading or a row of a table. */
static bool
is_commented_markdown(struct str text)
{
	struct str s = behind_comments(text);

	return s.n != 0 && s.p[0] != '<' &&
	    (s.p[0] == '#' || s.p[0] == '|' || str_find(s, STR("\n#")) >= 0 ||
		str_find(s, STR("\n|")) >= 0);
}

/* Does the text begin with a tag, a comment or a declaration of HTML? */
static bool
is_markup(struct str text)
{
	static const char *const tags[] = {"html", "head", "body", "table", "div",
	    "p", "meta", "title", "style", "script", "link", "center", "h1",
	    "h2", "h3", "span", "font", "section", "article", "ul", "img",
	    "strong", "b", "br", "a", "nav", "main", "header", "base", "form", "tr"};
	struct str s = str_trim(text);
	size_t n = 1;

	if (s.n < 3 || s.p[0] != '<')
		return false;
	if (s.p[1] == '!' || s.p[1] == '?')
		return !is_commented_markdown(s);
	while (n < s.n && n < 12 && memchr(" \t\r\n>/", s.p[n], 6) == NULL)
		n++;
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (n == strlen(tags[i]) + 1 &&
		    strncasecmp(s.p + 1, tags[i], n - 1) == 0)
			return true;
	return false;
}

/* A name in the directory of an OLE2 file, in UTF-16. */
static bool
has_stream(struct str bytes, const char *name)
{
	struct buf wide = {0};
	bool found;

	for (; *name != '\0'; name++) {
		buf_addc(&wide, *name);
		buf_addc(&wide, '\0');
	}
	found = str_find(bytes, buf_str(&wide)) >= 0;
	buf_free(&wide);
	return found;
}

static bool
refuse_binary(struct str bytes, struct err *e)
{
	if (str_starts(bytes, STR("\xd0\xcf\x11\xe0")) &&
	    has_stream(bytes, "EncryptedPackage"))
		return err_set(e, "%s",
		    tr("a Word file with a password; save it without one",
			"这是有密码的 Word 文件；请另存为无密码的文件"));
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (str_starts(bytes, (struct str){foreign[i].magic, foreign[i].n}))
			return err_set(e, "%s", tr(foreign[i].en, foreign[i].zh));
	return err_set(e, "%s", tr("not a text", "不是文本"));
}

/* Does s begin with the tag, in any case? */
static bool
is_tag(struct str s, const char *tag)
{
	size_t n = strlen(tag);

	return s.n >= n && strncasecmp(s.p, tag, n) == 0;
}

/* Where tag begins in s, in any case, or NULL. */
static const char *
find_tag(struct str s, const char *tag)
{
	size_t n = strlen(tag);

	for (size_t i = 0; i + n <= s.n; i++) {
		const char *open = memchr(s.p + i, '<', s.n - i);

		if (open == NULL || (size_t)(s.p + s.n - open) < n)
			return NULL;
		if (strncasecmp(open, tag, n) == 0)
			return open;
		i = (size_t)(open - s.p);
	}
	return NULL;
}

/* Read a part of a document that begins lines lines behind its start. */
static void
read_part(struct tree *t, struct str part, unsigned long lines,
    void (*reader)(struct tree *t, struct str text))
{
	size_t first = t->n;

	reader(t, part);
	for (; lines != 0 && first < t->n; first++) {
		struct node *n = &t->node[first];

		n->line += lines;
		for (size_t i = 0; n->kind == NODE_TABLE && i < n->table->n; i++)
			n->table->cell[i].line += lines;
	}
}

static unsigned long
count_lines(struct str s)
{
	unsigned long lines = 0;
	struct str line;

	while (str_split(&s, '\n', &line))
		lines++;
	return lines != 0 ? lines - 1 : 0;
}

/* Where the table ends that text begins with.  One in a cell of it is a part of it, one
 * that begins outside its cells shows that its end tag is missing.  *nested is cleared,
 * and the first end tag counts, where the tables in cells have no end: the text is gone
 * through once more at most. */
static const char *
table_end_tag(struct str text, bool *nested)
{
	const char *p = text.p, *end = str_end(text), *first = NULL;
	bool in_cell = true;
	size_t depth = 0;

	while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		struct str tag = {p, (size_t)(end - p)};

		if (is_tag(tag, "<table")) {
			if (!in_cell)
				return p;
			depth++;
			in_cell = false;
		} else if (is_tag(tag, "</table>")) {
			p += strlen("</table>");
			if (first == NULL)
				first = p;
			if (--depth == 0 || !*nested)
				return p;
			in_cell = true;
			continue;
		} else if (is_tag(tag, "<td") ||
		    (is_tag(tag, "<th") && !is_tag(tag, "<thead"))) {
			in_cell = true;
		} else if (is_tag(tag, "</t") || is_tag(tag, "<tr")) {
			in_cell = false;
		}
		p++;
	}
	*nested = false;
	return first;
}

/* Text with tables in HTML between its paragraphs: converters of PDF to
 * Markdown write spanned tables so. */
static void
read_mixed(struct tree *t, struct str text)
{
	unsigned long lines = 0;
	bool nested = true;

	while (text.n != 0) {
		bool table = is_tag(text, "<table");
		const char *stop = table ? table_end_tag(text, &nested)
					 : find_tag(text, "<table");
		struct str part = text;

		if (stop != NULL)
			part.n = (size_t)(stop - text.p);
		read_part(t, part, lines, table ? read_html : read_markdown);
		lines += count_lines(part);
		text = str_skip(text, part.n);
	}
}

/* Read what is no page. */
static void
read_plain(struct tree *t, struct str text)
{
	struct str s = behind_comments(text);
	struct str comments = {text.p, (size_t)(s.p - text.p)};
	bool mixed = find_tag(s, "<table") != NULL;

	read_part(t, s, comments.n != 0 ? count_lines(comments) : 0,
	    mixed ? read_mixed : read_text);
}

/* The text with LF for CR where its lines end in CR alone, as on old Macs. */
static struct str
with_line_ends(struct tree *t, struct str text)
{
	char *p;

	if (text.n == 0 || memchr(text.p, '\n', text.n) != NULL ||
	    memchr(text.p, '\r', text.n) == NULL)
		return text;
	p = arena_room(&t->arena, text.n);
	for (size_t i = 0; i < text.n; i++)
		p[i] = text.p[i] != '\r' ? text.p[i] : '\n';
	return (struct str){p, text.n};
}

bool
read_document(struct tree *t, struct str text, bool binary, struct err *e)
{
	if (binary && !str_starts(text, STR("PK")))
		return refuse_binary(text, e);
	if (!binary)
		text = with_line_ends(t, text);
	if (binary) {
		if (!read_docx(t, text, e))
			return false;
	} else if (is_markup(text)) {
		read_html(t, text);
	} else {
		read_plain(t, text);
	}
	for (size_t i = 0; i < t->n; i++)
		if (t->node[i].kind != NODE_NOTE)
			return true;
	return err_set(e, "%s", tr("nothing to read in it", "其中没有可读的内容"));
}
