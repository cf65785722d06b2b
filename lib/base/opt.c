/* Options, see opt.h.  --help comes from the same table as the parser. */
#include "base/opt.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/msg.h"
#include "base/out.h"
#include "base/utf8.h"

#ifndef GX_VERSION
#define GX_VERSION "unknown"
#endif

#define NEAR_ENOUGH 3 /* edits at which another option is still suggested */

static const struct opt standard[] = {
	{'h', "help", OPT_FLAG, NULL, NULL, "show this help", "显示本帮助"},
	{0, "version", OPT_FLAG, NULL, NULL, "show the version", "显示版本"},
};

static const struct opt_group standard_group =
    OPT_GROUP("Help", "帮助", standard);

/* The i-th group of the program, behind them the standard one, then NULL. */
static const struct opt_group *
group_at(const struct tool *t, size_t i)
{
	size_t n = 0;

	while (n < i && t->group[n] != NULL)
		n++;
	if (n == i && t->group[n] != NULL)
		return t->group[n];
	return n == i ? &standard_group : NULL;
}

/* Step through all options of the program; *o is NULL before the first. */
static const struct opt *
next_opt(const struct tool *t, size_t *group, const struct opt *o)
{
	const struct opt_group *g = group_at(t, *group);

	if (o == NULL)
		return g->opt;
	if (++o < g->opt + g->n)
		return o;
	g = group_at(t, ++*group);
	return g != NULL ? g->opt : NULL;
}

static void
add_option_line(struct buf *b, const struct opt *o)
{
	size_t from = b->n;

	if (o->letter != 0)
		buf_addf(b, "  -%c, --%s", o->letter, o->name);
	else
		buf_addf(b, "      --%s", o->name);
	if (o->arg != NULL)
		buf_addf(b, "=%s", o->arg);
	do
		buf_addc(b, ' ');
	while (b->n - from < 28);
	buf_addz(b, tr(o->en, o->zh));
	buf_addc(b, '\n');
}

static _Noreturn void
help(const struct tool *t)
{
	const struct opt_group *group;
	struct buf *b = out_buf();

	buf_addf(b, tr("usage: %s %s\n\n", "用法：%s %s\n\n"), msg_program(),
	    t->usage);
	buf_addf(b, "%s\n", tr(t->en, t->zh));
	for (size_t g = 0; (group = group_at(t, g)) != NULL; g++) {
		buf_addf(b, tr("\n%s:\n", "\n%s：\n"), tr(group->en, group->zh));
		for (size_t i = 0; i < group->n; i++)
			add_option_line(b, &group->opt[i]);
	}
	buf_addf(b, tr("\nExit status: %s\n", "\n退出状态：%s\n"),
	    tr(t->status_en, t->status_zh));
	out_close(true);
	exit(STATUS_OK);
}

static _Noreturn void
version(void)
{
	buf_addf(out_buf(), "%s (gx) %s\n", msg_program(), GX_VERSION);
	out_close(true);
	exit(STATUS_OK);
}

static _Noreturn void
unknown_option(const struct tool *t, const char *name, size_t n)
{
	char *word = xstrdup_str((struct str){name, n});
	const char *best = NULL;
	size_t chars = utf8_count(str_of(word)), group = 0;
	size_t least = chars <= NEAR_ENOUGH ? chars : NEAR_ENOUGH + 1;

	for (const struct opt *o = next_opt(t, &group, NULL); o != NULL;
	    o = next_opt(t, &group, o)) {
		size_t d = strncmp(o->name, word, n) == 0 && n != 0
		    ? 0
		    : utf8_edits(str_of(word), str_of(o->name));

		if (d < least) {
			least = d;
			best = o->name;
		}
	}
	if (best != NULL)
		die(tr("no option --%s; did you mean --%s? (--help lists all)",
			"没有选项 --%s；是否指 --%s？（--help 列出全部）"),
		    word, best);
	die(tr("no option --%s (--help lists all)",
		"没有选项 --%s（--help 列出全部）"),
	    word);
}

static size_t
parse_size(const char *name, const char *text)
{
	char *end;
	unsigned long long n;
	unsigned shift = 0;

	if (*text < '0' || *text > '9')
		die(tr("--%s wants a number, not \"%s\"",
			"--%s 需要数字，而不是“%s”"),
		    name, text);
	errno = 0;
	n = strtoull(text, &end, 10);
	if (*end == 'K' || *end == 'k')
		shift = 10;
	else if (*end == 'M' || *end == 'm')
		shift = 20;
	else if (*end == 'G' || *end == 'g')
		shift = 30;
	if (end[shift != 0] != '\0')
		die(tr("--%s wants a number, not \"%s\"",
			"--%s 需要数字，而不是“%s”"),
		    name, text);
	if (errno == ERANGE || n > SIZE_MAX >> shift)
		die(tr("--%s: %s is too large", "--%s：%s 过大"), name, text);
	return (size_t)n << shift;
}

static void
store(const struct tool *t, const struct opt *o, const char *text)
{
	if (o->to == NULL) {
		if (strcmp(o->name, "help") == 0)
			help(t);
		version();
	}
	switch (o->type) {
	case OPT_FLAG:
		*(bool *)o->to = true;
		break;
	case OPT_ONE:
		*(const char **)o->to = o->name;
		break;
	case OPT_TEXT:
	case OPT_ANY:
		*(const char **)o->to = text;
		break;
	case OPT_LIST: {
		struct opt_list *list = o->to;

		list->v = xgrow(list->v, list->n, &list->cap, sizeof *list->v);
		list->v[list->n++] = text;
		break;
	}
	case OPT_SIZE:
		*(size_t *)o->to = parse_size(o->name, text);
		break;
	}
}

static bool
takes_argument(const struct opt *o)
{
	return o->type != OPT_FLAG && o->type != OPT_ONE;
}

/* An empty one is that of a variable which was not set. */
static void
need_argument(const struct opt *o, const char *text)
{
	if (text == NULL)
		die(tr("--%s wants an argument: %s", "--%s 需要参数：%s"),
		    o->name, o->arg);
	if (*text == '\0' && (o->type == OPT_TEXT || o->type == OPT_LIST))
		die(tr("--%s wants %s, not \"\"", "--%s 需要 %s，而不是“”"),
		    o->name, o->arg);
}

/* --name, --name=text, --name text; returns whether the next word was used. */
static bool
long_option(const struct tool *t, char *word, char *next)
{
	size_t n = strcspn(word, "=");
	char *joined = word[n] == '=' ? word + n + 1 : NULL;
	size_t group = 0;

	for (const struct opt *o = next_opt(t, &group, NULL); o != NULL;
	    o = next_opt(t, &group, o)) {
		if (strlen(o->name) != n || strncmp(o->name, word, n) != 0)
			continue;
		if (!takes_argument(o)) {
			if (joined != NULL)
				die(tr("--%s takes no argument",
					"--%s 不带参数"),
				    o->name);
			store(t, o, NULL);
			return false;
		}
		need_argument(o, joined != NULL ? joined : next);
		store(t, o, joined != NULL ? joined : next);
		return joined == NULL;
	}
	unknown_option(t, word, n);
}

/* The first character of the word, which need not be ASCII. */
static _Noreturn void
unknown_letter(const char *word)
{
	const char *end = word;

	utf8_next(&end, word + strlen(word));
	die(tr("no option -%.*s (--help lists all)",
		"没有选项 -%.*s（--help 列出全部）"),
	    (int)(end - word), word);
}

static const struct opt *
option_of_letter(const struct tool *t, char letter)
{
	const struct opt *o = NULL;
	size_t group = 0;

	do
		o = next_opt(t, &group, o);
	while (o != NULL && o->letter != letter);
	return o;
}

/* -a, -ab, -n3, -n 3; returns whether the next word was used. */
static bool
short_options(const struct tool *t, char *word, char *next)
{
	for (; *word != '\0'; word++) {
		const struct opt *found = option_of_letter(t, *word);

		if (found == NULL)
			unknown_letter(word);
		if (!takes_argument(found)) {
			store(t, found, NULL);
			continue;
		}
		if (word[1] != '\0') {
			store(t, found, word + 1);
			return false;
		}
		need_argument(found, next);
		store(t, found, next);
		return true;
	}
	return false;
}

/* "-" is standard input, and "-/a.txt" what lies in an archive there. */
static bool
is_operand(const char *word)
{
	return word[0] != '-' || word[1] == '\0' || word[1] == '/';
}

char **
opt_parse(const struct tool *t, int argc, char **argv)
{
	int operands = 0, i = 1;

	if (argc < 1)
		return argv;
	for (; i < argc; i++) {
		char *word = argv[i];
		bool used = false;

		if (strcmp(word, "--") == 0) {
			i++;
			break;
		}
		if (is_operand(word))
			argv[operands++] = word;
		else if (word[1] == '-')
			used = long_option(t, word + 2, argv[i + 1]);
		else
			used = short_options(t, word + 1, argv[i + 1]);
		i += used;
	}
	while (i < argc)
		argv[operands++] = argv[i++];
	argv[operands] = NULL;
	return argv;
}
