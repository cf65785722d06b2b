/* What the parts of the reader of the prose share; see prose.c. */
#ifndef GX_TELLER_H
#define GX_TELLER_H

#include "report/cell.h"
#include "report/clause.h"

#define TELLER_CELLS_MAX 1500 /* of one report; what follows is not read */
#define CHANNELS_MAX 200      /* statements on channels that are kept */

enum { CASE_REVIEW, CASE_SUIT, CASE_DIRECT, CASE_AFTER, CASES };

/* "微博392条": how much was published through which channels. */
struct published {
	unsigned channels;
	struct dec n;
	struct str raw;
	unsigned long line;
};

/* The report, the paragraph in hand and what it has said so far. */
struct teller {
	struct report *r;
	size_t first; /* cells before those of the prose */
	struct clause clause;
	size_t sums, shares, pairs, lists, growths;
	int sec;                  /* of the paragraph */
	unsigned fees, following; /* kinds with NEED_FEE_UNIT, with MAY_FOLLOW */
	bool listed;              /* the parts of the report were counted */
	bool region;              /* something was said of the region */
	struct str office;        /* where an office speaks of itself */
	unsigned long office_line;

	/* of the paragraph so far */
	const char *sentence;        /* of the figure before */
	bool of_requests;            /* the figure before tells of requests */
	bool told;                   /* the one before told of something */
	unsigned cases;              /* proceedings since the last outcome */
	bool outcome;                /* the figure before was an outcome */
	const struct figure *of_case[CASES], *answered, *received;
	unsigned outcomes;           /* kinds of results since answered */
	size_t result[8], nresult;   /* figures of them */

	struct published *published;
	size_t npublished, published_cap;
};

/* Does s have the word in it? */
static inline bool
teller_has(struct str s, const char *word)
{
	return str_find(s, str_of(word)) >= 0;
}

static inline struct str
teller_slice(const char *from, const char *to)
{
	return (struct str){from, (size_t)(to - from)};
}

/* Have so many statements been added that no more are? */
bool teller_is_full(const struct teller *t);

/* Append a cell of table "s1" for what the clause says; texts are copied. */
struct cell *teller_add(struct teller *t, struct str row, struct str col,
    struct str clause);

/* Add figure f as the next statement of row key. */
void teller_count(struct teller *t, struct str key, const struct figure *f);

/* Add figure f as column col of the row. */
void teller_role(struct teller *t, struct str row, const char *col,
    const struct figure *f);

/* Add the clause as the next statement of row key, with that value. */
void teller_say(struct teller *t, const char *key, struct str clause,
    struct str value);

/* The clause in which the figure stands, up to its unit. */
struct str teller_clause(const struct figure *f);

/* The clause as it is printed, not longer than a record should show. */
struct str teller_raw(const struct teller *t, struct str clause);

/* The number as text, in the arena. */
struct str teller_number(struct arena *a, struct dec d);

/* "sum3", with a NUL behind it; valid until b is next changed. */
struct str teller_numbered(struct buf *b, const char *head, size_t n);

/* Does the last year that the words name differ from that of the report, or end a span
 * of years? */
bool teller_is_other_year(const struct teller *t, struct str words);

/* Do the words name the year of the report, and no other behind it? */
bool teller_names_this_year(const struct teller *t, struct str words);

/* Does what is said at "at" speak of this publisher and the whole year? */
bool teller_is_own(const struct teller *t, const char *sentence, const char *at);

/* Sums, shares and lists of the paragraph; what was published is kept for
 * teller_twice, which is called at the end of the report. */
void teller_sums(struct teller *t);
void teller_twice(struct teller *t);

/* Growth against the year before. */
void teller_growth(struct teller *t);

/* Slips of the pen; an office in a government's place is told by teller_office
 * at the end of the report. */
void teller_slips(struct teller *t);
void teller_office(struct teller *t);

/* What did not happen, clause by clause. */
void teller_nothings(struct teller *t);

#endif
