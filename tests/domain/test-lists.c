/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-lists.h"

static CpTag *
put_tag (CpAccount *account, const char *id, const char *text, gboolean removed)
{
  CpTag *tag = cp_entity_new (CP_KIND_TAG, id, account->id);

  tag->member_id = g_strdup ("m");
  tag->tag = g_strdup (text);
  tag->removed = removed;
  cp_account_put (account, tag);
  return tag;
}

static void
test_a_tag_is_found_however_it_is_spelled (void)
{
  g_autoptr (CpAccount) account = cp_account_new ("a");

  put_tag (account, "1", "Élodie", FALSE);
  g_assert_cmpstr (cp_tag_find (account, "m", "ELODIE")->entity.id, ==, "1");
  g_assert_null (cp_tag_find (account, "m", "Elodi"));
  g_assert_null (cp_tag_find (account, "n", "Élodie"));
}

static void
test_what_is_set_comes_before_what_was_taken_away (void)
{
  g_autoptr (CpAccount) account = cp_account_new ("a");

  put_tag (account, "1", "golf", TRUE);
  g_assert_cmpstr (cp_tag_find (account, "m", "golf")->entity.id, ==, "1");
  put_tag (account, "2", "golf", FALSE);
  put_tag (account, "3", "golf", TRUE);
  g_assert_cmpstr (cp_tag_find (account, "m", "golf")->entity.id, ==, "2");
}

static void
test_a_product_is_on_one_list_or_the_other (void)
{
  g_autoptr (CpAccount) account = cp_account_new ("a");
  CpFavourite *row = cp_entity_new (CP_KIND_FAVOURITE, "1", "a");

  row->member_id = g_strdup ("m");
  row->product_id = g_strdup ("scarf");
  row->list = CP_FAVOURITE_WISH;
  cp_account_put (account, row);
  g_assert_true (cp_favourite_find (account, "m", CP_FAVOURITE_WISH, "scarf") == row);
  g_assert_null (cp_favourite_find (account, "m", CP_FAVOURITE_FAVOURITE, "scarf"));
  g_assert_null (cp_favourite_find (account, "n", CP_FAVOURITE_WISH, "scarf"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/lists/a-tag-is-found-however-it-is-spelled",
                   test_a_tag_is_found_however_it_is_spelled);
  g_test_add_func ("/domain/lists/what-is-set-comes-before-what-was-taken-away",
                   test_what_is_set_comes_before_what_was_taken_away);
  g_test_add_func ("/domain/lists/a-product-is-on-one-list-or-the-other",
                   test_a_product_is_on_one_list_or_the_other);
  return g_test_run ();
}
