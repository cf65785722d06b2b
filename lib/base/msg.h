/* Messages to the user: the program's name, the language, warnings, death. */
#ifndef GX_MSG_H
#define GX_MSG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum { STATUS_OK = 0, STATUS_FINDING = 1, STATUS_TROUBLE = 2 };

#define MSG_SHOWN_MAX 100

/*
 * A reason, complete enough to be shown to the user as it is.  The library
 * fills one and returns false or -1; it neither prints nor exits for what is
 * wrong with an input.  line and col count from 1; 0 means "not known".
 */
struct err {
	unsigned long line, col;
	char text[400];
};

/*
 * Remember the program's name, choose the language of the messages from
 * LC_ALL, LC_MESSAGES or LANG (the first one that is set and not empty; zh*
 * means Chinese), and give SIGPIPE its default action back; a file that may not
 * grow further is an error of the write, not a signal.  Call it first.
 */
void msg_init(const char *argv0);

/* The name given to msg_init, without its folder. */
const char *msg_program(void);

/* Is the user's language Chinese? */
bool msg_is_zh(void);

/* Speak Chinese (true) or English (false) from now on. */
void msg_set_zh(bool zh);

/* The one of the two texts that is in the user's language. */
const char *tr(const char *en, const char *zh)
    __attribute__((format_arg(1), format_arg(2)));

/*
 * "program: where:line: text" on standard error.  where may be NULL and line
 * 0: then that part is left out.  Control characters in the text are shown as
 * \xHH, so that a file name cannot speak to the terminal.
 * warn says that something could not be done, and makes msg_status() trouble;
 * note does not.  After MSG_SHOWN_MAX lines from one program, or as many as
 * msg_show_at_most says, only a count is kept, which msg_finish prints.
 */
void warn(const char *where, unsigned long line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void note(const char *where, unsigned long line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same as warn for a filled err; its column is shown when it has one. */
void warn_err(const char *where, const struct err *e);

/*
 * Messages of the calling thread that are held until their turn: what several
 * threads say comes out in the order of the inputs.  {0} is empty.
 */
struct msg_log {
	struct buf lines; /* as they will be printed, each with its line end */
	size_t printed;   /* bytes of them that are out already */
	bool trouble;     /* one of them is a warning */
};

/* From now on warn and note of the calling thread go to the log; NULL: to
 * standard error again. */
void msg_divert(struct msg_log *log);

/* Append the lines from..to (bytes) of one log to another. */
void msg_log_add(struct msg_log *log, const struct msg_log *other, size_t from,
    size_t to);

/* Print what the log holds, which counts and holds back as warn does, and empty
 * it. */
void msg_print(struct msg_log *log);

/*
 * For what is said while the results of several documents are used, one after
 * the other: the log is printed in between.  msg_said gives, in the thread that
 * reads, how far its log has come (0 when it is not diverted); msg_print_to, in
 * the thread that uses the results, prints the log named by msg_take_turns up to
 * there.  NULL: there is none, and msg_print_to does nothing.
 */
size_t msg_said(void);
void msg_take_turns(struct msg_log *log);
void msg_print_to(size_t said);

/* Say why and leave at once with status 2: no memory, no output, bad usage. */
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Fill *e (which may be NULL) and return false. */
bool err_set(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
bool err_at(struct err *e, unsigned long line, unsigned long col,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Show so many lines; 0: none.  MSG_SHOWN_MAX without it. */
void msg_show_at_most(size_t n);

/* No warning about inputs from now on; they still count for the status. */
void msg_quiet(void);

/* Has anything gone wrong so far?  STATUS_OK or STATUS_TROUBLE. */
int msg_status(void);

/* Print how many warnings were held back, if any. */
void msg_finish(void);

#endif
