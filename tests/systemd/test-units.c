/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The appliance's units, read by systemd's own tools. No service manager runs here: what they do
 * once started is for the image's test. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* What systemd-analyze says of each, in tenths; lower is better. */
static const struct {
  const char *unit;
  guint max_exposure;
} exposures[] = {
  { "counterpart-ledger.service", 5 },
  { "counterpart-reader.service", 10 },
  { "counterpart-sync.service", 13 },
  { "counterpart-screen.service", 15 },
  { "counterpart-seatd.service", 25 },
  { "counterpart-headoffice.service", 15 },
  { "counterpart-headoffice-backup.service", 15 },
  { "counterpart-headoffice-forget.service", 15 },
};

static const struct {
  const char *unit;
  const char *program; /* below the prefix */
} programs[] = {
  { "counterpart-ledger.service", "libexec/counterpart/counterpart-ledger" },
  { "counterpart-sync.service", "libexec/counterpart/counterpart-sync" },
  { "counterpart-reader.service", "libexec/counterpart/counterpart-reader" },
  { "counterpart-screen.service", "bin/counterpart" },
  { "counterpart-headoffice.service", "bin/counterpart-headoffice" },
  { "counterpart-headoffice-backup.service", "bin/counterpart-headoffice" },
  { "counterpart-headoffice-forget.service", "bin/counterpart-headoffice" },
};

static char *
read_unit (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "..", "systemd", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static GPtrArray *
list_units (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_BUILT, "..", "systemd", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *units = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "counterpart"))
      g_ptr_array_add (units, g_strdup (name));
  g_assert_cmpuint (units->len, >=, 9);
  return units;
}

/* Runs @argv, with the units of @unit_path (nullable) before the machine's own; returns what it
 * printed. */
static char *
run_tool (const char *const *argv, const char *unit_path, gboolean *ret_success)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  if (unit_path != NULL) {
    g_autofree char *path = g_strconcat (unit_path, ":", NULL);

    g_subprocess_launcher_setenv (launcher, "SYSTEMD_UNIT_PATH", path, TRUE);
  }
  g_subprocess_launcher_setenv (launcher, "SYSTEMD_EMOJI", "0", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  *ret_success = g_subprocess_get_successful (process);
  return output;
}

/* Puts a program that is there in place of each that a unit starts: not all are on this machine. */
static void
write_with_stub (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GRegex) regex = g_regex_new ("^(Exec\\w+=)\\S+", G_REGEX_MULTILINE, 0, NULL);
  g_autofree char *stubbed = g_regex_replace (regex, text, -1, 0, "\\1/bin/true", 0, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, stubbed, -1, &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      remove_folder (path);
    else
      g_unlink (path);
  }
  g_rmdir (folder);
}

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("counterpart-units-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

/* What systemd-analyze has to say of @unit among ours, of which it is one. */
static char *
verify (const char *name, const char *text, gboolean *ret_success)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, name, NULL);
  const char *const argv[] = { "systemd-analyze", "verify", "--man=no", path, NULL };
  g_autoptr (GPtrArray) units = list_units ();
  char *output;

  for (guint i = 0; i < units->len; i++) {
    g_autofree char *other = read_unit (g_ptr_array_index (units, i));

    write_with_stub (folder, g_ptr_array_index (units, i), other);
  }
  write_with_stub (folder, name, text);
  output = run_tool (argv, folder, ret_success);
  remove_folder (folder);
  return output;
}

static void
test_verify (void)
{
  g_autoptr (GPtrArray) units = list_units ();

  for (guint i = 0; i < units->len; i++) {
    const char *name = g_ptr_array_index (units, i);
    g_autofree char *text = read_unit (name);
    gboolean success = FALSE;
    g_autofree char *output = verify (name, text, &success);

    g_assert_cmpstr (output, ==, "");
    g_assert_true (success);
  }
}

static void
test_verify_catches (void)
{
  gboolean success = FALSE;
  g_autofree char *key = verify ("counterpart-a.service",
                                 "[Service]\nExecStart=/bin/true\nProtectHorse=yes\n", &success);
  g_autofree char *unit = NULL;

  g_assert_nonnull (strstr (key, "ProtectHorse"));
  unit = verify ("counterpart-b.service",
                 "[Unit]\nRequires=counterpart-none.service\n[Service]\nExecStart=/bin/true\n",
                 &success);
  g_assert_nonnull (strstr (unit, "counterpart-none.service"));
  g_assert_false (success);
}

static gboolean
is_confined (const char *unit, guint max_exposure)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "..", "systemd", unit, NULL);
  g_autofree char *threshold = g_strdup_printf ("--threshold=%u", max_exposure);
  const char *const argv[] = {
    "systemd-analyze", "security", "--offline=true", "--no-pager", threshold, path, NULL,
  };
  gboolean success = FALSE;
  g_autofree char *output = run_tool (argv, NULL, &success);
  const char *overall = strstr (output, "Overall exposure level");

  g_assert_nonnull (overall);
  g_test_message ("%s", overall);
  return success;
}

static void
test_exposure (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (exposures); i++)
    g_assert_true (is_confined (exposures[i].unit, exposures[i].max_exposure));
  g_assert_false (is_confined ("counterpart-seatd.service", 10));
}

static void
test_programs (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++) {
    g_autofree char *text = read_unit (programs[i].unit);
    g_autofree char *pattern = g_strdup_printf (
        "\nExecStart=(/usr/bin/cage -d -- )?/\\S*/%s( .*)?\n", programs[i].program);

    g_assert_true (g_regex_match_simple (pattern, text, 0, 0));
  }
}

/* The status with which a process gives up on the disk must be the one that no restart follows. */
static void
test_exit_status (void)
{
  g_autofree char *text = read_unit ("counterpart-ledger.service");

  g_assert_nonnull (strstr (text, "\nRestartPreventExitStatus=2 75\n"));
  g_assert_nonnull (strstr (text, "\nOnFailure=counterpart-reboot.timer\n"));
  g_assert_null (strstr (text, "\nFailureAction="));
}

/* What SQLite rebuilds it puts on the disk, where the journal is: what is in memory counts for MemoryMax. */
static void
test_rebuilds_on_the_disk (void)
{
  g_autofree char *text = read_unit ("counterpart-ledger.service");

  g_assert_nonnull (strstr (text, "\nMemoryMax="));
  g_assert_nonnull (strstr (text, "\nStateDirectory=counterpart\n"));
  g_assert_nonnull (strstr (text, "\nEnvironment=SQLITE_TMPDIR=%S/counterpart\n"));
}

/* Sets what the lines "Environment=" of @text set. */
static void
take_environment (GSubprocessLauncher *launcher, const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new ("^Environment=(.+)$", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_regex_match (regex, text, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL)) {
    g_autofree char *line = g_match_info_fetch (match, 1);
    g_auto (GStrv) settings = g_strsplit (line, " ", -1);

    for (guint i = 0; settings[i] != NULL; i++) {
      g_auto (GStrv) setting = g_strsplit (settings[i], "=", 2);

      g_assert_nonnull (setting[1]);
      g_subprocess_launcher_setenv (launcher, setting[0], setting[1], TRUE);
    }
  }
}

/* Runs the real cage without a display, in the unit's environment, around a shell that says whether
 * it has a compositor; as nobody where we are root, since cage refuses to be that. */
static char *
run_cage (const char *folder, const char *unit)
{
  static const char *const argv[] = {
    "setpriv",
    "--reuid=65534",
    "--regid=65534",
    "--clear-groups",
    "timeout",
    "60",
    "cage",
    "-d",
    "--",
    "/bin/sh",
    "-c",
    "echo \"on $WAYLAND_DISPLAY\"",
    NULL,
  };
  const char *const *as_we_are = argv + 4;
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  take_environment (launcher, unit);
  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "HOME", folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "WLR_BACKENDS", "headless", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, getuid () == 0 ? argv : as_we_are, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  return output;
}

/* Nobody installs Xwayland on a kiosk (docs/kiosk.md), and cage looks for it first. */
static void
test_cage_starts (void)
{
  g_autofree char *unit = read_unit ("counterpart-screen.service");
  g_autofree char *folder = make_folder ();
  g_autofree char *output = NULL;

  g_assert_nonnull (strstr (unit, "\nEnvironment=WLR_XWAYLAND=/bin/true\n"));
  if (getuid () == 0)
    g_assert_cmpint (chown (folder, 65534, 65534), ==, 0);
  output = run_cage (folder, unit);
  g_test_message ("%s", output);
  g_assert_nonnull (strstr (output, "on wayland-"));
  remove_folder (folder);
}

static char *
get_source (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "..", "systemd", name, NULL);
}

static void
assert_has_users (const char *root)
{
  static const char *const users[] = { "ledger", "sync", "reader", "screen" };
  g_autofree char *path = g_build_filename (root, "etc", "passwd", NULL);
  g_autofree char *passwd = NULL;

  g_file_get_contents (path, &passwd, NULL, NULL);
  g_assert_nonnull (passwd);
  for (gsize i = 0; i < G_N_ELEMENTS (users); i++) {
    g_autofree char *entry = g_strdup_printf ("counterpart-%s:", users[i]);

    g_assert_nonnull (strstr (passwd, entry));
  }
}

/* In a root of its own: makes the users, then reads tmpfiles' lines, whose users must be there. */
static void
test_users_and_folders (void)
{
  g_autofree char *root = make_folder ();
  g_autofree char *etc = g_build_filename (root, "etc", NULL);
  g_autofree char *option = g_strconcat ("--root=", root, NULL);
  g_autofree char *sysusers = get_source ("counterpart.sysusers");
  g_autofree char *tmpfiles = get_source ("counterpart.tmpfiles");
  const char *const users_argv[] = { "systemd-sysusers", option, sysusers, NULL };
  const char *const folders_argv[] = { "systemd-tmpfiles", "--remove", option, tmpfiles, NULL };
  gboolean success = FALSE;
  g_autofree char *users = NULL;
  g_autofree char *folders = NULL;

  g_mkdir_with_parents (etc, 0755);
  users = run_tool (users_argv, NULL, &success);
  g_test_message ("%s", users);
  g_assert_true (success);
  assert_has_users (root);
  folders = run_tool (folders_argv, NULL, &success);
  g_assert_cmpstr (folders, ==, "");
  g_assert_true (success);
  remove_folder (root);
}

static void
test_udev_labels (void)
{
  g_autofree char *path = get_source ("94-counterpart-reader.rules");
  g_autofree char *text = NULL;
  g_autoptr (GRegex) regex = g_regex_new ("GOTO=\"(\\w+)\"", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  g_assert_true (g_regex_match (regex, text, 0, &match));
  for (; g_match_info_matches (match); g_match_info_next (match, NULL)) {
    g_autofree char *name = g_match_info_fetch (match, 1);
    g_autofree char *label = g_strdup_printf ("\nLABEL=\"%s\"\n", name);

    g_assert_nonnull (strstr (text, label));
  }
}

/* (transfer full) */
static char *
read_document (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "docs", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* systemd opens the TPM's libraries by name, so that no package of ours depends on them. */
static void
test_what_no_package_brings (void)
{
  static const char *const packages[] = { "libtss2-esys-3.0.2-0", "libtss2-mu0", "libtss2-rc0" };
  g_autofree char *kiosk = read_document ("kiosk.md");

  for (guint i = 0; i < G_N_ELEMENTS (packages); i++)
    g_assert_nonnull (strstr (kiosk, packages[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/systemd/units-are-valid", test_verify);
  g_test_add_func ("/systemd/an-invalid-unit-is-caught", test_verify_catches);
  g_test_add_func ("/systemd/units-are-confined", test_exposure);
  g_test_add_func ("/systemd/units-start-our-programs", test_programs);
  g_test_add_func ("/systemd/a-bad-disk-reboots-and-a-crash-does-not", test_exit_status);
  g_test_add_func ("/systemd/ledger-rebuilds-its-journal-on-the-disk", test_rebuilds_on_the_disk);
  g_test_add_func ("/systemd/the-screen-needs-no-xwayland", test_cage_starts);
  g_test_add_func ("/systemd/what-no-package-brings", test_what_no_package_brings);
  g_test_add_func ("/systemd/users-and-folders-are-made", test_users_and_folders);
  g_test_add_func ("/systemd/udev-rules-jump-to-labels-that-exist", test_udev_labels);
  return g_test_run ();
}
