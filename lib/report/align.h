/* Which row of a form each row of figures is, by order and by what stands near. */
#ifndef GX_ALIGN_H
#define GX_ALIGN_H

#include "base/str.h"

#define ALIGN_NONE ((size_t)-1)
#define ALIGN_RUNS_MAX 400
#define ALIGN_NEVER (-100000) /* a score: this run is not that row */

/*
 * Align nrun runs of figures with nrow rows of a form, both in order: each run
 * is one row or none, and they do not cross.  score[i * nrow + r] says how well
 * run i fits row r; leaving out a run or a row costs.
 *
 * row[i] gets the row of run i in the best alignment, or ALIGN_NONE when it has
 * none, or when another alignment that says otherwise comes close: then it is
 * not sure.
 */
void align_runs(const int *score, size_t nrun, size_t nrow, size_t *row);

/* How much of label, 0 to 100, stands in text in this order; both folded. */
int align_likeness(struct str label, struct str text);

#endif
