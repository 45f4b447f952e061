/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "town-fixture.h"

#include "cp-chain.h"
#include "cp-pin.h"

#define MOST 100

static void
put_staff (Town *self)
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
get_push (Town *self, CpLane lane, gint64 from_seq, guint most)
{
  g_autoptr (GError) error = NULL;
  CpJson *push =
      cp_ledger_get_push (self->till.ledger, lane, from_seq, most, CP_PUSH_MAX_BYTES, &error);

  g_assert_no_error (error);
  return push;
}

CpJson *
town_get_push (Town *self, CpLane lane, gint64 from_seq)
{
  return get_push (self, lane, from_seq, MOST);
}

static void
tell_chain (Town *self, const CpWireAnswer *answer)
{
  g_autoptr (CpJson) link = json_pack ("{s:s}", "state", "online");
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (answer->status, ==, 409);
  cp_json_set (link, "chain", json_incref (cp_json_get_object (answer->document, "chain")));
  cp_ledger_set_link (self->till.ledger, link, &error);
  g_assert_no_error (error);
}

/* Returns: from where to go on; 0: there is no more */
static gint64
push_once (Town *self, CpLane lane, gint64 from_seq, guint most)
{
  g_autoptr (CpJson) push = get_push (self, lane, from_seq, most);
  g_auto (CpWireAnswer) answer = { 0 };

  cp_head_office_handle_push (self->office->office, TILL, push, &answer);
  if (answer.status == 200)
    return json_array_size (cp_json_get_array (push, "operations")) > 0
               ? cp_json_get_int (answer.document, "expected_seq", 0)
               : 0;
  tell_chain (self, &answer);
  return 0;
}

static void
set_clock (Town *self)
{
  self->office->now_ms = cp_world_wall_ms (&self->till.vfs.world);
}

void
town_push (Town *self, CpLane lane, guint most)
{
  set_clock (self);
  push_once (self, lane, 0, most);
}

static void
push_all (Town *self, CpLane lane)
{
  gint64 next = push_once (self, lane, 0, MOST), last = 0;

  for (; next > last; next = push_once (self, lane, next, MOST))
    last = next;
}

/* Returns: whether there was anything */
static gboolean
pull_once (Town *self, gboolean from_the_beginning)
{
  g_autoptr (CpJson) push = town_get_push (self, CP_LANE_PRIORITY, 0);
  const char *epoch = cp_json_get_text (push, "epoch");
  const CpJson *untold = cp_json_get_object (push, "untold");
  const CpFeedQuery query = {
    .epoch = from_the_beginning || epoch == NULL ? "" : epoch,
    .incarnation = cp_json_get_text (push, "incarnation"),
    .after = from_the_beginning ? 0 : cp_json_get_int (push, "after", 0),
    .challenge = cp_json_get_text (push, "challenge"),
    .lanes = self->n_lanes,
    .told_of = self->passes_over ? NULL : cp_json_get_text (untold, "incarnation"),
    .told = cp_json_get_int (untold, "after", 0),
  };
  g_auto (CpWireAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;

  cp_head_office_handle_feed (self->office->office, TILL, &query, &answer);
  if (answer.status == 410 && !from_the_beginning)
    return pull_once (self, TRUE);
  g_assert_cmpuint (answer.status, ==, 200);
  cp_ledger_apply_page (self->till.ledger, answer.document, &error);
  g_assert_no_error (error);
  return json_array_size (cp_json_get_array (answer.document, "items")) > 0 ||
         json_object_get (answer.document, "told") != NULL;
}

void
town_sync (Town *self)
{
  set_clock (self);
  for (guint round = 0; round < 4; round++) {
    for (guint lane = 0; lane < self->n_lanes; lane++)
      push_all (self, lane);
    while (pull_once (self, FALSE))
      ;
  }
}

void
town_begin (Town *self, guint n_lanes)
{
  self->n_lanes = n_lanes;
  cp_test_ledger_set_up_fresh (&self->till, NULL);
  self->office = office_new ();
  put_staff (self);
  town_sync (self);
}

void
town_end (Town *self)
{
  office_free (self->office);
  cp_test_ledger_tear_down (&self->till, NULL);
}

char *
town_work (Town *self, guint n)
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

static gboolean
add_id (gpointer data, const char *text)
{
  g_autoptr (CpJson) record = cp_json_parse_object (text, -1, NULL);

  if (cp_json_get_int (record, "is_repeat", 0) == 0)
    g_assert_true (g_hash_table_add (data, g_strdup (cp_json_get_text (record, "id"))));
  return TRUE;
}

guint
town_count (Town *self)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office->office);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;

  storage->class_->export_records (storage, "operation", add_id, ids, &error);
  g_assert_no_error (error);
  return g_hash_table_size (ids);
}

void
town_assert_nothing_is_lost (Town *self)
{
  town_sync (self);
  g_assert_cmpint (cp_test_ledger_status (&self->till, "waiting"), ==, 0);
  g_assert_cmpuint (town_count (self), ==, self->n_done);
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

void
town_copy_disk (Town *self, const char *image)
{
  copy_files (self->till.folder, image);
}

void
town_put_disk_back (Town *self, const char *image)
{
  cp_ledger_close (g_steal_pointer (&self->till.ledger));
  copy_files (image, self->till.folder);
  cp_test_ledger_restart (&self->till);
}
