/*
 * Slots, see slots.h.  A cell is looked for where it stood among those of the last
 * report; only where reports differ a name is put together and looked up.
 */
#include "check/slots.h"

#include <stdlib.h>

#include "check/matches.h"
#include "check/order.h"
#include "check/ref.h"

#define PAGE_SLOTS 64 /* made at a time */

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

/* Read a cell that is a plain count and has no flag, as most are; is it one?  If not,
 * the operand is as it was. */
static inline bool
read_plain(struct operand *o, const struct cell *c)
{
	long count;

	if (c->flag.n != 0 || !dec_parse_count(c->value, &count))
		return false;
	o->cell = c;
	o->reading = READ_NUMBER;
	o->plain = true;
	o->count = count;
	o->number = dec_of(count);
	return true;
}

/* Read a cell into the operand of none. */
static void
read_cell(struct operand *o, const struct cell *c)
{
	o->cell = c;
	if (cell_has_flag(c, "unread")) {
		o->reading = READ_UNREAD;
	} else if (dec_parse_count(c->value, &o->count)) {
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

/* Say what the slot's operand is, which is another now. */
static inline void
mark(struct slots *s, const struct key_slot *slot)
{
	const struct operand *o = &slot->operand;
	uint32_t at = slot->key.slot;
	struct slots_bits *b = &s->bits[at / 64];
	uint64_t bit = (uint64_t)1 << at % 64;

	b->there = (b->there & ~bit) | (o->cell != NULL ? bit : 0);
	b->plain = (b->plain & ~bit) | (o->plain ? bit : 0);
}

/* The cell, of that number in the report, is the first of its key. */
static inline void
fill(struct slots *s, struct key_slot *slot, const struct cell *c, size_t i)
{
	bool was_plain = slot->operand.plain;

	if (!read_plain(&slot->operand, c)) {
		slot->operand = (struct operand){.key = &slot->key};
		read_cell(&slot->operand, c);
		was_plain = false;
	}
	if (!was_plain)
		mark(s, slot);
	slot->round = s->round;
	slot->place = (uint32_t)i;
}

/* More slots, which stand side by side: those of one report are read in a row. */
static void
make_page(struct slots *s)
{
	struct key_slot *page =
	    xaligned(_Alignof(struct key_slot), PAGE_SLOTS * sizeof *page);

	for (size_t i = 0; i < PAGE_SLOTS; i++) {
		s->v = xgrow(s->v, s->made, &s->cap, sizeof *s->v);
		s->v[s->made++] = &page[i];
	}
}

/* Room for what the slot's operand is, which is nothing yet. */
static void
make_bits(struct slots *s, uint32_t at)
{
	size_t before = s->nbits;

	s->bits = xgrow(s->bits, at / 64, &s->nbits, sizeof *s->bits);
	if (s->nbits != before)
		memset(s->bits + before, 0, (s->nbits - before) * sizeof *s->bits);
	mark(s, s->v[at]);
}

/* The number of the name, if the key is of no table of the form. */
static uint16_t
name_outside(const struct key *k, struct str name)
{
	return (uint16_t)(k->form != NULL ? SLOTS_NAMES : slots_name(name));
}

uint32_t
slots_add(struct slots *s, const struct key *k, const struct report *r)
{
	uint32_t at = (uint32_t)s->n;
	/* of a report all cells have slots, as long as they are not too many */
	const struct cell *c = r != NULL && slots_are_many(s)
	    ? report_find_key(r, k->whole) : NULL;
	struct key_slot *slot;

	if (s->n == s->made)
		make_page(s);
	slot = s->v[s->n++];
	*slot = (struct key_slot){.operand = {.key = &slot->key},
	    .key = *k, .self = &slot->operand,
	    .alone = {.v = &slot->self, .n = 1, .table = k->table}};
	slot->key.slot = at;
	slot->row_name = name_outside(k, k->row);
	slot->col_name = name_outside(k, k->col);
	make_bits(s, at);
	map_put(&s->map, k->whole, at);
	if (c != NULL) {
		s->at.v[c - r->cell] = at;
		fill(s, slot, c, (size_t)(c - r->cell));
	}
	return at;
}

typedef uint64_t halves __attribute__((vector_size(16)));

/* Bits where the two are not the same text at the same place. */
static inline halves
differ(const struct str *a, const struct str *b)
{
	halves x = {0}, y = {0};

	memcpy(&x, a, sizeof *a);
	memcpy(&y, b, sizeof *b);
	return x ^ y;
}

/* Are the texts of the cell those of the key, at the same places?  They are where
 * both are of the form. */
static inline bool
has_texts(const struct cell *c, const struct key *k)
{
	halves d = differ(&c->table, &k->table) | differ(&c->row, &k->row) |
	    differ(&c->col, &k->col);

	return (d[0] | d[1]) == 0;
}

/* Are the texts of the cell those of the key? */
static inline bool
makes_key(const struct cell *c, const struct key *k)
{
	size_t row = c->table.n + 1, col = row + c->row.n + 1;
	const char *p = k->whole.p;

	return c->col.n == k->col.n && c->row.n == k->row.n &&
	    k->whole.n == col + c->col.n && str_same(p + col, c->col.p, c->col.n) &&
	    str_same(p + row, c->row.p, c->row.n) && str_same(p, c->table.p, c->table.n);
}

static inline bool
is_of_form(const struct key_slot *slot)
{
	return slot->row_name == SLOTS_NAMES;
}

/* Is it a cell of that key? */
static inline bool
is_cell(const struct key_slot *slot, const struct cell *c)
{
	return (is_of_form(slot) && has_texts(c, &slot->key)) ||
	    makes_key(c, &slot->key);
}

static uint32_t
learn(struct slots *s, struct arena *a, struct str whole)
{
	struct key k = {.whole = arena_str(a, whole)};

	key_complete(&k, s->form);
	return slots_add(s, &k, NULL);
}

/* No more cells of the last report are expected up to there: empty what they filled
 * and this report has not.  It may fill it yet. */
static void
pass_to(struct slots *s, size_t end)
{
	for (; s->passed < end; s->passed++) {
		uint32_t at = s->before.v[s->passed];
		struct key_slot *slot;

		if (at == MAP_NONE)
			continue;
		slot = s->v[at];
		if (slot->round == s->round)
			continue;
		slot->operand = (struct operand){.key = &slot->key};
		mark(s, slot);
	}
}

/* The slot of the cell, which is not that of the cell of the last report that is
 * expected next; the one behind its own becomes that. */
static uint32_t
look_up(struct slots *s, struct arena *a, const struct cell *c)
{
	uint32_t at;

	buf_reset(&s->key);
	key_join(&s->key, c->table, c->row, c->col);
	at = map_get(&s->map, buf_str(&s->key));
	if (at == MAP_NONE && !slots_are_many(s))
		at = learn(s, a, buf_str(&s->key));
	s->odd = s->odd || at == MAP_NONE || !makes_key(c, &s->v[at]->key);
	if (at != MAP_NONE && s->v[at]->round == s->round - 1 &&
	    s->before.n != 0) {
		s->next = s->v[at]->place + 1;
		pass_to(s, s->next);
	}
	return at;
}

/* A report of n cells will fill the slots. */
static void
begin_round(struct slots *s, size_t n)
{
	struct slots_at last = s->at;

	s->at = s->before;
	s->before = last;
	while (s->at.cap < n)
		s->at.v = xgrow_more(s->at.v, &s->at.cap, sizeof *s->at.v);
	s->at.n = n;
	s->round++;
	s->odd = false;
	s->next = s->passed = 0;
	memset(s->names, 0, sizeof s->names);
	order_reset(&s->cells);
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

static inline void
add_name(struct slots *s, unsigned name)
{
	s->names[name / 64] |= (uint64_t)1 << name % 64;
}

/* Read cells from the i-th on, as long as they come as in the last report: nearly all
 * do.  Returns how many. */
static size_t
read_run(struct slots *s, const struct report *r, size_t i)
{
	size_t n = 0, most = r->n - i;
	struct key_slot *const *slots = s->v;
	const struct cell *cell;
	const uint32_t *before;
	uint32_t *at;

	if (s->next >= s->before.n || most == 0)
		return 0;
	cell = r->cell + i;
	at = s->at.v + i;
	before = s->before.v + s->next;
	if (most > s->before.n - s->next)
		most = s->before.n - s->next;
	for (; n < most && before[n] != MAP_NONE; n++) {
		struct key_slot *slot = slots[before[n]];

		if (!is_cell(slot, &cell[n]))
			break;
		at[n] = before[n];
		if (slot->round != s->round)
			fill(s, slot, &cell[n], i + n);
		if (is_of_form(slot))
			continue;
		add_name(s, slot->row_name);
		add_name(s, slot->col_name);
	}
	s->next += n;
	if (s->passed < s->next)
		s->passed = s->next;
	return n;
}

/* Read a cell that is not expected. */
static void
read_one(struct slots *s, struct arena *a, const struct report *r, size_t i)
{
	const struct cell *c = &r->cell[i];
	uint32_t at = look_up(s, a, c);

	s->at.v[i] = at;
	if (at != MAP_NONE && s->v[at]->round != s->round)
		fill(s, s->v[at], c, i);
	if (at != MAP_NONE && is_of_form(s->v[at]))
		return;
	add_name(s, slots_name(c->row));
	add_name(s, slots_name(c->col));
}

void
slots_read(struct slots *s, struct arena *a, const struct report *r)
{
	begin_round(s, r->n);
	s->year.count = (long)r->year;
	for (size_t i = read_run(s, r, 0); i < r->n; i += read_run(s, r, i))
		read_one(s, a, r, i++);
	pass_to(s, s->before.n);
	s->filled = s->n;
}

bool
slots_is_first(const struct slots *s, const struct report *r, size_t i)
{
	const struct cell *c = &r->cell[i];

	if (s->at.v[i] != MAP_NONE)
		return s->v[s->at.v[i]]->operand.cell == c;
	return report_find(r, c->table, c->row, c->col) == c;
}

void
slots_keep(struct slots *s)
{
	s->planned = s->n;
}

void
slots_forget(struct slots *s)
{
	begin_round(s, 0);
	pass_to(s, s->before.n);
	s->before.n = 0;
	s->forgets++;
	for (size_t i = s->planned; i < s->n; i++)
		matches_free(s->v[i]->matches);
	map_reset(&s->map);
	order_reset(&s->order);
	s->n = s->planned;
	for (size_t i = 0; i < s->n; i++)
		map_put(&s->map, s->v[i]->key.whole, (uint32_t)i);
}

void
slots_free(struct slots *s)
{
	map_free(&s->map);
	for (size_t i = 0; i < s->n; i++)
		matches_free(s->v[i]->matches);
	for (size_t i = 0; i < s->made; i += PAGE_SLOTS)
		free(s->v[i]);
	free(s->v);
	free(s->bits);
	free(s->at.v);
	free(s->before.v);
	order_free(&s->order);
	order_free(&s->cells);
	free(s->found.v);
	buf_free(&s->key);
	buf_free(&s->parts);
	*s = (struct slots){0};
}
