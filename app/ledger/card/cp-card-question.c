/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-card-question.h"

#include "cp-card-bytes.h"
#include "cp-ledger-private.h"

#define N_UID 7

struct CpCardQuestion {
  const CpWorld *world;
  CpCardProof proof;
  gboolean is_random;
  char *challenge;
  gint64 until_boot_ms;
  gboolean is_taken;
  gboolean is_closed;
  gboolean is_answered;
};

CpCardQuestion *
cp_card_question_new (const CpWorld *world, const CpCardProof *proof, gboolean is_random)
{
  CpCardQuestion *self = g_new0 (CpCardQuestion, 1);

  self->world = world;
  self->proof = *proof;
  self->proof.url = g_strdup (proof->url);
  self->is_random = is_random;
  self->challenge = cp_ledger_make_challenge (world);
  self->until_boot_ms = cp_world_boot_ms (world) + CP_LEDGER_ANSWER_MS;
  return self;
}

void
cp_card_question_free (CpCardQuestion *self)
{
  if (self == NULL)
    return;
  g_free (self->proof.url);
  g_free (self->challenge);
  g_free (self);
}

const char *
cp_card_question_get_challenge (const CpCardQuestion *self)
{
  return self->challenge;
}

CpJson *
cp_card_question_take (CpCardQuestion *self, const char *incarnation)
{
  CpJson *request;

  if (self->is_taken || !cp_card_question_is_open (self))
    return NULL;
  self->is_taken = TRUE;
  request = json_object ();
  cp_json_set_text (request, "incarnation", incarnation);
  cp_json_set_text (request, "challenge", self->challenge);
  cp_json_set_text (request, "url", self->proof.url);
  return request;
}

gboolean
cp_card_question_is_open (const CpCardQuestion *self)
{
  return !self->is_closed && cp_world_boot_ms (self->world) < self->until_boot_ms;
}

/* A card that shows a number of its own must have the one that its message says. */
static void
take_token (CpCardQuestion *self, const CpJson *answer)
{
  CpUid uid = { .length = N_UID };
  const char *hex = cp_json_get_text (answer, "uid");

  if (hex == NULL || !cp_bytes_from_hex_exactly (hex, uid.bytes, N_UID) ||
      (!self->is_random && !cp_uid_equal (&uid, &self->proof.uid))) {
    self->proof.suspicion = CP_CARD_SUSPICION_WRONG_KEY;
    return;
  }
  self->proof.uid = uid;
  self->proof.counter = cp_json_get_int (answer, "counter", 0);
  self->proof.strength = CP_CARD_STRENGTH_TOKEN;
}

void
cp_card_question_close (CpCardQuestion *self, const CpJson *answer)
{
  const char *proof = cp_json_get_text (answer, "proof");

  if (self->is_closed)
    return;
  self->is_closed = TRUE;
  self->is_answered = proof != NULL;
  if (g_strcmp0 (proof, "token") == 0)
    take_token (self, answer);
  else if (g_strcmp0 (proof, "replayed") == 0)
    self->proof.suspicion = CP_CARD_SUSPICION_REPLAYED;
  else if (g_strcmp0 (proof, "wrong_key") == 0)
    self->proof.suspicion = CP_CARD_SUSPICION_WRONG_KEY;
}

const CpCardProof *
cp_card_question_get_proof (const CpCardQuestion *self)
{
  return &self->proof;
}

gboolean
cp_card_question_is_answered (const CpCardQuestion *self)
{
  return self->is_answered;
}
