/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-details-tab.h"

#include "cp-build.h"
#include "cp-format.h"
#include "cp-item.h"
#include "cp-profile.h"
#include "cp-subscriptions.h"

#include <glib/gi18n-lib.h>

struct _CpDetailsTab {
  CpScreen parent_instance;

  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (CpDetailsTab, cp_details_tab, CP_TYPE_SCREEN)

/* What is not known is a dash, but of another store's member, of whom nearly nothing is here, it is left
 * out. */
static void
add_pair (GtkWidget *grid, const CpJson *member, const char *label, const char *value)
{
  gboolean known = value != NULL && *value != '\0';
  GtkWidget *pair;
  int at = 0;

  if (!known && cp_json_get_bool (member, "thin"))
    return;
  pair = cp_build_pair (label, known ? value : "–");
  while (gtk_grid_get_child_at (GTK_GRID (grid), at % 2, at / 2) != NULL)
    at++;
  gtk_widget_set_hexpand (pair, TRUE);
  gtk_grid_attach (GTK_GRID (grid), pair, at % 2, at / 2, 1, 1);
}

static GtkWidget *
make_profile (CpKiosk *kiosk)
{
  const CpJson *member = cp_json_get_object (cp_kiosk_get_view (kiosk), "member");
  const CpJson *form = cp_json_get_array (cp_kiosk_get_programme (kiosk), "form");
  gint64 since_ms = cp_json_get_int (member, "enrolled_at_ms", 0);
  GtkWidget *grid = gtk_grid_new ();
  g_autofree char *since = since_ms > 0 ? cp_format_day (since_ms) : NULL;
  CpJson *field;
  gsize i;

  cp_build_add_classes (grid, "panel gap16");
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  json_array_foreach (form, i, field)
  {
    const char *key = cp_json_get_text (field, "field");
    g_autofree char *value = cp_profile_show (kiosk, member, key);

    add_pair (grid, member, cp_profile_get_label (field, key), value);
  }
  add_pair (grid, member, _ ("Member number"), cp_json_get_text (member, "external_id"));
  add_pair (grid, member, _ ("Member since"), since);
  return grid;
}

/* (nullable): where to look for what is not here of another store's member */
static GtkWidget *
make_notice (CpKiosk *kiosk)
{
  const CpJson *view = cp_kiosk_get_view (kiosk);
  const CpJson *member = cp_json_get_object (view, "member");
  const char *store = cp_json_get_text (member, "home_store");
  g_autofree char *home = g_strdup_printf (
      _ ("At home at: %s"), store != NULL ? store : _ ("a store that is not known here"));
  g_autofree char *text = cp_format_join (
      home,
      cp_json_get_bool (view, "online") ? _ ("The details are on their way from head office.")
                                        : _ ("The details come once head office can be reached."),
      NULL);

  return cp_json_get_bool (member, "thin")
             ? GTK_WIDGET (
                   cp_item_new (cp_format_or_empty (cp_json_get_text (member, "name")), text))
             : NULL;
}

static GtkWidget *
make_status (const CpJson *status)
{
  gint64 until_ms = cp_json_get_int (status, "until_ms", 0);
  gint64 from_ms = cp_json_get_int (status, "from_ms", 0);
  g_autofree char *until_day = cp_format_day (until_ms);
  g_autofree char *from_day = cp_format_day (from_ms);
  g_autofree char *from = from_ms > 0 ? g_strdup_printf (_ ("Since %s"), from_day) : g_strdup ("");
  g_autofree char *until =
      until_ms > 0 ? g_strdup_printf (_ ("Until %s"), until_day) : g_strdup (_ ("No end date"));
  const char *system = cp_json_get_text (status, "system_name");
  g_autofree char *subtitle = cp_format_join (cp_format_or_empty (system), from, until, NULL);
  const char *name = cp_format_or_empty (cp_json_get_text (status, "name"));
  const char *id = cp_format_or_empty (cp_json_get_text (status, "status"));
  g_autofree char *remove = g_strconcat ("remove_status:", id, NULL);
  g_autofree char *remove_name = g_strdup_printf (_ ("Remove %s"), name);
  CpItem *item = cp_item_new (name, subtitle);

  if (cp_json_get_bool (status, "best"))
    cp_item_add_chip (item, _ ("Highest"), "good");
  if (!cp_json_get_bool (status, "customer_facing"))
    cp_item_add_chip (item, _ ("Internal: do not mention"), "plain");
  cp_item_set_waiting (item, cp_json_get_bool (status, "waiting"));
  cp_item_add_flow_button (item, _ ("Remove"), remove_name, remove, TRUE);
  return GTK_WIDGET (item);
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpDetailsTab *self = CP_DETAILS_TAB (screen);
  GtkWidget *subscriptions = cp_subscriptions_new (cp_kiosk_get_view (kiosk));
  GtkWidget *notice = make_notice (kiosk);
  CpJson *status;
  gsize i;

  cp_build_clear (self->list);
  if (notice != NULL)
    gtk_box_append (GTK_BOX (self->list), notice);
  gtk_box_append (GTK_BOX (self->list), make_profile (kiosk));
  json_array_foreach (cp_json_get_array (cp_kiosk_get_view (kiosk), "statuses"), i, status)
  {
    gtk_box_append (GTK_BOX (self->list), make_status (status));
  }
  if (subscriptions != NULL)
    gtk_box_append (GTK_BOX (self->list), subscriptions);
}

static void
cp_details_tab_class_init (CpDetailsTabClass *klass)
{
  static const char *const WATCHES[] = { "view", "programme", NULL };

  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-details-tab", WATCHES, refresh);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpDetailsTab, list);
}

static void
cp_details_tab_init (CpDetailsTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
