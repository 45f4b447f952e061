/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-reader.h"

#include "cp-reader-exchanges.h"
#include "cp-reader-supervisor.h"

#include <string.h>

#define EVENT_MAX_AGE_NS (2 * G_GUINT64_CONSTANT (1000000000))
#define HOSTILE_GOES_ON_MS 10000 /* the driver is tried again every three seconds */

struct _CpReader {
  GObject parent_instance;

  char *connstring;
  CpReaderConfig config; /* its texts are not kept */
  CpReaderSupervisor *supervisor;
  CpReaderExchanges *exchanges;

  CpReaderState state;
  CpReaderFault fault;
  char *name;
  gboolean paused;
  guint64 resumed_ns;
  gint64 hostile_ms; /* when a card last crashed the driver again and again; 0: never */

  CpTaps taps;
  guint32 session;        /* ours: grows with each card, also across helpers */
  guint32 helper_session; /* the helper's for the same card; 0: no card */
};

G_DEFINE_FINAL_TYPE (CpReader, cp_reader, G_TYPE_OBJECT)

enum { PROP_0, PROP_STATE, PROP_FAULT, PROP_NAME, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_CARD, SIGNAL_GONE, SIGNAL_REFUSED, N_SIGNALS };
static guint signals[N_SIGNALS];

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

  cp_reader_supervisor_send (self->supervisor, &message);
}

static void
on_supervisor_started (CpReaderSupervisor *supervisor, gpointer user_data)
{
  CpReader *self = user_data;
  CpWireMessage message = { .type = CP_WIRE_START };

  message.start.poll_ms = (guint16) self->config.poll_ms;
  message.start.presence_ms = (guint16) self->config.presence_ms;
  message.start.gone_ms = (guint16) self->config.gone_ms;
  message.start.rf_timeout_ms = (guint16) self->config.rf_timeout_ms;
  message.start.paused = self->paused;
  g_strlcpy (message.start.connstring, self->connstring, sizeof message.start.connstring);
  cp_reader_supervisor_send (supervisor, &message);
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
                        .random_uid = (message->card.flags & CP_WIRE_CARD_RANDOM) != 0,
                        .atqa = message->card.atqa,
                        .sak = message->card.sak,
                        .n_ats = message->card.ats.length };

  if (self->paused || is_too_old (self, message->mono_ns) ||
      (message->card.flags & CP_WIRE_CARD_CONFIRMED) == 0)
    return;
  card.uid.length = message->card.uid.length;
  memcpy (card.uid.bytes, message->card.uid.bytes, card.uid.length);
  memcpy (card.ats, message->card.ats.bytes, card.n_ats);
  card.session = ++self->session;
  self->helper_session = message->session;
  if (cp_taps_card (&self->taps, &card.uid, now_ms ()))
    g_signal_emit (self, signals[SIGNAL_CARD], 0, &card);
}

static void
on_wire_refused (CpReader *self, const CpWireMessage *message)
{
  if (!self->paused && !is_too_old (self, message->mono_ns))
    g_signal_emit (self, signals[SIGNAL_REFUSED], 0, (int) message->refused.refusal);
}

static void
on_supervisor_message (const CpWireMessage *message, gpointer user_data)
{
  g_autoptr (CpReader) self = g_object_ref (user_data);

  if (message->type == CP_WIRE_HELLO)
    on_wire_hello (self, &message->hello);
  else if (message->type == CP_WIRE_CARD)
    on_wire_card (self, message);
  else if (message->type == CP_WIRE_REFUSED)
    on_wire_refused (self, message);
  else if (message->type == CP_WIRE_REPLY)
    cp_reader_exchanges_answer (self->exchanges, message);
  else if (message->session == self->helper_session)
    forget_card (self);
}

static void
on_supervisor_ended (gpointer user_data)
{
  g_autoptr (CpReader) self = g_object_ref (user_data);

  cp_reader_exchanges_fail_all (self->exchanges);
  forget_card (self);
}

static void
show_ready (CpReader *self)
{
  set_state (self, self->paused ? CP_READER_STATE_PAUSED : CP_READER_STATE_READY,
             CP_READER_FAULT_NONE);
}

/* To whoever laid it down, a card that crashes the driver is one that can't be used. Told once for as
 * long as it goes on. */
static void
refuse_hostile (CpReader *self)
{
  gboolean goes_on = self->hostile_ms != 0 && now_ms () - self->hostile_ms < HOSTILE_GOES_ON_MS;

  self->hostile_ms = now_ms ();
  if (!goes_on)
    g_signal_emit (self, signals[SIGNAL_REFUSED], 0, (int) CP_READER_REFUSAL_UNSUPPORTED);
}

static void
on_supervisor_state (CpReaderState state, CpReaderFault fault, gpointer user_data)
{
  g_autoptr (CpReader) self = g_object_ref (user_data);

  if (state == CP_READER_STATE_READY)
    show_ready (self);
  else
    set_state (self, state, fault);
  if (fault == CP_READER_FAULT_HOSTILE)
    refuse_hostile (self);
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

  if (self->supervisor != NULL)
    send_plain (self, CP_WIRE_BYE);
  g_clear_pointer (&self->supervisor, cp_reader_supervisor_free);
  cp_reader_exchanges_fail_all (self->exchanges);
  G_OBJECT_CLASS (cp_reader_parent_class)->dispose (object);
}

static void
cp_reader_finalize (GObject *object)
{
  CpReader *self = CP_READER (object);

  cp_reader_exchanges_free (self->exchanges);
  g_free (self->connstring);
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
  signals[SIGNAL_REFUSED] = g_signal_new ("refused", CP_TYPE_READER, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, CP_TYPE_READER_REFUSAL);
}

static void
cp_reader_init (CpReader *self)
{
  self->exchanges = cp_reader_exchanges_new ();
}

static guint
or_default (guint value, guint fallback)
{
  return value > 0 ? MIN (value, G_MAXUINT16) : fallback;
}

CpReader *
cp_reader_new (const CpReaderConfig *config)
{
  static const CpReaderSupervisorFuncs funcs = { on_supervisor_started, on_supervisor_message,
                                                 on_supervisor_ended, on_supervisor_state };
  CpReader *self;

  g_return_val_if_fail (config->connstring != NULL, NULL);
  g_return_val_if_fail ((config->helper_path == NULL) != (config->socket_path == NULL), NULL);

  self = g_object_new (CP_TYPE_READER, NULL);
  self->connstring = g_strdup (config->connstring);
  self->config.poll_ms = or_default (config->poll_ms, 30);
  self->config.presence_ms = or_default (config->presence_ms, 50);
  self->config.gone_ms = or_default (config->gone_ms, 150);
  self->config.rf_timeout_ms = or_default (config->rf_timeout_ms, 26);
  self->supervisor =
      cp_reader_supervisor_new (config->helper_path, config->socket_path, &funcs, self);
  on_supervisor_started (self->supervisor, self);
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

  return cp_reader_supervisor_get_process_id (self->supervisor);
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
  if (cp_reader_supervisor_is_ready (self->supervisor))
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
  if (!cp_reader_supervisor_is_ready (self->supervisor) || self->paused)
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
    cp_reader_exchanges_refuse (task, status);
    return;
  }
  message.seq = cp_reader_exchanges_next_seq (self->exchanges);
  message.session = self->helper_session;
  message.exchange.frame = (guint8) frame;
  message.exchange.timeout_ms = (guint16) MIN (timeout_ms, G_MAXUINT16);
  message.exchange.data.length = (guint16) n_command;
  memcpy (message.exchange.data.bytes, g_bytes_get_data (command, NULL), n_command);
  if (!cp_reader_supervisor_send (self->supervisor, &message)) {
    cp_reader_exchanges_refuse (task, CP_CARD_STATUS_UNAVAILABLE);
    return;
  }
  cp_reader_exchanges_add (self->exchanges, message.seq, g_steal_pointer (&task));
}

GBytes *
cp_reader_exchange_finish (CpReader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
