/*
 * Messages.  A message goes out as one write, so that lines of programs in a
 * pipeline do not mix.  It never goes through the terminal unescaped.
 */
#include "base/msg.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/progress.h"

static const char *program = "gx";
static bool zh, quiet;
static bool trouble;
static size_t shown_max = MSG_SHOWN_MAX;
static unsigned long shown, held_back;
static _Thread_local struct msg_log *diverted, *turns;

static const char *
locale_name(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *v = getenv(names[i]);

		if (v != NULL && *v != '\0')
			return v;
	}
	return "";
}

void
msg_init(const char *argv0)
{
	const char *slash = argv0 != NULL ? strrchr(argv0, '/') : NULL;

	if (argv0 != NULL)
		program = slash != NULL ? slash + 1 : argv0;
	zh = strncmp(locale_name(), "zh", 2) == 0;
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_IGN); /* the write that fails tells of it */
}

const char *
msg_program(void)
{
	return program;
}

bool
msg_is_zh(void)
{
	return zh;
}

void
msg_set_zh(bool on)
{
	zh = on;
}

const char *
tr(const char *en, const char *in_zh)
{
	return zh ? in_zh : en;
}

/* Append text to line, with control characters made visible. */
static size_t
add_visible(char *line, size_t n, size_t cap, const char *text)
{
	for (; *text != '\0' && n + 5 < cap; text++) {
		unsigned char c = (unsigned char)*text;

		if (c < 0x20 || c == 0x7f)
			n += (size_t)snprintf(line + n, 5, "\\x%02X", c);
		else if (c == 0xc2 && (unsigned char)text[1] >= 0x80 &&
		    (unsigned char)text[1] < 0xa0) /* C1 controls */
			n += (size_t)snprintf(line + n, 5, "\\x%02X",
			    (unsigned char)*++text);
		else
			line[n++] = (char)c;
	}
	return n;
}

/* Write a line, or count it when there were many. */
static void
show(const char *line, size_t n)
{
	char out[6100];
	size_t from;
	ssize_t done;

	if (quiet)
		return;
	if (shown >= shown_max) {
		held_back++;
		return;
	}
	shown++;
	from = (size_t)snprintf(out, 8, "%s", progress_wipe());
	if (n > sizeof out - from)
		n = sizeof out - from;
	memcpy(out + from, line, n);
	done = write(STDERR_FILENO, out, from + n);
	if (done < 0 && errno == EPIPE)
		cleanup_broken_pipe();
	/* else nobody is left to be told */
}

static void
put_line(const char *where, unsigned long line, unsigned long col,
    const char *text)
{
	char out[6000], number[64];
	size_t n = 0, cap = sizeof out - 1;

	n = add_visible(out, n, cap, program);
	n = add_visible(out, n, cap, ": ");
	if (where != NULL) {
		n = add_visible(out, n, cap, where);
		if (line != 0) {
			snprintf(number, sizeof number, ":%lu", line);
			n = add_visible(out, n, cap, number);
		}
		if (line != 0 && col != 0) {
			snprintf(number, sizeof number, ":%lu", col);
			n = add_visible(out, n, cap, number);
		}
		n = add_visible(out, n, cap, ": ");
	}
	n = add_visible(out, n, cap, text);
	out[n++] = '\n';
	if (diverted != NULL)
		buf_add(&diverted->lines, out, n);
	else
		show(out, n);
}

static void
set_trouble(void)
{
	if (diverted != NULL)
		diverted->trouble = true;
	else
		trouble = true;
}

static void
vput(const char *where, unsigned long line, const char *fmt, va_list ap)
    __attribute__((format(printf, 3, 0)));

static void
vput(const char *where, unsigned long line, const char *fmt, va_list ap)
{
	char text[4096];

	vsnprintf(text, sizeof text, fmt, ap);
	put_line(where, line, 0, text);
}

void
warn(const char *where, unsigned long line, const char *fmt, ...)
{
	va_list ap;

	set_trouble();
	va_start(ap, fmt);
	vput(where, line, fmt, ap);
	va_end(ap);
}

void
note(const char *where, unsigned long line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vput(where, line, fmt, ap);
	va_end(ap);
}

void
warn_err(const char *where, const struct err *e)
{
	set_trouble();
	put_line(where, e->line, e->col, e->text);
}

void
die(const char *fmt, ...)
{
	static atomic_flag dying = ATOMIC_FLAG_INIT;
	va_list ap;

	while (atomic_flag_test_and_set(&dying))
		pause(); /* another thread has said why */
	diverted = NULL;
	quiet = false;
	shown = 0;
	shown_max = 1;
	va_start(ap, fmt);
	vput(NULL, 0, fmt, ap);
	va_end(ap);
	cleanup_run();
	_exit(STATUS_TROUBLE); /* other threads may still use what exit frees */
}

bool
err_set(struct err *e, const char *fmt, ...)
{
	va_list ap;

	if (e != NULL) {
		e->line = e->col = 0;
		va_start(ap, fmt);
		vsnprintf(e->text, sizeof e->text, fmt, ap);
		va_end(ap);
	}
	return false;
}

bool
err_at(struct err *e, unsigned long line, unsigned long col, const char *fmt,
    ...)
{
	va_list ap;

	if (e != NULL) {
		e->line = line;
		e->col = col;
		va_start(ap, fmt);
		vsnprintf(e->text, sizeof e->text, fmt, ap);
		va_end(ap);
	}
	return false;
}

void
msg_divert(struct msg_log *log)
{
	diverted = log;
}

void
msg_log_add(struct msg_log *log, const struct msg_log *other, size_t from,
    size_t to)
{
	if (to == from)
		return;
	buf_add(&log->lines, other->lines.p + from, to - from);
	log->trouble |= other->trouble;
}

/* Print the lines of log from its byte from to its byte to. */
static void
print_lines(const struct msg_log *log, size_t from, size_t to)
{
	while (from < to) {
		const char *line = log->lines.p + from;
		const char *end = memchr(line, '\n', to - from);
		size_t n = (size_t)(end - line) + 1;

		show(line, n);
		from += n;
	}
}

void
msg_print(struct msg_log *log)
{
	trouble |= log->trouble;
	print_lines(log, log->printed, log->lines.n);
	buf_reset(&log->lines);
	log->printed = 0;
	log->trouble = false;
}

size_t
msg_said(void)
{
	return diverted != NULL ? diverted->lines.n : 0;
}

void
msg_take_turns(struct msg_log *log)
{
	turns = log;
}

void
msg_print_to(size_t said)
{
	if (turns == NULL || said <= turns->printed)
		return;
	print_lines(turns, turns->printed, said);
	turns->printed = said;
}

void
msg_show_at_most(size_t n)
{
	shown_max = n;
}

void
msg_quiet(void)
{
	quiet = true;
}

int
msg_status(void)
{
	return trouble ? STATUS_TROUBLE : STATUS_OK;
}

void
msg_finish(void)
{
	char text[100];

	if (held_back == 0)
		return;
	snprintf(text, sizeof text,
	    shown != 0
		? tr("%lu more messages like these", "另有 %lu 条同类消息")
		: tr("messages not shown: %lu", "未显示的消息：%lu 条"),
	    held_back);
	held_back = 0;
	shown = 0;
	shown_max = 1;
	put_line(NULL, 0, 0, text);
}
