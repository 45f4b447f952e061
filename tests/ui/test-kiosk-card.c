/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a card does on the page that is there, and what the kiosk says of cards that are no tap. */
#include <string.h>

#include "ui-stage.h"

static void
note_notice (CpKiosk *kiosk, const char *text, char **ret_text)
{
  g_free (*ret_text);
  *ret_text = g_strdup (text);
}

/* What is no tap, and a card that nobody could check: nobody is asked for, and nobody waits for it. */
static void
test_refused_card (void)
{
  static const struct {
    const char *reason;
    const char *text;
  } rows[] = {
    { "several", "one card at a time" }, { "payment", "payment card" },
    { "random", "no membership card" },  { "lost", "taken away too soon" },
    { "unproved", "can't be checked" },  { "unsupported", "can't be read here" },
  };
  g_autoptr (UiStage) stage = ui_stage_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *notice = NULL;
    gulong id = g_signal_connect (stage->kiosk, "notice", G_CALLBACK (note_notice), &notice);

    cp_kiosk_card_begins (stage->kiosk);
    cp_kiosk_card_refused (stage->kiosk, rows[i].reason);
    g_assert_nonnull (strstr (notice, rows[i].text));
    g_assert_false (cp_kiosk_get_card_held (stage->kiosk));
    g_signal_handler_disconnect (stage->kiosk, id);
  }
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Identify"), ==, 0);
}

static const char *
get_member_id (UiStage *stage)
{
  return cp_json_get_text (cp_json_get_object (cp_kiosk_get_view (stage->kiosk), "member"), "id");
}

/* A look at the member who was there is still under way when the next one's card is. */
static void
test_tapped_member_stays (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Identify", "identified-other");
  ui_fake_ledger_stall (stage->ledger);
  cp_kiosk_card_tapped (stage->kiosk, "04BB", "mifare-classic");
  ui_fake_ledger_say_changed (stage->ledger, "accounts");
  ui_fake_ledger_go_on (stage->ledger);
  ui_stage_settle (stage);
  g_assert_cmpstr (get_member_id (stage), ==, "m-2");
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
}

/* What was done to the member meanwhile is on the page, also where the same card comes once more. */
static void
test_same_member_is_looked_at_again (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Identify", "identified");
  ui_stage_answer (stage, "GetMember", "member-waiting");
  ui_fake_ledger_stall (stage->ledger);
  cp_kiosk_card_tapped (stage->kiosk, "04A81F", "mifare-classic");
  ui_fake_ledger_say_changed (stage->ledger, "accounts");
  ui_fake_ledger_go_on (stage->ledger);
  ui_stage_settle (stage);
  g_assert_false (cp_json_get_bool (cp_kiosk_get_view (stage->kiosk), "online"));
}

/* (transfer full): what GetMember has of the other member */
static CpJson *
make_other_view (void)
{
  g_autoptr (CpJson) reply = ui_fixture ("identified-other");

  return json_incref (cp_json_get_object (reply, "view"));
}

static void
test_asked_for_member_comes (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_open (stage, "member");
  cp_kiosk_show_attention (stage->kiosk);
  ui_stage_settle (stage);
  ui_fake_ledger_answer (stage->ledger, "GetMember", make_other_view ());
  ui_fake_ledger_stall (stage->ledger);
  cp_kiosk_open_member (stage->kiosk, "m-2");
  ui_fake_ledger_say_changed (stage->ledger, "accounts");
  ui_fake_ledger_go_on (stage->ledger);
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
  g_assert_cmpstr (get_member_id (stage), ==, "m-2");
}

/* Whether by their card or by their name. */
static void
test_last_asked_for_wins (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_sign_in (stage);
  ui_stage_answer (stage, "Identify", "identified-other");
  ui_fake_ledger_stall (stage->ledger);
  cp_kiosk_card_tapped (stage->kiosk, "04BB", "mifare-classic");
  cp_kiosk_open_member (stage->kiosk, "m-1");
  ui_fake_ledger_go_on (stage->ledger);
  ui_stage_settle (stage);
  g_assert_cmpstr (get_member_id (stage), ==, "m-1");
  ui_fake_ledger_stall (stage->ledger);
  cp_kiosk_open_member (stage->kiosk, "m-1");
  cp_kiosk_card_tapped (stage->kiosk, "04BB", "mifare-classic");
  ui_fake_ledger_go_on (stage->ledger);
  ui_stage_settle (stage);
  g_assert_cmpstr (get_member_id (stage), ==, "m-2");
}

static gboolean
is_held (gpointer kiosk)
{
  return cp_kiosk_get_card_held (kiosk);
}

/* Head office was asked about the first card for longer than the next person waited. */
static void
test_the_card_that_came_last_counts (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  guint first, second;

  ui_stage_sign_in (stage);
  first = cp_kiosk_card_begins (stage->kiosk);
  ui_wait_for (is_held, stage->kiosk, "the words");
  second = cp_kiosk_card_begins (stage->kiosk);
  g_assert_false (cp_kiosk_card_ends (stage->kiosk, first));
  g_assert_true (cp_kiosk_get_card_held (stage->kiosk)); /* the second one is asked still */
  g_assert_true (cp_kiosk_card_ends (stage->kiosk, second));
  g_assert_false (cp_kiosk_get_card_held (stage->kiosk));
  ui_stage_answer (stage, "Identify", "identified-other");
  first = cp_kiosk_card_begins (stage->kiosk);
  second = cp_kiosk_card_begins (stage->kiosk);
  g_assert_true (cp_kiosk_card_ends (stage->kiosk, second));
  cp_kiosk_card_tapped (stage->kiosk, "04BB", "mifare-classic");
  ui_stage_settle (stage);
  g_assert_cmpstr (get_member_id (stage), ==, "m-2");
  g_assert_false (cp_kiosk_card_ends (stage->kiosk, first));
}

static void
begin_writing (CpKiosk *kiosk)
{
  cp_kiosk_card_writing (kiosk);
}

static void
refuse_next (CpKiosk *kiosk)
{
  cp_kiosk_card_refused (kiosk, "payment");
}

static void
open_by_name (CpKiosk *kiosk)
{
  cp_kiosk_open_member (kiosk, "m-1");
}

/* Each is of somebody, or for somebody, else than the card that is still asked for. */
static void
test_what_came_since_counts (void)
{
  static void (*const events[]) (CpKiosk *) = {
    refuse_next, begin_writing, open_by_name, cp_kiosk_go_home, cp_kiosk_lock, cp_kiosk_sign_out,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (events); i++) {
    g_autoptr (UiStage) stage = ui_stage_new ();
    guint card;

    ui_stage_open (stage, "member");
    card = cp_kiosk_card_begins (stage->kiosk);
    events[i](stage->kiosk);
    ui_stage_settle (stage);
    g_assert_false (cp_kiosk_card_ends (stage->kiosk, card));
    card = cp_kiosk_card_begins (stage->kiosk);
    g_assert_true (cp_kiosk_card_ends (stage->kiosk, card));
  }
}

/* Whoever laid it down as a customer is not shown to staff, nor the other way round. */
static void
test_a_card_is_for_whoever_was_there (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  guint card = cp_kiosk_card_begins (stage->kiosk);

  ui_stage_sign_in (stage);
  g_assert_false (cp_kiosk_card_ends (stage->kiosk, card));
  cp_kiosk_lock (stage->kiosk);
  card = cp_kiosk_card_begins (stage->kiosk);
  ui_stage_sign_in (stage); /* the same person, who finds all as it was */
  g_assert_false (cp_kiosk_card_ends (stage->kiosk, card));
}

/* (transfer none): begun for the member who is opened for it */
static CpFlow *
start (UiStage *stage, const char *name)
{
  ui_stage_open (stage, "member");
  cp_kiosk_start_flow (stage->kiosk, name, NULL);
  ui_stage_settle (stage);
  return cp_kiosk_get_flow (stage->kiosk);
}

/* Up to the review. (transfer none) */
static CpFlow *
start_blocking (UiStage *stage)
{
  CpFlow *flow;

  ui_stage_answer (stage, "Submit preview", "preview-block");
  ui_stage_answer (stage, "Submit", "done-block");
  flow = start (stage, "block_card");
  ui_choose (flow, "Lost");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REVIEW);
  return flow;
}

static void
tap_other (UiStage *stage)
{
  ui_stage_answer (stage, "Identify", "identified-other");
  cp_kiosk_card_tapped (stage->kiosk, "04BB", "mifare-classic");
  ui_stage_settle (stage);
}

static void
assert_goes_over (UiStage *stage)
{
  tap_other (stage);
  g_assert_null (cp_kiosk_get_rival (stage->kiosk));
  g_assert_null (cp_kiosk_get_flow (stage->kiosk));
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
  g_assert_cmpstr (get_member_id (stage), ==, "m-2");
}

static void
assert_asks (UiStage *stage, const char *words)
{
  tap_other (stage);
  g_assert_nonnull (cp_kiosk_get_rival (stage->kiosk));
  g_assert_nonnull (strstr (cp_flow_describe_leaving (cp_kiosk_get_flow (stage->kiosk)), words));
}

static void
test_what_is_over_is_left (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  cp_flow_confirm (start_blocking (stage));
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (cp_kiosk_get_flow (stage->kiosk)), ==, CP_STAGE_DONE);
  assert_goes_over (stage);
  cp_kiosk_sign_out (stage->kiosk);
  ui_stage_answer (stage, "Submit preview", "refused-card-not-free");
  start (stage, "add_virtual_card"); /* which asks nothing */
  g_assert_cmpuint (cp_flow_get_stage (cp_kiosk_get_flow (stage->kiosk)), ==, CP_STAGE_REFUSED);
  assert_goes_over (stage);
}

/* What was answered may be put right after a refusal. */
static void
test_what_is_recorded_is_said (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = start_blocking (stage);

  assert_asks (stage, "Nothing of what you are doing now");
  cp_kiosk_answer_rival (stage->kiosk, FALSE);
  ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_UNKNOWN_OUTCOME, "It went away");
  cp_flow_confirm (flow);
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_UNSURE);
  assert_asks (stage, "may have been recorded already");
  cp_kiosk_answer_rival (stage->kiosk, FALSE);
  ui_stage_answer (stage, "Submit", "refused-card-not-free");
  cp_flow_confirm (flow);
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REFUSED);
  assert_asks (stage, "Nothing of what you are doing now");
}

/* It would not be known what became of it. */
static void
test_what_is_being_done_is_not_left (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = start_blocking (stage);

  tap_other (stage);
  ui_fake_ledger_stall (stage->ledger);
  cp_flow_confirm (flow);
  g_assert_nonnull (strstr (cp_flow_describe_leaving (flow), "being recorded just now"));
  cp_kiosk_answer_rival (stage->kiosk, TRUE);
  g_assert_nonnull (cp_kiosk_get_rival (stage->kiosk));
  g_assert_true (cp_kiosk_get_flow (stage->kiosk) == flow);
  ui_fake_ledger_go_on (stage->ledger);
  ui_stage_settle (stage);
  g_assert_nonnull (strstr (cp_flow_describe_leaving (flow), "has been recorded"));
  cp_kiosk_answer_rival (stage->kiosk, TRUE);
  g_assert_cmpstr (get_member_id (stage), ==, "m-2");
}

static void
test_a_half_done_replacement_is_told_of (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *notice = NULL;
  CpFlow *flow;

  ui_stage_answer (stage, "Submit", "done-block");
  ui_stage_answer (stage, "Submit preview", "preview-replace");
  flow = start (stage, "replace_card");
  ui_choose (flow, "Lost");
  ui_stage_settle (stage);
  cp_kiosk_card_tapped (stage->kiosk, "0477C0", "mifare-classic");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REVIEW);
  assert_asks (stage, "old card is blocked already");
  g_signal_connect (stage->kiosk, "notice", G_CALLBACK (note_notice), &notice);
  cp_kiosk_answer_rival (stage->kiosk, TRUE);
  g_assert_nonnull (strstr (notice, "old card stays blocked"));
  g_assert_cmpstr (get_member_id (stage), ==, "m-2");
}

static void
add_flow_tests (void)
{
  g_test_add_func ("/kiosk-card/what-is-over-is-left", test_what_is_over_is_left);
  g_test_add_func ("/kiosk-card/what-is-recorded-is-said", test_what_is_recorded_is_said);
  g_test_add_func ("/kiosk-card/what-is-being-done-is-not-left",
                   test_what_is_being_done_is_not_left);
  g_test_add_func ("/kiosk-card/half-done-replacement-is-told-of",
                   test_a_half_done_replacement_is_told_of);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kiosk-card/refused-card-is-told-of", test_refused_card);
  g_test_add_func ("/kiosk-card/tapped-member-stays-on-screen", test_tapped_member_stays);
  g_test_add_func ("/kiosk-card/same-member-is-looked-at-again",
                   test_same_member_is_looked_at_again);
  g_test_add_func ("/kiosk-card/asked-for-member-comes", test_asked_for_member_comes);
  g_test_add_func ("/kiosk-card/last-asked-for-wins", test_last_asked_for_wins);
  g_test_add_func ("/kiosk-card/card-that-came-last-counts", test_the_card_that_came_last_counts);
  g_test_add_func ("/kiosk-card/what-came-since-counts", test_what_came_since_counts);
  g_test_add_func ("/kiosk-card/card-is-for-whoever-was-there",
                   test_a_card_is_for_whoever_was_there);
  add_flow_tests ();
  return g_test_run ();
}
