/*
 * Rules across reports, see across.h.
 *
 * Reports come one at a time and in any order, so that nothing about two of them
 * can be said before the end.  What is kept meanwhile is decided by the rules:
 * the cells that they name with "prev." or "child." or beside such.  At the end
 * a report is put together again from what was kept, with the cells of the
 * others under "prev.t3" and so on, and goes through check_across as any other.
 *
 * Where several reports would fit (two of one publisher for the year before),
 * they must agree in all that was kept, else the rule cannot be judged.
 */
#include "check/across.h"

#include <assert.h>
#include <stdlib.h>

#include "base/spill.h"
#include "base/utf8.h"
#include "check/kept.h"
#include "check/similar.h"

#define NAMES_SHOWN 5  /* of missing units */
#define TERMS_SHOWN 6  /* of a sum over units */
#define YEARS 512      /* of reports, from YEAR_FIRST on */
#define YEAR_FIRST 1800
#define FOLDERS_ABOVE 100 /* are looked at: an address may be very long */
#define SHARE_MIN 30   /* percent; less is never worth a look */

enum {
	FLAG_FAILED = 1, FLAG_UNKNOWN = 2, FLAG_SKETCH = 4, FLAG_NO_FACTS = 8,
	/* of the first report of a publisher and year, see agree: */
	FLAG_PREV_ASKED = 16, FLAG_PREV_AGREE = 32,
	FLAG_CHILD_ASKED = 64, FLAG_CHILD_AGREE = 128,
};

/* A report.  Put away at that place: the length of its address, which may hold
 * any byte, the address and NUL, its cells. */
struct kept {
	uint64_t at;
	uint32_t unit; /* UNIT_NONE: the publisher is not known */
	uint16_t year; /* 0: not known */
	uint8_t form;  /* number in forms, NO_FORM */
	uint8_t flags;
};
#define NO_FORM 255

/* A note begins so; the name of the publisher, the sketch if there is one and what
 * is put away follow. */
struct note_head {
	uint32_t org; /* bytes of the name */
	uint16_t year;
	uint8_t form, flags;
};

/* A cell that some rule asks for, in which scopes. */
struct wanted {
	struct str table, row, col;
	struct str scoped[SCOPES]; /* "prev.t3" */
	struct str whole;
	unsigned scopes;
};

/* What the units below one have for a year, for its reports: all of them that
 * name its publisher and year ask for it. */
struct subtotal {
	uint32_t asked; /* 1 + the number of the first one; 0: of none */
	enum outcome outcome;
	struct buf why;
	struct report sums; /* cells of "child.t3" */
};
#define SUBTOTALS 16 /* kept at a time: publishers may take turns */

struct across_run {
	struct arena names; /* of wanted */
	struct wanted *wanted;
	size_t nwanted, wanted_cap;
	struct str *watched; /* their whole keys, and that of the sketch */
	struct map by_key;
	bool on;        /* there is a rule to keep anything for */
	bool wants_copy;
	bool wants_own; /* cells of a report that has no other at its side */

	struct spill away;
	struct spill sketches; /* one a report, of no meaning where it has none */
	struct kept *kept;
	size_t n, cap;

	uint32_t *order; /* reports by unit and year, then as they came */
	uint32_t *unit_end; /* where in it those of unit i end: [i + 1]; [0]: of none */
	uint32_t *nearest; /* by report: the one with the most similar text */
	struct report report; /* the one that is put together */
	struct subtotal subtotal[SUBTOTALS]; /* by number of the first report */
	struct buf why, text;
};

/* ---- what to keep ------------------------------------------------------- */

static void
want(void *ctx, const struct key *k)
{
	struct across_run *run = ctx;
	struct str whole = str_skip(k->whole, scope_word(k->scope).n);
	uint32_t at;
	struct wanted *w;

	if (str_is(k->table, "tree"))
		return;
	if (str_is(k->table, "across")) {
		run->wants_copy = run->wants_copy || str_is(k->row, "copy");
		return;
	}
	at = map_get(&run->by_key, whole);
	if (at == MAP_NONE) {
		struct buf b = {0};

		run->wanted = xgrow(run->wanted, run->nwanted, &run->wanted_cap,
		    sizeof *run->wanted);
		w = &run->wanted[run->nwanted];
		*w = (struct wanted){.whole = arena_str(&run->names, whole)};
		w->table = (struct str){w->whole.p, k->table.n};
		w->row = (struct str){w->table.p + k->table.n + 1, k->row.n};
		w->col = (struct str){w->row.p + k->row.n + 1, k->col.n};
		for (enum ref_scope s = SCOPE_REPORT; s < SCOPES; s++) {
			buf_reset(&b);
			buf_addstr(&b, scope_word(s));
			buf_addstr(&b, k->table);
			w->scoped[s] = arena_str(&run->names, buf_str(&b));
		}
		buf_free(&b);
		at = (uint32_t)run->nwanted++;
		map_put(&run->by_key, w->whole, at);
	}
	run->wanted[at].scopes |= 1u << k->scope;
}

/* Does the rule look at a report without others, and at more than table "across"? */
static bool
wants_own(const struct rule *r)
{
	bool own = false;

	for (size_t i = 0; i < r->ref.n; i++)
		own = own || !str_starts(r->ref.v[i].text, STR("across."));
	return r->on && r->across == ACROSS_RUN && own;
}

void
across_begin(struct across *a)
{
	struct across_run *run = xcalloc(1, sizeof *run);

	a->run = run;
	run->sketches.bound = a->memory / 2; /* they are looked at many times */
	run->away.bound = a->memory - run->sketches.bound;
	a->units.away = &run->away;
	a->check->levels = a->tree != NULL || a->folders;
	run->on = check_across_keys(a->check, run, want);
	/* where it is kept, check_across looks for this cell */
	run->wants_own = map_get(&run->by_key,
	    STR("doc.document.unrecognised")) != MAP_NONE;
	for (size_t i = 0; i < a->check->rules->n; i++)
		run->wants_own |= wants_own(&a->check->rules->rule[i]);
	run->watched = xcalloc(run->nwanted + 1, sizeof *run->watched);
	for (size_t i = 0; i < run->nwanted; i++)
		run->watched[i] = run->wanted[i].whole;
	run->watched[run->nwanted] = STR("doc.text.sketch");
	a->check->watched = run->watched;
	a->check->nwatched = run->nwanted + 1;
}

/* ---- keeping ------------------------------------------------------------ */

static uint8_t
form_number(const struct across *a, struct str name)
{
	const struct forms *f = a->check->forms;
	const struct form *form = forms_find(f, name);

	return form != NULL && form - f->form < NO_FORM
	    ? (uint8_t)(form - f->form) : NO_FORM;
}

static const struct form *
form_of(const struct across *a, const struct kept *k)
{
	return k->form != NO_FORM ? &a->check->forms->form[k->form] : NULL;
}

/* The publisher; a report without one stands for itself where folders tell
 * the levels. */
static uint32_t
unit_of(struct across *a, struct str org, struct str doc)
{
	uint32_t u = UNIT_NONE;

	if (org.n != 0) {
		u = units_get(&a->units, org);
	} else if (a->folders) {
		u = units_add(&a->units, doc);
		a->units.v[u].nameless = true;
	}
	if (u != UNIT_NONE)
		a->units.v[u].accounted = true;
	return u;
}

static bool
find_sketch(const struct across_run *run, const struct check *judge,
    struct sketch *s)
{
	const struct cell *c = run->wants_copy
	    ? check_watched(judge)[run->nwanted]->cell : NULL;

	return c != NULL && sketch_parse(c->raw, s);
}

void
across_note(const struct across *a, const struct check *judge,
    const struct report *r, const struct check_result *result, struct buf *b)
{
	const struct across_run *run = a->run;
	struct note_head head = {.form = form_number(a, r->form)};
	struct sketch sketch;
	bool sketched;

	if (!run->on)
		return;
	sketched = find_sketch(run, judge, &sketch);
	head.org = r->org.n < UINT32_MAX ? (uint32_t)r->org.n : 0;
	if (r->year >= YEAR_FIRST && r->year < YEAR_FIRST + YEARS)
		head.year = (uint16_t)r->year;
	head.flags = (result->failed[LEVEL_ERROR] != 0 ? FLAG_FAILED : 0) |
	    (result->unknown[LEVEL_ERROR] != 0 ? FLAG_UNKNOWN : 0) |
	    (check_no_facts(r) ? FLAG_NO_FACTS : 0) |
	    (sketched ? FLAG_SKETCH : 0);
	buf_add(b, &head, sizeof head);
	buf_add(b, r->org.p, head.org);
	if (sketched)
		buf_add(b, &sketch, sizeof sketch);
	buf_add(b, &r->doc.n, sizeof r->doc.n);
	buf_addstr(b, r->doc);
	buf_addc(b, '\0'); /* messages want it */
	kept_write(b, check_watched(judge), run->nwanted);
}

/* The address whose length stands at p. */
static struct str
address_at(const char *p)
{
	struct str s = {p + sizeof s.n, 0};

	memcpy(&s.n, p, sizeof s.n);
	return s;
}

void
across_take(struct across *a, struct str note)
{
	struct across_run *run = a->run;
	static const struct sketch none;
	struct str sketch = {(const char *)&none, sizeof none}, org;
	struct note_head head;

	if (note.n == 0 || run->n == UNIT_NONE)
		return;
	memcpy(&head, note.p, sizeof head);
	org = (struct str){note.p + sizeof head, head.org};
	note = str_skip(note, sizeof head + head.org);
	if ((head.flags & FLAG_SKETCH) != 0) {
		sketch.p = note.p;
		note = str_skip(note, sizeof(struct sketch));
	}
	spill_add(&run->sketches, sketch);
	run->kept = xgrow(run->kept, run->n, &run->cap, sizeof *run->kept);
	run->kept[run->n++] = (struct kept){.at = spill_add(&run->away, note),
	    .unit = unit_of(a, org, address_at(note.p)), .year = head.year,
	    .form = head.form, .flags = head.flags};
}

static struct str
doc_of(struct across_run *run, const struct kept *k)
{
	return address_at(spill_at(&run->away, k->at));
}

static struct kept_reader
cells_of(struct across_run *run, const struct kept *k)
{
	struct str doc = doc_of(run, k);

	return (struct kept_reader){.p = (const void *)(doc.p + doc.n + 1)};
}

/* ---- finding ------------------------------------------------------------ */

/* What reports are put in order by; 0: not known. */
typedef uint32_t order_key(const struct kept *k);

static uint32_t
key_of_year(const struct kept *k)
{
	return k->year != 0 ? k->year - YEAR_FIRST + 1u : 0;
}

static uint32_t
key_of_unit(const struct kept *k)
{
	return k->unit != UNIT_NONE ? k->unit + 1 : 0;
}

/*
 * The numbers of the reports in the order of their keys, those with one key as they
 * are in from, or if that is NULL as they came.  end, an entry of zero for each key,
 * nkey of them, gets where those with the key end.
 */
static uint32_t *
order_by(const struct across_run *run, order_key *key, const uint32_t *from,
    uint32_t *end, size_t nkey)
{
	uint32_t *order = xcalloc(run->n, sizeof *order), sum = 0;

	for (size_t i = 0; i < run->n; i++)
		end[key(&run->kept[i])]++;
	for (size_t k = 0; k < nkey; k++) {
		uint32_t n = end[k];

		end[k] = sum; /* where they begin, up to now */
		sum += n;
	}
	for (uint32_t i = 0; i < run->n; i++) {
		uint32_t report = from != NULL ? from[i] : i;

		order[end[key(&run->kept[report])]++] = report;
	}
	return order;
}

/* The numbers of the reports by year, then as they came. */
static uint32_t *
by_year(const struct across_run *run)
{
	uint32_t end[YEARS + 1] = {0};

	return order_by(run, key_of_year, NULL, end, YEARS + 1);
}

static void
put_in_order(struct across *a)
{
	struct across_run *run = a->run;
	size_t nkey = a->units.n + 1;
	uint32_t *order = by_year(run);

	run->unit_end = xcalloc(nkey, sizeof *run->unit_end);
	run->order = order_by(run, key_of_unit, order, run->unit_end, nkey);
	free(order);
}

/* The reports of a unit for a year: numbers of reports, as they came. */
struct found {
	const uint32_t *v; /* ascending */
	size_t n;
};

/* Where the reports of the unit for that year or a later one begin. */
static size_t
find_first(const struct across_run *run, uint32_t unit, unsigned year)
{
	size_t low = run->unit_end[unit], high = run->unit_end[unit + 1];

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (run->kept[run->order[middle]].year < year)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct found
find_reports(const struct across_run *run, uint32_t unit, unsigned year)
{
	size_t from, end;

	if (unit == UNIT_NONE || year == 0)
		return (struct found){0};
	from = find_first(run, unit, year);
	end = find_first(run, unit, year + 1);
	return (struct found){run->order + from, end - from};
}

/* Do two reports agree in the cells that are named in that scope? */
static bool
two_agree(struct across_run *run, const struct kept *one,
    const struct kept *other, enum ref_scope scope)
{
	struct kept_reader a = cells_of(run, one), b = cells_of(run, other);

	if (one->form != other->form)
		return false;
	for (size_t k = 0; k < run->nwanted; k++) {
		struct kept_cell x = kept_next(&a), y = kept_next(&b);

		if ((run->wanted[k].scopes & 1u << scope) != 0 &&
		    !kept_eq(&x, &y))
			return false;
	}
	return true;
}

/* Do the reports all agree?  There may be many of them, and many may ask: what
 * came of it is kept with the first one. */
static bool
agree(struct across_run *run, struct found f, enum ref_scope scope)
{
	struct kept *first = &run->kept[f.v[0]];
	unsigned asked = scope == SCOPE_PREV ? FLAG_PREV_ASKED : FLAG_CHILD_ASKED,
	    do_agree = scope == SCOPE_PREV ? FLAG_PREV_AGREE : FLAG_CHILD_AGREE;
	size_t same = 1;

	if ((first->flags & asked) == 0) {
		while (same < f.n &&
		    two_agree(run, first, &run->kept[f.v[same]], scope))
			same++;
		first->flags |= (uint8_t)(asked | (same == f.n ? do_agree : 0));
	}
	return (first->flags & do_agree) != 0;
}

/* ---- putting a report together ------------------------------------------ */

static void
add_cell(struct report *r, struct str table, const struct wanted *w,
    const struct kept_cell *k)
{
	struct cell *c;

	if (k->kind == KEPT_ABSENT)
		return;
	c = report_add(r, table, w->row, w->col);
	c->line = k->line;
	if (k->kind == KEPT_COUNT)
		c->value = arena_number(&r->arena, k->count);
	else if (k->kind == KEPT_TEXT)
		c->value = k->text;
	else
		c->flag = k->kind == KEPT_BLANK ? STR("blank") : STR("unread");
	c->raw = c->value;
}

/* The cells of a report that are named in that scope. */
static void
add_cells(struct across_run *run, const struct kept *k, enum ref_scope scope)
{
	struct kept_reader reader = cells_of(run, k);

	for (size_t i = 0; i < run->nwanted; i++) {
		struct kept_cell c = kept_next(&reader);

		if ((run->wanted[i].scopes & 1u << scope) != 0)
			add_cell(&run->report, run->wanted[i].scoped[scope],
			    &run->wanted[i], &c);
	}
}

static struct cell *
add_fact(struct across_run *run, const char *table, const char *row,
    const char *col, unsigned long value, struct str raw)
{
	struct cell *c = report_add(&run->report, str_of(table), str_of(row),
	    str_of(col));

	c->value = arena_number(&run->report.arena, value);
	c->raw = raw;
	return c;
}

/* The text stays until the next report. */
static void
set_side(struct check_view *view, enum ref_scope scope, enum outcome outcome,
    struct buf *why)
{
	buf_addc(why, '\0');
	why->n--; /* the text may be used again */
	view->side[scope].outcome = outcome;
	view->side[scope].why = why->p;
}

static void
add_str(struct buf *b, const char *fmt, struct str s)
{
	buf_addf(b, fmt, (int)utf8_cut(s, 200), s.p);
}

/* ---- the year before ---------------------------------------------------- */

static void
add_prev(struct across *a, const struct kept *k, struct check_view *view)
{
	struct across_run *run = a->run;
	struct buf *why = &run->why;
	struct found f;

	buf_reset(why);
	if (k->unit == UNIT_NONE || k->year == 0) {
		buf_addz(why, tr("cannot be judged: the publisher or the year "
				 "of the report is not known",
		    "无法判断：不知道报告的机关或年度"));
		set_side(view, SCOPE_PREV, OUTCOME_UNKNOWN, why);
		return;
	}
	f = find_reports(run, k->unit, k->year - 1u);
	if (f.n == 0) {
		buf_addz(why, tr("does not apply: the report for the year "
				 "before is not among the inputs",
		    "不适用：输入中没有上一年度的报告"));
		set_side(view, SCOPE_PREV, OUTCOME_SKIP, why);
		return;
	}
	if (!agree(run, f, SCOPE_PREV)) {
		add_str(why, tr("cannot be judged: there are several reports for "
				"the year before, with other figures: %.*s",
		    "无法判断：上一年度有几份数字不同的报告：%.*s"),
		    doc_of(run, &run->kept[f.v[0]]));
		add_str(why, tr(", %.*s", "、%.*s"), doc_of(run, &run->kept[f.v[1]]));
		set_side(view, SCOPE_PREV, OUTCOME_UNKNOWN, why);
		return;
	}
	add_cells(run, &run->kept[f.v[0]], SCOPE_PREV);
	if (form_of(a, &run->kept[f.v[0]]) != NULL)
		view->prev_form = form_of(a, &run->kept[f.v[0]])->name;
	set_side(view, SCOPE_PREV, OUTCOME_PASS, why);
}

/* ---- the units below ---------------------------------------------------- */

/* A unit below, with its report. */
struct below {
	struct str name;
	struct kept_reader reader;
};

/* The same cell of all of them on its way into a sum. */
struct level_sum {
	struct dec sum;
	size_t numbers, blanks, shown;
	struct str lost; /* a unit of which the cell is not known */
	struct buf *terms;
};

static void
add_term(struct level_sum *s, const struct below *b, struct str value)
{
	if (++s->shown > TERMS_SHOWN + 1)
		return;
	buf_addz(s->terms, s->shown > 1 ? " + " : "");
	if (s->shown > TERMS_SHOWN) {
		buf_addz(s->terms, "…");
		return;
	}
	buf_addstr(s->terms, value);
	add_str(s->terms, tr(" (%.*s)", "（%.*s）"), b->name);
}

static void
add_to_sum(struct level_sum *s, const struct below *b, const struct kept_cell *c)
{
	struct str value = c->text;
	struct buf count = {0};
	struct dec d;

	if (c->kind == KEPT_BLANK) {
		s->blanks++;
		return;
	}
	if (c->kind == KEPT_COUNT) {
		buf_addu(&count, c->count);
		value = buf_str(&count);
	}
	if (!dec_parse(value, &d) || !dec_add(&s->sum, d)) {
		if (s->lost.n == 0)
			s->lost = b->name;
	} else {
		s->numbers++;
		if (!str_is(value, "0"))
			add_term(s, b, value);
	}
	buf_free(&count);
}

static void
add_sum_cell(struct report *r, const struct wanted *w, const struct level_sum *s)
{
	struct cell *c = report_add(r, w->scoped[SCOPE_CHILD], w->row, w->col);
	struct buf b = {0};

	c->raw = arena_str(&r->arena, buf_str(s->terms));
	if (s->lost.n != 0) {
		c->flag = STR("unread");
		c->raw = s->lost;
	} else if (s->numbers == 0) {
		c->flag = STR("blank");
	} else {
		buf_adddec(&b, s->sum);
		c->value = arena_str(&r->arena, buf_str(&b));
	}
	buf_free(&b);
}

static void
add_sums(struct across_run *run, struct report *to, struct below *below, size_t n)
{
	for (size_t k = 0; k < run->nwanted; k++) {
		struct level_sum s = {.terms = &run->text};

		buf_reset(&run->text);
		for (size_t i = 0; i < n; i++) {
			struct kept_cell c = kept_next(&below[i].reader);

			add_to_sum(&s, &below[i], &c);
		}
		if ((run->wanted[k].scopes & 1u << SCOPE_CHILD) != 0)
			add_sum_cell(to, &run->wanted[k], &s);
	}
}

/* The reports of the units below k's.  Returns how many; *missing counts the
 * others, whose names go to names. */
static size_t
gather_below(struct across *a, const struct kept *k, struct below **below,
    struct buf *names, size_t *missing)
{
	struct across_run *run = a->run;
	size_t n = 0, cap = 0;

	for (uint32_t c = a->units.v[k->unit].child; c != UNIT_NONE;
	     c = a->units.v[c].next) {
		struct found f = find_reports(run, c, k->year);
		struct str name = units_name(&a->units, c);

		if (a->units.v[c].nameless && f.n == 0)
			continue; /* its report is for another year */
		if (f.n != 0 && agree(run, f, SCOPE_CHILD)) {
			*below = xgrow(*below, n, &cap, sizeof **below);
			(*below)[n++] = (struct below){name,
			    cells_of(run, &run->kept[f.v[0]])};
			continue;
		}
		if (++*missing > NAMES_SHOWN)
			continue;
		buf_addz(names, *missing > 1 ? tr(", ", "、") : "");
		add_str(names, f.n == 0 ? "%.*s"
			: tr("%.*s (several, with other figures)",
			    "%.*s（有几份，数字不同）"), name);
	}
	return n;
}

/* What the units below k's have for its year. */
static void
sum_below(struct across *a, const struct kept *k, struct subtotal *s)
{
	struct buf *why = &s->why;
	struct below *below = NULL;
	size_t missing = 0, n = 0;

	buf_reset(why);
	report_reset(&s->sums);
	s->outcome = OUTCOME_PASS;
	if (k->unit != UNIT_NONE && k->year != 0) {
		buf_addz(why, tr("cannot be judged: of the units below, there is "
				 "no report of ",
		    "无法判断：下级中没有以下单位的报告："));
		n = gather_below(a, k, &below, why, &missing);
	}
	if (missing > NAMES_SHOWN)
		buf_addf(why, tr(" and %zu more", " 等另外 %zu 个"),
		    missing - NAMES_SHOWN);
	if (missing != 0) {
		s->outcome = OUTCOME_UNKNOWN;
	} else if (n == 0) {
		buf_reset(why);
		buf_addz(why, tr("does not apply: no units below it are known",
		    "不适用：没有已知的下级"));
		s->outcome = OUTCOME_SKIP;
	} else {
		buf_reset(why);
		add_sums(a->run, &s->sums, below, n);
	}
	free(below);
}

static struct subtotal *
subtotal_of(struct across *a, const struct kept *k)
{
	struct across_run *run = a->run;
	struct found f = find_reports(run, k->unit, k->year);
	uint32_t asked = f.n != 0 ? f.v[0] + 1 : 0;
	struct subtotal *s = &run->subtotal[asked % SUBTOTALS];

	if (asked == 0 || s->asked != asked)
		sum_below(a, k, s);
	s->asked = asked;
	return s;
}

static void
add_below(struct across *a, const struct kept *k, struct check_view *view)
{
	struct subtotal *s = subtotal_of(a, k);

	for (size_t i = 0; i < s->sums.n; i++) {
		const struct cell *c = &s->sums.cell[i];

		*report_add(&a->run->report, c->table, c->row, c->col) = *c;
	}
	set_side(view, SCOPE_CHILD, s->outcome, &s->why);
}

/* The folder that the address stands in; "" for none. */
static struct str
folder_of(struct str doc)
{
	while (doc.n != 0 && doc.p[doc.n - 1] != '/')
		doc.n--;
	if (doc.n != 0)
		doc.n--;
	return doc;
}

/* Folders that hold reports: of each the number of the first one there, and
 * whether there are reports of others beside it. */
struct folders {
	struct ids first;
	bool *mixed; /* by number of the first report */
};

static struct str
folder_of_report(struct across_run *run, size_t i)
{
	return folder_of(doc_of(run, &run->kept[i]));
}

static bool
is_in_folder(void *run, uint32_t report, struct str folder)
{
	return str_eq(folder_of_report(run, report), folder);
}

static struct folders
map_folders(struct across_run *run)
{
	struct folders f = {.first = {.is = is_in_folder, .owner = run},
	    .mixed = xcalloc(run->n, sizeof *f.mixed)};

	for (size_t i = 0; i < run->n; i++) {
		uint32_t at = ids_put(&f.first, folder_of_report(run, i),
		    (uint32_t)i);

		if (run->kept[at].unit != run->kept[i].unit)
			f.mixed[at] = true;
	}
	return f;
}

/* The unit whose reports the nearest folder above holds that holds any. */
static uint32_t
unit_above(const struct across_run *run, const struct folders *f, struct str doc)
{
	struct str folder = folder_of(doc);

	for (unsigned i = 0; folder.n != 0 && i < FOLDERS_ABOVE; i++) {
		uint32_t at;

		folder = folder_of(folder);
		at = ids_get(&f->first, folder);
		if (at != IDS_NONE)
			return f->mixed[at] ? UNIT_NONE : run->kept[at].unit;
	}
	if (folder.n != 0)
		note(NULL, 0, tr("%.*s: there is no report in the %d folders above "
				 "it, those further up are not looked at",
		    "%.*s：其上 %d 级文件夹中没有报告，不再向上查找"),
		    (int)utf8_cut(doc, 200), doc.p, FOLDERS_ABOVE);
	return UNIT_NONE;
}

/* A folder's own report is that of the parent of those in the folders below. */
static void
tree_of_folders(struct across *a)
{
	struct across_run *run = a->run;
	struct folders folders = map_folders(run);

	for (size_t i = 0; i < run->n; i++) {
		struct str doc = doc_of(run, &run->kept[i]);
		uint32_t unit = run->kept[i].unit,
		    parent = unit_above(run, &folders, doc);

		if (unit == parent || unit == UNIT_NONE || parent == UNIT_NONE)
			continue;
		if (a->units.v[unit].parent == UNIT_NONE)
			units_put_below(&a->units, unit, parent, 0);
		else if (a->units.v[unit].parent != parent)
			note(doc.p, 0,
			    tr("%s stands below %s in another folder already",
				"%s 在另一文件夹中已是 %s 的下级"),
			    units_name(&a->units, unit).p,
			    units_name(&a->units, a->units.v[unit].parent).p);
	}
	ids_free(&folders.first);
	free(folders.mixed);
}

/* ---- texts -------------------------------------------------------------- */

/* The sketches of reports, on their way to be compared. */
struct texts {
	struct across_run *run;
	struct sketch some[1024]; /* that follow one another */
	uint32_t first, n;
	struct sketch one; /* that others are compared with */
	uint32_t number;   /* of its text, or SIMILAR_NONE */
};

/* n sketches from report i on. */
static void
read_sketches(const struct across_run *run, size_t i, struct sketch *to, size_t n)
{
	spill_copy(&run->sketches, i * sizeof *to, to, n * sizeof *to);
}

static const struct sketch *
text_sketch(void *ctx, uint32_t i)
{
	struct texts *t = ctx;

	if ((t->run->kept[i].flags & FLAG_SKETCH) == 0)
		return NULL;
	if (i - t->first >= t->n) {
		size_t left = t->run->n - i, most = sizeof t->some / sizeof *t->some;

		t->first = i;
		t->n = (uint32_t)(left < most ? left : most);
		read_sketches(t->run, i, t->some, t->n);
	}
	return &t->some[i - t->first];
}

/* Percent of the sketches that is equal, of text j and of another. */
static unsigned
share_with(const struct across_run *run, const struct sketch *one, size_t j)
{
	struct sketch other;

	read_sketches(run, j, &other, 1);
	return sketch_equal(one, &other) * 100 / SKETCH_BINS;
}

static unsigned
share(const struct across_run *run, size_t i, size_t j)
{
	struct sketch one;

	read_sketches(run, i, &one, 1);
	return share_with(run, &one, j);
}

/* Two reports of one publisher for one year are no copy: across.report.number
 * tells of them.  Of two equal texts a publisher's own is the likelier source. */
static unsigned
text_score(void *ctx, uint32_t i, uint32_t earlier)
{
	struct texts *t = ctx;
	const struct across_run *run = t->run;
	const struct kept *a = &run->kept[i], *b = &run->kept[earlier];
	bool own = a->unit == b->unit && a->unit != UNIT_NONE;
	unsigned s;

	if (own && a->year == b->year)
		return 0;
	if (t->number != i) { /* several are compared with it, one after the other */
		read_sketches(run, i, &t->one, 1);
		t->number = i;
	}
	s = share_with(run, &t->one, earlier);
	return s < SHARE_MIN ? 0 : 2 * s + own;
}

static void
find_copies(struct across_run *run)
{
	uint32_t *order = by_year(run); /* a copy is the later one */
	struct texts *texts = xcalloc(1, sizeof *texts);
	const struct similar similar = {.ctx = texts, .sketch = text_sketch,
	    .score = text_score, .best = 2 * 100 + 1};

	texts->run = run;
	texts->number = SIMILAR_NONE;
	run->nearest = xcalloc(run->n, sizeof *run->nearest);
	similar_find(&similar, order, (uint32_t)run->n, run->nearest);
	free(texts);
	free(order);
}

static void
add_copy(struct across_run *run, size_t i)
{
	const struct kept *k = &run->kept[i], *other;

	if (run->nearest == NULL || (k->flags & FLAG_SKETCH) == 0)
		return;
	if (run->nearest[i] == SIMILAR_NONE) {
		add_fact(run, "across", "copy", "share", 0, (struct str){0});
		return;
	}
	other = &run->kept[run->nearest[i]];
	add_fact(run, "across", "copy", "share", share(run, i, run->nearest[i]),
	    doc_of(run, other));
	if (other->unit == k->unit && k->unit != UNIT_NONE)
		add_fact(run, "across", "copy", "own", other->year,
		    (struct str){0});
}

/* ---- judging ------------------------------------------------------------ */

/* Which of the reports of its publisher and year is it? */
static void
add_number(struct across_run *run, size_t i)
{
	const struct kept *k = &run->kept[i];
	struct found f = find_reports(run, k->unit, k->year);
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
	add_fact(run, "across", "report", "number", n + 1,
	    n != 0 ? doc_of(run, &run->kept[f.v[0]]) : (struct str){0});
}

static void
judge_kept(struct across *a, size_t i)
{
	struct across_run *run = a->run;
	const struct kept *k = &run->kept[i];
	const struct form *form = form_of(a, k);
	struct across_state alone = {(k->flags & FLAG_FAILED) != 0,
	    (k->flags & FLAG_UNKNOWN) != 0};
	struct check_view view = {.no_facts = (k->flags & FLAG_NO_FACTS) != 0};
	struct check_result result;

	report_reset(&run->report);
	run->report.doc = doc_of(run, k);
	run->report.year = k->year;
	if (k->unit != UNIT_NONE && !a->units.v[k->unit].nameless)
		run->report.org = units_name(&a->units, k->unit);
	if (form != NULL)
		run->report.form = form->name;
	view.side[SCOPE_CHILD].outcome = OUTCOME_SKIP;
	add_prev(a, k, &view);
	if (a->check->levels)
		add_below(a, k, &view);
	if (run->wants_own || view.side[SCOPE_PREV].outcome == OUTCOME_PASS ||
	    view.side[SCOPE_CHILD].outcome == OUTCOME_PASS)
		add_cells(run, k, SCOPE_REPORT);
	add_number(run, i);
	add_copy(run, i);
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
			    find_reports(a->run, c, YEAR_FIRST + y).n != 0;
	}
	for (unsigned y = 0; y < YEARS; y++)
		years[y] = years[y] && (2 * have[y] >= n ||
		    find_reports(a->run, unit, YEAR_FIRST + y).n != 0);
}

/* The address that a finding on a unit has: its line of the tree, or the folder
 * of its first report. */
static struct str
place_of(const struct across *a, uint32_t unit)
{
	struct across_run *run = a->run;

	if (!a->folders)
		return str_of(a->tree);
	return folder_of_report(run, run->order[find_first(run, unit, 0)]);
}

static void
judge_unit(struct across *a, uint32_t unit, unsigned year)
{
	struct across_run *run = a->run;
	const struct unit *u = &a->units.v[unit];
	struct check_view view = {.unit = true};
	struct check_result result;
	size_t n = find_reports(run, unit, year).n;

	if (u->nameless)
		return;
	report_reset(&run->report);
	run->report.doc = place_of(a, unit);
	run->report.year = year;
	run->report.org = units_name(&a->units, unit);
	add_fact(run, "tree", "unit", "reports", n,
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
		tree_of_folders(a);
	units_link(&a->units);
	if (run->wants_copy)
		find_copies(run);
	put_in_order(a);
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
