/* The totals of reports as the official form has them: collecting. */
#ifndef GX_FORMTOTAL_H
#define GX_FORMTOTAL_H

#include <stdint.h>

#include "base/dec.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/stream.h"
#include "report/cell.h"
#include "report/form.h"

#define FORM_NONE UINT32_MAX

/* Where a cell of a form is printed: numbers in the arrays of the form. */
struct form_place {
	uint32_t table, row, col;
};

/* The cells of a form, in the order in which they are printed. */
struct form_shape {
	const struct form *form;
	struct form_place *place;
	size_t n;
	struct map index; /* table, row and column -> place */
};

/* A sum in one unit; next leads to the same cell's sum in another one. */
struct form_sum {
	struct dec sum;
	struct str unit;
	uint32_t next; /* FORM_NONE: the last */
	uint32_t last; /* of the chain; kept in its first sum */
	bool overflow;
};

/* All reports of one year and one form. */
struct form_sheet {
	struct str year, form;    /* as in the records; may be empty */
	struct form_shape *shape; /* NULL: there is no such form */
	uint32_t *cell;           /* place -> sum; FORM_NONE: no number */
	uint32_t first, last;     /* chain of its documents */
	size_t ndoc, counted;     /* documents; those with a number in a table */
};

/* What a document has of one table. */
struct form_part {
	uint32_t number, blank; /* cells of the form, with and without number */
	uint32_t again;         /* cells that came a second time: not counted */
	uint32_t strange;       /* cells that the form does not have */
	uint32_t images;        /* in the section of the table */
};

struct form_doc {
	struct str name;
	uint32_t next;          /* of the same sheet; FORM_NONE: the last */
	uint32_t sheet;
	uint8_t *seen;          /* a bit a place */
	struct form_part *part; /* one a table of the form */
};

/* Set forms, leave the others zero. */
struct form_totals {
	const struct forms *forms;
	struct arena arena;
	struct form_shape **shape;
	struct form_sheet *sheet;
	struct form_doc *doc;
	struct form_sum *sum;
	size_t nshape, nsheet, ndoc, nsum;
	size_t cap_shape, cap_sheet, cap_doc, cap_sum;
	struct map sheets, docs;
	struct map sums; /* sheet, place and unit, for all but the first units */
	uint32_t now; /* the document that the last record belonged to */
	struct buf key;
};

/* Add a report; one without any cell is remembered as such. */
void form_totals_report(struct form_totals *f, const struct report *r);

/* Read a stream of cell records.  The records of a document may stand anywhere.
 * What does not fit is warned of and passed over. */
void form_totals_read(struct form_totals *f, const char *where,
    struct stream *s);

/* The unit in which the form wants the cell; empty: it sets none. */
struct str form_unit(const struct form_shape *s, size_t place);

void form_totals_free(struct form_totals *f);

#endif
