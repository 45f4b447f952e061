/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pushes of several devices that are taken in one transaction: each comes out as if it had come alone. */
#include "cp-error.h"
#include "office-fixture.h"

#define ISSUE "{'definition_id':'coffee','reason':'a cold coffee'}"
#define MAX_PUSHES 4

/* What stands between head office and its storage. */
typedef struct {
  CpHeadOfficeStorage *storage;
  const CpHeadOfficeStorageClass *real;
  CpHeadOfficeStorageClass functions;
  const char *poison; /* (nullable): the operation that can't be written */
  gboolean is_late;   /* a commit fails once it is done, and else before */
  guint n_commits;
} Between;

static Between *between; /* of the test that runs: the functions have no place for it */

static gboolean
put_operation (CpHeadOfficeStorage *storage,
               const CpPlace *place,
               const CpReceived *operation,
               GError **error)
{
  if (g_strcmp0 (operation->id, between->poison) != 0)
    return between->real->put_operation (storage, place, operation, error);
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "It can't be written");
  return FALSE;
}

static gboolean
count_commit (CpHeadOfficeStorage *storage, GError **error)
{
  between->n_commits++;
  return between->real->commit (storage, error);
}

static gboolean
lose_commit (CpHeadOfficeStorage *storage, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!between->is_late)
    between->real->rollback (storage);
  else if (!between->real->commit (storage, &local))
    g_assert_no_error (local);
  g_set_error_literal (error, CP_ERROR, CP_ERROR_UNKNOWN_OUTCOME, "Nobody knows");
  return FALSE;
}

static void
come_between (Between *self, Office *office)
{
  self->storage = cp_head_office_get_storage (office->office);
  self->real = self->storage->class_;
  self->functions = *self->real;
  self->functions.put_operation = put_operation;
  self->functions.commit = count_commit;
  self->storage->class_ = &self->functions;
  between = self;
}

static void
go_away (Between *self)
{
  self->storage->class_ = self->real;
}

static void
push_together (Office *office, Device *const *devices, guint n, guint *ret_statuses)
{
  CpPushTurn turns[MAX_PUSHES] = { 0 };
  CpReadPush *reads[MAX_PUSHES];

  for (guint i = 0; i < n; i++) {
    g_autoptr (CpJson) push = device_make_push (devices[i], 1);

    reads[i] = cp_read_push_new (push);
    turns[i] = (CpPushTurn){ .device_id = devices[i]->id, .read = reads[i] };
  }
  cp_head_office_take_pushes (office->office, turns, n);
  for (guint i = 0; i < n; i++) {
    ret_statuses[i] = turns[i].answer.status;
    cp_wire_answer_clear (&turns[i].answer);
    cp_read_push_free (reads[i]);
  }
}

static char *
dup_word (Office *office, const Device *device, const char *id)
{
  g_autoptr (CpJson) outcome = office_get_outcome (office, device->id, device->incarnation, id);

  return g_strdup (cp_json_get_text (outcome, "outcome"));
}

#define assert_outcome(office, device, id, word)            \
  G_STMT_START                                              \
  {                                                         \
    g_autofree char *found = dup_word (office, device, id); \
    g_assert_cmpstr (found, ==, word);                      \
  }                                                         \
  G_STMT_END

static void
test_commits_once (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) one = device_new ("till-1", "one");
  g_autoptr (Device) two = device_new ("till-2", "one");
  g_autoptr (Device) three = device_new ("till-3", "one");
  g_autofree char *first = device_do (one, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  g_autofree char *second = device_do (two, 510, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  g_autofree char *third = device_do (three, 520, CP_OPERATION_ISSUE_BENEFIT, 2, ISSUE);
  Device *devices[] = { three, one, two };
  guint n_before = office_count_rows (office, "incentive");
  guint statuses[3];
  Between self = { 0 };

  come_between (&self, office);
  push_together (office, devices, 3, statuses);
  go_away (&self);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (statuses[i], ==, 200);
  g_assert_cmpuint (self.n_commits, ==, 1);
  assert_outcome (office, one, first, "accepted");
  assert_outcome (office, two, second, "accepted");
  assert_outcome (office, three, third, "accepted");
  g_assert_cmpuint (office_count_rows (office, "incentive"), ==, n_before + 3);
}

/* A fork, a signature that is wrong, an operation that the rules refuse. */
static void
test_trouble_stays_with_its_device (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) good = device_new ("till-1", "one");
  g_autoptr (Device) before = device_new ("till-2", "one");
  g_autoptr (Device) forked = device_new ("till-2", "one");
  g_autoptr (Device) unsigned_ = device_new ("till-3", "one");
  g_autoptr (Device) refused = device_new ("till-4", "one");
  g_autofree char *first = device_do (good, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  g_autofree char *known = device_do (before, 510, CP_OPERATION_END_VISIT, 0, "{}");
  g_autofree char *other = device_do (forked, 520, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  g_autofree char *third = device_do (unsigned_, 530, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  g_autofree char *fourth = device_do (refused, 540, CP_OPERATION_ISSUE_BENEFIT, 1,
                                       "{'definition_id':'nothing','reason':'no'}");
  Device *devices[] = { good, forked, unsigned_, refused };
  guint statuses[4];

  g_assert_cmpuint (device_push (before, office, 1, NULL), ==, 200);
  cp_signer_free (unsigned_->signer);
  unsigned_->signer = cp_signer_new ((const guint8[CP_SEED_BYTES]){ 9 });
  g_assert_cmpuint (device_push (unsigned_, office, 1, NULL), ==, 200);
  cp_signer_free (unsigned_->signer);
  unsigned_->signer = cp_signer_new ((const guint8[CP_SEED_BYTES]){ 10 });
  push_together (office, devices, 4, statuses);
  g_assert_cmpuint (statuses[0], ==, 200);
  g_assert_cmpuint (statuses[1], ==, 409);
  g_assert_cmpuint (statuses[2], ==, 403);
  g_assert_cmpuint (statuses[3], ==, 200);
  assert_outcome (office, good, first, "accepted");
  assert_outcome (office, forked, other, NULL);
  assert_outcome (office, refused, fourth, "rejected");
}

/* The second has the outcome of the first, and no effect of its own. */
static void
test_one_operation_comes_twice (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) one = device_new ("till-1", "one");
  g_autoptr (Device) again = device_new ("till-1", "two");
  g_autoptr (Device) liar = device_new ("till-2", "one");
  g_autofree char *id = device_do (one, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  g_autofree char *same = device_do (again, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  g_autofree char *stolen = device_do (liar, 500, CP_OPERATION_ISSUE_BENEFIT, 2, ISSUE);
  Device *devices[] = { one, again, liar };
  guint n_before = office_count_rows (office, "incentive");
  guint statuses[3];

  g_assert_cmpstr (id, ==, stolen);
  push_together (office, devices, 3, statuses);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (statuses[i], ==, 200);
  assert_outcome (office, one, id, "accepted");
  assert_outcome (office, again, same, "accepted");
  assert_outcome (office, liar, stolen, "needs_review");
  g_assert_cmpuint (office_count_rows (office, "incentive"), ==, n_before + 1);
}

static void
test_a_poisoned_push_fails_alone (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) one = device_new ("till-1", "one");
  g_autoptr (Device) poisoned = device_new ("till-2", "one");
  g_autoptr (Device) three = device_new ("till-3", "one");
  g_autofree char *first = device_do (one, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  g_autofree char *poison = device_do (poisoned, 510, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  g_autofree char *third = device_do (three, 520, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  Device *devices[] = { one, poisoned, three };
  guint n_before = office_count_rows (office, "incentive");
  const CpHeadOfficeCounts *counts = cp_head_office_get_counts (office->office);
  guint statuses[3];
  Between self = { .poison = poison };

  come_between (&self, office);
  push_together (office, devices, 3, statuses);
  g_assert_cmpuint (statuses[0], ==, 200);
  g_assert_cmpuint (statuses[1], ==, 503);
  g_assert_cmpuint (statuses[2], ==, 200);
  g_assert_cmpuint (self.n_commits, ==, 2);
  g_assert_cmpuint (office_count_rows (office, "incentive"), ==, n_before + 2);
  g_assert_cmpuint (counts->operations[0], ==, 2);
  self.poison = NULL;
  push_together (office, devices, 3, statuses);
  go_away (&self);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (statuses[i], ==, 200);
  assert_outcome (office, poisoned, poison, "accepted");
  g_assert_cmpuint (office_count_rows (office, "incentive"), ==, n_before + 3);
}

/* Power goes while it commits, before or after that counts: nobody is told anything, and each comes
 * again. */
static void
test_power_goes (gconstpointer is_late)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) one = device_new ("till-1", "one");
  g_autoptr (Device) two = device_new ("till-2", "one");
  g_autofree char *first = device_do (one, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  g_autofree char *second = device_do (two, 510, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  Device *devices[] = { one, two };
  guint n_before = office_count_rows (office, "incentive");
  guint statuses[2];
  Between self = { .is_late = GPOINTER_TO_INT (is_late) };

  come_between (&self, office);
  self.functions.commit = lose_commit;
  push_together (office, devices, 2, statuses);
  go_away (&self);
  g_assert_cmpuint (statuses[0], ==, 503);
  g_assert_cmpuint (statuses[1], ==, 503);
  g_assert_true (cp_head_office_is_broken (office->office));
  office_reopen (office);
  push_together (office, devices, 2, statuses);
  g_assert_cmpuint (statuses[0], ==, 200);
  g_assert_cmpuint (statuses[1], ==, 200);
  assert_outcome (office, one, first, "accepted");
  assert_outcome (office, two, second, "accepted");
  g_assert_cmpuint (office_count_rows (office, "incentive"), ==, n_before + 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/head-office-together/commits-once", test_commits_once);
  g_test_add_func ("/head-office-together/trouble-stays-with-its-device",
                   test_trouble_stays_with_its_device);
  g_test_add_func ("/head-office-together/one-operation-comes-twice",
                   test_one_operation_comes_twice);
  g_test_add_func ("/head-office-together/a-poisoned-push-fails-alone",
                   test_a_poisoned_push_fails_alone);
  g_test_add_data_func ("/head-office-together/power-goes-before-it-counts",
                        GINT_TO_POINTER (FALSE), test_power_goes);
  g_test_add_data_func ("/head-office-together/power-goes-after-it-counts", GINT_TO_POINTER (TRUE),
                        test_power_goes);
  return g_test_run ();
}
