/*
 * The least that a reader of HTML pages on top of libxml2 does: the tree of each
 * file of a folder, and how many cells it has.  A peer for the benchmark.
 */
#include <dirent.h>
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static unsigned long
cells(const xmlNode *n)
{
	unsigned long sum = 0;

	for (; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE &&
		    strcmp((const char *)n->name, "td") == 0) {
			xmlChar *text = xmlNodeGetContent(n);

			sum += text != NULL;
			xmlFree(text);
		}
		sum += cells(n->children);
	}
	return sum;
}

int
main(int argc, char **argv)
{
	unsigned long files = 0, sum = 0;
	struct dirent *e;
	DIR *d = argc == 2 && chdir(argv[1]) == 0 ? opendir(".") : NULL;

	if (d == NULL)
		return 2;
	while ((e = readdir(d)) != NULL) {
		htmlDocPtr doc;

		if (e->d_name[0] == '.')
			continue;
		doc = htmlReadFile(e->d_name, "UTF-8",
		    HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
		if (doc == NULL)
			continue;
		files++;
		sum += cells(xmlDocGetRootElement(doc));
		xmlFreeDoc(doc);
	}
	closedir(d);
	printf("%lu files, %lu cells\n", files, sum);
	return 0;
}
