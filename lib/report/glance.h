/* One look at a paragraph, many bytes at a time: it tells what is not in it. */
#ifndef GX_GLANCE_H
#define GX_GLANCE_H

#include <stdbool.h>

#include "base/str.h"

#define NUMERAL_BYTES 6 /* of "三、" */

/* Does one of 一、 to 六、 stand in s?  False is sure. */
bool glance_numeral(struct str s);

/* What stands in a text. */
enum {
	SEES_SIGN = 1, /* 号 or 號 */
	SEES_FEE = 2   /* 费 */
};
unsigned glance_words(struct str s);

/* The same where the machine has nothing for it. */
bool glance_numeral_plain(struct str s);
unsigned glance_words_plain(struct str s);

#endif
