/*
 * Texts that came before, by their hashes alone.
 *
 * The texts themselves would take up a hundred bytes and more each.  To have them
 * in a file and compare them there is exact, but a disk that is full or slow is
 * likelier by far than two texts with one hash of 64 bits, which one run in 37
 * million meets among a million texts.  The hash is seeded, so that nobody can
 * look for such texts beforehand, and the next run tells them apart.
 *
 * Hashes are in an open table, at most three quarters full: 16 MiB for a million
 * and a half.  A larger one is a file, some microseconds a text, of which a few
 * pages are in memory.  A hash begins with its place, so that a table that grows
 * is read and written from one end to the other.
 */
#include "base/seen.h"

#include <assert.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/temporary.h"

#define BITS_MIN 10
#define STRETCH 32768 /* slots in a row whose memory is given back at once */

/* Where the hash is looked for first; there are slots. */
static size_t
home(const struct seen *s, uint64_t hash)
{
	assert(s->bits != 0);
	return (size_t)(hash >> (64 - s->bits));
}

/* The slot of the hash, or the free one where it belongs. */
static uint64_t *
find(const struct seen *s, uint64_t hash)
{
	size_t i = home(s, hash);

	while (s->slot[i] != 0 && s->slot[i] != hash)
		i = (i + 1) & (s->cap - 1);
	return &s->slot[i];
}

/* Free slots in a file; false when there can be none. */
static bool
make_file(struct seen *s)
{
	int fd = temporary_nameless();
	size_t n = s->cap * sizeof *s->slot;
	bool ok;

	if (fd < 0)
		return false;
	/* a page for which there is no room later would end the program */
	ok = posix_fallocate(fd, 0, (off_t)n) == 0 &&
	    paged_open(&s->file, fd, n, true);
	close(fd);
	s->slot = s->file.p;
	return ok;
}

static void
grow(struct seen *s)
{
	struct seen more = {.bound = s->bound, .n = s->n,
	    .bits = s->bits != 0 ? s->bits + 1 : BITS_MIN};

	more.cap = (size_t)1 << more.bits;
	/* without a file it takes up memory, but the answers are the same */
	if (more.cap <= more.bound / sizeof *more.slot || !make_file(&more))
		more.slot = xcalloc(more.cap, sizeof *more.slot);
	for (size_t i = 0; i < s->cap; i++) {
		if (s->slot[i] != 0)
			*find(&more, s->slot[i]) = s->slot[i];
		if (i % STRETCH == 0) {
			paged_give_back(&s->file);
			paged_give_back(&more.file);
		}
	}
	seen_free(s);
	*s = more;
}

bool
seen_before(struct seen *s, struct str text)
{
	uint64_t hash = str_hash(text), *slot;

	if (hash == 0)
		hash = 1;
	if (s->n >= s->cap / 4 * 3)
		grow(s);
	paged_use(&s->file, home(s, hash) * sizeof *s->slot);
	slot = find(s, hash);
	if (*slot == hash)
		return true;
	*slot = hash;
	s->n++;
	return false;
}

void
seen_free(struct seen *s)
{
	if (s->file.p != NULL)
		paged_close(&s->file);
	else
		free(s->slot);
	*s = (struct seen){.bound = s->bound};
}
