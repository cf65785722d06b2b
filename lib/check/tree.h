/* Publishers: who is the same under several names, and who is below whom. */
#ifndef GX_CHECK_TREE_H
#define GX_CHECK_TREE_H

#include "base/ids.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/msg.h"
#include "base/spill.h"
#include "base/str.h"

#define UNIT_NONE IDS_NONE
#define UNITS_FILE_MAX ((size_t)64 << 20) /* its lines fit struct unit */

/* A publisher.  Numbers of units are places in units.v. */
struct unit {
	uint64_t name : 62;    /* where it was put away; see units_name */
	uint64_t accounted : 1; /* has a report, or a finding says that it has none,
	                         * be it a waived one */
	uint64_t nameless : 1; /* stands for one report without a publisher */
	uint32_t parent;       /* UNIT_NONE: none is known */
	uint32_t child;        /* its first one, in the order of the tree */
	uint32_t next;         /* the next one below the same parent */
	uint32_t line; /* of the tree file that puts it below its parent */
};

struct alias;

/* Set away, leave the others zero. */
struct units {
	struct spill *away; /* where names go; outlives this */

	struct arena arena; /* of aliases */
	struct unit *v;
	size_t n, cap;
	struct ids by_key; /* folded name -> unit */
	struct alias *alias;
	size_t nalias, alias_cap;
	struct map by_old; /* folded old name -> alias */
	struct buf folded, record;
};

/*
 * The unit of that name, a new one when there is none.  Names that differ in
 * white space, quotes, punctuation or width are the same.
 */
uint32_t units_get(struct units *u, struct str name);

/* A new unit that no name leads to. */
uint32_t units_add(struct units *u, struct str name);

/* Its name as first met, ended by NUL.  Once away is settled; the text is valid
 * until away is freed. */
struct str units_name(const struct units *u, uint32_t unit);

/*
 * Read lines "old name TAB new name": both are one publisher from now on, known
 * by the new name.  Read them before anything else.  "#" begins a comment; a
 * first line "old TAB new" is a header.
 *
 * mistake is told of everything wrong, with its line; returns whether there was
 * nothing.
 */
bool units_read_alias(struct units *u, struct str text, void *ctx,
    void (*mistake)(void *ctx, const struct err *e));

/* The same for lines "child TAB parent". */
bool units_read_tree(struct units *u, struct str text, void *ctx,
    void (*mistake)(void *ctx, const struct err *e));

/* Put the child below the parent; it must have none. */
void units_put_below(struct units *u, uint32_t child, uint32_t parent,
    uint32_t line);

/* Link the children of each unit, in the order of the units.  Call it when all
 * are in their places. */
void units_link(struct units *u);

void units_free(struct units *u);

#endif
