/* Loads libarchive once, and finds its functions by their names. */
#include "input/libarchive.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

#ifndef GX_LIBARCHIVE
#define GX_LIBARCHIVE "libarchive.so.13" /* libarchive 3 on Linux */
#endif

static struct libarchive loaded;
static struct err trouble; /* empty when all of it was found */

static const struct {
	const char *name;
	size_t at; /* in struct libarchive */
} functions[] = {
#define LIBARCHIVE_FUNCTION(name) {#name, offsetof(struct libarchive, name)},
	LIBARCHIVE(LIBARCHIVE_FUNCTION)
#undef LIBARCHIVE_FUNCTION
};

static void
load(void)
{
	void *library = dlopen(GX_LIBARCHIVE, RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		void *found =
		    library != NULL ? dlsym(library, functions[i].name) : NULL;

		if (found == NULL && library != NULL &&
		    strstr(functions[i].name, "_filter_") != NULL)
			continue; /* which a libarchive may be built without */
		if (found == NULL) {
			err_set(&trouble,
			    tr("needs libarchive, which cannot be loaded: %s",
				"需要 libarchive，但无法加载：%s"),
			    dlerror());
			return;
		}
		memcpy((char *)&loaded + functions[i].at, &found, sizeof found);
	}
}

const struct libarchive *
libarchive(struct err *e)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load);
	if (trouble.text[0] == '\0')
		return &loaded;
	*e = trouble;
	return NULL;
}
