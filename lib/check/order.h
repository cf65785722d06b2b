/* Keys in order, among which those that match a pattern are found at once. */
#ifndef GX_ORDER_H
#define GX_ORDER_H

#include "check/slots.h"

/* Take a key among them.  Its number stands for it in what is found. */
void order_add(struct order *o, struct str table, struct str row, struct str col,
    uint32_t number);

/* All of the first upto keys that can be meant were added: sort them. */
void order_sort(struct order *o, size_t upto);

/* n keys are about to be looked through, one by one.  Have they been so often that it is
 * time to sort all of them? */
bool order_is_due(struct order *o, size_t n, size_t all);

/* Find the numbers of the keys that match, in the order of the numbers.  The caller owns
 * what is found. */
void order_find(const struct order *o, const struct key *pattern,
    struct order_found *found);

/* Append a number. */
void order_push(struct order_found *found, uint32_t number);

/* The keys are others now: none is known. */
void order_reset(struct order *o);
void order_free(struct order *o);

#endif
