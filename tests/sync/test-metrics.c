/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-metrics.h"

#include <string.h>

#include "cp-backup-durable.h"
#include "office-fixture.h"

#define ISSUE "{'definition_id':'coffee','reason':'rain'}"

/* Prometheus' text format: a name, labels or none, a number; each name announced before. */
static GHashTable *
parse (const char *text)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GRegex) regex =
      g_regex_new ("^([a-z_]+)(\\{[a-z_]+=\"[a-z_]+\"\\})? (-?\\d+)$", G_REGEX_OPTIMIZE, 0, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_true (g_str_has_suffix (text, "\n"));
  for (guint i = 0; *lines[i] != '\0'; i++) {
    g_autoptr (GMatchInfo) match = NULL;
    g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);

    if (g_str_has_prefix (lines[i], "# TYPE ")) {
      g_assert_true (g_str_equal (words[3], "counter") || g_str_equal (words[3], "gauge"));
      g_assert_true (g_hash_table_add (known, g_strdup (words[2])));
    } else if (!g_str_has_prefix (lines[i], "# HELP ")) {
      g_autofree char *name = NULL;

      g_assert_true (g_regex_match (regex, lines[i], 0, &match));
      name = g_match_info_fetch (match, 1);
      g_assert_true (g_hash_table_contains (known, name));
      g_assert_true (g_hash_table_insert (values, g_strdup (words[0]), g_strdup (words[1])));
    }
  }
  return values;
}

static void
assert_value (GHashTable *values, const char *name, const char *expected)
{
  g_assert_cmpstr (g_hash_table_lookup (values, name), ==, expected);
}

static GHashTable *
read_metrics (Office *office)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = cp_metrics_new (office->office, &error);

  g_assert_no_error (error);
  return parse (text);
}

static void
test_tells_how_old_the_backup_is (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CpJson) report = cp_json_parse ("{\"chains\":[]}", -1, NULL);
  g_autoptr (GHashTable) never = read_metrics (office);
  g_autoptr (GHashTable) after = NULL;
  g_autoptr (GError) error = NULL;

  assert_value (never, "counterpart_backup_age_seconds", "-1");
  g_assert_true (cp_backup_durable_record (office->office, report, &error));
  g_assert_no_error (error);
  office->now_ms += 3601 * 1000;
  after = read_metrics (office);
  assert_value (after, "counterpart_backup_age_seconds", "3601");
}

static void
test_counts (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *poison = cp_test_id (400);
  g_autoptr (GHashTable) before = read_metrics (office);
  g_autoptr (GHashTable) after = NULL;
  g_autofree char *good = NULL;
  g_autofree char *refused = NULL;

  assert_value (before, "counterpart_pushes_total", "0");
  good = device_do (device, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  refused = device_do (device, 510, CP_OPERATION_CLAIM_RECEIPT, 1, "{'number':'NONE'}");
  device_add (device, poison, json_integer (5));
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
  after = read_metrics (office);
  assert_value (after, "counterpart_pushes_total", "1");
  assert_value (after, "counterpart_operations_total{outcome=\"accepted\"}", "1");
  assert_value (after, "counterpart_operations_total{outcome=\"rejected\"}", "1");
  assert_value (after, "counterpart_operations_total{outcome=\"needs_review\"}", "1");
  assert_value (after, "counterpart_reviews_open", "1");
  assert_value (after, "counterpart_feed_unnumbered", "0");
  assert_value (after, "counterpart_storage_failures_total", "0");
}

static void
test_measures_devices (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (GHashTable) values = NULL;
  g_autoptr (GError) error = NULL;

  cp_head_office_put_device (office->office, "till-1", "high", "token", FALSE, &error);
  cp_head_office_put_device (office->office, "till-9", "high", "other", TRUE, &error);
  g_assert_no_error (error);
  cp_head_office_note_contact (office->office, "till-1", &(CpContact){ 1, 7, 3 });
  office->now_ms += 90000;
  values = read_metrics (office);
  assert_value (values, "counterpart_devices", "1");
  assert_value (values, "counterpart_device_operations_waiting{lane=\"priority\"}", "4");
  assert_value (values, "counterpart_device_operations_waiting{lane=\"bulk\"}", "3");
  assert_value (values, "counterpart_device_silence_seconds_max", "90");
  g_assert_cmpstr (g_hash_table_lookup (values, "counterpart_device_lag_max"), !=, "0");
}

/* One has left something out; another was cloned; of one that is revoked nobody wants to know. */
static void
test_counts_faults (void)
{
  static const char *const ids[] = { "till-1", "till-2", "till-3" };
  g_autoptr (Office) office = office_new ();
  g_autoptr (GHashTable) before = read_metrics (office);
  g_autoptr (GHashTable) after = NULL;
  g_autoptr (Device) clone = device_new ("till-2", "one");

  assert_value (before, "counterpart_device_alerts{kind=\"sequence_gap\"}", "0");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autoptr (Device) device = device_new (ids[i], "one");

    cp_head_office_put_device (office->office, ids[i], "high", ids[i], i == 2, NULL);
    g_free (device_do (device, 500 + 10 * i, CP_OPERATION_END_VISIT, 0, "{}"));
    g_free (device_do (device, 505 + 10 * i, CP_OPERATION_END_VISIT, 0, "{}"));
    device_push (device, office, i == 1 ? 1 : 2, NULL);
  }
  g_free (device_do (clone, 600, CP_OPERATION_END_VISIT, 0, "{}"));
  device_push (clone, office, 1, NULL);
  after = read_metrics (office);
  assert_value (after, "counterpart_device_alerts{kind=\"sequence_gap\"}", "1");
  assert_value (after, "counterpart_device_alerts{kind=\"chain_broken\"}", "1");
  assert_value (after, "counterpart_device_alerts{kind=\"wrong_key\"}", "0");
  assert_value (after, "counterpart_device_alerts{kind=\"fork\"}", "1");
}

static void
assert_forks (Office *office, const char *n)
{
  g_autoptr (GHashTable) values = read_metrics (office);

  assert_value (values, "counterpart_device_alerts{kind=\"fork\"}", n);
}

/* Once somebody has looked, only what comes then is news. */
static void
test_counts_forks_that_nobody_has_looked_at (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");

  cp_head_office_put_device (office->office, "till-1", "high", "token", FALSE, NULL);
  g_free (device_do (device, 500, CP_OPERATION_END_VISIT, 0, "{}"));
  device_push (device, office, 1, NULL);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (Device) clone = device_new ("till-1", "one");

    g_free (device_do (clone, 600 + i, CP_OPERATION_END_VISIT, 0, "{}"));
    g_assert_cmpuint (device_push (clone, office, 1, NULL), ==, 409);
    assert_forks (office, "1");
    g_assert_true (cp_head_office_forget_device (office->office, "till-1", NULL));
    assert_forks (office, "0");
  }
}

static void
assert_waiting (Office *office, const char *priority, const char *bulk)
{
  g_autoptr (GHashTable) values = read_metrics (office);

  assert_value (values, "counterpart_device_operations_waiting{lane=\"priority\"}", priority);
  assert_value (values, "counterpart_device_operations_waiting{lane=\"bulk\"}", bulk);
}

/* Now and then, and at once when nothing waits any more; what a poll does not say stays. */
static void
test_hears_when_nothing_waits (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (GError) error = NULL;

  cp_head_office_put_device (office->office, "till-1", "high", "token", FALSE, &error);
  g_assert_no_error (error);
  cp_head_office_note_contact (office->office, "till-1", &(CpContact){ -1, 9, 8 });
  cp_head_office_note_contact (office->office, "till-1", &(CpContact){ -1, 5, 5 });
  assert_waiting (office, "1", "8");
  office->now_ms += 60000;
  cp_head_office_note_contact (office->office, "till-1", &(CpContact){ 4, -1, -1 });
  assert_waiting (office, "1", "8");
  cp_head_office_note_contact (office->office, "till-1", &(CpContact){ -1, 0, 0 });
  assert_waiting (office, "0", "0");
}

/* One that was made before there were lanes. */
static void
test_takes_over_an_older_database (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (GError) error = NULL;

  cp_head_office_put_device (office->office, "till-1", "high", "token", FALSE, &error);
  g_assert_no_error (error);
  cp_head_office_note_contact (office->office, "till-1", &(CpContact){ -1, 9, 8 });
  office_make_older (office, "ALTER TABLE device_contact DROP COLUMN waiting_bulk;", 5);
  assert_waiting (office, "9", "0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metrics/count-what-was-done", test_counts);
  g_test_add_func ("/metrics/tell-how-old-the-backup-is", test_tells_how_old_the_backup_is);
  g_test_add_func ("/metrics/measure-devices", test_measures_devices);
  g_test_add_func ("/metrics/count-what-is-wrong-with-chains", test_counts_faults);
  g_test_add_func ("/metrics/count-forks-that-nobody-has-looked-at",
                   test_counts_forks_that_nobody_has_looked_at);
  g_test_add_func ("/metrics/hear-when-nothing-waits-any-more", test_hears_when_nothing_waits);
  g_test_add_func ("/metrics/take-over-an-older-database", test_takes_over_an_older_database);
  return g_test_run ();
}
