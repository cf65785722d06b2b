/* The sums of one report as linear equations, for finding the wrong cell. */
#ifndef GX_LINEAR_H
#define GX_LINEAR_H

#include "check/eval.h"
#include "check/rule.h"

#define LINEAR_NONE UINT32_MAX
#define LINEAR_TERMS_MAX ((size_t)1 << 20) /* of one report */

struct linear_cell {
	const struct key *key;
	struct dec value; /* 0 for a blank */
	bool blank;
	uint32_t term; /* its first one in an equation, LINEAR_NONE at the end */
	uint32_t group; /* cells with the same number are joined by equations */

	uint32_t seen, seen_term; /* the last reading, its term there */
};

/* coef times a cell, in an equation. */
struct linear_term {
	uint32_t cell, equation;
	uint32_t next; /* of the same cell */
	int coef;      /* not 0 */
};

enum linear_kind {
	LINEAR_HARD,   /* must hold */
	LINEAR_LATENT, /* does not apply as long as its blanks are blank */
	LINEAR_SOFT,   /* against the prose, which may mean something else */
};

/* The sum of the terms and a constant, which should be 0. */
struct linear_equation {
	uint32_t from, n; /* terms */
	struct dec gap;   /* what the sum is */
	enum linear_kind kind;
	uint32_t total; /* the cell that is one side by itself, or LINEAR_NONE */

	uint32_t seen; /* by linear_try */
	struct dec moved;
};

/* {0} is the empty system. */
struct linear {
	struct linear_cell *cell;
	struct linear_term *term;
	struct linear_equation *equation;
	size_t ncell, nterm, nequation;
	size_t cell_cap, term_cap, equation_cap;
	struct map by_key; /* whole key -> cell: the first nkeyed of them */
	size_t nkeyed;
	uint32_t *by_slot; /* slot -> cell, where that one has the slot */
	size_t nslot;
	bool unslotted; /* there is a cell without a slot */
	uint32_t *parent;  /* of cells, while groups are made */
	size_t parent_cap;
	uint32_t reads, tries; /* so far: linear_add, linear_try */
	size_t steps; /* terms looked at since the last reset */
};

/* One cell with another value. */
struct linear_change {
	uint32_t cell;
	struct dec value;
};

/* What changes would do. */
struct linear_effect {
	size_t mended;    /* equations that do not hold and would */
	size_t agreed, disagreed; /* soft ones, likewise, and the reverse */
};

/* Is "must" of the rule a plain "=" between sums of cells of the report? */
bool linear_takes(const struct rule *r);

/*
 * Add an instance of a rule that linear_takes.  applies says whether its
 * conditions hold.  Nothing is added when a cell is lost or no number, or the
 * system is too large.  Keys must outlive the system.
 */
void linear_add(struct linear *l, const struct eval *v, const struct expr *must,
    bool applies);

/* Does the equation have to hold, and does not? */
static inline bool
linear_fails(const struct linear_equation *q)
{
	return q->kind == LINEAR_HARD && q->gap.n != 0;
}

/* Number the groups, once all is added; returns how many there are. */
size_t linear_group(struct linear *l);

/* The cell with that key, or LINEAR_NONE. */
uint32_t linear_find(struct linear *l, const struct key *k);

/* The same for the text of a key. */
uint32_t linear_find_text(struct linear *l, struct str whole);

/* n / by, when that is exact. */
bool linear_divide(dec_int n, long by, struct dec *d);

/*
 * Would all equations that have to hold and have one of the cells hold with
 * these changes?  effect is filled when they would.
 */
bool linear_try(struct linear *l, const struct linear_change *c, size_t n,
    struct linear_effect *effect);

/* Forget the cells and equations, keep the memory. */
void linear_reset(struct linear *l);
void linear_free(struct linear *l);

#endif
