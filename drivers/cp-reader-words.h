/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * CpReaderState:
 * @CP_READER_STATE_STARTING: not known yet, or the driver has just failed and is being restarted,
 *   which takes about 0.1 s. Nobody needs to be told.
 * @CP_READER_STATE_READY: a card may be tapped.
 * @CP_READER_STATE_PAUSED: ready, with the field off because cp_reader_set_paused() wants it so.
 * @CP_READER_STATE_ABSENT: no reader is plugged in.
 * @CP_READER_STATE_FAULT: a reader is there but can't be used; #CpReaderFault says why. It is
 *   tried again for ever.
 */
typedef enum {
  CP_READER_STATE_STARTING,
  CP_READER_STATE_READY,
  CP_READER_STATE_PAUSED,
  CP_READER_STATE_ABSENT,
  CP_READER_STATE_FAULT,
} CpReaderState;

/**
 * CpReaderFault:
 * @CP_READER_FAULT_NONE: nothing is wrong.
 * @CP_READER_FAULT_ABSENT: the device is not there.
 * @CP_READER_FAULT_BUSY: another program has the device.
 * @CP_READER_FAULT_PERMISSION: this user may not open the device.
 * @CP_READER_FAULT_MUTE: the device is there and does not answer.
 * @CP_READER_FAULT_LINK: what comes from the device is not what it should be, or it was pulled.
 * @CP_READER_FAULT_CHIP: the chip reports an error of its own.
 * @CP_READER_FAULT_CRASH: the driver died of a signal.
 * @CP_READER_FAULT_HANG: the driver stopped giving signs of life.
 * @CP_READER_FAULT_HOSTILE: a card on the reader makes the driver crash again and again.
 * @CP_READER_FAULT_PROTOCOL: helper and parent don't understand each other.
 * @CP_READER_FAULT_CONFIG: the connection string can't be used.
 * @CP_READER_FAULT_SERVICE: pcscd, over which the reader is used, does not run.
 *
 * Why the reader can't be used; also travels as the helper's exit status.
 */
typedef enum {
  CP_READER_FAULT_NONE,
  CP_READER_FAULT_ABSENT,
  CP_READER_FAULT_BUSY,
  CP_READER_FAULT_PERMISSION,
  CP_READER_FAULT_MUTE,
  CP_READER_FAULT_LINK,
  CP_READER_FAULT_CHIP,
  CP_READER_FAULT_CRASH,
  CP_READER_FAULT_HANG,
  CP_READER_FAULT_HOSTILE,
  CP_READER_FAULT_PROTOCOL,
  CP_READER_FAULT_CONFIG,
  CP_READER_FAULT_SERVICE,
} CpReaderFault;

#define CP_N_READER_FAULTS (CP_READER_FAULT_SERVICE + 1)

/** CP_READER_EXIT_BASE: the helper exits with this plus its #CpReaderFault, or with 0. */
#define CP_READER_EXIT_BASE 64

/**
 * CpCardKind:
 * @CP_CARD_KIND_UID: nothing is known but the UID.
 *
 * What a card is, as far as it says so itself. None of it proves anything.
 */
typedef enum {
  CP_CARD_KIND_UID,
  CP_CARD_KIND_ULTRALIGHT,
  CP_CARD_KIND_NTAG213,
  CP_CARD_KIND_NTAG215,
  CP_CARD_KIND_NTAG216,
  CP_CARD_KIND_MIFARE_CLASSIC,
  CP_CARD_KIND_ISO14443_4,
} CpCardKind;

#define CP_N_CARD_KINDS (CP_CARD_KIND_ISO14443_4 + 1)

/**
 * CpReaderRefusal:
 * @CP_READER_REFUSAL_NONE: the card is not refused.
 * @CP_READER_REFUSAL_SEVERAL: there is more than one card.
 * @CP_READER_REFUSAL_PAYMENT: it is a payment card. Its number never leaves the helper.
 * @CP_READER_REFUSAL_RANDOM: its number is made up anew at each tap (phones, privacy cards), and there is
 *   nothing on it that could prove whose it is. The number never leaves the helper.
 * @CP_READER_REFUSAL_UNSUPPORTED: what it says of itself can't be understood.
 *
 * Why what lies on the reader is no tap.
 */
typedef enum {
  CP_READER_REFUSAL_NONE,
  CP_READER_REFUSAL_SEVERAL,
  CP_READER_REFUSAL_PAYMENT,
  CP_READER_REFUSAL_RANDOM,
  CP_READER_REFUSAL_UNSUPPORTED,
} CpReaderRefusal;

#define CP_N_READER_REFUSALS (CP_READER_REFUSAL_UNSUPPORTED + 1)

/**
 * CpCardStatus:
 * @CP_CARD_STATUS_OK: the card answered.
 * @CP_CARD_STATUS_LOST: the card is no longer there.
 * @CP_CARD_STATUS_REFUSED: the card said no; it has been selected again.
 * @CP_CARD_STATUS_AUTH: the card did not accept a key.
 * @CP_CARD_STATUS_PROTOCOL: the card's answer was garbled.
 * @CP_CARD_STATUS_STALE: another card, or the same one tapped again, is there now.
 * @CP_CARD_STATUS_NOT_SUPPORTED: this reader can't send such a frame.
 * @CP_CARD_STATUS_TOO_BIG: command or answer is longer than the reader carries.
 * @CP_CARD_STATUS_UNAVAILABLE: the reader failed meanwhile, or is paused.
 *
 * How an exchange with a card ended.
 */
typedef enum {
  CP_CARD_STATUS_OK,
  CP_CARD_STATUS_LOST,
  CP_CARD_STATUS_REFUSED,
  CP_CARD_STATUS_AUTH,
  CP_CARD_STATUS_PROTOCOL,
  CP_CARD_STATUS_STALE,
  CP_CARD_STATUS_NOT_SUPPORTED,
  CP_CARD_STATUS_TOO_BIG,
  CP_CARD_STATUS_UNAVAILABLE,
} CpCardStatus;

#define CP_N_CARD_STATUSES (CP_CARD_STATUS_UNAVAILABLE + 1)

#define CP_TYPE_READER_STATE (cp_reader_state_get_type ())
GType cp_reader_state_get_type (void);

#define CP_TYPE_READER_FAULT (cp_reader_fault_get_type ())
GType cp_reader_fault_get_type (void);

/** cp_reader_state_to_name: Returns: (transfer none): such as `ready`. */
const char *cp_reader_state_to_name (CpReaderState state);

/** cp_reader_fault_to_name: Returns: (transfer none): such as `mute`; `none`. */
const char *cp_reader_fault_to_name (CpReaderFault fault);

/** cp_reader_fault_to_text: Returns: (transfer none): an English sentence for the operator. */
const char *cp_reader_fault_to_text (CpReaderFault fault);

#define CP_TYPE_READER_REFUSAL (cp_reader_refusal_get_type ())
GType cp_reader_refusal_get_type (void);

/** cp_reader_refusal_to_name: Returns: (transfer none): such as `several`; `none`. */
const char *cp_reader_refusal_to_name (CpReaderRefusal refusal);

/** cp_reader_refusal_to_text: Returns: (transfer none): an English sentence for whoever holds it. */
const char *cp_reader_refusal_to_text (CpReaderRefusal refusal);

/** cp_card_status_to_text: Returns: (transfer none): what a failed exchange's error says. */
const char *cp_card_status_to_text (CpCardStatus status);

/** cp_card_status_to_name: Returns: (transfer none): such as `lost`; `ok` */
const char *cp_card_status_to_name (CpCardStatus status);

/** cp_card_status_from_name: @name: (nullable). Returns: whether there is such a status */
gboolean cp_card_status_from_name (const char *name,
                                   CpCardStatus *ret_status) G_GNUC_WARN_UNUSED_RESULT;

/** cp_card_status_is_gone: Returns: whether there was no card to ask any more, or no reader to ask it:
 *  that says nothing of the card, of which the same may be asked again. */
gboolean cp_card_status_is_gone (CpCardStatus status);

/** cp_card_kind_from_name: @name: (nullable). Returns: whether there is such a kind */
gboolean cp_card_kind_from_name (const char *name, CpCardKind *ret_kind) G_GNUC_WARN_UNUSED_RESULT;

/** cp_card_kind_to_name: Returns: (transfer none): such as `ntag213`. */
const char *cp_card_kind_to_name (CpCardKind kind);

G_END_DECLS
