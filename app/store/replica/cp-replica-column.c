/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How ids and rows get into columns and out of them. */
#include "cp-replica-private.h"

#include "cp-error.h"
#include "cp-row-pack.h"

void
cp_replica_bind_id (CpStatement *statement, const char *parameter, const char *id)
{
  guint8 bytes[CP_PACKED_ID_BYTES];

  if (id != NULL && cp_id_pack (id, bytes))
    cp_statement_bind_bytes (statement, parameter, bytes, sizeof bytes);
  else
    cp_statement_bind_text (statement, parameter, id);
}

char *
cp_replica_dup_id (CpStatement *row, guint column)
{
  gsize n_bytes;
  const guint8 *bytes = cp_statement_get_bytes (row, column, &n_bytes);

  if (bytes != NULL)
    return n_bytes == CP_PACKED_ID_BYTES ? cp_id_unpack (bytes) : NULL;
  return g_strdup (cp_statement_get_text (row, column));
}

void
cp_replica_bind_row (CpReplica *self,
                     CpStatement *statement,
                     gconstpointer entity,
                     const CpJson *data)
{
  const CpEntity *row = entity;
  g_autofree char *text = cp_json_to_text (data);

  cp_row_pack (self->packed, text, row->id, row->account_id);
  cp_statement_bind_int (statement, ":ver", row->ver);
  cp_statement_bind_bytes (statement, ":data", self->packed->data, self->packed->len);
}

char *
cp_replica_dup_row_text (CpStatement *row)
{
  g_autofree char *id = cp_replica_dup_id (row, CP_ROW_ID);
  g_autofree char *account_id = cp_replica_dup_id (row, CP_ROW_ACCOUNT_ID);
  gsize n_bytes;
  const guint8 *bytes = cp_statement_get_bytes (row, CP_ROW_DATA, &n_bytes);

  return bytes != NULL ? cp_row_unpack (bytes, n_bytes, id, account_id) : NULL;
}

gpointer
cp_replica_read_entity (CpStatement *row, GError **error)
{
  gint64 kind = cp_statement_get_int (row, CP_ROW_KIND);
  g_autofree char *text = cp_replica_dup_row_text (row);
  g_autoptr (CpJson) data = NULL;

  if (kind < 0 || kind >= CP_N_KINDS || text == NULL) {
    g_set_error (error, CP_ERROR, CP_ERROR_CORRUPT, "The replica holds a row that is damaged");
    return NULL;
  }
  data = cp_json_parse_object (text, -1, error);
  if (data == NULL)
    return NULL;
  return cp_entity_from_newer_json ((CpKind) kind, data, cp_statement_get_int (row, CP_ROW_VER),
                                    error);
}
