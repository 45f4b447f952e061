/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-day-list.h"

#include "cp-build.h"
#include "cp-format.h"
#include "cp-reading.h"
#include "cp-row.h"
#include "cp-scroller.h"

#include <glib/gi18n-lib.h>

#define MAX_ROWS 50
#define DAY_MS G_GINT64_CONSTANT (86400000)

/* What is read, and how each of its entries is shown below which heading. */
typedef struct {
  const char *what;
  const char *nothing;
  const char *hint;
  GtkWidget *(*make) (const CpJson *entry, gint64 now_ms);
  const char *(*find_heading) (const CpJson *entry);
} Section;

struct _CpDayList {
  CpScreen parent_instance;

  CpScroller *scroller;
  GtkWidget *list;
  CpReading *reading; /* of the section in sight */
  const Section *section;
};

G_DEFINE_FINAL_TYPE (CpDayList, cp_day_list, CP_TYPE_SCREEN)

/* @member: with "member_id", "member_name" and "city" */
static CpRow *
make_row (const CpJson *member, const char *title, const char *subtitle, const char *trailing)
{
  CpRow *row = cp_row_new ();
  g_autofree char *initials =
      cp_format_initials (cp_format_or_empty (cp_json_get_text (member, "member_name")));

  cp_row_show (row, initials, title, subtitle, NULL, trailing);
  gtk_widget_set_focus_on_click (GTK_WIDGET (row), FALSE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s",
                                    cp_format_or_empty (cp_json_get_text (member, "member_id")));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "kiosk.member");
  return row;
}

static GtkWidget *
make_task (const CpJson *task, gint64 now_ms)
{
  const CpJson *member = cp_json_get_object (task, "member");
  gint64 due_ms = cp_json_get_int (task, "due_ms", 0);
  g_autofree char *day = due_ms > 0 ? cp_format_day (due_ms) : g_strdup ("");
  g_autofree char *subtitle =
      cp_format_join (cp_format_or_empty (cp_json_get_text (member, "member_name")),
                      cp_format_or_empty (cp_json_get_text (member, "city")), day, NULL);
  CpRow *row =
      make_row (member, cp_format_or_empty (cp_json_get_text (task, "text")), subtitle, NULL);

  cp_row_set_waiting (row, cp_json_get_bool (task, "waiting"));
  return GTK_WIDGET (row);
}

static const char *
find_due_heading (const CpJson *task)
{
  const char *due = cp_json_get_text (task, "due");

  if (g_strcmp0 (due, "overdue") == 0)
    return _ ("Overdue");
  return g_strcmp0 (due, "today") == 0 ? _ ("Today") : _ ("Later");
}

static GtkWidget *
make_client (const CpJson *client, gint64 now_ms)
{
  g_autofree char *moment = cp_format_moment (cp_json_get_int (client, "contact_ms", 0), now_ms);
  g_autofree char *contact = g_strdup_printf (_ ("Last contact %s"), moment);
  g_autofree char *subtitle =
      cp_format_join (cp_format_or_empty (cp_json_get_text (client, "city")), contact, NULL);

  return GTK_WIDGET (make_row (
      client, cp_format_or_empty (cp_json_get_text (client, "member_name")), subtitle, NULL));
}

static GtkWidget *
make_birthday (const CpJson *birthday, gint64 now_ms)
{
  gint64 in_days = cp_json_get_int (birthday, "in_days", 0);
  g_autofree char *day = cp_format_day (now_ms + in_days * DAY_MS);

  return GTK_WIDGET (make_row (birthday,
                               cp_format_or_empty (cp_json_get_text (birthday, "member_name")),
                               cp_json_get_text (birthday, "city"),
                               in_days == 0   ? _ ("Today")
                               : in_days == 1 ? _ ("Tomorrow")
                                              : day));
}

static const Section SECTIONS[] = {
  { "tasks", N_ ("No open tasks"),
    N_ ("What is planned for a member, and is yours to do, appears here."), make_task,
    find_due_heading },
  { "clients", N_ ("Nobody in your client book yet"),
    N_ ("Members whom you write a note, a task or a promise for appear here."), make_client, NULL },
  { "birthdays", N_ ("No birthdays this week"),
    N_ ("Members whose birthday is today or in the six days after it appear here."), make_birthday,
    NULL },
};

static void
add_entries (CpDayList *self, const CpJson *entries, gint64 now_ms)
{
  const char *shown = NULL;
  CpJson *entry;
  gsize i;

  json_array_foreach (entries, i, entry)
  {
    const char *heading =
        self->section->find_heading != NULL ? self->section->find_heading (entry) : NULL;

    if (i >= MAX_ROWS)
      break;
    if (g_strcmp0 (heading, shown) != 0)
      gtk_box_append (GTK_BOX (self->list), cp_build_label (heading, "t-label"));
    shown = heading;
    gtk_box_append (GTK_BOX (self->list), self->section->make (entry, now_ms));
  }
  if (json_array_size (entries) > MAX_ROWS) {
    g_autofree char *text =
        g_strdup_printf (_ ("The first %d of %d."), MAX_ROWS, (int) json_array_size (entries));

    gtk_box_append (GTK_BOX (self->list), cp_build_label (text, "t-label"));
  }
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpDayList *self = CP_DAY_LIST (screen);
  const CpJson *reply = self->reading != NULL ? cp_reading_get_reply (self->reading) : NULL;
  const char *problem = self->reading != NULL ? cp_reading_get_problem (self->reading) : NULL;
  const CpJson *entries;

  cp_build_clear (self->list);
  if (problem != NULL)
    gtk_box_append (GTK_BOX (self->list),
                    cp_build_empty (_ ("This can't be shown just now"), problem));
  if (reply == NULL)
    return;
  entries = cp_json_get_array (reply, self->section->what);
  add_entries (self, entries, cp_kiosk_get_now_ms (kiosk));
  if (json_array_size (entries) == 0)
    gtk_box_append (GTK_BOX (self->list),
                    cp_build_empty (_ (self->section->nothing), _ (self->section->hint)));
}

/* Of tasks only the own ones are asked for; the ledger knows whose the others are. */
static void
ask (CpDayList *self)
{
  CpKiosk *kiosk = cp_screen_get_kiosk (CP_SCREEN (self));
  CpJson *request = json_object ();

  if (g_str_equal (self->section->what, "tasks"))
    cp_json_set_text (
        request, "owner",
        cp_json_get_text (cp_json_get_object (cp_kiosk_get_session (kiosk), "staff"), "id"));
  cp_reading_ask (self->reading, request);
}

void
cp_day_list_show (CpDayList *self, const char *section)
{
  CpKiosk *kiosk = cp_screen_get_kiosk (CP_SCREEN (self));

  if (g_str_equal (self->section->what, section) || kiosk == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (SECTIONS); i++)
    if (g_str_equal (SECTIONS[i].what, section))
      self->section = &SECTIONS[i];
  g_object_unref (self->reading);
  self->reading = cp_reading_new (kiosk, self->section->what);
  g_signal_connect_object (self->reading, "changed", G_CALLBACK (cp_screen_refresh), self,
                           G_CONNECT_SWAPPED);
  gtk_adjustment_set_value (cp_scroller_get_place (self->scroller), 0);
  cp_screen_refresh (CP_SCREEN (self));
  ask (self);
}

static void
on_page (CpDayList *self)
{
  if (cp_kiosk_get_page (cp_screen_get_kiosk (CP_SCREEN (self))) == CP_PAGE_HOME)
    ask (self);
}

/* Nothing of one person's day is left for the next. */
static void
on_session (CpDayList *self)
{
  if (cp_kiosk_get_session (cp_screen_get_kiosk (CP_SCREEN (self))) == NULL)
    cp_reading_forget (self->reading);
}

static void
bind (CpScreen *screen, CpKiosk *kiosk)
{
  CpDayList *self = CP_DAY_LIST (screen);

  self->reading = cp_reading_new (kiosk, self->section->what);
  g_signal_connect_object (self->reading, "changed", G_CALLBACK (cp_screen_refresh), screen,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kiosk, "notify::page", G_CALLBACK (on_page), screen, G_CONNECT_SWAPPED);
  g_signal_connect_object (kiosk, "notify::session", G_CALLBACK (on_session), screen,
                           G_CONNECT_SWAPPED);
}

static void
dispose (GObject *object)
{
  g_clear_object (&CP_DAY_LIST (object)->reading);
  G_OBJECT_CLASS (cp_day_list_parent_class)->dispose (object);
}

static void
cp_day_list_class_init (CpDayListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-day-list", NULL, refresh);
  CP_SCREEN_CLASS (klass)->bind = bind;
  gtk_widget_class_bind_template_child (widget_class, CpDayList, scroller);
  gtk_widget_class_bind_template_child (widget_class, CpDayList, list);
}

static void
cp_day_list_init (CpDayList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->section = &SECTIONS[0];
}
