/*
 * Wordings that are looked for in texts: headings of sections and topics, marks of
 * forms, laws.  In goes the line of a form file; out come its labels, folded, and
 * quick answers to whether a text may hold one of them at all.
 */
#include "report/form_lines.h"

#include "base/utf8.h"
#include "report/fold.h"

/* ---- headings ------------------------------------------------------------ */

struct str
form_fold_label(struct forms *f, struct str label)
{
	struct buf folded = {0};
	struct str s;

	fold_label(&folded, label);
	s = arena_str(&f->arena, buf_str(&folded));
	buf_free(&folded);
	return s;
}

/* The bit of the character that begins the text; all of them when it may begin with
 * anything once it is folded. */
static uint64_t
bit_of_first(struct str text)
{
	uint32_t cp = text.n != 0 ? fold_first(text) : 0;

	return cp != 0 ? UINT64_C(1) << cp % 64 : ~UINT64_C(0);
}

/* The same of the second one, where the bit of the first is known. */
static uint64_t
bit_of_second(struct str text, uint64_t first)
{
	const char *p = text.p;

	if (first == ~UINT64_C(0))
		return first;
	utf8_next(&p, str_end(text));
	return bit_of_first(str_skip(text, (size_t)(p - text.p)));
}

void
form_list_headings(struct heading_index *index, const struct form_heading *h,
    size_t n)
{
	index->shortest = SIZE_MAX;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < h[i].nlabel; k++) {
			struct str label = h[i].folded[k], printed, rest;
			unsigned number;
			uint64_t bit = bit_of_first(label);
			uint32_t first;

			first = map_put(&index->by_label, label, (uint32_t)i);
			printed = h[i].label[k];
			fold_numeral(printed, &number, &rest);
			if (rest.n == printed.n) /* else it is folded away */
				map_put(&index->by_label, printed, first);
			index->first |= bit;
			index->second |= bit_of_second(label, bit);
			if (label.n < index->shortest)
				index->shortest = label.n;
		}
}

bool
forms_may_be_heading(const struct heading_index *h, struct str text)
{
	uint64_t bit;

	if (text.n < h->shortest)
		return false;
	bit = bit_of_first(text);
	return (h->first & bit) != 0 && (h->second & bit_of_second(text, bit)) != 0;
}

#define OTHERS_MAX 64 /* labels of a heading; a form of the user's has any number */

/* Does another of the first folded labels stand in that one?  Of equal ones, in all
 * but the first. */
static bool
holds_another(const struct form_heading *h, size_t which)
{
	struct str one = h->folded[which];

	for (size_t i = 0; i < h->nlabel && i < OTHERS_MAX; i++)
		if ((h->folded[i].n < one.n || i < which) &&
		    str_find(one, h->folded[i]) >= 0)
			return true;
	return false;
}

/* How many labels the line has, variants included, at most. */
static size_t
count_labels(const struct line *l)
{
	size_t n = 2;

	for (size_t i = 0; i < l->f[F_ALSO].n; i++)
		n += l->f[F_ALSO].p[i] == '|';
	return n;
}

void
form_add_heading(struct forms *f, struct form_heading *h, const struct line *l)
{
	struct str rest = l->f[F_ALSO], label = l->f[F_LABEL];
	size_t room = count_labels(l);

	h->key = l->f[F_KEY];
	h->en = l->f[F_EN];
	h->label = arena_alloc(&f->arena, room * sizeof *h->label);
	h->folded = arena_alloc(&f->arena, room * sizeof *h->folded);
	h->chars = arena_alloc(&f->arena, room * sizeof *h->chars);
	h->least = arena_alloc(&f->arena, room * sizeof *h->least);
	do {
		struct str folded = form_fold_label(f, label);

		h->folded[h->nlabel] = folded;
		h->chars[h->nlabel] = utf8_count(folded);
		h->label[h->nlabel++] = label;
	} while (rest.n != 0 && str_split(&rest, '|', &label));
	h->kept = fold_keeps(h->folded[0]);
	for (size_t i = 0; i < h->nlabel; i++)
		if (!holds_another(h, i))
			h->least[h->nleast++] = h->folded[i];
}

bool
form_is_mentioned(const struct form_heading *h, struct str folded)
{
	for (size_t i = 0; i < h->nleast; i++)
		if (str_find(folded, h->least[i]) >= 0)
			return true;
	return false;
}

/* ---- laws ---------------------------------------------------------------- */

/* The Chinese character in front of the digits in the text, if it stays what it is when
 * that is folded; else 0. */
static uint32_t
character_before(struct str text, struct str digits)
{
	const char *p;
	struct str one;

	if (digits.p == text.p)
		return 0;
	p = utf8_before(text.p, digits.p);
	one = (struct str){p, (size_t)(digits.p - p)};
	return fold_keeps(one) ? utf8_next(&p, digits.p) : 0;
}

/* May the digits in the text, which is not folded, be those of the wordings? */
static bool
may_be_law(const struct law_number *l, struct str text, struct str digits)
{
	uint32_t before;

	if (!fold_may_be_number(digits, l->digits))
		return false;
	before = digits.n != 0 ? character_before(text, digits) : 0;
	if (before == 0 || (l->leads && digits.n >= l->digits.n))
		return true;
	for (size_t i = 0; i < l->nbefore; i++)
		if (l->before[i] == before)
			return digits.n == l->digits.n;
	return false;
}

uint64_t
forms_laws_in(const struct forms *f, struct str text)
{
	const struct law_number *end = f->law_number + f->nlaw_number;
	const char *p = text.p;
	struct str digits;
	uint64_t laws = 0;

	if (!f->laws_numbered)
		return ~UINT64_C(0);
	while (fold_next_number(text, &p, &digits))
		for (const struct law_number *l = f->law_number; l < end; l++)
			if (may_be_law(l, text, digits))
				laws |= l->laws;
	return laws;
}

static void
add_law_number(struct forms *f, struct str wording, struct str digits, size_t law)
{
	uint32_t before = character_before(wording, digits);
	struct law_number *l = f->law_number;

	while (l < f->law_number + f->nlaw_number && !str_eq(l->digits, digits))
		l++;
	if (l == f->law_number + f->nlaw_number)
		f->law_number[f->nlaw_number++].digits = digits;
	l->laws |= UINT64_C(1) << law % 64;
	if (digits.n == 0 || digits.p == wording.p || l->nbefore == LAW_CHARS_MAX)
		l->leads = true; /* or whatever stands there */
	else if (before != 0)
		l->before[l->nbefore++] = before;
}

void
form_list_law_numbers(struct forms *f)
{
	size_t room = 0;

	for (size_t i = 0; i < f->nlaw; i++)
		room += f->law[i].nlabel;
	f->law_number = arena_alloc(&f->arena, (room + 1) * sizeof *f->law_number);
	f->laws_numbered = true;
	for (size_t i = 0; i < f->nlaw; i++)
		for (size_t k = 0; k < f->law[i].nlabel; k++) {
			struct str wording = f->law[i].folded[k], digits;
			const char *p = wording.p;

			if (fold_next_number(wording, &p, &digits))
				add_law_number(f, wording, digits, i);
			else
				f->laws_numbered = false;
		}
}
