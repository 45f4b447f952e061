/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Conversations with cards, held here because the keys are here. */
#include "cp-ledger-card.h"

#include "cp-card-bytes.h"
#include "cp-card-scheme.h"
#include "cp-error.h"
#include "cp-journal-card.h"
#include "cp-ledger-private.h"

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
  GHashTable *talks;  /* id → Talk */
  GHashTable *proofs; /* UID → Proof */
  GHashTable *visits; /* session and member → Proof */
  GError *problem;    /* (nullable): of the store, met within a step */
};

typedef struct {
  CpCardTalk *talk;
  gboolean is_issue;
  gint64 used_boot_ms;
} Talk;

typedef struct {
  const char *word;
  gint64 counter;
  char *card_id; /* (nullable): of a visit */
  gint64 at_boot_ms;
} Proof;

static void
proof_free (gpointer data)
{
  Proof *self = data;

  g_free (self->card_id);
  g_free (self);
}

static void
talk_free (gpointer data)
{
  Talk *self = data;

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
  self->proofs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, proof_free);
  self->visits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, proof_free);
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
  g_hash_table_unref (self->proofs);
  g_hash_table_unref (self->visits);
  g_clear_pointer (&self->keys, cp_card_keys_free);
  g_clear_error (&self->problem);
  g_free (self);
}

/* What a card proved, in one word: anything odd says more than how strong it would have been. */
static const char *
get_word (const CpCardProof *proof)
{
  return proof->suspicion != CP_CARD_SUSPICION_NONE ? cp_card_suspicion_to_name (proof->suspicion)
                                                    : cp_card_strength_to_name (proof->strength);
}

static gboolean
is_old_proof (gpointer key, gpointer value, gpointer data)
{
  const Proof *proof = value;

  return *(const gint64 *) data - proof->at_boot_ms > CP_LEDGER_PROOF_MS;
}

static gboolean
is_old_visit (gpointer key, gpointer value, gpointer data)
{
  const Proof *proof = value;

  return *(const gint64 *) data - proof->at_boot_ms > CP_LEDGER_VISIT_MS;
}

static gboolean
is_old_talk (gpointer key, gpointer value, gpointer data)
{
  const Talk *talk = value;

  return *(const gint64 *) data - talk->used_boot_ms > TALK_MS;
}

/* @key, @card_id: (transfer full) */
static void
put_proof (CpLedgerCards *self, GHashTable *table, char *key, const Proof *proven, char *card_id)
{
  Proof *proof = g_new0 (Proof, 1);

  *proof = *proven;
  proof->card_id = card_id;
  proof->at_boot_ms = cp_world_boot_ms (self->ledger->world);
  g_hash_table_insert (table, key, proof);
}

static const Proof *
find_proof (CpLedgerCards *self, GHashTable *table, GHRFunc is_old, const char *key)
{
  gint64 now_ms = cp_world_boot_ms (self->ledger->world);

  g_hash_table_foreach_remove (table, is_old, &now_ms);
  return g_hash_table_lookup (table, key);
}

static char *
make_visit_key (const char *session, const char *member_id)
{
  return g_strconcat (session, " ", member_id, NULL);
}

const char *
cp_ledger_cards_note_visit (CpLedgerCards *self, const char *session, const CpCard *card)
{
  const Proof *proof = find_proof (self, self->proofs, is_old_proof, card->uid);
  const Proof proven =
      proof != NULL ? *proof : (Proof){ .word = cp_card_strength_to_name (CP_CARD_STRENGTH_UID) };

  g_hash_table_remove (self->proofs, card->uid);
  put_proof (self, self->visits, make_visit_key (session, card->member_id), &proven,
             g_strdup (card->entity.id));
  return proven.word;
}

void
cp_ledger_cards_stamp (CpLedgerCards *self,
                       const char *session,
                       const char *member_id,
                       CpJson *body)
{
  g_autofree char *key = NULL;
  const Proof *visit;

  if (session == NULL)
    return; /* a record that the ledger itself makes */
  key = make_visit_key (session, member_id);
  visit = find_proof (self, self->visits, is_old_visit, key);
  if (visit == NULL)
    return;
  cp_json_set_text (body, "proof", visit->word);
  cp_json_set_text (body, "card_id", visit->card_id);
  cp_json_set_int (body, "card_counter", visit->counter);
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
  g_set_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED, "Your role may not write cards");
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
add_talk (CpLedgerCards *self, CpCardTalk *card_talk, gboolean is_issue, const char **ret_id)
{
  gint64 now_ms = cp_world_boot_ms (self->ledger->world);
  guint8 id[TALK_ID_BYTES];
  Talk *talk = g_new0 (Talk, 1);
  char *text;

  fill_random (self, id, sizeof id);
  text = cp_bytes_to_hex (id, sizeof id);
  talk->talk = card_talk;
  talk->is_issue = is_issue;
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
                     TRUE, ret_id);
  return add_talk (self, cp_card_talk_new_tap (&seen, &self->host), FALSE, ret_id);
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

static CpJson *
describe_end (CpLedgerCards *self, const Talk *talk, gboolean is_gone)
{
  const CpCardProof *proof = cp_card_talk_get_proof (talk->talk);
  CpCardProblem problem = cp_card_talk_get_problem (talk->talk);
  const Proof proven = { .word = get_word (proof), .counter = proof->counter };
  g_autofree char *uid = cp_bytes_to_hex (proof->uid.bytes, proof->uid.length);
  CpJson *reply = json_object ();

  cp_json_set_bool (reply, "done", TRUE);
  cp_json_set_text (reply, "uid", uid);
  cp_json_set_text (reply, "proof", get_word (proof));
  if (is_gone)
    cp_json_set_bool (reply, "lost", TRUE);
  if (talk->is_issue) {
    cp_json_set_text (reply, "problem", cp_card_problem_to_name (problem));
    cp_json_set_text (reply, "text", cp_card_problem_to_text (problem));
    cp_json_set_text (reply, "url", problem == CP_CARD_PROBLEM_NONE ? proof->url : NULL);
  } else {
    put_proof (self, self->proofs, g_strdup (uid), &proven, NULL);
  }
  return reply;
}

static gboolean
is_gone (const CpCardAnswer *answer)
{
  return answer != NULL &&
         (answer->status == CP_CARD_STATUS_LOST || answer->status == CP_CARD_STATUS_STALE ||
          answer->status == CP_CARD_STATUS_UNAVAILABLE);
}

/* (transfer full): the next command, or what came of it all */
static CpJson *
step (CpLedgerCards *self, const char *id, Talk *talk, const CpCardAnswer *answer, GError **error)
{
  CpCardCommand command;
  g_autofree char *owned_id = g_strdup (id);
  g_autoptr (CpJson) reply = NULL;
  gboolean more = cp_card_talk_step (talk->talk, answer, &command);

  talk->used_boot_ms = cp_world_boot_ms (self->ledger->world);
  reply =
      more ? describe_command (owned_id, &command) : describe_end (self, talk, is_gone (answer));
  if (!more || self->problem != NULL)
    g_hash_table_remove (self->talks, owned_id);
  if (self->problem != NULL) {
    g_propagate_error (error, g_steal_pointer (&self->problem));
    return NULL;
  }
  return g_steal_pointer (&reply);
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
  CpCardAnswer answer;
  Talk *talk;

  if (!cp_ledger_check_alive (ledger, error))
    return NULL;
  if (id == NULL) {
    talk = begin (self, session, message, &id, error);
    return talk != NULL ? step (self, id, talk, NULL, error) : NULL;
  }
  if (!read_answer (message, &answer, bytes, error))
    return NULL;
  talk = g_hash_table_lookup (self->talks, id);
  if (talk != NULL)
    return step (self, id, talk, &answer, error);
  g_set_error (error, CP_ERROR, CP_ERROR_NOT_FOUND, "There is no such conversation any more");
  return NULL;
}
