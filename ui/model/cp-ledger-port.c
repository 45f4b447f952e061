/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ledger-port.h"

G_DEFINE_INTERFACE (CpLedgerPort, cp_ledger_port, G_TYPE_OBJECT)

static void
cp_ledger_port_default_init (CpLedgerPortInterface *iface)
{
  g_object_interface_install_property (
      iface, g_param_spec_boolean ("available", NULL, NULL, FALSE,
                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  g_signal_new ("changed", CP_TYPE_LEDGER_PORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                2, G_TYPE_STRING, G_TYPE_STRV);
}

void
cp_ledger_port_call_async (CpLedgerPort *self,
                           const char *method,
                           GVariant *arguments,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (CP_IS_LEDGER_PORT (self));

  CP_LEDGER_PORT_GET_IFACE (self)->call_async (self, method, arguments, cancellable, callback,
                                               data);
}

CpJson *
cp_ledger_port_call_finish (CpLedgerPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (CP_IS_LEDGER_PORT (self), NULL);

  return CP_LEDGER_PORT_GET_IFACE (self)->call_finish (self, result, error);
}

gboolean
cp_ledger_port_get_available (CpLedgerPort *self)
{
  gboolean available = FALSE;

  g_object_get (self, "available", &available, NULL);
  return available;
}

void
cp_ledger_port_set_training (CpLedgerPort *self, gboolean training)
{
  g_return_if_fail (CP_IS_LEDGER_PORT (self));

  CP_LEDGER_PORT_GET_IFACE (self)->set_training (self, training);
}
