/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "postgres-fixture.h"

#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cp-test-folder.h"

#define PROGRAMS "/usr/lib/postgresql/15/bin/"
#define USER "counterpart"
#define UNPRIVILEGED "postgres"

/* In the child: nobody is root there, and none outlives the test. */
static void
become_unprivileged (gpointer data)
{
  const struct passwd *user = getuid () == 0 ? data : NULL;

  if (user != NULL &&
      (setgroups (0, NULL) != 0 || setgid (user->pw_gid) != 0 || setuid (user->pw_uid) != 0))
    _exit (126);
  prctl (PR_SET_PDEATHSIG, SIGINT);
}

static struct passwd *
get_user (void)
{
  struct passwd *user = getpwnam (UNPRIVILEGED);

  if (getuid () == 0 && user == NULL)
    g_error ("There is no user %s: Debian's postgresql-common makes it", UNPRIVILEGED);
  return user;
}

static void
run (const char *const *argv)
{
  g_autofree char *out = NULL;
  g_autofree char *problems = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_spawn_sync ("/", (char **) argv, NULL, G_SPAWN_DEFAULT, become_unprivileged, get_user (), &out,
                &problems, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    g_error ("%s: %s%s", argv[0], out, problems);
}

/* Lines of the server's log, until it ends. */
static gpointer
read_output (gpointer data)
{
  Postgres *self = data;
  g_autoptr (GIOChannel) channel = g_io_channel_unix_new (self->output_fd);
  char *line = NULL;

  g_io_channel_set_encoding (channel, NULL, NULL);
  while (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) == G_IO_STATUS_NORMAL) {
    g_mutex_lock (&self->mutex);
    if (strstr (line, "ready to accept") != NULL)
      self->is_ready = TRUE;
    g_cond_signal (&self->cond);
    g_mutex_unlock (&self->mutex);
    g_free (line);
  }
  g_mutex_lock (&self->mutex);
  self->has_ended = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/* @fsync: `fsync=on` or `fsync=off` */
static void
start (Postgres *self, const char *fsync)
{
  g_autofree char *socket_setting = g_strconcat ("unix_socket_directories=", self->folder, NULL);
  g_autofree char *address_setting =
      g_strconcat ("listen_addresses=", self->address != NULL ? self->address : "", NULL);
  const char *const argv[] = {
    PROGRAMS "postgres",   "-D", self->data,           "-c", socket_setting, "-c",
    address_setting,       "-c", "max_connections=60", "-c", fsync,          "-c",
    "shared_buffers=64MB", "-c", "max_wal_size=2GB",   NULL
  };
  g_autoptr (GError) error = NULL;

  g_spawn_async_with_pipes ("/", (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD,
                            become_unprivileged, get_user (), &self->pid, NULL, NULL,
                            &self->output_fd, &error);
  g_assert_no_error (error);
  self->reader = g_thread_new ("postgres", read_output, self);
  g_mutex_lock (&self->mutex);
  while (!self->is_ready && !self->has_ended)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  g_assert_true (self->is_ready);
}

static Postgres *
make (void)
{
  Postgres *self = g_new0 (Postgres, 1);

  self->folder = cp_test_folder_new ();
  self->data = g_build_filename (self->folder, "data", NULL);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  if (getuid () == 0)
    g_assert_cmpint (chown (self->folder, get_user ()->pw_uid, get_user ()->pw_gid), ==, 0);
  return self;
}

/* @address: (transfer full) (nullable): */
static Postgres *
make_server (const char *fsync, char *address)
{
  Postgres *self = make ();
  const char *const argv[] = {
    PROGRAMS "initdb", "-D",         self->data, "-U",   USER,        "-A",
    "trust",           "--locale=C", "-E",       "UTF8", "--no-sync", NULL
  };

  self->address = address;
  run (argv);
  start (self, fsync);
  return self;
}

Postgres *
postgres_new (void)
{
  return make_server ("fsync=on", NULL);
}

/* Of all the loopback's addresses each process has one that is its own, and no port has to be found. */
Postgres *
postgres_new_on_loopback (void)
{
  guint pid = (guint) getpid ();

  return make_server ("fsync=off", g_strdup_printf ("127.%u.%u.%u", 1 + (pid >> 16) % 254,
                                                    (pid >> 8) % 256, pid % 256));
}

Postgres *
postgres_new_standby (Postgres *primary)
{
  Postgres *self = make ();
  const char *const argv[] = { PROGRAMS "pg_basebackup",
                               "-D",
                               self->data,
                               "-h",
                               primary->folder,
                               "-U",
                               USER,
                               "-X",
                               "stream",
                               "-R",
                               "-c",
                               "fast",
                               "--no-sync",
                               NULL };

  run (argv);
  start (self, "fsync=on");
  return self;
}

void
postgres_free (Postgres *self)
{
  int status;

  kill (self->pid, SIGINT);
  waitpid (self->pid, &status, 0);
  g_thread_join (self->reader);
  close (self->output_fd);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  cp_test_folder_free (self->folder);
  g_free (self->data);
  g_free (self->address);
  g_free (self);
}

char *
postgres_dup_url (Postgres *self, const char *database)
{
  return g_strdup_printf ("postgresql:///%s?host=%s&user=" USER, database, self->folder);
}

char *
postgres_make_database (Postgres *self)
{
  g_autofree char *name = g_strdup_printf ("head_office_%u", ++self->n_databases);
  const char *const argv[] = { PROGRAMS "createdb", "-h", self->folder, "-U", USER, name, NULL };

  run (argv);
  return postgres_dup_url (self, name);
}

char *
postgres_ask (const char *url, const char *sql)
{
  const char *const argv[] = {
    PROGRAMS "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", sql, NULL
  };
  g_autofree char *out = NULL;
  g_autofree char *problems = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_spawn_sync ("/", (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, &problems, &status,
                &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    g_error ("psql: %s", problems);
  return g_strchomp (g_steal_pointer (&out));
}

gboolean
postgres_has_waiting (const char *url)
{
  g_autofree char *n = postgres_ask (url, "SELECT count (*) FROM pg_stat_activity "
                                          "WHERE wait_event_type = 'Lock' "
                                          "AND datname = current_database ()");

  return g_ascii_strtoll (n, NULL, 10) > 0;
}

gboolean
postgres_is_wanted (void)
{
  return g_strcmp0 (g_getenv ("CP_TEST_DATABASE"), "postgresql") == 0;
}

static Postgres *shared;

static void
free_shared (void)
{
  g_clear_pointer (&shared, postgres_free);
}

Postgres *
postgres_get_shared (void)
{
  if (shared == NULL) {
    shared = make_server ("fsync=off", NULL);
    atexit (free_shared);
  }
  return shared;
}
