/*
 * The parts of a Word file.
 *
 * Takes a zip; finds the main part through its relations, then the parts that this one
 * names in its own; gives them in UTF-8, whatever they were.  A zip that is another kind
 * of document is refused with what makes text of it, and so is a part with a DOCTYPE,
 * which no office program writes.
 */
#include "read/parts.h"

#include "base/utf8.h"
#include "base/wide.h"
#include "read/markup.h"

#define UNPACKED_MAX ((size_t)32 << 20) /* bytes of all parts that are read */

/* Append UTF-16 as UTF-8; high is the place of the high byte of each pair. */
static void
add_utf16(struct buf *b, struct str s, size_t high)
{
	for (size_t i = 0; i + 1 < s.n; i += 2) {
		uint32_t c = (uint32_t)(unsigned char)s.p[i + high] << 8 |
		    (unsigned char)s.p[i + 1 - high], d;

		if (c >= 0xd800 && c < 0xdc00 && i + 3 < s.n) {
			d = (uint32_t)(unsigned char)s.p[i + 2 + high] << 8 |
			    (unsigned char)s.p[i + 3 - high];
			if (d >= 0xdc00 && d < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) + d - 0xdc00;
				i += 2;
			}
		}
		utf8_put(b, c);
	}
}

static bool
is_utf16(struct str s)
{
	return str_starts(s, STR("\xff\xfe")) || str_starts(s, STR("\xfe\xff"));
}

/* Make UTF-8 of the part in b, whatever it was. */
static void
decode_part(struct buf *b)
{
	struct str s = buf_str(b);
	struct buf out = {0};

	if (s.n == 0)
		return;
	if (is_utf16(s)) {
		add_utf16(&out, str_skip(s, 2), s.p[0] == '\xff');
	} else if (!wide_utf8_valid(s.p, s.n)) {
		for (const char *p = s.p, *end = s.p + s.n; p < end;)
			utf8_put(&out, utf8_next(&p, end));
	} else {
		return;
	}
	buf_free(b);
	*b = out;
}

static bool
take_part(struct zip *z, struct str name, struct buf *b, struct err *e)
{
	if (!zip_member(z, name, b, e))
		return false;
	decode_part(b);
	if (b->n != 0 && str_find((struct str){b->p, b->n < 4096 ? b->n : 4096},
		STR("<!DOCTYPE")) >= 0)
		return err_set(e, "%s",
		    tr("it has a DOCTYPE, which no Word file has",
			"其中含有 DOCTYPE，Word 文件不会有"));
	return true;
}

/* The target of the first relation whose type ends in the word, and which has the id
 * unless that is empty; or empty. */
static struct str
find_relation(struct str xml, struct str type, struct str id)
{
	struct markup m = markup_open(xml, true);
	enum markup_kind kind;

	while ((kind = markup_next(&m)) != MARKUP_END)
		if (kind == MARKUP_OPEN && str_is(m.name, "Relationship") &&
		    str_ends(markup_value(&m, "type"), type) &&
		    (id.n == 0 || str_eq(markup_value(&m, "id"), id)))
			return markup_value(&m, "target");
	return (struct str){0};
}

/* The folder of a part, with the '/' behind it; of a folder the one around it. */
static struct str
folder_of(struct str part)
{
	part.n -= part.n != 0;
	while (part.n != 0 && part.p[part.n - 1] != '/')
		part.n--;
	return part;
}

/* The name of a part: target seen from the folder of base.  Libraries that put a part
 * beside that folder write "../". */
static void
part_name(struct buf *b, struct str base, struct str target)
{
	struct str folder = folder_of(base);

	buf_reset(b);
	for (; str_starts(target, STR("../")); target = str_skip(target, 3))
		folder = folder_of(folder);
	if (str_starts(target, STR("/")))
		target = str_skip(target, 1);
	else
		buf_addstr(b, folder);
	markup_decode(b, target);
}

/* The relations of a part: word/_rels/document.xml.rels. */
static void
relations_name(struct buf *b, struct str part)
{
	struct str folder = folder_of(part);

	buf_reset(b);
	buf_addstr(b, folder);
	buf_addz(b, "_rels/");
	buf_addstr(b, str_skip(part, folder.n));
	buf_addz(b, ".rels");
}

static void
find_main(struct parts *p)
{
	struct buf rels = {0};
	struct err ignored;

	if (take_part(&p->zip, STR("_rels/.rels"), &rels, &ignored))
		part_name(&p->main, (struct str){0},
		    find_relation(buf_str(&rels), STR("/officeDocument"),
			(struct str){0}));
	buf_free(&rels);
	if (p->main.n == 0)
		buf_addz(&p->main, "word/document.xml");
}

/* What the zip is, if it is no Word file. */
static bool
refuse_other(const struct zip *z, struct str main, struct err *e)
{
	static const struct {
		const char *folder, *en, *zh;
	} other[] = {
		{"xl/", "an Excel workbook; make text of it first: "
			"soffice --convert-to csv FILE.xlsx",
		    "这是 Excel 工作簿；请先转成文本："
		    "soffice --convert-to csv FILE.xlsx"},
		{"ppt/", "a PowerPoint file; no report is read from it",
		    "这是 PowerPoint 文件，不从中读取报告"},
		{"visio/", "a Visio drawing; no report is read from it",
		    "这是 Visio 图，不从中读取报告"},
	};

	for (size_t i = 0; i < sizeof other / sizeof *other; i++)
		if (str_starts(main, str_of(other[i].folder)))
			return err_set(e, "%s", tr(other[i].en, other[i].zh));
	if (zip_has(z, STR("OFD.xml")))
		return err_set(e, "%s",
		    tr("an OFD file; save it as PDF, then make text of it: "
		       "pdftotext -layout FILE.pdf FILE.txt",
			"这是 OFD 文件；请另存为 PDF 后转成文本："
			"pdftotext -layout FILE.pdf FILE.txt"));
	if (zip_has(z, STR("mimetype")))
		return err_set(e, "%s",
		    tr("an OpenDocument file; make DOCX of it first: "
		       "soffice --convert-to docx FILE.odt",
			"这是 OpenDocument 文件；请先转成 DOCX："
			"soffice --convert-to docx FILE.odt"));
	return true;
}

bool
parts_open(struct parts *p, struct str bytes, struct buf *body, struct err *e)
{
	struct buf name = {0};
	struct err ignored;
	bool ok;

	if (!zip_open(&p->zip, bytes, UNPACKED_MAX, e))
		return false;
	find_main(p);
	ok = refuse_other(&p->zip, buf_str(&p->main), e) &&
	    take_part(&p->zip, buf_str(&p->main), body, e);
	relations_name(&name, buf_str(&p->main));
	if (ok && !take_part(&p->zip, buf_str(&name), &p->relations, &ignored))
		buf_reset(&p->relations);
	buf_free(&name);
	return ok;
}

void
parts_by_type(struct parts *p, const char *type, struct buf *out)
{
	struct str target = find_relation(buf_str(&p->relations), str_of(type),
	    (struct str){0});
	struct buf name = {0};
	struct err ignored;

	if (target.n != 0) {
		part_name(&name, buf_str(&p->main), target);
		if (!take_part(&p->zip, buf_str(&name), out, &ignored))
			buf_reset(out);
	}
	buf_free(&name);
}

struct str
parts_chunk(const struct parts *p, struct str id)
{
	return id.n != 0
	    ? find_relation(buf_str(&p->relations), STR("/aFChunk"), id)
	    : id;
}

bool
parts_bytes(struct parts *p, struct str target, struct buf *out)
{
	struct buf name = {0}, part = {0};
	struct err ignored;
	bool ok;

	part_name(&name, buf_str(&p->main), target);
	ok = zip_member(&p->zip, buf_str(&name), &part, &ignored);
	if (ok && is_utf16(buf_str(&part)))
		decode_part(&part);
	if (ok)
		buf_addstr(out, buf_str(&part));
	buf_free(&part);
	buf_free(&name);
	return ok;
}

void
parts_free(struct parts *p)
{
	buf_free(&p->main);
	buf_free(&p->relations);
}
