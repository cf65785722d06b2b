/* Forms: which tables a report has, with their rows, columns and labels. */
#ifndef GX_FORM_H
#define GX_FORM_H

#include "base/map.h"
#include "base/mem.h"
#include "base/msg.h"
#include "base/str.h"

#define FORM_COLS_MAX 200 /* columns of one table */

enum cell_type {
	TYPE_COUNT,  /* a whole number, not negative */
	TYPE_CHANGE, /* a whole number with a sign */
	TYPE_AMOUNT, /* a decimal number, not negative */
};

/* A row, column, group or heading of a table. */
struct form_line {
	struct str key;   /* "denied.law"; "natural" */
	struct str label; /* as printed in the form */
	struct str en;    /* English name, for messages */
	struct str unit;  /* that the form sets; empty: none */
	enum cell_type type;
	struct str folded; /* the label by fold_label */
	unsigned block; /* the block it belongs to, from 1; 0: the whole table */
	unsigned depth; /* by its numeral: 一、 1, （一） 2, 1. 3; 0 without one */
	bool optional;  /* a row that the form does not have but reports print */
};

/*
 * A table of a form.  An ordinary table has a label at the head of each printed
 * row; one that is "across" has no row labels: its rows stand side by side on
 * one printed row, which so has nrow * ncol numbers.
 */
struct form_table {
	struct str key; /* "t3" */
	struct str label, en;
	int sec; /* the section it stands in */
	uint64_t bit; /* its own among all forms; with more than 64, some share */
	bool across;
	struct form_line *row, *col, *group, *head, *block;
	size_t nrow, ncol, ngroup, nhead, nblock;
	size_t label_from, label_to; /* its labels among those of all forms */
};

struct form_heading;

/* One form: the tables of the reports of some years. */
struct form {
	struct str name;           /* "2021" */
	unsigned year_from, year_to; /* 0: open */
	struct form_table *table;
	size_t ntable;
	struct form_heading *mark; /* wordings that show it, for a form without
	                            * tables that are read */
	size_t nmark;
};

/* A wording that is looked for: the heading of a section or a topic, a law that
 * is cited, a mark of a form. */
struct form_heading {
	struct str key; /* "3"; "1.proactive"; "order_711" */
	struct str en;
	struct str *label;  /* the official one, then its variants */
	struct str *folded; /* the same by fold_label */
	bool kept; /* the official one, folded, by fold_keeps */
	size_t *chars; /* of each folded one */
	size_t nlabel;
	struct str *least; /* the folded ones that no other stands in */
	size_t nleast;
};

/* Headings by their folded labels, and by those just as the form prints them. */
struct heading_index {
	struct map by_label; /* -> which of the headings it is */
	size_t shortest;     /* bytes of a label */
	uint64_t first, second; /* characters that they begin with: bits cp % 64 */
};

#define LAW_CHARS_MAX 8

/* Digits that stand in front of 号 in wordings of laws, and bits of which laws, i % 64;
 * the Chinese characters in front of them, and whether there may be none. */
struct law_number {
	struct str digits;
	uint64_t laws;
	uint32_t before[LAW_CHARS_MAX];
	size_t nbefore;
	bool leads;
};

struct forms {
	struct arena arena;
	struct form *form;
	size_t n;
	struct form_heading *section, *topic, *law;
	size_t nsection, ntopic, nlaw;
	struct heading_index sections, topics;
	bool laws_numbered; /* all wordings of laws have a number: each of these */
	struct law_number *law_number;
	size_t nlaw_number;
	size_t ntable; /* of all forms */
	struct form_label *label; /* every label of every table, folded */
	size_t nlabel, label_cap;
	struct map by_label; /* folded text -> first of a chain in label */
	struct map by_print; /* the same for labels just as the form prints them,
	                      * but for those that are figures, too */
};

/*
 * What a folded label may mean.  The same text may stand for several things
 * ("其他" is a column and a row): next leads on through all of them.
 */
enum label_kind { LABEL_ROW, LABEL_COL, LABEL_GROUP, LABEL_HEAD, LABEL_BLOCK,
	LABEL_KINDS };
struct form_label {
	struct str folded;
	const struct form *form;
	const struct form_table *table;
	const struct form_line *line;
	enum label_kind kind;
	uint32_t next; /* MAP_NONE: the last */
	bool first; /* of a chain */
	/* of the first of a chain: bits of the tables in which it means something,
	 * and of those in which it means a line of that kind */
	uint64_t tables, in[LABEL_KINDS];
};

/* The forms that are compiled in.  They live as long as the program. */
const struct forms *forms_builtin(void);

/*
 * Read every *.tsv of the folder instead (gx-forms(5)).  NULL, with *e naming
 * file and line, when one cannot be read or has a mistake.  The caller frees
 * the forms with forms_free.
 */
struct forms *forms_load(const char *dir, struct err *e);

/* The forms for an option --forms: those of the folder, or the built-in ones
 * when dir is NULL.  Ends the program when they cannot be read. */
const struct forms *forms_open(const char *dir);

void forms_free(struct forms *f);

/* The form of that name, or NULL. */
const struct form *forms_find(const struct forms *f, struct str name);

/* The form for reports of that year, or NULL; also for year 0, not known. */
const struct form *forms_for_year(const struct forms *f, unsigned year);

/* May the text, behind its numeral, be one of the headings?  A look at its length
 * and its first two characters. */
bool forms_may_be_heading(const struct heading_index *h, struct str text);

/* Does one of the wordings stand in the folded text? */
bool form_is_mentioned(const struct form_heading *h, struct str folded);

/* Which laws may the text, which is not folded, cite?  The bit i % 64 of a law; that it
 * is not set is sure. */
uint64_t forms_laws_in(const struct forms *f, struct str text);

/* The table with that key, or NULL. */
const struct form_table *form_table(const struct form *f, struct str key);

/* The row or column with that key, or NULL.  block 0: of any block. */
const struct form_line *form_row(const struct form_table *t, struct str key);
const struct form_line *form_col(const struct form_table *t, struct str key,
    unsigned block);

/* Does the form print a cell where the row and the column cross? */
static inline bool
form_crosses(const struct form_line *row, const struct form_line *col)
{
	return row->block == col->block || row->block == 0 || col->block == 0;
}

/* Has the row that column?  row NULL: is it, of the columns with its key, the first? */
bool form_has_col(const struct form_table *t, const struct form_line *row,
    const struct form_line *col);

/* How many cells the form prints in the table; optional rows have none. */
size_t form_cells(const struct form_table *t);

#endif
