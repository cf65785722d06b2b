/* Temporary files, see temporary.h. */
#include "base/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

int
temporary_open(const char *suffix, struct buf *name)
{
	const char *folder = getenv("TMPDIR");

	buf_reset(name);
	buf_addf(name, "%s/gx-XXXXXX%s",
	    folder != NULL && *folder != '\0' ? folder : "/tmp", suffix);
	buf_addc(name, '\0');
	return mkostemps(name->p, (int)strlen(suffix), O_CLOEXEC);
}

int
temporary_nameless(void)
{
	struct buf name = {0};
	int fd = temporary_open("", &name), e;

	if (fd >= 0 && unlink(name.p) != 0) {
		e = errno;
		close(fd);
		errno = e;
		fd = -1;
	}
	buf_free(&name);
	return fd;
}

bool
write_whole(int fd, struct str s)
{
	while (s.n != 0) {
		ssize_t n = write(fd, s.p, s.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		s = str_skip(s, (size_t)n);
	}
	return true;
}
