/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-home-page.h"

#include "cp-build.h"
#include "cp-day-list.h"
#include "cp-filter.h"
#include "cp-format.h"
#include "cp-practice-list.h"
#include "cp-row.h"

#include <glib/gi18n-lib.h>

#define TYPING_PAUSE_MS 120

struct _CpHomePage {
  CpScreen parent_instance;

  GtkWidget *tap_strip;
  GtkLabel *tap_title;
  GtkLabel *tap_text;
  GtkButton *attention;
  GtkWidget *unlock;
  GtkEditable *search;
  CpFilter *section;
  CpDayList *day;
  GtkLabel *heading;
  GtkWidget *members;
  GtkWidget *practice;
  GtkWidget *cases;
  GtkButton *train;
  GtkWidget *list;
  GtkWidget *empty;
  GtkLabel *empty_text;
  guint typing_source;
};

G_DEFINE_FINAL_TYPE (CpHomePage, cp_home_page, CP_TYPE_SCREEN)

static void
show_strip (CpHomePage *self, CpKiosk *kiosk)
{
  gboolean ready = g_strcmp0 (cp_kiosk_get_reader_state (kiosk), "ready") == 0;
  gboolean pending = cp_kiosk_get_pending_uid (kiosk) != NULL;

  cp_build_set_class (self->tap_strip, "off", !ready);
  if (pending) {
    gtk_label_set_text (self->tap_title, _ ("Whose card is it?"));
    gtk_label_set_text (self->tap_text,
                        _ ("Find the member. The card that you tapped is linked next."));
  } else {
    gtk_label_set_text (self->tap_title, ready ? _ ("Waiting for a card") : _ ("No card reader"));
    gtk_label_set_text (self->tap_text, ready ? _ ("Tap the member's card, or search.")
                                              : _ ("Search works. Check the reader's cable."));
  }
}

static void
show_attention (CpHomePage *self, CpKiosk *kiosk)
{
  int count = (int) json_array_size (cp_json_get_array (cp_kiosk_get_attention (kiosk), "items"));
  g_autofree char *label = count > 0 ? g_strdup_printf (_ ("Needs attention · %d"), count)
                                     : g_strdup (_ ("Needs attention"));

  gtk_button_set_label (self->attention, label);
  cp_build_name (GTK_WIDGET (self->attention), _ ("Needs attention"));
  cp_build_set_class (GTK_WIDGET (self->attention), "danger", count > 0);
  cp_build_set_class (GTK_WIDGET (self->attention), "secondary", count == 0);
}

static void
show_member (GtkWidget *row, const CpJson *member)
{
  const char *name = cp_format_or_empty (cp_json_get_text (member, "name"));
  g_autofree char *initials = cp_format_initials (name);
  g_autofree char *subtitle = cp_format_member (member);

  cp_row_show (CP_ROW (row), initials, name, subtitle, cp_json_get_text (member, "status"), NULL);
  cp_row_set_waiting (CP_ROW (row), cp_json_get_bool (member, "waiting"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s",
                                    cp_format_or_empty (cp_json_get_text (member, "id")));
}

/* Rows are kept and filled anew: making fifty costs more than people wait for between letters. */
static void
show_members (CpHomePage *self, const CpJson *members)
{
  GtkWidget *row = gtk_widget_get_first_child (self->list);
  CpJson *member;
  gsize i;

  json_array_foreach (members, i, member)
  {
    if (row == NULL) {
      row = GTK_WIDGET (cp_row_new ());
      gtk_box_append (GTK_BOX (self->list), row);
    }
    show_member (row, member);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "kiosk.member");
    gtk_widget_set_visible (row, TRUE);
    row = gtk_widget_get_next_sibling (row);
  }
  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    gtk_widget_set_visible (row, FALSE);
}

/* How it stands with other stores' members; "" where there are none to look for. */
static const char *
describe_elsewhere (const CpJson *results)
{
  const CpJson *elsewhere = cp_json_get_object (results, "elsewhere");
  const char *state = cp_json_get_text (elsewhere, "state");

  if (g_strcmp0 (state, "offline") == 0)
    return _ ("Only this store's members: head office can't be reached.");
  if (g_strcmp0 (state, "asking") == 0)
    return _ ("Head office looks among other stores' members.");
  if (cp_json_get_bool (elsewhere, "too_many"))
    return _ ("It fits too many at other stores. Try the phone number.");
  return "";
}

static void
show_list (CpHomePage *self, CpKiosk *kiosk)
{
  const CpJson *results = cp_kiosk_get_results (kiosk);
  const CpJson *members =
      cp_json_get_array (results != NULL ? results : cp_kiosk_get_recent (kiosk), "members");
  guint count = (guint) json_array_size (members);
  const char *section = results == NULL ? cp_filter_get_chosen (self->section) : "results";
  gboolean to_practise = g_str_equal (section, "practice");
  gboolean of_members = results != NULL || g_str_equal (section, "recent");
  g_autofree char *heading = NULL;
  g_autofree char *whole = NULL;

  if (cp_json_get_bool (results, "more"))
    heading = g_strdup_printf (_ ("The first %u. Keep typing to find fewer."), count);
  else
    heading = g_strdup_printf (ngettext ("%u member", "%u members", count), count);
  whole = cp_format_join (heading, describe_elsewhere (results), NULL);
  gtk_label_set_text (self->heading, whole);
  gtk_widget_set_visible (GTK_WIDGET (self->heading), results != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->section), results == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->day), !of_members && !to_practise);
  gtk_widget_set_visible (self->practice, to_practise);
  gtk_widget_set_visible (self->members, of_members);
  gtk_label_set_text (self->empty_text,
                      results != NULL
                          ? _ ("Nobody is called that. Try fewer letters, the phone "
                               "number, or the last four digits of the card.")
                          : _ ("Members that you look at appear here until you sign out."));
  show_members (self, members);
  gtk_widget_set_visible (self->empty, count == 0 && of_members);
}

static void
fill_sections (CpHomePage *self, gboolean training)
{
  cp_filter_clear (self->section);
  if (training)
    cp_filter_add (self->section, "practice", _ ("Practice"));
  cp_filter_add (self->section, "tasks", _ ("My tasks"));
  cp_filter_add (self->section, "clients", _ ("Clients"));
  cp_filter_add (self->section, "birthdays", _ ("Birthdays"));
  cp_filter_add (self->section, "recent", _ ("Recent"));
}

/* The way into training, or out of it; who may not is told when they touch it. */
static void
show_training (CpHomePage *self, CpKiosk *kiosk)
{
  gboolean training = cp_kiosk_get_cases (kiosk) != NULL;

  gtk_button_set_label (self->train, training ? _ ("End training") : _ ("Training"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->train),
                                  training ? "kiosk.leave-training" : "kiosk.train");
  cp_build_set_class (GTK_WIDGET (self->train), "secondary", training);
  cp_build_set_class (GTK_WIDGET (self->train), "quiet", !training);
  cp_build_clear (self->cases);
  cp_practice_list_fill (self->cases, kiosk);
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpHomePage *self = CP_HOME_PAGE (screen);

  show_training (self, kiosk);
  show_strip (self, kiosk);
  show_attention (self, kiosk);
  gtk_widget_set_visible (self->unlock, cp_kiosk_may_unlock (kiosk));
  show_list (self, kiosk);
}

static void
on_section_changed (CpHomePage *self)
{
  const char *chosen = cp_filter_get_chosen (self->section);

  if (!g_str_equal (chosen, "recent") && !g_str_equal (chosen, "practice"))
    cp_day_list_show (self->day, chosen);
  cp_screen_refresh (CP_SCREEN (self));
}

/* The next person's day begins with their tasks, and training with what there is to practise. */
static void
on_session (CpHomePage *self)
{
  CpKiosk *kiosk = cp_screen_get_kiosk (CP_SCREEN (self));
  gboolean training = cp_kiosk_get_cases (kiosk) != NULL;

  if (cp_kiosk_get_session (kiosk) != NULL && !training)
    return;
  fill_sections (self, training);
  cp_filter_choose (self->section, training ? "practice" : "tasks");
  on_section_changed (self);
}

static gboolean
on_typing_paused (gpointer data)
{
  CpHomePage *self = data;

  self->typing_source = 0;
  cp_kiosk_find (cp_screen_get_kiosk (CP_SCREEN (self)), gtk_editable_get_text (self->search));
  return G_SOURCE_REMOVE;
}

static void
on_search_changed (CpHomePage *self)
{
  g_clear_handle_id (&self->typing_source, g_source_remove);
  if (cp_screen_get_kiosk (CP_SCREEN (self)) != NULL)
    self->typing_source = g_timeout_add (TYPING_PAUSE_MS, on_typing_paused, self);
}

static void
on_page (CpHomePage *self)
{
  if (cp_kiosk_get_page (cp_screen_get_kiosk (CP_SCREEN (self))) == CP_PAGE_HOME)
    return;
  gtk_editable_set_text (self->search, "");
  g_clear_handle_id (&self->typing_source, g_source_remove);
}

static void
bind (CpScreen *screen, CpKiosk *kiosk)
{
  cp_screen_set_kiosk (CP_SCREEN (CP_HOME_PAGE (screen)->day), kiosk);
  g_signal_connect_object (kiosk, "notify::page", G_CALLBACK (on_page), screen, G_CONNECT_SWAPPED);
  g_signal_connect_object (kiosk, "notify::session", G_CALLBACK (on_session), screen,
                           G_CONNECT_SWAPPED);
}

static void
dispose (GObject *object)
{
  g_clear_handle_id (&CP_HOME_PAGE (object)->typing_source, g_source_remove);
  G_OBJECT_CLASS (cp_home_page_parent_class)->dispose (object);
}

static void
cp_home_page_class_init (CpHomePageClass *klass)
{
  static const char *const WATCHES[] = { "reader-state", "attention", "results",     "staff",
                                         "session",      "recent",    "pending-uid", NULL };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  g_type_ensure (CP_TYPE_FILTER);
  g_type_ensure (CP_TYPE_DAY_LIST);
  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-home-page", WATCHES, refresh);
  CP_SCREEN_CLASS (klass)->bind = bind;
  gtk_widget_class_bind_template_child (widget_class, CpHomePage, tap_strip);
  gtk_widget_class_bind_template_child (widget_class, CpHomePage, tap_title);
  gtk_widget_class_bind_template_child (widget_class, CpHomePage, tap_text);
  gtk_widget_class_bind_template_child (widget_class, CpHomePage, attention);
  gtk_widget_class_bind_template_child (widget_class, CpHomePage, unlock);
  gtk_widget_class_bind_template_child (widget_class, CpHomePage, search);
  gtk_widget_class_bind_template_child (widget_class, CpHomePage, section);
  gtk_widget_class_bind_template_child (widget_class, CpHomePage, day);
  gtk_widget_class_bind_template_child (widget_class, CpHomePage, members);
  gtk_widget_class_bind_template_child (widget_class, CpHomePage, practice);
  gtk_widget_class_bind_template_child (widget_class, CpHomePage, cases);
  gtk_widget_class_bind_template_child (widget_class, CpHomePage, train);
  gtk_widget_class_bind_template_child (widget_class, CpHomePage, heading);
  gtk_widget_class_bind_template_child (widget_class, CpHomePage, list);
  gtk_widget_class_bind_template_child (widget_class, CpHomePage, empty);
  gtk_widget_class_bind_template_child (widget_class, CpHomePage, empty_text);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_section_changed);
}

static void
cp_home_page_init (CpHomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cp_build_name (GTK_WIDGET (self->search), _ ("Search members"));
  fill_sections (self, FALSE);
}
