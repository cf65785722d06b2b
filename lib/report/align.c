/*
 * Alignment of rows of figures with the rows of a form.
 *
 * A form is printed in one order, and real reports keep it even where labels
 * are torn apart or displaced.  So the question is which rows are missing or
 * added; dynamic programming over (run, row) finds the cheapest answer, forward
 * and backward, which also gives the cost of every other one.
 */
#include "report/align.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

#define MATCH 60    /* that a run is some row at all */
#define SKIP_RUN 60 /* a run that is no row of the form */
#define SKIP_ROW 20 /* a row of the form that was not found */
#define SURE 20     /* by so much the best must beat the next */

#define CHARS_MAX 200

static int
best_of(int a, int b)
{
	return a > b ? a : b;
}

/* best[i][r]: the best score of the first i runs with the first r rows. */
static void
forward(const int *score, size_t nrun, size_t nrow, int *best)
{
	const size_t w = nrow + 1;

	for (size_t i = 0; i <= nrun; i++)
		for (size_t r = 0; r <= nrow; r++) {
			int b = i == 0 && r == 0 ? 0 : 2 * ALIGN_NEVER;

			if (i > 0)
				b = best_of(b, best[(i - 1) * w + r] - SKIP_RUN);
			if (r > 0)
				b = best_of(b, best[i * w + r - 1] - SKIP_ROW);
			if (i > 0 && r > 0)
				b = best_of(b, best[(i - 1) * w + r - 1] + MATCH +
				    score[(i - 1) * nrow + r - 1]);
			best[i * w + r] = b;
		}
}

/* The same for the runs from i and the rows from r to the end. */
static void
backward(const int *score, size_t nrun, size_t nrow, int *best)
{
	const size_t w = nrow + 1;

	for (size_t i = nrun + 1; i-- > 0;)
		for (size_t r = nrow + 1; r-- > 0;) {
			int b = i == nrun && r == nrow ? 0 : 2 * ALIGN_NEVER;

			if (i < nrun)
				b = best_of(b, best[(i + 1) * w + r] - SKIP_RUN);
			if (r < nrow)
				b = best_of(b, best[i * w + r + 1] - SKIP_ROW);
			if (i < nrun && r < nrow)
				b = best_of(b, best[(i + 1) * w + r + 1] + MATCH +
				    score[i * nrow + r]);
			best[i * w + r] = b;
		}
}

/* The row of one run: the best way through it, if no other comes close. */
static size_t
row_of_run(const int *score, size_t nrow, size_t i, const int *before,
    const int *behind)
{
	const size_t w = nrow + 1;
	int best = 4 * ALIGN_NEVER, next = 4 * ALIGN_NEVER;
	size_t row = ALIGN_NONE;

	for (size_t r = 0; r <= nrow; r++) /* no row */
		best = best_of(best, before[i * w + r] - SKIP_RUN +
		    behind[(i + 1) * w + r]);
	for (size_t r = 0; r < nrow; r++) {
		int way = before[i * w + r] + MATCH + score[i * nrow + r] +
		    behind[(i + 1) * w + r + 1];

		if (way > best) {
			next = best;
			best = way;
			row = r;
		} else {
			next = best_of(next, way);
		}
	}
	return row != ALIGN_NONE && best - next >= SURE ? row : ALIGN_NONE;
}

void
align_runs(const int *score, size_t nrun, size_t nrow, size_t *row)
{
	size_t n = (nrun + 1) * (nrow + 1);
	int *before = xmalloc(n * sizeof *before);
	int *behind = xmalloc(n * sizeof *behind);

	forward(score, nrun, nrow, before);
	backward(score, nrun, nrow, behind);
	for (size_t i = 0; i < nrun; i++)
		row[i] = row_of_run(score, nrow, i, before, behind);
	free(before);
	free(behind);
}

int
align_likeness(struct str label, struct str text)
{
	uint32_t a[CHARS_MAX], b[CHARS_MAX];
	size_t row[CHARS_MAX + 1] = {0}, na = utf8_decode(label, a, CHARS_MAX),
	       nb = utf8_decode(text, b, CHARS_MAX);

	for (size_t i = 0; i < na; i++) {
		size_t diagonal = 0;

		for (size_t j = 0; j < nb; j++) {
			size_t above = row[j + 1];

			if (a[i] == b[j])
				row[j + 1] = diagonal + 1;
			else if (row[j] > row[j + 1])
				row[j + 1] = row[j];
			diagonal = above;
		}
	}
	return na != 0 ? (int)(row[nb] * 100 / na) : 0;
}
