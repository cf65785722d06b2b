/*
 * Form files: lines of TSV, read into the forms they name.
 *
 * A line names the forms it is for ("2019,2021", "*" for all), so what two
 * forms share is written once.  The order of the lines is the order in print.
 * gx-forms(5) documents the columns.  All forms are built from the list of all
 * lines, so that their order among files does not matter.
 */
#include "report/form.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/stream.h"
#include "base/tsv.h"
#include "base/utf8.h"
#include "report/builtin_forms.h"
#include "report/fold.h"
#include "report/value.h"

enum { F_FORM, F_TABLE, F_KIND, F_KEY, F_LABEL, F_ALSO, F_UNIT, F_TYPE, F_EN,
	F_COLUMNS };

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

struct line {
	struct str f[F_COLUMNS];
	unsigned long line;
	const char *file;
};

/* All lines of all files of one set of forms. */
struct lines {
	struct line *v;
	size_t n, cap;
};

static bool
mistake(struct err *e, const struct line *l, const char *text, struct str what)
{
	return err_set(e, "%s:%lu: %s: \"%.*s\"", l->file, l->line, text,
	    (int)utf8_cut(what, 80), what.p);
}

static bool
is_key(struct str s)
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
		if (!is_key(l->f[F_KEY])) {
			got = TSV_BAD;
			mistake(&why, l, tr("not a key", "不是合法的键"),
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

/* Is the line meant for the form of that name? */
static bool
is_for(const struct line *l, struct str name)
{
	struct str rest = l->f[F_FORM], one;

	while (str_split(&rest, ',', &one)) {
		one = str_trim(one);
		if (str_is(one, "*") || str_eq(one, name))
			return true;
	}
	return false;
}

static bool
is_kind(const struct line *l, const char *kind)
{
	return str_is(l->f[F_KIND], kind);
}

/* How many lines are of that kind. */
static size_t
count_kind(const struct lines *all, const char *kind)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		n += is_kind(&all->v[i], kind);
	return n;
}

/* "2019-2020", "2021-", "-2018", "2024"; empty: any year. */
static bool
parse_years(struct str s, unsigned *from, unsigned *to)
{
	struct str rest = s, part;
	unsigned long year[2] = {0, 0};
	int n = 0;

	*from = *to = 0;
	while (str_split(&rest, '-', &part)) {
		part = str_trim(part);
		if (n == 2 || (part.n != 0 && !str_to_ulong(part, &year[n])) ||
		    year[n] > 9999)
			return false;
		n++;
	}
	*from = (unsigned)year[0];
	*to = (unsigned)(n == 2 ? year[1] : year[0]);
	return *to == 0 || *from <= *to;
}

static bool
parse_type(struct str s, enum cell_type *type)
{
	if (s.n == 0 || str_is(s, "count"))
		*type = TYPE_COUNT;
	else if (str_is(s, "change"))
		*type = TYPE_CHANGE;
	else if (str_is(s, "amount"))
		*type = TYPE_AMOUNT;
	else
		return false;
	return true;
}

static void
add_label(struct forms *f, struct form_label l, struct str printed)
{
	uint32_t at = (uint32_t)f->nlabel, first;

	f->label = xgrow(f->label, f->nlabel, &f->label_cap, sizeof *f->label);
	first = map_put(&f->by_label, l.folded, at);
	l.next = MAP_NONE;
	l.first = first == at;
	f->label[f->nlabel++] = l;
	if (!value_is_figure(printed))
		map_put(&f->by_print, printed, first);
	f->label[first].tables |= l.table->bit;
	f->label[first].in[l.kind] |= l.table->bit;
	if (first == at)
		return;
	while (f->label[first].next != MAP_NONE)
		first = f->label[first].next;
	f->label[first].next = at;
}

static struct str
folded_label(struct forms *f, struct str label)
{
	struct buf folded = {0};
	struct str s;

	fold_label(&folded, label);
	s = arena_str(&f->arena, buf_str(&folded));
	buf_free(&folded);
	return s;
}

/* Enter the label and its variants for look-up. */
static void
index_line(struct forms *f, const struct form *form,
    const struct form_table *table, const struct form_line *line,
    enum label_kind kind, const struct line *l)
{
	struct str rest = l->f[F_ALSO], label = l->f[F_LABEL];

	do {
		struct str folded = folded_label(f, label);

		if (folded.n != 0)
			add_label(f, (struct form_label){.folded = folded,
			    .form = form, .table = table, .line = line,
			    .kind = kind}, label);
	} while (rest.n != 0 && str_split(&rest, '|', &label));
}

struct list {
	struct form_line **v;
	size_t *n;
	enum label_kind kind;
};

/* Which array of the table takes lines of this kind?  v is NULL for none. */
static struct list
list_for(struct form_table *t, const struct line *l)
{
	if (is_kind(l, "row") || is_kind(l, "option"))
		return (struct list){&t->row, &t->nrow, LABEL_ROW};
	if (is_kind(l, "col"))
		return (struct list){&t->col, &t->ncol, LABEL_COL};
	if (is_kind(l, "group"))
		return (struct list){&t->group, &t->ngroup, LABEL_GROUP};
	if (is_kind(l, "head"))
		return (struct list){&t->head, &t->nhead, LABEL_HEAD};
	if (is_kind(l, "block"))
		return (struct list){&t->block, &t->nblock, LABEL_BLOCK};
	return (struct list){0};
}

static unsigned
depth_of(struct str label)
{
	unsigned number;
	struct str rest;

	return fold_numeral(label, &number, &rest);
}

/* Is it a row, column, … of the table in the form? */
static bool
is_line_of(const struct line *l, const struct form *form,
    const struct form_table *t)
{
	return str_eq(l->f[F_TABLE], t->key) && !is_kind(l, "table") &&
	    is_for(l, form->name);
}

static size_t
count_lines_of(const struct lines *all, const struct form *form,
    const struct form_table *t)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		n += is_line_of(&all->v[i], form, t);
	return n;
}

static bool
build_table(struct forms *f, const struct form *form, struct form_table *t,
    const struct lines *all, const struct line *start, struct err *e)
{
	size_t room = count_lines_of(all, form, t);
	unsigned block = 0;

	t->label_from = f->nlabel;
	for (const struct line *l = all->v; l < all->v + all->n; l++) {
		struct form_line *line;
		struct list list;

		if (!is_line_of(l, form, t))
			continue;
		list = list_for(t, l);
		if (list.v == NULL)
			return mistake(e, l, tr("not a kind of line of a table",
			    "不是表格行的种类"), l->f[F_KIND]);
		if (*list.v == NULL)
			*list.v = arena_alloc(&f->arena, room * sizeof **list.v);
		if (list.kind == LABEL_BLOCK)
			block++;
		line = &(*list.v)[(*list.n)++];
		*line = (struct form_line){.key = l->f[F_KEY],
		    .label = l->f[F_LABEL], .en = l->f[F_EN],
		    .folded = folded_label(f, l->f[F_LABEL]),
		    .unit = l->f[F_UNIT], .block = block,
		    .depth = depth_of(l->f[F_LABEL]),
		    .optional = is_kind(l, "option")};
		if (!parse_type(l->f[F_TYPE], &line->type))
			return mistake(e, l,
			    tr("not a type (count, change, amount)",
				"不是类型（count、change、amount）"),
			    l->f[F_TYPE]);
		index_line(f, form, t, line, list.kind, l);
	}
	t->label_to = f->nlabel;
	if (t->ncol > FORM_COLS_MAX)
		return mistake(e, start, tr("a table with too many columns",
		    "表格的列过多"), t->key);
	if (t->nrow == 0 || t->ncol == 0)
		return mistake(e, start, tr("a table without rows or columns",
		    "表格没有行或列"), t->key);
	return true;
}

/* How many labels the line has, variants included, at most. */
static size_t
count_labels(const struct line *l)
{
	size_t n = 2;

	for (size_t i = 0; i < l->f[F_ALSO].n; i++)
		n += l->f[F_ALSO].p[i] == '|';
	return n;
}

/* The bit of the character that begins the text; all of them when it may begin with
 * anything once it is folded. */
static uint64_t
bit_of_first(struct str text)
{
	uint32_t cp = text.n != 0 ? fold_first(text) : 0;

	return cp != 0 ? UINT64_C(1) << cp % 64 : ~UINT64_C(0);
}

/* The same of the second one, where the bit of the first is known. */
static uint64_t
bit_of_second(struct str text, uint64_t first)
{
	const char *p = text.p;

	if (first == ~UINT64_C(0))
		return first;
	utf8_next(&p, str_end(text));
	return bit_of_first(str_skip(text, (size_t)(p - text.p)));
}

static void
list_headings(struct heading_index *index, const struct form_heading *h, size_t n)
{
	index->shortest = SIZE_MAX;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < h[i].nlabel; k++) {
			struct str label = h[i].folded[k], printed, rest;
			unsigned number;
			uint64_t bit = bit_of_first(label);
			uint32_t first;

			first = map_put(&index->by_label, label, (uint32_t)i);
			printed = h[i].label[k];
			fold_numeral(printed, &number, &rest);
			if (rest.n == printed.n) /* else it is folded away */
				map_put(&index->by_label, printed, first);
			index->first |= bit;
			index->second |= bit_of_second(label, bit);
			if (label.n < index->shortest)
				index->shortest = label.n;
		}
}

bool
forms_may_be_heading(const struct heading_index *h, struct str text)
{
	uint64_t bit;

	if (text.n < h->shortest)
		return false;
	bit = bit_of_first(text);
	return (h->first & bit) != 0 && (h->second & bit_of_second(text, bit)) != 0;
}

#define OTHERS_MAX 64 /* labels of a heading; a form of the user's has any number */

/* Does another of the first folded labels stand in that one?  Of equal ones, in all
 * but the first. */
static bool
holds_another(const struct form_heading *h, size_t which)
{
	struct str one = h->folded[which];

	for (size_t i = 0; i < h->nlabel && i < OTHERS_MAX; i++)
		if ((h->folded[i].n < one.n || i < which) &&
		    str_find(one, h->folded[i]) >= 0)
			return true;
	return false;
}

/* A section, topic, law or mark with its labels. */
static void
add_heading(struct forms *f, struct form_heading *h, const struct line *l)
{
	struct str rest = l->f[F_ALSO], label = l->f[F_LABEL];
	size_t room = count_labels(l);

	h->key = l->f[F_KEY];
	h->en = l->f[F_EN];
	h->label = arena_alloc(&f->arena, room * sizeof *h->label);
	h->folded = arena_alloc(&f->arena, room * sizeof *h->folded);
	h->chars = arena_alloc(&f->arena, room * sizeof *h->chars);
	h->least = arena_alloc(&f->arena, room * sizeof *h->least);
	do {
		struct str folded = folded_label(f, label);

		h->folded[h->nlabel] = folded;
		h->chars[h->nlabel] = utf8_count(folded);
		h->label[h->nlabel++] = label;
	} while (rest.n != 0 && str_split(&rest, '|', &label));
	h->kept = fold_keeps(h->folded[0]);
	for (size_t i = 0; i < h->nlabel; i++)
		if (!holds_another(h, i))
			h->least[h->nleast++] = h->folded[i];
}

bool
form_is_mentioned(const struct form_heading *h, struct str folded)
{
	for (size_t i = 0; i < h->nleast; i++)
		if (str_find(folded, h->least[i]) >= 0)
			return true;
	return false;
}

/* The Chinese character in front of the digits in the text, if it stays what it is when
 * that is folded; else 0. */
static uint32_t
character_before(struct str text, struct str digits)
{
	const char *p;
	struct str one;

	if (digits.p == text.p)
		return 0;
	p = utf8_before(text.p, digits.p);
	one = (struct str){p, (size_t)(digits.p - p)};
	return fold_keeps(one) ? utf8_next(&p, digits.p) : 0;
}

/* May the digits in the text, which is not folded, be those of the wordings? */
static bool
may_be_law(const struct law_number *l, struct str text, struct str digits)
{
	uint32_t before;

	if (!fold_may_be_number(digits, l->digits))
		return false;
	before = digits.n != 0 ? character_before(text, digits) : 0;
	if (before == 0 || (l->leads && digits.n >= l->digits.n))
		return true;
	for (size_t i = 0; i < l->nbefore; i++)
		if (l->before[i] == before)
			return digits.n == l->digits.n;
	return false;
}

uint64_t
forms_laws_in(const struct forms *f, struct str text)
{
	const struct law_number *end = f->law_number + f->nlaw_number;
	const char *p = text.p;
	struct str digits;
	uint64_t laws = 0;

	if (!f->laws_numbered)
		return ~UINT64_C(0);
	while (fold_next_number(text, &p, &digits))
		for (const struct law_number *l = f->law_number; l < end; l++)
			if (may_be_law(l, text, digits))
				laws |= l->laws;
	return laws;
}

static void
add_law_number(struct forms *f, struct str wording, struct str digits, size_t law)
{
	uint32_t before = character_before(wording, digits);
	struct law_number *l = f->law_number;

	while (l < f->law_number + f->nlaw_number && !str_eq(l->digits, digits))
		l++;
	if (l == f->law_number + f->nlaw_number)
		f->law_number[f->nlaw_number++].digits = digits;
	l->laws |= UINT64_C(1) << law % 64;
	if (digits.n == 0 || digits.p == wording.p || l->nbefore == LAW_CHARS_MAX)
		l->leads = true; /* or whatever stands there */
	else if (before != 0)
		l->before[l->nbefore++] = before;
}

/* Note the numbers of the laws, if all wordings have one. */
static void
list_law_numbers(struct forms *f)
{
	size_t room = 0;

	for (size_t i = 0; i < f->nlaw; i++)
		room += f->law[i].nlabel;
	f->law_number = arena_alloc(&f->arena, (room + 1) * sizeof *f->law_number);
	f->laws_numbered = true;
	for (size_t i = 0; i < f->nlaw; i++)
		for (size_t k = 0; k < f->law[i].nlabel; k++) {
			struct str wording = f->law[i].folded[k], digits;
			const char *p = wording.p;

			if (fold_next_number(wording, &p, &digits))
				add_law_number(f, wording, digits, i);
			else
				f->laws_numbered = false;
		}
}

static bool
build_form(struct forms *f, struct form *form, const struct lines *all,
    struct err *e)
{
	form->mark = arena_alloc(&f->arena,
	    (count_kind(all, "mark") + 1) * sizeof *form->mark);
	for (const struct line *l = all->v; l < all->v + all->n; l++)
		if (is_kind(l, "mark") && is_for(l, form->name))
			add_heading(f, &form->mark[form->nmark++], l);
	form->table = arena_alloc(&f->arena,
	    (count_kind(all, "table") + 1) * sizeof *form->table);
	for (const struct line *l = all->v; l < all->v + all->n; l++) {
		struct form_table *t;
		unsigned long sec;

		if (!is_kind(l, "table") || !is_for(l, form->name))
			continue;
		if (!is_key(l->f[F_TABLE]) || !str_to_ulong(l->f[F_KEY], &sec) ||
		    sec > 99)
			return mistake(e, l,
			    tr("a table wants a name, and a section as its key",
				"表格需要名称，并以章节号为键"),
			    l->f[F_KEY]);
		t = &form->table[form->ntable++];
		t->key = l->f[F_TABLE];
		t->label = l->f[F_LABEL];
		t->en = l->f[F_EN];
		t->sec = (int)sec;
		t->bit = (uint64_t)1 << f->ntable++ % 64;
		t->across = str_is(l->f[F_TYPE], "across");
		if (!t->across && !str_is(l->f[F_TYPE], "rows"))
			return mistake(e, l,
			    tr("a table is of type rows or across",
				"表格类型应为 rows 或 across"),
			    l->f[F_TYPE]);
		if (!build_table(f, form, t, all, l, e))
			return false;
	}
	return true;
}

/* Does some line of kind "table" open the table of this line? */
static bool
has_table(const struct lines *all, const struct line *l)
{
	for (const struct line *o = all->v; o < all->v + all->n; o++)
		if (is_kind(o, "table") && str_eq(o->f[F_TABLE], l->f[F_TABLE]))
			return true;
	return false;
}

/* Is each form that the line is for one that there is? */
static bool
names_known_forms(const struct forms *f, const struct line *l)
{
	struct str rest = l->f[F_FORM], one;

	while (str_split(&rest, ',', &one)) {
		one = str_trim(one);
		if (!str_is(one, "*") && forms_find(f, one) == NULL)
			return false;
	}
	return true;
}

/* Lines that nothing would ever use are typing mistakes. */
static bool
check_lines(const struct forms *f, const struct lines *all, struct err *e)
{
	for (const struct line *l = all->v; l < all->v + all->n; l++) {
		if (!names_known_forms(f, l))
			return mistake(e, l, tr("no line of kind \"form\" has this name",
			    "没有这个名称的“form”行"), l->f[F_FORM]);
		if (l->f[F_TABLE].n != 0 && !has_table(all, l))
			return mistake(e, l, tr("no line of kind \"table\" opens it",
			    "没有“table”行定义它"), l->f[F_TABLE]);
	}
	return true;
}

static bool
build(struct forms *f, const struct lines *all, struct err *e)
{
	f->form = arena_alloc(&f->arena,
	    (count_kind(all, "form") + 1) * sizeof *f->form);
	f->section = arena_alloc(&f->arena,
	    (count_kind(all, "section") + 1) * sizeof *f->section);
	f->topic = arena_alloc(&f->arena,
	    (count_kind(all, "topic") + 1) * sizeof *f->topic);
	f->law = arena_alloc(&f->arena,
	    (count_kind(all, "law") + 1) * sizeof *f->law);
	for (const struct line *l = all->v; l < all->v + all->n; l++) {
		if (is_kind(l, "form")) {
			struct form *form = &f->form[f->n++];

			form->name = l->f[F_KEY];
			if (!parse_years(l->f[F_LABEL], &form->year_from,
				&form->year_to))
				return mistake(e, l, tr("not a range of years",
				    "不是年份范围"), l->f[F_LABEL]);
		} else if (is_kind(l, "section")) {
			add_heading(f, &f->section[f->nsection++], l);
		} else if (is_kind(l, "topic")) {
			add_heading(f, &f->topic[f->ntopic++], l);
		} else if (is_kind(l, "law")) {
			add_heading(f, &f->law[f->nlaw++], l);
		} else if (l->f[F_TABLE].n == 0 && !is_kind(l, "mark")) {
			return mistake(e, l, tr("not a kind of line",
			    "未知的行种类"), l->f[F_KIND]);
		}
	}
	list_headings(&f->sections, f->section, f->nsection);
	list_headings(&f->topics, f->topic, f->ntopic);
	list_law_numbers(f);
	if (f->n == 0)
		return err_set(e, "%s", tr("no line of kind \"form\"",
		    "没有种类为“form”的行"));
	if (!check_lines(f, all, e))
		return false;
	for (size_t i = 0; i < f->n; i++)
		if (!build_form(f, &f->form[i], all, e))
			return false;
	return true;
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
	    !build(forms, &all, &e))
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
	ok = ok && build(f, &all, e);
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

const struct form *
forms_find(const struct forms *f, struct str name)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->form[i].name, name))
			return &f->form[i];
	return NULL;
}

const struct form *
forms_for_year(const struct forms *f, unsigned year)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct form *form = &f->form[i];

		if (year != 0 && year >= form->year_from &&
		    (form->year_to == 0 || year <= form->year_to))
			return form;
	}
	return NULL;
}

const struct form_table *
form_table(const struct form *f, struct str key)
{
	for (size_t i = 0; i < f->ntable; i++)
		if (str_eq(f->table[i].key, key))
			return &f->table[i];
	return NULL;
}

const struct form_line *
form_row(const struct form_table *t, struct str key)
{
	for (size_t i = 0; i < t->nrow; i++)
		if (str_eq(t->row[i].key, key))
			return &t->row[i];
	return NULL;
}

const struct form_line *
form_col(const struct form_table *t, struct str key, unsigned block)
{
	for (size_t i = 0; i < t->ncol; i++)
		if (str_eq(t->col[i].key, key) &&
		    (block == 0 || t->col[i].block == 0 ||
			t->col[i].block == block))
			return &t->col[i];
	return NULL;
}

bool
form_has_col(const struct form_table *t, const struct form_line *row,
    const struct form_line *col)
{
	return row != NULL ? form_crosses(row, col)
			   : form_col(t, col->key, 0) == col;
}

size_t
form_cells(const struct form_table *t)
{
	size_t n = 0;

	for (size_t r = 0; r < t->nrow; r++)
		for (size_t c = 0; c < t->ncol; c++)
			n += !t->row[r].optional &&
			    form_crosses(&t->row[r], &t->col[c]);
	return n;
}
