/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Head office's process: serves devices, or does one command; a command for a database that is
 * being served is done by whoever serves it. */
#include <errno.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "cp-admin-socket.h"
#include "cp-backup-verify.h"
#include "cp-database.h"
#include "cp-error.h"
#include "cp-feed-listener.h"
#include "cp-head-office-postgres.h"
#include "cp-head-office-server.h"
#include "cp-head-office-sqlite.h"
#include "cp-head-office-sun.h"
#include "cp-sequencer.h"
#include "cp-standby.h"
#include "cp-status-server.h"

#define TUNABLES "GLIBC_TUNABLES"
#define MALLOC_TUNING "glibc.malloc.tcache_count=1024:glibc.malloc.hugetlb=1"
#define PAUSE_MS 100
#define SQLITE_PREFIX "sqlite:"
#define POSTGRES_PREFIX "postgresql:"

typedef struct {
  char *database;
  char *signing_key;   /* (nullable): the file that the private keys are in */
  char *read_database; /* (nullable) */
  char *snapshots;     /* (nullable) */
  char *card_keys;     /* (nullable): the file of the chain's card keys */
  char *status_listen; /* (nullable): where the page for head office's own people is */
  char *status_password;
  char *listen;
  char *certificate;
  char *key;
  char *client_authority;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->database);
  g_free (options->signing_key);
  g_free (options->read_database);
  g_free (options->snapshots);
  g_free (options->card_keys);
  g_free (options->status_listen);
  g_free (options->status_password);
  g_free (options->listen);
  g_free (options->certificate);
  g_free (options->key);
  g_free (options->client_authority);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

typedef struct {
  GMainLoop *loop;
  int status;
} Service;

static gboolean
on_term (gpointer data)
{
  g_main_loop_quit (((Service *) data)->loop);
  return G_SOURCE_CONTINUE;
}

static void
on_broken (gpointer data)
{
  Service *service = data;

  service->status = CP_EXIT_DISK;
  g_main_loop_quit (service->loop);
}

static gboolean
on_watchdog (gpointer data)
{
  sd_notify (0, "WATCHDOG=1");
  return G_SOURCE_CONTINUE;
}

/* (nullable) @ret_status: if it is wanted */
static gboolean
open_status (CpHeadOffice *office,
             const Options *options,
             CpStatusServer **ret_status,
             GError **error)
{
  g_autofree char *url = NULL;

  if (options->status_listen == NULL)
    return TRUE;
  if (options->status_password == NULL) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "--status-password-file is needed");
    return FALSE;
  }
  *ret_status =
      cp_status_server_new (office, options->status_listen, options->status_password, error);
  if (*ret_status == NULL)
    return FALSE;
  url = cp_status_server_dup_url (*ret_status);
  g_message ("The status page is at %s", url);
  return TRUE;
}

static int
run_service (CpHeadOffice *office, CpHeadOfficeServer *server, const Options *options)
{
  g_autoptr (CpStatusServer) status = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Service service = { loop, 0 };
  g_autofree char *url = cp_head_office_server_dup_url (server);
  guint64 watchdog_us = 0;

  if (!open_status (office, options, &status, &error)) {
    g_printerr ("counterpart-headoffice: %s\n", error->message);
    return 1;
  }
  cp_head_office_server_set_broken_func (server, on_broken, &service);
  g_unix_signal_add (SIGTERM, on_term, &service);
  g_unix_signal_add (SIGINT, on_term, &service);
  if (sd_watchdog_enabled (0, &watchdog_us) > 0)
    g_timeout_add ((guint) (watchdog_us / 3000), on_watchdog, NULL);
  g_print ("Listening on %s\n", url);
  sd_notify (0, "READY=1");
  g_main_loop_run (loop);
  sd_notify (0, "STOPPING=1");
  return service.status;
}

static int
serve (CpHeadOffice *office,
       const char *socket_path,
       const char *snapshots,
       const CpHttpListenerConfig *config,
       const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpAdminSocket) socket = cp_admin_socket_new (office, socket_path, &error);
  g_autoptr (CpHeadOfficeServer) server = NULL;
  CpSnapshotShelf *shelf = NULL;

  if (socket != NULL)
    server = cp_head_office_server_new (office, config, &error);
  if (server != NULL)
    shelf = cp_snapshot_shelf_new (office, snapshots, &error);
  if (shelf != NULL) {
    cp_head_office_server_set_shelf (server, shelf);
    return run_service (office, server, options);
  }
  g_printerr ("counterpart-headoffice: %s\n", error->message);
  return 1;
}

/* What a command printed that is to be run again is for that run. */
static const char *
take_so_far (GString *out, char **so_far)
{
  g_free (*so_far);
  *so_far = g_strdup (out->str);
  g_string_truncate (out, 0);
  return *so_far;
}

static int
run_here (CpHeadOffice *office, const char *const *argv)
{
  g_autofree char *folder = g_get_current_dir ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) problems = g_string_new (NULL);
  g_autofree char *so_far = NULL;
  CpAdmin admin = { office, folder, out, problems, NULL };
  int status;

  while ((status = cp_admin_run (&admin, argv)) == CP_ADMIN_AGAIN)
    admin.so_far = take_so_far (out, &so_far);
  g_print ("%s", out->str);
  g_printerr ("%s", problems->str);
  return status;
}

/* Whoever serves has devices to answer, too. */
static void
let_others_go_first (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_timeout_add_once (PAUSE_MS, (GSourceOnceFunc) g_main_loop_quit, loop);
  g_main_loop_run (loop);
}

/* @ret_begun: set once a part is done */
static gboolean
call (const char *socket_path,
      const char *const *argv,
      GString *out,
      GString *problems,
      int *ret_status,
      gboolean *ret_begun,
      GError **error)
{
  g_autofree char *so_far = NULL;
  gboolean ok;

  while (
      (ok = cp_admin_socket_call (socket_path, argv, so_far, out, problems, ret_status, error)) &&
      *ret_status == CP_ADMIN_AGAIN) {
    take_so_far (out, &so_far);
    *ret_begun = TRUE;
    let_others_go_first ();
  }
  return ok;
}

static int
run_there (const char *socket_path, const char *const *argv)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) problems = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  int status = 1;
  gboolean is_begun = FALSE;

  if (!call (socket_path, argv, out, problems, &status, &is_begun, &error)) {
    g_printerr ("%scounterpart-headoffice: %s: %s\n", problems->str,
                is_begun ? "part of it is done, and it can be begun again"
                         : "the database is in use, and",
                error->message);
    return 1;
  }
  g_print ("%s", out->str);
  g_printerr ("%s", problems->str);
  return status;
}

static gboolean
read_serve_options (int *argc, char ***argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "listen", 0, 0, G_OPTION_ARG_STRING, &options->listen, NULL, NULL },
    { "status-listen", 0, 0, G_OPTION_ARG_STRING, &options->status_listen, NULL, NULL },
    { "status-password-file", 0, 0, G_OPTION_ARG_FILENAME, &options->status_password, NULL, NULL },
    { "card-keys", 0, 0, G_OPTION_ARG_FILENAME, &options->card_keys, NULL, NULL },
    { "snapshots", 0, 0, G_OPTION_ARG_FILENAME, &options->snapshots, NULL, NULL },
    { "read-database", 0, 0, G_OPTION_ARG_STRING, &options->read_database, NULL, NULL },
    { "certificate", 0, 0, G_OPTION_ARG_FILENAME, &options->certificate, NULL, NULL },
    { "key", 0, 0, G_OPTION_ARG_FILENAME, &options->key, NULL, NULL },
    { "client-authority", 0, 0, G_OPTION_ARG_FILENAME, &options->client_authority, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (options->listen == NULL)
    options->listen = g_strdup ("127.0.0.1:8080");
  return TRUE;
}

static gboolean
is_database (const char *database)
{
  return database != NULL && (g_str_has_prefix (database, SQLITE_PREFIX) ||
                              g_str_has_prefix (database, POSTGRES_PREFIX));
}

static CpHttpListenerConfig
get_listener_config (const Options *options)
{
  return (CpHttpListenerConfig){ .listen = options->listen,
                                 .certificate = options->certificate,
                                 .key = options->key,
                                 .client_authority = options->client_authority };
}

/* (nullable) options->listen: with `serve`, where */
static gboolean
read_arguments (int *argc, char ***argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "database", 0, 0, G_OPTION_ARG_STRING, &options->database, "Where head office's memory is",
      "sqlite:FILE|postgresql://…" },
    { "signing-key", 0, 0, G_OPTION_ARG_FILENAME, &options->signing_key,
      "Where head office's private keys are, if they were moved out of the database", "FILE" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("COMMAND …");
  g_autofree char *summary =
      g_strconcat ("Commands:\n  serve --listen ADDRESS:PORT\n"
                   "        [--read-database postgresql://… of a hot standby]"
                   " [--snapshots FOLDER]\n"
                   "        [--card-keys FILE]\n"
                   "        [--status-listen ADDRESS:PORT --status-password-file FILE]\n"
                   "        [--certificate FILE --key FILE --client-authority FILE]\n",
                   cp_admin_get_usage (), NULL);

  g_option_context_set_summary (context, summary);
  g_option_context_set_strict_posix (context, TRUE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc > 1 && g_str_equal ((*argv)[1], "serve") &&
      !read_serve_options (argc, argv, options, error))
    return FALSE;
  if (*argc > 1 && is_database (options->database))
    return TRUE;
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID,
                       "--database sqlite:FILE or postgresql://… and a command are needed");
  return FALSE;
}

static int
give_up (const GError *error)
{
  g_printerr ("counterpart-headoffice: %s\n", error->message);
  return g_error_matches (error, CP_ERROR, CP_ERROR_FATAL) ? CP_EXIT_DISK : 1;
}

/* (transfer full) (nullable): the file that was @named or, where systemd hands it over, is the credential
 * @name. Neither is ever in the database. */
static char *
find_key_file (const char *named, const char *name)
{
  const char *credentials = g_getenv ("CREDENTIALS_DIRECTORY");
  g_autofree char *path = NULL;

  if (named != NULL || credentials == NULL)
    return g_strdup (named);
  path = g_build_filename (credentials, name, NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

static gboolean
load_card_keys (CpHeadOffice *office, const Options *options, GError **error)
{
  g_autofree char *path = find_key_file (options->card_keys, "card-keys");
  CpCardKeys *keys;

  if (path == NULL)
    return TRUE;
  keys = cp_card_keys_load (path, error);
  if (keys == NULL) {
    g_prefix_error (error, "Card keys: ");
    return FALSE;
  }
  cp_head_office_set_card_keys (office, keys);
  return TRUE;
}

/* @storage: (transfer full) */
static CpHeadOffice *
open_office (CpHeadOfficeStorage *storage, const Options *options, GError **error)
{
  g_autoptr (CpHeadOffice) office = cp_head_office_new (cp_world_real (), storage, error);
  g_autofree char *key_file = find_key_file (options->signing_key, "signing-key");

  if (office == NULL ||
      (key_file != NULL && !cp_head_office_use_key_file (office, key_file, error)))
    return NULL;
  if (options->listen != NULL &&
      (!cp_head_office_check_signer (office, error) || !load_card_keys (office, options, error)))
    return NULL;
  return g_steal_pointer (&office);
}

static int
run_sqlite (const Options *options, const char *const *argv)
{
  const char *path = options->database + strlen (SQLITE_PREFIX);
  g_autoptr (GError) error = NULL;
  g_autofree char *socket_path = g_strconcat (path, ".socket", NULL);
  g_autofree char *snapshots = g_strconcat (path, ".snapshots", NULL);
  CpHttpListenerConfig config = get_listener_config (options);
  CpHeadOfficeStorage *storage = cp_head_office_sqlite_open (cp_world_real (), path, &error);
  g_autoptr (CpHeadOffice) office = NULL;

  if (storage == NULL && options->listen == NULL &&
      g_error_matches (error, CP_ERROR, CP_ERROR_UNAVAILABLE) &&
      g_file_test (socket_path, G_FILE_TEST_EXISTS))
    return run_there (socket_path, argv);
  if (storage != NULL)
    office = open_office (storage, options, &error);
  if (office == NULL)
    return give_up (error);
  return options->listen != NULL ? serve (office, socket_path, snapshots, &config, options)
                                 : run_here (office, argv);
}

static void
on_news (gpointer data, gint64 gseq)
{
  cp_head_office_hear (data);
}

/* Without a folder for snapshots, new devices take page after page. */
static gboolean
put_shelf (CpHeadOffice *office, CpHeadOfficeServer *server, const char *folder, GError **error)
{
  CpSnapshotShelf *shelf = folder != NULL ? cp_snapshot_shelf_new (office, folder, error) : NULL;

  if (shelf != NULL)
    cp_head_office_server_set_shelf (server, shelf);
  return shelf != NULL || folder == NULL;
}

static int
serve_postgres (CpHeadOffice *office, const Options *options)
{
  g_autoptr (GError) error = NULL;
  CpHttpListenerConfig config = get_listener_config (options);
  g_autoptr (CpStandby) standby = NULL;
  g_autoptr (CpFeedListener) listener = NULL;
  g_autoptr (CpSequencer) sequencer = NULL;
  g_autoptr (CpHeadOfficeServer) server = NULL;

  server = cp_head_office_server_new (office, &config, &error);
  if (server == NULL || !put_shelf (office, server, options->snapshots, &error))
    return give_up (error);
  if (options->read_database != NULL)
    standby = cp_standby_new (office, options->read_database, CP_STANDBY_RETRY_MS);
  listener = cp_feed_listener_new (options->database, office, on_news, office);
  sequencer = cp_sequencer_new (options->database);
  return run_service (office, server, options);
}

/* Any number of processes may use it, so every command is done right here. */
static int
run_postgres (const Options *options, const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  CpPostgresUse use = options->listen != NULL ? CP_POSTGRES_SERVING : CP_POSTGRES_ALONE;
  CpHeadOfficeStorage *storage = cp_head_office_postgres_open (options->database, use, &error);
  g_autoptr (CpHeadOffice) office = NULL;

  if (storage != NULL)
    office = open_office (storage, options, &error);
  if (office == NULL)
    return give_up (error);
  return options->listen != NULL ? serve_postgres (office, options) : run_here (office, argv);
}

static int
run (const Options *options, const char *const *argv)
{
  return (g_str_has_prefix (options->database, SQLITE_PREFIX) ? run_sqlite : run_postgres) (options,
                                                                                            argv);
}

/* Where whoever serves the database finds it, who may have a /tmp of its own. */
static char *
make_report_path (const char *where)
{
  if (g_str_has_prefix (where, SQLITE_PREFIX))
    return g_strconcat (where + strlen (SQLITE_PREFIX), ".report", NULL);
  return g_strdup_printf ("%s/counterpart-backup-%d.report", g_get_tmp_dir (), (int) getpid ());
}

/* A backup is looked through here, however long that takes; that it is good is noted by whoever has the
 * database. @kept: (nullable): from then on it is this file, in place of one from before. */
static int
verify_backup (const Options *options, const char *where, const char *kept)
{
  g_autofree char *path = make_report_path (where);
  const char *const argv[] = { "backup", "record", path, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) report = NULL;
  g_autofree char *text = NULL;
  int status;

  if (g_str_equal (where, options->database)) {
    g_printerr ("counterpart-headoffice: %s is the database itself\n", where);
    return 2;
  }
  report = cp_backup_verify (where, &error);
  if (report == NULL ||
      (kept != NULL &&
       !cp_database_take_place (cp_world_real (), where + strlen (SQLITE_PREFIX), kept, &error)))
    return give_up (error);
  text = cp_json_to_text (report);
  if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    return give_up (error);
  status = run (options, argv);
  g_unlink (path);
  return status;
}

/* Documents are many small pieces of memory. glibc keeps seven freed ones of each size at hand and
 * merges and splits the rest over and over, which was a third of all the time that operations took;
 * how many it keeps it can be told only as a process begins. Far more than 1024, and each one has
 * left the processor's cache before it is used again; large pages help as much (75, 70 and 67 us of
 * processor an operation for 32768, 4096, and 1024 with large pages; side by side). */
static void
begin_with_room (char **argv)
{
  if (g_getenv (TUNABLES) != NULL || !g_setenv (TUNABLES, MALLOC_TUNING, FALSE))
    return;
  execv ("/proc/self/exe", argv);
  g_debug ("It goes on with the usual allocator: %s", g_strerror (errno));
}

/* `backup verify WHERE [--keep-as FILE]`; only a file can be kept as another. */
static gboolean
is_verification (int argc, char **argv)
{
  return argc >= 4 && g_str_equal (argv[1], "backup") && g_str_equal (argv[2], "verify") &&
         (argc == 4 || (argc == 6 && g_str_equal (argv[4], "--keep-as") &&
                        g_str_has_prefix (argv[3], SQLITE_PREFIX)));
}

int
main (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;

  begin_with_room (argv);

  if (!read_arguments (&argc, &argv, &options, &error)) {
    g_printerr ("counterpart-headoffice: %s\n", error->message);
    return 2;
  }
  if (is_verification (argc, argv))
    return verify_backup (&options, argv[3], argc == 6 ? argv[5] : NULL);
  return run (&options, (const char *const *) (argv + 1));
}
