/*
 * Any bytes as a stream of block or cell records: the reports that come out of
 * it are, as records, readable again without a complaint, and then the same.
 */
#include <assert.h>

#include "read/blocks.h"
#include "report/feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Take the records of one report, every one of which must fit. */
static void
take_report(struct report *r, struct str text)
{
	static const struct tsv_kind *const kinds[] = {&cell_kind, NULL};
	struct stream s;
	struct tsv tsv;
	struct err e;
	int got;

	stream_of_bytes(&s, &text);
	tsv_open(&tsv, &s, "cells", kinds, false);
	while ((got = tsv_next(&tsv, &e)) == TSV_RECORD)
		assert(report_take(r, &tsv, &e));
	assert(got == TSV_END);
	tsv_close(&tsv);
	stream_free(&s);
}

static void
check_report(void *ctx, void *slot, struct report *r)
{
	struct buf text = {0}, again = {0};
	struct report copy = {0};

	(void)ctx;
	(void)slot;
	tsv_header(&text, &cell_kind);
	report_write(&text, r);
	take_report(&copy, buf_str(&text));
	tsv_header(&again, &cell_kind);
	report_write(&again, &copy);
	assert(str_eq(buf_str(&text), buf_str(&again)));
	assert(copy.n == r->n);
	report_free(&copy);
	buf_free(&text);
	buf_free(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct stream s;
	struct feed f = {.forms = forms_builtin(), .report = check_report};

	msg_quiet();
	stream_of_bytes(&s, &text);
	feed_records(&f, "fuzz", &s);
	feed_free(&f);
	stream_free(&s);
	return 0;
}
