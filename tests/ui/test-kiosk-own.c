/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-kiosk-own.h"

#include "ui-stage.h"

#include <string.h>

/* The ledger takes what is done from now on. */
static void
accept (UiStage *stage)
{
  g_autoptr (CpJson) reply = ui_fixture ("self-check");
  CpJson *view = json_deep_copy (cp_json_get_object (reply, "own"));
  CpJson *done = json_object ();

  json_object_del (view, "session");
  cp_json_set_text (done, "decision", "accepted");
  cp_json_set_text (done, "state", "waiting");
  cp_json_set (done, "view", view);
  ui_fake_ledger_answer (stage->ledger, "Submit", done);
}

/* (transfer none): what was sent last */
static const CpJson *
get_payload (UiStage *stage)
{
  return cp_json_get_object (ui_fake_ledger_get_request (stage->ledger, "Submit"), "payload");
}

static void
test_stopping_is_one_touch (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  const CpJson *request;

  accept (stage);
  ui_stage_begin_own (stage, "self-check", "mailings");
  cp_kiosk_own_toggle (stage->kiosk, "offers/email");
  ui_stage_settle (stage);
  request = ui_fake_ledger_get_request (stage->ledger, "Submit");
  g_assert_cmpstr (cp_json_get_text (request, "kind"), ==, "opt_out");
  g_assert_nonnull (cp_json_get_text (request, "id"));
  g_assert_cmpstr (cp_json_get_text (request, "member_id"), ==, "m-dilek");
  g_assert_cmpstr (cp_json_get_text (get_payload (stage), "mailing_id"), ==, "offers");
  ui_stage_assert_own (stage, "mailings");
  g_assert_cmpstr (ui_stage_get_own (stage, "said"), ==, "Stopped: Offers · E-mail");
}

/* The words, their version and their language go with it. */
static void
test_agreeing_comes_after_the_words (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *words = NULL;

  accept (stage);
  ui_stage_begin_own (stage, "self-check-known", "mailings");
  cp_kiosk_set_language (stage->kiosk, "de");
  cp_kiosk_own_toggle (stage->kiosk, "news/email");
  ui_stage_settle (stage);
  ui_stage_assert_own (stage, "consent");
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 0);
  words = cp_kiosk_own_get_consent (stage->kiosk);
  g_assert_nonnull (strstr (words, "News"));
  cp_kiosk_own_agree (stage->kiosk);
  cp_kiosk_own_agree (stage->kiosk); /* a finger that trembles */
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 1);
  g_assert_cmpstr (cp_json_get_text (get_payload (stage), "text_version"), ==, CP_OWN_TEXT_VERSION);
  g_assert_cmpstr (cp_json_get_text (get_payload (stage), "language"), ==, "de");
  g_assert_cmpstr (cp_json_get_text (get_payload (stage), "method"), ==, "kiosk");
  ui_stage_assert_own (stage, "mailings");
  cp_kiosk_set_language (stage->kiosk, NULL);
}

/* What stands there is what the programme has, with what and how it comes. */
static void
test_the_programmes_words_come_first (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *words = NULL;
  CpJson *news;

  accept (stage);
  ui_stage_begin_own (stage, "self-check-known", "mailings");
  news = cp_document_find (cp_json_get_array (cp_kiosk_get_programme (stage->kiosk), "mailings"),
                           "id", "news");
  cp_json_set (news, "consent",
               json_pack ("{s:s, s:{s:s}}", "version", "2026-02", "texts", "en", "I want it."));
  cp_kiosk_own_toggle (stage->kiosk, "news/email");
  ui_stage_settle (stage);
  words = cp_kiosk_own_get_consent (stage->kiosk);
  g_assert_cmpstr (words, ==, "News · E-mail\n\nI want it.");
  cp_kiosk_own_agree (stage->kiosk);
  ui_stage_settle (stage);
  g_assert_cmpstr (cp_json_get_text (get_payload (stage), "text_version"), ==, "2026-02");
  g_assert_cmpstr (cp_json_get_text (get_payload (stage), "language"), ==, "en");
}

/* Who they are is asked once, and then the same is done. */
static void
test_a_card_that_proves_nothing_is_asked_for_more (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  const CpJson *answers;

  accept (stage);
  ui_stage_begin_own (stage, "self-check", "mailings");
  ui_fake_ledger_answer (stage->ledger, "Read identify",
                         json_pack ("{s:b, s:i, s:[s, s, s]}", "identified", FALSE, "needed", 1,
                                    "questions", "city", "birth_date", "postcode"));
  cp_kiosk_own_toggle (stage->kiosk, "news/email");
  cp_kiosk_own_agree (stage->kiosk);
  ui_stage_settle (stage);
  ui_stage_assert_own (stage, "question");
  g_assert_cmpstr (ui_stage_get_own (stage, "question"), ==, "postcode");
  cp_kiosk_own_answer (stage->kiosk, "X1");
  ui_stage_settle (stage);
  ui_stage_assert_own (stage, "question"); /* that was wrong */
  g_assert_nonnull (ui_stage_get_own (stage, "problem"));
  ui_fake_ledger_answer (stage->ledger, "Read identify", json_pack ("{s:b}", "identified", TRUE));
  cp_kiosk_own_answer (stage->kiosk, " D02 NF36 ");
  ui_stage_settle (stage);
  answers =
      cp_json_get_object (ui_fake_ledger_get_request (stage->ledger, "Read identify"), "answers");
  g_assert_cmpstr (cp_json_get_text (answers, "postcode"), ==, "D02 NF36");
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 1);
  ui_stage_assert_own (stage, "mailings");
}

/* As many as the programme wants, one after the other. */
static void
test_several_answers_go_together (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  const CpJson *answers;

  ui_stage_begin_own (stage, "self-check", "favourites");
  ui_fake_ledger_answer (stage->ledger, "Read identify",
                         json_pack ("{s:b, s:i, s:[s, s]}", "identified", FALSE, "needed", 2,
                                    "questions", "phone", "postcode"));
  cp_kiosk_own_show (stage->kiosk, "products");
  cp_kiosk_own_add (stage->kiosk, "wool-coat");
  ui_stage_settle (stage);
  cp_kiosk_own_answer (stage->kiosk, "D02");
  g_assert_cmpstr (ui_stage_get_own (stage, "question"), ==, "phone");
  cp_kiosk_own_answer (stage->kiosk, "020 9199");
  ui_stage_settle (stage);
  answers =
      cp_json_get_object (ui_fake_ledger_get_request (stage->ledger, "Read identify"), "answers");
  g_assert_cmpuint (json_object_size (answers), ==, 2);
  cp_kiosk_own_back (stage->kiosk);
  ui_stage_assert_own (stage, "favourites");
}

static void
test_favourites_are_added_and_taken_off (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  accept (stage);
  ui_stage_begin_own (stage, "self-check-known", "favourites");
  cp_kiosk_scanned (stage->kiosk, "no such label");
  g_assert_nonnull (ui_stage_get_own (stage, "problem"));
  cp_kiosk_scanned (stage->kiosk, "5391500000069");
  ui_stage_settle (stage);
  g_assert_cmpstr (cp_json_get_text (get_payload (stage), "product_id"), ==, "wool-coat");
  g_assert_cmpstr (ui_stage_get_own (stage, "said"), ==, "Now on your list: Wool coat");
  cp_kiosk_own_remove (stage->kiosk, "favourite/linen-shirt");
  ui_stage_settle (stage);
  g_assert_cmpstr (cp_json_get_text (get_payload (stage), "list"), ==, "favourite");
  g_assert_cmpstr (ui_stage_get_own (stage, "said"), ==, "No longer on your list: Linen shirt");
}

/* (transfer full): what the ledger has to say of what was submitted */
static CpJson *
make_done (const char *state)
{
  g_autoptr (CpJson) reply = ui_fixture ("self-check-known");
  CpJson *own = cp_json_get_object (reply, "own");

  return json_pack ("{s:s, s:s, s:O}", "decision", "accepted", "state", state, "view", own);
}

/* Head office has yet to say so, then says so. */
static void
test_an_offer_is_taken (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_begin_own (stage, "self-check-known", "offers");
  ui_fake_ledger_answer (stage->ledger, "Submit", make_done ("waiting"));
  cp_kiosk_own_claim (stage->kiosk, "welcome_back");
  cp_kiosk_own_claim (stage->kiosk, "welcome_back"); /* a finger that trembles */
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 1);
  g_assert_cmpstr (cp_json_get_text (get_payload (stage), "definition_id"), ==, "welcome_back");
  ui_stage_assert_own (stage, "offers");
  g_assert_cmpstr (ui_stage_get_own (stage, "said"), ==, "It is yours now: €5 welcome back");
  g_assert_cmpstr (ui_stage_get_own (stage, "word"), ==,
                   "Our head office has not confirmed it yet.");
  ui_fake_ledger_answer (stage->ledger, "Submit", make_done ("accepted"));
  ui_fake_ledger_say_changed (stage->ledger, "accounts");
  ui_stage_settle (stage);
  g_assert_cmpstr (ui_stage_get_own (stage, "word"), ==, "Our head office has confirmed it.");
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 2);
  ui_fake_ledger_say_changed (stage->ledger, "accounts");
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 2);
}

static gboolean
is_outdated (UiStage *stage)
{
  return cp_json_get_bool (cp_kiosk_get_self_check (stage->kiosk), "outdated");
}

/* What was taken, or may have been, is in no figure from before; a mailing is in none at all. */
static void
test_what_is_taken_outdates_the_figures (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_begin_own (stage, "self-check-known", "mailings");
  ui_fake_ledger_answer (stage->ledger, "Submit", make_done ("waiting"));
  cp_kiosk_own_toggle (stage->kiosk, "offers/email");
  ui_stage_settle (stage);
  g_assert_false (is_outdated (stage));
  cp_kiosk_own_show (stage->kiosk, "offers");
  cp_kiosk_own_claim (stage->kiosk, "welcome_back");
  ui_stage_settle (stage);
  g_assert_true (is_outdated (stage));
  ui_stage_begin_own (stage, "self-check-known", "offers"); /* the card brings them anew */
  g_assert_false (is_outdated (stage));
  ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_UNKNOWN_OUTCOME, "It went away");
  cp_kiosk_own_claim (stage->kiosk, "welcome_back");
  ui_stage_settle (stage);
  g_assert_true (is_outdated (stage));
  ui_stage_begin_own (stage, "self-check-known", "offers");
  ui_fake_ledger_stall (stage->ledger);
  cp_kiosk_own_claim (stage->kiosk, "welcome_back");
  cp_kiosk_own_back (stage->kiosk); /* before the answer */
  g_assert_true (is_outdated (stage));
  ui_fake_ledger_go_on (stage->ledger);
}

/* What head office decides first is nobody's before, and may be no one's in the end. */
static void
test_an_offer_is_asked_for (void)
{
  static const struct {
    const char *state;
    const char *said;
    const char *word;
  } WORDS[] = {
    { "accepted", "It is yours now: Two tickets", "Our head office has agreed." },
    { "rejected", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (WORDS); i++) {
    g_autoptr (UiStage) stage = ui_stage_new ();

    ui_stage_begin_own (stage, "self-check-known", "offers");
    ui_fake_ledger_answer (stage->ledger, "Submit", make_done ("waiting"));
    cp_kiosk_own_claim (stage->kiosk, "show");
    ui_stage_settle (stage);
    g_assert_true (
        g_str_has_prefix (ui_stage_get_own (stage, "said"), "You have asked for: Two tickets"));
    g_assert_cmpstr (ui_stage_get_own (stage, "word"), ==,
                     "Our head office decides. It is yours once they agree.");
    ui_fake_ledger_answer (stage->ledger, "Submit", make_done (WORDS[i].state));
    ui_fake_ledger_say_changed (stage->ledger, "accounts");
    ui_stage_settle (stage);
    g_assert_cmpstr (ui_stage_get_own (stage, "word"), ==, WORDS[i].word);
    g_assert_cmpint (ui_stage_get_own (stage, "problem") != NULL, ==, WORDS[i].said == NULL);
    g_assert_true (WORDS[i].said == NULL ||
                   g_str_has_prefix (ui_stage_get_own (stage, "said"), WORDS[i].said));
  }
}

/* Why not is told to who has shown who they are, and the list says so from then on. */
static void
test_an_offer_that_is_not_for_them_says_why (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) known = ui_fixture ("self-check-known");

  ui_stage_begin_own (stage, "self-check", "offers");
  ui_fake_ledger_answer (
      stage->ledger, "Read identify",
      json_pack ("{s:b, s:i, s:[s]}", "identified", FALSE, "needed", 1, "questions", "postcode"));
  cp_kiosk_own_claim (stage->kiosk, "staff_discount");
  ui_stage_settle (stage);
  ui_stage_assert_own (stage, "question");
  ui_fake_ledger_answer (stage->ledger, "Read identify", json_pack ("{s:b}", "identified", TRUE));
  ui_fake_ledger_answer (stage->ledger, "GetMember",
                         json_incref (cp_json_get_object (known, "own")));
  ui_fake_ledger_answer (stage->ledger, "Submit",
                         json_pack ("{s:s, s:s, s:s}", "decision", "rejected", "code",
                                    "not_eligible", "detail", "Status must have one of staff."));
  cp_kiosk_own_answer (stage->kiosk, "D02 NF36");
  ui_stage_settle (stage);
  ui_stage_assert_own (stage, "offers");
  g_assert_cmpstr (ui_stage_get_own (stage, "problem"), ==, "Status must have one of staff.");
  cp_kiosk_own_claim (stage->kiosk, "gold_evening");
  g_assert_cmpstr (ui_stage_get_own (stage, "problem"), ==, "It has been claimed already.");
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 1);
  cp_kiosk_own_back (stage->kiosk);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_SELF_CHECK);
}

static void
test_what_is_refused_says_so (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_begin_own (stage, "self-check-known", "mailings");
  ui_fake_ledger_answer (stage->ledger, "Submit",
                         json_pack ("{s:s, s:s}", "decision", "rejected", "code", "invalid"));
  cp_kiosk_own_toggle (stage->kiosk, "offers/email");
  ui_stage_settle (stage);
  g_assert_nonnull (ui_stage_get_own (stage, "problem"));
  g_assert_null (ui_stage_get_own (stage, "said"));
  cp_kiosk_own_toggle (stage->kiosk, "news/sms"); /* there is no address */
  g_assert_nonnull (ui_stage_get_own (stage, "problem"));
  ui_stage_assert_own (stage, "mailings");
}

static void
test_a_session_that_is_over_asks_for_the_card (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_begin_own (stage, "self-check", "mailings");
  ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_NOT_ALLOWED, "Nobody has signed in");
  cp_kiosk_own_toggle (stage->kiosk, "offers/email");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_ATTRACT);
  g_assert_null (cp_kiosk_get_own (stage->kiosk));
}

static void
assert_nothing_left (UiStage *stage)
{
  g_assert_null (cp_kiosk_get_own (stage->kiosk));
  g_assert_null (cp_kiosk_get_own_step (stage->kiosk));
  g_assert_null (cp_kiosk_get_self_check (stage->kiosk));
}

/* By themself, by another, or by the staff. */
static void
test_nothing_stays_of_a_customer (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_begin_own (stage, "self-check", "mailings");
  cp_kiosk_clear_customer (stage->kiosk);
  ui_stage_settle (stage);
  assert_nothing_left (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "SignOut"), ==, 1);
  ui_stage_begin_own (stage, "self-check", "favourites");
  cp_kiosk_ask_staff (stage->kiosk);
  ui_stage_settle (stage);
  assert_nothing_left (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "SignOut"), ==, 2);
  ui_stage_begin_own (stage, "self-check", "favourites");
  ui_stage_answer (stage, "Identify customer", "card-blocked");
  cp_kiosk_card_tapped (stage->kiosk, "04B9", "ntag213");
  ui_stage_settle (stage);
  assert_nothing_left (stage);
}

static void
test_there_is_time_to_read (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_begin_own (stage, "self-check", NULL);
  g_assert_cmpuint (cp_kiosk_get_seconds_left (stage->kiosk), ==, 15);
  cp_kiosk_own_show (stage->kiosk, "mailings");
  g_assert_cmpuint (cp_kiosk_get_seconds_left (stage->kiosk), ==, 60);
  cp_kiosk_own_back (stage->kiosk);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_SELF_CHECK);
  g_assert_cmpuint (cp_kiosk_get_seconds_left (stage->kiosk), ==, 15);
}

/* A customer whose profile has @language taps @uid. */
static void
tap_in (UiStage *stage, const char *uid, const char *language)
{
  CpJson *reply = ui_fixture ("self-check");

  cp_json_set_text (cp_json_get_object (reply, "self_check"), "language", language);
  ui_fake_ledger_answer (stage->ledger, "Identify customer", reply);
  cp_kiosk_card_tapped (stage->kiosk, uid, "ntag213");
  ui_stage_settle (stage);
}

/* (nullable): what the ledger was told that they chose */
static const char *
get_asked_language (UiStage *stage)
{
  return cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "Identify customer"),
                           "language");
}

/* Who did not press Done leaves no language and no large letters to whoever taps next. */
static void
test_each_is_spoken_to_in_their_own_language (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  tap_in (stage, "04A1", "ar");
  g_assert_cmpstr (cp_kiosk_get_language (stage->kiosk), ==, "ar");
  cp_kiosk_set_large_text (stage->kiosk, TRUE);
  tap_in (stage, "04B2", "de");
  g_assert_null (get_asked_language (stage));
  g_assert_cmpstr (cp_kiosk_get_language (stage->kiosk), ==, "de");
  g_assert_false (cp_kiosk_get_large_text (stage->kiosk));
  tap_in (stage, "04C3", NULL);
  g_assert_null (get_asked_language (stage));
  g_assert_null (cp_kiosk_get_language (stage->kiosk));
  cp_kiosk_clear_customer (stage->kiosk);
}

/* Before their first tap, and for as long as it is their card. */
static void
test_a_choice_is_whose_card_it_is (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  cp_kiosk_set_language (stage->kiosk, "ar");
  cp_kiosk_set_large_text (stage->kiosk, TRUE);
  ui_stage_answer (stage, "Identify customer", "card-replaced");
  cp_kiosk_card_tapped (stage->kiosk, "04A0", "ntag213"); /* their old one */
  ui_stage_settle (stage);
  tap_in (stage, "04A1", "de");
  tap_in (stage, "04A1", "de");
  g_assert_cmpstr (get_asked_language (stage), ==, "ar");
  g_assert_cmpstr (cp_kiosk_get_language (stage->kiosk), ==, "ar");
  g_assert_true (cp_kiosk_get_large_text (stage->kiosk));
  tap_in (stage, "04B2", "de");
  g_assert_null (get_asked_language (stage));
  g_assert_cmpstr (cp_kiosk_get_language (stage->kiosk), ==, "de");
  g_assert_false (cp_kiosk_get_large_text (stage->kiosk));
  cp_kiosk_clear_customer (stage->kiosk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kiosk-own/stopping-is-one-touch", test_stopping_is_one_touch);
  g_test_add_func ("/kiosk-own/agreeing-comes-after-the-words",
                   test_agreeing_comes_after_the_words);
  g_test_add_func ("/kiosk-own/the-programmes-words-come-first",
                   test_the_programmes_words_come_first);
  g_test_add_func ("/kiosk-own/a-card-that-proves-nothing-is-asked-for-more",
                   test_a_card_that_proves_nothing_is_asked_for_more);
  g_test_add_func ("/kiosk-own/several-answers-go-together", test_several_answers_go_together);
  g_test_add_func ("/kiosk-own/favourites-are-added-and-taken-off",
                   test_favourites_are_added_and_taken_off);
  g_test_add_func ("/kiosk-own/an-offer-is-taken", test_an_offer_is_taken);
  g_test_add_func ("/kiosk-own/what-is-taken-outdates-the-figures",
                   test_what_is_taken_outdates_the_figures);
  g_test_add_func ("/kiosk-own/an-offer-is-asked-for", test_an_offer_is_asked_for);
  g_test_add_func ("/kiosk-own/an-offer-that-is-not-for-them-says-why",
                   test_an_offer_that_is_not_for_them_says_why);
  g_test_add_func ("/kiosk-own/what-is-refused-says-so", test_what_is_refused_says_so);
  g_test_add_func ("/kiosk-own/a-session-that-is-over-asks-for-the-card",
                   test_a_session_that_is_over_asks_for_the_card);
  g_test_add_func ("/kiosk-own/nothing-stays-of-a-customer", test_nothing_stays_of_a_customer);
  g_test_add_func ("/kiosk-own/there-is-time-to-read", test_there_is_time_to_read);
  g_test_add_func ("/kiosk-own/each-is-spoken-to-in-their-own-language",
                   test_each_is_spoken_to_in_their_own_language);
  g_test_add_func ("/kiosk-own/a-choice-is-whose-card-it-is", test_a_choice_is_whose_card_it_is);
  return g_test_run ();
}
