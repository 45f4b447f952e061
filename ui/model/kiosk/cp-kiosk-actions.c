/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kiosk's functions as actions, for buttons. */
#include "cp-kiosk-own.h"
#include "cp-kiosk-private.h"

typedef void (*PlainFunc) (CpKiosk *self);

static void
close_status (CpKiosk *self)
{
  cp_kiosk_set_status_shown (self, FALSE);
}

static void
show_status (CpKiosk *self)
{
  cp_kiosk_set_status_shown (self, TRUE);
}

static void
toggle_large_text (CpKiosk *self)
{
  cp_kiosk_set_large_text (self, !self->large_text);
}

static void
change_to_rival (CpKiosk *self)
{
  cp_kiosk_answer_rival (self, TRUE);
}

static void
stay (CpKiosk *self)
{
  cp_kiosk_answer_rival (self, FALSE);
}

static void
end_visit (CpKiosk *self)
{
  cp_kiosk_start_flow (self, "end_visit", NULL);
}

static void
enrol_unknown (CpKiosk *self)
{
  cp_kiosk_link_unknown_card (self);
  cp_kiosk_start_flow (self, "enrol_member", NULL);
}

static const struct {
  const char *name;
  PlainFunc func;
} PLAIN[] = {
  { "home", cp_kiosk_go_home },
  { "staff", cp_kiosk_ask_staff },
  { "sign-out", cp_kiosk_sign_out },
  { "lock", cp_kiosk_lock },
  { "end-visit", end_visit },
  { "attention", cp_kiosk_show_attention },
  { "status", show_status },
  { "close-status", close_status },
  { "clear-customer", cp_kiosk_clear_customer },
  { "large-text", toggle_large_text },
  { "own-back", cp_kiosk_own_back },
  { "own-agree", cp_kiosk_own_agree },
  { "switch", change_to_rival },
  { "stay", stay },
  { "more-time", cp_kiosk_touch },
  { "enrol-unknown", enrol_unknown },
  { "link-unknown", cp_kiosk_link_unknown_card },
  { "missing-points", cp_kiosk_ask_missing_points },
  { "train", cp_kiosk_enter_training },
  { "train-afresh", cp_kiosk_train_afresh },
  { "leave-training", cp_kiosk_leave_training },
};

/* Those that need a text. */
static const struct {
  const char *name;
  void (*func) (CpKiosk *self, const char *text);
} WORDED[] = {
  { "own-show", cp_kiosk_own_show },     { "own-toggle", cp_kiosk_own_toggle },
  { "own-add", cp_kiosk_own_add },       { "own-remove", cp_kiosk_own_remove },
  { "own-claim", cp_kiosk_own_claim },   { "member", cp_kiosk_open_member },
  { "language", cp_kiosk_set_language }, { "dismiss", cp_kiosk_dismiss_attention },
};

static void
on_worded (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *name = g_action_get_name (G_ACTION (action));

  for (gsize i = 0; i < G_N_ELEMENTS (WORDED); i++)
    if (g_str_equal (WORDED[i].name, name))
      WORDED[i].func (data, g_variant_get_string (parameter, NULL));
}

static void
on_plain (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *name = g_action_get_name (G_ACTION (action));

  for (gsize i = 0; i < G_N_ELEMENTS (PLAIN); i++)
    if (g_str_equal (PLAIN[i].name, name))
      PLAIN[i].func (data);
}

static void
on_practice_card (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  if (cp_kiosk_get_training (data))
    cp_kiosk_card_tapped (data, g_variant_get_string (parameter, NULL), NULL);
}

static void
on_flow (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_auto (GStrv) parts = g_strsplit (g_variant_get_string (parameter, NULL), ":", 2);

  cp_kiosk_start_flow (data, parts[0], parts[1]);
}

static void
add_action (GSimpleActionGroup *group,
            const char *name,
            const GVariantType *type,
            GCallback func,
            CpKiosk *self)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, type);

  g_signal_connect_object (action, "activate", func, self, 0);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
}

GActionGroup *
cp_kiosk_make_actions (CpKiosk *self)
{
  GSimpleActionGroup *group = g_simple_action_group_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (PLAIN); i++)
    add_action (group, PLAIN[i].name, NULL, G_CALLBACK (on_plain), self);
  for (gsize i = 0; i < G_N_ELEMENTS (WORDED); i++)
    add_action (group, WORDED[i].name, G_VARIANT_TYPE_STRING, G_CALLBACK (on_worded), self);
  add_action (group, "practice-card", G_VARIANT_TYPE_STRING, G_CALLBACK (on_practice_card), self);
  add_action (group, "flow", G_VARIANT_TYPE_STRING, G_CALLBACK (on_flow), self);
  return G_ACTION_GROUP (group);
}
