/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-account-cache.h"

static CpHeldAccount *
make (const char *account_id, guint n_members)
{
  g_autoptr (CpWork) work = cp_work_new ();

  cp_work_begin_account (work, account_id);
  for (guint i = 0; i < n_members; i++) {
    g_autofree char *id = g_strdup_printf ("%s-%u", account_id, i);

    cp_work_load_row (work, cp_entity_new (CP_KIND_MEMBER, id, account_id));
  }
  return cp_work_take_account (work, account_id);
}

static void
test_gives_back_what_is_as_it_was (void)
{
  g_autoptr (CpAccountCache) cache = cp_account_cache_new (10);
  CpHeldAccount *held;

  cp_account_cache_put (cache, "a", 7, make ("a", 2));
  held = cp_account_cache_take (cache, "a", 7);
  g_assert_cmpuint (cp_held_account_count_rows (held), ==, 2);
  cp_held_account_free (held);
  g_assert_null (cp_account_cache_take (cache, "a", 7));
}

static void
test_lets_go_of_what_somebody_changed (void)
{
  g_autoptr (CpAccountCache) cache = cp_account_cache_new (10);

  cp_account_cache_put (cache, "a", 7, make ("a", 2));
  g_assert_null (cp_account_cache_take (cache, "a", 8));
  g_assert_null (cp_account_cache_take (cache, "a", 7));
}

static void
test_keeps_so_many_rows (void)
{
  g_autoptr (CpAccountCache) cache = cp_account_cache_new (5);
  CpHeldAccount *held;

  cp_account_cache_put (cache, "a", 1, make ("a", 3));
  cp_account_cache_put (cache, "b", 1, make ("b", 2));
  cp_account_cache_put (cache, "c", 1, make ("c", 1));
  g_assert_null (cp_account_cache_take (cache, "a", 1));
  held = cp_account_cache_take (cache, "c", 1);
  g_assert_nonnull (held);
  cp_held_account_free (held);
}

static void
test_replaces_what_it_had (void)
{
  g_autoptr (CpAccountCache) cache = cp_account_cache_new (5);
  CpHeldAccount *held;

  cp_account_cache_put (cache, "a", 1, make ("a", 3));
  cp_account_cache_put (cache, "a", 2, make ("a", 4));
  held = cp_account_cache_take (cache, "a", 2);
  g_assert_cmpuint (cp_held_account_count_rows (held), ==, 4);
  cp_held_account_free (held);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account-cache/gives-back-what-is-as-it-was",
                   test_gives_back_what_is_as_it_was);
  g_test_add_func ("/account-cache/lets-go-of-what-somebody-changed",
                   test_lets_go_of_what_somebody_changed);
  g_test_add_func ("/account-cache/keeps-so-many-rows", test_keeps_so_many_rows);
  g_test_add_func ("/account-cache/replaces-what-it-had", test_replaces_what_it_had);
  return g_test_run ();
}
