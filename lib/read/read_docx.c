/*
 * Word files (OOXML) to document tree.
 *
 * Takes the parts of a file (parts.c) and reads the main one for what Word prints:
 * text with the automatic numbers before it, tables with their spans, images.  flow.c
 * has the rules for what becomes a paragraph or a table.  Left out: what was deleted
 * with changes tracked, hidden, rows too, or struck, field codes, notes, headers and
 * footers, and the fallback of an alternative.  A part in HTML is read as a page
 * (chunk.c).  The text of a text box stands behind the paragraph it hangs on; a
 * drawing without text and image is an ornament.  A table inside a cell is read as in
 * HTML: the table around it only lays out the page.
 *
 * Names are taken without their prefix, so that it does not matter which one a program
 * chose.  line is the number of the paragraph.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "read/chunk.h"
#include "read/flow.h"
#include "read/markup.h"
#include "read/numbering.h"
#include "read/parts.h"
#include "read/read.h"

#define BOXES_MAX 4   /* text boxes in text boxes */
#define CHUNKS_MAX 16 /* parts of another format */

enum tag {
	TAG_P = 1, TAG_PPR, TAG_PSTYLE, TAG_NUMID, TAG_ILVL, TAG_OUTLINE,
	TAG_R, TAG_RPR, TAG_VANISH, TAG_RAISE, TAG_T, TAG_TAB, TAG_BR,
	TAG_HYPHEN, TAG_SYMBOL, TAG_MARK, TAG_FIELD, TAG_OVER, TAG_POWER,
	TAG_TBL, TAG_TR, TAG_TRPR, TAG_BEFORE, TAG_TC, TAG_TCPR, TAG_SPAN,
	TAG_MERGE, TAG_HIDDEN, TAG_CELL_DEL, TAG_DEL, TAG_SKIP, TAG_BOX, TAG_DRAWING,
	TAG_PICTURE, TAG_DESCRIBED, TAG_DOCUMENT, TAG_CHUNK
};

static const struct markup_name tags[] = {
	{"altchunk", TAG_CHUNK}, {"blip", TAG_PICTURE}, {"br", TAG_BR}, {"cr", TAG_BR},
	{"celldel", TAG_CELL_DEL}, {"chart", TAG_PICTURE}, {"del", TAG_DEL},
	{"deltext", TAG_SKIP}, {"den", TAG_OVER},
	{"delinstrtext", TAG_SKIP}, {"drawing", TAG_DRAWING},
	{"docpr", TAG_DESCRIBED}, {"document", TAG_DOCUMENT},
	{"dstrike", TAG_VANISH}, {"endnotereference", TAG_MARK},
	{"fallback", TAG_SKIP}, {"fldchar", TAG_FIELD}, {"footnotereference", TAG_MARK},
	{"gridspan", TAG_SPAN},
	{"gridbefore", TAG_BEFORE}, {"hidden", TAG_HIDDEN}, {"ilvl", TAG_ILVL},
	{"instrtext", TAG_SKIP}, {"imagedata", TAG_PICTURE},
	{"movefrom", TAG_DEL}, {"numid", TAG_NUMID},
	{"nobreakhyphen", TAG_HYPHEN}, {"numberingchange", TAG_SKIP},
	{"outlinelvl", TAG_OUTLINE}, {"object", TAG_DRAWING},
	{"oleobject", TAG_PICTURE}, {"p", TAG_P}, {"ppr", TAG_PPR},
	{"pstyle", TAG_PSTYLE}, {"pprchange", TAG_SKIP},
	{"pict", TAG_DRAWING}, {"ptab", TAG_TAB}, {"r", TAG_R}, {"rpr", TAG_RPR},
	{"rprchange", TAG_SKIP}, {"rt", TAG_SKIP}, {"relids", TAG_PICTURE},
	{"sectpr", TAG_SKIP}, {"sdtpr", TAG_SKIP}, {"strike", TAG_VANISH},
	{"sub", TAG_POWER}, {"sup", TAG_POWER}, {"sym", TAG_SYMBOL}, {"t", TAG_T},
	{"tc", TAG_TC},
	{"tcpr", TAG_TCPR}, {"tr", TAG_TR}, {"trpr", TAG_TRPR},
	{"tab", TAG_TAB}, {"tbl", TAG_TBL}, {"tblpr", TAG_SKIP},
	{"tblgrid", TAG_SKIP}, {"tcprchange", TAG_SKIP},
	{"trprchange", TAG_SKIP}, {"txbxcontent", TAG_BOX},
	{"vmerge", TAG_MERGE}, {"vanish", TAG_VANISH}, {"vertalign", TAG_RAISE},
};

/* A cell whose properties are being read. */
struct cell {
	unsigned span;
	bool merges;  /* it is one of several cells that are merged downwards */
	bool merged;  /* it goes on with the cell above */
	bool deleted;
	bool pending; /* it has not begun yet */
};

struct reader {
	struct parts *parts;
	struct markup m;
	struct markup_names names;
	struct flow flow;
	struct numbering numbering;
	unsigned long paragraph;
	struct buf work;

	/* the paragraph */
	bool in_ppr, in_rpr, in_run, in_text;
	bool hidden, raised, preserve, joined; /* joined: its end was deleted */
	bool after_raised; /* the text before was */
	bool labelled;     /* nothing stands before the text but a number that Word made,
			    * which ends in a sign that may be one of a figure */
	struct str style;
	struct numbering_place place;

	/* the row and the cell */
	struct cell cell;
	unsigned before; /* columns left empty in front of the row */
	bool row_pending, row_dropped;

	uint64_t codes; /* a bit for each field open in the paragraph, the innermost lowest:
			 * its result has not begun */
	bool no_result; /* it has begun, and is empty so far */

	/* the drawing */
	bool in_drawing, is_picture;
	struct str described;

	struct str *box; /* text boxes of the paragraph */
	size_t nbox, box_cap;
	unsigned depth; /* boxes around */
	bool told_deep;
	unsigned chunks; /* parts of another format that were met */
};

/* Pass over the rest of the element that was just opened. */
static void
skip_element(struct reader *r)
{
	struct markup *m = &r->m;
	enum markup_kind kind;
	size_t depth = !m->empty;

	while (depth != 0 && (kind = markup_next(m)) != MARKUP_END) {
		if (kind == MARKUP_OPEN)
			depth += !m->empty;
		else if (kind == MARKUP_CLOSE)
			depth--;
	}
}

/* ---- rows and cells ------------------------------------------------------ */

/* The cell has content, or ends: it begins now, if it has not. */
static void
begin_cell(struct reader *r)
{
	struct cell c = r->cell;

	if (!c.pending)
		return;
	r->cell.pending = false;
	if (r->row_pending) {
		flow_row(&r->flow);
		flow_skip(&r->flow, r->before);
		r->row_pending = false;
	}
	r->flow.line = r->paragraph + 1;
	flow_cell_end(&r->flow);
	if (c.merged && flow_extend(&r->flow, c.span))
		return;
	flow_cell(&r->flow, 1, c.span);
	if (c.merges)
		flow_reach(&r->flow);
}

/* Pass over the rest of the cell; its paragraphs count. */
static void
pass_cell(struct reader *r)
{
	size_t depth = 1;
	enum markup_kind kind;

	while ((kind = markup_next(&r->m)) != MARKUP_END) {
		unsigned tag = kind == MARKUP_TEXT
		    ? 0
		    : markup_names_find(&r->names, r->m.name);

		if (tag == TAG_SKIP && kind == MARKUP_OPEN)
			skip_element(r);
		r->paragraph += tag == TAG_P && kind == MARKUP_OPEN;
		if (tag != TAG_TC || r->m.empty)
			continue;
		depth += kind == MARKUP_OPEN ? 1 : (size_t)-1;
		if (depth == 0)
			return;
	}
}

/* Behind its properties: what goes on with the cell above has no text. */
static void
end_cell_properties(struct reader *r)
{
	if (!r->cell.pending)
		return;
	if (r->cell.deleted) {
		r->cell.pending = false;
		pass_cell(r);
	} else if (r->cell.merged) {
		begin_cell(r);
		if (!flow_in_cell(&r->flow)) /* there was one above */
			pass_cell(r);
	}
}

static void
open_row(struct reader *r)
{
	flow_row_end(&r->flow);
	r->row_pending = true;
	r->row_dropped = false;
	r->before = 0;
}

static void
open_cell(struct reader *r)
{
	if (r->row_dropped) {
		if (!r->m.empty)
			pass_cell(r);
		return;
	}
	r->cell = (struct cell){.span = 1, .pending = true};
	if (r->m.empty)
		begin_cell(r);
}

/* ---- paragraphs ---------------------------------------------------------- */

static void
open_paragraph(struct reader *r)
{
	begin_cell(r);
	r->paragraph++;
	r->flow.line = r->paragraph;
	r->flow.depth = 0;
	r->in_ppr = r->in_rpr = r->in_run = r->in_text = false;
	r->after_raised = r->labelled = false;
	r->no_result = false;
	r->codes = 0;
	r->style = (struct str){0};
	r->place = (struct numbering_place){.depth = -1};
}

static bool
ends_in_sign(struct str label)
{
	static const char *const signs[] = {".", ",", "-", "+", "．", "，", "－", "＋"};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (str_ends(label, str_of(signs[i])))
			return true;
	return false;
}

/* Behind its properties: rank and number are known. */
static void
end_properties(struct reader *r)
{
	r->in_ppr = false;
	numbering_inherit(&r->numbering, r->style, &r->place);
	r->flow.depth = r->place.depth;
	if (r->joined)
		return;
	buf_reset(&r->work);
	numbering_label(&r->numbering, &r->place, &r->work);
	if (r->flow.begun) /* by text of a paragraph whose end was deleted */
		return;
	flow_text(&r->flow, buf_str(&r->work), true);
	r->labelled = ends_in_sign(buf_str(&r->work));
}

/* Behind a number that Word makes there is a gap: "1." before 12 is not 1.12. */
static void
part_from_label(struct reader *r, struct str text)
{
	const char *p = text.p;
	uint32_t c;

	if (!r->labelled || text.n == 0)
		return;
	r->labelled = false;
	c = utf8_next(&p, str_end(text));
	if ((c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19))
		flow_text(&r->flow, STR(" "), true);
}

static void read_body(struct reader *r, struct str xml);

/* The text boxes of the paragraph lie too deep to be read. */
static void
tell_deep(struct reader *r)
{
	if (!r->told_deep)
		tree_note(r->flow.tree, r->paragraph, "limit",
		    STR("text boxes nested too deep are left out"));
	r->told_deep = true;
}

/* The text boxes of the paragraph, each a document of its own. */
static void
take_boxes(struct reader *r)
{
	struct markup m = r->m;
	struct cell cell = r->cell;
	bool row_pending = r->row_pending, row_dropped = r->row_dropped;
	size_t n = r->nbox, tables = r->flow.nopen;
	struct str *box = r->box;

	if (n == 0)
		return;
	r->box = NULL; /* for the boxes in these */
	r->nbox = r->box_cap = 0;
	r->depth++;
	if (r->depth > BOXES_MAX)
		tell_deep(r);
	for (size_t i = 0; i < n && r->depth <= BOXES_MAX; i++) {
		read_body(r, box[i]);
		while (r->flow.nopen > tables)
			flow_table_end(&r->flow);
	}
	r->depth--;
	free(box);
	r->m = m;
	r->cell = cell;
	r->row_pending = row_pending;
	r->row_dropped = row_dropped;
}

static void
close_paragraph(struct reader *r)
{
	r->in_run = r->in_text = false;
	if (!r->joined || r->nbox != 0)
		flow_break(&r->flow);
	r->joined = false;
	r->flow.depth = 0;
	take_boxes(r);
}

/* ---- parts of another format --------------------------------------------- */

/* The nodes from first on are of a page: each paragraph and each cell of them counts as
 * a paragraph. */
static void
count_nodes(struct reader *r, size_t first)
{
	struct tree *t = r->flow.tree;

	for (; first < t->n; first++) {
		struct node *n = &t->node[first];

		n->line = r->paragraph + (n->kind != NODE_NOTE);
		if (n->kind == NODE_TEXT || n->kind == NODE_IMAGE)
			r->paragraph++;
		for (size_t i = 0; n->kind == NODE_TABLE && i < n->table->n; i++)
			n->table->cell[i].line = ++r->paragraph;
	}
}

/* Read the page in the part; false when there is none. */
static bool
read_page(struct reader *r, struct str target)
{
	struct buf chunk = {0}, decoded = {0};
	size_t first = r->flow.tree->n;
	struct str page = {0};

	if (parts_bytes(r->parts, target, &chunk))
		page = chunk_page(buf_str(&chunk), &decoded);
	if (page.n != 0)
		read_html(r->flow.tree, page);
	count_nodes(r, first);
	buf_free(&chunk);
	buf_free(&decoded);
	return page.n != 0;
}

static void
tell_unread(struct reader *r, struct str target)
{
	buf_reset(&r->work);
	markup_decode(&r->work, target);
	tree_note(r->flow.tree, r->paragraph, "unread", buf_str(&r->work));
}

/* A part of another format stands here.  One in a table, of which it shows only later
 * whether it is one, is not read. */
static void
take_chunk(struct reader *r)
{
	struct str target;

	begin_cell(r);
	flow_break(&r->flow);
	if (++r->chunks > CHUNKS_MAX) {
		if (r->chunks == CHUNKS_MAX + 1)
			tree_note(r->flow.tree, r->paragraph, "limit",
			    STR("further parts of another format are left out"));
		return;
	}
	target = parts_chunk(r->parts, markup_value(&r->m, "id"));
	if (target.n == 0 || r->flow.nopen != 0 || !read_page(r, target))
		tell_unread(r, target);
}

/* ---- drawings ------------------------------------------------------------ */

static void
add_image(struct reader *r)
{
	buf_reset(&r->work);
	markup_decode(&r->work, r->described);
	flow_image(&r->flow,
	    arena_str(&r->flow.tree->arena, buf_str(&r->work)));
}

static void
open_drawing(struct reader *r)
{
	r->in_drawing = !r->m.empty;
	r->is_picture = false;
	r->described = (struct str){0};
	if (r->m.empty)
		add_image(r);
}

static void
close_drawing(struct reader *r)
{
	if (r->in_drawing && r->is_picture)
		add_image(r);
	r->in_drawing = false;
}

static void
take_picture(struct reader *r)
{
	r->is_picture = true;
	if (r->described.n == 0)
		r->described = markup_value(&r->m, "title");
}

static void
describe(struct reader *r)
{
	r->described = markup_value(&r->m, "descr");
	if (r->described.n == 0)
		r->described = markup_value(&r->m, "name");
}

/* Keep the text box for the end of the paragraph. */
static void
keep_box(struct reader *r)
{
	const char *from = r->m.p;

	if (r->m.empty)
		return;
	skip_element(r);
	r->box = xgrow(r->box, r->nbox, &r->box_cap, sizeof *r->box);
	r->box[r->nbox++] = (struct str){from, (size_t)(r->m.at - from)};
}

/* ---- tags ---------------------------------------------------------------- */

/* A line ends; where it is the page that ends, the paragraph goes on. */
static void
take_break(struct reader *r)
{
	struct str type = markup_value(&r->m, "type");

	if (type.n == 0 || str_is(type, "textWrapping"))
		flow_break(&r->flow);
	else
		flow_keep_apart(&r->flow);
}

/* The character of a symbol font, by its number: &#xF0FE; as it would be in the
 * text. */
static void
take_symbol(struct reader *r)
{
	static const char hex[] = "0123456789ABCDEFabcdef";
	struct str number = markup_value(&r->m, "char");

	buf_reset(&r->work);
	buf_addz(&r->work, "&#x0");
	for (size_t i = 0; i < number.n && memchr(hex, number.p[i], 22) != NULL; i++)
		buf_addc(&r->work, number.p[i]);
	buf_addc(&r->work, ';');
	flow_text(&r->flow, buf_str(&r->work), false);
}

/* Is the text that of a field in the code of another, of which Word shows its own result
 * only?  Letters filled in from a table ask so whether a figure is empty. */
static bool
is_in_code(const struct reader *r)
{
	return r->codes >> 1 != 0;
}

/* A field begins, its result begins, or it ends.  One without a result, or with an empty
 * one, is drawn by Word from what it says, as a fraction or a number in a circle. */
static void
take_field(struct reader *r)
{
	struct str type = markup_value(&r->m, "fldchartype");

	if (str_is(type, "begin")) {
		r->codes = r->codes << 1 | 1;
	} else if (str_is(type, "separate")) {
		r->codes &= ~(uint64_t)1;
		r->no_result = true;
	} else if (str_is(type, "end")) {
		if (((r->codes & 1) != 0 || r->no_result) && !is_in_code(r))
			flow_keep_apart(&r->flow);
		r->codes >>= 1;
		r->no_result = false;
	}
}

/* What stands in a run beside its text, if that is shown. */
static void
take_other(struct reader *r, unsigned tag)
{
	if (!r->in_run || r->hidden)
		return;
	if (tag == TAG_TAB)
		flow_text(&r->flow, STR(" "), true);
	else if (tag == TAG_HYPHEN)
		flow_text(&r->flow, STR("-"), true);
	else if (tag == TAG_BR)
		take_break(r);
	else if (tag == TAG_SYMBOL)
		take_symbol(r);
	else if (tag == TAG_MARK)
		flow_keep_apart(&r->flow);
	else if (tag == TAG_FIELD)
		take_field(r);
}

/* Properties of a paragraph. */
static void
take_paragraph_property(struct reader *r, unsigned tag)
{
	struct str value = markup_value(&r->m, "val");

	if (tag == TAG_PSTYLE) {
		r->style = value;
	} else if (tag == TAG_NUMID) {
		r->place.num = value;
	} else if (tag == TAG_ILVL) {
		r->place.level = markup_number(value, NUMBERING_LEVELS, 0);
		r->place.has_level = true;
	} else if (tag == TAG_OUTLINE) {
		unsigned level = markup_number(value, 9, 9);

		r->place.depth = level < 9 ? (int)level + 1 : 0;
	} else if (tag == TAG_DEL && r->in_rpr) {
		r->joined = true;
	}
}

/* It is said that the row is deleted or hidden, unless it is said of what lies in a
 * cell of it. */
static void
drop_row(struct reader *r)
{
	r->row_dropped |= r->row_pending && !r->cell.pending;
}

static void
take_merge(struct cell *c, struct str how)
{
	c->merges = true;
	c->merged = !str_is(how, "restart");
}

/* Properties of a row or a cell. */
static void
take_cell_property(struct reader *r, unsigned tag)
{
	struct str value = markup_value(&r->m, "val");

	if (tag == TAG_SPAN)
		r->cell.span = markup_number(value, TABLE_SPAN_MAX, 1);
	else if (tag == TAG_MERGE)
		take_merge(&r->cell, value);
	else if (tag == TAG_CELL_DEL)
		r->cell.deleted = true;
	else if (tag == TAG_BEFORE)
		r->before = markup_number(value, TABLE_COLS_MAX, 0);
	else if (tag == TAG_HIDDEN && markup_is_on(&r->m))
		drop_row(r);
}

/* Something was deleted: text, or where it says so of a row, that. */
static void
take_deletion(struct reader *r)
{
	drop_row(r);
	skip_element(r);
}

/* Does the property raise the text, or lower it? */
static bool
is_raised(const struct markup *m)
{
	struct str how = markup_value(m, "val");

	return str_is(how, "superscript") || str_is(how, "subscript");
}

static void
open_run_tag(struct reader *r, unsigned tag)
{
	if (tag == TAG_R) {
		r->in_run = !r->m.empty;
		r->hidden = r->raised = false;
	} else if (tag == TAG_RPR) {
		r->in_rpr = !r->m.empty;
	} else if (tag == TAG_VANISH) {
		r->hidden |= r->in_rpr && r->in_run && markup_is_on(&r->m);
	} else if (tag == TAG_RAISE) {
		r->raised = r->in_rpr && r->in_run && is_raised(&r->m);
	} else if (tag == TAG_T) {
		r->in_text = !r->m.empty;
		r->preserve = str_is(markup_value(&r->m, "space"), "preserve");
	} else if (tag == TAG_OVER) {
		flow_text(&r->flow, STR("/"), true);
	} else if (tag == TAG_POWER) {
		flow_keep_apart(&r->flow);
	} else {
		take_other(r, tag);
	}
}

static void
open_drawing_tag(struct reader *r, unsigned tag)
{
	if (tag == TAG_DRAWING && !r->hidden)
		open_drawing(r);
	else if (tag == TAG_PICTURE && r->in_drawing)
		take_picture(r);
	else if (tag == TAG_DESCRIBED && r->in_drawing)
		describe(r);
	else if (tag == TAG_BOX)
		keep_box(r);
}

static void
take_open(struct reader *r)
{
	unsigned tag = markup_names_find(&r->names, r->m.name);

	if (tag == 0)
		return;
	if (tag == TAG_SKIP)
		skip_element(r);
	else if (tag == TAG_P)
		open_paragraph(r);
	else if (tag == TAG_PPR)
		r->in_ppr = !r->m.empty;
	else if (r->in_ppr && tag != TAG_RPR)
		take_paragraph_property(r, tag);
	else if (tag >= TAG_R && tag <= TAG_POWER)
		open_run_tag(r, tag);
	else if (tag == TAG_TR)
		open_row(r);
	else if (tag == TAG_TC)
		open_cell(r);
	else if (tag == TAG_DEL)
		take_deletion(r);
	else if (tag >= TAG_BEFORE && tag <= TAG_CELL_DEL)
		take_cell_property(r, tag);
	else if (tag >= TAG_BOX && tag <= TAG_DESCRIBED)
		open_drawing_tag(r, tag);
	else if (tag == TAG_CHUNK)
		take_chunk(r);
	if (tag == TAG_TBL) {
		begin_cell(r);
		r->flow.line = r->paragraph + 1;
		flow_table(&r->flow);
	}
	if (tag == TAG_P && r->m.empty)
		close_paragraph(r);
}

static void
take_close(struct reader *r)
{
	unsigned tag = markup_names_find(&r->names, r->m.name);

	if (tag == TAG_P) {
		close_paragraph(r);
	} else if (tag == TAG_PPR) {
		end_properties(r);
	} else if (tag == TAG_R) {
		r->in_run = r->hidden = false;
	} else if (tag == TAG_RPR) {
		r->in_rpr = false;
	} else if (tag == TAG_T) {
		r->in_text = false;
	} else if (tag == TAG_TCPR) {
		end_cell_properties(r);
	} else if (tag == TAG_TC) {
		begin_cell(r);
		flow_cell_end(&r->flow);
	} else if (tag == TAG_TR) {
		r->row_pending = r->row_dropped = false;
		flow_row_end(&r->flow);
	} else if (tag == TAG_TBL) {
		flow_table_end(&r->flow);
	} else if (tag == TAG_DRAWING) {
		close_drawing(r);
	}
}

static void
take_text(struct reader *r)
{
	struct str s = r->m.text;

	if (!r->in_text || r->hidden || is_in_code(r))
		return;
	while (!r->preserve && s.n != 0 && s.p[0] <= ' ' && s.p[0] > 0)
		s = str_skip(s, 1);
	while (!r->preserve && s.n != 0 && s.p[s.n - 1] <= ' ' &&
	    s.p[s.n - 1] > 0)
		s.n--;
	if (r->raised != r->after_raised)
		flow_keep_apart(&r->flow);
	r->after_raised = r->raised;
	r->no_result &= s.n == 0;
	part_from_label(r, s);
	flow_text(&r->flow, s, r->m.literal);
}

static void
read_body(struct reader *r, struct str xml)
{
	enum markup_kind kind;

	r->m = markup_open(xml, true);
	r->nbox = 0;
	r->cell.pending = r->row_pending = r->row_dropped = false;
	r->joined = r->hidden = r->in_drawing = false;
	while ((kind = markup_next(&r->m)) != MARKUP_END) {
		if (kind == MARKUP_TEXT)
			take_text(r);
		else if (kind == MARKUP_OPEN)
			take_open(r);
		else if (kind == MARKUP_CLOSE)
			take_close(r);
	}
	flow_break(&r->flow);
}

/* Read the main part, with the styles and lists it names. */
static void
read_main(struct tree *t, struct parts *parts, struct str body)
{
	struct reader r = {.parts = parts, .flow = {.tree = t, .hard = true}};
	struct buf styles = {0}, lists = {0};

	parts_by_type(parts, "/styles", &styles);
	parts_by_type(parts, "/numbering", &lists);
	markup_names_index(&r.names, tags, sizeof tags / sizeof *tags);
	numbering_read_styles(&r.numbering, buf_str(&styles));
	numbering_read_lists(&r.numbering, buf_str(&lists));
	read_body(&r, body);
	flow_end(&r.flow);
	numbering_free(&r.numbering);
	free(r.box);
	buf_free(&r.work);
	buf_free(&styles);
	buf_free(&lists);
}

bool
read_docx(struct tree *t, struct str bytes, struct err *e)
{
	struct parts parts = {0};
	struct buf body = {0};
	bool ok = parts_open(&parts, bytes, &body, e);

	if (ok)
		read_main(t, &parts, buf_str(&body));
	parts_free(&parts);
	buf_free(&body);
	return ok;
}
