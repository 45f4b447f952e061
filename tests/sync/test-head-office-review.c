/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "cp-error.h"
#include "office-fixture.h"
#include "postgres-fixture.h"

#define REDEEM "{'amount_minor':100}"

/* An operation that waits for a person: of a member whom head office did not know when it came. */
typedef struct {
  Office *office;
  Device *device;
  char *id;
} Review;

static char *
redeem (Device *device, guint id)
{
  return device_do (device, id, CP_OPERATION_REDEEM_REWARD, 4, REDEEM);
}

static void
put_account (Office *office)
{
  g_autoptr (CpAccount) account = cp_test_chain_account (4);

  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = 0; i < account->rows[kind]->len; i++)
      office_put (office, cp_entity_copy (account->rows[kind]->pdata[i]));
}

static void
push_all (Review *self, Device *device)
{
  g_assert_cmpuint (device_push (device, self->office, 1, NULL), ==, 200);
}

static void
set_up (Review *self, gconstpointer data)
{
  self->office = office_new ();
  self->device = device_new ("till-1", "one");
  self->id = redeem (self->device, 500);
  push_all (self, self->device);
}

static void
tear_down (Review *self, gconstpointer data)
{
  g_free (self->id);
  device_free (self->device);
  office_free (self->office);
}

/* (transfer full): what each of its acks says, as the device hears of them, with spaces in between */
static char *
dup_acks (Review *self, const char *incarnation)
{
  g_autoptr (CpJson) page =
      office_get_feed (self->office, "till-1", incarnation, 0, CP_FEED_MAX_ITEMS);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  gsize i;
  CpJson *item;

  json_array_foreach (cp_json_get_array (page, "items"), i, item)
  {
    if (g_strcmp0 (cp_json_get_text (item, "t"), "ack") == 0 &&
        g_strcmp0 (cp_json_get_text (item, "operation_id"), self->id) == 0)
      g_ptr_array_add (words, (gpointer) cp_json_get_text (item, "outcome"));
  }
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" ", (char **) words->pdata);
}

static void
assert_acks (Review *self, const char *incarnation, const char *expected)
{
  g_autofree char *acks = dup_acks (self, incarnation);

  g_assert_cmpstr (acks, ==, expected);
}

static void
resolve (CpHeadOffice *office, const char *id, gboolean accept)
{
  g_autoptr (GError) error = NULL;

  cp_head_office_resolve (office, id, accept, "Not ours", &error);
  g_assert_no_error (error);
}

static void
test_is_accepted (Review *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  assert_acks (self, "one", "needs_review");
  g_assert_false (cp_head_office_resolve (self->office->office, self->id, TRUE, NULL, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  put_account (self->office);
  resolve (self->office->office, self->id, TRUE);
  assert_acks (self, "one", "needs_review accepted");
}

static void
test_is_refused_once (Review *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  resolve (self->office->office, self->id, FALSE);
  g_assert_false (cp_head_office_resolve (self->office->office, self->id, FALSE, NULL, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_FOUND);
  assert_acks (self, "one", "needs_review rejected");
}

static void
assert_line (Review *self, const char *outcome)
{
  CpAction *line = office_get_row (self->office, CP_KIND_ACTION, self->id);

  g_assert_nonnull (line);
  g_assert_cmpstr (line->outcome, ==, outcome);
  cp_entity_free (line);
}

/* The history is read at every till, and is not to say that somebody looks still. */
static void
test_is_in_the_history (Review *self, gconstpointer data)
{
  assert_line (self, "needs_review");
  resolve (self->office->office, self->id, FALSE);
  assert_line (self, "rejected");
}

static void
test_is_in_the_history_once_accepted (Review *self, gconstpointer data)
{
  put_account (self->office);
  resolve (self->office->office, self->id, TRUE);
  assert_line (self, "accepted");
}

/* A device that was restored has sent it again, and knows nothing of what its first chain is told. */
static void
test_is_told_in_each_chain (Review *self, gconstpointer data)
{
  g_autoptr (Device) second = device_new ("till-1", "two");
  g_autoptr (Device) third = device_new ("till-1", "three");

  g_free (device_do (second, 400, CP_OPERATION_END_VISIT, 0, "{}"));
  g_free (redeem (second, 500));
  g_free (redeem (third, 500));
  push_all (self, second);
  push_all (self, third);
  assert_acks (self, "three", "needs_review");
  resolve (self->office->office, self->id, FALSE);
  assert_acks (self, "one", "needs_review rejected");
  assert_acks (self, "two", "needs_review rejected");
  assert_acks (self, "three", "needs_review rejected");
}

static gboolean
count_if_waiting (gpointer data, const char *text)
{
  *(guint *) data += strstr (text, "needs_review") != NULL;
  return TRUE;
}

/* Whoever looks the operation up finds the same under each number. */
static void
test_is_kept_in_each_chain (Review *self, gconstpointer data)
{
  g_autoptr (Device) second = device_new ("till-1", "two");
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office->office);
  guint n_waiting = 0;

  g_free (redeem (second, 500));
  push_all (self, second);
  resolve (self->office->office, self->id, FALSE);
  g_assert_true (storage->class_->list_operations (storage, count_if_waiting, &n_waiting, NULL));
  g_assert_cmpuint (n_waiting, ==, 0);
}

/* What has only its id waits on for what is wrong with that. */
static void
test_is_not_told_of_another_with_its_id (Review *self, gconstpointer data)
{
  g_autoptr (Device) other = device_new ("till-1", "two");

  g_free (device_do (other, 500, CP_OPERATION_REDEEM_REWARD, 2, REDEEM));
  push_all (self, other);
  resolve (self->office->office, self->id, FALSE);
  assert_acks (self, "one", "needs_review rejected");
  assert_acks (self, "two", "needs_review");
}

static Review *contested; /* of the test that runs: the rival has no other place for it */

static void
refuse_too_late (CpHeadOffice *another)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (cp_head_office_resolve (another, contested->id, FALSE, NULL, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_FOUND);
}

/* Of two persons one is told that it is decided. */
static void
test_is_decided_once_over_all_processes (Review *self, gconstpointer data)
{
  put_account (self->office);
  contested = self;
  office_begin_race (self->office, refuse_too_late);
  resolve (self->office->office, self->id, TRUE);
  office_end_race ();
  assert_acks (self, "one", "needs_review accepted");
}

static void
refuse (CpHeadOffice *another)
{
  resolve (another, contested->id, FALSE);
}

/* It has been looked up, and is to be committed. */
static void
test_is_told_in_a_chain_that_comes_meanwhile (Review *self, gconstpointer data)
{
  g_autoptr (Device) second = device_new ("till-1", "two");
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office->office);
  const CpHeadOfficeStorageClass *real = storage->class_;
  CpHeadOfficeStorageClass looking = *real;

  looking.expect_no_operation = NULL;
  storage->class_ = &looking;
  g_free (redeem (second, 500));
  contested = self;
  office_begin_race (self->office, refuse);
  push_all (self, second);
  office_end_race ();
  storage->class_ = real;
  assert_acks (self, "one", "needs_review rejected");
  assert_acks (self, "two", "needs_review rejected");
}

static void
add (const char *path, void (*test) (Review *, gconstpointer))
{
  g_test_add (path, Review, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/head-office-review/is-accepted", test_is_accepted);
  add ("/head-office-review/is-refused-once", test_is_refused_once);
  add ("/head-office-review/is-in-the-history", test_is_in_the_history);
  add ("/head-office-review/is-in-the-history-once-accepted", test_is_in_the_history_once_accepted);
  add ("/head-office-review/is-told-in-each-chain", test_is_told_in_each_chain);
  add ("/head-office-review/is-kept-in-each-chain", test_is_kept_in_each_chain);
  add ("/head-office-review/is-not-told-of-another-with-its-id",
       test_is_not_told_of_another_with_its_id);
  if (postgres_is_wanted ()) {
    add ("/head-office-review/is-decided-once-over-all-processes",
         test_is_decided_once_over_all_processes);
    add ("/head-office-review/is-told-in-a-chain-that-comes-meanwhile",
         test_is_told_in_a_chain_that_comes_meanwhile);
  }
  return g_test_run ();
}
