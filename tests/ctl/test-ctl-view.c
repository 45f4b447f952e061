/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-view.h"

#include <string.h>

static GString *printed;

static void
on_print (const char *text)
{
  g_string_append (printed, text);
}

/* Of a family account both are said: with whom it is shared, and who has a card. */
static void
test_says_with_whom_it_is_shared (void)
{
  GPrintFunc before = g_set_print_handler (on_print);
  g_autoptr (CpJson) view = json_pack (
      "{s:{s:s}, s:[{s:s}, {s:s}], s:[{s:s, s:s}, {s:s, s:s, s:s}]}", "member", "name", "Ada Byron",
      "family", "name", "Zoë Müller", "name", "Li Wei", "cards", "number", "5010", "state",
      "active", "number", "6020", "state", "active", "member_name", "Zoë Müller");

  printed = g_string_new (NULL);
  cp_ctl_print_view (view);
  g_set_print_handler (before);
  g_assert_nonnull (strstr (printed->str, "Shared with     Zoë Müller\n                Li Wei\n"));
  g_assert_nonnull (strstr (printed->str, "CARD  CHIP  STATE   BLOCKED  WHOSE       ID\n"
                                          "5010        active"));
  g_assert_nonnull (strstr (printed->str, "6020        active           Zoë Müller"));
  g_string_free (printed, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ctl/view/says-with-whom-it-is-shared", test_says_with_whom_it_is_shared);
  return g_test_run ();
}
