/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pn532-emulator.h"

#include "pn532-air.h"
#include "pn532-chip.h"
#include "pn532-fault.h"
#include "pn532-frame.h"
#include "pn532-pace.h"
#include "pn532-words.h"

#include <gio/gio.h>

#define LATE_US 400000
#define DRIP_NS 100000000
#define TRICKLE_NS 1000000
#define ACK_LATE_US 200000
#define N_GARBAGE 23

struct Pn532Emulator {
  Pn532Port *port;
  Pn532Pace *pace;
  gboolean timed;
  Pn532Chip *chip;
  Pn532Fault fault;
  GRand *random;
  GByteArray *input;
  GByteArray *last; /* the last answer's frame, for NACK */
  GByteArray *held; /* an ACK that goes out with the answer */
  guint wait_source;
  gint64 wait_since_us;
  guint next_try_us;
  guint n_bad_frames;
  guint n_faults; /* that struck */
};

static void
send (Pn532Emulator *self, GByteArray *output, guint delay_us)
{
  pn532_pace_send (self->pace, output->data, output->len, delay_us,
                   self->timed ? PN532_BYTE_NS : 0);
}

static void
pull (Pn532Emulator *self)
{
  pn532_port_unplug (self->port);
  pn532_chip_reset (self->chip);
  pn532_chip_abort (self->chip);
  pn532_pace_drop (self->pace);
  g_clear_handle_id (&self->wait_source, g_source_remove);
  g_byte_array_set_size (self->input, 0);
  pn532_fault_clear (&self->fault);
}

/* Half of it, straight to the line, since the line is about to go. */
static void
send_cut (Pn532Emulator *self, GByteArray *output)
{
  pn532_port_write (self->port, output->data, output->len / 2);
  pull (self);
}

static void
send_byte_by_byte (Pn532Emulator *self, GByteArray *output, guint byte_ns)
{
  for (guint i = 0; i < output->len; i++)
    pn532_pace_send (self->pace, output->data + i, 1, 0, byte_ns);
}

static void
send_garbage (Pn532Emulator *self)
{
  guint8 garbage[N_GARBAGE];

  for (gsize i = 0; i < N_GARBAGE; i++)
    garbage[i] = (guint8) g_rand_int (self->random);
  pn532_pace_send (self->pace, garbage, N_GARBAGE, 0, 0);
}

/* What the radio takes by itself: a slow card is slow also where nothing is timed. */
static guint
get_air_us (Pn532Emulator *self)
{
  Pn532Card *card = pn532_chip_get_card (self->chip);

  if (self->timed)
    return pn532_chip_get_air_us (self->chip) + self->next_try_us;
  return card != NULL && pn532_chip_get_air_us (self->chip) > 0 ? card->slow_us : 0;
}

static void
send_answer (Pn532Emulator *self, Pn532ReplyType type, GByteArray *answer, Pn532FaultKind fault)
{
  g_autoptr (GByteArray) output = g_byte_array_new ();

  guint delay_us = get_air_us (self);

  pn532_fault_spoil_answer (&self->fault, fault, answer);
  if (type == PN532_REPLY_SYNTAX_ERROR || fault == PN532_FAULT_ERROR_FRAME)
    pn532_frame_append_error (output);
  else
    pn532_frame_append (output, answer->data, answer->len);
  g_byte_array_set_size (self->last, 0);
  g_byte_array_append (self->last, output->data, output->len);
  pn532_fault_spoil_frame (fault, output);
  g_byte_array_prepend (output, self->held->data, self->held->len);
  g_byte_array_set_size (self->held, 0);
  if (fault == PN532_FAULT_CUT)
    send_cut (self, output);
  else if (fault == PN532_FAULT_DRIP)
    send_byte_by_byte (self, output, DRIP_NS);
  else if (fault == PN532_FAULT_TRICKLE)
    send_byte_by_byte (self, output, TRICKLE_NS);
  else
    send (self, output, delay_us + (fault == PN532_FAULT_LATE ? LATE_US : 0));
}

static gboolean
on_wait_over (gpointer user_data)
{
  Pn532Emulator *self = user_data;
  g_autoptr (GByteArray) answer = g_byte_array_new ();

  self->wait_source = 0;
  if (pn532_chip_give_up (self->chip, answer) == PN532_REPLY_ANSWER)
    send_answer (self, PN532_REPLY_ANSWER, answer, PN532_FAULT_NONE);
  return G_SOURCE_REMOVE;
}

/* The chip starts once the ACK is out. */
static void
wait_for_card (Pn532Emulator *self, guint wait_ms)
{
  guint lag_us = pn532_pace_get_lag_us (self->pace);

  self->wait_since_us = g_get_monotonic_time () + lag_us;
  if (wait_ms > 0)
    self->wait_source = g_timeout_add (wait_ms + lag_us / 1000, on_wait_over, self);
}

static void
run_command (Pn532Emulator *self, GByteArray *command, Pn532FaultKind fault)
{
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  Pn532ReplyType type = pn532_chip_run (self->chip, command->data, command->len, answer);
  guint wait_ms = pn532_chip_get_wait_ms (self->chip);

  if (fault == PN532_FAULT_ACK_ONLY)
    pn532_chip_abort (self->chip);
  else if (type != PN532_REPLY_LATER)
    send_answer (self, type, answer, fault);
  else
    wait_for_card (self, wait_ms);
}

/* @heard_us: how long the line took for the command. */
static void
send_ack (Pn532Emulator *self, guint heard_us, Pn532FaultKind fault)
{
  g_autoptr (GByteArray) output = g_byte_array_new ();

  pn532_frame_append_ack (output);
  if (fault == PN532_FAULT_ACK_TWICE)
    pn532_frame_append_ack (output);
  if (fault == PN532_FAULT_TOGETHER)
    g_byte_array_append (self->held, output->data, output->len);
  else if (fault == PN532_FAULT_TRICKLE)
    send_byte_by_byte (self, output, TRICKLE_NS);
  else
    send (self, output, heard_us + (fault == PN532_FAULT_ACK_LATE ? ACK_LATE_US : 0));
}

static void
on_command (Pn532Emulator *self, GByteArray *command, guint heard_us)
{
  g_autoptr (GByteArray) output = g_byte_array_new ();
  Pn532FaultKind fault = pn532_fault_take (&self->fault, command);

  g_clear_handle_id (&self->wait_source, g_source_remove);
  if (fault != PN532_FAULT_NONE)
    self->n_faults++;
  if (fault == PN532_FAULT_NO_ACK || fault == PN532_FAULT_MUTE)
    return;
  if (fault == PN532_FAULT_GARBAGE) {
    send_garbage (self);
    return;
  }
  if (fault == PN532_FAULT_NACK) {
    pn532_frame_append_nack (output);
    send (self, output, heard_us);
    return;
  }
  send_ack (self, heard_us, fault);
  run_command (self, command, fault);
}

/* An ACK from the host ends what the chip is doing. */
static void
on_ack (Pn532Emulator *self)
{
  pn532_chip_abort (self->chip);
  pn532_pace_drop (self->pace);
  g_clear_handle_id (&self->wait_source, g_source_remove);
}

static void
on_port_bytes (const guint8 *bytes, gsize n_bytes, gpointer user_data)
{
  Pn532Emulator *self = user_data;
  g_autoptr (GByteArray) command = g_byte_array_new ();
  guint heard_us = self->timed ? (guint) n_bytes * PN532_BYTE_NS / 1000 : 0;
  Pn532FrameType type;

  g_byte_array_append (self->input, bytes, (guint) n_bytes);
  while ((type = pn532_frame_take (self->input, command)) != PN532_FRAME_NONE) {
    if (type == PN532_FRAME_COMMAND)
      on_command (self, command, heard_us);
    else if (type == PN532_FRAME_ACK)
      on_ack (self);
    else if (type == PN532_FRAME_NACK)
      send (self, self->last, 0);
    else
      self->n_bad_frames++;
  }
}

/* The chip that was looking finds it at its next try. */
static void
find_card (Pn532Emulator *self)
{
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  gint64 looked_us = g_get_monotonic_time () - self->wait_since_us;
  guint try_us = pn532_chip_get_try_us (self->chip);
  Pn532ReplyType type = pn532_chip_retry (self->chip, answer);

  if (type == PN532_REPLY_LATER)
    return;
  g_clear_handle_id (&self->wait_source, g_source_remove);
  if (self->timed)
    self->next_try_us = try_us - (guint) (MAX (looked_us, 0) % try_us);
  send_answer (self, type, answer, PN532_FAULT_NONE);
  self->next_try_us = 0;
}

static gboolean
is_moment (Pn532Emulator *self, guint into_us)
{
  gint64 looked_us = g_get_monotonic_time () - self->wait_since_us;
  guint try_us = pn532_chip_get_try_us (self->chip);

  return try_us == 0 || (looked_us >= 0 && looked_us % try_us == into_us % try_us);
}

static gboolean
run_enter (Pn532Emulator *self, const char *what, GHashTable *options, char **ret, GError **error)
{
  const char *into_us = g_hash_table_lookup (options, "into");
  guint moment_us = into_us == NULL ? 0 : (guint) g_ascii_strtoull (into_us, NULL, 10);
  gboolean is_given = g_hash_table_remove (options, "into");
  Pn532Card *card = pn532_card_new (what, options, error);

  if (card == NULL)
    return FALSE;
  while (is_given && !is_moment (self, moment_us))
    continue;
  *ret = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_monotonic_time ());
  pn532_chip_set_card (self->chip, card);
  find_card (self);
  return TRUE;
}

static gboolean
run_add (Pn532Emulator *self, const char *what, GHashTable *options, char **ret, GError **error)
{
  Pn532Card *card = pn532_card_new (what, options, error);

  if (card == NULL)
    return FALSE;
  pn532_chip_add_card (self->chip, card);
  find_card (self);
  return TRUE;
}

/* Without a word of what is meant it is an error: a test that mistypes would wait for ever. */
static gboolean
run_timing (Pn532Emulator *self, const char *what, GHashTable *options, char **ret, GError **error)
{
  const char *try_ms = g_hash_table_lookup (options, "try_ms");
  guint try_us = PN532_AIR_TRY_US;

  if (!g_str_equal (what, "on") && !g_str_equal (what, "off")) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "timing on, or off");
    return FALSE;
  }
  self->timed = g_str_equal (what, "on");
  if (self->timed && try_ms != NULL)
    try_us = (guint) g_ascii_strtoull (try_ms, NULL, 10) * 1000;
  pn532_chip_set_timed (self->chip, self->timed ? try_us : 0);
  return TRUE;
}

static gboolean
run_leave (Pn532Emulator *self, const char *what, GHashTable *options, char **ret, GError **error)
{
  pn532_chip_set_card (self->chip, NULL);
  return TRUE;
}

static gboolean
run_fault (Pn532Emulator *self, const char *what, GHashTable *options, char **ret, GError **error)
{
  return pn532_fault_parse (&self->fault, what, options, error);
}

static gboolean
run_plug (Pn532Emulator *self, const char *what, GHashTable *options, char **ret, GError **error)
{
  return pn532_port_plug (self->port, error);
}

static gboolean
run_unplug (Pn532Emulator *self, const char *what, GHashTable *options, char **ret, GError **error)
{
  pull (self);
  return TRUE;
}

static gboolean
run_dump (Pn532Emulator *self, const char *what, GHashTable *options, char **ret, GError **error)
{
  *ret = pn532_words_dump (pn532_chip_get_card (self->chip), error);
  return *ret != NULL;
}

static gboolean
run_stats (Pn532Emulator *self, const char *what, GHashTable *options, char **ret, GError **error)
{
  Pn532ChipStats stats = pn532_chip_get_stats (self->chip);

  *ret = g_strdup_printf ("commands=%u polls=%u exchanges=%u bad-frames=%u faults=%u spent-us=%u",
                          stats.commands, stats.polls, stats.exchanges, self->n_bad_frames,
                          self->n_faults, (guint) pn532_pace_get_spent_us (self->pace));
  return TRUE;
}

static const struct {
  const char *word;
  gboolean wants_kind;
  gboolean (*run) (Pn532Emulator *, const char *, GHashTable *, char **, GError **);
} controls[] = {
  { "enter", TRUE, run_enter },    { "add", TRUE, run_add },       { "leave", FALSE, run_leave },
  { "fault", TRUE, run_fault },    { "timing", TRUE, run_timing }, { "plug", FALSE, run_plug },
  { "unplug", FALSE, run_unplug }, { "dump", FALSE, run_dump },    { "stats", FALSE, run_stats },
};

static gboolean
run_words (Pn532Emulator *self, char **words, char **ret, GError **error)
{
  guint n_words = g_strv_length (words);

  for (gsize i = 0; i < G_N_ELEMENTS (controls); i++) {
    guint n_head = controls[i].wants_kind ? 2 : 1;

    if (n_words >= n_head && g_str_equal (words[0], controls[i].word)) {
      g_autoptr (GHashTable) options = pn532_words_parse (words + n_head);

      return controls[i].run (self, words[n_head - 1], options, ret, error);
    }
  }
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "no such command");
  return FALSE;
}

char *
pn532_emulator_command (Pn532Emulator *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_autofree char *result = NULL;
  g_autoptr (GError) error = NULL;

  if (!run_words (self, words, &result, &error))
    return g_strconcat ("error ", error->message, NULL);
  return result != NULL ? g_strconcat ("ok ", result, NULL) : g_strdup ("ok");
}

Pn532Emulator *
pn532_emulator_new (const char *link_path, guint32 seed, GError **error)
{
  g_autoptr (Pn532Emulator) self = g_new0 (Pn532Emulator, 1);

  self->port = pn532_port_new (link_path, on_port_bytes, self);
  self->pace = pn532_pace_new (self->port);
  self->chip = pn532_chip_new ();
  self->random = g_rand_new_with_seed (seed);
  self->input = g_byte_array_new ();
  self->last = g_byte_array_new ();
  self->held = g_byte_array_new ();
  if (!pn532_port_plug (self->port, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
pn532_emulator_free (Pn532Emulator *self)
{
  on_ack (self);
  pn532_fault_clear (&self->fault);
  pn532_pace_free (self->pace);
  pn532_port_free (self->port);
  pn532_chip_free (self->chip);
  g_rand_free (self->random);
  g_byte_array_unref (self->input);
  g_byte_array_unref (self->last);
  g_byte_array_unref (self->held);
  g_free (self);
}
