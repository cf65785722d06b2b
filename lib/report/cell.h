/* Cell records: the figures and facts of one report. */
#ifndef GX_CELL_H
#define GX_CELL_H

#include "base/dec.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/tsv.h"

/* The columns of a cell record, in their fixed order. */
enum {
	CELL_DOC, CELL_YEAR, CELL_ORG, CELL_FORM, CELL_TABLE, CELL_ROW, CELL_COL,
	CELL_VALUE, CELL_UNIT, CELL_RAW, CELL_LINE, CELL_FLAG, CELL_COLUMNS
};
extern const struct tsv_kind cell_kind;

/* Table, row and column of a cell as a record has them, a TAB behind each. */
struct cell_keys {
	char text[63];
	unsigned char n;
};

/*
 * One figure or fact.  value is a plain decimal number as dec_parse takes it,
 * empty when there is none; raw the text as it stands; line where, 0 when it
 * stands nowhere (a count of something, say).  flag is empty when the reading is
 * sure, else words of gx-records(5) joined by commas.  keys are set only where raw
 * is the value, flag empty, and nothing in any text is escaped in a record.
 */
struct cell {
	struct str table, row, col;
	struct str value, unit, raw, flag;
	unsigned long line;
	const struct cell_keys *keys;
};

/* All cells of a table are among from..to-1, others may be, too. */
struct cell_range {
	struct str table;
	size_t from, to;
};

/*
 * All cells of one report.  The cells of the official tables come first, in the
 * order of the form; the facts about the document (table "doc") and the
 * statements of the prose ("s1") follow.
 * All text lies in arena or outlives the report.  {0} is an empty report.  Looking
 * for a cell may complete the index: a report belongs to one thread at a time.
 */
struct report {
	struct arena arena;
	struct str doc, org, form;
	unsigned year; /* 0: not known */
	struct cell *cell;
	size_t n, cap;
	struct cell_index *index; /* made when a cell is looked for by its key */
	struct cell_range *range; /* see report_range */
	size_t nrange, range_cap;
	struct shapes *shapes; /* of the documents before, for build.c */
	struct clause *clauses; /* memory of the one before, for prose.c */
};

/* Where the cells of the table are, if there are any: 0..0 mostly says that there
 * are none. */
struct cell_range report_range(const struct report *r, struct str table);

/* Append a cell; its texts are kept as given, not copied.  Valid until the
 * next one is added. */
struct cell *report_add(struct report *r, struct str table, struct str row,
    struct str col);

/* Append n cells of the table, to be filled at once: what they hold is undefined.
 * The first of them, valid until more are added. */
struct cell *report_add_more(struct report *r, struct str table, size_t n);

/* The first cell with these keys, or NULL.  A short table is only looked
 * through. */
const struct cell *report_find(const struct report *r, struct str table,
    struct str row, struct str col);

/* The same for a whole key, "t3.denied.law.natural": the first component is
 * the table, the last the column. */
const struct cell *report_find_key(const struct report *r, struct str key);

/* Split a whole key; false when it has fewer than three components. */
bool cell_key_split(struct str key, struct str *table, struct str *row,
    struct str *col);

/* Does the flag of the cell contain the word? */
bool cell_has_flag(const struct cell *c, const char *word);

/* The value as a number; false when there is none. */
bool cell_number(const struct cell *c, struct dec *d);

/* Append every cell as a record. */
void report_write(struct buf *b, const struct report *r);

/*
 * Take the current record of t into the report, copying it.  The first record
 * gives doc, year, org and form.  False, with *e, when its year, value or line
 * is no number.
 */
bool report_take(struct report *r, const struct tsv *t, struct err *e);

/*
 * Reports that wait for their turn.  {0} is empty; the first n are in use, the
 * others keep their memory for later.
 */
struct reports {
	struct report *v;
	size_t n, cap;
};

/* Put the report at the end of the list, with a copy of its texts, so that the
 * document need not last; r is an empty report then. */
void reports_take(struct reports *list, struct report *r);

/* Forget the reports, keep the memory. */
void reports_reset(struct reports *list);
void reports_free(struct reports *list);

/* Forget the report, keep the memory. */
void report_reset(struct report *r);
void report_free(struct report *r);

#endif
