/* A file that is memory, of which little is in memory. */
#ifndef GX_PAGED_H
#define GX_PAGED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGED_PIECES 128 /* in memory at most, 64 KiB each */

/* {0} is nothing at all. */
struct paged {
	void *p;
	size_t n;
	unsigned used; /* pieces, since memory was given back */
	uint32_t piece[PAGED_PIECES]; /* 1 + its number, at the number's remainder */
};

/*
 * All n bytes of the file, to be looked at here and there, and to be changed if
 * writable.  They have their addresses until paged_close, whatever becomes of fd.
 * False, with errno, when that cannot be.
 */
bool paged_open(struct paged *m, int fd, size_t n, bool writable);

/* Before every look at what begins at byte at: gives memory back now and then. */
void paged_use(struct paged *m, size_t at);

/* Give the memory back; the places keep what was written to them. */
void paged_give_back(struct paged *m);

void paged_close(struct paged *m);

#endif
