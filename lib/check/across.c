/*
 * Rules across reports, see across.h.
 *
 * Reports come one at a time and in any order, so that nothing about two of them
 * can be said before the end.  What is kept meanwhile is decided by the rules:
 * the cells that they name with "prev." or "child." or beside such.  At the end
 * a report is put together again from what was kept, with the cells of the
 * others under "prev.t3" and so on, and goes through check_across as any other.
 *
 * Here is how a run begins and ends, and what is judged; across_note and
 * across_take are in across_keep.c.
 */
#include "check/across_run.h"

#include <stdlib.h>

void
across_begin(struct across *a)
{
	struct across_run *run = xcalloc(1, sizeof *run);

	a->run = run;
	run->sketches.bound = a->memory / 2; /* they are looked at many times */
	run->away.bound = a->memory - run->sketches.bound;
	a->units.away = &run->away;
	a->check->levels = a->tree != NULL || a->folders;
	across_want(a);
}

/* Which of the reports of its publisher and year is it? */
static void
add_number(struct across_run *run, size_t i)
{
	const struct kept *k = &run->kept[i];
	struct found f = across_find(run, k->unit, k->year);
	size_t n = 0;

	if (f.n == 0)
		return; /* one of the two is not known */
	for (size_t end = f.n; end - n > 1;) {
		size_t middle = n + (end - n) / 2;

		if (f.v[middle] <= i)
			n = middle;
		else
			end = middle;
	}
	across_add_fact(run, "across", "report", "number", n + 1,
	    n != 0 ? across_doc(run, &run->kept[f.v[0]]) : (struct str){0});
}

static void
judge_kept(struct across *a, size_t i)
{
	struct across_run *run = a->run;
	const struct kept *k = &run->kept[i];
	const struct form *form = across_form(a, k);
	struct across_state alone = {(k->flags & FLAG_FAILED) != 0,
	    (k->flags & FLAG_UNKNOWN) != 0};
	struct check_view view = {.no_facts = (k->flags & FLAG_NO_FACTS) != 0};
	struct check_result result;

	report_reset(&run->report);
	run->report.doc = across_doc(run, k);
	run->report.year = k->year;
	if (k->unit != UNIT_NONE && !a->units.v[k->unit].nameless)
		run->report.org = units_name(&a->units, k->unit);
	if (form != NULL)
		run->report.form = form->name;
	view.side[SCOPE_CHILD].outcome = OUTCOME_SKIP;
	across_add_prev(a, k, &view);
	if (a->check->levels)
		across_add_below(a, k, &view);
	if (run->wants_own || view.side[SCOPE_PREV].outcome == OUTCOME_PASS ||
	    view.side[SCOPE_CHILD].outcome == OUTCOME_PASS)
		across_add_cells(run, k, SCOPE_REPORT);
	add_number(run, i);
	across_add_copy(run, i);
	check_across(a->check, &run->report, &view, &result);
	a->judged(a->ctx, &alone, &result);
}

/* For which years must the units below this one have reports?  Those for which
 * it has one itself, or half of them have. */
static void
years_expected(const struct across *a, uint32_t unit, bool *years)
{
	size_t n = 0, have[YEARS] = {0};

	for (uint32_t c = a->units.v[unit].child; c != UNIT_NONE;
	     c = a->units.v[c].next) {
		n++;
		for (unsigned y = 0; y < YEARS; y++)
			have[y] += years[y] &&
			    across_find(a->run, c, YEAR_FIRST + y).n != 0;
	}
	for (unsigned y = 0; y < YEARS; y++)
		years[y] = years[y] && (2 * have[y] >= n ||
		    across_find(a->run, unit, YEAR_FIRST + y).n != 0);
}

/* The address that a finding on a unit has: its line of the tree, or the folder
 * of its first report. */
static struct str
place_of(const struct across *a, uint32_t unit)
{
	return a->folders ? across_folder(a->run, unit) : str_of(a->tree);
}

static void
judge_unit(struct across *a, uint32_t unit, unsigned year)
{
	struct across_run *run = a->run;
	const struct unit *u = &a->units.v[unit];
	struct check_view view = {.unit = true};
	struct check_result result;
	size_t n = across_find(run, unit, year).n;

	if (u->nameless)
		return;
	report_reset(&run->report);
	run->report.doc = place_of(a, unit);
	run->report.year = year;
	run->report.org = units_name(&a->units, unit);
	across_add_fact(run, "tree", "unit", "reports", n,
	    units_name(&a->units, u->parent))->line = u->line;
	check_across(a->check, &run->report, &view, &result);
	if (result.waived)
		a->units.v[unit].accounted = true;
	for (enum level l = LEVEL_NOTE; l <= LEVEL_ERROR; l++)
		if (result.failed[l] != 0)
			a->units.v[unit].accounted = true;
	a->judged(a->ctx, NULL, &result);
}

static void
judge_units(struct across *a)
{
	bool seen[YEARS] = {0}, years[YEARS];

	for (size_t i = 0; i < a->run->n; i++)
		if (a->run->kept[i].year != 0)
			seen[a->run->kept[i].year - YEAR_FIRST] = true;
	for (uint32_t u = 0; u < a->units.n; u++) {
		if (a->units.v[u].child == UNIT_NONE)
			continue;
		memcpy(years, seen, sizeof years);
		years_expected(a, u, years);
		for (uint32_t c = a->units.v[u].child; c != UNIT_NONE;
		     c = a->units.v[c].next)
			for (unsigned y = 0; y < YEARS; y++)
				if (years[y])
					judge_unit(a, c, YEAR_FIRST + y);
	}
}

/* A name in the tree that no report has, and no finding is about, is often one
 * that is misspelt. */
static void
tell_unaccounted(const struct across *a)
{
	for (uint32_t i = 0; i < a->units.n; i++)
		if (!a->units.v[i].accounted && a->units.v[i].line != 0)
			note(a->tree, a->units.v[i].line,
			    tr("no report is by %s", "没有 %s 的报告"),
			    units_name(&a->units, i).p);
}

void
across_end(struct across *a)
{
	struct across_run *run = a->run;

	if (!run->on)
		return;
	spill_settle(&run->away);
	spill_settle(&run->sketches);
	if (a->folders)
		across_tree_of_folders(a);
	units_link(&a->units);
	if (run->wants_copy)
		across_find_copies(run);
	across_put_in_order(a);
	for (size_t i = 0; i < run->n; i++)
		judge_kept(a, i);
	if (a->check->levels)
		judge_units(a);
	if (a->tree != NULL)
		tell_unaccounted(a);
}

void
across_free(struct across *a)
{
	struct across_run *run = a->run;

	units_free(&a->units);
	if (run == NULL)
		return;
	arena_free(&run->names);
	spill_free(&run->away);
	spill_free(&run->sketches);
	map_free(&run->by_key);
	free(run->wanted);
	free(run->watched);
	free(run->kept);
	free(run->order);
	free(run->unit_end);
	free(run->nearest);
	buf_free(&run->text);
	buf_free(&run->why);
	for (struct subtotal *s = run->subtotal; s < run->subtotal + SUBTOTALS;
	     s++) {
		buf_free(&s->why);
		report_free(&s->sums);
	}
	report_free(&run->report);
	free(run);
	a->run = NULL;
}
