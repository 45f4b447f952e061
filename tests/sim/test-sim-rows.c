/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A till's rows on the simulated disk, as the power goes. */
#include "cp-replica.h"
#include "cp-sim-machine.h"
#include "cp-test-page.h"

#define INCARNATION "0123456789abcdef0123456789abcdef"
#define PATH "/var/lib/counterpart/replica.db"

/* Staff go on from what a page said. */
static void
test_page_outlives_the_power (void)
{
  CpSimLoop *loop = cp_sim_loop_new (NULL);
  g_autoptr (CpJson) page = cp_test_page_new ("e1", 0);
  g_auto (CpReplicaChanges) changes = { NULL };
  g_autoptr (GError) error = NULL;
  CpSimMachine machine;
  CpReplica *replica;

  cp_sim_machine_init (&machine, "till", loop, 1, NULL);
  replica = cp_replica_open (&machine.world, PATH, &error);
  g_assert_no_error (error);
  cp_test_page_add_ack (page, 1, "019b76da-a800-7000-8000-00000000abcd", "accepted", NULL);
  cp_test_page_end (page, 7, 1);
  g_assert_true (cp_replica_apply_page (replica, INCARNATION, NULL, page, &changes, &error));
  cp_sim_disk_crash_after (machine.disk, 0);
  cp_replica_close (replica);
  cp_sim_machine_fall (&machine, CP_SIM_DEATH_POWER_CUT_NONE);
  replica = cp_replica_open (&machine.world, PATH, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cp_replica_get_cursor (replica), ==, 7);
  cp_replica_close (replica);
  cp_sim_machine_clear (&machine);
  cp_sim_loop_free (loop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/rows/page-outlives-the-power", test_page_outlives_the_power);
  return g_test_run ();
}
