/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-activity-tab.h"

#include "cp-build.h"
#include "cp-format.h"
#include "cp-history.h"
#include "cp-item.h"

#include <glib/gi18n-lib.h>

#define MAX_COLLEAGUES 8 /* more would leave no room for what they did */

struct _CpActivityTab {
  CpScreen parent_instance;

  CpHistory *history;
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
  const char *member = cp_json_get_text (action, "member_name");
  g_autofree char *moment = cp_format_moment (cp_json_get_int (action, "at_ms", 0), now_ms);
  g_autofree char *approved =
      approver != NULL ? g_strdup_printf (_ ("approved by %s"), approver) : g_strdup ("");

  return cp_format_join (cp_format_or_empty (member), moment, cp_format_or_empty (staff), approved,
                         cp_format_or_empty (store), cp_format_or_empty (text), NULL);
}

static GtkWidget *
make_item (const CpJson *view, const CpJson *action, gint64 now_ms)
{
  const char *state = cp_json_get_text (action, "state");
  g_autofree char *subtitle = describe (action, now_ms);
  CpItem *item = cp_item_new (cp_format_or_empty (cp_json_get_text (action, "title")), subtitle);

  for (gsize i = 0; i < G_N_ELEMENTS (STATES); i++)
    if (g_strcmp0 (STATES[i].state, state) == 0)
      cp_item_add_chip (item, _ (STATES[i].word), STATES[i].classes);
  return GTK_WIDGET (item);
}

/* That somebody looked is recorded; among the rest it would hide what was done. */
static gboolean
is_mere_look (const CpJson *action, const char *chosen)
{
  return !g_str_equal (chosen, "open_member") &&
         g_strcmp0 (cp_json_get_text (action, "kind"), "open_member") == 0;
}

/* Whoever did something for this member: a store's whole list would be no choice. */
static void
add_colleagues (CpFilter *filter, CpKiosk *kiosk)
{
  g_autoptr (GHashTable) added = g_hash_table_new (g_str_hash, g_str_equal);
  const CpJson *actions = cp_json_get_array (cp_kiosk_get_view (kiosk), "actions");
  CpJson *action;
  gsize i;

  json_array_foreach (actions, i, action)
  {
    const char *name = cp_json_get_text (action, "staff_name");

    if (name != NULL && g_hash_table_size (added) < MAX_COLLEAGUES &&
        g_hash_table_add (added, (gpointer) name))
      cp_filter_add (filter, name, name);
  }
}

static const CpHistorySpec SPEC = {
  .what = "history",
  .list_key = "actions",
  .filters = { { .choices = { { NULL, "", N_ ("All") },
                              { "state", "waiting", N_ ("Waiting") },
                              { "state", "rejected", N_ ("Refused") },
                              { "kind", "open_member", N_ ("Looked at") } } },
               { .choices = { { NULL, "", N_ ("Ever") },
                              { "from_ms", "30", N_ ("30 days") },
                              { "from_ms", "365", N_ ("Year") } } },
               { .choices = { { NULL, "", N_ ("By anybody") } },
                 .key = "staff",
                 .add = add_colleagues } },
  .is_hidden = is_mere_look,
  .make = make_item,
  .nothing = N_ ("Nothing has happened yet"),
  .hint = N_ ("What is done for this member appears here, and who did it."),
};

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  cp_history_ask (CP_ACTIVITY_TAB (screen)->history);
}

static void
bind (CpScreen *screen, CpKiosk *kiosk)
{
  cp_history_set_up (CP_ACTIVITY_TAB (screen)->history, &SPEC, kiosk, FALSE);
}

static void
cp_activity_tab_class_init (CpActivityTabClass *klass)
{
  static const char *const WATCHES[] = { "view", NULL };

  g_type_ensure (CP_TYPE_HISTORY);
  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-activity-tab", WATCHES, refresh);
  CP_SCREEN_CLASS (klass)->bind = bind;
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpActivityTab, history);
}

static void
cp_activity_tab_init (CpActivityTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
