/* Limits on what comes out of archives and compressed files. */
#ifndef GX_GUARD_H
#define GX_GUARD_H

#include "base/msg.h"
#include "input/input.h"

/*
 * The account of one archive or compressed file.  Guards of nested ones form a
 * chain; what comes out of an inner one is charged to all around it, so that
 * many small bombs in one archive count as one large bomb.
 */
struct guard {
	struct guard *outer; /* NULL: the file itself */
	const struct input_options *o;
	size_t in;    /* bytes taken from the archive, or its length */
	size_t out;   /* bytes that came out of it */
	size_t below; /* bytes that came out of archives inside it */
	size_t members;
	bool broken; /* a limit was passed: nothing more comes out */
	bool told;   /* and sink->problem knows */
	struct err why;
};

/* n bytes came out of what g guards.  False, with *e, when that is too much for
 * it or for one around it. */
bool guard_bytes(struct guard *g, size_t n, struct err *e);

/* The same for one more member. */
bool guard_member(struct guard *g, struct err *e);

/* Is g, or one around it, broken? */
bool guard_is_broken(const struct guard *g);

#endif
