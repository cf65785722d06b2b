/* Start and end of a program, see common.h. */
#include "base/common.h"

#include <fcntl.h>
#include <locale.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/msg.h"
#include "base/out.h"
#include "base/progress.h"
#include "base/reject.h"

struct common_options common_options;

static const struct opt options[] = {
	{'o', "output", OPT_TEXT, "FILE", &common_options.output,
	    "write to FILE, which appears when all is written",
	    "写入 FILE，全部写完后才出现"},
	{0, "no-header", OPT_FLAG, NULL, &common_options.no_header,
	    "leave out the header line", "不输出表头行"},
	{'j', "jobs", OPT_SIZE, "N", &common_options.jobs,
	    "threads to work with, 1 for none (as many as there are processors)",
	    "使用的线程数，1 表示不用线程（默认与处理器数相同）"},
	{0, "line-buffered", OPT_FLAG, NULL, &common_options.line_buffered,
	    "send every record at once", "每条记录立即输出"},
	{'q', "quiet", OPT_FLAG, NULL, &common_options.quiet,
	    "no messages about inputs; the exit status still tells",
	    "不显示关于输入的消息，仅由退出状态反映"},
	{0, "max-warnings", OPT_SIZE, "N", &common_options.max_warnings,
	    "messages about inputs to show, the others are counted (100)",
	    "最多显示的输入消息条数，其余只计数（100）"},
	{0, "progress", OPT_ONE, NULL, &common_options.progress,
	    "tell how far the work is, and a last line at its end",
	    "显示进度，结束时再输出一行"},
	{0, "no-progress", OPT_ONE, NULL, &common_options.progress,
	    "do not, not even on a terminal", "不显示进度，终端上也不显示"},
};

const struct opt_group common_group = OPT_GROUP("Output", "输出", options);

static void
start_progress(void)
{
	const char *asked = common_options.progress;
	enum progress_when when = PROGRESS_AUTO;

	if (asked != NULL)
		when = strcmp(asked, "progress") == 0 ? PROGRESS_ALWAYS
						      : PROGRESS_NEVER;
	else if (common_options.quiet)
		when = PROGRESS_NEVER;
	progress_init(when, common_options.output == NULL &&
	    isatty(STDOUT_FILENO) != 0);
}

#define JOBS_MAX 256

/* How many the program may use. */
static size_t
processors(void)
{
	cpu_set_t set;
	int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;

	return n < JOBS_MAX ? (size_t)n : JOBS_MAX;
}

/* A file that is opened must not get the number of a standard stream that is
 * closed, and messages in it.  What reads or writes there still gets an error. */
static void
fill_closed(void)
{
	static const int useless[] = {
	    [STDIN_FILENO] = O_WRONLY,
	    [STDOUT_FILENO] = O_RDONLY,
	    [STDERR_FILENO] = O_RDONLY,
	};

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", useless[fd]); /* takes the lowest number */
}

#define PIPE_BYTES (1 << 20)

/* A larger pipe lets both ends work on while the other is away.  A system may
 * refuse; what is no pipe stays as it is. */
static void
widen_pipes(void)
{
#ifdef F_SETPIPE_SZ
	fcntl(STDIN_FILENO, F_SETPIPE_SZ, PIPE_BYTES);
	fcntl(STDOUT_FILENO, F_SETPIPE_SZ, PIPE_BYTES);
#endif
}

char **
common_start(const struct tool *t, int argc, char **argv)
{
	char **operands;

	fill_closed();
	str_hash((struct str){0}); /* chooses the seed before there are threads */
	msg_init(argc > 0 ? argv[0] : NULL);
	/* libarchive gives member names only in a UTF-8 locale; numbers and
	 * sorting stay those of "C" */
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		setlocale(LC_CTYPE, "");
	common_options.jobs = processors();
	common_options.max_warnings = MSG_SHOWN_MAX;
	operands = opt_parse(t, argc, argv);
	if (common_options.jobs == 0 || common_options.jobs > JOBS_MAX)
		die(tr("--jobs is 1 to %d", "--jobs 应为 1 到 %d"), JOBS_MAX);
	msg_show_at_most(common_options.max_warnings);
	if (common_options.quiet)
		msg_quiet();
	if (common_options.line_buffered)
		out_set_line_buffered();
	if (common_options.output != NULL)
		out_to_file(common_options.output);
	reject_start(common_options.output, operands);
	widen_pipes();
	start_progress();
	return operands;
}

void
common_header(const struct tsv_kind *kind)
{
	if (common_options.no_header)
		return;
	tsv_header(out_buf(), kind);
	out_commit();
}

void *
common_slot_new(void *ctx)
{
	(void)ctx;
	return xcalloc(1, sizeof(struct buf));
}

void
common_slot_free(void *ctx, void *slot)
{
	(void)ctx;
	buf_free(slot);
	free(slot);
}

void
common_slot_send(void *ctx, void *slot)
{
	(void)ctx;
	out_send(slot);
}

int
common_finish(int status)
{
	progress_end();
	if (msg_status() != STATUS_OK)
		status = msg_status();
	out_flush();
	reject_finish(); /* if that fails, no file of --output shall appear */
	out_close(status != STATUS_TROUBLE);
	msg_finish();
	return status;
}
