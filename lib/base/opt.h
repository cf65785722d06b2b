/* Options of a program: one table for parsing, --help and the tests. */
#ifndef GX_OPT_H
#define GX_OPT_H

#include <stdbool.h>
#include <stddef.h>

enum opt_type {
	OPT_FLAG, /* bool: set */
	OPT_ONE,  /* const char *: its name, of all that go there the last counts */
	OPT_TEXT, /* const char *: the argument, not empty; the last one counts */
	OPT_ANY,  /* the same, but "" is welcome */
	OPT_LIST, /* struct opt_list: every argument, none of them empty */
	OPT_SIZE, /* size_t: a number, K M G (1024) may follow */
};

struct opt_list {
	const char **v;
	size_t n, cap;
};

struct opt {
	char letter;      /* 0: none */
	const char *name; /* without the dashes */
	enum opt_type type;
	const char *arg; /* how --help names the argument */
	void *to;
	const char *en, *zh; /* one line for --help */
};

/* Options that belong together under a heading of --help. */
struct opt_group {
	const char *en, *zh;
	const struct opt *opt;
	size_t n;
};

struct tool {
	const char *usage;          /* "[-t] [FILE ...]" */
	const char *en, *zh;        /* what the program does, in lines */
	const char *status_en, *status_zh; /* the lines on the exit status */
	const struct opt_group *const *group; /* ended by NULL */
};

#define OPT_GROUP(title_en, title_zh, array) \
	{title_en, title_zh, array, sizeof(array) / sizeof *(array)}

/*
 * Read the options from argv.  Options and operands may mix, -- ends the
 * options, letters combine (-ab), an argument may be joined (-n3, --name=3).
 * "-" and what begins with "-/" are operands.
 * --help and --version print and end the program with 0; a mistake ends it with
 * a message that names the nearest option, and 2.
 *
 * Returns the operands, ended by NULL; the array is argv itself, reordered.
 */
char **opt_parse(const struct tool *t, int argc, char **argv);

#endif
