/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "scope-fixture.h"

#include <glib/gstdio.h>

#include "cp-snapshot-build.h"

void
scope_publish (Office *office, const char *scope)
{
  g_autoptr (CpJson) programme = cp_test_chain_programme_json ();
  g_autoptr (GError) error = NULL;

  cp_json_set_int (programme, "version",
                   cp_head_office_get_programme (office->office)->version + 1);
  cp_json_set_text (programme, "scope", scope);
  cp_json_set_int (programme, "visitor_days", SCOPE_DAYS);
  cp_head_office_publish (office->office, programme, &error);
  g_assert_no_error (error);
}

static void
set_up_till (ScopeTill *self, Office *office, const char *id, const char *store_id)
{
  g_autofree char *name = g_strconcat (id, ".db", NULL);
  g_autofree char *path = g_build_filename (office->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  self->device = device_new (id, id);
  self->replica = cp_replica_open (cp_world_real (), path, &error);
  g_assert_no_error (error);
  cp_head_office_put_device (office->office, id, store_id, id, FALSE, &error);
  g_assert_no_error (error);
}

void
scope_set_up (Scope *self, gconstpointer data)
{
  self->office = office_new ();
  set_up_till (&self->high, self->office, "till-1", "high");
  set_up_till (&self->station, self->office, "till-2", "station");
  scope_publish (self->office, "store");
}

void
scope_tear_down (Scope *self, gconstpointer data)
{
  ScopeTill *tills[] = { &self->high, &self->station };

  for (guint i = 0; i < G_N_ELEMENTS (tills); i++) {
    device_free (tills[i]->device);
    cp_replica_close (tills[i]->replica);
  }
  office_free (self->office);
}

/* Takes what is new, a few items at a time. */
void
scope_follow (ScopeTill *self, Office *office)
{
  gboolean more = TRUE;

  while (more) {
    gboolean same = g_strcmp0 (cp_replica_get_epoch (self->replica),
                               cp_head_office_get_epoch (office->office)) == 0;
    g_autoptr (CpJson) page = office_get_feed (office, self->device->id, self->device->incarnation,
                                               same ? cp_replica_get_cursor (self->replica) : 0, 7);
    g_auto (CpReplicaChanges) changes = { NULL };
    g_autoptr (GError) error = NULL;

    g_assert_true (cp_replica_apply_page (self->replica, self->device->incarnation, NULL, page,
                                          &changes, &error));
    more = cp_json_get_bool (page, "more");
  }
}

static CpRangeSums *
sum_replica (CpReplica *replica)
{
  cp_replica_forget_sums (replica);
  g_assert_true (cp_replica_add_up (replica, G_MAXUINT16, NULL));
  return cp_range_sums_fold (cp_replica_get_sums (replica), CP_RANGE_LEAST_BITS);
}

void
scope_assert_same_rows (CpReplica *replica, CpReplica *other)
{
  g_autoptr (CpRangeSums) sums = sum_replica (replica);
  g_autoptr (CpRangeSums) others = sum_replica (other);

  for (guint range = 0; range < sums->sums->len; range++) {
    g_autofree char *sum = cp_range_sums_dup_hex (sums, range);
    g_autofree char *other_sum = cp_range_sums_dup_hex (others, range);

    g_assert_cmpstr (sum, ==, other_sum);
  }
}

/* Followed to the end, the feed leaves the same rows as a snapshot has, byte for byte. */
void
scope_assert_as_snapshot (const ScopeTill *self, Office *office, const char *store_id)
{
  g_autofree char *path = g_build_filename (office->folder, "snapshot.db", NULL);
  g_autofree char *lock = g_strconcat (path, ".lock", NULL);
  g_autoptr (CpReplica) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_snapshot_build_replica (
      cp_world_real (), cp_head_office_get_storage (office->office), store_id, path, 1, &error));
  g_assert_no_error (error);
  snapshot = cp_replica_open_snapshot (path, &error);
  g_assert_no_error (error);
  scope_assert_same_rows (self->replica, snapshot);
  g_clear_pointer (&snapshot, cp_replica_close);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_remove (lock);
}

/* Nor do head office's checksums say otherwise. */
static void
assert_as_summed (const ScopeTill *self, Office *office)
{
  g_autoptr (CpRangeSums) sums = sum_replica (self->replica);
  CpRangeQuery query = {
    cp_head_office_get_epoch (office->office), self->device->incarnation, "challenge",
    cp_replica_get_cursor (self->replica),     CP_RANGE_LEAST_BITS,       0
  };
  g_auto (CpWireAnswer) answer = { 0 };
  const CpJson *list;

  cp_head_office_handle_sums (office->office, self->device->id, &query, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  list = cp_json_get_array (answer.document, "sums");
  for (guint range = 0; range < sums->sums->len; range++) {
    g_autofree char *sum = cp_range_sums_dup_hex (sums, range);

    g_assert_cmpstr (json_string_value (json_array_get (list, range)), ==, sum);
  }
}

/* Whoever asks may see visitors out of whom the other has to hear. */
void
scope_follow_all (Scope *self)
{
  for (guint i = 0; i < 2; i++) {
    scope_follow (&self->high, self->office);
    scope_follow (&self->station, self->office);
  }
  scope_assert_as_snapshot (&self->high, self->office, "high");
  scope_assert_as_snapshot (&self->station, self->office, "station");
  assert_as_summed (&self->high, self->office);
  assert_as_summed (&self->station, self->office);
}

CpMember *
scope_get_member (const ScopeTill *self, guint n)
{
  g_autofree char *id = cp_test_chain_id (n, "member");
  gpointer row = NULL;

  g_assert_true (cp_replica_get_row (self->replica, CP_KIND_MEMBER, id, &row, NULL));
  g_assert_nonnull (row);
  return row;
}

gboolean
scope_knows (const ScopeTill *self, guint n)
{
  CpMember *member = scope_get_member (self, n);
  gboolean is_thin = member->thin;

  g_assert_true (is_thin == (member->given_name == NULL));
  g_assert_cmpint (member->state, ==, CP_MEMBER_ENROLLED);
  cp_entity_free (member);
  return !is_thin;
}

guint
scope_count_notes (const ScopeTill *self, guint n)
{
  g_autofree char *id = cp_test_chain_id (n, "account");
  g_autoptr (CpAccount) account = cp_replica_load_account (self->replica, id, NULL);

  return account->rows[CP_KIND_NOTE]->len;
}

void
scope_do (
    ScopeTill *self, Office *office, guint id, CpOperationKind kind, guint n, const char *text)
{
  g_autofree char *operation_id = device_do (self->device, id, kind, n, text);
  g_autoptr (CpJson) ack = NULL;

  g_assert_cmpuint (device_push (self->device, office, self->device->seq, NULL), ==, 200);
  ack = office_get_outcome (office, self->device->id, self->device->incarnation, operation_id);
  g_assert_cmpstr (cp_json_get_text (ack, "outcome"), ==, "accepted");
}

void
scope_change_member (Office *office, guint n, void (*change) (CpMember *member))
{
  g_autofree char *id = cp_test_chain_id (n, "member");
  CpMember *member = office_get_row (office, CP_KIND_MEMBER, id);

  change (member);
  office_put (office, member);
}
