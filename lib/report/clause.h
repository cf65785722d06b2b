/* A paragraph of prose, folded for reading, and the figures in it. */
#ifndef GX_CLAUSE_H
#define GX_CLAUSE_H

#include "report/number.h"

#define FIGURES_MAX 1000 /* of one paragraph; what follows is not read */

/* What figures with the unit are. */
enum unit_is {
	UNIT_REQUESTS = 1 << 0, /* of requests and the like: 件, 份 */
	UNIT_CASES = 1 << 1,    /* those, and 条 and others that cases may have */
	UNIT_MONEY = 1 << 2,    /* 元, 万元 */
	UNIT_PERCENT = 1 << 3,
	UNIT_APART = 1 << 4,    /* nothing that is summed up: 名, %, money */
	UNIT_DOCUMENTS = 1 << 5, /* documents, but not cases: 部, 项 */
	UNIT_ITEMS = 1 << 6,     /* what is published: 条 */
	UNIT_PIECES = 1 << 7,    /* what may be listed: 个 */
};

/*
 * A number with its unit.  All slices lie in the folded text of the paragraph.
 * before is the clause in front of the number, from the last figure or sign
 * (but 、) on.
 */
struct figure {
	struct number number;
	struct str unit; /* 件, 条, %, 元, 万元, … */
	unsigned unit_is;
	struct str before;
	const char *from, *to; /* all of it, number and unit */
	const char *sentence;  /* where its sentence begins */
	bool about;
	const char *counts;    /* key of what it was found to count, or NULL */
	const struct figure *whole; /* it was found to be a part of, or NULL */
};

/* From byte at of the folded text on, each stands at source, or as far behind. */
struct clause_run {
	size_t at, source;
};

/* At p a word of words_mark begins, or a number that has something behind it which
 * matters: what is that (BEHIND_... of clause.c), and "to" is where the digits or the
 * numeral end.  Both are only set for numbers.  marks are those of the word, or of the
 * number. */
struct clause_stop {
	const char *p, *to;
	unsigned marks, what;
};

struct clause_stops {
	struct clause_stop *v; /* in order; the last is the end of the text */
	size_t cap;
};

/* What there is in a folded text. */
struct clause_seen {
	const char *text;
	struct clause_stops words, numbers;
	uint64_t *sign, *full_stop; /* a bit for each byte: does one begin there? */
	size_t cap;
};

/* A paragraph, up to a NUL in source and folded text. */
struct clause_paragraph {
	int sec;
	size_t piece, npiece; /* what it was put together from */
	size_t source_end;
	size_t from, n; /* in the folded text */
	size_t run, nrun;
};

/*
 * Paragraphs, which are read together and then looked at one by one.  In the folded
 * text digits are half-width and the signs ，；：（）！？ full-width (a comma between two
 * digits apart), as they are printed nearly always; white space and quotes are gone,
 * but for one blank between two digits.  {0} has none; text is added in pieces, as a
 * page break may have torn a paragraph.
 */
#define CLAUSE_BYTES 16384 /* of source at once: nearly all reports have fewer */
struct clause {
	struct buf source, folded;
	struct str all; /* the source, when nothing of it had to be folded; or folded */
	struct clause_run *run; /* in order; the first begins both texts */
	size_t nrun, run_cap;
	struct clause_piece {
		size_t from; /* in source */
		unsigned long line;
	} *piece;
	size_t npiece, piece_cap;
	struct clause_paragraph *paragraph;
	size_t nparagraph, paragraph_cap;
	struct clause_seen seen; /* in all folded text */
	size_t next; /* paragraph, and the first stops in it */
	const struct clause_stop *next_word, *next_number;

	/* the paragraph in hand */
	const struct clause_paragraph *now;
	struct str text; /* folded, and in simplified characters */
	const struct clause_seen *in;
	const struct clause_stop *word, *number; /* in order */
	size_t nword, nnumber;
	struct figure *figure;
	size_t nfigure, figure_cap;
	unsigned units; /* UNIT_... of all figures */
	unsigned marks; /* MARK_... of all stops */
	struct buf simplified; /* the text of one in traditional characters */
	struct clause_seen own;
};

/* Forget the paragraphs, keep the memory.  To be called first. */
void clause_reset(struct clause *c);

/* Append a paragraph of that section, which begins with the text in that line. */
void clause_begin_paragraph(struct clause *c, int sec, struct str text,
    unsigned long line);

/* Append to the last one text that stands in that line; false when no more fits. */
bool clause_add(struct clause *c, struct str text, unsigned long line);

/* To be called before the first paragraph is read; it may be called again. */
void clause_learn(void);

/* Fold what was added: no more may be.  No paragraph is in hand yet. */
void clause_read(struct clause *c);

/* Take the next paragraph in hand, and find its figures; false behind the last. */
bool clause_next(struct clause *c);

/* The MARK_... of the words that begin in s, a slice of the folded text.  *year gets the
 * last number in it with MARK_BEFORE_YEAR, or NULL. */
unsigned clause_marks(const struct clause *c, struct str s,
    const struct clause_stop **year);

/* What follows the unit of the figure up to the next sign or figure. */
struct str clause_after(const struct clause *c, const struct figure *f);

/* The paragraph before the one in hand, as far as it was read with it. */
struct str clause_paragraph_before(const struct clause *c);

/* What the source has for a slice of the folded text. */
struct str clause_source(const struct clause *c, struct str s);

/* The line in which a place in the folded text stands. */
unsigned long clause_line(const struct clause *c, const char *p);

/* Is the character at the beginning of s a sign that ends a clause?  Its bytes,
 * or 0. */
size_t clause_sign(struct str s);

/* Behind the last sign between from and end, or where the first character begins that
 * is max bytes before end or more. */
const char *clause_begin(const struct clause *c, const char *from, const char *end,
    size_t max);

/* The first sign between from and end; end when there is none. */
const char *clause_sign_from(const struct clause *c, const char *from,
    const char *end);

/* Behind the last full stop between from and end; from when there is none. */
const char *clause_sentence(const struct clause *c, const char *from,
    const char *end);

void clause_free(struct clause *c);

#endif
