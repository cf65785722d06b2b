/*
 * Findings that are set aside, see waive.h.  A waiver is written by a person and
 * says why; the baseline is the output of an earlier run.  Both know a finding
 * by its document, its rule and its cell, so that they still fit when the
 * report is edited, or read in another order.
 */
#include "check/waive.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "check/ref.h"
#include "report/fold.h"

/* ---- globs ---- */

/* "*" stands for any text, "?" for one character.  In case of a mismatch only
 * the last "*" takes more: what the earlier ones took is as good as any. */
static bool
glob_fits(struct str pattern, struct str s)
{
	const char *p = pattern.p, *t = s.p, *star = NULL, *from = NULL;
	const char *pend = str_skip(pattern, pattern.n).p,
		   *tend = str_skip(s, s.n).p;

	while (t < tend) {
		if (p < pend && *p == '*') {
			star = ++p;
			from = t;
		} else if (p < pend && *p == '?') {
			p++;
			utf8_next(&t, tend);
		} else if (p < pend && *p == *t) {
			p++;
			t++;
		} else if (star != NULL) {
			p = star;
			utf8_next(&from, tend);
			t = from;
		} else {
			return false;
		}
	}
	while (p < pend && *p == '*')
		p++;
	return p == pend;
}

static bool
is_glob(struct str s)
{
	return s.n != 0 &&
	    (memchr(s.p, '*', s.n) != NULL || memchr(s.p, '?', s.n) != NULL);
}

#define PARTS_MAX 256 /* of an address; a record may have one of any length */

/* The part of *s behind its next "/"; false when there is none, or *passed says that
 * there are too many. */
static bool
next_part(struct str *s, unsigned *passed)
{
	const char *slash = s->n != 0 ? memchr(s->p, '/', s->n) : NULL;

	if (slash == NULL || ++*passed >= PARTS_MAX)
		return false;
	*s = str_skip(*s, (size_t)(slash - s->p) + 1);
	return true;
}

/* ---- waivers ---- */

enum { WAIVER_DOC, WAIVER_PUBLISHER, WAIVER_RULE, WAIVER_CELL, WAIVER_REASON,
	WAIVER_COLUMNS };

static const char *const waiver_columns[WAIVER_COLUMNS] = {"doc", "publisher",
    "rule", "cell", "reason"};

static bool
waiver_fits(const struct str *f)
{
	return f[WAIVER_RULE].n != 0 && f[WAIVER_REASON].n != 0;
}

static const struct tsv_kind waiver_kind = {"waiver", waiver_columns,
    WAIVER_COLUMNS, 1u << WAIVER_RULE | 1u << WAIVER_REASON, waiver_fits};

static bool
check_waiver(const struct tsv *t, struct err *e)
{
	if (tsv_col(t, WAIVER_RULE).n == 0)
		return err_at(e, t->line, 0, "%s",
		    tr("the waiver names no rule; * means any",
			"豁免未写明规则；* 表示任意规则"));
	if (tsv_col(t, WAIVER_DOC).n == 0 && tsv_col(t, WAIVER_PUBLISHER).n == 0)
		return err_at(e, t->line, 0, "%s",
		    tr("the waiver names neither a doc nor a publisher; * means any",
			"豁免未写明文档（doc）或机关（publisher）；* 表示任意"));
	if (str_trim(tsv_col(t, WAIVER_REASON)).n == 0)
		return err_at(e, t->line, 0, "%s",
		    tr("the waiver gives no reason", "豁免未写明理由"));
	return true;
}

static void
take_waiver(struct waivers *w, const char *path, const struct tsv *t)
{
	struct waiver *v;
	struct buf name = {0};

	fold_text(&name, tsv_col(t, WAIVER_PUBLISHER));
	w->v = xgrow(w->v, w->n, &w->cap, sizeof *w->v);
	v = &w->v[w->n++];
	*v = (struct waiver){.path = path, .line = t->line,
	    .doc = arena_str(&w->arena, tsv_col(t, WAIVER_DOC)),
	    .publisher = arena_str(&w->arena, tsv_col(t, WAIVER_PUBLISHER)),
	    .name = arena_str(&w->arena, buf_str(&name)),
	    .rule = arena_str(&w->arena, tsv_col(t, WAIVER_RULE)),
	    .cell = arena_str(&w->arena, tsv_col(t, WAIVER_CELL)),
	    .reason = arena_str(&w->arena, str_trim(tsv_col(t, WAIVER_REASON)))};
	buf_free(&name);
}

void
waivers_read(struct waivers *w, const char *path, struct stream *s, void *ctx,
    void (*mistake)(void *ctx, const struct err *e))
{
	const struct tsv_kind *const kinds[] = {&waiver_kind, NULL};
	struct tsv t;
	struct err e = {0};
	int got;

	tsv_open(&t, s, path, kinds, false);
	while ((got = tsv_next(&t, &e)) != TSV_END && got != TSV_FAIL) {
		if (got == TSV_RECORD && check_waiver(&t, &e))
			take_waiver(w, path, &t);
		else
			mistake(ctx, &e);
	}
	if (got == TSV_FAIL) {
		if (t.kind == NULL && t.line == 1)
			err_at(&e, 1, 0, "%s",
			    tr("expected a line with the columns doc or publisher, "
			       "rule, cell, reason",
				"首行应为列名：doc 或 publisher、rule、cell、reason"));
		mistake(ctx, &e);
	}
	tsv_close(&t);
}

/* The whole address, or what stands behind one of its "/". */
static bool
doc_fits(struct str pattern, struct str doc)
{
	unsigned passed = 0;

	do {
		if (str_eq(pattern, doc) || glob_fits(pattern, doc))
			return true;
	} while (next_part(&doc, &passed));
	return false;
}

/* A finding as waivers are compared with it. */
struct asked {
	const struct finding *f;
	struct buf cell; /* "table.row.col" */
	struct buf org;  /* folded */
};

static void
ask(struct asked *q, const struct finding *f)
{
	*q = (struct asked){.f = f};
	if (f->table.n != 0)
		key_join(&q->cell, f->table, f->row, f->col);
	fold_text(&q->org, f->org);
}

static bool
publisher_fits(const struct waiver *v, const struct asked *q)
{
	if (is_glob(v->publisher))
		return glob_fits(v->publisher, q->f->org);
	return v->name.n != 0 && str_eq(v->name, buf_str(&q->org));
}

static bool
fits(const struct waiver *v, const struct asked *q)
{
	return glob_fits(v->rule, q->f->rule->id) &&
	    (v->cell.n == 0 || glob_fits(v->cell, buf_str(&q->cell))) &&
	    (v->doc.n == 0 || doc_fits(v->doc, q->f->doc)) &&
	    (v->publisher.n == 0 || publisher_fits(v, q));
}

const struct waiver *
waivers_find(struct waivers *w, const struct finding *f)
{
	struct waiver *found = NULL;
	struct asked q;

	if (w->n == 0)
		return NULL;
	ask(&q, f);
	for (size_t i = 0; i < w->n && found == NULL; i++)
		if (fits(&w->v[i], &q))
			found = &w->v[i];
	if (found != NULL)
		found->used = true;
	buf_free(&q.cell);
	buf_free(&q.org);
	return found;
}

void
waivers_unused(const struct waivers *w, const struct rules *rules,
    void (*tell)(const struct waiver *v))
{
	for (size_t i = 0; i < w->n; i++) {
		bool known = false, on = false;

		for (size_t k = 0; k < rules->n; k++) {
			bool fits = glob_fits(w->v[i].rule, rules->rule[k].id);

			known = known || fits;
			on = on || (fits && rules->rule[k].on);
		}
		if (!w->v[i].used && (on || !known))
			tell(&w->v[i]);
	}
}

void
waivers_free(struct waivers *w)
{
	free(w->v);
	arena_free(&w->arena);
	*w = (struct waivers){0};
}

/* ---- the findings of an earlier run ---- */

/* "./a" is "a". */
static struct str
plain_address(struct str s)
{
	while (str_starts(s, STR("./"))) {
		s = str_skip(s, 2);
		while (s.n != 0 && s.p[0] == '/')
			s = str_skip(s, 1);
	}
	return s;
}

static void
add_end(struct baseline *b, struct str end, uint32_t doc)
{
	uint32_t at = map_put(&b->end, end, (uint32_t)b->nowner);

	if (at == b->nowner) {
		b->owner = xgrow(b->owner, b->nowner, &b->owner_cap,
		    sizeof *b->owner);
		b->owner[b->nowner++] = doc;
	} else if (b->owner[at] != doc) {
		b->owner[at] = MAP_NONE;
	}
}

/* Is the folder or archive that the relative address begins with in this folder?
 * Reports come and go more often. */
static void
look_here(struct baseline *b, struct str doc)
{
	struct str first = doc;

	str_split(&doc, '/', &first);
	if (first.n == 0 || doc.n == 0 || map_get(&b->first, first) != MAP_NONE)
		return;
	first = arena_str(&b->arena, first);
	map_put(&b->first, first, 0);
	if (access(first.p, F_OK) != 0)
		b->elsewhere = true;
}

/* The number of the document, which is new when it is the next one. */
static uint32_t
add_doc(struct baseline *b, struct str doc)
{
	uint32_t number = map_get(&b->doc, doc);
	unsigned passed = 0;
	struct str rest;

	if (number != MAP_NONE)
		return number;
	number = (uint32_t)b->doc.n;
	rest = doc = arena_str(&b->arena, doc);
	map_put(&b->doc, doc, number);
	look_here(b, doc);
	do {
		add_end(b, rest, number);
		if (rest.n != doc.n)
			map_put(&b->folder,
			    (struct str){doc.p, doc.n - rest.n - 1}, 0);
	} while (next_part(&rest, &passed));
	return number;
}

/* What a finding is known by.  Of those that could not be judged it begins with
 * another sign. */
static void
add_key(struct buf *b, uint32_t doc, bool unknown, struct str rule,
    struct str table, struct str row, struct str col)
{
	buf_reset(b);
	buf_addf(b, "%c%x\t", unknown ? '?' : '!', doc);
	buf_addstr(b, rule);
	buf_addc(b, '\t');
	buf_addstr(b, table);
	buf_addc(b, '\t');
	buf_addstr(b, row);
	buf_addc(b, '\t');
	buf_addstr(b, col);
}

static void
take_old(struct baseline *b, const struct tsv *t)
{
	struct str outcome = tsv_col(t, FINDING_OUTCOME);
	bool unknown = str_is(outcome, outcome_name(OUTCOME_UNKNOWN));
	struct buf key = {0};

	if (!unknown && !str_is(outcome, outcome_name(OUTCOME_FAIL)))
		return;
	add_key(&key, add_doc(b, plain_address(tsv_col(t, FINDING_DOC))),
	    unknown, tsv_col(t, FINDING_RULE), tsv_col(t, FINDING_TABLE),
	    tsv_col(t, FINDING_ROW), tsv_col(t, FINDING_COL));
	if (map_get(&b->finding, buf_str(&key)) == MAP_NONE)
		map_put(&b->finding, arena_str(&b->arena, buf_str(&key)), 0);
	buf_free(&key);
}

void
baseline_read(struct baseline *b, const char *path, struct stream *s, void *ctx,
    void (*mistake)(void *ctx, const struct err *e))
{
	const struct tsv_kind *const kinds[] = {&finding_kind, NULL};
	struct tsv t;
	struct err e = {0};
	int got;

	tsv_open(&t, s, path, kinds, false);
	while ((got = tsv_next(&t, &e)) != TSV_END && got != TSV_FAIL) {
		if (got == TSV_RECORD)
			take_old(b, &t);
		else
			mistake(ctx, &e);
	}
	if (got == TSV_FAIL) {
		if (t.kind == NULL && t.line == 1)
			err_at(&e, 1, 0, "%s",
			    tr("expected the records that gx-check writes (-f tsv)",
				"应为 gx-check 输出的记录（-f tsv）"));
		mistake(ctx, &e);
	}
	tsv_close(&t);
}

/* Has the earlier run read what the operand names?  "." does not stand in its
 * addresses: it has if all folders that they begin with are here. */
static bool
was_read(const struct baseline *b, struct str operand)
{
	if (operand.n == 0 || str_is(operand, "."))
		return b->first.n != 0 && !b->elsewhere;
	return map_get(&b->folder, operand) != MAP_NONE ||
	    map_get(&b->doc, operand) != MAP_NONE;
}

void
baseline_operands(struct baseline *b, char *const *operands)
{
	b->moved = *operands != NULL;
	for (; *operands != NULL; operands++) {
		struct str s = plain_address(str_of(*operands));

		while (s.n > 1 && s.p[s.n - 1] == '/')
			s.n--;
		map_put(&b->operand, arena_str(&b->arena, s), 0);
		if (was_read(b, s))
			b->moved = false;
	}
}

/* The path of the document below the operand that it was found under. */
static struct str
below_operand(const struct baseline *b, struct str doc)
{
	struct str rest = doc;
	unsigned passed = 0;

	while (next_part(&rest, &passed)) {
		struct str folder = {doc.p, doc.n - rest.n - 1};

		if (folder.n == 0)
			folder.n = 1;
		if (map_get(&b->operand, folder) != MAP_NONE)
			return rest;
	}
	return doc;
}

/* The document of the earlier run, or MAP_NONE. */
static uint32_t
old_doc(const struct baseline *b, struct str doc)
{
	uint32_t end;

	if (!b->moved)
		return map_get(&b->doc, doc);
	end = map_get(&b->end, below_operand(b, doc));
	return end != MAP_NONE ? b->owner[end] : MAP_NONE;
}

bool
baseline_has(const struct baseline *b, const struct finding *f)
{
	uint32_t doc = old_doc(b, plain_address(f->doc));
	struct buf key = {0};
	bool has = false;

	for (int unknown = 0; doc != MAP_NONE && unknown < 2 && !has; unknown++) {
		if (unknown == 1 && f->outcome != OUTCOME_UNKNOWN)
			break;
		add_key(&key, doc, unknown == 1, f->rule->id, f->table, f->row,
		    f->col);
		has = map_get(&b->finding, buf_str(&key)) != MAP_NONE;
	}
	buf_free(&key);
	return has;
}

void
baseline_free(struct baseline *b)
{
	map_free(&b->doc);
	map_free(&b->end);
	map_free(&b->folder);
	map_free(&b->first);
	map_free(&b->finding);
	map_free(&b->operand);
	free(b->owner);
	arena_free(&b->arena);
	*b = (struct baseline){0};
}
