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
		return true;
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

bool
read_document(struct tree *t, struct str text, bool binary, struct err *e)
{
	if (binary && !str_starts(text, STR("PK")))
		return refuse_binary(text, e);
	if (binary) {
		if (!read_docx(t, text, e))
			return false;
	} else if (is_markup(text)) {
		read_html(t, text);
	} else {
		read_text(t, text);
	}
	for (size_t i = 0; i < t->n; i++)
		if (t->node[i].kind != NODE_NOTE)
			return true;
	return err_set(e, "%s", tr("nothing to read in it", "其中没有可读的内容"));
}
