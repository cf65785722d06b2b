/* What kind of organ publishes a report, by its name. */
#ifndef GX_PUBLISHER_H
#define GX_PUBLISHER_H

#include <stdbool.h>

#include "base/str.h"

enum publisher_kind {
	PUBLISHER_UNKNOWN,
	PUBLISHER_GOVERNMENT, /* of a county and above, or the region itself */
	PUBLISHER_OFFICE,     /* the office of such a government */
	PUBLISHER_TOWN,       /* town, township, street office */
	PUBLISHER_DEPARTMENT,
};

/* The kind, by how the name ends. */
enum publisher_kind publisher_kind(struct str org);

/* "government" and so on, as in records; NULL for the unknown kind. */
const char *publisher_kind_name(enum publisher_kind k);

/*
 * Is it for sure an organ of a county, a district of a city, or a town, so that
 * it cannot make rules (规章)?  A city may be of either rank: false.
 */
bool publisher_is_below_city(struct str org);

/*
 * May the words in front of a number, "2023年全市共", speak of what the
 * publisher reports on?  A government speaks of its whole region; of an office,
 * the department or a part of the government, that would be others' numbers.
 */
bool publisher_speaks_of_itself(struct str org, struct str words);

/*
 * Do the words of the clause in front of what it tells, "各分局共", name others than the
 * publisher?  A government speaks of all of them.  They have one of publisher_each_body.
 */
bool publisher_names_others(struct str org, struct str subject);
void publisher_each_body(void (*take)(struct str word));

/* Take, with the bits, each of the words without which every publisher does. */
void publisher_each_other(void (*take)(struct str word, unsigned bits, void *arg),
    unsigned bits, void *arg);

#endif
