/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-identification.h"

#include "cp-test-case.h"

#include <string.h>

static const struct {
  const char *answers;
  gboolean with_card;
  gboolean identified;
  const char *by;
} cases[] = {
  { "{'birth_date':'1980-05-17','postcode':'n19gu'}", FALSE, TRUE,
    "questions birth_date postcode" },
  { "{'birth_date':'1980-05-17','postcode':'N1 9GX'}", FALSE, FALSE, NULL },
  { "{'birth_date':'1980-05-17'}", FALSE, FALSE, NULL },
  { "{'birth_date':'1980-05-17'}", TRUE, TRUE, "card birth_date" },
  { "{'phone':'020 7946 0001','city':'LONDON'}", FALSE, TRUE, "questions phone city" },
  { "{'given_name':'Given1','family_name':'Family1'}", FALSE, FALSE, NULL },
  { "{'given_name':'Given1'}", TRUE, FALSE, NULL },
  { "{'language':'en'}", TRUE, FALSE, NULL },
  { "{'birth_date':''}", TRUE, FALSE, NULL },
  { "{}", TRUE, FALSE, NULL },
};

static CpJson *
parse (const char *text)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  CpJson *document = cp_json_parse_object (json, -1, NULL);

  g_assert_nonnull (document);
  return document;
}

static CpJson *
check_proof (
    CpTestCase *test, const char *answers, const char *uid, const char *proof, char **ret_by)
{
  g_autoptr (CpJson) document = parse (answers);
  const CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");

  return cp_identification_check (test->programme, test->account, member->entity.id, document, uid,
                                  proof, CP_TEST_NOW_MS, ret_by);
}

static CpJson *
check (CpTestCase *test, const char *answers, const char *uid, char **ret_by)
{
  return check_proof (test, answers, uid, "uid", ret_by);
}

static void
test_questions_and_cards (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autofree char *uid = cp_test_chain_uid (1);
    g_autofree char *by = NULL;
    g_autoptr (CpJson) reply = check (test, cases[i].answers, cases[i].with_card ? uid : NULL, &by);

    g_assert_cmpint (cp_json_get_bool (reply, "identified"), ==, cases[i].identified);
    g_assert_cmpstr (by, ==, cases[i].by);
  }
}

/* Operation 3: staff see match or no match, not the answers. */
static void
test_tells_match_or_no_match_and_never_the_answer (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autofree char *by = NULL;
  g_autoptr (CpJson) reply =
      check (test, "{'birth_date':'1980-05-17','postcode':'wrong'}", NULL, &by);
  g_autofree char *text = cp_json_to_text (reply);
  const CpJson *answers = cp_json_get_object (reply, "answers");

  g_assert_cmpuint (json_array_size (cp_json_get_array (reply, "questions")), ==, 5);
  g_assert_true (cp_json_get_bool (answers, "birth_date"));
  g_assert_false (cp_json_get_bool (answers, "postcode"));
  g_assert_null (strstr (text, "1980"));
  g_assert_null (strstr (text, "9GU"));
}

static void
test_a_card_has_to_be_theirs_and_live (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autofree char *own = cp_test_chain_uid (1);
  g_autofree char *others = cp_test_chain_uid (2);
  g_autofree char *by = NULL;
  CpJson *reply = check (test, "{'city':'London'}", others, &by);

  g_assert_false (cp_json_get_bool (reply, "identified"));
  g_assert_cmpint (cp_json_get_int (reply, "needed", 0), ==, 2);
  json_decref (reply);
  ((CpCard *) cp_test_case_find (test, CP_KIND_CARD, "card"))->blocked = TRUE;
  reply = check (test, "{'city':'London'}", own, &by);
  g_assert_false (cp_json_get_bool (reply, "identified"));
  json_decref (reply);
}

/* Whoever holds a copy is not who they say because they know one thing. */
static void
test_a_copy_is_no_card (void)
{
  static const struct {
    const char *proof;
    gboolean is_card;
  } proofs[] = { { NULL, TRUE },
                 { "uid", TRUE },
                 { "token", TRUE },
                 { "replayed", FALSE },
                 { "wrong_key", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (proofs); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autofree char *uid = cp_test_chain_uid (1);
    g_autofree char *by = NULL;
    g_autoptr (CpJson) reply = check_proof (test, "{'city':'London'}", uid, proofs[i].proof, &by);

    g_assert_cmpint (cp_json_get_bool (reply, "identified"), ==, proofs[i].is_card);
    g_assert_cmpint (cp_json_get_bool (reply, "card"), ==, proofs[i].is_card);
  }
}

/* What is not on file can't be guessed right. */
static void
test_what_is_not_known_does_not_match (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  g_autofree char *uid = cp_test_chain_uid (1);
  g_autofree char *by = NULL;
  g_autoptr (CpJson) reply = NULL;

  g_clear_pointer (&member->city, g_free);
  reply = check (test, "{'city':''}", uid, &by);
  g_assert_false (cp_json_get_bool (reply, "identified"));
}

/* Whoever puts in an address, by whichever operation, is not identified by it at once. */
static void
test_a_contact_that_was_just_put_in_proves_nothing (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  g_autofree char *uid = cp_test_chain_uid (1);
  g_autofree char *by = NULL;
  CpJson *reply;

  g_clear_pointer (&member->email, g_free);
  cp_test_case_do (test, CP_OPERATION_EDIT_PROFILE, "{'set':{'email':'thief@example.org'}}");
  reply = check (test, "{'email':'thief@example.org','phone':'020 7946 0001'}", uid, &by);
  g_assert_false (cp_json_get_bool (reply, "identified"));
  g_assert_cmpuint (json_array_size (cp_json_get_array (reply, "questions")), ==, 3);
  json_decref (reply);
  reply = check (test, "{'city':'London'}", uid, &by);
  g_assert_true (cp_json_get_bool (reply, "identified"));
  json_decref (reply);
  g_clear_pointer (&by, g_free);
  member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  member->contact_changed_at_ms -= test->programme->contact_cooling_ms;
  reply = check (test, "{'email':'thief@example.org'}", uid, &by);
  g_assert_true (cp_json_get_bool (reply, "identified"));
  json_decref (reply);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/identification/" path, func)
  ADD ("questions-and-cards", test_questions_and_cards);
  ADD ("tells-match-or-no-match-and-never-the-answer",
       test_tells_match_or_no_match_and_never_the_answer);
  ADD ("a-contact-that-was-just-put-in-proves-nothing",
       test_a_contact_that_was_just_put_in_proves_nothing);
  ADD ("a-card-has-to-be-theirs-and-live", test_a_card_has_to_be_theirs_and_live);
  ADD ("a-copy-is-no-card", test_a_copy_is_no_card);
  ADD ("what-is-not-known-does-not-match", test_what_is_not_known_does_not_match);
  return g_test_run ();
}
