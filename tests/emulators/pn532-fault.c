/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pn532-fault.h"

#include <gio/gio.h>

static const struct {
  const char *word;
  Pn532FaultKind kind;
} words[] = {
  { "none", PN532_FAULT_NONE },
  { "no-ack", PN532_FAULT_NO_ACK },
  { "ack-only", PN532_FAULT_ACK_ONLY },
  { "mute", PN532_FAULT_MUTE },
  { "nack", PN532_FAULT_NACK },
  { "garbage", PN532_FAULT_GARBAGE },
  { "bad-dcs", PN532_FAULT_BAD_DCS },
  { "bad-lcs", PN532_FAULT_BAD_LCS },
  { "error-frame", PN532_FAULT_ERROR_FRAME },
  { "truncated", PN532_FAULT_TRUNCATED },
  { "status-bit7", PN532_FAULT_STATUS_BIT7 },
  { "short-answer", PN532_FAULT_SHORT_ANSWER },
  { "more", PN532_FAULT_MORE },
  { "late", PN532_FAULT_LATE },
  { "bad-tfi", PN532_FAULT_BAD_TFI },
  { "bad-code", PN532_FAULT_BAD_CODE },
  { "bad-postamble", PN532_FAULT_BAD_POSTAMBLE },
  { "garbage-before", PN532_FAULT_GARBAGE_BEFORE },
  { "garbage-after", PN532_FAULT_GARBAGE_AFTER },
  { "twice", PN532_FAULT_TWICE },
  { "drip", PN532_FAULT_DRIP },
  { "cut", PN532_FAULT_CUT },
  { "extended", PN532_FAULT_EXTENDED },
  { "preamble", PN532_FAULT_PREAMBLE },
  { "trickle", PN532_FAULT_TRICKLE },
  { "together", PN532_FAULT_TOGETHER },
  { "ack-twice", PN532_FAULT_ACK_TWICE },
  { "ack-late", PN532_FAULT_ACK_LATE },
  { "answer", PN532_FAULT_ANSWER },
};

static gboolean
find_kind (const char *word, Pn532FaultKind *ret_kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].word, word)) {
      *ret_kind = words[i].kind;
      return TRUE;
    }
  return FALSE;
}

/* Takes a number off the options; a missing one leaves @number as it is. */
static gboolean
take_number (GHashTable *options, const char *name, guint base, guint max, guint *number)
{
  const char *text = g_hash_table_lookup (options, name);
  guint64 value;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, base, 0, max, &value, NULL))
    return FALSE;
  *number = (guint) value;
  g_hash_table_remove (options, name);
  return TRUE;
}

void
pn532_fault_clear (Pn532Fault *self)
{
  g_strfreev (self->datas);
  *self = (Pn532Fault){ 0 };
}

/* The answers of `answer`, whose number is how many go wrong unless that is said. */
static void
take_datas (Pn532Fault *fault, GHashTable *options)
{
  const char *text = g_hash_table_lookup (options, "data");

  if (fault->kind != PN532_FAULT_ANSWER || text == NULL)
    return;
  fault->datas = g_strsplit (text, ",", -1);
  fault->count = MAX (g_strv_length (fault->datas), 1);
  g_hash_table_remove (options, "data");
}

gboolean
pn532_fault_parse (Pn532Fault *self, const char *kind, GHashTable *options, GError **error)
{
  Pn532Fault fault = { .count = 1 };
  guint command = G_MAXUINT, first = G_MAXUINT;

  if (find_kind (kind, &fault.kind))
    take_datas (&fault, options);
  if (!find_kind (kind, &fault.kind) || !take_number (options, "cmd", 16, 0xFF, &command) ||
      !take_number (options, "first", 16, 0xFF, &first) ||
      !take_number (options, "count", 10, G_MAXINT, &fault.count) ||
      !take_number (options, "after", 10, G_MAXINT, &fault.after) ||
      g_hash_table_size (options) > 0) {
    pn532_fault_clear (&fault);
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "no such fault: %s", kind);
    return FALSE;
  }
  fault.command = command == G_MAXUINT ? -1 : (int) command;
  fault.first = first == G_MAXUINT ? -1 : (int) first;
  pn532_fault_clear (self);
  *self = fault;
  return TRUE;
}

static gboolean
is_meant (const Pn532Fault *self, const GByteArray *command)
{
  if (self->command >= 0 && self->command != command->data[0])
    return FALSE;
  return self->first < 0 || (command->len > 1 && self->first == command->data[1]);
}

Pn532FaultKind
pn532_fault_take (Pn532Fault *self, const GByteArray *command)
{
  Pn532FaultKind kind = self->kind;

  if (kind == PN532_FAULT_NONE || !is_meant (self, command))
    return PN532_FAULT_NONE;
  if (self->after > 0) {
    self->after--;
    return PN532_FAULT_NONE;
  }
  if (kind == PN532_FAULT_MUTE) {
    self->command = self->first = -1;
    return kind;
  }
  self->n_taken++;
  if (self->count == 1)
    self->kind = PN532_FAULT_NONE;
  else if (self->count > 1)
    self->count--;
  return kind;
}

/* Nothing but hex: another letter counts as 0. */
static void
append_hex (GByteArray *answer, const char *hex)
{
  for (; hex[0] != '\0' && hex[1] != '\0'; hex += 2) {
    const guint8 byte = (guint8) (MAX (g_ascii_xdigit_value (hex[0]), 0) << 4 |
                                  MAX (g_ascii_xdigit_value (hex[1]), 0));

    g_byte_array_append (answer, &byte, 1);
  }
}

void
pn532_fault_spoil_answer (const Pn532Fault *self, Pn532FaultKind kind, GByteArray *answer)
{
  const guint8 more = 0x40;

  if (kind == PN532_FAULT_STATUS_BIT7 && answer->len > 1)
    answer->data[1] |= 0x80;
  if (kind == PN532_FAULT_SHORT_ANSWER || kind == PN532_FAULT_MORE || kind == PN532_FAULT_ANSWER)
    g_byte_array_set_size (answer, 1);
  if (kind == PN532_FAULT_MORE)
    g_byte_array_append (answer, &more, 1);
  if (kind == PN532_FAULT_ANSWER && self->datas != NULL && self->datas[0] != NULL)
    append_hex (answer, self->datas[(self->n_taken - 1) % g_strv_length (self->datas)]);
  if (kind == PN532_FAULT_BAD_CODE)
    answer->data[0] ^= 0x10;
}

/* Another byte in the body, and the checksum that goes with it. */
static void
change_identifier (GByteArray *output)
{
  const guint at = 5;

  output->data[at]--;
  output->data[output->len - 2]++;
}

/* 00 00 FF, then FF FF in place of length and checksum, and those after it with two bytes of length. */
static void
extend (GByteArray *output)
{
  const guint8 start[] = { 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0x00, output->data[3], output->data[4] };

  g_byte_array_remove_range (output, 0, 5);
  g_byte_array_prepend (output, start, sizeof start);
}

void
pn532_fault_spoil_frame (Pn532FaultKind kind, GByteArray *output)
{
  static const guint8 nonsense[] = { 0x55, 0xAA, 0x00, 0x12, 0x7F };
  static const guint8 zeros[16] = { 0 };
  const guint n = output->len;

  if (kind == PN532_FAULT_BAD_DCS)
    output->data[n - 2] ^= 0x55;
  if (kind == PN532_FAULT_BAD_LCS)
    output->data[4] ^= 0x55;
  if (kind == PN532_FAULT_TRUNCATED)
    g_byte_array_set_size (output, n / 2);
  if (kind == PN532_FAULT_BAD_TFI)
    change_identifier (output);
  if (kind == PN532_FAULT_BAD_POSTAMBLE)
    output->data[n - 1] = 0x55;
  if (kind == PN532_FAULT_GARBAGE_BEFORE)
    g_byte_array_prepend (output, nonsense, sizeof nonsense);
  if (kind == PN532_FAULT_GARBAGE_AFTER)
    g_byte_array_append (output, nonsense, sizeof nonsense);
  if (kind == PN532_FAULT_PREAMBLE)
    g_byte_array_prepend (output, zeros, sizeof zeros);
  if (kind == PN532_FAULT_EXTENDED)
    extend (output);
  if (kind == PN532_FAULT_TWICE) {
    g_autofree guint8 *copy = g_memdup2 (output->data, n);

    g_byte_array_append (output, copy, n);
  }
}
