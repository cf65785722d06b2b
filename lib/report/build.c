/*
 * From a tree to a report.
 *
 * Takes the tree of a document; marks its sections, finds which form it has, by
 * its tables or by its wordings, and puts the cells of the tables, the statements
 * of the prose and the facts into the report, in this order.
 */
#include "report/build.h"

#include <stdlib.h>

#include "report/facts.h"
#include "report/fold.h"
#include "report/place.h"
#include "report/prose.h"
#include "report/section.h"
#include "report/shape.h"

/* ---- form and tables ------------------------------------------------------ */

#define MARKS_MIN 3 /* so many different marks show a form without tables */

static void
fold_whole(struct buf *b, const struct tree *t)
{
	for (const struct node *n = t->node; n < tree_end(t); n++) {
		if (n->kind == NODE_TEXT)
			fold_text(b, n->text);
		for (size_t i = 0; n->kind == NODE_TABLE && i < n->table->n; i++)
			fold_text(b, n->table->cell[i].text);
		buf_addc(b, '\n');
	}
}

/* The form that is known by its wordings alone, or NULL. */
static const struct form *
form_by_marks(const struct tree *t, const struct forms *forms)
{
	const struct form *found = NULL;
	struct buf folded = {0};

	fold_whole(&folded, t);
	for (size_t i = 0; i < forms->n && found == NULL; i++) {
		const struct form *form = &forms->form[i];
		size_t marks = 0;

		for (size_t k = 0; k < form->nmark; k++)
			marks += form_is_mentioned(&form->mark[k], buf_str(&folded));
		if (marks >= MARKS_MIN)
			found = form;
	}
	buf_free(&folded);
	return found;
}

/* Form and cells of the tables, into the report; the form, or NULL. */
static const struct form *
read_tables(struct report *r, const struct tree *t, const struct forms *forms,
    unsigned *own)
{
	const struct shape *known;
	const struct form *form, *chosen;
	struct source src;

	if (r->shapes == NULL)
		r->shapes = xcalloc(1, sizeof *r->shapes);
	known = shapes_find(r->shapes, t, forms, r->year);
	if (known != NULL) {
		memcpy(own, known->own, forms->n * sizeof *own);
		place_again(r, known->form, &known->placed);
		return known->form;
	}
	source_begin(&src, t, forms, &r->arena);
	chosen = form = place_choose_form(&src, r->year, own);
	if (form == NULL)
		form = form_by_marks(t, forms);
	if (form != NULL)
		place_cells(r, &src, form, &r->shapes->kept);
	if (chosen != NULL) /* else it depends on the prose */
		shapes_keep(r->shapes, &src, form, own);
	source_free(&src);
	return form;
}

/* ---- the report --------------------------------------------------------- */

/* Sections and identity of the document, into the report. */
static void
identify(struct report *r, struct tree *t, const struct forms *forms,
    struct str doc, struct identity *id)
{
	section_mark(t, forms);
	facts_identify(t, id);
	r->doc = arena_str(&r->arena, doc);
	r->org = arena_str(&r->arena, id->org);
	r->year = id->year;
}

/* Has the document a title of such reports, headings of two sections (of forms
 * that have so many), or a table of a form?  With none of them it is something
 * else. */
static bool
is_report(const struct tree *t, const struct forms *forms,
    const struct identity *id, const struct form *form)
{
	int first = 0;

	if (form != NULL || id->title.n != 0)
		return true;
	for (const struct node *n = t->node; n < tree_end(t); n++) {
		if (n->role != ROLE_HEAD || n->opens == 0 || n->opens == first)
			continue;
		if (first != 0 || forms->nsection == 1)
			return true;
		first = n->opens;
	}
	return false;
}

static void
add_unrecognised(struct report *r)
{
	report_add(r, STR("doc"), STR("document"), STR("unrecognised"))->value =
	    STR("1");
}

void
report_identify(struct report *r, struct tree *t, const struct forms *forms,
    struct str doc)
{
	const struct form *form;
	struct identity id;
	struct source src;

	identify(r, t, forms, doc, &id);
	source_begin(&src, t, forms, &r->arena);
	form = place_choose_form(&src, id.year, NULL);
	if (form == NULL)
		form = form_by_marks(t, forms);
	source_free(&src);
	if (form != NULL)
		r->form = form->name;
}

void
report_build(struct report *r, struct tree *t, const struct forms *forms,
    struct str doc)
{
	unsigned *own = xcalloc(forms->n, sizeof *own);
	const struct form *form, *expected;
	struct identity id;

	identify(r, t, forms, doc, &id);
	form = read_tables(r, t, forms, own);
	if (form != NULL)
		r->form = form->name;
	prose_add(r, t);
	expected = form != NULL ? form : forms_for_year(forms, id.year);
	if (expected == NULL)
		expected = &forms->form[0];
	facts_add_tables(r, t, forms, expected, own);
	facts_add(r, t, forms, &id);
	if (!is_report(t, forms, &id, form))
		add_unrecognised(r);
	free(own);
}
