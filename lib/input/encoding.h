/* Which encoding a text is in, and its text in UTF-8. */
#ifndef GX_ENCODING_H
#define GX_ENCODING_H

#include <stdbool.h>

#include "base/str.h"

/*
 * The encoding is known by content alone: a byte order mark (UTF-8, UTF-16);
 * else UTF-8 when all of it is valid, or when more characters of three bytes
 * are whole than bytes are wrong, which GB18030 never looks like; else GB18030.
 *
 * Appends the text in UTF-8 to out, without byte order mark; what cannot be
 * decoded, and NUL, becomes U+FFFD, counted in *replaced.  *encoding names what
 * was found.  Out is left as it was, and false returned, when the bytes are no
 * text at all: a known binary format, or too large a share of characters that
 * no text has.  *encoding is then the name of the format, or "binary".
 *
 * When in is valid UTF-8 without NUL nothing is copied: *text lies in in,
 * otherwise in out, where it begins at the old end.
 */
bool encoding_decode(struct str in, struct buf *out, struct str *text,
    const char **encoding, size_t *replaced);

/*
 * Append a short text (a file name) in UTF-8 to out: itself when it is valid,
 * else decoded from charset, a name that iconv knows, or from GB18030 when that
 * is NULL or unknown.
 */
void encoding_add_name(struct buf *out, struct str name, const char *charset);

/* Does iconv know the name? */
bool encoding_is_known(const char *charset);

#endif
