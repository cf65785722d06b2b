/* Findings, see finding.h. */
#include "check/finding.h"

static const char *const columns[FINDING_COLUMNS] = {"doc", "line", "year",
    "org", "rule", "level", "outcome", "table", "row", "col", "value", "expect",
    "message", "hint"};

static const char *const outcomes[OUTCOMES] = {"pass", "fail", "unknown",
    "skip", "waived"};

static bool
fits(const struct str *f)
{
	enum level level;
	bool known = false;

	for (size_t i = 0; i < OUTCOMES; i++)
		known = known || str_is(f[FINDING_OUTCOME], outcomes[i]);
	return known && level_parse(f[FINDING_LEVEL], &level);
}

const struct tsv_kind finding_kind = {"finding", columns, FINDING_COLUMNS,
    1u << FINDING_DOC | 1u << FINDING_RULE | 1u << FINDING_LEVEL |
	1u << FINDING_OUTCOME,
    fits};

const char *
outcome_name(enum outcome o)
{
	return outcomes[o];
}

void
finding_write(struct buf *b, const struct finding *f)
{
	tsv_field(b, f->doc);
	tsv_field_line(b, f->line);
	tsv_field_line(b, f->year);
	tsv_field(b, f->org);
	tsv_field(b, f->rule->id);
	tsv_fieldz(b, level_name(f->rule->level));
	tsv_fieldz(b, outcomes[f->outcome]);
	tsv_field(b, f->table);
	tsv_field(b, f->row);
	tsv_field(b, f->col);
	tsv_field(b, f->value);
	tsv_field(b, f->expect);
	tsv_field(b, f->message);
	tsv_field(b, f->hint);
	tsv_end(b);
}

/* Text for a terminal: as in a record, so that nothing in it acts. */
static void
add_visible(struct buf *b, struct str s)
{
	tsv_field(b, s);
	b->n--;
}

/* How the line begins: the level of a failed rule, else the outcome. */
static const char *
head(const struct finding *f)
{
	static const char *const zh[OUTCOMES] = {"通过", "", "未知", "不适用", "豁免"};

	if (f->outcome == OUTCOME_FAIL)
		return level_word(f->rule->level);
	return tr(outcomes[f->outcome], zh[f->outcome]);
}

static const char *
head_colour(const struct finding *f)
{
	if (f->outcome != OUTCOME_FAIL)
		return f->outcome == OUTCOME_PASS ? "\033[32m" : "\033[36m";
	return f->rule->level == LEVEL_ERROR ? "\033[1;31m" : "\033[33m";
}

void
finding_text(struct buf *b, const struct finding *f, bool colour)
{
	const char *off = colour ? "\033[0m" : "";

	buf_addz(b, colour ? "\033[1m" : "");
	add_visible(b, f->doc);
	if (f->line != 0) {
		buf_addc(b, ':');
		buf_addu(b, f->line);
	}
	buf_addf(b, ":%s %s%s%s", off, colour ? head_colour(f) : "", head(f),
	    off);
	buf_addz(b, tr(": ", "："));
	add_visible(b, f->message);
	buf_addz(b, " [");
	add_visible(b, f->rule->id);
	buf_addz(b, "]\n");
	if (f->hint.n == 0)
		return;
	buf_addf(b, "    %s", tr("hint: ", "提示："));
	add_visible(b, f->hint);
	buf_addc(b, '\n');
}
