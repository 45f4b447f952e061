/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What PostgreSQL adds: other processes at the same time. */
#include "cp-head-office-postgres.h"
#include "cp-head-office-receipts.h"

#include "cp-error.h"
#include "office-fixture.h"
#include "postgres-fixture.h"

#define N_WRITERS 3
#define N_PUSHES 12

typedef struct {
  Office *office;
  guint n;
  gint n_accepted;
} Writer;

static void
push_some (CpHeadOffice *office, Device *device, gint64 from_seq)
{
  g_autoptr (CpJson) push = device_make_push (device, from_seq);
  g_auto (CpWireAnswer) answer = { 0 };

  cp_head_office_handle_push (office, device->id, push, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_cmpint (cp_json_get_int (answer.document, "through_seq", 0), ==, device->seq);
}

/* Everybody writes to the same three accounts, and each batch to all of them. */
static gpointer
write_many (gpointer data)
{
  Writer *writer = data;
  CpHeadOffice *office = office_open_another (writer->office);
  g_autofree char *name = g_strdup_printf ("till-%u", writer->n);
  g_autoptr (Device) device = device_new (name, "one");

  for (guint i = 0; i < N_PUSHES; i++) {
    gint64 from_seq = device->seq + 1;

    for (guint account = 1; account <= 3; account++)
      g_free (device_do (device, 10000 * writer->n + 10 * (3 * i + account),
                         CP_OPERATION_REDEEM_REWARD, 1 + (account + writer->n) % 3,
                         "{'amount_minor':10,'basket_minor':9000}"));
    push_some (office, device, from_seq);
  }
  cp_head_office_free (office);
  return NULL;
}

static gint64
sum_redeemed (Office *office)
{
  g_autofree char *sum = postgres_ask (
      office->url, "SELECT sum((data->>'amount_minor')::int) FROM entity WHERE kind='redemption'");

  return g_ascii_strtoll (sum, NULL, 10);
}

static void
test_writers_at_the_same_time (void)
{
  g_autoptr (Office) office = office_new ();
  Writer writers[N_WRITERS];
  GThread *threads[N_WRITERS];
  g_autofree char *held = NULL;

  for (guint i = 0; i < N_WRITERS; i++) {
    writers[i] = (Writer){ office, i + 1, 0 };
    threads[i] = g_thread_new ("writer", write_many, &writers[i]);
  }
  for (guint i = 0; i < N_WRITERS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (sum_redeemed (office), ==, 10 * N_WRITERS * N_PUSHES * 3);
  held = postgres_ask (office->url,
                       "SELECT sum((data->>'amount_minor')::int"
                       " - coalesce((data->>'balance_minor')::int, 0)) FROM entity"
                       " WHERE kind = 'incentive' AND data->>'class' IS DISTINCT FROM 'benefit'");
  g_assert_cmpint (g_ascii_strtoll (held, NULL, 10), ==, 10 * N_WRITERS * N_PUSHES * 3);
}

static void
redeem (CpHeadOffice *office, Device *device, guint id)
{
  gint64 from_seq = device->seq + 1;

  g_free (device_do (device, id, CP_OPERATION_REDEEM_REWARD, 1,
                     "{'amount_minor':10,'basket_minor':9000}"));
  push_some (office, device, from_seq);
}

static gint64
sum_held (Office *office)
{
  g_autofree char *held = postgres_ask (
      office->url, "SELECT sum(coalesce((data->>'balance_minor')::int, 0)) FROM entity"
                   " WHERE kind = 'incentive' AND data->>'class' IS DISTINCT FROM 'benefit'");

  return g_ascii_strtoll (held, NULL, 10);
}

/* Each keeps accounts as it left them, and has to notice that somebody has changed them since. */
static void
test_notices_that_another_changed_an_account (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CpHeadOffice) another = office_open_another (office);
  g_autoptr (Device) one = device_new ("till-1", "one");
  g_autoptr (Device) two = device_new ("till-2", "one");
  gint64 before = sum_held (office);

  for (guint i = 0; i < 3; i++) {
    redeem (office->office, one, 1000 + 100 * i);
    redeem (office->office, one, 1010 + 100 * i);
    redeem (another, two, 2000 + 100 * i);
  }
  g_assert_cmpint (before - sum_held (office), ==, 10 * 3 * 3);
}

static void
test_sees_what_another_published (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CpHeadOffice) another = office_open_another (office);
  g_autoptr (CpJson) programme = cp_test_chain_programme_json ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (GError) error = NULL;

  cp_json_set_int (programme, "version", 99);
  cp_head_office_publish (another, programme, &error);
  g_assert_no_error (error);
  g_free (device_do (device, 500, CP_OPERATION_END_VISIT, 0, "{}"));
  push_some (office->office, device, 1);
  g_assert_cmpint (cp_head_office_get_programme (office->office)->version, ==, 99);
}

static void
note_erased (gpointer data)
{
  ++*(guint *) data;
}

/* Who was erased is in the snapshots of each process. */
static void
test_hears_of_an_erasure_by_another (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CpHeadOffice) another = office_open_another (office);
  g_autofree char *id = cp_test_chain_id (1, "member");
  g_autoptr (GError) error = NULL;
  guint n_heard = 0;

  cp_head_office_set_erased_func (another, note_erased, &n_heard);
  cp_head_office_hear (another);
  g_assert_cmpuint (n_heard, ==, 0);
  g_assert_true (cp_head_office_erase (office->office, id, &error));
  cp_head_office_hear (another);
  g_assert_cmpuint (n_heard, ==, 1);
  cp_head_office_hear (another);
  g_assert_cmpuint (n_heard, ==, 1);
}

/* Devices learn the next key from those that serve, and these have to before it is rolled. */
static void
test_hears_of_a_key_that_another_announces_in_a_file (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *path = g_build_filename (office->folder, "signing-key", NULL);
  g_autoptr (CpHeadOffice) another = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_head_office_move_keys (office->office, path, &error));
  another = office_open_another (office);
  g_assert_true (cp_head_office_use_key_file (another, path, &error));
  g_assert_true (cp_head_office_announce_key (office->office, &error));
  g_assert_no_error (error);
  cp_head_office_hear (another);
  g_assert_nonnull (cp_head_office_get_next_key (another));
  g_assert_cmpstr (cp_head_office_get_next_key (another), ==,
                   cp_head_office_get_next_key (office->office));
}

/* It serves with them until it is started anew, with the file named. */
static void
test_goes_on_when_another_moves_the_keys (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *path = g_build_filename (office->folder, "signing-key", NULL);
  g_autoptr (CpHeadOffice) another = office_open_another (office);
  g_autofree char *key = g_strdup (cp_head_office_get_key (another));
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_head_office_move_keys (office->office, path, &error));
  g_assert_no_error (error);
  cp_head_office_hear (another);
  g_assert_true (cp_head_office_check_signer (another, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (cp_head_office_get_key (another), ==, key);
}

/* Nobody would believe what it signs, and without a key it would not live. */
static void
test_stops_serving_when_another_rolls_keys_that_it_has_not (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *path = g_build_filename (office->folder, "signing-key", NULL);
  g_autoptr (CpHeadOffice) another = office_open_another (office);
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_head_office_move_keys (office->office, path, &error));
  cp_head_office_hear (another);
  g_assert_true (cp_head_office_announce_key (office->office, &error));
  cp_head_office_hear (another);
  g_assert_true (cp_head_office_roll_key (office->office, &error));
  g_assert_no_error (error);
  g_assert_false (cp_head_office_begin (another, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "--signing-key"));
  g_assert_true (cp_head_office_check_signer (another, NULL));
}

/* What was given up does not stand for what another one does; nor is one's own news, once it is settled. */
static void
test_hears_of_an_erasure_after_one_that_was_given_up (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CpHeadOffice) another = office_open_another (office);
  g_autofree char *id = cp_test_chain_id (1, "member");
  g_autoptr (GError) error = NULL;
  guint n_heard = 0, n_own = 0;

  cp_head_office_set_erased_func (another, note_erased, &n_heard);
  cp_head_office_set_erased_func (office->office, note_erased, &n_own);
  g_assert_true (cp_head_office_begin (another, &error));
  g_assert_true (cp_head_office_note_erasure (another, "given up", &error));
  cp_head_office_rollback (another);
  g_assert_true (cp_head_office_erase (office->office, id, &error));
  cp_head_office_hear (another);
  g_assert_cmpuint (n_heard, ==, 1);
  cp_head_office_hear (office->office);
  g_assert_cmpuint (n_own, ==, 1);
}

typedef struct {
  const CpHeadOfficeStorageClass *real;
  CpHeadOffice *another;
  GThread *thread;
} Rival;

static Rival *rival; /* of the test that runs: the functions have no place for it */

static gpointer
erase_second (gpointer data)
{
  g_autofree char *id = cp_test_chain_id (2, "member");
  g_autoptr (GError) error = NULL;

  cp_head_office_erase (data, id, &error);
  g_assert_no_error (error);
  return NULL;
}

static gboolean
commit_beside_a_rival (CpHeadOfficeStorage *storage, GError **error)
{
  storage->class_ = rival->real;
  rival->thread = g_thread_new ("rival", erase_second, rival->another);
  return storage->class_->commit (storage, error);
}

/* Each has its number, in the order in which they are committed, so that the last one says how many they are. */
static void
test_two_erase_at_once (void)
{
  g_autoptr (Office) office = office_new ();
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office->office);
  CpHeadOfficeStorageClass functions = *storage->class_;
  Rival other = { storage->class_, office_open_another (office), NULL };
  g_autofree char *id = cp_test_chain_id (1, "member");
  g_autofree char *numbers = NULL;
  g_autoptr (GError) error = NULL;

  functions.commit = commit_beside_a_rival;
  storage->class_ = &functions;
  rival = &other;
  cp_head_office_erase (office->office, id, &error);
  g_assert_no_error (error);
  g_thread_join (other.thread);
  cp_head_office_free (other.another);
  numbers = postgres_ask (office->url, "SELECT string_agg (n::text, ' ' ORDER BY n) FROM erasure");
  g_assert_true (g_str_has_prefix (numbers, "1 2"));
}

/* What comes while another process is about to erase somebody. */
typedef struct {
  Office *office;
  const CpHeadOfficeStorageClass *real;
  GThread *thread;
  gint is_done; /* atomic */
} LateStray;

static LateStray *late; /* of the test that runs: the functions have no place for it */

static gpointer
push_stray (gpointer data)
{
  LateStray *self = data;
  g_autoptr (Device) clone = device_new ("till-1", "one");

  g_free (device_do (clone, 510, CP_OPERATION_ADD_NOTE, 1, "{'text':'Canaria'}"));
  g_assert_cmpuint (device_push (clone, self->office, 1, NULL), ==, 409);
  g_atomic_int_set (&self->is_done, TRUE);
  return NULL;
}

static gboolean
commit_after_the_stray (CpHeadOfficeStorage *storage, GError **error)
{
  late->thread = g_thread_new ("stray", push_stray, late);
  while (!g_atomic_int_get (&late->is_done) && !postgres_has_waiting (late->office->url))
    ;
  return late->real->commit (storage, error);
}

static void
test_keeps_no_stray_that_comes_while_another_erases (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CpHeadOffice) another = office_open_another (office);
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (another);
  CpHeadOfficeStorageClass functions = *storage->class_;
  LateStray stray = { office, storage->class_, NULL, FALSE };
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *id = cp_test_chain_id (1, "member");
  g_autofree char *left = NULL;
  g_autoptr (GError) error = NULL;

  g_free (device_do (device, 500, CP_OPERATION_END_VISIT, 0, "{}"));
  push_some (office->office, device, 1);
  functions.commit = commit_after_the_stray;
  storage->class_ = &functions;
  late = &stray;
  g_assert_true (cp_head_office_erase (another, id, &error));
  storage->class_ = stray.real;
  g_thread_join (stray.thread);
  left = postgres_ask (office->url, "SELECT string_agg (body, ' ') FROM stray");
  g_assert_cmpstr (g_strchomp (left), ==, "null");
}

static void
test_sees_an_epoch_that_another_began (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CpHeadOffice) another = office_open_another (office);
  CpFeedQuery query = { .epoch = "", .incarnation = "one" };
  g_auto (CpWireAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;

  cp_head_office_begin_epoch (another, &error);
  g_assert_no_error (error);
  cp_head_office_handle_feed (office->office, "till-1", &query, &answer);
  g_assert_cmpstr (cp_json_get_text (answer.document, "epoch"), ==,
                   cp_head_office_get_epoch (another));
}

/* A copy that is behind is good for what it has, and for nothing else. */
static void
test_reads_from_a_copy_that_lags (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Office) copy = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *id = NULL;
  g_autoptr (CpJson) page = NULL;
  g_autoptr (CpJson) rest = NULL;
  g_autoptr (GError) error = NULL;
  gint64 through;

  cp_head_office_set_reader (
      office->office, cp_head_office_postgres_open (copy->url, CP_POSTGRES_READ_ONLY, &error));
  g_assert_no_error (error);
  page = office_get_feed (office, "till-1", "one", 0, CP_FEED_MAX_ITEMS);
  through = cp_json_get_int (page, "through", 0);
  id = device_do (device, 500, CP_OPERATION_ISSUE_BENEFIT, 1,
                  "{'definition_id':'coffee','reason':'rain'}");
  push_some (office->office, device, 1);
  rest = office_get_feed (office, "till-1", "one", through, CP_FEED_MAX_ITEMS);
  g_assert_cmpuint (json_array_size (cp_json_get_array (rest, "items")), ==, 0);
  json_decref (g_steal_pointer (&rest));
  rest = office_get_feed (office, "till-1", "one", through + 1, CP_FEED_MAX_ITEMS);
  g_assert_cmpint (cp_json_get_int (rest, "through", 0), ==, through + 1);
}

/* One that was made before there were checksums. */
static void
test_takes_over_an_older_database (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *made_newer = NULL;
  g_autofree char *n_rows = NULL;
  gboolean is_done = FALSE;
  g_autoptr (GError) error = NULL;

  office_make_older (office,
                     "DROP TABLE row_sum, range_sum, account_lock;"
                     "ALTER TABLE device_contact DROP COLUMN waiting_bulk;",
                     1);
  g_assert_true (cp_head_office_is_added_up (office->office, &is_done, &error));
  g_assert_true (is_done);
  n_rows = postgres_ask (office->url, "SELECT (SELECT count (*) FROM row_sum) = "
                                      "(SELECT count (*) FROM entity)");
  g_assert_true (g_str_has_prefix (n_rows, "t"));
  made_newer = postgres_ask (office->url, "UPDATE setting SET value = '99' WHERE name = 'schema'");
  g_assert_null (cp_head_office_postgres_open (office->url, CP_POSTGRES_ALONE, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NEWER);
}

/* Of all texts one in 2^32 has the hash that has no opposite; an address that has it was looked for. */
#define ODD_EMAIL "counteehz1pm1@x.y"

static void
test_any_key_can_be_held (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *hash = postgres_ask (office->url, "SELECT hashtext ('email:" ODD_EMAIL "')");
  g_autofree char *member_id = cp_test_id (77);
  g_autofree char *payload =
      g_strdup_printf ("{'member_id':'%s','given_name':'Ada','email':'" ODD_EMAIL "'}", member_id);
  g_autofree char *id = NULL;
  g_autoptr (CpJson) ack = NULL;

  g_assert_cmpstr (g_strchomp (hash), ==, "-2147483648");
  id = device_do (device, 500, CP_OPERATION_ENROL_MEMBER, 0, payload);
  push_some (office->office, device, 1);
  ack = office_get_outcome (office, "till-1", "one", id);
  g_assert_true (g_str_has_prefix (cp_json_get_text (ack, "outcome"), "accepted"));
}

static void
run_sql (Office *office, const char *sql)
{
  g_free (postgres_ask (office->url, sql));
}

/* As when the server goes between the first two statements of a transaction. */
static void
test_goes_on_after_it_could_not_begin (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  const CpContact contact = { 0, 0, 0 };

  g_free (device_do (device, 500, CP_OPERATION_END_VISIT, 0, "{}"));
  run_sql (office, "ALTER TABLE setting RENAME TO away");
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (cp_head_office_resolve (office->office, "x", TRUE, "", &error));
    g_assert_error (error, CP_ERROR, CP_ERROR_CORRUPT);
  }
  cp_head_office_note_contact (office->office, "till-1", &contact);
  run_sql (office, "ALTER TABLE away RENAME TO setting");
  push_some (office->office, device, 1);
}

static CpLease *
make_lease (gint64 until_ms)
{
  CpLease *lease = cp_entity_new (CP_KIND_LEASE, "high", NULL);

  lease->device_id = g_strdup ("till-1");
  lease->incarnation = g_strdup ("one");
  lease->until_ms = until_ms;
  return lease;
}

static void
extend_lease (CpHeadOffice *another)
{
  CpLease *lease = make_lease (CP_TEST_NOW_MS + 2000);
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_head_office_begin (another, &error));
  g_assert_true (cp_head_office_put_row (another, lease, &error));
  g_assert_true (cp_head_office_commit (another, &error));
  cp_entity_free (lease);
}

/* Who revokes a device need not know that it was there a moment ago. */
static void
test_revokes_what_another_grants (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (GError) error = NULL;
  CpLease *lease;

  office_put (office, make_lease (CP_TEST_NOW_MS + 1000));
  office_interrupt (office, extend_lease);
  g_assert_true (
      cp_head_office_put_device (office->office, "till-1", "high", "token", TRUE, &error));
  g_assert_no_error (error);
  lease = office_get_row (office, CP_KIND_LEASE, "high");
  g_assert_cmpint (lease->until_ms, ==, 0);
  cp_entity_free (lease);
}

static void
begin (CpHeadOfficeStorage *storage)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (storage->class_->begin (storage, &error));
  g_assert_no_error (error);
}

/* What would end an item of the feed before its time is refused, whoever puts it. */
static void
test_refuses_odd_ids (void)
{
  g_autoptr (Office) office = office_new ();
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office->office);
  CpEntity *message = cp_entity_new (CP_KIND_MESSAGE, "a\x1e", NULL);
  CpEntity *card = cp_entity_new (CP_KIND_CARD, "card", "a\x1f");
  const CpPlace place = { "till-1", "o\x1fne", 1 };
  const CpEntity *old = NULL;
  g_autoptr (GError) error = NULL;

  begin (storage);
  g_assert_true (storage->class_->look_at_row (storage, CP_KIND_MESSAGE, message->id, &old, NULL));
  g_assert_false (storage->class_->put_row (storage, message, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (storage->class_->look_at_row (storage, CP_KIND_CARD, card->id, &old, NULL));
  g_assert_false (storage->class_->put_row (storage, card, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (storage->class_->add_ack (storage, &place, "x", "{}", &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  storage->class_->rollback (storage);
  cp_entity_free (message);
  cp_entity_free (card);
}

int
main (int argc, char **argv)
{
  g_setenv ("CP_TEST_DATABASE", "postgresql", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/head-office-postgres/notices-that-another-changed-an-account",
                   test_notices_that_another_changed_an_account);
  g_test_add_func ("/head-office-postgres/writers-at-the-same-time-lose-nothing",
                   test_writers_at_the_same_time);
  g_test_add_func ("/head-office-postgres/sees-what-another-published",
                   test_sees_what_another_published);
  g_test_add_func ("/head-office-postgres/hears-of-an-erasure-by-another",
                   test_hears_of_an_erasure_by_another);
  g_test_add_func ("/head-office-postgres/goes-on-when-another-moves-the-keys",
                   test_goes_on_when_another_moves_the_keys);
  g_test_add_func ("/head-office-postgres/stops-serving-when-another-rolls-keys-that-it-has-not",
                   test_stops_serving_when_another_rolls_keys_that_it_has_not);
  g_test_add_func ("/head-office-postgres/hears-of-a-key-that-another-announces-in-a-file",
                   test_hears_of_a_key_that_another_announces_in_a_file);
  g_test_add_func ("/head-office-postgres/hears-of-an-erasure-after-one-that-was-given-up",
                   test_hears_of_an_erasure_after_one_that_was_given_up);
  g_test_add_func ("/head-office-postgres/two-erase-at-once", test_two_erase_at_once);
  g_test_add_func ("/head-office-postgres/keeps-no-stray-that-comes-while-another-erases",
                   test_keeps_no_stray_that_comes_while_another_erases);
  g_test_add_func ("/head-office-postgres/sees-an-epoch-that-another-began",
                   test_sees_an_epoch_that_another_began);
  g_test_add_func ("/head-office-postgres/takes-over-an-older-database",
                   test_takes_over_an_older_database);
  g_test_add_func ("/head-office-postgres/reads-from-a-copy-that-lags",
                   test_reads_from_a_copy_that_lags);
  g_test_add_func ("/head-office-postgres/refuses-odd-ids", test_refuses_odd_ids);
  g_test_add_func ("/head-office-postgres/any-key-can-be-held", test_any_key_can_be_held);
  g_test_add_func ("/head-office-postgres/goes-on-after-it-could-not-begin",
                   test_goes_on_after_it_could_not_begin);
  g_test_add_func ("/head-office-postgres/revokes-what-another-grants",
                   test_revokes_what_another_grants);
  return g_test_run ();
}
