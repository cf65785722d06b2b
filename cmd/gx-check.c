/*
 * gx-check: reports in, findings out.
 *
 * Reads documents, blocks or cells, holds every report against the rules, and
 * prints a record for each one that does not hold or, with -f text, a line for
 * people.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/common.h"
#include "base/mem.h"
#include "base/out.h"
#include "base/reject.h"
#include "check/across.h"
#include "check/check.h"
#include "check/keys.h"
#include "check/render.h"
#include "check/verdict.h"
#include "check/waive.h"
#include "report/feed.h"
#include "sum/partial.h"

static const char *format = "tsv", *colour = "auto", *fail_on = "error";
static const char *explain, *forms_dir;
static bool list, all, stats;
static struct opt_list rule_files, only, without, waiver_files;
static const char *baseline_file;

static const struct opt output_options[] = {
	{'f', "format", OPT_TEXT, "FORMAT", &format,
	    "tsv, text (for people), json, sarif, junit or github",
	    "tsv、text（便于阅读）、json、sarif、junit 或 github"},
	{'a', "all", OPT_FLAG, NULL, &all,
	    "also what passes, is skipped, or cannot be judged",
	    "同时输出通过、不适用和无法判断的结果"},
	{'s', "stats", OPT_FLAG, NULL, &stats,
	    "a line a rule with its outcomes, instead of findings",
	    "每条规则一行，统计各种结果，不输出发现"},
	{0, "color", OPT_TEXT, "WHEN", &colour,
	    "colour with -f text: auto, always or never",
	    "-f text 的颜色：auto、always 或 never"},
	{0, "fail-on", OPT_TEXT, "LEVEL", &fail_on,
	    "exit with 1 from this level on: error, warning, note, never",
	    "达到此级别时以 1 退出：error、warning、note、never"},
	{0, "waive", OPT_LIST, "FILE", &waiver_files,
	    "set aside the findings that FILE waives",
	    "不计 FILE 中豁免的发现"},
	{0, "baseline", OPT_TEXT, "FILE", &baseline_file,
	    "only findings that are not in FILE, the output of an earlier run",
	    "仅输出先前结果 FILE 中没有的发现"},
};

static const struct opt rule_options[] = {
	{'r', "rule", OPT_LIST, "ID", &only,
	    "only the rules whose id fits: t3.total, 't3.*'",
	    "只用编号相符的规则：t3.total、't3.*'"},
	{'x', "skip", OPT_LIST, "ID", &without, "not the rules whose id fits",
	    "不用编号相符的规则"},
	{0, "rules", OPT_LIST, "FILE", &rule_files,
	    "add the rules of FILE; one with a known id replaces it",
	    "加入 FILE 中的规则；编号相同者替换原有规则"},
	{0, "forms", OPT_TEXT, "DIR", &forms_dir,
	    "forms from DIR instead of the built-in ones",
	    "使用 DIR 中的表式，而非内置的"},
	{'l', "list", OPT_FLAG, NULL, &list, "list the rules and end",
	    "列出规则后结束"},
	{'e', "explain", OPT_TEXT, "ID", &explain,
	    "say what the rule means, and end", "说明该规则后结束"},
};

static const char *alias_file, *tree_file;
static bool tree_folders;
static size_t memory = (size_t)8 << 20;

static const struct opt across_options[] = {
	{0, "alias", OPT_TEXT, "FILE", &alias_file,
	    "lines \"old name TAB new name\" of renamed publishers",
	    "更名的机关：每行“旧名称 TAB 新名称”"},
	{0, "tree", OPT_TEXT, "FILE", &tree_file,
	    "lines \"child TAB parent\": who is directly below whom",
	    "上下级关系：每行“下级 TAB 上级”"},
	{0, "tree-folders", OPT_FLAG, NULL, &tree_folders,
	    "a folder's own report is the parent of those in its subfolders",
	    "文件夹中的报告是其子文件夹中报告的上级"},
	{0, "memory", OPT_SIZE, "SIZE", &memory,
	    "keep so much of the reports in memory, the rest in files in $TMPDIR (8M)",
	    "报告留存的数据在内存中最多占用的大小，其余存入 $TMPDIR 下的文件（8M）"},
};

static const struct opt_group across_group =
    OPT_GROUP("Across reports", "跨报告", across_options);
static const struct opt_group output_group =
    OPT_GROUP("Findings", "发现", output_options);
static const struct opt_group rule_group =
    OPT_GROUP("Rules", "规则", rule_options);
static const struct opt_group *const groups[] = {&output_group, &rule_group,
    &across_group,
    &input_group, &reject_group, &common_group, NULL};

static const struct tool tool = {
    .usage = "[OPTION ...] [FILE ...]",
    .en = "Check annual reports: do the tables add up, is everything there?  "
          "Takes\ndocuments, the blocks of gx-split and the cells of gx-table.",
    .zh = "核对年度报告：表格数字是否勾稽一致，内容是否齐全。\n"
          "输入可以是文档、gx-split 的块记录或 gx-table 的单元格记录。",
    .status_en = "0 all well, 1 a rule of level error does not hold,\n"
                 "2 something could not be read or written.",
    .status_zh = "0 一切正常，1 有错误级别的规则不成立，2 有内容无法读取或写入。",
    .group = groups,
};

/* ---- rules -------------------------------------------------------------- */

static void
tell_mistake(void *ctx, const struct err *e)
{
	warn_err(ctx, e);
}

/* The file that an option names. */
static int
open_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		die(tr("cannot open %s: %s", "无法打开 %s：%s"), path,
		    strerror(errno));
	return fd;
}

/* The whole of it. */
static struct buf
read_file(const char *path, size_t most)
{
	struct stream s;
	struct buf text = {0};
	struct err e;
	int fd = open_file(path);

	stream_of_fd(&s, fd);
	if (!stream_slurp(&s, &text, most, &e))
		die("%s: %s", path, e.text);
	stream_free(&s);
	close(fd);
	return text;
}

static void
add_rules(struct rules *rules, const char *path, const struct forms *forms)
{
	struct buf text = read_file(path, RULE_FILE_MAX);
	void *ctx = (void *)(uintptr_t)path;

	rules_parse(rules, buf_str(&text), ctx, tell_mistake);
	keys_check(rules, forms, ctx, tell_mistake);
	buf_free(&text);
}

static _Noreturn void
no_such_rule(const struct rules *rules, const char *id)
{
	const struct rule *near = rules_nearest(rules, str_of(id));

	if (near != NULL)
		die(tr("no rule %s; did you mean %.*s? (--list shows all)",
			"没有规则 %s；是否指 %.*s？（--list 列出全部）"),
		    id, (int)near->id.n, near->id.p);
	die(tr("no rule %s (--list shows all)", "没有规则 %s（--list 列出全部）"),
	    id);
}

static void
choose(struct rules *rules, const struct opt_list *ids, bool on)
{
	for (size_t i = 0; i < ids->n; i++)
		if (rules_switch(rules, ids->v[i], on) == 0)
			no_such_rule(rules, ids->v[i]);
}

/* Who chooses no rule has made a mistake: everything would look sound. */
static void
need_rule(const struct rules *rules)
{
	for (size_t i = 0; i < rules->n; i++)
		if (rules->rule[i].on)
			return;
	die(tr("no rule is left: all are skipped or off (--list shows all)",
	    "没有剩下的规则：全部已跳过或关闭（--list 列出全部）"));
}

/* Read all rule files, then switch on what is wanted. */
static void
load_rules(struct rules *rules, const struct forms *forms)
{
	struct str text;
	const char *name;

	for (size_t i = 0; rules_builtin(i, &text, &name); i++)
		rules_parse(rules, text, (void *)(uintptr_t)name, tell_mistake);
	for (size_t i = 0; i < rule_files.n; i++)
		add_rules(rules, rule_files.v[i], forms);
	if (msg_status() != STATUS_OK)
		exit(common_finish(STATUS_TROUBLE));
	if (only.n != 0)
		rules_switch(rules, "*", false);
	choose(rules, &only, true);
	choose(rules, &without, false);
}

/* ---- --list and --explain ----------------------------------------------- */

static struct str
in_language(struct str en, struct str zh)
{
	if (msg_is_zh())
		return zh.n != 0 ? zh : en;
	return en.n != 0 ? en : zh;
}

static void
print_list(const struct rules *rules)
{
	struct buf *b = out_buf();

	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *r = &rules->rule[i];
		struct str title = in_language(r->title, r->title_zh);

		if (!r->on && (only.n != 0 || without.n != 0))
			continue;
		tsv_field(b, r->id);
		tsv_fieldz(b, level_name(r->level));
		tsv_field(b, title.n != 0 ? title : r->must.text);
		tsv_end(b);
	}
}

static void
explain_part(const char *name, struct str text)
{
	struct buf *b = out_buf();

	if (text.n == 0)
		return;
	buf_addf(b, "%s%s", name, tr(": ", "："));
	tsv_field(b, text);
	b->p[b->n - 1] = '\n';
}

static void
print_rule(const struct rule *r)
{
	struct buf *b = out_buf();

	buf_addf(b, "%.*s (%s)\n", (int)r->id.n, r->id.p, level_word(r->level));
	explain_part(tr("rule", "规则"), in_language(r->title, r->title_zh));
	for (size_t i = 0; i < r->neach; i++)
		explain_part(tr("for each", "适用于每个"), r->each[i].text);
	for (size_t i = 0; i < r->ncond; i++)
		explain_part(tr("only if", "条件"), r->cond[i].text);
	explain_part(tr("must hold", "应满足"), r->must.text);
	explain_part(tr("basis", "依据"), in_language(r->basis, r->basis_zh));
	explain_part(tr("example", "示例"),
	    in_language(r->example, r->example_zh));
}

/* ---- findings that are set aside ---------------------------------------- */

static struct waivers waivers;
static struct baseline baseline;

static void
load_known(char *const *operands)
{
	struct stream s;
	int fd;

	for (size_t i = 0; i < waiver_files.n; i++) {
		const char *path = waiver_files.v[i];

		stream_of_fd(&s, fd = open_file(path));
		waivers_read(&waivers, path, &s, (void *)(uintptr_t)path,
		    tell_mistake);
		stream_free(&s);
		close(fd);
	}
	if (baseline_file != NULL) {
		stream_of_fd(&s, fd = open_file(baseline_file));
		baseline_read(&baseline, baseline_file, &s,
		    (void *)(uintptr_t)baseline_file, tell_mistake);
		stream_free(&s);
		close(fd);
		baseline_operands(&baseline, operands);
	}
	if (msg_status() != STATUS_OK)
		exit(common_finish(STATUS_TROUBLE));
}

static bool
is_waived(void *ctx, struct finding *f)
{
	const struct waiver *w = waivers_find(&waivers, f);

	(void)ctx;
	if (w == NULL && !baseline_has(&baseline, f))
		return false;
	f->hint = w != NULL ? w->reason
	    : str_of(tr("stands in the baseline", "先前结果中已有"));
	return true;
}

static void
tell_unused(const struct waiver *w)
{
	note(w->path, w->line, "%s",
	    tr("this waiver was not used: no finding fits it",
		"该豁免未使用：没有与之相符的发现"));
}

/* ---- findings ----------------------------------------------------------- */

static enum level least; /* that makes the exit status 1 */
static struct render render;

static bool
wants_colour(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (strcmp(colour, "always") == 0)
		return true;
	if (strcmp(colour, "never") == 0)
		return false;
	if (strcmp(colour, "auto") != 0)
		die(tr("--color is auto, always or never, not \"%s\"",
			"--color 应为 auto、always 或 never，而不是“%s”"),
		    colour);
	return common_options.output == NULL && isatty(STDOUT_FILENO) &&
	    (no == NULL || *no == '\0') &&
	    (term == NULL || strcmp(term, "dumb") != 0);
}

static void
check_options(void)
{
	if (!render_parse(format, &render.format))
		die(tr("--format is %s, not \"%s\"",
			"--format 应为 %s，而不是“%s”"),
		    render_names(), format);
	if (stats && render.format != RENDER_TSV)
		die(tr("--stats and --format=%s exclude each other: counts are "
		       "records",
			"--stats 与 --format=%s 不能同用：统计按记录输出"),
		    format);
	least = LEVEL_ERROR + 1;
	if (strcmp(fail_on, "never") != 0 &&
	    (!level_parse(str_of(fail_on), &least) || least == LEVEL_OFF))
		die(tr("--fail-on is error, warning, note or never, not \"%s\"",
			"--fail-on 应为 error、warning、note 或 never，而不是“%s”"),
		    fail_on);
	render.colour = wants_colour();
}

static void
print_finding(void *ctx, const struct finding *f)
{
	(void)ctx;
	render_finding(&render, out_buf(), f);
	out_commit();
}

/* What all reports came to. */
static struct {
	struct check check;
	struct across across;
	unsigned long outcome[OUTCOMES]; /* of the rules of level error */
	int status;
} total;

/* A slot is the verdicts of one thread. */
static void *
slot_new(void *ctx)
{
	struct verdicts *v = xmalloc(sizeof *v);

	(void)ctx;
	verdicts_begin(v, &total.check, &total.across,
	    render.format == RENDER_JUNIT);
	return v;
}

static void
slot_free(void *ctx, void *slot)
{
	(void)ctx;
	verdicts_free(slot);
	free(slot);
}

static void
judge_report(void *ctx, void *slot, struct report *r)
{
	(void)ctx;
	verdicts_add(slot, r);
}

static void
count_outcomes(unsigned long (*count)[OUTCOMES])
{
	for (size_t i = 0; i < total.check.rules->n; i++)
		for (size_t k = 0; k < OUTCOMES; k++)
			total.check.count[i][k] += count[i][k];
}

static void
set_status(const struct check_result *result)
{
	for (enum level l = LEVEL_NOTE; l <= LEVEL_ERROR; l++)
		if (result->failed[l] != 0 && l >= least)
			total.status = STATUS_FINDING;
}

static void
count_report(const struct check_result *result)
{
	set_status(result);
	if (result->failed[LEVEL_ERROR] != 0)
		total.outcome[OUTCOME_FAIL]++;
	else if (result->unknown[LEVEL_ERROR] != 0)
		total.outcome[OUTCOME_UNKNOWN]++;
	else
		total.outcome[OUTCOME_PASS]++;
}

/* The turn of the reports in the slot has come. */
static void
print_verdicts(void *ctx, void *slot)
{
	struct verdicts *v = slot;
	size_t next = 0, note = 0;

	(void)ctx;
	for (size_t i = 0; i < v->n; i++) {
		const struct verdict *now = &v->v[i];

		for (; next < now->findings; next++)
			print_finding(NULL, &v->finding[next]);
		if (v->each)
			count_outcomes(v->count + i * total.check.rules->n);
		across_take(&total.across,
		    str_skip((struct str){v->notes.p, now->notes}, note));
		note = now->notes;
		if (!stats) {
			render_report(&render, out_buf(), now->doc,
			    total.check.count);
			out_commit();
		}
		count_report(&now->result);
	}
	if (!v->each && v->n != 0)
		count_outcomes(v->check.count);
	verdicts_reset(v);
}

/* The report was counted by its own rules; now those across reports have their
 * say. */
static void
count_anew(const struct across_state *alone, const struct check_result *added)
{
	bool failed = added->failed[LEVEL_ERROR] != 0,
	     unknown = added->unknown[LEVEL_ERROR] != 0;
	enum outcome was = alone->failed ? OUTCOME_FAIL
	    : alone->unknown ? OUTCOME_UNKNOWN : OUTCOME_PASS;

	if (was == OUTCOME_FAIL || (!failed && (!unknown || alone->unknown)))
		return;
	total.outcome[was]--;
	total.outcome[failed ? OUTCOME_FAIL : OUTCOME_UNKNOWN]++;
}

static void
judge_across(void *ctx, const struct across_state *alone,
    const struct check_result *added)
{
	(void)ctx;
	set_status(added);
	if (alone != NULL) /* units are not among the reports */
		count_anew(alone, added);
}

/* Read who is who, and who is below whom. */
static void
load_units(struct units *units)
{
	struct buf text = {0};

	if (tree_file != NULL && tree_folders)
		die(tr("--tree or --tree-folders, not both",
		    "--tree 与 --tree-folders 不能并用"));
	if (alias_file != NULL) {
		text = read_file(alias_file, UNITS_FILE_MAX);
		units_read_alias(units, buf_str(&text),
		    (void *)(uintptr_t)alias_file, tell_mistake);
		buf_free(&text);
	}
	if (tree_file != NULL) {
		text = read_file(tree_file, UNITS_FILE_MAX);
		units_read_tree(units, buf_str(&text),
		    (void *)(uintptr_t)tree_file, tell_mistake);
		buf_free(&text);
	}
	if (msg_status() != STATUS_OK)
		exit(common_finish(STATUS_TROUBLE));
}

/* ---- --stats ------------------------------------------------------------ */

static const char *const stat_columns[] = {"rule", "level", "pass", "fail",
    "unknown", "skip", "waived"};

/* The last outcome is there only when it can be. */
static size_t
stat_outcomes(void)
{
	return waiver_files.n != 0 || baseline_file != NULL ? OUTCOMES
							     : OUTCOME_WAIVED;
}

static void
print_counts(struct str id, const char *level,
    const unsigned long count[OUTCOMES])
{
	struct buf *b = out_buf();

	tsv_field(b, id);
	tsv_fieldz(b, level);
	for (size_t i = 0; i < stat_outcomes(); i++) {
		buf_addu(b, count[i]);
		buf_addc(b, '\t');
	}
	tsv_end(b);
	out_commit();
}

/* A line a rule, in instances; a last one for the reports as a whole. */
static void
print_stats(const struct rules *rules)
{
	static const unsigned long none[OUTCOMES];
	const struct tsv_kind kind = {.name = "stats", .col = stat_columns,
	    .ncol = 2 + stat_outcomes()};

	common_header(&kind);
	for (size_t i = 0; i < rules->n; i++)
		if (rules->rule[i].on)
			print_counts(rules->rule[i].id,
			    level_name(rules->rule[i].level),
			    total.check.count != NULL ? total.check.count[i]
						      : none);
	print_counts(STR("reports"), level_name(LEVEL_ERROR), total.outcome);
}

/* ------------------------------------------------------------------------- */

static void
judge_all(char *const *operands, const struct rules *rules,
    const struct forms *forms)
{
	static const struct tsv_kind *const refused[] = {&finding_kind,
	    &partial_kind, NULL};
	struct feed feed = {.refused = refused, .forms = forms,
	    .slot_new = slot_new, .slot_free = slot_free,
	    .report = judge_report, .merge = print_verdicts};

	total.check = (struct check){.rules = rules, .forms = feed.forms,
	    .all = all, .finding = stats ? NULL : print_finding,
	    .waived = is_waived};
	total.across = (struct across){.check = &total.check, .tree = tree_file,
	    .folders = tree_folders, .memory = memory, .judged = judge_across};
	mem_keep_apart(); /* what is kept of each report grows to the end */
	across_begin(&total.across);
	load_units(&total.across.units);
	load_known(operands);
	render.rules = rules;
	if (!stats && render.format == RENDER_TSV)
		common_header(&finding_kind);
	if (!stats)
		render_begin(&render, out_buf());
	feed_each(&feed, operands);
	feed_free(&feed); /* across_end needs the memory */
	across_end(&total.across);
	across_free(&total.across);
	if (stats)
		print_stats(rules);
	else
		render_end(&render, out_buf(), msg_status() == STATUS_OK);
	waivers_unused(&waivers, rules, tell_unused);
	render_free(&render);
	waivers_free(&waivers);
	baseline_free(&baseline);
	check_free(&total.check);
}

int
main(int argc, char **argv)
{
	char **operands = common_start(&tool, argc, argv);
	struct rules rules = {0};
	const struct forms *forms = forms_open(forms_dir);

	check_options();
	load_rules(&rules, forms);
	if (explain != NULL) {
		const struct rule *r = rules_find(&rules, str_of(explain));

		if (r == NULL)
			no_such_rule(&rules, explain);
		print_rule(r);
	} else if (list) {
		if (only.n != 0 || without.n != 0)
			need_rule(&rules);
		print_list(&rules);
	} else {
		need_rule(&rules);
		judge_all(operands, &rules, forms);
	}
	rules_free(&rules);
	return common_finish(total.status);
}
