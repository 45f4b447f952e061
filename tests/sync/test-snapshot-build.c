/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-snapshot-build.h"

#include <glib/gstdio.h>

#include "cp-replica.h"
#include "office-fixture.h"

static CpReplica *
build (Office *office)
{
  g_autofree char *path = g_build_filename (office->folder, "built.db", NULL);
  g_autoptr (GError) error = NULL;
  CpReplica *replica;

  g_assert_true (cp_snapshot_build_replica (cp_world_real (),
                                            cp_head_office_get_storage (office->office), NULL, path,
                                            office->now_ms, &error));
  g_assert_no_error (error);
  replica = cp_replica_open_snapshot (path, &error);
  g_assert_no_error (error);
  return replica;
}

static void
test_holds_all_rows (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CpReplica) replica = build (office);
  g_autofree char *id = cp_test_chain_id (2, "member");
  g_autoptr (GPtrArray) staff = cp_replica_list (replica, CP_KIND_STAFF, NULL);
  gpointer row = NULL;

  g_assert_cmpstr (cp_replica_get_epoch (replica), ==, cp_head_office_get_epoch (office->office));
  g_assert_cmpint (cp_replica_get_cursor (replica), >, 0);
  g_assert_cmpint (cp_replica_get_head_office_ms (replica), ==, office->now_ms);
  g_assert_true (cp_replica_get_row (replica, CP_KIND_MEMBER, id, &row, NULL));
  g_assert_nonnull (row);
  g_assert_cmpint (((CpEntity *) row)->ver, >, 0);
  g_assert_cmpuint (staff->len, ==, 6);
  cp_entity_free (row);
}

/* Each device's operations count once: rows and watermarks are of the same moment. */
static void
test_holds_watermarks (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (CpReplica) replica = NULL;
  gint64 through = 0;

  for (guint i = 0; i < 3; i++)
    g_free (device_do (device, 500 + i, CP_OPERATION_ISSUE_BENEFIT, 1,
                       "{'definition_id':'coffee','reason':'rain'}"));
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
  replica = build (office);
  g_assert_true (cp_replica_get_acked (replica, "one", &through, NULL));
  g_assert_cmpint (through, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snapshot-build/holds-all-rows", test_holds_all_rows);
  g_test_add_func ("/snapshot-build/holds-how-far-each-device-is", test_holds_watermarks);
  return g_test_run ();
}
