/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-condition.h"

#include "cp-test-case.h"
#include "cp-thin.h"

#include <string.h>

static CpJson *
parse (const char *text)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GError) error = NULL;
  CpJson *document = cp_json_parse (json, -1, &error);

  g_assert_no_error (error);
  return document;
}

/* The keys that docs/conditions.md promises. */
static void
test_what_is_known_of_a_member (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autoptr (CpJson) basket = parse ("{'total_minor':1250,'lines':[{'amount_minor':50}]}");
  g_autoptr (CpJson) data = NULL;
  CpReceipt *receipt = cp_test_chain_receipt (1);
  static const char *const rules[] = {
    "{'==':[{'var':'today'},'2026-03-10']}",
    "{'==':[{'var':'store'},'high']}",
    "{'==':[{'var':'member.age'},45]}",
    "{'==':[{'var':'member.city'},'London']}",
    "{'==':[{'var':'member.state'},'enrolled']}",
    "{'==':[{'var':'member.enrolled_days'},400]}",
    "{'==':[{'var':'member.home_store'},'high']}",
    "{'any_of':[{'var':'statuses'},['gold']]}",
    "{'==':[{'var':'points.points'},1200]}",
    "{'==':[{'var':'cards'},1]}",
    "{'==':[{'var':'receipts.count'},1]}",
    "{'==':[{'var':'receipts.total'},25.5]}",
    "{'==':[{'var':'receipts.days_since_last'},5]}",
    "{'all_of':[{'var':'incentives'},['ten_off','five_off','coffee']]}",
    "{'==':[{'var':'basket.total'},12.5]}",
    "{'==':[{'var':'basket.lines.0.amount'},0.5]}",
  };

  receipt->attribution = CP_RECEIPT_ATTRIBUTED;
  receipt->entity.account_id = g_strdup (test->account->id);
  cp_account_put (test->account, receipt);
  data = cp_condition_make_data (test->programme, test->account, member_id, "high", CP_TEST_NOW_MS,
                                 basket);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    g_autoptr (CpJson) rule = parse (rules[i]);
    g_autofree char *failing = cp_condition_explain (test->programme, rule, data);

    g_assert_cmpstr (failing, ==, NULL);
    g_assert_true (cp_condition_is_known_here (rule, NULL));
  }
}

/* A number is one and a flag is one, to be compared; what is sensitive no condition reads. */
static void
test_the_chains_own_fields_are_known (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  g_autoptr (CpJson) data = NULL;
  g_autofree char *failing = NULL;
  g_autoptr (CpJson) rule = parse ("{'>':[{'var':'member.shoe_size'},45]}");
  const CpJson *known;

  member->fields = json_pack ("{s:s,s:s,s:s,s:s,s:s}", "shoe_size", "42", "paper", "no", "dog",
                              "Rex", "allergies", "Wool", "cat_of_old", "Tom");
  data = cp_condition_make_data (test->programme, test->account, member->entity.id, "high",
                                 CP_TEST_NOW_MS, NULL);
  known = cp_json_get_object (data, "member");
  g_assert_cmpint (cp_json_get_int (known, "shoe_size", 0), ==, 42);
  g_assert_true (json_is_false (json_object_get (known, "paper")));
  g_assert_cmpstr (cp_json_get_text (known, "dog"), ==, "Rex");
  g_assert_null (json_object_get (known, "allergies"));
  g_assert_null (json_object_get (known, "cat_of_old"));
  g_assert_null (json_object_get (known, "fields"));
  failing = cp_condition_explain (test->programme, rule, data);
  g_assert_nonnull (strstr (failing, "Shoe size"));
}

static void
test_what_is_not_known_here (void)
{
  g_autoptr (CpJson) rule = parse ("{'and':[{'>':[{'var':'cards'},0]},{'var':'office.segment'}]}");
  g_autoptr (CpJson) similar = parse ("{'var':'cardsharp'}");

  g_assert_false (cp_condition_is_known_here (rule, NULL));
  g_assert_false (cp_condition_is_known_here (similar, NULL));
}

/* Of another store's member hardly more is here than the card. */
static void
test_who_a_thin_member_is_is_not_known_here (void)
{
  const CpMember thin = { .thin = TRUE };
  const CpMember whole = { .thin = FALSE };
  g_autoptr (CpJson) age = parse ("{'>':[{'var':'member.age'},18]}");
  g_autoptr (CpJson) days = parse ("{'>':[{'var':'member.enrolled_days'},18]}");

  g_assert_false (cp_condition_is_known_here (age, &thin));
  g_assert_true (cp_condition_is_known_here (age, &whole));
  g_assert_true (cp_condition_is_known_here (days, &thin));
}

/* What another store's kiosk has of @account. */
static CpAccount *
thin_out (const CpAccount *account)
{
  CpAccount *thin = cp_account_new (account->id);

  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = 0; i < account->rows[kind]->len; i++) {
      g_autoptr (CpJson) data = cp_entity_to_json (account->rows[kind]->pdata[i]);
      g_autoptr (CpJson) told = cp_thin (kind, data);
      g_autoptr (GError) error = NULL;

      if (told == NULL)
        continue;
      cp_account_put (thin, cp_entity_from_json (kind, told, 1, &error));
      g_assert_no_error (error);
    }
  return thin;
}

/* (nullable): what stands at @path */
static CpJson *
look_up (CpTestCase *test, const CpAccount *account, const char *path)
{
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autoptr (CpJson) data =
      cp_condition_make_data (test->programme, account, member_id, "high", CP_TEST_NOW_MS, NULL);
  g_auto (GStrv) keys = g_strsplit (path, ".", -1);
  const CpJson *at = data;

  for (guint i = 0; keys[i] != NULL; i++)
    at = json_object_get (at, keys[i]);
  return json_incref ((CpJson *) at);
}

/* Head office decides over all the rows, a kiosk over those that it is told: whatever is decided at the
 * counter reads the same on both sides, and the rest waits for head office. */
static void
test_both_sides_see_the_same (void)
{
  static const char *const paths[] = {
    "today",
    "store",
    "member.age",
    "member.city",
    "member.phone",
    "member.state",
    "member.enrolled_days",
    "member.home_store",
    "member.email",
    "statuses",
    "points.points",
    "points.tier",
    "cards",
    "receipts.count",
    "receipts.total",
    "receipts.days_since_last",
    "incentives",
    "member.external_id",
  };
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpAccount) thin = NULL;
  CpReceipt *receipt = cp_test_chain_receipt (1);
  const CpMember told = { .thin = TRUE };
  guint n_waiting = 0;

  receipt->attribution = CP_RECEIPT_ATTRIBUTED;
  receipt->entity.account_id = g_strdup (test->account->id);
  cp_account_put (test->account, receipt);
  thin = thin_out (test->account);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (CpJson) rule = json_pack ("{s:s}", "var", paths[i]);
    g_autoptr (CpJson) office = look_up (test, test->account, paths[i]);
    g_autoptr (CpJson) kiosk = look_up (test, thin, paths[i]);

    if (!cp_condition_is_known_here (rule, &told))
      n_waiting++;
    else if (office == NULL || !json_equal (office, kiosk))
      g_error ("%s is not the same on both sides", paths[i]);
  }
  g_assert_cmpuint (n_waiting, ==, 5); /* age, city, phone, e-mail, number */
}

/* At five past two in the afternoon, UTC, it is already tomorrow in Auckland. */
static void
test_days_are_the_stores (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  CpReceipt *receipt = cp_test_chain_receipt (1);
  static const struct {
    const char *zone;
    const char *rule;
  } cases[] = {
    { "Pacific/Auckland", "{'==':[{'var':'today'},'2026-06-13']}" },
    { "Pacific/Auckland", "{'==':[{'var':'member.age'},46]}" },
    { "Pacific/Auckland", "{'==':[{'var':'member.enrolled_days'},3]}" },
    { "Pacific/Auckland", "{'==':[{'var':'receipts.days_since_last'},1]}" },
    { NULL, "{'==':[{'var':'today'},'2026-06-12']}" },
    { NULL, "{'==':[{'var':'member.age'},45]}" },
    { NULL, "{'==':[{'var':'member.enrolled_days'},2]}" },
    { NULL, "{'==':[{'var':'receipts.days_since_last'},0]}" },
  };

  g_free (member->birth_date);
  member->birth_date = g_strdup ("1980-06-13");
  member->enrolled_at_ms = cp_test_read_time ("2026-06-10T11:00:00Z");
  receipt->attribution = CP_RECEIPT_ATTRIBUTED;
  receipt->entity.account_id = g_strdup (test->account->id);
  receipt->at_ms = cp_test_read_time ("2026-06-12T11:30:00Z");
  cp_account_put (test->account, receipt);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpJson) rule = parse (cases[i].rule);
    g_autoptr (CpJson) data = NULL;
    g_autofree char *failing = NULL;

    cp_test_case_put_in (test, cases[i].zone);
    data = cp_condition_make_data (test->programme, test->account, member->entity.id, "high",
                                   cp_test_read_time ("2026-06-12T14:05:00Z"), NULL);
    failing = cp_condition_explain (test->programme, rule, data);
    g_assert_cmpstr (failing, ==, NULL);
  }
}

static void
test_what_nobody_has (void)
{
  g_autoptr (CpJson) segment = parse ("{'and':[{'var':'cards'},{'var':'segment'}]}");
  g_autoptr (CpJson) office = parse ("{'and':[{'var':'cards'},{'var':'office.segment'}]}");
  g_autofree char *none = cp_condition_find_unknown (office, TRUE);
  g_autofree char *unknown = cp_condition_find_unknown (segment, TRUE);
  g_autofree char *not_here = cp_condition_find_unknown (office, FALSE);

  g_assert_null (none);
  g_assert_cmpstr (unknown, ==, "segment");
  g_assert_cmpstr (not_here, ==, "office.segment");
}

static void
test_fields_are_called_as_the_programme_does (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpJson) rule = parse ("{'and':[{'==':[{'var':'member.postcode'},'X']},"
                                   "{'>':[{'var':'points.tier'},5]},"
                                   "{'>=':[{'var':'basket.total'},20]}]}");
  g_autoptr (CpJson) data = parse ("{'points':{'tier':1},'basket':{'total':12.5}}");
  g_autofree char *failing = cp_condition_explain (test->programme, rule, data);

  g_assert_cmpstr (failing, ==,
                   "Postcode must be X; it is not known. Tier points must be more than 5; it is 1. "
                   "The basket must be at least 20; it is 12.5.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/condition/what-is-known-of-a-member", test_what_is_known_of_a_member);
  g_test_add_func ("/domain/condition/the-chains-own-fields-are-known",
                   test_the_chains_own_fields_are_known);
  g_test_add_func ("/domain/condition/what-is-not-known-here", test_what_is_not_known_here);
  g_test_add_func ("/domain/condition/who-a-thin-member-is-is-not-known-here",
                   test_who_a_thin_member_is_is_not_known_here);
  g_test_add_func ("/domain/condition/both-sides-see-the-same", test_both_sides_see_the_same);
  g_test_add_func ("/domain/condition/days-are-the-stores", test_days_are_the_stores);
  g_test_add_func ("/domain/condition/what-nobody-has", test_what_nobody_has);
  g_test_add_func ("/domain/condition/fields-are-called-as-the-programme-does",
                   test_fields_are_called_as_the_programme_does);
  return g_test_run ();
}
