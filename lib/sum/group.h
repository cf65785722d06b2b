/* The table of groups: a key to a number. */
#ifndef GX_GROUP_H
#define GX_GROUP_H

#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

#define GROUP_NONE UINT32_MAX

struct group {
	const char *key;
	uint64_t hash; /* str_hash of the key */
	uint32_t n;    /* bytes of the key */
};

/* Groups are numbered from 0 in the order in which they came.  {0} is an empty
 * table. */
struct group_table {
	struct arena keys;
	struct group *group;
	size_t n, cap;
	uint64_t *slot; /* the upper half of the hash, then number + 1; 0: free */
	size_t nslot;
};

/* The number of the group with the key, whose str_hash is hash, or GROUP_NONE. */
uint32_t group_find(const struct group_table *t, struct str key, uint64_t hash);

/* Add a group that group_find did not find; the key is copied. */
uint32_t group_add(struct group_table *t, struct str key, uint64_t hash);

/* The key of a group; valid until the table is freed. */
static inline struct str
group_key(const struct group_table *t, uint32_t number)
{
	return (struct str){t->group[number].key, t->group[number].n};
}

void group_free(struct group_table *t);

/*
 * A key holds several fields.  Append one; take the next one out (false at the
 * end).  Different lists of fields never make the same key.
 */
void group_key_add(struct buf *key, struct str field);
bool group_key_next(struct str *key, struct str *field);

#endif
