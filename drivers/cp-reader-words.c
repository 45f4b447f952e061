/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-reader-words.h"

static const GEnumValue states[] = {
  { CP_READER_STATE_STARTING, "CP_READER_STATE_STARTING", "starting" },
  { CP_READER_STATE_READY, "CP_READER_STATE_READY", "ready" },
  { CP_READER_STATE_PAUSED, "CP_READER_STATE_PAUSED", "paused" },
  { CP_READER_STATE_ABSENT, "CP_READER_STATE_ABSENT", "absent" },
  { CP_READER_STATE_FAULT, "CP_READER_STATE_FAULT", "fault" },
  { 0, NULL, NULL },
};

static const GEnumValue faults[] = {
  { CP_READER_FAULT_NONE, "CP_READER_FAULT_NONE", "none" },
  { CP_READER_FAULT_ABSENT, "CP_READER_FAULT_ABSENT", "absent" },
  { CP_READER_FAULT_BUSY, "CP_READER_FAULT_BUSY", "busy" },
  { CP_READER_FAULT_PERMISSION, "CP_READER_FAULT_PERMISSION", "permission" },
  { CP_READER_FAULT_MUTE, "CP_READER_FAULT_MUTE", "mute" },
  { CP_READER_FAULT_LINK, "CP_READER_FAULT_LINK", "link" },
  { CP_READER_FAULT_CHIP, "CP_READER_FAULT_CHIP", "chip" },
  { CP_READER_FAULT_CRASH, "CP_READER_FAULT_CRASH", "crash" },
  { CP_READER_FAULT_HANG, "CP_READER_FAULT_HANG", "hang" },
  { CP_READER_FAULT_HOSTILE, "CP_READER_FAULT_HOSTILE", "hostile" },
  { CP_READER_FAULT_PROTOCOL, "CP_READER_FAULT_PROTOCOL", "protocol" },
  { CP_READER_FAULT_CONFIG, "CP_READER_FAULT_CONFIG", "config" },
  { CP_READER_FAULT_SERVICE, "CP_READER_FAULT_SERVICE", "service" },
  { 0, NULL, NULL },
};

static const GEnumValue refusals[] = {
  { CP_READER_REFUSAL_NONE, "CP_READER_REFUSAL_NONE", "none" },
  { CP_READER_REFUSAL_SEVERAL, "CP_READER_REFUSAL_SEVERAL", "several" },
  { CP_READER_REFUSAL_PAYMENT, "CP_READER_REFUSAL_PAYMENT", "payment" },
  { CP_READER_REFUSAL_RANDOM, "CP_READER_REFUSAL_RANDOM", "random" },
  { CP_READER_REFUSAL_UNSUPPORTED, "CP_READER_REFUSAL_UNSUPPORTED", "unsupported" },
  { 0, NULL, NULL },
};

static const char *const refusal_texts[CP_N_READER_REFUSALS] = {
  [CP_READER_REFUSAL_NONE] = "The card is welcome.",
  [CP_READER_REFUSAL_SEVERAL] = "One card at a time, please.",
  [CP_READER_REFUSAL_PAYMENT] = "That is a payment card. Tap a membership card.",
  [CP_READER_REFUSAL_RANDOM] = "That is a phone, or a card that hides its number.",
  [CP_READER_REFUSAL_UNSUPPORTED] = "This card is not supported.",
};

static const char *const fault_texts[CP_N_READER_FAULTS] = {
  [CP_READER_FAULT_NONE] = "The reader is well.",
  [CP_READER_FAULT_ABSENT] = "No card reader is plugged in.",
  [CP_READER_FAULT_BUSY] = "Another program is using the card reader.",
  [CP_READER_FAULT_PERMISSION] = "The card reader may not be opened.",
  [CP_READER_FAULT_MUTE] = "The card reader does not answer. Unplug it and plug it in again.",
  [CP_READER_FAULT_LINK] = "The connection to the card reader is disturbed. Check its cable.",
  [CP_READER_FAULT_CHIP] = "The card reader reports an error.",
  [CP_READER_FAULT_CRASH] = "The card reader's driver crashed and is being restarted.",
  [CP_READER_FAULT_HANG] = "The card reader's driver hung and is being restarted.",
  [CP_READER_FAULT_HOSTILE] = "A card on the reader can't be read safely. Take it away.",
  [CP_READER_FAULT_PROTOCOL] = "The card reader's driver is of another version.",
  [CP_READER_FAULT_CONFIG] = "The card reader is not set up correctly.",
  [CP_READER_FAULT_SERVICE] = "The smart card service (pcscd) does not run.",
};

static const char *const status_texts[CP_N_CARD_STATUSES] = {
  [CP_CARD_STATUS_OK] = "the card answered",
  [CP_CARD_STATUS_LOST] = "the card is gone",
  [CP_CARD_STATUS_REFUSED] = "the card refused the command",
  [CP_CARD_STATUS_AUTH] = "the card did not accept the key",
  [CP_CARD_STATUS_PROTOCOL] = "the card's answer was garbled",
  [CP_CARD_STATUS_STALE] = "this card is no longer the one on the reader",
  [CP_CARD_STATUS_NOT_SUPPORTED] = "the reader can't send such a command",
  [CP_CARD_STATUS_TOO_BIG] = "command or answer is too long for the reader",
  [CP_CARD_STATUS_UNAVAILABLE] = "the reader is not available",
};

static const char *const status_names[CP_N_CARD_STATUSES] = {
  [CP_CARD_STATUS_OK] = "ok",
  [CP_CARD_STATUS_LOST] = "lost",
  [CP_CARD_STATUS_REFUSED] = "refused",
  [CP_CARD_STATUS_AUTH] = "auth",
  [CP_CARD_STATUS_PROTOCOL] = "protocol",
  [CP_CARD_STATUS_STALE] = "stale",
  [CP_CARD_STATUS_NOT_SUPPORTED] = "not_supported",
  [CP_CARD_STATUS_TOO_BIG] = "too_big",
  [CP_CARD_STATUS_UNAVAILABLE] = "unavailable",
};

static const char *const kind_names[CP_N_CARD_KINDS] = {
  [CP_CARD_KIND_UID] = "uid",
  [CP_CARD_KIND_ULTRALIGHT] = "ultralight",
  [CP_CARD_KIND_NTAG213] = "ntag213",
  [CP_CARD_KIND_NTAG215] = "ntag215",
  [CP_CARD_KIND_NTAG216] = "ntag216",
  [CP_CARD_KIND_MIFARE_CLASSIC] = "mifare-classic",
  [CP_CARD_KIND_ISO14443_4] = "iso14443-4",
};

GType
cp_reader_state_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("CpReaderState", states));
  return type;
}

GType
cp_reader_fault_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("CpReaderFault", faults));
  return type;
}

GType
cp_reader_refusal_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("CpReaderRefusal", refusals));
  return type;
}

const char *
cp_reader_refusal_to_name (CpReaderRefusal refusal)
{
  g_return_val_if_fail (refusal < CP_N_READER_REFUSALS, NULL);

  return refusals[refusal].value_nick;
}

const char *
cp_reader_refusal_to_text (CpReaderRefusal refusal)
{
  g_return_val_if_fail (refusal < CP_N_READER_REFUSALS, NULL);

  return refusal_texts[refusal];
}

const char *
cp_reader_state_to_name (CpReaderState state)
{
  g_return_val_if_fail (state <= CP_READER_STATE_FAULT, NULL);

  return states[state].value_nick;
}

const char *
cp_reader_fault_to_name (CpReaderFault fault)
{
  g_return_val_if_fail (fault < CP_N_READER_FAULTS, NULL);

  return faults[fault].value_nick;
}

const char *
cp_reader_fault_to_text (CpReaderFault fault)
{
  g_return_val_if_fail (fault < CP_N_READER_FAULTS, NULL);

  return fault_texts[fault];
}

const char *
cp_card_status_to_text (CpCardStatus status)
{
  g_return_val_if_fail (status < CP_N_CARD_STATUSES, NULL);

  return status_texts[status];
}

const char *
cp_card_kind_to_name (CpCardKind kind)
{
  g_return_val_if_fail (kind < CP_N_CARD_KINDS, NULL);

  return kind_names[kind];
}

const char *
cp_card_status_to_name (CpCardStatus status)
{
  return status_names[status];
}

/* Returns the index of @name in @names, or -1. */
static int
find_name (const char *const *names, int n, const char *name)
{
  for (int i = 0; name != NULL && i < n; i++)
    if (g_str_equal (names[i], name))
      return i;
  return -1;
}

gboolean
cp_card_status_from_name (const char *name, CpCardStatus *ret_status)
{
  int i = find_name (status_names, CP_N_CARD_STATUSES, name);

  if (i >= 0)
    *ret_status = (CpCardStatus) i;
  return i >= 0;
}

gboolean
cp_card_status_is_gone (CpCardStatus status)
{
  return status == CP_CARD_STATUS_LOST || status == CP_CARD_STATUS_STALE ||
         status == CP_CARD_STATUS_UNAVAILABLE;
}

gboolean
cp_card_kind_from_name (const char *name, CpCardKind *ret_kind)
{
  int i = find_name (kind_names, CP_N_CARD_KINDS, name);

  if (i >= 0)
    *ret_kind = (CpCardKind) i;
  return i >= 0;
}
