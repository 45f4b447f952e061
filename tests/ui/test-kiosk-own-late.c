/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a customer did and has no answer to yet, or has left before it came. */
#include "cp-kiosk-own.h"

#include "ui-stage.h"

/* (transfer full): what the ledger has to say of what was submitted */
static CpJson *
make_done (const char *state)
{
  g_autoptr (CpJson) reply = ui_fixture ("self-check-known");
  CpJson *own = cp_json_get_object (reply, "own");

  return json_pack ("{s:s, s:s, s:O}", "decision", "accepted", "state", state, "view", own);
}

static gboolean
is_outdated (UiStage *stage)
{
  return cp_json_get_bool (cp_kiosk_get_self_check (stage->kiosk), "outdated");
}

/* It may have been done after all. */
static void
test_trying_again_claims_nothing_twice (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *first = NULL;

  ui_stage_begin_own (stage, "self-check-known", "offers");
  ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_UNKNOWN_OUTCOME, "It went away");
  cp_kiosk_own_claim (stage->kiosk, "welcome_back");
  ui_stage_settle (stage);
  g_assert_nonnull (ui_stage_get_own (stage, "problem"));
  first = g_strdup (cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "Submit"), "id"));
  ui_fake_ledger_answer (stage->ledger, "Submit", make_done ("waiting"));
  cp_kiosk_own_claim (stage->kiosk, "welcome_back");
  ui_stage_settle (stage);
  g_assert_cmpstr (cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "Submit"), "id"),
                   ==, first);
  cp_kiosk_own_claim (stage->kiosk, "welcome_back"); /* and now one more */
  ui_stage_settle (stage);
  g_assert_cmpstr (cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "Submit"), "id"),
                   !=, first);
}

static char *
dup_sent_id (UiStage *stage)
{
  return g_strdup (cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "Submit"), "id"));
}

static void
claim_again (UiStage *stage)
{
  cp_kiosk_own_back (stage->kiosk);
  cp_kiosk_own_show (stage->kiosk, "offers");
  cp_kiosk_own_claim (stage->kiosk, "welcome_back");
}

/* Not by way of the balance, not by a new tap; and what was answered is over. */
static void
test_what_was_sent_is_remembered (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *first = NULL, *again = NULL, *tapped = NULL, *next = NULL;

  ui_stage_begin_own (stage, "self-check-known", "offers");
  ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_UNKNOWN_OUTCOME, "It went away");
  cp_kiosk_own_claim (stage->kiosk, "welcome_back");
  first = dup_sent_id (stage);
  ui_stage_settle (stage);
  g_assert_cmpstr (
      ui_stage_get_own (stage, "problem"), ==,
      "We can't tell whether this was done. Please try again: it is never done twice.");
  claim_again (stage);
  again = dup_sent_id (stage);
  ui_stage_settle (stage);
  g_assert_cmpstr (again, ==, first);
  ui_stage_begin_own (stage, "self-check-known", "offers");
  ui_fake_ledger_answer (stage->ledger, "Submit", make_done ("waiting"));
  cp_kiosk_own_claim (stage->kiosk, "welcome_back");
  tapped = dup_sent_id (stage);
  ui_stage_settle (stage);
  g_assert_cmpstr (tapped, ==, first);
  claim_again (stage);
  next = dup_sent_id (stage);
  g_assert_cmpstr (next, !=, first);
}

static void
test_what_is_on_its_way_is_not_sent_anew (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *first = NULL, *again = NULL;

  ui_stage_begin_own (stage, "self-check-known", "offers");
  ui_fake_ledger_answer (stage->ledger, "Submit", make_done ("waiting"));
  ui_fake_ledger_stall (stage->ledger);
  cp_kiosk_own_claim (stage->kiosk, "welcome_back");
  first = dup_sent_id (stage);
  claim_again (stage);
  again = dup_sent_id (stage);
  g_assert_cmpstr (again, ==, first);
  ui_fake_ledger_go_on (stage->ledger);
  ui_stage_settle (stage);
  g_assert_cmpstr (ui_stage_get_own (stage, "said"), ==, "It is yours now: €5 welcome back");
}

/* Whoever comes next has asked for nothing yet. */
static void
test_what_was_sent_is_theirs_alone (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *first = NULL, *other = NULL;
  CpJson *reply = ui_fixture ("self-check-known");

  cp_json_set_text (cp_json_get_object (reply, "own"), "member_id", "m-other");
  ui_stage_begin_own (stage, "self-check-known", "offers");
  ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_UNKNOWN_OUTCOME, "It went away");
  cp_kiosk_own_claim (stage->kiosk, "welcome_back");
  first = dup_sent_id (stage);
  ui_stage_settle (stage);
  ui_fake_ledger_answer (stage->ledger, "Identify customer", reply);
  cp_kiosk_card_tapped (stage->kiosk, "04B2", "ntag213");
  ui_stage_settle (stage);
  cp_kiosk_own_show (stage->kiosk, "offers");
  cp_kiosk_own_claim (stage->kiosk, "welcome_back");
  other = dup_sent_id (stage);
  g_assert_cmpstr (other, !=, first);
}

/* An answer that comes when they have gone is nobody's. */
static void
test_a_late_answer_is_dropped (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_fake_ledger_answer (stage->ledger, "Submit", make_done ("waiting"));
  ui_stage_begin_own (stage, "self-check", "mailings");
  ui_fake_ledger_stall (stage->ledger);
  cp_kiosk_own_toggle (stage->kiosk, "offers/email");
  cp_kiosk_clear_customer (stage->kiosk);
  ui_fake_ledger_go_on (stage->ledger);
  ui_stage_settle (stage);
  g_assert_null (cp_kiosk_get_own (stage->kiosk));
  g_assert_null (cp_kiosk_get_own_step (stage->kiosk));
}

/* What was done before is said of nothing else, and the list knows it all the same. */
static void
test_an_answer_is_for_its_own_step (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  const CpJson *own;

  ui_fake_ledger_answer (stage->ledger, "Submit", make_done ("waiting"));
  ui_stage_begin_own (stage, "self-check-known", "mailings");
  ui_fake_ledger_stall (stage->ledger);
  cp_kiosk_own_toggle (stage->kiosk, "offers/email");
  cp_kiosk_own_back (stage->kiosk);
  cp_kiosk_own_show (stage->kiosk, "offers");
  own = cp_kiosk_get_own (stage->kiosk);
  ui_fake_ledger_go_on (stage->ledger);
  ui_stage_settle (stage);
  ui_stage_assert_own (stage, "offers");
  g_assert_null (ui_stage_get_own (stage, "said"));
  g_assert_false (is_outdated (stage));
  g_assert_true (cp_kiosk_get_own (stage->kiosk) != own);
}

/* An offer is on its way, with the question of who they are still there. */
static void
claim_after_a_question (UiStage *stage)
{
  ui_stage_begin_own (stage, "self-check", "offers");
  ui_fake_ledger_answer (
      stage->ledger, "Read identify",
      json_pack ("{s:b, s:i, s:[s]}", "identified", FALSE, "needed", 1, "questions", "postcode"));
  cp_kiosk_own_claim (stage->kiosk, "staff_discount");
  ui_stage_settle (stage);
  ui_fake_ledger_answer (stage->ledger, "Read identify", json_pack ("{s:b}", "identified", TRUE));
  ui_fake_ledger_answer (stage->ledger, "Submit", make_done ("waiting"));
  cp_kiosk_own_answer (stage->kiosk, "D02 NF36");
  while (ui_fake_ledger_count (stage->ledger, "Submit") == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* The figures it changed are out of date wherever the customer is by then. */
static void
test_a_late_answer_outdates_the_figures (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  claim_after_a_question (stage);
  cp_kiosk_own_back (stage->kiosk); /* from the question to the offers */
  g_assert_false (is_outdated (stage));
  ui_stage_settle (stage);
  ui_stage_assert_own (stage, "offers");
  g_assert_null (ui_stage_get_own (stage, "said"));
  g_assert_true (is_outdated (stage));
}

/* Whoever goes back does not want it any more. */
static void
test_back_from_a_question_does_nothing (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_fake_ledger_answer (stage->ledger, "Submit", make_done ("waiting"));
  ui_stage_begin_own (stage, "self-check", "mailings");
  ui_fake_ledger_answer (
      stage->ledger, "Read identify",
      json_pack ("{s:b, s:i, s:[s]}", "identified", FALSE, "needed", 1, "questions", "postcode"));
  cp_kiosk_own_toggle (stage->kiosk, "news/email");
  cp_kiosk_own_agree (stage->kiosk);
  ui_fake_ledger_stall (stage->ledger);
  cp_kiosk_own_back (stage->kiosk); /* before it is asked */
  ui_fake_ledger_go_on (stage->ledger);
  ui_stage_settle (stage);
  ui_stage_assert_own (stage, "mailings");
  cp_kiosk_own_toggle (stage->kiosk, "news/email");
  cp_kiosk_own_agree (stage->kiosk);
  ui_stage_settle (stage);
  ui_stage_assert_own (stage, "question");
  ui_fake_ledger_answer (stage->ledger, "Read identify", json_pack ("{s:b}", "identified", TRUE));
  ui_fake_ledger_stall (stage->ledger);
  cp_kiosk_own_answer (stage->kiosk, "D02 NF36");
  cp_kiosk_own_back (stage->kiosk); /* before it is judged */
  ui_fake_ledger_go_on (stage->ledger);
  ui_stage_settle (stage);
  ui_stage_assert_own (stage, "mailings");
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 0);
  g_assert_null (ui_stage_get_own (stage, "problem"));
}

static void
count (guint *n)
{
  ++*n;
}

/* The card that lay there all the time is lifted and held there again: a reader takes that for the same tap, unless
 * it was told. */
static void
test_the_card_that_is_asked_for_is_heard (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  guint n_expected = 0;

  ui_stage_begin_own (stage, "self-check-known", "offers");
  ui_fake_ledger_answer (stage->ledger, "Submit", make_done ("waiting"));
  g_signal_connect_swapped (stage->kiosk, "expects-card", G_CALLBACK (count), &n_expected);
  cp_kiosk_own_back (stage->kiosk);
  g_assert_cmpuint (n_expected, ==, 0); /* nothing is asked */
  cp_kiosk_own_show (stage->kiosk, "offers");
  cp_kiosk_own_claim (stage->kiosk, "welcome_back");
  ui_stage_settle (stage);
  g_assert_cmpuint (n_expected, ==, 0);
  cp_kiosk_own_back (stage->kiosk);
  g_assert_true (is_outdated (stage));
  g_assert_cmpuint (n_expected, ==, 1);
}

/* The figures may go out of date while they are on screen. */
static void
test_a_late_answer_asks_for_the_card (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  guint n_expected = 0;

  claim_after_a_question (stage);
  cp_kiosk_own_back (stage->kiosk);
  cp_kiosk_own_back (stage->kiosk);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_SELF_CHECK);
  g_assert_false (is_outdated (stage));
  g_signal_connect_swapped (stage->kiosk, "expects-card", G_CALLBACK (count), &n_expected);
  ui_stage_settle (stage);
  g_assert_true (is_outdated (stage));
  g_assert_cmpuint (n_expected, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kiosk-own-late/trying-again-claims-nothing-twice",
                   test_trying_again_claims_nothing_twice);
  g_test_add_func ("/kiosk-own-late/what-was-sent-is-remembered", test_what_was_sent_is_remembered);
  g_test_add_func ("/kiosk-own-late/what-is-on-its-way-is-not-sent-anew",
                   test_what_is_on_its_way_is_not_sent_anew);
  g_test_add_func ("/kiosk-own-late/what-was-sent-is-theirs-alone",
                   test_what_was_sent_is_theirs_alone);
  g_test_add_func ("/kiosk-own-late/a-late-answer-is-dropped", test_a_late_answer_is_dropped);
  g_test_add_func ("/kiosk-own-late/an-answer-is-for-its-own-step",
                   test_an_answer_is_for_its_own_step);
  g_test_add_func ("/kiosk-own-late/a-late-answer-outdates-the-figures",
                   test_a_late_answer_outdates_the_figures);
  g_test_add_func ("/kiosk-own-late/back-from-a-question-does-nothing",
                   test_back_from_a_question_does_nothing);
  g_test_add_func ("/kiosk-own-late/the-card-that-is-asked-for-is-heard",
                   test_the_card_that_is_asked_for_is_heard);
  g_test_add_func ("/kiosk-own-late/a-late-answer-asks-for-the-card",
                   test_a_late_answer_asks_for_the_card);
  return g_test_run ();
}
