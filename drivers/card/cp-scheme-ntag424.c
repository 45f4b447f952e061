/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* NTAG 424 DNA at the counter: mutual authentication where we have the key; else the card's own
 * message, verified here or passed on. */
#include "cp-card-talk-private.h"

#include "cp-applications.h"
#include "cp-card-bytes.h"
#include "cp-sun.h"

#include <string.h>

#define AUTHENTICATE_FIRST 0x71
#define GET_CARD_UID 0x51
#define GET_KEY_VERSION 0x64
#define READ_DATA 0xAD
#define N_STATUS 2
#define N_UID 7

void
cp_ntag424_select (CpCardTalk *self, CpTalkHear hear)
{
  static const guint8 command[] = CP_SELECT_NTAG424;

  cp_talk_say (self, CP_READER_FRAME_AUTO, command, sizeof command, hear);
}

gboolean
cp_ntag424_is_selected (const CpCardAnswer *answer)
{
  return answer->status == CP_CARD_STATUS_OK && answer->n == N_STATUS && answer->bytes[0] == 0x90 &&
         answer->bytes[1] == 0x00;
}

int
cp_ntag424_status (const CpCardAnswer *answer)
{
  if (answer->status != CP_CARD_STATUS_OK || answer->n < N_STATUS ||
      answer->bytes[answer->n - 2] != 0x91)
    return -1;
  return answer->bytes[answer->n - 1];
}

void
cp_ntag424_ask_native (CpCardTalk *self, guint8 code, const guint8 *body, gsize n, CpTalkHear hear)
{
  cp_talk_say_array (self, cp_ev2_wrap_native (code, body, n), hear);
}

void
cp_ntag424_ask_key_version (CpCardTalk *self, guint8 number, CpTalkHear hear)
{
  cp_ntag424_ask_native (self, GET_KEY_VERSION, &number, 1, hear);
}

void
cp_ntag424_ask_file (CpCardTalk *self, CpTalkHear hear)
{
  static const guint8 body[] = { CP_NTAG424_NDEF_FILE, 0, 0, 0, CP_NTAG424_READ_BYTES, 0, 0 };

  cp_ntag424_ask_native (self, READ_DATA, body, sizeof body, hear);
}

char *
cp_ntag424_read_url (const CpCardAnswer *answer)
{
  gsize n_message;

  if (cp_ntag424_status (answer) != CP_NTAG424_OK || answer->n != CP_NTAG424_READ_BYTES + N_STATUS)
    return NULL;
  n_message = (gsize) answer->bytes[0] << 8 | answer->bytes[1];
  if (n_message > answer->n - 2 * N_STATUS)
    return NULL;
  return cp_ndef_parse_url (answer->bytes + 2, n_message);
}

/* The card is there, it was asked once, and it did not prove the key. */
static void
fail_authentication (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (answer->status == CP_CARD_STATUS_OK) {
    self->host->note_failure (self->host->data, &self->proof.uid);
    self->proof.suspicion = CP_CARD_SUSPICION_WRONG_KEY;
  }
  if (self->site != NULL)
    cp_talk_fail_answer (self, answer, CP_CARD_PROBLEM_FOREIGN);
}

static void
hear_proof (CpCardTalk *self, const CpCardAnswer *answer)
{
  CpTalkNtag424 *ntag = &self->ntag424;

  if (cp_ntag424_status (answer) == CP_NTAG424_OK &&
      cp_ev2_begin (&ntag->session, ntag->key, ntag->ours, ntag->theirs, answer->bytes,
                    answer->n - N_STATUS))
    ntag->then (self, answer);
  else
    fail_authentication (self, answer);
}

static void
hear_challenge (CpCardTalk *self, const CpCardAnswer *answer)
{
  CpTalkNtag424 *ntag = &self->ntag424;
  guint8 reply[CP_EV2_ANSWER];

  if (cp_ntag424_status (answer) != CP_NTAG424_MORE || answer->n != CP_EV2_CHALLENGE + N_STATUS) {
    fail_authentication (self, answer);
    return;
  }
  self->host->fill_random (self->host->data, ntag->ours, sizeof ntag->ours);
  cp_ev2_answer_challenge (ntag->key, answer->bytes, ntag->ours, ntag->theirs, reply);
  cp_ntag424_ask_native (self, CP_NTAG424_MORE, reply, sizeof reply, hear_proof);
}

void
cp_ntag424_authenticate (CpCardTalk *self, CpTalkHear then)
{
  const guint8 body[] = { self->ntag424.key_number, 0x00 };

  self->ntag424.then = then;
  cp_ntag424_ask_native (self, AUTHENTICATE_FIRST, body, sizeof body, hear_challenge);
}

void
cp_ntag424_ask_uid (CpCardTalk *self, CpTalkHear hear)
{
  cp_talk_say_array (
      self, cp_ev2_wrap (&self->ntag424.session, CP_EV2_FULL, GET_CARD_UID, NULL, 0, NULL, 0),
      hear);
}

gboolean
cp_ntag424_is_own_uid (CpCardTalk *self, const CpCardAnswer *answer)
{
  g_autoptr (GByteArray) uid = g_byte_array_new ();

  return answer->status == CP_CARD_STATUS_OK &&
         cp_ev2_unwrap (&self->ntag424.session, CP_EV2_FULL, answer->bytes, answer->n, uid) &&
         uid->len == N_UID && memcmp (uid->data, self->proof.uid.bytes, N_UID) == 0;
}

static void
hear_uid (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (answer->status != CP_CARD_STATUS_OK)
    return;
  if (!cp_ntag424_is_own_uid (self, answer)) {
    self->proof.suspicion = CP_CARD_SUSPICION_WRONG_KEY;
    return;
  }
  self->proof.strength = CP_CARD_STRENGTH_AUTHENTICATED;
  self->proof.suspicion = CP_CARD_SUSPICION_NONE;
}

static void
ask_uid (CpCardTalk *self, const CpCardAnswer *answer)
{
  cp_ntag424_ask_uid (self, hear_uid);
}

/* Only a card whose key 3 is ours is asked to prove it: a blank one has not failed. */
static void
hear_version (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (cp_ntag424_status (answer) != CP_NTAG424_OK || answer->n != 1 + N_STATUS ||
      answer->bytes[0] != CP_CARD_KEY_VERSION)
    return;
  if (self->host->may_try (self->host->data, &self->proof.uid))
    cp_ntag424_authenticate (self, ask_uid);
  else
    self->proof.suspicion = CP_CARD_SUSPICION_TOO_MANY;
}

/* Returns whether the card is now being asked. */
static gboolean
authenticate (CpCardTalk *self)
{
  if (!cp_talk_derive (self, CP_CARD_KEY_NTAG424_KIOSK, self->ntag424.key))
    return FALSE;
  self->ntag424.key_number = CP_CARD_KEY_NTAG424_KIOSK;
  cp_ntag424_ask_key_version (self, CP_CARD_KEY_NTAG424_KIOSK, hear_version);
  return TRUE;
}

/* Whose message it is, if it is one of our cards': that is how a card with random UIDs is known. */
static gboolean
find_true_uid (CpCardTalk *self, const CpSunUrl *parts)
{
  static const CpUid any = { .length = N_UID };
  guint8 key[CP_AES_KEY];
  guint32 counter = 0;
  gboolean found;

  if (!parts->has_picc ||
      !cp_card_key_source_derive (self->host->keys, CP_CARD_KEY_NTAG424_META, &any, key))
    return FALSE;
  self->proof.uid.length = N_UID;
  found = cp_sun_open_picc (key, parts->picc, self->proof.uid.bytes, &counter) &&
          (self->seen.random_uid || cp_uid_equal (&self->proof.uid, &self->seen.uid));
  if (!found)
    self->proof.uid = self->seen.uid;
  cp_bytes_wipe (key, sizeof key);
  return found;
}

/* The message alone: fresh if its number is higher than any before. */
static void
judge_message (CpCardTalk *self, const CpSunUrl *parts)
{
  CpSun sun;
  CpSunVerdict verdict = cp_sun_judge (self->host->keys, parts, &sun);

  if (verdict == CP_SUN_VERDICT_FORGED)
    self->proof.suspicion = CP_CARD_SUSPICION_WRONG_KEY;
  if (verdict != CP_SUN_VERDICT_GENUINE)
    return;
  self->proof.counter = sun.counter;
  if (self->host->advance_counter (self->host->data, &self->proof.uid, sun.counter))
    self->proof.strength = CP_CARD_STRENGTH_TOKEN;
  else
    self->proof.suspicion = CP_CARD_SUSPICION_REPLAYED;
}

static void
hear_message (CpCardTalk *self, const CpCardAnswer *answer)
{
  g_autofree char *url = cp_ntag424_read_url (answer);
  CpSunUrl parts;

  if (url == NULL || !cp_sun_parse_url (url, &parts))
    return;
  if (!find_true_uid (self, &parts))
    self->proof.url = g_steal_pointer (&url);
  else if (!authenticate (self))
    judge_message (self, &parts);
}

static void
hear_selected (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (!cp_ntag424_is_selected (answer))
    return;
  /* With the true UID at hand and the key too, its message can wait. */
  if (self->seen.random_uid || !authenticate (self))
    cp_ntag424_ask_file (self, hear_message);
}

void
cp_ntag424_tap (CpCardTalk *self)
{
  cp_ntag424_select (self, hear_selected);
}
