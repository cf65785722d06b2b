/*
 * Findings in the formats of other programs, see render.h.  Each is written as
 * it comes; only JUnit wants its counts before its cases, so there the cases of
 * one report wait for its end.
 *
 * Addresses and messages hold what stood in a document: each format has its own
 * way to say any character, and a control character is never written as such.
 */
#include "check/render.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

static const char *const names[] = {"tsv", "text", "json", "sarif", "junit",
    "github"};

bool
render_parse(const char *name, enum render_format *f)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strcmp(name, names[i]) == 0) {
			*f = (enum render_format)i;
			return true;
		}
	}
	return false;
}

const char *
render_names(void)
{
	return tr("tsv, text, json, sarif, junit or github",
	    "tsv、text、json、sarif、junit 或 github");
}

static bool
is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

/* ---- JSON ---- */

static void
json_char(struct buf *b, uint32_t c)
{
	if (c == '"' || c == '\\')
		buf_addf(b, "\\%c", (int)c);
	else if (c == '\n')
		buf_addz(b, "\\n");
	else if (c == '\t')
		buf_addz(b, "\\t");
	else if (is_control(c))
		buf_addf(b, "\\u%04x", (unsigned)c);
	else
		utf8_put(b, c);
}

static void
json_chars(struct buf *b, struct str s)
{
	const char *p = s.p, *end = str_skip(s, s.n).p;

	while (p < end)
		json_char(b, utf8_next(&p, end));
}

static void
json_text(struct buf *b, struct str s)
{
	buf_addc(b, '"');
	json_chars(b, s);
	buf_addc(b, '"');
}

/* "name":"text", with a comma before it. */
static void
json_member(struct buf *b, const char *name, struct str s)
{
	buf_addf(b, ",\"%s\":", name);
	json_text(b, s);
}

static void
json_number(struct buf *b, const char *name, unsigned long n)
{
	if (n != 0)
		buf_addf(b, ",\"%s\":%lu", name, n);
	else
		buf_addf(b, ",\"%s\":null", name);
}

/* Values stay texts: they have more digits than a number of JSON may keep. */
static void
json_finding(struct buf *b, const struct finding *f)
{
	buf_addz(b, "{\"doc\":");
	json_text(b, f->doc);
	json_number(b, "line", f->line);
	json_number(b, "year", f->year);
	json_member(b, "org", f->org);
	json_member(b, "rule", f->rule->id);
	json_member(b, "level", str_of(level_name(f->rule->level)));
	json_member(b, "outcome", str_of(outcome_name(f->outcome)));
	json_member(b, "table", f->table);
	json_member(b, "row", f->row);
	json_member(b, "col", f->col);
	json_member(b, "value", f->value);
	json_member(b, "expect", f->expect);
	json_member(b, "message", f->message);
	json_member(b, "hint", f->hint);
	buf_addz(b, "}\n");
}

/* ---- SARIF ---- */

static struct str
in_language(struct str en, struct str zh)
{
	if (msg_is_zh())
		return zh.n != 0 ? zh : en;
	return en.n != 0 ? en : zh;
}

static const char *
sarif_level(enum level l)
{
	return l == LEVEL_OFF ? "none" : level_name(l);
}

static void
sarif_help(struct buf *b, const struct rule *r)
{
	const struct {
		const char *name;
		struct str text;
	} part[] = {
	    {tr("must hold", "应满足"), r->must.text},
	    {tr("basis", "依据"), in_language(r->basis, r->basis_zh)},
	    {tr("example", "示例"), in_language(r->example, r->example_zh)},
	};

	buf_addz(b, ",\"help\":{\"text\":\"");
	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		if (part[i].text.n == 0)
			continue;
		buf_addz(b, i != 0 ? "\\n" : "");
		json_chars(b, str_of(part[i].name));
		buf_addz(b, tr(": ", "："));
		json_chars(b, part[i].text);
	}
	buf_addz(b, "\"}");
}

static void
sarif_rule(struct buf *b, const struct rule *r)
{
	struct str title = in_language(r->title, r->title_zh);

	buf_addz(b, "{\"id\":");
	json_text(b, r->id);
	buf_addz(b, ",\"shortDescription\":{\"text\":");
	json_text(b, title.n != 0 ? title : r->must.text);
	buf_addz(b, "}");
	sarif_help(b, r);
	buf_addf(b, ",\"defaultConfiguration\":{\"level\":\"%s\"}}",
	    sarif_level(r->level));
}

static void
sarif_begin(const struct render *r, struct buf *b)
{
	bool any = false;

	buf_addz(b, "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","
	    "\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":"
	    "\"gx-check\",\"rules\":[");
	for (size_t i = 0; i < r->rules->n; i++) {
		if (!r->rules->rule[i].on)
			continue;
		buf_addz(b, any ? ",\n" : "\n");
		sarif_rule(b, &r->rules->rule[i]);
		any = true;
	}
	buf_addf(b, "]}},\"language\":\"%s\",\"columnKind\":\"unicodeCodePoints\","
	    "\"results\":[", msg_is_zh() ? "zh-CN" : "en");
}

/* The place of the rule among those that are on. */
static size_t
rule_index(const struct render *r, const struct rule *rule)
{
	size_t n = 0;

	for (const struct rule *o = r->rules->rule; o < rule; o++)
		n += o->on;
	return n;
}

/* A path as a URI: relative to where the program ran, or of scheme "file". */
static void
add_uri(struct buf *b, struct str path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";

	if (str_starts(path, STR("/")))
		buf_addz(b, "file://");
	for (size_t i = 0; i < path.n; i++) {
		if (path.p[i] != '\0' && strchr(plain, path.p[i]) != NULL)
			buf_addc(b, path.p[i]);
		else
			buf_addf(b, "%%%02X", (unsigned char)path.p[i]);
	}
}

static void
sarif_location(struct buf *b, const struct finding *f)
{
	buf_addz(b, ",\"locations\":[{\"physicalLocation\":{\"artifactLocation\":"
	    "{\"uri\":\"");
	add_uri(b, f->doc);
	buf_addz(b, "\"}");
	if (f->line != 0)
		buf_addf(b, ",\"region\":{\"startLine\":%lu}", f->line);
	buf_addz(b, "}");
	if (f->table.n != 0) {
		buf_addz(b, ",\"logicalLocations\":[{\"fullyQualifiedName\":\"");
		json_chars(b, f->table);
		buf_addc(b, '.');
		json_chars(b, f->row);
		buf_addc(b, '.');
		json_chars(b, f->col);
		buf_addz(b, "\"}]");
	}
	buf_addz(b, "}]");
}

/* FNV-1a: the same on every machine and in every run. */
static void
hash_part(uint64_t *h, struct str s)
{
	for (size_t i = 0; i <= s.n; i++) {
		*h ^= i < s.n ? (unsigned char)s.p[i] : 0xff;
		*h *= 0x100000001b3u;
	}
}

/* What the finding is known by from run to run: no values, lines, messages. */
static uint64_t
fingerprint(const struct finding *f)
{
	uint64_t h = 0xcbf29ce484222325u;

	hash_part(&h, f->doc);
	hash_part(&h, f->rule->id);
	hash_part(&h, f->table);
	hash_part(&h, f->row);
	hash_part(&h, f->col);
	return h;
}

/* "open" is the word for what could not be judged. */
static const char *const sarif_kinds[OUTCOMES] = {"pass", "fail", "open",
    "notApplicable", "fail"};

static void
sarif_finding(struct render *r, struct buf *b, const struct finding *f)
{
	bool fails = strcmp(sarif_kinds[f->outcome], "fail") == 0;

	buf_addz(b, r->any ? ",\n{\"ruleId\":" : "\n{\"ruleId\":");
	json_text(b, f->rule->id);
	buf_addf(b, ",\"ruleIndex\":%zu,\"kind\":\"%s\",\"level\":\"%s\","
	    "\"message\":{\"text\":\"", rule_index(r, f->rule),
	    sarif_kinds[f->outcome],
	    fails ? sarif_level(f->rule->level) : "none");
	json_chars(b, f->message);
	if (f->hint.n != 0 && f->outcome != OUTCOME_WAIVED) {
		buf_addf(b, "\\n%s", tr("hint: ", "提示："));
		json_chars(b, f->hint);
	}
	buf_addz(b, "\"}");
	sarif_location(b, f);
	buf_addf(b, ",\"partialFingerprints\":{\"gxFinding/v1\":\"%016llx\"}",
	    (unsigned long long)fingerprint(f));
	if (f->outcome == OUTCOME_WAIVED) {
		buf_addz(b, ",\"suppressions\":[{\"kind\":\"external\"");
		json_member(b, "justification", f->hint);
		buf_addz(b, "}]");
	}
	buf_addz(b, ",\"properties\":{\"outcome\":");
	json_text(b, str_of(outcome_name(f->outcome)));
	json_number(b, "year", f->year);
	json_member(b, "org", f->org);
	json_member(b, "value", f->value);
	json_member(b, "expect", f->expect);
	buf_addz(b, "}}");
}

/* ---- JUnit ---- */

/* The report whose cases are being collected, and the case that is open. */
struct render_suite {
	struct buf doc, cases;
	unsigned long tests, failures, skipped;
	bool pending;

	const struct rule *rule; /* NULL: no case is open */
	enum outcome outcome;
	struct buf first, lines; /* what is said of it */

	unsigned long (*seen)[OUTCOMES]; /* the counts of the reports before */
	bool *told;                      /* rules that have a case */
};

static void
xml_chars(struct buf *b, struct str s)
{
	const char *p = s.p, *end = str_skip(s, s.n).p;

	while (p < end) {
		uint32_t c = utf8_next(&p, end);

		if (c == '&' || c == '<' || c == '>' || c == '"')
			buf_addf(b, "&#%u;", (unsigned)c);
		else if (c == '\n' || c == '\t')
			buf_addf(b, "&#%u;", (unsigned)c);
		else if (is_control(c))
			buf_addf(b, "\\x%02X", (unsigned)c);
		else
			utf8_put(b, (c & 0xfffe) == 0xfffe ? UTF8_BAD : c);
	}
}

static void
xml_attribute(struct buf *b, const char *name, struct str s)
{
	buf_addf(b, " %s=\"", name);
	xml_chars(b, s);
	buf_addc(b, '"');
}

static void
junit_case(struct render_suite *s, struct str rule)
{
	s->tests++;
	buf_addz(&s->cases, "<testcase");
	xml_attribute(&s->cases, "classname", buf_str(&s->doc));
	xml_attribute(&s->cases, "name", rule);
}

static void
junit_skipped(struct render_suite *s, struct str rule, struct str why)
{
	junit_case(s, rule);
	s->skipped++;
	buf_addz(&s->cases, "><skipped");
	xml_attribute(&s->cases, "message", why);
	buf_addz(&s->cases, "/></testcase>\n");
}

static void
junit_close_case(struct render_suite *s)
{
	if (s->rule == NULL)
		return;
	if (s->outcome != OUTCOME_FAIL) {
		junit_skipped(s, s->rule->id, buf_str(&s->first));
	} else {
		junit_case(s, s->rule->id);
		s->failures++;
		buf_addz(&s->cases, "><failure");
		xml_attribute(&s->cases, "type",
		    str_of(level_name(s->rule->level)));
		xml_attribute(&s->cases, "message", buf_str(&s->first));
		buf_addc(&s->cases, '>');
		xml_chars(&s->cases, buf_str(&s->lines));
		buf_addz(&s->cases, "</failure></testcase>\n");
	}
	s->rule = NULL;
}

static void
junit_close_suite(struct render_suite *s, struct buf *b)
{
	junit_close_case(s);
	if (!s->pending)
		return;
	buf_addz(b, "<testsuite");
	xml_attribute(b, "name", buf_str(&s->doc));
	buf_addf(b, " tests=\"%lu\" failures=\"%lu\" errors=\"0\" skipped=\"%lu\">\n",
	    s->tests, s->failures, s->skipped);
	buf_addstr(b, buf_str(&s->cases));
	buf_addz(b, "</testsuite>\n");
	buf_reset(&s->cases);
	s->tests = s->failures = s->skipped = 0;
	s->pending = false;
}

static void
junit_open_suite(struct render_suite *s, struct buf *b, struct str doc)
{
	if (s->pending && str_eq(buf_str(&s->doc), doc))
		return;
	junit_close_suite(s, b);
	buf_reset(&s->doc);
	buf_addstr(&s->doc, doc);
	s->pending = true;
}

/* Failures say more than what was waived or could not be judged. */
static void
junit_open_case(struct render *r, const struct finding *f)
{
	struct render_suite *s = r->suite;

	if (s->rule == f->rule &&
	    (s->outcome == f->outcome || f->outcome != OUTCOME_FAIL))
		return;
	if (s->rule != f->rule)
		junit_close_case(s);
	s->rule = f->rule;
	s->outcome = f->outcome;
	s->told[f->rule - r->rules->rule] = true;
	buf_reset(&s->first);
	buf_reset(&s->lines);
	if (f->outcome == OUTCOME_WAIVED) {
		buf_addz(&s->first, tr("waived: ", "已豁免："));
		buf_addstr(&s->first, f->hint);
	} else {
		buf_addstr(&s->first, f->message);
	}
}

static void
junit_finding(struct render *r, struct buf *b, const struct finding *f)
{
	struct render_suite *s = r->suite;

	if (f->outcome == OUTCOME_PASS || f->outcome == OUTCOME_SKIP)
		return;
	junit_open_suite(s, b, f->doc);
	junit_open_case(r, f);
	if (f->outcome == OUTCOME_FAIL)
		finding_text(&s->lines, f, false);
}

/* The rules of which nothing was said. */
static void
junit_rest(struct render *r, unsigned long (*count)[OUTCOMES])
{
	struct render_suite *s = r->suite;

	for (size_t i = 0; i < r->rules->n; i++) {
		struct str id = r->rules->rule[i].id;
		unsigned long n[OUTCOMES];

		for (size_t k = 0; k < OUTCOMES; k++) {
			n[k] = count[i][k] - s->seen[i][k];
			s->seen[i][k] = count[i][k];
		}
		if (s->told[i])
			s->told[i] = false;
		else if (n[OUTCOME_UNKNOWN] != 0)
			junit_skipped(s, id,
			    str_of(tr("cannot be judged", "无法判断")));
		else if (n[OUTCOME_WAIVED] != 0)
			junit_skipped(s, id, str_of(tr("waived", "已豁免")));
		else if (n[OUTCOME_PASS] != 0) {
			junit_case(s, id);
			buf_addz(&s->cases, "/>\n");
		}
	}
}

/* ---- GitHub ---- */

/* Of a property, ":" and "," too are escaped: they end it. */
static void
github_chars(struct buf *b, struct str s, bool property)
{
	const char *p = s.p, *end = str_skip(s, s.n).p;

	while (p < end) {
		uint32_t c = utf8_next(&p, end);

		if (c == '%' || c == '\r' || c == '\n' ||
		    (property && (c == ':' || c == ',')))
			buf_addf(b, "%%%02X", (unsigned)c);
		else if (is_control(c))
			buf_addf(b, "\\x%02X", (unsigned)c);
		else
			utf8_put(b, c);
	}
}

static void
github_finding(struct buf *b, const struct finding *f)
{
	bool fails = f->outcome == OUTCOME_FAIL;

	if (!fails && f->outcome != OUTCOME_UNKNOWN)
		return;
	buf_addf(b, "::%s file=",
	    !fails || f->rule->level == LEVEL_NOTE ? "notice"
						   : level_name(f->rule->level));
	github_chars(b, f->doc, true);
	if (f->line != 0)
		buf_addf(b, ",line=%lu", f->line);
	buf_addz(b, ",title=");
	github_chars(b, f->rule->id, true);
	buf_addz(b, "::");
	github_chars(b, f->message, false);
	if (f->hint.n != 0) {
		buf_addf(b, "%%0A%s", tr("hint: ", "提示："));
		github_chars(b, f->hint, false);
	}
	buf_addc(b, '\n');
}

/* ---- all formats ---- */

void
render_begin(struct render *r, struct buf *b)
{
	struct render_suite *s;

	if (r->format == RENDER_SARIF)
		sarif_begin(r, b);
	if (r->format != RENDER_JUNIT)
		return;
	s = r->suite = xcalloc(1, sizeof *s);
	s->seen = xcalloc(r->rules->n, sizeof *s->seen);
	s->told = xcalloc(r->rules->n, sizeof *s->told);
	buf_addz(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<testsuites name=\"gx-check\">\n");
}

void
render_finding(struct render *r, struct buf *b, const struct finding *f)
{
	switch (r->format) {
	case RENDER_TEXT:
		finding_text(b, f, r->colour);
		break;
	case RENDER_JSON:
		json_finding(b, f);
		break;
	case RENDER_SARIF:
		sarif_finding(r, b, f);
		break;
	case RENDER_JUNIT:
		junit_finding(r, b, f);
		break;
	case RENDER_GITHUB:
		github_finding(b, f);
		break;
	default:
		finding_write(b, f);
		break;
	}
	r->any = true;
}

void
render_report(struct render *r, struct buf *b, struct str doc,
    unsigned long (*count)[OUTCOMES])
{
	if (r->format != RENDER_JUNIT)
		return;
	junit_open_suite(r->suite, b, doc);
	junit_close_case(r->suite);
	junit_rest(r, count);
	junit_close_suite(r->suite, b);
}

void
render_end(struct render *r, struct buf *b, bool ok)
{
	if (r->format == RENDER_SARIF)
		buf_addf(b, "\n],\"invocations\":[{\"executionSuccessful\":%s}]}]}\n",
		    ok ? "true" : "false");
	if (r->format != RENDER_JUNIT)
		return;
	junit_close_suite(r->suite, b);
	buf_addz(b, "</testsuites>\n");
}

void
render_free(struct render *r)
{
	struct render_suite *s = r->suite;

	if (s == NULL)
		return;
	buf_free(&s->doc);
	buf_free(&s->cases);
	buf_free(&s->first);
	buf_free(&s->lines);
	free(s->seen);
	free(s->told);
	free(s);
	r->suite = NULL;
}
