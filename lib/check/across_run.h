/* What the parts of across.c share: a run, and what is kept of its reports. */
#ifndef GX_ACROSS_RUN_H
#define GX_ACROSS_RUN_H

#include "base/spill.h"
#include "check/across.h"
#include "check/kept.h"
#include "report/sketch.h"

#define YEARS 512 /* of reports, from YEAR_FIRST on */
#define YEAR_FIRST 1800

enum {
	FLAG_FAILED = 1, FLAG_UNKNOWN = 2, FLAG_SKETCH = 4, FLAG_NO_FACTS = 8,
	/* of the first report of a publisher and year, see across_side.c: */
	FLAG_PREV_ASKED = 16, FLAG_PREV_AGREE = 32,
	FLAG_CHILD_ASKED = 64, FLAG_CHILD_AGREE = 128,
};

/* A report.  Put away at that place: the length of its address, which may hold
 * any byte, the address and NUL, its cells. */
struct kept {
	uint64_t at;
	uint32_t unit; /* UNIT_NONE: the publisher is not known */
	uint16_t year; /* 0: not known */
	uint8_t form;  /* number in forms, NO_FORM */
	uint8_t flags;
};
#define NO_FORM 255

/* A cell that some rule asks for, in which scopes. */
struct wanted {
	struct str table, row, col;
	struct str scoped[SCOPES]; /* "prev.t3" */
	struct str whole;
	unsigned scopes;
};

/* What the units below one have for a year, for its reports: all of them that
 * name its publisher and year ask for it. */
struct subtotal {
	uint32_t asked; /* 1 + the number of the first one; 0: of none */
	enum outcome outcome;
	struct buf why;
	struct report sums; /* cells of "child.t3" */
};
#define SUBTOTALS 16 /* kept at a time: publishers may take turns */

struct across_run {
	struct arena names; /* of wanted */
	struct wanted *wanted;
	size_t nwanted, wanted_cap;
	struct str *watched; /* their whole keys, and that of the sketch */
	struct map by_key;
	bool on;        /* there is a rule to keep anything for */
	bool wants_copy;
	bool wants_own; /* cells of a report that has no other at its side */

	struct spill away;
	struct spill sketches; /* one a report, of no meaning where it has none */
	struct kept *kept;
	size_t n, cap;

	uint32_t *order; /* reports by unit and year, then as they came */
	uint32_t *unit_end; /* where in it those of unit i end: [i + 1]; [0]: of none;
	                     * so they begin at [i] */
	uint32_t *nearest; /* by report: the one with the most similar text */
	struct report report; /* the one that is put together */
	struct subtotal subtotal[SUBTOTALS]; /* by number of the first report */
	struct buf why, text;
};

/* ---- across_keep.c: what is kept ----------------------------------------- */

/* Find out what the rules of a->check ask for: what is wanted, and so what
 * a->check watches, and whether anything must be kept at all. */
void across_want(struct across *a);

/* The address of the report, ended by NUL, and its cells: as many as are wanted, in
 * their order.  Once all is settled; valid until across_free. */
struct str across_doc(struct across_run *run, const struct kept *k);
struct kept_reader across_cells(struct across_run *run, const struct kept *k);

/* Its form, or NULL. */
const struct form *across_form(const struct across *a, const struct kept *k);

/* ---- across_order.c: which reports are of a unit, for a year ------------- */

/* The numbers of the reports by year, then as they came; the caller frees them. */
uint32_t *across_by_year(const struct across_run *run);

/* Fill order and unit_end, when all reports and units have come. */
void across_put_in_order(struct across *a);

/* The reports of the unit for the year, as they came; none for UNIT_NONE or year 0.
 * Once they are in order. */
struct found {
	const uint32_t *v; /* numbers of reports, ascending */
	size_t n;
};
struct found across_find(const struct across_run *run, uint32_t unit,
    unsigned year);

/* ---- across_side.c: the report that is put together ---------------------- */

/* Add the cells of k that are named in that scope. */
void across_add_cells(struct across_run *run, const struct kept *k,
    enum ref_scope scope);

/* Add a cell that tells of the run.  raw, its raw text, must live as long; the cell
 * until the next one is added. */
struct cell *across_add_fact(struct across_run *run, const char *table,
    const char *row, const char *col, unsigned long value, struct str raw);

/* Add the cells of the report of the year before k, or the sums over the units below
 * it, and say in the view how that went; why is valid until the next report. */
void across_add_prev(struct across *a, const struct kept *k,
    struct check_view *view);
void across_add_below(struct across *a, const struct kept *k,
    struct check_view *view);

/* ---- across_folders.c: the folders are the tree -------------------------- */

/* Put the units below one another as their reports lie in folders, and warn of those
 * that are below another one already.  Before they are linked. */
void across_tree_of_folders(struct across *a);

/* The folder of the first report of the unit, which has one.  Once they are in
 * order. */
struct str across_folder(struct across_run *run, uint32_t unit);

/* ---- across_copies.c: equal texts ---------------------------------------- */

/* Fill nearest. */
void across_find_copies(struct across_run *run);

/* Add to the report that is put together, which is report i, what is known of its
 * text; nothing where nobody asks. */
void across_add_copy(struct across_run *run, size_t i);

#endif
