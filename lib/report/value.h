/* What a cell says: a number, a unit, a placeholder, nothing, or words. */
#ifndef GX_VALUE_H
#define GX_VALUE_H

#include "base/mem.h"
#include "base/str.h"
#include "report/form.h"

/* Why a reading is not plainly sure; the words are those of gx-records(5). */
enum value_flag {
	FLAG_BLANK = 1 << 0,   /* the cell is there and empty */
	FLAG_SLASH = 1 << 1,   /* a placeholder: / - — 无 不适用 */
	FLAG_UNREAD = 1 << 2,  /* words in which no number could be read for sure */
	FLAG_SHIFTED = 1 << 3, /* the row stands in other columns than its like */
	FLAG_SURPLUS = 1 << 4, /* the row has more numbers than the form */
	FLAG_LABEL = 1 << 5,   /* the label of the row is damaged */
	FLAG_ORDER = 1 << 6,   /* the row is known by its place, not its label */
	FLAG_GLUED = 1 << 7,   /* the cells of the row were run together */
	FLAG_UNIT = 1 << 8,    /* a unit stands in the cell */
	FLAG_TEXT = 1 << 9,    /* words stand with the number: 增加5项 */
	FLAG_COMMA = 1 << 10,  /* 1,234 */
	FLAG_WIDTH = 1 << 11,  /* full-width digits */
	FLAG_PADDING = 1 << 12, /* white space around the number */
	FLAG_ABOUT = 1 << 13,   /* of a statement: the number is not exact */
};

struct value {
	struct str number; /* plain decimal; empty when there is none */
	struct str unit;   /* as printed in the cell; empty when none is */
	unsigned flags;
};

/*
 * Read the text of a cell of the given type.  The number is made in the arena.
 * A number is only taken when the whole cell is understood: "5余件" and "1 0"
 * are unread, and so is "000", which is several cells run together.
 */
struct value value_read(struct arena *a, struct str text, enum cell_type type);

/* The flag whose word is nearest to the word: the same if it is one. */
const char *value_nearest_flag(struct str word);

/* Does the cell hold a number or a placeholder, whatever its type? */
bool value_is_figure(struct str text);

/* Are these the places of a decimal number that is printed as it would be here? */
bool value_are_plain_places(struct str s);

/* A number in ASCII digits, printed as it would be here, without anything around
 * it: most figures. */
static inline bool
value_is_plain(struct str s)
{
	if (s.n == 1) /* nearly all of them */
		return (unsigned char)(s.p[0] - '0') <= 9;
	if (s.n == 0 || s.n > 15 || (s.p[0] == '0' && s.p[1] != '.'))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return i != 0 && s.p[i] == '.' &&
			    value_are_plain_places(str_skip(s, i + 1));
	return true;
}

/* A unit in the brackets that end a heading, "采购总金额（万元）"; or empty. */
struct str value_unit_of_label(struct str label);

/* The words of the flags, joined by commas, in the arena. */
struct str value_flag_words(struct arena *a, unsigned flags);

#endif
