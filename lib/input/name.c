/*
 * Names of members are foreign bytes that become part of an address.  Nothing
 * is ever written under such a name; it must only stay one line, be the same
 * each time, and not look like a path out of the archive.
 */
#include "input/name.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "input/encoding.h"

static void
add_component(struct buf *b, struct str part)
{
	const char *p = part.p, *end = part.p + part.n;

	if (str_is(part, "..")) {
		buf_addz(b, "__");
		return;
	}
	while (p < end) {
		const char *from = p;
		uint32_t cp = utf8_next(&p, end);

		if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
			buf_addc(b, '_');
		else
			buf_add(b, from, (size_t)(p - from));
	}
}

void
name_add_clean(struct buf *b, struct str name, const char *charset)
{
	struct buf text = {0};
	struct str rest, part;
	size_t start = b->n;

	encoding_add_name(&text, name, charset);
	if (text.n > NAME_MAX_BYTES) {
		text.n = NAME_MAX_BYTES;
		while (text.n != 0 && (text.p[text.n] & 0xc0) == 0x80)
			text.n--;
	}
	rest = buf_str(&text);
	while (str_split(&rest, '/', &part)) {
		if (part.n == 0 || str_is(part, "."))
			continue;
		if (b->n != start)
			buf_addc(b, '/');
		add_component(b, part);
	}
	buf_free(&text);
}

bool
name_is_hidden(struct str path)
{
	static const char *const names[] = {
		"__MACOSX", "Thumbs.db", "desktop.ini"};
	struct str part;

	while (str_split(&path, '/', &part)) {
		if (str_starts(part, STR(".")) || str_starts(part, STR("~$")))
			return true;
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			if (str_is(part, names[i]))
				return true;
	}
	return false;
}

static bool
matches(const char *glob, const char *path)
{
	const char *slash = strrchr(path, '/');
	bool whole = strchr(glob, '/') != NULL || slash == NULL;

	return fnmatch(glob, whole ? path : slash + 1, 0) == 0;
}

bool
name_matches(const struct opt_list *globs, const char *path)
{
	for (size_t i = 0; i < globs->n; i++)
		if (matches(globs->v[i], path))
			return true;
	return false;
}

void
globs_init(struct globs *g, const struct opt_list *list)
{
	g->list = list;
	g->met = xcalloc(list->n + 1, sizeof *g->met);
	g->asked = g->unsure = false;
}

void
globs_free(struct globs *g)
{
	free(g->met);
	g->met = NULL;
}

/* Is there a match, or one already?  Then only globs without one are asked. */
static bool
match_level(struct globs *g, const char *path, bool hit)
{
	for (size_t i = 0; i < g->list->n; i++)
		if (!(hit && g->met[i]) && matches(g->list->v[i], path)) {
			hit = true;
			if (!g->met[i]) /* other threads read it all the time */
				g->met[i] = true;
		}
	return hit;
}

static bool
all_met(const struct globs *g)
{
	for (size_t i = 0; i < g->list->n; i++)
		if (!g->met[i])
			return false;
	return true;
}

bool
globs_match(struct globs *g, const char *path)
{
	char *copy;
	bool hit = false;

	if (g->list->n == 0)
		return false;
	if (!g->asked)
		g->asked = true;
	copy = xstrdup_str(str_of(path));
	for (char *end = copy + strlen(copy);
	     end != NULL && !(hit && all_met(g)); end = strrchr(copy, '/')) {
		*end = '\0';
		hit = match_level(g, copy, hit);
	}
	free(copy);
	return hit;
}

const char *
globs_unmet(const struct globs *g, size_t i)
{
	return g->asked && !g->unsure && !g->met[i] ? g->list->v[i] : NULL;
}

/* Is head all of path, or does a '/' follow it there? */
static bool
is_path_above(struct str head, struct str path)
{
	return str_starts(path, head) &&
	    (path.n == head.n || path.p[head.n] == '/');
}

enum name_relation
name_relate(struct str name, struct str wanted, struct str *rest)
{
	*rest = (struct str){0};
	if (wanted.n == 0 || is_path_above(wanted, name))
		return NAME_WITHIN;
	if (!is_path_above(name, wanted))
		return NAME_APART;
	*rest = str_skip(wanted, name.n + 1);
	return NAME_TOWARDS;
}

bool
name_is_of_archive(const char *path)
{
	static const char *const suffixes[] = {"gz", "tgz", "tar", "zip", "7z",
	    "xz", "txz", "zst", "tzst", "bz2", "tbz", "lz4", "lzma", "Z", "rar"};
	const char *dot = strrchr(path, '.');

	for (size_t i = 0;
	     dot != NULL && i < sizeof suffixes / sizeof *suffixes; i++)
		if (strcasecmp(dot + 1, suffixes[i]) == 0)
			return true;
	return false;
}

bool
name_is_of_stream(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot != NULL &&
	    (name_is_of_archive(dot) || strcasecmp(dot, ".tsv") == 0);
}
