/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"
#include "cp-view.h"

static CpJson *
make_view (CpTestCase *test, gboolean online)
{
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  CpViewSource source = { .programme = test->programme,
                          .base = test->account,
                          .current = test->account,
                          .staff = test->the_case.staff,
                          .staff_rows = test->staff,
                          .online = online,
                          .now_ms = CP_TEST_NOW_MS };

  return cp_view_member (&source, member_id);
}

static const CpJson *
find (const CpJson *view, const char *list, const char *key, const char *value)
{
  const CpJson *items = cp_json_get_array (view, list);

  for (gsize i = 0; i < json_array_size (items); i++)
    if (g_strcmp0 (cp_json_get_text (json_array_get (items, i), key), value) == 0)
      return json_array_get (items, i);
  g_error ("There is no %s in %s", value, list);
}

static void
test_each_redemption_with_what_can_be_done (void)
{
  static const struct {
    const char *id;
    CpRedemptionState state;
    const char *offers; /* confirm, cancel, reverse, return */
  } cases[] = {
    { "held", CP_REDEMPTION_HELD, "yynn" },     { "done", CP_REDEMPTION_CONFIRMED, "nnyy" },
    { "back", CP_REDEMPTION_REVERSED, "nnnn" }, { "anew", CP_REDEMPTION_RETURNED, "nnnn" },
    { "off", CP_REDEMPTION_CANCELLED, "nnnn" }, { "late", CP_REDEMPTION_LAPSED, "nnnn" },
  };
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpJson) view = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    cp_test_case_add_redemption (test, cases[i].id, cases[i].state);
  view = make_view (test, TRUE);
  g_assert_cmpuint (json_array_size (cp_json_get_array (view, "redemptions")), ==,
                    G_N_ELEMENTS (cases));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const CpJson *row = find (view, "redemptions", "id", cases[i].id);
    const CpJson *part = json_array_get (cp_json_get_array (row, "parts"), 0);

    g_assert_cmpint (cp_json_get_int (row, "amount_minor", 0), ==, 100);
    g_assert_cmpstr (cp_json_get_text (part, "name"), ==, "10 off");
    g_assert_cmpint (cp_json_get_bool (row, "can_confirm"), ==, cases[i].offers[0] == 'y');
    g_assert_cmpint (cp_json_get_bool (row, "can_cancel"), ==, cases[i].offers[1] == 'y');
    g_assert_cmpint (cp_json_get_bool (row, "can_reverse"), ==, cases[i].offers[2] == 'y');
    g_assert_cmpint (cp_json_get_bool (row, "can_return"), ==, cases[i].offers[3] == 'y');
  }
}

static gboolean
can_void (const CpJson *view, const CpIncentive *incentive)
{
  return cp_json_get_bool (find (view, "incentives", "id", incentive->entity.id), "can_void");
}

/* What was taken from an incentive that was voided since can only be returned, and what comes back to it says
 * so; one of which something is set aside can be voided, one that is used cannot. */
static void
test_around_a_void_nothing_is_offered_in_vain (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpRedemption *redemption = cp_test_case_add_redemption (test, "done", CP_REDEMPTION_CONFIRMED);
  CpIncentive *incentive =
      cp_account_find (test->account, CP_KIND_INCENTIVE, redemption->incentive_id);
  g_autoptr (CpJson) before = make_view (test, TRUE);
  g_autoptr (CpJson) voided = NULL;
  g_autoptr (CpJson) used = NULL;
  g_autoptr (CpJson) held = NULL;

  g_assert_true (can_void (before, incentive));
  incentive->state = CP_INCENTIVE_VOIDED;
  voided = make_view (test, TRUE);
  g_assert_false (cp_json_get_bool (find (voided, "redemptions", "id", "done"), "can_reverse"));
  g_assert_true (cp_json_get_bool (find (voided, "redemptions", "id", "done"), "can_return"));
  incentive->state = CP_INCENTIVE_PART_USED;
  g_assert_true (cp_json_get_bool (find (voided, "redemptions", "id", "done"), "of_voided"));
  g_assert_false (cp_json_get_bool (find (before, "redemptions", "id", "done"), "of_voided"));
  incentive->state = CP_INCENTIVE_USED;
  used = make_view (test, TRUE);
  g_assert_false (can_void (used, incentive));
  cp_test_case_add_redemption (test, "held", CP_REDEMPTION_HELD);
  incentive->state = CP_INCENTIVE_USED;
  held = make_view (test, TRUE);
  g_assert_true (can_void (held, incentive));
}

/* After ten minutes, and offline unless it has not left the device. */
static void
test_when_it_can_be_taken_back (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpRedemption *done = cp_test_case_add_redemption (test, "done", CP_REDEMPTION_CONFIRMED);
  g_autoptr (CpJson) offline = make_view (test, FALSE);
  g_autoptr (CpJson) unsent = NULL;
  g_autoptr (CpJson) late = NULL;

  done->entity.waiting = TRUE;
  unsent = make_view (test, FALSE);
  done->at_ms = CP_TEST_NOW_MS - 600001;
  late = make_view (test, TRUE);
  g_assert_false (cp_json_get_bool (find (offline, "redemptions", "id", "done"), "can_reverse"));
  g_assert_cmpuint (
      json_array_size (cp_json_get_array (find (offline, "redemptions", "id", "done"), "later")),
      ==, 1);
  g_assert_null (cp_json_get_array (find (unsent, "redemptions", "id", "done"), "later"));
  g_assert_null (cp_json_get_array (find (late, "redemptions", "id", "done"), "later"));
  g_assert_true (cp_json_get_bool (find (unsent, "redemptions", "id", "done"), "can_reverse"));
  g_assert_false (cp_json_get_bool (find (late, "redemptions", "id", "done"), "can_reverse"));
}

static void
test_a_hold_that_lapsed_is_shown_given_back (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpJson) view = NULL;

  cp_test_case_add_redemption (test, "held", CP_REDEMPTION_HELD)->held_until_ms = CP_TEST_NOW_MS;
  view = make_view (test, TRUE);
  g_assert_cmpstr (cp_json_get_text (find (view, "redemptions", "id", "held"), "state"), ==,
                   "lapsed");
  g_assert_cmpint (cp_json_get_int (cp_json_get_object (view, "rewards"), "confirmed_minor", 0), ==,
                   1500);
}

static void
test_what_can_be_extended (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpIncentive *benefit = cp_test_case_find (test, CP_KIND_INCENTIVE, "benefit");
  CpIncentive *reward = cp_test_case_find (test, CP_KIND_INCENTIVE, "reward10");
  g_autoptr (CpJson) view = NULL;

  g_free (benefit->definition_id);
  benefit->definition_id = g_strdup ("cake");
  reward->extended = TRUE;
  view = make_view (test, TRUE);
  g_assert_true (
      cp_json_get_bool (find (view, "incentives", "definition", "five_off"), "can_extend"));
  g_assert_false (
      cp_json_get_bool (find (view, "incentives", "definition", "ten_off"), "can_extend"));
  g_assert_false (cp_json_get_bool (find (view, "incentives", "definition", "cake"), "can_extend"));
  g_assert_true (cp_json_get_bool (find (view, "incentives", "definition", "cake"), "can_redeem"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/view-redemptions/" path, func)
  ADD ("each-redemption-with-what-can-be-done", test_each_redemption_with_what_can_be_done);
  ADD ("around-a-void-nothing-is-offered-in-vain", test_around_a_void_nothing_is_offered_in_vain);
  ADD ("when-it-can-be-taken-back", test_when_it_can_be_taken_back);
  ADD ("a-hold-that-lapsed-is-shown-given-back", test_a_hold_that_lapsed_is_shown_given_back);
  ADD ("what-can-be-extended", test_what_can_be_extended);
  return g_test_run ();
}
