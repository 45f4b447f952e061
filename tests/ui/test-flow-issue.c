/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ui-stage.h"

#include <string.h>

static CpFlow *
begin (UiStage *stage)
{
  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-replace");
  cp_kiosk_start_flow (stage->kiosk, "issue_card", NULL);
  ui_stage_settle (stage);
  return cp_kiosk_get_flow (stage->kiosk);
}

/* What the reader's side does with a card that is laid down. */
static void
write_card (UiStage *stage, const char *problem)
{
  g_autoptr (CpJson) reply =
      json_pack ("{s:b, s:s, s:s}", "done", TRUE, "uid", "04E10CDA993C80", "problem", problem);

  g_assert_cmpstr (cp_kiosk_get_card_site (stage->kiosk), ==, "https://club.example.org");
  cp_kiosk_card_writing (stage->kiosk);
  g_assert_null (cp_kiosk_get_card_site (stage->kiosk)); /* not twice at a time */
  g_assert_true (cp_kiosk_get_card_held (stage->kiosk));
  cp_kiosk_card_written (stage->kiosk, reply, NULL);
  g_assert_false (cp_kiosk_get_card_held (stage->kiosk));
  ui_stage_settle (stage);
}

static void
test_a_written_card_is_linked (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = begin (stage);
  const CpJson *request;

  ui_stage_answer (stage, "Identify", "card-unknown");
  write_card (stage, "none");
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REVIEW);
  request = ui_fake_ledger_get_request (stage->ledger, "Submit preview");
  g_assert_cmpstr (cp_json_get_text (request, "kind"), ==, "link_card");
  g_assert_cmpstr (cp_json_get_text (cp_json_get_object (request, "payload"), "uid"), ==,
                   "04E10CDA993C80");
}

static void
test_torn_away_it_goes_on (void)
{
  static const char *const problems[] = { "lost",    "kind",    "not_original",
                                          "no_keys", "foreign", "refused",
                                          "verify",  "reader",  "something new" };
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = begin (stage);

  for (guint i = 0; i < G_N_ELEMENTS (problems); i++) {
    write_card (stage, problems[i]);
    g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_STEP);
    g_assert_nonnull (cp_flow_get_problem (flow));
    /* Only of what this version does not know nothing better can be said. */
    g_assert_cmpint (strstr (cp_flow_get_problem (flow), "could not be written") != NULL, ==,
                     i + 1 == G_N_ELEMENTS (problems));
  }
  ui_stage_answer (stage, "Identify", "card-unknown");
  write_card (stage, "none");
  g_assert_null (cp_flow_get_problem (flow));
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REVIEW);
}

/* Torn away after it had been linked: there is nothing left to link. */
static void
test_a_card_that_is_theirs_needs_no_link (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  begin (stage);
  ui_stage_answer (stage, "Identify", "identified");
  write_card (stage, "none");
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit preview"), ==, 0);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
}

/* That is learnt behind the lock: the same person finds the member and not what is over. */
static void
test_it_ends_behind_the_lock (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) reply = json_pack ("{s:s, s:s}", "uid", "04E10CDA993C80", "problem", "none");

  begin (stage);
  ui_stage_answer (stage, "Identify", "identified");
  cp_kiosk_card_writing (stage->kiosk);
  cp_kiosk_card_written (stage->kiosk, reply, NULL);
  cp_kiosk_lock (stage->kiosk);
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_SIGN_IN);
  cp_kiosk_sign_in (stage->kiosk, "anna", "1234");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
}

static void
test_only_while_it_is_asked_for (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (GError) error = g_error_new_literal (CP_ERROR, CP_ERROR_NOT_ALLOWED, "No");
  CpFlow *flow = begin (stage);

  cp_kiosk_card_writing (stage->kiosk);
  cp_kiosk_card_written (stage->kiosk, NULL, error);
  g_assert_cmpstr (cp_flow_get_problem (flow), ==, "No");
  cp_kiosk_card_tapped (stage->kiosk, "04AAAA", "ntag213"); /* nothing is taken unwritten */
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_STEP);
  cp_flow_cancel (flow);
  g_assert_null (cp_kiosk_get_card_site (stage->kiosk));
  cp_kiosk_card_written (stage->kiosk, NULL, error); /* it came too late */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flow-issue/a-written-card-is-linked", test_a_written_card_is_linked);
  g_test_add_func ("/flow-issue/torn-away-it-goes-on", test_torn_away_it_goes_on);
  g_test_add_func ("/flow-issue/a-card-that-is-theirs-needs-no-link",
                   test_a_card_that_is_theirs_needs_no_link);
  g_test_add_func ("/flow-issue/it-ends-behind-the-lock", test_it_ends_behind_the_lock);
  g_test_add_func ("/flow-issue/cards-are-written-only-while-it-is-asked-for",
                   test_only_while_it_is_asked_for);
  return g_test_run ();
}
