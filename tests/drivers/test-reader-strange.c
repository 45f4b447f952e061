/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Chips with ways of their own, from the first command on: other firmware, other framing, another
 * pace. What can be understood is used; what can't is a fault, in bounded time and until it has
 * passed; and nobody is ever told of a card that isn't there. */
#include "reader-rig.h"

#include <string.h>

#define BACK_MS 20000
#define UID "04E10CDA993C80"

static Rig *
start (const char *habit)
{
  g_autofree char *helper = rig_get_helper_path ();
  Pn532Fixture *fixture = pn532_fixture_new ();
  CpReaderConfig config = { .connstring = pn532_fixture_get_connstring (fixture),
                            .helper_path = helper };

  pn532_fixture_do (fixture, "%s", habit);
  return rig_new (fixture, &config);
}

static void
test_is_used (gconstpointer habit)
{
  g_autoptr (Rig) rig = start (habit);

  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  rig_expect_tap (rig, 1);
  rig_expect_tap (rig, 2);
  g_assert_cmpuint (rig->n_cards, ==, 2);
  g_assert_cmpstr (rig->states->str, ==, "ready ");
}

typedef struct {
  Pn532Fixture *fixture;
  guint n;
} Tries;

static gboolean
has_been_tried (gpointer data)
{
  const Tries *self = data;

  return rig_read_stat (self->fixture, "faults") >= self->n;
}

static void
test_is_a_fault (gconstpointer habit)
{
  g_autoptr (Rig) rig = start (habit);
  Tries wait = { rig->fixture, 0 };

  rig_wait_state (rig, CP_READER_STATE_FAULT, BACK_MS);
  g_assert_null (strstr (rig->states->str, "ready"));
  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID);
  wait.n = rig_read_stat (rig->fixture, "faults") + 3;
  rig_wait (has_been_tried, &wait, BACK_MS, "the reader to be tried again");
  g_assert_cmpuint (rig->n_cards, ==, 0);
  pn532_fixture_do (rig->fixture, "leave");
  pn532_fixture_do (rig->fixture, "fault none");
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  rig_expect_tap (rig, 1);
  g_assert_cmpuint (rig->n_cards, ==, 1);
}

/* It lies there when the reader starts: it is a tap, and once. */
static void
test_card_from_the_start (gconstpointer enter)
{
  g_autoptr (Rig) rig = start (enter);

  rig_wait_cards (rig, 1, BACK_MS);
  rig_expect_uid (rig, UID);
  pn532_fixture_do (rig->fixture, "leave");
  rig_wait_gone (rig, 1, BACK_MS);
  rig_expect_tap (rig, 1);
  g_assert_cmpuint (rig->n_cards, ==, 2);
}

static const char *const used[] = {
  "fault together count=0",
  "fault trickle count=0",
  "fault extended count=0",
  "fault ack-late count=3",
  "fault answer cmd=02 count=0 data=32010607",
  "fault answer cmd=02 count=0 data=32010601",
  "fault answer cmd=02 count=0 data=32010407",
  "fault answer cmd=02 count=0 data=32010507",
  "fault ack-late cmd=02",
  "fault ack-late cmd=14",
  "fault answer cmd=02 count=0 data=0104",
  "timing on try_ms=50",
  NULL,
};

static const char *const faults[] = {
  "fault preamble count=0",
  "fault ack-twice count=0",
  "fault twice count=0",
  "fault bad-postamble count=0",
  "fault nack count=0",
  "fault error-frame count=0",
  "fault garbage count=0",
  "fault bad-dcs count=0",
  "fault garbage-before count=0",
  "fault answer cmd=02 count=0 data=33020707",
  "fault answer cmd=02 count=0 data=3201060700",
  "fault garbage-after count=0",
  "fault error-frame cmd=32 first=05 count=0",
  NULL,
};

static const char *const lying[] = {
  "enter ntag213 uid=" UID,
  "enter ntag424 uid=" UID,
  "enter uid uid=" UID " sak=08",
  "enter uid uid=" UID " sak=18 atqa=0042",
  NULL,
};

static void
add_rows (const char *path, const char *const *lines, GTestDataFunc function)
{
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autofree char *name = g_strdelimit (g_strdup (lines[i]), " =,", '-');
    g_autofree char *full = g_strdup_printf ("/drivers/strange/%s/%s", path, name);

    g_test_add_data_func (full, lines[i], function);
  }
}

int
main (int argc, char **argv)
{
  rig_let_helpers_crash ();
  g_test_init (&argc, &argv, NULL);
  add_rows ("used", used, test_is_used);
  add_rows ("fault", faults, test_is_a_fault);
  add_rows ("card-from-the-start", lying, test_card_from_the_start);
  return g_test_run ();
}
