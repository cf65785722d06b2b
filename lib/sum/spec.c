/*
 * The lists behind -g and -s.  In goes "year,form" and "count,sum:line"; out
 * come the names of the group columns and, for each statistic, the column that
 * it reads.  Statistics over the same column share it, so that each field of a
 * record is looked at once.
 */
#include "sum/spec.h"

#include "base/utf8.h"

static const struct {
	const char *name;
	bool numeric;
} kinds[STAT_KINDS] = {
    [STAT_SUM] = {"sum", true},
    [STAT_COUNT] = {"count", true},
    [STAT_BLANK] = {"blank", false},
    [STAT_MIN] = {"min", true},
    [STAT_MAX] = {"max", true},
    [STAT_MEAN] = {"mean", true},
    [STAT_DISTINCT] = {"distinct", false},
    [STAT_RECORDS] = {"records", false},
};

/* A name that is the same whether written with the escapes of tsv.h or not. */
static bool
is_plain(struct str name)
{
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];

		if (c < 0x20 || c == 0x7f || c == '\\' ||
		    (c == 0xc2 && i + 1 < name.n &&
			(unsigned char)name.p[i + 1] < 0xa0))
			return false;
	}
	return name.n != 0;
}

static bool
check_name(struct str name, struct err *e)
{
	if (is_plain(name))
		return true;
	if (name.n == 0)
		return err_set(e, "%s",
		    tr("a column without a name in the list",
			"列表中有一列没有名称"));
	return err_set(e, "%s",
	    tr("a column whose name has a backslash or a control character "
	       "cannot be used",
		"名称含反斜杠或控制字符的列不能使用"));
}

static bool
too_many(struct err *e)
{
	return err_set(e, tr("more than %d in one list", "列表超过 %d 项"),
	    SPEC_MAX);
}

bool
spec_groups(struct spec *s, struct str list, struct err *e)
{
	struct str rest = list, name;

	s->ngroup = 0;
	if (list.n == 0)
		return true;
	while (str_split(&rest, ',', &name)) {
		if (!check_name(name, e))
			return false;
		if (s->ngroup == SPEC_MAX)
			return too_many(e);
		s->group[s->ngroup++] = arena_str(&s->arena, name);
	}
	return true;
}

static bool
find_kind(struct str name, enum stat_kind *kind, struct err *e)
{
	for (int i = 0; i < STAT_KINDS; i++)
		if (str_is(name, kinds[i].name)) {
			*kind = (enum stat_kind)i;
			return true;
		}
	return err_set(e,
	    tr("no statistic \"%.*s\"; there are sum, count, blank, min, max, "
	       "mean, distinct, records",
		"没有统计量“%.*s”；可用：sum、count、blank、min、max、mean、"
		"distinct、records"),
	    (int)utf8_cut(name, 40), name.p);
}

static bool
add_stat(struct spec *s, struct str text, struct err *e)
{
	struct spec_stat stat = {.measure = SPEC_NO_MEASURE};
	struct str name;
	bool has_col;

	if (!str_split(&text, ':', &name) || !find_kind(name, &stat.kind, e))
		return false;
	has_col = text.p != NULL;
	if (has_col && stat.kind == STAT_RECORDS)
		return err_set(e, "%s",
		    tr("records takes no column", "records 不带列名"));
	if (has_col && !check_name(text, e))
		return false;
	if (s->nstat == SPEC_MAX)
		return too_many(e);
	if (has_col)
		stat.col = arena_str(&s->arena, text);
	s->stat[s->nstat++] = stat;
	return true;
}

bool
spec_stats(struct spec *s, struct str list, struct err *e)
{
	struct str one;

	s->nstat = 0;
	while (str_split(&list, ',', &one))
		if (!add_stat(s, one, e))
			return false;
	return true;
}

static size_t
measure_of(struct spec *s, struct str col)
{
	for (size_t i = 0; i < s->nmeasure; i++)
		if (str_eq(s->measure[i].col, col))
			return i;
	s->measure[s->nmeasure] = (struct spec_measure){.col = col};
	return s->nmeasure++;
}

static void
name_stat(struct buf *b, const struct spec_stat *stat, char between)
{
	buf_addz(b, kinds[stat->kind].name);
	if (stat->col.n == 0)
		return;
	buf_addc(b, between);
	buf_addstr(b, stat->col);
}

/* Are all columns of the output different? */
static bool
check_output(const struct spec *s, struct err *e)
{
	struct buf header = {0};
	struct str rest, name, other, after;
	bool ok = true;

	spec_header(&header, s);
	rest = buf_str(&header);
	rest.n--; /* the line end */
	while (ok && str_split(&rest, '\t', &name)) {
		after = rest;
		while (ok && str_split(&after, '\t', &other))
			ok = !str_eq(name, other);
	}
	if (!ok)
		err_set(e,
		    tr("the output would have two columns \"%.*s\"",
			"输出会有两列同名：“%.*s”"),
		    (int)utf8_cut(name, 80), name.p);
	buf_free(&header);
	return ok;
}

bool
spec_resolve(struct spec *s, bool has_value, struct err *e)
{
	s->nmeasure = 0;
	for (size_t i = 0; i < s->nstat; i++) {
		struct spec_stat *stat = &s->stat[i];
		struct str col = stat->col.n != 0 ? stat->col : STR("value");

		stat->measure = SPEC_NO_MEASURE;
		if (stat->kind == STAT_RECORDS ||
		    (stat->kind == STAT_COUNT && stat->col.n == 0 && !has_value))
			continue;
		if (stat->col.n == 0 && !has_value)
			return err_set(e,
			    tr("no column \"value\"; name the column, as in "
			       "-s %s:COL",
				"没有 value 列；请写明列名，如 -s %s:COL"),
			    kinds[stat->kind].name);
		stat->measure = measure_of(s, col);
		s->measure[stat->measure].numeric |= kinds[stat->kind].numeric;
		s->measure[stat->measure].texts |= stat->kind == STAT_DISTINCT;
	}
	return check_output(s, e);
}

void
spec_list(struct buf *b, const struct spec *s)
{
	for (size_t i = 0; i < s->nstat; i++) {
		if (i != 0)
			buf_addc(b, ',');
		name_stat(b, &s->stat[i], ':');
	}
}

void
spec_header(struct buf *b, const struct spec *s)
{
	for (size_t i = 0; i < s->ngroup; i++) {
		buf_addstr(b, s->group[i]);
		buf_addc(b, '\t');
	}
	for (size_t i = 0; i < s->nstat; i++) {
		name_stat(b, &s->stat[i], '_');
		buf_addc(b, i + 1 < s->nstat ? '\t' : '\n');
	}
}

void
spec_free(struct spec *s)
{
	arena_free(&s->arena);
	*s = (struct spec){0};
}
