/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a store is told of its own members and of other stores', whichever way it comes. */
#include "cp-store-scope.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cp-replica.h"
#include "cp-signature.h"
#include "cp-snapshot-build.h"
#include "office-fixture.h"

#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))
#define DAYS 10
#define NOTE "{'text':'Canaria likes wool'}"

/* A device of a store, and its rows. */
typedef struct {
  Device *device;
  CpReplica *replica;
} Till;

typedef struct {
  Office *office;
  Till high; /* where all members of the test chain are at home */
  Till station;
} Fixture;

static void
publish (Office *office, const char *scope)
{
  g_autoptr (CpJson) programme = cp_test_chain_programme_json ();
  g_autoptr (GError) error = NULL;

  cp_json_set_int (programme, "version",
                   cp_head_office_get_programme (office->office)->version + 1);
  cp_json_set_text (programme, "scope", scope);
  cp_json_set_int (programme, "visitor_days", DAYS);
  cp_head_office_publish (office->office, programme, &error);
  g_assert_no_error (error);
}

static void
set_up_till (Till *self, Office *office, const char *id, const char *store_id)
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

static void
set_up (Fixture *self, gconstpointer data)
{
  self->office = office_new ();
  set_up_till (&self->high, self->office, "till-1", "high");
  set_up_till (&self->station, self->office, "till-2", "station");
  publish (self->office, "store");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  Till *tills[] = { &self->high, &self->station };

  for (guint i = 0; i < G_N_ELEMENTS (tills); i++) {
    device_free (tills[i]->device);
    cp_replica_close (tills[i]->replica);
  }
  office_free (self->office);
}

/* Takes what is new, a few items at a time. */
static void
follow (Till *self, Office *office)
{
  gboolean more = TRUE;

  while (more) {
    gboolean same = g_strcmp0 (cp_replica_get_epoch (self->replica),
                               cp_head_office_get_epoch (office->office)) == 0;
    g_autoptr (CpJson) page = office_get_feed (office, self->device->id, self->device->incarnation,
                                               same ? cp_replica_get_cursor (self->replica) : 0, 7);
    g_auto (CpReplicaChanges) changes = { NULL };
    g_autoptr (GError) error = NULL;

    g_assert_true (
        cp_replica_apply_page (self->replica, self->device->incarnation, page, &changes, &error));
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

static void
assert_same_rows (CpReplica *replica, CpReplica *other)
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
static void
assert_as_snapshot (const Till *self, Office *office, const char *store_id)
{
  g_autofree char *path = g_build_filename (office->folder, "snapshot.db", NULL);
  g_autofree char *lock = g_strconcat (path, ".lock", NULL);
  g_autoptr (CpReplica) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_snapshot_build_replica (cp_head_office_get_storage (office->office), store_id,
                                            path, 1, &error));
  g_assert_no_error (error);
  snapshot = cp_replica_open_snapshot (path, &error);
  g_assert_no_error (error);
  assert_same_rows (self->replica, snapshot);
  g_clear_pointer (&snapshot, cp_replica_close);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_remove (lock);
}

/* Nor do head office's checksums say otherwise. */
static void
assert_as_summed (const Till *self, Office *office)
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
static void
follow_all (Fixture *self)
{
  for (guint i = 0; i < 2; i++) {
    follow (&self->high, self->office);
    follow (&self->station, self->office);
  }
  assert_as_snapshot (&self->high, self->office, "high");
  assert_as_snapshot (&self->station, self->office, "station");
  assert_as_summed (&self->high, self->office);
  assert_as_summed (&self->station, self->office);
}

static CpMember *
get_member (const Till *self, guint n)
{
  g_autofree char *id = cp_test_chain_id (n, "member");
  gpointer row = NULL;

  g_assert_true (cp_replica_get_row (self->replica, CP_KIND_MEMBER, id, &row, NULL));
  g_assert_nonnull (row);
  return row;
}

static gboolean
knows (const Till *self, guint n)
{
  CpMember *member = get_member (self, n);
  gboolean is_thin = member->thin;

  g_assert_true (is_thin == (member->given_name == NULL));
  g_assert_cmpint (member->state, ==, CP_MEMBER_ENROLLED);
  cp_entity_free (member);
  return !is_thin;
}

static guint
count_notes (const Till *self, guint n)
{
  g_autofree char *id = cp_test_chain_id (n, "account");
  g_autoptr (CpAccount) account = cp_replica_load_account (self->replica, id, NULL);

  return account->rows[CP_KIND_NOTE]->len;
}

static guint
count_found (const Till *self, CpKeyType type, const char *value)
{
  g_autoptr (GArray) keys = cp_keys_new ();
  g_autoptr (GPtrArray) found = NULL;

  cp_keys_add (keys, type, value);
  found = cp_replica_find (self->replica, &g_array_index (keys, CpKey, 0), 10, NULL);
  return found->len;
}

static void
do_and_push (Till *self, Office *office, guint id, CpOperationKind kind, guint n, const char *text)
{
  g_autofree char *operation_id = device_do (self->device, id, kind, n, text);
  g_autoptr (CpJson) ack = NULL;

  g_assert_cmpuint (device_push (self->device, office, self->device->seq, NULL), ==, 200);
  ack = office_get_outcome (office, self->device->id, self->device->incarnation, operation_id);
  g_assert_cmpstr (cp_json_get_text (ack, "outcome"), ==, "accepted");
}

static void
change_member (Office *office, guint n, void (*change) (CpMember *member))
{
  g_autofree char *id = cp_test_chain_id (n, "member");
  CpMember *member = office_get_row (office, CP_KIND_MEMBER, id);

  change (member);
  office_put (office, member);
}

static void
test_the_chain_is_told_all (Fixture *self, gconstpointer data)
{
  publish (self->office, "chain");
  do_and_push (&self->high, self->office, 500, CP_OPERATION_ADD_NOTE, 1, NOTE);
  follow (&self->high, self->office);
  follow (&self->station, self->office);
  g_assert_true (knows (&self->station, 1));
  g_assert_cmpuint (count_notes (&self->station, 1), ==, 1);
  assert_same_rows (self->high.replica, self->station.replica);
  assert_as_snapshot (&self->station, self->office, NULL);
}

/* The card works, and says nothing of whose it is. */
static void
test_others_are_told_little (Fixture *self, gconstpointer data)
{
  g_autofree char *uid = cp_test_chain_uid (1);
  g_autofree char *account_id = cp_test_chain_id (1, "account");
  g_autoptr (CpAccount) here = NULL;
  g_autoptr (CpAccount) there = NULL;
  CpMember *member;

  do_and_push (&self->high, self->office, 500, CP_OPERATION_ADD_NOTE, 1, NOTE);
  follow_all (self);
  g_assert_true (knows (&self->high, 1));
  g_assert_false (knows (&self->station, 1));
  member = get_member (&self->high, 1);
  g_assert_cmpuint (count_found (&self->high, CP_KEY_PHONE, member->phone), ==, 1);
  g_assert_cmpuint (count_found (&self->station, CP_KEY_PHONE, member->phone), ==, 0);
  cp_entity_free (member);
  g_assert_cmpuint (count_found (&self->station, CP_KEY_CARD_UID, uid), ==, 1);
  g_assert_cmpuint (count_notes (&self->high, 1), ==, 1);
  g_assert_cmpuint (count_notes (&self->station, 1), ==, 0);
  here = cp_replica_load_account (self->high.replica, account_id, NULL);
  there = cp_replica_load_account (self->station.replica, account_id, NULL);
  for (guint kind = CP_KIND_STATUS; kind <= CP_KIND_ACTION; kind++)
    g_assert_cmpuint (there->rows[kind]->len, ==, here->rows[kind]->len);
  g_assert_cmpint (cp_account_sum_points (there, "spend", self->office->now_ms), ==,
                   cp_account_sum_points (here, "spend", self->office->now_ms));
}

static gint64
find_gseq (const CpJson *page, const char *type, const char *kind)
{
  gsize i;
  CpJson *item;

  json_array_foreach (cp_json_get_array (page, "items"), i, item)
  {
    if (g_strcmp0 (cp_json_get_text (item, "t"), type) == 0 &&
        (kind == NULL || g_strcmp0 (cp_json_get_text (item, "kind"), kind) == 0))
      return (gint64) i;
  }
  return -1;
}

static guint
count_ends_between (const CpJson *page, gint64 from, gint64 until)
{
  guint n = 0;

  for (gint64 i = MIN (from, until); i < MAX (from, until); i++)
    if (g_strcmp0 (
            cp_json_get_text (json_array_get (cp_json_get_array (page, "items"), (gsize) i), "t"),
            "end") == 0)
      n++;
  return n;
}

static void
test_who_comes_is_told_of (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) page = NULL;
  gint64 ack, row;

  do_and_push (&self->high, self->office, 500, CP_OPERATION_ADD_NOTE, 1, NOTE);
  follow_all (self);
  do_and_push (&self->station, self->office, 501, CP_OPERATION_ADD_TAG, 1, "{'tag':'tall'}");
  page = office_get_feed (self->office, "till-2", "till-2",
                          cp_replica_get_cursor (self->station.replica), 1);
  ack = find_gseq (page, "ack", NULL);
  row = find_gseq (page, "row", "member");
  g_assert_cmpint (ack, >=, 0);
  g_assert_cmpint (row, >=, 0);
  g_assert_cmpint (find_gseq (page, "row", "visitor"), ==, -1);
  g_assert_cmpuint (count_ends_between (page, ack, row), ==, 0);
  follow_all (self);
  g_assert_true (knows (&self->station, 1));
  g_assert_cmpuint (count_notes (&self->station, 1), ==, 1);
  g_assert_false (knows (&self->station, 2));
  g_assert_true (knows (&self->high, 1));
}

static void
test_who_has_not_come_for_long_is_forgotten (Fixture *self, gconstpointer data)
{
  do_and_push (&self->high, self->office, 500, CP_OPERATION_ADD_NOTE, 1, NOTE);
  do_and_push (&self->station, self->office, 501, CP_OPERATION_ADD_TAG, 1, "{'tag':'tall'}");
  follow_all (self);
  self->office->now_ms += (DAYS - 1) * DAY_MS;
  follow_all (self);
  g_assert_true (knows (&self->station, 1));
  self->office->now_ms += 2 * DAY_MS;
  follow_all (self);
  g_assert_false (knows (&self->station, 1));
  g_assert_cmpuint (count_notes (&self->station, 1), ==, 0);
  g_assert_cmpuint (count_notes (&self->high, 1), ==, 1);
  do_and_push (&self->high, self->office, 502, CP_OPERATION_ADD_NOTE, 1, NOTE);
  follow_all (self);
  g_assert_cmpuint (count_notes (&self->station, 1), ==, 0);
}

/* What was done while offline for longer than they would stay is no visit any more. */
static void
test_what_is_long_ago_is_no_visit (Fixture *self, gconstpointer data)
{
  self->office->now_ms += (DAYS + 1) * DAY_MS;
  do_and_push (&self->station, self->office, 501, CP_OPERATION_ADD_NOTE, 1, NOTE);
  follow_all (self);
  g_assert_false (knows (&self->station, 1));
}

static void
move_to_station (CpMember *member)
{
  g_free (member->home_store_id);
  member->home_store_id = g_strdup ("station");
}

static void
test_a_home_that_moves (Fixture *self, gconstpointer data)
{
  do_and_push (&self->high, self->office, 500, CP_OPERATION_ADD_NOTE, 1, NOTE);
  follow_all (self);
  change_member (self->office, 1, move_to_station);
  follow_all (self);
  g_assert_true (knows (&self->station, 1));
  g_assert_cmpuint (count_notes (&self->station, 1), ==, 1);
  g_assert_false (knows (&self->high, 1));
  g_assert_cmpuint (count_notes (&self->high, 1), ==, 0);
}

static void
move_to_account_1 (CpMember *member)
{
  g_free (member->entity.account_id);
  member->entity.account_id = cp_test_chain_id (1, "account");
}

/* The account that two become is known where either of them is at home. */
static void
test_accounts_that_become_one (Fixture *self, gconstpointer data)
{
  change_member (self->office, 2, move_to_station);
  do_and_push (&self->high, self->office, 500, CP_OPERATION_ADD_NOTE, 1, NOTE);
  follow_all (self);
  g_assert_false (knows (&self->station, 1));
  g_assert_false (knows (&self->high, 2));
  change_member (self->office, 2, move_to_account_1);
  follow_all (self);
  g_assert_true (knows (&self->station, 1));
  g_assert_true (knows (&self->high, 2));
  g_assert_cmpuint (count_notes (&self->station, 1), ==, 1);
}

static void
erase_one (Office *office)
{
  g_autofree char *id = cp_test_chain_id (1, "member");
  g_autoptr (GError) error = NULL;

  cp_head_office_erase (office->office, id, &error);
  g_assert_no_error (error);
}

static void
test_erases_everywhere (Fixture *self, gconstpointer data)
{
  do_and_push (&self->station, self->office, 501, CP_OPERATION_ADD_NOTE, 1, NOTE);
  follow_all (self);
  erase_one (self->office);
  follow_all (self);
  for (guint i = 0; i < 2; i++) {
    CpMember *member = get_member (i == 0 ? &self->high : &self->station, 1);

    g_assert_cmpint (member->state, ==, CP_MEMBER_ERASED);
    g_assert_null (member->given_name);
    cp_entity_free (member);
  }
}

/* Whoever was told all gives it up, and takes anew what is left. */
static void
test_a_narrower_scope_begins_anew (Fixture *self, gconstpointer data)
{
  g_autofree char *epoch = NULL;

  publish (self->office, "chain");
  follow (&self->station, self->office);
  g_assert_true (knows (&self->station, 1));
  epoch = g_strdup (cp_head_office_get_epoch (self->office->office));
  publish (self->office, "chain");
  g_assert_cmpstr (epoch, ==, cp_head_office_get_epoch (self->office->office));
  publish (self->office, "store");
  g_assert_cmpstr (epoch, !=, cp_head_office_get_epoch (self->office->office));
  follow_all (self);
  g_assert_false (knows (&self->station, 1));
}

static void
test_an_unknown_device_is_told_little (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) page = office_get_feed (self->office, "till-9", "nine", 0, 5000);
  g_autofree char *text = cp_json_to_text (page);

  g_assert_nonnull (strstr (text, "\"thin\":true"));
  g_assert_null (strstr (text, "given_name\":\"A"));
}

/* In any order, whatever is done where: all ways lead to the same rows. */
static void
test_any_order (Fixture *self, gconstpointer data)
{
  guint id = 600;

  for (guint round = 0; round < (self->office->url != NULL ? 8 : 30); round++) {
    Till *till = g_test_rand_bit () ? &self->high : &self->station;
    guint n = (guint) g_test_rand_int_range (1, 4);

    g_free (device_do (till->device, id++, CP_OPERATION_ADD_NOTE, n, NOTE));
    device_push (till->device, self->office, till->device->seq, NULL);
    if (g_test_rand_int_range (0, 4) == 0)
      self->office->now_ms += 6 * DAY_MS;
    if (g_test_rand_int_range (0, 6) == 0)
      change_member (self->office, n, move_to_station);
    if (g_test_rand_bit ())
      follow (till, self->office);
  }
  self->office->now_ms += 20 * DAY_MS;
  follow_all (self);
}

static CpJson *
ask_for (Fixture *self, const char *device_id, const char *text)
{
  g_autoptr (CpJson) request =
      json_pack ("{s:s, s:s, s:s}", "incarnation", "one", "challenge", "c1", "text", text);
  g_autofree char *purpose = cp_seal_describe_answer (CP_SEAL_FIND, device_id, "one", "c1");
  g_auto (CpWireAnswer) answer = { 0 };

  cp_head_office_handle_find (self->office->office, device_id, request, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_true (cp_seal_check (answer.document, purpose));
  return json_incref (answer.document);
}

static gint64
count_for (Fixture *self, const char *text)
{
  g_autoptr (CpJson) answer = ask_for (self, "till-2", text);

  return cp_json_get_int (answer, "found", -1);
}

/* By all of a name, however it is spelled, and not by some letters of it. */
static void
test_finds_by_the_whole (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (count_for (self, "Given"), ==, 0);
  g_assert_cmpint (count_for (self, "Given1"), ==, 0);
  follow_all (self);
  g_assert_false (knows (&self->station, 1));
  g_assert_cmpint (count_for (self, "family1 GIVEN1"), ==, 1);
  follow_all (self);
  g_assert_true (knows (&self->station, 1));
  g_assert_cmpint (count_for (self, "+44 20 7946 0002"), ==, 1);
  g_assert_cmpint (count_for (self, "Member3@Example.org"), ==, 1);
  follow_all (self);
  g_assert_true (knows (&self->station, 2));
  g_assert_true (knows (&self->station, 3));
}

/* Who does not come after all is forgotten on the next day. */
static void
test_found_for_a_day (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (count_for (self, "M000001"), ==, 1);
  g_assert_cmpint (count_for (self, "M000002"), ==, 1);
  do_and_push (&self->station, self->office, 500, CP_OPERATION_ADD_NOTE, 2, NOTE);
  follow_all (self);
  self->office->now_ms += 2 * DAY_MS;
  follow_all (self);
  g_assert_false (knows (&self->station, 1));
  g_assert_true (knows (&self->station, 2));
}

static void
be_called_alike (CpMember *member)
{
  g_free (member->given_name);
  g_free (member->family_name);
  member->given_name = g_strdup ("Ada");
  member->family_name = g_strdup ("Lovelace");
}

static void
test_too_many_are_nobody (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) answer = NULL;

  for (guint n = 1; n <= 3; n++)
    change_member (self->office, n, be_called_alike);
  for (guint n = 4; n <= 6; n++) {
    g_autoptr (CpAccount) account = cp_test_chain_account (n);
    CpMember *member = cp_entity_copy (account->rows[CP_KIND_MEMBER]->pdata[0]);

    be_called_alike (member);
    office_put (self->office, member);
  }
  answer = ask_for (self, "till-2", "Ada Lovelace");
  g_assert_cmpint (cp_json_get_int (answer, "found", -1), ==, 0);
  g_assert_true (cp_json_get_bool (answer, "too_many"));
}

/* However often it asks, a device does not get the chain together. */
static void
test_finds_no_more_than_a_counter_needs (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) answer = NULL;

  for (guint n = 1; n <= 3; n++)
    change_member (self->office, n, be_called_alike);
  for (guint i = 0; i + 3 <= CP_STORE_SCOPE_FINDS_A_DAY; i += 3)
    g_assert_cmpint (count_for (self, "Ada Lovelace"), ==, 3);
  answer = ask_for (self, "till-2", "Ada Lovelace");
  g_assert_cmpint (cp_json_get_int (answer, "found", -1), ==, 0);
  g_assert_true (cp_json_get_bool (answer, "too_many"));
  self->office->now_ms += DAY_MS;
  g_assert_cmpint (count_for (self, "M000002"), ==, 1);
}

static void
test_refuses_to_look (Fixture *self, gconstpointer data)
{
  static const char *const requests[] = { "{}", "{\"incarnation\":\"a\",\"challenge\":\"b\"}" };
  g_autoptr (CpJson) whole =
      json_pack ("{s:s, s:s, s:s}", "incarnation", "one", "challenge", "c1", "text", "M000001");
  g_auto (CpWireAnswer) answer = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++) {
    g_autoptr (CpJson) request = cp_json_parse (requests[i], -1, NULL);
    g_auto (CpWireAnswer) refusal = { 0 };

    cp_head_office_handle_find (self->office->office, "till-2", request, &refusal);
    g_assert_cmpuint (refusal.status, ==, 400);
  }
  publish (self->office, "chain");
  cp_head_office_handle_find (self->office->office, "till-2", whole, &answer);
  g_assert_cmpuint (answer.status, ==, 404);
}

static void
add (const char *path, void (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/store-scope/the-chain-is-told-all", test_the_chain_is_told_all);
  add ("/store-scope/other-stores-are-told-little", test_others_are_told_little);
  add ("/store-scope/who-comes-is-told-of-with-the-ack", test_who_comes_is_told_of);
  add ("/store-scope/who-has-not-come-for-long-is-forgotten",
       test_who_has_not_come_for_long_is_forgotten);
  add ("/store-scope/what-is-long-ago-is-no-visit", test_what_is_long_ago_is_no_visit);
  add ("/store-scope/a-home-that-moves", test_a_home_that_moves);
  add ("/store-scope/accounts-that-become-one", test_accounts_that_become_one);
  add ("/store-scope/erases-everywhere", test_erases_everywhere);
  add ("/store-scope/a-narrower-scope-begins-anew", test_a_narrower_scope_begins_anew);
  add ("/store-scope/an-unknown-device-is-told-little", test_an_unknown_device_is_told_little);
  add ("/store-scope/any-order-leads-to-the-same-rows", test_any_order);
  add ("/store-scope/finds-by-the-whole-of-a-name", test_finds_by_the_whole);
  add ("/store-scope/found-for-a-day", test_found_for_a_day);
  add ("/store-scope/too-many-are-nobody", test_too_many_are_nobody);
  add ("/store-scope/finds-no-more-than-a-counter-needs", test_finds_no_more_than_a_counter_needs);
  add ("/store-scope/refuses-to-look", test_refuses_to_look);
  return g_test_run ();
}
