/* Totals: records in, groups with their statistics out. */
#ifndef GX_TOTALS_H
#define GX_TOTALS_H

#include "base/stream.h"
#include "base/tsv.h"
#include "report/cell.h"
#include "sum/group.h"
#include "sum/quick.h"
#include "sum/spec.h"
#include "sum/stat.h"
#include "sum/texts.h"

#define CELL_NAME_COLUMNS 4 /* table, row, col, unit */

/* What a group knows besides its statistics. */
struct group_info {
	uint64_t records;
	uint32_t one;   /* name of its first cell, in names; GROUP_NONE: no cell */
	uint32_t other; /* of the first cell with another name, or GROUP_NONE */
	bool mixed;     /* holds cells with different names */
};

/* Where the columns that are asked for stand in the records at hand. */
struct totals_places {
	size_t group[SPEC_MAX], measure[SPEC_MAX];
	size_t left[CELL_NAME_COLUMNS], table; /* SIZE_MAX: not there */
	bool cells, usable;
};

/*
 * Set the first members, leave the others zero.  groups and stats are lists as
 * in spec.h; NULL: what is usual for the first records that come.
 */
struct totals {
	const char *groups, *stats;
	bool mixed_ok; /* cells with different names may be added up */
	bool facts;    /* facts about documents (table doc) are counted too */
	const struct tsv_kind *const *kinds; /* that are known by their header */
	const char *columns, *null; /* of streams, as struct tsv has them; or NULL */
	unsigned threads; /* for a file of records; 0 as 1 */

	bool bound; /* spec is settled */
	bool spec_is_lent; /* by the totals that these are like */
	bool is_part; /* of others, that find out whose line a bad one is */
	struct spec spec;
	struct str left[CELL_NAME_COLUMNS]; /* of a cell's name, not in -g */
	size_t nleft; /* 0: no group can be mixed, or that is allowed */

	struct group_table table;
	struct group_info *info;  /* one a group */
	struct stat_state *state; /* spec.nmeasure a group */
	struct text_set *set;     /* the same, when texts are counted */
	size_t room;              /* groups that these have room for */
	struct texts texts;
	struct group_table names; /* of cells: their fields of the left columns */

	unsigned long heads; /* headers that were taken */
	struct totals_places places;
	struct quick quick;
	struct buf key, name;
};

/* Settle on a spec that is in t->spec already; has_value: its records have a
 * column "value". */
bool totals_bind(struct totals *t, bool has_value, struct err *e);

/* Set *t up to add the same up as other does, which must outlive it: no groups,
 * one thread. */
void totals_like(struct totals *t, const struct totals *other);

/* Add all that the group of other has; t and other are alike.  False when a
 * count has no room for it. */
bool totals_merge(struct totals *t, const struct totals *other, uint32_t group);

/* Add a record that fits the header.  What cannot be added is warned of, with
 * the address and the line.  Returns its group; GROUP_NONE: it went into none. */
uint32_t totals_add(struct totals *t, const struct str *field, const char *where,
    unsigned long line);

/*
 * Read a stream of records of any kind and add them.  What does not fit is
 * warned of and passed over.  False, with *e, when nothing was settled before
 * and the first header cannot be used.
 */
bool totals_read(struct totals *t, const char *where, struct stream *s,
    struct err *e);

/* Add the cells of a report.  False as for totals_read. */
bool totals_report(struct totals *t, const struct report *r, struct err *e);

/*
 * The number of the group with that key, new or known.  GROUP_NONE when the
 * key is not valid UTF-8, so that no record could hold it.
 */
uint32_t totals_group(struct totals *t, struct str key);

/* A cell of the given name (fields of the left columns) goes into the group.
 * False when the name is not valid UTF-8. */
bool totals_name(struct totals *t, uint32_t group, struct str name);

/* Append the header, and the results: a record for each group.  Sums that mean
 * nothing are left empty and warned of.  commit, if not NULL, is called behind
 * each record: b may then be emptied. */
void totals_header(struct buf *b, const struct totals *t);
void totals_print(struct buf *b, const struct totals *t, void (*commit)(void));

/* The same as columns that line up on a terminal; the header, when it is asked for,
 * has a rule under it.  Nothing is kept of the records: each is made twice. */
void totals_print_pretty(struct buf *b, const struct totals *t, bool header,
    void (*commit)(void));

/* Append "year=2019, form=2021", the group for a message, cut after some columns
 * and ended by NUL. */
void totals_describe(struct buf *b, const struct totals *t, uint32_t group);

void totals_free(struct totals *t);

#endif
