/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The process that holds the network: joins ledger, line and worker, and waits. */
#include <gio/gio.h>
#include <glib-unix.h>
#include <signal.h>
#include <systemd/sd-daemon.h>

#include "cp-bus-ledger.h"
#include "cp-curl-transport.h"
#include "cp-error.h"
#include "cp-language.h"
#include "cp-loop-timer.h"

typedef struct {
  char *bus;
  gboolean system;
  char *head_office;
  char *token_file;
  char *authority;
  char *certificate;
  char *key;
  char **pins;
  double max_backoff_s;
} Options;

static void
on_ledger_changed (CpLedgerClient *client,
                   const char *what,
                   const char *const *account_ids,
                   CpSyncWorker *worker)
{
  if (g_str_equal (what, "outbox"))
    cp_sync_worker_wake (worker);
  else if (g_str_equal (what, "check"))
    cp_sync_worker_check_now (worker);
  else if (g_str_equal (what, "card") || g_str_equal (what, "find"))
    cp_sync_worker_ask_soon (worker);
}

static void
on_ledger_available (CpLedgerClient *client, GParamSpec *spec, CpSyncWorker *worker)
{
  if (cp_ledger_client_get_available (client))
    cp_sync_worker_ledger_is_back (worker);
}

static void
on_network_changed (GNetworkMonitor *monitor, gboolean is_available, CpSyncWorker *worker)
{
  if (is_available)
    cp_sync_worker_retry_now (worker);
}

static gboolean
on_term (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_watchdog (gpointer data)
{
  sd_notify (0, "WATCHDOG=1");
  return G_SOURCE_CONTINUE;
}

typedef struct {
  GMainLoop *loop;
  gboolean is_bus_lost;
} Run;

static void
on_bus_lost (CpLedgerClient *client, Run *run)
{
  run->is_bus_lost = TRUE;
  g_main_loop_quit (run->loop);
}

/* Returns: whether it was told to end */
static gboolean
run (CpLedgerClient *client, CpSyncWorker *worker, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Run state = { loop, FALSE };
  guint64 watchdog_us = 0;

  g_signal_connect (client, "bus-lost", G_CALLBACK (on_bus_lost), &state);
  g_signal_connect (client, "changed", G_CALLBACK (on_ledger_changed), worker);
  g_signal_connect (client, "notify::available", G_CALLBACK (on_ledger_available), worker);
  g_signal_connect (g_network_monitor_get_default (), "network-changed",
                    G_CALLBACK (on_network_changed), worker);
  g_unix_signal_add (SIGTERM, on_term, loop);
  g_unix_signal_add (SIGINT, on_term, loop);
  if (sd_watchdog_enabled (0, &watchdog_us) > 0)
    g_timeout_add ((guint) (watchdog_us / 3000), on_watchdog, NULL);
  sd_notify (0, "READY=1");
  g_main_loop_run (loop);
  sd_notify (0, "STOPPING=1");
  g_signal_handlers_disconnect_by_data (client, &state);
  g_signal_handlers_disconnect_by_data (client, worker);
  g_signal_handlers_disconnect_by_data (g_network_monitor_get_default (), worker);
  if (state.is_bus_lost)
    g_set_error_literal (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "The bus is gone");
  return !state.is_bus_lost;
}

static gboolean
start (const Options *options, GError **error)
{
  g_autofree char *token = NULL;
  g_autoptr (CpLedgerClient) client = NULL;
  g_autoptr (CpCurlTransport) transport = NULL;
  g_autoptr (CpSyncWorker) worker = NULL;
  CpCurlLineConfig line;
  CpSyncWorkerConfig config = { .world = cp_world_real (), .timer = cp_loop_timer_get () };

  if (!g_file_get_contents (options->token_file, &token, NULL, error))
    return FALSE;
  line = (CpCurlLineConfig){
    options->head_office, g_strstrip (token), options->authority,
    options->certificate, options->key,       (const char *const *) options->pins,
  };
  transport = cp_curl_transport_new (&line, error);
  if (transport == NULL)
    return FALSE;
  client = cp_ledger_client_new (options->system ? "system" : options->bus, NULL, error);
  if (client == NULL)
    return FALSE;
  config.transport = cp_curl_transport_get_transport (transport);
  config.ledger = cp_bus_ledger_get_port (client);
  config.max_backoff_ms = (gint64) (options->max_backoff_s * 1000);
  worker = cp_sync_worker_new (&config);
  return run (client, worker, error);
}

static gboolean
read_options (int *argc, char ***argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "bus", 0, 0, G_OPTION_ARG_STRING, &options->bus, "Bus that the ledger is on", "ADDRESS" },
    { "system", 0, 0, G_OPTION_ARG_NONE, &options->system, "The system bus", NULL },
    { "head-office", 0, 0, G_OPTION_ARG_STRING, &options->head_office, "Where it is", "URL" },
    { "device-token-file", 0, 0, G_OPTION_ARG_FILENAME, &options->token_file, "The device's token",
      "FILE" },
    { "authority", 0, 0, G_OPTION_ARG_FILENAME, &options->authority,
      "Of whom head office's certificate must be", "FILE" },
    { "certificate", 0, 0, G_OPTION_ARG_FILENAME, &options->certificate, "The device's", "FILE" },
    { "key", 0, 0, G_OPTION_ARG_FILENAME, &options->key, "Its private key", "FILE" },
    { "pin", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->pins,
      "A key that head office may have; give two, one to spare", "sha256//BASE64" },
    { "max-backoff", 0, 0, G_OPTION_ARG_DOUBLE, &options->max_backoff_s,
      "Longest pause after failures (300)", "SECONDS" },
    { NULL },
  };
  g_autoptr (GOptionContext) context =
      g_option_context_new ("- keep a ledger and head office in step");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc == 1 && options->head_office != NULL && options->token_file != NULL &&
      (options->bus != NULL) != options->system)
    return TRUE;
  g_set_error_literal (
      error, CP_ERROR, CP_ERROR_INVALID,
      "--head-office, --device-token-file and either --bus or --system are needed");
  return FALSE;
}

static void
clear_options (Options *options)
{
  g_free (options->bus);
  g_free (options->head_office);
  g_free (options->token_file);
  g_free (options->authority);
  g_free (options->certificate);
  g_free (options->key);
  g_strfreev (options->pins);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

int
main (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean ok;

  g_free (cp_language_init ());
  ok = read_options (&argc, &argv, &options, &error) && start (&options, &error);
  if (!ok)
    g_printerr ("counterpart-sync: %s\n", error->message);
  return ok ? 0 : 1;
}
