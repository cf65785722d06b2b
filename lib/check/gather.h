/* The operands of references, as the current report has them. */
#ifndef GX_GATHER_H
#define GX_GATHER_H

#include "check/eval.h"

/*
 * What a reference stands for under one binding.  Most stand for the same slots
 * in every report, so that there is nothing to do for the next one.
 */
struct gathered {
	struct operands now;
	const struct cells *cells;
	const struct operand **v;     /* all strands, one behind the other */
	const struct operand **group; /* by strand, NULL for none; or NULL */
	const struct operand **some;  /* room, where groups may stand for rows */
	size_t n;
};

/* Where the operands come from.  among: the report is one of several of which
 * only the cells were kept that rules name. */
struct gatherer {
	struct slots *slots;
	const struct report *report;
	bool among;
	struct arena *arena; /* for what the report has for a star */
	struct order_found found; /* room: the cells of one reference */
};

/*
 * Make the operands of c, which must live as long, in a.  Returns whether
 * gather_update must be called before they are used in a report.
 */
bool gather_make(struct gathered *g, struct arena *a, struct slots *s,
    const struct cells *c);

/* Make them those of the report that the slots were read from. */
void gather_update(struct gathered *g, struct gatherer *from);

void gatherer_free(struct gatherer *from);

#endif
