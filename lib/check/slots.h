/* The cells that rules ask for, each found once in a report. */
#ifndef GX_SLOTS_H
#define GX_SLOTS_H

#include "report/cell.h"
#include "report/form.h"

/*
 * Whose cells are meant: the report's own; "prev.", those of the report of the
 * same publisher for the year before; "child.", the sums over the reports of
 * the units directly below for the same year.
 */
enum ref_scope { SCOPE_REPORT, SCOPE_PREV, SCOPE_CHILD, SCOPES };

/* A cell that a rule may ask for. */
struct key {
	struct str table, row, col;
	struct str whole; /* "table.row.col", behind "prev." or "child." */
	const struct form_table *form; /* the table of the form, or NULL */
	const struct form_line *frow, *fcol; /* its row and column, or NULL */
	enum ref_scope scope;
	uint32_t slot; /* number in a struct slots, MAP_NONE outside */
	bool named;    /* all cells that match are outside of the tables of the form
	                * and have in row or column the name ... */
	unsigned name; /* of this number, see slots_name */
};

/* May a cell of the key have that value, by the type that the form gives to its
 * column?  Where it gives none, any. */
static inline bool
key_takes(const struct key *k, struct dec value)
{
	const struct form_line *col = k->fcol;

	return col == NULL ||
	    ((col->type == TYPE_CHANGE || value.n >= 0) &&
		(col->type == TYPE_AMOUNT || dec_is_int(value)));
}

/* What a cell holds. */
enum reading {
	READ_ABSENT, /* no such cell */
	READ_UNREAD, /* there, but it could not be read */
	READ_BLANK,  /* there, without a value: empty or a slash */
	READ_TEXT,   /* words where a number may stand */
	READ_NUMBER,
};

/* A key, and what the report has there.  Most cells are plain counts, as
 * dec_parse_count takes them. */
struct operand {
	const struct key *key;
	const struct cell *cell; /* NULL when READ_ABSENT */
	enum reading reading;
	bool plain; /* a plain count: then count is the number, too */
	long count;
	struct dec number;
};

/* The cells that a reference stands for, in the order of the form. */
struct operands {
	const struct operand *const *v;
	size_t n;
	struct str table;
	bool unknown; /* it cannot be told which cells are meant */
};

/* Read a cell; c may be NULL. */
struct operand operand_of(const struct key *k, const struct cell *c);

/* What is filled for every cell of every report stands first, in one line of the
 * cache; in the next one, the texts that the cell is compared with. */
struct key_slot {
	_Alignas(64) struct operand operand; /* of the current report */
	size_t round;   /* of the report that filled it last ... */
	uint32_t place; /* and the number of the cell there */
	uint16_t row_name, col_name; /* see slots_name; in a table of the form,
	                              * SLOTS_NAMES */
	struct key key;
	const struct operand *self;
	struct operands alone;   /* just this one */
	struct matches *matches; /* of a pattern, see matches.h, or NULL */
};

/* By number of the cell: its slot, or MAP_NONE. */
struct slots_at {
	uint32_t *v;
	size_t n, cap;
};

/* Names of rows and columns are numbered from 0 on; many share a number. */
#define SLOTS_NAMES 1024
unsigned slots_name(struct str name);

/* What the operands of 64 slots are. */
struct slots_bits {
	uint64_t there; /* the cell is */
	uint64_t plain; /* it is a plain count */
};

/* Keys in order, see order.h. */
struct order {
	struct order_key *by_row, *by_col;
	size_t n, cap;
	size_t upto;   /* of all keys, the first ones: those that can be meant were taken */
	size_t looked; /* keys that were looked through since they were sorted */
};

/* Numbers of keys that match a pattern. */
struct order_found {
	uint32_t *v;
	size_t n, cap;
};

/*
 * Every key that rules ask for, each once, and those of other cells that reports
 * had: most reports have the same cells in the same order, so that each cell is
 * expected where it comes and its key is only compared.  {0} is empty.
 */
struct slots {
	const struct form *form; /* of the reports; NULL: not known */
	struct map map; /* whole key -> number */
	struct key_slot **v; /* made pages at a time; those from n on are free */
	size_t n, made, cap;
	size_t filled;  /* those that were there when the report was read: the later
	                 * ones have none of its cells, unless it is odd */
	size_t planned; /* the first ones, which slots_forget leaves */
	struct slots_at at, before; /* of this report and the last */
	size_t round;               /* reports so far */
	struct operand year;        /* the count of it, as if it were a cell */
	struct slots_bits *bits; /* by number, 64 in each */
	size_t nbits;
	size_t next;                /* the cell of the last one that is expected */
	size_t passed;              /* those before are filled again, or empty */
	size_t forgets;             /* calls of slots_forget */
	bool odd; /* not all cells of this report have slots, or such as are cut into
	           * table, row and column as they are */
	uint64_t names[SLOTS_NAMES / 64]; /* see slots_have_name */
	struct order order; /* of the filled ones, once it is worth it ... */
	struct order cells; /* and of the cells of this report, by their numbers */
	struct order_found found; /* room */
	struct buf key, parts; /* room where keys are put together */
};

/* Give a copy of the key, which must not have one yet, a slot, and return its
 * number.  Its operand is that of the report, the one that was read last, which
 * may be NULL. */
uint32_t slots_add(struct slots *s, const struct key *k, const struct report *r);

/* Fill all slots from the report.  Keys of cells that are new are made in a, as
 * long as they are not too many. */
void slots_read(struct slots *s, struct arena *a, const struct report *r);

/* Is it the first cell of its key?  i is a cell of the report that was read. */
bool slots_is_first(const struct slots *s, const struct report *r, size_t i);

/* Has any cell outside of the tables of the form a row or column whose name has
 * that number? */
static inline bool
slots_have_name(const struct slots *s, unsigned number)
{
	return (s->names[number / 64] >> number % 64 & 1) != 0;
}

/* Are there so many that it is time for slots_forget? */
#define SLOTS_LEARNED_MAX 4096
static inline bool
slots_are_many(const struct slots *s)
{
	return s->n - s->planned >= SLOTS_LEARNED_MAX;
}

/* All that is there now was planned, and is kept by slots_forget. */
void slots_keep(struct slots *s);

/* Forget all slots that were not planned; their keys may be freed. */
void slots_forget(struct slots *s);

void slots_free(struct slots *s);

#endif
