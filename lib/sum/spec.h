/* What is asked for: the columns to group by and the statistics. */
#ifndef GX_SPEC_H
#define GX_SPEC_H

#include "base/mem.h"
#include "base/msg.h"
#include "base/str.h"

#define SPEC_MAX 64 /* columns to group by; statistics */

enum stat_kind {
	STAT_SUM, STAT_COUNT, STAT_BLANK, STAT_MIN, STAT_MAX, STAT_MEAN,
	STAT_DISTINCT, STAT_RECORDS, STAT_KINDS
};

#define SPEC_NO_MEASURE SIZE_MAX

struct spec_stat {
	enum stat_kind kind;
	struct str col; /* that the user named; empty: none */
	size_t measure; /* the column it reads; SPEC_NO_MEASURE: whole records */
};

/* A column that statistics read. */
struct spec_measure {
	struct str col;
	bool numeric; /* its texts must be numbers */
	bool texts;   /* different texts are counted */
};

/* {0} is an empty one.  All names lie in arena. */
struct spec {
	struct arena arena;
	struct str group[SPEC_MAX];
	struct spec_stat stat[SPEC_MAX];
	struct spec_measure measure[SPEC_MAX];
	size_t ngroup, nstat, nmeasure;
};

/*
 * Take "COL,COL..." as the columns to group by; an empty list is allowed and
 * makes one group of everything.  False, with *e, when a column has a name that
 * no column can have, or there are too many; one that stands twice is found by
 * spec_resolve.
 */
bool spec_groups(struct spec *s, struct str list, struct err *e);

/* Take "STAT[:COL],..." as the statistics. */
bool spec_stats(struct spec *s, struct str list, struct err *e);

/*
 * Find out which column each statistic reads: the one it names, else "value"
 * when the records have it (has_value).  Without one, count counts records and
 * the others are an error, as are two columns of one name in the output.
 */
bool spec_resolve(struct spec *s, bool has_value, struct err *e);

/* The statistics as spec_stats reads them, appended to b. */
void spec_list(struct buf *b, const struct spec *s);

/* The header line of the results. */
void spec_header(struct buf *b, const struct spec *s);

void spec_free(struct spec *s);

#endif
