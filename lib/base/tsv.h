/* The line format of the toolkit: reading and writing records. */
#ifndef GX_TSV_H
#define GX_TSV_H

#include "base/cut.h"
#include "base/map.h"
#include "base/msg.h"
#include "base/str.h"
#include "base/stream.h"
#include "base/wide.h"

#define TSV_FIELDS_MAX 512
#define TSV_LINE_MAX ((size_t)16 * 1024 * 1024)

/*
 * A kind of record: its columns in their fixed order.  need says which of them
 * a header must have to be taken for one of this kind.  fits tells whether a
 * line without a header, split into ncol fields, is a record of the kind.
 */
struct tsv_kind {
	const char *name;
	const char *const *col;
	size_t ncol;
	uint64_t need; /* bit i: column i */
	bool (*fits)(const struct str *field);
};

enum { TSV_FAIL = -2, TSV_BAD = -1, TSV_END = 0, TSV_RECORD = 1,
	TSV_OTHER = 2 /* of tsv_take */ };

/* A reader of records.  The members are for reading only. */
struct tsv {
	const char *name;   /* of the input, for messages */
	unsigned long line; /* of the current record, from 1 */

	struct str *field; /* the current record, escapes undone */
	size_t nfield;     /* 0: the line is no record */
	struct str raw;    /* the line as it stands; empty when it is too long */

	struct str *head; /* names of the columns */
	size_t nhead;
	unsigned long heads;         /* header changes so far */
	const struct tsv_kind *kind; /* that the header belongs to, or NULL */

	struct stream *stream;
	const struct tsv_kind *const *kinds; /* ends with NULL */
	bool any;                            /* any header will do */
	struct str columns; /* names, with commas between; none: the first line has them */
	struct str null;    /* a field that is this text as it stands is empty; none: no text */
	bool all_doc;                        /* each kind needs a column doc */

	struct buf text;  /* bytes read ahead */
	struct buf kept;  /* a line whose escapes are undone in text */
	size_t from;      /* where the block begins in it */
	size_t block;     /* bytes of the block: whole lines, in cut */
	struct cut cut;
	size_t next;      /* the line of cut that comes next */
	bool single;      /* the block is one line, not cut */
	bool block_valid; /* the block is UTF-8 */
	size_t searched;  /* no LF from from to there */
	bool at_end, begun;
	struct buf head_text;
	size_t *where; /* kind column -> field, SIZE_MAX when absent */
};

/*
 * Begin to read records from s.  kinds is a list, ended by NULL, of the kinds
 * whose headers and headerless records are known; with any, another first line
 * is taken as the header of some foreign table, otherwise it is an error.
 * s, name and kinds must outlive t.  columns and null may be set behind it.
 */
void tsv_open(struct tsv *t, struct stream *s, const char *name,
    const struct tsv_kind *const *kinds, bool any);

/*
 * Read the next record into t->field[0..t->nfield-1].
 *
 * The fields and raw lie in t's own buffers: they are valid until the next call.
 * A header is taken wherever it stands: the same one again is passed over, one
 * of another known kind changes t->head, t->kind and t->heads.  CR LF is taken
 * as LF, a byte order mark at the start is dropped, a last line without a line
 * end counts, an empty line is passed over.
 *
 * Returns TSV_RECORD; TSV_END; TSV_BAD when the line does not fit the header or
 * is not UTF-8 (*e says why, the next call goes on behind it); TSV_FAIL when
 * nothing more can be read: a first line that cannot be, where it is to be the
 * header; no header that is known; a failed read.
 */
int tsv_next(struct tsv *t, struct err *e);

/*
 * Take the line, its end apart, as the next one: for a t that reads no stream.  As
 * tsv_next, but for TSV_OTHER: it is no record, as it is empty or a header; there is no
 * TSV_END.
 */
int tsv_take(struct tsv *t, struct str line, struct err *e);

/*
 * Begin anew, with the stream, or, where that is NULL, with the text, which t takes over:
 * *text is then an empty one.  head is the header that is in force, its names with TABs
 * between and CR behind, or empty; line is the number of the line before.  For a t that
 * was opened, without columns and null.
 */
void tsv_again(struct tsv *t, struct str head, unsigned long line,
    struct stream *s, struct buf *text);

/* The field of the i-th column of t->kind; empty when the header lacks it. */
static inline struct str
tsv_col(const struct tsv *t, size_t i)
{
	return t->where[i] < t->nfield ? t->field[t->where[i]] : (struct str){0};
}

/* The place of the named column in t->head, or -1. */
long tsv_find(const struct tsv *t, struct str name);

void tsv_close(struct tsv *t);

/* Does a text begin with a header or a headerless record of one of the kinds?
 * head is its first line, or as much of it as is known. */
const struct tsv_kind *tsv_recognise(struct str head,
    const struct tsv_kind *const *kinds);

/*
 * Is the first line meant to be a header of one of the kinds, but for a column
 * that it needs?  More than half of its names are columns of the kind, and half
 * of those that are needed are there.  *e then tells which is missing, or
 * what it seems to be called.
 */
bool tsv_lacks_column(struct str head, const struct tsv_kind *const *kinds,
    struct err *e);

/* All ones where a byte needs an escape in a field: as a control character of one
 * byte, or where it may as anything else. */
static inline lanes
tsv_controls(lanes v)
{
	return (lanes)(v < 0x20);
}

static inline lanes
tsv_others(lanes v)
{
	return (lanes)((v == '\\') | (v == 0x7f) | (v == 0xc2));
}

/* The same for a byte. */
extern const bool tsv_may_escape[256];

/* Copy sixteen bytes or more while they are looked at.  False: one of them may need
 * an escape. */
bool tsv_copy_long(char *to, const char *p, size_t n);

/* The same for four to fifteen bytes: two pieces that may overlap. */
static inline bool
tsv_copy_short(char *to, const char *p, size_t n)
{
	typedef uint64_t words __attribute__((vector_size(16)));
	uint32_t first, last;
	uint64_t head, tail;
	lanes v;

	if (n >= 8) {
		memcpy(&head, p, 8);
		memcpy(&tail, p + n - 8, 8);
		memcpy(to, &head, 8);
		memcpy(to + n - 8, &tail, 8);
	} else {
		memcpy(&first, p, 4);
		memcpy(&last, p + n - 4, 4);
		memcpy(to, &first, 4);
		memcpy(to + n - 4, &last, 4);
		head = tail = (uint64_t)last << 32 | first;
	}
	v = (lanes)(words){head, tail};
	return !any_lane(tsv_controls(v) | tsv_others(v));
}

/* The same for one to three bytes, as most figures have. */
static inline bool
tsv_copy_few(char *to, const char *p, size_t n)
{
	const unsigned char a = (unsigned char)p[0], b = (unsigned char)p[n / 2],
			    c = (unsigned char)p[n - 1];

	to[0] = (char)a;
	to[n / 2] = (char)b;
	to[n - 1] = (char)c;
	return !(tsv_may_escape[a] | tsv_may_escape[b] | tsv_may_escape[c]);
}

/*
 * Write a field where there is room for it as it is.  Returns its end; NULL when it
 * may need an escape: what was written is none then.
 */
static inline char *
tsv_put(char *to, struct str s)
{
	bool plain = true;

	if (s.n >= sizeof(lanes))
		plain = tsv_copy_long(to, s.p, s.n);
	else if (s.n >= 4)
		plain = tsv_copy_short(to, s.p, s.n);
	else if (s.n != 0)
		plain = tsv_copy_few(to, s.p, s.n);
	return plain ? to + s.n : NULL;
}

/* Append the field with TAB, LF, CR, \ and control characters escaped, and a
 * TAB behind it.  tsv_field_solid does so for one that is not empty, as many are. */
void tsv_field_solid(struct buf *b, struct str s);

static inline void
tsv_field(struct buf *b, struct str s)
{
	if (s.n != 0)
		tsv_field_solid(b, s);
	else
		buf_addc(b, '\t');
}

void tsv_fieldz(struct buf *b, const char *z);

/* A number as a field; nothing for 0 (line numbers: "not known"). */
static inline void
tsv_field_line(struct buf *b, unsigned long n)
{
	if (n != 0)
		buf_addu(b, n);
	buf_addc(b, '\t');
}

/* The record ends: its last TAB becomes LF.  One without fields is none. */
static inline void
tsv_end(struct buf *b)
{
	if (b->n != 0)
		b->p[b->n - 1] = '\n';
}

/* The header line of a kind. */
void tsv_header(struct buf *b, const struct tsv_kind *kind);

/* Undo the escapes of a field in place; returns the new length. */
size_t tsv_unescape(char *p, size_t n);

#endif
