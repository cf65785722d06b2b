/*
 * Publishers by name.  Two files of the user tell what names alone do not: who
 * was renamed, and who stands below whom.  Both are lines of two names; every
 * mistake in them is told with its line, as a tree that is half read would put
 * wrong sums into the mouth of the reports.
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

uint32_t
units_add(struct units *u, struct str name)
{
	u->v = xgrow(u->v, u->n, &u->cap, sizeof *u->v);
	u->v[u->n] = (struct unit){.name = arena_str(&u->arena, name),
	    .parent = UNIT_NONE, .child = UNIT_NONE, .next = UNIT_NONE};
	return (uint32_t)u->n++;
}

/* The slot of the key, or the free one where it belongs.  A struct map would
 * take up more memory than the units themselves. */
static uint32_t *
find_slot(const struct units *u, struct str key)
{
	size_t i = (size_t)str_hash(key) & (u->nslot - 1);

	while (u->slot[i] != UNIT_NONE && !str_eq(u->v[u->slot[i]].key, key))
		i = (i + 1) & (u->nslot - 1);
	return &u->slot[i];
}

static void
make_room(struct units *u)
{
	if (u->n * 2 < u->nslot)
		return;
	free(u->slot);
	u->nslot = u->nslot != 0 ? 2 * u->nslot : 64;
	u->slot = xmalloc(u->nslot * sizeof *u->slot);
	for (size_t i = 0; i < u->nslot; i++)
		u->slot[i] = UNIT_NONE;
	for (uint32_t i = 0; i < u->n; i++)
		if (u->v[i].key.n != 0)
			*find_slot(u, u->v[i].key) = i;
}

uint32_t
units_get(struct units *u, struct str name)
{
	struct str key = folded(u, str_trim(name));
	uint32_t at = map_get(&u->by_old, key), id;

	if (at != MAP_NONE) {
		name = u->alias[at].name;
		key = u->alias[at].folded;
	}
	make_room(u);
	id = *find_slot(u, key);
	if (id != UNIT_NONE)
		return id;
	id = units_add(u, str_trim(name));
	*find_slot(u, key) = id;
	/* mostly the name folds to itself */
	if (str_eq(key, u->v[id].name))
		key = u->v[id].name;
	else if (at == MAP_NONE)
		key = arena_str(&u->arena, key);
	u->v[id].key = key;
	return id;
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
	return (int)(s.n < 100 ? s.n : 100);
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

/* A name that was changed twice leads to the last one. */
static void
follow_aliases(struct pairs *p)
{
	struct units *u = p->units;

	for (size_t i = 0; i < u->nalias; i++) {
		struct alias *a = &u->alias[i];
		uint32_t at = map_get(&u->by_old, a->folded);
		struct str name = a->name;

		for (size_t steps = 0; at != MAP_NONE; steps++) {
			if (steps == 100 || at == i) {
				complain(p, a->line,
				    tr("the new name %.*s leads back to an old one",
					"新名称 %.*s 又指回旧名称"),
				    width(name), name.p);
				break;
			}
			a->name = u->alias[at].name;
			a->folded = u->alias[at].folded;
			at = map_get(&u->by_old, a->folded);
		}
	}
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
    unsigned long line)
{
	u->v[child].parent = parent;
	u->v[child].line = line;
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
		units_put_below(u, c, above, p->line);
	else if (unit->parent != above)
		complain(p, p->line,
		    tr("%.*s stands below %.*s already, line %lu",
			"%.*s 已是 %.*s 的下级（第 %lu 行）"),
		    width(child), child.p, width(u->v[unit->parent].name),
		    u->v[unit->parent].name.p, unit->line);
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
			complain(p, u->v[at].line,
			    tr("%.*s stands below itself, by way of %.*s",
				"%.*s 经由 %.*s 成为自己的下级"),
			    width(u->v[at].name), u->v[at].name.p,
			    width(u->v[u->v[at].parent].name),
			    u->v[u->v[at].parent].name.p);
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
	free(u->slot);
	map_free(&u->by_old);
	buf_free(&u->folded);
	arena_free(&u->arena);
	*u = (struct units){0};
}
