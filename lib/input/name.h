/* Names inside folders and archives: labels, and which of them are wanted. */
#ifndef GX_NAME_H
#define GX_NAME_H

#include <stdbool.h>

#include "base/str.h"
#include "input/input.h"

#define NAME_MAX_BYTES 4096 /* of a member's name; what is longer is cut */

/*
 * Append the name of a member as part of an address: in UTF-8 (see
 * encoding_add_name), components separated by one '/', none of them empty or
 * ".", ".." written "__", control characters written '_'.  Nothing is appended
 * for a name that has no component.
 */
void name_add_clean(struct buf *b, struct str name, const char *charset);

/*
 * Is the file or folder of that path something that no user means: a component
 * beginning with '.' or "~$", "__MACOSX", "Thumbs.db" or "desktop.ini"?
 */
bool name_is_hidden(struct str path);

/* Does one of the globs match?  A glob with a '/' must match the path, one
 * without its last component; '*' matches '/' too. */
bool name_matches(const struct opt_list *globs, const char *path);

/* Globs, and which of them have matched something; any thread may ask. */
struct globs {
	const struct opt_list *list;
	_Atomic bool *met; /* each of the list */
	_Atomic bool asked;
	_Atomic bool unsure; /* names that were not seen may match, too */
};

/* Start with the list, which must stay.  To be freed with globs_free. */
void globs_init(struct globs *g, const struct opt_list *list);
void globs_free(struct globs *g);

/* name_matches for the path and every folder or archive above it; remember all
 * that match. */
bool globs_match(struct globs *g, const char *path);

/* The i-th glob, or NULL when it has matched something or may have, or none was
 * ever asked for. */
const char *globs_unmet(const struct globs *g, size_t i);

/* Does the name look like that of an archive or a compressed file?  What it is,
 * its content decides. */
bool name_is_of_archive(const char *path);

/* The same, or like that of records?  A guess at which thread had best read it. */
bool name_is_of_stream(const char *path);

/* How a member's name stands to a wanted path. */
enum name_relation {
	NAME_APART,   /* not wanted */
	NAME_WITHIN,  /* it is the wanted path, or lies below it */
	NAME_TOWARDS, /* the wanted path lies below it */
};

/* With NAME_TOWARDS, *rest is what is wanted below the name. */
enum name_relation name_relate(struct str name, struct str wanted,
    struct str *rest);

#endif
