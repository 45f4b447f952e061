/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Signatures: by which key this device signs, whom it believes to be head office, and what that has
 * signed in turn. */
#include "cp-journal-private.h"

#include <sodium.h>
#include <string.h>

#include "cp-chain.h"
#include "cp-error.h"

#define SEED_HEX_LENGTH (2 * CP_SEED_BYTES)

typedef struct {
  char *key;
  char *seed; /* (nullable): hex */
} StoredKey;

static void
stored_key_clear (StoredKey *self)
{
  if (self->seed != NULL)
    sodium_memzero (self->seed, strlen (self->seed));
  g_free (self->seed);
  g_free (self->key);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StoredKey, stored_key_clear)

static gboolean
read_stored (CpJournal *self, StoredKey *ret_stored, GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_journal_get (self, "get-device-key", error);
  gboolean row;

  if (statement == NULL || !cp_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *ret_stored = (StoredKey){ g_strdup (cp_statement_get_text (statement, 0)),
                               g_strdup (cp_statement_get_text (statement, 1)) };
  return TRUE;
}

/* @seed: (nullable): to be kept in the file */
static gboolean
store_key (CpJournal *self, const char *key, const guint8 *seed, GError **error)
{
  CpStatement *statement = cp_journal_begin_with (self, "add-device-key", error);
  char hex[SEED_HEX_LENGTH + 1];
  gboolean ok;

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":key", key);
  if (seed != NULL)
    sodium_bin2hex (hex, sizeof hex, seed, CP_SEED_BYTES);
  cp_statement_bind_text (statement, ":seed", seed != NULL ? hex : NULL);
  ok = cp_journal_run_and_commit (self, statement, error);
  sodium_memzero (hex, sizeof hex);
  return ok;
}

static gboolean
use_seed_from_outside (CpJournal *self, GBytes *seed, const StoredKey *stored, GError **error)
{
  gsize n_bytes;
  const guint8 *bytes = g_bytes_get_data (seed, &n_bytes);

  if (n_bytes != CP_SEED_BYTES) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The device's key must be %d bytes",
                 CP_SEED_BYTES);
    return FALSE;
  }
  self->signer = cp_signer_new (bytes);
  return g_strcmp0 (stored->key, cp_signer_get_key (self->signer)) == 0 ||
         store_key (self, cp_signer_get_key (self->signer), NULL, error);
}

static gboolean
use_own_seed (CpJournal *self, const StoredKey *stored, GError **error)
{
  guint8 seed[CP_SEED_BYTES];
  gboolean is_new = stored->seed == NULL;
  gboolean ok;

  if (is_new)
    cp_signer_make_seed (self->world, seed);
  else if (sodium_hex2bin (seed, sizeof seed, stored->seed, strlen (stored->seed), NULL, NULL,
                           NULL) != 0) {
    g_set_error (error, CP_ERROR, CP_ERROR_CORRUPT, "The device's key in %s is none", self->path);
    return FALSE;
  }
  self->signer = cp_signer_new (seed);
  ok = !is_new || store_key (self, cp_signer_get_key (self->signer), seed, error);
  sodium_memzero (seed, sizeof seed);
  return ok;
}

gboolean
cp_journal_use_key (CpJournal *self, GBytes *seed, GError **error)
{
  g_auto (StoredKey) stored = { NULL, NULL };

  g_clear_pointer (&self->signer, cp_signer_free);
  return read_stored (self, &stored, error) &&
         (seed != NULL ? use_seed_from_outside (self, seed, &stored, error)
                       : use_own_seed (self, &stored, error));
}

const char *
cp_journal_get_key (const CpJournal *self)
{
  return self->signer != NULL ? cp_signer_get_key (self->signer) : NULL;
}

char *
cp_journal_sign_as (const CpJournal *self, const char *chain, gint64 seq, const char *hash)
{
  g_autofree char *text = cp_chain_describe_head ("device", self->device_id, chain, seq, hash);

  return self->signer != NULL ? cp_signer_sign (self->signer, text) : NULL;
}

char *
cp_journal_sign (const CpJournal *self, CpLane lane, gint64 seq, const char *hash)
{
  return cp_journal_sign_as (self, self->chains[lane].name, seq, hash);
}

void
cp_journal_trust_clear (CpJournalTrust *self)
{
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->next_key, g_free);
}

gboolean
cp_journal_get_trust (CpJournal *self, CpJournalTrust *ret_trust, GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_journal_get (self, "get-head-office", error);
  gboolean row;

  if (statement == NULL || !cp_statement_step (statement, &row, error))
    return FALSE;
  *ret_trust = (CpJournalTrust){ NULL, NULL, 0 };
  if (row)
    *ret_trust = (CpJournalTrust){ g_strdup (cp_statement_get_text (statement, 0)),
                                   g_strdup (cp_statement_get_text (statement, 1)),
                                   cp_statement_get_int (statement, 2) };
  return TRUE;
}

gboolean
cp_journal_put_trust (CpJournal *self, const CpJournalTrust *trust, GError **error)
{
  CpStatement *statement = cp_journal_begin_with (self, "put-head-office", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":key", trust->key);
  cp_statement_bind_text (statement, ":next_key", trust->next_key);
  cp_statement_bind_int (statement, ":programme_version", trust->programme_version);
  return cp_journal_run_and_commit (self, statement, error);
}

static gboolean
look_up_countersigned (CpJournal *self, CpJournalChain *chain, GError **error)
{
  g_autoptr (CpStatementCleaner) statement = NULL;
  gboolean row;

  if (chain->countersigned >= 0)
    return TRUE;
  statement = cp_journal_get (self, "get-countersigned", error);
  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":incarnation", chain->name);
  if (!cp_statement_step (statement, &row, error))
    return FALSE;
  chain->countersigned = row ? cp_statement_get_int (statement, 0) : 0;
  return TRUE;
}

gboolean
cp_journal_countersign (CpJournal *self,
                        CpLane lane,
                        gint64 seq,
                        const char *hash,
                        const char *key,
                        const char *signature,
                        GError **error)
{
  CpJournalChain *chain = &self->chains[lane];
  CpStatement *statement;

  if (!look_up_countersigned (self, chain, error))
    return FALSE;
  if (seq <= chain->countersigned)
    return TRUE;
  statement = cp_journal_begin_with (self, "put-countersignature", error);
  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":incarnation", chain->name);
  cp_statement_bind_int (statement, ":seq", seq);
  cp_statement_bind_text (statement, ":hash", hash);
  cp_statement_bind_text (statement, ":key", key);
  cp_statement_bind_text (statement, ":signature", signature);
  if (!cp_journal_run_and_commit (self, statement, error))
    return FALSE;
  chain->countersigned = seq;
  return TRUE;
}
