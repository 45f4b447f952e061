/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpPolicyState:
 * @CP_POLICY_STARTING: a helper runs and is not ready yet.
 * @CP_POLICY_RUNNING: the helper is ready.
 * @CP_POLICY_KILLING: the helper was killed and is not gone yet.
 * @CP_POLICY_WAITING: there is no helper; the next one starts after the backoff.
 * @CP_POLICY_COOLING: there is no helper; a card makes it crash, so the next one starts later.
 *
 * When a helper is started, killed and started again.
 */
typedef enum {
  CP_POLICY_STARTING,
  CP_POLICY_RUNNING,
  CP_POLICY_KILLING,
  CP_POLICY_WAITING,
  CP_POLICY_COOLING,
} CpPolicyState;

#define CP_N_POLICY_STATES (CP_POLICY_COOLING + 1)

/**
 * CpPolicyEvent:
 * @CP_POLICY_READY: the helper says that it is ready.
 * @CP_POLICY_SILENT: the helper has given no sign of life for too long, or spoke nonsense.
 * @CP_POLICY_ENDED: the helper is gone, by its own will or because it was killed.
 * @CP_POLICY_CRASHED: the helper died of a signal that nobody sent.
 * @CP_POLICY_HOSTILE: the same, and cp_crashes_note() says that a card does it.
 * @CP_POLICY_TIME: the wait is over.
 */
typedef enum {
  CP_POLICY_READY,
  CP_POLICY_SILENT,
  CP_POLICY_ENDED,
  CP_POLICY_CRASHED,
  CP_POLICY_HOSTILE,
  CP_POLICY_TIME,
} CpPolicyEvent;

#define CP_N_POLICY_EVENTS (CP_POLICY_TIME + 1)

typedef enum {
  CP_POLICY_DO_NOTHING,
  CP_POLICY_DO_LAUNCH,
  CP_POLICY_DO_KILL,
  CP_POLICY_DO_WAIT, /* for cp_backoff_next() */
  CP_POLICY_DO_COOL, /* for CP_COOLING_MS */
} CpPolicyAction;

/** cp_policy_next: Returns: what to do; *@state becomes the next state. */
CpPolicyAction cp_policy_next (CpPolicyState *state, CpPolicyEvent event);

#define CP_BACKOFF_LEAST_MS 20
#define CP_BACKOFF_MOST_MS 2000
#define CP_BACKOFF_STABLE_MS 10000
#define CP_COOLING_MS 3000

/**
 * CpBackoff:
 *
 * How long to wait before the next helper. Zero it to start.
 */
typedef struct {
  guint delay_ms;
} CpBackoff;

/**
 * cp_backoff_next:
 * @ready_for_ms: how long the helper that has just gone had been ready.
 *
 * Returns: %CP_BACKOFF_LEAST_MS, doubled each time up to %CP_BACKOFF_MOST_MS, and from the start
 *   again after a helper that was ready for %CP_BACKOFF_STABLE_MS.
 */
guint cp_backoff_next (CpBackoff *self, gint64 ready_for_ms);

#define CP_CRASHES_MANY 3
#define CP_CRASHES_WITHIN_MS 5000
#define CP_CRASHES_SOON_MS 300

/**
 * CpCrashes:
 *
 * The helper's last deaths by signal soon after its field went on. Zero it to start.
 */
typedef struct {
  gint64 at_ms[CP_CRASHES_MANY];
  guint n;
} CpCrashes;

/**
 * cp_crashes_note:
 * @now_ms: when the helper died.
 * @field_on_ms: when its field went on, or -1 if it never did.
 *
 * Returns: whether this was the third such death within five seconds: then it is a card that does
 *   it.
 */
gboolean cp_crashes_note (CpCrashes *self, gint64 now_ms, gint64 field_on_ms);

G_END_DECLS
