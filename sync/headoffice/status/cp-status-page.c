/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-status-page.h"

#include "cp-backup-durable.h"
#include "cp-status-page-device.h"

/* A device that follows the feed is heard at least once a minute. */
#define SILENT_MS (5 * 60 * 1000)
#define UNNUMBERED_MS 5000
#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))
#define OLD_BACKUP_MS (2 * DAY_MS)
#define MAX_REVIEWS 200
#define MAX_ERASURES 200 /* the newest; `show erasures` has all */
#define MAX_SILENT 20    /* devices with each, likewise */

typedef struct {
  CpHeadOffice *office;
  const char *token;
  gint64 now_ms;
  CpPulse pulse;
  GString *html;
  guint n_alerts;
} Page;

static void
append (Page *page, const char *before, const char *text, const char *after)
{
  g_autofree char *escaped = text != NULL ? g_markup_escape_text (text, -1) : NULL;

  g_string_append (page->html, before);
  if (escaped != NULL)
    g_string_append (page->html, escaped);
  g_string_append (page->html, after);
}

static void
append_number (Page *page, gint64 value)
{
  g_string_append_printf (page->html, "<td class=\"number\">%" G_GINT64_FORMAT "</td>", value);
}

static char *
describe_time (gint64 at_ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at_ms / 1000);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M:%S") : g_strdup ("?");
}

static void
append_time (Page *page, gint64 at_ms)
{
  g_autofree char *text = at_ms > 0 ? describe_time (at_ms) : g_strdup ("never");

  append (page, "<td>", text, "</td>");
}

static void
append_alert (Page *page, const char *text)
{
  append (page, page->n_alerts++ == 0 ? "<ul class=\"alerts\"><li>" : "<li>", text, "</li>\n");
}

static gboolean
is_silent (const Page *page, const CpStatusDevice *device)
{
  return !device->revoked && page->now_ms - device->contact_ms > SILENT_MS;
}

static void
append_chain_alerts (Page *page, const CpStatusDevice *device)
{
  for (guint i = 0; i < CP_N_DEVICE_ALERTS; i++) {
    g_autofree char *what = cp_device_alert_describe (device->alerts, i);
    g_autofree char *text = what != NULL ? g_strconcat (device->id, ": ", what, NULL) : NULL;

    if (text != NULL)
      append_alert (page, text);
  }
}

static void
append_device_alerts (Page *page, const GPtrArray *devices)
{
  for (guint i = 0; i < devices->len; i++) {
    const CpStatusDevice *device = devices->pdata[i];
    g_autofree char *text = NULL;

    if (is_silent (page, device))
      text = g_strdup_printf ("%s has not been heard for five minutes", device->id);
    else if (device->strays > 0)
      text = g_strdup_printf ("%s was cloned or restored: %" G_GINT64_FORMAT
                              " operations did not fit its chain",
                              device->id, device->strays);
    if (text != NULL)
      append_alert (page, text);
    if (!device->revoked)
      append_chain_alerts (page, device);
  }
}

static void
append_backup_alert (Page *page)
{
  gint64 at_ms = cp_backup_durable_get_ms (page->office);
  g_autofree char *text = NULL;

  if (at_ms == 0)
    append_alert (page, "No backup has ever been verified: devices keep all that they have sent");
  if (at_ms == 0 || page->now_ms - at_ms <= OLD_BACKUP_MS)
    return;
  text = g_strdup_printf ("The last backup that was verified is %" G_GINT64_FORMAT " days old",
                          (page->now_ms - at_ms) / DAY_MS);
  append_alert (page, text);
}

static void
append_alerts (Page *page, const GPtrArray *devices)
{
  guint64 failures = cp_head_office_get_failures (page->office);

  g_string_append (page->html, "<section><h2>Needs somebody</h2>\n");
  if (cp_head_office_get_programme (page->office) == NULL)
    append_alert (page, "No programme is published, so no operation is taken");
  if (failures > 0) {
    g_autofree char *text = g_strdup_printf (
        "The storage has failed %" G_GUINT64_FORMAT " times since this process began", failures);

    append_alert (page, text);
  }
  if (page->pulse.unnumbered_ms > UNNUMBERED_MS)
    append_alert (page, "Nobody numbers the feed: devices hear of nothing new");
  append_backup_alert (page);
  append_device_alerts (page, devices);
  g_string_append (page->html,
                   page->n_alerts > 0 ? "</ul></section>\n" : "<p>Nothing.</p></section>\n");
}

/* In a word each: what they mean is said above. */
static void
append_faults (Page *page, const CpStatusDevice *device)
{
  g_string_append (page->html, "<td>");
  for (guint i = 0; i < CP_N_DEVICE_ALERTS; i++)
    if (cp_json_get_object (device->alerts, cp_device_alerts[i]) != NULL)
      append (page, "", cp_device_alerts[i], " ");
  if (device->strays > 0)
    g_string_append_printf (page->html, "fork (%" G_GINT64_FORMAT ")", device->strays);
  g_string_append (page->html, "</td></tr>\n");
}

static void
append_device (Page *page, const CpStatusDevice *device)
{
  append (page, is_silent (page, device) ? "<tr class=\"silent\"><td>" : "<tr><td>", device->id,
          "</td>");
  append (page, "<td>", device->store_id, "</td>");
  append_time (page, device->contact_ms);
  if (device->lag >= 0)
    append_number (page, device->lag);
  else
    g_string_append (page->html, "<td class=\"number\">unknown</td>");
  for (guint lane = 0; lane < CP_N_LANES; lane++)
    append_number (page, device->waiting[lane]);
  append (page, "<td>", device->revoked ? "revoked" : "", "</td>");
  append_faults (page, device);
}

static void
append_devices (Page *page, const GPtrArray *devices)
{
  g_string_append (
      page->html,
      "<section><h2>Devices</h2>\n<table><thead><tr><th>Device</th><th>Store</th>"
      "<th>Last heard (UTC)</th><th class=\"number\">Behind</th>"
      "<th class=\"number\">Waiting there</th><th class=\"number\">In the bulk lane</th>"
      "<th></th><th>Chain</th></tr></thead>\n<tbody>\n");
  for (guint i = 0; i < devices->len; i++)
    append_device (page, devices->pdata[i]);
  g_string_append (page->html, "</tbody></table></section>\n");
}

static void
append_form (Page *page, const char *operation_id)
{
  append (page,
          "<td><form method=\"post\" action=\"/review\"><input type=\"hidden\" name=\"token\""
          " value=\"",
          page->token, "\">");
  append (page, "<input type=\"hidden\" name=\"operation_id\" value=\"", operation_id, "\">");
  g_string_append (page->html,
                   "<label>Note <input name=\"note\" maxlength=\"200\"></label>"
                   "<button name=\"do\" value=\"accept\">Accept</button>"
                   "<button name=\"do\" value=\"refuse\">Refuse</button></form></td></tr>\n");
}

static gboolean
append_review (gpointer data, const char *text)
{
  Page *page = data;
  g_autoptr (CpJson) json = cp_json_parse (text, -1, NULL);
  const char *id = cp_json_get_text (json, "operation_id");

  append (page, "<tr><td>", cp_json_get_text (json, "kind"), "</td>");
  append (page, "<td>", cp_json_get_text (json, "device"), "</td>");
  append_time (page, cp_json_get_int (json, "at_ms", 0));
  append (page, "<td>", cp_json_get_text (json, "code"), " ");
  append (page, "<span class=\"detail\">", cp_json_get_text (json, "detail"), "</span></td>");
  append (page, "<td class=\"id\">", id, "</td>");
  append_form (page, id);
  return TRUE;
}

static gboolean
append_reviews (Page *page, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (page->office);

  g_string_append_printf (page->html, "<section><h2>To be looked at: %" G_GINT64_FORMAT "</h2>\n",
                          page->pulse.n_reviews);
  g_string_append (page->html, "<table><thead><tr><th>Operation</th><th>Device</th>"
                               "<th>Arrived (UTC)</th><th>Why</th><th>Id</th><th></th></tr></thead>"
                               "\n<tbody>\n");
  if (!storage->class_->list_reviews (storage, MAX_REVIEWS, append_review, page, error))
    return FALSE;
  g_string_append (page->html, "</tbody></table></section>\n");
  return TRUE;
}

static void
append_silent_device (Page *page, const CpJson *device)
{
  gint64 contact_ms = cp_json_get_int (device, "contact_ms", 0);
  g_autofree char *when = contact_ms > 0 ? describe_time (contact_ms) : NULL;

  append (page, "<li>", cp_json_get_text (device, "id"), " at ");
  append (page, "", cp_json_get_text (device, "store_id"), when != NULL ? ", last heard " : "");
  append (page, "", when != NULL ? when : ", never heard", "</li>\n");
}

/* @devices: the first of @n, which are listed if there are any */
static void
append_silent_devices (Page *page, const CpJson *devices, gint64 n, const char *what)
{
  gsize n_listed = MIN (json_array_size (devices), MAX_SILENT);

  if (n == 0)
    return;
  g_string_append_printf (
      page->html, "<details><summary>%" G_GINT64_FORMAT " %s</summary>\n<ul class=\"missing\">\n",
      n, what);
  for (gsize i = 0; i < n_listed; i++)
    append_silent_device (page, json_array_get (devices, i));
  if (n > (gint64) n_listed)
    g_string_append_printf (page->html, "<li>and %" G_GINT64_FORMAT " more</li>\n",
                            n - (gint64) n_listed);
  g_string_append (page->html, "</ul></details>\n");
}

static void
append_erasure (Page *page, const CpJson *entry)
{
  const CpJson *missing = cp_json_get_array (entry, "missing");

  append (page, "<tr><td class=\"id\">", cp_json_get_text (entry, "member_id"), "</td>");
  append_time (page, cp_json_get_int (entry, "at_ms", 0));
  g_string_append_printf (
      page->html, "<td>erased at %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " devices",
      cp_json_get_int (entry, "erased_at", 0), cp_json_get_int (entry, "devices", 0));
  append_silent_devices (page, missing, (gint64) json_array_size (missing), "have yet to");
  append_silent_devices (page, cp_json_get_array (entry, "revoked"),
                         cp_json_get_int (entry, "n_revoked", 0),
                         "revoked before they had, and not waited for");
  g_string_append (page->html, "</td></tr>\n");
}

typedef struct {
  Page *page;
  GPtrArray *rows; /* of char *: of the table, oldest first */
} Erasures;

static void
keep_erasure (gpointer data, const CpJson *receipt)
{
  const Erasures *erasures = data;
  Page row = *erasures->page;

  row.html = g_string_new (NULL);
  append_erasure (&row, receipt);
  g_ptr_array_add (erasures->rows, g_string_free (row.html, FALSE));
}

static gboolean
append_erasures (Page *page, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  Erasures erasures = { page, rows };
  gint64 n = 0;

  if (!cp_head_office_count_erasures (page->office, &n, error) ||
      !cp_head_office_list_erasures (page->office, n - MAX_ERASURES, keep_erasure, &erasures,
                                     error))
    return FALSE;
  if (rows->len == 0)
    return TRUE;
  g_string_append_printf (page->html,
                          "<section><h2>Erased: %" G_GINT64_FORMAT "</h2>\n"
                          "<table><thead><tr><th>Member</th><th>When (UTC)</th><th>Where</th></tr>"
                          "</thead>\n<tbody>\n",
                          n);
  for (guint i = rows->len; i > 0; i--)
    g_string_append (page->html, rows->pdata[i - 1]);
  g_string_append (page->html, "</tbody></table></section>\n");
  return TRUE;
}

static void
append_head (Page *page, const char *notice)
{
  const CpProgramme *programme = cp_head_office_get_programme (page->office);
  g_autofree char *now = describe_time (page->now_ms);

  g_string_append (page->html, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                               "<meta name=\"viewport\" content=\"width=device-width\">\n"
                               "<title>Head office</title>\n"
                               "<link rel=\"stylesheet\" href=\"/style.css\"></head>\n<body>\n");
  append (page, "<header><h1>Head office</h1><p>", now, " UTC, ");
  g_string_append_printf (page->html, "feed at %" G_GINT64_FORMAT ", programme ", page->pulse.gseq);
  if (programme != NULL)
    g_string_append_printf (page->html, "version %" G_GINT64_FORMAT, programme->version);
  else
    g_string_append (page->html, "not published");
  append (page, ", epoch ", cp_head_office_get_epoch (page->office), "</p></header>\n<main>\n");
  if (notice != NULL)
    append (page, "<p class=\"notice\" role=\"status\">", notice, "</p>\n");
}

char *
cp_status_page_new (CpHeadOffice *office, const char *token, const char *notice, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office);
  g_autoptr (GString) html = g_string_new (NULL);
  g_autoptr (GPtrArray) devices = NULL;
  Page page = { .office = office,
                .token = token,
                .now_ms = cp_world_wall_ms (cp_head_office_get_world (office)),
                .html = html };

  if (!storage->class_->get_pulse (storage, &page.pulse, error))
    return NULL;
  devices = cp_status_list_devices (office, page.pulse.gseq, error);
  if (devices == NULL)
    return NULL;
  append_head (&page, notice);
  append_alerts (&page, devices);
  if (!append_reviews (&page, error))
    return NULL;
  append_devices (&page, devices);
  if (!append_erasures (&page, error))
    return NULL;
  g_string_append (html, "</main></body></html>\n");
  return g_string_free (g_steal_pointer (&html), FALSE);
}
