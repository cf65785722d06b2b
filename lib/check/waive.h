/* Findings that are known and set aside: waivers, and the findings of before. */
#ifndef GX_WAIVE_H
#define GX_WAIVE_H

#include "base/mem.h"
#include "check/finding.h"

/* Which findings are meant, and why they are set aside.  An empty text means
 * any; doc, publisher, rule and cell may hold "*" and "?". */
struct waiver {
	struct str doc, publisher, rule, cell, reason;
	struct str name; /* the publisher, folded */
	const char *path; /* of the file that it stands in */
	unsigned long line;
	_Atomic bool used; /* set by any thread */
};

struct waivers {
	struct arena arena;
	struct waiver *v;
	size_t n, cap;
};

/*
 * Read waivers from records with the columns doc or publisher (or both), rule,
 * cell and reason; those that stay empty may be left out.  path is the name of
 * the file and must outlive w.  mistake is told of every line that is none.
 */
void waivers_read(struct waivers *w, const char *path, struct stream *s,
    void *ctx, void (*mistake)(void *ctx, const struct err *e));

/*
 * The first waiver that fits the finding, which then counts as used, or NULL.
 * The doc of a waiver is the address of the document, or the end of it behind a
 * "/"; the publisher is compared as labels are; the cell is "table.row.col".
 */
const struct waiver *waivers_find(struct waivers *w, const struct finding *f);

/* Call tell for every waiver that was not used, but for those on rules that are
 * switched off. */
void waivers_unused(const struct waivers *w, const struct rules *rules,
    void (*tell)(const struct waiver *v));

void waivers_free(struct waivers *w);

/*
 * The findings of an earlier run, without their values, lines and messages.
 * Documents are known by their address.  When none of the present operands
 * was read by it, they are known by their path below the operand, which must then
 * be the end of just one address of the earlier run.
 */
struct baseline {
	struct arena arena;
	struct map doc;      /* address -> number */
	struct map end;      /* of an address, behind a "/" -> place in owner */
	uint32_t *owner;     /* number of the document, or MAP_NONE for several */
	size_t nowner, owner_cap;
	struct map folder;   /* that a document lies in */
	struct map first;    /* folders and archives that addresses begin with ... */
	bool elsewhere;      /* of which one is not in the current folder */
	struct map finding;  /* number of the document, rule and cell */
	struct map operand;  /* of the present run */
	bool moved;          /* it has other operands: compare what is below */
};

/* Read the records of the earlier run; see waivers_read. */
void baseline_read(struct baseline *b, const char *path, struct stream *s,
    void *ctx, void (*mistake)(void *ctx, const struct err *e));

/* Say, after baseline_read, what the present run reads: its operands, ended by
 * NULL. */
void baseline_operands(struct baseline *b, char *const *operands);

/* Was the finding there before?  One that could not be judged then hides no
 * failure now. */
bool baseline_has(const struct baseline *b, const struct finding *f);

void baseline_free(struct baseline *b);

#endif
