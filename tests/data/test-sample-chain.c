/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sample-chain.h"

#include "cp-account.h"
#include "cp-calendar.h"
#include "cp-profile-field.h"
#include "cp-text.h"
#include "cp-world.h"

#include <glib/gstdio.h>
#include <string.h>

#define NOW_MS G_GINT64_CONSTANT (1764080000000)
#define MIDNIGHT_MS G_GINT64_CONSTANT (1764115200000) /* of a day in winter, in Dublin */
#define N_MEMBERS 400

static CpSampleChain *
make_chain (void)
{
  return cp_sample_chain_new (NOW_MS, N_MEMBERS, 7);
}

/* Writes @chain to a folder of its own and gives back the text of its file @name. */
static char *
write_and_read (const CpSampleChain *chain, const char *name)
{
  static const char *const names[] = { "programme.json", "staff.ndjson",  "members.ndjson",
                                       "rows.ndjson",    "practice.json", "practice-cards.json" };
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("counterpart-sample-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  g_assert_no_error (error);
  g_assert_true (cp_sample_chain_write (chain, folder, &error));
  g_assert_no_error (error);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *written = g_build_filename (folder, names[i], NULL);

    g_assert_cmpint (g_unlink (written), ==, 0);
  }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  return text;
}

static void
test_rows_are_valid (void)
{
  g_autoptr (CpSampleChain) chain = make_chain ();
  g_autofree char *text = write_and_read (chain, "rows.ndjson");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0;

  for (; *lines[n] != '\0'; n++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (CpJson) line = cp_json_parse_object (lines[n], -1, &error);
    int kind = cp_kind_from_word (cp_json_get_text (line, "kind"));
    CpEntity *entity;

    g_assert_no_error (error);
    g_assert_cmpint (kind, >=, 0);
    entity = cp_entity_from_json ((CpKind) kind, cp_json_get_object (line, "data"), 1, &error);
    g_assert_no_error (error);
    g_assert_true (cp_id_is_valid (entity->id));
    g_assert_true (g_hash_table_add (ids, g_strdup (entity->id)));
    cp_entity_free (entity);
  }
  g_assert_cmpuint (n, ==, chain->maker->rows->len);
  g_assert_cmpuint (n, >, N_MEMBERS * 10);
}

/* Dublin is an hour ahead of UTC in summer, when a day that was reckoned by UTC would end at one. */
static void
test_days_end_at_the_stores_midnight (void)
{
  g_autoptr (CpSampleChain) chain = make_chain ();
  const CpProgramme *programme = chain->maker->programme;
  guint n_in_summer = 0;

  for (guint i = 0; i < programme->stores->len; i++)
    g_assert_cmpstr (((const CpStore *) programme->stores->pdata[i])->time_zone, ==,
                     "Europe/Dublin");
  for (guint i = 0; i < chain->maker->rows->len; i++) {
    const CpIncentive *incentive = g_ptr_array_index (chain->maker->rows, i);
    gint64 wall_ms;

    if (incentive->entity.kind != CP_KIND_INCENTIVE || incentive->expires_at_ms == 0)
      continue;
    wall_ms =
        cp_calendar_get_wall_ms (programme, incentive->issued_store_id, incentive->expires_at_ms);
    g_assert_cmpint (wall_ms % CP_SAMPLE_DAY_MS, ==, 0);
    n_in_summer += wall_ms != incentive->expires_at_ms;
  }
  g_assert_cmpuint (n_in_summer, >, 0);
}

/* From ten to seven on the shop's own clock, in summer as in winter; only what is from today may have been
 * moved to now. */
static void
test_nobody_buys_when_the_shop_is_shut (void)
{
  g_autoptr (CpSampleChain) chain = make_chain ();
  guint n = 0;

  for (guint i = 0; i < chain->maker->rows->len; i++) {
    const CpReceipt *receipt = g_ptr_array_index (chain->maker->rows, i);
    gint64 hour;

    if (receipt->entity.kind != CP_KIND_RECEIPT || receipt->at_ms > NOW_MS - CP_SAMPLE_DAY_MS)
      continue;
    hour = cp_calendar_get_wall_ms (chain->maker->programme, receipt->store_id, receipt->at_ms) %
           CP_SAMPLE_DAY_MS / CP_SAMPLE_HOUR_MS;
    g_assert_cmpint (hour, >=, 10);
    g_assert_cmpint (hour, <=, 19);
    n++;
  }
  g_assert_cmpuint (n, >, N_MEMBERS);
}

/* Somebody has what can be used from tomorrow on, at any time of the day. */
static void
test_today_is_today_after_midnight (void)
{
  static const gint64 times_ms[] = { NOW_MS, MIDNIGHT_MS, MIDNIGHT_MS + 1200000 };

  for (gsize k = 0; k < G_N_ELEMENTS (times_ms); k++) {
    g_autoptr (CpSampleChain) chain = cp_sample_chain_new (times_ms[k], 0, 7);
    guint n = 0;

    for (guint i = 0; i < chain->maker->rows->len; i++) {
      const CpIncentive *row = chain->maker->rows->pdata[i];

      if (row->entity.kind == CP_KIND_INCENTIVE)
        n += cp_incentive_get_state (row, times_ms[k]) == CP_INCENTIVE_ISSUED;
    }
    g_assert_cmpuint (n, ==, 1);
  }
}

static void
test_same_seed (void)
{
  g_autoptr (CpSampleChain) one = make_chain ();
  g_autoptr (CpSampleChain) same = make_chain ();
  g_autoptr (CpSampleChain) other = cp_sample_chain_new (NOW_MS, N_MEMBERS, 8);
  g_autofree char *one_text = write_and_read (one, "rows.ndjson");
  g_autofree char *same_text = write_and_read (same, "rows.ndjson");
  g_autofree char *other_text = write_and_read (other, "rows.ndjson");

  g_assert_true (g_str_equal (one_text, same_text));
  g_assert_false (g_str_equal (one_text, other_text));
}

static void
test_staff (void)
{
  g_autoptr (CpSampleChain) chain = make_chain ();
  g_autoptr (GHashTable) pins = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < chain->staff->len; i++) {
    const CpJson *who = g_ptr_array_index (chain->staff, i);
    const char *role = cp_json_get_text (who, "role");
    const char *pin = cp_json_get_text (who, "pin");

    g_assert_nonnull (cp_programme_find_role (chain->maker->programme, role));
    g_assert_true (g_regex_match_simple ("^[0-9]{4}$", pin, 0, 0));
    g_assert_true (g_hash_table_add (pins, (char *) pin));
  }
  g_assert_cmpuint (g_hash_table_size (pins), >=, 8);
}

/* The accounts by id, of all rows that hang on one. */
static GHashTable *
sort_into_accounts (const CpSampleChain *chain)
{
  GHashTable *accounts =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cp_account_free);

  for (guint i = 0; i < chain->maker->rows->len; i++) {
    const CpEntity *entity = g_ptr_array_index (chain->maker->rows, i);
    CpAccount *account;

    if (entity->account_id == NULL)
      continue;
    account = g_hash_table_lookup (accounts, entity->account_id);
    if (account == NULL) {
      account = cp_account_new (entity->account_id);
      g_hash_table_insert (accounts, g_strdup (entity->account_id), account);
    }
    cp_account_put (account, cp_entity_copy (entity));
  }
  return accounts;
}

static void
assert_incentive_adds_up (const CpAccount *account, const CpIncentive *incentive)
{
  const GPtrArray *redemptions = account->rows[CP_KIND_REDEMPTION];
  gint64 minor = incentive->balance_minor;
  gint64 uses = incentive->uses_left;
  gboolean gone = incentive->balance_minor == 0 && incentive->uses_left == 0;

  for (guint i = 0; i < redemptions->len; i++) {
    const CpRedemption *redemption = redemptions->pdata[i];

    if (!g_str_equal (redemption->incentive_id, incentive->entity.id))
      continue;
    minor += redemption->amount_minor;
    uses += redemption->uses;
    g_assert_cmpint (redemption->at_ms, >=, incentive->issued_at_ms);
    g_assert_cmpint (redemption->at_ms, <=, NOW_MS);
    g_assert_true (incentive->expires_at_ms == 0 || redemption->at_ms < incentive->expires_at_ms);
  }
  g_assert_cmpint (minor, ==, incentive->amount_minor);
  g_assert_cmpint (uses, ==, incentive->uses);
  g_assert_cmpint (cp_incentive_get_state (incentive, NOW_MS), ==, incentive->state);
  if (incentive->state != CP_INCENTIVE_VOIDED)
    g_assert_true (gone == (incentive->state == CP_INCENTIVE_USED));
}

static void
test_figures_add_up (void)
{
  g_autoptr (CpSampleChain) chain = make_chain ();
  g_autoptr (GHashTable) accounts = sort_into_accounts (chain);
  GHashTableIter iter;
  CpAccount *account;

  g_hash_table_iter_init (&iter, accounts);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &account)) {
    const GPtrArray *incentives = account->rows[CP_KIND_INCENTIVE];

    g_assert_nonnull (cp_account_get_row (account));
    g_assert_nonnull (cp_account_find_member (account, NULL));
    for (gint64 days = 0; days <= 400; days += 10)
      g_assert_cmpint (cp_account_sum_points (account, "points", NOW_MS + days * CP_SAMPLE_DAY_MS),
                       >=, 0);
    for (guint i = 0; i < incentives->len; i++)
      assert_incentive_adds_up (account, incentives->pdata[i]);
  }
  g_assert_cmpuint (g_hash_table_size (accounts), >, N_MEMBERS);
}

static void
add_once (GHashTable *seen, const char *what, const char *value)
{
  if (value != NULL)
    g_assert_true (g_hash_table_add (seen, g_strconcat (what, value, NULL)));
}

static void
test_keys_are_unique (void)
{
  g_autoptr (CpSampleChain) chain = make_chain ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < chain->maker->rows->len; i++) {
    const CpEntity *entity = g_ptr_array_index (chain->maker->rows, i);

    if (entity->kind == CP_KIND_MEMBER) {
      add_once (seen, "phone ", ((const CpMember *) entity)->phone);
      add_once (seen, "email ", ((const CpMember *) entity)->email);
      add_once (seen, "external ", ((const CpMember *) entity)->external_id);
    } else if (entity->kind == CP_KIND_CARD) {
      add_once (seen, "uid ", ((const CpCard *) entity)->uid);
      add_once (seen, "card ", ((const CpCard *) entity)->number);
    } else if (entity->kind == CP_KIND_RECEIPT) {
      add_once (seen, "receipt ", ((const CpReceipt *) entity)->number);
    }
  }
}

static void
assert_clean (const char *text)
{
  g_autofree char *clean = cp_text_clean (text);

  g_assert_cmpstr (clean, ==, text);
}

static void
test_members_are_as_stored (void)
{
  g_autoptr (CpSampleChain) chain = make_chain ();
  guint n_scripts[3] = { 0 };

  for (guint i = 0; i < chain->members->len; i++) {
    const CpJson *member = g_ptr_array_index (chain->members, i);
    const char *family = cp_json_get_text (member, "family_name");
    const char *phone = cp_json_get_text (member, "phone");
    const char *email = cp_json_get_text (member, "email");
    g_autofree char *stored_phone = cp_text_to_phone (phone, "353");
    g_autofree char *stored_email = email != NULL ? cp_text_to_email (email) : NULL;
    GUnicodeScript script = g_unichar_get_script (g_utf8_get_char (family));

    g_assert_cmpstr (stored_phone, ==, phone);
    g_assert_cmpstr (stored_email, ==, email);
    g_assert_true (phone != NULL || email != NULL);
    assert_clean (family);
    assert_clean (cp_json_get_text (member, "given_name"));
    n_scripts[0] += script == G_UNICODE_SCRIPT_ARABIC;
    n_scripts[1] += script == G_UNICODE_SCRIPT_HAN;
    n_scripts[2] += script == G_UNICODE_SCRIPT_LATIN;
  }
  g_assert_cmpuint (n_scripts[0], >, 0);
  g_assert_cmpuint (n_scripts[1], >, 0);
  g_assert_cmpuint (n_scripts[2], >, N_MEMBERS * 8 / 10);
}

/* What stands in the chain's own fields is what the form would take, and each has been said by some. */
static void
test_own_fields_are_as_stored (void)
{
  g_autoptr (CpSampleChain) chain = make_chain ();
  const CpProgramme *programme = chain->maker->programme;
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_with = 0;

  for (guint i = 0; i < chain->maker->rows->len; i++) {
    const CpEntity *entity = g_ptr_array_index (chain->maker->rows, i);
    const CpMember *member = (const CpMember *) entity;
    const char *field;
    CpJson *value;

    if (entity->kind != CP_KIND_MEMBER || member->fields == NULL)
      continue;
    n_with++;
    json_object_foreach (member->fields, field, value)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *stored =
          cp_profile_field_read (programme, field, json_string_value (value), NOW_MS, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (stored, ==, json_string_value (value));
      g_hash_table_add (said, (char *) cp_programme_find_form_field (programme, field)->field);
    }
  }
  for (guint i = 0; i < programme->form->len; i++) {
    const CpFormField *field = g_ptr_array_index (programme->form, i);

    if (!cp_profile_field_exists (field->field))
      g_assert_true (g_hash_table_contains (said, field->field));
  }
  g_assert_cmpuint (n_with, >, N_MEMBERS / 2);
  g_assert_cmpuint (n_with, <, N_MEMBERS);
}

static void
test_states_are_believable (void)
{
  g_autoptr (CpSampleChain) chain = make_chain ();
  guint n_states[CP_INCENTIVE_VOIDED + 1] = { 0 };
  guint n_ending = 0;
  guint n_nobodys = 0;
  guint n_cards = 0;

  for (guint i = 0; i < chain->maker->rows->len; i++) {
    const CpEntity *entity = g_ptr_array_index (chain->maker->rows, i);
    const CpIncentive *incentive = (const CpIncentive *) entity;

    n_cards += entity->kind == CP_KIND_CARD;
    n_nobodys += entity->kind == CP_KIND_RECEIPT && entity->account_id == NULL;
    if (entity->kind != CP_KIND_INCENTIVE)
      continue;
    n_states[incentive->state]++;
    n_ending += incentive->expires_at_ms > NOW_MS &&
                incentive->expires_at_ms <= NOW_MS + 7 * CP_SAMPLE_DAY_MS;
  }
  for (guint i = 0; i < G_N_ELEMENTS (n_states); i++)
    g_assert_cmpuint (n_states[i], >, 0);
  g_assert_cmpuint (n_ending, >, 10);
  g_assert_cmpuint (n_nobodys, ==, CP_SAMPLE_UNATTRIBUTED);
  g_assert_cmpuint (n_cards, >, N_MEMBERS * 12 / 10);
  g_assert_cmpuint (n_cards, <, N_MEMBERS * 14 / 10);
}

static CpAccount *
find_by_uid (GHashTable *accounts, const char *uid)
{
  GHashTableIter iter;
  CpAccount *account;

  g_hash_table_iter_init (&iter, accounts);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &account))
    if (cp_account_find_card_by_uid (account, uid) != NULL)
      return account;
  return NULL;
}

static void
test_practice (void)
{
  g_autoptr (CpSampleChain) chain = make_chain ();
  g_autoptr (GHashTable) accounts = sort_into_accounts (chain);
  const CpJson *receipt = json_array_get (cp_json_get_array (chain->practice, "receipts"), 0);
  gsize i;
  json_t *card;

  json_array_foreach (cp_json_get_array (chain->practice, "cards"), i, card)
  {
    const CpAccount *account = find_by_uid (accounts, cp_json_get_text (card, "uid"));

    g_assert_true ((account == NULL) == cp_json_get_bool (card, "blank"));
    if (g_str_equal (cp_json_get_text (card, "key"), "dilek"))
      g_assert_cmpint (cp_account_sum_rewards (account, NOW_MS), ==, 4956);
    if (g_str_equal (cp_json_get_text (card, "key"), "marek"))
      g_assert_false (cp_card_identifies (
          cp_account_find_card_by_uid (account, cp_json_get_text (card, "uid"))));
  }
  g_assert_cmpuint (i, >=, 8);
  g_assert_nonnull (cp_json_get_text (receipt, "number"));
  g_assert_cmpint (cp_json_get_int (receipt, "day_ms", 0), <, NOW_MS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/sample/every-row-is-one-of-the-domain", test_rows_are_valid);
  g_test_add_func ("/data/sample/days-end-at-the-stores-midnight",
                   test_days_end_at_the_stores_midnight);
  g_test_add_func ("/data/sample/nobody-buys-when-the-shop-is-shut",
                   test_nobody_buys_when_the_shop_is_shut);
  g_test_add_func ("/data/sample/today-is-today-after-midnight",
                   test_today_is_today_after_midnight);
  g_test_add_func ("/data/sample/the-same-seed-gives-the-same-chain", test_same_seed);
  g_test_add_func ("/data/sample/staff-have-roles-and-pins", test_staff);
  g_test_add_func ("/data/sample/figures-add-up", test_figures_add_up);
  g_test_add_func ("/data/sample/keys-are-unique", test_keys_are_unique);
  g_test_add_func ("/data/sample/members-are-as-they-are-stored", test_members_are_as_stored);
  g_test_add_func ("/data/sample/own-fields-are-as-they-are-stored", test_own_fields_are_as_stored);
  g_test_add_func ("/data/sample/states-are-believable", test_states_are_believable);
  g_test_add_func ("/data/sample/practice-cards-lead-to-their-members", test_practice);
  return g_test_run ();
}
