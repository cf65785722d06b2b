/* Styles and automatic numbers of the paragraphs of a Word file. */
#ifndef GX_NUMBERING_H
#define GX_NUMBERING_H

#include "base/map.h"
#include "base/str.h"

#define NUMBERING_LEVELS 9

struct numbering_style;
struct numbering_list;
struct numbering_use;
struct numbering_level;

/* {0} knows no style and no list. */
struct numbering {
	struct numbering_style *style;
	struct numbering_list *list; /* w:abstractNum */
	struct numbering_use *use;   /* w:num */
	struct numbering_level *level; /* w:lvl of all of these */
	size_t nstyle, style_cap, nlist, list_cap, nuse, use_cap;
	size_t nlevel, level_cap;
	struct map style_at, list_at, use_at; /* by id */
};

/* What a paragraph, or a style, says of its number and rank. */
struct numbering_place {
	struct str num;  /* w:numId; empty: it says none */
	unsigned level;  /* from 0 */
	bool has_level;
	int depth;       /* of a heading, from 1; 0: none, -1: it does not say */
};

/* Read the parts.  The texts must outlive n. */
void numbering_read_styles(struct numbering *n, struct str xml);
void numbering_read_lists(struct numbering *n, struct str xml);

/* Fill in what p does not say from the style, and the ones it is based on. */
void numbering_inherit(const struct numbering *n, struct str style,
    struct numbering_place *p);

/* Count the paragraph, and append the number that is printed before it. */
void numbering_label(struct numbering *n, const struct numbering_place *p,
    struct buf *out);

void numbering_free(struct numbering *n);

#endif
