/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-line.h"

#include <string.h>

#define PART_TIMEOUT_MS 20000

struct _CpSimLine {
  const CpSimScene *scene;
  guint node;
  CpSimRandom random; /* whether a client sees that an answer is not whole */
  guint last_id;
  GHashTable *sent; /* id → Sent, owned */
};

typedef struct {
  CpSimLine *line;
  guint id;
  guint64 request;
  CpTransportDoneFunc done;
  gpointer done_data;
} Sent;

CpSimLine *
cp_sim_line_new (const CpSimScene *scene, guint node)
{
  CpSimLine *self = g_new0 (CpSimLine, 1);

  self->scene = scene;
  self->node = node;
  cp_sim_random_init (&self->random, scene->seed + node, "line");
  self->sent = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return self;
}

void
cp_sim_line_free (CpSimLine *self)
{
  if (self == NULL)
    return;
  g_assert_cmpuint (g_hash_table_size (self->sent), ==, 0);
  g_hash_table_unref (self->sent);
  g_free (self);
}

static CpTransportAnswer
read_whole (GBytes *reply)
{
  gsize size;
  const char *text = g_bytes_get_data (reply, &size);
  const char *end = memchr (text, '\n', size);
  gsize n_head;
  char *rest;
  guint status;

  if (end == NULL)
    return (CpTransportAnswer){ .trouble = "The answer was cut off" };
  n_head = (gsize) (end - text) + 1;
  status = (guint) g_ascii_strtoull (text, &rest, 10);
  return (CpTransportAnswer){ .status = status,
                              .retry_after_ms = g_ascii_strtoll (rest, NULL, 10),
                              .body = text + n_head,
                              .size_bytes = size - n_head };
}

static CpTransportAnswer
read_answer (CpSimLine *self, CpSimOutcome outcome, GBytes *reply)
{
  switch (outcome) {
  case CP_SIM_REPLIED:
    return read_whole (reply);
  case CP_SIM_TRUNCATED:
    if (cp_sim_random_chance (&self->random, CP_SIM_ALWAYS / 2))
      return read_whole (reply);
    return (CpTransportAnswer){ .trouble = "The answer was cut off" };
  case CP_SIM_REFUSED:
    return (CpTransportAnswer){ .trouble = "Connection refused" };
  case CP_SIM_TIMED_OUT:
  default:
    return (CpTransportAnswer){ .trouble = "Nobody answered" };
  }
}

static void
on_reply (CpSimOutcome outcome, GBytes *reply, gpointer data)
{
  Sent *sent = data;
  CpSimLine *self = sent->line;
  CpTransportAnswer answer = read_answer (self, outcome, reply);
  CpTransportDoneFunc done = sent->done;
  gpointer done_data = sent->done_data;

  g_hash_table_remove (self->sent, GUINT_TO_POINTER (sent->id));
  done (&answer, done_data);
}

static guint
send_request (gpointer data,
              const CpTransportRequest *request,
              CpTransportDoneFunc done,
              gpointer done_data)
{
  CpSimLine *self = data;
  const char *body = request->body != NULL ? request->body : "";
  char *text = g_strdup_printf ("%" G_GSIZE_FORMAT " %s %s%s%s\n%s", strlen (body), request->method,
                                request->path, request->range != NULL ? " " : "",
                                request->range != NULL ? request->range : "", body);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));
  gint64 timeout_ms = request->timeout_ms;
  Sent *sent = g_new0 (Sent, 1);

  *sent = (Sent){ .line = self, .id = ++self->last_id, .done = done, .done_data = done_data };
  g_hash_table_insert (self->sent, GUINT_TO_POINTER (sent->id), sent);
  /* A part of a file has begun to come by then, or never will (cp-curl-transport.c). */
  if (request->range != NULL)
    timeout_ms = MIN (timeout_ms, PART_TIMEOUT_MS);
  cp_sim_network_set_timeout (self->scene->network, (guint) timeout_ms);
  sent->request = cp_sim_network_request (self->scene->network, self->node, CP_SIM_OFFICE_NODE,
                                          bytes, on_reply, sent);
  return sent->id;
}

static void
cancel_request (gpointer data, guint request_id)
{
  CpSimLine *self = data;
  const Sent *sent = g_hash_table_lookup (self->sent, GUINT_TO_POINTER (request_id));

  if (sent != NULL)
    cp_sim_network_cancel (self->scene->network, sent->request);
  g_hash_table_remove (self->sent, GUINT_TO_POINTER (request_id));
}

static guint
add_timer (gpointer data, gint64 delay_ms, void (*func) (gpointer), gpointer func_data)
{
  CpSimLine *self = data;

  return (guint) cp_sim_loop_after (self->scene->loop, delay_ms, func, func_data, NULL);
}

static void
remove_timer (gpointer data, guint id)
{
  CpSimLine *self = data;

  cp_sim_loop_cancel (self->scene->loop, id);
}

CpTransport
cp_sim_line_get_transport (CpSimLine *self)
{
  return (CpTransport){ .send = send_request, .cancel = cancel_request, .data = self };
}

CpTimer
cp_sim_line_get_timer (CpSimLine *self)
{
  return (CpTimer){ .add = add_timer, .remove = remove_timer, .data = self };
}
