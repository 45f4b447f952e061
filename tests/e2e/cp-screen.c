/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-screen.h"

#include "cp-wait.h"

#include <cairo-xlib.h>
#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib-unix.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>
#include <X11/Xutil.h>
#include <xorg/xf86-input-inputtest-protocol.h>

#define START_TIMEOUT_MS 20000
#define TOUCH_MS 60
#define STEP_MS 16
#define AXIS_MAX 65535.0

/* XInput 2's numbers for the parts of a touch. */
enum { TOUCH_BEGIN = 18, TOUCH_UPDATE = 19, TOUCH_END = 20 };

struct _CpScreen {
  GSubprocess *server;
  char *name;
  Display *display;
  GSocketConnection *panel;
  int width;
  int height;
  guint32 next_touch;
};

static const char configuration[] =
    "Section \"ServerFlags\"\n"
    "  Option \"AutoAddDevices\" \"false\"\n  Option \"AutoEnableDevices\" \"false\"\n"
    "  Option \"DontVTSwitch\" \"true\"\n  Option \"AllowMouseOpenFail\" \"true\"\n"
    "  Option \"BlankTime\" \"0\"\n  Option \"StandbyTime\" \"0\"\n"
    "EndSection\n"
    "Section \"Device\"\n  Identifier \"device\"\n  Driver \"dummy\"\n  VideoRam 65536\n"
    "EndSection\n"
    "Section \"Monitor\"\n  Identifier \"monitor\"\n"
    "  HorizSync 5.0-1000.0\n  VertRefresh 5.0-200.0\n"
    "  Modeline \"1280x800\" 83.50 1280 1352 1480 1680 800 803 809 831\n"
    "  Modeline \"1920x1080\" 148.50 1920 2008 2052 2200 1080 1084 1089 1125\n"
    "EndSection\n"
    "Section \"Screen\"\n  Identifier \"screen\"\n  Device \"device\"\n  Monitor \"monitor\"\n"
    "  DefaultDepth 24\n  SubSection \"Display\"\n    Depth 24\n    Modes \"%dx%d\"\n"
    "    Virtual %d %d\n  EndSubSection\n"
    "EndSection\n"
    "Section \"InputDevice\"\n  Identifier \"touch\"\n  Driver \"inputtest\"\n"
    "  Option \"SocketPath\" \"%s\"\n  Option \"DeviceType\" \"Touch\"\n"
    "  Option \"TouchCount\" \"5\"\n"
    "EndSection\n"
    "Section \"InputDevice\"\n  Identifier \"keyboard\"\n  Driver \"inputtest\"\n"
    "  Option \"SocketPath\" \"%s.keyboard\"\n  Option \"DeviceType\" \"Keyboard\"\n"
    "EndSection\n"
    "Section \"InputDevice\"\n  Identifier \"pointer\"\n  Driver \"inputtest\"\n"
    "  Option \"SocketPath\" \"%s.pointer\"\n  Option \"DeviceType\" \"PointerAbsolute\"\n"
    "EndSection\n"
    "Section \"ServerLayout\"\n  Identifier \"layout\"\n  Screen \"screen\"\n"
    "  InputDevice \"touch\"\n  InputDevice \"keyboard\" \"CoreKeyboard\"\n"
    "  InputDevice \"pointer\" \"CorePointer\"\n"
    "EndSection\n";

/* Whatever becomes of the tour, its server is not to go on. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GSubprocess *
start_server (const char *directory,
              const char *socket,
              int width,
              int height,
              int display_fd,
              GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *path = g_build_filename (directory, "xorg.conf", NULL);
  g_autofree char *log = g_build_filename (directory, "xorg.log", NULL);
  g_autofree char *text =
      g_strdup_printf (configuration, width, height, width, height, socket, socket, socket);

  if (!g_file_set_contents (path, text, -1, error))
    return NULL;
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  g_subprocess_launcher_take_fd (launcher, display_fd, 3);
  return g_subprocess_launcher_spawn (
      launcher, error, "/usr/lib/xorg/Xorg", "-config", path, "-displayfd", "3", "-noreset",
      "-nolisten", "tcp", "-novtswitch", "-sharevts", "-nocursor", "-logfile", log, NULL);
}

/* The server writes its display number once it serves, and closes the pipe if it fails. */
static char *
read_display_number (int fd, GError **error)
{
  char digits[16] = "";
  gsize n = 0;

  while (n < sizeof digits - 1) {
    gssize got = read (fd, digits + n, 1);

    if (got <= 0 || digits[n] == '\n')
      break;
    n++;
  }
  digits[n] = '\0';
  if (n == 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The X server did not start");
    return NULL;
  }
  return g_strconcat (":", digits, NULL);
}

static gboolean
send_event (CpScreen *self, gpointer event, gsize size, gsize answer_size, GError **error)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (self->panel));
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (self->panel));
  guint8 answer[sizeof (xf86ITResponseAny)];

  g_assert (answer_size <= sizeof answer);
  return g_output_stream_write_all (out, event, size, NULL, NULL, error) &&
         (answer_size == 0 || g_input_stream_read_all (in, answer, answer_size, NULL, NULL, error));
}

static gboolean
panel_is_there (gpointer data)
{
  return g_file_test (data, G_FILE_TEST_EXISTS);
}

static gboolean
connect_panel (CpScreen *self, const char *socket, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (socket);
  xf86ITEventClientVersion version = {
    .header = { sizeof version, XF86IT_EVENT_CLIENT_VERSION },
    .major = 1,
    .minor = 0,
  };

  cp_wait_for (panel_is_there, (gpointer) socket, START_TIMEOUT_MS);
  self->panel = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, error);
  return self->panel != NULL &&
         send_event (self, &version, sizeof version, sizeof (xf86ITResponseServerVersion), error);
}

CpScreen *
cp_screen_new (const char *directory, int width, int height, GError **error)
{
  g_autoptr (CpScreen) self = g_new0 (CpScreen, 1);
  g_autofree char *socket = g_build_filename (directory, "touch", NULL);
  int pipe_fds[2];

  self->width = width;
  self->height = height;
  self->next_touch = 1;
  if (!g_unix_open_pipe (pipe_fds, FD_CLOEXEC, error))
    return NULL;
  self->server = start_server (directory, socket, width, height, pipe_fds[1], error);
  if (self->server != NULL)
    self->name = read_display_number (pipe_fds[0], error);
  close (pipe_fds[0]);
  if (self->name == NULL || !connect_panel (self, socket, error))
    return NULL;
  self->display = XOpenDisplay (self->name);
  if (self->display == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Display %s can't be opened", self->name);
    return NULL;
  }
  return g_steal_pointer (&self);
}

void
cp_screen_free (CpScreen *self)
{
  if (self->display != NULL)
    XCloseDisplay (self->display);
  g_clear_object (&self->panel);
  /* The inputtest driver spins for ever once its client has gone, deaf to SIGTERM. */
  if (self->server != NULL)
    g_subprocess_force_exit (self->server);
  g_clear_object (&self->server);
  g_free (self->name);
  g_free (self);
}

const char *
cp_screen_get_display (CpScreen *self)
{
  return self->name;
}

gboolean
cp_screen_save (CpScreen *self, const char *path, GError **error)
{
  Window root = DefaultRootWindow (self->display);
  Visual *visual = DefaultVisual (self->display, DefaultScreen (self->display));
  cairo_surface_t *surface =
      cairo_xlib_surface_create (self->display, root, visual, self->width, self->height);
  cairo_status_t status;

  status = cairo_surface_write_to_png (surface, path);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "No picture in %s: %s", path,
                 cairo_status_to_string (status));
    return FALSE;
  }
  return TRUE;
}

static gboolean
send_touch (CpScreen *self, guint type, guint32 id, double x, double y, GError **error)
{
  xf86ITEventWaitForSync sync = {
    .header = { sizeof sync, XF86IT_EVENT_WAIT_FOR_SYNC },
  };
  xf86ITEventTouch touch = {
    .header = { sizeof touch, XF86IT_EVENT_TOUCH },
    .touchid = id,
    .touch_type = type,
  };

  touch.valuators.mask[0] = 3;
  touch.valuators.valuators[0] = x * AXIS_MAX / self->width;
  touch.valuators.valuators[1] = y * AXIS_MAX / self->height;
  return send_event (self, &touch, sizeof touch, 0, error) &&
         send_event (self, &sync, sizeof sync, sizeof (xf86ITResponseSyncFinished), error);
}

gboolean
cp_screen_touch (CpScreen *self, int x, int y, GError **error)
{
  return cp_screen_swipe (self, x, y, x, y, TOUCH_MS, error);
}

gboolean
cp_screen_swipe (
    CpScreen *self, int from_x, int from_y, int to_x, int to_y, guint duration_ms, GError **error)
{
  guint32 id = self->next_touch++;
  guint n_steps = MAX (1, duration_ms / STEP_MS);
  gboolean moves = from_x != to_x || from_y != to_y;

  if (!send_touch (self, TOUCH_BEGIN, id, from_x, from_y, error))
    return FALSE;
  for (guint i = 1; i <= n_steps; i++) {
    double part = (double) i / n_steps;

    cp_wait_ms (STEP_MS);
    if (moves && !send_touch (self, TOUCH_UPDATE, id, from_x + (to_x - from_x) * part,
                              from_y + (to_y - from_y) * part, error))
      return FALSE;
  }
  return send_touch (self, TOUCH_END, id, to_x, to_y, error);
}
