/* Records as columns that line up on a terminal. */
#ifndef GX_PRETTY_H
#define GX_PRETTY_H

#include "base/str.h"

#define PRETTY_WIDTH_MAX 100 /* a longer field sticks out of its column */

/* How wide each column is.  {0}: nothing is known yet. */
struct pretty {
	struct pretty_column *col;
	size_t n, cap;
	struct buf record; /* the one at hand */
};

/*
 * Make room for the record that b ends with, from its byte from on: fields
 * separated by TAB, ended by LF, escaped so that none holds a control character.
 * A column whose fields are all numbers, or empty, will stand at the right; the
 * fields of a header do not count for that.
 */
void pretty_measure(struct pretty *p, const struct buf *b, size_t from,
    bool is_header);

/* Make that record a line of columns, in its place.  All that will be printed must
 * have been measured. */
void pretty_line(struct pretty *p, struct buf *b, size_t from);

/* Append the line that goes under the header. */
void pretty_rule(const struct pretty *p, struct buf *b);

void pretty_free(struct pretty *p);

#endif
