/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The screen: joins the kiosk to the ledger on the bus, to the reader and to a window. */
#include "cp-card-relay.h"
#include "cp-client-port.h"
#include "cp-kiosk.h"
#include "cp-language.h"
#include "cp-reader.h"
#include "cp-scanner.h"
#include "cp-theme.h"
#include "cp-window.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

typedef struct {
  char *bus;
  gboolean system;
  char *connstring;
  char *helper;
  char *socket;
  char *scanner;
  char *windowed;
  gboolean fullscreen;
  gboolean framed;
  int width;
  int height;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->bus);
  g_free (self->connstring);
  g_free (self->helper);
  g_free (self->socket);
  g_free (self->scanner);
  g_free (self->windowed);
}

static gboolean
check_options (Options *self, GError **error)
{
  if (self->windowed != NULL &&
      (sscanf (self->windowed, "%dx%d", &self->width, &self->height) != 2 || self->width < 1024 ||
       self->height < 700 || self->width > 8192 || self->height > 8192)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--windowed needs a size such as 1280x800");
    return FALSE;
  }
  if ((self->helper != NULL) == (self->socket != NULL)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "One of --reader-helper and --reader-socket is needed");
    return FALSE;
  }
  if (self->helper != NULL && self->connstring == NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--reader-helper needs --reader-connstring");
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_options (int *argc, char ***argv, Options *self, GError **error)
{
  const GOptionEntry entries[] = {
    { "bus", 0, 0, G_OPTION_ARG_STRING, &self->bus, "The bus on which the ledger is", "ADDRESS" },
    { "system", 0, 0, G_OPTION_ARG_NONE, &self->system, "The ledger is on the system bus", NULL },
    { "reader-connstring", 0, 0, G_OPTION_ARG_STRING, &self->connstring,
      "libnfc's name of the reader, such as pn532_uart:/dev/counterpart-nfc", "NAME" },
    { "reader-helper", 0, 0, G_OPTION_ARG_FILENAME, &self->helper,
      "The program counterpart-reader, to run as a child", "FILE" },
    { "reader-socket", 0, 0, G_OPTION_ARG_FILENAME, &self->socket,
      "The socket behind which counterpart-reader runs", "FILE" },
    { "scanner-line", 0, 0, G_OPTION_ARG_FILENAME, &self->scanner,
      "The serial line of a barcode scanner, such as /dev/ttyACM0; one that types needs no option",
      "FILE" },
    { "windowed", 0, 0, G_OPTION_ARG_STRING, &self->windowed, "In a window of that size", "WxH" },
    { "fullscreen", 0, 0, G_OPTION_ARG_NONE, &self->fullscreen,
      "Over the whole screen (as if no size is given)", NULL },
    { "framed", 0, 0, G_OPTION_ARG_NONE, &self->framed,
      "With a frame by which a person can move and close the window", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- the kiosk's screen");

  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, argc, argv, error) && check_options (self, error);
}

typedef struct {
  CpKiosk *kiosk;
  CpReaderCard *card;
  guint number; /* the kiosk's */
} Tap;

/* (nullable): why the card is nobody's: a number that is made up anew at each tap names nobody, unless
 * the ledger says whose card it is. */
static const char *
find_refusal (const CpJson *reply, const CpReaderCard *card)
{
  const char *refused = cp_json_get_text (reply, "refused");

  if (refused == NULL && (!card->random_uid || cp_json_get_text (reply, "uid") != NULL))
    return NULL;
  if (cp_json_get_bool (reply, "lost"))
    return "lost";
  return refused != NULL ? refused : "random";
}

/* What the card proved the ledger knows by now; here it is only whose number it is. Without a ledger
 * the number is what the reader saw. */
static void
tell_kiosk (const Tap *tap, const CpJson *reply)
{
  g_autofree char *seen = cp_reader_card_format_uid (tap->card);
  const char *uid = cp_json_get_text (reply, "uid");
  const char *kind = cp_card_kind_to_name (tap->card->kind);
  const char *refusal = find_refusal (reply, tap->card);

  if (refusal != NULL)
    cp_kiosk_card_refused (tap->kiosk, refusal);
  else if (cp_json_get_bool (reply, "lost"))
    cp_kiosk_card_lost (tap->kiosk, uid != NULL ? uid : seen, kind);
  else
    cp_kiosk_card_tapped (tap->kiosk, uid != NULL ? uid : seen, kind);
}

static void
on_relayed (GObject *object, GAsyncResult *result, gpointer data)
{
  Tap *tap = data;
  g_autoptr (CpJson) reply = cp_card_relay_finish (result, NULL);

  if (cp_kiosk_card_ends (tap->kiosk, tap->number))
    tell_kiosk (tap, reply);
  cp_reader_card_free (tap->card);
  g_object_unref (tap->kiosk);
  g_free (tap);
}

static void
on_written (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (CpKiosk) kiosk = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) reply = cp_card_relay_finish (result, &error);

  cp_kiosk_card_written (kiosk, reply, error);
}

static void
on_card (CpReader *reader, const CpReaderCard *card, CpKiosk *kiosk)
{
  CpLedgerClient *client = g_object_get_data (G_OBJECT (reader), "client");
  const char *site = cp_kiosk_get_card_site (kiosk);
  Tap *tap;

  if (site != NULL) {
    cp_card_relay_async (client, cp_kiosk_get_token (kiosk), reader, card, site, NULL, on_written,
                         g_object_ref (kiosk));
    cp_kiosk_card_writing (kiosk);
    return;
  }
  tap = g_new0 (Tap, 1);

  tap->kiosk = g_object_ref (kiosk);
  tap->card = cp_reader_card_copy (card);
  tap->number = cp_kiosk_card_begins (kiosk);
  cp_card_relay_async (client, NULL, reader, card, NULL, NULL, on_relayed, tap);
}

static void
on_refused (CpReader *reader, CpReaderRefusal refusal, CpKiosk *kiosk)
{
  cp_kiosk_card_refused (kiosk, cp_reader_refusal_to_name (refusal));
}

static void
on_reader_state (CpReader *reader, GParamSpec *property, CpKiosk *kiosk)
{
  cp_kiosk_set_reader_state (kiosk, cp_reader_state_to_name (cp_reader_get_state (reader)));
}

/* Where a touch and not a tap has led, the same card may be tapped again at once. */
static void
on_page (CpKiosk *kiosk, GParamSpec *property, CpReader *reader)
{
  switch (cp_kiosk_get_page (kiosk)) {
  case CP_PAGE_ATTRACT:
  case CP_PAGE_SIGN_IN:
  case CP_PAGE_HOME:
  case CP_PAGE_FLOW:
    cp_reader_expect_card (reader);
    break;
  case CP_PAGE_SELF_CHECK:
  case CP_PAGE_OWN:
  case CP_PAGE_PROBLEM:
  case CP_PAGE_MEMBER:
  case CP_PAGE_ATTENTION:
  case CP_PAGE_EXPLAIN:
  default:
    break;
  }
}

static CpReader *
open_reader (const Options *options, CpLedgerClient *client, CpKiosk *kiosk)
{
  CpReaderConfig config = {
    .connstring = options->connstring != NULL ? options->connstring : "",
    .helper_path = options->helper,
    .socket_path = options->socket,
  };
  CpReader *reader = cp_reader_new (&config);

  g_object_set_data_full (G_OBJECT (reader), "client", g_object_ref (client), g_object_unref);
  g_signal_connect_object (reader, "card", G_CALLBACK (on_card), kiosk, 0);
  g_signal_connect_object (reader, "refused", G_CALLBACK (on_refused), kiosk, 0);
  g_signal_connect_object (reader, "notify::state", G_CALLBACK (on_reader_state), kiosk, 0);
  g_signal_connect_object (kiosk, "notify::page", G_CALLBACK (on_page), reader, 0);
  g_signal_connect_object (kiosk, "expects-card", G_CALLBACK (cp_reader_expect_card), reader,
                           G_CONNECT_SWAPPED);
  on_reader_state (reader, NULL, kiosk);
  return reader;
}

static CpScanner *
open_scanner (const Options *options, CpKiosk *kiosk)
{
  CpScanner *scanner = options->scanner != NULL ? cp_scanner_new (options->scanner) : NULL;

  if (scanner != NULL)
    g_signal_connect_object (scanner, "scanned", G_CALLBACK (cp_kiosk_scanned), kiosk,
                             G_CONNECT_SWAPPED);
  return scanner;
}

static void
find_screen_size (Options *options)
{
  GListModel *monitors = gdk_display_get_monitors (gdk_display_get_default ());
  g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, 0);
  GdkRectangle area = { 0, 0, 1280, 800 };

  if (options->windowed != NULL)
    return;
  if (monitor != NULL)
    gdk_monitor_get_geometry (monitor, &area);
  options->width = area.width;
  options->height = area.height;
}

static CpWindow *
open_window (const Options *options, CpKiosk *kiosk, CpTheme *theme)
{
  double scale = cp_window_choose_scale (options->width, options->height);
  CpWindow *window;

  cp_theme_set_scale (theme, scale, 1);
  window = cp_window_new (kiosk, theme, scale);
  gtk_window_set_default_size (GTK_WINDOW (window), options->width, options->height);
  gtk_window_set_decorated (GTK_WINDOW (window), options->framed);
  if (options->windowed == NULL)
    gtk_window_fullscreen (GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

typedef struct {
  GMainLoop *loop;
  int status;
} Run;

/* Nothing would ever answer again; whoever starts this anew has it on the new one. */
static void
on_bus_lost (CpLedgerClient *client, Run *run)
{
  g_message ("The bus is gone");
  run->status = 1;
  g_main_loop_quit (run->loop);
}

static int
run (Options *options, CpLedgerClient *client)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Run state = { loop, 0 };
  g_autoptr (CpClientPort) port = cp_client_port_new (client);
  g_autoptr (CpTheme) theme = cp_theme_new (gdk_display_get_default ());
  g_autoptr (CpKiosk) kiosk = cp_kiosk_new (cp_world_real (), CP_LEDGER_PORT (port));
  g_autoptr (CpReader) reader = NULL;
  g_autoptr (CpScanner) scanner = NULL;
  CpWindow *window;

  find_screen_size (options);
  window = open_window (options, kiosk, theme);
  reader = open_reader (options, client, kiosk);
  scanner = open_scanner (options, kiosk);
  g_signal_connect_swapped (window, "close-request", G_CALLBACK (g_main_loop_quit), loop);
  g_signal_connect (client, "bus-lost", G_CALLBACK (on_bus_lost), &state);
  g_main_loop_run (loop);
  g_signal_handlers_disconnect_by_data (client, &state);
  return state.status;
}

int
main (int argc, char **argv)
{
  Options options = { 0 };
  g_autoptr (CpLedgerClient) client = NULL;
  g_autoptr (GError) error = NULL;
  int status = 2;

  g_free (cp_language_init ());
  g_set_prgname ("counterpart");
  /* Cairo alone would still load Mesa: 60 MB more for nothing (docs/screen.md). */
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  if (!read_options (&argc, &argv, &options, &error)) {
    g_printerr ("%s\n", error->message);
  } else if (!gtk_init_check ()) {
    g_printerr ("There is no display.\n");
    status = 1;
  } else {
    client = cp_ledger_client_new (options.system ? "system" : options.bus, NULL, &error);
    if (client == NULL)
      g_printerr ("%s\n", error->message);
    status = client != NULL ? run (&options, client) : 1;
  }
  options_clear (&options);
  return status;
}
