/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-reader.h"

#include "cp-helper.h"
#include "cp-reader-policy.h"

#include <string.h>

#define WATCH_EVERY_MS 250
#define SILENCE_MS 2000
#define SOCKET_SILENCE_MS 5000 /* systemd may have to start the helper first */
#define EVENT_MAX_AGE_NS (2 * G_GUINT64_CONSTANT (1000000000))

struct _CpReader {
  GObject parent_instance;

  char *connstring;
  char *helper_path;
  char *socket_path;
  CpReaderConfig config;

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

  CpReaderState state;
  CpReaderFault fault;
  char *name;
  gboolean paused;
  guint64 resumed_ns;

  CpTaps taps;
  guint32 session;        /* ours: grows with each card, also across helpers */
  guint32 helper_session; /* the helper's for the same card; 0: no card */
  guint32 next_seq;
  GHashTable *exchanges; /* seq → GTask */
};

G_DEFINE_FINAL_TYPE (CpReader, cp_reader, G_TYPE_OBJECT)

enum { PROP_0, PROP_STATE, PROP_FAULT, PROP_NAME, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_CARD, SIGNAL_GONE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void handle (CpReader *self, CpPolicyEvent event);

static gint64
now_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

static void
set_state (CpReader *self, CpReaderState state, CpReaderFault fault)
{
  gboolean state_changed = self->state != state, fault_changed = self->fault != fault;

  self->state = state;
  self->fault = fault;
  if (state_changed && state != CP_READER_STATE_STARTING && state != CP_READER_STATE_PAUSED)
    g_message ("card reader is %s: %s", cp_reader_state_to_name (state),
               cp_reader_fault_to_text (fault));
  g_object_freeze_notify (G_OBJECT (self));
  if (fault_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAULT]);
  if (state_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
send_plain (CpReader *self, CpWireType type)
{
  CpWireMessage message = { .type = type };

  if (self->helper != NULL)
    cp_helper_send (self->helper, &message);
}

static void
send_start (CpReader *self)
{
  CpWireMessage message = { .type = CP_WIRE_START };

  message.start.gap_ms = (guint16) self->config.gap_ms;
  message.start.presence_ms = (guint16) self->config.presence_ms;
  message.start.gone_ms = (guint16) self->config.gone_ms;
  message.start.rf_timeout_ms = (guint16) self->config.rf_timeout_ms;
  message.start.paused = self->paused;
  g_strlcpy (message.start.connstring, self->connstring, sizeof message.start.connstring);
  cp_helper_send (self->helper, &message);
}

static void
fail_exchange (GTask *task, CpCardStatus status)
{
  static const char *const texts[CP_N_CARD_STATUSES] = {
    [CP_CARD_STATUS_LOST] = "the card is gone",
    [CP_CARD_STATUS_REFUSED] = "the card refused the command",
    [CP_CARD_STATUS_AUTH] = "the card did not accept the key",
    [CP_CARD_STATUS_PROTOCOL] = "the card's answer was garbled",
    [CP_CARD_STATUS_STALE] = "this card is no longer the one on the reader",
    [CP_CARD_STATUS_NOT_SUPPORTED] = "the reader can't send such a command",
    [CP_CARD_STATUS_TOO_BIG] = "command or answer is too long for the reader",
    [CP_CARD_STATUS_UNAVAILABLE] = "the reader is not available",
  };

  g_task_return_new_error (task, CP_CARD_ERROR, (int) status, "%s", texts[status]);
}

static void
fail_all_exchanges (CpReader *self)
{
  g_autoptr (GHashTable) exchanges = g_steal_pointer (&self->exchanges);
  GHashTableIter iter;
  gpointer task;

  self->exchanges = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  g_hash_table_iter_init (&iter, exchanges);
  while (g_hash_table_iter_next (&iter, NULL, &task))
    fail_exchange (task, CP_CARD_STATUS_UNAVAILABLE);
}

static void
forget_card (CpReader *self)
{
  self->helper_session = 0;
  if (cp_taps_gone (&self->taps, now_ms ()))
    g_signal_emit (self, signals[SIGNAL_GONE], 0);
}

static void
on_wire_hello (CpReader *self, const CpWireHello *hello)
{
  self->field_on_ms = now_ms ();
  if (g_strcmp0 (self->name, hello->name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (hello->name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

static gboolean
is_too_old (CpReader *self, guint64 mono_ns)
{
  guint64 now_ns = cp_wire_now_ns ();

  return mono_ns > now_ns || now_ns - mono_ns > EVENT_MAX_AGE_NS || mono_ns < self->resumed_ns;
}

static void
on_wire_card (CpReader *self, const CpWireMessage *message)
{
  CpReaderCard card = { .kind = (CpCardKind) message->card.kind,
                        .atqa = message->card.atqa,
                        .sak = message->card.sak,
                        .n_ats = message->card.ats.length };

  if (self->paused || is_too_old (self, message->mono_ns))
    return;
  card.random_uid = (message->card.flags & CP_WIRE_CARD_RANDOM_UID) != 0;
  card.uid.length = message->card.uid.length;
  memcpy (card.uid.bytes, message->card.uid.bytes, card.uid.length);
  memcpy (card.ats, message->card.ats.bytes, card.n_ats);
  card.session = ++self->session;
  self->helper_session = message->session;
  if (cp_taps_card (&self->taps, &card.uid, now_ms ()))
    g_signal_emit (self, signals[SIGNAL_CARD], 0, &card);
}

static void
on_wire_reply (CpReader *self, const CpWireMessage *message)
{
  g_autoptr (GTask) task = NULL;

  if (!g_hash_table_steal_extended (self->exchanges, GUINT_TO_POINTER (message->seq), NULL,
                                    (gpointer *) &task))
    return;
  if (message->reply.status == CP_CARD_STATUS_OK)
    g_task_return_pointer (task,
                           g_bytes_new (message->reply.data.bytes, message->reply.data.length),
                           (GDestroyNotify) g_bytes_unref);
  else
    fail_exchange (task, (CpCardStatus) message->reply.status);
}

static void
on_helper_message (const CpWireMessage *message, gpointer user_data)
{
  g_autoptr (CpReader) self = g_object_ref (user_data);

  self->heard_ms = now_ms ();
  switch (message->type) {
  case CP_WIRE_HELLO:
    on_wire_hello (self, &message->hello);
    break;
  case CP_WIRE_READY:
    handle (self, CP_POLICY_READY);
    break;
  case CP_WIRE_CARD:
    on_wire_card (self, message);
    break;
  case CP_WIRE_GONE:
    if (message->session == self->helper_session)
      forget_card (self);
    break;
  case CP_WIRE_REPLY:
    on_wire_reply (self, message);
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
on_helper_nonsense (gpointer user_data)
{
  CpReader *self = user_data;

  self->told_fault = CP_READER_FAULT_PROTOCOL;
  handle (self, CP_POLICY_SILENT);
}

static void
on_helper_ended (gboolean crashed, CpReaderFault fault, gpointer user_data)
{
  g_autoptr (CpReader) self = g_object_ref (user_data);
  CpPolicyEvent event = CP_POLICY_ENDED;

  if (self->told_fault == CP_READER_FAULT_NONE)
    self->told_fault = fault;
  if (crashed)
    event = cp_crashes_note (&self->crashes, now_ms (), self->field_on_ms) ? CP_POLICY_HOSTILE
                                                                           : CP_POLICY_CRASHED;
  g_clear_pointer (&self->helper, cp_helper_free);
  g_clear_handle_id (&self->watch_source, g_source_remove);
  fail_all_exchanges (self);
  forget_card (self);
  handle (self, event);
}

static gboolean
on_watch (gpointer user_data)
{
  g_autoptr (CpReader) self = g_object_ref (user_data);
  gint64 silence_ms = self->socket_path != NULL ? SOCKET_SILENCE_MS : SILENCE_MS;

  /* What came while this thread was busy counts as a sign of life. */
  cp_helper_receive (self->helper);
  if (self->helper != NULL && now_ms () - self->heard_ms > silence_ms)
    handle (self, CP_POLICY_SILENT);
  return G_SOURCE_CONTINUE;
}

static void
launch (CpReader *self)
{
  static const CpHelperFuncs funcs = { on_helper_message, on_helper_nonsense, on_helper_ended };

  self->told_fault = CP_READER_FAULT_NONE;
  self->field_on_ms = self->ready_ms = -1;
  self->heard_ms = now_ms ();
  self->helper = cp_helper_new (self->helper_path, self->socket_path, &funcs, self);
  self->watch_source = g_timeout_add (WATCH_EVERY_MS, on_watch, self);
  send_start (self);
}

static gboolean
on_wait_over (gpointer user_data)
{
  CpReader *self = user_data;

  self->wait_source = 0;
  handle (self, CP_POLICY_TIME);
  return G_SOURCE_REMOVE;
}

static void
wait_for_ms (CpReader *self, guint delay_ms)
{
  g_clear_handle_id (&self->wait_source, g_source_remove);
  self->wait_source = g_timeout_add (delay_ms, on_wait_over, self);
}

static void
act (CpReader *self, CpPolicyAction action)
{
  switch (action) {
  case CP_POLICY_DO_LAUNCH:
    launch (self);
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

static void
show_ready (CpReader *self)
{
  set_state (self, self->paused ? CP_READER_STATE_PAUSED : CP_READER_STATE_READY,
             CP_READER_FAULT_NONE);
}

/* A helper that had been ready gets one quick new start before anybody is told of a failure. */
static void
show_failure (CpReader *self)
{
  if (self->policy == CP_POLICY_COOLING)
    set_state (self, CP_READER_STATE_FAULT, CP_READER_FAULT_HOSTILE);
  else if (self->ready_ms >= 0)
    set_state (self, CP_READER_STATE_STARTING, self->told_fault);
  else if (self->told_fault == CP_READER_FAULT_ABSENT)
    set_state (self, CP_READER_STATE_ABSENT, self->told_fault);
  else
    set_state (self, CP_READER_STATE_FAULT, self->told_fault);
}

static void
handle (CpReader *self, CpPolicyEvent event)
{
  CpPolicyAction action = cp_policy_next (&self->policy, event);

  act (self, action);
  if (event == CP_POLICY_READY && self->policy == CP_POLICY_RUNNING) {
    self->ready_ms = now_ms ();
    show_ready (self);
  } else if (action == CP_POLICY_DO_WAIT || action == CP_POLICY_DO_COOL) {
    show_failure (self);
  }
}

static void
cp_reader_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CpReader *self = CP_READER (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_enum (value, (int) self->state);
    break;
  case PROP_FAULT:
    g_value_set_enum (value, (int) self->fault);
    break;
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cp_reader_dispose (GObject *object)
{
  CpReader *self = CP_READER (object);

  send_plain (self, CP_WIRE_BYE);
  g_clear_pointer (&self->helper, cp_helper_free);
  g_clear_handle_id (&self->wait_source, g_source_remove);
  g_clear_handle_id (&self->watch_source, g_source_remove);
  fail_all_exchanges (self);
  G_OBJECT_CLASS (cp_reader_parent_class)->dispose (object);
}

static void
cp_reader_finalize (GObject *object)
{
  CpReader *self = CP_READER (object);

  g_hash_table_unref (self->exchanges);
  g_free (self->connstring);
  g_free (self->helper_path);
  g_free (self->socket_path);
  g_free (self->name);
  G_OBJECT_CLASS (cp_reader_parent_class)->finalize (object);
}

static void
cp_reader_class_init (CpReaderClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = cp_reader_get_property;
  object_class->dispose = cp_reader_dispose;
  object_class->finalize = cp_reader_finalize;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, CP_TYPE_READER_STATE,
                                              CP_READER_STATE_STARTING, flags);
  properties[PROP_FAULT] =
      g_param_spec_enum ("fault", NULL, NULL, CP_TYPE_READER_FAULT, CP_READER_FAULT_NONE, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CARD] =
      g_signal_new ("card", CP_TYPE_READER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                    CP_TYPE_READER_CARD | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[SIGNAL_GONE] =
      g_signal_new ("gone", CP_TYPE_READER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cp_reader_init (CpReader *self)
{
  self->exchanges = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
}

static guint
or_default (guint value, guint fallback)
{
  return value > 0 ? MIN (value, G_MAXUINT16) : fallback;
}

CpReader *
cp_reader_new (const CpReaderConfig *config)
{
  CpReader *self;

  g_return_val_if_fail (config->connstring != NULL, NULL);
  g_return_val_if_fail ((config->helper_path == NULL) != (config->socket_path == NULL), NULL);

  self = g_object_new (CP_TYPE_READER, NULL);
  self->connstring = g_strdup (config->connstring);
  self->helper_path = g_strdup (config->helper_path);
  self->socket_path = g_strdup (config->socket_path);
  self->config.gap_ms = or_default (config->gap_ms, 20);
  self->config.presence_ms = or_default (config->presence_ms, 50);
  self->config.gone_ms = or_default (config->gone_ms, 150);
  self->config.rf_timeout_ms = or_default (config->rf_timeout_ms, 26);
  self->policy = CP_POLICY_STARTING;
  launch (self);
  return self;
}

CpReaderState
cp_reader_get_state (CpReader *self)
{
  g_return_val_if_fail (CP_IS_READER (self), CP_READER_STATE_FAULT);

  return self->state;
}

CpReaderFault
cp_reader_get_fault (CpReader *self)
{
  g_return_val_if_fail (CP_IS_READER (self), CP_READER_FAULT_NONE);

  return self->fault;
}

const char *
cp_reader_get_name (CpReader *self)
{
  g_return_val_if_fail (CP_IS_READER (self), NULL);

  return self->name;
}

const char *
cp_reader_get_process_id (CpReader *self)
{
  g_return_val_if_fail (CP_IS_READER (self), NULL);

  return self->helper != NULL ? cp_helper_get_process_id (self->helper) : NULL;
}

void
cp_reader_set_paused (CpReader *self, gboolean paused)
{
  g_return_if_fail (CP_IS_READER (self));

  if (self->paused == paused)
    return;
  self->paused = paused;
  if (!paused)
    self->resumed_ns = cp_wire_now_ns ();
  send_plain (self, paused ? CP_WIRE_PAUSE : CP_WIRE_RESUME);
  if (self->policy == CP_POLICY_RUNNING)
    show_ready (self);
  if (paused)
    forget_card (self);
}

void
cp_reader_expect_card (CpReader *self)
{
  g_return_if_fail (CP_IS_READER (self));

  self->taps.last.length = 0;
}

/* Whether an exchange may be sent; if not, why. */
static CpCardStatus
check_exchange (CpReader *self, guint32 session, gsize n_command)
{
  if (n_command == 0 || n_command > CP_WIRE_MAX_DATA)
    return CP_CARD_STATUS_TOO_BIG;
  if (self->policy != CP_POLICY_RUNNING || self->paused)
    return CP_CARD_STATUS_UNAVAILABLE;
  if (session != self->session || self->helper_session == 0)
    return CP_CARD_STATUS_STALE;
  return CP_CARD_STATUS_OK;
}

void
cp_reader_exchange_async (CpReader *self,
                          guint32 session,
                          CpReaderFrame frame,
                          GBytes *command,
                          guint timeout_ms,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  CpWireMessage message = { .type = CP_WIRE_EXCHANGE };
  gsize n_command = g_bytes_get_size (command);
  CpCardStatus status;

  g_return_if_fail (CP_IS_READER (self));

  g_task_set_source_tag (task, cp_reader_exchange_async);
  status = check_exchange (self, session, n_command);
  if (status != CP_CARD_STATUS_OK) {
    fail_exchange (task, status);
    return;
  }
  message.seq = ++self->next_seq;
  message.session = self->helper_session;
  message.exchange.frame = (guint8) frame;
  message.exchange.timeout_ms = (guint16) MIN (timeout_ms, G_MAXUINT16);
  message.exchange.data.length = (guint16) n_command;
  memcpy (message.exchange.data.bytes, g_bytes_get_data (command, NULL), n_command);
  if (!cp_helper_send (self->helper, &message)) {
    fail_exchange (task, CP_CARD_STATUS_UNAVAILABLE);
    return;
  }
  g_hash_table_insert (self->exchanges, GUINT_TO_POINTER (message.seq), g_steal_pointer (&task));
}

GBytes *
cp_reader_exchange_finish (CpReader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
