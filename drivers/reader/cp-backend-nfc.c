/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-backend-nfc.h"

#include <string.h>

/* The driver waits this long for the chip's answer to what it sends itself. It must be longer than
 * any RF timeout, or a card that leaves looks like a chip that is mute. */
#define COMMAND_TIMEOUT_MS 350
/* libnfc's USB drivers take this off each time-out before they wait at all. */
#define USB_PASS_MS 200
#define IN_LIST_PASSIVE_TARGET 0x4A
#define TYPE_A_106 0x00
#define IN_DATA_EXCHANGE 0x40
#define STATUS_MASK 0x3F
#define RF_CONFIGURATION 0x32
#define MAX_RETRIES_ITEM 0x05
#define FIRST_TRIES 3 /* as libnfc sets it where it does not look for ever */
#define MOST_TRIES 14
#define LOOK_US 70000
#define SHORTEST_LOOK_US 35000
#define LONGEST_LOOK_US 140000
#define CASCADE_TAG 0x88
#define MAX_ANSWER 264
#define MANY_FAILS 3
#define LEAST_RF_TIMEOUT_MS 13
#define MOST_RF_TIMEOUT_MS 52

CpLook
cp_nfc_classify (int result)
{
  switch (result) {
  case NFC_ETIMEOUT:
    return CP_LOOK_MUTE;
  case NFC_EIO:
  case NFC_ENOTSUCHDEV:
    return CP_LOOK_LINK;
  case NFC_ECHIP:
  case NFC_ESOFT:
    return CP_LOOK_CHIP;
  default:
    return CP_LOOK_NOTHING;
  }
}

static int
make_timeout (CpNfc *self, guint timeout_ms)
{
  return (int) (timeout_ms + (self->port.serial ? 0 : USB_PASS_MS));
}

int
cp_nfc_command (CpNfc *self, const guint8 *command, gsize n_command, guint8 *answer, gsize n_answer)
{
  return pn53x_transceive (self->device, command, n_command, answer, n_answer,
                           make_timeout (self, COMMAND_TIMEOUT_MS));
}

void
cp_nfc_set_tries (CpNfc *self, guint n_tries)
{
  const guint8 set_retries[] = { RF_CONFIGURATION, MAX_RETRIES_ITEM, 0x00, 0x01,
                                 (guint8) (n_tries - 1) };

  self->keeps_pace =
      self->keeps_pace || cp_nfc_command (self, set_retries, sizeof set_retries, NULL, 0) < 0;
}

/* ISO 14443-3: the cascade tag stands ahead of each part of a longer UID but the last. */
static gsize
append_wanted (guint8 *command, const CpUid *wanted)
{
  gsize n = 0;

  for (gsize i = 0; i < wanted->length; i++) {
    if (i % 3 == 0 && i + 4 < wanted->length)
      command[n++] = CASCADE_TAG;
    command[n++] = wanted->bytes[i];
  }
  return n;
}

static gboolean
is_wanted (const CpUid *wanted, const CpWireCard *card)
{
  return wanted == NULL || (card->uid.length == wanted->length &&
                            memcmp (card->uid.bytes, wanted->bytes, wanted->length) == 0);
}

/* How often the chip is to look, each some 5 ms, before it says that there is nothing: a card is found
 * as soon as it comes, and the processor sleeps meanwhile. Judged by how long the last look in vain
 * took: a chip that is slow must not seem mute. One that won't is as good as before. */
static void
pace (CpNfc *self, gint64 took_us)
{
  guint n_us = (guint) CLAMP (took_us, 1, LONGEST_LOOK_US * MOST_TRIES);
  guint n_tries = CLAMP (self->n_tries * LOOK_US / n_us, 1, MOST_TRIES);
  gboolean well = n_us >= SHORTEST_LOOK_US && n_us <= LONGEST_LOOK_US;

  if (well || n_tries == self->n_tries || self->keeps_pace)
    return;
  self->n_tries = n_tries;
  cp_nfc_set_tries (self, n_tries);
}

/* A chip that can't be asked for two cards says so with an error, as a disturbed line does: after a
 * failure the next question is for one, and after some it stays at that. */
static void
note_two (CpNfc *self, gboolean asked_two, int n)
{
  self->ask_one = asked_two && n < 0;
  if (self->ask_one)
    self->n_two_fails++;
  else if (asked_two)
    self->n_two_fails = 0;
}

CpLook
cp_nfc_list (CpNfc *self, const CpUid *wanted, CpWireCard *ret_cards, guint *ret_n_cards)
{
  guint8 command[3 + CP_MAX_UID + 2] = { IN_LIST_PASSIVE_TARGET, CP_NFC_MAX_TARGETS, TYPE_A_106 };
  guint8 answer[MAX_ANSWER];
  gsize n_command = 3;
  gint64 since_us = g_get_monotonic_time ();
  int n;

  if (wanted != NULL || self->ask_one || self->n_two_fails >= MANY_FAILS)
    command[1] = 1;
  if (wanted != NULL)
    n_command += append_wanted (command + n_command, wanted);
  n = cp_nfc_command (self, command, n_command, answer, sizeof answer);
  note_two (self, command[1] == CP_NFC_MAX_TARGETS, n);
  *ret_n_cards = 0;
  if (n < 0)
    return cp_nfc_classify (n);
  *ret_n_cards = cp_nfc_targets_parse (answer, (gsize) n, ret_cards);
  if (*ret_n_cards > 0)
    return is_wanted (wanted, ret_cards) ? CP_LOOK_CARD : CP_LOOK_NOTHING;
  *ret_n_cards = n > 0 && answer[0] != 0 ? 1 : 0;
  if (*ret_n_cards == 0 && wanted == NULL)
    pace (self, g_get_monotonic_time () - since_us);
  return CP_LOOK_NOTHING;
}

int
cp_nfc_transceive (CpNfc *self,
                   CpReaderFrame frame,
                   const guint8 *command,
                   gsize n_command,
                   guint8 *answer,
                   gsize n_answer,
                   guint timeout_ms)
{
  int result;

  if (frame == CP_READER_FRAME_RAW &&
      nfc_device_set_property_bool (self->device, NP_EASY_FRAMING, false) < 0)
    return NFC_ECHIP;
  result = nfc_initiator_transceive_bytes (self->device, command, n_command, answer, n_answer,
                                           make_timeout (self, timeout_ms));
  if (frame == CP_READER_FRAME_RAW)
    nfc_device_set_property_bool (self->device, NP_EASY_FRAMING, true);
  return result;
}

/* What the chip says of the air when something came back that was no answer (user manual, 7.1): CRC,
 * parity, bits, framing, collision, protocol, format, authentication. */
static gboolean
is_noise (guint8 status)
{
  return (status >= 0x02 && status <= 0x06) || status == 0x0B || status == 0x13 || status == 0x14;
}

CpLook
cp_nfc_ask_anything (CpNfc *self, const guint8 *command, gsize n_command)
{
  guint8 whole[2 + CP_NFC_MAX_SHORT] = { IN_DATA_EXCHANGE, 1 };
  guint8 answer[MAX_ANSWER] = { 0 };
  CpLook look;
  int n;

  g_assert (n_command <= CP_NFC_MAX_SHORT);
  memcpy (whole + 2, command, n_command);
  n = cp_nfc_command (self, whole, 2 + n_command, answer, sizeof answer);
  look = n < 0 ? cp_nfc_classify (n) : CP_LOOK_CARD;
  return look == CP_LOOK_NOTHING && is_noise (answer[0] & STATUS_MASK) ? CP_LOOK_CARD : look;
}

static CpLook
nfc_set_field (gpointer device, gboolean on)
{
  CpNfc *self = device;
  int result = nfc_device_set_property_bool (self->device, NP_ACTIVATE_FIELD, on);

  return result < 0 ? cp_nfc_classify (result) : CP_LOOK_NOTHING;
}

/* A device whose chip could not be identified is opened all the same and would end in an assertion
 * at the first poll. */
static gboolean
is_identified (CpNfc *self)
{
  const nfc_modulation_type *modulations = NULL;

  return nfc_device_get_supported_modulation (self->device, N_INITIATOR, &modulations) >= 0 &&
         modulations != NULL;
}

/* Lists what is there instead of waiting for a card: then no answer means a mute chip. */
static gboolean
initialise (CpNfc *self)
{
  if (nfc_initiator_init (self->device) < 0 ||
      nfc_device_set_property_bool (self->device, NP_INFINITE_SELECT, false) < 0 ||
      nfc_device_set_property_int (self->device, NP_TIMEOUT_COMMAND,
                                   make_timeout (self, COMMAND_TIMEOUT_MS)) < 0 ||
      nfc_device_set_property_int (self->device, NP_TIMEOUT_COM, (int) self->rf_timeout_ms) < 0)
    return FALSE;
  return nfc_device_set_property_bool (self->device, NP_ACTIVATE_FIELD, false) >= 0;
}

/* Nothing is closed after a failure: the process is about to end, and closing would speak to the
 * device again. */
static CpReaderFault
open_device (CpNfc *self)
{
  nfc_connstring connstring; /* libnfc copies the whole array */

  g_strlcpy (connstring, self->port.connstring, sizeof connstring);
  nfc_init (&self->context);
  if (self->context == NULL)
    return CP_READER_FAULT_CHIP;
  self->device = nfc_open (self->context, connstring);
  if (self->device == NULL || !is_identified (self))
    return CP_READER_FAULT_MUTE;
  cp_port_seal (&self->port);
  return initialise (self) ? CP_READER_FAULT_NONE : CP_READER_FAULT_MUTE;
}

static gpointer
nfc_backend_open (const CpWireStart *start, CpReaderFault *ret_fault, gboolean *ret_touched)
{
  CpNfc *self = g_new0 (CpNfc, 1);

  *ret_touched = FALSE;
  self->n_tries = FIRST_TRIES;
  self->rf_timeout_ms = CLAMP (start->rf_timeout_ms, LEAST_RF_TIMEOUT_MS, MOST_RF_TIMEOUT_MS);
  *ret_fault = cp_port_claim (&self->port, start->connstring);
  if (*ret_fault == CP_READER_FAULT_NONE) {
    *ret_touched = TRUE;
    *ret_fault = open_device (self);
  }
  cp_nfc_put_strangers_off (self);
  if (*ret_fault == CP_READER_FAULT_NONE)
    return self;
  cp_port_release (&self->port);
  g_free (self);
  return NULL;
}

/* The chip's line out of libnfc's many. */
static void
find_chip (CpNfc *self, char *chip, gsize n_chip)
{
  char *text = NULL;
  const char *line;

  if (nfc_device_get_information_about (self->device, &text) < 0 || text == NULL)
    return;
  line = strstr (text, "chip: ");
  if (line != NULL)
    g_strlcpy (chip, line + strlen ("chip: "), MIN (n_chip, strcspn (line, "\n") - 5));
  nfc_free (text);
}

static void
nfc_describe (gpointer device, CpWireHello *ret_hello)
{
  CpNfc *self = device;

  g_strlcpy (ret_hello->driver, "libnfc", sizeof ret_hello->driver);
  g_strlcpy (ret_hello->name, nfc_device_get_name (self->device), sizeof ret_hello->name);
  find_chip (self, ret_hello->chip, sizeof ret_hello->chip);
}

/* A USB bridge that timed out once gives each later answer one too late, a removed card's among
 * them. */
static guint
nfc_get_max_mute (gpointer device)
{
  CpNfc *self = device;

  return self->port.serial ? 3 : 1;
}

static void
nfc_backend_close (gpointer device)
{
  CpNfc *self = device;

  nfc_close (self->device);
  nfc_exit (self->context);
  cp_port_release (&self->port);
  g_free (self);
}

const CpBackend cp_backend_nfc = {
  .open = nfc_backend_open,
  .describe = nfc_describe,
  .set_field = nfc_set_field,
  .look = cp_nfc_look,
  .check = cp_nfc_check,
  .exchange = cp_nfc_exchange,
  .get_max_mute = nfc_get_max_mute,
  .close = nfc_backend_close,
};
