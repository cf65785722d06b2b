/*
 * Fuzzing the reader of HTML: the bytes are a page.  Whatever they are, texts
 * are valid UTF-8 without white space around prose, cells lie in order within
 * the limits, lines are lines of the page, and the tree survives the way through
 * block records.
 */
#include "read/read.h"
#include "tree_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = size != 0 ? (const char *)data : "", *end = p + size;
	struct tree t = {0};
	struct buf page = {0};
	unsigned long lines = 1;

	while (p < end) { /* as it comes from lib/input */
		uint32_t cp = utf8_next(&p, end);

		utf8_put(&page, cp != 0 ? cp : UTF8_BAD);
		lines += cp == '\n';
	}
	read_html(&t, buf_str(&page));
	check_tree(&t);
	for (size_t i = 0; i < t.n; i++)
		assert(t.node[i].line >= 1 && t.node[i].line <= lines);
	tree_free(&t);
	buf_free(&page);
	return 0;
}
