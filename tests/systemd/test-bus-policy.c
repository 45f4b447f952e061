/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A private bus with the system bus's defaults and the appliance's policy, in which whoever runs
 * the test plays one of the appliance's users, or a stranger. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define NAME "org.counterpart.Ledger1"
#define PATH "/org/counterpart/Ledger1"
#define TIMEOUT_MS 20000

/* What /usr/share/dbus-1/system.conf begins with. */
#define CONFIG                                                                                 \
  "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN\" "        \
  "\"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\"><busconfig>"                \
  "<type>system</type><listen>unix:dir=%s</listen><auth>EXTERNAL</auth>"                       \
  "<policy context=\"default\"><allow user=\"*\"/><deny own=\"*\"/>"                           \
  "<deny send_type=\"method_call\"/><allow send_type=\"signal\"/>"                             \
  "<allow send_requested_reply=\"true\" send_type=\"method_return\"/>"                         \
  "<allow send_requested_reply=\"true\" send_type=\"error\"/>"                                 \
  "<allow receive_type=\"method_call\"/><allow receive_type=\"method_return\"/>"               \
  "<allow receive_type=\"error\"/><allow receive_type=\"signal\"/>"                            \
  "<allow send_destination=\"org.freedesktop.DBus\" send_interface=\"org.freedesktop.DBus\"/>" \
  "</policy><include>%s</include></busconfig>"

static const char *const users[] = {
  "counterpart-ledger", "counterpart-screen", "counterpart-sync", "root", NULL,
};

typedef struct {
  char *folder;
  GSubprocess *daemon;
  GDBusConnection *ledger;
  GDBusConnection *caller;
} Bus;

static char *
write_in (Bus *self, const char *name, const char *text)
{
  char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

/* The policy, where the person who runs the test has the names in @roles and nobody any other. */
static char *
write_policy (Bus *self, const char *const *roles)
{
  g_autofree char *source =
      g_test_build_filename (G_TEST_DIST, "..", "systemd", NAME ".conf", NULL);
  g_autofree char *text = NULL;
  g_autofree char *me = NULL;
  g_autoptr (GString) policy = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (source, &text, NULL, &error);
  g_assert_no_error (error);
  policy = g_string_new (text);
  for (gsize i = 0; users[i] != NULL; i++) {
    const char *who = g_strv_contains (roles, users[i]) ? "me" : "nobody-there";
    g_autofree char *from = g_strdup_printf ("user=\"%s\"", users[i]);
    g_autofree char *to = g_strdup_printf ("user=\"%s\"", who);

    g_assert_cmpuint (g_string_replace (policy, from, to, 0), ==, 1);
  }
  me = g_strdup_printf ("user=\"%s\"", g_get_user_name ());
  g_string_replace (policy, "user=\"me\"", me, 0);
  return write_in (self, "policy.conf", policy->str);
}

static char *
read_address (GSubprocess *daemon)
{
  g_autoptr (GDataInputStream) output =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (daemon));
  g_autoptr (GError) error = NULL;
  char *address = g_data_input_stream_read_line (output, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (address);
  return address;
}

static GDBusConnection *
join_bus (const char *address)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection =
      g_dbus_connection_new_for_address_sync (address,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);

  g_assert_no_error (error);
  return connection;
}

static void
bus_start (Bus *self, const char *const *roles)
{
  g_autofree char *policy = NULL;
  g_autofree char *config_text = NULL;
  g_autofree char *config = NULL;
  g_autofree char *option = NULL;
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("counterpart-bus-XXXXXX", &error);
  g_assert_no_error (error);
  policy = write_policy (self, roles);
  config_text = g_strdup_printf (CONFIG, self->folder, policy);
  config = write_in (self, "bus.conf", config_text);
  option = g_strconcat ("--config-file=", config, NULL);
  self->daemon = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, "dbus-daemon",
      option, "--nofork", "--nopidfile", "--nosyslog", "--print-address=1", NULL);
  g_assert_no_error (error);
  address = read_address (self->daemon);
  self->ledger = join_bus (address);
  self->caller = join_bus (address);
}

static void
bus_stop (Bus *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  g_dbus_connection_close_sync (self->caller, NULL, NULL);
  g_dbus_connection_close_sync (self->ledger, NULL, NULL);
  g_object_unref (self->caller);
  g_object_unref (self->ledger);
  g_subprocess_send_signal (self->daemon, 15);
  g_subprocess_wait (self->daemon, NULL, NULL);
  g_object_unref (self->daemon);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (self->folder);
  g_free (self->folder);
}

static gboolean
may_own (Bus *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
      self->ledger, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      "RequestName", g_variant_new ("(su)", NAME, 0), NULL, G_DBUS_CALL_FLAGS_NONE, TIMEOUT_MS,
      NULL, &error);

  if (reply == NULL)
    g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED);
  return reply != NULL;
}

/* A call that gets through is answered by GDBus: there is no such object. */
static gboolean
may_call (Bus *self, const char *interface, const char *method)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_sync (self->caller, NAME, PATH, interface, method, NULL, NULL,
                                   G_DBUS_CALL_FLAGS_NO_AUTO_START, TIMEOUT_MS, NULL, &error);

  g_assert_null (reply);
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED))
    return FALSE;
  g_assert_true (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
                 g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT));
  return TRUE;
}

static void
test_stranger (void)
{
  static const char *const nobody[] = { NULL };
  static const char *const ledger[] = { "counterpart-ledger", NULL };
  Bus bus = { 0 };

  bus_start (&bus, nobody);
  g_assert_false (may_own (&bus));
  bus_stop (&bus);

  bus_start (&bus, ledger);
  g_assert_true (may_own (&bus));
  g_assert_false (may_call (&bus, NAME, "GetStatus"));
  g_assert_false (may_call (&bus, NAME, "Find"));
  g_assert_false (may_call (&bus, NAME ".Sync", "ApplyPage"));
  g_assert_false (may_call (&bus, "org.freedesktop.DBus.Properties", "GetAll"));
  bus_stop (&bus);
}

static void
test_operator (gconstpointer user)
{
  const char *const roles[] = { "counterpart-ledger", user, NULL };
  const char *const alone[] = { user, NULL };
  Bus bus = { 0 };

  bus_start (&bus, alone);
  g_assert_false (may_own (&bus));
  bus_stop (&bus);

  bus_start (&bus, roles);
  g_assert_true (may_own (&bus));
  g_assert_true (may_call (&bus, NAME, "Submit"));
  g_assert_true (may_call (&bus, NAME ".Training", "Open"));
  g_assert_true (may_call (&bus, NAME, "GetStatus"));
  g_assert_false (may_call (&bus, NAME ".Sync", "ApplyPage"));
  g_assert_false (may_call (&bus, NAME ".Sync", "GetPush"));
  bus_stop (&bus);
}

static void
test_worker (void)
{
  static const char *const roles[] = { "counterpart-ledger", "counterpart-sync", NULL };
  Bus bus = { 0 };

  bus_start (&bus, roles);
  g_assert_true (may_own (&bus));
  g_assert_true (may_call (&bus, NAME ".Sync", "ApplyPage"));
  g_assert_true (may_call (&bus, NAME, "GetStatus"));
  g_assert_false (may_call (&bus, NAME, "Find"));
  g_assert_false (may_call (&bus, NAME, "GetMember"));
  g_assert_false (may_call (&bus, NAME, "Submit"));
  g_assert_false (may_call (&bus, NAME ".Training", "Open"));
  bus_stop (&bus);
}

static void
on_changed (GDBusConnection *connection,
            const char *sender,
            const char *path,
            const char *interface,
            const char *signal,
            GVariant *parameters,
            gpointer data)
{
  guint *n_heard = data;

  *n_heard += 1;
}

/* When it returns, the bus has dealt with all that @connection sent before. */
static void
wait_for_bus (GDBusConnection *connection)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
      connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetId",
      NULL, NULL, G_DBUS_CALL_FLAGS_NONE, TIMEOUT_MS, NULL, &error);

  g_assert_no_error (error);
}

static guint
count_heard (Bus *self)
{
  guint n_heard = 0;
  guint id =
      g_dbus_connection_signal_subscribe (self->caller, NAME, NAME, "Changed", PATH, NULL,
                                          G_DBUS_SIGNAL_FLAGS_NONE, on_changed, &n_heard, NULL);
  g_autoptr (GError) error = NULL;

  wait_for_bus (self->caller);
  g_dbus_connection_emit_signal (self->ledger, NULL, PATH, NAME, "Changed",
                                 g_variant_new ("(sas)", "accounts", NULL), &error);
  g_assert_no_error (error);
  wait_for_bus (self->ledger);
  wait_for_bus (self->caller);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_dbus_connection_signal_unsubscribe (self->caller, id);
  return n_heard;
}

static void
test_signals (void)
{
  static const char *const stranger[] = { "counterpart-ledger", NULL };
  static const char *const screen[] = { "counterpart-ledger", "counterpart-screen", NULL };
  Bus bus = { 0 };

  bus_start (&bus, stranger);
  g_assert_true (may_own (&bus));
  g_assert_cmpuint (count_heard (&bus), ==, 0);
  bus_stop (&bus);

  bus_start (&bus, screen);
  g_assert_true (may_own (&bus));
  g_assert_cmpuint (count_heard (&bus), ==, 1);
  bus_stop (&bus);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/systemd/bus/a-stranger-may-nothing", test_stranger);
  g_test_add_data_func ("/systemd/bus/the-screen-may-operate-and-not-sync", "counterpart-screen",
                        test_operator);
  g_test_add_data_func ("/systemd/bus/root-may-operate-and-not-sync", "root", test_operator);
  g_test_add_func ("/systemd/bus/the-worker-may-sync-and-not-look", test_worker);
  g_test_add_func ("/systemd/bus/a-stranger-does-not-hear-of-changes", test_signals);
  return g_test_run ();
}
