/*
 * In: lines that do not fit.  Out: a warning each, or how many there were; and a file
 * of records "doc line reason raw".
 *
 * raw is the line as a field, with the escapes of any field, so that the file is a table
 * as the others, to be counted by reason; a byte that is not UTF-8 is written as \xHH,
 * which no reader turns back.  A line longer than any may be is not kept.
 */
#include "base/reject.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/msg.h"
#include "base/target.h"
#include "base/temporary.h"
#include "base/utf8.h"

#define ENOUGH ((size_t)64 * 1024)

static const char *file;
static bool skip_bad;

static struct target target;
static struct reject_log now; /* to be written; of the input at hand */
static _Thread_local struct reject_log *diverted;

static const struct opt options[] = {
	{0, "skip-bad", OPT_FLAG, NULL, &skip_bad,
	    "lines of records that do not fit are counted, and no trouble",
	    "不合格的记录行只计数，不算错误"},
	{0, "rejects", OPT_TEXT, "FILE", &file,
	    "write such lines, with the reason, to FILE",
	    "把这些行连同原因写入 FILE"},
};

const struct opt_group reject_group = OPT_GROUP("Records", "记录", options);

static const char *const columns[] = {"doc", "line", "reason", "raw"};

static void
put(void)
{
	if (!write_whole(target.fd, buf_str(&now.records)))
		target_failed(file);
	buf_reset(&now.records);
}

static void
put_if_enough(void)
{
	if (now.records.n >= ENOUGH)
		put();
}

static void
refuse_if_own(const struct stat *own, const struct stat *other)
{
	if (own->st_dev == other->st_dev && own->st_ino == other->st_ino)
		die(tr("--rejects would take the place of what is read or printed: %s",
			"--rejects 会覆盖输入或输出：%s"), file);
}

/* The file whose place is taken must not be what the run reads, or prints: it would be
 * lost. */
static void
look_around(char *const *operands)
{
	struct stat own, other;

	if (target.temporary == NULL || stat(file, &own) != 0)
		return;
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fstat(fd, &other) == 0)
			refuse_if_own(&own, &other);
	for (; *operands != NULL; operands++)
		if (stat(*operands, &other) == 0)
			refuse_if_own(&own, &other);
}

void
reject_start(const char *output, char *const *operands)
{
	if (file == NULL)
		return;
	if (output != NULL && target_same(file, output))
		die(tr("--rejects and --output name the same file: %s",
			"--rejects 与 --output 是同一文件：%s"), file);
	target_open(&target, file);
	look_around(operands);
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		tsv_fieldz(&now.records, columns[i]);
	tsv_end(&now.records);
}

/* A field of any bytes, as UTF-8. */
static void
add_bytes(struct buf *b, struct str s)
{
	const char *end = str_end(s);
	struct buf clean = {0};

	for (const char *p = s.p, *next = p; p < end; p = next) {
		utf8_next(&next, end);
		if (next - p == 1 && (unsigned char)*p >= 0x80)
			buf_addf(&clean, "\\x%02X", (unsigned char)*p);
		else
			buf_add(&clean, p, (size_t)(next - p));
	}
	tsv_field(b, buf_str(&clean));
	buf_free(&clean);
}

void
reject(const char *where, const struct tsv *t, const struct err *e)
{
	struct reject_log *log = diverted != NULL ? diverted : &now;
	struct buf *b = &log->records;

	if (skip_bad)
		log->left_out++;
	else
		warn_err(where, e);
	if (file == NULL)
		return;
	tsv_fieldz(b, where);
	tsv_field_line(b, t->line);
	tsv_fieldz(b, e->text);
	add_bytes(b, t->raw);
	tsv_end(b);
	if (log == &now)
		put_if_enough();
}

void
reject_divert(struct reject_log *log)
{
	diverted = log;
}

void
reject_take(struct reject_log *log)
{
	now.left_out += log->left_out;
	log->left_out = 0;
	if (log->records.n == 0)
		return;
	buf_addstr(&now.records, buf_str(&log->records));
	buf_reset(&log->records);
	put_if_enough();
}

void
reject_end(const char *where)
{
	if (now.left_out == 0)
		return;
	note(where, 0,
	    now.left_out == 1 ? tr("%lu line is left out", "略去 %lu 行")
			      : tr("%lu lines are left out", "略去 %lu 行"),
	    now.left_out);
	now.left_out = 0;
}

void
reject_finish(void)
{
	if (file == NULL)
		return;
	put();
	target_close(&target, true);
	buf_free(&now.records);
}
