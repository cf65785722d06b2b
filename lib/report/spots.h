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
 * Which characters matter: the bits of kinds[cp], which is not 0 then, are the caller's
 * but for SPOTS_ODD and SPOTS_PAIR.  Odd are those that are neither from HAN_FIRST to
 * HAN_LAST nor begin with E3 80 or EF BC, and those of them and of ASCII for which the
 * caller says so.  A Chinese one that has SPOTS_PAIR alone matters only in front of some:
 * those that spots_add_pair was told, and odd ones, which may be nothing to the caller.
 *
 * The rest is what is learnt of it: the Chinese ones of which the first and second byte
 * are those of one that matters, or the second and third of one that does in front of
 * any; the pairs; and which of those that begin with E3 80 and EF BC matter.
 */
#define SPOTS_ODD 0x80
#define SPOTS_PAIR 0x40
struct spots {
	unsigned char kinds[SPOTS_CHARS];
	unsigned char second[SPOTS_ROWS], third[SPOTS_ROWS], pair[SPOTS_ROWS];
	unsigned char sign[SPOTS_SIGNS];
};

/* Two characters of three bytes stand at p. */
void spots_add_pair(struct spots *s, const char *p);

/* To be called when kinds are complete. */
void spots_learn(struct spots *s);

/*
 * List where in the text from p on, SPOTS_TEXT bytes of it at most, characters stand that
 * matter, as bytes behind p, with SPOT_ODD for odd ones; how many they are.  Those that
 * are not odd are of three bytes, or are the first of ASCII digits in a row; a few of
 * three bytes do not matter.  What is neither ASCII nor of three bytes is odd, each byte
 * of it.  Behind the text SPOTS_READ_BYTES can be read.
 */
#define SPOTS_TEXT 4096
#define SPOTS_ROOM (SPOTS_TEXT + 64)
#define SPOTS_READ_BYTES 69
#define SPOT_ODD 0x8000u
size_t spots_list(const struct spots *s, struct str text, const char *p,
    uint16_t spot[static SPOTS_ROOM]);

/* The same one character at a time, and only what matters: for tests. */
size_t spots_list_plain(const struct spots *s, struct str text, const char *p,
    uint16_t spot[static SPOTS_ROOM]);

#endif
