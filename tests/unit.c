/*
 * Tests of single functions, for unit.bats.
 *
 *	unit		the names of the tests
 *	unit NAME	run one; what does not hold is said with its line
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "base/cleanup.h"
#include "base/dec.h"
#include "base/ids.h"
#include "base/inflate.h"
#include "base/lines.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/needles.h"
#include "base/out.h"
#include "base/padded.h"
#include "base/perfect.h"
#include "base/pool.h"
#include "base/progress.h"
#include "base/seen.h"
#include "base/spill.h"
#include "base/tsv.h"
#include "base/utf8.h"
#include "base/wide.h"
#include "check/matches.h"
#include "check/ref.h"
#include "check/similar.h"
#include "read/blocks.h"
#include "report/align.h"
#include "report/cell.h"
#include "report/date.h"
#include "report/fold.h"
#include "report/form.h"
#include "report/glance.h"
#include "report/loose.h"
#include "report/number.h"
#include "report/section.h"
#include "report/sketch.h"
#include "report/spots.h"
#include "report/value.h"

static unsigned checks, failures;

static void
check(bool holds, int line, const char *what)
{
	checks++;
	if (holds)
		return;
	failures++;
	printf("unit.c:%d: does not hold: %s\n", line, what);
}

/* of says for which input, or NULL. */
static void
same(struct str got, const char *want, int line, const char *of)
{
	checks++;
	if (str_is(got, want))
		return;
	failures++;
	printf("unit.c:%d: %s%s\"%.*s\" is not \"%s\"\n", line,
	    of != NULL ? of : "", of != NULL ? ": " : "", got.n < 300 ? (int)got.n : 300,
	    got.p, want);
}

#define CHECK(condition) check(condition, __LINE__, #condition)
#define SAME(got, want) same(got, want, __LINE__, NULL)
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A sequence of numbers that is the same everywhere. */
static uint32_t
next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

/* Bytes in memory as a stream that gives at most piece bytes at a time. */
struct memory {
	struct str left;
	size_t piece;
	bool broken; /* reading fails at the end */
};

static ssize_t
read_memory(struct stream *s, char *p, size_t n, struct err *e)
{
	struct memory *m = s->ctx;

	if (n > m->piece)
		n = m->piece;
	if (n > m->left.n)
		n = m->left.n;
	if (n == 0 && m->broken)
		return err_set(e, "the disk is gone") ? 0 : -1;
	if (n != 0)
		memcpy(p, m->left.p, n);
	m->left = str_skip(m->left, n);
	return (ssize_t)n;
}

/* ---- base: memory, text ------------------------------------------------ */

static void
test_arena(void)
{
	struct arena a = {0};
	struct str s;

	for (size_t n = 0; n < 3000; n += 7) {
		unsigned char *p = arena_alloc(&a, n);

		CHECK((uintptr_t)p % _Alignof(max_align_t) == 0);
		for (size_t i = 0; i < n; i++) {
			if (p[i] != 0)
				check(false, __LINE__, "zeroed");
			p[i] = 0xee;
		}
	}
	s = arena_str(&a, STR("text"));
	SAME(s, "text");
	CHECK(s.p[4] == '\0');
	CHECK(arena_str(&a, (struct str){0}).p != NULL);
	arena_alloc(&a, (size_t)3 << 20);
	SAME(s, "text");
	arena_reset(&a);
	for (int i = 0; i < 100; i++) {
		const unsigned char *p = arena_alloc(&a, 1000);

		CHECK(p[0] == 0 && p[999] == 0);
	}
	arena_free(&a);
	SAME(arena_str(&a, STR("again")), "again");
	arena_free(&a);
}

static void
test_buf(void)
{
	struct buf b = {0};

	CHECK(buf_str(&b).n == 0);
	buf_addz(&b, "x");
	buf_addc(&b, '=');
	buf_addu(&b, 18446744073709551615ul);
	buf_add(&b, "\0", 1);
	CHECK(b.n == 23 && b.p[22] == '\0');
	buf_reset(&b);
	CHECK(b.n == 0);
	for (int i = 0; i < 1000; i++)
		buf_addf(&b, "%d,", i);
	CHECK(b.n == 3890);
	CHECK(str_starts(buf_str(&b), STR("0,1,2,")));
	CHECK(str_ends(buf_str(&b), STR(",998,999,")));
	buf_reserve(&b, 100000);
	CHECK(b.cap >= b.n + 100000 && b.n == 3890);
	buf_free(&b);
	CHECK(b.n == 0 && b.p == NULL);
	buf_addstr(&b, STR("usable"));
	SAME(buf_str(&b), "usable");
	buf_reset(&b);
	buf_addf(&b, "%05000d", 1);
	CHECK(b.n == 5000);
	buf_free(&b);
}

/* Is the first byte of the piece not the first digit of n? */
static bool
first_differs(const struct spill *s, uint64_t at, size_t n)
{
	char digits[24], first;

	snprintf(digits, sizeof digits, "%zu", n);
	spill_copy(s, at, &first, 1);
	return first != digits[0];
}

/* So many pieces, of different lengths, in memory or not. */
static void
test_spill(void)
{
	static const size_t bounds[] = {0, 1, 1000, 100000, SIZE_MAX};
	enum { PIECES = 3000 };
	uint64_t at[PIECES];

	for (size_t k = 0; k < COUNT(bounds); k++) {
		struct spill s = {.bound = bounds[k]};
		struct buf b = {0};
		size_t wrong = 0;

		for (size_t i = 0; i < PIECES; i++) {
			buf_reset(&b);
			buf_addf(&b, "%zu:%*s", i, (int)(i % 97), "|");
			buf_addc(&b, '\0');
			at[i] = spill_add(&s, buf_str(&b));
			wrong += first_differs(&s, at[i / 2], i / 2);
		}
		spill_settle(&s);
		CHECK((s.written != 0) == (bounds[k] <= 100000));
		for (size_t i = 0; i < PIECES; i++) {
			size_t n = (i * 769) % PIECES;
			const char *p = spill_at(&s, at[n]);

			wrong += strtoul(p, NULL, 10) != n ||
			    p[strlen(p) - 1] != '|' ||
			    first_differs(&s, at[n], n);
		}
		CHECK(wrong == 0);
		spill_free(&s);
		spill_free(&s);
		buf_free(&b);
	}
}

/* So many texts twice. */
static void
see(size_t bound, bool in_file)
{
	enum { TEXTS = 50000 };
	struct seen s = {.bound = bound};
	size_t wrong = 0;

	for (size_t i = 0; i < (size_t)2 * TEXTS; i++) {
		char text[32];

		snprintf(text, sizeof text, "%zu.txt", i % TEXTS);
		wrong += seen_before(&s, str_of(text)) != (i >= TEXTS);
	}
	CHECK(wrong == 0 && s.n == TEXTS);
	CHECK((s.file.p != NULL) == in_file);
	seen_free(&s);
	CHECK(!seen_before(&s, (struct str){0}));
	CHECK(seen_before(&s, STR("")));
	seen_free(&s);
}

static void
test_seen(void)
{
	see(SIZE_MAX, false);
	see(0, true);
	see(100000, true);
	setenv("TMPDIR", "/nowhere", 1);
	see(0, false);
	unsetenv("TMPDIR");
}

#define PIECES ((size_t)4) /* that are under way at once */

struct pooled {
	struct pool *pool;
	atomic_size_t begun;
	size_t finished, idle;
	bool in_time, in_order;
};

/* Wait until so many are begun. */
static void
await_begun(struct pooled *all, size_t n)
{
	const struct timespec moment = {.tv_nsec = 1000000};

	for (int i = 0; i < 10000 && all->begun < n; i++)
		nanosleep(&moment, NULL);
	all->in_time &= all->begun >= n;
}

/* The first piece takes until all that can be are begun, which needs the giver, as
 * there is only one worker; some of the later ones wait for their turn. */
static void
work_piece(void *ctx, void *slot)
{
	struct pooled *all = ctx;
	size_t number = *(const size_t *)slot;

	all->begun++;
	if (number == 0)
		await_begun(all, PIECES);
	if (number > PIECES && number % 3 == 0) {
		pool_await_turn(all->pool, slot);
		all->in_order &= all->finished == number;
	}
}

static void
finish_piece(void *ctx, void *slot)
{
	struct pooled *all = ctx;

	all->in_order &= *(const size_t *)slot == all->finished++;
}

static void
count_idle(void *ctx)
{
	((struct pooled *)ctx)->idle++;
}

static void
test_pool(void)
{
	struct pooled all = {.in_time = true, .in_order = true};
	const struct pool_job job = {&all, work_piece, finish_piece, count_idle};
	size_t number[PIECES];
	void *slot[PIECES];

	for (size_t i = 0; i < PIECES; i++)
		slot[i] = &number[i];
	all.pool = pool_start(&job, 2, slot, PIECES);
	for (size_t i = 0; i < 1000; i++) {
		*(size_t *)pool_take(all.pool) = i;
		pool_give(all.pool);
		if (i == 0)
			await_begun(&all, 1);
	}
	pool_drain(all.pool);
	CHECK(all.in_time && all.in_order && all.finished == 1000);
	CHECK(all.idle == 0);
	pool_rest(all.pool);
	pool_drain(all.pool);
	CHECK(all.idle == 1);
	pool_end(all.pool);
}

static void
test_spill_nothing(void)
{
	struct spill s = {.bound = 0};

	spill_settle(&s);
	CHECK(s.written == 0);
	spill_free(&s);
	/* not even settled */
	CHECK(spill_add(&s, STR("a")) == 0);
	CHECK(spill_add(&s, STR("bc")) == 1);
	CHECK(spill_add(&s, STR("d")) == 3);
	spill_free(&s);
}

static void
test_inflate(void)
{
	char plain[1000], packed[1200], out[sizeof plain + 1];
	z_stream z = {.next_in = (Bytef *)plain, .avail_in = sizeof plain,
	    .next_out = (Bytef *)packed, .avail_out = sizeof packed};
	struct str all = {packed, 0};
	size_t used = 0, refused = 0;

	for (size_t i = 0; i < sizeof plain; i++)
		plain[i] = (char)(i % 7 * i % 31);
	CHECK(deflateInit2(&z, 9, Z_DEFLATED, -MAX_WBITS, 8, 0) == Z_OK &&
	    deflate(&z, Z_FINISH) == Z_STREAM_END);
	all.n = z.total_out;
	deflateEnd(&z);
	CHECK(inflate_whole(all, out, sizeof plain, &used) && used == all.n &&
	    memcmp(out, plain, sizeof plain) == 0);
	CHECK(crc_add(0, (struct str){out, sizeof plain}) ==
	    crc32(0, (const Bytef *)plain, sizeof plain));
	CHECK(crc_add(crc_add(0, (struct str){plain, 9}),
		  (struct str){plain + 9, sizeof plain - 9}) ==
	    crc_add(0, (struct str){plain, sizeof plain}));
	CHECK(crc_add(0, (struct str){0}) == 0);
	/* what lies behind is left; more or fewer bytes than that are refused */
	packed[all.n] = 'x';
	CHECK(inflate_whole((struct str){packed, all.n + 1}, out, sizeof plain,
		  &used) && used == all.n);
	CHECK(!inflate_whole(all, out, sizeof plain - 1, &used));
	CHECK(!inflate_whole((struct str){0}, out, 0, &used));
	CHECK(inflate_whole(STR("\3\0"), out, 0, &used) && used == 2);
	for (size_t n = 0; n < all.n; n++)
		refused += !inflate_whole((struct str){packed, n}, out, sizeof plain,
		    &used);
	CHECK(refused == all.n);
}

static void
test_needles(void)
{
	static const struct {
		const char *word;
		unsigned bits;
	} words[] = {{"公开", 1}, {"公开申请", 2}, {"申请", 4}, {"开", 0},
	    {"申请", 8}, {"a", 16}};
	struct needles ns = {0};
	unsigned bits = 0;

	CHECK(needles_longest(&ns, STR("公开"), &bits) == 0);
	for (size_t i = 0; i < COUNT(words); i++)
		needles_add(&ns, str_of(words[i].word), words[i].bits);
	CHECK(needles_in(&ns, STR("")) == 0);
	CHECK(needles_in(&ns, STR("公布")) == 0);
	CHECK(needles_in(&ns, STR("不公开申")) == 1);
	CHECK(needles_in(&ns, STR("公公开申请a")) == (1 | 2 | 4 | 8 | 16));
	CHECK(needles_in(&ns, STR("\xe5\x85公\xe5\xbc")) == 0);
	CHECK(needles_longest(&ns, STR("公开申请书"), &bits) == 12 && bits == 2);
	CHECK(needles_longest(&ns, STR("公开申报"), &bits) == 6 && bits == 1);
	CHECK(needles_longest(&ns, STR("开"), &bits) == 3 && bits == 0);
	CHECK(needles_longest(&ns, STR("书公开"), &bits) == 0);
	free(ns.step);
}

static void
test_perfect(void)
{
	static struct perfect p;
	uint64_t key = 1;

	for (unsigned i = 1; i <= PERFECT_MAX; i++, key = key * 37 % 65537)
		CHECK(perfect_add(&p, key) == i && perfect_add(&p, key) == i);
	perfect_settle(&p);
	for (unsigned i = 1; i <= PERFECT_MAX; i++)
		CHECK(perfect_find(&p, p.key[i]) == i &&
		    perfect_find(&p, p.key[i] << 16) == 0);
	CHECK(perfect_find(&p, 0) == 0);
}

static void
test_map(void)
{
	static char key[5000][8];
	struct map m = {0};

	CHECK(map_get(&m, STR("none")) == MAP_NONE);
	for (uint32_t i = 0; i < COUNT(key); i++) {
		snprintf(key[i], sizeof key[i], "k%u", (unsigned)i);
		CHECK(map_put(&m, str_of(key[i]), i) == i);
	}
	CHECK(m.n == COUNT(key));
	for (uint32_t i = 0; i < COUNT(key); i++) {
		CHECK(map_get(&m, str_of(key[i])) == i);
		CHECK(map_put(&m, str_of(key[i]), 7) == i);
	}
	CHECK(map_get(&m, STR("k")) == MAP_NONE);
	CHECK(map_get(&m, STR("k5000")) == MAP_NONE);
	CHECK(map_put(&m, (struct str){0}, 9) == 9 && map_get(&m, STR("")) == 9);
	map_reset(&m);
	CHECK(m.n == 0 && map_get(&m, STR("k1")) == MAP_NONE);
	CHECK(map_put(&m, STR("k1"), 3) == 3);
	map_free(&m);
	CHECK(map_get(&m, STR("k1")) == MAP_NONE);
}

static bool
is_decimal_of(void *asked, uint32_t id, struct str text)
{
	unsigned long n;

	++*(unsigned *)asked;
	return str_to_ulong(text, &n) && n == id;
}

static void
test_ids(void)
{
	enum { IDS = 5000 };
	unsigned asked = 0, wrong = 0;
	struct ids s = {.is = is_decimal_of, .owner = &asked};
	char text[16];

	CHECK(ids_get(&s, STR("0")) == IDS_NONE);
	for (uint32_t i = 0; i < IDS; i++) {
		snprintf(text, sizeof text, "%u", (unsigned)i);
		wrong += ids_put(&s, str_of(text), i) != i;
	}
	CHECK(s.n == IDS && asked < 10); /* by the odds, never */
	for (uint32_t i = 0; i < IDS; i++) {
		snprintf(text, sizeof text, "%u", (unsigned)i);
		wrong += ids_get(&s, str_of(text)) != i;
		wrong += ids_put(&s, str_of(text), IDS_NONE - 1) != i;
	}
	CHECK(wrong == 0 && s.n == IDS);
	CHECK(ids_get(&s, STR("5000")) == IDS_NONE);
	ids_free(&s);
	CHECK(ids_get(&s, STR("1")) == IDS_NONE);
	CHECK(ids_put(&s, STR("4294967294"), IDS_NONE - 1) == IDS_NONE - 1);
	CHECK(ids_get(&s, STR("4294967294")) == IDS_NONE - 1);
	ids_free(&s);
}

static void
test_str_split(void)
{
	static const struct {
		const char *text, *parts;
	} list[] = {
		{"", "[]"},
		{"a", "[a]"},
		{"a,b", "[a][b]"},
		{",a,,b,", "[][a][][b][]"},
		{",", "[][]"},
	};

	for (size_t i = 0; i < COUNT(list); i++) {
		struct str rest = str_of(list[i].text), part;
		struct buf b = {0};

		while (str_split(&rest, ',', &part))
			buf_addf(&b, "[%.*s]", (int)part.n, part.p);
		same(buf_str(&b), list[i].parts, __LINE__, list[i].text);
		CHECK(rest.p == NULL && rest.n == 0);
		buf_free(&b);
	}
	CHECK(!str_split(&(struct str){0}, ',', &(struct str){0}));
}

/* Few letters, so that needles are met often and nearly; each length. */
static void
find_as_memmem(void)
{
	char text[200];
	uint32_t seed = 1;

	for (size_t round = 0; round < 20000; round++) {
		size_t n = round % sizeof text, from, len;
		const char *hit;
		ptrdiff_t at;

		for (size_t i = 0; i < n; i++) {
			seed = seed * 1664525u + 1013904223u;
			text[i] = "aab"[seed >> 30 & 1 ? 2 : seed >> 29 & 1];
		}
		from = n != 0 ? (seed >> 8) % n : 0;
		len = n - from < 80 ? n - from : 80;
		if (len == 0)
			continue;
		if (round % 3 != 0)
			len = (len - 1) % (round % 9 + 1) + 1; /* a short one */
		at = str_find((struct str){text, n},
		    (struct str){text + from, len});
		hit = memmem(text, n, text + from, len);
		CHECK(at == hit - text);
		text[from] = 'c';
		CHECK(str_find((struct str){text + from + 1, n - from - 1},
			  (struct str){text + from, len}) < 0);
	}
}

/* Of every length that is compared in another way, with a change at every byte. */
static void
test_str_same(void)
{
	char a[40], b[sizeof a];

	for (size_t i = 0; i < sizeof a; i++)
		a[i] = (char)(i * 37);
	for (size_t n = 0; n < sizeof a; n++) {
		memcpy(b, a, sizeof a);
		b[n] = (char)~b[n]; /* behind the text: of no matter */
		CHECK(str_same(a, b, n));
		for (size_t i = 0; i < n; i++) {
			b[i] = (char)~b[i];
			CHECK(!str_same(a, b, n));
			b[i] = a[i];
		}
	}
	CHECK(str_same(NULL, NULL, 0));
}

static void
test_str_parts(void)
{
	char text[200];
	uint32_t state = 5;

	for (size_t n = 0; n < sizeof text; n++) {
		struct str rest = {text, n}, one, other;
		struct str_parts parts;
		bool same = true;

		for (size_t i = 0; i < n; i++)
			text[i] = next_random(&state) % (1 + n / 8) != 0 ? 'a' : '\t';
		parts = str_parts_of(rest, '\t');
		while (str_split(&rest, '\t', &one) && same)
			same = str_next_part(&parts, &other) && one.p == other.p &&
			    one.n == other.n && parts.rest.p == rest.p &&
			    parts.rest.n == rest.n;
		CHECK(same && !str_next_part(&parts, &other));
	}
	CHECK(!str_next_part(&(struct str_parts){0}, &(struct str){0}));
}

/* Every character of one to three bytes, and what is none: trimmed where it is white
 * space. */
static void
test_trim_ends(void)
{
	static const unsigned char further[] = {0x7f, 0x80, 0x81, 0x82, 0x8b, 0xa8,
	    0xa9, 0xaf, 0xbb, 0xbf, 0xc0};
	bool same = true;

	for (unsigned a = 0xc0; a < 0x100; a++)
		for (size_t i = 0; i < COUNT(further) * COUNT(further); i++) {
			const char text[] = {'x', (char)a,
			    (char)further[i / COUNT(further)],
			    (char)further[i % COUNT(further)]};
			struct str s = {text, sizeof text};
			const char *p = text + 1, *q;
			size_t want = utf8_is_space(utf8_next(&p, str_end(s))) &&
				p == str_end(s) ? 1 : sizeof text;

			q = text + 2; /* the last two may be white space alone */
			if (want != 1 &&
			    utf8_is_space(utf8_next(&q, str_end(s))) &&
			    q == str_end(s))
				want = 2;
			same &= str_trim(s).n == want;
		}
	CHECK(same);
}

static void
test_str(void)
{
	unsigned long n = 5;

	SAME(str_trim(STR(" \t\r\n\xc2\xa0\xe3\x80\x80 a b \xe2\x80\x8b\xef\xbb\xbf\v")),
	    "a b");
	SAME(str_trim(STR(" \xe3\x80\x80")), "");
	SAME(str_trim(STR("")), "");
	SAME(str_trim(STR("\xe3\x80")), "\xe3\x80");
	SAME(str_trim(STR("\xc2 \xa0")), "\xc2 \xa0");
	CHECK(str_find(STR("ababc"), STR("abc")) == 2);
	CHECK(str_find(STR("abab"), STR("abc")) == -1);
	CHECK(str_find(STR("ab"), STR("")) == 0);
	CHECK(str_find((struct str){0}, STR("a")) == -1);
	CHECK(str_find(STR("a\0b"), STR("\0b")) == 1);
	find_as_memmem(); /* at 64 places at once, where the machine can, and at 16 */
	wide_is_narrow = true;
	find_as_memmem();
	wide_is_narrow = false;
	CHECK(str_cmp(STR("a"), STR("ab")) < 0 && str_cmp(STR("b"), STR("ab")) > 0);
	CHECK(str_cmp(STR("\xe4"), STR("a")) > 0);
	CHECK(str_cmp((struct str){0}, STR("")) == 0);
	CHECK(str_starts(STR("ab"), STR("")) && str_ends(STR("ab"), STR("ab")));
	CHECK(!str_starts(STR("a"), STR("ab")) && !str_ends(STR("b"), STR("ab")));
	CHECK(str_skip(STR("ab"), 9).n == 0);
	CHECK(str_to_ulong(STR("0012"), &n) && n == 12);
	CHECK(str_to_ulong(STR("999999999999999999"), &n) &&
	    n == 999999999999999999);
	CHECK(!str_to_ulong(STR(""), &n) && !str_to_ulong(STR("-1"), &n));
	CHECK(!str_to_ulong(STR("1 "), &n) && !str_to_ulong(STR("0x1"), &n));
	CHECK(!str_to_ulong(STR("99999999999999999999"), &n));
	CHECK(str_hash(STR("a")) == str_hash(STR("a")));
	CHECK(str_hash(STR("a")) != str_hash(STR("b")));
}

/* ---- base: decimals ---------------------------------------------------- */

static void
test_dec_parse(void)
{
	static const struct {
		const char *text, *printed; /* NULL: refused */
	} list[] = {
		{"0", "0"},
		{"-0", "0"},
		{"0.0", "0"},
		{"007", "7"},
		{"999999999", "999999999"},
		{"1000000000", "1000000000"},
		{"107.68", "107.68"},
		{"-8", "-8"},
		{"-0.5", "-0.5"},
		{"2.50", "2.5"},
		{"0.000000000001", "0.000000000001"},
		{"1.000000000000000000", "1"},
		{"999999999999999999", "999999999999999999"},
		{"-999999999999999999.999999999999",
		    "-999999999999999999.999999999999"},
		{"0000000000000000000000000000001", "1"},
		{"1000000000000000000", NULL},
		{"0.0000000000001", NULL},
		{"", NULL},
		{"-", NULL},
		{".5", NULL},
		{"5.", NULL},
		{"-.5", NULL},
		{"+5", NULL},
		{"--5", NULL},
		{" 5", NULL},
		{"5 ", NULL},
		{"1,000", NULL},
		{"1e3", NULL},
		{"1.2.3", NULL},
		{"0x10", NULL},
		{"nan", NULL},
		{"５", NULL},
	};

	for (size_t i = 0; i < COUNT(list); i++) {
		struct dec d = {0};
		struct buf b = {0};
		bool ok = dec_parse(str_of(list[i].text), &d);
		long count;

		check(ok == (list[i].printed != NULL), __LINE__, list[i].text);
		if (dec_parse_count(str_of(list[i].text), &count))
			check(ok && dec_cmp(d, dec_of(count)) == 0, __LINE__,
			    list[i].text);
		if (ok) {
			buf_adddec(&b, d);
			same(buf_str(&b), list[i].printed, __LINE__, list[i].text);
		}
		buf_free(&b);
	}
	CHECK(!dec_parse((struct str){"1\0", 2}, &(struct dec){0}));
}

static struct dec
dec(const char *text)
{
	struct dec d = {0};

	if (!dec_parse(str_of(text), &d))
		check(false, __LINE__, "a decimal");
	return d;
}

/* What a op b gives, printed; "none" when it has no room. */
static struct str
calculate(struct arena *a, const char *x, char op, const char *y)
{
	struct dec d = dec(x);
	struct buf b = {0};
	struct str s;
	bool ok = op == '+' ? dec_add(&d, dec(y))
	    : op == '-' ? dec_sub(&d, dec(y))
			: dec_mul(d, dec(y), &d);

	if (ok)
		buf_adddec(&b, d);
	else
		buf_addz(&b, "none");
	s = arena_str(a, buf_str(&b));
	buf_free(&b);
	return s;
}

static void
test_dec_exact(void)
{
	static const struct {
		const char *x;
		char op;
		const char *y, *want;
	} list[] = {
		{"107.68", '+', "0.01", "107.69"},
		{"0.1", '+', "0.2", "0.3"},
		{"7", '-', "7.5", "-0.5"},
		{"1", '-', "0.000000000001", "0.999999999999"},
		{"999999999999999999", '+', "0.999999999999",
		    "999999999999999999.999999999999"},
		{"-3", '*', "2.5", "-7.5"},
		{"0.000001", '*', "0.000001", "0.000000000001"},
		{"0.0000001", '*', "0.000001", "none"},
		{"999999999999999999", '*', "10000", "9999999999999999990000"},
		{"999999999999999999", '*', "999999999999999999", "none"},
		{"107.68", '*', "10000", "1076800"},
		{"0", '*', "-5", "0"},
	};
	struct arena a = {0};

	for (size_t i = 0; i < COUNT(list); i++)
		same(calculate(&a, list[i].x, list[i].op, list[i].y),
		    list[i].want, __LINE__, list[i].x);
	arena_free(&a);
}

static void
test_dec_overflow(void)
{
	struct dec sum = {0}, before, most = dec("999999999999999999");
	struct dec big = most;
	int steps = 0;

	while (dec_add(&big, big) && steps < 200)
		steps++;
	CHECK(steps > 20 && steps < 100);
	before = big;
	CHECK(!dec_add(&big, big) && big.n == before.n);
	sum.n = -big.n;
	CHECK(!dec_sub(&sum, big) || dec_cmp(sum, (struct dec){0}) < 0);
	/* the largest numbers, as often as dec.h promises */
	sum = (struct dec){most.n * 100000000};
	CHECK(dec_cmp(sum, most) > 0);
	CHECK(dec_add(&sum, most));
}

static void
test_dec_order(void)
{
	const char *text[] = {"999999999999999999", "-999999999999999999",
	    "0.000000000001", "0.1", "0.2", "-0.3", "107.68", "0.01",
	    "123456789012345678.123456789012", "-5", "7.5", "0"};
	struct dec first = {0};
	uint32_t seed = 1;

	for (size_t i = 0; i < COUNT(text); i++)
		CHECK(dec_add(&first, dec(text[i])));
	for (int round = 0; round < 200; round++) {
		struct dec sum = {0};

		for (size_t i = COUNT(text); i-- > 1;) {
			size_t k = next_random(&seed) % (i + 1);
			const char *swap = text[i];

			text[i] = text[k];
			text[k] = swap;
		}
		for (size_t i = 0; i < COUNT(text); i++)
			CHECK(dec_add(&sum, dec(text[i])));
		CHECK(dec_cmp(sum, first) == 0);
	}
}

static void
test_dec_mean(void)
{
	static const struct {
		const char *sum;
		unsigned long count;
		const char *want;
	} list[] = {
		{"10", 4, "2.5"},
		{"1", 3, "0.333333"},
		{"2", 3, "0.666667"},
		{"-2", 3, "-0.666667"},
		{"0.000001", 2, "0.000001"},
		{"-0.000001", 2, "-0.000001"},
		{"0.0000009", 2, "0"},
		{"0", 5, "0"},
		{"0.0000015", 1, "0.000002"},
		{"999999999999999999", 1, "999999999999999999"},
		{"1", 1000000000000ul, "0"},
	};

	for (size_t i = 0; i < COUNT(list); i++) {
		struct buf b = {0};

		buf_adddec(&b, dec_mean(dec(list[i].sum), list[i].count));
		same(buf_str(&b), list[i].want, __LINE__, list[i].sum);
		buf_free(&b);
	}
}

static void
test_dec_compare(void)
{
	CHECK(dec_cmp(dec("1"), dec("1.0")) == 0);
	CHECK(dec_cmp(dec("-1"), dec("0")) < 0);
	CHECK(dec_cmp(dec("0.1"), dec("0.09")) > 0);
	CHECK(dec_cmp(dec_of(-7), dec("-7")) == 0);
	CHECK(dec_is_int(dec("7")) && dec_is_int(dec("7.000")));
	CHECK(!dec_is_int(dec("7.5")) && !dec_is_int(dec("-0.000000000001")));
}

/* ---- base: UTF-8 ------------------------------------------------------- */

static void
test_utf8_valid(void)
{
	static const struct {
		const char *bytes;
		bool valid;
	} list[] = {
		{"", true},
		{"ascii \x7f", true},
		{"\xc2\x80\xdf\xbf", true},
		{"\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf", true},
		{"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", true},
		{"\x80", false},
		{"\xc0\x80", false},
		{"\xc1\xbf", false},
		{"\xc2", false},
		{"\xc2\x41", false},
		{"\xe0\x9f\xbf", false},
		{"\xed\xa0\x80", false},
		{"\xed\xbf\xbf", false},
		{"\xe4\xb8", false},
		{"\xf0\x8f\xbf\xbf", false},
		{"\xf4\x90\x80\x80", false},
		{"\xf5\x80\x80\x80", false},
		{"\xf0\x9f\x98", false},
		{"\xff", false},
		{"twelve bytes\xfe", false},
		{"1234567\xe4\xb8\xad", true},
		{"1234567\xe4\xb8", false},
	};

	for (size_t i = 0; i < COUNT(list); i++)
		check(utf8_valid(str_of(list[i].bytes)) == list[i].valid, __LINE__,
		    list[i].bytes);
	CHECK(utf8_valid(STR("a\0b")) && utf8_valid((struct str){0}));
}

static void
test_utf8_all(void)
{
	struct buf b = {0};
	unsigned wrong = 0;

	for (uint32_t cp = 0; cp < 0x110000; cp++) {
		bool scalar = cp < 0xd800 || cp > 0xdfff;
		const char *p;

		buf_reset(&b);
		utf8_put(&b, cp);
		p = b.p;
		wrong += utf8_next(&p, b.p + b.n) != (scalar ? cp : UTF8_BAD) ||
		    p != b.p + b.n || !utf8_valid(buf_str(&b)) ||
		    utf8_before(b.p, b.p + b.n) != b.p;
	}
	CHECK(wrong == 0);
	buf_reset(&b);
	utf8_put(&b, 0x110000);
	SAME(buf_str(&b), "\xef\xbf\xbd");
	buf_free(&b);
}

/* Long texts, which are counted in another way, with every byte of them broken. */
static void
count_long(void)
{
	static const char piece[] = "统计 12 件，é𠮷。abcdefgh";
	struct buf b = {0};

	for (int i = 0; i < 4; i++)
		buf_addz(&b, piece);
	for (size_t i = 0; i < b.n; i++) {
		const char *p = b.p, *end = b.p + b.n;
		char kept = b.p[i];
		size_t count = 0;

		CHECK(utf8_count(buf_str(&b)) == utf8_count(STR(piece)) * 4);
		b.p[i] = '\xff';
		for (; p < end; count++)
			utf8_next(&p, end);
		CHECK(utf8_count(buf_str(&b)) == count);
		b.p[i] = kept;
	}
	buf_free(&b);
}

/* Whatever the bytes, next and before move by one character or one byte and
 * stay inside, and both see the same characters. */
static void
test_utf8_broken(void)
{
	static const unsigned char byte[] = {'a', 0x80, 0xbf, 0xc2, 0xe4, 0xb8,
	    0xed, 0xa0, 0xf0, 0x90, 0xf4, 0xff};
	uint32_t seed = 3;

	for (int round = 0; round < 20000; round++) {
		char s[8];
		size_t n = 1 + next_random(&seed) % sizeof s, count = 0, back = 0;
		const char *p = s;

		for (size_t i = 0; i < n; i++)
			s[i] = (char)byte[next_random(&seed) % sizeof byte];
		for (; p < s + n; count++) {
			const char *from = p;
			uint32_t cp = utf8_next(&p, s + n);

			if (p <= from || p > s + n ||
			    (cp == UTF8_BAD && p != from + 1))
				check(false, __LINE__, "moves by one byte");
		}
		for (p = s + n; p > s; back++) {
			const char *q = utf8_before(s, p);

			if (q >= p || q < s)
				check(false, __LINE__, "stays inside");
			p = q;
		}
		if (count != back || utf8_count((struct str){s, n}) != count)
			check(false, __LINE__, "the same number both ways");
	}
	CHECK(utf8_count(STR("中a\xff文")) == 4);
	count_long();
}

/* A text that is cut stays valid, and loses less than a character. */
static void
test_utf8_cut(void)
{
	struct str s = STR("a中é\xf0\xa0\x80\x80文");

	for (size_t most = 0; most < s.n + 3; most++) {
		size_t n = utf8_cut(s, most), room = most < s.n ? most : s.n;

		CHECK(n <= room && room - n < UTF8_BYTES_MAX);
		CHECK(utf8_valid((struct str){s.p, n}));
	}
	CHECK(utf8_cut(s, 3) == 1 && utf8_cut(s, 4) == 4);
	CHECK(utf8_cut(STR("\x80\x80"), 1) == 0);
}

static void
test_utf8_width(void)
{
	static const struct {
		uint32_t cp;
		int width;
		bool space, han;
	} list[] = {
		{'a', 1, false, false},
		{'\t', 0, true, false},
		{0x7f, 0, false, false},
		{0xa0, 1, true, false},
		{0xe9, 1, false, false},
		{0x301, 0, false, false},
		{0x200b, 0, true, false},
		{0x3000, 2, true, false},
		{0x4e2d, 2, false, true},
		{0x3007, 2, false, true},
		{0x20000, 2, false, true},
		{0xff11, 2, false, false},
		{0xff71, 1, false, false},
		{0x1f600, 2, false, false},
		{0xfeff, 0, true, false},
	};

	for (size_t i = 0; i < COUNT(list); i++) {
		char name[16];

		snprintf(name, sizeof name, "U+%04X", (unsigned)list[i].cp);
		check(utf8_width(list[i].cp) == list[i].width, __LINE__, name);
		check(utf8_is_space(list[i].cp) == list[i].space, __LINE__, name);
		check(utf8_is_han(list[i].cp) == list[i].han, __LINE__, name);
	}
	CHECK(utf8_columns(STR("a中文1")) == 6);
	CHECK(utf8_columns((struct str){0}) == 0);
}

/* ---- base: records ----------------------------------------------------- */

static const char *const pair_columns[] = {"a", "b"};
static const char *const triple_columns[] = {"x", "y", "z"};

static bool
pair_fits(const struct str *f)
{
	unsigned long n;

	return str_to_ulong(f[0], &n);
}

static bool
nothing_fits(const struct str *f)
{
	(void)f;
	return false;
}

static const struct tsv_kind pair = {"pair", pair_columns, 2, 3, pair_fits};
static const struct tsv_kind triple = {"triple", triple_columns, 3, 3,
    nothing_fits};
static const struct tsv_kind *const test_kinds[] = {&pair, &triple, NULL};

/* Put what the reader got, ";" behind each record or complaint; false for nothing more. */
static bool
put_got(struct buf *b, const struct tsv *t, int got, const struct err *e)
{
	if (got == TSV_FAIL)
		buf_addf(b, "!!%s", e->text);
	if (got == TSV_FAIL || got == TSV_END)
		return false;
	if (got == TSV_BAD)
		buf_addf(b, "!%lu %s;", e->line, e->text);
	if (got != TSV_RECORD)
		return true;
	buf_addf(b, "%lu", t->line);
	for (size_t i = 0; i < t->nfield; i++) {
		buf_addc(b, i == 0 ? ' ' : '|');
		buf_addstr(b, t->field[i]);
	}
	buf_addc(b, ';');
	return true;
}

static void
put_all(struct buf *b, struct tsv *t)
{
	struct err e;

	for (int got = TSV_OTHER; put_got(b, t, got, &e);)
		got = tsv_next(t, &e);
}

/* What a reader makes of the text. */
static void
read_text_of(struct buf *b, struct memory m, bool any)
{
	struct stream s = {.read = read_memory, .ctx = &m};
	struct tsv t;

	tsv_open(&t, &s, "text", test_kinds, any);
	put_all(b, &t);
	tsv_close(&t);
	stream_free(&s);
}

/* The same, line by line. */
static void
take_lines_of(struct buf *b, struct str text, bool any)
{
	struct str line;
	struct tsv t;
	struct err e;
	bool ok = true;

	tsv_open(&t, NULL, "text", test_kinds, any);
	while (ok && text.n != 0 && str_split(&text, '\n', &line))
		ok = put_got(b, &t, tsv_take(&t, line, &e), &e);
	tsv_close(&t);
}

/* The same from memory, by a reader that has read something else, as well what is
 * behind the first line, whose end it knows to be a header. */
static void
read_again(struct buf *b, struct str text, bool any, bool behind_head)
{
	struct buf lines = {0}, other = {0};
	struct str head = {0};
	struct tsv t;

	if (behind_head)
		str_split(&text, '\n', &head);
	tsv_open(&t, NULL, "text", test_kinds, any);
	buf_addz(&other, "z\ty\tx\n1\t2\t3");
	tsv_again(&t, (struct str){0}, 5, NULL, &other);
	CHECK(tsv_next(&t, NULL) == TSV_RECORD && t.line == 7);
	buf_addstr(&lines, text);
	tsv_again(&t, head, behind_head, NULL, &lines);
	CHECK(lines.n == 0);
	put_all(b, &t);
	tsv_close(&t);
	buf_free(&lines);
	buf_free(&other);
}

static void
reads(struct str text, bool any, const char *want, int line)
{
	static const size_t pieces[] = {1, 2, 3, 7, 1 << 20};
	struct buf b = {0};

	for (size_t i = 0; i < COUNT(pieces); i++) {
		buf_reset(&b);
		read_text_of(&b, (struct memory){.left = text, .piece = pieces[i]},
		    any);
		same(buf_str(&b), want, line, text.p);
	}
	buf_reset(&b);
	take_lines_of(&b, text, any);
	same(buf_str(&b), want, line, text.p);
	buf_reset(&b);
	read_again(&b, text, any, false);
	same(buf_str(&b), want, line, text.p);
	if (str_starts(text, STR("a\tb\n"))) {
		buf_reset(&b);
		read_again(&b, text, any, true);
		same(buf_str(&b), want, line, text.p);
	}
	buf_free(&b);
}

#define READS(text, want) reads(STR(text), false, want, __LINE__)
#define READS_ANY(text, want) reads(STR(text), true, want, __LINE__)

/* The field comes back, and its record is one line without a control. */
static void
round_trip(struct str field)
{
	struct buf b = {0};
	bool clean = true;

	tsv_field(&b, field);
	for (size_t i = 0; i + 1 < b.n; i++) {
		unsigned char c = (unsigned char)b.p[i];

		clean &= c >= 0x20 && c != 0x7f &&
		    !(c == 0xc2 && (unsigned char)b.p[i + 1] < 0xa0);
	}
	check(clean && b.p[b.n - 1] == '\t', __LINE__, "no control in the field");
	b.n = tsv_unescape(b.p, b.n - 1);
	check(str_eq(buf_str(&b), field), __LINE__, b.p);
	buf_free(&b);
}

static void
test_tsv_escapes(void)
{
	static const char *const texts[] = {"", "a", "\\", "\\\\", "\\t", "\\x41",
	    "\\\\x1B", "a\\", "\t\n\r\\", "\x1b[31m", "\xc2\x9b[31m",
	    "\\xC2\\x9B", "\\xc2\\x9b", "\\xC2\xc2\x85", "中\x7f文"};
	struct buf b = {0};

	for (uint32_t cp = 0; cp < 0x3000; cp++) {
		buf_reset(&b);
		utf8_put(&b, cp);
		round_trip(buf_str(&b));
		buf_addc(&b, '\\');
		utf8_put(&b, cp);
		buf_addz(&b, "x41");
		round_trip(buf_str(&b));
	}
	for (size_t i = 0; i < COUNT(texts); i++)
		round_trip(str_of(texts[i]));
	buf_reset(&b);
	tsv_field(&b, STR("a\tb\nc\rd\\e\x1b\xc2\x9b\0"));
	tsv_fieldz(&b, "");
	tsv_field_line(&b, 0);
	tsv_field_line(&b, 12);
	tsv_end(&b);
	SAME(buf_str(&b),
	    "a\\tb\\nc\\rd\\\\e\\x1B\\xC2\\x9B\\x00\t\t\t12\n");
	buf_free(&b);
}

static void
test_tsv_unknown_escapes(void)
{
	READS_ANY("h\n\\q\\\n\\x\n\\x4\n\\x4g\n\\x41\\x1b[\n\\x80\\xFF\n\\xC2x\n",
	    "2 \\q\\;3 \\x;4 \\x4;5 \\x4g;6 A\x1b[;7 \\x80\\xFF;8 \\xC2x;");
}

static void
test_tsv_header(void)
{
	READS("a\tb\n1\t2\n", "2 1|2;");
	READS("b\tc\ta\n1\t2\t3\n", "2 1|2|3;");
	READS("a\tb\n1\t2\na\tb\n3\t4\n", "2 1|2;4 3|4;");
	READS("a\tb\n", "");
	READS("\n\na\tb\n\n1\t2\n\n", "5 1|2;");
}

static void
test_tsv_other_header(void)
{
	READS("a\tb\n1\t2\nx\ty\tz\n5\t6\t7\n1\t2\na\tb\n8\t9\n",
	    "2 1|2;4 5|6|7;!5 2 fields, the header has 3;7 8|9;");
	/* a foreign header is only known at the start */
	READS_ANY("k\tv\n1\t2\nq\tw\n", "2 1|2;3 q|w;");
	READS_ANY("k\tv\n1\t2\na\tb\n3\t4\n", "2 1|2;4 3|4;");
}

static void
test_tsv_headerless(void)
{
	READS("1\t2\n3\t4\n", "1 1|2;2 3|4;");
	READS("1\t2\na\tb\n3\t4\n", "1 1|2;3 3|4;");
	READS("q\tw\n", "!!neither a header nor a record that is known here");
	READS("x\n", "!!neither a header nor a record that is known here");
	READS("", "");
}

static void
test_tsv_ragged(void)
{
	READS("a\tb\n1\n1\t2\t3\n1\t2\t\n\t\n4\t5\n",
	    "!2 1 fields, the header has 2;!3 3 fields, the header has 2;"
	    "!4 3 fields, the header has 2;5 |;6 4|5;");
}

static void
test_tsv_line_ends(void)
{
	READS("a\tb\r\n1\t2\r\n\r\n3\t4\r\n", "2 1|2;4 3|4;");
	READS("a\tb\n1\t2\r\r\n", "2 1|2\r;");
	READS("a\tb\n1\t2", "2 1|2;");
	READS("a\tb\n1\t2\r", "2 1|2;");
	READS("a\tb", "");
	READS("\xef\xbb\xbf""a\tb\n1\t2\n", "2 1|2;");
	READS("\xef\xbb\xbf""1\t2\n", "1 1|2;");
	/* only at the start */
	READS("a\tb\n\xef\xbb\xbf""1\t2\n", "2 \xef\xbb\xbf""1|2;");
}

static void
test_tsv_bad_bytes(void)
{
	struct buf b = {0};

	READS("a\tb\n1\t\xff\n3\t4\n", "!2 not valid UTF-8;3 3|4;");
	READS("1\t\xff\n3\t4\n", "!!not valid UTF-8");
	read_text_of(&b,
	    (struct memory){.left = STR("a\tb\n1\0\t2\n"), .piece = 3}, false);
	CHECK(str_eq(buf_str(&b), STR("2 1\0|2;")));
	buf_free(&b);
}

static void
test_tsv_failed_read(void)
{
	struct memory m = {.left = STR("a\tb\n1\t2\n3\t4"), .piece = 5,
	    .broken = true};
	struct buf b = {0};

	read_text_of(&b, m, false);
	SAME(buf_str(&b), "2 1|2;!!the disk is gone");
	buf_free(&b);
}

static void
test_tsv_limits(void)
{
	struct buf text = {0}, got = {0};

	buf_addz(&text, "a\tb\n1\t");
	buf_reserve(&text, 2 * TSV_LINE_MAX);
	memset(text.p + text.n, 'x', TSV_LINE_MAX + (1 << 20));
	text.n += TSV_LINE_MAX + (1 << 20);
	buf_addz(&text, "\n3\t4\n5\t");
	for (int i = 0; i < 2 * TSV_FIELDS_MAX; i++)
		buf_addc(&text, '\t');
	buf_addz(&text, "\n6\t7\n");
	read_text_of(&got,
	    (struct memory){.left = buf_str(&text), .piece = 1 << 20}, false);
	SAME(buf_str(&got), "!2 line longer than 16777216 bytes;3 3|4;"
	    "!4 more than 511 fields;5 6|7;");
	buf_free(&text);
	buf_free(&got);
}

/* A block of the bytes that matter, and some that do not, of n bytes. */
static void
fill_block(struct buf *b, size_t n, uint32_t *state)
{
	static const char some[] = "\t\t\t\n\\dddoccc\r\xe4\xb8\xad 0";

	buf_reset(b);
	while (b->n < n)
		buf_addc(b, some[next_random(state) % (sizeof some - 1)]);
}

static void
test_cut(void)
{
	struct cut wide = {0}, plain = {0};
	struct buf b = {0};
	uint32_t state = 7;

	for (size_t n = 0; n < 700; n++) {
		fill_block(&b, n, &state);
		cut_block(&wide, b.p, n);
		cut_block_plain(&plain, b.p, n);
		CHECK(wide.nat == plain.nat && wide.nend == plain.nend);
		CHECK(wide.at[-1] == UINT32_MAX && plain.at[-1] == UINT32_MAX);
		CHECK(memcmp(wide.at, plain.at, plain.nat * 4) == 0);
		CHECK(memcmp(wide.end, plain.end, plain.nend * 4) == 0);
	}
	cut_block(&wide, "doc\ta\\\n\nb\tdec\n", 14);
	CHECK(wide.nat == 5 && wide.nend == 3 && wide.at[2] == 7);
	CHECK(wide.end[0] == (1 | CUT_ESCAPED | CUT_DOC));
	CHECK(wide.end[1] == 2 && wide.end[2] == (4 | CUT_DOC));
	cut_free(&wide);
	cut_free(&plain);
	buf_free(&b);
}

/* Characters of which every kind of white space, and what looks like it, is made; or
 * with plain those only that nearly all texts are made of. */
static void
fill_text(struct buf *b, size_t n, bool plain, uint32_t *state)
{
	static const uint32_t usual[] = {'a', ' ', '\t', '\n', '\n', '|', 0x201c, 0x3001,
	    0x4e2d, 0xff08};
	static const uint32_t some[] = {'a', '1', ' ', ' ', '\t', '\n', '\r', '|',
	    '[', '\\', '&', '*', '<', ';', 0x0b, 0xa0, 0xb7, 0x2003, 0x200b, 0x200d, 0x200f, 0x2010, 0x2014, 0x201c,
	    0x2027, 0x2028, 0x202f, 0x2060, 0x2502, 0x2550, 0x3000, 0x3001, 0x4e2d, 0x4e2d, 0x4e2d,
	    0x6587, 0xfeff, 0xfe63, 0xff08, 0x1f600};

	buf_reset(b);
	while (b->n < n)
		utf8_put(b, plain ? usual[next_random(state) % COUNT(usual)]
				  : some[next_random(state) % COUNT(some)]);
}

/* Does white space stand in the line that is neither a TAB nor a blank? */
static bool
has_odd_space(struct str s)
{
	const char *p = s.p, *end = str_end(s);

	if (s.n != 0 && end[-1] == '\r')
		end--;
	while (p < end) {
		uint32_t cp = utf8_next(&p, end);

		if ((utf8_is_space(cp) && cp != '\t' && cp != ' ') ||
		    utf8_is_invisible(cp))
			return true;
	}
	return false;
}

static bool
has_invisible(struct str s)
{
	for (const char *p = s.p, *end = str_end(s); p < end;)
		if (utf8_is_invisible(utf8_next(&p, end)))
			return true;
	return false;
}

/* Is one of the signs in it that HOLDS_MARK is for? */
static bool
has_mark(struct str s)
{
	return str_find(s, STR("[")) >= 0 || str_find(s, STR("\\")) >= 0 ||
	    str_find(s, STR("&")) >= 0 || str_find(s, STR("*")) >= 0 ||
	    str_find(s, STR("<")) >= 0;
}

static bool
holds_what_it_says(struct str s, unsigned holds)
{
	bool odd = (holds & HOLDS_ODD_SPACE) != 0;
	bool drawn = (holds & HOLDS_DRAWN) != 0;

	return ((holds & HOLDS_TAB) != 0) == (str_find(s, STR("\t")) >= 0) &&
	    ((holds & HOLDS_BAR) != 0) == (str_find(s, STR("|")) >= 0) &&
	    ((holds & HOLDS_MARK) != 0) == has_mark(s) &&
	    ((holds & HOLDS_BLANKS) != 0) == (str_find(s, STR("  ")) >= 0) &&
	    (drawn || (str_find(s, STR("│")) < 0 && str_find(s, STR("═")) < 0)) &&
	    (odd || !has_odd_space(s)) &&
	    ((holds & HOLDS_INVISIBLE) != 0 || !has_invisible(s)) &&
	    text_holds(s.p, s.n) == text_holds_plain(s.p, s.n);
}

static void
same_lines(void)
{
	struct text_lines wide = {0}, plain = {0};
	struct buf b = {0};
	uint32_t state = 11;

	for (size_t n = 0; n < 1500; n++) {
		size_t from = 0;
		bool right = true;
		struct str text;

		fill_text(&b, n % 500, n % 2 != 0, &state);
		text = buf_str(&b);
		text_lines(&wide, text.p, text.n);
		text_lines_plain(&plain, text.p, text.n);
		CHECK(wide.n == plain.n);
		for (size_t i = 0; i < wide.n; i++) {
			size_t end = wide.line[i].end;

			right &= end == plain.line[i].end &&
			    wide.line[i].holds == plain.line[i].holds &&
			    (end == text.n ? i == wide.n - 1
				   : str_starts(str_skip(text, end), STR("\n"))) &&
			    holds_what_it_says(str_skip((struct str){text.p, end}, from),
				wide.line[i].holds);
			from = end + 1;
		}
		CHECK(right);
		CHECK(from == text.n + (text.n != 0 && !str_ends(text, STR("\n"))));
	}
	text_lines(&wide, "a b\r\n“中”、（\n\n", 22);
	CHECK(wide.n == 3 && wide.line[0].holds == 0 && wide.line[1].holds == 0);
	CHECK(text_holds("　‰ a", 8) == HOLDS_ODD_SPACE && text_holds("‰", 3) == 0);
	buf_reset(&b);
	for (size_t i = 0; i < 9999; i++) /* more lines than there is room for at first */
		buf_addz(&b, i % 3 != 0 ? "\n" : "\t\n");
	text_lines(&wide, b.p, b.n);
	CHECK(wide.n == 9999 && wide.line[9998].end == b.n - 1);
	CHECK(wide.line[9996].holds == HOLDS_TAB && wide.line[9997].holds == 0);
	free(wide.line);
	free(plain.line);
	buf_free(&b);
}

/* What padded_cut says of the text, part by part. */
static void
check_padded(struct str text, char c)
{
	struct str part[PADDED_MAX], rest = text, left = text, one;
	bool odd = false, expected = false, right = true;
	size_t n;

	do {
		n = padded_cut(&rest, c, part, &odd);
		for (size_t i = 0; i < n; i++) {
			const char *end;

			right &= str_split(&left, c, &one);
			end = str_end(one);
			expected |= left.p != NULL && one.n != 0 && end[-1] == '\\';
			while (one.n != 0 && one.p[0] == ' ')
				one = str_skip(one, 1);
			while (one.n != 0 && one.p[one.n - 1] == ' ')
				one.n--;
			expected |= str_find(one, STR("  ")) >= 0;
			right &= str_eq(one, part[i]) && (one.n == 0 || one.p == part[i].p);
		}
		right &= rest.p == left.p && rest.n == left.n;
	} while (n == PADDED_MAX);
	CHECK(right && rest.p == NULL && left.p == NULL);
	CHECK(odd == expected);
}

static void
cut_padded(void)
{
	static const char some[] = "||||    a\\|中";
	struct buf b = {0};
	uint32_t state = 5;

	for (size_t n = 0; n < 4000; n++) {
		size_t bytes = n < 200 ? n : next_random(&state) % 300;

		buf_reset(&b);
		while (b.n < bytes) {
			/* mostly short parts, now and then a long one */
			if (next_random(&state) % 40 == 0)
				buf_addz(&b, "一个很长的单元格，它比六十四个字节还要长一些，好多字");
			buf_addc(&b, some[next_random(&state) % (n % (sizeof some - 2) + 1)]);
		}
		buf_addc(&b, 'x');
		check_padded((struct str){b.p, b.n - 1}, '|');
	}
	buf_free(&b);
}

/* With vectors of 64 bytes, where the machine has them, and without. */
static void
test_padded(void)
{
	cut_padded();
	wide_is_narrow = true;
	cut_padded();
	wide_is_narrow = false;
}

/* What each character of three bytes at most makes a line hold, at the end of a word
 * and at that of the text. */
static void
same_held(void)
{
	struct buf b = {0};
	bool same = true;

	for (uint32_t cp = 1; cp < 0x10000; cp++) {
		if (cp == '\n' || (cp >= 0xd800 && cp < 0xe000))
			continue;
		buf_reset(&b);
		for (size_t i = 0; i < 62 + cp % 3; i++)
			buf_addc(&b, 'a');
		utf8_put(&b, cp);
		same &= text_holds(b.p, b.n) == text_holds_plain(b.p, b.n);
		utf8_put(&b, cp);
		buf_addz(&b, "中文、中文");
		same &= text_holds(b.p, b.n) == text_holds_plain(b.p, b.n);
	}
	CHECK(same);
	buf_free(&b);
}

/* With vectors of 64 bytes, where the machine has them, and of 32. */
static void
test_text_lines(void)
{
	same_lines();
	same_held();
	wide_is_narrow = true;
	same_lines();
	same_held();
	wide_is_narrow = false;
}

/* Every byte, in a piece of 32 or 64 and in what is left over. */
static void
same_clean(void)
{
	char text[99];
	bool same = true;

	memset(text, 'a', sizeof text);
	CHECK(wide_is_clean(text, sizeof text) && wide_is_clean(text, 0));
	for (unsigned c = 0; c < 256; c++)
		for (size_t i = 0; i < sizeof text; i++) {
			text[i] = (char)c;
			same &= wide_is_clean(text, sizeof text) ==
			    (c < 0x80 && !is_odd_control((unsigned char)c));
			text[i] = 'a';
		}
	CHECK(same);
	CHECK(is_odd_control(0x1f) && is_odd_control(0x7f) && is_odd_control(6));
	CHECK(!is_odd_control(0x07) && !is_odd_control(0x0d) && !is_odd_control(0x80));
}

static void
test_first_lane(void)
{
	for (unsigned i = 0; i < sizeof(lanes); i++)
		for (unsigned k = i; k < sizeof(lanes); k++) {
			lanes v = {0};

			CHECK(!any_lane(v));
			v[i] = 0x80;
			v[k] |= 1;
			CHECK(any_lane(v) && first_lane(v) == i);
		}
}

static void
same_glance(void)
{
	static const char *const pieces[] = {"一", "二", "三", "四", "五", "六",
	    "七", "、", "、", "、", "号", "號", "费", "收", "、号", "，", "é", "a", "1", "𠮷"};
	struct buf b = {0};
	uint32_t state = 5;
	bool same = true, right = true;
	size_t signs = 0, fees = 0, numerals = 0;

	for (size_t n = 0; n < 4000; n++) {
		struct str s;
		bool numeral;
		unsigned words;

		buf_reset(&b);
		for (size_t i = 0; i < n % 80; i++)
			buf_addz(&b, next_random(&state) % 8 != 0 ? "中"
				: pieces[next_random(&state) % COUNT(pieces)]);
		s = buf_str(&b);
		words = glance_words(s);
		numeral = glance_numeral(s);
		same &= words == glance_words_plain(s) &&
		    numeral == glance_numeral_plain(s);
		right &= wide_tails(s.p, s.n) == wide_tails_plain(s.p, s.n) &&
		    utf8_count_valid(s) == utf8_count(s);
		signs += (words & SEES_SIGN) != 0;
		fees += (words & SEES_FEE) != 0;
		numerals += numeral;
	}
	CHECK(same);
	CHECK(right);
	CHECK(signs > 100 && signs < 3900 && fees > 100 && fees < 3900);
	CHECK(numerals > 100 && numerals < 3900);
	buf_free(&b);
}

/* Are all that the plain loop lists among the places behind p, and beside those only
 * characters of three bytes of which none of kinds is set? */
static bool
places_agree(const struct spots *s, const char *p, const uint16_t *wide, size_t n,
    const uint16_t *plain, size_t count, unsigned kinds)
{
	bool agree = true;
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (k < count && plain[k] == wide[i])
			k++;
		else
			agree &= han_at(p + wide[i]) != 0 &&
			    (s->kinds[han_at(p + wide[i])] & kinds) == 0;
	}
	return agree && k == count;
}

/* Do the spots of the text from p on agree with those of the plain loops? */
static bool
spots_agree(const struct spots *s, struct str text, const char *p)
{
	static uint16_t odd[SPOTS_ROOM], plain_odd[SPOTS_ROOM];
	static uint64_t bits[4][SPOTS_TEXT / 64];
	static struct spots_list wide = {.sign = bits[0], .stop = bits[1]},
				 plain = {.sign = bits[2], .stop = bits[3]};
	size_t n = spots_odd(s, text, p, odd), left = (size_t)(str_end(text) - p);
	size_t words = ((left < SPOTS_TEXT ? left : SPOTS_TEXT) + 63) / 64;

	spots_list(s, text, p, &wide);
	spots_list_plain(s, text, p, &plain);
	return spots_odd_plain(s, text, p, plain_odd) == n &&
	    memcmp(odd, plain_odd, n * sizeof *odd) == 0 &&
	    memcmp(wide.sign, plain.sign, words * sizeof *plain.sign) == 0 &&
	    memcmp(wide.stop, plain.stop, words * sizeof *plain.stop) == 0 &&
	    places_agree(s, p, wide.word, wide.words, plain.word, plain.words,
		SPOTS_WORD) &&
	    places_agree(s, p, wide.number, wide.numbers, plain.number,
		plain.numbers, SPOTS_NUMBER);
}

static void
test_spots(void)
{
	static const char *const pieces[] = {"中", "国", "一", "，", "。", "、", "「",
	    "12", "2023", "1,234", "%", " ", "\"", "é", "𠮷", "○", "㐀", "\x80", "\xe4",
	    "\xe4\xb8", "\xef\xbc", "\xe0\x80\xb0", "ａ", "龥", "收", "到", "〇", ",", "䀀"};
	static struct spots s;
	struct buf b = {0};
	uint32_t state = 9;
	bool agree = true;

	memset(s.kinds, SPOTS_ODD, sizeof s.kinds);
	memset(s.kinds + 0x4000, 0, 0x6000);
	memset(s.kinds + 0x3001, 0, 8);
	s.kinds[0x3002] = SPOTS_SIGN | SPOTS_STOP;
	s.kinds[0x3007] = SPOTS_NUMBER;
	s.kinds[0x300c] = SPOTS_ODD;
	s.kinds[0x25cb] |= 2 * 8;
	s.kinds[0xff0c] = SPOTS_SIGN;
	s.kinds['%'] = s.kinds['\0'] = 0;
	memset(&s.kinds['0'], SPOTS_NUMBER, 10);
	s.kinds[0x4e00] = s.kinds[0x9fa5] = SPOTS_NUMBER;
	s.kinds[0x4e2d] = 3 * 8;
	spots_add_pair(&s, "收到");
	spots_add_pair(&s, "到国");
	spots_learn(&s);
	for (size_t n = 0; n < 3000; n++) {
		struct str text;

		buf_reset(&b);
		for (size_t i = n % 500 == 499 ? 3000 : n % 90; i > 0; i--)
			buf_addz(&b, next_random(&state) % 4 != 0 ? "到"
				: pieces[next_random(&state) % COUNT(pieces)]);
		buf_reserve(&b, SPOTS_READ_BYTES);
		memset(b.p + b.n, 0, SPOTS_READ_BYTES);
		text = buf_str(&b);
		for (size_t at = 0; at < text.n; at += SPOTS_TEXT)
			agree &= spots_agree(&s, text, text.p + at);
	}
	CHECK(agree);
	buf_free(&b);
}

static unsigned
glance_at_numeral(struct str s)
{
	return glance_numeral(s);
}

/* Is the word seen wherever it stands, if all of it is there? */
static bool
is_seen(unsigned (*g)(struct str s), const char *word, unsigned sees)
{
	const size_t n = strlen(word);
	char text[150];
	bool seen = true;

	for (size_t at = 0; at + n <= sizeof text; at++) {
		memset(text, 'a', sizeof text);
		memcpy(text + at, word, n);
		seen &= g((struct str){text, sizeof text}) == sees &&
		    g((struct str){text, at + n}) == sees &&
		    g((struct str){text, at + n - 1}) == 0;
	}
	return seen;
}

static void
glance_sees_all(void)
{
	static const char *const numerals[] = {"一、", "二、", "三、", "四、", "五、",
	    "六、"};

	for (size_t i = 0; i < COUNT(numerals); i++)
		CHECK(is_seen(glance_at_numeral, numerals[i], true));
	CHECK(is_seen(glance_words, "号", SEES_SIGN));
	CHECK(is_seen(glance_words, "號", SEES_SIGN));
	CHECK(is_seen(glance_words, "费", SEES_FEE));
	CHECK(!glance_numeral(STR("一是、中、")) && !glance_numeral(STR("七、")));
	CHECK(glance_words(STR("贸叵虞")) == 0);
	CHECK(glance_words((struct str){0}) == 0 && !glance_numeral((struct str){0}));
}

static void
test_glance(void)
{
	same_glance();
	wide_is_narrow = true;
	same_glance();
	wide_is_narrow = false;
}

static void
test_glance_sees(void)
{
	glance_sees_all();
	wide_is_narrow = true;
	glance_sees_all();
	wide_is_narrow = false;
}

/* A long text, and a byte that is wrong anywhere in it. */
static void
same_long_clean(void)
{
	struct buf b = {0};
	bool same = true;

	while (b.n < 13000) /* characters of three bytes over every border */
		buf_addz(&b, "中文、a中");
	CHECK(wide_is_clean(b.p, b.n) && wide_is_clean(b.p + 3, b.n - 3));
	for (size_t i = 0; i < b.n; i += i % 4096 < 4000 ? 97 : 1) {
		const char kept = b.p[i];

		b.p[i] = i % 2 != 0 ? 'a' : '\1';
		same &= wide_is_clean(b.p, b.n) == wide_is_clean_plain(b.p, b.n) &&
		    wide_is_clean(b.p, i + 1) == wide_is_clean_plain(b.p, i + 1);
		b.p[i] = kept;
	}
	CHECK(same);
	buf_free(&b);
}

static void
test_wide_clean(void)
{
	same_clean();
	same_long_clean();
	wide_is_narrow = true;
	same_clean();
	wide_is_narrow = false;
}

static void
test_wide_copy(void)
{
	static const char others[] = {'\\', 0x7f, (char)0xc2};
	char text[150], to[sizeof text];
	bool same = true;

	memset(text, 'a', sizeof text);
	for (unsigned c = 0; c < 256; c++)
		for (size_t i = 0; i < sizeof text; i++) {
			size_t n = 64 + i % (sizeof text - 64);
			bool inside = i < n;

			text[i] = (char)c;
			same &= wide_copy(to, text, n, others) ==
			    !(inside && tsv_may_escape[c]) &&
			    memcmp(to, text, n) == 0 &&
			    wide_copy_plain(to, text, n, others) ==
				!(inside && tsv_may_escape[c]) &&
			    memcmp(to, text, n) == 0;
			text[i] = 'a';
		}
	CHECK(same);
}

/* The sequence of n bytes at several places in a long text that is valid. */
static void
same_validity(const unsigned char *sequence, size_t n)
{
	static const size_t places[] = {0, 29, 30, 31, 32, 61, 62, 63, 93, 95, 96};
	char text[100];
	bool all = true;

	memset(text, 'a', sizeof text);
	for (size_t i = 0; i < COUNT(places) && all; i++) {
		size_t end = places[i] + n < sizeof text ? places[i] + n : sizeof text;

		memcpy(text + places[i], sequence, end - places[i]);
		all = wide_utf8_valid(text, sizeof text) ==
		    utf8_valid((struct str){text, sizeof text}) &&
		    wide_utf8_valid(text, end) == utf8_valid((struct str){text, end}) &&
		    wide_is_clean(text, end) == wide_is_clean_plain(text, end);
		memset(text + places[i], 'a', end - places[i]);
	}
	check(all, __LINE__, "the same bytes are valid UTF-8");
}

/* Every pair of bytes, and before and behind it those where rules change. */
static void
test_wide_utf8(void)
{
	static const unsigned char edges[] = {0x00, 'a', 0x7f, 0x80, 0x8f, 0x90, 0x9f,
	    0xa0, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf3, 0xf4,
	    0xf5, 0xff};
	unsigned char s[4];

	for (unsigned two = 0; two < 0x10000; two++) {
		s[0] = (unsigned char)(two >> 8);
		s[1] = (unsigned char)two;
		same_validity(s, 2);
	}
	for (size_t i = 0; i < COUNT(edges) * COUNT(edges); i++)
		for (size_t k = 0; k < COUNT(edges) * COUNT(edges); k++) {
			s[0] = edges[i / COUNT(edges)];
			s[1] = edges[i % COUNT(edges)];
			s[2] = edges[k / COUNT(edges)];
			s[3] = edges[k % COUNT(edges)];
			same_validity(s, 4);
		}
}

/* Some bytes, and what is found in them, each in a room of just that size, for the
 * sanitizers. */
struct han_rooms {
	char *text;
	size_t n;
	uint32_t *plain, *wide;
};

static struct han_rooms
han_rooms(const char *text, size_t n)
{
	size_t room = (n / 3 + HAN_SPARE) * sizeof(uint32_t);

	return (struct han_rooms){memcpy(xmalloc(n), text, n), n, xmalloc(room),
	    xmalloc(room)};
}

static void
han_rooms_free(struct han_rooms *r)
{
	free(r->text);
	free(r->plain);
	free(r->wide);
}

/* Are the same Chinese characters found in the bytes? */
static bool
same_han(const struct han_rooms *r)
{
	size_t count = wide_han_plain(r->plain, r->text, r->n);

	return wide_han(r->wide, r->text, r->n) == count &&
	    memcmp(r->wide, r->plain, count * sizeof *r->plain) == 0;
}

/* Every part of the text, and every pair of bytes in it. */
static void
same_han_in(const char *han)
{
	size_t once = strlen(han), n = 3 * once;
	char text[512] = {0};
	bool same = n < sizeof text;
	struct han_rooms r;

	for (size_t i = 0; i < n; i++)
		text[i] = han[i % once];
	for (size_t from = 0; from < n; from++)
		for (size_t to = from + 1; to <= n; to++) {
			r = han_rooms(text + from, to - from);
			same = same && same_han(&r);
			han_rooms_free(&r);
		}
	CHECK(same);
	r = han_rooms(text, n);
	for (size_t at = 40; at + 2 < once + 40; at++) {
		for (unsigned two = 0; two < 0x10000; two += 7) {
			r.text[at] = (char)(two >> 8);
			r.text[at + 1] = (char)two;
			same = same && same_han(&r);
		}
		memcpy(r.text + at, text + at, 2);
	}
	CHECK(same);
	han_rooms_free(&r);
}

/* Characters of three bytes, and others; radicals and those of four are not in every
 * text.  With vectors of 64 bytes, where the machine has them, and of 32. */
static void
test_wide_han(void)
{
	static const char *const han[] = {
		"依申请公开2022年共１２条，答复“3”件。é〇㐀䶿䷀一鿿豈⺀万7",
		"依申请公开2022年共１２条，答复“3”件。é😀𠀀〇㐀万7",
		"依申请公开2022年共１２条，①《3》件。é〇㐀䶿䷀一鿿ꀀ豈﫿＇万7"};

	for (size_t i = 0; i < COUNT(han); i++) {
		same_han_in(han[i]);
		wide_is_narrow = true;
		same_han_in(han[i]);
		wide_is_narrow = false;
	}
}

static void
test_tsv_recognise(void)
{
	CHECK(tsv_recognise(STR("a\tb\nrest"), test_kinds) == &pair);
	CHECK(tsv_recognise(STR("y\tx\tq\r\n"), test_kinds) == &triple);
	CHECK(tsv_recognise(STR("5\tword\n"), test_kinds) == &pair);
	CHECK(tsv_recognise(STR("word\t5\n"), test_kinds) == NULL);
	CHECK(tsv_recognise(STR(""), test_kinds) == NULL);
	CHECK(tsv_recognise((struct str){0}, test_kinds) == NULL);
	CHECK(tsv_recognise(STR("一、总体情况\n"), test_kinds) == NULL);
}

/* ---- report: text ------------------------------------------------------ */

static void
test_fold_text(void)
{
	static const struct {
		const char *text, *want;
	} list[] = {
		{"", ""},
		{"行政 许可", "行政许可"},
		{"\xe3\x80\x80\xc2\xa0" "商业\n企业\xe2\x80\x8b", "商业企业"},
		{"本年增／减", "本年增/减"},
		{"（八）项", "(八)项"},
		{"“三安全一稳定”", "三安全一稳定"},
		{"「三安全一稳定」", "三安全一稳定"},
		{"行政复议、行政诉讼。", "行政复议行政诉讼"},
		{"１２３Ａｂ", "123Ab"},
		{"国办公开办函〔2019〕60号", "国办公开办函[2019]60号"},
		{"規(guī)范性文件", "规范性文件"},
		{"公(gong)開(kai)(kai)", "公开"},
		{"項目(A)", "项目(A)"},
		{"規(guī", "规(guī"},
		{"(an)", "(an)"},
	};

	for (size_t i = 0; i < COUNT(list); i++) {
		struct buf b = {0};

		fold_text(&b, str_of(list[i].text));
		same(buf_str(&b), list[i].want, __LINE__, list[i].text);
		buf_free(&b);
	}
}

static void
test_fold_label(void)
{
	static const struct {
		const char *text, *want;
	} list[] = {
		{"一、本年新收政府信息公开申请数量", "本年新收政府信息公开申请数量"},
		{"一．本年新收政府信息公开申请数量", "本年新收政府信息公开申请数量"},
		{"## 二、主动公开政府信息情况", "主动公开政府信息情况"},
		{"（一）予以公开", "予以公开"},
		{"(一) 予以公开", "予以公开"},
		{"（ 一 ） 予以\n公开", "予以公开"},
		{"1.属于国家秘密", "属于国家秘密"},
		{"1、属于国家秘密", "属于国家秘密"},
		{"１．属于国家秘密", "属于国家秘密"},
		{"3.危及“三安全一稳定”", "危及三安全一稳定"},
		{"3.危及\"三安全一稳定\"", "危及三安全一稳定"},
		{"（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
		    "部分公开"},
		{"部分公开（区分处理的，只计这一情形", "部分公开"},
		{"本年收费金额（单位：万元）", "本年收费金额"},
		{"采购总金额 (万元)", "采购总金额"},
		{"**总计**", "总计"},
		{"（七）总计", "总计"},
		{"（本列数据的勾稽关系为）", "(本列数据的勾稽关系为)"},
		{"第二十条第（一）项", "第二十条第(一)项"},
		{"十一、其他", "其他"},
		{"一", "一"},
		{"", ""},
	};

	for (size_t i = 0; i < COUNT(list); i++) {
		struct buf b = {0};

		buf_addz(&b, "<");
		fold_label(&b, str_of(list[i].text));
		same(str_skip(buf_str(&b), 1), list[i].want, __LINE__,
		    list[i].text);
		buf_free(&b);
	}
}

static void
test_fold_numeral(void)
{
	static const struct {
		const char *text;
		enum numeral_style style;
		unsigned number;
		const char *rest;
	} list[] = {
		{"一、总体情况", NUMERAL_HAN, 1, "总体情况"},
		{"十二、其他", NUMERAL_HAN, 12, "其他"},
		{"二十、其他", NUMERAL_HAN, 20, "其他"},
		{"三.其他", NUMERAL_HAN, 3, "其他"},
		{"（四）平台建设", NUMERAL_BRACKET, 4, "平台建设"},
		{"(2)其他", NUMERAL_BRACKET, 2, "其他"},
		{"1.属于", NUMERAL_ARABIC, 1, "属于"},
		{"８．属于", NUMERAL_ARABIC, 8, "属于"},
		{"10、属于", NUMERAL_ARABIC, 10, "属于"},
		{" # 三、收到", NUMERAL_HAN, 3, "收到"},
		{"\xe3\x80\x80（一） 主动", NUMERAL_BRACKET, 1, "主动"},
		{"## 总体情况", NUMERAL_NONE, 0, "总体情况"},
		{"一是加强", NUMERAL_NONE, 0, "一是加强"},
		{"107.68", NUMERAL_NONE, 0, "107.68"},
		{"2020年", NUMERAL_NONE, 0, "2020年"},
		{"（单位：万元）", NUMERAL_NONE, 0, "（单位：万元）"},
		{"", NUMERAL_NONE, 0, ""},
	};

	for (size_t i = 0; i < COUNT(list); i++) {
		unsigned number = 99;
		struct str rest;
		enum numeral_style style =
		    fold_numeral(str_of(list[i].text), &number, &rest);

		check(style == list[i].style, __LINE__, list[i].text);
		check(number == list[i].number, __LINE__, list[i].text);
		same(rest, list[i].rest, __LINE__, list[i].text);
	}
}

/* What is kept is found in the folded text behind and before anything. */
static void
test_fold_keeps(void)
{
	static const char *const around[] = {"", "（", "(guī", ")", "讯", "资", "資訊",
	    "档", "專", "案", " ", "、", "國", "規", "\xe5", "１"};
	static const struct {
		const char *text;
		bool keeps;
	} list[] = {
		{"国务院令第711号", true},
		{"711", true},
		{"国务院令第711號", false},
		{"国务院令第７号", false},
		{"第 7号", false},
		{"(2019)60号", false},
		{"guī", false},
		{"案第7号", false}, /* may end what is converted */
		{"政府信息", true},
		{"", true},
	};
	struct buf b = {0}, folded = {0};

	for (size_t i = 0; i < COUNT(list); i++) {
		struct str s = str_of(list[i].text);
		bool found = true;

		check(fold_keeps(s) == list[i].keeps, __LINE__, list[i].text);
		for (size_t k = 0; k < COUNT(around) * COUNT(around); k++) {
			buf_reset(&b);
			buf_reset(&folded);
			buf_addz(&b, around[k / COUNT(around)]);
			buf_addstr(&b, s);
			buf_addz(&b, around[k % COUNT(around)]);
			fold_text(&folded, buf_str(&b));
			found &= str_find(buf_str(&folded), s) >= 0;
		}
		if (list[i].keeps)
			check(found, __LINE__, list[i].text);
	}
	buf_free(&b);
	buf_free(&folded);
}

static void
test_fold_number(void)
{
	static const struct {
		const char *text, *digits; /* NULL: no number */
	} list[] = {
		{"国务院令第711号", "711"},
		{"國務院令第711號", "711"},
		{"依据《中华人民共和国政府信息公开条例》第711号", "711"},
		{"微信公众号，公眾號，第60号和711号", "60"},
		{"国务院令第7 11号", "11"},
		{"国务院令第７１１号", ""},
		{"（六）号", ""},
		{"711 号", ""},
		{"号", ""}, /* what stood before is not known */
		{"1号", "1"},
		{"711", NULL},
		{"微信公众号711", NULL},
		{"", NULL},
	};

	for (size_t i = 0; i < COUNT(list); i++) {
		struct str text = str_of(list[i].text), digits;
		const char *p = text.p;
		bool found = fold_next_number(text, &p, &digits);

		check(found == (list[i].digits != NULL), __LINE__, list[i].text);
		if (found)
			same(digits, list[i].digits, __LINE__, list[i].text);
	}
	CHECK(fold_may_be_number(STR("711"), STR("711")));
	CHECK(fold_may_be_number(STR("11"), STR("711")));  /* 7 11 */
	CHECK(fold_may_be_number(STR("1711"), STR("711")));
	CHECK(fold_may_be_number(STR(""), STR("711")));    /* ７１１ */
	CHECK(!fold_may_be_number(STR("712"), STR("711")));
	CHECK(!fold_may_be_number(STR("1"), STR("60")));
}

static void
test_date(void)
{
	static const struct {
		const char *text;
		unsigned long number; /* 0: none */
		const char *printed;
	} list[] = {
		{"2020年1月13日", 20200113, "2020年1月13日"},
		{"发布日期：2020-01-13 10:00", 20200113, "2020-01-13"},
		{"2020/1/3", 20200103, "2020/1/3"},
		{"2020.01.13", 20200113, "2020.01.13"},
		{"二〇二〇年一月十三日", 20200113, "二〇二〇年一月十三日"},
		{"二○二一年十二月三十一日", 20211231, "二○二一年十二月三十一日"},
		{"２０２２年３月４日", 20220304, "２０２２年３月４日"},
		{"2020 年 1 月 13 日", 20200113, "2020 年 1 月 13 日"},
		{"第120号 2019年2月3日起至2019年12月31日", 20190203,
		    "2019年2月3日"},
		{"2020年13月1日", 0, NULL},
		{"2020年0月1日", 0, NULL},
		{"2020年1月32日", 0, NULL},
		{"2024年2月30日", 0, NULL},
		{"2023年2月29日", 0, NULL},
		{"2024年2月29日", 20240229, "2024年2月29日"},
		{"2023年4月31日", 0, NULL},
		{"2020年", 0, NULL},
		{"1948年1月1日", 0, NULL},
		{"2100年1月1日", 0, NULL},
		{"12020年1月1日", 0, NULL},
		{"20200113", 0, NULL},
		{"2020-", 0, NULL},
		{"年月日", 0, NULL},
		{"", 0, NULL},
		{"2020年13月1日，2021年1月2日", 20210102, "2021年1月2日"},
	};

	for (size_t i = 0; i < COUNT(list); i++) {
		struct date d;
		bool found = date_find(str_of(list[i].text), &d);

		check(found == (list[i].number != 0), __LINE__, list[i].text);
		if (!found)
			continue;
		check(date_number(&d) == list[i].number, __LINE__, list[i].text);
		same(d.printed, list[i].printed, __LINE__, list[i].text);
	}
}

/* Text is passed over in pieces: a date is found wherever it stands in one. */
static void
test_date_anywhere(void)
{
	static const char *const date[] = {"2020年1月13日", "二〇二〇年一月十三日",
	    "１９９９年1月13日"};

	for (size_t i = 0; i < COUNT(date); i++)
		for (size_t before = 0; before < 40; before++)
			for (size_t behind = 0; behind < 20; behind++) {
				struct buf b = {0};
				struct date d;

				for (size_t k = 0; k < before; k++)
					buf_addz(&b, k % 3 == 0 ? "，" : "x");
				buf_addz(&b, date[i]);
				for (size_t k = 0; k < behind; k++)
					buf_addz(&b, "中");
				CHECK(date_find(buf_str(&b), &d) &&
				    str_eq(d.printed, str_of(date[i])));
				buf_free(&b);
			}
}

static void
test_date_year(void)
{
	static const struct {
		const char *text;
		unsigned year; /* 0: none */
	} list[] = {
		{"2019年政府信息公开", 2019},
		{"某局二〇一九年度报告", 2019},
		{"２０２３ 年", 2023},
		{"2020年1月13日", 2020},
		{"2020-01-13", 0},
		{"2019", 0},
		{"120年", 0},
		{"92019年", 0},
		{"1900年", 0},
		{"", 0},
	};

	for (size_t i = 0; i < COUNT(list); i++) {
		struct date d = {0};
		bool found = date_find_year(str_of(list[i].text), &d);

		check(found == (list[i].year != 0), __LINE__, list[i].text);
		check(!found || (d.year == list[i].year && date_number(&d) == 0),
		    __LINE__, list[i].text);
	}
}

static void
test_digits(void)
{
	char text[40];

	for (size_t n = 0; n <= 20; n++)
		for (int next = 0; next < 256; next++) {
			if (next >= '0' && next <= '9')
				continue;
			memset(text, '9', sizeof text);
			text[0] = n != 0 ? '0' : text[0];
			text[n] = (char)next;
			CHECK(number_digits(text) == n);
		}
}

static void
test_value(void)
{
	static const struct {
		const char *text;
		enum cell_type type;
		const char *number, *unit, *flags;
	} list[] = {
		{"0", TYPE_COUNT, "0", "", ""},
		{"1234567", TYPE_COUNT, "1234567", "", ""},
		{"7390.1", TYPE_AMOUNT, "7390.1", "", ""},
		{"8.50", TYPE_AMOUNT, "8.5", "", ""},
		{"-3", TYPE_COUNT, "-3", "", ""},
		{"1.5", TYPE_COUNT, "1.5", "", ""},
		{"", TYPE_COUNT, "", "", "blank"},
		{" \xe3\x80\x80\xc2\xa0", TYPE_COUNT, "", "", "blank"},
		{"/", TYPE_COUNT, "", "", "slash"},
		{" / ", TYPE_COUNT, "", "", "slash"},
		{"／", TYPE_COUNT, "", "", "slash"},
		{"-", TYPE_COUNT, "", "", "slash"},
		{"——", TYPE_COUNT, "", "", "slash"},
		{"－", TYPE_COUNT, "", "", "slash"},
		{"无", TYPE_COUNT, "", "", "slash"},
		{"不适用", TYPE_COUNT, "", "", "slash"},
		{"N/A", TYPE_COUNT, "", "", "slash"},
		{" 7", TYPE_COUNT, "7", "", "padding"},
		{"\xe3\x80\x80\xe3\x80\x80" "7\t", TYPE_COUNT, "7", "", "padding"},
		{"１２", TYPE_COUNT, "12", "", "width"},
		{" ０", TYPE_COUNT, "0", "", "width,padding"},
		{"1,234", TYPE_COUNT, "1234", "", "comma"},
		{"1，234，567", TYPE_COUNT, "1234567", "", "comma,width"},
		{"12,345.60", TYPE_AMOUNT, "12345.6", "", "comma"},
		{"107.68万元", TYPE_AMOUNT, "107.68", "万元", "unit"},
		{"251000元", TYPE_AMOUNT, "251000", "元", "unit"},
		{"5 件", TYPE_COUNT, "5", "件", "unit"},
		{"1,000件", TYPE_COUNT, "1000", "件", "unit,comma"},
		{"增加5项", TYPE_CHANGE, "5", "项", "unit,text"},
		{"减少5项", TYPE_CHANGE, "-5", "项", "unit,text"},
		{"减5", TYPE_CHANGE, "-5", "", "text"},
		{"增 5", TYPE_CHANGE, "5", "", "text"},
		{"-8", TYPE_CHANGE, "-8", "", ""},
		{"+8", TYPE_CHANGE, "8", "", "text"},
		{"－8", TYPE_CHANGE, "-8", "", "width"},
		{"增加5项", TYPE_COUNT, "", "", "unread"},
		{"5余件", TYPE_COUNT, "", "", "unread"},
		{"约5件", TYPE_COUNT, "", "", "unread"},
		{"1 0", TYPE_COUNT, "", "", "unread"},
		{"000", TYPE_COUNT, "", "", "unread"},
		{"007", TYPE_COUNT, "", "", "unread"},
		{"1,23", TYPE_COUNT, "", "", "unread"},
		{"12,34,567", TYPE_COUNT, "", "", "unread"},
		{",123", TYPE_COUNT, "", "", "unread"},
		{"8.21", TYPE_AMOUNT, "8.21", "", ""},
		{"0.05", TYPE_AMOUNT, "0.05", "", ""},
		{"8.20", TYPE_AMOUNT, "8.2", "", ""},
		{"0.0", TYPE_AMOUNT, "0", "", ""},
		{"00.5", TYPE_AMOUNT, "", "", "unread"},
		{"5.", TYPE_AMOUNT, "", "", "unread"},
		{"1.2.3", TYPE_AMOUNT, "", "", "unread"},
		{".5", TYPE_AMOUNT, "", "", "unread"},
		{"5件件", TYPE_COUNT, "", "", "unread"},
		{"--5", TYPE_CHANGE, "", "", "unread"},
		{"1e5", TYPE_COUNT, "", "", "unread"},
		{"一", TYPE_COUNT, "", "", "unread"},
		{"999999999999999999", TYPE_COUNT, "999999999999999999", "", ""},
		{"9999999999999999999", TYPE_COUNT, "", "", "unread"},
		{"0.0000000000001", TYPE_AMOUNT, "", "", "unread"},
		{"1111111111111111111111111111111111111111111111111111111111111"
		 "1111111111", TYPE_COUNT, "", "", "unread"},
	};
	struct arena a = {0};

	for (size_t i = 0; i < COUNT(list); i++) {
		struct value v =
		    value_read(&a, str_of(list[i].text), list[i].type);

		same(v.number, list[i].number, __LINE__, list[i].text);
		same(v.unit, list[i].unit, __LINE__, list[i].text);
		same(value_flag_words(&a, v.flags), list[i].flags, __LINE__,
		    list[i].text);
	}
	arena_free(&a);
}

static void
test_value_flags(void)
{
	struct arena a = {0};

	SAME(value_flag_words(&a, 0), "");
	SAME(value_flag_words(&a, ~0u),
	    "blank,slash,unread,shifted,surplus,label,order,glued,unit,text,"
	    "comma,width,padding,about");
	SAME(value_flag_words(&a, FLAG_PADDING | FLAG_BLANK), "blank,padding");
	arena_free(&a);
}

static void
test_value_figure(void)
{
	static const char *const yes[] = {"0", " 12 ", "1,234", "107.68万元",
	    "/", "—", "-8", "减少3项", "１０", "无"};
	static const char *const no[] = {"", " ", "行政许可", "1.属于国家秘密",
	    "2019年", "第1项", "5余件", "a"};

	for (size_t i = 0; i < COUNT(yes); i++)
		check(value_is_figure(str_of(yes[i])), __LINE__, yes[i]);
	for (size_t i = 0; i < COUNT(no); i++)
		check(!value_is_figure(str_of(no[i])), __LINE__, no[i]);
	SAME(value_unit_of_label(STR("采购总金额（万元）")), "万元");
	SAME(value_unit_of_label(STR("本年收费金额（单位：万元）")), "万元");
	SAME(value_unit_of_label(STR("金额 ( 元 ) ")), "元");
	SAME(value_unit_of_label(STR("采购总金额")), "");
	SAME(value_unit_of_label(STR("总计（百元）")), "");
	SAME(value_unit_of_label(STR("")), "");
}

/* What the sketch of n characters is, one sequence after the other.  Programs hand it
 * to one another: it may not change. */
static struct sketch
plain_sketch(const uint32_t *c, size_t n)
{
	uint64_t least[SKETCH_BINS];
	struct sketch s;

	memset(least, 0xff, sizeof least);
	for (size_t i = 0; i + 6 <= n; i++) {
		uint64_t h = 0;

		for (size_t k = 0; k < 6; k++)
			h = (h + c[i + k]) * 0x9e3779b97f4a7c15u;
		for (unsigned k = 0; k < 2; k++)
			h = (h ^ (h >> 32)) * 0xd6e8feb86659fd93u;
		h ^= h >> 32;
		if (h < least[h >> 59])
			least[h >> 59] = h;
	}
	for (size_t i = 0; i < SKETCH_BINS; i++)
		s.bin[i] = (unsigned char)(least[i] >> 8);
	return s;
}

static void
same_sketches(void)
{
	struct node prose = {.kind = NODE_TEXT, .role = ROLE_TEXT, .sec = 1};
	struct tree t = {.node = &prose, .n = 1};
	struct buf text = {0};
	uint32_t c[600], random = 6;
	bool equal = true;

	buf_addz(&text, "1.");
	for (size_t n = 0;; n++) {
		struct sketch plain = plain_sketch(c, n), s;

		prose.text = buf_str(&text);
		equal = equal && sketch_make(&s, &t.arena, &t, STR("，")) == n &&
		    sketch_equal(&s, &plain) == SKETCH_BINS;
		if (n == COUNT(c))
			break;
		c[n] = 0x4e00 + next_random(&random) % 0x5000;
		utf8_put(&text, c[n]);
		if (n % 7 == 0)
			buf_addz(&text, n % 2 == 0 ? "，" : "。1");
	}
	CHECK(equal);
	arena_free(&t.arena);
	buf_free(&text);
}

/* With vectors of 64 bytes, where the machine has them, and without. */
static void
test_sketch(void)
{
	same_sketches();
	wide_is_narrow = true;
	same_sketches();
	wide_is_narrow = false;
}

/* ---- report: placing --------------------------------------------------- */

/* rows of the best alignment as letters, "-" for none. */
static struct str
aligned(const int *score, size_t nrun, size_t nrow)
{
	static char text[8];
	size_t row[8];

	align_runs(score, nrun, nrow, row);
	for (size_t i = 0; i < nrun; i++)
		text[i] = row[i] == ALIGN_NONE ? '-' : (char)('a' + (int)row[i]);
	return (struct str){text, nrun};
}

static void
test_align(void)
{
	enum { NO = ALIGN_NEVER };
	static const int same_order[] = {100, 0, 0, 0, 100, 0, 0, 0, 100};
	static const int row_missing[] = {100, 0, 0, 0, 0, 100};
	static const int run_added[] = {100, 0, -100, -100, 0, 100};
	static const int unknown[] = {0, 0, 0, 0, 0, 0};
	static const int by_place[] = {100, 0, 0, 0, 0, 0, 0, 0, 100};
	static const int crossed[] = {-50, 100, 100, -50};
	static const int never[] = {NO, NO, NO, NO};

	SAME(aligned(same_order, 3, 3), "abc");
	SAME(aligned(row_missing, 2, 3), "ac");
	SAME(aligned(run_added, 3, 2), "a-b");
	/* two runs and three rows: nothing says which row is missing */
	SAME(aligned(unknown, 2, 3), "--");
	/* between two that are known there is only one place */
	SAME(aligned(by_place, 3, 3), "abc");
	/* runs do not cross: only one of the two can be right */
	SAME(aligned(crossed, 2, 2), "--");
	SAME(aligned(never, 2, 2), "--");
	SAME(aligned(never, 0, 2), "");
}

/* A bound changes nothing below it. */
static void
edits_agree(void)
{
	static const char *const words[] = {"", "中", "中文", "行政许可", "行政可",
	    "政行许可", "abcdef", "bcdefg", "行政机关", "xyz行政许可"};
	size_t n = sizeof words / sizeof *words;

	for (size_t i = 0; i < n * n; i++) {
		struct str a = str_of(words[i / n]), b = str_of(words[i % n]);
		size_t edits = utf8_edits(a, b);

		for (size_t max = 0; max < 9; max++)
			CHECK(utf8_edits_within(a, b, max) ==
			    (edits <= max ? edits : max + 1));
	}
}

static void
test_align_likeness(void)
{
	CHECK(align_likeness(STR("abcd"), STR("abcd")) == 100);
	CHECK(align_likeness(STR("行政许可"), STR("x行x政y许z可")) == 100);
	CHECK(align_likeness(STR("行政许可"), STR("行许")) == 50);
	CHECK(align_likeness(STR("ab"), STR("ba")) == 50);
	CHECK(align_likeness(STR("ab"), STR("cd")) == 0);
	CHECK(align_likeness(STR(""), STR("cd")) == 0);
	CHECK(align_likeness(STR("ab"), STR("")) == 0);
	CHECK(utf8_edits(STR("行政许可"), STR("行政许可")) == 0);
	CHECK(utf8_edits(STR("行政许可"), STR("行政可")) == 1);
	CHECK(utf8_edits(STR("行政许可"), STR("政行许可")) == 2);
	CHECK(utf8_edits(STR(""), STR("中文")) == 2);
	CHECK(utf8_edits_within(STR("行政许可"), STR("政行许可"), 2) == 2);
	CHECK(utf8_edits_within(STR("行政许可"), STR("政行许可"), 1) == 2);
	CHECK(utf8_edits_within(STR("行政许可"), STR("行政许可"), 0) == 0);
	CHECK(utf8_edits_within(STR("行政许可"), STR("行政"), 1) == 2);
	CHECK(utf8_edits_within(STR(""), STR("中文"), 2) == 2);
	edits_agree();
}

/* The pieces split into want numbers in rows of ncol, "|" between; "none". */
static struct str
split_glued(struct arena *a, const char *pieces, size_t want, size_t ncol,
    bool total)
{
	struct grid_cell grid[32];
	struct scell cell[32], *got;
	struct str rest = str_of(pieces), part, s;
	struct buf b = {0};
	size_t n = 0;
	unsigned long budget = LOOSE_BUDGET;

	for (; str_split(&rest, ' ', &part); n++) {
		grid[n] = (struct grid_cell){.text = part, .line = 3};
		cell[n] = (struct scell){&grid[n], WHAT_FIGURE, MAP_NONE};
	}
	got = loose_split(a, cell, n, want, ncol, total, &budget);
	for (size_t i = 0; got != NULL && i < want; i++) {
		if (i != 0)
			buf_addc(&b, '|');
		if (got[i].what == WHAT_EMPTY)
			buf_addc(&b, '?');
		buf_addstr(&b, got[i].grid->text);
	}
	if (got == NULL)
		buf_addz(&b, "none");
	s = arena_str(a, buf_str(&b));
	buf_free(&b);
	return s;
}

static void
test_loose_split(void)
{
	struct arena a = {0};

	/* seven zeros can be cut in one way */
	SAME(split_glued(&a, "0000000", 7, 7, true), "0|0|0|0|0|0|0");
	/* the total chooses between ways */
	SAME(split_glued(&a, "10200012", 7, 7, true), "none");
	SAME(split_glued(&a, "5000005", 7, 7, true), "5|0|0|0|0|0|5");
	SAME(split_glued(&a, "120000012", 7, 7, true), "12|0|0|0|0|0|12");
	/* one way alone counts, right or wrong */
	SAME(split_glued(&a, "5000006", 7, 7, true), "5|0|0|0|0|0|6");
	/* pieces that are apart stay apart */
	SAME(split_glued(&a, "3 0 0 0 0 0 3", 7, 7, true), "3|0|0|0|0|0|3");
	SAME(split_glued(&a, "3 00000 4", 7, 7, true), "3|0|0|0|0|0|4");
	/* without a total, only what leaves no choice */
	SAME(split_glued(&a, "000", 3, 3, false), "0|0|0");
	SAME(split_glued(&a, "123", 3, 3, false), "1|2|3");
	SAME(split_glued(&a, "1234", 3, 3, false), "none");
	SAME(split_glued(&a, "00", 3, 3, false), "none");
	/* in several ways that add up some numbers may be the same */
	SAME(split_glued(&a, "110112015", 7, 7, true), "?|?|?|?|?|0|15");
	SAME(split_glued(&a, "38101202677", 7, 7, true), "38|?|?|?|?|?|77");
	SAME(split_glued(&a, "0123", 3, 3, false), "0|?|?");
	SAME(split_glued(&a, "1100", 3, 3, false), "?|?|0");
	arena_free(&a);
}

/* ---- report: keys, forms, headings ------------------------------------- */

static void
test_cell_key(void)
{
	struct str t, r, c;
	struct cell cell = {.flag = STR("unit,text")};

	CHECK(cell_key_split(STR("t3.denied.law.natural"), &t, &r, &c));
	SAME(t, "t3");
	SAME(r, "denied.law");
	SAME(c, "natural");
	CHECK(cell_key_split(STR("a.b.c"), &t, &r, &c));
	SAME(r, "b");
	CHECK(!cell_key_split(STR("a.b"), &t, &r, &c));
	CHECK(!cell_key_split(STR(""), &t, &r, &c));
	CHECK(!cell_key_split(STR("..."), &t, &r, &c));
	CHECK(!cell_key_split(STR("a..c"), &t, &r, &c));
	CHECK(!cell_key_split(STR("a.b."), &t, &r, &c));
	CHECK(cell_has_flag(&cell, "unit") && cell_has_flag(&cell, "text"));
	CHECK(!cell_has_flag(&cell, "tex") && !cell_has_flag(&cell, ""));
	CHECK(!cell_has_flag(&(struct cell){0}, "unit"));
}

static void
test_report(void)
{
	struct report r = {0};
	struct dec d;
	struct buf b = {0};

	for (int round = 0; round < 2; round++) {
		r.doc = STR("a\tb.txt");
		r.year = 2023;
		report_add(&r, STR("t3"), STR("new"), STR("total"))->value =
		    STR("7");
		report_add(&r, STR("t3"), STR("new"), STR("total"))->value =
		    STR("8");
		report_add(&r, STR("t3"), STR("new"), STR("other"))->line = 4;
		CHECK(report_find(&r, STR("t3"), STR("new"), STR("total")) ==
		    &r.cell[0]);
		CHECK(report_find_key(&r, STR("t3.new.other")) == &r.cell[2]);
		CHECK(report_find_key(&r, STR("t3.new.moon")) == NULL);
		CHECK(cell_number(&r.cell[1], &d) && dec_cmp(d, dec_of(8)) == 0);
		CHECK(!cell_number(&r.cell[2], &d));
		buf_reset(&b);
		report_write(&b, &r);
		SAME(buf_str(&b),
		    "a\\tb.txt\t2023\t\t\tt3\tnew\ttotal\t7\t\t\t\t\n"
		    "a\\tb.txt\t2023\t\t\tt3\tnew\ttotal\t8\t\t\t\t\n"
		    "a\\tb.txt\t2023\t\t\tt3\tnew\tother\t\t\t\t4\t\n");
		for (int i = 0; i < 1000; i++)
			report_add(&r, STR("t4"), STR("old"),
			    i % 500 == 499 ? STR("last") : STR("other"));
		CHECK(report_find(&r, STR("t4"), STR("old"), STR("last")) ==
		    &r.cell[502]);
		CHECK(report_find(&r, STR("t4"), STR("new"), STR("last")) ==
		    NULL);
		report_reset(&r);
		CHECK(report_find_key(&r, STR("t3.new.other")) == NULL);
	}
	report_free(&r);
	buf_free(&b);
}

/* What the slot of the key has now: a value, or nothing. */
static struct str
slot_value(const struct slots *s, const char *whole)
{
	uint32_t at = map_get(&s->map, str_of(whole));
	const struct operand *o = at != MAP_NONE ? &s->v[at]->operand : NULL;

	return o != NULL && o->cell != NULL ? o->cell->value : (struct str){0};
}

static void
add_value(struct report *r, const char *row, const char *col, const char *value)
{
	report_add(r, STR("t3"), str_of(row), str_of(col))->value =
	    str_of(value);
}

static bool
knows_bits(const struct slots *s)
{
	bool good = true;

	for (size_t i = 0; i < s->n; i++) {
		const struct slots_bits *b = &s->bits[i / 64];
		const struct operand *o = &s->v[i]->operand;

		good &= (b->plain >> i % 64 & 1) == o->plain &&
		    (b->there >> i % 64 & 1) == (o->cell != NULL);
	}
	return good;
}

static void
test_slots(void)
{
	struct slots s = {0};
	struct arena learned = {0};
	struct report r = {0};
	const struct key key = {.whole = STR("t3.new.total")};
	uint32_t at = slots_add(&s, &key, NULL);
	char name[16];

	slots_keep(&s);
	add_value(&r, "new", "other", "1");
	add_value(&r, "new", "total", "7");
	add_value(&r, "new", "total", "8");
	slots_read(&s, &learned, &r);
	CHECK(knows_bits(&s));
	SAME(slot_value(&s, "t3.new.total"), "7");
	SAME(slot_value(&s, "t3.new.other"), "1");
	SAME(s.v[at]->operand.key->whole, "t3.new.total");
	CHECK(slots_is_first(&s, &r, 1) && !slots_is_first(&s, &r, 2));
	report_reset(&r);

	/* another order, a cell more, a cell less */
	add_value(&r, "new.total", "other", "2");
	add_value(&r, "new", "total", "9");
	slots_read(&s, &learned, &r);
	CHECK(knows_bits(&s));
	SAME(slot_value(&s, "t3.new.total"), "9");
	SAME(slot_value(&s, "t3.new.other"), "");
	SAME(slot_value(&s, "t3.new.total.other"), "2");
	report_reset(&r);

	for (unsigned i = 0; i < 20000; i++) {
		snprintf(name, sizeof name, "%u", i);
		report_add(&r, STR("s1"), STR("x"),
		    arena_str(&r.arena, str_of(name)));
	}
	add_value(&r, "new", "total", "3");
	slots_read(&s, &learned, &r);
	CHECK(knows_bits(&s));
	CHECK(slots_are_many(&s) && s.n < 10000);
	SAME(slot_value(&s, "t3.new.total"), "3");
	CHECK(slots_is_first(&s, &r, 19999));
	slots_forget(&s);
	CHECK(knows_bits(&s));
	arena_free(&learned);
	CHECK(s.n == 1 && s.v[at]->operand.cell == NULL);
	report_free(&r);
	slots_free(&s);
}

/* The columns of t3.new that match, in their order. */
static void
same_matches(struct slots *s, const struct key *pattern, const char *want, int line)
{
	const struct matches *m = matches_find(s, pattern);
	struct buf b = {0};

	for (size_t i = 0; i < m->nfound; i++)
		buf_addstr(&b, m->found[i]->key->col);
	same(buf_str(&b), want, line, NULL);
	buf_free(&b);
}

static void
test_matches(void)
{
	struct slots s = {0};
	struct arena learned = {0};
	struct report r = {0};
	const struct key like = {.whole = STR("t3.new.*"), .table = STR("t3"),
	    .row = STR("new"), .col = STR("*")};
	static const char *const cols[] = {"ab", "ba", "b", "", "bab", "cb"};
	const struct key *pattern;

	slots_add(&s, &like, NULL);
	slots_keep(&s);
	pattern = &s.v[0]->key;
	for (size_t i = 0; i < COUNT(cols); i++) {
		for (const char *c = cols[i]; *c != '\0'; c++) {
			report_add(&r, STR("t3"), STR("old"), (struct str){c, 1});
			report_add(&r, STR("t3"), STR("new"), (struct str){c, 1});
		}
		slots_read(&s, &learned, &r);
		CHECK(knows_bits(&s));
		CHECK(!s.odd);
		/* of two cells with one key, the first */
		same_matches(&s, pattern,
		    strcmp(cols[i], "bab") == 0 ? "ba" : cols[i], __LINE__);
		report_reset(&r);
		if (i % 2 == 0)
			continue;
		slots_forget(&s);
		arena_reset(&learned);
	}
	/* the same key, cut in another way */
	add_value(&r, "new", "b.c", "1");
	slots_read(&s, &learned, &r);
	CHECK(knows_bits(&s));
	CHECK(s.odd);
	report_free(&r);
	slots_free(&s);
	arena_free(&learned);
}

static void
test_forms(void)
{
	const struct forms *f = forms_builtin();
	const struct form *old = forms_find(f, STR("2019"));
	const struct form *new = forms_find(f, STR("2021"));

	CHECK(old != NULL && new != NULL);
	CHECK(forms_find(f, STR("1999")) == NULL);
	CHECK(forms_for_year(f, 2019) == old && forms_for_year(f, 2020) == old);
	CHECK(forms_for_year(f, 2021) == new && forms_for_year(f, 2030) == new);
	CHECK(forms_for_year(f, 2018) != old && forms_for_year(f, 0) == NULL);
	CHECK(form_cells(form_table(old, STR("t2"))) == 22);
	CHECK(form_cells(form_table(old, STR("t3"))) == 161);
	CHECK(form_cells(form_table(old, STR("t4"))) == 15);
	CHECK(form_cells(form_table(new, STR("t2"))) == 10);
	CHECK(form_cells(form_table(new, STR("t3"))) == 175);
	CHECK(form_cells(form_table(new, STR("t4"))) == 15);
	CHECK(form_table(new, STR("t5")) == NULL);
	CHECK(form_row(form_table(new, STR("t3")), STR("other.misc")) != NULL);
	CHECK(form_row(form_table(old, STR("t3")), STR("other.misc")) == NULL);
	CHECK(form_col(form_table(new, STR("t4")), STR("pending"), 0) != NULL);
	CHECK(form_col(form_table(new, STR("t4")), STR("natural"), 0) == NULL);
}

/* Texts whose sketches are few and alike; the score says how alike. */
enum { TEXTS = 3000 };
static struct sketch text_sketch[TEXTS];

/* Every seventh text has none. */
static const struct sketch *
sketch_of_text(void *ctx, uint32_t i)
{
	(void)ctx;
	return i % 7 != 0 ? &text_sketch[i] : NULL;
}

static unsigned
score_of_texts(void *ctx, uint32_t i, uint32_t earlier)
{
	(void)ctx;
	return sketch_equal(&text_sketch[i], &text_sketch[earlier]);
}

static bool
share_band(const struct sketch *a, const struct sketch *b)
{
	for (unsigned i = 0; i + 3 <= SKETCH_BINS; i += 3)
		if (memcmp(a->bin + i, b->bin + i, 3) == 0)
			return true;
	return false;
}

/* The best score of all texts before that one in order that share a band with it. */
static unsigned
best_score(const uint32_t *order, size_t at)
{
	unsigned best = 0;

	for (size_t i = 0; i < at; i++) {
		const struct sketch *a = sketch_of_text(NULL, order[at]),
				    *b = sketch_of_text(NULL, order[i]);

		if (a != NULL && b != NULL && share_band(a, b) &&
		    sketch_equal(a, b) > best)
			best = sketch_equal(a, b);
	}
	return best;
}

static void
test_similar(void)
{
	const struct similar s = {.sketch = sketch_of_text,
	    .score = score_of_texts, .best = SKETCH_BINS};
	static uint32_t order[TEXTS], copy[TEXTS], nearest[TEXTS];
	size_t none = 0, wrong = 0;
	uint32_t seed = 1;

	for (size_t i = 0; i < TEXTS; i++) {
		if (i % 3 == 0) /* a copy with changes, else a new text */
			text_sketch[i] = text_sketch[i / 3 * 2];
		for (size_t k = 0; k < SKETCH_BINS; k++)
			if (i % 3 != 0 || next_random(&seed) % 5 == 0)
				text_sketch[i].bin[k] = (unsigned char)next_random(&seed);
		order[i] = copy[i] = (uint32_t)(i * 1009 % TEXTS);
	}
	similar_find(&s, order, TEXTS, nearest);
	for (size_t i = 0; i < TEXTS; i++) {
		uint32_t text = copy[i], found = nearest[text];

		none += found == SIMILAR_NONE;
		wrong += best_score(copy, i) != (found == SIMILAR_NONE ? 0
			: sketch_equal(&text_sketch[text], &text_sketch[found]));
	}
	CHECK(wrong == 0);
	CHECK(none > TEXTS / 2 && none < TEXTS - TEXTS / 8);
}

/* Of ten thousand equal texts each is asked about a few others. */
static const struct sketch *
same_sketch(void *ctx, uint32_t i)
{
	(void)i;
	(void)ctx;
	return &text_sketch[0];
}

static unsigned
count_looks(void *ctx, uint32_t i, uint32_t earlier)
{
	++*(size_t *)ctx;
	return i > earlier;
}

static void
test_similar_copies(void)
{
	enum { COPIES = 10000 };
	static uint32_t order[COPIES], nearest[COPIES];
	size_t looks = 0;
	struct similar s = {.ctx = &looks, .sketch = same_sketch,
	    .score = count_looks, .best = 2};

	for (uint32_t i = 0; i < COPIES; i++)
		order[i] = i;
	similar_find(&s, order, COPIES, nearest);
	CHECK(looks > COPIES && looks < COPIES * 200);
	CHECK(nearest[0] == SIMILAR_NONE && nearest[COPIES - 1] == COPIES - 2);
	s.best = 1;
	looks = 0;
	similar_find(&s, order, COPIES, nearest);
	CHECK(looks == COPIES - 1);
}

static void
on_alarm(int number)
{
	(void)number;
}

/* Read a pipe to its end. */
static void *
read_all(void *pipe_end)
{
	static struct buf got;
	ssize_t n;

	do {
		buf_room(&got, 10000);
		n = read(*(int *)pipe_end, got.p + got.n, 10000);
		got.n += n > 0 ? (size_t)n : 0;
	} while (n > 0);
	return &got;
}

/* Into a pipe, with signals that interrupt what is written. */
static void
begin_interrupted(int end[static 2], pthread_t *reader)
{
	const struct sigaction act = {.sa_handler = on_alarm}; /* no SA_RESTART */
	const struct itimerval often = {{0, 500}, {0, 500}};
	static char path[40]; /* the output keeps it */
	sigset_t alarms;

	CHECK(pipe(end) == 0);
	snprintf(path, sizeof path, "/proc/self/fd/%d", end[1]);
	out_to_file(path);
	close(end[1]);
	sigemptyset(&alarms);
	sigaddset(&alarms, SIGALRM);
	pthread_sigmask(SIG_BLOCK, &alarms, NULL);
	CHECK(pthread_create(reader, NULL, read_all, &end[0]) == 0);
	pthread_sigmask(SIG_UNBLOCK, &alarms, NULL);
	sigaction(SIGALRM, &act, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
}

/* What is appended and what is sent come out in their order, whole. */
static void
test_out(void)
{
	static const size_t sizes[] = {0, 1, 50, 4095, 4096, 4097, 30000, 200000, 2000000};
	struct buf b = {0}, want = {0};
	uint32_t state = 3;
	pthread_t reader;
	void *got;
	int end[2];

	begin_interrupted(end, &reader);
	for (unsigned i = 0; i < 3000; i++) {
		bool sent = i % 3 != 0;
		struct buf *to = sent ? &b : out_buf();
		size_t from = to->n;

		CHECK(!sent || b.n == 0);
		for (size_t n = sizes[next_random(&state) % (i % 50 == 1 ? 9 : 7)]; n > 0; n--)
			buf_addc(to, (char)('a' + (i + n) % 26));
		buf_addstr(&want, str_skip(buf_str(to), from));
		if (sent)
			out_send(&b);
		else
			out_commit();
	}
	out_close(true);
	CHECK(!out_pending());
	setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
	CHECK(pthread_join(reader, &got) == 0);
	CHECK(str_eq(buf_str(got), buf_str(&want)));
	buf_free(got);
	buf_free(&want);
	buf_free(&b);
}

/* Where the line cannot be written, errno is that of what was interrupted. */
static void
test_progress_errno(void)
{
	int unwilling = open("/dev/null", O_RDONLY);

	CHECK(unwilling >= 0 && dup2(unwilling, STDERR_FILENO) == STDERR_FILENO);
	progress_init(PROGRESS_NEVER, false);
	errno = EAGAIN;
	CHECK(raise(SIGUSR1) == 0);
	CHECK(errno == EAGAIN);
	close(unwilling);
}

static int drop_end[2];

/* Tells when it begins and when it is done. */
static void
drop_slowly(void)
{
	const struct timespec moment = {.tv_nsec = 200000000};

	CHECK(write(drop_end[1], "b", 1) == 1);
	nanosleep(&moment, NULL);
	CHECK(write(drop_end[1], "d", 1) == 1);
}

/* A signal does not end the program amid the work of a thread that dies. */
static void
test_cleanup(void)
{
	char told[2] = "";
	int status = 0;
	pid_t child;

	CHECK(pipe(drop_end) == 0);
	child = fork();
	if (child == 0) {
		cleanup_add(drop_slowly);
		cleanup_run();
		for (;;)
			pause();
	}
	close(drop_end[1]);
	CHECK(read(drop_end[0], &told[0], 1) == 1 && told[0] == 'b');
	CHECK(kill(child, SIGTERM) == 0);
	CHECK(read(drop_end[0], &told[1], 1) == 1 && told[1] == 'd');
	CHECK(waitpid(child, &status, 0) == child);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	close(drop_end[0]);
}

/* The labels of a table differ, but for those of which the table has several. */
static void
test_form_labels(void)
{
	const struct forms *f = forms_builtin();
	size_t again = 0;

	for (size_t i = 0; i < f->nlabel; i++) {
		uint32_t at = map_get(&f->by_label, f->label[i].folded);
		bool found = false;

		CHECK(at != MAP_NONE);
		for (; at != MAP_NONE; at = f->label[at].next)
			found |= at == i;
		check(found, __LINE__, "every label is in its chain");
		again += f->label[i].next != MAP_NONE;
	}
	CHECK(f->nlabel > 100 && again > 0 && again < f->nlabel);
}

static void
test_headings(void)
{
	static const struct {
		const char *text;
		int sec;
	} list[] = {
		{"一、总体情况", 1},
		{"总体情况", 1},
		{"## 总体情况", 1},
		{"四、总体情况", 1},
		{"二、主动公开政府信息情况", 2},
		{"三、收到和处理政府信息公开申请情况", 3},
		{"三、收到和处理政府信息公开申请 情况", 3},
		{"四、政府信息公开行政复议、行政诉讼情况", 4},
		{"四、政府信息公开行政复议 行政诉讼情况：", 4},
		{"五、存在的主要问题及改进情况", 5},
		{"六、其他需要报告的事项", 6},
		{"六、其他需要报告的事项。", 6},
		{"一、本年新收政府信息公开申请数量", 0},
		{"（一）主动公开", 0},
		{"我局总体情况良好", 0},
		{"", 0},
	};

	for (size_t i = 0; i < COUNT(list); i++)
		check(section_of_heading(forms_builtin(), str_of(list[i].text),
			  0) == list[i].sec,
		    __LINE__, list[i].text);
}

static const struct test {
	const char *name;
	void (*run)(void);
} tests[] = {
	{"arena", test_arena},
	{"buf", test_buf},
	{"inflate", test_inflate},
	{"needles", test_needles},
	{"spill", test_spill},
	{"spill_nothing", test_spill_nothing},
	{"seen", test_seen},
	{"pool", test_pool},
	{"perfect", test_perfect},
	{"map", test_map},
	{"ids", test_ids},
	{"str", test_str},
	{"trim_ends", test_trim_ends},
	{"str_split", test_str_split},
	{"str_same", test_str_same},
	{"str_parts", test_str_parts},
	{"dec_parse", test_dec_parse},
	{"dec_exact", test_dec_exact},
	{"dec_overflow", test_dec_overflow},
	{"dec_order", test_dec_order},
	{"dec_mean", test_dec_mean},
	{"dec_compare", test_dec_compare},
	{"utf8_valid", test_utf8_valid},
	{"utf8_all", test_utf8_all},
	{"utf8_broken", test_utf8_broken},
	{"utf8_cut", test_utf8_cut},
	{"utf8_width", test_utf8_width},
	{"tsv_escapes", test_tsv_escapes},
	{"tsv_unknown_escapes", test_tsv_unknown_escapes},
	{"tsv_header", test_tsv_header},
	{"tsv_other_header", test_tsv_other_header},
	{"tsv_headerless", test_tsv_headerless},
	{"tsv_ragged", test_tsv_ragged},
	{"tsv_line_ends", test_tsv_line_ends},
	{"tsv_bad_bytes", test_tsv_bad_bytes},
	{"tsv_failed_read", test_tsv_failed_read},
	{"tsv_limits", test_tsv_limits},
	{"tsv_recognise", test_tsv_recognise},
	{"cut", test_cut},
	{"text_lines", test_text_lines},
	{"padded", test_padded},
	{"wide_clean", test_wide_clean},
	{"wide_copy", test_wide_copy},
	{"first_lane", test_first_lane},
	{"glance", test_glance},
	{"glance_sees", test_glance_sees},
	{"spots", test_spots},
	{"wide_utf8", test_wide_utf8},
	{"wide_han", test_wide_han},
	{"fold_text", test_fold_text},
	{"fold_label", test_fold_label},
	{"fold_numeral", test_fold_numeral},
	{"fold_keeps", test_fold_keeps},
	{"fold_number", test_fold_number},
	{"date", test_date},
	{"date_anywhere", test_date_anywhere},
	{"date_year", test_date_year},
	{"digits", test_digits},
	{"value", test_value},
	{"value_flags", test_value_flags},
	{"value_figure", test_value_figure},
	{"sketch", test_sketch},
	{"align", test_align},
	{"align_likeness", test_align_likeness},
	{"loose_split", test_loose_split},
	{"cell_key", test_cell_key},
	{"report", test_report},
	{"slots", test_slots},
	{"matches", test_matches},
	{"forms", test_forms},
	{"similar", test_similar},
	{"similar_copies", test_similar_copies},
	{"form_labels", test_form_labels},
	{"headings", test_headings},
	{"out", test_out},
	{"progress_errno", test_progress_errno},
	{"cleanup", test_cleanup},
};

int
main(int argc, char **argv)
{
	msg_set_zh(false);
	for (size_t i = 0; i < COUNT(tests); i++) {
		if (argc < 2) {
			puts(tests[i].name);
		} else if (strcmp(argv[1], tests[i].name) == 0) {
			tests[i].run();
			printf("%u checks, %u failed\n", checks, failures);
			return failures != 0 || checks == 0;
		}
	}
	return argc < 2 ? 0 : 2;
}
