/* Fields and lines of a block of records. */
#ifndef GX_CUT_H
#define GX_CUT_H

#include <stddef.h>
#include <stdint.h>

/* What is told of a line besides its end. */
#define CUT_ESCAPED (UINT32_C(1) << 31) /* a backslash stands in it */
#define CUT_DOC (UINT32_C(1) << 30)     /* a field begins with "d?c" */
#define CUT_ORDINAL (CUT_DOC - 1)

#define CUT_MAX ((size_t)1 << 29) /* bytes of one block at most */

/*
 * Where the TABs and LFs of a block stand.  at[-1] is UINT32_MAX, so that field
 * k of the block, from 0, is always the bytes from at[k - 1] + 1 to at[k].
 * {0} is an empty one.
 */
struct cut {
	uint32_t *at;
	size_t nat;
	uint32_t *end; /* for each line the place of its LF in at, and CUT_... */
	size_t nend;
	uint32_t *memory;
	size_t room; /* bytes of a block that fit */
};

/* Find them in the n bytes at p.  Bytes behind the last LF belong to no line. */
void cut_block(struct cut *c, const char *p, size_t n);
void cut_free(struct cut *c);

/* The same one byte at a time: for tests. */
void cut_block_plain(struct cut *c, const char *p, size_t n);

#endif
