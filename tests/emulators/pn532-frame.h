/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** PN532_MAX_DATA: the most bytes after the frame identifier that an extended frame may carry. */
#define PN532_MAX_DATA 264

/**
 * Pn532FrameType:
 * @PN532_FRAME_NONE: no whole frame has arrived yet.
 * @PN532_FRAME_COMMAND: a command of the host, normal or extended frame.
 * @PN532_FRAME_ACK: the host acknowledges, which aborts a running command.
 * @PN532_FRAME_NACK: the host wants the last answer again.
 * @PN532_FRAME_BAD: a frame whose length, checksum or identifier is wrong. The chip ignores it.
 *
 * What the host sends over the chip's high speed UART (PN532 user manual, 6.2.1).
 */
typedef enum {
  PN532_FRAME_NONE,
  PN532_FRAME_COMMAND,
  PN532_FRAME_ACK,
  PN532_FRAME_NACK,
  PN532_FRAME_BAD,
} Pn532FrameType;

/**
 * pn532_frame_take:
 * @input: bytes received so far; what is consumed is removed from its front. The wake-up preamble
 *   (55 55 00 …) and anything else ahead of a start code is skipped.
 * @command: emptied, then filled with command code and parameters when a command was taken.
 *
 * Returns: what was taken off @input.
 */
Pn532FrameType pn532_frame_take (GByteArray *input, GByteArray *command);

/**
 * pn532_frame_append:
 * @output: the frame is appended here.
 * @answer: answer code and its data, at most %PN532_MAX_DATA bytes.
 *
 * Wraps an answer: a normal frame up to 254 bytes, else an extended one.
 */
void pn532_frame_append (GByteArray *output, const guint8 *answer, gsize n_answer);

void pn532_frame_append_ack (GByteArray *output);
void pn532_frame_append_nack (GByteArray *output);

/** pn532_frame_append_error: the application-level error frame (syntax error). */
void pn532_frame_append_error (GByteArray *output);

G_END_DECLS
