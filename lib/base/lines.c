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
	if (c == '[' || c == '\\' || c == '&' || c == '*' || c == '<')
		return HOLDS_MARK;
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

static inline struct text_line
line_to(size_t end, unsigned holds)
{
	return (struct text_line){.holds = holds & 0xff, .end = end & UINT64_MAX >> 8};
}

static void
add_line(struct text_lines *l, size_t end, unsigned holds)
{
	l->line = xgrow(l->line, l->n, &l->cap, sizeof *l->line);
	l->line[l->n++] = line_to(end, holds);
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

/* A word of text: where line ends stand, and what a line may hold. */
struct text_word {
	uint64_t lf, tab, bar, blanks;
	bool rare; /* it may have some of these; they are 0 if not */
	uint64_t mark, drawn, odd, none;
};

/* Kinds of bytes that are rare, or are so with certain others behind them: a bit for
 * each, which both halves of the byte must have. */
enum {
	IS_0X = 1, /* 00 to 0F but for TAB and LF */
	IS_1X = 2, /* 10 to 1F */
	IS_5B = 4, /* and 5C, 3B, 3C */
	IS_C2 = 8,
	IS_E2 = 16, /* unless 80 is behind it and 90 to A7 behind that */
	IS_E3 = 32, /* if 80 is the next but one */
	IS_EF = 64, /* if BB is behind it */
	IS_26 = 128, /* and 2A */
	ALONE = IS_0X | IS_1X | IS_5B | IS_C2 | IS_26
};

/* What the halves of a byte have, by their value. */
#define RARE_UPPER \
	B(IS_0X), B(IS_1X), B(IS_26), B(IS_5B), 0, B(IS_5B), 0, 0, 0, 0, 0, 0, B(IS_C2), 0, \
	    B(IS_E2 | IS_E3 | IS_EF), 0
#define RARE_LOWER \
	B(IS_1X | IS_0X), B(IS_1X | IS_0X), B(IS_1X | IS_0X | IS_C2 | IS_E2), \
	    B(IS_1X | IS_0X | IS_E3), B(IS_1X | IS_0X), B(IS_1X | IS_0X), \
	    B(IS_1X | IS_0X | IS_26), B(IS_1X | IS_0X), B(IS_1X | IS_0X), B(IS_1X), \
	    B(IS_1X | IS_26), B(IS_1X | IS_0X | IS_5B), B(IS_1X | IS_0X | IS_5B), \
	    B(IS_1X | IS_0X), B(IS_1X | IS_0X), B(IS_1X | IS_0X | IS_EF)

/* Of the bytes at p, which may be read two further: which may be a mark, begin what is
 * drawn, be odd_space() or invisible()?  Few are. */
WIDE static inline __m256i
may_be_rare(const char *p, __m256i v, __m256i next)
{
	const __m256i half = _mm256_set1_epi8(15);
	__m256i upper = _mm256_shuffle_epi8(TWICE(RARE_UPPER),
	    all_of(_mm256_srli_epi16(v, 4), half));
	__m256i lower = _mm256_shuffle_epi8(TWICE(RARE_LOWER), all_of(v, half));
	__m256i rare = all_of(all_of(upper, lower), _mm256_set1_epi8(B(ALONE | IS_E2)));

	rare = any_of(rare,
	    all_of(is_byte(v, (char)0xe3), is_byte(load(p + 2), (char)0x80)));
	return any_of(rare,
	    all_of(is_byte(v, (char)0xef), is_byte(next, (char)0xbb)));
}

/* Which bytes of v are a mark? */
WIDE static inline __m256i
marks(__m256i v)
{
	return any_of(any_of(is_between(v, '[', '\\'), is_byte(v, '&')),
	    any_of(is_byte(v, '*'), is_byte(v, '<')));
}

WIDE static inline void
look_for_rare(struct text_word *w, const char *p)
{
	__m256i a = load(p), a1 = load(p + 1);
	__m256i b = load(p + 32), b1 = load(p + 33);

	w->mark = bits_of(marks(a), marks(b));
	w->drawn = bits_of(
	    all_of(is_byte(a, (char)0xe2), is_between(a1, 0x94, 0x95)),
	    all_of(is_byte(b, (char)0xe2), is_between(b1, 0x94, 0x95)));
	w->none = bits_of(invisible(p, a, a1), invisible(p + 32, b, b1));
	w->odd = w->none |
	    bits_of(odd_space(p, a, a1), odd_space(p + 32, b, b1));
}

/* The word at p, of which two bytes more may be read. */
WIDE static inline __attribute__((always_inline)) struct text_word
look_at(const char *p)
{
	__m256i a = load(p), a1 = load(p + 1);
	__m256i b = load(p + 32), b1 = load(p + 33);
	__m256i rare = any_of(may_be_rare(p, a, a1), may_be_rare(p + 32, b, b1));
	struct text_word w = {
		.lf = bits_of(is_byte(a, '\n'), is_byte(b, '\n')),
		.tab = bits_of(is_byte(a, '\t'), is_byte(b, '\t')),
		.bar = bits_of(is_byte(a, '|'), is_byte(b, '|')),
		.blanks = bits_of(all_of(is_byte(a, ' '), is_byte(a1, ' ')),
		    all_of(is_byte(b, ' '), is_byte(b1, ' '))),
		.rare = _mm256_testz_si256(rare, rare) == 0,
	};

	if (w.rare)
		look_for_rare(&w, p);
	return w;
}

/* The same where a vector takes a word. */
WIDEST static inline void
look_widest_for_rare(struct text_word *w, const char *p)
{
	uint64_t e2 = bytes_of(p, 0xe2), second = bytes_of(p + 1, 0x80);
	uint64_t general = second &
	    (bytes_at(p + 2, 0x80, 0x8f) | bytes_at(p + 2, 0xa8, 0xaf));

	w->none = bytes_of(p, 0xc2) | (e2 & (bytes_of(p + 1, 0x81) | general)) |
	    (bytes_of(p, 0xef) & bytes_of(p + 1, 0xbb));
	w->odd = w->none | (bytes_at(p, 0, ' ' - 1) & ~(w->tab | w->lf) &
			       ~(bytes_of(p, '\r') & bytes_of(p + 1, '\n'))) |
	    (bytes_of(p, 0xe3) & second & bytes_of(p + 2, 0x80));
	w->mark = bytes_at(p, '[', '\\') | bytes_of(p, '&') | bytes_of(p, '*') |
	    bytes_of(p, '<');
	w->drawn = e2 & bytes_at(p + 1, 0x94, 0x95);
}

WIDEST static inline __m512i
rare_kinds(__m512i v)
{
	return kinds_of(v, FOUR_TIMES(RARE_UPPER), FOUR_TIMES(RARE_LOWER));
}

#define FOUR(x) x, x, x, x
#define SIXTEEN(x) FOUR(x), FOUR(x), FOUR(x), FOUR(x)

/* The kinds that are rare with such a byte behind them, by its last six bits (in UTF-8
 * only 80 to BF stand behind E2, E3 and EF), */
static const unsigned char rare_before[WORD] = {0, IS_E2, IS_E2, IS_E2, FOUR(IS_E2),
    FOUR(IS_E2), FOUR(IS_E2), SIXTEEN(IS_E2), SIXTEEN(IS_E2), FOUR(IS_E2), FOUR(IS_E2),
    IS_E2, IS_E2, IS_E2, IS_E2 | IS_EF, FOUR(IS_E2)};
/* and with such a one behind that. */
static const unsigned char rare_before_that[WORD] = {IS_E2 | IS_E3, IS_E2, IS_E2, IS_E2,
    FOUR(IS_E2), FOUR(IS_E2), FOUR(IS_E2), SIXTEEN(0), FOUR(0), FOUR(0), FOUR(IS_E2),
    FOUR(IS_E2), SIXTEEN(IS_E2)};

WIDEST static inline bool
may_be_rare_widest(const char *p)
{
	__m512i rare = _mm512_set1_epi8(B(ALONE));

	rare = _mm512_or_si512(rare,
	    _mm512_permutexvar_epi8(_mm512_loadu_si512(p + 1),
		_mm512_loadu_si512(rare_before)));
	rare = _mm512_or_si512(rare,
	    _mm512_permutexvar_epi8(_mm512_loadu_si512(p + 2),
		_mm512_loadu_si512(rare_before_that)));
	return _mm512_test_epi8_mask(rare_kinds(_mm512_loadu_si512(p)), rare) != 0;
}

WIDEST static inline __attribute__((always_inline)) struct text_word
look_widest(const char *p)
{
	uint64_t blank = bytes_of(p, ' '), next = p[WORD] == ' ';
	struct text_word w = {
		.lf = bytes_of(p, '\n'),
		.tab = bytes_of(p, '\t'),
		.bar = bytes_of(p, '|'),
		.blanks = blank & (blank >> 1 | next << (WORD - 1)),
	};

	if (may_be_rare_widest(p)) {
		look_widest_for_rare(&w, p);
		w.rare = (w.mark | w.drawn | w.odd | w.none) != 0; /* not CR LF */
	}
	return w;
}

/* The TABs that are not the first in a line: what is subtracted at the start of a
 * line takes away the first bit in it. */
static inline uint64_t
further_tabs(uint64_t tab, uint64_t lf)
{
	return ((tab | lf) - (lf << 1 | 1)) & tab;
}

/* What a word may hold: a lane for each HOLDS_..., in their order. */
struct lanes_held {
	__m256i usual, others;
	bool rare;
};

WIDE static inline __m256i
lanes_of(uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
	return _mm256_set_epi64x((int64_t)d, (int64_t)c, (int64_t)b, (int64_t)a);
}

/* Bit i: lane i has one of the bits of mask. */
WIDE static inline unsigned
lanes_in(__m256i v, uint64_t mask)
{
	__m256i none = _mm256_cmpeq_epi64(_mm256_setzero_si256(),
	    all_of(v, _mm256_set1_epi64x((int64_t)mask)));

	return (unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(none)) ^ 15;
}

WIDE static inline struct lanes_held
lanes_of_word(const struct text_word *w)
{
	struct lanes_held l = {.usual = lanes_of(w->tab, w->bar, w->blanks,
				   further_tabs(w->tab, w->lf)),
	    .others = _mm256_setzero_si256(), .rare = w->rare};

	if (w->rare)
		l.others = lanes_of(w->mark, w->drawn, w->odd, w->none);
	return l;
}

/* What the bytes of the word hold that mask selects: those of one line. */
WIDE static inline unsigned
held_in(const struct lanes_held *l, uint64_t mask)
{
	unsigned holds = lanes_in(l->usual, mask);

	return l->rare ? holds | lanes_in(l->others, mask) << 4 : holds;
}

/* Put the lines that end in the word, which is at byte base, at *line, which moves behind
 * them; holds is what was found before it in the first of them.  Returns what is in the
 * line that goes on. */
WIDE static inline __attribute__((always_inline)) unsigned
put_lines(struct text_line **line, const struct text_word *w, size_t base, unsigned holds)
{
	const struct lanes_held l = lanes_of_word(w);
	uint64_t left = ~UINT64_C(0); /* behind the last LF */

	for (uint64_t lf = w->lf; lf != 0; lf = _blsr_u64(lf)) {
		uint64_t first = (lf & -lf) - 1;

		*(*line)++ = line_to(base + (size_t)_tzcnt_u64(lf),
		    held_by_both(holds, held_in(&l, left & first)));
		left = ~first;
		holds = 0;
	}
	return held_by_both(holds, held_in(&l, left));
}

/* Flags: a number for each HOLDS_..., in their order, with a bit for each line; without
 * rare bytes the last four are not set. */
#define FLAGS 8
#define USUAL 4
_Static_assert(HOLDS_TAB == 1 && HOLDS_BAR == 2 && HOLDS_BLANKS == 4 && HOLDS_TABS == 8 &&
	HOLDS_MARK == 16 && HOLDS_DRAWN == 32 && HOLDS_ODD_SPACE == 64 &&
	HOLDS_INVISIBLE == 128,
    "the flags are in this order");

/* Bit i: one of the bytes is in the i-th line that ends in the word, where lf has bits.
 * From such a byte on ones are carried to the LF. */
WIDE static inline uint64_t
in_lines(uint64_t bytes, uint64_t lf)
{
	return _pext_u64(bytes + ~lf, lf);
}

/* What the next eight lines hold, a byte each; they are taken off the n flags. */
WIDE static inline __attribute__((always_inline)) uint64_t
next_held(uint64_t flag[static FLAGS], unsigned n)
{
	uint64_t held = 0;

	for (unsigned i = 0; i < n; i++) {
		held |= _pdep_u64(flag[i], 0x0101010101010101u << i);
		flag[i] >>= 8;
	}
	return held;
}

/* Put eight lines, which end at the places, with what they hold. */
WIDEST static inline void
put_eight(struct text_line *to, __m512i places, size_t base, uint64_t held)
{
	__m512i end = _mm512_add_epi64(_mm512_set1_epi64((int64_t)base),
	    _mm512_cvtepu8_epi64(_mm512_castsi512_si128(places)));

	_Static_assert(sizeof *to == sizeof(uint64_t), "eight lines are a vector");
	_mm512_storeu_si512(to, _mm512_or_si512(_mm512_slli_epi64(end, 8),
	    _mm512_cvtepu8_epi64(_mm_cvtsi64_si128((int64_t)held))));
}

/* What the bytes hold that mask selects, all of which are of one line. */
static inline unsigned
held_among(const struct text_word *w, uint64_t mask)
{
	uint64_t tab = w->tab & mask;
	unsigned holds = (tab != 0 ? HOLDS_TAB : 0) |
	    ((tab & (tab - 1)) != 0 ? HOLDS_TABS : 0) |
	    ((w->bar & mask) != 0 ? HOLDS_BAR : 0) |
	    ((w->blanks & mask) != 0 ? HOLDS_BLANKS : 0);

	if (!w->rare)
		return holds;
	return holds | ((w->mark & mask) != 0 ? HOLDS_MARK : 0) |
	    ((w->drawn & mask) != 0 ? HOLDS_DRAWN : 0) |
	    ((w->odd & mask) != 0 ? HOLDS_ODD_SPACE : 0) |
	    ((w->none & mask) != 0 ? HOLDS_INVISIBLE : 0);
}

/* As put_lines, eight lines at once: how many a word has cannot be foretold.  Up to seven
 * more are written behind them.  n is USUAL or, where something is rare, FLAGS. */
WIDEST static inline __attribute__((always_inline)) unsigned
put_lines_with(struct text_line **line, const struct text_word *w, size_t base,
    unsigned holds, unsigned n)
{
	const uint64_t lf = w->lf;
	struct text_line *to = *line, *behind = to + __builtin_popcountll(lf);
	__m512i places =
	    _mm512_maskz_compress_epi8(lf, _mm512_loadu_si512(wide_places));
	uint64_t flag[FLAGS] = {in_lines(w->tab, lf), in_lines(w->bar, lf),
	    in_lines(w->blanks, lf), in_lines(further_tabs(w->tab, lf), lf)};

	if (n == FLAGS) {
		flag[4] = in_lines(w->mark, lf);
		flag[5] = in_lines(w->drawn, lf);
		flag[6] = in_lines(w->odd, lf);
		flag[7] = in_lines(w->none, lf);
	}
	/* the first line goes on with what was found before the word */
	flag[3] |= flag[0] & holds & HOLDS_TAB;
	for (; to < behind; to += 8) { /* once, mostly */
		put_eight(to, places, base, next_held(flag, n));
		places = _mm512_alignr_epi64(places, places, 1);
	}
	(*line)->holds |= holds & 0xff;
	*line = behind;
	return held_among(w, ~(UINT64_MAX >> __builtin_clzll(lf)));
}

WIDEST static inline __attribute__((always_inline)) unsigned
put_lines_widest(struct text_line **line, const struct text_word *w, size_t base,
    unsigned holds)
{
	if (w->lf == 0)
		return held_by_both(holds, held_among(w, UINT64_MAX));
	return w->rare ? put_lines_with(line, w, base, holds, FLAGS)
		       : put_lines_with(line, w, base, holds, USUAL);
}

typedef struct text_word look(const char *p);
typedef unsigned put(struct text_line **line, const struct text_word *w, size_t base,
    unsigned holds);

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
    look *at, put *put_all)
{
	struct text_line *line = l->line + l->n;
	/* a word has as many lines as bytes at most, a multiple of eight */
	const struct text_line *full = l->line + (l->cap - WORD);

	for (; f.at < end && line <= full; f.at += WORD, p += WORD) {
		struct text_word w = at(p);

		f.holds = put_all(&line, &w, f.at, f.holds);
	}
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

/* Cut into lines; at is look_at and put_all put_lines, or those of the widest. */
WIDE static inline __attribute__((always_inline)) void
look_through(struct text_lines *l, const char *p, size_t n, look *at, put *put_all)
{
	size_t most = bytes_to_read(n);
	struct progress f = {0};
	char end[END_WORDS * WORD + 2];

	while (f.at < most) {
		make_room(l);
		f = look_at_words(l, p + f.at, most, f, at, put_all);
	}
	if (f.at < n) {
		make_room(l);
		f = look_at_words(l, copy_end(end, p + f.at, n - f.at), n, f, at, put_all);
	}
	if (n != 0 && p[n - 1] != '\n')
		add_line(l, n, f.holds);
}

/* What all the words of one line hold. */
WIDE static inline __attribute__((always_inline)) unsigned
look_for_held(const char *p, size_t n, look *at)
{
	size_t most = bytes_to_read(n), i = 0;
	const uint64_t all = ~UINT64_C(0);
	unsigned holds = 0;
	char end[END_WORDS * WORD + 2];

	for (; i < most; i += WORD) {
		struct text_word w = at(p + i);

		holds = held_by_both(holds, held_among(&w, all));
	}
	if (i < n)
		p = copy_end(end, p + i, n - i);
	for (; i < n; i += WORD, p += WORD) {
		struct text_word w = at(p);

		holds = held_by_both(holds, held_among(&w, all));
	}
	return holds;
}

WIDE static void
look_through_wide(struct text_lines *l, const char *p, size_t n)
{
	look_through(l, p, n, look_at, put_lines);
}

WIDEST static void
look_through_widest(struct text_lines *l, const char *p, size_t n)
{
	look_through(l, p, n, look_widest, put_lines_widest);
}

WIDE static unsigned
look_for_held_wide(const char *p, size_t n)
{
	return look_for_held(p, n, look_at);
}

WIDEST static unsigned
look_for_held_widest(const char *p, size_t n)
{
	return look_for_held(p, n, look_widest);
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
	if (wide_is_widest()) {
		look_through_widest(l, p, n);
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
	if (wide_is_widest())
		return look_for_held_widest(p, n);
	if (wide_is_here())
		return look_for_held_wide(p, n);
#endif
	return text_holds_plain(p, n);
}
