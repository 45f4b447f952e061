/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* By which key each device is known, and what is wrong with its chain. */
#include <string.h>

#include "cp-chain.h"
#include "cp-error.h"
#include "cp-head-office-private.h"

#define KEY_SETTING "device_key/"
#define ALERTS_SETTING "device_alerts/"
#define GAP "sequence_gap"
#define SEEN "strays_seen"

const char *const cp_device_alerts[CP_N_DEVICE_ALERTS] = { GAP, "chain_broken", "wrong_key" };

static const char *const texts[CP_N_DEVICE_ALERTS] = {
  "operations are missing from number",
  "the chain does not agree with head office's, last at number",
  "something was sent that this device has not signed, last at number",
};

static char *
describe_time (gint64 at_ms)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (at_ms / 1000);

  return at != NULL ? g_date_time_format (at, "%F %T") : g_strdup ("?");
}

char *
cp_device_alert_describe (const CpJson *alerts, guint index)
{
  const CpJson *alert = cp_json_get_object (alerts, cp_device_alerts[index]);
  g_autofree char *when = describe_time (cp_json_get_int (alert, "at_ms", 0));

  if (alert == NULL)
    return NULL;
  return g_strdup_printf ("%s: %s %" G_GINT64_FORMAT " of %s (%s UTC)", cp_device_alerts[index],
                          texts[index], cp_json_get_int (alert, "seq", 0),
                          cp_json_get_text (alert, "incarnation"), when);
}

gint64
cp_device_count_strays (const CpJson *device)
{
  gint64 n_seen = cp_json_get_int (cp_json_get_object (device, "alerts"), SEEN, 0);

  return MAX (cp_json_get_int (device, "strays", 0) - n_seen, 0);
}

char *
cp_device_strays_describe (const CpJson *device)
{
  gint64 n = cp_json_get_int (device, "strays", 0);
  g_autofree char *since = describe_time (cp_json_get_int (device, "strays_ms", 0));

  if (n == 0)
    return NULL;
  return g_strdup_printf ("fork: %" G_GINT64_FORMAT " operations did not fit its chain, the first "
                          "at %s UTC; %" G_GINT64_FORMAT " of them since it was last looked at",
                          n, since, cp_device_count_strays (device));
}

static gboolean
get (
    CpHeadOffice *self, const char *prefix, const char *device_id, char **ret_value, GError **error)
{
  g_autofree char *name = g_strconcat (prefix, device_id, NULL);
  g_autofree char *value = NULL;

  if (!self->storage->class_->get_setting (self->storage, name, &value, error))
    return FALSE;
  /* A setting can't be taken away, so an empty one is none. */
  *ret_value = value != NULL && *value != '\0' ? g_steal_pointer (&value) : NULL;
  return TRUE;
}

static gboolean
put (CpHeadOffice *self,
     const char *prefix,
     const char *device_id,
     const char *value,
     GError **error)
{
  g_autofree char *name = g_strconcat (prefix, device_id, NULL);

  return self->storage->class_->put_setting (self->storage, name, value, error);
}

static gboolean
get_alerts (CpHeadOffice *self, const char *device_id, CpJson **ret_alerts, GError **error)
{
  g_autofree char *text = NULL;

  if (!get (self, ALERTS_SETTING, device_id, &text, error))
    return FALSE;
  *ret_alerts = text != NULL ? cp_json_parse_object (text, -1, error) : json_object ();
  return *ret_alerts != NULL;
}

gboolean
cp_head_office_put_device_alerts (CpHeadOffice *self,
                                  const char *device_id,
                                  const CpJson *alerts,
                                  GError **error)
{
  g_autofree char *text = cp_json_to_text (alerts);

  return put (self, ALERTS_SETTING, device_id, text, error);
}

gboolean
cp_head_office_get_device_key (
    CpHeadOffice *self, const char *device_id, char **ret_key, CpJson **ret_alerts, GError **error)
{
  g_autofree char *key = NULL;

  if (!get (self, KEY_SETTING, device_id, &key, error) ||
      !get_alerts (self, device_id, ret_alerts, error))
    return FALSE;
  *ret_key = g_steal_pointer (&key);
  return TRUE;
}

gboolean
cp_head_office_put_device_key (CpHeadOffice *self,
                               const char *device_id,
                               const char *key,
                               GError **error)
{
  return put (self, KEY_SETTING, device_id, key, error);
}

typedef struct {
  const char *id;
  gint64 n;
} Strays;

static gboolean
find_strays (gpointer data, const char *text)
{
  Strays *strays = data;
  g_autoptr (CpJson) device = cp_json_parse (text, -1, NULL);

  if (g_strcmp0 (cp_json_get_text (device, "id"), strays->id) != 0)
    return TRUE;
  strays->n = cp_json_get_int (device, "strays", 0);
  return FALSE;
}

/* Its strays are kept, and never fewer, so that their number says which of them somebody has looked at. */
static gboolean
acknowledge (CpHeadOffice *self, const char *device_id, GError **error)
{
  g_autoptr (CpJson) alerts = json_object ();
  Strays strays = { device_id, 0 };

  if (!self->storage->class_->list_devices (self->storage, find_strays, &strays, error))
    return FALSE;
  if (strays.n > 0)
    cp_json_set_int (alerts, SEEN, strays.n);
  return cp_head_office_put_device_alerts (self, device_id, alerts, error);
}

gboolean
cp_head_office_forget_device (CpHeadOffice *self, const char *device_id, GError **error)
{
  if (!cp_head_office_begin (self, error))
    return FALSE;
  return cp_head_office_finish (
      self, put (self, KEY_SETTING, device_id, "", error) && acknowledge (self, device_id, error),
      error);
}

/* Returns: whether it is news */
static gboolean
set_alert (CpHeadOffice *self, CpJson *alerts, const char *kind, const CpPlace *place)
{
  const CpJson *old = cp_json_get_object (alerts, kind);
  CpJson *alert;

  if (old != NULL && cp_json_get_int (old, "seq", 0) == place->seq &&
      g_strcmp0 (cp_json_get_text (old, "incarnation"), place->incarnation) == 0)
    return FALSE;
  alert = json_object ();
  cp_json_set_text (alert, "incarnation", place->incarnation);
  cp_json_set_int (alert, "seq", place->seq);
  cp_json_set_int (alert, "at_ms", cp_world_wall_ms (self->world));
  cp_json_set (alerts, kind, alert);
  return TRUE;
}

static gboolean
keep_alert (CpHeadOffice *self, const char *kind, const CpPlace *place, GError **error)
{
  g_autoptr (CpJson) alerts = NULL;

  if (!get_alerts (self, place->device_id, &alerts, error))
    return FALSE;
  if (!set_alert (self, alerts, kind, place))
    return TRUE;
  if (!cp_head_office_begin (self, error))
    return FALSE;
  return cp_head_office_finish (
      self, cp_head_office_put_device_alerts (self, place->device_id, alerts, error), error);
}

void
cp_head_office_note_alert (CpHeadOffice *self, const char *kind, const CpPlace *place)
{
  g_autoptr (GError) error = NULL;

  g_message ("Device %s: %s at %s/%" G_GINT64_FORMAT, place->device_id, kind, place->incarnation,
             place->seq);
  if (!keep_alert (self, kind, place, &error))
    g_message ("The alert could not be kept: %s", error->message);
}

gboolean
cp_head_office_end_gap (CpHeadOffice *self, const CpPlace *through, GError **error)
{
  g_autoptr (CpJson) alerts = NULL;
  const CpJson *gap;

  if (!get_alerts (self, through->device_id, &alerts, error))
    return FALSE;
  gap = cp_json_get_object (alerts, GAP);
  if (gap == NULL || cp_json_get_int (gap, "seq", 0) > through->seq ||
      g_strcmp0 (cp_json_get_text (gap, "incarnation"), through->incarnation) != 0)
    return TRUE;
  json_object_del (alerts, GAP);
  return cp_head_office_put_device_alerts (self, through->device_id, alerts, error);
}

static gboolean
refuse (CpHeadOffice *self, const CpPlace *place, const char *text, CpWireAnswer *ret_answer)
{
  cp_head_office_note_alert (self, "wrong_key", place);
  cp_wire_answer_refuse (ret_answer, 403, "wrong_key", text);
  return FALSE;
}

gboolean
cp_head_office_check_signature (CpHeadOffice *self,
                                const CpPush *push,
                                gboolean *ret_known,
                                CpWireAnswer *ret_answer)
{
  const CpPushOperation *last =
      &g_array_index (push->operations, CpPushOperation, push->operations->len - 1);
  const CpPlace place = { push->device, push->incarnation, last->seq };
  g_autofree char *text =
      cp_chain_describe_head ("device", push->device, push->incarnation, last->seq, last->hash);
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;

  if (!get (self, KEY_SETTING, push->device, &key, &error)) {
    cp_head_office_answer_error (self, "look up a device's key", error, ret_answer);
    return FALSE;
  }
  *ret_known = key != NULL;
  if (key != NULL && !g_str_equal (key, push->key))
    return refuse (self, &place, "Head office knows this device by another key", ret_answer);
  return cp_signature_check (push->key, text, push->signature) ||
         refuse (self, &place, "This device has not signed what it sends", ret_answer);
}
