/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What pcscd, a reader and a card behind it answer. First the card's ATR, its length ahead; then for each
 * command its result: below F0 so many bytes that follow, else an error. */
#include "cp-backend-pcsc.h"
#include "fuzz-target.h"

#include <string.h>

#define MAX_ROUNDS 300

/* Stands where PC/SC has its context, and its card. */
typedef struct {
  const uint8_t *data;
  size_t left;
  guint n_commands;
  guint8 atr[MAX_ATR_SIZE];
  DWORD n_atr;
} Script;

static gsize
take (Script *script, guint8 *bytes, gsize n)
{
  n = MIN (n, script->left);
  if (n > 0)
    memcpy (bytes, script->data, n);
  script->data += n;
  script->left -= n;
  return n;
}

LONG
SCardTransmit (SCARDHANDLE card,
               const SCARD_IO_REQUEST *request,
               LPCBYTE command,
               DWORD n_command,
               SCARD_IO_REQUEST *received,
               LPBYTE answer,
               LPDWORD n_answer)
{
  static const LONG errors[] = { SCARD_W_REMOVED_CARD, SCARD_E_NO_SERVICE, SCARD_F_INTERNAL_ERROR,
                                 SCARD_E_INSUFFICIENT_BUFFER, SCARD_W_RESET_CARD };
  Script *script = (Script *) card;
  guint8 what;

  script->n_commands++;
  if (take (script, &what, 1) == 0)
    return SCARD_W_REMOVED_CARD;
  if (what >= 0xF0)
    return errors[what % G_N_ELEMENTS (errors)];
  *n_answer = take (script, answer, MIN (what, *n_answer));
  return SCARD_S_SUCCESS;
}

LONG
SCardGetStatusChange (SCARDCONTEXT context, DWORD timeout_ms, SCARD_READERSTATE *state, DWORD n)
{
  state->dwEventState = SCARD_STATE_PRESENT | SCARD_STATE_CHANGED;
  return SCARD_S_SUCCESS;
}

LONG
SCardConnect (SCARDCONTEXT context,
              LPCSTR reader,
              DWORD share,
              DWORD protocols,
              LPSCARDHANDLE card,
              LPDWORD protocol)
{
  *card = context;
  *protocol = SCARD_PROTOCOL_T1;
  return SCARD_S_SUCCESS;
}

LONG
SCardDisconnect (SCARDHANDLE card, DWORD disposition)
{
  return SCARD_S_SUCCESS;
}

LONG
SCardStatus (SCARDHANDLE card,
             LPSTR names,
             LPDWORD n_names,
             LPDWORD state,
             LPDWORD protocol,
             LPBYTE atr,
             LPDWORD n_atr)
{
  Script *script = (Script *) card;

  *n_atr = MIN (*n_atr, script->n_atr);
  memcpy (atr, script->atr, *n_atr);
  return SCARD_S_SUCCESS;
}

static void
hold (CpPcsc *self, const CpWireCard *card, Script *script)
{
  CpWireExchange exchange = { .data = { 2, { 0x30, 0x04 } } };
  CpWireReply reply = { 0 };

  for (guint i = 0; i < 3; i++) {
    cp_pcsc_exchange (self, card, &exchange, &reply);
    g_assert_cmpuint (reply.status, <, CP_N_CARD_STATUSES);
    g_assert_cmpuint (reply.data.length, <=, sizeof reply.data.bytes);
  }
}

static void
look (CpPcsc *self, Script *script)
{
  CpWireCard card = { 0 };
  CpReaderRefusal refusal;
  guint n_commands = script->n_commands;
  CpLook look = cp_pcsc_look (self, &card, &refusal);

  if (look == CP_LOOK_REFUSED)
    g_assert_cmpint (refusal, !=, CP_READER_REFUSAL_NONE);
  if (look != CP_LOOK_CARD)
    return;
  g_assert_cmpint (refusal, ==, CP_READER_REFUSAL_NONE);
  g_assert_cmpuint (script->n_commands - n_commands, >=, 2);
  g_assert_true (card.uid.length == 4 || card.uid.length == 7 || card.uid.length == 10);
  g_assert_cmpuint (card.flags & CP_WIRE_CARD_CONFIRMED, !=, 0);
  hold (self, &card, script);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  Script script = { data, size, 0, { 0 }, 0 };
  CpPcsc pcsc = { .context = (SCARDCONTEXT) &script };
  guint8 n_atr;

  if (take (&script, &n_atr, 1) == 0)
    return 0;
  script.n_atr = take (&script, script.atr, MIN (n_atr, sizeof script.atr));
  for (guint i = 0; i < MAX_ROUNDS && script.left > 0; i++)
    look (&pcsc, &script);
  return 0;
}
