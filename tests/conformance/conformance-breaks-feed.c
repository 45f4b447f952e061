/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conformance-breaks.h"
#include "cp-signature.h"

static void
forget_epoch (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "epoch");
}

static void
give_one_number (CpJson *item)
{
  cp_json_set_int (item, "gseq", G_MAXINT32);
}

static void
tell_one_number (const char *path, guint *status, CpJson *document)
{
  break_items (document, give_one_number);
}

static void
change_at_random (CpJson *item)
{
  cp_json_set_int (item, "odd", g_random_int ());
}

static void
tell_otherwise (const char *path, guint *status, CpJson *document)
{
  break_items (document, change_at_random);
}

static void
tell_anothers_outcome (const char *path, guint *status, CpJson *document)
{
  if (break_is_feed (path) && *status == 200)
    json_array_append_new (cp_json_get_array (document, "items"),
                           json_pack ("{s:s, s:i}", "t", "ack", "seq", 2));
}

static void
tell_nothing (const char *path, guint *status, CpJson *document)
{
  if (break_is_feed (path))
    cp_json_set (document, "items", json_array ());
}

static void
tear_page (const char *path, guint *status, CpJson *document)
{
  CpJson *items = cp_json_get_array (document, "items");

  json_array_remove (items, json_array_size (items) - 1);
}

static void
begin_elsewhere (const char *path, guint *status, CpJson *document)
{
  if (break_is_feed (path))
    cp_json_set_int (document, "after", 0);
}

static void
move_place (const char *path, guint *status, CpJson *document)
{
  if (break_is_feed (path) && json_array_size (cp_json_get_array (document, "items")) == 0)
    cp_json_set_int (document, "through", cp_json_get_int (document, "through", 0) + 1);
}

static void
say_no_more (const char *path, guint *status, CpJson *document)
{
  cp_json_set_bool (document, "more", FALSE);
}

static void
always_say_more (const char *path, guint *status, CpJson *document)
{
  if (break_is_feed (path))
    cp_json_set_bool (document, "more", TRUE);
}

/* Of what lies beyond alone. */
static void
number_without_end (const char *path, guint *status, CpJson *document)
{
  if (*status == 410 && !break_is_about (path, "never-was"))
    *status = 200;
}

static void
change_code (const char *path, guint *status, CpJson *document)
{
  if (*status == 410)
    cp_json_set_text (document, "code", "behind");
}

/* As if it had forgotten, and did not say so. */
static void
deny_beginning (const char *path, guint *status, CpJson *document)
{
  if (break_is_about (path, "after=0&")) {
    *status = 410;
    cp_json_set_text (document, "code", "epoch_changed");
  }
}

static void
forget_key (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "key");
}

static void
announce_same_key (const char *path, guint *status, CpJson *document)
{
  if (break_is_feed (path))
    cp_json_set_text (document, "next_key", cp_json_get_text (document, "key"));
}

static void
change_chains_key (const char *path, guint *status, CpJson *document)
{
  json_object_del (cp_json_get_object (document, "chain"), "key");
}

static void
change_sums_key (const char *path, guint *status, CpJson *document)
{
  if (break_is_about (path, "/v1/sums"))
    json_object_del (document, "key");
}

static void
forget_head (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "head");
}

static void
sign_no_head (const char *path, guint *status, CpJson *document)
{
  json_object_del (cp_json_get_object (document, "head"), "signature");
}

static char *
forget_wait (const char *path)
{
  g_autofree char *kept = g_strdup (path);
  char *wait = strstr (kept, "&wait_ms=");

  if (wait != NULL)
    wait[1] = 'W';
  return g_steal_pointer (&kept);
}

static const Break breaks[] = {
  { 18, "the numbering has no name", forget_epoch },
  { 18, "has no later number", tell_one_number },
  { 18, "something else a moment later", tell_otherwise },
  { 19, "the outcome of what was pushed is not told", tell_nothing },
  { 19, "another incarnation's", tell_anothers_outcome },
  { 20, "the outcome of what was pushed is not told", tell_nothing },
  { 20, "another device's outcome", tell_anothers_outcome },
  { 21, "end", tear_page },
  { 21, "does not begin where it was asked to", begin_elsewhere },
  { 21, "moves the place", move_place },
  { 23, "more is not said", say_no_more },
  { 23, "more was said, and there is nothing", always_say_more },
  { 24, "a request without news is not held", .change_path = forget_wait },
  { 24, "not answered when there is news", tell_nothing },
  { 27, "another epoch: status 200", break_refusals },
  { 27, "another epoch: code behind", change_code },
  { 27, "beyond the numbering", number_without_end },
  { 35, "the feed from its beginning", deny_beginning },
  { 41, "not sealed", break_signature },
  { 43, "a page has no key", forget_key },
  { 43, "the next key is none", announce_same_key },
  { 43, "is sealed with another key than a page", .sealed = CP_SEAL_PAGE, .is_strange = TRUE },
  { 43, "the sums is sealed with another key", .sealed = CP_SEAL_SUMS, .is_strange = TRUE },
  { 43, "a chain is sealed with another key", change_chains_key },
  { 43, "the sums is sealed with another key", change_sums_key },
  { 44, "how far the chain goes", forget_head },
  { 44, "the head is not signed", sign_no_head },
};

const Breaks breaks_of_feed = { breaks, G_N_ELEMENTS (breaks) };
