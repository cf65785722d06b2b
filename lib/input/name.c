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

bool
name_matches(const struct opt_list *globs, const char *path)
{
	const char *slash = strrchr(path, '/');

	for (size_t i = 0; i < globs->n; i++) {
		const char *glob = globs->v[i];
		bool whole = strchr(glob, '/') != NULL || slash == NULL;

		if (fnmatch(glob, whole ? path : slash + 1, 0) == 0)
			return true;
	}
	return false;
}

bool
name_matches_any(const struct opt_list *globs, const char *path)
{
	char *copy;
	bool hit = false;

	if (globs->n == 0)
		return false;
	copy = xstrdup_str(str_of(path));
	for (char *end = copy + strlen(copy); !hit && end != NULL;
	    end = strrchr(copy, '/')) {
		*end = '\0';
		hit = name_matches(globs, copy);
	}
	free(copy);
	return hit;
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
