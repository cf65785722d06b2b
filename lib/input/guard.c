/*
 * Limits, see guard.h.  Text never shrinks below a fortieth; a thousand copies
 * of one report may.  What passes the ratio is made to be large, not to be read.
 */
#include "input/guard.h"

#define FREE ((size_t)1 << 20) /* bytes out that are not held against the ratio */

static bool
is_over_ratio(const struct guard *g, size_t out)
{
	size_t ratio = g->o->max_ratio;

	if (out <= FREE)
		return false;
	return ratio == 0 || (out - FREE) / ratio > g->in;
}

static bool
break_guard(struct guard *g, const char *en, const char *zh,
    const char *option, size_t limit)
{
	g->broken = true;
	return err_set(&g->why,
	    tr("stopped: more than %zu %s (--%s)", "已停止：超过 %zu %s（--%s）"),
	    limit, tr(en, zh), option);
}

static bool
check_bytes(struct guard *g)
{
	size_t out = g->out > g->below ? g->out : g->below;

	if (out > g->o->max_archive)
		return break_guard(g, "bytes come out of it", "字节的内容",
		    "max-archive", g->o->max_archive);
	if (is_over_ratio(g, out))
		return break_guard(g, "bytes come out for each byte in it",
		    "倍的解压比", "max-ratio", g->o->max_ratio);
	return true;
}

static size_t
sum(size_t a, size_t b)
{
	return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

/* The first broken one, from the inside, is the reason. */
static bool
is_whole(const struct guard *g, struct err *e)
{
	for (; g != NULL; g = g->outer)
		if (g->broken) {
			if (e != NULL)
				*e = g->why;
			return false;
		}
	return true;
}

bool
guard_bytes(struct guard *g, size_t n, struct err *e)
{
	g->out = sum(g->out, n);
	for (struct guard *o = g->outer; o != NULL; o = o->outer)
		o->below = sum(o->below, n);
	for (struct guard *o = g; o != NULL; o = o->outer)
		if (!o->broken)
			check_bytes(o);
	return is_whole(g, e);
}

bool
guard_member(struct guard *g, struct err *e)
{
	for (struct guard *o = g; o != NULL; o = o->outer)
		if (++o->members > o->o->max_members && !o->broken)
			break_guard(o, "members", "个成员", "max-members",
			    o->o->max_members);
	return is_whole(g, e);
}

bool
guard_is_broken(const struct guard *g)
{
	return !is_whole(g, NULL);
}
