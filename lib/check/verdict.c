/*
 * Verdicts, see verdict.h.  Findings are copied with their texts, since those of
 * a rule's message last only until the next one; most reports have none.
 */
#include "check/verdict.h"

#include <stdlib.h>

#include "base/mem.h"

static void
keep_finding(void *ctx, const struct finding *f)
{
	struct verdicts *v = ctx;
	struct finding *kept;
	struct str *text[9];

	v->finding = xgrow(v->finding, v->nfinding, &v->finding_cap,
	    sizeof *v->finding);
	kept = &v->finding[v->nfinding++];
	*kept = *f;
	text[0] = &kept->doc;
	text[1] = &kept->org;
	text[2] = &kept->table;
	text[3] = &kept->row;
	text[4] = &kept->col;
	text[5] = &kept->value;
	text[6] = &kept->expect;
	text[7] = &kept->message;
	text[8] = &kept->hint;
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		if (text[i]->n != 0)
			*text[i] = arena_str(&v->arena, *text[i]);
}

void
verdicts_begin(struct verdicts *v, const struct check *like,
    const struct across *across, bool each)
{
	*v = (struct verdicts){.each = each, .check = {.rules = like->rules,
	    .forms = like->forms, .all = like->all, .levels = like->levels,
	    .watched = like->watched, .nwatched = like->nwatched,
	    .waived = like->waived}, .across = across};
	v->check.finding = like->finding != NULL ? keep_finding : NULL;
	v->check.ctx = v;
}

static void
forget_counts(struct verdicts *v)
{
	size_t n = v->check.rules->n;

	if (v->check.count != NULL && n != 0)
		memset(v->check.count, 0, n * sizeof *v->check.count);
}

/* Take what the rules of this report counted. */
static void
keep_counts(struct verdicts *v, size_t number)
{
	size_t n = v->check.rules->n;

	if (number == v->count_cap) {
		v->count_cap = 2 * number + 16;
		v->count = xrealloc(v->count,
		    v->count_cap * n * sizeof *v->count);
	}
	if (n != 0)
		memcpy(v->count + number * n, v->check.count,
		    n * sizeof *v->count);
	forget_counts(v);
}

void
verdicts_add(struct verdicts *v, const struct report *r)
{
	struct verdict *now;

	v->v = xgrow(v->v, v->n, &v->cap, sizeof *v->v);
	now = &v->v[v->n];
	check_report(&v->check, r, &now->result);
	across_note(v->across, &v->check, r, &now->result, &v->notes);
	now->doc = arena_str(&v->arena, r->doc);
	now->findings = v->nfinding;
	now->notes = v->notes.n;
	if (v->each)
		keep_counts(v, v->n);
	v->n++;
}

void
verdicts_reset(struct verdicts *v)
{
	arena_reset(&v->arena);
	buf_reset(&v->notes);
	v->n = v->nfinding = 0;
	forget_counts(v);
}

void
verdicts_free(struct verdicts *v)
{
	check_free(&v->check);
	buf_free(&v->notes);
	arena_free(&v->arena);
	free(v->v);
	free(v->finding);
	free(v->count);
	*v = (struct verdicts){0};
}
