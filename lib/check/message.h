/* The sentences of findings: templates of rules, and sums with their operands. */
#ifndef GX_MESSAGE_H
#define GX_MESSAGE_H

#include "check/eval.h"

enum message_kind {
	MESSAGE_WORDS,
	MESSAGE_LEFT, MESSAGE_RIGHT, MESSAGE_LEFTSUM, MESSAGE_RIGHTSUM,
	MESSAGE_EQUATION, MESSAGE_ROW, MESSAGE_COL, MESSAGE_TABLE, MESSAGE_VALUE,
	MESSAGE_YEAR, MESSAGE_FORM, MESSAGE_ORG, MESSAGE_DOC,
	MESSAGE_RAW, MESSAGE_NUM, MESSAGE_BLANKS, MESSAGE_HAS, MESSAGE_VAR
};

struct message_piece {
	enum message_kind kind;
	struct str text, other; /* words; {has REF|text|other} */
	unsigned ref, var;
};

struct message {
	struct message_piece *piece;
	size_t n;
};

/*
 * Parse a template: words and {placeholders}; "{{" is a brace.  relation says
 * whether the rule has a comparison for {left}, {right} and {equation}.  False,
 * with s->e filled, when a placeholder is unknown.
 */
bool message_parse(struct scan *s, bool relation, struct message *m);

/* What a message speaks of. */
struct message_about {
	const struct eval *eval;
	const struct forms *forms;
	const struct expr *relation; /* a comparison, or NULL */
	const struct operand *at;    /* NULL: no cell */
};

/* Append the sentence. */
void message_write(struct buf *b, const struct message *m,
    const struct message_about *a);

/* Append the two sides of a->relation and the sign that is true between them:
 * the rule's own when it holds, else the opposite one. */
void message_equation(struct buf *b, const struct message_about *a);

/* Append "cannot be judged: ..." with what e lacks. */
void message_unknown(struct buf *b, const struct eval *v, const struct expr *e);

#endif
