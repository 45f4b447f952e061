/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who was erased, and which devices have carried it out: judged by what is kept of each device's last words, so
 * that every process says the same of it. */
#include "cp-head-office-receipts.h"

#include <sodium.h>
#include <string.h>

#include "cp-error.h"
#include "cp-head-office-private.h"

#define MARK_BYTES 16

/* So many that are revoked are told by name. */
#define MAX_REVOKED 5

typedef struct {
  const CpHeadOffice *office;
  CpJson *devices;
  CpReceiptFunc func;
  gpointer data;
} Listing;

char *
cp_erased_dup_mark (CpHeadOfficeStorage *storage, GError **error)
{
  g_autofree char *epoch = NULL;
  g_autofree char *text = NULL;
  guint8 hash[MARK_BYTES];
  char hex[2 * MARK_BYTES + 1];
  gint64 n = 0;

  if (!storage->class_->get_setting (storage, "epoch", &epoch, error) ||
      !storage->class_->count_erasures (storage, &n, error))
    return NULL;
  text = g_strdup_printf ("%s\n%" G_GINT64_FORMAT, epoch != NULL ? epoch : "", n);
  crypto_generichash (hash, sizeof hash, (const guint8 *) text, strlen (text), NULL, 0);
  return g_strdup (sodium_bin2hex (hex, sizeof hex, hash, sizeof hash));
}

static gboolean
put (CpHeadOffice *self, const char *member_id, gint64 at_ms, const char *epoch, GError **error)
{
  self->n_noted++;
  return self->storage->class_->put_erasure (self->storage, member_id, at_ms, epoch, error);
}

gboolean
cp_head_office_note_erasure (CpHeadOffice *self, const char *member_id, GError **error)
{
  return put (self, member_id, cp_world_wall_ms (self->world), self->epoch, error);
}

gboolean
cp_head_office_import_erasure (CpHeadOffice *self, const CpJson *entry, GError **error)
{
  const char *member_id = cp_json_get_text (entry, "member_id");

  if (member_id != NULL)
    return put (self, member_id, cp_json_get_int (entry, "at_ms", 0), NULL, error);
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "an erasure is not whole");
  return FALSE;
}

gboolean
cp_head_office_count_erasures (CpHeadOffice *self, gint64 *ret_n, GError **error)
{
  return self->storage->class_->count_erasures (self->storage, ret_n, error);
}

gboolean
cp_head_office_hear_erasures (CpHeadOffice *self, gboolean is_first, GError **error)
{
  gint64 n = 0;

  if (!cp_head_office_count_erasures (self, &n, error))
    return FALSE;
  if (!is_first && n != self->n_erasures && self->erased != NULL)
    self->erased (self->erased_data);
  self->n_erasures = n;
  if (is_first)
    self->is_unsettled = n > 0;
  return TRUE;
}

static gboolean
add_device (gpointer data, const char *text)
{
  cp_json_append (data, cp_json_parse (text, -1, NULL));
  return TRUE;
}

/* Who asks in another epoch than that of the erasure has given up all rows from before. */
static gboolean
has_followed (const CpHeadOffice *self, const CpJson *entry, const CpJson *device)
{
  const char *epoch = cp_json_get_text (entry, "epoch");
  gint64 gseq = cp_json_get_int (entry, "gseq", 0);

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

/* The first few of those that are revoked: they never hear of it, so that with each device that goes it would
 * be one more for every erasure from then on. */
static CpJson *
describe (const CpHeadOffice *self, const CpJson *entry, const CpJson *devices)
{
  CpJson *receipt = json_object ();
  CpJson *missing = json_array (), *revoked = json_array ();
  gint64 n_devices = 0, n_revoked = 0;
  gsize i;
  CpJson *device;

  json_array_foreach (devices, i, device)
  {
    gboolean is_revoked = cp_json_get_bool (device, "revoked");
    gboolean is_missing = !has_followed (self, entry, device);

    n_devices += !is_revoked;
    n_revoked += is_revoked && is_missing;
    if (is_missing && (!is_revoked || n_revoked <= MAX_REVOKED))
      cp_json_append (is_revoked ? revoked : missing, describe_missing (device));
  }
  cp_json_set_text (receipt, "member_id", cp_json_get_text (entry, "member_id"));
  cp_json_set_int (receipt, "at_ms", cp_json_get_int (entry, "at_ms", 0));
  cp_json_set_int (receipt, "gseq", cp_json_get_int (entry, "gseq", 0));
  cp_json_set_int (receipt, "devices", n_devices);
  cp_json_set_int (receipt, "erased_at", n_devices - (gint64) json_array_size (missing));
  cp_json_set (receipt, "missing", missing);
  cp_json_set_int (receipt, "n_revoked", n_revoked);
  cp_json_set (receipt, "revoked", revoked);
  return receipt;
}

static gboolean
give_receipt (gpointer data, const char *text)
{
  const Listing *listing = data;
  g_autoptr (CpJson) entry = cp_json_parse (text, -1, NULL);
  g_autoptr (CpJson) receipt = describe (listing->office, entry, listing->devices);

  listing->func (listing->data, receipt);
  return TRUE;
}

gboolean
cp_head_office_list_erasures (
    CpHeadOffice *self, gint64 after, CpReceiptFunc func, gpointer data, GError **error)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;
  g_autoptr (CpJson) devices = json_array ();
  Listing listing = { self, devices, func, data };

  return storage->list_devices (self->storage, add_device, devices, error) &&
         storage->list_erasures (self->storage, after, give_receipt, &listing, error);
}
