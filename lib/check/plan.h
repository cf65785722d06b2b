/* The instances of a rule for one form: variables bound, references resolved. */
#ifndef GX_PLAN_H
#define GX_PLAN_H

#include "check/gather.h"
#include "check/rule.h"

/* References by number, and those to be updated for each report. */
struct plan_refs {
	const struct operands **v;
	struct gathered **varying;
	size_t nvarying;
};

/* The variables have these values, the references mean these operands.  In ref,
 * those without variables are the plan's, and are updated with it. */
struct instance {
	struct str *bind;
	struct plan_refs ref;
	size_t keys;
	struct shortcut *shortcut; /* NULL: there is none, or not yet */
};

/* What gives a variable of present() its values. */
struct plan_values {
	const struct key *pattern; /* NULL: it is none, and nothing does */
	struct arena *arena;
	struct instance **instance; /* by number of the match: where the variable is
	                             * the last one, what came of it */
	size_t n, forgets;
};

/*
 * What was made for reports because they had it, by rule and binding: most will
 * come again.  {0} is empty.
 */
struct plan_cache {
	struct arena arena;
	struct map map;
	struct plan_learned {
		struct instance *instance;
		struct plan_values *values;
	} *v;
	size_t n, cap;
	size_t shortened; /* size of the shortcuts of instances */
	struct buf name;
	struct map seen[RULE_EACH_MAX];
	struct order_found found[RULE_EACH_MAX]; /* cells, by variable */
};

/* Conditions of a rule that its reports have to be asked for. */
struct plan_conds {
	const struct condition **v;
	size_t n;
};

/* Values of the variables before the first one of present(), and what gives that
 * one its values. */
struct plan_branch {
	struct str *bind;
	struct plan_values *values;
};

/* What a rule is for a report of one form. */
struct plan {
	struct instance **v;
	size_t n, cap;
	struct shortcut *all; /* that of conditions and all of v, or NULL */
	struct plan_refs fixed; /* those with variables are empty */
	struct plan_conds cond, var_cond; /* without variables; with them */
	size_t lacking;      /* branches whose table the form does not have */
	struct plan_branch *branch; /* of one that is by_report */
	size_t nbranch, branch_cap;
	bool branched; /* all branches are there: they were not too many */
	bool no_form;        /* rows() or cols(), and the form is not known */
	bool too_many;
	bool by_report; /* has present(): v must be made for each report */
	size_t present; /* number of the first variable that has it */
};

/*
 * Make the plan of a rule as far as the form decides it.  What it holds lies
 * in x->arena but for v and branch, which plan_free frees.
 */
void plan_make(struct plan *p, const struct rule *r, struct resolver *x,
    size_t most);

/* Make the shortcuts of a plan that plan_make made, with the same x.  To make them
 * takes as long as to judge some reports.  size: that of all shortcuts of instances in
 * x->arena, to which theirs is added; when it is too much, the others get none. */
void plan_shorten(struct plan *p, const struct rule *r, struct resolver *x,
    size_t *size);

/* Make the instances of made, a plan that is by_report, into *p; they last until
 * the cache is reset.  x->arena is that of the cache. */
void plan_instances(struct plan *p, const struct rule *r,
    const struct plan *made, struct resolver *x, struct plan_cache *cache,
    size_t most);

void plan_cache_reset(struct plan_cache *c);
void plan_cache_free(struct plan_cache *c);

void plan_free(struct plan *p);

#endif
