/* The spots of a text: where characters stand that may matter.  Most do not. */
#ifndef GX_SPOTS_H
#define GX_SPOTS_H

#include <stddef.h>
#include <stdint.h>

#include "report/han.h"

#define SPOTS_CHARS 0x10000
#define SPOTS_ROWS 128 /* eight bits each */
#define SPOTS_SIGNS 64

/*
 * What characters are, by code point: bits of SPOTS_..., and those of SPOTS_WORD are the
 * caller's.
 *
 * Odd are those that do not begin with E3 80, E4 to E9, or EF BC, and those of E3 80, EF BC
 * and of ASCII for which the caller says so; NUL is none.  Signs begin with E3 80 or EF
 * BC, or are the comma; stops begin with E3 80.  A number begins with ASCII digits, with
 * Chinese characters or those of E3 80; a word with Chinese ones or one of a row of
 * circles, ○ and ◯.  At one that has SPOTS_PAIR alone it begins only in front of some:
 * those that spots_add_pair was told.
 *
 * The rest is what is learnt of that: the Chinese characters of which the first and second
 * byte are those of one where something begins; of which the second and third are those of
 * one where a number does, or a word whatever is behind; and the pairs.
 */
#define SPOTS_NUMBER 0x01
#define SPOTS_SIGN 0x02
#define SPOTS_STOP 0x04
#define SPOTS_WORD 0x38
#define SPOTS_PAIR 0x40
#define SPOTS_ODD 0x80
struct spots {
	unsigned char kinds[SPOTS_CHARS];
	unsigned char second[SPOTS_ROWS], number[SPOTS_ROWS], word[SPOTS_ROWS],
	    pair[SPOTS_ROWS];
	unsigned char sign[SPOTS_SIGNS];
};

/* Two characters of three bytes stand at p. */
void spots_add_pair(struct spots *s, const char *p);

/* To be called when kinds are complete. */
void spots_learn(struct spots *s);

/*
 * Each of the following looks at the text from p on, SPOTS_TEXT bytes of it at most, and
 * lists places as bytes behind p.  Behind the text stand SPOTS_READ_BYTES NUL bytes.
 */
#define SPOTS_TEXT 4096
#define SPOTS_ROOM (SPOTS_TEXT + 64)
#define SPOTS_READ_BYTES 69

/* List where odd characters begin; how many they are. */
size_t spots_odd(const struct spots *s, struct str text, const char *p,
    uint16_t spot[static SPOTS_ROOM]);

/* Where words and numbers may begin: at characters of three bytes, of which a few do not
 * matter, and at the first of ASCII digits in a row.  And where signs and stops do, a bit
 * for each byte of the text. */
struct spots_list {
	uint16_t word[SPOTS_ROOM], number[SPOTS_ROOM];
	size_t words, numbers;
	uint64_t *sign, *stop; /* SPOTS_TEXT / 64 each, of the caller */
};

void spots_list(const struct spots *s, struct str text, const char *p,
    struct spots_list *list);

/* The same one character at a time, and only what matters: for tests. */
size_t spots_odd_plain(const struct spots *s, struct str text, const char *p,
    uint16_t spot[static SPOTS_ROOM]);
void spots_list_plain(const struct spots *s, struct str text, const char *p,
    struct spots_list *list);

#endif
