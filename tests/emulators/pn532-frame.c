/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pn532-frame.h"

#define FROM_HOST 0xD4
#define TO_HOST 0xD5
#define MAX_NORMAL 254

/* Removes @n bytes and says @type. */
static Pn532FrameType
consume (GByteArray *input, guint n, Pn532FrameType type)
{
  g_byte_array_remove_range (input, 0, MIN (n, input->len));
  return type;
}

/* Drops everything ahead of the start code 00 FF. Returns whether there is one. */
static gboolean
find_start (GByteArray *input)
{
  for (guint i = 0; i + 1 < input->len; i++)
    if (input->data[i] == 0x00 && input->data[i + 1] == 0xFF) {
      consume (input, i, PN532_FRAME_NONE);
      return TRUE;
    }
  if (input->len > 1)
    consume (input, input->len - 1, PN532_FRAME_NONE);
  return FALSE;
}

static guint8
sum_bytes (const guint8 *bytes, gsize n)
{
  guint8 sum = 0;

  for (gsize i = 0; i < n; i++)
    sum = (guint8) (sum + bytes[i]);
  return sum;
}

/* The body is @length bytes from @offset, then the checksum. */
static Pn532FrameType
take_body (GByteArray *input, GByteArray *command, guint offset, guint length)
{
  const guint8 *body = input->data + offset;

  if (length < 2 || length > PN532_MAX_DATA + 1)
    return consume (input, 2, PN532_FRAME_BAD);
  if (input->len < offset + length + 1)
    return PN532_FRAME_NONE;
  if (sum_bytes (body, length + 1) != 0 || body[0] != FROM_HOST)
    return consume (input, offset, PN532_FRAME_BAD);
  g_byte_array_append (command, body + 1, length - 1);
  return consume (input, offset + length + 1, PN532_FRAME_COMMAND);
}

static Pn532FrameType
take_extended (GByteArray *input, GByteArray *command)
{
  if (input->len < 7)
    return PN532_FRAME_NONE;
  if (sum_bytes (input->data + 4, 3) != 0)
    return consume (input, 2, PN532_FRAME_BAD);
  return take_body (input, command, 7, (guint) input->data[4] << 8 | input->data[5]);
}

Pn532FrameType
pn532_frame_take (GByteArray *input, GByteArray *command)
{
  guint8 length, check;

  g_byte_array_set_size (command, 0);
  if (!find_start (input) || input->len < 4)
    return PN532_FRAME_NONE;
  length = input->data[2];
  check = input->data[3];
  if (length == 0x00 && check == 0xFF)
    return consume (input, 4, PN532_FRAME_ACK);
  if (length == 0xFF && check == 0x00)
    return consume (input, 4, PN532_FRAME_NACK);
  if (length == 0xFF && check == 0xFF)
    return take_extended (input, command);
  if ((guint8) (length + check) != 0)
    return consume (input, 2, PN532_FRAME_BAD);
  return take_body (input, command, 4, length);
}

static void
append_length (GByteArray *output, gsize n_body)
{
  const guint8 high = (guint8) (n_body >> 8), low = (guint8) n_body;
  const guint8 normal[] = { 0x00, 0x00, 0xFF, low, (guint8) -low };
  const guint8 extended[] = { 0x00, 0x00, 0xFF, 0xFF, 0xFF, high, low, (guint8) - (high + low) };

  if (n_body <= MAX_NORMAL)
    g_byte_array_append (output, normal, sizeof normal);
  else
    g_byte_array_append (output, extended, sizeof extended);
}

void
pn532_frame_append (GByteArray *output, const guint8 *answer, gsize n_answer)
{
  const guint8 identifier = TO_HOST;
  const guint8 tail[] = { (guint8) - (TO_HOST + sum_bytes (answer, n_answer)), 0x00 };

  g_return_if_fail (n_answer > 0 && n_answer <= PN532_MAX_DATA);

  append_length (output, n_answer + 1);
  g_byte_array_append (output, &identifier, 1);
  g_byte_array_append (output, answer, (guint) n_answer);
  g_byte_array_append (output, tail, sizeof tail);
}

void
pn532_frame_append_ack (GByteArray *output)
{
  static const guint8 ack[] = { 0x00, 0x00, 0xFF, 0x00, 0xFF, 0x00 };

  g_byte_array_append (output, ack, sizeof ack);
}

void
pn532_frame_append_nack (GByteArray *output)
{
  static const guint8 nack[] = { 0x00, 0x00, 0xFF, 0xFF, 0x00, 0x00 };

  g_byte_array_append (output, nack, sizeof nack);
}

void
pn532_frame_append_error (GByteArray *output)
{
  static const guint8 syntax_error[] = { 0x00, 0x00, 0xFF, 0x01, 0xFF, 0x7F, 0x81, 0x00 };

  g_byte_array_append (output, syntax_error, sizeof syntax_error);
}
