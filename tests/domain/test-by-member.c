/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-by-member.h"

#include "cp-error.h"
#include "cp-test-kinds.h"
#include "cp-view.h"

#include <string.h>

#define IN CP_OPERATION_OPT_IN
#define OUT CP_OPERATION_OPT_OUT
#define ADD CP_OPERATION_ADD_FAVOURITE
#define REMOVE CP_OPERATION_REMOVE_FAVOURITE
#define CLAIM CP_OPERATION_CLAIM_INCENTIVE
#define AGREES                                                                          \
  "{'mailing_id':'news','channel_id':'email','text_version':'kiosk-1','language':'de'," \
  "'method':'kiosk'}"
#define STOPS "{'mailing_id':'news','channel_id':'email'}"
#define SCARF "{'list':'favourite','product_id':'scarf'}"
#define GROWN_UP "{'definition_id':'grown_up'}"

/* By the member of the case, with their card; @proof: (nullable): what that proved */
static CpOperation *
make (CpTestCase *test, CpOperationKind kind, const char *payload, const char *proof)
{
  const CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");
  CpOperation *operation = cp_test_case_make_operation (test, kind, payload);

  test->the_case.staff = NULL;
  g_clear_pointer (&operation->staff_id, g_free);
  operation->by_member = TRUE;
  operation->card_id = g_strdup (card->entity.id);
  operation->proof = g_strdup (proof);
  return operation;
}

static CpDecision *
decide (CpTestCase *test, CpOperationKind kind, const char *payload, const char *proof)
{
  g_autoptr (CpOperation) operation = make (test, kind, payload, proof);

  return cp_decide (&test->the_case, operation);
}

static void
assert_code (const CpDecision *decision, CpRejection code)
{
  g_assert_cmpstr (cp_rejection_get_info (decision->code)->word, ==,
                   cp_rejection_get_info (code)->word);
}

static void
assert_decided (CpTestCase *test,
                CpOperationKind kind,
                const char *payload,
                const char *proof,
                CpRejection code)
{
  g_autoptr (CpDecision) decision = decide (test, kind, payload, proof);

  assert_code (decision, code);
  if (code == CP_REJECTION_NONE)
    cp_decision_apply (decision, test->account, FALSE);
}

/* The evidence says that no staff were there, and so does the history. */
static void
test_a_member_agrees_by_themself (void)
{
  for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpDecision) decision = NULL;
    const CpSubscription *cell;
    const CpAction *action;

    test->the_case.mode = mode;
    decision = decide (test, IN, AGREES, "token");
    assert_code (decision, CP_REJECTION_NONE);
    cell = cp_test_decision_find (decision, CP_KIND_SUBSCRIPTION, 0);
    g_assert_true (cell->opted_in);
    g_assert_cmpstr (cell->method, ==, "kiosk");
    g_assert_cmpstr (cell->text_version, ==, "kiosk-1");
    g_assert_cmpstr (cell->language, ==, "de");
    g_assert_cmpint (cell->at_ms, ==, CP_TEST_NOW_MS);
    g_assert_null (cell->staff_id);
    action = cp_test_decision_find (decision, CP_KIND_ACTION, 0);
    g_assert_true (action->by_member);
    g_assert_null (action->staff_id);
  }
}

/* A number can be copied: what it proves is enough to end something, and no more. */
static void
test_a_copied_number_ends_and_begins_nothing (void)
{
  static const struct {
    const char *proof;
    CpRejection adds;
  } rows[] = {
    { NULL, CP_REJECTION_VERIFICATION_REQUIRED },
    { "uid", CP_REJECTION_VERIFICATION_REQUIRED },
    { "token", CP_REJECTION_NONE },
    { "authenticated", CP_REJECTION_NONE },
    { "replayed", CP_REJECTION_CARD_REPLAYED },
    { "wrong_key", CP_REJECTION_CARD_REPLAYED },
    { "not_original", CP_REJECTION_CARD_REPLAYED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint mode = 0; mode < 2; mode++) {
      g_autoptr (CpTestCase) test = cp_test_case_new (1);

      test->the_case.mode = mode == 0 ? CP_DECIDE_AT_COUNTER : CP_DECIDE_AT_HEAD_OFFICE;
      assert_decided (test, IN, AGREES, rows[i].proof, rows[i].adds);
      assert_decided (test, ADD, SCARF, rows[i].proof, rows[i].adds);
      assert_decided (test, CLAIM, GROWN_UP, rows[i].proof, rows[i].adds);
      if (rows[i].adds != CP_REJECTION_NONE) {
        assert_decided (test, IN, AGREES, "token", CP_REJECTION_NONE);
        assert_decided (test, ADD, SCARF, "token", CP_REJECTION_NONE);
      }
      assert_decided (test, OUT, STOPS, rows[i].proof, CP_REJECTION_NONE);
      assert_decided (test, REMOVE, SCARF, rows[i].proof, CP_REJECTION_NONE);
    }
}

/* What only they know makes up for it, unless the card is odd. */
static void
test_an_answer_makes_up_for_the_card (void)
{
  static const char *const proofs[] = { "uid", "replayed" };

  for (guint i = 0; i < G_N_ELEMENTS (proofs); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpOperation) operation = make (test, IN, AGREES, proofs[i]);
    g_autoptr (CpDecision) before = cp_decide (&test->the_case, operation);
    g_autoptr (CpDecision) decision = NULL;

    g_assert_cmpint (before->wants_identification, ==, i == 0);
    operation->identified_by = g_strdup ("card postcode");
    decision = cp_decide (&test->the_case, operation);
    assert_code (decision, i == 0 ? CP_REJECTION_NONE : CP_REJECTION_CARD_REPLAYED);
  }
}

/* Nothing else stands, not even what head office would post whatever the rules say. */
static void
test_nothing_else_is_done_in_a_members_name (void)
{
  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++)
    for (guint mode = 0; mode < 2; mode++) {
      g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);
      g_autoptr (CpOperation) operation = NULL;
      g_autoptr (CpDecision) decision = NULL;

      if (cp_operation_kind_is_for_members (kind) || kind == CP_OPERATION_NOTE_REFUSAL ||
          kind == CP_OPERATION_RETURN_LEASE)
        continue;
      operation = make (test, kind, cp_test_kind_payloads[kind], "authenticated");
      operation->identified_by = g_strdup ("card postcode");
      test->the_case.mode = mode == 0 ? CP_DECIDE_AT_COUNTER : CP_DECIDE_AT_HEAD_OFFICE;
      decision = cp_decide (&test->the_case, operation);
      assert_code (decision, CP_REJECTION_PERMISSION_DENIED);
      g_assert_cmpuint (decision->changes->len, ==, 0);
    }
}

static void
test_no_staff_stand_beside_a_member (void)
{
  for (guint i = 0; i < 2; i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpOperation) operation = make (test, OUT, STOPS, "authenticated");
    g_autoptr (CpDecision) decision = NULL;

    *(i == 0 ? &operation->staff_id : &operation->approver_id) = g_strdup ("mia");
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    decision = cp_decide (&test->the_case, operation);
    assert_code (decision, CP_REJECTION_PERMISSION_DENIED);
  }
}

static void
test_the_card_is_the_members_and_works (void)
{
  for (guint i = 0; i < 4; i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpOperation) in = make (test, IN, AGREES, "authenticated");
    g_autoptr (CpOperation) out = make (test, OUT, STOPS, "authenticated");
    CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");
    static const CpRejection codes[] = { CP_REJECTION_CARD_BLOCKED, CP_REJECTION_CARD_REPLACED,
                                         CP_REJECTION_CARD_NOT_FOUND, CP_REJECTION_CARD_NOT_FOUND };

    card->blocked = i == 0;
    card->state = i == 1 ? CP_CARD_REPLACED : card->state;
    if (i == 2) {
      g_free (card->member_id);
      card->member_id = g_strdup ("somebody of the same family");
    } else if (i == 3) {
      g_clear_pointer (&in->card_id, g_free);
      g_clear_pointer (&out->card_id, g_free);
    }
    for (guint mode = 0; mode < 2; mode++) {
      g_autoptr (CpDecision) begins = NULL;
      g_autoptr (CpDecision) ends = NULL;

      test->the_case.mode = mode == 0 ? CP_DECIDE_AT_COUNTER : CP_DECIDE_AT_HEAD_OFFICE;
      begins = cp_decide (&test->the_case, in);
      ends = cp_decide (&test->the_case, out);
      assert_code (begins, codes[i]);
      /* Stopping has happened: it stands at head office, which tells whose card it was not. */
      assert_code (ends, mode == 0 ? codes[i] : CP_REJECTION_NONE);
      if (mode == 1)
        g_assert_cmpint (cp_test_decision_has_flag (ends, CP_REJECTION_CARD_NOT_FOUND), ==, i >= 2);
    }
  }
}

/* What they get is theirs as if staff had claimed it, but that nobody of the staff gave it. */
static void
test_a_member_claims_what_is_offered (void)
{
  for (guint mode = 0; mode < 2; mode++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpOperation) operation = make (test, CLAIM, GROWN_UP, "uid");
    g_autoptr (CpDecision) decision = NULL;
    const CpIncentive *incentive;
    const CpAction *action;

    test->the_case.mode = mode == 0 ? CP_DECIDE_AT_COUNTER : CP_DECIDE_AT_HEAD_OFFICE;
    operation->identified_by = g_strdup ("card postcode");
    decision = cp_decide (&test->the_case, operation);
    assert_code (decision, CP_REJECTION_NONE);
    incentive = cp_test_decision_find (decision, CP_KIND_INCENTIVE, 0);
    g_assert_true (incentive->claimed);
    g_assert_null (incentive->issued_by_staff_id);
    g_assert_cmpint (incentive->balance_minor, ==, 400);
    action = cp_test_decision_find (decision, CP_KIND_ACTION, 0);
    g_assert_true (action->by_member && action->value_minor == 400);
    cp_decision_apply (decision, test->account, FALSE);
    assert_decided (test, CLAIM, GROWN_UP, "token", CP_REJECTION_NOT_ELIGIBLE);
    assert_decided (test, CLAIM, "{'definition_id':'five_off'}", "token",
                    CP_REJECTION_NOT_ASSIGNABLE);
  }
}

/* The conditions are the same for whoever asks, and are told to nobody who has only a number. */
static void
test_a_claim_is_refused_in_words (void)
{
  for (guint mode = 0; mode < 2; mode++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
    g_autoptr (CpDecision) known = NULL;
    g_autoptr (CpDecision) unknown = NULL;

    test->the_case.mode = mode == 0 ? CP_DECIDE_AT_COUNTER : CP_DECIDE_AT_HEAD_OFFICE;
    g_free (member->birth_date);
    member->birth_date = g_strdup ("2010-03-11");
    known = decide (test, CLAIM, GROWN_UP, "token");
    assert_code (known, CP_REJECTION_NOT_ELIGIBLE);
    g_assert_cmpstr (known->detail, ==, "Age must be at least 18; it is 15.");
    unknown = decide (test, CLAIM, GROWN_UP, "uid");
    assert_code (unknown, CP_REJECTION_VERIFICATION_REQUIRED);
    g_assert_null (unknown->detail);
  }
}

/* What is not known here is asked for, and head office decides. */
static void
test_a_claim_waits_where_staffs_would (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  gint64 before = cp_account_sum_rewards (test->account, CP_TEST_NOW_MS);

  assert_decided (test, CLAIM, "{'definition_id':'central'}", "token", CP_REJECTION_NONE);
  assert_decided (test, CLAIM, "{'definition_id':'first_two'}", "token", CP_REJECTION_NONE);
  g_assert_cmpint (cp_account_sum_rewards (test->account, CP_TEST_NOW_MS), ==, before);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  assert_decided (test, CLAIM, "{'definition_id':'central'}", "token", CP_REJECTION_NOT_ELIGIBLE);
  assert_decided (test, CLAIM, "{'definition_id':'first_two'}", "token", CP_REJECTION_NONE);
  g_assert_cmpint (cp_account_sum_rewards (test->account, CP_TEST_NOW_MS), ==, before + 100);
}

/* Staff can't have agreed on the screen, nor the member on paper. */
static void
test_how_somebody_agreed_is_who_they_were (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, IN, AGREES, CP_REJECTION_CONSENT_EVIDENCE_MISSING);
  assert_decided (test, IN,
                  "{'mailing_id':'news','channel_id':'email','text_version':'1','language':'en',"
                  "'method':'paper'}",
                  "token", CP_REJECTION_CONSENT_EVIDENCE_MISSING);
}

static void
test_favourites_are_of_the_offer_and_no_more_than_it_says (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = decide (test, ADD, SCARF, "token");
  const CpFavourite *row = cp_test_decision_find (decision, CP_KIND_FAVOURITE, 0);

  g_assert_cmpstr (row->name, ==, "Blue scarf");
  assert_decided (test, ADD, "{'list':'favourite','product_id':'rude','name':'Rude words'}",
                  "token", CP_REJECTION_INVALID);
  test->programme->max_favourites = 1;
  assert_decided (test, ADD, SCARF, "token", CP_REJECTION_NONE);
  assert_decided (test, ADD, "{'list':'favourite','product_id':'hat'}", "token",
                  CP_REJECTION_LIMIT_EXCEEDED);
}

static CpRight *
find_right (CpTestCase *test, CpOperationKind kind)
{
  return (CpRight *) cp_programme_get_right (test->programme, CP_PROGRAMME_CUSTOMER, kind);
}

/* The programme's own bounds hold, and what was a right once is flagged where it has happened. */
static void
test_the_programme_says_what_and_how_often (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  find_right (test, IN)->identify = TRUE;
  assert_decided (test, IN, AGREES, "authenticated", CP_REJECTION_VERIFICATION_REQUIRED);
  find_right (test, OUT)->member_day = 1;
  assert_decided (test, OUT, STOPS, "uid", CP_REJECTION_NONE);
  assert_decided (test, OUT, "{}", "uid", CP_REJECTION_LIMIT_EXCEEDED);
  find_right (test, OUT)->member_day = 0;
  find_right (test, OUT)->allowed = FALSE;
  assert_decided (test, OUT, "{}", "uid", CP_REJECTION_PERMISSION_DENIED);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  assert_decided (test, OUT, "{}", "uid", CP_REJECTION_NONE);
}

/* As many and as much as the right says, for each member and each device; nobody's of the staff. */
static void
test_claims_have_the_bounds_of_the_right (void)
{
  static const struct {
    CpRight right;
    CpUsage usage;
    CpRejection code;
  } rows[] = {
    { { .max_minor = 400 }, { 0 }, CP_REJECTION_NONE },
    { { .max_minor = 399 }, { 0 }, CP_REJECTION_LIMIT_EXCEEDED },
    { { .member_day_minor = 400 }, { 0 }, CP_REJECTION_NONE },
    { { .member_day_minor = 399 }, { 0 }, CP_REJECTION_LIMIT_EXCEEDED },
    { { .device_day = 2 }, { .device_today = 1 }, CP_REJECTION_NONE },
    { { .device_day = 2 }, { .device_today = 2 }, CP_REJECTION_LIMIT_EXCEEDED },
    { { .device_day_minor = 1000 }, { .device_today_minor = 600 }, CP_REJECTION_NONE },
    { { .device_day_minor = 1000 }, { .device_today_minor = 601 }, CP_REJECTION_LIMIT_EXCEEDED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpRight *right = find_right (test, CLAIM);

    right->max_minor = rows[i].right.max_minor;
    right->member_day_minor = rows[i].right.member_day_minor;
    right->device_day = rows[i].right.device_day;
    right->device_day_minor = rows[i].right.device_day_minor;
    test->the_case.usage = rows[i].usage;
    test->programme->card_uses_per_staff = 1;
    assert_decided (test, CLAIM, GROWN_UP, "token", rows[i].code);
  }
}

/* Each takes from what the card may do in a day, and never from what one of the staff may with it. */
static void
test_claims_use_the_card (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  test->programme->card_uses_per_staff = 1;
  test->programme->card_uses_per_day = 2;
  find_right (test, CLAIM)->member_day = 3;
  for (guint i = 0; i < 2; i++)
    assert_decided (test, CLAIM, "{'definition_id':'first_two'}", "token", CP_REJECTION_NONE);
  assert_decided (test, CLAIM, "{'definition_id':'first_two'}", "token",
                  CP_REJECTION_LIMIT_EXCEEDED);
  test->programme->card_uses_per_day = 0;
  assert_decided (test, CLAIM, "{'definition_id':'first_two'}", "token", CP_REJECTION_NONE);
  assert_decided (test, CLAIM, "{'definition_id':'first_two'}", "token",
                  CP_REJECTION_LIMIT_EXCEEDED);
}

static void
assert_programme_refused (const char *operation, gboolean approval)
{
  g_autoptr (CpJson) document = cp_test_chain_programme_json ();
  g_autoptr (CpProgramme) programme = NULL;
  g_autoptr (GError) error = NULL;
  CpJson *rights = cp_json_get_array (document, "rights");
  CpJson *right = NULL;
  gsize i;

  json_array_foreach (rights, i, right)
  {
    if (g_str_equal (cp_json_get_text (right, "role_id"), "customer") &&
        g_str_equal (cp_json_get_text (right, "operation"), "opt_in"))
      break;
  }
  g_assert_nonnull (right);
  cp_json_set_text (right, "operation", operation);
  cp_json_set_bool (right, "approval", approval);
  programme = cp_programme_from_json (document, &error);
  g_assert_null (programme);
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_no_programme_gives_customers_more (void)
{
  assert_programme_refused ("redeem_reward", FALSE);
  assert_programme_refused ("open_member", FALSE);
  assert_programme_refused ("write_cards", FALSE);
  assert_programme_refused ("opt_in", TRUE);
}

/* Whoever was given the customers' role by mistake is no staff with rights. */
static void
test_no_staff_have_the_customers_role (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpStaff *person = cp_entity_new (CP_KIND_STAFF, "somebody", NULL);

  person->role_id = g_strdup (CP_PROGRAMME_CUSTOMER);
  test->the_case.staff = person;
  cp_test_case_assert (test, OUT, STOPS, CP_REJECTION_PERMISSION_DENIED);
  cp_entity_free (person);
}

static CpJson *
view (CpTestCase *test, const char *proof, const char *identified_by)
{
  const CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  const CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");
  const CpViewSource source = { .programme = test->programme,
                                .current = test->account,
                                .staff_rows = test->staff,
                                .now_ms = CP_TEST_NOW_MS };
  const CpOwnVisit visit = { card->entity.id, proof, identified_by };

  return cp_view_own (&source, member->entity.id, &visit);
}

static gboolean
says (const CpJson *own, const char *kind, const char *key)
{
  const CpJson *operations = cp_json_get_object (own, "operations");

  return cp_json_get_bool (cp_json_get_object (operations, kind), key);
}

static void
test_the_view_says_what_may_be_done (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpJson) by_number = view (test, "uid", NULL);
  g_autoptr (CpJson) by_token = view (test, "token", NULL);
  g_autoptr (CpJson) known = view (test, "uid", "card postcode");
  g_autoptr (CpJson) odd = view (test, "replayed", NULL);

  g_assert_true (says (by_number, "opt_out", "allowed") &&
                 !says (by_number, "opt_out", "identify"));
  g_assert_true (says (by_number, "opt_in", "allowed") && says (by_number, "opt_in", "identify"));
  g_assert_true (says (by_token, "opt_in", "allowed") && !says (by_token, "opt_in", "identify"));
  g_assert_true (says (known, "add_favourite", "allowed") &&
                 !says (known, "add_favourite", "identify"));
  g_assert_false (says (odd, "opt_in", "allowed"));
  g_assert_true (says (odd, "opt_out", "allowed"));
  g_assert_cmpuint (json_object_size (cp_json_get_object (odd, "operations")), ==, 5);
}

/* The customer before the kiosk may be somebody with a copy of the card's number. */
static void
test_the_view_tells_nothing_of_the_person (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  const char *secrets[] = { member->family_name, member->email, member->phone, member->birth_date,
                            member->postcode };
  g_autoptr (CpJson) own = NULL;
  g_autofree char *text = NULL;

  cp_test_case_do (test, IN,
                   "{'mailing_id':'news','channel_id':'email','text_version':'1','language':'en',"
                   "'method':'paper'}");
  own = view (test, "uid", NULL);
  text = cp_json_to_text (own);
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_true (secrets[i] == NULL || strstr (text, secrets[i]) == NULL);
  g_assert_null (strstr (text, "staff_name"));
  g_assert_nonnull (strstr (text, member->given_name));
}

static void
test_the_view_knows_where_there_is_no_address (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  g_autoptr (CpJson) own = NULL;
  CpJson *cell;
  gsize i;

  g_clear_pointer (&member->email, g_free);
  own = view (test, "uid", NULL);
  json_array_foreach (cp_json_get_array (own, "subscriptions"), i, cell)
  {
    g_assert_cmpint (cp_json_get_bool (cell, "no_address"), ==,
                     g_str_equal (cp_json_get_text (cell, "channel"), "email"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/by-member/agrees-by-themself", test_a_member_agrees_by_themself);
  g_test_add_func ("/domain/by-member/a-copied-number-ends-and-begins-nothing",
                   test_a_copied_number_ends_and_begins_nothing);
  g_test_add_func ("/domain/by-member/an-answer-makes-up-for-the-card",
                   test_an_answer_makes_up_for_the_card);
  g_test_add_func ("/domain/by-member/nothing-else-is-done-in-a-members-name",
                   test_nothing_else_is_done_in_a_members_name);
  g_test_add_func ("/domain/by-member/no-staff-stand-beside-a-member",
                   test_no_staff_stand_beside_a_member);
  g_test_add_func ("/domain/by-member/the-card-is-the-members-and-works",
                   test_the_card_is_the_members_and_works);
  g_test_add_func ("/domain/by-member/claims-what-is-offered",
                   test_a_member_claims_what_is_offered);
  g_test_add_func ("/domain/by-member/a-claim-is-refused-in-words",
                   test_a_claim_is_refused_in_words);
  g_test_add_func ("/domain/by-member/a-claim-waits-where-staffs-would",
                   test_a_claim_waits_where_staffs_would);
  g_test_add_func ("/domain/by-member/claims-have-the-bounds-of-the-right",
                   test_claims_have_the_bounds_of_the_right);
  g_test_add_func ("/domain/by-member/claims-use-the-card", test_claims_use_the_card);
  g_test_add_func ("/domain/by-member/how-somebody-agreed-is-who-they-were",
                   test_how_somebody_agreed_is_who_they_were);
  g_test_add_func ("/domain/by-member/favourites-are-of-the-offer-and-no-more-than-it-says",
                   test_favourites_are_of_the_offer_and_no_more_than_it_says);
  g_test_add_func ("/domain/by-member/the-programme-says-what-and-how-often",
                   test_the_programme_says_what_and_how_often);
  g_test_add_func ("/domain/by-member/no-programme-gives-customers-more",
                   test_no_programme_gives_customers_more);
  g_test_add_func ("/domain/by-member/no-staff-have-the-customers-role",
                   test_no_staff_have_the_customers_role);
  g_test_add_func ("/domain/view-own/says-what-may-be-done", test_the_view_says_what_may_be_done);
  g_test_add_func ("/domain/view-own/tells-nothing-of-the-person",
                   test_the_view_tells_nothing_of_the_person);
  g_test_add_func ("/domain/view-own/knows-where-there-is-no-address",
                   test_the_view_knows_where_there_is_no_address);
  return g_test_run ();
}
