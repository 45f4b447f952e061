/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The second lane: a chain of its own, that never overtakes the first. */
#include "conformance-check.h"
#include "cp-chain.h"
#include "cp-protocol.h"

/* How often in a row head office may put a device off. */
#define MOST_PUT_OFF 7
#define ONE_LANE "head office takes one lane"
#define BULK_PATH "/v1/push?lane=1"

/* Head office says so itself; of the second lane there is nothing to say else. */
static char *
where_there_are_two (Conformance *self, char *(*test) (Conformance *self))
{
  return conformance_has_two_lanes (self) ? test (self) : conformance_pass_over (self, ONE_LANE);
}

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
  conformance_begin_again (self);
  return priority;
}

/* Each is a chain of its own, that begins at 1. */
static char *
check_two_chains (Conformance *self)
{
  g_auto (Reply) first = conformance_push_next (self);
  g_auto (Reply) second = conformance_push_next (self);
  g_autofree char *priority = change_lanes (self);
  g_auto (Reply) bulk = push_bulk (self, 2);
  g_auto (Reply) again = { 0 };
  g_autofree char *wrong = conformance_expect_next (&bulk, 2);

  if (wrong != NULL)
    return g_strdup_printf ("the second lane's first operation: %s", wrong);
  g_free (self->incarnation);
  self->incarnation = g_steal_pointer (&priority);
  again = conformance_push_none (self);
  wrong = conformance_expect_next (&again, 3);
  return wrong != NULL ? g_strdup_printf ("the first lane after that: %s", wrong) : NULL;
}

char *
conformance_check_two_chains (Conformance *self)
{
  return where_there_are_two (self, check_two_chains);
}

/* As it is told by now. */
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

static gboolean
awaits_bulk_ack (Conformance *self, const char *priority)
{
  g_autoptr (CpJson) ack = conformance_find_bulk_ack (self, priority, 1);

  return ack != NULL;
}

/* What came since the test began, for who has two lanes. */
static Reply
feed_both (Conformance *self, const char *priority)
{
  const CpFeedQuery query = {
    .epoch = self->epoch,
    .incarnation = priority,
    .after = self->place,
    .challenge = CONFORMANCE_CHALLENGE,
    .lanes = CP_N_LANES,
  };
  g_autofree char *path = cp_feed_query_to_path (&query);

  return conformance_ask (&self->line, "GET", path, NULL);
}

static char *
check_bulk_head (Conformance *self, const CpJson *page)
{
  const CpJson *head = cp_json_get_object (page, "bulk_head");
  g_autofree char *text =
      cp_chain_describe_head ("head office", self->device, self->incarnation, 1, self->hash);

  if (cp_json_get_int (head, "seq", 0) != 1)
    return g_strdup ("the page does not say how far the second lane goes");
  return conformance_say (cp_signature_check (cp_json_get_text (page, "key"), text,
                                              cp_json_get_text (head, "signature")),
                          "how far the second lane goes is not signed");
}

/* Who has one lane is told nothing of the other. */
static char *
check_one_lane (Conformance *self, char *priority)
{
  g_auto (Reply) of_one = { 0 };

  g_free (self->incarnation);
  self->incarnation = priority;
  of_one = conformance_feed_new (self, 0, 0);
  return conformance_say (!has_bulk_ack (of_one.document),
                          "the second lane's outcome is told to who has one");
}

static char *
check_lanes (Conformance *self)
{
  g_autofree char *priority = change_lanes (self);
  g_auto (Reply) pushed = push_bulk (self, 0);
  g_auto (Reply) page = { 0 };
  char *wrong;

  if (pushed.status != 200)
    return conformance_expect (&pushed, 200, NULL);
  if (!awaits_bulk_ack (self, priority))
    return g_strdup ("the second lane's outcome is not told");
  page = feed_both (self, priority);
  if (page.status != 200)
    return conformance_expect (&page, 200, NULL);
  if (cp_json_get_int (page.document, "lanes", 0) != CP_N_LANES)
    return g_strdup ("the page does not say that there are two");
  wrong = check_bulk_head (self, page.document);
  return wrong != NULL ? wrong : check_one_lane (self, g_steal_pointer (&priority));
}

char *
conformance_check_lanes (Conformance *self)
{
  return where_there_are_two (self, check_lanes);
}

static char *
check_order_of_lanes (Conformance *self)
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
  conformance_begin_again (self);
  after = push_bulk (self, 1);
  return cp_json_get_int (after.document, "expected_seq", 0) == 2
             ? NULL
             : g_strdup ("it was not taken once what comes before it was there");
}

char *
conformance_check_order_of_lanes (Conformance *self)
{
  return where_there_are_two (self, check_order_of_lanes);
}

/* Returns: how a push to the second lane's door ended: taken, or refused after it was put off as often as
 * may be */
static char *
push_to_lane (Conformance *self, const CpJson *push, guint most)
{
  g_autofree char *body = cp_json_to_text (push);

  for (guint i = 0; i <= most; i++) {
    g_autofree char *path =
        i == 0 ? g_strdup (BULK_PATH) : g_strdup_printf (BULK_PATH "&put_off=%u", i);
    g_auto (Reply) reply = conformance_ask (&self->line, "POST", path, body);

    if (reply.status == 200)
      return conformance_expect_next (&reply, 2);
    if (reply.status != 503)
      return g_strdup_printf ("status %u in place of 200 or 503", reply.status);
    if (g_strcmp0 (cp_json_get_text (reply.document, "code"), "busy") != 0 ||
        reply.retry_after_ms == 0)
      return g_strdup ("it is put off and not told until when");
  }
  return g_strdup ("it is put off again and again");
}

static CpJson *
make_bulk_push (Conformance *self)
{
  CpJson *operations = json_array ();

  cp_json_append (operations, conformance_make (self));
  return conformance_make_push (self, operations);
}

/* It may have too much to do just now or not; so much holds either way. */
static char *
check_putting_off (Conformance *self)
{
  g_autofree char *priority = change_lanes (self);
  g_autoptr (CpJson) push = make_bulk_push (self);
  g_autoptr (CpJson) first = NULL;
  g_auto (Reply) taken = { 0 };
  g_autofree char *wrong = push_to_lane (self, push, MOST_PUT_OFF);

  if (wrong != NULL)
    return g_steal_pointer (&wrong);
  g_free (self->incarnation);
  self->incarnation = g_steal_pointer (&priority);
  conformance_begin (self);
  priority = change_lanes (self);
  first = make_bulk_push (self);
  taken = conformance_push (self, first);
  wrong = conformance_expect_next (&taken, 2);
  if (wrong != NULL)
    return g_strdup_printf ("without lane=1 it is not taken as any other: %s", wrong);
  return NULL;
}

char *
conformance_check_putting_off (Conformance *self)
{
  return where_there_are_two (self, check_putting_off);
}

/* What it was told there it tells in the feed. */
static char *
check_bulk_door (Conformance *self)
{
  g_autofree char *priority = change_lanes (self);
  g_autoptr (CpJson) push = make_bulk_push (self);
  char *wrong = push_to_lane (self, push, MOST_PUT_OFF);

  if (wrong != NULL)
    return wrong;
  return conformance_say (awaits_bulk_ack (self, priority),
                          "what was sent to lane=1 has no outcome in that lane");
}

char *
conformance_check_bulk_door (Conformance *self)
{
  return where_there_are_two (self, check_bulk_door);
}
