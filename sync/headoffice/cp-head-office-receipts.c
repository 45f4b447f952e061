/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who was erased, and which devices have carried it out: judged by what is kept of each device's last words, so
 * that every process says the same of it. */
#include "cp-head-office-receipts.h"

#include <sodium.h>
#include <string.h>

#include "cp-error.h"
#include "cp-head-office-private.h"

#define LIST "erasures"
#define MARK_BYTES 16

/* (transfer full): [{member_id, at_ms, epoch, mark}]. One from before there were marks has no epoch, and a gseq
 * instead; one that came with an import has an epoch that is none, and neither. */
static CpJson *
load_list (CpHeadOfficeStorage *storage, GError **error)
{
  g_autofree char *text = NULL;

  if (!storage->class_->get_setting (storage, LIST, &text, error))
    return NULL;
  return text != NULL ? cp_json_parse (text, -1, error) : json_array ();
}

char *
cp_erased_dup_mark (CpHeadOfficeStorage *storage, GError **error)
{
  g_autofree char *epoch = NULL;
  g_autofree char *list = NULL;
  g_autofree char *text = NULL;
  guint8 hash[MARK_BYTES];
  char hex[2 * MARK_BYTES + 1];

  if (!storage->class_->get_setting (storage, "epoch", &epoch, error) ||
      !storage->class_->get_setting (storage, LIST, &list, error))
    return NULL;
  text = g_strdup_printf ("%s\n%s", epoch != NULL ? epoch : "", list != NULL ? list : "");
  crypto_generichash (hash, sizeof hash, (const guint8 *) text, strlen (text), NULL, 0);
  return g_strdup (sodium_bin2hex (hex, sizeof hex, hash, sizeof hash));
}

static gboolean
put_list (CpHeadOffice *self, const CpJson *list, GError **error)
{
  g_autofree char *text = cp_json_to_text (list);

  self->n_erasures = json_array_size (list);
  return self->storage->class_->put_setting (self->storage, LIST, text, error);
}

gboolean
cp_head_office_note_erasure (CpHeadOffice *self, const char *member_id, GError **error)
{
  g_autoptr (CpJson) entry = json_object ();
  g_autofree char *text = NULL;
  gint64 mark = 0;

  if (!self->storage->class_->put_mark (self->storage, &mark, error))
    return FALSE;
  cp_json_set_text (entry, "member_id", member_id);
  cp_json_set_int (entry, "at_ms", cp_world_wall_ms (self->world));
  cp_json_set_text (entry, "epoch", self->epoch);
  cp_json_set_int (entry, "mark", mark);
  text = cp_json_to_text (entry);
  self->n_erasures++;
  return self->storage->class_->append_setting (self->storage, LIST, text, error);
}

gboolean
cp_head_office_hear_erasures (CpHeadOffice *self, gboolean is_first, GError **error)
{
  g_autoptr (CpJson) list = load_list (self->storage, error);
  gsize n;

  if (list == NULL)
    return FALSE;
  n = json_array_size (list);
  if (!is_first && n > self->n_erasures && self->erased != NULL)
    self->erased (self->erased_data);
  self->n_erasures = n;
  if (is_first)
    self->is_unsettled = n > 0;
  return TRUE;
}

static void
keep_mark (gpointer data, gint64 mark, gint64 gseq)
{
  g_hash_table_replace (data, g_memdup2 (&mark, sizeof mark), g_memdup2 (&gseq, sizeof gseq));
}

/* (transfer full) (nullable): mark → number, of gint64 */
static GHashTable *
load_marks (CpHeadOfficeStorage *storage, GError **error)
{
  g_autoptr (GHashTable) marks =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  if (storage->class_->list_marks != NULL &&
      !storage->class_->list_marks (storage, keep_mark, marks, error))
    return NULL;
  return g_steal_pointer (&marks);
}

/* Returns: where the feed tells of it; 0: not yet */
static gint64
find_number (CpHeadOfficeStorage *storage, GHashTable *marks, const CpJson *entry)
{
  gint64 mark = cp_json_get_int (entry, "mark", 0);
  const gint64 *gseq = g_hash_table_lookup (marks, &mark);

  if (mark == 0)
    return cp_json_get_int (entry, "gseq", 0);
  if (storage->class_->list_marks == NULL)
    return mark;
  return gseq != NULL ? *gseq : 0;
}

static gboolean
add_device (gpointer data, const char *text)
{
  cp_json_append (data, cp_json_parse (text, -1, NULL));
  return TRUE;
}

/* Who asks in another epoch than that of the erasure has given up all rows from before. */
static gboolean
has_followed (const CpHeadOffice *self, const CpJson *entry, gint64 gseq, const CpJson *device)
{
  const char *epoch = cp_json_get_text (entry, "epoch");

  if (g_strcmp0 (cp_json_get_text (device, "epoch"), self->epoch) != 0)
    return FALSE;
  if (epoch != NULL && !g_str_equal (epoch, self->epoch))
    return TRUE;
  return gseq > 0 && cp_json_get_int (device, "cursor", -1) >= gseq;
}

static CpJson *
describe_missing (const CpJson *device)
{
  CpJson *missing = json_object ();

  cp_json_set_text (missing, "id", cp_json_get_text (device, "id"));
  cp_json_set_text (missing, "store_id", cp_json_get_text (device, "store_id"));
  cp_json_set_int (missing, "contact_ms", cp_json_get_int (device, "contact_ms", 0));
  return missing;
}

static CpJson *
describe (const CpHeadOffice *self, const CpJson *entry, gint64 gseq, const CpJson *devices)
{
  CpJson *receipt = json_object ();
  CpJson *missing = json_array (), *revoked = json_array ();
  gint64 n_devices = 0;
  gsize i;
  CpJson *device;

  json_array_foreach (devices, i, device)
  {
    gboolean is_revoked = cp_json_get_bool (device, "revoked");

    n_devices += is_revoked ? 0 : 1;
    if (!has_followed (self, entry, gseq, device))
      cp_json_append (is_revoked ? revoked : missing, describe_missing (device));
  }
  cp_json_set_text (receipt, "member_id", cp_json_get_text (entry, "member_id"));
  cp_json_set_int (receipt, "at_ms", cp_json_get_int (entry, "at_ms", 0));
  cp_json_set_int (receipt, "gseq", gseq);
  cp_json_set_int (receipt, "devices", n_devices);
  cp_json_set_int (receipt, "erased_at", n_devices - (gint64) json_array_size (missing));
  cp_json_set (receipt, "missing", missing);
  cp_json_set (receipt, "revoked", revoked);
  return receipt;
}

CpJson *
cp_head_office_list_erasures (CpHeadOffice *self, GError **error)
{
  CpHeadOfficeStorage *storage = self->storage;
  g_autoptr (CpJson) list = load_list (storage, error);
  g_autoptr (GHashTable) marks = list != NULL ? load_marks (storage, error) : NULL;
  g_autoptr (CpJson) devices = json_array ();
  CpJson *receipts;
  gsize i;
  CpJson *entry;

  if (marks == NULL || !storage->class_->list_devices (storage, add_device, devices, error))
    return NULL;
  receipts = json_array ();
  json_array_foreach (list, i, entry)
  {
    cp_json_append (receipts, describe (self, entry, find_number (storage, marks, entry), devices));
  }
  return receipts;
}

char *
cp_head_office_export_erasures (CpHeadOfficeStorage *storage, GError **error)
{
  g_autoptr (CpJson) list = load_list (storage, error);
  g_autoptr (CpJson) document = NULL;
  CpJson *exported;
  gsize i;
  CpJson *entry;

  if (list == NULL)
    return NULL;
  document = json_object ();
  exported = json_array ();
  json_array_foreach (list, i, entry)
  {
    CpJson *copy = json_object ();

    cp_json_set_text (copy, "member_id", cp_json_get_text (entry, "member_id"));
    cp_json_set_int (copy, "at_ms", cp_json_get_int (entry, "at_ms", 0));
    cp_json_append (exported, copy);
  }
  cp_json_set_text (document, "t", "erasures");
  cp_json_set (document, "list", exported);
  return cp_json_to_text (document);
}

gboolean
cp_head_office_import_erasures (CpHeadOffice *self, const CpJson *document, GError **error)
{
  const CpJson *list = cp_json_get_array (document, "list");
  g_autoptr (CpJson) imported = json_array ();
  gsize i;
  CpJson *entry;

  json_array_foreach (list, i, entry)
  {
    CpJson *copy = json_object ();

    if (cp_json_get_text (entry, "member_id") == NULL) {
      json_decref (copy);
      g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "an erasure is not whole");
      return FALSE;
    }
    cp_json_set_text (copy, "member_id", cp_json_get_text (entry, "member_id"));
    cp_json_set_int (copy, "at_ms", cp_json_get_int (entry, "at_ms", 0));
    cp_json_set_text (copy, "epoch", "");
    cp_json_append (imported, copy);
  }
  return put_list (self, imported, error);
}
