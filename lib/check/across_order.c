/*
 * Reports in order: by unit and year, then as they came.  In go all that were kept,
 * out come those of a unit for a year, found by halves.
 */
#include "check/across_run.h"

#include <stdlib.h>

/* What reports are put in order by; 0: not known. */
typedef uint32_t order_key(const struct kept *k);

static uint32_t
key_of_year(const struct kept *k)
{
	return k->year != 0 ? k->year - YEAR_FIRST + 1u : 0;
}

static uint32_t
key_of_unit(const struct kept *k)
{
	return k->unit != UNIT_NONE ? k->unit + 1 : 0;
}

/*
 * The numbers of the reports in the order of their keys, those with one key as they
 * are in from, or if that is NULL as they came.  end, an entry of zero for each key,
 * nkey of them, gets where those with the key end.
 */
static uint32_t *
order_by(const struct across_run *run, order_key *key, const uint32_t *from,
    uint32_t *end, size_t nkey)
{
	uint32_t *order = xcalloc(run->n, sizeof *order), sum = 0;

	for (size_t i = 0; i < run->n; i++)
		end[key(&run->kept[i])]++;
	for (size_t k = 0; k < nkey; k++) {
		uint32_t n = end[k];

		end[k] = sum; /* where they begin, up to now */
		sum += n;
	}
	for (uint32_t i = 0; i < run->n; i++) {
		uint32_t report = from != NULL ? from[i] : i;

		order[end[key(&run->kept[report])]++] = report;
	}
	return order;
}

uint32_t *
across_by_year(const struct across_run *run)
{
	uint32_t end[YEARS + 1] = {0};

	return order_by(run, key_of_year, NULL, end, YEARS + 1);
}

void
across_put_in_order(struct across *a)
{
	struct across_run *run = a->run;
	size_t nkey = a->units.n + 1;
	uint32_t *order = across_by_year(run);

	run->unit_end = xcalloc(nkey, sizeof *run->unit_end);
	run->order = order_by(run, key_of_unit, order, run->unit_end, nkey);
	free(order);
}

/* Where the reports of the unit for that year or a later one begin. */
static size_t
find_first(const struct across_run *run, uint32_t unit, unsigned year)
{
	size_t low = run->unit_end[unit], high = run->unit_end[unit + 1];

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (run->kept[run->order[middle]].year < year)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct found
across_find(const struct across_run *run, uint32_t unit, unsigned year)
{
	size_t from, end;

	if (unit == UNIT_NONE || year == 0)
		return (struct found){0};
	from = find_first(run, unit, year);
	end = find_first(run, unit, year + 1);
	return (struct found){run->order + from, end - from};
}
