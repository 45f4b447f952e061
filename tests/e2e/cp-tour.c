/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Walks through the kiosk as a person does: real touches on a real X server, cards through the
 * emulated chip and the real libnfc, words read from the screen. Leaves numbered pictures and
 * tour.json. Ends with 0 only if every step came true. */
#include "cp-eyes.h"
#include "cp-json.h"
#include "cp-line-client.h"
#include "cp-screen.h"
#include "cp-tour-steps.h"
#include "cp-wait.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>

#define CHAIN_TIMEOUT_MS 180000
#define STEP_TIMEOUT_MS 15000
#define SYNC_TIMEOUT_MS 30000
#define HOLD_CARD_MS 400
#define SWIPE_MS 250
#define SLOW_SWIPE_MS 900 /* after which a list does not run on */

typedef struct {
  char *chain;
  char *state;
  char *build;
  char *out;
  int width;
  int height;
  CpScreen *screen;
  CpEyes *eyes;
  CpJson *practice;
  CpJson *report; /* of the steps */
  guint n_pictures;
} Tour;

typedef gboolean (*ActFunc) (Tour *tour, const CpTourStep *step, GError **error);

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list values;

  va_start (values, format);
  if (error != NULL)
    *error = g_error_new_valist (G_IO_ERROR, G_IO_ERROR_FAILED, format, values);
  va_end (values);
  return FALSE;
}

static char *
state_path (Tour *tour, const char *name)
{
  return g_build_filename (tour->state, name, NULL);
}

/* The entry of the practice list @list whose @key is @value. */
static const CpJson *
find_practice (Tour *tour, const char *list, const char *key, const char *value)
{
  gsize i;
  json_t *entry;

  json_array_foreach (cp_json_get_array (tour->practice, list), i,
                      entry) if (g_strcmp0 (cp_json_get_text (entry, key), value) ==
                                 0) return entry;
  return NULL;
}

static gboolean
tap (Tour *tour, const CpTourStep *step, GError **error)
{
  const CpJson *card = find_practice (tour, "cards", "key", step->what);
  g_autofree char *control = state_path (tour, "reader.control");
  g_autofree char *enter = NULL;
  g_autofree char *entered = NULL;
  g_autofree char *left = NULL;

  if (card == NULL)
    return refuse (error, "No practice card \"%s\"", step->what);
  enter = g_strdup_printf ("enter %s uid=%s", cp_json_get_text (card, "kind"),
                           cp_json_get_text (card, "uid"));
  entered = cp_line_client_ask (control, enter, error);
  if (entered == NULL)
    return FALSE;
  cp_wait_ms (HOLD_CARD_MS);
  left = cp_line_client_ask (control, "leave", error);
  return left != NULL;
}

static gboolean
press_named (Tour *tour, const char *name, GError **error)
{
  CpPlace place;

  if (!cp_eyes_find_control (tour->eyes, name, STEP_TIMEOUT_MS, &place, error))
    return FALSE;
  if (place.y + place.height / 2 >= tour->height || place.x + place.width / 2 >= tour->width)
    return refuse (error, "\"%s\" is beyond the edge of the screen", name);
  return cp_screen_touch (tour->screen, place.x + place.width / 2, place.y + place.height / 2,
                          error);
}

/* A list that is longer than the screen. */
static gboolean
scroll (Tour *tour, const CpTourStep *step, GError **error)
{
  int x = tour->width * 6 / 10;
  int low = tour->height * 8 / 10; /* above the bar below a list */
  int high = tour->height * 3 / 10;
  gboolean down = g_str_has_prefix (step->what, "down");

  if (g_str_equal (step->what, "down a little"))
    return cp_screen_swipe (tour->screen, x, low, x, tour->height * 4 / 10, SLOW_SWIPE_MS, error);
  return cp_screen_swipe (tour->screen, x, down ? low : high, x, down ? high : low, SWIPE_MS,
                          error);
}

static gboolean
press (Tour *tour, const CpTourStep *step, GError **error)
{
  return press_named (tour, step->what, error);
}

static gboolean
press_each (Tour *tour, const char *keys, GError **error)
{
  for (const char *p = keys; *p != '\0'; p = g_utf8_next_char (p)) {
    char key[8] = "";

    g_unichar_to_utf8 (g_utf8_get_char (p), key);
    if (!press_named (tour, *key == ' ' ? "space" : key, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
enter_pin (Tour *tour, const CpTourStep *step, GError **error)
{
  const CpJson *staff = find_practice (tour, "staff", "role", step->what);

  return staff != NULL ? press_each (tour, cp_json_get_text (staff, "pin"), error)
                       : refuse (error, "Nobody practises as \"%s\"", step->what);
}

static gboolean
type (Tour *tour, const CpTourStep *step, GError **error)
{
  const CpJson *receipt = json_array_get (cp_json_get_array (tour->practice, "receipts"), 0);

  return press_each (tour,
                     g_str_equal (step->what, "{receipt}") ? cp_json_get_text (receipt, "number")
                                                           : step->what,
                     error);
}

static gboolean
read_words (Tour *tour, const CpTourStep *step, GError **error)
{
  return cp_eyes_read (tour->eyes, step->what, SYNC_TIMEOUT_MS, error);
}

typedef struct {
  Tour *tour;
  const char *words;
} Gone;

static gboolean
is_gone (gpointer data)
{
  Gone *gone = data;

  return !cp_eyes_sees (gone->tour->eyes, gone->words);
}

static gboolean
wait_until_gone (Tour *tour, const CpTourStep *step, GError **error)
{
  Gone gone = { tour, step->what };

  return cp_wait_for (is_gone, &gone, SYNC_TIMEOUT_MS) ||
         refuse (error, "\"%s\" is still on the screen", step->what);
}

static gboolean
take_picture (Tour *tour, const CpTourStep *step, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%02u-%s.png", ++tour->n_pictures, step->what);
  g_autofree char *path = g_build_filename (tour->out, name, NULL);

  return cp_screen_save (tour->screen, path, error);
}

static gboolean
handle_cable (Tour *tour, const CpTourStep *step, GError **error)
{
  g_autofree char *control = state_path (tour, "cable.control");
  g_autofree char *answer = cp_line_client_ask (control, step->what, error);

  return answer != NULL;
}

static gboolean
handle_chip (Tour *tour, const CpTourStep *step, GError **error)
{
  g_autofree char *control = state_path (tour, "reader.control");
  g_autofree char *answer = cp_line_client_ask (control, step->what, error);

  return answer != NULL;
}

/* 0 with @error set if there is no such process. */
static int
find_process (Tour *tour, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (tour->state, "pids", name, NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, error) ? atoi (text) : 0;
}

/* The screen has one child. */
static int
find_reader (Tour *tour, GError **error)
{
  int screen = find_process (tour, "screen", error);
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/children", screen, screen);
  g_autofree char *text = NULL;

  return screen > 1 && g_file_get_contents (path, &text, NULL, error) ? atoi (text) : 0;
}

static gboolean
kill_process (Tour *tour, const CpTourStep *step, GError **error)
{
  int pid = g_str_equal (step->what, "reader") ? find_reader (tour, error)
                                               : find_process (tour, step->what, error);

  if (error != NULL && *error != NULL)
    return FALSE;
  return (pid > 1 && kill (pid, SIGKILL) == 0) || refuse (error, "Can't kill %s", step->what);
}

typedef struct {
  GStrv argv;
  const char *words;
  char *last;
} Command;

static gboolean
prints_words (gpointer data)
{
  Command *command = data;
  g_autofree char *out = NULL;

  if (!g_spawn_sync (NULL, command->argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, NULL,
                     NULL))
    return FALSE;
  g_free (command->last);
  command->last = g_steal_pointer (&out);
  return strstr (command->last, command->words) != NULL;
}

/* Takes @argv. */
static gboolean
expect_output (GStrv argv, const char *words, GError **error)
{
  Command command = { argv, words, NULL };
  gboolean came = cp_wait_for (prints_words, &command, SYNC_TIMEOUT_MS);

  if (!came) {
    g_autofree char *line = g_strjoinv (" ", argv);

    g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "%s does not print \"%s\" but:\n%s", line,
                 words, command.last);
  }
  g_free (command.last);
  g_strfreev (argv);
  return came;
}

static gboolean
ask_other_kiosk (Tour *tour, const CpTourStep *step, GError **error)
{
  const CpJson *card = find_practice (tour, "cards", "key", step->what);
  const CpJson *staff = find_practice (tour, "staff", "role", "manager");
  g_autofree char *folder = g_path_get_dirname (tour->chain);
  g_autofree char *script = g_build_filename (folder, "other-kiosk", NULL);
  const char *argv[] = { script,
                         tour->state,
                         tour->build,
                         cp_json_get_text (staff, "id"),
                         cp_json_get_text (staff, "pin"),
                         cp_json_get_text (card, "uid"),
                         NULL };

  return expect_output (g_strdupv ((char **) argv), step->more, error);
}

static gboolean
ask_head_office (Tour *tour, const CpTourStep *step, GError **error)
{
  g_autofree char *program =
      g_build_filename (tour->build, "sync", "headoffice", "counterpart-headoffice", NULL);
  g_autofree char *database =
      g_strconcat ("sqlite:", tour->state, "/head-office/head-office.db", NULL);
  const char *argv[] = { program, "--database", database, "show", step->what, NULL };

  return expect_output (g_strdupv ((char **) argv), step->more, error);
}

static const struct {
  const char *word;
  ActFunc func;
} acts[] = {
  [CP_TOUR_TAP] = { "tap", tap },
  [CP_TOUR_PRESS] = { "press", press },
  [CP_TOUR_SCROLL] = { "scroll", scroll },
  [CP_TOUR_PIN] = { "pin", enter_pin },
  [CP_TOUR_TYPE] = { "type", type },
  [CP_TOUR_READ] = { "read", read_words },
  [CP_TOUR_GONE] = { "gone", wait_until_gone },
  [CP_TOUR_PICTURE] = { "picture", take_picture },
  [CP_TOUR_CABLE] = { "cable", handle_cable },
  [CP_TOUR_CHIP] = { "chip", handle_chip },
  [CP_TOUR_KILL] = { "kill", kill_process },
  [CP_TOUR_OTHER_KIOSK] = { "other-kiosk", ask_other_kiosk },
  [CP_TOUR_HEAD_OFFICE] = { "head-office", ask_head_office },
};

static gboolean
do_step (Tour *tour, const CpTourStep *step, GError **error)
{
  gint64 start_us = g_get_monotonic_time ();
  gboolean ok = acts[step->act].func (tour, step, error);
  CpJson *entry = json_object ();

  cp_json_set_text (entry, "act", acts[step->act].word);
  cp_json_set_text (entry, "what", step->what);
  cp_json_set_text (entry, "expected", step->more);
  cp_json_set_int (entry, "ms", (g_get_monotonic_time () - start_us) / 1000);
  cp_json_set_bool (entry, "ok", ok);
  if (!ok)
    cp_json_set_text (entry, "problem", (*error)->message);
  cp_json_append (tour->report, entry);
  g_print ("%-4s %s %s\n", ok ? "ok" : "FAIL", acts[step->act].word, step->what);
  return ok;
}

static gboolean
walk (Tour *tour, GError **error)
{
  for (const CpTourStep *step = cp_tour_steps; step->what != NULL; step++)
    if (!do_step (tour, step, error)) {
      const CpTourStep last = { CP_TOUR_PICTURE, "failed", NULL };

      take_picture (tour, &last, NULL);
      return FALSE;
    }
  return TRUE;
}

static gboolean
write_report (Tour *tour, gboolean ok, GError **error)
{
  g_autoptr (CpJson) report = json_object ();
  g_autofree char *text = NULL;
  g_autofree char *path = g_build_filename (tour->out, "tour.json", NULL);

  cp_json_set_bool (report, "ok", ok);
  cp_json_set_int (report, "width", tour->width);
  cp_json_set_int (report, "height", tour->height);
  cp_json_set_int (report, "pictures", tour->n_pictures);
  cp_json_set (report, "steps", json_incref (tour->report));
  text = json_dumps (report, JSON_INDENT (1));
  return g_file_set_contents (path, text, -1, error);
}

static GSubprocess *
start_chain (Tour *tour, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *size = g_strdup_printf ("%dx%d", tour->width, tour->height);

  g_subprocess_launcher_setenv (launcher, "DISPLAY", cp_screen_get_display (tour->screen), TRUE);
  g_subprocess_launcher_setenv (launcher, "GDK_BACKEND", "x11", TRUE);
  g_subprocess_launcher_unsetenv (launcher, "AT_SPI_BUS_ADDRESS");
  return g_subprocess_launcher_spawn (launcher, error, tour->chain, "--state", tour->state,
                                      "--build", tour->build, "--size", size, NULL);
}

static gboolean
chain_is_ready (gpointer data)
{
  g_autofree char *ready = state_path (data, "ready");

  return g_file_test (ready, G_FILE_TEST_EXISTS);
}

static gboolean
meet_kiosk (Tour *tour, GError **error)
{
  g_autofree char *practice = g_build_filename (tour->state, "sample", "practice.json", NULL);
  g_autofree char *bus = g_strconcat ("unix:path=", tour->state, "/kiosk-1/bus", NULL);
  g_autofree char *text = NULL;

  if (!cp_wait_for (chain_is_ready, tour, CHAIN_TIMEOUT_MS))
    return refuse (error, "The chain did not come up; see %s/logs", tour->state);
  if (!g_file_get_contents (practice, &text, NULL, error))
    return FALSE;
  tour->practice = cp_json_parse_object (text, -1, error);
  if (tour->practice == NULL)
    return FALSE;
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", bus, TRUE);
  tour->eyes = cp_eyes_new ("counterpart", STEP_TIMEOUT_MS, error);
  return tour->eyes != NULL;
}

static gboolean
run (Tour *tour, GError **error)
{
  g_autoptr (GSubprocess) chain = NULL;
  gboolean ok;

  if (g_mkdir_with_parents (tour->out, 0755) != 0 || g_mkdir_with_parents (tour->state, 0700) != 0)
    return refuse (error, "Can't make the folder %s", tour->out);
  tour->screen = cp_screen_new (tour->state, tour->width, tour->height, error);
  if (tour->screen == NULL)
    return FALSE;
  chain = start_chain (tour, error);
  if (chain == NULL)
    return FALSE;
  ok = meet_kiosk (tour, error) && walk (tour, error);
  g_subprocess_send_signal (chain, SIGTERM);
  g_subprocess_wait (chain, NULL, NULL);
  return write_report (tour, ok, ok ? error : NULL) && ok;
}

static void
tour_clear (Tour *tour)
{
  g_clear_pointer (&tour->eyes, cp_eyes_free);
  g_clear_pointer (&tour->screen, cp_screen_free);
  g_clear_pointer (&tour->practice, json_decref);
  json_decref (tour->report);
  g_free (tour->chain);
  g_free (tour->state);
  g_free (tour->build);
  g_free (tour->out);
}

int
main (int argc, char **argv)
{
  Tour tour = { .report = json_array (), .width = 1280, .height = 800 };
  g_autofree char *size = NULL;
  const GOptionEntry entries[] = {
    { "chain", 0, 0, G_OPTION_ARG_FILENAME, &tour.chain, "The script that runs a chain", "FILE" },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &tour.state, "Where the chain lives", "DIR" },
    { "build", 0, 0, G_OPTION_ARG_FILENAME, &tour.build, "The build folder", "DIR" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &tour.out, "For pictures and tour.json", "DIR" },
    { "size", 0, 0, G_OPTION_ARG_STRING, &size, "1280x800 or 1920x1080", "WxH" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) options = g_option_context_new ("- walk through the kiosk");
  g_autoptr (GError) error = NULL;
  gboolean ok;

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error) || tour.chain == NULL ||
      tour.state == NULL || tour.build == NULL || tour.out == NULL ||
      (size != NULL && sscanf (size, "%dx%d", &tour.width, &tour.height) != 2)) {
    g_printerr ("%s\n", error != NULL ? error->message : "See --help");
    tour_clear (&tour);
    return 2;
  }
  ok = run (&tour, &error);
  if (error != NULL)
    g_printerr ("%s\n", error->message);
  tour_clear (&tour);
  return ok ? 0 : 1;
}
