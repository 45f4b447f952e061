/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-erase-person.h"
#include "cp-test-case.h"

/* Somebody else of the same family account, with a card and a note. */
static void
add_second_member (CpAccount *account)
{
  CpMember *member = cp_entity_new (CP_KIND_MEMBER, "second", account->id);
  CpCard *card = cp_entity_new (CP_KIND_CARD, "second-card", account->id);
  CpNote *note = cp_entity_new (CP_KIND_NOTE, "second-note", account->id);

  member->given_name = g_strdup ("Ben");
  card->member_id = g_strdup ("second");
  card->uid = g_strdup ("04BBBBBBBBBB01");
  note->member_id = g_strdup ("second");
  note->text = g_strdup ("Likes silk");
  cp_account_put (account, member);
  cp_account_put (account, card);
  cp_account_put (account, note);
}

static void
assert_nothing_personal (const CpEntity *row)
{
  g_autoptr (CpJson) json = cp_entity_to_json (row);
  g_autofree char *text = cp_json_to_text (json);

  g_assert_null (strstr (text, "Ada"));
  g_assert_null (strstr (text, "\"uid\":\"0"));
  g_assert_null (strstr (text, "family"));
}

static void
test_leaves_the_family_alone (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  const CpMember *member = cp_account_find_member (test->account, NULL);
  g_autofree char *member_id = g_strdup (member->entity.id);
  g_autoptr (GPtrArray) erased = NULL;
  gboolean has_member = FALSE;

  add_second_member (test->account);
  erased = cp_erase_person (test->account, member_id);
  for (guint i = 0; i < erased->len; i++) {
    const CpEntity *row = erased->pdata[i];

    g_assert_false (g_str_has_prefix (row->id, "second"));
    assert_nothing_personal (row);
    has_member |= row->kind == CP_KIND_MEMBER && g_str_equal (row->id, member_id) &&
                  ((const CpMember *) row)->state == CP_MEMBER_ERASED;
  }
  g_assert_true (has_member);
}

static void
add_points (CpAccount *account, const char *id, const char *operation_id)
{
  CpPoints *points = cp_entity_new (CP_KIND_POINTS, id, account->id);

  points->operation_id = g_strdup (operation_id);
  points->reason = g_strdup ("Canaria waited");
  points->note = g_strdup ("Canaria was cross");
  points->amount = 10;
  cp_account_put (account, points);
}

static void
add_action (CpAccount *account, const char *id, const char *member_id)
{
  CpAction *action = cp_entity_new (CP_KIND_ACTION, id, account->id);

  action->kind = g_strdup ("adjust_points");
  action->member_id = g_strdup (member_id);
  cp_account_put (account, action);
}

/* Texts of staff in a card, in the account and in entries: one of the member's own, one of nobody knows
 * whom, and one of another's. */
static void
write_about (CpTestCase *test, const char *member_id)
{
  CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");
  CpAccountRow *row = (CpAccountRow *) cp_account_get_row (test->account);

  card->retire_reason = g_strdup ("Canaria bent it");
  row->blocked = TRUE;
  row->block_reason = g_strdup ("Canaria shouted");
  add_action (test->account, "own-operation", member_id);
  add_action (test->account, "second-operation", "second");
  add_points (test->account, "own-points", "own-operation");
  add_points (test->account, "old-points", NULL);
  add_points (test->account, "second-points", "second-operation");
}

static void
apply (CpAccount *account, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    cp_account_put (account, cp_entity_copy (rows->pdata[i]));
}

static guint
count_texts (const CpAccount *account, const char *text)
{
  guint n = 0;

  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = 0; i < account->rows[kind]->len; i++) {
      g_autoptr (CpJson) json = cp_entity_to_json (account->rows[kind]->pdata[i]);
      g_autofree char *all = cp_json_to_text (json);

      for (const char *p = all; (p = strstr (p, text)) != NULL; p++)
        n++;
    }
  return n;
}

static void
test_takes_what_staff_wrote (void)
{
  for (guint with_family = 0; with_family < 2; with_family++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autofree char *member_id = cp_test_chain_id (1, "member");
    g_autoptr (GPtrArray) erased = NULL;
    const CpPoints *second;

    if (with_family)
      add_second_member (test->account);
    write_about (test, member_id);
    g_assert_cmpuint (count_texts (test->account, "Canaria"), ==, 8);
    erased = cp_erase_person (test->account, member_id);
    apply (test->account, erased);
    second = cp_account_find (test->account, CP_KIND_POINTS, "second-points");
    g_assert_cmpstr (second->note, ==, "Canaria was cross");
    /* Both texts of the other's entry; and why the account that is still theirs is blocked. */
    g_assert_cmpuint (count_texts (test->account, "Canaria"), ==, with_family ? 3 : 2);
    g_assert_true (cp_account_get_row (test->account)->blocked);
  }
}

/* A row is given back once, also for whom others were merged into. */
static void
test_gives_each_row_once (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) erased = NULL;
  CpMember *alias = cp_entity_new (CP_KIND_MEMBER, "alias", test->account->id);

  alias->state = CP_MEMBER_MERGED;
  alias->merged_into = g_strdup (member_id);
  cp_account_put (test->account, alias);
  write_about (test, "alias");
  erased = cp_erase_person (test->account, member_id);
  for (guint i = 0; i < erased->len; i++)
    g_assert_true (g_hash_table_add (seen, ((CpEntity *) erased->pdata[i])->id));
  apply (test->account, erased);
  g_assert_cmpuint (count_texts (test->account, "Canaria"), ==, 2);
}

/* Also of a field that the form has no longer. */
static void
test_takes_the_chains_own_fields (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  g_autofree char *member_id = g_strdup (member->entity.id);
  g_autoptr (GPtrArray) erased = NULL;

  member->fields = json_pack ("{s:s,s:s}", "dog", "Canaria", "cat_of_old", "Canaria II");
  erased = cp_erase_person (test->account, member_id);
  apply (test->account, erased);
  g_assert_cmpuint (count_texts (test->account, "Canaria"), ==, 0);
}

static void
test_nobody_has_nothing (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (GPtrArray) erased = cp_erase_person (test->account, "nobody");

  g_assert_cmpuint (erased->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/erase-person/leaves-the-family-alone", test_leaves_the_family_alone);
  g_test_add_func ("/domain/erase-person/takes-what-staff-wrote", test_takes_what_staff_wrote);
  g_test_add_func ("/domain/erase-person/gives-each-row-once", test_gives_each_row_once);
  g_test_add_func ("/domain/erase-person/takes-the-chains-own-fields",
                   test_takes_the_chains_own_fields);
  g_test_add_func ("/domain/erase-person/nobody-has-nothing", test_nobody_has_nothing);
  return g_test_run ();
}
