/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bench-talk.h"

#define ANSWER_MS 5000

static void
on_exchange_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

/* Returns: (transfer full) (nullable): what the card answered. */
static GBytes *
exchange (Rig *rig, const CpCardCommand *command, CpCardStatus *ret_status)
{
  g_autoptr (GBytes) bytes = g_bytes_new (command->bytes, command->n);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *answer;

  cp_reader_exchange_async (rig->reader, rig->last.session, command->frame, bytes, 0, NULL,
                            on_exchange_ready, &result);
  rig_wait (has_result, &result, ANSWER_MS, "the card's answer");
  answer = cp_reader_exchange_finish (rig->reader, result, &error);
  *ret_status = error != NULL ? (CpCardStatus) error->code : CP_CARD_STATUS_OK;
  return answer;
}

void
bench_talk (Rig *rig, CpCardTalk *talk)
{
  CpCardCommand command;
  gboolean more = cp_card_talk_step (talk, NULL, &command);

  while (more) {
    CpCardAnswer answer = { CP_CARD_STATUS_OK, NULL, 0 };
    g_autoptr (GBytes) bytes = exchange (rig, &command, &answer.status);

    if (bytes != NULL)
      answer.bytes = g_bytes_get_data (bytes, &answer.n);
    more = cp_card_talk_step (talk, &answer, &command);
  }
}

CpCardSeen
bench_see (const Rig *rig)
{
  return (CpCardSeen){ .uid = rig->last.uid, .kind = rig->last.kind };
}
