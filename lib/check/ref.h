/* References of rules to cells: "t3.denied.*.$col". */
#ifndef GX_REF_H
#define GX_REF_H

#include "check/scan.h"
#include "check/slots.h"

enum part_kind {
	PART_WORD,
	PART_VAR,  /* $name */
	PART_STAR, /* all rows (of a group), all columns */
};

struct ref_part {
	enum part_kind kind;
	struct str word;
	unsigned var;
};

struct ref {
	struct str text; /* as written */
	enum ref_scope scope;
	struct ref_part *part;
	size_t n;
	bool vars; /* has a $name in it */
	bool scoped; /* begins with a $name that may stand for "prev.t3": its scope is
	              * that of the word */
	bool asked; /* stands outside of "each": its cells are looked at */
	unsigned long line, col; /* where it stands first */
};

/* The references of one rule; the same text stands in it once. */
struct ref_list {
	struct ref *v;
	size_t n, cap;
};

/*
 * Scan a reference into s->refs and give its number.  what names, for the
 * message, all that could stand here.  asked: its cells are looked at, and do
 * not only give values to a variable.
 */
bool ref_scan(struct scan *s, const char *what, bool asked, unsigned *number);

/*
 * Cells that stand for a reference and one column.  Where the rows of a group
 * are meant and the report has none of them, its cell for the whole group (or
 * NULL) stands for them.
 */
struct strand {
	const struct key **key;
	size_t n;
	const struct key *group;
};

/*
 * What a reference stands for under one binding of the variables.  With
 * present, whatever the report has that matches the pattern ("doc", "*",
 * "year").  With unknown_star, * stands for rows that cannot be told, as the
 * form is not known.
 */
struct cells {
	struct strand *strand;
	size_t n;
	bool present, unknown_star;
	const struct key *pattern;
};

/* Append "table.row.col". */
void key_join(struct buf *b, struct str table, struct str row, struct str col);

/* Fill the key, of which only the whole is known: its texts are cut from that, or
 * those of the form, which may be NULL; its place there. */
void key_complete(struct key *k, const struct form *form);

/*
 * What references are resolved against.  Without a report a key is made once
 * and then found again; for a report each reference gets keys of its own.
 */
struct resolver {
	const struct forms *forms;
	const struct form *form; /* of the report; NULL: not known */
	struct arena *arena;
	struct slots *slots;
	const struct report *report;
	size_t keys; /* made so far: what the caller's limit counts */
	enum ref_scope scope; /* of the reference that is being resolved */
};

/* The word in front of a reference of that scope, "prev."; empty for the
 * report's own. */
struct str scope_word(enum ref_scope scope);

/* Take that word from the head of the key and return its scope; SCOPE_REPORT: none
 * stands there. */
enum ref_scope scope_take(struct str *key);

/*
 * Resolve r with bind[i] as the value of variable i.  Rows and columns that
 * stand for a star are those of the report's own form, whatever the scope; in
 * other scopes a star over anything else cannot be told.
 */
void ref_resolve(struct resolver *x, const struct ref *r, const struct str *bind,
    struct cells *out);

/* The one cell that r stands for; NULL when it has a star. */
const struct key *ref_resolve_one(struct resolver *x, const struct ref *r,
    const struct str *bind);

/* The pattern of the cells that r stands for, whatever the form has; NULL when no
 * row or column ends with its star. */
const struct key *ref_pattern(struct resolver *x, const struct ref *r,
    const struct str *bind);

/* Could any cell of the report match such a key?  Most reports have no cells for
 * most patterns, and this is quick. */
static inline bool
key_may_match(const struct key *pattern, const struct slots *s)
{
	return !pattern->named || slots_have_name(s, pattern->name);
}

/* Does the row or column of a pattern end with a star, or is one? */
static inline bool
key_is_star(struct str s)
{
	return s.n != 0 && s.p[s.n - 1] == '*';
}

/* Are these table, row and column those of a cell that matches the pattern? */
bool key_covers(const struct key *pattern, struct str table, struct str row,
    struct str col);

/* Is it the key of a cell that matches the pattern? */
bool key_matches(const struct key *pattern, const struct key *k);

/* The number of the first cell from i on that matches a key whose row or column may
 * be or end with "*"; end if none does that comes before it. */
size_t key_next(const struct key *pattern, const struct report *r, size_t i,
    size_t end);

/* The part of the row (or column) of a cell that stands for the star. */
struct str key_star(const struct key *pattern, struct str row, struct str col);

#endif
