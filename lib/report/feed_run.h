/* What the parts of feed.c share. */
#ifndef GX_FEED_RUN_H
#define GX_FEED_RUN_H

#include "base/tsv.h"
#include "read/blocks.h"
#include "report/feed.h"

/* Hand over the report on the desk, or that of the tree on the desk, whose document has
 * that address, ended by NUL; the desk is empty then. */
void feed_hand_over(struct feed *f, struct desk *desk);
void feed_hand_over_tree(struct feed *f, struct desk *desk, struct str doc);

/* ---- collect.c: records on their way to reports -------------------------- */

/* The document whose records are read. */
struct subject {
	struct buf doc; /* its address, ended by NUL; empty: there is none yet */
	bool blocks;    /* the records are blocks, else cells */
	bool came;      /* it came before: its records are passed over */
};

/* Is the last record of t of that document, too? */
bool subject_goes_on(const struct subject *s, const struct tsv *t);

/* The last record of t is the first of a document. */
void subject_set(struct subject *s, const struct tsv *t, bool came);

/* The column of t in which the address of the document stands, and that. */
size_t subject_column(const struct tsv *t);
struct str subject_of(const struct tsv *t);

/*
 * A reader of records, with the desk for them.  Set feed, desk and seen, which may be
 * NULL, and open tsv; {0} otherwise.
 */
struct collector {
	struct feed *feed;
	struct desk *desk;
	struct tsv tsv;
	const char *came; /* of so many documents that come first: 1 if it came before */
	size_t ncame;
	struct seen *seen; /* tells that of the others */
	struct subject subject;
	struct blocks blocks;
	bool is_ahead; /* the last record that was read is of the next document */
	bool over;     /* no record comes any more */
	int end;       /* if so, TSV_END or TSV_FAIL */
	struct err why; /* if TSV_FAIL */
};

/* Collect the records of the next document and hand over its report; false when there
 * is none any more.  Lines that do not fit are rejected. */
bool collect(struct collector *c);

/* tsv begins anew, with n documents of which it is known whether they came before. */
void collect_again(struct collector *c, const char *came, size_t n);

void collect_free(struct collector *c);

/* ---- relay.c: streams of records ----------------------------------------- */

void relay_free(struct relay *r);

#endif
