/* From bytes to the document tree. */
#ifndef GX_READ_H
#define GX_READ_H

#include "base/msg.h"
#include "read/tree.h"

/*
 * Read a document into the empty tree.
 *
 * text is UTF-8 and must outlive the tree; for binary it is the file as found.
 * False, with *e saying what could be done, when the format is not one that is
 * read here or there is nothing to read; the tree then has what was found.
 */
bool read_document(struct tree *t, struct str text, bool binary, struct err *e);

/* The reader of plain text in all its layouts; see read_text.c. */
void read_text(struct tree *t, struct str text);

/* The same for text that is known to be Markdown, whatever it holds. */
void read_markdown(struct tree *t, struct str text);

/* The reader of HTML pages; see read_html.c. */
void read_html(struct tree *t, struct str text);

/*
 * The reader of Word files of 2007 and later; see read_docx.c.  False, with *e,
 * when bytes, a zip, is none or is damaged; the tree then has what was found.
 */
bool read_docx(struct tree *t, struct str bytes, struct err *e);

#endif
