/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"
#include "cp-view.h"

#include <string.h>

#define REMOVE CP_OPERATION_REMOVE_MEMBER
#define ASKED "{'reason_id':'asked'}"
#define CANARY "Kanarienvogel"

static CpMember *
get_member (CpTestCase *test)
{
  return cp_test_case_find (test, CP_KIND_MEMBER, "member");
}

/* Every text that may say something of a person says so. */
static CpTestCase *
make_telling (void)
{
  CpTestCase *test = cp_test_case_new (1);
  CpMember *member = get_member (test);

  g_free (member->family_name);
  member->family_name = g_strdup (CANARY);
  g_free (member->city);
  member->city = g_strdup (CANARY);
  member->state_reason = g_strdup (CANARY);
  cp_test_case_do (test, CP_OPERATION_ADD_NOTE, "{'text':'" CANARY " likes wool'}");
  cp_test_case_do (test, CP_OPERATION_ADD_TAG, "{'tag':'" CANARY "'}");
  cp_test_case_do (test, CP_OPERATION_ADD_TASK,
                   "{'text':'Call " CANARY "','due_ms':4102444800000}");
  cp_test_case_do (test, CP_OPERATION_MAKE_PROMISE,
                   "{'text':'for " CANARY "','definition_id':'coffee'}");
  cp_test_case_do (test, CP_OPERATION_ADD_FAVOURITE,
                   "{'list':'wish','product_id':'p1','name':'" CANARY "'}");
  cp_test_case_do (test, CP_OPERATION_OPT_IN,
                   "{'mailing_id':'news','channel_id':'email','text_version':'1','language':'en',"
                   "'method':'paper'}");
  return test;
}

static guint
count_canaries (const CpAccount *account)
{
  guint n = 0;

  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = 0; i < account->rows[kind]->len; i++) {
      g_autoptr (CpJson) json = cp_entity_to_json (account->rows[kind]->pdata[i]);
      g_autofree char *text = cp_json_to_text (json);

      n += strstr (text, CANARY) != NULL || strstr (text, "+442079460001") != NULL ||
           strstr (text, "member1@") != NULL || strstr (text, "1980-05-17") != NULL;
    }
  return n;
}

static void
test_at_once_opted_out_and_masked_here (void)
{
  g_autoptr (CpTestCase) test = make_telling ();
  CpViewSource source = { .programme = test->programme,
                          .base = test->account,
                          .current = test->account,
                          .staff = test->the_case.staff,
                          .now_ms = CP_TEST_NOW_MS };
  g_autoptr (CpJson) view = NULL;
  const CpSubscription *cell;

  test->online = FALSE;
  cp_test_case_do (test, REMOVE, ASKED);
  g_assert_true (get_member (test)->removing);
  g_assert_cmpint (get_member (test)->state, ==, CP_MEMBER_ENROLLED);
  cell = test->account->rows[CP_KIND_SUBSCRIPTION]->pdata[0];
  g_assert_false (cell->opted_in);
  view = cp_view_member (&source, get_member (test)->entity.id);
  g_assert_true (cp_json_get_bool (cp_json_get_object (view, "member"), "removing"));
  g_assert_null (cp_json_get_text (cp_json_get_object (view, "member"), "phone"));
  g_assert_null (cp_json_get_text (cp_json_get_object (view, "member"), "birth_date"));
  cp_test_case_assert (test, REMOVE, ASKED, CP_REJECTION_INVALID);
}

/* Invariant 7, as far as rows go. */
static void
test_on_head_offices_word_nothing_is_left (void)
{
  g_autoptr (CpTestCase) test = make_telling ();
  gint64 points = cp_account_sum_points (test->account, "points", CP_TEST_NOW_MS);

  g_assert_cmpuint (count_canaries (test->account), >=, 6);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, REMOVE, ASKED);
  g_assert_cmpint (get_member (test)->state, ==, CP_MEMBER_ERASED);
  g_assert_cmpuint (count_canaries (test->account), ==, 0);
  g_assert_cmpint (((CpCard *) cp_test_case_find (test, CP_KIND_CARD, "card"))->state, ==,
                   CP_CARD_RETIRED);
  g_assert_cmpint (cp_account_sum_points (test->account, "points", CP_TEST_NOW_MS), ==, points);
  test->the_case.mode = CP_DECIDE_AT_COUNTER;
  cp_test_case_assert (test, CP_OPERATION_ADD_NOTE, "{'text':'t'}", CP_REJECTION_MEMBER_ERASED);
}

static void
test_an_alias_is_the_same_person (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *alias = cp_entity_new (CP_KIND_MEMBER, "alias", test->account->id);

  alias->state = CP_MEMBER_MERGED;
  alias->merged_into = g_strdup (get_member (test)->entity.id);
  alias->family_name = g_strdup (CANARY);
  cp_account_put (test->account, alias);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, REMOVE, ASKED);
  g_assert_cmpuint (count_canaries (test->account), ==, 0);
}

static void
test_an_associate_identifies_first_and_gives_a_reason (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, REMOVE, "{}", CP_REJECTION_INVALID);
  cp_test_case_set_staff (test, "bob");
  cp_test_case_assert (test, REMOVE, ASKED, CP_REJECTION_VERIFICATION_REQUIRED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/remove-member/" path, func)
  ADD ("at-once-opted-out-and-masked-here", test_at_once_opted_out_and_masked_here);
  ADD ("on-head-offices-word-nothing-is-left", test_on_head_offices_word_nothing_is_left);
  ADD ("an-alias-is-the-same-person", test_an_alias_is_the_same_person);
  ADD ("an-associate-identifies-first-and-gives-a-reason",
       test_an_associate_identifies_first_and_gives_a_reason);
  return g_test_run ();
}
