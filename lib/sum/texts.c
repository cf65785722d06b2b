/*
 * Different texts.  Each text is kept once for the whole run; a set consists of
 * the numbers of its texts.  One table over (set, text) serves all sets, so
 * that a million small ones cost no more than a large one.
 */
#include "sum/texts.h"

#include <stdlib.h>

#include "base/msg.h"
#include "base/utf8.h"

static uint64_t
hash_of(uint64_t set, uint32_t text)
{
	uint64_t pair[2] = {set, text};

	return str_hash((struct str){(const char *)pair, sizeof pair});
}

static size_t
probe(const struct texts *t, uint64_t set, uint32_t text)
{
	size_t mask = t->nslot - 1, i = (size_t)hash_of(set, text) & mask;

	for (; t->slot[i] != 0; i = (i + 1) & mask) {
		const struct text_member *m = &t->member[t->slot[i] - 1];

		if (m->set == set && m->text == text)
			break;
	}
	return i;
}

static void
grow(struct texts *t)
{
	free(t->slot);
	t->nslot = t->nslot != 0 ? t->nslot * 2 : 256;
	t->slot = xcalloc(t->nslot, sizeof *t->slot);
	for (size_t m = 0; m < t->n; m++)
		t->slot[probe(t, t->member[m].set, t->member[m].text)] =
		    (uint32_t)m + 1;
}

bool
texts_add(struct texts *t, struct text_set *set, uint64_t number,
    struct str text)
{
	uint64_t hash = str_hash(text);
	uint32_t known = group_find(&t->all, text, hash);
	size_t at;

	if (known == GROUP_NONE) {
		if (!utf8_valid(text))
			return false;
		known = group_add(&t->all, text, hash);
	}
	if (t->n * 2 >= t->nslot)
		grow(t);
	at = probe(t, number, known);
	if (t->slot[at] != 0)
		return true;
	if (t->n >= GROUP_NONE - 1)
		die("%s", tr("too many different texts", "不同文本过多"));
	t->member = xgrow(t->member, t->n, &t->cap, sizeof *t->member);
	t->member[t->n] = (struct text_member){.set = number, .text = known};
	if (set->n++ == 0)
		set->first = (uint32_t)t->n;
	else
		t->member[set->last].next = (uint32_t)t->n;
	set->last = (uint32_t)t->n++;
	t->slot[at] = (uint32_t)t->n;
	return true;
}

struct str
texts_at(const struct texts *t, uint32_t member, uint32_t *next)
{
	*next = t->member[member].next;
	return group_key(&t->all, t->member[member].text);
}

void
texts_free(struct texts *t)
{
	group_free(&t->all);
	free(t->member);
	free(t->slot);
	*t = (struct texts){0};
}
