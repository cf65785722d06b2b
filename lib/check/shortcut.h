/* Outcomes of instances that are known while their cells are plain counts. */
#ifndef GX_SHORTCUT_H
#define GX_SHORTCUT_H

#include "check/finding.h"
#include "check/plan.h"

/*
 * An instance has the outcome if each cell of its terms holds a plain count
 * (struct operand) and the terms add up to 0.  Nothing is said of other cases.
 */
struct shortcut {
	enum outcome outcome; /* OUTCOME_PASS or OUTCOME_SKIP */
	bool sum;             /* any coef is not 0 */
	struct shortcut_term {
		const struct operand *operand;
		long coef; /* 0: it matters only what kind of cell it is */
	} *term;
	size_t n;
};

/*
 * The shortcut of an instance, made in a; fixed are the references without
 * variables, form that of the reports or NULL.  NULL when counts would not
 * decide what comes of it.
 */
struct shortcut *shortcut_make(struct arena *a, const struct rule *r,
    const struct form *form, const struct plan_refs *fixed,
    const struct instance *i);

/* The shortcut of several instances at once, made in a: the outcome is that of
 * each of them.  NULL when they differ, or sums are among them. */
struct shortcut *shortcut_join(struct arena *a, struct instance *const *v,
    size_t n);

/* Does the condition hold in all reports of the form, which may be NULL? */
bool shortcut_holds(const struct expr *e, const struct form *form);

static inline bool
shortcut_fits(const struct shortcut *s)
{
	long sum = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (!s->term[i].operand->plain)
			return false;
		sum += s->term[i].coef * s->term[i].operand->count;
	}
	return sum == 0;
}

#endif
