/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-machine.h"
#include "cp-sim-oracle.h"

#include <sqlite3.h>

/* CpSimFinal: what is compared; databases are opened past all of Counterpart's code. */
typedef struct {
  CpSimOracle *oracle;
  sqlite3 *office;
  GHashTable *received; /* operation id → CpSimReceived, owned */
  GHashTable *places;   /* "device incarnation seq" → hash, both owned */
  GHashTable *numbers;  /* the same → where it stands among all that head office received */
  guint n_erased;       /* members, whose operations say nothing any more */
  gboolean
      may_be_mute; /* operations may say nothing of somebody whose erasure is still to come again */
  GHashTable *secrets; /* what nobody may find any more → whose it was, both owned */
  guint64 n_received[CP_N_OPERATION_KINDS];
} CpSimFinal;

/* CpSimReceived: an operation as head office has it; @is_seen: some journal has it too */
typedef struct {
  char *hash;
  CpJson *body;
  char *outcome; /* the word */
} CpSimReceived;

/* Calls @func with each row of @sql; complains to the oracle if that can't be read. */
typedef void CpSimRowFunc (CpSimFinal *self, sqlite3_stmt *row, gpointer data);
void cp_sim_final_each (
    CpSimFinal *self, sqlite3 *db, const char *sql, CpSimRowFunc *func, gpointer data);

/* The text of a column; "" for NULL. */
const char *cp_sim_final_text (sqlite3_stmt *row, int column);

/* What head office received: chains hold, nothing is invented, nothing changed on the way. */
void cp_sim_final_read_office (CpSimFinal *self);

/* A machine's file, to be read whatever its state: opened through @disk, whole, for quick_check too. */
sqlite3 *
cp_sim_final_open (CpSimFinal *self, const CpSimDisk *disk, const char *name, const char *path);

/* What is compared of one head office; cp_sim_final_clear() ends it. */
void cp_sim_final_init (CpSimFinal *self, CpSimOracle *oracle);
void cp_sim_final_clear (CpSimFinal *self);

/* All of the deeds that were accepted are there. */
void cp_sim_final_check_deeds (CpSimFinal *self);

/* A journal's chains hold, whatever head office has. @ret_ids: gets those of the operations in it */
void cp_sim_final_follow_journal (CpSimFinal *self,
                                  sqlite3 *journal,
                                  const char *device,
                                  GHashTable *ret_ids);

/* A journal's chains hold, and head office's are the same ones. */
void cp_sim_final_check_journal (CpSimFinal *self, sqlite3 *journal, const char *device);

/* A replica holds the rows of head office, and no others; where stores are told of their own members
 * only, what @store is to hold of them. */
void cp_sim_final_check_replica (CpSimFinal *self,
                                 sqlite3 *replica,
                                 const char *device,
                                 const char *store);

/* What a till @name says of its operations is what head office made of them, and there is nothing left to be
 * told. */
void cp_sim_final_check_verdicts (CpSimFinal *self,
                                  sqlite3 *journal,
                                  sqlite3 *replica,
                                  const char *name);

/* What was said of those who were erased is to be found nowhere. */
void cp_sim_final_list_secrets (CpSimFinal *self);
void cp_sim_final_check_secrets (CpSimFinal *self, const CpSimMachine *machine);

/* And that no row of head office's does, and no file but for what can't be told whose it is. */
void cp_sim_final_check_office_secrets (CpSimFinal *self, const CpSimMachine *machine);

/* What people agreed to, who they are now, and what they collected is what was done for them. */
void cp_sim_final_check_people (CpSimFinal *self);

/* What was given is what is left and what was taken. */
void cp_sim_final_check_sums (CpSimFinal *self);
