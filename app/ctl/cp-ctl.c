/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl.h"

#include "cp-ctl-output.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* What a card's chip is called when its UID was typed and not read. */
#define TYPED_CARD "typed"

#define TRAINING_SUFFIX "-training"

void
cp_ctl_clear (CpCtl *self)
{
  g_clear_object (&self->client);
  g_clear_pointer (&self->bus, g_free);
  g_clear_pointer (&self->session, g_free);
  g_clear_pointer (&self->session_path, g_free);
}

void
cp_ctl_add_common_options (CpCtl *self, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "bus", 0, 0, G_OPTION_ARG_STRING, &self->bus,
      "Where the ledger is: an address, system or session (default: $COUNTERPART_BUS, else system)",
      "ADDRESS" },
    { "session", 0, 0, G_OPTION_ARG_STRING, &self->session,
      "The session that sign-in --json gave, instead of the one that is kept", "TOKEN" },
    { "session-file", 0, 0, G_OPTION_ARG_FILENAME, &self->session_path,
      "Where the session is kept (default: $COUNTERPART_SESSION_FILE, else in $XDG_RUNTIME_DIR)",
      "FILE" },
    { "training", 0, 0, G_OPTION_ARG_NONE, &self->training,
      "In training mode, with practice data alone; see counterpartctl training", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, "Print JSON documents, one a line", NULL },
    { NULL },
  };

  g_option_context_add_main_entries (context, entries, NULL);
}

gboolean
cp_ctl_parse (CpCtl *self,
              const CpCtlCommand *command,
              const GOptionEntry *entries,
              int min_words,
              int max_words,
              int *argc,
              char ***argv,
              GError **error)
{
  g_autofree char *parameters =
      g_strconcat (command->name, command->arguments != NULL ? " " : "", command->arguments, NULL);
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);

  g_option_context_set_summary (context, command->summary);
  if (command->manual != NULL)
    g_option_context_set_description (context, command->manual);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);
  cp_ctl_add_common_options (self, context);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc - 1 >= min_words && *argc - 1 <= max_words)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s; it is: %s",
               *argc - 1 < min_words ? "Something is missing" : "Too many words", parameters);
  return FALSE;
}

CpLedgerClient *
cp_ctl_connect (CpCtl *self, GError **error)
{
  if (self->bus == NULL)
    self->bus = g_strdup (g_getenv ("COUNTERPART_BUS"));
  if (self->client == NULL)
    self->client = cp_ledger_client_new (self->bus, NULL, error);
  if (self->client != NULL && self->training && !self->in_training) {
    g_autoptr (CpLedgerClient) live = g_steal_pointer (&self->client);

    self->client = cp_ledger_client_new_for_training (live);
    self->in_training = TRUE;
  }
  return self->client;
}

static CpCtlExit
get_exit_of_code (CpError code)
{
  switch (code) {
  case CP_ERROR_INVALID:
    return CP_CTL_BAD_USAGE;
  case CP_ERROR_NOT_ALLOWED:
  case CP_ERROR_NOT_FOUND:
    return CP_CTL_REFUSED;
  case CP_ERROR_UNAVAILABLE:
  case CP_ERROR_FULL:
  case CP_ERROR_NEWER:
  case CP_ERROR_CORRUPT:
  case CP_ERROR_UNKNOWN_OUTCOME:
  case CP_ERROR_FATAL:
  default:
    return CP_CTL_UNREACHABLE;
  }
}

gboolean
cp_ctl_show (const CpCtlCommand *command,
             CpCtl *self,
             int argc,
             char **argv,
             CpCtlGetFunc get,
             CpCtlPrintFunc print,
             GError **error)
{
  g_autoptr (CpJson) document = NULL;
  CpLedgerClient *client;

  if (!cp_ctl_parse (self, command, NULL, 0, 0, &argc, &argv, error))
    return FALSE;
  client = cp_ctl_connect (self, error);
  if (client == NULL)
    return FALSE;
  document = get (client, NULL, error);
  if (document == NULL)
    return FALSE;
  if (self->json)
    cp_ctl_print_json (document);
  else
    print (document);
  return TRUE;
}

CpCtlExit
cp_ctl_get_exit (const GError *error)
{
  return error->domain == CP_ERROR ? get_exit_of_code ((CpError) error->code) : CP_CTL_BAD_USAGE;
}

static const char *
get_session_path (CpCtl *self)
{
  if (self->session_path == NULL)
    self->session_path = g_strdup (g_getenv ("COUNTERPART_SESSION_FILE"));
  if (self->session_path == NULL)
    self->session_path =
        g_build_filename (g_get_user_runtime_dir (), "counterpartctl-session", NULL);
  /* A session of the one ledger says nothing to the other. */
  if (self->training && !g_str_has_suffix (self->session_path, TRAINING_SUFFIX)) {
    g_autofree char *live = g_steal_pointer (&self->session_path);

    self->session_path = g_strconcat (live, TRAINING_SUFFIX, NULL);
  }
  return self->session_path;
}

char *
cp_ctl_load_session (CpCtl *self)
{
  g_autofree char *token = NULL;

  if (self->session != NULL)
    return g_strdup (self->session);
  if (!g_file_get_contents (get_session_path (self), &token, NULL, NULL))
    return NULL;
  g_strstrip (token);
  return *token == '\0' ? NULL : g_steal_pointer (&token);
}

gboolean
cp_ctl_save_session (CpCtl *self, const char *token, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (get_session_path (self));
  g_autoptr (GError) problem = NULL;

  g_mkdir_with_parents (folder, 0700);
  if (g_file_set_contents_full (get_session_path (self), token, -1, G_FILE_SET_CONTENTS_CONSISTENT,
                                0600, &problem))
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The session can't be kept: %s",
               problem->message);
  return FALSE;
}

void
cp_ctl_forget_session (CpCtl *self)
{
  if (self->session == NULL)
    g_remove (get_session_path (self));
}

/* The first line of standard input; a byte at a time, so that nothing behind it is taken away. */
static char *
read_line (void)
{
  g_autoptr (GString) line = g_string_new (NULL);
  char byte;

  while (read (STDIN_FILENO, &byte, 1) == 1 && byte != '\n' && line->len < 100)
    g_string_append_c (line, byte);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static char *
ask_terminal (const char *prompt)
{
  struct termios before, quiet;
  char *line;

  tcgetattr (STDIN_FILENO, &before);
  quiet = before;
  quiet.c_lflag &= ~(tcflag_t) ECHO;
  g_printerr ("%s: ", prompt);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &quiet);
  line = read_line ();
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
  g_printerr ("\n");
  return line;
}

char *
cp_ctl_read_pin (const char *path, const char *prompt, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *text = NULL;

  if (path == NULL)
    return isatty (STDIN_FILENO) ? ask_terminal (prompt) : read_line ();
  if (!g_file_get_contents (path, &text, NULL, &problem)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The PIN can't be read: %s", problem->message);
    return NULL;
  }
  text[strcspn (text, "\r\n")] = '\0';
  return g_steal_pointer (&text);
}

CpJson *
cp_ctl_find_card (CpCtl *self, const char *session, const char *uid, GError **error)
{
  g_autoptr (CpJson) card = json_object ();
  CpLedgerClient *client = cp_ctl_connect (self, error);

  if (client == NULL)
    return NULL;
  cp_json_set_text (card, "uid", uid);
  cp_json_set_text (card, "kind", TYPED_CARD);
  return cp_ledger_client_identify_sync (client, session, card, NULL, error);
}

char *
cp_ctl_find_member_id (
    CpCtl *self, const char *session, const char *member_id, const char *card_uid, GError **error)
{
  g_autoptr (CpJson) answer = NULL;
  const char *text;

  if (card_uid == NULL)
    return g_strdup (member_id);
  answer = cp_ctl_find_card (self, session, card_uid, error);
  if (answer == NULL)
    return NULL;
  if (cp_json_get_text (answer, "member_id") != NULL)
    return g_strdup (cp_json_get_text (answer, "member_id"));
  text = cp_json_get_text (answer, "staff_text");
  g_set_error (error, CP_ERROR, CP_ERROR_NOT_FOUND, "%s",
               text != NULL ? text : "The card is nobody's");
  return NULL;
}
