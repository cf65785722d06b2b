/*
 * Between the source and the reader of records.  Where quick_add can do
 * something with a line, the reader never sees it, only its number; so the line
 * is not validated, cut and looked at as any line of any table must be.
 *
 * While the header is unknown, and behind each line that is handed on, the
 * reader gets no more than one line at a time: what it has, it keeps.
 */
#include "sum/ahead.h"

#include "sum/totals.h"

#define PIECE ((size_t)128 * 1024) /* with what is made of it, in the second cache */
#define LINE_WAITS ((size_t)16 * 1024) /* a longer one is handed on in parts */

static struct str
unread(const struct quick *q)
{
	return str_skip(buf_str(&q->text), q->from);
}

/* Give the reader n bytes of what is unread, or as many as it has room for. */
static ssize_t
hand_on(struct ahead *a, char *p, size_t room, size_t n)
{
	struct quick *q = &a->t->quick;

	if (n > room)
		n = room;
	if (n == 0)
		return 0;
	memcpy(p, q->text.p + q->from, n);
	q->from += n;
	a->amid = p[n - 1] != '\n';
	return (ssize_t)n;
}

/* Everything from here on is for the reader. */
static ssize_t
pass(struct ahead *a, char *p, size_t room, struct err *e)
{
	struct str left = unread(&a->t->quick);
	ssize_t got;

	quick_forget(&a->t->quick);
	if (left.n != 0)
		return hand_on(a, p, room, left.n);
	got = stream_read(a->source, p, room, e);
	if (got > 0)
		a->amid = p[got - 1] != '\n';
	return got;
}

static ssize_t
fill(struct ahead *a, struct err *e)
{
	struct quick *q = &a->t->quick;
	struct str left = unread(q);
	ssize_t got;

	quick_forget(q);
	if (q->from != 0 && left.n != 0)
		memmove(q->text.p, left.p, left.n);
	q->text.n = left.n;
	q->from = 0;
	buf_reserve(&q->text, PIECE);
	got = stream_read(a->source, q->text.p + q->text.n, PIECE, e);
	if (got > 0)
		q->text.n += (size_t)got;
	return got;
}

/* The bytes of the first line that is unread; 0: its end is not here yet. */
static size_t
first_line(const struct quick *q)
{
	struct str left = unread(q);
	const char *end = left.n != 0 ? memchr(left.p, '\n', left.n) : NULL;

	return end != NULL ? (size_t)(end - left.p) + 1 : 0;
}

static ssize_t
read_ahead(struct stream *s, char *p, size_t room, struct err *e)
{
	struct ahead *a = s->ctx;
	struct quick *q = &a->t->quick;
	bool known = a->heads != 0 && a->heads == a->in->heads;

	if (known && !q->usable)
		return pass(a, p, room, e);
	for (;;) {
		size_t line;
		ssize_t got;

		if (known && !a->amid)
			quick_add(q, a->t, a->in);
		line = first_line(q);
		if (line != 0 && !a->amid)
			quick_pass(q);
		if (line != 0)
			return hand_on(a, p, room, line);
		if (a->amid || unread(q).n > LINE_WAITS)
			return pass(a, p, room, e);
		got = fill(a, e);
		if (got < 0)
			return -1;
		if (got == 0)
			return hand_on(a, p, room, unread(q).n);
	}
}

void
ahead_open(struct ahead *a, struct stream *source, struct totals *t,
    struct tsv *in)
{
	*a = (struct ahead){.stream = {.read = read_ahead, .ctx = a},
	    .source = source, .t = t, .in = in};
	quick_forget(&t->quick);
	buf_reset(&t->quick.text);
	t->quick.from = 0;
	t->quick.usable = false;
}
