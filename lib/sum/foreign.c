/* Telling a table of records from a report, see foreign.h for the rule. */
#include "sum/foreign.h"

#include "base/tsv.h"

#define NAME_MAX_BYTES 64

static bool
is_name(struct str s)
{
	static const char *const marks[] = {"，", "。", "；", "：", "、", "！", "？"};

	if (s.n == 0 || s.n > NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_find(s, str_of(marks[i])) >= 0)
			return false;
	return true;
}

static bool
next_line(struct str *rest, struct str *line)
{
	if (rest->n == 0 || !str_split(rest, '\n', line))
		return false;
	if (line->n != 0 && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

/* How many names the line has; 0 when it cannot be a header. */
static size_t
count_names(struct str line)
{
	struct str name[TSV_FIELDS_MAX];
	size_t n = 0;

	while (str_split(&line, '\t', &name[n])) {
		for (size_t i = 0; i < n; i++)
			if (str_eq(name[i], name[n]))
				return 0;
		if (!is_name(name[n]) || ++n == TSV_FIELDS_MAX)
			return 0;
	}
	return n;
}

bool
foreign_is_records(struct str text)
{
	struct str line, part;
	size_t n, fields = 0;

	if (!next_line(&text, &line))
		return false;
	n = count_names(line);
	if (n < 2)
		return false;
	if (!next_line(&text, &line))
		return true;
	while (str_split(&line, '\t', &part))
		fields++;
	return fields == n;
}
