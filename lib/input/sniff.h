/* What kind of file the first bytes announce. */
#ifndef GX_SNIFF_H
#define GX_SNIFF_H

#include <stdbool.h>

#include "base/str.h"

#define SNIFF_BYTES 512 /* enough for sniff to see all it knows */

enum sniff {
	SNIFF_NOTHING,    /* no format that is known here: text, if anything */
	SNIFF_COMPRESSED, /* one stream, compressed */
	SNIFF_TAR,
	SNIFF_ZIP, /* also the container of OOXML and others */
	SNIFF_7Z,
	SNIFF_FOREIGN, /* an archive that the tools do not open */
	SNIFF_BINARY,  /* a document, picture or program that is no text */
};

/*
 * Recognise a file by its first bytes.  *name gets the usual name of the format
 * ("gzip", "PDF"), or NULL for SNIFF_NOTHING; it lives as long as the program.
 */
enum sniff sniff(struct str head, const char **name);

/*
 * Is the zip that begins with head one document (OOXML, ODF, OFD) and not an
 * archive?  Looks at the names of the entries that lie in head.
 */
bool sniff_is_zip_document(struct str head);

#endif
