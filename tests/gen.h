/* What the parts of the generator of test reports share; see gen.c. */
#ifndef GX_TEST_GEN_H
#define GX_TEST_GEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- random numbers ---- */

struct rng {
	uint64_t state;
};

/* splitmix64 */
static inline uint64_t
rng_next(struct rng *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

/* One of 0 .. n-1. */
static inline unsigned
below(struct rng *r, size_t n)
{
	return (unsigned)(((rng_next(r) >> 32) * n) >> 32);
}

static inline unsigned
between(struct rng *r, unsigned least, unsigned most)
{
	return least + below(r, most - least + 1);
}

static inline bool
chance(struct rng *r, unsigned percent)
{
	return below(r, 100) < percent;
}

/* The generator of one part of one report. */
static inline struct rng
rng_for(uint64_t seed, uint64_t report, uint64_t part)
{
	struct rng r = {seed * 0xd1342543de82ef95 + report};

	r.state = rng_next(&r) + part;
	r.state = rng_next(&r);
	return r;
}

/* ---- the forms ---- */

enum { F2019 = 1, F2021 = 2, BOTH = 3 };

enum {
	NEW, CARRIED_IN, GRANTED, PARTIAL, STATE_SECRET, LAW, SAFETY,
	THIRD_PARTY, INTERNAL, PROCESS, CASE_FILE, QUERY, NOT_HELD, MUST_CREATE,
	UNCLEAR, PETITION, REPEAT, PUBLICATION, EXCESSIVE, CERTIFY, OTHER,
	NO_CORRECTION, UNPAID, MISC, TOTAL, CARRIED_OUT, ROWS3
};

enum { OUTSIDE, DIRECT, DENIED, UNAVAILABLE, NOT_PROCESSED, OTHERS };

/* The rows of table 3, in the order of the form. */
struct row3 {
	const char *key, *label;
	int group, forms;
	unsigned weight; /* how often a request ends so */
};
extern const struct row3 row3[ROWS3];

#define COLS3 7
#define SUM3 6 /* the column 总计 */

/* The blocks of table 2 of both forms. */
#define BLOCKS2 9
struct block2 {
	int forms;
	const char *caption;
	const char *head[3];
	const char *col[3];
	const char *row[2], *label[2];
};
extern const struct block2 block2[BLOCKS2];

/* ---- faults ---- */

enum {
	NO_FAULT, DETAIL, ROWTOTAL, BALANCE, COLTOTAL, T4TOTAL, T4CELL, BLANK,
	SLASH, BLANKTOTAL, NEGATIVE, DECIMAL, SURPLUS, SHIFTED, MISSINGROW,
	EXTRAROW, ORDER492, NOSECTION, ORDER, IMAGE, OLDFORM, NOYEAR,
	YEARMISMATCH, RECEIVED, ANSWERED, PARTS, BOOKMARK, LATEDATE, OTHERYEAR,
	GROWTH, LOSTNUMBER, FAULTS
};

enum { ANY = 0, BUSY = 1, GRID = 2, LATE = 4 }; /* what a fault needs */

struct fault {
	const char *name, *rules, *what;
	int needs;
};
extern const struct fault fault[FAULTS];

/* ---- reports that belong together ---- */

/* One agency over years; a government and those whose reports it sums up. */
enum { ALONE, SERIES, PARENT, CHILD };

/* What is wrong between them; each report by itself is sound. */
enum {
	BREAK_NONE, BREAK_CARRY, BREAK_INFORCE, BREAK_COPY, BREAK_SUM,
	BREAK_MISSING, BREAK_TWICE, BREAKS
};

#define SUM2_MAX 40

/* What the children's figures add up to. */
struct family_sum {
	long t3[ROWS3][COLS3], t4[3][5];
	struct {
		const char *row, *col;
		long value;
	} t2[SUM2_MAX];
	size_t n2;
};

/* ---- words ---- */

struct words {
	const char *const *text;
	size_t n;
};

/* Those that --varied adds: for $a to $z of a template, for names. */
extern const struct words varied_words[26];
extern const struct words varied_first, varied_second;

/* ---- a report ---- */

#define GRID_ROWS 32
#define GRID_COLS 16
#define NUMS_MAX 256
#define BLOCKS_MAX 48
/* Bytes of section 1 at which no further sentence is begun: 1000 characters are
 * the advice of the offices, which reports exceed. */
#define SECTION1_MAX 2450
#define VARIED1_MAX 3900

/* A number cell: its keys, what is printed, and how that reads. */
struct num {
	const char *table, *row, *col;
	char text[48], value[24];
	bool lost; /* not printed, or nobody can place it */
};

/* How a cell of the grid is covered by a merged one. */
enum { OWN, RIGHT, UNDER, INNER };

struct gcell {
	const char *text;
	unsigned char rowspan, colspan, covered;
	struct num *num; /* NULL: a label */
};

struct grid {
	unsigned nrow, ncol;
	unsigned head;    /* rows before the first number */
	unsigned shifted; /* a row without its leading blanks; 0: none */
	struct gcell cell[GRID_ROWS][GRID_COLS];
};

enum block_kind { B_TITLE, B_POSTED, B_PARA, B_HEAD, B_TOPIC, B_TABLE, B_ORG, B_DATE };

struct block {
	enum block_kind kind;
	const char *text;
	struct grid *grid;
};

struct layout;

struct doc {
	struct arena arena;
	uint64_t seed, index;

	/* what was asked for, or drawn */
	const struct layout *layout;
	int form, fault;
	unsigned year;
	unsigned told; /* the year that the prose speaks of */
	bool zero, noise, varied, styled;

	/* the others it belongs to */
	int family, broken;
	uint64_t agency; /* number of the series or tree */
	unsigned nth;    /* year of the series, child of the tree, from 0 */
	uint64_t prose;  /* the report whose words it has */
	const struct family_sum *sum; /* PARENT */

	/* who publishes */
	const char *place, *org, *self;
	bool city, inline_topics, half, ragged;

	/* the figures */
	long t3[ROWS3][COLS3], t4[3][5];
	long fee; /* the processing fee, in yuan */
	struct num num[NUMS_MAX];
	size_t nnum;
	struct num *at3[ROWS3][COLS3];
	unsigned odd_row; /* the row of table 3 that the fault is about */

	struct grid t2g, t3g, t4g;
	struct block block[BLOCKS_MAX];
	size_t nblock;
	size_t section1; /* bytes of its prose so far */
	const long *arg; /* for %N of a template */
	struct buf text; /* a paragraph in the making */
};

struct layout {
	const char *name, *suffix;
	void (*print)(struct buf *b, struct doc *d);
	bool grid;  /* shows leading blank cells */
	bool plain; /* noise leaves the numbers alone: they would be torn */
	const char *what;
};

/* Parts with a generator of their own. */
enum {
	P_CHOICE, P_ORG, P_T2, P_T3, P_T4, P_FAULT, P_NOISE, P_LABEL, P_LAYOUT,
	P_PROSE, /* and one for each of its parts */
};

static inline struct rng
rng_part(const struct doc *d, unsigned part)
{
	return rng_for(d->seed, d->index, part);
}

static inline bool
has_row(const struct doc *d, unsigned row)
{
	return (row3[row].forms & d->form) != 0;
}

/* For a report that is not ALONE: its publisher; its tables 3 and 4; what of
 * table 2, printed already, must fit the others. */
void family_publisher(struct doc *d);
bool family_tables(struct doc *d);
void family_t2(struct doc *d);

/* Add the figures of a child to the sum. */
void family_add(struct family_sum *s, const struct doc *child);

/* Draw the figures of the report, with its fault, and print them: d->num. */
void figures_make(struct doc *d);

/* Put labels and printed figures into the three tables. */
void grids_make(struct doc *d);

/* Cells that are merged away to the right of others in the row. */
unsigned grid_merged(const struct grid *g, unsigned row);

/* Say who publishes: d->org, d->place, d->self, d->city. */
void prose_publisher(struct doc *d);

/* Write title, sections and signature around the tables: d->block. */
void prose_write(struct doc *d);

/* The layouts: append the report to b.  One that cannot show a cell so that it
 * can be read marks it as lost. */
void lay_cells(struct buf *b, struct doc *d);
void lay_tsv(struct buf *b, struct doc *d);
void lay_pipe(struct buf *b, struct doc *d);
void lay_bars(struct buf *b, struct doc *d);
void lay_barlines(struct buf *b, struct doc *d);
void lay_barends(struct buf *b, struct doc *d);
void lay_barpads(struct buf *b, struct doc *d);
void lay_para(struct buf *b, struct doc *d);
void lay_glued(struct buf *b, struct doc *d);
void lay_raw(struct buf *b, struct doc *d);
void lay_layout(struct buf *b, struct doc *d);
void lay_html(struct buf *b, struct doc *d);
void lay_docx(struct buf *b, struct doc *d);

/* Append the text with fold in place of each line end. */
void add_folded(struct buf *b, const char *text, const char *fold);

#endif
