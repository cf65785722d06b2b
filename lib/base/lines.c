/*
 * The lines of a text and what they hold: 64 bytes are looked at together where the
 * machine can, else one by one.
 */
#include "base/lines.h"

#include "base/mem.h"
#include "base/wide_x86.h"

#define END_WORDS 2 /* the last ones of a text: they may not be read where they are */
#define LINES_FIRST 512 /* most reports have fewer: room is made once */

/* The byte at p[i], or 0 behind the end. */
static unsigned
byte_at(const char *p, size_t i, size_t n)
{
	return i < n ? (unsigned char)p[i] : 0;
}

/* May what takes no room, or white space of two or three bytes but for the
 * ideographic one, begin with c, followed by d and e? */
static bool
may_be_invisible(unsigned c, unsigned d, unsigned e)
{
	bool general = c == 0xe2 && d == 0x80 && (e < 0x90 || (e > 0xa7 && e < 0xb0));

	return general || c == 0xc2 || (c == 0xe2 && d == 0x81) ||
	    (c == 0xef && d == 0xbb);
}

/* What the byte at p[i] makes its line hold. */
static unsigned
held_at(const char *p, size_t i, size_t n)
{
	unsigned c = byte_at(p, i, n), d = byte_at(p, i + 1, n);
	unsigned e = byte_at(p, i + 2, n);

	if (c == '\t')
		return HOLDS_TAB;
	if (c == '|')
		return HOLDS_BAR;
	if (c == '[')
		return HOLDS_BRACKET;
	if (c == ' ')
		return d == ' ' ? HOLDS_BLANKS : 0;
	if (c == '\r' && d == '\n')
		return 0;
	if (may_be_invisible(c, d, e))
		return HOLDS_ODD_SPACE | HOLDS_INVISIBLE;
	if (c < ' ' || (c == 0xe3 && d == 0x80 && e == 0x80))
		return HOLDS_ODD_SPACE;
	return c == 0xe2 && (d == 0x94 || d == 0x95) ? HOLDS_DRAWN : 0;
}

/* What a line holds of which two parts hold this and that. */
static inline unsigned
held_by_both(unsigned a, unsigned b)
{
	return a | b | (a & b & HOLDS_TAB) * HOLDS_TABS;
}

static void
add_line(struct text_lines *l, size_t end, unsigned holds)
{
	l->line = xgrow(l->line, l->n, &l->cap, sizeof *l->line);
	l->line[l->n++] = (struct text_line){end, holds};
}

void
text_lines_plain(struct text_lines *l, const char *p, size_t n)
{
	unsigned holds = 0;

	l->n = 0;
	for (size_t i = 0; i < n; i++) {
		if (p[i] != '\n') {
			holds = held_by_both(holds, held_at(p, i, n));
			continue;
		}
		add_line(l, i, holds);
		holds = 0;
	}
	if (n != 0 && p[n - 1] != '\n')
		add_line(l, n, holds);
}

unsigned
text_holds_plain(const char *p, size_t n)
{
	unsigned holds = 0;

	for (size_t i = 0; i < n; i++)
		holds = held_by_both(holds, held_at(p, i, n));
	return holds;
}

#if defined(__x86_64__)

/* may_be_invisible(): of the bytes at p, which may be read two further. */
WIDE static inline __m256i
invisible(const char *p, __m256i v, __m256i next)
{
	__m256i third = load(p + 2);
	__m256i general = _mm256_andnot_si256(is_between(third, 0x90, 0xa7),
	    _mm256_andnot_si256(is_between(third, 0xb0, 0xff),
		is_byte(next, (char)0x80)));
	__m256i e2 = any_of(is_byte(next, (char)0x81), general);

	return any_of(
	    any_of(is_byte(v, (char)0xc2), all_of(is_byte(v, (char)0xe2), e2)),
	    all_of(is_byte(v, (char)0xef), is_byte(next, (char)0xbb)));
}

/* Other white space for which held_at() says HOLDS_ODD_SPACE, at the same bytes. */
WIDE static inline __m256i
odd_space(const char *p, __m256i v, __m256i next)
{
	__m256i odd, ideographic;

	odd = _mm256_andnot_si256(any_of(is_byte(v, '\t'), is_byte(v, '\n')),
	    is_between(v, 0, ' ' - 1));
	odd = _mm256_andnot_si256(
	    all_of(is_byte(v, '\r'), is_byte(next, '\n')), odd);
	ideographic = all_of(is_byte(next, (char)0x80),
	    is_byte(load(p + 2), (char)0x80));
	return any_of(odd, all_of(is_byte(v, (char)0xe3), ideographic));
}

/* A word of text: where line ends stand, and what a line may hold: a lane for each
 * HOLDS_..., in their order. */
struct text_word {
	__m256i usual, others;
	uint64_t lf;
	bool rare; /* of look_at: it may have some of the others, not set if not */
};

/* Of the bytes at p, which may be read two further: which may be a bracket, begin
 * what is drawn, be odd_space() or invisible()?  Few are. */
WIDE static inline __m256i
may_be_rare(const char *p, __m256i v, __m256i next)
{
	__m256i rare, ends = any_of(is_byte(v, '\t'), is_byte(v, '\n'));

	rare = _mm256_andnot_si256(ends, is_between(v, 0, ' ' - 1));
	rare = any_of(rare, is_byte(v, '['));
	rare = any_of(rare, any_of(is_byte(v, (char)0xc2), is_byte(v, (char)0xe2)));
	rare = any_of(rare,
	    all_of(is_byte(v, (char)0xe3), is_byte(load(p + 2), (char)0x80)));
	return any_of(rare,
	    all_of(is_byte(v, (char)0xef), is_byte(next, (char)0xbb)));
}

WIDE static inline __m256i
lanes_of(uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
	return _mm256_set_epi64x((int64_t)d, (int64_t)c, (int64_t)b, (int64_t)a);
}

WIDE static inline void
look_for_rare(struct text_word *w, const char *p)
{
	__m256i a = load(p), a1 = load(p + 1);
	__m256i b = load(p + 32), b1 = load(p + 33);

	uint64_t bracket = bits_of(is_byte(a, '['), is_byte(b, '['));
	uint64_t drawn = bits_of(
	    all_of(is_byte(a, (char)0xe2), is_between(a1, 0x94, 0x95)),
	    all_of(is_byte(b, (char)0xe2), is_between(b1, 0x94, 0x95)));
	uint64_t none = bits_of(invisible(p, a, a1), invisible(p + 32, b, b1));
	uint64_t odd = none |
	    bits_of(odd_space(p, a, a1), odd_space(p + 32, b, b1));

	w->others = lanes_of(bracket, drawn, odd, none);
}

/* The TABs that are not the first in a line: what is subtracted at the start of a
 * line takes away the first bit in it. */
static inline uint64_t
further_tabs(uint64_t tab, uint64_t lf)
{
	return ((tab | lf) - (lf << 1 | 1)) & tab;
}

/* The word at p, of which two bytes more may be read. */
WIDE static inline __attribute__((always_inline)) struct text_word
look_at(const char *p)
{
	__m256i a = load(p), a1 = load(p + 1);
	__m256i b = load(p + 32), b1 = load(p + 33);
	__m256i rare = any_of(may_be_rare(p, a, a1), may_be_rare(p + 32, b, b1));
	uint64_t lf = bits_of(is_byte(a, '\n'), is_byte(b, '\n'));
	uint64_t tab = bits_of(is_byte(a, '\t'), is_byte(b, '\t'));
	uint64_t bar = bits_of(is_byte(a, '|'), is_byte(b, '|'));
	uint64_t blanks = bits_of(all_of(is_byte(a, ' '), is_byte(a1, ' ')),
	    all_of(is_byte(b, ' '), is_byte(b1, ' ')));
	struct text_word w = {
		.lf = lf,
		.usual = lanes_of(tab, bar, blanks, further_tabs(tab, lf)),
		.rare = _mm256_testz_si256(rare, rare) == 0,
	};

	if (w.rare)
		look_for_rare(&w, p);
	return w;
}

/* The same where a vector takes a word. */
WIDER static inline void
look_wider_for_rare(struct text_word *w, const char *p, uint64_t odd)
{
	uint64_t e2 = bytes_of(p, 0xe2), second = bytes_of(p + 1, 0x80);
	uint64_t general = second &
	    (bytes_at(p + 2, 0x80, 0x8f) | bytes_at(p + 2, 0xa8, 0xaf));
	uint64_t none = bytes_of(p, 0xc2) |
	    (e2 & (bytes_of(p + 1, 0x81) | general)) |
	    (bytes_of(p, 0xef) & bytes_of(p + 1, 0xbb));

	odd &= ~(bytes_of(p, '\r') & bytes_of(p + 1, '\n'));
	odd |= bytes_of(p, 0xe3) & second & bytes_of(p + 2, 0x80);
	w->others = lanes_of(bytes_of(p, '['),
	    e2 & bytes_at(p + 1, 0x94, 0x95), odd | none, none);
}

WIDER static inline __attribute__((always_inline)) struct text_word
look_wider(const char *p)
{
	uint64_t lf = bytes_of(p, '\n'), tab = bytes_of(p, '\t');
	uint64_t bar = bytes_of(p, '|');
	uint64_t blanks = bytes_of(p, ' ') & bytes_of(p + 1, ' ');
	uint64_t control = bytes_at(p, 0, ' ' - 1) & ~(tab | lf);
	uint64_t rare = control | bytes_of(p, '[') | bytes_of(p, 0xc2) |
	    (bytes_of(p, 0xe2) & ~(bytes_of(p + 1, 0x80) & bytes_at(p + 2, 0x90, 0xa7))) |
	    (bytes_of(p, 0xe3) & bytes_of(p + 2, 0x80)) |
	    (bytes_of(p, 0xef) & bytes_of(p + 1, 0xbb));
	struct text_word w = {
		.lf = lf,
		.usual = lanes_of(tab, bar, blanks, further_tabs(tab, lf)),
		.others = _mm256_setzero_si256(),
	};

	if (rare != 0)
		look_wider_for_rare(&w, p, control);
	return w;
}

/* Bit i: lane i has one of the bits of mask. */
WIDE static inline unsigned
lanes_in(__m256i v, uint64_t mask)
{
	__m256i none = _mm256_cmpeq_epi64(_mm256_setzero_si256(),
	    all_of(v, _mm256_set1_epi64x((int64_t)mask)));

	return (unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(none)) ^ 15;
}

/* What the bytes of the word hold that mask selects. */
typedef unsigned held(struct text_word w, uint64_t mask);

WIDE static inline unsigned
held_in(struct text_word w, uint64_t mask)
{
	unsigned holds = lanes_in(w.usual, mask);

	return w.rare ? holds | lanes_in(w.others, mask) << 4 : holds;
}

/* The same of a word of look_wider. */
WIDER static inline unsigned
held_in_wider(struct text_word w, uint64_t mask)
{
	__m512i v = _mm512_inserti64x4(_mm512_castsi256_si512(w.usual), w.others, 1);

	return _mm512_test_epi64_mask(v, _mm512_set1_epi64((int64_t)mask));
}

/* Put the lines that end in the word, which is at byte base, at *line, which moves behind
 * them; holds is what was found before it in the first of them.  Returns what is in the
 * line that goes on. */
WIDE static inline __attribute__((always_inline)) unsigned
put_lines(struct text_line **line, struct text_word w, size_t base, unsigned holds,
    held *in)
{
	uint64_t left = ~UINT64_C(0); /* behind the last LF */

	for (uint64_t lf = w.lf; lf != 0; lf = _blsr_u64(lf)) {
		uint64_t before = (lf & -lf) - 1;

		*(*line)++ = (struct text_line){base + (size_t)_tzcnt_u64(lf),
		    held_by_both(holds, in(w, left & before))};
		left = ~before;
		holds = 0;
	}
	return held_by_both(holds, in(w, left));
}

typedef struct text_word look(const char *p);

/* How far a text was looked through, and what its last line holds up to there. */
struct progress {
	size_t at;
	unsigned holds;
};

/* Look at the words from p on, which is byte f.at of the text, up to byte end, as long as
 * there is room for lines.  Nothing is called, so that what the bytes are compared with
 * stays in registers. */
WIDE static inline __attribute__((always_inline)) struct progress
look_at_words(struct text_lines *l, const char *p, size_t end, struct progress f,
    look *at, held *in)
{
	struct text_line *line = l->line + l->n;
	const struct text_line *full = l->line + (l->cap - WORD);

	for (; f.at < end && line <= full; f.at += WORD, p += WORD)
		f.holds = put_lines(&line, at(p), f.at, f.holds, in);
	l->n = (size_t)(line - l->line);
	return f;
}

static void
make_room(struct text_lines *l)
{
	while (l->cap - l->n < END_WORDS * WORD)
		l->line = xgrow_more(l->line, &l->cap, sizeof *l->line);
}

/* Of how many bytes of a text, from the first on, words can be read where they are. */
static size_t
bytes_to_read(size_t n)
{
	return n > WORD + 1 ? n - (WORD + 1) : 0;
}

/* What is left of a text, fewer bytes than that, with more behind it that no line holds. */
static const char *
copy_end(char end[static END_WORDS * WORD + 2], const char *p, size_t n)
{
	memset(end, 'a', END_WORDS * WORD + 2);
	return memcpy(end, p, n);
}

/* Cut into lines; at is look_at or look_wider. */
WIDE static inline __attribute__((always_inline)) void
look_through(struct text_lines *l, const char *p, size_t n, look *at, held *in)
{
	size_t most = bytes_to_read(n);
	struct progress f = {0};
	char end[END_WORDS * WORD + 2];

	while (f.at < most) {
		make_room(l);
		f = look_at_words(l, p + f.at, most, f, at, in);
	}
	if (f.at < n) {
		make_room(l);
		f = look_at_words(l, copy_end(end, p + f.at, n - f.at), n, f, at, in);
	}
	if (n != 0 && p[n - 1] != '\n')
		add_line(l, n, f.holds);
}

/* What all the words of one line hold. */
WIDE static inline __attribute__((always_inline)) unsigned
look_for_held(const char *p, size_t n, look *at, held *in)
{
	size_t most = bytes_to_read(n), i = 0;
	const uint64_t all = ~UINT64_C(0);
	unsigned holds = 0;
	char end[END_WORDS * WORD + 2];

	for (; i < most; i += WORD)
		holds = held_by_both(holds, in(at(p + i), all));
	if (i < n)
		p = copy_end(end, p + i, n - i);
	for (; i < n; i += WORD, p += WORD)
		holds = held_by_both(holds, in(at(p), all));
	return holds;
}

WIDE static void
look_through_wide(struct text_lines *l, const char *p, size_t n)
{
	look_through(l, p, n, look_at, held_in);
}

WIDER static void
look_through_wider(struct text_lines *l, const char *p, size_t n)
{
	look_through(l, p, n, look_wider, held_in_wider);
}

WIDE static unsigned
look_for_held_wide(const char *p, size_t n)
{
	return look_for_held(p, n, look_at, held_in);
}

WIDER static unsigned
look_for_held_wider(const char *p, size_t n)
{
	return look_for_held(p, n, look_wider, held_in_wider);
}

#endif

void
text_lines(struct text_lines *l, const char *p, size_t n)
{
	if (l->cap == 0) {
		l->cap = LINES_FIRST;
		l->line = xmalloc(l->cap * sizeof *l->line);
	}
	l->n = 0;
#if defined(__x86_64__)
	if (wide_is_wider()) {
		look_through_wider(l, p, n);
		return;
	}
	if (wide_is_here()) {
		look_through_wide(l, p, n);
		return;
	}
#endif
	text_lines_plain(l, p, n);
}

unsigned
text_holds(const char *p, size_t n)
{
#if defined(__x86_64__)
	if (wide_is_wider())
		return look_for_held_wider(p, n);
	if (wide_is_here())
		return look_for_held_wide(p, n);
#endif
	return text_holds_plain(p, n);
}
