/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sequencer.h"

#include <errno.h>
#include <glib-unix.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "cp-error.h"

/* News wakes the leader; should one get lost, it looks by itself after this. So often whoever waits looks
 * whether somebody still leads. Liveness hangs on it, nothing else. */
#define LOOK_MS 1000
#define RECONNECT_MS 500
#define BATCH 5000

struct _CpSequencer {
  char *url;
  GThread *thread;
  int stop_fd; /* readable: end */
  gint leads;
};

static gboolean
notify (CpPostgres *postgres, gint64 gseq, GError **error)
{
  CpPostgresParams params = { 0 };

  cp_postgres_params_add_int (&params, gseq);
  return cp_postgres_run (postgres, "notify-feed", &params, error);
}

static gboolean
number (CpPostgres *postgres, gint64 *ret_n, gint64 *ret_gseq, GError **error)
{
  g_autoptr (PGresult) result = NULL;

  /* The lock in a statement of its own: what comes after sees all that was committed before it. */
  if (!cp_postgres_run (postgres, "lock-sequence", NULL, error))
    return FALSE;
  result = cp_postgres_query (postgres, "sequence", NULL, error);
  if (result == NULL)
    return FALSE;
  *ret_n = cp_postgres_get_int (result, 0, 0);
  *ret_gseq = cp_postgres_get_int (result, 0, 1);
  return *ret_n == 0 || notify (postgres, *ret_gseq, error);
}

gboolean
cp_sequencer_run_once (CpPostgres *postgres, gint64 *ret_n, gint64 *ret_gseq, GError **error)
{
  gint64 n = 0;

  if (!cp_postgres_run (postgres, "begin", NULL, error))
    return FALSE;
  if (number (postgres, &n, ret_gseq, error)) {
    if (ret_n != NULL)
      *ret_n = n;
    return cp_postgres_run (postgres, "commit", NULL, error);
  }
  cp_postgres_run (postgres, "rollback", NULL, NULL);
  return FALSE;
}

/* Returns: %FALSE if it is time to end */
static gboolean
wait_for (CpSequencer *self, int fd, int timeout_ms)
{
  struct pollfd fds[] = { { self->stop_fd, POLLIN, 0 }, { fd, POLLIN, 0 } };

  while (poll (fds, fd >= 0 ? 2 : 1, timeout_ms) < 0 && errno == EINTR)
    ;
  return fds[0].revents == 0;
}

/* For as long as it takes, since another may lead for months. One statement that waited so long would
 * keep VACUUM from clearing up anything in the whole database; so it asks again and again.
 *
 * Returns: %FALSE if it is time to end, too */
static gboolean
become_leader (CpSequencer *self, CpPostgres *postgres, GError **error)
{
  do {
    g_autoptr (PGresult) result = cp_postgres_query (postgres, "try-to-lead", NULL, error);

    if (result == NULL)
      return FALSE;
    if (*PQgetvalue (result, 0, 0) == 't')
      return TRUE;
  } while (wait_for (self, -1, LOOK_MS));
  return FALSE;
}

/* Returns: whether there were any */
static gboolean
drop_notifications (PGconn *connection)
{
  gboolean any = FALSE;
  PGnotify *notification;

  while ((notification = PQnotifies (connection)) != NULL) {
    PQfreemem (notification);
    any = TRUE;
  }
  return any;
}

static gboolean
lead (CpSequencer *self, CpPostgres *postgres, GError **error)
{
  PGconn *connection = cp_postgres_get_connection (postgres);
  gint64 n, gseq;

  for (;;) {
    /* What is told from here on may be of something that this batch does not see any more: it comes with
     * the answer to a statement, so that the socket says nothing of it. */
    do {
      drop_notifications (connection);
      if (!cp_sequencer_run_once (postgres, &n, &gseq, error))
        return FALSE;
    } while (n >= BATCH || drop_notifications (connection));
    if (!wait_for (self, PQsocket (connection), LOOK_MS))
      return TRUE;
    if (!PQconsumeInput (connection))
      return FALSE;
  }
}

/* Returns: whether the connection held until the end */
static gboolean
serve (CpSequencer *self, GError **error)
{
  g_autoptr (CpPostgres) postgres = cp_postgres_open (self->url, error);
  gboolean ok;

  /* Who leads listens, before it first looks at what there is. */
  if (postgres == NULL || !become_leader (self, postgres, error) ||
      !cp_postgres_run (postgres, "listen-todo", NULL, error))
    return FALSE;
  g_atomic_int_set (&self->leads, TRUE);
  g_message ("This process numbers the feed");
  ok = lead (self, postgres, error);
  g_atomic_int_set (&self->leads, FALSE);
  return ok;
}

static gpointer
run (gpointer data)
{
  CpSequencer *self = data;

  do {
    g_autoptr (GError) error = NULL;

    if (!serve (self, &error) && error != NULL)
      g_message ("The feed is not numbered here: %s", error->message);
  } while (wait_for (self, -1, RECONNECT_MS));
  return NULL;
}

CpSequencer *
cp_sequencer_new (const char *url)
{
  CpSequencer *self = g_new0 (CpSequencer, 1);

  self->url = g_strdup (url);
  self->stop_fd = eventfd (0, EFD_CLOEXEC);
  g_assert (self->stop_fd >= 0);
  self->thread = g_thread_new ("sequencer", run, self);
  return self;
}

void
cp_sequencer_free (CpSequencer *self)
{
  if (self == NULL)
    return;
  eventfd_write (self->stop_fd, 1);
  g_thread_join (self->thread);
  close (self->stop_fd);
  g_free (self->url);
  g_free (self);
}

gboolean
cp_sequencer_is_leader (CpSequencer *self)
{
  return g_atomic_int_get (&self->leads);
}
