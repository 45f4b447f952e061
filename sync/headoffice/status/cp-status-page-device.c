/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-status-page-device.h"

static void
free_device (gpointer data)
{
  CpStatusDevice *device = data;

  g_free (device->id);
  g_free (device->store_id);
  json_decref (device->alerts);
  g_free (device);
}

typedef struct {
  GPtrArray *devices;
  gint64 gseq;
  const char *epoch;
} Listing;

/* A place in another epoch's numbering says nothing. */
static gint64
get_lag (const Listing *listing, const CpJson *json)
{
  const char *epoch = cp_json_get_text (json, "epoch");
  gint64 cursor = cp_json_get_int (json, "cursor", -1);

  if (cursor < 0 || (epoch != NULL && *epoch != '\0' && !g_str_equal (epoch, listing->epoch)))
    return -1;
  return MAX (listing->gseq - cursor, 0);
}

static gboolean
add_device (gpointer data, const char *text)
{
  Listing *listing = data;
  g_autoptr (CpJson) json = cp_json_parse (text, -1, NULL);
  CpStatusDevice *device = g_new0 (CpStatusDevice, 1);

  device->id = g_strdup (cp_json_get_text (json, "id"));
  device->store_id = g_strdup (cp_json_get_text (json, "store_id"));
  device->revoked = cp_json_get_bool (json, "revoked");
  device->contact_ms = cp_json_get_int (json, "contact_ms", 0);
  device->lag = get_lag (listing, json);
  device->waiting[CP_LANE_BULK] = cp_json_get_int (json, "waiting_bulk", 0);
  device->waiting[CP_LANE_PRIORITY] =
      MAX (cp_json_get_int (json, "waiting", 0) - device->waiting[CP_LANE_BULK], 0);
  device->strays = cp_device_count_strays (json);
  device->alerts = json_incref ((CpJson *) cp_json_get_object (json, "alerts"));
  g_ptr_array_add (listing->devices, device);
  return TRUE;
}

GPtrArray *
cp_status_list_devices (CpHeadOffice *office, gint64 gseq, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office);
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func (free_device);
  Listing listing = { devices, gseq, cp_head_office_get_epoch (office) };

  if (!storage->class_->list_devices (storage, add_device, &listing, error))
    return NULL;
  return g_steal_pointer (&devices);
}
