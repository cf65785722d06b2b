/*
 * The ordinary tar, without libarchive: files and folders whose headers say all
 * there is in the usual way, as they are in nearly every tar.  They need no copy of
 * what lies whole in a piece of the source, and libarchive, which is slow to load
 * and to look at headers, need not be there.
 *
 * What is odd, from links and long names to damage, is left to libarchive, with all
 * that follows: a tar is the same from any header on.
 */
#include "input/untar.h"

#include <stdlib.h>

#include "base/mem.h"

#define BLOCK ((size_t)512)

/* Fields of a header: where they begin. */
enum {
	NAME = 0, MODE = 100, SIZE = 124, SUM = 148, TYPE = 156, MAGIC = 257,
	DEVICE = 329, PREFIX = 345, PREFIX_END = 500
};
#define SIZE_DIGITS 11

struct untar {
	struct stream stream, *src;
	struct guard *guard;
	char *room;
	struct str ahead;      /* what is left of the current piece */
	char block[2 * BLOCK]; /* what was looked at and comes before that */
	size_t nblock;
	size_t left, padding; /* of the member */
	char name[PREFIX_END - PREFIX + 1 + MODE - NAME];
	char last[BLOCK]; /* the last bytes so far */
	bool read_up;     /* there are no more */
	bool begun;       /* there was an ordinary member */
	bool introduced;  /* untar_read has given the one it makes up */
	bool failed, said; /* why says the reason; the member's stream has given it */
	struct err why;
};

/* Keep the last bytes of what was read. */
static void
keep_last(struct untar *u, struct str piece)
{
	size_t n = piece.n < BLOCK ? piece.n : BLOCK;

	memmove(u->last, u->last + n, BLOCK - n);
	memcpy(u->last + BLOCK - n, piece.p + piece.n - n, n);
}

/* Go on to the next piece.  False at the end, or when that failed. */
static bool
more(struct untar *u)
{
	const char *p;
	ssize_t got = stream_get(u->src, u->room, UNTAR_PIECE, &p, &u->why);

	u->failed = got < 0;
	u->read_up = got == 0;
	if (got <= 0)
		return false;
	u->ahead = (struct str){p, (size_t)got};
	u->guard->in += u->ahead.n;
	keep_last(u, u->ahead);
	return true;
}

/* The next n bytes in one piece; NULL: there are fewer. */
static const char *
look(struct untar *u, size_t n)
{
	if (u->nblock == 0 && u->ahead.n == 0 && !more(u))
		return NULL;
	if (u->nblock == 0 && u->ahead.n >= n)
		return u->ahead.p;
	while (u->nblock < n) {
		size_t part = n - u->nblock;

		if (u->ahead.n == 0 && !more(u))
			return NULL;
		if (part > u->ahead.n)
			part = u->ahead.n;
		memcpy(u->block + u->nblock, u->ahead.p, part);
		u->nblock += part;
		u->ahead = str_skip(u->ahead, part);
	}
	return u->block;
}

/* Pass over the n bytes that were looked at. */
static void
take(struct untar *u, size_t n)
{
	if (u->nblock == 0)
		u->ahead = str_skip(u->ahead, n);
	u->nblock = 0;
}

static bool
fail(struct untar *u)
{
	if (!u->failed)
		err_set(&u->why, tr("damaged or cut off: %s", "已损坏或不完整：%s"),
		    "Truncated tar archive");
	u->failed = true;
	return false;
}

/* Pass over what is left of the member and its padding. */
static bool
skip_rest(struct untar *u)
{
	size_t rest = u->left + u->padding;

	while (rest > u->ahead.n) {
		rest -= u->ahead.n;
		u->ahead.n = 0;
		if (!more(u))
			return fail(u);
	}
	u->ahead = str_skip(u->ahead, rest);
	u->left = u->padding = 0;
	return true;
}

static bool
are_zeros(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != '\0')
			return false;
	return true;
}

static bool
are_numbers(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != '\0' && p[i] != ' ' && (p[i] < '0' || p[i] > '7'))
			return false;
	return true;
}

/* Eleven octal digits. */
static bool
take_size(const char *p, size_t *size)
{
	*size = 0;
	for (int i = 0; i < SIZE_DIGITS; i++) {
		if (p[i] < '0' || p[i] > '7')
			return false;
		*size = *size << 3 | (size_t)(p[i] - '0');
	}
	return p[SIZE_DIGITS] == '\0' || p[SIZE_DIGITS] == ' ';
}

/* The name, whose first part ustar may keep elsewhere. */
static struct str
name_of(struct untar *u, const char *h)
{
	size_t n = strnlen(h + PREFIX, PREFIX_END - PREFIX);

	memcpy(u->name, h + PREFIX, n);
	if (n != 0 && u->name[n - 1] != '/')
		u->name[n++] = '/';
	memcpy(u->name + n, h + NAME, MODE - NAME);
	return (struct str){u->name, n + strnlen(h + NAME, MODE - NAME)};
}

/* Old GNU headers keep other things than a prefix behind the common fields. */
static bool
is_known(const char *h)
{
	if (memcmp(h + MAGIC, "ustar\0" "00", 8) == 0)
		return true;
	return memcmp(h + MAGIC, "ustar  \0", 8) == 0 &&
	    are_zeros(h + PREFIX, BLOCK - PREFIX);
}

/* The member of which h is the header; false when it is not an ordinary one. */
static bool
describe(struct untar *u, const char *h, struct member *m, size_t *size)
{
	bool folder = h[TYPE] == '5';

	if ((!folder && h[TYPE] != '0') || h[NAME] == '\0' || !is_known(h) ||
	    !are_numbers(h + MODE, TYPE - MODE) ||
	    !are_numbers(h + DEVICE, PREFIX - DEVICE) ||
	    !take_size(h + SIZE, size) || (folder && *size != 0) ||
	    !sniff_is_tar((struct str){h, BLOCK}))
		return false;
	m->name = name_of(u, h);
	m->kind = folder ? MEMBER_FOLDER : MEMBER_FILE;
	return folder || !str_ends(m->name, STR("/"));
}

/* The next bytes of the member, where they lie.  They are the last ones only when
 * its padding is there, too: else it is cut off. */
static ssize_t
lend_member(struct stream *s, const char **p, struct err *e)
{
	struct untar *u = s->ctx;
	size_t n;

	if (!guard_bytes(u->guard, 0, e))
		return -1;
	if (!u->failed && u->left == 0 && skip_rest(u))
		return 0;
	if (u->failed || (u->ahead.n == 0 && !more(u) && !fail(u))) {
		u->said = true;
		if (e != NULL)
			*e = u->why;
		return -1;
	}
	n = u->left < u->ahead.n ? u->left : u->ahead.n;
	*p = u->ahead.p;
	u->ahead = str_skip(u->ahead, n);
	u->left -= n;
	s->lent_all = u->left == 0 && u->ahead.n >= u->padding && skip_rest(u);
	return guard_bytes(u->guard, n, e) ? (ssize_t)n : -1;
}

/* Two blocks of zeros end a tar; fewer do so for libarchive. */
static bool
is_end(struct untar *u)
{
	const char *h = look(u, BLOCK);

	if (h == NULL || *h != '\0')
		return false;
	h = look(u, 2 * BLOCK);
	return h != NULL && are_zeros(h, 2 * BLOCK);
}

static bool
take_member(struct untar *u, struct member *m)
{
	const char *h = look(u, BLOCK);
	size_t size;

	if (h == NULL || !describe(u, h, m, &size))
		return false;
	take(u, BLOCK);
	u->left = size;
	u->padding = -size % BLOCK;
	u->begun = true;
	u->stream = (struct stream){.lend = lend_member, .ctx = u};
	return true;
}

int
untar_next(struct untar *u, struct member *m, struct err *e)
{
	*m = (struct member){0};
	stream_free(&u->stream);
	if (!u->failed && skip_rest(u)) {
		if (is_end(u))
			return UNPACK_END;
		if (take_member(u, m))
			return guard_member(u->guard, e) ? UNPACK_MEMBER
							 : UNPACK_OVER;
	}
	if (!u->failed)
		return UNTAR_ODD;
	*e = u->why;
	if (u->said)
		err_set(e, "%s", tr("not read to its end", "未能读完"));
	return UNPACK_OVER;
}

struct stream *
untar_stream(struct untar *u)
{
	return &u->stream;
}

ssize_t
untar_read(struct untar *u, const char **p, struct err *e)
{
	/* 02040 is the sum of its other bytes */
	static const char plain[BLOCK] = {[NAME] = 'a', [SUM] = '2', '0', '4', '0',
	    [TYPE] = '0', [MAGIC] = 'u', 's', 't', 'a', 'r', '\0', '0', '0'};
	struct str next = {u->block, u->nblock};

	if (u->begun && !u->introduced) {
		u->introduced = true;
		*p = plain;
		return BLOCK;
	}
	if (next.n == 0) {
		if (u->ahead.n == 0 && !more(u)) {
			*e = u->why;
			return u->failed ? -1 : 0;
		}
		next = u->ahead;
		u->ahead.n = 0;
	}
	u->nblock = 0;
	*p = next.p;
	return (ssize_t)next.n;
}

bool
untar_has_begun(const struct untar *u)
{
	return u->begun;
}

bool
untar_has_end(const struct untar *u)
{
	return !u->read_up || are_zeros(u->last, BLOCK);
}

struct untar *
untar_open(struct stream *src, char *room, struct guard *guard)
{
	struct untar *u = xcalloc(1, sizeof *u);

	u->src = src;
	u->room = room;
	u->guard = guard;
	return u;
}

void
untar_close(struct untar *u)
{
	if (u == NULL)
		return;
	stream_free(&u->stream);
	free(u);
}
