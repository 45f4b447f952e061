/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files that grow smaller when something is deleted. */
#include "cp-database-private.h"

#include "cp-error.h"

#define BY_AND_BY 2 /* `PRAGMA auto_vacuum`: only when it is asked for */

static gboolean
is_ready (CpDatabase *self, gboolean *ret_ready, GError **error)
{
  gint64 mode = BY_AND_BY;

  if (self->gives_back && !cp_database_read_setting (self, "get-gives-back", &mode, error))
    return FALSE;
  *ret_ready = mode == BY_AND_BY;
  return TRUE;
}

/* Setting it writes to the file even where it is so already. */
gboolean
cp_database_prepare_giving_back (CpDatabase *self, GError **error)
{
  gboolean ready;

  return is_ready (self, &ready, error) &&
         (ready || cp_database_apply_settings (self, "gives-back", error));
}

/* All of it goes through a copy, which has to be on a disk: years are more than the memory that a service is
 * given, and one that is killed for it would begin again at its next start. A disk of the world's own has no
 * room for what has no name. */
static gboolean
rebuild (CpDatabase *self, GError **error)
{
  g_autofree char *sql = cp_database_load_setting ("rebuild");

  if (self->world->vfs_name != NULL)
    return cp_database_exec (self, sql, error);
  return cp_database_apply_settings (self, "rebuild-on-disk", error) &&
         cp_database_exec (self, sql, error);
}

/* What can be tried again at the next opening: there is no room, or nowhere for the copy. */
static gboolean
can_wait (const GError *error)
{
  return g_error_matches (error, CP_ERROR, CP_ERROR_FULL) ||
         g_error_matches (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
}

gboolean
cp_database_begin_giving_back (CpDatabase *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean ready;

  if (!is_ready (self, &ready, error))
    return FALSE;
  if (ready)
    return TRUE;
  if (!rebuild (self, &local) && !can_wait (local)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (!cp_database_apply_use (self, error))
    return FALSE;
  if (local == NULL)
    return TRUE;
  g_message ("%s gives no room back yet: %s", self->path, local->message);
  return TRUE;
}

static gboolean
give_back (CpDatabase *self, gboolean *ret_more, GError **error)
{
  g_autofree char *sql = cp_database_load_setting ("give-back");
  gint64 n_free = 0;
  gboolean ready;

  if (!is_ready (self, &ready, error) ||
      !cp_database_read_setting (self, "count-free", &n_free, error))
    return FALSE;
  *ret_more = FALSE;
  if (!ready || n_free == 0)
    return TRUE;
  if (!cp_database_exec (self, sql, error) ||
      !cp_database_read_setting (self, "count-free", &n_free, error))
    return FALSE;
  *ret_more = n_free > 0;
  return TRUE;
}

gboolean
cp_database_give_back (CpDatabase *self, gboolean *ret_more, GError **error)
{
  gboolean ok;

  if (!self->gives_back || self->fatal) {
    *ret_more = FALSE;
    return !self->fatal || cp_database_fail (self, SQLITE_IOERR, "use", error);
  }
  cp_database_set_guard (self, FALSE);
  ok = give_back (self, ret_more, error);
  cp_database_set_guard (self, TRUE);
  return ok;
}
