/*
 * libarchive, loaded with the first archive that is opened.
 *
 * It brings libxml2, ICU and the C++ library with it, and their loading would be
 * most of the time and memory of a program that reads plain files or records, the
 * most frequent use.  Linked statically it would miss the security updates that
 * its parsers need.
 */
#ifndef GX_LIBARCHIVE_H
#define GX_LIBARCHIVE_H

#include <archive.h>
#include <archive_entry.h>

#include "base/msg.h"

/* What is used of it. */
#define LIBARCHIVE(F) \
	F(archive_entry_filetype) \
	F(archive_entry_hardlink) \
	F(archive_entry_is_data_encrypted) \
	F(archive_entry_pathname) \
	F(archive_entry_pathname_utf8) \
	F(archive_entry_size) \
	F(archive_error_string) \
	F(archive_filter_bytes) \
	F(archive_read_data_block) \
	F(archive_read_free) \
	F(archive_read_new) \
	F(archive_read_next_header) \
	F(archive_read_open) \
	F(archive_read_open1) \
	F(archive_read_open_memory) \
	F(archive_read_set_callback_data) \
	F(archive_read_set_read_callback) \
	F(archive_read_set_seek_callback) \
	F(archive_read_support_filter_bzip2) \
	F(archive_read_support_filter_compress) \
	F(archive_read_support_filter_lz4) \
	F(archive_read_support_filter_lzma) \
	F(archive_read_support_filter_xz) \
	F(archive_read_support_filter_zstd) \
	F(archive_read_support_format_7zip) \
	F(archive_read_support_format_empty) \
	F(archive_read_support_format_raw) \
	F(archive_read_support_format_tar) \
	F(archive_read_support_format_zip_seekable) \
	F(archive_read_support_format_zip_streamable) \
	F(archive_set_error)

/* Each under its own name, with the type that <archive.h> gives it; a filter may
 * be NULL. */
struct libarchive {
#define LIBARCHIVE_MEMBER(name) __typeof__(name) *name;
	LIBARCHIVE(LIBARCHIVE_MEMBER)
#undef LIBARCHIVE_MEMBER
};

/* The library, from any thread.  NULL when it cannot be loaded; *e says why. */
const struct libarchive *libarchive(struct err *e);

#endif
