/*
 * HTML pages to document tree.
 *
 * Takes a page as offices publish it: saved from a content system, pasted out
 * of Word, with tags left open and attributes without quotes.  Gives what a
 * browser would show of it as paragraphs, images and tables (flow.c has the
 * rules), without what stands around the report or is hidden: scripts, styles,
 * navigation, page feet, controls, elements whose style hides them; and without
 * what is struck out.  A cell that is only invisible or struck out keeps its
 * place, empty.
 *
 * No tree of elements is built.  A tag either ends a paragraph, opens or closes
 * a part of a table, or means nothing here.  An element that is dropped ends
 * with its end tag; where that is missing, or stands behind the end of the cell
 * that the element is in, it is not dropped, for the report might be in it.
 */
#include <strings.h>

#include "base/utf8.h"
#include "base/wide.h"
#include "read/flow.h"
#include "read/markup.h"
#include "read/read.h"

/* What an element does. */
enum does {
	DOES_NOTHING = 1,
	DOES_RAISE, /* the mark of a note or an index: no part of the figure beside it */
	DOES_BLOCK, /* ends the paragraph, at both its ends */
	DOES_BREAK, /* ends the paragraph; has no end tag */
	DOES_HEADING,
	DOES_LINES, /* keeps the line ends of the source */
	DOES_IMAGE,
	DOES_TABLE,
	DOES_GROUP,
	DOES_ROW,
	DOES_CELL,
	DOES_RAW,  /* dropped; has no markup inside */
	DOES_DROP, /* dropped with all that is in it */
	DOES_HOLE, /* dropped, but something that is shown stands there */
	DOES_DRAW, /* dropped so; <x/> is whole there, as nowhere else in HTML */
};

/* What is not here does nothing and is never hidden. */
static const struct markup_name elements[] = {
	{"a", DOES_NOTHING}, {"article", DOES_BLOCK}, {"address", DOES_BLOCK},
	{"aside", DOES_BLOCK}, {"audio", DOES_HOLE},
	{"br", DOES_BREAK}, {"b", DOES_NOTHING}, {"body", DOES_BLOCK},
	{"blockquote", DOES_BLOCK}, {"button", DOES_HOLE},
	{"center", DOES_BLOCK}, {"caption", DOES_BLOCK}, {"canvas", DOES_HOLE},
	{"div", DOES_BLOCK}, {"dl", DOES_BLOCK}, {"dt", DOES_BLOCK},
	{"dd", DOES_BLOCK}, {"details", DOES_BLOCK}, {"datalist", DOES_DROP},
	{"del", DOES_DROP},
	{"em", DOES_NOTHING},
	{"font", DOES_NOTHING}, {"form", DOES_BLOCK}, {"footer", DOES_HOLE},
	{"figure", DOES_BLOCK}, {"figcaption", DOES_BLOCK},
	{"fieldset", DOES_BLOCK},
	{"h1", DOES_HEADING}, {"h2", DOES_HEADING}, {"h3", DOES_HEADING},
	{"h4", DOES_HEADING}, {"h5", DOES_HEADING}, {"h6", DOES_HEADING},
	{"hr", DOES_BREAK}, {"header", DOES_BLOCK}, {"hgroup", DOES_BLOCK},
	{"img", DOES_IMAGE}, {"i", DOES_NOTHING}, {"iframe", DOES_RAW},
	{"li", DOES_BLOCK}, {"label", DOES_NOTHING}, {"legend", DOES_BLOCK},
	{"main", DOES_BLOCK}, {"menu", DOES_BLOCK}, {"marquee", DOES_BLOCK},
	{"nav", DOES_HOLE}, {"noscript", DOES_RAW}, {"noframes", DOES_RAW},
	{"noembed", DOES_RAW},
	{"ol", DOES_BLOCK},
	{"p", DOES_BLOCK}, {"pre", DOES_LINES},
	{"rt", DOES_DROP}, {"rp", DOES_DROP},
	{"span", DOES_NOTHING}, {"strong", DOES_NOTHING}, {"script", DOES_RAW},
	{"style", DOES_RAW}, {"section", DOES_BLOCK}, {"select", DOES_HOLE},
	{"summary", DOES_BLOCK}, {"svg", DOES_DRAW}, {"s", DOES_DROP},
	{"strike", DOES_DROP}, {"sup", DOES_RAISE},
	{"sub", DOES_RAISE},
	{"td", DOES_CELL}, {"tr", DOES_ROW}, {"table", DOES_TABLE},
	{"tbody", DOES_GROUP}, {"th", DOES_CELL}, {"thead", DOES_GROUP},
	{"tfoot", DOES_GROUP}, {"title", DOES_RAW}, {"textarea", DOES_RAW},
	{"template", DOES_DROP},
	{"u", DOES_NOTHING}, {"ul", DOES_BLOCK},
	{"video", DOES_HOLE},
	{"xmp", DOES_RAW},
};

struct reader {
	struct markup m;
	struct markup_names names;
	struct flow flow;
	const char *counted; /* line ends up to here are counted */
	unsigned long line;
	unsigned lines;      /* elements open that keep line ends */
	uint64_t unclosed;   /* elements that were found to have no end */
	uint64_t unclosed_here; /* or none in the cell, which goes up to cell_end */
	const char *cell_end;
	bool empty_row;      /* the row shows nothing, but keeps its place */
	bool empty_cell;     /* the cell does not */
	struct str raised;   /* the name of the element that a style raises, if one does */
	size_t raised_open;  /* elements of that name that are open, from it on */
	struct buf work;
};

/* The line of the source in which p stands; p never goes back. */
static unsigned long
line_at(struct reader *r, const char *p)
{
	while (r->counted < p) {
		const char *lf =
		    memchr(r->counted, '\n', (size_t)(p - r->counted));

		if (lf == NULL)
			break;
		r->line++;
		r->counted = lf + 1;
	}
	if (r->counted < p)
		r->counted = p;
	return r->line;
}

/* ---- what is dropped ----------------------------------------------------- */

/* What a browser shows of an element. */
enum shown {
	SHOWN,
	SHOWN_RAISED, /* as the mark of a note is, or lowered */
	SHOWN_EMPTY, /* its place, but nothing in it, or that struck out */
	SHOWN_NOT,
};

static bool
ends_in(struct str s, const char *word)
{
	size_t n = strlen(word);

	return s.n >= n && strncasecmp(s.p + s.n - n, word, n) == 0;
}

/* Is one of the lines that the value draws a line through the text?  No part of
 * it has a colon: the next property is not searched again. */
static bool
strikes(struct str value)
{
	for (; value.n != 0 && *value.p != ';' && *value.p != ':';
	    value = str_skip(value, 1))
		if (markup_begins(value, "line-through"))
			return true;
	return false;
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* What a property of a style does, given all that stands before and behind its
 * colon. */
static enum shown
shown_by(struct str name, struct str value)
{
	while (name.n != 0 && is_blank(name.p[name.n - 1]))
		name.n--;
	while (value.n != 0 && is_blank(*value.p))
		value = str_skip(value, 1);
	if (ends_in(name, "display"))
		return markup_begins(value, "none") ? SHOWN_NOT : SHOWN;
	if (ends_in(name, "visibility"))
		return markup_begins(value, "hidden") ||
			markup_begins(value, "collapse")
		    ? SHOWN_EMPTY
		    : SHOWN;
	if (ends_in(name, "vertical-align"))
		return markup_begins(value, "super") || markup_begins(value, "sub")
		    ? SHOWN_RAISED
		    : SHOWN;
	return (ends_in(name, "text-decoration") ||
		   ends_in(name, "text-decoration-line")) &&
		strikes(value)
	    ? SHOWN_EMPTY
	    : SHOWN;
}

static enum shown
shown_by_style(struct str attrs)
{
	const char *end = str_end(attrs), *p = attrs.p;
	enum shown shown = SHOWN;

	while (p < end && (p = memchr(p, ':', (size_t)(end - p))) != NULL) {
		struct str name = {attrs.p, (size_t)(p - attrs.p)};
		enum shown now = shown_by(name, str_skip(attrs, name.n + 1));

		if (now > shown)
			shown = now;
		p++;
	}
	return shown;
}

static bool
has_hidden(struct str attrs)
{
	struct str name, value;

	while (markup_attr(&attrs, &name, &value))
		if (name.n == strlen("hidden") && markup_begins(name, "hidden"))
			return true;
	return false;
}

/* Of each of sixteen places: does the name of a property end that may matter, or begin
 * "dde" of "hidden" or "l-a" of "vertical-align", which ends as "text-align" does, that is
 * everywhere?  Looks at the two bytes behind them, too. */
static lanes
matters_here(const char *p)
{
	lanes a, b, c, colon, before_colon, inside;

	memcpy(&a, p, sizeof a);
	memcpy(&b, p + 1, sizeof b);
	memcpy(&c, p + 2, sizeof c);
	before_colon = (lanes)(b <= ' ');
	colon = (lanes)(c == ':');
	a |= 0x20;
	b |= 0x20;
	c |= 0x20;
	before_colon |= (lanes)((b == 'y') & ((a == 'a') | (a == 't')));
	before_colon |= (lanes)(((b == 'n') & (a == 'o')) | ((b == 'e') & (a == 'n')));
	inside = (lanes)((a == 'd') & (b == 'd') & (c == 'e'));
	inside |= (lanes)((a == 'l') & (b == '-') & (c == 'a'));
	return (before_colon & colon) | inside;
}

/* May these attributes make an element other than SHOWN?  Nearly none do, and to look for
 * the properties takes several times as long. */
static bool
may_matter(struct str attrs)
{
	const char *p = attrs.p, *last;
	char short_one[sizeof(lanes) + 2] = {0};

	if (attrs.n < sizeof short_one) {
		if (attrs.n != 0)
			memcpy(short_one, attrs.p, attrs.n);
		return any_lane(matters_here(short_one));
	}
	for (last = str_end(attrs) - sizeof short_one; p < last; p += sizeof(lanes))
		if (any_lane(matters_here(p)))
			return true;
	return any_lane(matters_here(last));
}

static enum shown
shown_as(struct str attrs)
{
	enum shown shown;

	if (!may_matter(attrs))
		return SHOWN;
	shown = shown_by_style(attrs);
	return has_hidden(attrs) ? SHOWN_NOT : shown;
}

/* One of 64 kinds of names; two that share one do little harm. */
static uint64_t
kind_of(struct str name)
{
	unsigned c = (unsigned char)name.p[0] | 0x20;
	unsigned d = (unsigned char)name.p[name.n - 1] | 0x20;

	return (uint64_t)1 << ((c * 7 + d * 3 + name.n) & 63);
}

/* Does the tag end a part of a table that is open, if its own end is missing? */
static bool
ends_part(unsigned part, enum markup_kind kind, unsigned does)
{
	if (does == DOES_GROUP)
		return true;
	if (part == DOES_GROUP)
		return does == DOES_TABLE && kind == MARKUP_CLOSE;
	if (part == DOES_CELL)
		return does == DOES_ROW || does == DOES_CELL ||
		    (does == DOES_TABLE && kind == MARKUP_CLOSE);
	if (part == DOES_ROW)
		return does == DOES_ROW ||
		    (does == DOES_TABLE && kind == MARKUP_CLOSE);
	return does >= DOES_BLOCK && does <= DOES_CELL && does != DOES_BREAK &&
	    does != DOES_IMAGE;
}

/* Does the element that was just opened end with the cell, at the latest?  What stands
 * in a template is no part of the table around it. */
static bool
ends_with_cell(const struct reader *r, unsigned does)
{
	static const struct str template = STR_INIT("template");
	struct str name = r->m.name;

	return flow_in_cell(&r->flow) && does != DOES_GROUP &&
	    (name.n != template.n ||
		strncasecmp(name.p, template.p, name.n) != 0);
}

/* Is the element that was just opened whole without an end tag? */
static bool
is_whole(const struct markup *m, unsigned does)
{
	return m->empty && does == DOES_DRAW;
}

/* Pass over scripts and the like, in what is dropped.  In drawings, of which drawn
 * are open, they are elements as others, and may be whole. */
static void
pass_raw(struct markup *m, enum markup_kind kind, unsigned does, size_t *drawn)
{
	if (does == DOES_DRAW && kind == MARKUP_OPEN)
		*drawn += !m->empty;
	else if (does == DOES_DRAW)
		*drawn -= *drawn != 0;
	else if (does == DOES_RAW && kind == MARKUP_OPEN &&
	    !(m->empty && *drawn != 0))
		markup_skip_raw(m, m->name);
}

/* Move behind the end tag of the element of that name that was just opened, or to the
 * tag that ends a group of rows without one.  False where there is none before the end
 * of the text or, if it is in one, the cell. */
static bool
find_end(struct reader *r, struct str name, bool in_cell, unsigned what)
{
	struct markup *m = &r->m;
	enum markup_kind kind;
	size_t depth = 1, tables = what == DOES_TABLE;
	size_t drawn = what == DOES_DRAW;

	while (depth != 0 && (kind = markup_next(m)) != MARKUP_END) {
		unsigned does;

		if (kind == MARKUP_TEXT)
			continue;
		does = markup_names_find(&r->names, m->name);
		if (in_cell && tables == 0 && ends_part(DOES_CELL, kind, does))
			return false;
		if (what == DOES_GROUP && tables == 0 && ends_part(what, kind, does)) {
			m->p = m->at;
			return true;
		}
		if (does == DOES_TABLE)
			tables += kind == MARKUP_OPEN ? 1 : (size_t)-1;
		if (m->name.n == name.n &&
		    strncasecmp(m->name.p, name.p, name.n) == 0)
			depth += kind == MARKUP_CLOSE ? (size_t)-1
						      : !is_whole(m, does);
		else
			pass_raw(m, kind, does, &drawn);
	}
	return depth == 0;
}

/* Pass over the element that was just opened.  False, and nothing passed over,
 * when it has no end tag. */
static bool
drop_element(struct reader *r, unsigned does)
{
	struct markup *m = &r->m, at = *m;
	uint64_t kind = kind_of(m->name);
	bool in_cell = ends_with_cell(r, does);

	if (is_whole(m, does))
		return true;
	if (m->p >= r->cell_end)
		r->unclosed_here = 0;
	if (((r->unclosed | r->unclosed_here) & kind) != 0)
		return false;
	if (find_end(r, m->name, in_cell, does))
		return true;
	if (!in_cell) {
		r->unclosed |= kind;
	} else {
		r->unclosed_here |= kind;
		if (m->p > r->cell_end)
			r->cell_end = m->p;
	}
	at.lone[0] = m->lone[0];
	at.lone[1] = m->lone[1];
	*m = at;
	return false;
}

/* Drop an element although it is shown: it is no text, or none of the report. */
static void
drop_shown(struct reader *r, unsigned does)
{
	if (does >= DOES_HOLE)
		flow_keep_apart(&r->flow);
	drop_element(r, does);
}

/* Pass over a paragraph, cell or row, whose end tag may be missing. */
static void
drop_part(struct reader *r, unsigned part)
{
	struct markup *m = &r->m;
	enum markup_kind kind;
	size_t tables = 0, drawn = 0;

	while ((kind = markup_next(m)) != MARKUP_END) {
		unsigned does = kind == MARKUP_TEXT
		    ? 0
		    : markup_names_find(&r->names, m->name);

		if (tables == 0 && ends_part(part, kind, does)) {
			if (kind == MARKUP_OPEN || does != part)
				m->p = m->at;
			return;
		}
		if (does == DOES_TABLE)
			tables += kind == MARKUP_OPEN ? 1 : (size_t)-1;
		else
			pass_raw(m, kind, does, &drawn);
	}
}

/* Drop the hidden element that was just opened; false when it must stay. */
static bool
drop_hidden(struct reader *r, unsigned does)
{
	if (does == DOES_BREAK || does == DOES_IMAGE)
		return true;
	if (does == DOES_CELL || does == DOES_ROW)
		flow_cell_end(&r->flow);
	else if (does != DOES_NOTHING)
		flow_break(&r->flow);
	if (does == DOES_CELL || does == DOES_ROW ||
	    (does == DOES_BLOCK && r->m.name.n == 1)) {
		drop_part(r, does);
		return true;
	}
	return drop_element(r, does);
}

/* ---- tags ---------------------------------------------------------------- */

/* The last part of an address; nothing of an image that is written out. */
static struct str
file_name(struct str address)
{
	struct str rest = address, name, part;

	if (address.n >= 5 && strncasecmp(address.p, "data:", 5) == 0)
		return (struct str){0};
	if (!str_split(&rest, '?', &name))
		return address;
	for (rest = name; str_split(&rest, '/', &part);)
		name = part;
	return name;
}

/* What stands for an image: its text, else the name of its file. */
static void
take_image(struct reader *r)
{
	struct str alt = markup_value(&r->m, "alt");

	if (alt.n == 0 || str_trim(alt).n == 0)
		alt = file_name(markup_value(&r->m, "src"));
	flow_keep_apart(&r->flow);
	buf_reset(&r->work);
	markup_decode(&r->work, alt);
	flow_image(&r->flow,
	    arena_str(&r->flow.tree->arena, buf_str(&r->work)));
}

/* May there be a rowspan or colspan?  Most cells have none. */
static bool
may_span(struct str attrs)
{
	const char *p = attrs.p, *end = attrs.p + attrs.n;

	while (p < end && (p = memchr(p, '=', (size_t)(end - p))) != NULL) {
		if (p > attrs.p && ((p[-1] | 0x20) == 'n' || p[-1] <= ' '))
			return true;
		p++;
	}
	return false;
}

static void
take_cell(struct reader *r)
{
	struct str attrs = r->m.attrs, name, value;
	unsigned rowspan = 1, colspan = 1;

	if (!may_span(attrs))
		attrs.n = 0;
	while (markup_attr(&attrs, &name, &value)) {
		if (name.n != 7)
			continue;
		if (strncasecmp(name.p, "rowspan", 7) == 0)
			rowspan = markup_number(value, 65535, 1);
		else if (strncasecmp(name.p, "colspan", 7) == 0)
			colspan = markup_number(value, 65535, 1);
	}
	flow_cell(&r->flow, rowspan, colspan);
	r->raised = (struct str){0}; /* it ends with its cell, if not before */
	if (r->empty_row || r->empty_cell) {
		drop_part(r, DOES_CELL);
		flow_cell_end(&r->flow);
	}
}

/* A style raises the element that was just opened. */
static void
begin_raised(struct reader *r, unsigned does)
{
	flow_keep_apart(&r->flow);
	if (does == DOES_NOTHING && r->raised.n == 0) {
		r->raised = r->m.name;
		r->raised_open = 0;
	}
}

/* Is this a tag of the element that a style raises, or of one of its name in it?  Then
 * count it: where the element ends, what follows is kept apart. */
static void
follow_raised(struct reader *r, bool opens)
{
	struct str name = r->m.name;

	if (r->raised.n != name.n ||
	    strncasecmp(r->raised.p, name.p, name.n) != 0)
		return;
	r->raised_open += opens ? 1 : (size_t)-1;
	if (r->raised_open == 0) {
		r->raised = (struct str){0};
		flow_keep_apart(&r->flow);
	}
}

/* Drop an element that is not shown; false when it is to be taken, at least its
 * place. */
static bool
drop_unless_shown(struct reader *r, unsigned does)
{
	enum shown shown = shown_as(r->m.attrs);
	bool is_empty = shown == SHOWN_EMPTY;

	if (does == DOES_ROW || does == DOES_TABLE)
		r->empty_row = is_empty && does == DOES_ROW;
	else if (does == DOES_CELL)
		r->empty_cell = is_empty;
	if (shown == SHOWN_RAISED)
		begin_raised(r, does);
	return shown >= SHOWN_EMPTY &&
	    !(is_empty && (does == DOES_ROW || does == DOES_CELL)) &&
	    drop_hidden(r, does);
}

static void
take_open(struct reader *r)
{
	struct flow *f = &r->flow;
	unsigned does = markup_names_find(&r->names, r->m.name);

	if (does == 0 || drop_unless_shown(r, does))
		return;
	follow_raised(r, true);
	if (does >= DOES_IMAGE && does <= DOES_CELL)
		f->line = line_at(r, r->m.at);
	if (does == DOES_BLOCK || does == DOES_BREAK || does == DOES_HEADING ||
	    does == DOES_LINES)
		flow_break(f);
	if (does == DOES_HEADING)
		f->depth = r->m.name.p[1] - '0';
	else if (does == DOES_LINES)
		r->lines++;
	else if (does == DOES_RAISE)
		flow_keep_apart(f);
	else if (does == DOES_IMAGE)
		take_image(r);
	else if (does == DOES_CELL)
		take_cell(r);
	else if (does == DOES_ROW)
		flow_row(f);
	else if (does == DOES_GROUP)
		flow_group(f);
	else if (does == DOES_RAW)
		markup_skip_raw(&r->m, r->m.name);
	else if (does >= DOES_DROP)
		drop_shown(r, does);
	if (does == DOES_TABLE) {
		f->depth = 0;
		flow_table(f);
	}
}

static void
take_close(struct reader *r)
{
	struct flow *f = &r->flow;
	unsigned does = markup_names_find(&r->names, r->m.name);

	follow_raised(r, false);
	if (does == DOES_CELL)
		flow_cell_end(f);
	else if (does == DOES_ROW)
		flow_row_end(f);
	else if (does == DOES_GROUP)
		flow_group(f);
	else if (does == DOES_TABLE)
		flow_table_end(f);
	else if (does >= DOES_BLOCK && does <= DOES_LINES)
		flow_break(f);
	else if (does == DOES_RAISE)
		flow_keep_apart(f);
	if (does == DOES_ROW || does == DOES_TABLE)
		r->empty_row = false;
	if (does == DOES_HEADING)
		f->depth = 0;
	if (does == DOES_LINES && r->lines > 0)
		r->lines--;
}

/* ---- text ---------------------------------------------------------------- */

static void
take_text(struct reader *r)
{
	struct str rest = r->m.text, part;
	const char *p = rest.p, *end = rest.p + rest.n;

	if (!r->flow.begun) {
		while (p < end && is_blank(*p))
			p++;
		if (p < end)
			r->flow.line = line_at(r, p);
	}
	if (r->lines == 0) {
		flow_text(&r->flow, rest, false);
		return;
	}
	while (str_split(&rest, '\n', &part)) {
		r->flow.line = line_at(r, part.p);
		flow_text(&r->flow, part, false);
		if (rest.p != NULL)
			flow_break(&r->flow);
	}
}

void
read_html(struct tree *t, struct str text)
{
	struct reader r = {.m = markup_open(text, false), .flow = {.tree = t},
	    .counted = text.p, .line = 1, .cell_end = text.p};
	enum markup_kind kind;

	markup_names_index(&r.names, elements,
	    sizeof elements / sizeof *elements);
	while ((kind = markup_next(&r.m)) != MARKUP_END) {
		if (kind == MARKUP_TEXT)
			take_text(&r);
		else if (kind == MARKUP_OPEN)
			take_open(&r);
		else if (kind == MARKUP_CLOSE)
			take_close(&r);
	}
	flow_end(&r.flow);
	buf_free(&r.work);
}
