/*
 * Fuzzing the search for the wrong cell: the bytes spoil some cells of a report
 * in which all adds up.  Whatever a hint proposes must be true: with the cells
 * changed as it says, as many sums hold as it says, and none that held fails.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "check/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FAILING_MAX 128
#define HINTS_MAX 16

/* What one judgement says. */
struct said {
	char failing[FAILING_MAX][64]; /* rule and cell */
	size_t nfailing;
	char *hint[HINTS_MAX]; /* each once */
	size_t nhint;
};

static struct rules rules;

static void
see_finding(void *ctx, const struct finding *f)
{
	struct said *s = ctx;
	char *hint = xstrdup_str(f->hint);
	size_t i = 0;

	if (f->outcome == OUTCOME_FAIL) {
		assert(s->nfailing < FAILING_MAX);
		snprintf(s->failing[s->nfailing++], sizeof *s->failing,
		    "%.*s %.*s.%.*s.%.*s", (int)f->rule->id.n, f->rule->id.p,
		    (int)f->table.n, f->table.p, (int)f->row.n, f->row.p,
		    (int)f->col.n, f->col.p);
	}
	while (i < s->nhint && strcmp(s->hint[i], hint) != 0)
		i++;
	if (*hint != '\0' && i == s->nhint && i < HINTS_MAX)
		s->hint[s->nhint++] = hint;
	else
		free(hint);
}

/* ---- the report --------------------------------------------------------- */

/* A table that adds up: all requests of one kind came to one result. */
static const char *
sound_value(struct str row, struct str col)
{
	bool counts = str_is(row, "new") || str_is(row, "granted") ||
	    str_is(row, "total");

	if (!counts)
		return "0";
	return str_is(col, "natural") ? "31"
	    : str_is(col, "company")  ? "7"
	    : str_is(col, "total")    ? "38" : "0";
}

static void
make_report(struct report *r)
{
	const struct form *form = forms_find(forms_builtin(), STR("2021"));
	static const char *const tables[] = {"t3", "t4"};

	r->form = STR("2021");
	r->year = 2023;
	for (size_t t = 0; t < 2; t++) {
		const struct form_table *ft = form_table(form, str_of(tables[t]));

		for (size_t i = 0; i < ft->nrow; i++) {
			for (size_t k = 0; k < ft->ncol; k++) {
				struct cell *c = report_add(r, ft->key,
				    ft->row[i].key, ft->col[k].key);

				c->value = c->raw = str_of(t == 1 ? "0"
					: sound_value(ft->row[i].key,
					      ft->col[k].key));
			}
		}
	}
}

static void
set_cell(struct report *r, struct cell *c, struct str value)
{
	c->value = c->raw = arena_str(&r->arena, value);
	c->flag = str_of(value.n == 0 ? "blank" : "");
}

/* Two bytes spoil one cell. */
static void
spoil(struct report *r, uint8_t where, uint8_t how)
{
	struct cell *c = &r->cell[where % r->n];
	char text[24];

	snprintf(text, sizeof text, "%d", how < 200 ? how % 50 : how * 9973);
	set_cell(r, c, how % 7 == 0 ? (struct str){0} : str_of(text));
}

static void
judge(const struct report *r, struct said *s)
{
	struct check c = {.rules = &rules, .forms = forms_builtin(), .ctx = s,
	    .finding = see_finding};

	*s = (struct said){0};
	check_report(&c, r, NULL);
	check_free(&c);
}

static void
forget(struct said *s)
{
	for (size_t i = 0; i < s->nhint; i++)
		free(s->hint[i]);
}

/* ---- what a hint says --------------------------------------------------- */

static bool
failed_before(const struct said *s, const char *what)
{
	for (size_t i = 0; i < s->nfailing; i++)
		if (strcmp(s->failing[i], what) == 0)
			return true;
	return false;
}

/* Change the cells as the set says; false when it does not name all. */
static bool
apply(struct report *r, const char *set)
{
	const char *arrow;

	if (strstr(set, " more would") != NULL)
		return false;
	while ((arrow = strstr(set, " → ")) != NULL) {
		const char *key = arrow, *value = arrow + strlen(" → ");
		struct str whole, table, row, col;
		struct dec d;
		size_t i = 0;

		while (key[-1] != ' ') /* over the old value */
			key--;
		whole.p = key - 1;
		while (whole.p > set && whole.p[-1] != ' ')
			whole.p--;
		whole.n = (size_t)(key - 1 - whole.p);
		assert(cell_key_split(whole, &table, &row, &col));
		while (i < r->n && !(str_eq(r->cell[i].table, table) &&
		    str_eq(r->cell[i].row, row) && str_eq(r->cell[i].col, col)))
			i++;
		assert(i < r->n);
		set = value + strspn(value, "-.0123456789");
		assert(dec_parse((struct str){value, (size_t)(set - value)}, &d));
		assert(d.n >= 0 && dec_is_int(d));
		set_cell(r, &r->cell[i], (struct str){value,
		    (size_t)(set - value)});
	}
	return true;
}

static void
check_set(const struct report *spoilt, const struct said *before,
    const char *set, size_t mends)
{
	struct report r = {0};
	struct said *after = xmalloc(sizeof *after);

	make_report(&r);
	for (size_t i = 0; i < r.n; i++) {
		r.cell[i].value = r.cell[i].raw = spoilt->cell[i].value;
		r.cell[i].flag = spoilt->cell[i].flag;
	}
	if (apply(&r, set)) {
		judge(&r, after);
		assert(after->nfailing + mends == before->nfailing);
		for (size_t i = 0; i < after->nfailing; i++)
			assert(failed_before(before, after->failing[i]));
		forget(after);
	}
	free(after);
	report_free(&r);
}

static void
check_hint(const struct report *r, const struct said *before, char *hint)
{
	static const char would[] = " would make ";
	size_t mends = 0;

	while (hint != NULL) {
		char *next = strstr(hint, "; or "), *claim;

		if (next != NULL) {
			*next = '\0';
			next += strlen("; or ");
		}
		claim = strstr(hint, would);
		if (claim != NULL) {
			claim += strlen(would);
			if (strncmp(claim, "all ", 4) == 0)
				claim += 4;
			mends = strncmp(claim, "the ", 4) == 0
			    ? 1 : strtoul(claim, NULL, 10);
		}
		assert(mends != 0);
		check_set(r, before, hint, mends);
		hint = next;
	}
}

static void
load(void)
{
	struct str text;
	const char *name;

	for (size_t i = 0; rules_builtin(i, &text, &name); i++)
		rules_parse(&rules, text, NULL, NULL);
	rules_switch(&rules, "*", false);
	rules_switch(&rules, "t3.balance", true);
	rules_switch(&rules, "t3.total", true);
	rules_switch(&rules, "t3.rowsum", true);
	rules_switch(&rules, "t4.total", true);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct report r = {0};
	struct said *before = xmalloc(sizeof *before);

	if (rules.n == 0)
		load();
	make_report(&r);
	for (size_t i = 0; i + 1 < size && i < 24; i += 2)
		spoil(&r, data[i], data[i + 1]);
	judge(&r, before);
	for (size_t i = 0; i < before->nhint; i++)
		check_hint(&r, before, before->hint[i]);
	forget(before);
	free(before);
	report_free(&r);
	return 0;
}
