/*
 * Layouts with markup, HTML and DOCX: merged cells are marked as such.  A DOCX
 * is a zip archive whose members are stored.  With --styled each paragraph and
 * cell says how it looks, a page has the navigation of a site around it, and the
 * members of a DOCX are compressed: so sites and editors write them.
 */
#include "gen.h"

#include <zlib.h>

#include "base/msg.h"

/* The text with what XML wants escaped, and line_end for a folded line. */
static void
add_xml(struct buf *b, const char *text, const char *line_end)
{
	for (; *text != '\0'; text++) {
		if (*text == '\n')
			buf_addz(b, line_end);
		else if (*text == '<')
			buf_addz(b, "&lt;");
		else if (*text == '&')
			buf_addz(b, "&amp;");
		else
			buf_addc(b, *text);
	}
}

/* ---- how it looks, for --styled ---- */

#define FONT "font-family:仿宋_GB2312,SimSun;font-size:16px;" \
	"color:rgb(51,51,51)"
static const char html_paragraph[] =
    " style=\"margin:0 0 8px;padding:0;text-indent:32px;line-height:28px;"
    "text-align:justify;background:rgb(255,255,255);" FONT "\"";
static const char html_cell_style[] =
    "border:1px solid windowtext;padding:0 7px;word-break:break-all;";
static const char html_cell_paragraph[] =
    " style=\"margin:0;text-align:center\"";
static const char html_cell_text[] =
    "<span style=\"" FONT "\">";

static void
html_site_head(struct buf *b)
{
	static const char *const place[] = {
		"首页", "要闻", "公开", "办事", "互动", "数据", "便民", "影像",
	};

	buf_addz(b, "<script>var site={column:12,page:1,share:[\"a\",\"b\"]};"
	    "function zoom(n){document.body.style.fontSize=n+\"px\";}</script>\n"
	    "<div class=\"head\" style=\"width:1200px;margin:0 auto\"><ul>\n");
	for (unsigned i = 0; i < COUNT(place); i++)
		buf_addf(b, "<li style=\"float:left;width:120px;height:40px\">"
		    "<a href=\"/col/%u/index.html\" target=\"_blank\" style=\""
		    FONT "\">%s</a></li>\n", 100 + i, place[i]);
	buf_addz(b, "</ul></div>\n<div class=\"article\" style=\"width:1000px;"
	    "margin:0 auto;" FONT "\">\n");
}

static void
html_site_foot(struct buf *b)
{
	buf_addz(b, "</div>\n<div class=\"foot\" style=\"clear:both;height:90px;"
	    "text-align:center\"><a href=\"javascript:window.print()\"><i "
	    "class=\"icon print\"></i></a> <a href=\"javascript:window.close()\">"
	    "<i class=\"icon close\"></i></a></div>\n");
}

static const char docx_paragraph_style[] =
    "<w:pPr><w:widowControl/><w:spacing w:before=\"0\" w:after=\"0\" "
    "w:line=\"560\" w:lineRule=\"exact\"/><w:ind w:firstLine=\"640\"/>"
    "<w:jc w:val=\"both\"/></w:pPr>";
static const char docx_run_style[] =
    "<w:rPr><w:rFonts w:ascii=\"仿宋_GB2312\" w:hAnsi=\"宋体\" "
    "w:eastAsia=\"仿宋_GB2312\" w:cs=\"宋体\"/><w:color w:val=\"333333\"/>"
    "<w:kern w:val=\"0\"/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/></w:rPr>";
static const char docx_cell_style[] =
    "<w:tcBorders><w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\"/>"
    "<w:right w:val=\"single\" w:sz=\"4\" w:space=\"0\"/></w:tcBorders>"
    "<w:vAlign w:val=\"center\"/>";

/* ---- HTML ---- */

/* The columns that an editor gives a cell of table 2 of 2019: five of them, and
 * they do not line up.  col counts cells, n of them are in the row. */
static unsigned
skewed(unsigned row, unsigned col, unsigned n)
{
	bool data = row > 5 && row != 8 && row != 9;

	if (n == 1)
		return 5;
	if (n == 3)
		return col == 0 ? 1 : 2;
	return col == (data ? 1 : 2) ? 2 : 1;
}

static void
html_cell(struct buf *b, const struct gcell *c, unsigned colspan, bool styled)
{
	buf_addz(b, "<td");
	if (colspan > 1)
		buf_addf(b, " colspan=\"%u\"", colspan);
	if (c->rowspan > 1)
		buf_addf(b, " rowspan=\"%u\"", c->rowspan);
	buf_addf(b, " style=\"%swidth:%upx;\"><p align=\"center\"%s>%s",
	    styled ? html_cell_style : "", colspan * 58,
	    styled ? html_cell_paragraph : "", styled ? html_cell_text : "");
	add_xml(b, c->text, "<br />");
	buf_addz(b, *c->text == '\0' ? "&nbsp;" : "");
	buf_addz(b, styled ? "</span></p></td>" : "</p></td>");
}

static void
html_table(struct buf *b, const struct grid *g, bool skew, bool styled)
{
	buf_addz(b, "<table align=\"center\" border=\"1\"><tbody>");
	for (unsigned row = 0; row < g->nrow; row++) {
		unsigned n = g->ncol - grid_merged(g, row), own = 0;

		buf_addz(b, "<tr>");
		for (unsigned col = 0; col < g->ncol; col++)
			if (g->cell[row][col].covered == OWN) {
				html_cell(b, &g->cell[row][col],
				    skew ? skewed(row, own, n)
					 : g->cell[row][col].colspan,
				    styled);
				own++;
			}
		buf_addz(b, "</tr>");
	}
	buf_addz(b, "</tbody></table>\n");
}

void
lay_html(struct buf *b, struct doc *d)
{
	buf_addz(b, "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\" /><title>");
	add_xml(b, d->block[0].text, "");
	buf_addz(b, "</title><style>td{padding:0}</style></head><body>\n");
	if (d->styled)
		html_site_head(b);
	for (size_t i = 0; i < d->nblock; i++) {
		const struct block *k = &d->block[i];

		if (k->grid != NULL) {
			html_table(b, k->grid,
			    d->form == F2019 && k->grid->ncol == 4,
			    d->styled);
			continue;
		}
		if (k->kind == B_TABLE) {
			buf_addz(b, "<p><img src=\"table.png\" alt=\"\" /></p>\n");
			continue;
		}
		buf_addz(b, k->kind == B_TITLE ? "<h1" : "<p");
		buf_addz(b, d->styled ? html_paragraph : "");
		buf_addc(b, '>');
		add_xml(b, k->text, "<br />");
		buf_addz(b, k->kind == B_TITLE ? "</h1>\n" : "</p>\n");
	}
	if (d->styled)
		html_site_foot(b);
	buf_addz(b, "</body></html>\n");
}

/* ---- DOCX ---- */

static void
docx_paragraph(struct buf *b, const char *text, bool styled)
{
	buf_addz(b, "<w:p>");
	buf_addz(b, styled ? docx_paragraph_style : "");
	buf_addz(b, "<w:r>");
	buf_addz(b, styled ? docx_run_style : "");
	buf_addz(b, "<w:t xml:space=\"preserve\">");
	add_xml(b, text,
	    "</w:t></w:r><w:r><w:br/></w:r><w:r><w:t xml:space=\"preserve\">");
	buf_addz(b, "</w:t></w:r></w:p>");
}

static void
docx_cell(struct buf *b, const struct grid *g, unsigned row, unsigned col,
    bool styled)
{
	const struct gcell *c = &g->cell[row][col];
	unsigned span = c->colspan;

	if (c->covered == UNDER)
		while (col + span < g->ncol &&
		    g->cell[row][col + span].covered == INNER)
			span++;
	buf_addz(b, "<w:tc><w:tcPr>");
	if (span > 1)
		buf_addf(b, "<w:gridSpan w:val=\"%u\"/>", span);
	if (c->covered == UNDER)
		buf_addz(b, "<w:vMerge/>");
	else if (c->rowspan > 1)
		buf_addz(b, "<w:vMerge w:val=\"restart\"/>");
	buf_addz(b, styled ? docx_cell_style : "");
	buf_addz(b, "</w:tcPr>");
	docx_paragraph(b, c->text, styled);
	buf_addz(b, "</w:tc>");
}

static void
docx_table(struct buf *b, const struct grid *g, bool styled)
{
	buf_addz(b, "<w:tbl><w:tblGrid>");
	for (unsigned col = 0; col < g->ncol; col++)
		buf_addz(b, "<w:gridCol w:w=\"900\"/>");
	buf_addz(b, "</w:tblGrid>");
	for (unsigned row = 0; row < g->nrow; row++) {
		buf_addz(b, "<w:tr>");
		for (unsigned col = 0; col < g->ncol; col++)
			if (g->cell[row][col].covered == OWN ||
			    g->cell[row][col].covered == UNDER)
				docx_cell(b, g, row, col, styled);
		buf_addz(b, "</w:tr>");
	}
	buf_addz(b, "</w:tbl>");
}

static void
docx_body(struct buf *b, const struct doc *d)
{
	buf_addz(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<w:document xmlns:w="
	    "\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
	    "<w:body>");
	for (size_t i = 0; i < d->nblock; i++) {
		const struct block *k = &d->block[i];

		if (k->grid != NULL)
			docx_table(b, k->grid, d->styled);
		else if (k->kind == B_TABLE)
			buf_addz(b, "<w:p><w:r><w:drawing/></w:r></w:p>");
		else
			docx_paragraph(b, k->text, d->styled);
	}
	buf_addz(b, "<w:sectPr/></w:body></w:document>");
}

/* ---- a zip archive ---- */

#define MEMBERS 3

struct member {
	const char *name;
	struct str body;   /* as it is */
	struct str packed; /* as it stands in the archive */
	size_t at;
};

static void
add_le(struct buf *b, size_t value, unsigned bytes)
{
	for (; bytes != 0; bytes--, value >>= 8)
		buf_addc(b, (char)(value & 0xff));
}

/* What local header and directory entry of a member have in common. */
static void
zip_entry(struct buf *b, const struct member *m)
{
	bool stored = m->packed.p == m->body.p;

	add_le(b, 20, 2);               /* version */
	add_le(b, 0, 2);                /* flags */
	add_le(b, stored ? 0 : 8, 2);
	add_le(b, 0x210000, 4);         /* 1980-01-01 */
	add_le(b, crc32(0, (const unsigned char *)m->body.p,
		      (unsigned)m->body.n), 4);
	add_le(b, m->packed.n, 4);
	add_le(b, m->body.n, 4);
	add_le(b, strlen(m->name), 2);
	add_le(b, 0, 2);
}

/* Append an archive of the members. */
static void
zip_write(struct buf *b, struct member *m)
{
	size_t from = b->n, directory;

	for (size_t i = 0; i < MEMBERS; i++) {
		m[i].at = b->n - from;
		buf_add(b, "PK\3\4", 4);
		zip_entry(b, &m[i]);
		buf_addz(b, m[i].name);
		buf_addstr(b, m[i].packed);
	}
	directory = b->n - from;
	for (size_t i = 0; i < MEMBERS; i++) {
		buf_add(b, "PK\1\2", 4);
		add_le(b, 20, 2);
		zip_entry(b, &m[i]);
		add_le(b, 0, 10); /* comment, disk, attributes */
		add_le(b, m[i].at, 4);
		buf_addz(b, m[i].name);
	}
	buf_add(b, "PK\5\6", 4);
	add_le(b, 0, 4);
	add_le(b, MEMBERS, 2);
	add_le(b, MEMBERS, 2);
	add_le(b, b->n - from - 12 - directory, 4);
	add_le(b, directory, 4);
	add_le(b, 0, 2);
}

/* The body compressed, without the frame of zlib. */
static struct str
deflated(struct arena *a, struct str body)
{
	uLong room = compressBound((uLong)body.n);
	char *to = arena_alloc(a, room);
	z_stream z = {.next_in = (unsigned char *)body.p,
		.avail_in = (unsigned)body.n, .next_out = (unsigned char *)to,
		.avail_out = (unsigned)room};

	if (deflateInit2(&z, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) !=
		Z_OK ||
	    deflate(&z, Z_FINISH) != Z_STREAM_END)
		die(tr("cannot compress", "无法压缩"));
	deflateEnd(&z);
	return (struct str){to, z.total_out};
}

/* What every such file has, whatever its text. */
static const char docx_types[] =
    "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/"
    "package/2006/content-types\"><Default Extension=\"rels\" ContentType="
    "\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/"
    "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
    "</Types>";
static const char docx_relations[] =
    "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas."
    "openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
    "relationships/officeDocument\" Target=\"word/document.xml\"/>"
    "</Relationships>";

void
lay_docx(struct buf *b, struct doc *d)
{
	struct buf body = {0};
	struct member part[MEMBERS] = {
		{"[Content_Types].xml", STR(docx_types), {0}, 0},
		{"_rels/.rels", STR(docx_relations), {0}, 0},
		{"word/document.xml", {0}, {0}, 0},
	};

	docx_body(&body, d);
	part[2].body = buf_str(&body);
	for (size_t i = 0; i < MEMBERS; i++)
		part[i].packed = d->styled ? deflated(&d->arena, part[i].body)
					   : part[i].body;
	zip_write(b, part);
	buf_free(&body);
}
