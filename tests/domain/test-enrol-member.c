/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#include <string.h>

#define ENROL CP_OPERATION_ENROL_MEMBER
#define ID "'member_id':'019b76da-a800-7000-8000-0000ffff0000'"
#define NAMES ID ",'given_name':' Zoë ','family_name':'Young'"
#define PERSON NAMES ",'phone':'020 7946 0999','birth_date':'1990-01-02'"

static CpTestCase *
make_case (void)
{
  CpTestCase *test = cp_test_case_new (1);

  test->the_case.account = NULL;
  return test;
}

static void
test_makes_an_account_and_a_member (void)
{
  for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
    g_autoptr (CpTestCase) test = make_case ();
    g_autoptr (CpOperation) operation =
        cp_test_case_make_operation (test, ENROL, "{" PERSON ",'email':'Zoe@Example.org'}");
    g_autofree char *account_id = cp_derive_id (operation->id, 1);
    g_autoptr (CpDecision) decision = NULL;
    const CpMember *member;

    test->the_case.mode = mode;
    decision = cp_decide (&test->the_case, operation);
    g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
    g_assert_cmpstr (((CpEntity *) cp_test_decision_find (decision, CP_KIND_ACCOUNT, 0))->id, ==,
                     account_id);
    member = cp_test_decision_find (decision, CP_KIND_MEMBER, 0);
    g_assert_cmpstr (member->entity.account_id, ==, account_id);
    g_assert_cmpint (member->state, ==,
                     mode == CP_DECIDE_AT_HEAD_OFFICE ? CP_MEMBER_ENROLLED : CP_MEMBER_PROVISIONAL);
    g_assert_cmpstr (member->given_name, ==, "Zoë");
    g_assert_cmpstr (member->phone, ==, "+442079460999");
    g_assert_cmpstr (member->email, ==, "zoe@example.org");
    g_assert_cmpstr (member->home_store_id, ==, "high");
    g_assert_cmpint (member->enrolled_at_ms, ==, CP_TEST_NOW_MS);
  }
}

static void
test_what_has_to_be_there (void)
{
  static const struct {
    const char *payload;
    CpRejection expected;
  } cases[] = {
    { "{" PERSON "}", CP_REJECTION_NONE },
    { "{" NAMES ",'email':'a@b.org'}", CP_REJECTION_NONE },
    { "{" NAMES "}", CP_REJECTION_INVALID },
    { "{" ID ",'given_name':'Zoë','phone':'02079460999'}", CP_REJECTION_INVALID },
    { "{" ID ",'phone':'02079460999'}", CP_REJECTION_INVALID },
    { "{" NAMES ",'phone':'12'}", CP_REJECTION_INVALID },
    { "{" NAMES ",'email':'nobody'}", CP_REJECTION_INVALID },
    { "{" PERSON ",'language':'english!'}", CP_REJECTION_INVALID },
    { "{'member_id':'me','given_name':'Z','family_name':'Y','phone':'02079460999'}",
      CP_REJECTION_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = make_case ();

    cp_test_case_assert (test, ENROL, cases[i].payload, cases[i].expected);
  }
}

/* @what of somebody else is that of the person who enrols. */
static CpMember *
add_other (CpTestCase *test, const char *phone, const char *email, gboolean same_name)
{
  CpMember *other = cp_entity_new (CP_KIND_MEMBER, "other", "account");

  other->state = CP_MEMBER_ENROLLED;
  other->given_name = g_strdup (same_name ? "ZOE" : "Ada");
  other->family_name = g_strdup ("Young");
  other->birth_date = g_strdup ("1990-01-02");
  other->phone = g_strdup (phone);
  other->email = g_strdup (email);
  return cp_test_case_add_other (test, other);
}

/* Whoever's birth date is not known may be anybody of that name; who was born on another day is not. */
static void
test_look_alikes_without_a_birth_date (void)
{
  static const struct {
    const char *own;
    const char *others;
    CpRejection expected;
  } cases[] = {
    { "", "1990-01-02", CP_REJECTION_DUPLICATE_MEMBER },
    { ",'birth_date':'1990-01-02'", NULL, CP_REJECTION_DUPLICATE_MEMBER },
    { "", NULL, CP_REJECTION_DUPLICATE_MEMBER },
    { ",'birth_date':'1990-01-02'", "1991-01-02", CP_REJECTION_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = make_case ();
    CpMember *other = add_other (test, NULL, NULL, TRUE);
    g_autofree char *payload =
        g_strdup_printf ("{" NAMES ",'phone':'020 7946 0999'%s}", cases[i].own);

    g_free (other->birth_date);
    other->birth_date = g_strdup (cases[i].others);
    cp_test_case_assert (test, ENROL, payload, cases[i].expected);
  }
}

static void
test_a_name_is_missing (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  g_autoptr (CpDecision) decision = NULL;
  static const char nameless[] =
      "{'member_id':'019b76da-a800-7000-8000-0000ffff0000','phone':'020 7946 0999'}";

  /* Here the form asks for neither, so that it is the rule that does. */
  for (guint i = 0; i < test->programme->form->len; i++)
    ((CpFormField *) test->programme->form->pdata[i])->required = FALSE;
  decision = cp_test_case_decide (test, ENROL, nameless);
  g_assert_cmpint (decision->code, ==, CP_REJECTION_INVALID);
  g_assert_cmpstr (decision->detail, ==, "A name is missing.");
  g_clear_pointer (&decision, cp_decision_free);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_test_case_decide (test, ENROL, nameless);
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  g_assert_true (cp_test_decision_has_flag (decision, CP_REJECTION_INVALID));
}

/* Whoever enrolled them has to find out whether it is one person. */
static void
check_follow_up (const CpDecision *decision, gboolean flagged)
{
  const CpMember *member = cp_test_decision_find (decision, CP_KIND_MEMBER, 0);
  const CpTask *task = cp_test_decision_find (decision, CP_KIND_TASK, 0);

  g_assert_cmpint (task != NULL, ==, flagged);
  g_assert_cmpint (decision->detail != NULL, ==, flagged);
  if (task == NULL)
    return;
  g_assert_cmpstr (task->owner_staff_id, ==, "mia");
  g_assert_cmpstr (task->member_id, ==, member->entity.id);
  g_assert_cmpstr (task->entity.account_id, ==, member->entity.account_id);
  g_assert_null (cp_test_decision_find (decision, CP_KIND_TASK, 1));
}

static void
test_look_alikes (void)
{
  static const struct {
    const char *phone;
    const char *email;
    gboolean same_name;
    gboolean despite;
    CpRejection expected;
    gboolean flagged;
  } cases[] = {
    { "+442079460999", NULL, FALSE, FALSE, CP_REJECTION_PHONE_TAKEN, TRUE },
    { "+442079460999", NULL, FALSE, TRUE, CP_REJECTION_PHONE_TAKEN, TRUE },
    { NULL, "z@e.org", FALSE, TRUE, CP_REJECTION_EMAIL_TAKEN, TRUE },
    { NULL, NULL, TRUE, FALSE, CP_REJECTION_DUPLICATE_MEMBER, TRUE },
    { NULL, NULL, TRUE, TRUE, CP_REJECTION_NONE, FALSE },
    { "+442079460998", "other@e.org", FALSE, FALSE, CP_REJECTION_NONE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = make_case ();
    const char *payload = cases[i].despite ? "{" PERSON
                                             ",'email':'z@e.org','despite_look_alikes':true}"
                                           : "{" PERSON ",'email':'z@e.org'}";
    CpMember *other = add_other (test, cases[i].phone, cases[i].email, cases[i].same_name);
    g_autoptr (CpDecision) here = cp_test_case_decide (test, ENROL, payload);
    g_autoptr (CpDecision) there = NULL;

    cp_test_case_assert (test, ENROL, payload, cases[i].expected);
    g_assert_cmpint (here->look_alikes != NULL, ==, cases[i].expected != CP_REJECTION_NONE);
    if (here->look_alikes != NULL)
      g_assert_true (here->look_alikes->pdata[0] == other);
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    there = cp_test_case_decide (test, ENROL, payload);
    g_assert_cmpint (there->code, ==, CP_REJECTION_NONE);
    g_assert_nonnull (cp_test_decision_find (there, CP_KIND_MEMBER, 0));
    g_assert_cmpint (cp_test_decision_has_flag (there, CP_REJECTION_DUPLICATE_MEMBER), ==,
                     cases[i].flagged);
    check_follow_up (there, cases[i].flagged);
    other->state = CP_MEMBER_MERGED;
    test->the_case.mode = CP_DECIDE_AT_COUNTER;
    cp_test_case_assert (test, ENROL, payload, CP_REJECTION_NONE);
  }
}

#define WITH_CARD "{" PERSON ",'card_uid':'04AAAAAAAAAA01'}"

static void
test_a_card_in_the_same_step (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  g_autoptr (CpDecision) here = cp_test_case_decide (test, ENROL, WITH_CARD);
  g_autoptr (CpDecision) there = NULL;
  const CpCard *card = cp_test_decision_find (here, CP_KIND_CARD, 0);
  CpCard *other;

  g_assert_cmpint (card->state, ==, CP_CARD_LINKED);
  g_assert_cmpint (card->medium, ==, CP_CARD_PHYSICAL);
  g_assert_cmpstr (card->member_id, ==, "019b76da-a800-7000-8000-0000ffff0000");
  other = cp_test_case_add_other (test, cp_entity_copy (card));
  cp_test_case_assert (test, ENROL, WITH_CARD, CP_REJECTION_CARD_NOT_FREE);
  other->blocked = TRUE;
  cp_test_case_assert (test, ENROL, WITH_CARD, CP_REJECTION_CARD_BLOCKED);
  other->state = CP_CARD_REPLACED;
  cp_test_case_assert (test, ENROL, WITH_CARD, CP_REJECTION_CARD_REPLACED);
  cp_test_case_assert (test, ENROL, "{" PERSON ",'card_uid':'hello'}", CP_REJECTION_INVALID);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  there = cp_test_case_decide (test, ENROL, WITH_CARD);
  g_assert_cmpint (there->code, ==, CP_REJECTION_NONE);
  g_assert_true (cp_test_decision_has_flag (there, CP_REJECTION_CARD_REPLACED));
  g_assert_nonnull (cp_test_decision_find (there, CP_KIND_MEMBER, 0));
  g_assert_null (cp_test_decision_find (there, CP_KIND_CARD, 0));
}

static void
test_head_office_keeps_an_incomplete_member (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  g_autoptr (CpDecision) decision = NULL;

  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_test_case_decide (test, ENROL, "{" NAMES ",'phone':'12'}");
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  g_assert_true (cp_test_decision_has_flag (decision, CP_REJECTION_INVALID));
  g_assert_null (((CpMember *) cp_test_decision_find (decision, CP_KIND_MEMBER, 0))->phone);
}

static void
test_meets_its_own_rows_without_doing_it_again (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  g_autoptr (CpOperation) operation = cp_test_case_make_operation (test, ENROL, "{" PERSON "}");
  g_autofree char *account_id = cp_derive_id (operation->id, 1);
  g_autoptr (CpAccount) account = cp_account_new (account_id);
  g_autoptr (CpDecision) first = cp_decide (&test->the_case, operation);
  g_autoptr (CpDecision) again = NULL;

  cp_decision_apply (first, account, FALSE);
  test->the_case.account = account;
  test->the_case.mode = CP_DECIDE_REPLAY;
  again = cp_decide (&test->the_case, operation);
  g_assert_cmpint (again->code, ==, CP_REJECTION_NONE);
  g_assert_null (cp_test_decision_find (again, CP_KIND_MEMBER, 0));
}

static void
test_never_touches_an_account_that_is_there (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpAccount) empty = cp_account_new (test->account->id);

  for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
    test->the_case.mode = mode;
    test->the_case.account = test->account;
    cp_test_case_assert (test, ENROL, "{" PERSON "}", CP_REJECTION_INVALID);
    test->the_case.account = empty;
    cp_test_case_assert (test, ENROL, "{" PERSON "}", CP_REJECTION_NONE);
  }
}

static void
test_takes_the_chains_own_fields (void)
{
  static const struct {
    const char *fields;
    CpRejection expected;
  } cases[] = {
    { "{'shoe_size':'42','newsletter':'Irish'}", CP_REJECTION_NONE },
    { "{'shoe_size':''}", CP_REJECTION_NONE },
    { "{'shoe_size':'200'}", CP_REJECTION_INVALID },
    { "{'cat':'Tom'}", CP_REJECTION_INVALID },
    { "{'shoe_size':42}", CP_REJECTION_INVALID },
    { "{'city':'Leeds'}", CP_REJECTION_INVALID },
    { "['city']", CP_REJECTION_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = make_case ();
    g_autofree char *payload = g_strdup_printf ("{" PERSON ",'fields':%s}", cases[i].fields);

    cp_test_case_assert (test, ENROL, payload, cases[i].expected);
  }
}

/* The customer has gone: what can't be right is left out, and looked at. */
static void
test_head_office_leaves_out_what_can_not_be_right (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  g_autoptr (CpDecision) decision = NULL;
  const CpMember *member;

  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_test_case_decide (
      test, ENROL, "{" PERSON ",'fields':{'shoe_size':'200','cat':'Tom','newsletter':'Irish'}}");
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  g_assert_true (cp_test_decision_has_flag (decision, CP_REJECTION_INVALID));
  member = cp_test_decision_find (decision, CP_KIND_MEMBER, 0);
  g_assert_cmpuint (json_object_size (member->fields), ==, 1);
  g_assert_cmpstr (cp_json_get_text (member->fields, "newsletter"), ==, "ga");
}

static void
leave_out (CpTestCase *test, const char *name)
{
  CpFormField *field = (CpFormField *) cp_programme_find_form_field (test->programme, name);

  g_free (field->field);
  field->field = g_strdup ("another");
}

/* As an edit does, with the same words, whether head office can be reached or not. */
static void
test_what_the_form_leaves_out_is_refused (void)
{
  static const char *const fields[] = { "phone", "birth_date", "city", "dog" };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (fields); i++) {
    const char *field = fields[i / 2];
    g_autoptr (CpTestCase) test = make_case ();
    g_autoptr (CpTestCase) other = cp_test_case_new (1);
    g_autofree char *edit = g_strdup_printf ("{'set':{'%s':'1'}}", field);
    g_autoptr (CpDecision) decision = NULL;
    g_autoptr (CpDecision) edited = NULL;

    test->online = i % 2 == 0;
    leave_out (test, field);
    leave_out (other, field);
    decision = cp_test_case_decide (
        test, ENROL, "{" PERSON ",'email':'a@b.org','city':'York','fields':{'dog':'Rex'}}");
    edited = cp_test_case_decide (other, CP_OPERATION_EDIT_PROFILE, edit);
    g_assert_cmpint (decision->code, ==, CP_REJECTION_INVALID);
    g_assert_cmpstr (decision->field, ==, NULL); /* the screen has none to say it beside */
    g_assert_nonnull (strstr (decision->detail, field));
    g_assert_cmpint (edited->code, ==, decision->code);
    g_assert_cmpstr (edited->detail, ==, decision->detail);
    g_assert_cmpstr (edited->field, ==, decision->field);
  }
}

/* The customer has gone: who enrolled them had another form. */
static void
test_head_office_leaves_out_what_the_form_does (void)
{
  static const CpDecideMode modes[] = { CP_DECIDE_REPLAY, CP_DECIDE_AT_HEAD_OFFICE };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++) {
    g_autoptr (CpTestCase) test = make_case ();
    g_autoptr (CpDecision) decision = NULL;
    const CpMember *member;

    test->the_case.mode = modes[i];
    leave_out (test, "phone");
    decision = cp_test_case_decide (test, ENROL, "{" PERSON ",'email':'a@b.org'}");
    g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
    g_assert_true (cp_test_decision_has_flag (decision, CP_REJECTION_INVALID));
    member = cp_test_decision_find (decision, CP_KIND_MEMBER, 0);
    g_assert_null (member->phone);
    g_assert_cmpstr (member->email, ==, "a@b.org");
  }
}

static void
test_what_the_form_requires_has_to_be_there (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  CpFormField *field = (CpFormField *) cp_programme_find_form_field (test->programme, "paper");

  field->required = TRUE;
  cp_test_case_assert (test, ENROL, "{" PERSON "}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, ENROL, "{" PERSON ",'fields':{'paper':'no'}}", CP_REJECTION_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/enrol-member/" path, func)
  ADD ("makes-an-account-and-a-member", test_makes_an_account_and_a_member);
  ADD ("what-has-to-be-there", test_what_has_to_be_there);
  ADD ("look-alikes", test_look_alikes);
  ADD ("look-alikes-without-a-birth-date", test_look_alikes_without_a_birth_date);
  ADD ("a-name-is-missing", test_a_name_is_missing);
  ADD ("a-card-in-the-same-step", test_a_card_in_the_same_step);
  ADD ("head-office-keeps-an-incomplete-member", test_head_office_keeps_an_incomplete_member);
  ADD ("meets-its-own-rows-without-doing-it-again", test_meets_its_own_rows_without_doing_it_again);
  ADD ("never-touches-an-account-that-is-there", test_never_touches_an_account_that_is_there);
  ADD ("takes-the-chains-own-fields", test_takes_the_chains_own_fields);
  ADD ("what-the-form-leaves-out-is-refused", test_what_the_form_leaves_out_is_refused);
  ADD ("head-office-leaves-out-what-the-form-does", test_head_office_leaves_out_what_the_form_does);
  ADD ("head-office-leaves-out-what-can-not-be-right",
       test_head_office_leaves_out_what_can_not_be_right);
  ADD ("what-the-form-requires-has-to-be-there", test_what_the_form_requires_has_to_be_there);
  return g_test_run ();
}
