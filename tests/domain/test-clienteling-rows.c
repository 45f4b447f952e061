/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-clienteling-rows.h"

#include "cp-entities.h"

/* That every row travels is in test-entities; here, that each needs a member. */
static void
test_every_row_is_a_members (void)
{
  const CpField *const tables[] = { cp_note_fields,    cp_tag_fields,       cp_task_fields,
                                    cp_promise_fields, cp_favourite_fields, cp_subscription_fields,
                                    cp_message_fields };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_assert_cmpstr (tables[i][0].name, ==, "id");
    g_assert_cmpstr (tables[i][1].name, ==, "account_id");
    g_assert_cmpstr (tables[i][2].name, ==, "member_id");
    for (guint j = 0; j < 3; j++)
      g_assert_true (tables[i][j].required);
    g_assert_true (cp_kind_get_type (CP_KIND_NOTE + i)->fields == tables[i]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/clienteling-rows/every-row-is-a-members", test_every_row_is_a_members);
  return g_test_run ();
}
