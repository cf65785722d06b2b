/*
 * Cleaning up before an early end.  A handler of signals may neither lock nor
 * free, so the signals are blocked in every thread, and one thread waits for
 * them.  It is started only when there is something to clean up.
 *
 * SIGPIPE goes to the thread that writes, and waits there until that has seen
 * the error of its write and cleaned up.
 */
#include "base/cleanup.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

static void (*drops[8])(void);
static size_t ndrops;
static sigset_t awaited;
static pthread_mutex_t running = PTHREAD_MUTEX_INITIALIZER;
static bool is_over;

/* Who comes second waits: the program must not end amid the work of the first. */
void
cleanup_run(void)
{
	pthread_mutex_lock(&running);
	for (size_t i = 0; i < ndrops && !is_over; i++)
		drops[i]();
	is_over = true;
	pthread_mutex_unlock(&running);
}

static void *
wait_for_signal(void *unused)
{
	int number;

	(void)unused;
	while (sigwait(&awaited, &number) != 0)
		;
	cleanup_run();
	cleanup_forget();
	raise(number);
	return NULL;
}

static void
await(int number)
{
	struct sigaction now;

	if (sigaction(number, NULL, &now) == 0 && now.sa_handler != SIG_IGN)
		sigaddset(&awaited, number); /* nohup's stay ignored */
}

static void
watch(void)
{
	pthread_t thread;

	sigemptyset(&awaited);
	await(SIGINT);
	await(SIGTERM);
	await(SIGHUP);
	await(SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &awaited, NULL);
	if (pthread_create(&thread, NULL, wait_for_signal, NULL) == 0)
		pthread_detach(thread);
	else
		cleanup_forget();
}

void
cleanup_add(void (*drop)(void))
{
	assert(ndrops < sizeof drops / sizeof *drops);
	pthread_mutex_lock(&running);
	drops[ndrops++] = drop;
	pthread_mutex_unlock(&running);
	if (ndrops == 1)
		watch();
}

void
cleanup_forget(void)
{
	pthread_sigmask(SIG_UNBLOCK, &awaited, NULL);
}

void
cleanup_broken_pipe(void)
{
	cleanup_run();
	cleanup_forget(); /* where it waits, it ends the program now */
	raise(SIGPIPE);
}
