/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/* A PostgreSQL server of the test's own, in a folder of its own, reached over a socket there. It
 * runs as an unprivileged user, as it insists, and ends with the test, however that ends. */

typedef struct {
  char *folder;
  char *data;
  char *log;
  char *address; /* (nullable): where it listens besides */
  GPid pid;
  int output_fd;
  GThread *reader;
  GMutex mutex;
  GCond cond;
  gboolean is_ready;
  gboolean has_ended;
  guint n_databases;
} Postgres;

/** postgres_new: a server that is ready, with fsync on */
Postgres *postgres_new (void);

/** postgres_new_on_loopback: one without fsync that listens at an address, too */
Postgres *postgres_new_on_loopback (void);

/** postgres_new_standby: a hot standby that streams from @primary */
Postgres *postgres_new_standby (Postgres *primary);

void postgres_free (Postgres *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Postgres, postgres_free)

/** postgres_dup_url: (transfer full): of the database of that name, which need not be there */
char *postgres_dup_url (Postgres *self, const char *database);

/** postgres_make_database: (transfer full): the URL of a new, empty database */
char *postgres_make_database (Postgres *self);

/** postgres_ask: (transfer full): what psql prints for @sql, unaligned */
char *postgres_ask (const char *url, const char *sql);

/** postgres_has_waiting: whether somebody in that database waits for what somebody else holds. */
gboolean postgres_has_waiting (const char *url);

/** postgres_is_wanted: whether this run of the test is to be over PostgreSQL. */
gboolean postgres_is_wanted (void);

/** postgres_get_shared: (transfer none): one for the whole run, ended at its end; without fsync, since no test
 *  cuts its power, and what a kill leaves behind is the same */
Postgres *postgres_get_shared (void);
