/*
 * Styles and automatic numbers of Word.
 *
 * Takes the parts styles.xml and numbering.xml; tells for a paragraph whether
 * it is a heading, and which number Word prints before it: "一、" is often not
 * in the text.  Paragraphs are numbered in the order in which they are asked
 * for.  All uses of one list count on together, as in Word, unless one says
 * where it starts.  Bullets are no numbers.
 */
#include "read/numbering.h"

#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "read/markup.h"

#define BASED_ON_MAX 12  /* styles based on one another */
#define LABEL_MAX 100    /* bytes of a number with what stands around it */
#define WRITTEN_MAX (12 * LABEL_MAX) /* the same as written, with entities */
#define ID_MAX 1000      /* bytes of what names a style or a list */
#define COUNT_MAX 30000u

struct numbering_style {
	struct str based;
	struct numbering_place place;
};

/* How one level of a list is printed. */
struct numbering_level {
	struct str format, text;
	unsigned start, restart;
	bool legal; /* all numbers in it as digits */
};

struct numbering_list {
	uint32_t level[NUMBERING_LEVELS]; /* its place + 1, or 0 */
	unsigned next[NUMBERING_LEVELS]; /* behind the last one; 0: none yet */
	struct str link; /* the style whose list this one is */
};

struct numbering_use {
	struct str list;
	bool override[NUMBERING_LEVELS];
	unsigned start[NUMBERING_LEVELS]; /* where override is set */
	uint32_t own[NUMBERING_LEVELS];   /* a level instead: its place + 1, or 0 */
};

/* ---- the parts ----------------------------------------------------------- */

enum tag {
	TAG_STYLE = 1, TAG_NAME, TAG_BASED, TAG_NUMID, TAG_ILVL, TAG_OUTLINE,
	TAG_ABSTRACT, TAG_NUM, TAG_LVL, TAG_START, TAG_FORMAT, TAG_TEXT,
	TAG_RESTART, TAG_LEGAL, TAG_LINK, TAG_ABSTRACT_ID, TAG_OVERRIDE,
	TAG_START_OVERRIDE
};

static const struct markup_name tags[] = {
	{"abstractnum", TAG_ABSTRACT}, {"abstractnumid", TAG_ABSTRACT_ID},
	{"basedon", TAG_BASED}, {"ilvl", TAG_ILVL}, {"islgl", TAG_LEGAL},
	{"lvl", TAG_LVL}, {"lvltext", TAG_TEXT}, {"lvlrestart", TAG_RESTART},
	{"lvloverride", TAG_OVERRIDE}, {"name", TAG_NAME}, {"num", TAG_NUM},
	{"numid", TAG_NUMID}, {"numfmt", TAG_FORMAT},
	{"numstylelink", TAG_LINK}, {"outlinelvl", TAG_OUTLINE},
	{"style", TAG_STYLE}, {"start", TAG_START},
	{"startoverride", TAG_START_OVERRIDE},
};

static struct markup
open_part(struct str xml, struct markup_names *names)
{
	markup_names_index(names, tags, sizeof tags / sizeof *tags);
	return markup_open(xml, true);
}

static unsigned
number_value(const struct markup *m, unsigned max, unsigned none)
{
	return markup_number(markup_value(m, "val"), max, none);
}

/* What names a style or a list; empty when it is too long for it, as it is looked up
 * once a paragraph. */
static struct str
id_value(const struct markup *m)
{
	struct str id = markup_value(m, "val");

	return id.n <= ID_MAX ? id : (struct str){0};
}

/* "heading 1", "标题 1" */
static int
depth_of_name(struct str name)
{
	static const char *const heads[] = {"heading ", "标题 "};

	for (size_t i = 0; i < 2; i++) {
		size_t n = strlen(heads[i]);

		if (name.n == n + 1 && strncasecmp(name.p, heads[i], n) == 0 &&
		    name.p[n] >= '1' && name.p[n] <= '9')
			return name.p[n] - '0';
	}
	return -1;
}

static void
take_style_tag(struct numbering_style *s, const struct markup *m, unsigned tag)
{
	if (tag == TAG_NAME && s->place.depth < 0) {
		s->place.depth = depth_of_name(markup_value(m, "val"));
	} else if (tag == TAG_BASED) {
		s->based = id_value(m);
	} else if (tag == TAG_NUMID) {
		s->place.num = id_value(m);
	} else if (tag == TAG_ILVL) {
		s->place.level = number_value(m, NUMBERING_LEVELS, 0);
		s->place.has_level = true;
	} else if (tag == TAG_OUTLINE) {
		s->place.depth = (int)number_value(m, 9, 9) + 1;
		s->place.depth = s->place.depth > 9 ? 0 : s->place.depth;
	}
}

void
numbering_read_styles(struct numbering *n, struct str xml)
{
	struct markup_names names;
	struct markup m = open_part(xml, &names);
	enum markup_kind kind;

	while ((kind = markup_next(&m)) != MARKUP_END) {
		unsigned tag = kind == MARKUP_OPEN
		    ? markup_names_find(&names, m.name)
		    : 0;

		if (tag == TAG_STYLE) {
			n->style = xgrow(n->style, n->nstyle, &n->style_cap,
			    sizeof *n->style);
			n->style[n->nstyle] =
			    (struct numbering_style){.place = {.depth = -1}};
			map_put(&n->style_at, markup_value(&m, "styleid"),
			    (uint32_t)n->nstyle++);
		} else if (tag != 0 && n->nstyle != 0) {
			take_style_tag(&n->style[n->nstyle - 1], &m, tag);
		}
	}
}

/* A level of which nothing is said yet. */
static const struct numbering_level no_level = {.start = 1,
    .restart = NUMBERING_LEVELS};

static struct numbering_list *
add_list(struct numbering *n, const struct markup *m)
{
	struct str id = markup_value(m, "abstractnumid");

	if (id.n == 0)
		return NULL;
	n->list = xgrow(n->list, n->nlist, &n->list_cap, sizeof *n->list);
	n->list[n->nlist] = (struct numbering_list){0};
	map_put(&n->list_at, id, (uint32_t)n->nlist);
	return &n->list[n->nlist++];
}

static struct numbering_use *
add_use(struct numbering *n, const struct markup *m)
{
	struct str id = markup_value(m, "numid");

	if (id.n == 0)
		return NULL;
	n->use = xgrow(n->use, n->nuse, &n->use_cap, sizeof *n->use);
	n->use[n->nuse] = (struct numbering_use){0};
	map_put(&n->use_at, id, (uint32_t)n->nuse);
	return &n->use[n->nuse++];
}

/* The level whose description begins: of a list, or for one use of it alone. */
static struct numbering_level *
begin_level(struct numbering *n, struct numbering_list *list,
    struct numbering_use *use, unsigned at)
{
	uint32_t *place;

	if (at >= NUMBERING_LEVELS || (list == NULL && use == NULL))
		return NULL;
	place = list != NULL ? &list->level[at] : &use->own[at];
	n->level = xgrow(n->level, n->nlevel, &n->level_cap, sizeof *n->level);
	n->level[n->nlevel] = no_level;
	*place = (uint32_t)++n->nlevel;
	return &n->level[n->nlevel - 1];
}

static void
take_level_tag(struct numbering_level *l, const struct markup *m, unsigned tag)
{
	if (tag == TAG_START)
		l->start = number_value(m, COUNT_MAX, 1);
	else if (tag == TAG_FORMAT)
		l->format = markup_value(m, "val");
	else if (tag == TAG_TEXT)
		l->text = markup_value(m, "val");
	else if (tag == TAG_RESTART)
		l->restart = number_value(m, NUMBERING_LEVELS, 0);
	else if (tag == TAG_LEGAL)
		l->legal = markup_is_on(m);
}

static unsigned
level_of(const struct markup *m)
{
	return markup_number(markup_value(m, "ilvl"), NUMBERING_LEVELS,
	    NUMBERING_LEVELS);
}

void
numbering_read_lists(struct numbering *n, struct str xml)
{
	struct markup_names names;
	struct markup m = open_part(xml, &names);
	struct numbering_list *list = NULL;
	struct numbering_use *use = NULL;
	struct numbering_level *level = NULL;
	unsigned at = NUMBERING_LEVELS, tag;
	enum markup_kind kind;

	while ((kind = markup_next(&m)) != MARKUP_END) {
		tag = kind == MARKUP_OPEN ? markup_names_find(&names, m.name) : 0;
		if (tag == TAG_ABSTRACT) {
			list = add_list(n, &m);
			use = NULL;
			level = NULL;
		} else if (tag == TAG_NUM) {
			use = add_use(n, &m);
			list = NULL;
			level = NULL;
		} else if (tag == TAG_OVERRIDE) {
			at = level_of(&m);
			level = NULL;
		} else if (tag == TAG_LVL) {
			level = begin_level(n, list, use, level_of(&m));
		} else if (tag == TAG_ABSTRACT_ID && use != NULL) {
			use->list = id_value(&m);
		} else if (tag == TAG_START_OVERRIDE && use != NULL &&
		    at < NUMBERING_LEVELS) {
			use->override[at] = true;
			use->start[at] = number_value(&m, COUNT_MAX, 1);
		} else if (tag == TAG_LINK && list != NULL) {
			list->link = id_value(&m);
		} else if (level != NULL) {
			take_level_tag(level, &m, tag);
		}
	}
}

/* ---- numbers ------------------------------------------------------------- */

static const char *const han_digit[] = {"〇", "一", "二", "三", "四", "五",
    "六", "七", "八", "九"};

/* 一二〇: the digits one by one */
static void
add_han_digits(struct buf *b, unsigned n)
{
	unsigned power = 1;

	while (n / power >= 10)
		power *= 10;
	for (; power != 0; power /= 10)
		buf_addz(b, han_digit[n / power % 10]);
}

/* 一百二十; the numbers here are below 100,000 */
static void
add_han(struct buf *b, unsigned n)
{
	static const char *const unit[] = {"", "十", "百", "千", "万"};
	unsigned power = 10000;
	bool gap = false, begun = false;

	for (int i = 4; i >= 0; i--, power /= 10) {
		unsigned d = n / power % 10;

		if (d == 0) {
			gap = begun;
			continue;
		}
		if (gap)
			buf_addz(b, "零");
		if (d != 1 || i != 1 || begun)
			buf_addz(b, han_digit[d]);
		buf_addz(b, unit[i]);
		begun = true;
		gap = false;
	}
	if (n == 0)
		buf_addz(b, han_digit[0]);
}

static void
add_roman(struct buf *b, unsigned n, bool upper)
{
	static const struct {
		unsigned n;
		const char *upper, *lower;
	} part[] = {{1000, "M", "m"}, {900, "CM", "cm"}, {500, "D", "d"},
	    {400, "CD", "cd"}, {100, "C", "c"}, {90, "XC", "xc"}, {50, "L", "l"},
	    {40, "XL", "xl"}, {10, "X", "x"}, {9, "IX", "ix"}, {5, "V", "v"},
	    {4, "IV", "iv"}, {1, "I", "i"}};

	for (size_t i = 0; i < sizeof part / sizeof *part; i++)
		for (; n >= part[i].n && b->n < LABEL_MAX; n -= part[i].n)
			buf_addz(b, upper ? part[i].upper : part[i].lower);
}

/* a-z, aa-zz, … */
static void
add_letters(struct buf *b, unsigned n, char first)
{
	for (unsigned i = 0; n != 0 && i < (n + 25) / 26 && i < 8; i++)
		buf_addc(b, (char)(first + (char)((n - 1) % 26)));
}

static void
add_wide(struct buf *b, unsigned n)
{
	char digits[16];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)(n % 10);
	while ((n /= 10) != 0);
	for (; at < sizeof digits; at++)
		utf8_put(b, 0xff10u + (uint32_t)digits[at]);
}

/* Formats whose numbers are one character each, in a row. */
static bool
add_enclosed(struct buf *b, struct str format, unsigned n)
{
	static const struct {
		const char *format;
		uint32_t first;
		unsigned last;
	} row[] = {{"decimalEnclosedCircle", 0x2460, 20},
	    {"decimalEnclosedCircleChinese", 0x2460, 20},
	    {"decimalEnclosedParen", 0x2474, 20},
	    {"decimalEnclosedFullstop", 0x2488, 20},
	    {"ideographEnclosedCircle", 0x3280, 10}};

	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		if (str_is(format, row[i].format) && n >= 1 && n <= row[i].last) {
			utf8_put(b, row[i].first + n - 1);
			return true;
		}
	return false;
}

static bool
is_han_format(struct str format)
{
	return str_is(format, "chineseCounting") ||
	    str_is(format, "taiwaneseCounting");
}

static bool
is_han_thousands(struct str format)
{
	return str_is(format, "chineseCountingThousand") ||
	    str_is(format, "japaneseCounting") ||
	    str_is(format, "taiwaneseCountingThousand");
}

static void
add_stem(struct buf *b, unsigned n)
{
	static const char *const stem[] = {"甲", "乙", "丙", "丁", "戊", "己",
	    "庚", "辛", "壬", "癸"};

	buf_addz(b, stem[(n + 9) % 10]);
}

static void
add_number(struct buf *b, struct str format, unsigned n)
{
	if (is_han_thousands(format) || (is_han_format(format) && n < 100))
		add_han(b, n);
	else if (is_han_format(format) || str_is(format, "ideographDigital"))
		add_han_digits(b, n);
	else if (str_is(format, "upperRoman") || str_is(format, "lowerRoman"))
		add_roman(b, n, format.p[0] == 'u');
	else if (str_is(format, "upperLetter") || str_is(format, "lowerLetter"))
		add_letters(b, n, format.p[0] == 'u' ? 'A' : 'a');
	else if (str_is(format, "decimalFullWidth"))
		add_wide(b, n);
	else if (str_is(format, "ideographTraditional"))
		add_stem(b, n);
	else if (str_is(format, "decimalZero") && n < 10)
		buf_addf(b, "0%u", n);
	else if (!str_is(format, "none") && !add_enclosed(b, format, n))
		buf_addu(b, n);
}

/* ---- labels -------------------------------------------------------------- */

void
numbering_inherit(const struct numbering *n, struct str style,
    struct numbering_place *p)
{
	for (unsigned i = 0; i < BASED_ON_MAX && style.n != 0; i++) {
		uint32_t at = map_get(&n->style_at, style);
		const struct numbering_style *s;

		if (at == MAP_NONE)
			break;
		s = &n->style[at];
		if (p->num.n == 0 && s->place.num.n != 0)
			p->num = s->place.num;
		if (!p->has_level && s->place.has_level) {
			p->level = s->place.level;
			p->has_level = true;
		}
		if (p->depth < 0)
			p->depth = s->place.depth;
		style = s->based;
	}
	if (p->depth < 0)
		p->depth = 0;
}

/* The list with that id; through a style where it is only a link to one. */
static struct numbering_list *
find_list(struct numbering *n, struct str id)
{
	for (int links = 0; links < 4; links++) {
		struct numbering_place p = {.depth = 0};
		uint32_t at = map_get(&n->list_at, id);

		if (at == MAP_NONE)
			return NULL;
		if (n->list[at].link.n == 0)
			return &n->list[at];
		numbering_inherit(n, n->list[at].link, &p);
		at = map_get(&n->use_at, p.num);
		if (at == MAP_NONE)
			return NULL;
		id = n->use[at].list;
	}
	return NULL;
}

/* How the use prints a level of its list. */
static const struct numbering_level *
level_in(const struct numbering *n, const struct numbering_use *u,
    const struct numbering_list *l, unsigned level)
{
	uint32_t place = u->own[level] != 0 ? u->own[level] : l->level[level];

	return place != 0 ? &n->level[place - 1] : &no_level;
}

/* Count a paragraph of the level; deeper levels begin again. */
static void
count_paragraph(const struct numbering *n, struct numbering_list *l,
    struct numbering_use *u, unsigned level)
{
	if (u->override[level])
		l->next[level] = u->start[level];
	else if (l->next[level] == 0)
		l->next[level] = level_in(n, u, l, level)->start;
	u->override[level] = false;
	if (l->next[level] < COUNT_MAX)
		l->next[level]++;
	for (unsigned i = level + 1; i < NUMBERING_LEVELS; i++)
		if (level_in(n, u, l, i)->restart > level)
			l->next[i] = 0;
}

/* Append text, with %1 to %9 replaced by the numbers of the levels. */
static void
add_label(struct buf *out, const struct numbering *n,
    const struct numbering_use *u, const struct numbering_list *l,
    unsigned level, struct str text)
{
	bool legal = level_in(n, u, l, level)->legal;

	for (size_t i = 0; i < text.n && text.n <= LABEL_MAX; i++) {
		unsigned k = i + 1 < text.n && text.p[i] == '%'
		    ? (unsigned)(text.p[i + 1] - '1')
		    : NUMBERING_LEVELS;
		const struct numbering_level *other;

		if (k >= NUMBERING_LEVELS) {
			buf_addc(out, text.p[i]);
			continue;
		}
		i++;
		other = level_in(n, u, l, k);
		add_number(out,
		    legal && k != level ? STR("decimal") : other->format,
		    l->next[k] != 0 ? l->next[k] - 1 : other->start);
	}
}

/* Between number and text Word leaves a gap; it matters behind letters and digits
 * only. */
static void
add_gap(struct buf *out)
{
	const char *p = utf8_before(out->p, out->p + out->n);
	uint32_t cp = utf8_next(&p, out->p + out->n);

	if (utf8_is_han(cp) || (cp >= '0' && cp <= '9') ||
	    (cp >= 0xff10 && cp <= 0xff19) ||
	    ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z'))
		buf_addc(out, ' ');
}

void
numbering_label(struct numbering *n, const struct numbering_place *p,
    struct buf *out)
{
	uint32_t at = p->num.n != 0 ? map_get(&n->use_at, p->num) : MAP_NONE;
	struct numbering_use *use;
	struct numbering_list *l;
	const struct numbering_level *level;
	struct buf text = {0};
	size_t from = out->n;

	if (at == MAP_NONE || p->level >= NUMBERING_LEVELS)
		return;
	use = &n->use[at];
	l = find_list(n, use->list);
	if (l == NULL)
		return;
	count_paragraph(n, l, use, p->level);
	level = level_in(n, use, l, p->level);
	if (str_is(level->format, "bullet") || level->text.n > WRITTEN_MAX)
		return;
	markup_decode(&text, level->text);
	add_label(out, n, use, l, p->level, buf_str(&text));
	buf_free(&text);
	if (out->n > from)
		add_gap(out);
}

void
numbering_free(struct numbering *n)
{
	free(n->style);
	free(n->list);
	free(n->use);
	free(n->level);
	map_free(&n->style_at);
	map_free(&n->list_at);
	map_free(&n->use_at);
	*n = (struct numbering){0};
}
