/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writing a blank NTAG213, 215 or 216. Its memory is open until the page with AUTH0 is written, and
 * has our password from then on: so that page comes after everything that it protects, and what
 * comes after it wants no password. */
#include "cp-card-talk-private.h"

#include "cp-card-bytes.h"

#include <string.h>

#define BLANK_AUTH0 0xFF
#define PROTECT_READING 0x80
#define MIRROR_OFF 0x04
#define CONFIG_DEFAULT 0x05
#define N_TOKEN 16
#define N_READ 16
#define FIRST_SEQUENCE 1
#define TLV_NDEF 0x03
#define TLV_TERMINATOR 0xFE
#define FAST_READ 0x3A
#define N_AREA ((CP_NTAG_MARK_PAGE - CP_NTAG_FIRST_PAGE) * CP_NTAG_PAGE)
#define N_PLANNED (1 + CP_NTAG_PAGE)

static void
plan_page (CpCardTalk *self, guint page, const guint8 *data)
{
  const guint8 number = (guint8) page;

  g_byte_array_append (self->ntag21x.plan, &number, 1);
  g_byte_array_append (self->ntag21x.plan, data, CP_NTAG_PAGE);
}

static void
plan_pages (CpCardTalk *self, guint first, const guint8 *data, gsize n)
{
  for (gsize at = 0; at < n; at += CP_NTAG_PAGE)
    plan_page (self, first + (guint) (at / CP_NTAG_PAGE), data + at);
}

/* A random number, which says nothing of the member. */
static char *
make_url (CpCardTalk *self)
{
  guint8 token[N_TOKEN];
  g_autofree char *text = NULL;

  self->host->fill_random (self->host->data, token, sizeof token);
  text = g_base64_encode (token, sizeof token);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return g_strdup_printf ("%s/c/%s", self->site, text);
}

static void
plan_url (CpCardTalk *self)
{
  guint8 area[N_AREA] = { TLV_NDEF };
  g_autoptr (GByteArray) message = NULL;

  g_free (self->proof.url);
  self->proof.url = make_url (self);
  message = cp_ndef_build_url (self->proof.url);
  g_assert (message->len + 3 <= sizeof area);
  area[1] = (guint8) message->len;
  memcpy (area + 2, message->data, message->len);
  area[2 + message->len] = TLV_TERMINATOR;
  plan_pages (self, CP_NTAG_FIRST_PAGE, area, (message->len + 3 + 3) / 4 * 4);
}

static void
plan_slots (CpCardTalk *self)
{
  guint8 slots[CP_TOKEN_SLOTS] = { 0 };
  gint64 last = self->host->get_counter (self->host->data, &self->proof.uid);

  /* A chip that was ours and was wiped goes on where it was. */
  cp_token_write (self->ntag21x.token_key, &self->proof.uid,
                  (guint32) CLAMP (last + 1, FIRST_SEQUENCE, G_MAXUINT32 - 1), slots);
  plan_pages (self, CP_NTAG_SLOT_PAGE, slots, sizeof slots);
}

static void
plan_protection (CpCardTalk *self)
{
  const guint8 *password = self->ntag21x.password;
  const guint8 acknowledgement[] = { password[4], password[5], 0, 0 };
  static const guint8 access[] = { PROTECT_READING, CONFIG_DEFAULT, 0, 0 };
  static const guint8 start[] = { MIRROR_OFF, 0, 0, CP_NTAG_SLOT_PAGE };
  guint config = self->ntag21x.config_page;

  plan_page (self, config + 2, password);
  plan_page (self, config + 3, acknowledgement);
  plan_page (self, config + 1, access);
  plan_page (self, config, start);
}

/* Verifying, last of all. */

static void
hear_area (CpCardTalk *self, const CpCardAnswer *answer)
{
  gsize n = 0;
  const guint8 *message = NULL;
  g_autofree char *url = NULL;

  if (answer->status == CP_CARD_STATUS_OK && answer->n == N_AREA + CP_NTAG_PAGE &&
      memcmp (answer->bytes + N_AREA, cp_ntag21x_mark, CP_NTAG_PAGE) == 0)
    message = cp_ndef_find_message (answer->bytes, N_AREA, &n);
  if (message != NULL)
    url = cp_ndef_parse_url (message, n);
  if (url == NULL || !g_str_has_prefix (url, self->site) ||
      (self->proof.url != NULL && !g_str_equal (url, self->proof.url))) {
    cp_talk_fail_answer (self, answer, CP_CARD_PROBLEM_VERIFY);
    return;
  }
  g_free (self->proof.url);
  self->proof.url = g_steal_pointer (&url);
  self->proof.strength = CP_CARD_STRENGTH_TOKEN;
  self->problem = CP_CARD_PROBLEM_NONE;
}

static void
hear_config (CpCardTalk *self, const CpCardAnswer *answer)
{
  static const guint8 ask[] = { FAST_READ, CP_NTAG_FIRST_PAGE, CP_NTAG_MARK_PAGE };

  if (answer->status == CP_CARD_STATUS_OK && answer->n == N_READ &&
      answer->bytes[3] == CP_NTAG_SLOT_PAGE && (answer->bytes[4] & PROTECT_READING) != 0)
    cp_talk_say (self, CP_READER_FRAME_RAW, ask, sizeof ask, hear_area);
  else
    cp_talk_fail_answer (self, answer, CP_CARD_PROBLEM_VERIFY);
}

static void
hear_slots (CpCardTalk *self, const CpCardAnswer *answer)
{
  CpTokenSlots slots = { -1, 0 };
  gint64 seen = self->host->get_counter (self->host->data, &self->proof.uid);

  if (answer->status == CP_CARD_STATUS_OK && answer->n == CP_TOKEN_SLOTS)
    slots = cp_token_read (self->ntag21x.token_key, &self->proof.uid, answer->bytes);
  if (slots.sequence == 0 || slots.sequence < seen ||
      (slots.sequence > seen &&
       !self->host->advance_counter (self->host->data, &self->proof.uid, slots.sequence))) {
    cp_talk_fail_answer (self, answer, CP_CARD_PROBLEM_VERIFY);
    return;
  }
  self->proof.counter = slots.sequence;
  cp_ntag21x_ask_page (self, self->ntag21x.config_page, hear_config);
}

static void
hear_mark_written (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (answer->status == CP_CARD_STATUS_OK)
    cp_ntag21x_ask_slots (self, hear_slots);
  else
    cp_talk_fail_answer (self, answer, CP_CARD_PROBLEM_REFUSED);
}

static void
hear_password (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (cp_ntag21x_is_acknowledged (self, answer)) {
    cp_ntag21x_write_page (self, CP_NTAG_MARK_PAGE, cp_ntag21x_mark, hear_mark_written);
    return;
  }
  cp_talk_fail_answer (self, answer, CP_CARD_PROBLEM_FOREIGN);
  if (self->problem == CP_CARD_PROBLEM_FOREIGN)
    self->host->note_failure (self->host->data, &self->proof.uid);
}

/* Writing. */

static void write_planned (CpCardTalk *self);

static void
hear_written (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (answer->status != CP_CARD_STATUS_OK) {
    cp_talk_fail_answer (self, answer, CP_CARD_PROBLEM_REFUSED);
    return;
  }
  self->ntag21x.n_planned += N_PLANNED;
  if (self->ntag21x.n_planned < self->ntag21x.plan->len)
    write_planned (self);
  else
    cp_ntag21x_ask_password (self, hear_password);
}

static void
write_planned (CpCardTalk *self)
{
  const guint8 *next = self->ntag21x.plan->data + self->ntag21x.n_planned;

  cp_ntag21x_write_page (self, next[0], next + 1, hear_written);
}

/* Pages that a password protects can't be read, and the card says no. */
static void
hear_protection (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (answer->status == CP_CARD_STATUS_REFUSED || answer->status == CP_CARD_STATUS_PROTOCOL) {
    if (self->host->may_try (self->host->data, &self->proof.uid))
      cp_ntag21x_ask_password (self, hear_password);
    else
      cp_talk_fail (self, CP_CARD_PROBLEM_FOREIGN);
    return;
  }
  if (answer->status != CP_CARD_STATUS_OK || answer->n != N_READ) {
    cp_talk_fail_answer (self, answer, CP_CARD_PROBLEM_REFUSED);
    return;
  }
  if (answer->bytes[3] != BLANK_AUTH0) {
    cp_talk_fail (self, CP_CARD_PROBLEM_FOREIGN);
    return;
  }
  self->ntag21x.plan = g_byte_array_new ();
  plan_url (self);
  plan_slots (self);
  plan_protection (self);
  write_planned (self);
}

static void
hear_signature (CpCardTalk *self, const CpCardAnswer *answer)
{
  if (cp_ntag21x_is_original (self, answer))
    cp_ntag21x_ask_page (self, self->ntag21x.config_page, hear_protection);
  else
    cp_talk_fail_answer (self, answer, CP_CARD_PROBLEM_NOT_ORIGINAL);
}

static guint8
find_config_page (const CpCardAnswer *answer)
{
  if (answer->status != CP_CARD_STATUS_OK || answer->n != 8 || answer->bytes[2] != 0x04)
    return 0;
  switch (answer->bytes[6]) {
  case 0x0F:
    return 0x29;
  case 0x11:
    return 0x83;
  case 0x13:
    return 0xE3;
  default:
    return 0;
  }
}

static void
hear_version (CpCardTalk *self, const CpCardAnswer *answer)
{
  self->ntag21x.config_page = find_config_page (answer);
  if (self->ntag21x.config_page != 0)
    cp_ntag21x_ask_signature (self, hear_signature);
  else
    cp_talk_fail_answer (self, answer, CP_CARD_PROBLEM_KIND);
}

void
cp_ntag21x_issue (CpCardTalk *self)
{
  if (cp_talk_derive (self, CP_CARD_KEY_NTAG21X_PASSWORD, self->ntag21x.password) &&
      cp_talk_derive (self, CP_CARD_KEY_NTAG21X_TOKEN, self->ntag21x.token_key))
    cp_ntag21x_ask_version (self, hear_version);
  else
    cp_talk_fail (self, CP_CARD_PROBLEM_NO_KEYS);
}
