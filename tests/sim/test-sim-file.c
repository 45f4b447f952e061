/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-file.h"

#include <string.h>

#define N_SECTORS 8
#define N_BYTES (N_SECTORS * CP_SIM_SECTOR_BYTES)

static void
fill (CpSimFile *file, gsize offset, guint8 value, gsize n_bytes)
{
  g_autofree guint8 *bytes = g_malloc (n_bytes);

  memset (bytes, value, n_bytes);
  cp_sim_file_write (file, offset, bytes, n_bytes);
}

static int
get_byte (const CpSimFile *file, gsize offset)
{
  guint8 byte;

  return cp_sim_file_read (file, offset, &byte, 1) == 1 ? byte : -1;
}

static void
test_reads_what_was_written_and_zeroes_between (void)
{
  g_autoptr (CpSimFile) file = cp_sim_file_new ();
  guint8 bytes[10];

  fill (file, 5, 'x', 2);
  g_assert_cmpuint (cp_sim_file_get_size (file), ==, 7);
  g_assert_cmpuint (cp_sim_file_read (file, 0, bytes, sizeof bytes), ==, 7);
  g_assert_cmpmem (bytes, 7, "\0\0\0\0\0xx", 7);
  g_assert_cmpuint (cp_sim_file_read (file, 7, bytes, sizeof bytes), ==, 0);
  cp_sim_file_truncate (file, 6);
  cp_sim_file_truncate (file, 9);
  g_assert_cmpuint (cp_sim_file_read (file, 0, bytes, sizeof bytes), ==, 9);
  g_assert_cmpmem (bytes, 9, "\0\0\0\0\0x\0\0\0", 9);
}

static void
test_power_cut_keeps_what_was_synced (void)
{
  g_autoptr (CpSimFile) file = cp_sim_file_new ();
  CpSimFate fate = { 0 };

  fill (file, 0, 'a', 100);
  cp_sim_file_sync (file);
  fill (file, 50, 'b', 100);
  cp_sim_file_truncate (file, 10);
  g_assert_cmpuint (cp_sim_file_get_n_unsynced (file), ==, 2);
  cp_sim_file_power_cut (file, CP_SIM_CUT_NONE, NULL, &fate);
  g_assert_cmpuint (cp_sim_file_get_size (file), ==, 100);
  g_assert_cmpint (get_byte (file, 99), ==, 'a');
  g_assert_cmpuint (fate.n_lost, ==, 2);
}

static void
test_power_cut_may_keep_everything (void)
{
  g_autoptr (CpSimFile) file = cp_sim_file_new ();
  CpSimFate fate = { 0 };

  fill (file, 0, 'a', 100);
  cp_sim_file_truncate (file, 40);
  fill (file, 60, 'b', 5);
  cp_sim_file_power_cut (file, CP_SIM_CUT_ALL, NULL, &fate);
  g_assert_cmpuint (cp_sim_file_get_durable_size (file), ==, 65);
  g_assert_cmpint (get_byte (file, 39), ==, 'a');
  g_assert_cmpint (get_byte (file, 40), ==, 0);
  g_assert_cmpint (get_byte (file, 60), ==, 'b');
  g_assert_cmpuint (fate.n_kept, ==, 3);
}

/* One write over eight sectors: which of them were kept, as bits; each is whole or not at all. */
static guint
tear_once (CpSimRandom *random, CpSimFate *fate)
{
  g_autoptr (CpSimFile) file = cp_sim_file_new ();
  guint kept = 0;

  fill (file, 0, 'a', N_BYTES);
  cp_sim_file_sync (file);
  fill (file, 100, 'b', N_BYTES - 200);
  cp_sim_file_power_cut (file, CP_SIM_CUT_RANDOM, random, fate);
  g_assert_cmpint (get_byte (file, 99), ==, 'a');
  g_assert_cmpint (get_byte (file, N_BYTES - 100), ==, 'a');
  for (guint i = 0; i < N_SECTORS; i++) {
    gsize from = MAX (i * CP_SIM_SECTOR_BYTES, 100);
    gsize to = MIN ((i + 1) * CP_SIM_SECTOR_BYTES, N_BYTES - 100);

    for (gsize at = from; at < to; at++)
      g_assert_cmpint (get_byte (file, at), ==, get_byte (file, from));
    kept |= (guint) (get_byte (file, from) == 'b') << i;
  }
  return kept;
}

static void
test_torn_writes_break_at_sectors (void)
{
  CpSimRandom random;
  CpSimFate fate = { 0 };
  guint n_none = 0, n_all = 0, n_prefix = 0, n_scattered = 0;

  cp_sim_random_init (&random, 1, "torn");
  for (guint i = 0; i < 1000; i++) {
    guint kept = tear_once (&random, &fate);

    if (kept == 0)
      n_none++;
    else if (kept == (1 << N_SECTORS) - 1)
      n_all++;
    else if ((kept & (kept + 1)) == 0)
      n_prefix++;
    else
      n_scattered++;
  }
  g_assert_cmpuint (n_none, >, 100);
  g_assert_cmpuint (n_all, >, 100);
  g_assert_cmpuint (n_prefix, >, 20);
  g_assert_cmpuint (n_scattered, >, 20);
  g_assert_cmpuint (fate.n_kept + fate.n_lost + fate.n_torn, ==, 1000);
}

static void
test_writes_may_be_kept_out_of_order (void)
{
  CpSimRandom random;
  gboolean later_only = FALSE, earlier_only = FALSE;

  cp_sim_random_init (&random, 1, "order");
  for (guint i = 0; i < 200; i++) {
    g_autoptr (CpSimFile) file = cp_sim_file_new ();
    CpSimFate fate = { 0 };
    gboolean earlier, later;

    fill (file, 0, 'a', 2);
    fill (file, 2, 'b', 2);
    cp_sim_file_power_cut (file, CP_SIM_CUT_RANDOM, &random, &fate);
    earlier = get_byte (file, 0) == 'a';
    later = get_byte (file, 2) == 'b';
    later_only |= later && !earlier;
    earlier_only |= earlier && !later;
  }
  g_assert_true (later_only && earlier_only);
}

static void
test_failed_sync_is_hidden_until_the_power_cut (void)
{
  g_autoptr (CpSimFile) file = cp_sim_file_new ();
  CpSimFate fate = { 0 };

  fill (file, 0, 'a', 10);
  cp_sim_file_sync (file);
  fill (file, 0, 'b', 5);
  cp_sim_file_fail_sync (file, CP_SIM_CUT_NONE, NULL, &fate);
  fill (file, 20, 'c', 1);
  cp_sim_file_sync (file); /* goes through, and does not bring the lost bytes back */
  g_assert_cmpint (get_byte (file, 0), ==, 'b');
  cp_sim_file_power_cut (file, CP_SIM_CUT_ALL, NULL, &fate);
  g_assert_cmpint (get_byte (file, 0), ==, 'a');
  g_assert_cmpint (get_byte (file, 20), ==, 'c');
}

static void
test_rot_is_both_live_and_durable (void)
{
  g_autoptr (CpSimFile) file = cp_sim_file_new ();
  CpSimFate fate = { 0 };

  fill (file, 0, 0, 10);
  cp_sim_file_sync (file);
  cp_sim_file_flip_bit (file, 3, 6);
  g_assert_cmpint (get_byte (file, 3), ==, 64);
  cp_sim_file_power_cut (file, CP_SIM_CUT_NONE, NULL, &fate);
  g_assert_cmpint (get_byte (file, 3), ==, 64);
}

/* A file as it would be done plainly: whole copies. */
typedef struct {
  GByteArray *live;
  GByteArray *durable;
} Plain;

static void
plain_resize (GByteArray *bytes, guint size)
{
  guint old = bytes->len;

  g_byte_array_set_size (bytes, size);
  if (size > old)
    memset (bytes->data + old, 0, size - old);
}

static void
plain_copy (GByteArray *to, const GByteArray *from)
{
  g_byte_array_set_size (to, from->len);
  if (from->len > 0)
    memcpy (to->data, from->data, from->len);
}

static void
assert_same (const CpSimFile *file, const Plain *plain)
{
  g_autofree guint8 *bytes = g_malloc (cp_sim_file_get_size (file) + 1);

  cp_sim_file_read (file, 0, bytes, cp_sim_file_get_size (file));
  g_assert_cmpmem (bytes, cp_sim_file_get_size (file), plain->live->data, plain->live->len);
}

static void
do_something (CpSimFile *file, Plain *plain, CpSimRandom *random)
{
  static const guint weights[] = { 10, 3, 3, 1, 1 };
  CpSimFate fate = { 0 };
  guint offset = (guint) cp_sim_random_below (random, 3000);
  guint n_bytes = (guint) cp_sim_random_between (random, 1, 1500);
  guint8 value = (guint8) cp_sim_random_below (random, 256);

  switch (cp_sim_random_pick (random, weights, G_N_ELEMENTS (weights))) {
  case 0:
    fill (file, offset, value, n_bytes);
    plain_resize (plain->live, MAX (plain->live->len, offset + n_bytes));
    memset (plain->live->data + offset, value, n_bytes);
    break;
  case 1:
    cp_sim_file_truncate (file, offset);
    plain_resize (plain->live, offset);
    break;
  case 2:
    cp_sim_file_sync (file);
    plain_copy (plain->durable, plain->live);
    break;
  case 3:
    cp_sim_file_power_cut (file, CP_SIM_CUT_NONE, NULL, &fate);
    plain_copy (plain->live, plain->durable);
    break;
  default:
    cp_sim_file_power_cut (file, CP_SIM_CUT_ALL, NULL, &fate);
    plain_copy (plain->durable, plain->live);
  }
}

static void
test_agrees_with_a_plain_model (void)
{
  g_autoptr (CpSimFile) file = cp_sim_file_new ();
  g_autoptr (GByteArray) live = g_byte_array_new ();
  g_autoptr (GByteArray) durable = g_byte_array_new ();
  Plain plain = { live, durable };
  CpSimRandom random;

  cp_sim_random_init (&random, 1, "model");
  for (guint i = 0; i < 5000; i++) {
    do_something (file, &plain, &random);
    assert_same (file, &plain);
    g_assert_cmpuint (cp_sim_file_get_size (file), ==, live->len);
    g_assert_cmpuint (cp_sim_file_get_durable_size (file), <=, 4500);
  }
}

/* Failed syncs included: what a cut need not copy was the same before. */
static void
test_cut_leaves_live_and_durable_equal (void)
{
  g_autoptr (CpSimFile) file = cp_sim_file_new ();
  g_autoptr (GByteArray) live = g_byte_array_new ();
  g_autoptr (GByteArray) durable = g_byte_array_new ();
  Plain ignored = { live, durable };
  CpSimRandom random;

  cp_sim_random_init (&random, 1, "twice");
  for (guint i = 0; i < 2000; i++) {
    CpSimFate fate = { 0 };

    do_something (file, &ignored, &random);
    if (cp_sim_random_chance (&random, 200000))
      cp_sim_file_fail_sync (file, CP_SIM_CUT_RANDOM, &random, &fate);
    if (cp_sim_random_chance (&random, 200000)) {
      g_autoptr (CpSimFile) copy = NULL;
      Plain plain = { live, durable };
      gsize size;

      cp_sim_file_power_cut (file, CP_SIM_CUT_RANDOM, &random, &fate);
      copy = cp_sim_file_copy (file);
      size = cp_sim_file_get_size (copy);
      g_byte_array_set_size (live, (guint) size);
      cp_sim_file_read (copy, 0, live->data, size);
      assert_same (file, &plain);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/file/reads-what-was-written-and-zeroes-between",
                   test_reads_what_was_written_and_zeroes_between);
  g_test_add_func ("/sim/file/power-cut-keeps-what-was-synced",
                   test_power_cut_keeps_what_was_synced);
  g_test_add_func ("/sim/file/power-cut-may-keep-everything", test_power_cut_may_keep_everything);
  g_test_add_func ("/sim/file/torn-writes-break-at-sectors", test_torn_writes_break_at_sectors);
  g_test_add_func ("/sim/file/writes-may-be-kept-out-of-order",
                   test_writes_may_be_kept_out_of_order);
  g_test_add_func ("/sim/file/failed-sync-is-hidden-until-the-power-cut",
                   test_failed_sync_is_hidden_until_the_power_cut);
  g_test_add_func ("/sim/file/rot-is-both-live-and-durable", test_rot_is_both_live_and_durable);
  g_test_add_func ("/sim/file/agrees-with-a-plain-model", test_agrees_with_a_plain_model);
  g_test_add_func ("/sim/file/cut-leaves-live-and-durable-equal",
                   test_cut_leaves_live_and_durable_equal);
  return g_test_run ();
}
