/* Rules: what must hold in a report, read from files (gx-rules(5)). */
#ifndef GX_RULE_H
#define GX_RULE_H

#include "check/expr.h"
#include "check/message.h"

enum level { LEVEL_OFF, LEVEL_NOTE, LEVEL_WARNING, LEVEL_ERROR };

#define RULE_EACH_MAX 6
#define RULE_FILE_MAX ((size_t)4 << 20)

enum set_kind {
	SET_LIST,    /* {a b c} */
	SET_ROWS,    /* rows(t3) of the report's form */
	SET_COLS,    /* cols(t3) */
	SET_PRESENT, /* present(doc.*.year): what stands for the star */
};

/* "each VAR in SET". */
struct each {
	struct str var;
	struct str text; /* the whole of it, as written */
	enum set_kind kind;
	struct str *list;
	size_t n;
	struct ref_part table; /* of rows() and cols() */
	unsigned long line, col; /* where that stands */
	unsigned ref;          /* of present() */
};

/*
 * What a rule looks at beside one report: bits of rule.across.  The tables
 * "across" and "tree" hold what the whole run says of a report, of a unit.
 */
enum {
	ACROSS_PREV = 1 << SCOPE_PREV,
	ACROSS_CHILD = 1 << SCOPE_CHILD,
	ACROSS_RUN = 1 << SCOPES,
	ACROSS_TREE = 1 << (SCOPES + 1),
};

struct condition {
	struct str text;
	const struct expr *expr;
	bool vars; /* depends on a variable of "each" */
};

struct rule {
	struct str id;
	enum level level;
	bool on;
	unsigned file; /* that it was read from, counted from 1 */
	struct each each[RULE_EACH_MAX];
	struct str var[RULE_EACH_MAX];
	size_t neach;
	struct condition *cond; /* "if" */
	size_t ncond;
	struct condition must;
	unsigned across; /* 0: judged by the report alone */
	bool has_at, at_blank; /* "at blank(REF)": its first blank cell */
	unsigned at;
	struct ref_list ref;
	struct message en, zh; /* n 0: not given */
	struct str title, title_zh, basis, basis_zh, example, example_zh;
};

struct rules {
	struct arena arena;
	struct rule *rule;
	size_t n, cap;
	unsigned files; /* read so far */
};

/*
 * Read the rules of one file, of which text is all.  A rule with the id of one
 * that an earlier call read takes its place.  The text is copied.
 *
 * mistake is told of everything wrong, with line and column; a stanza with a
 * mistake in it gives no rule.  Returns whether there was none.
 */
bool rules_parse(struct rules *r, struct str text, void *ctx,
    void (*mistake)(void *ctx, const struct err *e));

/*
 * The i-th rule file that is compiled in, from 0: its text, which lives as long
 * as the program, and its name.  False when there are no more.
 */
bool rules_builtin(size_t i, struct str *text, const char **name);

/* The rule with that id, or NULL. */
struct rule *rules_find(const struct rules *r, struct str id);

/* The id most like the given one, or NULL when none is near. */
const struct rule *rules_nearest(const struct rules *r, struct str id);

/* Switch every rule on or off whose id fits the glob.  Returns how many fit. */
size_t rules_switch(struct rules *r, const char *glob, bool on);

/* "error" and so on, as in records. */
const char *level_name(enum level l);
/* The same in the user's language. */
const char *level_word(enum level l);
/* False for other words. */
bool level_parse(struct str s, enum level *l);

void rules_free(struct rules *r);

#endif
