/*
 * The tables of a report: labels of the form, printed as this report prints
 * them, and the printed figures, in a grid with merged cells.
 */
#include "gen.h"

#include "base/utf8.h"

static const char *const group_label[] = {
	[DENIED] = "（三）不予公开", [UNAVAILABLE] = "（四）无法提供",
	[NOT_PROCESSED] = "（五）不予处理", [OTHERS] = "（六）其他处理",
};

/* A line end in a label: where the form folds it in its cell. */
static const char *const col3_label[COLS3] = {
	"自然人", "商业\n企业", "科研\n机构", "社会公益组织", "法律服务机构",
	"其他", "总计",
};

static const char *const col4_label[] = {
	"结果维持", "结果纠正", "其他结果", "尚未审结", "总计",
};

/* ---- labels ---- */

static void
add_half_width(struct buf *b, const char *s, size_t n)
{
	static const char *const pair[][2] = {
		{"（", "("}, {"）", ")"}, {"，", ","}, {"：", ":"}, {"“", "\""},
		{"”", "\""},
	};

	for (size_t i = 0; i < COUNT(pair); i++)
		if (strlen(pair[i][0]) == n && memcmp(pair[i][0], s, n) == 0) {
			buf_addz(b, pair[i][1]);
			return;
		}
	buf_add(b, s, n);
}

/* A copy with half-width punctuation (half) and a space at byte cut or behind
 * it; 0: none. */
static const char *
noise_label(struct doc *d, const char *label, bool half, size_t cut)
{
	const char *end = label + strlen(label), *p = label;

	buf_reset(&d->text);
	while (p < end) {
		const char *from = p;

		utf8_next(&p, end);
		if (cut != 0 && (size_t)(from - label) >= cut) {
			buf_addc(&d->text, ' ');
			cut = 0;
		}
		if (half)
			add_half_width(&d->text, from, (size_t)(p - from));
		else
			buf_add(&d->text, from, (size_t)(p - from));
	}
	return arena_str(&d->arena, buf_str(&d->text)).p;
}

/* The label as this report prints it. */
static const char *
printed_label(struct doc *d, struct rng *r, const char *label)
{
	bool other = chance(r, 70);
	size_t cut = chance(r, 20) ? 4 + below(r, strlen(label)) : 0;

	if (!d->noise)
		return label;
	if (strcmp(label, "社会公益组织") == 0 && other)
		label = "社会组织";
	return noise_label(d, label, d->half, cut);
}

/* ---- tables ---- */

/* Put a text into the grid, over so many rows and columns. */
static struct gcell *
put(struct grid *g, unsigned row, unsigned col, unsigned rows, unsigned cols,
    const char *text)
{
	struct gcell *own = &g->cell[row][col];

	for (unsigned i = 0; i < rows; i++)
		for (unsigned j = 0; j < cols; j++)
			g->cell[row + i][col + j] = (struct gcell){"", 1, 1,
			    i == 0 ? RIGHT : j == 0 ? UNDER : INNER, NULL};
	*own = (struct gcell){text, (unsigned char)rows, (unsigned char)cols, OWN,
	    NULL};
	return own;
}

static void
put_num(struct grid *g, unsigned row, unsigned col, unsigned cols, struct num *n)
{
	put(g, row, col, 1, cols, n->text)->num = n;
}

static void
grid_t2(struct doc *d, struct rng *r)
{
	struct grid *g = &d->t2g;
	struct num *n = d->num;
	unsigned at = 0;

	g->ncol = 4;
	for (const struct block2 *b = block2; b < block2 + BLOCKS2; b++) {
		unsigned ncol = b->col[1] == NULL ? 1 : b->col[2] == NULL ? 2 : 3;

		if (b->forms != d->form)
			continue;
		put(g, at++, 0, 1, 4, printed_label(d, r, b->caption));
		put(g, at, 0, 1, 1, printed_label(d, r, "信息内容"));
		for (unsigned i = 0; i < ncol; i++)
			put(g, at, 1 + i, 1, i + 1 == ncol ? 4 - ncol : 1,
			    printed_label(d, r, b->head[i]));
		at++;
		for (unsigned row = 0; row < 2 && b->row[row] != NULL; row++, at++) {
			put(g, at, 0, 1, 1, printed_label(d, r, b->label[row]));
			for (unsigned i = 0; i < ncol; i++)
				put_num(g, at, 1 + i, i + 1 == ncol ? 4 - ncol : 1,
				    n++);
		}
	}
	g->nrow = at;
}

static void
grid_t3_head(struct doc *d, struct rng *r)
{
	struct grid *g = &d->t3g;

	put(g, 0, 0, 3, 3, printed_label(d, r,
	    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"));
	put(g, 0, 3, 1, 7, printed_label(d, r, "申请人情况"));
	put(g, 1, 3, 2, 1, printed_label(d, r, col3_label[0]));
	put(g, 1, 4, 1, 5, printed_label(d, r, "法人或其他组织"));
	for (unsigned col = 1; col < SUM3; col++)
		put(g, 2, 3 + col, 1, 1, printed_label(d, r, col3_label[col]));
	put(g, 1, 9, 2, 1, printed_label(d, r, col3_label[SUM3]));
	g->head = 3;
	g->ncol = 10;
}

/* Is the row in the printed table? */
static bool
row_shown(const struct doc *d, unsigned row)
{
	return has_row(d, row) && (d->fault != MISSINGROW || row != d->odd_row);
}

/* How many rows from here on belong to the group, or to the results. */
static unsigned
group_rows(const struct doc *d, unsigned row, int group)
{
	unsigned n = 0;

	for (; row < CARRIED_OUT; row++) {
		if (group != DIRECT && row3[row].group != group)
			break;
		n += row_shown(d, row);
		n += d->fault == EXTRAROW && row == CERTIFY;
	}
	return n;
}

/* The labels before the numbers of a row. */
static void
grid_t3_labels(struct doc *d, struct rng *r, unsigned at, unsigned row,
    int *group)
{
	struct grid *g = &d->t3g;
	const struct row3 *line = &row3[row];

	if (line->group == OUTSIDE) {
		put(g, at, 0, 1, 3, printed_label(d, r, line->label));
		return;
	}
	if (*group == OUTSIDE)
		put(g, at, 0, group_rows(d, row, DIRECT), 1,
		    printed_label(d, r, "三、本年度办理结果"));
	if (line->group == DIRECT)
		put(g, at, 1, 1, 2, printed_label(d, r, line->label));
	else if (line->group != *group)
		put(g, at, 1, group_rows(d, row, line->group), 1,
		    printed_label(d, r, group_label[line->group]));
	if (line->group != DIRECT)
		put(g, at, 2, 1, 1, printed_label(d, r, line->label));
	*group = line->group;
}

static void
grid_t3(struct doc *d, struct rng *r)
{
	struct grid *g = &d->t3g;
	unsigned at = 3;
	int group = OUTSIDE;

	grid_t3_head(d, r);
	for (unsigned row = 0; row < ROWS3; row++) {
		if (!row_shown(d, row))
			continue;
		grid_t3_labels(d, r, at, row, &group);
		for (unsigned col = 0; col < COLS3; col++)
			put_num(g, at, 3 + col, 1, d->at3[row][col]);
		if (d->fault == SHIFTED && row == d->odd_row)
			g->shifted = at;
		at++;
		if (d->fault != EXTRAROW || row != CERTIFY)
			continue;
		put(g, at, 2, 1, 1, "6.本地其他不予处理情形");
		for (unsigned col = 0; col < COLS3; col++)
			put(g, at, 3 + col, 1, 1, "0");
		at++;
	}
	g->nrow = at;
}

static void
grid_t4(struct doc *d, struct rng *r)
{
	struct grid *g = &d->t4g;
	struct num *n = d->num + d->nnum - 15;

	put(g, 0, 0, 1, 5, printed_label(d, r, "行政复议"));
	put(g, 0, 5, 1, 10, printed_label(d, r, "行政诉讼"));
	put(g, 1, 5, 1, 5, printed_label(d, r, "未经复议直接起诉"));
	put(g, 1, 10, 1, 5, printed_label(d, r, "复议后起诉"));
	for (unsigned col = 0; col < 15; col++) {
		put(g, col < 5 ? 1 : 2, col, col < 5 ? 2 : 1, 1,
		    printed_label(d, r, col4_label[col % 5]));
		put_num(g, 3, col, 1, n++);
	}
	g->nrow = 4;
	g->head = 3;
	g->ncol = 15;
	if (d->fault == SURPLUS) {
		for (unsigned row = 0; row < 4; row++)
			put(g, row, 15, 1, 1, row == 3 ? "0" : "");
		g->ncol = 16;
	}
}

void
grids_make(struct doc *d)
{
	struct rng r = rng_part(d, P_LABEL);

	grid_t2(d, &r);
	grid_t3(d, &r);
	grid_t4(d, &r);
}

unsigned
grid_merged(const struct grid *g, unsigned row)
{
	unsigned n = 0;

	for (unsigned col = 0; col < g->ncol; col++)
		n += g->cell[row][col].covered == OWN
		    ? g->cell[row][col].colspan - 1u : 0;
	return n;
}
