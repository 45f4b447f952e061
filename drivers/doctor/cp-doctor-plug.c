/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether the reader comes back by itself when somebody pulls its plug, as in the shop. */
#include "cp-doctor-private.h"
#include "cp-reader.h"

#define PERSON_MS 30000
#define READY_MS 6000
#define BACK_WITHIN_MS 5000
#define TICK_MS 20

typedef struct {
  const CpDoctorCase *the_case;
  CpReader *reader;
  gboolean over;
} Plug;

static gboolean
is_ready (const Plug *self)
{
  return cp_reader_get_state (self->reader) == CP_READER_STATE_READY;
}

static gboolean
is_pulled (const Plug *self)
{
  return !is_ready (self);
}

/* In the machine's own files, since the reader that is tried is its own. */
static gboolean
is_plugged (const Plug *self)
{
  g_autofree char *line = cp_doctor_get_line (self->the_case);

  return line != NULL ? g_file_test (line, G_FILE_TEST_EXISTS)
                      : cp_doctor_count_readers (self->the_case) > 0;
}

static gboolean
on_over (gpointer user_data)
{
  ((Plug *) user_data)->over = TRUE;
  return G_SOURCE_CONTINUE;
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Returns whether it came about in time. */
static gboolean
wait_until (Plug *self, gboolean (*is_so) (const Plug *), guint most_ms)
{
  guint over = g_timeout_add (most_ms, on_over, self),
        tick = g_timeout_add (TICK_MS, on_tick, self);

  self->over = FALSE;
  while (!is_so (self) && !self->over)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (over);
  g_source_remove (tick);
  return is_so (self);
}

static void
ask (const Plug *self, const char *text)
{
  self->the_case->prompt (text, self->the_case->prompt_data);
}

static void
tell_back (gint64 back_ms, CpDoctorPoint *point)
{
  if (back_ms > BACK_WITHIN_MS)
    cp_doctor_add (point, CP_DOCTOR_CARE, "Look at cable and hub.",
                   "Plugged in again it was ready after %" G_GINT64_FORMAT " ms, more than %d.",
                   back_ms, BACK_WITHIN_MS);
  else
    cp_doctor_add (point, CP_DOCTOR_WELL, NULL,
                   "Plugged in again it was ready after %" G_GINT64_FORMAT " ms.", back_ms);
}

static void
pull_and_plug (Plug *self, CpDoctorPoint *point)
{
  gint64 since_us;

  ask (self, "Pull the reader's plug.");
  if (!wait_until (self, is_pulled, PERSON_MS)) {
    cp_doctor_add (point, CP_DOCTOR_CARE, "Try again, and pull the plug when asked to.",
                   "Nobody pulled the reader's plug, or it was not noticed.");
    return;
  }
  ask (self, "Plug the reader in again.");
  if (!wait_until (self, is_plugged, PERSON_MS)) {
    cp_doctor_add (point, CP_DOCTOR_WRONG, "Plug the reader in, and look at its cable.",
                   "It was not plugged in again.");
    return;
  }
  since_us = g_get_monotonic_time ();
  if (wait_until (self, is_ready, READY_MS))
    tell_back ((g_get_monotonic_time () - since_us) / 1000, point);
  else
    cp_doctor_add (point, CP_DOCTOR_WRONG, "Look at the rules of udev; then replace the reader.",
                   "Plugged in again it did not come back: %s",
                   cp_reader_fault_to_text (cp_reader_get_fault (self->reader)));
}

void
cp_doctor_try_plug (const CpDoctorCase *the_case, CpDoctorPoint *point)
{
  const CpReaderConfig config = { .connstring = the_case->connstring,
                                  .helper_path = the_case->helper_path };
  g_autoptr (CpReader) reader = cp_reader_new (&config);
  Plug self = { the_case, reader, FALSE };

  if (wait_until (&self, is_ready, READY_MS))
    pull_and_plug (&self, point);
}
