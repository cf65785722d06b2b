/*
 * Runs a command and tells what it took: a line of wall time and CPU time in
 * microseconds, the most memory of one of its processes in kB, its exit status,
 * and how many bytes its processes wrote, 0 where the system does not tell: as
 * often as it runs it must write as much.  A command without signs of the shell is started without one.  Its
 * standard input is empty and its output goes nowhere, or to a file.
 *
 *	measure COMMAND		once
 *	measure -n N COMMAND	N times: medians of the times, the most memory
 *	measure -o FILE COMMAND	its output goes to FILE
 *	measure -t A,B FILE COMMAND
 *		FILE trickles in: its first A bytes come, then, when all is
 *		quiet, those up to B; the wall time is that from then on until
 *		something comes out; status 124 when nothing does in 5 seconds
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUNS_MAX 1000
#define WORDS_MAX 64
#define QUIET_MS 300
#define PATIENCE_MS 5000
#define STATUS_SILENT 124

struct run {
	long wall, cpu, memory, wrote;
	int status;
};

static void
fail(const char *what)
{
	fprintf(stderr, "measure: %s: %s\n", what, strerror(errno));
	exit(2);
}

static long
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static long
microseconds(struct timeval t)
{
	return t.tv_sec * 1000000 + t.tv_usec;
}

static int
opened(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0666);

	if (fd < 0)
		fail(path);
	return fd;
}

/* Become the command. */
static void
become(char *command)
{
	char *word[WORDS_MAX + 1] = {0};
	size_t n = 0;

	if (strpbrk(command, "|&;<>()$`\\\"'*?[#~=%\n") != NULL) {
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		fail("/bin/sh");
	}
	for (char *p = strtok(command, " "); p != NULL && n < WORDS_MAX;
	    p = strtok(NULL, " "))
		word[n++] = p;
	if (n != 0)
		execvp(word[0], word);
	fail(n != 0 ? word[0] : "no command");
}

static pid_t
start(char *command, int in, int out)
{
	pid_t pid = fork();

	if (pid < 0)
		fail("fork");
	if (pid != 0)
		return pid;
	if (dup2(in, 0) < 0 || dup2(out, 1) < 0)
		fail("dup2");
	signal(SIGPIPE, SIG_DFL);
	become(command);
	return -1;
}

/* What the processes under one that has ended wrote. */
static long
bytes_written(pid_t pid)
{
	char path[64], line[128];
	long n = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/io", (long)pid);
	f = fopen(path, "r");
	if (f == NULL)
		return 0;
	while (fgets(line, sizeof line, f) != NULL)
		if (sscanf(line, "wchar: %ld", &n) == 1)
			break;
	fclose(f);
	return n;
}

/* Wait for the command; the wall time is that since from. */
static struct run
finish(pid_t pid, long from)
{
	struct rusage used;
	siginfo_t end;
	struct run r;
	int status;

	if (waitid(P_PID, (id_t)pid, &end, WEXITED | WNOWAIT) != 0)
		fail("waitid");
	r.wall = now() - from;
	r.wrote = bytes_written(pid);
	if (wait4(pid, &status, 0, &used) < 0)
		fail("wait4");
	r.cpu = microseconds(used.ru_utime) + microseconds(used.ru_stime);
	r.memory = used.ru_maxrss;
	r.status = WIFEXITED(status) ? WEXITSTATUS(status)
				     : 128 + WTERMSIG(status);
	return r;
}

static struct run
once(char *command, const char *to)
{
	int in = opened("/dev/null", O_RDONLY),
	    out = opened(to, O_WRONLY | O_CREAT | O_TRUNC);
	long from = now();
	struct run r = finish(start(command, in, out), from);

	close(in);
	close(out);
	return r;
}

static int
by_size(const void *a, const void *b)
{
	const long *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static struct run
often(char *command, const char *to, size_t n)
{
	static long wall[RUNS_MAX], cpu[RUNS_MAX];
	struct run most = {0}, r;

	for (size_t i = 0; i < n; i++) {
		r = once(command, to);
		wall[i] = r.wall;
		cpu[i] = r.cpu;
		if (r.memory > most.memory)
			most.memory = r.memory;
		if (r.status > most.status)
			most.status = r.status;
		most.wrote = r.wrote;
	}
	qsort(wall, n, sizeof *wall, by_size);
	qsort(cpu, n, sizeof *cpu, by_size);
	most.wall = wall[n / 2];
	most.cpu = cpu[n / 2];
	return most;
}

/* Copy so many bytes, or fewer when from ends. */
static void
copy(int from, int to, long n)
{
	char buf[4096];

	while (n > 0) {
		size_t want = n < (long)sizeof buf ? (size_t)n : sizeof buf;
		ssize_t got = read(from, buf, want);

		if (got <= 0)
			return;
		if (write(to, buf, (size_t)got) != got)
			fail("write");
		n -= got;
	}
}

/* Read what comes until nothing has come for so long.  Returns whether
 * something came; first is when. */
static int
listen_to(int fd, int ms, long *first)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	char buf[65536];
	int heard = 0;

	while (poll(&p, 1, heard ? 0 : ms) > 0 && read(fd, buf, sizeof buf) > 0) {
		if (!heard)
			*first = now();
		heard = 1;
	}
	return heard;
}

static struct run
trickled(char *command, const char *file, long a, long b)
{
	int in[2], out[2], from = opened(file, O_RDONLY), heard;
	long sent, latency, first = 0;
	struct run r;
	pid_t pid;

	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
		fail("pipe");
	pid = start(command, in[0], out[1]);
	close(in[0]);
	close(out[1]);
	copy(from, in[1], a);
	while (listen_to(out[0], QUIET_MS, &first))
		;
	sent = now();
	copy(from, in[1], b - a);
	heard = listen_to(out[0], PATIENCE_MS, &first);
	close(in[1]);
	latency = first - sent;
	while (listen_to(out[0], PATIENCE_MS, &first))
		;
	r = finish(pid, sent);
	r.wall = latency;
	r.status = heard ? 0 : STATUS_SILENT; /* its input was cut off */
	return r;
}

int
main(int argc, char **argv)
{
	const char *to = "/dev/null";
	long n = 1, a = 0, b = 0;
	struct run r;
	int c;

	signal(SIGPIPE, SIG_IGN);
	while ((c = getopt(argc, argv, "+n:o:t:")) != -1) {
		if (c == 'n')
			n = strtol(optarg, NULL, 10);
		else if (c == 'o')
			to = optarg;
		else if (c != 't' || sscanf(optarg, "%ld,%ld", &a, &b) != 2)
			return 2;
	}
	if (n < 1 || n > RUNS_MAX || argc - optind != (b != 0 ? 2 : 1)) {
		fprintf(stderr, "usage: measure [-n N] [-o FILE] COMMAND | "
		    "measure -t A,B FILE COMMAND\n");
		return 2;
	}
	if (b != 0)
		r = trickled(argv[optind + 1], argv[optind], a, b);
	else
		r = often(argv[optind], to, (size_t)n);
	printf("%ld\t%ld\t%ld\t%d\t%ld\n", r.wall, r.cpu, r.memory, r.status,
	    r.wrote);
	return 0;
}
