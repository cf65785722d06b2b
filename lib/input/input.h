/* From operands to documents: files, folders, archives, lists, standard input. */
#ifndef GX_INPUT_H
#define GX_INPUT_H

#include "base/msg.h"
#include "base/opt.h"
#include "base/stream.h"
#include "base/str.h"
#include "base/tsv.h"

/*
 * One document, ready for a reader.  Everything in it is valid until the
 * callback returns.
 */
struct document {
	const char *addr; /* file, or archive/member: can be given back as operand */
	struct str bytes; /* text: valid UTF-8, no byte order mark, no NUL;
	                   * binary: as found */
	bool binary;      /* a container or an image, not text (see encoding.h) */
	const char *encoding; /* what the text was in: "UTF-8", "GB18030", …;
	                       * binary: the format, "PDF", "OLE2", "zip" (OOXML
	                       * too), "PNG", …, or "binary" */
	size_t replaced;      /* characters that could not be decoded: U+FFFD now */
};

/*
 * What to do with what is found.
 *
 * Documents may be read by several threads (--jobs), each with a slot of its
 * own, in which it leaves what came of them; merge is then called in input
 * order, one at a time, and empties the slot.  A slot may hold what came of many
 * documents.  records and problem are called in input order, when everything
 * before was merged.
 */
struct input_sink {
	void *ctx;

	/* Kinds of records that the program takes, ended by NULL; NULL: none. */
	const struct tsv_kind *const *kinds;

	/* Kinds that it knows and does not take, ended by NULL: their records,
	 * and a header that lacks a column of these or those, are a problem
	 * instead of a document.  NULL: any table may be a document. */
	const struct tsv_kind *const *refused;

	/* What else can be done with a document of more than max_document bytes, of
	 * which these are the first: behind the message, in the language of the
	 * user; "" for nothing.  NULL: there is nothing for any. */
	const char *(*way_out)(struct str bytes);

	/* Make and free a slot.  slot_new may be NULL: then there is one thread,
	 * and document and merge get NULL. */
	void *(*slot_new)(void *ctx);
	void (*slot_free)(void *ctx, void *slot);

	void (*document)(void *ctx, void *slot, const struct document *d);

	/* NULL: nothing to merge. */
	void (*merge)(void *ctx, void *slot);

	/* A stream that begins with one of the kinds; it need not be read to its
	 * end.  NULL when kinds is NULL. */
	void (*records)(void *ctx, const char *addr, struct stream *s);

	/* Something could not be read, or only in part; the next input follows.
	 * NULL: warn_err(addr, e).  Only without slots. */
	void (*problem)(void *ctx, const char *addr, const struct err *e);
};

/* Set by the options below; {0} is not usable, start from INPUT_DEFAULTS. */
struct input_options {
	const char *files0_from; /* NULL: take the operands */
	struct opt_list include, exclude; /* globs, see below */
	struct opt_list pre;      /* GLOB=COMMAND, see pre.h */
	size_t pre_timeout;       /* seconds for one such command; 0: any */
	const char *name_charset; /* of member names that are not UTF-8 */
	size_t max_document;      /* bytes of one document */
	size_t max_archive;       /* bytes that come out of one archive */
	size_t max_members;       /* members of one archive */
	size_t max_ratio;         /* bytes out for a byte in, past the first MiB */
	size_t max_nesting;       /* archives around a document, at most 100 */
};

#define INPUT_DEFAULTS                                                        \
	{                                                                     \
		.max_document = (size_t)64 << 20,                             \
		.max_archive = (size_t)64 << 30, .max_members = 10000000,     \
		.max_ratio = 1000, .max_nesting = 4, .pre_timeout = 60        \
	}

/* The options that set them, the same in every program. */
extern struct input_options input_options;
extern const struct opt_group input_group;

/*
 * Hand every document and every stream of records that the operands name to
 * the sink.
 *
 * An operand is a file, a folder (walked in byte order of names, links to
 * folders not followed), an archive or compressed file (recognised by content),
 * an address inside an archive ("a.zip/b.tar.gz/c", also a folder in one), or
 * "-" for standard input.  No operand means standard input, unless
 * o->files0_from names a list.  With both operands and a list, and for options
 * without sense, the program dies.
 *
 * A compressed file has the address of the file itself: "a.txt.gz".  A zip that
 * is a Word, Excel or OFD file is one binary document.  Addresses are UTF-8;
 * names that are not are decoded (name_charset, else GB18030), and names of
 * members are cleaned (name.h).
 *
 * Below an operand, in folders and archives alike, some names are passed over:
 * those beginning with "." or "~$", "__MACOSX", "Thumbs.db", "desktop.ini".
 * The globs work on the path below the operand, those without a "/" on its last
 * component; "*" matches "/" too.  What matches an include, or lies in a folder
 * or archive that does, is read; the same with exclude is not.  An operand
 * itself is always read.  A folder or archive that cannot be read is told unless
 * it is excluded: something that is included may lie in it.  A glob that was asked
 * for and matched nothing is noted at the end, unless something could not be read;
 * one of exclude neither when a folder or archive was excluded, as what lies in it
 * may match.
 *
 * The limits of max_archive, max_members and max_ratio count what comes out of
 * archives inside an archive for that one too.  zip and 7z that come through a
 * pipe or out of an archive are held in memory up to max_document; beyond that
 * a zip is read as it comes, and a 7z is a problem.
 *
 * Whatever cannot be read is told to sink->problem, and the next input follows.
 * An input of no bytes is a problem: a failed command before a pipe, or a
 * report that was never written; so are a list without a name, and a folder or
 * archive that is an operand and has no file in it, which may be the wrong one.  A
 * member that is cut off is not handed over.
 *
 * LC_CTYPE must be a UTF-8 locale (common_start): else libarchive has no names
 * for members of 7z, and none for UTF-8 names in zip.
 */
void input_each(char *const *operands, const struct input_options *o,
    const struct input_sink *sink);

/*
 * The same for bytes in memory: addr is the address that they are known by.
 */
void input_bytes(const char *addr, struct str bytes,
    const struct input_options *o, const struct input_sink *sink);

#endif
