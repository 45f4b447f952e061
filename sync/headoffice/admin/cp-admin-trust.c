/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices as people want to see them, and the keys of both ends. */
#include "cp-admin-private.h"
#include "cp-error.h"

typedef struct {
  GPtrArray *devices; /* (element-type CpJson) */
  GError *error;
} Listing;

static void
listing_clear (Listing *self)
{
  g_clear_pointer (&self->devices, g_ptr_array_unref);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listing, listing_clear)

static const struct {
  const char *kind;
  const char *text;
} alerts[] = {
  { "sequence_gap", "operations are missing from number" },
  { "chain_broken", "the chain does not agree with head office's, last at number" },
  { "wrong_key", "something was sent that this device has not signed, last at number" },
};

static void
print_alerts (GString *out, const CpJson *found)
{
  for (guint i = 0; i < G_N_ELEMENTS (alerts); i++) {
    const CpJson *alert = cp_json_get_object (found, alerts[i].kind);
    g_autoptr (GDateTime) at =
        g_date_time_new_from_unix_utc (cp_json_get_int (alert, "at_ms", 0) / 1000);
    g_autofree char *when = g_date_time_format (at, "%F %T");

    if (alert != NULL)
      g_string_append_printf (out, "    %s: %s %" G_GINT64_FORMAT " of %s (%s UTC)\n",
                              alerts[i].kind, alerts[i].text, cp_json_get_int (alert, "seq", 0),
                              cp_json_get_text (alert, "incarnation"), when);
  }
}

static void
print_chains (GString *out, const CpJson *device)
{
  const char *incarnation;
  json_t *seq;

  json_object_foreach (cp_json_get_object (device, "incarnations"), incarnation, seq)
      g_string_append_printf (out, "    %s: %" G_GINT64_FORMAT " operations\n", incarnation,
                              (gint64) json_integer_value (seq));
}

static void
free_device (gpointer data)
{
  json_decref (data);
}

static gboolean
take_device (gpointer data, const char *text)
{
  Listing *self = data;
  CpJson *device = cp_json_parse_object (text, -1, &self->error);

  if (device == NULL)
    return FALSE;
  g_ptr_array_add (self->devices, device);
  return TRUE;
}

static gboolean
print_device (CpAdmin *self, const CpJson *device, GError **error)
{
  g_autoptr (CpJson) found = NULL;
  g_autofree char *key = NULL;

  if (!cp_head_office_get_device_key (self->office, cp_json_get_text (device, "id"), &key, &found,
                                      error))
    return FALSE;
  g_string_append_printf (self->out, "%s at %s, %s, %s%s\n", cp_json_get_text (device, "id"),
                          cp_json_get_text (device, "store_id"),
                          cp_json_get_bool (device, "revoked") ? "revoked" : "in use",
                          key != NULL ? "key " : "has signed nothing yet", key != NULL ? key : "");
  print_chains (self->out, device);
  print_alerts (self->out, found);
  return TRUE;
}

/* Nothing can be asked of the storage while it lists. */
int
cp_admin_list_devices (CpAdmin *self, GStrv *args, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  g_auto (Listing) listing = { g_ptr_array_new_with_free_func (free_device), NULL };

  if (!cp_admin_parse (args, NULL, 0, error) ||
      !storage->class_->list_devices (storage, take_device, &listing, error))
    return 1;
  if (listing.error != NULL) {
    g_propagate_error (error, g_steal_pointer (&listing.error));
    return 1;
  }
  for (guint i = 0; i < listing.devices->len; i++)
    if (!print_device (self, listing.devices->pdata[i], error))
      return 1;
  return 0;
}

int
cp_admin_forget_device (CpAdmin *self, GStrv *args, GError **error)
{
  return cp_admin_parse (args, NULL, 1, error) &&
                 cp_head_office_forget_device (self->office, (*args)[1], error)
             ? 0
             : 1;
}

static void
print_keys (CpAdmin *self)
{
  const char *next = cp_head_office_get_next_key (self->office);

  g_string_append_printf (self->out, "in use     %s\n", cp_head_office_get_key (self->office));
  if (next != NULL)
    g_string_append_printf (self->out, "announced  %s\n", next);
}

int
cp_admin_show_key (CpAdmin *self, GStrv *args, GError **error)
{
  if (!cp_admin_parse (args, NULL, 0, error))
    return 1;
  print_keys (self);
  return 0;
}

int
cp_admin_announce_key (CpAdmin *self, GStrv *args, GError **error)
{
  if (!cp_admin_parse (args, NULL, 0, error) || !cp_head_office_announce_key (self->office, error))
    return 1;
  print_keys (self);
  return 0;
}

int
cp_admin_roll_key (CpAdmin *self, GStrv *args, GError **error)
{
  if (!cp_admin_parse (args, NULL, 0, error) || !cp_head_office_roll_key (self->office, error))
    return 1;
  print_keys (self);
  return 0;
}

int
cp_admin_move_key (CpAdmin *self, GStrv *args, GError **error)
{
  g_autofree char *out = NULL;
  g_autofree char *path = NULL;
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, NULL, NULL },
    { NULL },
  };

  if (!cp_admin_parse (args, entries, 0, error))
    return 1;
  if (out == NULL) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "--out FILE is needed");
    return 1;
  }
  path = cp_admin_dup_path (self, out);
  if (!cp_head_office_move_keys (self->office, path, error))
    return 1;
  g_string_append_printf (self->out,
                          "The private keys are in %s and not in the database any more. Copies of "
                          "the database have them still: announce a key and roll it.\n",
                          path);
  return 0;
}
