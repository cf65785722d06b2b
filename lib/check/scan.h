/* Scanning the texts of a rule file: words, signs, and where a mistake stands. */
#ifndef GX_SCAN_H
#define GX_SCAN_H

#include "base/mem.h"
#include "base/msg.h"
#include "base/str.h"

/* From byte "at" of a text on, it stands at line and col (characters from 1). */
struct text_piece {
	size_t at;
	unsigned long line, col;
};

/* What follows a word of a stanza, continuation lines joined by one space. */
struct rule_text {
	struct str s;
	struct text_piece *piece;
	size_t npiece;
};

struct ref_list;

/*
 * A scanner over one text.  What is made lies in arena; var are the names that
 * may stand behind a $; every reference met goes into refs.
 */
struct scan {
	const struct rule_text *text;
	size_t at;
	struct arena *arena;
	const struct str *var;
	size_t nvar;
	struct ref_list *refs;
	unsigned depth, nodes; /* of the expression being parsed */
	struct err *e;
};

/* Line and column of byte "at" of the text. */
void scan_place(const struct rule_text *t, size_t at, unsigned long *line,
    unsigned long *col);

/* Fill s->e with the place of byte "at" and the reason; returns false. */
bool scan_fail(struct scan *s, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* "expected WHAT, found ..." at the current place; returns false. */
bool scan_expected(struct scan *s, const char *what);

void scan_space(struct scan *s);

/* The current byte, or NUL at the end. */
char scan_peek(const struct scan *s);

/* Take the sign or keyword when it stands here, behind white space.  A keyword
 * must end there. */
bool scan_take(struct scan *s, const char *sign);
bool scan_keyword(struct scan *s, const char *word);

/* Take letters, digits and '_'; empty when none stands here. */
struct str scan_word(struct scan *s);

/* Is this all, apart from white space? */
bool scan_end(struct scan *s);

/* The number of the variable, or false with a message at byte "at". */
bool scan_var(struct scan *s, size_t at, struct str name, unsigned *var);

#endif
