/* What must be so in a report for a rule to have its usual outcome. */
#ifndef GX_SHORTCUT_H
#define GX_SHORTCUT_H

#include "check/finding.h"
#include "check/plan.h"

/*
 * Instances have the outcomes if the slots are as the words ask, no name is there
 * that must not be, no other slots match a pattern, cells are without flags, and the
 * sums of plain counts (struct operand), which those in the terms are, are within
 * their bounds.  Nothing is said of other cases.
 */
struct shortcut {
	unsigned long pass, skip; /* instances with these outcomes */
	struct shortcut_word { /* of 64 slots, see slots.h */
		size_t number;
		struct slots_bits set;
		uint64_t absent; /* cells that must not be there */
	} *word;
	size_t nword;
	struct shortcut_names { /* of 64 names, see slots_have_name */
		size_t number;
		uint64_t absent;
	} *names;
	size_t nnames;
	const struct operand **unflagged; /* if they are there */
	size_t nunflagged;
	struct shortcut_term {
		const long *count;
		long coef;
	} *term; /* those of all sums, one behind the other */
	size_t nterm;
	struct shortcut_sum {
		size_t nterm;
		int least, most;
	} *sum;
	size_t nsum;
	struct shortcut_set { /* no other slots match than when it was made */
		struct matches *matches;
		const struct key *pattern;
		size_t n;
	} *set;
	size_t nset;
	bool facts; /* the report must have any */
	bool year;  /* it must be known */
};

/* What shortcuts of one form are made for: form may be NULL; fixed are the
 * references without variables; year is the year of the report. */
struct shortcut_context {
	struct arena *arena;
	const struct rule *rule;
	const struct form *form;
	const struct plan_refs *fixed;
	const struct operand *year;
	struct slots *slots;
};

/* The shortcut of an instance, once the conditions without variables hold.  NULL
 * when none is seen. */
struct shortcut *shortcut_make(const struct shortcut_context *x,
    const struct instance *i);

/* How many slots, cells and sums it looks at: its memory is in proportion. */
size_t shortcut_size(const struct shortcut *s);

/* The shortcut of the rule, of which v are all n instances; of conds, those
 * without variables, too.  NULL when there is none of one of them. */
struct shortcut *shortcut_join(const struct shortcut_context *x,
    const struct plan_conds *conds, struct instance *const *v, size_t n);

/*
 * The way that the report at hand, which was judged by the rule, goes with it: its
 * shortcut, where instances pass or are skipped and no other outcome comes up.  NULL:
 * none is seen.
 */
struct shortcut_way {
	const struct plan *made;
	const struct plan *plan; /* its instances, or NULL: not all conditions
	                          * without variables are so */
	const struct eval *eval; /* use makes it that of an instance */
	void *ctx;
	void (*use)(void *ctx, const struct instance *i);
};
struct shortcut *shortcut_follow(const struct shortcut_context *x,
    const struct shortcut_way *way);

/* What all n ask for, in one; NULL when it is too much. */
struct shortcut *shortcut_unite(const struct shortcut_context *x,
    const struct shortcut *const *v, size_t n);

/* Does the condition hold in all reports of the form, which may be NULL? */
bool shortcut_holds(const struct expr *e, const struct form *form);

/* Has the report that is judged, and that the slots are of, what the shortcut asks
 * for?  Nothing need be gathered for it. */
bool shortcut_fits(const struct shortcut *s, struct slots *slots,
    const struct eval *v);

#endif
