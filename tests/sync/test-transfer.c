/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-transfer.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cp-error.h"
#include "cp-test-folder.h"
#include "office-fixture.h"

#define ISSUE "{'definition_id':'coffee','reason':'rain'}"

static void
choose (gboolean postgres)
{
  g_setenv ("CP_TEST_DATABASE", postgres ? "postgresql" : "sqlite", TRUE);
}

static gboolean
add_line (gpointer data, const char *text)
{
  g_autoptr (CpJson) json = cp_json_parse (text, -1, NULL);
  g_autofree char *canonical = NULL;

  json_object_del (json, "ver");
  canonical = cp_json_to_text (json);
  g_ptr_array_add (data, g_steal_pointer (&canonical));
  return TRUE;
}

/* Everything but what counts anew with a database: versions of rows. */
static GPtrArray *
list_all (Office *office)
{
  static const char *const tables[] = { "device", "operation", "usage", "stray", "erasure" };
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office->office);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  storage->class_->list_rows (storage, NULL, add_line, lines, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    storage->class_->export_records (storage, tables[i], add_line, lines, &error);
    g_assert_no_error (error);
  }
  return lines;
}

static void
assert_same (Office *one, Office *other)
{
  g_autoptr (GPtrArray) before = list_all (one);
  g_autoptr (GPtrArray) after = list_all (other);

  g_assert_cmpuint (before->len, ==, after->len);
  for (guint i = 0; i < before->len; i++)
    g_assert_cmpstr (before->pdata[i], ==, after->pdata[i]);
}

static char *export(Office *office)
{
  char *path = g_build_filename (office->folder, "all.jsonl", NULL);
  g_autofree char *copy_path = g_build_filename (office->folder, "copy.db", NULL);
  g_autoptr (GError) error = NULL;
  guint64 n;

  cp_transfer_export (office->office, path, copy_path, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, >, 20);
  return path;
}

static Office *
import (const char *path)
{
  Office *office = office_new_empty ();
  g_autoptr (GError) error = NULL;
  guint64 n;

  cp_transfer_import (office->office, path, &n, &error);
  g_assert_no_error (error);
  return office;
}

/* What somebody at head office has to look at is there to be looked at. */
static void
assert_alert (Office *office)
{
  g_autofree char *key = NULL;
  g_autoptr (CpJson) alerts = NULL;
  const CpJson *alert;

  g_assert_true (cp_head_office_get_device_key (office->office, "till-1", &key, &alerts, NULL));
  alert = cp_json_get_object (alerts, "wrong_key");
  g_assert_cmpint (cp_json_get_int (alert, "seq", 0), ==, 1);
  g_assert_cmpstr (cp_json_get_text (alert, "incarnation"), ==, "two");
  g_assert_cmpint (cp_json_get_int (alert, "at_ms", 0), ==, CP_TEST_NOW_MS);
}

static void
push_by_another_key (Office *office)
{
  const guint8 seed[CP_SEED_BYTES] = { 99 };
  g_autoptr (Device) thief = device_new ("till-1", "two");

  cp_signer_free (thief->signer);
  thief->signer = cp_signer_new (seed);
  g_free (device_do (thief, 920, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE));
  g_assert_cmpuint (device_push (thief, office, 1, NULL), ==, 403);
}

static void
fill (Office *office, Device *device)
{
  g_autoptr (Device) clone = device_new ("till-1", "one");
  g_autofree char *poison = cp_test_id (400);
  g_autofree char *member_id = cp_test_chain_id (3, "member");
  g_autoptr (GError) error = NULL;

  cp_head_office_put_device (office->office, "till-1", "high", "a token", FALSE, &error);
  cp_head_office_put_device (office->office, "till-2", "high", "another", TRUE, &error);
  g_assert_no_error (error);
  g_free (device_do (device, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE));
  device_add (device, poison, json_string ("\"poison\"\n"));
  g_free (device_do (device, 510, CP_OPERATION_REDEEM_REWARD, 2,
                     "{'amount_minor':700,'basket_minor':9000}"));
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
  g_free (device_do (clone, 900, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE));
  g_assert_cmpuint (device_push (clone, office, 1, NULL), ==, 409);
  push_by_another_key (office);
  assert_alert (office);
  cp_head_office_erase (office->office, member_id, &error);
  g_assert_no_error (error);
}

/* Whoever has not asked the new database for its rows may have those of a member who was erased. */
static void
assert_erasure (Office *office)
{
  g_autoptr (CpJson) before = office_list_erasures (office->office, 0);
  g_autoptr (CpJson) after = NULL;
  CpContact contact = { 1, -1, -1, cp_head_office_get_epoch (office->office) };
  const CpJson *receipt = json_array_get (before, 0);

  g_assert_cmpuint (json_array_size (before), ==, 1);
  g_assert_cmpint (cp_json_get_int (receipt, "at_ms", 0), ==, CP_TEST_NOW_MS);
  g_assert_cmpint (cp_json_get_int (receipt, "devices", 0), ==, 1);
  g_assert_cmpint (cp_json_get_int (receipt, "erased_at", -1), ==, 0);
  cp_head_office_note_contact (office->office, "till-1", &contact);
  after = office_list_erasures (office->office, 0);
  g_assert_cmpint (cp_json_get_int (json_array_get (after, 0), "erased_at", -1), ==, 1);
}

/* The devices notice an epoch, and nothing else: what they send again has no second effect, and
 * what they had been told they are told again. */
static void
assert_goes_on (Office *office, Device *device, const char *epoch_before)
{
  g_autoptr (CpDevice) known = NULL;
  g_autoptr (CpJson) page = NULL;
  g_autofree char *text = NULL;
  guint n_before = office_count_rows (office, NULL);

  g_assert_cmpstr (cp_head_office_get_epoch (office->office), !=, epoch_before);
  g_assert_true (cp_head_office_find_device (office->office, "a token", &known, NULL));
  g_assert_cmpstr (known->id, ==, "till-1");
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
  g_assert_cmpuint (office_count_rows (office, NULL), ==, n_before);
  page = office_get_feed (office, "till-1", "one", 0, CP_FEED_MAX_ITEMS);
  text = cp_json_to_text (page);
  g_assert_nonnull (strstr (text, "\"t\":\"ack\""));
  g_assert_nonnull (strstr (text, "needs_review"));
}

static void
test_there_and_back (gconstpointer data)
{
  gboolean from_postgres = GPOINTER_TO_INT (data);
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (Office) first = NULL;
  g_autoptr (Office) second = NULL;
  g_autoptr (Office) third = NULL;
  g_autofree char *path = NULL;
  g_autofree char *back = NULL;

  choose (from_postgres);
  first = office_new ();
  fill (first, device);
  path = export(first);
  choose (!from_postgres);
  second = import (path);
  assert_same (first, second);
  back = export(second);
  choose (from_postgres);
  third = import (back);
  assert_same (first, third);
  assert_alert (second);
  assert_alert (third);
  assert_erasure (second);
  assert_erasure (third);
  g_assert_cmpstr (cp_head_office_get_key (second->office), ==,
                   cp_head_office_get_key (first->office));
  g_assert_cmpstr (cp_head_office_get_key (third->office), ==,
                   cp_head_office_get_key (first->office));
  assert_goes_on (second, device, cp_head_office_get_epoch (first->office));
  assert_goes_on (third, device, cp_head_office_get_epoch (first->office));
}

static void
assert_erasures (Office *office, Office *expected)
{
  g_autoptr (CpJson) list = office_list_erasures (office->office, 0);
  g_autoptr (CpJson) wanted = office_list_erasures (expected->office, 0);

  g_assert_cmpuint (json_array_size (list), ==, json_array_size (wanted));
  for (gsize i = 0; i < json_array_size (list); i++) {
    g_assert_cmpstr (cp_json_get_text (json_array_get (list, i), "member_id"), ==,
                     cp_json_get_text (json_array_get (wanted, i), "member_id"));
    g_assert_cmpint (cp_json_get_int (json_array_get (list, i), "at_ms", 0), ==,
                     cp_json_get_int (json_array_get (wanted, i), "at_ms", -1));
  }
}

/* As it was written when all who were erased stood in one line. */
static void
make_older_file (const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (GString) older = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) list = g_string_new (NULL);
  guint n = 1;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  older = g_string_new (NULL);
  for (guint i = 0; lines[i + 1] != NULL; i++) {
    if (strstr (lines[i], "\"t\":\"erasure\"") != NULL) {
      g_string_append_printf (list, "%s%s", list->len > 0 ? "," : "", lines[i]);
    } else {
      g_string_append_printf (older, "%s\n", lines[i]);
      n++;
    }
  }
  g_string_append_printf (older, "{\"list\":[%s],\"t\":\"erasures\"}\n", list->str);
  g_string_append_printf (older, "{\"lines\":%u,\"t\":\"foot\"}\n", n);
  g_assert_true (g_file_set_contents (path, older->str, -1, NULL));
}

static void
test_keeps_who_was_erased (void)
{
  g_autoptr (Office) first = NULL;
  g_autoptr (Office) second = NULL;
  g_autoptr (Office) third = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  choose (FALSE);
  first = office_new ();
  for (guint n = 0; n < 2; n++) {
    g_autofree char *id = cp_test_chain_id (3 - n, "member");

    first->now_ms += 1000;
    cp_head_office_erase (first->office, id, &error);
    g_assert_no_error (error);
  }
  path = export(first);
  second = import (path);
  assert_erasures (second, first);
  make_older_file (path);
  choose (TRUE);
  third = import (path);
  assert_erasures (third, first);
}

/* The file holds no key then, and the new database says which it has to have. */
static void
test_keys_that_are_in_a_file (void)
{
  g_autoptr (Office) first = NULL;
  g_autoptr (Office) second = NULL;
  g_autofree char *path = NULL;
  g_autofree char *key_file = NULL;
  g_autofree char *seed = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  choose (FALSE);
  first = office_new ();
  key_file = g_build_filename (first->folder, "keys", NULL);
  g_assert_true (cp_head_office_move_keys (first->office, key_file, &error));
  path = export(first);
  g_assert_true (g_file_get_contents (key_file, &seed, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, g_strchomp (seed)));
  second = import (path);
  g_assert_false (cp_head_office_check_signer (second->office, NULL));
  g_assert_true (cp_head_office_use_key_file (second->office, key_file, &error));
  g_assert_no_error (error);
  g_assert_true (cp_head_office_check_signer (second->office, NULL));
  g_assert_cmpstr (cp_head_office_get_key (second->office), ==,
                   cp_head_office_get_key (first->office));
}

/* Neither both nor none, nor what is no key. */
static void
test_refuses_bad_keys (void)
{
  static const char *const bad[] = { "{}", "{\"key\":\"00\"}", "{\"key\":\"00\",\"filed\":\"00\"}",
                                     "{\"next\":\"00\"}" };
  g_autoptr (Office) office = NULL;

  choose (FALSE);
  office = office_new_empty ();
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (CpJson) document = cp_json_parse_object (bad[i], -1, NULL);
    g_autoptr (GError) error = NULL;

    g_assert_false (cp_head_office_import_keys (office->office, document, &error));
    g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  }
}

static void
assert_refused (Office *office, const char *path)
{
  g_autoptr (GError) error = NULL;
  guint64 n;

  g_assert_false (cp_transfer_import (office->office, path, &n, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_refuses_what_is_not_empty (void)
{
  g_autoptr (Office) office = NULL;
  g_autofree char *path = NULL;

  choose (FALSE);
  office = office_new ();
  path = export(office);
  assert_refused (office, path);
}

/* Cut anywhere, changed anywhere that counts: nothing is written. */
static void
test_refuses_what_is_not_whole (void)
{
  g_autoptr (Office) full = NULL;
  g_autoptr (Office) empty = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  gsize size = 0;

  choose (FALSE);
  full = office_new ();
  empty = office_new_empty ();
  path = export(full);
  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  for (gsize cut = 0; cut < size - 1; cut += 97) {
    g_assert_true (g_file_set_contents (path, text, (gssize) cut, NULL));
    assert_refused (empty, path);
  }
  text[0] = '[';
  g_assert_true (g_file_set_contents (path, text, (gssize) size, NULL));
  assert_refused (empty, path);
  g_assert_cmpuint (office_count_rows (empty, NULL), ==, 0);
}

static void
test_unfinished_import_is_not_opened (void)
{
  g_autoptr (Office) office = NULL;
  CpHeadOfficeStorage *storage;
  g_autoptr (GError) error = NULL;

  choose (FALSE);
  office = office_new ();
  storage = cp_head_office_get_storage (office->office);
  g_assert_true (storage->class_->begin (storage, &error));
  g_assert_true (storage->class_->put_setting (storage, CP_SETTING_IMPORTING, "1", &error));
  g_assert_true (storage->class_->commit (storage, &error));
  cp_head_office_free (g_steal_pointer (&office->office));
  storage = office_open_storage (office);
  g_assert_null (cp_head_office_new (&office->world, storage, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_CORRUPT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/transfer/there-and-back/sqlite-first", GINT_TO_POINTER (FALSE),
                        test_there_and_back);
  g_test_add_data_func ("/transfer/there-and-back/postgresql-first", GINT_TO_POINTER (TRUE),
                        test_there_and_back);
  g_test_add_func ("/transfer/refuses-to-fill-what-is-not-empty", test_refuses_what_is_not_empty);
  g_test_add_func ("/transfer/refuses-a-file-that-is-not-whole", test_refuses_what_is_not_whole);
  g_test_add_func ("/transfer/keys-that-are-in-a-file-stay-there", test_keys_that_are_in_a_file);
  g_test_add_func ("/transfer/refuses-what-are-no-keys", test_refuses_bad_keys);
  g_test_add_func ("/transfer/an-unfinished-import-is-not-opened",
                   test_unfinished_import_is_not_opened);
  g_test_add_func ("/transfer/keeps-who-was-erased", test_keeps_who_was_erased);
  return g_test_run ();
}
