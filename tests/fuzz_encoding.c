/*
 * Any bytes as a text: what comes out is valid UTF-8 without NUL; valid UTF-8
 * comes out as it is, uncopied; a text that came out goes through unchanged.
 */
#include <assert.h>

#include "base/utf8.h"
#include "input/encoding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = {(const char *)data, size}, text, again;
	struct buf out = {0}, name = {0}, more = {0};
	const char *encoding;
	size_t replaced;

	buf_addz(&out, "kept");
	if (!encoding_decode(in, &out, &text, &encoding, &replaced)) {
		assert(out.n == 4 && replaced == 0 && encoding != NULL);
	} else {
		assert(memcmp(out.p, "kept", 4) == 0);
		if (text.n != 0)
			assert(utf8_valid(text) &&
			    memchr(text.p, '\0', text.n) == NULL);
		if (size != 0 && utf8_valid(in) &&
		    memchr(data, '\0', size) == NULL)
			assert(replaced == 0 && out.n == 4 &&
			    text.p + text.n == in.p + in.n);
		if (!str_starts(text, STR("\xef\xbb\xbf")) &&
		    encoding_decode(text, &more, &again, &encoding, &replaced))
			assert(str_eq(text, again) && replaced == 0);
	}
	encoding_add_name(&name, in, size % 2 != 0 ? "BIG5" : NULL);
	assert(name.n == 0 || utf8_valid(buf_str(&name)));
	buf_free(&out);
	buf_free(&name);
	buf_free(&more);
	return 0;
}
