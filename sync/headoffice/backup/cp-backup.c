/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-backup.h"

#include "cp-error.h"

typedef struct {
  char *device;
  char *incarnation;
  char *hash; /* of the last */
  gint64 seq;
  gint64 n; /* how many there are */
} Chain;

/* @chains: incarnation → Chain: they are random and long */
typedef struct {
  GHashTable *chains;
  GError *error;
} Reading;

static void
free_chain (gpointer data)
{
  Chain *self = data;

  g_free (self->device);
  g_free (self->incarnation);
  g_free (self->hash);
  g_free (self);
}

static Chain *
find_chain (Reading *self, const char *device, const char *incarnation)
{
  Chain *chain = g_hash_table_lookup (self->chains, incarnation);

  if (chain != NULL)
    return chain;
  chain = g_new0 (Chain, 1);
  chain->device = g_strdup (device);
  chain->incarnation = g_strdup (incarnation);
  g_hash_table_insert (self->chains, chain->incarnation, chain);
  return chain;
}

static gboolean
add_operation (Reading *self, const CpJson *record)
{
  const char *device = cp_json_get_text (record, "device");
  const char *incarnation = cp_json_get_text (record, "incarnation");
  gint64 seq = cp_json_get_int (record, "seq", 0);
  Chain *chain;

  if (device == NULL || incarnation == NULL || seq <= 0)
    return FALSE;
  chain = find_chain (self, device, incarnation);
  chain->n++;
  if (seq > chain->seq) {
    chain->seq = seq;
    g_free (chain->hash);
    chain->hash = g_strdup (cp_json_get_text (record, "hash"));
  }
  return chain->hash != NULL;
}

static gboolean
on_operation (gpointer data, const char *text)
{
  Reading *self = data;
  g_autoptr (CpJson) record = cp_json_parse_object (text, -1, &self->error);

  if (record != NULL && !add_operation (self, record))
    g_set_error_literal (&self->error, CP_ERROR, CP_ERROR_CORRUPT,
                         "An operation in the backup is not whole");
  return self->error == NULL;
}

static gboolean
miss (Reading *self, const Chain *chain, gint64 n)
{
  g_set_error (&self->error, CP_ERROR, CP_ERROR_CORRUPT,
               "The backup has %" G_GINT64_FORMAT " of the %" G_GINT64_FORMAT
               " operations of device %s",
               chain->n, n, chain->device);
  return FALSE;
}

/* The chain that head office goes on from has all its operations. */
static gboolean
on_chain (gpointer data, const char *incarnation, gint64 seq)
{
  Reading *self = data;
  const Chain *chain = g_hash_table_lookup (self->chains, incarnation);
  const Chain none = { .device = (char *) incarnation };

  return chain != NULL && chain->n == seq && chain->seq == seq
             ? TRUE
             : miss (self, chain != NULL ? chain : &none, seq);
}

static CpJson *
describe (const Reading *self)
{
  CpJson *report = json_object (), *list = json_array ();
  GHashTableIter iter;
  gpointer value;
  gint64 n = 0;

  g_hash_table_iter_init (&iter, self->chains);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Chain *chain = value;

    n += chain->n;
    cp_json_append (list, json_pack ("{s:s, s:s, s:I, s:s}", "device", chain->device, "incarnation",
                                     chain->incarnation, "seq", (json_int_t) chain->seq, "hash",
                                     chain->hash));
  }
  cp_json_set_int (report, "operations", n);
  cp_json_set (report, "chains", list);
  return report;
}

static gboolean
read_all (CpHeadOfficeStorage *copy, Reading *reading, GError **error)
{
  if (!copy->class_->export_records (copy, "operation", on_operation, reading, error) ||
      (reading->error == NULL && !copy->class_->list_chains (copy, NULL, on_chain, reading, error)))
    return FALSE;
  if (reading->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reading->error));
  return FALSE;
}

CpJson *
cp_backup_describe (CpHeadOfficeStorage *copy, GError **error)
{
  g_autoptr (GHashTable) chains = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_chain);
  Reading reading = { chains, NULL };
  gboolean ok = read_all (copy, &reading, error);

  g_clear_error (&reading.error);
  return ok ? describe (&reading) : NULL;
}
