/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What stands between the network and head office's core: reads messages, holds requests without
 * news, and lets some bodies arrive with another digit. */
#include "cp-sim-office-private.h"

#include <string.h>

#define SUMS_PATH "/v1/sums"
#define FEED_PATH "/v1/feed"
#define SNAPSHOT_PATH "/v1/snapshot"
#define BULK_PUSH_PATH "/v1/push?lane=1"
#define PUT_OFF "&put_off="
#define GONE 410
#define UNAVAILABLE 503

/* As PROTOCOL.md has it, and the server (cp-head-office-server.c). */
#define MOST_PUT_OFF 7
#define RETRY_MS 5000

static const CpSimTill tills[CP_SIM_N_KIOSKS] = { { 0, "till-0", "high" },
                                                  { 1, "till-1", "high" },
                                                  { 2, "till-2", "station" },
                                                  { CP_SIM_CLONE_NODE, "till-0", "high" } };

typedef struct {
  CpSimOffice *office;
  guint from;
  guint64 exchange;
  char *path;
  guint64 timeout;
} Waiting;

static void
free_waiting (Waiting *self)
{
  if (self->timeout != 0)
    cp_sim_loop_cancel (self->office->scene->loop, self->timeout);
  g_free (self->path);
  g_free (self);
}

static void
send_text (CpSimOffice *self, guint64 exchange, guint status, gint64 retry_ms, const char *body)
{
  char *text = g_strdup_printf ("%u %" G_GINT64_FORMAT "\n%s", status, retry_ms, body);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  cp_sim_network_reply (self->scene->network, exchange, bytes);
}

/* What a server in trouble, or one that stands before it, says in its place. FALSE if none does. */
static gboolean
send_error (CpSimOffice *self, guint64 exchange)
{
  static const guint statuses[] = { 429, 500, 502, 503, 504 };
  guint status = statuses[cp_sim_random_below (&self->random, G_N_ELEMENTS (statuses))];
  gboolean names_time = cp_sim_random_chance (&self->random, CP_SIM_ALWAYS / 2);
  gint64 retry_ms = names_time ? cp_sim_random_between (&self->random, 1, 20) * 1000 : 0;

  if (!cp_sim_random_chance (&self->random, self->error_ppm))
    return FALSE;
  cp_sim_office_note (self, "answers with an error", status, (guint64) retry_ms);
  send_text (self, exchange, status, retry_ms, "<html>Not now</html>");
  return TRUE;
}

/* One run of many: the first digit after a random place in @text is another one, unless @stop
 * (nullable) comes before it. */
static void
garble (CpSimOffice *self, char *text, const char *stop, const char *what)
{
  gsize length = text != NULL ? strlen (text) : 0;

  if (!cp_sim_random_chance (&self->random, self->garble_ppm) || length == 0)
    return;
  for (char *c = text + cp_sim_random_below (&self->random, length);
       *c != '\0' && (stop == NULL || !g_str_has_prefix (c, stop)); c++)
    if (g_ascii_isdigit (*c)) {
      *c = (char) ('0' + (*c - '0' + 1) % 10);
      cp_sim_office_note (self, what, (guint64) (c - text), 0);
      return;
    }
}

GHashTable *
cp_sim_office_parse_query (const char *path)
{
  const char *mark = strchr (path, '?');

  return mark != NULL ? g_uri_parse_params (mark + 1, -1, "&", G_URI_PARAMS_NONE, NULL) : NULL;
}

/* A machine that died in the middle of its answer says nothing. */
void
cp_sim_office_reply (CpSimOffice *self, guint64 exchange, const CpWireAnswer *answer)
{
  g_autofree char *body = cp_json_to_text (answer->document);

  cp_sim_office_watch (self);
  garble (self, body, NULL, "garbles an answer"); /* of a push too: a hint, and not sealed */
  if (cp_sim_office_is_up (self) && !send_error (self, exchange))
    send_text (self, exchange, answer->status, answer->status == UNAVAILABLE ? RETRY_MS : 0, body);
}

void
cp_sim_office_send (CpSimOffice *self, guint64 exchange, guint status, GBytes *body)
{
  g_autofree char *head = g_strdup_printf ("%u 0\n", status);
  g_autoptr (GByteArray) message = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  g_byte_array_append (message, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (message, g_bytes_get_data (body, NULL), (guint) g_bytes_get_size (body));
  if (cp_sim_random_chance (&self->random, self->garble_ppm)) {
    guint at =
        (guint) (strlen (head) + cp_sim_random_below (&self->random, g_bytes_get_size (body)));

    message->data[at] ^= 1;
    cp_sim_office_note (self, "garbles a part", at, 0);
  }
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&message));
  cp_sim_office_watch (self);
  if (cp_sim_office_is_up (self) && !send_error (self, exchange))
    cp_sim_network_reply (self->scene->network, exchange, bytes);
}

static void
refuse (CpSimOffice *self, guint64 exchange, guint status)
{
  CpWireAnswer answer = { status, cp_wire_error_new ("invalid", "This is no request") };

  cp_sim_office_reply (self, exchange, &answer);
  cp_wire_answer_clear (&answer);
}

/* What head office says to have, it must have from now on. */
static void
note_received (CpSimOffice *self, const CpJson *push, const CpWireAnswer *answer)
{
  gint64 through = cp_json_get_int (answer->document, "through_seq", 0);
  const CpJson *operations = cp_json_get_array (push, "operations");

  if (answer->status != 200)
    return;
  for (gsize i = 0; i < json_array_size (operations); i++) {
    const CpJson *operation = json_array_get (operations, i);
    CpSimDeed *deed = cp_sim_oracle_find (self->scene->oracle, cp_json_get_text (operation, "id"));

    if (deed != NULL && cp_json_get_int (operation, "seq", 0) <= through)
      deed->at_office = TRUE;
  }
}

static void
serve_push (CpSimOffice *self, guint from, guint64 exchange, const char *body)
{
  g_autofree char *text = g_strdup (body);
  g_autoptr (CpJson) push = NULL;
  g_auto (CpWireAnswer) answer = { 0 };

  /* In the body of an operation, which its hash covers. */
  garble (self, strstr (text, "\"body\":{"), "\"hash\":", "gets a garbled body");
  push = cp_json_parse_object (text, -1, NULL);
  if (push == NULL) {
    refuse (self, exchange, 400);
    return;
  }
  cp_head_office_handle_push (self->core, tills[from].device, push, &answer);
  cp_sim_office_note (self, "takes push", from, answer.status);
  note_received (self, push, &answer);
  cp_sim_office_reply (self, exchange, &answer);
}

static gboolean
is_behind (const CpWireAnswer *answer)
{
  return answer->status == GONE &&
         g_strcmp0 (cp_json_get_text (answer->document, "code"), "behind") == 0;
}

/* Of a copied till the program is a copy, too. */
static guint
get_device_node (guint from)
{
  return from == CP_SIM_CLONE_NODE ? 0 : from;
}

static gboolean
is_older (const CpSimOffice *self, guint from)
{
  return self->is_older[CP_SIM_OFFICE_NODE] || self->is_older[get_device_node (from)];
}

/* FALSE: there is no news, and the request is to be held. */
static gboolean
answer_feed (CpSimOffice *self,
             guint from,
             guint64 exchange,
             const char *path,
             gboolean may_wait,
             gint64 *ret_wait_ms)
{
  g_autoptr (GHashTable) table = cp_sim_office_parse_query (path);
  CpFeedQuery query;
  g_auto (CpWireAnswer) answer = { 0 };

  if (!cp_feed_query_from_table (table, &query, NULL)) {
    refuse (self, exchange, 400);
    return TRUE;
  }
  if (is_older (self, from))
    query.lanes = 0;
  cp_head_office_handle_feed (self->core, tills[from].device, &query, &answer);
  self->scene->tallies[CP_SIM_TALLY_OF_ONE_LANE] += is_older (self, from) && answer.status == 200;
  self->scene->tallies[CP_SIM_TALLY_BEHIND] += is_behind (&answer);
  *ret_wait_ms = query.wait_ms;
  if (may_wait && query.wait_ms > 0 && answer.status == 200 &&
      json_array_size (cp_json_get_array (answer.document, "items")) == 0) {
    cp_sim_office_watch (self);
    return FALSE;
  }
  cp_sim_office_reply (self, exchange, &answer);
  return TRUE;
}

static void
on_waited (gpointer data)
{
  Waiting *waiting = data;
  CpSimOffice *self = waiting->office;
  gint64 wait_ms;

  waiting->timeout = 0;
  if (cp_sim_office_is_up (self))
    answer_feed (self, waiting->from, waiting->exchange, waiting->path, FALSE, &wait_ms);
  g_ptr_array_remove (self->waiting, waiting);
  free_waiting (waiting);
}

static void
serve_feed (CpSimOffice *self, guint from, guint64 exchange, const char *path)
{
  gint64 wait_ms = 0;
  Waiting *waiting;

  if (answer_feed (self, from, exchange, path, TRUE, &wait_ms))
    return;
  waiting = g_new0 (Waiting, 1);
  *waiting = (Waiting){ self, from, exchange, g_strdup (path), 0 };
  waiting->timeout = cp_sim_loop_after (self->scene->loop, wait_ms, on_waited, waiting, NULL);
  g_ptr_array_add (self->waiting, waiting);
}

/* One event for all that were held: what they are told may make others wait. */
static void
on_news (gpointer data)
{
  CpSimOffice *self = data;
  g_autoptr (GPtrArray) waiting = self->waiting;

  self->news_event = 0;
  self->waiting = g_ptr_array_new ();
  for (guint i = 0; i < waiting->len; i++) {
    Waiting *one = waiting->pdata[i];

    if (cp_sim_office_is_up (self))
      serve_feed (self, one->from, one->exchange, one->path);
    free_waiting (one);
  }
}

static void
on_changed (gpointer data)
{
  CpSimOffice *self = data;

  if (self->news_event == 0)
    self->news_event = cp_sim_loop_after (self->scene->loop, 0, on_news, self, NULL);
}

/* As of which moment rows are added up is the front's to see to. */
static void
serve_range (CpSimOffice *self, guint from, guint64 exchange, const char *path)
{
  g_autoptr (GHashTable) table = cp_sim_office_parse_query (path);
  CpRangeQuery query;
  g_auto (CpWireAnswer) answer = { 0 };
  gboolean is_done = FALSE;

  if (!cp_range_query_from_table (table, &query, NULL)) {
    refuse (self, exchange, 400);
    return;
  }
  while (!is_done && cp_head_office_is_added_up (self->core, &is_done, NULL))
    continue;
  if (g_str_has_prefix (path, SUMS_PATH))
    cp_head_office_handle_sums (self->core, tills[from].device, &query, &answer);
  else
    cp_head_office_handle_rows (self->core, tills[from].device, &query, &answer);
  cp_sim_office_note (self, "is asked about rows", from, answer.status);
  cp_sim_office_reply (self, exchange, &answer);
}

/* Of no device more than so many in a row, however long it has too much to do (statement 76). */
static void
check_put_off (CpSimOffice *self, guint from, guint *n_put_off)
{
  self->scene->tallies[CP_SIM_TALLY_PUT_OFF]++;
  cp_sim_office_note (self, "puts off", from, ++*n_put_off);
  if (*n_put_off > MOST_PUT_OFF)
    cp_sim_oracle_fail (self->scene->oracle, "bulk goes on", "%s was put off %u times in a row",
                        tills[from].device, *n_put_off);
}

/* How often in a row the device says that it was put off. */
static guint
read_said (const char *path)
{
  const char *said = path + strlen (BULK_PUSH_PATH);

  return g_str_has_prefix (said, PUT_OFF)
             ? (guint) g_ascii_strtoull (said + strlen (PUT_OFF), NULL, 10)
             : 0;
}

/* What can wait is not read while there is too much to do. FALSE if it is to be taken. */
static gboolean
put_off (CpSimOffice *self, guint from, guint64 exchange, const char *path)
{
  guint *n_put_off = &self->n_put_off[get_device_node (from)];
  guint n_waiting = self->is_busy ? CP_BULK_GATE_MOST_WAITING : 0;
  g_autoptr (CpJson) error = NULL;
  g_autofree char *body = NULL;

  if (!g_str_has_prefix (path, BULK_PUSH_PATH))
    return FALSE;
  if (is_older (self, from))
    cp_sim_oracle_fail (self->scene->oracle, "lanes",
                        "%s sends in a lane of which one of the two sides does not know",
                        tills[from].device);
  if (cp_bulk_gate_admits (self->gate, tills[from].device, read_said (path), n_waiting)) {
    self->scene->tallies[CP_SIM_TALLY_LET_THROUGH] += *n_put_off == MOST_PUT_OFF;
    *n_put_off = 0;
    return FALSE;
  }
  check_put_off (self, from, n_put_off);
  error = cp_wire_error_new ("busy", "Later");
  body = cp_json_to_text (error);
  send_text (self, exchange, UNAVAILABLE, RETRY_MS, body);
  return TRUE;
}

/* A message's head is whole or there is no request; its body may be cut short. */
static void
on_request (CpSimNetwork *network, guint from, guint64 exchange, GBytes *request, gpointer data)
{
  CpSimOffice *self = data;
  g_autofree char *text = g_strndup (g_bytes_get_data (request, NULL), g_bytes_get_size (request));
  char *body = strchr (text, '\n');
  g_auto (GStrv) head = NULL;

  if (!cp_sim_office_is_up (self) || body == NULL || send_error (self, exchange))
    return;
  *body++ = '\0';
  head = g_strsplit (text, " ", 4);
  if (g_str_equal (head[1], "POST")) {
    if (!put_off (self, from, exchange, head[2]))
      serve_push (self, from, exchange, body);
  } else if (g_str_has_prefix (head[2], SNAPSHOT_PATH)) {
    cp_sim_office_serve_snapshot (self, &tills[from], exchange, head[2], head[3]);
  } else if (!g_str_has_prefix (head[2], FEED_PATH)) {
    serve_range (self, from, exchange, head[2]);
  } else {
    serve_feed (self, from, exchange, head[2]);
  }
}

void
cp_sim_office_open_front (CpSimOffice *self)
{
  self->gate = cp_bulk_gate_new ();
  memset (self->n_put_off, 0, sizeof self->n_put_off);
  cp_head_office_set_changed_func (self->core, on_changed, self);
  cp_sim_network_serve (self->scene->network, CP_SIM_OFFICE_NODE, on_request, self);
}

void
cp_sim_office_close_front (CpSimOffice *self)
{
  g_clear_pointer (&self->gate, cp_bulk_gate_free);
  cp_sim_network_serve (self->scene->network, CP_SIM_OFFICE_NODE, NULL, NULL);
  for (guint i = 0; i < self->waiting->len; i++)
    free_waiting (self->waiting->pdata[i]);
  g_ptr_array_set_size (self->waiting, 0);
  if (self->news_event != 0)
    cp_sim_loop_cancel (self->scene->loop, self->news_event);
  self->news_event = 0;
}
