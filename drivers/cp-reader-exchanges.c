/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-reader-exchanges.h"

#include "cp-reader.h"

struct CpReaderExchanges {
  guint32 last_seq;
  GHashTable *tasks; /* seq → GTask */
};

CpReaderExchanges *
cp_reader_exchanges_new (void)
{
  CpReaderExchanges *self = g_new0 (CpReaderExchanges, 1);

  self->tasks = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  return self;
}

void
cp_reader_exchanges_free (CpReaderExchanges *self)
{
  g_hash_table_unref (self->tasks);
  g_free (self);
}

guint32
cp_reader_exchanges_next_seq (CpReaderExchanges *self)
{
  return ++self->last_seq;
}

void
cp_reader_exchanges_add (CpReaderExchanges *self, guint32 seq, GTask *task)
{
  g_hash_table_insert (self->tasks, GUINT_TO_POINTER (seq), task);
}

void
cp_reader_exchanges_refuse (GTask *task, CpCardStatus status)
{
  g_task_return_new_error (task, CP_CARD_ERROR, (int) status, "%s",
                           cp_card_status_to_text (status));
}

void
cp_reader_exchanges_answer (CpReaderExchanges *self, const CpWireMessage *message)
{
  g_autoptr (GTask) task = NULL;

  if (!g_hash_table_steal_extended (self->tasks, GUINT_TO_POINTER (message->seq), NULL,
                                    (gpointer *) &task))
    return;
  if (message->reply.status == CP_CARD_STATUS_OK)
    g_task_return_pointer (task,
                           g_bytes_new (message->reply.data.bytes, message->reply.data.length),
                           (GDestroyNotify) g_bytes_unref);
  else
    cp_reader_exchanges_refuse (task, (CpCardStatus) message->reply.status);
}

void
cp_reader_exchanges_fail_all (CpReaderExchanges *self)
{
  g_autoptr (GHashTable) tasks = g_steal_pointer (&self->tasks);
  GHashTableIter iter;
  gpointer task;

  self->tasks = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  g_hash_table_iter_init (&iter, tasks);
  while (g_hash_table_iter_next (&iter, NULL, &task))
    cp_reader_exchanges_refuse (task, CP_CARD_STATUS_UNAVAILABLE);
}
