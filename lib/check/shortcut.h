/* What must be so in a report for a rule to have its usual outcome. */
#ifndef GX_SHORTCUT_H
#define GX_SHORTCUT_H

#include "check/finding.h"
#include "check/plan.h"

/*
 * Instances have the outcomes if all tests fit, the slots that are to be plain hold
 * plain counts (struct operand), and the terms, which these are, add up to numbers
 * within the bounds that stand in the last term of each sum.  Nothing is said of
 * other cases.
 */
struct shortcut {
	unsigned long count[OUTCOMES]; /* of instances */
	struct shortcut_plain {
		size_t word; /* of slots.plain, where the bits are set */
		uint64_t bits;
	} *plain;
	size_t nplain;
	struct shortcut_term {
		const struct operand *operand;
		int coef;
		int least, most;
		bool last;
	} *term;
	size_t nterm;
	struct shortcut_test {
		enum {
			TEST_THERE, TEST_ABSENT, TEST_UNFLAGGED, /* of a cell */
			TEST_NONE, /* of a pattern: no cell matches */
			TEST_FACTS, /* the report has any */
			TEST_YEAR,  /* it is known */
		} kind;
		union {
			const struct operand *operand;
			const struct operands *operands;
		};
	} *test;
	size_t ntest;
};

/* What shortcuts of one form are made for: form may be NULL; fixed are the
 * references without variables; year is the year of the report. */
struct shortcut_context {
	struct arena *arena;
	const struct rule *rule;
	const struct form *form;
	const struct plan_refs *fixed;
	const struct operand *year;
};

/* The shortcut of an instance, once the conditions without variables hold.  NULL
 * when none is seen. */
struct shortcut *shortcut_make(const struct shortcut_context *x,
    const struct instance *i);

/* The shortcut of the rule, of which v are all n instances; of conds, those
 * without variables, too.  NULL when there is none of one of them. */
struct shortcut *shortcut_join(const struct shortcut_context *x,
    const struct plan_conds *conds, struct instance *const *v, size_t n);

/* Does the condition hold in all reports of the form, which may be NULL? */
bool shortcut_holds(const struct expr *e, const struct form *form);

/* Has the report that is judged, and that the slots are of, what the shortcut asks
 * for? */
bool shortcut_fits(const struct shortcut *s, const struct slots *slots,
    const struct eval *v);

#endif
