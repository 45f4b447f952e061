/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-daemon.h"

#include "cp-pin.h"
#include "cp-test-chain.h"
#include "cp-test-folder.h"
#include "cp-test-page.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#define EPOCH "epoch-1"
#define KEY "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static void
wait_until_available (CpTestDaemon *self, gboolean available)
{
  while (cp_ledger_client_get_available (self->client) != available)
    g_main_context_iteration (NULL, TRUE);
}

void
cp_test_daemon_die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

GSubprocessLauncher *
cp_test_daemon_new_launcher (void)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);

  g_subprocess_launcher_set_child_setup (launcher, cp_test_daemon_die_with_parent, NULL, NULL);
  return launcher;
}

void
cp_test_daemon_start (CpTestDaemon *self, GSubprocessLauncher *launcher)
{
  g_autoptr (GSubprocessLauncher) plain = cp_test_daemon_new_launcher ();
  const char *program = g_getenv ("COUNTERPART_LEDGER");
  g_autofree char *keys_path = g_build_filename (self->folder, "card-keys", NULL);
  gboolean has_keys = g_file_test (keys_path, G_FILE_TEST_EXISTS);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (program);
  g_clear_object (&self->process);
  self->process = g_subprocess_launcher_spawn (
      launcher != NULL ? launcher : plain, &error, program, "--bus", self->address, "--directory",
      self->directory, "--device", "till-1", "--store", "high", "--pin-key", self->key_path,
      has_keys ? "--card-keys" : NULL, keys_path, NULL);
  g_assert_no_error (error);
  wait_until_available (self, TRUE);
}

void
cp_test_daemon_set_up (CpTestDaemon *self)
{
  cp_test_daemon_set_up_with_card_keys (self, NULL);
}

void
cp_test_daemon_set_up_with_card_keys (CpTestDaemon *self, const char *card_keys)
{
  g_autoptr (GError) error = NULL;

  self->folder = cp_test_folder_new ();
  self->directory = g_build_filename (self->folder, "ledger", NULL);
  self->key_path = g_build_filename (self->folder, "pin-key", NULL);
  g_assert_true (g_file_set_contents (self->key_path, KEY, -1, NULL));
  if (card_keys != NULL) {
    g_autofree char *path = g_build_filename (self->folder, "card-keys", NULL);

    g_assert_true (g_file_set_contents (path, card_keys, -1, NULL));
  }
  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  self->address = g_test_dbus_get_bus_address (self->bus);
  self->client = cp_ledger_client_new (self->address, NULL, &error);
  g_assert_no_error (error);
  cp_test_daemon_start (self, NULL);
}

void
cp_test_daemon_tear_down (CpTestDaemon *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_assert_finalize_object (self->client);
  g_test_dbus_stop (self->bus);
  g_object_unref (self->bus);
  g_free (self->key_path);
  cp_test_folder_free (self->directory);
  cp_test_folder_free (self->folder);
}

void
cp_test_daemon_kill (CpTestDaemon *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  wait_until_available (self, FALSE);
}

int
cp_test_daemon_wait_for_exit (CpTestDaemon *self)
{
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (self->process));
  wait_until_available (self, FALSE);
  return g_subprocess_get_exit_status (self->process);
}

CpJson *
cp_test_daemon_new_page (CpTestDaemon *self)
{
  return cp_test_page_new (EPOCH, self->cursor);
}

void
cp_test_daemon_send_page (CpTestDaemon *self, CpJson *page)
{
  g_autoptr (CpJson) owned = page;
  g_autoptr (CpJson) push = NULL;
  g_autoptr (GError) error = NULL;

  self->cursor += 1000;
  cp_test_page_end (page, self->cursor, g_get_real_time () / 1000);
  push = cp_ledger_client_get_push_sync (self->client, CP_LANE_PRIORITY, 0, 1, 1, NULL, &error);
  g_assert_no_error (error);
  cp_test_page_seal (page, push);
  cp_ledger_client_apply_page_sync (self->client, page, NULL, &error);
  g_assert_no_error (error);
}

static void
add_staff (CpJson *page)
{
  g_autoptr (GPtrArray) staff = cp_test_chain_staff ();
  g_autoptr (GBytes) key = NULL;
  g_autofree char *path = NULL;
  guint8 bytes[CP_PIN_KEY_BYTES];

  for (gsize i = 0; i < sizeof bytes; i++)
    bytes[i] =
        (guint8) (g_ascii_xdigit_value (KEY[2 * i]) * 16 + g_ascii_xdigit_value (KEY[2 * i + 1]));
  key = g_bytes_new (bytes, sizeof bytes);
  for (guint i = 0; i < staff->len; i++) {
    CpStaff *person = staff->pdata[i];

    person->pin_verifier =
        cp_pin_make_verifier (key, person->entity.id, CP_TEST_PIN, CP_PIN_EFFORT_LEAST, NULL);
    cp_test_page_add_row (page, person);
  }
}

static void
add_programme (CpJson *page)
{
  CpProgrammeRow *row = cp_entity_new (CP_KIND_PROGRAMME, "current", NULL);

  row->document = cp_test_chain_programme_json ();
  row->entity.ver = 1;
  cp_test_page_add_row (page, row);
  cp_entity_free (row);
}

void
cp_test_daemon_fill (CpTestDaemon *self)
{
  CpJson *page = cp_test_daemon_new_page (self);

  add_programme (page);
  add_staff (page);
  for (guint n = 1; n <= 3; n++) {
    g_autoptr (CpAccount) account = cp_test_chain_account (n);

    cp_test_page_add_account (page, account);
  }
  cp_test_daemon_send_page (self, page);
}

char *
cp_test_daemon_sign_in (CpTestDaemon *self, const char *staff_id)
{
  g_autoptr (CpJson) request = json_pack ("{s:s,s:s}", "staff_id", staff_id, "pin", CP_TEST_PIN);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) answer = cp_ledger_client_sign_in_sync (self->client, request, NULL, &error);

  g_assert_no_error (error);
  return g_strdup (cp_json_get_text (answer, "session"));
}

guint
cp_test_daemon_get_n_waiting (CpTestDaemon *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) push = cp_ledger_client_get_push_sync (self->client, CP_LANE_PRIORITY, 0, 100,
                                                            1024 * 1024, NULL, &error);

  g_assert_no_error (error);
  return (guint) json_array_size (cp_json_get_array (push, "operations"));
}
