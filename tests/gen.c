/*
 * Writes reports of agencies that do not exist, and the truth about them, for
 * tests and benchmarks.  In go a seed and what shall hold for the reports; out
 * come one report, a folder of reports or a tar archive, and on request a table
 * of the figures as a reader should find them.
 *
 * The way of a report: figures are drawn so that all tables add up, a fault
 * changes one thing, the figures become printed cells (gen_figures.c), cells
 * become tables (gen_grid.c), prose stands around them (gen_prose.c), and a
 * layout prints the whole (gen_text.c, gen_pages.c, gen_markup.c).  The prose
 * takes its numbers from the tables after the fault, so that a fault in a table
 * breaks no rule on the prose.  Every part draws from a generator of its own: a
 * fault leaves the rest of the report alone.  Nothing depends on machine, locale
 * or time, but how zlib compresses a DOCX of --styled.
 *
 * Truth lines have no header: [doc] table row col value, with the keys of the
 * forms.  value is the number that is printed, in plain digits; it is empty for
 * a blank or "/".  A cell that is not printed, or that nobody can place, has no
 * line.
 */
#include "gen.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/msg.h"
#include "base/opt.h"
#include "base/out.h"

static const struct layout layout[] = {
	{"cells", ".txt", lay_cells, false, false,
	    "a cell a line behind a tab, a blank line after each row"},
	{"tsv", ".txt", lay_tsv, true, false,
	    "rows in tabs under Markdown headings"},
	{"pipe", ".md", lay_pipe, true, false, "Markdown tables"},
	{"bars", ".txt", lay_bars, false, false,
	    "rows with bars, without merged cells; or padded with bars"},
	{"barlines", ".txt", lay_barlines, false, false,
	    "a cell a line with a bar behind or below it"},
	{"barends", ".txt", lay_barends, false, false,
	    "a cell a line and a bar behind it, rows not marked"},
	{"barpads", ".txt", lay_barpads, false, false,
	    "a cell a line with a bar behind it, padding on its own line"},
	{"para", ".txt", lay_para, false, false, "a cell a paragraph"},
	{"glued", ".txt", lay_glued, false, true,
	    "cells without separators; ambiguous rows have no truth"},
	{"raw", ".txt", lay_raw, false, false,
	    "pages as pdftotext -raw prints them"},
	{"layout", ".txt", lay_layout, false, false,
	    "pages as pdftotext -layout prints them"},
	{"html", ".html", lay_html, false, false, "HTML with spans"},
	{"docx", ".docx", lay_docx, false, false, "a word processor's file"},
};

/* ---- one report ---- */

/* A comma-separated list of names, as numbers. */
struct choice {
	unsigned *v;
	size_t n, cap;
};

static struct {
	const char *form, *layout, *fault, *truth, *dir;
	const char *broken, *edges;
	size_t year, seed, count, series, tree;
	bool zero, noise, varied, styled, tar, list;
} option = {.seed = 1};

static const char *const break_name[BREAKS] = {
	"none", "carry", "inforce", "copy", "sum", "missing", "twice",
};
static int broken;
#define MEMBERS 1000 /* numbers of reports that a tree takes up */
#define P_FAMILY 999 /* part of an agency: the years */

static struct choice layouts, faults;

/* Draw what was left open. */
static void
choose(struct doc *d)
{
	struct rng r = rng_part(d, P_CHOICE);
	unsigned year = between(&r, 2019, 2024), late = between(&r, 2021, 2024);
	unsigned old = between(&r, 2019, 2020), l = below(&r, layouts.n),
	    f = below(&r, faults.n);

	d->layout = &layout[layouts.v[l]];
	d->fault = (int)faults.v[f];
	d->zero = option.zero;
	d->noise = option.noise;
	d->varied = option.varied;
	d->styled = option.styled;
	d->ragged = chance(&r, 40);
	d->inline_topics = chance(&r, 40);
	d->half = chance(&r, 50);
	d->form = option.form == NULL ? 0
	    : strcmp(option.form, "2019") == 0 ? F2019 : F2021;
	if (option.year != 0)
		d->year = (unsigned)option.year;
	else if (d->fault == OLDFORM || d->form == F2021)
		d->year = late;
	else
		d->year = d->form == F2019 ? old : year;
	if (d->fault == OLDFORM)
		d->form = F2019;
	else if (d->form == 0)
		d->form = d->year < 2021 ? F2019 : F2021;
}

/* Put the report in its place among others; they share year and form. */
static void
join_family(struct doc *d)
{
	uint64_t size = option.series != 0 ? option.series : MEMBERS;
	struct rng r;

	d->prose = d->index;
	if (option.series == 0 && option.tree == 0)
		return;
	d->agency = d->index / size;
	d->nth = (unsigned)(d->index % size);
	r = rng_for(option.seed, d->agency, P_FAMILY);
	d->year = between(&r, 2019, 2022);
	if (option.year != 0)
		d->year = (unsigned)option.year;
	if (option.series != 0) {
		d->family = SERIES;
		d->year += d->nth;
		d->broken = d->nth + 1 == option.series ? broken : BREAK_NONE;
		if (d->broken == BREAK_COPY)
			d->prose--;
	} else {
		d->family = d->nth == 0 ? PARENT : CHILD;
		d->broken = d->nth == 0 ? broken : BREAK_NONE;
		d->nth -= d->nth != 0;
	}
	d->form = d->year < 2021 ? F2019 : F2021;
}

/* Draw all but the words: d keeps the truth about the report. */
static void
draw_report(struct doc *d, uint64_t index, const struct family_sum *sum)
{
	struct arena arena = d->arena;
	struct buf text = d->text;

	arena_reset(&arena);
	memset(d, 0, sizeof *d);
	d->arena = arena;
	d->text = text;
	d->seed = option.seed;
	d->index = index;
	d->sum = sum;
	choose(d);
	join_family(d);
	prose_publisher(d);
	figures_make(d);
}

static void
print_report(struct buf *b, struct doc *d)
{
	grids_make(d);
	prose_write(d);
	d->layout->print(b, d);
}

/* Append the report to b. */
static void
make_report(struct buf *b, struct doc *d, uint64_t index)
{
	draw_report(d, index, NULL);
	print_report(b, d);
}

static void
add_truth(struct buf *b, const struct doc *d, const char *name)
{
	for (size_t i = 0; i < d->nnum; i++) {
		const struct num *n = &d->num[i];

		if (n->lost)
			continue;
		if (name != NULL) {
			buf_addz(b, name);
			buf_addc(b, '\t');
		}
		buf_addz(b, n->table);
		buf_addc(b, '\t');
		buf_addz(b, n->row);
		buf_addc(b, '\t');
		buf_addz(b, n->col);
		buf_addc(b, '\t');
		buf_addz(b, n->value);
		buf_addc(b, '\n');
	}
}

/* ---- output ---- */

struct file {
	FILE *f;
	const char *path;
};

static struct file
file_create(const char *path)
{
	struct file f = {fopen(path, "w"), path};

	if (f.f == NULL)
		die(tr("cannot write %s: %s", "无法写入 %s：%s"), path,
		    strerror(errno));
	return f;
}

static void
file_write(struct file f, struct str s)
{
	if (s.n != 0 && fwrite(s.p, 1, s.n, f.f) != s.n)
		die(tr("cannot write %s: %s", "无法写入 %s：%s"), f.path,
		    strerror(errno));
}

static void
file_close(struct file f)
{
	if (f.f != NULL && fclose(f.f) != 0)
		die(tr("cannot write %s: %s", "无法写入 %s：%s"), f.path,
		    strerror(errno));
}

static void
make_folder(const char *path)
{
	if (mkdir(path, 0777) != 0 && errno != EEXIST)
		die(tr("cannot make %s: %s", "无法创建 %s：%s"), path,
		    strerror(errno));
}

/* A ustar header for a regular file; owner, time and mode are always the same. */
static void
add_tar_header(struct buf *b, const char *name, size_t size)
{
	char h[512] = {0};
	unsigned sum = 0;

	snprintf(h, 100, "%s", name);
	memcpy(h + 100, "0000644", 8);
	memcpy(h + 108, "0000000", 8);
	memcpy(h + 116, "0000000", 8);
	snprintf(h + 124, 12, "%011zo", size);
	memcpy(h + 136, "00000000000", 12);
	memcpy(h + 148, "        ", 8);
	h[156] = '0';
	memcpy(h + 257, "ustar\0" "00", 8);
	for (size_t i = 0; i < sizeof h; i++)
		sum += (unsigned char)h[i];
	snprintf(h + 148, 8, "%06o", sum);
	buf_add(b, h, sizeof h);
}

static void
add_tar_member(const char *name, struct str body)
{
	static const char zeros[512];
	struct buf *b = out_buf();

	add_tar_header(b, name, body.n);
	buf_addstr(b, body);
	buf_add(b, zeros, (512 - body.n % 512) % 512);
	out_commit();
}

static void
end_tar(void)
{
	static const char zeros[1024];

	buf_add(out_buf(), zeros, sizeof zeros);
}

static void
write_member(const char *name, struct str body, uint64_t index)
{
	struct buf path = {0};
	struct file f;

	buf_addf(&path, "%s/%03llu", option.dir, (unsigned long long)index / 1000);
	buf_addc(&path, '\0');
	if (index % 1000 == 0)
		make_folder(path.p);
	buf_reset(&path);
	buf_addf(&path, "%s/%s", option.dir, name);
	buf_addc(&path, '\0');
	f = file_create(path.p);
	file_write(f, body);
	file_close(f);
	buf_free(&path);
}

/* The file for the truth; none when it was not asked for. */
static struct file
open_truth(void)
{
	static struct buf path;
	size_t n = option.dir != NULL ? strlen(option.dir) : 0;

	if (option.truth != NULL)
		return file_create(option.truth);
	if (option.dir == NULL)
		return (struct file){0};
	while (n > 1 && option.dir[n - 1] == '/')
		n--;
	buf_add(&path, option.dir, n);
	buf_addz(&path, ".truth.tsv");
	buf_addc(&path, '\0');
	return file_create(path.p);
}

static void
make_one(struct doc *d, struct file truth)
{
	struct buf lines = {0};

	make_report(out_buf(), d, 0);
	if (truth.f != NULL) {
		add_truth(&lines, d, NULL);
		file_write(truth, buf_str(&lines));
	}
	buf_free(&lines);
}

static void
make_many(struct doc *d, struct file truth)
{
	struct buf body = {0}, lines = {0};
	char name[64];

	if (option.dir != NULL)
		make_folder(option.dir);
	for (uint64_t i = 0; i < option.count; i++) {
		buf_reset(&body);
		make_report(&body, d, i);
		snprintf(name, sizeof name, "%03llu/%06llu%s",
		    (unsigned long long)i / 1000, (unsigned long long)i,
		    d->layout->suffix);
		if (option.dir != NULL)
			write_member(name, buf_str(&body), i);
		else
			add_tar_member(name, buf_str(&body));
		if (truth.f == NULL)
			continue;
		buf_reset(&lines);
		add_truth(&lines, d, name);
		file_write(truth, buf_str(&lines));
	}
	if (option.tar)
		end_tar();
	buf_free(&body);
	buf_free(&lines);
}

/* A member of a tree: the sum's when sum is given, else number nth below. */
static void
make_member(struct doc *d, uint64_t tree, unsigned nth, const char *name,
    const struct family_sum *sum)
{
	struct buf body = {0};
	char path[64];

	draw_report(d, tree * MEMBERS + nth, sum);
	print_report(&body, d);
	snprintf(path, sizeof path, name, (unsigned long long)tree, nth,
	    d->layout->suffix);
	add_tar_member(path, buf_str(&body));
	buf_free(&body);
}

static void
write_edges(struct file edges, const struct doc *parent, const struct doc *child)
{
	struct buf line = {0};

	buf_addf(&line, "%s\t%s\n", child->org, parent->org);
	file_write(edges, buf_str(&line));
	buf_free(&line);
}

/* A government in a folder, those below it in folders of that one. */
static void
make_trees(struct doc *d, struct doc *child)
{
	struct file edges = {0};

	if (option.edges != NULL)
		edges = file_create(option.edges);
	for (uint64_t tree = 0; tree < option.count; tree++) {
		struct family_sum sum = {.n2 = 0};

		for (unsigned i = 1; i <= option.tree; i++) {
			draw_report(child, tree * MEMBERS + i, NULL);
			family_add(&sum, child);
		}
		make_member(d, tree, 0, "%06llu/%03u%s", &sum);
		for (unsigned i = 1; i <= option.tree; i++) {
			if (broken != BREAK_MISSING || i != option.tree)
				make_member(child, tree, i,
				    "%06llu/%03u/report%s", NULL);
			else
				draw_report(child, tree * MEMBERS + i, NULL);
			if (edges.f != NULL)
				write_edges(edges, d, child);
		}
		if (broken == BREAK_TWICE)
			make_member(child, tree, 1, "%06llu/%03u/again%s", NULL);
	}
	file_close(edges);
	end_tar();
}

/* ---- options ---- */

static const struct opt options[] = {
	{0, "form", OPT_TEXT, "2019|2021", &option.form, "the official form",
	    "报告格式"},
	{0, "year", OPT_SIZE, "N", &option.year, "the report's year", "报告年度"},
	{0, "layout", OPT_TEXT, "NAME,...", &option.layout,
	    "one of these layouts; not given: any", "排版之一；缺省为任意"},
	{0, "seed", OPT_SIZE, "N", &option.seed,
	    "another seed, another report (1)", "种子不同则报告不同（1）"},
	{0, "fault", OPT_TEXT, "NAME,...", &option.fault,
	    "one of these faults (none)", "错误之一（none）"},
	{0, "zero", OPT_FLAG, NULL, &option.zero, "every figure is 0", "所有数字为零"},
	{0, "noise", OPT_FLAG, NULL, &option.noise,
	    "print figures, labels and headings in odd ways that mean the same",
	    "以不规范而含义相同的方式印出数字、标签与标题"},
	{0, "varied", OPT_FLAG, NULL, &option.varied,
	    "more prose in more words by more agencies; shrinks as real reports do",
	    "文字更多、用词与机关更多样，压缩比与真实报告相近"},
	{0, "styled", OPT_FLAG, NULL, &option.styled,
	    "HTML and DOCX with the formatting of sites and editors",
	    "HTML 与 DOCX 带网站和编辑器的格式"},
	{0, "truth", OPT_TEXT, "FILE", &option.truth,
	    "write the figures there: [doc] table row col value", "写出真值"},
};
static const struct opt many[] = {
	{0, "count", OPT_SIZE, "N", &option.count, "so many reports", "报告数"},
	{0, "dir", OPT_TEXT, "DIR", &option.dir,
	    "as files of a folder, and DIR.truth.tsv", "写成目录下的文件"},
	{0, "tar", OPT_FLAG, NULL, &option.tar, "as a tar archive", "写成 tar 归档"},
	{0, "series", OPT_SIZE, "N", &option.series,
	    "each N reports are those of one agency over N years",
	    "每 N 份为同一机关连续 N 年的报告"},
	{0, "tree", OPT_SIZE, "N", &option.tree,
	    "count trees: a report and N whose sum it is (with --tar)",
	    "每组一份汇总报告和 N 份下级报告（用于 --tar）"},
	{0, "edges", OPT_TEXT, "FILE", &option.edges,
	    "write who is below whom in the trees: child, parent",
	    "写出上下级关系"},
	{0, "break", OPT_TEXT, "NAME", &option.broken,
	    "carry, inforce, copy in the last year; sum, missing, twice in a tree",
	    "末年 carry、inforce、copy；汇总 sum、missing、twice"},
};
static const struct opt about[] = {
	{0, "list", OPT_FLAG, NULL, &option.list,
	    "list layouts and faults: kind, name, rules that break, what it is",
	    "列出排版与错误"},
};
static const struct opt_group report_group = OPT_GROUP(
    "Report; what is not given is drawn from the seed", "报告", options);
static const struct opt_group many_group =
    OPT_GROUP("Many reports", "多份报告", many);
static const struct opt_group about_group = OPT_GROUP("About", "说明", about);
static const struct opt_group *const groups[] = {
	&report_group, &many_group, &about_group, NULL,
};
static const struct tool tool = {
	"[--seed=N] [--layout=NAME] [--fault=NAME] > report\n"
	"       gen --count=N --dir=DIR | --count=N --tar > reports.tar",
	"Write reports of agencies that do not exist, for tests.\n"
	"Truth has no header line; a blank or / has an empty value.",
	"生成虚构机关的年度报告，供测试使用。", "0 done, 2 trouble",
	"0 完成，2 出错", groups,
};

static void
list_names(void)
{
	for (size_t i = 0; i < COUNT(layout); i++)
		buf_addf(out_buf(), "layout\t%s\t\t%s\n", layout[i].name,
		    layout[i].what);
	for (size_t i = 0; i < FAULTS; i++)
		buf_addf(out_buf(), "fault\t%s\t%s\t%s\n", fault[i].name,
		    fault[i].rules, fault[i].what);
}

static const char *
layout_name(size_t i)
{
	return i < COUNT(layout) ? layout[i].name : NULL;
}

static const char *
fault_name(size_t i)
{
	return i < FAULTS ? fault[i].name : NULL;
}

static void
choice_add(struct choice *c, size_t i)
{
	c->v = xgrow(c->v, c->n, &c->cap, sizeof *c->v);
	c->v[c->n++] = (unsigned)i;
}

static void
choice_parse(struct choice *c, const char *what, const char *names,
    const char *(*name)(size_t))
{
	struct str rest = str_of(names), one;

	while (str_split(&rest, ',', &one)) {
		size_t i = 0;

		while (name(i) != NULL && !str_is(one, name(i)))
			i++;
		if (name(i) == NULL)
			die(tr("no %s \"%.*s\"; --list names all",
				"没有%s“%.*s”，见 --list"),
			    what, (int)one.n, one.p);
		choice_add(c, i);
	}
}

/* Are the faults possible with what else was asked for? */
static void
check_faults(void)
{
	for (size_t i = 0; i < faults.n; i++) {
		const struct fault *f = &fault[faults.v[i]];

		if ((f->needs & BUSY) != 0 && option.zero)
			die(tr("fault %s needs figures: no --zero",
				"错误 %s 需要非零数字"),
			    f->name);
		if ((f->needs & LATE) != 0 && option.year != 0 &&
		    option.year < 2021)
			die(tr("fault %s needs a year from 2021 on",
				"错误 %s 需要 2021 年及以后"),
			    f->name);
		for (size_t k = 0; (f->needs & GRID) != 0 && k < layouts.n; k++)
			if (!layout[layouts.v[k]].grid)
				die(tr("fault %s needs --layout=tsv or pipe",
					"错误 %s 需要 --layout=tsv 或 pipe"),
				    f->name);
	}
}

static void
check_options(char *const *operands)
{
	if (operands[0] != NULL)
		die(tr("no operands are taken", "不接受操作数"));
	if (option.form != NULL && strcmp(option.form, "2019") != 0 &&
	    strcmp(option.form, "2021") != 0)
		die(tr("--form is 2019 or 2021", "--form 为 2019 或 2021"));
	if (option.year != 0 && (option.year < 2019 || option.year > 2099))
		die(tr("--year is 2019 to 2099", "--year 为 2019 至 2099"));
	if (option.tar && option.dir != NULL)
		die(tr("--dir or --tar, not both", "--dir 与 --tar 不能并用"));
	if ((option.count != 0) != (option.tar || option.dir != NULL))
		die(tr("--count goes with --dir or --tar",
			"--count 须与 --dir 或 --tar 并用"));
	while (option.broken != NULL && broken < BREAKS &&
	    strcmp(option.broken, break_name[broken]) != 0)
		broken++;
	if (broken == BREAKS || option.series >= 40 ||
	    option.tree >= MEMBERS - 1 ||
	    (option.series != 0 && option.tree != 0) ||
	    (broken != BREAK_NONE &&
		(broken < BREAK_SUM ? option.series : option.tree) == 0) ||
	    (option.tree != 0 && !option.tar))
		die(tr("--series=1..39, or --tree=1..998 with --tar; --break fits one of them",
			"--series=1..39，或 --tree=1..998 与 --tar；--break 须与之相应"));
	if (option.fault == NULL)
		option.fault = "none";
	choice_parse(&faults, tr("fault", "错误"), option.fault, fault_name);
	if (option.layout != NULL)
		choice_parse(&layouts, tr("layout", "排版"), option.layout,
		    layout_name);
	else if (strcmp(option.fault, "shifted") == 0)
		choice_add(&layouts, 1);
	if (layouts.n == 0)
		for (size_t i = 0; i < COUNT(layout); i++)
			choice_add(&layouts, i);
	check_faults();
}

int
main(int argc, char **argv)
{
	static struct doc d, child;
	struct file truth;
	char **operands;

	msg_init(argv[0]);
	operands = opt_parse(&tool, argc, argv);
	if (option.fault != NULL && strcmp(option.fault, "list") == 0)
		option.list = true;
	if (option.list) {
		list_names();
		out_close(true);
		return STATUS_OK;
	}
	check_options(operands);
	truth = open_truth();
	if (option.tree != 0)
		make_trees(&d, &child);
	else if (option.count != 0)
		make_many(&d, truth);
	else
		make_one(&d, truth);
	file_close(truth);
	out_close(true);
	return STATUS_OK;
}
