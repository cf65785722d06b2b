/* The parts of a Word file: texts in XML that name each other. */
#ifndef GX_PARTS_H
#define GX_PARTS_H

#include "base/zip.h"

/* A file with its main part found.  Start with {0}. */
struct parts {
	struct zip zip;
	struct buf main;      /* the name of the main part */
	struct buf relations; /* what it names; empty when that is missing */
};

/*
 * Find the main part of the file, which must outlive p, and append it to body.  False,
 * with *e, when bytes are no zip, no Word file, or damaged.  p is to be freed in any case.
 */
bool parts_open(struct parts *p, struct str bytes, struct buf *body, struct err *e);

/* Put the first part of that type (the end of its address: "/styles") that the main part
 * names into out, which is empty and stays so where there is none that is sound. */
void parts_by_type(struct parts *p, const char *type, struct buf *out);

/* The name of the part of another format that the main part calls by that id, as it is
 * written there; empty when there is none. */
struct str parts_chunk(const struct parts *p, struct str id);

/* Append the bytes of the part of that name, of UTF-16 the text in UTF-8.  False when it
 * is not there or damaged. */
bool parts_bytes(struct parts *p, struct str target, struct buf *out);

void parts_free(struct parts *p);

#endif
