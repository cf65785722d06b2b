/* The instances of a rule for one form: variables bound, references resolved. */
#ifndef GX_PLAN_H
#define GX_PLAN_H

#include "check/rule.h"

/* The variables have these values, the references mean these cells. */
struct instance {
	struct str *bind;
	struct cells *ref; /* by number */
};

/* What a rule is for a report of one form. */
struct plan {
	struct instance *v;
	size_t n, cap;
	struct cells *fixed; /* by number: references without variables */
	size_t lacking;      /* branches whose table the form does not have */
	bool no_form;        /* rows() or cols(), and the form is not known */
	bool too_many;
	bool by_report; /* has present(): v must be made for each report */
};

/*
 * Make the plan of a rule as far as the form decides it.  What it holds lies
 * in x->arena but for v, which plan_free frees.
 */
void plan_make(struct plan *p, const struct rule *r, struct resolver *x,
    size_t most);

/* Make the instances of a plan that is by_report, into *p. */
void plan_instances(struct plan *p, const struct rule *r,
    const struct cells *fixed, struct resolver *x, const struct report *report,
    size_t most);

void plan_free(struct plan *p);

#endif
