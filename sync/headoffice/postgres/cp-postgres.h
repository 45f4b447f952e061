/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <libpq-fe.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

/**
 * CpPostgresArray:
 *
 * A column for unnest(): texts or whole numbers, in the server's binary form.
 */
typedef struct {
  GByteArray *bytes;
  guint n;
  gboolean of_text;
} CpPostgresArray;

void cp_postgres_array_init (CpPostgresArray *self, gboolean of_text);
void cp_postgres_array_clear (CpPostgresArray *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpPostgresArray, cp_postgres_array_clear)

/** cp_postgres_array_add_text: @text (nullable) */
void cp_postgres_array_add_text (CpPostgresArray *self, const char *text);
void cp_postgres_array_add_int (CpPostgresArray *self, gint64 value);

#define CP_POSTGRES_MAX_PARAMS 10

/**
 * CpPostgresParams:
 *
 * What stands for $1, $2 … of a statement, in that order. Texts and arrays are borrowed until the
 * statement has run. `{ 0 }` has none.
 */
typedef struct {
  int n;
  const char *values[CP_POSTGRES_MAX_PARAMS];
  int sizes[CP_POSTGRES_MAX_PARAMS];
  int formats[CP_POSTGRES_MAX_PARAMS];
  char numbers[CP_POSTGRES_MAX_PARAMS][24];
} CpPostgresParams;

void cp_postgres_params_add_text (CpPostgresParams *self, const char *text);
void cp_postgres_params_add_int (CpPostgresParams *self, gint64 value);

/** cp_postgres_params_add_array: @array must not be added to any more. */
void cp_postgres_params_add_array (CpPostgresParams *self, CpPostgresArray *array);

/**
 * CpPostgresColumns:
 *
 * Columns side by side, for a statement that unnests them: $1 is the first.
 */
typedef struct {
  CpPostgresArray columns[CP_POSTGRES_MAX_PARAMS];
  guint n;
} CpPostgresColumns;

/** cp_postgres_columns_init: @types: a letter for each: `t` text, `i` whole number */
void cp_postgres_columns_init (CpPostgresColumns *self, const char *types);
void cp_postgres_columns_clear (CpPostgresColumns *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpPostgresColumns, cp_postgres_columns_clear)

/**
 * CpPostgres:
 *
 * One connection to a PostgreSQL server. Statements are files of the resource, prepared at their
 * first use. A connection that was lost is made again by cp_postgres_ensure(). Belongs to one thread.
 */
typedef struct _CpPostgres CpPostgres;

/**
 * cp_postgres_open:
 * @url: `postgresql://…`, as libpq takes it
 *
 * A machine that vanishes says no goodbye. So that its end is noticed within half a minute, by whichever
 * end is left, both ends ask the other for a sign of life, and give up what is not acknowledged; the
 * server frees the session's locks then. To connect may take ten seconds for each address. Whatever of it
 * the URL says otherwise counts, and so do the server's own settings for the database or the user.
 *
 * Returns: (transfer full): or %NULL with %CP_ERROR_UNAVAILABLE
 */
CpPostgres *cp_postgres_open (const char *url, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_postgres_open_brief: the same of a server that can be done without: two seconds to connect and for a
 * statement, and if no answer has come after three the connection is cut. It is pinned from the start.
 */
CpPostgres *cp_postgres_open_brief (const char *url, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cp_postgres_close (CpPostgres *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpPostgres, cp_postgres_close)

/** cp_postgres_ensure: connects anew if the connection is gone; outside of transactions only. */
gboolean cp_postgres_ensure (CpPostgres *self, GError **error);

/** cp_postgres_count_connections: how many times it has connected */
guint cp_postgres_count_connections (const CpPostgres *self);

/** cp_postgres_pin: from now on a connection that is lost stays so. */
void cp_postgres_pin (CpPostgres *self);

/**
 * cp_postgres_query:
 * @params: (nullable):
 *
 * Returns: (transfer full): its rows, or %NULL. A connection that is gone, and a transaction that
 *   ran into another's, are %CP_ERROR_UNAVAILABLE (see cp_postgres_met_another()); no room on the
 *   disk is %CP_ERROR_FULL, what the schema refuses %CP_ERROR_INVALID, all else %CP_ERROR_CORRUPT.
 */
PGresult *cp_postgres_query (CpPostgres *self,
                             const char *name,
                             const CpPostgresParams *params,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_postgres_run: the same for a statement whose rows nobody wants. */
gboolean cp_postgres_run (CpPostgres *self,
                          const char *name,
                          const CpPostgresParams *params,
                          GError **error);

/** cp_postgres_query_columns, cp_postgres_run_columns: the same with nothing but columns; nothing is
 *  run if they are empty. */
PGresult *cp_postgres_query_columns (CpPostgres *self,
                                     const char *name,
                                     CpPostgresColumns *columns,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean cp_postgres_run_columns (CpPostgres *self,
                                  const char *name,
                                  CpPostgresColumns *columns,
                                  GError **error);

/** cp_postgres_each: gives the first column of each row to @func without holding them all; stops
 *  when it returns %FALSE. @func runs no other statement: that is a programmer's fault, and fails. */
gboolean cp_postgres_each (CpPostgres *self,
                           const char *name,
                           const CpPostgresParams *params,
                           gboolean (*func) (gpointer data, const char *text),
                           gpointer data,
                           GError **error);

/** cp_postgres_run_script: a file of several statements, as it is */
gboolean cp_postgres_run_script (CpPostgres *self, const char *name, GError **error);

/** cp_postgres_met_another: whether the last failure was that of a transaction which met another
 *  one (40001, 40P01, 23505), so that it is worth doing over at once. */
gboolean cp_postgres_met_another (const CpPostgres *self);

PGconn *cp_postgres_get_connection (CpPostgres *self);

/** cp_postgres_get_int: of a column of a row; 0 for NULL */
gint64 cp_postgres_get_int (const PGresult *result, int row, int column);

/** cp_postgres_get_text: (transfer none) (nullable): */
const char *cp_postgres_get_text (const PGresult *result, int row, int column);

G_END_DECLS
