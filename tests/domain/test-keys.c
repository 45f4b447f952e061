/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-operation.h"

#include "cp-test-chain.h"

static GArray *
get_operation_keys (CpOperationKind kind, const char *payload)
{
  g_autoptr (CpProgramme) programme = cp_test_chain_programme ();
  g_autoptr (CpOperation) operation = cp_test_chain_operation (1, kind, 1, payload);
  GArray *keys = cp_keys_new ();

  cp_operation_add_keys (operation, programme, keys);
  return keys;
}

static void
test_enrolment_meets_the_rows_that_it_would_double (void)
{
  g_autoptr (GArray) asked = get_operation_keys (
      CP_OPERATION_ENROL_MEMBER, "{'member_id':'m','given_name':'MUELLER','family_name':'Jörg',"
                                 "'birth_date':'1980-05-17','phone':'020 7946 0018',"
                                 "'email':' Joerg@Example.ORG','card_uid':'04a1b2c3d40001'}");
  g_autoptr (GArray) held = cp_keys_new ();
  CpMember *member = cp_entity_new (CP_KIND_MEMBER, "m1", "a");
  CpCard *card = cp_entity_new (CP_KIND_CARD, "c1", "a");

  member->given_name = g_strdup ("Joerg");
  member->family_name = g_strdup ("Müller");
  member->birth_date = g_strdup ("1980-05-17");
  member->phone = g_strdup ("+442079460018");
  member->email = g_strdup ("joerg@example.org");
  card->uid = g_strdup ("04A1B2C3D40001");
  cp_entity_add_keys (member, held);
  cp_entity_add_keys (card, held);
  g_assert_cmpuint (held->len, ==, 6);
  g_assert_cmpuint (asked->len, ==, 5);
  for (guint i = 0; i < held->len; i++) {
    const CpKey *key = &g_array_index (held, CpKey, i);

    /* Who has the same birthday is not the same person. */
    g_assert_cmpint (cp_keys_has (asked, key->type, key->value), ==, key->type != CP_KEY_BIRTHDAY);
  }
  cp_entity_free (member);
  cp_entity_free (card);
}

static void
test_other_operations_name_what_they_need (void)
{
  g_autoptr (GArray) edit =
      get_operation_keys (CP_OPERATION_EDIT_PROFILE, "{'set':{'phone':'02079460018','city':'x'}}");
  g_autoptr (GArray) link =
      get_operation_keys (CP_OPERATION_LINK_CARD, "{'uid':'04ab','number':' 9000 '}");
  g_autoptr (GArray) replace =
      get_operation_keys (CP_OPERATION_REPLACE_CARD, "{'card_id':'c','uid':'04AB'}");
  g_autoptr (GArray) claim = get_operation_keys (CP_OPERATION_CLAIM_RECEIPT, "{'number':'R-1  2'}");
  g_autoptr (GArray) none = get_operation_keys (CP_OPERATION_END_VISIT, "{}");

  g_assert_cmpuint (edit->len, ==, 1);
  g_assert_true (cp_keys_has (edit, CP_KEY_PHONE, "+442079460018"));
  g_assert_cmpuint (link->len, ==, 2);
  g_assert_true (cp_keys_has (link, CP_KEY_CARD_UID, "04AB"));
  g_assert_true (cp_keys_has (link, CP_KEY_CARD_NUMBER, "9000"));
  g_assert_cmpuint (replace->len, ==, 1);
  g_assert_true (cp_keys_has (claim, CP_KEY_RECEIPT_NUMBER, "R-1 2"));
  g_assert_cmpuint (none->len, ==, 0);
}

/* Who gives no birth date can be somebody's double too. */
static void
test_names_alone_are_a_key (void)
{
  g_autoptr (GArray) keys = get_operation_keys (
      CP_OPERATION_ENROL_MEMBER, "{'member_id':'m','given_name':'B','family_name':'Ä'}");

  g_assert_cmpuint (keys->len, ==, 1);
  g_assert_true (cp_keys_has (keys, CP_KEY_NAME, "a b"));
}

static void
test_a_key_stands_once (void)
{
  g_autoptr (GArray) keys = cp_keys_new ();

  cp_keys_add (keys, CP_KEY_PHONE, "+1");
  cp_keys_add (keys, CP_KEY_PHONE, "+1");
  cp_keys_add (keys, CP_KEY_PHONE, "");
  cp_keys_add (keys, CP_KEY_PHONE, NULL);
  cp_keys_add (keys, CP_KEY_EMAIL, "+1");
  g_assert_cmpuint (keys->len, ==, 2);
}

static void
test_every_type_has_its_word (void)
{
  g_autoptr (GHashTable) words = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint type = 0; type <= CP_KEY_NAME; type++)
    g_assert_true (g_hash_table_add (words, (gpointer) cp_key_type_to_word (type)));
}

/* Of what a limited number is given out, all that count are found; of what is not, nothing. */
static void
test_what_counts_towards_a_cap (void)
{
  g_autoptr (GArray) claim =
      get_operation_keys (CP_OPERATION_CLAIM_INCENTIVE, "{'definition_id':'first_two'}");
  g_autoptr (GArray) use = get_operation_keys (CP_OPERATION_REDEEM_BENEFIT,
                                               "{'incentive_id':'i','definition_id':'rare'}");
  g_autoptr (GArray) free_use = get_operation_keys (
      CP_OPERATION_REDEEM_BENEFIT, "{'incentive_id':'i','definition_id':'coffee'}");
  g_autoptr (GArray) rows = cp_keys_new ();
  CpIncentive *incentive = cp_entity_new (CP_KIND_INCENTIVE, "i", "a");
  CpRedemption *redemption = cp_entity_new (CP_KIND_REDEMPTION, "r", "a");

  incentive->definition_id = g_strdup ("first_two");
  cp_entity_add_keys (incentive, rows);
  cp_entity_add_keys (redemption, rows);
  g_assert_cmpuint (rows->len, ==, 0);
  incentive->counted = TRUE;
  redemption->definition_id = g_strdup ("rare");
  cp_entity_add_keys (incentive, rows);
  cp_entity_add_keys (redemption, rows);
  g_assert_true (cp_keys_has (claim, CP_KEY_CAPPED_DEFINITION, "first_two"));
  g_assert_true (cp_keys_has (rows, CP_KEY_CAPPED_DEFINITION, "first_two"));
  g_assert_true (cp_keys_has (use, CP_KEY_CAPPED_DEFINITION, "rare"));
  g_assert_true (cp_keys_has (rows, CP_KEY_CAPPED_DEFINITION, "rare"));
  g_assert_cmpuint (free_use->len, ==, 0);
  cp_entity_free (incentive);
  cp_entity_free (redemption);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/keys/enrolment-meets-the-rows-that-it-would-double",
                   test_enrolment_meets_the_rows_that_it_would_double);
  g_test_add_func ("/domain/keys/other-operations-name-what-they-need",
                   test_other_operations_name_what_they_need);
  g_test_add_func ("/domain/keys/names-alone-are-a-key", test_names_alone_are_a_key);
  g_test_add_func ("/domain/keys/a-key-stands-once", test_a_key_stands_once);
  g_test_add_func ("/domain/keys/every-type-has-its-word", test_every_type_has_its_word);
  g_test_add_func ("/domain/keys/what-counts-towards-a-cap", test_what_counts_towards_a_cap);
  return g_test_run ();
}
