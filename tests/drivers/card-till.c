/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "card-till.h"

const char till_key_text[] = "[cards]\nsystem=TEST\n"
                             "ntag424=00112233445566778899AABBCCDDEEFF\n"
                             "ntag21x=00112233445566778899AABBCCDDEEFF"
                             "00112233445566778899AABBCCDDEEFF\n";

static char *
name_of (const CpUid *uid)
{
  return cp_bytes_to_hex (uid->bytes, uid->length);
}

static void
fill_random (gpointer data, guint8 *bytes, gsize n)
{
  Till *self = data;

  for (gsize i = 0; i < n; i++)
    bytes[i] = (guint8) (self->random = (guint8) (self->random * 5 + 17));
}

static gint64
get_counter (gpointer data, const CpUid *uid)
{
  g_autofree char *name = name_of (uid);

  return till_get_counter (data, name);
}

static gboolean
advance_counter (gpointer data, const CpUid *uid, gint64 counter)
{
  Till *self = data;
  gint64 *stored;

  if (self->full || counter <= get_counter (self, uid))
    return FALSE;
  stored = g_new (gint64, 1);
  *stored = counter;
  g_hash_table_insert (self->counters, name_of (uid), stored);
  return TRUE;
}

static gboolean
may_try (gpointer data, const CpUid *uid)
{
  g_autofree char *name = name_of (uid);

  return till_get_failures (data, name) < 3;
}

static void
note_failure (gpointer data, const CpUid *uid)
{
  Till *self = data;
  g_autofree char *name = name_of (uid);
  guint n = till_get_failures (self, name);

  g_hash_table_insert (self->failures, g_strdup (name), GUINT_TO_POINTER (n + 1));
}

Till *
till_new (const char *keys)
{
  Till *self = g_new0 (Till, 1);
  g_autoptr (GError) error = NULL;

  self->keys = cp_card_keys_parse (keys != NULL ? keys : till_key_text, (gsize) -1, &error);
  g_assert_no_error (error);
  self->counters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->failures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->pull_after = -1;
  self->raw_frames = -1;
  self->host = (CpCardHost){ cp_card_keys_get_source (self->keys),
                             fill_random,
                             get_counter,
                             advance_counter,
                             may_try,
                             note_failure,
                             self };
  return self;
}

void
till_free (Till *self)
{
  cp_card_keys_free (self->keys);
  g_hash_table_unref (self->counters);
  g_hash_table_unref (self->failures);
  g_free (self);
}

gint64
till_get_counter (Till *self, const char *uid)
{
  const gint64 *stored = g_hash_table_lookup (self->counters, uid);

  return stored != NULL ? *stored : 0;
}

guint
till_get_failures (Till *self, const char *uid)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->failures, uid));
}

static CpCardKind
kind_of (Pn532Card *card)
{
  static const guint8 get_version[] = { 0x60 };
  g_autoptr (GByteArray) version = g_byte_array_new ();

  if ((card->sak & 0x20) != 0)
    return CP_CARD_KIND_ISO14443_4;
  if ((card->sak & 0x08) != 0)
    return CP_CARD_KIND_MIFARE_CLASSIC;
  if (card->n_uid != 7)
    return CP_CARD_KIND_UID;
  if (pn532_card_exchange (card, get_version, 1, version) != PN532_CARD_BYTES)
    return CP_CARD_KIND_ULTRALIGHT;
  return version->data[6] == 0x0F   ? CP_CARD_KIND_NTAG213
         : version->data[6] == 0x11 ? CP_CARD_KIND_NTAG215
                                    : CP_CARD_KIND_NTAG216;
}

static CpCardSeen
look (Pn532Card *card)
{
  CpCardSeen seen = { .uid.length = (guint8) card->n_uid };

  host_put (card);
  memcpy (seen.uid.bytes, card->uid, card->n_uid);
  seen.random_uid = card->n_uid == 4 && card->uid[0] == 0x08;
  seen.kind = kind_of (card);
  host_put (card);
  return seen;
}

/* As counterpart-reader maps it: a card of Type 2 that said no is selected again. */
static CpCardStatus
exchange (Pn532Card *card, const CpCardCommand *command, GByteArray *answer)
{
  if (card->class->apdu != NULL)
    return card->class->apdu (card, command->bytes, command->n, answer) ? CP_CARD_STATUS_OK
                                                                        : CP_CARD_STATUS_PROTOCOL;
  switch (pn532_card_exchange (card, command->bytes, command->n, answer)) {
  case PN532_CARD_BYTES:
    return CP_CARD_STATUS_OK;
  case PN532_CARD_NIBBLE:
    if (answer->data[0] == PN532_CARD_ACK && command->frame == CP_READER_FRAME_AUTO) {
      g_byte_array_set_size (answer, 0);
      return CP_CARD_STATUS_OK;
    }
    break;
  case PN532_CARD_SILENT:
  default:
    break;
  }
  card->active = TRUE;
  return CP_CARD_STATUS_REFUSED;
}

/* A command that the reader can't send does not reach the card. */
static CpCardStatus
send_command (Pn532Card *card, const CpCardCommand *command, int *raw_left, GByteArray *answer)
{
  if (command->frame == CP_READER_FRAME_RAW && *raw_left == 0)
    return CP_CARD_STATUS_NOT_SUPPORTED;
  if (command->frame == CP_READER_FRAME_RAW)
    *raw_left = MAX (*raw_left - 1, -1);
  return exchange (card, command, answer);
}

static gboolean
is_disturbed (Till *self)
{
  return self->exchanges < 64 && (self->disturbed >> self->exchanges & 1) != 0;
}

static void
hold (Till *self, CpCardTalk *talk, Pn532Card *card)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  CpCardAnswer answer = { CP_CARD_STATUS_OK, NULL, 0 };
  CpCardCommand command;
  gboolean more = cp_card_talk_step (talk, NULL, &command);
  int raw_left = self->raw_frames;

  self->exchanges = 0;
  while (more) {
    gboolean pulled = self->pull_after >= 0 && self->exchanges >= (guint) self->pull_after;
    gboolean disturbed = is_disturbed (self);

    g_byte_array_set_size (bytes, 0);
    if ((!pulled && !disturbed) ||
        (self->hears_last && (!pulled || self->exchanges == (guint) self->pull_after)))
      answer.status = send_command (card, &command, &raw_left, bytes);
    if (disturbed)
      host_put (card);
    if (pulled || disturbed)
      answer.status = pulled ? CP_CARD_STATUS_LOST : CP_CARD_STATUS_REFUSED;
    answer.bytes = bytes->data;
    answer.n = answer.status == CP_CARD_STATUS_OK ? bytes->len : 0;
    self->exchanges++;
    g_assert_cmpuint (self->exchanges, <, 200);
    more = cp_card_talk_step (talk, &answer, &command);
  }
}

CpCardTalk *
till_tap (Till *self, Pn532Card *card)
{
  CpCardSeen seen = look (card);
  CpCardTalk *talk = cp_card_talk_new_tap (&seen, &self->host);

  hold (self, talk, card);
  return talk;
}

CpCardTalk *
till_issue (Till *self, Pn532Card *card)
{
  CpCardSeen seen = look (card);
  CpCardTalk *talk = cp_card_talk_new_issue (&seen, &self->host, TILL_SITE);

  hold (self, talk, card);
  return talk;
}

Pn532Card *
till_copy (Pn532Card *card, const char *kind, const char *signature)
{
  g_autoptr (GByteArray) memory = g_byte_array_new ();
  g_autofree char *uid = cp_bytes_to_hex (card->uid, card->n_uid);
  g_autofree char *hex = NULL, *options = NULL;

  card->class->dump (card, memory);
  hex = cp_bytes_to_hex (memory->data, memory->len);
  options = g_strdup_printf ("sig=%s memory=%s", signature, hex);
  return host_card_new (kind, uid, options);
}

void
till_assert_tap (Till *self, Pn532Card *card, CpCardStrength strength, CpCardSuspicion suspicion)
{
  g_autoptr (CpCardTalk) talk = till_tap (self, card);
  const CpCardProof *proof = cp_card_talk_get_proof (talk);

  g_assert_cmpstr (cp_card_suspicion_to_name (proof->suspicion), ==,
                   cp_card_suspicion_to_name (suspicion));
  g_assert_cmpstr (cp_card_strength_to_name (proof->strength), ==,
                   cp_card_strength_to_name (strength));
}

void
till_assert_issue (Till *self, Pn532Card *card, CpCardProblem problem)
{
  g_autoptr (CpCardTalk) talk = till_issue (self, card);

  g_assert_cmpstr (cp_card_problem_to_name (cp_card_talk_get_problem (talk)), ==,
                   cp_card_problem_to_name (problem));
}

void
till_assert_survives_a_tear (TillMakeFunc make,
                             const char *uid,
                             CpCardStrength strength,
                             int at_least)
{
  for (int hears = 0; hears < 2; hears++)
    for (int after = 0;; after++) {
      g_autoptr (Till) till = till_new (NULL);
      g_autoptr (Pn532Card) card = make ();
      g_autoptr (CpCardTalk) torn = NULL;

      till->pull_after = after;
      till->hears_last = hears != 0;
      torn = till_issue (till, card);
      if (cp_card_talk_get_problem (torn) == CP_CARD_PROBLEM_NONE) {
        g_assert_cmpint (after, >, at_least);
        break;
      }
      g_assert_cmpint (cp_card_talk_get_problem (torn), ==, CP_CARD_PROBLEM_LOST);
      till->pull_after = -1;
      till_assert_issue (till, card, CP_CARD_PROBLEM_NONE);
      g_assert_cmpuint (till_get_failures (till, uid), ==, 0);
      till_assert_tap (till, card, strength, CP_CARD_SUSPICION_NONE);
    }
}

void
till_assert_survives_two_tears (TillMakeFunc make, CpCardStrength strength, int limit, int step)
{
  for (int first = 0; first < limit; first += step)
    for (int second = 0; second < limit; second += step) {
      g_autoptr (Till) till = till_new (NULL);
      g_autoptr (Pn532Card) card = make ();
      g_autoptr (CpCardTalk) one = NULL, two = NULL;

      till->hears_last = (first + second) % 2 != 0;
      till->pull_after = first;
      one = till_issue (till, card);
      till->pull_after = second;
      two = till_issue (till, card);
      till->pull_after = -1;
      till_assert_issue (till, card, CP_CARD_PROBLEM_NONE);
      till_assert_tap (till, card, strength, CP_CARD_SUSPICION_NONE);
    }
}
