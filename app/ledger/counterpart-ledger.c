/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counterpart-ledger: one store thread that owns the ledger, and this thread on the bus. */
#include "cp-card-keys.h"
#include "cp-language.h"
#include "cp-ledger-bus.h"
#include "cp-ledger-service.h"
#include "cp-ledger-watchdog.h"
#include "cp-pin.h"
#include "cp-signature.h"
#include "cp-training.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdlib.h>
#include <systemd/sd-daemon.h>

#define EXIT_USAGE 2

typedef struct {
  char *bus;
  gboolean on_system, on_session;
  char *directory;
  char *device_id;
  char *store_id;
  char *pin_key_path;
  char *signing_key_path;
  char *head_office_key;
  char *card_keys_path;
  char *language;
  GBytes *pin_key;
  GBytes *signing_key; /* (nullable) */
} Options;

typedef struct {
  GMainLoop *loop;
  GDBusConnection *connection;
  CpLedgerThread *thread;
  CpLedgerService *service;
  CpTraining *training;
  CpLedgerWatchdog *watchdog;
  guint name_id;
  int exit_status;
} Daemon;

static void
options_clear (Options *options)
{
  g_free (options->bus);
  g_free (options->directory);
  g_free (options->device_id);
  g_free (options->store_id);
  g_free (options->pin_key_path);
  g_free (options->signing_key_path);
  g_free (options->head_office_key);
  g_free (options->card_keys_path);
  g_free (options->language);
  g_clear_pointer (&options->pin_key, g_bytes_unref);
  g_clear_pointer (&options->signing_key, g_bytes_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static const char summary[] =
    "Keeps this device's part of the loyalty programme: the rules, the journal of what\n"
    "was done here, head office's rows. Speaks on D-Bus as org.counterpart.Ledger1.";

static const char description[] =
    "Without options, the environment counts: $STATE_DIRECTORY, $COUNTERPART_DEVICE,\n"
    "$COUNTERPART_STORE, $COUNTERPART_HEAD_OFFICE_KEY, and in $CREDENTIALS_DIRECTORY\n"
    "the files pin-key and, if they are there, signing-key and card-keys.\n"
    "\n"
    "Exit status: 0 stopped; 1 can't open its files or is not alone; 2 wrong options or\n"
    "keys, or files of another device or of a newer version; 75 the disk can't be\n"
    "trusted any more, the device should start anew.";

static gboolean
parse_options (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "bus", 0, 0, G_OPTION_ARG_STRING, &options->bus, "D-Bus address to serve on", "ADDRESS" },
    { "system", 0, 0, G_OPTION_ARG_NONE, &options->on_system, "Serve on the system bus (default)",
      NULL },
    { "session", 0, 0, G_OPTION_ARG_NONE, &options->on_session, "Serve on the session bus", NULL },
    { "directory", 0, 0, G_OPTION_ARG_FILENAME, &options->directory,
      "Where the files are kept; made if missing", "DIR" },
    { "device", 0, 0, G_OPTION_ARG_STRING, &options->device_id, "This device's name at head office",
      "ID" },
    { "store", 0, 0, G_OPTION_ARG_STRING, &options->store_id, "The store in which it stands",
      "ID" },
    { "pin-key", 0, 0, G_OPTION_ARG_FILENAME, &options->pin_key_path,
      "File with the 64 hex digits that PINs are hashed under", "FILE" },
    { "signing-key", 0, 0, G_OPTION_ARG_FILENAME, &options->signing_key_path,
      "File with the 64 hex digits that the journal is signed with (else it has its own)", "FILE" },
    { "head-office-key", 0, 0, G_OPTION_ARG_STRING, &options->head_office_key,
      "Head office's public key (else the first that is met)", "HEX" },
    { "card-keys", 0, 0, G_OPTION_ARG_FILENAME, &options->card_keys_path,
      "File with the master keys of cards; without it a card proves nothing", "FILE" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc > 1) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "“%s” is one word too many",
                 (*argv)[1]);
    return FALSE;
  }
  return TRUE;
}

static void
take_from_environment (const char *variable, char **option)
{
  if (*option == NULL)
    *option = g_strdup (g_getenv (variable));
}

/* A device whose key is in no credential has it in its journal. */
static void
take_signing_key (const char *credentials, char **option)
{
  g_autofree char *path =
      credentials != NULL ? g_build_filename (credentials, "signing-key", NULL) : NULL;

  if (*option == NULL && path != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
    *option = g_steal_pointer (&path);
}

static gboolean
is_given (const char *option)
{
  return option != NULL && *option != '\0';
}

/* A variable that is set to nothing says as little as one that is not set; but head office's key is
 * one that may be left out, and then whoever is met first is believed: nobody gets that by an empty
 * line. */
static gboolean
check_options (const Options *options, GError **error)
{
  if (!is_given (options->directory) || !is_given (options->device_id) ||
      !is_given (options->store_id) || !is_given (options->pin_key_path)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--directory, --device, --store and --pin-key are needed, and not empty");
    return FALSE;
  }
  if (options->head_office_key == NULL || cp_signature_is_key (options->head_office_key))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "Head office's key is not %d digits of lower-case hex", CP_KEY_HEX_LENGTH);
  return FALSE;
}

/* What the unit knows already need not be said again. */
static gboolean
complete_options (Options *options, GError **error)
{
  const char *credentials = g_getenv ("CREDENTIALS_DIRECTORY");

  take_from_environment ("STATE_DIRECTORY", &options->directory);
  take_from_environment ("COUNTERPART_DEVICE", &options->device_id);
  take_from_environment ("COUNTERPART_STORE", &options->store_id);
  take_from_environment ("COUNTERPART_HEAD_OFFICE_KEY", &options->head_office_key);
  if (options->pin_key_path == NULL && credentials != NULL)
    options->pin_key_path = g_build_filename (credentials, "pin-key", NULL);
  take_signing_key (credentials, &options->signing_key_path);
  if (options->card_keys_path == NULL && credentials != NULL) {
    g_autofree char *path = g_build_filename (credentials, "card-keys", NULL);

    if (g_file_test (path, G_FILE_TEST_EXISTS))
      options->card_keys_path = g_steal_pointer (&path);
  }
  if (options->bus == NULL)
    options->bus = g_strdup (options->on_session ? "session" : "system");
  else if (options->on_session || options->on_system) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--bus goes with neither --system nor --session");
    return FALSE;
  }
  return check_options (options, error);
}

/* Before anything is opened: a key that is missing or malformed is set up wrongly, which no restart
 * mends. */
static gboolean
load_keys (Options *options, GError **error)
{
  CpCardKeys *card_keys;

  options->pin_key = cp_pin_key_load (options->pin_key_path, error);
  if (options->pin_key == NULL)
    return FALSE;
  /* Both are secrets of 32 bytes in hex. */
  if (options->signing_key_path != NULL) {
    options->signing_key = cp_pin_key_load (options->signing_key_path, error);
    if (options->signing_key == NULL) {
      g_prefix_error (error, "Signing key: ");
      return FALSE;
    }
  }
  if (options->card_keys_path == NULL)
    return TRUE;
  /* The store's thread loads them for itself. */
  card_keys = cp_card_keys_load (options->card_keys_path, error);
  if (card_keys == NULL) {
    g_prefix_error (error, "Card keys: ");
    return FALSE;
  }
  cp_card_keys_free (card_keys);
  return TRUE;
}

static void
quit (Daemon *daemon, int exit_status)
{
  if (daemon->exit_status == EXIT_SUCCESS)
    daemon->exit_status = exit_status;
  g_main_loop_quit (daemon->loop);
}

static gboolean
on_signal (gpointer data)
{
  sd_notify (FALSE, "STOPPING=1");
  quit (data, EXIT_SUCCESS);
  return G_SOURCE_CONTINUE;
}

static void
on_name_acquired (GDBusConnection *connection, const char *name, gpointer data)
{
  g_message ("Serving as %s", name);
  sd_notify (FALSE, "READY=1\nSTATUS=Serving");
}

static void
on_name_lost (GDBusConnection *connection, const char *name, gpointer data)
{
  g_message ("%s, so there is nothing to serve",
             connection == NULL ? "The bus is gone" : "Another ledger has the name on the bus");
  quit (data, EXIT_FAILURE);
}

static void
on_thread_failed (CpLedgerThread *thread, const char *message, gpointer data)
{
  g_message ("The disk can't be trusted any more: %s", message);
  sd_notifyf (FALSE, "STOPPING=1\nERRNO=5\nSTATUS=The disk can't be trusted: %s", message);
  quit (data, CP_EXIT_DISK);
}

/* The exit status when the bus was not there or the files could not be opened. A restart may find the
 * bus; files of another device or of a newer version it finds as they are. */
static int
get_exit_status (const Daemon *daemon, const GError *error)
{
  if (daemon->connection == NULL)
    return EXIT_FAILURE;
  if (g_error_matches (error, CP_ERROR, CP_ERROR_FATAL))
    return CP_EXIT_DISK;
  return g_error_matches (error, CP_ERROR, CP_ERROR_INVALID) ||
                 g_error_matches (error, CP_ERROR, CP_ERROR_NEWER)
             ? EXIT_USAGE
             : EXIT_FAILURE;
}

static gboolean
daemon_open (Daemon *daemon, const Options *options, GError **error)
{
  CpLedgerConfig config = {
    .directory = options->directory,
    .device_id = options->device_id,
    .store_id = options->store_id,
    .pin_key = options->pin_key,
    .signing_key = options->signing_key,
    .head_office_key = options->head_office_key,
    .card_keys_path = options->card_keys_path,
    .language = options->language,
  };

  daemon->connection = cp_ledger_bus_connect (options->bus, NULL, error);
  if (daemon->connection == NULL)
    return FALSE;
  daemon->thread = cp_ledger_thread_new (cp_world_real (), &config, error);
  if (daemon->thread == NULL)
    return FALSE;
  g_signal_connect (daemon->thread, "failed", G_CALLBACK (on_thread_failed), daemon);
  daemon->service = cp_ledger_service_new (daemon->thread, daemon->connection, error);
  if (daemon->service == NULL)
    return FALSE;
  daemon->training = cp_training_new (daemon->thread, daemon->connection, &config, error);
  return daemon->training != NULL;
}

static void
daemon_run (Daemon *daemon)
{
  guint term_id = g_unix_signal_add (SIGTERM, on_signal, daemon);
  guint int_id = g_unix_signal_add (SIGINT, on_signal, daemon);

  daemon->watchdog = cp_ledger_watchdog_new (daemon->thread);
  daemon->name_id = g_bus_own_name_on_connection (daemon->connection, CP_LEDGER_BUS_NAME,
                                                  G_BUS_NAME_OWNER_FLAGS_DO_NOT_QUEUE,
                                                  on_name_acquired, on_name_lost, daemon, NULL);
  g_main_loop_run (daemon->loop);
  g_source_remove (term_id);
  g_source_remove (int_id);
}

/* Calls that came in are still done and answered; later ones are told that it is stopping. */
static void
daemon_close (Daemon *daemon)
{
  /* (GDBus warns of a name that it can't give back.) */
  if (daemon->name_id != 0 && !g_dbus_connection_is_closed (daemon->connection))
    g_bus_unown_name (daemon->name_id);
  g_clear_pointer (&daemon->watchdog, cp_ledger_watchdog_free);
  if (daemon->thread != NULL)
    cp_ledger_thread_stop (daemon->thread);
  if (daemon->training != NULL)
    cp_training_stop (daemon->training);
  while (daemon->training != NULL && !cp_training_is_idle (daemon->training))
    g_main_context_iteration (NULL, TRUE);
  while (daemon->service != NULL && !cp_ledger_service_is_idle (daemon->service))
    g_main_context_iteration (NULL, TRUE);
  if (daemon->connection != NULL)
    g_dbus_connection_flush_sync (daemon->connection, NULL, NULL);
  if (daemon->thread != NULL)
    g_signal_handlers_disconnect_by_data (daemon->thread, daemon);
  g_clear_object (&daemon->training);
  g_clear_object (&daemon->service);
  g_clear_object (&daemon->thread);
  g_clear_object (&daemon->connection);
  g_clear_pointer (&daemon->loop, g_main_loop_unref);
}

int
main (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;
  Daemon daemon = { 0 };

  options.language = cp_language_init ();
  if (!parse_options (&options, &argc, &argv, &error) || !complete_options (&options, &error) ||
      !load_keys (&options, &error)) {
    g_printerr ("counterpart-ledger: %s\n", error->message);
    return EXIT_USAGE;
  }
  daemon.loop = g_main_loop_new (NULL, FALSE);
  if (daemon_open (&daemon, &options, &error)) {
    daemon_run (&daemon);
  } else {
    g_printerr ("counterpart-ledger: %s\n", error->message);
    daemon.exit_status = get_exit_status (&daemon, error);
  }
  daemon_close (&daemon);
  return daemon.exit_status;
}
