/*
 * What is made once for all reports of a form.  In go the rules and the form, out
 * come the plans of the rules, made at its first report; then shortcuts, and the
 * ways that reports went with a rule, by which those after them are judged at once.
 */
#include "check/check_run.h"

#include <stdlib.h>

#define UNITE_FROM 32 /* reports: then it is known which ways are usual */
#define CACHE_MAX 4096 /* bindings that reports had */

/* ---- plans --------------------------------------------------------------- */

bool
check_has_levels(const struct check *c, const struct rule *r)
{
	return c->levels || (r->across & (ACROSS_CHILD | ACROSS_TREE)) == 0;
}

/* What each report will have for that key. */
static const struct operand *
watch(struct check_plans *p, struct str whole)
{
	struct key k = {.whole = whole};
	uint32_t at = map_get(&p->slots.map, whole);

	if (at == MAP_NONE) {
		key_complete(&k, p->form);
		at = slots_add(&p->slots, &k, NULL);
	}
	return &p->slots.v[at]->operand;
}

static void
watch_all(const struct check *c, struct check_plans *p)
{
	p->watched = arena_alloc(&p->arena, c->nwatched * sizeof *p->watched);
	for (size_t i = 0; i < c->nwatched; i++)
		p->watched[i] = watch(p, c->watched[i]);
	p->strange = watch(p, STR("doc.document.unrecognised"));
}

static struct resolver
resolver_for(const struct check *c, struct check_plans *p)
{
	return (struct resolver){.forms = c->forms, .form = p->form,
	    .arena = &p->arena, .slots = &p->slots};
}

/* Ways are made in the arena of the cache, but for the one of the plan. */
static void
forget_ways(struct check_plans *p)
{
	for (struct due *d = p->due; d < p->due + p->ndue; d++) {
		d->way[0] = (struct way){p->plan[d->rule].all, 0};
		d->nway = d->way[0].shortcut != NULL;
		d->strayed = 0;
		d->usual = NULL;
	}
	p->usual = NULL;
	p->united = p->reports;
	p->usually = 0;
	p->wait = UNITE_FROM;
}

void
check_shorten(const struct check *c, struct check_plans *p)
{
	struct resolver x = resolver_for(c, p);
	size_t size = 0;

	if (++p->reports != 2)
		return;
	for (size_t i = 0; i < p->ndue; i++)
		plan_shorten(&p->plan[p->due[i].rule],
		    &c->rules->rule[p->due[i].rule], &x, &size);
	forget_ways(p);
}

struct check_plans *
check_plans_for(struct check *c, const struct form *form, bool across)
{
	size_t i = form != NULL ? (size_t)(form - c->forms->form) : c->forms->n;
	struct check_plans *p = &c->plans[i + (across ? c->forms->n + 1 : 0)];
	struct resolver x;

	if (p->made)
		return p;
	p->made = true;
	p->form = p->slots.form = form;
	x = resolver_for(c, p);
	p->plan = xcalloc(c->rules->n, sizeof *p->plan);
	p->due = arena_alloc(&p->arena, c->rules->n * sizeof *p->due);
	for (size_t k = 0; k < c->rules->n; k++) {
		const struct rule *r = &c->rules->rule[k];

		if (!check_is_due(r, across))
			continue;
		p->due[p->ndue++].rule = k;
		if (check_has_levels(c, r))
			plan_make(&p->plan[k], r, &x, CHECK_INSTANCES_MAX);
	}
	p->nnamed = p->slots.n;
	watch_all(c, p);
	slots_keep(&p->slots);
	forget_ways(p);
	return p;
}

/* Reports with strange cells must not fill the memory. */
void
check_forget_learned(struct check_run *run)
{
	struct check_plans *p = run->plans;

	if (!slots_are_many(&p->slots) && p->cache.n < CACHE_MAX)
		return;
	slots_forget(&p->slots);
	plan_cache_reset(&p->cache);
	forget_ways(p);
	slots_read(&p->slots, &p->cache.arena, run->report);
	run->located = false; /* it had keys of the cache */
}

void
check_free_plans(struct check_plans *p, size_t nrule)
{
	for (size_t i = 0; p->made && i < nrule; i++)
		plan_free(&p->plan[i]);
	free(p->plan);
	slots_free(&p->slots);
	plan_cache_free(&p->cache);
	arena_free(&p->arena);
}

/* ---- ways ---------------------------------------------------------------- */

bool
check_goes_known_way(struct check *c, struct due *d)
{
	for (size_t i = 0; i < d->nway; i++) {
		struct way way = d->way[i];

		if (!shortcut_fits(way.shortcut, &c->run->plans->slots,
			&c->run->eval))
			continue;
		check_take(c, d->rule, way.shortcut);
		way.gone++;
		memmove(d->way + 1, d->way, i * sizeof way);
		d->way[0] = way;
		return true;
	}
	return false;
}

/* The way that nearly all of the reports went, all but four and one in 32, or NULL.
 * Counts anew. */
static const struct shortcut *
usual_way(struct due *d, size_t reports, size_t usually)
{
	const struct shortcut *usual = NULL;

	for (struct way *w = d->way; w < d->way + d->nway; w++) {
		if (w->shortcut == d->usual)
			w->gone += usually;
		if (w->gone + 4 + reports / 32 >= reports)
			usual = w->shortcut;
		w->gone = 0;
	}
	return usual;
}

/* Unite the ways that nearly all reports went since the last time. */
static void
unite_ways(struct check_plans *p)
{
	struct shortcut_context x = {.arena = &p->cache.arena};
	const struct shortcut **way =
	    arena_alloc(x.arena, p->ndue * sizeof *way);
	size_t n = 0;

	for (struct due *d = p->due; d < p->due + p->ndue; d++) {
		d->usual = usual_way(d, p->reports - p->united, p->usually);
		if (d->usual != NULL)
			way[n++] = d->usual;
	}
	p->usual = shortcut_unite(&x, way, n);
	p->united = p->reports;
	p->usually = 0;
	p->wait *= 2;
}

bool
check_goes_usual_ways(const struct check *c)
{
	struct check_plans *p = c->run->plans;
	bool does;

	if (p->reports - p->united >= p->wait)
		unite_ways(p);
	does = p->usual != NULL &&
	    shortcut_fits(p->usual, &p->slots, &c->run->eval);
	p->usually += does;
	return does;
}

/* To find a way takes longer than to judge a report, and may come to nothing. */
void
check_stray(struct check *c, struct due *d)
{
	const struct shortcut *way;

	d->strayed++;
	if (d->strayed < 2 || (d->strayed & (d->strayed - 1)) != 0)
		return;
	way = check_find_way(c, d->rule);
	if (way == NULL)
		return;
	d->nway += d->nway < WAYS;
	d->way[d->nway - 1] = (struct way){way, 1};
}
