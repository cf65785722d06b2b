/* A file that is memory, of which little is in memory. */
#ifndef GX_PAGED_H
#define GX_PAGED_H

#include <stdbool.h>
#include <stddef.h>

/* {0} is nothing at all. */
struct paged {
	void *p;
	size_t n;
	unsigned uses; /* since memory was given back */
};

/*
 * All n bytes of the file, to be looked at here and there, and to be changed if
 * writable.  They have their addresses until paged_close, whatever becomes of fd.
 * False, with errno, when that cannot be.
 */
bool paged_open(struct paged *m, int fd, size_t n, bool writable);

/* Before every look at some place: gives memory back now and then. */
void paged_use(struct paged *m);

/* Give the memory back; the places keep what was written to them. */
void paged_give_back(struct paged *m);

void paged_close(struct paged *m);

#endif
