/*
 * Formats known by their first bytes.  Only what cannot be the beginning of a
 * text is listed; "BM" or "MZ" alone could be, and such files are left to the
 * count of bytes that no text has (encoding.c).
 */
#include "input/sniff.h"

#include "base/le.h"

struct magic {
	enum sniff kind;
	unsigned char n, at; /* bytes, and where they stand */
	const char *bytes, *name;
};

static const struct magic magics[] = {
	{SNIFF_COMPRESSED, 3, 0, "\x1f\x8b\x08", "gzip"},
	{SNIFF_COMPRESSED, 6, 0, "\xfd" "7zXZ\0", "xz"},
	{SNIFF_COMPRESSED, 4, 0, "\x28\xb5\x2f\xfd", "zstd"},
	{SNIFF_COMPRESSED, 4, 0, "\x04\x22\x4d\x18", "lz4"},
	{SNIFF_COMPRESSED, 2, 0, "\x1f\x9d", "compress"},
	{SNIFF_ZIP, 4, 0, "PK\3\4", "zip"},
	{SNIFF_ZIP, 4, 0, "PK\5\6", "zip"},
	{SNIFF_ZIP, 8, 0, "PK00PK\3\4", "zip"},
	{SNIFF_7Z, 6, 0, "7z\xbc\xaf\x27\x1c", "7z"},
	{SNIFF_FOREIGN, 6, 0, "Rar!\x1a\7", "RAR"},
	{SNIFF_FOREIGN, 8, 0, "MSCF\0\0\0\0", "CAB"},
	{SNIFF_FOREIGN, 5, 0, "LZIP\1", "lzip"},
	{SNIFF_FOREIGN, 7, 0, "!<arch>", "ar"},
	{SNIFF_FOREIGN, 4, 0, "PK\7\10", "split zip"},
	{SNIFF_BINARY, 5, 0, "%PDF-", "PDF"},
	{SNIFF_BINARY, 8, 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE2"},
	{SNIFF_BINARY, 5, 0, "{\\rtf", "RTF"},
	{SNIFF_BINARY, 8, 0, "\x89PNG\r\n\x1a\n", "PNG"},
	{SNIFF_BINARY, 3, 0, "\xff\xd8\xff", "JPEG"},
	{SNIFF_BINARY, 6, 0, "GIF87a", "GIF"},
	{SNIFF_BINARY, 6, 0, "GIF89a", "GIF"},
	{SNIFF_BINARY, 4, 0, "II*\0", "TIFF"},
	{SNIFF_BINARY, 4, 0, "MM\0*", "TIFF"},
	{SNIFF_BINARY, 4, 8, "WEBP", "WebP"},
	{SNIFF_BINARY, 4, 0, "\x7f" "ELF", "ELF"},
	{SNIFF_BINARY, 16, 0, "SQLite format 3\0", "SQLite"},
};

/* The sum over the header, the sum's own field as blanks, stands in it. */
static bool
is_tar(struct str head)
{
	const unsigned char *b = (const unsigned char *)head.p;
	unsigned sum = 8 * ' ', stated = 0;
	size_t i = 148;

	if (head.n < 512 || b[0] == '\0')
		return false;
	while (i < 156 && b[i] == ' ')
		i++;
	if (i == 156 || b[i] < '0' || b[i] > '7')
		return false;
	for (; i < 156 && b[i] >= '0' && b[i] <= '7'; i++)
		stated = stated * 8 + (b[i] - '0');
	for (i = 0; i < 512; i++)
		sum += i < 148 || i >= 156 ? b[i] : 0;
	return sum == stated;
}

/* A level, then the first block or, in an empty file, the end. */
static bool
is_bzip2(struct str head)
{
	return head.n >= 10 && str_starts(head, STR("BZh")) &&
	    head.p[3] >= '1' && head.p[3] <= '9' &&
	    (memcmp(head.p + 4, "1AY&SY", 6) == 0 ||
		memcmp(head.p + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0);
}

/* No magic number: the usual properties, and a length below 2^40 or unknown. */
static bool
is_lzma(struct str head)
{
	return head.n >= 13 && memcmp(head.p, "\x5d\0\0", 3) == 0 &&
	    (memcmp(head.p + 5, "\xff\xff\xff\xff\xff\xff\xff\xff", 8) == 0 ||
		memcmp(head.p + 10, "\0\0\0", 3) == 0);
}

enum sniff
sniff(struct str head, const char **name)
{
	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
		const struct magic *m = &magics[i];
		struct str rest = str_skip(head, m->at);

		if (rest.n >= m->n && rest.p[0] == m->bytes[0] &&
		    memcmp(rest.p, m->bytes, m->n) == 0) {
			*name = m->name;
			return m->kind;
		}
	}
	if (is_bzip2(head))
		return *name = "bzip2", SNIFF_COMPRESSED;
	if (is_lzma(head))
		return *name = "lzma", SNIFF_COMPRESSED;
	if (is_tar(head))
		return *name = "tar", SNIFF_TAR;
	*name = NULL;
	return SNIFF_NOTHING;
}

/* Parts that only a document has at these places. */
static bool
is_document_part(struct str name)
{
	static const char *const folders[] = {
		"_rels/", "docProps/", "customXml/", "word/", "xl/", "ppt/"};

	if (str_is(name, "[Content_Types].xml") || str_is(name, "mimetype") ||
	    str_is(name, "OFD.xml"))
		return true;
	if (!str_ends(name, STR(".xml")) && !str_ends(name, STR(".rels")))
		return false;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		if (str_starts(name, str_of(folders[i])))
			return true;
	return false;
}

/*
 * From one local header to the next, as long as the lengths are stated.  A
 * search for the names would also find those of a document that is stored, not
 * compressed, in an archive.
 */
bool
sniff_is_zip_document(struct str head)
{
	while (head.n >= 30 && memcmp(head.p, "PK\3\4", 4) == 0) {
		struct str name = {head.p + 30, le16(head.p + 26)};
		size_t length = le32(head.p + 18);

		if (name.n > head.n - 30)
			return false;
		if (is_document_part(name))
			return true;
		if ((le16(head.p + 6) & 8) != 0 && length == 0)
			return false;
		head = str_skip(head, 30 + name.n + le16(head.p + 28) + length);
	}
	return false;
}
