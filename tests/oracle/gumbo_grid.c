/*
 * Compares the tables that the reader of HTML finds with those of gumbo, a
 * parser that follows the HTML standard: on each page named, and on copies of it
 * that are damaged in one to six places.  The grid is made from gumbo's tree in
 * the plainest way, slot by slot, so that a mistake is not shared.  White space
 * does not count.  Needs libgumbo-dev; the programs do not.
 *
 * usage: gumbo_grid COPIES FILE...
 */
#include <gumbo.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "read/read.h"

#define ROWS 600
#define COLS 300
#define PROSE 1500 /* a cell as long as this may be taken for a part of the page */

/* One line a cell: "table.row.col+rows×cols text". */
struct seen {
	struct buf out;
	unsigned tables;
	bool doubtful; /* a rule that the oracle does not have may hold */
};

static void
add_bare(struct buf *b, struct str s)
{
	const char *p = s.p, *end = s.p + s.n;

	while (p < end) {
		const char *from = p;
		uint32_t cp = utf8_next(&p, end);

		if (!utf8_is_space(cp))
			buf_add(b, from, (size_t)(p - from));
	}
}

static void
add_cell(struct seen *s, unsigned row, unsigned col, unsigned rows,
    unsigned cols, struct str text)
{
	buf_addf(&s->out, "%u.%u.%u+%ux%u ", s->tables, row, col, rows, cols);
	add_bare(&s->out, text);
	buf_addc(&s->out, '\n');
}

/* ---- gumbo ---------------------------------------------------------------- */

static void
add_text(struct buf *b, const GumboNode *n)
{
	if (n->type == GUMBO_NODE_TEXT || n->type == GUMBO_NODE_CDATA)
		add_bare(b, str_of(n->v.text.text));
	if (n->type != GUMBO_NODE_ELEMENT ||
	    n->v.element.tag == GUMBO_TAG_SCRIPT ||
	    n->v.element.tag == GUMBO_TAG_STYLE)
		return;
	for (unsigned i = 0; i < n->v.element.children.length; i++)
		add_text(b, n->v.element.children.data[i]);
}

static unsigned
span_of(const GumboNode *n, const char *name)
{
	const GumboAttribute *a =
	    gumbo_get_attribute(&n->v.element.attributes, name);
	long v = a != NULL ? strtol(a->value, NULL, 10) : 1;

	if (a != NULL && *a->value == '0' && v == 0 && *name == 'r')
		return 1000; /* all rows of the group */
	return v >= 1 && v <= 1000 ? (unsigned)v : 1;
}

static bool
has_tag(const GumboNode *n, GumboTag tag)
{
	return n->type == GUMBO_NODE_ELEMENT && n->v.element.tag == tag;
}

/* The rows of one group: cells in the first free slots. */
struct grid {
	bool used[ROWS][COLS];
	unsigned row[ROWS * 8], col[ROWS * 8], rows[ROWS * 8], cols[ROWS * 8];
	struct buf text[ROWS * 8];
	unsigned group[ROWS * 8]; /* the last row of its group */
	unsigned n, nrow, solid;
};

static void
place(struct grid *g, const GumboNode *cell)
{
	unsigned row = g->nrow - 1, col = 0, i = g->n;

	while (col < COLS && g->used[row][col])
		col++;
	/* not before a cell of this row that is there already */
	if (i > 0 && g->row[i - 1] == row && col < g->col[i - 1] + g->cols[i - 1])
		for (col = g->col[i - 1] + g->cols[i - 1];
		     col < COLS && g->used[row][col];)
			col++;
	if (col >= COLS || i >= ROWS * 8)
		return;
	g->row[i] = row;
	g->col[i] = col;
	g->rows[i] = span_of(cell, "rowspan");
	g->cols[i] = span_of(cell, "colspan");
	for (unsigned r = row; r < row + g->rows[i] && r < ROWS; r++)
		for (unsigned c = col; c < col + g->cols[i] && c < COLS; c++)
			g->used[r][c] = true;
	add_text(&g->text[i], cell);
	g->solid += g->text[i].n != 0;
	g->n++;
}

static void
take_group(struct grid *g, const GumboNode *group)
{
	unsigned first = g->n;

	memset(g->used, 0, sizeof g->used);
	for (unsigned i = 0; i < group->v.element.children.length; i++) {
		const GumboNode *tr = group->v.element.children.data[i];

		if (!has_tag(tr, GUMBO_TAG_TR) || g->nrow + 1 >= ROWS)
			continue;
		g->nrow++;
		for (unsigned k = 0; k < tr->v.element.children.length; k++) {
			const GumboNode *td = tr->v.element.children.data[k];

			if (has_tag(td, GUMBO_TAG_TD) || has_tag(td, GUMBO_TAG_TH))
				place(g, td);
		}
	}
	for (unsigned i = first; i < g->n; i++)
		if (g->row[i] + g->rows[i] > g->nrow)
			g->rows[i] = g->nrow - g->row[i];
}

/* Print the table; false when it is none. */
static bool
take_table(struct seen *s, const GumboNode *table)
{
	struct grid *g = calloc(1, sizeof *g);
	bool is_one;

	if (g == NULL)
		abort();
	for (unsigned i = 0; i < table->v.element.children.length; i++) {
		const GumboNode *n = table->v.element.children.data[i];

		if (has_tag(n, GUMBO_TAG_TBODY) || has_tag(n, GUMBO_TAG_THEAD) ||
		    has_tag(n, GUMBO_TAG_TFOOT))
			take_group(g, n);
	}
	is_one = g->solid >= 2;
	s->tables += is_one;
	for (unsigned i = 0; i < g->n; i++) {
		if (is_one)
			add_cell(s, g->row[i] + 1, g->col[i] + 1, g->rows[i],
			    g->cols[i], buf_str(&g->text[i]));
		s->doubtful |= g->text[i].n >= PROSE;
		buf_free(&g->text[i]);
	}
	free(g);
	return is_one;
}

/* All tables below n, inner ones first.  Was there one? */
static bool
take_tables(struct seen *s, const GumboNode *n)
{
	bool any = false;

	if (n->type != GUMBO_NODE_ELEMENT)
		return false;
	for (unsigned i = 0; i < n->v.element.children.length; i++)
		any |= take_tables(s, n->v.element.children.data[i]);
	if (n->v.element.tag == GUMBO_TAG_TABLE && !any)
		any = take_table(s, n);
	return any;
}

static void
see_gumbo(struct seen *s, struct str page)
{
	GumboOutput *o = gumbo_parse_with_options(&kGumboDefaultOptions, page.p,
	    page.n);

	take_tables(s, o->root);
	gumbo_destroy_output(&kGumboDefaultOptions, o);
}

/* ---- the reader ------------------------------------------------------------- */

static void
see_reader(struct seen *s, struct str page)
{
	struct tree t = {0};

	read_html(&t, page);
	for (size_t i = 0; i < t.n; i++) {
		const struct table *table = t.node[i].table;

		if (t.node[i].kind != NODE_TABLE)
			continue;
		s->tables++;
		for (const struct grid_cell *c = table->cell;
		     c < table->cell + table->n; c++)
			add_cell(s, c->row, c->col, c->rowspan, c->colspan,
			    c->text);
	}
	tree_free(&t);
}

/* ---- damage ----------------------------------------------------------------- */

static uint64_t state;

static unsigned
below(size_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((state >> 33) % n);
}

/* The tag at or behind a random place; p NULL: none. */
static struct str
pick_tag(struct str page)
{
	size_t at = below(page.n);
	const char *from = memchr(page.p + at, '<', page.n - at), *to;

	if (from == NULL)
		return (struct str){0};
	to = memchr(from, '>', page.n - (size_t)(from - page.p));
	return to != NULL ? (struct str){from, (size_t)(to - from) + 1}
			  : (struct str){0};
}

/* Append the tag without quotes and in capitals. */
static void
add_rough(struct buf *b, struct str tag)
{
	for (size_t i = 0; i < tag.n; i++) {
		char c = tag.p[i];

		if (c != '"' && c != ';' && c != ':')
			buf_addc(b, c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
	}
}

/* Append page to b, damaged in one place. */
static void
damage(struct buf *b, struct str page)
{
	static const char *const insert[] = {"<b>", "</p>", "<o:p></o:p>",
	    "<!-- <td>x</td> -->", "<![if !x]>", "<?xml:namespace prefix = o />",
	    "</div>", "<span>", "</span>", "<p>", "<form>", "<div>", "&nbsp",
	    "<font color=red>", "</td>", "</tr>", "<tr>", "<td>9", "<br>", "</b>",
	    "<tbody>", "<a name=\"x>y\">", "<li>", "</font>", "<center>"};
	struct str tag = pick_tag(page);
	unsigned how = below(4);

	if (tag.p == NULL) {
		buf_addstr(b, page);
		return;
	}
	buf_add(b, page.p, (size_t)(tag.p - page.p));
	if (how == 0)
		buf_addz(b, insert[below(sizeof insert / sizeof *insert)]);
	if (how == 1)
		add_rough(b, tag);
	else if (how != 2)
		buf_addstr(b, tag);
	if (how == 3 && below(40) == 0)
		return; /* cut off */
	buf_add(b, tag.p + tag.n, (size_t)(page.p + page.n - tag.p) - tag.n);
}

/* ---- */

/* Do both see the same?  Says where they do not. */
static bool
compare(struct str page, const char *path, unsigned copy)
{
	struct seen one = {0}, other = {0};
	bool same;

	see_gumbo(&one, page);
	see_reader(&other, page);
	same = one.doubtful || str_eq(buf_str(&one.out), buf_str(&other.out));
	if (!same) {
		printf("%s, copy %u: %u tables, gumbo %u\n", path, copy,
		    other.tables, one.tables);
		if (getenv("SHOW") != NULL)
			printf("%.*s\n== gumbo\n%.*s== read\n%.*s", (int)page.n,
			    page.p, (int)one.out.n, one.out.p, (int)other.out.n,
			    other.out.p);
	}
	buf_free(&one.out);
	buf_free(&other.out);
	return same;
}

static void
load(struct buf *b, const char *path)
{
	FILE *f = fopen(path, "rb");
	char part[65536];
	size_t n;

	if (f == NULL) {
		perror(path);
		exit(2);
	}
	while ((n = fread(part, 1, sizeof part, f)) != 0)
		buf_add(b, part, n);
	fclose(f);
}

int
main(int argc, char **argv)
{
	unsigned copies = argc > 2 ? (unsigned)atoi(argv[1]) : 0, bad = 0, all = 0;

	for (int i = 2; i < argc; i++) {
		struct buf page = {0};

		load(&page, argv[i]);
		bad += !compare(buf_str(&page), argv[i], 0);
		all++;
		for (unsigned k = 1; k <= copies; k++) {
			struct buf a = {0}, b = {0};

			state = k * 2654435761u + (unsigned)i;
			buf_addstr(&a, buf_str(&page));
			for (unsigned n = 1 + below(6); n != 0; n--) {
				buf_reset(&b);
				damage(&b, buf_str(&a));
				buf_reset(&a);
				buf_addstr(&a, buf_str(&b));
			}
			bad += !compare(buf_str(&a), argv[i], k);
			all++;
			buf_free(&a);
			buf_free(&b);
		}
		buf_free(&page);
	}
	printf("%u pages, %u differ\n", all, bad);
	return bad != 0 || all == 0;
}
