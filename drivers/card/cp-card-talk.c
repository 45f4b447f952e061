/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What all conversations share: beginning, the next command, the end. */
#include "cp-card-talk-private.h"

#include "cp-card-bytes.h"

#include <string.h>

static const char *const strengths[CP_N_CARD_STRENGTHS] = { "uid", "token", "authenticated" };

static const char *const suspicions[CP_N_CARD_SUSPICIONS] = {
  "none", "not_original", "wrong_key", "replayed", "damaged", "too_many",
};

static const struct {
  const char *name;
  const char *text;
} problems[CP_N_CARD_PROBLEMS] = {
  { "none", "The card is written and was read back." },
  { "unfinished", "The card is not done yet." },
  { "lost", "The card was taken away. Put it back and say the same again: it goes on from there." },
  { "kind", "This chip is not of the kind that was asked for." },
  { "not_original", "This chip is not its maker's. Send the stock back." },
  { "no_keys", "This device has no keys for cards of this kind." },
  { "foreign", "Somebody else has written this card. Take a blank one." },
  { "refused", "The card refuses what a blank one does. Take another one." },
  { "verify", "What was read back is not what was written. Say the same again." },
  { "reader", "This reader can't write such a chip: over PC/SC only an NTAG 424 can be." },
};

const char *
cp_card_strength_to_name (CpCardStrength strength)
{
  return strengths[strength];
}

const char *
cp_card_suspicion_to_name (CpCardSuspicion suspicion)
{
  return suspicions[suspicion];
}

const char *
cp_card_problem_to_name (CpCardProblem problem)
{
  return problems[problem].name;
}

const char *
cp_card_problem_to_text (CpCardProblem problem)
{
  return problems[problem].text;
}

static CpCardTalk *
make_talk (const CpCardSeen *seen, const CpCardHost *host)
{
  CpCardTalk *self = g_new0 (CpCardTalk, 1);

  self->seen = *seen;
  self->host = host;
  self->proof.uid = seen->uid;
  self->problem = CP_CARD_PROBLEM_UNFINISHED;
  return self;
}

CpCardTalk *
cp_card_talk_new_tap (const CpCardSeen *seen, const CpCardHost *host)
{
  return make_talk (seen, host);
}

CpCardTalk *
cp_card_talk_new_issue (const CpCardSeen *seen, const CpCardHost *host, const char *site)
{
  CpCardTalk *self = make_talk (seen, host);

  g_assert (g_str_has_prefix (site, CP_NDEF_URL_PREFIX) && strlen (site) <= CP_CARD_MAX_SITE);
  self->site = g_strdup (site);
  return self;
}

void
cp_card_talk_free (CpCardTalk *self)
{
  g_clear_pointer (&self->ntag21x.plan, g_byte_array_unref);
  g_clear_pointer (&self->ntag424.file, g_byte_array_unref);
  g_free (self->site);
  g_free (self->proof.url);
  cp_bytes_wipe (self, sizeof *self);
  g_free (self);
}

static gboolean
is_ntag21x (CpCardKind kind)
{
  return kind == CP_CARD_KIND_NTAG213 || kind == CP_CARD_KIND_NTAG215 ||
         kind == CP_CARD_KIND_NTAG216;
}

/* A card of any other kind is known by its UID, and there is nothing to say to it. */
static void
begin (CpCardTalk *self)
{
  if (self->site != NULL && is_ntag21x (self->seen.kind))
    cp_ntag21x_issue (self);
  else if (self->site != NULL && self->seen.kind == CP_CARD_KIND_ISO14443_4)
    cp_ntag424_issue (self);
  else if (self->site != NULL)
    cp_talk_fail (self, CP_CARD_PROBLEM_KIND);
  else if (is_ntag21x (self->seen.kind))
    cp_ntag21x_tap (self);
  else if (self->seen.kind == CP_CARD_KIND_ISO14443_4)
    cp_ntag424_tap (self);
}

gboolean
cp_card_talk_step (CpCardTalk *self, const CpCardAnswer *answer, CpCardCommand *ret_command)
{
  CpTalkHear hear = g_steal_pointer (&self->hear);

  if (answer == NULL)
    begin (self);
  else if (hear != NULL)
    hear (self, answer);
  if (self->hear == NULL)
    return FALSE;
  *ret_command = self->said;
  return TRUE;
}

const CpCardProof *
cp_card_talk_get_proof (CpCardTalk *self)
{
  return &self->proof;
}

CpCardProblem
cp_card_talk_get_problem (CpCardTalk *self)
{
  return self->problem;
}

void
cp_talk_say (CpCardTalk *self, CpReaderFrame frame, const guint8 *bytes, gsize n, CpTalkHear hear)
{
  g_assert (n <= sizeof self->said.bytes);
  self->said.frame = frame;
  self->said.n = n;
  memcpy (self->said.bytes, bytes, n);
  self->hear = hear;
}

void
cp_talk_say_array (CpCardTalk *self, GByteArray *apdu, CpTalkHear hear)
{
  cp_talk_say (self, CP_READER_FRAME_AUTO, apdu->data, apdu->len, hear);
  g_byte_array_unref (apdu);
}

void
cp_talk_fail (CpCardTalk *self, CpCardProblem problem)
{
  self->problem = problem;
}

void
cp_talk_fail_answer (CpCardTalk *self, const CpCardAnswer *answer, CpCardProblem problem)
{
  if (cp_card_status_is_gone (answer->status))
    cp_talk_fail (self, CP_CARD_PROBLEM_LOST);
  else if (answer->status == CP_CARD_STATUS_NOT_SUPPORTED)
    cp_talk_fail (self, CP_CARD_PROBLEM_READER);
  else
    cp_talk_fail (self, problem);
}

gboolean
cp_talk_derive (CpCardTalk *self, CpCardKeyUse use, guint8 *ret_key)
{
  return cp_card_key_source_derive (self->host->keys, use, &self->proof.uid, ret_key);
}
