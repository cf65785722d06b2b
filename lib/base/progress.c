/*
 * Progress.  The counters are atomic and whoever counts past the time that the
 * line is due writes it, so that no thread and no timer is needed.  The line is
 * put together without the C library, since SIGUSR1 may ask for it anywhere.
 */
#include "base/progress.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/msg.h"

#define FIRST_MS 2000 /* before that nobody waits */
#define TERMINAL_MS 250
#define FILE_MS 1000

static enum progress_when when;
static bool on, to_terminal;
static uint64_t expected;
static int64_t started;
static _Atomic uint64_t bytes, documents;
static _Atomic int64_t due;
static atomic_bool stands; /* a line stands on the terminal */

/* A text of fixed size; what does not fit is left out. */
struct line {
	char text[300];
	size_t n;
};

static void
add(struct line *l, const char *text)
{
	while (*text != '\0' && l->n < sizeof l->text)
		l->text[l->n++] = *text++;
}

static void
add_number(struct line *l, uint64_t number)
{
	char digits[21], *p = digits + sizeof digits - 1;

	*p = '\0';
	do
		*--p = (char)('0' + number % 10);
	while ((number /= 10) != 0);
	add(l, p);
}

/* "12.3 MB" */
static void
add_size(struct line *l, uint64_t size)
{
	static const char *const units[] = {" kB", " MB", " GB", " TB"};
	uint64_t tenths = size / 100;
	size_t unit = 0;

	while (tenths >= 10000 && unit < 3) {
		tenths /= 1000;
		unit++;
	}
	add_number(l, tenths / 10);
	add(l, ".");
	add_number(l, tenths % 10);
	add(l, units[unit]);
}

/* "1:02:03" or "2:03" */
static void
add_time(struct line *l, uint64_t seconds)
{
	uint64_t minutes = seconds / 60 % 60;

	if (seconds >= 3600) {
		add_number(l, seconds / 3600);
		add(l, minutes < 10 ? ":0" : ":");
	}
	add_number(l, minutes);
	add(l, seconds % 60 < 10 ? ":0" : ":");
	add_number(l, seconds % 60);
}

static void
add_left(struct line *l, uint64_t read, uint64_t ms)
{
	double left = (double)(expected - read) / (double)read * (double)ms;

	if (left > 1e12)
		return;
	add(l, tr(", ", "，剩余 "));
	add_time(l, (uint64_t)left / 1000);
	add(l, tr(" left", ""));
}

/* "12345 documents, 1.2 GB of 3.4 GB, 0:10, 120.3 MB/s, 0:20 left" */
static void
add_state(struct line *l)
{
	uint64_t read = atomic_load_explicit(&bytes, memory_order_relaxed);
	uint64_t done = atomic_load_explicit(&documents, memory_order_relaxed);
	uint64_t ms = (uint64_t)(clock_ms() - started);

	if (done != 0) {
		add_number(l, done);
		add(l, tr(done == 1 ? " document, " : " documents, ",
		    " 份文档，"));
	}
	add_size(l, read);
	if (read < expected) {
		add(l, tr(" of ", " / "));
		add_size(l, expected);
	}
	add(l, tr(", ", "，"));
	add_time(l, ms / 1000);
	if (ms == 0 || read == 0)
		return;
	add(l, tr(", ", "，"));
	add_size(l, (uint64_t)((double)read * 1000 / (double)ms));
	add(l, "/s");
	if (read < expected)
		add_left(l, read, ms);
}

/* Write the line; on a terminal it stays the current one unless it is to stay. */
static void
put(bool to_stay)
{
	bool terminal = isatty(STDERR_FILENO) != 0;
	struct line l = {.n = 0};
	ssize_t done;

	if (terminal)
		add(&l, "\r");
	add(&l, msg_program());
	add(&l, ": ");
	add_state(&l);
	if (terminal)
		add(&l, "\033[K");
	if (to_stay || !terminal)
		add(&l, "\n");
	atomic_store(&stands, terminal && !to_stay);
	done = write(STDERR_FILENO, l.text, l.n);
	(void)done; /* nobody is left to be told */
}

/* Whoever moves the time on writes the line. */
static void
show(void)
{
	int64_t now, then = atomic_load_explicit(&due, memory_order_relaxed);

	if (!on)
		return;
	now = clock_ms();
	if (now < then ||
	    !atomic_compare_exchange_strong(&due, &then, now +
		(isatty(STDERR_FILENO) ? TERMINAL_MS : FILE_MS)))
		return;
	put(false);
}

static void
answer(int signal)
{
	int kept = errno; /* of what was interrupted */

	(void)signal;
	put(true);
	errno = kept;
}

void
progress_init(enum progress_when wanted, bool records_to_terminal)
{
	struct sigaction asked = {.sa_handler = answer, .sa_flags = SA_RESTART};

	when = wanted;
	to_terminal = records_to_terminal;
	started = clock_ms();
	sigemptyset(&asked.sa_mask);
	sigaction(SIGUSR1, &asked, NULL);
}

static bool
is_useful(bool piped)
{
	const char *term = getenv("TERM");

	return !piped && !to_terminal && isatty(STDERR_FILENO) != 0 &&
	    (term == NULL || strcmp(term, "dumb") != 0);
}

void
progress_begin(uint64_t all, bool piped)
{
	expected = all;
	started = clock_ms();
	atomic_store(&bytes, 0);
	atomic_store(&due, started + FIRST_MS);
	on = when == PROGRESS_ALWAYS ||
	    (when == PROGRESS_AUTO && is_useful(piped));
}

void
progress_bytes(size_t n)
{
	atomic_fetch_add_explicit(&bytes, n, memory_order_relaxed);
	show();
}

void
progress_in_vain(uint64_t n)
{
	atomic_fetch_sub_explicit(&bytes, n, memory_order_relaxed);
}

void
progress_document(void)
{
	atomic_fetch_add_explicit(&documents, 1, memory_order_relaxed);
	show();
}

const char *
progress_wipe(void)
{
	return atomic_exchange(&stands, false) ? "\r\033[K" : "";
}

void
progress_end(void)
{
	const char *wipe = progress_wipe();
	ssize_t done = 0;

	if (on && when == PROGRESS_ALWAYS)
		put(true);
	else if (*wipe != '\0')
		done = write(STDERR_FILENO, wipe, strlen(wipe));
	(void)done;
	on = false;
}
