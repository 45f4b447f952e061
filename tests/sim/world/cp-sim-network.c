/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-network.h"

#define TIMEOUT_MS 20000
#define MOST_DOUBLINGS 6

static const char *const counter_names[CP_SIM_N_NETWORK_COUNTERS] = {
  [CP_SIM_NETWORK_REQUESTS] = "requests",
  [CP_SIM_NETWORK_SERVED] = "served",
  [CP_SIM_NETWORK_REPLIES] = "replies",
  [CP_SIM_NETWORK_LOST] = "lost",
  [CP_SIM_NETWORK_DUPLICATED] = "duplicated",
  [CP_SIM_NETWORK_TRUNCATED] = "truncated",
  [CP_SIM_NETWORK_REORDERED] = "reordered",
  [CP_SIM_NETWORK_CUT] = "cut",
  [CP_SIM_NETWORK_DOWN] = "down",
  [CP_SIM_NETWORK_REFUSED] = "refused",
  [CP_SIM_NETWORK_TIMED_OUT] = "timed-out",
  [CP_SIM_NETWORK_LATE] = "late",
};

typedef struct {
  gboolean is_up;
  guint64 epoch; /* how often it went down */
  CpSimServeFunc serve;
  gpointer data;
} Node;

typedef struct {
  guint64 id;
  guint from;
  guint to;
  CpSimReplyFunc on_reply;
  gpointer data;
  guint64 timeout;
  guint64 served_epoch; /* the server's epoch when it got it; G_MAXUINT64 before */
} Request;

struct _CpSimNetwork {
  CpSimLoop *loop;
  CpSimTrace *trace;
  CpSimRandom random;
  CpSimNetworkFaults faults;
  guint timeout_ms;
  guint n_nodes;
  Node *nodes;
  gboolean *cuts;        /* from × to */
  guint64 *last_arrived; /* from × to: the latest request, to see which overtook another */
  guint64 last_id;
  GHashTable *open; /* id → Request, owned */
  guint64 counters[CP_SIM_N_NETWORK_COUNTERS];
};

typedef enum {
  ASK,
  ASK_AGAIN, /* the second copy of a request */
  REPLY,
  REFUSAL,
} Kind;

typedef struct {
  CpSimNetwork *network;
  guint64 request;
  Kind kind;
  guint from;
  guint to;
  gboolean truncated;
  GBytes *bytes;
} Message;

CpSimNetwork *
cp_sim_network_new (CpSimLoop *loop, guint n_nodes, guint64 seed, CpSimTrace *trace)
{
  CpSimNetwork *self = g_new0 (CpSimNetwork, 1);

  self->loop = loop;
  self->trace = trace;
  cp_sim_random_init (&self->random, seed, "network");
  self->timeout_ms = TIMEOUT_MS;
  self->n_nodes = n_nodes;
  self->nodes = g_new0 (Node, n_nodes);
  for (guint i = 0; i < n_nodes; i++)
    self->nodes[i].is_up = TRUE;
  self->cuts = g_new0 (gboolean, n_nodes * n_nodes);
  self->last_arrived = g_new0 (guint64, n_nodes * n_nodes);
  self->open = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  return self;
}

void
cp_sim_network_free (CpSimNetwork *self)
{
  GHashTableIter iter;
  gpointer request;

  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &request))
    cp_sim_loop_cancel (self->loop, ((Request *) request)->timeout);
  g_hash_table_unref (self->open);
  g_free (self->nodes);
  g_free (self->cuts);
  g_free (self->last_arrived);
  g_free (self);
}

static void
count (CpSimNetwork *self, CpSimNetworkCounter counter, guint from, guint to, guint64 request)
{
  self->counters[counter]++;
  cp_sim_trace_note (self->trace, "network", counter_names[counter], request,
                     (guint64) from << 32 | to);
}

static gsize
get_link (const CpSimNetwork *self, guint from, guint to)
{
  g_assert (from < self->n_nodes && to < self->n_nodes);
  return (gsize) from * self->n_nodes + to;
}

static void
finish (CpSimNetwork *self, guint64 id, CpSimOutcome outcome, GBytes *reply)
{
  Request *request = g_hash_table_lookup (self->open, &id);
  Request done = *request;

  cp_sim_loop_cancel (self->loop, request->timeout);
  g_hash_table_remove (self->open, &id);
  done.on_reply (outcome, reply, done.data);
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_clear_pointer (&message->bytes, g_bytes_unref);
  g_free (message);
}

static void deliver (gpointer data);

static guint64
draw_delay_ms (CpSimNetwork *self)
{
  guint64 coins = cp_sim_random_next (&self->random) | 1 << MOST_DOUBLINGS;
  guint64 spread_ms = (guint64) self->faults.delay_spread_ms << __builtin_ctzll (coins);

  return self->faults.delay_least_ms + cp_sim_random_below (&self->random, spread_ms + 1);
}

static void
post (CpSimNetwork *self, Kind kind, guint64 request, guint from, guint to, GBytes *bytes)
{
  guint64 delay_ms = draw_delay_ms (self);
  gboolean lost = cp_sim_random_chance (&self->random, self->faults.loss_ppm);
  gboolean truncated = cp_sim_random_chance (&self->random, self->faults.truncate_ppm);
  gsize size = bytes != NULL ? g_bytes_get_size (bytes) : 0;
  gsize kept = cp_sim_random_below (&self->random, MAX (size, 1));
  Message *message;

  truncated = truncated && size > 0;
  if (lost || self->cuts[get_link (self, from, to)]) {
    count (self, lost ? CP_SIM_NETWORK_LOST : CP_SIM_NETWORK_CUT, from, to, request);
    return;
  }
  if (truncated)
    count (self, CP_SIM_NETWORK_TRUNCATED, from, to, request);
  message = g_new0 (Message, 1);
  *message = (Message){ self, request, kind, from, to, truncated, NULL };
  if (bytes != NULL)
    message->bytes = g_bytes_new_from_bytes (bytes, 0, truncated ? kept : size);
  cp_sim_loop_after (self->loop, (gint64) delay_ms, deliver, message, message_free);
}

static void
note_order (CpSimNetwork *self, const Message *message)
{
  guint64 *last = &self->last_arrived[get_link (self, message->from, message->to)];

  if (message->request < *last)
    count (self, CP_SIM_NETWORK_REORDERED, message->from, message->to, message->request);
  *last = MAX (*last, message->request);
}

static void
deliver_request (CpSimNetwork *self, const Message *message)
{
  const Node *node = &self->nodes[message->to];
  Request *request = g_hash_table_lookup (self->open, &message->request);

  if (!node->is_up || node->serve == NULL) {
    count (self, CP_SIM_NETWORK_DOWN, message->from, message->to, message->request);
    if (message->kind == ASK)
      post (self, REFUSAL, message->request, message->to, message->from, NULL);
    return;
  }
  if (message->kind == ASK)
    note_order (self, message);
  if (request != NULL)
    request->served_epoch = node->epoch;
  count (self, CP_SIM_NETWORK_SERVED, message->from, message->to, message->request);
  cp_sim_trace_note_bytes (self->trace, g_bytes_get_data (message->bytes, NULL),
                           g_bytes_get_size (message->bytes));
  node->serve (self, message->from, message->request, message->bytes, node->data);
}

static void
deliver_answer (CpSimNetwork *self, const Message *message)
{
  CpSimOutcome outcome = message->truncated ? CP_SIM_TRUNCATED : CP_SIM_REPLIED;

  if (!self->nodes[message->to].is_up) {
    count (self, CP_SIM_NETWORK_DOWN, message->from, message->to, message->request);
  } else if (!g_hash_table_contains (self->open, &message->request)) {
    count (self, CP_SIM_NETWORK_LATE, message->from, message->to, message->request);
  } else if (message->kind == REFUSAL) {
    count (self, CP_SIM_NETWORK_REFUSED, message->from, message->to, message->request);
    finish (self, message->request, CP_SIM_REFUSED, NULL);
  } else {
    count (self, CP_SIM_NETWORK_REPLIES, message->from, message->to, message->request);
    cp_sim_trace_note_bytes (self->trace, g_bytes_get_data (message->bytes, NULL),
                             g_bytes_get_size (message->bytes));
    finish (self, message->request, outcome, message->bytes);
  }
}

static void
deliver (gpointer data)
{
  const Message *message = data;
  CpSimNetwork *self = message->network;

  if (self->cuts[get_link (self, message->from, message->to)])
    count (self, CP_SIM_NETWORK_CUT, message->from, message->to, message->request);
  else if (message->kind == ASK || message->kind == ASK_AGAIN)
    deliver_request (self, message);
  else
    deliver_answer (self, message);
}

typedef struct {
  CpSimNetwork *network;
  guint64 request;
} Timeout;

static void
on_loop_timeout (gpointer data)
{
  const Timeout *timeout = data;
  CpSimNetwork *self = timeout->network;
  const Request *request = g_hash_table_lookup (self->open, &timeout->request);

  count (self, CP_SIM_NETWORK_TIMED_OUT, request->from, request->to, request->id);
  finish (self, timeout->request, CP_SIM_TIMED_OUT, NULL);
}

static Request *
request_new (CpSimNetwork *self, guint from, guint to)
{
  Request *request = g_new0 (Request, 1);
  Timeout *timeout = g_new (Timeout, 1);

  request->id = ++self->last_id;
  request->from = from;
  request->to = to;
  request->served_epoch = G_MAXUINT64;
  *timeout = (Timeout){ self, request->id };
  request->timeout =
      cp_sim_loop_after (self->loop, self->timeout_ms, on_loop_timeout, timeout, g_free);
  g_hash_table_insert (self->open, &request->id, request);
  return request;
}

guint64
cp_sim_network_request (
    CpSimNetwork *self, guint from, guint to, GBytes *bytes, CpSimReplyFunc on_reply, gpointer data)
{
  Request *request = request_new (self, from, to);

  g_assert (self->nodes[from].is_up);
  request->on_reply = on_reply;
  request->data = data;
  count (self, CP_SIM_NETWORK_REQUESTS, from, to, request->id);
  post (self, ASK, request->id, from, to, bytes);
  if (cp_sim_random_chance (&self->random, self->faults.duplicate_ppm)) {
    count (self, CP_SIM_NETWORK_DUPLICATED, from, to, request->id);
    post (self, ASK_AGAIN, request->id, from, to, bytes);
  }
  return request->id;
}

gboolean
cp_sim_network_cancel (CpSimNetwork *self, guint64 id)
{
  const Request *request = g_hash_table_lookup (self->open, &id);

  if (request == NULL)
    return FALSE;
  cp_sim_loop_cancel (self->loop, request->timeout);
  return g_hash_table_remove (self->open, &id);
}

void
cp_sim_network_reply (CpSimNetwork *self, guint64 exchange, GBytes *bytes)
{
  const Request *request = g_hash_table_lookup (self->open, &exchange);

  if (request == NULL) {
    count (self, CP_SIM_NETWORK_LATE, 0, 0, exchange);
    return;
  }
  if (self->nodes[request->to].is_up && request->served_epoch == self->nodes[request->to].epoch)
    post (self, REPLY, exchange, request->to, request->from, bytes);
}

void
cp_sim_network_set_faults (CpSimNetwork *self, const CpSimNetworkFaults *faults)
{
  self->faults = faults != NULL ? *faults : (CpSimNetworkFaults){ 0 };
}

void
cp_sim_network_set_timeout (CpSimNetwork *self, guint timeout_ms)
{
  self->timeout_ms = timeout_ms;
}

void
cp_sim_network_serve (CpSimNetwork *self, guint node, CpSimServeFunc serve, gpointer data)
{
  g_assert (node < self->n_nodes);
  self->nodes[node].serve = serve;
  self->nodes[node].data = data;
}

void
cp_sim_network_cut (CpSimNetwork *self, guint from, guint to, gboolean is_cut)
{
  self->cuts[get_link (self, from, to)] = is_cut;
}

static gboolean
forget_if_from (gpointer key, gpointer value, gpointer data)
{
  const Request *request = value;
  CpSimNetwork *self = data;

  if (self->nodes[request->from].is_up)
    return FALSE;
  cp_sim_loop_cancel (self->loop, request->timeout);
  return TRUE;
}

void
cp_sim_network_set_up (CpSimNetwork *self, guint node, gboolean is_up)
{
  g_assert (node < self->n_nodes);
  self->nodes[node].is_up = is_up;
  if (is_up)
    return;
  self->nodes[node].epoch++;
  g_hash_table_foreach_remove (self->open, forget_if_from, self);
}

void
cp_sim_network_heal (CpSimNetwork *self)
{
  for (gsize i = 0; i < (gsize) self->n_nodes * self->n_nodes; i++)
    self->cuts[i] = FALSE;
  cp_sim_network_set_faults (self, NULL);
}

guint
cp_sim_network_get_n_open (const CpSimNetwork *self)
{
  return g_hash_table_size (self->open);
}

guint64
cp_sim_network_get_counter (const CpSimNetwork *self, CpSimNetworkCounter counter)
{
  g_return_val_if_fail (counter < CP_SIM_N_NETWORK_COUNTERS, 0);

  return self->counters[counter];
}

const char *
cp_sim_network_counter_to_name (CpSimNetworkCounter counter)
{
  g_return_val_if_fail (counter < CP_SIM_N_NETWORK_COUNTERS, NULL);

  return counter_names[counter];
}
