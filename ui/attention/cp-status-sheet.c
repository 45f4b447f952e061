/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-status-sheet.h"

#include "cp-build.h"
#include "cp-format.h"
#include "cp-text.h"
#include "cp-top-strip.h"

#include <glib/gi18n-lib.h>

struct _CpStatusSheet {
  CpScreen parent_instance;

  GtkLabel *state;
  GtkLabel *text;
  GtkLabel *last_sync;
  GtkLabel *waiting;
  GtkLabel *reader;
  GtkLabel *disk;
  GtkLabel *works;
  GtkLabel *offline;
  GtkLabel *device;
  GtkWidget *attention;
};

G_DEFINE_FINAL_TYPE (CpStatusSheet, cp_status_sheet, CP_TYPE_SCREEN)

static const struct {
  const char *state;
  const char *word;
} READERS[] = {
  { "ready", N_ ("Ready") },
  { "starting", N_ ("Starting") },
  { "absent", N_ ("Not connected") },
  { "fault", N_ ("Recovering from a fault") },
};

static const char *
describe_reader (const char *state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (READERS); i++)
    if (g_strcmp0 (READERS[i].state, state) == 0)
      return _ (READERS[i].word);
  return _ ("Not connected");
}

static char *
describe_offline (CpKiosk *kiosk, const CpJson *status)
{
  const CpJson *offline = cp_json_get_object (status, "offline");
  const CpJson *programme = cp_kiosk_get_programme (kiosk);
  g_autofree char *floor =
      cp_format_money_in (programme, cp_json_get_int (offline, "floor_minor", 0));
  g_autofree char *left =
      cp_format_money_in (programme, cp_json_get_int (offline, "store_left_minor", 0));

  return g_strdup_printf (
      _ ("Up to %s each time, and %s more in this store until the line is back."), floor, left);
}

/* (nullable): while all of head office's rows are on their way in one piece */
static char *
describe_fetching (const CpJson *status)
{
  const CpJson *fetching = cp_json_get_object (status, "fetching");

  if (fetching == NULL)
    return NULL;
  if (cp_json_get_bool (fetching, "preparing"))
    return g_strdup (
        _ ("Head office is preparing its records for this device, which takes a minute "
           "or two. Work goes on meanwhile."));
  return g_strdup_printf (_ ("Fetching head office's records anew: %d %%. Work goes on meanwhile."),
                          (int) cp_json_get_int (fetching, "percent", 0));
}

static char *
describe_works (const CpJson *status)
{
  const CpJson *kinds = cp_json_get_array (cp_json_get_object (status, "offline"), "online_only");
  g_autoptr (GString) list = g_string_new (NULL);
  CpJson *kind;
  gsize i;

  json_array_foreach (kinds, i, kind)
  {
    cp_text_add_to_list (list, cp_format_or_empty (json_string_value (kind)));
  }
  if (list->len == 0)
    return g_strdup (_ ("Everything: it is done here at once, and confirmed later."));
  return g_strdup_printf (_ ("What is done here counts at once, and is confirmed later. These have "
                             "to wait: %s."),
                          list->str);
}

static void
show_link (CpStatusSheet *self, CpKiosk *kiosk, const CpJson *status)
{
  const CpJson *link = cp_json_get_object (status, "link");
  const char *class_name;
  g_autofree char *fetching = describe_fetching (status);
  g_autofree char *state = cp_describe_link (status, &class_name);
  g_autofree char *moment =
      cp_format_moment (cp_json_get_int (link, "last_sync_ms", 0), cp_kiosk_get_now_ms (kiosk));

  gtk_label_set_text (self->state, state);
  cp_build_set_class (GTK_WIDGET (self->state), "waiting", g_str_equal (class_name, "offline"));
  cp_build_set_class (GTK_WIDGET (self->state), "bad", g_str_equal (class_name, "attention"));
  cp_build_set_class (GTK_WIDGET (self->state), "good", *class_name == '\0');
  cp_build_show_text (self->text, fetching != NULL ? fetching : cp_json_get_text (link, "text"));
  gtk_label_set_text (self->last_sync, moment);
}

static const char *
describe_disk (const CpJson *status)
{
  const char *disk = cp_json_get_text (status, "disk");

  if (g_strcmp0 (disk, "full") == 0)
    return _ ("Full: nothing can be recorded");
  if (g_strcmp0 (disk, "short") == 0)
    return _ ("Too full for head office's records: please call the technician");
  return _ ("All right");
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpStatusSheet *self = CP_STATUS_SHEET (screen);
  const CpJson *status = cp_kiosk_get_status (kiosk);
  int count = (int) cp_json_get_int (status, "waiting", 0);
  g_autofree char *waiting =
      count == 0
          ? g_strdup (_ ("Nothing"))
          : g_strdup_printf (ngettext ("%d operation", "%d operations", (gulong) count), count);
  g_autofree char *offline = describe_offline (kiosk, status);
  g_autofree char *works = describe_works (status);
  const char *device = cp_json_get_text (status, "device_id");

  show_link (self, kiosk, status);
  gtk_label_set_text (self->waiting, waiting);
  gtk_label_set_text (self->reader, describe_reader (cp_kiosk_get_reader_state (kiosk)));
  gtk_label_set_text (self->disk, describe_disk (status));
  gtk_label_set_text (self->offline, offline);
  gtk_label_set_text (self->works, works);
  gtk_label_set_text (self->device, cp_format_or_empty (device));
  gtk_widget_set_visible (self->attention, cp_kiosk_get_session (kiosk) != NULL &&
                                               !cp_kiosk_get_locked (kiosk) &&
                                               cp_json_get_int (status, "attention", 0) > 0);
}

static void
cp_status_sheet_class_init (CpStatusSheetClass *klass)
{
  static const char *const WATCHES[] = { "status",  "programme", "reader-state",
                                         "session", "now",       NULL };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-status-sheet", WATCHES, refresh);
  gtk_widget_class_bind_template_child (widget_class, CpStatusSheet, state);
  gtk_widget_class_bind_template_child (widget_class, CpStatusSheet, text);
  gtk_widget_class_bind_template_child (widget_class, CpStatusSheet, last_sync);
  gtk_widget_class_bind_template_child (widget_class, CpStatusSheet, waiting);
  gtk_widget_class_bind_template_child (widget_class, CpStatusSheet, reader);
  gtk_widget_class_bind_template_child (widget_class, CpStatusSheet, disk);
  gtk_widget_class_bind_template_child (widget_class, CpStatusSheet, offline);
  gtk_widget_class_bind_template_child (widget_class, CpStatusSheet, works);
  gtk_widget_class_bind_template_child (widget_class, CpStatusSheet, device);
  gtk_widget_class_bind_template_child (widget_class, CpStatusSheet, attention);
}

static void
cp_status_sheet_init (CpStatusSheet *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
