/*
 * Block records and the tree, in both directions.  What is written here and
 * read again gives the same tree, so that a program behind a pipe sees what it
 * would have read itself.
 *
 * at is TABLE.ROW.COL and, where it spans, +ROWSPAN×COLSPAN.  The first cell
 * of a table whose spans are known says +1×1 when it has none itself: so the
 * reader learns that the others do not span either.
 */
#include "read/blocks.h"

#include "base/utf8.h"

static const char *const columns[BLOCK_COLUMNS] = {"doc", "line", "sec",
    "item", "kind", "at", "text"};

/* The kind of a block, and the place in a table that it has none of: two fields, to
 * be put with put_spare. */
struct kind {
	char fields[PUT_SPARE];
	size_t n;
};
#define KIND(name) {name "\t\t", sizeof name "\t\t" - 1}

static const struct kind role_kind[] = {[ROLE_TEXT] = KIND("text"),
    [ROLE_TITLE] = KIND("title"), [ROLE_HEAD] = KIND("head"),
    [ROLE_ORG] = KIND("org"), [ROLE_DATE] = KIND("date")};
static const struct kind image_kind = KIND("image"), note_kind = KIND("note");

#define ROLES (sizeof role_kind / sizeof *role_kind)

static bool
role_of(struct str kind, enum node_role *role)
{
	for (size_t i = 0; i < ROLES; i++)
		if (str_eq(kind, (struct str){role_kind[i].fields,
				     role_kind[i].n - strlen("\t\t")})) {
			*role = (enum node_role)i;
			return true;
		}
	return false;
}

static bool
is_kind(struct str kind)
{
	enum node_role role;

	return role_of(kind, &role) || str_is(kind, "cell") ||
	    str_is(kind, "image") || str_is(kind, "note");
}

static bool
fits(const struct str *f)
{
	unsigned long n;

	return (f[BLOCK_LINE].n == 0 || str_to_ulong(f[BLOCK_LINE], &n)) &&
	    (f[BLOCK_SEC].n == 0 || str_to_ulong(f[BLOCK_SEC], &n)) &&
	    is_kind(f[BLOCK_KIND]) && f[BLOCK_DOC].n != 0;
}

const struct tsv_kind block_kind = {"block", columns, BLOCK_COLUMNS,
    1u << BLOCK_DOC | 1u << BLOCK_LINE | 1u << BLOCK_SEC | 1u << BLOCK_KIND |
	1u << BLOCK_AT | 1u << BLOCK_TEXT,
    fits};

/* What the records of a document, of a node and of a row have in common; each is
 * put with put_spare. */
struct common {
	struct buf doc, place; /* the fields doc; sec and item */
	struct buf row;        /* from sec to the dot behind the row */
	size_t table;          /* in row: behind the dot after the table */
};

static void
set_doc(struct common *c, struct str doc)
{
	tsv_field(&c->doc, doc);
	buf_room(&c->doc, PUT_SPARE);
}

static void
set_place(struct common *c, const struct node *n)
{
	buf_reset(&c->place);
	if (n->sec >= 0)
		buf_addu(&c->place, (unsigned long)n->sec);
	buf_addc(&c->place, '\t');
	tsv_field(&c->place, n->item);
	buf_room(&c->place, PUT_SPARE);
}

static void
set_table(struct common *c, unsigned long table)
{
	buf_reset(&c->row);
	buf_addstr(&c->row, buf_str(&c->place));
	buf_addstr(&c->row, STR("cell\t"));
	buf_addu(&c->row, table);
	buf_addc(&c->row, '.');
	c->table = c->row.n;
}

static void
set_row(struct common *c, unsigned row)
{
	c->row.n = c->table;
	buf_addu(&c->row, row);
	buf_addc(&c->row, '.');
	buf_room(&c->row, PUT_SPARE);
}

/* What the first fields of a record take besides doc and place. */
#define NUMBERS_MAX (4 * (PUT_NUMBER_MAX + sizeof "×"))

static inline __attribute__((always_inline)) char *
put_start(char *to, const struct common *c, unsigned long line,
    const struct buf *place)
{
	to = put_spare(to, c->doc.p, c->doc.n);
	if (line != 0)
		to = put_decimal(to, line);
	*to++ = '\t';
	return put_spare(to, place->p, place->n);
}

static char *
put_col(char *to, const struct grid_cell *c, bool tell_spans)
{
	to = put_decimal(to, c->col);
	if (tell_spans || (c->rowspan | c->colspan) > 1) {
		*to++ = '+';
		to = put_decimal(to, c->rowspan);
		memcpy(to, "×", strlen("×"));
		to = put_decimal(to + strlen("×"), c->colspan);
	}
	*to++ = '\t';
	return to;
}

/* Put the last field of a record, for which there is room at to, and end the record. */
static inline __attribute__((always_inline)) void
put_text(struct buf *b, char *to, struct str text)
{
	char *end = tsv_put(to, text);

	b->n = (size_t)(to - b->p);
	if (end != NULL) {
		*end++ = '\n';
		b->n = (size_t)(end - b->p);
	} else {
		tsv_field(b, text);
		tsv_end(b);
	}
}

/* Put the cells from c on that are in its row; the first one behind them. */
static const struct grid_cell *
put_row(struct buf *b, const struct common *common, const struct grid_cell *c,
    const struct grid_cell *end, bool tell_spans)
{
	const size_t most =
	    common->doc.n + common->row.n + NUMBERS_MAX + PUT_SPARE;
	size_t from = 0, n = 0; /* in b, of the fields that cells of a line share */
	unsigned long line = 0;
	unsigned row = c->row;

	do {
		char *to;

		buf_room(b, most + c->text.n);
		to = b->p + b->n;
		if (n == 0 || c->line != line) {
			from = b->n;
			line = c->line;
			to = put_start(to, common, line, &common->row);
			n = (size_t)(to - b->p) - from;
		} else {
			to = put_spare(to, b->p + from, n);
		}
		to = put_col(to, c, tell_spans);
		put_text(b, to, c->text);
		tell_spans = false;
	} while (++c < end && c->row == row);
	return c;
}

static void
put_table(struct buf *b, struct common *common, const struct table *t,
    unsigned long number)
{
	const struct grid_cell *c = t->cell, *end = t->cell + t->n;

	set_table(common, number);
	while (c < end) {
		set_row(common, c->row);
		c = put_row(b, common, c, end, t->spans && c == t->cell);
	}
}

static const struct kind *
kind_of(const struct node *n)
{
	if (n->kind == NODE_IMAGE)
		return &image_kind;
	return n->kind == NODE_NOTE ? &note_kind : &role_kind[n->role];
}

static void
put_node(struct buf *b, const struct common *common, const struct node *n)
{
	const struct kind *kind = kind_of(n);
	char *to;

	buf_room(b, common->doc.n + common->place.n + NUMBERS_MAX +
		2 * PUT_SPARE + n->text.n);
	to = put_start(b->p + b->n, common, n->line, &common->place);
	to = put_spare(to, kind->fields, kind->n);
	put_text(b, to, n->text);
}

/* Do the nodes stand in the same section and item? */
static bool
is_same_place(const struct node *a, const struct node *b)
{
	return a->sec == b->sec && a->item.n == b->item.n &&
	    a->item.p == b->item.p;
}

void
blocks_write(struct buf *b, struct str doc, const struct tree *t)
{
	unsigned long tables = 0;
	struct common common = {0};

	set_doc(&common, doc);
	for (const struct node *n = t->node; n < tree_end(t); n++) {
		if (n == t->node || !is_same_place(n, n - 1))
			set_place(&common, n);
		if (n->kind == NODE_TABLE)
			put_table(b, &common, n->table, ++tables);
		else
			put_node(b, &common, n);
	}
	buf_free(&common.doc);
	buf_free(&common.place);
	buf_free(&common.row);
}

/* The number from 1 to max at *p, which moves behind it. */
static bool
take_number(const char **p, const char *end, unsigned max, unsigned *n)
{
	unsigned long value = 0;

	for (; *p < end && **p >= '0' && **p <= '9' && value <= max; (*p)++)
		value = value * 10 + (unsigned long)(**p - '0');
	*n = (unsigned)value;
	return value != 0 && value <= max;
}

static bool
take_mark(const char **p, const char *end, struct str mark)
{
	if (!str_starts((struct str){*p, (size_t)(end - *p)}, mark))
		return false;
	*p += mark.n;
	return true;
}

static bool
parse_at(struct str s, unsigned *table, struct grid_cell *c, bool *spans)
{
	const char *p = s.p, *end = str_end(s);

	if (!take_number(&p, end, TABLE_CELLS_MAX, table) ||
	    !take_mark(&p, end, STR(".")) ||
	    !take_number(&p, end, TABLE_CELLS_MAX, &c->row) ||
	    !take_mark(&p, end, STR(".")) ||
	    !take_number(&p, end, TABLE_COLS_MAX * TABLE_SPAN_MAX, &c->col))
		return false;
	c->rowspan = c->colspan = 1;
	*spans = take_mark(&p, end, STR("+"));
	if (*spans &&
	    (!take_number(&p, end, TABLE_SPAN_MAX, &c->rowspan) ||
		!take_mark(&p, end, STR("×")) ||
		!take_number(&p, end, TABLE_SPAN_MAX, &c->colspan)))
		return false;
	return p == end;
}

static void
take_place(struct node *n, int sec, struct str item)
{
	if (n == NULL)
		return;
	n->sec = sec;
	n->item = item;
}

/* The table that is being built is complete. */
static void
end_table(struct blocks *b)
{
	if (b->at_table == 0)
		return;
	take_place(table_end(&b->table), b->sec, (struct str){0});
	b->at_table = 0;
}

static bool
has_room(const struct blocks *b, const struct tsv *t, struct err *e)
{
	return b->tree->n < TREE_NODES_MAX ||
	    err_at(e, t->line, 0, "%s",
		tr("too many blocks in one document", "一份文档中的块过多"));
}

static bool
take_cell(struct blocks *b, const struct tsv *t, unsigned long line, int sec,
    struct err *e)
{
	struct grid_cell at = {0}, *c;
	unsigned table;
	bool spans;

	if (!parse_at(tsv_col(t, BLOCK_AT), &table, &at, &spans))
		return err_at(e, t->line, 0, "%s",
		    tr("a cell wants its place as TABLE.ROW.COL",
			"单元格需要 TABLE.ROW.COL 形式的位置"));
	if (table != b->at_table) {
		end_table(b);
		if (!has_room(b, t, e))
			return false;
		table_begin(&b->table, b->tree, line);
		b->at_table = table;
	}
	c = table_cell(&b->table, line,
	    arena_str(&b->tree->arena, tsv_col(t, BLOCK_TEXT)));
	if (c == NULL)
		return true; /* table_end will tell of the limit */
	b->table.col = 0;    /* the limit on columns is that of at */
	b->table.spans |= spans;
	c->row = at.row;
	c->col = at.col;
	c->rowspan = at.rowspan;
	c->colspan = at.colspan;
	b->sec = sec;
	return true;
}

bool
blocks_take(struct blocks *b, const struct tsv *t, struct err *e)
{
	struct str kind = tsv_col(t, BLOCK_KIND), sec = tsv_col(t, BLOCK_SEC);
	struct str at_line = tsv_col(t, BLOCK_LINE);
	unsigned long line = 0, number = 0;
	enum node_kind what = NODE_TEXT;
	enum node_role role = ROLE_TEXT;
	struct node *n;

	if ((at_line.n != 0 && !str_to_ulong(at_line, &line)) ||
	    (sec.n != 0 && (!str_to_ulong(sec, &number) || number > 99)))
		return err_at(e, t->line, 0, "%s",
		    tr("line or section is not a number",
			"行号或章节不是数字"));
	if (str_is(kind, "cell"))
		return take_cell(b, t, line, sec.n != 0 ? (int)number : -1, e);
	if (str_is(kind, "image"))
		what = NODE_IMAGE;
	else if (str_is(kind, "note"))
		what = NODE_NOTE;
	else if (!role_of(kind, &role))
		return err_at(e, t->line, 0,
		    tr("not a kind of block: \"%.*s\"",
			"不是块的种类：“%.*s”"),
		    (int)utf8_cut(kind, 40), kind.p);
	if (!has_room(b, t, e))
		return false;
	end_table(b);
	n = tree_add(b->tree, what, line,
	    arena_str(&b->tree->arena, tsv_col(t, BLOCK_TEXT)));
	n->role = role;
	take_place(n, sec.n != 0 ? (int)number : -1,
	    arena_str(&b->tree->arena, tsv_col(t, BLOCK_ITEM)));
	return true;
}

void
blocks_end(struct blocks *b)
{
	end_table(b);
	b->tree->sectioned = true;
}
