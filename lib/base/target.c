/*
 * In: the name of a file.  Out: a descriptor to write to, and the file under that name
 * when all is written.
 */
#include "base/target.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/mem.h"
#include "base/msg.h"
#include "base/utf8.h"

#define NAME_SHOWN 200 /* bytes of the target's name in that of the temporary file */

/* Names of temporary files, which stay: an end before the time may come whenever. */
static const char *_Atomic temporaries[TARGETS_MAX];

_Noreturn void
target_failed(const char *name)
{
	int why = errno;

	if (why == EPIPE)
		cleanup_broken_pipe();
	die(tr("cannot write %s: %s", "无法写入 %s：%s"), name, strerror(why));
}

/* The program ends without target_close: leave nothing behind. */
static void
drop_temporaries(void)
{
	for (size_t i = 0; i < TARGETS_MAX && temporaries[i] != NULL; i++)
		unlink(temporaries[i]);
}

static void
watch(const char *temporary)
{
	size_t i = 0;

	while (i < TARGETS_MAX && temporaries[i] != NULL)
		i++;
	assert(i < TARGETS_MAX);
	temporaries[i] = temporary;
	if (i != 0)
		return;
	atexit(drop_temporaries);
	cleanup_add(drop_temporaries);
}

/* The access rights a file would get that is made the ordinary way. */
static mode_t
usual_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

/* /proc/self/fd/1 and the like lead to something that is open, not to a name. */
static bool
is_of_proc(const struct stat *link)
{
	struct stat proc;

	return lstat("/proc/self", &proc) == 0 && link->st_dev == proc.st_dev;
}

/* Put what the link says into the place of its name. */
static void
follow_link(struct target *t)
{
	struct buf *name = &t->place;
	char to[PATH_MAX];
	ssize_t n = readlink(name->p, to, sizeof to);
	const char *slash = strrchr(name->p, '/');

	if (n < 0)
		target_failed(t->name);
	name->n = slash != NULL && to[0] != '/' ? (size_t)(slash + 1 - name->p) : 0;
	buf_add(name, to, (size_t)n);
	buf_addc(name, '\0');
}

/* Find the place that the name leads to through links, and what is there: a regular
 * file, or nothing yet.  False when it is something else; *is_descriptor: the place is
 * /proc/self/fd/1 or the like. */
static bool
find_place(struct target *t, struct stat *old, bool *is_descriptor)
{
	*is_descriptor = false;
	buf_addz(&t->place, t->name);
	buf_addc(&t->place, '\0');
	/* links in circles, and those that the system does not trust */
	if (stat(t->name, old) != 0 && errno != ENOENT)
		target_failed(t->name);
	while (lstat(t->place.p, old) == 0) {
		if (S_ISREG(old->st_mode))
			return true;
		*is_descriptor = S_ISLNK(old->st_mode) && is_of_proc(old);
		if (!S_ISLNK(old->st_mode) || *is_descriptor)
			return false;
		follow_link(t);
	}
	old->st_mode = 0;
	return true;
}

/* The name of the file in its folder. */
static const char *
last_part(const char *place)
{
	const char *slash = strrchr(place, '/');

	return slash != NULL ? slash + 1 : place;
}

/* The folder that the file lies in; false: there is none. */
static bool
stat_folder(const char *place, struct stat *folder)
{
	struct buf name = {0};
	bool ok;

	buf_add(&name, place, (size_t)(last_part(place) - place));
	buf_addz(&name, ".");
	buf_addc(&name, '\0');
	ok = stat(name.p, folder) == 0;
	buf_free(&name);
	return ok;
}

bool
target_same(const char *one, const char *other)
{
	struct target a = {.name = one}, b = {.name = other};
	struct stat x, y;
	bool is_descriptor, same;

	same = find_place(&a, &x, &is_descriptor) &&
	    find_place(&b, &y, &is_descriptor) &&
	    strcmp(last_part(a.place.p), last_part(b.place.p)) == 0 &&
	    stat_folder(a.place.p, &x) && stat_folder(b.place.p, &y) &&
	    x.st_dev == y.st_dev && x.st_ino == y.st_ino;
	buf_free(&a.place);
	buf_free(&b.place);
	return same;
}

/* Is what /proc/self/fd/1 or the like names open here for writing?  *fd gets the
 * descriptor. */
static bool
is_open_here(const char *place, unsigned long *fd)
{
	const char *slash = strrchr(place, '/');
	struct stat own, there;

	return slash != NULL && str_to_ulong(str_of(slash + 1), fd) &&
	    *fd <= INT_MAX && fstat((int)*fd, &own) == 0 &&
	    stat(place, &there) == 0 && own.st_dev == there.st_dev &&
	    own.st_ino == there.st_ino &&
	    (fcntl((int)*fd, F_GETFL) & O_ACCMODE) != O_RDONLY;
}

/* Open a device or a pipe.  For what is open here already that descriptor is
 * taken, so that what others write to it too comes in its order. */
static int
open_in_place(const char *place, bool is_descriptor)
{
	unsigned long fd;

	if (is_descriptor && is_open_here(place, &fd))
		return fcntl((int)fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	return open(place, O_WRONLY | O_APPEND | O_CLOEXEC);
}

/* Give the temporary file to whom the old one belongs, as far as that is
 * allowed, with its access rights. */
static void
take_rights(const struct target *t, const struct stat *old)
{
	mode_t mode = old->st_mode & 0777;

	if (old->st_mode == 0)
		mode = usual_mode();
	else if (fchown(t->fd, old->st_uid, old->st_gid) != 0)
		/* another group: its members are others to that of the file */
		mode = (mode & ~(mode_t)S_IRWXG) | (mode & S_IRWXO) << 3;
	if (fchmod(t->fd, mode) != 0)
		target_failed(t->name);
}

/* Its name is one that is passed over in a folder that is read: it may be the
 * target's. */
static void
open_temporary(struct target *t)
{
	const char *place = t->place.p;
	const char *last = last_part(place);
	struct buf name = {0};

	buf_add(&name, place, (size_t)(last - place));
	buf_addf(&name, ".%.*s.XXXXXX",
	    (int)utf8_cut(str_of(last), NAME_SHOWN), last);
	buf_addc(&name, '\0');
	t->fd = mkostemp(name.p, O_CLOEXEC);
	if (t->fd < 0)
		target_failed(t->name);
	t->temporary = name.p;
	watch(t->temporary);
}

void
target_open(struct target *t, const char *name)
{
	struct stat old;
	bool is_descriptor;

	*t = (struct target){.name = name};
	if (find_place(t, &old, &is_descriptor)) {
		open_temporary(t);
		take_rights(t, &old);
		return;
	}
	t->fd = open_in_place(t->place.p, is_descriptor);
	if (t->fd < 0)
		target_failed(name);
}

void
target_close(struct target *t, bool ok)
{
	if (close(t->fd) != 0)
		target_failed(t->name);
	if (t->temporary != NULL && !ok)
		unlink(t->temporary);
	else if (t->temporary != NULL && rename(t->temporary, t->place.p) != 0)
		target_failed(t->name);
	buf_free(&t->place);
	*t = (struct target){0};
}
