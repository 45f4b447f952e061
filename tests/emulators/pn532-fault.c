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

gboolean
pn532_fault_parse (Pn532Fault *self, const char *kind, GHashTable *options, GError **error)
{
  Pn532Fault fault = { .count = 1 };
  guint command = G_MAXUINT;

  if (!find_kind (kind, &fault.kind) || !take_number (options, "cmd", 16, 0xFF, &command) ||
      !take_number (options, "count", 10, G_MAXINT, &fault.count) ||
      !take_number (options, "after", 10, G_MAXINT, &fault.after) ||
      g_hash_table_size (options) > 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "no such fault: %s", kind);
    return FALSE;
  }
  fault.command = command == G_MAXUINT ? -1 : (int) command;
  *self = fault;
  return TRUE;
}

Pn532FaultKind
pn532_fault_take (Pn532Fault *self, guint8 code)
{
  Pn532FaultKind kind = self->kind;

  if (kind == PN532_FAULT_NONE || (self->command >= 0 && self->command != code))
    return PN532_FAULT_NONE;
  if (self->after > 0) {
    self->after--;
    return PN532_FAULT_NONE;
  }
  if (kind == PN532_FAULT_MUTE) {
    self->command = -1;
    return kind;
  }
  if (self->count == 1)
    self->kind = PN532_FAULT_NONE;
  else if (self->count > 1)
    self->count--;
  return kind;
}

void
pn532_fault_spoil_answer (Pn532FaultKind kind, GByteArray *answer)
{
  const guint8 more = 0x40;

  if (kind == PN532_FAULT_STATUS_BIT7 && answer->len > 1)
    answer->data[1] |= 0x80;
  if (kind == PN532_FAULT_SHORT_ANSWER || kind == PN532_FAULT_MORE)
    g_byte_array_set_size (answer, 1);
  if (kind == PN532_FAULT_MORE)
    g_byte_array_append (answer, &more, 1);
}

void
pn532_fault_spoil_frame (Pn532FaultKind kind, GByteArray *output, guint offset)
{
  guint n = output->len - offset;

  if (kind == PN532_FAULT_BAD_DCS)
    output->data[output->len - 2] ^= 0x55;
  if (kind == PN532_FAULT_BAD_LCS)
    output->data[offset + 4] ^= 0x55;
  if (kind == PN532_FAULT_TRUNCATED)
    g_byte_array_set_size (output, offset + n / 2);
}
