/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A payment card, as far as anybody but a till should see it: it has the directory of payment
 * systems (EMV contactless, book B), and nothing else. */
#include "pn532-card.h"

#include <string.h>

#define R_NAK 0xB2
#define R_ACK 0xA2

static const guint8 select_ppse[] = { 0x00, 0xA4, 0x04, 0x00, 0x0E, '2', 'P', 'A', 'Y', '.',
                                      'S',  'Y',  'S',  '.',  'D',  'D', 'F', '0', '1' };
static const guint8 directory[] = {
  0x6F, 0x1E, 0x84, 0x0E, '2',  'P',  'A',  'Y',  '.',  'S',  'Y',  'S',
  '.',  'D',  'D',  'F',  '0',  '1',  0xA5, 0x0C, 0xBF, 0x0C, 0x09, 0x61,
  0x07, 0x4F, 0x05, 0xA0, 0x00, 0x00, 0x00, 0x03, 0x90, 0x00,
};

static gboolean
payment_setup (Pn532Card *self, const char *kind, GHashTable *options, GError **error)
{
  static const guint8 ats[] = { 0x05, 0x78, 0x80, 0x70, 0x02 };

  self->sak = 0x20;
  g_byte_array_append (self->ats, ats, sizeof ats);
  return pn532_card_take_hex (options, "sak", &self->sak, 1, 1, error) >= 0;
}

static Pn532CardAnswer
payment_exchange (Pn532Card *self, const guint8 *frame, gsize n_frame, GByteArray *answer)
{
  const guint8 r_ack = R_ACK;

  if (n_frame != 1 || frame[0] != R_NAK)
    return PN532_CARD_SILENT;
  g_byte_array_append (answer, &r_ack, 1);
  return PN532_CARD_BYTES;
}

static gboolean
payment_apdu (Pn532Card *self, const guint8 *command, gsize n_command, GByteArray *answer)
{
  static const guint8 not_found[] = { 0x6A, 0x82 };

  if (n_command >= sizeof select_ppse && memcmp (command, select_ppse, sizeof select_ppse) == 0)
    g_byte_array_append (answer, directory, sizeof directory);
  else
    g_byte_array_append (answer, not_found, sizeof not_found);
  return TRUE;
}

const Pn532CardClass pn532_card_payment_class = {
  .size_bytes = sizeof (Pn532Card),
  .setup = payment_setup,
  .exchange = payment_exchange,
  .apdu = payment_apdu,
};
