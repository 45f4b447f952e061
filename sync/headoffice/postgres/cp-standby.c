/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-standby.h"

#include <gio/gio.h>

#include "cp-head-office-postgres.h"

struct _CpStandby {
  CpHeadOffice *office;
  char *url;
  guint retry_ms;
  guint timer_id;
  GCancellable *cancellable; /* of the attempt that is under way, if one is */
  gboolean is_missed;        /* it has been said that it is not there */
};

static void
open_copy (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  CpHeadOfficeStorage *copy = cp_head_office_postgres_open (data, CP_POSTGRES_STANDBY, &error);

  if (copy != NULL)
    g_task_return_pointer (task, copy, (GDestroyNotify) cp_head_office_storage_free);
  else
    g_task_return_error (task, error);
}

static void begin (CpStandby *self);

static gboolean
on_retry (gpointer data)
{
  CpStandby *self = data;

  self->timer_id = 0;
  begin (self);
  return G_SOURCE_REMOVE;
}

static void
on_lost (gpointer data)
{
  CpStandby *self = data;

  self->timer_id = g_timeout_add (self->retry_ms, on_retry, self);
}

static void
miss (CpStandby *self, const char *why)
{
  if (!self->is_missed)
    g_message ("The standby is not there, so the feed is read from the database itself: %s", why);
  self->is_missed = TRUE;
  on_lost (self);
}

static void
on_copy_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  CpStandby *self = data;
  g_autoptr (GError) error = NULL;
  CpHeadOfficeStorage *copy = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) /* and @data is no more */
    return;
  g_clear_object (&self->cancellable);
  if (copy == NULL) {
    miss (self, error->message);
    return;
  }
  g_message ("The feed is read from the standby");
  self->is_missed = FALSE;
  cp_head_office_set_reader (self->office, copy);
}

static void
begin (CpStandby *self)
{
  g_autoptr (GTask) task = NULL;

  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, on_copy_ready, self);
  g_task_set_task_data (task, g_strdup (self->url), g_free);
  g_task_run_in_thread (task, open_copy);
}

CpStandby *
cp_standby_new (CpHeadOffice *office, const char *url, guint retry_ms)
{
  CpStandby *self = g_new0 (CpStandby, 1);

  self->office = office;
  self->url = g_strdup (url);
  self->retry_ms = retry_ms;
  cp_head_office_set_reader_lost_func (office, on_lost, self);
  begin (self);
  return self;
}

void
cp_standby_free (CpStandby *self)
{
  if (self == NULL)
    return;
  cp_head_office_set_reader_lost_func (self->office, NULL, NULL);
  cp_head_office_set_reader (self->office, NULL);
  g_clear_handle_id (&self->timer_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_free (self->url);
  g_free (self);
}
