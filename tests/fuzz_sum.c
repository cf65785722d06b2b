/*
 * Fuzzing gx-sum: the bytes are records.  Whatever they are, the partial totals
 * of their two halves, merged, print the same as the whole; so does the whole
 * as a partial total.  Where no texts are counted, records are taken the short
 * way, and add up to the same.
 */
#include <assert.h>

#include "base/msg.h"
#include "sum/partial.h"
#include "sum/totals.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct tsv_kind *const kinds[] = {&cell_kind, NULL};

static struct totals
start(void)
{
	return (struct totals){.groups = "k,table",
	    .stats = "sum,mean,min,max,count,blank,distinct,distinct:k,records",
	    .kinds = kinds};
}

/* Add the records of one text. */
static void
add(struct totals *t, struct str text)
{
	struct stream s;
	struct err e;

	stream_of_bytes(&s, &text);
	totals_read(t, "fuzz", &s, &e);
	stream_free(&s);
}

static void
merge(struct totals *t, const struct totals *part)
{
	struct buf b = {0};
	struct str text;
	struct stream s;

	if (!part->bound)
		return;
	partial_header(&b, part);
	partial_print(&b, part, NULL);
	text = buf_str(&b);
	stream_of_bytes(&s, &text);
	partial_read(t, "part", &s);
	stream_free(&s);
	buf_free(&b);
}

static void
print(struct buf *b, const struct totals *t)
{
	buf_reset(b);
	if (!t->bound)
		return;
	totals_header(b, t);
	totals_print(b, t, NULL);
}

/* The same numbers in the same groups; a has counted texts, too. */
static void
check_same(const struct totals *a, const struct totals *b)
{
	assert(a->bound == b->bound && a->table.n == b->table.n);
	for (uint32_t i = 0; i < a->table.n; i++) {
		const struct stat_state *x = &a->state[i * a->spec.nmeasure];
		const struct stat_state *y = &b->state[i * b->spec.nmeasure];

		assert(str_eq(group_key(&a->table, i), group_key(&b->table, i)));
		assert(a->info[i].records == b->info[i].records);
		assert(a->info[i].mixed == b->info[i].mixed);
		assert(x->count == y->count && x->blank == y->blank);
		assert(dec_cmp(x->sum, y->sum) == 0);
		assert(x->count == 0 || dec_cmp(x->min, y->min) == 0);
		assert(x->count == 0 || dec_cmp(x->max, y->max) == 0);
	}
}

/* Behind a header that has the columns, cut at a line end near the middle. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char head[] = "k\ttable\trow\tvalue\n";
	struct totals whole = start(), first = start(), second = start();
	struct totals merged = start(), again = start(), quick = start();
	struct buf text = {0}, one = {0}, other = {0};
	size_t cut = size / 2;

	msg_quiet();
	quick.stats = "sum,mean,min,max,count,blank,records";
	while (cut < size && data[cut] != '\n')
		cut++;
	/* a half knows no header that came in the other one */
	buf_addz(&text, head);
	buf_add(&text, data, cut);
	buf_addc(&text, '\n');
	add(&first, buf_str(&text));
	add(&whole, buf_str(&text));
	add(&quick, buf_str(&text));
	buf_reset(&text);
	buf_addz(&text, head);
	buf_add(&text, data + cut, size - cut);
	add(&second, buf_str(&text));
	add(&whole, buf_str(&text));
	add(&quick, buf_str(&text));
	merge(&merged, &first);
	merge(&merged, &second);
	merge(&again, &whole);
	print(&one, &whole);
	print(&other, &merged);
	assert(str_eq(buf_str(&one), buf_str(&other)));
	print(&other, &again);
	assert(str_eq(buf_str(&one), buf_str(&other)));
	check_same(&whole, &quick);
	totals_free(&whole);
	totals_free(&quick);
	totals_free(&first);
	totals_free(&second);
	totals_free(&merged);
	totals_free(&again);
	buf_free(&text);
	buf_free(&one);
	buf_free(&other);
	return 0;
}
