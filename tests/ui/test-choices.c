/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-choices.h"

#include "ui-stage.h"

static GPtrArray *
list (UiStage *stage, const char *flow_name, CpChoiceFunc func)
{
  g_autoptr (CpFlow) flow = cp_flow_new (stage->kiosk, cp_flow_spec_find (flow_name), NULL);

  return func (flow);
}

static const CpChoice *
find (const GPtrArray *choices, const char *id)
{
  for (guint i = 0; i < choices->len; i++)
    if (g_str_equal (((CpChoice *) choices->pdata[i])->id, id))
      return choices->pdata[i];
  return NULL;
}

static const CpChoice *
get (const GPtrArray *choices, const char *id)
{
  const CpChoice *choice = find (choices, id);

  if (choice == NULL)
    g_error ("no such choice: %s", id);
  return choice;
}

static void
test_definitions (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (GPtrArray) benefits = NULL;
  g_autoptr (GPtrArray) rewards = NULL;

  ui_stage_open (stage, "member");
  benefits = list (stage, "issue_benefit", cp_choices_benefits);
  rewards = list (stage, "issue_reward", cp_choices_rewards);
  g_assert_cmpuint (benefits->len, >, 0);
  g_assert_cmpstr (get (rewards, "ten_off")->trailing, ==, "€10.00");
  g_assert_null (find (rewards, "five_off")); /* nobody may issue it by hand */
  g_assert_null (find (benefits, "ten_off"));
}

static void
test_cards (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (GPtrArray) blockable = NULL;
  g_autoptr (GPtrArray) unblockable = NULL;
  g_autoptr (GPtrArray) replaceable = NULL;

  ui_stage_open (stage, "member-waiting");
  blockable = list (stage, "block_card", cp_choices_blockable_cards);
  unblockable = list (stage, "unblock_card", cp_choices_unblockable_cards);
  replaceable = list (stage, "replace_card", cp_choices_replaceable_cards);
  g_assert_cmpuint (blockable->len, ==, 2);
  g_assert_cmpuint (unblockable->len, ==, 1);
  g_assert_cmpstr (get (unblockable, "c-1")->title, ==, "Card ···· 1336");
  g_assert_cmpuint (replaceable->len, ==, 3); /* the guided flow can block first */
}

static void
test_statuses (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (GPtrArray) others = NULL;
  g_autoptr (GPtrArray) held = NULL;

  ui_stage_open (stage, "member");
  others = list (stage, "set_status", cp_choices_statuses);
  held = list (stage, "remove_status", cp_choices_held_statuses);
  g_assert_null (find (others, "gold"));
  g_assert_nonnull (find (others, "silver"));
  g_assert_cmpuint (held->len, ==, 2);
}

static void
test_reasons (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (GPtrArray) reasons = NULL;
  g_autoptr (GPtrArray) none = NULL;

  ui_stage_open (stage, "member");
  reasons = list (stage, "block_card", cp_choices_reasons);
  none = list (stage, "set_status", cp_choices_status_reasons); /* no status is chosen yet */
  g_assert_nonnull (find (reasons, "lost"));
  g_assert_null (find (reasons, "found"));
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_voidable (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (GPtrArray) voidable = NULL;

  ui_stage_open (stage, "member");
  voidable = list (stage, "void_incentive", cp_choices_voidable);
  g_assert_cmpuint (voidable->len, ==, 2);
  g_assert_cmpstr (get (voidable, "i-2")->trailing, ==, "€9.50");
}

static void
test_other_members (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (GPtrArray) others = NULL;
  g_autoptr (GPtrArray) channels = NULL;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Identify", "identified-other");
  cp_kiosk_card_tapped (stage->kiosk, "04BB", "mifare-classic");
  ui_stage_settle (stage);
  others = list (stage, "merge_members", cp_choices_members);
  channels = list (stage, "send_link", cp_choices_channels);
  g_assert_cmpuint (others->len, ==, 1);
  g_assert_cmpstr (get (others, "m-1")->title, ==, "Dilek Berg");
  g_assert_cmpuint (channels->len, ==, 2); /* nobody gets a link by post */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/choices/what-may-be-issued", test_definitions);
  g_test_add_func ("/choices/cards-by-what-can-be-done", test_cards);
  g_test_add_func ("/choices/statuses-to-give-and-to-take", test_statuses);
  g_test_add_func ("/choices/reasons-of-the-operation", test_reasons);
  g_test_add_func ("/choices/what-may-be-voided", test_voidable);
  g_test_add_func ("/choices/other-members-and-ways-to-reach", test_other_members);
  return g_test_run ();
}
