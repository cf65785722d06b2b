/* Tables as plain cells, see gridcells.h.  What form they follow is not asked. */
#include "report/gridcells.h"

#include "report/build.h"
#include "report/place.h"
#include "report/section.h"
#include "report/value.h"

static struct str
numbered(struct arena *a, char letter, unsigned long n)
{
	struct buf b = {0};
	struct str s;

	buf_addc(&b, letter);
	buf_addu(&b, n);
	s = arena_str(a, buf_str(&b));
	buf_free(&b);
	return s;
}

static void
add_cell(struct report *r, struct str table, const struct grid_cell *g)
{
	struct value v = value_read(&r->arena, g->text, TYPE_CHANGE);
	struct cell *c;

	if (str_trim(g->text).n == 0)
		return;
	c = report_add(r, table, numbered(&r->arena, 'r', g->row),
	    numbered(&r->arena, 'c', g->col));
	c->value = v.number;
	c->unit = v.unit;
	c->raw = g->text;
	c->line = g->line;
	/* words are no misread number here */
	c->flag = value_flag_words(&r->arena, v.flags & ~(unsigned)FLAG_UNREAD);
}

void
report_build_grid(struct report *r, struct tree *t, const struct forms *forms,
    struct str doc)
{
	unsigned long tables = 0;

	report_identify(r, t, forms, doc);
	for (const struct node *n = t->node; n < tree_end(t); n++) {
		struct str table;

		if (n->kind != NODE_TABLE)
			continue;
		table = numbered(&r->arena, 'g', ++tables);
		for (size_t i = 0; i < n->table->n; i++)
			add_cell(r, table, &n->table->cell[i]);
	}
}
