/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which backups are good, what is noted of them, and what devices are told. */
#include "cp-backup.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cp-admin.h"
#include "cp-backup-durable.h"
#include "cp-backup-verify.h"
#include "cp-error.h"
#include "cp-test-folder.h"
#include "office-fixture.h"
#include "postgres-fixture.h"

#define INCARNATION "00000000000000000000000000000001"
#define OTHER "00000000000000000000000000000002"

typedef struct {
  Office *office;
  Device *device;
} Fixture;

static void
end_visits (Fixture *self, Device *device, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *id =
        device_do (device, (guint) device->seq + (device == self->device ? 1 : 500),
                   CP_OPERATION_END_VISIT, 0, "{}");

    g_assert_nonnull (id);
  }
  g_assert_cmpuint (device_push (device, self->office, device->seq - n + 1, NULL), ==, 200);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->office = office_new ();
  self->device = device_new ("till-1", INCARNATION);
  end_visits (self, self->device, 3);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  device_free (self->device);
  office_free (self->office);
}

/* -1: nothing is said */
static gint64
get_told (Fixture *self, const char *device_id, const char *incarnation)
{
  g_autoptr (CpJson) page =
      office_get_feed (self->office, device_id, incarnation, 0, CP_FEED_MAX_ITEMS);
  const CpJson *durable = cp_json_get_object (page, "durable");

  g_assert_false (cp_json_get_bool (page, "more"));
  return durable != NULL ? cp_json_get_int (durable, incarnation, -1) : -1;
}

static void
verify (Fixture *self, const char *backup)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) report = cp_backup_verify (backup, &error);

  g_assert_no_error (error);
  g_assert_true (cp_backup_durable_record (self->office->office, report, &error));
}

static void
test_says_nothing_before (Fixture *self, gconstpointer data)
{
  g_autofree char *backup = office_back_up (self->office, "b1");

  g_assert_nonnull (backup);
  g_assert_cmpint (get_told (self, "till-1", INCARNATION), ==, -1);
  g_assert_cmpint (cp_backup_durable_get_ms (self->office->office), ==, 0);
}

static void
test_tells_what_a_backup_covers (Fixture *self, gconstpointer data)
{
  g_autofree char *first = office_back_up (self->office, "b1");
  g_autofree char *second = NULL;

  end_visits (self, self->device, 2);
  verify (self, first);
  g_assert_cmpint (get_told (self, "till-1", INCARNATION), ==, 3);
  g_assert_cmpint (cp_backup_durable_get_ms (self->office->office), ==, self->office->now_ms);
  second = office_back_up (self->office, "b2");
  verify (self, second);
  g_assert_cmpint (get_told (self, "till-1", INCARNATION), ==, 5);
  verify (self, first);
  g_assert_cmpint (get_told (self, "till-1", INCARNATION), ==, 5);
  office_reopen (self->office);
  g_assert_cmpint (get_told (self, "till-1", INCARNATION), ==, 5);
}

/* A device hears of its own, and of all its incarnations. */
static void
test_tells_each_device_its_own (Fixture *self, gconstpointer data)
{
  Device *other = device_new ("till-2", OTHER);
  g_autofree char *backup = NULL;
  g_autoptr (CpJson) page = NULL;

  end_visits (self, other, 1);
  backup = office_back_up (self->office, "b1");
  verify (self, backup);
  page = office_get_feed (self->office, "till-2", OTHER, 0, CP_FEED_MAX_ITEMS);
  g_assert_cmpuint (json_object_size (cp_json_get_object (page, "durable")), ==, 1);
  g_assert_cmpint (get_told (self, "till-2", OTHER), ==, 1);
  g_assert_cmpint (get_told (self, "till-1", OTHER), ==, -1);
  device_free (other);
}

/* What another process has noted, this one tells. */
static void
test_hears_of_it_from_another_process (Fixture *self, gconstpointer data)
{
  g_autofree char *backup = office_back_up (self->office, "b1");
  g_autoptr (CpJson) report = cp_backup_verify (backup, NULL);
  g_autoptr (CpHeadOffice) other = NULL;

  other = cp_head_office_new (&self->office->world, office_open_storage (self->office), NULL);
  g_assert_true (cp_backup_durable_record (other, report, NULL));
  g_assert_cmpint (get_told (self, "till-1", INCARNATION), ==, 3);
}

static void
assert_refused (Fixture *self, const CpJson *report)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (cp_backup_durable_record (self->office->office, report, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_cmpint (get_told (self, "till-1", INCARNATION), ==, -1);
}

static void
test_refuses_anothers_backup (Fixture *self, gconstpointer data)
{
  g_autoptr (Office) stranger = office_new ();
  g_autofree char *backup = NULL;
  g_autoptr (CpJson) report = NULL;
  Device *forged = device_new ("till-1", INCARNATION);

  self->device->seq = forged->seq;
  g_free (device_do (forged, 900, CP_OPERATION_END_VISIT, 0, "{'reason_id': 'served'}"));
  g_assert_cmpuint (device_push (forged, stranger, 1, NULL), ==, 200);
  backup = office_back_up (stranger, "b1");
  report = cp_backup_verify (backup, NULL);
  assert_refused (self, report);
  device_free (forged);
}

static void
test_refuses_what_is_no_report (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) none = json_object ();
  g_autoptr (CpJson) empty = json_pack ("{s:[]}", "chains");
  g_autoptr (CpJson) odd = json_pack ("{s:[{s:s}]}", "chains", "device", "till-1");
  g_autoptr (CpJson) more = json_pack ("{s:[{s:s,s:s,s:i,s:s}]}", "chains", "device", "till-1",
                                       "incarnation", INCARNATION, "seq", 9, "hash", "00");

  assert_refused (self, none);
  assert_refused (self, empty);
  assert_refused (self, odd);
  assert_refused (self, more);
}

static void
change (Fixture *self, const char *backup, const char *sql)
{
  g_autofree char *said = NULL;

  if (self->office->url != NULL)
    said = postgres_ask (backup, sql);
  else
    cp_test_tamper (backup + strlen ("sqlite:"), sql);
}

static void
test_finds_what_is_missing (Fixture *self, gconstpointer data)
{
  g_autofree char *backup = office_back_up (self->office, "b1");
  g_autoptr (GError) error = NULL;

  change (self, backup, "DELETE FROM operation WHERE seq = 2");
  g_assert_null (cp_backup_verify (backup, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_CORRUPT);
}

/* Nothing is made where there is none, and no word of it is believed. */
static void
test_takes_nothing_for_a_backup_that_is_none (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->office->folder, "none.db", NULL);
  g_autofree char *file = g_strconcat ("sqlite:", path, NULL);
  g_autofree char *empty =
      self->office->url != NULL ? postgres_make_database (postgres_get_shared ()) : g_strdup (file);

  g_assert_null (cp_backup_verify (empty, NULL));
  g_assert_null (cp_backup_verify ("elsewhere", NULL));
  g_assert_true (
      g_file_set_contents (path, "no database, but long enough to be read as one", -1, NULL));
  g_assert_null (cp_backup_verify (file, NULL));
}

/* In pages that nothing which is read by a backup's reader need be on. Restoring a dump makes them anew. */
static void
test_finds_damage (Fixture *self, gconstpointer data)
{
  g_autofree char *backup = NULL;
  g_autofree char *bytes = NULL;
  gsize size = 0;
  const char *path;

  backup = office_back_up (self->office, "b1");
  path = backup + strlen ("sqlite:");
  change (self, backup, "PRAGMA wal_checkpoint (TRUNCATE)");
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  memset (bytes + size / 2, 0x5a, 4096);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
  g_assert_null (cp_backup_verify (backup, NULL));
}

static int
run (Fixture *self, const char *command, GString *out)
{
  g_autoptr (GString) problems = g_string_new (NULL);
  CpAdmin admin = { self->office->office, self->office->folder, out, problems };
  g_auto (GStrv) argv = g_strsplit (command, " ", -1);

  g_string_truncate (out, 0);
  return cp_admin_run (&admin, (const char *const *) argv);
}

static void
test_commands (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->office->folder, "copy.db", NULL);
  g_autofree char *report_path = g_build_filename (self->office->folder, "report", NULL);
  g_autofree char *where = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (CpJson) report = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (run (self, "backup show", out), ==, 0);
  g_assert_nonnull (strstr (out->str, "no backup"));
  g_assert_cmpint (run (self, "backup copy copy.db", out), ==, self->office->url != NULL);
  g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, self->office->url == NULL);
  where = self->office->url != NULL ? office_back_up (self->office, "b1")
                                    : g_strconcat ("sqlite:", path, NULL);
  report = cp_backup_verify (where, NULL);
  text = cp_json_to_text (report);
  g_assert_true (g_file_set_contents (report_path, text, -1, NULL));
  g_assert_cmpint (run (self, "backup record report", out), ==, 0);
  g_assert_cmpstr (out->str, ==, "the backup is good: 3 operations of 1 chains\n");
  g_assert_cmpint (run (self, "backup show", out), ==, 0);
  g_assert_nonnull (strstr (out->str, "2026-"));
  g_assert_cmpint (run (self, "backup record nothing-there", out), ==, 1);
}

#define ADD(name, func) g_test_add ("/backup/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("devices-are-told-nothing-before-it-is-verified", test_says_nothing_before);
  ADD ("tells-what-it-covers", test_tells_what_a_backup_covers);
  ADD ("tells-each-device-its-own", test_tells_each_device_its_own);
  ADD ("refuses-anothers", test_refuses_anothers_backup);
  ADD ("refuses-what-is-no-report", test_refuses_what_is_no_report);
  ADD ("finds-what-is-missing", test_finds_what_is_missing);
  ADD ("takes-nothing-for-one-that-is-none", test_takes_nothing_for_a_backup_that_is_none);
  ADD ("has-its-commands", test_commands);
  if (postgres_is_wanted ())
    ADD ("another-process-notes-it", test_hears_of_it_from_another_process);
  else
    ADD ("finds-damage", test_finds_damage);
  return g_test_run ();
}
