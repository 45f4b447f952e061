/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One track: a request or a pause at a time, and how long the pauses are. */
#include "cp-error.h"
#include "cp-sync-worker-private.h"

#include <glib/gi18n-lib.h>

#define FIRST_BACKOFF_MS 1000
#define DEFAULT_MAX_BACKOFF_MS (300 * 1000)
#define MAX_RETRY_AFTER_MS (600 * 1000)
#define FIRST_LEDGER_BACKOFF_MS 250
#define MAX_LEDGER_BACKOFF_MS 5000
#define BREATH_MS 1000
#define MAX_TEXT_CHARS 200

void
cp_track_run (CpTrack *self)
{
  if (self->request_id == 0 && self->pause == CP_PAUSE_NONE)
    self->start (self->worker);
}

static void
on_pause_over (gpointer data)
{
  CpTrack *self = data;

  self->timer_id = 0;
  self->pause = CP_PAUSE_NONE;
  cp_track_run (self);
}

static void
remove_timer (CpTrack *self)
{
  const CpTimer *timer = &self->worker->config.timer;

  if (self->timer_id != 0)
    timer->remove (timer->data, self->timer_id);
  self->timer_id = 0;
  self->pause = CP_PAUSE_NONE;
}

void
cp_track_end_pause (CpTrack *self)
{
  remove_timer (self);
  cp_track_run (self);
}

static void
pause_for (CpTrack *self, CpPause pause, gint64 delay_ms)
{
  const CpTimer *timer = &self->worker->config.timer;

  remove_timer (self);
  self->pause = pause;
  self->timer_id = timer->add (timer->data, delay_ms, on_pause_over, self);
}

void
cp_track_send (CpTrack *self, const CpTransportRequest *request, CpTransportDoneFunc done)
{
  const CpTransport *transport = &self->worker->config.transport;

  self->request_id = transport->send (transport->data, request, done, self->worker);
}

static gint64
get_max_backoff_ms (const CpTrack *self)
{
  gint64 max = self->worker->config.max_backoff_ms;

  return max > 0 ? max : DEFAULT_MAX_BACKOFF_MS;
}

/* Full jitter: devices that lost head office together must not come back together. */
static gint64
draw_delay_ms (const CpTrack *self, gint64 first_ms, gint64 max_ms, guint failures)
{
  gint64 bound = MIN (max_ms, first_ms << MIN (failures - 1, 20));
  guint64 random;

  cp_world_fill_random (self->worker->config.world, (guint8 *) &random, sizeof random);
  return (gint64) (random % (guint64) (bound + 1));
}

void
cp_track_succeed (CpTrack *self)
{
  self->failures = 0;
  self->worker->saved = MIN (self->worker->saved + 1, (guint) CP_MOST_SAVED);
  g_clear_pointer (&self->refusal, g_free);
  g_clear_pointer (&self->trouble, g_free);
}

static gboolean
needs_a_person (guint status)
{
  return status == 401 || status == 403 || status == 409 || status == 426;
}

/* Head office's own words if it gave any that can be shown. */
static char *
describe (const CpTransportAnswer *answer)
{
  g_autoptr (CpJson) document = cp_transport_answer_read (answer, NULL);
  const char *text = cp_json_get_text (document, "text");

  if (text != NULL && *text != '\0')
    return g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_TEXT_CHARS));
  if (answer->status != 0)
    return g_strdup_printf (_ ("Head office answers with status %u"), answer->status);
  return g_strdup (answer->trouble != NULL ? answer->trouble : _ ("Head office can't be reached"));
}

gboolean
cp_track_was_told (const CpTransportAnswer *answer, guint status, const char *code)
{
  g_autoptr (CpJson) document =
      answer->status == status ? cp_transport_answer_read (answer, NULL) : NULL;

  return g_strcmp0 (cp_json_get_text (document, "code"), code) == 0;
}

static void
note_failure (CpTrack *self, char *trouble)
{
  self->failures++;
  g_free (self->trouble);
  self->trouble = trouble;
}

/* A head office that answers now and then is asked no more than a tenth again, or those that wait
 * for it keep it from coming back. */
static gint64
draw_backoff_ms (CpTrack *self)
{
  CpSyncWorker *worker = self->worker;
  gint64 most_ms = get_max_backoff_ms (self);

  if (worker->saved < CP_RETRY_COST)
    return most_ms / 2 + draw_delay_ms (self, most_ms / 2, most_ms / 2, 1);
  worker->saved -= CP_RETRY_COST;
  return draw_delay_ms (self, FIRST_BACKOFF_MS, most_ms, self->failures);
}

static void
back_off (CpTrack *self, CpPause pause, gint64 at_least_ms)
{
  gint64 delay_ms = draw_backoff_ms (self);

  pause_for (self, pause, MAX (delay_ms, MIN (at_least_ms, MAX_RETRY_AFTER_MS)));
  cp_sync_worker_review_link (self->worker, 0);
}

void
cp_track_fail (CpTrack *self, const CpTransportAnswer *answer)
{
  note_failure (self, describe (answer));
  if (needs_a_person (answer->status)) {
    g_free (self->refusal);
    self->refusal = g_strdup (self->trouble);
    pause_for (self, CP_PAUSE_REFUSED, get_max_backoff_ms (self));
    cp_sync_worker_review_link (self->worker, 0);
    return;
  }
  g_clear_pointer (&self->refusal, g_free);
  back_off (self, answer->status == 0 ? CP_PAUSE_UNREACHED : CP_PAUSE_TOLD, answer->retry_after_ms);
}

void
cp_track_put_off (CpTrack *self, const CpTransportAnswer *answer)
{
  gint64 delay_ms;

  note_failure (self, describe (answer));
  delay_ms = draw_delay_ms (self, FIRST_BACKOFF_MS, get_max_backoff_ms (self), self->failures);
  pause_for (self, CP_PAUSE_PUT_OFF,
             MAX (delay_ms, MIN (answer->retry_after_ms, MAX_RETRY_AFTER_MS)));
}

void
cp_track_await (CpTrack *self, const CpTransportAnswer *answer)
{
  cp_track_succeed (self);
  pause_for (self, CP_PAUSE_AWAITED, CLAMP (answer->retry_after_ms, BREATH_MS, MAX_RETRY_AFTER_MS));
}

void
cp_track_fail_text (CpTrack *self, const char *trouble)
{
  note_failure (self, g_strdup (trouble));
  back_off (self, CP_PAUSE_TOLD, 0);
}

void
cp_track_fail_ledger (CpTrack *self, const GError *error)
{
  gboolean is_away = g_error_matches (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  /* One that is there and can't, for want of room say, is not soon to be. */
  gint64 most_ms = is_away ? MAX_LEDGER_BACKOFF_MS : get_max_backoff_ms (self);

  self->ledger_failures++;
  if (!is_away && self->ledger_failures == 1)
    g_message ("The ledger did not do its part: %s", error->message);
  pause_for (self, CP_PAUSE_LEDGER,
             draw_delay_ms (self, FIRST_LEDGER_BACKOFF_MS, most_ms, self->ledger_failures));
}

void
cp_track_breathe (CpTrack *self)
{
  pause_for (self, CP_PAUSE_BREATH, BREATH_MS);
}

void
cp_track_clear (CpTrack *self)
{
  const CpTransport *transport = &self->worker->config.transport;

  remove_timer (self);
  if (self->request_id != 0)
    transport->cancel (transport->data, self->request_id);
  self->request_id = 0;
  g_free (self->refusal);
  g_free (self->trouble);
}
