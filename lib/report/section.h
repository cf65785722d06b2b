/* What each paragraph is for the report: title, heading, section, item. */
#ifndef GX_SECTION_H
#define GX_SECTION_H

#include "read/tree.h"
#include "report/form.h"

/*
 * Set the characters of every node, its numeral, the section it opens, and role, sec and item
 * unless the tree has them.
 * A section begins at the heading that says what it is about, whatever its
 * numeral or depth; item is the numbered place inside it ("1", "1.2").
 */
void section_mark(struct tree *t, const struct forms *f);

/* The key of the section that the text is a heading of; 0 for none. */
int section_of_heading(const struct forms *f, struct str text, int depth);

/* The topic of section 1 that the node of a marked tree opens, or NULL. */
const struct form_heading *section_topic(const struct forms *f,
    const struct node *n);

/* The texts of all nodes of a role, joined; in the arena of the tree. */
struct str section_text(struct tree *t, enum node_role role,
    unsigned long *line);

#endif
