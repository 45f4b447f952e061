/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-postgres.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cp-error.h"
#include "cp-head-office-resource.h"
#include "cp-world.h"

#define FOLDER "/org/counterpart/headoffice/postgres/sql/"

struct _CpPostgres {
  PGconn *connection;
  GHashTable *prepared; /* set of names */
  gboolean met_another;
  gboolean is_pinned;
  gboolean is_listing;
  gboolean is_brief;
  gint64 deadline_ms; /* when an answer has to be there; 0: whenever */
  guint n_connections;
};

#define BRIEF_MS 3000

static gboolean
is_one_of (const char *state, const char *const *states)
{
  return state != NULL && g_strv_contains (states, state);
}

static CpError
error_from_state (const char *state)
{
  static const char *const full[] = { "53100", "53200", NULL };

  if (is_one_of (state, full))
    return CP_ERROR_FULL;
  if (state == NULL || g_str_has_prefix (state, "08") || g_str_has_prefix (state, "57") ||
      g_str_has_prefix (state, "40") || g_str_has_prefix (state, "53") ||
      g_str_has_prefix (state, "55") || g_str_has_prefix (state, "25") ||
      g_str_equal (state, "23505"))
    return CP_ERROR_UNAVAILABLE;
  if (g_str_has_prefix (state, "22") || g_str_has_prefix (state, "23"))
    return CP_ERROR_INVALID;
  return CP_ERROR_CORRUPT;
}

/* The primary message alone: the detail may quote what was being written. */
static gboolean
fail (CpPostgres *self, const PGresult *result, const char *doing, GError **error)
{
  static const char *const another[] = { "40001", "40P01", "23505", NULL };
  const char *state = PQresultErrorField (result, PG_DIAG_SQLSTATE);
  const char *message = PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);
  gboolean is_gone = PQstatus (self->connection) != CONNECTION_OK;

  self->met_another = is_one_of (state, another);
  g_set_error (error, CP_ERROR, (int) (is_gone ? CP_ERROR_UNAVAILABLE : error_from_state (state)),
               "Can't %s: %s (PostgreSQL %s)", doing,
               is_gone           ? "the connection is gone"
               : message != NULL ? message
                                 : "no reason given",
               state != NULL ? state : "-");
  return FALSE;
}

gboolean
cp_postgres_met_another (const CpPostgres *self)
{
  return self->met_another;
}

static void
ignore_notice (void *data, const PGresult *result)
{
}

/* Statements are short: where the planner overrates one, compiling it takes far longer. Nearly all go
 * by an index, row by row, and a plan is kept from when the tables were empty and anything would do. */
static gboolean
set_up (CpPostgres *self, GError **error)
{
  self->n_connections++;
  PQsetNoticeReceiver (self->connection, ignore_notice, NULL);
  return cp_postgres_run_script (self, "set-up", error) &&
         cp_postgres_run_script (self, "keep-alive", error) &&
         (!self->is_brief || cp_postgres_run_script (self, "limit-reads", error));
}

static gboolean
check_connection (CpPostgres *self, GError **error)
{
  if (PQstatus (self->connection) == CONNECTION_OK)
    return set_up (self, error);
  /* libpq's text names host and user, never the password. */
  g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "Can't reach the database: %s",
               g_strchomp (PQerrorMessage (self->connection)));
  return FALSE;
}

/* What the URL says comes after what it may say otherwise. */
static CpPostgres *
open_as (const char *url, gboolean is_brief, GError **error)
{
  static const char *const names[] = {
    "connect_timeout",  "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count",
    "tcp_user_timeout", "dbname",     "client_encoding", "application_name",    NULL
  };
  g_autofree char *name = g_strdup_printf ("counterpart-headoffice %d", getpid ());
  const char *const values[] = { is_brief ? "2" : "10",       "1", "10",   "5",  "3",
                                 is_brief ? "3000" : "20000", url, "UTF8", name, NULL };
  g_autoptr (CpPostgres) self = g_new0 (CpPostgres, 1);

  self->is_brief = self->is_pinned = is_brief;
  self->prepared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->connection = PQconnectdbParams (names, values, 1);
  return check_connection (self, error) ? g_steal_pointer (&self) : NULL;
}

CpPostgres *
cp_postgres_open (const char *url, GError **error)
{
  return open_as (url, FALSE, error);
}

CpPostgres *
cp_postgres_open_brief (const char *url, GError **error)
{
  return open_as (url, TRUE, error);
}

void
cp_postgres_close (CpPostgres *self)
{
  if (self == NULL)
    return;
  PQfinish (self->connection);
  g_hash_table_unref (self->prepared);
  g_free (self);
}

gboolean
cp_postgres_ensure (CpPostgres *self, GError **error)
{
  if (PQstatus (self->connection) == CONNECTION_OK)
    return TRUE;
  if (self->is_pinned)
    return check_connection (self, error);
  g_hash_table_remove_all (self->prepared);
  PQreset (self->connection);
  return check_connection (self, error);
}

guint
cp_postgres_count_connections (const CpPostgres *self)
{
  return self->n_connections;
}

void
cp_postgres_pin (CpPostgres *self)
{
  self->is_pinned = TRUE;
}

PGconn *
cp_postgres_get_connection (CpPostgres *self)
{
  return self->connection;
}

static char *
load (const char *name)
{
  g_autofree char *path = g_strconcat (FOLDER, name, ".sql", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resource_lookup_data (cp_head_office_get_resource (), path,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (bytes == NULL)
    g_error ("A statement is not there: %s", error->message);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
begin_waiting (CpPostgres *self)
{
  self->deadline_ms = self->is_brief ? cp_world_boot_ms (cp_world_real ()) + BRIEF_MS : 0;
}

/* Returns: %FALSE if it has taken too long */
static gboolean
wait_for_input (CpPostgres *self)
{
  struct pollfd fd = { PQsocket (self->connection), POLLIN, 0 };
  gint64 left_ms = self->deadline_ms - cp_world_boot_ms (cp_world_real ());
  int n = left_ms > 0 ? poll (&fd, 1, (int) left_ms) : 0;

  return n > 0 || (n < 0 && errno == EINTR);
}

/* (transfer full) (nullable): as PQgetResult(). Where it takes too long, the connection is cut, which it then
 * says. */
static PGresult *
get_result (CpPostgres *self)
{
  while (self->deadline_ms > 0 && PQisBusy (self->connection)) {
    if (!wait_for_input (self)) {
      shutdown (PQsocket (self->connection), SHUT_RDWR);
      break;
    }
    if (!PQconsumeInput (self->connection))
      break;
  }
  return PQgetResult (self->connection);
}

/* @is_sent: what libpq said of it. (transfer full) (nullable): the last result */
static PGresult *
finish (CpPostgres *self, int is_sent)
{
  PGresult *last = NULL, *result;

  begin_waiting (self);
  while (is_sent && (result = get_result (self)) != NULL) {
    PQclear (last);
    last = result;
  }
  return last;
}

static gboolean
prepare (CpPostgres *self, const char *name, GError **error)
{
  g_autofree char *sql = NULL;
  g_autoptr (PGresult) result = NULL;

  if (self->is_listing) {
    g_critical ("%s is asked for while another statement's rows come in", name);
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "Can't %s: rows are coming in", name);
    return FALSE;
  }
  if (g_hash_table_contains (self->prepared, name))
    return TRUE;
  sql = load (name);
  result = finish (self, PQsendPrepare (self->connection, name, sql, 0, NULL));
  if (PQresultStatus (result) != PGRES_COMMAND_OK) {
    fail (self, result, name, error);
    return FALSE;
  }
  g_hash_table_add (self->prepared, g_strdup (name));
  return TRUE;
}

static gboolean
is_good (const PGresult *result)
{
  ExecStatusType status = PQresultStatus (result);

  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE;
}

PGresult *
cp_postgres_query (CpPostgres *self,
                   const char *name,
                   const CpPostgresParams *params,
                   GError **error)
{
  static const CpPostgresParams none = { 0 };
  const CpPostgresParams *given = params != NULL ? params : &none;
  g_autoptr (PGresult) result = NULL;

  self->met_another = FALSE;
  if (!prepare (self, name, error))
    return NULL;
  result = finish (self, PQsendQueryPrepared (self->connection, name, given->n, given->values,
                                              given->sizes, given->formats, 0));
  if (is_good (result))
    return g_steal_pointer (&result);
  fail (self, result, name, error);
  return NULL;
}

gboolean
cp_postgres_run (CpPostgres *self, const char *name, const CpPostgresParams *params, GError **error)
{
  g_autoptr (PGresult) result = cp_postgres_query (self, name, params, error);

  return result != NULL;
}

PGresult *
cp_postgres_query_columns (CpPostgres *self,
                           const char *name,
                           CpPostgresColumns *columns,
                           GError **error)
{
  CpPostgresParams params = { 0 };

  for (guint i = 0; i < columns->n; i++)
    cp_postgres_params_add_array (&params, &columns->columns[i]);
  return cp_postgres_query (self, name, &params, error);
}

gboolean
cp_postgres_run_columns (CpPostgres *self,
                         const char *name,
                         CpPostgresColumns *columns,
                         GError **error)
{
  g_autoptr (PGresult) result = NULL;

  if (columns->columns[0].n == 0)
    return TRUE;
  result = cp_postgres_query_columns (self, name, columns, error);
  return result != NULL;
}

gboolean
cp_postgres_each (CpPostgres *self,
                  const char *name,
                  const CpPostgresParams *params,
                  gboolean (*func) (gpointer data, const char *text),
                  gpointer data,
                  GError **error)
{
  gboolean ok = TRUE, more = TRUE;
  PGresult *result;

  if (!prepare (self, name, error))
    return FALSE;
  if (!PQsendQueryPrepared (self->connection, name, params->n, params->values, params->sizes,
                            params->formats, 0))
    return fail (self, NULL, name, error);
  PQsetSingleRowMode (self->connection);
  self->is_listing = TRUE;
  begin_waiting (self);
  while ((result = get_result (self)) != NULL) {
    if (ok && !is_good (result))
      ok = fail (self, result, name, error);
    else if (ok && more && PQntuples (result) > 0)
      more = func (data, PQgetvalue (result, 0, 0));
    PQclear (result);
  }
  self->is_listing = FALSE;
  return ok;
}

gboolean
cp_postgres_run_script (CpPostgres *self, const char *name, GError **error)
{
  g_autofree char *sql = load (name);
  g_autoptr (PGresult) result = finish (self, PQsendQuery (self->connection, sql));

  return is_good (result) || fail (self, result, name, error);
}

const char *
cp_postgres_get_text (const PGresult *result, int row, int column)
{
  return PQgetisnull (result, row, column) ? NULL : PQgetvalue (result, row, column);
}

gint64
cp_postgres_get_int (const PGresult *result, int row, int column)
{
  return PQgetisnull (result, row, column)
             ? 0
             : g_ascii_strtoll (PQgetvalue (result, row, column), NULL, 10);
}
