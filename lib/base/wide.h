/* Loops over many bytes at once: AVX2 where the machine has it, plain C where not. */
#ifndef GX_WIDE_H
#define GX_WIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sixteen bytes on any machine: compilers know the instructions for them.  A
 * comparison of two gives all ones where it holds. */
typedef unsigned char lanes __attribute__((vector_size(16)));

typedef uint64_t lane_halves __attribute__((vector_size(16)));

/* Is a bit set in v? */
static inline bool
any_lane(lanes v)
{
	lane_halves h = (lane_halves)v;

	return (h[0] | h[1]) != 0;
}

/* The first lane of v in which a bit is set; there must be one. */
static inline unsigned
first_lane(lanes v)
{
	lane_halves h = (lane_halves)v;
	uint64_t half = h[0] != 0 ? h[0] : h[1];

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return (h[0] != 0 ? 0 : 8) + (unsigned)__builtin_ctzll(half) / 8;
#else
	return (h[0] != 0 ? 0 : 8) + (unsigned)__builtin_clzll(half) / 8;
#endif
}

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

/* What stands in a line of text. */
enum {
	HOLDS_TAB = 1,
	HOLDS_BAR = 2,      /* | */
	HOLDS_BLANKS = 4,   /* two blanks in a row */
	HOLDS_TABS = 8,     /* two TABs or more, anywhere */
	HOLDS_BRACKET = 16, /* [ */
	HOLDS_DRAWN = 32,   /* perhaps a character of box drawing */
	/* perhaps white space (utf8_is_space) other than TABs and blanks, or what
	 * takes no room (utf8_is_invisible) */
	HOLDS_ODD_SPACE = 64,
	HOLDS_INVISIBLE = 128 /* perhaps what takes no room; then HOLDS_ODD_SPACE, too */
};

struct text_line {
	size_t end; /* where its LF stands, or where the text ends */
	unsigned holds;
};

/* {0} is an empty one. */
struct text_lines {
	struct text_line *line;
	size_t n, cap;
};

/* Cut n bytes of UTF-8 into lines, each with what it holds; a CR right before the
 * LF is not looked at.  Free l->line. */
void text_lines(struct text_lines *l, const char *p, size_t n);

/* What n bytes of one line hold. */
unsigned text_holds(const char *p, size_t n);

/* A control character that text files do not use; Word's text has 07 and 0B. */
static inline bool
is_odd_control(unsigned char c)
{
	return c < 0x20 ? c < 0x07 || c > 0x0d : c == 0x7f;
}

/* Are the bytes valid UTF-8, and none of them an odd control? */
bool wide_is_clean(const char *p, size_t n);

/* Copy n bytes while they are looked at.  False: one of them stands before the blank
 * or is one of the three others. */
bool wide_copy(char *to, const char *p, size_t n, const char others[static 3]);

/* Are the bytes valid UTF-8, as utf8_valid says? */
bool wide_utf8_valid(const char *p, size_t n);

/* What stands in a paragraph. */
enum {
	SEES_SIGN = 1,    /* 号 or 號 */
	SEES_FEE = 2,     /* 费 */
	SEES_NUMERAL = 4, /* perhaps one of 一、 to 六、 */
};

/* What one look at a paragraph, which is valid UTF-8, tells. */
struct glance {
	size_t chars; /* how many there are */
	unsigned sees;
};

struct glance wide_glance(const char *p, size_t n);

/* The Chinese characters (utf8_is_han) in n bytes of UTF-8, their code points into
 * to, where there is room for n / 3 + HAN_SPARE; how many they are. */
#define HAN_SPARE 8
size_t wide_han(uint32_t *to, const char *p, size_t n);

/* For tests: no vectors of 64 bytes, and the same without AVX2. */
extern bool wide_is_narrow;
void cut_block_plain(struct cut *c, const char *p, size_t n);
void text_lines_plain(struct text_lines *l, const char *p, size_t n);
unsigned text_holds_plain(const char *p, size_t n);
bool wide_copy_plain(char *to, const char *p, size_t n,
    const char others[static 3]);
bool wide_is_clean_plain(const char *p, size_t n);
struct glance wide_glance_plain(const char *p, size_t n);
size_t wide_han_plain(uint32_t *to, const char *p, size_t n);

/* Has the machine what the wide loops need? */
bool wide_is_here(void);

#endif
