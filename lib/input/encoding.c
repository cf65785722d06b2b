/*
 * Bytes to text.  The rule of encoding.h was right for 99 % of pieces of 20
 * bytes, and for all of 60, where detectors that count letters were not.
 *
 * GB18030 contains GBK and GB2312; those names are not used, since text on the
 * web has U+00A0, which they lack.
 */
#include "input/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <pthread.h>

#include "base/mem.h"
#include "base/msg.h"
#include "base/utf8.h"
#include "base/wide.h"
#include "input/sniff.h"

#define BAD_FEW 2    /* this many wrong characters are always forgiven */
#define BAD_SHARE 10 /* more than one in ten: no text; random bytes have 1 in 4 */

#define REPLACEMENT "\xef\xbf\xbd"

/* How many control characters are in it that text files do not use. */
static size_t
count_odd(struct str s)
{
	size_t n = 0;

	if (wide_is_clean(s.p, s.n)) /* as nearly every text */
		return 0;
	for (size_t i = 0; i < s.n; i++)
		n += is_odd_control((unsigned char)s.p[i]);
	return n;
}

static bool
is_text(struct str s, size_t bad)
{
	bad += count_odd(s);
	return bad <= BAD_FEW || bad <= utf8_count_valid(s) / BAD_SHARE;
}

/* Text that was cut or lost a byte, rather than text in another encoding? */
static bool
is_damaged_utf8(struct str s)
{
	const char *p = s.p, *end = s.p + s.n;
	size_t whole = 0, bad = 0;

	while (p < end) {
		const char *from = p;
		uint32_t cp = utf8_next(&p, end);

		whole += p - from == 3;
		bad += cp == UTF8_BAD && p - from == 1;
	}
	return whole > bad;
}

static void
copy_utf8(struct str s, struct buf *out, size_t *replaced)
{
	const char *p = s.p, *end = s.p + s.n;

	buf_reserve(out, s.n);
	while (p < end) {
		const char *from = p;
		uint32_t cp = utf8_next(&p, end);
		bool bad = cp == 0 || (cp == UTF8_BAD && p - from == 1);

		*replaced += bad;
		if (bad)
			buf_addz(out, REPLACEMENT);
		else
			buf_add(out, from, (size_t)(p - from));
	}
}

/*
 * Decode what iconv can, and one U+FFFD for each unit (bytes) that it refuses.
 * It stops only there or where out is full, so the whole stays linear.
 */
static void
convert(iconv_t cd, struct str in, size_t unit, struct buf *out,
    size_t *replaced)
{
	char *from = (char *)in.p; /* iconv does not write there */
	size_t left = in.n;

	iconv(cd, NULL, NULL, NULL, NULL);
	while (left != 0) {
		size_t skip = unit < left ? unit : left, room, done;
		char *to;

		buf_reserve(out, left + left / 2 + 16);
		to = out->p + out->n;
		room = out->cap - out->n;
		done = iconv(cd, &from, &left, &to, &room);
		out->n = (size_t)(to - out->p);
		if (done != (size_t)-1 || errno == E2BIG)
			continue;
		if (errno == EINVAL) /* cut inside the last character */
			skip = left;
		buf_addz(out, REPLACEMENT);
		++*replaced;
		from += skip;
		left -= skip;
	}
}

static pthread_key_t descriptor; /* a thread's own, for gb18030 */

static void
close_descriptor(void *cd)
{
	if (cd != (iconv_t)-1)
		iconv_close(cd);
}

static void
make_key(void)
{
	if (pthread_key_create(&descriptor, close_descriptor) != 0)
		mem_none();
}

/* A descriptor is kept for each thread: opening one costs more than a page. */
static iconv_t
gb18030(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	iconv_t cd;

	pthread_once(&once, make_key);
	cd = pthread_getspecific(descriptor);
	if (cd == NULL) {
		cd = iconv_open("UTF-8", "GB18030");
		pthread_setspecific(descriptor, cd);
	}
	return cd;
}

/* NUL becomes U+FFFD in what was appended to out behind from. */
static void
replace_nul(struct buf *out, size_t from, size_t *replaced)
{
	size_t n = 0, to;

	for (size_t i = from; i < out->n; i++)
		n += out->p[i] == '\0';
	if (n == 0)
		return;
	*replaced += n;
	buf_reserve(out, 2 * n);
	to = out->n + 2 * n;
	for (size_t i = out->n; i-- > from;) {
		if (out->p[i] != '\0') {
			out->p[--to] = out->p[i];
			continue;
		}
		to -= 3;
		memcpy(out->p + to, REPLACEMENT, 3);
	}
	out->n += 2 * n;
}

static struct str
without_mark(struct str s)
{
	return str_skip(s, str_starts(s, STR("\xef\xbb\xbf")) ? 3 : 0);
}

/* The name of the encoding that s is in; *s loses its byte order mark.  *valid:
 * it is UTF-8 without a fault. */
static const char *
detect(struct str *s, bool *valid)
{
	size_t n = s->n;

	*valid = false;
	if (str_starts(*s, STR("\xff\xfe")))
		return *s = str_skip(*s, 2), "UTF-16LE";
	if (str_starts(*s, STR("\xfe\xff")))
		return *s = str_skip(*s, 2), "UTF-16BE";
	*s = without_mark(*s);
	*valid = wide_utf8_valid(s->p, s->n);
	return s->n != n || *valid || is_damaged_utf8(*s) ? "UTF-8" : "GB18030";
}

static void
decode(const char *encoding, struct str in, struct buf *out, size_t *replaced)
{
	iconv_t cd;

	if (strcmp(encoding, "UTF-8") == 0) {
		copy_utf8(in, out, replaced);
		return;
	}
	if (strcmp(encoding, "GB18030") == 0) {
		cd = gb18030();
		if (cd != (iconv_t)-1)
			convert(cd, in, 1, out, replaced);
		else
			copy_utf8(in, out, replaced);
		return;
	}
	cd = iconv_open("UTF-8", encoding);
	if (cd != (iconv_t)-1) {
		convert(cd, in, 2, out, replaced);
		iconv_close(cd);
	}
}

bool
encoding_decode(struct str in, struct buf *out, struct str *text,
    const char **encoding, size_t *replaced)
{
	size_t from = out->n;
	bool valid;

	*replaced = 0;
	*text = in;
	*encoding = "UTF-8";
	if (in.n == 0)
		return true;
	if (sniff(in, encoding) != SNIFF_NOTHING)
		return false;
	*text = without_mark(in);
	if (wide_is_clean(text->p, text->n)) /* the rest would say the same */
		return *encoding = "UTF-8", true;
	*encoding = detect(&in, &valid);
	if (valid && (in.n == 0 || memchr(in.p, '\0', in.n) == NULL)) {
		*text = in;
	} else {
		decode(*encoding, in, out, replaced);
		replace_nul(out, from, replaced);
		*text = str_skip(buf_str(out), from);
	}
	if (is_text(*text, *replaced))
		return true;
	out->n = from;
	*encoding = "binary";
	*replaced = 0;
	return false;
}

void
encoding_add_name(struct buf *out, struct str name, const char *charset)
{
	size_t replaced = 0, from = out->n;
	iconv_t cd = (iconv_t)-1;

	if (name.n == 0 || utf8_valid(name)) {
		buf_addstr(out, name);
		return;
	}
	if (charset != NULL)
		cd = iconv_open("UTF-8", charset);
	if (cd != (iconv_t)-1) {
		convert(cd, name, 1, out, &replaced);
		iconv_close(cd);
	} else {
		decode("GB18030", name, out, &replaced);
	}
	replace_nul(out, from, &replaced);
}

bool
encoding_is_known(const char *charset)
{
	iconv_t cd = iconv_open("UTF-8", charset);

	if (cd == (iconv_t)-1)
		return false;
	iconv_close(cd);
	return charset[0] != '\0'; /* to iconv: that of the locale */
}
