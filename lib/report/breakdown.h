/* Wholes and their parts in prose: sums, shares, the same number twice. */
#ifndef GX_BREAKDOWN_H
#define GX_BREAKDOWN_H

#include "report/clause.h"

#define PARTS_MAX 60

/*
 * "共934条，其中网站236条、微博392条、微信306条": figure number whole of the
 * paragraph and its parts.  rest: one of them stands for all others, so that
 * nothing may be left over.
 */
struct breakdown {
	size_t whole;
	size_t part[PARTS_MAX];
	size_t n;
	bool rest;
};

/*
 * Is figure i of the paragraph a whole whose parts are listed behind it?  Not
 * without a word of MARK_AMONG.
 *
 * Where the list could end in several places, that end is taken at which the
 * parts add up to the whole; when there is none, the list is as long as it can
 * be for sure.  False when it is no whole, has fewer than two parts, or it
 * cannot be told which figures are its parts.
 */
bool breakdown_find(const struct clause *c, size_t i, struct breakdown *b);

/* The figure of which percentage i says the share: "258件，占33.9%".  False when
 * that is not plain. */
bool breakdown_share(const struct clause *c, size_t i, size_t *part);

/* Do the units of both count the same kind of thing (件 and 份 of requests)? */
bool breakdown_same_unit(const struct figure *a, const struct figure *b);

/* By how much a percentage may differ from what it is rounded from. */
struct dec breakdown_slack(const struct figure *share);

/* Is part * 100 / whole the percentage, rounded or cut off as it is printed? */
bool breakdown_fits(const struct figure *part, struct dec whole,
    const struct figure *share, struct dec *slack);

#endif
