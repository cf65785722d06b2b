/* What must not stay behind when the program ends before its time. */
#ifndef GX_CLEANUP_H
#define GX_CLEANUP_H

/*
 * Call drop before the program dies, or is ended by SIGINT, SIGTERM, SIGHUP or
 * SIGPIPE: once, in the thread that dies or in one of its own.  At most eight, all
 * before the program starts a thread.  From the first on a write to a pipe without
 * a reader returns EPIPE; where that is the end, call cleanup_broken_pipe.
 */
void cleanup_add(void (*drop)(void));

/* Call them now, or wait until another thread has; the program ends next. */
void cleanup_run(void);

/* In the child of a fork: signals end it as usual. */
void cleanup_forget(void);

/* The calling thread got EPIPE: call them, and end by SIGPIPE.  Returns if that is
 * ignored. */
void cleanup_broken_pipe(void);

#endif
