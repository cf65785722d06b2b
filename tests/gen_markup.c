/*
 * Layouts with markup, HTML and DOCX: merged cells are marked as such.  A DOCX
 * is a zip archive whose members are stored.
 */
#include "gen.h"

#include <zlib.h>

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
html_cell(struct buf *b, const struct gcell *c, unsigned colspan)
{
	buf_addz(b, "<td");
	if (colspan > 1)
		buf_addf(b, " colspan=\"%u\"", colspan);
	if (c->rowspan > 1)
		buf_addf(b, " rowspan=\"%u\"", c->rowspan);
	buf_addf(b, " style=\"width:%upx;\"><p align=\"center\">", colspan * 58);
	add_xml(b, c->text, "<br />");
	buf_addz(b, *c->text == '\0' ? "&nbsp;" : "");
	buf_addz(b, "</p></td>");
}

static void
html_table(struct buf *b, const struct grid *g, bool skew)
{
	buf_addz(b, "<table align=\"center\" border=\"1\"><tbody>");
	for (unsigned row = 0; row < g->nrow; row++) {
		unsigned n = g->ncol - grid_merged(g, row), own = 0;

		buf_addz(b, "<tr>");
		for (unsigned col = 0; col < g->ncol; col++)
			if (g->cell[row][col].covered == OWN) {
				html_cell(b, &g->cell[row][col],
				    skew ? skewed(row, own, n)
					 : g->cell[row][col].colspan);
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
	for (size_t i = 0; i < d->nblock; i++) {
		const struct block *k = &d->block[i];

		if (k->grid != NULL) {
			html_table(b, k->grid,
			    d->form == F2019 && k->grid->ncol == 4);
			continue;
		}
		if (k->kind == B_TABLE) {
			buf_addz(b, "<p><img src=\"table.png\" alt=\"\" /></p>\n");
			continue;
		}
		buf_addz(b, k->kind == B_TITLE ? "<h1>" : "<p>");
		add_xml(b, k->text, "<br />");
		buf_addz(b, k->kind == B_TITLE ? "</h1>\n" : "</p>\n");
	}
	buf_addz(b, "</body></html>\n");
}

static void
docx_paragraph(struct buf *b, const char *text)
{
	buf_addz(b, "<w:p><w:r><w:t xml:space=\"preserve\">");
	add_xml(b, text,
	    "</w:t></w:r><w:r><w:br/></w:r><w:r><w:t xml:space=\"preserve\">");
	buf_addz(b, "</w:t></w:r></w:p>");
}

static void
docx_cell(struct buf *b, const struct grid *g, unsigned row, unsigned col)
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
	buf_addz(b, "</w:tcPr>");
	docx_paragraph(b, c->text);
	buf_addz(b, "</w:tc>");
}

static void
docx_table(struct buf *b, const struct grid *g)
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
				docx_cell(b, g, row, col);
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
			docx_table(b, k->grid);
		else if (k->kind == B_TABLE)
			buf_addz(b, "<w:p><w:r><w:drawing/></w:r></w:p>");
		else
			docx_paragraph(b, k->text);
	}
	buf_addz(b, "<w:sectPr/></w:body></w:document>");
}

/* ---- a zip archive, stored ---- */

static void
add_le(struct buf *b, size_t value, unsigned bytes)
{
	for (; bytes != 0; bytes--, value >>= 8)
		buf_addc(b, (char)(value & 0xff));
}

/* What local header and directory entry of a member have in common. */
static void
zip_entry(struct buf *b, const char *name, struct str body)
{
	add_le(b, 20, 2);     /* version */
	add_le(b, 0, 4);      /* flags, stored */
	add_le(b, 0x210000, 4); /* 1980-01-01 */
	add_le(b, crc32(0, (const unsigned char *)body.p, (unsigned)body.n), 4);
	add_le(b, body.n, 4);
	add_le(b, body.n, 4);
	add_le(b, strlen(name), 2);
	add_le(b, 0, 2);
}

#define MEMBERS 3

/* Append an archive of the members. */
static void
zip_write(struct buf *b, const char *const *name, const struct str *body)
{
	size_t from = b->n, directory, at[MEMBERS];

	for (size_t i = 0; i < MEMBERS; i++) {
		at[i] = b->n - from;
		buf_add(b, "PK\3\4", 4);
		zip_entry(b, name[i], body[i]);
		buf_addz(b, name[i]);
		buf_addstr(b, body[i]);
	}
	directory = b->n - from;
	for (size_t i = 0; i < MEMBERS; i++) {
		buf_add(b, "PK\1\2", 4);
		add_le(b, 20, 2);
		zip_entry(b, name[i], body[i]);
		add_le(b, 0, 10); /* comment, disk, attributes */
		add_le(b, at[i], 4);
		buf_addz(b, name[i]);
	}
	buf_add(b, "PK\5\6", 4);
	add_le(b, 0, 4);
	add_le(b, MEMBERS, 2);
	add_le(b, MEMBERS, 2);
	add_le(b, b->n - from - 12 - directory, 4);
	add_le(b, directory, 4);
	add_le(b, 0, 2);
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
	static const char *const name[MEMBERS] = {
		"[Content_Types].xml", "_rels/.rels", "word/document.xml",
	};
	struct buf body = {0};
	struct str part[MEMBERS] = {STR(docx_types), STR(docx_relations), {0}};

	docx_body(&body, d);
	part[2] = buf_str(&body);
	zip_write(b, name, part);
	buf_free(&body);
}
