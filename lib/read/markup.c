/*
 * One tokenizer for HTML and XML.
 *
 * Takes text in memory, gives tags and the text between them as slices of it;
 * nothing is allocated.  It follows the HTML standard in what ends a tag, a
 * comment or an attribute, with one exception: a quote that nothing closes is
 * taken for a stray character, where a browser would drop the rest of the page.
 * What looked for the end of the text in vain does so once, so that the time is
 * linear in the length of any text.
 */
#include "read/markup.h"

#include <strings.h>

#include "base/utf8.h"

struct markup
markup_open(struct str text, bool xml)
{
	if (text.n == 0)
		text.p = "";
	return (struct markup){.p = text.p, .end = text.p + text.n, .xml = xml};
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t
left(const struct markup *m)
{
	return (size_t)(m->end - m->p);
}

/* ---- tags ---------------------------------------------------------------- */

/* Behind the quoted value that begins at p. */
static const char *
quote_end(struct markup *m, const char *p)
{
	bool *lone = &m->lone[*p == '"'];
	const char *q = NULL;

	if (!*lone)
		q = memchr(p + 1, *p, (size_t)(m->end - p - 1));
	*lone |= q == NULL;
	return q != NULL ? q + 1 : p + 1;
}

/* The '>' of the tag whose attributes begin at p; NULL when it is cut off. */
static const char *
tag_end(struct markup *m, const char *p)
{
	const char *end = m->end;

	while (p < end && *p != '>') {
		if (*p++ != '=')
			continue;
		while (p < end && is_blank(*p))
			p++;
		if (p < end && (*p == '"' || *p == '\''))
			p = quote_end(m, p);
		else
			while (p < end && *p != '>' && !is_blank(*p))
				p++;
	}
	return p < end ? p : NULL;
}

/* What may stand behind the name of a tag. */
static const bool ends_name[256] = {['>'] = true, ['/'] = true, [' '] = true,
    ['\t'] = true, ['\n'] = true, ['\v'] = true, ['\f'] = true, ['\r'] = true};

/* Take the tag whose name begins at p. */
static enum markup_kind
take_tag(struct markup *m, const char *p, enum markup_kind kind)
{
	const char *name = p, *end = m->end, *gt;

	while (p < end && !ends_name[(unsigned char)*p])
		if (*p++ == ':' && m->xml)
			name = p;
	m->name = (struct str){name, (size_t)(p - name)};
	gt = p < end && *p == '>' ? p : tag_end(m, p);
	if (gt == NULL) {
		m->p = end;
		return MARKUP_END;
	}
	m->attrs = (struct str){p, (size_t)(gt - p)};
	m->empty = gt > p && gt[-1] == '/';
	m->p = gt + 1;
	return kind;
}

/* ---- comments and declarations ------------------------------------------- */

/* Move behind the mark, or to the end without it. */
static void
skip_past(struct markup *m, struct str mark)
{
	const char *hit = memmem(m->p, left(m), mark.p, mark.n);

	m->p = hit != NULL ? hit + mark.n : m->end;
}

/* Move behind the comment.  <!--> and <!---> are whole ones, --!> ends one too. */
static void
skip_comment(struct markup *m)
{
	const char *from = m->p + strlen("<!--"), *gt;

	for (m->p = from; (gt = memchr(m->p, '>', left(m))) != NULL;) {
		m->p = gt + 1;
		if (gt[-1] == '-' && gt[-2] == '-')
			return;
		if (gt - from >= 3 && memcmp(gt - 3, "--!", 3) == 0)
			return;
	}
	m->p = m->end;
}

static enum markup_kind
take_cdata(struct markup *m)
{
	const char *from = m->p += strlen("<![CDATA[");

	skip_past(m, STR("]]>"));
	m->text = (struct str){from, (size_t)(m->p - from)};
	if (str_ends(m->text, STR("]]>")))
		m->text.n -= 3;
	m->literal = true;
	return MARKUP_TEXT;
}

/* Take what begins with <! or <?.  MARKUP_END: there was nothing to give. */
static enum markup_kind
take_declaration(struct markup *m)
{
	struct str rest = {m->p, left(m)};

	if (str_starts(rest, STR("<!--"))) {
		skip_comment(m);
		return MARKUP_END;
	}
	if (m->xml && str_starts(rest, STR("<![CDATA[")))
		return take_cdata(m);
	skip_past(m, STR(">"));
	return MARKUP_END;
}

/* ---- tokens -------------------------------------------------------------- */

/* Text up to the next '<'; the first byte belongs to it, whatever it is. */
static enum markup_kind
take_text(struct markup *m)
{
	const char *lt = memchr(m->p + 1, '<', left(m) - 1);

	m->text.p = m->p;
	m->p = lt != NULL ? lt : m->end;
	m->text.n = (size_t)(m->p - m->text.p);
	m->literal = false;
	return MARKUP_TEXT;
}

enum markup_kind
markup_next(struct markup *m)
{
	while (m->p < m->end) {
		enum markup_kind kind;
		char c;

		m->at = m->p;
		if (*m->p != '<' || left(m) < 2)
			return take_text(m);
		c = m->p[1];
		if (is_letter(c) || (m->xml && (c & 0x80) != 0))
			return take_tag(m, m->p + 1, MARKUP_OPEN);
		if (c == '/' && left(m) > 2 && is_letter(m->p[2]))
			return take_tag(m, m->p + 2, MARKUP_CLOSE);
		if (c == '/') {
			skip_past(m, STR(">"));
			continue;
		}
		if (c != '!' && c != '?')
			return take_text(m);
		kind = take_declaration(m);
		if (kind != MARKUP_END)
			return kind;
	}
	return MARKUP_END;
}

void
markup_skip_raw(struct markup *m, struct str name)
{
	while (m->p < m->end) {
		const char *lt = memchr(m->p, '<', left(m));

		m->p = lt != NULL ? lt + 1 : m->end;
		if (left(m) <= name.n + 1 || *m->p != '/' ||
		    strncasecmp(m->p + 1, name.p, name.n) != 0 ||
		    is_letter(m->p[name.n + 1]))
			continue;
		skip_past(m, STR(">"));
		return;
	}
}

/* ---- attributes ---------------------------------------------------------- */

/* Behind the '=': the value, quoted or not. */
static struct str
take_value(struct str *s)
{
	size_t i = 0, n;
	struct str value;
	const char *q;

	while (i < s->n && is_blank(s->p[i]))
		i++;
	*s = str_skip(*s, i);
	if (s->n > 1 && (s->p[0] == '"' || s->p[0] == '\'')) {
		q = memchr(s->p + 1, s->p[0], s->n - 1);
		n = q != NULL ? (size_t)(q - s->p) : s->n;
		value = (struct str){s->p + 1, n - 1};
		*s = str_skip(*s, n + 1);
		return value;
	}
	for (n = 0; n < s->n && !is_blank(s->p[n]);)
		n++;
	value = (struct str){s->p, n};
	*s = str_skip(*s, n);
	return value;
}

bool
markup_attr(struct str *attrs, struct str *name, struct str *value)
{
	struct str s = *attrs;
	size_t i = 0, n;

	while (i < s.n && (is_blank(s.p[i]) || s.p[i] == '/'))
		i++;
	s = str_skip(s, i);
	for (n = 0; n < s.n && !is_blank(s.p[n]) && s.p[n] != '/' &&
	     (n == 0 || s.p[n] != '=');)
		n++;
	*name = (struct str){s.p, n};
	*value = (struct str){0};
	s = str_skip(s, n);
	for (i = 0; i < s.n && is_blank(s.p[i]);)
		i++;
	if (i < s.n && s.p[i] == '=') {
		s = str_skip(s, i + 1);
		*value = take_value(&s);
	}
	*attrs = s;
	return n != 0;
}

/* Is the name, its prefix apart, the one asked for? */
static bool
is_named(struct str name, const char *wanted)
{
	const char *colon = name.n != 0 ? memchr(name.p, ':', name.n) : NULL;

	if (colon != NULL)
		name = str_skip(name, (size_t)(colon - name.p) + 1);
	return name.n == strlen(wanted) &&
	    strncasecmp(name.p, wanted, name.n) == 0;
}

struct str
markup_value(const struct markup *m, const char *name)
{
	struct str attrs = m->attrs, key, value;

	while (markup_attr(&attrs, &key, &value))
		if (is_named(key, name))
			return value;
	return (struct str){0};
}

bool
markup_is_on(const struct markup *m)
{
	struct str v = markup_value(m, "val");

	return !str_is(v, "0") && !str_is(v, "false") && !str_is(v, "off");
}

unsigned
markup_number(struct str value, unsigned max, unsigned none)
{
	unsigned n = 0;
	size_t i = 0, from;

	while (i < value.n && (is_blank(value.p[i]) || value.p[i] == '+'))
		i++;
	for (from = i; i < value.n && is_digit(value.p[i]); i++)
		if (n < max)
			n = n * 10 + (unsigned)(value.p[i] - '0');
	if (i == from)
		return none;
	return n < max ? n : max;
}

/* ---- entities ------------------------------------------------------------ */

struct entity {
	const char *name;
	unsigned short cp;
	bool bare; /* known without ';' too */
};

/* The names that occur in pages of offices; browsers know 2,000 more. */
static const struct entity entities[] = {
	{"nbsp", 0xa0, true}, {"amp", '&', true}, {"lt", '<', true},
	{"gt", '>', true}, {"quot", '"', true}, {"apos", '\'', false},
	{"ldquo", 0x201c, false}, {"rdquo", 0x201d, false},
	{"lsquo", 0x2018, false}, {"rsquo", 0x2019, false},
	{"middot", 0xb7, true}, {"mdash", 0x2014, false},
	{"ndash", 0x2013, false}, {"hellip", 0x2026, false},
	{"emsp", 0x2003, false}, {"ensp", 0x2002, false},
	{"thinsp", 0x2009, false}, {"zwnj", 0x200c, false},
	{"zwj", 0x200d, false}, {"shy", 0xad, true}, {"copy", 0xa9, true},
	{"reg", 0xae, true}, {"trade", 0x2122, false}, {"times", 0xd7, true},
	{"divide", 0xf7, true}, {"deg", 0xb0, true}, {"plusmn", 0xb1, true},
	{"bull", 0x2022, false}, {"sect", 0xa7, true}, {"para", 0xb6, true},
	{"laquo", 0xab, true}, {"raquo", 0xbb, true}, {"lsaquo", 0x2039, false},
	{"rsaquo", 0x203a, false}, {"yen", 0xa5, true}, {"pound", 0xa3, true},
	{"cent", 0xa2, true}, {"euro", 0x20ac, false}, {"permil", 0x2030, false},
	{"sup1", 0xb9, true}, {"sup2", 0xb2, true}, {"sup3", 0xb3, true},
	{"frac12", 0xbd, true}, {"frac14", 0xbc, true}, {"frac34", 0xbe, true},
	{"ordm", 0xba, true}, {"uml", 0xa8, true}, {"macr", 0xaf, true},
	{"acute", 0xb4, true}, {"cedil", 0xb8, true}, {"micro", 0xb5, true},
	{"not", 0xac, true}, {"minus", 0x2212, false}, {"prime", 0x2032, false},
	{"Prime", 0x2033, false}, {"le", 0x2264, false}, {"ge", 0x2265, false},
	{"ne", 0x2260, false}, {"asymp", 0x2248, false}, {"infin", 0x221e, false},
	{"radic", 0x221a, false}, {"sum", 0x2211, false}, {"larr", 0x2190, false},
	{"uarr", 0x2191, false}, {"rarr", 0x2192, false}, {"darr", 0x2193, false},
	{"loz", 0x25ca, false}, {"hearts", 0x2665, false}, {"alpha", 0x3b1, false},
	{"beta", 0x3b2, false}, {"Delta", 0x394, false}, {"Omega", 0x3a9, false},
};

/* What &#128; to &#159; mean: the numbers are those of Windows. */
static const unsigned short windows[32] = {
	0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,
	0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019,
	0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a,
	0x153, 0x9d, 0x17e, 0x178};

static int
digit_value(char c, bool hex)
{
	if (is_digit(c))
		return c - '0';
	if (hex && c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return hex && c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* &#160; or &#xA0; of n bytes at s; 0 when there is no digit. */
static size_t
numeric_entity(const char *s, const char *end, uint32_t *cp)
{
	const char *p = s + 2, *from;
	bool hex = p < end && (*p == 'x' || *p == 'X');
	uint32_t n = 0;

	p += hex;
	for (from = p; p < end && digit_value(*p, hex) >= 0; p++)
		if (n < 0x110000)
			n = n * (hex ? 16 : 10) + (uint32_t)digit_value(*p, hex);
	if (p == from)
		return 0;
	if (n >= 0x80 && n < 0xa0)
		n = windows[n - 0x80];
	*cp = n == 0 || n > 0x10ffff || (n >= 0xd800 && n < 0xe000) ? UTF8_BAD
								   : n;
	return (size_t)(p - s) + (p < end && *p == ';');
}

/* The longest of the names that begins at s; its length with '&' and ';'. */
static size_t
named_entity(const char *s, const char *end, uint32_t *cp)
{
	size_t best = 0;

	for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
		const struct entity *e = &entities[i];
		size_t n;

		if (s[1] != e->name[0])
			continue;
		n = strlen(e->name);
		if ((size_t)(end - s) <= n || n + 1 <= best ||
		    memcmp(s + 1, e->name, n) != 0)
			continue;
		if (s + n + 1 < end && s[n + 1] == ';') {
			*cp = e->cp;
			return n + 2;
		}
		if (e->bare) {
			*cp = e->cp;
			best = n + 1;
		}
	}
	return best;
}

uint32_t
markup_entity(const char **p, const char *end)
{
	const char *s = *p;
	uint32_t cp = '&';
	size_t n = 0;

	if (end - s > 2 && s[1] == '#')
		n = numeric_entity(s, end, &cp);
	else if (end - s > 2 && is_letter(s[1]))
		n = named_entity(s, end, &cp);
	*p += n != 0 ? n : 1;
	return cp;
}

void
markup_decode(struct buf *b, struct str value)
{
	const char *p = value.n != 0 ? value.p : "", *end = p + value.n;

	while (p < end) {
		if (*p == '&')
			utf8_put(b, markup_entity(&p, end));
		else
			buf_addc(b, *p++);
	}
}

/* ---- names --------------------------------------------------------------- */

/* Where in the table to look first for a name of n bytes, 1 at least. */
static unsigned char
slot_of(const char *p, size_t n)
{
	unsigned first = (unsigned char)p[0] | 0x20;
	unsigned last = (unsigned char)p[n - 1] | 0x20;

	return (unsigned char)(first * 7 + last * 19 + n * 31);
}

static bool
same_name(struct str name, const char *known)
{
	size_t i = 0;

	while (i < name.n && name.p[i] >= '0' && (name.p[i] | 0x20) == known[i])
		i++;
	return i == name.n && known[i] == '\0';
}

void
markup_names_index(struct markup_names *n, const struct markup_name *list,
    size_t count)
{
	*n = (struct markup_names){.list = list};
	for (size_t i = 0; i < count; i++) {
		unsigned char at = slot_of(list[i].name, strlen(list[i].name));

		while (n->slot[at] != 0)
			at++; /* from 255 to 0 */
		n->slot[at] = (unsigned char)(i + 1);
	}
}

unsigned
markup_names_find(const struct markup_names *n, struct str name)
{
	unsigned char at;

	if (name.n == 0)
		return 0;
	for (at = slot_of(name.p, name.n); n->slot[at] != 0; at++) {
		const struct markup_name *known = &n->list[n->slot[at] - 1];

		if (same_name(name, known->name))
			return known->value;
	}
	return 0;
}
