/*
 * Reports that belong together: one agency over consecutive years, or a
 * government and the agencies whose figures its own report sums up.
 *
 * What one year hands over to the next is a function of agency and year alone,
 * so that each report can be drawn without the ones before it.
 */
#include "gen.h"

#include <stdio.h>
#include <string.h>

/* Parts of the agency that have a generator of their own, one for each year. */
enum { P_SIZE = 1000, P_YEAR = 2000, P_RULES = 3000, P_ITEMS = 4000 };

static struct rng
rng_agency(const struct doc *d, unsigned part)
{
	return rng_for(d->seed, d->agency, part);
}

/* A number as a name that no other number has. */
static void
add_number_name(struct buf *b, uint64_t number)
{
	static const char *const sign[] = {
		"阡", "沄", "岫", "汀", "蔚", "菁", "渭", "楠", "桐", "樾",
		"澧", "沅", "潇", "湘", "潞", "汾", "沁", "洹", "淇", "漳",
	};

	for (unsigned i = 0; i < 4; i++, number /= COUNT(sign))
		buf_addz(b, sign[number % COUNT(sign)]);
}

static const char *
kept(struct doc *d)
{
	return arena_str(&d->arena, buf_str(&d->text)).p;
}

void
family_publisher(struct doc *d)
{
	static const char *const bureau[] = {
		"民政局", "财政局", "教育局", "水利局", "商务局", "统计局",
		"审计局", "司法局", "林业局", "信访局", "气象局", "体育局",
	};
	struct buf *b = &d->text;

	buf_reset(b);
	add_number_name(b, d->agency);
	buf_addz(b, "县");
	d->place = kept(d);
	d->self = d->family == PARENT ? "我县" : "我局";
	if (d->family == PARENT)
		buf_addz(b, "人民政府");
	else if (d->nth < COUNT(bureau) || d->family == SERIES)
		buf_addz(b, bureau[d->family == SERIES
			? d->agency % COUNT(bureau) : d->nth]);
	else
		buf_addf(b, "第%u分局", d->nth);
	d->org = kept(d);
}

/* ---- a series ---- */

/* How much is answered in each column in a year, and what is left over. */
struct load {
	unsigned n[SUM3], left[SUM3];
};

static struct load
load_of(const struct doc *d, unsigned nth)
{
	static const unsigned share[SUM3] = {1, 9, 60, 50, 25, 40};
	struct rng size = rng_agency(d, P_SIZE), r = rng_agency(d, P_YEAR + nth);
	unsigned all = chance(&size, 25) ? 0 : between(&size, 1, 400);
	struct load l = {{0}, {0}};

	for (unsigned col = 0; col < SUM3; col++) {
		l.n[col] = all / share[col] * between(&r, 85, 115) / 100;
		if (l.n[col] > 3 && chance(&r, 60))
			l.left[col] = between(&r, 1, 1 + l.n[col] / 12);
	}
	return l;
}

static void
draw_series(struct doc *d)
{
	struct load now = load_of(d, d->nth), before = {{0}, {0}};
	struct rng r = rng_part(d, P_T3);

	if (d->nth != 0)
		before = load_of(d, d->nth - 1);
	for (unsigned col = 0; col < SUM3; col++) {
		unsigned in = before.left[col],
			 n = now.n[col] > in ? now.n[col] : in;
		unsigned granted = below(&r, n + 1),
			 partial = below(&r, n - granted + 1);

		d->t3[CARRIED_IN][col] = in;
		d->t3[CARRIED_OUT][col] = now.left[col];
		d->t3[NEW][col] = (long)n + now.left[col] - in;
		d->t3[TOTAL][col] = n;
		d->t3[GRANTED][col] = granted;
		d->t3[PARTIAL][col] = partial;
		d->t3[NOT_HELD][col] = n - granted - partial;
	}
	for (unsigned row = 0; row < ROWS3; row++)
		for (unsigned col = 0; col < SUM3; col++)
			d->t3[row][SUM3] += d->t3[row][col];
}

static void
add_one(struct doc *d, const unsigned *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		d->t3[rows[i]][0]++;
		d->t3[rows[i]][SUM3]++;
	}
}

bool
family_tables(struct doc *d)
{
	static const unsigned carry[] = {CARRIED_IN, GRANTED, TOTAL},
				sum[] = {NEW, GRANTED, TOTAL};

	if (d->family == SERIES) {
		draw_series(d);
	} else if (d->family == PARENT) {
		memcpy(d->t3, d->sum->t3, sizeof d->t3);
		memcpy(d->t4, d->sum->t4, sizeof d->t4);
	}
	if (d->broken == BREAK_CARRY)
		add_one(d, carry, COUNT(carry));
	if (d->broken == BREAK_SUM)
		add_one(d, sum, COUNT(sum));
	return d->family == SERIES || d->family == PARENT;
}

static void
put(struct doc *d, const char *row, const char *col, long value)
{
	for (size_t i = 0; i < d->nnum; i++) {
		struct num *n = &d->num[i];

		if (strcmp(n->table, "t2") != 0 || strcmp(n->row, row) != 0 ||
		    strcmp(n->col, col) != 0)
			continue;
		snprintf(n->value, sizeof n->value, "%ld", value);
		memcpy(n->text, n->value, sizeof n->value);
	}
}

/* Documents: what was there, came and went, year by year. */
static void
put_documents(struct doc *d, unsigned first)
{
	struct rng r = rng_agency(d, P_RULES);
	long there = between(&r, 0, 90), came = 0, gone = 0;

	for (unsigned year = first; year <= d->nth; year++) {
		r = rng_agency(d, P_RULES + 1 + year);
		came = between(&r, 0, 9);
		gone = d->form == F2021 ? below(&r, (size_t)(there / 4 + 1)) : 0;
		there += came - gone;
	}
	put(d, "normative", "issued", came);
	put(d, "normative", "repealed", gone);
	put(d, "normative", "in_force", there + (d->broken == BREAK_INFORCE));
	put(d, "normative", "made", came);
	put(d, "normative", "published", came);
	put(d, "normative", "public_total", there);
	for (unsigned i = 0; i < 6; i++)
		put(d, "rules", (const char *const[]){"issued", "repealed",
			"in_force", "made", "published", "public_total"}[i], 0);
}

/* Items: how many at the beginning, how many more; and what was decided. */
static void
put_items(struct doc *d, unsigned first)
{
	static const char *const row[] = {"license", "other_service", "penalty",
		"coercion", "fee"};

	for (unsigned i = 0; i < COUNT(row); i++) {
		struct rng r = rng_agency(d, P_ITEMS + i * 100);
		long there = between(&r, 0, 300), more = 0,
		     much = between(&r, 0, 9000);

		for (unsigned year = first; year <= d->nth; year++) {
			there += more;
			r = rng_agency(d, P_ITEMS + i * 100 + 1 + year);
			more = below(&r, 6);
		}
		r = rng_agency(d, P_ITEMS + i * 100 + 50 + d->nth);
		put(d, row[i], "prev_items", there);
		put(d, row[i], "change", more);
		put(d, row[i], "decisions", much * between(&r, 85, 115) / 100);
	}
}

void
family_t2(struct doc *d)
{
	unsigned start = d->year - d->nth,
		 first = d->form == F2021 && start < 2021 ? 2021 - start : 0;

	if (d->family == SERIES) {
		put_documents(d, first);
		put_items(d, first);
	}
	for (size_t i = 0; d->family == PARENT && i < d->sum->n2; i++)
		put(d, d->sum->t2[i].row, d->sum->t2[i].col,
		    d->sum->t2[i].value);
}

/* ---- a tree ---- */

static void
add_number(struct family_sum *s, const struct num *n)
{
	size_t i = 0;
	long value;

	if (strcmp(n->table, "t2") != 0 || strstr(n->col, "amount") != NULL ||
	    sscanf(n->value, "%ld", &value) != 1)
		return;
	while (i < s->n2 && (strcmp(s->t2[i].row, n->row) != 0 ||
		strcmp(s->t2[i].col, n->col) != 0))
		i++;
	if (i == s->n2) {
		s->t2[i].row = n->row;
		s->t2[i].col = n->col;
		s->t2[i].value = 0;
		s->n2++;
	}
	s->t2[i].value += value;
}

void
family_add(struct family_sum *s, const struct doc *child)
{
	for (unsigned row = 0; row < ROWS3; row++)
		for (unsigned col = 0; col < COLS3; col++)
			s->t3[row][col] += child->t3[row][col];
	for (unsigned row = 0; row < 3; row++)
		for (unsigned col = 0; col < 5; col++)
			s->t4[row][col] += child->t4[row][col];
	for (size_t i = 0; i < child->nnum; i++)
		add_number(s, &child->num[i]);
}
