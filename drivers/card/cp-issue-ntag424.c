/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writing a blank NTAG 424 DNA. Everything is done with key 0 as it left the factory, and key 0 is
 * changed last: until then the same can be done again from the beginning, and afterwards all is
 * done. The chip tells each key's version to anybody, so that no key is ever tried in vain. */
#include "cp-card-talk-private.h"

#include "cp-card-bytes.h"
#include "cp-originality.h"
#include "cp-sun.h"

#include <string.h>

#define READ_SIGNATURE 0x3C
#define WRITE_DATA 0x8D
#define CHANGE_KEY 0xC4
#define CHANGE_FILE_SETTINGS 0x5F
#define SIGNATURE_OK 0x90
#define N_SIGNATURE 56
#define N_STATUS 2
#define N_UID 7
#define FACTORY_VERSION 0x00
#define PICC_PARAMETER "/c?e="
#define MAC_PARAMETER "&c="
#define N_PICC_DIGITS 32
#define N_MAC_DIGITS 16
#define N_LENGTH 2

static void
put_number (guint8 *bytes, guint32 number)
{
  bytes[0] = (guint8) number;
  bytes[1] = (guint8) (number >> 8);
  bytes[2] = (guint8) (number >> 16);
}

/* The file with zeros where the card will mirror, and where that is. */
static void
make_file (CpCardTalk *self)
{
  CpTalkNtag424 *ntag = &self->ntag424;
  g_autofree char *url = g_strdup_printf ("%s" PICC_PARAMETER "%0*d" MAC_PARAMETER "%0*d",
                                          self->site, N_PICC_DIGITS, 0, N_MAC_DIGITS, 0);
  g_autoptr (GByteArray) message = cp_ndef_build_url (url);
  const guint8 length[N_LENGTH] = { (guint8) (message->len >> 8), (guint8) message->len };

  ntag->file = g_byte_array_new ();
  g_byte_array_append (ntag->file, length, sizeof length);
  g_byte_array_append (ntag->file, message->data, message->len);
  g_assert (ntag->file->len <= CP_NTAG424_READ_BYTES);
  ntag->mac_at = ntag->file->len - N_MAC_DIGITS;
  ntag->picc_at = ntag->mac_at - (guint32) strlen (MAC_PARAMETER) - N_PICC_DIGITS;
}

/* Verifying, last of all: every key that is in use, then a message. */

static gboolean
is_good_message (CpCardTalk *self, const CpCardAnswer *answer)
{
  guint8 meta[CP_AES_KEY], file[CP_AES_KEY];
  CpSunUrl parts;
  CpSun sun;

  g_free (self->proof.url);
  self->proof.url = cp_ntag424_read_url (answer);
  if (self->proof.url == NULL || !g_str_has_prefix (self->proof.url, self->site) ||
      !cp_sun_parse_url (self->proof.url, &parts) ||
      !cp_talk_derive (self, CP_CARD_KEY_NTAG424_META, meta) ||
      !cp_talk_derive (self, CP_CARD_KEY_NTAG424_FILE, file) ||
      !cp_sun_verify (&parts, meta, file, &sun) ||
      memcmp (sun.uid, self->proof.uid.bytes, N_UID) != 0)
    return FALSE;
  self->proof.counter = sun.counter;
  return self->host->advance_counter (self->host->data, &self->proof.uid, sun.counter);
}

static void
hear_message (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (!is_good_message (self, answer)) {
    cp_talk_fail_answer (self, answer, CP_CARD_PROBLEM_VERIFY);
    return;
  }
  self->proof.strength = CP_CARD_STRENGTH_AUTHENTICATED;
  self->problem = CP_CARD_PROBLEM_NONE;
}

static void
hear_selected_to_read (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (cp_ntag424_is_selected (answer))
    cp_ntag424_ask_file (self, hear_message);
  else
    cp_talk_fail_answer (self, answer, CP_CARD_PROBLEM_VERIFY);
}

static void
hear_uid (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (cp_ntag424_is_own_uid (self, answer))
    cp_ntag424_select (self, hear_selected_to_read);
  else
    cp_talk_fail_answer (self, answer, CP_CARD_PROBLEM_VERIFY);
}

static void
ask_uid (CpCardTalk *self, const CpCardAnswer *answer)
{
  cp_ntag424_ask_uid (self, hear_uid);
}

static void
prove (CpCardTalk *self, CpCardKeyUse use, CpTalkHear then)
{
  gboolean derived = cp_talk_derive (self, use, self->ntag424.key);

  g_assert (derived); /* all were, at the beginning */
  self->ntag424.key_number = (guint8) use;
  cp_ntag424_authenticate (self, then);
}

static void
prove_kiosk_key (CpCardTalk *self, const CpCardAnswer *answer)
{
  prove (self, CP_CARD_KEY_NTAG424_KIOSK, ask_uid);
}

static void
verify (CpCardTalk *self)
{
  if (self->host->may_try (self->host->data, &self->proof.uid))
    prove (self, CP_CARD_KEY_NTAG424_ADMIN, prove_kiosk_key);
  else
    cp_talk_fail (self, CP_CARD_PROBLEM_FOREIGN);
}

/* Writing. */

static gboolean
is_done (CpCardTalk *self, CpEv2Mode mode, const CpCardAnswer *answer)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();

  if (answer->status == CP_CARD_STATUS_OK &&
      cp_ev2_unwrap (&self->ntag424.session, mode, answer->bytes, answer->n, data))
    return TRUE;
  cp_talk_fail_answer (self, answer, CP_CARD_PROBLEM_REFUSED);
  return FALSE;
}

/* The last command's answer has no MAC: the session went with the key. */
static void
hear_own_key (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (is_done (self, CP_EV2_PLAIN, answer))
    verify (self);
}

static void
change_own_key (CpCardTalk *self)
{
  static const guint8 number = CP_CARD_KEY_NTAG424_ADMIN;
  guint8 data[CP_AES_KEY + 1];
  gboolean derived = cp_talk_derive (self, CP_CARD_KEY_NTAG424_ADMIN, data);

  g_assert (derived);
  data[CP_AES_KEY] = CP_CARD_KEY_VERSION;
  cp_talk_say_array (
      self,
      cp_ev2_wrap (&self->ntag424.session, CP_EV2_FULL, CHANGE_KEY, &number, 1, data, sizeof data),
      hear_own_key);
  cp_bytes_wipe (data, sizeof data);
}

static void
hear_settings (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (is_done (self, CP_EV2_FULL, answer))
    change_own_key (self);
}

/* Read by anybody, written and changed with key 0; mirrors UID and counter under META, MACs with
 * FILE, tells the counter to FILE (AN12196, section 5.9). */
static void
change_settings (CpCardTalk *self)
{
  static const guint8 file = CP_NTAG424_NDEF_FILE;
  guint8 settings[15] = { 0x40,
                          0x00,
                          0xE0,
                          0xC1,
                          0xF0 | CP_CARD_KEY_NTAG424_FILE,
                          CP_CARD_KEY_NTAG424_META << 4 | CP_CARD_KEY_NTAG424_FILE };

  put_number (settings + 6, self->ntag424.picc_at);
  put_number (settings + 9, self->ntag424.mac_at);
  put_number (settings + 12, self->ntag424.mac_at);
  cp_talk_say_array (self,
                     cp_ev2_wrap (&self->ntag424.session, CP_EV2_FULL, CHANGE_FILE_SETTINGS, &file,
                                  1, settings, sizeof settings),
                     hear_settings);
}

static void change_next_key (CpCardTalk *self);

static void
hear_key (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (is_done (self, CP_EV2_FULL, answer))
    change_next_key (self);
}

/* The new key is sent xored with the old one, which is zeros, and with its own checksum. */
static void
change_key (CpCardTalk *self, guint8 number)
{
  guint8 data[CP_AES_KEY + 5];
  gboolean derived = cp_talk_derive (self, (CpCardKeyUse) number, data);
  guint32 sum;

  g_assert (derived);
  sum = cp_crc32_jam (data, CP_AES_KEY);
  data[CP_AES_KEY] = CP_CARD_KEY_VERSION;
  put_number (data + CP_AES_KEY + 1, sum);
  data[CP_AES_KEY + 4] = (guint8) (sum >> 24);
  cp_talk_say_array (
      self,
      cp_ev2_wrap (&self->ntag424.session, CP_EV2_FULL, CHANGE_KEY, &number, 1, data, sizeof data),
      hear_key);
  cp_bytes_wipe (data, sizeof data);
}

static void
change_next_key (CpCardTalk *self)
{
  CpTalkNtag424 *ntag = &self->ntag424;

  do
    ntag->number++;
  while (ntag->number < CP_NTAG424_N_KEYS && ntag->versions[ntag->number] == CP_CARD_KEY_VERSION);
  if (ntag->number < CP_NTAG424_N_KEYS)
    change_key (self, ntag->number);
  else
    change_settings (self);
}

static void
hear_file (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (!is_done (self, CP_EV2_PLAIN, answer))
    return;
  self->ntag424.number = CP_CARD_KEY_NTAG424_ADMIN;
  change_next_key (self);
}

/* The file is in plain, before its settings are changed and after. */
static void
write_file (CpCardTalk *self, const CpCardAnswer *answer)
{
  CpTalkNtag424 *ntag = &self->ntag424;
  guint8 header[7] = { CP_NTAG424_NDEF_FILE };

  make_file (self);
  put_number (header + 4, ntag->file->len);
  cp_talk_say_array (self,
                     cp_ev2_wrap (&ntag->session, CP_EV2_PLAIN, WRITE_DATA, header, sizeof header,
                                  ntag->file->data, ntag->file->len),
                     hear_file);
}

/* Every key is as it left the factory or ours, or the card is somebody else's. */
static void
choose_beginning (CpCardTalk *self)
{
  CpTalkNtag424 *ntag = &self->ntag424;

  for (guint i = 0; i < CP_NTAG424_N_KEYS; i++)
    if (ntag->versions[i] != FACTORY_VERSION && ntag->versions[i] != CP_CARD_KEY_VERSION) {
      cp_talk_fail (self, CP_CARD_PROBLEM_FOREIGN);
      return;
    }
  if (ntag->versions[CP_CARD_KEY_NTAG424_ADMIN] == CP_CARD_KEY_VERSION) {
    verify (self);
    return;
  }
  memset (ntag->key, 0, sizeof ntag->key);
  ntag->key_number = CP_CARD_KEY_NTAG424_ADMIN;
  if (self->host->may_try (self->host->data, &self->proof.uid))
    cp_ntag424_authenticate (self, write_file);
  else
    cp_talk_fail (self, CP_CARD_PROBLEM_FOREIGN);
}

static void
hear_version (CpCardTalk *self, const CpCardAnswer *answer)
{
  CpTalkNtag424 *ntag = &self->ntag424;

  if (cp_ntag424_status (answer) != CP_NTAG424_OK || answer->n != 1 + N_STATUS) {
    cp_talk_fail_answer (self, answer, CP_CARD_PROBLEM_KIND);
    return;
  }
  ntag->versions[ntag->number++] = answer->bytes[0];
  if (ntag->number < CP_NTAG424_N_KEYS)
    cp_ntag424_ask_key_version (self, ntag->number, hear_version);
  else
    choose_beginning (self);
}

/* The chip's word for *here it is* is 91 90, by AN12196. */
static void
hear_signature (CpCardTalk *self, const CpCardAnswer *answer)
{
  const CpUid *uid = &self->proof.uid;
  int status = cp_ntag424_status (answer);

  if ((status == CP_NTAG424_OK || status == SIGNATURE_OK) &&
      cp_originality_verify (CP_ORIGINALITY_NTAG424, uid->bytes, uid->length, answer->bytes,
                             answer->n - N_STATUS))
    cp_ntag424_ask_key_version (self, self->ntag424.number, hear_version);
  else
    cp_talk_fail_answer (self, answer, CP_CARD_PROBLEM_NOT_ORIGINAL);
}

static void
hear_selected (CpCardTalk *self, const CpCardAnswer *answer)
{
  static const guint8 which = 0x00;

  if (cp_ntag424_is_selected (answer))
    cp_ntag424_ask_native (self, READ_SIGNATURE, &which, 1, hear_signature);
  else
    cp_talk_fail_answer (self, answer, CP_CARD_PROBLEM_KIND);
}

static gboolean
has_all_keys (CpCardTalk *self)
{
  guint8 key[CP_AES_KEY];

  for (guint use = 0; use < CP_NTAG424_N_KEYS; use++)
    if (!cp_talk_derive (self, (CpCardKeyUse) use, key))
      return FALSE;
  cp_bytes_wipe (key, sizeof key);
  return TRUE;
}

void
cp_ntag424_issue (CpCardTalk *self)
{
  if (self->seen.random_uid || self->seen.uid.length != N_UID)
    cp_talk_fail (self, CP_CARD_PROBLEM_KIND);
  else if (!has_all_keys (self))
    cp_talk_fail (self, CP_CARD_PROBLEM_NO_KEYS);
  else
    cp_ntag424_select (self, hear_selected);
}
