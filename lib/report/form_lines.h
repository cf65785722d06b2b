/* What the parts of form.c share: the lines of form files, on their way to forms. */
#ifndef GX_FORM_LINES_H
#define GX_FORM_LINES_H

#include "report/form.h"

/* The columns of a form file. */
enum { F_FORM, F_TABLE, F_KIND, F_KEY, F_LABEL, F_ALSO, F_UNIT, F_TYPE, F_EN,
	F_COLUMNS };

struct line {
	struct str f[F_COLUMNS];
	unsigned long line;
	const char *file;
};

/* All lines of all files of one set of forms. */
struct lines {
	struct line *v;
	size_t n, cap;
};

/* ---- form_load.c: files to lines ----------------------------------------- */

/* Fill *e with what is wrong with the line, and with what text.  Returns false. */
bool form_mistake(struct err *e, const struct line *l, const char *text,
    struct str what);

/* May it be a key: small letters, digits, "_", and "." inside? */
bool form_is_key(struct str s);

/* ---- form_build.c: lines to forms ---------------------------------------- */

/* Make the forms of the lines into f, which is empty but for its arena; what the
 * lines say must live as long.  False, with *e saying where and why, when there is a
 * mistake; f can be freed then. */
bool form_build(struct forms *f, const struct lines *all, struct err *e);

/* ---- form_heading.c: wordings that are looked for ------------------------ */

/* The label by fold_label; it lives as long as f. */
struct str form_fold_label(struct forms *f, struct str label);

/* Make *h, which is zero, of the line: a section, topic, law or mark with its
 * labels. */
void form_add_heading(struct forms *f, struct form_heading *h,
    const struct line *l);

/* Make the index, which is empty, of all n headings. */
void form_list_headings(struct heading_index *index,
    const struct form_heading *h, size_t n);

/* Note the numbers of the laws, if all wordings have one; when all laws are there. */
void form_list_law_numbers(struct forms *f);

#endif
