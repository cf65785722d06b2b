/*
 * The keys of facts and statements, see known.h: what facts.c, place.c and the
 * modules of prose.c may add to a report, so that a rule that asks for something
 * else can be told to be misspelt.  gx-records(5) says what each is.
 */
#include "report/known.h"

/* Each row of the list has each column of the list. */
struct family {
	const char *row, *col;
};

static const struct family facts[] = {
	{"title", "text year"},
	{"period", "from to year"},
	{"inferred", "year"},
	{"published", "date"},
	{"publisher", "title sign kind below_city"},
	{"s#", "order count numeral chars none fees"},
	{"s1", "topics"},
	{"document", "unrecognised"},
	{"text", "sketch"},
	{"note", "bookmark limit unread *"},
};

/* Of each table of a form. */
static const char of_table[] =
    "cells rows_missing rows_added surplus shifted unplaced glued images";

static const struct family statements[] = {
	{"received answered handled carried_in carried_out", "#"},
	{"granted partial granted_partial denied unavailable not_processed other",
	    "#"},
	{"natural company research social legal", "#"},
	{"review review.upheld review.corrected review.other review.pending", "#"},
	{"suit suit.upheld suit.corrected suit.other suit.pending", "#"},
	{"suit_direct suit_direct.upheld suit_direct.corrected suit_direct.other "
	 "suit_direct.pending", "#"},
	{"suit_after suit_after.upheld suit_after.corrected suit_after.other "
	 "suit_after.pending", "#"},
	{"rules.issued rules.repealed rules.in_force", "#"},
	{"normative.issued normative.repealed normative.in_force", "#"},
	{"fee fee_wan", "#"},
	{"none.requests none.review none.suit none.carried_in none.carried_out "
	 "none.fee", "#"},
	{"other_year broken office", "#"},
	{"parts", "named all"},
	{"sum#", "whole rest"},
	{"same#", "again"},
	{"sum#.part same#.part", "#"},
	{"pct#", "part of percent slack"},
	{"growth#", "now before by by_percent slack"},
	{"growth.received growth.answered growth.review growth.suit",
	    "number by by_percent slack"},
	{"list#", "stated listed"},
};

struct teller {
	void *ctx;
	void (*key)(void *ctx, struct str row, struct str col);
};

/* The row with each column of the list. */
static void
tell_row(const struct teller *t, struct str row, const char *cols)
{
	struct str rest = str_of(cols), col;

	while (str_split(&rest, ' ', &col))
		t->key(t->ctx, row, col);
}

static void
tell_families(const struct teller *t, const struct family *f, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str rest = str_of(f[i].row), row;

		while (str_split(&rest, ' ', &row))
			tell_row(t, row, f[i].col);
	}
}

/* The facts whose names the forms give. */
static void
tell_named(const struct teller *t, const struct forms *f)
{
	struct buf b = {0};

	for (size_t i = 0; i < f->n; i++) {
		for (size_t k = 0; k < f->form[i].ntable; k++)
			tell_row(t, f->form[i].table[k].key, of_table);
		buf_reset(&b);
		buf_addz(&b, "labels_");
		buf_addstr(&b, f->form[i].name);
		t->key(t->ctx, STR("form"), buf_str(&b));
	}
	for (size_t i = 0; i < f->nlaw; i++)
		t->key(t->ctx, STR("law"), f->law[i].key);
	for (size_t i = 0; i < f->ntopic; i++) {
		buf_reset(&b);
		buf_addz(&b, "topic.");
		buf_addstr(&b, f->topic[i].key);
		t->key(t->ctx, buf_str(&b), STR("order"));
	}
	buf_free(&b);
}

bool
known_keys(const struct forms *f, struct str table, void *ctx,
    void (*key)(void *ctx, struct str row, struct str col))
{
	const struct teller t = {ctx, key};

	if (str_is(table, "doc")) {
		tell_families(&t, facts, sizeof facts / sizeof *facts);
		tell_named(&t, f);
		return true;
	}
	if (!str_is(table, "s1"))
		return false;
	tell_families(&t, statements, sizeof statements / sizeof *statements);
	return true;
}
