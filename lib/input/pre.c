/*
 * --pre: converters that the user names, as ripgrep's option of that name.
 *
 * The document goes to a temporary file rather than to standard input: most
 * converters want to seek in it, and some go by its suffix.
 */
#include "input/pre.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/temporary.h"
#include "input/name.h"

#define PIECE ((size_t)64 * 1024)

/* A command that runs, and its file: what is left of them when the program dies
 * is dropped. */
struct run {
	struct run *next;
	const char *file;
	pid_t pid; /* 0: not started, or over */
};
static struct run *runs;
static pthread_mutex_t runs_lock = PTHREAD_MUTEX_INITIALIZER;

static void
drop_runs(void)
{
	pthread_mutex_lock(&runs_lock);
	for (const struct run *r = runs; r != NULL; r = r->next) {
		if (r->pid != 0)
			kill(-r->pid, SIGKILL);
		unlink(r->file);
	}
}

void
pre_start(void)
{
	signal(SIGCHLD, SIG_DFL); /* ignored, it would leave no status to wait for */
	cleanup_add(drop_runs);
}

static void
enter(struct run *r, const char *file)
{
	r->file = file;
	pthread_mutex_lock(&runs_lock);
	r->next = runs;
	runs = r;
	pthread_mutex_unlock(&runs_lock);
}

static void
set_pid(struct run *r, pid_t pid)
{
	pthread_mutex_lock(&runs_lock);
	r->pid = pid;
	pthread_mutex_unlock(&runs_lock);
}

static void
leave(struct run *r)
{
	struct run **at = &runs;

	pthread_mutex_lock(&runs_lock);
	unlink(r->file);
	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	pthread_mutex_unlock(&runs_lock);
}

bool
pre_is_valid(const char *option)
{
	const char *equals = strchr(option, '=');

	return equals != NULL && equals != option &&
	    str_trim(str_of(equals + 1)).n != 0;
}

const char *
pre_command(const struct opt_list *pre, const char *path)
{
	for (size_t i = 0; i < pre->n; i++) {
		const char *equals = strchr(pre->v[i], '=');
		char *glob = xstrdup_str((struct str){pre->v[i],
		    (size_t)(equals - pre->v[i])});
		const char *one[] = {glob};
		const struct opt_list list = {.v = one, .n = 1};
		bool matches = name_matches(&list, path);

		free(glob);
		if (matches)
			return equals + 1;
	}
	return NULL;
}

/* The suffix of the path, ".docx", if it is a plain one; else "". */
static const char *
suffix_of(const char *path)
{
	const char *dot = strrchr(path, '.');
	size_t n = dot != NULL ? strlen(dot) : 0;

	if (n < 2 || n > 8)
		return "";
	for (size_t i = 1; i < n; i++)
		if (!((dot[i] >= '0' && dot[i] <= '9') ||
			(dot[i] >= 'a' && dot[i] <= 'z') ||
			(dot[i] >= 'A' && dot[i] <= 'Z')))
			return "";
	return dot;
}

/* Write the bytes to a temporary file, that of r; its name goes to name, ended by
 * NUL, and is empty when there is no file. */
static bool
make_file(struct run *r, const char *path, struct str bytes, struct buf *name,
    struct err *e)
{
	int fd = temporary_open(suffix_of(path), name);
	bool ok;

	if (fd < 0) {
		buf_reset(name);
		return err_set(e, tr("--pre: no temporary file: %s (TMPDIR says where)",
		    "--pre：无法建立临时文件：%s（位置由 TMPDIR 指定）"), strerror(errno));
	}
	enter(r, name->p);
	ok = write_whole(fd, bytes);
	if (close(fd) != 0 || !ok)
		return err_set(e, tr("--pre: cannot write %s: %s",
		    "--pre：无法写入 %s：%s"), name->p, strerror(errno));
	return true;
}

/* Split the command into words, with the file's name in its place.  The list, which
 * ends with NULL, is the caller's. */
static char **
make_words(char *command, char *file)
{
	/* a word and its blank are two bytes at least; the file, the end */
	char **words = xcalloc(strlen(command) / 2 + 3, sizeof *words), *rest;
	size_t n = 0;
	bool placed = false;

	for (char *w = strtok_r(command, " \t", &rest); w != NULL;
	    w = strtok_r(NULL, " \t", &rest)) {
		bool here = strcmp(w, "{}") == 0;

		words[n++] = here ? file : w;
		placed |= here;
	}
	if (!placed)
		words[n++] = file;
	return words;
}

static _Noreturn void
become(char **words, int output)
{
	int null = open("/dev/null", O_RDONLY);

	cleanup_forget();
	setpgid(0, 0); /* so that what it starts can be killed with it */
	if (null >= 0)
		dup2(null, STDIN_FILENO);
	dup2(output, STDOUT_FILENO);
	signal(SIGXFSZ, SIG_DFL); /* as msg_init found it */
	execvp(words[0], words);
	_exit(127);
}

static bool
too_slow(size_t seconds, struct err *e)
{
	return err_set(e,
	    tr("--pre: ran longer than %zu s (--pre-timeout)",
		"--pre：运行超过 %zu 秒（--pre-timeout）"),
	    seconds);
}

#define ENDLESS INT64_MAX

/* When a command is out of time. */
static int64_t
end_of_time(size_t seconds)
{
	return seconds != 0 ? clock_ms() + (int64_t)seconds * 1000 : ENDLESS;
}

/* Wait for something to read; false when the time is over. */
static bool
is_in_time(int fd, int64_t end)
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	int64_t left;

	while ((left = end - clock_ms()) > 0) {
		int got = poll(&wait, 1, end != ENDLESS ? (int)left : -1);

		if (got > 0 || (got < 0 && errno != EINTR))
			return true;
	}
	return false;
}

/* Read what the command prints until it is done, the time or the room is over. */
static bool
collect(int fd, size_t max, size_t seconds, int64_t end, struct buf *out,
    struct err *e)
{
	size_t start = out->n;

	for (;;) {
		ssize_t n;

		if (!is_in_time(fd, end))
			return too_slow(seconds, e);
		buf_reserve(out, PIECE);
		n = read(fd, out->p + out->n, PIECE);
		if (n == 0)
			return true;
		if (n > 0)
			out->n += (size_t)n;
		else if (errno != EINTR)
			return err_set(e, tr("--pre: cannot read: %s",
			    "--pre：无法读取：%s"), strerror(errno));
		if (out->n - start > max)
			return err_set(e,
			    tr("--pre: printed more than %zu bytes "
			       "(--max-document)",
				"--pre：输出超过 %zu 字节（--max-document）"),
			    max);
	}
}

/* Wait for the command, which may have closed its output and still run. */
static bool
await(pid_t pid, int64_t end, int *status)
{
	const struct timespec moment = {.tv_nsec = 5000000};

	for (;;) {
		pid_t got = waitpid(pid, status, WNOHANG);

		if (got == pid)
			return true;
		if (got < 0 && errno != EINTR)
			return false;
		if (clock_ms() >= end)
			return false;
		nanosleep(&moment, NULL);
	}
}

static void
end_by_force(pid_t pid)
{
	int status;

	kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
}

static bool
is_success(int status, const char *program, struct err *e)
{
	if (WIFSIGNALED(status))
		return err_set(e, tr("--pre: %s was ended by signal %d",
		    "--pre：%s 被信号 %d 终止"), program, WTERMSIG(status));
	if (WEXITSTATUS(status) == 127)
		return err_set(e, tr("--pre: cannot run %s",
		    "--pre：无法运行 %s"), program);
	if (WEXITSTATUS(status) != 0)
		return err_set(e, tr("--pre: %s ended with status %d",
		    "--pre：%s 以状态 %d 结束"), program, WEXITSTATUS(status));
	return true;
}

static bool
run(struct run *r, char **words, size_t max, size_t seconds, struct buf *out,
    struct err *e)
{
	int64_t end = end_of_time(seconds);
	int ends[2], status = 0;
	pid_t pid;
	bool ok, over;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return err_set(e, "--pre: %s", strerror(errno));
	pid = fork();
	if (pid == 0)
		become(words, ends[1]);
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return err_set(e, "--pre: %s", strerror(errno));
	}
	setpgid(pid, pid); /* whichever of the two comes first */
	set_pid(r, pid);
	ok = collect(ends[0], max, seconds, end, out, e);
	close(ends[0]);
	over = ok && await(pid, end, &status);
	if (!over)
		end_by_force(pid);
	set_pid(r, 0);
	if (over)
		return is_success(status, words[0], e);
	return ok ? too_slow(seconds, e) : false;
}

bool
pre_run(const char *command, const char *path, struct str bytes, size_t max,
    size_t seconds, struct buf *out, struct err *e)
{
	char *copy = xstrdup_str(str_of(command)), **words;
	struct buf file = {0};
	struct run r = {0};
	bool ok = make_file(&r, path, bytes, &file, e);

	if (ok) {
		words = make_words(copy, file.p);
		ok = run(&r, words, max, seconds, out, e);
		free(words);
	}
	if (file.n != 0)
		leave(&r);
	buf_free(&file);
	free(copy);
	return ok;
}
