/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cards over libnfc: finding, confirming, telling apart, speaking to them. */
#include "cp-backend-nfc.h"
#include "cp-card-facts.h"

#include <string.h>

#define SAK_CLASSIC 0x08
#define CLASSIC_AUTHENTICATE_A 0x60
#define SAK_14443_4 0x20
#define ATQA_TYPE2 0x0044
#define TYPE2_READ 0x30
#define TYPE2_FAST_READ 0x3A
#define TYPE2_READ_COUNT 0x39
#define TYPE2_READ_SIGNATURE 0x3C
#define TYPE2_GET_VERSION 0x60
#define MANY_NONSENSE 3
#define MAX_COMMAND 240 /* more needs frames that not every reader carries */
#define MAX_ANSWER 264
#define TIMEOUT_MS 200
#define LEAST_TIMEOUT_MS 100
#define MOST_TIMEOUT_MS 500

static gboolean
is_type2 (const CpWireCard *card)
{
  return card->sak == 0x00 && card->atqa == ATQA_TYPE2 && card->uid.length == 7;
}

static CpLook
select_again (CpNfc *self, const CpWireCard *card)
{
  CpUid wanted = { .length = card->uid.length };
  CpWireCard cards[CP_NFC_MAX_TARGETS];
  guint n_cards;

  memcpy (wanted.bytes, card->uid.bytes, wanted.length);
  return cp_nfc_list (self, &wanted, cards, &n_cards);
}

/* A card that can be asked nothing. The chip must not find one whose number differs by a bit, and then
 * must find this one by its number: one that says the same whatever it is asked has made it up. */
static CpLook
select_nothing_else (CpNfc *self, const CpWireCard *card)
{
  CpUid other = { .length = card->uid.length };
  CpWireCard cards[CP_NFC_MAX_TARGETS];
  guint n_cards;
  CpLook look;

  memcpy (other.bytes, card->uid.bytes, other.length);
  other.bytes[other.length - 1] ^= 1;
  cp_nfc_set_tries (self, 1);
  look = cp_nfc_list (self, &other, cards, &n_cards);
  cp_nfc_set_tries (self, self->n_tries);
  if (look != CP_LOOK_NOTHING)
    return look == CP_LOOK_CARD ? CP_LOOK_REFUSED : look;
  return n_cards > 0 ? CP_LOOK_REFUSED : select_again (self, card);
}

/* %CP_LOOK_REFUSED: the page is another card's, whatever was selected. */
static CpLook
read_page_0 (CpNfc *self, const CpWireCard *card, guint8 page[16])
{
  static const guint8 command[] = { TYPE2_READ, 0 };
  guint8 answer[MAX_ANSWER];
  int n = cp_nfc_transceive (self, CP_READER_FRAME_AUTO, command, sizeof command, answer,
                             sizeof answer, TIMEOUT_MS);

  if (n < 0)
    return cp_nfc_classify (n);
  if (n != 16)
    return CP_LOOK_NOTHING;
  if (!cp_type2_page_has_uid (answer, card))
    return CP_LOOK_REFUSED;
  memcpy (page, answer, 16);
  return CP_LOOK_CARD;
}

static CpCardKind
kind_from_version (const guint8 *version, int n)
{
  if (n != 8 || version[1] != 0x04 || version[2] != 0x04)
    return CP_CARD_KIND_ULTRALIGHT;
  switch (version[6]) {
  case 0x0F:
    return CP_CARD_KIND_NTAG213;
  case 0x11:
    return CP_CARD_KIND_NTAG215;
  case 0x13:
    return CP_CARD_KIND_NTAG216;
  default:
    return CP_CARD_KIND_ULTRALIGHT;
  }
}

/* A card without GET_VERSION falls silent at it and is selected again. @ret_answered: whether it was
 * answered */
static CpLook
ask_version (CpNfc *self, CpWireCard *card, gboolean *ret_answered)
{
  static const guint8 get_version[] = { TYPE2_GET_VERSION };
  guint8 version[MAX_ANSWER];
  int n = cp_nfc_transceive (self, CP_READER_FRAME_RAW, get_version, sizeof get_version, version,
                             sizeof version, TIMEOUT_MS);
  CpLook look = n < 0 ? cp_nfc_classify (n) : CP_LOOK_CARD;

  *ret_answered = n >= 0;
  if (look == CP_LOOK_CARD || look == CP_LOOK_NOTHING)
    card->kind = (guint8) kind_from_version (version, n);
  return look == CP_LOOK_NOTHING ? select_again (self, card) : look;
}

/* A card whose first page can't be read, and which knows no GET_VERSION, at least says no. A chip that
 * says the same of a card twice may have made up both. */
static CpLook
hear_refusal (CpNfc *self, const CpWireCard *card)
{
  static const guint8 read_page[] = { TYPE2_READ, 0 };
  CpLook look = cp_nfc_ask_anything (self, read_page, sizeof read_page);

  return look == CP_LOOK_CARD ? select_again (self, card) : look;
}

static CpLook
meet_type2 (CpNfc *self, CpWireCard *card)
{
  guint8 page[16] = { 0 };
  CpLook look = read_page_0 (self, card, page);
  gboolean answered = look == CP_LOOK_CARD, has_version = FALSE;

  card->kind = (guint8) (answered ? cp_type2_page_get_kind (page) : CP_CARD_KIND_UID);
  if (look == CP_LOOK_NOTHING)
    look = select_again (self, card);
  if (look == CP_LOOK_CARD && card->kind == CP_CARD_KIND_UID)
    look = ask_version (self, card, &has_version);
  if (look == CP_LOOK_CARD && !answered && !has_version)
    look = hear_refusal (self, card);
  return look;
}

/* R(NAK), to which a card of ISO 14443-4 says R(ACK) or its last block again. */
static CpLook
ask_part_4 (CpNfc *self)
{
  static const guint8 r_nak[] = { 0xB2 };
  guint8 answer[MAX_ANSWER];
  int n = cp_nfc_transceive (self, CP_READER_FRAME_RAW, r_nak, sizeof r_nak, answer, sizeof answer,
                             TIMEOUT_MS);

  return n > 0 ? CP_LOOK_CARD : cp_nfc_classify (n);
}

/* Any answer at all confirms that the card is there. One that knows no such command is asked in a way
 * that each must answer: a chip that says the same of a card twice may have made up both. */
static CpLook
meet_part_4 (CpNfc *self, CpWireCard *card, CpReaderRefusal *ret_refusal)
{
  guint8 answer[MAX_ANSWER];
  int n = cp_nfc_transceive (self, CP_READER_FRAME_AUTO, cp_select_ppse, sizeof cp_select_ppse,
                             answer, sizeof answer, TIMEOUT_MS);
  CpLook look = n < 0 ? cp_nfc_classify (n) : CP_LOOK_CARD;

  card->kind = CP_CARD_KIND_ISO14443_4;
  if (n >= 2 && answer[n - 2] == 0x90 && answer[n - 1] == 0x00)
    *ret_refusal = CP_READER_REFUSAL_PAYMENT;
  if (n >= 2 || (look != CP_LOOK_CARD && look != CP_LOOK_NOTHING))
    return look;
  look = select_again (self, card);
  return look == CP_LOOK_CARD ? ask_part_4 (self) : look;
}

/* MIFARE Classic can't be asked anything without a key. But a card that is there answers the first
 * step of an authentication, and the chip then says that the key was wrong; of one that is not there
 * it says that nobody answered. No card has this key, so none is left half open. */
static CpLook
ask_classic (CpNfc *self, const CpWireCard *card)
{
  guint8 command[] = {
    CLASSIC_AUTHENTICATE_A, 0x00, 0x5A, 0x17, 0xE3, 0x9C, 0x42, 0xB6, 0, 0, 0, 0
  };
  guint8 answer[MAX_ANSWER];
  int n;

  memcpy (command + sizeof command - 4, card->uid.bytes + card->uid.length - 4, 4);
  n = cp_nfc_transceive (self, CP_READER_FRAME_AUTO, command, sizeof command, answer, sizeof answer,
                         TIMEOUT_MS);
  return n >= 0 || n == NFC_EMFCAUTHFAIL ? CP_LOOK_CARD : cp_nfc_classify (n);
}

/* A chip that says the same of a card twice may have made up both. */
static CpLook
meet_classic (CpNfc *self, CpWireCard *card)
{
  CpLook look = ask_classic (self, card);
  gboolean cannot = look == CP_LOOK_CHIP;

  card->kind = CP_CARD_KIND_MIFARE_CLASSIC;
  if (look != CP_LOOK_NOTHING && !cannot)
    return look;
  if (cannot)
    return select_nothing_else (self, card);
  look = select_again (self, card);
  return look == CP_LOOK_CARD ? ask_classic (self, card) : look;
}

/* A number that is made up anew names nobody. Only of a card with our application it can be found out
 * whose it is, by who has the keys. */
static CpLook
meet_random (CpNfc *self, CpWireCard *card, CpReaderRefusal *ret_refusal)
{
  guint8 answer[MAX_ANSWER];
  int n;

  *ret_refusal = CP_READER_REFUSAL_RANDOM;
  if (card->kind != CP_CARD_KIND_ISO14443_4)
    return CP_LOOK_CARD;
  n = cp_nfc_transceive (self, CP_READER_FRAME_AUTO, cp_select_ntag424, sizeof cp_select_ntag424,
                         answer, sizeof answer, TIMEOUT_MS);
  if (n != 2 || answer[0] != 0x90 || answer[1] != 0x00)
    return n < 0 && cp_nfc_classify (n) != CP_LOOK_NOTHING ? cp_nfc_classify (n) : CP_LOOK_CARD;
  *ret_refusal = CP_READER_REFUSAL_NONE;
  card->flags |= CP_WIRE_CARD_RANDOM;
  return CP_LOOK_CARD;
}

/* What the first answer said must be said by a second exchange with the card. %CP_LOOK_REFUSED: the
 * second says something else. */
static CpLook
meet (CpNfc *self, CpWireCard *card, CpReaderRefusal *ret_refusal)
{
  CpLook look;

  if (is_type2 (card))
    look = meet_type2 (self, card);
  else if ((card->sak & SAK_14443_4) != 0)
    look = meet_part_4 (self, card, ret_refusal);
  else if ((card->sak & SAK_CLASSIC) != 0)
    look = meet_classic (self, card);
  else
    look = select_nothing_else (self, card);
  if (look == CP_LOOK_CARD && *ret_refusal == CP_READER_REFUSAL_NONE && cp_card_is_random (card))
    look = meet_random (self, card, ret_refusal);
  return look;
}

/* The chip speaks of a card again and again, and none of it makes sense. */
static CpLook
note_nonsense (CpNfc *self, gboolean nonsense, CpReaderRefusal *ret_refusal)
{
  self->n_nonsense = nonsense ? self->n_nonsense + 1 : 0;
  if (self->n_nonsense < MANY_NONSENSE)
    return CP_LOOK_NOTHING;
  *ret_refusal = CP_READER_REFUSAL_UNSUPPORTED;
  return CP_LOOK_REFUSED;
}

CpLook
cp_nfc_look (gpointer device, CpWireCard *ret_card, CpReaderRefusal *ret_refusal)
{
  CpNfc *self = device;
  CpWireCard cards[CP_NFC_MAX_TARGETS];
  guint n_cards;
  CpLook look = cp_nfc_list (self, NULL, cards, &n_cards);

  *ret_refusal = CP_READER_REFUSAL_NONE;
  if (look == CP_LOOK_NOTHING && n_cards == 0 && cp_nfc_sees_stranger (self)) {
    *ret_refusal = CP_READER_REFUSAL_UNSUPPORTED;
    return CP_LOOK_REFUSED;
  }
  if (look == CP_LOOK_NOTHING)
    return note_nonsense (self, n_cards > 0, ret_refusal);
  if (look != CP_LOOK_CARD)
    return look;
  cp_nfc_put_strangers_off (self);
  look = meet (self, cards, ret_refusal);
  if (look == CP_LOOK_REFUSED)
    return note_nonsense (self, TRUE, ret_refusal);
  if (look != CP_LOOK_CARD)
    return look;
  self->n_nonsense = 0;
  if (n_cards > 1)
    *ret_refusal = CP_READER_REFUSAL_SEVERAL;
  if (*ret_refusal != CP_READER_REFUSAL_NONE)
    return CP_LOOK_REFUSED;
  *ret_card = cards[0];
  ret_card->flags |= CP_WIRE_CARD_CONFIRMED;
  return CP_LOOK_CARD;
}

CpLook
cp_nfc_check (gpointer device, const CpWireCard *card)
{
  CpNfc *self = device;
  CpLook look = CP_LOOK_NOTHING;
  guint8 page[16];

  if (is_type2 (card))
    look = read_page_0 (self, card, page);
  else if ((card->sak & SAK_14443_4) != 0)
    look = ask_part_4 (self);
  return look == CP_LOOK_NOTHING || look == CP_LOOK_REFUSED ? select_again (self, card) : look;
}

/* Whether doing it twice is the same as doing it once. */
static gboolean
only_reads (const CpWireCard *card, const CpWireExchange *exchange)
{
  if (!is_type2 (card))
    return FALSE;
  switch (exchange->data.bytes[0]) {
  case TYPE2_READ:
    return TRUE;
  case TYPE2_FAST_READ:
  case TYPE2_READ_COUNT:
  case TYPE2_READ_SIGNATURE:
  case TYPE2_GET_VERSION:
    return exchange->frame == CP_READER_FRAME_RAW;
  default:
    return FALSE;
  }
}

static int
exchange_once (CpNfc *self, const CpWireExchange *exchange, CpWireReply *reply)
{
  guint timeout_ms = exchange->timeout_ms > 0 ? exchange->timeout_ms : TIMEOUT_MS;
  int n = cp_nfc_transceive (self, (CpReaderFrame) exchange->frame, exchange->data.bytes,
                             exchange->data.length, reply->data.bytes, sizeof reply->data.bytes,
                             CLAMP (timeout_ms, LEAST_TIMEOUT_MS, MOST_TIMEOUT_MS));

  reply->data.length = (guint16) MAX (n, 0);
  return n;
}

static CpCardStatus
status_from_result (const CpWireCard *card, int result)
{
  if (result >= 0)
    return CP_CARD_STATUS_OK;
  switch (result) {
  case NFC_EOVFLOW:
    return CP_CARD_STATUS_TOO_BIG;
  case NFC_EMFCAUTHFAIL:
    return CP_CARD_STATUS_AUTH;
  case NFC_ETGRELEASED:
    return CP_CARD_STATUS_LOST;
  case NFC_EDEVNOTSUPP:
  case NFC_ENOTIMPL:
    return CP_CARD_STATUS_NOT_SUPPORTED;
  default:
    return is_type2 (card) ? CP_CARD_STATUS_REFUSED : CP_CARD_STATUS_PROTOCOL;
  }
}

/* One try. After any no the card listens again only once it is selected. */
static CpLook
try_exchange (CpNfc *self,
              const CpWireCard *card,
              const CpWireExchange *exchange,
              int *result,
              CpWireReply *reply)
{
  CpLook look;

  *result = exchange_once (self, exchange, reply);
  look = *result < 0 ? cp_nfc_classify (*result) : CP_LOOK_CARD;
  return look == CP_LOOK_NOTHING ? select_again (self, card) : look;
}

CpLook
cp_nfc_exchange (gpointer device,
                 const CpWireCard *card,
                 const CpWireExchange *exchange,
                 CpWireReply *ret_reply)
{
  CpNfc *self = device;
  CpLook look;
  int result;

  ret_reply->status = CP_CARD_STATUS_TOO_BIG;
  if (exchange->data.length == 0 || exchange->data.length > MAX_COMMAND)
    return CP_LOOK_CARD;
  look = try_exchange (self, card, exchange, &result, ret_reply);
  if (result == NFC_ERFTRANS && look == CP_LOOK_CARD && only_reads (card, exchange))
    look = try_exchange (self, card, exchange, &result, ret_reply);
  if (look == CP_LOOK_CARD)
    ret_reply->status = (guint8) status_from_result (card, result);
  else
    ret_reply->status = look == CP_LOOK_NOTHING ? CP_CARD_STATUS_LOST : CP_CARD_STATUS_UNAVAILABLE;
  return look;
}
