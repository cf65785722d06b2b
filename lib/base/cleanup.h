/* What must not stay behind when the program ends before its time. */
#ifndef GX_CLEANUP_H
#define GX_CLEANUP_H

/*
 * Call drop before the program dies, or is ended by SIGINT, SIGTERM or SIGHUP:
 * once, in the thread that dies or in one of its own.  At most eight, all before
 * the program starts a thread.
 */
void cleanup_add(void (*drop)(void));

/* Call them now; the program ends next. */
void cleanup_run(void);

/* In the child of a fork: signals end it as usual. */
void cleanup_forget(void);

#endif
