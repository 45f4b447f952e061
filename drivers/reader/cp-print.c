/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-print.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* JSON wants only quotes, backslashes and control characters escaped. */
static char *
quote (const char *text)
{
  GString *quoted = g_string_new ("\"");

  for (const char *c = text; *c != '\0'; c++) {
    if (*c == '"' || *c == '\\')
      g_string_append_printf (quoted, "\\%c", *c);
    else if ((guchar) *c < 0x20)
      g_string_append_printf (quoted, "\\u%04x", (guint) *c);
    else
      g_string_append_c (quoted, *c);
  }
  g_string_append_c (quoted, '"');
  return g_string_free (quoted, FALSE);
}

static void
print_line (const char *line)
{
  puts (line);
  fflush (stdout);
}

static void
on_reader_state (CpReader *reader, GParamSpec *pspec, gpointer user_data)
{
  CpReaderFault fault = cp_reader_get_fault (reader);
  const char *name = cp_reader_get_name (reader);
  gboolean well = fault == CP_READER_FAULT_NONE;
  g_autofree char *detail = NULL, *line = NULL;

  detail = quote (well && name != NULL ? name : cp_reader_fault_to_text (fault));
  line = g_strdup_printf ("{\"event\":\"state\",\"state\":\"%s\",\"fault\":\"%s\",\"detail\":%s}",
                          cp_reader_state_to_name (cp_reader_get_state (reader)),
                          cp_reader_fault_to_name (fault), detail);
  print_line (line);
}

static void
on_reader_card (CpReader *reader, const CpReaderCard *card, gpointer user_data)
{
  char **last_uid = user_data;
  g_autofree char *line = NULL;

  g_free (*last_uid);
  *last_uid = card->random_uid ? g_strdup ("random") : cp_reader_card_format_uid (card);
  line = g_strdup_printf ("{\"event\":\"card\",\"uid\":\"%s\",\"kind\":\"%s\",\"atqa\":\"%04X\","
                          "\"sak\":\"%02X\"}",
                          *last_uid, cp_card_kind_to_name (card->kind), card->atqa, card->sak);
  print_line (line);
}

static void
on_reader_gone (CpReader *reader, gpointer user_data)
{
  char **last_uid = user_data;
  g_autofree char *line = g_strdup_printf ("{\"event\":\"gone\",\"uid\":\"%s\"}", *last_uid);

  print_line (line);
}

static void
on_reader_refused (CpReader *reader, CpReaderRefusal refusal, gpointer user_data)
{
  g_autofree char *detail = quote (cp_reader_refusal_to_text (refusal));
  g_autofree char *line =
      g_strdup_printf ("{\"event\":\"refused\",\"reason\":\"%s\",\"detail\":%s}",
                       cp_reader_refusal_to_name (refusal), detail);

  print_line (line);
}

static gboolean
on_signal (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

/* Whoever read has gone: nobody wants to know any more. */
static gboolean
on_reader_of_output_gone (gint fd, GIOCondition condition, gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

void
cp_print_run (const CpReaderConfig *config)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (CpReader) reader = cp_reader_new (config);
  g_autofree char *last_uid = NULL;

  g_signal_connect (reader, "notify::state", G_CALLBACK (on_reader_state), NULL);
  g_signal_connect (reader, "card", G_CALLBACK (on_reader_card), &last_uid);
  g_signal_connect (reader, "gone", G_CALLBACK (on_reader_gone), &last_uid);
  g_signal_connect (reader, "refused", G_CALLBACK (on_reader_refused), NULL);
  g_unix_signal_add (SIGINT, on_signal, loop);
  g_unix_signal_add (SIGTERM, on_signal, loop);
  g_unix_fd_add (STDOUT_FILENO, G_IO_ERR | G_IO_HUP | G_IO_NVAL, on_reader_of_output_gone, loop);
  signal (SIGPIPE, SIG_IGN);
  g_main_loop_run (loop);
  g_signal_handlers_disconnect_by_data (reader, &last_uid);
}
