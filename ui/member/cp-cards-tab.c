/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-cards-tab.h"

#include "cp-build.h"
#include "cp-format.h"
#include "cp-item.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _CpCardsTab {
  CpScreen parent_instance;

  GtkWidget *list;
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
  const char *number = cp_json_get_text (card, "number");
  const char *medium = _ ("Card");
  const char *tail = number != NULL && strlen (number) >= 4 ? number + strlen (number) - 4
                                                            : cp_json_get_text (card, "uid_tail");

  for (gsize i = 0; i < G_N_ELEMENTS (MEDIA); i++)
    if (g_strcmp0 (MEDIA[i].medium, cp_json_get_text (card, "medium")) == 0)
      medium = _ (MEDIA[i].word);
  return g_strdup_printf ("%s ···· %s", medium, cp_format_or_empty (tail));
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

    if (cp_json_get_bool (card, BUTTONS[i].may))
      cp_item_add_flow_button (item, _ (BUTTONS[i].label), full_name, flow, BUTTONS[i].destructive);
  }
}

static GtkWidget *
make_item (const CpJson *card)
{
  g_autofree char *name = name_card (card);
  gint64 linked_ms = cp_json_get_int (card, "linked_at_ms", 0);
  g_autofree char *day = cp_format_day (linked_ms);
  g_autofree char *since = linked_ms > 0 ? g_strdup_printf (_ ("Linked %s"), day) : g_strdup ("");
  const char *reason = cp_json_get_text (card, "block_reason");
  const char *category = cp_json_get_text (card, "category_name");
  g_autofree char *subtitle =
      cp_format_join (cp_format_or_empty (category), since, cp_format_or_empty (reason), NULL);
  CpItem *item = cp_item_new (name, subtitle);

  add_chips (item, card);
  add_buttons (item, card, name);
  return GTK_WIDGET (item);
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpCardsTab *self = CP_CARDS_TAB (screen);
  const CpJson *cards = cp_json_get_array (cp_kiosk_get_view (kiosk), "cards");
  CpJson *card;
  gsize i;

  cp_build_clear (self->list);
  json_array_foreach (cards, i, card) { gtk_box_append (GTK_BOX (self->list), make_item (card)); }
  if (json_array_size (cards) == 0)
    gtk_box_append (GTK_BOX (self->list),
                    cp_build_empty (_ ("No card yet"), _ ("Link one, and tap it when asked.")));
}

static void
cp_cards_tab_class_init (CpCardsTabClass *klass)
{
  static const char *const WATCHES[] = { "view", NULL };

  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-cards-tab", WATCHES, refresh);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpCardsTab, list);
}

static void
cp_cards_tab_init (CpCardsTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
