/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-reader-policy.h"

#define S(name) CP_POLICY_##name

/* One row for each state and event, in the order of the enums. */
static const struct {
  CpPolicyState state;
  CpPolicyEvent event;
  CpPolicyState next;
  CpPolicyAction action;
} rows[CP_N_POLICY_STATES * CP_N_POLICY_EVENTS] = {
  { S (STARTING), S (READY), S (RUNNING), S (DO_NOTHING) },
  { S (STARTING), S (SILENT), S (KILLING), S (DO_KILL) },
  { S (STARTING), S (ENDED), S (WAITING), S (DO_WAIT) },
  { S (STARTING), S (CRASHED), S (WAITING), S (DO_WAIT) },
  { S (STARTING), S (HOSTILE), S (COOLING), S (DO_COOL) },
  { S (STARTING), S (TIME), S (STARTING), S (DO_NOTHING) },

  { S (RUNNING), S (READY), S (RUNNING), S (DO_NOTHING) },
  { S (RUNNING), S (SILENT), S (KILLING), S (DO_KILL) },
  { S (RUNNING), S (ENDED), S (WAITING), S (DO_WAIT) },
  { S (RUNNING), S (CRASHED), S (WAITING), S (DO_WAIT) },
  { S (RUNNING), S (HOSTILE), S (COOLING), S (DO_COOL) },
  { S (RUNNING), S (TIME), S (RUNNING), S (DO_NOTHING) },

  { S (KILLING), S (READY), S (KILLING), S (DO_NOTHING) },
  { S (KILLING), S (SILENT), S (KILLING), S (DO_KILL) },
  { S (KILLING), S (ENDED), S (WAITING), S (DO_WAIT) },
  { S (KILLING), S (CRASHED), S (WAITING), S (DO_WAIT) },
  { S (KILLING), S (HOSTILE), S (COOLING), S (DO_COOL) },
  { S (KILLING), S (TIME), S (KILLING), S (DO_NOTHING) },

  { S (WAITING), S (READY), S (WAITING), S (DO_NOTHING) },
  { S (WAITING), S (SILENT), S (WAITING), S (DO_NOTHING) },
  { S (WAITING), S (ENDED), S (WAITING), S (DO_NOTHING) },
  { S (WAITING), S (CRASHED), S (WAITING), S (DO_NOTHING) },
  { S (WAITING), S (HOSTILE), S (WAITING), S (DO_NOTHING) },
  { S (WAITING), S (TIME), S (STARTING), S (DO_LAUNCH) },

  { S (COOLING), S (READY), S (COOLING), S (DO_NOTHING) },
  { S (COOLING), S (SILENT), S (COOLING), S (DO_NOTHING) },
  { S (COOLING), S (ENDED), S (COOLING), S (DO_NOTHING) },
  { S (COOLING), S (CRASHED), S (COOLING), S (DO_NOTHING) },
  { S (COOLING), S (HOSTILE), S (COOLING), S (DO_NOTHING) },
  { S (COOLING), S (TIME), S (STARTING), S (DO_LAUNCH) },
};

CpPolicyAction
cp_policy_next (CpPolicyState *state, CpPolicyEvent event)
{
  guint i = *state * CP_N_POLICY_EVENTS + event;

  g_assert (i < G_N_ELEMENTS (rows) && rows[i].state == *state && rows[i].event == event);
  *state = rows[i].next;
  return rows[i].action;
}

guint
cp_backoff_next (CpBackoff *self, gint64 ready_for_ms)
{
  if (self->delay_ms == 0 || ready_for_ms >= CP_BACKOFF_STABLE_MS)
    self->delay_ms = CP_BACKOFF_LEAST_MS;
  else
    self->delay_ms = MIN (self->delay_ms * 2, CP_BACKOFF_MOST_MS);
  return self->delay_ms;
}

gboolean
cp_crashes_note (CpCrashes *self, gint64 now_ms, gint64 field_on_ms)
{
  if (field_on_ms < 0 || now_ms - field_on_ms >= CP_CRASHES_SOON_MS)
    return FALSE;
  self->at_ms[self->n++ % CP_CRASHES_MANY] = now_ms;
  return self->n >= CP_CRASHES_MANY &&
         now_ms - self->at_ms[self->n % CP_CRASHES_MANY] < CP_CRASHES_WITHIN_MS;
}
