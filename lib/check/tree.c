/*
 * Publishers by name.  Two files of the user tell what names alone do not: who
 * was renamed, and who stands below whom.  Both are lines of two names; every
 * mistake in them is told with its line, as a tree that is half read would put
 * wrong sums into the mouth of the reports.
 *
 * Names are put away with the rest of what is kept, so that a publisher takes up
 * as much memory as a report, however long its name is.
 */
#include "check/tree.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "report/fold.h"

struct alias {
	struct str old; /* folded */
	struct str name, folded;
	unsigned long line;
};

static struct str
folded(struct units *u, struct str name)
{
	buf_reset(&u->folded);
	fold_text(&u->folded, name);
	return buf_str(&u->folded);
}

/* ---- names that are put away -------------------------------------------- */

#define PLACE_MAX (~(uint64_t)0 >> 2) /* of unit.name; no file is so large */

/* What is put away begins so; the name, NUL, and the folded name if it is another
 * one follow. */
struct name_head {
	size_t name, key; /* bytes */
	size_t key_at;    /* behind the head */
};

static uint64_t
put_away(struct units *u, struct str name, struct str key)
{
	bool same = str_eq(name, key);
	struct name_head head = {.name = name.n, .key = key.n,
	    .key_at = same ? 0 : name.n + 1};

	buf_reset(&u->record);
	buf_add(&u->record, &head, sizeof head);
	buf_addstr(&u->record, name);
	buf_addc(&u->record, '\0'); /* messages want it */
	if (!same)
		buf_addstr(&u->record, key);
	return spill_add(u->away, buf_str(&u->record));
}

static struct name_head
head_of(const struct units *u, uint32_t unit)
{
	struct name_head head;

	spill_copy(u->away, u->v[unit].name, &head, sizeof head);
	return head;
}

/* n bytes that stand so far behind the head; valid until the next in b. */
static struct str
copy_part(const struct units *u, uint32_t unit, size_t at, size_t n, struct buf *b)
{
	buf_reset(b);
	buf_reserve(b, n + 1);
	spill_copy(u->away, u->v[unit].name + sizeof(struct name_head) + at, b->p,
	    n);
	b->n = n;
	return buf_str(b);
}

/* The name while not all have come. */
static struct str
copy_name(const struct units *u, uint32_t unit, struct buf *b)
{
	return copy_part(u, unit, 0, head_of(u, unit).name, b);
}

static bool
has_key(void *units, uint32_t unit, struct str key)
{
	struct units *u = units;
	struct name_head head = head_of(u, unit);

	return head.key == key.n &&
	    str_eq(copy_part(u, unit, head.key_at, head.key, &u->record), key);
}

struct str
units_name(const struct units *u, uint32_t unit)
{
	const char *p = spill_at(u->away, u->v[unit].name);
	struct name_head head;

	memcpy(&head, p, sizeof head);
	return (struct str){p + sizeof head, head.name};
}

/* ---- units -------------------------------------------------------------- */

static uint32_t
add(struct units *u, struct str name, struct str key)
{
	u->v = xgrow(u->v, u->n, &u->cap, sizeof *u->v);
	u->v[u->n] = (struct unit){.name = put_away(u, name, key) & PLACE_MAX,
	    .parent = UNIT_NONE, .child = UNIT_NONE, .next = UNIT_NONE};
	return (uint32_t)u->n++;
}

uint32_t
units_add(struct units *u, struct str name)
{
	return add(u, name, name);
}

uint32_t
units_get(struct units *u, struct str name)
{
	struct str key = folded(u, str_trim(name));
	uint32_t at = map_get(&u->by_old, key), unit;

	if (at != MAP_NONE) {
		name = u->alias[at].name;
		key = u->alias[at].folded;
	}
	u->by_key.is = has_key;
	u->by_key.owner = u;
	unit = ids_put(&u->by_key, key, (uint32_t)u->n);
	return unit < u->n ? unit : add(u, str_trim(name), key);
}

/* ---- files of two names ------------------------------------------------- */

struct pairs {
	struct units *units;
	const char *head[2];
	unsigned long line;
	bool bad;
	void *ctx;
	void (*mistake)(void *ctx, const struct err *e);
	void (*take)(struct pairs *p, struct str first, struct str second);
};

static void complain(struct pairs *p, unsigned long line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void
complain(struct pairs *p, unsigned long line, const char *fmt, ...)
{
	struct err e = {.line = line};
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(e.text, sizeof e.text, fmt, ap);
	va_end(ap);
	p->bad = true;
	p->mistake(p->ctx, &e);
}

static int
width(struct str s)
{
	return (int)utf8_cut(s, 100);
}

static void
take_line(struct pairs *p, struct str line)
{
	struct str rest = line, first = {0}, second = {0}, more = {0};

	if (!utf8_valid(line)) {
		complain(p, p->line, "%s", tr("not valid UTF-8",
		    "不是有效的 UTF-8"));
		return;
	}
	if (str_trim(line).n == 0 || str_trim(line).p[0] == '#')
		return;
	str_split(&rest, '\t', &first);
	str_split(&rest, '\t', &second);
	str_split(&rest, '\t', &more);
	first = str_trim(first);
	second = str_trim(second);
	if (first.n == 0 || second.n == 0 || str_trim(more).n != 0) {
		complain(p, p->line,
		    tr("expected two names, \"%s TAB %s\"",
			"应为两个名称：“%s TAB %s”"), p->head[0], p->head[1]);
		return;
	}
	if (p->line == 1 && str_is(first, p->head[0]) &&
	    str_is(second, p->head[1]))
		return;
	p->take(p, first, second);
}

static void
read_pairs(struct pairs *p, struct str text)
{
	struct str line;

	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_skip(text, 3);
	while (str_split(&text, '\n', &line)) {
		p->line++;
		take_line(p, line);
	}
}

/* ---- other names -------------------------------------------------------- */

static void
take_alias(struct pairs *p, struct str old, struct str name)
{
	struct units *u = p->units;
	struct alias a = {.line = p->line};
	uint32_t at;

	a.old = arena_str(&u->arena, folded(u, old));
	a.name = arena_str(&u->arena, name);
	a.folded = arena_str(&u->arena, folded(u, name));
	at = map_get(&u->by_old, a.old);
	if (str_eq(a.old, a.folded)) {
		complain(p, p->line, tr("both names are the same: %.*s",
		    "两个名称相同：%.*s"), width(name), name.p);
	} else if (at == MAP_NONE) {
		u->alias = xgrow(u->alias, u->nalias, &u->alias_cap,
		    sizeof *u->alias);
		u->alias[u->nalias] = a;
		map_put(&u->by_old, a.old, (uint32_t)u->nalias++);
	} else if (!str_eq(u->alias[at].folded, a.folded)) {
		complain(p, p->line,
		    tr("%.*s has another new name in line %lu",
			"%.*s 在第 %lu 行已有另一个新名称"),
		    width(old), old.p, u->alias[at].line);
	}
}

/* By number of the alias: the one of its new name, or MAP_NONE. */
static uint32_t *
next_aliases(const struct units *u)
{
	uint32_t *next = xcalloc(u->nalias, sizeof *next);

	for (size_t i = 0; i < u->nalias; i++)
		next[i] = map_get(&u->by_old, u->alias[i].folded);
	return next;
}

static void
complain_of_return(struct pairs *p, const struct alias *a)
{
	complain(p, a->line, tr("the new name %.*s leads back to an old one",
	    "新名称 %.*s 又指回旧名称"), width(a->name), a->name.p);
}

/* Walk on from each name to the last one, or to one from where it is known
 * already; who is met twice on one way stands in a circle. */
static void
follow_aliases(struct pairs *p)
{
	struct alias *alias = p->units->alias;
	size_t n = p->units->nalias;
	uint32_t *next = next_aliases(p->units);
	uint32_t *way = xcalloc(n, sizeof *way); /* 1 + where it began */

	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = i, last = i;

		for (; at != MAP_NONE && way[at] == 0; at = next[at]) {
			way[at] = i + 1;
			last = at;
		}
		if (at != MAP_NONE && way[at] == i + 1) {
			complain_of_return(p, &alias[at]);
			continue;
		}
		if (at != MAP_NONE)
			last = at;
		for (at = i; at != last; at = next[at]) {
			alias[at].name = alias[last].name;
			alias[at].folded = alias[last].folded;
		}
	}
	free(next);
	free(way);
}

bool
units_read_alias(struct units *u, struct str text, void *ctx,
    void (*mistake)(void *ctx, const struct err *e))
{
	struct pairs p = {.units = u, .head = {"old", "new"}, .ctx = ctx,
	    .mistake = mistake, .take = take_alias};

	read_pairs(&p, text);
	follow_aliases(&p);
	return !p.bad;
}

/* ---- who is below whom -------------------------------------------------- */

void
units_put_below(struct units *u, uint32_t child, uint32_t parent,
    uint32_t line)
{
	u->v[child].parent = parent;
	u->v[child].line = line;
}

static void
complain_of_other(struct pairs *p, struct str child, const struct unit *unit)
{
	struct buf b = {0};
	struct str parent = copy_name(p->units, unit->parent, &b);

	complain(p, p->line,
	    tr("%.*s stands below %.*s already, line %lu",
		"%.*s 已是 %.*s 的下级（第 %lu 行）"),
	    width(child), child.p, width(parent), parent.p,
	    (unsigned long)unit->line);
	buf_free(&b);
}

static void
take_tree(struct pairs *p, struct str child, struct str parent)
{
	struct units *u = p->units;
	uint32_t c = units_get(u, child), above = units_get(u, parent);
	const struct unit *unit = &u->v[c];

	if (c == above)
		complain(p, p->line, tr("%.*s stands below itself",
		    "%.*s 是自己的下级"), width(child), child.p);
	else if (unit->parent == UNIT_NONE)
		units_put_below(u, c, above, (uint32_t)p->line);
	else if (unit->parent != above)
		complain_of_other(p, child, unit);
}

static void
complain_of_circle(struct pairs *p, uint32_t unit)
{
	const struct units *u = p->units;
	struct buf b[2] = {{0}};
	struct str name = copy_name(u, unit, &b[0]),
	    above = copy_name(u, u->v[unit].parent, &b[1]);

	complain(p, u->v[unit].line,
	    tr("%.*s stands below itself, by way of %.*s",
		"%.*s 经由 %.*s 成为自己的下级"),
	    width(name), name.p, width(above), above.p);
	buf_free(&b[0]);
	buf_free(&b[1]);
}

/* Walk up from each unit; who is met twice on one way stands in a circle. */
static void
find_circles(struct pairs *p)
{
	struct units *u = p->units;
	uint32_t *way = xcalloc(u->n, sizeof *way); /* 1 + where it began */

	for (uint32_t i = 0; i < u->n; i++) {
		uint32_t at = i;

		while (at != UNIT_NONE && way[at] == 0) {
			way[at] = i + 1;
			at = u->v[at].parent;
		}
		if (at != UNIT_NONE && way[at] == i + 1)
			complain_of_circle(p, at);
	}
	free(way);
}

bool
units_read_tree(struct units *u, struct str text, void *ctx,
    void (*mistake)(void *ctx, const struct err *e))
{
	struct pairs p = {.units = u, .head = {"child", "parent"}, .ctx = ctx,
	    .mistake = mistake, .take = take_tree};

	read_pairs(&p, text);
	find_circles(&p);
	return !p.bad;
}

void
units_link(struct units *u)
{
	for (uint32_t i = 0; i < u->n; i++)
		u->v[i].child = UNIT_NONE;
	for (uint32_t i = (uint32_t)u->n; i-- > 0;) {
		struct unit *parent;

		if (u->v[i].parent == UNIT_NONE)
			continue;
		parent = &u->v[u->v[i].parent];
		u->v[i].next = parent->child;
		parent->child = i;
	}
}

void
units_free(struct units *u)
{
	free(u->v);
	free(u->alias);
	ids_free(&u->by_key);
	map_free(&u->by_old);
	buf_free(&u->folded);
	buf_free(&u->record);
	arena_free(&u->arena);
	*u = (struct units){0};
}
