/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reader behind a socket of systemd's, as on an appliance: nobody there tells the parent how the
 * helper ended, and nobody but the helper itself ends one that hangs. */
#include "reader-rig.h"
#include "reader-service.h"

#include <signal.h>

#define READY_MS 10000
#define BACK_MS 20000

static Rig *
start (Pn532Fixture *fixture, ReaderService *service)
{
  CpReaderConfig config = { .connstring = "",
                            .socket_path = reader_service_get_socket_path (service) };
  Rig *rig = rig_new (fixture, &config);

  rig_wait_state (rig, CP_READER_STATE_READY, READY_MS);
  return rig;
}

/* One parent after the other. */
static void
expect_tap (Pn532Fixture *fixture, ReaderService *service, guint number)
{
  Rig *rig = start (fixture, service);

  rig_expect_tap (rig, number);
  g_assert_cmpuint (rig->n_cards, ==, 1);
  rig_release (rig);
}

typedef struct {
  ReaderService *service;
  const char *notice;
  guint n_starts;
} Wanted;

static gboolean
has_told (gpointer data)
{
  const Wanted *wanted = data;

  return reader_service_has_told (wanted->service, wanted->notice);
}

static void
expect_notice (ReaderService *service, const char *notice)
{
  Wanted wanted = { .service = service, .notice = notice };

  rig_wait (has_told, &wanted, READY_MS, notice);
}

static gboolean
has_started (gpointer data)
{
  const Wanted *wanted = data;

  return reader_service_get_n_starts (wanted->service) >= wanted->n_starts;
}

static void
expect_start (ReaderService *service, guint n_starts)
{
  Wanted wanted = { .service = service, .n_starts = n_starts };

  rig_wait (has_started, &wanted, BACK_MS, "a helper to be started");
}

static void
test_one_parent_after_the_other (void)
{
  g_autoptr (Pn532Fixture) fixture = pn532_fixture_new ();
  g_autoptr (ReaderService) service = reader_service_new (fixture);

  expect_notice (service, "READY=1");
  expect_tap (fixture, service, 1);
  expect_tap (fixture, service, 2);
  expect_notice (service, "WATCHDOG=1");
  g_assert_cmpuint (reader_service_get_n_starts (service), ==, 1);
  reader_service_send_signal (service, SIGKILL);
  expect_start (service, 2);
  expect_tap (fixture, service, 3);
}

static void
on_refused (CpReader *reader, CpReaderRefusal refusal, gpointer user_data)
{
  g_assert_cmpint (refusal, ==, CP_READER_REFUSAL_UNSUPPORTED);
  ++*(guint *) user_data;
}

static void
test_card_that_crashes_the_driver (void)
{
  Pn532Fixture *fixture = pn532_fixture_new ();
  g_autoptr (ReaderService) service = reader_service_new (fixture);
  g_autoptr (Rig) rig = start (fixture, service);
  guint n_refused = 0;

  g_signal_connect (rig->reader, "refused", G_CALLBACK (on_refused), &n_refused);
  pn532_fixture_do (fixture, "fault status-bit7 cmd=40 count=0");
  pn532_fixture_do (fixture, "enter ntag213 uid=04E10CDA993C80");
  rig_wait_fault (rig, CP_READER_FAULT_HOSTILE, BACK_MS);
  g_assert_cmpuint (n_refused, ==, 1);
  pn532_fixture_do (fixture, "leave");
  pn532_fixture_do (fixture, "fault none");
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  rig_expect_tap (rig, 1);
  g_assert_cmpuint (rig->n_cards, ==, 1);
  g_assert_cmpuint (n_refused, ==, 1);
  g_signal_handlers_disconnect_by_data (rig->reader, &n_refused);
}

/* The helper ends itself, long before the parent or systemd's watchdog would have it ended. */
static void
test_endless_loop_in_the_driver (void)
{
  Pn532Fixture *fixture = pn532_fixture_new ();
  g_autoptr (ReaderService) service = reader_service_new (fixture);
  g_autoptr (Rig) rig = start (fixture, service);
  gint64 since_us = g_get_monotonic_time ();

  pn532_fixture_do (fixture, "fault more cmd=40 count=0");
  pn532_fixture_do (fixture, "enter ntag213 uid=04E10CDA993C80");
  rig_wait_state (rig, CP_READER_STATE_STARTING, BACK_MS);
  g_assert_cmpint (g_get_monotonic_time () - since_us, <, 4 * G_USEC_PER_SEC);
  pn532_fixture_do (fixture, "leave");
  pn532_fixture_do (fixture, "fault none");
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  g_assert_cmpuint (rig->n_cards, ==, 0);
  rig_expect_tap (rig, 1);
}

static void
test_reader_that_is_pulled (void)
{
  Pn532Fixture *fixture = pn532_fixture_new ();
  g_autoptr (ReaderService) service = reader_service_new (fixture);
  g_autoptr (Rig) rig = start (fixture, service);

  pn532_fixture_do (fixture, "unplug");
  rig_wait_state (rig, CP_READER_STATE_ABSENT, BACK_MS);
  pn532_fixture_do (fixture, "plug");
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  rig_expect_tap (rig, 1);
  g_assert_null (strstr (rig->faults->str, "hostile"));
}

static void
test_no_helper (void)
{
  CpReaderConfig config = { .connstring = "", .socket_path = "/nonexistent/reader" };
  g_autoptr (Rig) rig = rig_new (pn532_fixture_new (), &config);

  rig_wait_state (rig, CP_READER_STATE_FAULT, READY_MS);
}

int
main (int argc, char **argv)
{
  rig_let_helpers_crash ();
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/drivers/socket/" path, function)
  ADD ("one-parent-after-the-other", test_one_parent_after_the_other);
  ADD ("card-that-crashes-the-driver", test_card_that_crashes_the_driver);
  ADD ("endless-loop-in-the-driver", test_endless_loop_in_the_driver);
  ADD ("reader-that-is-pulled", test_reader_that_is_pulled);
  ADD ("no-helper", test_no_helper);
  return g_test_run ();
}
