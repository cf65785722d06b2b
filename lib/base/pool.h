/* Threads that work on parcels of work, whose results come out in order. */
#ifndef GX_POOL_H
#define GX_POOL_H

#include <stddef.h>

/*
 * One thread, the giver, fills slots and gives them away; workers, and the giver
 * when no slot is free, work on several at a time; each slot is finished when all
 * slots given before it are.
 *
 *	work    in any thread, on several slots at once
 *	finish  one at a time, in the order of giving, in any thread
 *	idle    as finish, when everything given is finished and pool_rest was
 *	        called since
 */
struct pool_job {
	void *ctx;
	void (*work)(void *ctx, void *slot);
	void (*finish)(void *ctx, void *slot);
	void (*idle)(void *ctx);
};

struct pool;

/*
 * Start the threads: the giver is one of them, so at least two.  slot has n
 * entries, more than there are threads; they and what they point to stay the
 * caller's.  Dies when no thread can be started.
 */
struct pool *pool_start(const struct pool_job *job, unsigned threads,
    void *const *slot, size_t n);

/* A slot that is free, to be filled; until there is one, work is done.  Giver
 * only. */
void *pool_take(struct pool *p);

/* Give away what pool_take returned. */
void pool_give(struct pool *p);

/* Work until everything given is finished.  Giver only. */
void pool_drain(struct pool *p);

/* The giver is going to wait for something else: call idle as soon as
 * everything given is finished, which may be now. */
void pool_rest(struct pool *p);

/*
 * From work: wait until everything given before this slot is finished.  Until
 * work returns this thread may then do what finish does.
 */
void pool_await_turn(struct pool *p, const void *slot);

/* Finish what was given, end the threads, free the pool.  NULL does nothing. */
void pool_end(struct pool *p);

#endif
