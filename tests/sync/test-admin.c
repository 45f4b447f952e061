/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-admin.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cp-admin-socket.h"
#include "cp-error.h"
#include "cp-pin.h"
#include "cp-replica.h"
#include "cp-share.h"
#include "office-fixture.h"

typedef struct {
  Office *office;
  GString *out;
  GString *problems;
  guint n_runs; /* of the last command */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->office = office_new ();
  fixture->out = g_string_new (NULL);
  fixture->problems = g_string_new (NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  office_free (fixture->office);
  g_string_free (fixture->out, TRUE);
  g_string_free (fixture->problems, TRUE);
}

static int
run (Fixture *fixture, const char *command)
{
  CpAdmin admin = { fixture->office->office, fixture->office->folder, fixture->out,
                    fixture->problems };
  g_auto (GStrv) argv = g_strsplit (command, " ", -1);
  g_autofree char *so_far = NULL;
  int status;

  g_string_truncate (fixture->problems, 0);
  g_string_truncate (fixture->out, 0);
  fixture->n_runs = 1;
  while ((status = cp_admin_run (&admin, (const char *const *) argv)) == CP_ADMIN_AGAIN) {
    g_free (so_far);
    so_far = g_strdup (fixture->out->str);
    admin.so_far = so_far;
    g_string_truncate (fixture->out, 0);
    fixture->n_runs++;
  }
  return status;
}

static void
write_file (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->office->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
test_imports (Fixture *fixture, gconstpointer data)
{
  write_file (fixture, "m", "{\"external_id\":\"X1\"}\n{}\n");
  g_assert_cmpint (run (fixture, "import members m"), ==, 1);
  g_assert_cmpstr (fixture->out->str, ==,
                   "1 lines imported, 1 refused\n"
                   "1 of them have no given_name, which the form requires\n"
                   "1 of them have no family_name, which the form requires\n");
  g_assert_true (g_str_has_prefix (fixture->problems->str, "m:2: "));
  write_file (fixture, "m", "{\"external_id\":\"X1\"}\n");
  g_assert_cmpint (run (fixture, "import members m"), ==, 0);
  g_assert_cmpstr (fixture->problems->str, ==, "");
}

/* Each PIN takes its time to hash: the devices of a chain that imports its staff are answered in between. */
static void
test_imports_many_pins (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *key = g_strnfill (2 * CP_PIN_KEY_BYTES, 'a');

  for (guint i = 0; i < 25; i++)
    g_string_append_printf (text,
                            "{\"id\":\"s%u\",\"name\":\"S\",\"role\":\"%s\",\"pin\":\"4711\"}\n", i,
                            i < 24 ? "manager" : "king");
  write_file (fixture, "s", text->str);
  write_file (fixture, "key", key);
  g_assert_cmpint (run (fixture, "import staff s --pin-key key"), ==, 1);
  g_assert_cmpuint (fixture->n_runs, >, 1);
  g_assert_cmpstr (fixture->out->str, ==, "24 lines imported, 1 refused\n");
  g_assert_true (g_str_has_prefix (fixture->problems->str, "s:25: "));
}

/* What the calls before this one counted is counted. */
static void
test_import_goes_on (Fixture *fixture, gconstpointer data)
{
  const char *const argv[] = { "import", "members", "m", NULL };
  CpAdmin admin = { fixture->office->office, fixture->office->folder, fixture->out,
                    fixture->problems, "{\"good\":2,\"bad\":1,\"wanting\":{\"given_name\":2}}" };

  write_file (fixture, "m", "{\"external_id\":\"X1\",\"family_name\":\"A\"}\n");
  g_assert_cmpint (cp_admin_run (&admin, argv), ==, 1);
  g_assert_cmpstr (fixture->out->str, ==,
                   "3 lines imported, 1 refused\n"
                   "3 of them have no given_name, which the form requires\n");
}

static void
test_lists_devices (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *first = device_do (device, 1, CP_OPERATION_END_VISIT, 1, "{}");
  g_autofree char *second = device_do (device, 2, CP_OPERATION_END_VISIT, 1, "{}");

  g_assert_cmpint (run (fixture, "device add till-1 --store high --token-file token"), ==, 0);
  g_assert_cmpint (run (fixture, "devices"), ==, 0);
  g_assert_cmpstr (fixture->out->str, ==, "till-1 at high, in use, has signed nothing yet\n");
  g_assert_cmpuint (device_push (device, fixture->office, 2, NULL), ==, 200);
  g_assert_cmpint (run (fixture, "devices"), ==, 0);
  g_assert_nonnull (
      strstr (fixture->out->str, "sequence_gap: operations are missing from number 1"));
  g_assert_cmpuint (device_push (device, fixture->office, 1, NULL), ==, 200);
  g_assert_cmpint (run (fixture, "devices"), ==, 0);
  g_assert_null (strstr (fixture->out->str, "sequence_gap"));
  g_assert_nonnull (strstr (fixture->out->str, cp_signer_get_key (device->signer)));
  g_assert_nonnull (strstr (fixture->out->str, "one: 2 operations"));
  g_assert_cmpint (run (fixture, "device forget-key till-1"), ==, 0);
  g_assert_cmpint (run (fixture, "devices"), ==, 0);
  g_assert_null (strstr (fixture->out->str, cp_signer_get_key (device->signer)));
}

static void
assert_devices_say (Fixture *fixture, const char *text)
{
  g_assert_cmpint (run (fixture, "devices"), ==, 0);
  g_assert_nonnull (strstr (fixture->out->str, text));
}

/* What did not fit stays, and it is said whether anybody has looked at it. */
static void
test_lists_forks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (Device) clone = device_new ("till-1", "one");

  g_free (device_do (device, 1, CP_OPERATION_END_VISIT, 1, "{}"));
  g_free (device_do (clone, 2, CP_OPERATION_END_VISIT, 1, "{}"));
  g_assert_cmpint (run (fixture, "device add till-1 --store high --token-file token"), ==, 0);
  g_assert_cmpuint (device_push (device, fixture->office, 1, NULL), ==, 200);
  g_assert_cmpuint (device_push (clone, fixture->office, 1, NULL), ==, 409);
  fixture->office->now_ms += 60000;
  assert_devices_say (fixture, "    fork: 1 operations did not fit its chain, the first at "
                               "2026-03-10 12:00:00 UTC; 1 of them since it was last looked at\n");
  assert_devices_say (fixture, "chain_broken");
  g_assert_cmpint (run (fixture, "device forget-key till-1"), ==, 0);
  assert_devices_say (fixture, "    fork: 1 operations did not fit its chain, the first at "
                               "2026-03-10 12:00:00 UTC; 0 of them since it was last looked at\n");
  g_assert_null (strstr (fixture->out->str, "chain_broken"));
}

static void
test_lists_every_device (Fixture *fixture, gconstpointer data)
{
  for (guint i = 1; i <= 3; i++) {
    g_autofree char *command =
        g_strdup_printf ("device add till-%u --store high --token-file token-%u", i, i);

    g_assert_cmpint (run (fixture, command), ==, 0);
  }
  g_assert_cmpint (run (fixture, "devices"), ==, 0);
  g_assert_cmpstr (fixture->out->str, ==,
                   "till-1 at high, in use, has signed nothing yet\n"
                   "till-2 at high, in use, has signed nothing yet\n"
                   "till-3 at high, in use, has signed nothing yet\n");
}

static void
test_rolls_keys (Fixture *fixture, gconstpointer data)
{
  g_autofree char *next = NULL;

  g_assert_cmpint (run (fixture, "key roll"), ==, 1);
  g_assert_cmpint (run (fixture, "key show"), ==, 0);
  g_assert_null (strstr (fixture->out->str, "announced"));
  g_assert_cmpint (run (fixture, "key announce"), ==, 0);
  g_assert_nonnull (strstr (fixture->out->str, "announced"));
  next = g_strdup (cp_head_office_get_next_key (fixture->office->office));
  g_assert_cmpint (run (fixture, "key roll"), ==, 0);
  g_assert_cmpstr (cp_head_office_get_key (fixture->office->office), ==, next);
}

static void
test_moves_keys (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->office->folder, "moved", NULL);

  g_assert_cmpint (run (fixture, "key move"), ==, 1);
  g_assert_cmpint (run (fixture, "key move --out moved"), ==, 0);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (run (fixture, "key move --out again"), ==, 1);
  g_assert_cmpint (run (fixture, "key announce"), ==, 0);
  g_assert_cmpint (run (fixture, "key roll"), ==, 0);
}

static void
test_forgets_the_feed (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (run (fixture, "forget feed"), ==, 0);
  g_assert_nonnull (strstr (fixture->out->str, "what comes after 0 is kept\n"));
  fixture->office->now_ms += 8 * 24 * 3600 * G_GINT64_CONSTANT (1000);
  g_assert_cmpint (run (fixture, "forget feed --days 7"), ==, 0);
  g_assert_null (strstr (fixture->out->str, "what comes after 0 is kept\n"));
  g_assert_cmpint (run (fixture, "forget feed --days 6"), ==, 1);
}

static void
test_adds_a_device (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->office->folder, "token", NULL);
  g_autofree char *token = NULL;
  g_autoptr (CpDevice) device = NULL;
  g_autoptr (CpDevice) revoked = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  g_assert_cmpint (run (fixture, "device add till-5 --store high --token-file token"), ==, 0);
  g_assert_true (g_file_get_contents (path, &token, NULL, NULL));
  g_assert_cmpuint (strlen (token), ==, 64);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  cp_head_office_find_device (fixture->office->office, token, &device, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (device->id, ==, "till-5");
  g_assert_false (device->revoked);
  g_assert_cmpint (run (fixture, "device revoke till-5 --store high --token-file token"), ==, 0);
  g_assert_nonnull (strstr (fixture->out->str, "till-5 at high is revoked\n"));
  cp_head_office_find_device (fixture->office->office, token, &revoked, &error);
  g_assert_true (revoked->revoked);
  g_assert_cmpint (run (fixture, "device revoke till-55 --store high --token-file another"), ==, 0);
  g_assert_nonnull (strstr (fixture->out->str, "till-55 was not known"));
  g_assert_cmpint (run (fixture, "show devices"), ==, 0);
  g_assert_nonnull (strstr (fixture->out->str, "till-5"));
}

static void
test_shows_who_has_yet_to_erase (Fixture *fixture, gconstpointer data)
{
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autofree char *command = g_strdup_printf ("erase %s", member_id);

  g_assert_cmpint (run (fixture, "device add till-5 --store high --token-file token"), ==, 0);
  g_assert_cmpint (run (fixture, command), ==, 0);
  g_assert_cmpint (run (fixture, "show erasures"), ==, 0);
  g_assert_nonnull (strstr (fixture->out->str, member_id));
  g_assert_nonnull (strstr (fixture->out->str, "\"erased_at\":0"));
  g_assert_nonnull (strstr (fixture->out->str, "\"missing\":[{\"contact_ms\":0,\"id\":\"till-5\","
                                               "\"store_id\":\"high\"}]"));
}

static void
test_adds_staff (Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = g_strnfill (64, '7');
  g_autofree char *path = g_build_filename (fixture->office->folder, "key", NULL);
  g_autoptr (GBytes) loaded = NULL;
  CpStaff *staff;

  write_file (fixture, "key", key);
  write_file (fixture, "pin", "4711\n");
  g_assert_cmpint (run (fixture, "staff add --id zed --name Zed --role manager --pin-file pin"
                                 " --pin-key key --practice"),
                   ==, 0);
  staff = office_get_row (fixture->office, CP_KIND_STAFF, "zed");
  loaded = cp_pin_key_load (path, NULL);
  g_assert_true (cp_pin_verify (loaded, "zed", "4711", staff->pin_verifier));
  cp_entity_free (staff);
  g_assert_cmpint (run (fixture, "staff add --id zed --name Zed --role king"), ==, 1);
}

static void
test_publishes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CpJson) programme = cp_test_chain_programme_json ();
  g_autofree char *text = NULL;

  cp_json_set_int (programme, "version", 99);
  text = cp_json_to_text (programme);
  write_file (fixture, "p", text);
  g_assert_cmpint (run (fixture, "publish programme p"), ==, 0);
  g_assert_true (g_str_has_prefix (fixture->out->str, "programme version 99 published\n"));
  g_assert_cmpint (run (fixture, "publish programme p"), ==, 1);
}

/* Else nothing could be redeemed offline at a store whose list nobody has written. */
static void
test_a_store_without_a_list_of_tills_has_its_devices (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CpJson) programme = cp_test_chain_programme_json ();
  const CpJson *stores = cp_json_get_array (programme, "stores");
  const CpProgramme *published;
  g_autofree char *text = NULL;
  g_autofree char *before = NULL;

  cp_json_set_int (programme, "version", 99);
  g_assert_cmpint (json_object_del (json_array_get (stores, 0), "tills"), ==, 0);
  text = cp_json_to_text (programme);
  write_file (fixture, "p", text);
  cp_json_set_int (programme, "version", 98);
  before = cp_json_to_text (programme);
  write_file (fixture, "b", before);
  g_assert_cmpint (run (fixture, "publish programme b"), ==, 0);
  g_assert_nonnull (strstr (fixture->out->str, "for want of tills, at high"));
  g_assert_cmpint (run (fixture, "device add k-2 --store high --token-file t2"), ==, 0);
  g_assert_cmpint (run (fixture, "device add k-1 --store high --token-file t1"), ==, 0);
  g_assert_cmpint (run (fixture, "device add k-3 --store station --token-file t3"), ==, 0);
  g_assert_cmpint (run (fixture, "device revoke k-4 --store high --token-file t4"), ==, 0);
  g_assert_cmpint (run (fixture, "publish programme p"), ==, 0);
  g_assert_null (strstr (fixture->out->str, "high"));
  published = cp_head_office_get_programme (fixture->office->office);
  g_assert_cmpint (cp_share_of_store (published, "high", "k-1"), ==, 7500);
  g_assert_cmpint (cp_share_of_store (published, "high", "k-2"), ==, 7500);
  g_assert_cmpint (cp_share_of_store (published, "high", "k-4"), ==, 0);
}

static void
test_refuses_a_form_that_nobody_can_fill_in (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CpJson) programme = cp_test_chain_programme_json ();
  g_autofree char *text = NULL;

  cp_json_set_int (programme, "version", 99);
  cp_json_append (cp_json_get_array (programme, "form"),
                  json_pack ("{s:s,s:s,s:s}", "field", "cut", "label", "Cut", "type", "choice"));
  text = cp_json_to_text (programme);
  write_file (fixture, "p", text);
  g_assert_cmpint (run (fixture, "publish programme p"), ==, 1);
  g_assert_nonnull (strstr (fixture->problems->str, "form, \"cut\": a choice needs options"));
}

/* Nothing that served to make the file is left beside it. */
static void
assert_alone (Fixture *fixture, const char *name)
{
  g_autoptr (GDir) names = g_dir_open (fixture->office->folder, 0, NULL);
  const char *other;

  while ((other = g_dir_read_name (names)) != NULL)
    if (!g_str_equal (other, name))
      g_assert_false (g_str_has_prefix (other, name));
}

static void
test_makes_a_snapshot (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->office->folder, "snapshot.db", NULL);
  g_autofree char *account_id = cp_test_chain_id (2, "account");
  g_autoptr (CpReplica) replica = NULL;
  g_autoptr (CpAccount) account = NULL;
  g_autoptr (CpJson) rest = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (run (fixture, "snapshot --out snapshot.db"), ==, 0);
  replica = cp_replica_open_snapshot (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cp_replica_get_epoch (replica), ==,
                   cp_head_office_get_epoch (fixture->office->office));
  account = cp_replica_load_account (replica, account_id, &error);
  g_assert_no_error (error);
  g_assert_false (cp_account_is_empty (account));
  rest = office_get_feed (fixture->office, "till-1", "one", cp_replica_get_cursor (replica), 100);
  g_assert_cmpuint (json_array_size (cp_json_get_array (rest, "items")), ==, 0);
  g_assert_cmpint (run (fixture, "snapshot --out snapshot.db"), ==, 0);
  assert_alone (fixture, "snapshot.db");
}

static void
test_begins_an_epoch (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = g_strdup (cp_head_office_get_epoch (fixture->office->office));

  g_assert_cmpint (run (fixture, "new-epoch x"), ==, 1);
  g_assert_cmpstr (cp_head_office_get_epoch (fixture->office->office), ==, before);
  g_assert_cmpint (run (fixture, "new-epoch"), ==, 0);
  g_assert_cmpstr (cp_head_office_get_epoch (fixture->office->office), !=, before);
  g_assert_nonnull (strstr (fixture->out->str, cp_head_office_get_epoch (fixture->office->office)));
}

static void
test_shows_rows (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) lines = NULL;

  g_assert_cmpint (run (fixture, "show rows member"), ==, 0);
  lines = g_strsplit (fixture->out->str, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_cmpint (run (fixture, "show rows boat"), ==, 1);
}

static void
test_refuses (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *command;
    int status;
  } bad[] = {
    { "", 2 },
    { "dance", 2 },
    { "import", 2 },
    { "import members", 1 },
    { "import members nothing-there", 1 },
    { "import members a b", 1 },
    { "device add", 1 },
    { "device add till-5 --store high", 1 },
    { "snapshot", 1 },
    { "publish programme nothing-there", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_assert_cmpint (run (fixture, bad[i].command), ==, bad[i].status);
    g_assert_cmpuint (fixture->problems->len, >, 0);
  }
}

typedef struct {
  const char *path;
  const char *const *argv;
  const char *so_far;
  GString *out;
  GString *problems;
  int status;
  gboolean ok;
  gint done;
} Call;

static gpointer
run_call (gpointer data)
{
  Call *call = data;

  call->ok = cp_admin_socket_call (call->path, call->argv, call->so_far, call->out, call->problems,
                                   &call->status, NULL);
  g_atomic_int_set (&call->done, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

/* What one process asks, the one that serves does. */
static void
test_is_done_over_the_socket (Fixture *fixture, gconstpointer data)
{
  static const char *const argv[] = { "show", "rows", "member", NULL };
  g_autofree char *path = g_build_filename (fixture->office->folder, "socket", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpAdminSocket) socket = cp_admin_socket_new (fixture->office->office, path, &error);
  Call call = { path, argv, NULL, fixture->out, fixture->problems, 9, FALSE, FALSE };
  GStatBuf status;
  GThread *thread;

  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  thread = g_thread_new ("call", run_call, &call);
  while (!g_atomic_int_get (&call.done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  g_assert_true (call.ok);
  g_assert_cmpint (call.status, ==, 0);
  g_assert_nonnull (strstr (fixture->out->str, "\"kind\":\"member\""));
}

static void
test_nobody_at_the_socket (Fixture *fixture, gconstpointer data)
{
  static const char *const argv[] = { "show", "rows", NULL };
  g_autofree char *path = g_build_filename (fixture->office->folder, "socket", NULL);
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_assert_false (
      cp_admin_socket_call (path, argv, NULL, fixture->out, fixture->problems, &status, &error));
  g_assert_nonnull (error);
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
  add ("/admin/imports-and-counts", test_imports);
  add ("/admin/imports-many-pins-a-slice-at-a-time", test_imports_many_pins);
  add ("/admin/import-goes-on", test_import_goes_on);
  add ("/admin/adds-and-revokes-a-device", test_adds_a_device);
  add ("/admin/shows-who-has-yet-to-erase", test_shows_who_has_yet_to_erase);
  add ("/admin/lists-devices-and-what-is-wrong-with-them", test_lists_devices);
  add ("/admin/lists-every-device", test_lists_every_device);
  add ("/admin/lists-forks", test_lists_forks);
  add ("/admin/rolls-its-keys", test_rolls_keys);
  add ("/admin/moves-its-keys-into-a-file", test_moves_keys);
  add ("/admin/forgets-what-the-feed-told-long-ago", test_forgets_the_feed);
  add ("/admin/adds-staff", test_adds_staff);
  add ("/admin/publishes-a-programme", test_publishes);
  add ("/admin/a-store-without-a-list-of-tills-has-its-devices",
       test_a_store_without_a_list_of_tills_has_its_devices);
  add ("/admin/refuses-a-form-that-nobody-can-fill-in",
       test_refuses_a_form_that_nobody_can_fill_in);
  add ("/admin/makes-a-snapshot-that-the-feed-goes-on-from", test_makes_a_snapshot);
  add ("/admin/shows-rows", test_shows_rows);
  add ("/admin/begins-a-new-epoch", test_begins_an_epoch);
  add ("/admin/refuses-what-is-no-command", test_refuses);
  add ("/admin-socket/does-what-another-process-asks", test_is_done_over_the_socket);
  add ("/admin-socket/says-that-nobody-is-there", test_nobody_at_the_socket);
  return g_test_run ();
}
