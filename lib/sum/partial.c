/*
 * Partial totals.  Adding up the partial totals of any cut of the records, in
 * their order, gives what one run over all of them would have given: groups by
 * their first appearance, exact sums, sets of texts as a whole.
 *
 * The records tell by their header all that merging needs to know:
 *
 *	gx-sum-partial-1  "one" when the group holds cells of one name, "mixed"
 *	                  when of several; empty when none, or when this does
 *	                  not matter
 *	stats:LIST        LIST is what was asked for with -s; the field is the
 *	                  number of records
 *	by:COL ...        the group columns and what they hold
 *	one:COL ...       the name of the first cell, as far as its columns do
 *	                  not group (only where it matters)
 *	count:COL blank:COL sum:COL min:COL max:COL
 *	                  for each column that a statistic reads: how many
 *	                  numbers and empty fields; the others are empty where
 *	                  there is no number; a sum out of range is "overflow"
 *	texts:COL         where different texts are counted: all of them, as
 *	                  one line of fields, escaped a second time
 *
 * A group may go on in a further record, which is how very many texts are
 * written; so adding records up and merging files are the same thing.
 */
#include "sum/partial.h"

#include "base/reject.h"

#define TEXTS_ENOUGH ((size_t)1 << 20) /* bytes of texts in one record */
#define MARK "gx-sum-partial-1"

static const char *const columns[] = {MARK};

/* Without its header such a record cannot be read. */
static bool
never(const struct str *field)
{
	(void)field;
	return false;
}

const struct tsv_kind partial_kind = {"partial", columns, 1, 1, never};

static void
name_column(struct buf *b, const char *what, struct str col)
{
	buf_addz(b, what);
	buf_addstr(b, col);
	buf_addc(b, '\t');
}

void
partial_header(struct buf *b, const struct totals *t)
{
	const struct spec *s = &t->spec;

	buf_addz(b, MARK "\tstats:");
	spec_list(b, s);
	buf_addc(b, '\t');
	for (size_t i = 0; i < s->ngroup; i++)
		name_column(b, "by:", s->group[i]);
	for (size_t i = 0; i < t->nleft; i++)
		name_column(b, "one:", t->left[i]);
	for (size_t i = 0; i < s->nmeasure; i++) {
		name_column(b, "count:", s->measure[i].col);
		name_column(b, "blank:", s->measure[i].col);
		name_column(b, "sum:", s->measure[i].col);
		name_column(b, "min:", s->measure[i].col);
		name_column(b, "max:", s->measure[i].col);
		if (s->measure[i].texts)
			name_column(b, "texts:", s->measure[i].col);
	}
	tsv_end(b);
}

/* Where each text set of the group goes on; GROUP_NONE: nowhere. */
struct cursor {
	uint32_t member[SPEC_MAX];
};

static void
begin_texts(struct cursor *c, const struct totals *t, uint32_t group)
{
	size_t n = t->spec.nmeasure;

	for (size_t i = 0; i < n; i++) {
		c->member[i] = GROUP_NONE;
		if (t->spec.measure[i].texts && t->set[group * n + i].n != 0)
			c->member[i] = t->set[group * n + i].first;
	}
}

static bool
has_texts(const struct cursor *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c->member[i] != GROUP_NONE)
			return true;
	return false;
}

static void
put_texts(struct buf *b, const struct totals *t, uint32_t *member,
    uint32_t last)
{
	struct buf line = {0};
	uint32_t next;

	while (*member != GROUP_NONE && line.n < TEXTS_ENOUGH) {
		tsv_field(&line, texts_at(&t->texts, *member, &next));
		*member = *member != last ? next : GROUP_NONE;
	}
	if (line.n != 0)
		line.n--; /* the TAB behind the last one */
	tsv_field(b, buf_str(&line));
	buf_free(&line);
}

static void
put_state(struct buf *b, const struct stat_state *s)
{
	buf_addu(b, s->count);
	buf_addc(b, '\t');
	buf_addu(b, s->blank);
	buf_addc(b, '\t');
	stat_put_sum(b, s);
	buf_addc(b, '\t');
	if (s->count != 0)
		buf_adddec(b, s->min);
	buf_addc(b, '\t');
	if (s->count != 0)
		buf_adddec(b, s->max);
	buf_addc(b, '\t');
}

/* The mark, the number of records, the key, the name of the first cell. */
static void
put_head(struct buf *b, const struct totals *t, uint32_t group, bool first)
{
	const struct group_info *info = &t->info[group];
	struct str key = group_key(&t->table, group), field, name = {0};
	bool named = first && info->one != GROUP_NONE;

	if (named) {
		name = group_key(&t->names, info->one);
		buf_addz(b, info->mixed ? "mixed" : "one");
	}
	buf_addc(b, '\t');
	buf_addu(b, first ? info->records : 0);
	buf_addc(b, '\t');
	while (group_key_next(&key, &field))
		tsv_field(b, field);
	for (size_t i = 0; i < t->nleft; i++) {
		if (!group_key_next(&name, &field))
			field = (struct str){0};
		tsv_field(b, field);
	}
}

static void
put_record(struct buf *b, const struct totals *t, uint32_t group, bool first,
    struct cursor *c)
{
	static const struct stat_state none;
	size_t n = t->spec.nmeasure;

	put_head(b, t, group, first);
	for (size_t i = 0; i < n; i++) {
		size_t at = group * n + i;

		put_state(b, first ? &t->state[at] : &none);
		if (t->spec.measure[i].texts)
			put_texts(b, t, &c->member[i], t->set[at].last);
	}
	tsv_end(b);
}

static void
tell_too_long(const struct totals *t, uint32_t group)
{
	struct buf which = {0};

	totals_describe(&which, t, group);
	warn(NULL, 0,
	    tr("group %s is not written: a line of it would be longer than %zu "
	       "bytes",
		"分组 %s 未输出：其中有一行的长度会超过 %zu 字节"),
	    which.p, TSV_LINE_MAX);
	buf_free(&which);
}

static bool
is_too_long(size_t line)
{
	return line - 1 > TSV_LINE_MAX; /* without its end */
}

/* Does each line of the group fit? */
static bool
fits(const struct totals *t, uint32_t group)
{
	struct cursor c;
	struct buf line = {0};
	bool first = true, ok = true;

	begin_texts(&c, t, group);
	while (ok && (first || has_texts(&c, t->spec.nmeasure))) {
		buf_reset(&line);
		put_record(&line, t, group, first, &c);
		ok = !is_too_long(line.n);
		first = false;
	}
	buf_free(&line);
	return ok;
}

/* Escapes make a field longer than it was in the records, those of texts twice: a
 * group with a line that could not be read again is told here and not written, for
 * the rest of it would pass for all. */
static void
print_group(struct buf *b, const struct totals *t, uint32_t group,
    void (*commit)(void))
{
	struct cursor c;
	size_t start = b->n;

	begin_texts(&c, t, group);
	put_record(b, t, group, true, &c);
	if (is_too_long(b->n - start) ||
	    (has_texts(&c, t->spec.nmeasure) && !fits(t, group))) {
		b->n = start;
		tell_too_long(t, group);
		return;
	}
	if (commit != NULL)
		commit();
	while (has_texts(&c, t->spec.nmeasure)) {
		put_record(b, t, group, false, &c);
		if (commit != NULL)
			commit();
	}
}

void
partial_print(struct buf *b, const struct totals *t, void (*commit)(void))
{
	for (uint32_t g = 0; g < t->table.n; g++)
		print_group(b, t, g, commit);
}

/* ---- reading ---- */

static bool
has_head(const struct tsv *in, const char *name)
{
	return tsv_find(in, str_of(name)) >= 0;
}

/* Append what stands behind the prefix in the names of the header. */
static void
gather(struct buf *list, const struct tsv *in, struct str prefix)
{
	for (size_t i = 0; i < in->nhead; i++) {
		if (!str_starts(in->head[i], prefix))
			continue;
		if (list->n != 0)
			buf_addc(list, ',');
		buf_addstr(list, str_skip(in->head[i], prefix.n));
	}
}

/* Is the header, byte for byte, the one that t writes? */
static bool
is_own_header(const struct totals *t, const struct tsv *in)
{
	struct buf own = {0}, given = {0};
	bool same;

	partial_header(&own, t);
	for (size_t i = 0; i < in->nhead; i++) {
		buf_addstr(&given, in->head[i]);
		buf_addc(&given, i + 1 < in->nhead ? '\t' : '\n');
	}
	same = str_eq(buf_str(&own), buf_str(&given));
	buf_free(&own);
	buf_free(&given);
	return same;
}

static bool
bind_header(struct totals *t, const struct tsv *in, struct err *e)
{
	struct buf groups = {0}, stats = {0};
	bool mixed_ok = t->mixed_ok, ok;

	gather(&groups, in, STR("by:"));
	gather(&stats, in, STR("stats:"));
	buf_addc(&groups, '\0');
	buf_addc(&stats, '\0');
	/* whether names matter was decided when the records were made */
	t->mixed_ok = true;
	for (size_t i = 0; i < in->nhead; i++)
		if (str_starts(in->head[i], STR("one:")))
			t->mixed_ok = false;
	ok = spec_groups(&t->spec, str_of(groups.p), e) &&
	    spec_stats(&t->spec, str_of(stats.p), e) &&
	    totals_bind(t, has_head(in, "count:value"), e);
	t->mixed_ok = mixed_ok;
	buf_free(&groups);
	buf_free(&stats);
	return ok;
}

static void
other_columns(const char *where, unsigned long line)
{
	warn(where, line, "%s",
	    tr("other columns than in the first input: passed over from here on",
		"列与第一个输入不同，自此处起略过"));
}

/* Settle on the first header, or see whether this one is the same. */
static bool
take_header(struct totals *t, const struct tsv *in)
{
	bool first = !t->bound;
	struct err why = {0};

	if (first && !bind_header(t, in, &why))
		warn_err(in->name, &why);
	else if (is_own_header(t, in))
		return true;
	else if (!first)
		other_columns(in->name, 1);
	else
		warn(in->name, 1, "%s",
		    tr("not a header that gx-sum --partial writes",
			"不是 gx-sum --partial 输出的表头"));
	if (first)
		t->bound = false;
	return false;
}

static bool
take_count(struct str text, uint64_t *n)
{
	unsigned long number;

	if (!str_to_ulong(text, &number))
		return false;
	*n = number;
	return true;
}

/* The five fields of a column. */
static bool
take_state(const struct str *f, struct stat_state *s)
{
	*s = (struct stat_state){0};
	if (!take_count(f[0], &s->count) || !take_count(f[1], &s->blank))
		return false;
	if (s->count == 0)
		return f[2].n + f[3].n + f[4].n == 0;
	return stat_get_sum(f[2], s) && dec_parse(f[3], &s->min) &&
	    dec_parse(f[4], &s->max);
}

/* One record, taken apart before anything of it is added. */
struct record {
	bool named, mixed;
	uint64_t records;
	struct stat_state state[SPEC_MAX];
	struct str texts[SPEC_MAX];
};

static bool
take_record(struct record *r, struct totals *t, const struct str *f)
{
	const struct spec *s = &t->spec;

	r->mixed = str_is(f[0], "mixed");
	r->named = r->mixed || str_is(f[0], "one");
	if ((f[0].n != 0 && !r->named) || (r->named && t->nleft == 0) ||
	    !take_count(f[1], &r->records))
		return false;
	f += 2;
	buf_reset(&t->key);
	for (size_t i = 0; i < s->ngroup; i++)
		group_key_add(&t->key, *f++);
	buf_reset(&t->name);
	for (size_t i = 0; i < t->nleft; i++)
		group_key_add(&t->name, *f++);
	for (size_t i = 0; i < s->nmeasure; i++) {
		if (!take_state(f, &r->state[i]))
			return false;
		f += 5;
		if (s->measure[i].texts)
			r->texts[i] = *f++;
	}
	return true;
}

static bool
add_texts(struct totals *t, uint64_t set, struct str line)
{
	struct buf text = {0};
	struct str one;
	bool ok = true;

	while (line.n != 0 && str_split(&line, '\t', &one)) {
		buf_reset(&text);
		buf_addstr(&text, one);
		text.n = tsv_unescape(text.p, text.n);
		if (text.n != 0)
			ok &= texts_add(&t->texts, &t->set[set], set,
			    buf_str(&text));
	}
	buf_free(&text);
	return ok;
}

static bool
add_record(struct totals *t, const struct record *r)
{
	size_t n = t->spec.nmeasure;
	uint32_t group = totals_group(t, buf_str(&t->key));
	bool ok = group != GROUP_NONE;

	if (!ok || (r->named && !totals_name(t, group, buf_str(&t->name))))
		return false;
	t->info[group].mixed |= r->mixed;
	ok = stat_count(&t->info[group].records, r->records);
	for (size_t i = 0; i < n; i++) {
		ok &= stat_merge(&t->state[group * n + i], &r->state[i]);
		if (t->spec.measure[i].texts)
			ok &= add_texts(t, group * n + i, r->texts[i]);
	}
	return ok;
}

/* Add the record, or say what is wrong with it. */
static void
add_line(struct totals *t, const struct tsv *in)
{
	struct record r = {0};
	struct err e;

	if (take_record(&r, t, in->field) && add_record(t, &r))
		return;
	err_at(&e, in->line, 0, "%s",
	    tr("not a record that gx-sum --partial writes",
		"不是 gx-sum --partial 输出的记录"));
	reject(in->name, in, &e);
}

/* Is the line, whether it has as many fields as a record or not, the header of
 * other partial totals?  What follows cannot be added. */
static bool
is_other_header(const struct tsv *in)
{
	if (!str_is(in->field[0], MARK))
		return false;
	other_columns(in->name, in->line);
	return true;
}

/*
 * The header is not looked for by its kind, as that would also take a record
 * for one in which some field holds the mark.
 */
void
partial_read(struct totals *t, const char *where, struct stream *s)
{
	bool headed = false, usable = true;
	struct tsv in;
	int got;

	tsv_open(&in, s, where, NULL, true);
	do {
		struct err why = {0};

		in.field[0] = (struct str){0}; /* a bad line may have none */
		got = tsv_next(&in, &why);
		if (in.heads != 0 && !headed)
			usable = take_header(t, &in);
		headed = in.heads != 0;
		if (usable && (got == TSV_RECORD || got == TSV_BAD))
			usable = !is_other_header(&in);
		if (usable && got == TSV_RECORD)
			add_line(t, &in);
		else if (usable && got == TSV_BAD)
			reject(where, &in, &why);
		else if (usable && got == TSV_FAIL)
			warn_err(where, &why);
	} while (usable && (got == TSV_RECORD || got == TSV_BAD));
	reject_end(where);
	tsv_close(&in);
}
