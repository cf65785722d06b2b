/*
 * The official tables of the totals.  What is printed is a report again: a
 * title with the year, the headings of the sections, the labels of the form in
 * their order.  So people can read it, and gx-table can read it back.
 *
 * A group of rows has a line of its own with one cell: it has no numbers.  A
 * cell is empty where no report had a number.  A sum is printed as the bare
 * number in the unit that the form sets; where units differ they are printed
 * and joined by " + ", never added up; a zero beside another sum is left out.
 */
#include "sum/formtable.h"

#include "base/msg.h"
#include "base/tsv.h"
#include "sum/pipe.h"

/* One sheet on its way to the output. */
struct sheet_print {
	struct buf *b;
	const struct form_totals *f;
	const struct form_sheet *sheet;
	struct pipe pipe;
	struct buf cell;
};

/* Text from outside, with control characters made visible. */
static void
put_text(struct buf *b, struct str s)
{
	tsv_field(b, s);
	b->n--; /* the TAB behind it */
}

/* Nothing of one unit needs no mention beside something of another. */
static bool
is_needless(const struct form_sum *sum, const struct buf *before)
{
	return sum->sum.n == 0 && !sum->overflow &&
	    (before->n != 0 || sum->next != FORM_NONE);
}

static void
put_sums(struct sheet_print *p, size_t place)
{
	struct buf *b = &p->cell;
	uint32_t at = p->sheet->cell[place];
	struct str form = form_unit(p->sheet->shape, place);

	buf_reset(b);
	for (; at != FORM_NONE; at = p->f->sum[at].next) {
		const struct form_sum *sum = &p->f->sum[at];

		if (is_needless(sum, b))
			continue;
		if (sum->overflow) {
			warn(NULL, 0, "%s",
			    tr("a total is too large and left out",
				"有一项合计过大，未列出"));
			continue;
		}
		if (b->n != 0)
			buf_addz(b, " + ");
		buf_adddec(b, sum->sum);
		if (!str_eq(sum->unit, form))
			put_text(b, sum->unit);
	}
	pipe_cell(&p->pipe, buf_str(b));
}

static void
put_number(struct sheet_print *p, const struct form_table *t, size_t row,
    size_t col)
{
	const struct form_shape *s = p->sheet->shape;

	/* the places of a table are ordered by row, then column */
	for (size_t i = 0; i < s->n; i++)
		if (&s->form->table[s->place[i].table] == t &&
		    s->place[i].row == row && s->place[i].col == col) {
			put_sums(p, i);
			return;
		}
}

/* Does a report print the row that the form does not have? */
static bool
is_printed(const struct sheet_print *p, const struct form_table *t, size_t row)
{
	const struct form_shape *s = p->sheet->shape;

	if (!t->row[row].optional)
		return true;
	for (size_t i = 0; i < s->n; i++)
		if (&s->form->table[s->place[i].table] == t &&
		    s->place[i].row == row && p->sheet->cell[i] != FORM_NONE)
			return true;
	return false;
}

static bool
in_block(const struct form_line *line, unsigned block)
{
	return line->block == block || line->block == 0;
}

static bool
is_member(const struct form_line *group, const struct form_line *row)
{
	return row->key.n > group->key.n + 1 &&
	    str_starts(row->key, group->key) && row->key.p[group->key.n] == '.';
}

/* The groups that begin with this row get a line of their own. */
static void
put_groups(struct sheet_print *p, const struct form_table *t, size_t row)
{
	for (size_t i = 0; i < t->ngroup; i++) {
		if (!is_member(&t->group[i], &t->row[row]) ||
		    (row != 0 && is_member(&t->group[i], &t->row[row - 1])))
			continue;
		pipe_row(&p->pipe);
		pipe_cell(&p->pipe, t->group[i].label);
	}
}

static void
put_heading(struct sheet_print *p, const struct form_table *t, unsigned block)
{
	pipe_row(&p->pipe);
	pipe_cell(&p->pipe, t->nhead != 0 ? t->head[0].label : STR(""));
	for (size_t c = 0; c < t->ncol; c++)
		if (in_block(&t->col[c], block))
			pipe_cell(&p->pipe, t->col[c].label);
}

/* The rows of one block, or of the whole table (0), under their columns. */
static void
put_block(struct sheet_print *p, const struct form_table *t, unsigned block)
{
	put_heading(p, t, block);
	for (size_t r = 0; r < t->nrow; r++) {
		if (!in_block(&t->row[r], block) || !is_printed(p, t, r))
			continue;
		put_groups(p, t, r);
		pipe_row(&p->pipe);
		pipe_cell(&p->pipe, t->row[r].label);
		for (size_t c = 0; c < t->ncol; c++)
			if (in_block(&t->col[c], block))
				put_number(p, t, r, c);
	}
	pipe_print(p->b, &p->pipe);
	pipe_reset(&p->pipe);
	buf_addc(p->b, '\n');
}

/* All rows side by side: their labels, the columns of each, one row of numbers. */
static void
put_across(struct sheet_print *p, const struct form_table *t)
{
	pipe_row(&p->pipe);
	for (size_t r = 0; r < t->nrow; r++)
		for (size_t c = 0; c < t->ncol; c++)
			pipe_cell(&p->pipe, c == 0 ? t->row[r].label : STR(""));
	pipe_row(&p->pipe);
	for (size_t r = 0; r < t->nrow; r++)
		for (size_t c = 0; c < t->ncol; c++)
			pipe_cell(&p->pipe, t->col[c].label);
	pipe_row(&p->pipe);
	for (size_t r = 0; r < t->nrow; r++)
		for (size_t c = 0; c < t->ncol; c++)
			put_number(p, t, r, c);
	pipe_print(p->b, &p->pipe);
	pipe_reset(&p->pipe);
	buf_addc(p->b, '\n');
}

static void
put_table(struct sheet_print *p, const struct form_table *t)
{
	static const char *const numeral[] = {
	    "", "一、", "二、", "三、", "四、", "五、", "六、"};

	buf_addz(p->b, "## ");
	if (t->sec > 0 && t->sec < 7)
		buf_addz(p->b, numeral[t->sec]);
	buf_addstr(p->b, t->label);
	buf_addz(p->b, "\n\n");
	if (t->across)
		put_across(p, t);
	else if (t->nblock == 0)
		put_block(p, t, 0);
	for (unsigned i = 0; !t->across && i < t->nblock; i++) {
		buf_addstr(p->b, t->block[i].label);
		buf_addz(p->b, "\n\n");
		put_block(p, t, i + 1);
	}
}

/* "2023年政府信息公开工作年度报告汇总", and how many reports went in. */
static void
put_title(struct sheet_print *p)
{
	const struct form_sheet *s = p->sheet;

	buf_addz(p->b, "# ");
	put_text(p->b, s->year);
	if (s->year.n != 0)
		buf_addz(p->b, "年");
	buf_addz(p->b, "政府信息公开工作年度报告汇总\n\n");
	buf_addz(p->b, tr("year ", "年度："));
	put_text(p->b, s->year.n != 0 ? s->year : str_of(tr("unknown", "不详")));
	buf_addz(p->b, tr(", form ", "；格式："));
	put_text(p->b, s->form.n != 0 ? s->form : str_of(tr("unknown", "不详")));
	buf_addf(p->b,
	    tr(", reports: %zu; with figures in the tables: %zu\n\n",
		"；报告：%zu 份；表中有数字：%zu 份\n\n"),
	    s->ndoc, s->counted);
}

static void
begin_reason(struct buf *b, struct str what)
{
	buf_addz(b, b->n != 0 ? tr("; ", "；") : "");
	buf_addstr(b, what);
	buf_addz(b, tr(": ", "："));
}

static void
put_images(struct buf *b, uint32_t images)
{
	if (images != 0)
		buf_addf(b, tr(" (images there: %u)", "（该处有图片 %u 幅）"),
		    images);
}

/* What one table of a document lacks; nothing when it is complete. */
static void
part_reason(struct buf *b, const struct form_table *t,
    const struct form_part *part)
{
	size_t cells = form_cells(t);

	if (part->number + part->blank == 0) {
		begin_reason(b, t->key);
		buf_addz(b, tr("no cell", "无单元格"));
		put_images(b, part->images);
	} else if (part->number < cells) {
		begin_reason(b, t->key);
		buf_addf(b,
		    tr("%u of %zu cells have a number, %u blank",
			"有数字 %u 个（共 %zu 个单元格），空白 %u 个"),
		    part->number, cells, part->blank);
	}
	if (part->again != 0) {
		begin_reason(b, t->key);
		buf_addf(b,
		    tr("%u cells twice, the first counts",
			"%u 个单元格重复，以首个为准"),
		    part->again);
	}
	if (part->strange != 0) {
		begin_reason(b, t->key);
		buf_addf(b,
		    tr("%u cells that the form does not have, not counted",
			"%u 个单元格不在格式内，未计入"),
		    part->strange);
	}
}

static bool
has_cells(const struct form_doc *d, size_t ntable)
{
	for (size_t i = 0; i < ntable; i++) {
		const struct form_part *part = &d->part[i];

		if (part->number + part->blank + part->again + part->strange != 0)
			return true;
	}
	return false;
}

/* Why the document is not in the totals, or not with all; empty: it is. */
static void
doc_reason(struct buf *b, const struct form_sheet *s, const struct form_doc *d)
{
	const struct form *form;
	uint32_t images = 0;

	if (s->shape == NULL) {
		buf_addz(b, tr("no known form", "没有已知格式"));
		return;
	}
	form = s->shape->form;
	if (has_cells(d, form->ntable)) {
		for (size_t i = 0; i < form->ntable; i++)
			part_reason(b, &form->table[i], &d->part[i]);
		return;
	}
	for (size_t i = 0; i < form->ntable; i++)
		images += d->part[i].images;
	buf_addz(b, tr("no table has a cell", "所有表格均无单元格"));
	put_images(b, images);
}

static void
put_list(struct sheet_print *p)
{
	bool any = false;
	uint32_t at = p->sheet->first;

	for (; at != FORM_NONE; at = p->f->doc[at].next) {
		const struct form_doc *d = &p->f->doc[at];

		buf_reset(&p->cell);
		doc_reason(&p->cell, p->sheet, d);
		if (p->cell.n == 0)
			continue;
		if (!any)
			buf_addz(p->b,
			    tr("## Reports not in the totals, or not in full\n\n",
				"## 未计入或未完整计入的报告\n\n"));
		any = true;
		buf_addz(p->b, "- ");
		put_text(p->b, d->name);
		buf_addz(p->b, tr(": ", "："));
		buf_addstr(p->b, buf_str(&p->cell));
		buf_addc(p->b, '\n');
	}
	if (any)
		buf_addc(p->b, '\n');
}

void
form_print(struct buf *b, const struct form_totals *f, void (*commit)(void))
{
	struct sheet_print p = {.b = b, .f = f};

	for (size_t i = 0; i < f->nsheet; i++) {
		const struct form_shape *shape = f->sheet[i].shape;

		p.sheet = &f->sheet[i];
		put_title(&p);
		for (size_t t = 0; shape != NULL && p.sheet->counted != 0 &&
		    t < shape->form->ntable; t++) {
			put_table(&p, &shape->form->table[t]);
			if (commit != NULL)
				commit();
		}
		put_list(&p);
		if (commit != NULL)
			commit();
	}
	pipe_free(&p.pipe);
	buf_free(&p.cell);
}
