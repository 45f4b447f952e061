/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Questions about cards (statements 59 to 62 of PROTOCOL.md) and about other stores' members (63 to
 * 65): beside the two tracks, since somebody stands at the counter; one at a time, each asked once, with
 * no pause and no second try. */
#include "cp-error.h"
#include "cp-sync-worker-private.h"

#define ASK_TIMEOUT_MS 2500

/* The ledger gives head office's word, or that there is none, to whoever waits for it. */
static void
put_answer (CpSyncWorker *self, const CpJson *document)
{
  const CpLedgerPort *ledger = &self->config.ledger;
  g_autoptr (CpJson) none = json_pack ("{s:s}", "challenge", self->asked_with);
  g_autoptr (GError) error = NULL;

  if (ledger->put_answer (ledger->data, document != NULL ? document : none, &error))
    return;
  g_message ("What head office answers is of no use: %s", error->message);
  if (document != NULL)
    put_answer (self, NULL);
}

static void
on_asked (const CpTransportAnswer *answer, gpointer data)
{
  CpSyncWorker *self = data;
  g_autoptr (CpJson) document = NULL;

  self->ask_id = 0;
  if (answer->status == 200)
    document = cp_transport_answer_read (answer, NULL);
  else
    g_debug ("Nothing is answered: status %u", answer->status);
  put_answer (self, document);
  g_clear_pointer (&self->asked_with, g_free);
  cp_sync_worker_ask_soon (self);
}

static void
on_ask_soon (gpointer data)
{
  CpSyncWorker *self = data;
  const CpLedgerPort *ledger = &self->config.ledger;
  const CpTransport *transport = &self->config.transport;
  g_autoptr (CpJson) question = NULL;
  g_autofree char *body = NULL;
  const char *path;
  g_autoptr (GError) error = NULL;

  self->ask_soon_id = 0;
  if (self->ask_id != 0)
    return;
  question = ledger->get_question (ledger->data, &error);
  if (question == NULL)
    g_message ("The ledger has no question: %s", error->message);
  if (question == NULL || cp_json_get_text (question, "challenge") == NULL)
    return;
  self->asked_with = g_strdup (cp_json_get_text (question, "challenge"));
  body = cp_json_to_text (question);
  path = cp_json_get_text (question, "text") != NULL ? "/v1/find" : "/v1/sun";
  self->ask_id = transport->send (
      transport->data, &(CpTransportRequest){ "POST", path, body, ASK_TIMEOUT_MS }, on_asked, self);
}

void
cp_sync_worker_ask_soon (CpSyncWorker *self)
{
  const CpTimer *timer = &self->config.timer;

  if (self->ask_soon_id == 0 && self->config.ledger.get_question != NULL)
    self->ask_soon_id = timer->add (timer->data, 0, on_ask_soon, self);
}

void
cp_sync_worker_clear_ask (CpSyncWorker *self)
{
  const CpTimer *timer = &self->config.timer;
  const CpTransport *transport = &self->config.transport;

  if (self->ask_soon_id != 0)
    timer->remove (timer->data, self->ask_soon_id);
  if (self->ask_id != 0)
    transport->cancel (transport->data, self->ask_id);
  self->ask_soon_id = self->ask_id = 0;
  g_clear_pointer (&self->asked_with, g_free);
}
