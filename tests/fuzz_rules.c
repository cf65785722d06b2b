/*
 * Fuzzing rule files: the bytes are one.  Whatever they are, a mistake has a
 * place in the file, and a rule that was read can be judged on a report without
 * cells, on one without a form and on one with a few odd cells: each gives at
 * least one outcome, and each finding is one line of valid UTF-8.
 */
#include <assert.h>

#include "base/utf8.h"
#include "check/check.h"
#include "check/keys.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct place {
	struct str text;
	size_t lines;
};

static void
see_mistake(void *ctx, const struct err *e)
{
	const struct place *p = ctx;

	assert(e->line >= 1 && e->line <= p->lines);
	assert(e->col <= p->text.n + 1);
	assert(e->text[0] != '\0');
}

static void
see_finding(void *ctx, const struct finding *f)
{
	struct buf *b = ctx;
	unsigned columns = 1;

	buf_reset(b);
	finding_write(b, f);
	assert(utf8_valid(buf_str(b)));
	for (size_t i = 0; i < b->n; i++) {
		columns += b->p[i] == '\t';
		assert((b->p[i] == '\n') == (i == b->n - 1));
	}
	assert(columns == FINDING_COLUMNS);
	buf_reset(b);
	finding_text(b, f, true);
	assert(b->p[b->n - 1] == '\n');
}

static void
add_cells(struct report *r)
{
	static const struct {
		const char *table, *row, *col, *value, *raw, *flag;
	} cell[] = {
		{"t3", "new", "natural", "7", "7", ""},
		{"t3", "new", "total", "-999999999999999999", "", ""},
		{"t3", "total", "natural", "", "", "blank"},
		{"t3", "other", "natural", "1.5", "1.5", ""},
		{"t3", "denied.law", "natural", "", "a\tb\nc", "text,unread"},
		{"t3", "granted", "total", "", "words", "text"},
		{"doc", "s3", "order", "3", "three", ""},
		{"doc", "title", "year", "2023", "", ""},
		{"x", "*", "*", "1", "", ""},
	};

	for (size_t i = 0; i < sizeof cell / sizeof *cell; i++) {
		struct cell *c = report_add(r, str_of(cell[i].table),
		    str_of(cell[i].row), str_of(cell[i].col));

		c->value = str_of(cell[i].value);
		c->raw = str_of(cell[i].raw);
		c->flag = str_of(cell[i].flag);
		c->line = i;
	}
}

/* Every rule that is on must come to something; those across reports wait. */
static void
judge(struct check *c, const struct report *r)
{
	check_report(c, r, NULL);
	for (size_t i = 0; i < c->rules->n; i++) {
		unsigned long n = 0;

		for (size_t k = 0; k < OUTCOMES; k++) {
			n += c->count[i][k];
			c->count[i][k] = 0;
		}
		assert((n != 0) ==
		    (c->rules->rule[i].on && c->rules->rule[i].across == 0));
	}
}

static void
judge_all(struct check *c)
{
	struct report r = {.doc = STR("a.txt")};

	judge(c, &r);
	r.form = STR("2021");
	judge(c, &r);
	add_cells(&r);
	r.year = 2023;
	judge(c, &r);
	r.form = STR("2019");
	judge(c, &r);
	r.form = STR("none");
	judge(c, &r);
	report_free(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct place p = {{(const char *)data, size}, 1};
	struct rules rules = {0};
	struct buf b = {0};
	struct check c = {.rules = &rules, .forms = forms_builtin(), .ctx = &b,
	    .finding = see_finding};

	for (size_t i = 0; i < size; i++)
		p.lines += data[i] == '\n';
	rules_parse(&rules, p.text, &p, see_mistake);
	keys_check(&rules, c.forms, &p, see_mistake);
	judge_all(&c);
	check_free(&c);
	c.all = true;
	judge_all(&c);
	check_free(&c);
	rules_free(&rules);
	buf_free(&b);
	return 0;
}
