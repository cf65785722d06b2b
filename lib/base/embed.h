/* A data file taken into the program as it is. */
#ifndef GX_EMBED_H
#define GX_EMBED_H

#include <stdint.h>

/*
 * EMBED(name, "path") defines name_bytes and name_size: the bytes of the file,
 * whose path is seen from the top folder, where make runs.  Users can read and
 * replace the same file.
 */
#define EMBED(name, path)                                                     \
	__asm__(".section .rodata\n"                                          \
		".global " #name "_bytes, " #name "_size\n" #name "_bytes:\n" \
		".incbin \"" path "\"\n" #name "_end:\n"                      \
		".balign 4\n" #name "_size:\n"                                \
		".4byte " #name "_end - " #name "_bytes\n"                    \
		".previous\n");                                               \
	extern const char name##_bytes[];                                     \
	extern const uint32_t name##_size

#endif
