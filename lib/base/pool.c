/*
 * A pool of threads, see pool.h.
 *
 * The slots are used in turn, so the slot of the k-th parcel is k modulo their
 * number, and three counters say all: given (by the giver), begun, finished.
 * Whoever ends a piece of work finishes what is ready, in order; one thread at a
 * time does that, and the others go on working.
 *
 * A giver that finds no slot free works, too: so no more threads run than were
 * asked for, and none of them sleeps while there is work.
 */
#include "base/pool.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/msg.h"

struct pool {
	struct pool_job job;
	void *const *slot;
	bool *worked; /* a flag a slot: ready to be finished */
	size_t n;
	unsigned long given, begun, finished;
	bool finishing; /* a thread is in finish or idle */
	bool resting;   /* idle is wanted */
	bool over;
	pthread_mutex_t lock;
	pthread_cond_t more; /* for workers: something was given, or over */
	pthread_cond_t less; /* for the giver and for turns: something finished */
	pthread_t *thread;
	unsigned threads;
};

/* With the lock: finish what is ready, unless another thread does. */
static void
finish_ready(struct pool *p)
{
	if (p->finishing)
		return;
	p->finishing = true;
	for (;;) {
		size_t at = p->finished % p->n;
		bool ready = p->finished != p->given && p->worked[at];

		if (!ready && (!p->resting || p->finished != p->given))
			break;
		if (!ready)
			p->resting = false;
		pthread_mutex_unlock(&p->lock);
		if (ready)
			p->job.finish(p->job.ctx, p->slot[at]);
		else
			p->job.idle(p->job.ctx);
		pthread_mutex_lock(&p->lock);
		if (ready) {
			p->worked[at] = false;
			p->finished++;
			pthread_cond_broadcast(&p->less);
		}
	}
	p->finishing = false;
	pthread_cond_broadcast(&p->less);
}

/* With the lock: work on the next slot. */
static void
work_next(struct pool *p)
{
	size_t at = p->begun++ % p->n;

	pthread_mutex_unlock(&p->lock);
	p->job.work(p->job.ctx, p->slot[at]);
	pthread_mutex_lock(&p->lock);
	p->worked[at] = true;
	finish_ready(p);
}

static void *
run(void *ctx)
{
	struct pool *p = ctx;

	pthread_mutex_lock(&p->lock);
	for (;;) {
		while (p->begun == p->given && !p->over)
			pthread_cond_wait(&p->more, &p->lock);
		if (p->begun == p->given)
			break;
		work_next(p);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

struct pool *
pool_start(const struct pool_job *job, unsigned threads, void *const *slot,
    size_t n)
{
	struct pool *p = xcalloc(1, sizeof *p);

	p->job = *job;
	p->slot = slot;
	p->n = n;
	p->worked = xcalloc(n, sizeof *p->worked);
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->more, NULL);
	pthread_cond_init(&p->less, NULL);
	p->thread = xcalloc(threads, sizeof *p->thread);
	for (; p->threads + 1 < threads; p->threads++) {
		int error = pthread_create(&p->thread[p->threads], NULL, run, p);

		if (error != 0 && p->threads == 0)
			die(tr("cannot start a thread: %s", "无法启动线程：%s"),
			    strerror(error));
		if (error != 0)
			break; /* fewer will do */
	}
	return p;
}

/* With the lock: begin what lies there. */
static void
wake(struct pool *p)
{
	if (p->given - p->begun > 1)
		pthread_cond_broadcast(&p->more);
	else if (p->given != p->begun)
		pthread_cond_signal(&p->more);
}

/* With the lock, in the giver: work, and wait when all is begun, until no more than
 * that are unfinished. */
static void
catch_up(struct pool *p, unsigned long most)
{
	while (p->given - p->finished > most) {
		wake(p);
		if (p->begun != p->given)
			work_next(p);
		else
			pthread_cond_wait(&p->less, &p->lock);
	}
}

void *
pool_take(struct pool *p)
{
	void *slot;

	pthread_mutex_lock(&p->lock);
	catch_up(p, p->n - 1);
	slot = p->slot[p->given % p->n];
	pthread_mutex_unlock(&p->lock);
	return slot;
}

void
pool_give(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	p->given++;
	wake(p);
	pthread_mutex_unlock(&p->lock);
}

void
pool_drain(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	catch_up(p, 0);
	while (p->finishing)
		pthread_cond_wait(&p->less, &p->lock);
	pthread_mutex_unlock(&p->lock);
}

void
pool_rest(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	wake(p);
	p->resting = true;
	finish_ready(p);
	pthread_mutex_unlock(&p->lock);
}

void
pool_await_turn(struct pool *p, const void *slot)
{
	pthread_mutex_lock(&p->lock);
	while (p->slot[p->finished % p->n] != slot || p->finishing)
		pthread_cond_wait(&p->less, &p->lock);
	pthread_mutex_unlock(&p->lock);
}

void
pool_end(struct pool *p)
{
	if (p == NULL)
		return;
	pool_drain(p);
	pthread_mutex_lock(&p->lock);
	p->over = true;
	pthread_cond_broadcast(&p->more);
	pthread_mutex_unlock(&p->lock);
	for (unsigned i = 0; i < p->threads; i++)
		pthread_join(p->thread[i], NULL);
	pthread_mutex_destroy(&p->lock);
	pthread_cond_destroy(&p->more);
	pthread_cond_destroy(&p->less);
	free(p->thread);
	free(p->worked);
	free(p);
}
