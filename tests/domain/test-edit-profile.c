/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define EDIT CP_OPERATION_EDIT_PROFILE

static void
test_sets_and_clears_fields (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = cp_test_case_decide (
      test, EDIT, "{'set':{'city':'  New  York ','postcode':'','given_name':'Given1'}}");
  const CpMember *member = cp_test_decision_find (decision, CP_KIND_MEMBER, 0);

  g_assert_cmpstr (member->city, ==, "New York");
  g_assert_null (member->postcode);
  g_assert_cmpstr (member->given_name, ==, "Given1");
  g_assert_cmpuint (decision->effects->len, ==, 2);
}

static void
test_refuses_what_the_form_does_not_allow (void)
{
  static const struct {
    const char *payload;
    CpRejection expected;
  } cases[] = {
    { "{}", CP_REJECTION_INVALID },
    { "{'set':[]}", CP_REJECTION_INVALID },
    { "{'set':{}}", CP_REJECTION_INVALID },
    { "{'set':{'city':'Leeds'},'seen':[]}", CP_REJECTION_INVALID },
    { "{'set':{'city':5}}", CP_REJECTION_INVALID },
    { "{'set':{'city':'London'}}", CP_REJECTION_INVALID },
    { "{'set':{'language':'de'}}", CP_REJECTION_INVALID },
    { "{'set':{'state':'enrolled'}}", CP_REJECTION_INVALID },
    { "{'set':{'given_name':''}}", CP_REJECTION_INVALID },
    { "{'set':{'birth_date':'yesterday'}}", CP_REJECTION_INVALID },
    { "{'set':{'phone':'02079461234'}}", CP_REJECTION_VERIFICATION_REQUIRED },
    { "{'set':{'email':'new@example.org'}}", CP_REJECTION_VERIFICATION_REQUIRED },
    { "{'set':{'email':''}}", CP_REJECTION_VERIFICATION_REQUIRED },
    { "{'set':{'email':'MEMBER1@example.org','city':'Leeds'}}", CP_REJECTION_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);

    cp_test_case_assert (test, EDIT, cases[i].payload, cases[i].expected);
  }
}

static void
test_a_phone_may_be_set_once_if_nobody_has_it (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  CpMember *other = cp_entity_copy (member);

  g_clear_pointer (&member->phone, g_free);
  g_clear_pointer (&member->email, g_free);
  cp_test_case_assert (test, EDIT, "{'set':{'phone':'+44 20 7946 0001'}}", CP_REJECTION_NONE);
  g_free (other->entity.id);
  other->entity.id = g_strdup ("other");
  g_free (other->phone);
  other->phone = g_strdup ("+442079460001");
  cp_test_case_add_other (test, other);
  cp_test_case_assert (test, EDIT, "{'set':{'phone':'+44 20 7946 0001'}}",
                       CP_REJECTION_PHONE_TAKEN);
  cp_test_case_assert (test, EDIT, "{'set':{'email':'member1@EXAMPLE.org'}}",
                       CP_REJECTION_EMAIL_TAKEN);
  other->state = CP_MEMBER_ERASED;
  cp_test_case_assert (test, EDIT, "{'set':{'phone':'+44 20 7946 0001'}}", CP_REJECTION_NONE);
}

/* As after a change of it: what was put in without asking who they are must not open the account. */
static void
test_nothing_is_redeemed_for_a_day_after_a_first_contact (void)
{
  static const char *const payloads[] = { "{'set':{'phone':'020 7946 0888'}}",
                                          "{'set':{'email':'new@example.org','city':'Leeds'}}" };

  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
    g_autoptr (CpDecision) decision = NULL;

    g_clear_pointer (&member->phone, g_free);
    g_clear_pointer (&member->email, g_free);
    decision = cp_test_case_decide (test, EDIT, payloads[i]);
    g_assert_cmpstr (g_ptr_array_index (decision->effects, decision->effects->len - 1), ==,
                     "Nothing can be redeemed for 24 hours.");
    cp_test_case_do (test, EDIT, payloads[i]);
    cp_test_case_assert (test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':100}",
                         CP_REJECTION_LIMIT_EXCEEDED);
    test->the_case.now_ms += CP_TEST_DAY_MS;
    cp_test_case_assert (test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':100}",
                         CP_REJECTION_NONE);
  }
}

/* London is what stands there; the editor saw something else. */
#define MOVED "{'set':{'city':'Leeds','postcode':'LS1'},'seen':{'city':'York','postcode':'N1 9GU'}}"
#define ALL_MOVED "{'set':{'city':'Leeds'},'seen':{'city':'York'}}"
#define AGREED "{'set':{'city':'London'},'seen':{'city':'York'}}"

static void
test_a_clash_at_the_counter_is_for_the_editor_to_see (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, EDIT, MOVED, CP_REJECTION_STALE_VERSION);
  cp_test_case_assert (test, EDIT, "{'set':{'city':'Leeds'},'seen':{'city':'London'}}",
                       CP_REJECTION_NONE);
  cp_test_case_assert (test, EDIT, "{'set':{'city':'Leeds'},'seen':{}}",
                       CP_REJECTION_STALE_VERSION);
}

static void
test_head_office_merges_field_by_field (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;
  g_autoptr (CpDecision) agreed = NULL;
  const CpMember *member;

  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_test_case_decide (test, EDIT, MOVED);
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  g_assert_true (cp_test_decision_has_flag (decision, CP_REJECTION_STALE_VERSION));
  member = cp_test_decision_find (decision, CP_KIND_MEMBER, 0);
  g_assert_cmpstr (member->city, ==, "London");
  g_assert_cmpstr (member->postcode, ==, "LS1");
  cp_test_case_assert (test, EDIT, ALL_MOVED, CP_REJECTION_STALE_VERSION);
  agreed = cp_test_case_decide (test, EDIT, AGREED);
  g_assert_cmpint (agreed->code, ==, CP_REJECTION_NONE);
  g_assert_cmpuint (agreed->flags->len, ==, 0);
}

/* Of each type of the chain's own fields one that is good and one that is not. */
static void
test_the_chains_own_fields_go_by_their_types (void)
{
  static const struct {
    const char *field;
    const char *good;
    const char *bad;
    const char *problem;
  } cases[] = {
    { "shoe_size", "42", "7", "Shoe size must be from 15 to 50." },
    { "dog", "Rex", "Rex the Magnificent", "Dog's name: 10 characters at most." },
    { "wedding_day", "2026-06-12", "next June", "Wedding day must be a day, such as 1987-06-14." },
    { "newsletter", "ga", "la", "Newsletter in must be one of these: English, Irish." },
    { "paper", "yes", "perhaps", "Paper receipts must be yes or no." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
    g_autofree char *good = g_strdup_printf ("{'set':{'%s':'%s'}}", cases[i].field, cases[i].good);
    g_autofree char *bad = g_strdup_printf ("{'set':{'%s':'%s'}}", cases[i].field, cases[i].bad);
    g_autofree char *clear = g_strdup_printf ("{'set':{'%s':''}}", cases[i].field);
    g_autoptr (CpDecision) refused = cp_test_case_decide (test, EDIT, bad);

    g_assert_cmpint (refused->code, ==, CP_REJECTION_INVALID);
    g_assert_cmpstr (refused->detail, ==, cases[i].problem);
    g_assert_cmpstr (refused->field, ==, cases[i].field);
    cp_test_case_do (test, EDIT, good);
    member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
    g_assert_cmpstr (cp_json_get_text (member->fields, cases[i].field), ==, cases[i].good);
    cp_test_case_do (test, EDIT, clear);
    member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
    g_assert_null (member->fields);
  }
}

static void
test_says_what_a_choice_is_called (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision =
      cp_test_case_decide (test, EDIT, "{'set':{'newsletter':'ga','paper':'no'}}");

  g_assert_cmpstr (decision->effects->pdata[0], ==, "Newsletter in: (empty) becomes Irish.");
  g_assert_cmpstr (decision->effects->pdata[1], ==, "Paper receipts: (empty) becomes No.");
}

static void
test_own_fields_are_merged_one_by_one (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  g_autoptr (CpDecision) decision = NULL;
  const CpMember *merged;

  member->fields = json_pack ("{s:s,s:s}", "shoe_size", "40", "dog", "Rex");
  cp_test_case_assert (test, EDIT, "{'set':{'shoe_size':'41'},'seen':{'shoe_size':'39'}}",
                       CP_REJECTION_STALE_VERSION);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_assert (test, EDIT, "{'set':{'shoe_size':'41'},'seen':{'shoe_size':'39'}}",
                       CP_REJECTION_STALE_VERSION);
  decision = cp_test_case_decide (
      test, EDIT, "{'set':{'shoe_size':'41','paper':'yes'},'seen':{'shoe_size':'39','paper':''}}");
  g_assert_true (cp_test_decision_has_flag (decision, CP_REJECTION_STALE_VERSION));
  merged = cp_test_decision_find (decision, CP_KIND_MEMBER, 0);
  g_assert_cmpstr (cp_json_get_text (merged->fields, "shoe_size"), ==, "40");
  g_assert_cmpstr (cp_json_get_text (merged->fields, "dog"), ==, "Rex");
  g_assert_cmpstr (cp_json_get_text (merged->fields, "paper"), ==, "yes");
}

static void
test_who_may_not_see_it_may_not_edit_it (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, EDIT, "{'set':{'allergies':'Wool'}}", CP_REJECTION_NONE);
  cp_test_case_set_staff (test, "ann");
  cp_test_case_assert (test, EDIT, "{'set':{'allergies':'Wool'}}", CP_REJECTION_PERMISSION_DENIED);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_assert (test, EDIT, "{'set':{'allergies':'Wool'}}", CP_REJECTION_PERMISSION_DENIED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/edit-profile/" path, func)
  ADD ("sets-and-clears-fields", test_sets_and_clears_fields);
  ADD ("refuses-what-the-form-does-not-allow", test_refuses_what_the_form_does_not_allow);
  ADD ("a-phone-may-be-set-once-if-nobody-has-it", test_a_phone_may_be_set_once_if_nobody_has_it);
  ADD ("nothing-is-redeemed-for-a-day-after-a-first-contact",
       test_nothing_is_redeemed_for_a_day_after_a_first_contact);
  ADD ("a-clash-at-the-counter-is-for-the-editor-to-see",
       test_a_clash_at_the_counter_is_for_the_editor_to_see);
  ADD ("head-office-merges-field-by-field", test_head_office_merges_field_by_field);
  ADD ("the-chains-own-fields-go-by-their-types", test_the_chains_own_fields_go_by_their_types);
  ADD ("says-what-a-choice-is-called", test_says_what_a_choice_is_called);
  ADD ("own-fields-are-merged-one-by-one", test_own_fields_are_merged_one_by_one);
  ADD ("who-may-not-see-it-may-not-edit-it", test_who_may_not_see_it_may_not_edit_it);
  return g_test_run ();
}
