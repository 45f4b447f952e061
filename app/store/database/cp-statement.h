/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpStatement:
 *
 * A prepared statement of a CpDatabase, which owns it. Bind, step, read; it is ready to be bound
 * anew after its last row, after a failure and after cp_statement_reset().
 */
typedef struct _CpStatement CpStatement;

/** cp_statement_bind_text: @parameter as in the statement, `:name`, a constant; a %NULL @value is NULL. */
void cp_statement_bind_text (CpStatement *self, const char *parameter, const char *value);

/** cp_statement_bind_lasting_text: the same, of a @value that is there until the last step: it is not
 *  copied. */
void cp_statement_bind_lasting_text (CpStatement *self, const char *parameter, const char *value);
void cp_statement_bind_int (CpStatement *self, const char *parameter, gint64 value);

/** cp_statement_bind_bytes: as a BLOB; they are copied. */
void cp_statement_bind_bytes (CpStatement *self,
                              const char *parameter,
                              gconstpointer bytes,
                              gsize n_bytes);

/**
 * cp_statement_step:
 * @ret_row: whether there is a row to be read; %FALSE after the last
 *
 * Returns: %FALSE on failure; see cp_database_open() and CpError for the codes
 */
gboolean
cp_statement_step (CpStatement *self, gboolean *ret_row, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_statement_run: steps to the end, leaving rows unread. */
gboolean cp_statement_run (CpStatement *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_statement_reset: for who stops before the last row. */
void cp_statement_reset (CpStatement *self);

/** cp_statement_get_text: (transfer none) (nullable): valid until the next step or reset */
const char *cp_statement_get_text (CpStatement *self, guint column);

/** cp_statement_get_bytes: (transfer none) (nullable): likewise; %NULL for what is no BLOB, or an empty one */
const guint8 *cp_statement_get_bytes (CpStatement *self, guint column, gsize *ret_n_bytes);

/** cp_statement_get_int: 0 for NULL */
gint64 cp_statement_get_int (CpStatement *self, guint column);

/** CpStatementCleaner: resets a statement (transfer none) that goes out of scope; hold it so in a
 *  function that returns between rows. */
typedef CpStatement CpStatementCleaner;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpStatementCleaner, cp_statement_reset)

G_END_DECLS
