/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-reader-supervisor.h"

#include "cp-helper.h"
#include "cp-reader-policy.h"

#define SILENCE_MS 2000
#define SOCKET_SILENCE_MS 5000 /* systemd may have to start the helper first */

/* Counted, since the owner may let go in any call to it. */
struct CpReaderSupervisor {
  char *helper_path;
  char *socket_path;
  const CpReaderSupervisorFuncs *funcs;
  gpointer user_data;
  gboolean freed;

  CpHelper *helper;
  CpPolicyState policy;
  CpBackoff backoff;
  CpCrashes crashes;
  guint wait_source;
  guint watch_source;
  gint64 heard_ms;
  gint64 field_on_ms; /* -1: not in this helper's life */
  gint64 ready_ms;    /* the same */
  CpReaderFault told_fault;
  gboolean was_never_ready; /* the helper before */
};

static void handle (CpReaderSupervisor *self, CpPolicyEvent event);

static void
supervisor_clear (gpointer data)
{
  CpReaderSupervisor *self = data;

  g_free (self->helper_path);
  g_free (self->socket_path);
}

static void
supervisor_unref (CpReaderSupervisor *self)
{
  g_rc_box_release_full (self, supervisor_clear);
}
typedef CpReaderSupervisor Held;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Held, supervisor_unref)

static gint64
now_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

static void
take_message (CpReaderSupervisor *self, const CpWireMessage *message)
{
  switch (message->type) {
  case CP_WIRE_HELLO:
    self->field_on_ms = now_ms ();
    self->funcs->message (message, self->user_data);
    break;
  case CP_WIRE_CARD:
  case CP_WIRE_GONE:
  case CP_WIRE_REFUSED:
  case CP_WIRE_REPLY:
    self->funcs->message (message, self->user_data);
    break;
  case CP_WIRE_READY:
    handle (self, CP_POLICY_READY);
    break;
  case CP_WIRE_FAULT:
    self->told_fault = (CpReaderFault) message->fault.fault;
    g_debug ("the helper gives up: %s", message->fault.detail);
    break;
  case CP_WIRE_BEAT:
    break;
  case CP_WIRE_START:
  case CP_WIRE_EXCHANGE:
  case CP_WIRE_PAUSE:
  case CP_WIRE_RESUME:
  case CP_WIRE_BYE:
  default:
    handle (self, CP_POLICY_SILENT);
    break;
  }
}

static void
on_helper_message (const CpWireMessage *message, gpointer user_data)
{
  g_autoptr (Held) self = g_rc_box_acquire (user_data);

  self->heard_ms = now_ms ();
  take_message (self, message);
}

static void
on_helper_nonsense (gpointer user_data)
{
  CpReaderSupervisor *self = user_data;

  self->told_fault = CP_READER_FAULT_PROTOCOL;
  handle (self, CP_POLICY_SILENT);
}

static void
on_helper_ended (gboolean crashed, CpReaderFault fault, gpointer user_data)
{
  g_autoptr (Held) self = g_rc_box_acquire (user_data);
  gboolean told = self->told_fault != CP_READER_FAULT_NONE;
  CpPolicyEvent event = CP_POLICY_ENDED;

  if (!told)
    self->told_fault = fault;
  if (crashed && !told)
    event = cp_crashes_note (&self->crashes, now_ms (), self->field_on_ms) ? CP_POLICY_HOSTILE
                                                                           : CP_POLICY_CRASHED;
  g_clear_pointer (&self->helper, cp_helper_free);
  g_clear_handle_id (&self->watch_source, g_source_remove);
  self->funcs->ended (self->user_data);
  if (!self->freed)
    handle (self, event);
}

static gboolean on_watch (gpointer user_data);

/* Until the helper will have been silent for too long, if it says nothing from now on. */
static void
watch_on (CpReaderSupervisor *self)
{
  gint64 silence_ms = self->socket_path != NULL ? SOCKET_SILENCE_MS : SILENCE_MS;
  gint64 left_ms = self->heard_ms + silence_ms - now_ms ();

  self->watch_source = g_timeout_add ((guint) CLAMP (left_ms, 1, silence_ms), on_watch, self);
}

static gboolean
on_watch (gpointer user_data)
{
  g_autoptr (Held) self = g_rc_box_acquire (user_data);
  gint64 silence_ms = self->socket_path != NULL ? SOCKET_SILENCE_MS : SILENCE_MS;

  /* What came while this thread was busy counts as a sign of life. */
  self->watch_source = 0;
  cp_helper_receive (self->helper);
  if (self->helper == NULL)
    return G_SOURCE_REMOVE;
  if (now_ms () - self->heard_ms >= silence_ms) {
    self->heard_ms = now_ms (); /* to kill it once more, should it still be there by then */
    handle (self, CP_POLICY_SILENT);
  }
  if (self->helper != NULL && self->watch_source == 0)
    watch_on (self);
  return G_SOURCE_REMOVE;
}

static void
launch (CpReaderSupervisor *self)
{
  static const CpHelperFuncs funcs = { on_helper_message, on_helper_nonsense, on_helper_ended };

  self->told_fault = CP_READER_FAULT_NONE;
  self->field_on_ms = self->ready_ms = -1;
  self->heard_ms = now_ms ();
  self->helper = cp_helper_new (self->helper_path, self->socket_path, &funcs, self);
  watch_on (self);
}

static gboolean
on_wait_over (gpointer user_data)
{
  CpReaderSupervisor *self = user_data;

  self->wait_source = 0;
  handle (self, CP_POLICY_TIME);
  return G_SOURCE_REMOVE;
}

static void
wait_for_ms (CpReaderSupervisor *self, guint delay_ms)
{
  g_clear_handle_id (&self->wait_source, g_source_remove);
  self->wait_source = g_timeout_add (delay_ms, on_wait_over, self);
}

static void
act (CpReaderSupervisor *self, CpPolicyAction action)
{
  switch (action) {
  case CP_POLICY_DO_LAUNCH:
    launch (self);
    self->funcs->started (self, self->user_data);
    break;
  case CP_POLICY_DO_KILL:
    cp_helper_kill (self->helper);
    break;
  case CP_POLICY_DO_WAIT:
    wait_for_ms (self, cp_backoff_next (&self->backoff,
                                        self->ready_ms < 0 ? 0 : now_ms () - self->ready_ms));
    break;
  case CP_POLICY_DO_COOL:
    wait_for_ms (self, CP_COOLING_MS);
    break;
  case CP_POLICY_DO_NOTHING:
  default:
    break;
  }
}

/* A helper that had been ready gets one quick new start before anybody is told of a failure. */
static void
tell_failure (CpReaderSupervisor *self)
{
  CpReaderState state = CP_READER_STATE_FAULT;
  CpReaderFault fault = self->told_fault;

  if (self->policy == CP_POLICY_COOLING)
    fault = CP_READER_FAULT_HOSTILE;
  else if (self->ready_ms >= 0)
    state = CP_READER_STATE_STARTING;
  else if (fault == CP_READER_FAULT_ABSENT)
    state = CP_READER_STATE_ABSENT;
  self->funcs->state (state, fault, self->user_data);
}

/* How long a reader was not there says nothing of how well it will do now that it is. */
static void
forget_absence (CpReaderSupervisor *self)
{
  if (self->was_never_ready)
    self->backoff = (CpBackoff){ 0 };
  self->was_never_ready = FALSE;
}

/* What the owner is told comes last: it may let go. */
static void
handle (CpReaderSupervisor *self, CpPolicyEvent event)
{
  CpPolicyAction action = cp_policy_next (&self->policy, event);

  act (self, action);
  if (event == CP_POLICY_READY && self->policy == CP_POLICY_RUNNING) {
    self->ready_ms = now_ms ();
    forget_absence (self);
    self->funcs->state (CP_READER_STATE_READY, CP_READER_FAULT_NONE, self->user_data);
  } else if (action == CP_POLICY_DO_WAIT || action == CP_POLICY_DO_COOL) {
    self->was_never_ready = self->ready_ms < 0;
    tell_failure (self);
  }
}

CpReaderSupervisor *
cp_reader_supervisor_new (const char *helper_path,
                          const char *socket_path,
                          const CpReaderSupervisorFuncs *funcs,
                          gpointer user_data)
{
  CpReaderSupervisor *self;

  g_return_val_if_fail ((helper_path == NULL) != (socket_path == NULL), NULL);

  self = g_rc_box_new0 (CpReaderSupervisor);
  self->helper_path = g_strdup (helper_path);
  self->socket_path = g_strdup (socket_path);
  self->funcs = funcs;
  self->user_data = user_data;
  self->policy = CP_POLICY_STARTING;
  launch (self);
  return self;
}

void
cp_reader_supervisor_free (CpReaderSupervisor *self)
{
  self->freed = TRUE;
  g_clear_pointer (&self->helper, cp_helper_free);
  g_clear_handle_id (&self->wait_source, g_source_remove);
  g_clear_handle_id (&self->watch_source, g_source_remove);
  supervisor_unref (self);
}

gboolean
cp_reader_supervisor_send (CpReaderSupervisor *self, CpWireMessage *message)
{
  return self->helper != NULL && cp_helper_send (self->helper, message);
}

gboolean
cp_reader_supervisor_is_ready (CpReaderSupervisor *self)
{
  return self->policy == CP_POLICY_RUNNING;
}

const char *
cp_reader_supervisor_get_process_id (CpReaderSupervisor *self)
{
  return self->helper != NULL ? cp_helper_get_process_id (self->helper) : NULL;
}
