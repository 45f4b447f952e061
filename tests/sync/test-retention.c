/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A device's ledger and head office, from the first operation to the day on which the device lets go of it,
 * and what happens then to either that is brought back from an older copy. */
#include <glib/gstdio.h>

#include "cp-backup-durable.h"
#include "cp-backup-verify.h"
#include "cp-error.h"
#include "cp-journal-retain.h"
#include "cp-pin.h"
#include "cp-test-ledger.h"
#include "office-fixture.h"

#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))
#define DEVICE "till-1"

typedef struct {
  CpTestLedger till;
  Office *office;
  guint n_done; /* operations that staff have made, ever */
  guint n_news;
} Fixture;

static void
set_clock (Fixture *self)
{
  self->office->now_ms = cp_world_wall_ms (&self->till.vfs.world);
}

static void
put_staff (Fixture *self)
{
  static const guint8 bytes[CP_PIN_KEY_BYTES] = { 1, 2, 3 };
  g_autoptr (GBytes) key = g_bytes_new_static (bytes, sizeof bytes);
  g_autoptr (GPtrArray) staff = cp_test_chain_staff ();

  for (guint i = 0; i < staff->len; i++) {
    CpStaff *person = cp_entity_copy (staff->pdata[i]);

    person->pin_verifier =
        cp_pin_make_verifier (key, person->entity.id, CP_TEST_PIN, CP_PIN_EFFORT_LEAST, NULL);
    office_put (self->office, person);
  }
}

static CpJson *
get_push (Fixture *self, gint64 from_seq)
{
  g_autoptr (GError) error = NULL;
  CpJson *push =
      cp_ledger_get_push (self->till.ledger, CP_LANE_PRIORITY, from_seq, 100, 256 * 1024, &error);

  g_assert_no_error (error);
  return push;
}

/* As the worker does. Returns: from where to go on; 0: there is no more */
static gint64
push_once (Fixture *self, gint64 from_seq)
{
  g_autoptr (CpJson) push = get_push (self, from_seq);
  g_auto (CpWireAnswer) answer = { 0 };
  g_autoptr (CpJson) link = json_pack ("{s:s}", "state", "online");
  g_autoptr (GError) error = NULL;

  cp_head_office_handle_push (self->office->office, DEVICE, push, &answer);
  if (answer.status == 200)
    return json_array_size (cp_json_get_array (push, "operations")) > 0
               ? cp_json_get_int (answer.document, "expected_seq", 0)
               : 0;
  g_assert_cmpuint (answer.status, ==, 409);
  cp_json_set (link, "chain", json_incref (cp_json_get_object (answer.document, "chain")));
  cp_ledger_set_link (self->till.ledger, link, &error);
  g_assert_no_error (error);
  return 0;
}

/* Returns: whether there was anything */
static gboolean
pull_once (Fixture *self, gboolean from_the_beginning)
{
  g_autoptr (CpJson) push = get_push (self, 0);
  const char *epoch = cp_json_get_text (push, "epoch");
  const CpFeedQuery query = {
    .epoch = from_the_beginning || epoch == NULL ? "" : epoch,
    .incarnation = cp_json_get_text (push, "incarnation"),
    .after = from_the_beginning ? 0 : cp_json_get_int (push, "after", 0),
    .challenge = cp_json_get_text (push, "challenge"),
  };
  g_auto (CpWireAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;

  cp_head_office_handle_feed (self->office->office, DEVICE, &query, &answer);
  if (answer.status == 410 && !from_the_beginning)
    return pull_once (self, TRUE);
  g_assert_cmpuint (answer.status, ==, 200);
  cp_ledger_apply_page (self->till.ledger, answer.document, &error);
  g_assert_no_error (error);
  return json_array_size (cp_json_get_array (answer.document, "items")) > 0;
}

/* Until both know all: a few rounds are enough, whatever happened. */
static void
sync_all (Fixture *self)
{
  set_clock (self);
  for (guint round = 0; round < 4; round++) {
    gint64 next = push_once (self, 0), last = 0;

    for (; next > last; next = push_once (self, next))
      last = next;
    while (pull_once (self, FALSE))
      ;
  }
}

/* As the daemon does when nobody waits. */
static void
do_upkeep (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  do {
    g_assert_true (cp_ledger_do_upkeep (self->till.ledger, &error));
  } while (cp_ledger_has_upkeep (self->till.ledger));
}

/* Returns: (transfer full): the first one's id */
static char *
work (Fixture *self, guint n)
{
  char *id = NULL;

  cp_test_ledger_sign_in (&self->till, "ann");
  for (guint i = 0; i < n; i++) {
    g_autoptr (CpJson) answer =
        cp_test_ledger_submit (&self->till, "end_visit", 1, "{'reason_id': 'served'}");

    if (id == NULL)
      id = g_strdup (cp_json_get_text (answer, "operation_id"));
    self->n_done++;
  }
  return id;
}

static void
do_work (Fixture *self, guint n)
{
  g_free (work (self, n));
}

/* (transfer full): a backup of head office that was found to be good */
static char *
back_up (Fixture *self, const char *name)
{
  char *backup = office_back_up (self->office, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) report = cp_backup_verify (backup, &error);

  g_assert_no_error (error);
  g_assert_true (cp_backup_durable_record (self->office->office, report, &error));
  return backup;
}

/* So that there is a page. */
static void
make_news (Fixture *self)
{
  CpReceipt *receipt = cp_test_chain_receipt (1);

  receipt->total_minor += ++self->n_news;
  set_clock (self);
  office_put (self->office, receipt);
}

static void
hear (Fixture *self)
{
  make_news (self);
  sync_all (self);
  do_upkeep (self);
}

static void
wait_and_hear (Fixture *self, gint64 ms)
{
  cp_test_ledger_pass (&self->till, ms);
  hear (self);
}

/* Through which number the journal has let go. */
static gint64
get_gone (Fixture *self)
{
  g_autoptr (CpJson) push = get_push (self, 1);
  const CpJson *operations = cp_json_get_array (push, "operations");

  return cp_json_get_int (json_array_get (operations, 0), "seq", 1) - 1;
}

static gboolean
add_id (gpointer data, const char *text)
{
  g_autoptr (CpJson) record = cp_json_parse_object (text, -1, NULL);

  if (cp_json_get_int (record, "is_repeat", 0) == 0)
    g_assert_true (g_hash_table_add (data, g_strdup (cp_json_get_text (record, "id"))));
  return TRUE;
}

/* How many operations head office has; none twice. */
static guint
count_at_head_office (Fixture *self)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office->office);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;

  storage->class_->export_records (storage, "operation", add_id, ids, &error);
  g_assert_no_error (error);
  return g_hash_table_size (ids);
}

static void
assert_nothing_is_lost (Fixture *self)
{
  sync_all (self);
  g_assert_cmpint (cp_test_ledger_status (&self->till, "waiting"), ==, 0);
  g_assert_cmpuint (count_at_head_office (self), ==, self->n_done);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  cp_test_ledger_set_up_fresh (&self->till, NULL);
  self->office = office_new ();
  put_staff (self);
  sync_all (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  office_free (self->office);
  cp_test_ledger_tear_down (&self->till, NULL);
}

static CpJson *
look (Fixture *self)
{
  CpJson *view = cp_test_ledger_view (&self->till, 1);

  cp_json_set_int (view, "waiting", cp_test_ledger_status (&self->till, "waiting"));
  cp_json_set_int (view, "attention", cp_test_ledger_status (&self->till, "attention"));
  return view;
}

/* Done, backed up, verified; and 35 days later only the last is still here. */
static void
let_go_of_all_but_one (Fixture *self)
{
  do_work (self, 5);
  sync_all (self);
  g_free (back_up (self, "first"));
  hear (self);
  wait_and_hear (self, CP_JOURNAL_KEPT_MS);
  g_assert_cmpint (get_gone (self), ==, self->n_done - 1);
}

static void
test_on_the_day (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) before = NULL;
  g_autoptr (CpJson) after = NULL;
  g_autofree char *backup = NULL;

  do_work (self, 5);
  sync_all (self);
  backup = back_up (self, "first");
  hear (self);
  wait_and_hear (self, CP_JOURNAL_KEPT_MS - DAY_MS);
  g_assert_cmpint (get_gone (self), ==, 0);
  cp_test_ledger_pass (&self->till, DAY_MS);
  cp_test_ledger_sign_in (&self->till, "ann");
  make_news (self);
  sync_all (self);
  before = look (self);
  do_upkeep (self);
  g_assert_cmpint (get_gone (self), ==, 4);
  after = look (self);
  g_assert_true (json_equal (before, after));
  assert_nothing_is_lost (self);
}

static void
test_never_without_a_word (Fixture *self, gconstpointer data)
{
  do_work (self, 5);
  sync_all (self);
  hear (self);
  wait_and_hear (self, CP_JOURNAL_KEPT_MS);
  wait_and_hear (self, CP_JOURNAL_KEPT_MS);
  g_assert_cmpint (get_gone (self), ==, 0);
}

/* The word must be of this start: what was said before it may not be so any more. */
static void
test_not_after_a_restart_until_it_hears (Fixture *self, gconstpointer data)
{
  do_work (self, 5);
  sync_all (self);
  g_free (back_up (self, "first"));
  hear (self);
  cp_test_ledger_pass (&self->till, CP_JOURNAL_KEPT_MS);
  cp_test_ledger_restart (&self->till);
  do_upkeep (self);
  g_assert_cmpint (get_gone (self), ==, 0);
  hear (self);
  g_assert_cmpint (get_gone (self), ==, 4);
}

static void
test_is_not_done_again (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) request = cp_test_ledger_request ("end_visit", 1, "{'reason_id': 'served'}");
  g_autofree char *id = work (self, 5);
  g_autoptr (GError) error = NULL;

  sync_all (self);
  g_free (back_up (self, "first"));
  hear (self);
  wait_and_hear (self, CP_JOURNAL_KEPT_MS);
  g_assert_cmpint (get_gone (self), ==, 4);
  cp_test_ledger_sign_in (&self->till, "ann");
  cp_json_set_text (request, "id", id);
  g_assert_null (cp_ledger_submit (self->till.ledger, self->till.session, request, FALSE, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  assert_nothing_is_lost (self);
}

/* Head office comes back from the very backup that was verified, after the device let go. */
static void
test_head_office_is_restored (Fixture *self, gconstpointer data)
{
  g_autofree char *backup = NULL;

  do_work (self, 5);
  sync_all (self);
  backup = back_up (self, "first");
  hear (self);
  do_work (self, 3);
  wait_and_hear (self, CP_JOURNAL_KEPT_MS);
  g_assert_cmpint (get_gone (self), ==, 4);
  do_work (self, 2);
  sync_all (self);
  office_restore (self->office, backup);
  g_assert_cmpuint (count_at_head_office (self), ==, 5);
  do_work (self, 1);
  assert_nothing_is_lost (self);
}

/* From an older one than it had said: what the device still has gets there all the same. */
static void
test_head_office_is_restored_from_before (Fixture *self, gconstpointer data)
{
  g_autofree char *older = NULL;

  do_work (self, 2);
  sync_all (self);
  older = office_back_up (self->office, "older");
  do_work (self, 5);
  sync_all (self);
  g_free (back_up (self, "newer"));
  hear (self);
  wait_and_hear (self, CP_JOURNAL_KEPT_MS);
  g_assert_cmpint (get_gone (self), ==, 6);
  do_work (self, 2);
  office_restore (self->office, older);
  sync_all (self);
  self->n_done -= 4; /* numbers 3 to 6 are with nobody */
  assert_nothing_is_lost (self);
  do_work (self, 1);
  assert_nothing_is_lost (self);
}

static void
copy_files (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (from, name, NULL);
    g_autofree char *copy = g_build_filename (to, name, NULL);
    g_autofree char *bytes = NULL;
    gsize size = 0;

    g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
    g_assert_true (g_file_set_contents (copy, bytes, (gssize) size, NULL));
  }
}

/* The disk is put back as it was on an earlier day, or is another's that was copied on that day. */
static void
put_back (Fixture *self, const char *image)
{
  cp_ledger_close (g_steal_pointer (&self->till.ledger));
  copy_files (image, self->till.folder);
  cp_test_ledger_restart (&self->till);
}

static void
test_the_device_is_restored (Fixture *self, gconstpointer data)
{
  gboolean after = data != NULL;
  g_autofree char *image = g_dir_make_tmp ("counterpart-image-XXXXXX", NULL);

  if (!after) {
    do_work (self, 2);
    sync_all (self);
    copy_files (self->till.folder, image);
  }
  let_go_of_all_but_one (self);
  if (after)
    copy_files (self->till.folder, image);
  do_work (self, 3);
  sync_all (self);
  put_back (self, image);
  do_work (self, 2);
  assert_nothing_is_lost (self);
  wait_and_hear (self, CP_JOURNAL_KEPT_MS);
  assert_nothing_is_lost (self);
}

/* Both are: what the device did under an earlier name, head office asks for too. */
static void
test_both_are_restored (Fixture *self, gconstpointer data)
{
  g_autofree char *image = g_dir_make_tmp ("counterpart-image-XXXXXX", NULL);
  g_autofree char *older = NULL;

  do_work (self, 3);
  sync_all (self);
  older = office_back_up (self->office, "older");
  do_work (self, 3);
  sync_all (self);
  copy_files (self->till.folder, image);
  do_work (self, 1);
  sync_all (self);
  put_back (self, image);
  do_work (self, 2);
  assert_nothing_is_lost (self);
  office_restore (self->office, older);
  self->n_done--; /* number 7 was on neither's copy */
  assert_nothing_is_lost (self);
}

#define ADD(name, func) ADD_WITH (name, NULL, func)
#define ADD_WITH(name, data, func) \
  g_test_add ("/retention/" name, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-device-lets-go-on-the-day", test_on_the_day);
  ADD ("never-without-head-offices-word", test_never_without_a_word);
  ADD ("not-after-a-restart-until-it-hears", test_not_after_a_restart_until_it_hears);
  ADD ("what-is-gone-is-not-done-again", test_is_not_done_again);
  ADD ("head-office-is-restored", test_head_office_is_restored);
  ADD ("head-office-is-restored-from-before", test_head_office_is_restored_from_before);
  ADD ("both-are-restored", test_both_are_restored);
  ADD_WITH ("the-device-is-restored-from-before", NULL, test_the_device_is_restored);
  ADD_WITH ("the-device-is-restored-from-afterwards", "", test_the_device_is_restored);
  return g_test_run ();
}
