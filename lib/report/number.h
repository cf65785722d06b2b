/* Numbers as they are written in Chinese prose. */
#ifndef GX_NUMBER_H
#define GX_NUMBER_H

#include "base/dec.h"
#include "base/le.h"
#include "base/str.h"

struct number {
	struct dec value;
	bool about;         /* 余, 多, 约, 近, 左右: not the exact number */
	unsigned places;    /* digits behind the point as printed */
	struct str printed; /* digits, numerals and 万; not the words of about */
};

/* Set the bit in by_char[cp] of each character that may begin a number.  To be
 * called once, before the first is read. */
void number_list_first(unsigned char *by_char, unsigned char bit);

/* Set the bit of each character with which a number may go on behind a digit or a
 * numeral; any other ends it. */
void number_list_parts(unsigned char *by_char, unsigned char bit);

/* How many digits stand at p, where eight bytes behind the last can be read. */
static inline size_t
number_digits(const char *p)
{
	const uint64_t each = 0x0101010101010101u;
	size_t n = 0;
	uint64_t digits, others;

	do { /* no jump for each, as numbers differ in length */
		digits = le64(p + n) ^ each * '0';
		others = (digits | (digits + each * (0x7f - 9))) & each * 0x80;
		n += others != 0 ? (size_t)__builtin_ctzll(others) / 8 : 8;
	} while (others == 0);
	return n;
}

/*
 * The number at *p, where one may begin, with the text before in front of it, all
 * of it folded to half width: 3119, 1,234, 33.9, 三百二十一, 二〇, 1.2万, 5500余,
 * 约30.  万 and 亿 are part of the number and, behind a decimal fraction, make it
 * an approximate one.  At end stands a NUL byte, and eight can be read.
 *
 * whole is where the digits or the numeral at *p end when a unit stands there that is
 * none of number_list_parts, else NULL.
 *
 * A number that belongs to a word is none: of a range (3-5), of an address (a1,
 * 0517-83), an ordinal (第20), an enumeration (1. 2、), Chinese numerals that are
 * no number (一一, 百千).  False then; *p moves behind it in any case.
 */
bool number_at(struct str before, const char **p, const char *whole, const char *end,
    struct number *n);

#endif
