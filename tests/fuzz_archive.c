/*
 * Any bytes as an input, in memory, through a pipe and in a file: every text that comes out is valid UTF-8 without NUL,
 * no document is larger than its limit, nothing else happens.
 */
#include <assert.h>
#include <locale.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/utf8.h"
#include "input/deliver.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_document(void *ctx, void *slot, const struct document *d)
{
	const struct input_options *o = ctx;

	(void)slot;
	assert(d->bytes.n != 0 && utf8_valid(str_of(d->addr)));
	assert(d->encoding != NULL);
	if (d->binary) {
		assert(d->bytes.n <= o->max_document);
		return;
	}
	assert(d->bytes.n <= 3 * o->max_document);
	assert(utf8_valid(d->bytes));
	assert(memchr(d->bytes.p, '\0', d->bytes.n) == NULL);
}

static void
check_problem(void *ctx, const char *addr, const struct err *e)
{
	(void)ctx;
	assert(addr != NULL && e->text[0] != '\0');
}

/* Short pieces, as a pipe gives them. */
static ssize_t
read_slowly(struct stream *s, char *p, size_t n, struct err *e)
{
	struct str *left = s->ctx;

	(void)e;
	if (n > 700)
		n = 700;
	if (n > left->n)
		n = left->n;
	if (n != 0)
		memcpy(p, left->p, n);
	*left = str_skip(*left, n);
	return (ssize_t)n;
}

/* The bytes as a regular file, of which any place can be read. */
static void
deliver_as_file(struct job *j, struct str bytes)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	assert(fd >= 0);
	assert(write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n);
	assert(lseek(fd, 0, SEEK_SET) == 0);
	deliver_fd(j, fd, true, (struct str){0});
	close(fd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input_options o = INPUT_DEFAULTS;
	struct input_sink sink = {.ctx = &o, .document = check_document,
		.problem = check_problem};
	struct str bytes = {(const char *)data, size};
	struct stream s = {.read = read_slowly, .ctx = &bytes};
	struct source src = {.stream = &s, .fd = -1};
	struct globs none = {.list = &o.include};
	struct job job = {.o = &o, .sink = &sink, .include = &none,
		.exclude = &none, .below = 0};

	setlocale(LC_CTYPE, "C.UTF-8");
	o.max_document = 1 << 16;
	o.max_archive = 1 << 20;
	o.max_members = 200;
	input_bytes("x", bytes, &o, &sink);
	deliver_as_file(&job, bytes);
	o.max_document = 100; /* too little to hold a zip */
	deliver(&job, &src, (struct str){0});
	stream_free(&s);
	job_free(&job);
	return 0;
}
