/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices as people want to see them, and the keys of both ends. */
#include "cp-admin-private.h"
#include "cp-error.h"

static void
print_alerts (GString *out, const CpJson *found)
{
  for (guint i = 0; i < CP_N_DEVICE_ALERTS; i++) {
    g_autofree char *text = cp_device_alert_describe (found, i);

    if (text != NULL)
      g_string_append_printf (out, "    %s\n", text);
  }
}

static void
print_strays (GString *out, const CpJson *device)
{
  g_autofree char *text = cp_device_strays_describe (device);

  if (text != NULL)
    g_string_append_printf (out, "    %s\n", text);
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

static gboolean
print_device (CpAdmin *self, const char *text, GError **error)
{
  g_autoptr (CpJson) device = cp_json_parse_object (text, -1, error);
  g_autoptr (CpJson) found = NULL;
  g_autofree char *key = NULL;

  if (device == NULL || !cp_head_office_get_device_key (
                            self->office, cp_json_get_text (device, "id"), &key, &found, error))
    return FALSE;
  g_string_append_printf (self->out, "%s at %s, %s, %s%s\n", cp_json_get_text (device, "id"),
                          cp_json_get_text (device, "store_id"),
                          cp_json_get_bool (device, "revoked") ? "revoked" : "in use",
                          key != NULL ? "key " : "has signed nothing yet", key != NULL ? key : "");
  print_chains (self->out, device);
  print_alerts (self->out, found);
  print_strays (self->out, device);
  return TRUE;
}

static gboolean
keep (gpointer data, const char *text)
{
  g_ptr_array_add (data, g_strdup (text));
  return TRUE;
}

/* All of them before anything else is asked of the storage. */
int
cp_admin_list_devices (CpAdmin *self, GStrv *args, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func (g_free);

  if (!cp_admin_parse (args, NULL, 0, error) ||
      !storage->class_->list_devices (storage, keep, devices, error))
    return 1;
  for (guint i = 0; i < devices->len; i++)
    if (!print_device (self, devices->pdata[i], error))
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
