/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A card of which nothing is known but what anticollision says: any UID, ATQA, SAK and ATS. */
#include "pn532-card.h"

#define SAK_14443_4 0x20
#define R_NAK 0xB2
#define R_ACK 0xA2
#define RANDOM_UID 0x08

typedef struct {
  Pn532Card parent;
  guint8 random;
  guint32 n_fields;
} UidCard;

/* ISO 14443-3: a UID of four bytes that begins with 08 is made up anew in each field. */
static void
uid_power (Pn532Card *card)
{
  UidCard *self = (UidCard *) card;
  guint32 mixed;

  if (self->random == 0)
    return;
  mixed = ++self->n_fields * 2654435761u;
  card->n_uid = 4;
  card->atqa[1] = 0x04;
  card->uid[0] = RANDOM_UID;
  for (guint i = 1; i < 4; i++)
    card->uid[i] = (guint8) (mixed >> 8 * i);
}

static gboolean
uid_setup (Pn532Card *self, const char *kind, GHashTable *options, GError **error)
{
  static const guint8 default_ats[] = { 0x06, 0x77, 0x77, 0x71, 0x02, 0x80 };
  guint8 *random = &((UidCard *) self)->random;
  guint8 ats[64];
  gssize n_ats;

  if (pn532_card_take_hex (options, "random", random, 1, 1, error) < 0 ||
      pn532_card_take_hex (options, "sak", &self->sak, 1, 1, error) < 0 ||
      pn532_card_take_hex (options, "atqa", self->atqa, 2, 2, error) < 0)
    return FALSE;
  n_ats = pn532_card_take_hex (options, "ats", ats, 1, sizeof ats, error);
  if (n_ats < 0)
    return FALSE;
  if (n_ats > 0)
    g_byte_array_append (self->ats, ats, (guint) n_ats);
  else if ((self->sak & SAK_14443_4) != 0)
    g_byte_array_append (self->ats, default_ats, sizeof default_ats);
  return TRUE;
}

/* A card of ISO 14443-4 answers the presence check R(NAK); nothing else is known of it. */
static Pn532CardAnswer
uid_exchange (Pn532Card *self, const guint8 *frame, gsize n_frame, GByteArray *answer)
{
  const guint8 r_ack = R_ACK;

  if ((self->sak & SAK_14443_4) == 0 || n_frame != 1 || frame[0] != R_NAK) {
    if ((self->sak & SAK_14443_4) == 0)
      self->active = FALSE;
    return PN532_CARD_SILENT;
  }
  g_byte_array_append (answer, &r_ack, 1);
  return PN532_CARD_BYTES;
}

/* With the SAK of a MIFARE Classic it is one whose keys nobody has. */
static gboolean
uid_authenticate (Pn532Card *self, gboolean with_b, guint8 block, const guint8 *key)
{
  return FALSE;
}

const Pn532CardClass pn532_card_uid_class = {
  .size_bytes = sizeof (UidCard),
  .setup = uid_setup,
  .power = uid_power,
  .authenticate = uid_authenticate,
  .exchange = uid_exchange,
};
