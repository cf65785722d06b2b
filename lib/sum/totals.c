/*
 * From records to groups.  For every record: the fields of the group columns
 * make the key, the key gives the group, and each column that a statistic reads
 * goes into the group's state.
 *
 * A cell record has a name (table, row, column and unit), and numbers under
 * different names are different quantities, often one a part of the other.
 * So a group remembers the name of its first cell, or rather the columns of the
 * name that do not group; a cell with another one makes the group mixed, and no
 * sum is printed for it.
 */
#include "sum/totals.h"

#include <stdlib.h>

#include "base/reject.h"
#include "base/utf8.h"
#include "check/finding.h"
#include "sum/ahead.h"
#include "sum/ranges.h"

static const char *const name_columns[CELL_NAME_COLUMNS] = {
    "table", "row", "col", "unit"};

#define USUAL_GROUPS "year,form,table,row,col,unit"

static size_t
find(const struct str *head, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(head[i], name))
			return i;
	return SIZE_MAX;
}

static struct str
field_at(const struct str *field, size_t place)
{
	return place != SIZE_MAX ? field[place] : (struct str){0};
}

/* Is a sum, or the like, asked for over the figures of cells? */
static bool
sums_values(const struct spec *s)
{
	for (size_t i = 0; i < s->nstat; i++) {
		const struct spec_stat *stat = &s->stat[i];

		if (stat->measure != SPEC_NO_MEASURE &&
		    str_is(s->measure[stat->measure].col, "value") &&
		    (stat->kind == STAT_SUM || stat->kind == STAT_MEAN ||
			stat->kind == STAT_MIN || stat->kind == STAT_MAX))
			return true;
	}
	return false;
}

bool
totals_bind(struct totals *t, bool has_value, struct err *e)
{
	if (!spec_resolve(&t->spec, has_value, e))
		return false;
	t->nleft = 0;
	for (size_t i = 0; !t->mixed_ok && i < CELL_NAME_COLUMNS; i++) {
		struct str col = str_of(name_columns[i]);

		if (sums_values(&t->spec) &&
		    find(t->spec.group, t->spec.ngroup, col) == SIZE_MAX)
			t->left[t->nleft++] = col;
	}
	return t->bound = true;
}

void
totals_like(struct totals *t, const struct totals *other)
{
	*t = (struct totals){.mixed_ok = other->mixed_ok,
	    .facts = other->facts, .kinds = other->kinds,
	    .columns = other->columns, .null = other->null, .bound = true,
	    .spec_is_lent = true, .is_part = true, .spec = other->spec,
	    .nleft = other->nleft};
	memcpy(t->left, other->left, sizeof t->left);
}

/* As many bytes of the text as a message has room for. */
static int
shown(struct str s)
{
	return (int)utf8_cut(s, 60);
}

/* The names in the header, as many as a message has room for. */
static void
list_columns(struct buf *b, const struct str *head, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (b->n + head[i].n > 200) {
			buf_addz(b, " …");
			break;
		}
		if (i != 0)
			buf_addz(b, ", ");
		buf_addstr(b, head[i]);
	}
	buf_addc(b, '\0');
}

static bool
no_column(struct str name, const struct str *head, size_t n, struct err *e)
{
	struct buf list = {0};

	list_columns(&list, head, n);
	err_set(e,
	    tr("no column \"%.*s\"; there are %s", "没有列“%.*s”；有：%s"),
	    shown(name), name.p, list.p);
	buf_free(&list);
	return false;
}

static bool
need_groups(const struct str *head, size_t n, struct err *e)
{
	struct buf list = {0};

	list_columns(&list, head, n);
	err_set(e,
	    tr("say with -g which columns to group by; there are %s",
		"请用 -g 指明分组的列；有：%s"),
	    list.p);
	buf_free(&list);
	return false;
}

/* Settle groups and statistics by the first header. */
static bool
settle(struct totals *t, const struct str *head, size_t n,
    const struct tsv_kind *kind, struct err *e)
{
	/* the value of a finding is what it speaks of, nothing to add up */
	bool has_value = kind != &finding_kind &&
	    find(head, n, STR("value")) != SIZE_MAX;
	const char *groups = t->groups, *stats = t->stats;

	if (groups == NULL && kind != &cell_kind)
		return need_groups(head, n, e);
	if (groups == NULL)
		groups = USUAL_GROUPS;
	if (stats == NULL)
		stats = has_value ? "count,blank,sum" : "count";
	return spec_groups(&t->spec, str_of(groups), e) &&
	    spec_stats(&t->spec, str_of(stats), e) &&
	    totals_bind(t, has_value, e);
}

static bool
find_places(struct totals *t, const struct str *head, size_t n, struct err *e)
{
	struct totals_places *p = &t->places;

	for (size_t i = 0; i < t->spec.ngroup; i++) {
		p->group[i] = find(head, n, t->spec.group[i]);
		if (p->group[i] == SIZE_MAX)
			return no_column(t->spec.group[i], head, n, e);
	}
	for (size_t i = 0; i < t->spec.nmeasure; i++) {
		p->measure[i] = find(head, n, t->spec.measure[i].col);
		if (p->measure[i] == SIZE_MAX)
			return no_column(t->spec.measure[i].col, head, n, e);
	}
	for (size_t i = 0; i < t->nleft; i++)
		p->left[i] = find(head, n, t->left[i]);
	p->table = find(head, n, STR("table"));
	return true;
}

/*
 * Records with this header follow; kind is NULL when they are of no known one.
 * The first header settles what the usual groups and statistics are.  False, with
 * *e, when it lacks a column that is asked for, or more has to be said to make
 * sense of the records; when nothing was settled before, that is a mistake in the
 * usage.
 */
static bool
begin_records(struct totals *t, const struct str *head, size_t n,
    const struct tsv_kind *kind, struct err *e)
{
	bool first = !t->bound;

	t->places.usable = false;
	if (first && !settle(t, head, n, kind, e))
		return false;
	t->places.cells = kind == &cell_kind;
	t->places.usable = find_places(t, head, n, e);
	if (first && !t->places.usable)
		t->bound = false;
	return t->places.usable;
}

static void
make_room(struct totals *t)
{
	size_t n = t->spec.nmeasure, room = t->room != 0 ? t->room * 2 : 64;
	bool texts = false;

	if (t->table.n < t->room)
		return;
	t->info = xrealloc(t->info, room * sizeof *t->info);
	t->state = xrealloc(t->state, room * n * sizeof *t->state);
	memset(t->state + t->room * n, 0,
	    (room - t->room) * n * sizeof *t->state);
	for (size_t i = 0; i < n; i++)
		texts |= t->spec.measure[i].texts;
	if (texts) {
		t->set = xrealloc(t->set, room * n * sizeof *t->set);
		memset(t->set + t->room * n, 0,
		    (room - t->room) * n * sizeof *t->set);
	}
	t->room = room;
}

static bool
key_valid(struct str key)
{
	struct str field;

	while (group_key_next(&key, &field))
		if (!utf8_valid(field))
			return false;
	return true;
}

uint32_t
totals_group(struct totals *t, struct str key)
{
	uint64_t hash = str_hash(key);
	uint32_t group = group_find(&t->table, key, hash);

	if (group != GROUP_NONE || !key_valid(key))
		return group;
	make_room(t);
	group = group_add(&t->table, key, hash);
	t->info[group] = (struct group_info){
	    .one = GROUP_NONE, .other = GROUP_NONE};
	return group;
}

bool
totals_name(struct totals *t, uint32_t group, struct str name)
{
	struct group_info *info = &t->info[group];
	uint64_t hash = str_hash(name);
	uint32_t known;

	if (info->one != GROUP_NONE &&
	    (info->mixed || t->names.group[info->one].hash == hash))
		return true;
	known = group_find(&t->names, name, hash);
	if (known == GROUP_NONE && !key_valid(name))
		return false;
	if (known == GROUP_NONE)
		known = group_add(&t->names, name, hash);
	if (info->one == GROUP_NONE) {
		info->one = known;
		return true;
	}
	info->mixed = true;
	info->other = known;
	return true;
}

bool
totals_merge(struct totals *t, const struct totals *other, uint32_t group)
{
	const struct group_info *from = &other->info[group];
	size_t n = t->spec.nmeasure;
	uint32_t to = totals_group(t, group_key(&other->table, group));
	bool ok = stat_count(&t->info[to].records, from->records);

	if (from->one != GROUP_NONE)
		totals_name(t, to, group_key(&other->names, from->one));
	if (from->other != GROUP_NONE)
		totals_name(t, to, group_key(&other->names, from->other));
	for (size_t i = 0; i < n; i++)
		ok &= stat_merge(&t->state[to * n + i],
		    &other->state[group * n + i]);
	return ok;
}

static void
add_key(struct buf *key, const struct str *field, const size_t *place,
    size_t n)
{
	buf_reset(key);
	for (size_t i = 0; i < n; i++)
		group_key_add(key, field_at(field, place[i]));
}

static void
bad_number(const char *where, unsigned long line, struct str col,
    struct str text)
{
	warn(where, line,
	    tr("%.*s is not a number and is not added: \"%.*s\"",
		"%.*s 不是数字，未计入：“%.*s”"),
	    shown(col), col.p, shown(text), text.p);
}

/* Fields of records and of reports are UTF-8, with their escapes undone too; this
 * is for a reader that does not see to it. */
static void
not_utf8(const char *where, unsigned long line)
{
	warn(where, line, "%s",
	    tr("not valid UTF-8 behind its escapes",
		"转义还原后不是有效的 UTF-8"));
}

/* The fields that statistics read go into the group's states. */
static void
add_measures(struct totals *t, uint32_t group, const struct str *field,
    const char *where, unsigned long line)
{
	size_t n = t->spec.nmeasure;

	for (size_t i = 0; i < n; i++) {
		const struct spec_measure *m = &t->spec.measure[i];
		struct str text = field_at(field, t->places.measure[i]);
		size_t at = group * n + i;
		struct dec d;

		if (text.n == 0) {
			t->state[at].blank++;
			continue;
		}
		if (m->texts && !texts_add(&t->texts, &t->set[at], at, text))
			not_utf8(where, line);
		if (!m->numeric)
			continue;
		if (dec_parse(text, &d))
			stat_add(&t->state[at], d);
		else
			bad_number(where, line, m->col, text);
	}
}

uint32_t
totals_add(struct totals *t, const struct str *field, const char *where,
    unsigned long line)
{
	const struct totals_places *p = &t->places;
	uint32_t group;

	if (p->cells && !t->facts && str_is(field_at(field, p->table), "doc"))
		return GROUP_NONE;
	add_key(&t->key, field, p->group, t->spec.ngroup);
	group = totals_group(t, buf_str(&t->key));
	if (group == GROUP_NONE) {
		not_utf8(where, line);
		return GROUP_NONE;
	}
	if (p->cells && t->nleft != 0) {
		add_key(&t->name, field, p->left, t->nleft);
		if (!totals_name(t, group, buf_str(&t->name))) {
			not_utf8(where, line);
			return GROUP_NONE;
		}
	}
	t->info[group].records++;
	add_measures(t, group, field, where, line);
	return group;
}

/* A header has come.  False when it is the first and of no use. */
static bool
take_head(struct totals *t, const struct tsv *in, struct err *e)
{
	bool first = !t->bound;
	struct err why;

	t->heads++;
	if (begin_records(t, in->head, in->nhead, in->kind, &why)) {
		quick_head(&t->quick, t, in);
		return true;
	}
	t->quick.usable = false;
	if (!first) {
		warn(in->name, 0, "%s", why.text);
		return true;
	}
	return err_set(e, "%s", why.text);
}

static void
add_record(struct totals *t, const struct tsv *in)
{
	uint32_t group;

	if (!t->places.usable)
		return;
	group = totals_add(t, in->field, in->name, in->line);
	if (group != GROUP_NONE)
		quick_learn(&t->quick, t, group);
}

bool
totals_read(struct totals *t, const char *where, struct stream *s,
    struct err *e)
{
	uint64_t at, size;
	bool is_file = stream_is_file(s, &at, &size), ok = true;
	struct ahead ahead;
	struct tsv in;

	ahead_open(&ahead, s, t, &in);
	tsv_open(&in, &ahead.stream, where, t->kinds, true);
	if (t->columns != NULL)
		in.columns = str_of(t->columns);
	if (t->null != NULL)
		in.null = str_of(t->null);
	for (;;) {
		struct err why = {0};
		int got = tsv_next(&in, &why);

		if (in.heads != ahead.heads) {
			ok = take_head(t, &in, e);
			if (ahead.heads == 0 && is_file && t->places.usable &&
			    ranges_add(t, &in, s->fd, at, size))
				break;
		}
		ahead.heads = in.heads;
		if (got == TSV_BAD && !t->is_part)
			reject(where, &in, &why);
		else if (got == TSV_BAD || got == TSV_FAIL)
			warn_err(where, &why);
		if (!ok || got == TSV_END || got == TSV_FAIL)
			break;
		if (got == TSV_RECORD)
			add_record(t, &in);
	}
	if (!t->is_part)
		reject_end(where);
	tsv_close(&in);
	return ok;
}

bool
totals_report(struct totals *t, const struct report *r, struct err *e)
{
	struct str head[CELL_COLUMNS], field[CELL_COLUMNS];
	struct buf year = {0}, line = {0};
	char *doc;

	for (size_t i = 0; i < CELL_COLUMNS; i++)
		head[i] = str_of(cell_kind.col[i]);
	if (!begin_records(t, head, CELL_COLUMNS, &cell_kind, e))
		return false;
	doc = xstrdup_str(r->doc);
	if (r->year != 0)
		buf_addu(&year, r->year);
	field[CELL_DOC] = r->doc;
	field[CELL_YEAR] = buf_str(&year);
	field[CELL_ORG] = r->org;
	field[CELL_FORM] = r->form;
	for (const struct cell *c = r->cell; c < r->cell + r->n; c++) {
		buf_reset(&line);
		if (c->line != 0)
			buf_addu(&line, c->line);
		field[CELL_TABLE] = c->table;
		field[CELL_ROW] = c->row;
		field[CELL_COL] = c->col;
		field[CELL_VALUE] = c->value;
		field[CELL_UNIT] = c->unit;
		field[CELL_RAW] = c->raw;
		field[CELL_LINE] = buf_str(&line);
		field[CELL_FLAG] = c->flag;
		totals_add(t, field, doc, c->line);
	}
	buf_free(&year);
	buf_free(&line);
	free(doc);
	return true;
}

void
totals_free(struct totals *t)
{
	if (!t->spec_is_lent)
		spec_free(&t->spec);
	group_free(&t->table);
	group_free(&t->names);
	texts_free(&t->texts);
	quick_free(&t->quick);
	free(t->info);
	free(t->state);
	free(t->set);
	buf_free(&t->key);
	buf_free(&t->name);
	*t = (struct totals){0};
}
