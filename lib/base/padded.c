/*
 * Parts between separators.  64 bytes are looked at together, from the beginning of a part
 * on: bits tell where the parts in them end and where the blanks around them do.
 */
#include "base/padded.h"

#include "base/wide_x86.h"

#define VIEW ((size_t)64) /* bytes */

/* What stands in the bytes of a view: bit i for byte i. */
struct view {
	uint64_t separator, blank, backslash;
};

/* Cut off a part that is longer than a view. */
static void
cut_long(struct str *rest, char c, struct str *part, bool *odd)
{
	const char *p, *end;

	str_split(rest, c, part);
	p = part->p;
	end = str_end(*part);
	*odd |= rest->p != NULL && end[-1] == '\\';
	while (p < end && *p == ' ')
		p++;
	while (p < end && end[-1] == ' ')
		end--;
	*part = (struct str){p, (size_t)(end - p)};
	*odd |= str_find(*part, STR("  ")) >= 0;
}

/* Cut off max parts at most, which end where ends has bits in the view v of the rest; how
 * many they are. */
static inline __attribute__((always_inline)) size_t
cut_view(struct str *rest, struct view v, uint64_t ends, struct str *part, size_t max,
    bool *odd)
{
	uint64_t solid = ~(v.blank | v.separator), pairs = v.blank & v.blank >> 1;
	uint64_t left = ~UINT64_C(0), doubled = 0;
	size_t n = 0, behind;

	for (; ends != 0 && n < max; ends &= ends - 1) {
		uint64_t before = (ends & -ends) - 1, body = solid & left & before;
		size_t from = (size_t)__builtin_ctzll(body != 0 ? body : ends);
		size_t to = body != 0 ? VIEW - (size_t)__builtin_clzll(body) : from;

		part[n++] = (struct str){rest->p + from, to - from};
		doubled |= pairs & -(body & -body) & ~UINT64_C(0) >> (-to & (VIEW - 1));
		left = ~(before << 1 | 1);
	}
	*odd |= (doubled | (v.backslash << 1 & v.separator & ~left)) != 0;
	behind = left != 0 ? (size_t)__builtin_ctzll(left) : VIEW;
	if (behind > rest->n)
		*rest = (struct str){0};
	else
		*rest = str_skip(*rest, behind);
	return n;
}

static inline __attribute__((always_inline)) size_t
cut(struct str *rest, char c, struct str *part, bool *odd,
    struct view (*look)(const char *p, size_t n, char c))
{
	size_t n = 0;

	while (rest->p != NULL && n < PADDED_MAX) {
		size_t bytes = rest->n < VIEW ? rest->n : VIEW;
		struct view v = look(rest->p, bytes, c);
		/* the last part ends with the text */
		uint64_t ends = v.separator | (bytes < VIEW ? UINT64_C(1) << bytes : 0);

		if (ends != 0)
			n += cut_view(rest, v, ends, part + n, PADDED_MAX - n, odd);
		else
			cut_long(rest, c, &part[n++], odd);
	}
	return n;
}

static struct view
look_plain(const char *p, size_t n, char c)
{
	return (struct view){str_hits(p, n, c), str_hits(p, n, ' '),
	    str_hits(p, n, '\\')};
}

#if defined(__x86_64__)

/* Where c stands in v. */
WIDER static inline uint64_t
places(__m512i v, char c)
{
	return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(c));
}

WIDER static inline struct view
look_wider(const char *p, size_t n, char c)
{
	__m512i v = _mm512_maskz_loadu_epi8(_bzhi_u64(~UINT64_C(0), (unsigned)n), p);

	return (struct view){places(v, c), places(v, ' '), places(v, '\\')};
}

WIDER static size_t
cut_wider(struct str *rest, char c, struct str *part, bool *odd)
{
	return cut(rest, c, part, odd, look_wider);
}

#endif

size_t
padded_cut(struct str *rest, char c, struct str part[static PADDED_MAX], bool *odd)
{
#if defined(__x86_64__)
	if (wide_is_wider())
		return cut_wider(rest, c, part, odd);
#endif
	return cut(rest, c, part, odd, look_plain);
}
