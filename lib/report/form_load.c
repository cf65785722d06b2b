/*
 * Form files: in go the built-in text or the *.tsv of a folder, out come the lines
 * of all of them, and the forms that form_build.c makes of those.  gx-forms(5)
 * documents the columns.
 */
#include "report/form_lines.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/stream.h"
#include "base/tsv.h"
#include "base/utf8.h"
#include "report/builtin_forms.h"

static const char *const columns[F_COLUMNS] = {"form", "table", "kind", "key",
    "label", "also", "unit", "type", "en"};

static bool
never_fits(const struct str *field)
{
	(void)field;
	return false; /* a form file has a header */
}

static const struct tsv_kind form_kind = {"form", columns, F_COLUMNS,
    1u << F_FORM | 1u << F_TABLE | 1u << F_KIND | 1u << F_KEY | 1u << F_LABEL,
    never_fits};

static const struct tsv_kind *const kinds[] = {&form_kind, NULL};

bool
form_mistake(struct err *e, const struct line *l, const char *text,
    struct str what)
{
	return err_set(e, "%s:%lu: %s: \"%.*s\"", l->file, l->line, text,
	    (int)utf8_cut(what, 80), what.p);
}

bool
form_is_key(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    c != '_' && c != '.')
			return false;
	}
	return s.n != 0 && s.p[0] != '.' && s.p[s.n - 1] != '.';
}

#define FORM_FILE_MAX ((size_t)16 << 20)

/* The file without its comments: lines that begin with '#' become empty ones,
 * so that the numbers of the others stay. */
static bool
drop_comments(struct stream *s, struct err *e)
{
	struct buf text = {0};
	struct stream plain = {0};
	struct str rest, line;
	bool ok = stream_slurp(s, &text, FORM_FILE_MAX, e);

	rest = buf_str(&text);
	while (ok && str_split(&rest, '\n', &line)) {
		if (line.n != 0 && line.p[0] != '#')
			buf_addstr(&plain.held, line);
		buf_addc(&plain.held, '\n');
	}
	buf_free(&text);
	stream_free(s);
	*s = plain;
	return ok;
}

static bool
read_lines(struct forms *f, struct lines *all, struct stream *s,
    const char *name, struct err *e)
{
	struct tsv t;
	struct err why;
	int got;

	if (!drop_comments(s, e))
		return false;
	tsv_open(&t, s, name, kinds, false);
	while ((got = tsv_next(&t, &why)) == TSV_RECORD) {
		struct line *l;

		all->v = xgrow(all->v, all->n, &all->cap, sizeof *all->v);
		l = &all->v[all->n++];
		l->line = t.line;
		l->file = name;
		for (size_t i = 0; i < F_COLUMNS; i++)
			l->f[i] = arena_str(&f->arena, tsv_col(&t, i));
		if (!form_is_key(l->f[F_KEY])) {
			got = TSV_BAD;
			form_mistake(&why, l, tr("not a key", "不是合法的键"),
			    l->f[F_KEY]);
			why.line = 0;
			break;
		}
	}
	tsv_close(&t);
	if (got == TSV_END)
		return true;
	if (why.line != 0)
		return err_set(e, "%s:%lu: %s", name, why.line, why.text);
	return err_set(e, "%s", why.text);
}

const struct forms *
forms_builtin(void)
{
	static struct forms *forms;
	struct stream s = {0};
	struct lines all = {0};
	struct err e;

	if (forms != NULL)
		return forms;
	forms = xcalloc(1, sizeof *forms);
	buf_addstr(&s.held, builtin_forms());
	if (!read_lines(forms, &all, &s, "lib/forms/report.tsv", &e) ||
	    !form_build(forms, &all, &e))
		die("%s", e.text);
	free(all.v);
	stream_free(&s);
	return forms;
}

static int
is_form_file(const struct dirent *d)
{
	return d->d_name[0] != '.' &&
	    str_ends(str_of(d->d_name), STR(".tsv"));
}

static bool
read_file(struct forms *f, struct lines *all, const char *path, struct err *e)
{
	struct stream s;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return err_set(e, tr("cannot open %s: %s", "无法打开 %s：%s"),
		    path, strerror(errno));
	stream_of_fd(&s, fd);
	ok = read_lines(f, all, &s, path, e);
	stream_free(&s);
	close(fd);
	return ok;
}

struct forms *
forms_load(const char *dir, struct err *e)
{
	struct forms *f = xcalloc(1, sizeof *f);
	struct lines all = {0};
	struct dirent **names;
	int n = scandir(dir, &names, is_form_file, alphasort);
	bool ok = true;

	if (n < 0) {
		err_set(e, tr("cannot read %s: %s", "无法读取 %s：%s"), dir,
		    strerror(errno));
		free(f);
		return NULL;
	}
	if (n == 0)
		ok = err_set(e, tr("no *.tsv in %s", "%s 中没有 *.tsv"), dir);
	for (int i = 0; i < n; i++) {
		struct buf path = {0};
		struct str kept;

		buf_addf(&path, "%s/%s", dir, names[i]->d_name);
		kept = arena_str(&f->arena, buf_str(&path));
		ok = ok && read_file(f, &all, kept.p, e);
		buf_free(&path);
		free(names[i]);
	}
	free(names);
	ok = ok && form_build(f, &all, e);
	free(all.v);
	if (!ok) {
		forms_free(f);
		return NULL;
	}
	return f;
}

static struct forms *opened; /* by forms_open */

static void
free_opened(void)
{
	forms_free(opened);
}

const struct forms *
forms_open(const char *dir)
{
	struct err e;

	if (dir == NULL)
		return forms_builtin();
	opened = forms_load(dir, &e);
	if (opened == NULL)
		die("%s", e.text);
	atexit(free_opened);
	return opened;
}

void
forms_free(struct forms *f)
{
	if (f == NULL)
		return;
	map_free(&f->by_label);
	map_free(&f->by_print);
	map_free(&f->sections.by_label);
	map_free(&f->topics.by_label);
	free(f->label);
	arena_free(&f->arena);
	free(f);
}
