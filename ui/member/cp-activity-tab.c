/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-activity-tab.h"

#include "cp-build.h"
#include "cp-format.h"
#include "cp-item.h"

#include <glib/gi18n-lib.h>

#define MAX_ROWS 50

struct _CpActivityTab {
  CpScreen parent_instance;

  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (CpActivityTab, cp_activity_tab, CP_TYPE_SCREEN)

static const struct {
  const char *state;
  const char *word;
  const char *classes;
} STATES[] = {
  { "waiting", N_ ("Waiting for head office"), "waiting" },
  { "accepted_changed", N_ ("Accepted with a change"), "plain" },
  { "rejected", N_ ("Refused"), "bad" },
  { "needs_review", N_ ("Being looked into"), "waiting" },
};

static char *
describe (const CpJson *action, gint64 now_ms)
{
  const char *staff = cp_json_get_text (action, "staff_name");
  const char *approver = cp_json_get_text (action, "approver_name");
  const char *store = cp_json_get_text (action, "store_name");
  const char *text = cp_json_get_text (action, "text");
  g_autofree char *moment = cp_format_moment (cp_json_get_int (action, "at_ms", 0), now_ms);
  g_autofree char *approved =
      approver != NULL ? g_strdup_printf (_ ("approved by %s"), approver) : g_strdup ("");

  return cp_format_join (moment, cp_format_or_empty (staff), approved, cp_format_or_empty (store),
                         cp_format_or_empty (text), NULL);
}

static GtkWidget *
make_item (const CpJson *action, gint64 now_ms)
{
  const char *state = cp_json_get_text (action, "state");
  g_autofree char *subtitle = describe (action, now_ms);
  CpItem *item = cp_item_new (cp_format_or_empty (cp_json_get_text (action, "title")), subtitle);

  for (gsize i = 0; i < G_N_ELEMENTS (STATES); i++)
    if (g_strcmp0 (STATES[i].state, state) == 0)
      cp_item_add_chip (item, _ (STATES[i].word), STATES[i].classes);
  return GTK_WIDGET (item);
}

/* That somebody looked is recorded, and counterpartctl history tells it; here it would hide what was
 * done. */
static gboolean
is_mere_look (const CpJson *action)
{
  return g_strcmp0 (cp_json_get_text (action, "kind"), "open_member") == 0;
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpActivityTab *self = CP_ACTIVITY_TAB (screen);
  const CpJson *actions = cp_json_get_array (cp_kiosk_get_view (kiosk), "actions");
  CpJson *action;
  gsize i;
  guint n_shown = 0;

  cp_build_clear (self->list);
  json_array_foreach (actions, i, action)
  {
    if (n_shown >= MAX_ROWS || is_mere_look (action))
      continue;
    gtk_box_append (GTK_BOX (self->list), make_item (action, cp_kiosk_get_now_ms (kiosk)));
    n_shown++;
  }
  if (n_shown == 0)
    gtk_box_append (
        GTK_BOX (self->list),
        cp_build_empty (_ ("Nothing has happened yet"),
                        _ ("What is done for this member appears here, and who did it.")));
}

static void
cp_activity_tab_class_init (CpActivityTabClass *klass)
{
  static const char *const WATCHES[] = { "view", NULL };

  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-activity-tab", WATCHES, refresh);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpActivityTab, list);
}

static void
cp_activity_tab_init (CpActivityTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
