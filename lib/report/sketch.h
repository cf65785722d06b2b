/* A short stand-in for the prose of a report, to find texts that are copied. */
#ifndef GX_SKETCH_H
#define GX_SKETCH_H

#include "read/tree.h"

#define SKETCH_BINS 32

/*
 * The share of equal bins of two sketches is near the share of six-character
 * sequences that the two texts have in common.
 */
struct sketch {
	unsigned char bin[SKETCH_BINS];
};

/* Fewer characters say too little to call one text a copy of another. */
#define SKETCH_CHARS_MIN 200

/*
 * Take the prose of sections 1 and 5 of a sectioned tree; of it only Chinese
 * characters, and not the name of the publisher.  Returns how many characters
 * that were; with fewer than SKETCH_CHARS_MIN the sketch means nothing.  They are put
 * into a while they are looked at.
 */
unsigned long sketch_make(struct sketch *s, struct arena *a, const struct tree *t,
    struct str publisher);

/* As hexadecimal digits, two a bin, and back; false when the text is no sketch. */
void sketch_write(struct buf *b, const struct sketch *s);
bool sketch_parse(struct str text, struct sketch *s);

/* How many bins are equal. */
unsigned sketch_equal(const struct sketch *a, const struct sketch *b);

#endif
