/* Findings for other programs: JSON, SARIF, JUnit, annotations of GitHub. */
#ifndef GX_RENDER_H
#define GX_RENDER_H

#include "check/check.h"

enum render_format {
	RENDER_TSV,    /* records, see finding.h */
	RENDER_TEXT,   /* lines for people */
	RENDER_JSON,   /* an object a line */
	RENDER_SARIF,  /* 2.1.0 */
	RENDER_JUNIT,  /* XML: a testsuite a report, a testcase a rule; and again
	                * one for what is found once all reports are known */
	RENDER_GITHUB, /* workflow commands */
};

/* The format of that name; false when there is none. */
bool render_parse(const char *name, enum render_format *f);

/* "tsv, text, ... or github", for messages. */
const char *render_names(void);

/*
 * Writes findings one after another.  Set the first three members, leave the
 * others zero.  Nothing is kept but, for RENDER_JUNIT, the findings of one
 * report.
 */
struct render {
	enum render_format format;
	const struct rules *rules; /* those that are on are described */
	bool colour;               /* RENDER_TEXT */

	bool any; /* a finding has been written */
	struct render_suite *suite;
};

/* What stands before the first finding; for RENDER_TSV that is the caller's. */
void render_begin(struct render *r, struct buf *b);

void render_finding(struct render *r, struct buf *b, const struct finding *f);

/* A report was judged, and its findings have been given: count is what
 * check.count was told, over all reports so far. */
void render_report(struct render *r, struct buf *b, struct str doc,
    unsigned long (*count)[OUTCOMES]);

/* What stands behind the last one.  ok: all inputs were read in full. */
void render_end(struct render *r, struct buf *b, bool ok);

void render_free(struct render *r);

#endif
