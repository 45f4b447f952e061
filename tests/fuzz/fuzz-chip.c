/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a chip, and a card through it, answers to whatever the reader asks. First byte: the line; then
 * for each of libnfc's calls its result: below E0 so many bytes that follow, else an error. Only what
 * was asked twice is a card. */
#include "cp-backend-nfc.h"
#include "fuzz-target.h"

#include <string.h>

#define MAX_ROUNDS 300

/* Stands where libnfc has its device. */
typedef struct {
  const uint8_t *data;
  size_t left;
  guint n_calls;
} Script;

static int
play (nfc_device *device, uint8_t *answer, size_t n_answer)
{
  static const int errors[] = { NFC_EIO,         NFC_ECHIP,   NFC_ETIMEOUT,     NFC_ERFTRANS,
                                NFC_ETGRELEASED, NFC_EOVFLOW, NFC_EMFCAUTHFAIL, NFC_EDEVNOTSUPP };
  Script *script = (Script *) device;
  uint8_t what;
  size_t n;

  script->n_calls++;
  if (script->left == 0)
    return NFC_EIO;
  what = *script->data++;
  script->left--;
  if (what >= 0xE0)
    return errors[what % G_N_ELEMENTS (errors)];
  n = MIN (MIN (what, script->left), n_answer);
  if (n > 0)
    memcpy (answer, script->data, n);
  script->data += n;
  script->left -= n;
  return (int) n;
}

int
pn53x_transceive (nfc_device *device,
                  const guint8 *command,
                  const size_t n_command,
                  guint8 *answer,
                  const size_t n_answer,
                  int timeout_ms)
{
  g_assert_cmpuint (n_command, >, 0);
  return play (device, answer, n_answer);
}

int
nfc_initiator_transceive_bytes (nfc_device *device,
                                const uint8_t *command,
                                const size_t n_command,
                                uint8_t *answer,
                                const size_t n_answer,
                                int timeout_ms)
{
  g_assert_cmpuint (n_command, >, 0);
  return play (device, answer, n_answer);
}

int
nfc_device_set_property_bool (nfc_device *device, const nfc_property property, const bool enable)
{
  return NFC_SUCCESS;
}

static void
hold (CpNfc *self, const CpWireCard *card, Script *script)
{
  CpWireExchange exchange = { .data = { 2, { 0x30, 0x04 } } };
  CpWireReply reply = { 0 };

  while (script->left > 0 && cp_nfc_check (self, card) == CP_LOOK_CARD) {
    exchange.frame = (guint8) (script->n_calls % 2);
    cp_nfc_exchange (self, card, &exchange, &reply);
    g_assert_cmpuint (reply.status, <, CP_N_CARD_STATUSES);
    g_assert_cmpuint (reply.data.length, <=, sizeof reply.data.bytes);
  }
}

static void
look (CpNfc *self, Script *script)
{
  CpWireCard card = { 0 };
  CpReaderRefusal refusal;
  guint n_calls = script->n_calls;
  CpLook look = cp_nfc_look (self, &card, &refusal);

  if (look == CP_LOOK_REFUSED)
    g_assert_cmpint (refusal, !=, CP_READER_REFUSAL_NONE);
  if (look != CP_LOOK_CARD)
    return;
  g_assert_cmpint (refusal, ==, CP_READER_REFUSAL_NONE);
  g_assert_cmpuint (script->n_calls - n_calls, >=, 2);
  g_assert_true (card.uid.length == 4 || card.uid.length == 7 || card.uid.length == 10);
  g_assert_cmpuint (card.flags & CP_WIRE_CARD_CONFIRMED, !=, 0);
  hold (self, &card, script);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  Script script = { data, size, 0 };
  CpNfc nfc = { .device = (nfc_device *) &script, .n_tries = 3 };

  if (size == 0)
    return 0;
  nfc.port.serial = (*script.data++ & 1) != 0;
  script.left--;
  for (guint i = 0; i < MAX_ROUNDS && script.left > 0; i++)
    look (&nfc, &script);
  return 0;
}
