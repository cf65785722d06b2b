/* Tags and text of HTML and XML held in memory, one token at a time. */
#ifndef GX_MARKUP_H
#define GX_MARKUP_H

#include <strings.h>

#include "base/str.h"

enum markup_kind {
	MARKUP_END,
	MARKUP_TEXT,    /* text: as written, entities and all */
	MARKUP_OPEN,    /* name, attrs, empty */
	MARKUP_CLOSE,   /* name */
};

/*
 * Start with markup_open.  In XML names come without their prefix ("w:p" is
 * "p") and <![CDATA[ ]]> is text; in HTML what is no tag or comment to a browser
 * is none here.
 */
struct markup {
	const char *p, *end; /* what is still to be read */
	bool xml;

	/* the current token; all of it points into the text */
	const char *at;      /* where it begins */
	struct str text;
	struct str name;     /* in the case in which it is written */
	struct str attrs;    /* what stands behind the name of a tag */
	bool empty;          /* <x/> */
	bool literal;        /* the text has no entities */

	bool lone[2];        /* no further " or ' ahead: looked to the end once */
};

/* Begin to read the text, which must outlive m and all slices it gives. */
struct markup markup_open(struct str text, bool xml);

/* The next token.  Comments, processing instructions and a tag that the end of
 * the text cuts off are passed over. */
enum markup_kind markup_next(struct markup *m);

/* Move behind the end tag of that name, ignoring all markup before it: for
 * scripts and the like.  Without such a tag everything is passed over. */
void markup_skip_raw(struct markup *m, struct str name);

/* Cut the next attribute off *attrs; false when there is none left.  The value
 * is as written, without quotes. */
bool markup_attr(struct str *attrs, struct str *name, struct str *value);

/* The value of the attribute of the current tag with that name (lower case,
 * without prefix); empty when there is none. */
struct str markup_value(const struct markup *m, const char *name);

/* Does the current tag, a property of OOXML, switch it on?  It does unless its value
 * says that it is off. */
bool markup_is_on(const struct markup *m);

/*
 * The character that the entity at *p, which must be a '&' before end, stands
 * for; *p moves behind it.  A '&' that begins no entity stands for itself.
 * Older names need no ';', as in browsers.
 */
uint32_t markup_entity(const char **p, const char *end);

/* Append an attribute's value with its entities decoded. */
void markup_decode(struct buf *b, struct str value);

/* The whole number that begins the value, at most max; none when there is none. */
unsigned markup_number(struct str value, unsigned max, unsigned none);

/* A tag's name (lower case) and what it is to the caller: not 0. */
struct markup_name {
	const char *name;
	unsigned char value;
};

/* A list of names, to be looked up without regard to case. */
struct markup_names {
	const struct markup_name *list;
	unsigned char slot[256]; /* a hash table: place in the list + 1 */
};

/* Make n ready for a list of up to 128 names. */
void markup_names_index(struct markup_names *n, const struct markup_name *list,
    size_t count);

/* The value of the name, or 0. */
unsigned markup_names_find(const struct markup_names *n, struct str name);

/* Does s begin with the word, whatever case it is in? */
static inline bool
markup_begins(struct str s, const char *word)
{
	size_t n = strlen(word);

	return s.n >= n && strncasecmp(s.p, word, n) == 0;
}

#endif
