/*
 * Fuzzing the reader of DOCX.  Bytes that begin with PK are a file; others are
 * its parts, main part, styles, numbering and one of another format, each behind a
 * line "---", and are put into one.  Whatever they are, the reader says why it refuses, or texts are
 * valid UTF-8, cells lie in order within the limits, and the tree survives the
 * way through block records.
 */
#include <zlib.h>

#include "read/read.h"
#include "tree_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PARTS 6
static const char *const name[PARTS] = {"_rels/.rels",
    "word/_rels/document.xml.rels", "word/document.xml", "word/styles.xml",
    "word/numbering.xml", "word/chunk"};
static const char root[] = "<Relationships><Relationship Type='x/officeDocument'"
			   " Target='word/document.xml'/></Relationships>";
static const char related[] =
    "<Relationships><Relationship Type='x/styles' Target='styles.xml'/>"
    "<Relationship Type='x/numbering' Target='/word/numbering.xml'/>"
    "<Relationship Type='x/aFChunk' Id='c' Target='chunk'/>"
    "</Relationships>";

static void
add_le(struct buf *b, size_t value, unsigned bytes)
{
	for (; bytes != 0; bytes--, value >>= 8)
		buf_addc(b, (char)(value & 0xff));
}

/* What local header and directory entry have in common. */
static void
add_entry(struct buf *b, const char *part, struct str body)
{
	add_le(b, 20, 2);
	add_le(b, 0, 8);
	add_le(b, crc32(0, (const Bytef *)body.p, (uInt)body.n), 4);
	add_le(b, body.n, 4);
	add_le(b, body.n, 4);
	add_le(b, strlen(part), 2);
	add_le(b, 0, 2);
}

static void
zip_parts(struct buf *b, const struct str *body)
{
	size_t at[PARTS], directory;

	for (size_t i = 0; i < PARTS; i++) {
		at[i] = b->n;
		buf_add(b, "PK\3\4", 4);
		add_entry(b, name[i], body[i]);
		buf_addz(b, name[i]);
		buf_addstr(b, body[i]);
	}
	directory = b->n;
	for (size_t i = 0; i < PARTS; i++) {
		buf_add(b, "PK\1\2", 4);
		add_le(b, 20, 2);
		add_entry(b, name[i], body[i]);
		add_le(b, 0, 10);
		add_le(b, at[i], 4);
		buf_addz(b, name[i]);
	}
	at[0] = b->n;
	buf_add(b, "PK\5\6", 4);
	add_le(b, 0, 8);
	add_le(b, at[0] - directory, 4);
	add_le(b, directory, 4);
	add_le(b, 0, 2);
}

/* Cut the bytes at the lines "---". */
static void
cut_parts(struct str s, struct str *body)
{
	static const struct str mark = {"\n---\n", 5};

	body[0] = STR(root);
	body[1] = STR(related);
	for (size_t i = 2; i < PARTS; i++) {
		ptrdiff_t at = i + 1 < PARTS ? str_find(s, mark) : -1;

		body[i] = at < 0 ? s : (struct str){s.p, (size_t)at};
		s = at < 0 ? (struct str){"", 0}
			   : str_skip(s, (size_t)at + mark.n);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = {size != 0 ? (const char *)data : "", size};
	struct str body[PARTS];
	struct buf file = {0};
	struct tree t = {0};
	struct err e = {0};

	if (str_starts(bytes, STR("PK"))) {
		buf_addstr(&file, bytes);
	} else {
		cut_parts(bytes, body);
		zip_parts(&file, body);
	}
	if (!read_docx(&t, buf_str(&file), &e))
		assert(e.text[0] != '\0');
	check_tree(&t);
	tree_free(&t);
	buf_free(&file);
	return 0;
}
