/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bench-slow-line.h"

#include <string.h>

#include "cp-wire-gzip.h"

/* What a request and an answer weigh beside their bodies, and how long a byte is under way when the line is
 * free. */
#define REQUEST_BYTES 400
#define ANSWER_BYTES 250
#define LATENCY_MS 25
#define SEED 72

typedef struct {
  guint id;
  gint64 at_us;
  void (*func) (gpointer);
  gpointer data;
} Event;

typedef struct {
  gint64 free_at_us;
  double bytes;
} Way;

struct _SlowLine {
  Office *office;
  double bytes_per_s;
  guint n_lanes;
  GArray *events; /* of Event */
  guint last_id;
  gint64 now_us;
  Way up, down;
  GPtrArray *asked; /* of Asked: all that ever were */
  GRand *random;
};

/* @done: (nullable): %NULL once it is over */
typedef struct {
  SlowLine *line;
  guint id;
  char *path;
  char *body; /* (nullable) */
  gint64 over_at_us;
  CpTransportDoneFunc done;
  gpointer done_data;
  gboolean is_held;
  guint status;
  char *text;
} Asked;

static void
free_asked (gpointer data)
{
  Asked *asked = data;

  g_free (asked->path);
  g_free (asked->body);
  g_free (asked->text);
  g_free (asked);
}

/* Time */

static guint
add_event (SlowLine *self, gint64 at_us, void (*func) (gpointer), gpointer data)
{
  const Event event = { ++self->last_id, at_us, func, data };

  g_array_append_val (self->events, event);
  return event.id;
}

/* The first of the earliest; -1: there is none */
static int
find_next (const SlowLine *self, gint64 *ret_at_us)
{
  int best = -1;

  for (guint i = 0; i < self->events->len; i++) {
    const Event *event = &g_array_index (self->events, Event, i);

    if (best < 0 || event->at_us < *ret_at_us) {
      best = (int) i;
      *ret_at_us = event->at_us;
    }
  }
  return best;
}

static gint64
get_wall_ms (gpointer data)
{
  return CP_TEST_NOW_MS + ((const SlowLine *) data)->now_us / 1000;
}

static gint64
get_boot_ms (gpointer data)
{
  return ((const SlowLine *) data)->now_us / 1000;
}

static void
fill_random (gpointer data, guint8 *bytes, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = (guint8) g_rand_int_range (((SlowLine *) data)->random, 0, 256);
}

CpWorld
slow_line_get_world (SlowLine *self, const CpWorld *real)
{
  return (CpWorld){ get_wall_ms, get_boot_ms, fill_random, real->vfs_name, self };
}

void
slow_line_step (SlowLine *self)
{
  gint64 at_us = 0;
  int next = find_next (self, &at_us);
  Event event;

  g_assert_cmpint (next, >=, 0);
  event = g_array_index (self->events, Event, next);
  g_array_remove_index (self->events, (guint) next);
  self->now_us = MAX (self->now_us, at_us);
  self->office->now_ms = get_wall_ms (self);
  event.func (event.data);
}

void
slow_line_pass (SlowLine *self, gint64 ms)
{
  gint64 until_us = self->now_us + ms * 1000, at_us = 0;

  while (find_next (self, &at_us) >= 0 && at_us <= until_us)
    slow_line_step (self);
  self->now_us = until_us;
}

double
slow_line_get_seconds (const SlowLine *self)
{
  return (double) self->now_us / G_USEC_PER_SEC;
}

static guint
add_timer (gpointer data, gint64 delay_ms, void (*func) (gpointer), gpointer func_data)
{
  SlowLine *self = data;

  return add_event (self, self->now_us + delay_ms * 1000, func, func_data);
}

static void
remove_timer (gpointer data, guint id)
{
  SlowLine *self = data;

  for (guint i = 0; i < self->events->len; i++)
    if (g_array_index (self->events, Event, i).id == id) {
      g_array_remove_index (self->events, i);
      return;
    }
}

CpTimer
slow_line_get_timer (SlowLine *self)
{
  return (CpTimer){ .add = add_timer, .remove = remove_timer, .data = self };
}

/* The line */

static gsize
weigh (const char *text)
{
  gsize size = text != NULL ? strlen (text) : 0;
  g_autoptr (GBytes) packed = size >= CP_GZIP_LEAST_BYTES ? cp_gzip_pack (text, size) : NULL;

  return packed != NULL ? g_bytes_get_size (packed) : size;
}

/* When it is there. */
static gint64
carry (SlowLine *self, Way *way, gsize n_bytes)
{
  way->free_at_us = MAX (self->now_us, way->free_at_us) +
                    (gint64) ((double) n_bytes / self->bytes_per_s * G_USEC_PER_SEC);
  way->bytes += (double) n_bytes;
  return way->free_at_us + LATENCY_MS * 1000;
}

double
slow_line_count (const SlowLine *self, gboolean is_up)
{
  return is_up ? self->up.bytes : self->down.bytes;
}

static void
on_answered (gpointer data)
{
  Asked *asked = data;
  CpTransportDoneFunc done = g_steal_pointer (&asked->done);

  if (done != NULL)
    done (&(CpTransportAnswer){ asked->status, asked->text, strlen (asked->text) },
          asked->done_data);
}

static void
give (Asked *asked, const CpWireAnswer *answer)
{
  SlowLine *self = asked->line;
  gint64 at_us;

  asked->is_held = FALSE;
  asked->status = answer->status;
  asked->text = cp_json_to_text (answer->document);
  at_us = carry (self, &self->down, ANSWER_BYTES + weigh (asked->text));
  g_assert_cmpint (at_us, <, asked->over_at_us);
  add_event (self, at_us, on_answered, asked);
}

/* Returns: whether it is answered, and not held until there is news */
static gboolean
ask_feed (Asked *asked, gboolean may_hold)
{
  SlowLine *self = asked->line;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) table =
      g_uri_parse_params (strchr (asked->path, '?') + 1, -1, "&", G_URI_PARAMS_NONE, &error);
  g_auto (CpWireAnswer) answer = { 0 };
  CpFeedQuery query;

  g_assert_no_error (error);
  g_assert_true (cp_feed_query_from_table (table, &query, &error));
  query.lanes = MIN (query.lanes, self->n_lanes);
  cp_head_office_handle_feed (self->office->office, "till-1", &query, &answer);
  if (may_hold && query.wait_ms > 0 && answer.status == 200 &&
      json_array_size (cp_json_get_array (answer.document, "items")) == 0)
    return FALSE;
  give (asked, &answer);
  return TRUE;
}

static void
ask_push (Asked *asked)
{
  g_autoptr (CpJson) document = cp_json_parse_object (asked->body, -1, NULL);
  g_auto (CpWireAnswer) answer = { 0 };

  cp_head_office_handle_push (asked->line->office->office, "till-1", document, &answer);
  give (asked, &answer);
}

static void
on_arrived (gpointer data)
{
  Asked *asked = data;

  if (asked->done == NULL)
    return;
  if (asked->body != NULL)
    ask_push (asked);
  else
    asked->is_held = !ask_feed (asked, TRUE);
}

static void
on_news (gpointer data)
{
  SlowLine *self = data;

  for (guint i = 0; i < self->asked->len; i++) {
    Asked *asked = self->asked->pdata[i];

    if (asked->is_held && asked->done != NULL)
      asked->is_held = !ask_feed (asked, TRUE);
  }
}

static void
on_office_changed (gpointer data)
{
  SlowLine *self = data;

  add_event (self, self->now_us, on_news, self);
}

static guint
send_request (gpointer data,
              const CpTransportRequest *request,
              CpTransportDoneFunc done,
              gpointer done_data)
{
  SlowLine *self = data;
  Asked *asked = g_new0 (Asked, 1);

  *asked = (Asked){ .line = self,
                    .id = ++self->last_id,
                    .path = g_strdup (request->path),
                    .body = g_strdup (request->body),
                    .over_at_us = self->now_us + request->timeout_ms * 1000,
                    .done = done,
                    .done_data = done_data };
  g_ptr_array_add (self->asked, asked);
  add_event (self, carry (self, &self->up, REQUEST_BYTES + weigh (request->body)), on_arrived,
             asked);
  return asked->id;
}

static void
cancel_request (gpointer data, guint id)
{
  SlowLine *self = data;

  for (guint i = 0; i < self->asked->len; i++) {
    Asked *asked = self->asked->pdata[i];

    if (asked->id == id)
      asked->done = NULL;
  }
}

CpTransport
slow_line_get_transport (SlowLine *self)
{
  return (CpTransport){ .send = send_request, .cancel = cancel_request, .data = self };
}

SlowLine *
slow_line_new (Office *office, double bytes_per_s, guint n_lanes)
{
  SlowLine *self = g_new0 (SlowLine, 1);

  self->office = office;
  self->bytes_per_s = bytes_per_s;
  self->n_lanes = n_lanes;
  self->events = g_array_new (FALSE, FALSE, sizeof (Event));
  self->asked = g_ptr_array_new_with_free_func (free_asked);
  self->random = g_rand_new_with_seed (SEED);
  cp_head_office_set_changed_func (office->office, on_office_changed, self);
  return self;
}

void
slow_line_free (SlowLine *self)
{
  cp_head_office_set_changed_func (self->office->office, NULL, NULL);
  g_array_unref (self->events);
  g_ptr_array_unref (self->asked);
  g_rand_free (self->random);
  g_free (self);
}
