/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whom the ledger believes, and how it makes itself believed. */
#include "cp-ledger-private.h"

#include <sodium.h>
#include <string.h>

#include "cp-chain.h"
#include "cp-error.h"
#include "cp-signature.h"

#define CHALLENGE_BYTES 16

char *
cp_ledger_make_challenge (const CpWorld *world)
{
  guint8 bytes[CHALLENGE_BYTES];
  char *text = g_malloc (2 * CHALLENGE_BYTES + 1);

  cp_world_fill_random (world, bytes, sizeof bytes);
  return sodium_bin2hex (text, 2 * CHALLENGE_BYTES + 1, bytes, sizeof bytes);
}

void
cp_ledger_draw_challenge (CpLedger *self)
{
  g_free (self->challenge);
  self->challenge = cp_ledger_make_challenge (self->world);
}

gboolean
cp_ledger_begin_trust (CpLedger *self, const CpLedgerConfig *config, GError **error)
{
  if (!cp_journal_use_key (self->journal, config->signing_key, error) ||
      !cp_journal_get_trust (self->journal, &self->trust, error))
    return FALSE;
  if (self->trust.key == NULL)
    self->trust.key = g_strdup (config->head_office_key);
  cp_ledger_draw_challenge (self);
  return TRUE;
}

void
cp_ledger_sign_push (CpLedger *self, CpLane lane, CpJson *push)
{
  const CpJson *operations = cp_json_get_array (push, "operations");
  gsize n = json_array_size (operations);
  const CpJson *last = n > 0 ? json_array_get (operations, n - 1) : NULL;
  g_autofree char *signature = NULL;

  if (last == NULL)
    return;
  signature = cp_journal_sign (self->journal, lane, cp_json_get_int (last, "seq", 0),
                               cp_json_get_text (last, "hash"));
  cp_json_set_text (push, "key", cp_journal_get_key (self->journal));
  cp_json_set_text (push, "signature", signature);
}

static gboolean
refuse (const char *why, GError **error)
{
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The page of the feed %s", why);
  return FALSE;
}

/* Until head office has been met, whoever is met first is it. */
static gboolean
is_believed (const CpLedger *self, const char *key)
{
  return self->trust.key == NULL || g_strcmp0 (key, self->trust.key) == 0 ||
         (key != NULL && g_strcmp0 (key, self->trust.next_key) == 0);
}

gboolean
cp_ledger_is_sealed (CpLedger *self, const CpJson *document, const char *purpose)
{
  return is_believed (self, cp_json_get_text (document, "key")) &&
         cp_seal_check (document, purpose);
}

gboolean
cp_ledger_is_sealed_answer (CpLedger *self,
                            const CpJson *document,
                            const char *what,
                            const char *challenge)
{
  g_autofree char *purpose = cp_seal_describe_answer (
      what, self->device_id, cp_journal_get_incarnation (self->journal), challenge);

  return cp_ledger_is_sealed (self, document, purpose);
}

static gboolean
is_programme (const CpJson *item)
{
  const char *kind = cp_json_get_text (item, "kind");

  return kind != NULL && cp_kind_from_word (kind) == CP_KIND_PROGRAMME;
}

/* Sets @version to the highest programme's; %FALSE if one is older than was heard of before. */
static gboolean
find_programme (const CpJson *page, gint64 *version)
{
  gint64 least = *version;
  gsize i;
  CpJson *item;

  json_array_foreach (cp_json_get_array (page, "items"), i, item)
  {
    const CpJson *data = is_programme (item) ? cp_json_get_object (item, "data") : NULL;
    const CpJson *document = data != NULL ? cp_json_get_object (data, "document") : NULL;
    gint64 its = cp_json_get_int (document, "version", 0);

    if (document != NULL && its < least)
      return FALSE;
    *version = MAX (*version, its);
  }
  return TRUE;
}

static gboolean
remember (CpLedger *self, CpJournalTrust *trust, GError **error)
{
  gboolean same = g_strcmp0 (trust->key, self->trust.key) == 0 &&
                  g_strcmp0 (trust->next_key, self->trust.next_key) == 0 &&
                  trust->programme_version == self->trust.programme_version;

  if (!same && !cp_journal_put_trust (self->journal, trust, error))
    return FALSE;
  cp_journal_trust_clear (&self->trust);
  self->trust = (CpJournalTrust){ g_strdup (trust->key), g_strdup (trust->next_key),
                                  trust->programme_version };
  return TRUE;
}

gboolean
cp_ledger_meet (CpLedger *self, const CpJson *document, GError **error)
{
  CpJournalTrust trust = { (char *) cp_json_get_text (document, "key"), NULL,
                           self->trust.programme_version };

  return self->trust.key != NULL || remember (self, &trust, error);
}

/* What is remembered is on disk before the page is: a crash in between leaves it the same page to
 * take. */
gboolean
cp_ledger_check_page (CpLedger *self, const CpJson *page, GError **error)
{
  CpJournalTrust trust = { (char *) cp_json_get_text (page, "key"),
                           (char *) cp_json_get_text (page, "next_key"),
                           self->trust.programme_version };

  if (!cp_ledger_is_sealed_answer (self, page, CP_SEAL_PAGE, self->challenge))
    return refuse ("is not sealed by head office", error);
  if (trust.next_key != NULL && strlen (trust.next_key) != CP_KEY_HEX_LENGTH)
    return refuse ("announces what is no key", error);
  if (!find_programme (page, &trust.programme_version))
    return refuse ("brings an older programme", error);
  return remember (self, &trust, error);
}

/* What head office says to have may be more than the journal has, which was restored. */
static gboolean
keep_countersignature (
    CpLedger *self, CpLane lane, const CpJson *head, const char *key, GError **error)
{
  gint64 seq = cp_json_get_int (head, "seq", 0);
  const char *hash = cp_json_get_text (head, "hash");
  const char *signature = cp_json_get_text (head, "signature");
  g_autofree char *text = NULL;
  gboolean ours = FALSE;

  if (seq <= 0 || hash == NULL || !cp_ledger_has_link (self, lane, seq, hash, &ours, error))
    return seq <= 0 || hash == NULL;
  text = cp_chain_describe_head ("head office", self->device_id,
                                 cp_journal_get_chain (self->journal, lane), seq, hash);
  if (!ours || !cp_signature_check (key, text, signature))
    return TRUE;
  return cp_journal_countersign (self->journal, lane, seq, hash, key, signature, error);
}

gboolean
cp_ledger_keep_countersignatures (CpLedger *self, const CpJson *page, GError **error)
{
  static const char *const keys[CP_N_LANES] = { "head", "bulk_head" };

  for (guint lane = 0; lane < CP_N_LANES; lane++)
    if (!keep_countersignature (self, lane, cp_json_get_object (page, keys[lane]),
                                cp_json_get_text (page, "key"), error))
      return FALSE;
  return TRUE;
}
