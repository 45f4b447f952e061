/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Pn532CardAnswer:
 * @PN532_CARD_SILENT: the card says nothing; the chip runs into its RF timeout.
 * @PN532_CARD_BYTES: whole bytes, to which the air adds a CRC.
 * @PN532_CARD_NIBBLE: a four-bit ACK (0xA) or NAK, which has no CRC.
 */
typedef enum {
  PN532_CARD_SILENT,
  PN532_CARD_BYTES,
  PN532_CARD_NIBBLE,
} Pn532CardAnswer;

#define PN532_CARD_ACK 0x0A

typedef struct Pn532Card Pn532Card;

/**
 * Pn532CardClass:
 * @size_bytes: of the card's own structure, which starts with a #Pn532Card.
 * @setup: (nullable): sets the card up from its options, after UID, ATQA, SAK and ATS.
 * @power: (nullable): the field came on or went off: everything volatile is forgotten.
 * @exchange: one frame without CRC, and the answer into @answer. Only called while the card is
 *   active; the card may clear @active to fall out.
 * @authenticate: (nullable): MIFARE Classic: whether @key opens the sector of @block. The cipher is the
 *   chip's own business.
 * @apdu: (nullable): one ISO 7816-4 command for cards of ISO 14443-4, framing already removed.
 * @dump: (nullable): appends the memory, for tests.
 * @clear: (nullable): frees what @setup took.
 *
 * A family of cards. New families add one of these and a row in pn532-card.c.
 */
typedef struct {
  gsize size_bytes;
  gboolean (*setup) (Pn532Card *self, const char *kind, GHashTable *options, GError **error);
  void (*power) (Pn532Card *self);
  Pn532CardAnswer (*exchange) (Pn532Card *self,
                               const guint8 *frame,
                               gsize n_frame,
                               GByteArray *answer);
  gboolean (*authenticate) (Pn532Card *self, gboolean with_b, guint8 block, const guint8 *key);
  gboolean (*apdu) (Pn532Card *self, const guint8 *command, gsize n_command, GByteArray *answer);
  void (*dump) (Pn532Card *self, GByteArray *memory);
  void (*clear) (Pn532Card *self);
} Pn532CardClass;

/**
 * Pn532Card:
 * @ats: as it goes over the air, its length byte first; empty when the card has none.
 * @active: whether anticollision has selected the card and it still listens.
 * @modulation: what InListPassiveTarget calls it: 00 type A, 01 FeliCa, 03 type B. Of the latter two only
 *   that they are there is emulated.
 * @n_stays: how often it still answers before it is taken away; 0: for ever.
 * @slow_us: how much longer than the air needs the card takes for whatever it is asked.
 */
struct Pn532Card {
  const Pn532CardClass *class;
  guint8 uid[10];
  gsize n_uid;
  guint8 atqa[2];
  guint8 sak;
  guint8 modulation;
  GByteArray *ats;
  gboolean active;
  guint slow_us;
  guint n_stays;
};

/**
 * pn532_card_new:
 * @kind: `uid`, `ultralight`, `ntag213`, `ntag215`, `ntag216`, `classic`, `ntag424`,
 *   `desfire` or `payment`.
 * @options: words of the control protocol, name to value: `uid` (hex, 4, 7 or 10 bytes, needed), `slow`
 *   (milliseconds), `modulation` (hex), `stays` (see @n_stays; its selection counts as an answer).
 *   For `payment`: `sak`. For `uid`: `sak`, `atqa`, `ats` (hex); `random` (01: another UID of four bytes in each field).
 *   For Type 2: `ndef` (a URI), `pwd`, `pack`, `auth0`, `access`, `sig` (hex). For `classic`: `keya`
 *   (hex, of sector 1). For `ntag424`, whose keys are all zeros: `sig` (hex), `random_id` (01). For
 *   `desfire`, application F00001: `key`, `file` (hex). For all but `uid` and `desfire`: `memory`
 *   (hex, as `dump` gave it), so that a card that left comes back as it was.
 *   For all: `slow` (ms). A name that the kind doesn't know is an error.
 *
 * Returns: (transfer full) (nullable): a card that is not in the field yet.
 */
Pn532Card *pn532_card_new (const char *kind, GHashTable *options, GError **error);

void pn532_card_free (Pn532Card *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pn532Card, pn532_card_free)

/** pn532_card_power: the field came on or went off; the card is idle afterwards. */
void pn532_card_power (Pn532Card *self);

/** pn532_card_exchange: passes a frame on if the card is active; silent otherwise. */
Pn532CardAnswer
pn532_card_exchange (Pn532Card *self, const guint8 *frame, gsize n_frame, GByteArray *answer);

/**
 * pn532_card_take_hex:
 * @options: the option is removed from it.
 * @bytes: (out): filled when the option is there; its length must be @min to @max.
 *
 * For the set-up functions of the families.
 *
 * Returns: the number of bytes, 0 when the option is not there, -1 on error.
 */
gssize pn532_card_take_hex (
    GHashTable *options, const char *name, guint8 *bytes, gsize min, gsize max, GError **error);

extern const Pn532CardClass pn532_card_uid_class;
extern const Pn532CardClass pn532_card_type2_class;
extern const Pn532CardClass pn532_card_classic_class;
extern const Pn532CardClass pn532_card_ntag424_class;
extern const Pn532CardClass pn532_card_desfire_class;
extern const Pn532CardClass pn532_card_payment_class;

G_END_DECLS
