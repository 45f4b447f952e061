/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-top-strip.h"

#include "cp-build.h"
#include "cp-format.h"

#include <glib/gi18n-lib.h>

struct _CpTopStrip {
  CpScreen parent_instance;

  GtkLabel *brand;
  GtkLabel *place;
  GtkButton *sync;
  GtkLabel *clock;
  GtkButton *large_text;
  GtkButton *who;
  GtkWidget *staff;
  GtkWidget *home;
  GtkWidget *end_visit;
};

G_DEFINE_FINAL_TYPE (CpTopStrip, cp_top_strip, CP_TYPE_SCREEN)

char *
cp_describe_link (const CpJson *status, const char **ret_class)
{
  const char *state = cp_json_get_text (cp_json_get_object (status, "link"), "state");
  const CpJson *fetching = cp_json_get_object (status, "fetching");
  int waiting = (int) cp_json_get_int (status, "waiting", 0);
  gboolean full = g_strcmp0 (cp_json_get_text (status, "disk"), "full") == 0;

  *ret_class = "attention";
  if (full)
    return g_strdup (_ ("Disk full"));
  if (g_strcmp0 (state, "refused") == 0)
    return g_strdup (_ ("Head office refuses this device"));
  if (cp_json_get_int (status, "attention", 0) > 0)
    return g_strdup (_ ("Needs attention"));
  *ret_class = "offline";
  if (cp_json_get_bool (fetching, "preparing"))
    return g_strdup (_ ("Data being prepared"));
  if (fetching != NULL)
    return g_strdup_printf (_ ("Fetching · %d %%"), (int) cp_json_get_int (fetching, "percent", 0));
  if (g_strcmp0 (state, "online") != 0)
    return waiting > 0 ? g_strdup_printf (_ ("Offline · %d waiting"), waiting)
                       : g_strdup (_ ("Offline"));
  *ret_class = "";
  return waiting > 0 ? g_strdup_printf (_ ("Online · %d sending"), waiting)
                     : g_strdup (_ ("Online"));
}

static void
show_sync (CpTopStrip *self, CpKiosk *kiosk)
{
  const CpJson *status = cp_kiosk_get_status (kiosk);
  const char *class_name;
  g_autofree char *text = cp_describe_link (status, &class_name);

  gtk_widget_set_visible (GTK_WIDGET (self->sync), status != NULL);
  gtk_button_set_label (self->sync, text);
  cp_build_set_class (GTK_WIDGET (self->sync), "offline", g_str_equal (class_name, "offline"));
  cp_build_set_class (GTK_WIDGET (self->sync), "attention", g_str_equal (class_name, "attention"));
}

/* Whoever works here knows where they are: large letters need the room. */
static void
make_room (CpTopStrip *self, CpKiosk *kiosk)
{
  gboolean cramped =
      cp_kiosk_get_large_text (kiosk) && gtk_widget_get_visible (GTK_WIDGET (self->who));

  gtk_widget_set_visible (GTK_WIDGET (self->brand), !cramped);
  if (!cramped)
    return;
  gtk_label_set_text (self->place, "");
  gtk_widget_set_visible (GTK_WIDGET (self->place), TRUE);
}

/* The only words that may get shorter where letters are large: there is no room for all. */
static void
show_who (CpTopStrip *self, const char *name, gboolean large)
{
  g_autofree char *label = g_strdup_printf (_ ("%s · Lock"), cp_format_or_empty (name));

  gtk_button_set_label (self->who, large ? _ ("Lock") : label);
  cp_build_name (GTK_WIDGET (self->who), label);
}

static void
show_way_out (CpTopStrip *self, CpKiosk *kiosk)
{
  CpPage page = cp_kiosk_get_page (kiosk);
  gboolean at_work = cp_kiosk_get_session (kiosk) != NULL && page != CP_PAGE_SIGN_IN &&
                     !cp_kiosk_get_locked (kiosk);
  gboolean with_member = cp_kiosk_get_view (kiosk) != NULL;
  const char *name =
      cp_json_get_text (cp_json_get_object (cp_kiosk_get_session (kiosk), "staff"), "name");

  gtk_button_set_label (self->large_text,
                        cp_kiosk_get_large_text (kiosk) ? _ ("Normal text") : _ ("Large text"));
  gtk_widget_set_visible (self->staff, !at_work && page != CP_PAGE_SIGN_IN);
  gtk_button_set_label (GTK_BUTTON (self->staff), _ ("Staff")); /* in the customer's language */
  gtk_widget_set_visible (GTK_WIDGET (self->who), at_work);
  show_who (self, name, cp_kiosk_get_large_text (kiosk));
  gtk_widget_set_visible (self->end_visit, at_work && with_member && page == CP_PAGE_MEMBER);
  gtk_widget_set_visible (self->home,
                          at_work && (page == CP_PAGE_ATTENTION || page == CP_PAGE_PROBLEM));
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpTopStrip *self = CP_TOP_STRIP (screen);
  const CpJson *status = cp_kiosk_get_status (kiosk);
  const char *brand = cp_json_get_text (cp_kiosk_get_programme (kiosk), "name");
  const char *place = cp_json_get_text (cp_json_get_object (status, "store"), "name");
  gint64 now_ms = cp_kiosk_get_now_ms (kiosk);
  g_autofree char *clock = cp_format_moment (now_ms, now_ms);

  gtk_label_set_text (self->brand, cp_format_or_empty (brand));
  cp_build_show_text (self->place, place);
  gtk_label_set_text (self->clock, clock);
  show_sync (self, kiosk);
  show_way_out (self, kiosk);
  make_room (self, kiosk);
}

static void
cp_top_strip_class_init (CpTopStripClass *klass)
{
  static const char *const WATCHES[] = { "programme", "status", "page",       "session",  "locked",
                                         "view",      "now",    "large-text", "language", NULL };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-top-strip", WATCHES, refresh);
  gtk_widget_class_bind_template_child (widget_class, CpTopStrip, brand);
  gtk_widget_class_bind_template_child (widget_class, CpTopStrip, place);
  gtk_widget_class_bind_template_child (widget_class, CpTopStrip, sync);
  gtk_widget_class_bind_template_child (widget_class, CpTopStrip, clock);
  gtk_widget_class_bind_template_child (widget_class, CpTopStrip, large_text);
  gtk_widget_class_bind_template_child (widget_class, CpTopStrip, who);
  gtk_widget_class_bind_template_child (widget_class, CpTopStrip, staff);
  gtk_widget_class_bind_template_child (widget_class, CpTopStrip, home);
  gtk_widget_class_bind_template_child (widget_class, CpTopStrip, end_visit);
}

static void
cp_top_strip_init (CpTopStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
