/* Labels made comparable: the one place that knows how they vary in print. */
#ifndef GX_FOLD_H
#define GX_FOLD_H

#include "base/str.h"

/*
 * Append s folded for comparison: full-width ASCII made half-width, traditional
 * characters simplified, white space, quotes, punctuation and the reading of a
 * character in brackets dropped.  Nothing is cut off.
 */
void fold_text(struct buf *out, struct str s);

/* Wherever s stands in a text, does it stand in the folded one, too?  False is not
 * sure. */
bool fold_keeps(struct str s);

/* Set the bit in by_char[cp] of each traditional character that is simplified. */
void fold_list_traditional(unsigned char *by_char, unsigned char bit);

/* The simplified form of the character, of as many bytes, itself when there is
 * none here; to be called when those above have been listed. */
uint32_t fold_simplify(uint32_t cp);

/* Put the words of simplified text for those of a text that was traditional, in
 * place; they have as many bytes. */
void fold_converted(char *p, size_t n);

/*
 * Append s folded as a label: as fold_text, and without its numeral ("一、",
 * "(一)", "1.", "#") in front and a gloss in brackets at the end.  A text that
 * is nothing but a bracket keeps it.
 */
void fold_label(struct buf *out, struct str s);

/* The same for what stands behind the numeral, as fold_numeral gives it; not
 * empty. */
void fold_label_body(struct buf *out, struct str body);

/* The character that begins s, which is not empty, when it is folded; 0 when that
 * takes more than a look at it: it is no Chinese one, or may begin a word that is
 * converted. */
uint32_t fold_first(struct str s);

/*
 * The numeral in front of a label or heading, skipped over white space and
 * Markdown '#'.  *rest gets the text behind it, *number its value.  Returns its
 * style: NUMERAL_HAN for "一、", NUMERAL_BRACKET for "（一）", NUMERAL_ARABIC for
 * "1." or "1、", NUMERAL_NONE for none (*rest is then s without white space and
 * '#' in front).
 */
enum numeral_style { NUMERAL_NONE, NUMERAL_HAN, NUMERAL_BRACKET, NUMERAL_ARABIC };
enum numeral_style fold_numeral(struct str s, unsigned *number, struct str *rest);

/*
 * The next number of a document in the text from *from on, "711" of
 * "国务院令第711号": *digits gets its ASCII digits, none where something else stands in
 * front of the sign that may be folded, and *from moves behind it.  False: there is
 * none, as in "微信公众号".
 */
bool fold_next_number(struct str s, const char **from, struct str *digits);

/* May the digits of a text that is not folded be those of the number when it is?  Others
 * may go before them then. */
bool fold_may_be_number(struct str digits, struct str number);

/* fold_width for brackets and blanks. */
uint32_t fold_width_any(uint32_t cp);

/* One character with full-width ASCII made half-width, for cell values. */
static inline uint32_t
fold_width(uint32_t cp)
{
	if (cp < 0xa0 || (cp > 0x3015 && cp < 0xff01))
		return cp; /* nearly all */
	return fold_width_any(cp);
}

/* 一 1 to 九 9; 0 for others. */
static inline unsigned
fold_han_digit(uint32_t cp)
{
	if (cp < 0x4e00 || cp > 0x56db)
		return 0; /* nearly all */
	switch (cp) {
	case 0x4e00:
		return 1;
	case 0x4e8c:
		return 2;
	case 0x4e09:
		return 3;
	case 0x56db:
		return 4;
	case 0x4e94:
		return 5;
	case 0x516d:
		return 6;
	case 0x4e03:
		return 7;
	case 0x516b:
		return 8;
	case 0x4e5d:
		return 9;
	default:
		return 0;
	}
}

#endif
