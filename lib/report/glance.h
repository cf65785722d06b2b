/* What one look at a paragraph tells. */
#ifndef GX_GLANCE_H
#define GX_GLANCE_H

#include <stddef.h>

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

struct glance glance_at_text(const char *p, size_t n);

/* The same one byte at a time: for tests. */
struct glance glance_plain(const char *p, size_t n);

#endif
