/*
 * Questions about a block of bytes, each answered for 32 or 64 bytes at a time:
 * where do fields and lines end, what does a line or a paragraph hold, is it text in
 * UTF-8, and which Chinese characters are in it?  The plain loops give the same
 * answers, one byte at a time; they also take what is left at the end.
 *
 * UTF-8 is judged as Keiser and Lemire describe it ("Validating UTF-8 in less
 * than one instruction per byte"): each kind of error shows in two neighbouring
 * bytes, so three tables of 16 entries, over the halves of a byte and the upper
 * half of the next one, tell which errors a pair may be part of.  What is left is
 * whether a third or fourth byte of a sequence stands where one must.
 */
#include "base/wide.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define UNROLLED 8 /* separators that are written at once */

bool wide_is_narrow;

static void
make_room(struct cut *c, size_t n)
{
	assert(n <= CUT_MAX); /* ordinals leave room for CUT_... */
	c->nat = c->nend = 0;
	if (n <= c->room && c->memory != NULL)
		return;
	free(c->memory);
	c->room = n;
	c->memory = xmalloc((2 * n + 2 + UNROLLED) * sizeof *c->memory);
	c->at = c->memory + 1;
	c->end = c->at + n + UNROLLED;
	c->at[-1] = UINT32_MAX;
}

void
cut_free(struct cut *c)
{
	free(c->memory);
	*c = (struct cut){0};
}

static bool
begins_doc(const char *p, size_t i, size_t n)
{
	return p[i] == 'd' && n - i > 2 && p[i + 2] == 'c' &&
	    (i == 0 || p[i - 1] == '\t' || p[i - 1] == '\n');
}

static void
cut_bytes(struct cut *c, const char *p, size_t n)
{
	uint32_t told = 0; /* of the line */

	for (size_t i = 0; i < n; i++) {
		if (p[i] == '\\')
			told |= CUT_ESCAPED;
		if (begins_doc(p, i, n))
			told |= CUT_DOC;
		if (p[i] != '\t' && p[i] != '\n')
			continue;
		if (p[i] == '\n') {
			c->end[c->nend++] = (uint32_t)c->nat | told;
			told = 0;
		}
		c->at[c->nat++] = (uint32_t)i;
	}
}

void
cut_block_plain(struct cut *c, const char *p, size_t n)
{
	make_room(c, n);
	cut_bytes(c, p, n);
}

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

/* The third bytes of 一 to 六, each at the place that its lower half says, and the
 * first ones at the same places. */
#define B(bits) ((char)(unsigned char)(bits))
#define NUMERAL_THIRD \
	B(0x80), 0, 0, 0, B(0x94), 0, 0, 0, 0, B(0x89), 0, B(0x9b), B(0x8c), \
	    B(0xad), 0, 0
#define NUMERAL_FIRST \
	B(0xe4), 0, 0, 0, B(0xe4), 0, 0, 0, 0, B(0xe4), 0, B(0xe5), B(0xe4), \
	    B(0xe5), 0, 0

static unsigned
seen_at(struct str s)
{
	static const char first[] = {NUMERAL_FIRST}, third[] = {NUMERAL_THIRD};

	if (str_starts(s, STR("号")) || str_starts(s, STR("號")))
		return SEES_SIGN;
	if (str_starts(s, STR("费")))
		return SEES_FEE;
	if (s.n >= 6 && s.p[0] == first[s.p[2] & 15] &&
	    s.p[2] == third[s.p[2] & 15] && str_starts(str_skip(s, 3), STR("、")))
		return SEES_NUMERAL;
	return 0;
}

struct glance
wide_glance_plain(const char *p, size_t n)
{
	struct glance g = {0};

	for (size_t i = 0; i < n; i++) {
		g.chars += (p[i] & 0xc0) != 0x80;
		g.sees |= seen_at((struct str){p + i, n - i});
	}
	return g;
}

size_t
wide_han_plain(uint32_t *to, const char *p, size_t n)
{
	const char *end = p + n;
	size_t count = 0;

	while (p < end) {
		uint32_t cp = utf8_next(&p, end);

		if (utf8_is_han(cp))
			to[count++] = cp;
	}
	return count;
}

#if defined(__x86_64__)

#include <immintrin.h>

#define WIDE __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define WIDER __attribute__((target("avx2,bmi,bmi2,popcnt,avx512bw,avx512vl")))
#define WORD ((size_t)64)

bool
wide_is_here(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
	    __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

/* Has it vectors of 64 bytes, too? */
static bool
is_wider_here(void)
{
	return !wide_is_narrow && __builtin_cpu_supports("avx512bw") &&
	    __builtin_cpu_supports("avx512vl");
}

/* Bit i: byte i of the 64 in a and b is c. */
WIDE static inline uint64_t
bits_of(__m256i a, __m256i b)
{
	return (uint32_t)_mm256_movemask_epi8(a) |
	    (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

WIDE static inline __m256i
is_byte(__m256i v, char c)
{
	return _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c));
}

WIDE static inline __m256i
load(const char *p)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

/* Write down where the bits of word stand, which begins at byte base. */
WIDE static inline void
put_bits(struct cut *c, uint64_t word, uint32_t base)
{
	uint32_t *at = c->at + c->nat;
	size_t n = (size_t)__builtin_popcountll(word);

	for (size_t i = 0; i < UNROLLED; i++) {
		at[i] = base + (uint32_t)_tzcnt_u64(word);
		word = _blsr_u64(word);
	}
	for (size_t i = UNROLLED; i < n; i++) {
		at[i] = base + (uint32_t)_tzcnt_u64(word);
		word = _blsr_u64(word);
	}
	c->nat += n;
}

/* A word: where in it separators, line ends, backslashes and "d?c" are. */
struct word {
	uint64_t separator, lf, slash, doc;
};

/* Write down its lines; returns what is told of the line that goes on. */
WIDE static inline uint32_t
put_ends(struct cut *c, struct word w, uint32_t told)
{
	for (; w.lf != 0; w.lf = _blsr_u64(w.lf)) {
		uint64_t before = (w.lf & -w.lf) - 1;

		told |= (w.slash & before) != 0 ? CUT_ESCAPED : 0;
		told |= (w.doc & before) != 0 ? CUT_DOC : 0;
		c->end[c->nend++] = told |
		    (uint32_t)(c->nat +
			(size_t)__builtin_popcountll(w.separator & before));
		w.slash &= ~before;
		w.doc &= ~before;
		told = 0;
	}
	told |= w.slash != 0 ? CUT_ESCAPED : 0;
	return told | (w.doc != 0 ? CUT_DOC : 0);
}

/* What the words so far tell of the next one. */
struct edge {
	uint64_t at_start; /* bit 0: a field begins with it */
	uint32_t told;     /* of the line that goes on */
};

/* The word at p, of which two bytes more may be read; it is at byte base. */
WIDE static inline void
cut_word(struct cut *c, const char *p, uint32_t base, struct edge *e)
{
	__m256i a = load(p), b = load(p + 32);
	__m256i a2 = load(p + 2), b2 = load(p + 34);
	__m256i lf_a = is_byte(a, '\n'), lf_b = is_byte(b, '\n');
	struct word w;

	w.lf = bits_of(lf_a, lf_b);
	w.separator = bits_of(_mm256_or_si256(lf_a, is_byte(a, '\t')),
	    _mm256_or_si256(lf_b, is_byte(b, '\t')));
	w.slash = bits_of(is_byte(a, '\\'), is_byte(b, '\\'));
	w.doc = bits_of(_mm256_and_si256(is_byte(a, 'd'), is_byte(a2, 'c')),
	    _mm256_and_si256(is_byte(b, 'd'), is_byte(b2, 'c')));
	w.doc &= w.separator << 1 | e->at_start;
	e->at_start = w.separator >> 63;
	e->told = put_ends(c, w, e->told);
	put_bits(c, w.separator, base);
}

/* Words that reach behind the end are filled up with zeros, which are nothing. */
WIDE static void
cut_block_wide(struct cut *c, const char *p, size_t n)
{
	struct edge edge = {1, 0};
	size_t i = 0;

	for (; n - i >= WORD + 2; i += WORD)
		cut_word(c, p + i, (uint32_t)i, &edge);
	for (; i < n; i += WORD) {
		char word[WORD + 2] = {0};

		memcpy(word, p + i, n - i < sizeof word ? n - i : sizeof word);
		cut_word(c, word, (uint32_t)i, &edge);
	}
}

/* Bytes of v from low to high, unsigned. */
WIDE static inline __m256i
is_between(__m256i v, unsigned char low, unsigned char high)
{
	__m256i above = _mm256_sub_epi8(v, _mm256_set1_epi8((char)low));

	return _mm256_cmpeq_epi8(above,
	    _mm256_min_epu8(above, _mm256_set1_epi8((char)(high - low))));
}

WIDE static inline __m256i
all_of(__m256i a, __m256i b)
{
	return _mm256_and_si256(a, b);
}

WIDE static inline __m256i
any_of(__m256i a, __m256i b)
{
	return _mm256_or_si256(a, b);
}

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
	uint64_t lf;
	__m256i usual;
	bool rare; /* it may have some of the others, which are not set if not */
	__m256i others;
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

/* text: which bytes are of the text. */
WIDE static inline void
look_for_rare(struct text_word *w, const char *p, uint64_t text)
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

	w->others = lanes_of(bracket, drawn, odd & text, none);
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
look_at(const char *p, uint64_t text)
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
		look_for_rare(&w, p, text);
	return w;
}

/* The same where a vector takes a word: a comparison gives its bits at once. */
WIDER static inline uint64_t
bytes_at(const char *p, unsigned char low, unsigned char high)
{
	__m512i v = _mm512_loadu_si512(p);

	if (low == high)
		return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)low));
	return _mm512_cmple_epu8_mask(
	    _mm512_sub_epi8(v, _mm512_set1_epi8((char)low)),
	    _mm512_set1_epi8((char)(high - low)));
}

WIDER static inline uint64_t
bytes_of(const char *p, unsigned char c)
{
	return bytes_at(p, c, c);
}

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
look_wider(const char *p, uint64_t text)
{
	uint64_t lf = bytes_of(p, '\n'), tab = bytes_of(p, '\t');
	uint64_t bar = bytes_of(p, '|');
	uint64_t blanks = bytes_of(p, ' ') & bytes_of(p + 1, ' ');
	uint64_t control = bytes_at(p, 0, ' ' - 1) & ~(tab | lf) & text;
	uint64_t rare = control | bytes_of(p, '[') | bytes_of(p, 0xc2) |
	    bytes_of(p, 0xe2) |
	    (bytes_of(p, 0xe3) & bytes_of(p + 2, 0x80)) |
	    (bytes_of(p, 0xef) & bytes_of(p + 1, 0xbb));
	struct text_word w = {
		.lf = lf,
		.usual = lanes_of(tab, bar, blanks, further_tabs(tab, lf)),
		.rare = rare != 0,
	};

	if (w.rare)
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

/* What the bytes of the word do that mask selects. */
WIDE static inline unsigned
held_in(const struct text_word *w, uint64_t mask)
{
	unsigned holds = lanes_in(w->usual, mask);

	return w->rare ? holds | lanes_in(w->others, mask) << 4 : holds;
}

/* Add the lines that end in the word, which is at byte base; holds is what was found
 * before it in the first of them.  Returns what is in the line that goes on. */
WIDE static inline unsigned
add_lines(struct text_lines *l, struct text_word w, size_t base, unsigned holds)
{
	uint64_t left = ~UINT64_C(0); /* behind the last LF */
	struct text_line *line;

	while (l->cap - l->n < WORD)
		l->line = xgrow_more(l->line, &l->cap, sizeof *l->line);
	line = l->line + l->n;
	for (uint64_t lf = w.lf; lf != 0; lf = _blsr_u64(lf)) {
		uint64_t before = (lf & -lf) - 1;

		*line++ = (struct text_line){base + (size_t)_tzcnt_u64(lf),
		    held_by_both(holds, held_in(&w, left & before))};
		left = ~before;
		holds = 0;
	}
	l->n = (size_t)(line - l->line);
	return held_by_both(holds, held_in(&w, left));
}

/* Cut into lines, or with l NULL take it for one; look is look_at or look_wider. */
WIDE static inline __attribute__((always_inline)) unsigned
look_through(struct text_lines *l, const char *p, size_t n,
    struct text_word (*look)(const char *p, uint64_t text))
{
	const uint64_t all = ~UINT64_C(0);
	unsigned holds = 0;
	char end[WORD + 2];

	for (size_t i = 0; i < n; i += WORD) {
		size_t left = n - i;
		const char *at = p + i;
		struct text_word w;

		if (left < sizeof end) {
			memset(end, 0, sizeof end);
			at = memcpy(end, at, left);
		}
		w = look(at, left < WORD ? (UINT64_C(1) << left) - 1 : all);
		holds = l != NULL ? add_lines(l, w, i, holds)
				  : held_by_both(holds, held_in(&w, all));
	}
	if (l != NULL && n != 0 && p[n - 1] != '\n')
		add_line(l, n, holds);
	return holds;
}

WIDE static unsigned
look_through_wide(struct text_lines *l, const char *p, size_t n)
{
	return look_through(l, p, n, look_at);
}

WIDER static unsigned
look_through_wider(struct text_lines *l, const char *p, size_t n)
{
	return look_through(l, p, n, look_wider);
}

/* All ones where an odd control stands. */
WIDE static inline __m256i
odd_controls(__m256i v)
{
	__m256i control = _mm256_andnot_si256(is_between(v, 0x07, 0x0d),
	    is_between(v, 0, 0x1f));

	return any_of(control, is_byte(v, 0x7f));
}

/* At least a word. */
WIDER static bool
copy_wider(char *to, const char *p, size_t n, const char others[static 3])
{
	const __m512i a = _mm512_set1_epi8(others[0]);
	const __m512i b = _mm512_set1_epi8(others[1]);
	const __m512i c = _mm512_set1_epi8(others[2]);
	const __m512i blank = _mm512_set1_epi8(' ');
	uint64_t found = 0;

	for (size_t i = 0; i < n; i += WORD) {
		__m512i v;

		if (n - i < WORD)
			i = n - WORD; /* some of it again */
		v = _mm512_loadu_si512(p + i);
		_mm512_storeu_si512(to + i, v);
		found |= _mm512_cmplt_epu8_mask(v, blank) |
		    _mm512_cmpeq_epi8_mask(v, a) | _mm512_cmpeq_epi8_mask(v, b) |
		    _mm512_cmpeq_epi8_mask(v, c);
	}
	return found == 0;
}

/* Errors that a pair of bytes may be part of. */
enum {
	TOO_SHORT = 1,   /* a first byte, or none, where a further one must be */
	TOO_LONG = 2,    /* a further byte behind ASCII */
	OVERLONG_3 = 4,  /* E0 and less than A0 */
	TOO_LARGE = 8,   /* F4 and more than 8F, F5 to FF and more than 8F */
	SURROGATE = 16,  /* ED and A0 or more */
	OVERLONG_2 = 32, /* C0, C1 */
	BEYOND_4 = 64,   /* F0 and less than 90; F5 to FF and less than 90 */
	FURTHER_2 = 128, /* two further bytes: wrong unless asked for */
	ANY_LOW = TOO_SHORT | TOO_LONG | FURTHER_2
};

#define TWICE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)

WIDE static inline __m256i
upper_half(__m256i v)
{
	return _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(15));
}

/* Which errors each byte of v and the one before it show; zero for none. */
WIDE static inline __m256i
errors_of(__m256i v, __m256i before)
{
	const char further = B(TOO_LONG | OVERLONG_2 | FURTHER_2);
	const char no = B(TOO_SHORT), large = B(ANY_LOW | TOO_LARGE | BEYOND_4);
	const __m256i first_upper = TWICE(B(TOO_LONG), B(TOO_LONG), B(TOO_LONG),
	    B(TOO_LONG), B(TOO_LONG), B(TOO_LONG), B(TOO_LONG), B(TOO_LONG),
	    B(FURTHER_2), B(FURTHER_2), B(FURTHER_2), B(FURTHER_2),
	    B(TOO_SHORT | OVERLONG_2), no, B(TOO_SHORT | OVERLONG_3 | SURROGATE),
	    B(TOO_SHORT | TOO_LARGE | BEYOND_4));
	const __m256i first_lower =
	    TWICE(B(ANY_LOW | OVERLONG_3 | OVERLONG_2 | BEYOND_4),
		B(ANY_LOW | OVERLONG_2), B(ANY_LOW), B(ANY_LOW),
		B(ANY_LOW | TOO_LARGE), large, large, large, large, large, large,
		large, large, B(large | SURROGATE), large, large);
	const __m256i second_upper = TWICE(no, no, no, no, no, no, no, no,
	    B(further | OVERLONG_3 | BEYOND_4),
	    B(further | OVERLONG_3 | TOO_LARGE),
	    B(further | SURROGATE | TOO_LARGE),
	    B(further | SURROGATE | TOO_LARGE), no, no, no, no);
	const __m256i last = _mm256_permute2x128_si256(before, v, 0x21);
	const __m256i one = _mm256_alignr_epi8(v, last, 15);
	const __m256i two = _mm256_alignr_epi8(v, last, 14);
	const __m256i three = _mm256_alignr_epi8(v, last, 13);
	__m256i pair, asked;

	pair = _mm256_and_si256(
	    _mm256_and_si256(_mm256_shuffle_epi8(first_upper, upper_half(one)),
		_mm256_shuffle_epi8(first_lower,
		    _mm256_and_si256(one, _mm256_set1_epi8(15)))),
	    _mm256_shuffle_epi8(second_upper, upper_half(v)));
	/* bit 7 where E0 or more stands two before, F0 or more three before */
	asked = _mm256_or_si256(
	    _mm256_subs_epu8(two, _mm256_set1_epi8(0xe0 - 0x80)),
	    _mm256_subs_epu8(three, _mm256_set1_epi8(0xf0 - 0x80)));
	return _mm256_xor_si256(pair,
	    _mm256_and_si256(asked, _mm256_set1_epi8(B(0x80))));
}

/* Is it valid UTF-8, and with clean without odd controls? */
WIDE static inline bool
is_valid(const char *p, size_t n, bool clean)
{
	__m256i before = _mm256_setzero_si256(), errors = before, v;
	char rest[32];
	size_t i = 0;

	for (; n - i >= 32; i += 32) {
		v = load(p + i);
		if (clean)
			errors = any_of(errors, odd_controls(v));
		/* ASCII behind ASCII is right */
		if (_mm256_movemask_epi8(_mm256_or_si256(v, before)) != 0)
			errors = _mm256_or_si256(errors, errors_of(v, before));
		before = v;
	}
	/* ASCII behind the end: a sequence that is cut off is too short */
	memset(rest, ' ', sizeof rest);
	if (n != i)
		memcpy(rest, p + i, n - i);
	v = load(rest);
	if (clean)
		errors = any_of(errors, odd_controls(v));
	errors = _mm256_or_si256(errors, errors_of(v, before));
	return _mm256_testz_si256(errors, errors) != 0;
}

WIDE static bool
utf8_valid_wide(const char *p, size_t n)
{
	return is_valid(p, n, false);
}

WIDE static bool
is_clean_wide(const char *p, size_t n)
{
	return is_valid(p, n, true);
}

/* Where first bytes of characters stand: of two bytes or more, of three. */
struct firsts {
	uint64_t two, three;
};

/* Is the word at p clean and of characters of one to three bytes, none of which begins
 * with a byte that not all others may follow?  before: those of the word before it. */
WIDER static inline bool
is_plainly_clean(const char *p, struct firsts *before)
{
	struct firsts f = {bytes_at(p, 0xc0, 0xff), bytes_at(p, 0xe0, 0xff)};
	uint64_t further = bytes_at(p, 0x80, 0xbf);
	uint64_t wanted = (f.two << 1 | before->two >> 63) |
	    (f.three << 2 | before->three >> 62);
	uint64_t control = bytes_at(p, 0, 0x1f) & ~bytes_at(p, 0x07, 0x0d);
	uint64_t special = bytes_at(p, 0xc0, 0xc1) | bytes_of(p, 0xe0) |
	    bytes_of(p, 0xed) | bytes_at(p, 0xf0, 0xff);

	*before = f;
	return ((further ^ wanted) | control | special | bytes_of(p, 0x7f)) == 0;
}

/* What hardly any text has is left to is_clean_wide, from the start. */
WIDER static bool
is_clean_wider(const char *p, size_t n)
{
	struct firsts before = {0};
	char end[WORD];
	size_t i = 0;

	for (; n - i >= WORD; i += WORD)
		if (!is_plainly_clean(p + i, &before))
			return is_clean_wide(p, n);
	memset(end, ' ', sizeof end);
	if (n != i)
		memcpy(end, p + i, n - i);
	return is_plainly_clean(end, &before) || is_clean_wide(p, n);
}

#define GLANCE_AHEAD 5 /* bytes that are read behind those looked at */

struct sights {
	__m256i sign, fee, numeral;
	size_t tails; /* bytes that begin no character */
};

/* Where the character of the bytes a, b and c stands. */
WIDE static inline __m256i
is_char(const char *p, unsigned a, unsigned b, unsigned c)
{
	return all_of(is_byte(load(p), B(a)),
	    all_of(is_byte(load(p + 1), B(b)), is_byte(load(p + 2), B(c))));
}

WIDE static inline void
glance_at(struct sights *s, const char *p)
{
	__m256i v = load(p), third = load(p + 2), which, numeral;

	which = _mm256_and_si256(third, _mm256_set1_epi8(15));
	numeral = all_of(
	    _mm256_cmpeq_epi8(v,
		_mm256_shuffle_epi8(TWICE(NUMERAL_FIRST), which)),
	    _mm256_cmpeq_epi8(third,
		_mm256_shuffle_epi8(TWICE(NUMERAL_THIRD), which)));
	s->numeral = any_of(s->numeral,
	    all_of(numeral, is_char(p + 3, 0xe3, 0x80, 0x81)));
	s->sign = any_of(s->sign, any_of(is_char(p, 0xe5, 0x8f, 0xb7),
	    is_char(p, 0xe8, 0x99, 0x9f)));
	s->fee = any_of(s->fee, is_char(p, 0xe8, 0xb4, 0xb9));
	s->tails += (size_t)__builtin_popcount((unsigned)_mm256_movemask_epi8(
	    _mm256_cmpgt_epi8(_mm256_set1_epi8(B(0xc0)), v)));
}

WIDE static inline unsigned
sees(__m256i v, unsigned what)
{
	return _mm256_testz_si256(v, v) == 0 ? what : 0;
}

WIDE static struct glance
glance_wide(const char *p, size_t n)
{
	const __m256i none = _mm256_setzero_si256();
	struct sights s = {none, none, none, 0};
	char rest[2 * 32 + GLANCE_AHEAD] = {0};
	size_t i = 0;

	for (; n - i >= 32 + GLANCE_AHEAD; i += 32)
		glance_at(&s, p + i);
	if (n != i)
		memcpy(rest, p + i, n - i);
	glance_at(&s, rest);
	if (n - i > 32)
		glance_at(&s, rest + 32);
	return (struct glance){n - s.tails, sees(s.sign, SEES_SIGN) |
		sees(s.fee, SEES_FEE) | sees(s.numeral, SEES_NUMERAL)};
}

/* Lanes of v from low to high. */
WIDE static inline __m256i
is_within(__m256i v, int low, int high)
{
	return all_of(_mm256_cmpgt_epi32(v, _mm256_set1_epi32(low - 1)),
	    _mm256_cmpgt_epi32(_mm256_set1_epi32(high + 1), v));
}

/* utf8_is_han() says so, of characters of three bytes. */
WIDE static inline __m256i
is_han(__m256i cp)
{
	__m256i is = any_of(is_within(cp, 0x3400, 0x4dbf),
	    is_within(cp, 0x4e00, 0x9fff));

	is = any_of(is, is_within(cp, 0xf900, 0xfaff));
	is = any_of(is, is_within(cp, 0x2e80, 0x2fd5));
	return any_of(is, _mm256_cmpeq_epi32(cp, _mm256_set1_epi32(0x3007)));
}

/* A bit for each lane, all of which or nothing is set. */
WIDE static inline unsigned
bits_of_lanes(__m256i v)
{
	return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(v));
}

/* Store the lanes of v that bits choose side by side, and what there is behind them;
 * returns where they end. */
WIDE static inline uint32_t *
store_chosen(uint32_t *to, __m256i v, unsigned bits)
{
	uint64_t bytes = _pdep_u64(bits, 0x0101010101010101u) * 0xff;
	uint64_t chosen = _pext_u64(0x0706050403020100u, bytes);
	__m256i lane = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((long long)chosen));

	_mm256_storeu_si256((__m256i *)(void *)to,
	    _mm256_permutevar8x32_epi32(v, lane));
	return to + __builtin_popcount(bits);
}

/* The characters of three bytes that may stand at p.  28 bytes can be read there. */
WIDE static inline __m256i
three_bytes_each(const char *p)
{
	return _mm256_shuffle_epi8(
	    _mm256_loadu2_m128i((const __m128i *)(const void *)(p + 12),
		(const __m128i *)(const void *)p),
	    TWICE(0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1));
}

/* Behind ASCII at p, of which eight bytes are looked at, or behind another character,
 * which is taken if it is Chinese. */
WIDE static inline const char *
pass_others(uint32_t **to, const char *p, const char *end)
{
	unsigned other = (unsigned)_mm_movemask_epi8(
	    _mm_loadl_epi64((const __m128i *)(const void *)p));
	size_t n = _tzcnt_u32(other | 1u << 8);

	if (n != 0)
		return p + n;
	**to = utf8_next(&p, end);
	*to += utf8_is_han(**to);
	return p;
}

/* Take the Chinese characters up to limit, or a little further; returns up to where.
 * 32 bytes can be read at limit; the text ends at end. */
WIDE static const char *
take_han(uint32_t **to, const char *p, const char *limit, const char *end)
{
	while (p < limit) {
		__m256i w = three_bytes_each(p), cp;
		unsigned three = bits_of_lanes(
		    _mm256_cmpeq_epi32(all_of(w, _mm256_set1_epi32(0xc0c0f0)),
			_mm256_set1_epi32(0x8080e0)));
		unsigned han;
		size_t n;

		cp = all_of(_mm256_slli_epi32(w, 12), _mm256_set1_epi32(0xf000));
		cp = any_of(cp,
		    all_of(_mm256_srli_epi32(w, 2), _mm256_set1_epi32(0xfc0)));
		cp = any_of(cp,
		    all_of(_mm256_srli_epi32(w, 16), _mm256_set1_epi32(0x3f)));
		han = bits_of_lanes(is_han(cp));
		if (three == 0xff) { /* foretold: the next load need not wait */
			*to = store_chosen(*to, cp, han);
			p += 24;
			continue;
		}
		n = _tzcnt_u32(~three);
		*to = store_chosen(*to, cp, han & ((1u << n) - 1));
		p += 3 * n;
		if (p < end)
			p = pass_others(to, p, end);
	}
	return p;
}

WIDE static size_t
han_wide(uint32_t *to, const char *p, size_t n)
{
	const char *end = p + n;
	uint32_t *out = to;
	char rest[64] = {0};

	if (n > 32)
		p = take_han(&out, p, end - 32, end);
	n = (size_t)(end - p);
	memcpy(rest, p, n);
	take_han(&out, rest, rest + n, rest + n);
	return (size_t)(out - to);
}

#else

bool
wide_is_here(void)
{
	return false;
}

#endif

void
cut_block(struct cut *c, const char *p, size_t n)
{
	make_room(c, n);
#if defined(__x86_64__)
	if (wide_is_here()) {
		cut_block_wide(c, p, n);
		return;
	}
#endif
	cut_bytes(c, p, n);
}

void
text_lines(struct text_lines *l, const char *p, size_t n)
{
#if defined(__x86_64__)
	if (wide_is_here()) {
		l->n = 0;
		if (is_wider_here())
			look_through_wider(l, p, n);
		else
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
	if (wide_is_here())
		return is_wider_here() ? look_through_wider(NULL, p, n)
				       : look_through_wide(NULL, p, n);
#endif
	return text_holds_plain(p, n);
}

struct glance
wide_glance(const char *p, size_t n)
{
#if defined(__x86_64__)
	if (wide_is_here())
		return glance_wide(p, n);
#endif
	return wide_glance_plain(p, n);
}

size_t
wide_han(uint32_t *to, const char *p, size_t n)
{
#if defined(__x86_64__)
	if (wide_is_here())
		return han_wide(to, p, n);
#endif
	return wide_han_plain(to, p, n);
}

bool
wide_copy_plain(char *to, const char *p, size_t n, const char others[static 3])
{
	lanes v, found = {0};
	size_t i = 0;

	for (; n - i >= sizeof v; i += sizeof v) {
		memcpy(&v, p + i, sizeof v);
		memcpy(to + i, &v, sizeof v);
		found |= (lanes)(v < ' ') | (lanes)(v == (unsigned char)others[0]) |
		    (lanes)(v == (unsigned char)others[1]) |
		    (lanes)(v == (unsigned char)others[2]);
	}
	for (; i < n; i++) {
		to[i] = p[i];
		found[0] |= (unsigned char)p[i] < ' ' || p[i] == others[0] ||
		    p[i] == others[1] || p[i] == others[2];
	}
	return !any_lane(found);
}

bool
wide_copy(char *to, const char *p, size_t n, const char others[static 3])
{
#if defined(__x86_64__)
	if (n >= WORD && is_wider_here())
		return copy_wider(to, p, n, others);
#endif
	return wide_copy_plain(to, p, n, others);
}

bool
wide_utf8_valid(const char *p, size_t n)
{
#if defined(__x86_64__)
	if (wide_is_here())
		return utf8_valid_wide(p, n);
#endif
	return utf8_valid((struct str){p, n});
}

bool
wide_is_clean_plain(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_odd_control((unsigned char)p[i]))
			return false;
	return utf8_valid((struct str){p, n});
}

bool
wide_is_clean(const char *p, size_t n)
{
#if defined(__x86_64__)
	if (wide_is_here())
		return is_wider_here() ? is_clean_wider(p, n) : is_clean_wide(p, n);
#endif
	return wide_is_clean_plain(p, n);
}
