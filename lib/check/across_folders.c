/*
 * Folders as a tree of publishers.  In go the addresses of all reports, out comes
 * who is below whom: a folder's own report is that of the parent of those in the
 * folders below.
 */
#include "check/across_run.h"

#include <stdlib.h>

#include "base/utf8.h"

#define FOLDERS_ABOVE 100 /* are looked at: an address may be very long */

/* The folder that the address stands in; "" for none. */
static struct str
folder_of(struct str doc)
{
	while (doc.n != 0 && doc.p[doc.n - 1] != '/')
		doc.n--;
	if (doc.n != 0)
		doc.n--;
	return doc;
}

/* Folders that hold reports: of each the number of the first one there, and
 * whether there are reports of others beside it. */
struct folders {
	struct ids first;
	bool *mixed; /* by number of the first report */
};

static struct str
folder_of_report(struct across_run *run, size_t i)
{
	return folder_of(across_doc(run, &run->kept[i]));
}

static bool
is_in_folder(void *run, uint32_t report, struct str folder)
{
	return str_eq(folder_of_report(run, report), folder);
}

static struct folders
map_folders(struct across_run *run)
{
	struct folders f = {.first = {.is = is_in_folder, .owner = run},
	    .mixed = xcalloc(run->n, sizeof *f.mixed)};

	for (size_t i = 0; i < run->n; i++) {
		uint32_t at = ids_put(&f.first, folder_of_report(run, i),
		    (uint32_t)i);

		if (run->kept[at].unit != run->kept[i].unit)
			f.mixed[at] = true;
	}
	return f;
}

/* The unit whose reports the nearest folder above holds that holds any. */
static uint32_t
unit_above(const struct across_run *run, const struct folders *f, struct str doc)
{
	struct str folder = folder_of(doc);

	for (unsigned i = 0; folder.n != 0 && i < FOLDERS_ABOVE; i++) {
		uint32_t at;

		folder = folder_of(folder);
		at = ids_get(&f->first, folder);
		if (at != IDS_NONE)
			return f->mixed[at] ? UNIT_NONE : run->kept[at].unit;
	}
	if (folder.n != 0)
		note(NULL, 0, tr("%.*s: there is no report in the %d folders above "
				 "it, those further up are not looked at",
		    "%.*s：其上 %d 级文件夹中没有报告，不再向上查找"),
		    (int)utf8_cut(doc, 200), doc.p, FOLDERS_ABOVE);
	return UNIT_NONE;
}

void
across_tree_of_folders(struct across *a)
{
	struct across_run *run = a->run;
	struct folders folders = map_folders(run);

	for (size_t i = 0; i < run->n; i++) {
		struct str doc = across_doc(run, &run->kept[i]);
		uint32_t unit = run->kept[i].unit,
		    parent = unit_above(run, &folders, doc);

		if (unit == parent || unit == UNIT_NONE || parent == UNIT_NONE)
			continue;
		if (a->units.v[unit].parent == UNIT_NONE)
			units_put_below(&a->units, unit, parent, 0);
		else if (a->units.v[unit].parent != parent)
			note(doc.p, 0,
			    tr("%s stands below %s in another folder already",
				"%s 在另一文件夹中已是 %s 的下级"),
			    units_name(&a->units, unit).p,
			    units_name(&a->units, a->units.v[unit].parent).p);
	}
	ids_free(&folders.first);
	free(folders.mixed);
}

struct str
across_folder(struct across_run *run, uint32_t unit)
{
	return folder_of_report(run, run->order[run->unit_end[unit]]);
}
