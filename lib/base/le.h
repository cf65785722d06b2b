/* Numbers as a zip has them, on any machine: the low byte first. */
#ifndef GX_LE_H
#define GX_LE_H

#include <stddef.h>
#include <stdint.h>

/* The number in the two bytes at p. */
static inline unsigned
le16(const char *p)
{
	const unsigned char *b = (const unsigned char *)p;

	return b[0] | (unsigned)b[1] << 8;
}

/* The number in the four bytes at p. */
static inline size_t
le32(const char *p)
{
	return le16(p) | (size_t)le16(p + 2) << 16;
}

/* The number in the eight bytes at p. */
static inline uint64_t
le64(const char *p)
{
	return le32(p) | (uint64_t)le32(p + 4) << 32;
}

#endif
