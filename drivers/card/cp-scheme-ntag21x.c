/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* NTAG213, 215 and 216 at the counter: originality, password, rolling token. */
#include "cp-card-talk-private.h"

#include "cp-card-bytes.h"
#include "cp-originality.h"

#include <string.h>

#define GET_VERSION 0x60
#define READ 0x30
#define FAST_READ 0x3A
#define WRITE 0xA2
#define PASSWORD 0x1B
#define READ_SIGNATURE 0x3C
#define N_PASSWORD 4
#define N_ACKNOWLEDGEMENT 2
#define N_SIGNATURE 32
#define N_READ 16

const guint8 cp_ntag21x_mark[CP_NTAG_PAGE] = { 'C', 'P', 0x01, 0x00 };

void
cp_ntag21x_ask_version (CpCardTalk *self, CpTalkHear hear)
{
  static const guint8 command[] = { GET_VERSION };

  cp_talk_say (self, CP_READER_FRAME_RAW, command, sizeof command, hear);
}

void
cp_ntag21x_ask_signature (CpCardTalk *self, CpTalkHear hear)
{
  static const guint8 command[] = { READ_SIGNATURE, 0x00 };

  cp_talk_say (self, CP_READER_FRAME_RAW, command, sizeof command, hear);
}

gboolean
cp_ntag21x_is_original (CpCardTalk *self, const CpCardAnswer *answer)
{
  const CpUid *uid = &self->seen.uid;

  return answer->status == CP_CARD_STATUS_OK && answer->n == N_SIGNATURE &&
         cp_originality_verify (CP_ORIGINALITY_NTAG21X, uid->bytes, uid->length, answer->bytes,
                                answer->n);
}

static void
send_password (CpCardTalk *self, CpTalkHear hear)
{
  guint8 command[1 + N_PASSWORD] = { PASSWORD };

  memcpy (command + 1, self->ntag21x.password, N_PASSWORD);
  cp_talk_say (self, CP_READER_FRAME_RAW, command, sizeof command, hear);
}

/* No reader can tell a card's no from a frame that was disturbed, and unlike a question this one is not
 * asked again by the reader itself. */
static void
hear_password_once (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (answer->status == CP_CARD_STATUS_REFUSED)
    send_password (self, self->ntag21x.then);
  else
    self->ntag21x.then (self, answer);
}

void
cp_ntag21x_ask_password (CpCardTalk *self, CpTalkHear hear)
{
  self->ntag21x.then = hear;
  send_password (self, hear_password_once);
}

gboolean
cp_ntag21x_is_acknowledged (CpCardTalk *self, const CpCardAnswer *answer)
{
  return answer->status == CP_CARD_STATUS_OK && answer->n == N_ACKNOWLEDGEMENT &&
         cp_bytes_equal (answer->bytes, self->ntag21x.password + N_PASSWORD, N_ACKNOWLEDGEMENT);
}

void
cp_ntag21x_ask_page (CpCardTalk *self, guint8 page, CpTalkHear hear)
{
  const guint8 command[] = { READ, page };

  cp_talk_say (self, CP_READER_FRAME_AUTO, command, sizeof command, hear);
}

void
cp_ntag21x_write_page (CpCardTalk *self, guint8 page, const guint8 *data, CpTalkHear hear)
{
  const guint8 command[] = { WRITE, page, data[0], data[1], data[2], data[3] };

  cp_talk_say (self, CP_READER_FRAME_AUTO, command, sizeof command, hear);
}

void
cp_ntag21x_ask_slots (CpCardTalk *self, CpTalkHear hear)
{
  static const guint8 command[] = { FAST_READ, CP_NTAG_SLOT_PAGE,
                                    CP_NTAG_SLOT_PAGE + 2 * CP_NTAG_SLOT_PAGES - 1 };

  cp_talk_say (self, CP_READER_FRAME_RAW, command, sizeof command, hear);
}

static void
suspect (CpCardTalk *self, CpCardSuspicion suspicion)
{
  self->proof.suspicion = suspicion;
}

/* What was written is what is there: only now does the number count, and is anything proven. */
static void
hear_slot_again (CpCardTalk *self, const CpCardAnswer *answer)
{
  CpTalkNtag21x *ntag = &self->ntag21x;
  guint offset = ntag->read.newest == 0 ? CP_TOKEN_SLOT : 0;

  if (answer->status != CP_CARD_STATUS_OK || answer->n != CP_TOKEN_SLOTS ||
      !cp_bytes_equal (answer->bytes + offset, ntag->slot, CP_TOKEN_SLOT))
    return;
  if (!self->host->advance_counter (self->host->data, &self->proof.uid,
                                    (gint64) ntag->read.sequence + 1))
    return;
  self->proof.counter = (gint64) ntag->read.sequence + 1;
  self->proof.strength = CP_CARD_STRENGTH_TOKEN;
}

static void write_slot_page (CpCardTalk *self);

static void
hear_written (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (answer->status != CP_CARD_STATUS_OK)
    return; /* the newest slot is untouched */
  if (++self->ntag21x.page < CP_NTAG_SLOT_PAGES)
    write_slot_page (self);
  else
    cp_ntag21x_ask_slots (self, hear_slot_again);
}

/* The page with the checksum comes last. */
static void
write_slot_page (CpCardTalk *self)
{
  CpTalkNtag21x *ntag = &self->ntag21x;
  guint first = CP_NTAG_SLOT_PAGE + (ntag->read.newest == 0 ? CP_NTAG_SLOT_PAGES : 0);

  cp_ntag21x_write_page (self, (guint8) (first + ntag->page),
                         ntag->slot + ntag->page * CP_NTAG_PAGE, hear_written);
}

static void
hear_slots (CpCardTalk *self, const CpCardAnswer *answer)
{
  CpTalkNtag21x *ntag = &self->ntag21x;

  if (answer->status != CP_CARD_STATUS_OK)
    return;
  if (answer->n == CP_TOKEN_SLOTS)
    ntag->read = cp_token_read (ntag->token_key, &self->proof.uid, answer->bytes);
  if (ntag->read.sequence == 0 || ntag->read.sequence == G_MAXUINT32) {
    suspect (self, CP_CARD_SUSPICION_DAMAGED);
    return;
  }
  /* Until the next one is on the card it is the number of the visit before, which another device may have
   * written: told for this one's, a good card would be taken for a copy. */
  if (ntag->read.sequence < self->host->get_counter (self->host->data, &self->proof.uid)) {
    self->proof.counter = ntag->read.sequence;
    suspect (self, CP_CARD_SUSPICION_REPLAYED);
    return;
  }
  cp_token_write (ntag->token_key, &self->proof.uid, ntag->read.sequence + 1, ntag->slot);
  ntag->page = 0;
  write_slot_page (self);
}

/* A card that is taken away has not failed, nor has one whose reader can't send the question (PC/SC carries no
 * frames of ours): it proves nothing, and is suspected of nothing. */
static gboolean
was_not_asked (const CpCardAnswer *answer)
{
  return cp_card_status_is_gone (answer->status) || answer->status == CP_CARD_STATUS_NOT_SUPPORTED;
}

static void
hear_password (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (was_not_asked (answer))
    return;
  if (cp_ntag21x_is_acknowledged (self, answer)) {
    cp_ntag21x_ask_slots (self, hear_slots);
    return;
  }
  self->host->note_failure (self->host->data, &self->proof.uid);
  suspect (self, CP_CARD_SUSPICION_WRONG_KEY);
}

static void
hear_signature (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (was_not_asked (answer))
    return;
  if (!cp_ntag21x_is_original (self, answer))
    suspect (self, CP_CARD_SUSPICION_NOT_ORIGINAL);
  else if (!self->host->may_try (self->host->data, &self->proof.uid))
    suspect (self, CP_CARD_SUSPICION_TOO_MANY);
  else if (cp_talk_derive (self, CP_CARD_KEY_NTAG21X_PASSWORD, self->ntag21x.password) &&
           cp_talk_derive (self, CP_CARD_KEY_NTAG21X_TOKEN, self->ntag21x.token_key))
    cp_ntag21x_ask_password (self, hear_password);
}

/* Without our mark it is a card that claims nothing, and no password is told to it. */
static void
hear_mark (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (answer->status == CP_CARD_STATUS_OK && answer->n == N_READ &&
      memcmp (answer->bytes, cp_ntag21x_mark, sizeof cp_ntag21x_mark) == 0)
    cp_ntag21x_ask_signature (self, hear_signature);
}

/* The reader has asked for the version already, to know the kind. */
void
cp_ntag21x_tap (CpCardTalk *self)
{
  cp_ntag21x_ask_page (self, CP_NTAG_MARK_PAGE, hear_mark);
}
