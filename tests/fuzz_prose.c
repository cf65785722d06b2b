/*
 * Any text as a paragraph, and as the prose of a report.
 *
 * Figures lie in the folded text, in order and apart; what a slice of it was in
 * the source is found there; every number is a decimal that is printed.  The
 * statements are cells with a value, a unit and a flag that are documented, or with
 * none where the number was left out, and no two of them have the same key.
 */
#include <assert.h>

#include "base/utf8.h"
#include "report/clause.h"
#include "report/prose.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
lies_in(struct str s, struct str outer)
{
	return s.p >= outer.p && s.p + s.n <= outer.p + outer.n;
}

static void
check_figures(const struct clause *c)
{
	struct str text = c->text, source = buf_str(&c->source);
	const char *last = text.p;

	assert(utf8_valid(text));
	for (size_t i = 0; i < c->nfigure; i++) {
		const struct figure *f = &c->figure[i];

		assert(f->from >= last && f->to > f->from);
		assert(lies_in(f->before, text) && lies_in(clause_after(c, f), text));
		assert(lies_in(f->unit, text) && f->sentence <= f->from);
		assert(lies_in(clause_source(c, f->before), source));
		assert(dec_cmp(f->number.value, (struct dec){0}) >= 0);
		last = f->to;
	}
}

static void
check_cells(const struct report *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct cell *c = &r->cell[i];
		struct dec d;

		assert(str_is(c->table, "s1") && c->row.n != 0 && c->col.n != 0);
		assert(c->raw.n != 0 && (dec_parse(c->value, &d) ||
			(str_is(c->row, "broken") && c->value.n == 0)));
		assert(utf8_valid(c->raw) && c->line != 0);
		assert(c->flag.n == 0 || str_is(c->flag, "about"));
		assert(report_find(r, c->table, c->row, c->col) == c);
	}
}

/* The text as one paragraph, or as one a line. */
static void
tell(struct str text, bool lines)
{
	struct tree t = {.sectioned = true};
	struct report r = {.org = STR("青屿市民政局"), .year = 2023};
	struct str rest = text, line;
	unsigned long number = 1;

	while (lines && str_split(&rest, '\n', &line))
		tree_add(&t, NODE_TEXT, number++, line)->sec = 1;
	if (!lines)
		tree_add(&t, NODE_TEXT, 1, text)->sec = 1;
	prose_add(&r, &t);
	check_cells(&r);
	report_free(&r);
	tree_free(&t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct clause c = {0};

	if (!utf8_valid(text) || size > (1 << 16))
		return 0;
	clause_learn();
	clause_begin_paragraph(&c, 0, text, 1);
	clause_read(&c);
	assert(clause_next(&c));
	check_figures(&c);
	clause_free(&c);
	tell(text, false);
	tell(text, true);
	return 0;
}
