/*
 * A main() for a fuzz target: run every file of the folders and files named
 * through it, so that what once crashed is tried at every check.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned long files;

static void
replay_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data = NULL;
	size_t n = 0, got;

	if (f == NULL) {
		perror(path);
		exit(2);
	}
	do {
		data = realloc(data, n + 65536);
		if (data == NULL)
			exit(2);
		got = fread(data + n, 1, 65536, f);
		n += got;
	} while (got != 0);
	fclose(f);
	LLVMFuzzerTestOneInput(data, n);
	free(data);
	files++;
}

static void
replay(const char *path)
{
	struct stat st;
	struct dirent **names;
	int n;

	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
		replay_file(path);
		return;
	}
	n = scandir(path, &names, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		char below[4096];

		snprintf(below, sizeof below, "%s/%s", path, names[i]->d_name);
		if (names[i]->d_name[0] != '.')
			replay(below);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		replay(argv[i]);
	printf("%lu inputs replayed\n", files);
	return files != 0 ? 0 : 1;
}
