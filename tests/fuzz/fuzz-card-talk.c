/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A whole conversation with a card that says anything: first byte: kind and
 * purpose; then for each answer its status, its length and its bytes. Nothing
 * is proven, and the conversation ends. */
#include "cp-card-scheme.h"
#include "fuzz-target.h"

#include <string.h>

#define MAX_STEPS 500
#define KEYS                                                         \
  "[cards]\nsystem=FUZZ\nntag424=00112233445566778899AABBCCDDEEFF\n" \
  "ntag21x=00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF\n"

static void
fill_random (gpointer data, guint8 *bytes, gsize n)
{
  memset (bytes, 0x42, n);
}

static gint64
get_counter (gpointer data, const CpUid *uid)
{
  return 7;
}

static gboolean
advance_counter (gpointer data, const CpUid *uid, gint64 counter)
{
  return counter > 7;
}

static gboolean
may_try (gpointer data, const CpUid *uid)
{
  return TRUE;
}

static void
note_failure (gpointer data, const CpUid *uid)
{
  ++*(guint *) data;
}

static CpCardSeen
see (guint8 what)
{
  CpCardSeen seen = { .uid = { 7, { 0x04, 0xE1, 0x0C, 0xDA, 0x99, 0x3C, 0x80 } } };

  seen.kind = (CpCardKind) (what % CP_N_CARD_KINDS);
  if ((what & 0x40) != 0) {
    seen.random_uid = TRUE;
    seen.uid.length = 4;
    seen.uid.bytes[0] = 0x08;
  }
  return seen;
}

static void
hold (CpCardTalk *talk, const uint8_t *data, size_t size)
{
  CpCardCommand command;
  guint n_steps = 0;
  gboolean more = cp_card_talk_step (talk, NULL, &command);

  while (more && size >= 2) {
    CpCardAnswer answer = { (CpCardStatus) (data[0] % CP_N_CARD_STATUSES), data + 2, 0 };
    gsize n = MIN (data[1], size - 2);

    g_assert_cmpuint (command.n, <=, CP_CARD_MAX_COMMAND);
    if (answer.status == CP_CARD_STATUS_OK)
      answer.n = n;
    more = cp_card_talk_step (talk, &answer, &command);
    data += 2 + n;
    size -= 2 + n;
    g_assert_cmpuint (++n_steps, <, MAX_STEPS);
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static CpCardKeys *keys; /* the same for every input */
  guint n_failures = 0;
  CpCardHost host = { NULL,    fill_random,  get_counter, advance_counter,
                      may_try, note_failure, &n_failures };
  g_autoptr (CpCardTalk) talk = NULL;
  CpCardSeen seen;

  if (size < 1)
    return 0;
  if (keys == NULL)
    keys = cp_card_keys_parse (KEYS, strlen (KEYS), NULL);
  host.keys = cp_card_keys_get_source (keys);
  seen = see (data[0]);
  talk = (data[0] & 0x80) != 0 ? cp_card_talk_new_issue (&seen, &host, "https://a.example")
                               : cp_card_talk_new_tap (&seen, &host);
  hold (talk, data + 1, size - 1);
  g_assert_cmpint (cp_card_talk_get_proof (talk)->strength, ==, CP_CARD_STRENGTH_UID);
  g_assert_cmpint (cp_card_talk_get_problem (talk), !=, CP_CARD_PROBLEM_NONE);
  g_assert_cmpuint (n_failures, <=, 1);
  return 0;
}
