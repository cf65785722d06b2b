/*
 * The records of a zip archive; and members of one in memory, by name.
 *
 * The directory at the end counts, as for all programs that open such files; what
 * it says of a member is not believed but checked: place, packed and full length,
 * checksum.  For members in memory, large archives (zip64), encryption and methods
 * other than deflate are left out: no office program writes them into its
 * documents.
 */
#include "base/zip.h"

#include "base/inflate.h"
#include "base/le.h"
#include "base/utf8.h"

static bool
is_at(struct str bytes, size_t at, const char *mark)
{
	return at <= bytes.n && bytes.n - at >= 4 &&
	    memcmp(bytes.p + at, mark, 4) == 0;
}

size_t
zip_end_record(struct str bytes)
{
	size_t at = bytes.n >= ZIP_END_SIZE ? bytes.n - ZIP_END_SIZE : 0;

	for (size_t i = 0; bytes.n >= ZIP_END_SIZE && i <= ZIP_COMMENT_MAX;
	     i++, at--) {
		if (is_at(bytes, at, "PK\5\6") &&
		    le16(bytes.p + at + 20) <= bytes.n - at - ZIP_END_SIZE)
			return at;
		if (at == 0)
			break;
	}
	return bytes.n;
}

bool
zip_open(struct zip *z, struct str bytes, size_t max, struct err *e)
{
	size_t end = zip_end_record(bytes), n, at;

	*z = (struct zip){.bytes = bytes, .budget = max};
	if (end == bytes.n)
		return err_set(e, "%s",
		    tr("the zip has no directory: the file is cut off",
			"压缩包没有目录：文件不完整"));
	n = le32(bytes.p + end + 12);
	at = le32(bytes.p + end + 16);
	if (n > end || at > end - n || (n != 0 && !is_at(bytes, at, "PK\1\2")))
		return err_set(e, "%s",
		    tr("the directory of the zip is damaged",
			"压缩包的目录已损坏"));
	z->directory = (struct str){bytes.p + at, n};
	return true;
}

bool
zip_next_entry(struct str *rest, struct zip_entry *d)
{
	const char *p = rest->p;
	size_t name, extra, n;

	if (rest->n < ZIP_ENTRY_SIZE || !is_at(*rest, 0, "PK\1\2"))
		return false;
	name = le16(p + 28);
	extra = le16(p + 30);
	n = ZIP_ENTRY_SIZE + name + extra + le16(p + 32);
	if (n > rest->n)
		return false;
	*d = (struct zip_entry){.system = le16(p + 4) >> 8, .flags = le16(p + 8),
	    .method = le16(p + 10), .crc = le32(p + 16), .packed = le32(p + 20),
	    .full = le32(p + 24), .attributes = le32(p + 38), .at = le32(p + 42),
	    .name = {p + ZIP_ENTRY_SIZE, name},
	    .extra = {p + ZIP_ENTRY_SIZE + name, extra}};
	*rest = str_skip(*rest, n);
	return true;
}

size_t
zip_head_length(const char *p)
{
	if (memcmp(p, "PK\3\4", 4) != 0)
		return 0;
	return ZIP_HEAD_SIZE + le16(p + 26) + le16(p + 28);
}

static char
plain(char c)
{
	if (c == '\\')
		return '/';
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool
same_name(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (plain(a.p[i]) != plain(b.p[i]))
			return false;
	return true;
}

static bool
find_entry(const struct zip *z, struct str name, struct zip_entry *d)
{
	struct str rest = z->directory;

	while (zip_next_entry(&rest, d))
		if (same_name(d->name, name))
			return true;
	return false;
}

bool
zip_has(const struct zip *z, struct str name)
{
	struct zip_entry d;

	return find_entry(z, name, &d);
}

/* The packed bytes of the member; false when they do not lie in the file. */
static bool
packed_bytes(const struct zip *z, const struct zip_entry *d, struct str *packed)
{
	struct str s = str_skip(z->bytes, d->at);
	size_t head;

	if (s.n < ZIP_HEAD_SIZE || (head = zip_head_length(s.p)) == 0 ||
	    head > s.n || d->packed > s.n - head)
		return false;
	*packed = (struct str){s.p + head, d->packed};
	return true;
}

/* Can the packed bytes become so many?  Deflate packs 1,032 bytes into one. */
static bool
is_possible(const struct zip *z, const struct zip_entry *d)
{
	if ((d->flags & ZIP_ENCRYPTED) != 0 || d->full > z->budget)
		return false;
	return d->method == ZIP_STORED ? d->packed == d->full
			      : d->method == ZIP_DEFLATED && d->full / 1040 <= d->packed;
}

static bool
unpack(struct zip *z, const struct zip_entry *d, struct buf *out)
{
	struct str packed;
	size_t used;
	char *p;

	if (!is_possible(z, d) || !packed_bytes(z, d, &packed))
		return false;
	buf_reserve(out, d->full + 1);
	p = out->p + out->n;
	if (d->method == ZIP_STORED)
		memcpy(p, packed.p, packed.n);
	else if (!inflate_whole(packed, p, d->full, &used))
		return false;
	if (crc_add(0, (struct str){p, d->full}) != d->crc)
		return false;
	out->n += d->full;
	z->budget -= d->full;
	return true;
}

bool
zip_member(struct zip *z, struct str name, struct buf *out, struct err *e)
{
	struct zip_entry d;

	if (!find_entry(z, name, &d))
		return err_set(e, tr("there is no %.*s in it", "其中没有 %.*s"),
		    (int)utf8_cut(name, 100), name.p);
	if (d.full > z->budget)
		return err_set(e, tr("%.*s in it is too large",
				      "其中的 %.*s 过大"),
		    (int)utf8_cut(name, 100), name.p);
	if (!unpack(z, &d, out))
		return err_set(e, tr("%.*s in it is damaged",
				      "其中的 %.*s 已损坏"),
		    (int)utf8_cut(name, 100), name.p);
	return true;
}
