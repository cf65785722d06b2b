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
	    "an old Word file or an encrypted one; make text of it first: "
	    "soffice --convert-to txt:Text FILE.doc",
	    "这是旧版 Word 或加密文件；请先转成文本："
	    "soffice --convert-to txt:Text FILE.doc"},
	{"PK\3\4", 4,
	    "a Word or other office file; make text of it first: "
	    "soffice --convert-to txt:Text FILE.docx",
	    "这是 Word 或其他办公文件；请先转成文本："
	    "soffice --convert-to txt:Text FILE.docx"},
	{"\x89PNG", 4, "an image: there is no text in it",
	    "这是图片，其中没有文本"},
	{"\xff\xd8\xff", 3, "an image: there is no text in it",
	    "这是图片，其中没有文本"},
	{"GIF8", 4, "an image: there is no text in it",
	    "这是图片，其中没有文本"},
};

static bool
is_markup(struct str text)
{
	static const char *const tags[] = {"<!doctype html", "<html", "<head",
	    "<body", "<table", "<div", "<p>", "<p ", "<?xml"};
	struct str s = str_trim(text);

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (s.n > strlen(tags[i]) &&
		    strncasecmp(s.p, tags[i], strlen(tags[i])) == 0)
			return true;
	return false;
}

static bool
refuse_binary(struct str bytes, struct err *e)
{
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (str_starts(bytes, (struct str){foreign[i].magic, foreign[i].n}))
			return err_set(e, "%s", tr(foreign[i].en, foreign[i].zh));
	return err_set(e, "%s", tr("not a text", "不是文本"));
}

bool
read_document(struct tree *t, struct str text, bool binary, struct err *e)
{
	if (binary)
		return refuse_binary(text, e);
	if (is_markup(text))
		return err_set(e, "%s",
		    tr("an HTML page; make text of it first: "
		       "w3m -dump FILE.html > FILE.txt",
			"这是 HTML 网页；请先转成文本："
			"w3m -dump FILE.html > FILE.txt"));
	read_text(t, text);
	for (size_t i = 0; i < t->n; i++)
		if (t->node[i].kind != NODE_NOTE)
			return true;
	return err_set(e, "%s", tr("nothing to read in it", "其中没有可读的内容"));
}
