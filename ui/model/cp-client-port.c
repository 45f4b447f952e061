/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-client-port.h"

#include "cp-document.h"

struct _CpClientPort {
  GObject parent_instance;

  CpLedgerClient *client;
  CpLedgerClient *practice;
  gboolean training;
};

enum { PROP_AVAILABLE = 1 };

/* What a call is made of, once its arguments are taken apart. */
typedef struct {
  CpLedgerClient *client;
  const char *session;
  const char *text;
  CpJson *document;
  guint limit;
  gboolean preview;
  GCancellable *cancellable;
  GTask *task;
} Call;

static void
on_replied (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  CpJson *reply = cp_ledger_client_finish (CP_LEDGER_CLIENT (source), result, &error);

  if (reply != NULL)
    g_task_return_pointer (task, reply, (GDestroyNotify) json_decref);
  else
    g_task_return_error (task, error);
}

static void
call_sign_in (const Call *call)
{
  cp_ledger_client_sign_in_async (call->client, call->document, call->cancellable, on_replied,
                                  call->task);
}

static void
call_sign_out (const Call *call)
{
  cp_ledger_client_sign_out_async (call->client, call->session, call->cancellable, on_replied,
                                   call->task);
}

static void
call_submit (const Call *call)
{
  cp_ledger_client_submit_async (call->client, call->session, call->document, call->preview,
                                 call->cancellable, on_replied, call->task);
}

static void
call_identify (const Call *call)
{
  cp_ledger_client_identify_async (call->client, call->session, call->document, call->cancellable,
                                   on_replied, call->task);
}

static void
call_get_member (const Call *call)
{
  cp_ledger_client_get_member_async (call->client, call->session, call->text, call->cancellable,
                                     on_replied, call->task);
}

static void
call_open_training (const Call *call)
{
  cp_ledger_client_open_training_async (call->client, call->session, call->preview,
                                        call->cancellable, on_replied, call->task);
}

static void
call_read (const Call *call)
{
  cp_ledger_client_read_async (call->client, call->session, call->text, call->document,
                               call->cancellable, on_replied, call->task);
}

static void
call_find (const Call *call)
{
  cp_ledger_client_find_async (call->client, call->session, call->text, call->limit,
                               call->cancellable, on_replied, call->task);
}

static void
call_get_attention (const Call *call)
{
  cp_ledger_client_get_attention_async (call->client, call->session, call->cancellable, on_replied,
                                        call->task);
}

static void
call_dismiss_attention (const Call *call)
{
  cp_ledger_client_dismiss_attention_async (call->client, call->session, call->text,
                                            call->cancellable, on_replied, call->task);
}

static void
call_get_status (const Call *call)
{
  cp_ledger_client_get_status_async (call->client, call->cancellable, on_replied, call->task);
}

static void
call_get_programme (const Call *call)
{
  cp_ledger_client_get_programme_async (call->client, call->cancellable, on_replied, call->task);
}

static void
call_get_staff (const Call *call)
{
  cp_ledger_client_get_staff_async (call->client, call->cancellable, on_replied, call->task);
}

/* @shape: what stands in the arguments, in order: s session, d document, t text, n limit, p preview (or
 * another yes or no) */
static const struct {
  const char *method;
  const char *shape;
  void (*func) (const Call *call);
} METHODS[] = {
  { "SignIn", "d", call_sign_in },
  { "SignOut", "s", call_sign_out },
  { "Submit", "sdp", call_submit },
  { "Identify", "sd", call_identify },
  { "GetMember", "st", call_get_member },
  { "OpenTraining", "sp", call_open_training },
  { "Read", "std", call_read },
  { "Find", "stn", call_find },
  { "GetAttention", "s", call_get_attention },
  { "KeepLive", "s", call_get_attention },
  { "DismissAttention", "st", call_dismiss_attention },
  { "GetStatus", "", call_get_status },
  { "GetProgramme", "", call_get_programme },
  { "GetStaff", "", call_get_staff },
};

static void
take_apart (Call *call, const char *shape, GVariant *arguments)
{
  for (gsize i = 0; shape[i] != '\0'; i++) {
    g_autoptr (GVariant) value = g_variant_get_child_value (arguments, i);

    if (shape[i] == 's')
      call->session = g_variant_get_string (value, NULL);
    else if (shape[i] == 't')
      call->text = g_variant_get_string (value, NULL);
    else if (shape[i] == 'd')
      call->document = cp_json_parse_object (g_variant_get_string (value, NULL), -1, NULL);
    else if (shape[i] == 'n')
      call->limit = g_variant_get_uint32 (value);
    else
      call->preview = g_variant_get_boolean (value);
  }
}

static void
call_async (CpLedgerPort *port,
            const char *method,
            GVariant *arguments,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer data)
{
  CpClientPort *self = CP_CLIENT_PORT (port);
  g_autoptr (GVariant) held = arguments != NULL ? g_variant_ref_sink (arguments) : NULL;
  gboolean is_live = g_str_equal (method, "OpenTraining") || g_str_equal (method, "KeepLive");
  gboolean practised = self->training && !is_live;
  Call call = { .client = practised ? self->practice : self->client, .cancellable = cancellable };

  call.task = g_task_new (self, cancellable, callback, data);
  for (gsize i = 0; i < G_N_ELEMENTS (METHODS); i++) {
    if (!g_str_equal (METHODS[i].method, method))
      continue;
    take_apart (&call, METHODS[i].shape, held);
    METHODS[i].func (&call);
    cp_document_wipe (call.document, "pin");
    cp_document_wipe (cp_json_get_object (call.document, "approver"), "pin");
    g_clear_pointer (&call.document, json_decref);
    return;
  }
  g_assert_not_reached ();
}

static CpJson *
call_finish (CpLedgerPort *port, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
set_training (CpLedgerPort *port, gboolean training)
{
  CP_CLIENT_PORT (port)->training = training;
}

static void
init_port (CpLedgerPortInterface *iface)
{
  iface->set_training = set_training;
  iface->call_async = call_async;
  iface->call_finish = call_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (CpClientPort,
                               cp_client_port,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CP_TYPE_LEDGER_PORT, init_port))

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, cp_ledger_client_get_available (CP_CLIENT_PORT (object)->client));
}

static void
finalize (GObject *object)
{
  g_clear_object (&CP_CLIENT_PORT (object)->practice);
  g_clear_object (&CP_CLIENT_PORT (object)->client);
  G_OBJECT_CLASS (cp_client_port_parent_class)->finalize (object);
}

static void
cp_client_port_class_init (CpClientPortClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->finalize = finalize;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "available");
}

static void
cp_client_port_init (CpClientPort *self)
{
}

static void
on_available (CpClientPort *self)
{
  g_object_notify (G_OBJECT (self), "available");
}

/* What happens in the other ledger is nothing to whoever looks at this one. */
static void
on_changed (CpClientPort *self,
            const char *what,
            const char *const *account_ids,
            CpLedgerClient *client)
{
  if (client == (self->training ? self->practice : self->client))
    g_signal_emit_by_name (self, "changed", what, account_ids);
}

CpClientPort *
cp_client_port_new (CpLedgerClient *client)
{
  CpClientPort *self = g_object_new (CP_TYPE_CLIENT_PORT, NULL);

  self->client = g_object_ref (client);
  self->practice = cp_ledger_client_new_for_training (client);
  g_signal_connect_object (client, "notify::available", G_CALLBACK (on_available), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->practice, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  return self;
}
