/*
 * Which form the tables of a document follow.
 *
 * Takes the labels of all its cells, and where tables are lost the text, and
 * counts for each form how many labels stand there that only it has.  The form
 * with the most counts; the form of the year where there are as many.
 */
#include "report/place.h"

#include <stdlib.h>

#include "report/fold.h"

/* The only form that has a label, or NULL when several have it. */
static const struct form *
only_form(const struct forms *f, uint32_t label)
{
	const struct form *form = f->label[label].form;

	for (; label != MAP_NONE; label = f->label[label].next)
		if (f->label[label].form != form)
			return NULL;
	return form;
}

/* Labels that were found, each once. */
struct label_count {
	bool *seen;
	unsigned *own; /* by form: labels that only it has */
	unsigned labels;
};

static void
count_label(struct label_count *c, const struct forms *f, uint32_t label)
{
	const struct form *only;

	if (c->seen[label])
		return;
	c->seen[label] = true;
	c->labels++;
	only = only_form(f, label);
	if (only != NULL)
		c->own[only - f->form]++;
}

#define INSIDE_MIN (4 * 3) /* bytes of a label that is looked for inside text */

/* Labels in text that has lost its tables may stand anywhere in it. */
static void
count_inside(struct label_count *c, const struct source *s)
{
	struct buf text = {0};

	for (size_t i = 0; i < s->n; i++)
		if (s->row[i].loose)
			fold_text(&text, s->row[i].cell[0].grid->text);
	for (uint32_t i = 0; i < s->forms->nlabel && text.n != 0; i++) {
		const struct form_label *l = &s->forms->label[i];

		if (l->first && l->folded.n >= INSIDE_MIN && !c->seen[i] &&
		    str_find(buf_str(&text), l->folded) >= 0)
			count_label(c, s->forms, i);
	}
	buf_free(&text);
}

static void
count_labels(struct label_count *c, const struct source *s)
{
	for (size_t i = 0; i < s->ncell; i++)
		if (s->cell[i].label != MAP_NONE)
			count_label(c, s->forms, s->cell[i].label);
	count_inside(c, s);
}

const struct form *
place_form_with_most(const struct forms *forms, unsigned year,
    const unsigned *own)
{
	const struct form *best = forms_for_year(forms, year);

	if (best == NULL)
		best = &forms->form[forms->n - 1];
	for (size_t i = 0; i < forms->n; i++)
		if (own[i] > own[best - forms->form])
			best = &forms->form[i];
	return best;
}

const struct form *
place_choose_form(const struct source *src, unsigned year, unsigned *own)
{
	const struct forms *forms = src->forms;
	const struct form *best;
	struct label_count c = {
	    xcalloc(forms->nlabel, sizeof *c.seen),
	    xcalloc(forms->n, sizeof *c.own), 0};

	count_labels(&c, src);
	best = place_form_with_most(forms, year, c.own);
	for (size_t i = 0; i < forms->n && own != NULL; i++)
		own[i] = c.own[i];
	free(c.seen);
	free(c.own);
	return c.labels >= PLACE_LABELS_MIN ? best : NULL;
}
