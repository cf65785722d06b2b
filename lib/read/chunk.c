/*
 * The page that a Word file has inside.
 *
 * Takes a part of another format, which the body of the file names and Word reads in its
 * place when it opens the file; gives the page in it.  Web editors save whole reports so:
 * as HTML, or as a message in MIME whose first part of type text/html is the page, as it
 * stands or quoted-printable.  Known by content, whatever its name says.  Word files, RTF,
 * plain text and pages that are not in UTF-8 are no page here.
 */
#include "read/chunk.h"

#include <strings.h>

#include "base/wide.h"
#include "read/markup.h"

/* Where the word begins in s, in any case; s.n when it does not. */
static size_t
find_word(struct str s, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= s.n; i++)
		if (strncasecmp(s.p + i, word, n) == 0)
			return i;
	return s.n;
}

static bool
has_word(struct str s, const char *word)
{
	return find_word(s, word) < s.n;
}

/* Is it HTML?  The XML of office programs has neither of these. */
static bool
is_page(struct str s)
{
	static const char *const first[] = {"<h", "<div", "<table", "<p>", "<p ", "<body"};

	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		if (markup_begins(s, first[i]))
			return true;
	return markup_begins(s, "<") && (has_word(s, "<html") || has_word(s, "<body"));
}

/* Cut the head of a message or of a part of it off: all up to an empty line. */
static struct str
cut_head(struct str *rest)
{
	struct str head = *rest, line;

	while (str_split(rest, '\n', &line))
		if (line.n == 0 || (line.n == 1 && line.p[0] == '\r')) {
			head.n = (size_t)(line.p - head.p);
			break;
		}
	return head;
}

/* What the head says that its parts begin with; empty when it has none. */
static struct str
boundary_of(struct str head)
{
	struct str s = str_skip(head, find_word(head, "boundary="));
	size_t n = 0;
	bool quoted;

	s = str_skip(s, strlen("boundary="));
	quoted = s.n != 0 && s.p[0] == '"';
	s = str_skip(s, quoted);
	while (n < s.n && memchr(quoted ? "\"\r\n" : "; \r\n", s.p[n], quoted ? 3 : 4) == NULL)
		n++;
	return (struct str){s.p, n};
}

/* Cut the text up to a line that begins with the mark off, and the mark; all of it when
 * there is none. */
static struct str
cut_at(struct str *rest, struct str mark)
{
	struct str part = *rest;
	size_t from = 0;
	ptrdiff_t n;

	while ((n = str_find(str_skip(*rest, from), mark)) >= 0) {
		from += (size_t)n;
		if (from == 0 || rest->p[from - 1] == '\n') {
			part.n = from;
			break;
		}
		from += mark.n; /* no line begins in it */
	}
	*rest = str_skip(*rest, part.n + mark.n);
	return part;
}

/* The part of the message that is HTML, and its head; empty when there is none. */
static struct str
find_part(struct str message, struct str *head)
{
	struct buf mark = {0};
	struct str boundary, line, part = {0};

	*head = cut_head(&message);
	boundary = boundary_of(*head);
	if (boundary.n == 0)
		return has_word(*head, "text/html") ? message : part;
	buf_addz(&mark, "--");
	buf_addstr(&mark, boundary);
	cut_at(&message, buf_str(&mark));
	while (message.n != 0) {
		part = cut_at(&message, buf_str(&mark));
		str_split(&part, '\n', &line);
		*head = cut_head(&part);
		if (has_word(*head, "text/html"))
			break;
		part.n = 0;
	}
	buf_free(&mark);
	return part;
}

static int
hex_digit(char c)
{
	static const char digits[] = "0123456789ABCDEFabcdef";
	const char *at = c != '\0' ? strchr(digits, c) : NULL;
	ptrdiff_t n = at != NULL ? at - digits : -1;

	return (int)(n < 16 ? n : n - 6);
}

/* Append text that is quoted-printable.  What is no code stands for itself: not all
 * programs quote all that they must. */
static void
add_quoted(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		int high = i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1;
		int low = high >= 0 ? hex_digit(s.p[i + 2]) : -1;

		if (s.p[i] != '=') {
			buf_addc(out, s.p[i]);
		} else if (low >= 0) {
			buf_addc(out, (char)(high << 4 | low));
			i += 2;
		} else if (markup_begins(str_skip(s, i + 1), "\r\n")) {
			i += 2;
		} else if (markup_begins(str_skip(s, i + 1), "\n")) {
			i += 1;
		} else {
			buf_addc(out, '=');
		}
	}
}

/* The page of the message, decoded. */
static struct str
page_of_message(struct str message, struct buf *out)
{
	struct str head, part = find_part(message, &head);
	size_t from = out->n;

	if (part.n == 0 || has_word(head, "base64"))
		return (struct str){0};
	if (!has_word(head, "quoted-printable"))
		return part;
	add_quoted(out, part);
	return str_skip(buf_str(out), from);
}

struct str
chunk_page(struct str chunk, struct buf *out)
{
	struct str s;

	if (str_starts(chunk, STR("\xef\xbb\xbf")))
		chunk = str_skip(chunk, 3);
	s = str_trim(chunk);
	if (markup_begins(s, "MIME-Version:") || markup_begins(s, "Content-Type:"))
		s = str_trim(page_of_message(s, out));
	return is_page(s) && wide_utf8_valid(s.p, s.n) ? s : (struct str){0};
}
