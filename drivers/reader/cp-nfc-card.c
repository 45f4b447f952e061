/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cards over libnfc: finding, confirming, telling apart, speaking to them. */
#include "cp-backend-nfc.h"

#include <string.h>

#define SAK_CLASSIC 0x08
#define SAK_14443_4 0x20
#define ATQA_TYPE2 0x0044
#define TYPE2_READ 0x30
#define TYPE2_FAST_READ 0x3A
#define TYPE2_READ_COUNT 0x39
#define TYPE2_READ_SIGNATURE 0x3C
#define TYPE2_GET_VERSION 0x60
#define RANDOM_UID 0x08
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
  nfc_target target;

  return cp_nfc_select (self, card->uid.bytes, card->uid.length, &target);
}

/* READ of page 0 gives UID and check bytes: u0 u1 u2 c u3 u4 u5 u6. */
static CpLook
read_uid_again (CpNfc *self, const CpWireCard *card)
{
  static const guint8 read_page_0[] = { TYPE2_READ, 0 };
  const guint8 *uid = card->uid.bytes;
  guint8 page[MAX_ANSWER];
  int n = cp_nfc_transceive (self, CP_READER_FRAME_AUTO, read_page_0, sizeof read_page_0, page,
                             sizeof page, TIMEOUT_MS);

  if (n < 0)
    return cp_nfc_classify (n);
  return n == 16 && memcmp (page, uid, 3) == 0 && memcmp (page + 4, uid + 3, 4) == 0
             ? CP_LOOK_CARD
             : CP_LOOK_NOTHING;
}

/* What the first answer said must be said by a second exchange with the card. */
static CpLook
confirm (CpNfc *self, const CpWireCard *card)
{
  CpLook look = is_type2 (card) ? read_uid_again (self, card) : CP_LOOK_NOTHING;

  return look == CP_LOOK_NOTHING ? select_again (self, card) : look;
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

/* A card without GET_VERSION falls silent at it and is selected again. */
static CpLook
ask_version (CpNfc *self, CpWireCard *card)
{
  static const guint8 get_version[] = { TYPE2_GET_VERSION };
  guint8 version[MAX_ANSWER];
  int n = cp_nfc_transceive (self, CP_READER_FRAME_RAW, get_version, sizeof get_version, version,
                             sizeof version, TIMEOUT_MS);
  CpLook look = n < 0 ? cp_nfc_classify (n) : CP_LOOK_CARD;

  if (look == CP_LOOK_CARD || look == CP_LOOK_NOTHING)
    card->kind = (guint8) kind_from_version (version, n);
  return look == CP_LOOK_NOTHING ? select_again (self, card) : look;
}

static CpLook
find_kind (CpNfc *self, CpWireCard *card)
{
  if (is_type2 (card))
    return ask_version (self, card);
  if ((card->sak & SAK_14443_4) != 0)
    card->kind = CP_CARD_KIND_ISO14443_4;
  else if ((card->sak & SAK_CLASSIC) != 0)
    card->kind = CP_CARD_KIND_MIFARE_CLASSIC;
  return CP_LOOK_CARD;
}

static void
fill_card (CpWireCard *card, const nfc_iso14443a_info *info)
{
  memset (card, 0, sizeof *card);
  card->sak = info->btSak;
  card->atqa = (guint16) (info->abtAtqa[0] << 8 | info->abtAtqa[1]);
  card->uid.length = (guint8) info->szUidLen;
  memcpy (card->uid.bytes, info->abtUid, info->szUidLen);
  card->ats.length = (guint8) MIN (info->szAtsLen, sizeof card->ats.bytes);
  memcpy (card->ats.bytes, info->abtAts, card->ats.length);
  if (card->uid.length == 4 && card->uid.bytes[0] == RANDOM_UID)
    card->flags |= CP_WIRE_CARD_RANDOM_UID;
}

CpLook
cp_nfc_look (gpointer device, CpWireCard *ret_card)
{
  CpNfc *self = device;
  nfc_target target;
  CpLook look = cp_nfc_select (self, NULL, 0, &target);

  if (look != CP_LOOK_CARD)
    return look;
  fill_card (ret_card, &target.nti.nai);
  look = confirm (self, ret_card);
  if (look == CP_LOOK_CARD)
    look = find_kind (self, ret_card);
  ret_card->flags |= CP_WIRE_CARD_CONFIRMED;
  return look;
}

CpLook
cp_nfc_check (gpointer device, const CpWireCard *card)
{
  CpNfc *self = device;
  CpLook look = CP_LOOK_NOTHING;
  int result;

  if (is_type2 (card)) {
    look = read_uid_again (self, card);
  } else if ((card->sak & SAK_14443_4) != 0) {
    result = nfc_initiator_target_is_present (self->device, NULL);
    look = result == NFC_SUCCESS ? CP_LOOK_CARD : cp_nfc_classify (result);
  }
  return look == CP_LOOK_NOTHING ? select_again (self, card) : look;
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
