/* The lines of a text, and what each holds. */
#ifndef GX_LINES_H
#define GX_LINES_H

#include <stddef.h>
#include <stdint.h>

/* What stands in a line of text. */
enum {
	HOLDS_TAB = 1,
	HOLDS_BAR = 2,      /* | */
	HOLDS_BLANKS = 4,   /* two blanks in a row */
	HOLDS_TABS = 8,     /* two TABs or more, anywhere */
	HOLDS_MARK = 16,    /* one of [ \ & * < */
	HOLDS_DRAWN = 32,   /* perhaps a character of box drawing */
	/* perhaps white space (utf8_is_space) other than TABs and blanks, or what
	 * takes no room (utf8_is_invisible) */
	HOLDS_ODD_SPACE = 64,
	HOLDS_INVISIBLE = 128 /* perhaps what takes no room; then HOLDS_ODD_SPACE, too */
};

/* In eight bytes: eight lines are written at once. */
struct text_line {
	uint64_t holds : 8; /* HOLDS_... */
	uint64_t end : 56;  /* where its LF stands, or where the text ends */
};

/* {0} is an empty one. */
struct text_lines {
	struct text_line *line;
	size_t n, cap;
};

/* Cut n bytes of UTF-8 into lines, each with what it holds; a CR right before the
 * LF is not looked at.  Free l->line. */
void text_lines(struct text_lines *l, const char *p, size_t n);

/* What n bytes of one line hold. */
unsigned text_holds(const char *p, size_t n);

/* The same one byte at a time: for tests. */
void text_lines_plain(struct text_lines *l, const char *p, size_t n);
unsigned text_holds_plain(const char *p, size_t n);

#endif
