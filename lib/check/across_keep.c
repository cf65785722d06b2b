/*
 * What is kept of reports until all have come, and how.  In go the cells that the
 * rules across reports name, and each report once it is judged; out comes what is
 * left of it: what kind of report it is, its address and those cells.
 */
#include "check/across_run.h"

/* A note begins so; the name of the publisher, the sketch if there is one and what
 * is put away follow. */
struct note_head {
	uint32_t org; /* bytes of the name */
	uint16_t year;
	uint8_t form, flags;
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
across_want(struct across *a)
{
	struct across_run *run = a->run;

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

const struct form *
across_form(const struct across *a, const struct kept *k)
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

struct str
across_doc(struct across_run *run, const struct kept *k)
{
	return address_at(spill_at(&run->away, k->at));
}

struct kept_reader
across_cells(struct across_run *run, const struct kept *k)
{
	struct str doc = across_doc(run, k);

	return (struct kept_reader){.p = (const void *)(doc.p + doc.n + 1)};
}
