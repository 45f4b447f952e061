/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-screen BUS: the kiosk's screen on a real ledger, sixty frames a second, while somebody looks for
 * members and opens them; and how long the ledger takes to answer beside that. Needs a display.
 *
 * Reads commands: `sign in`; `report`, upon which it prints what it saw since the last one. */
#include "cp-client-port.h"
#include "cp-kiosk.h"
#include "cp-theme.h"
#include "cp-window.h"

#include <gio/gunixinputstream.h>
#include <unistd.h>

#define WIDTH 1280
#define HEIGHT 800
#define FRAME_US (G_USEC_PER_SEC / 60)
#define STAFF "mia"
#define PIN "4711"

/* How often somebody at the counter does something; which is quick for a person. */
#define ACT_MS 1000

/* How soon after an answer the ledger is asked again. */
#define ASK_MS 20

typedef struct {
  CpLedgerClient *client;
  CpKiosk *kiosk;
  GMainLoop *loop;
  GDataInputStream *commands;
  GArray *frames;  /* of double: ms from when each was due until it was painted */
  GArray *answers; /* of double: ms */
  gint64 frame_began_us;
  gint64 due_us;
  gint64 asked_us;
  guint n_acts;
} Screen;

static void
add_ms (GArray *figures, gint64 from_us)
{
  double ms = (double) (g_get_monotonic_time () - from_us) / 1000;

  g_array_append_val (figures, ms);
}

/* Frames */

static void
on_before_paint (GdkFrameClock *clock, Screen *self)
{
  gint64 now_us = g_get_monotonic_time ();

  self->due_us = self->frame_began_us > 0 ? MIN (self->frame_began_us + FRAME_US, now_us) : now_us;
  self->frame_began_us = now_us;
}

static void
on_after_paint (GdkFrameClock *clock, Screen *self)
{
  add_ms (self->frames, self->due_us);
}

static gboolean
on_tick (GtkWidget *window, GdkFrameClock *clock, gpointer data)
{
  gtk_widget_queue_draw (window);
  return G_SOURCE_CONTINUE;
}

/* The ledger */

static gboolean on_time_to_ask (gpointer data);

static void
on_answer (GObject *object, GAsyncResult *result, gpointer data)
{
  Screen *self = data;
  g_autoptr (CpJson) answer = cp_ledger_client_finish (self->client, result, NULL);

  if (answer != NULL)
    add_ms (self->answers, self->asked_us);
  g_timeout_add (ASK_MS, on_time_to_ask, self);
}

static gboolean
on_time_to_ask (gpointer data)
{
  Screen *self = data;
  const char *token = cp_kiosk_get_token (self->kiosk);

  self->asked_us = g_get_monotonic_time ();
  if (*token != '\0')
    cp_ledger_client_find_async (self->client, token, "Nr 17", 5, NULL, on_answer, self);
  else
    cp_ledger_client_get_status_async (self->client, NULL, on_answer, self);
  return G_SOURCE_REMOVE;
}

/* Whoever is at the counter */

static void
open_found (Screen *self)
{
  const CpJson *members = cp_json_get_array (cp_kiosk_get_results (self->kiosk), "members");

  if (json_array_size (members) > 0)
    cp_kiosk_open_member (self->kiosk, cp_json_get_text (json_array_get (members, 0), "id"));
}

static gboolean
on_time_to_act (gpointer data)
{
  Screen *self = data;
  g_autofree char *name = NULL;

  cp_kiosk_touch (self->kiosk);
  if (*cp_kiosk_get_token (self->kiosk) == '\0')
    return G_SOURCE_CONTINUE;
  switch (self->n_acts++ % 4) {
  case 0:
    cp_kiosk_go_home (self->kiosk);
    break;
  case 1:
    name = g_strdup_printf ("Nr %u", self->n_acts % 100);
    cp_kiosk_find (self->kiosk, name);
    break;
  case 2:
    open_found (self);
    break;
  default:
    cp_kiosk_show_tab (self->kiosk, CP_TAB_PROFILE);
    break;
  }
  return G_SOURCE_CONTINUE;
}

/* Commands */

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

static void
add_figures (CpJson *report, const char *what, GArray *figures)
{
  const struct {
    const char *name;
    guint percent;
  } parts[] = { { "median", 50 }, { "p99", 99 }, { "longest", 100 } };

  g_array_sort (figures, compare_doubles);
  for (guint i = 0; figures->len > 0 && i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *name = g_strdup_printf ("%s, ms, %s", what, parts[i].name);
    guint place = MIN (figures->len * parts[i].percent / 100, figures->len - 1);

    cp_json_set (report, name, json_real (g_array_index (figures, double, place)));
  }
  g_array_set_size (figures, 0);
}

static void
say_report (Screen *self)
{
  g_autoptr (CpJson) report = json_object ();
  g_autofree char *text = NULL;

  add_figures (report, "frame of the screen", self->frames);
  add_figures (report, "ledger's answer to the screen", self->answers);
  text = cp_json_to_text (report);
  g_print ("%s\n", text);
}

static void
on_token (CpKiosk *kiosk, GParamSpec *property, gpointer data)
{
  if (*cp_kiosk_get_token (kiosk) == '\0')
    return;
  g_print ("{}\n");
  g_signal_handlers_disconnect_by_func (kiosk, on_token, data);
}

static void
on_problem (CpKiosk *kiosk, GParamSpec *property, gpointer data)
{
  if (cp_kiosk_get_sign_in_problem (kiosk) != NULL)
    g_error ("Nobody can sign in: %s", cp_kiosk_get_sign_in_problem (kiosk));
}

static void
sign_in (Screen *self)
{
  g_signal_connect (self->kiosk, "notify::session", G_CALLBACK (on_token), NULL);
  g_signal_connect (self->kiosk, "notify::sign-in-problem", G_CALLBACK (on_problem), NULL);
  cp_kiosk_ask_staff (self->kiosk);
  cp_kiosk_sign_in (self->kiosk, STAFF, PIN);
}

static void read_command (Screen *self);

static void
on_command (GObject *object, GAsyncResult *result, gpointer data)
{
  Screen *self = data;
  g_autofree char *line =
      g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (object), result, NULL, NULL);

  if (line == NULL) {
    g_main_loop_quit (self->loop);
    return;
  }
  if (g_str_equal (line, "report"))
    say_report (self);
  else
    sign_in (self);
  read_command (self);
}

static void
read_command (Screen *self)
{
  g_data_input_stream_read_line_async (self->commands, G_PRIORITY_DEFAULT, NULL, on_command, self);
}

static void
run (Screen *self)
{
  g_autoptr (CpTheme) theme = cp_theme_new (gdk_display_get_default ());
  double scale = cp_window_choose_scale (WIDTH, HEIGHT);
  GtkWidget *window;
  GdkFrameClock *clock;

  cp_theme_set_scale (theme, scale, 1);
  window = GTK_WIDGET (cp_window_new (self->kiosk, theme, scale));
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), self);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), self);
  gtk_widget_add_tick_callback (window, on_tick, self, NULL);
  g_timeout_add (ACT_MS, on_time_to_act, self);
  on_time_to_ask (self);
  read_command (self);
  g_print ("{}\n");
  g_main_loop_run (self->loop);
}

int
main (int argc, char **argv)
{
  Screen self = { 0 };
  g_autoptr (GInputStream) input = NULL;
  g_autoptr (CpClientPort) port = NULL;
  g_autoptr (GError) error = NULL;

  if (argc != 2 || !gtk_init_check ()) {
    g_printerr ("usage: bench-screen BUS, on a display\n");
    return 2;
  }
  self.client = cp_ledger_client_new (argv[1], NULL, &error);
  g_assert_no_error (error);
  port = cp_client_port_new (self.client);
  self.kiosk = cp_kiosk_new (cp_world_real (), CP_LEDGER_PORT (port));
  self.loop = g_main_loop_new (NULL, FALSE);
  self.frames = g_array_new (FALSE, FALSE, sizeof (double));
  self.answers = g_array_new (FALSE, FALSE, sizeof (double));
  input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  self.commands = g_data_input_stream_new (input);
  run (&self);
  return 0; /* the process ends with all that it has */
}
