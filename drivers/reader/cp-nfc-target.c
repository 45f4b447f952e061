/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-nfc-target.h"

#include <string.h>

#define SAK_14443_4 0x20

typedef struct {
  const guint8 *bytes;
  gsize left;
} Input;

static gboolean
take (Input *input, guint8 *bytes, gsize n)
{
  if (input->left < n)
    return FALSE;
  memcpy (bytes, input->bytes, n);
  input->bytes += n;
  input->left -= n;
  return TRUE;
}

/* The length counts itself; a card may say 0, which is wrong, or nothing but the length. */
static gboolean
take_ats (Input *input, CpWireCard *card)
{
  guint8 length;

  if (!take (input, &length, 1) || length < 1 || length - 1u > sizeof card->ats.bytes)
    return FALSE;
  card->ats.length = (guint8) (length - 1);
  return take (input, card->ats.bytes, card->ats.length);
}

static gboolean
take_target (Input *input, guint number, CpWireCard *card)
{
  guint8 head[5]; /* number, ATQA, SAK, length of the UID */

  memset (card, 0, sizeof *card);
  if (!take (input, head, sizeof head) || head[0] != number)
    return FALSE;
  card->atqa = (guint16) (head[1] << 8 | head[2]);
  card->sak = head[3];
  card->uid.length = head[4];
  if (card->uid.length != 4 && card->uid.length != 7 && card->uid.length != 10)
    return FALSE;
  if (!take (input, card->uid.bytes, card->uid.length))
    return FALSE;
  return (card->sak & SAK_14443_4) == 0 || take_ats (input, card);
}

guint
cp_nfc_targets_parse (const guint8 *data, gsize n_data, CpWireCard *ret_cards)
{
  Input input = { data, n_data };
  guint8 n_targets;

  if (!take (&input, &n_targets, 1) || n_targets > CP_NFC_MAX_TARGETS)
    return 0;
  for (guint i = 0; i < n_targets; i++)
    if (!take_target (&input, i + 1, ret_cards + i))
      return 0;
  return n_targets;
}
