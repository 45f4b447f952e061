/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-snapshot-shelf.h"
#include "office-fixture.h"

/* A head office with a shelf of snapshots, and somebody who asks for one. */

typedef struct {
  Office *office;
  CpSnapshotShelf *shelf;
  char *id; /* of the last answer; NULL: there was none */
  guint n_answers;
  const char *store_id; /* whose is asked for; NULL: all */
} Fixture;

/** shelf_open: over the folder `snapshots` of the office */
void shelf_open (Fixture *self);

/** shelf_set_up: for g_test_add(), as shelf_tear_down() is */
void shelf_set_up (Fixture *self, gconstpointer data);
void shelf_tear_down (Fixture *self, gconstpointer data);

/** shelf_on_snapshot: keeps what a Fixture is answered. */
void shelf_on_snapshot (gpointer data, const CpManifest *manifest);

/** shelf_ask: (transfer full) (nullable): the id of what it is answered */
char *shelf_ask (Fixture *self);

/** shelf_has: whether the file is to be had */
gboolean shelf_has (Fixture *self, const char *id);

/** shelf_dup_folder: (transfer full): where the snapshots are */
char *shelf_dup_folder (Fixture *self);

/** shelf_count_files: of those in the folder whose name ends so */
gint64 shelf_count_files (Fixture *self, const char *suffix);

/** shelf_count_copies: from now on it is counted how often the rows are copied, which is once for each that
 *  is built; by one at a time. */
void shelf_count_copies (Fixture *self);

/** shelf_stop_counting: how many there were */
guint shelf_stop_counting (Fixture *self);

/** shelf_erase: the member of the account @n */
void shelf_erase (Fixture *self, guint n);

/** shelf_ask_and_leave: somebody else asks, and leaves by @leave. */
void shelf_ask_and_leave (Fixture *self,
                          const char *store_id,
                          void (*leave) (CpSnapshotShelf *, gpointer));
