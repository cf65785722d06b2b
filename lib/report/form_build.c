/*
 * Forms of the lines of form files.
 *
 * A line names the forms it is for ("2019,2021", "*" for all), so what two
 * forms share is written once.  The order of the lines is the order in print.
 * All forms are built from the list of all lines, so that their order among files
 * does not matter.
 */
#include "report/form_lines.h"

#include "report/fold.h"
#include "report/value.h"

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

/* Enter the label and its variants for look-up. */
static void
index_line(struct forms *f, const struct form *form,
    const struct form_table *table, const struct form_line *line,
    enum label_kind kind, const struct line *l)
{
	struct str rest = l->f[F_ALSO], label = l->f[F_LABEL];

	do {
		struct str folded = form_fold_label(f, label);

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

/* A table while its lines are added. */
struct building {
	struct forms *forms;
	const struct form *form;
	struct form_table *table;
	const struct line *start; /* that opens it */
	size_t room;              /* for lines of a kind */
	unsigned block;
	struct map rows; /* by their keys */
};

/* A cell has one name: no other row has this key, and no column whose rows may be
 * those of this one. */
static bool
check_key(struct building *b, const struct list *list, const struct line *l,
    struct err *e)
{
	struct form_table *t = b->table;
	struct str key = l->f[F_KEY];

	if (list->kind == LABEL_ROW &&
	    map_put(&b->rows, key, (uint32_t)t->nrow) != t->nrow)
		return form_mistake(e, l, tr("a second row with this key",
		    "该键的行已有"), key);
	if (list->kind != LABEL_COL)
		return true;
	if (form_col(t, key, b->block) != NULL)
		return form_mistake(e, l, tr("a second column with this key",
		    "该键的列已有"), key);
	return t->ncol < FORM_COLS_MAX ||
	    form_mistake(e, b->start, tr("a table with too many columns",
		"表格的列过多"), t->key);
}

static bool
add_line(struct building *b, const struct line *l, struct err *e)
{
	struct forms *f = b->forms;
	struct list list = list_for(b->table, l);
	struct form_line *line;

	if (list.v == NULL)
		return form_mistake(e, l, tr("not a kind of line of a table",
		    "不是表格行的种类"), l->f[F_KIND]);
	if (!check_key(b, &list, l, e))
		return false;
	if (*list.v == NULL)
		*list.v = arena_alloc(&f->arena, b->room * sizeof **list.v);
	if (list.kind == LABEL_BLOCK)
		b->block++;
	line = &(*list.v)[(*list.n)++];
	*line = (struct form_line){.key = l->f[F_KEY],
	    .label = l->f[F_LABEL], .en = l->f[F_EN],
	    .folded = form_fold_label(f, l->f[F_LABEL]),
	    .unit = l->f[F_UNIT], .block = b->block,
	    .depth = depth_of(l->f[F_LABEL]),
	    .optional = is_kind(l, "option")};
	if (!parse_type(l->f[F_TYPE], &line->type))
		return form_mistake(e, l,
		    tr("not a type (count, change, amount)",
			"不是类型（count、change、amount）"),
		    l->f[F_TYPE]);
	index_line(f, b->form, b->table, line, list.kind, l);
	return true;
}

static bool
build_table(struct forms *f, const struct form *form, struct form_table *t,
    const struct lines *all, const struct line *start, struct err *e)
{
	struct building b = {.forms = f, .form = form, .table = t,
	    .start = start, .room = count_lines_of(all, form, t)};
	bool ok = true;

	t->label_from = f->nlabel;
	for (const struct line *l = all->v; ok && l < all->v + all->n; l++)
		if (is_line_of(l, form, t))
			ok = add_line(&b, l, e);
	map_free(&b.rows);
	t->label_to = f->nlabel;
	if (ok && (t->nrow == 0 || t->ncol == 0))
		return form_mistake(e, start, tr("a table without rows or columns",
		    "表格没有行或列"), t->key);
	return ok;
}

static bool
build_form(struct forms *f, struct form *form, const struct lines *all,
    struct err *e)
{
	form->mark = arena_alloc(&f->arena,
	    (count_kind(all, "mark") + 1) * sizeof *form->mark);
	for (const struct line *l = all->v; l < all->v + all->n; l++)
		if (is_kind(l, "mark") && is_for(l, form->name))
			form_add_heading(f, &form->mark[form->nmark++], l);
	form->table = arena_alloc(&f->arena,
	    (count_kind(all, "table") + 1) * sizeof *form->table);
	for (const struct line *l = all->v; l < all->v + all->n; l++) {
		struct form_table *t;
		unsigned long sec;

		if (!is_kind(l, "table") || !is_for(l, form->name))
			continue;
		if (!form_is_key(l->f[F_TABLE]) || !str_to_ulong(l->f[F_KEY], &sec) ||
		    sec > 99)
			return form_mistake(e, l,
			    tr("a table wants a name, and a section as its key",
				"表格需要名称，并以章节号为键"),
			    l->f[F_KEY]);
		if (form_table(form, l->f[F_TABLE]) != NULL)
			return form_mistake(e, l, tr("this table is open already",
			    "该表格已定义"), l->f[F_TABLE]);
		t = &form->table[form->ntable++];
		t->key = l->f[F_TABLE];
		t->label = l->f[F_LABEL];
		t->en = l->f[F_EN];
		t->sec = (int)sec;
		t->bit = (uint64_t)1 << f->ntable++ % 64;
		t->across = str_is(l->f[F_TYPE], "across");
		if (!t->across && !str_is(l->f[F_TYPE], "rows"))
			return form_mistake(e, l,
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
			return form_mistake(e, l, tr("no line of kind \"form\" has this name",
			    "没有这个名称的“form”行"), l->f[F_FORM]);
		if (l->f[F_TABLE].n != 0 && !has_table(all, l))
			return form_mistake(e, l, tr("no line of kind \"table\" opens it",
			    "没有“table”行定义它"), l->f[F_TABLE]);
	}
	return true;
}

static bool
add_form(struct forms *f, const struct line *l, struct err *e)
{
	struct form *form = &f->form[f->n];

	if (forms_find(f, l->f[F_KEY]) != NULL)
		return form_mistake(e, l, tr("a second form with this name",
		    "该名称的表式已有"), l->f[F_KEY]);
	form->name = l->f[F_KEY];
	f->n++;
	return parse_years(l->f[F_LABEL], &form->year_from, &form->year_to) ||
	    form_mistake(e, l, tr("not a range of years", "不是年份范围"),
		l->f[F_LABEL]);
}

/* A topic or a law is a fact of its own; a section may have other headings in
 * another form. */
static bool
add_fact(struct forms *f, struct form_heading *list, size_t *n,
    const struct line *l, struct err *e)
{
	for (size_t i = 0; i < *n; i++)
		if (str_eq(list[i].key, l->f[F_KEY]))
			return form_mistake(e, l, tr("a second line of its kind "
			    "with this key", "该种类中此键已有"), l->f[F_KEY]);
	form_add_heading(f, &list[(*n)++], l);
	return true;
}

bool
form_build(struct forms *f, const struct lines *all, struct err *e)
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
		bool ok = true;

		if (is_kind(l, "form"))
			ok = add_form(f, l, e);
		else if (is_kind(l, "section"))
			form_add_heading(f, &f->section[f->nsection++], l);
		else if (is_kind(l, "topic"))
			ok = add_fact(f, f->topic, &f->ntopic, l, e);
		else if (is_kind(l, "law"))
			ok = add_fact(f, f->law, &f->nlaw, l, e);
		else if (l->f[F_TABLE].n == 0 && !is_kind(l, "mark"))
			ok = form_mistake(e, l, tr("not a kind of line",
			    "未知的行种类"), l->f[F_KIND]);
		if (!ok)
			return false;
	}
	form_list_headings(&f->sections, f->section, f->nsection);
	form_list_headings(&f->topics, f->topic, f->ntopic);
	form_list_law_numbers(f);
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
