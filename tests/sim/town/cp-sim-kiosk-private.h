/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-kiosk.h"
#include "cp-sim-line.h"

struct _CpSimKiosk {
  const CpSimScene *scene;
  guint node;
  gboolean in_use;
  CpSimMachine machine;
  CpSimLine *line;
  CpLedger *ledger;       /* NULL while it is off */
  CpSyncWorker *worker;   /* NULL while it is off */
  gboolean is_online;     /* as the worker says */
  gboolean wants_check;   /* when it is up again */
  gboolean must_be_whole; /* its rows have rotted */
  guint64 n_pages;        /* with news, taken so far */
  guint64 n_pages_then;   /* when a check was wanted */
  char *session;
  char *staff_id;
  char *own_session;  /* of the member who is there alone */
  CpSimRandom random; /* which pages are looked at, and what is poison */
  CpIdSource ids;

  /* How it will die, and how long it is off then. */
  CpSimDeath death;
  gint64 pause_ms;
  guint64 death_event; /* it is dying; 0: it is not */
  guint64 boot_event;
  guint n_failed_boots;
  gint64 heard_ms;      /* head office's clock, when it fell silent; 0: unknown */
  gint64 was_silent_ms; /* by how much its clock has to be put back; 0: it was not */

  CpSimDisk *copy; /* (nullable) */
  gint64 copied_at_ms;
};

/** cp_sim_kiosk_note: puts something into the story. @what is static text. */
void cp_sim_kiosk_note (CpSimKiosk *self, const char *what, guint64 first, guint64 second);

/** cp_sim_kiosk_is_away: with an error, while the ledger is off or dying */
gboolean cp_sim_kiosk_is_away (CpSimKiosk *self, GError **error);

/** cp_sim_kiosk_watch: after each call of the ledger: has it been the last? @error: (nullable) */
void cp_sim_kiosk_watch (CpSimKiosk *self, const GError *error);

/** cp_sim_kiosk_get_port: the worker's door to the ledger */
CpLedgerPort cp_sim_kiosk_get_port (CpSimKiosk *self);
