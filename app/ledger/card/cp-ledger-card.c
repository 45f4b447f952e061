/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Conversations with cards, held here because the keys are here. */
#include "cp-ledger-card.h"

#include "cp-card-bytes.h"
#include "cp-card-question.h"
#include "cp-card-scheme.h"
#include "cp-error.h"
#include "cp-journal-card.h"
#include "cp-ledger-private.h"
#include "cp-signature.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
#define MAX_TALKS 8
#define TALK_MS 30000
#define FAILURES_A_DAY 3
#define TALK_ID_BYTES 8
#define MAX_ANSWER 512

struct CpLedgerCards {
  CpLedger *ledger;
  CpCardKeys *keys; /* (nullable) */
  CpCardHost host;
  GHashTable *talks; /* id → Talk */
  CpCardProofs *proofs;
  GError *problem; /* (nullable): of the store, met within a step */
};

/* @question: (nullable): what head office is asked, once the card has said all that it has to say
 * @unproved: the card has a message, and nobody could be asked whether it is genuine */
typedef struct {
  CpCardTalk *talk;
  CpCardQuestion *question;
  gboolean is_issue;
  gboolean is_random;
  gboolean is_gone;
  gboolean unproved;
  gint64 used_boot_ms;
} Talk;

static void
talk_free (gpointer data)
{
  Talk *self = data;

  cp_card_question_free (self->question);
  cp_card_talk_free (self->talk);
  g_free (self);
}

static void
fill_random (gpointer data, guint8 *bytes, gsize n)
{
  CpLedgerCards *self = data;

  cp_world_fill_random (self->ledger->world, bytes, n);
}

/* The first problem of a step is the one that is told. */
static void
keep_problem (CpLedgerCards *self, GError *error)
{
  cp_ledger_note_write (self->ledger, error);
  if (error == NULL)
    return;
  if (self->problem == NULL)
    self->problem = error;
  else
    g_error_free (error);
}

static CpJournalCard
look_up (CpLedgerCards *self, const CpUid *uid, gboolean *ret_known)
{
  g_autofree char *text = cp_bytes_to_hex (uid->bytes, uid->length);
  GError *error = NULL;
  CpJournalCard card = { 0 };

  *ret_known = cp_journal_get_card (self->ledger->journal, text, &card, &error);
  if (!*ret_known)
    keep_problem (self, error);
  return card;
}

/* The highest number that head office knows of, from any device. */
static gint64
get_known_counter (CpLedgerCards *self, const CpUid *uid)
{
  g_autofree char *text = cp_bytes_to_hex (uid->bytes, uid->length);
  g_autoptr (GArray) lookup = cp_keys_new ();
  g_autoptr (GPtrArray) rows = NULL;
  GError *error = NULL;
  gint64 counter = 0;

  cp_keys_add (lookup, CP_KEY_CARD_UID, text);
  rows = cp_ledger_gather_by_key (self->ledger, &g_array_index (lookup, CpKey, 0), &error);
  if (rows == NULL) {
    keep_problem (self, error);
    return G_MAXINT64;
  }
  for (guint i = 0; i < rows->len; i++) {
    const CpCard *card = rows->pdata[i];

    if (card->entity.kind == CP_KIND_CARD)
      counter = MAX (counter, card->counter);
  }
  return counter;
}

static gint64
get_counter (gpointer data, const CpUid *uid)
{
  gboolean known;
  CpJournalCard card = look_up (data, uid, &known);

  return known ? MAX (card.counter, get_known_counter (data, uid)) : G_MAXINT64;
}

static gboolean
advance_counter (gpointer data, const CpUid *uid, gint64 counter)
{
  CpLedgerCards *self = data;
  g_autofree char *text = cp_bytes_to_hex (uid->bytes, uid->length);
  GError *error = NULL;

  if (counter <= get_counter (self, uid))
    return FALSE;
  if (cp_journal_put_card_counter (self->ledger->journal, text, counter, &error)) {
    cp_ledger_note_write (self->ledger, NULL);
    return TRUE;
  }
  keep_problem (self, error);
  return FALSE;
}

static gint64
get_day (CpLedgerCards *self)
{
  return MAX (0, cp_world_wall_ms (self->ledger->world)) / DAY_MS;
}

static gboolean
may_try (gpointer data, const CpUid *uid)
{
  CpLedgerCards *self = data;
  gboolean known;
  CpJournalCard card = look_up (self, uid, &known);

  return known && (card.failed_day != get_day (self) || card.failures < FAILURES_A_DAY);
}

static void
note_failure (gpointer data, const CpUid *uid)
{
  CpLedgerCards *self = data;
  g_autofree char *text = cp_bytes_to_hex (uid->bytes, uid->length);
  GError *error = NULL;

  if (!cp_journal_count_card_failure (self->ledger->journal, text, get_day (self), &error))
    keep_problem (self, error);
}

CpLedgerCards *
cp_ledger_cards_new (CpLedger *ledger, const char *keys_path, GError **error)
{
  CpCardKeys *keys = keys_path != NULL ? cp_card_keys_load (keys_path, error) : NULL;
  CpLedgerCards *self;

  if (keys_path != NULL && keys == NULL) {
    g_prefix_error (error, "Card keys: ");
    return NULL;
  }
  self = g_new0 (CpLedgerCards, 1);
  self->ledger = ledger;
  self->keys = keys;
  self->talks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, talk_free);
  self->proofs = cp_card_proofs_new (ledger->world);
  self->host = (CpCardHost){ keys != NULL ? cp_card_keys_get_source (keys) : NULL,
                             fill_random,
                             get_counter,
                             advance_counter,
                             may_try,
                             note_failure,
                             self };
  return self;
}

void
cp_ledger_cards_free (CpLedgerCards *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->talks);
  cp_card_proofs_free (self->proofs);
  g_clear_pointer (&self->keys, cp_card_keys_free);
  g_clear_error (&self->problem);
  g_free (self);
}

CpCardProofs *
cp_ledger_cards_get_proofs (CpLedgerCards *self)
{
  return self->proofs;
}

/* What a card proved, in one word: anything odd says more than how strong it would have been. */
static const char *
get_word (const CpCardProof *proof)
{
  return proof->suspicion != CP_CARD_SUSPICION_NONE ? cp_card_suspicion_to_name (proof->suspicion)
                                                    : cp_card_strength_to_name (proof->strength);
}

static gboolean
is_old_talk (gpointer key, gpointer value, gpointer data)
{
  const Talk *talk = value;

  return *(const gint64 *) data - talk->used_boot_ms > TALK_MS;
}

static gboolean
read_card (const CpJson *document, CpCardSeen *ret_seen, GError **error)
{
  static const char *const keys[] = { "uid", "kind", "random", NULL };
  CpCardSeen seen = { .random_uid = cp_json_get_bool (document, "random") };
  const char *uid;
  gsize n = 0;

  if (!cp_ledger_check_request (document, keys, error))
    return FALSE;
  uid = cp_ledger_require_text (document, "uid", error);
  if (uid == NULL)
    return FALSE;
  if (!cp_bytes_from_hex (uid, seen.uid.bytes, sizeof seen.uid.bytes, &n) || n < 4 ||
      !cp_card_kind_from_name (cp_json_get_text (document, "kind"), &seen.kind)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
                 "\"uid\" must be 4 to 10 bytes in hex, and \"kind\" a kind of card");
    return FALSE;
  }
  seen.uid.length = (guint8) n;
  *ret_seen = seen;
  return TRUE;
}

static gboolean
check_may_issue (CpLedger *ledger, const char *session, GError **error)
{
  const CpStaff *staff = cp_ledger_use_session (ledger, session, error);

  if (staff == NULL || !cp_ledger_check_programme (ledger, error))
    return FALSE;
  if (cp_programme_may_write_cards (ledger->programme, staff->role_id))
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED, _ ("Your role may not write cards"));
  return FALSE;
}

static gboolean
check_site (const CpJson *issue, GError **error)
{
  static const char *const keys[] = { "site", NULL };
  const char *site;

  if (!cp_ledger_check_request (issue, keys, error))
    return FALSE;
  site = cp_json_get_text (issue, "site");
  if (site != NULL && g_str_has_prefix (site, "https://") && strlen (site) > strlen ("https://") &&
      strlen (site) <= CP_CARD_MAX_SITE && g_str_is_ascii (site) && strpbrk (site, " ?&#") == NULL)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
               "\"site\" must begin https:// and have %d characters at most", CP_CARD_MAX_SITE);
  return FALSE;
}

/* (transfer none): in the table already, with @ret_id (transfer none) */
static Talk *
add_talk (CpLedgerCards *self,
          CpCardTalk *card_talk,
          const CpCardSeen *seen,
          gboolean is_issue,
          const char **ret_id)
{
  gint64 now_ms = cp_world_boot_ms (self->ledger->world);
  guint8 id[TALK_ID_BYTES];
  Talk *talk = g_new0 (Talk, 1);
  char *text;

  fill_random (self, id, sizeof id);
  text = cp_bytes_to_hex (id, sizeof id);
  talk->talk = card_talk;
  talk->is_issue = is_issue;
  talk->is_random = seen->random_uid;
  talk->used_boot_ms = now_ms;
  g_hash_table_insert (self->talks, text, talk);
  *ret_id = text;
  return talk;
}

static Talk *
begin (CpLedgerCards *self,
       const char *session,
       const CpJson *message,
       const char **ret_id,
       GError **error)
{
  static const char *const keys[] = { "card", "issue", NULL };
  const CpJson *issue = json_object_get (message, "issue");
  gint64 now_ms = cp_world_boot_ms (self->ledger->world);
  CpCardSeen seen;

  if (!cp_ledger_check_request (message, keys, error) ||
      !read_card (json_object_get (message, "card"), &seen, error) ||
      (issue != NULL &&
       (!check_may_issue (self->ledger, session, error) || !check_site (issue, error))))
    return NULL;
  g_hash_table_foreach_remove (self->talks, is_old_talk, &now_ms);
  if (g_hash_table_size (self->talks) >= MAX_TALKS) {
    g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "Too many cards are being read");
    return NULL;
  }
  if (issue != NULL)
    return add_talk (self,
                     cp_card_talk_new_issue (&seen, &self->host, cp_json_get_text (issue, "site")),
                     &seen, TRUE, ret_id);
  return add_talk (self, cp_card_talk_new_tap (&seen, &self->host), &seen, FALSE, ret_id);
}

static gboolean
read_answer (const CpJson *message, CpCardAnswer *ret_answer, guint8 *bytes, GError **error)
{
  static const char *const keys[] = { "talk", "status", "answer", NULL };
  const char *status = cp_json_get_text (message, "status");
  const char *hex = cp_json_get_text (message, "answer");

  if (!cp_ledger_check_request (message, keys, error))
    return FALSE;
  *ret_answer = (CpCardAnswer){ CP_CARD_STATUS_OK, bytes, 0 };
  if (cp_card_status_from_name (status, &ret_answer->status) &&
      (ret_answer->status != CP_CARD_STATUS_OK ||
       (hex != NULL && cp_bytes_from_hex (hex, bytes, MAX_ANSWER, &ret_answer->n))))
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
               "\"status\" must be a card's status, and \"answer\" its bytes in hex");
  return FALSE;
}

static CpJson *
describe_command (const char *id, const CpCardCommand *command)
{
  g_autofree char *hex = cp_bytes_to_hex (command->bytes, command->n);
  CpJson *reply = json_object ();

  cp_json_set_text (reply, "talk", id);
  cp_json_set_text (reply, "frame", command->frame == CP_READER_FRAME_RAW ? "raw" : "auto");
  cp_json_set_text (reply, "command", hex);
  return reply;
}

static const CpCardProof *
get_proof (const Talk *talk)
{
  return talk->question != NULL ? cp_card_question_get_proof (talk->question)
                                : cp_card_talk_get_proof (talk->talk);
}

static void
describe_issue (const Talk *talk, CpJson *reply)
{
  CpCardProblem problem = cp_card_talk_get_problem (talk->talk);

  cp_json_set_text (reply, "problem", cp_card_problem_to_name (problem));
  cp_json_set_text (reply, "text", cp_card_problem_to_text (problem));
  cp_json_set_text (reply, "url", problem == CP_CARD_PROBLEM_NONE ? get_proof (talk)->url : NULL);
}

/* A number that is made up anew at each tap is nobody's, unless the card has proven which one is its
 * own: it is neither told nor kept. */
static void
describe_tap (CpLedgerCards *self, const Talk *talk, CpJson *reply)
{
  const CpCardProof *proof = get_proof (talk);
  g_autofree char *uid = cp_bytes_to_hex (proof->uid.bytes, proof->uid.length);

  if (talk->unproved)
    cp_json_set_bool (reply, "unproved", TRUE);
  if (talk->is_random && proof->strength == CP_CARD_STRENGTH_UID) {
    cp_json_set_text (reply, "refused", talk->unproved ? "unproved" : "random");
    return;
  }
  cp_json_set_text (reply, "uid", uid);
  cp_json_set_text (reply, "proof", get_word (proof));
  cp_card_proofs_note_tap (self->proofs, uid, get_word (proof), proof->counter, talk->unproved);
}

static CpJson *
describe_end (CpLedgerCards *self, const Talk *talk)
{
  CpJson *reply = json_object ();

  cp_json_set_bool (reply, "done", TRUE);
  if (talk->is_gone)
    cp_json_set_bool (reply, "lost", TRUE);
  if (talk->is_issue) {
    const CpCardProof *proof = get_proof (talk);
    g_autofree char *uid = cp_bytes_to_hex (proof->uid.bytes, proof->uid.length);

    cp_json_set_text (reply, "uid", uid);
    cp_json_set_text (reply, "proof", get_word (proof));
    describe_issue (talk, reply);
  } else {
    describe_tap (self, talk, reply);
  }
  return reply;
}

/* A message that nobody here can verify goes to head office, if that can be reached. */
static void
ask_head_office (CpLedgerCards *self, Talk *talk)
{
  const CpCardProof *proof = cp_card_talk_get_proof (talk->talk);

  if (talk->is_issue || proof->url == NULL || self->ledger->is_training)
    return;
  talk->unproved = TRUE;
  if (!cp_ledger_has_line (self->ledger))
    return;
  talk->question = cp_card_question_new (self->ledger->world, proof, talk->is_random);
  cp_ledger_tell (self->ledger, "card", NULL);
}

/* (transfer full): that head office is being asked, or what came of it all */
static CpJson *
conclude (CpLedgerCards *self, const char *id, Talk *talk)
{
  CpJson *reply;

  if (talk->question == NULL || !cp_card_question_is_open (talk->question)) {
    talk->unproved = talk->unproved &&
                     (talk->question == NULL || !cp_card_question_is_answered (talk->question));
    reply = describe_end (self, talk);
    g_hash_table_remove (self->talks, id);
    return reply;
  }
  reply = json_object ();
  cp_json_set_text (reply, "talk", id);
  cp_json_set_bool (reply, "asks", TRUE);
  return reply;
}

/* (transfer full): the next command, or what came of it all */
static CpJson *
step (CpLedgerCards *self, const char *id, Talk *talk, const CpCardAnswer *answer, GError **error)
{
  CpCardCommand command;
  g_autofree char *owned_id = g_strdup (id);
  gboolean more = cp_card_talk_step (talk->talk, answer, &command);

  talk->used_boot_ms = cp_world_boot_ms (self->ledger->world);
  if (self->problem != NULL) {
    g_hash_table_remove (self->talks, owned_id);
    g_propagate_error (error, g_steal_pointer (&self->problem));
    return NULL;
  }
  if (more)
    return describe_command (owned_id, &command);
  talk->is_gone = answer != NULL && cp_card_status_is_gone (answer->status);
  ask_head_office (self, talk);
  return conclude (self, owned_id, talk);
}

/* While head office is asked there is nothing to send, and its answer is waited for by asking. */
static CpJson *
go_on (CpLedgerCards *self,
       const char *id,
       Talk *talk,
       const CpCardAnswer *answer,
       gboolean waits,
       GError **error)
{
  g_autofree char *owned_id = g_strdup (id);

  if (talk->question != NULL)
    return conclude (self, owned_id, talk);
  if (!waits)
    return step (self, id, talk, answer, error);
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "\"status\" must be a card's status");
  return NULL;
}

CpJson *
cp_ledger_get_question (CpLedger *ledger, GError **error)
{
  const char *incarnation = cp_journal_get_incarnation (ledger->journal);
  GHashTableIter iter;
  gpointer value;
  CpJson *request;

  if (!cp_ledger_check_alive (ledger, error))
    return NULL;
  request = cp_ledger_take_search (ledger);
  if (request != NULL)
    return request;
  g_hash_table_iter_init (&iter, ledger->cards->talks);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    CpCardQuestion *question = ((Talk *) value)->question;

    request = question != NULL ? cp_card_question_take (question, incarnation) : NULL;
    if (request != NULL)
      return request;
  }
  return json_object ();
}

/* (transfer none) (nullable) */
static CpCardQuestion *
find_question (CpLedgerCards *self, const char *challenge)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->talks);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    CpCardQuestion *question = ((Talk *) value)->question;

    if (question != NULL && g_strcmp0 (cp_card_question_get_challenge (question), challenge) == 0)
      return question;
  }
  return NULL;
}

gboolean
cp_ledger_put_answer (CpLedger *ledger, const CpJson *answer, GError **error)
{
  const char *challenge = cp_json_get_text (answer, "challenge");
  CpCardQuestion *question;

  if (!cp_ledger_check_alive (ledger, error))
    return FALSE;
  if (cp_ledger_is_search (ledger, challenge))
    return cp_ledger_put_found (ledger, answer, error);
  question = find_question (ledger->cards, challenge);
  if (question == NULL)
    return TRUE; /* it came too late */
  if (cp_json_get_text (answer, "proof") != NULL &&
      (ledger->trust.key == NULL ||
       !cp_ledger_is_sealed_answer (ledger, answer, CP_SEAL_SUN, challenge))) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
                 "What is said of a card is not sealed by head office");
    return FALSE;
  }
  cp_card_question_close (question, answer);
  cp_ledger_tell (ledger, "card", NULL);
  return TRUE;
}

CpJson *
cp_ledger_talk_to_card (CpLedger *ledger,
                        const char *session,
                        const CpJson *message,
                        GError **error)
{
  CpLedgerCards *self = ledger->cards;
  const char *id = cp_json_get_text (message, "talk");
  guint8 bytes[MAX_ANSWER];
  gboolean waits = json_object_size (message) == 1;
  CpCardAnswer answer = { 0 };
  Talk *talk;

  if (!cp_ledger_check_alive (ledger, error))
    return NULL;
  if (id == NULL) {
    talk = begin (self, session, message, &id, error);
    return talk != NULL ? step (self, id, talk, NULL, error) : NULL;
  }
  if (!waits && !read_answer (message, &answer, bytes, error))
    return NULL;
  talk = g_hash_table_lookup (self->talks, id);
  if (talk != NULL)
    return go_on (self, id, talk, &answer, waits, error);
  g_set_error (error, CP_ERROR, CP_ERROR_NOT_FOUND, "There is no such conversation any more");
  return NULL;
}
