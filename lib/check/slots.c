/*
 * Slots, see slots.h.  A cell is looked for at the slot that followed its
 * predecessor's the last time; only where reports differ a name is put together
 * and looked up.
 */
#include "check/slots.h"

#include <stdlib.h>

#include "check/ref.h"

#define LEARNED_MAX 4096 /* keys beyond the planned ones */

static bool
take_count(struct str s, long *count)
{
	long n = 0;

	if (s.n == 0 || s.n > COUNT_DIGITS)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		n = n * 10 + (s.p[i] - '0');
	}
	*count = n;
	return true;
}

static enum reading
read_other(const struct cell *c, struct dec *number)
{
	if (cell_number(c, number))
		return READ_NUMBER;
	if (cell_has_flag(c, "blank") || cell_has_flag(c, "slash") ||
	    str_trim(c->raw).n == 0)
		return READ_BLANK;
	return READ_TEXT;
}

/* The operand, which is that of no cell, gets this one. */
static inline void
read_cell(struct operand *o, const struct cell *c)
{
	o->cell = c;
	if (c->flag.n != 0 && cell_has_flag(c, "unread")) {
		o->reading = READ_UNREAD;
	} else if (take_count(c->value, &o->count)) {
		o->reading = READ_NUMBER;
		o->plain = true;
		o->number = dec_of(o->count);
	} else {
		o->reading = read_other(c, &o->number);
	}
}

struct operand
operand_of(const struct key *k, const struct cell *c)
{
	struct operand o = {.key = k};

	if (c != NULL)
		read_cell(&o, c);
	return o;
}

/* Room for that many cells. */
static void
reserve(struct slots *s, size_t n)
{
	while (s->at_cap < n)
		s->at = xgrow_more(s->at, &s->at_cap, sizeof *s->at);
	while (s->filled_cap < n)
		s->filled = xgrow_more(s->filled, &s->filled_cap,
		    sizeof *s->filled);
}

static inline void
fill(struct slots *s, struct key_slot *slot, const struct cell *c)
{
	read_cell(&slot->operand, c);
	s->filled[s->nfilled++] = &slot->operand;
}

uint32_t
slots_add(struct slots *s, struct arena *a, const struct key *k,
    const struct report *r)
{
	uint32_t at = (uint32_t)s->n;
	const struct cell *c = r != NULL ? report_find_key(r, k->whole) : NULL;
	struct key_slot *slot = arena_alloc(a, sizeof *slot);

	*slot = (struct key_slot){.operand = {.key = k}, .next = MAP_NONE,
	    .self = &slot->operand,
	    .alone = {.v = &slot->self, .n = 1, .table = k->table}};
	s->v = xgrow(s->v, s->n, &s->cap, sizeof *s->v);
	s->v[s->n++] = slot;
	map_put(&s->map, k->whole, at);
	if (c != NULL) {
		reserve(s, s->nfilled + 1);
		fill(s, slot, c);
	}
	return at;
}

static bool
is_at(const char *p, struct str part)
{
	return part.n == 0 || memcmp(p, part.p, part.n) == 0;
}

/* The same text at the same place? */
static bool
is_same(struct str a, struct str b)
{
	return a.p == b.p && a.n == b.n;
}

/* Are the texts of the cell, one behind the other, the key? */
static bool
makes_key(const struct cell *c, const struct key *k)
{
	size_t row = c->table.n + 1, col = row + c->row.n + 1;
	const char *p = k->whole.p;

	return k->whole.n == col + c->col.n && p[row - 1] == '.' &&
	    p[col - 1] == '.' && is_at(p + col, c->col) &&
	    is_at(p + row, c->row) && is_at(p, c->table);
}

/* Is it a cell of that key? */
static bool
is_cell(const struct key *k, const struct cell *c)
{
	return (is_same(c->col, k->col) && is_same(c->row, k->row) &&
		   is_same(c->table, k->table)) ||
	    makes_key(c, k);
}

static uint32_t
learn(struct slots *s, struct arena *a, struct str whole)
{
	struct key *k;

	if (slots_are_many(s))
		return MAP_NONE;
	k = arena_alloc(a, sizeof *k);
	*k = (struct key){.whole = arena_str(a, whole)};
	k->slot = slots_add(s, a, k, NULL);
	return k->slot;
}

/* The slot of the cell, which is not where it was expected. */
static uint32_t
look_up(struct slots *s, struct arena *a, const struct cell *c)
{
	uint32_t at;

	buf_reset(&s->key);
	key_join(&s->key, c->table, c->row, c->col);
	at = map_get(&s->map, buf_str(&s->key));
	return at != MAP_NONE ? at : learn(s, a, buf_str(&s->key));
}

static void
empty_all(struct slots *s)
{
	for (size_t i = 0; i < s->nfilled; i++) {
		struct operand *o = s->filled[i];

		*o = (struct operand){.key = o->key};
	}
	s->nfilled = 0;
	memset(s->names, 0, sizeof s->names);
}

unsigned
slots_name(struct str name)
{
	const unsigned char *p = (const unsigned char *)name.p;

	if (name.n == 0)
		return 0;
	return (p[0] + 5u * p[name.n / 2] + 11u * p[name.n - 1] +
	    47u * (unsigned)name.n) % SLOTS_NAMES;
}

static void
add_name(struct slots *s, struct str name)
{
	unsigned d = slots_name(name);

	s->names[d / 64] |= (uint64_t)1 << d % 64;
}

void
slots_read(struct slots *s, struct arena *a, const struct report *r)
{
	uint32_t *expected = &s->first;

	empty_all(s);
	reserve(s, r->n);
	for (size_t i = 0; i < r->n; i++) {
		const struct cell *c = &r->cell[i];
		struct key_slot *slot;
		uint32_t at = *expected;

		if (at >= s->n || !is_cell(s->v[at]->operand.key, c))
			at = *expected = look_up(s, a, c);
		s->at[i] = at;
		slot = at != MAP_NONE ? s->v[at] : NULL;
		if (slot == NULL || slot->operand.key->form == NULL) {
			add_name(s, c->row);
			add_name(s, c->col);
		}
		if (slot == NULL)
			continue;
		if (slot->operand.cell == NULL)
			fill(s, slot, c);
		expected = &slot->next;
	}
}

bool
slots_is_first(const struct slots *s, const struct report *r, size_t i)
{
	const struct cell *c = &r->cell[i];

	if (s->at[i] != MAP_NONE)
		return s->v[s->at[i]]->operand.cell == c;
	return report_find(r, c->table, c->row, c->col) == c;
}

bool
slots_are_many(const struct slots *s)
{
	return s->n - s->planned >= LEARNED_MAX;
}

void
slots_keep(struct slots *s)
{
	s->planned = s->n;
}

void
slots_forget(struct slots *s)
{
	empty_all(s);
	map_reset(&s->map);
	s->n = s->planned;
	for (size_t i = 0; i < s->n; i++)
		map_put(&s->map, s->v[i]->operand.key->whole, (uint32_t)i);
}

void
slots_free(struct slots *s)
{
	map_free(&s->map);
	free(s->v);
	free(s->at);
	free(s->filled);
	buf_free(&s->key);
	buf_free(&s->parts);
	*s = (struct slots){0};
}
