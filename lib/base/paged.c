/*
 * Pages of a file, see paged.h.  Those that were used count as memory of the
 * program until it gives them back; the system brings them in again.  Both take
 * longer than most looks do, and looks often follow the order of the file: so what
 * counts is the pieces that were used, not the looks.
 */
#include "base/paged.h"

#include <string.h>
#include <sys/mman.h>

#define PIECE ((size_t)64 * 1024) /* of the file; a look may bring in so much */

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
paged_use(struct paged *m, size_t at)
{
	uint32_t piece = (uint32_t)(at / PIECE) + 1, *known;

	known = &m->piece[piece % PAGED_PIECES];
	if (*known == piece)
		return;
	if (m->used == PAGED_PIECES)
		paged_give_back(m);
	m->used++;
	*known = piece;
}

void
paged_give_back(struct paged *m)
{
	if (m->p != NULL)
		madvise(m->p, m->n, MADV_DONTNEED);
	memset(m->piece, 0, sizeof m->piece);
	m->used = 0;
}

void
paged_close(struct paged *m)
{
	if (m->p != NULL)
		munmap(m->p, m->n);
	*m = (struct paged){0};
}
