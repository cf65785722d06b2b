/*
 * Operands to documents: files, folders, addresses inside archives, lists,
 * standard input.  What the bytes are is not asked here (deliver.c).
 *
 * In folders, as in archives, hidden files are passed over (name_is_hidden),
 * and so are links to folders, devices, pipes and sockets; named as operands
 * they are read.  An operand is always opened, whatever the globs say.
 */
#include "input/input.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/common.h"
#include "base/mem.h"
#include "base/progress.h"
#include "input/deliver.h"
#include "input/encoding.h"
#include "input/name.h"
#include "input/parcel.h"
#include "input/pre.h"

#define FOLDERS_MAX 100            /* folders in folders */
#define LIST_NAME_MAX ((size_t)1 << 16) /* bytes of a name in a list */
#define NESTING_MAX 100            /* what --max-nesting may ask for */

struct input_options input_options = INPUT_DEFAULTS;

static const struct opt options[] = {
	{0, "files0-from", OPT_TEXT, "F", &input_options.files0_from,
	    "read the names of inputs from F, each ended by NUL; - for standard input",
	    "从 F 读取输入名称，各以 NUL 结尾；- 表示标准输入"},
	{0, "include", OPT_LIST, "GLOB", &input_options.include,
	    "in folders and archives, read only what matches",
	    "在文件夹和压缩包中只读取匹配的内容"},
	{0, "exclude", OPT_LIST, "GLOB", &input_options.exclude,
	    "in folders and archives, leave out what matches",
	    "在文件夹和压缩包中排除匹配的内容"},
	{0, "pre", OPT_LIST, "GLOB=COMMAND", &input_options.pre,
	    "read what COMMAND FILE prints for documents that match",
	    "对匹配的文档，读取 COMMAND FILE 的输出"},
	{0, "pre-timeout", OPT_SIZE, "SECONDS", &input_options.pre_timeout,
	    "let such a command run so long at most, 0 for no limit (60)",
	    "此类命令的最长运行秒数，0 表示不限（60）"},
	{0, "name-charset", OPT_TEXT, "NAME", &input_options.name_charset,
	    "charset of names that are not UTF-8 (GB18030)",
	    "非 UTF-8 名称的字符集（GB18030）"},
	{0, "max-document", OPT_SIZE, "SIZE", &input_options.max_document,
	    "bytes of a document at most (64M)", "单个文档的最大字节数（64M）"},
	{0, "max-archive", OPT_SIZE, "SIZE", &input_options.max_archive,
	    "bytes out of an archive at most (64G)",
	    "单个压缩包解出的最大字节数（64G）"},
	{0, "max-members", OPT_SIZE, "N", &input_options.max_members,
	    "members of an archive at most (10000000)",
	    "单个压缩包的最大成员数（10000000）"},
	{0, "max-ratio", OPT_SIZE, "N", &input_options.max_ratio,
	    "bytes out for each byte of an archive at most (1000)",
	    "压缩包每字节最多解出的字节数（1000）"},
	{0, "max-nesting", OPT_SIZE, "N", &input_options.max_nesting,
	    "archives inside one another at most (4)",
	    "压缩包的最大嵌套层数（4）"},
};

const struct opt_group input_group = OPT_GROUP("Input", "输入", options);

struct walk {
	struct job job;
	struct buf path; /* of the file, as the system knows it, ended by NUL */
	mode_t mode;     /* of the operand's file, as stat gave it */
	bool stdin_taken;
	size_t met; /* in folders: files, and folders that could not be read */
};

static void
tell(struct walk *w, const char *text)
{
	struct err e;

	err_set(&e, "%s", text);
	job_tell(&w->job, &e);
}

/* The text that stands for a file name in an address. */
static void
add_label(struct walk *w, struct str name)
{
	encoding_add_name(&w->job.addr, name, w->job.o->name_charset);
}

static void
set_path(struct walk *w, struct str path)
{
	buf_reset(&w->path);
	buf_addstr(&w->path, path);
	buf_addc(&w->path, '\0');
}

static bool
take_stdin(struct walk *w, struct str wanted)
{
	struct stat st;

	if (w->stdin_taken) {
		tell(w, tr("standard input was read already",
		    "标准输入已读取过"));
		return true;
	}
	w->stdin_taken = true;
	return deliver_fd(&w->job, STDIN_FILENO,
	    fstat(STDIN_FILENO, &st) == 0 && S_ISREG(st.st_mode) &&
		lseek(STDIN_FILENO, 0, SEEK_CUR) == 0,
	    wanted);
}

/* A file in a folder, known to be a regular one. */
static void
take_file(struct walk *w)
{
	if (w->job.parcels != NULL && !name_is_of_stream(w->path.p))
		parcels_add_path(w->job.parcels, &w->job, w->path.p);
	else
		deliver_file(&w->job, w->path.p);
}

/* The names in a folder: a byte for the type before each, NUL behind. */
struct listing {
	struct buf text;
	const char **name;
	size_t n;
};

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a + 1, *(const char *const *)b + 1);
}

static void
sort_listing(struct listing *l)
{
	const char *p = l->text.p;

	l->name = xmalloc(l->n * sizeof *l->name);
	for (size_t i = 0; i < l->n; i++) {
		l->name[i] = p;
		p += strlen(p + 1) + 2;
	}
	qsort(l->name, l->n, sizeof *l->name, compare_names);
}

/* A hidden file or folder that is excluded, too: its glob has matched something. */
static void
pass_over(struct walk *w, struct str name)
{
	size_t n = w->job.addr.n;

	buf_addc(&w->job.addr, '/');
	add_label(w, name);
	job_is_excluded(&w->job, false);
	w->job.addr.n = n;
}

static bool
list_folder(struct walk *w, const char *path, struct listing *l)
{
	DIR *d = opendir(path);
	struct dirent *entry;
	int error;

	if (d == NULL)
		return false;
	while (errno = 0, (entry = readdir(d)) != NULL) {
		struct str name = str_of(entry->d_name);

		if (name_is_hidden(name)) {
			pass_over(w, name);
			continue;
		}
		buf_addc(&l->text, (char)entry->d_type);
		buf_add(&l->text, name.p, name.n + 1);
		l->n++;
	}
	error = errno;
	closedir(d);
	sort_listing(l);
	errno = error;
	return error == 0;
}

/* The type of the current path, links to files resolved; DT_UNKNOWN, with errno
 * or 0, for what is to be passed over. */
static int
resolve_type(struct walk *w, int type)
{
	struct stat st;
	bool link = type == DT_LNK;

	errno = 0;
	if (type == DT_REG || type == DT_DIR)
		return type;
	if (type == DT_UNKNOWN) {
		if (lstat(w->path.p, &st) != 0)
			return DT_UNKNOWN;
		link = S_ISLNK(st.st_mode);
		if (!link)
			return S_ISREG(st.st_mode) ? DT_REG
			    : S_ISDIR(st.st_mode) ? DT_DIR
						  : DT_UNKNOWN;
	}
	if (link && stat(w->path.p, &st) == 0 && S_ISREG(st.st_mode))
		return DT_REG;
	return DT_UNKNOWN;
}

static void walk_folder(struct walk *w, unsigned depth);

static void
take_entry(struct walk *w, int type, unsigned depth)
{
	int error;

	w->met += type != DT_DIR;
	/* links to folders are not followed, whether excluded or not */
	if (job_is_excluded(&w->job, type != DT_REG && type != DT_LNK))
		return;
	switch (resolve_type(w, type)) {
	case DT_REG:
		take_file(w);
		break;
	case DT_DIR:
		walk_folder(w, depth + 1);
		break;
	default:
		error = errno;
		if (error != 0 && job_may_want(&w->job))
			job_tell_errno(&w->job, error);
	}
}

/* Path and address are those of the folder, without a '/' at their end. */
static void
walk_folder(struct walk *w, unsigned depth)
{
	size_t path_n = w->path.n - 1, addr_n = w->job.addr.n;
	struct listing l = {0};

	if (depth > FOLDERS_MAX) {
		w->met++;
		tell(w, tr("folders nested too deep", "文件夹嵌套过深"));
		return;
	}
	if (!list_folder(w, path_n != 0 ? w->path.p : "/", &l)) {
		w->met++;
		job_tell_errno(&w->job, errno);
	}
	for (size_t i = 0; i < l.n; i++) {
		struct str name = str_of(l.name[i] + 1);

		w->path.n = path_n;
		buf_addc(&w->path, '/');
		buf_add(&w->path, name.p, name.n + 1);
		buf_addc(&w->job.addr, '/');
		add_label(w, name);
		take_entry(w, l.name[i][0], depth);
		w->job.addr.n = addr_n;
	}
	w->path.n = path_n;
	buf_addc(&w->path, '\0');
	free(l.name);
	buf_free(&l.text);
}

static struct str
without_slashes(struct str s)
{
	while (s.n != 0 && s.p[s.n - 1] == '/')
		s.n--;
	return s;
}

/* A file of any sort; the address is that of the file. */
static bool
take_path(struct walk *w, struct str wanted)
{
	struct stat st = {0};
	bool found = true;
	size_t met;
	int fd;

	if (!S_ISREG(w->mode) && !S_ISDIR(w->mode))
		stream_before_wait(); /* open waits for who writes to a named pipe */
	fd = open(w->path.p, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0 || fstat(fd, &st) != 0) {
		job_tell_errno(&w->job, errno);
	} else if (S_ISDIR(st.st_mode)) {
		w->path.n = without_slashes(str_of(w->path.p)).n;
		buf_addc(&w->path, '\0');
		w->job.addr.n = without_slashes(buf_str(&w->job.addr)).n;
		w->job.below = w->job.addr.n;
		met = w->met;
		walk_folder(w, 0);
		if (w->met == met)
			tell(w, tr("no file in this folder",
			    "该文件夹中没有文件"));
	} else {
		found = deliver_fd(&w->job, fd, S_ISREG(st.st_mode), wanted);
	}
	if (fd >= 0)
		close(fd);
	return found;
}

/*
 * The file on the way of the path, from the left, where an address leads into
 * an archive.  Its length, or 0: there is none.
 */
static size_t
find_archive(struct walk *w, const char *name)
{
	struct stat st;

	for (const char *p = strchr(name + 1, '/'); p != NULL;
	    p = strchr(p + 1, '/')) {
		set_path(w, (struct str){name, (size_t)(p - name)});
		if (stat(w->path.p, &st) != 0)
			return 0;
		w->mode = st.st_mode;
		if (!S_ISDIR(st.st_mode))
			return (size_t)(p - name);
	}
	return 0;
}

/* An address: a file (or "-"), n bytes, and the path inside it. */
static void
take_address(struct walk *w, const char *name, size_t n)
{
	struct buf wanted = {0};
	bool found;

	set_path(w, (struct str){name, n});
	w->job.addr.n = 0;
	add_label(w, (struct str){name, n});
	name_add_clean(&wanted, str_of(name + n), w->job.o->name_charset);
	w->job.below = w->job.addr.n + (wanted.n != 0) + wanted.n;
	if (strcmp(w->path.p, "-") == 0)
		found = take_stdin(w, buf_str(&wanted));
	else
		found = take_path(w, buf_str(&wanted));
	if (!found && wanted.n != 0) {
		buf_addc(&w->job.addr, '/');
		buf_addstr(&w->job.addr, buf_str(&wanted));
		tell(w, tr("no such member", "没有该成员"));
	}
	buf_free(&wanted);
}

static bool
is_stdin(const char *name)
{
	return name[0] == '-' && (name[1] == '\0' || name[1] == '/');
}

static void
take_operand(struct walk *w, const char *name)
{
	struct stat st = {0};
	size_t n = 0;
	int error = 0;

	w->job.addr.n = 0;
	add_label(w, str_of(name));
	w->job.below = w->job.addr.n;
	if (strcmp(name, "-") != 0 && stat(name, &st) != 0)
		error = errno;
	w->mode = st.st_mode;
	if (*name == '\0')
		tell(w, tr("an empty name", "名称为空"));
	else if (is_stdin(name) && (name[1] == '\0' || error == ENOENT))
		take_address(w, name, 1);
	else if (error == 0)
		take_address(w, name, strlen(name));
	else if ((error == ENOTDIR || error == ENAMETOOLONG) &&
	    (n = find_archive(w, name)) != 0)
		take_address(w, name, n);
	else
		job_tell_errno(&w->job, error);
}

/* One name of a list; the message for a wrong one stands under the list. */
static void
take_listed(struct walk *w, const char *list, struct str name)
{
	char *z;

	if (name.n == 0 || name.n > LIST_NAME_MAX) {
		w->job.addr.n = 0;
		add_label(w, str_of(list));
		w->job.below = w->job.addr.n;
		tell(w, name.n == 0
			? tr("an empty name in the list", "列表中有空名称")
			: tr("a name in the list is too long; "
			     "names must be ended by NUL",
			      "列表中的名称过长；名称须以 NUL 结尾"));
		return;
	}
	z = xstrdup_str(name);
	take_operand(w, z);
	free(z);
}

/* A name that is too long is kept up to one byte too many and then dropped. */
static void
read_list(struct walk *w, const char *list, struct stream *s)
{
	struct buf name = {0};
	char *piece = xmalloc(LIST_NAME_MAX);
	bool empty = true;
	struct err e;
	ssize_t got;

	while ((got = stream_read(s, piece, LIST_NAME_MAX, &e)) > 0) {
		struct str rest = {piece, (size_t)got}, part;

		empty = false;
		while (str_split(&rest, '\0', &part)) {
			if (name.n <= LIST_NAME_MAX)
				buf_addstr(&name, part);
			if (rest.p == NULL)
				break;
			take_listed(w, list, buf_str(&name));
			buf_reset(&name);
		}
	}
	if (name.n != 0)
		take_listed(w, list, buf_str(&name));
	if (got == 0 && empty)
		err_set(&e, "%s", tr("an empty list of names", "名称列表为空"));
	if (got < 0 || empty) {
		w->job.addr.n = 0;
		add_label(w, str_of(list));
		job_tell(&w->job, &e);
	}
	free(piece);
	buf_free(&name);
}

static void
take_list(struct walk *w, const char *list)
{
	bool standard = strcmp(list, "-") == 0;
	int fd = standard ? STDIN_FILENO : open(list, O_RDONLY | O_CLOEXEC);
	struct stream s;

	w->stdin_taken = standard;
	if (fd < 0) {
		int error = errno;

		add_label(w, str_of(list));
		w->job.below = w->job.addr.n;
		job_tell_errno(&w->job, error);
		return;
	}
	stream_of_fd(&s, fd);
	read_list(w, list, &s);
	stream_free(&s);
	if (!standard)
		close(fd);
}

static void
check_options(char *const *operands, const struct input_options *o)
{
	if (o->files0_from != NULL && operands[0] != NULL)
		die(tr("--files0-from and operands (%s) exclude each other",
			"--files0-from 与操作数（%s）不能同时使用"),
		    operands[0]);
	if (o->name_charset != NULL && !encoding_is_known(o->name_charset))
		die(tr("--name-charset: \"%s\" is not known",
			"--name-charset：未知的字符集“%s”"),
		    o->name_charset);
	for (size_t i = 0; i < o->pre.n; i++)
		if (!pre_is_valid(o->pre.v[i]))
			die(tr("--pre wants GLOB=COMMAND, not \"%s\"",
				"--pre 需要 GLOB=COMMAND，而不是“%s”"),
			    o->pre.v[i]);
	if (o->pre_timeout > PRE_TIMEOUT_MAX)
		die(tr("--pre-timeout can be %zu at most",
			"--pre-timeout 最大为 %zu"),
		    PRE_TIMEOUT_MAX);
	if (o->max_nesting > NESTING_MAX)
		die(tr("--max-nesting can be %d at most",
			"--max-nesting 最大为 %d"),
		    NESTING_MAX);
}

/* The bytes of the file that the operand is, or lies in; false for others. */
static bool
add_file_size(struct walk *w, const char *name, uint64_t *sum)
{
	struct stat st;
	size_t n = strlen(name);

	if (stat(name, &st) != 0 && errno == ENOTDIR &&
	    (n = find_archive(w, name)) == 0)
		return false;
	set_path(w, (struct str){name, n});
	if (stat(w->path.p, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	*sum += (uint64_t)st.st_size;
	return true;
}

/* Say how much there is to read, as far as that is known. */
static void
expect(struct walk *w, char *const *operands)
{
	bool listed = w->job.o->files0_from != NULL;
	uint64_t sum = 0;
	struct stat st;

	if (*operands == NULL && !listed &&
	    (fstat(STDIN_FILENO, &st) != 0 || !S_ISREG(st.st_mode))) {
		progress_begin(0, true);
		return;
	}
	if (*operands == NULL && !listed)
		sum = (uint64_t)st.st_size;
	for (; *operands != NULL; operands++)
		if (!add_file_size(w, *operands, &sum)) {
			sum = 0;
			break;
		}
	progress_begin(sum, false);
}

static void
end(struct walk *w)
{
	const struct input_sink *sink = w->job.sink;

	parcels_end(w->job.parcels);
	if (w->job.slot != NULL && sink->slot_free != NULL)
		sink->slot_free(sink->ctx, w->job.slot);
	job_free(&w->job);
}

/* The globs of an option that matched nothing: typing mistakes, most of them.  When
 * something could not be read, it may have been what they are for. */
static void
tell_unmet(const char *option, const struct globs *globs)
{
	for (size_t i = 0; i < globs->list->n && msg_status() == STATUS_OK; i++) {
		const char *glob = globs_unmet(globs, i);

		if (glob != NULL)
			note(NULL, 0, tr("--%s: nothing matches \"%s\"",
			    "--%s：没有与“%s”匹配的内容"), option, glob);
	}
}

void
input_each(char *const *operands, const struct input_options *o,
    const struct input_sink *sink)
{
	struct globs include, exclude;
	struct walk w = {.job = {.o = o, .sink = sink, .include = &include,
	    .exclude = &exclude}};

	check_options(operands, o);
	globs_init(&include, &o->include);
	globs_init(&exclude, &o->exclude);
	expect(&w, operands);
	if (o->pre.n != 0)
		pre_start();
	parcels_start(&w.job, (unsigned)common_options.jobs);
	if (o->files0_from != NULL)
		take_list(&w, o->files0_from);
	else if (operands[0] == NULL)
		take_operand(&w, "-");
	for (; *operands != NULL; operands++)
		take_operand(&w, *operands);
	end(&w);
	tell_unmet("include", &include);
	tell_unmet("exclude", &exclude);
	globs_free(&include);
	globs_free(&exclude);
	buf_free(&w.path);
}

void
input_bytes(const char *addr, struct str bytes, const struct input_options *o,
    const struct input_sink *sink)
{
	struct globs include, exclude;
	struct job job = {.o = o, .sink = sink, .include = &include,
	    .exclude = &exclude};
	struct str left = bytes;
	struct stream s;
	struct source src = {.stream = &s, .bytes = bytes, .fd = -1};

	globs_init(&include, &o->include);
	globs_init(&exclude, &o->exclude);
	stream_of_bytes(&s, &left);
	buf_addz(&job.addr, addr);
	job.below = job.addr.n;
	deliver(&job, &src, (struct str){0});
	stream_free(&s);
	job_free(&job);
	globs_free(&include);
	globs_free(&exclude);
}
