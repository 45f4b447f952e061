/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is not kept for ever. */
#include "cp-admin-private.h"
#include "cp-error.h"
#include "cp-head-office-forget.h"

#define LEAST_DAYS 7
#define MOST_DAYS 3660

int
cp_admin_forget_feed (CpAdmin *self, GStrv *args, GError **error)
{
  gint days = CP_FORGET_DAYS;
  const GOptionEntry entries[] = {
    { "days", 0, 0, G_OPTION_ARG_INT, &days, NULL, NULL },
    { NULL },
  };
  gint64 floor = 0;
  gboolean is_done = FALSE;

  if (!cp_admin_parse (args, entries, 0, error))
    return 1;
  if (days < LEAST_DAYS || days > MOST_DAYS) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "--days: from %d to %d", LEAST_DAYS, MOST_DAYS);
    return 1;
  }
  if (!cp_head_office_forget_feed (self->office, (guint) days, &floor, &is_done, error))
    return 1;
  if (!is_done)
    return CP_ADMIN_AGAIN;
  g_string_append_printf (self->out, "what comes after %" G_GINT64_FORMAT " is kept\n", floor);
  return 0;
}
