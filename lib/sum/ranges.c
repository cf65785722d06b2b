/*
 * In: a regular file of records, its header, and the totals so far.  Out: the
 * totals with the records of the file.
 *
 * The file is cut into ranges of a fixed size.  Each thread has totals of its
 * own, takes the next range that nobody has, and adds the records of the lines
 * that begin in it.  In the end the totals are put together in the order of the
 * ranges, so that groups come in the order in which they appear in the file.
 *
 * What is to be told needs the number of its line, which nobody knows in the
 * middle of a file, and another header changes what comes behind it.  Neither is
 * common, so the threads just give up then, and the file is read anew by one.
 */
#include "sum/ranges.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/progress.h"

#define RANGE ((uint64_t)4 * 1024 * 1024)
#define RANGES_LEAST 3 /* fewer are not worth the threads */

struct crew;

struct member {
	struct crew *crew;
	pthread_t thread;
	struct totals totals;
	struct msg_log log;
	size_t merged; /* groups of totals that are in the crew's already */
	uint64_t read; /* bytes */
};

struct crew {
	const struct totals *like;
	struct buf head; /* the line that each range but the first begins with */
	int fd;
	uint64_t from, size;
	size_t nrange;
	atomic_size_t next; /* the range that nobody has */
	atomic_bool given_up;
	struct taken {
		struct member *by;
		size_t groups; /* that by had when it was done */
	} *taken; /* by range */
	struct member *member;
	unsigned n;
};

/* ---- one thread ----------------------------------------------------------- */

/* The header line, if there is to be one, is looked at before the range. */
static bool
read_range(struct member *m, size_t number)
{
	struct crew *c = m->crew;
	uint64_t from = c->from + number * RANGE;
	struct stream_range range = {.at = from,
	    .to = c->size - from > RANGE ? from + RANGE : c->size};
	unsigned long heads = m->totals.heads;
	struct stream s;
	struct err e;
	bool ok;

	stream_of_range(&s, c->fd, &range);
	if (number == 0)
		range.begun = true; /* wherever the line begins */
	else
		buf_addstr(&s.held, buf_str(&c->head));
	ok = totals_read(&m->totals, "", &s, &e);
	m->read += range.given;
	stream_free(&s);
	return ok && m->log.lines.n == 0 && m->totals.heads == heads + 1;
}

static void *
work(void *ctx)
{
	struct member *m = ctx;
	struct crew *c = m->crew;
	size_t number;

	msg_divert(&m->log);
	while (!c->given_up && (number = c->next++) < c->nrange) {
		if (!read_range(m, number))
			c->given_up = true;
		c->taken[number].by = m;
		c->taken[number].groups = m->totals.table.n;
	}
	msg_divert(NULL);
	return NULL;
}

/* ---- all of them ---------------------------------------------------------- */

static bool
is_worth_it(const struct totals *t, uint64_t from, uint64_t size)
{
	if (t->threads < 2 || size < from || size - from < RANGES_LEAST * RANGE)
		return false;
	for (size_t i = 0; i < t->spec.nmeasure; i++)
		if (t->spec.measure[i].texts)
			return false;
	return true;
}

/* The names as they stand in the file: a reader takes those of a header without
 * undoing escapes. */
static void
write_head(struct buf *b, const struct tsv *in)
{
	for (size_t i = 0; i < in->nhead; i++) {
		buf_addstr(b, in->head[i]);
		buf_addc(b, '\t');
	}
	tsv_end(b);
}

/* Every range is read, by the calling thread if there is no other. */
static void
run(struct crew *c)
{
	unsigned started = 0;

	for (unsigned i = 0; i < c->n; i++) {
		c->member[i].crew = c;
		totals_like(&c->member[i].totals, c->like);
	}
	while (started + 1 < c->n &&
	    pthread_create(&c->member[started].thread, NULL, work,
		&c->member[started]) == 0)
		started++;
	work(&c->member[c->n - 1]);
	for (unsigned i = 0; i < started; i++)
		pthread_join(c->member[i].thread, NULL);
}

/* Put the totals of the members together.  False when that cannot be done. */
static bool
join(struct crew *c, struct totals *all)
{
	for (size_t i = 0; i < c->nrange; i++) {
		struct member *m = c->taken[i].by;

		for (; m->merged < c->taken[i].groups; m->merged++) {
			uint32_t group = (uint32_t)m->merged;

			if (!totals_merge(all, &m->totals, group))
				return false;
		}
	}
	for (size_t i = 0; i < all->table.n; i++)
		if (all->info[i].mixed)
			return false; /* which cell is the other one? */
	return true;
}

/* The file is read anew; or what was read before the ranges is a part of them. */
static void
uncount(const struct crew *c, bool ok)
{
	off_t before = lseek(c->fd, 0, SEEK_CUR);

	if (ok && before > (off_t)c->from)
		progress_in_vain((uint64_t)before - c->from);
	for (unsigned i = 0; !ok && i < c->n; i++)
		progress_in_vain(c->member[i].read);
}

bool
ranges_add(struct totals *t, const struct tsv *in, int fd, uint64_t from,
    uint64_t size)
{
	struct crew c = {.like = t, .fd = fd, .from = from, .size = size};
	struct totals all;
	bool ok;

	if (!is_worth_it(t, from, size))
		return false;
	c.nrange = (size_t)((size - from + RANGE - 1) / RANGE);
	c.n = t->threads < c.nrange ? t->threads : (unsigned)c.nrange;
	c.taken = xcalloc(c.nrange, sizeof *c.taken);
	c.member = xcalloc(c.n, sizeof *c.member);
	write_head(&c.head, in);
	run(&c);
	totals_like(&all, t);
	ok = !c.given_up && join(&c, &all);
	for (size_t i = 0; ok && i < all.table.n; i++)
		totals_merge(t, &all, (uint32_t)i);
	uncount(&c, ok);
	totals_free(&all);
	for (unsigned i = 0; i < c.n; i++) {
		totals_free(&c.member[i].totals);
		buf_free(&c.member[i].log.lines);
	}
	free(c.member);
	free(c.taken);
	buf_free(&c.head);
	return ok;
}
