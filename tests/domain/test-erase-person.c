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
  g_test_add_func ("/domain/erase-person/nobody-has-nothing", test_nobody_has_nothing);
  return g_test_run ();
}
