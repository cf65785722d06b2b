/*
 * What a form has: look-ups by name, year and key.  form_load.c reads the files of
 * forms, form_build.c makes forms of their lines, form_heading.c knows the wordings
 * of headings and laws.
 */
#include "report/form.h"

const struct form *
forms_find(const struct forms *f, struct str name)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->form[i].name, name))
			return &f->form[i];
	return NULL;
}

const struct form *
forms_for_year(const struct forms *f, unsigned year)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct form *form = &f->form[i];

		if (year != 0 && year >= form->year_from &&
		    (form->year_to == 0 || year <= form->year_to))
			return form;
	}
	return NULL;
}

const struct form_table *
form_table(const struct form *f, struct str key)
{
	for (size_t i = 0; i < f->ntable; i++)
		if (str_eq(f->table[i].key, key))
			return &f->table[i];
	return NULL;
}

const struct form_line *
form_row(const struct form_table *t, struct str key)
{
	for (size_t i = 0; i < t->nrow; i++)
		if (str_eq(t->row[i].key, key))
			return &t->row[i];
	return NULL;
}

const struct form_line *
form_col(const struct form_table *t, struct str key, unsigned block)
{
	for (size_t i = 0; i < t->ncol; i++)
		if (str_eq(t->col[i].key, key) &&
		    (block == 0 || t->col[i].block == 0 ||
			t->col[i].block == block))
			return &t->col[i];
	return NULL;
}

bool
form_has_col(const struct form_table *t, const struct form_line *row,
    const struct form_line *col)
{
	return row != NULL ? form_crosses(row, col)
			   : form_col(t, col->key, 0) == col;
}

size_t
form_cells(const struct form_table *t)
{
	size_t n = 0;

	for (size_t r = 0; r < t->nrow; r++)
		for (size_t c = 0; c < t->ncol; c++)
			n += !t->row[r].optional &&
			    form_crosses(&t->row[r], &t->col[c]);
	return n;
}
