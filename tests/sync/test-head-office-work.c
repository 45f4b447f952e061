/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-head-office-work.h"

#include "cp-test-chain.h"

static CpMember *
make_member (const char *id, const char *account_id, const char *phone)
{
  CpMember *member = cp_entity_new (CP_KIND_MEMBER, id, account_id);

  member->phone = g_strdup (phone);
  return member;
}

static guint
count_by_key (CpWork *work, const char *phone)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (cp_entity_free);

  cp_work_add_rows_by_key (work, "phone", phone, rows);
  return rows->len;
}

static guint
count_of_account (CpWork *work, const char *account_id)
{
  const CpAccount *account = cp_work_get_account (work, account_id);

  return account->rows[CP_KIND_MEMBER]->len + account->rows[CP_KIND_ACTION]->len;
}

static void
put (CpWork *work, CpMember *member)
{
  cp_work_put_row (work, &member->entity);
  cp_entity_free (member);
}

static void
test_reads_what_was_put (void)
{
  g_autoptr (CpWork) work = cp_work_new ();
  const CpEntity *entity;

  cp_work_begin_account (work, "a");
  cp_work_add_to_key (work, "phone", "+1", NULL);
  cp_work_miss_row (work, CP_KIND_MEMBER, "m");
  g_assert_null (cp_work_get_row (work, CP_KIND_MEMBER, "m"));
  put (work, make_member ("m", "a", "+1"));
  entity = cp_work_get_row (work, CP_KIND_MEMBER, "m");
  g_assert_cmpint (entity->ver, ==, 1);
  g_assert_cmpuint (count_by_key (work, "+1"), ==, 1);
  g_assert_cmpuint (count_of_account (work, "a"), ==, 1);
  g_assert_cmpuint (cp_work_list_changed (work)->len, ==, 1);
}

static void
test_follows_a_row_that_moves (void)
{
  g_autoptr (CpWork) work = cp_work_new ();
  CpMember *stored = make_member ("m", "a", "+1");
  const CpWorkRow *row;

  stored->entity.ver = 7;
  cp_work_begin_account (work, "a");
  cp_work_begin_account (work, "b");
  cp_work_add_to_key (work, "phone", "+2", NULL);
  cp_work_add_to_key (work, "phone", "+1", cp_work_load_row (work, stored));
  put (work, make_member ("m", "b", "+2"));
  put (work, make_member ("m", "b", "+2"));
  g_assert_cmpuint (count_of_account (work, "a"), ==, 0);
  g_assert_cmpuint (count_of_account (work, "b"), ==, 1);
  g_assert_cmpuint (count_by_key (work, "+1"), ==, 0);
  g_assert_cmpuint (count_by_key (work, "+2"), ==, 1);
  g_assert_cmpuint (cp_work_list_changed (work)->len, ==, 1);
  row = cp_work_list_changed (work)->pdata[0];
  g_assert_cmpint (row->entity->ver, ==, 9);
  g_assert_cmpint (row->stored->ver, ==, 7);
}

static void
test_says_what_has_moved (void)
{
  CpWorkRow row = { .entity = &make_member ("m", "a", "+1")->entity };
  CpMember *member = (CpMember *) row.entity;

  g_assert_true (cp_work_row_has_moved (&row));
  row.stored = &make_member ("m", "a", "+2")->entity;
  g_assert_false (cp_work_row_has_moved (&row));
  member->home_store_id = g_strdup ("high");
  g_assert_true (cp_work_row_has_moved (&row));
  g_clear_pointer (&member->home_store_id, g_free);
  g_free (row.entity->account_id);
  row.entity->account_id = g_strdup ("b");
  g_assert_true (cp_work_row_has_moved (&row));
  cp_entity_free (row.entity);
  cp_entity_free (row.stored);
}

static void
test_what_is_here_stays (void)
{
  g_autoptr (CpWork) work = cp_work_new ();

  put (work, make_member ("m", "a", "+1"));
  cp_work_load_row (work, make_member ("m", "a", "+9"));
  g_assert_cmpstr (((const CpMember *) cp_work_get_row (work, CP_KIND_MEMBER, "m"))->phone, ==,
                   "+1");
}

static void
test_serves_the_next_transaction (void)
{
  g_autoptr (CpWork) work = cp_work_new ();
  CpAction *action = cp_entity_new (CP_KIND_ACTION, "h", "a");
  const CpWorkRow *row;

  cp_work_begin_account (work, "a");
  cp_work_add_to_key (work, "phone", "+1", NULL);
  put (work, make_member ("m", "a", "+1"));
  cp_work_put_row (work, &action->entity);
  cp_entity_free (action);
  cp_work_settle (work);
  g_assert_cmpuint (cp_work_list_changed (work)->len, ==, 0);
  g_assert_cmpuint (count_by_key (work, "+1"), ==, 1);
  g_assert_cmpuint (count_of_account (work, "a"), ==, 1);
  g_assert_cmpuint (cp_work_count_rows (work), ==, 1);
  put (work, make_member ("m", "a", "+2"));
  g_assert_cmpuint (count_by_key (work, "+1"), ==, 0);
  row = cp_work_list_changed (work)->pdata[0];
  g_assert_cmpstr (((const CpMember *) row->stored)->phone, ==, "+1");
}

/* The database is asked again, by key too. */
static void
test_lets_go_of_accounts_that_were_not_loaded (void)
{
  g_autoptr (CpWork) work = cp_work_new ();

  cp_work_add_to_key (work, "phone", "+1", NULL);
  put (work, make_member ("m", "a", "+1"));
  g_assert_cmpuint (count_by_key (work, "+1"), ==, 1);
  cp_work_settle (work);
  g_assert_false (cp_work_has_row (work, CP_KIND_MEMBER, "m"));
  g_assert_false (cp_work_has_key (work, "phone", "+1"));
}

static void
test_counts_usage (void)
{
  g_autoptr (CpWork) work = cp_work_new ();
  CpPlace place = { "till", "one", 1 };
  CpReceived received = { .id = (char *) "o",
                          .kind = (char *) "end_visit",
                          .staff_id = (char *) "ann",
                          .approver_id = "max",
                          .day = 3,
                          .value_minor = 50 };
  CpWorkUsage *usage = cp_work_load_usage (work, "ann", "end_visit", 3);
  gboolean known;

  usage->count = 4;
  cp_work_put_operation (work, &place, &received);
  cp_work_put_operation (work, &place, &received);
  g_assert_cmpuint (cp_work_list_usage (work)->len, ==, 2);
  g_assert_cmpint (cp_work_find_usage (work, "max", "end_visit", 3)->more_minor, ==, 100);
  g_assert_cmpint (usage->count, ==, 4);
  g_assert_cmpint (usage->more, ==, 2);
  g_assert_cmpint (usage->more_minor, ==, 100);
  g_assert_nonnull (cp_work_find_operation (work, "o", &known));
  cp_work_settle (work);
  g_assert_cmpuint (cp_work_list_usage (work)->len, ==, 0);
  g_assert_cmpint (usage->count, ==, 6);
  g_assert_cmpint (usage->more, ==, 0);
  cp_work_clear (work);
  g_assert_null (cp_work_find_operation (work, "o", &known));
  g_assert_false (known);
}

static void
load_account (CpWork *work, const char *account_id, gint64 changes)
{
  CpMember *member = make_member ("m", account_id, "+1");

  member->entity.ver = 5;
  cp_work_begin_account (work, account_id);
  cp_work_load_row (work, member);
  cp_work_number_account (work, account_id, changes);
}

static void
test_an_account_wakes_up (void)
{
  g_autoptr (CpWork) work = cp_work_new ();

  load_account (work, "a", 7);
  cp_work_miss_row (work, CP_KIND_MEMBER, "none");
  cp_work_end_turn (work);
  g_assert_null (cp_work_get_account (work, "a"));
  g_assert_false (cp_work_has_row (work, CP_KIND_MEMBER, "m"));
  g_assert_false (cp_work_has_row (work, CP_KIND_MEMBER, "none"));
  g_assert_false (cp_work_wake_account (work, "b", 7));
  g_assert_true (cp_work_wake_account (work, "a", 7));
  g_assert_cmpuint (count_of_account (work, "a"), ==, 1);
  put (work, make_member ("m", "a", "+3"));
  g_assert_cmpint (cp_work_get_row (work, CP_KIND_MEMBER, "m")->ver, ==, 6);
}

static void
test_an_account_that_was_changed_is_gone (void)
{
  g_autoptr (CpWork) work = cp_work_new ();

  load_account (work, "a", 7);
  cp_work_end_turn (work);
  g_assert_false (cp_work_wake_account (work, "a", 8));
  g_assert_false (cp_work_wake_account (work, "a", 7));
  g_assert_cmpuint (cp_work_count_rows (work), ==, 0);
  load_account (work, "a", 8);
  g_assert_cmpuint (count_of_account (work, "a"), ==, 1);
}

/* What was read since is newer; one that is new may have the id of one that is asleep. */
static void
test_an_account_does_not_outlast_its_rows (void)
{
  g_autoptr (CpWork) work = cp_work_new ();

  load_account (work, "a", 7);
  cp_work_end_turn (work);
  cp_work_load_row (work, make_member ("m", "b", "+2"));
  g_assert_false (cp_work_wake_account (work, "a", 7));
  g_assert_cmpstr (cp_work_get_row (work, CP_KIND_MEMBER, "m")->account_id, ==, "b");
  cp_work_end_turn (work);
  load_account (work, "a", 7);
  cp_work_end_turn (work);
  put (work, make_member ("m", "c", "+4"));
  g_assert_cmpint (cp_work_get_row (work, CP_KIND_MEMBER, "m")->ver, ==, 1);
  g_assert_false (cp_work_wake_account (work, "a", 7));
}

static void
test_gives_up_its_turn_alone (void)
{
  g_autoptr (CpWork) work = cp_work_new ();

  load_account (work, "a", 7);
  cp_work_begin_account (work, "b");
  cp_work_number_account (work, "b", 3);
  cp_work_end_turn (work);
  g_assert_true (cp_work_wake_account (work, "a", 7));
  put (work, make_member ("m", "a", "+3"));
  put (work, make_member ("n", "a", "+4"));
  cp_work_give_up (work);
  g_assert_cmpuint (cp_work_list_changed (work)->len, ==, 0);
  g_assert_false (cp_work_wake_account (work, "a", 7));
  g_assert_true (cp_work_wake_account (work, "b", 3));
  g_assert_false (cp_work_has_row (work, CP_KIND_MEMBER, "n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/head-office-work/reads-what-was-put", test_reads_what_was_put);
  g_test_add_func ("/head-office-work/follows-a-row-that-moves", test_follows_a_row_that_moves);
  g_test_add_func ("/head-office-work/says-what-has-moved", test_says_what_has_moved);
  g_test_add_func ("/head-office-work/what-is-here-stays", test_what_is_here_stays);
  g_test_add_func ("/head-office-work/serves-the-next-transaction",
                   test_serves_the_next_transaction);
  g_test_add_func ("/head-office-work/an-account-wakes-up", test_an_account_wakes_up);
  g_test_add_func ("/head-office-work/an-account-that-was-changed-is-gone",
                   test_an_account_that_was_changed_is_gone);
  g_test_add_func ("/head-office-work/an-account-does-not-outlast-its-rows",
                   test_an_account_does_not_outlast_its_rows);
  g_test_add_func ("/head-office-work/gives-up-its-turn-alone", test_gives_up_its_turn_alone);
  g_test_add_func ("/head-office-work/lets-go-of-accounts-that-were-not-loaded",
                   test_lets_go_of_accounts_that_were_not_loaded);
  g_test_add_func ("/head-office-work/counts-usage", test_counts_usage);
  return g_test_run ();
}
