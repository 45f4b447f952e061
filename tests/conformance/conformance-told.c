/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What became of operations, for who asks beside the feed. */
#include "conformance-check.h"
#include "cp-protocol.h"
#include "cp-world.h"

/* What came since the test began, and the outcomes of @chain behind number @told. Not to be held. */
static Reply
ask_for (Conformance *self, const char *chain, gint64 told)
{
  const CpFeedQuery query = {
    .epoch = self->epoch,
    .incarnation = self->incarnation,
    .after = self->place,
    .limit = CP_FEED_MAX_ITEMS,
    .challenge = CONFORMANCE_CHALLENGE,
    .told_of = chain,
    .told = told,
  };
  g_autofree char *path = cp_feed_query_to_path (&query);

  return conformance_ask (&self->line, "GET", path, NULL);
}

/* The first, which no rule can post, is among them, and nothing that was plainly accepted. */
static char *
check_outcomes (const CpJson *outcomes, const char *first_id)
{
  gboolean has_first = FALSE;
  gsize i;
  CpJson *item;

  json_array_foreach ((CpJson *) outcomes, i, item)
  {
    const char *outcome = cp_json_get_text (item, "outcome");

    if (!cp_outcome_is_word (outcome) || g_str_equal (outcome, CP_OUTCOME_ACCEPTED))
      return g_strdup ("what was plainly accepted is told too");
    if (cp_json_get_int (item, "seq", 0) == 1)
      has_first = g_str_equal (outcome, "needs_review") &&
                  g_strcmp0 (cp_json_get_text (item, "operation_id"), first_id) == 0;
  }
  return conformance_say (has_first, "what became of the first is not told");
}

static char *
check_told (Conformance *self, const CpJson *told, const char *first_id)
{
  if (g_strcmp0 (cp_json_get_text (told, "incarnation"), self->incarnation) != 0)
    return g_strdup ("it is not of what was asked for");
  if (cp_json_get_int (told, "through", 0) != 2 || cp_json_get_bool (told, "more"))
    return g_strdup_printf ("two operations are told through number %" G_GINT64_FORMAT,
                            cp_json_get_int (told, "through", 0));
  return check_outcomes (cp_json_get_array (told, "outcomes"), first_id);
}

static char *
check_nothing (Conformance *self, const char *chain, gint64 after, const char *what)
{
  g_auto (Reply) page = ask_for (self, chain, after);
  const CpJson *told = cp_json_get_object (page.document, "told");

  if (page.status != 200)
    return conformance_expect (&page, 200, NULL);
  return json_array_size (cp_json_get_array (told, "outcomes")) == 0 &&
                 cp_json_get_int (told, "through", after) == after
             ? NULL
             : g_strdup_printf ("something is told of %s", what);
}

char *
conformance_check_told (Conformance *self)
{
  CpJson *first = conformance_make (self);
  g_autofree char *first_id = g_strdup (cp_json_get_text (first, "id"));
  g_auto (Reply) pushed = conformance_push_one (self, first);
  g_auto (Reply) second = conformance_push_one (
      self, conformance_make_visit (self, cp_world_wall_ms (cp_world_real ()), 0));
  g_auto (Reply) page = ask_for (self, self->incarnation, 0);
  g_autofree char *purpose = conformance_dup_purpose (self, CP_SEAL_PAGE);
  const CpJson *told = json_object_get (page.document, "told");
  char *wrong;

  if (pushed.status != 200 || second.status != 200)
    return g_strdup_printf ("status %u and %u in place of 200", pushed.status, second.status);
  if (page.status != 200)
    return conformance_expect (&page, 200, NULL);
  if (told == NULL)
    return conformance_pass_over (self, "it does not know the question");
  wrong = check_told (self, told, first_id);
  if (wrong == NULL)
    wrong = check_nothing (self, self->incarnation, 2, "a chain that has no more");
  if (wrong == NULL)
    wrong = check_nothing (self, "nobodys", 0, "a chain that is not the device's");
  return wrong != NULL ? wrong : conformance_expect_sealed (self, &page, purpose);
}
