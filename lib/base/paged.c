/*
 * Pages of a file, see paged.h.  Those that were used count as memory of the
 * program until it gives them back; the system brings them in again.
 */
#include "base/paged.h"

#include <sys/mman.h>

#define USES_MAX 128 /* each may bring in 64 KiB of the file */

bool
paged_open(struct paged *m, int fd, size_t n, bool writable)
{
	void *p = mmap(NULL, n, writable ? PROT_READ | PROT_WRITE : PROT_READ,
	    MAP_SHARED, fd, 0);

	if (p == MAP_FAILED)
		return false;
	madvise(p, n, MADV_RANDOM);
	*m = (struct paged){.p = p, .n = n};
	return true;
}

void
paged_use(struct paged *m)
{
	if (++m->uses == USES_MAX)
		paged_give_back(m);
}

void
paged_give_back(struct paged *m)
{
	if (m->p != NULL)
		madvise(m->p, m->n, MADV_DONTNEED);
	m->uses = 0;
}

void
paged_close(struct paged *m)
{
	if (m->p != NULL)
		munmap(m->p, m->n);
	*m = (struct paged){0};
}
