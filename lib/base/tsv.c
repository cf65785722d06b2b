/*
 * Records as lines.  This file alone knows the escapes:
 *
 *	\t \n \r \\	TAB, LF, CR, backslash
 *	\xHH		any other control character, byte by byte (read: a byte
 *			below 80, or one of C2 80 to C2 9F)
 *
 * Anything else behind a backslash stays as it is.  So a record is always one
 * line, a field never hides a terminal escape, and quotes mean nothing.
 */
#include "base/tsv.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

#define PIECE ((size_t)256 * 1024)
#define BLOCK_MAX ((size_t)512 * 1024) /* a longer line is not cut with others */
#define WHERE 64 /* columns of a kind at most */
#define LONG 64 /* bytes of a text that are worth a call */
#define MISSPELT 2 /* edits at which another column is still suggested */

const bool tsv_may_escape[256] = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* controls */
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ['\\'] = 1, [0x7f] = 1, [0xc2] = 1};

static bool
is_escaped(const unsigned char *p, size_t left)
{
	if (p[0] < 0x20 || p[0] == '\\' || p[0] == 0x7f)
		return true;
	return p[0] == 0xc2 && left > 1 && p[1] >= 0x80 && p[1] < 0xa0;
}

static void
add_escaped(struct buf *b, unsigned char c)
{
	switch (c) {
	case '\t':
		buf_addz(b, "\\t");
		break;
	case '\n':
		buf_addz(b, "\\n");
		break;
	case '\r':
		buf_addz(b, "\\r");
		break;
	case '\\':
		buf_addz(b, "\\\\");
		break;
	default:
		buf_addf(b, "\\x%02X", c);
		break;
	}
}

/* How many bytes from p on need no escape. */
static size_t
plain_bytes(const unsigned char *p, size_t n)
{
	size_t i = 0;

	while (i < n && (!tsv_may_escape[p[i]] || !is_escaped(p + i, n - i)))
		i++;
	return i;
}

/* As tsv_others. */
static const char others[] = {'\\', 0x7f, (char)0xc2};

bool
tsv_copy_long(char *to, const char *p, size_t n)
{
	lanes v, escaped = {0};

	if (n >= LONG)
		return wide_copy(to, p, n, others);
	for (size_t i = 0; i < n; i += sizeof v) {
		if (n - i < sizeof v)
			i = n - sizeof v; /* some of it again */
		memcpy(&v, p + i, sizeof v);
		memcpy(to + i, &v, sizeof v);
		escaped |= tsv_controls(v) | tsv_others(v);
	}
	return !any_lane(escaped);
}

/* Any field, piece by piece. */
static void __attribute__((noinline))
add_field(struct buf *b, struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	for (size_t i = 0; i < s.n;) {
		size_t plain = plain_bytes(p + i, s.n - i);

		buf_add(b, p + i, plain);
		i += plain;
		if (i == s.n)
			break;
		if (p[i] == 0xc2) /* a C1 control is two bytes */
			buf_addf(b, "\\x%02X", p[i++]);
		add_escaped(b, p[i++]);
	}
	buf_addc(b, '\t');
}

void
tsv_field_solid(struct buf *b, struct str s)
{
	char *end = NULL;

	if (b->cap - b->n > s.n)
		end = tsv_put(b->p + b->n, s);
	if (end == NULL) {
		add_field(b, s);
		return;
	}
	*end++ = '\t';
	b->n = (size_t)(end - b->p);
}

void
tsv_fieldz(struct buf *b, const char *z)
{
	tsv_field(b, str_of(z));
}

void
tsv_header(struct buf *b, const struct tsv_kind *kind)
{
	for (size_t i = 0; i < kind->ncol; i++)
		tsv_fieldz(b, kind->col[i]);
	tsv_end(b);
}

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The byte that the escape at p stands for, and its length; 0 if it is none. */
static size_t
escape_at(const char *p, size_t left, char *byte)
{
	if (left >= 2) {
		switch (p[1]) {
		case 't':
			return *byte = '\t', 2;
		case 'n':
			return *byte = '\n', 2;
		case 'r':
			return *byte = '\r', 2;
		case '\\':
			return *byte = '\\', 2;
		default:
			break;
		}
	}
	if (left < 4 || p[1] != 'x' || hex(p[2]) < 0 || hex(p[3]) < 0)
		return 0;
	*byte = (char)(hex(p[2]) * 16 + hex(p[3]));
	return 4;
}

/* The two escapes at p that stand for a C1 control, "\xC2\x9B": a byte from 80
 * on is taken only so, since a field must stay UTF-8. */
static bool
is_c1(const char *p, size_t left)
{
	return left >= 8 && p[2] == 'C' && p[3] == '2' && p[4] == '\\' &&
	    p[5] == 'x' && (p[6] == '8' || p[6] == '9') && hex(p[7]) >= 0;
}

size_t
tsv_unescape(char *p, size_t n)
{
	char *in = n != 0 ? memchr(p, '\\', n) : NULL, *to = in;
	const char *end = p + n;

	if (in == NULL)
		return n;
	while (in < end) {
		char byte;
		size_t left = (size_t)(end - in);
		size_t len = *in == '\\' ? escape_at(in, left, &byte) : 0;

		if (len == 4 && (unsigned char)byte >= 0x80) {
			len = 0;
			if (is_c1(in, left)) {
				*to++ = byte;
				len = 4;
				escape_at(in + len, left - len, &byte);
				len += 4;
			}
		}
		*to++ = len != 0 ? byte : *in;
		in += len != 0 ? len : 1;
	}
	return (size_t)(to - p);
}

/* Cut the line into fields, not yet unescaped.  SIZE_MAX when too many. */
static size_t
cut_fields(struct str line, struct str *field)
{
	struct str rest = line;
	size_t n = 0;

	while (str_split(&rest, '\t', &field[n])) {
		if (++n == TSV_FIELDS_MAX)
			return SIZE_MAX;
	}
	return n;
}

static bool
has_column(const struct str *field, size_t n, const char *name)
{
	struct str want = str_of(name);

	for (size_t i = 0; i < n; i++)
		if (str_eq(field[i], want))
			return true;
	return false;
}

static bool
is_header_of(const struct tsv_kind *kind, const struct str *field, size_t n)
{
	for (size_t i = 0; i < kind->ncol; i++)
		if ((kind->need >> i & 1) != 0 &&
		    !has_column(field, n, kind->col[i]))
			return false;
	return true;
}

static const struct tsv_kind *
header_kind(const struct tsv_kind *const *kinds, const struct str *field,
    size_t n)
{
	for (; kinds != NULL && *kinds != NULL; kinds++)
		if (is_header_of(*kinds, field, n))
			return *kinds;
	return NULL;
}

static const struct tsv_kind *
headerless_kind(const struct tsv_kind *const *kinds, const struct str *field,
    size_t n)
{
	for (; kinds != NULL && *kinds != NULL; kinds++)
		if ((*kinds)->ncol == n && (*kinds)->fits(field))
			return *kinds;
	return NULL;
}

static struct str
without_cr(struct str line)
{
	if (line.n != 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

static struct str
without_bom(struct str line)
{
	return str_starts(line, STR("\xef\xbb\xbf")) ? str_skip(line, 3) : line;
}

/* Cut the first line of head into fields; SIZE_MAX when too many, 0: no line. */
static size_t
cut_first_line(struct str head, struct str *field)
{
	struct str rest = without_bom(head), line;

	if (!str_split(&rest, '\n', &line))
		return 0;
	return cut_fields(without_cr(line), field);
}

const struct tsv_kind *
tsv_recognise(struct str head, const struct tsv_kind *const *kinds)
{
	struct str field[TSV_FIELDS_MAX];
	const struct tsv_kind *kind;
	size_t n = cut_first_line(head, field);

	if (n == 0 || n == SIZE_MAX)
		return NULL;
	kind = header_kind(kinds, field, n);
	return kind != NULL ? kind : headerless_kind(kinds, field, n);
}

/* The column of the kind with this name; kind->ncol for none. */
static size_t
column_of(const struct tsv_kind *kind, struct str name)
{
	size_t i = 0;

	while (i < kind->ncol && !str_is(name, kind->col[i]))
		i++;
	return i;
}

/* How many of the names are columns of the kind, if it may be meant. */
static size_t
likeness(const struct tsv_kind *kind, const struct str *field, size_t n)
{
	size_t known = 0, there = 0, needed = 0;

	for (size_t i = 0; i < n; i++) {
		size_t col = column_of(kind, field[i]);

		known += col < kind->ncol;
		there += col < kind->ncol && (kind->need >> col & 1) != 0;
	}
	for (size_t i = 0; i < kind->ncol; i++)
		needed += kind->need >> i & 1;
	return known * 2 > n && there * 2 >= needed ? known : 0;
}

static bool
tell_missing(const struct tsv_kind *kind, const char *col,
    const struct str *field, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (column_of(kind, field[i]) == kind->ncol &&
		    utf8_edits(field[i], str_of(col)) <= MISSPELT) {
			err_at(e, 1, 0,
			    tr("unknown column \"%.*s\"; did you mean \"%s\"?",
				"未知的列“%.*s”；是否指“%s”？"),
			    (int)field[i].n, field[i].p, col);
			return true;
		}
	err_at(e, 1, 0,
	    tr("the header has no column \"%s\", which %s records need",
		"表头缺少“%s”列，%s 类记录必须有此列"),
	    col, kind->name);
	return true;
}

bool
tsv_lacks_column(struct str head, const struct tsv_kind *const *kinds,
    struct err *e)
{
	struct str field[TSV_FIELDS_MAX];
	const struct tsv_kind *meant = NULL;
	size_t n = cut_first_line(head, field), most = 0;

	if (n < 2 || n == SIZE_MAX)
		return false;
	for (; kinds != NULL && *kinds != NULL; kinds++) {
		size_t known = likeness(*kinds, field, n);

		if (known > most) {
			most = known;
			meant = *kinds;
		}
	}
	for (size_t i = 0; meant != NULL && i < meant->ncol; i++)
		if ((meant->need >> i & 1) != 0 &&
		    !has_column(field, n, meant->col[i]))
			return tell_missing(meant, meant->col[i], field, n, e);
	return false;
}

static bool
needs_doc(const struct tsv_kind *kind)
{
	for (size_t i = 0; i < kind->ncol; i++)
		if ((kind->need >> i & 1) != 0 && strcmp(kind->col[i], "doc") == 0)
			return true;
	return false;
}

void
tsv_open(struct tsv *t, struct stream *s, const char *name,
    const struct tsv_kind *const *kinds, bool any)
{
	*t = (struct tsv){.stream = s, .name = name, .kinds = kinds, .any = any};
	t->field = xcalloc(TSV_FIELDS_MAX, sizeof *t->field);
	t->head = xcalloc(TSV_FIELDS_MAX, sizeof *t->head);
	t->where = xcalloc(WHERE, sizeof *t->where);
	t->all_doc = true;
	for (; kinds != NULL && *kinds != NULL; kinds++)
		t->all_doc &= needs_doc(*kinds);
}

void
tsv_close(struct tsv *t)
{
	free(t->field);
	free(t->head);
	free(t->where);
	buf_free(&t->text);
	buf_free(&t->kept);
	buf_free(&t->head_text);
	cut_free(&t->cut);
	*t = (struct tsv){0};
}

long
tsv_find(const struct tsv *t, struct str name)
{
	for (size_t i = 0; i < t->nhead; i++)
		if (str_eq(t->head[i], name))
			return (long)i;
	return -1;
}

/* Where the columns of the kind stand. */
static void
find_columns(struct tsv *t)
{
	const struct tsv_kind *kind = t->kind;

	for (size_t i = 0; kind != NULL && i < kind->ncol; i++) {
		long place = tsv_find(t, str_of(kind->col[i]));

		t->where[i] = place >= 0 ? (size_t)place : SIZE_MAX;
	}
}

/* Take the n names in t->field as the header. */
static void
set_head(struct tsv *t, size_t n, const struct tsv_kind *kind)
{
	size_t at = 0;

	buf_reset(&t->head_text);
	for (size_t i = 0; i < n; i++)
		buf_addstr(&t->head_text, t->field[i]);
	buf_reserve(&t->head_text, 1); /* also when every name is empty */
	for (size_t i = 0; i < n; i++) {
		t->head[i] = (struct str){t->head_text.p + at, t->field[i].n};
		at += t->field[i].n;
	}
	t->nhead = n;
	t->kind = kind;
	t->heads++;
	find_columns(t);
}

/* The fixed order of the kind, for a stream without a header. */
static void
set_fixed_head(struct tsv *t, const struct tsv_kind *kind)
{
	t->nhead = kind->ncol;
	t->kind = kind;
	t->heads++;
	for (size_t i = 0; i < kind->ncol; i++) {
		t->head[i] = str_of(kind->col[i]);
		t->where[i] = i;
	}
}

/* The header of a stream whose columns are known from elsewhere: that of a kind, if it
 * is that. */
static void
set_named_head(struct tsv *t)
{
	struct str rest = t->columns;
	size_t n = 0;

	while (n < TSV_FIELDS_MAX && str_split(&rest, ',', &t->head[n]))
		n++;
	t->begun = true;
	t->nhead = n;
	t->kind = header_kind(t->kinds, t->head, n);
	t->heads++;
	find_columns(t);
}

static bool
same_head(const struct tsv *t, size_t n)
{
	if (n != t->nhead)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!str_eq(t->field[i], t->head[i]))
			return false;
	return true;
}

static const char *
block_of(const struct tsv *t)
{
	return t->from != 0 ? t->text.p + t->from : t->text.p;
}

/* Read more bytes behind those that are there.  1, 0 at the end, -1. */
static int
fill(struct tsv *t, struct err *e)
{
	ssize_t got;

	if (t->at_end)
		return 0;
	if (t->from != 0) {
		memmove(t->text.p, t->text.p + t->from, t->text.n - t->from);
		t->text.n -= t->from;
		t->searched -= t->from;
		t->from = 0;
	}
	buf_reserve(&t->text, PIECE);
	got = stream_read(t->stream, t->text.p + t->text.n, PIECE, e);
	if (got < 0)
		return -1;
	t->text.n += (size_t)got;
	t->at_end = got == 0;
	return got != 0;
}

static int
too_long(const struct tsv *t, struct err *e)
{
	err_at(e, t->line, 0, tr("line longer than %zu bytes", "行长超过 %zu 字节"),
	    TSV_LINE_MAX);
	return TSV_BAD;
}

/* Behind the first LF that was not searched for yet; NULL: there is none. */
static const char *
first_end(const struct tsv *t)
{
	const char *lf = t->text.n > t->searched
	    ? memchr(t->text.p + t->searched, '\n', t->text.n - t->searched)
	    : NULL;

	return lf != NULL ? lf + 1 : NULL;
}

/* Pass over the rest of a line that is longer than any line may be. */
static int
skip_line(struct tsv *t, struct err *e)
{
	t->line++;
	for (;;) {
		const char *end = first_end(t);
		int more;

		if (end != NULL) {
			t->from = t->searched = (size_t)(end - t->text.p);
			break;
		}
		t->from = t->searched = t->text.n;
		more = fill(t, e);
		if (more < 0) {
			e->line = t->line;
			return TSV_FAIL;
		}
		if (more == 0)
			break;
	}
	return too_long(t, e);
}

/* Lines up to end, at least one, are the block. */
static void
set_block(struct tsv *t, const char *end)
{
	const char *p = block_of(t);

	t->single = (size_t)(end - p) > BLOCK_MAX;
	if (!t->single) {
		const char *limit = p + t->text.n - t->from;

		if ((size_t)(limit - p) > BLOCK_MAX)
			limit = p + BLOCK_MAX;
		end = (const char *)memrchr(p, '\n', (size_t)(limit - p)) + 1;
		t->block_valid = wide_utf8_valid(p, (size_t)(end - p));
		cut_block(&t->cut, p, (size_t)(end - p));
	}
	t->block = (size_t)(end - p);
	t->searched = t->from + t->block;
}

/* The next block of lines.  TSV_RECORD, TSV_END, TSV_BAD, TSV_FAIL. */
static int
next_block(struct tsv *t, struct err *e)
{
	t->from += t->block;
	t->block = t->next = 0;
	t->cut.nend = 0;
	for (;;) {
		const char *end = first_end(t);
		int more;

		if (end != NULL) {
			set_block(t, end);
			return TSV_RECORD;
		}
		t->searched = t->text.n;
		if (t->at_end)
			break;
		if (t->text.n - t->from > TSV_LINE_MAX)
			return skip_line(t, e);
		more = fill(t, e);
		if (more < 0) {
			e->line = t->line + 1;
			return TSV_FAIL;
		}
	}
	t->block = t->text.n - t->from;
	t->single = t->block != 0;
	return t->single ? TSV_RECORD : TSV_END;
}

/* A line, its end apart, and its fields as they stand. */
struct line {
	struct str text;
	size_t n;      /* fields in t->field; SIZE_MAX: too many */
	uint32_t told; /* CUT_ESCAPED, CUT_DOC: it may have such a thing */
};

/* The line that is the whole block. */
static void
take_single(struct tsv *t, struct line *l)
{
	l->text = (struct str){block_of(t), t->block};
	if (l->text.p[t->block - 1] == '\n')
		l->text.n--;
	l->told = CUT_ESCAPED | CUT_DOC;
	t->single = t->block_valid = false;
}

/* The next line of the block. */
static void
take_line(struct tsv *t, struct line *l)
{
	const char *p = block_of(t);
	uint32_t end = t->cut.end[t->next], last = end & CUT_ORDINAL;
	uint32_t first = 0;
	const uint32_t *at;

	if (t->next != 0)
		first = (t->cut.end[t->next - 1] & CUT_ORDINAL) + 1;
	at = t->cut.at + first;
	t->next++;
	l->told = end & ~CUT_ORDINAL;
	l->n = (size_t)last - first + 1;
	l->text.p = p + (uint32_t)(at[-1] + 1);
	l->text.n = (size_t)(p + t->cut.at[last] - l->text.p);
	if (l->n >= TSV_FIELDS_MAX)
		l->n = SIZE_MAX;
	for (size_t i = 0; l->n != SIZE_MAX && i < l->n; i++) {
		uint32_t start = at[(ptrdiff_t)i - 1] + 1;

		t->field[i] = (struct str){p + start, at[i] - start};
	}
}

/* The next line.  TSV_RECORD, TSV_END, TSV_BAD, TSV_FAIL. */
static int
next_line(struct tsv *t, struct line *l, struct err *e)
{
	struct str whole;
	bool single;

	if (t->next == t->cut.nend && !t->single) {
		int got = next_block(t, e);

		if (got != TSV_RECORD)
			return got;
	}
	t->line++;
	single = t->single;
	if (single)
		take_single(t, l);
	else
		take_line(t, l);
	if (l->text.n > TSV_LINE_MAX)
		return too_long(t, e);
	whole = l->text;
	t->raw = l->text = without_cr(t->line == 1 ? without_bom(whole) : whole);
	/* the fields of a long line, or without what has gone from its ends */
	if (l->text.n != 0 && (single || l->text.n != whole.n))
		l->n = cut_fields(l->text, t->field);
	return TSV_RECORD;
}

/* Decide what the first line is; false when it is nothing known. */
static bool
begin(struct tsv *t, size_t n, bool *is_head, struct err *e)
{
	const struct tsv_kind *kind = header_kind(t->kinds, t->field, n);

	t->begun = *is_head = true;
	if (kind == NULL) {
		const struct tsv_kind *bare =
		    headerless_kind(t->kinds, t->field, n);

		if (bare != NULL) {
			*is_head = false;
			set_fixed_head(t, bare);
			return true;
		}
		if (!t->any)
			return err_at(e, t->line, 0, "%s",
			    tr("neither a header nor a record that is known here",
				"既不是已知的表头，也不是已知的记录"));
	}
	set_head(t, n, kind);
	return true;
}

static void
drop_nulls(struct tsv *t, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(t->field[i], t->null))
			t->field[i].n = 0;
}

/* Undo the escapes of the fields; the line as it stood is kept. */
static void
unescape(struct tsv *t, size_t n)
{
	buf_reset(&t->kept);
	buf_addstr(&t->kept, t->raw);
	t->raw = buf_str(&t->kept);
	for (size_t i = 0; i < n; i++)
		t->field[i].n = tsv_unescape(
		    t->text.p + (t->field[i].p - t->text.p), t->field[i].n);
}

/* Can it be cut, and is it UTF-8? */
static bool
is_readable(const struct tsv *t, const struct line *l, struct err *e)
{
	if (l->n == SIZE_MAX)
		return err_at(e, t->line, 0,
		    tr("more than %d fields", "字段数超过 %d"),
		    TSV_FIELDS_MAX - 1);
	if (!t->block_valid && !utf8_valid(l->text))
		return err_at(e, t->line, 0, "%s",
		    tr("not valid UTF-8", "不是有效的 UTF-8"));
	return true;
}

/* The line that was cut is the next one: TSV_RECORD, TSV_BAD, TSV_FAIL, or TSV_OTHER. */
static int
take_cut(struct tsv *t, const struct line *l, struct err *e)
{
	const struct tsv_kind *kind = NULL;
	bool is_head = false;

	if (l->text.n == 0)
		return TSV_OTHER;
	if (!is_readable(t, l, e))
		return TSV_BAD;
	if (!t->begun && !begin(t, l->n, &is_head, e))
		return TSV_FAIL;
	if (is_head || same_head(t, l->n))
		return TSV_OTHER;
	if (!t->all_doc || (l->told & CUT_DOC) != 0)
		kind = header_kind(t->kinds, t->field, l->n);
	if (kind != NULL) {
		set_head(t, l->n, kind);
		return TSV_OTHER;
	}
	if (l->n != t->nhead) {
		err_at(e, t->line, 0,
		    tr("%zu fields, the header has %zu",
			"有 %zu 个字段，表头有 %zu 个"),
		    l->n, t->nhead);
		return TSV_BAD;
	}
	if (t->null.n != 0)
		drop_nulls(t, l->n);
	if ((l->told & CUT_ESCAPED) != 0)
		unescape(t, l->n);
	t->nfield = l->n;
	return TSV_RECORD;
}

/* The next line, if there is one: as take_cut; TSV_END when there is none. */
static int
take_next(struct tsv *t, struct err *e)
{
	struct line l = {0};
	int got;

	t->nfield = 0;
	t->raw = (struct str){0};
	got = next_line(t, &l, e);
	if (got == TSV_RECORD)
		got = take_cut(t, &l, e);
	/* the line behind it is not the header */
	return got == TSV_BAD && !t->begun ? TSV_FAIL : got;
}

int
tsv_next(struct tsv *t, struct err *e)
{
	int got;

	if (!t->begun && t->columns.n != 0)
		set_named_head(t);
	do
		got = take_next(t, e);
	while (got == TSV_OTHER);
	return got;
}

int
tsv_take(struct tsv *t, struct str line, struct err *e)
{
	buf_reset(&t->text);
	buf_addstr(&t->text, line);
	buf_addc(&t->text, '\n');
	t->from = 0;
	t->block = t->text.n;
	t->single = true;
	return take_next(t, e);
}

void
tsv_again(struct tsv *t, struct str head, unsigned long line, struct stream *s,
    struct buf *text)
{
	const struct tsv old = *t;
	struct buf empty;
	int got = TSV_OTHER;
	struct err e;

	*t = (struct tsv){.name = old.name, .kinds = old.kinds, .any = old.any,
	    .all_doc = old.all_doc, .text = old.text, .field = old.field,
	    .head = old.head, .where = old.where, .cut = old.cut,
	    .kept = old.kept, .head_text = old.head_text};
	t->cut.nend = 0;
	t->line = 1; /* no byte order mark stands in the next one */
	if (head.n != 0)
		got = tsv_take(t, head, &e);
	assert(got == TSV_OTHER);
	t->line = line;
	t->stream = s;
	t->at_end = s == NULL;
	t->from = t->block = 0;
	if (s == NULL) {
		empty = t->text;
		t->text = *text;
		*text = empty;
	}
	buf_reset(s == NULL ? text : &t->text);
}
