/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Pn532FaultKind:
 * @PN532_FAULT_NONE: all is well.
 * @PN532_FAULT_NO_ACK: the command is neither acknowledged nor run.
 * @PN532_FAULT_ACK_ONLY: acknowledged, never answered.
 * @PN532_FAULT_MUTE: as %PN532_FAULT_NO_ACK, for every command until `fault none` or `unplug`.
 * @PN532_FAULT_NACK: NACK in place of the ACK.
 * @PN532_FAULT_GARBAGE: random bytes in place of ACK and answer.
 * @PN532_FAULT_BAD_DCS: the answer's checksum is wrong.
 * @PN532_FAULT_BAD_LCS: the answer's length checksum is wrong.
 * @PN532_FAULT_ERROR_FRAME: the application-level error frame in place of the answer.
 * @PN532_FAULT_TRUNCATED: the second half of the answer is missing.
 * @PN532_FAULT_STATUS_BIT7: bit 7 of the answer's first data byte is set; the checksum is right.
 * @PN532_FAULT_SHORT_ANSWER: the answer has no data at all; the checksum is right.
 * @PN532_FAULT_MORE: the answer is an empty one with the more-information bit; with `count=0` the
 *   host that follows it never ends.
 * @PN532_FAULT_LATE: the answer comes 400 ms late.
 * @PN532_FAULT_BAD_TFI: the answer says that it comes from the host; the checksum is right.
 * @PN532_FAULT_BAD_CODE: the answer is to another command; the checksum is right.
 * @PN532_FAULT_BAD_POSTAMBLE: the byte after the checksum is not 0.
 * @PN532_FAULT_GARBAGE_BEFORE: five bytes of nonsense ahead of the answer.
 * @PN532_FAULT_GARBAGE_AFTER: five bytes of nonsense after the answer.
 * @PN532_FAULT_TWICE: the answer comes twice.
 * @PN532_FAULT_DRIP: the answer comes byte by byte, each 100 ms after the other.
 * @PN532_FAULT_CUT: the line is pulled in the middle of the answer.
 * @PN532_FAULT_EXTENDED: the answer comes as an extended frame, although it is short.
 * @PN532_FAULT_PREAMBLE: 16 zeros ahead of the answer.
 * @PN532_FAULT_TRICKLE: ACK and answer come byte by byte, each a millisecond after the other.
 * @PN532_FAULT_TOGETHER: ACK and answer come at one blow.
 * @PN532_FAULT_ACK_TWICE: the ACK comes twice.
 * @PN532_FAULT_ACK_LATE: the ACK comes 200 ms late.
 * @PN532_FAULT_ANSWER: other data in place of the answer's; the checksum is right.
 */
typedef enum {
  PN532_FAULT_NONE,
  PN532_FAULT_NO_ACK,
  PN532_FAULT_ACK_ONLY,
  PN532_FAULT_MUTE,
  PN532_FAULT_NACK,
  PN532_FAULT_GARBAGE,
  PN532_FAULT_BAD_DCS,
  PN532_FAULT_BAD_LCS,
  PN532_FAULT_ERROR_FRAME,
  PN532_FAULT_TRUNCATED,
  PN532_FAULT_STATUS_BIT7,
  PN532_FAULT_SHORT_ANSWER,
  PN532_FAULT_MORE,
  PN532_FAULT_LATE,
  PN532_FAULT_BAD_TFI,
  PN532_FAULT_BAD_CODE,
  PN532_FAULT_BAD_POSTAMBLE,
  PN532_FAULT_GARBAGE_BEFORE,
  PN532_FAULT_GARBAGE_AFTER,
  PN532_FAULT_TWICE,
  PN532_FAULT_DRIP,
  PN532_FAULT_CUT,
  PN532_FAULT_EXTENDED,
  PN532_FAULT_PREAMBLE,
  PN532_FAULT_TRICKLE,
  PN532_FAULT_TOGETHER,
  PN532_FAULT_ACK_TWICE,
  PN532_FAULT_ACK_LATE,
  PN532_FAULT_ANSWER,
} Pn532FaultKind;

/**
 * Pn532Fault:
 * @command: only commands of this code; -1 is any.
 * @first: only commands whose first parameter is this; -1 is any.
 * @after: how many such commands go well before.
 * @count: how many such commands go wrong; 0 is all from then on.
 * @datas: (nullable): of %PN532_FAULT_ANSWER, in hex: one for each answer, then the first again.
 * @n_taken: how many have gone wrong.
 *
 * The one fault that is armed. Zero it to start.
 */
typedef struct {
  Pn532FaultKind kind;
  int command;
  int first;
  guint after;
  guint count;
  char **datas;
  guint n_taken;
} Pn532Fault;

/** pn532_fault_clear: disarms it. */
void pn532_fault_clear (Pn532Fault *self);

/**
 * pn532_fault_parse:
 * @kind: a word such as `no-ack`, `status-bit7`; `none` disarms.
 * @options: `cmd` (hex), `first` (hex), `count`, `after`; each may be missing (any, any, 1, 0); `data` for `answer`:
 *   hex after hex with commas between, which also says the count unless there is one.
 */
gboolean
pn532_fault_parse (Pn532Fault *self, const char *kind, GHashTable *options, GError **error);

/** pn532_fault_take: what happens to a command, code and parameters; counts it. */
Pn532FaultKind pn532_fault_take (Pn532Fault *self, const GByteArray *command);

/**
 * pn532_fault_spoil_answer:
 * @kind: what pn532_fault_take() has just said.
 * @answer: answer code and data, changed in place before it is framed.
 */
void pn532_fault_spoil_answer (const Pn532Fault *self, Pn532FaultKind kind, GByteArray *answer);

/** pn532_fault_spoil_frame: changes the one frame that is @output. */
void pn532_fault_spoil_frame (Pn532FaultKind kind, GByteArray *output);

G_END_DECLS
