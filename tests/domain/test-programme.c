/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-programme.h"

#include "cp-error.h"
#include "cp-test-chain.h"

#include <string.h>

/* One thing done to a good programme: @key of entry @entry of @list (or of the document, with a NULL
 * list) becomes @json (NULL: is removed). With the key "+", the entry is there twice. */
typedef struct {
  const char *path;
  const char *list;
  guint entry;
  const char *key;
  const char *json;
} Break;

static const Break breaks[] = {
  { "no-version", NULL, 0, "version", NULL },
  { "version-0", NULL, 0, "version", "0" },
  { "no-name", NULL, 0, "name", NULL },
  { "an-empty-name", NULL, 0, "name", "\"\"" },
  { "a-currency-that-is-none", NULL, 0, "currency", "\"euro\"" },
  { "a-lower-case-currency", NULL, 0, "currency", "\"eur\"" },
  { "too-many-digits", NULL, 0, "currency_digits", "5" },
  { "a-country-code-with-a-plus", NULL, 0, "country_code", "\"+44\"" },
  { "a-long-country-code", NULL, 0, "country_code", "\"4444\"" },
  { "a-negative-claim-window", NULL, 0, "claim_window_days", "-1" },
  { "negative-cards", NULL, 0, "max_cards", "-1" },
  { "a-negative-floor", NULL, 0, "offline_floor_minor", "-1" },
  { "a-negative-store-budget", NULL, 0, "offline_store_minor", "-1" },
  { "a-negative-count", NULL, 0, "offline_per_member", "-1" },
  { "a-hundred-and-one-percent", NULL, 0, "offline_approve_percent", "101" },
  { "a-negative-lease", NULL, 0, "lease_minor", "-1" },
  { "a-till-twice", "stores", 1, "tills", "[\"till-1\"]" },
  { "tills-that-are-no-list", "stores", 0, "tills", "\"till-1\"" },
  { "a-till-without-a-name", "stores", 0, "tills", "[7]" },
  { "a-negative-age", NULL, 0, "offline_max_age_ms", "-1" },
  { "a-long-wait", NULL, 0, "verdict_wait_ms", "60001" },
  { "a-negative-self-check", NULL, 0, "self_check_ms", "-1" },
  { "a-negative-lock", NULL, 0, "idle_lock_ms", "-1" },
  { "an-unknown-setting", NULL, 0, "colour", "\"red\"" },
  { "a-list-that-is-none", NULL, 0, "stores", "{}" },
  { "a-store-twice", "stores", 0, "+", NULL },
  { "a-store-without-name", "stores", 1, "name", NULL },
  { "a-points-type-twice", "points_types", 0, "+", NULL },
  { "negative-validity-of-points", "points_types", 0, "validity_days", "-1" },
  { "negative-earning", "points_types", 0, "per_unit", "-1" },
  { "a-status-system-twice", "status_systems", 0, "+", NULL },
  { "a-status-twice", "statuses", 0, "+", NULL },
  { "a-status-without-its-system", "statuses", 1, "system_id", "\"gone\"" },
  { "a-negative-rank-of-a-status", "statuses", 1, "rank", "-1" },
  { "a-huge-percentage", "statuses", 1, "points_percent", "10001" },
  { "negative-extra-days", "statuses", 1, "extra_expiry_days", "-1" },
  { "a-definition-twice", "definitions", 0, "+", NULL },
  { "a-definition-without-class", "definitions", 0, "class", NULL },
  { "an-unknown-class", "definitions", 0, "class", "\"gift\"" },
  { "a-reward-worth-nothing", "definitions", 0, "amount_minor", "0" },
  { "a-benefit-without-uses", "definitions", 10, "uses", "0" },
  { "negative-validity", "definitions", 0, "validity_days", "-1" },
  { "a-negative-start", "definitions", 0, "usable_after_days", "-1" },
  { "a-negative-basket", "definitions", 0, "min_basket_minor", "-1" },
  { "a-negative-cap", "definitions", 0, "redeem_cap_minor", "-1" },
  { "an-earn-rule-twice", "earn_rules", 0, "+", NULL },
  { "an-earn-rule-of-no-points", "earn_rules", 0, "type_id", "\"gems\"" },
  { "an-earn-rule-of-no-store", "earn_rules", 1, "store_id", "\"moon\"" },
  { "a-card-category-twice", "card_categories", 0, "+", NULL },
  { "a-card-category-that-earns-too-much", "card_categories", 0, "points_percent", "801" },
  { "a-condition-on-what-nobody-has", "definitions", 0, "condition", "{\"var\": \"segment\"}" },
  { "a-promotion-on-what-only-head-office-has", "definitions", 0, "promotion",
    "{\"var\": \"office.segment\"}" },
  { "a-condition-that-nobody-understands", "definitions", 0, "condition", "{\"nonsense\": [1]}" },
  { "a-promotion-that-nobody-understands", "definitions", 0, "promotion",
    "{\"and\": [{\"moon\": 1}]}" },
  { "a-negative-global-cap", "definitions", 0, "global_cap", "-1" },
  { "a-role-twice", "roles", 0, "+", NULL },
  { "a-negative-rank-of-a-role", "roles", 0, "rank", "-1" },
  { "a-right-twice", "rights", 3, "+", NULL },
  { "a-right-of-no-role", "rights", 3, "role_id", "\"gone\"" },
  { "a-right-to-no-operation", "rights", 3, "operation", "\"dance\"" },
  { "a-negative-count-a-day", "rights", 3, "per_day", "-1" },
  { "a-negative-limit", "rights", 3, "max_minor", "-1" },
  { "a-negative-limit-a-day", "rights", 3, "day_minor", "-1" },
  { "a-negative-count-for-a-member", "rights", 3, "member_day", "-1" },
  { "a-negative-limit-of-a-device", "rights", 3, "device_day_minor", "-1" },
  { "a-mailing-twice", "mailings", 0, "+", NULL },
  { "a-consent-that-is-none", "mailings", 0, "consent", "true" },
  { "a-consent-without-a-version", "mailings", 0, "consent", "{\"texts\": {\"en\": \"Yes\"}}" },
  { "a-consent-without-a-text", "mailings", 0, "consent", "{\"version\": \"1\", \"texts\": {}}" },
  { "a-consent-of-no-words", "mailings", 0, "consent",
    "{\"version\": \"1\", \"texts\": {\"en\": \"Yes\", \"de\": \"\"}}" },
  { "a-channel-twice", "channels", 0, "+", NULL },
  { "a-channel-to-no-address", "channels", 0, "address", "\"shoe_size\"" },
  { "a-class-twice", "classes", 0, "+", NULL },
  { "a-class-of-no-operation", "classes", 0, "operation", "\"dance\"" },
  { "a-class-that-is-loosened", "classes", 0, "class", "\"provisional\"" },
  { "a-restriction-that-waits", "classes", 0, "operation", "\"void_incentive\"" },
  { "a-reason-twice", "reasons", 0, "+", NULL },
  { "a-reason-in-no-list", "reasons", 0, "list", "\"dance\"" },
  { "a-form-field-twice", "form", 0, "+", NULL },
  { "a-form-field-of-no-known-type", "form", 8, "type", "\"moon\"" },
  { "a-form-field-that-the-row-has-already", "form", 8, "field", "\"home_store_id\"" },
  { "a-form-field-of-another-type-than-the-profiles", "form", 3, "type", "\"number\"" },
  { "a-condition-on-a-sensitive-field", "definitions", 0, "condition",
    "{\"var\": \"member.allergies\"}" },
};

static void
break_document (CpJson *document, const Break *how)
{
  CpJson *target = document;

  if (how->list != NULL) {
    CpJson *list = cp_json_get_array (document, how->list);

    target = json_array_get (list, how->entry);
    g_assert_nonnull (target);
    if (g_str_equal (how->key, "+")) {
      cp_json_append (list, json_deep_copy (target));
      return;
    }
  }
  if (how->json == NULL)
    g_assert_cmpint (json_object_del (target, how->key), ==, 0);
  else
    cp_json_set (target, how->key, json_loads (how->json, JSON_DECODE_ANY, NULL));
}

static void
test_refuses (gconstpointer data)
{
  const Break *how = data;
  g_autoptr (CpJson) document = cp_test_chain_programme_json ();
  g_autoptr (GError) error = NULL;

  break_document (document, how);
  g_assert_null (cp_programme_from_json (document, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  if (how->list != NULL)
    g_assert_nonnull (strstr (error->message, how->list));
}

static void
test_what_it_says_nothing_of_is_as_usual (void)
{
  static const char *const settings[] = { "claim_window_days", "contact_cooling_ms",
                                          "reversal_window_ms", "verdict_wait_ms" };
  g_autoptr (CpJson) document = cp_test_chain_programme_json ();
  g_autoptr (CpProgramme) programme = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    g_assert_cmpint (json_object_del (document, settings[i]), ==, 0);
  programme = cp_programme_from_json (document, &error);
  g_assert_no_error (error);
  g_assert_cmpint (programme->claim_window_days, ==, 90);
  g_assert_cmpint (programme->contact_cooling_ms, ==, 24 * 60 * 60 * 1000);
  g_assert_cmpint (programme->reversal_window_ms, ==, 10 * 60 * 1000);
  g_assert_cmpint (programme->verdict_wait_ms, ==, 2000);
}

static CpProgramme *
read_without (CpJson *document, const char *const *settings, gsize n_settings)
{
  g_autoptr (GError) error = NULL;
  CpProgramme *programme;

  for (gsize i = 0; i < n_settings; i++)
    json_object_del (document, settings[i]);
  programme = cp_programme_from_json (document, &error);
  g_assert_no_error (error);
  return programme;
}

/* Each number stands in the design of what can be lost: some 10 and 150 of the currency. */
static void
test_rewards_can_be_redeemed_offline_unless_it_says_otherwise (void)
{
  static const char *const settings[] = { "offline_floor_minor",
                                          "offline_store_minor",
                                          "offline_per_member",
                                          "offline_per_home_member",
                                          "offline_max_age_ms",
                                          "lease_minor",
                                          "lease_ms" };
  g_autoptr (CpJson) document = cp_test_chain_programme_json ();
  g_autoptr (CpProgramme) usual = read_without (document, settings, G_N_ELEMENTS (settings));
  g_autoptr (CpProgramme) yen = NULL;
  g_autoptr (CpProgramme) none = NULL;

  g_assert_cmpint (usual->offline_floor_minor, ==, 1000);
  g_assert_cmpint (usual->offline_store_minor, ==, 15000);
  g_assert_cmpint (usual->offline_per_member, ==, 1);
  g_assert_cmpint (usual->offline_per_home_member, ==, 3);
  g_assert_cmpint (usual->offline_max_age_ms, ==, 24 * 60 * 60 * 1000);
  g_assert_cmpint (usual->lease_minor, ==, 1000);
  g_assert_cmpint (usual->lease_ms, ==, 72 * 60 * 60 * 1000);
  cp_json_set_int (document, "currency_digits", 0);
  yen = read_without (document, NULL, 0);
  g_assert_cmpint (yen->offline_floor_minor, ==, 10);
  json_object_set_new (document, "offline_per_member", json_integer (2));
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    if (json_object_get (document, settings[i]) == NULL && i != 3)
      json_object_set_new (document, settings[i], json_integer (0));
  none = read_without (document, NULL, 0);
  g_assert_cmpint (none->offline_floor_minor, ==, 0);
  g_assert_cmpint (none->lease_minor, ==, 0);
  g_assert_cmpint (none->offline_per_home_member, ==, 0);
}

static void
test_finds_what_stands_in_it (void)
{
  g_autoptr (CpProgramme) programme = cp_test_chain_programme ();

  g_assert_cmpint (programme->version, ==, 7);
  g_assert_cmpstr (cp_programme_find_store (programme, "station")->name, ==, "Station");
  g_assert_true (cp_programme_find_points_type (programme, "points")->spendable);
  g_assert_true (cp_programme_find_status_system (programme, "tier")->exclusive);
  g_assert_cmpint (cp_programme_find_status (programme, "gold")->rank, ==, 20);
  g_assert_cmpint (cp_programme_find_definition (programme, "coffee")->class_, ==,
                   CP_CLASS_BENEFIT);
  g_assert_cmpint (cp_programme_find_role (programme, "manager")->rank, ==, 20);
  g_assert_true (cp_programme_find_form_field (programme, "given_name")->required);
  g_assert_null (cp_programme_find_store (programme, "gone"));
  g_assert_null (cp_programme_find_status (programme, NULL));
}

static void
test_a_right_that_is_not_given_is_none (void)
{
  g_autoptr (CpProgramme) programme = cp_test_chain_programme ();

  g_assert_nonnull (cp_programme_get_right (programme, "manager", CP_OPERATION_UNBLOCK_CARD));
  g_assert_null (cp_programme_get_right (programme, "associate", CP_OPERATION_UNBLOCK_CARD));
  g_assert_null (cp_programme_get_right (programme, "nobody", CP_OPERATION_LINK_CARD));
  g_assert_true (
      cp_programme_get_right (programme, "associate", CP_OPERATION_ISSUE_REWARD)->approval);
}

static void
test_lists_may_be_absent (void)
{
  g_autoptr (CpJson) document = json_pack ("{s:i, s:s, s:s, s:s}", "version", 1, "name", "n",
                                           "currency", "EUR", "country_code", "49");
  g_autoptr (GError) error = NULL;
  g_autoptr (CpProgramme) programme = cp_programme_from_json (document, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (programme->stores->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/programme/what-it-says-nothing-of-is-as-usual",
                   test_what_it_says_nothing_of_is_as_usual);
  g_test_add_func ("/domain/programme/rewards-can-be-redeemed-offline-unless-it-says-otherwise",
                   test_rewards_can_be_redeemed_offline_unless_it_says_otherwise);
  g_test_add_func ("/domain/programme/finds-what-stands-in-it", test_finds_what_stands_in_it);
  g_test_add_func ("/domain/programme/a-right-that-is-not-given-is-none",
                   test_a_right_that_is_not_given_is_none);
  g_test_add_func ("/domain/programme/lists-may-be-absent", test_lists_may_be_absent);
  for (guint i = 0; i < G_N_ELEMENTS (breaks); i++) {
    g_autofree char *path = g_strconcat ("/domain/programme/refuses-", breaks[i].path, NULL);

    g_test_add_data_func (path, &breaks[i], test_refuses);
  }
  return g_test_run ();
}
