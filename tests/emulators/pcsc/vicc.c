/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vicc.h"

#include "pn532-words.h"
#include "vicc-reader.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#define POWER_OFF 0
#define GET_ATR 4
#define AGAIN_MS 20

struct Vicc {
  guint16 port;
  GSocketConnection *reader; /* NULL: not connected */
  GCancellable *cancellable; /* of what is under way with the reader */
  guint again_source;
  guint8 packet[2 + G_MAXUINT16];
  gsize n_packet; /* received of it */
  Pn532Card *card;
  gboolean brief;    /* it goes as soon as its power is cut */
  ViccReader behind; /* which knows storage cards */
};

static void read_on (Vicc *self);

static void connect_again (Vicc *self);

static void set_card (Vicc *self, Pn532Card *card);

static void
hang_up (Vicc *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->again_source, g_source_remove);
  if (self->reader != NULL)
    g_io_stream_close (G_IO_STREAM (self->reader), NULL, NULL);
  g_clear_object (&self->reader);
  self->n_packet = 0;
}

static void
send_packet (Vicc *self, const GByteArray *bytes)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (self->reader));
  g_autoptr (GByteArray) packet = g_byte_array_new ();
  const guint8 length[] = { (guint8) (bytes->len >> 8), (guint8) bytes->len };

  g_byte_array_append (packet, length, sizeof length);
  g_byte_array_append (packet, bytes->data, bytes->len);
  if (!g_output_stream_write_all (output, packet->data, packet->len, NULL, NULL, NULL))
    g_debug ("the reader does not listen");
}

static void
set_power (Vicc *self)
{
  if (self->card == NULL)
    return;
  pn532_card_power (self->card);
  self->card->active = TRUE;
}

static void
cut_power (Vicc *self)
{
  self->behind.n_kept = 0;
  if (self->brief)
    set_card (self, NULL);
}

static void
on_command (Vicc *self, const guint8 *command, gsize n_command)
{
  g_autoptr (GByteArray) answer = g_byte_array_new ();

  if (n_command == 1 && command[0] == GET_ATR) {
    vicc_reader_get_atr (self->card, answer);
  } else if (n_command == 1) {
    if (command[0] == POWER_OFF)
      cut_power (self);
    set_power (self);
    return;
  } else {
    vicc_reader_run (&self->behind, self->card, command, n_command, answer);
  }
  send_packet (self, answer);
}

static gsize
get_wanted (Vicc *self)
{
  if (self->n_packet < 2)
    return 2;
  return 2 + ((gsize) self->packet[0] << 8 | self->packet[1]);
}

/* The reader sends a length, and what is that long only once this is acknowledged. The kernel would take
 * its time for that. */
static void
acknowledge (Vicc *self)
{
  g_socket_set_option (g_socket_connection_get_socket (self->reader), IPPROTO_TCP, TCP_QUICKACK, 1,
                       NULL);
}

static void
on_read_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);
  Vicc *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (n <= 0) {
    connect_again (self);
    return;
  }
  acknowledge (self);
  self->n_packet += (gsize) n;
  if (self->n_packet > 2 && self->n_packet == get_wanted (self)) {
    gsize n_command = self->n_packet - 2;

    self->n_packet = 0;
    on_command (self, self->packet + 2, n_command);
  }
  if (self->reader != NULL)
    read_on (self);
}

static void
read_on (Vicc *self)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (self->reader));

  g_input_stream_read_async (input, self->packet + self->n_packet,
                             get_wanted (self) - self->n_packet, G_PRIORITY_DEFAULT,
                             self->cancellable, on_read_ready, self);
}

static void
on_connect_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, &error);
  Vicc *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (connection == NULL) {
    connect_again (self);
    return;
  }
  g_socket_set_option (g_socket_connection_get_socket (connection), IPPROTO_TCP, TCP_NODELAY, 1,
                       NULL);
  self->reader = g_steal_pointer (&connection);
  read_on (self);
}

static gboolean
on_again (gpointer user_data)
{
  Vicc *self = user_data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  self->again_source = 0;
  self->cancellable = g_cancellable_new ();
  g_socket_client_connect_to_host_async (client, "127.0.0.1", self->port, self->cancellable,
                                         on_connect_ready, self);
  return G_SOURCE_REMOVE;
}

/* The reader may not be there yet, or not any more. */
static void
connect_again (Vicc *self)
{
  hang_up (self);
  self->again_source = g_timeout_add (AGAIN_MS, on_again, self);
}

static void
set_card (Vicc *self, Pn532Card *card)
{
  g_clear_pointer (&self->card, pn532_card_free);
  self->card = card;
  self->brief = FALSE;
  set_power (self);
  if (card != NULL)
    connect_again (self);
  else
    hang_up (self);
}

static gboolean
run_enter (Vicc *self, char **words, char **ret, GError **error)
{
  g_autoptr (GHashTable) options = pn532_words_parse (words[0] != NULL ? words + 1 : words);
  Pn532Card *card = pn532_card_new (words[0] != NULL ? words[0] : "", options, error);

  if (card != NULL)
    set_card (self, card);
  return card != NULL;
}

static gboolean
run_brief (Vicc *self, char **words, char **ret, GError **error)
{
  self->brief = run_enter (self, words, ret, error);
  return self->brief;
}

static gboolean
run_look (Vicc *self, char **words, char **ret, GError **error)
{
  *ret = g_strdup (self->card != NULL ? VICC_CARD : VICC_NOTHING);
  return TRUE;
}

static gboolean
run_leave (Vicc *self, char **words, char **ret, GError **error)
{
  set_card (self, NULL);
  return TRUE;
}

static gboolean
run_keep (Vicc *self, char **words, char **ret, GError **error)
{
  g_autoptr (GHashTable) options = pn532_words_parse (words);
  gssize n =
      pn532_card_take_hex (options, "uid", self->behind.kept, 4, sizeof self->behind.kept, error);

  self->behind.n_kept = (gsize) MAX (n, 0);
  return n >= 0;
}

static gboolean
run_dump (Vicc *self, char **words, char **ret, GError **error)
{
  *ret = pn532_words_dump (self->card, error);
  return *ret != NULL;
}

static gboolean
run_keyless (Vicc *self, char **words, char **ret, GError **error)
{
  self->behind.keyless = TRUE;
  return TRUE;
}

static const struct {
  const char *word;
  gboolean (*run) (Vicc *, char **, char **, GError **);
} controls[] = {
  { "enter", run_enter },     { "leave", run_leave }, { "dump", run_dump }, { "keep", run_keep },
  { "keyless", run_keyless }, { "brief", run_brief }, { "look", run_look },
};

static gboolean
run_words (Vicc *self, char **words, char **ret, GError **error)
{
  for (gsize i = 0; words[0] != NULL && i < G_N_ELEMENTS (controls); i++)
    if (g_str_equal (controls[i].word, words[0]))
      return controls[i].run (self, words + 1, ret, error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "no such command");
  return FALSE;
}

char *
vicc_command (Vicc *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_autofree char *result = NULL;
  g_autoptr (GError) error = NULL;

  if (!run_words (self, words, &result, &error))
    return g_strconcat ("error ", error->message, NULL);
  return result != NULL ? g_strconcat ("ok ", result, NULL) : g_strdup ("ok");
}

Vicc *
vicc_new (guint16 port)
{
  Vicc *self = g_new0 (Vicc, 1);

  self->port = port;
  return self;
}

void
vicc_free (Vicc *self)
{
  set_card (self, NULL);
  g_free (self);
}
