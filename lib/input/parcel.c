/*
 * Parcels of documents, see parcel.h.
 *
 * What comes out must not depend on the number of threads.  So everything that
 * a document gives goes into the slot of its parcel, its messages into the log
 * of the parcel, and both are let out in the order of packing.
 *
 * A file of a folder may turn out to be an archive or a stream of records, of
 * any length.  The thread that opened it then waits for its turn and does what
 * the walker would have done: one document after the other, straight out.
 *
 * How long a file is shows when it is open.  So that no slot fills with what came
 * of many long ones, parcels get as many files as the last ones that were opened
 * say, and a thread whose slot has enough waits for its turn to let that out.
 */
#include "input/parcel.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/out.h"
#include "base/pool.h"
#include "base/stream.h"

#define ITEMS_MAX 128
#define BYTES_ENOUGH ((size_t)256 * 1024) /* for one parcel */
#define FILES_MAX ((size_t)16) /* in one parcel */
#define WAITING_ENOUGH ((size_t)4 << 20) /* bytes of files, for one slot */
#define SPARE 2 /* parcels more than there are threads */

struct item {
	size_t addr, below;  /* in texts, ended by NUL; as in struct job */
	size_t path;         /* in texts, ended by NUL; NONE: the bytes are here */
	size_t bytes, nbytes;
	size_t told; /* in the walker's log: what was said before this item */
};
#define NONE ((size_t)-1)

struct parcel {
	struct parcels *all;
	struct item item[ITEMS_MAX];
	size_t n;
	struct buf texts, bytes;
	struct msg_log walker, log;
	struct job job; /* of the thread that opens it */
	bool in_turn;   /* slot and log go straight out */
};

struct parcels {
	const struct input_sink *sink;
	struct pool *pool;
	struct parcel **parcel;
	size_t n;
	_Atomic size_t files; /* for the next parcel */
	struct parcel *now; /* being packed; NULL: none yet */
};

/* ---- the threads that open parcels --------------------------------------- */

/* Its turn has come: what is in the slot, and what was said meanwhile. */
static void
let_out(struct parcel *p)
{
	msg_take_turns(&p->log);
	job_merge(&p->job);
	msg_take_turns(NULL);
	msg_print(&p->log);
}

static void
open_item(struct parcel *p, const struct item *it)
{
	struct job *j = &p->job;

	buf_reset(&j->addr);
	buf_addz(&j->addr, p->texts.p + it->addr);
	j->below = it->below;
	if (it->path != NONE)
		deliver_file(j, p->texts.p + it->path);
	else
		deliver_bytes(j, str_skip((struct str){p->bytes.p,
		    it->bytes + it->nbytes}, it->bytes));
}

void
parcel_take_turn(struct job *j)
{
	struct parcel *p = j->parcel;

	if (p->in_turn)
		return;
	pool_await_turn(p->all->pool, p);
	p->in_turn = true;
	msg_divert(NULL);
	let_out(p);
}

bool
parcel_is_in_turn(const struct parcel *p)
{
	return p->in_turn;
}

/* Let the walker know how many files like those of p are enough; after long ones
 * it begins anew with one. */
static void
say_how_many(struct parcel *p, bool too_many)
{
	size_t each = p->n != 0 ? p->job.waiting / p->n : 0;
	size_t files = WAITING_ENOUGH / (each + 1);

	if (p->n == 0 || p->item[0].path == NONE)
		return;
	if (too_many)
		files = 1;
	atomic_store(&p->all->files, files < FILES_MAX ? files : FILES_MAX);
}

static void
open_parcel(void *ctx, void *slot)
{
	struct parcel *p = slot;
	size_t told = 0;
	bool too_many = false;
	/* the output is not this thread's */
	struct stream_wait before = stream_on_wait(stream_just_wait, NULL);

	(void)ctx;
	for (size_t i = 0; i < p->n; i++) {
		const struct item *it = &p->item[i];

		msg_divert(&p->log);
		msg_log_add(&p->log, &p->walker, told, it->told);
		told = it->told;
		if (p->job.waiting >= WAITING_ENOUGH) {
			too_many = true;
			parcel_take_turn(&p->job);
		}
		open_item(p, it);
		p->in_turn = false;
	}
	say_how_many(p, too_many);
	msg_divert(NULL);
	msg_log_add(&p->log, &p->walker, told, p->walker.lines.n);
	stream_on_wait(before.wait, before.ctx);
}

static void
finish_parcel(void *ctx, void *slot)
{
	struct parcel *p = slot;

	(void)ctx;
	let_out(p);
	p->n = 0;
	buf_reset(&p->texts);
	buf_reset(&p->bytes);
	buf_reset(&p->walker.lines);
	p->walker.trouble = false;
}

static void
send_pending(void *ctx)
{
	(void)ctx;
	out_flush();
}

/* ---- the walker ---------------------------------------------------------- */

static struct parcel *
current(struct parcels *p)
{
	if (p->now == NULL) {
		p->now = pool_take(p->pool);
		msg_divert(&p->now->walker);
	}
	return p->now;
}

/* A parcel is current all the time: its log takes what is said. */
static void
give(struct parcels *p)
{
	p->now = NULL;
	pool_give(p->pool);
	current(p);
}

/* A converter takes longer than any parcel: each document for itself then. */
static void
give_if_full(struct parcels *p, const struct job *j, size_t enough)
{
	if (p->now->n >= enough || p->now->bytes.n >= BYTES_ENOUGH ||
	    j->o->pre.n != 0)
		give(p);
}

static bool
is_empty(const struct parcel *p)
{
	return p->n == 0 && p->walker.lines.n == 0;
}

static void
before_waiting(void *ctx)
{
	struct parcels *p = ctx;

	if (!is_empty(p->now))
		give(p);
	pool_rest(p->pool);
}

static struct parcel *
new_parcel(struct parcels *all, const struct job *j)
{
	struct parcel *p = xcalloc(1, sizeof *p);

	p->all = all;
	p->job = (struct job){.o = j->o, .sink = j->sink,
	    .include = j->include, .exclude = j->exclude, .parcel = p};
	p->job.slot = j->sink->slot_new(j->sink->ctx);
	return p;
}

void
parcels_start(struct job *j, unsigned threads)
{
	const struct pool_job work = {.work = open_parcel,
	    .finish = finish_parcel, .idle = send_pending};
	struct parcels *p;

	if (j->sink->slot_new == NULL)
		return;
	if (threads <= 1) {
		j->slot = j->sink->slot_new(j->sink->ctx);
		return;
	}
	p = xcalloc(1, sizeof *p);
	p->sink = j->sink;
	p->n = (size_t)threads + SPARE;
	p->files = 1; /* until something is known of them */
	p->parcel = xcalloc(p->n, sizeof *p->parcel);
	for (size_t i = 0; i < p->n; i++)
		p->parcel[i] = new_parcel(p, j);
	p->pool = pool_start(&work, threads, (void *const *)p->parcel, p->n);
	j->parcels = p;
	parcels_go_on(p);
}

void
parcels_said(struct parcels *p)
{
	if (p->now->walker.lines.n >= BYTES_ENOUGH)
		give(p);
}

static size_t
add_text(struct parcel *p, struct str text)
{
	size_t at = p->texts.n;

	buf_addstr(&p->texts, text);
	buf_addc(&p->texts, '\0');
	return at;
}

static struct item *
add_item(struct parcels *p, const struct job *j)
{
	struct parcel *now = p->now;
	struct item *it = &now->item[now->n++];

	*it = (struct item){.addr = add_text(now, buf_str(&j->addr)),
	    .below = j->below, .path = NONE, .told = now->walker.lines.n};
	return it;
}

void
parcels_add_bytes(struct parcels *p, const struct job *j, struct str raw)
{
	struct item *it = add_item(p, j);

	it->bytes = p->now->bytes.n;
	it->nbytes = raw.n;
	buf_addstr(&p->now->bytes, raw);
	give_if_full(p, j, ITEMS_MAX);
}

void
parcels_add_path(struct parcels *p, const struct job *j, const char *path)
{
	struct item *it = add_item(p, j);

	it->path = add_text(p->now, str_of(path));
	give_if_full(p, j, atomic_load(&p->files));
}

void
parcels_pause(struct parcels *p)
{
	if (!is_empty(p->now))
		give(p);
	pool_drain(p->pool);
	msg_divert(NULL);
	stream_on_wait(NULL, NULL);
}

void
parcels_go_on(struct parcels *p)
{
	msg_divert(&current(p)->walker);
	stream_on_wait(before_waiting, p);
}

static void
free_parcel(struct parcel *p)
{
	if (p->job.sink->slot_free != NULL)
		p->job.sink->slot_free(p->job.sink->ctx, p->job.slot);
	job_free(&p->job);
	buf_free(&p->texts);
	buf_free(&p->bytes);
	buf_free(&p->walker.lines);
	buf_free(&p->log.lines);
	free(p);
}

void
parcels_end(struct parcels *p)
{
	if (p == NULL)
		return;
	parcels_pause(p);
	pool_end(p->pool);
	for (size_t i = 0; i < p->n; i++)
		free_parcel(p->parcel[i]);
	free(p->parcel);
	free(p);
}
