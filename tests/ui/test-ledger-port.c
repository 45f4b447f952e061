/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ui-fake-ledger.h"

static void
on_reply (GObject *source, GAsyncResult *result, gpointer data)
{
  CpJson **ret_reply = data;

  *ret_reply = cp_ledger_port_call_finish (CP_LEDGER_PORT (source), result, NULL);
}

static void
test_answers_later (void)
{
  g_autoptr (UiFakeLedger) ledger = ui_fake_ledger_new ();
  CpLedgerPort *port = CP_LEDGER_PORT (ledger);
  g_autoptr (CpJson) reply = NULL;

  g_assert_true (cp_ledger_port_get_available (port));
  cp_ledger_port_call_async (port, "GetStatus", NULL, NULL, on_reply, &reply);
  g_assert_null (reply);
  while (reply == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (cp_json_get_text (reply, "device_id"), ==, "harbour-street-1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger-port/answers-later", test_answers_later);
  return g_test_run ();
}
