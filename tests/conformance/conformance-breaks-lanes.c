/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conformance-breaks.h"

static void
promise_too_much (const char *path, guint *status, CpJson *document)
{
  const char *found = strstr (path, "incarnation=");
  g_autofree char *incarnation = found != NULL ? g_strdup (found + strlen ("incarnation=")) : NULL;

  if (!break_is_feed (path) || incarnation == NULL)
    return;
  incarnation[strcspn (incarnation, "&")] = '\0';
  cp_json_set (document, "durable", json_pack ("{s:i}", incarnation, 99));
}

/* Those of the incarnations that do not ask. */
static void
forget_chains_before (const char *path, guint *status, CpJson *document)
{
  CpJson *chains = cp_json_get_object (document, "chains");
  const char *name;
  json_t *seq;
  void *next;

  json_object_foreach_safe (chains, next, name, seq)
  {
    if (!break_is_about (path, name))
      json_object_del (chains, name);
  }
}

static void
forget_chains (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "chains");
}

static void
expect_first_of_three (const char *path, guint *status, CpJson *document)
{
  break_expected (document, 3, 1);
}

static void
expect_first_of_two (const char *path, guint *status, CpJson *document)
{
  break_expected (document, 2, 1);
}

static void
have_one_lane (const char *path, guint *status, CpJson *document)
{
  if (json_array_size (cp_json_get_array (document, "items")) > 0)
    json_object_del (document, "lanes");
}

static void
forget_lane (CpJson *item)
{
  json_object_del (item, "lane");
}

static void
tell_no_lane (const char *path, guint *status, CpJson *document)
{
  break_items (document, forget_lane);
}

static void
forget_bulk_head (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "bulk_head");
}

static void
sign_no_head (const char *path, guint *status, CpJson *document)
{
  json_object_del (cp_json_get_object (document, "bulk_head"), "signature");
}

static void
tell_both_lanes (const char *path, guint *status, CpJson *document)
{
  if (break_is_feed (path) && !break_is_about (path, "lanes=2"))
    json_array_append_new (cp_json_get_array (document, "items"),
                           json_pack ("{s:s, s:i}", "t", "ack", "lane", 1));
}

static void
wait_for_nothing (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "waits_for");
}

/* For ever. */
static void
put_bulk_off (const char *path, guint *status, CpJson *document)
{
  if (break_is_about (path, "lane=1")) {
    *status = 503;
    cp_json_set_text (document, "code", "busy");
  }
}

static void
put_bulk_off_strangely (const char *path, guint *status, CpJson *document)
{
  if (break_is_about (path, "lane=1"))
    *status = 500;
}

/* What comes to the other door. */
static void
take_no_bulk (const char *path, guint *status, CpJson *document)
{
  if (break_is_push (path))
    break_expected (document, 2, 1);
}

static CpJson *
get_told (CpJson *document)
{
  return cp_json_get_object (document, "told");
}

static void
tell_of_another_chain (const char *path, guint *status, CpJson *document)
{
  if (get_told (document) != NULL)
    cp_json_set_text (get_told (document), "incarnation", "another");
}

static void
tell_half (const char *path, guint *status, CpJson *document)
{
  if (get_told (document) != NULL)
    cp_json_set_int (get_told (document), "through", 1);
}

static void
tell_no_outcome (const char *path, guint *status, CpJson *document)
{
  if (get_told (document) != NULL)
    cp_json_set (get_told (document), "outcomes", json_array ());
}

static void
add_outcome (CpJson *document, gint64 seq, const char *outcome)
{
  cp_json_append (cp_json_get_array (get_told (document), "outcomes"),
                  json_pack ("{s:I, s:s, s:s}", "seq", (json_int_t) seq, "operation_id", "x",
                             "outcome", outcome));
}

static void
tell_accepted_ones (const char *path, guint *status, CpJson *document)
{
  if (get_told (document) != NULL)
    add_outcome (document, 2, "accepted");
}

/* Whatever was asked. */
static void
tell_again (const char *path, guint *status, CpJson *document)
{
  if (break_is_about (path, "told=2"))
    add_outcome (document, 1, "rejected");
}

static void
tell_of_anybody (const char *path, guint *status, CpJson *document)
{
  if (break_is_about (path, "told_of=nobodys"))
    add_outcome (document, 1, "rejected");
}

static const Break breaks[] = {
  { 66, "more is said to be in a backup", promise_too_much },
  { 71, "how far the chain goes", forget_chains },
  { 71, "how far the chain before goes", forget_chains_before },
  { 72, "the second lane's first operation", break_expectation },
  { 72, "the first lane after that", expect_first_of_three },
  { 73, "that there are two", have_one_lane },
  { 73, "the second lane's outcome is not told", tell_no_lane },
  { 73, "how far the second lane goes", forget_bulk_head },
  { 73, "how far the second lane goes is not signed", sign_no_head },
  { 73, "told to who has one", tell_both_lanes },
  { 74, "put off and not told until when", put_bulk_off },
  { 74, "has no outcome in that lane", tell_no_lane },
  { 75, "was not waited for", wait_for_nothing },
  { 75, "not taken once what comes before it was there", expect_first_of_two },
  { 76, "in place of 200 or 503", put_bulk_off_strangely },
  { 76, "put off and not told until when", put_bulk_off },
  { 76, "again and again", put_bulk_off, .retry_after_ms = 1000 },
  { 76, "without lane=1", take_no_bulk },
  { 79, "not of what was asked for", tell_of_another_chain },
  { 79, "told through number 1", tell_half },
  { 79, "the first is not told", tell_no_outcome },
  { 79, "plainly accepted is told too", tell_accepted_ones },
  { 79, "a chain that has no more", tell_again },
  { 79, "a chain that is not the device's", tell_of_anybody },
  { 79, "not sealed", break_signature },
};

const Breaks breaks_of_lanes = { breaks, G_N_ELEMENTS (breaks) };
