/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-result.h"

#include "cp-ctl-output.h"

static const struct {
  const char *state;
  const char *text;
} states[] = {
  { "waiting", "Done here, waiting for head office." },
  { "accepted", "Done, and confirmed by head office." },
  { "accepted_changed", "Done, but head office changed something; see attention." },
  { "rejected", "Head office refused it; see attention." },
  { "needs_review", "Head office is looking into it; see attention." },
};

static const char *
describe_state (const CpJson *result)
{
  const char *state = cp_json_get_text (result, "state");

  if (g_strcmp0 (state, "waiting") == 0 && cp_json_get_bool (result, "asked"))
    return "Asked of head office; it has no effect before they agree.";
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i].state, state) == 0)
      return states[i].text;
  return cp_json_get_bool (result, "preview") ? "This is what it would do:" : "Done.";
}

static void
print_effects (const CpJson *result)
{
  const CpJson *effect;
  size_t i;

  json_array_foreach (cp_json_get_array (result, "effects"), i, effect)
      g_print ("  • %s\n", json_string_value (effect));
}

/* Of a merge, both values, and how to keep the other one. */
static void
print_differences (const CpJson *result)
{
  const CpJson *difference;
  size_t i;

  json_array_foreach (cp_json_get_array (result, "differences"), i, difference)
  {
    gboolean takes_other = cp_json_get_bool (difference, "takes_other");

    g_print ("  • %s: keeps %s, not %s (keep.%s=%s would keep that)\n",
             cp_json_get_text (difference, "label"),
             cp_json_get_text (difference, takes_other ? "other" : "own"),
             cp_json_get_text (difference, takes_other ? "own" : "other"),
             cp_json_get_text (difference, "field"), takes_other ? "winner" : "loser");
  }
}

static void
print_look_alikes (const CpJson *result)
{
  CpCtlTable *table = cp_ctl_table_new ("LOOKS LIKE", "BORN", "CITY", "PHONE", "ID", NULL);
  const CpJson *member;
  size_t i;

  json_array_foreach (cp_json_get_array (result, "look_alikes"), i, member)
  {
    cp_ctl_table_add (table, cp_json_get_text (member, "name"));
    cp_ctl_table_add (table, cp_json_get_text (member, "birth_date"));
    cp_ctl_table_add (table, cp_json_get_text (member, "city"));
    cp_ctl_table_add (table, cp_json_get_text (member, "phone_tail"));
    cp_ctl_table_add (table, cp_json_get_text (member, "member_id"));
  }
  cp_ctl_table_print (table, NULL);
}

static void
print_refusal (const CpJson *result)
{
  const char *text = cp_json_get_text (result, "staff_text");

  g_print ("Refused: %s\n", text != NULL ? text : cp_json_get_text (result, "code"));
  cp_ctl_print_pair ("  detail", cp_json_get_text (result, "detail"));
  cp_ctl_print_pair ("  approval by", cp_json_get_text (result, "approval_role"));
  cp_ctl_print_pair ("  do now", cp_json_get_text (result, "next_action"));
  print_look_alikes (result);
}

void
cp_ctl_print_result (const CpJson *result)
{
  if (g_strcmp0 (cp_json_get_text (result, "decision"), "accepted") != 0) {
    print_refusal (result);
    return;
  }
  g_print ("%s\n", describe_state (result));
  print_effects (result);
  print_differences (result);
  cp_ctl_print_pair ("Operation", cp_json_get_text (result, "operation_id"));
  cp_ctl_print_pair ("Member", cp_json_get_text (result, "member_id"));
}

gboolean
cp_ctl_result_is_refused (const CpJson *result)
{
  return g_strcmp0 (cp_json_get_text (result, "decision"), "accepted") != 0 ||
         g_strcmp0 (cp_json_get_text (result, "state"), "rejected") == 0;
}
