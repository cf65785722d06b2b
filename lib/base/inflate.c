/*
 * Inflating at once, see inflate.h: by libdeflate where the build found it, which
 * takes half the time of zlib; else by zlib.
 *
 * libdeflate takes the two codes of lengths that mean nothing for 258, where zlib
 * gives up.  Whoever asks has a checksum to tell right bytes from wrong ones.
 */
#include "base/inflate.h"

#include "base/mem.h"

#ifdef GX_LIBDEFLATE

#include <libdeflate.h>

bool
inflate_whole(struct str packed, char *to, size_t n, size_t *used)
{
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	enum libdeflate_result got;

	if (d == NULL)
		mem_none();
	got = libdeflate_deflate_decompress_ex(d, packed.p, packed.n, to, n, used,
	    NULL);
	libdeflate_free_decompressor(d);
	return got == LIBDEFLATE_SUCCESS;
}

uint32_t
crc_add(uint32_t crc, struct str s)
{
	return libdeflate_crc32(crc, s.p, s.n);
}

#else

#include <limits.h>
#include <zlib.h>

bool
inflate_whole(struct str packed, char *to, size_t n, size_t *used)
{
	z_stream z = {0};
	int got;

	if (packed.n > UINT_MAX || n >= UINT_MAX)
		return false;
	z.next_in = (z_const Bytef *)(uintptr_t)packed.p;
	z.avail_in = (uInt)packed.n;
	z.next_out = (Bytef *)to;
	z.avail_out = (uInt)n + 1; /* zlib wants a place, also for nothing */
	if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
		mem_none();
	got = inflate(&z, Z_FINISH);
	inflateEnd(&z);
	*used = packed.n - z.avail_in;
	return got == Z_STREAM_END && z.avail_out == 1;
}

uint32_t
crc_add(uint32_t crc, struct str s)
{
	return (uint32_t)crc32_z(crc, (const Bytef *)s.p, s.n);
}

#endif
