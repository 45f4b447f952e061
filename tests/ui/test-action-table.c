/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-action-table.h"

static void
test_flows (void)
{
  guint n;
  const CpAction *actions = cp_actions (&n);

  for (guint i = 0; i < n; i++) {
    g_assert_nonnull (cp_flow_spec_find (actions[i].flow));
    g_assert_true (actions[i].group != CP_GROUP_ACCOUNT || actions[i].text != NULL);
  }
}

static gboolean
has_place (const char *flow)
{
  guint n;
  const CpAction *actions = cp_actions (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (actions[i].flow, flow))
      return TRUE;
  return FALSE;
}

static void
test_places (void)
{
  const CpFlowSpec *spec;

  for (guint i = 0; (spec = cp_flow_spec_at (i)) != NULL; i++)
    if (spec->for_member && !has_place (spec->name))
      g_error ("%s has no place on the page", spec->name);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/action-table/names-flows-that-there-are", test_flows);
  g_test_add_func ("/action-table/every-flow-has-its-place", test_places);
  return g_test_run ();
}
