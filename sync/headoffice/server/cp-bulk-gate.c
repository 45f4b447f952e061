/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-bulk-gate.h"

struct _CpBulkGate {
  GHashTable *put_off; /* id of a device → how often in a row, as a pointer */
};

CpBulkGate *
cp_bulk_gate_new (void)
{
  CpBulkGate *self = g_new0 (CpBulkGate, 1);

  self->put_off = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
cp_bulk_gate_free (CpBulkGate *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->put_off);
  g_free (self);
}

gboolean
cp_bulk_gate_admits (CpBulkGate *self, const char *device_id, guint said, guint n_waiting)
{
  guint counted = GPOINTER_TO_UINT (g_hash_table_lookup (self->put_off, device_id));
  guint times = MAX (counted, said);

  if (n_waiting < CP_BULK_GATE_MOST_WAITING || times >= CP_BULK_GATE_MOST_PUT_OFF) {
    g_hash_table_remove (self->put_off, device_id);
    return TRUE;
  }
  g_hash_table_insert (self->put_off, g_strdup (device_id), GUINT_TO_POINTER (times + 1));
  return FALSE;
}
