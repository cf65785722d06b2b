/*
 * The results: the groups in the order in which they first appeared, each with
 * the statistics in the order in which they were asked for.  A number that
 * cannot be given (no number in the group, mixed cells, a sum out of range) is
 * an empty field, never a zero.
 */
#include "base/utf8.h"
#include "sum/pretty.h"
#include "sum/totals.h"

struct trouble {
	size_t mixed, overflow;        /* groups */
	uint32_t mixed_at, overflow_at; /* the first one */
};

static bool
is_refused(const struct totals *t, uint32_t group, const struct spec_stat *stat)
{
	return !t->mixed_ok && t->info[group].mixed &&
	    str_is(t->spec.measure[stat->measure].col, "value");
}

static void
put_sum(struct buf *b, const struct totals *t, uint32_t group,
    const struct spec_stat *stat)
{
	const struct stat_state *s =
	    &t->state[group * t->spec.nmeasure + stat->measure];

	if (s->count == 0 || is_refused(t, group, stat))
		return;
	if (stat->kind == STAT_MIN)
		buf_adddec(b, s->min);
	else if (stat->kind == STAT_MAX)
		buf_adddec(b, s->max);
	else if (s->overflow)
		return;
	else if (stat->kind == STAT_MEAN)
		buf_adddec(b, dec_mean(s->sum, s->count));
	else
		buf_adddec(b, s->sum);
}

static void
put_stat(struct buf *b, const struct totals *t, uint32_t group,
    const struct spec_stat *stat)
{
	size_t at = group * t->spec.nmeasure + stat->measure;

	if (stat->measure == SPEC_NO_MEASURE)
		buf_addu(b, t->info[group].records);
	else if (stat->kind == STAT_COUNT)
		buf_addu(b, t->state[at].count);
	else if (stat->kind == STAT_BLANK)
		buf_addu(b, t->state[at].blank);
	else if (stat->kind == STAT_DISTINCT)
		buf_addu(b, t->set[at].n);
	else
		put_sum(b, t, group, stat);
	buf_addc(b, '\t');
}

static void
put_group(struct buf *b, const struct totals *t, uint32_t group)
{
	struct str key = group_key(&t->table, group), field;

	while (group_key_next(&key, &field))
		tsv_field(b, field);
	for (size_t i = 0; i < t->spec.nstat; i++)
		put_stat(b, t, group, &t->spec.stat[i]);
	tsv_end(b);
}

static bool
has_overflow(const struct totals *t, uint32_t group)
{
	for (size_t i = 0; i < t->spec.nstat; i++) {
		const struct spec_stat *stat = &t->spec.stat[i];

		if ((stat->kind == STAT_SUM || stat->kind == STAT_MEAN) &&
		    t->state[group * t->spec.nmeasure + stat->measure].overflow)
			return true;
	}
	return false;
}

static void
note_trouble(struct trouble *found, const struct totals *t, uint32_t group)
{
	if (!t->mixed_ok && t->info[group].mixed && found->mixed++ == 0)
		found->mixed_at = group;
	if (has_overflow(t, group) && found->overflow++ == 0)
		found->overflow_at = group;
}

/* The text, cut where a message would get too long. */
static void
add_cut(struct buf *b, struct str s)
{
	const char *p = s.p, *end = s.p + s.n;

	while (p < end && p - s.p < 60)
		utf8_next(&p, end);
	buf_add(b, s.p, (size_t)(p - s.p));
	if (p < end)
		buf_addz(b, "…");
}

void
totals_describe(struct buf *b, const struct totals *t, uint32_t group)
{
	struct str key = group_key(&t->table, group), field;

	if (t->spec.ngroup == 0)
		buf_addz(b, tr("of all records", "（全部记录）"));
	for (size_t i = 0; i < 8 && group_key_next(&key, &field); i++) {
		if (i != 0)
			buf_addz(b, ", ");
		buf_addstr(b, t->spec.group[i]);
		buf_addc(b, '=');
		add_cut(b, field);
	}
	buf_addc(b, '\0');
}

/* "t3.new.natural 件": the columns of a cell's name that do not group. */
static void
describe_cell(struct buf *b, const struct totals *t, uint32_t name)
{
	struct str key = {0}, field;

	if (name != GROUP_NONE)
		key = group_key(&t->names, name);
	else
		buf_addz(b, tr("others", "其他"));
	for (size_t i = 0; i < t->nleft && group_key_next(&key, &field); i++) {
		bool unit = str_is(t->left[i], "unit");

		if (i != 0 && field.n != 0)
			buf_addc(b, unit ? ' ' : '.');
		add_cut(b, field);
	}
	buf_addc(b, '\0');
}

static void
warn_mixed(const struct totals *t, size_t n, uint32_t group)
{
	struct buf which = {0}, one = {0}, other = {0}, left = {0};

	totals_describe(&which, t, group);
	describe_cell(&one, t, t->info[group].one);
	describe_cell(&other, t, t->info[group].other);
	for (size_t i = 0; i < t->nleft; i++)
		buf_addf(&left, "%s%.*s", i != 0 ? "," : "",
		    (int)t->left[i].n, t->left[i].p);
	buf_addc(&left, '\0');
	warn(NULL, 0,
	    tr("group %s would add %s and %s, … (groups like that: %zu); "
	       "add %s to -g, or --mixed",
		"分组 %s 会把 %s 与 %s 等相加（此类分组：%zu 个）；"
		"请在 -g 中加上 %s，或用 --mixed"),
	    which.p, one.p, other.p, n, left.p);
	buf_free(&which);
	buf_free(&one);
	buf_free(&other);
	buf_free(&left);
}

static void
warn_overflow(const struct totals *t, size_t n, uint32_t group)
{
	struct buf which = {0};

	totals_describe(&which, t, group);
	warn(NULL, 0,
	    tr("the sum of group %s is too large and left empty "
	       "(groups like that: %zu)",
		"分组 %s 的合计过大，留空（此类分组：%zu 个）"),
	    which.p, n);
	buf_free(&which);
}

void
totals_header(struct buf *b, const struct totals *t)
{
	spec_header(b, &t->spec);
}

/* The records, or lines of columns where pretty is not NULL. */
static void
print_groups(struct buf *b, const struct totals *t, struct pretty *pretty,
    void (*commit)(void))
{
	struct trouble found = {0};

	for (uint32_t g = 0; g < t->table.n; g++) {
		size_t from = b->n;

		note_trouble(&found, t, g);
		put_group(b, t, g);
		if (pretty != NULL)
			pretty_line(pretty, b, from);
		if (commit != NULL)
			commit();
	}
	if (found.mixed != 0)
		warn_mixed(t, found.mixed, found.mixed_at);
	if (found.overflow != 0)
		warn_overflow(t, found.overflow, found.overflow_at);
}

void
totals_print(struct buf *b, const struct totals *t, void (*commit)(void))
{
	print_groups(b, t, NULL, commit);
}

static void
measure(struct pretty *p, const struct totals *t, bool header)
{
	struct buf record = {0};

	if (header) {
		totals_header(&record, t);
		pretty_measure(p, &record, 0, true);
	}
	for (uint32_t g = 0; g < t->table.n; g++) {
		buf_reset(&record);
		put_group(&record, t, g);
		pretty_measure(p, &record, 0, false);
	}
	buf_free(&record);
}

void
totals_print_pretty(struct buf *b, const struct totals *t, bool header,
    void (*commit)(void))
{
	struct pretty p = {0};
	size_t from = b->n;

	measure(&p, t, header);
	if (header) {
		totals_header(b, t);
		pretty_line(&p, b, from);
		pretty_rule(&p, b);
	}
	print_groups(b, t, &p, commit);
	pretty_free(&p);
}
