/* Text: a borrowed slice and an owned buffer. */
#ifndef GX_STR_H
#define GX_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * n bytes at p that belong to somebody else: never freed through this, not
 * terminated unless the maker says so.  {0} is the empty text.
 */
struct str {
	const char *p;
	size_t n;
};

/* Bytes that belong to whoever made the buffer.  {0} is an empty buffer. */
struct buf {
	char *p;
	size_t n, cap;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
#define STR_INIT(literal) {(literal), sizeof(literal) - 1} /* of a static one */

static inline struct str
str_of(const char *z)
{
	return (struct str){z, z != NULL ? strlen(z) : 0};
}

static inline bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* The n bytes at p, 8 at most, as a number: only to be compared. */
static inline uint64_t
str_word(const char *p, size_t n)
{
	uint64_t word = 0;

	memcpy(&word, p, n);
	return word;
}

/* Are the first k of the n bytes at a and b equal, and the last k? */
static inline bool
str_same_ends(const char *a, const char *b, size_t n, size_t k)
{
	return ((str_word(a, k) ^ str_word(b, k)) |
		   (str_word(a + n - k, k) ^ str_word(b + n - k, k))) == 0;
}

/* Are the n bytes at a and b equal?  For texts that mostly are, and so short that a call
 * would take longer than to compare them. */
static inline bool
str_same(const char *a, const char *b, size_t n)
{
	for (; n > 16; a += 8, b += 8, n -= 8)
		if (str_word(a, 8) != str_word(b, 8))
			return false;
	if (n >= 8)
		return str_same_ends(a, b, n, 8);
	if (n >= 4)
		return str_same_ends(a, b, n, 4);
	if (n >= 2)
		return str_same_ends(a, b, n, 2);
	return n == 0 || *a == *b;
}

static inline bool
str_is(struct str a, const char *z)
{
	return str_eq(a, str_of(z));
}

static inline bool
str_starts(struct str s, struct str head)
{
	return s.n >= head.n && (head.n == 0 || memcmp(s.p, head.p, head.n) == 0);
}

static inline bool
str_ends(struct str s, struct str tail)
{
	return s.n >= tail.n &&
	    (tail.n == 0 || memcmp(s.p + s.n - tail.n, tail.p, tail.n) == 0);
}

/* Behind the last byte of s; NULL + 0 is not defined, so not for {0}. */
static inline const char *
str_end(struct str s)
{
	return s.n != 0 ? s.p + s.n : s.p;
}

/* The rest of s behind its first n bytes (all of them when it is shorter). */
static inline struct str
str_skip(struct str s, size_t n)
{
	if (n > s.n)
		n = s.n;
	return n != 0 ? (struct str){s.p + n, s.n - n} : s;
}

/* Byte-wise order, as strcmp. */
int str_cmp(struct str a, struct str b);

/* Where needle begins in s, in bytes, or -1. */
ptrdiff_t str_find(struct str s, struct str needle);

/* str_trim for what has or may have white space at an end: see there. */
struct str str_trim_ends(struct str s);

/* Can no white space begin with this byte? */
static inline bool
is_solid_byte(unsigned char c)
{
	return (c > ' ' && c < 0x80) || (c > 0xe3 && c < 0xef);
}

/* Are the three bytes a character as Chinese text has them, and no white space? */
static inline bool
is_solid_char(const char *p)
{
	unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1],
		      c = (unsigned char)p[2];

	return a >= 0xe3 && a <= 0xef && (b & c & 0x80) != 0 && b < 0xc0 &&
	    c < 0xc0 && !(a == 0xe3 && b == 0x80 && c == 0x80) &&
	    !(a == 0xef && b == 0xbb);
}

/* Ends the text, which is not empty, surely in no white space? */
static inline bool
has_solid_end(struct str s)
{
	unsigned char last = (unsigned char)s.p[s.n - 1];

	if (last < 0x80)
		return last > ' ';
	return s.n >= 3 && is_solid_char(s.p + s.n - 3);
}

/* s without white space (utf8_is_space) at both ends. */
static inline struct str
str_trim(struct str s)
{
	if (s.n == 0 ||
	    (is_solid_byte((unsigned char)s.p[0]) && has_solid_end(s)))
		return s;
	return str_trim_ends(s);
}

/* Cut the part before the first c off *rest and return it; *rest keeps what is
 * behind c, and becomes {NULL, 0} at the end.  Returns false when *rest is
 * {NULL, 0}, that is when there is no further part. */
bool str_split(struct str *rest, char c, struct str *part);

/*
 * The same for many short parts: the separators of 64 bytes are looked for at once.
 * The text must stay as it is until the last part is cut off; rest is empty then.
 */
struct str_parts {
	struct str rest; /* what has not been cut off; p NULL: nothing */
	const char *from; /* the bytes that were looked at, and where c stands in them */
	uint64_t hits;
	char c;
};

/* Where c stands among the n bytes at p, of which 64 at most are looked at. */
uint64_t str_hits(const char *p, size_t n, char c);

static inline struct str_parts
str_parts_of(struct str s, char c)
{
	return (struct str_parts){s, s.p, str_hits(s.p, s.n, c), c};
}

static inline bool
str_next_part(struct str_parts *s, struct str *part)
{
	const char *p = s->rest.p, *end = str_end(s->rest);
	size_t n;

	if (p == NULL)
		return false;
	while (s->hits == 0) {
		if (end - s->from <= 64) {
			*part = s->rest;
			s->rest = (struct str){0};
			return true;
		}
		s->from += 64;
		s->hits = str_hits(s->from, (size_t)(end - s->from), s->c);
	}
	n = (size_t)(s->from + __builtin_ctzll(s->hits) - p);
	s->hits &= s->hits - 1;
	*part = (struct str){p, n};
	s->rest = (struct str){p + n + 1, s->rest.n - n - 1};
	return true;
}

/* A decimal number without sign; false when s is anything else or too large. */
bool str_to_ulong(struct str s, unsigned long *value);

/* A hash with a seed that differs from run to run, for keys from outside.  The
 * first call chooses the seed, and must be over before other threads call it. */
uint64_t str_hash(struct str s);

/* Make sure that n more bytes fit. */
void buf_reserve(struct buf *b, size_t n);

/* The same, without a call where they do. */
static inline void
buf_room(struct buf *b, size_t n)
{
	if (b->cap - b->n < n)
		buf_reserve(b, n);
}

static inline void
buf_add(struct buf *b, const void *p, size_t n)
{
	if (n == 0)
		return;
	buf_room(b, n);
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

static inline void
buf_addc(struct buf *b, char c)
{
	buf_room(b, 1);
	b->p[b->n++] = c;
}

/* Append n blanks. */
static inline void
buf_blanks(struct buf *b, size_t n)
{
	while (n-- != 0)
		buf_addc(b, ' ');
}

static inline void
buf_addz(struct buf *b, const char *z)
{
	buf_add(b, z, strlen(z));
}

static inline void
buf_addstr(struct buf *b, struct str s)
{
	buf_add(b, s.p, s.n);
}

/*
 * Writing where room has been made: each returns where the next byte goes.
 * put_spare copies without a call what is mostly short: PUT_SPARE bytes more than
 * n are read and written.
 */
#define PUT_SPARE 32
#define PUT_NUMBER_MAX 20 /* digits of a number at most */

char *put_digits(char *to, unsigned long number); /* of two digits or more */

static inline char *
put_decimal(char *to, unsigned long number)
{
	if (number >= 10)
		return put_digits(to, number);
	*to = (char)('0' + number);
	return to + 1;
}

static inline char *
put_spare(char *to, const char *p, size_t n)
{
	typedef uint64_t half __attribute__((vector_size(PUT_SPARE / 2)));
	char *end = to + n;
	half first, second;

	for (; to < end; to += PUT_SPARE, p += PUT_SPARE) {
		/* read first: they may lie behind one another */
		memcpy(&first, p, sizeof first);
		memcpy(&second, p + sizeof first, sizeof second);
		memcpy(to, &first, sizeof first);
		memcpy(to + sizeof first, &second, sizeof second);
	}
	return end;
}

/* Append the number in decimal. */
static inline void
buf_addu(struct buf *b, unsigned long number)
{
	buf_room(b, PUT_NUMBER_MAX);
	b->n = (size_t)(put_decimal(b->p + b->n, number) - b->p);
}

void buf_addf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), nonnull(2)));

/* Forget the contents, keep the memory. */
static inline void
buf_reset(struct buf *b)
{
	b->n = 0;
}

/* The contents, valid until the buffer is next changed. */
static inline struct str
buf_str(const struct buf *b)
{
	return (struct str){b->p, b->n};
}

/* Free the memory; the buffer is empty and usable again. */
void buf_free(struct buf *b);

#endif
