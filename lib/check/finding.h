/* Findings: what the checks say, as records and as lines for people. */
#ifndef GX_FINDING_H
#define GX_FINDING_H

#include "base/tsv.h"
#include "check/rule.h"

enum outcome {
	OUTCOME_PASS,
	OUTCOME_FAIL,
	OUTCOME_UNKNOWN, /* something could not be read or is not there */
	OUTCOME_SKIP,    /* the rule does not apply */
	OUTCOME_WAIVED,  /* fails or is unknown, but was waived: shown only on
	                  * request, counts for nothing */
	OUTCOMES
};

/* The columns of a finding record, in their fixed order. */
enum {
	FINDING_DOC, FINDING_LINE, FINDING_YEAR, FINDING_ORG, FINDING_RULE,
	FINDING_LEVEL, FINDING_OUTCOME, FINDING_TABLE, FINDING_ROW, FINDING_COL,
	FINDING_VALUE, FINDING_EXPECT, FINDING_MESSAGE, FINDING_HINT,
	FINDING_COLUMNS
};
extern const struct tsv_kind finding_kind;

/*
 * One outcome of one rule.  table, row, col, value and line are those of the
 * cell it points at; line 0: it stands nowhere.  expect is the value that the
 * cell would need, empty when that cannot be said.  hint says which cells may be
 * wrong or, of a waived finding, why it was waived.
 */
struct finding {
	struct str doc, org;
	unsigned year;
	unsigned long line;
	const struct rule *rule;
	enum outcome outcome;
	struct str table, row, col, value, expect, message, hint;
};

/* "pass" and so on, as in records. */
const char *outcome_name(enum outcome o);

/* Append the finding as a record. */
void finding_write(struct buf *b, const struct finding *f);

/* Append "doc:line: error: sentence [rule]", in colour if asked, and a line with
 * the hint if there is one. */
void finding_text(struct buf *b, const struct finding *f, bool colour);

#endif
