/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-chain.h"

/* Both figures from Python's hashlib.blake2b (…, digest_size=32). */
static void
test_matches_another_implementation (void)
{
  g_autofree char *body = cp_chain_hash_body ("{\"a\":1}");
  g_autofree char *link = cp_chain_hash (CP_CHAIN_START, "till-1", "f00d", 1, body);

  g_assert_cmpstr (body, ==, "10a7ff3e312baec0c356be489739b93f63af84416c40f1c13023eb96c7ed50aa");
  g_assert_cmpstr (link, ==, "92cd4255603535d62926637d8968aa29072eeb22f90d14d9bad467f8c2bcfff2");
}

static void
test_covers_every_part (void)
{
  g_autofree char *body = cp_chain_hash_body ("{}");
  g_autofree char *link = cp_chain_hash (CP_CHAIN_START, "till-1", "f00d", 1, body);
  g_autofree char *prev = cp_chain_hash (body, "till-1", "f00d", 1, body);
  g_autofree char *device = cp_chain_hash (CP_CHAIN_START, "till-2", "f00d", 1, body);
  g_autofree char *incarnation = cp_chain_hash (CP_CHAIN_START, "till-1", "beef", 1, body);
  g_autofree char *seq = cp_chain_hash (CP_CHAIN_START, "till-1", "f00d", 2, body);
  g_autofree char *other = cp_chain_hash (CP_CHAIN_START, "till-1", "f00d", 1, link);

  g_assert_cmpstr (link, !=, prev);
  g_assert_cmpstr (link, !=, device);
  g_assert_cmpstr (link, !=, incarnation);
  g_assert_cmpstr (link, !=, seq);
  g_assert_cmpstr (link, !=, other);
}

static void
test_each_lane_has_a_name (void)
{
  g_autofree char *priority = cp_chain_dup_name ("f00d", CP_LANE_PRIORITY);
  g_autofree char *bulk = cp_chain_dup_name ("f00d", CP_LANE_BULK);
  g_autofree char *of_priority = cp_chain_dup_incarnation (priority);
  g_autofree char *of_bulk = cp_chain_dup_incarnation (bulk);

  g_assert_cmpstr (priority, ==, "f00d");
  g_assert_cmpstr (bulk, ==, "f00d-1");
  g_assert_cmpstr (of_priority, ==, "f00d");
  g_assert_cmpint (cp_chain_get_lane (priority), ==, CP_LANE_PRIORITY);
  g_assert_cmpstr (of_bulk, ==, "f00d");
  g_assert_cmpint (cp_chain_get_lane (bulk), ==, CP_LANE_BULK);
  g_assert_cmpint (cp_lane_get_other (CP_LANE_BULK), ==, CP_LANE_PRIORITY);
  g_assert_cmpint (cp_lane_get_other (CP_LANE_PRIORITY), ==, CP_LANE_BULK);
}

static void
test_heads (void)
{
  g_autofree char *device = cp_chain_describe_head ("device", "till-1", "f00d", 3, "abc");
  g_autofree char *office = cp_chain_describe_head ("head office", "till-1", "f00d", 3, "abc");

  g_assert_cmpstr (device, ==, "counterpart head of device\ntill-1\nf00d\n3\nabc");
  g_assert_cmpstr (office, !=, device);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/chain/matches-another-implementation",
                   test_matches_another_implementation);
  g_test_add_func ("/base/chain/tells-heads-apart", test_heads);
  g_test_add_func ("/base/chain/covers-every-part", test_covers_every_part);
  g_test_add_func ("/base/chain/each-lane-has-a-name", test_each_lane_has_a_name);
  return g_test_run ();
}
