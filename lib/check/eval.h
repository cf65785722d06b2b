/* Evaluating conditions on the cells of a report, with three truth values. */
#ifndef GX_EVAL_H
#define GX_EVAL_H

#include "check/expr.h"

enum truth { TRUTH_FALSE, TRUTH_TRUE, TRUTH_UNKNOWN };

static inline enum truth
truth_of(bool b)
{
	return b ? TRUTH_TRUE : TRUTH_FALSE;
}

static inline enum truth
truth_not(enum truth t)
{
	return t == TRUTH_UNKNOWN ? t : truth_of(t == TRUTH_FALSE);
}

/* and, or: an operand that is so decides; else an unknown one leaves it open. */
static inline enum truth
truth_either(enum truth a, enum truth b, enum truth so)
{
	return a == so || b == so ? so : a == TRUTH_UNKNOWN ? a : b;
}

/* One instance of a rule. */
struct eval {
	const struct report *report;
	const struct operands *const *ref; /* by number */
	const struct str *bind;     /* values of the variables, by number */
	bool no_facts; /* the report has no cell of table "doc" at all, so the
	                * lack of a fact says nothing */
	struct str prev_form; /* of the report for the year before */
};

enum value_kind {
	VALUE_UNKNOWN,
	VALUE_BLANK, /* nothing but blanks: 0 in a sum, unknown by itself */
	VALUE_NUMBER,
	VALUE_TEXT,
};

struct value {
	enum value_kind kind;
	struct dec number;
	struct str text;
};

enum truth eval_truth(const struct eval *v, const struct expr *e);
struct value eval_value(const struct eval *v, const struct expr *e);

/* The comparison that makes the condition false, or the first one of all. */
const struct expr *eval_relation(const struct eval *v, const struct expr *e);

/*
 * The value that the cell would need to make the equation hold, the others
 * being right.  False when e is no equation, the cell does not occur in it
 * exactly once as a term, it or another operand is unknown, a side is nothing but
 * blanks, or the column of the cell may not have that value.
 */
bool eval_expected(const struct eval *v, const struct expr *e,
    const struct operand *cell, struct dec *value);

/* Call seen for every operand that keeps e from being judged: a cell, or a
 * name such as "year" (then o is NULL). */
void eval_missing(const struct eval *v, const struct expr *e, void *ctx,
    void (*seen)(void *ctx, const struct operand *o, const char *name));

#endif
