/* Documents on their way to the threads that read them. */
#ifndef GX_PARCEL_H
#define GX_PARCEL_H

#include "input/deliver.h"

/*
 * The thread that walks through folders and archives packs what it finds into
 * parcels, which are opened in several threads, its own among them: a parcel is a
 * piece of work of a pool, and the walker is the giver.
 * A document of an archive is packed with its bytes, a file of a folder with
 * its path only, so that the files are opened in parallel as well.
 *
 * Messages are packed, too, and printed when their turn comes.
 */
struct parcels;

/*
 * Start the threads for the job j, which is the walker's, and set j->parcels.
 * From now on messages of the calling thread are packed.  Where one thread is
 * wanted, j gets a slot for itself instead; nothing at all when the sink has no
 * slots.
 */
void parcels_start(struct job *j, unsigned threads);

/* The walker has said something: a parcel may be full of messages, too. */
void parcels_said(struct parcels *p);

/* Pack the raw bytes of a document, whose address is the current one. */
void parcels_add_bytes(struct parcels *p, const struct job *j, struct str raw);

/* Pack the path, ended by NUL, of a file that is to be opened. */
void parcels_add_path(struct parcels *p, const struct job *j, const char *path);

/* Wait until everything packed so far is merged; messages then go straight
 * out until parcels_go_on. */
void parcels_pause(struct parcels *p);
void parcels_go_on(struct parcels *p);

/* In a thread that opens a parcel: from now on, until the current file is read,
 * documents are merged one by one, and messages go straight out. */
void parcel_take_turn(struct job *j);

bool parcel_is_in_turn(const struct parcel *p);

/* Merge the rest and end the threads.  NULL does nothing. */
void parcels_end(struct parcels *p);

#endif
