/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-bulk-gate.h"
#include "cp-files.h"
#include "cp-protocol.h"
#include "cp-sim-office.h"
#include "cp-snapshot-shelf.h"

struct _CpSimOffice {
  const CpSimScene *scene;
  CpSimMachine machine;
  CpHeadOffice *core;     /* NULL while it is off */
  CpSnapshotShelf *shelf; /* NULL while it is off */
  CpSimRandom random;     /* what is garbled, and which answers are errors */
  guint garble_ppm;
  guint error_ppm;
  gboolean has_records;
  gboolean has_snapshots;
  gboolean is_busy;
  gboolean is_older[CP_SIM_N_NODES]; /* itself, and each device as it sees it */
  CpBulkGate *gate;                  /* NULL while it is off */
  guint n_put_off[CP_SIM_N_KIOSKS];  /* in a row, of each device */
  gint64 published;   /* the highest version of a programme so far, whatever the disk has */
  GPtrArray *waiting; /* requests that are held until there is news; owned */
  GPtrArray *askers;  /* those that are held until a snapshot is built; owned */
  guint64 built_event;
  guint64 news_event;

  CpSimDeath death;
  gint64 pause_ms;
  guint64 death_event;
  guint64 boot_event;
  guint n_failed_boots;
  gboolean counts_anew; /* at the next boot */

  CpSimDisk *copy; /* (nullable) */
};

void cp_sim_office_note (CpSimOffice *self, const char *what, guint64 first, guint64 second);

/** cp_sim_office_watch: after each call of the core: has it been the last? */
void cp_sim_office_watch (CpSimOffice *self);

/** cp_sim_office_open_shelf, cp_sim_office_drop_shelf: the second leaves what is on the disk, which is
 *  down from then on */
void cp_sim_office_open_shelf (CpSimOffice *self);
void cp_sim_office_drop_shelf (CpSimOffice *self);

/** cp_sim_office_serve_snapshot: @range: (nullable): `FIRST-LAST`, for a part */
void cp_sim_office_serve_snapshot (CpSimOffice *self,
                                   const CpSimTill *till,
                                   guint64 exchange,
                                   const char *path,
                                   const char *range);

/** cp_sim_office_parse_query: (transfer full) (nullable): of a request's path */
GHashTable *cp_sim_office_parse_query (const char *path);

/** cp_sim_office_reply: answers, unless head office dies of it */
void cp_sim_office_reply (CpSimOffice *self, guint64 exchange, const CpWireAnswer *answer);
/** cp_sim_office_send: the same for an answer that is no document */
void cp_sim_office_send (CpSimOffice *self, guint64 exchange, guint status, GBytes *body);

/** cp_sim_office_open_front: answers requests from now on. */
void cp_sim_office_open_front (CpSimOffice *self);

/** cp_sim_office_close_front: forgets the requests that it holds. */
void cp_sim_office_close_front (CpSimOffice *self);
