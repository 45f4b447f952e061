/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-cards-tab.h"

#include "cp-action-bar.h"
#include "cp-build.h"
#include "cp-format.h"
#include "cp-history.h"
#include "cp-item.h"

#include <glib/gi18n-lib.h>

struct _CpCardsTab {
  CpScreen parent_instance;

  CpHistory *history;
};

G_DEFINE_FINAL_TYPE (CpCardsTab, cp_cards_tab, CP_TYPE_SCREEN)

static const struct {
  const char *state;
  const char *word;
  const char *classes;
} STATES[] = {
  { "active", N_ ("Active"), "good" },
  { "linked", N_ ("Collects only"), "plain" },
  { "replaced", N_ ("Replaced"), "plain" },
  { "retired", N_ ("Retired"), "plain" },
};

static const struct {
  const char *medium;
  const char *word;
} MEDIA[] = {
  { "physical", N_ ("Card") },
  { "additional", N_ ("Additional card") },
  { "virtual", N_ ("Card on a phone") },
};

static const struct {
  const char *may;
  const char *flow;
  const char *label;
  gboolean destructive;
} BUTTONS[] = {
  { "can_replace", "replace_card", N_ ("Replace"), FALSE },
  { "can_unblock", "unblock_card", N_ ("Unblock"), FALSE },
  { "can_restore", "restore_card", N_ ("Restore"), FALSE },
  { "can_change_category", "change_card_category", N_ ("Category"), FALSE },
  { "can_block", "block_card", N_ ("Block"), TRUE },
  { "can_retire", "retire_card", N_ ("Retire"), TRUE },
};

static char *
name_card (const CpJson *card)
{
  const char *medium = _ ("Card");

  for (gsize i = 0; i < G_N_ELEMENTS (MEDIA); i++)
    if (g_strcmp0 (MEDIA[i].medium, cp_json_get_text (card, "medium")) == 0)
      medium = _ (MEDIA[i].word);
  /* TRANSLATORS: a kind of card, and the last four of its number */
  return g_strdup_printf (C_ ("card", "%s ···· %s"), medium, cp_format_card_tail (card));
}

static void
add_chips (CpItem *item, const CpJson *card)
{
  const char *state = cp_json_get_text (card, "state");

  if (cp_json_get_bool (card, "blocked"))
    cp_item_add_chip (item, _ ("Blocked"), "bad");
  for (gsize i = 0; i < G_N_ELEMENTS (STATES); i++)
    if (g_strcmp0 (STATES[i].state, state) == 0 &&
        !(g_str_equal (state, "active") && cp_json_get_bool (card, "blocked")))
      cp_item_add_chip (item, _ (STATES[i].word), STATES[i].classes);
  cp_item_set_waiting (item, cp_json_get_bool (card, "waiting"));
  cp_item_set_dim (item, g_strcmp0 (state, "replaced") == 0 || g_strcmp0 (state, "retired") == 0);
}

static void
add_buttons (CpItem *item, const CpJson *card, const char *name)
{
  const char *id = cp_format_or_empty (cp_json_get_text (card, "id"));

  for (gsize i = 0; i < G_N_ELEMENTS (BUTTONS); i++) {
    g_autofree char *flow = g_strconcat (BUTTONS[i].flow, ":", id, NULL);
    g_autofree char *full_name = g_strdup_printf ("%s %s", _ (BUTTONS[i].label), name);

    if (cp_action_is_shown (card, BUTTONS[i].may, BUTTONS[i].flow))
      cp_item_add_flow_button (item, _ (BUTTONS[i].label), full_name, flow, BUTTONS[i].destructive);
  }
}

static GtkWidget *
make_card (const CpJson *card)
{
  g_autofree char *name = name_card (card);
  gint64 linked_ms = cp_json_get_int (card, "linked_at_ms", 0);
  g_autofree char *day = cp_format_day (linked_ms);
  g_autofree char *since = linked_ms > 0 ? g_strdup_printf (_ ("Linked %s"), day) : g_strdup ("");
  const char *reason = cp_json_get_text (card, "block_reason");
  const char *category = cp_json_get_text (card, "category_name");
  g_autofree char *subtitle =
      cp_format_join (cp_format_or_empty (cp_json_get_text (card, "member_name")),
                      cp_format_or_empty (category), since, cp_format_or_empty (reason), NULL);
  CpItem *item = cp_item_new (name, subtitle);

  add_chips (item, card);
  add_buttons (item, card, name);
  return GTK_WIDGET (item);
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  gint64 one = cp_json_get_int (*(CpJson *const *) a, "at_ms", 0);
  gint64 other = cp_json_get_int (*(CpJson *const *) b, "at_ms", 0);

  return one == other ? 0 : one > other ? -1 : 1;
}

/* What happened to each card, which the event is told by; in one line of time, or card by card. */
static CpJson *
list_events (const CpJson *reply, const char *order)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) json_decref);
  CpJson *list = json_array ();
  CpJson *card, *event;
  gsize i, j;

  json_array_foreach (cp_json_get_array (reply, "cards"), i, card)
  {
    g_autofree char *name = name_card (card);

    json_array_foreach (cp_json_get_array (card, "events"), j, event)
    {
      CpJson *named = json_copy (event);

      cp_json_set_text (named, "card", name);
      cp_json_set_bool (named, "by_card", g_str_equal (order, "card"));
      g_ptr_array_add (events, named);
    }
  }
  if (!g_str_equal (order, "card"))
    g_ptr_array_sort (events, compare_events);
  for (guint k = 0; k < events->len; k++)
    json_array_append (list, events->pdata[k]);
  return list;
}

static const char *
find_heading (const CpJson *event)
{
  return cp_json_get_bool (event, "by_card") ? cp_json_get_text (event, "card") : NULL;
}

static GtkWidget *
make_event (const CpJson *view, const CpJson *event, gint64 now_ms)
{
  g_autofree char *moment = cp_format_moment (cp_json_get_int (event, "at_ms", 0), now_ms);
  g_autofree char *subtitle = cp_format_join (
      moment, cp_json_get_bool (event, "by_card") ? "" : cp_json_get_text (event, "card"),
      cp_format_or_empty (cp_json_get_text (event, "staff_name")),
      cp_format_or_empty (cp_json_get_text (event, "store_name")),
      cp_format_or_empty (cp_json_get_text (event, "text")), NULL);
  CpItem *item = cp_item_new (cp_format_or_empty (cp_json_get_text (event, "title")), subtitle);

  cp_item_set_waiting (item, g_strcmp0 (cp_json_get_text (event, "state"), "waiting") == 0);
  return GTK_WIDGET (item);
}

static const CpHistorySpec SPEC = {
  .what = "cards",
  .filters = { { .choices = { { NULL, "date", N_ ("By date") },
                              { NULL, "card", N_ ("By card") } } } },
  .list = list_events,
  .make = make_event,
  .find_heading = find_heading,
  .nothing = N_ ("Nothing has happened to a card yet"),
  .hint = N_ ("Linking, blocking and replacing appear here, and who did it."),
};

static void
show_cards (CpCardsTab *self, CpKiosk *kiosk)
{
  const CpJson *cards = cp_json_get_array (cp_kiosk_get_view (kiosk), "cards");
  GtkWidget *head = cp_history_get_head (self->history);
  CpJson *card;
  gsize i;

  cp_build_clear (head);
  json_array_foreach (cards, i, card) { gtk_box_append (GTK_BOX (head), make_card (card)); }
  if (json_array_size (cards) == 0)
    gtk_box_append (GTK_BOX (head),
                    cp_build_empty (_ ("No card yet"), _ ("Link one, and tap it when asked.")));
  cp_action_mark_all (head, cp_kiosk_get_view (kiosk));
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  show_cards (CP_CARDS_TAB (screen), kiosk);
  cp_history_ask (CP_CARDS_TAB (screen)->history);
}

static void
bind (CpScreen *screen, CpKiosk *kiosk)
{
  cp_history_set_up (CP_CARDS_TAB (screen)->history, &SPEC, kiosk, TRUE);
}

static void
cp_cards_tab_class_init (CpCardsTabClass *klass)
{
  static const char *const WATCHES[] = { "view", NULL };

  g_type_ensure (CP_TYPE_HISTORY);
  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-cards-tab", WATCHES, refresh);
  CP_SCREEN_CLASS (klass)->bind = bind;
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpCardsTab, history);
}

static void
cp_cards_tab_init (CpCardsTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
