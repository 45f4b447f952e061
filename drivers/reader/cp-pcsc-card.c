/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cards over PC/SC: finding, confirming, telling apart, speaking to them. */
#include "cp-backend-pcsc.h"
#include "cp-card-facts.h"
#include "cp-pcsc-atr.h"
#include "cp-pcsc-classic.h"

#include <string.h>

#define WAIT_MS 100 /* for a card, in one look */
#define MAX_ANSWER 264
#define PAGE_BYTES 4
#define TYPE2_READ 0x30
#define TYPE2_WRITE 0xA2

LONG
cp_pcsc_transmit (CpPcsc *self,
                  const guint8 *command,
                  gsize n_command,
                  guint8 *answer,
                  gsize *n_answer,
                  guint *ret_status)
{
  const SCARD_IO_REQUEST *request =
      self->protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
  DWORD n = (DWORD) *n_answer;
  LONG result = SCardTransmit (self->card, request, command, n_command, NULL, answer, &n);

  *n_answer = 0;
  *ret_status = 0;
  if (result != SCARD_S_SUCCESS || n < 2)
    return result != SCARD_S_SUCCESS ? result : SCARD_F_COMM_ERROR;
  *n_answer = n - 2;
  *ret_status = (guint) answer[n - 2] << 8 | answer[n - 1];
  return SCARD_S_SUCCESS;
}

/* FF CA: the number, from the reader. */
static CpLook
get_uid (CpPcsc *self, CpWireCard *card)
{
  static const guint8 get_data[] = { 0xFF, 0xCA, 0x00, 0x00, 0x00 };
  guint8 answer[MAX_ANSWER];
  gsize n = sizeof answer;
  guint status;
  LONG result = cp_pcsc_transmit (self, get_data, sizeof get_data, answer, &n, &status);

  if (result != SCARD_S_SUCCESS)
    return cp_pcsc_classify (result);
  if (status != 0x9000 || (n != 4 && n != 7 && n != 10))
    return CP_LOOK_REFUSED;
  card->uid.length = (guint8) n;
  memcpy (card->uid.bytes, answer, n);
  return CP_LOOK_CARD;
}

/* Its power is cut, so that the reader has to select it anew. It must have the same ATR. */
static CpLook
select_again (CpPcsc *self)
{
  guint8 atr[MAX_ATR_SIZE];
  DWORD n_atr = sizeof atr;
  LONG result =
      SCardReconnect (self->card, SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
                      SCARD_UNPOWER_CARD, &self->protocol);

  if (result == SCARD_S_SUCCESS)
    result = SCardStatus (self->card, NULL, NULL, NULL, NULL, atr, &n_atr);
  if (result != SCARD_S_SUCCESS)
    return cp_pcsc_classify (result);
  return n_atr == self->n_atr && memcmp (atr, self->atr, n_atr) == 0 ? CP_LOOK_CARD
                                                                     : CP_LOOK_NOTHING;
}

/* Selected anew, it must have the same number: what the reader said first it might have kept of another
 * card. A number that is made up anew each time is another one, and refused as such. */
static CpLook
meet_again (CpPcsc *self, const CpWireCard *card)
{
  CpWireCard again = { 0 };
  CpLook look = cp_card_is_random (card) ? CP_LOOK_CARD : select_again (self);
  gboolean same;

  if (look == CP_LOOK_CARD)
    look = get_uid (self, &again);
  same = again.uid.length == card->uid.length &&
         memcmp (again.uid.bytes, card->uid.bytes, card->uid.length) == 0;
  return look == CP_LOOK_CARD && !same ? CP_LOOK_NOTHING : look;
}

LONG
cp_pcsc_read_binary (CpPcsc *self, guint8 block, guint8 *answer, gsize *n_answer, guint *ret_status)
{
  const guint8 read_binary[] = { 0xFF, 0xB0, 0x00, block, 0x10 };

  return cp_pcsc_transmit (self, read_binary, sizeof read_binary, answer, n_answer, ret_status);
}

static CpLook
meet_type2 (CpPcsc *self, CpWireCard *card)
{
  guint8 page[MAX_ANSWER];
  gsize n = sizeof page;
  guint status;
  LONG result = cp_pcsc_read_binary (self, 0, page, &n, &status);

  card->kind = CP_CARD_KIND_ULTRALIGHT;
  if (result != SCARD_S_SUCCESS)
    return cp_pcsc_classify (result);
  if (status != 0x9000 || n != 16)
    return meet_again (self, card);
  if (!cp_type2_page_has_uid (page, card))
    return CP_LOOK_REFUSED;
  if (cp_type2_page_get_kind (page) != CP_CARD_KIND_UID)
    card->kind = (guint8) cp_type2_page_get_kind (page);
  return CP_LOOK_CARD;
}

static CpLook
meet_part_4 (CpPcsc *self, CpWireCard *card, CpReaderRefusal *ret_refusal)
{
  guint8 answer[MAX_ANSWER];
  gsize n = sizeof answer;
  guint status;
  LONG result = cp_pcsc_transmit (self, cp_select_ppse, CP_SELECT_PPSE_BYTES, answer, &n, &status);

  card->kind = CP_CARD_KIND_ISO14443_4;
  if (result != SCARD_S_SUCCESS)
    return cp_pcsc_classify (result);
  if (status == 0x9000)
    *ret_refusal = CP_READER_REFUSAL_PAYMENT;
  return CP_LOOK_CARD;
}

/* See cp-nfc-card.c. */
static CpLook
meet_random (CpPcsc *self, CpWireCard *card, CpReaderRefusal *ret_refusal)
{
  guint8 answer[MAX_ANSWER];
  gsize n = sizeof answer;
  guint status = 0;
  LONG result = SCARD_S_SUCCESS;

  *ret_refusal = CP_READER_REFUSAL_RANDOM;
  if (card->kind == CP_CARD_KIND_ISO14443_4)
    result =
        cp_pcsc_transmit (self, cp_select_ntag424, sizeof cp_select_ntag424, answer, &n, &status);
  if (result != SCARD_S_SUCCESS)
    return cp_pcsc_classify (result);
  if (status != 0x9000)
    return CP_LOOK_CARD;
  *ret_refusal = CP_READER_REFUSAL_NONE;
  card->flags |= CP_WIRE_CARD_RANDOM;
  return CP_LOOK_CARD;
}

/* The number must come again, and be in the card where it can be read. */
static CpLook
meet_classic (CpPcsc *self, CpWireCard *card)
{
  CpLook look = meet_again (self, card);

  card->kind = CP_CARD_KIND_MIFARE_CLASSIC;
  return look == CP_LOOK_CARD ? cp_pcsc_ask_classic (self, card) : look;
}

/* PC/SC tells neither ATQA nor SAK; the SAK is what goes with the kind. */
static CpLook
meet (CpPcsc *self, CpWireCard *card, CpReaderRefusal *ret_refusal)
{
  switch (cp_pcsc_atr_read (self->atr, self->n_atr)) {
  case CP_ATR_TYPE2:
    card->atqa = 0x0044;
    return meet_type2 (self, card);
  case CP_ATR_CLASSIC:
    card->sak = 0x08;
    return meet_classic (self, card);
  case CP_ATR_STORAGE:
    return meet_again (self, card);
  case CP_ATR_CONTACTLESS:
  default:
    card->sak = 0x20;
    return meet_part_4 (self, card, ret_refusal);
  }
}

static CpLook
connect_card (CpPcsc *self)
{
  DWORD n_atr = sizeof self->atr;
  LONG result;

  cp_pcsc_let_go (self);
  result = SCardConnect (self->context, self->reader, SCARD_SHARE_EXCLUSIVE,
                         SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &self->card, &self->protocol);
  if (result != SCARD_S_SUCCESS)
    return cp_pcsc_classify (result);
  self->connected = TRUE;
  result = SCardStatus (self->card, NULL, NULL, NULL, NULL, self->atr, &n_atr);
  self->n_atr = result == SCARD_S_SUCCESS ? n_atr : 0;
  return cp_pcsc_classify (result);
}

/* Waits a moment for a card. Only what was not there before counts: a card that was looked at and
 * turned down is not looked at again until it has been away. */
static CpLook
wait_for_card (CpPcsc *self)
{
  SCARD_READERSTATE state = { .szReader = self->reader, .dwCurrentState = self->seen };
  LONG result = SCardGetStatusChange (self->context, WAIT_MS, &state, 1);
  gboolean is_new;

  if (result == SCARD_E_TIMEOUT)
    return CP_LOOK_NOTHING;
  if (result != SCARD_S_SUCCESS)
    return cp_pcsc_classify (result) == CP_LOOK_NOTHING ? CP_LOOK_LINK : cp_pcsc_classify (result);
  if ((state.dwEventState & (SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE)) != 0)
    return CP_LOOK_LINK;
  is_new = (state.dwEventState & SCARD_STATE_PRESENT) != 0 &&
           (state.dwEventState & (SCARD_STATE_MUTE | SCARD_STATE_EXCLUSIVE)) == 0;
  self->seen = state.dwEventState & ~(DWORD) SCARD_STATE_CHANGED;
  return is_new ? CP_LOOK_CARD : CP_LOOK_NOTHING;
}

CpLook
cp_pcsc_look (gpointer device, CpWireCard *ret_card, CpReaderRefusal *ret_refusal)
{
  CpPcsc *self = device;
  CpWireCard card = { 0 };
  CpLook look = wait_for_card (self);
  gboolean is_there = look == CP_LOOK_CARD;

  *ret_refusal = CP_READER_REFUSAL_NONE;
  if (look == CP_LOOK_CARD)
    look = connect_card (self);
  if (look == CP_LOOK_CARD)
    look = get_uid (self, &card);
  if (look == CP_LOOK_CARD)
    look = meet (self, &card, ret_refusal);
  if (look == CP_LOOK_REFUSED)
    *ret_refusal = CP_READER_REFUSAL_UNSUPPORTED;
  if (look == CP_LOOK_CARD && *ret_refusal == CP_READER_REFUSAL_NONE && cp_card_is_random (&card))
    look = meet_random (self, &card, ret_refusal);
  if (look == CP_LOOK_CARD && *ret_refusal == CP_READER_REFUSAL_NONE) {
    *ret_card = card;
    ret_card->flags |= CP_WIRE_CARD_CONFIRMED;
    return CP_LOOK_CARD;
  }
  cp_pcsc_let_go (self);
  /* What failed, such as with a reader that is still somebody else's, may go well the next time. */
  if (is_there && look == CP_LOOK_NOTHING)
    self->seen = SCARD_STATE_UNAWARE;
  return look == CP_LOOK_CARD ? CP_LOOK_REFUSED : look;
}

CpLook
cp_pcsc_check (gpointer device, const CpWireCard *card)
{
  CpPcsc *self = device;
  guint8 atr[MAX_ATR_SIZE];
  DWORD n_atr = sizeof atr, state = 0;
  CpLook look = CP_LOOK_NOTHING;

  if (self->connected)
    look = cp_pcsc_classify (SCardStatus (self->card, NULL, NULL, &state, NULL, atr, &n_atr));
  if (look == CP_LOOK_NOTHING) {
    cp_pcsc_let_go (self);
    self->seen = SCARD_STATE_UNAWARE;
  }
  return look;
}

/* A command for a storage card in the words of PC/SC. Returns its length, 0 if there are none. */
static gsize
translate_type2 (const CpWireData *data, guint8 command[16])
{
  const guint8 *bytes = data->bytes;

  if (data->length == 2 && bytes[0] == TYPE2_READ) {
    memcpy (command, (const guint8[]){ 0xFF, 0xB0, 0x00, bytes[1], 0x10 }, 5);
    return 5;
  }
  if (data->length == 2 + PAGE_BYTES && bytes[0] == TYPE2_WRITE) {
    memcpy (command, (const guint8[]){ 0xFF, 0xD6, 0x00, bytes[1], PAGE_BYTES }, 5);
    memcpy (command + 5, bytes + 2, PAGE_BYTES);
    return 5 + PAGE_BYTES;
  }
  return 0;
}

/* Cards of part 4 say themselves how it went; of a storage card only the reader can. */
static CpCardStatus
read_answer (gboolean storage, guint status, CpWireReply *reply)
{
  if (storage)
    return status == 0x9000 ? CP_CARD_STATUS_OK : CP_CARD_STATUS_REFUSED;
  if (reply->data.length + 2u > sizeof reply->data.bytes)
    return CP_CARD_STATUS_TOO_BIG;
  reply->data.bytes[reply->data.length++] = (guint8) (status >> 8);
  reply->data.bytes[reply->data.length++] = (guint8) status;
  return CP_CARD_STATUS_OK;
}

CpLook
cp_pcsc_exchange (gpointer device,
                  const CpWireCard *card,
                  const CpWireExchange *exchange,
                  CpWireReply *ret_reply)
{
  CpPcsc *self = device;
  gboolean storage = card->kind != CP_CARD_KIND_ISO14443_4;
  guint8 translated[16];
  const guint8 *command = storage ? translated : exchange->data.bytes;
  gsize n_command = exchange->data.length, n_answer = sizeof ret_reply->data.bytes;
  guint status;
  LONG result;
  CpLook look;

  if (storage)
    n_command = card->atqa != 0 ? translate_type2 (&exchange->data, translated) : 0;
  ret_reply->status = CP_CARD_STATUS_NOT_SUPPORTED;
  if (exchange->frame != CP_READER_FRAME_AUTO || n_command == 0)
    return CP_LOOK_CARD;
  result = cp_pcsc_transmit (self, command, n_command, ret_reply->data.bytes, &n_answer, &status);
  ret_reply->data.length = (guint16) n_answer;
  look = cp_pcsc_classify (result);
  if (result == SCARD_E_INSUFFICIENT_BUFFER) {
    ret_reply->status = CP_CARD_STATUS_TOO_BIG;
    return CP_LOOK_CARD;
  }
  if (look == CP_LOOK_CARD)
    ret_reply->status = (guint8) read_answer (storage, status, ret_reply);
  else
    ret_reply->status = look == CP_LOOK_NOTHING ? CP_CARD_STATUS_LOST : CP_CARD_STATUS_UNAVAILABLE;
  return look;
}
