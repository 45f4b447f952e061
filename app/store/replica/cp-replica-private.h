/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-database.h"
#include "cp-replica.h"

G_BEGIN_DECLS

/* What rows are found by besides CpKeyType's. The numbers stand in files. */
#define CP_ROW_KEY_NAME 100            /* a folded word of a member's name */
#define CP_ROW_KEY_PHONE_BACKWARDS 101 /* digits, last first */
#define CP_ROW_KEY_CARD_BACKWARDS 102
#define CP_ROW_KEY_ERASED 103 /* an account that a member who is erased is on, or was */

/** CpReplicaSums: rows that are being added up, or have been */
typedef struct _CpReplicaSums CpReplicaSums;

struct _CpReplica {
  const CpWorld *world;
  char *path;
  CpDatabase *db;
  char *epoch;
  gint64 cursor;
  gint64 head_office_ms;
  gint64 checked_ms;
  gboolean is_building;
  gboolean met_damage; /* since cp_replica_has_met_damage() */
  GByteArray *packed;  /* the last row that was written */
  CpReplicaSums *sums; /* (nullable) */
};

/** cp_replica_open_looked_through: as what can be fetched again, and its pages are known to be whole */
CpReplica *cp_replica_open_looked_through (const CpWorld *world,
                                           const char *path,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_open_as: opens what is at @path and nothing else. */
CpReplica *cp_replica_open_as (const CpWorld *world,
                               const char *path,
                               CpDatabaseUse use,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_read_state: takes epoch, cursor and time from the file. */
gboolean cp_replica_read_state (CpReplica *self, GError **error);

/** cp_replica_write_state: within a transaction; the struct's fields stay as they are */
gboolean cp_replica_write_state (
    CpReplica *self, const char *epoch, gint64 cursor, gint64 head_office_ms, GError **error);

/** cp_replica_commit: and reads the state again, whatever came of it */
gboolean cp_replica_commit (CpReplica *self, GError **error);

/* Rows are read in columns of that order. */
enum {
  CP_ROW_KIND,
  CP_ROW_ID,
  CP_ROW_ACCOUNT_ID,
  CP_ROW_VER,
  CP_ROW_DATA,
  CP_N_ROW_COLUMNS,
};

/** cp_replica_bind_id: as the file has ids, see cp-row-pack.h; a %NULL @id is NULL. */
void cp_replica_bind_id (CpStatement *statement, const char *parameter, const char *id);

/** cp_replica_dup_id: (transfer full) (nullable): the id in a column; %NULL for none */
char *cp_replica_dup_id (CpStatement *row, guint column);

/** cp_replica_bind_row: `:ver` and `:data` of @entity */
void cp_replica_bind_row (CpReplica *self,
                          CpStatement *statement,
                          gconstpointer entity,
                          const CpJson *data);

/** cp_replica_dup_row_text: (transfer full) (nullable): the JSON of the row that @row is at; %NULL if that is
 *  damaged */
char *cp_replica_dup_row_text (CpStatement *row);

/** cp_replica_read_entity: (transfer full): that row, or %NULL with %CP_ERROR_CORRUPT or
 *  cp_entity_from_newer_json()'s errors */
gpointer cp_replica_read_entity (CpStatement *row, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_has_key: whether the file finds @entity by that key */
gboolean cp_replica_has_key (gpointer entity, int type, const char *value);

/** cp_replica_insert_row: @entity's row and keys; there must be none */
gboolean
cp_replica_insert_row (CpReplica *self, gpointer entity, const CpJson *data, GError **error);

/** cp_replica_merge_row: @entity's row, if it is newer than what is there */
gboolean cp_replica_merge_row (CpReplica *self,
                               gpointer entity,
                               const CpJson *data,
                               CpReplicaChanges *changes,
                               GError **error);

/** cp_replica_delete_row: the row of that kind and id, if it is there */
gboolean cp_replica_delete_row (
    CpReplica *self, CpKind kind, const char *id, CpReplicaChanges *changes, GError **error);

/** cp_replica_get_kind_word: (transfer none): of a number that stands in the file; "" for none */
const char *cp_replica_get_kind_word (gint64 kind);

/** cp_replica_touch: the row has been changed, so what its range adds up to is not known now. */
void cp_replica_touch (CpReplica *self, CpKind kind, const char *id);

/** cp_replica_reverse_digits: (transfer full): the digits in @text, last first */
char *cp_replica_reverse_digits (const char *text);

/** cp_replica_put_outcome: within a transaction: what @document, as an `ack` of the feed has it, says of an
 *  operation; one that was plainly accepted leaves nothing. %CP_ERROR_INVALID: it lacks something */
gboolean cp_replica_put_outcome (CpReplica *self, const CpJson *document, GError **error);

G_END_DECLS
