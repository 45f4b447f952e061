/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The point that tries the reader itself, on the emulated PN532. */
#include "cp-doctor.h"
#include "reader-rig.h"

#include <string.h>

static const CpDoctorPoint *
find_point (GPtrArray *points)
{
  for (guint i = 0; i < points->len; i++) {
    const CpDoctorPoint *point = g_ptr_array_index (points, i);

    if (g_str_equal (point->name, "reader"))
      return point;
  }
  g_assert_not_reached ();
}

/* What is found of the reader, all in one text. With a @prompt it is told of @fixture. */
static char *
examine (Pn532Fixture *fixture,
         CpDoctorVerdict verdict,
         void (*prompt) (const char *text, gpointer data))
{
  g_autofree char *helper = rig_get_helper_path ();
  const CpDoctorOptions options = { "/nonexistent", pn532_fixture_get_connstring (fixture), helper,
                                    prompt, fixture };
  g_autoptr (GPtrArray) points = cp_doctor_examine_reader (&options);
  const CpDoctorPoint *point = find_point (points);
  GString *found = g_string_new (NULL);

  for (guint i = 0; i < point->found->len; i++)
    g_string_append_printf (found, "%s\n", (char *) g_ptr_array_index (point->found, i));
  if (point->verdict != verdict)
    g_error ("%s: %s", cp_doctor_verdict_to_name (point->verdict), found->str);
  return g_string_free (found, FALSE);
}

static void
test_reader_that_is_well (void)
{
  g_autoptr (Pn532Fixture) fixture = pn532_fixture_new ();
  g_autofree char *found = examine (fixture, CP_DOCTOR_WELL, NULL);

  g_assert_nonnull (strstr (found, "PN532 v1.6"));
  g_assert_nonnull (strstr (found, "without an error"));
}

static void
test_reader_that_fails_now_and_then (void)
{
  g_autoptr (Pn532Fixture) fixture = pn532_fixture_new ();
  g_autofree char *found = NULL;

  pn532_fixture_do (fixture, "fault bad-dcs cmd=4A after=20");
  found = examine (fixture, CP_DOCTOR_WRONG, NULL);
  g_assert_nonnull (strstr (found, "1 failed"));
}

static void
test_reader_that_is_mute (void)
{
  g_autoptr (Pn532Fixture) fixture = pn532_fixture_new ();
  g_autofree char *found = NULL;

  pn532_fixture_do (fixture, "fault mute");
  found = examine (fixture, CP_DOCTOR_WRONG, NULL);
  g_assert_nonnull (strstr (found, "does not answer"));
}

static void
test_reader_that_is_not_there (void)
{
  g_autoptr (Pn532Fixture) fixture = pn532_fixture_new ();
  g_autofree char *found = NULL;

  pn532_fixture_do (fixture, "unplug");
  found = examine (fixture, CP_DOCTOR_WRONG, NULL);
  g_assert_nonnull (strstr (found, "plugged in"));
}

static gboolean
is_about_the_plug (const char *text)
{
  return strstr (text, "lug") != NULL;
}

static void
do_with_plug (const char *text, gpointer data)
{
  Pn532Fixture *fixture = data;

  if (is_about_the_plug (text))
    pn532_fixture_do (fixture, strstr (text, "Pull") != NULL ? "unplug" : "plug");
}

static void
do_with_card (const char *text, gpointer data)
{
  Pn532Fixture *fixture = data;

  if (is_about_the_plug (text))
    do_with_plug (text, data);
  else if (strstr (text, "Lay") != NULL)
    pn532_fixture_do (fixture, "enter ntag424 uid=04E10CDA993C80");
  else
    pn532_fixture_do (fixture, "leave");
}

static void
test_card_that_is_read (void)
{
  g_autoptr (Pn532Fixture) fixture = pn532_fixture_new ();
  g_autofree char *found = examine (fixture, CP_DOCTOR_WELL, do_with_card);

  g_assert_nonnull (strstr (found, "20 of 20"));
  g_assert_nonnull (strstr (found, "Plugged in again it was ready after"));
}

/* The reader that is plugged in again says nothing any more. */
static void
do_with_broken_plug (const char *text, gpointer data)
{
  do_with_card (text, data);
  if (strstr (text, "again") != NULL)
    pn532_fixture_do (data, "fault mute");
}

static void
test_reader_that_does_not_come_back (void)
{
  g_autoptr (Pn532Fixture) fixture = pn532_fixture_new ();
  g_autofree char *found = examine (fixture, CP_DOCTOR_WRONG, do_with_broken_plug);

  g_assert_nonnull (strstr (found, "did not come back: "));
}

/* One answer is garbled. */
static void
do_with_bad_card (const char *text, gpointer data)
{
  Pn532Fixture *fixture = data;

  if (is_about_the_plug (text)) {
    do_with_plug (text, data);
    return;
  }
  if (strstr (text, "Lay") == NULL) {
    pn532_fixture_do (fixture, "leave");
    return;
  }
  pn532_fixture_do (fixture, "enter ntag213 uid=04E10CDA993C80");
  pn532_fixture_do (fixture, "fault bad-dcs cmd=40 after=5");
}

static void
test_card_that_is_read_badly (void)
{
  g_autoptr (Pn532Fixture) fixture = pn532_fixture_new ();
  g_autofree char *found = examine (fixture, CP_DOCTOR_WRONG, do_with_bad_card);

  g_assert_nonnull (strstr (found, "19 of 20"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/drivers/doctor/trial/" path, function)
  ADD ("reader-that-is-well", test_reader_that_is_well);
  ADD ("card-that-is-read", test_card_that_is_read);
  ADD ("reader-that-does-not-come-back", test_reader_that_does_not_come_back);
  ADD ("card-that-is-read-badly", test_card_that_is_read_badly);
  ADD ("reader-that-fails-now-and-then", test_reader_that_fails_now_and_then);
  ADD ("reader-that-is-mute", test_reader_that_is_mute);
  ADD ("reader-that-is-not-there", test_reader_that_is_not_there);
  return g_test_run ();
}
