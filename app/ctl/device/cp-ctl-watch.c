/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-output.h"
#include "cp-ctl.h"

#include <glib-unix.h>
#include <signal.h>

typedef struct {
  CpCtl *ctl;
  GMainLoop *loop;
  int n_left; /* 0: no end */
} Watch;

static void
print_line (Watch *watch, const char *what, GStrv account_ids)
{
  g_autoptr (CpJson) line = json_object ();
  g_autofree char *ids = g_strjoinv (" ", account_ids);
  CpJson *list = json_array ();

  for (GStrv id = account_ids; *id != NULL; id++)
    cp_json_append (list, json_string (*id));
  cp_json_set_text (line, "what", what);
  cp_json_set (line, "account_ids", list);
  if (watch->ctl->json)
    cp_ctl_print_json (line);
  else
    g_print ("%s%s%s\n", what, *ids != '\0' ? " " : "", ids);
  fflush (stdout);
}

static void
on_client_changed (CpLedgerClient *client, const char *what, GStrv account_ids, Watch *watch)
{
  print_line (watch, what, account_ids);
  if (watch->n_left > 0 && --watch->n_left == 0)
    g_main_loop_quit (watch->loop);
}

static void
on_client_notify_available (CpLedgerClient *client, GParamSpec *pspec, Watch *watch)
{
  char *nothing[] = { NULL };

  print_line (watch, cp_ledger_client_get_available (client) ? "there" : "gone", nothing);
}

static gboolean
on_signal (gpointer data)
{
  Watch *watch = data;

  g_main_loop_quit (watch->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
run (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  Watch watch = { .ctl = ctl };
  const GOptionEntry entries[] = {
    { "count", 0, 0, G_OPTION_ARG_INT, &watch.n_left, "End after N changes", "N" },
    { NULL },
  };
  guint int_id, term_id;
  CpLedgerClient *client;

  if (!cp_ctl_parse (ctl, command, entries, 0, 0, &argc, &argv, error))
    return FALSE;
  client = cp_ctl_connect (ctl, error);
  if (client == NULL)
    return FALSE;
  watch.loop = g_main_loop_new (NULL, FALSE);
  g_signal_connect (client, "changed", G_CALLBACK (on_client_changed), &watch);
  g_signal_connect (client, "notify::available", G_CALLBACK (on_client_notify_available), &watch);
  int_id = g_unix_signal_add (SIGINT, on_signal, &watch);
  term_id = g_unix_signal_add (SIGTERM, on_signal, &watch);
  g_main_loop_run (watch.loop);
  g_source_remove (int_id);
  g_source_remove (term_id);
  g_signal_handlers_disconnect_by_data (client, &watch);
  g_main_loop_unref (watch.loop);
  return TRUE;
}

const CpCtlCommand cp_ctl_watch = {
  .name = "watch",
  .summary = "Print what changes, as it changes",
  .manual =
      "Lines are: accounts (with their ids), programme, status, attention, outbox; and there\n"
      "or gone when the ledger comes or goes, which --count does not count.",
  .run = run,
};
