/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-subscription.h"

#include "cp-test-move.h"

#define IN CP_OPERATION_OPT_IN
#define OUT CP_OPERATION_OPT_OUT
#define EVIDENCE "'text_version':'2026-1','language':'en','method':'in_person'"
#define NEWS_EMAIL "{'mailing_id':'news','channel_id':'email'," EVIDENCE "}"

static const CpSubscription *
get_cell (CpTestCase *test, const char *mailing, const char *channel)
{
  const CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  g_autofree char *id = cp_subscription_make_id (member->entity.id, mailing, channel);

  return cp_account_find (test->account, CP_KIND_SUBSCRIPTION, id);
}

static gboolean
is_in (CpTestCase *test, const char *mailing, const char *channel)
{
  const CpSubscription *cell = get_cell (test, mailing, channel);

  return cell != NULL && cell->opted_in;
}

static void
test_opting_in_keeps_the_evidence (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  const CpSubscription *cell;

  g_assert_false (is_in (test, "news", "email"));
  cp_test_case_do (test, IN, NEWS_EMAIL);
  cell = get_cell (test, "news", "email");
  g_assert_true (cell->opted_in);
  g_assert_cmpstr (cell->text_version, ==, "2026-1");
  g_assert_cmpstr (cell->language, ==, "en");
  g_assert_cmpstr (cell->method, ==, "in_person");
  g_assert_cmpstr (cell->staff_id, ==, "mia");
  g_assert_cmpint (cell->at_ms, ==, CP_TEST_NOW_MS);
  g_assert_false (is_in (test, "offers", "email"));
  cp_test_case_assert (test, IN, NEWS_EMAIL, CP_REJECTION_INVALID);
}

static void
test_without_evidence_there_is_no_consent (void)
{
  static const char *const lacking[] = {
    "{'mailing_id':'news','channel_id':'email','language':'en','method':'paper'}",
    "{'mailing_id':'news','channel_id':'email','text_version':'1','method':'paper'}",
    "{'mailing_id':'news','channel_id':'email','text_version':'1','language':'en'}",
  };
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  for (guint i = 0; i < G_N_ELEMENTS (lacking); i++)
    for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
      test->the_case.mode = mode;
      cp_test_case_assert (test, IN, lacking[i], CP_REJECTION_CONSENT_EVIDENCE_MISSING);
    }
}

/* Where the programme has the words, they are what is agreed to; elsewhere whatever was asked. Head office
 * may have new ones by the time that it hears of it. */
static void
test_the_words_are_the_programmes (void)
{
  static const struct {
    const char *version;
    const char *language;
    CpRejection expected;
  } cases[] = {
    { "2026-02", "en", CP_REJECTION_NONE },
    { "2026-02", "de", CP_REJECTION_NONE },
    { "2026-01", "en", CP_REJECTION_CONSENT_EVIDENCE_MISSING },
    { "counter-1", "en", CP_REJECTION_CONSENT_EVIDENCE_MISSING },
    { "2026-02", "fr", CP_REJECTION_CONSENT_EVIDENCE_MISSING },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++)
      for (guint mailing = 0; mailing < 2; mailing++) {
        g_autoptr (CpTestCase) test = cp_test_case_new (1);
        CpMailing *news = test->programme->mailings->pdata[0];
        g_autofree char *payload = g_strdup_printf (
            "{'mailing_id':'%s','channel_id':'email','text_version':'%s','language':'%s',"
            "'method':'in_person'}",
            mailing == 0 ? news->id : "offers", cases[i].version, cases[i].language);

        news->consent = json_pack ("{s:s, s:{s:s, s:s}}", "version", "2026-02", "texts", "en",
                                   "Yes.", "de", "Ja.");
        test->the_case.mode = mode;
        cp_test_case_assert (test, IN, payload,
                             mailing == 0 && mode == CP_DECIDE_AT_COUNTER ? cases[i].expected
                                                                          : CP_REJECTION_NONE);
      }
}

static void
test_unknown_cells_and_missing_addresses (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");

  cp_test_case_assert (test, IN, "{'mailing_id':'x','channel_id':'email'," EVIDENCE "}",
                       CP_REJECTION_INVALID);
  cp_test_case_assert (test, IN, "{'mailing_id':'news','channel_id':'x'," EVIDENCE "}",
                       CP_REJECTION_INVALID);
  g_clear_pointer (&member->email, g_free);
  cp_test_case_assert (test, IN, NEWS_EMAIL, CP_REJECTION_INVALID);
  cp_test_case_do (test, IN, "{'mailing_id':'news','channel_id':'post'," EVIDENCE "}");
}

static void
test_opting_out_acts_at_once (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_do (test, IN, NEWS_EMAIL);
  cp_test_case_do (test, IN, "{'mailing_id':'offers','channel_id':'email'," EVIDENCE "}");
  cp_test_case_do (test, IN, "{'mailing_id':'offers','channel_id':'sms'," EVIDENCE "}");
  test->online = FALSE;
  cp_test_case_do (test, OUT, "{'mailing_id':'news','channel_id':'email'}");
  g_assert_false (is_in (test, "news", "email"));
  g_assert_true (is_in (test, "offers", "email"));
  cp_test_case_do (test, OUT, "{'channel_id':'email'}");
  g_assert_false (is_in (test, "offers", "email"));
  g_assert_true (is_in (test, "offers", "sms"));
  cp_test_case_do (test, OUT, "{}");
  g_assert_false (is_in (test, "offers", "sms"));
}

/* Invariant 6, with both orders of arrival at head office. */
static void
test_an_opt_out_wins_every_conflict_but_against_a_later_opt_in (void)
{
  for (guint out_first = 0; out_first < 2; out_first++)
    for (int later = -1; later <= 1; later += 2)
      for (guint wide = 0; wide < 2; wide++) {
        g_autoptr (CpTestCase) test = cp_test_case_new (1);
        g_autoptr (CpOperation) in = cp_test_case_make_operation (test, IN, NEWS_EMAIL);
        g_autoptr (CpOperation) out = cp_test_case_make_operation (
            test, OUT, wide ? "{}" : "{'mailing_id':'news','channel_id':'email'}");
        CpOperation *order[2] = { out_first ? out : in, out_first ? in : out };

        in->at_ms = CP_TEST_NOW_MS - 60000 + later * 1000;
        out->at_ms = CP_TEST_NOW_MS - 60000;
        test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
        for (guint i = 0; i < 2; i++) {
          g_autoptr (CpDecision) decision = cp_decide (&test->the_case, order[i]);

          if (decision->code == CP_REJECTION_NONE)
            cp_decision_apply (decision, test->account, FALSE);
          else
            g_assert_cmpint (decision->code, ==, CP_REJECTION_STALE_VERSION);
        }
        g_assert_cmpint (is_in (test, "news", "email"), ==, later > 0);
      }
}

/* A till's clock that is years ahead makes no consent that nobody can take back, and one that is years
 * behind no opt-out that says nothing. */
static void
test_an_opt_out_wins_whatever_the_clocks_say (void)
{
  static const gint64 years_ms = 3 * 365 * CP_TEST_DAY_MS;

  for (int ahead = 0; ahead < 2; ahead++) {
    g_autoptr (CpTestCase) till = cp_test_case_new (1);
    g_autoptr (CpTestCase) office = cp_test_case_new (1);
    CpTestCase *places[] = { till, office };
    CpOperation *operations[] = { cp_test_case_make_operation (till, IN, NEWS_EMAIL),
                                  cp_test_case_make_operation (till, OUT, "{}") };

    operations[0]->at_ms += ahead ? years_ms : 0;
    operations[1]->at_ms -= ahead ? 0 : years_ms;
    office->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    for (guint i = 0; i < 2; i++) {
      cp_decision_prepare (operations[i], till->account);
      for (guint j = 0; j < 2; j++) {
        g_autoptr (CpDecision) decision = NULL;

        if (j == 0)
          till->the_case.now_ms = operations[i]->at_ms;
        decision = cp_decide (&places[j]->the_case, operations[i]);
        g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
        g_assert_cmpuint (decision->flags->len, ==, 0);
        cp_decision_apply (decision, places[j]->account, j == 0);
        g_assert_cmpint (is_in (places[j], "news", "email"), ==, i == 0);
      }
    }
    g_assert_cmpint (get_cell (office, "news", "email")->at_ms, <=, CP_TEST_NOW_MS);
    cp_operation_free (operations[0]);
    cp_operation_free (operations[1]);
  }
}

/* So does leaving. */
static void
test_leaving_stops_what_bears_a_later_time (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_do (test, IN, NEWS_EMAIL);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  ((CpSubscription *) get_cell (test, "news", "email"))->at_ms += CP_TEST_DAY_MS;
  cp_test_case_do (test, CP_OPERATION_UNENROL_MEMBER, "{'reason_id':'asked'}");
  g_assert_false (is_in (test, "news", "email"));
}

static void
test_leaving_the_programme_stops_marketing_mail (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_do (test, IN, NEWS_EMAIL);
  cp_test_case_do (test, IN, "{'mailing_id':'offers','channel_id':'sms'," EVIDENCE "}");
  cp_test_case_do (test, CP_OPERATION_UNENROL_MEMBER, "{'reason_id':'asked'}");
  g_assert_false (is_in (test, "news", "email"));
  g_assert_true (is_in (test, "offers", "sms"));
}

/* Who they were when they said no is no matter once they are one, nor who had agreed before and is heard of
 * late; what they agree to later counts. */
static void
test_a_duplicates_opt_out_is_kept_by_a_merge (void)
{
  for (guint in_before = 0; in_before < 2; in_before++)
    for (int later = -1; later <= 1; later += 2)
      for (guint wide = 0; wide < 2; wide++) {
        g_autoptr (CpTestCase) test = cp_test_case_new (1);
        g_autoptr (CpTestCase) other = cp_test_case_new (2);
        g_autoptr (CpOperation) late = cp_test_case_make_operation (test, IN, NEWS_EMAIL);
        g_autoptr (CpDecision) decision = NULL;

        if (in_before != 0)
          cp_test_case_do (test, IN, NEWS_EMAIL);
        if (in_before != 0)
          ((CpSubscription *) get_cell (test, "news", "email"))->at_ms -= 120000;
        other->the_case.now_ms -= 60000;
        other->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
        cp_test_case_do (other, OUT, wide ? "{}" : "{'mailing_id':'news','channel_id':'email'}");
        test->other = g_steal_pointer (&other->account);
        test->the_case.other_account = test->other;
        test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
        cp_test_move_do (test, CP_OPERATION_MERGE_MEMBERS, "{'loser_id':'{member2}'}");
        g_assert_false (is_in (test, "news", "email"));
        late->at_ms = CP_TEST_NOW_MS - 60000 + later * 1000;
        decision = cp_decide (&test->the_case, late);
        g_assert_cmpint (decision->code, ==,
                         later > 0 ? CP_REJECTION_NONE : CP_REJECTION_STALE_VERSION);
      }
}

/* The duplicate said no after the survivor had agreed, and then agreed: that is the last word, and its
 * evidence the one that is kept. */
static void
test_what_both_agreed_to_bears_the_later_evidence (void)
{
  for (guint later = 0; later < 2; later++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpTestCase) other = cp_test_case_new (2);
    const CpSubscription *cell;

    cp_test_case_do (test, IN, NEWS_EMAIL);
    cp_test_case_do (other, IN,
                     "{'mailing_id':'news','channel_id':'email','text_version':'2026-2',"
                     "'language':'de','method':'paper'}");
    ((CpSubscription *) get_cell (test, "news", "email"))->at_ms += later != 0 ? 1000 : -1000;
    test->other = g_steal_pointer (&other->account);
    test->the_case.other_account = test->other;
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    cp_test_move_do (test, CP_OPERATION_MERGE_MEMBERS, "{'loser_id':'{member2}'}");
    cell = get_cell (test, "news", "email");
    g_assert_true (cell->opted_in);
    g_assert_cmpint (cell->at_ms, ==, CP_TEST_NOW_MS + (later != 0 ? 1000 : 0));
    g_assert_cmpstr (cell->text_version, ==, later != 0 ? "2026-1" : "2026-2");
  }
}

/* The duplicate said no and then yes, and the survivor nothing that is known: what they had said before that
 * no comes too late. */
static void
test_what_came_before_a_duplicates_last_word_is_over (void)
{
  for (int later = -1; later <= 1; later += 2) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpTestCase) other = cp_test_case_new (2);
    g_autoptr (CpOperation) late = cp_test_case_make_operation (test, IN, NEWS_EMAIL);
    g_autoptr (CpDecision) decision = NULL;

    cp_test_case_do (other, IN, NEWS_EMAIL);
    ((CpSubscription *) get_cell (other, "news", "email"))->at_ms = CP_TEST_NOW_MS - 60000;
    test->other = g_steal_pointer (&other->account);
    test->the_case.other_account = test->other;
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    cp_test_move_do (test, CP_OPERATION_MERGE_MEMBERS, "{'loser_id':'{member2}'}");
    g_assert_false (is_in (test, "news", "email"));
    late->at_ms = CP_TEST_NOW_MS - 60000 + later * 1000;
    decision = cp_decide (&test->the_case, late);
    g_assert_cmpint (decision->code, ==,
                     later > 0 ? CP_REJECTION_NONE : CP_REJECTION_STALE_VERSION);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/subscription/" path, func)
  ADD ("opting-in-keeps-the-evidence", test_opting_in_keeps_the_evidence);
  ADD ("a-duplicates-opt-out-is-kept-by-a-merge", test_a_duplicates_opt_out_is_kept_by_a_merge);
  ADD ("what-both-agreed-to-bears-the-later-evidence",
       test_what_both_agreed_to_bears_the_later_evidence);
  ADD ("what-came-before-a-duplicates-last-word-is-over",
       test_what_came_before_a_duplicates_last_word_is_over);
  ADD ("without-evidence-there-is-no-consent", test_without_evidence_there_is_no_consent);
  ADD ("the-words-are-the-programmes", test_the_words_are_the_programmes);
  ADD ("unknown-cells-and-missing-addresses", test_unknown_cells_and_missing_addresses);
  ADD ("opting-out-acts-at-once", test_opting_out_acts_at_once);
  ADD ("an-opt-out-wins-every-conflict-but-against-a-later-opt-in",
       test_an_opt_out_wins_every_conflict_but_against_a_later_opt_in);
  ADD ("an-opt-out-wins-whatever-the-clocks-say", test_an_opt_out_wins_whatever_the_clocks_say);
  ADD ("leaving-stops-what-bears-a-later-time", test_leaving_stops_what_bears_a_later_time);
  ADD ("leaving-the-programme-stops-marketing-mail",
       test_leaving_the_programme_stops_marketing_mail);
  return g_test_run ();
}
