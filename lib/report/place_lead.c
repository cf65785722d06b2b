/*
 * Text without tables whose columns a publisher printed with the total first.
 *
 * Takes the text before the first figures, with the heads of the columns, and the
 * rows of figures.  Heads alone prove nothing: those in several rows lose their
 * order in text.  But where the total is named before the first column, and the
 * first figure of rows is the sum of the others while the last of none is, the
 * figures stand in another order than in the form.
 */
#include "report/placer.h"

#include "report/fold.h"

/* Where the text first names the column; -1 when it does not. */
static ptrdiff_t
named_at(const struct placer *p, struct str text, const struct form_line *col)
{
	const struct forms *f = p->src->forms;
	ptrdiff_t first = -1;

	for (size_t i = p->table->label_from; i < p->table->label_to; i++) {
		const struct form_label *l = &f->label[i];
		ptrdiff_t at = l->kind == LABEL_COL && l->line == col
		    ? str_find(text, l->folded)
		    : -1;

		if (at >= 0 && (first < 0 || at < first))
			first = at;
	}
	return first;
}

static bool
heads_lead_with(const struct placer *p, struct str text,
    const struct form_line *total, const struct form_line *first)
{
	struct buf folded = {0};
	ptrdiff_t at, before;

	fold_text(&folded, text);
	before = named_at(p, buf_str(&folded), total);
	at = named_at(p, buf_str(&folded), first);
	buf_free(&folded);
	return before >= 0 && before < at;
}

/* The n figures with the first of them behind the others. */
static const struct scell *
first_behind(struct arena *a, const struct scell *c, size_t n)
{
	struct scell *turned = arena_alloc(a, n * sizeof *turned);

	memcpy(turned, c + 1, (n - 1) * sizeof *c);
	turned[n - 1] = c[0];
	return turned;
}

bool
place_total_leads(const struct placer *p, const struct srow *row)
{
	const struct form_line *col[TABLE_COLS_MAX];
	const struct srow *end = p->src->row + p->src->n;
	struct arena *a = &p->report->arena;
	size_t n = columns_of(p->table, &p->table->row[0], col);
	bool leads = false;

	if (p->table->nblock != 0 || n < 3 || !str_is(col[n - 1]->key, "total") ||
	    !heads_lead_with(p, row->cell[0].grid->text, col[n - 1], col[0]))
		return false;
	for (; row < end; row++) {
		bool last, first;

		if (!row->loose || row->sec != p->table->sec || row->n != n + 1)
			continue;
		last = place_adds_up(p, row->cell + 1, n, n, col);
		first = place_adds_up(p, first_behind(a, row->cell + 1, n), n, n,
		    col);
		if (last && !first)
			return false;
		leads |= first && !last;
	}
	return leads;
}
