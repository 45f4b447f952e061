/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The second lane: a chain of its own, that never overtakes the first. */
#include "conformance.h"
#include "cp-chain.h"
#include "cp-protocol.h"

/* How often in a row head office may put a device off. */
#define MOST_PUT_OFF 7

/* The next operation of the chain that @self is in now. @needs: of the other lane */
static Reply
push_bulk (Conformance *self, gint64 needs)
{
  CpJson *operations = json_array ();
  g_autoptr (CpJson) push = NULL;

  cp_json_append (operations, conformance_make (self));
  push = conformance_make_push (self, operations);
  cp_json_set_int (push, "needs", needs);
  return conformance_push (self, push);
}

/* Goes on in the second lane, which has nothing yet; returns the name of the first. */
static char *
change_lanes (Conformance *self)
{
  char *priority = g_steal_pointer (&self->incarnation);

  self->incarnation = cp_chain_dup_name (priority, CP_LANE_BULK);
  self->seq = 0;
  g_free (self->hash);
  self->hash = g_strdup (CP_CHAIN_START);
  return priority;
}

static gboolean
has_bulk_ack (const CpJson *page)
{
  gsize i;
  CpJson *item;

  json_array_foreach (cp_json_get_array (page, "items"), i, item)
  {
    if (g_strcmp0 (cp_json_get_text (item, "t"), "ack") == 0 &&
        cp_json_get_int (item, "lane", 0) == CP_LANE_BULK)
      return TRUE;
  }
  return FALSE;
}

char *
conformance_check_lanes (Conformance *self)
{
  g_autoptr (CpJson) hello = conformance_make_push (self, NULL);
  g_auto (Reply) before = conformance_push (self, hello);
  g_autofree char *priority = change_lanes (self);
  g_auto (Reply) pushed = push_bulk (self, 0);
  const CpFeedQuery query = {
    .epoch = cp_json_get_text (before.document, "epoch"),
    .incarnation = priority,
    .after = cp_json_get_int (before.document, "gseq", 0),
    .challenge = CONFORMANCE_CHALLENGE,
    .lanes = CP_N_LANES,
  };
  g_autofree char *path = query.epoch != NULL ? cp_feed_query_to_path (&query) : g_strdup ("/");
  g_auto (Reply) page = conformance_ask (&self->line, "GET", path, NULL);

  if (pushed.status != 200 || page.status != 200)
    return g_strdup_printf ("status %u and %u in place of 200", pushed.status, page.status);
  if (cp_json_get_int (page.document, "lanes", 0) != CP_N_LANES)
    return g_strdup ("the page does not say that there are two");
  if (!has_bulk_ack (page.document))
    return g_strdup ("the second lane's outcome is not told");
  return cp_json_get_object (page.document, "bulk_head") != NULL
             ? NULL
             : g_strdup ("the page does not say how far the second lane goes");
}

char *
conformance_check_order_of_lanes (Conformance *self)
{
  g_auto (Reply) first = conformance_push_next (self);
  g_autofree char *priority = change_lanes (self);
  g_auto (Reply) early = push_bulk (self, 2);
  g_auto (Reply) after = { 0 };

  if (first.status != 200 || early.status != 200)
    return g_strdup_printf ("status %u and %u in place of 200", first.status, early.status);
  if (cp_json_get_int (early.document, "expected_seq", 0) != 1 ||
      cp_json_get_int (early.document, "waits_for", 0) != 2)
    return g_strdup ("what comes before it was not waited for");
  self->seq = 0;
  g_free (self->hash);
  self->hash = g_strdup (CP_CHAIN_START);
  after = push_bulk (self, 1);
  return cp_json_get_int (after.document, "expected_seq", 0) == 2
             ? NULL
             : g_strdup ("it was not taken once what comes before it was there");
}

/* It may have too much to do just now or not; so much holds either way. */
char *
conformance_check_putting_off (Conformance *self)
{
  CpJson *operations = json_array ();
  g_autofree char *priority = change_lanes (self);
  g_autoptr (CpJson) push = NULL;
  g_autofree char *body = NULL;

  cp_json_append (operations, conformance_make (self));
  push = conformance_make_push (self, operations);
  body = cp_json_to_text (push);
  for (guint i = 0; i <= MOST_PUT_OFF; i++) {
    g_auto (Reply) reply = conformance_ask (&self->line, "POST", "/v1/push?lane=1", body);

    if (reply.status == 200)
      return NULL;
    if (reply.status != 503)
      return g_strdup_printf ("status %u in place of 200 or 503", reply.status);
    if (g_strcmp0 (cp_json_get_text (reply.document, "code"), "busy") != 0 ||
        reply.retry_after_ms == 0)
      return g_strdup ("it is put off and not told until when");
  }
  return g_strdup ("it is put off again and again");
}
