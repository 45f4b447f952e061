/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-metrics.h"

#include "cp-backup-durable.h"
#include "cp-status-page-device.h"

static void
add (GString *text, const char *name, const char *type, const char *help)
{
  g_string_append_printf (text, "# HELP counterpart_%s %s\n# TYPE counterpart_%s %s\n", name, help,
                          name, type);
}

static void
add_one (GString *text, const char *name, const char *type, const char *help, gint64 value)
{
  add (text, name, type, help);
  g_string_append_printf (text, "counterpart_%s %" G_GINT64_FORMAT "\n", name, value);
}

static void
add_counts (GString *text, const CpHeadOfficeCounts *counts)
{
  add (text, "operations_total", "counter", "Operations taken by this process, by outcome.");
  for (guint i = 0; i < CP_N_OUTCOMES; i++)
    g_string_append_printf (text,
                            "counterpart_operations_total{outcome=\"%s\"} %" G_GUINT64_FORMAT "\n",
                            cp_outcome_words[i], counts->operations[i]);
  add_one (text, "pushes_total", "counter", "Pushes answered by this process.",
           (gint64) counts->pushes);
  add_one (text, "pushes_put_off_total", "counter",
           "Pushes of the bulk lane that this process told to come later.",
           (gint64) counts->put_off);
  add_one (text, "forks_total", "counter", "Pushes that did not fit their chain.",
           (gint64) counts->forks);
  add_one (text, "pages_total", "counter", "Pages of the feed given by this process.",
           (gint64) counts->pages);
}

static void
add_waiting (GString *text, const gint64 waiting[CP_N_LANES])
{
  static const char *const words[CP_N_LANES] = { "priority", "bulk" };

  add (text, "device_operations_waiting", "gauge",
       "Operations that devices said to have and not sent, by lane.");
  for (guint lane = 0; lane < CP_N_LANES; lane++)
    g_string_append_printf (
        text, "counterpart_device_operations_waiting{lane=\"%s\"} %" G_GINT64_FORMAT "\n",
        words[lane], waiting[lane]);
}

/* Devices with each of the faults that a chain may have. */
static void
add_faults (GString *text, const GPtrArray *devices)
{
  gint64 counts[CP_N_DEVICE_ALERTS] = { 0 }, n_forks = 0;

  for (guint i = 0; i < devices->len; i++) {
    const CpStatusDevice *device = devices->pdata[i];

    if (device->revoked)
      continue;
    for (guint kind = 0; kind < CP_N_DEVICE_ALERTS; kind++)
      counts[kind] += cp_json_get_object (device->alerts, cp_device_alerts[kind]) != NULL;
    n_forks += device->strays > 0;
  }
  add (text, "device_alerts", "gauge", "Devices with something wrong in what they send, by kind.");
  for (guint kind = 0; kind < CP_N_DEVICE_ALERTS; kind++)
    g_string_append_printf (text, "counterpart_device_alerts{kind=\"%s\"} %" G_GINT64_FORMAT "\n",
                            cp_device_alerts[kind], counts[kind]);
  g_string_append_printf (text, "counterpart_device_alerts{kind=\"fork\"} %" G_GINT64_FORMAT "\n",
                          n_forks);
}

static void
add_devices (GString *text, const GPtrArray *devices, gint64 now_ms)
{
  gint64 lag = 0, silence_ms = 0, n = 0;
  gint64 waiting[CP_N_LANES] = { 0 };

  for (guint i = 0; i < devices->len; i++) {
    const CpStatusDevice *device = devices->pdata[i];

    if (device->revoked)
      continue;
    n++;
    lag = MAX (lag, device->lag);
    for (guint lane = 0; lane < CP_N_LANES; lane++)
      waiting[lane] += device->waiting[lane];
    if (device->contact_ms > 0)
      silence_ms = MAX (silence_ms, now_ms - device->contact_ms);
  }
  add_one (text, "devices", "gauge", "Devices that may speak to head office.", n);
  add_one (text, "device_lag_max", "gauge", "How far the last device is behind the feed.", lag);
  add_one (text, "device_silence_seconds_max", "gauge", "Since the most silent device was heard.",
           silence_ms / 1000);
  add_waiting (text, waiting);
  add_faults (text, devices);
}

static void
add_backup (GString *text, CpHeadOffice *office)
{
  gint64 at_ms = cp_backup_durable_get_ms (office);
  gint64 now_ms = cp_world_wall_ms (cp_head_office_get_world (office));

  add_one (text, "backup_age_seconds", "gauge",
           "Since a backup was last found to be good; -1: none ever was.",
           at_ms > 0 ? MAX (now_ms - at_ms, 0) / 1000 : -1);
}

char *
cp_metrics_new (CpHeadOffice *office, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) devices = NULL;
  CpPulse pulse = { 0 };

  if (!storage->class_->get_pulse (storage, &pulse, error))
    return NULL;
  devices = cp_status_list_devices (office, pulse.gseq, error);
  if (devices == NULL)
    return NULL;
  add_counts (text, cp_head_office_get_counts (office));
  add_devices (text, devices, cp_world_wall_ms (cp_head_office_get_world (office)));
  add_one (text, "storage_failures_total", "counter", "How often the storage failed here.",
           (gint64) cp_head_office_get_failures (office));
  add_one (text, "feed_position", "gauge", "How far the feed goes.", pulse.gseq);
  add_one (text, "feed_unnumbered", "gauge", "Commits that wait for a number in the feed.",
           pulse.n_unnumbered);
  add_one (text, "feed_unnumbered_age_ms", "gauge", "How long the first of them has waited.",
           pulse.unnumbered_ms);
  add_backup (text, office);
  add_one (text, "reviews_open", "gauge", "Operations that a person has to look at.",
           pulse.n_reviews);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
