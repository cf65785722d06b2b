/* Conditions and sums of rules: parsing. */
#ifndef GX_EXPR_H
#define GX_EXPR_H

#include "base/dec.h"
#include "check/ref.h"

enum expr_kind {
	/* values */
	EXPR_NUMBER, EXPR_TEXT, EXPR_VAR, EXPR_YEAR, EXPR_FORM, EXPR_PREV_FORM,
	EXPR_ORG, EXPR_DOC, EXPR_REF, EXPR_COUNT, EXPR_FLAG, EXPR_RAW, EXPR_NEG, EXPR_ADD,
	EXPR_SUB, EXPR_MUL,
	/* conditions */
	EXPR_HAS, EXPR_KNOWN, EXPR_BLANK, EXPR_ISINT, EXPR_FITS, EXPR_LIKE,
	EXPR_EQ, EXPR_NE, EXPR_LT, EXPR_LE, EXPR_GT, EXPR_GE, EXPR_NOT, EXPR_AND,
	EXPR_OR
};

#define EXPR_NODES_MAX 2000
#define EXPR_DEPTH_MAX 60

/* A node.  a and b are its operands; ref is a number in the rule's references; var
 * one of its variables.  All of a rule's are walked through for each report: what
 * few of them have lies apart. */
struct expr {
	enum expr_kind kind;
	union {
		unsigned ref, var;
	};
	const struct expr *a, *b;
	union {
		const struct dec *number; /* EXPR_NUMBER */
		const struct str *text;   /* EXPR_TEXT */
		const char *flag;         /* EXPR_FLAG */
	};
};

/*
 * Parse the whole text of s as a condition.  Returns NULL, with s->e filled,
 * when it is none.
 */
const struct expr *expr_condition(struct scan *s);

static inline bool
expr_is_condition(const struct expr *e)
{
	return e->kind >= EXPR_HAS;
}

static inline bool
expr_is_comparison(const struct expr *e)
{
	return e->kind >= EXPR_EQ && e->kind <= EXPR_GE;
}

/* The comparison that is true where one of the kind is not. */
enum expr_kind expr_opposite(enum expr_kind comparison);

/* Does the condition ask for prev.form? */
bool expr_has_prev_form(const struct expr *e);

/* Does the node itself name a reference? */
bool expr_has_ref(const struct expr *e);

/* The first comparison in reading order, or NULL. */
const struct expr *expr_first_comparison(const struct expr *e);

/* The number of the first reference in reading order; false for none. */
bool expr_first_ref(const struct expr *e, unsigned *ref);

/* Does the value depend on any variable?  refs are those of the rule. */
bool expr_has_vars(const struct expr *e, const struct ref_list *refs);

#endif
