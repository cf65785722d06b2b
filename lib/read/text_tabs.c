/*
 * Cells behind a TAB, one a line, and rows of cells between TABs.
 *
 * Takes such lines; gives rows of cells, with their padding.  A cell goes on in the next
 * line when that has no TAB.  A blank line ends a row of cells; between rows it is where
 * a page ended.
 */
#include "read/text.h"

struct line *
text_take_cells(struct reader *r, struct line *l, struct line *end)
{
	while (l < end && l->is == LINE_CELL) {
		table_row(&r->table);
		while (l < end && l->is == LINE_CELL) {
			unsigned long line = text_number(r, l);
			struct str s = text_fold(r, l->holds, str_skip(l->text, 1), true);

			l++;
			if (l < end && text_goes_on(l)) {
				buf_reset(&r->work);
				buf_addstr(&r->work, s);
				for (; l < end && text_goes_on(l); l++) {
					text_add_joint(&r->work, l->text);
					text_add_folded(&r->work, l->text, false);
				}
				s = text_keep(r);
			}
			table_cell(&r->table, line, s);
		}
		while (l < end && l->is == LINE_BLANK)
			l++;
	}
	return l;
}

struct line *
text_take_rows(struct reader *r, struct line *l, struct line *end)
{
	while (l < end && (l->is == LINE_ROW || l->is == LINE_CELL)) {
		struct str_parts parts = str_parts_of(l->text, '\t');
		unsigned long line = text_number(r, l);
		struct str cell;

		table_row(&r->table);
		while (str_next_part(&parts, &cell))
			table_cell(&r->table, line,
			    text_fold(r, l->holds, cell, true));
		l++;
		while (l < end && l->is == LINE_BLANK)
			l++;
	}
	return l;
}
