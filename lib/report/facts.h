/* Facts about a document: title, years, publisher, laws, sections, images. */
#ifndef GX_FACTS_H
#define GX_FACTS_H

#include "read/tree.h"
#include "report/cell.h"
#include "report/date.h"
#include "report/form.h"

/* What must be known of a document before its tables are read. */
struct identity {
	struct str title, org; /* joined; empty when not found */
	struct str title_org;  /* the publisher, if the title names it */
	unsigned long title_line;
	struct date from, to; /* the period covered; year 0: not stated */
	unsigned long period_line;
	unsigned title_year, period_year; /* 0: not stated */
	unsigned year;   /* the report year: as stated, or inferred; 0: unknown */
	bool inferred;   /* from the date of publication and the text */
};

/* Find them in a sectioned tree; texts are made in the tree's arena. */
void facts_identify(struct tree *t, struct identity *id);

/*
 * Add the facts of gx-records(5) to the report, those of the tables apart
 * (place.c).
 */
void facts_add(struct report *r, struct tree *t, const struct forms *forms,
    const struct identity *id);

/*
 * Add those of the tables of the expected form, of which nothing was found, and of
 * the labels that only one form has: own counts them for each of the forms, as
 * place_choose_form does.
 */
void facts_add_tables(struct report *r, const struct tree *t,
    const struct forms *forms, const struct form *expected,
    const unsigned *own);

/* The images that stand where the table of the section should be. */
unsigned long facts_images(const struct tree *t, int sec, unsigned long *line);

#endif
