/* Deflated bytes whose full length is known, at once; checksums. */
#ifndef GX_INFLATE_H
#define GX_INFLATE_H

#include "base/str.h"

/*
 * Inflate packed to exactly n bytes at to, which has room for n + 1.  *used is how
 * many of the packed bytes that took: others may lie behind them.  False when they
 * do not inflate to n bytes; what stands at to is of no use then.
 */
bool inflate_whole(struct str packed, char *to, size_t n, size_t *used);

/* The CRC-32 of the bytes that gave crc (0: none) and of s behind them. */
uint32_t crc_add(uint32_t crc, struct str s);

#endif
